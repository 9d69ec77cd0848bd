/**
 * Mediation of a collected graph: one winner per conflict key, nearest first, ranges as vetoes, scopes and optionality
 * from all paths. Follows maven-resolver's ConflictResolver with Maven's own selectors (nearest version, Java scopes).
 */
import type { Node } from './collect.ts';
import { compareComparable } from './comparable-version.ts';
import { contains, type Interval } from './range.ts';
import { baseVersion, compareVersions } from './version.ts';

export interface RangeConflict {
  readonly key: string;
  readonly ranges: readonly (readonly Interval[])[];
}

/** What maven-enforcer's two rules say of a graph, as `group:artifact`. */
export interface Divergence {
  /** `dependencyConvergence`: more than one version was asked for. */
  readonly convergence: ReadonlySet<string>;
  /** `requireUpperBoundDeps`: the version that wins is below one that was asked for. */
  readonly upperBound: ReadonlySet<string>;
}

export type Mediation =
  | { readonly ok: true; readonly root: Node; readonly divergence: Divergence }
  | { readonly ok: false; readonly conflict: RangeConflict };

interface ConflictId {
  readonly key: string;
  readonly children: Set<ConflictId>;
  inDegree: number;
  minDepth: number;
}

/** Conflict keys so that every key comes after those above it; cycles are cut at the key nearest to the root. */
function sortKeys(root: Node): { readonly order: readonly string[]; readonly cyclic: boolean } {
  const ids = new Map<string, ConflictId>();
  const idOf = (key: string, depth: number): ConflictId => {
    const known = ids.get(key);
    if (known !== undefined) {
      pullUp(known, depth);
      return known;
    }
    const id = { key, children: new Set<ConflictId>(), inDegree: 0, minDepth: depth };
    ids.set(key, id);
    return id;
  };
  const visited = new Set<Node[]>();
  const walk = (node: Node, parent: ConflictId | undefined, depth: number): void => {
    if (visited.has(node.children)) return;
    visited.add(node.children);
    for (const child of node.children) {
      const id = idOf(child.conflictKey, depth);
      if (parent !== undefined && !parent.children.has(id)) {
        parent.children.add(id);
        id.inDegree++;
      }
      walk(child, id, depth + 1);
    }
  };
  walk(root, undefined, 0);
  const all = [...ids.values()];
  const order: string[] = [];
  let roots: ConflictId[] = [];
  const enqueue = (id: ConflictId): void => {
    let at = roots.length;
    while (at > 0 && id.minDepth < (roots[at - 1]?.minDepth ?? 0)) at--;
    roots.splice(at, 0, id);
  };
  const drain = (): void => {
    for (let next = roots.shift(); next !== undefined; next = roots.shift()) {
      order.push(next.key);
      for (const child of next.children) {
        child.inDegree--;
        if (child.inDegree === 0) enqueue(child);
      }
    }
  };
  for (const id of all) if (id.inDegree <= 0) enqueue(id);
  drain();
  const cyclic = order.length < all.length;
  while (order.length < all.length) {
    let nearest: ConflictId | undefined;
    for (const id of all) {
      if (id.inDegree <= 0) continue;
      if (
        nearest === undefined ||
        id.minDepth < nearest.minDepth ||
        (id.minDepth === nearest.minDepth && id.inDegree < nearest.inDegree)
      )
        nearest = id;
    }
    if (nearest === undefined) break;
    nearest.inDegree = 0;
    roots = [nearest];
    drain();
  }
  return { order, cyclic };
}

