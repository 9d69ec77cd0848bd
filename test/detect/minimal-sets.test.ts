import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimalClashes, shrink } from '../../src/detect/minimal-sets.ts';

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
