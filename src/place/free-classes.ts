import { addBit, type Bits, bitsOf, countBits, emptyBits, hasBit, holds, meet, removeAll } from '../model/bits.ts';
import { edgesAsSets, type Instance } from './graph.ts';

type Sides = readonly Bits[];

/**
 * All sets of vertices in which no edge lies, of two sides or of more, and that no further vertex may join; undefined when
 * so many steps do not list them. Vertex by vertex: of a set that is free without the vertex, those parts stay free with
 * it that miss a side of each of its edges, so no list on the way is longer than what the vertices up to there ask for.
 */
export function freeClasses(
  { vertices, rows, larger }: Pick<Instance, 'vertices' | 'rows' | 'larger'>,
  steps: number,
): readonly Bits[] | undefined {
  const edges = edgesAsSets(larger, (side) => bitsOf(vertices, side));
  const words = emptyBits(vertices).length;
  let left = steps;
  let found: readonly Bits[] = [emptyBits(vertices)];
  for (let vertex = 0; vertex < vertices; vertex++) {
    const grown = new Map<string, Bits>();
    for (const set of found) {
      const joined = set.slice();
      removeAll(joined, rows[vertex] ?? joined);
      addBit(joined, vertex);
      let parts: readonly Bits[] = [joined];
      for (const edge of edges[vertex] ?? []) {
        left -= words;
        if (!liesIn(edge, joined)) continue;
        parts = distinct(parts.flatMap((part) => (liesIn(edge, part) ? partsWithout(edge, part, vertex) : [part])));
        left -= 4 * parts.length * words;
        if (left <= 0) return undefined;
      }
      for (const part of parts) grown.set(part.join(), part);
    }
    const widest = maximal([...grown.values()]);
    left -= 2 * widest.length * grown.size + found.length;
    if (left <= 0) return undefined;
    // What the vertex joins as it stands can be joined, and is no class without it.
    found = [...found.filter((set) => !grown.has(withBit(set, vertex).join())), ...widest];
  }
  return found;
}

function liesIn(edge: Sides, set: Bits): boolean {
  return edge.every((side) => meet(side, set));
}

/** What is left of a set when it gives up one side of an edge, but not the vertex. */
function partsWithout(edge: Sides, set: Bits, vertex: number): readonly Bits[] {
  return edge.flatMap((side) => {
    if (hasBit(side, vertex)) return [];
    const part = set.slice();
    removeAll(part, side);
    return [part];
  });
}

function distinct(sets: readonly Bits[]): readonly Bits[] {
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}

/** Those that are no part of another. */
function maximal(sets: readonly Bits[]): readonly Bits[] {
  const bySize = sets.map((set) => ({ set, size: countBits(set) })).sort((a, b) => b.size - a.size);
  const kept: Bits[] = [];
  for (const { set } of bySize) if (!kept.some((whole) => holds(whole, set, set))) kept.push(set);
  return kept;
}

function withBit(set: Bits, vertex: number): Bits {
  const more = set.slice();
  addBit(more, vertex);
  return more;
}
