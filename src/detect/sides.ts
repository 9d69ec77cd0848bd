/** Classes of demands that play the same part in a conflict, by index. */
export type Side = readonly number[];

export interface Sides {
  readonly sides: readonly Side[];
  /** Set when any two of the sides clash, rather than all of them together only. */
  readonly anyTwo: boolean;
}

/**
 * Items that may stand for each other in every set become one side, so that a pin that clashes with ten ranges is one
 * conflict of two sides rather than ten. Only items that agree with each other may be merged.
 */
export function mergeTwins(
  count: number,
  sets: readonly (readonly number[])[],
  agree: (a: number, b: number) => boolean,
): readonly Sides[] {
  let current: readonly (readonly Side[])[] = sets.map((set) => set.map((item) => [item]));
  for (let item = 0; item < count; item++) {
    for (let other = item + 1; other < count; other++) {
      if (current.some((set) => set.some((side) => side.includes(other) && side.includes(item)))) continue;
      if (areTwins(item, other, current) && agree(item, other)) current = merge(item, other, current);
    }
  }
  return current.map((sides) => ({ sides, anyTwo: false }));
}

function signature(item: number, sets: readonly (readonly Side[])[]): string[] {
  return sets
    .filter((set) => set.some((side) => side.includes(item)))
    .map((set) =>
      set
        .filter((side) => !side.includes(item))
        .map((side) => side.join('+'))
        .sort()
        .join('|'),
    )
    .sort();
}

function areTwins(a: number, b: number, sets: readonly (readonly Side[])[]): boolean {
  const left = signature(a, sets);
  const right = signature(b, sets);
  return left.length > 0 && left.length === right.length && left.every((entry, index) => entry === right[index]);
}

function merge(a: number, b: number, sets: readonly (readonly Side[])[]): readonly (readonly Side[])[] {
  return sets
    .filter((set) => !set.some((side) => side.includes(b)))
    .map((set) => set.map((side) => (side.includes(a) ? [...side, b].sort((x, y) => x - y) : side)));
}

/** Many pairwise sets that form a complete multipartite whole (`1.0 | 2.0 | 3.0 | …`) are told as one conflict. */
export function collapseExclusive(found: readonly Sides[]): readonly Sides[] {
  const pairs = found.filter(({ sides }) => sides.length === 2);
  if (pairs.length < 3) return found;
  const sides = new Map<string, Side>();
  for (const pair of pairs) for (const side of pair.sides) sides.set(side.join('+'), side);
  const complete = pairs.length === (sides.size * (sides.size - 1)) / 2;
  if (!complete) return found;
  return [{ sides: [...sides.values()], anyTwo: true }, ...found.filter((one) => one.sides.length !== 2)];
}
