import {
  baseName,
  inDirectory,
  type JvmBuild,
  normalizeName,
  pathBelow,
  printable,
  type Recommendation,
  type RuntimeName,
  type Service,
} from '../../model/index.ts';
import { builtDirectory } from '../browser-builds.ts';
import { taskSize } from '../cost.ts';
import { FARGATE_SIZES } from '../data/facts.ts';
import type { Facts } from '../input.ts';
import { processesOf } from '../processes.ts';
import type { ProcessRole } from '../roles.ts';
import { type Member, stepsUp } from './context.ts';
import { mainEcosystem } from './ecosystem.ts';
import { type FunctionFacts, functionOf } from './function.ts';
import type { Part } from './profile.ts';
import { PROFILES, partOf, type WrittenEcosystem } from './profiles.ts';
import { condaFileOf, namedByImage, ownRequirements, requirementsOf, uvFileOf } from './python/files.ts';
import { imageVersion, leftVersion, type Release } from './release.ts';
import { type Start, servesHttp, startOf } from './start.ts';
import { type SystemNeeds, systemNeeds } from './system.ts';
import type { BuildTool } from './tool.ts';

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
  /** Versions of a runtime on the host that the service is declared for, newest first. */
  readonly installed?: Partial<Readonly<Record<RuntimeName, readonly string[]>>>;
  /** Name to write under, where the last segment of the path is another service's too. */
  readonly name?: string;
  /** Groups of its manifests that are deployed. */
  readonly deployed?: readonly string[];
  /** Directories of the workspace's members that it needs and that have to be built before it, in that order. */
  readonly sisters?: readonly Member[];
}

