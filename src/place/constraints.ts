import { type Conflict, type IsolationLevel, isActiveAt, type ServiceId } from '../model/index.ts';

/**
 * A set of services that must not meet on one host, as sides: a host that holds at least one service of every side
 * is forbidden. With `anyTwo`, one service of any two sides is enough: one entry, where pairs would be millions.
 */
export interface Exclusion {
  readonly sides: readonly (readonly ServiceId[])[];
  readonly anyTwo?: boolean;
}

/** Wishes from config; `together` and `apart` list whole groups. */
export interface Wishes {
  readonly together: readonly (readonly ServiceId[])[];
  readonly apart: readonly (readonly ServiceId[])[];
  /** Service → name of the host that it has to be on. */
  readonly pins: ReadonlyMap<ServiceId, string>;
  readonly maxServicesPerHost?: number;
}

export const NO_WISHES: Wishes = { together: [], apart: [], pins: new Map() };

/** Services that config isolates further than the rest of the fleet. */
export type OwnLevels = ReadonlyMap<ServiceId, IsolationLevel>;

/**
 * What keeps services apart at a level: errors that neither the level nor a service's own isolation ends. What only
 * another machine ends, being placed on another host ends: so at the level of machines these errors part services too.
 */
export function exclusionsAt(
  conflicts: readonly Conflict[],
  level: IsolationLevel,
  levels: OwnLevels = new Map(),
): readonly Exclusion[] {
  return conflicts
    .filter(({ severity, status }) => severity === 'error' && status !== 'ignored')
    .filter(({ clearedBy }) => clearedBy === 'machine' || isActiveAt(clearedBy, level))
    .flatMap((conflict) => exclusionsOf(conflict, levels));
}

/** What keeps services apart on hosts: the same, and that a service with a machine of its own shares it with nobody. */
export function exclusionsAmong(
  services: readonly ServiceId[],
  conflicts: readonly Conflict[],
  level: IsolationLevel,
  levels: OwnLevels,
): readonly Exclusion[] {
  const alone = services.filter((service) => levels.get(service) === 'machine');
  const others = services.filter((service) => levels.get(service) !== 'machine');
  const sides = [...alone.map((service) => [service]), ...(others.length === 0 ? [] : [others])];
  const apart = alone.length === 0 || sides.length < 2 ? [] : [{ sides, anyTwo: true }];
  return [...exclusionsAt(conflicts, level, levels), ...apart];
}

/** What a conflict excludes, of the services that their own isolation leaves to it. */
function exclusionsOf(conflict: Conflict, levels: OwnLevels = new Map()): readonly Exclusion[] {
  const shares = (service: ServiceId): boolean => isActiveAt(conflict.clearedBy, levels.get(service) ?? 'environment');
  const sides = conflict.sides.map((side) =>
    [...new Set(side.flatMap((index) => conflict.demands[index]?.service ?? []))].filter(shares),
  );
  if (!conflict.anyTwo || sides.length < 3) return sides.every((side) => side.length > 0) ? [{ sides }] : [];
  const there = sides.filter((side) => side.length > 0);
  return there.length < 2 ? [] : [{ sides: there, anyTwo: true }];
}
