import { absent, notAFile, outsideRoot, tooLarge } from '../discover/read-failures.ts';
import { type Entry, FILE_LIMIT, type FileTree, limitOf } from '../discover/tree.ts';
import { baseName, cleanPath, directoryOf, inDirectory, isWithin, pathBelow, type ReadFailure } from '../model/index.ts';
import type { GitAnswer } from './answer.ts';
import { git, type Repository } from './git.ts';

interface Blob {
  readonly kind: 'file' | 'link';
  readonly oid: string;
}

export interface GitTreeOptions {
  /** Files that are the same in the work tree are read there: their parse is shared with the work tree's own. */
  readonly unchanged: { readonly tree: FileTree; readonly differs: (path: string) => boolean };
  /** Files that a sparse checkout leaves out, of this side as well. */
  readonly absent: ReadonlySet<string>;
  /** Submodules that the work tree does not have at the commit that this side names. */
  readonly isRepointed: (path: string) => boolean;
  /** Files over this many bytes are not read; locks may be larger. */
  readonly limit?: number;
}

const MAX_LINKS = 40;

/** Objects of one repository; `settings` stand before git's command. */
interface Store {
  readonly top: string;
  readonly settings: readonly string[];
}

/** A submodule's commit that its clone does not hold, by the submodule's path. */
export type UnknownModules = ReadonlyMap<string, string>;

export interface GitTree extends FileTree {
  /** Files that were asked for and that this clone does not hold. */
  readonly missing: ReadonlySet<string>;
  /** What lies on disk stands for these, as what they held is not known. */
  readonly unknownModules: UnknownModules;
}

/** The analysed root as it stood at a commit, read from git's object store. */
export function gitTree(repository: Repository, commit: string, options: GitTreeOptions): GitAnswer<GitTree> {
  const { top, prefix } = repository;
  const root = prefix === '' ? commit : `${commit}:${prefix}`;
  const listed = list({ top, settings: [] }, root);
  // A root that the commit does not have yet is an empty tree.
  const isNew = !listed.ok && /Not a valid object name|not a tree|does not exist/i.test(listed.message);
  if (!listed.ok && !isNew) return listed;
  const tree = treeOf({ top, settings: [] }, prefix, listed.ok ? listed.value : '', options);
  return { ok: true, value: tree };
}

function list({ top, settings }: Store, root: string): GitAnswer<string> {
  const listed = git(top, ['ls-tree', '-r', '-z', '--full-tree', root], { settings });
  return listed.ok ? { ok: true, value: listed.value.toString('utf8') } : listed;
}

function treeOf(store: Store, prefix: string, listing: string, options: GitTreeOptions): CommitTree {
  const blobs = new Map<string, Blob>();
  const modules: Modules = { onDisk: new Set(), inside: new Map(), unknown: new Map() };
  for (const record of listing.split('\0')) {
    const tab = record.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', type = '', oid = ''] = record.slice(0, tab).split(' ');
    const path = record.slice(tab + 1);
    if (options.absent.has(path)) continue;
    if (type === 'commit') addModule(modules, moduleOf(store, prefix, path, oid, options), path, oid);
    else if (type === 'blob') blobs.set(path, { kind: mode === '120000' ? 'link' : 'file', oid });
  }
  return new CommitTree(store, blobs, modules, options);
}

interface Modules {
  /** A submodule's files are in a store of their own: what lies on disk stands for those that are where they were. */
  readonly onDisk: Set<string>;
  readonly inside: Map<string, CommitTree>;
  readonly unknown: Map<string, string>;
}

function addModule({ onDisk, inside, unknown }: Modules, tree: CommitTree | 'same' | 'unknown', path: string, oid: string): void {
  if (tree === 'same' || tree === 'unknown') {
    onDisk.add(path);
    if (tree === 'unknown') unknown.set(path, oid);
    return;
  }
  inside.set(path, tree);
  for (const [below, one] of tree.unknownModules) unknown.set(inDirectory(path, below), one);
}

