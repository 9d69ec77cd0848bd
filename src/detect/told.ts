import {
  type Clash,
  type Demand,
  type Description,
  type RealmRule,
  type Remark,
  type RuleContext,
  serviceLabel,
} from '../model/index.ts';

/** A rule's sentences say who asks: they get the demands by the names that sentences use. */
const named = (demand: Demand): Demand => {
  const label = serviceLabel(demand.service);
  return label === demand.service ? demand : { ...demand, service: label };
};

export function describeBy(
  rule: RealmRule,
  demands: readonly Demand[],
  clash: Clash,
  context: RuleContext,
  all: readonly Demand[],
): Description {
  return rule.describe(demands.map(named), clash, context, all.map(named));
}

/** Remarks choose among the demands, so what they chose is given back as it came. */
export function remarksBy(rule: RealmRule, demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  if (rule.remark === undefined) return [];
  const original = new Map(demands.map((demand) => [named(demand), demand]));
  const remarks = rule.remark([...original.keys()], context);
  return remarks.map((remark) => ({ ...remark, demands: remark.demands.map((demand) => original.get(demand) ?? demand) }));
}
