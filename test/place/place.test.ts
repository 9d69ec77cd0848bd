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
  const pinnedTo = (service: string): string | undefined => wishes.pins.get(service);
  const own = new Set(host.flatMap((service) => pinnedTo(service) ?? []));
  const strayed = [...wishes.pins].some(([service, name]) => own.has(name) && !on.has(service));
  const torn = wishes.together.some((group) => group.some((one) => on.has(one)) && !group.every((one) => on.has(one)));
  return (
    !broken &&
    !parted &&
    !torn &&
    own.size < 2 &&
    !strayed &&
    host.length <= (wishes.maxServicesPerHost ?? Number.POSITIVE_INFINITY)
  );
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
    pins: fc
      .array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('one', 'two', 'three')), { maxLength: 3 })
      .map((all) => new Map(all)),
    maxServicesPerHost: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: ['together', 'apart', 'pins'] },
);

/** By backtracking: each vertex in a class that exists, or in a new one. */
function chromaticNumber(
  services: readonly string[],
  exclusions: readonly { readonly sides: readonly (readonly string[])[] }[],
): number {
  const clash = new Set(exclusions.flatMap(({ sides: [[a = ''] = [], [b = ''] = []] }) => [`${a} ${b}`, `${b} ${a}`]));
  let best = services.length;
  const assign = (index: number, classes: readonly (readonly string[])[]): void => {
    const service = services[index];
    if (classes.length >= best) return;
    if (service === undefined) {
      best = classes.length;
      return;
    }
    classes.forEach((members, at) => {
      if (members.every((other) => !clash.has(`${service} ${other}`))) assign(index + 1, classes.with(at, [...members, service]));
    });
    assign(index + 1, [...classes, [service]]);
  };
  assign(0, []);
  return best;
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 16_777_216;
  };
}

function randomGraph(
  size: number,
  chance: number,
  seed: number,
): { readonly services: readonly string[]; readonly exclusions: readonly Exclusion[] } {
  const next = randomNumbers(seed);
  const services = Array.from({ length: size }, (_, index) => `s${index}`);
  const exclusions = services.flatMap((a, index) =>
    services.slice(index + 1).flatMap((b) => (next() < chance ? [{ sides: [[a], [b]] }] : [])),
  );
  return { services, exclusions };
}

function expectProved(services: readonly string[], rules: readonly Exclusion[]): void {
  const placed = place(services, rules, NO_WISHES);
  if (!placed.ok) throw new Error(placed.message);
  const { hosts } = placed.assignment;
  expect(hosts.flat().sort()).toEqual([...services].sort());
  for (const host of hosts) expect(allowed(host, rules, NO_WISHES)).toBe(true);
  expect(placed.assignment).toMatchObject({ optimal: true, lowerBound: hosts.length });
}

