import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type LoadedConfig, loadConfig, NO_CONFIG } from './config/load.ts';
import { readRepository, withRepositories } from './config/repositories.ts';
import { localTree } from './discover/local-tree.ts';
import type { FileTree } from './discover/tree.ts';

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
  /** Files over this many bytes are not read (locks over five times as many). */
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
  return { ok: true, opened: { tree, starts, root, config: withRepositories(openConfig(tree, options.config), repositories) } };
}

function openConfig(tree: FileTree, config: string | undefined): LoadedConfig {
  if (config === undefined) return loadConfig(tree);
  const path = resolve(config);
  try {
    return loadConfig(localTree(dirname(path)), { file: basename(path) });
  } catch {
    return {
      ...NO_CONFIG,
      diagnostics: [{ code: 'config/unreadable', severity: 'error', message: `${config} does not exist`, file: config }],
    };
  }
}

function commonAncestor(paths: readonly string[]): string {
  const [first = sep, ...rest] = paths;
  let shared = first;
  for (const path of rest)
    while (path !== shared && !path.startsWith(shared.endsWith(sep) ? shared : shared + sep)) shared = dirname(shared);
  return shared;
}
