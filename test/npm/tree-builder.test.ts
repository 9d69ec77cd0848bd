import { describe, expect, test } from 'vitest';
import { type WorldOptions, world } from './world.ts';

/** What npm's builder asks of its packages besides what stands in a manifest: where they were had from, and what they have to be. */

type Json = Readonly<Record<string, unknown>>;

async function resolved(registry: string, files: Readonly<Record<string, Json | string>>, options: WorldOptions = {}) {
  const { resolver } = await world(registry, files, { node: '20.20.2', ...options });
  const answer = await resolver.resolve(Object.keys(files).filter((path) => !path.includes('.')));
  return answer.kind === 'resolved' ? { ...Object.fromEntries(answer.versions) } : answer;
}

const app = (dependencies: Json, more: Json = {}): Json => ({ name: 'app', version: '1.0.0', dependencies, ...more });

describe('tags', () => {
  test('are met by whatever the registry gave', async () => {
    const registry = 'c 2.0.0: e npm:d@latest\ne 2.0.0:\ne 1.0.0:\nd 3.0.0: peer e 1.0.0 - 2.0.0';
    expect(await resolved(registry, { a: app({ c: 'latest' }) })).toEqual({ c: ['2.0.0'], e: ['1.0.0'] });
  });

  test('do not move what a lock holds', async () => {
    const registry = 'a 1.0.0:\na 2.0.0 node>=22:';
    const lock = JSON.stringify({
      lockfileVersion: 3,
      packages: { '': { dependencies: { a: 'latest' } }, 'node_modules/a': { version: '1.0.0' } },
    });
    const files = { s: app({ a: 'latest' }), 's/package-lock.json': lock, 's/.npmrc': 'engine-strict=true' };
    expect(await resolved(registry, files)).toEqual({ a: ['1.0.0'] });
  });
});

test('a package with a lock of its own is no part of it when it is looked at again', async () => {
  const registry = `
c 3.0.0 shrinkwrap=f@3.0.0: f ~1.0.0 & optional e 1 || 2
b 2.1.0: peer? f *
d 1.0.0: e >=1.2.0
e 2.1.0: peer g ^3.0.0
e 3.0.0: peer h 2.x
f 1.0.0: peer? g 1.0.0 & h 1.0.0 - 2.0.0
f 3.0.0:
g 1.0.0:
g 3.0.0:
h 1.0.0:
h 2.0.0 deprecated:
`;
  const files = {
    's-0': app({ c: '^3.0.0' }, { name: 's-0', optionalDependencies: { d: '1.0.0', f: '>=2 <3.1.0' } }),
    's-1': app(
      { alias: 'npm:b@>=2 <3.1.0' },
      { name: 's-1', peerDependencies: { f: '~1.0.0' }, peerDependenciesMeta: { f: { optional: true } } },
    ),
  };
  expect(await resolved(registry, files, { model: 'hoisted' })).toMatchObject({ c: ['3.0.0'], f: ['1.0.0', '3.0.0'] });
});

describe('optional peers that exclude each other', () => {
  const own = (range: string): Json =>
    app({}, { peerDependencies: { h: range }, peerDependenciesMeta: { h: { optional: true } } });
  const files = { a: app({ g: '*' }), b: own('<2'), c: own('2') };

  test('ask for nothing by themselves', async () => {
    expect(await resolved('g 1.0.0: h *\nh 1.0.0:\nh 2.0.0:', files)).toMatchObject({ g: ['1.0.0'] });
  });

  test('bite once a package has to stand beside them', async () => {
    expect(await resolved('g 1.0.0: peer h *\nh 1.0.0:\nh 2.0.0:', files)).toMatchObject({ kind: 'conflict' });
  });
});

test('an optional peer that others bring later is looked at again', async () => {
  const registry = 'binding 1.0.0: peer? store ^5\nchart 1.0.0: store ^4\nstore 4.0.0:\nstore 5.0.0:';
  expect(await resolved(registry, { a: app({ binding: '1', chart: '1' }) })).toMatchObject({ store: ['4.0.0', '5.0.0'] });
});
