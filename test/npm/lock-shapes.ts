/** More workspaces for `compare-locks.ts`: what the settings of one tool, or its own protocols, make of a lock. */
import { gzipSync } from 'node:zlib';
import { tar } from '../formats/make-tar.ts';
import { app, type LockWorkspace, many, one, PATCH } from './lock-workspaces.ts';

function archive(json: object): Buffer {
  return gzipSync(tar([{ path: 'package/package.json', text: JSON.stringify(json) }]));
}

const VENDORED = archive({ name: 'vendored', version: '1.2.3', dependencies: { 'is-odd': '^3.0.0' } });

function yaml(packages: readonly string[], ...lines: readonly string[]): string {
  return `packages: [${packages.join(', ')}]\n${lines.join('\n')}\n`;
}

const BOTH = {
  a: { dependencies: { 'is-odd': '^3.0.0', 'is-even': '1' } },
  b: { dependencies: { 'is-odd': '1.0.0', 'kind-of': '6' } },
};

const PNPM: readonly LockWorkspace[] = [
  many(
    'pnpm: an injected member',
    {
      a: { dependencies: { b: 'workspace:*', react: '17.0.2' }, dependenciesMeta: { b: { injected: true } } },
      b: {
        dependencies: { 'is-odd': '^3.0.0' },
        devDependencies: { react: '18.2.0', 'kind-of': '6' },
        peerDependencies: { react: '17 || 18' },
      },
      c: { dependencies: { b: 'workspace:^', react: '18.2.0' }, dependenciesMeta: { b: { injected: true } } },
    },
    { tools: ['pnpm'] },
  ),
  many(
    'pnpm: all members injected',
    {
      a: { dependencies: { b: 'workspace:*', 'is-number': '7' } },
      b: { dependencies: { c: 'workspace:*', 'is-odd': '^3.0.0' } },
      c: { dependencies: { 'is-even': '1' }, devDependencies: { 'kind-of': '6' } },
    },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: { 'pnpm-workspace.yaml': yaml(['a', 'b', 'c'], 'injectWorkspacePackages: true', 'dedupeInjectedDeps: false') },
    },
  ),
  many('pnpm: patches by name, range and version', BOTH, {
    tools: ['pnpm'],
    since: { pnpm: 10 },
    files: {
      'odd.patch': PATCH,
      'pnpm-workspace.yaml': yaml(['a', 'b'], 'patchedDependencies:', '  is-odd: odd.patch', '  is-even@^1: odd.patch'),
    },
  }),
  many('pnpm: overrides of every form', BOTH, {
    tools: ['pnpm'],
    since: { pnpm: 10 },
    root: { dependencies: { 'is-buffer': '1.1.6' } },
    files: {
      'pnpm-workspace.yaml': yaml(
        ['a', 'b'],
        'overrides:',
        "  'is-number@^6': npm:kind-of@5.0.0",
        "  'is-odd@<2>is-number': 4.0.0",
        "  'kind-of': ^6.0.1",
        "  'is-buffer': $is-buffer",
      ),
    },
  }),
  many('pnpm: an override to a directory and one to nothing', BOTH, {
    tools: ['pnpm'],
    since: { pnpm: 10 },
    files: {
      'local/package.json': { name: 'is-number', version: '9.0.0', dependencies: { 'is-buffer': '2' } },
      'pnpm-workspace.yaml': yaml(['a', 'b'], 'overrides:', "  'is-odd@3>is-number': link:./local", "  'b>kind-of': '-'"),
    },
  }),
  {
    ...many('pnpm: extensions in its own file', BOTH, {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: {
        'pnpm-workspace.yaml': yaml(
          ['a', 'b'],
          'packageExtensions:',
          '  is-odd:',
          '    dependencies:',
          "      is-buffer: '2'",
          'ignoredOptionalDependencies: [fsevents]',
        ),
      },
    }),
    extended: { 'is-odd': ['is-buffer'] },
  },
  many(
    'pnpm: no peers by themselves',
    { a: { dependencies: { 'ajv-keywords': '^5.0.0' } }, b: { dependencies: { 'ajv-keywords': '^5.0.0', ajv: '8.12.0' } } },
    { tools: ['pnpm'], since: { pnpm: 10 }, files: { 'pnpm-workspace.yaml': yaml(['a', 'b'], 'autoInstallPeers: false') } },
  ),
  many(
    'pnpm: peers in a short suffix',
    {
      a: { dependencies: { react: '17.0.2', 'react-dom': '17.0.2', 'use-callback-ref': '1.3.0', zustand: '4.5.2' } },
      b: { dependencies: { react: '18.2.0', 'react-dom': '18.2.0', 'use-callback-ref': '1.3.0', zustand: '4.5.2' } },
    },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: { 'pnpm-workspace.yaml': yaml(['a', 'b'], 'peersSuffixMaxLength: 8', 'dedupePeerDependents: false') },
    },
  ),
  many(
    'pnpm: ranges that members answer',
    { a: { dependencies: { b: '^1.0.0', c: '^2.0.0 || 1' } }, b: { dependencies: { 'is-odd': '3' } }, c: {} },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: { 'pnpm-workspace.yaml': yaml(['a', 'b', 'c'], 'linkWorkspacePackages: deep') },
    },
  ),
  many(
    'pnpm: a lock for each member',
    { a: { dependencies: { b: 'workspace:*', 'is-odd': '1' } }, b: { dependencies: { 'is-odd': '3' } } },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: { 'pnpm-workspace.yaml': yaml(['a', 'b'], 'sharedWorkspaceLockfile: false') },
    },
  ),
  many(
    'pnpm: a lock for each member of a chain, with peers, development and overrides',
    {
      a: { dependencies: { b: 'workspace:*', 'is-odd': '1', react: '18.2.0' }, devDependencies: { c: 'workspace:*' } },
      b: {
        dependencies: { c: 'workspace:^', zustand: '4.5.2' },
        devDependencies: { 'kind-of': '6' },
        peerDependencies: { react: '17 || 18' },
      },
      c: { dependencies: { 'is-odd': '3', l: 'link:../outside' }, optionalDependencies: { 'is-even': '1' } },
    },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: {
        'outside/package.json': { name: 'l', version: '1.0.0' },
        'pnpm-workspace.yaml': yaml(
          ['a', 'b', 'c'],
          'sharedWorkspaceLockfile: false',
          'overrides:',
          "  'is-odd@3>is-number': 5.0.0",
        ),
      },
    },
  ),
  {
    ...many(
      'pnpm: a lock for each member, by .npmrc',
      {
        a: { dependencies: { b: 'workspace:*', 'is-odd': '1' } },
        b: { dependencies: { 'is-odd': '3' }, peerDependencies: { 'is-number': '*' } },
      },
      { tools: ['pnpm'], files: { '.npmrc': 'shared-workspace-lockfile=false\n' } },
    ),
    until: { pnpm: 10 },
  },
  many(
    'pnpm: links left out of the lock',
    { a: { dependencies: { b: 'workspace:*', l: 'link:../outside', 'is-odd': '1' } }, b: { dependencies: { 'is-odd': '3' } } },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: {
        'outside/package.json': { name: 'l', version: '1.0.0' },
        'pnpm-workspace.yaml': yaml(['a', 'b'], 'excludeLinksFromLockfile: true'),
      },
    },
  ),
  many(
    'pnpm: catalogs with aliases, members, peers and tags',
    {
      a: {
        dependencies: { odd: 'catalog:', b: 'catalog:local' },
        devDependencies: { 'kind-of': 'catalog:' },
        peerDependencies: { react: 'catalog:ui' },
      },
      b: { dependencies: { 'is-even': 'catalog:' }, optionalDependencies: { 'is-buffer': 'catalog:' } },
    },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: {
        'pnpm-workspace.yaml': yaml(
          ['a', 'b'],
          'catalog:',
          '  odd: npm:is-odd@^3.0.0',
          '  kind-of: ^6',
          '  is-even: latest',
          "  is-buffer: '*'",
          'catalogs:',
          '  local:',
          "    b: 'workspace:*'",
          '  ui:',
          '    react: ^18.2.0',
        ).replace("    b: 'workspace:*'\n", "    b: '*'\n"),
      },
    },
  ),
  many('pnpm: node_modules laid flat', BOTH, {
    tools: ['pnpm'],
    since: { pnpm: 10 },
    files: { 'pnpm-workspace.yaml': yaml(['a', 'b'], 'nodeLinker: hoisted') },
  }),
  many('pnpm: its own version and hooks of others in the lock', BOTH, {
    tools: ['pnpm'],
    since: { pnpm: 10 },
    root: { packageManager: 'pnpm@{{version}}' },
    files: { 'pnpm-workspace.yaml': yaml(['a', 'b']) },
  }),
  {
    ...one('pnpm: a directory with a config dependency and nothing else', {}, {}, ['pnpm']),
    since: { pnpm: 10 },
  },
  many(
    'pnpm: peers deduplicated by a setting',
    {
      a: { dependencies: { 'use-callback-ref': '1.3.0', react: '18.2.0', '@types/react': '18.2.0' } },
      b: { dependencies: { 'use-callback-ref': '1.3.0', react: '18.2.0' } },
    },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: { 'pnpm-workspace.yaml': yaml(['a', 'b'], 'dedupePeers: true', 'resolvePeersFromWorkspaceRoot: false') },
    },
  ),
  many(
    'pnpm: versions of the least age and lowest direct',
    { a: { dependencies: { 'is-odd': '^2.0.0', 'kind-of': '^5.0.0' } } },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: { 'pnpm-workspace.yaml': yaml(['a'], 'resolutionMode: lowest-direct', 'minimumReleaseAge: 10') },
    },
  ),
  many(
    'pnpm: other systems are installed as well',
    { a: { optionalDependencies: { '@node-rs/xxhash': '1.7.6' } } },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: {
        'pnpm-workspace.yaml': yaml(['a'], 'supportedArchitectures:', '  os: [current]', '  cpu: [current]', '  libc: [glibc]'),
      },
    },
  ),
];

