import {
  addTo,
  append,
  byText,
  type Conflict,
  type Demand,
  type Depth,
  gravity,
  groupBy,
  listed,
  type RealmId,
  type RealmRule,
  type Remark,
  type RuleContext,
  type Service,
  type ServiceId,
  serviceLabel,
  type Target,
} from '../model/index.ts';
import { byService, canonicalOf, classesOf, isOneMeaning, severalServices } from './classes.ts';
import { coverPairs } from './cover.ts';
import { type DemandIndex, deployedDemands, indexDemands } from './demands.ts';
import type { GroupChoice } from './deployed.ts';
import { fingerprint } from './fingerprint.ts';
import { proposeFixes } from './fixes.ts';
import { type Judge, judgeOf } from './judge.ts';
import { minimalClashes, shrink } from './minimal-sets.ts';
import type { RuleBook } from './rules.ts';
import { mergeTwins, type Side } from './sides.ts';
import { describeBy, remarksBy } from './told.ts';

export interface DetectOptions {
  readonly target: Target;
  readonly groups: GroupChoice;
  /** Realms to look at; all when absent. */
  readonly realms?: ReadonlySet<RealmId>;
  /** Settings per realm from config. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Detection {
  readonly conflicts: readonly Conflict[];
  readonly index: DemandIndex;
}

/** Demands of all services → conflicts by declared and locked facts alone, sorted by severity, realm and subject. */
export function detect(services: readonly Service[], book: RuleBook, options: DetectOptions): Detection {
  const index = indexDemands(services.flatMap((service) => deployedDemands(service, options.groups)));
  const conflicts: Conflict[] = [];
  for (const [realm, keys] of index) {
    if (options.realms !== undefined && !options.realms.has(realm)) continue;
    const context: RuleContext = { target: options.target, settings: options.settings[realm] ?? {}, held: new Set(keys.keys()) };
    for (const [key, demands] of joined(realm, keys, book)) {
      const rule = book.find(realm, key);
      if (rule !== undefined) append(conflicts, judgeKey(key, demands, rule, context));
    }
  }
  return { conflicts: conflicts.sort(bySeverity), index };
}

function joined(
  realm: RealmId,
  keys: ReadonlyMap<string, readonly Demand[]>,
  book: RuleBook,
): ReadonlyMap<string, readonly Demand[]> {
  const [first = ''] = keys.keys();
  return book.find(realm, first)?.join?.(keys) ?? keys;
}

/** The order of a report: the gravest first, then realm, subject and id. */
export function bySeverity(a: Conflict, b: Conflict): number {
  return gravity(a) - gravity(b) || byText(a.realm, b.realm) || byText(a.subject, b.subject) || byText(a.id, b.id);
}

/** Everything that one key gives rise to: each service's own contradictions, the clashes that sharing adds, remarks. */
function judgeKey(key: string, stated: readonly Demand[], rule: RealmRule, context: RuleContext): readonly Conflict[] {
  const [only, ...others] = stated;
  if (only !== undefined && others.length === 0)
    return isFirm(only) && rule.clash(stated, context) !== undefined ? [emptyConstraint(key, only, rule)] : [];
  const { settle, programs } = rule;
  const demands = settle === undefined ? stated : [...byService(stated).values()].flatMap((own) => settle(own));
  const found: Conflict[] = [];
  if (programs !== undefined)
    for (const own of byService(stated).values())
      append(found, clashAmongPrograms(key, programs.of(own), programs.rule, rule, context));
  const firm = demands.filter((demand) => isFirm(demand));
  const contradictory = new Set<ServiceId>();
  const clashing = (firm.length === 1 || severalServices(firm)) && rule.clash(firm, context) !== undefined;
  for (const [service, own] of byService(firm)) {
    // A single constraint may be empty by itself; without any clash it is not worth asking.
    const clash = own.length > 1 || clashing ? rule.clash(own, context) : undefined;
    if (clash === undefined) continue;
    contradictory.add(service);
    found.push(ownContradiction(key, own, rule, context, clash.rule));
  }
  const joint = firm.filter((demand) => !contradictory.has(demand.service));
  const clashes =
    severalServices(joint) && rule.clash(joint, context) !== undefined ? jointClashes(key, joint, rule, context) : [];
  append(found, clashes);
  if (clashes.length === 0) append(found, preferenceClashes(key, demands, contradictory, rule, context));
  const errors = clashes.filter(({ severity }) => severity === 'error');
  append(found, errors.length === 0 ? remarks(key, demands, rule, context) : remarksBeside(errors, key, demands, rule, context));
  return found;
}

/** A lock's pins may move and a runtime's preferred version may be another: neither proves that services have to part. */
function isFirm(demand: Demand): boolean {
  return demand.strength !== 'locked' && !(demand.realm === 'runtime' && demand.strength === 'preferred');
}

function ownContradiction(key: string, own: readonly Demand[], rule: RealmRule, context: RuleContext, name: string): Conflict {
  const clash = { rule: name, severity: 'note' as const };
  const empty = own.find((one) => rule.clash([one], context) !== undefined);
  if (empty !== undefined) return emptyConstraint(key, empty, rule);
  const told = fewOf(own, rule, context);
  const { message, explanation } = describeBy(rule, told, clash, context, told);
  return conflictOf(key, [told], rule, {
    rule: 'service/contradiction',
    severity: 'note',
    message: `within ${serviceLabel(own[0]?.service ?? '')} alone: ${message}`,
    explanation,
  });
}

/** Of so many lines of one service every two are asked for. */
const MANY_LINES = 20;

/**
 * What sharing would add if the programs of a service were services; as they are one, it is that service's own. Of several
 * sets, which are other ways to run the same, the one in which most of them clash.
 */
function clashAmongPrograms(
  key: string,
  sets: readonly ReadonlyMap<string, readonly Demand[]>[],
  name: string,
  rule: RealmRule,
  context: RuleContext,
): readonly Conflict[] {
  const [most] = sets.map((set) => clashingPrograms(set, rule, context)).sort((a, b) => b.length - a.length);
  const owner = sets[0]?.values().next().value?.[0]?.service;
  const clash = most === undefined ? undefined : rule.clash(most.flat(), context);
  if (most === undefined || clash === undefined || owner === undefined) return [];
  const told = most.map((own) => own.filter((demand) => rule.concerns?.(demand, clash) ?? true));
  const { message, explanation } = rule.describe(told.flat(), clash, context, []);
  const sides = told.map((own) => own.map((demand) => ({ ...demand, service: owner })));
  return [
    conflictOf(key, sides, rule, {
      rule: name,
      severity: 'note',
      message: `within ${serviceLabel(owner)} alone: ${message}`,
      explanation: [...explanation, 'They are programs of one service, which is placed as a whole.'],
      ...(clash.clearedBy === undefined ? {} : { clearedBy: clash.clearedBy }),
    }),
  ];
}

/** The demands of each program that clashes with another, under the program's name. */
function clashingPrograms(
  programs: ReadonlyMap<string, readonly Demand[]>,
  rule: RealmRule,
  context: RuleContext,
): readonly (readonly Demand[])[] {
  const settled = [...programs].map(([service, demands]) => {
    const own = demands.map((demand) => ({ ...demand, service }));
    return rule.settle?.(own) ?? own;
  });
  return settled.filter((own) => settled.some((other) => other !== own && rule.clash([...own, ...other], context) !== undefined));
}

/** Those that contradict another line; where only several together do, or of a multitude, some that are enough for it. */
function fewOf(own: readonly Demand[], rule: RealmRule, context: RuleContext): readonly Demand[] {
  const clash = (some: readonly Demand[]): boolean => rule.clash(some, context) !== undefined;
  if (own.length <= MANY_LINES) {
    const contradicting = own.filter((one) => own.some((other) => other !== one && clash([one, other])));
    if (contradicting.length > 0) return contradicting;
  }
  const taken = (items: readonly number[]): readonly Demand[] => items.flatMap((item) => own[item] ?? []);
  return taken(shrink([...own.keys()], (items) => clash(taken(items))));
}

/** A constraint that admits nothing by itself, as `>1.2.3 <1.2.4`: nobody else is to blame for it. */
function emptyConstraint(key: string, demand: Demand, rule: RealmRule): Conflict {
  const { file, line } = demand.origin;
  return conflictOf(key, [[demand]], rule, {
    rule: 'service/contradiction',
    severity: 'note',
    message: `${serviceLabel(demand.service)} asks for ${key} ${demand.constraint}, which no version satisfies`,
    explanation: [
      `${serviceLabel(demand.service)} asks for ${key} ${demand.constraint} (${file}:${line}); the constraint admits nothing by itself.`,
    ],
  });
}

/**
 * Demands that mean the same form a class; smallest clashing sets of classes become conflicts. Errors are looked for
 * by themselves: two classes of which both clash with a third are alike to it, even if one may only replace the other
 * with a warning. Where every smallest clash is an error, these are the smallest errors too.
 */
function jointClashes(key: string, demands: readonly Demand[], rule: RealmRule, context: RuleContext): readonly Conflict[] {
  const meanings = classesOf(demands, rule, context);
  const classes = fewClasses(meanings, demands);
  const judge = judgeOf(classes, rule, context);
  // One port, thousands of services: any two of them clash, which need not be asked of every two.
  if (classes.length > 2 && isOneMeaning(demands, rule) && judge([0, 1]) !== undefined)
    return clashOf(key, classes, rule, context, true, demands);
  const isError = (items: readonly number[]): boolean => judge(items)?.severity === 'error';
  const any = minimalClashes(classes.length, (items) => judge(items) !== undefined);
  const milder = any.sets.filter((set) => !isError(set));
  const errors = any.complete && milder.length === 0 ? any : minimalClashes(classes.length, isError);
  const sets = milder.length === 0 ? errors.sets : [...errors.sets, ...milder];
  const conflicts = groupSets(classes, sets, judge).flatMap(({ members, anyTwo }) =>
    clashOf(key, members, rule, context, anyTwo, demands),
  );
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
  key: string,
  stated: readonly (readonly Demand[])[],
  rule: RealmRule,
  context: RuleContext,
  anyTwo: boolean,
  all: readonly Demand[],
): readonly Conflict[] {
  // One representative of each side keeps the sentence short; the demands list everybody.
  const sampled = rule.clash(sampleOf(stated), context);
  const clash = sampled ?? rule.clash(stated.flat(), context);
  if (clash === undefined) return [];
  const enough = sampled === undefined ? new Set(fewOf(stated.flat(), rule, context)) : undefined;
  const hasPart = (demand: Demand): boolean => enough?.has(demand) ?? rule.concerns?.(demand, clash) ?? true;
  const sides = stated.map((side) => concerned(side, hasPart));
  const told = enough === undefined ? sampleOf(sides) : [...enough];
  const { message, explanation } = describeBy(rule, told, clash, context, sides.flat());
  const clearedBy = clash.clearedBy ?? rule.clearedBy;
  return [
    conflictOf(key, sides, rule, {
      rule: clash.rule,
      severity: clash.severity,
      message,
      explanation: sideNotes(explanation, sides, anyTwo),
      fixes: proposeFixes({ key, sides, anyTwo, all, rule, context }),
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
  if (anyTwo) return [...explanation, `Any two of these ${sides.length}${isEachOne ? '' : ' groups'} clash.`];
  if (sides.length > 2) return [...explanation, `Any ${sides.length - 1} of them agree; all ${sides.length} together do not.`];
  return explanation;
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

/** Preferences that no one version meets, where the declared ranges would allow one: something has to move. */
function preferenceClashes(
  key: string,
  demands: readonly Demand[],
  out: ReadonlySet<ServiceId>,
  rule: RealmRule,
  context: RuleContext,
): readonly Conflict[] {
  const candidates = demands.filter(
    (demand) => demand.realm === 'runtime' && demand.strength !== 'locked' && !out.has(demand.service),
  );
  if (!candidates.some((demand) => demand.strength === 'preferred') || !severalServices(candidates)) return [];
  if (rule.clash(candidates, context) === undefined) return [];
  return jointClashes(key, candidates, rule, context).map((conflict) => ({
    ...conflict,
    rule: 'runtime/pin',
    severity: conflict.severity === 'error' ? ('warning' as const) : conflict.severity,
    message: `one ${key} on a host has to do for ${listed(choices(conflict.demands), 3)}`,
    explanation: [...conflict.explanation, 'What is declared would allow one version; only what is chosen differs.'],
  }));
}

/** What each service chooses of a runtime (by an image, a version file) or asks for (in its manifest). */
function choices(demands: readonly Demand[]): readonly string[] {
  return [...byService(demands)].map(([service, [first]]) =>
    first === undefined
      ? serviceLabel(service)
      : `${serviceLabel(service)} (${first.strength === 'preferred' ? 'chooses' : 'asks for'} ${first.constraint})`,
  );
}

function remarks(key: string, demands: readonly Demand[], rule: RealmRule, context: RuleContext): readonly Conflict[] {
  if (!severalServices(demands)) return [];
  return remarksBy(rule, demands, context).map((remark) => toldAs(remark, key, rule));
}

function toldAs(remark: Remark, key: string, rule: RealmRule): Conflict {
  const sides = sidesOfRemark(remark, rule);
  return conflictOf(key, sides, rule, {
    rule: remark.rule,
    severity: remark.severity,
    message: remark.message,
    explanation: remark.explanation,
    ...(sides.length > 2 ? { anyTwo: true } : {}),
    ...(remark.clearedBy === undefined ? {} : { clearedBy: remark.clearedBy }),
  });
}

/**
 * Beside errors only what is said of every two services adds anything: of those that no error names together with all
 * of the others.
 */
function remarksBeside(
  errors: readonly Conflict[],
  key: string,
  demands: readonly Demand[],
  rule: RealmRule,
  context: RuleContext,
): readonly Conflict[] {
  const services = [
    ...new Set(pairRemarks(demands, rule, context).flatMap((remark) => remark.demands.map(({ service }) => service))),
  ];
  const errorsOf = new Map<ServiceId, Conflict[]>();
  for (const error of errors) for (const service of error.services) addTo(errorsOf, service, error);
  // Whole groups of services are in the same errors.
  const alike = groupBy(services, (service) => (errorsOf.get(service) ?? []).map(({ id }) => id).join());
  const left = new Set(
    [...alike.values()].flatMap((group) => {
      const told = new Set(group.slice(0, 1).flatMap((service) => (errorsOf.get(service) ?? []).flatMap((one) => one.services)));
      return services.every((service) => told.has(service)) ? [] : group;
    }),
  );
  const open = demands.filter(({ service }) => left.has(service));
  return left.size < 2 ? [] : pairRemarks(open, rule, context).map((remark) => toldAs(remark, key, rule));
}

function pairRemarks(demands: readonly Demand[], rule: RealmRule, context: RuleContext): readonly Remark[] {
  return remarksBy(rule, demands, context).filter(({ eachAlone }) => eachAlone === true);
}

/** Services that say the same agree, and whoever differs from them does so by itself. */
function sidesOfRemark({ demands, eachAlone }: Remark, rule: RealmRule): readonly (readonly Demand[])[] {
  const alone = [...byService(demands).values()];
  if (eachAlone === true) return alone;
  const alike = groupBy(alone, (own) => [...new Set(own.map((demand) => canonicalOf(demand, rule)))].sort().join('\0'));
  return alike.size > 1 ? [...alike.values()].map((side) => side.flat()) : alone;
}

type Judged = Pick<Conflict, 'rule' | 'severity' | 'message' | 'explanation'> &
  Partial<Pick<Conflict, 'fixes' | 'clearedBy' | 'anyTwo'>>;

function conflictOf(key: string, sides: readonly (readonly Demand[])[], rule: RealmRule, judged: Judged): Conflict {
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

function byOrigin(a: Demand, b: Demand): number {
  return byText(a.service, b.service) || byText(a.origin.file, b.origin.file) || a.origin.line - b.origin.line;
}
