import type { Demand, RealmRule, RuleContext, ServiceId } from '../model/index.ts';

export function byService(demands: readonly Demand[]): ReadonlyMap<ServiceId, readonly Demand[]> {
  const groups = new Map<ServiceId, Demand[]>();
  for (const demand of demands) {
    const group = groups.get(demand.service);
    if (group === undefined) groups.set(demand.service, [demand]);
    else group.push(demand);
  }
  return groups;
}

export function severalServices(demands: readonly Demand[]): boolean {
  return demands.some((demand) => demand.service !== demands[0]?.service);
}

/** Demands that mean the same, and so play the same part in every clash. */
export function classesOf(demands: readonly Demand[], rule: RealmRule, context: RuleContext): readonly (readonly Demand[])[] {
  const classes = new Map<string, Demand[]>();
  for (const demand of demands) {
    const name = `${demand.kind} ${rule.canonical(demand)} ${demand.when ?? ''}`;
    const group = classes.get(name);
    if (group === undefined) classes.set(name, [demand]);
    else group.push(demand);
  }
  // Where even equal demands clash (two services on one port), every service is a class of its own.
  return [...classes.values()].flatMap((group) =>
    severalServices(group) && rule.clash(group, context) !== undefined ? [...byService(group).values()] : [group],
  );
}
