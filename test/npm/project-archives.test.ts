import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { npmRule } from '../../analyzers/npm/rule.ts';
import { groupBy, type Unit } from '../../src/model/index.ts';
import { tar } from '../formats/make-tar.ts';
import { assemble, type Files, TARGET } from './assemble.ts';
import { world } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

function packed(json: Json, directory = 'package'): Buffer {
  return gzipSync(tar([{ path: `${directory}/package.json`, text: JSON.stringify(json) }]));
}

const app = (dependencies: Json, more: Json = {}): Json => ({
  name: 'app',
  version: '1.0.0',
  private: true,
  scripts: { start: 'node .' },
  dependencies,
  ...more,
});

const FORMS = {
  name: '@x/forms',
  version: '1.4.0',
  dependencies: { low: '^1.0.0' },
  optionalDependencies: { fast: '2' },
  devDependencies: { tool: '1' },
  peerDependencies: { host: '^2', extra: '1' },
  peerDependenciesMeta: { extra: { optional: true } },
  engines: { node: '>=18' },
};

const USES = { '@x/forms': 'file:../vendor/forms-1.4.0.tgz' };

const facts = (unit: Unit | undefined, realm: string): readonly string[] =>
  (unit?.demands ?? [])
    .filter((demand) => demand.realm === realm)
    .map(({ key, constraint, strength, origin, via, detail }) =>
      [key, constraint, strength, ...(detail?.version === undefined ? [] : [detail.version]), ...via, origin.file].join(' '),
    );

