/**
 * Mediation of a collected graph: one winner per conflict group, nearest first, ranges as vetoes, scopes and optionality
 * from all paths. Follows maven-resolver 1.6's ConflictResolver in its verbose mode, with Maven's own selectors
 * (nearest version, Java scopes): losers stay in the tree as leaves, which is what maven-enforcer looks at.
 */

import { contains, type Interval } from '../versions/range.ts';
import { compareVersions } from '../versions/version.ts';
import type { Node } from './collect.ts';
import { conflictOrder } from './conflict-order.ts';

export interface RangeConflict {
  readonly key: string;
  readonly ranges: readonly (readonly Interval[])[];
}

export type Mediation = { readonly ok: true; readonly root: Node } | { readonly ok: false; readonly conflict: RangeConflict };

interface Item {
  /** The list that holds the node: nodes of one list are siblings. */
  readonly siblings: Node[];
  readonly node: Node;
  readonly scopes: Set<string>;
  readonly optionalities: Set<boolean>;
  depth: number;
}

interface Info {
  minDepth: number;
  readonly scopes: Set<string>;
  readonly optionalities: Set<boolean>;
  readonly items: Item[];
}

/** Scope of a child seen through its parent. */
function derive(parent: string | undefined, child: string): string {
  if (child === 'system' || child === 'test') return child;
  if (parent === undefined || parent === '' || parent === 'compile') return child;
  if (parent === 'test' || parent === 'runtime') return parent;
  return parent === 'system' || parent === 'provided' ? 'provided' : 'runtime';
}

const WIDEST = ['compile', 'runtime', 'provided', 'test'];

function widest(items: readonly Item[]): string {
  const scopes = new Set<string>();
  for (const item of items) {
    if (item.depth <= 1) return item.node.scope;
    for (const scope of item.scopes) scopes.add(scope);
  }
  if (scopes.size > 1) scopes.delete('system');
  if (scopes.size === 1) return [...scopes][0] ?? '';
  return WIDEST.find((scope) => scopes.has(scope)) ?? '';
}

function isOptional(items: readonly Item[]): boolean {
  let optional = true;
  for (const item of items) {
    if (item.depth <= 1) return item.node.optional;
    if (item.optionalities.has(false)) optional = false;
  }
  return optional;
}

class Mediator {
  readonly #root: Node;
  readonly #groups: ReadonlyMap<Node, number>;
  readonly #winners = new Map<number, Node | undefined>();
  /** Groups that may stand above the current one: those settled, and those on a cycle with one of them. */
  readonly #ancestors = new Set<number>();
  #group = -1;
  #items: Item[] = [];
  #infos = new Map<Node[], Info>();
  #open = new Set<Node[]>();
  #parents: { readonly node: Node; readonly info: Info | undefined; readonly scope: string; readonly optional: boolean }[] = [];

  constructor(root: Node, groups: ReadonlyMap<Node, number>) {
    this.#root = root;
    this.#groups = groups;
  }

