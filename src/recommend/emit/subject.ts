import {
  baseName,
  type Demand,
  directoryOf,
  type EcosystemId,
  inDirectory,
  type JvmBuild,
  normalizeName,
  type Origin,
  pathBelow,
  printable,
  type Recommendation,
  type Service,
} from '../../model/index.ts';
import { builtDirectory } from '../browser-builds.ts';
import { taskSize } from '../cost.ts';
import type { Facts } from '../input.ts';
import { processesOf, scriptWords } from '../processes.ts';
import type { ProcessRole } from '../roles.ts';
import { admits, type Constraint, candidates, lambdaRuntimeFit } from '../runtime.ts';
import { startWords } from './command.ts';
import { contextOf, type Member, ownRequirements, requirementsOf, uvFileOf } from './context.ts';
import { type SystemNeeds, systemNeeds } from './system.ts';
import { type BuildTool, buildTool, isLocked, manifestsOf } from './tool.ts';

export type Orchestrator = 'compose' | 'swarm' | 'kubernetes' | 'ecs' | 'nomad';
export const ORCHESTRATORS: readonly Orchestrator[] = ['compose', 'swarm', 'kubernetes', 'ecs', 'nomad'];

/** A file to write, relative to the output directory. */
export interface EmittedFile {
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
}

export interface EmitOptions {
  /** ISO date: decides which runtimes are alive. */
  readonly today: string;
  readonly facts?: Facts;
  readonly orchestrator?: Orchestrator;
  /** Versions of Python on the host that the service is declared for, newest first. */
  readonly installedPython?: readonly string[];
  /** Name to write under, where the last segment of the path is another service's too. */
  readonly name?: string;
  /** Groups of its manifests that are deployed. */
  readonly deployed?: readonly string[];
  /** Directories of the workspace's members that it needs and that have to be built before it, in that order. */
  readonly sisters?: readonly Member[];
}

/** What every emitter needs to know of a service, taken from its facts once. */
export interface Subject {
  readonly id: string;
  /** Its directory below the fleet's root. */
  readonly path: string;
  /** A DNS label: lower case letters, digits and dashes, at most 40. */
  readonly slug: string;
  readonly ecosystem: EcosystemId;
  readonly tool: BuildTool;
  /** Of that tool, where the project names it. */
  readonly toolMajor: number | undefined;
  /** The requirements file that pip installs, or the pylock.toml or script that uv does, relative to the service. */
  readonly requirements: string;
  /** That and what it includes of its own directory. */
  readonly requirementFiles: readonly string[];
  /** Whether the tool that installs it in Python or Node.js finds its lock. */
  readonly isLocked: boolean;
  /** Extras of the project that are deployed, and groups of its developers' that are. */
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  /** Whether an installation of it installs the project itself. */
  readonly packaged: boolean;
  /** The root of uv's or Go's workspace, as seen from the service: `.` where it is alone. */
  readonly projectRoot: string;
  /** Whether a go.work lists it. */
  readonly isWorkspace: boolean;
  /** Whether Go finds what it needs in a vendor directory. */
  readonly isVendored: boolean;
  /** Go's main package, as seen from the service. */
  readonly mainPackage: string;
  /** Whether Quarkus builds it, whose packages are not those of its build tool. */
  readonly isQuarkus: boolean;
  /** How the JVM's build tool makes what runs. */
  readonly build: JvmBuild;
  readonly mainClass: string | undefined;
  /** Whether it asks for the servlets of Java EE. */
  readonly isJavaEe: boolean;
  readonly role: ProcessRole;
  /** When a job is started today, as cron writes it. */
  readonly schedule: string | undefined;
  /** How many run beside each other: what fires jobs or keeps files must be alone. */
  readonly copies: 1 | 2;
  /** `3.13`, `24`, `21`, `1.25`: fits the service's own constraint. */
  readonly version: string;
  /** What it runs on today, where `version` is none of that. */
  readonly leaves: { readonly constraint: string; readonly origin: Origin } | undefined;
  readonly lambdaRuntime: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly port: number | undefined;
  /** Words of the start command; empty when nothing names one. */
  readonly command: readonly string[];
  readonly handler: string;
  readonly handlerKnown: boolean;
  readonly memoryMiB: number;
  readonly lambdaMemoryMiB: number;
  readonly timeoutSeconds: number;
  readonly task: { readonly vcpu: number; readonly gb: number };
  readonly gpu: boolean;
  readonly privileged: boolean;
  readonly stateful: boolean;
  /** Whether a script has to build before anything starts. */
  readonly builds: boolean;
  /** The directory of files that a static site's build leaves, where it is one. */
  readonly site: string | undefined;
  /** What its image has to install from the distribution. */
  readonly system: SystemNeeds;
  /** The workspace root that holds its lock, or the directory around all that its build reads. */
  readonly workspace: string | undefined;
  /** The same service as seen from there, where it is built from there. */
  readonly member: Member | undefined;
  /** Local projects and other directories that its build reads, as seen from where it is built. */
  readonly local: readonly string[];
  /** Members that have to be built before it starts, itself last; none where it stands alone. */
  readonly toBuild: readonly Member[];
  readonly recommendation: Recommendation;
}

