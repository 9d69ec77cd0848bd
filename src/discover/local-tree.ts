import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { baseName, directoryOf, inDirectory, type ReadFailure } from '../model/index.ts';
import { absent, failed, notAFile, outsideRoot, tooLarge } from './read-failures.ts';
import { type Entry, FILE_LIMIT, type FileTree, limitOf } from './tree.ts';

/**
 * A directory on disk. Never leaves its root: symlinked directories are not entered (which ends every loop),
 * symlinked files are read only when their target lies inside the root.
 */
export function localTree(root: string, limit: number = FILE_LIMIT): FileTree {
  const realRoot = realpathSync(root);
  const before = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
  const inside = (real: string): boolean => real === realRoot || real.startsWith(before);
  // Paths come as they are written relative to the root: to join them as any path takes as long as to open the file.
  const absoluteOf = (path: string): string => (path === '.' ? realRoot : before + path);
  // realpath per directory, not per file: the corpus-sized walk would pay for it twice over.
  const safeDirectories = new Map<string, boolean>();
  const directoryIsSafe = (directory: string): boolean => {
    const known = safeDirectories.get(directory);
    if (known !== undefined) return known;
    const real = realPath(absoluteOf(directory));
    const safe = real !== undefined && inside(real);
    safeDirectories.set(directory, safe);
    return safe;
  };
  const listed = new Map<string, ReadonlySet<string>>();
  /** What the listing of a directory on the way leaves out need not be looked for: most of what is asked for is not there. */
  const isAbsent = (path: string): boolean => {
    for (let inner = path; inner !== '.'; inner = directoryOf(inner)) {
      const names = listed.get(directoryOf(inner));
      if (names !== undefined) return !names.has(baseName(inner));
    }
    return false;
  };

  return {
    entries(directory) {
      const absolute = absoluteOf(directory);
      try {
        const entries = readdirSync(absolute, { withFileTypes: true });
        const isSafe = directoryIsSafe(directory);
        for (const entry of entries)
          if (isSafe && entry.isDirectory()) safeDirectories.set(inDirectory(directory, entry.name), true);
        listed.set(directory, new Set(entries.map(({ name }) => name)));
        return entries.map((entry): Entry => {
          if (entry.isFile()) return { name: entry.name, kind: 'file' };
          if (entry.isDirectory()) return { name: entry.name, kind: 'directory' };
          if (entry.isSymbolicLink()) return { name: entry.name, kind: linkKind(join(absolute, entry.name)) };
          // Pipes, sockets and devices are told of when somebody takes them for a manifest.
          return { name: entry.name, kind: 'file' };
        });
      } catch (error) {
        return failed(directory, error);
      }
    },
    read(path) {
      if (path.startsWith('/') || path.split('/').includes('..')) return outsideRoot(path);
      if (isAbsent(path)) return absent(path);
      const absolute = absoluteOf(path);
      if (!directoryIsSafe(directoryOf(path))) return missingOrOutside(path, absolute);
      return readLimited(path, absolute, inside, limitOf(path, limit));
    },
  };
}

/** Links to directories are not followed; one that leads nowhere is told of when it is read. */
function linkKind(absolute: string): Entry['kind'] {
  try {
    return statSync(absolute).isDirectory() ? 'other' : 'file';
  } catch {
    return 'file';
  }
}

function missingOrOutside(path: string, absolute: string): ReadFailure {
  try {
    realpathSync(absolute);
  } catch (error) {
    return failed(path, error);
  }
  return {
    path,
    reason: 'outside-root',
    message: `${path} leads outside the analysed root and is not read; run cohost on a directory that holds it`,
  };
}

function readLimited(path: string, absolute: string, inside: (real: string) => boolean, limit: number): Uint8Array | ReadFailure {
  let descriptor: number | undefined;
  try {
    const opened = openInside(path, absolute, inside);
    if (typeof opened !== 'number') return opened;
    descriptor = opened;
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return notAFile(path);
    if (stat.size > limit) return tooLarge(path, stat.size, limit);
    const bytes = Buffer.allocUnsafe(stat.size);
    let filled = 0;
    while (filled < stat.size) {
      const count = readSync(descriptor, bytes, filled, stat.size - filled, null);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    return failed(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Opening a FIFO must not wait for a writer. Windows has neither flag. */
export const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const NO_LINKS = READ | (constants.O_NOFOLLOW ?? 0);

/** A file of a directory that is inside: only a link can lead out, so only links are followed by hand. */
function openInside(path: string, absolute: string, inside: (real: string) => boolean): number | ReadFailure {
  try {
    if (constants.O_NOFOLLOW !== undefined) return openSync(absolute, NO_LINKS);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ELOOP' || error.code === 'EMLINK'))) throw error;
  }
  const real = realPath(absolute);
  if (real === undefined) return { path, reason: 'missing', message: `${path} is a broken link; mend it, or remove it` };
  if (inside(real)) return openSync(real, READ);
  return {
    path,
    reason: 'outside-root',
    message: `${path} is a link to a file outside the analysed root and is not read; run cohost on a directory that holds both`,
  };
}

/** Undefined where links lead nowhere or in circles. */
function realPath(absolute: string): string | undefined {
  try {
    return realpathSync(absolute);
  } catch {
    return undefined;
  }
}
