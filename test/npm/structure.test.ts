import { describe, expect, it } from 'vitest';
import { assemble, type Files } from './assemble.ts';

const app = (name: string, dependencies: object, more: object = {}): object => ({
  name,
  version: '1.0.0',
  private: true,
  scripts: { start: 'node .' },
  dependencies,
  ...more,
});

const PNPM = `
packages:
  - 'apps/*'
  - 'packages/**'
  - '!packages/**/test/**'
catalog:
  react: ^18.3.1
catalogs:
  legacy:
    react: ^17.0.2
overrides:
  left-pad: 1.3.0
`;

describe('members in package.json alone, where pnpm installs', () => {
  const files = (more: Files): Files => ({
    'package.json': { name: 'root', private: true, workspaces: ['a', 'b'], packageManager: 'pnpm@10.34.9' },
    'a/package.json': app('a', { b: '^1' }),
    'b/package.json': { name: 'b', version: '1.2.0' },
    ...more,
  });
  const lock = (importers: string): string => `lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n${importers}`;

  it.each<[string, Files, string, readonly string[]]>([
    ['join nothing, which is said', files({}), 'b ^1 range', ['npm/setting-not-applied package.json:1']],
    [
      'nor beside a lock of the root alone',
      files({ 'pnpm-lock.yaml': lock('') }),
      'b ^1 range',
      ['npm/setting-not-applied package.json:1'],
    ],
    [
      'are members where the lock holds them',
      files({
        'package.json': { workspaces: ['a', 'b'] },
        '.npmrc': 'link-workspace-packages=true\n',
        'pnpm-lock.yaml': lock('\n  a: {}\n\n  b: {}\n'),
      }),
      'b ^1 workspace',
      [],
    ],
    [
      'are members by its own file, whatever else says it',
      files({ 'pnpm-workspace.yaml': 'packages: [a, b]\nlinkWorkspacePackages: true\n' }),
      'b ^1 workspace',
      [],
    ],
  ])('%s', (_, all, line, told) => {
    const fleet = assemble(all);
    expect(fleet.direct('a')).toEqual([line]);
    expect(fleet.told.filter((one) => one.startsWith('npm/setting'))).toEqual(told);
  });
});

