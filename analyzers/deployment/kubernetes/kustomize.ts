/**
 * Kustomizations (API reference: kustomize.config.k8s.io/v1beta1) as far as plain YAML goes: which overlay is deployed, the
 * images that it sets, and what its patches make of the workloads of its base. Remote bases are left alone; what a build
 * alone fills in is told.
 */
import type { YamlMap } from '../../../src/formats/yaml.ts';
import { yamlAt } from '../../../src/formats/yaml.ts';
import {
  append,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  type Project,
} from '../../../src/model/index.ts';
import { imageReference } from '../images.ts';
import { originIn } from '../yaml-facts.ts';
import { closureOf, imagesOf, isKustomization, type Kustomization, patchFiles, readKustomization } from './kustomization.ts';
import { isWorkload, type PlacedObject, readObjects } from './objects.ts';
import { overlaysDeployed } from './overlays.ts';
import { afterPatch, concerns, type Patch, patchesOf } from './patches.ts';
import { Patchwork } from './patchwork.ts';
import { workloadsOf } from './workloads.ts';

export interface Kustomized {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the overlays that are deployed make of an object: as it stands where none patches it, nothing where all take it away. */
  readonly variantsOf: (placed: PlacedObject) => readonly PlacedObject[];
  /** The image that is deployed for one that a file names. */
  readonly imageOf: (path: string, image: string) => string;
  /** Whether a file is a patch, or belongs to an overlay beside the one that is deployed. */
  readonly isSetAside: (path: string) => boolean;
}

/**
 * The kustomizations that are deployed: what their patches make of the objects, and the images that they put in the place
 * of others.
 */
export function kustomized(project: Project): Kustomized {
  const all = new Map(project.files.filter(isKustomization).flatMap((path) => readKustomization(project, path)));
  const { deployed, aside } = overlaysDeployed([...all.values()]);
  const images = new Map<string, Map<string, string>>();
  const variants = new Map<YamlMap, PlacedObject[]>();
  const deployments: DeploymentFacts[] = [];
  for (const overlay of deployed) {
    const parts = closureOf(overlay, all);
    const files = parts.flatMap((part) => part.files);
    for (const [from, to] of parts.flatMap(imagesOf))
      for (const file of files) images.set(file, (images.get(file) ?? new Map<string, string>()).set(from, to));
    const built = new Build(project, all, overlay);
    for (const [object, variant] of built.objects) {
      const known = variants.get(object) ?? [];
      if (variant !== undefined && !known.some((one) => one.object === variant.object)) known.push(variant);
      variants.set(object, known);
    }
    const patched = [...built.objects].flatMap(([object, variant]) =>
      variant === undefined || variant.object === object ? [] : [variant],
    );
    append(deployments, workloadsOf(patched.filter((one) => !isReadAnyway(project, one))));
  }
  const kept = new Set(deployed.flatMap((overlay) => closureOf(overlay, all)).map(({ home }) => home));
  const patches = new Set([...all.values()].flatMap(patchFiles));
  return {
    deployments,
    diagnostics: deployed.flatMap((overlay) => closureOf(overlay, all)).flatMap(leftAlone),
    variantsOf: (placed) => variants.get(placed.object) ?? [placed],
    imageOf: (path, image) => images.get(path)?.get(imageReference(image).name) ?? image,
    isSetAside: (path) => patches.has(path) || (aside.has(directoryOf(path)) && !kept.has(directoryOf(path))),
  };
}

/** What one overlay makes of the objects below it: a base's own patches first, then those of what builds on it. */
class Build {
  /** By the object as its file has it; undefined where a patch takes it away. */
  readonly objects = new Map<YamlMap, PlacedObject | undefined>();
  readonly #works = new Map<YamlMap, Patchwork>();

  constructor(project: Project, all: ReadonlyMap<string, Kustomization>, overlay: Kustomization) {
    for (const part of [...closureOf(overlay, all)].reverse()) {
      const below = closureOf(part, all)
        .flatMap(({ files }) => files)
        .flatMap((file) => objectsOf(project, file));
      for (const placed of below) if (!this.objects.has(placed.object)) this.objects.set(placed.object, placed);
      for (const patch of patchesOf(project, part)) this.#apply(patch, below);
    }
  }

  #apply(patch: Patch, below: readonly PlacedObject[]): void {
    for (const { object, descriptor } of below) {
      const current = this.objects.get(object);
      if (current === undefined || !concerns(patch, current.object)) continue;
      const work = this.#works.get(object) ?? new Patchwork();
      this.#works.set(object, work);
      const next = afterPatch(current.object, patch, work);
      this.objects.set(object, next === undefined ? undefined : { object: next, descriptor: work.descriptor(descriptor) });
    }
  }
}

function objectsOf(project: Project, file: string): readonly PlacedObject[] {
  const found = project.parse(file, readObjects);
  return isReadFailure(found) ? [] : found.objects;
}

/** A file that holds no workload is opened for its patches alone. */
function isReadAnyway(project: Project, { descriptor }: PlacedObject): boolean {
  const file = project.read(descriptor.path);
  return !isReadFailure(file) && isWorkload(file.text);
}

/** Fields whose effect only a build knows. */
const BUILT: readonly string[] = ['replacements', 'vars', 'transformers', 'generators', 'helmCharts'];

function leftAlone({ descriptor, root }: Kustomization): readonly Diagnostic[] {
  return BUILT.flatMap((field): readonly Diagnostic[] => {
    const node = yamlAt(root, field);
    if (node === undefined) return [];
    const message = `what ${field} of this kustomization changes is known only once it is built, so nothing is read from it; build it (kustomize build) into the repository to have it compared`;
    return [{ code: 'kubernetes/unbuilt', severity: 'note', message, ...originIn(descriptor, node) }];
  });
}
