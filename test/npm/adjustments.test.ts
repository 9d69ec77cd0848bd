import { describe, expect, it } from 'vitest';
import { assemble, type Files } from './assemble.ts';
import { world } from './world.ts';

const app = (name: string, dependencies: object, more: object = {}): object => ({
  name,
  version: '1.0.0',
  private: true,
  scripts: { start: 'node .' },
  dependencies,
  ...more,
});

const member = { 'a/package.json': app('a', { low: '^2.0.0' }, { optionalDependencies: { fast: '^1' } }) };
const pnpm = (settings: string): string => `packages: [a]\n${settings}`;

/** Lines of `a` as the tools themselves wrote them into their locks (pnpm 10.34.9, yarn 4.18.1, bun 1.4.5, npm 11.19.1). */
const LINES: readonly (readonly [what: string, files: Files, lines: readonly string[]])[] = [
  [
    'pnpm-workspace.yaml: overrides, by a range with a comparison',
    { 'pnpm-workspace.yaml': pnpm('overrides:\n  "low@>=2.0.0 <2.5.0": ">=2.5.0"\n') },
    ['low >=2.5.0 range', 'fast ^1 range'],
  ],
  [
    'pnpm: below the package itself, before what holds everywhere',
    { 'pnpm-workspace.yaml': pnpm('overrides:\n  low: 1.0.0\n  "a@1>low": 2.1.0\n  "b>low": 3.0.0\n') },
    ['low 2.1.0 exact', 'fast ^1 range'],
  ],
  [
    'pnpm: of several whose ranges meet the last one, however special another is',
    { 'pnpm-workspace.yaml': pnpm('overrides:\n  low@2: 2.1.0\n  low: 2.2.0\n  fast: 1.1.0\n  fast@1: 1.2.0\n') },
    ['low 2.2.0 exact', 'fast 1.2.0 exact'],
  ],
  [
    'pnpm: of several whose ranges do not meet the first one',
    {
      'pnpm-workspace.yaml': pnpm('overrides:\n  low@<2: 1.9.0\n  low@>=2: 2.5.0\n'),
      'a/package.json': app('a', { low: '>=1' }),
    },
    ['low 1.9.0 exact'],
  ],
  [
    'pnpm: a peer that is overridden by another package becomes a dependency',
    {
      'pnpm-workspace.yaml': pnpm('overrides:\n  low: npm:high@2.0.0\n  other@1: 1.5.0\n'),
      'a/package.json': app('a', {}, { peerDependencies: { low: '^2.0.0', other: '^1.0.0' } }),
    },
    ['low npm:high@2.0.0 exact', 'other 1.5.0 exact'],
  ],
  [
    'pnpm: an override from a catalog',
    { 'pnpm-workspace.yaml': pnpm('catalog:\n  low: ^2.7.0\noverrides:\n  low: "catalog:"\n') },
    ['low ^2.7.0 range', 'fast ^1 range'],
  ],
  [
    'pnpm: what package.json sets replaces the same of pnpm-workspace.yaml',
    {
      'pnpm-workspace.yaml': pnpm('overrides:\n  low: 1.0.0\nignoredOptionalDependencies: ["f*"]\n'),
      'package.json': { name: 'root', private: true, pnpm: { overrides: { low: '2.2.0' } } },
    },
    ['low 2.2.0 exact'],
  ],
  [
    'pnpm 11 and later: package.json sets nothing',
    {
      'pnpm-workspace.yaml': pnpm('overrides:\n  low: 2.1.0\n'),
      'package.json': { name: 'root', private: true, packageManager: 'pnpm@11.0.0', pnpm: { overrides: { low: '2.2.0' } } },
    },
    ['low 2.1.0 exact', 'fast ^1 range'],
  ],
  [
    'pnpm: yarn’s resolutions are overrides, npm’s are nothing',
    {
      'pnpm-workspace.yaml': pnpm(''),
      'package.json': { name: 'root', private: true, resolutions: { low: '2.3.0' }, overrides: { low: '1.0.0' } },
    },
    ['low 2.3.0 exact', 'fast ^1 range'],
  ],
  [
    'pnpm: extensions reach packages of the project, and never replace a line',
    {
      'pnpm-workspace.yaml': pnpm(
        'packageExtensions:\n  a@1:\n    dependencies: { low: "1", more: "^3" }\n  a@2:\n    dependencies: { not: "1" }\n',
      ),
    },
    ['low ^2.0.0 range', 'fast ^1 range', 'more ^3 range'],
  ],
  [
    'pnpm: an extension replaces a plain line by an optional one, and a prerelease suits no range of releases',
    {
      'pnpm-workspace.yaml': pnpm(
        'packageExtensions:\n  "a@*":\n    optionalDependencies: { low: "^3" }\n  "a@2":\n    dependencies: { not: "1" }\n',
      ),
    },
    ['low ^3 range', 'fast ^1 range'],
  ],
  [
    'berry: an extension replaces nothing, and a prerelease suits what its release suits',
    {
      'package.json': { name: 'root', private: true, workspaces: ['a'] },
      'a/package.json': { ...app('a', { low: '^2.0.0' }), version: '2.0.0-rc.1' },
      '.yarnrc.yml':
        'packageExtensions:\n  "a@^2":\n    dependencies: { low: "^3", more: "npm:^3" }\n  "a@*":\n    dependencies: { more: "^4" }\n',
    },
    ['low ^2.0.0 range', 'more ^3 range'],
  ],
  [
    'pnpm: ignored optional dependencies in package.json',
    {
      'pnpm-workspace.yaml': pnpm(''),
      'package.json': { name: 'root', private: true, pnpm: { ignoredOptionalDependencies: ['fast', 'low'] } },
    },
    ['low ^2.0.0 range'],
  ],
  [
    'Rush: pnpm’s settings under its own names',
    {
      'rush.json': '{ "pnpmVersion": "9.1.0", // as installed\n "projects": [{ "packageName": "a", "projectFolder": "a" }] }',
      'common/config/rush/pnpm-config.json': JSON.stringify({
        globalOverrides: { low: '2.6.0' },
        globalIgnoredOptionalDependencies: ['fast'],
        globalPackageExtensions: { a: { dependencies: { more: '^3' } } },
      }),
    },
    ['low 2.6.0 exact', 'more ^3 range'],
  ],
  [
    'berry: extensions of .yarnrc.yml',
    {
      'package.json': { name: 'root', private: true, workspaces: ['a'] },
      '.yarnrc.yml': 'packageExtensions:\n  "a@*":\n    peerDependencies: { react: "18" }\n',
    },
    ['low ^2.0.0 range', 'fast ^1 range', 'react 18 range'],
  ],
  [
    'yarn: resolutions below the package itself, not those of pnpm',
    {
      'package.json': {
        name: 'root',
        private: true,
        workspaces: ['a'],
        packageManager: 'yarn@4.0.0',
        resolutions: { 'a/low': '2.4.0', 'b/low': '1.0.0' },
        pnpm: { overrides: { low: '1.0.0' } },
      },
    },
    ['low 2.4.0 exact', 'fast ^1 range'],
  ],
  [
    'the tool that devEngines names',
    {
      'package.json': {
        name: 'root',
        private: true,
        workspaces: ['a'],
        devEngines: { packageManager: [{ name: 'yarn', version: '^4.0.0' }], runtime: { name: 'node', version: '>=99' } },
        resolutions: { low: '2.4.0' },
        overrides: { low: '1.0.0' },
      },
    },
    ['low 2.4.0 exact', 'fast ^1 range'],
  ],
  [
    'npm: overrides below the member itself, no resolutions',
    {
      'package.json': {
        name: 'root',
        private: true,
        workspaces: ['a'],
        packageManager: 'npm@11.0.0',
        overrides: { a: { low: '2.5.0' } },
        resolutions: { low: '1.0.0' },
      },
    },
    ['low 2.5.0 exact', 'fast ^1 range'],
  ],
  [
    'bun: overrides before resolutions',
    {
      'package.json': {
        name: 'root',
        private: true,
        workspaces: ['a'],
        packageManager: 'bun@1.4.0',
        overrides: { fast: '1.1.0' },
        resolutions: { low: '1.0.0' },
      },
    },
    ['low ^2.0.0 range', 'fast 1.1.0 exact'],
  ],
];