describe('an archive of the project, from its files alone', () => {
  const files = { 'a/package.json': app(USES), 'vendor/forms-1.4.0.tgz': packed(FORMS) };

  it('has a version, a name, needs, peers and engines', () => {
    const { units, told } = assemble(files);
    const unit = units.get('a');
    expect(told).toEqual([]);
    expect(unit?.dependencies.map(({ purl, constraint, resolved, direct }) => [purl, constraint, resolved, direct])).toEqual([
      ['pkg:npm/%40x/forms', 'file:../vendor/forms-1.4.0.tgz', '1.4.0', true],
      ['pkg:npm/low', '^1.0.0', undefined, false],
      ['pkg:npm/fast', '2', undefined, false],
    ]);
    expect(facts(unit, 'npm')).toEqual([
      '@x/forms file:../vendor/forms-1.4.0.tgz declared 1.4.0 a/package.json',
      'host ^2 declared pkg:npm/%40x/forms@1.4.0 a/package.json',
      'extra 1 declared pkg:npm/%40x/forms@1.4.0 a/package.json',
    ]);
    expect(facts(unit, 'runtime')).toEqual(['node >=18 locked pkg:npm/%40x/forms@1.4.0 a/package.json']);
  });

  it('is what a lock says of it, where one does', () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': { dependencies: USES },
        'node_modules/@x/forms': {
          version: '1.4.0',
          resolved: 'file:../vendor/forms-1.4.0.tgz',
          dependencies: { low: '^1.0.0' },
          peerDependencies: { host: '^2' },
          engines: { node: '>=18' },
        },
        'node_modules/host': { version: '2.1.0', peer: true },
        'node_modules/low': { version: '1.0.1' },
      },
    };
    const unit = assemble({ ...files, 'a/package-lock.json': lock }).units.get('a');
    expect(unit?.dependencies.map(({ name, resolved }) => `${name} ${resolved}`)).toEqual([
      '@x/forms 1.4.0',
      'host 2.1.0',
      'low 1.0.1',
    ]);
    expect(facts(unit, 'npm').filter((fact) => fact.startsWith('host'))).toEqual([
      'host ^2 declared pkg:npm/%40x/forms@1.4.0 a/package.json',
    ]);
    expect(facts(unit, 'runtime')).toEqual(['node >=18 locked pkg:npm/%40x/forms@1.4.0 a/package-lock.json']);
  });

  it.each<[string, Json, string | undefined]>([
    ['a range that its version suits', { '@x/forms': '^1.2.0' }, undefined],
    ['a range that it does not', { '@x/forms': '^2.0.0' }, 'npm/mixed-sources'],
    ['another archive', { '@x/forms': 'file:./other.tgz' }, 'npm/mixed-sources'],
    ['the same one', { '@x/forms': '../vendor/forms-1.4.0.tgz' }, undefined],
    ['what its peer suits', { host: '2.3.0' }, undefined],
    ['what its peer does not', { host: '^1.0.0' }, 'version/unsatisfiable'],
    ['what its optional peer does not', { extra: '2.0.0' }, 'version/unsatisfiable'],
    ['what it needs in another version, which nests', { low: '2.0.0' }, undefined],
  ])('beside %s', (_, dependencies, rule) => {
    const other = packed({ name: '@x/forms', version: '1.4.0' });
    const { units } = assemble({ ...files, 'b/package.json': app(dependencies), 'b/other.tgz': other });
    const demands = [...units.values()].flatMap((unit) => unit.demands.filter(({ realm }) => realm === 'npm'));
    const clashes = [...groupBy(demands, ({ key }) => key).values()].flatMap(
      (own) => npmRule.clash(own, { target: TARGET, settings: {} })?.rule ?? [],
    );
    expect(clashes).toEqual(rule === undefined ? [] : [rule]);
  });

  it.each<[string, Files, readonly string[]]>([
    ['is built later', {}, []],
    ['is none', { 'a/x.tgz': 'no archive'.repeat(100) }, ['error: it is not a tar archive']],
    ['is empty', { 'a/x.tgz': '' }, ['error: there is no package.json in it']],
    ['is broken off', { 'a/x.tgz': packed(FORMS).subarray(0, 40) }, ['error: unexpected end of file']],
    ['holds no package', { 'a/x.tgz': tar([{ path: 'package/a.js', text: '' }]) }, ['error: there is no package.json in it']],
    ['holds one too deep', { 'a/x.tgz': packed(FORMS, 'a/b') }, ['error: there is no package.json in it']],
    [
      'holds what is no JSON',
      { 'a/x.tgz': tar([{ path: 'p/package.json', text: '{' }]) },
      ['error: its package.json cannot be read'],
    ],
    ['is a bomb', { 'a/x.tgz': gzipSync(Buffer.alloc(65 << 20)) }, ['error: it is larger than 64 MiB unpacked']],
    [
      'was not fetched',
      { 'a/x.tgz': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n' },
      ['error: it is a pointer of Git LFS; fetch it with git lfs pull'],
    ],
    ['lies elsewhere', { 'a/package.json': app({ x: 'file:../../x.tgz' }), 'x.tgz': packed(FORMS) }, ['warning: outside']],
    [
      'is a link in it',
      { 'a/x.tgz': tar([{ path: 'p/package.json', text: '', flag: '2' }]) },
      ['error: there is no package.json in it'],
    ],
  ])('that %s', (_, more, expected) => {
    const { diagnostics, units } = assemble({ 'a/package.json': app({ x: 'file:./x.tgz' }), ...more });
    const told = diagnostics.map(({ severity, message }) =>
      [severity, /\(([^)]*)\)/.exec(message)?.[1] ?? (message.includes('outside') ? 'outside' : message)].join(': '),
    );
    expect(told).toEqual(expected);
    expect(units.get('a')?.dependencies.map(({ name, resolved }) => [name, resolved])).toEqual([['x', undefined]]);
  });

  it('of the last package.json in it', () => {
    const two = tar([
      { path: 'package/package.json', text: '{"version":"1.0.0"}' },
      { path: 'other/package.json', text: '{"version":"2.0.0"}' },
    ]);
    const { units } = assemble({ 'package.json': app({ x: 'file:x.tgz' }), 'x.tgz': two });
    expect(units.get('.')?.dependencies.map(({ resolved }) => resolved)).toEqual(['2.0.0']);
  });

  it.each([
    ['file:../lib', 'lib/package.json'],
    ['file:/lib', 'lib/package.json'],
    ['link:../lib', 'lib/package.json'],
  ])('%s of the root is nothing that lies in the project', (spec, file) => {
    const { units } = assemble({ 'package.json': app({ lib: spec }), [file]: { name: 'lib', version: '9.0.0' } });
    expect(units.get('.')?.demands.find(({ key }) => key === 'lib')?.detail?.version).toBeUndefined();
  });
});

