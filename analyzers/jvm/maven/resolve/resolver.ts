/** Class paths as Maven resolves them, for a POM or for one that depends on a whole set of services. */

import { type Divergence, divergenceOf } from '../divergence.ts';
import type { EffectiveModel } from '../model/effective-model.ts';
import { isProcessor, type PomDependency } from '../model/pom.ts';
import { formatIntervals } from '../versions/range.ts';
import { type Artifact, collect, type Node, RangeFailure, UnreadFailure, versionOf } from './collect.ts';
import type { Descriptors } from './descriptor.ts';
import { classPath, mediate } from './mediate.ts';

/** Scopes that run. */
const RUNS = new Set(['compile', 'runtime']);

export type ClassPath =
  | { readonly ok: true; readonly root: Node; readonly nodes: readonly Node[]; readonly divergence: Divergence }
  /** Without a key nothing clashes: what Maven needs to read is nowhere. */
  | { readonly ok: false; readonly key?: string; readonly problem: string };

/** Collects and mediates one root. */
export async function resolveClassPath(root: Parameters<typeof collect>[0], descriptors: Descriptors): Promise<ClassPath> {
  try {
    const mediation = mediate(await collect(root, descriptors));
    if (mediation.ok) {
      const { root: tree } = mediation;
      return { ok: true, root: tree, nodes: classPath(tree), divergence: divergenceOf(tree) };
    }
    const { key, ranges } = mediation.conflict;
    const asked = [...new Set(ranges.map(formatIntervals))];
    return { ok: false, key, problem: `the ranges ${asked.join(' and ')} share no version` };
  } catch (error) {
    if (error instanceof RangeFailure) return { ok: false, key: error.key, problem: error.message };
    if (error instanceof UnreadFailure) return { ok: false, problem: error.message };
    throw error;
  }
}

/** A POM that depends on the given artifacts and on nothing else. */
export function aggregateOf(models: readonly EffectiveModel[]): Parameters<typeof collect>[0] {
  const dependencies = models.map(
    ({ groupId, artifactId, version }): PomDependency => ({
      groupId,
      artifactId,
      version,
      type: 'jar',
      exclusions: [],
      file: '',
      place: { line: 1, column: 1 },
    }),
  );
  return { dependencies, managed: [], repositories: models.flatMap(({ repositories }) => repositories) };
}

function keyOf({ groupId, artifactId, classifier }: Artifact): string {
  return `${groupId}:${artifactId}${classifier === '' ? '' : `:${classifier}`}`;
}

/** The shortest way from the root to each artifact, both ends' artifacts included, by `group:artifact[:classifier]`. */
export function waysTo(root: Node): ReadonlyMap<string, readonly Artifact[]> {
  const ways = new Map<string, readonly Artifact[]>();
  let level: readonly { readonly node: Node; readonly way: readonly Artifact[] }[] = [{ node: root, way: [] }];
  while (level.length > 0) {
    const next: { readonly node: Node; readonly way: readonly Artifact[] }[] = [];
    for (const { node, way } of level) {
      for (const child of node.children) {
        const key = keyOf(child.artifact);
        if (child.winner !== undefined || ways.has(key)) continue;
        const longer = [...way, child.artifact];
        ways.set(key, longer);
        next.push({ node: child, way: longer });
      }
    }
    level = next;
  }
  return ways;
}

/** Versions that run, by `group:artifact[:classifier]`. */
export function runtimeVersions(nodes: readonly Node[]): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { artifact, scope } of nodes) {
    if (RUNS.has(scope) && !isProcessor(artifact) && !versions.has(keyOf(artifact)))
      versions.set(keyOf(artifact), versionOf(artifact));
  }
  return versions;
}
