import { type Bits, firstBit, isEmpty, removeBit } from '../model/collections/bits.ts';

/**
 * The candidates class by class, each with the number of classes up to its own. `narrow` leaves of the rest of a class
 * what may stand in it beside an item, given the item's row.
 */
export function byClasses(
  candidates: Bits,
  rows: readonly Bits[],
  narrow: (rest: Bits, row: Bits) => void,
): { readonly items: readonly number[]; readonly bounds: readonly number[] } {
  const items: number[] = [];
  const bounds: number[] = [];
  const open = candidates.slice();
  for (let classes = 1; !isEmpty(open); classes++) {
    const rest = open.slice();
    for (let item = firstBit(rest); item >= 0; item = firstBit(rest)) {
      removeBit(rest, item);
      removeBit(open, item);
      narrow(rest, rows[item] ?? open);
      items.push(item);
      bounds.push(classes);
    }
  }
  return { items, bounds };
}
