import { entrySpan, unpackEntry, type ZipEntry, zipDirectory, zipEntries } from '../../../src/formats/archives/zip.ts';
import type { FetchAnswer, FetchFailure } from '../../../src/registry/client.ts';

type ReadRange = (range: { readonly start: number; readonly end?: number } | undefined) => Promise<FetchAnswer>;

/** How much of the end is asked for at first: the directory of most wheels, and their metadata, lies within. */
const TAIL = 32 * 1024;
const BEFORE_DIRECTORY = 24 * 1024;
const MAX_ENTRY = 8 << 20;

/** Part of an archive: `bytes` begin at `offset` of the whole. */
interface Part {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly total: number;
}

/**
 * One entry of a remote zip (APPNOTE 4.3), by ranges: end record, central directory, entry. A server that
 * ignores ranges sends the whole file, which does as well.
 */
export async function readZipEntry(read: ReadRange, name: RegExp): Promise<Uint8Array | FetchFailure> {
  let answer = await read({ start: -TAIL });
  // 416 where the file is shorter than the tail; 501 and others where ranges are not served
  if (!answer.ok && answer.failure.kind === 'http') answer = await read(undefined);
  if (!answer.ok) return answer.failure;
  const { url } = answer;
  const bad = (message: string): FetchFailure => ({ kind: 'http', url, message });
  const tail = partOf(answer);
  const end = zipDirectory(tail.bytes);
  if (end === undefined) return bad('not a zip archive');
  // the metadata is written last, so it lies just before the directory: one request reads both
  const from = Math.max(0, end.offset - BEFORE_DIRECTORY);
  const last = await need(read, tail, from, end.offset + end.size - from);
  if (!(last instanceof Uint8Array)) return last;
  const part: Part = { bytes: last, offset: from, total: tail.total };
  const entry = leastDeep(zipEntries(last.subarray(end.offset - from)) ?? [], name);
  if (entry === undefined) return bad('the archive holds no metadata');
  if (entry.compressedSize > MAX_ENTRY) return bad('the metadata is too large');
  const raw = await need(read, part, entry.offset, Math.min(entrySpan(entry), end.offset - entry.offset));
  if (!(raw instanceof Uint8Array)) return raw;
  return unpackEntry(raw, entry, MAX_ENTRY) ?? bad('damaged zip entry');
}

function partOf(answer: FetchAnswer & { readonly ok: true }): Part {
  const range = /bytes (\d+)-\d+\/(\d+)/u.exec(answer.headers['content-range'] ?? '');
  const offset = answer.status === 206 ? Number(range?.[1] ?? 0) : 0;
  return { bytes: answer.body, offset, total: answer.status === 206 ? Number(range?.[2] ?? 0) : answer.body.length };
}

async function need(read: ReadRange, have: Part, offset: number, length: number): Promise<Uint8Array | FetchFailure> {
  const at = offset - have.offset;
  if (at >= 0 && at + length <= have.bytes.length) return have.bytes.subarray(at, at + length);
  const answer = await read({ start: offset, end: offset + length - 1 });
  if (!answer.ok) return answer.failure;
  return answer.status === 206 ? answer.body : answer.body.subarray(offset, offset + length);
}

/** The match of least depth: a wheel may carry other packages' metadata further down. */
function leastDeep(entries: readonly ZipEntry[], name: RegExp): ZipEntry | undefined {
  const depth = (entry: ZipEntry): number => entry.name.split('/').length;
  const matches = entries.filter((entry) => name.test(entry.name));
  return matches.reduce<ZipEntry | undefined>(
    (best, entry) => (best === undefined || depth(entry) < depth(best) ? entry : best),
    undefined,
  );
}
