import {
  type Clash,
  combinationsOf,
  type Demand,
  groupBy,
  listed,
  type RealmRule,
  type RuleContext,
  type ServiceId,
  serviceLabel,
} from '../../model/index.ts';
import { membership } from '../deployed/environments.ts';
import type { Matter } from '../matter.ts';
import { byService } from './classes.ts';

/** Combinations of environments that are asked about; where there are more, what all of them say together counts. */
const MAX_COMBINATIONS = 512;

/** What each environment of a service has of some lines. */
type Parts = readonly (readonly Demand[])[];
type Choices = readonly Parts[];

/**
 * A matter in which demands of one service clash only where one of its environments has them: whoever shares a host with
 * it shares it with each of them, one at a time. Asking for `demands` tells which services those are.
 */
export function heedingEnvironments(demands: readonly Demand[], matter: Matter): Matter {
  const { apart, rule, context } = matter;
  if (apart === undefined) return matter;
  const memberships = new Map<Demand, readonly number[]>();
  const membersOf = (demand: Demand): readonly number[] => {
    const known = memberships.get(demand) ?? membership(demand, apart);
    memberships.set(demand, known);
    return known;
  };
  const own = [...byService(demands)].filter(([, lines]) => new Set(lines.map((one) => membersOf(one).join())).size > 1);
  if (own.length === 0) return matter;
  const varied = new Set(own.map(([service]) => service));
  const clash = (some: readonly Demand[], asked: RuleContext): Clash | undefined => {
    const whole = rule.clash(some, asked);
    if (whole === undefined) return undefined;
    const choices = [...byService(some.filter(({ service }) => varied.has(service))).values()].flatMap((lines) => {
      const parts = partsOf(lines, membersOf);
      return parts.length > 1 ? [parts] : [];
    });
    const count = choices.reduce((product, { length }) => product * length, 1);
    return count === 1 || count > MAX_COMBINATIONS ? whole : clashInOne(some, choices, (left) => rule.clash(left, asked));
  };
  const heeding: RealmRule = { ...rule, clash };
  const ownLines = new Map(own);
  return {
    ...matter,
    rule: heeding,
    environments: {
      rule,
      of: (demand) => (varied.has(demand.service) ? `${demand.service} ${membersOf(demand).join()}` : ''),
      meet: (some) =>
        [...byService(some)].every(([service, lines]) => !varied.has(service) || partsOf(lines, membersOf).length === 1),
      notes: (told) =>
        [...byService(told)].flatMap(([service, lines]) => {
          const all = ownLines.get(service);
          return all === undefined || rule.clash(all, context) === undefined ? [] : [environmentNote(service, lines, membersOf)];
        }),
    },
  };
}

/** What each environment has of some lines of one service, as far as no other has all of it. */
function partsOf(lines: readonly Demand[], membersOf: (demand: Demand) => readonly number[]): Parts {
  // Lines that are in the same environments go together; of these there are few.
  const alike = [...groupBy(lines, (one) => membersOf(one).join()).values()].map((group) => ({
    group,
    members: new Set(group[0] === undefined ? [] : membersOf(group[0])),
  }));
  if (alike.length < 2) return [lines];
  const held = [...new Set(alike.flatMap(({ members }) => [...members]))].map(
    (part) => new Set(alike.flatMap(({ members }, at) => (members.has(part) ? [at] : []))),
  );
  const largest = held.filter(
    (one, at) => !held.some((other, place) => place !== at && isWithin(one, other) && (other.size > one.size || place < at)),
  );
  return largest.map((one) => [...one].flatMap((at) => alike[at]?.group ?? []));
}

function isWithin(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return [...one].every((item) => other.has(item));
}

/** Whether one environment of each service clashes with one of each other, beside those who keep only one. */
function clashInOne(
  some: readonly Demand[],
  choices: Choices,
  ask: (demands: readonly Demand[]) => Clash | undefined,
): Clash | undefined {
  const open = new Set(choices.flat(2));
  const beside = (parts: Parts): Clash | undefined => {
    const chosen = new Set(parts.flat());
    return ask(some.filter((one) => chosen.has(one) || !open.has(one)));
  };
  for (const parts of combinationsOf(choices)) {
    const found = beside(parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function environmentNote(service: ServiceId, lines: readonly Demand[], membersOf: (demand: Demand) => readonly number[]): string {
  const files = listed([...new Set(lines.map(({ origin }) => origin.file))].sort());
  const isOne = new Set(lines.map((one) => membersOf(one).join())).size === 1;
  const place = isOne ? 'an environment of its own' : 'environments of their own';
  const says = lines[0]?.realm === 'runtime' ? `runs what ${files} makes` : `installs ${files} into ${place}`;
  return `${serviceLabel(service)} ${says}, beside its others.`;
}
