/** Patches of kustomizations: strategic merges, and operations of JSON Patch (RFC 6902). */
import {
  parseYaml,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlAt,
  yamlItems,
  yamlText,
} from '../../../src/formats/yaml.ts';
import { type DeploymentFacts, isReadFailure, type Project } from '../../../src/model/index.ts';
import { portDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { localPath } from '../paths.ts';
import { type Descriptor, originIn, readDescriptor } from '../yaml-facts.ts';
import { containerTraits, podTraits, portsOf } from './containers.ts';
import type { Kustomization } from './kustomization.ts';
import { kindOf } from './objects.ts';
import { nodePorts, ownContainers } from './workloads.ts';

/** A part of an object, which is laid over the one of this kind and name. */
export interface Patch {
  readonly descriptor: Descriptor;
  readonly kind: string;
  readonly name: string;
  readonly object: YamlMap;
}

export function patchesOf(project: Project, kustomization: Kustomization): readonly Patch[] {
  const { root } = kustomization;
  const entries = ['patches', 'patchesJson6902'].flatMap((key) => yamlItems(yamlAt(root, key)));
  return [
    ...entries.flatMap((entry) => {
      const target = yamlAt(entry, 'target');
      return [
        ...documentsAt(project, kustomization, yamlAt(entry, 'path')),
        ...documentsIn(kustomization, yamlAt(entry, 'patch')),
      ].flatMap((document) => patchOf(document, target));
    }),
    ...yamlItems(yamlAt(root, 'patchesStrategicMerge')).flatMap((entry) =>
      (yamlText(entry) ?? '').includes('\n')
        ? documentsIn(kustomization, entry).flatMap((document) => patchOf(document))
        : documentsAt(project, kustomization, entry).flatMap((document) => patchOf(document)),
    ),
  ];
}

interface PatchDocument {
  readonly descriptor: Descriptor;
  readonly root: YamlNode;
}

function documentsAt(project: Project, { home }: Kustomization, named: YamlNode | undefined): readonly PatchDocument[] {
  const path = localPath(home, yamlText(named) ?? '');
  const descriptor = named === undefined || path === undefined ? undefined : project.parse(path, readDescriptor);
  if (descriptor === undefined || isReadFailure(descriptor)) return [];
  return descriptor.yaml.documents.map((root) => ({ descriptor, root }));
}

/** A patch within the kustomization: its lines begin below the `|` that starts it. */
function documentsIn({ descriptor }: Kustomization, text: YamlNode | undefined): readonly PatchDocument[] {
  const written = yamlText(text);
  if (text === undefined || written === undefined) return [];
  const inner = { path: descriptor.path, yaml: parseYaml(written), skipped: originIn(descriptor, text).line };
  return inner.yaml.documents.map((root) => ({ descriptor: inner, root }));
}

function patchOf({ descriptor, root }: PatchDocument, target?: YamlNode): readonly Patch[] {
  const text = (node: YamlNode | undefined, ...path: readonly string[]): string | undefined => yamlText(yamlAt(node, ...path));
  const kind = text(target, 'kind') ?? text(root, 'kind');
  const name = text(target, 'name') ?? text(root, 'metadata', 'name');
  if (kind === undefined || name === undefined || yamlAt(root, '$patch') !== undefined) return [];
  if (root.kind === 'map') return [{ descriptor, kind, name, object: root }];
  return yamlItems(root).flatMap((operation) => {
    const value = yamlAt(operation, 'value');
    const path = text(operation, 'path');
    if (value === undefined || path === undefined || text(operation, 'op') === 'test') return [];
    const steps = path.split('/').slice(1, MAX_STEPS + 2);
    if (steps.length > MAX_STEPS) return [];
    const object = nested(steps, value);
    return object.kind === 'map' ? [{ descriptor, kind, name, object }] : [];
  });
}

/** Nothing that is looked for lies deeper. */
const MAX_STEPS = 20;

/** `/spec/template/spec/hostNetwork` with a value → the object that holds it there; an element of a list keeps its number. */
function nested(path: readonly string[], value: YamlNode): YamlNode {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const { offset } = value;
  const inner = nested(rest, value);
  if (!/^(?:\d+|-)$/.test(first)) return { kind: 'map', offset, entries: new Map([[first, { offset, value: inner }]]) };
  const element = inner.kind === 'map' ? { ...inner, entries: new Map([...inner.entries, numbered(first, offset)]) } : inner;
  return { kind: 'list', offset, items: [element] };
}

const NUMBER = '#';

function numbered(number: string, offset: number): readonly [string, YamlEntry] {
  return [NUMBER, { offset, value: { kind: 'scalar', offset, value: number, text: number, quoted: false } }];
}

/** What a patch adds to the workload that it is laid over, container by container; nothing where there is no such workload. */
export function patchFacts({ descriptor, kind, name, object }: Patch, base: YamlMap | undefined): readonly DeploymentFacts[] {
  if (kind === 'Service') return nodePorts(descriptor, namedAfter(name, object));
  if (base === undefined) return [];
  const place = kindOf(base)?.pod ?? [];
  const pod = yamlAt(object, ...place);
  if (pod === undefined) return [];
  const all = yamlItems(yamlAt(base, ...place, 'containers'));
  const parts = yamlItems(yamlAt(pod, 'containers'));
  const shared = podTraits(descriptor, pod);
  return ownContainers(base).flatMap(({ container, called, image }) => {
    const number = String(all.indexOf(container));
    const part = parts.find((one) => {
      const said = yamlText(yamlAt(one, 'name'));
      return said === undefined ? yamlText(yamlAt(one, NUMBER)) === number : said === yamlText(yamlAt(container, 'name'));
    });
    const ports = part === undefined ? [] : portsOf(descriptor, pod, part, called);
    const traits = [...shared, ...(part === undefined ? [] : containerTraits(descriptor, part))];
    if (ports.length + traits.length === 0) return [];
    const said = { demands: ports.map(portDemand), traits };
    return [deploymentFacts(descriptor.path, 'kubernetes', 'kubernetes', { name: called, image }, said)];
  });
}

function namedAfter(name: string, object: YamlMap): YamlMap {
  const scalar: YamlNode = { kind: 'scalar', offset: object.offset, value: name, text: name, quoted: false };
  const metadata: YamlNode = {
    kind: 'map',
    offset: object.offset,
    entries: new Map([['name', { offset: object.offset, value: scalar }]]),
  };
  return { ...object, entries: new Map([...object.entries, ['metadata', { offset: object.offset, value: metadata }]]) };
}
