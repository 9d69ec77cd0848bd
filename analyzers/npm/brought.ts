/** Model `hoisted`: packages that have to be single, that no line of a member names and that packages bring in several copies. */
import { addTo, type Demand, directoryOf } from '../../src/model/index.ts';
import { isDeployed, type Reached } from './lock-walk.ts';
import type { Lock, LockedEdge, LockedPackage } from './locks/lock.ts';
import { FIELDS } from './manifests/manifest.ts';
import { purlOf } from './notation/purl.ts';
import { compareVersions, satisfies } from './notation/range.ts';
import { isPlacing, MAX_STRAYS, placementDetail, type Stray } from './placement.ts';
import { SINGLETONS } from './singletons.ts';
import { importersFrom } from './workspaces/homes.ts';

/** A member that a lock is read for, and the names that its own lines tell of. */
export interface Member {
  readonly service: string;
  /** As the lock names it. */
  readonly importer: string;
  readonly named: ReadonlySet<string>;
}

/**
 * By the lock, packages that a member brings find different copies although one of them would suit: alone it would have that
 * one. It counts where a package states a peer there, which means the copy that its user has, and where somebody
 * else of the workspace brings the other copy, or the one that takes its place at the root. Of a name that lies in one copy for
 * this member the place alone is told.
 */
export function broughtTwice(reached: readonly Reached[], lock: Lock, { service, importer, named }: Member): readonly Demand[] {
  if (!isPlacing(lock)) return [];
  const doubled = copiesOf(lock);
  if (doubled.size === 0) return [];
  const there = reached.filter(
    ({ from, lock: other, elsewhere }) => other === lock && elsewhere === undefined && isDeployed(from),
  );
  const held = new Map<string, Reached[]>();
  for (const one of there) if (doubled.has(one.one.name) && !named.has(one.one.name)) addTo(held, one.one.name, one);
  if (held.size === 0) return [];
  const asked = asking(there, held, lock);
  return [...held].flatMap(([name, copies]): readonly Demand[] => {
    const ordered = [...copies].sort((x, y) => compareVersions(y.one.version ?? '0.0.0', x.one.version ?? '0.0.0'));
    const options = ordered.map((held, index) => ({
      held,
      strays: straysOf(held.one, ordered, { asked, isNewest: index === 0 }),
    }));
    const [chosen] = options.sort((x, y) => y.strays.length - x.strays.length);
    if (chosen === undefined) return [];
    const usersOf = (copy: string): readonly string[] =>
      [...(doubled.get(name)?.get(copy) ?? [])].filter((user) => user !== importer).map((user) => inProject(user, lock));
    // What lies at the root for others keeps the member's own copy from there, so it nests below each package.
    const top = `node_modules/${name}`;
    const crowded = copies.some(({ one }) => one.id === top) ? [] : usersOf(top);
    const shared = chosen.strays.flatMap((stray): readonly Stray[] => {
      const users = usersOf(stray.copy);
      if (users.length > 0) return [{ ...stray, users: users.slice(0, MAX_USERS) }];
      return crowded.length > 0 ? [{ ...stray, users: crowded.slice(0, MAX_USERS), place: top }] : [];
    });
    return [placedDemand(chosen.held, service, shared.slice(0, MAX_STRAYS), copies.length > 1)];
  });
}

/** Members that a sentence names as bringing a copy. */
const MAX_USERS = 3;

function inProject(importer: string, { file }: Lock): string {
  const base = importersFrom(directoryOf(file));
  return base === '.' || importer === '.' ? importer : `${base}/${importer}`;
}

interface Asking {
  readonly by: string;
  readonly edge: Pick<LockedEdge, 'kind' | 'spec'>;
  /** Length of the shortest way to the package that asks, and the member's line that it begins with. */
  readonly depth: number;
  readonly line: string;
}

