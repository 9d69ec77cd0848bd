import {
  byText,
  type Demand,
  type Fix,
  listed,
  type Place,
  placeText,
  plural,
  type RealmRule,
  type ServiceId,
} from '../model/index.ts';
import { isRuntimeChoice } from './deployed/demands.ts';
import type { Matter } from './matter.ts';
import { minimalClashes } from './sides/minimal-sets.ts';
import type { Voices } from './sides/voices.ts';

const MAX_FIXES = 3;

export interface FixQuestion extends Matter {
  readonly sides: readonly (readonly Demand[])[];
  readonly anyTwo: boolean;
  /** Every firm demand on the key, also of services that are no part of the clash: a fix must not move the clash to them. */
  readonly all: readonly Demand[];
  /** Who speaks for them. */
  readonly voices: Voices;
  /** Versions that services have settled on among those that they admit: of two fixes the one that suits these is better. */
  readonly chosen: readonly Demand[];
  /** What packages ask for that services bring, where those contradict what the services ask for themselves: the same of these. */
  readonly brought: readonly Demand[];
}

/**
 * Changes of lines that end the clash, each applied to the demands of the whole fleet and judged again before it is
 * offered. What is chosen moves before what is declared; then cheapest first: fewest manifests touched, then what settles
 * the key for everybody, then what packages agree with that services bring, then what leads to releases, then the smallest
 * step, and of equal steps the one forward.
 */
export function proposeFixes(question: FixQuestion): readonly Fix[] {
  const changes = question.anyTwo ? [] : question.sides.flatMap((side) => changeSide(side, question));
  const cheapest = changes
    .sort(
      (a, b) =>
        Number(b.isChoice) - Number(a.isChoice) ||
        a.cost - b.cost ||
        Number(b.settles) - Number(a.settles) ||
        Number(b.suits) - Number(a.suits) ||
        Number(a.isEarly) - Number(b.isEarly) ||
        compareNumbers(a.step, b.step) ||
        compareNumbers(a.age, b.age),
    )
    .map(({ fix }) => fix);
  const aligned = question.anyTwo || question.sides.length > 2 || fromElsewhere(question.sides) ? alignAll(question) : [];
  return [...cheapest, ...aligned, ...moves(question)].slice(0, MAX_FIXES);
}

/** No range suits a repository or an archive: all that others can do is to take the same. */
function fromElsewhere(sides: readonly (readonly Demand[])[]): boolean {
  return sides.flat().every(({ kind }) => kind === 'git' || kind === 'url');
}

interface Change {
  readonly fix: Fix;
  /** Whether it leaves what services declare of a runtime as it stands, and changes what an image or a version file chose. */
  readonly isChoice: boolean;
  /** Manifests that change; a runtime that an image and a version file of one service pin is one decision. */
  readonly cost: number;
  /** Whether nobody disagrees on the key afterwards. */
  readonly settles: boolean;
  /** Whether packages agree with it that services bring. */
  readonly suits: boolean;
  /** Whether it leads to a version before its release. */
  readonly isEarly: boolean;
  /** How far the versions move: the difference at the first place where they differ, and zeros before it. */
  readonly step: readonly number[];
  readonly age: readonly number[];
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A version's release; what counts candidates, builds and days behind it (`2.0rc20`, `9.4.57.v20241219`) is no version. */
const RELEASE = /(?<![\w.+-])v?(\d+(?:\.\d+)*)/g;

/** The versions that a constraint names, as numbers, ascending. */
function named(constraint: string): readonly (readonly number[])[] {
  return [...constraint.matchAll(RELEASE)].map(([, text = '']) => text.split('.').map(Number)).sort(compareNumbers);
}

function highest(constraint: string): readonly number[] {
  return named(constraint).at(-1) ?? [];
}

/** The smallest distance between versions that the two name: the same for the step there and back. */
function stepBetween(from: string, to: string): readonly number[] {
  const steps = named(from).flatMap((one) => named(to).map((other) => distance(one, other)));
  return steps.sort(compareNumbers)[0] ?? [];
}

function distance(a: readonly number[], b: readonly number[]): readonly number[] {
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index).find(
    (index) => (a[index] ?? 0) !== (b[index] ?? 0),
  );
  if (at === undefined) return [];
  return [...new Array<number>(at).fill(0), Math.abs((a[at] ?? 0) - (b[at] ?? 0))];
}

