import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { CONFIG_NAMES, type LoadedConfig, loadConfig, NO_CONFIG } from './config/load.ts';
import { readRepository, withRepositories } from './config/repositories.ts';
import { localTree } from './discover/local-tree.ts';
import { treeAround } from './discover/named-file.ts';
import { FILE_LIMIT, type FileTree } from './discover/tree.ts';
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
  const repositories = starts.filter((start) => start !== '.').map((start) => readRepository(tree, start));
  return {
    ok: true,
    opened: { tree, starts, root, config: withRepositories(openConfig(tree, root, options.config), repositories) },
  };
}

function openConfig(tree: FileTree, root: string, config: string | undefined): LoadedConfig {
  if (config === undefined) {
    const loaded = loadConfig(tree);
    const unread = loaded.file === undefined ? configAbove(root) : undefined;
    return unread === undefined ? loaded : { ...loaded, diagnostics: [...loaded.diagnostics, unread] };
  }
  return loadNamedConfig(config);
}

/** The config that a user named, with the facts and rules that stand beside it. */
export function loadNamedConfig(file: string): LoadedConfig {
  try {
    return loadConfig(treeAround(file, FILE_LIMIT), { file: basename(file) });
  } catch {
    const message = `${file} does not exist; correct --config`;
    return { ...NO_CONFIG, diagnostics: [{ code: 'config/unreadable', severity: 'error', message, file }] };
  }
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
