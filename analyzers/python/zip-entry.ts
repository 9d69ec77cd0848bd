import { inflateRawSync } from 'node:zlib';
import type { FetchAnswer, FetchFailure } from '../../src/registry/client.ts';

type ReadRange = (range: { readonly start: number; readonly end?: number } | undefined) => Promise<FetchAnswer>;

/** How much of the end is asked for at first: the directory of most wheels, and their metadata, lies within. */
const TAIL = 32 * 1024;
const BEFORE_DIRECTORY = 24 * 1024;
const MAX_ENTRY = 8 << 20;

/** Part of an archive: `bytes` begin at `offset` of the whole. */
interface Part {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly total: number;
}

/**
 * One entry of a remote zip (APPNOTE 4.3), by ranges: end record, central directory, entry. A server that
 * ignores ranges sends the whole file, which does as well.
 */
export async function readZipEntry(read: ReadRange, name: RegExp): Promise<Buffer | FetchFailure> {
  let answer = await read({ start: -TAIL });
  // 416 where the file is shorter than the tail; 501 and others where ranges are not served
  if (!answer.ok && answer.failure.kind === 'http') answer = await read(undefined);
  if (!answer.ok) return answer.failure;
  const { url } = answer;
  const bad = (message: string): FetchFailure => ({ kind: 'http', url, message });
  const tail = partOf(answer);
  const end = findEnd(tail);
  if (end === undefined) return bad('not a zip archive');
  // the metadata is written last, so it lies just before the directory: one request reads both
  const from = Math.max(0, end.directoryOffset - BEFORE_DIRECTORY);
  const last = await need(read, tail, from, end.directoryOffset + end.directorySize - from);
  if (!Buffer.isBuffer(last)) return last;
  const part: Part = { bytes: last, offset: from, total: tail.total };
  const directory = last.subarray(end.directoryOffset - from);
  const entry = findEntry(directory, name);
  if (entry === undefined) return bad('the archive holds no metadata');
  if (entry.size > MAX_ENTRY || entry.packed > MAX_ENTRY) return bad('the metadata is too large');
  // the local header repeats the name and may have other extra fields, of at most 64 KiB
  const slack = 30 + entry.nameLength + 1024;
  const raw = await need(read, part, entry.offset, Math.min(slack + entry.packed, end.directoryOffset - entry.offset));
  if (!Buffer.isBuffer(raw)) return raw;
  if (raw.length < 30 || raw.readUInt32LE(0) !== 0x04034b50) return bad('damaged zip entry');
  const start = 30 + raw.readUInt16LE(26) + raw.readUInt16LE(28);
  const packed = raw.subarray(start, start + entry.packed);
  if (packed.length !== entry.packed) return bad('damaged zip entry');
  try {
    return entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: MAX_ENTRY });
  } catch {
    return bad('damaged zip entry');
  }
}

function partOf(answer: FetchAnswer & { readonly ok: true }): Part {
  const range = /bytes (\d+)-\d+\/(\d+)/u.exec(answer.headers['content-range'] ?? '');
  const offset = answer.status === 206 ? Number(range?.[1] ?? 0) : 0;
  return { bytes: answer.body, offset, total: answer.status === 206 ? Number(range?.[2] ?? 0) : answer.body.length };
}

async function need(read: ReadRange, have: Part, offset: number, length: number): Promise<Buffer | FetchFailure> {
  const at = offset - have.offset;
  if (at >= 0 && at + length <= have.bytes.length) return have.bytes.subarray(at, at + length);
  const answer = await read({ start: offset, end: offset + length - 1 });
  if (!answer.ok) return answer.failure;
  return answer.status === 206 ? answer.body : answer.body.subarray(offset, offset + length);
}

function findEnd({ bytes }: Part): { readonly directoryOffset: number; readonly directorySize: number } | undefined {
  for (let at = bytes.length - 22; at >= 0; at--) {
    if (bytes.readUInt32LE(at) !== 0x06054b50) continue;
    return { directorySize: bytes.readUInt32LE(at + 12), directoryOffset: bytes.readUInt32LE(at + 16) };
  }
  return undefined;
}

interface DirectoryEntry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly nameLength: number;
}

/** The match of least depth: a wheel may carry other packages' metadata further down. */
function findEntry(directory: Buffer, name: RegExp): DirectoryEntry | undefined {
  let best: (DirectoryEntry & { readonly depth: number }) | undefined;
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    const text = directory.toString('utf8', at + 46, at + 46 + nameLength);
    const depth = text.split('/').length;
    if (name.test(text) && (best === undefined || depth < best.depth)) {
      best = {
        method: directory.readUInt16LE(at + 10),
        packed: directory.readUInt32LE(at + 20),
        size: directory.readUInt32LE(at + 24),
        offset: directory.readUInt32LE(at + 42),
        nameLength,
        depth,
      };
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return best;
}