function manifestCount(side: readonly Demand[]): number {
  return new Set(side.map((demand) => demand.origin.file)).size;
}

/** A version file above many services is one line, as an image and a version file of one service are one decision. */
function costOf(side: readonly Demand[]): number {
  const manifests = manifestCount(side);
  return side[0]?.realm === 'runtime' ? Math.min(manifests, serviceCount(side)) : manifests;
}

function serviceCount(demands: readonly Demand[]): number {
  return new Set(demands.map((demand) => demand.service)).size;
}

/** Only a line that the service wrote itself can be changed. */
function isOwnLine(demand: Demand): boolean {
  return demand.via.length === 0;
}

/** Where the others are at odds, each of their constraints is tried: among many there is hardly one that suits all. */
const MAX_TRIED = 12;

/** A whole side has to move together. */
function changeSide(side: readonly Demand[], question: FixQuestion): readonly Change[] {
  const { rule, context, all, voices } = question;
  const [first] = side;
  if (rule.suggest === undefined || first === undefined || !side.every(isOwnLine)) return [];
  // What a manifest declares and what an image prefers are not changed by one word.
  if (side.some(({ strength }) => strength !== first.strength)) return [];
  const own = new Set(side);
  const clashing = question.sides.filter((other) => other !== side).flat();
  const everybody = all.filter((demand) => !own.has(demand));
  const [before, others, rest] = [voices.of(side), voices.of(clashing), voices.of(everybody)];
  const settles = rule.clash(rest, context) === undefined;
  // A side may hold demands that clash with each other, which is a finding of its own.
  const agree = settles || rule.clash(others, context) === undefined;
  const ends = (changed: readonly Demand[]): boolean =>
    agree
      ? rule.clash([...changed, ...(settles ? rest : others)], context) === undefined
      : others.every((other) => rule.clash([...changed, other], context) === undefined);
  const [beside, elsewhere] = [settles ? rest : others, choicesBeside(side, question)];
  const suggested = [
    ...(elsewhere.length === 0 ? [] : rule.suggest(first, [...beside, ...elsewhere], context)),
    ...rule.suggest(first, beside, context),
  ];
  for (const constraint of agree ? suggested : suggested.slice(0, MAX_TRIED)) {
    const to = spelled(side, constraint, rule);
    if (to === undefined) continue;
    const changed = before.map((demand): Demand => ({ ...demand, constraint, kind: 'range' }));
    if (!ends(changed)) continue;
    if (!settles && !startsNothing(before, changed, rest, question)) continue;
    const [theirs, theirServices] = settles ? [rest, everybody] : [others, clashing];
    const outcome = agree
      ? { after: [...changed, ...theirs], services: serviceCount([...side, ...theirServices]), settles }
      : undefined;
    const isEarly = rule.startsEarly?.(constraint) === true;
    const change = fixOf(side, to, 'change-constraint', outcome, question);
    const fix = isEarly ? { ...change, effect: `${change.effect} (${to} begins before a release)` } : change;
    const step = stepBetween(elsewhereSpelled(first, rule), constraint);
    const suits = question.brought.every((one) => rule.clash([...changed, one], context) === undefined);
    const isChoice = side.every(isRuntimeChoice);
    return [{ fix, isChoice, cost: costOf(side), settles, suits, isEarly, step, age: highest(first.constraint) }];
  }
  return [];
}

function choicesBeside(side: readonly Demand[], { chosen }: FixQuestion): readonly Demand[] {
  const moving = new Set(side.map(({ service }) => service));
  return chosen.filter(({ service }) => !moving.has(service));
}

