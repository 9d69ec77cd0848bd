/** Model `hoisted`: packages that have to be single, that no line of a member names and that packages bring in several copies. */
import { addTo, type Demand, directoryOf } from '../../../src/model/index.ts';
import type { Reached } from '../lock-walk.ts';
import type { Lock, LockedEdge } from '../locks/lock.ts';
import { FIELDS } from '../manifests/manifest.ts';
import { purlOf } from '../notation/purl.ts';
import { importersFrom } from '../workspaces/homes.ts';
import { sharing } from './by-itself.ts';
import { type Asked, isPlacing, placementDetail, type Stray, straysOf, versionsOf } from './placement.ts';
import { SINGLETONS } from './singletons.ts';

/** A member that a lock is read for, and the names that its own lines tell of. */
export interface Member {
  readonly service: string;
  /** As the lock names it. */
  readonly importer: string;
  readonly named: ReadonlySet<string>;
}

/**
 * By the lock, packages that a member brings find different copies although they would share one if it were installed by
 * itself. It counts where somebody else of the workspace brings one of the copies, or what takes the place at the root. Of a
 * name that lies in one copy for this member the place alone is told.
 */
export function broughtTwice(there: readonly Reached[], asked: Asked, lock: Lock, member: Member): readonly Demand[] {
  const { service, importer, named } = member;
  if (!isPlacing(lock)) return [];
  const doubled = copiesOf(lock);
  if (doubled.size === 0) return [];
  const held = new Map<string, Reached[]>();
  for (const one of there) if (doubled.has(one.one.name) && !named.has(one.one.name)) addTo(held, one.one.name, one);
  return [...held].flatMap(([name, copies]): readonly Demand[] => {
    const usersOf = (copy: string): readonly string[] =>
      [...(doubled.get(name)?.get(copy) ?? [])].filter((user) => user !== importer).map((user) => inProject(user, lock));
    const asks = asked.get(name) ?? [];
    // Types are no process': what a package has of them for itself is nobody's business, unless it means its user's.
    const isMeant = !name.startsWith('@types/') || asks.some(({ kind }) => kind === 'peer');
    const group = isMeant ? sharing(asks, versionsOf(name, lock)) : [];
    const shared = [...new Set(group.map(({ to }) => to))];
    // The copy that it alone brings, where there is one: the others are somebody else's.
    const base = shared.find(({ id }) => usersOf(id).length === 0) ?? shared[0];
    const chosen = copies.find(({ one }) => one === base) ?? copies[0];
    if (chosen === undefined) return [];
    // What lies at the root for others keeps the member's own copy from there, so it nests below each package.
    const top = `node_modules/${name}`;
    const crowding = usersOf(top);
    const strays = straysOf(chosen.one, group).flatMap((stray): readonly Stray[] => {
      const users = usersOf(stray.copy);
      if (users.length > 0) return [{ ...stray, users: users.slice(0, MAX_USERS) }];
      return crowding.length === 0 ? [] : [{ ...stray, users: crowding.slice(0, MAX_USERS), place: top }];
    });
    return [placedDemand(chosen, service, strays, copies.length > 1)];
  });
}

/** Members that a sentence names as bringing a copy. */
const MAX_USERS = 3;

function inProject(importer: string, { file }: Lock): string {
  const base = importersFrom(directoryOf(file));
  return base === '.' || importer === '.' ? importer : `${base}/${importer}`;
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

/** Copies of one name beyond which nobody is asked whose they are: each may be a lock's length away. */
const MAX_COPIES = 200;

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
  const found = new Map(
    several.map(([name, ids]) => [name, new Map(ids.slice(0, MAX_COPIES).map((id) => [id, importersOf(id, users, lock)]))]),
  );
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
