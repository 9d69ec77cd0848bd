import { type Conflict, type Demand, groupBy, listed, plural, type ServiceId, serviceLabel } from '../model/index.ts';
import { conflictOf } from './conflict-of.ts';
import type { Matter } from './matter.ts';
import { byService } from './sides/classes.ts';
import { shrink } from './sides/minimal-sets.ts';
import { describeBy } from './told.ts';

/** What one service has wrong alone: lines that contradict each other, a constraint that admits nothing, programs that clash. */

/** `isApart`: each of the environments that the service keeps agrees with itself. */
export function ownContradiction(own: readonly Demand[], name: string, isApart: boolean, matter: Matter): Conflict {
  const { rule, context } = matter;
  const empty = own.find((one) => rule.clash([one], context) !== undefined);
  if (empty !== undefined) return emptyConstraint(empty, matter);
  const told = fewOf(own, matter);
  const clash = { ...rule.clash(told, context), rule: name, severity: 'note' as const };
  const { message, explanation } = describeBy(told, clash, told, matter);
  return conflictOf([told], matter, {
    rule: 'service/contradiction',
    severity: 'note',
    message: `within ${serviceLabel(own[0]?.service ?? '')} alone: ${message}`,
    explanation: isApart
      ? [
          ...explanation,
          own[0]?.realm === 'runtime'
            ? 'They are of images that run beside each other.'
            : 'They are installed into environments of their own, which run beside each other.',
        ]
      : explanation,
  });
}

/**
 * A runtime that an image or a version file chooses for a service and its own manifest excludes: there it is refused or
 * fetched anew. What is chosen may be another, so it parts nobody. `out`: whose manifests contradict themselves.
 */
export function excludedChoices(demands: readonly Demand[], out: ReadonlySet<ServiceId>, matter: Matter): readonly Conflict[] {
  const { rule, context } = matter;
  const isChoice = ({ realm, strength }: Demand): boolean => realm === 'runtime' && strength === 'preferred';
  const [first] = demands;
  if (first?.realm !== 'runtime' || !demands.some(isChoice)) return [];
  const excluded = [...byService(demands)].flatMap(([service, own]): readonly Excluded[] => {
    const declared = own.filter(({ strength }) => strength === 'declared');
    const chosen = own.filter((one) => isChoice(one) && rule.clash([one, ...declared], context) !== undefined);
    const [choice] = chosen;
    if (declared.length === 0 || choice === undefined || out.has(service)) return [];
    return [{ service, chosen, against: fewOf([choice, ...declared], matter).filter((one) => one !== choice) }];
  });
  const place = ({ constraint, origin }: Demand): string => `${origin.file}:${origin.line} ${constraint}`;
  // A file around many services chooses for each of them: what they ask alike is told once.
  const alike = groupBy(excluded, ({ chosen, against }) =>
    JSON.stringify([[...new Set(against.map(({ constraint }) => constraint))], chosen.map(place)]),
  );
  return [...alike.values()].map((those) => excludedChoice(those, matter));
}

/** What is chosen for a service, and what of its own excludes it. */
interface Excluded {
  readonly service: ServiceId;
  readonly chosen: readonly Demand[];
  readonly against: readonly Demand[];
}

/** Names and lines of so many services are written out. */
const SHOWN = 3;

function excludedChoice(those: readonly Excluded[], matter: Matter): Conflict {
  const { key } = matter;
  const first = those[0]?.chosen ?? [];
  const services = those.map(({ service }) => serviceLabel(service));
  const asked = listed([...new Set(those.flatMap(({ against }) => against.map(({ constraint }) => constraint)))], 3);
  const chosen = listed([...new Set(first.map(({ constraint }) => constraint))], 3);
  const more = those.length > SHOWN ? [`so do ${plural(those.length - SHOWN, 'more service')}`] : [];
  const whom = services.length > 1 ? `each of ${listed(services, SHOWN)}` : listed(services);
  return conflictOf([those.flatMap((one) => [...one.chosen, ...one.against])], matter, {
    rule: 'service/contradiction',
    severity: 'note',
    message: `within ${whom} alone: it asks for ${key} ${asked}, and ${chosen} is chosen for it`,
    explanation: [
      ...those.slice(0, SHOWN).flatMap(({ service, against }) => {
        const label = serviceLabel(service);
        return against.map(({ constraint, origin }) => `${label} asks for ${key} ${constraint} (${origin.file}:${origin.line})`);
      }),
      ...more,
      ...first.map(({ constraint, origin, detail }) => {
        const step = `${origin.file}:${origin.line} chooses ${key} ${constraint}`;
        return detail?.because === undefined ? step : `${step}; ${detail.because}`;
      }),
    ],
  });
}

/** Of so many lines of one service every two are asked for. */
const MANY_LINES = 20;

/**
 * What sharing would add if the programs of a service were services; as they are one, it is that service's own. Of several
 * sets, which are other ways to run the same, the one in which most of them clash.
 */
export function clashAmongPrograms(
  sets: readonly ReadonlyMap<string, readonly Demand[]>[],
  name: string,
  matter: Matter,
): readonly Conflict[] {
  const { rule, context } = matter;
  const [most] = sets.map((set) => clashingPrograms(set, matter)).sort((a, b) => b.length - a.length);
  const owner = sets[0]?.values().next().value?.[0]?.service;
  const clash = most === undefined ? undefined : rule.clash(most.flat(), context);
  if (most === undefined || clash === undefined || owner === undefined) return [];
  const told = most.map((own) => own.filter((demand) => rule.concerns?.(demand, clash) ?? true));
  const { message, explanation } = rule.describe(told.flat(), clash, context, []);
  const sides = told.map((own) => own.map((demand) => ({ ...demand, service: owner })));
  return [
    conflictOf(sides, matter, {
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
  { rule, context }: Matter,
): readonly (readonly Demand[])[] {
  const settled = [...programs].map(([service, demands]) => {
    const own = demands.map((demand) => ({ ...demand, service }));
    return rule.settle?.(own) ?? own;
  });
  return settled.filter((own) => settled.some((other) => other !== own && rule.clash([...own, ...other], context) !== undefined));
}

/** Those that contradict another line; where only several together do, or of a multitude, some that are enough for it. */
export function fewOf(own: readonly Demand[], { rule, context }: Matter): readonly Demand[] {
  const clash = (some: readonly Demand[]): boolean => rule.clash(some, context) !== undefined;
  if (own.length <= MANY_LINES) {
    const contradicting = own.filter((one) => own.some((other) => other !== one && clash([one, other])));
    if (contradicting.length > 0) return contradicting;
  }
  const taken = (items: readonly number[]): readonly Demand[] => items.flatMap((item) => own[item] ?? []);
  return taken(shrink([...own.keys()], (items) => clash(taken(items))));
}

/** A constraint that admits nothing by itself, as `>1.2.3 <1.2.4`: nobody else is to blame for it. */
export function emptyConstraint(demand: Demand, matter: Matter): Conflict {
  const { key } = matter;
  const { file, line } = demand.origin;
  return conflictOf([[demand]], matter, {
    rule: 'service/contradiction',
    severity: 'note',
    message: `${serviceLabel(demand.service)} asks for ${key} ${demand.constraint}, which no version satisfies`,
    explanation: [
      `${serviceLabel(demand.service)} asks for ${key} ${demand.constraint} (${file}:${line}); the constraint admits nothing by itself.`,
    ],
  });
}
