/** Class paths as Maven resolves them, for a POM or for one that depends on a whole set of services. */
import { type Artifact, collect, type Node, RangeFailure } from './collect.ts';
import type { Descriptors } from './descriptor.ts';
import { type Divergence, divergenceOf } from './divergence.ts';
import type { EffectiveModel } from './effective.ts';
import { classPath, mediate } from './mediate.ts';
import type { PomDependency } from './pom.ts';

/** Scopes that run. */
const RUNS = new Set(['compile', 'runtime']);

export type ClassPath =
  | { readonly ok: true; readonly nodes: readonly Node[]; readonly divergence: Divergence }
  | { readonly ok: false; readonly key: string; readonly problem: string };

/** Collects and mediates one root. */
export async function resolveClassPath(root: Parameters<typeof collect>[0], descriptors: Descriptors): Promise<ClassPath> {
  try {
    const mediation = mediate(await collect(root, descriptors));
    if (mediation.ok) return { ok: true, nodes: classPath(mediation.root), divergence: divergenceOf(mediation.root) };
    return { ok: false, key: mediation.conflict.key, problem: `the ranges on ${mediation.conflict.key} share no version` };
  } catch (error) {
    if (error instanceof RangeFailure) return { ok: false, key: error.key, problem: error.message };
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

/** Versions that run, by `group:artifact[:classifier]`. */
export function runtimeVersions(nodes: readonly Node[]): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { artifact, scope } of nodes) {
    if (RUNS.has(scope) && !versions.has(keyOf(artifact))) versions.set(keyOf(artifact), artifact.version);
  }
  return versions;
}
