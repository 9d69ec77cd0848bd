import type { ReadFailure } from '../model/index.ts';

/** Why something cannot be read, in the same words for every kind of tree. */

export function absent(path: string): ReadFailure {
  // Bytes that are no UTF-8 read as U+FFFD, and nothing opens under that name.
  const odd = path.includes('\uFFFD') ? ' under this name; if it holds bytes that are no UTF-8, rename it' : '';
  return { path, reason: 'missing', message: `${path} does not exist${odd}` };
}

export function outsideRoot(path: string): ReadFailure {
  return {
    path,
    reason: 'outside-root',
    message: `${path} lies outside the analysed root and is not read; run cohost on a directory that holds it`,
  };
}

export function notAFile(path: string): ReadFailure {
  return {
    path,
    reason: 'not-a-file',
    message: `${path} is not a regular file, so nothing was read from it; put a file there, or rename it`,
  };
}

export function tooLarge(path: string, size: number, limit: number): ReadFailure {
  return {
    path,
    reason: 'too-large',
    message: `${path} has ${size} bytes, over the limit of ${limit}; raise it with --max-file-size`,
  };
}

/** What the file system said, by the code of its error. */
export function failed(path: string, error: unknown): ReadFailure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return absent(path);
  // What Linux says of a socket, and macOS.
  if (code === 'ENXIO' || code === 'EOPNOTSUPP') return notAFile(path);
  return { path, reason: 'unreadable', message: `${path} cannot be read (${code}); check its permissions` };
}
