import {
  addTo,
  type Conflict,
  type Demand,
  groupBy,
  listed,
  type RealmRule,
  type Remark,
  RUNTIME_NAMES,
  RUNTIMES,
  type ServiceId,
  serviceLabel,
} from '../model/index.ts';
import { conflictOf } from './conflict-of.ts';
import { jointClashes } from './joint-clashes.ts';
import type { Matter } from './matter.ts';
import { byService, canonicalOf, severalServices } from './sides/classes.ts';
import { remarksBy } from './told.ts';

/** What parts nobody by itself: preferences that no version meets, and what a rule has to say beside clashes. */

/** Preferences that no one version meets, where the declared ranges would allow one: something has to move. */
export function preferenceClashes(demands: readonly Demand[], out: ReadonlySet<ServiceId>, matter: Matter): readonly Conflict[] {
  const { key, rule, context } = matter;
  const asked = demands.filter(
    (demand) => demand.realm === 'runtime' && demand.strength !== 'locked' && !out.has(demand.service),
  );
  // Of a service with images of several versions nobody knows which one it will be.
  const candidates = [...byService(asked).values()].filter((own) => rule.clash(own, context) === undefined).flat();
  if (!candidates.some((demand) => demand.strength === 'preferred') || !severalServices(candidates)) return [];
  if (rule.clash(candidates, context) === undefined) return [];
  return jointClashes(candidates, matter).map((conflict) => ({
    ...conflict,
    rule: 'runtime/pin',
    severity: conflict.severity === 'error' ? ('warning' as const) : conflict.severity,
    message: `one host has one default ${nameOf(key)}: ${listed(choices(conflict.demands), 3)}`,
    explanation: [...conflict.explanation, 'What is declared would allow one version; only what is chosen differs.'],
  }));
}

function nameOf(key: string): string {
  const runtime = RUNTIMES.find((one) => one === key);
  return runtime === undefined ? key : RUNTIME_NAMES[runtime];
}

/** What is chosen of a runtime (by images, version files), then what is asked for (in manifests), and by which services. */
function choices(demands: readonly Demand[]): readonly string[] {
  const isChosen = ({ strength }: Demand): number => (strength === 'preferred' ? 0 : 1);
  const firsts = [...byService(demands).values()]
    .flatMap((own) => own.slice(0, 1))
    .sort((one, other) => isChosen(one) - isChosen(other));
  const alike = groupBy(firsts, ({ strength, constraint }) => `${strength === 'preferred' ? 'choose' : 'ask for'} ${constraint}`);
  return [...alike].map(([wish, list]) => {
    const who = listed(
      list.map(({ service }) => serviceLabel(service)),
      2,
    );
    return `${who} ${list.length === 1 ? wish.replace(/^\w+/, '$&s') : wish}`;
  });
}

export function remarks(demands: readonly Demand[], matter: Matter): readonly Conflict[] {
  if (!severalServices(demands)) return [];
  return remarksBy(demands, matter).map((remark) => toldAs(remark, matter));
}

function toldAs(remark: Remark, matter: Matter): Conflict {
  const sides = sidesOfRemark(remark, matter.rule);
  return conflictOf(sides, matter, {
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
export function remarksBeside(errors: readonly Conflict[], demands: readonly Demand[], matter: Matter): readonly Conflict[] {
  const services = [...new Set(pairRemarks(demands, matter).flatMap((remark) => remark.demands.map(({ service }) => service)))];
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
  return left.size < 2 ? [] : pairRemarks(open, matter).map((remark) => toldAs(remark, matter));
}

function pairRemarks(demands: readonly Demand[], matter: Matter): readonly Remark[] {
  return remarksBy(demands, matter).filter(({ eachAlone }) => eachAlone === true);
}

/** Services that say the same agree, and whoever differs from them does so by itself. */
function sidesOfRemark({ demands, eachAlone }: Remark, rule: RealmRule): readonly (readonly Demand[])[] {
  const alone = [...byService(demands).values()];
  if (eachAlone === true) return alone;
  const alike = groupBy(alone, (own) => [...new Set(own.map((demand) => canonicalOf(demand, rule)))].sort().join('\0'));
  return alike.size > 1 ? [...alike.values()].map((side) => side.flat()) : alone;
}
