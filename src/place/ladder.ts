import { type Conflict, type IsolationLevel, isActiveAt, LEVELS, type Rung, type ServiceId } from '../model/index.ts';
import { exclusionsAmong, type OwnLevels, type Wishes } from './constraints.ts';
import { type Assignment, place, placeFreely } from './place.ts';

/** Hosts and ended errors at every level, from sharing everything to a machine each. Stops where nothing is left to end. */
export function ladder(
  services: readonly ServiceId[],
  conflicts: readonly Conflict[],
  wishes: Wishes,
  levels: OwnLevels,
  known: { readonly level: IsolationLevel; readonly assignment: Assignment },
): readonly Rung[] {
  const errors = conflicts.filter((conflict) => conflict.severity === 'error' && conflict.status !== 'ignored');
  const assign = (level: IsolationLevel): Assignment => {
    const exclusions = exclusionsAmong(services, errors, level, levels);
    const placed = place(services, exclusions, wishes);
    return placed.ok ? placed.assignment : placeFreely(services, exclusions).assignment;
  };
  const assigned = new Map<IsolationLevel, Assignment>([[known.level, known.assignment]]);
  const assignment = (level: IsolationLevel): Assignment => {
    // What parts services in containers parts them onto machines: the same hosts.
    const found = assigned.get(level) ?? (level === 'machine' ? assignment('container') : assign(level));
    assigned.set(level, found);
    return found;
  };
  return LEVELS.map((level): Rung => {
    const below = LEVELS[LEVELS.indexOf(level) - 1];
    const { hosts, optimal } = assignment(level);
    return {
      level,
      hosts: hosts.length,
      optimal,
      clears:
        below === undefined
          ? []
          : idsWhere(errors, (conflict) => isActiveAt(conflict.clearedBy, below) && !isActiveAt(conflict.clearedBy, level)),
      remaining: idsWhere(errors, (conflict) => isActiveAt(conflict.clearedBy, level)),
    };
  });
}

function idsWhere(conflicts: readonly Conflict[], holds: (conflict: Conflict) => boolean): readonly string[] {
  return conflicts.filter(holds).map((conflict) => conflict.id);
}
