import { describe, expect, it } from 'vitest';
import { goModHash } from '../../analyzers/go/files/gosum.ts';
import { deployedByScope } from '../../src/detect/deployed/groups.ts';
import type { Resolution } from '../../src/model/index.ts';
import { targetOf } from '../target.ts';
import { assemble, environment, type Files, PROXY } from './fleet.ts';

const lib = 'example.org/lib';
const mod = (path: string, ...lines: readonly string[]) => `module ${path}\n\ngo 1.22\n\n${lines.join('\n')}\n`;

const DOCUMENTS: Files = {
  'example.org/lib/@v/v1.0.0.mod': mod(lib),
  'example.org/lib/@v/v1.4.0.mod': mod(lib, 'require example.org/extra v1.0.0'),
  'example.org/lib/@v/list': 'v1.0.0\nv1.4.0\n',
  'example.org/extra/@v/v1.0.0.mod': mod('example.org/extra'),
};

const CART = mod('example.org/cart', `require ${lib} v1.0.0`);
const WEB = mod('example.org/web', `require ${lib} v1.4.0`);
const TOGETHER = { go: { build: 'together' } };

async function resolve(
  files: Files,
  services: readonly string[],
  outside: ReturnType<typeof environment> = environment(DOCUMENTS),
): Promise<Resolution> {
  const { resolver } = assemble(files, outside.target);
  if (resolver === undefined) throw new Error('the go analyzer resolves');
  return (await resolver(outside, deployedByScope)).resolve(services);
}

function rules(answer: Resolution): readonly (readonly string[])[] {
  return answer.kind === 'unknown' ? [] : answer.findings.map(({ rule, severity }) => [rule, severity]);
}

