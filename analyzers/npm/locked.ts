/** What a lock says about one package.json: versions of its dependencies, everything below them, peers, engines, addons. */
import {
  append,
  type Demand,
  type Dependency,
  type Diagnostic,
  directoryOf,
  type Manifest,
  type NativeNeed,
  type Origin,
  type Unit,
} from '../../src/model/index.ts';
import { type FoundLock, relativePath } from './lock-finder.ts';
import type { Lock, LockedPackage, Peer } from './locks/lock.ts';
import { FIELDS } from './manifests/manifest.ts';
import { addonNeed } from './natives.ts';
import { nodeRange } from './node-rule.ts';
import { purlOf } from './notation/purl.ts';
import { satisfies } from './notation/range.ts';
import { judgedPeer } from './overrides/adjusting.ts';
import { NO_PEER_RULES } from './overrides/adjustments.ts';
import { type NodePlatform, neededPlatform, platformConditions, runsOn } from './platforms.ts';
import type { ReadEntry, Reading } from './reading.ts';
import { importersFrom } from './workspaces/homes.ts';
import type { PeerRules } from './workspaces/tool-settings.ts';

/** What a lock adds to a unit. */
export interface LockFacts {
  readonly manifest: Manifest;
  /** Versions of the direct dependencies by installed name. */
  readonly direct: ReadonlyMap<string, string>;
  /** Names of the direct dependencies that the lock has a package for. */
  readonly held: ReadonlySet<string>;
  /** Optional dependencies that are not installed on the target. */
  readonly elsewhere: ReadonlySet<string>;
  readonly transitive: readonly Dependency[];
  readonly demands: readonly Demand[];
  readonly natives: Unit['natives'];
}

/** A package on the way from one of the unit's own lines. */
interface Reached {
  readonly one: LockedPackage;
  /** The lock that it stands in. */
  readonly lock: Lock;
  /** The line that leads here. */
  readonly from: ReadEntry;
  /** purls of the packages before this one. */
  readonly via: readonly string[];
  readonly spec: string;
  /** Only packages lead here that do not run on the target: what these state of platforms. */
  readonly elsewhere?: string;
}

interface LockContext {
  /** By directory: packages of the project that this one links to lead on to what they need. */
  readonly readings: Readings;
  readonly lockOf: (reading: Reading) => FoundLock | undefined;
  readonly platform: NodePlatform;
}

/** Whether a package is installed on the target at all. */
function runs(one: LockedPackage | undefined, platform: NodePlatform): boolean {
  return one === undefined || runsOn(neededPlatform(one.name, one.platforms), platform);
}

/** What a lock holds for one package.json; that it is out of date is added to `diagnostics`. */
export function lockFacts(reading: Reading, found: FoundLock, diagnostics: Diagnostic[], context: LockContext): LockFacts {
  const { lock } = found;
  const { platform } = context;
  const listed = startsOf(reading, found);
  reportStale(reading, lock, listed, diagnostics);
  const isElsewhere = ({ entry, one }: Start): boolean => entry.entry.field === 'optionalDependencies' && !runs(one, platform);
  const starts = listed.filter((start) => !isElsewhere(start));
  const direct = new Map<string, string>();
  for (const start of starts) {
    const version = versionOf(start);
    if (version !== undefined) direct.set(start.entry.entry.name, version);
  }
  const reached = walk(throughLinks(starts, context), platform);
  const present = reached.filter(({ elsewhere }) => elsewhere === undefined);
  const service = reading.directory;
  return {
    manifest: { path: lock.file, kind: lock.kind, role: 'lock', group: 'default' },
    direct,
    held: new Set(starts.flatMap(({ entry, one }) => (one === undefined ? [] : [entry.entry.name]))),
    elsewhere: new Set(listed.filter(isElsewhere).map(({ entry }) => entry.entry.name)),
    transitive: reached.filter(({ via }) => via.length > 0).map(dependencyOf),
    demands: [
      ...pins(starts, lock, service),
      ...peers(starts, lock, service, reading.home?.adjustments.peerRules ?? NO_PEER_RULES),
      ...engines(present, service),
    ],
    natives: present.filter(({ one, from }) => one.isNative && isDeployed(from) && runs(one, platform)).map(nativeOf),
  };
}

