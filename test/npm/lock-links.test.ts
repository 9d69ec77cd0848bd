import { describe, expect, it } from 'vitest';
import { readPackageLock } from '../../analyzers/npm/locks/package-lock.ts';
import { assemble, type Files } from './assemble.ts';

/** `a` links to `b`, which links to `c`; `b` needs `deep`, which needs `low`; what `b` has for development stays out. */
function workspace(protocol: string, lock: Files): Files {
  const member = (name: string, more: object): object => ({ name: `@x/${name}`, version: '1.2.3', ...more });
  return {
    'package.json': { name: 'root', private: true, workspaces: ['a', 'b', 'c'] },
    'a/package.json': member('a', { scripts: { start: 'node .' }, dependencies: { '@x/b': protocol } }),
    'b/package.json': member('b', { dependencies: { deep: '^1.0.0', '@x/c': protocol }, devDependencies: { tool: '^1.0.0' } }),
    'c/package.json': member('c', { dependencies: { side: '^2.0.0', '@x/b': protocol } }),
    ...lock,
  };
}

const NPM = {
  'package-lock.json': {
    lockfileVersion: 3,
    packages: {
      '': { workspaces: ['a', 'b', 'c'] },
      a: { name: '@x/a', version: '1.2.3', dependencies: { '@x/b': '^1.0.0' } },
      b: {
        name: '@x/b',
        version: '1.2.3',
        dependencies: { deep: '^1.0.0', '@x/c': '^1.0.0' },
        devDependencies: { tool: '^1.0.0' },
      },
      c: { name: '@x/c', version: '1.2.3', dependencies: { side: '^2.0.0', '@x/b': '^1.0.0' } },
      'node_modules/@x/a': { resolved: 'a', link: true },
      'node_modules/@x/b': { resolved: 'b', link: true },
      'node_modules/@x/c': { resolved: 'c', link: true },
      'node_modules/deep': { version: '1.1.0', dependencies: { low: '^1.0.0' } },
      'node_modules/low': { version: '1.0.5' },
      'node_modules/side': { version: '2.0.0' },
      'node_modules/tool': { version: '1.0.0', dev: true },
    },
  },
};

const PNPM = `lockfileVersion: '9.0'

importers:

  .: {}

  a:
    dependencies:
      '@x/b':
        specifier: workspace:*
        version: link:../b

  b:
    dependencies:
      '@x/c':
        specifier: workspace:*
        version: link:../c
      deep:
        specifier: ^1.0.0
        version: 1.1.0
    devDependencies:
      tool:
        specifier: ^1.0.0
        version: 1.0.0

  c:
    dependencies:
      '@x/b':
        specifier: workspace:*
        version: link:../b
      side:
        specifier: ^2.0.0
        version: 2.0.0

packages:

  deep@1.1.0:
    resolution: {integrity: sha512-x}

  low@1.0.5:
    resolution: {integrity: sha512-x}

  side@2.0.0:
    resolution: {integrity: sha512-x}

  tool@1.0.0:
    resolution: {integrity: sha512-x}

snapshots:

  deep@1.1.0:
    dependencies:
      low: 1.0.5

  low@1.0.5: {}

  side@2.0.0: {}

  tool@1.0.0: {}
`;

const YARN = `# yarn lockfile v1


deep@^1.0.0:
  version "1.1.0"
  dependencies:
    low "^1.0.0"

low@^1.0.0:
  version "1.0.5"

side@^2.0.0:
  version "2.0.0"

tool@^1.0.0:
  version "1.0.0"
`;

const BERRY = `__metadata:
  version: 8
  cacheKey: 10

"@x/a@workspace:a":
  version: 0.0.0-use.local
  resolution: "@x/a@workspace:a"
  dependencies:
    "@x/b": "workspace:*"
  linkType: soft

"@x/b@workspace:*, @x/b@workspace:b":
  version: 0.0.0-use.local
  resolution: "@x/b@workspace:b"
  dependencies:
    "@x/c": "workspace:*"
    deep: "npm:^1.0.0"
    tool: "npm:^1.0.0"
  linkType: soft

"@x/c@workspace:*, @x/c@workspace:c":
  version: 0.0.0-use.local
  resolution: "@x/c@workspace:c"
  dependencies:
    "@x/b": "workspace:*"
    side: "npm:^2.0.0"
  linkType: soft

"deep@npm:^1.0.0":
  version: 1.1.0
  resolution: "deep@npm:1.1.0"
  dependencies:
    low: "npm:^1.0.0"
  linkType: hard

"low@npm:^1.0.0":
  version: 1.0.5
  resolution: "low@npm:1.0.5"
  linkType: hard

"side@npm:^2.0.0":
  version: 2.0.0
  resolution: "side@npm:2.0.0"
  linkType: hard

"tool@npm:^1.0.0":
  version: 1.0.0
  resolution: "tool@npm:1.0.0"
  linkType: hard
`;