const IMAGE_VERSIONS: Readonly<Record<EcosystemId, readonly string[]>> = {
  python: ['3.13', '3.14', '3.12', '3.11', '3.10', '3.9', '3.8', '3.7', '2.7'],
  npm: ['24', '22', '20', '18', '16'],
  jvm: ['21', '25', '17', '11', '8'],
  go: ['1.26', '1.25', '1.24', '1.23', '1.22', '1.21'],
};
const JAVA_VERSIONS = [...IMAGE_VERSIONS.jvm].sort((a, b) => Number(a) - Number(b));
const FAMILY = { python: 'python', npm: 'node', jvm: 'jdk', go: 'provided' } as const;
const HANDLERS: Readonly<Record<EcosystemId, string>> = {
  python: 'app.handler',
  npm: 'index.handler',
  jvm: 'com.example.Handler::handleRequest',
  go: 'bootstrap',
};

/** A service under one of its recommendations, as its emitters see it. */
export function subjectOf(service: Service, recommendation: Recommendation, options: EmitOptions): Subject {
  const ecosystem = service.ecosystems[0] ?? 'python';
  const facts = options.facts ?? {};
  const process = processesOf(service).find((one) => recommendation.process === undefined || one.name === recommendation.process);
  const role = process?.role ?? 'unknown';
  const memoryMiB = facts.memoryMiB ?? 512;
  const themes = new Set(recommendation.reasons.map((reason) => reason.theme));
  const isSite = themes.has('static-site');
  const names = service.units.flatMap((unit) => unit.dependencies.map((one) => one.name));
  const build = buildOf(service, ecosystem, names);
  const isStateful = recommendation.reasons.some((reason) => reason.rule === 'PK022');
  const tool = buildTool(service, ecosystem);
  const context = contextOf(service, ecosystem, tool);
  const { member } = context;
  const hasBuild = service.units.some((unit) => (unit.entryPoints ?? []).some((entry) => entry.name === 'build'));
  const version = imageVersion(service, ecosystem, ecosystem === 'python' ? options.installedPython : undefined);
  const toBuild = member === undefined ? [] : [...(options.sisters ?? []), ...(hasBuild ? [member] : [])];
  return {
    id: service.id,
    path: service.path,
    slug: slugOf(service, recommendation.process, options.name),
    ecosystem,
    tool,
    toolMajor: service.units.find((unit) => unit.ecosystem === ecosystem)?.installer?.major,
    requirements: tool === 'uv-pip' ? uvFileOf(service, process?.start ?? []) : requirementsOf(service),
    requirementFiles: ownRequirements(service),
    isLocked: isLocked(service, ecosystem, tool),
    ...deployedParts(service, ecosystem, options.deployed ?? []),
    packaged: service.units.find((unit) => unit.ecosystem === ecosystem)?.packaged ?? false,
    projectRoot: projectRoot(service, ecosystem),
    ...goFacts(service, ecosystem),
    isQuarkus: build.makes === 'quarkus',
    build,
    mainClass: build.mainClass !== undefined && printable(build.mainClass) === build.mainClass ? build.mainClass : undefined,
    isJavaEe: names.some((name) => name.startsWith('javax.')),
    role,
    schedule: scheduleOf(service, role),
    copies: isStateful || role === 'scheduler' || role === 'job' || ALONE.some((theme) => themes.has(theme)) ? 1 : 2,
    version,
    leaves: leftVersion(service, ecosystem, version),
    ...functionOf(service, ecosystem, names, options),
    // The image that hands out a site listens where nobody has to be root.
    port: isSite
      ? 8080
      : (facts.ports?.[0] ?? ownPort(service) ?? (isServer(role) && isWebReason(themes, names) ? 8080 : undefined)),
    command: startWords(commandOf(process?.start ?? [], service)),
    memoryMiB,
    task: taskSize(memoryMiB) ?? { vcpu: 1, gb: 2 },
    gpu: themes.has('gpu'),
    privileged: themes.has('privileged'),
    stateful: isStateful,
    builds: hasBuild || toBuild.length > 0,
    site: isSite ? builtDirectory(service.units.flatMap(({ dependencies }) => dependencies)) : undefined,
    system: systemNeeds(service, ecosystem),
    ...context,
    toBuild,
    recommendation,
  };
}

