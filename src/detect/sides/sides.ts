import { addBit, type Bits, countBits, emptyBits, isEmpty } from '../../model/collections/bits.ts';

/** Classes of demands that play the same part in a conflict, by index. */
export type Side = readonly number[];

export interface Sides {
  readonly sides: readonly Side[];
  /** Set when any two of the sides clash, rather than all of them together only. */
  readonly anyTwo: boolean;
}

/**
 * Items that may stand for each other in every set become one side, so that a pin that clashes with ten ranges is one
 * conflict of two sides rather than ten. Only items that agree with each other may be merged. Twins stay twins whatever
 * else is merged, so looking once is enough.
 */
export function mergeTwins(
  count: number,
  sets: readonly (readonly number[])[],
  agree: (a: number, b: number) => boolean,
): readonly Sides[] {
  const sideOf = isComplete(count, sets) ? [] : twinSides(count, sets, agree);
  const merged = new Map<string, readonly Side[]>();
  for (const set of sets) {
    // Sides are disjoint, so the first of each names it.
    const firsts = set.map((item) => sideOf[item]?.[0] ?? item).sort((a, b) => a - b);
    const name = firsts.join();
    if (merged.has(name)) continue;
    merged.set(
      name,
      firsts.map((first) => sideOf[first] ?? [first]),
    );
  }
  return [...merged.values()].map((sides) => ({ sides, anyTwo: false }));
}

/** Whether any two of the items clash: then no two of them agree. */
function isComplete(count: number, sets: readonly (readonly number[])[]): boolean {
  if (sets.some((set) => set.length !== 2)) return false;
  const clashing = emptyBits(count);
  for (const set of sets) for (const item of set) addBit(clashing, item);
  const items = countBits(clashing);
  return sets.length === (items * (items - 1)) / 2;
}

/** What an item clashes with: the other of each pair, the others of each larger set. */
interface Met {
  readonly others: Bits;
  readonly sets: string[];
}

/** The side of every item: those that meet the same others in their sets, as far as they agree among themselves. */
function twinSides(
  count: number,
  sets: readonly (readonly number[])[],
  agree: (a: number, b: number) => boolean,
): readonly Side[] {
  const met = Array.from({ length: count }, (): Met => ({ others: emptyBits(count), sets: [] }));
  for (const set of sets) {
    const [a = 0, b = 0] = set;
    const [left, right] = set.length === 2 ? [met[a], met[b]] : [];
    if (left !== undefined && right !== undefined) {
      addBit(left.others, b);
      addBit(right.others, a);
    } else for (const item of set) met[item]?.sets.push(set.filter((other) => other !== item).join('|'));
  }
  const alike = new Map<string, number[][]>();
  const sideOf: Side[] = [];
  met.forEach(({ others, sets: larger }, item) => {
    const name = `${others.join()} ${larger.sort().join(' ')}`;
    const sides = isEmpty(others) && larger.length === 0 ? [] : (alike.get(name) ?? []);
    const fitting = sides.find((side) => side.every((other) => agree(other, item)));
    const side = fitting ?? [];
    side.push(item);
    sideOf[item] = side;
    if (fitting === undefined) alike.set(name, [...sides, side]);
  });
  return sideOf;
}
