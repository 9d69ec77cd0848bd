import type { LoadedConfig } from './config/load.ts';
import type { GroupChoice } from './detect/deployed/groups.ts';
import type { ParseCache } from './discover/project.ts';
import type { FileTree } from './discover/tree.ts';
import {
  type Diagnostic,
  type IsolationLevel,
  normalizeName,
  type RealmId,
  type Service,
  serviceNames,
  type Target,
} from './model/index.ts';
import type { ResolveEnvironment } from './registry/client.ts';
import type { TargetOverrides } from './target.ts';

/** One analysis of one tree. Everything outside of the tree comes in here; nothing reads a clock or an environment. */
export interface AnalyzeRequest {
  readonly tree: FileTree;
  /** Directories of the tree to analyse; `.` is the whole. */
  readonly starts: readonly string[];
  readonly config: LoadedConfig;
  /** How much services of one host share; config's when absent, else `environment`. */
  readonly level?: IsolationLevel;
  /** Runtimes and platform; what is not said here or in config is chosen from what the fleet admits. */
  readonly target?: TargetOverrides;
  /** Groups of manifests that are deployed beside those that always are. */
  readonly groups?: readonly string[];
  /** Only these realms are judged; all when absent. */
  readonly realms?: readonly RealmId[];
  /** Ids, paths or last path segments of the services to look at; all when absent. */
  readonly only?: readonly string[];
  /** Whether the report lists every pair of services, and not only those of which there is something to say. */
  readonly allPairs?: boolean;
  /** ISO date: registries are asked for what they had then. */
  readonly before?: string;
  /** ISO date that deprecations and expiries are judged by. */
  readonly today: string;
  /** Whether samples and tests count as services; config's `samples` when absent, else false. */
  readonly includeSamples?: boolean;
  /** `aws`, or any other word where there is none; config's when absent. */
  readonly platform?: string;
  /** False where nobody looks at recommendations: the report holds none then, and all that diagnostics say of them. */
  readonly advice?: boolean;
  /** Given for depth `resolved`: opens the registries. */
  readonly resolve?: (target: Target, warn: (diagnostic: Diagnostic) => void) => Promise<ResolveEnvironment>;
  readonly cache?: ParseCache;
  readonly onStage?: (stage: Stage, milliseconds: number) => void;
  readonly progress?: (phase: string, done: number, total?: number) => void;
}

/** What judging needs of a request once the tree has been read. */
export type Judged = Omit<AnalyzeRequest, 'tree' | 'starts'>;

/** The stages of an analysis, in their order. */
export type Stage = 'discover' | 'assemble' | 'detect' | 'resolve' | 'place' | 'recommend' | 'report';

export type Clock = <T>(stage: Stage, work: () => T) => T;

/** Tells `onStage` how many milliseconds each stage took; measures nothing where nobody listens. */
export function stopwatch(onStage: AnalyzeRequest['onStage']): Clock {
  if (onStage === undefined) return (_, work) => work();
  let last = performance.now();
  return (stage, work) => {
    const result = work();
    const now = performance.now();
    onStage(stage, now - last);
    last = now;
    return result;
  };
}

/** The groups that the run and config name: for all services, or for one. */
export function groupChoice(request: Judged, services: readonly Service[]): GroupChoice {
  const { config } = request.config;
  const named = serviceNames(services);
  const byService = new Map<string, ReadonlySet<string>>();
  for (const [name, settings] of Object.entries(config.services ?? {})) {
    if (settings.groups === undefined) continue;
    for (const service of named(name)) byService.set(service, namesOf(settings.groups));
  }
  return { everywhere: namesOf([...(request.groups ?? []), ...(config.groups ?? [])]), byService };
}

/** Extras and groups are one under any spelling of their name (PEP 685, PEP 735). */
function namesOf(groups: readonly string[]): ReadonlySet<string> {
  return new Set(groups.flatMap((group) => [group, normalizeName(group)]));
}
