/** What the packages of a lock demand: their versions, peers and engines. */
import type { Demand, Origin } from '../../src/model/index.ts';
import { type Placement, placementDetail } from './copies/placement.ts';
import { isDeployed, type Reached, type Start } from './lock-walk.ts';
import type { Lock, LockedPackage, Peer } from './locks/lock.ts';
import { FIELDS } from './manifests/manifest.ts';
import { nodeRange } from './node-rule.ts';
import { purlOf } from './notation/purl.ts';
import { satisfies } from './notation/range.ts';
import { judgedPeer } from './overrides/adjusting.ts';
import type { ReadEntry } from './reading.ts';
import type { PeerRules } from './workspaces/tool-settings.ts';

/** What the lock holds of the unit's own dependencies: it may move, so it proves nothing, but shows what would. */
export function pins(
  starts: readonly Start[],
  lock: Lock,
  service: string,
  placed: ReadonlyMap<string, Placement>,
): readonly Demand[] {
  return starts.flatMap(({ entry, one }): readonly Demand[] => {
    if (one?.version === undefined || one.local !== undefined || !isDeployed(entry) || entry.entry.field === 'peerDependencies')
      return [];
    const { group, scope } = FIELDS[entry.entry.field];
    const placement = placed.get(entry.entry.name);
    const detail = {
      ...(entry.spec.target === entry.entry.name ? {} : { target: entry.spec.target }),
      ...(placement === undefined ? {} : placementDetail(placement)),
    };
    return [
      {
        service,
        realm: 'npm',
        key: entry.entry.name,
        subject: purlOf(entry.entry.name),
        constraint: one.version,
        kind: 'exact',
        strength: 'locked',
        group,
        scope,
        via: [],
        origin: { file: lock.file, line: one.line },
        ...(Object.keys(detail).length === 0 ? {} : { detail }),
      },
    ];
  });
}

/**
 * Peers of direct dependencies, and of those peers in turn: all of them lie at the root beside the direct ones, while the
 * peers of anything deeper can nest. They stand firm where the manifest pins the very version that states them. One that the
 * service's own lock does not keep binds nobody: the service runs without it. Where a line of its own contradicts it, the two
 * are told together.
 */
export function peers(starts: readonly Start[], lock: Lock, service: string, rules: PeerRules): readonly Demand[] {
  const found = new Map<string, Demand>();
  const lines = new Set(starts.flatMap(({ entry }) => (isDeployed(entry) ? [entry.entry.name] : [])));
  const statedBy = bindingPeers(lock, lines, rules);
  let left = MAX_PEERS;
  for (const { entry, one } of starts) {
    if (one === undefined || one.local !== undefined || !isDeployed(entry)) continue;
    for (const { holder, via } of peerHolders(one, statedBy)) {
      const stated = statedBy(holder);
      left -= stated.length + 1;
      if (left < 0) return [...found.values()];
      const isFirst = holder === one;
      // Those of an archive are known from itself.
      if (isFirst && entry.archive !== undefined) continue;
      const isFirm = isFirst && isPinned(entry, holder);
      const bringing = { entry, service, ...(isFirm ? {} : { origin: { file: lock.file, line: holder.line } }) };
      for (const { peer } of stated) addPeer(found, peer, via, bringing);
    }
  }
  return [...found.values()];
}

/** Once for whoever states the same. */
function addPeer(found: Map<string, Demand>, peer: Peer, via: readonly string[], bringing: Bringing): void {
  const key = `${peer.name}\0${peer.range}\0${peer.optional}\0${bringing.origin === undefined}`;
  if (!found.has(key)) found.set(key, peerDemand(peer, via, bringing));
}

/** Peers beyond which a lock was made to be large: many lines may lead to the same many. */
const MAX_PEERS = 200_000;

/** A peer of a locked package that binds whoever brings this package. */
interface BindingPeer {
  readonly peer: Peer;
  /** What comes along for it; nothing where it is optional. */
  readonly brings: LockedPackage | undefined;
}

type BindingPeers = (holder: LockedPackage) => readonly BindingPeer[];

/** Each package's own are found once. */
function bindingPeers(lock: Lock, lines: ReadonlySet<string>, rules: PeerRules): BindingPeers {
  const known = new Map<LockedPackage, readonly BindingPeer[]>();
  return (holder) => {
    let peersOfIt = known.get(holder);
    if (peersOfIt === undefined) {
      peersOfIt = bindingPeersOf(holder, lock, lines, rules);
      known.set(holder, peersOfIt);
    }
    return peersOfIt;
  };
}

