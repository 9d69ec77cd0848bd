import {
  type Conflict,
  type Demand,
  type Evidence,
  groupBy,
  listed,
  type Reason,
  type ServiceId,
  serviceLabel,
} from '../model/index.ts';
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

/** Where a reason shows, each line once, whatever it names there. */
export function linesOf({ evidence }: Pick<Reason, 'evidence'>): readonly Evidence[] {
  return [...new Map(evidence.map((one) => [`${one.file}:${one.line}`, one])).values()];
}

/** The places of a conflict, each line and what it asks for once, whatever ways lead there; chosen as those of `chainsOf`. */
export function placesOf(conflict: Pick<Conflict, 'demands' | 'sides'>, limit: number): Places {
  return grouped(conflict, limit, (demand) => demandText({ ...demand, via: [] }));
}

/** The same with a place for each way to a line; at most `limit`, taken from the sides in turn: a long side hides no other. */
export function chainsOf(conflict: Pick<Conflict, 'demands' | 'sides'>, limit: number): Places {
  return grouped(conflict, limit, demandText);
}

function grouped(
  { demands, sides }: Pick<Conflict, 'demands' | 'sides'>,
  limit: number,
  textOf: (demand: Demand) => string,
): Places {
  const byDemand = new Map<Demand, Place>();
  const all = [...groupBy(demands, (demand) => `${demand.origin.file}:${demand.origin.line} ${textOf(demand)}`).values()].flatMap(
    (alike) => {
      const place = placeFor(alike);
      if (place === undefined) return [];
      for (const demand of alike) byDemand.set(demand, place);
      return [place];
    },
  );
  const placeAt = (index: number): Place | undefined => {
    const demand = demands[index];
    return demand === undefined ? undefined : byDemand.get(demand);
  };
  const members = sides.map((side) => [...new Set(side.flatMap((index) => placeAt(index) ?? []))]);
  const longest = Math.max(0, ...members.map((side) => side.length));
  const inTurn = Array.from({ length: Math.min(longest, limit) }, (_, turn) =>
    members.flatMap((side) => side[turn] ?? []),
  ).flat();
  const chosen = new Set([...new Set([...inTurn, ...all])].slice(0, limit));
  return { shown: all.filter((place) => chosen.has(place)), more: all.filter((place) => !chosen.has(place)) };
}

/** One place for demands of one line: what their chains have in common at the end holds for each of them. */
function placeFor(alike: readonly Demand[]): Place | undefined {
  const [demand, ...others] = alike;
  if (demand === undefined) return undefined;
  const via = others.reduce((kept, other) => commonEnd(kept, other.via), demand.via);
  return { demand: { ...demand, via }, services: [...new Set(alike.map(({ service }) => service))] };
}

function commonEnd(a: readonly string[], b: readonly string[]): readonly string[] {
  let length = 0;
  while (length < a.length && a.at(-1 - length) !== undefined && a.at(-1 - length) === b.at(-1 - length)) length++;
  return a.slice(a.length - length);
}

/** Services that a place names besides its own path, as `a, b and 3 more: `; nothing where the path says it. */
export function speaksFor({ demand, services }: Place): string {
  const [only, ...others] = services;
  const isOwn = others.length === 0 && (only === '.' || demand.origin.file.startsWith(`${only}/`));
  return isOwn ? '' : `${listed(services.map(serviceLabel), services.length > 3 ? 2 : 3)}: `;
}
