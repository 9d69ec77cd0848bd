import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { GitAnswer } from './answer.ts';

/** A repository that is only read: its index, refs and work tree stay as they are, and nothing is fetched. */
export interface Repository {
  /** Absolute path of the work tree's top. */
  readonly top: string;
  /** The analysed root below it, with `/`; empty for the top itself. */
  readonly prefix: string;
  readonly shallow: boolean;
  /** Cloned with a filter: objects that nobody needed yet are not here. */
  readonly partial: boolean;
  /** Options of git that take their programs from all filters that its configuration names. */
  readonly unfiltered: readonly string[];
}

/**
 * No command takes a lock that it can do without. A lazy fetch would open the network in a partial clone, or run what
 * the repository's config names as its transport: older git does not know the first variable, so no protocol is
 * allowed either. A translated message could not be understood by anybody who looks it up.
 */
const QUIET = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
} as const;
/** File system monitors and hooks are programs that the repository names; reading needs none. */
const SETTINGS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'] as const;

interface Ran {
  readonly status: number;
  readonly out: Buffer;
  readonly err: string;
}

interface Extras {
  /** What the command reads. */
  readonly input?: string;
  /** Options before the command's name. */
  readonly settings?: readonly string[];
}

function run(directory: string, args: readonly string[], { input, settings = [] }: Extras = {}): GitAnswer<Ran> {
  const done = spawnSync('git', ['-C', directory, ...SETTINGS, ...settings, ...args], {
    env: { ...process.env, ...hookVariables(process.env), ...QUIET },
    maxBuffer: Number.MAX_SAFE_INTEGER,
    ...(input === undefined ? {} : { input }),
  });
  if (done.error !== undefined) {
    const missing = 'code' in done.error && done.error.code === 'ENOENT';
    return {
      ok: false,
      message: missing ? 'git was not found; --base needs it on the PATH' : `git could not be run: ${done.error.message}`,
    };
  }
  return { ok: true, value: { status: done.status ?? 1, out: done.stdout, err: done.stderr.toString('utf8').trim() } };
}

/**
 * Variables of a hook point at the repository that runs it, and may be relative to where it runs: to the top of its work
 * tree, which is what git takes any directory for as long as GIT_DIR stands alone.
 */
