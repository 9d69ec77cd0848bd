import { type Conflict, type Demand, listed, type ServiceId, serviceLabel } from '../model/index.ts';
import { demandText } from './phrases.ts';

/** A line of a file and what is asked for there: a parent's or a shared package's line speaks for several services. */
export interface Place {
  readonly demand: Demand;
  readonly services: readonly ServiceId[];
}

export interface Places {
  /** In the conflict's own order. */
  readonly shown: readonly Place[];
  readonly more: readonly Place[];
}

/** The places of a conflict, each line and text once; at most `limit`, taken from its sides in turn: a long side hides no other. */
export function placesOf({ demands, sides }: Pick<Conflict, 'demands' | 'sides'>, limit: number): Places {
  const keys = demands.map((demand) => `${demand.origin.file}:${demand.origin.line} ${demandText(demand)}`);
  const services = new Map<string, Set<ServiceId>>();
  for (const [index, { service }] of demands.entries()) {
    const key = keys[index] ?? '';
    services.set(key, (services.get(key) ?? new Set()).add(service));
  }
  const byKey = new Map<string, Place>();
  for (const [index, demand] of demands.entries()) {
    const key = keys[index] ?? '';
    if (!byKey.has(key)) byKey.set(key, { demand, services: [...(services.get(key) ?? [])] });
  }
  const members = sides.map((side) => [...new Set(side.flatMap((index) => byKey.get(keys[index] ?? '') ?? []))]);
  const longest = Math.max(0, ...members.map((side) => side.length));
  const inTurn = Array.from({ length: Math.min(longest, limit) }, (_, turn) =>
    members.flatMap((side) => side[turn] ?? []),
  ).flat();
  const all = [...byKey.values()];
  const chosen = new Set([...new Set([...inTurn, ...all])].slice(0, limit));
  return { shown: all.filter((place) => chosen.has(place)), more: all.filter((place) => !chosen.has(place)) };
}

/** Services that a place names besides its own path, as `a, b and 3 more: `; nothing where the path says it. */
export function speaksFor({ demand, services }: Place): string {
  const [only, ...others] = services;
  const isOwn = others.length === 0 && (only === '.' || demand.origin.file.startsWith(`${only}/`));
  return isOwn ? '' : `${listed(services.map(serviceLabel), services.length > 3 ? 2 : 3)}: `;
}
