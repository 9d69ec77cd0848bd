import { baseName, type Diagnostic, type SourceFile } from '../../../src/model/index.ts';
import { conflictMarker } from '../manifests/markers.ts';
import { readBunLock } from './bun-lock.ts';
import { type LockAnswer, unreadable } from './lock.ts';
import { readPackageLock } from './package-lock.ts';
import { readPnpmLock } from './pnpm-lock.ts';
import { readYarnLock } from './yarn-lock.ts';

/** Readers by file name; of several locks in one directory the first is what an installation would use. */
export const LOCKS: ReadonlyMap<string, (file: SourceFile) => LockAnswer> = new Map([
  ['npm-shrinkwrap.json', readPackageLock],
  ['package-lock.json', readPackageLock],
  ['pnpm-lock.yaml', readPnpmLock],
  ['yarn.lock', readYarnLock],
  ['bun.lock', readBunLock],
]);

/** Reads a lock of any kind by its file's name. */
export function readLock(file: SourceFile): LockAnswer {
  const marker = conflictMarker(file);
  if (marker !== undefined) return { diagnostics: [marker] };
  const read = LOCKS.get(baseName(file.path));
  return read === undefined ? { diagnostics: [] } : read(file);
}

/** What bun wrote before 1.2. */
export const BINARY_LOCK = 'bun.lockb';

/** Told by its name: no text can be read from it. */
export function binaryLock(path: string): Diagnostic {
  return unreadable(
    path,
    `${path} is bun's binary lock, which is not read; write bun.lock with bun install --save-text-lockfile`,
  );
}
