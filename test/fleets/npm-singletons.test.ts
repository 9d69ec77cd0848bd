import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

type Lines = Readonly<Record<string, string>>;

const manifest = (name: string, dependencies: Lines, more: object = {}): string =>
  JSON.stringify({ name, version: '1.0.0', private: true, scripts: { start: 'node .' }, dependencies, ...more }, null, 2);

/** Members `a` and `b` with React of two majors, below a root that installs with what its files say. */
const workspace = (root: object, more: Files = {}, a: Lines = { react: '^17.0.2' }, b: Lines = { react: '^18.2.0' }): Files => ({
  'cohost.yaml': 'realms: { npm: { model: hoisted } }\n',
  'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['a', 'b'], ...root }),
  'a/package.json': manifest('a', a),
  'b/package.json': manifest('b', b),
  ...more,
});

const PNPM = { 'pnpm-workspace.yaml': 'packages: [a, b]\n' };
const TWICE: Expected = { errors: [], warnings: ['npm/singleton pkg:npm/react: a, b'], notes: [] };
const ONCE: Expected = { errors: [], warnings: [], notes: ['npm/singleton pkg:npm/react: a, b'] };

/** A lock of pnpm's that took React 18 for `b` before `a` came with React 17. */
const drifted = (a: Lines): Files =>
  workspace(
    {},
    {
      ...PNPM,
      'pnpm-lock.yaml': `lockfileVersion: '9.0'
importers:
  .: {}
  a:
    dependencies:
${a.b === undefined ? '' : '      b:\n        specifier: workspace:*\n        version: link:../b\n'}      react:
        specifier: '>=17'
        version: 17.0.2
  b:
    dependencies:
      react:
        specifier: '>=17'
        version: 18.3.1
packages:
  react@17.0.2:
    resolution: {integrity: sha512-a}
  react@18.3.1:
    resolution: {integrity: sha512-b}
snapshots:
  react@17.0.2: {}
  react@18.3.1: {}
`,
    },
    a,
    { react: '>=17' },
  );

const placed = (packages: object): Files => ({
  'package-lock.json': JSON.stringify(
    {
      name: 'root',
      lockfileVersion: 3,
      packages: {
        '': { name: 'root', workspaces: ['a', 'b'] },
        a: { version: '1.0.0', dependencies: { react: '^17.0.2' } },
        b: { version: '1.0.0', dependencies: { react: '^18.2.0', store: '^1.0.0' } },
        'node_modules/a': { resolved: 'a', link: true },
        'node_modules/b': { resolved: 'b', link: true },
        'node_modules/react': { version: '17.0.2' },
        'b/node_modules/react': { version: '18.3.1' },
        ...packages,
      },
    },
    null,
    2,
  ),
});
const STORE = { version: '1.0.0', peerDependencies: { react: '^17 || ^18' } };

/** As npm 10.9.9 lays it: `a` names React 19, `b` brings 18 for `next` and finds at the root what `a` brings for `swr`. */
const brought = (packages: object, b: Lines = { next: '^14.0.0', swr: '^2.0.0' }): Files =>
  workspace(
    {},
    {
      'package-lock.json': JSON.stringify(
        {
          name: 'root',
          lockfileVersion: 3,
          packages: {
            '': { name: 'root', workspaces: ['a', 'b'] },
            a: { version: '1.0.0', dependencies: { react: '^19.0.0' } },
            b: { version: '1.0.0', dependencies: b },
            'node_modules/a': { resolved: 'a', link: true },
            'node_modules/b': { resolved: 'b', link: true },
            'node_modules/react': { version: '19.3.1' },
            'b/node_modules/react': { version: '18.3.1' },
            'b/node_modules/next': { version: '14.2.35', peerDependencies: { react: '^18.2.0' } },
            ...packages,
          },
        },
        null,
        2,
      ),
    },
    { react: '^19.0.0' },
    b,
  );
/** `a` names a package that `b` has by plain dependencies of what it brings, in two copies. */
const apart = (name: string): Files =>
  workspace(
    {},
    {
      'package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { name: 'root', workspaces: ['a', 'b'] },
          a: { version: '1.0.0', dependencies: { [name]: '^7.8.0' } },
          b: { version: '1.0.0', dependencies: { next: '^14.0.0', old: '^1.0.0' } },
          'node_modules/a': { resolved: 'a', link: true },
          'node_modules/b': { resolved: 'b', link: true },
          [`node_modules/${name}`]: { version: '7.8.1' },
          'node_modules/old': { version: '1.0.0', dependencies: { [name]: '*' } },
          'b/node_modules/next': { version: '14.2.35', dependencies: { [name]: '^6.0.0' } },
          [`b/node_modules/${name}`]: { version: '6.6.7' },
        },
      }),
    },
    { [name]: '^7.8.0' },
    { next: '^14.0.0', old: '^1.0.0' },
  );
