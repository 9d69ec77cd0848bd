/** What a Dockerfile says about the service that it packs. */

import { runtimesOf, userlandOf } from '../../../src/formats/dockerfile/base-images.ts';
import { type BuildSettings, DEFAULT_BUILD, type Stage } from '../../../src/formats/dockerfile/stages.ts';
import {
  type BaseImage,
  type Demand,
  type Diagnostic,
  type Installation,
  printable,
  type RunProcess,
  type Trait,
} from '../../../src/model/index.ts';
import { addressesOf } from '../addresses.ts';
import { bindingsOf, imageDemands, type PortUse, portDemand } from '../demands.ts';
import { commandDefaults } from '../programs/command-servers.ts';
import { type BuiltParts, builtParts } from './builds.ts';
import { withContents } from './contents.ts';
import { generatedClients } from './generated-clients.ts';
import { imagePorts } from './image-ports.ts';
import { installedRuntime } from './installed.ts';
import { JAVA, startsJava } from './installed-java.ts';
import { PYTHON, startsPython } from './installed-python.ts';
import { installationsOf } from './installs.ts';
import { isFunction, lambdaClient } from './lambda.ts';
import { type Context, copiedPaths, Search } from './layout.ts';
import { installedPackages } from './packages.ts';
import { builtStages, imageOf } from './stages.ts';
import { commandOf, fromOf, originOf, type ParsedDockerfile } from './started.ts';
import { buildToolchains } from './toolchains.ts';
import { ownInstalls, traitsOf } from './traits.ts';

export interface DockerfileFacts {
  readonly processes: readonly RunProcess[];
  readonly images: readonly BaseImage[];
  readonly demands: readonly Demand[];
  readonly traits: readonly Trait[];
  readonly installations: readonly Installation[];
  /** Paths of the build context that the image takes. */
  readonly copies: readonly string[];
  readonly builds: BuiltParts;
  readonly diagnostics: readonly Diagnostic[];
}

/** `name` is what the service is called as far as the Dockerfile's own place tells. */
export function dockerfileFacts(
  parsed: ParsedDockerfile,
  name: string | undefined,
  context: Context,
  build: BuildSettings = DEFAULT_BUILD,
): DockerfileFacts {
  const { path, instructions } = parsed;
  const { stages, tooMany, target } = builtStages(parsed, build);
  const diagnostics: Diagnostic[] = instructions.problems.map(({ message, line }) => ({
    code: 'dockerfile/syntax',
    severity: 'warning',
    message,
    file: path,
    line,
  }));
  if (instructions.engine !== undefined) diagnostics.push(templated(path, instructions.engine));
  if (target === undefined) {
    diagnostics.push(tooMany === undefined ? missingStage(path, stages, build.target) : tooManyStages(path, tooMany));
    return {
      processes: [],
      images: [],
      demands: [],
      traits: [],
      installations: [],
      copies: [],
      builds: { directories: [], names: [] },
      diagnostics,
    };
  }
  const image = imageOf(target);
  if (image === undefined)
    diagnostics.push({
      code: 'dockerfile/open-image',
      severity: 'note',
      message: `the base image is left to ${target.open.map((one) => `$${one}`).join(', ')}; give the ARG a default to have its runtime compared`,
      file: path,
      line: target.from.line,
      column: target.from.column,
    });
  const imageOrigin = fromOf(target, path);
  const client = lambdaClient(target, stages, path);
  const isServing = client === undefined && !isFunction(target);
  const ports = isServing ? imagePorts(target, path, name) : [];
  const search = new Search(context);
  const process = withContents(processOf(target, path, name, ports), target, stages, search);
  const installations = installationsOf(target, stages, path, search);
  const builds = builtParts(target, stages, process?.command[0], search, build.args);
  const packages = installedPackages(target.steps, path);
  const runtimes = image === undefined ? [] : runtimesOf(image);
  const command = process?.command ?? [];
  const used = [
    ...(installations.some(({ ecosystem }) => ecosystem === 'python') || startsPython(command) ? [PYTHON] : []),
    ...(startsJava(command, target.steps) ? [JAVA] : []),
  ].filter(({ name }) => !runtimes.some((one) => one.name === name));
  if (search.isSpent) diagnostics.push(tooManyCopies(path, target.from.line));
  return {
    processes: process === undefined ? [] : [process],
    images: stages.flatMap((stage) => baseImage(stage, stage === target, path)),
    demands: [
      ...(image === undefined ? [] : imageDemands(image, imageOrigin)),
      ...packages,
      ...buildToolchains(target, stages, search, path),
      ...used.flatMap((one) => installedRuntime(one, { target, stages, packages, file: path })),
      ...ports.map(portDemand),
      ...(isServing && process !== undefined ? commandDefaults(ports, [process]) : []),
    ],
    traits: [
      ...traitsOf(target, path),
      ...ownInstalls(target, stages, path),
      ...generatedClients(target, stages, path, context),
      ...(client === undefined ? [] : [client]),
    ],
    installations,
    copies: copiedPaths(target, stages),
    builds,
    diagnostics,
  };
}

