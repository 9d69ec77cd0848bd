import {
  addTo,
  type Conflict,
  type Fix,
  type IsolationLevel,
  LEVELS,
  listed,
  type RealmId,
  type ServiceId,
} from '../model/index.ts';

const OF_ITS_OWN: Readonly<Record<IsolationLevel, string>> = {
  environment: 'nothing more',
  process: 'an environment of its own (virtualenv, node_modules, class path)',
  container: 'a container of its own',
  machine: 'a machine of its own',
};

/** What is shared at the level `environment` has a name of its own in each realm. */
const OWN_ENVIRONMENT: Readonly<Partial<Record<RealmId, string>>> = {
  python: 'a virtualenv of its own',
  npm: 'a node_modules of its own',
  jvm: 'a class path of its own',
  go: 'a build of its own',
};

function placeOfItsOwn({ realm, clearedBy }: Conflict): string {
  return (clearedBy === 'process' ? OWN_ENVIRONMENT[realm] : undefined) ?? OF_ITS_OWN[clearedBy];
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
  return conflict.sides.map((side) => [...new Set(side.flatMap((index) => conflict.demands[index]?.service ?? []))].sort());
}

/** Whether a conflict is over once so many of its sides have their own place at a level. */
function ends(conflict: Conflict | undefined, gone: number, level: IsolationLevel): boolean {
  if (conflict === undefined || LEVELS.indexOf(conflict.clearedBy) > LEVELS.indexOf(level)) return false;
  return conflict.sides.length - gone < (conflict.anyTwo === true ? 2 : conflict.sides.length);
}

function isolate(
  conflict: Conflict,
  errors: number,
  endedBy: (services: readonly ServiceId[], level: IsolationLevel) => number,
): Fix {
  const level = conflict.clearedBy;
  const sides = sidesOf(conflict);
  const fewest = Math.min(...sides.map((services) => services.length));
  const options = sides
    .filter((services) => services.length === fewest)
    .map((services) => ({ services, ends: endedBy(services, level) }))
    .sort((a, b) => b.ends - a.ends);
  const [best = { services: [], ends: 0 }] = options;
  const { services } = best;
  const named = listed(services, 3);
  const more = best.ends > 1 ? `; ends ${best.ends} of ${errors} errors` : '';
  return {
    kind: 'isolate',
    subject: conflict.subject,
    level,
    effect: `give ${named} ${placeOfItsOwn(conflict)}${more}`,
    ...(services.length === 1 && services[0] !== undefined ? { service: services[0] } : {}),
  };
}
