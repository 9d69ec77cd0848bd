import { describe, expect, it } from 'vitest';
import { readLock } from '../../analyzers/npm/locks/index.ts';
import { sourceFile } from '../../src/discover/tree.ts';
import { assemble, type Files } from './assemble.ts';

/** Shapes in which the tools wrote locks of workspaces that `compare-locks.ts` invents, cut down to what once was read wrongly. */
const root = (members: readonly string[], more: object = {}): object => ({
  name: 'root',
  private: true,
  workspaces: members,
  ...more,
});
const member = (name: string, dependencies: object, more: object = {}): object => ({
  name,
  version: '1.0.0',
  scripts: { start: 'node .' },
  dependencies,
  ...more,
});

function berry(...entries: readonly (readonly [key: string, resolution: string, ...needs: string[]])[]): string {
  const texts = entries.map(([key, resolution, ...needs]) => {
    const version = /@npm:(\d[\d.]*)/.exec(resolution)?.[1] ?? '0.0.0-use.local';
    const lines = needs.length === 0 ? '' : `  dependencies:\n${needs.map((line) => `    ${line}\n`).join('')}`;
    return `"${key}":\n  version: ${version}\n  resolution: "${resolution}"\n${lines}`;
  });
  return ['__metadata:\n  version: 8\n  cacheKey: 10c0\n', ...texts].join('\n');
}

const PNPM_ARCHIVE = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      kept:
        specifier: file:./kept-1.2.3.tgz
        version: file:kept-1.2.3.tgz

packages:

  kept@file:kept-1.2.3.tgz:
    resolution: {integrity: sha512-x, tarball: file:kept-1.2.3.tgz}
    version: 1.2.3

  low@1.0.0:
    resolution: {integrity: sha512-x}

snapshots:

  kept@file:kept-1.2.3.tgz:
    dependencies:
      low: 1.0.0

  low@1.0.0: {}
`;

const PNPM_NEWER = `lockfileVersion: '9.0'

importers:

  a:
    dependencies:
      c:
        specifier: ^1.0.0
        version: 1.1.1

  c: {}

packages:

  c@1.1.1:
    resolution: {integrity: sha512-x}

snapshots:

  c@1.1.1: {}
`;

/** What pnpm 11 needs itself stands in a document of its own. */
const PNPM_TWICE = `---
lockfileVersion: '9.0'

importers:

  .:
    packageManagerDependencies:
      pnpm:
        specifier: 11.0.0
        version: 11.0.0

packages:

  pnpm@11.0.0:
    resolution: {integrity: sha512-x}

snapshots:

  pnpm@11.0.0: {}

---
lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      odd:
        specifier: ^1.0.0
        version: link:odd
`;

const PNPM_OF_MEMBERS = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      host:
        specifier: ^1.0.0
        version: 1.0.0(low@1.0.0)
      odd:
        specifier: ^1.0.0
        version: 1.0.0

  a:
    dependencies:
      plugin:
        specifier: ^1.0.0
        version: 1.0.0(host@2.0.0(low@2.0.0))

packages:

  host@1.0.0:
    resolution: {integrity: sha512-x}
    peerDependencies:
      low: ^1.0.0

  host@2.0.0:
    resolution: {integrity: sha512-x}
    peerDependencies:
      low: ^2.0.0

  plugin@1.0.0:
    resolution: {integrity: sha512-x}
    peerDependencies:
      host: '*'

  odd@1.0.0:
    resolution: {integrity: sha512-x}

snapshots:

  host@1.0.0(low@1.0.0): {}

  host@2.0.0(low@2.0.0): {}

  odd@1.0.0: {}

  plugin@1.0.0(host@2.0.0(low@2.0.0)):
    dependencies:
      host: 2.0.0(low@2.0.0)
`;