/** Snapshots of before say nothing of the build: most make one archive that starts. */
function buildOf({ units }: Service, ecosystem: EcosystemId, names: readonly string[]): JvmBuild {
  const build = units.find((unit) => unit.ecosystem === ecosystem)?.build;
  const isWritable = printable(build?.project ?? '') === (build?.project ?? '');
  if (build !== undefined && isWritable) return build;
  return { makes: names.some((name) => name.startsWith('io.quarkus:')) ? 'quarkus' : 'boot-jar' };
}

/** What its tool is to be asked for besides what it installs anyway. A requirements file is no group of a project. */
function deployedParts(
  service: Service,
  ecosystem: EcosystemId,
  deployed: readonly string[],
): Pick<Subject, 'extras' | 'groups'> {
  const files = new Set(
    manifestsOf(service, ecosystem)
      .filter(({ kind }) => kind === 'pip-requirements' || kind === 'pip-compile')
      .map(({ group }) => group),
  );
  const known = new Set(service.units.flatMap(({ extras = [] }) => extras).map(normalizeName));
  const named = deployed.filter((group) => group !== 'default' && !files.has(group) && printable(group) === group);
  return {
    extras: named.filter((group) => known.has(normalizeName(group))),
    groups: named.filter((group) => !known.has(normalizeName(group))),
  };
}

type FunctionFacts = Pick<
  Subject,
  'lambdaRuntime' | 'architecture' | 'handler' | 'handlerKnown' | 'lambdaMemoryMiB' | 'timeoutSeconds'
>;

/** The service as a function: as its template declares one, else within the limits that Lambda has. */
function functionOf(
  service: Service,
  ecosystem: EcosystemId,
  names: readonly string[],
  { facts = {}, today }: EmitOptions,
): FunctionFacts {
  const declared = service.deployments.flatMap(({ facts: one }) => one.functions).find((one) => one.provider === 'aws');
  const known = declared?.handler ?? sourceHandler(service) ?? handlerOf(names);
  const memoryMiB = facts.memoryMiB ?? declared?.memoryMiB ?? (ecosystem === 'jvm' ? 1024 : 512);
  const runSeconds = facts.jobSeconds ?? facts.requestSeconds ?? 0;
  return {
    lambdaRuntime: lambdaRuntimeFit(service, today).runtime?.name ?? newestRuntime(ecosystem, today),
    architecture: (declared?.architecture ?? (ecosystem === 'go' ? 'arm64' : 'x86_64')) === 'arm64' ? 'arm64' : 'x86_64',
    handler: known ?? HANDLERS[ecosystem],
    handlerKnown: known !== undefined,
    lambdaMemoryMiB: Math.min(10_240, Math.max(128, memoryMiB)),
    timeoutSeconds: Math.min(900, Math.ceil(Math.max(declared?.timeoutSeconds ?? 30, runSeconds * 1.5))),
  };
}

/** The first port that a descriptor says a process of it listens on. */
function ownPort({ deployments }: Service): number | undefined {
  return deployments.flatMap(({ facts }) => facts.processes.flatMap(({ ports }) => ports))[0]?.container;
}

/** What nothing is known of may serve as well. */
function isServer(role: ProcessRole): boolean {
  return role === 'web' || role === 'unknown';
}

/** Themes of processes that must not run twice. */
const ALONE = ['scheduler', 'watch-loop'] as const;

/** By the go command's rules: a workspace's vendor directory lies beside go.work, a module's beside its go.mod. */
function goFacts(service: Service, ecosystem: EcosystemId): Pick<Subject, 'isWorkspace' | 'isVendored' | 'mainPackage'> {
  const manifests = manifestsOf(service, ecosystem);
  const unit = service.units.find((one) => one.ecosystem === ecosystem);
  const list = inDirectory(unit?.workspace ?? service.path, 'vendor/modules.txt');
  return {
    isWorkspace: manifests.some(({ kind }) => kind === 'go-work'),
    isVendored: manifests.some(({ kind, path }) => kind === 'go-vendor' && path === list),
    mainPackage: mainPackage(service, ecosystem),
  };
}