const BERRY: readonly LockWorkspace[] = [
  one('berry: patches of its own', { resolve: '^1.20.0', chokidar: '^3.5.0' }, {}, ['berry']),
  one(
    'berry: a patch by a resolution',
    { 'is-odd': '^3.0.0', 'is-even': '1' },
    { resolutions: { 'is-odd@npm:^3.0.0': 'patch:is-odd@npm%3A3.0.1#./odd.patch' } },
    ['berry'],
    { 'odd.patch': PATCH },
  ),
  one(
    'berry: aliases of every form',
    {
      odd: 'npm:is-odd@^3.0.0',
      '@x/odd': 'npm:is-odd@1',
      'is-odd': 'npm:^2.0.0',
      'is-even': 'npm:latest',
      even: 'npm:is-even@*',
    },
    {},
    ['berry'],
  ),
  one(
    'berry: resolutions of every form',
    { 'is-odd': '^3.0.0', 'is-even': '1', braces: '2' },
    {
      resolutions: {
        'is-odd/is-number': 'npm:5.0.0',
        'is-number@npm:^3.0.0': '4.0.0',
        'is-even/is-odd': 'npm:is-odd@1.0.0',
        'is-extendable': 'npm:is-buffer@2.0.5',
        'fill-range@npm:^4.0.0/is-number': '3.0.0',
      },
    },
    ['berry'],
  ),
  {
    ...one('berry: a resolution to a directory', { 'is-odd': '^3.0.0' }, { resolutions: { 'is-number': 'portal:./local' } }, [
      'berry',
    ]),
    files: {
      'package.json': app({ 'is-odd': '^3.0.0', 'is-even': '1' }, { resolutions: { 'is-odd/is-number': 'portal:./local' } }),
      'local/package.json': { name: 'is-number', version: '9.0.0', dependencies: { 'is-buffer': '2' } },
    },
  },
  many(
    'berry: catalogs with patches and aliases',
    {
      a: { dependencies: { odd: 'catalog:', 'is-odd': 'catalog:patched' }, devDependencies: { 'kind-of': 'catalog:' } },
      b: { dependencies: { 'is-even': 'catalog:', a: 'workspace:^' } },
    },
    {
      tools: ['berry'],
      since: { berry: 4 },
      files: {
        'odd.patch': PATCH,
        '.yarnrc.yml':
          'catalog:\n  odd: npm:is-odd@^3.0.0\n  kind-of: ^6\n  is-even: ^1\ncatalogs:\n  patched:\n    is-odd: 3.0.1\n',
      },
    },
  ),
  many(
    'berry: members by path, by version and by a peer',
    {
      a: { dependencies: { b: 'workspace:b', c: 'workspace:1.0.0', react: '18.2.0' } },
      b: { dependencies: { 'is-odd': '3' }, peerDependencies: { react: '*' }, devDependencies: { react: '17.0.2' } },
      c: { dependencies: { b: '^1.0.0' }, devDependencies: { 'is-even': '1' } },
    },
    { tools: ['berry'] },
  ),
  many(
    'berry: members that no range answers',
    { a: { dependencies: { 'is-odd': '^3.0.0' } }, 'is-odd': { dependencies: { 'kind-of': '6' } } },
    { tools: ['berry'], files: { '.yarnrc.yml': 'enableTransparentWorkspaces: false\n' } },
  ),
  many(
    'berry: members within members',
    { a: { workspaces: ['inner'], dependencies: { inner: 'workspace:*' } } },
    { tools: ['berry'], files: { 'a/inner/package.json': { name: 'inner', version: '1.0.0', dependencies: { 'is-odd': '3' } } } },
  ),
  many(
    'berry: optional by a remark, portals and links',
    {
      a: {
        dependencies: { 'is-odd': '3', p: 'portal:../portal', l: 'link:../link', f: 'file:../file' },
        dependenciesMeta: { 'is-odd': { optional: true } },
      },
    },
    {
      tools: ['berry'],
      files: {
        'portal/package.json': { name: 'p', version: '1.0.0', dependencies: { 'is-even': '1' } },
        'link/package.json': { name: 'l', version: '1.0.0', dependencies: { 'is-buffer': '2' } },
        'file/package.json': { name: 'f', version: '1.0.0', dependencies: { 'kind-of': '6' } },
      },
    },
  ),
  {
    name: 'berry: extensions with peers',
    extended: { 'is-odd': ['is-buffer'] },
    files: {
      'package.json': app({ 'is-odd': '3', 'is-buffer': '1.1.6' }),
      '.yarnrc.yml': 'packageExtensions:\n  "is-odd@*":\n    peerDependencies:\n      is-buffer: "*"\n',
    },
    tools: ['berry'],
  },
];