/** Another commit of a submodule, as far as its clone holds it. */
function moduleOf(
  { top }: Store,
  prefix: string,
  path: string,
  oid: string,
  { unchanged, isRepointed, limit }: GitTreeOptions,
): CommitTree | 'same' | 'unknown' {
  if (!isRepointed(path)) return 'same';
  // Named, so that neither the repository around an empty directory answers nor the one that a hook's variables name.
  const store = { top: [top, prefix, path].filter((part) => part !== '').join('/'), settings: ['--git-dir=.git'] };
  const listed = list(store, oid);
  if (!listed.ok) return 'unknown';
  return treeOf(store, '', listed.value, {
    unchanged: { tree: treeBelow(unchanged.tree, path), differs: () => true },
    absent: new Set(),
    isRepointed: () => true,
    ...(limit === undefined ? {} : { limit }),
  });
}

function treeBelow(tree: FileTree, directory: string): FileTree {
  return {
    entries: (path) => tree.entries(inDirectory(directory, path)),
    read: (path) => tree.read(inDirectory(directory, path)),
  };
}

class CommitTree implements GitTree {
  readonly missing = new Set<string>();
  readonly unknownModules: UnknownModules;
  readonly #blobs: ReadonlyMap<string, Blob>;
  readonly #modules: Modules;
  readonly #directories: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #unchanged: GitTreeOptions['unchanged'];
  readonly #contents: (path: string, blob: Blob) => Content;

  constructor(store: Store, blobs: ReadonlyMap<string, Blob>, modules: Modules, options: GitTreeOptions) {
    this.#blobs = blobs;
    this.#modules = modules;
    this.unknownModules = modules.unknown;
    this.#directories = directoriesOf([...blobs.keys(), ...modules.onDisk, ...modules.inside.keys()]);
    this.#unchanged = options.unchanged;
    this.#contents = contentReader(store, blobs, options.unchanged.differs, options.limit ?? FILE_LIMIT, this.missing);
  }