const BUN = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "root" },
    "a": { "name": "@x/a", "version": "1.2.3", "dependencies": { "@x/b": "workspace:*" } },
    "b": {
      "name": "@x/b",
      "version": "1.2.3",
      "dependencies": { "@x/c": "workspace:*", "deep": "^1.0.0" },
      "devDependencies": { "tool": "^1.0.0" },
    },
    "c": { "name": "@x/c", "version": "1.2.3", "dependencies": { "@x/b": "workspace:*", "side": "^2.0.0" } },
  },
  "packages": {
    "@x/a": ["@x/a@workspace:a"],
    "@x/b": ["@x/b@workspace:b"],
    "@x/c": ["@x/c@workspace:c"],
    "deep": ["deep@1.1.0", "", { "dependencies": { "low": "^1.0.0" } }, "sha512-x"],
    "low": ["low@1.0.5", "", {}, "sha512-x"],
    "side": ["side@2.0.0", "", { "os": "darwin", "cpu": ["x64", "arm64"] }, "sha512-x"],
    "tool": ["tool@1.0.0", "", {}, "sha512-x"],
  }
}
`;

const CASES: Readonly<Record<string, Files>> = {
  npm: workspace('^1.0.0', NPM),
  pnpm: workspace('workspace:*', { 'pnpm-workspace.yaml': 'packages: [a, b, c]\n', 'pnpm-lock.yaml': PNPM }),
  'yarn 1': workspace('^1.0.0', { 'yarn.lock': YARN }),
  berry: workspace('workspace:*', { 'yarn.lock': BERRY }),
  bun: workspace('workspace:*', { 'bun.lock': BUN }),
};

describe('what a service has through packages of its own project', () => {
  it.each(Object.entries(CASES))('%s', (_, files) => {
    const { units, told } = assemble(files);
    expect(told).toEqual([]);
    const found = (units.get('a')?.dependencies ?? []).map(({ purl, resolved, direct, via }) =>
      [purl.replace('pkg:npm/', ''), resolved, direct ? 'direct' : `by ${via.join(' ').replaceAll('pkg:npm/', '')}`].join(' '),
    );
    expect(found.sort()).toEqual([
      '%40x/b 1.2.3 direct',
      'deep 1.1.0 by %40x/b@1.2.3',
      'low 1.0.5 by %40x/b@1.2.3 deep@1.1.0',
      'side 2.0.0 by %40x/b@1.2.3 %40x/c@1.2.3',
    ]);
  });

  it('bun: systems and processors of a package', () => {
    const { units } = assemble(CASES.bun ?? {});
    expect(units.get('c')?.dependencies.find(({ name }) => name === 'side')).toMatchObject({ resolved: '2.0.0' });
    expect(units.get('a')?.dependencies.find(({ name }) => name === 'side')?.marker).toBe('os=darwin cpu=x64|arm64');
  });
});

/** What pnpm 9 and 10 write, and what they install with `--prod`. */
const OWN_PEERS = `lockfileVersion: '9.0'
importers:
  .: {}
  a:
    dependencies:
      b: {specifier: 'workspace:*', version: link:../b}
  b:
    dependencies:
      brought: {specifier: ^1.0.0, version: 1.0.0}
    devDependencies:
      tried: {specifier: ^2.0.0, version: 2.0.0}
packages:
  brought@1.0.0: {resolution: {integrity: sha512-x}}
  below@1.0.0: {resolution: {integrity: sha512-x}}
  tried@2.0.0: {resolution: {integrity: sha512-x}}
snapshots:
  brought@1.0.0:
    dependencies:
      below: 1.0.0
  below@1.0.0: {}
  tried@2.0.0: {}
`;

describe('pnpm: optional peers of the project’s own packages', () => {
  const { units } = assemble({
    'package.json': { name: 'root', version: '1.0.0', private: true },
    'pnpm-workspace.yaml': 'packages: [a, b]\n',
    'pnpm-lock.yaml': OWN_PEERS,
    'a/package.json': { name: 'a', version: '1.0.0', dependencies: { b: 'workspace:*' } },
    'b/package.json': {
      name: 'b',
      version: '1.0.0',
      devDependencies: { tried: '^2.0.0' },
      peerDependencies: { brought: '^1.0.0', tried: '>=1' },
      peerDependenciesMeta: { brought: { optional: true }, tried: { optional: true } },
    },
  });
  const deployed = (unit: string): readonly string[] =>
    (units.get(unit)?.dependencies ?? [])
      .filter(({ scope, resolved }) => scope !== 'dev' && resolved !== undefined)
      .map(({ name }) => name)
      .sort();

  it('are installed unless they stand among what is for development', () => {
    expect(deployed('a')).toEqual(['b', 'below', 'brought']);
    expect(deployed('b')).toContain('below');
  });
});

const BERRY_RESOLVED = `__metadata:
  version: 8
  cacheKey: 10

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    a: "npm:^1.0.0"
    b: "npm:^1.0.0"
  languageName: unknown
  linkType: soft

