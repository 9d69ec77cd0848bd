/**
 * Containers that Terraform's resources run, each read as what its API is given: ECS tasks, objects of Kubernetes, Cloud Run,
 * Container Apps and Container Instances, App Runner, Docker. References: the providers' schemas, which follow those APIs.
 */
import type { HclBlock } from '../../../src/formats/hcl/hcl.ts';
import { commandWords } from '../../../src/formats/shell/shell.ts';
import {
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlAt,
  yamlEntries,
  yamlItems,
  yamlText,
} from '../../../src/formats/yaml/yaml.ts';
import type { DeploymentFacts, RunProcess } from '../../../src/model/index.ts';
import { bindingsOf, type PortUse } from '../demands.ts';
import { defined, deploymentFacts } from '../facts.ts';
import { isForeignImage } from '../foreign.ts';
import { objectsIn } from '../kubernetes/objects.ts';
import { workloadsOf } from '../kubernetes/workloads.ts';
import { commandUses, isPort, settablePorts } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';
import { type Descriptor, numberOf, originIn } from '../yaml-facts.ts';
import { taskFacts } from './ecs.ts';
import { listOf, mapOf, type PodOf, podFacts, textNode, withMemory, withPort } from './pods.ts';
import { Nodes, type Placed, type Surroundings } from './terraform-nodes.ts';

/** What a resource runs, and what of it only a run of Terraform knows. */
export interface Containers {
  readonly deployments: readonly DeploymentFacts[];
  readonly open: readonly string[];
}

type Reader = (nodes: Nodes, block: HclBlock) => readonly DeploymentFacts[];

/** What a block runs; undefined for what runs no containers, or is not read. */
export function containersOf(block: HclBlock, around: Surroundings): Containers | undefined {
  const reader = readerOf(block);
  if (reader === undefined) return undefined;
  const nodes = new Nodes(around);
  const deployments = reader(nodes, block);
  return { deployments, open: nodes.open };
}

export function runsContainers(block: HclBlock): boolean {
  return readerOf(block) !== undefined;
}

function readerOf({ type, labels: [label = ''], attributes }: HclBlock): Reader | undefined {
  if (type === 'resource') return RESOURCES.get(label) ?? RESOURCES.get(label.replace(/_v\d+$/, ''));
  const source = type === 'module' ? attributes.get('source') : undefined;
  return source?.kind === 'text' && ECS_MODULE.test(source.text) ? ecsService : undefined;
}

const ECS_MODULE = /^(?:registry\.terraform\.io\/)?terraform-aws-modules\/ecs\/aws\/\/modules\/service$/;

function ecsTask(nodes: Nodes, block: HclBlock): readonly DeploymentFacts[] {
  const written = block.attributes.get('container_definitions');
  const containers = written === undefined ? undefined : nodes.document(written, 'container_definitions');
  if (containers === undefined) return [];
  const others = [...block.attributes].filter(([name]) => name !== 'container_definitions');
  const task = nodes.block({ ...block, attributes: new Map(others) });
  const isOpen = block.attributes.has('network_mode') && !task.entries.has('networkMode');
  return ecsFacts(nodes, isOpen ? inNetwork(task, 'open') : task, containers);
}

function inNetwork(task: YamlMap, mode: string): YamlMap {
  const value = textNode(task.offset, mode);
  return { ...task, entries: new Map([...task.entries, ['networkMode', { offset: task.offset, value }]]) };
}

/** The task is told in the resource's own file, its containers where they stand. */
function ecsFacts(nodes: Nodes, task: YamlMap, { descriptor, node }: Placed): readonly DeploymentFacts[] {
  const entries = new Map<string, YamlEntry>([
    ...task.entries,
    ['volumes', { offset: task.offset, value: listOf(task.offset, yamlItems(yamlAt(task, 'volumes')).map(hostVolume)) }],
    ['containerDefinitions', { offset: node.offset, value: node }],
  ]);
  const own = [task, ...[...task.entries.values()].map(({ value }) => value)];
  const owners = descriptor === nodes.descriptor ? undefined : new Map(own.map((one) => [one, nodes.descriptor] as const));
  const placed: Descriptor = owners === undefined ? descriptor : { ...descriptor, owners };
  // A file that is read for the resource speaks for it, whatever folder it lies in.
  return taskFacts(placed, { ...task, entries }, yamlText).map((facts) => ({
    ...facts,
    descriptor: { ...facts.descriptor, path: nodes.descriptor.path, kind: 'terraform' },
  }));
}

/** `host_path` of the resource is `host.sourcePath` of the API. */
function hostVolume(volume: YamlNode): YamlNode {
  const path = yamlAt(volume, 'hostPath');
  if (volume.kind !== 'map' || path === undefined) return volume;
  return { ...volume, entries: new Map([...volume.entries, ['sourcePath', { offset: path.offset, value: path }]]) };
}

