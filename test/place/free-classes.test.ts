import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/model/collections/bits.ts';
import { freeClasses } from '../../src/place/free-classes.ts';
import { type Edge, prepare } from '../../src/place/graph.ts';

const VERTICES = 7;
const PLENTY = 10_000_000;

/** Two to four sides of one or two vertices each, no vertex on two of them. */
const edge: fc.Arbitrary<Edge> = fc
  .tuple(fc.shuffledSubarray([...Array(VERTICES).keys()], { minLength: 4, maxLength: VERTICES }), fc.integer({ min: 2, max: 4 }))
  .map(([order, sides]) => Array.from({ length: sides }, (_, side) => order.filter((_, at) => at % sides === side)));

const instanceOf = (edges: readonly Edge[]) =>
  prepare({ vertices: VERTICES, edges, cliques: [], weights: Array<number>(VERTICES).fill(1) });

/** Every set of vertices, tried one by one. */
function byTrial(edges: readonly Edge[]): readonly string[] {
  const isFree = (set: number): boolean => !edges.some((sides) => sides.every((side) => side.some((one) => set & (1 << one))));
  const all = [...Array(1 << VERTICES).keys()].filter(isFree);
  const widest = all.filter((set) => !all.some((other) => other !== set && (other & set) === set));
  return widest.map((set) => [...Array(VERTICES).keys()].filter((one) => set & (1 << one)).join()).sort();
}

describe('the classes of a hypergraph', () => {
  it('are all of its widest free sets, each once', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 8 }), (edges) => {
        const found = freeClasses(instanceOf(edges), PLENTY)?.map((set) => membersOf(set).join());
        expect([...(found ?? [])].sort()).toEqual(byTrial(edges));
      }),
      { numRuns: 300 },
    );
  });

  it('are not listed where the steps do not reach', () => {
    expect(freeClasses(instanceOf([[[0], [1], [2]]]), 3)).toBeUndefined();
  });
});
