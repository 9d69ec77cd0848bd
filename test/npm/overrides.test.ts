import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';
import { world } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

/** What npm 11.19.1 says of these with `npm install --package-lock-only`. */
const ROOTS: readonly (readonly [what: string, refused: boolean, manifest: Json])[] = [
  ['another range', true, { dependencies: { a: '^1.0.0' }, overrides: { a: '1.2.0' } }],
  ['the same text', false, { dependencies: { a: '^1.0.0' }, overrides: { a: '^1.0.0' } }],
  ['a reference to itself', false, { dependencies: { a: '^1.0.0' }, overrides: { a: '$a' } }],
  ['a reference to another', true, { dependencies: { a: '^1.0.0', b: '^2.0.0' }, overrides: { a: '$b' } }],
  ['a reference to nothing', true, { dependencies: { a: '^1.0.0' }, overrides: { a: '$b' } }],
  ['of a development dependency', true, { devDependencies: { a: '^1.0.0' }, overrides: { a: '2' } }],
  ['of a peer', true, { peerDependencies: { a: '^1.0.0' }, overrides: { a: '2' } }],
  ['of other versions', false, { dependencies: { a: '^1.0.0' }, overrides: { 'a@2': '2.1.0' } }],
  ['of versions that the line may get', true, { dependencies: { a: '^1.0.0' }, overrides: { 'a@1': '1.2.0' } }],
  ['of versions of what is asked for by tag', true, { dependencies: { a: 'next' }, overrides: { 'a@2': '2.1.0' } }],
  ['below it alone', false, { dependencies: { a: '^1.0.0' }, overrides: { a: { b: '1' } } }],
  ['of itself and below', true, { dependencies: { a: '^1.0.0' }, overrides: { a: { '.': '2', b: '1' } } }],
  [
    'of its own text, before one of its versions',
    false,
    { dependencies: { a: '^1.0.0' }, overrides: { a: '^1.0.0', 'a@1': '1.2.0' } },
  ],
  ['of anything, before one of its versions', false, { dependencies: { a: '^1.0.0' }, overrides: { a: '*', 'a@1': '1.2.0' } }],
  ['of versions of a repository', false, { dependencies: { a: 'github:o/a' }, overrides: { 'a@2': '2.1.0' } }],
  ['of versions that a repository may have', true, { dependencies: { a: 'o/a#semver:^2' }, overrides: { 'a@2': '2.1.0' } }],
  ['of what is no range', false, { dependencies: { a: '^1.0.0' }, overrides: { 'a@next': '1.2.0' } }],
  ['below versions of it', true, { dependencies: { a: '^1.0.0' }, overrides: { 'a@1': { b: '1' } } }],
  ['of nobody', false, { dependencies: { a: '^1.0.0' }, overrides: { c: '1' } }],
  ['where pnpm installs', false, { packageManager: 'pnpm@9.0.0', dependencies: { a: '^1.0.0' }, overrides: { a: '2' } }],
  ['of yarn', false, { dependencies: { a: '^1.0.0' }, resolutions: { a: '2' } }],
];

describe('an override of a direct dependency', () => {
  it.each(ROOTS)('%s: refused %s', (_, refused, manifest) => {
    const files = { 'package.json': { name: 'app', version: '1.0.0', scripts: { start: 'node .' }, ...manifest } };
    const { diagnostics } = assemble(files);
    expect(diagnostics.some(({ code }) => code === 'npm/refused-override')).toBe(refused);
  });
});

