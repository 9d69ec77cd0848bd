/** From the lines of a package.json through a lock to everything that they bring. */
import { append, chained } from '../../src/model/index.ts';
import type { Lock, LockedPackage } from './locks/lock.ts';
import { purlOf } from './notation/purl.ts';
import { type NodePlatform, neededPlatform, platformConditions, runsOn } from './platforms.ts';
import type { ReadEntry } from './reading.ts';

/** A package on the way from one of the unit's own lines. */
export interface Reached {
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

/** Whether a package is installed on the target at all. */
export function runs(one: LockedPackage | undefined, platform: NodePlatform): boolean {
  return one === undefined || runsOn(neededPlatform(one.name, one.platforms), platform);
}

export interface Start {
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

/**
 * Breadth first, so that each package is known by its shortest chain. Packages of the project itself are passed through, and
 * what lies below packages that do not run on the target comes last: it is installed only if something else needs it.
 */
export function walk(starts: readonly Start[], platform: NodePlatform): readonly Reached[] {
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
