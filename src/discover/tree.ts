import { baseName, isMarkedUtf16, markedEncoding, type ReadFailure, type SourceFile } from '../model/index.ts';

/** `other` is never opened: a link to a directory, a socket, a device. */
export type EntryKind = 'file' | 'directory' | 'other';

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/**
 * The only door to files: a directory on disk, a git tree or a map in memory.
 * Paths are relative to the tree's root with `/`; `.` is the root. Neither function throws.
 */
export interface FileTree {
  /** Entries of a directory in any order; a symlinked file counts as a file, a symlinked directory as `other`. */
  entries(directory: string): readonly Entry[] | ReadFailure;
  /** A file's bytes, or why they can't be had: outside the root, too large, unreadable, missing. */
  read(path: string): Uint8Array | ReadFailure;
}

/** Default upper limit of a file's size in bytes (20 MB; locks may be larger). */
export const FILE_LIMIT = 20 * 1024 * 1024;
/** Lockfiles of large workspaces are legitimately long (100 MB). */
const LOCK_LIMIT = 100 * 1024 * 1024;
const LOCK_NAME = /lock|\.sum$|shrinkwrap/i;

/** The most bytes of a file that are read, where `limit` holds for all but locks. */
export function limitOf(path: string, limit: number): number {
  return LOCK_NAME.test(baseName(path)) ? Math.max(limit, LOCK_LIMIT) : limit;
}

/** Decodes by byte order mark, else as UTF-8 (invalid bytes become U+FFFD). */
export function decode(bytes: Uint8Array): string {
  const encoding = markedEncoding(bytes);
  if (encoding === undefined) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return new TextDecoder(encoding).decode(bytes);
}

/** A NUL byte near the beginning of a file that no byte order mark explains: not text. */
export function isBinary(bytes: Uint8Array): boolean {
  if (isMarkedUtf16(bytes)) return false;
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff) return false;
  return bytes.subarray(0, 8000).includes(0);
}

/** A source file whose text is decoded when first asked for. */
export function sourceFile(path: string, bytes: Uint8Array): SourceFile {
  let text: string | undefined;
  return {
    path,
    bytes,
    get text() {
      text ??= decode(bytes);
      return text;
    },
  };
}
