import { addTo, baseName, directoryOf, inDirectory, isReadFailure, type Origin, type Project } from '../../src/model/index.ts';
import { scopeByName } from './declared.ts';
import { homesOf, IMAGE } from './homes/homes.ts';
import { readImage } from './manifests/dockerfile.ts';
import { resolvePath } from './manifests/pip-requirement.ts';

/** What images say of how they install the projects of the tree: by which tool, and under which constraints. */

/** A constraints file that an installation is given beside what it installs. */
export interface ImageConstraint {
  /** Whether it holds for packages that the image installs by name, and for no manifest. */
  readonly isOfNames: boolean;
  readonly path: string;
  readonly origin: Origin;
}

export interface ImageInstall {
  readonly isUvs: boolean;
  readonly constraints: readonly ImageConstraint[];
}

/** Paths that an image takes of its context, among which files are looked for. */
const MAX_COPIED = 200;

/** By the directory of the home that is installed. A Dockerfile may lie in any directory, and name the files of another. */
export function imageInstalls(project: Project): ReadonlyMap<string, ImageInstall> {
  const found = new Map<string, { isUvs: boolean; constraints: ImageConstraint[] }[]>();
  for (const directory of project.directories) {
    for (const name of project.list(directory)) {
      if (!IMAGE.test(name) || name.endsWith('.dockerignore') || isForDevelopment(name)) continue;
      const text = project.parse(inDirectory(directory, name), readImage);
      if (isReadFailure(text) || text.commands.length === 0) continue;
      const copied = text.copied.slice(0, MAX_COPIED);
      const place = (word: string): string | undefined => placeOf(project, directory, word, copied);
      for (const { files, takes, isUvs, constraints } of text.commands) {
        const known = constraints.flatMap(({ word, origin }) => {
          const path = place(word);
          return path === undefined ? [] : [{ path, origin, isOfNames: takes === 'names' && files.length === 0 }];
        });
        const installed = files.flatMap((word) => place(word) ?? []);
        const homes =
          installed.length > 0 ? homesOf(installed).map((home) => home.directory) : takes === undefined ? [] : [directory];
        for (const home of homes) addTo(found, home, { isUvs, constraints: known });
      }
    }
  }
  return new Map(
    [...found].map(([home, list]) => [
      home,
      {
        isUvs: list.some(({ isUvs }) => isUvs),
        constraints: [...new Map(list.flatMap(({ constraints }) => constraints).map((one) => [one.path, one])).values()],
      },
    ]),
  );
}

function isForDevelopment(name: string): boolean {
  return name.split(/[._-]/).some((word) => scopeByName(word) !== undefined);
}

/**
 * The file of the tree that a word of an image means: what was copied under that name, else the file beside the
 * Dockerfile or in a directory above it, from where the context may be taken.
 */
function placeOf(project: Project, directory: string, word: string, copied: readonly string[]): string | undefined {
  if (word.includes('://')) return undefined;
  const relative = word.replace(/^\/+/, '');
  const name = baseName(word);
  const around = above(directory);
  const taken = copied.flatMap((source) =>
    baseName(source) === name ? [source] : [`${source}/${relative}`, `${source}/${name}`],
  );
  const candidates = [...taken, relative, name].flatMap((one) => around.map((start) => resolvePath(start, one)));
  return candidates.find((path) => project.has(path));
}

/** The directory and those around it, nearest first. */
function above(directory: string): readonly string[] {
  const list = [directory];
  for (let one = directory; one !== '.'; ) {
    one = directoryOf(one);
    list.push(one);
  }
  return list;
}
