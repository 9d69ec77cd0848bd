import {
  addAll,
  addBit,
  type Bits,
  bitsOf,
  both,
  countBits,
  emptyBits,
  forEachBit,
  isEmpty,
  keepOnly,
  meet,
  membersOf,
  removeAll,
  removeBit,
} from '../model/collections/bits.ts';
import { byClasses } from './classes.ts';
import { edgesAsSets, type Instance } from './graph.ts';

export interface FreeSetAnswer {
  readonly size: number;
  /** Whether no larger one exists. */
  readonly proved: boolean;
}

/** What is open once some vertices are chosen: who may join them, and which two of these no longer both. */
interface Open {
  readonly chosen: Bits;
  readonly candidates: Bits;
  readonly rows: readonly Bits[];
}

/**
 * The largest set of some vertices in which no edge lies, which is the most that one colour may have of them. Branch and
 * bound: a chosen vertex makes pairs of the edges of three sides that it stands in, and of those that form a clique only
 * one may join.
 */
export function largestFreeSet(
  instance: Pick<Instance, 'rows' | 'larger'>,
  members: readonly number[],
  steps: number,
): FreeSetAnswer {
  const { rows, edges } = inside(instance, members);
  const words = emptyBits(members.length).length;
  let best = 0;
  let left = steps;
  const grow = (count: number, { chosen, candidates, rows: parted }: Open): void => {
    best = Math.max(best, count);
    // Clique by clique: no free set has two of one, so the first cliques add too little by themselves.
    const { items, bounds } = byClasses(candidates, parted, keepOnly, best - count);
    left -= countBits(candidates) * words;
    for (let at = items.length - 1; at >= 0; at--) {
      if (count + (bounds[at] ?? 0) <= best || left <= 0) return;
      const item = items[at] ?? 0;
      const own = edges[item] ?? [];
      left -= (parted.length + 3 * own.length) * words;
      grow(count + 1, choose(item, own, { chosen, candidates, rows: parted }));
      removeBit(candidates, item);
    }
  };
  grow(0, { chosen: emptyBits(members.length), candidates: bitsOf(members.length, members.keys()), rows });
  return { size: best, proved: left > 0 };
}

function choose(item: number, edges: readonly (readonly Bits[])[], { chosen, candidates, rows }: Open): Open {
  const taken = chosen.slice();
  addBit(taken, item);
  const open = candidates.slice();
  removeBit(open, item);
  removeAll(open, rows[item] ?? taken);
  const parted = rows.map((row) => row.slice());
  for (const edge of edges) {
    const [first, second, ...others] = edge.filter((side) => !meet(side, taken));
    if (first === undefined || others.length > 0) continue;
    // Who stands on all sides that are left may not join at all.
    removeAll(open, second === undefined ? first : both(first, second));
    if (second === undefined) continue;
    join(parted, first, second);
    join(parted, second, first);
  }
  return { chosen: taken, candidates: open, rows: parted };
}

function join(rows: readonly Bits[], from: Bits, to: Bits): void {
  forEachBit(from, (vertex) => {
    const row = rows[vertex];
    if (row !== undefined) addAll(row, to);
  });
}

/** Of each vertex the pairs and the larger edges that lie within the members as far as a free set of them can tell. */
function inside(
  { rows, larger }: Pick<Instance, 'rows' | 'larger'>,
  members: readonly number[],
): { readonly rows: readonly Bits[]; readonly edges: readonly (readonly (readonly Bits[])[])[] } {
  const position = new Map(members.map((vertex, index) => [vertex, index]));
  const numbered = (vertices: Iterable<number>): Bits =>
    bitsOf(
      members.length,
      [...vertices].flatMap((vertex) => position.get(vertex) ?? []),
    );
  const edges = edgesAsSets(
    members.map((vertex) => larger[vertex] ?? []),
    numbered,
  );
  return {
    rows: members.map((vertex) => numbered(membersOf(rows[vertex] ?? emptyBits(0)))),
    edges: edges.map((own) => own.filter((sides) => !sides.some(isEmpty))),
  };
}