describe('the go resolver', () => {
  const files = { 'cart/go.mod': CART, 'web/go.mod': WEB };

  it('services that are built apart share a host as they are', async () => {
    const answer = await resolve(files, ['cart', 'web']);
    expect(answer).toMatchObject({ kind: 'resolved', repins: [], findings: [] });
    expect(answer.kind === 'resolved' && answer.versions.get(lib)).toEqual(['v1.0.0', 'v1.4.0']);
  });

  it('services that are built together move to the highest version that one of them requires', async () => {
    const answer = await resolve(files, ['cart', 'web'], environment(DOCUMENTS, { settings: TOGETHER }));
    expect(answer).toMatchObject({
      kind: 'resolved',
      repins: [{ service: 'cart', subject: 'pkg:golang/example.org/lib', from: 'v1.0.0', to: 'v1.4.0' }],
    });
    expect(answer.kind === 'resolved' && answer.versions.get(lib)).toEqual(['v1.4.0']);
  });

  it('a go.work that lists both says the same without config', async () => {
    const answer = await resolve({ ...files, 'go.work': 'go 1.22\nuse (\n\t./cart\n\t./web\n)\n' }, ['cart', 'web']);
    expect(answer.kind === 'resolved' && answer.repins).toHaveLength(1);
  });

  it('replacements that disagree fail the shared build, not the services', async () => {
    const forks = {
      'cart/go.mod': `${CART}replace ${lib} => ${lib} v1.4.0\n`,
      'web/go.mod': `${WEB}replace ${lib} => ${lib} v1.0.0\n`,
    };
    const answer = await resolve(forks, ['cart', 'web'], environment(DOCUMENTS, { settings: TOGETHER }));
    expect(answer.kind).toBe('conflict');
    expect(rules(answer)).toEqual([['go/build-fails', 'error']]);
    expect(
      answer.kind === 'conflict' && answer.findings[0]?.demands.map(({ service, origin }) => [service, origin.line]),
    ).toEqual([
      ['cart', 6],
      ['web', 6],
    ]);
    expect(await resolve(forks, ['cart', 'web'])).toMatchObject({ kind: 'resolved' });
  });

  it('replacement directories are read from the tree, and never from outside of it', async () => {
    const inside = {
      'cart/go.mod': `${CART}replace ${lib} => ../lib\n`,
      'lib/go.mod': mod(lib, 'require example.org/extra v1.0.0'),
    };
    const answer = await resolve(inside, ['cart']);
    expect(answer.kind === 'resolved' && [...answer.versions.keys()]).toEqual(['example.org/extra', lib]);
    expect(await resolve({ 'go.mod': `${CART}replace ${lib} => ../lib\n` }, ['.'])).toMatchObject({ kind: 'unknown' });
  });

  it('a module that the proxy does not know leaves its services unknown, at the line that needs it', async () => {
    const answer = await resolve({ 'api/go.mod': mod('example.org/api', 'require example.org/gone v1.0.0') }, ['api']);
    expect(answer).toMatchObject({
      kind: 'unknown',
      diagnostics: [{ code: 'go/unknown-module', file: 'api/go.mod', line: 5, incomplete: true }],
    });
  });

  it('an unpublished sibling is named with the way out', async () => {
    const api = mod('example.org/api', 'require example.org/cart v0.1.0');
    const answer = await resolve({ ...files, 'api/go.mod': api }, ['api']);
    expect(answer.kind === 'unknown' && answer.because).toContain('it lies in cart');
  });

  it('a go.mod other than the one that go.sum knows proves nothing', async () => {
    const sum = (hash: string) => ({ 'cart/go.mod': CART, 'cart/go.sum': `${lib} v1.0.0/go.mod ${hash}\n` });
    expect(await resolve(sum(goModHash(mod(lib))), ['cart'])).toMatchObject({ kind: 'resolved' });
    expect(await resolve(sum('h1:another='), ['cart'])).toMatchObject({
      kind: 'unknown',
      diagnostics: [{ code: 'go/checksum-mismatch' }],
    });
    // Another service's go.sum is read by its own builds only.
    const beside = { ...sum('h1:another='), 'web/go.mod': CART.replace('cart', 'web') };
    expect(await resolve(beside, ['web'])).toMatchObject({ kind: 'resolved' });
    expect(await resolve(beside, ['cart', 'web'], environment(DOCUMENTS, { settings: TOGETHER }))).toMatchObject({
      kind: 'unknown',
    });
  });

  it('deprecations and retractions of its own requirements are notes about one service', async () => {
    const told = {
      ...DOCUMENTS,
      'example.org/lib/@v/list': 'v1.0.0\nv1.4.0\nv1.5.0\n',
      'example.org/lib/@v/v1.5.0.mod': `// Deprecated: use example.org/lib2.\n${mod(lib, 'retract v1.0.0 // loses data')}`,
    };
    const answer = await resolve({ 'cart/go.mod': CART }, ['cart'], environment(told));
    expect(rules(answer)).toEqual([
      ['go/deprecated', 'note'],
      ['go/retracted', 'note'],
    ]);
    expect(answer.kind === 'resolved' && answer.findings[1]?.explanation).toEqual(['The author says: loses data']);
    expect(rules(await resolve({ 'cart/go.mod': CART }, ['cart'], environment(told, { before: '2024-01-01' })))).toEqual([]);
  });

  it('packages in two modules of one build list', async () => {
    const [parent, child] = ['google.golang.org/genproto', 'google.golang.org/genproto/googleapis/rpc'];
    const [old, fresh] = ['v0.0.0-20230410155749-daa745c078e1', 'v0.0.0-20240102182953-50ed04b92917'];
    const documents = { [`${parent}/@v/${old}.mod`]: mod(parent), [`${child}/@v/${fresh}.mod`]: mod(child) };
    const split = {
      'a/go.mod': mod('example.org/a', `require ${parent} ${old}`),
      'b/go.mod': mod('example.org/b', `require ${child} ${fresh}`),
    };
    const answer = await resolve(split, ['a', 'b'], environment(documents, { settings: TOGETHER }));
    expect(rules(answer)).toEqual([['go/ambiguous-import', 'warning']]);
    expect(rules(await resolve(split, ['a', 'b'], environment(documents)))).toEqual([]);
  });

  it.each([
    ['both are its own requirements', '1.22', (parent: string, child: string) => [parent, child], 1],
    [
      'one lies deeper: nothing of it is looked into',
      '1.22',
      (_: string, child: string) => ['example.org/deep v1.0.0', child],
      0,
    ],
    ['before 1.17 all of the graph is', '1.16', (_: string, child: string) => ['example.org/deep v1.0.0', child], 1],
  ])('packages in two modules of one service: %s', async (_, go, requires, count) => {
    const parent = 'google.golang.org/genproto v0.0.0-20230410155749-daa745c078e1';
    const child = 'google.golang.org/genproto/googleapis/rpc v0.0.0-20240102182953-50ed04b92917';
    const document = (line: string, ...lines: readonly string[]) => [
      line.replace(' ', '/@v/').concat('.mod'),
      mod(line.replace(/ .*/, ''), ...lines),
    ];
    const documents = [document(parent), document(child), document('example.org/deep v1.0.0', `require ${parent}`)];
    const lines = requires(parent, child).map((line) => `require ${line}`);
    const files = { 'a/go.mod': mod('example.org/a', ...lines).replace('1.22', go) };
    const answer = await resolve(files, ['a'], environment(Object.fromEntries(documents)));
    expect(rules(answer)).toEqual(Array.from({ length: count }, () => ['go/ambiguous-import', 'note']));
  });

  it('a stated toolchain is a limit, its newest patch for a language version', async () => {
    const late = { 'cart/go.mod': CART.replace('go 1.22', 'go 1.22.9') };
    const stated = (go: string) => environment(DOCUMENTS, { target: targetOf({ go }) });
    expect(await resolve(late, ['cart'], stated('1.22'))).toMatchObject({ kind: 'resolved' });
    expect(await resolve(late, ['cart'], stated('1.22.8'))).toMatchObject({ kind: 'conflict', alone: 'cart' });
  });
});

