import { type Conflict, type Demand, groupBy, listed, type ServiceId, serviceLabel } from '../model/index.ts';
import { byService, canonicalOf } from './classes.ts';
import { conflictOf } from './conflict-of.ts';
import type { Matter } from './matter.ts';
import { describeBy } from './told.ts';
import { environmentsApart } from './within-one.ts';

/** Lines of one service beyond which each of them is not asked about beside everybody else. */
const MANY_LINES = 20;

/**
 * A service that contradicts itself goes by one of its lines, nobody knows which: it parts from those whom each of them
 * excludes. One that keeps environments apart runs all of them, and parts from those whom one of them excludes. `joint`:
 * what the others ask for.
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
    const parts = contradictory.has(service) ? environmentsApart(own, matter) : undefined;
    if (parts !== undefined) return partedFromParts(parts, others, matter);
    // What admits nothing by itself excludes everybody, and says nothing of them.
    if (!contradictory.has(service) || own.length > MANY_LINES || own.some((one) => clash([one]))) return [];
    const excluded = others.filter((theirs) => own.every((one) => clash([one, ...theirs])));
    const why = `${serviceLabel(service)} contradicts itself; whichever of its lines counts excludes what stands on the other side.`;
    return alikeAmong(excluded, matter).flatMap((group) => partedFrom(own.slice(0, 1), own, group.flat(), why, matter));
  });
}

/** Environments of a service exclude others, whatever its other environments hold. */
function partedFromParts(
  parts: readonly (readonly Demand[])[],
  others: readonly (readonly Demand[])[],
  matter: Matter,
): readonly Conflict[] {
  const { rule, context } = matter;
  const excluding = (theirs: readonly Demand[]): readonly (readonly Demand[])[] =>
    parts.filter((part) => rule.clash([...part, ...theirs], context) !== undefined);
  const byParts = groupBy(others, (theirs) =>
    excluding(theirs)
      .map((part) => parts.indexOf(part))
      .join(),
  );
  return [...byParts.values()].flatMap((group) => {
    const [first, ...more] = excluding(group[0] ?? []);
    if (first === undefined) return [];
    const own = [...new Set([first, ...more].flat())];
    const files = listed([...new Set(own.map(({ origin }) => origin.file))].sort());
    const place = more.length > 0 ? 'environments of their own' : 'an environment of its own';
    const says = own[0]?.realm === 'runtime' ? `runs what ${files} makes` : `installs ${files} into ${place}`;
    const why = `${serviceLabel(own[0]?.service ?? '')} ${says}, beside its others.`;
    return alikeAmong(group, matter).flatMap((alike) => partedFrom(first, own, alike.flat(), why, matter));
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
