import { type Conflict, type Demand, groupBy, type ServiceId, serviceLabel } from '../model/index.ts';
import { byService, canonicalOf } from './classes.ts';
import { conflictOf } from './conflict-of.ts';
import type { Matter } from './matter.ts';
import { describeBy } from './told.ts';

/** Lines of one service beyond which each of them is not asked about beside everybody else. */
const MANY_LINES = 20;

/**
 * A service that contradicts itself goes by one of its lines, nobody knows which: it parts from those whom each of them
 * excludes. `joint`: what the others ask for.
 */
export function excludedAnyway(
  firm: readonly Demand[],
  contradictory: ReadonlySet<ServiceId>,
  joint: readonly Demand[],
  matter: Matter,
): readonly Conflict[] {
  if (contradictory.size === 0 || joint.length === 0) return [];
  const { rule, context } = matter;
  const clash = (some: readonly Demand[]): boolean => rule.clash(some, context) !== undefined;
  const others = [...byService(joint).values()];
  return [...byService(firm)].flatMap(([service, own]): readonly Conflict[] => {
    // What admits nothing by itself excludes everybody, and says nothing of them.
    if (!contradictory.has(service) || own.length > MANY_LINES || own.some((one) => clash([one]))) return [];
    const excluded = others.filter((theirs) => own.every((one) => clash([one, ...theirs])));
    const alike = groupBy(excluded, (theirs) => [...new Set(theirs.map((one) => canonicalOf(one, rule)))].sort().join('\0'));
    return [...alike.values()].flatMap((group) => partedFrom(own, group.flat(), matter));
  });
}

/** No fix is offered: the service has to agree with itself first. */
function partedFrom(own: readonly Demand[], theirs: readonly Demand[], matter: Matter): readonly Conflict[] {
  const { rule, context } = matter;
  const [first] = own;
  const clash = first === undefined ? undefined : rule.clash([first, ...theirs], context);
  if (first === undefined || clash === undefined) return [];
  const { message, explanation } = describeBy([...own, ...theirs], clash, [...own, ...theirs], matter);
  const why = `${serviceLabel(first.service)} contradicts itself; whichever of its lines counts excludes what stands on the other side.`;
  return [
    conflictOf([own, theirs], matter, {
      rule: clash.rule,
      severity: clash.severity,
      message,
      explanation: [...explanation, why],
      ...(clash.clearedBy === undefined ? {} : { clearedBy: clash.clearedBy }),
    }),
  ];
}
