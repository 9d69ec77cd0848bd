/** What a Dockerfile says about the service that it packs. */

import { runtimesOf, userlandOf } from '../../../src/formats/base-images.ts';
import { type Instructions, parseInstructions } from '../../../src/formats/dockerfile.ts';
import { type BuildSettings, DEFAULT_BUILD, type Stage, type Step, stagesOf } from '../../../src/formats/dockerfile-stages.ts';
import { expanded } from '../../../src/formats/dockerfile-words.ts';
import { commandWords } from '../../../src/formats/shell.ts';
import {
  append,
  type BaseImage,
  baseName,
  type Demand,
  type Diagnostic,
  directoryOf,
  type Installation,
  isInJobFolder,
  isLambdaBase,
  type Origin,
  printable,
  type RunProcess,
  type SourceFile,
  startsLambdaClient,
  type Trait,
} from '../../../src/model/index.ts';
import { addressesOf } from '../addresses.ts';
import { bindingsOf, imageDemands, type PortUse, portDemand, rangeOf } from '../demands.ts';
import { commandPorts, fixedPorts, optionPorts, portRange, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { commandDefaults } from '../programs/command-servers.ts';
import { activeProfiles } from '../settings/profiles.ts';
import { type BuiltParts, builtParts, startedPart } from './builds.ts';
import { installedRuntime } from './installed.ts';
import { JAVA, startsJava } from './installed-java.ts';
import { PYTHON, startsPython } from './installed-python.ts';
import { installationsOf } from './installs.ts';
import { type Context, copiedPaths, type Layout, layoutsOf, Search } from './layout.ts';
import { installedPackages } from './packages.ts';
import { imageOf, targetStage } from './stages.ts';
import { buildToolchains } from './toolchains.ts';

export interface ParsedDockerfile {
  readonly path: string;
  readonly instructions: Instructions;
}

/** For `Project.parse`: the instructions alone; what they mean depends on who builds them. */
export function readDockerfile(file: SourceFile): ParsedDockerfile {
  return { path: file.path, instructions: parseInstructions(file.text) };
}

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
  { path, instructions }: ParsedDockerfile,
  name: string | undefined,
  context: Context,
  build: BuildSettings = DEFAULT_BUILD,
): DockerfileFacts {
  const { stages, tooMany } = stagesOf(instructions.list, build);
  const target = targetStage(stages, build.target);
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
  const client = clientBehindScript(target, stages, path) ?? inLambdasRoot(target, path);
  const isServing = client === undefined && !isFunction(target);
  const ports = isServing ? portsOf(target, path, name) : [];
  const search = new Search(context);
  const process = withContents(processOf(target, path, name, ports), target, stages, search);
  const installations = installationsOf(target, stages, path, search);
  const builds = builtParts(target, stages, process?.command[0], search);
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
      ...(isServing && process !== undefined ? commandDefaults([process]) : []),
    ],
    traits: [...traitsOf(target, path), ...(client === undefined ? [] : [client])],
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

/** Where a stage names its image: in the Dockerfile that makes what it is built on, where another one does. */
function fromOf(stage: Stage, file: string): Origin {
  const [{ from, file: own = file } = stage] = stage.layers.filter((one) => one.file !== undefined);
  return { file: own, line: from.line, column: from.column };
}

function originOf(step: Step, file: string, offset = 0): Origin {
  return { file: step.file ?? file, line: step.instruction.lineAt(offset), column: step.instruction.column };
}

/**
 * Whether Lambda runs the image, which connects to nothing in it, whatever EXPOSE says: by the client that it starts, or
 * that AWS's base image does. What starts a program of its own there serves, but for the runtimes without a client.
 */
function isFunction(stage: Stage): boolean {
  const words = commandOf(stage)?.words ?? [];
  if (startsLambdaClient(words)) return true;
  const base = imageOf(stage)?.name ?? '';
  const hasEntrypoint = stage.steps.some(({ instruction }) => instruction.name === 'ENTRYPOINT');
  return isLambdaBase(base) && (!hasEntrypoint || /provided$/.test(base));
}

