/**
 * Kustomizations (API reference: kustomize.config.k8s.io/v1beta1) as far as plain YAML goes: which overlay is deployed, the
 * images that it sets, and what its patches make of the workloads of its base. Remote bases are left alone; what a build
 * alone fills in is told.
 */

import { imageReference } from '../../../src/formats/image-name.ts';
import { type YamlMap, type YamlNode, yamlAt, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  append,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  type Project,
} from '../../../src/model/index.ts';
import { type Descriptor, originIn, readDescriptor } from '../yaml-facts.ts';
import { type Rewrite, rewritten } from './fields.ts';
import {
  closureOf,
  imagesOf,
  isComponent,
  isKustomization,
  type Kustomization,
  patchFiles,
  readKustomization,
  replicasOf,
} from './kustomization.ts';
import { isService, isWorkload, kindOf, type PlacedObject, readObjects } from './objects.ts';
import { overlaysDeployed } from './overlays.ts';
import { afterPatch, concerns, type Patch, patchesOf } from './patches.ts';
import { Patchwork } from './patchwork.ts';
import { generatedMaps, mayConcern, type Replacement, replacementsOf, sourceValue, writtenInto } from './replacements.ts';
import { workloadsOf } from './workloads.ts';

export interface Kustomized {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the overlays that are deployed make of an object: as it stands where none patches it, nothing where all take it away. */
  readonly variantsOf: (placed: PlacedObject) => readonly PlacedObject[];
  /** Whether a file is a patch, or belongs to an overlay beside the one that is deployed. */
  readonly isSetAside: (path: string) => boolean;
}

/**
 * The kustomizations that are deployed, and what they make of the objects.
 */
export function kustomized(project: Project): Kustomized {
  const read = project.files.filter(isKustomization).map((path) => readKustomization(project, path));
  const all = new Map(read.flatMap(({ found }) => (found === undefined ? [] : [found])));
  const { deployed, aside } = overlaysDeployed([...all.values()]);
  const diagnostics = read.flatMap((one) => one.diagnostics);
  const variants = new Map<YamlMap, PlacedObject[]>();
  const deployments: DeploymentFacts[] = [];
  for (const overlay of deployed) {
    const built = new Build(project, all, overlay);
    append(diagnostics, [...closureOf(overlay, all).flatMap(leftAlone), ...built.diagnostics]);
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
    diagnostics,
    variantsOf: (placed) => variants.get(placed.object) ?? [placed],
    isSetAside: (path) => patches.has(path) || (aside.has(directoryOf(path)) && !kept.has(directoryOf(path))),
  };
}

/** Kinds whose `replicas` a kustomization sets. */
const COUNTED: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

interface Said {
  readonly descriptor: Descriptor;
  readonly at: YamlNode;
}

/**
 * What a kustomization has to change: the objects of all that it names, and from which kustomizations they are. Each once,
 * however many ways lead to it.
 */
interface Below {
  readonly objects: Set<PlacedObject>;
  readonly parts: Set<Kustomization>;
}

/**
 * What one overlay makes of the objects below it: a base's own changes first, then those of components on all that the
 * one who names them has, then its own; of each its patches, numbers of replicas, the names of images, then replacements,
 * as kustomize does it.
 */
class Build {
  readonly diagnostics: Diagnostic[] = [];
  /** By the object as its file has it; undefined where a patch takes it away. */
  readonly objects = new Map<YamlMap, PlacedObject | undefined>();
  readonly #project: Project;
  readonly #all: ReadonlyMap<string, Kustomization>;
  readonly #built = new Map<Kustomization, Below>();
  readonly #works = new Map<YamlMap, Patchwork>();

  constructor(project: Project, all: ReadonlyMap<string, Kustomization>, overlay: Kustomization) {
    this.#project = project;
    this.#all = all;
    this.#build(overlay);
  }