  run(order: readonly number[], cyclic: ReadonlyMap<number, ReadonlySet<number>>): Mediation {
    let last: Node | undefined;
    for (const group of order) {
      for (const id of cyclic.get(group) ?? []) this.#ancestors.add(id);
      this.#prepare(group);
      this.#gather(this.#root);
      for (const item of this.#items) item.depth = (this.#infos.get(item.siblings)?.minDepth ?? 0) + 1;
      this.#ancestors.add(group);
      const winner = selectVersion(this.#items);
      const [first] = this.#items;
      if (winner === undefined && first !== undefined) {
        const ranges = this.#items.flatMap(({ node }) => (node.range === undefined ? [] : [node.range]));
        return { ok: false, conflict: { key: first.node.conflictKey, ranges } };
      }
      if (winner !== undefined) this.#settle(winner);
      last = winner?.node;
      this.#winners.set(group, last);
    }
    // Losers that a cycle hid from the walks.
    if (cyclic.size > 0 && last !== undefined) {
      this.#prepare(-1);
      this.#gather(last);
    }
    return { ok: true, root: this.#root };
  }

  #prepare(group: number): void {
    this.#group = group;
    this.#items = [];
    this.#infos = new Map();
    this.#open = new Set();
    this.#parents = [];
  }

  #settle(winner: Item): void {
    const scope = winner.node.scope === 'system' ? 'system' : widest(this.#items);
    const optional = isOptional(this.#items);
    const shown = new Set<Node[]>([winner.siblings]);
    for (const item of this.#items) {
      if (item === winner) continue;
      const at = item.siblings.indexOf(item.node);
      if (at < 0) continue;
      // One loser per list of siblings is left to be seen, and none beside the winner.
      if (shown.has(item.siblings)) item.siblings.splice(at, 1);
      else item.siblings[at] = { ...item.node, scope: [...item.scopes][0] ?? item.node.scope, winner: winner.node, children: [] };
      shown.add(item.siblings);
    }
    winner.node.scope = scope;
    winner.node.optional = optional;
  }

  /** False tells the caller to drop the node: a loser of an earlier round. */
  #gather(node: Node): boolean {
    const group = this.#groups.get(node);
    if (group !== undefined && group === this.#group) {
      this.#add(node);
      return true;
    }
    const winner = group === undefined ? undefined : this.#winners.get(group);
    if (winner !== undefined && winner !== node) return false;
    if (!this.#push(node, group)) return true;
    for (let i = 0; i < node.children.length; i++) {
      const child = node.children[i];
      if (child !== undefined && !this.#gather(child)) node.children.splice(i--, 1);
    }
    this.#open.delete(node.children);
    this.#parents.pop();
    return true;
  }

  /** `settled` nodes carry the scope that mediation gave them. */
  #scopeOf(node: Node, settled: boolean): string {
    if (node.managedScope || settled) return node.scope;
    const parent = this.#parents.at(-1);
    return parent === undefined ? node.scope : derive(parent.scope, node.scope);
  }

  #optionalOf(node: Node, settled: boolean): boolean {
    if (node.optional || node.managedOptional || settled) return node.optional;
    return this.#parents.at(-1)?.optional ?? false;
  }

  #push(node: Node, group: number | undefined): boolean {
    if (node.winner !== undefined || (group !== undefined && !this.#ancestors.has(group))) return false;
    if (this.#open.has(node.children)) return false;
    const depth = this.#parents.length;
    const settled = group !== undefined && this.#winners.has(group);
    const scope = this.#scopeOf(node, settled);
    const optional = this.#optionalOf(node, settled);
    const known = this.#infos.get(node.children);
    if (known === undefined) {
      const info: Info = { minDepth: depth, scopes: new Set([scope]), optionalities: new Set([optional]), items: [] };
      this.#infos.set(node.children, info);
      this.#open.add(node.children);
      this.#parents.push({ node, info, scope, optional });
      return true;
    }
    // A shorter way here counts for the nodes right below, but not for those further down (as in maven-resolver).
    if (depth < known.minDepth) known.minDepth = depth;
    if (known.scopes.has(scope) && known.optionalities.has(optional)) return false;
    known.scopes.add(scope);
    known.optionalities.add(optional);
    this.#open.add(node.children);
    this.#parents.push({ node, info: undefined, scope, optional });
    for (const item of known.items) {
      item.scopes.add(this.#scopeOf(item.node, false));
      item.optionalities.add(this.#optionalOf(item.node, false));
    }
    return true;
  }

  #add(node: Node): void {
    const parent = this.#parents.at(-1);
    if (parent?.info === undefined) return;
    const item: Item = {
      siblings: parent.node.children,
      node,
      scopes: new Set([this.#scopeOf(node, false)]),
      optionalities: new Set([this.#optionalOf(node, false)]),
      depth: 0,
    };
    parent.info.items.push(item);
    this.#items.push(item);
  }
}

function isNearer(item: Item, other: Item): boolean {
  if (item.siblings === other.siblings) return compareVersions(item.node.artifact.version, other.node.artifact.version) > 0;
  return item.depth < other.depth;
}

/** Undefined where the ranges among the items leave nothing. */
function selectVersion(items: readonly Item[]): Item | undefined {
  const ranges = new Map<string, readonly Interval[]>();
  const acceptable = (item: Item): boolean => [...ranges.values()].every((range) => contains(range, item.node.artifact.version));
  let candidates: Item[] = [];
  let winner: Item | undefined;
  for (const item of items) {
    const { range } = item.node;
    let backtrack = false;
    if (range !== undefined) {
      const name = JSON.stringify(range);
      if (!ranges.has(name)) {
        ranges.set(name, range);
        backtrack = winner !== undefined && !contains(range, winner.node.artifact.version);
      }
    }
    const accepted = acceptable(item);
    if (accepted) candidates.push(item);
    if (backtrack) {
      candidates = candidates.filter(acceptable);
      winner = candidates.reduce<Item | undefined>(
        (best, one) => (best === undefined || isNearer(one, best) ? one : best),
        undefined,
      );
      if (winner === undefined) return undefined;
    } else if (accepted && (winner === undefined || isNearer(item, winner))) winner = item;
  }
  return winner;
}

/** Mediates in place. */
export function mediate(root: Node): Mediation {
  const { groupOf, order, cyclic } = conflictOrder(root);
  return new Mediator(root, groupOf).run(order, cyclic);
}

/** Winners in class path order: parents before children, each once. */
export function classPath(root: Node): readonly Node[] {
  const found: Node[] = [];
  const seen = new Set<Node>();
  const walk = (node: Node): void => {
    for (const child of node.children) {
      if (child.winner !== undefined || seen.has(child)) continue;
      seen.add(child);
      found.push(child);
      walk(child);
    }
  };
  walk(root);
  return found;
}
