import { type Conflict, type ServiceId, servicesBySide } from '../model/index.ts';

/** The same for both orders. */
export function pairKey(a: ServiceId, b: ServiceId): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

/** By realm, the pairs that two-sided errors part. Services of one side play the same part: nothing parts them from each other. */
export function partedPairs(
  conflicts: readonly Pick<Conflict, 'severity' | 'realm' | 'sides' | 'demands'>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const parted = new Map<string, Set<string>>();
  for (const conflict of conflicts) {
    const { severity, realm } = conflict;
    const [left, right, ...others] = servicesBySide(conflict);
    if (severity !== 'error' || left === undefined || right === undefined || others.length > 0) continue;
    const pairs = parted.get(realm) ?? new Set();
    parted.set(realm, pairs);
    for (const a of left) for (const b of right) if (a !== b) pairs.add(pairKey(a, b));
  }
  return parted;
}
