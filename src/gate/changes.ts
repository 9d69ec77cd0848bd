import { type GitAnswer, git, type Repository } from './git.ts';

/** What differs between a commit and the work tree, below the analysed root; paths are relative to that root. */
export interface Changes {
  /** Paths with another content, kind or mode. */
  readonly modified: ReadonlySet<string>;
  /** Paths of the commit that the work tree has no more. */
  readonly deleted: ReadonlySet<string>;
  /** Paths that the commit does not have, untracked ones included. */
  readonly added: ReadonlySet<string>;
  /** Paths that a sparse checkout leaves out: part of the commit, and of neither side of the comparison. */
  readonly absent: ReadonlySet<string>;
  /** Old path → new path, as far as git recognises a move. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Over this many moved files git compares by content only where names are equal; it stays quick. */
const RENAME_LIMIT = 2000;

/** Compares a commit with the work tree as it is, whether committed, staged or not. */
export function changesSince(repository: Repository, commit: string): GitAnswer<Changes> {
  const scope = repository.prefix === '' ? ':/' : `:/${repository.prefix}`;
  const common = ['--no-ext-diff', '--no-textconv', '--no-color', '-z'];
  const raw = git(repository.top, ['diff', ...common, '--raw', '--no-renames', '--no-abbrev', commit, '--', scope]);
  if (!raw.ok) return raw;
  const moved = git(repository.top, [
    'diff',
    ...common,
    '--name-status',
    '--find-renames',
    `-l${RENAME_LIMIT}`,
    '--diff-filter=R',
    commit,
    '--',
    scope,
  ]);
  if (!moved.ok) return moved;
  const untracked = git(repository.top, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name', '--', scope]);
  if (!untracked.ok) return untracked;
  const sparse = sparsePaths(repository, scope);
  if (!sparse.ok) return sparse;
  const inner = below(repository.prefix);
  const modified = new Set<string>();
  const deleted = new Set<string>();
  const added = new Set<string>();
  const words = fields(raw.value);
  for (let at = 0; at + 1 < words.length; at += 2) {
    const path = inner(words[at + 1] ?? '');
    if (path === undefined) continue;
    // `:100644 100644 OID OID M`
    const letter = words[at]?.at(-1);
    if (letter === 'D') deleted.add(path);
    else if (letter === 'A') added.add(path);
    else modified.add(path);
  }
  for (const word of fields(untracked.value)) {
    const path = inner(word);
    if (path === undefined) continue;
    // Taken out of the index but still there: changed at most.
    if (deleted.delete(path)) modified.add(path);
    else added.add(path);
  }
  const renamed = new Map<string, string>();
  const moves = fields(moved.value);
  for (let at = 0; at + 2 < moves.length; at += 3) {
    const [from, to] = [inner(moves[at + 1] ?? ''), inner(moves[at + 2] ?? '')];
    if (from !== undefined && to !== undefined) renamed.set(from, to);
  }
  const absent = new Set(sparse.value.flatMap((path) => inner(path) ?? []));
  return { ok: true, value: { modified, deleted, added, absent, renamed } };
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

/** Paths of the repository as paths of the analysed root. */
function below(prefix: string): (path: string) => string | undefined {
  if (prefix === '') return (path) => path;
  return (path) => (path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined);
}
