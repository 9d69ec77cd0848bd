import { describe, expect, it } from 'vitest';
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
    ['bun.lockb', 'not read'],
  ])('%s that cannot be read is told, and the manifest still counts: %s', (name, text) => {
    const { told, direct } = assemble({ 'a/package.json': manifest, [`a/${name}`]: text });
    expect(told.some((one) => one.includes(`a/${name}`))).toBe(true);
    expect(direct('a')).toEqual(['lodash ^4 range']);
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
});
