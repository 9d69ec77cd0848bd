import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { CONFIG_NAMES, type LoadedConfig, loadConfig } from './config/load.ts';
import { readRepository, withRepositories } from './config/repositories.ts';
import { localTree } from './discover/local-tree.ts';
import { treeAround } from './discover/named-file.ts';
import { FILE_LIMIT, type FileTree } from './discover/tree.ts';
import { closest } from './formats/closest.ts';
import type { Diagnostic } from './model/index.ts';

/** What a user points at, opened: one tree, the directories in it, and its config. */
export interface Opened {
  readonly tree: FileTree;
  readonly starts: readonly string[];
  readonly root: string;
  readonly config: LoadedConfig;
}

export type OpenResult = { readonly ok: true; readonly opened: Opened } | { readonly ok: false; readonly message: string };

export interface OpenOptions {
  /** Path of a config file; otherwise `cohost.yaml` and its kin at the root. */
  readonly config?: string;
  /** Files over this many bytes are not read; for locks it is 100 MB where that is more. */
  readonly maxFileSize?: number;
}

/**
 * Several directories are analysed together under their closest common ancestor; nothing else below it is looked at.
 * Each may have a config of its own services.
 */
export function openDirectories(directories: readonly string[], options: OpenOptions = {}): OpenResult {
  const real: string[] = [];
  for (const directory of directories.length === 0 ? ['.'] : directories) {
    try {
      const path = realpathSync(directory);
      if (!statSync(path).isDirectory())
        return { ok: false, message: `${directory} is a file; give the directory that holds the services` };
      real.push(path);
    } catch {
      return { ok: false, message: `${directory} does not exist or cannot be entered` };
    }
  }
  const root = commonAncestor(real);
  const starts = [...new Set(real.map((path) => relative(root, path).split(sep).join('/') || '.'))];
  const tree = localTree(root, options.maxFileSize);
  const found =
    options.config === undefined ? { ok: true as const, config: ownConfig(tree, root) } : loadNamedConfig(options.config);
  if (!found.ok) return found;
  const repositories = starts.filter((start) => start !== '.').map((start) => readRepository(tree, start));
  const config = { ...withRepositories(found.config, repositories), liesElsewhere: outsideOf(starts) };
  return { ok: true, opened: { tree, starts, root, config } };
}

/** The config at the root speaks of all that lies below it, the run of some directories there: a name alone may be of any. */
function outsideOf(starts: readonly string[]): (service: string) => boolean {
  return (service) => !starts.some((start) => start === '.' || service === start || service.startsWith(`${start}/`));
}

function ownConfig(tree: FileTree, root: string): LoadedConfig {
  const loaded = loadConfig(tree);
  const unread = loaded.file === undefined ? configAbove(root) : undefined;
  return unread === undefined ? loaded : { ...loaded, diagnostics: [...loaded.diagnostics, unread] };
}

export type NamedConfig = { readonly ok: true; readonly config: LoadedConfig } | { readonly ok: false; readonly message: string };

/** The config that a user named, with the facts and rules that stand beside it. */
export function loadNamedConfig(file: string): NamedConfig {
  if (!existsSync(file)) return { ok: false, message: `--config: ${file} does not exist; ${meantFile(file)}` };
  const config = loadConfig(treeAround(file, FILE_LIMIT), { file: basename(file) });
  const unread = config.diagnostics.find(({ code }) => code === 'config/unreadable');
  return unread === undefined ? { ok: true, config } : { ok: false, message: `--config: ${unread.message}` };
}

/** Endings of files that a config may be. */
const CONFIG_ENDING = /^\.(?:ya?ml|toml|json)$/;

/** The config in the same directory whose name is nearly the one that was given. */
function meantFile(file: string): string {
  const directory = dirname(file);
  if (!existsSync(directory)) return `neither does ${directory}`;
  const stem = (name: string): string => basename(name, extname(name));
  const beside = readdirSync(directory).filter((name) => CONFIG_ENDING.test(extname(name)));
  const meant = closest(stem(file), beside.map(stem));
  const name = beside.find((one) => stem(one) === meant);
  return name === undefined ? 'cohost init writes one' : `did you mean ${join(directory, name)}?`;
}

/** A config speaks of paths below itself, so one further up is not read; whoever wrote it should know. */
function configAbove(root: string): Diagnostic | undefined {
  for (let inner = root; !existsSync(join(inner, '.git')) && dirname(inner) !== inner; inner = dirname(inner)) {
    const found = CONFIG_NAMES.find((name) => existsSync(join(dirname(inner), name)));
    if (found === undefined) continue;
    const file = relative(root, join(dirname(inner), found))
      .split(sep)
      .join('/');
    const message = `${file} lies above what is analysed, so it is not read; run cohost in its directory (--only names single services), or name it with --config`;
    return { code: 'config/above', severity: 'warning', message };
  }
  return undefined;
}

function commonAncestor(paths: readonly string[]): string {
  const [first = sep, ...rest] = paths;
  let shared = first;
  for (const path of rest)
    while (path !== shared && !path.startsWith(shared.endsWith(sep) ? shared : shared + sep)) shared = dirname(shared);
  return shared;
}