/** Whether what a file makes is a function's image, as it is built. */
export function startsFunction({ path, instructions }: ParsedDockerfile, build: BuildSettings): boolean {
  const { stages } = stagesOf(instructions.list, build);
  const target = targetStage(stages, build.target);
  return (
    target !== undefined &&
    (isFunction(target) || (clientBehindScript(target, stages, path) ?? inLambdasRoot(target, path)) !== undefined)
  );
}

/** Lambda's images alone know where their code lies by this variable (AWS, "Deploy Lambda functions with container images"). */
const IN_LAMBDA = /\$\{?LAMBDA_TASK_ROOT\b/;

/** What is put where Lambda's base images look for code, and says nothing but a handler, runs in one: its base is another's. */
function inLambdasRoot(stage: Stage, file: string): Trait | undefined {
  const words = commandOf(stage)?.words ?? [];
  if (isLambdaBase(imageOf(stage)?.name ?? '') || words.length !== 1 || !HANDLER.test(words[0] ?? '')) return undefined;
  const placed = stage.steps.find(
    ({ instruction: { name, text }, lookup }) =>
      /^(?:COPY|ADD|WORKDIR)$/.test(name) && IN_LAMBDA.test(text) && lookup('LAMBDA_TASK_ROOT') === undefined,
  );
  return placed === undefined ? undefined : { kind: 'lambda-client', value: words.join(' '), origin: originOf(placed, file) };
}

/** `module.handler` as the client is told it: neither a file nor a program. */
const HANDLER = /^[\w/-]+(?:\.(?!(?:[cm]?[jt]s|py|sh|jar|json|ya?ml|toml|ini|conf)$)\w+)+$/;
const INSTALLS_CLIENT = /\b(?:pip3?|uv|poetry|npm|yarn|pnpm)\s[^&|;]*\b(?:awslambdaric|aws-lambda-ric)\b/;

/**
 * Lambda's client where a script of the image starts it, as AWS's guide has it for images that also run at home: a stage
 * installs it, and the script is handed a handler.
 */
function clientBehindScript(stage: Stage, stages: readonly Stage[], file: string): Trait | undefined {
  const words = commandOf(stage)?.words ?? [];
  const [program = ''] = words;
  if (words.length < 2 || !program.endsWith('.sh') || !HANDLER.test(words.at(-1) ?? '')) return undefined;
  const installs = stages
    .flatMap(({ own }) => own)
    .find(({ instruction: { name, text } }) => name === 'RUN' && INSTALLS_CLIENT.test(text));
  return installs === undefined ? undefined : { kind: 'lambda-client', value: words.join(' '), origin: originOf(installs, file) };
}

/** EXPOSE, and what the command line says; a port that an ENV of the image sets can be set otherwise. */
function portsOf(stage: Stage, file: string, owner: string | undefined): readonly PortUse[] {
  const found = new Map<string, PortUse>();
  const started = commandOf(stage);
  const commanded = commandPorts(started?.words ?? [], stage.environment);
  const set = settablePorts(stage.environment, owner, commanded);
  const fixed = fixedPorts(commanded);
  const add = (use: PortUse): void => {
    const key = `${use.port}/${use.protocol}`;
    const known = found.get(key);
    const settable = fixed.has(use.port) ? undefined : (use.settable ?? known?.settable ?? set.get(use.port));
    const listed = use.listed ?? known?.listed;
    const { settable: _, ...rest } = use;
    found.set(key, { ...rest, ...(listed === undefined ? {} : { listed }), ...(settable === undefined ? {} : { settable }) });
  };
  const { steps } = stage;
  for (const step of steps) {
    if (step.instruction.name !== 'EXPOSE') continue;
    for (const word of step.instruction.text.split(/\s+/)) {
      const { text, used } = expanded(word, step.lookup);
      const variable = used.find((one) => step.inEnvironment(one));
      for (const written of text.split(/\s+/)) {
        const [range = '', protocol] = written.split('/', 2);
        const ports = portRange(range) ?? [];
        for (const port of ports)
          add({
            port,
            protocol: protocolOf(protocol),
            bind: 'listens',
            listed: 'image',
            origin: originOf(step, file),
            ...(variable === undefined ? {} : { settable: variable }),
            ...rangeOf(ports),
          });
      }
    }
  }
  const origin = started === undefined ? { file, line: stage.from.line } : originOf(started.step, file);
  const told = { protocol: 'tcp', bind: 'listens', told: 'image' } as const;
  // A job waits for nobody: it was made from a service's Dockerfile, whose EXPOSE and PORT were left in it.
  if (commanded.length === 0 && isJob(file, started?.words ?? [])) return [];
  const setAt = (variable: string): Origin => {
    const step = steps.findLast(({ instruction: { name, text } }) => name === 'ENV' && text.includes(variable));
    return step === undefined ? origin : originOf(step, file);
  };
  for (const one of commanded) add({ ...one, ...told, origin });
  for (const { variable, told: one } of optionPorts(stage.environment)) add({ ...one, ...told, origin: setAt(variable) });
  // A number on the command line goes before what the environment says.
  for (const [port, settable] of fixed.size > 0 ? [] : toldPorts(stage.environment)) {
    const listed = found.get(`${port}/tcp`);
    add({ port, settable, origin: setAt(settable), ...listed, ...told });
  }
  return [...found.values()];
}

const SCRIPT_RUNNER = /^(?:python[\d.]*|(?:ba|da|a)?sh|.*\.sh|.*\.py)$/;
const SERVER = /\b(?:gunicorn|uvicorn|hypercorn|daphne|uwsgi|waitress|runserver|flask|streamlit|serve|server)\b/;

/** Whether an image in a folder of jobs starts a script, and no server that anybody knows by its name. */
function isJob(file: string, [program = '', ...rest]: readonly string[]): boolean {
  return isInJobFolder(directoryOf(file)) && SCRIPT_RUNNER.test(baseName(program)) && !SERVER.test([program, ...rest].join(' '));
}

interface Started {
  readonly words: readonly string[];
  readonly step: Step;
  /** Those of the words that whoever starts the image with a command of its own keeps. */
  readonly entrypoint?: readonly string[];
}

/** ENTRYPOINT and CMD together, as `docker run` without arguments starts them. */
function commandOf(stage: Stage): Started | undefined {
  const { steps, own } = stage;
  const entrypoint = steps.findLast(({ instruction }) => instruction.name === 'ENTRYPOINT');
  const last = steps.findLast(({ instruction }) => instruction.name === 'CMD');
  // An ENTRYPOINT of this stage forgets the CMD that came with the stage below it.
  const command =
    last !== undefined && entrypoint !== undefined && !own.includes(last) && own.includes(entrypoint) ? undefined : last;
  if (entrypoint === undefined) return command === undefined ? undefined : { words: wordsOf(command), step: command };
  if (entrypoint.instruction.words === undefined) return { words: wordsOf(entrypoint), step: entrypoint };
  const { words } = entrypoint.instruction;
  return { words: [...words, ...(command === undefined ? [] : wordsOf(command))], step: entrypoint, entrypoint: words };
}

function wordsOf({ instruction }: Step): readonly string[] {
  return instruction.words ?? commandWords(instruction.text);
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

const FILE_WORD = /^(?!\/)[\w./-]+\.(?:py|[cm]?js|sh)$/;
const MODULE_WORD = /^[A-Za-z_]\w*(?:\.\w+)*(?=$|:)/;
const MAX_WORDS = 50;

/** Files that a command may start: its scripts, and what modules of Python are called. */
function startedFiles(words: readonly string[]): readonly string[] {
  return partsOf(words).flatMap((word) => {
    if (FILE_WORD.test(word)) return [bare(word)];
    const module = MODULE_WORD.exec(word)?.[0].replaceAll('.', '/');
    return module === undefined ? [] : [`${module}.py`, `${module}/__init__.py`, `${module}/__main__.py`];
  });
}

/** What may hold the handler that Lambda calls: `handler.main` is `main` of `handler.py`, or of `handler.js`. */
function handlerFiles(words: readonly string[]): readonly string[] {
  const [, file = ''] = /^([\w/.-]+)\.\w+$/.exec(words.at(-1) ?? '') ?? [];
  return file === '' ? [] : [`${file}.py`, `${file}.js`, `${file}.mjs`];
}

/** Those of them that it names by their paths, or as modules of packages to a program that loads such. */
function startedScripts(words: readonly string[]): readonly string[] {
  return LOADS_MODULES.test(baseName(words[0] ?? ''))
    ? startedFiles(words)
    : partsOf(words).flatMap((word) => (FILE_WORD.test(word) ? [bare(word)] : []));
}

const LOADS_MODULES = /^(?:python[\d.]*|uvicorn|gunicorn|hypercorn|daphne|celery|granian)$/;

function partsOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => word.slice(0, 10_000).split(/\s+/)).slice(0, MAX_WORDS);
}

