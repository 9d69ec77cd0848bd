/** Containers that others than Kubernetes run, in the form that its pods have: they say the same of them. */
import { type YamlEntry, type YamlMap, type YamlNode, yamlAt } from '../../../src/formats/yaml/yaml.ts';
import type { DeploymentFacts, ManifestKind } from '../../../src/model/index.ts';
import { workloadsOf } from '../kubernetes/workloads.ts';
import type { Descriptor } from '../yaml-facts.ts';

export function mapOf(offset: number, entries: Readonly<Record<string, YamlNode | undefined>>): YamlMap {
  const known = Object.entries(entries).flatMap(([name, value]): readonly (readonly [string, YamlEntry])[] =>
    value === undefined ? [] : [[name, { offset: value.offset, value }]],
  );
  return { kind: 'map', offset, entries: new Map(known) };
}

export function listOf(offset: number, items: readonly YamlNode[]): YamlNode {
  return { kind: 'list', offset, items };
}

export function textNode(offset: number, text: string): YamlNode {
  return { kind: 'scalar', offset, value: text, text, quoted: true };
}

/** What a pod is made of. */
export interface PodOf {
  readonly offset: number;
  readonly name: YamlNode | undefined;
  readonly run: 'Deployment' | 'Job' | 'CronJob';
  readonly containers: readonly YamlNode[];
  readonly schedule?: YamlNode;
  readonly replicas?: YamlNode;
  /** Other fields of the pod. */
  readonly more?: Readonly<Record<string, YamlNode | undefined>>;
}

/** A container with the ports that something around it says it listens on. */
export function withPort(container: YamlNode, ...ports: readonly (YamlNode | undefined)[]): YamlNode {
  const said = ports.flatMap((port) => (port === undefined ? [] : [mapOf(port.offset, { containerPort: port })]));
  const [{ offset } = container] = said;
  if (container.kind !== 'map' || said.length === 0) return container;
  return { ...container, entries: new Map([...container.entries, ['ports', { offset, value: listOf(offset, said) }]]) };
}

/** `memory: 0.5Gi` of a container, or below one of its fields, which Kubernetes has among its limits. */
export function withMemory(container: YamlNode, ...field: readonly string[]): YamlNode {
  const memory = yamlAt(container, ...field, 'memory');
  if (container.kind !== 'map' || memory === undefined) return container;
  const limits = mapOf(memory.offset, { limits: mapOf(memory.offset, { memory }) });
  return { ...container, entries: new Map([...container.entries, ['resources', { offset: memory.offset, value: limits }]]) };
}

/** What its own containers run. `as`: of the file that declares it, and of what runs it. */
export function podFacts(
  descriptor: Descriptor,
  { offset, name, run, containers, schedule, replicas, more = {} }: PodOf,
  as: { readonly kind: ManifestKind; readonly tool: DeploymentFacts['tool'] },
): readonly DeploymentFacts[] {
  const inside = mapOf(offset, { ...more, containers: listOf(offset, containers) });
  const template = mapOf(offset, { spec: inside });
  const spec = { template, replicas };
  const object = mapOf(offset, {
    kind: textNode(offset, run),
    metadata: mapOf(offset, { name }),
    spec: mapOf(offset, run === 'CronJob' ? { schedule, jobTemplate: mapOf(offset, { spec: mapOf(offset, spec) }) } : spec),
  });
  return workloadsOf([{ descriptor, object }]).map((facts) => ({
    ...facts,
    descriptor: { ...facts.descriptor, kind: as.kind },
    tool: as.tool,
  }));
}
