/** Workloads of Kubernetes (API reference: apps/v1, batch/v1, core/v1, and Knative's Service), in plain YAML. */
import { type YamlMap, type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../src/formats/yaml.ts';
import type { DeploymentFacts, Diagnostic, RunProcess, SourceFile, Trait } from '../../src/model/index.ts';
import { bindingsOf, type PortUse, portDemand } from './demands.ts';
import { deploymentFacts } from './facts.ts';
import { isForeignImage } from './foreign.ts';
import { commandPorts, optionPorts, protocolOf, settablePorts, toldPorts } from './ports.ts';
import { type Descriptor, isTrue, mebibytes, numberOf, originIn, readDocuments, textsOf, yamlDiagnostics } from './yaml-facts.ts';

/**
 * A Service is no workload, but a NodePort is taken on every node of the cluster; the API server refuses a second one.
 * Its selector says whose it is.
 */
const SERVICE = /\bnodePort"?:[ \t]/;

interface Kind {
  readonly run: RunProcess['kind'];
  /** Where the pod stands. */
  readonly pod: readonly string[];
}

const TEMPLATE: Kind = { run: 'process', pod: ['spec', 'template', 'spec'] };
const KINDS: Readonly<Record<string, Kind>> = {
  Deployment: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  ReplicaSet: TEMPLATE,
  ReplicationController: TEMPLATE,
  DeploymentConfig: TEMPLATE,
  Rollout: TEMPLATE,
  Job: { run: 'job', pod: ['spec', 'template', 'spec'] },
  CronJob: { run: 'scheduled', pod: ['spec', 'jobTemplate', 'spec', 'template', 'spec'] },
  Pod: { run: 'process', pod: ['spec'] },
};
const WORKLOAD = new RegExp(
  `^[ \\t]*(?:-[ \\t]+)?"?kind"?:[ \\t]*["']?(?:${Object.keys(KINDS).join('|')})\\b|serving\\.knative\\.dev`,
  'm',
);

/** Whether a text has a workload in it; cheap, before anything is parsed. */
export function isWorkload(text: string): boolean {
  return text.includes('apiVersion') && (WORKLOAD.test(text) || SERVICE.test(text));
}

/** Code of a template engine where a value or a line should stand; braces inside of quotes are plain text. */
export function isTemplated(text: string): boolean {
  return /^[^"'#\n]*\{\{/m.test(text);
}

export interface KubernetesFacts {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readWorkloads(file: SourceFile): KubernetesFacts {
  const documents = readDocuments(file, isWorkload);
  return {
    deployments: documents.flatMap((descriptor) =>
      descriptor.yaml.documents.flatMap((root) => objectsOf(root).flatMap((object) => workload(descriptor, object))),
    ),
    diagnostics: documents.flatMap(yamlDiagnostics),
  };
}

/** A list holds objects, and lists do not nest. */
function objectsOf(root: YamlNode): readonly YamlMap[] {
  const items = /List$/.test(yamlText(yamlAt(root, 'kind')) ?? '') ? yamlItems(yamlAt(root, 'items')) : [root];
  return items.filter((item) => item.kind === 'map');
}

function workload(descriptor: Descriptor, object: YamlMap): readonly DeploymentFacts[] {
  const kindName = yamlText(yamlAt(object, 'kind')) ?? '';
  if (kindName === 'Service' && yamlText(yamlAt(object, 'apiVersion')) === 'v1') return nodePorts(descriptor, object);
  const isKnative = (yamlText(yamlAt(object, 'apiVersion')) ?? '').startsWith('serving.knative.dev');
  const kind = isKnative ? TEMPLATE : Object.hasOwn(KINDS, kindName) ? KINDS[kindName] : undefined;
  const pod = kind === undefined ? undefined : yamlAt(object, ...kind.pod);
  if (kind === undefined || pod === undefined) return [];
  const name = workloadName(yamlText(yamlAt(object, 'metadata', 'name')) ?? '');
  const shared = [...podTraits(descriptor, pod), ...claimTemplates(descriptor, object)];
  const containers = yamlItems(yamlAt(pod, 'containers'));
  const own = containers.filter((container) => !isForeignImage(yamlText(yamlAt(container, 'image')) ?? ''));
  return containers.map((container): DeploymentFacts => {
    const image = yamlText(yamlAt(container, 'image'));
    // Without an image it is a patch of a workload (kustomize) that is whole elsewhere.
    if (image === undefined || !own.includes(container)) return deploymentFacts(descriptor.path, 'kubernetes', 'kubernetes', {});
    // The workload's name stands for its only container; sidecars go by their own.
    const called = container === own[0] ? name : (yamlText(yamlAt(container, 'name')) ?? name);
    const join = { name: called, image };
    const ports = portsOf(descriptor, pod, container, called);
    const words = wordsOf(container);
    const replicas = numberOf(yamlAt(object, 'spec', 'replicas'));
    const schedule = yamlText(yamlAt(object, 'spec', 'schedule'));
    const process: RunProcess = {
      name: called,
      kind: kind.run,
      command: words,
      ports: bindingsOf(ports),
      origin: originIn(descriptor, yamlAt(container, 'command') ?? yamlAt(container, 'args') ?? container),
      ...(replicas === undefined ? {} : { replicas }),
      ...(schedule === undefined ? {} : { schedule }),
    };
    return deploymentFacts(descriptor.path, 'kubernetes', 'kubernetes', join, {
      processes: [process],
      demands: ports.map(portDemand),
      traits: [...shared, ...containerTraits(descriptor, container)],
    });
  });
}

function nodePorts(descriptor: Descriptor, service: YamlMap): readonly DeploymentFacts[] {
  const selector = yamlAt(service, 'spec', 'selector');
  const selected = ['app', 'app.kubernetes.io/name', 'name', 'service', 'run', 'component', 'io.kompose.service']
    .map((label) => yamlText(yamlAt(selector, label)))
    .find((text) => text !== undefined);
  const uses = yamlItems(yamlAt(service, 'spec', 'ports')).flatMap((item): readonly PortUse[] => {
    const node = yamlAt(item, 'nodePort');
    const port = numberOf(node);
    if (node === undefined || !isPort(port)) return [];
    return [
      { port, protocol: protocolOf(yamlText(yamlAt(item, 'protocol'))), bind: 'published', origin: originIn(descriptor, node) },
    ];
  });
  if (uses.length === 0) return [];
  const name = workloadName(selected ?? yamlText(yamlAt(service, 'metadata', 'name')) ?? '');
  return [deploymentFacts(descriptor.path, 'kubernetes', 'kubernetes', { name }, { demands: uses.map(portDemand) })];
}

/** `cart-deployment` and `cart-v1` run what is called `cart`. */
function workloadName(name: string): string {
  return name.replace(/-(?:deployment|deploy|statefulset|daemonset|cronjob|job|pod|v\d+)$/, '');
}

function wordsOf(container: YamlNode): readonly string[] {
  return [...textsOf(yamlAt(container, 'command')), ...textsOf(yamlAt(container, 'args'))];
}

function portsOf(descriptor: Descriptor, pod: YamlNode, container: YamlNode, owner: string): readonly PortUse[] {
  const onHost = isTrue(yamlAt(pod, 'hostNetwork'));
  const environment = yamlItems(yamlAt(container, 'env')).map(
    (item) => [yamlText(yamlAt(item, 'name')) ?? '', yamlText(yamlAt(item, 'value')) ?? ''] as const,
  );
  const set = settablePorts(environment, owner);
  const told = toldPorts(environment);
  const uses: PortUse[] = [];
  for (const item of yamlItems(yamlAt(container, 'ports'))) {
    const port = numberOf(yamlAt(item, 'containerPort'));
    const onNode = numberOf(yamlAt(item, 'hostPort')) ?? (onHost ? port : undefined);
    const protocol = protocolOf(yamlText(yamlAt(item, 'protocol')));
    const origin = originIn(descriptor, yamlAt(item, 'containerPort') ?? item);
    const address = yamlText(yamlAt(item, 'hostIP'));
    const listed = port !== undefined && told.has(port) ? {} : ({ listed: 'descriptor' } as const);
    if (isPort(port)) uses.push({ ...listening(port, protocol, origin, set.get(port)), ...listed });
    if (isPort(onNode))
      uses.push({ port: onNode, protocol, bind: 'published', origin, ...(address === undefined ? {} : { address }) });
  }
  for (const probed of probedPorts(container)) {
    const port = numberOf(probed);
    if (isPort(port) && !uses.some((use) => use.port === port))
      uses.push({ ...listening(port, 'tcp', originIn(descriptor, probed), set.get(port)), listed: 'descriptor' });
  }
  const command = yamlAt(container, 'args') ?? yamlAt(container, 'command') ?? container;
  for (const { port, settable } of [...commandPorts(wordsOf(container), new Map(environment)), ...optionPorts(environment)])
    uses.push(listening(port, 'tcp', originIn(descriptor, command), settable ?? set.get(port)));
  for (const [port, settable] of told)
    if (!uses.some((use) => use.port === port))
      uses.push(listening(port, 'tcp', originIn(descriptor, yamlAt(container, 'env') ?? container), settable));
  return uses;
}

/** Ports that probes ask by number: `containerPort` is only informational, a probe that fails restarts the container. */
function probedPorts(container: YamlNode): readonly YamlNode[] {
  return PROBES.flatMap((name) => ['httpGet', 'tcpSocket', 'grpc'].flatMap((how) => yamlAt(container, name, how, 'port') ?? []));
}

function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function listening(
  port: number,
  protocol: PortUse['protocol'],
  origin: PortUse['origin'],
  variable: string | undefined,
): PortUse {
  return { port, protocol, bind: 'listens', origin, ...(variable === undefined ? {} : { settable: variable }) };
}

const HOST_SPACES: readonly (readonly [string, string])[] = [
  ['hostNetwork', 'host-network'],
  ['hostPID', 'host-pid'],
  ['hostIPC', 'host-ipc'],
];

function podTraits(descriptor: Descriptor, pod: YamlNode): readonly Trait[] {
  const traits = HOST_SPACES.flatMap(([key, kind]): readonly Trait[] => {
    const node = yamlAt(pod, key);
    return node !== undefined && isTrue(node) ? [{ kind, origin: originIn(descriptor, node) }] : [];
  });
  for (const volume of yamlItems(yamlAt(pod, 'volumes'))) {
    const origin = originIn(descriptor, volume);
    const claim = yamlText(yamlAt(volume, 'persistentVolumeClaim', 'claimName'));
    const path = yamlText(yamlAt(volume, 'hostPath', 'path'));
    if (claim !== undefined) traits.push({ kind: 'volume-claim', value: claim, origin });
    if (path !== undefined)
      traits.push({ kind: /(?:docker|containerd|podman)\.sock/.test(path) ? 'docker-socket' : 'volume', value: path, origin });
  }
  return traits;
}

function claimTemplates(descriptor: Descriptor, object: YamlMap): readonly Trait[] {
  return yamlItems(yamlAt(object, 'spec', 'volumeClaimTemplates')).map((claim) => {
    const value = yamlText(yamlAt(claim, 'metadata', 'name'));
    return { kind: 'volume-claim', origin: originIn(descriptor, claim), ...(value === undefined ? {} : { value }) };
  });
}

const PROBES: readonly string[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

function containerTraits(descriptor: Descriptor, container: YamlNode): readonly Trait[] {
  const traits: Trait[] = [];
  const add = (kind: string, node: YamlNode, value?: string): void => {
    traits.push({ kind, origin: originIn(descriptor, node), ...(value === undefined ? {} : { value }) });
  };
  const privileged = yamlAt(container, 'securityContext', 'privileged');
  if (privileged !== undefined && isTrue(privileged)) add('privileged', privileged);
  const capabilities = yamlAt(container, 'securityContext', 'capabilities', 'add');
  if (capabilities !== undefined) add('capabilities', capabilities, textsOf(capabilities).join(' '));
  const probe = PROBES.map((name) => yamlAt(container, name)).find(
    (node) =>
      yamlAt(node, 'grpc') !== undefined ||
      textsOf(yamlAt(node, 'exec', 'command')).some((word) => /grpc[_-]?health[_-]?probe/.test(word)),
  );
  if (probe !== undefined) add('grpc-probe', probe);
  for (const bound of ['limits', 'requests']) {
    const gpu = yamlEntries(yamlAt(container, 'resources', bound)).find(([name]) => /\/gpu$|\/mig-/.test(name));
    if (gpu !== undefined && !traits.some(({ kind }) => kind === 'gpu')) add('gpu', gpu[1].value, gpu[0]);
  }
  const memory = yamlAt(container, 'resources', 'limits', 'memory');
  const size = mebibytes(yamlText(memory));
  if (memory !== undefined && size !== undefined) add('memory', memory, String(size));
  return traits;
}