  #build(part: Kustomization): Below {
    const known = this.#built.get(part);
    if (known !== undefined) return known;
    const below: Below = { objects: new Set(), parts: new Set() };
    // Before its bases: one that leads back here finds it empty.
    this.#built.set(part, below);
    this.#add(part, below);
    return below;
  }

  #add(part: Kustomization, below: Below): void {
    if (below.parts.has(part)) return;
    below.parts.add(part);
    const named = part.bases.flatMap((home) => this.#all.get(home) ?? []);
    for (const base of named) {
      if (isComponent(base)) continue;
      const { objects, parts } = this.#build(base);
      for (const one of objects) below.objects.add(one);
      for (const one of parts) below.parts.add(one);
    }
    const own = part.files.flatMap((file) => objectsOf(this.#project, file));
    for (const placed of own) {
      below.objects.add(placed);
      if (!this.objects.has(placed.object)) this.objects.set(placed.object, placed);
    }
    for (const component of named) if (isComponent(component)) this.#add(component, below);
    this.#change(part, below);
  }

  #change(part: Kustomization, { objects, parts }: Below): void {
    for (const patch of patchesOf(this.#project, part)) this.#apply(patch, objects);
    for (const one of replicasOf(part)) this.#count(one, part.descriptor, objects);
    for (const image of imagesOf(part)) this.#rename(image, part.descriptor, objects);
    for (const replacement of replacementsOf(this.#project, part))
      this.#replace(replacement, part, objects, others(this.#project, parts));
  }

  #count({ name, count }: ReturnType<typeof replicasOf>[number], descriptor: Descriptor, below: ReadonlySet<PlacedObject>): void {
    for (const { object, descriptor: own } of below) {
      const isCounted = COUNTED.has(yamlText(yamlAt(object, 'kind')) ?? '');
      if (isCounted && yamlText(yamlAt(object, 'metadata', 'name')) === name)
        this.#rewrite({ object, descriptor: own }, ['spec', 'replicas'], () => count, { descriptor, at: count });
    }
  }

  /** An image by another name, with the tag that it has. */
  #rename({ from, to }: ReturnType<typeof imagesOf>[number], descriptor: Descriptor, below: ReadonlySet<PlacedObject>): void {
    for (const { object, descriptor: own } of below) {
      const rename: Rewrite = (known) => {
        const { name, tag } = imageReference(yamlText(known) ?? '');
        if (name !== from) return known;
        const text = tag === undefined ? to.text : `${to.text}:${tag}`;
        return { ...to, value: text, text };
      };
      for (const list of ['containers', 'initContainers']) {
        const path = [...(kindOf(object)?.pod ?? []), list, '*', 'image'];
        this.#rewrite({ object, descriptor: own }, path, rename, { descriptor, at: to });
      }
    }
  }

  #replace(replacement: Replacement, part: Kustomization, below: ReadonlySet<PlacedObject>, others: readonly YamlNode[]): void {
    const known = [...below].flatMap(({ object }) => this.objects.get(object)?.object ?? []);
    const value = sourceValue(replacement, [...known, ...others], generatedMaps(part));
    if (value === undefined) {
      if (mayConcern(replacement, known)) this.diagnostics.push(unbuilt('replacements', part.descriptor, replacement.at));
      return;
    }
    for (const { object, descriptor } of below)
      for (const { path, rewrite } of writtenInto(this.objects.get(object)?.object ?? object, replacement, value))
        this.#rewrite({ object, descriptor }, path, rewrite, { descriptor: part.descriptor, at: replacement.at });
  }

  /** What is written stands where the kustomization says so. */
  #rewrite({ object, descriptor }: PlacedObject, path: readonly string[], rewrite: Rewrite, said: Said): void {
    const current = this.objects.get(object);
    if (current === undefined) return;
    const work = this.#workOf(object);
    const placed: Rewrite = (known) => {
      const made = rewrite(known);
      if (made === undefined || made === known) return known;
      const own = { ...made, offset: said.at.offset };
      work.adopt(own, said.descriptor);
      return own;
    };
    const next = rewritten(current.object, path, placed, work);
    if (next !== current.object) this.objects.set(object, { object: next, descriptor: work.descriptor(descriptor) });
  }

  #workOf(object: YamlMap): Patchwork {
    const work = this.#works.get(object) ?? new Patchwork();
    this.#works.set(object, work);
    return work;
  }

  #apply(patch: Patch, below: ReadonlySet<PlacedObject>): void {
    for (const { object, descriptor } of below) {
      const current = this.objects.get(object);
      if (current === undefined || !concerns(patch, current.object)) continue;
      const work = this.#workOf(object);
      const next = afterPatch(current.object, patch, work);
      this.objects.set(object, next === undefined ? undefined : { object: next, descriptor: work.descriptor(descriptor) });
    }
  }
}

function objectsOf(project: Project, file: string): readonly PlacedObject[] {
  const found = project.parse(file, readObjects);
  return isReadFailure(found) ? [] : found.objects;
}

/** What a replacement may take its value from besides workloads and Services: any object that a file here has. */
function others(project: Project, parts: ReadonlySet<Kustomization>): readonly YamlNode[] {
  return [...parts]
    .flatMap(({ files }) => files)
    .flatMap((path) => {
      const found = project.parse(path, readDescriptor);
      return isReadFailure(found) ? [] : found.yaml.documents;
    })
    .filter((object) => kindOf(object) === undefined && !isService(object));
}

/** A file that holds no workload is opened for its patches alone. */
function isReadAnyway(project: Project, { descriptor }: PlacedObject): boolean {
  const file = project.read(descriptor.path);
  return !isReadFailure(file) && isWorkload(file.text);
}

/** Fields whose effect only a build knows. */
const BUILT: readonly string[] = ['vars', 'transformers', 'generators', 'helmCharts'];

function leftAlone({ descriptor, root }: Kustomization): readonly Diagnostic[] {
  return BUILT.flatMap((field): readonly Diagnostic[] => {
    const node = yamlAt(root, field);
    return node === undefined ? [] : [unbuilt(field, descriptor, node)];
  });
}

function unbuilt(field: string, descriptor: Descriptor, node: YamlNode): Diagnostic {
  const message = `what ${field} of this kustomization changes is known only once it is built, so nothing is read from it; build it (kustomize build) into the repository to have it compared`;
  return { code: 'kubernetes/unbuilt', severity: 'note', message, ...originIn(descriptor, node) };
}