describe('pnpm', () => {
  const files = {
    'package.json': { name: 'root', private: true, devDependencies: { turbo: '^2' } },
    'pnpm-workspace.yaml': PNPM,
    'apps/web/package.json': app('web', { react: 'catalog:', 'left-pad': '^1', '@x/ui': 'workspace:^' }),
    'apps/old/package.json': app('old', { react: 'catalog:legacy' }),
    'apps/odd/package.json': app('odd', { react: 'catalog:missing' }),
    'packages/ui/package.json': { name: '@x/ui', version: '1.2.0', main: 'index.js', peerDependencies: { react: 'catalog:' } },
    'packages/ui/test/fixture/package.json': app('fixture', { react: '^16' }),
  };

  it('catalogs stand for their ranges, in members and peers', () => {
    const { direct, told } = assemble(files);
    expect(direct('apps/web')).toEqual(['react ^18.3.1 range', 'left-pad 1.3.0 exact', '@x/ui workspace:^ workspace']);
    expect(direct('apps/old')).toEqual(['react ^17.0.2 range']);
    expect(direct('packages/ui')).toEqual(['react ^18.3.1 range']);
    expect(told).toEqual(['npm/unknown-catalog apps/odd/package.json:9:5']);
  });

  it.each([
    ['node dist/index.js', 'service'],
    ['tsc -w', 'library'],
    ['npm run watch', 'library'],
    ['pnpm watch && node .', 'service'],
    ['cross-env NODE_ENV=x node_modules/.bin/tsc -p . -w --preserveWatchOutput', 'library'],
    ['rimraf dist && tsup --watch', 'library'],
    ['tsup --watch --onSuccess "node dist/main.js"', 'service'],
    ['npm run watch --silent', 'library'],
    ['heft test --clean --watch', 'library'],
    ['heft start', 'service'],
    ['heft build-watch --serve', 'service'],
    ['vite build --watch', 'library'],
    ['vite preview', 'service'],
    ["concurrently 'storybook dev -p 6006' 'tsc -w'", 'library'],
    ["concurrently 'node server.js' 'tsc -w'", 'service'],
    ['concurrently npm:serve:*', 'service'],
    ['yarn build --watch', 'library'],
    ['yarn serve --watch', 'service'],
    ['pnpm again', 'service'],
    ['pnpm unknown', 'service'],
    ['nest start', 'service'],
  ])('a member that others use and whose start is %s is a %s', (start, role) => {
    const { units } = assemble({
      'pnpm-workspace.yaml': 'packages: [app, lib]\n',
      'app/package.json': app('app', { lib: 'workspace:*' }),
      'lib/package.json': {
        name: 'lib',
        main: 'dist/index.js',
        scripts: { start, watch: 'rollup -c -w', again: 'pnpm again', build: 'wireit', serve: 'wireit' },
        dependencies: { lodash: '^4' },
      },
    });
    expect(units.get('lib')?.role).toBe(role);
  });

  it.each([
    [{ types: 'dist/index.d.ts', main: 'dist/index.js' }, 'library'],
    [{ version: '1.0.0', files: ['dist'], main: 'dist/index.js' }, 'library'],
    [{ version: '1.0.0', files: ['dist'], private: true, main: 'dist/index.js' }, 'service'],
    [{ main: 'dist/index.js' }, 'service'],
    [{ types: 'dist/index.d.ts', bin: { orders: 'dist/cli.js' } }, 'service'],
    [{ types: 'dist/index.d.ts', scripts: { start: 'node .' } }, 'service'],
    [{ types: 'dist/index.d.ts', scripts: { start: 'npm run build --watch', build: 'tsc' } }, 'library'],
    [{ types: 'dist/index.d.ts', scripts: { 'start:prod': 'node lib/index.js' } }, 'service'],
    [{ types: 'dist/index.d.ts', scripts: { 'start:dev': 'node src/index.js' } }, 'library'],
  ] as const)('what is published (%j) and starts nothing is imported by others: %s', (more, role) => {
    const { units } = assemble({ 'sdk/package.json': { name: '@shop/sdk', dependencies: { lodash: '^4' }, ...more } });
    expect(units.get('sdk')?.role).toBe(role);
  });

  it.each([
    ['lerna run --parallel start', 'aggregator'],
    ['yarn build && lerna run --parallel start:prod', 'aggregator'],
    ['cross-env CI=1 nx run-many --target=start', 'aggregator'],
    ['node scripts/menu.js', 'aggregator'],
    ['lerna run build && node server.js', 'service'],
  ])('a root whose start:prod is %s is a %s', (start, role) => {
    const { units } = assemble({
      'package.json': {
        name: 'shop',
        private: true,
        workspaces: ['packages/*'],
        dependencies: { opener: '^1.5.1' },
        scripts: { 'start:prod': start },
      },
      'packages/api/package.json': app('api', { express: '^5' }),
    });
    expect(units.get('.')?.role).toBe(role);
  });

  it.each([
    [{ dev: 'node ./index.js' }, 'aggregator'],
    [{ dev: 'node ./index.js', start: 'node ./index.js' }, 'service'],
    [{ dev: 'next dev' }, 'service'],
  ])('a root with code of its own and the scripts %j is a %s', (scripts, role) => {
    const { units } = assemble({
      'package.json': { name: 'shop', private: true, workspaces: ['services/*'], dependencies: { express: '^5' }, scripts },
      'index.js': '',
      'services/cart/package.json': app('cart', { express: '^5' }),
    });
    expect(units.get('.')?.role).toBe(role);
  });

  it.each([
    [{ start: 'cd api && npm start' }, {}, 'aggregator'],
    [{ start: 'npm --prefix ./api run start', dev: 'concurrently "npm run dev:api" "npm run dev:web"' }, {}, 'aggregator'],
    [{ start: 'cd api && npm start' }, { Procfile: 'web: npm start\n' }, 'service'],
    [{ start: 'cd api && npm start' }, { 'index.js': '' }, 'service'],
    [{ start: 'cd dist && node server.js' }, {}, 'service'],
    [{ start: 'docker-compose up -d', stop: 'docker-compose down' }, {}, 'aggregator'],
    [{ start: 'npm run up', up: 'docker compose up' }, {}, 'aggregator'],
    [{ start: 'docker compose up' }, { 'index.js': '' }, 'service'],
    [{ start: 'docker run shop' }, { Dockerfile: 'FROM node:22\n' }, 'service'],
  ])('a root without members and the scripts %j beside %j is a %s', (scripts, more, role) => {
    const { units } = assemble({
      'package.json': { name: 'shop', main: 'index.js', dependencies: { 'browser-rum': '^5' }, scripts },
      'api/package.json': app('api', { express: '^5' }),
      ...more,
    });
    expect(units.get('.')?.role).toBe(role);
  });

  const NAMED = (kind: string): readonly string[] => [
    `x work:^2 ${kind}`,
    `y work:real@>=3 <4 ${kind}`,
    `@z/z work:^4 ${kind}`,
    'g gh:1.0.0 exact',
    'p npmjs:other@^5 range',
  ];

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'by name',
      'namedRegistries:\n  work: https://npm.example/\n',
      [...NAMED('range'), 'own plug:^1 unknown'],
      ['npm/unknown-protocol a/package.json:14:5'],
    ],
    [
      'by a prefix of their address',
      'registries:\n  https://npm.example/:\n    prefix: work\n  https://other.example/:\n    scopes: ["@o"]\n    prefix: plug\n',
      [...NAMED('range'), 'own plug:^1 range'],
      [],
    ],
    [
      'not at all',
      '',
      [...NAMED('unknown'), 'own plug:^1 unknown'],
      [9, 10, 11, 14].map((line) => `npm/unknown-protocol a/package.json:${line}:5`),
    ],
  ])('registries that settings name %s', (_, settings, lines, told) => {
    const lock = [
      "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  a:\n    dependencies:",
      '      x: {specifier: work:^2, version: work:2.1.0}',
      '      y: {specifier: work:real@>=3 <4, version: real@work:3.0.0}',
      'packages:\n  x@work:2.1.0: {resolution: {integrity: sha512-x}}\n  real@work:3.0.0: {resolution: {integrity: sha512-x}}',
      'snapshots:\n  x@work:2.1.0: {}\n  real@work:3.0.0: {}\n',
    ].join('\n');
    const line = { x: 'work:^2', y: 'work:real@>=3 <4', '@z/z': 'work:^4', g: 'gh:1.0.0', p: 'npmjs:other@^5', own: 'plug:^1' };
    const fleet = assemble({
      'pnpm-workspace.yaml': `packages: [a]\n${settings}`,
      'pnpm-lock.yaml': lock,
      'a/package.json': app('a', line),
    });
    expect(fleet.direct('a')).toEqual(lines);
    expect(fleet.told.filter((one) => one.startsWith('npm/unknown'))).toEqual(told);
    const held = fleet.units.get('a')?.dependencies.flatMap(({ name, resolved }) => (resolved ? [`${name} ${resolved}`] : []));
    expect(held).toEqual(['x 2.1.0', 'y 3.0.0']);
  });

  it('of a package that no workspace joins nothing is taken from catalogs, and nobody installs it', () => {
    const { diagnostics } = assemble({
      'pnpm-workspace.yaml': 'packages: [tool]\ncatalog:\n  react: ^19\n',
      'tool/package.json': app('tool', { react: 'catalog:' }),
      'tool/starter/package.json': app('starter', { react: 'catalog:' }),
    });
    expect(diagnostics.map(({ severity, file, message }) => `${severity} ${file}: ${message}`)).toEqual([
      'warning tool/starter/package.json: react is taken from the catalog "default", and this package is no member of a workspace, so no tool installs it as it stands; list it among the members, or write a version',
    ]);
  });

  it('an entry of a catalog leads to no other catalog', () => {
    const { told } = assemble({
      'pnpm-workspace.yaml': 'packages: [a]\ncatalog:\n  react: "catalog:legacy"\ncatalogs:\n  legacy:\n    react: ^17\n',
      'a/package.json': app('a', { react: 'catalog:' }),
    });
    expect(told).toEqual(['npm/unknown-catalog a/package.json:9:5']);
  });

  it.each<[string, object, Files, string]>([
    ['that npm init wrote', { main: 'index.js' }, {}, 'aggregator'],
    ['that is there', { main: './program.js' }, { 'program.js': '' }, 'service'],
    ['that a build makes', { main: 'dist/index.js' }, {}, 'service'],
    ['beside exports', { main: 'index.js', exports: './index.js' }, {}, 'service'],
    ['beside what starts', { main: 'index.js', scripts: { start: 'node .' } }, {}, 'service'],
    ['beside what starts members', { main: 'index.js', scripts: { start: 'yarn workspace a start' } }, {}, 'aggregator'],
    ['beside what a task runner starts', { main: 'index.js', scripts: { start: 'turbo start' } }, {}, 'aggregator'],
  ])('a root with a main %s', (_, more, beside, role) => {
    const root = { name: 'root', private: true, workspaces: ['a'], dependencies: { lodash: '^4' }, ...more };
    const { units } = assemble({ 'package.json': root, 'a/package.json': app('a', { lodash: '^3' }), ...beside });
    expect(units.get('.')?.role).toBe(role);
  });

  it.each<[string, string, string]>([
    ['that Cloudflare runs', 'tsc --noEmit && wrangler deploy', 'service'],
    ['whose functions Serverless deploys', 'npx serverless deploy --stage prod', 'service'],
    ['whose own files are deployed with another', 'npm run -w worker deploy', 'library'],
  ])('a member %s, of whose types another one is made', (_, deploy, role) => {
    const { units } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['*'] },
      'worker/package.json': app('worker', { hono: '^4' }, { scripts: { dev: 'wrangler dev', deploy } }),
      'web/package.json': app('web', {}, { devDependencies: { worker: '*' }, scripts: { start: 'next start' } }),
    });
    expect(units.get('worker')?.role).toBe(role);
  });

  it('members, what they are and what stays outside', () => {
    const { units } = assemble(files);
    expect([...units].map(([path, { role, workspace }]) => `${path} ${role} ${workspace ?? '-'}`)).toEqual([
      'apps/odd service .',
      'apps/old service .',
      'apps/web service .',
      '. aggregator -',
      'packages/ui library .',
      'packages/ui/test/fixture service -',
    ]);
  });
});