describe('settings of the tool that installs change lines', () => {
  it.each(LINES)('%s', (_, files, lines) => {
    expect(
      assemble({ ...member, ...files })
        .direct('a')
        .toSorted(),
    ).toEqual(lines.toSorted());
  });

  it('bun replaces lines of the root itself', () => {
    const { direct } = assemble({
      'package.json': app('a', { low: '^2.0.0' }, { packageManager: 'bun@1.4.0', overrides: { low: '1.0.0' } }),
    });
    expect(direct('.')).toEqual(['low 1.0.0 exact']);
  });
});

it('berry: extensions of .yarnrc.yml further up, of which the nearer count', () => {
  const more = (range: string): string => `packageExtensions:\n  "a@*":\n    dependencies: { more: "${range}" }\n`;
  const { direct } = assemble({
    '.yarnrc.yml': `${more('^3')}  "a@^1":\n    dependencies: { further: "^3" }\n`,
    'in/package.json': { name: 'root', private: true, workspaces: ['a'], packageManager: 'yarn@4.9.0' },
    'in/.yarnrc.yml': more('^4'),
    'in/a/package.json': app('a', { low: '^2.0.0' }),
  });
  expect(direct('in/a')).toEqual(['low ^2.0.0 range', 'further ^3 range', 'more ^4 range']);
});

