/** Workspaces whose locks the tools themselves write: small packages of the registry in every shape that a lock can have. */
export type LockTool = 'npm' | 'pnpm' | 'yarn' | 'berry' | 'bun';

export interface LockWorkspace {
  readonly name: string;
  /** Files by path; a `.json` is given as its object. */
  readonly files: Readonly<Record<string, string | object>>;
  readonly tools: readonly LockTool[];
  /** What settings add to packages, whose own manifests do not have it. */
  readonly extended?: Readonly<Record<string, readonly string[]>>;
  /** The oldest major version of each tool that knows what is asked for. */
  readonly since?: Partial<Readonly<Record<LockTool, number>>>;
  /** The newest one. */
  readonly until?: Partial<Readonly<Record<LockTool, number>>>;
}

const ALL: readonly LockTool[] = ['npm', 'pnpm', 'yarn', 'berry', 'bun'];
const CATALOGS = { pnpm: 9, berry: 4 };

type Lines = Readonly<Record<string, string>>;

export function app(dependencies: Lines, more: object = {}): object {
  return { name: 'app', version: '1.0.0', private: true, dependencies, ...more };
}

export function one(name: string, dependencies: Lines, more: object = {}, tools = ALL, files = {}): LockWorkspace {
  return { name, files: { 'package.json': app(dependencies, more), ...files }, tools };
}

/** Members in directories of their names; the same for tools that read package.json and for pnpm. */
export function many(
  name: string,
  members: Readonly<Record<string, object>>,
  { root = {}, files = {}, tools = ALL, since }: Partial<Omit<LockWorkspace, 'name'>> & { readonly root?: object } = {},
): LockWorkspace {
  const names = Object.keys(members);
  return {
    name,
    tools,
    ...(since === undefined ? {} : { since }),
    files: {
      'package.json': { name: 'root', version: '1.0.0', private: true, workspaces: names, ...root },
      'pnpm-workspace.yaml': `packages: [${names.join(', ')}]\n`,
      ...Object.fromEntries(
        Object.entries(members).map(([member, json]) => [`${member}/package.json`, { name: member, version: '1.0.0', ...json }]),
      ),
      ...files,
    },
  };
}

export const PATCH = `diff --git a/index.js b/index.js
--- a/index.js
+++ b/index.js
@@ -1,1 +1,2 @@
+// patched
 /*!
`;

