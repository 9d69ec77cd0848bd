import {
  append,
  byText,
  type Conflict,
  type Demand,
  gravity,
  groupBy,
  type RealmId,
  type RuleContext,
  type Service,
  type ServiceId,
  type Target,
} from '../model/index.ts';
import { buildDemands, type DemandIndex, deployedDemands, indexDemands } from './deployed/demands.ts';
import { demandsApart } from './deployed/environments.ts';
import type { GroupChoice } from './deployed/groups.ts';
import { excludedAnyway } from './excluded-anyway.ts';
import { jointClashes } from './joint-clashes.ts';
import type { Matter } from './matter.ts';
import { preferenceClashes, remarks, remarksBeside } from './remarks.ts';
import type { RuleBook } from './rules.ts';
import { byService, severalServices } from './sides/classes.ts';
import { heedingEnvironments } from './sides/never-meet.ts';
import { clashAmongPrograms, emptyConstraint, excludedChoices, ownContradiction } from './within-one.ts';

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
  const apart = demandsApart(services, options.groups);
  const conflicts: Conflict[] = [];
  for (const [realm, keys] of index) {
    if (options.realms !== undefined && !options.realms.has(realm)) continue;
    const context: RuleContext = { target: options.target, settings: options.settings[realm] ?? {}, held: new Set(keys.keys()) };
    for (const [key, demands] of joined(realm, keys, book)) {
      const rule = book.find(realm, key);
      if (rule !== undefined) append(conflicts, judgeKey(demands, { key, rule, context, apart }));
    }
  }
  if (options.realms?.has('runtime') !== false) append(conflicts, unfitTools(services, book, options));
  return { conflicts: conflicts.sort(bySeverity), index };
}

/** What parts services once it is known what they ask of a runtime by what they install (`implied`). */
export function impliedConflicts(
  implied: readonly Demand[],
  { index }: Detection,
  book: RuleBook,
  options: Pick<DetectOptions, 'target' | 'settings'>,
): readonly Conflict[] {
  return [...groupBy(implied, ({ realm, key }) => `${realm}\0${key}`).values()].flatMap((added): readonly Conflict[] => {
    const [first] = added;
    const rule = first === undefined ? undefined : book.find(first.realm, first.key);
    if (first === undefined || rule === undefined) return [];
    const { realm, key } = first;
    const context: RuleContext = { target: options.target, settings: options.settings[realm] ?? {}, held: new Set([key]) };
    // What the others have among themselves is told already.
    const stated = [...byService(index.get(realm)?.get(key) ?? []).values()].flatMap((own) => {
      const firm = own.filter(isFirm);
      return added.some((one) => rule.clash([one, ...firm], context) !== undefined) ? own : [];
    });
    return judgeKey([...stated, ...added], { key, rule, context })
      .filter(({ severity, demands }) => severity === 'error' && demands.some((one) => added.includes(one)))
      .map((conflict) => ({ ...conflict, depth: 'resolved' }));
  });
}

/** What an image builds a service with, and the service's own manifest excludes. */
function unfitTools(services: readonly Service[], book: RuleBook, options: DetectOptions): readonly Conflict[] {
  const context: RuleContext = { target: options.target, settings: options.settings.runtime ?? {}, held: new Set() };
  return services.flatMap(buildDemands).flatMap((demands) => {
    const key = demands[0]?.key ?? '';
    const rule = book.find('runtime', key);
    return rule === undefined ? [] : excludedChoices(demands, new Set(), { key, rule, context });
  });
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
function judgeKey(stated: readonly Demand[], matter: Matter): readonly Conflict[] {
  const { rule, context } = matter;
  const [only, ...others] = stated;
  if (only !== undefined && others.length === 0)
    return isFirm(only) && rule.clash(stated, context) !== undefined ? [emptyConstraint(only, matter)] : [];
  const { settle, programs } = rule;
  const demands = settle === undefined ? stated : [...byService(stated).values()].flatMap((own) => settle(own));
  const found: Conflict[] = [];
  if (programs !== undefined)
    for (const own of byService(stated).values()) append(found, clashAmongPrograms(programs.of(own), programs.rule, matter));
  const firm = demands.filter((demand) => isFirm(demand));
  const heeding = heedingEnvironments(firm, matter);
  const contradictory = new Set<ServiceId>();
  const telling: Demand[] = [];
  const clashing = (firm.length === 1 || severalServices(firm)) && rule.clash(firm, context) !== undefined;
  for (const [service, own] of byService(firm)) {
    // A single constraint may be empty by itself; without any clash it is not worth asking.
    const clash = own.length > 1 || clashing ? rule.clash(own, context) : undefined;
    if (clash === undefined) continue;
    const isApart = heeding.rule.clash(own, context) === undefined;
    contradictory.add(service);
    append(telling, isApart ? own : ownWords(own, heeding));
    found.push(ownContradiction(own, clash.rule, isApart, matter));
  }
  append(found, excludedChoices(demands, contradictory, matter));
  const told = new Set(telling);
  const joint = firm.filter((demand) => !contradictory.has(demand.service) || told.has(demand));
  const brought = firm.filter((demand) => contradictory.has(demand.service) && !told.has(demand) && demand.via.length > 0);
  const chosen = demands.filter((demand) => isChoice(demand) && !contradictory.has(demand.service));
  const clashes = [
    ...(severalServices(joint) && rule.clash(joint, context) !== undefined
      ? jointClashes(joint, heeding, { chosen, brought })
      : []),
    ...excludedAnyway(firm, joint, heeding),
  ];
  append(found, clashes);
  if (clashes.length === 0) append(found, preferenceClashes(demands, contradictory, matter));
  const errors = clashes.filter(({ severity }) => severity === 'error');
  append(found, errors.length === 0 ? remarks(demands, matter) : remarksBeside(errors, demands, matter));
  return found;
}

/**
 * What a service that contradicts itself asks for with lines of its own, where these agree: what a package that it brings
 * asks for beside them (a peer that its lock leaves invalid) is the service's own matter, and its lines hold all the same.
 */
function ownWords(own: readonly Demand[], { rule, context }: Matter): readonly Demand[] {
  const direct = own.filter(({ via }) => via.length === 0);
  return direct.length > 0 && rule.clash(direct, context) === undefined ? direct : [];
}

/** A lock's pins may move and a runtime's preferred version may be another: neither proves that services have to part. */
function isFirm(demand: Demand): boolean {
  return demand.strength !== 'locked' && !isChoice(demand);
}

/** Of the versions of a runtime that a service admits, the one that its image or version file settles on. */
function isChoice({ realm, strength }: Demand): boolean {
  return realm === 'runtime' && strength === 'preferred';
}
