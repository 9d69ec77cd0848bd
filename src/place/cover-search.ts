import { type Bits, both, forEachBit, fullBits, hasBit, isEmpty, membersOf, removeAll } from '../model/bits.ts';
import { EPSILON } from './fractional.ts';

/** Classes that cover all vertices, no vertex twice; `undefined` where so many steps did not tell. */
export type CoverAnswer = readonly Bits[] | 'none' | undefined;

/**
 * A cover of a graph by `count` classes out of its maximal ones, or that there is none. Vertex weights of which no class
 * holds more than 1 say how much may be wasted in all: a class that wastes more is no part of any such cover.
 */
export function coverWith(count: number, classes: readonly Bits[], weights: readonly number[], steps: number): CoverAnswer {
  const failed = new Map<string, number>();
  let left = steps;

  const weightOf = (members: Bits, within: Bits): number => {
    let weight = 0;
    for (let word = 0; word < members.length; word++)
      for (let bits = (members[word] ?? 0) & (within[word] ?? 0); bits !== 0; bits &= bits - 1)
        weight += weights[(word << 5) + 31 - Math.clz32(bits & -bits)] ?? 0;
    return weight;
  };

  const search = (open: Bits, budget: number, usable: readonly Bits[]): readonly Bits[] | undefined => {
    if (isEmpty(open)) return [];
    const slack = budget - weightOf(open, open) + EPSILON;
    const key = open.join();
    if (slack < 0 || budget === 0 || (failed.get(key) ?? 0) >= budget) return undefined;
    left -= usable.length;
    if (left <= 0) return undefined;
    const kept = usable.filter((one) => 1 - weightOf(one, open) <= slack);
    for (const part of partsOf(kept, open, scarcest(kept, open))) {
      const rest = open.slice();
      removeAll(rest, part);
      const found = search(rest, budget - 1, kept);
      if (found !== undefined) return [part, ...found];
      if (left <= 0) return undefined;
    }
    failed.set(key, budget);
    return undefined;
  };

  /** What the classes with one vertex cover of what is open, the weightiest first. */
  const partsOf = (kept: readonly Bits[], open: Bits, vertex: number): readonly Bits[] => {
    const parts = new Map<string, Bits>();
    for (const one of kept) {
      if (!hasBit(one, vertex)) continue;
      const part = both(one, open);
      parts.set(part.join(), part);
    }
    const weighed = [...parts.values()].map((part) => ({ part, weight: weightOf(part, part) }));
    return weighed.sort((a, b) => b.weight - a.weight).map(({ part }) => part);
  };

  const found = search(fullBits(weights.length), count, classes);
  if (found !== undefined) return found;
  return left <= 0 ? undefined : 'none';
}

/** The open vertex that fewest classes cover. */
function scarcest(classes: readonly Bits[], open: Bits): number {
  const choices = new Int32Array(open.length * 32);
  for (const one of classes)
    forEachBit(one, (vertex) => {
      choices[vertex] = (choices[vertex] ?? 0) + 1;
    });
  return membersOf(open).reduce((a, b) => ((choices[b] ?? 0) < (choices[a] ?? 0) ? b : a));
}
