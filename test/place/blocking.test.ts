import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAll, addBit, bitsOf, emptyBits, fullBits, hasBit, membersOf } from '../../src/model/collections/bits.ts';
import { Blocking } from '../../src/place/blocking.ts';
import { type Edge, prepare } from '../../src/place/graph.ts';

const VERTICES = 8;
const ALL = [...Array(VERTICES).keys()];

/** Two to five sides of some vertices each; a vertex may stand on several of them, but on not every one. */
const edge: fc.Arbitrary<Edge> = fc
  .array(fc.subarray(ALL, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 })
  .filter((sides) => !ALL.some((vertex) => sides.every((side) => side.includes(vertex))));

function blockingOf(edges: readonly Edge[]): Blocking {
  return new Blocking(prepare({ vertices: VERTICES, edges, cliques: [], weights: ALL.map(() => 1) }));
}

function isFree(edges: readonly Edge[], members: readonly number[]): boolean {
  return !edges.some((sides) => sides.every((side) => side.some((one) => members.includes(one))));
}

/** As many vertices of an order as stay free together. */
function freeOf(edges: readonly Edge[], order: readonly number[]): readonly number[] {
  const members: number[] = [];
  for (const vertex of order) if (isFree(edges, [...members, vertex])) members.push(vertex);
  return members;
}

const fleet = fc.tuple(
  fc.array(edge, { maxLength: 6 }),
  fc.shuffledSubarray(ALL, { minLength: VERTICES, maxLength: VERTICES }),
  fc.nat(VERTICES),
);

describe('what the members of a free set block', () => {
  it('is exactly who may no longer join them, one after the other', () => {
    fc.assert(
      fc.property(fleet, ([edges, order, most]) => {
        const blocking = blockingOf(edges);
        const members = freeOf(edges, order).slice(0, most);
        const chosen = emptyBits(VERTICES);
        const blocked = emptyBits(VERTICES);
        for (const vertex of members) {
          addAll(blocked, blocking.by(vertex, chosen));
          addBit(chosen, vertex);
        }
        const outside = ALL.filter((vertex) => !members.includes(vertex));
        expect(outside.filter((vertex) => hasBit(blocked, vertex))).toEqual(
          outside.filter((vertex) => !isFree(edges, [...members, vertex])),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nobody out that a vertex may yet stand in an edge with', () => {
    fc.assert(
      fc.property(fleet, ([edges, order, most]) => {
        const blocking = blockingOf(edges);
        const members = freeOf(edges, order).slice(0, most);
        const [vertex = 0, ...rest] = ALL.filter((one) => !members.includes(one));
        const candidates = rest.filter((one) => isFree(edges, [...members, one]));
        const near = blocking.beside(vertex, bitsOf(VERTICES, members), bitsOf(VERTICES, candidates));
        // An edge that the vertex brings further: on its own side nobody stands yet, and all others can still be met.
        const open = edges.flatMap((sides) => {
          const missing = sides.filter((side) => !side.some((one) => members.includes(one)));
          const others = missing.filter((side) => !side.includes(vertex));
          const isOpen = missing.length > others.length && others.every((side) => side.some((one) => candidates.includes(one)));
          return isOpen ? others.flat() : [];
        });
        expect(membersOf(near)).toEqual(expect.arrayContaining(candidates.filter((one) => open.includes(one))));
        expect(candidates).toEqual(expect.arrayContaining(membersOf(near)));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, readonly Edge[], readonly number[], readonly number[]]>([
    ['of its own edge, others of its side being there too', [[[0, 1], [2], [3]]], [], [2, 3]],
    ['nobody where another of its side is chosen', [[[0, 1], [2], [3]]], [1], []],
    ['nobody where a side has no candidate left', [[[0, 1], [2], [7]]], [], []],
    ['what is missing where a side is met', [[[0, 1], [2], [3]]], [2], [3]],
    ['of an edge that is its own alone', [[[0], [2], [3]]], [], [2, 3]],
    [
      'of several edges',
      [
        [[0, 1], [2], [3]],
        [[0, 4], [5]],
      ],
      [],
      [2, 3, 5],
    ],
    [
      'of several edges, one of them done',
      [
        [[0, 1], [2], [3]],
        [[0, 4], [5], [6]],
      ],
      [1],
      [5, 6],
    ],
  ])('beside a vertex stands %s', (_, edges, members, expected) => {
    const blocking = blockingOf(edges);
    const candidates = bitsOf(
      VERTICES,
      [1, 2, 3, 4, 5, 6].filter((one) => !members.includes(one)),
    );
    expect(membersOf(blocking.beside(0, bitsOf(VERTICES, members), candidates))).toEqual(expected);
  });

  it('counts the edges that others of its side may end', () => {
    const blocking = blockingOf([
      [[0, 1], [2], [3]],
      [[0], [2], [3]],
      [[0], [1]],
    ]);
    expect([0, 1, 2].map((vertex) => blocking.edgesOf(vertex))).toEqual([1, 1, 0]);
    expect(blocking.isBesideAll(0, bitsOf(VERTICES, [1, 2, 3]))).toBe(true);
    expect(blocking.isBesideAll(0, fullBits(VERTICES))).toBe(false);
  });
});
