import type { VersionSets } from './version-set.ts';

/**
 * A set of positions in a package's list of known versions: the bits of `words`, then `rest` for all positions
 * beyond. So the full set and complements need not know how long the list is. Canonical: no trailing word equals
 * what `rest` implies, hence equal sets have equal words.
 */
export interface IndexSet {
  readonly words: Int32Array;
  readonly rest: boolean;
}

const NONE = new Int32Array(0);
const EMPTY: IndexSet = { words: NONE, rest: false };
const FULL: IndexSet = { words: NONE, rest: true };

function fill(rest: boolean): number {
  return rest ? -1 : 0;
}

function canonical(words: Int32Array, rest: boolean): IndexSet {
  const implied = fill(rest);
  let length = words.length;
  while (length > 0 && words[length - 1] === implied) length--;
  if (length === 0) return rest ? FULL : EMPTY;
  return { words: length === words.length ? words : words.subarray(0, length), rest };
}

function combine(a: IndexSet, b: IndexSet, rest: boolean, word: (x: number, y: number) => number): IndexSet {
  const words = new Int32Array(Math.max(a.words.length, b.words.length));
  for (let i = 0; i < words.length; i++) words[i] = word(a.words[i] ?? fill(a.rest), b.words[i] ?? fill(b.rest));
  return canonical(words, rest);
}

function isSubset(a: IndexSet, b: IndexSet): boolean {
  if (a.rest && !b.rest) return false;
  const length = Math.max(a.words.length, b.words.length);
  for (let i = 0; i < length; i++) {
    if (((a.words[i] ?? fill(a.rest)) & ~(b.words[i] ?? fill(b.rest))) !== 0) return false;
  }
  return true;
}

function isDisjoint(a: IndexSet, b: IndexSet): boolean {
  if (a.rest && b.rest) return false;
  const length = Math.max(a.words.length, b.words.length);
  for (let i = 0; i < length; i++) {
    if (((a.words[i] ?? fill(a.rest)) & (b.words[i] ?? fill(b.rest))) !== 0) return false;
  }
  return true;
}

/** Version sets over positions: for sources that know all versions of a package before they speak of any of them. */
export const INDEX_SETS: VersionSets<IndexSet, number> = {
  empty: EMPTY,
  full: FULL,
  singleton: (position) => indexSet([position]),
  complement: ({ words, rest }) => ({ words: words.map((word) => ~word), rest: !rest }),
  intersect: (a, b) => combine(a, b, a.rest && b.rest, (x, y) => x & y),
  union: (a, b) => combine(a, b, a.rest || b.rest, (x, y) => x | y),
  isEmpty: ({ words, rest }) => !rest && words.length === 0,
  contains,
  equals: (a, b) =>
    a === b || (a.rest === b.rest && a.words.length === b.words.length && a.words.every((word, i) => word === b.words[i])),
  isSubset,
  isDisjoint,
};

export function contains({ words, rest }: IndexSet, position: number): boolean {
  const word = words[position >> 5];
  return word === undefined ? rest : ((word >> (position & 31)) & 1) === 1;
}

export function indexSet(positions: Iterable<number>): IndexSet {
  const list = [...positions];
  const words = new Int32Array(list.reduce((most, position) => Math.max(most, (position >> 5) + 1), 0));
  for (const position of list) words[position >> 5] = (words[position >> 5] ?? 0) | (1 << (position & 31));
  return canonical(words, false);
}

/** First position below `length` that the set holds, -1 when there is none. */
export function firstIn(set: IndexSet, length: number): number {
  for (let base = 0; base < length; base += 32) {
    const word = set.words[base >> 5] ?? fill(set.rest);
    if (word === 0) continue;
    const position = base + 31 - Math.clz32(word & -word);
    return position < length ? position : -1;
  }
  return -1;
}

/** Last position below `length` that the set holds, -1 when there is none. */
export function lastIn(set: IndexSet, length: number): number {
  let position = length - 1;
  while (position >= 0 && !contains(set, position)) position--;
  return position;
}

/** How many positions below `length` the set holds. */
export function countIn(set: IndexSet, length: number): number {
  let count = 0;
  for (let base = 0; base < length; base += 32) {
    let word = set.words[base >> 5] ?? fill(set.rest);
    if (length - base < 32) word &= (1 << (length - base)) - 1;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}