const CASES: readonly (readonly [name: string, unit: string, files: Files, reads: readonly string[]])[] = [
  [
    'pnpm: an archive is a package like any other',
    '.',
    { 'package.json': member('app', { kept: 'file:./kept-1.2.3.tgz' }), 'pnpm-lock.yaml': PNPM_ARCHIVE },
    ['kept 1.2.3', 'low 1.0.0'],
  ],
  [
    'pnpm: a range that the registry answered beside a member',
    'a',
    {
      'package.json': root([]),
      'pnpm-workspace.yaml': 'packages: [a, c]\nlinkWorkspacePackages: true\n',
      'a/package.json': member('a', { c: '^1.0.0' }),
      'c/package.json': member('c', {}),
      'pnpm-lock.yaml': PNPM_NEWER,
    },
    ['c 1.1.1'],
  ],
  [
    'bun: of what has an address or a path no version is known',
    '.',
    {
      'package.json': member('app', { kept: 'file:./kept.tgz', far: 'https://registry.example/far-1.0.0.tgz' }),
      'bun.lock': JSON.stringify({
        lockfileVersion: 1,
        workspaces: {
          '': { name: 'app', dependencies: { kept: 'file:./kept.tgz', far: 'https://registry.example/far-1.0.0.tgz' } },
        },
        packages: {
          kept: ['kept@./kept.tgz', { dependencies: { low: '1' } }],
          far: ['far@https://registry.example/far-1.0.0.tgz', {}],
          low: ['low@1.0.0', '', {}, 'sha512-x'],
        },
      }),
    },
    ['kept undefined', 'far undefined', 'low 1.0.0'],
  ],
  [
    'bun: peers of a member come with it',
    'b',
    {
      'package.json': root(['a', 'b']),
      'a/package.json': member('a', {}, { peerDependencies: { host: '^2' } }),
      'b/package.json': member('b', { a: 'workspace:*' }),
      'bun.lock': JSON.stringify({
        lockfileVersion: 1,
        workspaces: {
          '': { name: 'root' },
          a: { name: 'a', version: '1.0.0', peerDependencies: { host: '^2' } },
          b: { name: 'b', version: '1.0.0', dependencies: { a: 'workspace:*' } },
        },
        packages: { a: ['a@workspace:a'], b: ['b@workspace:b'], host: ['host@2.0.0', '', {}, 'sha512-x'] },
      }),
    },
    ['a 1.0.0', 'host 2.0.0'],
  ],
  [
    'bun: what is named as a member of the same scope',
    'a',
    {
      'package.json': root(['a', 'utils']),
      'a/package.json': member('@x/a', { utils: '^3.0.0' }),
      'utils/package.json': member('@x/utils', {}),
      'bun.lock': JSON.stringify({
        lockfileVersion: 1,
        workspaces: {
          '': { name: 'root' },
          a: { name: '@x/a', version: '1.0.0', dependencies: { utils: '^3.0.0' } },
          utils: { name: '@x/utils', version: '1.0.0' },
        },
        packages: { '@x/a': ['@x/a@workspace:a'], '@x/utils': ['@x/utils@workspace:utils'], utils: ['utils@3.0.0', '', {}, 'x'] },
      }),
    },
    ['utils 3.0.0'],
  ],
  [
    'berry: a portal is a package of the project',
    '.',
    {
      'package.json': member('app', { odd: '^1.0.0' }, { resolutions: { number: 'portal:./number' } }),
      'yarn.lock': berry(
        ['app@workspace:.', 'app@workspace:.', 'odd: "npm:^1.0.0"'],
        ['odd@npm:^1.0.0', 'odd@npm:1.0.0', 'number: "npm:^3.0.0"'],
        [
          'number@portal:./number::locator=app%40workspace%3A.',
          'number@portal:./number::locator=app%40workspace%3A.',
          'low: "npm:^1.0.0"',
        ],
        ['low@npm:^1.0.0', 'low@npm:1.0.0'],
      ),
    },
    ['odd 1.0.0', 'low 1.0.0'],
  ],
  [
    'berry: members of a member',
    'a/inner',
    {
      'package.json': root(['a']),
      'a/package.json': member('a', { inner: 'workspace:*' }, { workspaces: ['inner'] }),
      'a/inner/package.json': member('inner', { odd: '^1.0.0' }),
      'yarn.lock': berry(
        ['root@workspace:.', 'root@workspace:.'],
        ['a@workspace:a', 'a@workspace:a', 'inner: "workspace:*"'],
        ['inner@workspace:*, inner@workspace:a/inner', 'inner@workspace:a/inner', 'odd: "npm:^1.0.0"'],
        ['odd@npm:^1.0.0', 'odd@npm:1.0.2'],
      ),
    },
    ['odd 1.0.2'],
  ],
  [
    'yarn 1: a resolution to another package',
    '.',
    {
      'package.json': member('app', { odd: '^1.0.0' }, { resolutions: { number: 'npm:kind@5.0.0' } }),
      'yarn.lock':
        '# yarn lockfile v1\n\n\nnumber@^3.0.0, "number@npm:kind@5.0.0":\n  version "5.0.0"\n\nodd@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    number "^3.0.0"\n',
    },
    ['odd 1.0.0', 'kind 5.0.0'],
  ],
  [
    'yarn 1: a member is not the copy of its name that somebody else has',
    'b',
    {
      'package.json': root(['a', 'b']),
      'a/package.json': member('odd', { low: '1' }, { version: '9.0.0' }),
      'b/package.json': member('b', { odd: '9.x' }),
      'yarn.lock': '# yarn lockfile v1\n\n\nlow@1:\n  version "1.0.0"\n\nodd@^3.0.0:\n  version "3.0.1"\n',
    },
    ['odd 9.0.0', 'low 1.0.0'],
  ],
  [
    'yarn 1: what a link needs is installed',
    '.',
    {
      'package.json': member('app', { l: 'link:./l' }),
      'l/package.json': member('l', { low: '1' }),
      'yarn.lock': '# yarn lockfile v1\n\n\n"l@link:l":\n  version "0.0.0"\n  uid ""\n\nlow@1:\n  version "1.0.0"\n',
    },
    ['l 1.0.0', 'low 1.0.0'],
  ],
];

