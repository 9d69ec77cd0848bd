/** What maven-enforcer's two rules say of a mediated graph whose losers are still in it. Reference: maven-enforcer 3.4. */
import { addTo } from '../../../src/model/index.ts';
import type { Node } from './resolve/collect.ts';
import { compareComparable } from './versions/comparable-version.ts';
import { baseVersion } from './versions/version.ts';

export interface Divergence {
  /** `dependencyConvergence`: versions that differ, by `group:artifact`. */
  readonly convergence: ReadonlyMap<string, readonly string[]>;
  /** `requireUpperBoundDeps`: what wins is below one of these, by `group:artifact`. */
  readonly upperBound: ReadonlyMap<string, UpperBound>;
}

export interface UpperBound {
  readonly resolved: string;
  readonly versions: readonly string[];
}

function nameOf({ artifact }: Node): string {
  return `${artifact.groupId}:${artifact.artifactId}`;
}

interface Seen {
  readonly version: string;
  /** Version before management, where management changed it. */
  readonly asked: string;
  readonly depth: number;
}

function unique(versions: readonly string[]): readonly string[] {
  return [...new Set(versions)].sort();
}

/** Convergence does not look below a node whose name is already known to diverge. */
function convergence(root: Node): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, Set<string>>();
  const open = new Set<Node>();
  const walk = (node: Node): void => {
    for (const child of node.children) {
      if (open.has(child)) continue;
      const name = nameOf(child);
      const seen = versions.get(name) ?? new Set();
      versions.set(name, seen.add(baseVersion(child.artifact.version)));
      if (seen.size > 1) continue;
      open.add(child);
      walk(child);
      open.delete(child);
    }
  };
  walk(root);
  return new Map([...versions].flatMap(([name, seen]) => (seen.size > 1 ? [[name, unique([...seen])] as const] : [])));
}

function upperBound(root: Node): ReadonlyMap<string, UpperBound> {
  const names = new Map<string, Seen[]>();
  const open = new Set<Node>();
  const walk = (node: Node, depth: number): void => {
    for (const child of node.children) {
      if (open.has(child)) continue;
      const version = baseVersion(child.artifact.version);
      const one: Seen = { version, asked: child.premanaged ?? version, depth };
      addTo(names, nameOf(child), one);
      open.add(child);
      walk(child, depth + 1);
      open.delete(child);
    }
  };
  walk(root, 1);
  const found = new Map<string, UpperBound>();
  for (const [name, list] of names) {
    const { version: resolved } = list.reduce((best, one) => (one.depth < best.depth ? one : best));
    if (list.some(({ asked }) => compareComparable(resolved, asked) < 0))
      found.set(name, { resolved, versions: unique(list.map(({ version }) => version)) });
  }
  return found;
}

/** What `dependencyConvergence` and `requireUpperBoundDeps` would report of a graph (maven-enforcer 3.4). */
export function divergenceOf(root: Node): Divergence {
  return { convergence: convergence(root), upperBound: upperBound(root) };
}
