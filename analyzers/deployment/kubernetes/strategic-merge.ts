/** Strategic merge patches (Kubernetes, "Update API Objects in Place Using kubectl patch"), as kustomize applies them. */
import {
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  yamlAt,
  yamlItems,
  yamlText,
} from '../../../src/formats/yaml/yaml.ts';
import type { Patchwork } from './patchwork.ts';

/** Lists whose elements are known by a field: these merge, every other list is replaced (`x-kubernetes-patch-merge-key`). */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  ports: ['containerPort', 'port'],
};

/** How a patch is laid over an object: kinds that the API itself defines know the keys of their lists, others know none. */
export interface Merging {
  readonly patchwork: Patchwork;
  readonly keyed: boolean;
}

/** The node under its patch; undefined where the patch takes it away. */
export function merged(base: YamlNode | undefined, patch: YamlNode, merging: Merging, field = ''): YamlNode | undefined {
  if (!merging.patchwork.step()) return base;
  if (patch.kind === 'map') return mergedMap(base, patch, merging);
  return patch.kind === 'list' ? mergedList(base, patch, merging, field) : patch;
}

/** `$patch`, `$setElementOrder/containers`, `$retainKeys`: what a patch says of itself. */
function isDirective(key: string): boolean {
  return key.startsWith('$');
}

function directiveOf(node: YamlNode): string | undefined {
  return yamlText(yamlAt(node, '$patch'));
}

function mergedMap(base: YamlNode | undefined, patch: YamlMap, merging: Merging): YamlNode | undefined {
  const directive = directiveOf(patch);
  if (directive === 'delete') return undefined;
  const from = base?.kind === 'map' ? base : merging.patchwork.map(patch, new Map<string, YamlEntry>());
  const entries = new Map(directive === 'replace' ? [] : from.entries);
  for (const [key, { offset, value }] of patch.entries) {
    if (isDirective(key)) continue;
    const isNothing = value.kind === 'scalar' && value.value === null;
    const next = isNothing ? undefined : merged(entries.get(key)?.value, value, merging, key);
    if (next === undefined) entries.delete(key);
    else entries.set(key, { offset, value: next });
  }
  return merging.patchwork.map(from, entries);
}

function mergedList(base: YamlNode | undefined, patch: YamlList, merging: Merging, field: string): YamlNode {
  const own = patch.items.filter((item) => directiveOf(item) !== 'replace' || item.kind !== 'map' || item.entries.size > 1);
  const isReplaced = own.length < patch.items.length;
  const keys = merging.keyed && !isReplaced && Object.hasOwn(MERGE_KEYS, field) ? MERGE_KEYS[field] : undefined;
  const from = base?.kind === 'list' && keys !== undefined ? base : patch;
  const items = new Map<string, YamlNode>();
  for (const item of from === patch ? [] : yamlItems(base)) items.set(identity(item, keys) ?? `#${items.size}`, item);
  for (const item of own) {
    const key = identity(item, keys) ?? `#${items.size}`;
    const next = merged(items.get(key), item, merging);
    if (next === undefined) items.delete(key);
    else items.set(key, next);
  }
  return merging.patchwork.list(from, [...items.values()]);
}

/** Ports of one number are two where their protocols differ. */
function identity(item: YamlNode, keys: readonly string[] | undefined): string | undefined {
  const named = keys?.map((key) => yamlText(yamlAt(item, key))).find((text) => text !== undefined);
  if (named === undefined) return undefined;
  return keys?.includes('containerPort') ? `${named}/${yamlText(yamlAt(item, 'protocol')) ?? 'TCP'}` : named;
}