describe('a range that a member of the workspace would suit', () => {
  const linked = (files: Files): readonly string[] => {
    const home = Object.hasOwn(files, 'in/package.json') ? 'in/' : '';
    return assemble({
      'package.json': { name: 'root', private: true },
      [`${home}a/package.json`]: app('a', { b: '^2.0.0', c: 'workspace:*' }),
      [`${home}b/package.json`]: { name: 'b', version: '2.1.0' },
      [`${home}c/package.json`]: { name: 'c', version: '1.0.0' },
      ...files,
    }).direct(`${home}a`);
  };
  const workspace = 'packages: [a, b, c]\n';

  it.each<[string, Files, 'workspace' | 'range']>([
    ['pnpm 8', { 'pnpm-workspace.yaml': workspace, 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" }, 'workspace'],
    ['pnpm 9', { 'pnpm-workspace.yaml': workspace, 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, 'range'],
    [
      'pnpm 9, told to link',
      { 'pnpm-workspace.yaml': `${workspace}linkWorkspacePackages: true\npackageManager: pnpm@9\n` },
      'workspace',
    ],
    [
      'pnpm 9, which reads no settings in the file of its workspace',
      {
        'package.json': { name: 'root', private: true, packageManager: 'pnpm@9.15.9' },
        'pnpm-workspace.yaml': `${workspace}linkWorkspacePackages: true\n`,
      },
      'range',
    ],
    [
      'pnpm 10',
      {
        'package.json': { name: 'root', private: true, packageManager: 'pnpm@10.34.9' },
        'pnpm-workspace.yaml': `${workspace}linkWorkspacePackages: true\n`,
      },
      'workspace',
    ],
    [
      'a lock that pnpm 10 may have written',
      { 'pnpm-workspace.yaml': `${workspace}linkWorkspacePackages: true\n`, 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" },
      'workspace',
    ],
    ['pnpm, told not to link', { 'pnpm-workspace.yaml': workspace, '.npmrc': 'link-workspace-packages = false\n' }, 'range'],
    ['npm', { 'package.json': { name: 'root', private: true, workspaces: ['a', 'b', 'c'] } }, 'workspace'],
    [
      'bun, told not to link',
      {
        'package.json': { name: 'root', private: true, workspaces: ['a', 'b', 'c'], packageManager: 'bun@1.3.0' },
        'bunfig.toml': 'install.linkWorkspacePackages = false\n',
      },
      'range',
    ],
    [
      'berry, told not to link',
      {
        'package.json': { name: 'root', private: true, workspaces: ['a', 'b', 'c'] },
        '.yarnrc.yml': 'enableTransparentWorkspaces: false\n',
      },
      'range',
    ],
    [
      'berry, told so further up',
      {
        'package.json': { name: 'above', private: true },
        '.yarnrc.yml': 'enableTransparentWorkspaces: false\n',
        'in/package.json': { name: 'root', private: true, workspaces: ['a', 'b', 'c'] },
        'in/yarn.lock': '__metadata:\n  version: 8\n',
      },
      'range',
    ],
    [
      'berry, told otherwise nearer',
      {
        'package.json': { name: 'above', private: true },
        '.yarnrc.yml': 'enableTransparentWorkspaces: false\n',
        'in/.yarnrc.yml': 'enableTransparentWorkspaces: true\n',
        'in/package.json': { name: 'root', private: true, workspaces: ['a', 'b', 'c'] },
        'in/yarn.lock': '__metadata:\n  version: 8\n',
      },
      'workspace',
    ],
  ])('%s', (_, files, kind) => {
    expect(linked(files)).toEqual([`b ^2.0.0 ${kind}`, 'c workspace:* workspace']);
  });
});

describe('what is not applied is said, with its place', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'pnpm’s own file',
      { 'pnpm-workspace.yaml': pnpm('resolutionMode: time-based\nminimumReleaseAge: 1440\nautoInstallPeers: true\n') },
      ['npm/setting-not-applied pnpm-workspace.yaml:2:1'],
    ],
    [
      'pnpm’s own file, before pnpm reads settings there',
      {
        'package.json': { name: 'root', private: true, packageManager: 'pnpm@9.15.9' },
        'pnpm-workspace.yaml': pnpm('overrides:\n  low: 1.0.0\n'),
      },
      ['npm/setting-not-applied pnpm-workspace.yaml:1'],
    ],
    [
      '.npmrc of a pnpm workspace',
      { 'pnpm-workspace.yaml': pnpm(''), '.npmrc': '# registry\nresolution-mode=time-based\n' },
      ['npm/setting-not-applied .npmrc:2'],
    ],
    [
      'hooks',
      { 'pnpm-workspace.yaml': pnpm(''), '.pnpmfile.cjs': 'module.exports = {}\n' },
      ['npm/setting-not-applied .pnpmfile.cjs:1'],
    ],
    [
      'plug-ins of berry',
      { 'package.json': { name: 'root', private: true, workspaces: ['a'] }, '.yarnrc.yml': 'plugins:\n  - path: x.cjs\n' },
      ['npm/setting-not-applied .yarnrc.yml:1:1'],
    ],
    [
      'bun’s own file',
      {
        'package.json': { name: 'root', private: true, workspaces: ['a'], packageManager: 'bun@1.3.0' },
        'bunfig.toml': '[install]\nexact = true\noptional = false\nminimumReleaseAge = 259200\n',
      },
      ['npm/setting-not-applied bunfig.toml:3:1'],
    ],
    [
      'bun’s own file, broken',
      {
        'package.json': { name: 'root', private: true, workspaces: ['a'], packageManager: 'bun@1.3.0' },
        'bunfig.toml': '[install\n',
      },
      ['toml/syntax bunfig.toml:1:9'],
    ],
    [
      'an override that refers to nothing',
      { 'pnpm-workspace.yaml': pnpm('overrides:\n  low: $none\n  other: "catalog:"\n') },
      ['npm/refused-override pnpm-workspace.yaml:3:3', 'npm/refused-override pnpm-workspace.yaml:4:3'],
    ],
  ])('%s', (_, files, told) => {
    expect(assemble({ ...member, ...files }).told).toEqual(told);
  });
});

