import { byText, type Conflict, type Demand, type Depth } from '../model/index.ts';
import { fingerprint } from './fingerprint.ts';
import type { Matter } from './matter.ts';
import { canonicalOf } from './sides/classes.ts';

type Judged = Pick<Conflict, 'rule' | 'severity' | 'message' | 'explanation'> &
  Partial<Pick<Conflict, 'fixes' | 'clearedBy' | 'anyTwo'>>;

/** In an order that does not depend on how the sides were found; the id says nothing of lines, so it outlives edits. */
export function conflictOf(sides: readonly (readonly Demand[])[], { key, rule }: Matter, judged: Judged): Conflict {
  const ordered = sides.map((side) => [...side].sort(byOrigin)).sort(([a], [b]) => (a && b ? byOrigin(a, b) : 0));
  const demands = ordered.flat();
  let next = 0;
  const indices = ordered.map((side) => side.map(() => next++));
  const services = [...new Set(demands.map((demand) => demand.service))].sort();
  return {
    id: fingerprint({
      rule: judged.rule,
      realm: rule.realm,
      key,
      demands: demands.map((demand) => `${demand.service} ${canonicalOf(demand, rule)}`),
    }),
    rule: judged.rule,
    severity: judged.severity,
    realm: rule.realm,
    subject: demands[0]?.subject ?? key,
    services,
    demands,
    sides: indices,
    depth: depthOf(demands),
    clearedBy: judged.clearedBy ?? rule.clearedBy,
    message: judged.message,
    explanation: judged.explanation,
    fixes: judged.fixes ?? [],
    ...(judged.anyTwo === true ? { anyTwo: true } : {}),
  };
}

function depthOf(demands: readonly Demand[]): Depth {
  return demands.some((demand) => demand.strength === 'locked' || demand.via.length > 0) ? 'locked' : 'declared';
}

export function byOrigin(a: Demand, b: Demand): number {
  return byText(a.service, b.service) || byText(a.origin.file, b.origin.file) || a.origin.line - b.origin.line;
}
