/** ECS task definitions, by themselves and as what declares them writes them. Reference: Amazon ECS, "Task definition parameters". */
import { type YamlMap, type YamlNode, yamlAt, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import type { DeploymentFacts, Origin, RunProcess, SourceFile, Trait, TraitKind } from '../../../src/model/index.ts';
import { bindingsOf, type PortUse, withoutLeftovers } from '../demands.ts';
import { defined, deploymentFacts } from '../facts.ts';
import { isForeignImage } from '../foreign.ts';
import type { Part } from '../part.ts';
import { commandPorts, isPort, optionPorts, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';
import { type Descriptor, isTrue, mebibytes, originIn, readDescriptor, wholeNumber, yamlDiagnostics } from '../yaml-facts.ts';

/** An ECS task definition as JSON or YAML; keys begin with a capital in CloudFormation only. */
export function readTaskDefinition(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const definition = yamlAt(root, 'taskDefinition') ?? root;
  const deployments = definition?.kind === 'map' ? taskFacts(descriptor, definition, yamlText) : [];
  return { deployments, diagnostics: yamlDiagnostics(descriptor) };
}

export function isTaskDefinition(text: string): boolean {
  return text.includes('"containerDefinitions"') || /^containerDefinitions:/m.test(text);
}

type TextOf = (node: YamlNode | undefined) => string | undefined;

/** What each container of a task runs. */
export function taskFacts(descriptor: Descriptor, task: YamlMap, textOf: TextOf): readonly DeploymentFacts[] {
  const definition = new TaskDefinition(descriptor, task, textOf);
  const containers = yamlItems(either(task, 'ContainerDefinitions')).filter(({ kind: one }) => one === 'map');
  return containers.map((container) => {
    const image = textOf(either(container, 'Image'));
    const name = textOf(either(container, 'Name'));
    const isForeign = image === undefined ? isSidecar(name) && containers.length > 1 : isForeignImage(image);
    if (isForeign) return deploymentFacts(descriptor.path, 'ecs', 'ecs', {});
    const join = { ...defined('name', name), ...defined('image', image) };
    return deploymentFacts(descriptor.path, 'ecs', 'ecs', join, definition.said(container, name, containers.length === 1));
  });
}

/** What stands beside a service's own container, where only a deployment knows the image. */
function isSidecar(name: string | undefined): boolean {
  return /(?:^|[-_])(?:adot|agent|collector|datadog|envoy|firelens|fluent(?:-?bit|d)?|log[-_]?router|nginx|otel|proxy|x-?ray)(?:$|[-_])/.test(
    name ?? '',
  );
}

function either(node: YamlNode, name: string): YamlNode | undefined {
  return yamlAt(node, name) ?? yamlAt(node, `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
}

class TaskDefinition {
  readonly #descriptor: Descriptor;
  readonly #task: YamlMap;
  readonly #textOf: TextOf;
  /** Undefined where only a deployment knows it. */
  readonly #network: string | undefined;
  readonly #isFargate: boolean;
  readonly #volumes: ReadonlyMap<string | undefined, YamlNode>;

  constructor(descriptor: Descriptor, task: YamlMap, textOf: TextOf) {
    this.#descriptor = descriptor;
    this.#task = task;
    this.#textOf = textOf;
    const mode = either(task, 'NetworkMode');
    this.#isFargate = yamlItems(either(task, 'RequiresCompatibilities')).some((one) => textOf(one) === 'FARGATE');
    // Fargate takes no other mode.
    this.#network = this.#isFargate ? 'awsvpc' : mode === undefined ? 'bridge' : textOf(mode);
    this.#volumes = new Map(yamlItems(either(task, 'Volumes')).map((volume) => [textOf(either(volume, 'Name')), volume]));
  }

  said(
    container: YamlNode,
    name: string | undefined,
    isAlone: boolean,
  ): Pick<DeploymentFacts, 'processes' | 'demands' | 'traits'> {
    const ports = this.#ports(container, name);
    const entrypoint = yamlTexts(either(container, 'EntryPoint'));
    const command = yamlTexts(either(container, 'Command'));
    const process: RunProcess = {
      name: name ?? '',
      kind: 'process',
      command: [...entrypoint, ...command],
      ...(entrypoint.length === 0 && command.length > 0 ? { keepsEntrypoint: true } : {}),
      ports: bindingsOf(ports),
      origin: this.#originOf(either(container, 'Command') ?? container),
    };
    return {
      processes: [process],
      demands: listeningDemands(ports, [process]),
      traits: [...this.#traits(container), ...this.#memory(container, isAlone), ...this.#ofFargate(container)],
    };
  }

  #originOf(node: YamlNode): Origin {
    return originIn(this.#descriptor, node);
  }

  #number(node: YamlNode, name: string): number | undefined {
    return wholeNumber(this.#textOf(either(node, name)));
  }

  #ports(container: YamlNode, owner: string | undefined): readonly PortUse[] {
    const variables = yamlItems(either(container, 'Environment')).map(
      (item) => [this.#textOf(either(item, 'Name')) ?? '', item] as const,
    );
    const environment = variables.map(([name, item]) => [name, this.#textOf(either(item, 'Value')) ?? ''] as const);
    const nodes = new Map(variables);
    const setAt = (variable: string): Origin => this.#originOf(nodes.get(variable) ?? container);
    const commanded = commandPorts(yamlTexts(either(container, 'Command')), new Map(environment));
    const set = settablePorts(environment, owner, commanded);
    const told = toldPorts(environment);
    const uses = yamlItems(either(container, 'PortMappings')).flatMap((mapping) => this.#mapped(mapping, set, told));
    const own = [
      ...commanded.map((one) => [one, this.#originOf(either(container, 'Command') ?? container)] as const),
      ...optionPorts(environment).map(({ variable, told: one }) => [one, setAt(variable)] as const),
      ...[...told].flatMap(([port, settable]) =>
        uses.some((use) => use.port === port) ? [] : [[{ port, settable }, setAt(settable)] as const],
      ),
    ];
    return withoutLeftovers([...uses, ...own.map(([one, origin]): PortUse => ({ ...one, ...LISTENS, origin }))]);
  }

  #mapped(mapping: YamlNode, set: ReadonlyMap<number, string>, told: ReadonlyMap<number, string>): readonly PortUse[] {
    const port = this.#number(mapping, 'ContainerPort');
    const protocol = protocolOf(this.#textOf(either(mapping, 'Protocol')));
    const origin = this.#originOf(mapping);
    // In awsvpc mode every task has an address of its own.
    const onHost = { host: port, bridge: this.#number(mapping, 'HostPort') } as const;
    const published = this.#network === 'host' || this.#network === 'bridge' ? onHost[this.#network] : undefined;
    const uses: PortUse[] = [];
    if (isPort(port)) {
      const listed = told.has(port) ? {} : ({ listed: 'descriptor' } as const);
      uses.push({ port, protocol, bind: 'listens', ...listed, origin, ...defined('settable', set.get(port)) });
    }
    if (isPort(published)) uses.push({ port: published, protocol, bind: 'published', origin });
    return uses;
  }

  #traits(container: YamlNode): readonly Trait[] {
    const traits: Trait[] = [];
    const add = (kind: TraitKind, node: YamlNode, value?: string): void => {
      traits.push({ kind, origin: this.#originOf(node), ...defined('value', value) });
    };
    const textOf = this.#textOf;
    const privileged = either(container, 'Privileged');
    if (privileged !== undefined && isTrue(privileged)) add('privileged', privileged);
    if (this.#network === 'host') add('host-network', either(this.#task, 'NetworkMode') ?? this.#task);
    for (const resource of yamlItems(either(container, 'ResourceRequirements')))
      if (textOf(either(resource, 'Type')) === 'GPU') add('gpu', resource);
    for (const mount of yamlItems(either(container, 'MountPoints'))) {
      const volume = this.#volumes.get(textOf(either(mount, 'SourceVolume')));
      const source = volume === undefined ? undefined : textOf(either(either(volume, 'Host') ?? volume, 'SourcePath'));
      const path = textOf(either(mount, 'ContainerPath')) ?? '';
      if (source?.endsWith('docker.sock') === true) add('docker-socket', mount, source);
      else if (volume !== undefined && either(volume, 'EfsVolumeConfiguration') !== undefined)
        add('volume', mount, `${textOf(either(mount, 'SourceVolume')) ?? ''}:${path}`);
    }
    return traits;
  }

  /** What a task for Fargate asks of it: its size in units of CPU and MiB, and what is asked for by name. */
  #ofFargate(container: YamlNode): readonly Trait[] {
    if (!this.#isFargate) return [];
    const said = (value: string, node: YamlNode | undefined): readonly Trait[] =>
      node === undefined ? [] : [{ kind: 'fargate-task', value, origin: this.#originOf(node) }];
    const [cpu, memory] = [either(this.#task, 'Cpu'), either(this.#task, 'Memory')];
    const units = inUnits(this.#textOf(cpu), /^vCPU$/i);
    const size = inUnits(this.#textOf(memory), /^GB$/i);
    const mode = either(this.#task, 'NetworkMode');
    const network = this.#textOf(mode) ?? 'awsvpc';
    const privileged = either(container, 'Privileged');
    return [
      ...(units === undefined || size === undefined ? [] : said(`${units} ${size}`, cpu)),
      ...(network === 'awsvpc' ? [] : said(`network mode ${network}`, mode)),
      ...(privileged !== undefined && isTrue(privileged) ? said('privileged', privileged) : []),
    ];
  }

  /** A task of one container may say for it what it needs. */
  #memory(container: YamlNode, isAlone: boolean): readonly Trait[] {
    const node = either(container, 'Memory') ?? (isAlone ? either(this.#task, 'Memory') : undefined);
    const text = this.#textOf(node)?.trim() ?? '';
    const size = wholeNumber(text) ?? mebibytes(/^\d+(?:\.\d+)?\s*GB$/i.test(text) ? text : undefined);
    return node === undefined || size === undefined
      ? []
      : [{ kind: 'memory', value: String(size), origin: this.#originOf(node) }];
  }
}

/** `256` and `.25 vCPU`, `512` and `0.5 GB` (Amazon ECS, "Task size"): units of CPU are 1,024 a vCPU. */
function inUnits(text: string | undefined, unit: RegExp): number | undefined {
  const [, number = '', named = ''] = /^(\d{1,6}|\d{0,3}\.\d{1,4})\s*([A-Za-z]*)$/.exec(text?.trim() ?? '') ?? [];
  if (number === '') return undefined;
  if (named === '') return wholeNumber(number);
  return unit.test(named) ? Number(number) * 1024 : undefined;
}

const LISTENS = { protocol: 'tcp', bind: 'listens' } as const;
