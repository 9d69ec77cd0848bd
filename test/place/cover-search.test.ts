import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bits, bitsOf, hasBit, membersOf } from '../../src/model/collections/bits.ts';
import { fewestClasses } from '../../src/place/cover-search.ts';
import { freeClasses } from '../../src/place/free-classes.ts';
import { type Edge, prepare } from '../../src/place/graph.ts';

const VERTICES = 9;
const PLENTY = 100_000_000;

/** Two or three sides of one to three vertices, no vertex on two of them. */
const edge: fc.Arbitrary<Edge> = fc
  .tuple(fc.shuffledSubarray([...Array(VERTICES).keys()], { minLength: 3, maxLength: VERTICES }), fc.integer({ min: 2, max: 3 }))
  .map(([order, sides]) => Array.from({ length: sides }, (_, side) => order.filter((_, at) => at % sides === side)));

const hypergraph = fc.array(edge, { minLength: 3, maxLength: 12 });

function classesOf(edges: readonly Edge[]): readonly Bits[] {
  const weights = Array<number>(VERTICES).fill(1);
  return freeClasses(prepare({ vertices: VERTICES, edges, cliques: [], weights }), PLENTY) ?? [];
}

/** By trial of every number of classes: whether they can cover the vertices from the first that is open. */
function fewestByTrial(classes: readonly Bits[]): number {
  const covers = (open: readonly number[], count: number): boolean => {
    const [first] = open;
    if (first === undefined) return true;
    const holding = classes.filter((one) => hasBit(one, first));
    return (
      count > 0 &&
      holding.some((one) =>
        covers(
          open.filter((vertex) => !hasBit(one, vertex)),
          count - 1,
        ),
      )
    );
  };
  const all = [...Array(VERTICES).keys()];
  return all.find((count) => covers(all, count)) ?? VERTICES;
}

describe('the fewest classes that cover all vertices', () => {
  it('are those that trial of all finds', () => {
    fc.assert(
      fc.property(hypergraph, (edges) => {
        const classes = classesOf(edges);
        const fewest = fewestByTrial(classes);
        const { cover = [], lowerBound } = fewestClasses(classes, VERTICES, { least: 1, known: VERTICES + 1 }, PLENTY);
        expect([cover.length, lowerBound]).toEqual([fewest, fewest]);
        const covered = cover.flatMap(membersOf);
        expect(new Set(covered).size).toBe(VERTICES);
        expect(covered.length).toBe(VERTICES);
        for (const part of cover)
          expect(classes.some((whole) => membersOf(part).every((vertex) => hasBit(whole, vertex)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are never fewer than the bound, however early the search is stopped', () => {
    fc.assert(
      fc.property(hypergraph, fc.integer({ min: 0, max: 20_000 }), (edges, steps) => {
        const classes = classesOf(edges);
        const fewest = fewestByTrial(classes);
        const { cover, lowerBound } = fewestClasses(classes, VERTICES, { least: 1, known: VERTICES + 1 }, steps);
        expect(lowerBound).toBeLessThanOrEqual(fewest);
        if (cover !== undefined) expect(cover.length).toBeGreaterThanOrEqual(fewest);
      }),
      { numRuns: 300 },
    );
  });

  it('are told to be no fewer than are known, where none are', () => {
    const classes = classesOf([[[0], [1], [2]]]);
    expect(fewestClasses(classes, VERTICES, { least: 1, known: 2 }, PLENTY)).toEqual({ lowerBound: 2 });
  });

  it('are bounded by the linear program: of a ring of five no class has more than two, and two and a half are three', () => {
    const ring = [0, 1, 2, 3, 4].map((vertex) => bitsOf(5, [vertex, (vertex + 2) % 5]));
    expect(fewestClasses(ring, 5, { least: 1, known: 5 }, 0)).toEqual({ lowerBound: 3 });
  });
});
