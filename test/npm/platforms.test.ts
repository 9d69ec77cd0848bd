import { describe, expect, it } from 'vitest';
import { neededPlatform, nodePlatform, runsOn } from '../../analyzers/npm/platforms.ts';
import { assemble, type Files } from './assemble.ts';

describe('what a package needs by its name or its lock', () => {
  it.each<[string, string | undefined, readonly string[]]>([
    ['fsevents', undefined, ['macos-arm64', 'macos-x86_64']],
    ['@esbuild/darwin-arm64', undefined, ['macos-arm64']],
    ['@img/sharp-linux-x64', undefined, ['linux-x86_64', 'musllinux-x86_64']],
    ['@img/sharp-linuxmusl-x64', undefined, ['musllinux-x86_64']],
    ['@node-rs/xxhash-wasm32-wasi', undefined, []],
    ['@node-rs/xxhash-linux-x64-musl', 'os=linux cpu=x64', ['musllinux-x86_64']],
    ['@node-rs/xxhash-linux-arm64-gnu', 'os=linux cpu=arm64 libc=musl', []],
    ['@swc/core-linux-arm64-gnu', undefined, ['linux-aarch64']],
    [
      'turbo-windows-64',
      undefined,
      ['linux-aarch64', 'linux-x86_64', 'macos-arm64', 'macos-x86_64', 'musllinux-x86_64', 'windows-x86_64'],
    ],
    [
      'dead-darwin-armor',
      undefined,
      ['linux-aarch64', 'linux-x86_64', 'macos-arm64', 'macos-x86_64', 'musllinux-x86_64', 'windows-x86_64'],
    ],
    ['x', 'os=darwin', ['macos-arm64', 'macos-x86_64']],
    ['x', 'os=darwin|linux cpu=x64', ['linux-x86_64', 'macos-x86_64', 'musllinux-x86_64']],
    ['x', 'os=linux & cpu=x64 & libc=musl', ['musllinux-x86_64']],
    ['x', '(os=darwin | os=win32) & cpu=x64', ['macos-x86_64', 'windows-x86_64']],
    ['x', 'os=!win32 cpu=arm64', ['linux-aarch64', 'macos-arm64']],
    ['fsevents', 'os=linux', ['linux-aarch64', 'linux-x86_64', 'musllinux-x86_64']],
  ])('%s %s', (name, conditions, targets) => {
    const all = ['linux-aarch64', 'linux-x86_64', 'macos-arm64', 'macos-x86_64', 'musllinux-x86_64', 'windows-x86_64'];
    const needs = neededPlatform(name, conditions);
    expect(all.filter((target) => runsOn(needs, nodePlatform(target)))).toEqual(targets);
  });
});

/** Optional and firm dependencies on `fsevents` and on `only-mac`, which a lock alone tells. */
const MANIFEST = {
  name: 'app',
  version: '1.0.0',
  dependencies: { watch: '^1.0.0' },
  optionalDependencies: { fsevents: '^2.0.0', 'only-mac': '^1.0.0', anywhere: '^1.0.0' },
};

const LOCKS: Readonly<Record<string, Files>> = {
  'package-lock.json': {
    'package-lock.json': {
      lockfileVersion: 3,
      packages: {
        '': MANIFEST,
        'node_modules/watch': { version: '1.0.0', optionalDependencies: { fsevents: '^2.0.0' } },
        'node_modules/fsevents': {
          version: '2.3.3',
          optional: true,
          os: ['darwin'],
          hasInstallScript: true,
          dependencies: { nan: '1' },
        },
        'node_modules/only-mac': { version: '1.0.0', optional: true, os: ['darwin'], peerDependencies: { peer: '1' } },
        'node_modules/anywhere': { version: '1.0.0', optional: true },
        'node_modules/nan': { version: '1.0.0', optional: true },
      },
    },
  },
  'pnpm-lock.yaml': {
    'pnpm-lock.yaml': `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      watch:
        specifier: ^1.0.0
        version: 1.0.0
    optionalDependencies:
      anywhere:
        specifier: ^1.0.0
        version: 1.0.0
      fsevents:
        specifier: ^2.0.0
        version: 2.3.3
      only-mac:
        specifier: ^1.0.0
        version: 1.0.0

packages:

  anywhere@1.0.0:
    resolution: {integrity: sha512-x}

  fsevents@2.3.3:
    resolution: {integrity: sha512-x}
    os: [darwin]

  only-mac@1.0.0:
    resolution: {integrity: sha512-x}
    os: [darwin]

  watch@1.0.0:
    resolution: {integrity: sha512-x}

snapshots:

  anywhere@1.0.0: {}

  fsevents@2.3.3: {}

  only-mac@1.0.0: {}

  watch@1.0.0:
    optionalDependencies:
      fsevents: 2.3.3
`,
  },
  'berry’s yarn.lock': {
    'yarn.lock': `__metadata:
  version: 8
  cacheKey: 10

"anywhere@npm:^1.0.0":
  version: 1.0.0
  resolution: "anywhere@npm:1.0.0"
  languageName: node
  linkType: hard

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    anywhere: "npm:^1.0.0"
    fsevents: "npm:^2.0.0"
    only-mac: "npm:^1.0.0"
    watch: "npm:^1.0.0"
  languageName: unknown
  linkType: soft

"fsevents@npm:^2.0.0":
  version: 2.3.3
  resolution: "fsevents@npm:2.3.3"
  dependencies:
    node-gyp: "npm:latest"
  conditions: os=darwin
  languageName: node
  linkType: hard

"node-gyp@npm:latest":
  version: 11.0.0
  resolution: "node-gyp@npm:11.0.0"
  languageName: node
  linkType: hard

"fsevents@patch:fsevents@npm%3A^2.0.0#optional!builtin<compat/fsevents>":
  version: 2.3.3
  resolution: "fsevents@patch:fsevents@npm%3A2.3.3#optional!builtin<compat/fsevents>::version=2.3.3&hash=df0bf1"
  dependencies:
    node-gyp: "npm:latest"
  conditions: os=darwin
  languageName: node
  linkType: hard

"only-mac@npm:^1.0.0":
  version: 1.0.0
  resolution: "only-mac@npm:1.0.0"
  conditions: os=darwin
  languageName: node
  linkType: hard

"watch@npm:^1.0.0":
  version: 1.0.0
  resolution: "watch@npm:1.0.0"
  dependencies:
    fsevents: "npm:^2.0.0"
  dependenciesMeta:
    fsevents:
      optional: true
  languageName: node
  linkType: hard
`,
  },
};

