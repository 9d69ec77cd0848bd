import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withIsolation } from '../../src/detect/apply/isolation.ts';
import { detect, impliedConflicts } from '../../src/detect/detect.ts';
import { RuleBook } from '../../src/detect/rules.ts';
import type { Conflict, Demand, RealmRule, Service, Unit } from '../../src/model/index.ts';
import { exclusionsAt, NO_WISHES } from '../../src/place/constraints.ts';
import { place } from '../../src/place/place.ts';
import { reportOf } from '../fleets/fleet.ts';
import { targetOf } from '../target.ts';

const TARGET = targetOf({ python: '3.12', node: '22', jdk: '21', go: '1.25' });

/** A toy ecosystem: constraints are lists of digits, and a choice is a digit that all of them list. */
const rule: RealmRule = {
  realm: 'python',
  clearedBy: 'process',
  canonical: (demand) => demand.constraint,
  clash: (demands) => {
    const meets = [...'123456'].some((digit) => demands.every((demand) => demand.constraint.includes(digit)));
    return meets || demands.length === 0 ? undefined : { rule: 'version/unsatisfiable', severity: 'error' };
  },
  describe: () => ({ message: 'no digit suits all', explanation: [] }),
  suggest: (_, others) => [...'123456'].filter((digit) => others.every((other) => other.constraint.includes(digit))),
};

function demand(service: string, key: string, constraint: string): Demand {
  return {
    service,
    realm: 'python',
    key,
    subject: `pkg:pypi/${key}`,
    constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `${service}/requirements.txt`, line: 1 },
  };
}

function serviceOf(id: string, demands: readonly Demand[]): Service {
  const unit: Unit = {
    ecosystem: 'python',
    path: id,
    role: 'service',
    manifests: [],
    dependencies: [],
    demands,
    runtimes: [],
    natives: [],
  };
  return { id, path: id, ecosystems: ['python'], units: [unit], deployments: [] };
}

function conflictsOf(services: readonly Service[]): readonly Conflict[] {
  return detect(services, new RuleBook([rule]), {
    target: TARGET,
    groups: { everywhere: new Set(), byService: new Map() },
    settings: {},
  }).conflicts;
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const constraint = fc
  .uniqueArray(fc.constantFrom('1', '2', '3', '4'), { minLength: 1, maxLength: 3 })
  .map((digits) => digits.sort().join(''));
/** Each service asks for some of three keys. */
const fleet = fc
  .tuple(...NAMES.map(() => fc.record({ x: fc.option(constraint), y: fc.option(constraint), z: fc.option(constraint) })))
  .map((asked) =>
    asked.map((own, index) =>
      serviceOf(
        NAMES[index] ?? '',
        Object.entries(own).flatMap(([key, digits]) => (digits === null ? [] : [demand(NAMES[index] ?? '', key, digits)])),
      ),
    ),
  );

function agrees(services: readonly Service[]): boolean {
  return ['x', 'y', 'z'].every((key) => {
    const on = services.flatMap((service) => service.units.flatMap((unit) => unit.demands)).filter((one) => one.key === key);
    return on.length === 0 || rule.clash(on, { target: TARGET, settings: {} }) === undefined;
  });
}

function* partitions<T>(items: readonly T[]): Generator<readonly (readonly T[])[]> {
  const [first, ...rest] = items;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const parts of partitions(rest)) {
    yield [[first], ...parts];
    for (let at = 0; at < parts.length; at++) yield parts.map((part, index) => (index === at ? [first, ...part] : part));
  }
}

describe('what hundreds of services say in a few ways', () => {
  /** How many demands are handed to the rule in all. */
  function judgedAmong(count: number): number {
    let judged = 0;
    const counting: RealmRule = {
      ...rule,
      clash: (demands, context) => {
        judged += demands.length;
        return rule.clash(demands, context);
      },
    };
    const ways = ['12', '23', '34', '45', '56'];
    const services = Array.from({ length: count }, (_, index) => `s${index}`).map((id, index) =>
      serviceOf(id, [demand(id, 'x', ways[index % ways.length] ?? '1')]),
    );
    detect(services, new RuleBook([counting]), {
      target: TARGET,
      groups: { everywhere: new Set(), byService: new Map() },
      settings: {},
    });
    return judged;
  }

  it('is judged by few of them, so a fix costs no more where more agree', () => {
    // Everybody is asked whether anything clashes, each service about itself, and each class whether it agrees.
    expect(judgedAmong(400) - judgedAmong(200)).toBeLessThan(200 * 8);
  });
});

