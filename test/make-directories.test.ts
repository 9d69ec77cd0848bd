import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiskCache } from '../src/disk-cache.ts';
import { makeDirectories } from '../src/make-directories.ts';

const work = mkdtempSync(join(tmpdir(), 'cohost-directories-'));
afterAll(() => rmSync(work, { recursive: true }));

describe('a directory is made', () => {
  it('with those above it, for nobody else where that is asked for', () => {
    makeDirectories(join(work, 'a/b/c'), 0o700);
    expect(statSync(join(work, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(work, 'a/b/c')).isDirectory()).toBe(true);
  });

  it('once, however often it is asked for', () => {
    makeDirectories(join(work, 'twice'));
    expect(() => makeDirectories(join(work, 'twice'))).not.toThrow();
  });

  it('not below a file', () => {
    writeFileSync(join(work, 'file'), '');
    expect(() => makeDirectories(join(work, 'file/below'))).toThrow('ENOTDIR');
  });
});

// A home may lie where nothing can be made; Node's own way of making directories loops for ever in this one.
it.runIf(existsSync('/proc/self'))('a cache in a file system that refuses directories keeps nothing, and ends', () => {
  const cache = new DiskCache('/proc/none/cache');
  cache.write('report', { head: { key: 'k', time: 0 }, body: Buffer.from('x') });
  expect(cache.read('report', 'k')).toBeUndefined();
});
