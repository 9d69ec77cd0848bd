import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Conflict, collectSources, decode, isReadFailure, type SourceLines, shellWord, type TextOptions } from '../index.ts';
import type { Run } from './common.ts';

/** The manifests' lines that code frames of these conflicts show. */
export function sourcesOf({ tree }: Pick<Run, 'tree'>, conflicts: readonly Conflict[]): SourceLines {
  return collectSources(conflicts, (file) => {
    const bytes = tree.read(file);
    return isReadFailure(bytes) ? undefined : decode(bytes);
  });
}

/** What the renderers for terminals get: nothing of it is read for conflicts that are not shown. */
export function textOptions(run: Run, verbose: boolean, limit: number, conflicts: readonly Conflict[]): TextOptions {
  const { streams, root, directories } = run;
  return {
    style: streams.outStyle,
    verbose,
    limit,
    directories: directories.map(shellWord),
    sources: sourcesOf(run, conflicts.slice(0, limit)),
    ...(streams.hyperlinks ? { linkTo: (file: string) => pathToFileURL(resolve(root, file)).href } : {}),
  };
}