describe('what one service contradicts by itself', () => {
  it.each([
    [
      ['12', '3', '123', '1234'],
      ['12', '3'],
    ],
    [
      ['12', '23', '13', '123'],
      ['12', '23', '13'],
    ],
    [
      ['12', '3', '45', '345'],
      ['12', '3', '45', '345'],
    ],
    [['12', '', '123'], ['']],
  ])('of %j those lines are told that contradict: %j', (own, told) => {
    const found = conflictsOf([
      serviceOf(
        'a',
        own.map((digits) => demand('a', 'x', digits)),
      ),
    ]);
    expect(found.map((one) => [one.rule, one.severity])).toEqual([['service/contradiction', 'note']]);
    expect(found[0]?.demands.map(({ constraint }) => constraint)).toEqual(told);
  });
});

describe('a service that contradicts itself', () => {
  const clashes = (own: readonly Demand[]): readonly string[] =>
    conflictsOf([serviceOf('a', own), serviceOf('b', [demand('b', 'x', '1')])])
      .filter(({ severity }) => severity === 'error')
      .map(({ demands }) => demands.map(({ service, constraint }) => `${service} ${constraint}`).join());
  const brought = (constraint: string): Demand => ({ ...demand('a', 'x', constraint), via: ['pkg:pypi/y@1'] });

  it.each([
    ['by what a package asks for: its own line holds', [demand('a', 'x', '2'), brought('1')], ['a 2,b 1']],
    ['though its own line suits the other', [demand('a', 'x', '1'), brought('2')], []],
    ['with lines of its own: nobody knows which holds', [demand('a', 'x', '1'), demand('a', 'x', '2')], []],
    ['with lines that all exclude the other', [demand('a', 'x', '2'), demand('a', 'x', '3')], ['a 2,a 3,b 1']],
    ['by what packages ask for alone', [brought('1'), brought('2')], []],
  ] as const)('%s', (_, own, told) => {
    expect(clashes(own)).toEqual(told);
  });
});

it('offers first what packages agree with that a service brings against its own line', () => {
  const own = [demand('a', 'x', '5'), { ...demand('a', 'x', '1'), via: ['pkg:pypi/y@1'] }];
  const [clash] = conflictsOf([serviceOf('a', own), serviceOf('b', [demand('b', 'x', '1')])]).filter(
    ({ severity }) => severity === 'error',
  );
  expect(clash?.fixes.map(({ service, to }) => `${service} ${to}`)).toEqual(['a 1', 'b 5']);
});

