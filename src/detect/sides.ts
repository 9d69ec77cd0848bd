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
  const table = new SideTable(sets);
  for (let item = 0; item < count; item++) {
    for (let other = item + 1; other < count; other++) {
      if (table.areTwins(item, other) && agree(item, other)) table.merge(item, other);
    }
  }
  return table.sets().map((sides) => ({ sides, anyTwo: false }));
}

/** Sets of sides that grow together; what an item meets in its sets is worked out once per change. */
class SideTable {
  readonly #setsOf = new Map<number, Set<Side[]>>();
  readonly #live: Set<Side[]>;
  readonly #met = new Map<number, string>();

  constructor(sets: readonly (readonly number[])[]) {
    this.#live = new Set(sets.map((set) => set.map((item) => [item])));
    for (const set of this.#live) for (const side of set) for (const item of side) this.#join(item, set);
  }

  sets(): readonly (readonly Side[])[] {
    return [...this.#live];
  }

  /** In as many sets with the same sides each, and not of one side already. */
  areTwins(a: number, b: number): boolean {
    const met = this.#metBy(a);
    return met !== '' && met === this.#metBy(b) && !this.#sideOf(a).includes(b);
  }

  /** `b` and whoever is of its side stand beside `a`; the sets of `b` say nothing more. */
  merge(a: number, b: number): void {
    const joining = this.#sideOf(b);
    for (const set of [...this.#of(b)]) {
      this.#live.delete(set);
      for (const item of set.flat()) {
        this.#of(item).delete(set);
        this.#met.delete(item);
      }
    }
    for (const set of this.#of(a)) {
      const at = set.findIndex((side) => side.includes(a));
      set[at] = [...(set[at] ?? []), ...joining].sort((x, y) => x - y);
      for (const item of joining) this.#join(item, set);
      for (const item of set.flat()) this.#met.delete(item);
    }
  }

  #join(item: number, set: Side[]): void {
    const own = this.#setsOf.get(item);
    if (own === undefined) this.#setsOf.set(item, new Set([set]));
    else own.add(set);
  }

  #of(item: number): Set<Side[]> {
    return this.#setsOf.get(item) ?? new Set();
  }

  #sideOf(item: number): Side {
    const [first] = this.#of(item);
    return first?.find((side) => side.includes(item)) ?? [];
  }

  #metBy(item: number): string {
    const known = this.#met.get(item);
    if (known !== undefined) return known;
    const met = [...this.#of(item)].map((set) => othersOf(item, set)).sort();
    const text = met.join('\n');
    this.#met.set(item, text);
    return text;
  }
}

function othersOf(item: number, set: readonly Side[]): string {
  return set
    .filter((side) => !side.includes(item))
    .map((side) => side.join('+'))
    .sort()
    .join('|');
}
