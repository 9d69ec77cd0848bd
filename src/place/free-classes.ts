import {
  addBit,
  type Bits,
  countBits,
  emptyBits,
  forEachBit,
  fullBits,
  hasBit,
  isEmpty,
  membersOf,
  removeAll,
  removeBit,
} from '../model/collections/bits.ts';
import { Blocking } from './blocking.ts';
import type { Instance } from './graph.ts';

/**
 * All sets of vertices in which no edge lies, of two sides or of more, and that no further vertex may join; undefined when
 * so many steps do not list them. Bron and Kerbosch 1973 with the pivot of Tomita et al. 2006, for free sets: what is
 * neither the pivot nor in an edge with it can be joined by the pivot, so that each set has one of the others.
 */
export function freeClasses(
  instance: Pick<Instance, 'vertices' | 'rows' | 'larger'>,
  steps: number,
): readonly Bits[] | undefined {
  const { vertices } = instance;
  const blocking = new Blocking(instance);
  const words = emptyBits(vertices).length;
  const found: Bits[] = [];
  let left = steps;

  const expand = (chosen: Bits, candidates: Bits, excluded: Bits): void => {
    if (isEmpty(candidates)) {
      if (isEmpty(excluded)) found.push(chosen);
      return;
    }
    for (const vertex of branches(chosen, candidates, excluded)) {
      left -= words * (8 + countBits(chosen));
      if (left <= 0) return;
      const blocked = blocking.by(vertex, chosen);
      const grown = chosen.slice();
      addBit(grown, vertex);
      removeBit(candidates, vertex);
      const [open, out] = [candidates.slice(), excluded.slice()];
      removeAll(open, blocked);
      removeAll(out, blocked);
      expand(grown, open, out);
      addBit(excluded, vertex);
    }
  };

  const branches = (chosen: Bits, candidates: Bits, excluded: Bits): readonly number[] => {
    let best = candidates;
    let fewest = countBits(candidates);
    const consider = (pivot: number): void => {
      left -= words;
      if (fewest === 0 || blocking.isBesideAll(pivot, candidates)) return;
      left -= 3 * words * blocking.edgesOf(pivot);
      const near = blocking.beside(pivot, chosen, candidates);
      if (hasBit(candidates, pivot)) addBit(near, pivot);
      const count = countBits(near);
      if (count < fewest) [best, fewest] = [near, count];
    };
    if (fewest > 1) {
      forEachBit(excluded, consider);
      forEachBit(candidates, consider);
    }
    return membersOf(best);
  };

  expand(emptyBits(vertices), fullBits(vertices), emptyBits(vertices));
  return left <= 0 ? undefined : found;
}
