/** What compose files say about the services that they run. */
import { type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml.ts';
import {
  addTo,
  append,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  listed,
  type Project,
  pathBelow,
  type RunProcess,
  type Trait,
  type TraitKind,
} from '../../../src/model/index.ts';
import { groupOf } from '../behaviour.ts';
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
import { environmentOf, isTrue, mebibytes, numberOf, originIn, readDescriptor, textsOf, yamlDiagnostics } from '../yaml-facts.ts';
import { type ComposeService, composeServices, dotEnv, envFile, includedBy, type Layer, projectsOf } from './layers.ts';
import { type Mapping, mappingOf, shortMapping } from './mappings.ts';

export interface ComposePart {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** Dockerfiles that are built, with context and arguments; the first build of each. */
  readonly builds: ReadonlyMap<string, Build>;
}

/**
 * Compose files as `docker compose up` takes them: those of one directory as layers of one project, includes added, a
 * descriptor a service.
 */
export function assembleCompose(project: Project, paths: readonly string[]): ComposePart {
  const byDirectory = new Map<string, string[]>();
  for (const path of paths) addTo(byDirectory, directoryOf(path), path);
  const builds = new Map<string, Build>();
  const deployments: DeploymentFacts[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const files of withIncluded(project, [...byDirectory.values()].flatMap(projectsOf))) {
    const directory = directoryOf(files[0] ?? '');
    const lookup = dotEnv(project, directory);
    const read = composeServices(project, files);
    const services = read.services.map((service) => new Reading(project, service, lookup));
    for (const one of services) {
      const build = one.build();
      if (build !== undefined && !builds.has(build.dockerfile) && !FOR_TESTS.test(directory)) builds.set(build.dockerfile, build);
      deployments.push(one.facts());
    }
    append(diagnostics, [...read.diagnostics, ...readProblems(project, files, services), ...unsetVariables(files, services)]);
  }
  return { deployments, diagnostics, builds };
}

/** Projects with the files that they include, each file once: what is included has a directory and a `.env` of its own. */
function withIncluded(project: Project, projects: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const all = [...projects];
  const read = new Set(projects.flat());
  for (const files of all) {
    for (const included of includedBy(project, files)) {
      const added = included.filter((path) => !read.has(path));
      for (const path of added) read.add(path);
      if (added.length > 0) all.push(added);
    }
  }
  return all;
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
    const fromFiles = this.#all('env_file').flatMap(([node, { descriptor }]) => {
      const path = this.#text(node.kind === 'map' ? yamlAt(node, 'path') : node);
      return [...envFile(project, path === undefined ? undefined : localPath(directoryOf(descriptor.path), path))];
    });
    const pairs = service.layers.flatMap(({ node }) => environmentOf(yamlAt(node, 'environment')));
    const set = pairs.map(([name, value]): [string, string] => [name, substitute(value, lookup, '$$').text]);
    this.#environment = new Map([...fromFiles, ...set]);
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

  /** The build, where its context lies inside of the root. */
  build(): ContextBuild | undefined {
    const layer = this.service.layers.findLast(({ node }) => node.entries.has('build'));
    const node = yamlAt(layer?.node, 'build');
    if (layer === undefined || node === undefined) return undefined;
    const home = directoryOf(layer.descriptor.path);
    const context = localPath(home, this.#text(node) ?? this.#text(yamlAt(node, 'context')) ?? '.');
    if (context === undefined) return undefined;
    const dockerfile = localPath(context, this.#text(yamlAt(node, 'dockerfile')) ?? 'Dockerfile');
    const target = this.#text(yamlAt(node, 'target'));
    const args = new Map(environmentOf(yamlAt(node, 'args')).map(([name, value]) => [name, this.#fill(value).text]));
    return {
      context,
      dockerfile: dockerfile ?? `${context}/Dockerfile`,
      settings: { args, ...(target === undefined ? {} : { target }) },
    };
  }

  /**
   * The directory of a program that is mounted rather than built: `working_dir` lies in what a directory here is mounted
   * as, and a manifest lies there. Whatever the image holds, this is what runs.
   */
  #mountedProgram(): string | undefined {
    const at = this.#text(this.#last('working_dir'));
    if (at === undefined) return undefined;
    for (const [node, { descriptor }] of this.#all('volumes')) {
      const [source = '', target = ''] = (this.#volume(node) ?? '').split(':');
      if (!/^\.{1,2}(?:\/|$)/.test(source) || !target.startsWith('/')) continue;
      const below = at === target ? '.' : pathBelow(target.replace(/\/$/, ''), at.replace(/\/$/, ''));
      const directory = below === undefined ? undefined : localPath(directoryOf(descriptor.path), `${source}/${below}`);
      if (directory !== undefined && this.#project.list(directory).some(declaresProgram)) return directory;
    }
    return undefined;
  }

  #fill(text: string): Substituted {
    const filled = substitute(text, this.#lookup, '$$');
    for (const name of filled.unset) this.unset.add(name);
    return filled;
  }

  #text(node: YamlNode | undefined): string | undefined {
    const text = yamlText(node);
    return text === undefined ? undefined : this.#fill(text).text;
  }

  /** The value of the layer that is read last. */
  #last(...path: readonly string[]): YamlNode | undefined {
    for (const { node } of [...this.service.layers].reverse()) {
      const found = yamlAt(node, ...path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Lists of all layers together, as far as a later one does not reset them. */
  #all(...path: readonly string[]): readonly (readonly [YamlNode, Layer])[] {
    let found: (readonly [YamlNode, Layer])[] = [];
    for (const layer of this.service.layers) {
      const node = yamlAt(layer.node, ...path);
      if (node?.tag === '!reset' || node?.tag === '!override') found = [];
      if (node === undefined || node.tag === '!reset') continue;
      const items = node.kind === 'scalar' ? [node] : yamlItems(node);
      append(
        found,
        items.map((item) => [item, layer] as const),
      );
    }
    return found;
  }

  #ports(): readonly PortUse[] {
    const found: PortUse[] = [];
    const set = settablePorts(this.#environment, this.service.name);
    const profiles = textsOf(this.#last('profiles'));
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
      if (text !== undefined) return splitWords(substitute(text, this.#lookup, '$$').text);
      return textsOf(node).map((word) => substitute(word, this.#lookup, '$$').text);
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
    for (const profile of textsOf(this.#last('profiles'))) add('compose-profile', this.#last('profiles'), profile);
    says(['pid'], isHost, 'host-pid');
    says(['ipc'], isHost, 'host-ipc');
    says(['devices'], (node) => yamlItems(node).length > 0, 'devices');
    says(['gpus'], () => true, 'gpu');
    says(['runtime'], (node) => yamlText(node) === 'nvidia', 'gpu');
    says(['healthcheck', 'test'], (node) => /grpc[_-]?health[_-]?probe/.test(textsOf(node).join(' ')), 'grpc-probe');
    const capabilities = this.#all('cap_add').flatMap(([node]) => yamlText(node) ?? []);
    if (capabilities.length > 0) add('capabilities', this.#last('cap_add'), capabilities.join(' '));
    for (const [node, { descriptor }] of this.#all('deploy', 'resources', 'reservations', 'devices'))
      if (textsOf(yamlAt(node, 'capabilities')).includes('gpu')) traits.push({ kind: 'gpu', origin: originIn(descriptor, node) });
    const group = groupOf(this.#environment);
    if (group !== undefined) add('consumer-group', this.#last('environment'), group);
    const memory = this.#last('deploy', 'resources', 'limits', 'memory') ?? this.#last('mem_limit');
    const size = mebibytes(this.#text(memory));
    if (memory !== undefined && size !== undefined) add('memory', memory, String(size));
    for (const [node, { descriptor }] of this.#all('volumes')) {
      const value = this.#volume(node);
      if (value === undefined) continue;
      const socket = /(?:docker|containerd|podman)\.sock/.test(value);
      traits.push({ kind: socket ? 'docker-socket' : 'volume', value, origin: originIn(descriptor, node) });
    }
    return traits;
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
