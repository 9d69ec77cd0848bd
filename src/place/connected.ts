import { groupBy } from '../model/collections/group-by.ts';

/** The items from 0 to `count` by what ties them together, directly or through others; each item is in one list. */
export function connected(count: number, ties: Iterable<readonly number[]>): readonly (readonly number[])[] {
  const parent = Int32Array.from({ length: count }, (_, item) => item);
  const find = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let one = item; one !== root; ) {
      const next = parent[one] ?? root;
      parent[one] = root;
      one = next;
    }
    return root;
  };
  let apart = count;
  for (const [first, ...others] of ties) {
    if (first === undefined) continue;
    const root = find(first);
    for (const item of others) {
      const other = find(item);
      if (other === root) continue;
      parent[other] = root;
      apart--;
    }
    // Of a dense fleet's ties the first few say all.
    if (apart === 1) break;
  }
  return [...groupBy(parent.keys(), find).values()];
}
