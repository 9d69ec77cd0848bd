import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Conflict, type Demand, type IsolationLevel, isActiveAt, LEVELS } from '../../src/model/index.ts';
import { exclusionsAmong, NO_WISHES, type Wishes } from '../../src/place/constraints.ts';
import { ladder } from '../../src/place/ladder.ts';
import { placeAsWished } from '../../src/place/place.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const CLEARING: readonly IsolationLevel[] = ['environment', 'process', 'container', 'machine'];

function demandOf(service: string): Demand {
  return {
    service,
    realm: 'python',
    key: 'x',
    subject: 'pkg:pypi/x',
    constraint: '',
    kind: 'range',
    strength: 'declared',
    group: 'main',
    via: [],
    origin: { file: `${service}/requirements.txt`, line: 1 },
  };
}

/** Sides of services that have none in common, with what ends the clash. */
const conflict: fc.Arbitrary<Omit<Conflict, 'id'>> = fc
  .record({
    order: fc.shuffledSubarray(NAMES, { minLength: 3 }),
    sides: fc.integer({ min: 2, max: 3 }),
    anyTwo: fc.boolean(),
    clearedBy: fc.constantFrom(...CLEARING),
    severity: fc.constantFrom('error' as const, 'error' as const, 'warning' as const),
  })
  .map(({ order, sides, anyTwo, clearedBy, severity }) => ({
    rule: 'version/unsatisfiable',
    severity,
    realm: 'python',
    subject: 'pkg:pypi/x',
    services: order,
    demands: order.map(demandOf),
    sides: Array.from({ length: sides }, (_, side) => [...order.keys()].filter((at) => at % sides === side)),
    ...(anyTwo ? { anyTwo } : {}),
    depth: 'declared',
    clearedBy,
    message: '',
    explanation: [],
    fixes: [],
  }));

const conflicts = fc.array(conflict, { maxLength: 8 }).map((all) => all.map((one, at): Conflict => ({ ...one, id: `c_${at}` })));

const group = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 3 });
const wishes: fc.Arbitrary<Wishes> = fc.record(
  {
    together: fc.array(group, { maxLength: 1 }),
    apart: fc.array(group, { maxLength: 1 }),
    pins: fc.constant(new Map()),
    maxServicesPerHost: fc.integer({ min: 2, max: 7 }),
  },
  { requiredKeys: ['together', 'apart', 'pins'] },
);
const levels = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...LEVELS)), { maxLength: 2 })
  .map((all) => new Map(all));

describe('the ladder', () => {
  it('needs no more hosts the further services are isolated, and ends each error once', () => {
    fc.assert(
      fc.property(conflicts, wishes, levels, fc.constantFrom(...LEVELS), (all, wished, own, level) => {
        const at = (asked: IsolationLevel) => placeAsWished(NAMES, exclusionsAmong(NAMES, all, asked, own), wished);
        const rungs = ladder(NAMES, all, wished, own, { level, ...at(level) });
        expect(rungs.map((rung) => rung.level)).toEqual([...LEVELS]);
        const errors = all.filter(({ severity }) => severity === 'error');
        rungs.forEach((rung, step) => {
          const active = errors.filter(({ clearedBy }) => isActiveAt(clearedBy, rung.level)).map(({ id }) => id);
          expect(rung.remaining).toEqual(active);
          const before = rungs[step - 1];
          expect([...rung.clears, ...rung.remaining].sort()).toEqual([...(before?.remaining ?? active)].sort());
          expect([rung.hosts, rung.optimal]).toEqual([at(rung.level).assignment.hosts.length, true]);
          if (before !== undefined && at(before.level).impossible === undefined)
            expect(rung.hosts).toBeLessThanOrEqual(before.hosts);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('takes the hosts of the level below where it finds none that are fewer', () => {
    const services = ['a', 'b'];
    const apart = { hosts: [['a'], ['b']], lowerBound: 2, optimal: true };
    const together = { hosts: [['a', 'b']], lowerBound: 1, optimal: true };
    const clash: Wishes = { ...NO_WISHES, apart: [['a', 'b']] };
    const hostsOf = (assignment: typeof apart, wished: Wishes): readonly number[] =>
      ladder(services, [], wished, new Map(), { level: 'environment', assignment }).map(({ hosts }) => hosts);
    expect(hostsOf(apart, NO_WISHES)).toEqual([2, 1, 1, 1]);
    expect(hostsOf(together, clash)).toEqual([1, 1, 1, 1]);
  });
});