const keysOf = (files: Files, platform?: string): readonly string[] => {
  const unit = assemble({ 'package.json': MANIFEST, ...files }, platform).units.get('.');
  return [...new Set(unit?.demands.filter(({ realm }) => realm === 'npm').map(({ key }) => key))].sort();
};

describe('an optional dependency that does not run on the target', () => {
  it.each(Object.entries(LOCKS))('asks for nothing: %s', (_, files) => {
    expect(keysOf(files)).toEqual(['anywhere', 'watch']);
    expect(keysOf(files, 'macos-arm64')).toEqual(expect.arrayContaining(['anywhere', 'fsevents', 'only-mac', 'watch']));
  });

  it('by its name where there is no lock', () => {
    expect(keysOf({})).toEqual(['anywhere', 'only-mac', 'watch']);
  });

  it.each(Object.entries(LOCKS))('is no native code of the target: %s', (_, files) => {
    expect(assemble({ 'package.json': MANIFEST, ...files }).units.get('.')?.natives).toEqual([]);
  });

  it('clashes as ever where it is needed', () => {
    const unit = assemble({ 'package.json': { name: 'a', dependencies: { fsevents: '^2.0.0' } } }).units.get('.');
    expect(unit?.demands.map(({ key }) => key)).toEqual(['fsevents']);
  });
});

/** A musl build of an addon that brings a package of its own. */
const MUSL = {
  'package.json': { name: 'app', version: '1.0.0', dependencies: { '@x/core': '1' } },
  'yarn.lock': `# yarn lockfile v1


"@x/core-linux-x64-gnu@1.0.0":
  version "1.0.0"

"@x/core-linux-x64-musl@1.0.0":
  version "1.0.0"
  dependencies:
    below "1"

"@x/core-win32-x64-msvc@1.0.0":
  version "1.0.0"

"@x/core@1":
  version "1.0.0"
  optionalDependencies:
    "@x/core-linux-x64-gnu" "1.0.0"
    "@x/core-linux-x64-musl" "1.0.0"
    "@x/core-win32-x64-msvc" "1.0.0"

below@1:
  version "1.0.0"
`,
};

describe('yarn 1 knows no libc: it installs builds for every C library', () => {
  const below = (files: Files): readonly (string | undefined)[] =>
    (assemble(files).units.get('.')?.dependencies ?? []).filter(({ name }) => name === 'below').map(({ marker }) => marker);

  it('so what lies below those is installed', () => {
    expect(below(MUSL)).toEqual([undefined]);
  });

  it('and a line that asks for one counts', () => {
    const optionalDependencies = { '@x/core-linux-x64-musl': '1.0.0', '@x/core-win32-x64-msvc': '1.0.0' };
    const manifest = { name: 'app', packageManager: 'yarn@1.22.22', optionalDependencies };
    const keys = (files: Files) =>
      assemble(files)
        .units.get('.')
        ?.demands.map(({ key }) => key);
    expect(keys({ 'package.json': manifest })).toEqual(['@x/core-linux-x64-musl']);
    expect(keys({ 'package.json': { ...manifest, packageManager: 'npm@11.0.0' } })).toEqual([]);
  });
});