/** Who of what a member brings asks for each copy. */
function asking(reached: readonly Reached[], names: ReadonlyMap<string, unknown>, lock: Lock): ReadonlyMap<string, Asking[]> {
  const found = new Map<string, Asking[]>();
  for (const { one, via, from } of reached) {
    const origin = { by: one.name, depth: via.length, line: from.entry.name };
    for (const edge of lock.edges(one.id)) {
      const name = edge.to === undefined ? undefined : lock.packages.get(edge.to)?.name;
      if (edge.to !== undefined && name !== undefined && names.has(name)) addTo(found, edge.to, { ...origin, edge });
    }
  }
  return found;
}

interface Comparison {
  readonly asked: ReadonlyMap<string, readonly Asking[]>;
  readonly isNewest: boolean;
}

/**
 * Copies that the packages which find them would not have if `own` lay in reach. npm takes the newest version that suits, and
 * for peers the one that is there already: an older one has to come first.
 */
function straysOf(own: LockedPackage, copies: readonly Reached[], { asked, isNewest }: Comparison): readonly Stray[] {
  const { version } = own;
  const before = asked.get(own.id) ?? [];
  return copies.flatMap(({ one }): readonly Stray[] => {
    const users = asked.get(one.id) ?? [];
    const [first] = users;
    if (one.id === own.id || first === undefined || one.version === undefined || version === undefined) return [];
    const isMeant = isNewest
      ? [...users, ...before].some(isByPeer)
      : users.every((user) => isByPeer(user) && before.some((other) => comesFirst(other, user)));
    if (!isMeant || !users.every(({ edge }) => satisfies(version, edge.spec))) return [];
    return [{ copy: one.id, version: one.version, by: first.by, line: one.line, users: [] }];
  });
}

/** npm goes from level to level, and in each by name. */
function comesFirst(one: Asking, other: Asking): boolean {
  return one.depth === other.depth ? one.line.localeCompare(other.line, 'en') < 0 : one.depth < other.depth;
}

function isByPeer({ edge }: Asking): boolean {
  return edge.kind === 'peer' || edge.kind === 'peerOptional';
}

function placedDemand(
  { one, lock, from, via }: Reached,
  service: string,
  strays: readonly Stray[],
  isOneOfSeveral: boolean,
): Demand {
  const { group, scope } = FIELDS[from.entry.field];
  return {
    service,
    realm: 'npm',
    key: one.name,
    subject: purlOf(one.name),
    constraint: one.version ?? '',
    kind: 'exact',
    strength: 'locked',
    group,
    scope,
    via,
    origin: { file: lock.file, line: one.line },
    detail: { brought: 'true', ...placementDetail({ tree: lock.file, copy: one.id, strays, isOneOfSeveral }) },
  };
}

type Users = ReadonlyMap<string, ReadonlySet<string>>;

/** Every member of a lock asks again. */
const known = new WeakMap<Lock, ReadonlyMap<string, Users>>();

/** Names that have to be single and lie in several copies: for each copy, the members and roots that it is there for. */
function copiesOf(lock: Lock): ReadonlyMap<string, Users> {
  const before = known.get(lock);
  if (before !== undefined) return before;
  const copies = new Map<string, string[]>();
  for (const [id, { name, local }] of lock.packages) if (local === undefined && SINGLETONS.has(name)) addTo(copies, name, id);
  const several = [...copies].filter(([, ids]) => ids.length > 1);
  const users = several.length === 0 ? new Map<string, string[]>() : usersOf(lock);
  const found = new Map(several.map(([name, ids]) => [name, new Map(ids.map((id) => [id, importersOf(id, users, lock)]))]));
  known.set(lock, found);
  return found;
}

/** Who asks for each package; members by their directory. */
function usersOf(lock: Lock): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  const add = (from: string, edges: readonly LockedEdge[]): void => {
    for (const { to } of edges) if (to !== undefined) addTo(users, to, from);
  };
  for (const [id, { local }] of lock.packages) if (local === undefined) add(id, lock.edges(id));
  for (const [directory, edges] of lock.importers ?? []) add(directory, edges);
  return users;
}

function importersOf(id: string, users: ReadonlyMap<string, readonly string[]>, lock: Lock): ReadonlySet<string> {
  const seen = new Set([id]);
  for (const one of seen) for (const user of users.get(one) ?? []) seen.add(user);
  return new Set([...seen].filter((one) => lock.importers?.has(one) === true));
}
