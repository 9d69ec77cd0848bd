import { homedir } from 'node:os';
import { join } from 'node:path';

/** `/` for a user that the machine does not know (a container run under any number, without HOME): node throws for it. */
export function userHome(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the cache lies: `COHOST_CACHE_DIR`, else the platform's cache directory of the user. */
export function defaultCacheDirectory(env: Environment, home: string = userHome()): string {
  return env.COHOST_CACHE_DIR || ownCacheDirectory(env, home);
}

/** The platform's cache directory of the user, into which no checkout of a project writes. */
export function ownCacheDirectory(env: Environment, home: string = userHome()): string {
  if (process.platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'cohost', 'cache');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'cohost');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'cohost');
}

/** Whether what a run finds out is kept for the next: a CI machine is gone by then, unless somebody says where to keep it. */
export function keepsCache(env: Environment): boolean {
  return !env.CI || Boolean(env.COHOST_CACHE_DIR);
}