const CLASSIC: readonly LockWorkspace[] = [
  one(
    'yarn 1: one package under many names',
    { odd: 'npm:is-odd@^3.0.0', odd2: 'npm:is-odd@^3.0.0', '@x/odd': 'npm:is-odd@3.0.1', 'is-odd': '^3.0.0', n: 'npm:is-number' },
    {},
    ['yarn'],
  ),
  one(
    'yarn 1: a resolution to another package',
    { 'is-odd': '^3.0.0', 'is-even': '1' },
    { resolutions: { 'is-number': 'npm:kind-of@5.0.0' } },
    ['yarn'],
  ),
  one(
    'yarn 1: ranges with blanks',
    { 'is-odd': '>=1 <3', 'is-number': '^4.0.0 || ^5.0.0', 'kind-of': '5 - 6', braces: '~2.3' },
    {},
    ['yarn', 'npm', 'pnpm', 'bun'],
  ),
  many(
    'yarn 1: members hoisted and not, links and directories',
    {
      a: { dependencies: { b: '1.0.0', 'is-odd': '1.0.0', l: 'link:../link', f: 'file:../file' } },
      b: { dependencies: { 'is-odd': '3' }, devDependencies: { 'kind-of': '6' } },
    },
    {
      tools: ['yarn'],
      root: { workspaces: { packages: ['a', 'b'], nohoist: ['**/is-odd'] } },
      files: {
        'link/package.json': { name: 'l', version: '1.0.0', dependencies: { 'is-buffer': '2' } },
        'file/package.json': { name: 'f', version: '1.0.0', dependencies: { 'kind-of': '5' } },
      },
    },
  ),
];