const REGISTRY = `
@x/forms 1.9.0:
@x/forms 2.0.0:
host 1.0.0:
host 2.0.0:
low 1.0.0:
low 1.1.0:
low 2.0.0:
fast 2.0.0:
inner 1.0.0:
plugin 1.0.0: peer @x/forms ^1
plugin 2.0.0: peer @x/forms ^2
`;

describe('resolved', () => {
  const bundling = gzipSync(
    tar([
      {
        path: 'package/package.json',
        text: JSON.stringify({ name: 'pack', version: '1.0.0', dependencies: { inner: '^5' }, bundleDependencies: ['inner'] }),
      },
      { path: 'package/node_modules/inner/package.json', text: '{"name":"inner","version":"5.0.0"}' },
    ]),
  );

  it.each<[string, Json, Json, string, 'flat' | 'hoisted']>([
    ['its needs are there', USES, {}, 'fast 2.0.0, host 2.0.0, low 1.1.0, @x/forms 1.4.0', 'flat'],
    ['they nest', USES, { low: '2.0.0' }, 'fast 2.0.0, host 2.0.0, low 1.1.0 2.0.0, @x/forms 1.4.0', 'flat'],
    ['its peer clashes', USES, { host: '1.0.0' }, 'conflict npm/peer-conflict', 'flat'],
    ['its peer has its own place', USES, { host: '1.0.0' }, 'fast 2.0.0, host 1.0.0 2.0.0, low 1.1.0, @x/forms 1.4.0', 'hoisted'],
    ['it suits a peer', USES, { plugin: '1' }, 'fast 2.0.0, host 2.0.0, low 1.1.0, plugin 1.0.0, @x/forms 1.4.0', 'flat'],
    ['it suits no peer', USES, { plugin: '2' }, 'conflict npm/peer-conflict', 'flat'],
    ['a range beside it', USES, { '@x/forms': '^1' }, 'fast 2.0.0, host 2.0.0, low 1.1.0, @x/forms 1.4.0', 'flat'],
    ['another range beside it', USES, { '@x/forms': '^2' }, 'conflict npm/mixed-sources', 'flat'],
    ['what it bundles', { pack: 'file:../vendor/pack.tgz' }, {}, 'inner 5.0.0, pack 1.0.0', 'flat'],
    ['one that is not there', { gone: 'file:../vendor/gone.tgz' }, {}, 'unknown', 'flat'],
  ])('%s', async (_, a, b, expected, model) => {
    const files = {
      a: app(a, { name: 'a' }),
      b: app(b, { name: 'b' }),
      'vendor/forms-1.4.0.tgz': packed(FORMS),
      'vendor/pack.tgz': bundling,
    };
    const answer = await (await world(REGISTRY, files, { model })).resolver.resolve(['a', 'b']);
    const said =
      answer.kind === 'resolved'
        ? [...answer.versions]
            .map(([name, versions]) => `${name} ${versions.join(' ')}`)
            .sort((x, y) => x.replace('@', '~').localeCompare(y.replace('@', '~'), 'en'))
            .join(', ')
        : [answer.kind, ...(answer.kind === 'conflict' ? answer.findings.map(({ rule }) => rule) : [])].join(' ');
    expect(said.split(', ').sort()).toEqual(expected.split(', ').sort());
  });

  it('a refusal names the archive’s own line', async () => {
    const files = { a: app(USES), b: app({ plugin: '2' }), 'vendor/forms-1.4.0.tgz': packed(FORMS) };
    const answer = await (await world(REGISTRY, files)).resolver.resolve(['a', 'b']);
    const sides = answer.kind === 'conflict' ? answer.findings.flatMap((one) => one.demands) : [];
    expect(sides.map(({ key, constraint }) => `${key} ${constraint}`).sort()).toEqual([
      '@x/forms ^2',
      '@x/forms file:../vendor/forms-1.4.0.tgz',
    ]);
  });
});
