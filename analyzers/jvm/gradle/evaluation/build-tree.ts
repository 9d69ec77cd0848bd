/** What scripts ask of the tree that they lie in. A path is a text of the script: absolute, from the directory of the build. */
import { flag, NULL, text, UNKNOWN_VALUE, type Value } from './values.ts';

/** What lies under a path of the tree. */
export type PathKind = 'file' | 'directory' | 'none';

export interface BuildTree {
  /** Names of the directories that lie in the directory of a path. */
  folders(path: string): readonly string[];
  /** Names of all that lies there. */
  entries(path: string): readonly string[];
  /** Undefined outside of the tree: what lies around it nobody knows. */
  kind(path: string): PathKind | undefined;
  content(path: string): string | undefined;
  /** Names of all that lies in a directory, which is given from the root of the tree. */
  names(directory: string): readonly string[];
}

export const NO_TREE: BuildTree = {
  folders: () => [],
  entries: () => [],
  kind: () => undefined,
  content: () => undefined,
  names: () => [],
};

/** Members that ask what a path is: which kinds of things answer yes. */
const KINDS: ReadonlyMap<string, readonly PathKind[]> = new Map([
  ['exists', ['file', 'directory']],
  ['isFile', ['file']],
  ['isDirectory', ['directory']],
]);
const TEXTS = new Set(['text', 'getText', 'readText']);
/** A file by its path, and a path as a file. */
const PATHS = new Set(['path', 'absolutePath', 'canonicalPath', 'asFile', 'absoluteFile', 'canonicalFile']);
/** Files that scripts take words from are short. */
const LONGEST_FILE = 100_000;

/** What a file or directory of the tree says of itself; undefined where the text is no path, or the name asks nothing of one. */
export function fileMember(tree: BuildTree, path: string, name: string): Value | undefined {
  if (!path.startsWith('/')) return undefined;
  const asked = KINDS.get(name);
  if (asked !== undefined) {
    const kind = tree.kind(path);
    return kind === undefined ? UNKNOWN_VALUE : flag(asked.includes(kind));
  }
  if (name === 'listFiles') return entriesOf(tree, path);
  if (TEXTS.has(name)) {
    const content = shortContent(tree, path);
    return content === undefined ? UNKNOWN_VALUE : text(content);
  }
  if (name !== 'readLines') return undefined;
  const lines = linesIn(tree, path);
  return lines === undefined ? UNKNOWN_VALUE : { kind: 'list', items: lines.map(text) };
}

/** Of a path its parts. */
export function pathMember(path: string, name: string): Value {
  const cut = path.lastIndexOf('/');
  if (name === 'name') return text(path.slice(cut + 1));
  if (name === 'parentFile' || name === 'parent') return text(path.slice(0, cut) || '/');
  return PATHS.has(name) ? text(path) : UNKNOWN_VALUE;
}

export function entryPath(path: string, name: string): string {
  return `${path.replace(/\/$/, '')}/${name}`;
}

/** All that lies in a directory of the tree, by its path. */
function entriesOf(tree: BuildTree, path: string): Value {
  const kind = tree.kind(path);
  if (kind !== 'directory') return kind === undefined ? UNKNOWN_VALUE : NULL;
  return { kind: 'list', items: tree.entries(path).map((name) => text(entryPath(path, name))) };
}

function shortContent(tree: BuildTree, path: string): string | undefined {
  const content = tree.content(path);
  return content === undefined || content.length > LONGEST_FILE ? undefined : content;
}

/** As Java reads lines: none behind the last end of a line. */
export function linesIn(tree: BuildTree, path: string): readonly string[] | undefined {
  const lines = shortContent(tree, path)?.split(/\r?\n/);
  return lines?.at(-1) === '' ? lines.slice(0, -1) : lines;
}
