import { baseName, type Diagnostic, directoryOf, isReadFailure, joinPath, lineAt, listed } from '../model/index.ts';
import { looksLikeSample } from './samples.ts';
import { decode, type FileTree } from './tree.ts';
import type { Walk } from './walk.ts';

const NAME = '.gitmodules';
/** `path = services/cart` of a section (git-config, gitmodules). */
const PATH = /^[ \t]*path[ \t]*=(.*)$/gm;

/** Submodules that `git clone` leaves empty: whatever services they hold are not seen. */
export function emptySubmodules({ files, listing }: Walk, tree: FileTree): readonly Diagnostic[] {
  const isEmpty = (directory: string): boolean => {
    // What is left out anyhow has not been visited.
    if (!listing.has(directory)) return false;
    const entries = tree.entries(directory);
    return !isReadFailure(entries) && entries.length === 0;
  };
  return files
    .filter((path) => baseName(path) === NAME && !looksLikeSample(directoryOf(path)))
    .flatMap((file): readonly Diagnostic[] => {
      const bytes = tree.read(file);
      const text = isReadFailure(bytes) ? '' : decode(bytes);
      const found = [...text.matchAll(PATH)].flatMap(({ 1: value = '', index }) => {
        const directory = joinPath(directoryOf(file), value.trim().replace(/^"(.*)"$/, '$1'));
        return directory !== undefined && isEmpty(directory) && !looksLikeSample(directory) ? [{ directory, index }] : [];
      });
      const [first] = found;
      if (first === undefined) return [];
      const names = listed(
        found.map(({ directory }) => directory),
        3,
      );
      const what = found.length === 1 ? 'is a submodule that is' : 'are submodules that are';
      const message = `${names} ${what} not checked out, so no service there was seen; run \`git submodule update --init\` first`;
      return [{ code: 'git/submodule-empty', severity: 'note', message, file, line: lineAt(text, first.index) }];
    });
}