function pullUp(start: ConflictId, depth: number): void {
  const stack: [ConflictId, number][] = [[start, depth]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [id, at] = next;
    if (at >= id.minDepth) continue;
    id.minDepth = at;
    for (const child of id.children) stack.push([child, at + 1]);
  }
}

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
  readonly #winners = new Map<string, Node | undefined>();
  readonly #convergence = new Set<string>();
  readonly #upperBound = new Set<string>();
  #key = '';
  #items: Item[] = [];
  #infos = new Map<Node[], Info>();
  #open = new Set<Node[]>();
  #parents: { readonly node: Node; readonly info: Info | undefined; readonly scope: string; readonly optional: boolean }[] = [];

  constructor(root: Node) {
    this.#root = root;
  }

  run(): Mediation {
    const { order, cyclic } = sortKeys(this.#root);
    for (const key of order) {
      const conflict = this.#settle(key);
      if (conflict !== undefined) return { ok: false, conflict };
    }
    if (cyclic) {
      this.#prepare('\0');
      this.#gather(this.#root);
    }
    return { ok: true, root: this.#root, divergence: { convergence: this.#convergence, upperBound: this.#upperBound } };
  }

  #prepare(key: string): void {
    this.#key = key;
    this.#items = [];
    this.#infos = new Map();
    this.#open = new Set();
    this.#parents = [];
  }

  #settle(key: string): RangeConflict | undefined {
    this.#prepare(key);
    this.#gather(this.#root);
    for (const item of this.#items) item.depth = (this.#infos.get(item.siblings)?.minDepth ?? 0) + 1;
    if (this.#items.length === 0) {
      this.#winners.set(key, undefined);
      return undefined;
    }
    this.#compare();
    const winner = selectVersion(this.#items);
    if (winner === undefined)
      return { key, ranges: this.#items.flatMap(({ node }) => (node.range === undefined ? [] : [node.range])) };
    const scope = winner.node.scope === 'system' ? 'system' : widest(this.#items);
    const optional = isOptional(this.#items);
    for (const item of this.#items) {
      if (item === winner) continue;
      const at = item.siblings.indexOf(item.node);
      if (at >= 0) item.siblings.splice(at, 1);
    }
    winner.node.scope = scope;
    winner.node.optional = optional;
    this.#winners.set(key, winner.node);
    return undefined;
  }

  /** Losers keep their place in the enforcer's view, but not what is below them. */
  #compare(): void {
    const [first] = this.#items;
    if (first === undefined) return;
    const name = `${first.node.artifact.groupId}:${first.node.artifact.artifactId}`;
    const nearest = this.#items.reduce((best, one) => (one.depth < best.depth ? one : best), first);
    const wins = baseVersion(nearest.node.artifact.version);
    for (const { node } of this.#items) {
      const version = baseVersion(node.artifact.version);
      if (version !== wins) this.#convergence.add(name);
      if (compareComparable(wins, version) < 0) this.#upperBound.add(name);
    }
  }

  /** False tells the caller to drop the node: a loser of an earlier round. */
  #gather(node: Node): boolean {
    const key = node.conflictKey;
    if (key === this.#key && node !== this.#root) {
      this.#add(node);
      return true;
    }
    if (node !== this.#root && this.#winners.has(key) && this.#winners.get(key) !== undefined && this.#winners.get(key) !== node)
      return false;
    if (!this.#push(node)) return true;
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

  #push(node: Node): boolean {
    if (node !== this.#root && !this.#winners.has(node.conflictKey)) return false;
    if (this.#open.has(node.children)) return false;
    const depth = this.#parents.length;
    const settled = node !== this.#root;
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
    const nearer = depth < known.minDepth;
    const scoped = !known.scopes.has(scope);
    const other = !known.optionalities.has(optional);
    if (!nearer && !scoped && !other) return false;
    if (nearer) known.minDepth = depth;
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
  return new Mediator(root).run();
}

/** Winners in class path order: parents before children, each once. */
export function classPath(root: Node): readonly Node[] {
  const found: Node[] = [];
  const seen = new Set<Node>();
  const walk = (node: Node): void => {
    for (const child of node.children) {
      if (seen.has(child)) continue;
      seen.add(child);
      found.push(child);
      walk(child);
    }
  };
  walk(root);
  return found;
}
