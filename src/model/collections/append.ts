/** Puts items at the end of a list. `push(...items)` ends in a RangeError where there are more of them than a stack holds. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
