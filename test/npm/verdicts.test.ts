import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/model/index.ts';
import { type WorldOptions, world } from './world.ts';

/** What a resolution says, a line each: the kind, what moves, what was found. */
function told(answer: Resolution): readonly string[] {
  if (answer.kind === 'unknown') return [`unknown: ${answer.because}`];
  const findings = answer.findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`);
  if (answer.kind === 'conflict') return [answer.alone === undefined ? 'conflict' : `conflict of ${answer.alone}`, ...findings];
  return [
    'resolved',
    ...answer.repins.map(({ service, subject, from, to }) => `${service} ${subject} ${from} to ${to}`),
    ...findings,
  ];
}

type Fleet = Readonly<Record<string, Readonly<Record<string, unknown>> | string>>;

interface Case extends WorldOptions {
  readonly registry: string;
  readonly fleet: Fleet;
  /** The services that are asked about; all of them when absent. */
  readonly asked?: readonly string[];
  readonly says: readonly string[];
}

const app = (dependencies: object, more: object = {}): Readonly<Record<string, unknown>> => ({
  name: 'app',
  version: '1.0.0',
  private: true,
  dependencies,
  ...more,
});

const rootOf = (workspaces: readonly string[], more: object): string =>
  JSON.stringify({ name: 'root', version: '1.0.0', private: true, workspaces, ...more });

const optionalPeer = (host: string): object => ({
  peerDependencies: { host },
  peerDependenciesMeta: { host: { optional: true } },
});

async function answered({ registry, fleet, asked, ...options }: Case): Promise<Resolution> {
  const { resolver } = await world(registry, fleet, options);
  return resolver.resolve(asked ?? Object.keys(fleet).filter((path) => !path.includes('.')));
}

const PLATFORMS = `
watcher 1.0.0 os=darwin:
watcher 2.0.0 os=darwin:
tool 1.0.0: optional watcher ^1
strict 1.0.0: watcher ^1
anywhere 1.0.0 os=!win32:
`;

const ENGINES = `
modern 3.0.0 node>=22:
wrapper 1.0.0: modern ^3
extra 1.0.0: optional modern ^3
`;

const CHECKS: Readonly<Record<string, Case>> = {
  'a package for another system that has to be there': {
    registry: PLATFORMS,
    fleet: { a: app({ strict: '^1' }) },
    says: ['conflict of a', 'error npm/platform pkg:npm/watcher'],
  },
  'the same where it runs': {
    registry: PLATFORMS,
    fleet: { a: app({ strict: '^1' }) },
    platform: 'darwin-arm64',
    says: ['resolved'],
  },
  'left out where it is optional, here or below': {
    registry: PLATFORMS,
    fleet: { a: app({ tool: '^1' }), b: app({}, { optionalDependencies: { watcher: '^1' } }) },
    says: ['resolved'],
  },
  'an excluded system is another one': {
    registry: PLATFORMS,
    fleet: { a: app({ anywhere: '^1' }) },
    says: ['resolved'],
  },
  'an excluded system is the target': {
    registry: PLATFORMS,
    fleet: { a: app({ anywhere: '^1' }) },
    platform: 'windows-x86_64',
    says: ['conflict of a', 'error npm/platform pkg:npm/anywhere'],
  },
  'versions of what is left out do not differ about anything': {
    registry: PLATFORMS,
    fleet: {
      a: app({}, { optionalDependencies: { watcher: '^1' } }),
      b: app({}, { optionalDependencies: { watcher: '^2' } }),
    },
    says: ['resolved'],
  },
  'nor do versions of what is optional: npm goes on with neither': {
    registry: PLATFORMS,
    fleet: {
      a: app({}, { optionalDependencies: { watcher: '^1' } }),
      b: app({}, { optionalDependencies: { watcher: '^2' } }),
    },
    platform: 'darwin-arm64',
    says: ['resolved'],
  },
  // npm lets the optional line replace the firm one of the same package.json, and installs what `b` cannot use.
  'a firm one beside it is in its way where both are installed': {
    registry: PLATFORMS,
    fleet: { a: app({}, { optionalDependencies: { watcher: '^1' } }), b: app({ watcher: '^2' }) },
    platform: 'darwin-arm64',
    says: ['conflict', 'error version/unsatisfiable pkg:npm/watcher'],
  },
  'where it does not run npm refuses the firm one by itself': {
    registry: PLATFORMS,
    fleet: { a: app({}, { optionalDependencies: { watcher: '^1' } }), b: app({ watcher: '^2' }) },
    says: ['conflict of b', 'error npm/platform pkg:npm/watcher'],
  },
  'peers of a package that is linked from outside ask for nothing': {
    registry: 'host 1.0.0:\nhost 2.0.0:',
    fleet: {
      a: app({ lib: 'file:../lib', host: '^1' }),
      lib: { name: 'lib', version: '1.0.0', peerDependencies: { host: '^2' } },
    },
    asked: ['a'],
    says: ['resolved'],
  },
  'those of a member of the same workspace do': {
    registry: 'host 1.0.0:\nhost 2.0.0:',
    fleet: {
      'package.json': { name: 'root', private: true, workspaces: ['a', 'lib'] },
      a: app({ lib: '*', host: '^1' }, { scripts: { start: 'node .' } }),
      lib: { name: 'lib', version: '1.0.0', peerDependencies: { host: '^2' } },
    },
    asked: ['a'],
    says: ['conflict of a', 'error npm/peer-conflict pkg:npm/host'],
  },
  'engines of a package only warn': {
    registry: ENGINES,
    fleet: { a: app({ wrapper: '^1' }) },
    says: ['resolved', 'warning npm/engines runtime:node'],
  },
  'engine-strict stops the installation': {
    registry: ENGINES,
    fleet: { a: app({ wrapper: '^1' }), 'a/.npmrc': 'engine-strict = true\n' },
    says: ['conflict of a', 'error npm/engines runtime:node'],
  },
  'yarn 1 is strict': {
    registry: ENGINES,
    fleet: { a: app({ wrapper: '^1' }, { packageManager: 'yarn@1.22.22' }) },
    says: ['conflict of a', 'error npm/engines runtime:node'],
  },
  'yarn 1 is told not to be, and berry is not': {
    registry: ENGINES,
    fleet: {
      a: app({ wrapper: '^1' }, { packageManager: 'yarn@1.22.22' }),
      'a/.yarnrc': '--install.ignore-engines true\n',
      b: app({ wrapper: '^1' }, { packageManager: 'yarn@4.0.0' }),
    },
    says: ['resolved'],
  },
  'pnpm is told to be in its own file, where one other service is not': {
    registry: `${ENGINES}other 1.0.0:\n`,
    fleet: {
      'a/pnpm-workspace.yaml': 'engineStrict: true\n',
      a: app({ other: '^1' }),
      b: app({ modern: '^3' }),
    },
    says: ['resolved'],
  },
  'pnpm is told to be in its own file': {
    registry: ENGINES,
    fleet: { 'a/pnpm-workspace.yaml': 'engineStrict: true\n', a: app({ wrapper: '^1' }) },
    says: ['conflict of a', 'error npm/engines runtime:node'],
  },
  'an optional package whose engines do not suit is left out': {
    registry: ENGINES,
    fleet: { a: app({ extra: '^1' }), 'a/.npmrc': 'engine-strict=true\n' },
    says: ['resolved'],
  },
};

const PEERS = `
host 1.0.0:
host 2.0.0:
host 3.0.0:
plugin 1.0.0: peer host ^1
plugin 2.0.0: peer host ^2
maybe 1.0.0: peer? host ^1
deep 1.0.0: plugin ^1
`;

const ODD = `
odd 1.0.0: optional gone ^9
gone 1.0.0:
lib 1.0.0:
lib 1.0.0beta:
`;

const FLAT: Readonly<Record<string, Case>> = {
  'an optional dependency beside a firm one of another major': {
    registry: PEERS,
    fleet: { a: app({ host: '^1' }), b: app({}, { optionalDependencies: { host: '^2' } }) },
    says: ['conflict', 'error version/unsatisfiable pkg:npm/host'],
  },
  'a peer of one’s own line': {
    registry: PEERS,
    fleet: { a: app({ host: '^2' }), b: app({ plugin: '^1' }) },
    says: ['conflict', 'error npm/peer-conflict pkg:npm/host'],
  },
  'a peer further below nests with its user': {
    registry: PEERS,
    fleet: { a: app({ host: '^2' }), b: app({ deep: '^1' }) },
    says: ['resolved'],
  },
  'an optional peer that another brings': {
    registry: PEERS,
    fleet: { a: app({ host: '^2' }), b: app({ maybe: '^1' }) },
    says: ['conflict', 'error npm/peer-conflict pkg:npm/host'],
  },
  'optional peers of their own, which nobody brings': {
    registry: PEERS,
    fleet: { a: app({}, optionalPeer('^1')), b: app({}, optionalPeer('^2')) },
    says: ['resolved'],
  },
  'peers of their own, which npm installs': {
    registry: PEERS,
    fleet: { a: app({}, { peerDependencies: { host: '^1' } }), b: app({}, { peerDependencies: { host: '^2' } }) },
    says: ['conflict', 'error version/unsatisfiable pkg:npm/host'],
  },
  'peers in the place of which a line of one’s own stands': {
    registry: PEERS,
    fleet: { a: app({ host: '^2' }), b: app({ host: '*' }, { peerDependencies: { host: '^1' } }) },
    says: ['resolved', 'b pkg:npm/host 3.0.0 to 2.0.0'],
  },
  'an override that differs from one’s own line': {
    registry: PEERS,
    fleet: { a: app({ host: '^1' }, { overrides: { host: '1.0.0' } }) },
    says: ['conflict of a', 'error version/unsatisfiable pkg:npm/host'],
  },
  'an optional package that cannot be had is nowhere': {
    registry: ODD,
    fleet: { a: app({ odd: '^1' }), b: app({}, { optionalDependencies: { gone: '^9' } }) },
    says: ['resolved'],
  },
  'versions that are none are not sorted as such': {
    registry: ODD,
    fleet: { a: app({ lib: '>=1.0.0-0' }), b: app({ lib: '*' }) },
    says: ['resolved'],
  },
  'an alias keeps two majors apart': {
    registry: PEERS,
    fleet: { a: app({ old: 'npm:host@^1' }), b: app({ host: '^2' }) },
    says: ['resolved'],
  },
  'what is linked from elsewhere asks for nothing': {
    registry: PEERS,
    fleet: { a: app({ x: 'file:../x' }), b: app({ host: '^1' }), x: app({ host: '^9' }, { name: 'x' }) },
    asked: ['a', 'b'],
    says: ['resolved'],
  },
  'one alias, two majors': {
    registry: PEERS,
    fleet: { a: app({ h: 'npm:host@^1' }), b: app({ h: 'npm:host@^2' }) },
    says: ['conflict', 'error version/unsatisfiable pkg:npm/h'],
  },
};

const COPIES = `
graphql 15.0.0:
graphql 16.0.0:
server 1.0.0: graphql ^15.0.0
lib 1.0.0 size=1000:
lib 2.0.0 size=2500000: part ^1
part 1.0.0 size=4000:
host 1.0.0:
host 2.0.0:
maybe 1.0.0: peer? host ^1
`;

/** Members of one root: copies nest, so nothing is an error. */
const TWO_HOSTS = `
host 1.0.0:
host 2.0.0:
old 1.0.0: peer host ^1
young 1.0.0: peer host ^2
any 1.0.0: peer host *
`;

/** npm looks at a file's lines in their order, and does not search backwards. */
const IN_ORDER = `
host 2.0.0:
host 3.0.0:
mild 1.0.0: peer? host ~1.0.0 & peer? middle ^1
user 1.0.0: peer middle ~1.0.0
middle 1.0.0: optional guest * & peer host >=2
guest 1.0.0: peer host ^3
`;

const HOISTED: Readonly<Record<string, Case>> = {
  'copies that cost space': {
    registry: COPIES,
    fleet: { a: app({ lib: '^1' }), b: app({ lib: '^2' }) },
    says: ['resolved', 'note npm/duplicate pkg:npm/lib'],
  },
  'one copy where the ranges meet': {
    registry: COPIES,
    fleet: { a: app({ lib: '>=1' }), b: app({ lib: '^2' }) },
    says: ['resolved'],
  },
  'a member that has what it had alone': {
    registry: COPIES,
    fleet: { a: app({ graphql: '>=15', server: '^1' }), b: app({ graphql: '^16' }) },
    says: ['resolved'],
  },
  'peers of members, which lie at the root': {
    registry: COPIES,
    fleet: { a: app({}, { peerDependencies: { host: '^1' } }), b: app({}, { peerDependencies: { host: '^2' } }) },
    says: ['conflict', 'error npm/peer-conflict pkg:npm/host'],
  },
  'a peer of one member does not see the other member’s copy': {
    registry: COPIES,
    fleet: { a: app({ maybe: '^1', host: '^1' }), b: app({ host: '^2' }) },
    says: ['resolved', 'note npm/duplicate pkg:npm/host'],
  },
  'a member has two places: plugins with differing peers lie in one each': {
    registry: TWO_HOSTS,
    fleet: {
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['a'] }),
      a: app({ old: '^1', young: '^1' }),
    },
    asked: ['a'],
    says: ['resolved'],
  },
  'a member meets what its root asks for itself, for development too': {
    registry: TWO_HOSTS,
    fleet: {
      'package.json': rootOf(['a'], { devDependencies: { host: '^1' } }),
      a: app({}, { peerDependencies: { host: '^2' } }),
    },
    asked: ['a'],
    says: ['conflict of a', 'error npm/peer-conflict pkg:npm/host'],
  },
  'a member’s plugin is content with what its root brings': {
    registry: TWO_HOSTS.replace('host 2.0.0:', 'host 2.0.0 os=darwin:'),
    fleet: {
      'package.json': rootOf(['a'], { devDependencies: { host: '^1' } }),
      a: app({ any: '*' }),
    },
    asked: ['a'],
    says: ['resolved'],
  },
  'a root that cannot be installed is nobody’s trouble but its own': {
    registry: TWO_HOSTS,
    fleet: {
      'package.json': rootOf(['a'], { devDependencies: { old: '1', host: '^2', missing: '1' } }),
      a: app({}, { peerDependencies: { host: '^2' } }),
    },
    asked: ['a'],
    says: ['resolved'],
  },
  'the root itself beside a member: its lines lie above': {
    registry: COPIES,
    fleet: {
      'package.json': rootOf(['a'], { dependencies: { lib: '^1' }, scripts: { start: 'node .' } }),
      a: app({ lib: '^2' }),
    },
    asked: ['.', 'a'],
    says: ['resolved', 'note npm/duplicate pkg:npm/lib'],
  },
  'what a root overrides for its members': {
    registry: COPIES,
    fleet: {
      'package.json': rootOf(['a'], { dependencies: { lib: '1.0.0' }, overrides: { lib: '$lib' }, scripts: { start: 'node .' } }),
      a: app({ lib: '^2' }),
    },
    asked: ['.', 'a'],
    says: ['resolved'],
  },
  'a reference that npm looks for in a member': {
    registry: 'a 1.0.0: peer? d ^1\nd 1.0.0:\nf 1.0.0:',
    fleet: {
      'package.json': rootOf(['a'], { devDependencies: { f: '1.0.0' }, overrides: { d: '$f' } }),
      a: app({ a: '1' }),
    },
    asked: ['a'],
    says: ['conflict of a', 'error version/unsatisfiable pkg:npm/a'],
  },
  'a member waits for what is placed above it: an alias is content with another package of its version': {
    registry: 'a 1.0.0: peer d *\nc 2.0.0: peer f ~1.0.0\nd 2.0.0:\nd 3.0.0:\nf 1.0.0:\nf 2.0.0:\nh 2.0.0:',
    fleet: {
      'package.json': rootOf(['s-0', 's-1'], { devDependencies: { a: '1.0.0' } }),
      's-0': app({ f: '2', one: 'npm:c@2' }, { name: 's-0' }),
      's-1': app({ one: 'npm:h@2' }, { name: 's-1', optionalDependencies: { d: '^2' } }),
    },
    asked: ['s-0', 's-1'],
    says: ['resolved'],
  },
  'what is linked from below the root is installed with it': {
    registry: TWO_HOSTS,
    fleet: { 'package.json': rootOf(['a'], {}), a: app({ x: 'file:../x' }), x: app({ host: '^9' }, { name: 'x' }) },
    asked: ['a'],
    says: ['conflict of a', 'error version/unsatisfiable pkg:npm/host'],
  },
  'npm only warns of its peers, which a member’s own are held to': {
    registry: TWO_HOSTS,
    fleet: {
      'package.json': rootOf(['a'], { devDependencies: { host: '^1' } }),
      a: app({ x: 'file:../x' }),
      x: app({}, { name: 'x', peerDependencies: { host: '^2' } }),
    },
    asked: ['a'],
    says: ['resolved'],
  },
  'where the link is optional, so is what lies below it': {
    registry: TWO_HOSTS,
    fleet: {
      'package.json': rootOf(['a'], {}),
      a: app({}, { optionalDependencies: { x: 'file:../x' } }),
      x: app({ host: '^9' }, { name: 'x' }),
    },
    asked: ['a'],
    says: ['resolved'],
  },
  'what is linked from outside the root asks for nothing': {
    registry: TWO_HOSTS,
    fleet: {
      'apps/package.json': rootOf(['a'], {}),
      'apps/a': app({ x: 'file:../../x' }),
      x: app({ host: '^9' }, { name: 'x' }),
    },
    asked: ['apps/a'],
    says: ['resolved'],
  },
  'a service that is its own root has one place': {
    registry: TWO_HOSTS,
    fleet: { a: app({ old: '^1', young: '^1' }) },
    asked: ['a'],
    says: ['conflict of a', 'error npm/peer-conflict pkg:npm/host'],
  },
  'beside another member one is installed that is not by itself: it takes the copy that lies there': {
    registry: 'lib 1.0.0:\nlib 2.0.0 os=darwin:',
    fleet: { a: app({ lib: '^1' }), b: app({ lib: '>=1' }) },
    says: ['resolved'],
  },
  'it is its own trouble where the others do not help': {
    registry: 'lib 1.0.0:\nlib 2.0.0 os=darwin:',
    fleet: { a: app({ lib: '^1' }), b: app({ lib: '^2' }) },
    says: ['conflict of b', 'error npm/platform pkg:npm/lib'],
  },
};

describe('the order of lines', () => {
  const peers = { peerDependencies: { guest: '1.0.0' } };

  it.each([
    ['conflict of a', app({ user: '^1', mild: '^1' }, peers)],
    ['resolved', app({ mild: '^1', user: '^1' }, peers)],
  ] as const)('%s', async (kind, a) => {
    expect(told(await answered({ registry: IN_ORDER, fleet: { a }, says: [] }))[0]).toBe(kind);
  });
});

describe('what npm checks before it installs', () => {
  it.each(Object.entries(CHECKS))('%s', async (_, one) => {
    expect(told(await answered(one))).toEqual(one.says);
  });
});

describe('one directory', () => {
  it.each(Object.entries(FLAT))('%s', async (_, one) => {
    expect(told(await answered(one))).toEqual(one.says);
  });
});

describe('what is shown of a line', () => {
  it('an alias keeps what it leads to', async () => {
    const answer = await answered({
      registry: 'fork 1.0.0 latest:\nfork 2.0.0:\nhost 1.0.0:\nplugin 1.0.0: peer host ^1',
      fleet: { a: app({ host: 'npm:fork@^2' }), b: app({ plugin: '^1' }) },
      says: [],
    });
    expect(answer).toMatchObject({ kind: 'conflict', findings: [{ fixes: [{ from: 'npm:fork@^2', to: 'npm:fork@^1.0.0' }] }] });
  });

  it('a catalog and an override, with what they make of it', async () => {
    const answer = await answered({
      registry: PEERS,
      fleet: {
        a: app({ host: 'catalog:' }),
        'pnpm-workspace.yaml': 'packages: [a]\ncatalog: { host: ^2 }\n',
        b: app({ host: '^3' }, { resolutions: { host: '1.0.0' } }),
      },
      asked: ['a', 'b'],
      says: [],
    });
    expect(answer.kind === 'conflict' && answer.findings[0]?.message).toBe(
      'no host satisfies catalog: (^2) and ^3 (1.0.0 by override): a and b cannot share one node_modules',
    );
  });
});

describe('a refusal', () => {
  it('names whom it parts, where some lines of one of them would fail by themselves', async () => {
    const answer = await answered({
      registry: `
        base 1.0.0:
        base 2.0.0:
        kit 1.0.0:
        kit 2.0.0: peer base ^2
        lib 1.0.0: peer kit * & peer base ^1
      `,
      fleet: { a: app({ lib: '^1', kit: '^1' }), b: app({ base: '^2' }) },
      says: [],
    });
    expect(answer.kind === 'conflict' && answer.findings.map(({ message }) => message)).toEqual([
      'a and b cannot share one node_modules, because of base: lib@1.0.0 of a has the peer base ^1, but b asks for base ^2',
    ]);
  });
});

describe('members of one root', () => {
  it.each(Object.entries(HOISTED))('%s', async (_, one) => {
    expect(told(await answered({ ...one, model: 'hoisted' }))).toEqual(one.says);
  });

  it('are told with the line of their root that they meet', async () => {
    const answer = await answered({
      registry: TWO_HOSTS,
      fleet: {
        'package.json': rootOf(['a'], { devDependencies: { host: '^1' } }),
        a: app({ any: '*' }, { peerDependencies: { host: '^2' } }),
      },
      asked: ['a'],
      model: 'hoisted',
      says: [],
    });
    expect(
      answer.kind === 'conflict' && answer.findings.map(({ message, explanation }) => [message, explanation.slice(0, 2)]),
    ).toEqual([
      [
        'npm cannot install a beside what the root of its workspace asks for, because of host: a asks for host ^2',
        ['a expects, as a peer, host ^2 (a/package.json:9)', 'the root of the workspace asks for host ^1 (package.json:1)'],
      ],
    ]);
  });

  it('have a root that is left out, and said to be', async () => {
    const { resolver, warned } = await world(
      TWO_HOSTS,
      { 'package.json': rootOf(['a'], { devDependencies: { old: '1', host: '^2' } }), a: app({ any: '*' }) },
      { model: 'hoisted' },
    );
    await resolver.resolve(['a']);
    expect(warned.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual(['npm/root-not-installed package.json:1']);
  });

  it('say what further copies take', async () => {
    const answer = await answered({
      registry: COPIES,
      fleet: { a: app({ lib: '^1' }), b: app({ lib: '^2' }) },
      model: 'hoisted',
      says: [],
    });
    expect(
      answer.kind === 'resolved' && answer.findings.map(({ message, explanation }) => [message, explanation.at(-1)]),
    ).toEqual([
      [
        'lib would be installed in 2 versions under one workspace root (1.0.0, 2.0.0); beyond the first that is 2.5 MB',
        'In the whole tree 1 package has several versions; all further copies take 2.5 MB.',
      ],
    ]);
  });
});