"a@npm:^1.0.0":
  version: 1.0.0
  resolution: "a@npm:1.0.0"
  dependencies:
    low: "npm:^2.0.0"
  languageName: node
  linkType: hard

"b@npm:^1.0.0":
  version: 1.0.0
  resolution: "b@npm:1.0.0"
  dependencies:
    low: "npm:^2.0.0"
  languageName: node
  linkType: hard

"low@npm:2.0.1":
  version: 2.0.1
  resolution: "low@npm:2.0.1"
  languageName: node
  linkType: hard

"low@npm:^2.0.0":
  version: 2.3.0
  resolution: "low@npm:2.3.0"
  languageName: node
  linkType: hard
`;

describe('resolutions, of which berry’s lock says nothing', () => {
  it.each<[string, string, readonly string[]]>([
    ['of a path', 'a/low', ['low@2.0.1 below a', 'low@2.3.0 below b']],
    ['of a path with a version', 'a@npm:1.0.0/low', ['low@2.0.1 below a', 'low@2.3.0 below b']],
    ['of a path with another version', 'a@npm:1.0.1/low', ['low@2.3.0 below a']],
    ['of a path and a range', 'b/low@npm:^2.0.0', ['low@2.0.1 below b', 'low@2.3.0 below a']],
    ['of a range that nobody asks for', 'low@npm:^1.0.0', ['low@2.3.0 below a']],
  ])('%s', (_, key, chains) => {
    const manifest = { name: 'app', dependencies: { a: '^1.0.0', b: '^1.0.0' }, resolutions: { [key]: '2.0.1' } };
    const unit = assemble({ 'package.json': manifest, 'yarn.lock': BERRY_RESOLVED }).units.get('.');
    const below = unit?.dependencies.filter(({ name }) => name === 'low') ?? [];
    const told = below.map(({ resolved, via }) => `low@${resolved} below ${/npm\/(.*)@/.exec(via.at(-1) ?? '')?.[1]}`);
    expect(told.sort()).toEqual(chains);
  });
});

describe('a package outside of the lock’s directory', () => {
  it('finds what lies below itself, and nothing inside', () => {
    const packages = {
      '': { name: 'app', dependencies: { shared: 'file:../shared', low: '^1.0.0', deep: '^1.0.0' } },
      '../shared': { version: '1.0.0', dependencies: { low: '^2.0.0', deep: '^1.0.0' } },
      '../shared/node_modules/low': { version: '2.1.0' },
      'node_modules/shared': { resolved: '../shared', link: true },
      'node_modules/low': { version: '1.4.0' },
      'node_modules/deep': { version: '1.2.0' },
    };
    const text = JSON.stringify({ lockfileVersion: 3, packages });
    const { lock } = readPackageLock({ path: 'package-lock.json', text, bytes: Buffer.from(text) });
    expect(lock?.edges('../shared').map(({ name, to }) => [name, to])).toEqual([
      ['low', '../shared/node_modules/low'],
      ['deep', undefined],
    ]);
  });
});

it('berry: what a member has for development under the name of its peer is its own, whoever depends on it', () => {
  const { units, told } = assemble({
    'package.json': { name: 'root', private: true, workspaces: ['app', 'lib'] },
    'app/package.json': { name: 'app', version: '1.0.0', dependencies: { host: '1.0.0', lib: 'workspace:*' } },
    'lib/package.json': {
      name: 'lib',
      version: '1.0.0',
      peerDependencies: { host: '>=1' },
      devDependencies: { host: '2.0.0' },
    },
    'yarn.lock': `__metadata:
  version: 8
  cacheKey: 10c0

"app@workspace:app":
  version: 0.0.0-use.local
  resolution: "app@workspace:app"
  dependencies:
    host: "npm:1.0.0"
    lib: "workspace:*"
  languageName: unknown
  linkType: soft

"host@npm:1.0.0":
  version: 1.0.0
  resolution: "host@npm:1.0.0"
  languageName: node
  linkType: hard

"host@npm:2.0.0":
  version: 2.0.0
  resolution: "host@npm:2.0.0"
  languageName: node
  linkType: hard

"lib@workspace:*, lib@workspace:lib":
  version: 0.0.0-use.local
  resolution: "lib@workspace:lib"
  dependencies:
    host: "npm:2.0.0"
  peerDependencies:
    host: ">=1"
  languageName: unknown
  linkType: soft

"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."
  languageName: unknown
  linkType: soft
`,
  });
  const hosts = (path: string): readonly string[] =>
    (units.get(path)?.dependencies ?? []).flatMap(({ name, resolved }) => (name === 'host' ? [resolved ?? '-'] : []));
  expect(told).toEqual([]);
  expect(hosts('app')).toEqual(['1.0.0']);
  expect(hosts('lib')).toContain('2.0.0');
});
