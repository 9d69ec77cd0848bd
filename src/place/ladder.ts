import { type Conflict, type IsolationLevel, isActiveAt, LEVELS, type Rung, type ServiceId } from '../model/index.ts';
import { exclusionsAmong, type OwnLevels, type Wishes } from './constraints.ts';
import { type Placed, placeAsWished } from './place.ts';

/** Hosts and ended errors at every level, from sharing everything to a machine each; `known` is placed already. */
export function ladder(
  services: readonly ServiceId[],
  conflicts: readonly Conflict[],
  wishes: Wishes,
  levels: OwnLevels,
  known: Placed & { readonly level: IsolationLevel },
): readonly Rung[] {
  const errors = conflicts.filter((conflict) => conflict.severity === 'error' && conflict.status !== 'ignored');
  const rungs: Rung[] = [];
  let below: Placed | undefined;
  for (const level of LEVELS) {
    const placed = level === known.level ? known : placeAbove(below, level, { services, errors, wishes, levels });
    const before = LEVELS[rungs.length - 1];
    const { hosts, optimal } = placed.assignment;
    rungs.push({
      level,
      hosts: hosts.length,
      optimal,
      clears:
        before === undefined
          ? []
          : idsWhere(errors, ({ clearedBy }) => isActiveAt(clearedBy, before) && !isActiveAt(clearedBy, level)),
      remaining: idsWhere(errors, ({ clearedBy }) => isActiveAt(clearedBy, level)),
    });
    below = placed;
  }
  return rungs;
}

interface Problem {
  readonly services: readonly ServiceId[];
  readonly errors: readonly Conflict[];
  readonly wishes: Wishes;
  readonly levels: OwnLevels;
}

function placeAbove(below: Placed | undefined, level: IsolationLevel, { services, errors, wishes, levels }: Problem): Placed {
  // What parts services in containers parts them onto machines: the same hosts.
  if (level === 'machine' && below !== undefined) return below;
  const own = placeAsWished(services, exclusionsAmong(services, errors, level, levels), wishes);
  // Hosts that do where services share more do where they share less, should they be fewer than those that were found.
  if (below === undefined || below.impossible !== undefined || below.assignment.hosts.length >= own.assignment.hosts.length)
    return own;
  const { hosts } = below.assignment;
  const { lowerBound } = own.assignment;
  return { assignment: { hosts, lowerBound, optimal: hosts.length <= lowerBound } };
}

function idsWhere(conflicts: readonly Conflict[], holds: (conflict: Conflict) => boolean): readonly string[] {
  return conflicts.filter(holds).map((conflict) => conflict.id);
}