/** The same for a workspace with the members c 1.0.0 and d. */
const WORKSPACES: readonly (readonly [what: string, refused: boolean, root: Json])[] = [
  ['a version', true, { overrides: { c: '1.0.0' } }],
  ['of anything, before one of its versions', false, { overrides: { c: '*', 'c@1': '1.2.0' } }],
  ['of one of its versions, before anything', true, { overrides: { 'c@1': '1.2.0', c: '*' } }],
  ['of what is no range', true, { overrides: { 'c@next': '1.2.0' } }],
  ['below versions of it', true, { overrides: { 'c@<3': { x: '1.0.0' } } }],
  ['of versions that it does not have', true, { overrides: { 'c@>5': '6.0.0' } }],
  ['of itself and below', true, { overrides: { c: { '.': '2.0.0', x: '1' } } }],
  ['a reference', true, { overrides: { c: '$c' } }],
  ['below it alone', false, { overrides: { c: { x: '1.0.0' } } }],
  ['below another member', false, { overrides: { d: { c: '1.0.0' } } }],
  ['of nothing', false, { overrides: { c: '' } }],
  ['of anything', false, { overrides: { c: '*' } }],
  ['where pnpm installs', false, { packageManager: 'pnpm@9.0.0', overrides: { c: '1.0.0' } }],
];

describe('an override of a member', () => {
  it.each(WORKSPACES)('%s: refused %s', (_, refused, root) => {
    const { diagnostics } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'], ...root },
      'packages/c/package.json': { name: 'c', version: '1.0.0' },
      'packages/d/package.json': { name: 'd', version: '1.0.0', dependencies: { c: '^1.0.0' } },
    });
    expect(diagnostics.some(({ code }) => code === 'npm/refused-override')).toBe(refused);
  });
});

describe('what an override of a member does to those below the root', () => {
  const registry = 'low 1.0.0:\nc 1.0.0:\nc 2.0.0:';
  const start = { version: '1.0.0', scripts: { start: 'node .' } };
  const files = (overrides: Json): Readonly<Record<string, Json | string>> => ({
    'package.json': JSON.stringify({ name: 'root', version: '1.0.0', private: true, workspaces: ['packages/*'], overrides }),
    'packages/a': { name: 'a', ...start, dependencies: { c: '^1.0.0' } },
    'packages/b': { name: 'b', ...start, dependencies: { low: '1' } },
    'packages/c': { name: 'c', ...start, dependencies: { low: '1' } },
    'packages/d': { name: 'd', ...start, dependencies: { a: '*' } },
    'packages/e': { name: 'e', ...start, dependencies: { c: '2' } },
  });

  it.each<[what: string, overrides: Json, refused: readonly string[]]>([
    ['nothing', { low: '1.0.0' }, []],
    ['refused with all that need it', { c: '1.0.0' }, ['a', 'c', 'd', 'e']],
    ['also where they are to have another one', { c: '2.0.0' }, ['a', 'c', 'd']],
  ])('%s', async (_, overrides, refused) => {
    for (const model of ['flat', 'hoisted'] as const) {
      const { resolver } = await world(registry, files(overrides), { model });
      const sets = [['a'], ['b'], ['c'], ['d'], ['e'], ['a', 'b'], ['b', 'd'], ['b', 'e']];
      for (const set of sets) {
        const answer = await resolver.resolve(set.map((name) => `packages/${name}`));
        const expected = set.some((name) => refused.includes(name)) ? 'conflict' : 'resolved';
        expect([model, set, answer.kind]).toEqual([model, set, expected]);
        if (answer.kind === 'conflict') expect(answer.findings[0]?.demands[0]?.origin.file).toBe('package.json');
      }
    }
  });
});

describe('a reference in the root of a workspace', () => {
  it.each([
    ['is what the root asks for', { devDependencies: { low: '1.0.0' } }, '1.0.0 exact'],
    ['is what the member itself asks for where the root does not', {}, '^3.0.0 range'],
  ])('%s', (_, root, expected) => {
    const { direct } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['a'], overrides: { other: '$low' }, ...root },
      'package-lock.json': { lockfileVersion: 3, packages: {} },
      'a/package.json': { name: 'a', version: '1.0.0', dependencies: { low: '^3.0.0', other: '^2.0.0' } },
    });
    expect(direct('a')).toContain(`other ${expected}`);
  });
});

