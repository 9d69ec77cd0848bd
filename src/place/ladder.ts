import { type Conflict, type IsolationLevel, isActiveAt, LEVELS, type Rung, type ServiceId } from '../model/index.ts';
import { exclusionsAt, type Wishes } from './constraints.ts';
import { type PlacementResult, place } from './place.ts';

/** Hosts and ended errors at every level, from sharing everything to a machine each. Stops where nothing is left to end. */
export function ladder(
  services: readonly ServiceId[],
  conflicts: readonly Conflict[],
  wishes: Wishes,
  known: { readonly level: IsolationLevel; readonly result: PlacementResult },
): readonly Rung[] {
  const errors = conflicts.filter((conflict) => conflict.severity === 'error' && conflict.status !== 'ignored');
  return LEVELS.map((level): Rung => {
    const below = LEVELS[LEVELS.indexOf(level) - 1];
    const placed = known.level === level ? known.result : place(services, exclusionsAt(errors, level), wishes);
    return {
      level,
      hosts: placed.ok ? placed.assignment.hosts.length : 0,
      optimal: placed.ok && placed.assignment.optimal,
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