const BUN: readonly LockWorkspace[] = [
  {
    ...one('bun: patches', {}, {}, ['bun']),
    files: {
      'package.json': app({ 'is-odd': '3.0.1', 'is-even': '1' }, { patchedDependencies: { 'is-odd@3.0.1': 'odd.patch' } }),
      'odd.patch': PATCH,
    },
  },
  many('bun: overrides and resolutions above members', BOTH, {
    tools: ['bun'],
    root: { overrides: { 'is-number': '5.0.0', 'kind-of': 'npm:is-buffer@2.0.5' } },
  }),
  many(
    'bun: catalogs, dev, peers and overrides from them',
    {
      a: {
        dependencies: { 'is-odd': 'catalog:' },
        devDependencies: { 'kind-of': 'catalog:old' },
        peerDependencies: { react: 'catalog:' },
      },
      b: { dependencies: { a: 'workspace:*', 'is-odd': 'catalog:old' }, optionalDependencies: { 'is-even': 'catalog:' } },
    },
    {
      tools: ['bun'],
      root: {
        workspaces: {
          packages: ['a', 'b'],
          catalog: { 'is-odd': '^3.0.0', react: '^18.2.0', 'is-even': '1' },
          catalogs: { old: { 'kind-of': '^5.0.0', 'is-odd': '1.0.0' } },
        },
      },
    },
  ),
  many(
    'bun: catalogs at the top of package.json',
    { a: { dependencies: { 'is-odd': 'catalog:', 'kind-of': 'catalog:old' } } },
    {
      tools: ['bun'],
      root: {
        catalog: { 'is-odd': '^3.0.0', 'is-number': '5.0.0' },
        catalogs: { old: { 'kind-of': '^5.0.0' } },
        overrides: { 'is-number': 'catalog:' },
      },
    },
  ),
  many(
    'bun: copies below members with scopes',
    {
      a: { name: '@x/a', dependencies: { 'is-odd': '^1.0.0', '@x/b': 'workspace:*', odd: 'npm:is-odd@3' } },
      b: { name: '@x/b', dependencies: { 'is-odd': '^3.0.0', 'is-number': '^4' } },
      c: { name: '@x/c', dependencies: { 'is-odd': '^2.0.0' }, devDependencies: { 'is-number': '7' } },
    },
    { tools: ['bun', 'berry'] },
  ),
  many(
    'bun: a directory outside the members, and one by a link',
    { a: { dependencies: { f: 'file:../file', 'is-odd': '1' } } },
    { tools: ['bun'], files: { 'file/package.json': { name: 'f', version: '1.0.0', dependencies: { 'is-odd': '3' } } } },
  ),
];

