/** Files of a tar archive, gzipped or plain, read as it is decompressed; nothing is written. Reference: POSIX pax, GNU tar. */
import { createGunzip, gunzipSync } from 'node:zlib';

export interface TarLimits {
  /** Bytes after decompression. */
  readonly maxBytes: number;
  /** A file that is wanted and larger than this ends the reading. */
  readonly maxFileBytes: number;
  /** All files that are wanted together. */
  readonly maxKeptBytes: number;
}

export type TarAnswer =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: string };

const BLOCK = 512;
const MAX_HEADER_BYTES = 1 << 20;

/** Texts of the regular files that are `wanted`, by path; of two entries with one path the later one counts, as on a disk. */
export async function readTar(archive: Uint8Array, wanted: (path: string) => boolean, limits: TarLimits): Promise<TarAnswer> {
  const reader = new TarReader(wanted, limits);
  try {
    for await (const chunk of decompressed(archive)) {
      reader.push(chunk);
      if (reader.done) break;
    }
    return reader.finish();
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The same at once, for small archives: what is unpacked lies in memory as a whole, within `maxBytes`. */
export function readTarSync(archive: Uint8Array, wanted: (path: string) => boolean, limits: TarLimits): TarAnswer {
  const reader = new TarReader(wanted, limits);
  try {
    reader.push(unpacked(archive, limits.maxBytes));
    return reader.finish();
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function unpacked(archive: Uint8Array, maxBytes: number): Buffer {
  if (!isGzipped(archive)) return Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  try {
    return gunzipSync(archive, { maxOutputLength: maxBytes, chunkSize: 1 << 18 });
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? new Error(tooLarge(maxBytes)) : error;
  }
}

function isGzipped(archive: Uint8Array): boolean {
  return archive[0] === 0x1f && archive[1] === 0x8b;
}

function tooLarge(maxBytes: number): string {
  return `it is larger than ${mebibytes(maxBytes)} unpacked`;
}

function decompressed(archive: Uint8Array): AsyncIterable<Buffer> | Iterable<Buffer> {
  if (!isGzipped(archive)) return [Buffer.from(archive.buffer, archive.byteOffset, archive.length)];
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  gunzip.end(archive);
  return gunzip;
}

/** `file`: contents that are kept; `pax`, `long-name`: what they say belongs to the next entry. */
interface Part {
  readonly kind: 'file' | 'pax' | 'long-name' | 'skipped';
  readonly path: string;
}

class TarReader {
  /** Two empty blocks end an archive; whatever follows is padding. */
  done = false;
  readonly #wanted: (path: string) => boolean;
  readonly #limits: TarLimits;
  readonly #files = new Map<string, string>();
  #kept = 0;
  #read = 0;
  #rest: Buffer = Buffer.alloc(0);
  #part: Part | undefined;
  #chunks: Buffer[] = [];
  /** Bytes of the entry still to come, and of the padding after it. */
  #left = 0;
  #padding = 0;
  #nextPath: string | undefined;

  constructor(wanted: (path: string) => boolean, limits: TarLimits) {
    this.#wanted = wanted;
    this.#limits = limits;
  }

  push(chunk: Buffer): void {
    this.#read += chunk.length;
    if (this.#read > this.#limits.maxBytes) throw new Error(tooLarge(this.#limits.maxBytes));
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (!this.done) {
      if (this.#part === undefined) {
        if (bytes.length < BLOCK) break;
        this.#open(bytes.subarray(0, BLOCK));
        bytes = bytes.subarray(BLOCK);
        continue;
      }
      const taken = Math.min(this.#left, bytes.length);
      if (this.#part.kind !== 'skipped' && taken > 0) this.#chunks.push(bytes.subarray(0, taken));
      this.#left -= taken;
      const padded = this.#left === 0 ? Math.min(this.#padding, bytes.length - taken) : 0;
      this.#padding -= padded;
      bytes = bytes.subarray(taken + padded);
      if (this.#left > 0 || this.#padding > 0) break;
      this.#close(this.#part);
    }
    this.#rest = bytes;
  }

  finish(): TarAnswer {
    const isWhole = this.done || (this.#part === undefined && this.#rest.length === 0);
    return isWhole ? { ok: true, files: this.#files } : { ok: false, reason: 'it ends in the middle of an entry' };
  }

  #open(header: Buffer): void {
    if (header.every((byte) => byte === 0)) {
      this.done = true;
      return;
    }
    const size = sizeOf(header);
    if (size === undefined || !hasChecksum(header)) throw new Error('it is not a tar archive');
    const path = this.#nextPath ?? nameOf(header);
    const kind = kindOf(String.fromCharCode(header[156] ?? 0));
    const isKept = kind === 'file' && this.#wanted(path);
    if (isKept && size > this.#limits.maxFileBytes)
      throw new Error(`${path} in it is larger than ${mebibytes(this.#limits.maxFileBytes)}`);
    if (isKept) this.#kept += size;
    if (this.#kept > this.#limits.maxKeptBytes)
      throw new Error(`what counts of it is larger than ${mebibytes(this.#limits.maxKeptBytes)}`);
    if ((kind === 'pax' || kind === 'long-name') && size > MAX_HEADER_BYTES) throw new Error('a header in it is too large');
    this.#part = { kind: kind === 'file' && !isKept ? 'skipped' : kind, path };
    this.#left = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
  }

  #close({ kind, path }: Part): void {
    const text = kind === 'skipped' ? '' : Buffer.concat(this.#chunks).toString('utf8');
    if (kind === 'file') this.#files.set(path, text);
    // What a header says of the next entry holds for that one alone; several headers may stand before it.
    this.#nextPath =
      kind === 'pax' ? (paxPath(text) ?? this.#nextPath) : kind === 'long-name' ? text.replace(/\0+$/u, '') : undefined;
    this.#chunks = [];
    this.#part = undefined;
  }
}

function kindOf(flag: string): Part['kind'] {
  if (flag === '0' || flag === '\0' || flag === '7') return 'file';
  if (flag === 'x') return 'pax';
  return flag === 'L' ? 'long-name' : 'skipped';
}

function textAt(header: Buffer, start: number, length: number): string {
  return header.toString('utf8', start, start + length).split('\0', 1)[0] ?? '';
}

function nameOf(header: Buffer): string {
  const name = textAt(header, 0, 100);
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textAt(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal text; GNU writes numbers that do not fit in base 256, which no file that is read here needs. */
function sizeOf(header: Buffer): number | undefined {
  const text = textAt(header, 124, 12).trim();
  return /^[0-7]*$/u.test(text) ? Number.parseInt(text || '0', 8) : undefined;
}

/** The sum of all bytes, those of the sum itself counted as spaces. */
function hasChecksum(header: Buffer): boolean {
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return Number.parseInt(textAt(header, 148, 8).trim(), 8) === sum;
}

/** Records are `length key=value\n`, the length in bytes and its own digits included. */
function paxPath(text: string): string | undefined {
  let path: string | undefined;
  for (const line of text.split('\n')) path = /^\d+ path=(.*)$/u.exec(line)?.[1] ?? path;
  return path;
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / (1 << 20))} MiB`;
}
