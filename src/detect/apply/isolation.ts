import {
  addTo,
  type Conflict,
  environmentOfRealm,
  type Fix,
  type IsolationLevel,
  LEVELS,
  listed,
  type ServiceId,
  serviceLabel,
  servicesBySide,
  sidesToClash,
} from '../../model/index.ts';

const OF_ITS_OWN: Readonly<Record<IsolationLevel, string>> = {
  environment: 'nothing more',
  process: 'an environment of its own (virtualenv, node_modules, class path)',
  container: 'a container of its own',
  machine: 'a machine of its own',
};

function placeOfItsOwn({ realm, clearedBy }: Conflict): string {
  const environment = clearedBy === 'process' ? environmentOfRealm(realm) : undefined;
  return environment === undefined ? OF_ITS_OWN[clearedBy] : `${environment} of its own`;
}

/** One side of an error, by the services that stand on it. */
interface Side {
  readonly error: number;
  readonly services: readonly ServiceId[];
}

/**
 * Ends every conflict's list of fixes with the isolation that costs least: the side of fewest services, and among those
 * the one whose separation ends most other errors as well.
 */
export function withIsolation(conflicts: readonly Conflict[]): readonly Conflict[] {
  const errors = conflicts.filter((conflict) => conflict.severity === 'error' && conflict.services.length > 1);
  // A side is gone when all of its services are isolated, so it is enough to look at sides that begin with one of them.
  const byFirst = new Map<ServiceId, Side[]>();
  errors.forEach((conflict, error) => {
    for (const services of sidesOf(conflict)) {
      const [first = ''] = services;
      addTo(byFirst, first, { error, services });
    }
  });
  const ended = new Map<string, number>();
  const endedBy = (services: readonly ServiceId[], level: IsolationLevel): number => {
    const key = `${level} ${services.join('\0')}`;
    const known = ended.get(key);
    if (known !== undefined) return known;
    const isolated = new Set(services);
    const gone = new Map<number, number>();
    for (const service of services) {
      for (const side of byFirst.get(service) ?? [])
        if (side.services.every((one) => isolated.has(one))) gone.set(side.error, (gone.get(side.error) ?? 0) + 1);
    }
    const count = [...gone].filter(([error, sides]) => ends(errors[error], sides, level)).length;
    ended.set(key, count);
    return count;
  };
  return conflicts.map((conflict) => {
    if (conflict.services.length < 2 || conflict.severity === 'note') return conflict;
    return { ...conflict, fixes: [...conflict.fixes, isolate(conflict, errors.length, endedBy)] };
  });
}

function sidesOf(conflict: Conflict): readonly (readonly ServiceId[])[] {
  return servicesBySide(conflict).map((side) => [...side].sort());
}

/** Whether a conflict is over once so many of its sides have their own place at a level. */
function ends(conflict: Conflict | undefined, gone: number, level: IsolationLevel): boolean {
  if (conflict === undefined || LEVELS.indexOf(conflict.clearedBy) > LEVELS.indexOf(level)) return false;
  return conflict.sides.length - gone < sidesToClash(conflict);
}

function isolate(
  conflict: Conflict,
  errors: number,
  endedBy: (services: readonly ServiceId[], level: IsolationLevel) => number,
): Fix {
  const level = conflict.clearedBy;
  const services = leastToMove(conflict, (side) => endedBy(side, level));
  const count = endedBy(services, level);
  const more = count > 1 ? `; ends ${count} of ${errors} errors` : '';
  const named = listed(services.map(serviceLabel), 3);
  const isEach = movesAllButOne(conflict);
  const whom = isEach ? `each of ${named}` : named;
  // Those of one side agree: one place is enough for all of them.
  const own =
    services.length > 1 && !isEach ? placeOfItsOwn(conflict).replace('of its own', 'of their own') : placeOfItsOwn(conflict);
  return {
    kind: 'isolate',
    subject: conflict.subject,
    level,
    effect: `give ${whom} ${own}${more}`,
    ...(services.length === 1 && services[0] !== undefined ? { service: services[0] } : {}),
  };
}

/** Where any two of several sides clash, no one of them can go alone: only one may stay. */
function movesAllButOne({ anyTwo, sides }: Conflict): boolean {
  return anyTwo === true && sides.length > 2;
}

function leastToMove(conflict: Conflict, endedBy: (side: readonly ServiceId[]) => number): readonly ServiceId[] {
  const sides = sidesOf(conflict);
  const sizes = sides.map((side) => side.length);
  if (movesAllButOne(conflict)) {
    const stays = sizes.indexOf(Math.max(...sizes));
    return [...new Set(sides.filter((_, index) => index !== stays).flat())].sort();
  }
  const fewest = Math.min(...sizes);
  const options = sides.filter(({ length }) => length === fewest).map((services) => ({ services, ends: endedBy(services) }));
  return options.sort((a, b) => b.ends - a.ends)[0]?.services ?? [];
}