function templated(file: string, line: number): Diagnostic {
  const message =
    'a template engine makes a Dockerfile of this file; its own lines are skipped, so what depends on them may be missing or twice; render it into the repository to have that compared';
  return { code: 'dockerfile/templated', severity: 'note', message, file, line };
}

function missingStage(file: string, stages: readonly Stage[], target: string | undefined): Diagnostic {
  if (stages.length === 0)
    return {
      code: 'dockerfile/no-from',
      severity: 'warning',
      message: 'no FROM line, so no image is built; begin it with FROM, or give it another name',
      file,
      line: 1,
    };
  const names = stages.flatMap((stage) => (stage.name === undefined ? [] : [stage.name])).join(', ');
  const message = `there is no stage "${target ?? ''}"; stages here: ${names === '' ? 'none with a name' : names}`;
  return { code: 'dockerfile/no-stage', severity: 'warning', message, file, line: 1 };
}

function tooManyStages(file: string, line: number): Diagnostic {
  const message = 'more stages than any image needs, so nothing is read of it; is the file made by a program that went wrong?';
  return { code: 'dockerfile/too-many-stages', severity: 'warning', message, file, line };
}

function tooManyCopies(file: string, line: number): Diagnostic {
  const message =
    'COPY hands files from stage to stage in more ways than are followed, so what its commands install or build may be missing';
  return { code: 'dockerfile/too-many-copies', severity: 'warning', message, file, line };
}

function baseImage(stage: Stage, final: boolean, file: string): readonly BaseImage[] {
  const image = imageOf(stage);
  if (image === undefined) return [];
  return [{ ...image, final, ...userlandOf(image), origin: fromOf(stage, file) }];
}

function processOf(stage: Stage, file: string, name: string | undefined, ports: readonly PortUse[]): RunProcess | undefined {
  const started = commandOf(stage);
  if (started === undefined && ports.length === 0) return undefined;
  const origin = started === undefined ? (ports[0]?.origin ?? { file, line: stage.from.line }) : originOf(started.step, file);
  return {
    name: name ?? '',
    kind: 'process',
    command: started?.words ?? [],
    ...(started?.entrypoint === undefined || started.entrypoint.length === 0 ? {} : { entrypoint: started.entrypoint }),
    ports: bindingsOf(ports),
    ...variablesOf(stage, started?.words ?? []),
    ...addressesOf(stage.environment),
    origin,
  };
}

/** What tells a command which program to load (Flask, "Command Line Interface"; Django, "Django settings"). */
const CHOOSES = ['FLASK_APP', 'DJANGO_SETTINGS_MODULE'];
/** What the image has for its own: directories, and what it is told where it runs. */
const OWN_VARIABLE = /^(?:PATH|HOME|PWD|HOSTNAME|PORT)$/;
const MAX_VARIABLES = 20;

/** Of the variables of an image those without which its command starts nothing, or something else. */
function variablesOf({ environment }: Stage, words: readonly string[]): Pick<RunProcess, 'variables'> {
  const named = words.flatMap((word) => [...word.slice(0, 10_000).matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name));
  const set = [...new Set([...named, ...CHOOSES])]
    .filter((name) => !OWN_VARIABLE.test(name))
    .flatMap((name): readonly (readonly [string, string])[] => {
      const value = environment.get(name) ?? '';
      return value === '' || value.includes('$') || printable(value) !== value ? [] : [[name, value]];
    })
    .slice(0, MAX_VARIABLES);
  return set.length === 0 ? {} : { variables: Object.fromEntries(set) };
}
