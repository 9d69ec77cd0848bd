import { baseName, type Recommendation, type RuntimeName, type Service } from '../../model/index.ts';
import { builtDirectory, nestsPages } from '../browser-builds.ts';
import { taskSize } from '../cost.ts';
import { FARGATE_SIZES } from '../data/facts.ts';
import type { Facts } from '../input.ts';
import { type ProcessView, processesOf } from '../processes.ts';
import type { ProcessRole } from '../roles.ts';
import type { Member } from './context.ts';
import { mainEcosystem } from './ecosystem.ts';
import { type FunctionFacts, functionOf } from './function.ts';
import { PROFILES, type Projects, partOf, type WrittenEcosystem } from './profiles.ts';
import { imageVersion, leftVersion, type Release } from './release.ts';
import { type Start, servesHttp, startOf } from './start.ts';
import { type SystemNeeds, systemNeeds } from './system.ts';

/** What runs containers, and has files written for it. */
export type Orchestrator = 'compose' | 'swarm' | 'kubernetes' | 'ecs' | 'nomad';
/** In the order in which they are offered. */
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
interface Common<E extends WrittenEcosystem> extends Release, Start, FunctionFacts {
  readonly id: string;
  /** Its directory below the fleet's root. */
  readonly path: string;
  /** A DNS label: lower case letters, digits and dashes, at most 40. */
  readonly slug: string;
  readonly ecosystem: E;
  /** Names of the packages that production has. */
  readonly shipped: ReadonlySet<string>;
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
  /** The directory of files that a static site's build leaves, where it is one. */
  readonly site: string | undefined;
  /** Whether its pages lie in a folder below that one, of a name that only its settings tell. */
  readonly isSiteNested: boolean;
  /** What its image has to install from the distribution. */
  readonly system: SystemNeeds;
  readonly recommendation: Recommendation;
}

/** The same, with what the writer of its ecosystem has to know; that of any, where all of them see it. */
export type Subject<E extends WrittenEcosystem = WrittenEcosystem> = Common<E> & Projects[E];

/** Whether the kernel keeps the port for root, unless it is told otherwise: what is written runs as nobody in particular. */
export function isRootsPort(port: number | undefined): boolean {
  return port !== undefined && port < FIRST_PLAIN_PORT;
}

/** ip_unprivileged_port_start as Linux has it; Docker's own default is 0 (Linux, "IP sysctl"). */
const FIRST_PLAIN_PORT = 1024;

/** vCPU of the largest Fargate task. */
const LARGEST_TASK = Math.max(...FARGATE_SIZES.map(({ vcpu }) => vcpu));

/** A service under one of its recommendations, as its emitters see it; undefined where none knows its ecosystem. */
export function subjectOf(service: Service, recommendation: Recommendation, options: EmitOptions): Subject | undefined {
  const process = processesOf(service).find((one) => recommendation.process === undefined || one.name === recommendation.process);
  const ecosystem = mainEcosystem(service, process);
  if (ecosystem === undefined) return undefined;
  const { deployed = [], sisters = [] } = options;
  const part = partOf(service, ecosystem);
  return {
    ...commonOf({ service, recommendation, process, ecosystem }, options),
    ...PROFILES[ecosystem].project(part, { start: process?.start ?? [], deployed, sisters }),
  };
}

/** A process of a service under one of its recommendations, written as code of one of its ecosystems. */
interface Written {
  readonly service: Service;
  readonly recommendation: Recommendation;
  readonly process: ProcessView | undefined;
  readonly ecosystem: WrittenEcosystem;
}

function commonOf(written: Written, options: EmitOptions): Common<WrittenEcosystem> {
  const { service, recommendation, process, ecosystem } = written;
  const facts = options.facts ?? {};
  const profile = PROFILES[ecosystem];
  const role = process?.role ?? 'unknown';
  const memoryMiB = facts.memoryMiB ?? 512;
  const themes = new Set(recommendation.reasons.map((reason) => reason.theme));
  const isSite = themes.has('static-site');
  const names = service.units.flatMap((unit) => unit.dependencies.map((one) => one.name));
  const shipped = service.units.flatMap(({ dependencies }) => dependencies.filter(({ scope }) => scope === 'runtime'));
  const inProduction = service.units.flatMap(({ dependencies }) =>
    dependencies.flatMap(({ scope, name }) => (scope === 'dev' ? [] : [name])),
  );
  const isStateful = recommendation.reasons.some((reason) => reason.rule === 'PK022');
  const called = new Set(recommendation.reasons.flatMap(({ rule, theme }) => (TOLD.has(rule) ? [] : [theme])));
  const isTold = recommendation.reasons.some(({ rule }) => TOLD.has(rule));
  const version = imageVersion(service, profile, isSite, options.installed?.[profile.runtime]);
  return {
    id: service.id,
    path: service.path,
    slug: slugOf(service, recommendation.process, options.name),
    ecosystem,
    shipped: new Set(shipped.map(({ name }) => name)),
    role,
    schedule: scheduleOf(service, role),
    copies: isStateful || isTold || role === 'scheduler' || role === 'job' || ALONE.some((theme) => themes.has(theme)) ? 1 : 2,
    version,
    leaves: leftVersion(service, profile, version, isSite),
    ...functionOf({ service, profile, process, names }, options),
    ...startOf(service, process, facts, servesHttp(called, inProduction)),
    // The image that hands out a site listens where nobody has to be root.
    ...(isSite ? { port: 8080, isPortKnown: true } : {}),
    memoryMiB,
    // What no task holds runs on a machine that does.
    task: taskSize(memoryMiB) ?? { vcpu: LARGEST_TASK, gb: Math.ceil(memoryMiB / 1024) },
    diskMiB: facts.diskMiB,
    gpu: themes.has('gpu'),
    privileged: themes.has('privileged'),
    stateful: isStateful,
    site: isSite ? builtDirectory(service.units.flatMap(({ dependencies }) => dependencies)) : undefined,
    isSiteNested: isSite && nestsPages(service.units.flatMap(({ dependencies }) => dependencies)),
    system: systemNeeds(service, ecosystem),
    recommendation,
  };
}

/** Rules of bots that are told what happens over what they opened themselves: nobody calls them, and each copy would answer. */
const TOLD: ReadonlySet<string> = new Set(['PK024', 'PK096']);

/** Themes of processes that must not run twice. */
const ALONE = ['scheduler', 'watch-loop'] as const;

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
