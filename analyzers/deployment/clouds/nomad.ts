/** Jobs of Nomad in HCL. Reference: Nomad, "Job Specification"; its Docker driver, "Task Configuration". */
import { type HclBlock, type HclFile, parseHcl } from '../../../src/formats/hcl/hcl.ts';
import {
  type YamlMap,
  type YamlNode,
  yamlAt,
  yamlEntries,
  yamlItems,
  yamlText,
  yamlTexts,
} from '../../../src/formats/yaml/yaml.ts';
import {
  append,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  type Project,
  type ReadFailure,
} from '../../../src/model/index.ts';
import type { Part } from '../part.ts';
import { listOf, mapOf, podFacts, textNode } from './pods.ts';
import { hclProblem, namedValues } from './terraform-blocks.ts';
import { Nodes } from './terraform-nodes.ts';
import { Scope } from './terraform-values.ts';

/** Endings of files with jobs. */
export const NOMAD_ENDINGS: readonly string[] = ['.nomad', '.nomad.hcl'];

/** A descriptor for each task that runs code of somebody here. */
export function readNomad(project: Project, path: string): Part | ReadFailure {
  const file = project.read(path);
  if (isReadFailure(file)) return file;
  const hcl = parseHcl(file.text);
  const nodes = new Nodes({
    project,
    home: directoryOf(path),
    path,
    place: (at) => hcl.place(at),
    isCalled: false,
    scope: new Scope(new Map(hcl.blocks.flatMap(namedValues))),
    data: new Map(),
  });
  const deployments: DeploymentFacts[] = [];
  for (const job of hcl.blocks.filter(({ type }) => type === 'job'))
    for (const group of blocksOf(job, 'group')) append(deployments, groupFacts(nodes, job, group));
  return { deployments, diagnostics: diagnosticsOf(path, nodes.open, hcl.problem) };
}

function diagnosticsOf(file: string, open: readonly string[], problem: HclFile['problem']): readonly Diagnostic[] {
  const told = problem === undefined ? [] : [hclProblem('nomad/syntax', file, problem)];
  if (open.length > 0) {
    const message = `${open.join(', ')} of this job ${open.length === 1 ? 'is' : 'are'} known only when it is run and left open; a default of the variable, or a literal value, has ${open.length === 1 ? 'it' : 'them'} compared`;
    told.push({ code: 'nomad/dynamic', severity: 'note', message, file, line: 1 });
  }
  return told;
}

function blocksOf({ blocks }: HclBlock, name: string): readonly HclBlock[] {
  return blocks.filter(({ type }) => type === name);
}

/** A port of the group by its label: where the container listens, and what of the node it takes. */
interface Port {
  readonly to: YamlNode | undefined;
  readonly fixed: YamlNode | undefined;
}

type Ports = readonly (readonly [label: string, port: Port])[];

/** Ports of a `network`: in the group, in older jobs among a task's resources. */
function portsOf(nodes: Nodes, around: HclBlock): Ports {
  return blocksOf(around, 'network').flatMap((network) =>
    blocksOf(network, 'port').map((port) => {
      const said = nodes.block(port);
      return [port.labels[0] ?? '', { to: yamlAt(said, 'to'), fixed: yamlAt(said, 'static') }] as const;
    }),
  );
}

const TASK_BLOCKS: ReadonlySet<string> = new Set(['config', 'env', 'resources']);
/** Drivers that start programs on the node itself. */
const ON_NODE: ReadonlySet<string> = new Set(['exec', 'java', 'raw_exec']);

function groupFacts(nodes: Nodes, job: HclBlock, group: HclBlock): readonly DeploymentFacts[] {
  const shared = new Map(portsOf(nodes, group));
  const ofJob = nodes.block({ ...job, blocks: blocksOf(job, 'periodic') });
  const replicas = yamlAt(nodes.block({ ...group, blocks: [] }), 'count');
  const schedule = yamlAt(ofJob, 'periodic', 'cron');
  const isBatch = /batch$/.test(yamlText(yamlAt(ofJob, 'type')) ?? '');
  return blocksOf(group, 'task').flatMap((task) => {
    const said = nodes.block({ ...task, blocks: task.blocks.filter(({ type }) => TASK_BLOCKS.has(type)) });
    const { offset } = said;
    const label = task.labels[0] ?? '';
    const own = blocksOf(task, 'resources').flatMap((one) => portsOf(nodes, one));
    const ports = own.length === 0 ? shared : new Map(own);
    const onHost = yamlText(yamlAt(said, 'config', 'networkMode')) === 'host';
    return podFacts(
      nodes.descriptor,
      {
        offset,
        name: textNode(offset, label),
        run: schedule !== undefined ? 'CronJob' : isBatch ? 'Job' : 'Deployment',
        containers: [container(said, label, ports)],
        ...(schedule === undefined ? {} : { schedule }),
        ...(replicas === undefined ? {} : { replicas }),
        ...(onHost ? { more: { hostNetwork: textNode(offset, 'true') } } : {}),
      },
      { kind: 'nomad', tool: 'nomad' },
    );
  });
}

/** Ports of a group that a task on the node is told. */
const MAX_PORTS = 100;

/** A task as a container. What it runs on the node itself has no image: its own name stands for one. */
function container(task: YamlMap, label: string, ports: ReadonlyMap<string, Port>): YamlNode {
  const { offset } = task;
  const config = yamlAt(task, 'config');
  const isOnNode = ON_NODE.has(yamlText(yamlAt(task, 'driver')) ?? '');
  const listed = yamlTexts(yamlAt(config, 'ports'));
  // A task that names none is told them all; what it does with several only its program knows.
  const all = ports.size === 1 || isOnNode ? [...ports.values()].slice(0, MAX_PORTS) : [];
  const own = listed.length === 0 ? all : listed.flatMap((name) => ports.get(name) ?? []);
  const variables = yamlItems(yamlAt(task, 'env')).flatMap(yamlEntries);
  const env = variables.map(([name, { value }]) => mapOf(value.offset, { name: textNode(value.offset, name), value }));
  const memory = yamlAt(task, 'resources', 'memory');
  const text = yamlText(memory);
  const limits =
    memory === undefined || text === undefined ? undefined : mapOf(offset, { memory: textNode(memory.offset, `${text}Mi`) });
  return mapOf(offset, {
    name: textNode(offset, label),
    image: yamlAt(config, 'image') ?? (isOnNode ? textNode(offset, label) : undefined),
    command: yamlAt(config, 'entrypoint') ?? (isOnNode ? yamlAt(config, 'command') : undefined),
    args: isOnNode ? yamlAt(config, 'args') : commandOf(offset, config),
    ports: listOf(
      offset,
      own.map((port) => portOf(offset, port, isOnNode)),
    ),
    env: listOf(offset, env),
    resources: limits === undefined ? undefined : mapOf(offset, { limits }),
  });
}

/** Docker's `command` is one word, before those of `args`. */
function commandOf(offset: number, config: YamlNode | undefined): YamlNode | undefined {
  const words = [...yamlTexts(yamlAt(config, 'command')), ...yamlTexts(yamlAt(config, 'args'))];
  return words.length === 0
    ? undefined
    : listOf(
        offset,
        words.map((word) => textNode(offset, word)),
      );
}

/** `static` is taken on the node; where nothing maps it, the program listens there, too. */
function portOf(offset: number, { to, fixed }: Port, isOnNode: boolean): YamlNode {
  return mapOf(fixed?.offset ?? to?.offset ?? offset, { containerPort: to ?? fixed, hostPort: isOnNode ? undefined : fixed });
}