/** terraform-aws-modules/ecs: containers by their names, in its older versions with names of Terraform's. */
function ecsService(nodes: Nodes, block: HclBlock): readonly DeploymentFacts[] {
  const task = nodes.block(block);
  const items = yamlEntries(yamlAt(task, 'containerDefinitions')).map(([name, { value }]): YamlNode => {
    const said = yamlEntries(value).map(([key, one]) => [key === 'port_mappings' ? 'portMappings' : key, one] as const);
    const named = { offset: value.offset, value: textNode(value.offset, name) };
    return { kind: 'map', offset: value.offset, entries: new Map([['name', named], ...said]) };
  });
  // The mode that the module takes by itself.
  const inOwn = yamlAt(task, 'networkMode') === undefined ? inNetwork(task, 'awsvpc') : task;
  return ecsFacts(nodes, inOwn, { descriptor: nodes.descriptor, node: listOf(block.offset, items) });
}

/** Where the pod stands in a resource of the Kubernetes provider, it stands in the API's object. */
function object(kind: string, apiVersion = 'apps/v1'): Reader {
  return (nodes, block) => {
    const said = nodes.block(block);
    const { offset } = said;
    const whole = mapOf(offset, {
      kind: textNode(offset, kind),
      apiVersion: textNode(offset, apiVersion),
      metadata: yamlAt(said, 'metadata'),
      spec: yamlAt(said, 'spec'),
    });
    return workloadsOf([{ descriptor: nodes.descriptor, object: whole }]);
  };
}

/** A whole object, as a value or as a text. */
function manifest(name: string): Reader {
  return (nodes, block) => {
    const written = block.attributes.get(name);
    const placed = written === undefined ? undefined : nodes.document(written, name);
    // A file of objects is read by itself.
    if (placed === undefined || /\.ya?ml$/.test(placed.descriptor.path)) return [];
    const { descriptor, node } = placed;
    const documents = { ...descriptor, yaml: { ...descriptor.yaml, documents: [node] } };
    return workloadsOf(objectsIn(documents).map((one) => ({ ...one, descriptor })));
  };
}

/** Containers of a resource that is nobody's object of Kubernetes, read as those of a pod. */
function pod(
  { descriptor }: Nodes,
  said: YamlMap,
  containers: readonly YamlNode[],
  run: PodOf['run'],
  more: Pod = {},
): readonly DeploymentFacts[] {
  const name = yamlAt(said, 'name');
  return podFacts(descriptor, { offset: said.offset, name, run, containers, more }, { kind: 'terraform', tool: 'terraform' });
}

type Pod = NonNullable<PodOf['more']>;

/** Cloud Run: containers are Knative's in all versions of it. */
function cloudRun(kind: PodOf['run'], ...path: readonly string[]): Reader {
  return (nodes, block) => {
    const said = nodes.block(block);
    return pod(nodes, said, yamlItems(yamlAt(said, ...path, 'containers')), kind);
  };
}

/** Azure Container Apps: the ingress says where the app listens. */
function containerApp(kind: PodOf['run']): Reader {
  return (nodes, block) => {
    const said = nodes.block(block);
    const port = yamlAt(said, 'ingress', 'targetPort');
    const containers = yamlItems(yamlAt(said, 'template', 'containers'));
    const own = containers.find((one) => !isForeignImage(yamlText(yamlAt(one, 'image')) ?? ''));
    return pod(
      nodes,
      said,
      containers.map((one) => (one === own ? withPort(withMemory(one), port) : withMemory(one))),
      kind,
    );
  };
}

/** Azure Container Instances: `ports { port = 80 }`, `commands`, `environment_variables`. */
function containerGroup(nodes: Nodes, block: HclBlock): readonly DeploymentFacts[] {
  const said = nodes.block(block);
  const containers = yamlItems(yamlAt(said, 'containers')).map((one) => {
    const { offset } = one;
    const ports = yamlItems(yamlAt(one, 'ports')).map((item) =>
      mapOf(item.offset, { containerPort: yamlAt(item, 'port'), protocol: yamlAt(item, 'protocol') }),
    );
    const env = yamlEntries(yamlAt(one, 'environmentVariables')).map(([name, { value }]) =>
      mapOf(value.offset, { name: textNode(value.offset, name), value }),
    );
    return mapOf(offset, {
      name: yamlAt(one, 'name'),
      image: yamlAt(one, 'image'),
      command: yamlAt(one, 'commands'),
      ports: listOf(offset, ports),
      env: listOf(offset, env),
    });
  });
  return pod(nodes, said, containers, 'Deployment');
}