const SWR = { version: '2.2.5', peerDependencies: { react: '^16 || ^17 || ^18 || ^19' } };
const NONE: Expected = { errors: [], warnings: [], notes: [] };

/** By trees that npm 10.9.4, pnpm 10.34.9, yarn 1.22.22 and 4.18.1 and bun 1.4.5 installed. */
const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'npm may put what both bring beside one of them': [workspace({ packageManager: 'npm@10.9.4' }), TWICE],
  'npm with a store of its own': [workspace({ packageManager: 'npm@10.9.4' }, { '.npmrc': 'install-strategy=linked\n' }), ONCE],
  'yarn 1 looks at no peers': [workspace({ packageManager: 'yarn@1.22.22' }), TWICE],
  'berry keeps peers in any layout': [
    workspace({ packageManager: 'yarn@4.18.1' }, { '.yarnrc.yml': 'nodeLinker: node-modules\n' }),
    ONCE,
  ],
  'pnpm isolates members': [workspace({}, PNPM), ONCE],
  'pnpm that hoists': [workspace({}, { 'pnpm-workspace.yaml': 'packages: [a, b]\nnodeLinker: hoisted\n' }), TWICE],
  'pnpm that hoists, by .npmrc': [workspace({}, { ...PNPM, '.npmrc': 'node-linker=hoisted\n' }), TWICE],
  'bun isolates where its lock was begun so': [
    workspace({}, { 'bun.lock': '{\n  "lockfileVersion": 2,\n  "configVersion": 1,\n}\n' }),
    ONCE,
  ],
  'bun of an older lock': [workspace({}, { 'bun.lock': '{\n  "lockfileVersion": 1,\n}\n' }), TWICE],
  'bun that is told to isolate': [
    workspace({ packageManager: 'bun@1.2.0' }, { 'bunfig.toml': '[install]\nlinker = "isolated"\n' }),
    ONCE,
  ],
  'the lock of isolated members holds two versions of what both ranges take': [
    drifted({ react: '>=17', b: 'workspace:*' }),
    TWICE,
  ],
  'the same, and no member links to the other': [drifted({ react: '>=17' }), { errors: [], warnings: [], notes: [] }],
  'an isolated member that links to the other loads both': [workspace({}, PNPM, { react: '^17.0.2', b: 'workspace:*' }), TWICE],
  'one that is linked to by both parts nobody': [
    {
      ...workspace(
        {},
        { 'pnpm-workspace.yaml': 'packages: [a, b, c]\n' },
        { react: '^17.0.2', c: 'workspace:*' },
        { react: '^18.2.0', c: 'workspace:*' },
      ),
      'c/package.json': manifest('c', { 'left-pad': '^1.0.0' }, { scripts: {} }),
    },
    ONCE,
  ],
  'by way of a third': [
    {
      ...workspace({}, { 'pnpm-workspace.yaml': 'packages: [a, b, c]\n' }, { react: '^17.0.2', c: 'workspace:*' }),
      'c/package.json': manifest('c', { b: 'workspace:*' }, { scripts: {} }),
    },
    TWICE,
  ],
  'the lock has what both bring in each of them': [
    workspace({}, placed({ 'b/node_modules/store': STORE })),
    { errors: [], warnings: [], notes: ['npm/singleton pkg:npm/react: a, b'] },
  ],
  'the lock has at the root what one of them brings': [
    workspace({}, placed({ 'node_modules/store': STORE }), undefined, { react: '^18.2.0', store: '^1.0.0' }),
    TWICE,
  ],
  'packages alone bring what has to be single': [brought({ 'node_modules/swr': SWR }), TWICE],
  'in one copy': [brought({ 'b/node_modules/swr': SWR }), NONE],
  'one of which it has by itself as well': [
    brought({ 'node_modules/swr': { ...SWR, peerDependencies: { react: '>=19' } } }),
    NONE,
  ],
  'of which the older one is for who comes later': [
    brought({ 'node_modules/aria': SWR }, { aria: '^1.0.0', next: '^14.0.0' }),
    TWICE,
  ],
  'no package states a peer, and by itself both would find one': [
    brought(
      {
        'node_modules/old': { version: '1.0.0', dependencies: { react: '18 || 19' } },
        'b/node_modules/next': { version: '14.2.35', dependencies: { react: '^18.2.0' } },
      },
      { next: '^14.0.0', old: '^1.0.0' },
    ),
    TWICE,
  ],
  'no package states a peer, and by itself the first would have the newest': [
    brought(
      {
        'node_modules/early': { version: '1.0.0', dependencies: { react: '18 || 19' } },
        'b/node_modules/next': { version: '14.2.35', dependencies: { react: '^18.2.0' } },
      },
      { early: '^1.0.0', next: '^14.0.0' },
    ),
    NONE,
  ],
  'by itself both would find one copy, of another package': [
    apart('rxjs'),
    { ...TWICE, warnings: ['npm/singleton pkg:npm/rxjs: a, b'] },
  ],
  'types, which no process loads': [apart('@types/node'), NONE],
  'a package further down puts its own at the root': [
    brought(
      {
        'node_modules/bolt': { version: '1.0.0', dependencies: { anchor: '^1.0.0' } },
        'node_modules/anchor': { version: '1.0.0', dependencies: { react: '18 || 19' } },
        'b/node_modules/next': { version: '14.2.35', dependencies: { react: '^18.2.0' } },
      },
      { bolt: '^1.0.0', next: '^14.0.0' },
    ),
    NONE,
  ],
  'of which nobody else brings the other copy': [
    brought({
      'b/node_modules/swr': SWR,
      'b/node_modules/swr/node_modules/react': { version: '17.0.2' },
      'node_modules/react': undefined,
      'a/node_modules/react': { version: '19.3.1' },
    }),
    NONE,
  ],
  'that nest below each package, for another one lies at the root': [
    brought({
      'b/node_modules/react': undefined,
      'b/node_modules/next/node_modules/react': { version: '18.3.1' },
      'node_modules/swr': { ...SWR, peerDependencies: { react: '^18' } },
      'node_modules/swr/node_modules/react': { version: '18.3.1' },
    }),
    { ...TWICE, warnings: ['npm/singleton pkg:npm/react: b'] },
  ],
  'the peer of a pinned package lies in one copy': [
    brought({ 'b/node_modules/swr': SWR }, { next: '14.2.35', swr: '^2.0.0' }),
    ONCE,
  ],
  'what it brings needs another one anyway': [
    workspace({}, placed({ 'node_modules/store': { version: '1.0.0', dependencies: { react: '^17.0.0' } } }), undefined, {
      react: '^18.2.0',
      store: '^1.0.0',
    }),
    ONCE,
  ],
};

