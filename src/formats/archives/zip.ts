/** The central directory of a zip archive, which lists its entries, and single entries. Reference: PKWARE APPNOTE 4.3. */
import { constants, inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly compressedSize: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Where the central directory lies: its offset counts from the beginning of the archive. */
export interface ZipDirectory {
  readonly offset: number;
  readonly size: number;
  /** Where it ends in the tail that was read: right before the end records. */
  readonly end: number;
}

const END = Buffer.from([0x50, 0x4b, 5, 6]);
const END_SIZE = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const END_64 = 0x06064b50;
const HEADER = 0x02014b50;
/** The end record, a comment of the greatest length and the two records of large archives: what has to be read to find the directory. */
export const ZIP_TAIL = 0xffff + END_SIZE + LOCATOR_SIZE + 56;

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Reads the end of an archive of which `tail` is the last part; undefined when it is none. */
export function zipDirectory(tail: Uint8Array): ZipDirectory | undefined {
  const bytes = bufferOf(tail);
  const end = bytes.lastIndexOf(END);
  if (end < 0 || end + END_SIZE > bytes.length) return undefined;
  const [size, offset] = [bytes.readUInt32LE(end + 12), bytes.readUInt32LE(end + 16)];
  const locator = end - LOCATOR_SIZE;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR) return { offset, size, end };
  // An archive of more than 65,535 entries or 4 GB has its numbers in a record of its own before the locator.
  const large = locator - 56;
  if (large < 0 || bytes.readUInt32LE(large) !== END_64) return { offset, size, end: locator };
  return {
    size: Number(bytes.readBigUInt64LE(large + 40)),
    offset: Number(bytes.readBigUInt64LE(large + 48)),
    end: large,
  };
}

/** Entries of a central directory; undefined when it is damaged. */
export function zipEntries(directory: Uint8Array): readonly ZipEntry[] | undefined {
  const bytes = bufferOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === HEADER) {
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    if (nameEnd > bytes.length) return undefined;
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      compressedSize: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === bytes.length || entries.length > 0 ? entries : undefined;
}

/** The content of one entry of a whole archive; undefined when it isn't there, is damaged or is larger than `maxBytes`. */
export function zipEntry(zip: Uint8Array, name: string, maxBytes: number): Buffer | undefined {
  const bytes = bufferOf(zip);
  const directory = zipDirectory(bytes);
  if (directory === undefined) return undefined;
  const listed = zipEntries(bytes.subarray(directory.offset, directory.offset + directory.size));
  const entry = listed?.find((one) => one.name === name);
  return entry === undefined ? undefined : unpackEntry(bytes.subarray(entry.offset), entry, maxBytes);
}

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_SIZE = 30;

/** How many bytes from an entry's offset hold it whole; its local header may have fields of its own, few as a rule. */
export function entrySpan({ name, compressedSize }: ZipEntry): number {
  return LOCAL_HEADER_SIZE + Buffer.byteLength(name) + 1024 + compressedSize;
}

/** An entry's packed bytes, from bytes that begin with its local header; fewer than it has where these end earlier. */
function packedData(from: Uint8Array, { compressedSize }: ZipEntry): Buffer | undefined {
  const bytes = bufferOf(from);
  if (bytes.length < LOCAL_HEADER_SIZE || bytes.readUInt32LE(0) !== LOCAL_HEADER) return undefined;
  const start = LOCAL_HEADER_SIZE + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  return bytes.subarray(start, start + compressedSize);
}

/** Unpacks an entry whose local header begins at the first of the bytes; undefined when it is damaged or larger than `maxBytes`. */
export function unpackEntry(from: Uint8Array, entry: ZipEntry, maxBytes: number): Buffer | undefined {
  const data = packedData(from, entry);
  if (data === undefined || data.length !== entry.compressedSize) return undefined;
  if (entry.method === 0) return data.length > maxBytes ? undefined : data;
  try {
    return inflateRawSync(data, { maxOutputLength: maxBytes });
  } catch {
    return undefined;
  }
}

/** Name and extra field of a local header, and the longest head of deflated data before its first byte comes out. */
const BEFORE_DATA = LOCAL_HEADER_SIZE + 512 + 512;

/** Bytes of an archive in which an entry begins: enough for `zipEntryHead`. */
export function zipHeadRange({ offset }: ZipEntry): { readonly start: number; readonly end: number } {
  return { start: offset, end: offset + BEFORE_DATA - 1 };
}

/** The first bytes of an entry, from the bytes that begin with its local header; undefined when they are damaged or too few. */
export function zipEntryHead(entry: ZipEntry, bytes: Uint8Array, size: number): Buffer | undefined {
  const data = packedData(bytes, entry);
  if (data === undefined) return undefined;
  try {
    const head = entry.method === 0 ? data : inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH });
    return head.length < size ? undefined : head.subarray(0, size);
  } catch {
    return undefined;
  }
}
