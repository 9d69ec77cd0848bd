import {
  addTo,
  baseName,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isReadFailure,
  type Origin,
  type Project,
  printable,
} from '../../src/model/index.ts';
import { scopeByName } from './declared.ts';
import { fileKind, homesOf, IMAGE } from './homes/homes.ts';
import { withoutLogin } from './indexes/index-logins.ts';
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
  /** Constraints that lie elsewhere than here. */
  readonly remote: readonly RemoteConstraint[];
}

export interface RemoteConstraint {
  readonly url: string;
  readonly origin: Origin;
}

export interface ImageInstalls {
  /** By the directory of the home that is installed. */
  readonly byHome: ReadonlyMap<string, ImageInstall>;
  /** Files of requirements that only an image's command tells from other texts, with the directories that they belong to. */
  readonly named: ReadonlyMap<string, string>;
}

/** Paths that an image takes of its context, among which files are looked for. */
const MAX_COPIED = 200;

/** A Dockerfile may lie in any directory, and name the files of another. */
export function imageInstalls(project: Project): ImageInstalls {
  const found = new Map<string, ImageInstall[]>();
  const named = new Map<string, string>();
  const files = new Set(project.files);
  for (const directory of project.directories) {
    for (const name of project.list(directory)) {
      if (!IMAGE.test(name) || name.endsWith('.dockerignore') || isForDevelopment(name)) continue;
      const text = project.parse(inDirectory(directory, name), readImage);
      if (isReadFailure(text) || text.commands.length === 0) continue;
      const copied = text.copied.slice(0, MAX_COPIED);
      const place = (word: string): string | undefined => placeOf(project, directory, word, copied);
      for (const { files: words, takes, isUvs, constraints } of text.commands) {
        const remote = constraints.flatMap(({ word, origin }) => (isRemote(word) ? [{ url: word, origin }] : []));
        const known = constraints.flatMap(({ word, origin }) => {
          const path = place(word);
          return path === undefined ? [] : [{ path, origin, isOfNames: takes === 'names' && words.length === 0 }];
        });
        const installed = words.flatMap((word) => place(word) ?? []);
        for (const path of installed)
          if (!files.has(path) && NAMED.has(fileKind(path))) named.set(path, homeAround(project, path));
        const homes =
          installed.length > 0 ? homesOf(installed, named).map((home) => home.directory) : takes === undefined ? [] : [directory];
        for (const home of homes) addTo(found, home, { isUvs, constraints: known, remote });
      }
    }
  }
  const byHome = new Map(
    [...found].map(([home, list]) => [
      home,
      {
        isUvs: list.some(({ isUvs }) => isUvs),
        constraints: [...new Map(list.flatMap(({ constraints }) => constraints).map((one) => [one.path, one])).values()],
        remote: [...new Map(list.flatMap(({ remote }) => remote).map((one) => [one.url, one])).values()],
      },
    ]),
  );
  return { byHome, named };
}

/** What a command may name that nothing else tells from other files: `prod.txt`, a script with requirements of its own. */
const NAMED: ReadonlySet<string> = new Set(['requirements', 'script']);

/** As with `requirements/`: a directory of nothing but such lists belongs to the one around it. */
function homeAround(project: Project, path: string): string {
  const directory = directoryOf(path);
  const isOnlyLists = project.list(directory).every((name) => /\.(?:txt|in|pip)$/.test(name));
  return isOnlyLists ? directoryOf(directory) : directory;
}

function isRemote(word: string): boolean {
  return /^(?:https?|ftp):\/\//i.test(word);
}

/** What constraints that are not here would allow is not known. */
export function remoteConstraint({ url, origin }: RemoteConstraint): Diagnostic {
  return {
    code: 'pip/unreadable-include',
    severity: 'warning',
    message: `the constraints of ${printable(withoutLogin(url))} are not fetched, so which versions they allow is not known; keep a copy here and name that`,
    ...origin,
    incomplete: true,
  };
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
  const name = baseName(word);
  const tails = word.startsWith('/') ? tailsOf(word) : [word, name];
  const around = above(directory);
  const taken = copied.flatMap((source) => (baseName(source) === name ? [source] : tails.map((tail) => `${source}/${tail}`)));
  const candidates = [...taken, ...tails].flatMap((one) => around.map((start) => resolvePath(start, one)));
  return candidates.find((path) => project.has(path));
}

/** A path of the image is one of the tree from some directory on: `/srv/deps/base.txt` may be `deps/base.txt`. */
function tailsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.slice(-MAX_TAILS).map((_, index, kept) => kept.slice(index).join('/'));
}

const MAX_TAILS = 6;

/** The directory and those around it, nearest first. */
function above(directory: string): readonly string[] {
  const list = [directory];
  for (let one = directory; one !== '.'; ) {
    one = directoryOf(one);
    list.push(one);
  }
  return list;
}
