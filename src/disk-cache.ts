import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { makeDirectories } from './make-directories.ts';
import { directoryOf } from './model/index.ts';

/** What stands before the body of an entry. */
export interface EntryHead {
  readonly key: string;
  /** Milliseconds since the epoch at which the entry was fetched or computed. */
  readonly time: number;
  /** What is to be known of the body before it is read. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a document: what a server answered, and at which address. */
  readonly status?: number;
  readonly url?: string;
}

/** What is written; a body may be too large to be one piece. */
interface WrittenEntry {
  readonly head: EntryHead;
  readonly body: Buffer | readonly Buffer[];
}

export interface Entry<Head extends EntryHead = EntryHead> {
  readonly head: Head;
  readonly body: Buffer;
}

/** Documents of registries, what follows from them, what was concluded of a whole fleet, and our own program as V8 compiled it. */
export type EntryKind = 'document' | 'facts' | 'report' | 'code';

/** Changes whenever the format of an entry does: older entries are then simply not found. */
const FORMAT = 'cohost-cache-1';

/**
 * Entries on disk, one file each, named by the hash of their key. A file is
 * `FORMAT crc32 length-of-head length-of-body\n`, the head as JSON, the body. Files are written under a
 * temporary name and renamed, so that readers in other processes see a whole entry or none.
 * A file that is truncated, altered or of another key reads as absent. A directory that cannot be written
 * makes the cache forgetful, never the run fail.
 */
export class DiskCache {
  readonly #directory: string;
  readonly #made = new Set<string>();
  #serial = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  read(kind: EntryKind, key: string): Entry | undefined {
    let file: Buffer;
    try {
      file = readFileSync(this.#path(kind, key));
    } catch {
      return undefined;
    }
    return decodeEntry(file, key);
  }

  write(kind: EntryKind, { head, body }: WrittenEntry): void {
    const path = this.#path(kind, head.key);
    const pieces = Buffer.isBuffer(body) ? [body] : body;
    const temporary = `${path}.${process.pid}.${this.#serial++}.tmp`;
    try {
      this.#ensure(directoryOf(path));
      writeAll(temporary, [encodeHead(head, pieces), ...pieces]);
      renameSync(temporary, path);
    } catch {
      removeIfThere(temporary);
    }
  }

  /** Removes the entries that were written before this time, in milliseconds since the epoch. */
  forget(kind: EntryKind, before: number): void {
    const directory = join(this.#directory, kind);
    try {
      for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        const path = join(directory, name);
        const stat = statSync(path);
        if (stat.isFile() && stat.mtimeMs < before) removeIfThere(path);
      }
    } catch {
      // Nothing is there yet, or another process removes the same.
    }
  }

  #path(kind: string, key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return `${this.#directory}/${kind}/${name.slice(0, 2)}/${name.slice(2, 34)}`;
  }

  #ensure(directory: string): void {
    if (this.#made.has(directory)) return;
    makeDirectories(directory, 0o700);
    this.#made.add(directory);
  }
}

/** `force` forgives a file that is absent, but not a directory on the way that is none. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing could be written there either.
  }
}

/** Piece by piece, as together they may be too large to copy. */
function writeAll(path: string, pieces: readonly Buffer[]): void {
  const file = openSync(path, 'w');
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

/** What stands before the body. */
function encodeHead(head: EntryHead, body: readonly Buffer[]): Buffer {
  const headBytes = Buffer.from(JSON.stringify(head));
  const sum = body.reduce((before, piece) => zlib.crc32(piece, before), zlib.crc32(headBytes));
  const length = body.reduce((before, piece) => before + piece.length, 0);
  return Buffer.concat([Buffer.from(`${FORMAT} ${sum} ${headBytes.length} ${length}\n`), headBytes]);
}

function decodeEntry(file: Buffer, key: string): Entry | undefined {
  const end = file.indexOf(10);
  if (end < 0 || end > 80) return undefined;
  const [format, sum, headLength, bodyLength] = file.toString('latin1', 0, end).split(' ');
  const bodyStart = end + 1 + Number(headLength);
  if (format !== FORMAT || file.length !== bodyStart + Number(bodyLength)) return undefined;
  const headBytes = file.subarray(end + 1, bodyStart);
  const body = file.subarray(bodyStart);
  if (zlib.crc32(body, zlib.crc32(headBytes)) !== Number(sum)) return undefined;
  const head = parseHead(headBytes.toString('utf8'));
  return head?.key === key ? { head, body } : undefined;
}

function parseHead(text: string): EntryHead | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHead(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is EntryHead {
  return typeof value === 'object' && value !== null && 'key' in value && 'time' in value;
}