/** What every emitter needs to know of a service, taken from its facts once. */
export interface Subject extends Release, Start, FunctionFacts {
  readonly id: string;
  /** Its directory below the fleet's root. */
  readonly path: string;
  /** A DNS label: lower case letters, digits and dashes, at most 40. */
  readonly slug: string;
  readonly ecosystem: WrittenEcosystem;
  readonly tool: BuildTool;
  /** Of that tool, where the project names it. */
  readonly toolMajor: number | undefined;
  /** The requirements file that pip installs, the pylock.toml or script that uv does, or conda's environment, relative to the service. */
  readonly requirements: string;
  /** What pip installs instead where only its Dockerfile says it. */
  readonly named: readonly string[];
  /** The requirements file and what it includes of its own directory. */
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
  /** Whether a file shows that it lies there. */
  readonly isMainKnown: boolean;
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
  readonly memoryMiB: number;
  readonly task: { readonly vcpu: number; readonly gb: number };
  /** Local disk as declared. */
  readonly diskMiB: number | undefined;
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

/** vCPU of the largest Fargate task. */
const LARGEST_TASK = Math.max(...FARGATE_SIZES.map(({ vcpu }) => vcpu));

/** A service under one of its recommendations, as its emitters see it; undefined where none knows its ecosystem. */
export function subjectOf(service: Service, recommendation: Recommendation, options: EmitOptions): Subject | undefined {
  const facts = options.facts ?? {};
  const process = processesOf(service).find((one) => recommendation.process === undefined || one.name === recommendation.process);
  const ecosystem = mainEcosystem(service, process);
  if (ecosystem === undefined) return undefined;
  const profile = PROFILES[ecosystem];
  const part = partOf(service, ecosystem);
  const role = process?.role ?? 'unknown';
  const memoryMiB = facts.memoryMiB ?? 512;
  const themes = new Set(recommendation.reasons.map((reason) => reason.theme));
  const isSite = themes.has('static-site');
  const names = service.units.flatMap((unit) => unit.dependencies.map((one) => one.name));
  const build = buildOf(part, names);
  const isStateful = recommendation.reasons.some((reason) => reason.rule === 'PK022');
  const tool = profile.tool(part);
  const context = profile.context(part, tool);
  const { member } = context;
  const hasBuild = service.units.some((unit) => (unit.entryPoints ?? []).some((entry) => entry.name === 'build'));
  const version = imageVersion(service, profile, isSite, options.installed?.[profile.runtime]);
  const toBuild = member === undefined ? [] : [...(options.sisters ?? []), ...(hasBuild ? [member] : [])];
  return {
    id: service.id,
    path: service.path,
    slug: slugOf(service, recommendation.process, options.name),
    ecosystem,
    tool,
    toolMajor: part.unit?.installer?.major,
    requirements: fileOf(service, tool, process?.start ?? []),
    named: namedByImage(service),
    requirementFiles: ownRequirements(service),
    isLocked: profile.isLocked(part, tool),
    ...deployedParts(part, options.deployed ?? []),
    packaged: part.unit?.packaged ?? false,
    projectRoot: projectRoot(part),
    ...goFacts(part),
    isQuarkus: build.makes === 'quarkus',
    build,
    mainClass: build.mainClass !== undefined && printable(build.mainClass) === build.mainClass ? build.mainClass : undefined,
    isJavaEe: names.some((name) => name.startsWith('javax.')),
    role,
    schedule: scheduleOf(service, role),
    copies: isStateful || role === 'scheduler' || role === 'job' || ALONE.some((theme) => themes.has(theme)) ? 1 : 2,
    version,
    leaves: leftVersion(service, profile, version, isSite),
    ...functionOf(service, profile, names, process, options),
    ...startOf(service, process, facts, servesHttp(themes, names)),
    // The image that hands out a site listens where nobody has to be root.
    ...(isSite ? { port: 8080, isPortKnown: true } : {}),
    memoryMiB,
    // What no task holds runs on a machine that does.
    task: taskSize(memoryMiB) ?? { vcpu: LARGEST_TASK, gb: Math.ceil(memoryMiB / 1024) },
    diskMiB: facts.diskMiB,
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

function fileOf(service: Service, tool: BuildTool, start: readonly string[]): string {
  if (tool === 'conda') return condaFileOf(service);
  return tool === 'uv-pip' ? uvFileOf(service, start) : requirementsOf(service);
}

/** Snapshots of before say nothing of the build: most make one archive that starts. */
function buildOf({ unit }: Part, names: readonly string[]): JvmBuild {
  const build = unit?.build;
  const isWritable = printable(build?.project ?? '') === (build?.project ?? '');
  if (build !== undefined && isWritable) return build;
  return { makes: names.some((name) => name.startsWith('io.quarkus:')) ? 'quarkus' : 'boot-jar' };
}

/** What its tool is to be asked for besides what it installs anyway. A requirements file is no group of a project. */
function deployedParts({ service, manifests }: Part, deployed: readonly string[]): Pick<Subject, 'extras' | 'groups'> {
  const files = new Set(
    manifests.filter(({ kind }) => kind === 'pip-requirements' || kind === 'pip-compile').map(({ group }) => group),
  );
  const known = new Set(service.units.flatMap(({ extras = [] }) => extras).map(normalizeName));
  const named = deployed.filter((group) => group !== 'default' && !files.has(group) && printable(group) === group);
  return {
    extras: named.filter((group) => known.has(normalizeName(group))),
    groups: named.filter((group) => !known.has(normalizeName(group))),
  };
}

/** Themes of processes that must not run twice. */
const ALONE = ['scheduler', 'watch-loop'] as const;

/** By the go command's rules: a workspace's vendor directory lies beside go.work, a module's beside its go.mod. */
function goFacts(part: Part): Pick<Subject, 'isWorkspace' | 'isVendored' | 'mainPackage' | 'isMainKnown'> {
  const { service, unit, manifests } = part;
  const list = inDirectory(unit?.workspace ?? service.path, 'vendor/modules.txt');
  const main = mainPackage(part);
  return {
    isWorkspace: manifests.some(({ kind }) => kind === 'go-work'),
    isVendored: manifests.some(({ kind, path }) => kind === 'go-vendor' && path === list),
    mainPackage: main ?? '.',
    isMainKnown: main !== undefined,
  };
}

/** The one beside go.mod, else the only command, else the one that is called as the module or its directory. */
function mainPackage({ service: { path }, unit }: Part): string | undefined {
  const commands = (unit?.entryPoints ?? []).map(({ name, command }) => ({ name, at: command.replace(/^go run /, '') }));
  const names = [baseName(path), unit?.name?.split('/').at(-1)];
  const chosen = commands.length === 1 ? commands[0] : commands.find(({ at, name }) => at === '.' || names.includes(name));
  return chosen === undefined || printable(chosen.at) !== chosen.at ? undefined : chosen.at;
}

function scheduleOf({ deployments }: Service, role: ProcessRole): string | undefined {
  if (role !== 'job') return undefined;
  return deployments.flatMap(({ facts }) => facts.processes.flatMap(({ schedule }) => schedule ?? []))[0];
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

function projectRoot({ service: { path }, unit }: Part): string {
  return stepsUp(unit?.workspace === undefined ? undefined : pathBelow(unit.workspace, path)) ?? '.';
}
