import { byText, type Conflict, type Demand, groupBy, type ServiceId } from '../model/index.ts';
import { byOrigin, conflictOf } from './conflict-of.ts';
import { type FixQuestion, proposeFixes } from './fixes.ts';
import type { Environments, Matter } from './matter.ts';
import { byService, classesOf, isOneMeaning } from './sides/classes.ts';
import { coverPairs } from './sides/cover.ts';
import { type Judge, judgeOf } from './sides/judge.ts';
import { minimalClashes } from './sides/minimal-sets.ts';
import { mergeTwins, type Side } from './sides/sides.ts';
import { Voices } from './sides/voices.ts';
import { describeBy } from './told.ts';
import { fewOf } from './within-one.ts';

/**
 * Demands that mean the same form a class; smallest clashing sets of classes become conflicts. Errors are looked for
 * by themselves: two classes of which both clash with a third are alike to it, even if one may only replace the other
 * with a warning. Where every smallest clash is an error, these are the smallest errors too. `chosen`: what services have
 * settled on beside these demands, which a fix had better suit; `brought`: what packages of theirs ask for against them.
 */
export function jointClashes(
  demands: readonly Demand[],
  matter: Matter,
  { chosen = [], brought = [] }: Partial<Pick<FixQuestion, 'chosen' | 'brought'>> = {},
): readonly Conflict[] {
  const { key, rule } = matter;
  const meanings = classesOf(demands, matter);
  const classes = fewClasses(meanings, demands);
  const judge = judgeOf(classes, matter);
  const fleet = { all: demands, voices: new Voices(meanings), chosen, brought };
  // One port, thousands of services: any two of them clash, which need not be asked of every two.
  if (classes.length > 2 && isOneMeaning(demands, rule) && judge([0, 1]) !== undefined)
    return clashOf(classes, true, fleet, matter);
  const { environments } = matter;
  // A smallest set that one environment of each service holds is a smallest one of what all environments hold, too.
  const whole = environments === undefined ? judge : judgeOf(classes, { ...matter, rule: environments.rule });
  const isError = (items: readonly number[]): boolean => whole(items)?.severity === 'error';
  const any = minimalClashes(classes.length, (items) => whole(items) !== undefined);
  const milder = any.sets.filter((set) => !isError(set));
  const errors = any.complete && milder.length === 0 ? any : minimalClashes(classes.length, isError);
  const found = milder.length === 0 ? errors.sets : [...errors.sets, ...milder];
  const sets = environments === undefined ? found : meeting(found, classes, environments);
  const conflicts = groupSets(classes, sets, judge).flatMap(({ members, anyTwo }) => clashOf(members, anyTwo, fleet, matter));
  const notes = [
    ...(errors.complete && any.complete ? [] : [`There are more smallest sets on ${key} than are listed here.`]),
    ...(classes === meanings
      ? []
      : [
          `${meanings.length} different constraints on ${key}: those of one service were judged together, and some that clash are told.`,
        ]),
  ];
  return notes.length === 0
    ? conflicts
    : conflicts.map((conflict) => ({ ...conflict, explanation: [...conflict.explanation, ...notes] }));
}

function meeting(
  sets: readonly (readonly number[])[],
  classes: readonly (readonly Demand[])[],
  environments: Environments,
): readonly (readonly number[])[] {
  const held = classes.map((group) => group.filter((one) => environments.of(one) !== ''));
  return sets.filter((set) => environments.meet(set.flatMap((item) => held[item] ?? [])));
}

/** Every class may have to be asked for beside every other. */
const MANY_CLASSES = 2000;

/** Where few services say thousands of things about one key, what each of them says is taken together. */
function fewClasses(classes: readonly (readonly Demand[])[], demands: readonly Demand[]): readonly (readonly Demand[])[] {
  if (classes.length <= MANY_CLASSES) return classes;
  const services = [...byService(demands).values()];
  return services.length < classes.length ? services : classes;
}

interface GroupedSides {
  readonly members: readonly (readonly Demand[])[];
  readonly anyTwo: boolean;
}