function bare(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

/** What an image has where its command starts: that the repository has in a directory below, or from where it names its files. */
function withContents(
  process: RunProcess | undefined,
  target: Stage,
  stages: readonly Stage[],
  search: Search,
): RunProcess | undefined {
  const { command = [] } = process ?? {};
  const files = [...startedFiles(command), ...(isFunction(target) ? handlerFiles(command) : [])];
  const layout = files.length === 0 ? undefined : lastLayout(target, stages, search);
  if (process === undefined || layout === undefined) return process;
  const brought = layout.brought();
  const beside = brought.length === 0 ? {} : { beside: brought };
  const contents = layout.contentsWith(files);
  if (contents !== undefined) return { ...process, ...beside, contentsOf: contents };
  const startsIn = startedScripts(command).flatMap((file) => beginningOf(layout.find(layout.absolute(file)), file) ?? [])[0];
  return { ...process, ...beside, ...(startsIn === undefined ? {} : { startsIn }) };
}

/** `apps/api` of `apps/api/scripts/start.sh`, where a command names `scripts/start.sh`. */
function beginningOf(found: string | undefined, file: string): string | undefined {
  if (found === file) return '.';
  return found?.endsWith(`/${file}`) === true ? found.slice(0, -file.length - 1) : undefined;
}

function lastLayout(target: Stage, stages: readonly Stage[], search: Search): Layout | undefined {
  let last: Layout | undefined;
  layoutsOf(target, stages, search, (_, layout, stage) => {
    if (stage === target) last = layout;
  });
  return last;
}

/** The same for the words by which somebody else starts the image, where its own command would. */
export function contentsOf(
  { instructions }: ParsedDockerfile,
  words: readonly string[],
  context: Context,
  build: BuildSettings,
): string | undefined {
  const { stages } = stagesOf(instructions.list, build);
  const target = targetStage(stages, build.target);
  const files = startedFiles(words);
  if (target === undefined || files.length === 0) return undefined;
  return lastLayout(target, stages, new Search(context))?.contentsWith(files);
}

/** The part of the tree whose program these words start, where the image's commands build several. */
export function partStarted(
  { instructions }: ParsedDockerfile,
  words: readonly string[],
  context: Context,
  build: BuildSettings,
): string | undefined {
  const { stages } = stagesOf(instructions.list, build);
  const target = targetStage(stages, build.target);
  return target === undefined ? undefined : startedPart(words, target, stages, new Search(context));
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

/** The catalogue of NVIDIA holds plain systems and languages as well: `nvcr.io/nvidia/base/ubuntu`, `…/distroless/node`. */
const GPU_IMAGE = /(?:^|\/)nvidia\/(?!(?:base|distroless)\/)|nvcr\.io\/(?!nvidia\/)|-gpu(?:$|-|:)|cuda/;

function traitsOf(stage: Stage, file: string): readonly Trait[] {
  const traits: Trait[] = [];
  const image = imageOf(stage);
  const base = image === undefined ? '' : `${image.name}:${image.tag ?? ''}`;
  if (GPU_IMAGE.test(base)) traits.push({ kind: 'gpu', value: base, origin: fromOf(stage, file) });
  const active = activeProfiles(stage.environment, commandOf(stage)?.words);
  if (active !== undefined) traits.push({ kind: 'active-profiles', value: active, origin: { file, line: stage.from.line } });
  append(traits, broughtFiles(stage, file));
  for (const step of stage.steps) {
    const { name, text } = step.instruction;
    const origin = originOf(step, file);
    if (name === 'HEALTHCHECK' && /grpc[_-]?health[_-]?probe/.test(text)) traits.push({ kind: 'grpc-probe', origin });
    if (name === 'RUN' && PACKAGE_SOURCE.test(text)) traits.push({ kind: 'package-source', origin });
    const adapter = name === 'COPY' ? adapterOf(step) : undefined;
    if (adapter !== undefined) traits.push({ kind: 'lambda-adapter', value: adapter, origin });
    if (name === 'VOLUME')
      append(
        traits,
        step.words.map((value): Trait => ({ kind: 'volume', value, origin })),
      );
  }
  return traits;
}

/** What an image takes from elsewhere beside the one file that it starts: templates, pages, migrations. */
function broughtFiles(stage: Stage, file: string): readonly Trait[] {
  const program = baseName(commandOf(stage)?.words[0] ?? '');
  const copies = stage.own.filter(({ instruction: { name } }) => name === 'COPY' || name === 'ADD');
  const isProgram = ({ words }: Step): boolean => words.some((word) => baseName(word) === program);
  if (program === '' || !copies.some(isProgram)) return [];
  return copies.flatMap((step): readonly Trait[] => {
    const sources = step.words.slice(0, -1);
    const isPlain = isProgram(step) || sources.every((word) => OF_SYSTEM.test(word));
    return isPlain ? [] : [{ kind: 'brings-files', value: sources.map(printable).join(', '), origin: originOf(step, file) }];
  });
}

/** What a static binary's image gets of any system, and what stands beside every program. */
const OF_SYSTEM =
  /^\/(?:etc\/(?:ssl|passwd|group|nsswitch|pki|ca-certificates)|usr\/(?:local\/)?share\/(?:zoneinfo|ca-certificates)|usr\/local\/go\/lib\/time|lib\/ld-|tmp\b)|(?:^|\/)(?:LICENSE|NOTICE|grpc[_-]health[_-]probe|tini|dumb-init|ca-certificates\.crt|dlv|wait-for-it\.sh|wait)[\w.-]*$/;

/** What makes packages known that the distribution has not (sources.list(5), add-apt-repository(1), apk-repositories(5)). */
const PACKAGE_SOURCE =
  /\/etc\/apt\/sources\.list|\badd-apt-repository\s|\/etc\/apk\/repositories|\b(?:deb|rpm)\.nodesource\.com\/setup|\bscript\.deb\.sh\b|\bapk\s+add\b[^;&|]*\s(?:-X|--repository)[\s=]/;

/**
 * Lambda Web Adapter (its README, "Docker Images"): Lambda runs the server of such an image, and so does anything else. The
 * image that it comes from, where that is its own.
 */
function adapterOf({ instruction, words }: Step): string | undefined {
  const from = instruction.flags.get('from') ?? '';
  if (/(?:^|\/)aws-lambda-adapter(?:[:@]|$)/.test(from)) return from;
  return words.some((word) => /^\/opt\/extensions\/lambda-adapter\b/.test(word)) ? 'aws-lambda-adapter' : undefined;
}
