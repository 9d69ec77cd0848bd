import { describe, expect, it } from 'vitest';
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
