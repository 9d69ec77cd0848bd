import { type Bits, isEmpty, nextBit, removeBit } from '../model/collections/bits.ts';

/**
 * The candidates of all classes but the first `passed`, class by class, each with the number of classes up to its own.
 * `narrow` leaves of the rest of a class what may stand in it beside an item, given the item's row.
 */
export function byClasses(
  candidates: Bits,
  rows: readonly Bits[],
  narrow: (rest: Bits, row: Bits) => void,
  passed: number,
): { readonly items: readonly number[]; readonly bounds: readonly number[] } {
  const items: number[] = [];
  const bounds: number[] = [];
  const open = candidates.slice();
  const rest = open.slice();
  for (let classes = 1; !isEmpty(open); classes++) {
    rest.set(open);
    for (let item = nextBit(rest, 0); item >= 0; item = nextBit(rest, item)) {
      removeBit(rest, item);
      removeBit(open, item);
      narrow(rest, rows[item] ?? open);
      if (classes <= passed) continue;
      items.push(item);
      bounds.push(classes);
    }
  }
  return { items, bounds };
}
