import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the cache lies: `COHOST_CACHE_DIR`, else the platform's cache directory of the user. */
export function defaultCacheDirectory(env: Readonly<Record<string, string | undefined>>, home: string = homedir()): string {
  if (env.COHOST_CACHE_DIR) return env.COHOST_CACHE_DIR;
  if (process.platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'cohost', 'cache');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'cohost');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'cohost');
}