  entries(directory: string): readonly Entry[] | ReadFailure {
    if (this.#isInModule(directory)) return this.#unchanged.tree.entries(directory);
    const within = this.#within(directory);
    if (within !== undefined) return within.tree.entries(within.rest);
    const children = this.#directories.get(directory);
    if (children === undefined) {
      // A commit without files is an empty root, not an unreadable one.
      return directory === '.' ? [] : absent(directory);
    }
    return [...children].map((name): Entry => {
      const path = inDirectory(directory, name);
      const blob = this.#blobs.get(path);
      if (blob === undefined) return { name, kind: 'directory' };
      return { name, kind: blob.kind === 'file' || this.#follow(path) !== undefined ? 'file' : 'other' };
    });
  }

  read(path: string): Content {
    if (path.startsWith('/') || path.split('/').includes('..')) return outsideRoot(path);
    if (this.#isInModule(path)) return this.#unchanged.tree.read(path);
    const within = this.#within(path);
    if (within !== undefined) {
      const content = within.tree.read(within.rest);
      for (const lacking of within.tree.missing) this.missing.add(inDirectory(within.module, lacking));
      return content;
    }
    const real = this.#follow(path);
    const blob = real === undefined ? undefined : this.#blobs.get(real);
    if (real !== undefined && blob !== undefined)
      return this.#unchanged.differs(real) ? this.#contents(real, blob) : this.#unchanged.tree.read(real);
    if (this.#blobs.has(path))
      return {
        path,
        reason: 'missing',
        message: `${path} is a link to a file that is not in the repository; mend it, or remove it`,
      };
    return this.#directories.has(path) ? notAFile(path) : absent(path);
  }

  #isInModule(path: string): boolean {
    const { onDisk } = this.#modules;
    return onDisk.size > 0 && [...onDisk].some((one) => isWithin(path, one));
  }

  #within(path: string): { readonly module: string; readonly tree: CommitTree; readonly rest: string } | undefined {
    for (const [module, tree] of this.#modules.inside) {
      const rest = path === module ? '.' : pathBelow(module, path);
      if (rest !== undefined) return { module, tree, rest };
    }
    return undefined;
  }

  /** Follows links inside the tree to a file's path; undefined when they lead to a directory, nowhere or out of it. */
  #follow(path: string, left = MAX_LINKS): string | undefined {
    const blob = this.#blobs.get(path);
    if (blob === undefined || blob.kind === 'file') return blob === undefined ? undefined : path;
    const target = this.#contents(path, blob);
    if (left === 0 || !(target instanceof Uint8Array)) return undefined;
    const written = Buffer.from(target).toString('utf8');
    const next = written.startsWith('/') ? undefined : cleanPath(inDirectory(directoryOf(path), written));
    return next === undefined ? undefined : this.#follow(next, left - 1);
  }
}

function directoriesOf(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const directories = new Map<string, Set<string>>();
  for (const path of paths) {
    let child = path;
    for (;;) {
      const parent = directoryOf(child);
      const name = baseName(child);
      const known = directories.get(parent);
      if (known?.has(name)) break;
      if (known === undefined) directories.set(parent, new Set([name]));
      else known.add(name);
      if (parent === '.') break;
      child = parent;
    }
  }
  return directories;
}

/** Small texts of the changed files are fetched in one go with the first of them. */
const TOGETHER = 2000;

type Content = Uint8Array | ReadFailure;

/** Reads blobs through `git cat-file`; the first question brings the changed files that look like manifests or settings. */
function contentReader(
  store: Store,
  blobs: ReadonlyMap<string, Blob>,
  differs: (path: string) => boolean,
  limit: number,
  missing: Set<string>,
): (path: string, blob: Blob) => Content {
  const known = new Map<string, Content>();
  let first = true;
  const sizes = new Map<string, number>();
  return (path, blob) => {
    if (first) {
      first = false;
      const wanted = [...blobs].filter(([one, { kind }]) => kind === 'link' || differs(one)).slice(0, TOGETHER);
      const oids = [...new Set(wanted.map(([, { oid }]) => oid))];
      for (const [oid, size] of checkSizes(store, oids)) sizes.set(oid, size);
      // Images and archives are no manifests: whatever asks for one gets it by itself.
      const small = oids.filter((oid) => (sizes.get(oid) ?? 0) <= 1_000_000);
      for (const [oid, bytes] of readBlobs(store, small)) known.set(oid, bytes);
    }
    const before = known.get(blob.oid);
    if (before !== undefined) return before;
    const size = sizes.get(blob.oid) ?? checkSizes(store, [blob.oid]).get(blob.oid);
    const most = limitOf(path, limit);
    if (size !== undefined && size > most) return tooLarge(path, size, most);
    const found = readBlobs(store, [blob.oid]).get(blob.oid);
    if (found === undefined) missing.add(path);
    const content: Content = found ?? { path, reason: 'unreadable', message: `${path} is not in git's object store here` };
    known.set(blob.oid, content);
    return content;
  };
}

function checkSizes({ top, settings }: Store, oids: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  if (oids.length === 0) return sizes;
  const answer = git(top, ['cat-file', '--batch-check'], { input: `${oids.join('\n')}\n`, settings });
  if (!answer.ok) return sizes;
  for (const text of answer.value.toString('utf8').split('\n')) {
    const [oid = '', type, size] = text.split(' ');
    if (type === 'blob') sizes.set(oid, Number(size));
  }
  return sizes;
}

/** `OID blob SIZE\n` and the bytes, one after the other; what is missing says so in its line. */
function readBlobs({ top, settings }: Store, oids: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  if (oids.length === 0) return found;
  const answer = git(top, ['cat-file', '--batch'], { input: `${oids.join('\n')}\n`, settings });
  if (!answer.ok) return found;
  const output = answer.value;
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [oid = '', type, size] = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    found.set(oid, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}