describe('model hoisted: packages that have to be single', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('says by which way packages bring a copy, and for whom the other one is there', async () => {
    const [told] = (await reportOf(brought({ 'node_modules/swr': SWR }))).conflicts;
    expect(told?.depth).toBe('locked');
    expect(told?.message).toBe(
      'as package-lock.json has it, b loads several copies of react (18.3.1, 19.3.1), where one is needed in each process',
    );
    expect(told?.explanation[0]).toMatch(
      /^b finds react 18\.3\.1 in b\/node_modules\/react by way of next@14\.2\.35, but swr finds 19\.3\.1 in node_modules\/react \(package-lock\.json:\d+\), which a brings \(package-lock\.json:\d+\)$/,
    );
  });

  it('says of no process that it loads one copy where what it brings needs another one anyway', async () => {
    const old = { 'node_modules/store': { version: '1.0.0', dependencies: { react: '^17.0.0' } } };
    const [told] = (await reportOf(workspace({}, placed(old), undefined, { react: '^18.2.0', store: '^1.0.0' }))).conflicts;
    expect([told?.severity, told?.message, told?.explanation.at(-1)]).toEqual([
      'note',
      '2 copies of react (^17.0.2, ^18.2.0) under one workspace root',
      'In the tree that the lock writes down, b loads several copies: packages that it brings ask for different ones.',
    ]);
  });

  it('says which package finds another copy, and where', async () => {
    const files = workspace({}, placed({ 'node_modules/store': STORE }), undefined, { react: '^18.2.0', store: '^1.0.0' });
    const [told] = (await reportOf(files)).conflicts.filter(({ rule }) => rule === 'npm/singleton');
    expect(told?.depth).toBe('locked');
    expect(told?.message).toBe(
      'as package-lock.json has it, b loads several copies of react (17.0.2, 18.3.1), where one is needed in each process',
    );
    expect(told?.explanation[0]).toMatch(
      /^b finds react 18\.3\.1 in b\/node_modules\/react, but store finds 17\.0\.2 in node_modules\/react \(package-lock\.json:\d+\)$/,
    );
  });
});
