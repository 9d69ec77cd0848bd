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
 * All smallest sets of `count` items for which `clashes` holds. Pairs are asked for one by one; larger sets are
 * looked for inside the maximal sets of items that agree pairwise, which is where they have to be.
 */
export function minimalClashes(count: number, clashes: Oracle): MinimalSets {
  const all = Array.from({ length: count }, (_, index) => index);
  const agree = all.map(() => new Set<number>());
  const pairs: (readonly number[])[] = [];
  for (const a of all) {
    for (let b = a + 1; b < count; b++) {
      if (clashes([a, b])) pairs.push([a, b]);
      else {
        agree[a]?.add(b);
        agree[b]?.add(a);
      }
    }
  }
  // Where fewer than three agree with each other there is no larger set.
  if (!agree.some((set) => set.size > 1)) return { sets: pairs, complete: true };
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

function bySizeThenItems(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((item, index) => item !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Drops items one by one as long as the rest still clashes. */
export function shrink(items: readonly number[], clashes: Oracle): readonly number[] {
  let kept = items;
  for (const item of items) {
    const without = kept.filter((other) => other !== item);
    if (clashes(without)) kept = without;
  }
  return kept;
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
function maximalCliques(neighbours: readonly ReadonlySet<number>[]): MinimalSets {
  const sets: (readonly number[])[] = [];
  let complete = true;
  const expand = (clique: readonly number[], candidates: ReadonlySet<number>, excluded: ReadonlySet<number>): void => {
    if (candidates.size === 0) {
      if (excluded.size === 0) sets.push([...clique].sort((a, b) => a - b));
      return;
    }
    const pivot = pickPivot(candidates, excluded, neighbours);
    const open = new Set(candidates);
    const closed = new Set(excluded);
    for (const item of candidates) {
      if (neighbours[pivot]?.has(item)) continue;
      if (sets.length >= MAX_CLIQUES) {
        complete = false;
        return;
      }
      const near = neighbours[item] ?? new Set<number>();
      expand([...clique, item], intersection(open, near), intersection(closed, near));
      open.delete(item);
      closed.add(item);
    }
  };
  expand([], new Set(neighbours.keys()), new Set());
  return { sets, complete };
}

function pickPivot(
  candidates: ReadonlySet<number>,
  excluded: ReadonlySet<number>,
  neighbours: readonly ReadonlySet<number>[],
): number {
  let best = -1;
  let bestCount = -1;
  for (const item of [...candidates, ...excluded]) {
    const count = intersection(candidates, neighbours[item] ?? new Set()).size;
    if (count > bestCount) {
      best = item;
      bestCount = count;
    }
  }
  return best;
}

function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  const shared = new Set<number>();
  for (const item of small) if (large.has(item)) shared.add(item);
  return shared;
}