const EVERYBODY: readonly LockWorkspace[] = [
  {
    ...one('an archive of the project', {}),
    files: {
      'package.json': app({ vendored: 'file:./vendor/vendored-1.2.3.tgz', 'is-odd': '1.0.0' }),
      'vendor/vendored-1.2.3.tgz': VENDORED,
    },
  },
  {
    ...one('an archive under another name', {}, {}, ['npm', 'yarn', 'pnpm', 'berry', 'bun']),
    files: { 'package.json': app({ other: 'file:./vendor/vendored-1.2.3.tgz' }), 'vendor/vendored-1.2.3.tgz': VENDORED },
  },
  // bun's lock does not say which version an address led to.
  one('an archive by its address', { 'is-odd': '{{registry}}/is-odd/-/is-odd-3.0.1.tgz', 'is-even': '1' }, {}, [
    'npm',
    'pnpm',
    'yarn',
    'berry',
  ]),
  many(
    'an archive in a member',
    { a: { dependencies: { vendored: 'file:./vendored-1.2.3.tgz' } }, b: { dependencies: { 'is-odd': '1.0.0' } } },
    { files: { 'a/vendored-1.2.3.tgz': VENDORED } },
  ),
  // pnpm 12 adds optional peers of its own database, which no package.json has.
  {
    ...one(
      'a server and its tests',
      { express: '4.18.2', winston: '3.11.0' },
      { devDependencies: { mocha: '10.2.0', chai: '4.4.1', supertest: '6.3.4' } },
    ),
    until: { pnpm: 11 },
  },
  one(
    'peers many times over',
    { '@nestjs/core': '10.3.0', '@nestjs/common': '10.3.0', rxjs: '7.8.1', 'reflect-metadata': '0.1.14' },
    { devDependencies: { '@nestjs/testing': '10.3.0' } },
  ),
  one(
    'a linter with plug-ins',
    {},
    { devDependencies: { eslint: '8.57.0', 'eslint-plugin-import': '2.29.1', 'eslint-config-airbnb-base': '15.0.0' } },
  ),
  many(
    'members in a loop',
    {
      a: { dependencies: { b: '1.0.0', 'is-odd': '3' } },
      b: { devDependencies: { a: '1.0.0' }, dependencies: { 'is-even': '1' } },
    },
    { tools: ['npm', 'yarn', 'berry', 'bun'] },
  ),
  many(
    'a member for development alone',
    {
      a: { devDependencies: { b: '1.0.0' }, dependencies: { 'is-odd': '1' } },
      b: { dependencies: { 'is-even': '1' }, devDependencies: { 'kind-of': '6' } },
    },
    { tools: ['npm', 'yarn', 'berry', 'bun'] },
  ),
  many('optional peers that a neighbour brings', {
    a: { dependencies: { zustand: '4.5.2', react: '18.2.0' } },
    b: { dependencies: { zustand: '4.5.2', react: '18.2.0', immer: '10.0.3' } },
    c: { dependencies: { 'ajv-formats': '2.1.1' } },
    d: { dependencies: { 'ajv-formats': '2.1.1', ajv: '8.12.0' } },
  }),
];