export const LOCK_WORKSPACES: readonly LockWorkspace[] = [
  one('a chain', { 'is-odd': '^3.0.0' }),
  one('versions side by side', { 'is-odd': '^3.0.0', 'is-number': '^7.0.0', 'is-even': '1' }),
  one('development alone', {}, { devDependencies: { 'is-odd': '^3.0.0' } }),
  one('development beside the rest', { 'is-number': '^6.0.0' }, { devDependencies: { 'is-odd': '^3.0.0', 'kind-of': '3' } }),
  one('aliases', { odd: 'npm:is-odd@^3.0.0', even: 'npm:is-odd@1.0.0', 'is-odd': '2.0.0' }),
  one('a scoped alias', { '@mine/odd': 'npm:is-odd@^3.0.0', '@sindresorhus/is': '4' }),
  one('a firm peer', { 'ajv-keywords': '^5.0.0', ajv: '^8.0.0' }),
  one('a firm peer that nobody asks for', { 'ajv-keywords': '^5.0.0' }, {}, ['npm', 'pnpm', 'bun']),
  one('an optional peer that is there', { 'ajv-formats': '^2.1.1', ajv: '^8.0.0' }),
  one('an optional peer that is not', { 'use-sync-external-store': '1.2.0', zustand: '4.5.2', react: '18.2.0' }),
  one('peers of peers', { 'react-dom': '18.2.0', 'use-callback-ref': '1.3.0', react: '18.2.0' }),
  one(
    'a peer in another version than the line',
    { 'ajv-keywords': '^3.5.2', ajv: '^6.12.0' },
    { devDependencies: { 'ajv-formats': '2.1.1' } },
  ),
  one('own peers', { 'is-odd': '3' }, { peerDependencies: { 'is-number': '^6.0.0' } }, ['npm', 'pnpm', 'bun']),
  one(
    'own optional peers',
    { 'is-odd': '3' },
    { peerDependencies: { react: '18' }, peerDependenciesMeta: { react: { optional: true } } },
  ),
  one('optional for another system', { chokidar: '^3.5.0' }, { optionalDependencies: { fsevents: '^2.3.2' } }),
  one('optional by system, processor and C library', {}, { optionalDependencies: { '@node-rs/xxhash': '1.7.6' } }),
  one('optional and plain at once', { 'is-odd': '3' }, { optionalDependencies: { 'is-odd': '2', 'is-number': '6' } }),
  one('tags, any version, x-ranges, alternatives', {
    'is-odd': 'latest',
    'is-number': '*',
    'kind-of': '6.x',
    'is-buffer': '^1.1.0 || ^2.0.0',
  }),
  one('a prerelease', { 'array-union': '1', semver: '7.0.0', vue: '3.0.0-rc.1' }, {}, ['npm', 'pnpm', 'yarn', 'berry', 'bun']),
  one('a diamond with two majors below', { micromatch: '4', braces: '2' }),
  one('the same in several fields', { 'is-odd': '^3.0.0' }, { devDependencies: { 'is-odd': '^3.0.0' } }),
  one(
    'npm: overrides by name, by range, nested',
    { 'is-odd': '^3.0.0', 'is-even': '1', braces: '3' },
    { overrides: { 'is-number@<6.0.0': '5.0.0', 'is-even': { 'is-odd': '0.1.1' }, 'fill-range': '7.0.1' } },
    ['npm', 'bun'],
  ),
  one(
    'yarn: resolutions',
    { 'is-odd': '^3.0.0', 'is-even': '1' },
    { resolutions: { 'is-number': '5.0.0', 'is-even/is-odd': '0.1.1' } },
    ['yarn', 'berry'],
  ),
  one(
    'yarn 1: resolutions with globs',
    { 'is-odd': '^3.0.0', 'is-even': '1', braces: '2' },
    { resolutions: { 'is-even/**/is-number': '5.0.0', '**/to-regex-range/is-number': '4.0.0', '**/is-buffer': '2.0.0' } },
    ['yarn'],
  ),
  {
    ...one(
      'pnpm: overrides',
      { 'is-odd': '^3.0.0', 'is-even': '1', 'kind-of': '6' },
      { pnpm: { overrides: { 'is-number@<6': '5.0.0', 'is-even>is-odd': '0.1.1', 'kind-of@>=6.0.0 <7': '6.0.2' } } },
      ['pnpm'],
    ),
    until: { pnpm: 10 },
  },
  {
    ...one(
      'pnpm: extensions, ignored optionals, a dependency taken away',
      { chokidar: '^3.5.0', 'is-odd': '3', 'is-even': '1' },
      {
        pnpm: {
          packageExtensions: { 'is-odd@3': { dependencies: { 'is-buffer': '2' } } },
          ignoredOptionalDependencies: ['fsevents'],
          overrides: { 'chokidar>normalize-path': '-' },
        },
      },
      ['pnpm'],
    ),
    since: { pnpm: 9 },
    until: { pnpm: 10 },
    extended: { 'is-odd': ['is-buffer'] },
  },
  {
    name: 'berry: extensions',
    extended: { 'is-odd': ['is-buffer'] },
    files: {
      'package.json': app({ 'is-odd': '3' }),
      '.yarnrc.yml': 'packageExtensions:\n  "is-odd@^3":\n    dependencies:\n      is-buffer: "2"\n',
    },
    tools: ['berry'],
  },
  {
    name: 'berry: patches',
    files: { 'package.json': app({ 'is-odd': 'patch:is-odd@npm:3.0.1#./odd.patch', 'is-even': '1' }), 'odd.patch': PATCH },
    tools: ['berry'],
  },
  {
    name: 'pnpm: patches',
    files: {
      'package.json': app({ 'is-odd': '3.0.1' }, { pnpm: { patchedDependencies: { 'is-odd@3.0.1': 'odd.patch' } } }),
      'odd.patch': PATCH,
    },
    tools: ['pnpm'],
  },
  many('members that ask for the same', {
    a: { dependencies: { 'is-odd': '^3.0.0' } },
    b: { dependencies: { 'is-odd': '^3.0.0' } },
  }),
  many('members that ask for other majors', {
    a: { dependencies: { 'is-odd': '^3.0.0' } },
    b: { dependencies: { 'is-odd': '^1.0.0' } },
    c: { devDependencies: { 'is-odd': '2' } },
  }),
  many(
    'members that need each other by range',
    { a: { dependencies: { b: '^1.0.0' } }, b: { dependencies: { 'is-odd': '^3.0.0' }, devDependencies: { 'kind-of': '6' } } },
    { tools: ['npm', 'yarn', 'berry', 'bun'] },
  ),
  many(
    'members that need each other by workspace:',
    {
      a: { dependencies: { b: 'workspace:*', c: 'workspace:^' } },
      b: { dependencies: { 'is-odd': '^3.0.0' } },
      c: { dependencies: { b: 'workspace:~', 'is-even': '1' } },
    },
    { tools: ['pnpm', 'berry', 'bun'] },
  ),
  many(
    'a workspace alias and a path',
    {
      a: { dependencies: { other: 'workspace:b@*' } },
      b: { dependencies: { 'is-odd': '^3.0.0' } },
      c: { dependencies: { b: 'workspace:../b' } },
    },
    { tools: ['pnpm'] },
  ),
  many(
    'a link and a directory',
    { a: { dependencies: { outside: 'file:../outside' } } },
    {
      files: { 'outside/package.json': { name: 'outside', version: '2.0.0', dependencies: { 'is-odd': '^3.0.0' } } },
      tools: ['npm', 'pnpm', 'berry'],
    },
  ),
  many('peers that members answer differently', {
    a: { dependencies: { ajv: '6.12.6', 'ajv-keywords': '3.5.2' } },
    b: { dependencies: { ajv: '8.12.0', 'ajv-keywords': '5.1.0' } },
    c: { dependencies: { ajv: '8.11.0', 'ajv-keywords': '5.1.0' } },
  }),
  many('one peer, two versions of it', {
    a: { dependencies: { react: '17.0.2', 'use-callback-ref': '1.3.0' } },
    b: { dependencies: { react: '18.2.0', 'use-callback-ref': '1.3.0' } },
  }),
  many(
    'a member that is a peer',
    {
      a: { dependencies: { plugin: '*', b: '*' } },
      plugin: { peerDependencies: { b: '1' } },
      b: { dependencies: { 'is-odd': '3' } },
    },
    { tools: ['npm', 'yarn', 'berry', 'bun'] },
  ),
  many(
    'catalogs of pnpm',
    { a: { dependencies: { 'is-odd': 'catalog:', 'is-number': 'catalog:old' } }, b: { dependencies: { 'is-odd': 'catalog:' } } },
    {
      files: {
        'pnpm-workspace.yaml': 'packages: [a, b]\ncatalog:\n  is-odd: ^3.0.0\ncatalogs:\n  old:\n    is-number: ^5.0.0\n',
      },
      tools: ['pnpm'],
      since: CATALOGS,
    },
  ),
  many(
    'catalogs of berry',
    { a: { dependencies: { 'is-odd': 'catalog:', 'is-number': 'catalog:old' } } },
    {
      files: { '.yarnrc.yml': 'catalog:\n  is-odd: ^3.0.0\ncatalogs:\n  old:\n    is-number: ^5.0.0\n' },
      tools: ['berry'],
      since: CATALOGS,
    },
  ),
  many(
    'catalogs of bun',
    { a: { dependencies: { 'is-odd': 'catalog:', 'is-number': 'catalog:old' } } },
    {
      root: { workspaces: { packages: ['a'], catalog: { 'is-odd': '^3.0.0' }, catalogs: { old: { 'is-number': '^5.0.0' } } } },
      tools: ['bun'],
    },
  ),
  many(
    'overrides of the root from a catalog',
    { a: { dependencies: { 'is-odd': '^1.0.0' } } },
    {
      files: {
        'pnpm-workspace.yaml':
          'packages: [a]\ncatalog:\n  is-odd: ^3.0.0\noverrides:\n  is-odd: "catalog:"\n  "a>is-number": 6.0.0\n',
      },
      tools: ['pnpm'],
      since: { pnpm: 10 },
    },
  ),
  many(
    'overrides below one member',
    { a: { dependencies: { 'is-odd': '^3.0.0' } }, b: { dependencies: { 'is-odd': '^3.0.0' } } },
    { root: { overrides: { a: { 'is-odd': '1.0.0' } } }, tools: ['npm', 'bun'] },
  ),
  many(
    'resolutions below one member',
    { a: { dependencies: { 'is-odd': '^3.0.0' } }, b: { dependencies: { 'is-odd': '^3.0.0' } } },
    { root: { resolutions: { 'a/is-odd': '1.0.0' } }, tools: ['berry'] },
  ),
  many(
    'a root with lines of its own',
    { a: { dependencies: { 'is-odd': '^1.0.0' } } },
    { root: { dependencies: { 'is-odd': '^3.0.0' }, devDependencies: { 'is-even': '1' } } },
  ),
];