describe('packages by name and version', () => {
  it.each(CASES)('%s', (_, path, files, reads) => {
    const { units, told } = assemble(files);
    expect(told).toEqual([]);
    const found = units.get(path)?.dependencies ?? [];
    expect(found.map(({ purl, resolved }) => `${purl.replace('pkg:npm/', '')} ${resolved}`)).toEqual(reads);
  });
});

describe('pnpm', () => {
  const members = {
    'package.json': member('root', { host: '^1.0.0', odd: '^1.0.0' }),
    'pnpm-workspace.yaml': 'packages: [a]\n',
    'pnpm-lock.yaml': PNPM_OF_MEMBERS,
  };

  it('reads the last document of a lock', () => {
    const { lock } = readLock(sourceFile('pnpm-lock.yaml', Buffer.from(PNPM_TWICE)));
    expect([...(lock?.packages.keys() ?? [])]).toEqual([]);
    expect(lock?.importers?.get('.')?.map(({ name }) => name)).toEqual(['odd']);
  });

  it('goes on to peers of the copy that a member has, not of the root’s', () => {
    const { units } = assemble({ ...members, 'a/package.json': member('a', { plugin: '^1.0.0' }) });
    const peers = units.get('a')?.demands.filter(({ detail }) => detail?.peer !== undefined) ?? [];
    expect(peers.map(({ key, constraint }) => `${key} ${constraint}`)).toEqual(['host *', 'low ^2.0.0']);
  });

  const own = (needs: string): string =>
    `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n${needs}\npackages:\n\n  low@1.0.0:\n    resolution: {integrity: sha512-x}\n\nsnapshots:\n\n  low@1.0.0: {}\n`;
  const line = (name: string, version: string): string => `      ${name}:\n        specifier: '*'\n        version: ${version}\n`;

  it.each<[string, Files]>([
    ['in its own file', { 'pnpm-workspace.yaml': 'packages: [a, b]\nsharedWorkspaceLockfile: false\n' }],
    ['in .npmrc', { 'pnpm-workspace.yaml': 'packages: [a, b]\n', '.npmrc': 'shared-workspace-lockfile=false\n' }],
  ])('has a lock for each member where that is set %s', (_, settings) => {
    const { units, told } = assemble({
      'package.json': root([]),
      'a/package.json': member('a', { b: 'workspace:*' }),
      'b/package.json': member('b', { low: '*' }),
      // Of the time before the setting.
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nimporters:\n\n  a: {}\n\n  b: {}\n",
      'a/pnpm-lock.yaml': own(line('b', 'link:../b')),
      'b/pnpm-lock.yaml': own(line('low', '1.0.0')),
      ...settings,
    });
    expect(told).toEqual([]);
    expect(units.get('a')?.dependencies.map(({ name, resolved, via }) => [name, resolved, ...via])).toEqual([
      ['b', '1.0.0'],
      ['low', '1.0.0', 'pkg:npm/b@1.0.0'],
    ]);
  });

  it('deploys what a member needs that is linked for development as well', () => {
    const { units } = assemble({
      'package.json': root([]),
      'pnpm-workspace.yaml': 'packages: [a, b, c]\n',
      'a/package.json': member('a', { b: 'workspace:*' }, { devDependencies: { c: 'workspace:*' } }),
      'b/package.json': member('b', { c: 'workspace:*' }),
      'c/package.json': member('c', { low: '*' }),
      'pnpm-lock.yaml': own(line('low', '1.0.0')).replace('  .:\n', '  a: {}\n\n  b: {}\n\n  c:\n'),
    });
    expect(units.get('a')?.dependencies.find(({ name }) => name === 'low')).toMatchObject({
      resolved: '1.0.0',
      scope: 'runtime',
    });
  });

  it('has nothing for a line that the list of its member lacks', () => {
    const { units, told } = assemble({ ...members, 'a/package.json': member('a', { plugin: '^1.0.0', odd: '^1.0.0' }) });
    expect(units.get('a')?.dependencies.map(({ name, resolved }) => `${name} ${resolved}`)).toContain('odd undefined');
    expect(told).toEqual(['npm/lock-out-of-date a/package.json:9:5']);
  });

  it.each([
    ['pnpm@10.0.0', 'workspace'],
    ['pnpm@11.0.0', 'range'],
  ])('%s: .npmrc makes a range a %s', (packageManager, kind) => {
    const { units } = assemble({
      'package.json': root([], { packageManager }),
      'pnpm-workspace.yaml': 'packages: [a, odd]\n',
      '.npmrc': 'link-workspace-packages=true\n',
      'a/package.json': member('a', { odd: '^1.0.0' }),
      'odd/package.json': member('odd', {}),
    });
    expect(units.get('a')?.dependencies.map((one) => one.kind)).toEqual([kind]);
  });
});

