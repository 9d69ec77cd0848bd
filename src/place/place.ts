import type { ServiceId } from '../model/index.ts';
import { colour, type Edge, type Problem } from './colouring.ts';
import { type Exclusion, NO_WISHES, type Wishes } from './constraints.ts';

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
  const rules = [...exclusions, ...apart];
  const contradiction = findContradiction(grouped, rules, wishes);
  if (contradiction !== undefined) return { ok: false, message: contradiction };
  const vertices = mergeAlike(grouped, rules, wishes);
  const problem = toProblem(vertices, rules, wishes);
  if (typeof problem === 'string') return { ok: false, message: problem };
  const { colours, lowerBound, optimal } = colour(problem);
  const hosts = new Map<number, ServiceId[]>();
  vertices.forEach((members, index) => {
    const chosen = colours[index] ?? 0;
    const known = hosts.get(chosen);
    if (known === undefined) hosts.set(chosen, [...members]);
    else known.push(...members);
  });
  const order = new Map(services.map((service, index) => [service, index]));
  const position = (service: ServiceId | undefined): number => order.get(service ?? '') ?? 0;
  const sorted = [...hosts.values()]
    .map((members) => members.sort((a, b) => position(a) - position(b)))
    .sort((a, b) => b.length - a.length || position(a[0]) - position(b[0]));
  return { ok: true, assignment: { hosts: sorted, lowerBound, optimal } };
}

/** Without wishes there always is a placement: at worst a host each. */
export function placeFreely(
  services: readonly ServiceId[],
  exclusions: readonly Exclusion[],
): { readonly assignment: Assignment } {
  const placed = place(services, exclusions, NO_WISHES);
  return placed.ok ? placed : { assignment: { hosts: services.map((id) => [id]), lowerBound: 0, optimal: false } };
}

type Group = readonly ServiceId[];

function mergeTogether(services: readonly ServiceId[], wishes: Wishes): readonly Group[] {
  const parent = new Map(services.map((service) => [service, service]));
  const find = (service: ServiceId): ServiceId => {
    let root = service;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  const pinned = new Map<string, ServiceId[]>();
  for (const [service, host] of wishes.pins) pinned.set(host, [...(pinned.get(host) ?? []), service]);
  for (const group of [...wishes.together, ...pinned.values()]) {
    const [first, ...rest] = group.filter((service) => parent.has(service));
    if (first !== undefined) for (const service of rest) parent.set(find(service), find(first));
  }
  const groups = new Map<ServiceId, ServiceId[]>();
  for (const service of services) {
    const root = find(service);
    const known = groups.get(root);
    if (known === undefined) groups.set(root, [service]);
    else known.push(service);
  }
  return [...groups.values()];
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
  const membership = new Map<ServiceId, string[]>();
  rules.forEach(({ sides }, rule) => {
    sides.forEach((side, index) => {
      for (const service of side) {
        const list = membership.get(service);
        if (list === undefined) membership.set(service, [`${rule}.${index}`]);
        else list.push(`${rule}.${index}`);
      }
    });
  });
  const alike = new Map<string, ServiceId[]>();
  for (const group of groups) {
    const pins = [...new Set(group.flatMap((service) => wishes.pins.get(service) ?? []))];
    const key = `${[...new Set(group.flatMap((service) => membership.get(service) ?? []))].sort().join()}@${pins.join()}`;
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [...group]);
    else known.push(...group);
  }
  return [...alike.values()];
}

function toProblem(vertices: readonly Group[], rules: readonly Exclusion[], wishes: Wishes): Problem | string {
  const vertexOf = new Map(vertices.flatMap((members, index) => members.map((service) => [service, index] as const)));
  const edges = new Map<string, Edge>();
  const cliques: Edge[] = [];
  for (const { sides, anyTwo = false } of rules) {
    const edge = sides.map((side) => [...new Set(side.flatMap((service) => vertexOf.get(service) ?? []))].sort((a, b) => a - b));
    if (anyTwo) {
      cliques.push(edge);
      continue;
    }
    const onAll = edge.length > 2 && (edge[0] ?? []).some((vertex) => edge.every((side) => side.includes(vertex)));
    if (edge.length > 1 && !onAll) edges.set(edge.map((side) => side.join('+')).join(), edge);
  }
  const names = [...new Set(wishes.pins.values())].sort();
  const fixed = new Map<number, number>();
  for (const [service, host] of wishes.pins) {
    const vertex = vertexOf.get(service);
    if (vertex !== undefined) fixed.set(vertex, names.indexOf(host));
  }
  return {
    vertices: vertices.length,
    edges: [...edges.values()],
    cliques,
    weights: vertices.map((members) => members.length),
    ...(wishes.maxServicesPerHost === undefined ? {} : { capacity: wishes.maxServicesPerHost }),
    fixed,
  };
}
