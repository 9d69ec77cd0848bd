import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exclusion, NO_WISHES, type Wishes } from '../../src/place/constraints.ts';
import { place } from '../../src/place/place.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

function allowed(host: readonly string[], exclusions: readonly Exclusion[], wishes: Wishes): boolean {
  const on = new Set(host);
  const broken = exclusions.some(({ sides, anyTwo }) => {
    const met = sides.filter((side) => side.some((service) => on.has(service))).length;
    return met === sides.length || (anyTwo === true && met > 1);
  });
  const parted = wishes.apart.some((group) => group.filter((service) => on.has(service)).length > 1);
  const torn = wishes.together.some((group) => group.some((one) => on.has(one)) && !group.every((one) => on.has(one)));
  return !broken && !parted && !torn && host.length <= (wishes.maxServicesPerHost ?? Number.POSITIVE_INFINITY);
}

/** Every way to part services into hosts, by restricted growth. */
function* partitions(services: readonly string[]): Generator<readonly (readonly string[])[]> {
  const [first, ...rest] = services;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const parts of partitions(rest)) {
    yield [[first], ...parts];
    for (let at = 0; at < parts.length; at++) yield parts.map((part, index) => (index === at ? [first, ...part] : part));
  }
}

function fewest(services: readonly string[], exclusions: readonly Exclusion[], wishes: Wishes): number | undefined {
  let best: number | undefined;
  for (const parts of partitions(services)) {
    if (best !== undefined && parts.length >= best) continue;
    if (parts.every((host) => allowed(host, exclusions, wishes))) best = parts.length;
  }
  return best;
}

const side = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 });
/** Two or three sides of which no service stands on two: what detection gives. */
const exclusion = fc
  .array(side, { minLength: 2, maxLength: 3 })
  .chain((sides) => fc.boolean().map((anyTwo) => ({ sides, anyTwo: anyTwo && sides.length > 2 })))
  .map(({ sides, anyTwo }) => ({
    sides: sides.map((one, index) => one.filter((name) => !sides.slice(0, index).flat().includes(name))),
    anyTwo,
  }))
  .filter(({ sides }) => sides.every((one) => one.length > 0));
const group = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 3 });
const wishes = fc.record(
  {
    together: fc.array(group, { maxLength: 1 }),
    apart: fc.array(group, { maxLength: 1 }),
    maxServicesPerHost: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: ['together', 'apart'] },
);

describe('placement', () => {
  it('needs as few hosts as the best of all partitions', () => {
    fc.assert(
      fc.property(fc.array(exclusion, { maxLength: 7 }), wishes, (exclusions, some) => {
        const asked: Wishes = { pins: new Map(), ...some };
        const placed = place(NAMES, exclusions, asked);
        const best = fewest(NAMES, exclusions, asked);
        if (!placed.ok) {
          expect(best).toBeUndefined();
          return;
        }
        const { hosts, lowerBound, optimal } = placed.assignment;
        expect(hosts.flat().sort()).toEqual(NAMES);
        for (const host of hosts) expect(allowed(host, exclusions, asked)).toBe(true);
        expect(optimal).toBe(true);
        expect(hosts.length).toBe(best);
        expect(lowerBound).toBe(best);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same answer for the same question', () => {
    const exclusions = [{ sides: [['a'], ['b', 'c']] }, { sides: [['c'], ['d']] }];
    expect(place(NAMES, exclusions, NO_WISHES)).toEqual(place(NAMES, exclusions, NO_WISHES));
  });

  it('is optimal for sixty services in dense conflict', () => {
    const services = Array.from({ length: 60 }, (_, index) => `s${index}`);
    // Services of equal remainder agree: six hosts, no fewer.
    const exclusions = services.flatMap((a, i) =>
      services.slice(i + 1).flatMap((b, j) => ((i + j + 1 - i) % 6 === 0 ? [] : [{ sides: [[a], [b]] }])),
    );
    const placed = place(services, exclusions, NO_WISHES);
    expect(placed.ok && [placed.assignment.hosts.length, placed.assignment.optimal]).toEqual([6, true]);
  });

  it('says why wishes cannot hold', () => {
    const placed = place(['a', 'b'], [{ sides: [['a'], ['b']] }], { ...NO_WISHES, together: [['a', 'b']] });
    expect(placed.ok).toBe(false);
  });

  it('keeps pinned services on their hosts', () => {
    const pins = new Map([
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'one'],
    ]);
    const placed = place(['a', 'b', 'c', 'd'], [], { ...NO_WISHES, pins });
    expect(placed.ok && placed.assignment.hosts.length).toBe(2);
    expect(placed.ok && placed.assignment.hosts.find((host) => host.includes('a'))).toContain('c');
  });
});