describe('overrides of direct dependencies', () => {
  it.each<[string, object, string]>([
    ['pnpm: by name', { pnpm: { overrides: { low: '2.0.1' } } }, 'low 2.0.1 exact'],
    ['pnpm: by a range that has a version in common', { pnpm: { overrides: { 'low@^2.1.0': '2.1.1' } } }, 'low 2.1.1 exact'],
    ['pnpm: by another range', { pnpm: { overrides: { 'low@3': '3.0.0' } } }, 'low ^2.0.0 range'],
    ['pnpm: the last one counts', { pnpm: { overrides: { 'low@2': '2.0.1', low: '1.0.0' } } }, 'low 1.0.0 exact'],
    ['pnpm: below another package', { pnpm: { overrides: { 'other>low': '1.0.0' } } }, 'low ^2.0.0 range'],
    ['pnpm: what the root asks for elsewhere', { pnpm: { overrides: { low: '$other' } } }, 'low ~2.5.0 range'],
    ['pnpm: what the root does not ask for', { pnpm: { overrides: { low: '$none' } } }, 'low ^2.0.0 range'],
    ['yarn: by name', { resolutions: { low: '2.0.1' } }, 'low 2.0.1 exact'],
    ['yarn: by the text of the range', { resolutions: { 'low@npm:^2.0.0': '2.0.1' } }, 'low 2.0.1 exact'],
    ['yarn: by another text', { resolutions: { 'low@npm:^2': '2.0.1' } }, 'low ^2.0.0 range'],
    ['yarn: below another package', { resolutions: { 'other/low': '1.0.0' } }, 'low ^2.0.0 range'],
    ['npm: has to agree, so changes nothing', { overrides: { low: '^2.0.0', 'other@2': '3' } }, 'low ^2.0.0 range'],
  ])('%s', (_, more, line) => {
    const { direct } = assemble({ 'package.json': app('a', { low: '^2.0.0', other: '~2.5.0' }, more) });
    expect(direct('.')).toEqual([line, 'other ~2.5.0 range']);
  });

  it.each<[string, object, string]>([
    ['npm: the root’s replace those of its members', { overrides: { low: '1.0.0' } }, 'low 1.0.0 exact'],
    ['npm: by a range that has a version in common', { overrides: { 'low@2': '2.0.1' } }, 'low 2.0.1 exact'],
    ['npm: by another range', { overrides: { 'low@3': '1.0.0' } }, 'low ^2.0.0 range'],
    ['npm: below another package', { overrides: { other: { low: '1.0.0' } } }, 'low ^2.0.0 range'],
    ['npm: what the root asks for', { overrides: { low: '$low' }, dependencies: { low: '2.4.0' } }, 'low 2.4.0 exact'],
  ])('%s', (_, more, line) => {
    const root = { name: 'root', private: true, workspaces: ['a'], ...more };
    const { direct } = assemble({ 'package.json': root, 'a/package.json': app('a', { low: '^2.0.0' }) });
    expect(direct('a')).toEqual([line]);
  });
});