describe('an override of what a member has as a peer', () => {
  it.each<[manager: string, field: Json, expected: string]>([
    ['npm@11.0.0', { overrides: { low: '1.0.0' } }, '1.0.0'],
    ['bun@1.4.5', { overrides: { low: '1.0.0' } }, '1.0.0'],
    ['pnpm@10.0.0', { pnpm: { overrides: { low: '1.0.0' } } }, '1.0.0'],
    ['pnpm@10.0.0', { pnpm: { overrides: { low: 'npm:other@1.0.0' } } }, 'npm:other@1.0.0'],
    ['pnpm@7.33.7', { pnpm: { overrides: { low: '1.0.0' } } }, '^2.0.0'],
    ['yarn@4.9.0', { resolutions: { low: '1.0.0' } }, '^2.0.0'],
  ])('%s %j', (packageManager, field, expected) => {
    const { direct } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['a'], packageManager, ...field },
      'pnpm-workspace.yaml': 'packages: [a]\n',
      'a/package.json': { name: 'a', version: '1.0.0', peerDependencies: { low: '^2.0.0' } },
    });
    expect(direct('a').map((line) => line.split(' ')[1])).toEqual([expected]);
  });
});

describe('an override of some versions', () => {
  // By pnpm 7.33.7 and 8.15.9 themselves.
  it.each([
    ['pnpm@8.15.9', 'low@^2', '>=1', '1.0.0'],
    ['pnpm@7.33.7', 'low@^2', '>=1', '>=1'],
    ['pnpm@7.33.7', 'low@^2', '~2.1.0', '1.0.0'],
    ['pnpm@7.33.7', 'low@>=1', '^2.0.0 || ^3.0.0', '1.0.0'],
    ['pnpm@7.33.7', 'low@^2', 'next', 'next'],
  ])('%s: of %s reaches %s', (packageManager, selector, line, expected) => {
    const { direct } = assemble({
      'package.json': { name: 'root', private: true, packageManager, pnpm: { overrides: { [selector]: '1.0.0' } } },
      'pnpm-workspace.yaml': 'packages: [a]\n',
      'a/package.json': { name: 'a', version: '1.0.0', dependencies: { low: line } },
    });
    expect(direct('a')).toEqual([`low ${expected} ${expected === '1.0.0' ? 'exact' : 'range'}`]);
  });
});

describe('an override in words that npm does not have, below a package', () => {
  const registry = 'mid 1.0.0: low ^1\nlow 1.0.0:\nlow 2.0.0:\n@jsr/x__low 1.0.0:';
  const yarn = (resolutions: Json): Json => ({ packageManager: 'yarn@4.9.0', resolutions });
  const pnpm = (overrides: Json): Json => ({ packageManager: 'pnpm@10.0.0', pnpm: { overrides } });

  it.each<[string, Json, readonly string[]]>([
    ['a patched package', yarn({ low: 'patch:low@npm%3A2.0.0#~/.yarn/patches/low.patch' }), ['low 2.0.0', 'mid 1.0.0']],
    ['one of some versions', yarn({ 'low@npm:^1': 'patch:low@npm:^1#.yarn/patches/low.patch' }), ['low 1.0.0', 'mid 1.0.0']],
    ['a link', yarn({ low: 'link:./libs/low' }), ['mid 1.0.0']],
    ['a portal', yarn({ low: 'portal:./libs/low' }), ['mid 1.0.0']],
    ['a link of pnpm', pnpm({ low: 'link:./libs/low' }), ['mid 1.0.0']],
    ['a member', pnpm({ low: 'workspace:*' }), ['mid 1.0.0']],
    ['a package of JSR', pnpm({ low: 'jsr:@x/low@1' }), ['@jsr/x__low 1.0.0', 'mid 1.0.0']],
  ])('%s', async (_, root, expected) => {
    const { resolver } = await world(registry, {
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['a'], ...root }),
      ...('pnpm' in root ? { 'pnpm-workspace.yaml': 'packages: [a]\n' } : {}),
      '.npmrc': '@jsr:registry=https://registry.example/\n',
      a: { name: 'a', version: '1.0.0', dependencies: { mid: '^1' } },
      'libs/low': { name: 'low', version: '7.0.0' },
    });
    const answer = await resolver.resolve(['a']);
    const versions =
      answer.kind === 'resolved' ? [...answer.versions].flatMap(([name, all]) => all.map((one) => `${name} ${one}`)) : [];
    expect(versions.sort()).toEqual(expected);
  });
});

