import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/model/index.ts';
import { world as open, type WorldOptions } from './world.ts';

const WORLD = `
react 17.0.2:
react 18.3.1:
react 19.2.0: 
react-dom 17.0.2: peer react 17.0.2
react-dom 18.3.1: peer react ^18.3.1
react-dom 19.2.0: peer react ^19.2.0
grid 1.0.0: peer react ^17 || ^18
grid 2.0.0 at=2025-01-01: peer react ^19
widgets 1.0.0: peer grid ^1
orm 1.0.0: peer? driver ^4 & util ^1.0.0
cli-table 1.0.0: util ^1.0.0
driver 4.0.0:
driver 5.0.0:
util 1.0.0:
util 1.1.0:
util 2.0.0: 
graphql 15.0.0:
graphql 16.0.0:
server 1.0.0: graphql ^15.0.0
modern 3.0.0 node>=22:
mac 1.0.0 os=darwin:
modern 2.0.0 node>=18:
picks 2.0.0:
picks 3.0.0-beta.1:
picks 1.9.0 latest:
early 1.0.0:
early 2.0.0:
early 1.1.0-rc.1 latest:
only-early 1.0.0-rc.1:
only-early 2.0.0-rc.1:
plugin 1.0.0: peer early ^1 || 1.1.0-rc.1 & peer only-early 1.0.0-rc.1
broken-tree 1.0.0: gone ^1.0.0
needs-missing 1.0.0: util ^9.0.0
adapters 1.0.0: util ^1.0.0 & peer? nowhere ^1
bridge 1.0.0: peer adapters ^1 & peer? nowhere ^1
mobile 1.0.0: peer react ^19
storage 1.0.0: peer? mobile ^1
schemas 1.0.0: peer storage ^1
from-workspace 1.0.0: util ^1.0.0 & react ^18 & sibling workspace:*
from-git 1.0.0: secret git+https://git.example/secret.git
__proto__ 1.0.0:
constructor 1.0.0: 
toString 2.0.0: constructor ^1.0.0
`;

type Json = Readonly<Record<string, unknown>>;

const world = (files: Parameters<typeof open>[1], options?: WorldOptions) => open(WORLD, files, options);

const needs = (dependencies: Json, more: Json = {}): Json => ({
  name: 'app',
  version: '1.0.0',
  private: true,
  dependencies,
  ...more,
});

function chosen(answer: Resolution): Json {
  if (answer.kind !== 'resolved')
    return { [answer.kind]: answer.kind === 'unknown' ? answer.because : answer.findings[0]?.message };
  return Object.fromEntries([...answer.versions].map(([name, versions]) => [name, versions.join(' ')]));
}

describe('one service', () => {
  it('gets what npm would install: the tag `latest` where it suits, else the highest', async () => {
    const { resolver } = await world({ a: needs({ picks: '>=1' }), b: needs({ picks: '^2' }) });
    expect(chosen(await resolver.resolve(['a']))).toEqual({ picks: '1.9.0' });
    expect(chosen(await resolver.resolve(['b']))).toEqual({ picks: '2.0.0' });
  });

  it('goes by the target’s Node.js among versions that suit', async () => {
    const files = { a: needs({ modern: '>=2' }) };
    const old = await world(files);
    expect(chosen(await old.resolver.resolve(['a']))).toEqual({ modern: '2.0.0' });
  });

  it('sees nothing that came later', async () => {
    const { resolver } = await world({ a: needs({ grid: '*' }) }, { before: '2024-06-01' });
    expect(chosen(await resolver.resolve(['a']))).toMatchObject({ grid: '1.0.0', react: '18.3.1' });
  });

  it('fails by itself where its own peers exclude each other', async () => {
    const { resolver } = await world({ a: needs({ react: '^19', 'react-dom': '^18' }), b: needs({ util: '^1' }) });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer).toMatchObject({ kind: 'conflict', alone: 'a' });
  });

  it('goes on without an optional peer that the registry does not have', async () => {
    const { resolver } = await world({ a: needs({ adapters: '^1' }) });
    expect(chosen(await resolver.resolve(['a']))).toEqual({ adapters: '1.0.0', util: '1.1.0' });
  });

  it('is refused where two packages beside each other have such an optional peer, as npm 11.19.1 refuses it', async () => {
    const { resolver } = await world({ a: needs({ bridge: '^1' }) });
    const answer = await resolver.resolve(['a']);
    expect(answer).toMatchObject({ kind: 'conflict', alone: 'a', findings: [{ subject: 'pkg:npm/nowhere' }] });
    expect(answer.kind === 'conflict' && answer.findings[0]?.explanation).toContain(
      'The registry does not have nowhere as it is asked for. npm looks peers up even where they are optional, and takes one that it cannot have for a copy that does not suit (ERESOLVE).',
    );
  });

  it.each(['adapters', 'bridge'])('with an optional peer about which nobody could be asked is not known: %s', async (name) => {
    const { resolver } = await world({ a: needs({ [name]: '^1' }) }, { broken: { nowhere: 'offline' } });
    expect(await resolver.resolve(['a'])).toMatchObject({
      kind: 'unknown',
      because:
        'a: the registry could not be asked about nowhere, which npm looks at although it is optional there; what it says may exclude something',
      diagnostics: [{ code: 'npm/package-unavailable', file: 'a/package.json', line: 6, incomplete: true }],
    });
  });

  it('counts the peers of an optional peer of a peer, as npm 11.19.1 does', async () => {
    const { resolver } = await world({ a: needs({ grid: '^1', schemas: '^1' }), b: needs({ grid: '^2', schemas: '^1' }) });
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'conflict', alone: 'a' });
    expect(chosen(await resolver.resolve(['b']))).toMatchObject({ grid: '2.0.0', react: '19.2.0', schemas: '1.0.0' });
  });

  it('notes packages of its tree that the target does not suit', async () => {
    const { resolver } = await world({ a: needs({ modern: '3.0.0' }) });
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' ? answer.findings.map(({ rule, message }) => `${rule} ${message}`) : answer).toEqual([
      'npm/engines modern 3.0.0, as resolved for a, wants Node.js >=22, and the target is 20.20.2',
    ]);
  });

  it('honours overrides of its own root, nested and by reference', async () => {
    const { resolver } = await world({
      a: needs({ orm: '^1', 'cli-table': '^1' }, { overrides: { orm: { util: '1.0.0' } } }),
      b: needs({ orm: '^1', util: '1.0.0' }, { overrides: { util: '$util' } }),
      c: needs({ orm: '^1' }, { resolutions: { util: '1.0.0' } }),
    });
    expect(chosen(await resolver.resolve(['a']))).toMatchObject({ util: '1.0.0 1.1.0' });
    expect(chosen(await resolver.resolve(['b']))).toMatchObject({ util: '1.0.0' });
    expect(chosen(await resolver.resolve(['c']))).toMatchObject({ util: '1.0.0' });
  });
});

