import { type Conflict, type Demand, groupBy, serviceLabel } from '../model/index.ts';
import { conflictOf } from './conflict-of.ts';
import type { Matter } from './matter.ts';
import { byService, canonicalOf } from './sides/classes.ts';
import { describeBy } from './told.ts';

/** Lines of one service beyond which each of them is not asked about beside everybody else. */
const MANY_LINES = 20;

/**
 * A service whose own lines contradict each other goes by one of them, nobody knows which: it parts from those whom each of
 * them excludes. `joint`: of the demands that are firm, what is known of everybody else.
 */
export function excludedAnyway(firm: readonly Demand[], joint: readonly Demand[], matter: Matter): readonly Conflict[] {
  if (firm.length === joint.length || joint.length === 0) return [];
  const { rule, context } = matter;
  const clash = (some: readonly Demand[]): boolean => rule.clash(some, context) !== undefined;
  const byOthers = byService(joint);
  const others = [...byOthers.values()];
  return [...byService(firm)].flatMap(([service, own]): readonly Conflict[] => {
    // What admits nothing by itself excludes everybody, and says nothing of them.
    if (byOthers.has(service) || own.length > MANY_LINES || own.some((one) => clash([one]))) return [];
    const excluded = others.filter((theirs) => own.every((one) => clash([one, ...theirs])));
    const why = `${serviceLabel(service)} contradicts itself; whichever of its lines counts excludes what stands on the other side.`;
    return alikeAmong(excluded, matter).flatMap((group) => partedFrom(own.slice(0, 1), own, group.flat(), why, matter));
  });
}

/** Services that ask for the same. */
function alikeAmong(some: readonly (readonly Demand[])[], { rule }: Matter): readonly (readonly (readonly Demand[])[])[] {
  return [...groupBy(some, (own) => [...new Set(own.map((one) => canonicalOf(one, rule)))].sort().join('\0')).values()];
}

/** No fix is offered: the service has to agree with itself first. */
function partedFrom(
  asked: readonly Demand[],
  own: readonly Demand[],
  theirs: readonly Demand[],
  why: string,
  matter: Matter,
): readonly Conflict[] {
  const { rule, context } = matter;
  const clash = rule.clash([...asked, ...theirs], context);
  if (clash === undefined) return [];
  const { message, explanation } = describeBy([...own, ...theirs], clash, [...own, ...theirs], matter);
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
