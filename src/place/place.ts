import { append, groupBy, type ServiceId } from '../model/index.ts';
import { colour } from './colouring.ts';
import { connected } from './connected.ts';
import { type Exclusion, NO_WISHES, type Wishes } from './constraints.ts';
import type { Edge, Problem } from './graph.ts';

export interface Assignment {
  /** Services by host, each list sorted; hosts ordered by their first service's place in the input. */
  readonly hosts: readonly (readonly ServiceId[])[];
  readonly lowerBound: number;
  readonly optimal: boolean;
}

export type PlacementResult =
  | { readonly ok: true; readonly assignment: Assignment }
  | { readonly ok: false; readonly message: string };

/**
 * Fewest hosts such that no exclusion lies within one host and the wishes hold.
 * Services that no exclusion tells apart are one vertex, so that large fleets with few conflicts stay small problems.
 */
export function place(services: readonly ServiceId[], exclusions: readonly Exclusion[], wishes: Wishes): PlacementResult {
  const grouped = mergeTogether(services, wishes);
  const apart = wishes.apart.map((group): Exclusion => ({ sides: group.map((service) => [service]), anyTwo: true }));
  const rules = [...exclusions, ...apart, ...hostsApart(wishes)];
  const contradiction = findContradiction(grouped, rules, wishes);
  if (contradiction !== undefined) return { ok: false, message: contradiction };
  const vertices = mergeAlike(grouped, rules, wishes);
  const { colours, lowerBound, optimal } = colour(toProblem(vertices, rules, wishes));
  const order = new Map(services.map((service, index) => [service, index]));
  const position = (service: ServiceId | undefined): number => order.get(service ?? '') ?? 0;
  const sorted = joinedBy(vertices, colours)
    .map((members) => members.sort((a, b) => position(a) - position(b)))
    .sort((a, b) => b.length - a.length || position(a[0]) - position(b[0]));
  return { ok: true, assignment: { hosts: sorted, lowerBound, optimal } };
}

export interface Placed {
  readonly assignment: Assignment;
  /** Why the wishes cannot hold, which bind nobody then. */
  readonly impossible?: string;
}

/** As config wishes, or freely where that cannot be: at worst a host each. */
export function placeAsWished(services: readonly ServiceId[], exclusions: readonly Exclusion[], wishes: Wishes): Placed {
  const placed = place(services, exclusions, wishes);
  if (placed.ok) return { assignment: placed.assignment };
  const freely = place(services, exclusions, NO_WISHES);
  const apart: Assignment = { hosts: services.map((id) => [id]), lowerBound: 0, optimal: false };
  return { assignment: freely.ok ? freely.assignment : apart, impossible: placed.message };
}

/** Services that are pinned to different hosts. */
function hostsApart({ pins }: Wishes): readonly Exclusion[] {
  const sides = [...groupBy(pins.keys(), (service) => pins.get(service)).values()];
  return sides.length > 1 ? [{ sides, anyTwo: true }] : [];
}

type Group = readonly ServiceId[];

function mergeTogether(services: readonly ServiceId[], wishes: Wishes): readonly Group[] {
  const positions = numbered(services.map((service) => [service]));
  const pinned = groupBy(wishes.pins.keys(), (service) => wishes.pins.get(service));
  const ties = [...wishes.together, ...pinned.values()].map((group) => numbersOf(group, positions));
  return connected(services.length, ties).map((members) => members.flatMap((index) => services[index] ?? []));
}

function findContradiction(groups: readonly Group[], rules: readonly Exclusion[], wishes: Wishes): string | undefined {
  for (const group of groups) {
    if (group.length < 2) continue;
    const hosts = new Set(group.flatMap((service) => wishes.pins.get(service) ?? []));
    if (hosts.size > 1)
      return `config wants ${group.join(', ')} together, but pins them to different hosts (${[...hosts].join(', ')})`;
    if (wishes.maxServicesPerHost !== undefined && group.length > wishes.maxServicesPerHost) {
      return `config wants ${group.join(', ')} together, but allows only ${wishes.maxServicesPerHost} services per host`;
    }
    const inside = new Set(group);
    for (const { sides, anyTwo = false } of rules) {
      const met = sides.flatMap((side) => side.find((service) => inside.has(service)) ?? []);
      const clashing = new Set(met);
      if (clashing.size > 1 && (anyTwo || met.length === sides.length)) {
        return `config wants ${group.join(', ')} together, but ${[...clashing].join(' and ')} have to be apart`;
      }
    }
  }
  return undefined;
}

/** Groups with equal membership in every rule can share whatever one of them can share; a capacity makes them count singly. */
function mergeAlike(groups: readonly Group[], rules: readonly Exclusion[], wishes: Wishes): readonly Group[] {
  if (wishes.maxServicesPerHost !== undefined) return groups;
  const groupOf = numbered(groups);
  // Each side parts those in it from those outside: what is never parted is alike.
  const classOf = groups.map(() => 0);
  let next = 1;
  for (const { sides } of rules) {
    for (const side of sides) {
      const members = numbersOf(side, groupOf);
      const [only] = members;
      if (only !== undefined && members.length === 1) {
        classOf[only] = next++;
        continue;
      }
      const inside = new Map<number, number>();
      for (const group of members) {
        const before = classOf[group] ?? 0;
        const after = inside.get(before) ?? next++;
        inside.set(before, after);
        classOf[group] = after;
      }
    }
  }
  return joinedBy(groups, classOf);
}

/** Groups of one number become one, in the order of the first of each. */
function joinedBy(groups: readonly Group[], numbers: readonly number[]): ServiceId[][] {
  const joined = new Map<number, ServiceId[]>();
  groups.forEach((members, index) => {
    const own = numbers[index] ?? 0;
    const known = joined.get(own);
    if (known === undefined) joined.set(own, [...members]);
    else append(known, members);
  });
  return [...joined.values()];
}

/** The number of each service's group, as the list that a side of one service is: a dense fleet has a million of those. */
function numbered(groups: readonly Group[]): ReadonlyMap<ServiceId, readonly number[]> {
  return new Map(
    groups.flatMap((members, index) => {
      const own = [index];
      return members.map((service) => [service, own] as const);
    }),
  );
}

const NOBODY: readonly number[] = [];

/** The numbers of the services that have one, each once. */
function numbersOf(side: readonly ServiceId[], numbers: ReadonlyMap<ServiceId, readonly number[]>): readonly number[] {
  const [first = ''] = side;
  if (side.length === 1) return numbers.get(first) ?? NOBODY;
  return [...new Set(side.flatMap((service) => numbers.get(service) ?? NOBODY))];
}

function toProblem(vertices: readonly Group[], rules: readonly Exclusion[], wishes: Wishes): Problem {
  const vertexOf = numbered(vertices);
  const edges: Edge[] = [];
  const cliques: Edge[] = [];
  for (const { sides, anyTwo = false } of rules) {
    const edge = sides.map((side) => numbersOf(side, vertexOf));
    if (anyTwo) {
      cliques.push(edge);
      continue;
    }
    const onAll = edge.length > 2 && (edge[0] ?? []).some((vertex) => edge.every((side) => side.includes(vertex)));
    if (edge.length > 1 && !onAll) edges.push(edge);
  }
  return {
    vertices: vertices.length,
    edges,
    cliques,
    weights: vertices.map((members) => members.length),
    ...(wishes.maxServicesPerHost === undefined ? {} : { capacity: wishes.maxServicesPerHost }),
  };
}