describe('several services in one directory', () => {
  it('share when their ranges and peers do', async () => {
    const { resolver } = await world({ a: needs({ react: '^18', grid: '^1' }), b: needs({ 'react-dom': '18.x' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'resolved', repins: [], findings: [] });
  });

  it('say what has to move', async () => {
    const { resolver } = await world({ a: needs({ react: '>=18' }), b: needs({ react: '^18' }) });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer).toMatchObject({
      kind: 'resolved',
      repins: [{ service: 'a', subject: 'pkg:npm/react', from: '19.2.0', to: '18.3.1' }],
    });
  });

  it('conflict through a peer alone, told from the lines to the peer', async () => {
    const { resolver } = await world({ a: needs({ util: '^1', react: '^19' }), b: needs({ widgets: '^1', driver: '^4' }) });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer).toMatchObject({
      kind: 'conflict',
      findings: [
        {
          rule: 'npm/peer-conflict',
          subject: 'pkg:npm/react',
          demands: [
            { service: 'a', key: 'react', constraint: '^19', origin: { file: 'a/package.json', line: 7 } },
            {
              service: 'b',
              key: 'react',
              constraint: '^17 || ^18',
              via: ['pkg:npm/widgets@1.0.0', 'pkg:npm/grid@1.0.0'],
              origin: { file: 'b/package.json', line: 6 },
            },
          ],
        },
      ],
    });
    if (answer.kind !== 'conflict') return;
    expect(answer.findings[0]?.message).toBe(
      'a and b cannot share one node_modules, because of react: a asks for react ^19, but grid@1.0.0 of b has the peer react ^17 || ^18',
    );
    expect(answer.findings[0]?.fixes).toEqual([
      {
        kind: 'change-constraint',
        service: 'a',
        subject: 'pkg:npm/react',
        from: '^19',
        to: '^18.3.1',
        effect: 'then all of them share one node_modules, with react 18.3.1',
        file: 'a/package.json',
        line: 7,
        proved: true,
      },
    ]);
  });

  it.each([
    ['early', '^2', '^1.0.0'],
    ['only-early', '2.0.0-rc.1', '^1.0.0-rc.1'],
  ])('a fix leads to a release of %s where there is one', async (name, from, to) => {
    const { resolver } = await world({ a: needs({ [name]: from }), b: needs({ plugin: '^1' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({
      kind: 'conflict',
      findings: [{ fixes: [{ service: 'a', from, to }] }],
    });
  });

  it('optional ones that exclude each other are left out, unless somebody needs the package firmly', async () => {
    const { resolver } = await world({
      a: needs({ picks: '2' }, { optionalDependencies: { util: '^1' } }),
      b: needs({}, { optionalDependencies: { util: '^2' } }),
      c: needs({ 'cli-table': '1' }, { optionalDependencies: { util: '^1' } }),
    });
    expect(chosen(await resolver.resolve(['a', 'b']))).toEqual({ picks: '2.0.0' });
    expect(await resolver.resolve(['b', 'c'])).toMatchObject({
      kind: 'conflict',
      findings: [{ rule: 'version/unsatisfiable', subject: 'pkg:npm/util', fixes: [{ service: 'b', to: '^1.1.0' }] }],
    });
  });

  it('three of which every two agree', async () => {
    const { resolver } = await world({
      a: needs({ react: '17 || 18' }),
      b: needs({ react: '18 || 19' }),
      c: needs({ react: '17 || 19' }),
    });
    for (const pair of [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
    ])
      expect(await resolver.resolve(pair)).toMatchObject({ kind: 'resolved' });
    const answer = await resolver.resolve(['a', 'b', 'c']);
    expect(answer).toMatchObject({ kind: 'conflict', findings: [{ subject: 'pkg:npm/react' }] });
    expect(answer.kind === 'conflict' && answer.findings[0]?.demands.map(({ service }) => service)).toEqual(['a', 'b', 'c']);
  });

  it('ranges between which nothing was published', async () => {
    const { resolver } = await world({ a: needs({ util: '>1.0.0' }), b: needs({ util: '<1.1.0' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({
      kind: 'conflict',
      findings: [{ rule: 'version/unsatisfiable', subject: 'pkg:npm/util' }],
    });
  });

  it('an optional peer bites once another brings the package', async () => {
    const { resolver } = await world({ a: needs({ orm: '^1' }), b: needs({ driver: '^5' }), c: needs({ driver: '>=4' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({
      kind: 'conflict',
      findings: [
        {
          subject: 'pkg:npm/driver',
          demands: [
            { service: 'a', constraint: '^4' },
            { service: 'b', constraint: '^5' },
          ],
        },
      ],
    });
  });

  it('a range beside a git repository is one name from two places', async () => {
    const { resolver } = await world({ a: needs({ util: 'github:example/util' }), b: needs({ util: '^1' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'conflict', findings: [{ rule: 'npm/mixed-sources' }] });
  });

  it('overrides that only one has do not make a conflict', async () => {
    const { resolver } = await world({
      a: needs({ grid: '2.0.0', 'react-dom': '18.3.1' }, { overrides: { react: '18.3.1' } }),
      b: needs({ util: '^1' }),
    });
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'resolved' });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'resolved' });
  });
});

describe('a service that npm refuses by itself, beside others', () => {
  const BROKEN = { react: '19.2.0', 'react-dom': '17.0.2' };
  it.each<[what: string, a: Json, b: Json, told: string]>([
    ['its other lines exclude a peer', BROKEN, { grid: '1' }, 'npm/peer-conflict react: a, b'],
    ['nothing else does', BROKEN, { util: '^1' }, 'a alone, put aside'],
    ['its own peer is let be there, too', BROKEN, { react: '^19' }, 'a alone, put aside'],
    ['two of its packages lack theirs', { ...BROKEN, widgets: '1', grid: '1' }, { util: '^1' }, 'a alone, put aside'],
    ['both are refused', BROKEN, { react: '17.0.2', mobile: '1' }, 'version/unsatisfiable react: a, b'],
    ['it asks for what nobody published', { util: '^9', react: '^19' }, { grid: '1' }, 'npm/peer-conflict react: a, b'],
    ['it brings what nobody published', { 'needs-missing': '1' }, { grid: '1' }, 'a alone, put aside'],
    ['both at once', { ...BROKEN, 'needs-missing': '1' }, { grid: '1' }, 'npm/peer-conflict react: a, b'],
  ])('%s', async (_, a, b, told) => {
    const { resolver } = await world({ a: needs(a), b: needs(b) });
    const answer = await resolver.resolve(['a', 'b']);
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    const { alone, putAside, findings } = answer;
    const said = findings.map(
      ({ rule, subject, demands }) =>
        `${rule} ${subject.replace('pkg:npm/', '')}: ${[...new Set(demands.map(({ service }) => service))].join(', ')}`,
    );
    expect(alone === undefined ? said.join(';') : `${alone} alone${putAside === true ? ', put aside' : ''}`).toBe(told);
    expect((await resolver.resolve(['a'])).kind).toBe('conflict');
  });
});

describe('what a package of the project brings has a part in a refusal', () => {
  it.each<[what: string, ui: Json, lines: readonly string[], message: string]>([
    [
      'a version that nobody published',
      { dependencies: { util: '^9' } },
      ['ui'],
      'npm cannot install a by itself, because of util: ui of a needs util ^9, and no version of it that was published suits',
    ],
    [
      'its own peer',
      { peerDependencies: { react: '^19' } },
      ['react', 'ui'],
      'npm cannot install a by itself, because of react: a asks for react 17.0.2, but ui@1.0.0 of a has the peer react ^19',
    ],
    [
      'the peer of what it needs, within itself',
      { dependencies: { react: '^17', grid: '2.0.0' } },
      ['ui'],
      'npm cannot install a by itself, because of react: ui@1.0.0 of a needs react ^17, but grid@2.0.0 of a has the peer react ^19',
    ],
  ])('%s', async (_, ui, lines, message) => {
    const { resolver } = await world({
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['a', 'ui'] }),
      a: needs({ picks: '2', react: '17.0.2', 'cli-table': '1', ui: '*' }),
      ui: { name: 'ui', version: '1.0.0', main: 'index.js', ...ui },
    });
    const answer = await resolver.resolve(['a']);
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    const [finding] = answer.findings;
    const text = JSON.stringify({ ...needs({ picks: '2', react: '17.0.2', 'cli-table': '1', ui: '*' }) }, null, 2).split('\n');
    const named = finding?.demands.map(({ origin }) => /"([^"]*)"/.exec(text[origin.line - 1] ?? '')?.[1] ?? '');
    expect([...new Set(named)].sort()).toEqual(lines);
    expect(finding?.message).toBe(message);
  });
});

it('an optional part that the registry lacks in the version that both get is no peer', async () => {
  const { resolver } = await open('tool 1.0.0: optional part 1.0.0\ntool 1.1.0: optional part 1.1.0\ntool 2.0.0:\npart 1.1.0:', {
    a: needs({ tool: '^1' }),
    b: needs({ tool: '~1.0 || 2' }),
  });
  const answer = await resolver.resolve(['a', 'b']);
  expect(answer.kind === 'resolved' ? answer.findings : answer).toEqual([]);
});

it('a version that nobody published is told as that', async () => {
  const { resolver } = await world({ a: needs({ 'needs-missing': '^1' }), b: needs({ util: '7.0.0' }) });
  const said = async (id: string): Promise<readonly string[]> => {
    const answer = await resolver.resolve([id]);
    return answer.kind === 'conflict' ? answer.findings.map(({ message }) => message) : [answer.kind];
  };
  expect(await said('a')).toEqual([
    'npm cannot install a by itself, because of util: needs-missing of a needs util ^9.0.0, and no version of it that was published suits',
  ]);
  expect(await said('b')).toEqual([
    'npm cannot install b by itself, because of util: b asks for util 7.0.0, and no version of it that was published suits',
  ]);
});

describe('locks', () => {
  const lock = (packages: Json): string => JSON.stringify({ name: 'app', lockfileVersion: 3, packages });
  const files = {
    a: needs({ util: '^1.0.0' }),
    'a/package-lock.json': lock({ '': needs({ util: '^1.0.0' }), 'node_modules/util': { version: '1.0.0' } }),
  };

  it('stay where they suit', async () => {
    const { resolver } = await world({ ...files, b: needs({ util: '^1.0.0' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({
      kind: 'resolved',
      repins: [{ service: 'b', from: '1.1.0', to: '1.0.0' }],
    });
  });

  it('stay where a package below has another copy', async () => {
    const own = needs({ util: '^1.0.0', modern: '^2.0.0', 'cli-table': '^1.0.0', newer: '^1.0.0' });
    const packages = {
      '': own,
      'node_modules/util': { version: '1.0.0' },
      'node_modules/modern': { version: '2.0.0' },
      'node_modules/cli-table': { version: '1.0.0', dependencies: { util: '^1.0.0' } },
      'node_modules/newer': { version: '1.0.0', dependencies: { util: '^1.1.0' } },
      'node_modules/newer/node_modules/util': { version: '1.1.0' },
    };
    const { resolver } = await open(`${WORLD}newer 1.0.0: util ^1.1.0\n`, {
      a: own,
      'a/package-lock.json': lock(packages),
      b: needs({ graphql: '^16' }),
    });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'resolved', repins: [] });
  });

  it('move where they have to', async () => {
    const { resolver } = await world({ ...files, b: needs({ util: '^1.1.0' }) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({
      kind: 'resolved',
      repins: [{ service: 'a', subject: 'pkg:npm/util', from: '1.0.0', to: '1.1.0' }],
    });
  });
});

describe('beside a line of which the registry does not tell', () => {
  const registry = `
driver 4.0.0:
driver 5.0.0:
orm 1.0.0: peer? driver ^4
orm 1.1.0: peer? driver ^5
react 17.0.2:
react 18.3.1:
react-dom 17.0.2: peer react 17.0.2
`;
  const own = needs({ orm: '^1.0.0', driver: '^4', react: '^18' });
  const packages = {
    '': own,
    'node_modules/orm': {
      version: '1.0.0',
      peerDependencies: { driver: '^4' },
      peerDependenciesMeta: { driver: { optional: true } },
    },
    'node_modules/driver': { version: '4.0.0' },
    'node_modules/react': { version: '18.3.1' },
  };
  const files = { a: own, 'a/package-lock.json': JSON.stringify({ name: 'app', lockfileVersion: 3, packages }) };

  it('a refusal that a lock keeps out is none', async () => {
    const { resolver } = await open(registry, { ...files, b: needs({ 'zz-nowhere': '^1' }) });
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'resolved' });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'unknown' });
  });

  it('nor is it one of the service that has both', async () => {
    const both = needs({ orm: '^1.0.0', driver: '^4', react: '^18', 'zz-nowhere': '^1' });
    const { resolver } = await open(registry, { ...files, a: both });
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'unknown' });
  });

  it('one that no lock keeps out stays', async () => {
    const { resolver } = await open(registry, { ...files, b: needs({ 'react-dom': '17.0.2', 'zz-nowhere': '^1' }) });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer.kind === 'conflict' ? answer.findings.map(({ rule }) => rule) : answer).toEqual(['npm/peer-conflict']);
  });
});

describe('what the registry does not tell', () => {
  it('a package that does not exist leaves a doubt, with the name that was meant', async () => {
    const { resolver } = await world({ a: needs({ grafql: '^16' }), b: needs({ graphql: '^16' }), c: needs({ util: '^1' }) });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer).toMatchObject({
      kind: 'unknown',
      diagnostics: [{ code: 'npm/package-not-found', file: 'a/package.json', line: 6, incomplete: true }],
    });
    expect(answer.kind === 'unknown' && answer.because).toBe(
      'a asks for grafql, which the registry does not have. Did you mean graphql?',
    );
    expect(await resolver.resolve(['b', 'c'])).toMatchObject({ kind: 'resolved' });
  });

  it('so does a failing registry, below a dependency too; a conflict stands all the same', async () => {
    const { resolver } = await world(
      { a: needs({ driver: '^4', react: '^19' }), b: needs({ 'broken-tree': '^1' }), c: needs({ react: '^18' }) },
      { broken: { driver: 'http' } },
    );
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'unknown', because: 'a: driver: http in the test' });
    expect(await resolver.resolve(['b'])).toMatchObject({ kind: 'unknown' });
    expect(await resolver.resolve(['a', 'c'])).toMatchObject({ kind: 'conflict', findings: [{ subject: 'pkg:npm/react' }] });
  });

  it('what comes from git is not known, here or below', async () => {
    const { resolver } = await world({ a: needs({ util: 'github:example/util' }), b: needs({ 'from-git': '^1' }) });
    expect(await resolver.resolve(['a'])).toMatchObject({
      kind: 'unknown',
      because: 'a takes util from github:example/util (a/package.json:6); what it needs is not known without fetching it',
    });
    expect(await resolver.resolve(['b'])).toMatchObject({ kind: 'unknown' });
  });

  it('what was published with a spec of another tool is not known, though other needs stand before it', async () => {
    const { resolver } = await world({ a: needs({ 'from-workspace': '^1' }) });
    expect(chosen(await resolver.resolve(['a']))).toEqual({
      unknown: 'a: Unsupported URL Type "workspace:": workspace:*',
    });
  });

  it('a version that was never published is the service’s own trouble, below it too', async () => {
    const { resolver } = await world({ a: needs({ util: '^7' }), b: needs({ 'needs-missing': '^1' }) });
    expect(await resolver.resolve(['a'])).toMatchObject({
      kind: 'conflict',
      alone: 'a',
      findings: [{ subject: 'pkg:npm/util' }],
    });
    expect(await resolver.resolve(['b'])).toMatchObject({
      kind: 'conflict',
      alone: 'b',
      findings: [{ subject: 'pkg:npm/util' }],
    });
  });

  it('names of Object’s own are names like any other', async () => {
    const { resolver, asked } = await world({
      a: '{"name":"a","version":"1.0.0","dependencies":{"constructor":"^1","toString":"^2"}}',
      b: '{"name":"b","version":"1.0.0","dependencies":{"__proto__":"^1"}}',
    });
    expect(chosen(await resolver.resolve(['a']))).toEqual({ constructor: '1.0.0', toString: '2.0.0' });
    expect(chosen(await resolver.resolve(['b']))).toEqual({
      unknown: 'b: Invalid package name "__proto__" of package "__proto__@^1": name cannot start with an underscore.',
    });
    expect(asked.every((url) => url.startsWith('https://registry.example/'))).toBe(true);
  });

  it('asks for each package once', async () => {
    const { resolver, asked } = await world({ a: needs({ react: '^18' }), b: needs({ react: '>=17' }), c: needs({ grid: '1' }) });
    for (const set of [['a'], ['b'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']]) await resolver.resolve(set);
    expect(asked.length).toBe(new Set(asked).size);
  });
});

it.each([
  ['berry', '__metadata:\n  version: 8\n', 'https://further.example/react'],
  ['yarn 1, which does not read it', '# yarn lockfile v1\n', 'https://registry.example/react'],
])('registries of a .yarnrc.yml further up: %s', async (_, lock, url) => {
  const { resolver, asked } = await world({
    '.yarnrc.yml': 'npmRegistryServer: https://further.example\n',
    'a/yarn.lock': lock,
    a: needs({ react: '^18' }),
  });
  await resolver.resolve(['a']);
  expect(asked).toContain(url);
});

describe('packages of the project', () => {
  const files = {
    'package.json': '{"name":"root","private":true,"workspaces":["packages/*","apps/*"]}',
    'packages/ui': { name: '@x/ui', version: '1.0.0', peerDependencies: { react: '^18' }, dependencies: { util: '^1' } },
    'apps/web': { name: 'web', version: '1.0.0', private: true, dependencies: { '@x/ui': 'workspace:*', react: '^18' } },
    'apps/admin': { name: 'admin', version: '1.0.0', private: true, dependencies: { react: '^19' } },
  };

  it('are taken from there, with what they need', async () => {
    const { resolver, asked } = await world(files);
    expect(chosen(await resolver.resolve(['apps/web']))).toEqual({ react: '18.3.1', util: '1.1.0' });
    expect(asked.some((url) => url.includes('@x'))).toBe(false);
  });

  it('members of one root: copies nest', async () => {
    const { resolver } = await world(files, { model: 'hoisted' });
    const answer = await resolver.resolve(['apps/web', 'apps/admin']);
    expect(chosen(answer)).toMatchObject({ react: '18.3.1 19.2.0' });
  });
});

describe('model hoisted', () => {
  it('reports a copy that a process would load twice', async () => {
    const { resolver } = await world(
      { a: needs({ graphql: '>=15', server: '^1' }), b: needs({ graphql: '^16' }) },
      { model: 'hoisted' },
    );
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'resolved' });
  });

  const SHARED = 'react 17.0.0:\nreact 18.0.0:\nstore 1.0.0: peer react ^17 || ^18\nstore 2.0.0: peer react ^18';
  it.each<[what: string, root: Json, store: string, told: readonly string[]]>([
    ['what both bring lies beside one of them', {}, '^1', ['warning react: b would load 2 copies']],
    ['each brings its own', {}, '^2', ['note react: react would be installed in 2 versions']],
    ['members keep their copies', { packageManager: 'yarn@4.18.1', keeps: true }, '^1', []],
    ['npm is not the tool', { packageManager: 'pnpm@10.34.9' }, '^1', ['note react: react would be installed in 2 versions']],
  ])('packages that have to be single: %s', async (_, root, store, told) => {
    const files = {
      'package.json': { name: 'root', private: true, workspaces: ['a', 'b'], ...root },
      ...(root.packageManager === 'pnpm@10.34.9' ? { 'pnpm-workspace.yaml': 'packages: [a, b]\n' } : {}),
      ...('keeps' in root ? { '.yarnrc.yml': 'nmHoistingLimits: workspaces\n' } : {}),
      a: needs({ react: '^17', store: '^1' }),
      b: needs({ react: '^18', store }),
    };
    const answer = await (await open(SHARED, files, { model: 'hoisted' })).resolver.resolve(['a', 'b']);
    const findings = answer.kind === 'unknown' ? [] : answer.findings;
    const said = findings.map(({ severity, subject, message }) => `${severity} ${subject.replace('pkg:npm/', '')}: ${message}`);
    expect(said.filter((text) => text.includes(' react:')).map((text, at) => text.slice(0, told[at]?.length))).toEqual(told);
  });
});

describe('model hoisted, what no line names', () => {
  const SHARED =
    'react 17.0.0:\nreact 18.0.0:\nalpha 1.0.0: react ^17\nalpha 2.0.0: peer react ^17\nstore 1.0.0: react ^17 || ^18\nstore 2.0.0: peer react ^17 || ^18';

  it.each<[what: string, version: string, told: readonly string[]]>([
    ['a peer means the copy that its user has', '^2', ['b would load 2 copies of react (17.0.0, 18.0.0)']],
    ['what a package brings for itself is its own matter', '^1', []],
  ])('%s', async (_, version, told) => {
    const files = {
      'package.json': { name: 'root', private: true, workspaces: ['a', 'b'] },
      a: needs({ react: '^18' }),
      b: needs({ alpha: version, store: version }),
    };
    const answer = await (await open(SHARED, files, { model: 'hoisted' })).resolver.resolve(['a', 'b']);
    const findings = answer.kind === 'unknown' ? [] : answer.findings;
    const said = findings.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
    expect(said.map((text, at) => text.slice(0, told[at]?.length))).toEqual(told);
  });
});

describe('settings', () => {
  it.each<[switches: string, lines: Json, kind: Resolution['kind']]>([
    ['', { react: '^19', 'react-dom': '^18' }, 'conflict'],
    ['legacy-peer-deps=true', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['legacy-peer-deps=yes', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['legacy-peer-deps=null', { react: '^19', 'react-dom': '^18' }, 'conflict'],
    ['legacy-peer-deps=undefined', { react: '^19', 'react-dom': '^18' }, 'conflict'],
    ['legacy-peer-deps=0', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['legacy-peer-deps=', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['"legacy-peer-deps"=true', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['legacy-peer-deps[]=false', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['legacy-peer-deps[]=true\nlegacy-peer-deps=false', { react: '^19', 'react-dom': '^18' }, 'conflict'],
    ['legacy-peer-deps=${NOPE}', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['legacy-peer-deps=${NOPE?}', { react: '^19', 'react-dom': '^18' }, 'conflict'],
    ['legacy-peer-deps=false${NOPE?}', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['[own]\nlegacy-peer-deps=true', { react: '^19', 'react-dom': '^18' }, 'conflict'],
    ['force=true', { react: '^19', 'react-dom': '^18' }, 'resolved'],
    ['', { modern: '3.0.0', mac: '1' }, 'conflict'],
    ['force=true\nengine-strict=true', { modern: '3.0.0', mac: '1' }, 'resolved'],
    ['before=2024-06-01', { grid: '^2' }, 'conflict'],
    ['min-release-age=30', { grid: '^2' }, 'conflict'],
    ['min-release-age=5', { grid: '^2' }, 'resolved'],
    ['min-release-age=0', { grid: '^2' }, 'resolved'],
    ['before=nonsense', { grid: '^2' }, 'resolved'],
  ])('%s: %j', async (switches, lines, kind) => {
    const { resolver } = await world({ a: needs(lines), 'a/.npmrc': `${switches}\n` }, { now: '2025-01-15T00:00:00Z' });
    expect((await resolver.resolve(['a'])).kind).toBe(kind);
  });

  it.each<[string, Record<string, Json | string>, Resolution['kind']]>([
    ['pnpm, in minutes', { 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\n' }, 'conflict'],
    ['pnpm, long enough', { 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 10080\n' }, 'resolved'],
    ['pnpm, but for one', { 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\nminimumReleaseAgeExclude: [gr*]\n' }, 'resolved'],
    [
      'pnpm, but for one version',
      { 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\nminimumReleaseAgeExclude: ["grid@2.0.0 || 2.0.1"]\n' },
      'resolved',
    ],
    [
      'pnpm, but for another version',
      { 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\nminimumReleaseAgeExclude: ["grid@2.0.1"]\n' },
      'conflict',
    ],
    [
      'pnpm, where nothing older suits',
      { 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\nminimumReleaseAgeStrict: false\n' },
      'resolved',
    ],
    [
      'pnpm 10, in .npmrc',
      {
        a: needs({ grid: '^2' }, { packageManager: 'pnpm@10.16.0' }),
        'a/.npmrc': 'minimum-release-age=43200\nminimum-release-age-exclude[]=other\n',
      },
      'conflict',
    ],
    [
      'pnpm 10, in .npmrc, but for one',
      {
        a: needs({ grid: '^2' }, { packageManager: 'pnpm@10.16.0' }),
        'a/.npmrc': 'minimum-release-age=43200\nminimum-release-age-exclude[]=other\nminimum-release-age-exclude[]=grid\n',
      },
      'resolved',
    ],
    [
      'pnpm 9, which knows no such setting',
      { a: needs({ grid: '^2' }, { packageManager: 'pnpm@9.15.9' }), 'a/.npmrc': 'minimum-release-age=43200\n' },
      'resolved',
    ],
    ['yarn, in minutes', { 'a/.yarnrc.yml': 'npmMinimalAgeGate: 43200\n' }, 'conflict'],
    ['yarn, in days', { 'a/.yarnrc.yml': 'npmMinimalAgeGate: 30d\n' }, 'conflict'],
    ['yarn, but for one', { 'a/.yarnrc.yml': 'npmMinimalAgeGate: 30d\nnpmPreapprovedPackages: ["grid@^2"]\n' }, 'resolved'],
    [
      'bun, in seconds',
      {
        a: needs({ grid: '^2' }, { packageManager: 'bun@1.3.0' }),
        'a/bunfig.toml': '[install]\nminimumReleaseAge = 2592000\n',
      },
      'conflict',
    ],
    [
      'bun, but for one',
      {
        a: needs({ grid: '^2' }, { packageManager: 'bun@1.3.0' }),
        'a/bunfig.toml': '[install]\nminimumReleaseAge = 2592000\nminimumReleaseAgeExcludes = ["grid"]\n',
      },
      'resolved',
    ],
    ['npm, but for one', { 'a/.npmrc': 'min-release-age=30\nmin-release-age-exclude[]=gr*\n' }, 'resolved'],
    ['npm, but for another', { 'a/.npmrc': 'before=2024-06-01\nmin-release-age-exclude[]=widgets\n' }, 'conflict'],
    [
      'what a lock holds',
      {
        'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\n',
        'a/pnpm-lock.yaml': `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      grid: {specifier: ^2, version: 2.0.0(react@19.2.0)}
packages:
  grid@2.0.0:
    resolution: {integrity: sha512-x}
  react@19.2.0:
    resolution: {integrity: sha512-x}
snapshots:
  grid@2.0.0(react@19.2.0): {dependencies: {react: 19.2.0}}
  react@19.2.0: {}
`,
      },
      'resolved',
    ],
  ])('releases that are too young are not taken: %s', async (_, files, kind) => {
    const { resolver } = await world({ a: needs({ grid: '^2' }), ...files }, { now: '2025-01-15T00:00:00Z' });
    expect((await resolver.resolve(['a'])).kind).toBe(kind);
  });

  it('releases are taken at any age where one of those that share takes them', async () => {
    const files = {
      a: needs({ grid: '^2' }),
      'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\n',
      b: needs({ react: '^19' }),
      c: needs({ react: '^19' }),
      'c/pnpm-workspace.yaml': 'minimumReleaseAge: 40320\n',
    };
    const { resolver } = await world(files, { now: '2025-01-15T00:00:00Z' });
    const kinds = [['a'], ['a', 'b'], ['a', 'c']].map(async (ids) => (await resolver.resolve(ids)).kind);
    expect(await Promise.all(kinds)).toEqual(['conflict', 'resolved', 'conflict']);
  });

  it('a release that is too young is told as that', async () => {
    const files = { a: needs({ grid: '^2' }), 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\n' };
    const told = await (await world(files, { now: '2025-01-15T00:00:00Z' })).resolver.resolve(['a']);
    expect(told.kind === 'conflict' ? told.findings.map(({ message }) => message) : []).toEqual([
      expect.stringContaining('no version of it that suits was published early enough'),
    ]);
  });

  it('how old a release is counts from the date that is asked about', async () => {
    const files = { a: needs({ grid: '^2' }), 'a/pnpm-workspace.yaml': 'minimumReleaseAge: 43200\n' };
    const kindAt = async (before: string) =>
      (await (await world(files, { now: '2026-01-15T00:00:00Z', before })).resolver.resolve(['a'])).kind;
    expect([await kindAt('2025-01-15T00:00:00Z'), await kindAt('2025-03-15T00:00:00Z')]).toEqual(['conflict', 'resolved']);
  });

  it.each<[string, string, Resolution['kind']]>([
    ['an installation', 'RUN npm ci --legacy-peer-deps', 'resolved'],
    ['one of several', 'RUN npm ci --ignore-scripts || \\\n  npm i --force', 'resolved'],
    ['behind a test', 'RUN if [ -f package-lock.json ]; then npm ci --legacy-peer-deps; fi', 'resolved'],
    ['in words', 'RUN ["npm", "install", "-f"]', 'resolved'],
    ['in a here-document', 'RUN <<EOF\nset -e\nnpm install --legacy-peer-deps\nEOF', 'resolved'],
    ['its variables', 'ENV NODE_ENV=production NPM_CONFIG_LEGACY_PEER_DEPS="true"\nRUN npm ci', 'resolved'],
    ['one variable', 'ENV npm_config_legacy_peer_deps true\nRUN npm ci', 'resolved'],
    ['variables of a command', 'RUN npm_config_force=true npm ci', 'resolved'],
    ['npm’s own settings', 'RUN npm config set legacy-peer-deps=true && npm ci', 'resolved'],
    ['no such flag', 'RUN npm ci', 'conflict'],
    ['taken back', 'RUN npm ci --no-legacy-peer-deps', 'conflict'],
    ['of another program', 'RUN npm install -g yarn --force && yarn --force', 'conflict'],
    ['only named', 'RUN echo npm install --force', 'conflict'],
  ])('an image installs with npm’s switches: %s', async (_, lines, kind) => {
    const files = {
      a: needs({ react: '^19', 'react-dom': '^18' }),
      'a/Prod.dockerfile': `FROM node:20\n${lines}\n`,
      b: needs({ react: '^19', 'react-dom': '^18' }),
    };
    const { resolver } = await world(files);
    expect((await resolver.resolve(['a'])).kind).toBe(kind);
    expect((await resolver.resolve(['b'])).kind).toBe('conflict');
  });

  it.each(['a', '.'])('an image of a member installs its workspace: in %s', async (directory) => {
    const { resolver } = await world({
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['a'] }),
      a: needs({ react: '^19', 'react-dom': '^18' }),
      [`${directory === '.' ? '' : 'a/'}x.dockerfile`]: 'FROM node:20\nRUN npm ci --legacy-peer-deps -w a\n',
    });
    expect((await resolver.resolve(['a'])).kind).toBe('resolved');
  });

  it.each([
    ['common/config/rush/.npmrc', 'resolved'],
    ['.npmrc', 'conflict'],
  ])('Rush installs with its own .npmrc: %s', async (path, kind) => {
    const { resolver } = await world({
      'rush.json': { rushVersion: '5.120.0', npmVersion: '10.9.0', projects: [{ packageName: 'a', projectFolder: 'a' }] },
      a: needs({ react: '^19', 'react-dom': '^18' }),
      [path]: 'legacy-peer-deps=true\n',
    });
    expect((await resolver.resolve(['a'])).kind).toBe(kind);
  });

  it.each<[settings: string, lines: Json, version: string]>([
    ['', { a: '*' }, '2.0.0'],
    ['tag=next', { a: '*' }, '1.0.0'],
    ['tag=next', { a: '^2' }, '2.0.0'],
    ['tag=next', { a: 'latest' }, '2.0.0'],
    ['tag=none', { a: '*' }, '2.0.0'],
  ])('%s: the version of %j', async (settings, lines, version) => {
    const files = { s: needs(lines), 's/.npmrc': settings };
    const answer = await (await open('a 1.0.0 tag=next:\na 2.0.0:', files)).resolver.resolve(['s']);
    expect(answer.kind === 'resolved' ? answer.versions.get('a') : answer.kind).toEqual([version]);
  });

  it.each([
    ['hoisted', 'resolved'],
    ['nested', 'conflict'],
    ['linked', 'resolved'],
  ])('install-strategy=%s of a workspace', async (strategy, kind) => {
    const { resolver } = await world(
      {
        'package.json': '{"name":"root","private":true,"workspaces":["apps/*"]}',
        '.npmrc': `install-strategy=${strategy}\n`,
        'apps/a': needs({ orm: '^1', driver: '^5' }),
      },
      { model: 'hoisted' },
    );
    expect((await resolver.resolve(['apps/a'])).kind).toBe(kind);
  });
});
