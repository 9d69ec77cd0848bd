/**
 * Descriptors of platforms that take a repository as it is: App Engine's `app.yaml`, Render's `render.yaml` (Blueprint
 * specification) and Fly's `fly.toml` (App configuration).
 */

import { goPin, type ImageRuntime, jdkPin, nodePin, pythonPin } from '../../../src/formats/dockerfile/base-images.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { commandWords } from '../../../src/formats/shell/shell.ts';
import { parseToml, type TomlDocument, type TomlPath, tomlDiagnostic } from '../../../src/formats/toml.ts';
import { type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  type Demand,
  type DeploymentFacts,
  directoryOf,
  type Origin,
  type RunProcess,
  type SourceFile,
  type Trait,
} from '../../../src/model/index.ts';
import { bindingsOf, type PortUse, portDemand, runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { FileFacts } from '../file-facts.ts';
import type { Part } from '../part.ts';
import { commandUses, isPort, settablePorts } from '../ports.ts';
import { type Descriptor, mebibytes, numberOf, originIn, readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';

export function isAppEngine(path: string, text: string): boolean {
  return /^app(?:[.-][\w-]+)?\.ya?ml$/.test(baseName(path)) && /^runtime:/m.test(text) && !/^apiVersion:/m.test(text);
}

/** `python312`, `nodejs22`, `java21`, `go122` of the standard environment. */
function engineRuntime(text: string | undefined): ImageRuntime | undefined {
  const [, family = '', major = '', minor = ''] = /^(python|nodejs|java|go)(\d)(\d*)$/.exec(text ?? '') ?? [];
  return familyRuntime(family, minor === '' ? major : `${major}.${minor}`, `${major}${minor}`);
}

function familyRuntime(family: string, dotted: string, plain: string): ImageRuntime | undefined {
  const pins = { python: pythonPin(dotted), nodejs: nodePin(plain), java: jdkPin(plain), go: goPin(dotted) } as const;
  const names = { python: 'python', nodejs: 'node', java: 'jdk', go: 'go' } as const;
  if (family !== 'python' && family !== 'nodejs' && family !== 'java' && family !== 'go') return undefined;
  const constraint = pins[family];
  return constraint === undefined ? undefined : { name: names[family], constraint };
}

/** `runtime: python` of the flexible environment has its release apart (App Engine, "app.yaml Configuration File", flexible). */
function chosenRuntime(root: YamlNode | undefined): readonly (ImageRuntime & { readonly at: YamlNode })[] {
  const runtime = yamlAt(root, 'runtime');
  const version = yamlAt(root, 'runtime_config', 'runtime_version');
  const told = yamlText(version) ?? '';
  const apart = version === undefined ? undefined : familyRuntime(yamlText(runtime) ?? '', told, told);
  const needed = apart ?? engineRuntime(yamlText(runtime));
  const at = apart === undefined ? runtime : version;
  return needed === undefined || at === undefined ? [] : [{ ...needed, at }];
}

export function readAppEngine(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const entrypoint = yamlAt(root, 'entrypoint');
  const started = startedBy(descriptor, entrypoint, 'web', 'process', new Map());
  const name = yamlText(yamlAt(root, 'service'));
  const join = { directory: directoryOf(file.path), ...(name === undefined || name === 'default' ? {} : { name }) };
  const facts = deploymentFacts(file.path, 'app-engine', 'other', join, {
    processes: started.processes,
    demands: [
      ...chosenRuntime(root).map(({ at, ...needed }) => runtimeDemand(needed, originIn(descriptor, at))),
      ...started.ports.map(portDemand),
    ],
  });
  return { deployments: [facts], diagnostics: yamlDiagnostics(descriptor) };
}

interface Started {
  readonly processes: readonly RunProcess[];
  readonly ports: readonly PortUse[];
}

function startedBy(
  descriptor: Descriptor,
  node: YamlNode | undefined,
  name: string,
  kind: RunProcess['kind'],
  environment: ReadonlyMap<string, string>,
): Started {
  const command = yamlText(node);
  if (node === undefined || command === undefined) return { processes: [], ports: [] };
  return processOf(name, kind, command, environment, originIn(descriptor, node));
}

function processOf(
  name: string,
  kind: RunProcess['kind'],
  command: string,
  environment: ReadonlyMap<string, string>,
  origin: Origin,
): Started {
  const words = commandWords(command);
  const ports = commandUses(words, origin, environment);
  return { processes: [{ name, kind, command: words, ports: bindingsOf(ports), origin }], ports };
}

export function isRender(path: string): boolean {
  return /^render\.ya?ml$/.test(baseName(path));
}

export function readRender(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const environments = yamlItems(yamlAt(root, 'projects')).flatMap((one) => yamlItems(yamlAt(one, 'environments')));
  const listed = (key: string): readonly YamlNode[] => [root, ...environments].flatMap((one) => yamlItems(yamlAt(one, key)));
  const groups = new Map(listed('envVarGroups').map((group) => [yamlText(yamlAt(group, 'name')) ?? '', variablesOf(group)]));
  return {
    deployments: listed('services').map((service) => renderService(descriptor, service, groups)),
    diagnostics: yamlDiagnostics(descriptor),
  };
}

type Variables = readonly (readonly [string, string])[];

/** Variables with a value of their own, and those of groups that are named (Render, "Blueprint YAML Reference"). */
function variablesOf(node: YamlNode, groups: ReadonlyMap<string, Variables> = new Map()): Variables {
  return yamlItems(yamlAt(node, 'envVars')).flatMap((one): Variables => {
    const group = yamlText(yamlAt(one, 'fromGroup'));
    if (group !== undefined) return groups.get(group) ?? [];
    return [[yamlText(yamlAt(one, 'key')) ?? '', yamlText(yamlAt(one, 'value')) ?? '']];
  });
}

function renderService(descriptor: Descriptor, service: YamlNode, groups: ReadonlyMap<string, Variables>): DeploymentFacts {
  const text = (...path: readonly string[]): string | undefined => yamlText(yamlAt(service, ...path));
  const type = text('type');
  const name = text('name') ?? '';
  // Static sites and key-value stores run nobody's code.
  if (type === 'static' || type === 'keyvalue' || type === 'redis' || text('runtime') === 'static')
    return deploymentFacts(descriptor.path, 'render', 'other', {});
  const home = directoryOf(descriptor.path);
  const directory = localPath(home, text('rootDir') ?? text('dockerContext') ?? '.') ?? home;
  const dockerfile = text('dockerfilePath');
  const built = dockerfile === undefined ? undefined : localPath(text('rootDir') === undefined ? home : directory, dockerfile);
  const environment = new Map(variablesOf(service, groups));
  const command = yamlAt(service, 'startCommand') ?? yamlAt(service, 'dockerCommand');
  const started = startedBy(descriptor, command, name, type === 'cron' ? 'scheduled' : 'process', environment);
  const schedule = text('schedule');
  const replicas = numberOf(yamlAt(service, 'numInstances'));
  const disk = yamlAt(service, 'disk');
  const traits: readonly Trait[] =
    disk === undefined
      ? []
      : [{ kind: 'volume', value: yamlText(yamlAt(disk, 'mountPath')) ?? '', origin: originIn(descriptor, disk) }];
  const join = { directory, ...(built === undefined ? {} : { dockerfile: built }), ...(name === '' ? {} : { name }) };
  return deploymentFacts(descriptor.path, 'render', 'other', join, {
    processes: started.processes.map((one) => ({
      ...one,
      ...(schedule === undefined ? {} : { schedule }),
      ...(replicas === undefined ? {} : { replicas }),
    })),
    demands: [...started.ports.map(portDemand), ...renderRuntimes(descriptor, service)],
    traits,
  });
}

/** Render, "Setting your Python version", "Setting your Node.js version"; a service that runs from a Dockerfile has neither. */
function renderRuntimes(descriptor: Descriptor, service: YamlNode): readonly Demand[] {
  const runtime = yamlText(yamlAt(service, 'runtime')) ?? yamlText(yamlAt(service, 'env'));
  if (runtime !== 'python' && runtime !== 'node') return [];
  const [variable, pin] = runtime === 'python' ? (['PYTHON_VERSION', pythonPin] as const) : (['NODE_VERSION', nodePin] as const);
  return yamlItems(yamlAt(service, 'envVars')).flatMap((one) => {
    const constraint = yamlText(yamlAt(one, 'key')) === variable ? pin(yamlText(yamlAt(one, 'value')) ?? '') : undefined;
    return constraint === undefined ? [] : [runtimeDemand({ name: runtime, constraint }, originIn(descriptor, one))];
  });
}

export function readFly(file: SourceFile): FileFacts {
  const document = parseToml(file.text);
  if (!document.ok) return { diagnostics: [tomlDiagnostic(file.path, document, 'warning')] };
  const fly = new Fly(file.path, document);
  return { ...fly.facts(), diagnostics: [] };
}

class Fly {
  readonly #file: string;
  readonly #document: TomlDocument;
  readonly #environment: ReadonlyMap<string, string>;

  constructor(file: string, document: TomlDocument) {
    this.#file = file;
    this.#document = document;
    this.#environment = new Map(entriesOf(document.value.env).map(([name, value]) => [name, String(value)]));
  }

  facts(): Omit<FileFacts, 'diagnostics'> {
    const { value } = this.#document;
    const started = entriesOf(value.processes).flatMap(([name, command]) =>
      typeof command === 'string' ? [processOf(name, 'process', command, this.#environment, this.#at(['processes', name]))] : [],
    );
    const ports = [...this.#ports(), ...started.flatMap((one) => one.ports)];
    return {
      processes: started.flatMap(({ processes }) => processes),
      demands: ports.map(portDemand),
      traits: this.#traits(),
    };
  }

  #at(path: TomlPath): Origin {
    return { file: this.#file, ...(this.#document.at(path) ?? { line: 1 }) };
  }

  #ports(): readonly PortUse[] {
    const { value } = this.#document;
    const set = settablePorts(this.#environment, undefined);
    const named = [
      { port: fieldOf(value.http_service, 'internal_port'), at: ['http_service', 'internal_port'] },
      ...itemsOf(value.services).map((one, index) => ({
        port: fieldOf(one, 'internal_port'),
        at: ['services', index, 'internal_port'],
      })),
    ];
    return named.flatMap(({ port, at }): readonly PortUse[] => {
      if (typeof port !== 'number' || !isPort(port)) return [];
      const settable = set.get(port);
      const use = { port, protocol: 'tcp', bind: 'listens', listed: 'descriptor', origin: this.#at(at) } as const;
      return [settable === undefined ? use : { ...use, settable }];
    });
  }

  #traits(): readonly Trait[] {
    const { value } = this.#document;
    return [
      ...itemsOf(value.mounts).map((mount): Trait => {
        const destination = fieldOf(mount, 'destination');
        return { kind: 'volume', value: typeof destination === 'string' ? destination : '', origin: this.#at(['mounts']) };
      }),
      ...itemsOf(value.vm).flatMap((machine): readonly Trait[] => {
        const origin = this.#at(['vm']);
        const memory = mebibytes(`${fieldOf(machine, 'memory') ?? `${fieldOf(machine, 'memory_mb') ?? ''}mb`}`);
        const gpu = fieldOf(machine, 'gpu_kind');
        return [
          ...(memory === undefined ? [] : [{ kind: 'memory' as const, value: String(memory), origin }]),
          ...(typeof gpu === 'string' ? [{ kind: 'gpu' as const, value: gpu, origin }] : []),
        ];
      }),
    ];
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A table, or each of an array of tables. */
function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function fieldOf(value: unknown, name: string): unknown {
  return entriesOf(value).find(([key]) => key === name)?.[1];
}
