import { type Bits, countBoth, fullBits, holds, membersOf, removeAll, removeBit } from '../model/collections/bits.ts';

export interface Reduced {
  /** Vertices that are left, ascending. */
  readonly kept: readonly number[];
  /** Colours of all vertices, from those of the kept ones in their order; never more colours than given or `least`. */
  expand(colours: readonly number[]): number[];
}

/** A vertex that needs no colour of its own: that of another one, or any that is free beside it. */
interface Removed {
  readonly vertex: number;
  readonly like?: number;
}

/**
 * A graph without the vertices that never need another colour: those with fewer neighbours than `least` colours, which
 * are needed anyway, and those whose neighbours another vertex has as well.
 */
export function reduce(rows: readonly Bits[], least: number): Reduced {
  const alive = fullBits(rows.length);
  const removed: Removed[] = [];
  const drop = (one: Removed): void => {
    removed.push(one);
    removeBit(alive, one.vertex);
  };
  for (let before = -1; before !== removed.length; ) {
    before = removed.length;
    for (const vertex of membersOf(alive)) {
      const row = rows[vertex];
      if (row === undefined) continue;
      if (countBoth(row, alive) < least) drop({ vertex });
      else {
        const others = alive.slice();
        removeAll(others, row);
        removeBit(others, vertex);
        const like = membersOf(others).find((other) => holds(rows[other] ?? row, row, alive));
        if (like !== undefined) drop({ vertex, like });
      }
    }
  }
  const kept = membersOf(alive);
  return { kept, expand: (colours) => expand(rows, kept, colours, removed) };
}

function expand(
  rows: readonly Bits[],
  kept: readonly number[],
  colours: readonly number[],
  removed: readonly Removed[],
): number[] {
  const all = new Array<number>(rows.length).fill(-1);
  kept.forEach((vertex, index) => {
    all[vertex] = colours[index] ?? 0;
  });
  for (const { vertex, like } of [...removed].reverse()) {
    const row = rows[vertex];
    if (like !== undefined || row === undefined) all[vertex] = all[like ?? vertex] ?? 0;
    else {
      const taken = new Set(membersOf(row).map((other) => all[other] ?? -1));
      let free = 0;
      while (taken.has(free)) free++;
      all[vertex] = free;
    }
  }
  return all;
}
