import { addTo, inDirectory, pathBelow } from '../model/index.ts';
import type { GitAnswer } from './answer.ts';
import { git, type Repository } from './git.ts';

/** What differs between a commit and the work tree, below the analysed root; paths are relative to that root. */
export interface Changes {
  /** Paths with another content, kind or mode. */
  readonly modified: ReadonlySet<string>;
  /** Paths of the commit that the work tree has no more. */
  readonly deleted: ReadonlySet<string>;
  /** Paths that the commit does not have, untracked ones included. */
  readonly added: ReadonlySet<string>;
  /** Paths that a sparse checkout leaves out, and what they were called before: on neither side of the comparison. */
  readonly absent: ReadonlySet<string>;
  /** Submodules of the commit that the work tree has at another commit, or no more. */
  readonly repointed: ReadonlySet<string>;
  /** Old path → new path, as far as git recognises a move. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Over this many moved files git compares by content only where names are equal; it stays quick. */
const RENAME_LIMIT = 2000;
const MOVES = ['--name-status', '--find-renames', `-l${RENAME_LIMIT}`, '--diff-filter=R'] as const;

/** Compares a commit with the work tree as it is, whether committed, staged or not. */
export function changesSince(repository: Repository, commit: string): GitAnswer<Changes> {
  const scope = repository.prefix === '' ? ':/' : `:/${repository.prefix}`;
  const raw = diff(repository, ['--raw', '--no-renames', '--no-abbrev', commit, '--', scope]);
  if (!raw.ok) return raw;
  const moved = diff(repository, [...MOVES, commit, '--', scope]);
  if (!moved.ok) return moved;
  const untracked = git(repository.top, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name', '--', scope]);
  if (!untracked.ok) return untracked;
  const sparse = sparsePaths(repository, scope);
  if (!sparse.ok) return sparse;
  const inner = (path: string): string | undefined => pathBelow(repository.prefix || '.', path);
  const sides = bySide(withoutTouched(repository, rawRecords(raw.value)), fields(untracked.value), inner);
  const left = new Set(sparse.value.flatMap((path) => inner(path) ?? []));
  const renamed = renames(moved.value, inner);
  return { ok: true, value: { ...sides, absent: new Set([...left, ...movedOut(sides.deleted, renamed, left)]), renamed } };
}

/** Where an analysed root was at a commit that does not have it by its name, and what of it to look at. */
export interface FormerRoot {
  /** As a repository's `prefix`. */
  readonly prefix: string;
  readonly starts: readonly string[];
}

/** The directory that most of the root's files come from, their paths below it the same; of the repository's top only what moved. */
export function formerRoot(repository: Repository, commit: string): FormerRoot | undefined {
  const { top, prefix } = repository;
  if (prefix === '' || git(top, ['cat-file', '-e', `${commit}:${prefix}`]).ok) return undefined;
  const moved = diff(repository, [...MOVES, commit]);
  if (!moved.ok) return undefined;
  const places = new Map<string, string[]>();
  for (const [from, to] of renames(moved.value, (path) => path)) {
    const inner = pathBelow(prefix, to);
    if (inner === undefined) continue;
    if (from === inner) addTo(places, '', inner);
    else if (from.endsWith(`/${inner}`)) addTo(places, from.slice(0, -inner.length - 1), inner);
  }
  const [most] = [...places].sort(([, a], [, b]) => b.length - a.length);
  if (most === undefined) return undefined;
  const [place, files] = most;
  if (place !== '') return { prefix: place, starts: ['.'] };
  const directories = files.flatMap((file) => (file.includes('/') ? [file.slice(0, file.indexOf('/'))] : []));
  return directories.length === 0 ? undefined : { prefix: place, starts: [...new Set(directories)].sort() };
}

/** What a directory held that moved to where a sparse checkout leaves it out: gone from sight, not from the repository. */
function movedOut(deleted: ReadonlySet<string>, renamed: Changes['renamed'], left: ReadonlySet<string>): readonly string[] {
  if (left.size === 0) return [];
  const outside = [...renamed].filter(([, to]) => left.has(to));
  const directories = new Map(outside.map(([from, to]) => movedDirectories(from, to)));
  // A file that was changed as it moved is no rename to git, but has its place in the moved directory all the same.
  const isBesides = (path: string): boolean =>
    [...directories].some(([from, to]) => {
      const rest = pathBelow(from, path);
      return rest !== undefined && left.has(inDirectory(to, rest));
    });
  return [...outside.map(([from]) => from), ...[...deleted].filter(isBesides)];
}

/** The outermost directories that a file's move is a move of. */
function movedDirectories(from: string, to: string): readonly [from: string, to: string] {
  const [old, now] = [from.split('/'), to.split('/')];
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return [old.join('/') || '.', now.join('/') || '.'];
}

/**
 * Left to itself, `diff` writes fresh times into the index, GIT_OPTIONAL_LOCKS or not (git-config, diff.autoRefreshIndex),
 * and asks `git status` in every submodule, where that one's own config holds.
 */
function diff({ top, unfiltered }: Repository, args: readonly string[]): GitAnswer<Buffer> {
  const reading = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty', '--no-color', '-z'];
  return git(top, ['diff', ...reading, ...args], { settings: [...unfiltered, '-c', 'diff.autoRefreshIndex=false'] });
}

/** `:100644 100644 OID OID M` and a path (git-diff, "Raw output format"). */
interface RawRecord {
  readonly path: string;
  readonly modes: readonly [before: string, after: string];
  readonly before: string;
  readonly letter: string;
}

/** The mode of an entry that is a commit of another repository (gitsubmodules). */
const SUBMODULE = '160000';

function rawRecords(output: Buffer): readonly RawRecord[] {
  const words = fields(output);
  return words.flatMap((word, at) => {
    if (at % 2 === 1) return [];
    const [old = '', mode = '', before = '', , letter = ''] = word.split(' ');
    return [{ path: words[at + 1] ?? '', modes: [old.slice(1), mode], before, letter }];
  });
}

/** Without an index of fresh times, a file that was touched or copied is listed too: its content tells. */
function withoutTouched({ top, unfiltered }: Repository, records: readonly RawRecord[]): readonly RawRecord[] {
  const suspects = records.filter(
    ({ path, modes: [before, after], letter }) =>
      letter === 'M' && before === after && before.startsWith('100') && !path.includes('\n'),
  );
  if (suspects.length === 0) return records;
  const hashed = git(top, ['hash-object', '--stdin-paths'], {
    input: suspects.map(({ path }) => `${path}\n`).join(''),
    settings: unfiltered,
  });
  if (!hashed.ok) return records;
  const now = hashed.value.toString('utf8').split('\n');
  const same = new Set(suspects.filter(({ before }, at) => now[at] === before));
  return records.filter((one) => !same.has(one));
}

function bySide(
  records: readonly RawRecord[],
  untracked: readonly string[],
  inner: (path: string) => string | undefined,
): Pick<Changes, 'modified' | 'deleted' | 'added' | 'repointed'> {
  const [modified, deleted, added, repointed] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const sides = { modified, deleted, added, repointed };
  for (const { path, modes, letter } of records) {
    const one = inner(path);
    if (one === undefined) continue;
    if (modes[0] === SUBMODULE) repointed.add(one);
    if (letter === 'D') sides.deleted.add(one);
    else if (letter === 'A') sides.added.add(one);
    else sides.modified.add(one);
  }
  for (const path of untracked) {
    const one = inner(path);
    if (one === undefined) continue;
    // Taken out of the index but still there: changed at most.
    if (sides.deleted.delete(one)) sides.modified.add(one);
    else sides.added.add(one);
  }
  return sides;
}

function renames(output: Buffer, inner: (path: string) => string | undefined): ReadonlyMap<string, string> {
  const words = fields(output);
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [from, to] = [inner(words[at + 1] ?? ''), inner(words[at + 2] ?? '')];
    if (from !== undefined && to !== undefined) renamed.set(from, to);
  }
  return renamed;
}

/** Files of the index that are not to be on disk; git tells them by the letter S. */
function sparsePaths({ top }: Repository, scope: string): GitAnswer<readonly string[]> {
  const asked = git(top, ['config', '--type=bool', '--default=false', '--get', 'core.sparseCheckout']);
  if (!asked.ok || asked.value.toString('utf8').trim() !== 'true') return { ok: true, value: [] };
  const listed = git(top, ['ls-files', '-z', '-t', '--full-name', '--', scope]);
  if (!listed.ok) return listed;
  const skipped = fields(listed.value).filter((word) => word.startsWith('S '));
  return { ok: true, value: skipped.map((word) => word.slice(2)) };
}

function fields(output: Buffer): readonly string[] {
  const words = output.toString('utf8').split('\0');
  return words.at(-1) === '' ? words.slice(0, -1) : words;
}
