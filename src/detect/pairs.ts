import type { Conflict, ServiceId } from '../model/index.ts';

export function pairKey(a: ServiceId, b: ServiceId): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

/** By realm, the pairs that two-sided errors part. Services of one side play the same part: nothing parts them from each other. */
export function partedPairs(
  conflicts: readonly Pick<Conflict, 'severity' | 'realm' | 'sides' | 'demands'>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const parted = new Map<string, Set<string>>();
  for (const { severity, realm, sides, demands } of conflicts) {
    const [left, right, ...others] = sides.map((side) => side.flatMap((index) => demands[index]?.service ?? []));
    if (severity !== 'error' || left === undefined || right === undefined || others.length > 0) continue;
    const pairs = parted.get(realm) ?? new Set();
    parted.set(realm, pairs);
    for (const a of left) for (const b of right) if (a !== b) pairs.add(pairKey(a, b));
  }
  return parted;
}