/** By what npm 12.2.2 does with them (EALLOWGIT, EALLOWREMOTE). */
describe('npm takes nothing from repositories and addresses unless it is told to', () => {
  const LINES = { low: 'github:owner/low#1.0.0', fast: 'https://host.example/fast-1.0.0.tgz' };
  const BOTH = ['low', 'fast'];
  it.each<[what: string, root: object, npmrc: string, refused: readonly string[]]>([
    ['npm 12', { packageManager: 'npm@12.2.2' }, '', BOTH],
    ['npm 11', { packageManager: 'npm@11.19.1' }, '', []],
    ['nobody says which npm', {}, '', []],
    ['engines', { engines: { npm: '>=12' } }, '', BOTH],
    ['engines that admit an older one', { engines: { npm: '>=10' } }, '', []],
    ['devEngines', { devEngines: { packageManager: { name: 'npm', version: '^12.0.0' } } }, '', BOTH],
    ['another tool', { packageManager: 'pnpm@12.0.0', engines: { npm: '>=12' } }, '', []],
    ['repositories of the root', { packageManager: 'npm@12.2.2' }, 'allow-git=root\n', ['fast']],
    ['all addresses', { packageManager: 'npm@12.2.2' }, 'allow-remote = all\n', ['low']],
    ['none of npm’s words', { packageManager: 'npm@12.2.2' }, 'allow-git=true\n', BOTH],
    ['an older one that is told not to', { packageManager: 'npm@11.19.1' }, 'allow-git=none\n', ['low']],
  ])('%s', (_, root, npmrc, refused) => {
    const lines = app(
      'a',
      { low: LINES.low },
      { devDependencies: { fast: LINES.fast }, optionalDependencies: { odd: 'owner/odd' } },
    );
    const both: readonly Files[] = [
      { 'package.json': { ...lines, ...root }, '.npmrc': npmrc },
      { 'package.json': { name: 'root', private: true, workspaces: ['a'], ...root }, 'a/package.json': lines, '.npmrc': npmrc },
    ];
    for (const files of both) {
      const told = assemble(files).diagnostics.filter(({ code }) => code === 'npm/refused-source');
      expect(told.map(({ message }) => message.replace(/ .*$/s, ''))).toEqual(refused);
    }
  });
});

