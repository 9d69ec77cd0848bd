/** What compose files say about the services that they run. */
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml.ts';
import {
  append,
  type DeploymentFacts,
  type Diagnostic,
  isReadFailure,
  listed,
  type Project,
  pathBelow,
  type RunProcess,
  type Trait,
  type TraitKind,
} from '../../../src/model/index.ts';
import { activeProfiles, groupOf } from '../behaviour.ts';
import { bindingsOf, imageDemands, type PortUse, portDemand, rangeOf, withoutLeftovers } from '../demands.ts';
import { type Build, isOthers } from '../dockerfile/assemble.ts';
import { deploymentFacts } from '../facts.ts';
import { isForeignImage } from '../foreign.ts';
import { imageReference } from '../images.ts';
import { declaresProgram } from '../other-languages.ts';
import { localPath } from '../paths.ts';
import { commandPorts, optionPorts, portRange, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { splitWords } from '../shell.ts';
import { type Lookup, type Substituted, substitute } from '../substitute.ts';
import { isTrue, mebibytes, numberOf, originIn, readDescriptor, textsOf, yamlDiagnostics } from '../yaml-facts.ts';
import { environmentFile } from './dotenv.ts';
import { type ComposeService, composeServices, itemsUnder, type Said, saidUnder } from './layers.ts';
import { type Mapping, mappingOf, shortMapping } from './mappings.ts';
import { projectsOf } from './projects.ts';

export interface ComposePart {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** Dockerfiles that are built, with context and arguments; the first build of each. */
  readonly builds: ReadonlyMap<string, Build>;
}

/** Compose files as `docker compose up` takes them, a descriptor a service. */
export function assembleCompose(project: Project, paths: readonly string[]): ComposePart {
  const builds = new Map<string, Build>();
  const deployments: DeploymentFacts[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const one of projectsOf(project, paths)) {
    const read = composeServices(project, one);
    const services = read.services.map((service) => new Reading(project, service, one.lookup));
    for (const reading of services) {
      const build = reading.build();
      if (build !== undefined && !builds.has(build.dockerfile) && !FOR_TESTS.test(one.directory))
        builds.set(build.dockerfile, build);
      deployments.push(reading.facts());
    }
    const { files } = one;
    append(diagnostics, [...read.diagnostics, ...readProblems(project, files, services), ...unsetVariables(files, services)]);
  }
  return { deployments, diagnostics, builds };
}

/** Of the files, and of what their services extend elsewhere. */
function readProblems(project: Project, files: readonly string[], services: readonly Reading[]): readonly Diagnostic[] {
  const own = files.flatMap((path) => {
    const descriptor = project.parse(path, readDescriptor);
    return isReadFailure(descriptor) ? [] : [descriptor];
  });
  const extended = services.flatMap(({ service }) => service.layers.map(({ descriptor }) => descriptor));
  return [...new Set([...own, ...extended])].flatMap(yamlDiagnostics);
}

/** Set in every shell: where a project lies, and whose it is, says nothing of it. */
const EVERYWHERE: ReadonlySet<string> = new Set(['PWD', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'PATH']);

function unsetVariables(files: readonly string[], services: readonly Reading[]): readonly Diagnostic[] {
  const names = [...new Set(services.flatMap((one) => [...one.unset]))].filter((name) => !EVERYWHERE.has(name)).sort();
  const [file] = files;
  if (names.length === 0 || file === undefined) return [];
  const shown = listed(names, 5);
  const message = `${shown} ${names.length === 1 ? 'has' : 'have'} no value here, so what depends on ${names.length === 1 ? 'it' : 'them'} is left open; give a default in .env or as \${NAME:-value}`;
  return [{ code: 'compose/unset-variable', severity: 'note', message, file, line: 1 }];
}

/** Tests build other stages than what is deployed. */
const FOR_TESTS = /(?:^|\/)(?:tests?|e2e|integration[\w-]*|examples?|samples?|\.devcontainer)(?:\/|$)/;

interface ContextBuild extends Build {
  readonly dockerfile: string;
}

/** One service of a compose project, read layer over layer. */
class Reading {
  readonly service: ComposeService;
  /** Variables that ports, images or builds need and nobody sets. */
  readonly unset = new Set<string>();
  readonly #lookup: Lookup;
  readonly #project: Project;
  readonly #environment: ReadonlyMap<string, string>;

  constructor(project: Project, service: ComposeService, lookup: Lookup) {
    this.service = service;
    this.#lookup = lookup;
    this.#project = project;
    const environment = new Map<string, string>();
    const files = this.#all('env_file').flatMap(([node, { directory }]) => {
      const path = this.#text(node.kind === 'map' ? yamlAt(node, 'path') : node);
      return (path === undefined ? undefined : localPath(directory, path)) ?? [];
    });
    for (const file of new Set(files)) {
      for (const [name, value] of environmentFile(project, file, (name) => environment.get(name) ?? lookup(name)))
        environment.set(name, value);
    }
    // Passwords and the like are left to the shell on purpose: what has no value here is not told.
    const fill = (text: string): string => substitute(text, lookup).text;
    for (const [name, value] of this.#settings(fill, 'environment')) environment.set(name, value);
    this.#environment = environment;
  }

  facts(): DeploymentFacts {
    const { name, at } = this.service;
    const { path } = at.descriptor;
    const build = this.build();
    const image = this.#text(this.#last('image'));
    const mounted = this.#mountedProgram();
    const isForeign =
      mounted === undefined &&
      (build === undefined
        ? image === undefined || isForeignImage(image)
        : isOthers(this.#project, build.dockerfile, build.context));
    if (isForeign) return deploymentFacts(path, 'compose', 'compose', {});
    const join =
      mounted !== undefined
        ? { directory: mounted, name }
        : build === undefined
          ? { name, ...(image === undefined ? {} : { image }) }
          : { directory: build.context, dockerfile: build.dockerfile, name };
    const ports = this.#ports();
    return deploymentFacts(path, 'compose', 'compose', join, {
      processes: [this.#process(ports)],
      demands: [
        ...(mounted === undefined || image === undefined || build !== undefined
          ? []
          : imageDemands(imageReference(image), this.#origin(this.#last('image')))),
        ...uniquePorts(ports).map(portDemand),
      ],
      traits: this.#traits(),
    });
  }

  /** The build, where its context lies inside of the root: each layer may say a part of it. */
  build(): ContextBuild | undefined {
    const said = saidUnder(this.service, ['build']);
    if (said.length === 0) return undefined;
    const contexts = said.flatMap(([node, { directory }]) => {
      const text = this.#text(node) ?? this.#text(yamlAt(node, 'context'));
      return text === undefined ? [] : [{ directory, text }];
    });
    const { directory, text } = contexts.at(-1) ?? { directory: this.service.layers.at(-1)?.directory ?? '.', text: '.' };
    const context = localPath(directory, text);
    if (context === undefined) return undefined;
    const dockerfile = localPath(context, this.#text(this.#last('build', 'dockerfile')) || 'Dockerfile');
    const target = this.#text(this.#last('build', 'target')) || undefined;
    return {
      context,
      dockerfile: dockerfile ?? `${context}/Dockerfile`,
      settings: {
        args: this.#settings((text) => this.#fill(text).text, 'build', 'args'),
        ...(target === undefined ? {} : { target }),
      },
    };
  }

  /**
   * The directory of a program that is mounted rather than built: `working_dir` lies in what a directory here is mounted
   * as, and a manifest lies there. Whatever the image holds, this is what runs.
   */
  #mountedProgram(): string | undefined {
    const at = this.#text(this.#last('working_dir'));
    if (at === undefined) return undefined;
    for (const [node, { directory: home }] of this.#all('volumes')) {
      const [source = '', target = ''] = (this.#volume(node) ?? '').split(':');
      if (!/^\.{1,2}(?:\/|$)/.test(source) || !target.startsWith('/')) continue;
      const below = at === target ? '.' : pathBelow(target.replace(/\/$/, ''), at.replace(/\/$/, ''));
      const directory = below === undefined ? undefined : localPath(home, `${source}/${below}`);
      if (directory !== undefined && this.#project.list(directory).some(declaresProgram)) return directory;
    }
    return undefined;
  }

  #fill(text: string): Substituted {
    const filled = substitute(text, this.#lookup);
    for (const name of filled.unset) this.unset.add(name);
    return filled;
  }

  #text(node: YamlNode | undefined): string | undefined {
    const text = yamlText(node);
    return text === undefined ? undefined : this.#fill(text).text;
  }

  /** The value of the layer that is read last. */
  #last(...path: readonly string[]): YamlNode | undefined {
    return saidUnder(this.service, path).at(-1)?.[0];
  }

  /** Lists of all layers together, as far as a later one does not reset them. */
  #all(...path: readonly string[]): readonly Said[] {
    return itemsUnder(this.service, path);
  }

  /** Names and values of all layers, later ones over earlier ones; a name alone takes the value that is set around. */
  #settings(fill: (text: string) => string, ...path: readonly string[]): ReadonlyMap<string, string> {
    const settings = new Map<string, string>();
    for (const [node] of saidUnder(this.service, path))
      for (const [name, text] of settingsOf(node)) {
        const value = text === undefined ? this.#lookup(name) : fill(text);
        if (value === undefined) settings.delete(name);
        else settings.set(name, value);
      }
    return settings;
  }

  #profiles(): readonly string[] {
    return [...new Set(this.#all('profiles').flatMap(([node]) => yamlText(node) ?? []))];
  }

  #ports(): readonly PortUse[] {
    const found: PortUse[] = [];
    const set = settablePorts(this.#environment, this.service.name);
    const profiles = this.#profiles();
    const under = profiles.length === 0 ? {} : { profiles };
    const told = toldPorts(this.#environment);
    const listen = (port: number, { listed: by, ...use }: Listening): void => {
      const settable = use.settable ?? set.get(port);
      const listed = by === undefined || told.has(port) ? {} : { listed: by };
      found.push({ ...use, ...listed, ...under, port, bind: 'listens', ...(settable === undefined ? {} : { settable }) });
    };
    const command = this.#words();
    for (const one of [...commandPorts(command.words, this.#environment), ...optionPorts(this.#environment)])
      listen(one.port, { ...one, protocol: 'tcp', origin: this.#origin(command.node) });
    // On the host's own network there is nothing to map: Docker discards the published side.
    const mapped = yamlText(this.#last('network_mode')) !== 'host';
    for (const [node, { descriptor }] of this.#all('ports')) {
      const origin = originIn(descriptor, node);
      for (const { container, published, protocol, address, variable } of this.#mapping(node)) {
        for (const port of container) listen(port, { protocol, origin, listed: 'descriptor', ...rangeOf(container) });
        if (mapped)
          for (const port of published)
            found.push({
              port,
              protocol,
              bind: 'published',
              origin,
              ...(address === undefined ? {} : { address }),
              ...(variable === undefined ? {} : { settable: variable }),
              ...under,
              ...rangeOf(published),
            });
      }
    }
    for (const [node, { descriptor }] of this.#all('expose')) {
      const [range = '', protocol] = (this.#text(node) ?? '').split('/', 2);
      for (const port of portRange(range) ?? [])
        listen(port, { protocol: protocolOf(protocol), origin: originIn(descriptor, node), listed: 'descriptor' });
    }
    for (const [port] of told) listen(port, { protocol: 'tcp', origin: this.#origin(this.#last('environment')) });
    return withoutLeftovers(found);
  }

  #mapping(node: YamlNode): readonly Mapping[] {
    if (node.kind === 'map') {
      const published = this.#substituted(yamlAt(node, 'published'));
      const address = this.#text(yamlAt(node, 'host_ip'));
      return [mappingOf(this.#text(yamlAt(node, 'target')) ?? '', published, this.#text(yamlAt(node, 'protocol')), address)];
    }
    const text = this.#substituted(node);
    return text === undefined ? [] : shortMapping(text);
  }

  #substituted(node: YamlNode | undefined): Substituted | undefined {
    const text = yamlText(node);
    return text === undefined ? undefined : this.#fill(text);
  }

  #words(): { readonly words: readonly string[]; readonly node?: YamlNode } {
    const entrypoint = this.#last('entrypoint');
    const command = this.#last('command');
    const words = [entrypoint, command].flatMap((node) => {
      const text = yamlText(node);
      if (text !== undefined) return splitWords(substitute(text, this.#lookup).text);
      return textsOf(node).map((word) => substitute(word, this.#lookup).text);
    });
    const node = command ?? entrypoint;
    return { words, ...(node === undefined ? {} : { node }) };
  }

  /** A layer's own place of a node; the service's name where there is no node. */
  #origin(node: YamlNode | undefined): PortUse['origin'] {
    const { at, layers } = this.service;
    if (node === undefined) return originIn(at.descriptor, at);
    const layer = layers.findLast((one) => [...one.node.entries.values()].some(({ value }) => value === node));
    return layer === undefined ? originIn(at.descriptor, at) : originIn(layer.descriptor, node);
  }

  #process(ports: readonly PortUse[]): RunProcess {
    const { words, node } = this.#words();
    const replicas = numberOf(this.#last('deploy', 'replicas') ?? this.#last('scale'));
    const mode = yamlText(this.#last('deploy', 'mode')) ?? '';
    return {
      name: this.service.name,
      kind: mode.endsWith('-job') ? 'job' : 'process',
      command: words,
      ports: bindingsOf(ports),
      origin: this.#origin(node),
      ...(replicas === undefined ? {} : { replicas }),
    };
  }

  #traits(): readonly Trait[] {
    const traits: Trait[] = [];
    const add = (kind: TraitKind, node: YamlNode | undefined, value?: string): void => {
      traits.push({ kind, origin: this.#origin(node), ...(value === undefined ? {} : { value }) });
    };
    const says = (path: readonly string[], test: (node: YamlNode) => boolean, kind: TraitKind): void => {
      const node = this.#last(...path);
      if (node !== undefined && test(node)) add(kind, this.#last(path[0] ?? ''));
    };
    const isHost = (node: YamlNode): boolean => yamlText(node) === 'host';
    says(['privileged'], isTrue, 'privileged');
    says(['network_mode'], isHost, 'host-network');
    for (const profile of this.#profiles()) add('compose-profile', this.#last('profiles'), profile);
    says(['pid'], isHost, 'host-pid');
    says(['ipc'], isHost, 'host-ipc');
    says(['devices'], (node) => yamlItems(node).length > 0, 'devices');
    says(['gpus'], () => true, 'gpu');
    says(['runtime'], (node) => yamlText(node) === 'nvidia', 'gpu');
    says(['healthcheck', 'test'], (node) => /grpc[_-]?health[_-]?probe/.test(textsOf(node).join(' ')), 'grpc-probe');
    const capabilities = new Set(this.#all('cap_add').flatMap(([node]) => yamlText(node) ?? []));
    if (capabilities.size > 0) add('capabilities', this.#last('cap_add'), [...capabilities].join(' '));
    for (const [node, { descriptor }] of this.#all('deploy', 'resources', 'reservations', 'devices'))
      if (textsOf(yamlAt(node, 'capabilities')).includes('gpu')) traits.push({ kind: 'gpu', origin: originIn(descriptor, node) });
    const group = groupOf(this.#environment);
    if (group !== undefined) add('consumer-group', this.#last('environment'), group);
    const active = activeProfiles(this.#environment);
    if (active !== undefined) add('active-profiles', this.#last('environment'), active);
    const memory = this.#last('deploy', 'resources', 'limits', 'memory') ?? this.#last('mem_limit');
    const size = mebibytes(this.#text(memory));
    if (memory !== undefined && size !== undefined) add('memory', memory, String(size));
    for (const [value, node, { descriptor }] of this.#volumes()) {
      const socket = /(?:docker|containerd|podman)\.sock/.test(value);
      traits.push({ kind: socket ? 'docker-socket' : 'volume', value, origin: originIn(descriptor, node) });
    }
    return traits;
  }

  /** What is mounted, the last line for each place inside. */
  #volumes(): readonly (readonly [volume: string, ...Said])[] {
    const mounted = new Map<string, readonly [string, ...Said]>();
    for (const [node, layer] of this.#all('volumes')) {
      const volume = this.#volume(node);
      if (volume !== undefined) mounted.set(placeOf(volume), [volume, node, layer]);
    }
    return [...mounted.values()];
  }

  /** `name:/path[:ro]`; nothing for memory file systems. */
  #volume(node: YamlNode): string | undefined {
    if (node.kind !== 'map') return this.#text(node);
    if (yamlText(yamlAt(node, 'type')) === 'tmpfs') return undefined;
    const target = this.#text(yamlAt(node, 'target')) ?? '';
    const source = this.#text(yamlAt(node, 'source'));
    const readOnly = isTrue(yamlAt(node, 'read_only')) ? ':ro' : '';
    return `${source === undefined ? '' : `${source}:`}${target}${readOnly}`;
  }
}

/** Where a volume is mounted inside: the second part, or the only one. */
function placeOf(volume: string): string {
  const [source = '', target] = volume.split(':');
  return target ?? source;
}

/** `NAME: value` maps and lists of `NAME=value`; a name without any value has none here. */
function settingsOf(node: YamlNode): readonly (readonly [name: string, value: string | undefined])[] {
  const mapped = yamlEntries(node).map(([name, { value }]) => [name, yamlText(value)] as const);
  const listed = yamlItems(node).flatMap((item): readonly (readonly [string, string | undefined])[] => {
    const text = yamlText(item) ?? '';
    const equals = text.indexOf('=');
    if (equals < 0) return text === '' ? [] : [[text, undefined]];
    return [[text.slice(0, equals), text.slice(equals + 1)]];
  });
  return [...mapped, ...listed];
}

type Listening = Pick<PortUse, 'protocol' | 'origin' | 'listed' | 'settable' | 'range' | 'debugger'>;

/** A port that several lines of one service name is told once each for listening and publishing. */
function uniquePorts(ports: readonly PortUse[]): readonly PortUse[] {
  const unique = new Map<string, PortUse>();
  for (const use of ports) {
    const key = `${use.port}/${use.protocol} ${use.bind} ${use.address ?? ''}`;
    if (!unique.has(key)) unique.set(key, use);
  }
  return [...unique.values()];
}
