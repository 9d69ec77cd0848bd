import { describe, expect, it } from 'vitest';
import { withIsolation } from '../../src/detect/apply/isolation.ts';
import { hostKey, resolveHosts, resolveJointly, withResolved } from '../../src/detect/joint/joint.ts';
import { pairKey, partedPairs } from '../../src/detect/pairs.ts';
import type { Conflict, Demand, Resolution, ResolvedFinding, Resolver, Service, ServiceId } from '../../src/model/index.ts';

const service = (id: ServiceId): Service => ({ id, path: id, ecosystems: ['python'], units: [], deployments: [] });

function clash(services: readonly ServiceId[]): Resolution {
  const demand = (id: ServiceId): Demand => ({
    service: id,
    realm: 'python',
    key: 'lib',
    subject: 'pkg:pypi/lib',
    constraint: `==${id}`,
    kind: 'exact',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `${id}/requirements.txt`, line: 1 },
  });
  const finding: ResolvedFinding = {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'python',
    subject: 'pkg:pypi/lib',
    demands: services.map(demand),
    clearedBy: 'process',
    fixes: [],
    message: 'no lib',
    explanation: [],
  };
  return { kind: 'conflict', findings: [finding] };
}

/** A world in which exactly these sets of services, and all that hold one of them, have no solution. */
function world(clashes: readonly (readonly ServiceId[])[]): { readonly resolver: Resolver; readonly asked: string[] } {
  const asked: string[] = [];
  const resolver: Resolver = {
    resolve: async (wanted) => {
      asked.push(wanted.join('+'));
      const hit = clashes.find((set) => set.every((id) => wanted.includes(id)));
      return hit === undefined ? { kind: 'resolved', versions: new Map(), repins: [], findings: [] } : clash(hit);
    },
  };
  return { resolver, asked };
}

async function judged(ids: readonly ServiceId[], clashes: readonly (readonly ServiceId[])[], hosts: readonly ServiceId[][]) {
  const services = ids.map(service);
  const { resolver, asked } = world(clashes);
  const resolvers = new Map([['python' as const, resolver]]);
  const pairs = await resolveJointly({ services, resolvers, separate: () => false, progress: () => undefined });
  const whole = await resolveHosts(hosts, services, resolvers, pairs.unsound);
  return { pairs, whole, asked };
}

describe('pairs that need no resolution', () => {
  const demands = ['a', 'b', 'c']
    .map((id) => clash([id]))
    .flatMap((one) => (one.kind === 'conflict' ? (one.findings[0]?.demands ?? []) : []));

  it.each<[string, 'error' | 'warning', readonly (readonly number[])[], readonly string[]]>([
    ['those across two sides', 'error', [[0, 2], [1]], [pairKey('a', 'b'), pairKey('b', 'c')]],
    ['none of three sides, of which every two agree', 'error', [[0], [1], [2]], []],
    ['none of a warning', 'warning', [[0], [1]], []],
  ])('%s', (_, severity, sides, pairs) => {
    const parted = partedPairs([{ severity, realm: 'python', sides, demands }]);
    expect([...(parted.get('python') ?? [])].sort()).toEqual([...pairs].sort());
  });
});

describe('joint resolution', () => {
  it('three services of which every two agree clash as a host', async () => {
    const { pairs, whole } = await judged(['a', 'b', 'c'], [['a', 'b', 'c']], [['a', 'b', 'c']]);
    expect(pairs.conflicts).toEqual([]);
    expect(whole.conflicts.map(({ severity, services }) => [severity, ...services])).toEqual([['error', 'a', 'b', 'c']]);
    expect(whole.proved.size).toBe(0);
  });

  it('a service without a solution by itself is its own note, and proves nothing about its host', async () => {
    const { pairs, whole, asked } = await judged(['a', 'b', 'c'], [['a']], [['a', 'b', 'c']]);
    expect(pairs.conflicts.map(({ rule, severity, services }) => [rule, severity, ...services])).toEqual([
      ['service/unresolvable', 'note', 'a'],
    ]);
    expect(pairs.unknown.size).toBe(2);
    expect(whole.conflicts).toEqual([]);
    expect(whole.proved.has(hostKey(['a', 'b', 'c']))).toBe(false);
    expect(asked).toContain('b+c');
    expect(asked).not.toContain('a+b+c');
  });

  it('where its own trouble can be put aside, what it excludes beside others is told, and nothing is proved', async () => {
    const resolver: Resolver = {
      resolve: async (wanted) => {
        if (wanted.includes('a') && wanted.includes('b')) return clash(['a', 'b']);
        if (wanted.includes('a')) return { ...clash(['a']), alone: 'a', putAside: true };
        return { kind: 'resolved', versions: new Map(), repins: [], findings: [] };
      },
    };
    const services = ['a', 'b', 'c'].map(service);
    const resolvers = new Map([['python' as const, resolver]]);
    const pairs = await resolveJointly({ services, resolvers, separate: () => false, progress: () => undefined });
    expect(pairs.conflicts.map(({ severity, services }) => [severity, ...services])).toEqual([
      ['note', 'a'],
      ['error', 'a', 'b'],
    ]);
    expect([...pairs.unknown.keys()]).toEqual([pairKey('a', 'b'), pairKey('a', 'c')]);
    expect([...pairs.proved.keys()]).toEqual([pairKey('b', 'c')]);
    expect([...(pairs.unsound.get('python') ?? [])]).toEqual(['a']);
  });

  it('what the others of such a host have is found all the same', async () => {
    const { whole } = await judged(['a', 'b', 'c', 'd'], [['a'], ['b', 'c', 'd']], [['a', 'b', 'c', 'd']]);
    expect(whole.conflicts.map(({ services }) => services)).toEqual([['b', 'c', 'd']]);
  });

  it('a host is proved when all its parts are', async () => {
    const { whole } = await judged(['a', 'b', 'c'], [], [['c', 'a', 'b']]);
    expect(whole.proved.get(hostKey(['a', 'b', 'c']))).toEqual([]);
  });
});

