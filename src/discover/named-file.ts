import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isReadFailure, type ReadFailure } from '../model/index.ts';
import { localTree, READ } from './local-tree.ts';
import { failed, notAFile } from './read-failures.ts';
import type { FileTree } from './tree.ts';

/**
 * A file that the user named, wherever its links lead: all that cohost reads by name goes through here. A pipe is read
 * too (a shell writes `--baseline <(git show main:cohost.baseline.yaml)` as one), other devices are not: they never end.
 */
export function readNamed(path: string, limit: number): Uint8Array | ReadFailure {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, READ);
    const stat = fstatSync(descriptor);
    if (stat.isFile()) return stat.size > limit ? overLimit(path, limit) : readAll(path, descriptor, limit, stat.size);
    return stat.isFIFO() ? readPipe(path, descriptor, limit) : notAFile(path);
  } catch (error) {
    return failed(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A directory of which one file was named by the user, and what stands beside it was not. */
export function treeAround(file: string, limit: number): FileTree {
  const beside = localTree(dirname(file));
  return { ...beside, read: (path) => (path === basename(file) ? readNamed(file, limit) : beside.read(path)) };
}

const CHUNK = 1 << 16;

/** Until its end, whatever its size was said to be. */
function readAll(path: string, descriptor: number, limit: number, size = 0): Uint8Array | ReadFailure {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(length < size ? size - length : CHUNK);
    const count = readWaiting(descriptor, chunk);
    if (count === 'silent') return silent(path);
    if (count === 0) return Buffer.concat(chunks);
    length += count;
    if (length > limit) return overLimit(path, limit);
    chunks.push(chunk.subarray(0, count));
  }
}

/** A pipe that nobody writes to ends at once. */
function readPipe(path: string, descriptor: number, limit: number): Uint8Array | ReadFailure {
  const bytes = readAll(path, descriptor, limit);
  return isReadFailure(bytes) || bytes.length > 0 ? bytes : silent(path);
}

/** What writes to a pipe may need a moment, and may never come. */
const WAIT_MS = 20;
const SILENCE_MS = 10_000;

function readWaiting(descriptor: number, chunk: Buffer): number | 'silent' {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < SILENCE_MS; waited += WAIT_MS) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
    Atomics.wait(pause, 0, 0, WAIT_MS);
  }
  return 'silent';
}

function overLimit(path: string, limit: number): ReadFailure {
  return {
    path,
    reason: 'too-large',
    message: `${path} is larger than ${limit} bytes, so it was not read; is it the file that you meant?`,
  };
}

function silent(path: string): ReadFailure {
  return {
    path,
    reason: 'unreadable',
    message: `nothing came through ${path}, so nothing was read from it; write what it should hold to a file and name that`,
  };
}