/** The Docker provider: a container of one host, with the ports that are published there. */
function dockerContainer(nodes: Nodes, block: HclBlock): readonly DeploymentFacts[] {
  const said = nodes.block(block);
  const { offset } = said;
  const ports = yamlItems(yamlAt(said, 'ports')).map((item) =>
    mapOf(item.offset, {
      containerPort: yamlAt(item, 'internal'),
      hostPort: yamlAt(item, 'external'),
      hostIP: yamlAt(item, 'ip'),
      protocol: yamlAt(item, 'protocol'),
    }),
  );
  const env = yamlItems(yamlAt(said, 'env')).flatMap((item): readonly YamlNode[] => {
    const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(yamlText(item) ?? '') ?? [];
    if (name === undefined) return [];
    return [mapOf(item.offset, { name: textNode(item.offset, name), value: textNode(item.offset, value) })];
  });
  const container = mapOf(offset, {
    name: yamlAt(said, 'name'),
    image: yamlAt(said, 'image'),
    command: yamlAt(said, 'entrypoint'),
    args: yamlAt(said, 'command'),
    ports: listOf(offset, ports),
    env: listOf(offset, env),
  });
  const onHost = yamlText(yamlAt(said, 'networkMode')) === 'host' ? { hostNetwork: textNode(offset, 'true') } : {};
  return pod(nodes, said, [container], 'Deployment', onHost);
}

/** App Runner, of an image or of a repository that it builds. */
function appRunner(nodes: Nodes, block: HclBlock): readonly DeploymentFacts[] {
  const { descriptor } = nodes;
  const said = nodes.block(block);
  const source = yamlAt(said, 'sourceConfiguration');
  const name = yamlText(yamlAt(said, 'serviceName')) ?? block.labels.at(-1) ?? '';
  const image = yamlText(yamlAt(source, 'imageRepository', 'imageIdentifier'));
  if (image !== undefined && isForeignImage(image)) return [];
  const settings =
    yamlAt(source, 'imageRepository', 'imageConfiguration') ??
    yamlAt(source, 'codeRepository', 'codeConfiguration', 'codeConfigurationValues');
  const environment = yamlEntries(yamlAt(settings, 'runtimeEnvironmentVariables')).map(
    ([key, { value }]) => [key, yamlText(value) ?? ''] as const,
  );
  const start = yamlAt(settings, 'startCommand');
  const command = commandWords(yamlText(start) ?? '');
  const origin = originIn(descriptor, start ?? said);
  const at = yamlAt(settings, 'port');
  const port = numberOf(at);
  const ports: readonly PortUse[] = [
    ...commandUses(command, origin, new Map(environment)),
    ...(at !== undefined && isPort(port) ? [listed(descriptor, at, port, settablePorts(environment, name).get(port))] : []),
  ];
  const process: RunProcess = { name, kind: 'process', command, ports: bindingsOf(ports), origin };
  return [
    deploymentFacts(
      descriptor.path,
      'terraform',
      'terraform',
      { name, ...defined('image', image) },
      { processes: [process], demands: listeningDemands(ports, [process]) },
    ),
  ];
}

function listed(descriptor: Descriptor, at: YamlNode, port: number, variable: string | undefined): PortUse {
  const use = { port, protocol: 'tcp', bind: 'listens', listed: 'descriptor', origin: originIn(descriptor, at) } as const;
  return { ...use, ...defined('settable', variable) };
}

/** By their types without the version that the Kubernetes provider puts behind some. */
const RESOURCES: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['aws_apprunner_service', appRunner],
  ['aws_ecs_task_definition', ecsTask],
  ['azurerm_container_app', containerApp('Deployment')],
  ['azurerm_container_app_job', containerApp('Job')],
  ['azurerm_container_group', containerGroup],
  ['docker_container', dockerContainer],
  ['google_cloud_run_service', cloudRun('Deployment', 'template', 'spec')],
  ['google_cloud_run_v2_job', cloudRun('Job', 'template', 'template')],
  ['google_cloud_run_v2_service', cloudRun('Deployment', 'template')],
  ['kubectl_manifest', manifest('yaml_body')],
  ['kubernetes_cron_job', object('CronJob')],
  ['kubernetes_daemon_set', object('DaemonSet')],
  ['kubernetes_daemonset', object('DaemonSet')],
  ['kubernetes_deployment', object('Deployment')],
  ['kubernetes_job', object('Job')],
  ['kubernetes_manifest', manifest('manifest')],
  ['kubernetes_pod', object('Pod')],
  ['kubernetes_replication_controller', object('ReplicationController')],
  ['kubernetes_service', object('Service', 'v1')],
  ['kubernetes_stateful_set', object('StatefulSet')],
]);

/** What runs programs, and is not read. */
const UNREAD =
  /^(?:aws_(?:batch_job_definition|elastic_beanstalk_environment|lightsail_container_service_deployment_version)|azurerm_(?:kubernetes_flux_configuration|(?:linux|windows)_(?:function|web)_app|app_service|function_app)|digitalocean_app|google_(?:app_engine_(?:flexible|standard)_app_version|cloudfunctions2?_function)|helm_release|heroku_app|nomad_job|render_(?:background_worker|cron_job|private_service|web_service)|scaleway_container)$/;

/** The type of a resource that runs programs whose ports and commands are not read. */
export function unreadResource({ type, labels: [label = ''] }: HclBlock): string | undefined {
  return type === 'resource' && UNREAD.test(label) ? label : undefined;
}
