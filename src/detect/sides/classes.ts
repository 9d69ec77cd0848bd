import { byKey, type Demand, groupBy, type RealmRule, type ServiceId } from '../../model/index.ts';
import type { Matter } from '../matter.ts';

export function byService(demands: readonly Demand[]): ReadonlyMap<ServiceId, readonly Demand[]> {
  return groupBy(demands, ({ service }) => service);
}

/** What one service has wrong alone is no conflict, whatever its demands say. */
export function severalServices(demands: readonly Demand[]): boolean {
  return demands.some((demand) => demand.service !== demands[0]?.service);
}

const canonicals = new WeakMap<Demand, string>();

/** A demand is of one realm, so its normal form, which classes and fingerprints are made of, is worked out once. */
export function canonicalOf(demand: Demand, rule: RealmRule): string {
  const known = canonicals.get(demand);
  if (known !== undefined) return known;
  const canonical = rule.canonical(demand);
  canonicals.set(demand, canonical);
  return canonical;
}

function meaningOf(demand: Demand, rule: RealmRule): string {
  return `${demand.kind} ${canonicalOf(demand, rule)} ${demand.when ?? ''}`;
}

/** Whether all of these ask for the same. */
export function isOneMeaning(demands: readonly Demand[], rule: RealmRule): boolean {
  const [first] = demands;
  return first === undefined || demands.every((demand) => meaningOf(demand, rule) === meaningOf(first, rule));
}

/** Demands that mean the same, and so play the same part in every clash. */
export function classesOf(demands: readonly Demand[], { rule, context, environments }: Matter): readonly (readonly Demand[])[] {
  const classes = groupBy(demands, (demand) => {
    const environment = environments?.of(demand) ?? '';
    return environment === '' ? meaningOf(demand, rule) : `${meaningOf(demand, rule)} ${environment}`;
  });
  // In the order of their meaning: what is told must not hang on the order of services.
  const sorted = [...classes].sort(byKey).map(([, group]) => group);
  // Where even equal demands clash (two services on one port), every service is a class of its own.
  return sorted.flatMap((group) => (severalServices(group) && rule.clash(group, context) !== undefined ? apart(group) : [group]));
}

function apart(group: readonly Demand[]): readonly (readonly Demand[])[] {
  return [...byService(group)].sort(byKey).map(([, own]) => own);
}

/**
 * Those who speak for a class: of two services, as a rule may ask whether a demand is another service's; everybody where
 * what one service says is taken together.
 */
export function speakersOf(group: readonly Demand[], rule: RealmRule): readonly Demand[] {
  const [first] = group;
  if (first === undefined || group.length < 3 || !isOneMeaning(group, rule)) return group;
  const other = group.find(({ service }) => service !== first.service);
  return other === undefined ? [first] : [first, other];
}
