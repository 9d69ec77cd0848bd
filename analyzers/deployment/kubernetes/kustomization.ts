/** Kustomizations, as they are written (API reference: kustomize.config.k8s.io/v1beta1). */

import { localPath } from '../../../src/formats/paths.ts';
import { type YamlNode, type YamlScalar, yamlAt, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import { baseName, type Diagnostic, directoryOf, isReadFailure, type Project } from '../../../src/model/index.ts';
import { type Descriptor, readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';

const NAMES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export function isKustomization(path: string): boolean {
  return NAMES.includes(baseName(path));
}

/** A directory's kustomization, with what it names as far as that is there. */
export interface Kustomization {
  readonly home: string;
  readonly descriptor: Descriptor;
  readonly root: YamlNode;
  /** Files of objects, and directories of other kustomizations. */
  readonly files: readonly string[];
  readonly bases: readonly string[];
}

/** By its directory; nothing where the file cannot be read, and what is wrong with one that can. */
export function readKustomization(
  project: Project,
  path: string,
): { readonly found?: readonly [string, Kustomization]; readonly diagnostics: readonly Diagnostic[] } {
  const descriptor = project.parse(path, readDescriptor);
  if (isReadFailure(descriptor)) return { diagnostics: [] };
  const diagnostics = yamlDiagnostics(descriptor);
  const root = descriptor.yaml.documents[0];
  const home = directoryOf(path);
  if (root === undefined) return { diagnostics };
  const named = ['resources', 'bases', 'components'].flatMap((key) => yamlTexts(yamlAt(root, key)));
  const local = named.flatMap((one) => localPath(home, one) ?? []);
  const files = local.filter((one) => /\.(?:ya?ml|json)$/.test(one));
  const bases = local.filter((one) => !files.includes(one));
  return { found: [home, { home, descriptor, root, files, bases }], diagnostics };
}

/** A component changes what those who name it have, and is nothing by itself. */
export function isComponent({ root }: Kustomization): boolean {
  return yamlText(yamlAt(root, 'kind')) === 'Component';
}

/** A kustomization and what it is made of. */
export function closureOf(overlay: Kustomization, all: ReadonlyMap<string, Kustomization>): readonly Kustomization[] {
  const found = new Set([overlay]);
  for (const one of found) for (const base of one.bases.flatMap((home) => all.get(home) ?? [])) found.add(base);
  return [...found];
}

/** Files that are patches of what others name. */
export function patchFiles({ home, root, files }: Kustomization): readonly string[] {
  const named = [
    ...['patches', 'patchesJson6902'].flatMap((key) => yamlItems(yamlAt(root, key)).map((entry) => yamlAt(entry, 'path'))),
    ...yamlItems(yamlAt(root, 'patchesStrategicMerge')),
  ].flatMap((node) => yamlText(node) ?? []);
  return named.flatMap((one) => localPath(home, one) ?? []).filter((path) => !files.includes(path));
}

interface ImageName {
  readonly from: string;
  readonly to: YamlScalar;
}

/** `images:` of a kustomization: what a name stands for. Tags and digests change nothing that is asked here. */
export function imagesOf({ root }: Kustomization): readonly ImageName[] {
  return yamlItems(yamlAt(root, 'images')).flatMap((item) => {
    const [from, to] = [yamlText(yamlAt(item, 'name')), yamlAt(item, 'newName')];
    return from === undefined || to?.kind !== 'scalar' ? [] : [{ from, to }];
  });
}

interface ReplicaCount {
  readonly name: string;
  readonly count: YamlScalar;
}

/** `replicas:` of a kustomization: how many of a workload run, whatever its patches say. */
export function replicasOf({ root }: Kustomization): readonly ReplicaCount[] {
  return yamlItems(yamlAt(root, 'replicas')).flatMap((item) => {
    const [name, count] = [yamlText(yamlAt(item, 'name')), yamlAt(item, 'count')];
    return name === undefined || count?.kind !== 'scalar' ? [] : [{ name, count }];
  });
}