/** The one beside go.mod, else the only command, else the one that is called as the module or its directory. */
function mainPackage({ path, units }: Service, ecosystem: EcosystemId): string {
  if (ecosystem !== 'go') return '.';
  const unit = units.find((one) => one.ecosystem === 'go');
  const commands = (unit?.entryPoints ?? []).map(({ name, command }) => ({ name, at: command.replace(/^go run /, '') }));
  const names = [baseName(path), unit?.name?.split('/').at(-1)];
  const chosen = commands.length === 1 ? commands[0] : commands.find(({ at, name }) => at === '.' || names.includes(name));
  return chosen === undefined || printable(chosen.at) !== chosen.at ? '.' : chosen.at;
}

/** Entry points that frameworks bring themselves. */
const FRAMEWORK_HANDLERS: readonly (readonly [dependency: RegExp, handler: string])[] = [
  [/^chalice$/, 'app.app'],
  [/^io\.quarkus:quarkus-amazon-lambda/, 'io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest'],
  [
    /^org\.springframework\.cloud:spring-cloud-function-adapter-aws$/,
    'org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest',
  ],
];

/** The handler that a source file shows, by the directories in which it lies. */
function sourceHandler({ path, deployments }: Service): string | undefined {
  const [found] = deployments.flatMap(({ facts }) => facts.traits.filter(({ kind }) => kind === 'lambda-handler'));
  if (found?.value === undefined) return undefined;
  const directory = directoryOf(found.origin.file);
  const below = directory === path ? '' : pathBelow(path, directory);
  return below === undefined || printable(below) !== below ? undefined : inDirectory(below === '' ? '.' : below, found.value);
}

function handlerOf(names: readonly string[]): string | undefined {
  return FRAMEWORK_HANDLERS.find(([dependency]) => names.some((name) => dependency.test(name)))?.[1];
}

function scheduleOf({ deployments }: Service, role: ProcessRole): string | undefined {
  if (role !== 'job') return undefined;
  return deployments.flatMap(({ facts }) => facts.processes.flatMap(({ schedule }) => schedule ?? []))[0];
}

function isWebReason(themes: ReadonlySet<string>, names: readonly string[]): boolean {
  if (['http-adapter-needed', 'websocket', 'grpc', 'web-functions'].some((theme) => themes.has(theme))) return true;
  return names.some((name) => /^(?:flask|django|fastapi|express|fastify|koa)$|starter-web(?:flux)?$|go-chi|gin-gonic/.test(name));
}

function newestRuntime(ecosystem: EcosystemId, today: string): string {
  return candidates(FAMILY[ecosystem], today)[0]?.name ?? 'provided.al2023';
}

function slugOf(service: Service, process: string | undefined, name: string | undefined): string {
  const base =
    name ?? (service.path === '.' ? (service.units[0]?.name?.split(/[/:]/).at(-1) ?? 'service') : baseName(service.path));
  const full = process === undefined || process === '' ? base : `${base}-${process}`;
  const clean = full
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return clean === '' ? 'service' : /^[a-z]/.test(clean) ? clean : `s-${clean}`;
}

function projectRoot({ path, units }: Service, ecosystem: EcosystemId): string {
  const { workspace } = units.find((unit) => unit.ecosystem === ecosystem) ?? {};
  return stepsUp(workspace === undefined ? undefined : pathBelow(workspace, path)) ?? '.';
}

/**
 * What the service runs on today where its constraint admits that, else the newest known version that it admits; of the
 * JVM the one that it is compiled for, which a toolchain asks of the build, too.
 */
