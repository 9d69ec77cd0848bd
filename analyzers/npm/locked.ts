/** What a lock says about one package.json: versions of its dependencies, everything below them, peers, engines, addons. */
import {
  chained,
  type Demand,
  type Dependency,
  directoryOf,
  type Manifest,
  type NativeNeed,
  type Unit,
} from '../../src/model/index.ts';
import { broughtTwice } from './copies/brought.ts';
import { asksByItself } from './copies/by-itself.ts';
import { type Asked, isPlacing, placements } from './copies/placement.ts';
import { SINGLETONS } from './copies/singletons.ts';
import { type FoundLock, relativePath } from './lock-finder.ts';
import { isDeployed, type Reached, runs, type Start, walk } from './lock-walk.ts';
import { engines, peers, pins } from './locked-demands.ts';
import type { Lock, LockedPackage } from './locks/lock.ts';
import { FIELDS } from './manifests/manifest.ts';
import { addonNeed } from './natives.ts';
import { purlOf } from './notation/purl.ts';
import { satisfies } from './notation/range.ts';
import { NO_PEER_RULES } from './overrides/adjustments.ts';
import type { NodePlatform } from './platforms.ts';
import type { ReadEntry, Reading } from './reading.ts';
import { type StaleLines, staleLines } from './stale-locks.ts';
import { importersFrom } from './workspaces/homes.ts';

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
  /** What the package.json asks for and the lock does not hold. */
  readonly stale?: StaleLines;
}

interface LockContext {
  /** By directory: packages of the project that this one links to lead on to what they need. */
  readonly readings: Readings;
  readonly lockOf: (reading: Reading) => FoundLock | undefined;
  readonly platform: NodePlatform;
}

/** What a lock holds for one package.json. */
export function lockFacts(reading: Reading, found: FoundLock, context: LockContext): LockFacts {
  const { lock } = found;
  const { platform } = context;
  const listed = startsOf(reading, found);
  const isElsewhere = ({ entry, one }: Start): boolean => entry.entry.field === 'optionalDependencies' && !runs(one, platform);
  const starts = listed.filter((start) => !isElsewhere(start));
  const direct = new Map<string, string>();
  for (const start of starts) {
    const version = versionOf(start);
    if (version !== undefined) direct.set(start.entry.entry.name, version);
  }
  const reached = walk(throughLinks(starts, context), platform);
  const present = reached.filter(({ elsewhere }) => elsewhere === undefined);
  const deployed = present.filter(({ from, lock: other }) => other === lock && isDeployed(from));
  const asked = isPlacing(lock) ? askedTwice(starts, deployed, lock) : new Map();
  const service = reading.directory;
  const stale = staleLines(reading, lock, listed);
  return {
    manifest: { path: lock.file, kind: lock.kind, role: 'lock', group: 'default' },
    direct,
    held: new Set(starts.flatMap(({ entry, one }) => (one === undefined ? [] : [entry.entry.name]))),
    elsewhere: new Set(listed.filter(isElsewhere).map(({ entry }) => entry.entry.name)),
    transitive: reached.filter(({ via }) => via.length > 0).map(dependencyOf),
    demands: [
      ...pins(starts, lock, service, placements(starts, asked, lock)),
      ...peers(starts, lock, service, reading.home?.adjustments.peerRules ?? NO_PEER_RULES),
      ...broughtTwice(deployed, asked, lock, { service, importer: found.importer, named: namesOf(starts) }),
      ...engines(present, service),
    ],
    natives: present.filter(({ one, from }) => one.isNative && isDeployed(from) && runs(one, platform)).map(nativeOf),
    ...(stale === undefined ? {} : { stale }),
  };
}

/** Who needs what has to be single and is found in several copies. */
function askedTwice(starts: readonly Start[], deployed: readonly Reached[], lock: Lock): Asked {
  const copies = new Map<string, LockedPackage>();
  const several = new Set<string>();
  for (const { one } of deployed) {
    if (!SINGLETONS.has(one.name)) continue;
    if (copies.has(one.name)) several.add(one.name);
    copies.set(one.name, one);
  }
  return several.size === 0 ? new Map() : asksByItself(starts, deployed, several, lock);
}

/** Packages that lines of the unit bring by themselves; what they state as peers comes with the others' packages. */
function namesOf(starts: readonly Start[]): ReadonlySet<string> {
  return new Set(
    starts.flatMap(({ entry, one }) =>
      isDeployed(entry) && entry.entry.field !== 'peerDependencies' && one !== undefined ? [one.name] : [],
    ),
  );
}

/** A range may be met by a member or, where the registry has a newer version, by that: the lock knows which. */
function versionOf({ entry, one }: Start): string | undefined {
  const locked = one?.local === undefined ? one?.version : undefined;
  return entry.spec.kind === 'workspace' ? (locked ?? entry.version) : (entry.version ?? locked);
}

/** Deployed lines first: a package that serves both counts for them. */
export function startsOf(reading: Reading, { lock, importer }: FoundLock): readonly Start[] {
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