/** What fleets have and no row above does. */
const FLEETS: readonly LockWorkspace[] = [
  many(
    'npm: references of the root, for members and nested',
    {
      a: { dependencies: { 'is-odd': '^3.0.0', 'is-even': '1' } },
      b: { dependencies: { braces: '2', 'kind-of': '6' }, overrides: { 'kind-of': '3.2.2' } },
    },
    {
      tools: ['npm'],
      root: {
        dependencies: { 'is-number': '5.0.0' },
        devDependencies: { 'kind-of': '6.0.2' },
        overrides: { 'is-odd': { 'is-number': '$is-number' }, braces: { 'to-regex-range': { 'is-number': '$is-number' } } },
      },
    },
  ),
  one('what a package bundles of its own', { 'is-odd': '3', 'is-even': '1' }, { bundleDependencies: ['is-odd'] }),
  one('npm: aliases among peers', { 'is-even': '1' }, { peerDependencies: { odd: 'npm:is-odd@^3.0.0' } }, ['npm']),
  many(
    'members that are published in other versions',
    {
      a: { dependencies: { 'is-odd': '^3.0.0', 'is-even': '^9.0.0' } },
      'is-odd': { version: '9.0.0', dependencies: { 'kind-of': '6' } },
      'is-even': { version: '9.1.0', dependencies: { 'is-odd': '9.x' } },
    },
    { tools: ['npm', 'yarn', 'berry', 'bun'] },
  ),
  many(
    'members between releases',
    {
      a: { dependencies: { 'is-odd': '^3.0.0', 'is-even': '^9.0.0-beta.1' } },
      'is-odd': { version: '3.5.0-rc.1', dependencies: { 'kind-of': '6' } },
      'is-even': { version: '9.0.0-beta.2', dependencies: { 'is-buffer': '2' } },
    },
    { tools: ['npm', 'yarn', 'berry', 'bun'] },
  ),
  many(
    'pnpm: members that are published from another directory',
    {
      a: { dependencies: { b: 'workspace:^' } },
      b: { dependencies: { 'is-odd': '3' }, publishConfig: { directory: 'dist', linkDirectory: true } },
    },
    { tools: ['pnpm'], files: { 'b/dist/package.json': { name: 'b', version: '1.0.0', dependencies: { 'is-odd': '3' } } } },
  ),
  many('npm: nothing is hoisted', BOTH, { tools: ['npm'], files: { '.npmrc': 'install-strategy=nested\n' } }),
  many('npm: only direct lines are hoisted', BOTH, { tools: ['npm'], files: { '.npmrc': 'install-strategy=shallow\n' } }),
  many(
    'npm: copies as few as can be',
    { a: { dependencies: { 'is-odd': '*', braces: '2' } }, b: { dependencies: { 'is-odd': '2' } } },
    { tools: ['npm'], files: { '.npmrc': 'prefer-dedupe=true\n' } },
  ),
  many(
    'npm: peers as in its sixth version',
    { a: { dependencies: { 'ajv-keywords': '^3.5.2', ajv: '^8.0.0' } }, b: { dependencies: { 'ajv-keywords': '^5.0.0' } } },
    { tools: ['npm'], files: { '.npmrc': 'legacy-peer-deps=true\n' } },
  ),
  many(
    'npm: a member’s peer that a neighbour has for development',
    {
      a: { dependencies: { b: '1.0.0', ajv: '8.12.0' } },
      b: {
        peerDependencies: { ajv: '^8.0.0', react: '*' },
        peerDependenciesMeta: { react: { optional: true } },
        devDependencies: { ajv: '8.11.0' },
      },
      c: { devDependencies: { react: '18.2.0' }, dependencies: { b: '1.0.0' } },
    },
    { tools: ['npm'] },
  ),
  many(
    'pnpm: named catalogs above overrides and peers',
    {
      a: { dependencies: { 'is-odd': 'catalog:next', ajv: 'catalog:' }, peerDependencies: { 'kind-of': 'catalog:next' } },
      b: { dependencies: { a: 'workspace:^', 'is-odd': 'catalog:' } },
    },
    {
      tools: ['pnpm'],
      since: { pnpm: 10 },
      files: {
        'pnpm-workspace.yaml': yaml(
          ['a', 'b'],
          'catalog:',
          '  is-odd: ^2.0.0',
          '  ajv: ^8.0.0',
          'catalogs:',
          '  next:',
          '    is-odd: ^3.0.0',
          '    kind-of: ^6.0.0',
          'overrides:',
          "  'is-odd@3>is-number': 'catalog:over'",
        ).replace("'catalog:over'", "'5.0.0'"),
      },
    },
  ),
  many(
    'berry: members of members by a glob and a version',
    {
      a: { workspaces: ['in/*'], dependencies: { deep: 'workspace:^1.0.0' } },
      b: { dependencies: { deep: '^1.0.0', a: 'workspace:~' } },
    },
    {
      tools: ['berry'],
      files: { 'a/in/deep/package.json': { name: 'deep', version: '1.2.0', dependencies: { 'is-odd': '3' } } },
    },
  ),
];

export const LOCK_SHAPES: readonly LockWorkspace[] = [...PNPM, ...BERRY, ...CLASSIC, ...BUN, ...EVERYBODY, ...FLEETS];