const REGISTRY = `
lib 1.0.0: peer host ^1 & optional native ^1 & leaf ^1
host 1.0.0:
host 2.0.0:
native 1.0.0: host ^9
leaf 1.0.0:
leaf 2.0.0:
extra 1.0.0:
`;

describe('settings of pnpm and yarn reach what the registry says of packages', () => {
  const service = app('a', { lib: '^1', host: '^2' });
  const cases: readonly (readonly [what: string, settings: object, verdict: string])[] = [
    ['nothing', {}, 'conflict'],
    [
      'a peer that may have other versions',
      { peerDependencyRules: { allowedVersions: { host: '2' } } },
      'leaf@1.0.0 native@1.0.0',
    ],
    ['below one package alone', { peerDependencyRules: { allowedVersions: { 'lib@1>host': '2' } } }, 'leaf@1.0.0 native@1.0.0'],
    ['for some versions of it', { peerDependencyRules: { allowedVersions: { 'host@1': '2' } } }, 'leaf@1.0.0 native@1.0.0'],
    ['of two the last', { peerDependencyRules: { allowedVersions: { 'lib@1>host': '2', 'lib>host': '9' } } }, 'conflict'],
    [
      'a peer that an extension makes optional, behind another that does not',
      {
        packageExtensions: {
          'lib@1': { peerDependenciesMeta: { host: { optional: false } } },
          lib: { peerDependenciesMeta: { host: { optional: true } } },
        },
      },
      'conflict',
    ],
    ['below another one', { peerDependencyRules: { allowedVersions: { 'lib@2>host': '2' } } }, 'conflict'],
    ['a peer that may have any', { peerDependencyRules: { allowAny: ['ho*'] } }, 'leaf@1.0.0 native@1.0.0'],
    ['an override of the peer', { overrides: { 'lib>host': '*' } }, 'leaf@1.0.0 native@1.0.0'],
    [
      'no optional dependency, another leaf, one more',
      {
        peerDependencyRules: { allowAny: ['host'] },
        ignoredOptionalDependencies: ['native'],
        overrides: { 'lib>leaf': '2' },
        packageExtensions: { lib: { dependencies: { extra: '1', leaf: '9' } } },
      },
      'extra@1.0.0 leaf@2.0.0',
    ],
    ['a dependency taken away', { peerDependencyRules: { allowAny: ['host'] }, overrides: { 'lib>leaf': '-', native: '-' } }, ''],
  ];
  it.each(cases)('%s', async (_, settings, verdict) => {
    const { resolver } = await world(REGISTRY.replace('native 1.0.0: host ^9', 'native 1.0.0:'), {
      a: { ...service, pnpm: settings },
    });
    const answer = await resolver.resolve(['a']);
    const versions =
      answer.kind === 'resolved'
        ? [...answer.versions].flatMap(([name, version]) => (/(?:lib|host)$/.test(name) ? [] : [`${name}@${version}`]))
        : [answer.kind];
    expect(
      versions
        .map((one) => one.replace('pkg:npm/', ''))
        .toSorted()
        .join(' '),
    ).toBe(verdict);
  });
});