function bindingPeersOf(holder: LockedPackage, lock: Lock, lines: ReadonlySet<string>, rules: PeerRules): readonly BindingPeer[] {
  if (holder.peers.length === 0) return [];
  // Of a name that stands in two fields the first counts.
  const targets = new Map(
    lock
      .edges(holder.id)
      .map(({ name, to }) => [name, to] as const)
      .toReversed(),
  );
  return holder.peers.flatMap((stated): readonly BindingPeer[] => {
    const peer = judgedPeer(stated, holder, rules);
    if (peer === undefined) return [];
    const to = targets.get(peer.name);
    const beside = to === undefined ? undefined : lock.packages.get(to);
    if (beside !== undefined && !lines.has(peer.name) && isOutside(beside, peer)) return [];
    const id = peer.optional ? undefined : (to ?? lock.find(peer.name, peer.range));
    return [{ peer, brings: id === undefined ? undefined : lock.packages.get(id) }];
  });
}

interface PeerHolder {
  readonly holder: LockedPackage;
  /** purls from the service's own line to the holder. */
  readonly via: readonly string[];
}

/** A package and what comes along as its peers, the nearest first. */
function* peerHolders(first: LockedPackage, statedBy: BindingPeers): Generator<PeerHolder> {
  const seen = new Set([first]);
  let level: PeerHolder[] = [{ holder: first, via: [purlOf(first.name, first.version)] }];
  for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth++) {
    const next: PeerHolder[] = [];
    for (const one of level) {
      yield one;
      for (const { brings } of statedBy(one.holder)) {
        if (brings === undefined || seen.has(brings)) continue;
        seen.add(brings);
        next.push({ holder: brings, via: [...one.via, purlOf(brings.name, brings.version)] });
      }
    }
    level = next;
  }
}

/** Peers of peers of peers: longer chains nobody follows. */
const MAX_DEPTH = 10;

function isOutside({ version, local }: LockedPackage, { range }: Peer): boolean {
  return version !== undefined && local === undefined && !satisfies(version, range);
}

function isPinned({ spec }: ReadEntry, one: LockedPackage): boolean {
  return spec.kind === 'exact' && spec.range === one.version;
}

/** The line through which a service has a peer. */
interface Bringing {
  readonly entry: ReadEntry;
  readonly service: string;
  /** The place in a lock, which may move; without one the line itself brings the peer. */
  readonly origin?: Origin;
}

export function peerDemand(peer: Peer, via: readonly string[], { entry, service, origin }: Bringing): Demand {
  const { group, scope } = FIELDS[entry.entry.field];
  return {
    service,
    realm: 'npm',
    key: peer.name,
    subject: purlOf(peer.name),
    constraint: peer.range,
    kind: 'range',
    strength: origin === undefined ? 'declared' : 'locked',
    group,
    scope,
    via,
    origin: origin ?? entry.entry.origin,
    detail: { peer: peer.optional ? 'optional' : 'required' },
  };
}

/** engines.node of every deployed package, one demand for each different range. */
export function engines(reached: readonly Reached[], service: string): readonly Demand[] {
  const found = new Map<string, Demand>();
  for (const { one, lock, from, via } of reached) {
    if (one.node === undefined || !isDeployed(from) || one.optional === true || found.has(one.node)) continue;
    const origin = { file: lock.file, line: one.line };
    const demand = engineDemand(one.node, [...via, purlOf(one.name, one.version)], { entry: from, service, origin });
    if (demand !== undefined) found.set(one.node, demand);
  }
  return [...found.values()];
}

/** What a package says of Node.js is a warning, wherever it stands; undefined where it binds nothing. */
export function engineDemand(
  range: string,
  via: readonly string[],
  { entry, service, origin }: { readonly entry: ReadEntry; readonly service: string; readonly origin: Origin },
): Demand | undefined {
  if (range === '*' || range.trim() === '' || nodeRange(range) === undefined) return undefined;
  return {
    service,
    realm: 'runtime',
    key: 'node',
    subject: 'runtime:node',
    constraint: range,
    kind: 'range',
    strength: 'locked',
    group: FIELDS[entry.entry.field].group,
    scope: 'runtime',
    via,
    origin,
  };
}