function imageVersion(service: Service, ecosystem: EcosystemId, installed?: readonly string[]): string {
  const family = FAMILY[ecosystem];
  const name = family === 'provided' ? 'go' : family;
  const constraints = service.units.flatMap((unit) => unit.runtimes).filter((one) => one.name === name);
  const known = ecosystem === 'jvm' && constraints.length > 0 ? JAVA_VERSIONS : (installed ?? IMAGE_VERSIONS[ecosystem]);
  if (ecosystem === 'go') {
    const wanted = constraints[0]?.constraint.match(/\b(\d+)\.(\d+)/);
    const fit = known.find((version) => Number(version.split('.')[1]) >= Number(wanted?.[2] ?? 0));
    return fit ?? (wanted === null || wanted === undefined ? '1.26' : `${wanted[1]}.${wanted[2]}`);
  }
  const admitting = (asked: readonly Pick<Constraint, 'constraint'>[], versions: readonly string[]): readonly string[] =>
    versions.filter((version) => asked.every(({ constraint }) => admits(family, constraint, version)));
  const fitting = admitting(constraints, known);
  return admitting(chosenToday(service, family), fitting)[0] ?? fitting[0] ?? known[0] ?? '';
}

/** The release that a service runs on today, where its image gets another one. */
function leftVersion(service: Service, ecosystem: EcosystemId, version: string): Subject['leaves'] {
  const family = FAMILY[ecosystem];
  if (family === 'provided') return undefined;
  const chosen = chosenToday(service, family);
  return chosen.some(({ constraint }) => admits(family, constraint, version)) ? undefined : chosen[0];
}

function chosenToday(service: Service, family: string): readonly Demand[] {
  return service.deployments
    .flatMap(({ facts }) => facts.demands)
    .filter((demand) => demand.realm === 'runtime' && demand.key === family);
}

function commandOf(known: readonly string[], service: Service): readonly string[] {
  if (known.length > 0) return known;
  const start = service.units.flatMap((unit) => unit.entryPoints ?? []).find((entry) => entry.name === 'start');
  return start === undefined ? [] : scriptWords(start.command);
}

/** The root that a member is built from, as seen from its directory. */
export function rootAbove({ member }: Pick<Subject, 'member'>): string | undefined {
  return stepsUp(member?.path);
}

/** From a path to the directory that it begins in. */
function stepsUp(path: string | undefined): string | undefined {
  return path?.replaceAll(/[^/]+/g, '..');
}

/** That the image brings another release than the service was tested on. */
export function versionNotes({ ecosystem, version, leaves }: Subject): readonly string[] {
  if (leaves === undefined) return [];
  const { constraint, origin } = leaves;
  const runtime = FAMILY[ecosystem];
  return [
    `It runs on ${runtime} ${printable(constraint)} today (${printable(origin.file)}:${origin.line}): try it on ${runtime} ${version} first.`,
  ];
}

/** What a tool of npm's asks of whoever builds a part of a workspace. */
export function memberNotes({ ecosystem, tool, toBuild, member }: Subject): readonly string[] {
  if (ecosystem !== 'npm') return [];
  const before = toBuild.filter((one) => one !== member).map(({ path }) => path);
  return [
    ...(before.length === 0 ? [] : [`Built before it, because it needs them: ${before.join(', ')}.`]),
    ...(tool === 'yarn' ? ["Yarn 1 installs what all members need; Yarn 4's `workspaces focus` installs one member's."] : []),
    ...(tool === 'yarn-berry' ? ['Before Yarn 4, `workspaces focus` needs: yarn plugin import workspace-tools.'] : []),
  ];
}

/** The handler as Lambda finds it where the whole workspace lies in its directory. */
export function handlerBelowRoot({ handler, member, ecosystem }: Subject): string {
  return member === undefined || ecosystem !== 'npm' ? handler : `${member.path}/${handler}`;
}

/** Gradle has no task of its own that copies the runtime class path. */
export const RUNTIME_LIBS =
  'Needs: tasks.register<Copy>("runtimeLibs") { from(configurations.runtimeClasspath); into(layout.buildDirectory.dir("lib")) }';

/** The reasons as comment lines, with the comment sign of the format. */
export function why(subject: Subject, sign: string, extra: readonly string[] = []): string {
  const { recommendation } = subject;
  const told = recommendation.reasons.filter((reason) => reason.effect !== 'note').slice(0, 4);
  const lines = [
    `Written by cohost for ${subject.id}: ${recommendation.target} (${recommendation.confidence} confidence).`,
    ...told.map(
      (reason) =>
        `${reason.effect === 'blocks' ? `not ${reason.targets.join(', ')}` : reason.effect}: ${reason.text} [${reason.rule}]`,
    ),
    ...extra,
  ];
  return lines.map((line) => `${sign} ${printable(line.replaceAll(/[\r\n]+/g, ' '))}`.trimEnd()).join('\n');
}
