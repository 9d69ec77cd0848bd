/**
 * Kustomizations (API reference: kustomize.config.k8s.io/v1beta1) as far as plain YAML goes: which overlay is deployed, the
 * images that it sets, and what its patches say of the workloads of its base: ports of the node, its network, traits.
 * Generators, replacements and remote bases are left alone.
 */
import { type YamlMap, type YamlNode, yamlAt, yamlText } from '../../../src/formats/yaml.ts';
import { type DeploymentFacts, directoryOf, isReadFailure, type Project } from '../../../src/model/index.ts';
import { imageReference } from '../images.ts';
import { closureOf, imagesOf, isKustomization, readKustomization } from './kustomization.ts';
import { readObjects } from './objects.ts';
import { overlaysDeployed } from './overlays.ts';
import { type Patch, patchesOf, patchFacts } from './patches.ts';

export interface Kustomized {
  readonly deployments: readonly DeploymentFacts[];
  /** The image that is deployed for one that a file names. */
  readonly imageOf: (path: string, image: string) => string;
  /** Whether a file belongs to an overlay beside the one that is deployed. */
  readonly isSetAside: (path: string) => boolean;
}

export function kustomized(project: Project): Kustomized {
  const all = new Map(project.files.filter(isKustomization).flatMap((path) => readKustomization(project, path)));
  const { deployed, aside } = overlaysDeployed([...all.values()]);
  const images = new Map<string, Map<string, string>>();
  const deployments: DeploymentFacts[] = [];
  for (const overlay of deployed) {
    const parts = closureOf(overlay, all);
    const files = parts.flatMap((part) => part.files);
    for (const [from, to] of parts.flatMap(imagesOf))
      for (const file of files) images.set(file, (images.get(file) ?? new Map<string, string>()).set(from, to));
    const patches = parts.flatMap((part) => patchesOf(project, part));
    if (patches.length > 0) deployments.push(...applied(project, files, patches));
  }
  const kept = new Set(deployed.flatMap((overlay) => closureOf(overlay, all)).map(({ home }) => home));
  return {
    deployments,
    imageOf: (path, image) => images.get(path)?.get(imageReference(image).name) ?? image,
    isSetAside: (path) => aside.has(directoryOf(path)) && !kept.has(directoryOf(path)),
  };
}

function applied(project: Project, files: readonly string[], patches: readonly Patch[]): readonly DeploymentFacts[] {
  const objects = new Map<string, YamlMap>();
  for (const file of files) {
    const found = project.parse(file, readObjects);
    if (!isReadFailure(found)) for (const { object } of found.objects) objects.set(keyOf(object), object);
  }
  return patches.flatMap((patch) => patchFacts(patch, objects.get(`${patch.kind} ${patch.name}`)));
}

function keyOf(object: YamlNode): string {
  return `${yamlText(yamlAt(object, 'kind')) ?? ''} ${yamlText(yamlAt(object, 'metadata', 'name')) ?? ''}`;
}