/** A range may be met by a member or, where the registry has a newer version, by that: the lock knows which. */
function versionOf({ entry, one }: Start): string | undefined {
  const locked = one?.local === undefined ? one?.version : undefined;
  return entry.spec.kind === 'workspace' ? (locked ?? entry.version) : (entry.version ?? locked);
}

interface Start {
  /** The service's own line. */
  readonly entry: ReadEntry;
  readonly one: LockedPackage | undefined;
  readonly lock: Lock;
  /** Packages of the project that are passed on the way, and what the last of them asks for. */
  readonly via?: readonly string[];
  readonly spec?: string;
}

/** What an optional peer leads to is in the lock for development or for somebody else: the service does not bring it. */
export function isDeployed({ entry }: ReadEntry): boolean {
  return entry.field !== 'devDependencies' && !entry.optional;
}

/** Deployed lines first: a package that serves both counts for them. */
function startsOf(reading: Reading, { lock, importer }: FoundLock): readonly Start[] {
  const listed = new Map((lock.importers?.get(importer) ?? []).map((edge) => [edge.name, edge]));
  // What the root has under a name that a member's own list lacks is not the member's.
  const isComplete = lock.kind === 'pnpm-lock' || lock.kind === 'bun-lock';
  const starts = reading.entries.map((read): Start => {
    const { name } = read.entry;
    const edge = listed.get(name);
    // pnpm installs a package's own optional peers (`autoInstallPeers`), on a host as well where they stand among its dependencies.
    const isBrought = lock.kind === 'pnpm-lock' && read.entry.optional && edge?.kind === 'prod';
    const entry = isBrought ? { ...read, entry: { ...read.entry, optional: false } } : read;
    const id = lock.resolveFrom?.(importer, name) ?? edge?.to ?? (isComplete ? undefined : lock.find(name, entry.effective));
    const one = id === undefined ? undefined : lock.packages.get(id);
    return { entry, lock, one: one !== undefined && isAnotherCopy(one, entry) ? undefined : one };
  });
  return [...starts.filter(({ entry }) => isDeployed(entry)), ...starts.filter(({ entry }) => !isDeployed(entry))];
}

/** yarn 1 writes nothing of members: what the registry gave somebody else under a member's name is not the member. */
function isAnotherCopy({ version, local }: LockedPackage, { spec, effective }: ReadEntry): boolean {
  return spec.kind === 'workspace' && local === undefined && version !== undefined && !satisfies(version, effective);
}

/** A package of the project on the way. */
interface Link {
  readonly line: ReadEntry;
  readonly target: Reading;
  /** Where it is linked from. */
  readonly lock: Lock;
  readonly via: readonly string[];
}

type Readings = ReadonlyMap<string, Reading>;

/**
 * The package of the project that a line leads to, where its package.json has to say what it needs: pnpm, yarn 1 and bun
 * list nothing below it, and berry mixes in what it has for development.
 */
function linkOf({ entry, one, lock }: Start, readings: Readings): Reading | undefined {
  const { kind, locator } = entry.spec;
  if ((kind !== 'workspace' && kind !== 'path') || locator === undefined) return undefined;
  const isOpen = one === undefined || (one.local !== undefined && (lock.kind === 'yarn-lock' || lock.edges(one.id).length === 0));
  return isOpen ? readings.get(locator) : undefined;
}

/** pnpm: what the lock that links to a package does not list stands in that package's own one (`sharedWorkspaceLockfile`). */
function lockBehind({ target, lock }: Link, lockOf: LockContext['lockOf']): FoundLock {
  const importer = relativePath(importersFrom(directoryOf(lock.file)), target.directory);
  const isListed = lock.kind !== 'pnpm-lock' || lock.importers?.has(importer) === true;
  return (isListed ? undefined : lockOf(target)) ?? { lock, importer };
}