describe('other workspaces', () => {
  it('npm and yarn: an array, an object, negations', () => {
    const members = {
      'apps/a/package.json': app('a', {}),
      'apps/b/package.json': app('b', {}),
      'tools/c/package.json': app('c', {}),
    };
    const workspacesOf = (workspaces: unknown): readonly string[] =>
      [...assemble({ 'package.json': { name: 'root', private: true, workspaces }, ...members }).units.values()]
        .filter(({ workspace }) => workspace !== undefined)
        .map(({ path }) => path);
    expect(workspacesOf(['apps/*'])).toEqual(['apps/a', 'apps/b']);
    expect(workspacesOf(['apps/*', '!apps/b'])).toEqual(['apps/a']);
    expect(workspacesOf({ packages: ['tools/**'] })).toEqual(['tools/c']);
  });

  it('yarn: resolutions of the root hold for its members, catalogs of .yarnrc.yml stand for their ranges', () => {
    const { direct } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['a'], resolutions: { lodash: '4.17.21', 'x/y': '2' } },
      '.yarnrc.yml': 'catalog:\n  react: ^18\n',
      'a/package.json': app('a', { lodash: '^4', y: '^1', react: 'catalog:' }),
    });
    expect(direct('a')).toEqual(['lodash 4.17.21 exact', 'y ^1 range', 'react ^18 range']);
  });

  it.each<[tool: string, files: Record<string, object | string>, line: string, range: string]>([
    ['berry', {}, 'catalog:', '^2.1.0'],
    ['berry', {}, 'catalog:default', '^3.0.0'],
    ['berry', {}, 'catalog:old', '^1.0.0'],
    ['berry: the name as it stands', {}, 'catalog: old', 'nothing'],
    ['bun: its plain catalog is that of the name default', { 'bun.lock': '{}' }, 'catalog:', '^3.0.0'],
    ['bun', { 'bun.lock': '{}' }, 'catalog: old', '^1.0.0'],
    ['nobody says which tool', { 'yarn.lock': '', 'package-lock.json': '{}' }, 'catalog:', '^2.1.0'],
  ])('%s: %j takes ms by %s, which is %s', (_, more, line, range) => {
    const catalogs = { catalog: { ms: '^2.1.0' }, catalogs: { default: { ms: '^3.0.0' }, old: { ms: '^1.0.0' } } };
    const isBun = 'bun.lock' in more;
    const { direct, diagnostics } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['a'], ...(isBun ? catalogs : {}) },
      ...(isBun ? {} : { '.yarnrc.yml': JSON.stringify(catalogs) }),
      'a/package.json': app('a', { ms: line }),
      ...more,
    });
    const isUnknown = diagnostics.some(({ code }) => code === 'npm/unknown-catalog');
    expect(isUnknown ? 'nothing' : direct('a').join()).toBe(range === 'nothing' ? range : `ms ${range} range`);
  });

  it('yarn: catalogs of .yarnrc.yml without any workspace; a broken file is said', () => {
    const { direct, told } = assemble({
      'one/package.json': app('one', { react: 'catalog:', lodash: 'catalog:old' }),
      'one/.yarnrc.yml': 'catalog:\n  react: 18\ncatalogs:\n  old: { lodash: ^3.10 }\n',
      'two/package.json': app('two', { lodash: '^4' }),
      'two/.yarnrc.yml': 'catalog: [\n',
    });
    expect(direct('one')).toEqual(['react 18 range', 'lodash ^3.10 range']);
    expect(told).toEqual([expect.stringMatching(/^yaml\/syntax two\/\.yarnrc\.yml:\d+/)]);
  });

  it('yarn: catalogs of directories further up, the nearest first', () => {
    const { direct } = assemble({
      '.yarnrc.yml': 'catalog:\n  react: ^18\n  lodash: ^3\n',
      'one/package.json': app('one', { react: 'catalog:', lodash: 'catalog:' }),
      'one/.yarnrc.yml': 'catalog:\n  react: ^19\n',
    });
    expect(direct('one')).toEqual(['react ^19 range', 'lodash ^3 range']);
  });

  it('npm: overrides have to agree with what the root asks for, so they change no direct line', () => {
    const { direct } = assemble({ 'a/package.json': app('a', { lodash: '^4' }, { overrides: { lodash: '4.17.21' } }) });
    expect(direct('a')).toEqual(['lodash ^4 range']);
  });

  it.each<[string, object, string | undefined]>([
    ['npm takes members away', {}, undefined],
    ['yarn 1 knows no negated globs', { packageManager: 'yarn@1.22.22' }, '.'],
    ['later ones do', { packageManager: 'yarn@4.9.0' }, undefined],
  ])('%s', (_, more, home) => {
    const workspaces = ['p/*', '!p/b'];
    const { units } = assemble({
      'package.json': { name: 'root', private: true, workspaces, ...more },
      'p/a/package.json': app('a', {}),
      'p/b/package.json': app('b', {}),
    });
    expect([units.get('p/a')?.workspace, units.get('p/b')?.workspace]).toEqual(['.', home]);
  });

  it('lerna lists packages, Rush projects; both with comments where their tools allow them', () => {
    const lerna = assemble({
      'lerna.json': '{ "version": "1.0.0", "packages": ["modules/*"] }',
      'package.json': { name: 'root', private: true },
      'modules/a/package.json': app('a', {}),
    });
    expect(lerna.units.get('modules/a')?.workspace).toBe('.');
    const rush = assemble({
      'rush.json': '{\n  // where things are\n  "projects": [{ "packageName": "a", "projectFolder": "services/a" },]\n}',
      'services/a/package.json': app('a', { b: 'workspace:*' }),
      'services/b/package.json': app('b', {}),
    });
    expect(rush.units.get('services/a')?.workspace).toBe('.');
    expect(rush.units.get('services/b')?.workspace).toBeUndefined();
    expect(rush.told).toEqual(['npm/not-in-workspace services/a/package.json:9:5']);
  });

  it.each(['package.json', 'lerna.json', 'rush.json', 'package-lock.json', 'bun.lock'])(
    'broken JSON has one code: %s',
    (name) => {
      const { told } = assemble({
        'package.json': '{"name":"a","scripts":{"start":"x"},"dependencies":{"b":"1"}}',
        [name]: '{"a": [1,',
      });
      expect(told).toEqual([expect.stringMatching(`^json/syntax ${name}:1:`)]);
    },
  );

  it('a workspace file that cannot be read is said, with its place', () => {
    const { told, units } = assemble({ 'pnpm-workspace.yaml': 'packages: a: b\n', 'a/package.json': app('a', {}) });
    expect(told).toEqual([expect.stringMatching(/^yaml\/syntax pnpm-workspace\.yaml:\d+/)]);
    expect(units.has('a')).toBe(true);
  });
});

describe('what a package.json asks for where a name stands in several fields', () => {
  it.each<[string, object, readonly string[]]>([
    ['its own dependency, no peer', { dependencies: { host: '2' }, peerDependencies: { host: '^1' } }, ['host 2']],
    ['its own optional one', { optionalDependencies: { host: '2' }, peerDependencies: { host: '^1' } }, ['host 2']],
    ['the optional one', { dependencies: { host: '1' }, optionalDependencies: { host: '2' } }, ['host 2']],
    [
      'the peer as well where the other is for development',
      { devDependencies: { host: '2' }, peerDependencies: { host: '^1' } },
      ['host ^1', 'host 2'],
    ],
  ])('%s', (_, fields, asked) => {
    const { units } = assemble({
      'package.json': { name: 'app', version: '1.0.0', private: true, scripts: { start: 'node .' }, ...fields },
    });
    const demands = units.get('.')?.demands.filter(({ realm }) => realm === 'npm') ?? [];
    expect(demands.map(({ key, constraint }) => `${key} ${constraint}`)).toEqual(asked);
  });
});