function hookVariables({ GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const index = GIT_INDEX_FILE === undefined ? {} : { GIT_INDEX_FILE: resolve(GIT_INDEX_FILE) };
  return GIT_DIR === undefined ? index : { ...index, GIT_DIR: resolve(GIT_DIR), GIT_WORK_TREE: resolve(GIT_WORK_TREE ?? '.') };
}

/** Runs git for its output; a failing command becomes its own first line of complaint. */
export function git(directory: string, args: readonly string[], extras?: Extras): GitAnswer<Buffer> {
  const ran = run(directory, args, extras);
  if (!ran.ok) return ran;
  if (ran.value.status === 0) return { ok: true, value: ran.value.out };
  return { ok: false, message: `git ${args[0] ?? ''} failed: ${ran.value.err.split('\n')[0] ?? ''}` };
}

function line(directory: string, args: readonly string[]): string | undefined {
  const answer = git(directory, args);
  return answer.ok ? answer.value.toString('utf8').replace(/\n$/, '') : undefined;
}

/** The repository around a directory. */
export function openRepository(root: string): GitAnswer<Repository> {
  const ran = run(root, ['rev-parse', '--show-toplevel', '--show-prefix', '--is-shallow-repository']);
  if (!ran.ok) return ran;
  if (ran.value.status !== 0) {
    // Git names the repository's top, which is what it has to be told; `root` may lie below it.
    const unsafe = /dubious ownership in repository at '(.*)'/.exec(ran.value.err)?.[1];
    return {
      ok: false,
      message: unsafe
        ? `git refuses to read a repository of another owner; allow it with: git config --global --add safe.directory ${unsafe}`
        : `${root} is in no git repository, so --base has nothing to compare with; run it inside one, on one repository at a time`,
    };
  }
  const [top = '', prefix = '', shallow = ''] = ran.value.out.toString('utf8').split('\n');
  const settings = settingsOf(root, '^(extensions\\.partialclone|remote\\..*\\.promisor|filter\\..*)$');
  const filters = new Set(settings.flatMap((name) => FILTER.exec(name)?.[1] ?? []));
  // An option ends its name at the first equals sign: such a filter could not be switched off.
  const lasting = [...filters].find((name) => name.includes('='));
  if (lasting !== undefined)
    return {
      ok: false,
      message: `git's filter "${lasting}" would run a program of the repository's; rename it without "=" or run without --base`,
    };
  return {
    ok: true,
    value: {
      top,
      prefix: prefix.replace(/\/$/, ''),
      shallow: shallow === 'true',
      partial: settings.some((name) => !name.startsWith('filter.')),
      unfiltered: [...filters].flatMap(withoutPrograms),
    },
  };
}

const FILTER = /^filter\.(.*)\.[^.]*$/s;

/** Names of settings, as git writes them: section and key in lower case. */
function settingsOf(directory: string, pattern: string): readonly string[] {
  const names = line(directory, ['config', '-z', '--name-only', '--get-regexp', pattern]) ?? '';
  return names.split('\0').filter((name) => name !== '');
}

/** A driver without programs leaves content as it is, where none is required (gitattributes, "filter"). */
function withoutPrograms(filter: string): readonly string[] {
  const off = ['clean=', 'smudge=', 'process=', 'required=false'];
  return off.flatMap((setting) => ['-c', `filter.${filter}.${setting}`]);
}

/** What a clone with a filter lacks git fetches for commands that may open the network: this one asks for all that differs. */
export function notHere(commit: string): { readonly ok: false; readonly message: string } {
  return {
    ok: false,
    message: `this partial clone does not hold all of ${commit.slice(0, 12)}, the merge base; let git fetch what differs first:\n  git diff --stat ${commit}`,
  };
}

/** The commit that the work tree and `ref` have in common: what a merge request is compared with. */
export function mergeBase(repository: Repository, ref: string): GitAnswer<string> {
  const { top } = repository;
  if (ref === '' || ref.endsWith('/'))
    return { ok: false, message: `--base "${ref}" names no branch, tag or commit; is the variable that it is made of empty?` };
  // Before the first commit everything is new: a hook that compares with HEAD has to work there too.
  if (ref === 'HEAD' && isUnborn(top)) return emptyTree(top);
  const commit = commitOf(top, ref);
  if (commit === undefined) return { ok: false, message: unknownRef(repository, ref) };
  if (commitOf(top, 'HEAD') === undefined)
    return { ok: false, message: 'HEAD has no commit yet, so there is nothing to compare; commit first' };
  const base = line(top, ['merge-base', 'HEAD', commit])?.split('\n')[0];
  if (base !== undefined && base !== '') return { ok: true, value: base };
  if (!repository.shallow)
    return { ok: false, message: `HEAD and ${ref} have no common ancestor; is ${ref} a branch of this repository?` };
  return {
    ok: false,
    message: `this clone is shallow and does not reach the common ancestor of HEAD and ${ref}; fetch the history first:\n  ${fetchCommand(repository, ref)}`,
  };
}

function isUnborn(top: string): boolean {
  return line(top, ['symbolic-ref', '--quiet', 'HEAD']) !== undefined && commitOf(top, 'HEAD') === undefined;
}

/** The name of the tree without files, which git knows without having it. */
function emptyTree(top: string): GitAnswer<string> {
  const name = git(top, ['hash-object', '-t', 'tree', '--stdin'], { input: '' });
  return name.ok ? { ok: true, value: name.value.toString('utf8').trim() } : name;
}

/** No ref begins with a dash: what does would be read as an option. */
function commitOf(top: string, ref: string): string | undefined {
  return ref.startsWith('-') ? undefined : line(top, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
}

/** Why a name means nothing here, and what to do: the first that applies. */
function unknownRef(repository: Repository, ref: string): string {
  const { top, shallow } = repository;
  const unknown = `${shallow ? 'this clone is shallow and' : 'this clone'} does not know "${ref}"`;
  const another = 'name a branch, tag or commit that it has';
  if (/^0+$/.test(ref)) return `--base ${ref} is git's word for no commit, as of a new branch; ${another}`;
  const remotes = remotesOf(top);
  const tracked = remotes.map((remote) => `${remote}/${ref}`).find((name) => commitOf(top, name) !== undefined);
  if (tracked !== undefined) return `${unknown}, but ${tracked}; give --base ${tracked}`;
  if (remotes.length === 0) return `${unknown} and has no remote to fetch it from; ${another}`;
  if (!shallow && HEAD_NAME.test(ref)) return `${unknown}; ${another}`;
  return `${unknown}; fetch it first:\n  ${fetchCommand(repository, ref)}`;
}

function remotesOf(top: string): readonly string[] {
  return (line(top, ['remote']) ?? '').split('\n').filter((name) => name !== '');
}

const OBJECT_NAME = /^[0-9a-f]{7,64}$/;
const HEAD_NAME = /^[A-Z_]*HEAD\b/;

/** The exact command that brings what is missing; it writes to remote-tracking refs only. */
function fetchCommand(repository: Repository, ref: string): string {
  const remotes = remotesOf(repository.top);
  const named = remotes.find((name) => ref.startsWith(`${name}/`));
  const remote = named ?? (remotes.includes('origin') ? 'origin' : remotes[0]) ?? 'origin';
  const depth = repository.shallow ? '--unshallow ' : '';
  const branch = named === undefined ? ref.replace(/^refs\/heads\//, '') : ref.slice(named.length + 1);
  if (OBJECT_NAME.test(ref) || HEAD_NAME.test(ref)) return `git fetch ${depth}${remote}`;
  return `git fetch ${depth}${remote} +refs/heads/${branch}:refs/remotes/${remote}/${branch}${
    named === undefined ? `   and give --base ${remote}/${branch}` : ''
  }`;
}