describe('detection', () => {
  it('with placement gives the fewest hosts whose whole sets agree', () => {
    fc.assert(
      fc.property(fleet, (services) => {
        let best = services.length;
        for (const parts of partitions(services)) if (parts.length < best && parts.every(agrees)) best = parts.length;
        const placed = place(NAMES, exclusionsAt(conflictsOf(services), 'environment'), NO_WISHES);
        if (!placed.ok) throw new Error(placed.message);
        expect(placed.assignment.hosts.length).toBe(best);
        for (const host of placed.assignment.hosts) expect(agrees(services.filter((one) => host.includes(one.id)))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('lists every clash once, whatever the order of services', () => {
    fc.assert(
      fc.property(fleet, (services) => {
        const ids = conflictsOf(services).map((conflict) => conflict.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(
          conflictsOf([...services].reverse())
            .map((conflict) => conflict.id)
            .sort(),
        ).toEqual([...ids].sort());
      }),
    );
  });

  it('proposes only changes that end the clash and start no other', () => {
    fc.assert(
      fc.property(fleet, (services) => {
        const before = conflictsOf(services);
        for (const conflict of before) {
          for (const fix of conflict.fixes) {
            if (fix.to === undefined || fix.service === undefined) continue;
            const key = fix.subject.replace('pkg:pypi/', '');
            const changed = services.map((one) =>
              one.id === fix.service
                ? serviceOf(one.id, [
                    ...one.units.flatMap((unit) => unit.demands.filter((other) => other.key !== key)),
                    demand(one.id, key, fix.to ?? ''),
                  ])
                : one,
            );
            const after = conflictsOf(changed).filter((other) => other.subject === fix.subject);
            expect(after.filter((other) => other.services.join() === conflict.services.join())).toEqual([]);
            const rest = services.filter((one) => one.id !== fix.service);
            if (conflictsOf(rest).every((other) => other.subject !== fix.subject)) expect(after).toEqual([]);
          }
        }
      }),
    );
  });

  it('isolates the service whose separation ends most', () => {
    const services = [
      serviceOf('old', [demand('old', 'x', '1'), demand('old', 'y', '1')]),
      serviceOf('new', [demand('new', 'x', '2')]),
      serviceOf('other', [demand('other', 'y', '2')]),
    ];
    const last = withIsolation(conflictsOf(services)).map(({ fixes }) => fixes.at(-1));
    const expected = { kind: 'isolate', service: 'old', level: 'process', effect: expect.stringContaining('ends 2 of 2 errors') };
    expect(last).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
  });

  it('of a remark isolates whoever differs, and of ports all but one', async () => {
    const drift = await reportOf({
      'a/requirements.txt': 'idna==3.4\n',
      'b/requirements.txt': 'idna==3.4\n',
      'c/pyproject.toml': '[project]\nname = "c"\nversion = "1"\ndependencies = ["idna"]\n',
      'c/uv.lock':
        'version = 1\n[[package]]\nname = "c"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "idna" }]\n[[package]]\nname = "idna"\nversion = "3.10"\nsource = { registry = "https://pypi.example/simple" }\n',
    });
    const image = 'FROM python:3.12\nENV PORT=8000\nEXPOSE 8000\n';
    const ports = await reportOf({
      ...Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) => [
          [`${name}/requirements.txt`, 'flask\n'],
          [`${name}/Dockerfile`, image],
        ]),
      ),
    });
    const waysOut = ({ conflicts }: typeof ports) =>
      conflicts.filter(({ severity }) => severity === 'warning').map(({ rule, fixes }) => `${rule}: ${fixes.at(-1)?.effect}`);
    expect(waysOut(drift)).toEqual(['version/drift: give c a virtualenv of its own']);
    expect(waysOut(ports)).toEqual(['port/same-default: give each of b and c a container of its own']);
  });

  it('isolates all but one where any two clash', () => {
    const services = ['a', 'b', 'c', 'd'].map((id, index) => serviceOf(id, [demand(id, 'x', index > 2 ? '1' : `${index + 1}`)]));
    const [conflict] = withIsolation(conflictsOf(services));
    // a and d agree and stay together.
    expect(conflict?.fixes.at(-1)?.effect).toBe('give each of b and c a virtualenv of its own');
  });
});

describe('what services ask of a runtime by what they install', () => {
  const book = new RuleBook([{ ...rule, realm: 'runtime', clearedBy: 'container' }]);
  const python = (id: string, constraint: string): Demand => ({ ...demand(id, 'python', constraint), realm: 'runtime' });
  const options = {
    target: TARGET,
    groups: { everywhere: new Set<string>(), byService: new Map<string, ReadonlySet<string>>() },
    settings: {},
  };
  const found = (implied: readonly Demand[], stated: readonly Demand[]) => {
    const services = stated.map((one) => serviceOf(one.service, [one]));
    return impliedConflicts(implied, detect(services, book, options), book, options).map(({ services: ids, depth, severity }) => [
      ids.join(' '),
      depth,
      severity,
    ]);
  };
  it('parts them from whoever excludes it', () => {
    expect(found([python('a', '56')], [python('b', '12'), python('c', '2356')])).toEqual([['a b', 'resolved', 'error']]);
  });
  it('says nothing of what the others have among themselves', () => {
    expect(found([python('a', '56')], [python('b', '12'), python('c', '6')])).toEqual([['a b', 'resolved', 'error']]);
    expect(found([python('a', '5')], [python('b', '15'), python('c', '56')])).toEqual([]);
  });
});