it('a fix that was resolved for two services is told as theirs where others say the same', async () => {
  const line = (id: ServiceId, constraint: string): Demand => ({
    service: id,
    realm: 'npm',
    key: 'lib',
    subject: 'pkg:npm/lib',
    constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `${id}/package.json`, line: 3 },
  });
  const wishes = new Map([
    ['a', '^1'],
    ['b', '^2'],
    ['c', '^1'],
  ]);
  const resolver: Resolver = {
    resolve: async (wanted) => {
      const demands = wanted.map((id) => line(id, wishes.get(id) ?? ''));
      if (new Set(demands.map(({ constraint }) => constraint)).size < 2)
        return { kind: 'resolved', versions: new Map(), repins: [], findings: [] };
      const { service: first = '', origin } = demands.find(({ constraint }) => constraint === '^1') ?? {};
      const finding: ResolvedFinding = {
        rule: 'npm/peer-conflict',
        severity: 'error',
        realm: 'npm',
        subject: 'pkg:npm/lib',
        demands,
        clearedBy: 'process',
        fixes: [
          {
            kind: 'change-constraint',
            service: first,
            subject: 'pkg:npm/lib',
            to: '^2',
            effect: 'they fit',
            ...origin,
            proved: true,
          },
        ],
        message: 'no lib',
        explanation: [],
      };
      return { kind: 'conflict', findings: [finding] };
    },
  };
  const services = [...wishes.keys()].map((id): Service => ({ id, path: id, ecosystems: ['npm'], units: [], deployments: [] }));
  const resolvers = new Map([['npm' as const, resolver]]);
  const { conflicts } = await resolveJointly({ services, resolvers, separate: () => false, progress: () => undefined });
  expect(conflicts.map(({ fixes }) => fixes)).toEqual([
    [
      {
        kind: 'change-constraint',
        subject: 'pkg:npm/lib',
        to: '^2',
        effect: 'they fit (resolved for a and b alone, with the others as they say the same)',
        file: 'a/package.json',
        line: 3,
        places: [
          { file: 'a/package.json', line: 3 },
          { file: 'c/package.json', line: 3 },
        ],
        proved: false,
      },
    ],
  ]);
});

/** A finding of these services, each on a side of its own. */
async function found(id: string, services: readonly ServiceId[], severity: Conflict['severity']): Promise<Conflict> {
  const { conflicts } = (await judged(['x', 'y'], [['x', 'y']], [])).pairs;
  const [shape] = conflicts;
  const answer = clash(services);
  if (shape === undefined || answer.kind !== 'conflict') throw new Error('nothing clashes');
  const demands = answer.findings.flatMap((one) => one.demands);
  return { ...shape, id, severity, services, demands, sides: demands.map((_, index) => [index]) };
}

describe('findings of files and of resolutions', () => {
  it.each([
    ['a remark of the files that was resolved', 'warning', ['a', 'b'], ['a', 'b'], ['resolved']],
    ['one within another', 'warning', ['a', 'b'], ['a', 'b', 'c'], ['resolved']],
    ['one that says more', 'warning', ['a', 'b', 'c'], ['a', 'b'], ['detected', 'resolved']],
    ['errors, which all stay', 'error', ['a', 'b'], ['a', 'b'], ['detected', 'resolved']],
  ] as const)('%s', async (_, severity, detected, resolved, left) => {
    const both = [[await found('detected', detected, severity)], [await found('resolved', resolved, severity)]] as const;
    expect(withResolved(...both).map(({ id }) => id)).toEqual(left);
  });

  it('a resolved remark within another is told with it, and errors stay', async () => {
    const ids = async (severity: Conflict['severity']) => {
      const resolved = [await found('less', ['a', 'b'], severity), await found('more', ['a', 'b', 'c'], severity)];
      return withResolved([], resolved).map(({ id }) => id);
    };
    expect(await ids('warning')).toEqual(['more']);
    expect(await ids('error')).toEqual(['less', 'more']);
  });

  it('isolation is counted against the errors between services, not against one that a service has alone', async () => {
    const conflicts = [
      await found('one', ['a', 'b'], 'error'),
      await found('two', ['a', 'c'], 'error'),
      await found('alone', ['a'], 'error'),
      await found('remark', ['a', 'd'], 'warning'),
    ];
    const [first] = withIsolation(conflicts);
    expect(first?.fixes.at(-1)?.effect).toContain('; ends 2 of 2 errors');
  });
});
