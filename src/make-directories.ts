import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A directory with those above it, where they are not there yet. One by one: Node's own `recursive` never returns where a
 * file system calls a directory absent that it refuses, as /proc does.
 */
export function makeDirectories(path: string, mode?: number): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeDirectories(above, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}
