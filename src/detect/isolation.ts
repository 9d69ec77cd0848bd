import { type Conflict, type Fix, type IsolationLevel, LEVELS, type ServiceId } from '../model/index.ts';

const OF_ITS_OWN: Readonly<Record<IsolationLevel, string>> = {
  environment: 'nothing more',
  process: 'an environment of its own (virtualenv, node_modules, class path)',
  container: 'a container of its own',
  machine: 'a machine of its own',
};

/**
 * Ends every conflict's list of fixes with the isolation that costs least: the side of fewest services, and among those
 * the one whose separation ends most other errors as well.
 */
export function withIsolation(conflicts: readonly Conflict[]): readonly Conflict[] {
  const errors = conflicts.filter((conflict) => conflict.severity === 'error' && conflict.services.length > 1);
  const ended = new Map<string, number>();
  const endedBy = (services: readonly ServiceId[], level: IsolationLevel): number => {
    const key = `${level} ${services.join('\0')}`;
    const known = ended.get(key);
    if (known !== undefined) return known;
    const count = errors.filter((conflict) => ends(conflict, new Set(services), level)).length;
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

/** Whether giving these services their own place at a level leaves no clash among the others. */
function ends(conflict: Conflict, isolated: ReadonlySet<ServiceId>, level: IsolationLevel): boolean {
  if (LEVELS.indexOf(conflict.clearedBy) > LEVELS.indexOf(level)) return false;
  const left = sidesOf(conflict).filter((side) => side.some((service) => !isolated.has(service)));
  return left.length < (conflict.anyTwo === true ? 2 : conflict.sides.length);
}

function isolate(
  conflict: Conflict,
  errors: number,
  endedBy: (services: readonly ServiceId[], level: IsolationLevel) => number,
): Fix {
  const level = conflict.clearedBy;
  const options = sidesOf(conflict)
    .map((services) => ({ services, ends: endedBy(services, level) }))
    .sort((a, b) => a.services.length - b.services.length || b.ends - a.ends);
  const [best = { services: [], ends: 0 }] = options;
  const { services } = best;
  const named = services.slice(0, 3).join(', ') + (services.length > 3 ? ` and ${services.length - 3} more` : '');
  const more = best.ends > 1 ? `; ends ${best.ends} of ${errors} errors` : '';
  return {
    kind: 'isolate',
    ...(services.length === 1 && services[0] !== undefined ? { service: services[0] } : {}),
    subject: conflict.subject,
    level,
    effect: `give ${named} ${OF_ITS_OWN[level]}${more}`,
  };
}
