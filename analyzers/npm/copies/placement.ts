/** What is known of the copy of a package that a process finds: by where a lock puts it, or by how the tool links members. */
import type { Demand } from '../../../src/model/index.ts';
import { isDeployed, type Start } from '../lock-walk.ts';
import type { Lock, LockedPackage } from '../locks/lock.ts';
import { compareVersions } from '../notation/range.ts';
import type { Reading } from '../reading.ts';
import { type Ask, sharing } from './by-itself.ts';
import { SINGLETONS } from './singletons.ts';

/** Where a workspace's lock puts a direct dependency that has to be single. */
export interface Placement {
  /** The lock that tells of it. */
  readonly tree: string;
  /** Path in node_modules. */
  readonly copy: string;
  /** Other copies that packages of the same process find, although this one would suit them. */
  readonly strays: readonly Stray[];
  /** Whether packages of the same process find another copy at all. */
  readonly isOneOfSeveral: boolean;
}

export interface Stray {
  readonly copy: string;
  readonly version: string;
  /** The package that finds it. */
  readonly by: string;
  /** Its line in the lock. */
  readonly line: number;
  /** Who else it is there for, as far as that is known: directories of members, `.` for the root. */
  readonly users: readonly string[];
  /** Where theirs lies, when it is another one, in the way of a copy for all. */
  readonly place?: string;
}

const FIELD = '\t';
const ENTRY = '\n';
const ITEM = '\r';

/** As facts of a demand, which are plain strings. */
export function placementDetail({ tree, copy, strays, isOneOfSeveral }: Placement): Readonly<Record<string, string>> {
  return { tree, copy, strays: strays.map(strayText).join(ENTRY), ...(isOneOfSeveral ? { several: 'true' } : {}) };
}

function strayText({ copy, version, by, line, users, place = '' }: Stray): string {
  return [copy, version, by, line, users.join(ITEM), place].join(FIELD);
}

export function placementOf({ detail }: Demand): Placement | undefined {
  if (detail?.tree === undefined || detail.copy === undefined) return undefined;
  const strays = (detail.strays ?? '').split(ENTRY).flatMap((text): readonly Stray[] => {
    const [copy, version, by, line, users = '', place = ''] = text.split(FIELD);
    if (copy === undefined || version === undefined || by === undefined) return [];
    const stray = { copy, version, by, line: Number(line), users: users === '' ? [] : users.split(ITEM) };
    return [place === '' ? stray : { ...stray, place }];
  });
  return { tree: detail.tree, copy: detail.copy, strays, isOneOfSeveral: detail.several === 'true' };
}

/** npm alone writes down where copies lie; a package by itself shares a tree with nobody. */
export function isPlacing({ kind, importers }: Lock): boolean {
  return (kind === 'package-lock' || kind === 'npm-shrinkwrap') && (importers?.size ?? 0) > 1;
}

/** Copies beyond which a way is as good as any other. */
const MAX_STRAYS = 3;

/** Of what has to be single and a member's process finds in several copies: who needs it, by name; see `asksByItself`. */
export type Asked = ReadonlyMap<string, readonly Ask[]>;

/**
 * By installed name: where the copy of a member lies, and who of what it brings finds another one. One that they have of their
 * own wherever the member is installed is no matter of sharing.
 */
export function placements(starts: readonly Start[], asked: Asked, lock: Lock): ReadonlyMap<string, Placement> {
  const found = new Map<string, Placement>();
  if (!isPlacing(lock)) return found;
  for (const { entry, one } of starts) {
    if (!isDeployed(entry) || one === undefined || one.local !== undefined || !SINGLETONS.has(one.name)) continue;
    const asks = asked.get(one.name) ?? [];
    const strays = straysOf(one, sharing(asks, versionsOf(one.name, lock)));
    found.set(one.alias ?? one.name, { tree: lock.file, copy: one.id, strays, isOneOfSeveral: asks.length > 0 });
  }
  return found;
}

/** Copies other than `own` that some who would share one find in its place. */
export function straysOf(own: LockedPackage, group: readonly Ask[]): readonly Stray[] {
  const found = new Map<string, Stray>();
  for (const { by, to } of group) {
    if (to === own || found.has(to.id) || to.version === undefined || by === undefined) continue;
    found.set(to.id, { copy: to.id, version: to.version, by: by.name, line: to.line, users: [] });
    if (found.size >= MAX_STRAYS) break;
  }
  return [...found.values()];
}

const known = new WeakMap<Lock, ReadonlyMap<string, readonly string[]>>();

/** Versions that a lock holds of what has to be single, the newest first. */
export function versionsOf(name: string, lock: Lock): readonly string[] {
  let versions = known.get(lock);
  if (versions === undefined) {
    const found = new Map<string, Set<string>>();
    for (const { name, version, local } of lock.packages.values()) {
      if (version === undefined || local !== undefined || !SINGLETONS.has(name)) continue;
      const own = found.get(name);
      if (own === undefined) found.set(name, new Set([version]));
      else own.add(version);
    }
    versions = new Map([...found].map(([one, all]) => [one, [...all].sort((x, y) => compareVersions(y, x))]));
    known.set(lock, versions);
  }
  return versions.get(name) ?? [];
}

/** Members whose programs load a package of the workspace, the package itself among them; see `withLoaders`. */
export type Loaders = (directory: string) => readonly string[];

/** More than these are not followed: of so many some tell of it. */
const MAX_LOADERS = 100;

/** Who links to a package for deployment, by way of others as well. */
export function linkedFrom(readings: ReadonlyMap<string, Reading>): Loaders {
  const users = new Map<string, string[]>();
  for (const [directory, { entries }] of readings) {
    for (const read of entries) {
      const { locator, kind } = read.spec;
      if (locator === undefined || (kind !== 'workspace' && kind !== 'path') || !isDeployed(read)) continue;
      const known = users.get(locator);
      if (known === undefined) users.set(locator, [directory]);
      else known.push(directory);
    }
  }
  const cache = new Map<string, readonly string[]>();
  return (directory) => {
    const known = cache.get(directory);
    if (known !== undefined) return known;
    const found = new Set([directory]);
    for (const one of found) {
      for (const user of users.get(one) ?? []) if (found.size < MAX_LOADERS) found.add(user);
    }
    const all = [...found];
    cache.set(directory, all);
    return all;
  };
}

/** What a member asks for where everybody finds their own copies: whose processes load it. */
export function withLoaders(demand: Demand, loaders: Loaders): Demand {
  if (!SINGLETONS.has(demand.key)) return demand;
  return { ...demand, detail: { ...demand.detail, loaders: loaders(demand.service).join(ENTRY) } };
}

export function loadersOf({ detail }: Demand): readonly string[] | undefined {
  return detail?.loaders?.split(ENTRY);
}
