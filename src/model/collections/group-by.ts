/** Puts an item at the end of the list that stands under a key. */
export function addTo<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

/** Puts an item at the end of the list that stands under a key, unless the list has it. */
export function addOnce<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  if (groups.get(key)?.includes(item) !== true) addTo(groups, key, item);
}

/** Items by a key, in the order of the first of each. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) addTo(groups, keyOf(item), item);
  return groups;
}
