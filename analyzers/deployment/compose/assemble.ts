/** What compose files say about the services that they run. */

import { namedContext } from '../../../src/formats/builds/named-build.ts';
import type { ImageName, Stage } from '../../../src/formats/dockerfile/stages.ts';
import { imageReference } from '../../../src/formats/image-name.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { yamlAt, yamlEntries, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  addTo,
  append,
  type Demand,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  listed,
  type Project,
  pathBelow,
  type RunProcess,
  SAMPLES,
  startsLambdaClient,
  TESTS,
  wordIn,
} from '../../../src/model/index.ts';
import { addressesOf } from '../addresses.ts';
import { bindingsOf, imageDemands, type PortUse, portDemand } from '../demands.ts';
import { isOfOtherLanguage, isOthers } from '../dockerfile/assemble.ts';
import type { Builds, ContextBuild } from '../dockerfile/build.ts';
import { BuiltImages } from '../dockerfile/built-images.ts';
import { MadeImages } from '../dockerfile/made.ts';
import { deploymentFacts } from '../facts.ts';
import { isForeignImage } from '../foreign.ts';
import { holdsProgram } from '../other-languages.ts';
import { commandDefaults } from '../programs/command-servers.ts';
import { readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';
import { type ComposeService, composeServices, saidUnder } from './layers.ts';
import { composePorts, replicasOf, uniquePorts } from './ports.ts';
import { type ComposeProject, projectsOf } from './projects.ts';
import { Reading } from './reading.ts';
import { composeTraits } from './traits.ts';

export interface ComposePart {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** Dockerfiles that are built, with context and arguments; the first way to build each. */
  readonly builds: Builds;
}

/** Compose files as `docker compose up` takes them, a descriptor a service; what they build under a name is added to `made`. */
export function assembleCompose(
  project: Project,
  paths: readonly string[],
  made: MadeImages = new MadeImages(project),
): ComposePart {
  const images = new BuiltImages(project);
  const all = projectsOf(project, paths).map((one) => ({ one, read: composeServices(project, one) }));
  const replaced = insteadOfOthers(all.map(({ one, read }) => ({ ...one, services: read.services })));
  const projects = all.map(({ one, read }) => {
    const [file = ''] = one.files;
    const variant = replaced.has(file) ? stackName(file) : undefined;
    const builds = new Map<string, ContextBuild>();
    const started = read.services.map((service) => {
      const reading = new Reading(project, service, one.lookup, variant);
      const build = buildOf(reading, made, builds);
      if (build !== undefined) builds.set(service.name, build);
      if (build !== undefined && !isForTests(directoryOf(one.files[0] ?? ''))) {
        images.add(build);
        made.add(reading.text(reading.last('image')) ?? '', build);
      }
      return { reading, build };
    });
    return { files: one.files, diagnostics: read.diagnostics, started };
  });
  const deployments: DeploymentFacts[] = [];
  const diagnostics: Diagnostic[] = [];
  const unset = new Map<string, string[]>();
  for (const { files, diagnostics: own, started } of projects) {
    const ending = endingServices(started);
    for (const { reading, build } of started) deployments.push(factsOf(project, reading, build, images, ending));
    const services = started.map(({ reading }) => reading);
    append(diagnostics, [...own, ...readProblems(project, files, services)]);
    // What is left open shows once everything was asked for.
    for (const names of unsetVariables(services)) addTo(unset, names, files[0] ?? '');
  }
  append(diagnostics, [...[...unset].map(unsetNote), ...images.missingStages]);
  return { deployments, diagnostics, builds: images.first };
}

/**
 * Files beside each other that say in full what one service is (`docker-compose-broken.yml`, `docker-compose-fixed.yml`):
 * whoever starts one does not start the other.
 */
function insteadOfOthers(
  projects: readonly (ComposeProject & { readonly services: readonly ComposeService[] })[],
): ReadonlySet<string> {
  const full = new Map<string, string[]>();
  for (const { files, directory, isVariant, services } of projects) {
    if (isVariant !== true) continue;
    for (const { name, layers } of services)
      if (layers.some(({ node }) => node.entries.has('image') || node.entries.has('build')))
        addTo(full, `${directory}\0${name}`, files[0] ?? '');
  }
  return new Set([...full.values()].flatMap((files) => (files.length > 1 ? files : [])));
}

/** Services that others of the project wait for to end (Compose file reference, `depends_on`). */
function endingServices(started: readonly { readonly reading: Reading }[]): ReadonlySet<string> {
  return new Set(
    started.flatMap(({ reading }) =>
      saidUnder(reading.service, ['depends_on']).flatMap(([node]) =>
        yamlEntries(node).flatMap(([name, { value }]) =>
          yamlText(yamlAt(value, 'condition')) === 'service_completed_successfully' ? [name] : [],
        ),
      ),
    ),
  );
}

/** As one word among profiles. */
function stackName(file: string): string {
  return file.replaceAll(' ', '%20');
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

/** What is said of the variables that nothing gives a value, if there are any. */
function unsetVariables(services: readonly Reading[]): readonly string[] {
  const names = [...new Set(services.flatMap((one) => [...one.unset]))].filter((name) => !EVERYWHERE.has(name)).sort();
  if (names.length === 0) return [];
  const [have, them] = names.length === 1 ? ['has', 'it'] : ['have', 'them'];
  return [`${listed(names, 5)} ${have} no value here, so what depends on ${them} is left open`];
}

/** Projects of one repository often leave the same to whoever starts them: told once. */
function unsetNote([what, [file = '', ...others]]: readonly [string, readonly string[]]): Diagnostic {
  const more = others.length === 0 ? '' : ` (nor in ${listed(others, 3)})`;
  const message = `${what}${more}; give a default in .env or as \${NAME:-value}`;
  return { code: 'compose/unset-variable', severity: 'note', message, file, line: 1 };
}

/** Tests build other stages than what is deployed. */
const isForTests = wordIn([TESTS, SAMPLES, 'integration[\\w-]* \\.devcontainer'], '/');

function factsOf(
  project: Project,
  reading: Reading,
  build: ContextBuild | undefined,
  images: BuiltImages,
  ending: ReadonlySet<string>,
): DeploymentFacts {
  const { name, at } = reading.service;
  const { path } = at.descriptor;
  const image = reading.text(reading.last('image'));
  const found = mountedProgram(project, reading);
  // The context over what the image has taken of it is what the image was built for.
  const mounted = found === build?.context ? undefined : found;
  if (mounted === undefined && isForeign(project, build, image))
    return deploymentFacts(path, 'compose', 'compose', {}, build === undefined ? {} : inOtherLanguage(project, reading, build));
  const { words } = reading.words();
  const join = mounted === undefined ? joinOf(name, image, build, images, words) : { directory: mounted, name };
  // The client and the emulator that come with Lambda's images listen for whoever tries a function: the function does not.
  const isCalled = startsLambdaClient(words) || (words.length === 0 && build !== undefined && images.isFunction(build));
  const ports = isCalled ? [] : composePorts(reading);
  const process = processOf(reading, ports, ending.has(name));
  const defaults = isCalled || process.replicas === 0 ? [] : commandDefaults(ports, [process]);
  const own = build === undefined || mounted !== undefined ? undefined : images.apart(build, name);
  const isInPlace = build !== undefined && mounted === undefined && reading.last('working_dir') === undefined;
  const contentsOf = isInPlace ? images.contents(build, words) : undefined;
  return deploymentFacts(path, 'compose', 'compose', join, {
    images: own?.images ?? [],
    installations: own?.installations ?? [],
    processes: [
      {
        ...processOf(reading, ports, ending.has(name), own?.processes[0]?.command),
        ...(contentsOf === undefined ? {} : { contentsOf }),
      },
    ],
    demands: [
      ...(own?.demands ?? []).map((demand) => underProfiles(demand, reading.runsUnder())),
      ...(mounted === undefined || image === undefined || build !== undefined
        ? []
        : imageDemands(imageReference(image), reading.originOf(reading.last('image')))),
      ...uniquePorts(ports).map(portDemand),
      ...defaults.map((demand) => underProfiles(demand, reading.runsUnder())),
    ],
    traits: [...composeTraits(reading), ...(own?.traits ?? [])],
  });
}

/** What makes the image says whose it is; one that nothing here makes is known by its name alone. */
function joinOf(
  name: string,
  image: string | undefined,
  build: ContextBuild | undefined,
  images: BuiltImages,
  words: readonly string[],
): DeploymentFacts['join'] {
  if (build === undefined) return { name, ...(image === undefined ? {} : { image }) };
  return { directory: build.context, dockerfile: build.dockerfile, name, ...images.taken(build, words) };
}

/** Whether what is started is nobody's own: an image of others, or a build in a language that nothing here reads. */
function isForeign(project: Project, build: ContextBuild | undefined, image: string | undefined): boolean {
  if (build !== undefined) return isOthers(project, build.dockerfile, build.context);
  return image === undefined || isForeignImage(image);
}

/** A program that is not read runs beside those that are: its name and where it is made are told. */
function inOtherLanguage(
  project: Project,
  reading: Reading,
  { context, dockerfile }: ContextBuild,
): Pick<DeploymentFacts, 'processes' | 'traits'> | undefined {
  if (!isOfOtherLanguage(project, dockerfile, context)) return undefined;
  const process = processOf(reading, composePorts(reading), false);
  // What holds another program too, or everything, is no name for this one.
  const value = context === '.' || holdsProgram(project, context) ? directoryOf(dockerfile) : context;
  return { processes: [process], traits: [{ kind: 'other-language', value, origin: process.origin }] };
}

/** The build, where its context lies inside of the root: each layer may say a part of it. */
function buildOf(reading: Reading, made: MadeImages, services: ReadonlyMap<string, ContextBuild>): ContextBuild | undefined {
  const said = saidUnder(reading.service, ['build']);
  if (said.length === 0) return undefined;
  const contexts = said.flatMap(([node, { directory }]) => {
    const text = reading.text(node) ?? reading.text(yamlAt(node, 'context'));
    return text === undefined ? [] : [{ directory, text }];
  });
  const { directory, text } = contexts.at(-1) ?? { directory: reading.service.layers.at(-1)?.directory ?? '.', text: '.' };
  const context = localPath(directory, text);
  if (context === undefined) return undefined;
  const dockerfile =
    localPath(context, reading.text(reading.last('build', 'dockerfile')) || 'Dockerfile') ?? `${context}/Dockerfile`;
  const named = reading.settings((text) => reading.fill(text).text, 'build', 'additional_contexts');
  const target = reading.text(reading.last('build', 'target')) || undefined;
  return {
    context,
    dockerfile,
    settings: {
      args: reading.buildArguments(),
      ...(target === undefined ? {} : { target }),
      made: (name) => inContext(named.get(name.image), made, services) ?? made.find(name, dockerfile),
    },
  };
}

/** What a name stands for in `additional_contexts` where a stage begins with it (Compose Build Specification). */
function inContext(
  context: string | undefined,
  made: MadeImages,
  services: ReadonlyMap<string, ContextBuild>,
): Stage | ImageName | undefined {
  const named = namedContext(context ?? '');
  if (named?.kind === 'image') return { image: named.name, open: [] };
  const build = named === undefined ? undefined : services.get(named.name);
  return build === undefined ? undefined : made.stageOf(build);
}

/**
 * The directory of a program that is mounted rather than built: `working_dir` lies in what a directory here is mounted
 * as, and a manifest lies there. Whatever the image holds, this is what runs.
 */
function mountedProgram(project: Project, reading: Reading): string | undefined {
  const at = reading.text(reading.last('working_dir'));
  if (at === undefined) return undefined;
  for (const [node, { directory: home }] of reading.all('volumes')) {
    const [source = '', target = ''] = (reading.volume(node) ?? '').split(':');
    if (!/^\.{1,2}(?:\/|$)/.test(source) || !target.startsWith('/')) continue;
    const below = at === target ? '.' : pathBelow(target.replace(/\/$/, ''), at.replace(/\/$/, ''));
    const directory = below === undefined ? undefined : localPath(home, `${source}/${below}`);
    if (directory !== undefined && holdsProgram(project, directory)) return directory;
  }
  return undefined;
}

/** What an image listens on it does only where it is started. */
function underProfiles(demand: Demand, profiles: readonly string[]): Demand {
  return demand.realm === 'port' && profiles.length > 0
    ? { ...demand, detail: { ...demand.detail, profiles: profiles.join(' ') } }
    : demand;
}

/** `image`: the command of an image that only this service builds so. */
function processOf(reading: Reading, ports: readonly PortUse[], isEnding: boolean, image: readonly string[] = []): RunProcess {
  const { words: told, node, keepsEntrypoint } = reading.words();
  const words = told.length > 0 ? told : image;
  const replicas = replicasOf(reading);
  const mode = yamlText(reading.last('deploy', 'mode')) ?? '';
  return {
    name: reading.service.name,
    kind: isEnding || mode.endsWith('-job') ? 'job' : 'process',
    command: words,
    ...(keepsEntrypoint === undefined ? {} : { keepsEntrypoint }),
    ports: bindingsOf(ports),
    origin: reading.originOf(node),
    ...addressesOf(reading.environment),
    ...(replicas === undefined ? {} : { replicas }),
  };
}