describe('settings of npm that are not applied', () => {
  it.each([
    ['min-release-age-exclude[]=@acme/*', false],
    ['min-release-age=7', false],
    ['before=2026-01-01', false],
    ['install-links=true', true],
    ['install-links=false', false],
  ])('%s', (line, isTold) => {
    const { told } = assemble({ 'package.json': member('app', {}), '.npmrc': `fund=false\n${line}\n` });
    expect(told).toEqual(isTold ? ['npm/setting-not-applied .npmrc:2'] : []);
  });
});

describe('berry', () => {
  it('takes npm: with a tag for a tag of the package itself, and nobody else does', () => {
    const kinds = (packageManager: string): unknown => {
      const { units } = assemble({ 'package.json': member('app', { odd: 'npm:latest' }, { packageManager }) });
      return units.get('.')?.demands.find(({ key }) => key === 'odd')?.detail;
    };
    expect(kinds('yarn@4.10.0')).toMatchObject({ tag: 'true' });
    expect(kinds('yarn@4.10.0')).not.toHaveProperty('target');
    expect(kinds('pnpm@10.0.0')).toMatchObject({ target: 'latest' });
  });

  it('refuses a resolution that is taken from a catalog', () => {
    const { told } = assemble({
      'package.json': member('app', { odd: '^1.0.0' }, { resolutions: { odd: 'catalog:' }, packageManager: 'yarn@4.10.0' }),
      '.yarnrc.yml': 'catalog:\n  odd: 1.0.0\n',
    });
    expect(told).toEqual(['npm/refused-override package.json:11:5']);
  });
});