describe('the module proxy', () => {
  it.each([
    ['a comma asks the next one for what the first does not know', `${PROXY}/none,${PROXY}`, 'resolved'],
    ['off ends it', 'off', 'unknown'],
    ['direct is not asked', 'direct', 'unknown'],
    ['after off nothing counts', `${PROXY}/none,off,${PROXY}`, 'unknown'],
    ['a comma does not pass a proxy that failed', `${PROXY}/broken,${PROXY}`, 'unknown'],
    ['a bar passes one', `${PROXY}/broken|${PROXY}`, 'resolved'],
    ['a host without a scheme is asked by https', PROXY.replace('https://', ''), 'resolved'],
    ["a word that is none of Go's is no proxy", `proxy,${PROXY}`, 'unknown'],
  ])('%s', async (_, proxies, kind) => {
    expect(await resolve({ 'cart/go.mod': CART }, ['cart'], environment(DOCUMENTS, { env: { GOPROXY: proxies } }))).toMatchObject(
      { kind },
    );
  });

  it('of several failures the one that tells more is told', async () => {
    const outside = environment({}, { env: { GOPROXY: `${PROXY}/broken|${PROXY}` } });
    expect(await resolve({ 'cart/go.mod': CART }, ['cart'], outside)).toMatchObject({
      diagnostics: [{ code: 'go/unreachable-module' }],
    });
  });

  it.each([
    ['a release goes before what came before modules', 'v1.4.0\nv2.0.0+incompatible\n', 'v1.4.0'],
    ['a release before a newer pre-release', 'v1.4.0\nv1.5.0-rc1\n', 'v1.4.0'],
    ['without tags the newest commit', '', 'v1.4.1-0.20240102030405-abcdefabcdef'],
  ])('what upstream says is in the newest go.mod: %s', async (_, list, newest) => {
    const latest = 'v1.4.1-0.20240102030405-abcdefabcdef';
    const told = {
      ...DOCUMENTS,
      'example.org/lib/@v/list': list,
      'example.org/lib/@latest': JSON.stringify({ Version: latest }),
      [`example.org/lib/@v/${newest}.mod`]: `// Deprecated: use another.\n${mod(lib)}`,
      'example.org/lib/@v/v2.0.0+incompatible.mod': `module ${lib}\n`,
      'example.org/lib/@v/v1.5.0-rc1.mod': mod(lib),
    };
    const answer = await resolve({ 'cart/go.mod': CART }, ['cart'], environment(told));
    expect(answer.kind === 'resolved' && answer.findings.map(({ explanation }) => explanation[0])).toEqual([
      `Its newest version ${newest} says: use another.`,
    ]);
  });

  it('is never asked for private modules', async () => {
    const outside = environment(DOCUMENTS, { env: { GOPRIVATE: 'example.org/l*' } });
    expect(await resolve({ 'cart/go.mod': CART }, ['cart'], outside)).toMatchObject({ kind: 'unknown' });
    expect(outside.asked).toEqual([]);
  });
});
