import { describe, expect, it } from 'vitest';
import { readYarnLock } from '../../analyzers/npm/locks/yarn-lock.ts';
import { imageSettings } from '../../analyzers/npm/resolve/registry/image-settings.ts';
import { assemble } from './assemble.ts';

describe('hostile package.json', () => {
  it('the first comment and a trailing comma: said where they stand, nothing lost', () => {
    const { told, direct } = assemble({
      'a/package.json':
        '{\n  // why\n  "name": "a",\n  "dependencies": {\n    "lodash": "^4", /* pinned */\n    "react": "^18",\n  }\n}',
    });
    expect(told).toEqual(['json/syntax a/package.json:2:3', 'json/syntax a/package.json:6:19']);
    expect(direct('a')).toEqual(['lodash ^4 range', 'react ^18 range']);
  });

  it('UTF-16: read, and told that npm refuses it', () => {
    const { told, direct } = assemble({
      'a/package.json': Buffer.from('\ufeff{"name":"a","dependencies":{"react":"^18"}}', 'utf16le'),
    });
    expect(direct('a')).toEqual(['react ^18 range']);
    expect(told).toEqual(['file/encoding a/package.json:1']);
  });

  it.each([
    ['yarn 1, which leaves it out', 'yarn.lock', '# yarn lockfile v1\n', ['lodash ^4 range'], []],
    [
      'npm, which refuses it',
      'package-lock.json',
      '{ "lockfileVersion": 3, "packages": { "": {} } }',
      undefined,
      ['npm/invalid-spec'],
    ],
  ])('a comment among dependencies, and %s', (_, lock, text, expected, codes) => {
    const { told, direct } = assemble({
      'a/package.json': '{ "name": "a", "dependencies": { "//": "why", "//": "we need it", "lodash": "^4" } }',
      [`a/${lock}`]: text,
    });
    if (expected !== undefined) expect(direct('a')).toEqual(expected);
    expect(told.map((one) => one.split(' ')[0]).filter((code) => code === 'npm/invalid-spec')).toEqual(codes);
  });

  it('duplicate keys: the last one counts, as for npm, and both are told', () => {
    const { told, direct } = assemble({
      'a/package.json':
        '{\n "name": "a",\n "dependencies": { "lodash": "^3", "lodash": "^4" },\n "dependencies": { "react": "^18" }\n}',
    });
    expect(direct('a')).toEqual(['react ^18 range']);
    expect(told).toEqual(['json/duplicate-key a/package.json:3:36', 'json/duplicate-key a/package.json:4:2']);
  });

  it('a pnpm-lock.yaml that was cut off is told wherever it ends, and one that links to a member is whole', () => {
    const lock = [
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0(c@1.0.0)",
      '      m:\n        specifier: workspace:*\n        version: link:m\n\npackages:\n',
      '  a@1.0.0:\n    resolution: {integrity: sha512-aa==}\n    peerDependencies:\n      c: ^1.0.0\n',
      '  c@1.0.0:\n    resolution: {integrity: sha512-cc==}\n\nsnapshots:\n',
      '  a@1.0.0(c@1.0.0):\n    dependencies:\n      c: 1.0.0\n    optionalDependencies:\n      gone: 1.0.0\n',
      '  c@1.0.0: {}\n',
    ].join('\n');
    const told = (text: string): readonly string[] =>
      assemble({ 'package.json': { name: 'r', dependencies: { a: '^1.0.0' } }, 'pnpm-lock.yaml': text }).told.filter((one) =>
        one.startsWith('npm/lock-unreadable'),
      );
    expect(told(lock)).toEqual([]);
    expect(told(lock.trimEnd())).toEqual([]);
    const from = lock.indexOf('a:\n');
    for (let end = lock.indexOf('version: 1.0.0') + 14; end < lock.indexOf('  c@1.0.0: {}'); end++)
      expect([end - from, told(lock.slice(0, end)).length]).toEqual([end - from, 1]);
    expect(told(lock.slice(0, lock.indexOf('snapshots:')))).toEqual(['npm/lock-unreadable pnpm-lock.yaml:7']);
    expect(told(lock.slice(0, lock.indexOf('cc==')))).toEqual(['npm/lock-unreadable pnpm-lock.yaml:22']);
  });

  it('what no importer of a pnpm-lock.yaml leads to may name what is gone', () => {
    const lock = (more: string): string =>
      [
        "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n",
        '  a@1.0.0:\n    resolution: {integrity: sha512-aa==}\n\n  left@1.0.0:\n    resolution: {integrity: sha512-ll==}\n',
        `  ghost@1.0.0:\n    resolution: {integrity: sha512-gg==}\n\nsnapshots:\n\n  a@1.0.0:${more}\n`,
        '  left@1.0.0:\n    dependencies:\n      gone: 1.0.0\n',
      ].join('\n');
    const told = (text: string): readonly string[] =>
      assemble({ 'package.json': { name: 'r', dependencies: { a: '^1.0.0' } }, 'pnpm-lock.yaml': text }).told;
    expect(told(lock(' {}'))).toEqual([]);
    expect(told(lock('\n    dependencies:\n      left: 1.0.0'))).toEqual(['npm/lock-unreadable pnpm-lock.yaml:28']);
  });

  it('a tsconfig.json of 100,000 paths, and a program that imports thousands of them', () => {
    const paths = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`@p${index}/*`, [`libs/${index}/*`]]));
    const { direct } = assemble({
      'package.json': { name: 'r', private: true, workspaces: ['apps/*'], dependencies: { express: '4' } },
      'apps/a/package.json': { name: 'a', private: true },
      'apps/a/tsconfig.json': JSON.stringify({ extends: ['./tsconfig.json', '../../tsconfig.base.json'] }),
      'tsconfig.base.json': JSON.stringify({ compilerOptions: { paths } }),
      'apps/a/src/main.ts': [
        "import express from 'express';\nexpress();",
        ...Array.from({ length: 2500 }, (_, index) => `import '@p${index}/x';`),
      ].join('\n'),
    });
    expect(direct('apps/a')).toEqual(['express 4 range']);
  });

  it('an image of tens of thousands of commands', () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `RUN npm_config_x${index}=1 npm ci --opt${index} a && npm i -f`);
    expect(imageSettings(`FROM node\n${lines.join('\n')}\nENV ${'A=1 '.repeat(50_000)}`)).toBe('force=true\n');
    expect(imageSettings(`FROM node\nRUN npm ci ${'-'.repeat(100_000)} ${"'".repeat(99_999)}`)).toBe('');
  });

  it.each([
    [
      'yarn 1',
      [
        '# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.\n# yarn lockfile v1\n\n\na@^1.0.0:\n  version "1.0.0"\n',
        '  resolved "https://registry.example/a-1.0.0.tgz#aa"\n  dependencies:\n    "@s/z" "^1.0.0"\n',
        '  optionalDependencies:\n    gone "^1.0.0"\n\n"@s/z@^1.0.0", "@s/z@^1.0.1":\n  version "1.0.2"\n',
      ].join(''),
    ],
    [
      'berry',
      [
        '__metadata:\n  version: 8\n  cacheKey: 10c0\n\n"a@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n',
        '  dependencies:\n    "@s/z": "npm:^1.0.0"\n    gone: "npm:^1.0.0"\n  dependenciesMeta:\n    gone:\n      optional: true\n',
        '  checksum: 10c0/aa\n  languageName: node\n  linkType: hard\n\n"@s/z@npm:^1.0.0":\n  version: 1.0.2\n',
        '  resolution: "@s/z@npm:1.0.2"\n',
      ].join(''),
    ],
  ])('a yarn.lock that was cut off is told: %s', (_, lock) => {
    const told = (text: string): readonly string[] =>
      assemble({ 'package.json': { name: 'r', dependencies: { a: '^1.0.0' } }, 'yarn.lock': text }).told.filter((one) =>
        one.startsWith('npm/lock-unreadable'),
      );
    expect(told(lock)).toEqual([]);
    expect(told(lock.trimEnd())).toEqual([]);
    expect(told(lock.replaceAll('\n', '\r\n'))).toEqual([]);
    const from = lock.indexOf('"@s/z"') + 12;
    const line = lock.slice(0, lock.indexOf('\n"@s/z@')).split('\n').length + 1;
    for (let end = from; end < lock.indexOf('1.0.2'); end++)
      expect([end - from, told(lock.slice(0, end)).length]).toEqual([end - from, 1]);
    expect(told(lock.slice(0, lock.indexOf('1.0.2')))).toEqual([`npm/lock-unreadable yarn.lock:${line + 1}`]);
  });

  it('a yarn.lock whose every package has a peer that it also depends on is read in one pass', () => {
    const count = 20_000;
    const entries = Array.from({ length: count }, (_, index) =>
      [
        `"p${index}@npm:1.0.0":`,
        '  version: 1.0.0',
        `  resolution: "p${index}@npm:1.0.0"`,
        `  dependencies:\n    low: "npm:1.0.0"\n    p${(index + 1) % count}: "npm:1.0.0"`,
        '  peerDependencies:\n    low: "*"\n  linkType: hard\n\n',
      ].join('\n'),
    );
    const low = '"low@npm:1.0.0":\n  version: 1.0.0\n  resolution: "low@npm:1.0.0"\n  linkType: hard\n';
    const text = `__metadata:\n  version: 8\n  cacheKey: 10\n\n${entries.join('')}${low}`;
    const read = readYarnLock({ path: 'yarn.lock', text, bytes: Buffer.from(text) });
    if (read.lock === undefined) throw new Error('not read');
    const { lock } = read;
    const found = [...lock.packages.keys()].flatMap((id) => lock.edges(id).map(({ to }) => to));
    expect(found.filter((to) => to === 'low@npm:1.0.0')).toHaveLength(count);
  });

  it('keys that are names of Object’s own stay data', () => {
    const { direct, told } = assemble({
      'a/package.json':
        '{"name":"a","__proto__":{"dependencies":{"evil":"1"}},"dependencies":{"__proto__":"^1","constructor":"^1","hasOwnProperty":"^2","toString":"~3"},"peerDependenciesMeta":{"__proto__":{"optional":true}}}',
    });
    expect(direct('a')).toEqual(['__proto__ ^1 range', 'constructor ^1 range', 'hasOwnProperty ^2 range', 'toString ~3 range']);
    expect(told).toEqual([]);
    expect(({} as { evil?: string; optional?: boolean }).optional).toBeUndefined();
  });

  it.each([
    ['[]', 'npm/not-an-object a/package.json:1:1'],
    ['"text"', 'npm/not-an-object a/package.json:1:1'],
    ['{"dependencies": []}', undefined],
    ['{"name":"a","dependencies":["x"]}', 'npm/bad-field a/package.json:1:28'],
    ['{"name":"a","dependencies":{"x":1}}', 'npm/bad-value a/package.json:1:33'],
    ['{"name":"a","workspaces":"apps/*"}', 'npm/bad-field a/package.json:1:26'],
    ['{"name":"a","dependencies":{"x":"^1"', 'json/syntax'],
    ['', 'json/syntax'],
    ['<<<<<<< HEAD\n{"name":"a"}\n=======\n{"name":"b"}\n>>>>>>> other\n', 'a/package.json:1'],
    [
      '{"name":"a",\n<<<<<<< HEAD\n"version":"1.0.0",\n=======\n"version":"2.0.0",\n>>>>>>> other\n"dependencies":{}}',
      'a/package.json:2',
    ],
  ])('%s', (text, expected) => {
    const { told } = assemble({ 'a/package.json': text });
    if (expected === undefined) expect(told).toEqual([]);
    else expect(told.join('\n')).toContain(expected);
  });

  it('depth and length have limits, not crashes', () => {
    const deep = `{"name":"a","overrides":${'{"a":'.repeat(5000)}"1"${'}'.repeat(5000)}}`;
    const long = `{"name":"a","dependencies":{"x":"${'1 || '.repeat(20_000)}2"}}`;
    const { told, direct } = assemble({ 'a/package.json': deep, 'b/package.json': long });
    expect(told).toEqual(['json/syntax a/package.json:1:2525']);
    expect(direct('b').map((line) => line.endsWith(' || 2 range'))).toEqual([true]);
  });

  it.each([
    '1.2.3.4',
    '^^1',
    'git@:::',
    'npm:',
    'npm:npm:x@1',
    'file:',
    'workspace:',
    'catalog:',
    '\u0000',
    '🦀',
    'http://[::1',
    '$ref',
  ])('a spec like %j is data', (spec) => {
    const { direct } = assemble({ 'a/package.json': { name: 'a', scripts: { start: 'x' }, dependencies: { x: spec } } });
    expect(direct('a')).toHaveLength(1);
  });
});

