import {
  addBit,
  type Bits,
  both,
  countBits,
  countBoth,
  emptyBits,
  forEachBit,
  fullBits,
  hasBit,
  isEmpty,
  membersOf,
  removeAll,
  removeBit,
} from '../../model/collections/bits.ts';

/** Monotone question about a set of items, given by index: adding an item never turns yes into no. */
export type Oracle = (items: readonly number[]) => boolean;

export interface MinimalSets {
  /** Smallest clashing sets, each sorted; pairs first. */
  readonly sets: readonly (readonly number[])[];
  /** False when a limit ended the search: there are more. */
  readonly complete: boolean;
}

const MAX_CLIQUES = 500;
const MAX_SETS = 2000;

/**
 * All smallest sets of `count` items for which `clashes` holds. Larger ones than pairs are looked for inside the maximal
 * sets of items that agree pairwise, which is where they have to be.
 */
export function minimalClashes(count: number, clashes: Oracle): MinimalSets {
  const agree = agreements(count, clashes);
  const pairs: (readonly number[])[] = [];
  agree.forEach((row, a) => {
    for (let b = a + 1; b < count; b++) if (!hasBit(row, b)) pairs.push([a, b]);
  });
  // Where fewer than three agree with each other there is no larger set.
  if (!agree.some((set) => countBits(set) > 1)) return { sets: pairs, complete: true };
  const larger = new Map<string, readonly number[]>();
  let complete = true;
  const cliques = maximalCliques(agree);
  complete &&= cliques.complete;
  for (const clique of cliques.sets) {
    if (clique.length < 3 || !clashes(clique)) continue;
    const inside = minimalWithin(clique, clashes, MAX_SETS - larger.size);
    complete &&= inside.complete;
    for (const set of inside.sets) larger.set(set.join(), set);
  }
  return { sets: [...pairs, ...[...larger.values()].sort(bySizeThenItems)], complete };
}

/**
 * For each item those that it agrees with. What agrees as a whole agrees pair by pair, so an item is asked for beside a
 * whole group first, and beside each of its members only where it clashes with the group.
 */
function agreements(count: number, clashes: Oracle): readonly Bits[] {
  const rows = Array.from({ length: count }, () => emptyBits(count));
  const groups: number[][] = [];
  rows.forEach((row, item) => {
    let home: number[] | undefined;
    for (const group of groups) {
      group.push(item);
      const fits = !clashes(group);
      group.pop();
      if (fits) home ??= group;
      for (const other of group) {
        if (!fits && (group.length === 1 || clashes([other, item]))) continue;
        addBit(row, other);
        addBit(rows[other] ?? row, item);
      }
    }
    if (home === undefined) groups.push([item]);
    else home.push(item);
  });
  return rows;
}

function bySizeThenItems(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((item, index) => item !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * A smallest part of clashing items that still clashes, of later items rather than of earlier ones: QuickXplain (Junker
 * 2004) asks some times the logarithm of their number, where dropping one after the other would ask as often as there are.
 */
export function shrink(items: readonly number[], clashes: Oracle): readonly number[] {
  const needed = (given: readonly number[], hasGrown: boolean, some: readonly number[]): readonly number[] => {
    if (hasGrown && clashes([...given].sort((a, b) => a - b))) return [];
    if (some.length < 2) return some;
    const half = some.length >>> 1;
    const late = some.slice(half);
    const early = needed([...given, ...late], true, some.slice(0, half));
    return [...early, ...needed([...given, ...early], early.length > 0, late)];
  };
  return needed([], false, items);
}

/** Reiter's hitting-set tree: each found set is broken by leaving out one of its members, until nothing clashes. */
function minimalWithin(items: readonly number[], clashes: Oracle, limit: number): MinimalSets {
  const found = new Map<string, readonly number[]>();
  const seen = new Set<string>();
  const queue: (readonly number[])[] = [items];
  let steps = 0;
  while (queue.length > 0) {
    const rest = queue.pop() ?? [];
    const key = rest.join();
    if (seen.has(key)) continue;
    seen.add(key);
    if (++steps > 4 * MAX_CLIQUES || found.size >= limit) return { sets: [...found.values()], complete: false };
    const inside = new Set(rest);
    const known = [...found.values()].find((set) => set.every((item) => inside.has(item)));
    if (known === undefined && !clashes(rest)) continue;
    const set = known ?? shrink(rest, clashes);
    found.set(set.join(), set);
    for (const item of set) queue.push(rest.filter((other) => other !== item));
  }
  return { sets: [...found.values()], complete: true };
}

/** Bron–Kerbosch with pivot, bounded. `neighbours[i]` holds the items that agree with item i. */
function maximalCliques(neighbours: readonly Bits[]): MinimalSets {
  const nobody = emptyBits(neighbours.length);
  const sets: (readonly number[])[] = [];
  let complete = true;
  const expand = (clique: readonly number[], candidates: Bits, excluded: Bits): void => {
    if (isEmpty(candidates)) {
      if (isEmpty(excluded)) sets.push([...clique].sort((a, b) => a - b));
      return;
    }
    const open = candidates.slice();
    const closed = excluded.slice();
    removeAll(candidates, neighbours[pickPivot(candidates, excluded, neighbours)] ?? nobody);
    for (const item of membersOf(candidates)) {
      if (sets.length >= MAX_CLIQUES) {
        complete = false;
        return;
      }
      const near = neighbours[item] ?? nobody;
      expand([...clique, item], both(open, near), both(closed, near));
      removeBit(open, item);
      addBit(closed, item);
    }
  };
  expand([], fullBits(neighbours.length), nobody);
  return { sets, complete };
}

/** The item beside most candidates: what is beside it need not be tried. */
function pickPivot(candidates: Bits, excluded: Bits, neighbours: readonly Bits[]): number {
  let best = -1;
  let most = -1;
  for (const items of [candidates, excluded]) {
    forEachBit(items, (item) => {
      const count = countBoth(candidates, neighbours[item] ?? candidates);
      if (count > most) [best, most] = [item, count];
    });
  }
  return best;
}
