/** Patches of kustomizations: strategic merges, and operations of JSON Patch; which objects they change. */

import { localPath } from '../../../src/formats/paths.ts';
import { parseYaml, type YamlMap, type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import { isMadeOf, isReadFailure, type Project } from '../../../src/model/index.ts';
import { type Descriptor, originIn, readDescriptor } from '../yaml-facts.ts';
import { patched } from './json-patch.ts';
import type { Kustomization } from './kustomization.ts';
import { hasListKeys } from './objects.ts';
import type { Patchwork } from './patchwork.ts';
import { merged } from './strategic-merge.ts';

/** One document of a patch, with what it is laid over: a target, or the object of its own kind and name. */
export interface Patch {
  readonly descriptor: Descriptor;
  readonly root: YamlNode;
  readonly target?: YamlNode;
}

/** In the order in which kustomize's own transformers take them. */
export function patchesOf(project: Project, kustomization: Kustomization): readonly Patch[] {
  const { root } = kustomization;
  const merges = yamlItems(yamlAt(root, 'patchesStrategicMerge')).flatMap((entry) =>
    (yamlText(entry) ?? '').includes('\n')
      ? documentsIn(project, kustomization, entry)
      : documentsAt(project, kustomization, entry),
  );
  const entries = ['patches', 'patchesJson6902'].flatMap((key) => yamlItems(yamlAt(root, key)));
  const others = entries.flatMap((entry) => {
    const target = yamlAt(entry, 'target');
    return [
      ...documentsAt(project, kustomization, yamlAt(entry, 'path')),
      ...documentsIn(project, kustomization, yamlAt(entry, 'patch')),
    ].map((document) => (target === undefined ? document : { ...document, target }));
  });
  return [...merges, ...others];
}

function documentsAt(project: Project, { home }: Kustomization, named: YamlNode | undefined): readonly Patch[] {
  const path = localPath(home, yamlText(named) ?? '');
  const descriptor = named === undefined || path === undefined ? undefined : project.parse(path, readDescriptor);
  if (descriptor === undefined || isReadFailure(descriptor)) return [];
  return descriptor.yaml.documents.map((root) => ({ descriptor, root }));
}

/** A patch within the kustomization: its lines begin below the `|` or `>` that starts it, or in the line of its quote. */
function documentsIn(project: Project, { descriptor }: Kustomization, text: YamlNode | undefined): readonly Patch[] {
  const written = yamlText(text);
  const file = project.read(descriptor.path);
  if (text === undefined || written === undefined || isReadFailure(file)) return [];
  const above = /[|>]/.test(file.text.charAt(text.offset)) ? 0 : 1;
  const inner = { path: descriptor.path, yaml: parseYaml(written), skipped: originIn(descriptor, text).line - above };
  return inner.yaml.documents.map((root) => ({ descriptor: inner, root }));
}

/** Whether a patch is laid over an object. */
export function concerns({ root, target }: Patch, object: YamlNode): boolean {
  if (target === undefined) return kindAndName(object) === kindAndName(root);
  const said = (...path: readonly string[]): string => yamlText(yamlAt(object, ...path)) ?? '';
  const wanted = (field: string): string => yamlText(yamlAt(target, field)) ?? '';
  return (
    isMeant(wanted('kind'), said('kind')) &&
    isMeant(wanted('name'), said('metadata', 'name')) &&
    isSelected(wanted('labelSelector'), yamlAt(object, 'metadata', 'labels')) &&
    isSelected(wanted('annotationSelector'), yamlAt(object, 'metadata', 'annotations'))
  );
}

function kindAndName(object: YamlNode): string {
  return `${yamlText(yamlAt(object, 'kind')) ?? ''} ${yamlText(yamlAt(object, 'metadata', 'name')) ?? ''}`;
}

/** Targets are regular expressions from end to end; of these `.*` and alternatives are understood, and plain text. */
function isMeant(pattern: string, text: string): boolean {
  if (pattern === '') return true;
  const inner = pattern
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/^\(([^()]*)\)$/, '$1');
  return inner
    .split('|')
    .map((one) => one.split('.*').map((piece) => piece.replaceAll('\\', '')))
    .some((pieces) => isMadeOf(text, pieces));
}

/** `app=web,tier notin (test, dev),!canary`: requirements on labels, all of them (Kubernetes, "Labels and Selectors"). */
function isSelected(selector: string, labels: YamlNode | undefined): boolean {
  return (selector.match(/[^,(]+(?:\([^)]*\)?)?/g) ?? []).every((written) => {
    const requirement = written.trim();
    const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)?$/.exec(requirement);
    const plain = /^(!?)([^\s=!]+)(?:\s*(==?|!=)\s*(\S*))?$/.exec(requirement);
    const label = yamlText(yamlAt(labels, set?.[1] ?? plain?.[2] ?? ''));
    if (requirement === '') return true;
    if (set !== null) {
      const values = (set[3] ?? '').split(',').map((one) => one.trim());
      return (label !== undefined && values.includes(label)) === (set[2] === 'in');
    }
    if (plain === null) return false;
    const [, not, , operator, value = ''] = plain;
    if (operator === undefined) return (label === undefined) === (not === '!');
    return (label === value) === (operator !== '!=');
  });
}

/** The object after a patch; undefined where the patch takes it away. */
export function afterPatch(object: YamlMap, { root, descriptor }: Patch, patchwork: Patchwork): YamlMap | undefined {
  patchwork.adopt(root, descriptor);
  if (root.kind === 'list') return patched(object, root, patchwork);
  const next = merged(object, root, { patchwork, keyed: hasListKeys(object) });
  return next?.kind === 'map' ? next : undefined;
}
