import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readTar, type TarLimits } from '../../src/formats/archives/tar.ts';
import { tar } from './make-tar.ts';

const LIMITS: TarLimits = { maxBytes: 1 << 20, maxFileBytes: 1000, maxKeptBytes: 1500 };
const json = (path: string): boolean => path.endsWith('.json');
const LONG = `package/${'deep/'.repeat(60)}package.json`;

describe('files of a tar archive', () => {
  test.each<[string, Buffer, Readonly<Record<string, string>>]>([
    [
      'those that are wanted',
      tar([
        { path: 'package/package.json', text: '{}' },
        { path: 'package/a.js', text: 'a' },
      ]),
      { 'package/package.json': '{}' },
    ],
    ['gzipped', gzipSync(tar([{ path: 'p/package.json', text: 'ä'.repeat(400) }])), { 'p/package.json': 'ä'.repeat(400) }],
    [
      'a path in two parts',
      tar([{ path: 'b.json', prefix: 'package/node_modules/a', text: '1' }]),
      { 'package/node_modules/a/b.json': '1' },
    ],
    [
      'a path in a pax header',
      tar([
        { path: LONG, as: 'pax', text: '1' },
        { path: 'c.json', text: '2' },
      ]),
      { [LONG]: '1', 'c.json': '2' },
    ],
    ['a long name as GNU writes it', tar([{ path: LONG, as: 'gnu', text: '1' }]), { [LONG]: '1' }],
    [
      'the later of two with one path',
      tar([
        { path: 'a.json', text: '1' },
        { path: 'a.json', text: '2' },
      ]),
      { 'a.json': '2' },
    ],
    ['no links', tar([{ path: 'a.json', text: '', flag: '2' }]), {}],
    ['none', tar([]), {}],
    ['without the blocks at the end', tar([{ path: 'a.json', text: '1' }]).subarray(0, 1024), { 'a.json': '1' }],
  ])('%s', async (_, archive, files) => {
    expect(await readTar(archive, json, LIMITS)).toEqual({ ok: true, files: new Map(Object.entries(files)) });
  });

  test.each<[string, Buffer, RegExp]>([
    ['what is none', Buffer.alloc(2048, 'x'), /not a tar archive/],
    ['a header with another sum', tar([{ path: 'a.json', text: '1' }]).fill('b', 0, 1), /not a tar archive/],
    ['cut off', tar([{ path: 'a.json', text: 'x'.repeat(600) }]).subarray(0, 700), /middle of an entry/],
    ['cut off, gzipped', gzipSync(tar([{ path: 'a.json', text: 'x'.repeat(600) }])).subarray(0, 60), /unexpected end/],
    ['too large unpacked', gzipSync(tar([{ path: 'a.bin', text: 'x'.repeat(2 << 20) }])), /larger than 1 MiB unpacked/],
    ['a file that is too large', tar([{ path: 'a.json', text: 'x'.repeat(1001) }]), /a\.json in it is larger/],
    [
      'too much in all',
      tar([
        { path: 'a.json', text: 'x'.repeat(900) },
        { path: 'b.json', text: 'x'.repeat(900) },
      ]),
      /what counts of it/,
    ],
  ])('refuses %s', async (_, archive, reason) => {
    const answer = await readTar(archive, json, LIMITS);
    expect(answer).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('in pieces of any size', async () => {
    const archive = tar([
      { path: LONG, as: 'pax', text: 'x'.repeat(700) },
      { path: 'b.json', text: 'y' },
    ]);
    const files = new Map([
      [LONG, 'x'.repeat(700)],
      ['b.json', 'y'],
    ]);
    for (const level of [0, 1, 9]) expect(await readTar(gzipSync(archive, { level }), json, LIMITS)).toEqual({ ok: true, files });
  });
});
