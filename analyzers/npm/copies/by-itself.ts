/** Who would find one copy of a package if a member of a workspace were installed by itself, as npm lays packages out. */
import { addTo, append } from '../../../src/model/index.ts';
import { isDeployed, type Reached, type Start } from '../lock-walk.ts';
import type { Lock, LockedEdge, LockedPackage } from '../locks/lock.ts';
import { compareVersions, satisfies } from '../notation/range.ts';

/** Somebody of a member's process who needs a package, and the copy that the workspace's lock has for them. */
export interface Ask {
  /** The package that needs it; undefined for the member itself. */
  readonly by: LockedPackage | undefined;
  readonly kind: LockedEdge['kind'];
  readonly spec: string;
  readonly to: LockedPackage;
}

/**
 * By name of what is needed, everybody who needs it, in npm's order (arborist, `build-ideal-tree`): the member's lines and the
 * peers that come with what they bring; then, by name, the packages at the root, and what each of these puts there. An optional
 * peer brings nothing, so it comes last.
 */
export function asksByItself(
  starts: readonly Start[],
  reached: readonly Reached[],
  names: ReadonlySet<string>,
  lock: Lock,
): ReadonlyMap<string, readonly Ask[]> {
  const there = new Set(reached.map(({ one }) => one));
  const ranks = ranksIn(lock);
  const found = new Map<string, Ask[]>();
  const late: Ask[] = [];
  const seen = new Set<LockedPackage>();
  const open = new RankedQueue(ranks);
  const asksOf = (by: LockedPackage, arePeers: boolean): readonly Ask[] =>
    lock
      .edges(by.id)
      .flatMap(({ kind, spec, to }): readonly Ask[] => {
        const one = to === undefined ? undefined : lock.packages.get(to);
        if (one === undefined || isPeer(kind) !== arePeers || !(there.has(one) || one.local !== undefined)) return [];
        return [{ by, kind, spec, to: one }];
      })
      .sort((x, y) => (ranks.get(x.to.name) ?? 0) - (ranks.get(y.to.name) ?? 0));
  const bring = (asks: readonly Ask[]): void => {
    // Peers come with the package that has them, before what is next to it.
    const waiting = [...asks].reverse();
    for (let ask = waiting.pop(); ask !== undefined; ask = waiting.pop()) {
      const isNeeded = names.has(ask.to.name) && ask.to.local === undefined;
      if (ask.kind === 'peerOptional') {
        if (isNeeded) late.push(ask);
        continue;
      }
      if (isNeeded) addTo(found, ask.to.name, ask);
      if (seen.has(ask.to)) continue;
      seen.add(ask.to);
      open.push(ask.to);
      if (ask.to.peers.length > 0) append(waiting, [...asksOf(ask.to, true)].reverse());
    }
  };
  const own = ownAsks(starts, lock);
  // A peer goes by the member's own line, whichever comes first.
  for (const isSingle of [true, false]) bring(own.filter(({ to }) => names.has(to.name) === isSingle));
  for (let one = open.pop(); one !== undefined; one = open.pop()) bring(asksOf(one, false));
  for (const ask of late) addTo(found, ask.to.name, ask);
  return found;
}

function ownAsks(starts: readonly Start[], lock: Lock): readonly Ask[] {
  return starts
    .flatMap(({ entry, one, lock: other }): readonly (Ask & { readonly name: string })[] =>
      one === undefined || other !== lock || !isDeployed(entry)
        ? []
        : [{ by: undefined, kind: 'prod', spec: entry.effective, to: one, name: entry.entry.name }],
    )
    .sort((x, y) => x.name.localeCompare(y.name, 'en'));
}

function isPeer(kind: LockedEdge['kind']): boolean {
  return kind === 'peer' || kind === 'peerOptional';
}

/**
 * Those who would find the copy at the root: in the newest version that the first takes. It makes way for a newer one that a
 * later package needs, and for an older one that a peer needs, where everybody before takes that (arborist, `can-place-dep`).
 * Everybody else has their own in any case.
 */
export function sharing(asks: readonly Ask[], versions: readonly string[]): readonly Ask[] {
  const group: Ask[] = [];
  /** What all of the group take, the newest first. */
  let open = versions.slice(0, MAX_VERSIONS);
  let chosen: string | undefined;
  for (const ask of asks.slice(0, MAX_ASKS)) {
    const admitted = open.filter((version) => satisfies(version, ask.spec));
    const newest = chosen !== undefined && admitted.includes(chosen) ? chosen : admitted[0];
    const isOlder = newest !== undefined && chosen !== undefined && compareVersions(newest, chosen) < 0;
    if (newest === undefined || (isOlder && ask.by !== undefined && ask.kind !== 'peer')) continue;
    chosen = newest;
    open = admitted;
    group.push(ask);
  }
  return group;
}

/** More than these are not looked at: of so many some tell of it. */
const MAX_ASKS = 1000;
const MAX_VERSIONS = 100;

const known = new WeakMap<Lock, ReadonlyMap<string, number>>();

/** Names of packages in npm's order. */
function ranksIn(lock: Lock): ReadonlyMap<string, number> {
  const before = known.get(lock);
  if (before !== undefined) return before;
  const { compare } = new Intl.Collator('en');
  const names = [...new Set([...lock.packages.values()].map(({ name }) => name))].sort(compare);
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  known.set(lock, ranks);
  return ranks;
}

/** Packages by the rank of their names, the lowest first: a binary heap. */
class RankedQueue {
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #heap: LockedPackage[] = [];

  constructor(ranks: ReadonlyMap<string, number>) {
    this.#ranks = ranks;
  }

  push(one: LockedPackage): void {
    const heap = this.#heap;
    let at = heap.push(one) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#rankAt(up) <= this.#rankAt(at)) return;
      this.#swap(up, at);
      at = up;
    }
  }

  pop(): LockedPackage | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let lowest = at;
      if (left < heap.length && this.#rankAt(left) < this.#rankAt(lowest)) lowest = left;
      if (right < heap.length && this.#rankAt(right) < this.#rankAt(lowest)) lowest = right;
      if (lowest === at) return first;
      this.#swap(at, lowest);
      at = lowest;
    }
  }

  #rankAt(index: number): number {
    const one = this.#heap[index];
    return one === undefined ? Number.POSITIVE_INFINITY : (this.#ranks.get(one.name) ?? 0);
  }

  #swap(a: number, b: number): void {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    if (x === undefined || y === undefined) return;
    this.#heap[a] = y;
    this.#heap[b] = x;
  }
}