describe('hostile locks', () => {
  const manifest = { name: 'a', version: '1.0.0', scripts: { start: 'x' }, dependencies: { lodash: '^4' } };

  it.each([
    ['package-lock.json', '{"lockfileVersion": 3, "packages": '],
    ['package-lock.json', '{"lockfileVersion": 99}'],
    ['package-lock.json', '{"lockfileVersion":3,\n<<<<<<< ours\n"packages":{}\n=======\n>>>>>>> theirs\n}'],
    ['pnpm-lock.yaml', 'importers: [\n'],
    ['pnpm-lock.yaml', 'lockfileVersion: "9.0"\n<<<<<<< HEAD\nimporters: {}\n=======\n>>>>>>> x\n'],
    ['yarn.lock', '# yarn lockfile v1\n<<<<<<< HEAD\nlodash@^4:\n  version "4.17.21"\n=======\n>>>>>>> x\n'],
    ['bun.lock', '{"lockfileVersion": 1, "packages": {,}'],
    ['package-lock.json', '[]'],
    ['package-lock.json', '{"lockfileVersion": 3,\n"packages": []}'],
    ['package-lock.json', '{"lockfileVersion": 1, "dependencies": "lodash"}'],
    ['bun.lock', '[]'],
    ['bun.lock', '{"lockfileVersion": 1, "workspaces": [], "packages": {}}'],
    ['bun.lockb', '#!/usr/bin/env bun\nbun-lockfile-format-v0\n\u0000\u0001'],
  ])('%s that cannot be read is told, and the manifest still counts: %s', (name, text) => {
    const { told, direct } = assemble({ 'a/package.json': manifest, [`a/${name}`]: text });
    expect(told.some((one) => one.includes(`a/${name}`))).toBe(true);
    expect(direct('a')).toEqual(['lodash ^4 range']);
  });

  it('a lock of pnpm in the form that is an experiment is told with how to have it read', () => {
    const { diagnostics, direct } = assemble({
      'a/package.json': manifest,
      'a/pnpm-lock.yaml': '{\n\t"lockfileVersion": "13.0",\n\t"projects": {".": {},},\n}\n',
    });
    expect(diagnostics.map(({ code, message }) => [code, message.includes('lockfile.format')])).toEqual([
      ['npm/lock-unreadable', true],
    ]);
    expect(direct('a')).toEqual(['lodash ^4 range']);
  });

  it('a yarn.lock of Yarn 6 with 50,000 entries is read, one that is cut off is told', () => {
    const entries = Array.from({ length: 50_000 }, (_, at) => [
      `p${at}@npm:^1`,
      { resolution: { resolution: `p${at}@npm:1.0.0`, version: '1.0.0', dependencies: { [`p${at + 1}`]: '^1' } } },
    ]);
    const lock = JSON.stringify({ __metadata: { version: 9 }, entries: Object.fromEntries(entries) });
    const fleet = (text: string) => assemble({ 'package.json': { name: 'a', dependencies: { p0: '^1' } }, 'yarn.lock': text });
    const whole = fleet(lock);
    expect(whole.told).toEqual([]);
    expect(whole.units.get('.')?.dependencies).toHaveLength(50_000);
    const broken = [lock.slice(0, 300), '{}', '{"__metadata": {"version": 9}, "entries": []}'];
    const codes = ['json/syntax', 'npm/lock-unreadable', 'npm/lock-unreadable'];
    expect(broken.map((text) => fleet(text).diagnostics[0]?.code)).toEqual(codes);
  });

  it('bun.lockb is told with how to write one that is read, unless one lies beside it', () => {
    const files = { 'a/package.json': manifest, 'a/bun.lockb': 'bun-lockfile-format-v0\n\u0000' };
    const lock =
      '{"lockfileVersion": 1, "workspaces": {"": {"dependencies": {"lodash": "^4"}}}, "packages": {"lodash": ["lodash@4.17.21", "", {}, "sha512-x"]}}';
    expect(assemble(files).told).toEqual(['npm/lock-unreadable a/bun.lockb:1']);
    expect(assemble({ ...files, 'a/bun.lock': lock }).told).toEqual([]);
  });

  it.each([
    [
      'package-lock.json',
      '{"lockfileVersion": 3, "packages": {\n"": {"dependencies": {"lodash": "^4"}},\n"node_modules/lodash": {"version": "4.17.21"},\n"node_modules/left": null\n}}',
      'a/package-lock.json:4',
    ],
    [
      'bun.lock',
      '{"lockfileVersion": 1, "workspaces": {"": {"name": "a", "dependencies": {"lodash": "^4"}}}, "packages": {\n"lodash": ["lodash@4.17.21", "", {}, "sha512-x"],\n"left": [1],\n}}',
      'a/bun.lock:3',
    ],
  ])('of %s an entry that is none is told with its line, and the others count', (name, text, place) => {
    const { told, units } = assemble({ 'a/package.json': manifest, [`a/${name}`]: text });
    expect(told).toEqual([`npm/lock-unreadable ${place}`]);
    expect(units.get('a')?.dependencies.map(({ resolved }) => resolved)).toContain('4.17.21');
  });

  it('names of Object’s own in a lock', () => {
    const lock =
      '{"lockfileVersion":3,"packages":{"":{"dependencies":{"constructor":"^1"}},"node_modules/constructor":{"version":"1.0.0","dependencies":{"__proto__":"^1"}},"node_modules/__proto__":{"version":"1.1.0"}}}';
    const { units } = assemble({
      'a/package.json': { ...manifest, dependencies: { constructor: '^1' } },
      'a/package-lock.json': lock,
    });
    expect(units.get('a')?.dependencies.map(({ name, resolved }) => `${name} ${resolved}`)).toEqual([
      'constructor 1.0.0',
      '__proto__ 1.1.0',
    ]);
  });

  it('circles end', () => {
    const packages = {
      '': manifest,
      'node_modules/lodash': { version: '4.0.0', dependencies: { b: '1' }, peerDependencies: { b: '1' } },
      'node_modules/b': { version: '1.0.0', dependencies: { lodash: '4' }, peerDependencies: { lodash: '4' } },
    };
    const { units } = assemble({ 'a/package.json': manifest, 'a/package-lock.json': { lockfileVersion: 3, packages } });
    expect(units.get('a')?.dependencies).toHaveLength(2);
  });

  it('20,000 packages in one lock', () => {
    const packages: Record<string, object> = {
      '': manifest,
      'node_modules/lodash': { version: '4.17.21', dependencies: { p0: '1' } },
    };
    for (let i = 0; i < 20_000; i++) packages[`node_modules/p${i}`] = { version: '1.0.0', dependencies: { [`p${i + 1}`]: '1' } };
    const { units } = assemble({ 'a/package.json': manifest, 'a/package-lock.json': { lockfileVersion: 3, packages } });
    expect(units.get('a')?.dependencies.length).toBe(20_001);
  });

  it('20,000 packages in a chain, each with a peer and a copy of its own of what has to be single', { timeout: 60_000 }, () => {
    const packages: Record<string, object> = {
      '': { name: 'root', workspaces: ['a', 'b'] },
      a: { version: '1.0.0', dependencies: { p0: '1', react: '*' } },
      b: { version: '1.0.0', dependencies: { react: '1.0.0' } },
      'node_modules/react': { version: '1.0.0' },
    };
    for (let i = 0; i < 20_000; i++) {
      const dependencies = { react: `>=1.0.${i}`, [`p${i + 1}`]: '1' };
      packages[`node_modules/p${i}`] = { version: '1.0.0', dependencies, peerDependencies: { react: '*' } };
      packages[`node_modules/p${i}/node_modules/react`] = { version: `1.0.${i}` };
    }
    const { units } = assemble({
      'package.json': { name: 'root', workspaces: ['a', 'b'] },
      'package-lock.json': { lockfileVersion: 3, packages },
      'a/package.json': { name: 'a', version: '1.0.0', dependencies: { p0: '1', react: '*' } },
      'b/package.json': { name: 'b', version: '1.0.0', dependencies: { react: '1.0.0' } },
    });
    expect(units.get('a')?.dependencies).toHaveLength(40_001);
  });

  const MANY = 50_000;
  const many = <T>(of: (i: number) => T): readonly T[] => Array.from({ length: MANY }, (_, i) => of(i));

  it('50,000 peers of one package, which lie beside it', { timeout: 60_000 }, () => {
    const peerDependencies = Object.fromEntries(many((i) => [`p${i}`, '^1.0.0']));
    const packages = {
      '': manifest,
      'node_modules/lodash': { version: '4.0.0', peerDependencies },
      ...Object.fromEntries(many((i) => [`node_modules/p${i}`, { version: '1.0.0' }])),
    };
    const { units } = assemble({ 'a/package.json': manifest, 'a/package-lock.json': { lockfileVersion: 3, packages } });
    expect(units.get('a')?.demands.filter(({ detail }) => detail?.peer !== undefined)).toHaveLength(MANY);
  });

  it('20 lines that lead to the same 50,000 peers: more than so many are not looked at', { timeout: 60_000 }, () => {
    const names = Array.from({ length: 20 }, (_, i) => `x${i}`);
    const packages = {
      '': { name: 'a' },
      ...Object.fromEntries(
        names.map((name) => [
          `node_modules/${name}`,
          { version: '1.0.0', peerDependencies: { shared: '^1.0.0', [name]: '^1.0.0' } },
        ]),
      ),
      'node_modules/shared': {
        version: '1.0.0',
        peerDependencies: Object.fromEntries(many((i) => [`p${i}`, '^1.0.0'])),
      },
      ...Object.fromEntries(many((i) => [`node_modules/p${i}`, { version: '1.0.0', peerDependencies: { shared: '^1.0.0' } }])),
    };
    const dependencies = Object.fromEntries(names.map((name) => [name, '^1.0.0']));
    const { units } = assemble({
      'a/package.json': { name: 'a', version: '1.0.0', dependencies },
      'a/package-lock.json': { lockfileVersion: 3, packages },
    });
    expect(units.get('a')?.demands.filter(({ key }) => key.startsWith('p'))).toHaveLength(MANY);
  });

  it('50,000 peers of one package, of which pnpm keeps none, beside as many lines of the root', { timeout: 60_000 }, () => {
    const lock = [
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:",
      ...many((i) => `      q${i}:\n        specifier: ^1.0.0\n        version: 1.0.0`),
      '      lodash:\n        specifier: ^4\n        version: 4.0.0\n\npackages:\n',
      '  lodash@4.0.0:\n    resolution: {integrity: sha512-aa==}\n    peerDependencies:',
      ...many((i) => `      p${i}: ^1.0.0`),
      ...many((i) => `\n  q${i}@1.0.0:\n    resolution: {integrity: sha512-bb==}`),
      '\nsnapshots:\n\n  lodash@4.0.0: {}',
      ...many((i) => `\n  q${i}@1.0.0: {}`),
    ].join('\n');
    const { units } = assemble({ 'a/package.json': manifest, 'a/pnpm-lock.yaml': `${lock}\n` });
    expect(units.get('a')?.demands.filter(({ detail }) => detail?.peer !== undefined)).toHaveLength(MANY);
  });

  it('50,000 copies of one package in a yarn.lock, and as many that ask for none of them', { timeout: 60_000 }, () => {
    const lock = [
      '# yarn lockfile v1\n\n\nlodash@^4:\n  version "4.0.0"\n',
      ...many((i) => `\np@1.0.${i}:\n  version "1.0.${i}"\n  dependencies:\n    p "9.0.0"\n`),
    ].join('');
    const { lock: read } = readYarnLock({ path: 'a/yarn.lock', text: lock, bytes: Buffer.from(lock) });
    const asked = many((i) => read?.edges(`p@1.0.${i}`)[0]?.to);
    expect(asked.every((to) => to === undefined)).toBe(true);
  });

  it('50,000 links in a lock of version 1', { timeout: 60_000 }, () => {
    const dependencies = Object.fromEntries(many((i) => [`p${i}`, { version: `file:libs/p${i}` }]));
    const { units } = assemble({
      'a/package.json': manifest,
      'a/package-lock.json': { lockfileVersion: 1, dependencies: { lodash: { version: '4.0.0' }, ...dependencies } },
    });
    expect(units.get('a')?.dependencies.map(({ resolved }) => resolved)).toEqual(['4.0.0']);
  });
});