describe('placement', () => {
  it('needs as few hosts as the best of all partitions', () => {
    fc.assert(
      fc.property(fc.array(exclusion, { maxLength: 7 }), wishes, (exclusions, asked: Wishes) => {
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

  it('is optimal on graphs that are reduced, bounded and searched', () => {
    const graph = fc
      .integer({ min: 7, max: 11 })
      .chain((size) =>
        fc
          .array(fc.boolean(), { minLength: (size * (size - 1)) / 2, maxLength: (size * (size - 1)) / 2 })
          .map((joined) => ({ size, joined })),
      );
    fc.assert(
      fc.property(graph, ({ size, joined }) => {
        const services = Array.from({ length: size }, (_, index) => `s${index}`);
        const pairs = services.flatMap((a, index) => services.slice(index + 1).map((b) => [a, b] as const));
        const exclusions = pairs.filter((_, index) => joined[index]).map(([a, b]) => ({ sides: [[a], [b]] }));
        const placed = place(services, exclusions, NO_WISHES);
        if (!placed.ok) throw new Error(placed.message);
        const { hosts, lowerBound, optimal } = placed.assignment;
        for (const host of hosts) expect(allowed(host, exclusions, NO_WISHES)).toBe(true);
        expect([hosts.length, lowerBound, optimal]).toEqual([chromaticNumber(services, exclusions), hosts.length, true]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([0.1, 0.3, 0.5, 0.7, 0.9])('proves sixty services of which two clash with a chance of %f', (chance) => {
    const { services, exclusions } = randomGraph(60, chance, 1);
    const placed = place(services, exclusions, NO_WISHES);
    expect(placed.ok && placed.assignment.optimal).toBe(true);
  });

  it.each([0.1, 0.5, 0.9])('places a thousand services of which two clash with a chance of %f, with its gap', (chance) => {
    const { services, exclusions } = randomGraph(1000, chance, 2);
    const placed = place(services, exclusions, NO_WISHES);
    if (!placed.ok) throw new Error(placed.message);
    const { hosts, lowerBound } = placed.assignment;
    const hostOf = new Map(hosts.flatMap((members, index) => members.map((service) => [service, index] as const)));
    expect(hostOf.size).toBe(1000);
    expect(exclusions.filter(({ sides: [[a = ''] = [], [b = ''] = []] }) => hostOf.get(a) === hostOf.get(b))).toEqual([]);
    expect(lowerBound).toBeGreaterThan(1);
    expect(lowerBound).toBeLessThanOrEqual(hosts.length);
  });

  it('bounds sets of three and more by what one host may hold of them', () => {
    const eight = [...NAMES, 'g', 'h'];
    const some = fc.uniqueArray(fc.constantFrom(...eight), { minLength: 3, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(some, { minLength: 12, maxLength: 60 }), (sets) => {
        const exclusions = sets.map((set) => ({ sides: set.map((service) => [service]) }));
        const placed = place(eight, exclusions, NO_WISHES);
        if (!placed.ok) throw new Error(placed.message);
        const best = fewest(eight, exclusions, NO_WISHES);
        expect([placed.assignment.hosts.length, placed.assignment.lowerBound]).toEqual([best, best]);
      }),
      { numRuns: 50 },
    );
  });

  it('proves that two of each host are all that there can be where every three clash', () => {
    const services = Array.from({ length: 24 }, (_, index) => `s${index}`);
    const exclusions = services.flatMap((a, i) =>
      services.slice(i + 1).flatMap((b, j) => services.slice(i + j + 2).map((c) => ({ sides: [[a], [b], [c]] }))),
    );
    const placed = place(services, exclusions, NO_WISHES);
    expect(placed.ok && [placed.assignment.hosts.length, placed.assignment.lowerBound]).toEqual([12, 12]);
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

  it('is optimal for sixty services whose packages have three ranges each, of which every two agree or none do', () => {
    const services = Array.from({ length: 60 }, (_, at) => `s${at}`);
    const next = randomNumbers(5);
    const asks = (): readonly string[][] => {
      const ranges = services.map(() => (next() < 0.4 ? Math.floor(next() * 3) : undefined));
      return [0, 1, 2].map((range) => services.filter((_, at) => ranges[at] === range));
    };
    const rules = Array.from({ length: 14 }, (_, name): Exclusion => ({ sides: asks(), anyTwo: name % 2 === 1 }));
    expectProved(services, rules);
  });

  it('proves sixty services that all ask for the same six packages in one of three ranges', () => {
    const services = Array.from({ length: 60 }, (_, at) => `s${at}`);
    const next = randomNumbers(3);
    const rules = Array.from({ length: 6 }, (): Exclusion => {
      const ranges = services.map(() => Math.floor(next() * 3));
      return { sides: [0, 1, 2].map((range) => services.filter((_, at) => ranges[at] === range)) };
    });
    expectProved(services, rules);
  });

  it.each([0.5, 0.9])('proves sixty services of which three clash with a chance of %f', (chance) => {
    const services = Array.from({ length: 60 }, (_, at) => `s${at}`);
    const next = randomNumbers(3);
    const rules = services.flatMap((a, i) =>
      services
        .slice(i + 1)
        .flatMap((b, j) => services.slice(i + j + 2).flatMap((c) => (next() < chance ? [{ sides: [[a], [b], [c]] }] : []))),
    );
    expectProved(services, rules);
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
