/**
 * Conflict groups of a collected graph and the order in which mediation settles them, as maven-resolver 1.6's
 * ConflictMarker and ConflictIdSorter find them. Ties are broken as Maven breaks them, since cycles make them count.
 */
import type { Node } from './collect.ts';

export interface ConflictOrder {
  /** The group of every node but the root; groups are numbered from 0. */
  readonly groupOf: ReadonlyMap<Node, number>;
  /** Every group after those above it; a cycle is cut at the group nearest to the root. */
  readonly order: readonly number[];
  /** Groups of the cycles that a group lies on: any of them may stand above it. */
  readonly cyclic: ReadonlyMap<number, ReadonlySet<number>>;
}

interface Marked {
  readonly keys: ReadonlySet<string>;
  readonly id: number;
}

/** Keys that relocations tie together are one group; what ties known groups gets a number of its own, as ConflictMarker counts. */
function groupNodes(root: Node): ReadonlyMap<Node, number> {
  const groups = new Map<string, Marked>();
  const nodes = new Set<Node>();
  let count = 0;
  const mark = ({ conflictKey, relocatedFrom = [] }: Node): void => {
    const keys = new Set([conflictKey, ...relocatedFrom]);
    let group: Marked | undefined;
    for (const key of keys) {
      const known = groups.get(key);
      if (known === undefined || known === group) continue;
      const united = new Set([...known.keys, ...(group?.keys ?? keys)]);
      if (united.size === known.keys.size) group = known;
      else if (united.size !== group?.keys.size) group = { keys: united, id: count++ };
    }
    group ??= { keys, id: count++ };
    for (const key of group.keys) groups.set(key, group);
  };
  const walk = (node: Node): void => {
    for (const child of node.children) {
      if (nodes.has(child)) continue;
      nodes.add(child);
      mark(child);
      walk(child);
    }
  };
  walk(root);
  return new Map([...nodes].map((node) => [node, groups.get(node.conflictKey)?.id ?? 0]));
}

interface Group {
  readonly id: number;
  readonly children: Set<Group>;
  inDegree: number;
  minDepth: number;
}

/** Order of a Java HashSet of these numbers: by bucket of a table at most three quarters full. */
function hashed(groups: ReadonlySet<Group>): readonly Group[] {
  let buckets = 16;
  while (groups.size > buckets * 0.75) buckets *= 2;
  return [...groups].sort((a, b) => (a.id & (buckets - 1)) - (b.id & (buckets - 1)));
}

function pullUp(start: Group, depth: number): void {
  const stack: [Group, number][] = [[start, depth]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [group, at] = next;
    if (at >= group.minDepth) continue;
    group.minDepth = at;
    for (const child of group.children) stack.push([child, at + 1]);
  }
}

function groupsBelow(root: Node, groupOf: ReadonlyMap<Node, number>): readonly Group[] {
  const groups = new Map<number, Group>();
  const visited = new Set<Node>();
  const walk = (node: Node, parent: Group | undefined, depth: number): void => {
    if (visited.has(node)) return;
    visited.add(node);
    for (const child of node.children) {
      const id = groupOf.get(child) ?? -1;
      let group = groups.get(id);
      if (group === undefined) {
        group = { id, children: new Set(), inDegree: 0, minDepth: depth + 1 };
        groups.set(id, group);
      } else pullUp(group, depth + 1);
      if (parent !== undefined && !parent.children.has(group)) {
        parent.children.add(group);
        group.inDegree++;
      }
      walk(child, group, depth + 1);
    }
  };
  walk(root, undefined, 0);
  return [...groups.values()];
}

function cyclesAmong(
  groups: readonly Group[],
  below: (group: Group) => readonly Group[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const cyclic = new Map<number, Set<number>>();
  const stack: number[] = [];
  const depths = new Map<number, number>();
  const visited = new Set<Group>();
  const walk = (group: Group): void => {
    const depth = depths.get(group.id);
    if (depth !== undefined) {
      const cycle = stack.slice(depth);
      for (const id of cycle) cyclic.set(id, new Set([...(cyclic.get(id) ?? []), ...cycle]));
      return;
    }
    if (visited.has(group)) return;
    visited.add(group);
    depths.set(group.id, stack.length);
    stack.push(group.id);
    for (const child of below(group)) walk(child);
    stack.pop();
    depths.delete(group.id);
  };
  for (const group of groups) walk(group);
  return cyclic;
}

/** The order in which maven-resolver settles names: of `ConflictIdSorter`, with its way through cycles. */
export function conflictOrder(root: Node): ConflictOrder {
  const groupOf = groupNodes(root);
  const groups = groupsBelow(root, groupOf);
  const sorted = new Map<Group, readonly Group[]>();
  const below = (group: Group): readonly Group[] => {
    const known = sorted.get(group) ?? hashed(group.children);
    sorted.set(group, known);
    return known;
  };
  const order: number[] = [];
  const roots: Group[] = [];
  const enqueue = (group: Group): void => {
    let at = roots.length;
    while (at > 0 && group.minDepth < (roots[at - 1]?.minDepth ?? 0)) at--;
    roots.splice(at, 0, group);
  };
  const drain = (): void => {
    for (let next = roots.shift(); next !== undefined; next = roots.shift()) {
      order.push(next.id);
      for (const child of below(next)) {
        child.inDegree--;
        if (child.inDegree === 0) enqueue(child);
      }
    }
  };
  for (const group of groups) if (group.inDegree <= 0) enqueue(group);
  drain();
  const isCyclic = order.length < groups.length;
  while (order.length < groups.length) {
    let nearest: Group | undefined;
    for (const group of groups) {
      if (group.inDegree <= 0) continue;
      const nearer = nearest === undefined || group.minDepth < nearest.minDepth;
      if (nearer || (group.minDepth === nearest?.minDepth && group.inDegree < nearest.inDegree)) nearest = group;
    }
    if (nearest === undefined) break;
    nearest.inDegree = 0;
    enqueue(nearest);
    drain();
  }
  return { groupOf, order, cyclic: isCyclic ? cyclesAmong(groups, below) : new Map() };
}