describe('a package of JSR', () => {
  it('is asked of no registry but the one that @jsr:registry names', async () => {
    const { resolver, asked } = await world('low 1.0.0:', {
      a: { name: 'a', version: '1.0.0', dependencies: { low: 'jsr:@x/low@1' } },
    });
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'unknown' ? answer.because : answer.kind).toMatch('set @jsr:registry in .npmrc');
    expect(asked).toEqual([]);
  });
});

describe('an override in the words of its line', () => {
  it.each([
    ['an alias without a range', 'npm:bar', 'resolved'],
    ['white space', ' 1.0.0', 'resolved'],
    ['an alias of the same name', 'npm:foo@1', 'resolved'],
  ])('%s', async (_, text, expected) => {
    const own = { name: 'own', version: '1.0.0', dependencies: { foo: text }, overrides: { foo: text } };
    const { resolver } = await world('foo 1.0.0:\nbar 1.0.0:', { own });
    expect((await resolver.resolve(['own'])).kind).toBe(expected);
  });
});

describe('a reference in overrides of a root', () => {
  const registry = `
top 1.0.0: low ^1
low 1.0.0:
low 1.5.0:
`;
  const member = { name: 'a', dependencies: { top: '1' } };
  const root = (more: object): string => JSON.stringify({ name: 'root', private: true, workspaces: ['a'], ...more });

  it.each<[string, Parameters<typeof world>[1], string, readonly string[] | string]>([
    [
      'is the root’s line',
      { 'package.json': root({ dependencies: { low: '1.0.0' }, overrides: { low: '$low' } }), a: member },
      'a',
      ['1.0.0'],
    ],
    [
      'is its line for development before others',
      {
        'package.json': root({
          devDependencies: { low: '1.0.0' },
          peerDependencies: { low: '*' },
          overrides: { top: { low: '$low' } },
        }),
        a: member,
      },
      'a',
      ['1.0.0'],
    ],
    [
      'is the service’s own line',
      { a: { ...member, dependencies: { top: '1', low: '~1.0.0' }, overrides: { low: '$low' } } },
      'a',
      ['1.0.0'],
    ],
    [
      'is the service’s own line for development',
      { a: { ...member, devDependencies: { low: '~1.0.0' }, overrides: { top: { low: '$low' } } } },
      'a',
      ['1.0.0'],
    ],
    ['to nothing is refused', { 'package.json': root({ overrides: { low: '$other' } }), a: member }, 'a', 'conflict'],
  ])('%s', async (_, files, service, expected) => {
    const answer = await (await world(registry, files)).resolver.resolve([service]);
    expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer.kind).toEqual(expected);
  });

  /** The first rule counts, as npm 11.19.1 has it. */
  it.each<[overrides: Json, line: string, expected: string]>([
    [{ low: '' }, '~1.0.0', '1.0.0'],
    [{ low: '*', 'low@*': '1.5.0' }, '~1.0.0', '1.0.0'],
    [{ 'low@1': '1.5.0', low: '*' }, '~1.0.0', '1.5.0'],
    [{ 'low@1': '1.5.0', 'low@1.0': '9' }, '~1.0.0', '1.5.0'],
    [{ 'low@2': '9' }, '~1.0.0', '1.0.0'],
    [{ 'low@2': '1.5.0' }, 'latest', '1.5.0'],
    [{ 'low@1.0.0': { other: '1' } }, '1', '1.0.0'],
    [{ a: { low: '1.5.0' } }, '~1.0.0', '1.5.0'],
  ])('%j of a member’s %s', async (overrides, line, expected) => {
    const files = { 'package.json': root({ overrides }), a: { name: 'a', dependencies: { low: line } } };
    for (const model of ['flat', 'hoisted'] as const) {
      const answer = await (await world(registry, files, { model })).resolver.resolve(['a']);
      expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer.kind).toEqual([expected]);
    }
  });

  it('is applied once to a line of a member: what it was replaced by is reached by no other', async () => {
    const overrides = { 'low@<1.2': '1.5.0', 'low@>=1.5': '9' };
    const files = { 'package.json': root({ overrides }), a: { name: 'a', dependencies: { low: '~1.0.0' } } };
    const answer = await (await world(registry, files, { model: 'hoisted' })).resolver.resolve(['a']);
    expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer.kind).toEqual(['1.5.0']);
  });

  it.each(['1.0.0', '1.5.0'])('an override to %s is one of members’ peers as well', async (version) => {
    const files = {
      'package.json': root({ workspaces: ['a', 'b'], overrides: { low: version } }),
      a: { name: 'a', peerDependencies: { low: '^1.5.0' } },
      b: { name: 'b', dependencies: { low: '~1.0.0' } },
    };
    for (const model of ['flat', 'hoisted'] as const) {
      const answer = await (await world(registry, files, { model })).resolver.resolve(['a', 'b']);
      expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer.kind).toEqual([version]);
    }
  });

  it('and overrides of a root may say something else than a member’s own lines', async () => {
    const overrides = { 'low@^1.5.0': { other: '1' }, low: '1.0.0' };
    const files = {
      'package.json': root({ overrides }),
      a: { name: 'a', peerDependencies: { low: '^1.5.0' }, dependencies: { top: '1' } },
    };
    const answer = await (await world(registry, files)).resolver.resolve(['a']);
    expect(answer.kind).toBe('resolved');
  });

  it('members that link to each other in a loop are looked up nowhere else', async () => {
    const files = {
      'package.json': root({ workspaces: ['a', 'b'] }),
      a: { name: 'a', version: '1.0.0', scripts: { start: 'node .' }, dependencies: { b: '*', a: '1' } },
      b: { name: 'b', version: '1.0.0', scripts: { start: 'node .' }, dependencies: { a: '^1.0.0', low: '1.0.0' } },
    };
    for (const model of ['flat', 'hoisted'] as const)
      for (const set of [['a'], ['b'], ['a', 'b']]) {
        const answer = await (await world(registry, files, { model })).resolver.resolve(set);
        expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer.kind).toEqual(['1.0.0']);
      }
  });
});