/** Only sets that are judged alike may be told as one conflict; on one of its sides nothing clashes in that same way. */
function groupSets(
  classes: readonly (readonly Demand[])[],
  sets: readonly (readonly number[])[],
  judge: Judge,
): readonly GroupedSides[] {
  const holders = classes.map((group) => new Set(group.map(({ service }) => service)));
  const alike = groupBy(
    sets.filter((set) => !coveredByOne(set, holders)),
    judge,
  );
  const groups = [...alike].flatMap(([verdict, some]) =>
    coverPairs(mergeTwins(classes.length, some, (a, b) => judge([a, b]) !== verdict)),
  );
  return groups.map(({ sides, anyTwo }) => ({
    members: sides.map((side: Side) => side.flatMap((item) => classes[item] ?? [])),
    anyTwo,
  }));
}

function clashOf(
  stated: readonly (readonly Demand[])[],
  anyTwo: boolean,
  fleet: Pick<FixQuestion, 'all' | 'voices' | 'chosen' | 'brought'>,
  matter: Matter,
): readonly Conflict[] {
  const { rule, context } = matter;
  // One representative of each side keeps the sentence short; the demands list everybody.
  const sampled = rule.clash(sampleOf(stated), context);
  const clash = sampled ?? rule.clash(stated.flat(), context);
  if (clash === undefined) return [];
  const enough = sampled === undefined ? new Set(fewOf(stated.flat(), matter)) : undefined;
  const hasPart = (demand: Demand): boolean => enough?.has(demand) ?? rule.concerns?.(demand, clash) ?? true;
  const sides = stated.map((side) => concerned(side, hasPart));
  const told = enough === undefined ? sampleOf(sides) : [...enough];
  const { message, explanation } = describeBy(told, clash, sides.flat(), matter);
  const clearedBy = clash.clearedBy ?? rule.clearedBy;
  return [
    conflictOf(sides, matter, {
      rule: clash.rule,
      severity: clash.severity,
      message,
      explanation: [...sideNotes(explanation, sides, anyTwo), ...(matter.environments?.notes(sides.flat()) ?? [])],
      fixes: proposeFixes({ ...matter, ...fleet, sides, anyTwo }),
      clearedBy,
      anyTwo,
    }),
  ];
}

function sampleOf(sides: readonly (readonly Demand[])[]): readonly Demand[] {
  return sides.flatMap((side) => representative(side) ?? []).sort(byOrigin);
}

/** A side without the demands that have no part in the clash, as far as their service has others. */
function concerned(side: readonly Demand[], hasPart: (demand: Demand) => boolean): readonly Demand[] {
  const part = side.filter(hasPart);
  const told = new Set(part.map(({ service }) => service));
  return [...part, ...side.filter(({ service }) => !told.has(service))];
}

function sideNotes(explanation: readonly string[], sides: readonly (readonly Demand[])[], anyTwo: boolean): readonly string[] {
  const isEachOne = sides.every((side) => new Set(side.map(({ service }) => service)).size === 1);
  if (anyTwo) return [...explanation, `Any two of these ${inWords(sides.length)}${isEachOne ? '' : ' groups'} clash.`];
  if (sides.length > 2)
    return [...explanation, `Any ${inWords(sides.length - 1)} of them agree; all ${inWords(sides.length)} together do not.`];
  return explanation;
}

const NUMERALS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function inWords(count: number): string {
  return NUMERALS[count] ?? String(count);
}

function representative(side: readonly Demand[]): Demand | undefined {
  return [...side].sort(
    (a, b) => a.via.length - b.via.length || byText(a.service, b.service) || a.origin.line - b.origin.line,
  )[0];
}

/** A set that one service holds all by itself is that service's contradiction, not the sharing's. */
function coveredByOne(set: readonly number[], holders: readonly ReadonlySet<ServiceId>[]): boolean {
  for (const service of holders[set[0] ?? -1] ?? []) if (set.every((item) => holders[item]?.has(service))) return true;
  return false;
}
