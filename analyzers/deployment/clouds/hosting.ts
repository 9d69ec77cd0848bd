/**
 * Descriptors of hosting that builds or starts a repository: Railway (config as code), Nixpacks, Heroku (heroku.yml),
 * App Runner, DigitalOcean's App Platform (app spec), Cloud Foundry (app manifests), Copilot, Elastic Beanstalk
 * (Dockerrun.aws.json, version 1; version 2 is a task definition).
 */

import { goPin, type ImageRuntime, jdkPin, nodePin, pythonPin } from '../../../src/formats/dockerfile/base-images.ts';
import { valueAt } from '../../../src/formats/foreign-data.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { commandWords } from '../../../src/formats/shell/shell.ts';
import { parseToml, type TomlPath, tomlDiagnostic } from '../../../src/formats/toml.ts';
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  type DeploymentFacts,
  directoryOf,
  joinPath,
  type Origin,
  type RunProcess,
  type SourceFile,
  type Trait,
} from '../../../src/model/index.ts';
import { bindingsOf, type PortUse, portDemand, runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { FileFacts } from '../file-facts.ts';
import { isForeignImage } from '../foreign.ts';
import type { Part } from '../part.ts';
import { commandUses, isPort } from '../ports.ts';
import { type Descriptor, mebibytes, numberOf, originIn, readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';

type Environment = ReadonlyMap<string, string>;

interface Start {
  readonly name: string;
  readonly kind?: RunProcess['kind'];
  readonly command: string;
  readonly environment?: Environment;
  readonly origin: Origin;
}

/** A command that is started, with the ports that it says. */
function started({
  name,
  kind = 'process',
  command,
  environment = new Map(),
  origin,
}: Start): RunProcess & { uses: readonly PortUse[] } {
  const words = commandWords(command);
  const uses = commandUses(words, origin, environment);
  return { name, kind, command: words, ports: bindingsOf(uses), origin, uses };
}

/** What a descriptor says of how one service runs. */
function facts(
  descriptor: { readonly path: string },
  join: DeploymentFacts['join'],
  starts: readonly (Start & Pick<RunProcess, 'schedule' | 'replicas'>)[],
  said: {
    readonly ports?: readonly PortUse[];
    readonly runtimes?: readonly (ImageRuntime & { origin: Origin })[];
    readonly traits?: readonly Trait[];
  } = {},
): DeploymentFacts {
  const processes = starts.map(({ schedule, replicas, ...start }) => ({
    ...started(start),
    ...(schedule === undefined ? {} : { schedule }),
    ...(replicas === undefined ? {} : { replicas }),
  }));
  const ports = [...processes.flatMap(({ uses }) => uses), ...(said.ports ?? [])];
  const unique = ports.filter(({ port }, index) => ports.findIndex((one) => one.port === port) === index);
  return deploymentFacts(descriptor.path, 'hosting', 'other', join, {
    processes: processes.map(({ uses: _, ...process }) => process),
    demands: [...(said.runtimes ?? []).map(({ origin, ...needed }) => runtimeDemand(needed, origin)), ...unique.map(portDemand)],
    traits: said.traits ?? [],
  });
}

/** What a command starts; a job without one, told by `said`, runs its image's to an end. */
function startsOf<T extends Omit<Start, 'command' | 'origin'>>(
  descriptor: Descriptor,
  start: T,
  command: YamlNode | undefined,
  said: YamlNode | undefined,
): readonly (T & Start)[] {
  const at = command ?? (start.kind === undefined || start.kind === 'process' ? undefined : said);
  if (at === undefined) return [];
  return [{ ...start, command: yamlTexts(command).join(' '), origin: originIn(descriptor, at) }];
}

function listens(descriptor: Descriptor, node: YamlNode | undefined): readonly PortUse[] {
  const port = numberOf(node);
  if (node === undefined || !isPort(port)) return [];
  return [{ port, protocol: 'tcp', bind: 'listens', listed: 'descriptor', origin: originIn(descriptor, node) }];
}

function memoryTrait(descriptor: Descriptor, node: YamlNode | undefined, text = yamlText(node)): readonly Trait[] {
  const memory = mebibytes(text);
  if (node === undefined || memory === undefined) return [];
  return [{ kind: 'memory', value: String(memory), origin: originIn(descriptor, node) }];
}

/** `python3.11`, `python-3.11`, `python311`, `nodejs18`, `node-js`, `corretto17`, `go1.22`, with the version apart where it is. */
function namedRuntime(text: string | undefined, version = ''): ImageRuntime | undefined {
  const [, family = '', digits = ''] =
    /^(python|nodejs|node-js|node|corretto|java|jdk|openjdk|go)[-_]?(\d[\d.]*)?/i.exec(text ?? '') ?? [];
  const told = version === '' ? digits : version;
  // A major alone (`python3`) names no release line.
  const python = /^\d\d+$/.test(told) ? `${told.charAt(0)}.${told.slice(1)}` : told;
  const pins = {
    python: ['python', python.includes('.') ? pythonPin(python) : undefined],
    node: ['node', nodePin(told)],
    jdk: ['jdk', jdkPin(told)],
    go: ['go', told.includes('.') ? goPin(told) : undefined],
  } as const;
  const lower = family.toLowerCase();
  const [name, constraint] = pins[lower.startsWith('node') ? 'node' : lower === 'python' || lower === 'go' ? lower : 'jdk'];
  return lower === '' || told === '' || constraint === undefined ? undefined : { name, constraint };
}

function at(runtime: ImageRuntime | undefined, origin: Origin): readonly (ImageRuntime & { origin: Origin })[] {
  return runtime === undefined ? [] : [{ ...runtime, origin }];
}

/** Variables of `[{key, value}]` (DigitalOcean) or of a map. */
function variables(node: YamlNode | undefined): Environment {
  const listed = yamlItems(node).map(
    (one) => [yamlText(yamlAt(one, 'key')) ?? '', yamlText(yamlAt(one, 'value')) ?? ''] as const,
  );
  const mapped = yamlEntries(node).map(([name, { value }]) => [name, yamlText(value) ?? ''] as const);
  return new Map([...listed, ...mapped]);
}

/** Railway's railway.json and railway.toml: they speak of the directory that they lie in. */
export function readRailway(file: SourceFile): Part {
  if (file.path.endsWith('.toml')) return railwayToml(file);
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const command = yamlAt(root, 'deploy', 'startCommand');
  const origin = originIn(descriptor, command ?? { offset: 0 });
  return {
    deployments: railway(file.path, (...path) => yamlText(yamlAt(root, ...path)), origin),
    diagnostics: yamlDiagnostics(descriptor),
  };
}

function railwayToml(file: SourceFile): Part {
  const document = parseToml(file.text);
  if (!document.ok) return { deployments: [], diagnostics: [tomlDiagnostic(file.path, document, 'warning')] };
  const origin = { file: file.path, ...(document.at(['deploy', 'startCommand']) ?? { line: 1 }) };
  return { deployments: railway(file.path, (...path) => textIn(document.value, path), origin), diagnostics: [] };
}

function railway(
  path: string,
  text: (...path: readonly string[]) => string | undefined,
  origin: Origin,
): readonly DeploymentFacts[] {
  const directory = directoryOf(path);
  const given = text('build', 'dockerfilePath');
  const dockerfile = given === undefined ? undefined : localPath(directory, given.replace(/^\//, ''));
  const command = text('deploy', 'startCommand');
  if (command === undefined && dockerfile === undefined) return [];
  const schedule = text('deploy', 'cronSchedule');
  const kind = schedule === undefined ? 'process' : 'scheduled';
  const replicas = Number(text('deploy', 'numReplicas'));
  const start = {
    name: 'web',
    kind,
    origin,
    ...(schedule === undefined ? {} : { schedule }),
    ...(replicas > 0 ? { replicas } : {}),
  } as const;
  return [
    facts(
      { path },
      { directory, ...(dockerfile === undefined ? {} : { dockerfile }) },
      command === undefined ? [] : [{ ...start, command }],
    ),
  ];
}

function textIn(value: unknown, path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** Railpack: what starts, and the versions that it installs. */
export function readRailpack(file: SourceFile): FileFacts {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const command = yamlAt(root, 'deploy', 'startCommand');
  const { processes, demands } = facts(
    file,
    {},
    command === undefined
      ? []
      : [
          {
            name: 'web',
            command: yamlText(command) ?? '',
            environment: variables(yamlAt(root, 'deploy', 'variables')),
            origin: originIn(descriptor, command),
          },
        ],
    {
      runtimes: yamlEntries(yamlAt(root, 'packages')).flatMap(([name, { value, offset }]) =>
        at(namedRuntime(name, yamlText(value)), originIn(descriptor, { offset })),
      ),
    },
  );
  return { processes, demands, diagnostics: yamlDiagnostics(descriptor) };
}

const NIXPACKS_VERSIONS: Readonly<Record<string, string>> = {
  NIXPACKS_PYTHON_VERSION: 'python',
  NIXPACKS_NODE_VERSION: 'node',
  NIXPACKS_JDK_VERSION: 'jdk',
  NIXPACKS_GO_VERSION: 'go',
};

export function readNixpacks(file: SourceFile): FileFacts {
  const document = parseToml(file.text);
  if (!document.ok) return { diagnostics: [tomlDiagnostic(file.path, document, 'warning')] };
  const origin = (...path: TomlPath): Origin => ({ file: file.path, ...(document.at(path) ?? { line: 1 }) });
  const said = document.value.variables;
  const names = typeof said === 'object' && said !== null ? Object.keys(said) : [];
  const environment = new Map(names.map((name) => [name, textIn(document.value, ['variables', name]) ?? '']));
  const command = textIn(document.value, ['start', 'cmd']);
  const { processes, demands } = facts(
    { path: file.path },
    {},
    command === undefined ? [] : [{ name: 'web', command, environment, origin: origin('start', 'cmd') }],
    {
      runtimes: names.flatMap((name) => {
        const family = Object.hasOwn(NIXPACKS_VERSIONS, name) ? NIXPACKS_VERSIONS[name] : undefined;
        return family === undefined ? [] : at(namedRuntime(family, environment.get(name)), origin('variables', name));
      }),
    },
  );
  return { processes, demands, diagnostics: [] };
}

/** heroku.yml: what runs, and the Dockerfiles that are built for it. */
export function readHeroku(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const directory = directoryOf(file.path);
  const dockerfiles = new Map(yamlEntries(yamlAt(root, 'build', 'docker')).map(([name, { value }]) => [name, yamlText(value)]));
  const deployments = yamlEntries(yamlAt(root, 'run')).flatMap(([name, { value, offset }]): readonly DeploymentFacts[] => {
    const command = yamlTexts(yamlAt(value, 'command') ?? value).join(' && ');
    const image = yamlText(yamlAt(value, 'image')) ?? name;
    const given = dockerfiles.get(image);
    const dockerfile = given === undefined ? undefined : localPath(directory, given);
    if (command === '') return [];
    const join = { directory, ...(dockerfile === undefined ? {} : { dockerfile }) };
    return [facts(file, join, [{ name, command, origin: originIn(descriptor, { offset }) }])];
  });
  return { deployments, diagnostics: yamlDiagnostics(descriptor) };
}

export function readAppRunner(file: SourceFile): FileFacts {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const command = yamlAt(root, 'run', 'command');
  const runtime = yamlAt(root, 'run', 'runtime-version') ?? yamlAt(root, 'runtime');
  const version = yamlText(yamlAt(root, 'run', 'runtime-version'));
  const { processes, demands } = facts(
    file,
    {},
    command === undefined ? [] : [{ name: 'web', command: yamlText(command) ?? '', origin: originIn(descriptor, command) }],
    {
      ports: listens(descriptor, yamlAt(root, 'run', 'network', 'port')),
      runtimes:
        runtime === undefined ? [] : at(namedRuntime(yamlText(yamlAt(root, 'runtime')), version), originIn(descriptor, runtime)),
    },
  );
  return { processes, demands, diagnostics: yamlDiagnostics(descriptor) };
}

export function isAppPlatform(path: string): boolean {
  return /(?:^|\/)\.do\/[^/]+\.ya?ml$/.test(path);
}

const APP_PLATFORM: readonly (readonly [key: string, kind: RunProcess['kind']])[] = [
  ['services', 'process'],
  ['workers', 'process'],
  ['jobs', 'job'],
];

/** DigitalOcean's app spec lies in `.do`, and its paths begin at the directory around that. */
export function readAppPlatform(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [document] = descriptor.yaml.documents;
  const root = yamlAt(document, 'spec') ?? document;
  const home = directoryOf(directoryOf(file.path));
  const deployments = APP_PLATFORM.flatMap(([key, kind]) =>
    yamlItems(yamlAt(root, key)).map((one) => {
      const text = (name: string): string | undefined => yamlText(yamlAt(one, name));
      const name = text('name') ?? '';
      const directory = localPath(home, (text('source_dir') ?? '.').replace(/^\/+(?=.)/, '')) ?? home;
      const built = text('dockerfile_path');
      const dockerfile = built === undefined ? undefined : localPath(home, built);
      const command = yamlAt(one, 'run_command');
      const replicas = numberOf(yamlAt(one, 'instance_count'));
      const join = { directory, ...(dockerfile === undefined ? {} : { dockerfile }), ...(name === '' ? {} : { name }) };
      const start = { name, kind, ...(replicas === undefined ? {} : { replicas }), environment: variables(yamlAt(one, 'envs')) };
      return facts(file, join, startsOf(descriptor, start, command, one), {
        ports: listens(descriptor, yamlAt(one, 'http_port')),
      });
    }),
  );
  return { deployments, diagnostics: yamlDiagnostics(descriptor) };
}

export function isCloudFoundry(path: string, text: string): boolean {
  return /^manifest[\w.-]*\.ya?ml$/.test(baseName(path)) && /^applications:/m.test(text) && !/^apiVersion:/m.test(text);
}

export function readCloudFoundry(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const home = directoryOf(file.path);
  const deployments = yamlItems(yamlAt(root, 'applications')).map((one) => {
    const name = yamlText(yamlAt(one, 'name')) ?? '';
    const image = yamlText(yamlAt(one, 'docker', 'image'));
    if (image !== undefined && isForeignImage(image)) return facts(file, {}, []);
    const directory = localPath(home, yamlText(yamlAt(one, 'path')) ?? '.') ?? home;
    const environment = variables(yamlAt(one, 'env'));
    const starts = [one, ...yamlItems(yamlAt(one, 'processes'))].flatMap((process) => {
      const command = yamlAt(process, 'command');
      const replicas = numberOf(yamlAt(process, 'instances'));
      if (command === undefined) return [];
      const origin = originIn(descriptor, command);
      const type = yamlText(yamlAt(process, 'type')) ?? (isRouted(one) ? 'web' : name);
      return [
        { name: type, command: yamlText(command) ?? '', environment, origin, ...(replicas === undefined ? {} : { replicas }) },
      ];
    });
    const memory = yamlAt(one, 'memory');
    return facts(file, { directory, ...(name === '' ? {} : { name }), ...(image === undefined ? {} : { image }) }, starts, {
      traits: memoryTrait(descriptor, memory),
    });
  });
  return { deployments, diagnostics: yamlDiagnostics(descriptor) };
}

/** What has no route takes no requests: Cloud Foundry's docs have workers so. */
function isRouted(application: YamlNode): boolean {
  return yamlText(yamlAt(application, 'no-route')) !== 'true' && yamlText(yamlAt(application, 'health-check-type')) !== 'process';
}

export function isCopilot(path: string): boolean {
  return /(?:^|\/)copilot\/[^/]+\/manifest\.ya?ml$/.test(path);
}

/** AWS Copilot: one workload a manifest; paths begin at the directory around `copilot`. */
export function readCopilot(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const home = joinPath(directoryOf(file.path), '../..') ?? '.';
  const name = yamlText(yamlAt(root, 'name')) ?? baseName(directoryOf(file.path));
  const build = yamlAt(root, 'image', 'build');
  const given = yamlText(build) ?? yamlText(yamlAt(build, 'dockerfile'));
  const dockerfile = given === undefined ? undefined : localPath(home, given);
  const context = yamlText(yamlAt(build, 'context'));
  const directory =
    context === undefined ? (dockerfile === undefined ? undefined : directoryOf(dockerfile)) : localPath(home, context);
  const image = yamlText(yamlAt(root, 'image', 'location'));
  const command = yamlAt(root, 'command');
  const schedule = yamlText(yamlAt(root, 'on', 'schedule'));
  const type = yamlAt(root, 'type');
  const kind = /job/i.test(yamlText(type) ?? '') ? 'scheduled' : 'process';
  const join = {
    name,
    ...(directory === undefined ? {} : { directory }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(image === undefined ? {} : { image }),
  };
  const start = {
    name,
    kind,
    environment: variables(yamlAt(root, 'variables')),
    ...(schedule === undefined ? {} : { schedule }),
  } as const;
  const starts = startsOf(descriptor, start, command, type);
  const memory = yamlAt(root, 'memory');
  return {
    deployments: [
      facts(file, join, starts, {
        ports: listens(descriptor, yamlAt(root, 'image', 'port')),
        // A plain number is in MiB.
        traits: memoryTrait(descriptor, memory, `${yamlText(memory) ?? ''}mb`),
      }),
    ],
    diagnostics: yamlDiagnostics(descriptor),
  };
}

export function isDockerrun(path: string, text: string): boolean {
  return baseName(path) === 'Dockerrun.aws.json' && !text.includes('"containerDefinitions"');
}

/** Elastic Beanstalk with one container; of several the file has a task definition's form. */
export function readDockerrun(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const image = yamlText(yamlAt(root, 'Image', 'Name'));
  const ports = yamlItems(yamlAt(root, 'Ports')).flatMap((one) => listens(descriptor, yamlAt(one, 'ContainerPort')));
  const isForeign = image !== undefined && isForeignImage(image);
  const join = isForeign ? {} : { directory: directoryOf(file.path) };
  return { deployments: [facts(file, join, [], { ports })], diagnostics: yamlDiagnostics(descriptor) };
}