/** As npm 12.2.2 installs the member a, which asks for `x: *`. */
const BELOW_A: readonly (readonly [overrides: Json, versions: Json])[] = [
  [
    { x: '2.0.0', a: { x: '1.0.0' } },
    { x: '1.0.0', y: '1.0.0' },
  ],
  [
    { a: { x: '1.0.0' }, x: '2.0.0' },
    { x: '1.0.0', y: '1.0.0' },
  ],
  [{ a: { y: '1.0.0' } }, { x: '3.0.0', y: '1.0.0' }],
  [
    { a: { y: '2.0.0' }, y: '1.0.0' },
    { x: '3.0.0', y: '2.0.0' },
  ],
  [{ a: { x: { '.': '3.0.0', y: '1.0.0' } } }, { x: '3.0.0', y: '1.0.0' }],
  [{ x: { '.': '3.0.0', y: '1.0.0' } }, { x: '3.0.0', y: '1.0.0' }],
];

describe('overrides below a member', () => {
  it.each(
    BELOW_A.flatMap(([overrides, versions]) =>
      (['flat', 'hoisted'] as const).map((model) => [model, overrides, versions] as const),
    ),
  )('%s: %j', async (model, overrides, versions) => {
    const registry = 'x 1.0.0: y ^1\nx 2.0.0: y ^2\nx 3.0.0: y *\ny 1.0.0:\ny 2.0.0:';
    const files = {
      'package.json': JSON.stringify({ name: 'root', version: '1.0.0', private: true, workspaces: ['a'], overrides }),
      a: { name: 'a', version: '1.0.0', scripts: { start: 'node .' }, dependencies: { x: '*' } },
    };
    const answer = await (await world(registry, files, { model })).resolver.resolve(['a']);
    const chosen = answer.kind === 'resolved' ? [...answer.versions].map(([name, all]) => [name, all.join(' ')]) : [];
    expect(Object.fromEntries(chosen)).toEqual(versions);
  });
});