/** A constraint in the words that another line would have it in: steps there and back are measured between the same texts. */
function elsewhereSpelled(demand: Demand, { spell }: RealmRule): string {
  return spell?.({ ...demand, constraint: '' }, demand.constraint) ?? demand.constraint;
}

/** Beyond this many different constraints on one key, only pairs of them are judged again. */
const MAX_CLASSES = 10;

/** Whether every set that clashes with the changed demands clashed with them before: a fix must not move the clash to others. */
function startsNothing(
  before: readonly Demand[],
  after: readonly Demand[],
  rest: readonly Demand[],
  question: FixQuestion,
): boolean {
  const { rule, context, voices } = question;
  const classes = voices.grouped(rest);
  const isNew = (set: readonly Demand[]): boolean =>
    rule.clash([...after, ...set], context) !== undefined && rule.clash([...before, ...set], context) === undefined;
  if (classes.some(isNew)) return false;
  if (classes.length > MAX_CLASSES) return true;
  const { sets } = minimalClashes(
    classes.length,
    (items) => rule.clash([...after, ...items.flatMap((item) => classes[item] ?? [])], context) !== undefined,
  );
  return sets.every((set) => !isNew(set.flatMap((item) => classes[item] ?? [])));
}

/** Sides whose constraint is tried for all: those after the first few would have nearly everybody move. */
const MAX_ALIGNED = 12;

/** One side's constraint for all: the side that spares most manifests, if everybody else on the key agrees with it. */
function alignAll(question: FixQuestion): readonly Fix[] {
  const { sides, all, rule, context, voices } = question;
  const involved = new Set(sides.flat());
  const bystanders = voices.of(all.filter((demand) => !involved.has(demand)));
  const candidates = sides
    .map((side) => ({ side, manifests: manifestCount(side), version: highest(side[0]?.constraint ?? '') }))
    .sort((a, b) => b.manifests - a.manifests || compareNumbers(b.version, a.version));
  for (const { side: kept } of candidates.slice(0, MAX_ALIGNED)) {
    // Whoever is no part of the clash stays: where they are at odds with this side, nothing helps.
    const stays = [...voices.of(kept), ...bystanders];
    if (bystanders.length > 0 && rule.clash(stays, context) !== undefined) continue;
    const moved = sides.filter((side) => side !== kept).flat();
    if (!moved.every(isOwnLine)) continue;
    for (const constraint of modelsOf(kept, moved, question)) {
      const to = spelled(moved, constraint, rule);
      if (to === undefined) continue;
      const kind = kept.find((demand) => demand.constraint === constraint)?.kind ?? 'range';
      const after = [...stays, ...voices.of(moved).map((demand): Demand => ({ ...demand, constraint, kind }))];
      if (rule.clash(after, context) !== undefined) continue;
      return [fixOf(moved, to, 'align', { after, services: serviceCount(all), settles: true }, question)];
    }
  }
  return [];
}

/** What a side says, of which some lines can say the one and some the other; then what suits it, for lines that can say neither. */
function modelsOf(kept: readonly Demand[], [first]: readonly Demand[], { rule, context }: FixQuestion): readonly string[] {
  const said = [...new Set(kept.map(({ constraint }) => constraint))].slice(0, MAX_TRIED);
  const suited = first === undefined || rule.suggest === undefined ? [] : rule.suggest(first, kept, context).slice(0, MAX_TRIED);
  return [...new Set([...said, ...suited])];
}

/** Where a number is fought over, one of two services can take another. */
function moves({ rule, context, sides, anyTwo }: FixQuestion): readonly Fix[] {
  if (rule.move === undefined || anyTwo || sides.length !== 2) return [];
  return sides.flatMap((side): readonly Fix[] => {
    const [first] = side;
    const moved = first === undefined || serviceCount(side) > 1 ? undefined : rule.move?.(first, context);
    if (first === undefined || moved === undefined) return [];
    const { file, line } = first.origin;
    const to = moved.key.split('/')[0] ?? moved.key;
    const also = [...(moved.also ?? [])].sort(byPlace);
    const along = also.length === 0 ? '' : `; ${listed(also.map(placeText), 3)} ${also.length === 1 ? 'moves' : 'move'} along`;
    return [
      {
        kind: 'change-constraint',
        service: first.service,
        subject: moved.subject ?? first.subject,
        to,
        effect: moved.effect + along,
        file,
        line,
        ...(also.length === 0 ? {} : { places: [{ file, line }, ...also].sort(byPlace) }),
      },
    ];
  });
}

