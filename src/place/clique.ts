import {
  addBit,
  type Bits,
  both,
  countBits,
  countBoth,
  emptyBits,
  forEachBit,
  fullBits,
  isEmpty,
  keepOnly,
  nextBit,
  removeAll,
  removeBit,
} from '../model/collections/bits.ts';
import { byClasses } from './classes.ts';

export interface CliqueAnswer {
  readonly members: readonly number[];
  /** Whether no larger one exists. */
  readonly proved: boolean;
}

/**
 * A large clique of a graph, the largest where the steps suffice: branch and bound with a greedy colouring of the
 * candidates as bound, on bit sets (San Segundo et al. 2011, after Tomita and Seki 2003). No clique takes two vertices of
 * one colour, so what has fewer colours left than are missing is not looked at.
 */
export function largestClique(rows: readonly Bits[], steps: number): CliqueAnswer {
  const { order, renumbered } = byDegree(rows);
  const size = rows.length;
  let best = greedyClique(renumbered);
  let left = steps;
  const grow = (clique: readonly number[], candidates: Bits): void => {
    // Colour by colour: no clique has two of one, so the first colours add too little by themselves.
    const { items, bounds } = byClasses(candidates, renumbered, removeAll, best.length - clique.length);
    left -= countBits(candidates) * candidates.length;
    for (let at = items.length - 1; at >= 0; at--) {
      if (clique.length + (bounds[at] ?? 0) <= best.length || left <= 0) return;
      const item = items[at] ?? 0;
      const larger = [...clique, item];
      const common = both(candidates, renumbered[item] ?? emptyBits(size));
      if (!isEmpty(common)) grow(larger, common);
      else if (larger.length > best.length) best = larger;
      removeBit(candidates, item);
    }
  };
  if (size > 0) grow([], fullBits(size));
  return { members: best.map((item) => order[item] ?? 0).sort((a, b) => a - b), proved: left > 0 };
}

const STARTS = 24;
/** Words to look at: for each vertex of a clique (all candidates of a graph of hundreds, of thousands the first), and in all. */
const GREEDY = { step: 20_000, all: 50_000_000 } as const;

/** From each of the first vertices, as long as there is work left: always the candidate that leaves most others. */
function greedyClique(rows: readonly Bits[]): readonly number[] {
  let best: readonly number[] = [];
  const words = (rows.length + 31) >>> 5;
  const tried = Math.max(16, Math.floor(GREEDY.step / words));
  let left = GREEDY.all;
  for (let start = 0; start < Math.min(STARTS, rows.length) && left > 0; start++) {
    const clique = [start];
    const candidates = (rows[start] ?? emptyBits(0)).slice();
    // Those that follow have no more beside them.
    if (countBits(candidates) < best.length) break;
    while (!isEmpty(candidates)) {
      const next = mostBeside(candidates, rows, tried);
      clique.push(next);
      left -= tried * words;
      keepOnly(candidates, rows[next] ?? emptyBits(0));
    }
    if (clique.length > best.length) best = clique;
  }
  return best;
}

/** Of the first candidates, which have the highest degrees. */
function mostBeside(candidates: Bits, rows: readonly Bits[], tried: number): number {
  let found = -1;
  let most = -1;
  let left = tried;
  for (let vertex = nextBit(candidates, 0); vertex >= 0 && left > 0; vertex = nextBit(candidates, vertex + 1), left--) {
    const count = countBoth(candidates, rows[vertex] ?? candidates);
    if (count > most) [found, most] = [vertex, count];
  }
  return found;
}

/** Vertices of high degree first: they are coloured first, and so tried last. */
function byDegree(rows: readonly Bits[]): { readonly order: readonly number[]; readonly renumbered: readonly Bits[] } {
  const degrees = rows.map(countBits);
  const order = rows.map((_, index) => index).sort((a, b) => (degrees[b] ?? 0) - (degrees[a] ?? 0) || a - b);
  const position = new Int32Array(rows.length);
  order.forEach((vertex, index) => {
    position[vertex] = index;
  });
  const renumbered = order.map((vertex) => {
    const bits = emptyBits(rows.length);
    forEachBit(rows[vertex] ?? emptyBits(0), (other) => addBit(bits, position[other] ?? 0));
    return bits;
  });
  return { order, renumbered };
}

/** The graph in which two vertices are joined where they are not here. */
export function complement(rows: readonly Bits[]): readonly Bits[] {
  return rows.map((row, vertex) => {
    const others = fullBits(rows.length);
    removeAll(others, row);
    removeBit(others, vertex);
    return others;
  });
}