/** The lines, and in the place of those that lead to packages of the project what these need. */
function throughLinks(starts: readonly Start[], { readings, lockOf }: LockContext): readonly Start[] {
  const found: Start[] = [];
  const seen = new Set<Reading>();
  const open: Link[] = [];
  const take = (start: Start, line: ReadEntry, via: readonly string[]): void => {
    const target = linkOf(start, readings);
    if (target === undefined) found.push({ ...start, entry: line, via, spec: start.entry.effective });
    else open.push({ line, target, lock: start.lock, via });
  };
  // What a link for development leads to as well is deployed where another way leads there.
  for (const deployed of [true, false]) {
    for (const start of starts) if (isDeployed(start.entry) === deployed) take(start, start.entry, []);
    for (let link = open.shift(); link !== undefined; link = open.shift()) {
      const { line, target, via } = link;
      if (seen.has(target)) continue;
      seen.add(target);
      const { manifest, directory } = target;
      const passed = chained(via, purlOf(manifest.name ?? directory, manifest.version));
      for (const inner of startsOf(target, lockBehind(link, lockOf)))
        if (isDeployed(inner.entry) && (inner.entry.entry.field !== 'peerDependencies' || bringsPeers(inner)))
          take(inner, line, passed);
    }
  }
  return found;
}

/** pnpm and bun install the peers of a member that nobody else brings. */
function bringsPeers({ one, lock }: Start): boolean {
  return one !== undefined && lock.kind !== 'yarn-lock';
}

function reportStale(reading: Reading, lock: Lock, starts: readonly Start[], diagnostics: Diagnostic[]): void {
  const stale = starts.filter(({ entry, one }) => {
    const { kind, range, tag } = entry.spec;
    if (entry.entry.field === 'peerDependencies' || entry.entry.field === 'optionalDependencies') return false;
    if ((kind !== 'range' && kind !== 'exact') || range === undefined || tag === true) return false;
    return one === undefined || (one.version !== undefined && one.local === undefined && !satisfies(one.version, range));
  });
  const [first] = stale;
  if (first === undefined) return;
  const others = stale.length === 1 ? '' : ` and ${stale.length - 1} more`;
  const found = first.one?.version === undefined ? 'has no such version' : `holds ${first.one.version}`;
  diagnostics.push({
    code: 'npm/lock-out-of-date',
    severity: 'warning',
    message: `${reading.manifest.file} asks for ${first.entry.entry.name} ${first.entry.effective}${others}, but ${lock.file} ${found}; reinstall to bring the lock up to date`,
    ...first.entry.entry.origin,
  });
}

/**
 * Breadth first, so that each package is known by its shortest chain. Packages of the project itself are passed through, and
 * what lies below packages that do not run on the target comes last: it is installed only if something else needs it.
 */
function walk(starts: readonly Start[], platform: NodePlatform): readonly Reached[] {
  const seen = new Set<LockedPackage>();
  const reached: Reached[] = [];
  const postponed: Reached[] = [];
  const below = (parent: Reached): readonly Reached[] => {
    const { lock } = parent;
    const edges = lock.edges(parent.one.id);
    if (edges.length === 0) return [];
    const via = chained(parent.via, purlOf(parent.one.name, parent.one.version));
    return edges.flatMap(({ to, spec }): readonly Reached[] => {
      const one = to === undefined ? undefined : lock.packages.get(to);
      return one === undefined || seen.has(one) ? [] : [{ ...parent, one, via, spec }];
    });
  };
  const follow = (level: readonly Reached[]): void => {
    for (let open = level; open.length > 0; ) {
      const next: Reached[] = [];
      for (const parent of open) {
        if (seen.has(parent.one)) continue;
        seen.add(parent.one);
        if (parent.one.local === undefined) reached.push(parent);
        if (parent.elsewhere !== undefined || runs(parent.one, platform)) append(next, below(parent));
        else postponed.push(parent);
      }
      open = next;
    }
  };
  for (const deployed of [true, false]) {
    follow(
      starts.flatMap(({ entry, one, lock, via = [], spec = entry.effective }): readonly Reached[] =>
        one === undefined || isDeployed(entry) !== deployed ? [] : [{ one, lock, from: entry, via, spec }],
      ),
    );
  }
  for (const parent of postponed)
    follow(below({ ...parent, elsewhere: platformConditions(neededPlatform(parent.one.name, parent.one.platforms)) }));
  return reached;
}

/** Of a longer way the middle is left out: a chain through thousands of packages would cost their square. */
const MAX_CHAIN = 40;

