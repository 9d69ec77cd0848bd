import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverPairs } from '../../src/detect/sides/cover.ts';
import { minimalClashes, shrink } from '../../src/detect/sides/minimal-sets.ts';

/** All smallest clashing sets by looking at every subset. */
function bruteForce(count: number, clashes: (items: readonly number[]) => boolean): string[] {
  const found: number[][] = [];
  const subsets = Array.from({ length: 2 ** count }, (_, mask) =>
    Array.from({ length: count }, (_, item) => item).filter((item) => mask & (1 << item)),
  ).sort((a, b) => a.length - b.length);
  for (const subset of subsets) {
    if (found.some((known) => known.every((item) => subset.includes(item)))) continue;
    if (clashes(subset)) found.push(subset);
  }
  return found.map((set) => set.join()).sort();
}

const setsOfValues = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1 }), { minLength: 2, maxLength: 8 });

describe('minimal clashing sets', () => {
  it('are all found, each smallest, whatever the constraints', () => {
    fc.assert(
      fc.property(setsOfValues, (allowed) => {
        const clashes = (items: readonly number[]): boolean =>
          items.length > 0 && ![0, 1, 2, 3, 4, 5].some((value) => items.every((item) => allowed[item]?.includes(value)));
        const { sets, complete } = minimalClashes(allowed.length, clashes);
        expect(complete).toBe(true);
        expect(sets.map((set) => set.join()).sort()).toEqual(bruteForce(allowed.length, clashes));
      }),
    );
  });

  it('three of which every two agree', () => {
    const allowed = [
      [17, 18],
      [18, 19],
      [17, 19],
    ];
    const clashes = (items: readonly number[]): boolean =>
      ![17, 18, 19].some((value) => items.every((item) => allowed[item]?.includes(value)));
    expect(minimalClashes(3, clashes).sets).toEqual([[0, 1, 2]]);
  });

  it('shrinks to a set that loses its clash with any member', () => {
    fc.assert(
      fc.property(setsOfValues, (allowed) => {
        const clashes = (items: readonly number[]): boolean =>
          items.length > 0 && ![0, 1, 2, 3, 4, 5].some((value) => items.every((item) => allowed[item]?.includes(value)));
        const all = allowed.map((_, index) => index);
        fc.pre(clashes(all));
        const small = shrink(all, clashes);
        expect(clashes(small)).toBe(true);
        for (const item of small) expect(clashes(small.filter((other) => other !== item))).toBe(false);
      }),
    );
  });
});

describe('pairs told together', () => {
  const items = Array.from({ length: 9 }, (_, index) => index);
  const pairsOf = items.flatMap((a) => items.slice(a + 1).map((b): readonly [number, number] => [a, b]));
  const graph = fc.uniqueArray(fc.constantFrom(...pairsOf), { selector: (pair) => pair.join() });
  const key = (a: number, b: number): string => (a < b ? `${a},${b}` : `${b},${a}`);
  /** The pairs that a told conflict stands for: one item of each of any two sides. */
  const stoodFor = (sides: readonly (readonly number[])[]): readonly string[] =>
    sides.flatMap((left, index) => sides.slice(index + 1).flatMap((right) => left.flatMap((a) => right.map((b) => key(a, b)))));

  it('are the same pairs, no more and no fewer, in no more conflicts than pairs', () => {
    fc.assert(
      fc.property(graph, (pairs) => {
        const told = coverPairs(pairs.map(([a, b]) => ({ sides: [[a], [b]], anyTwo: false })));
        expect(told.length).toBeLessThanOrEqual(pairs.length);
        const all = told.flatMap(({ sides }) => stoodFor(sides));
        expect([...new Set(all)].sort()).toEqual(pairs.map(([a, b]) => key(a, b)).sort());
        for (const { sides, anyTwo } of told) expect(anyTwo).toBe(sides.length > 2);
      }),
    );
  });

  it('pins that exclude each other, and a range above some of them, are two conflicts', () => {
    const pins = [0, 1, 2, 3];
    const pairs = [...pins.flatMap((a) => pins.slice(a + 1).map((b) => [a, b] as const)), [0, 4] as const, [1, 4] as const];
    expect(coverPairs(pairs.map(([a, b]) => ({ sides: [[a], [b]], anyTwo: false })))).toEqual([
      { sides: [[0], [1], [2], [3]], anyTwo: true },
      { sides: [[4], [0, 1]], anyTwo: false },
    ]);
  });
});