/** What all of these lines would say; undefined where they would differ, or where another text changes nothing. */
function spelled(demands: readonly Demand[], constraint: string, rule: RealmRule): string | undefined {
  const { spell } = rule;
  const [text, ...others] = new Set(demands.map((demand) => (spell === undefined ? constraint : spell(demand, constraint))));
  return others.length === 0 ? text : undefined;
}

/** Who speaks for those who agree afterwards, how many services they are, and whether that is everybody who asks for the key. */
interface Outcome {
  readonly after: readonly Demand[];
  readonly services: number;
  readonly settles: boolean;
}

function fixOf(
  changed: readonly Demand[],
  to: string,
  kind: 'change-constraint' | 'align',
  /** Undefined where the others stay at odds with each other. */
  outcome: Outcome | undefined,
  question: FixQuestion,
): Fix {
  const { key, rule } = question;
  const [first] = changed;
  const files = manifestCount(changed);
  const services = [...new Set(changed.map((demand) => demand.service))];
  const from = new Set(changed.map((demand) => demand.constraint));
  const places = placesOf(changed);
  const settled =
    outcome === undefined
      ? `${services.length === 1 ? 'it clashes' : 'they clash'} with none of these others on ${key}`
      : settledText(outcome, question);
  return {
    kind,
    subject: first?.subject ?? key,
    to,
    effect: `${placesText(changed, services)}then ${settled}`,
    ...(services.length === 1 && first !== undefined ? { service: first.service } : {}),
    ...(from.size === 1 && first !== undefined ? { from: spelled([first], first.constraint, rule) ?? first.constraint } : {}),
    ...(files === 1 && first !== undefined ? { file: first.origin.file, line: first.origin.line } : {}),
    ...(places.length > 1 ? { places } : {}),
  };
}

function placesOf(changed: readonly Demand[]): readonly Place[] {
  const places = new Map(changed.map(({ origin: { file, line } }) => [placeText({ file, line }), { file, line }]));
  return [...places.values()].sort(byPlace);
}

function byPlace(a: Place, b: Place): number {
  return byText(a.file, b.file) || a.line - b.line;
}

/** Where the change is made, as far as one service and the place of one line do not say it. */
function placesText(changed: readonly Demand[], services: readonly ServiceId[]): string {
  const files = [...new Set(changed.map(({ origin }) => origin.file))];
  const lines = [...new Set(changed.map(({ origin }) => String(origin.line)))];
  const parts = [
    ...(services.length > 1 && files.length > 1 ? [`in ${plural(files.length, 'file')} of ${listed(services, 4)}`] : []),
    ...(services.length > 1 && files.length === 1 ? [`for ${listed(services, 4)}`] : []),
    ...(services.length === 1 && files.length > 1 ? [`in ${listed(files, 4)}`] : []),
    ...(files.length === 1 && lines.length > 1 ? [`on lines ${listed(lines, 4)}`] : []),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}; `;
}

/** Beside what is fixed other services may stay at odds, and what is no error any more may still be a warning. */
function settledText({ after, services, settles }: Outcome, { key, rule, context }: FixQuestion): string {
  const isWarning = rule.remark?.(after, context).some(({ severity }) => severity === 'warning') ?? false;
  if (isWarning) return `only a warning is left over ${key}`;
  return settles ? `${everyone(services)} services that ask for ${key} agree` : `these ${services} services agree on ${key}`;
}

function everyone(count: number): string {
  return count === 2 ? 'both' : `all ${count}`;
}