function chained(via: readonly string[], purl: string): readonly string[] {
  return via.length < MAX_CHAIN ? [...via, purl] : [...via.slice(0, MAX_CHAIN / 2), ...via.slice(MAX_CHAIN / 2 + 1), purl];
}

function dependencyOf({ one, lock, from, via, spec, elsewhere }: Reached): Dependency {
  const marker = one.platforms ?? elsewhere;
  const { group, scope } = FIELDS[from.entry.field];
  return {
    ecosystem: 'npm',
    name: one.alias ?? one.name,
    purl: purlOf(one.name),
    constraint: spec,
    kind: 'range',
    direct: false,
    group,
    scope,
    via,
    origin: { file: lock.file, line: one.line },
    ...(one.version === undefined ? {} : { resolved: one.version }),
    ...(marker === undefined ? {} : { marker }),
  };
}

function nativeOf({ one, lock }: Reached): NativeNeed {
  return addonNeed(one.name, one.version, { file: lock.file, line: one.line });
}

/** What the lock holds of the unit's own dependencies: it may move, so it proves nothing, but shows what would. */
function pins(starts: readonly Start[], lock: Lock, service: string): readonly Demand[] {
  return starts.flatMap(({ entry, one }): readonly Demand[] => {
    if (one?.version === undefined || one.local !== undefined || !isDeployed(entry) || entry.entry.field === 'peerDependencies')
      return [];
    const { group, scope } = FIELDS[entry.entry.field];
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
        ...(entry.spec.target === entry.entry.name ? {} : { detail: { target: entry.spec.target } }),
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
function peers(starts: readonly Start[], lock: Lock, service: string, rules: PeerRules): readonly Demand[] {
  const found = new Map<string, Demand>();
  const lines = new Set(starts.flatMap(({ entry }) => (isDeployed(entry) ? [entry.entry.name] : [])));
  for (const { entry, one } of starts) {
    if (one === undefined || one.local !== undefined || !isDeployed(entry)) continue;
    const seen = new Set<string>([one.id]);
    let level = [{ one, via: [purlOf(one.name, one.version)] }];
    for (let depth = 0; level.length > 0 && depth < 10; depth++) {
      const next: typeof level = [];
      for (const holder of level) {
        for (const stated of holder.one.peers) {
          const peer = judgedPeer(stated, holder.one, rules);
          if (peer === undefined) continue;
          const edge = lock.edges(holder.one.id).find(({ name }) => name === peer.name);
          const beside = edge?.to === undefined ? undefined : lock.packages.get(edge.to);
          if (beside !== undefined && !lines.has(peer.name) && isOutside(beside, peer)) continue;
          const firm = depth === 0 && isPinned(entry, holder.one);
          const key = `${peer.name}\0${peer.range}\0${peer.optional}\0${firm}`;
          const origin = { file: lock.file, line: holder.one.line };
          // Those of an archive are known from itself.
          const isKnown = found.has(key) || (depth === 0 && entry.archive !== undefined);
          if (!isKnown) found.set(key, peerDemand(peer, holder.via, { entry, service, ...(firm ? {} : { origin }) }));
          const id = peer.optional ? undefined : (edge?.to ?? lock.find(peer.name, peer.range));
          const target = id === undefined || seen.has(id) ? undefined : lock.packages.get(id);
          if (target === undefined) continue;
          seen.add(target.id);
          next.push({ one: target, via: [...holder.via, purlOf(target.name, target.version)] });
        }
      }
      level = next;
    }
  }
  return [...found.values()];
}

function isOutside({ version, local }: LockedPackage, { range }: Peer): boolean {
  return version !== undefined && local === undefined && !satisfies(version, range);
}

function isPinned({ spec }: ReadEntry, one: LockedPackage): boolean {
  return spec.kind === 'exact' && spec.range === one.version;
}

/** `origin`: the place in a lock, which may move; without one the line itself brings the peer. */
export function peerDemand(
  peer: Peer,
  via: readonly string[],
  { entry, service, origin }: { readonly entry: ReadEntry; readonly service: string; readonly origin?: Origin },
): Demand {
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
function engines(reached: readonly Reached[], service: string): readonly Demand[] {
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
