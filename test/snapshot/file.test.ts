import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { NO_CONFIG } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { snapshotJsonSchema } from '../../src/schemas.ts';
import { CompactSchema, compact, expand } from '../../src/snapshot/compact.ts';
import { readSnapshot, renderSnapshot } from '../../src/snapshot/file.ts';
import { analyzeSnapshots, readSnapshots } from '../../src/snapshot/merge.ts';
import { repositoryName, scan } from '../../src/snapshot/scan.ts';

const TEXT = renderSnapshot(
  scan({ tree: memoryTree({ 'api/requirements.txt': 'flask==1.0\n', 'cohost.yaml': 'services: { api: {} }\n' }), name: 'shop' }),
);
const parsed = (): Record<string, unknown> => JSON.parse(TEXT);
const read = (value: unknown): ReturnType<typeof readSnapshot> =>
  readSnapshot('x.json', Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const refusal = (value: unknown): string => {
  const result = read(value);
  return result.ok ? 'read' : `${result.diagnostic.code}: ${result.diagnostic.message}`;
};

test('any data survives, whatever its keys and texts are', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '#1', '##', 'toString'));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      key,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (Object.is(one, -0) ? 0 : one)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(
    fc.property(value, (data) => {
      const coded: unknown = JSON.parse(JSON.stringify(compact(data)));
      expect(expand(v.parse(CompactSchema, coded))).toEqual({ ok: true, value: data });
    }),
  );
});

describe('files that are no snapshot', () => {
  test.each<readonly [string, unknown, string]>([
    ['nothing', '', 'snapshot/unreadable: x.json cannot be read as a snapshot: it is not JSON'],
    ['half of one', TEXT.slice(0, TEXT.length / 2), 'it is not JSON, or not all of it is there'],
    ['binary', '\0\0\0', 'it is not JSON'],
    ['a list', [], 'it does not say "cohostSnapshot"'],
    ['another JSON', { schemaVersion: 1 }, 'it does not say "cohostSnapshot"'],
    [
      'of a newer cohost',
      { ...parsed(), cohostSnapshot: 2 },
      'snapshot/version: x.json has snapshot version 2 and this cohost reads version 1: a newer',
    ],
    ['of an older one', { ...parsed(), cohostSnapshot: 0 }, 'another meaning by now; scan and merge with the same cohost'],
    ['of no version', { ...parsed(), cohostSnapshot: { a: 1 } }, 'snapshot/version: '],
    ['without texts', { ...parsed(), texts: null }, 'texts: '],
    ['with numbers that mean nothing', { ...parsed(), data: 99_999 }, 'there is no text 99999'],
    ['with objects that have no shape', { ...parsed(), data: [99_999] }, 'an object has no shape'],
    [
      'nested for ever',
      TEXT.replace(/"data":.*/, `"data":${'[0,'.repeat(100_000)}0${']'.repeat(100_000)}}`),
      'it nests deeper than',
    ],
    ['of other facts', { ...parsed(), ...compact({ name: 'shop', facts: 1 }) }, 'x.json cannot be read as a snapshot'],
    [
      'with endless numbers',
      { ...parsed(), ...compact({ name: Number.POSITIVE_INFINITY }) },
      'x.json cannot be read as a snapshot',
    ],
  ])('%s', (_, value, words) => {
    expect(refusal(value)).toContain(words);
  });

  test('of services that are not its own', () => {
    expect(refusal(TEXT.replace('"shop"', '"other"'))).toContain('it speaks of shop/api, which is not in other');
  });

  test('a key of Object.prototype changes nothing', () => {
    const hostile = TEXT.replace('"texts":[', '"__proto__":{"polluted":1},"texts":[');
    expect(read(hostile).ok).toBe(true);
    expect(read({ ...parsed(), ...compact(JSON.parse('{"__proto__":{"polluted":1}}')) }).ok).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  test('none of them keeps the others from being merged', async () => {
    const good = { file: 'good.json', content: Buffer.from(TEXT) };
    const bad = { file: 'bad.json', content: Buffer.from('{') };
    const again = { file: 'twice.json', content: Buffer.from(TEXT) };
    const gone = {
      file: 'gone.json',
      content: { path: 'gone.json', reason: 'missing', message: 'gone.json does not exist' } as const,
    };
    const merged = readSnapshots([bad, good, again, gone]);
    expect(merged.diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['snapshot/unreadable', 'bad.json'],
      ['snapshot/unreadable', 'gone.json'],
      ['snapshot/same-name', 'twice.json'],
    ]);
    const { report } = await analyzeSnapshots(merged, { today: '2026-11-25', config: NO_CONFIG });
    expect(report.services.map(({ id }) => id)).toEqual(['shop/api']);
    expect(report.diagnostics.filter(({ incomplete }) => incomplete === true)).toHaveLength(3);
  });

  test('bytes that anybody may have changed', () => {
    fc.assert(
      fc.property(fc.nat(TEXT.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, by) => {
        const result = read(TEXT.slice(0, at) + by + TEXT.slice(at + by.length));
        if (!result.ok) expect(result.diagnostic.message.length).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what was scanned for other hosts', () => {
  const analyzed = async (target: Record<string, string>, files = { 'requirements.txt': "a==1; python_version < '3.9'\n" }) => {
    const content = Buffer.from(renderSnapshot(scan({ tree: memoryTree(files), name: 'shop' })));
    return analyzeSnapshots(readSnapshots([{ file: 's', content }]), { today: '2026-11-25', config: NO_CONFIG, target });
  };

  test('is left out, with what to do', async () => {
    const { report } = await analyzed({ platform: 'darwin-arm64' });
    expect(report.services).toEqual([]);
    expect(report.diagnostics).toMatchObject([
      { code: 'snapshot/platform', message: expect.stringContaining('--target platform=darwin-arm64') },
    ]);
  });

  test('a version of a release line that was scanned is known, another is not', async () => {
    const known = await analyzed({ python: '3.8.19' });
    expect(known.report.services[0]?.packages).toHaveLength(1);
    const unknown = await analyzed({ python: '3.99' });
    expect(unknown.report.diagnostics).toMatchObject([{ code: 'snapshot/unknown-version' }]);
  });
});

test.each([
  ['shop', 'shop'],
  ['team/shop/', 'team/shop'],
  ['./a', 'a'],
  ['.', '.'],
  ['', undefined],
  ['../a', undefined],
  ['/a', undefined],
  ['a\nb', undefined],
])('a repository called %j', (text, name) => {
  expect(repositoryName(text)).toBe(name);
});

test('the published schema admits what scan writes', () => {
  const validate = new Ajv({ strict: false }).compile(snapshotJsonSchema());
  expect(validate(parsed())).toBe(true);
  const facts = new Ajv({ strict: false }).compile(
    v.parse(v.looseObject({ facts: v.looseObject({}) }), snapshotJsonSchema().definitions).facts,
  );
  const expanded = expand(v.parse(CompactSchema, parsed()));
  expect(expanded.ok && facts(expanded.value)).toBe(true);
});