describe('peers that nobody asks for', () => {
  const registry = `
mid 1.0.0: peer old ^1
old 1.0.0: peer host ^1
low 1.0.0: peer host ^1
top 1.0.0: low ^1 & host ^2
host 1.0.0:
host 2.0.0:
`;
  it.each<[what: string, lines: object, files: Files, kind: string]>([
    ['are installed', { mid: '^1', host: '^2' }, {}, 'conflict'],
    ['pnpm installs none', { mid: '^1', host: '^2' }, { 'a/pnpm-workspace.yaml': 'autoInstallPeers: false\n' }, 'resolved'],
    [
      'pnpm, told so in .npmrc',
      { mid: '^1', host: '^2' },
      {
        'a/pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters: {}\npackages: {}\nsnapshots: {}\n",
        'a/.npmrc': 'auto-install-peers=false\n',
      },
      'resolved',
    ],
    [
      'pnpm, one that somebody brings',
      { low: '^1', host: '^2' },
      { 'a/pnpm-workspace.yaml': 'autoInstallPeers: false\n' },
      'conflict',
    ],
    [
      'bun installs none',
      { mid: '^1', host: '^2' },
      { 'a/bun.lock': '{}', 'a/bunfig.toml': '[install]\npeer = false\n' },
      'resolved',
    ],
    ['lie below a package in a version that does not suit', { top: '1' }, {}, 'resolved'],
    ['pnpm is strict', { top: '1' }, { 'a/pnpm-workspace.yaml': 'strictPeerDependencies: true\n' }, 'conflict'],
    ['pnpm is not', { top: '1' }, { 'a/pnpm-workspace.yaml': 'strictPeerDependencies: false\n' }, 'resolved'],
  ])('%s', async (_, lines, files, kind) => {
    const { resolver } = await world(registry, { a: app('a', lines), ...files });
    expect((await resolver.resolve(['a'])).kind).toBe(kind);
  });
});

describe('locked', () => {
  it('berry: extended dependencies are followed though the lock does not list them', () => {
    const { units } = assemble({
      'package.json': app('a', { odd: '^3.0.0' }),
      '.yarnrc.yml': 'packageExtensions:\n  "odd@^3":\n    dependencies: { buffer: "*" }\n',
      'yarn.lock': [
        '__metadata:\n  version: 8\n  cacheKey: 10c0\n',
        '"a@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "a@workspace:."\n  dependencies:\n    odd: "npm:^3.0.0"\n  linkType: soft\n',
        '"odd@npm:^3.0.0":\n  version: 3.0.1\n  resolution: "odd@npm:3.0.1"\n  linkType: hard\n',
        '"buffer@npm:*":\n  version: 2.0.5\n  resolution: "buffer@npm:2.0.5"\n  linkType: hard\n',
      ].join('\n'),
    });
    const found = units.get('.')?.dependencies.map(({ name, resolved, via }) => `${name} ${resolved ?? ''} ${via.join(' ')}`);
    expect(found).toEqual(['odd 3.0.1 ', 'buffer 2.0.5 pkg:npm/odd@3.0.1']);
  });

  it('pnpm: peers that the root lets be are no demands', () => {
    const peers = (rules: object): readonly string[] =>
      (
        assemble({
          'package.json': app('a', { lib: '^1' }, { packageManager: 'pnpm@10.0.0', pnpm: { peerDependencyRules: rules } }),
          'pnpm-lock.yaml': [
            "lockfileVersion: '9.0'",
            'importers:\n  .:\n    dependencies:\n      lib:\n        specifier: ^1\n        version: 1.0.0(host@1.0.0)',
            'packages:\n  lib@1.0.0:\n    peerDependencies:\n      host: ^1\n  host@1.0.0:\n    resolution: {integrity: x}',
            'snapshots:\n  lib@1.0.0(host@1.0.0):\n    dependencies:\n      host: 1.0.0\n  host@1.0.0: {}\n',
          ].join('\n'),
        }).units.get('.')?.demands ?? []
      ).flatMap(({ key, constraint, detail }) => (detail?.peer === undefined ? [] : [`${key} ${constraint} ${detail.peer}`]));
    expect(peers({})).toEqual(['host ^1 required']);
    expect(peers({ allowedVersions: { host: '2' } })).toEqual(['host ^1 || 2 required']);
    expect(peers({ ignoreMissing: ['*'] })).toEqual(['host ^1 optional']);
    expect(peers({ allowAny: ['*', '!other'] })).toEqual([]);
  });
});
