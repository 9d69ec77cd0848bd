import { type Clash, type Demand, type Description, type Remark, serviceLabel } from '../model/index.ts';
import type { Matter } from './matter.ts';

/** A rule's sentences say who asks: they get the demands by the names that sentences use. */
const named = (demand: Demand): Demand => {
  const label = serviceLabel(demand.service);
  return label === demand.service ? demand : { ...demand, service: label };
};

/** One demand of each side speaks for all that stand on it. */
export function describeBy(
  demands: readonly Demand[],
  clash: Clash,
  all: readonly Demand[],
  { rule, context }: Matter,
): Description {
  return rule.describe(demands.map(named), clash, context, all.map(named));
}

/** Remarks choose among the demands, so what they chose is given back as it came. */
export function remarksBy(demands: readonly Demand[], { rule, context }: Matter): readonly Remark[] {
  if (rule.remark === undefined) return [];
  const original = new Map(demands.map((demand) => [named(demand), demand]));
  const remarks = rule.remark([...original.keys()], context);
  return remarks.map((remark) => ({ ...remark, demands: remark.demands.map((demand) => original.get(demand) ?? demand) }));
}
