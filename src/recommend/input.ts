import type { DeclaredFacts } from '../config/schema.ts';
import type { Conflict, Dependency, Origin, RecommendationTarget, Service, ServiceId } from '../model/index.ts';
import type { Elsewhere } from './elsewhere.ts';

export type Facts = DeclaredFacts;
export type FactName = keyof Facts;

export const FACT_NAMES: readonly FactName[] = [
  'role',
  'jobSeconds',
  'requestSeconds',
  'memoryMiB',
  'payloadMiB',
  'requestsPerMonth',
  'avgDurationMs',
  'traffic',
  'coldStartBudgetMs',
  'statefulDisk',
  'diskMiB',
  'gpu',
  'platform',
  'ports',
];

/** What config says about one service's packaging. */
export interface PackagingPolicy {
  readonly recommend?: Exclude<RecommendationTarget, 'insufficient-evidence'>;
  readonly forbid?: Exclude<RecommendationTarget, 'insufficient-evidence'>;
  readonly reason?: string;
  /** ISO date after which the policy no longer holds. */
  readonly until?: string;
  readonly origin?: Origin;
}

/** Whether and with whom a service may share a host. */
export interface Sharing {
  /** The declared host, where config names one that allows sharing and lists the service (or lists nobody). */
  readonly host?: string;
  readonly origin?: Origin;
  readonly cotenants: readonly ServiceId[];
  /** A runtime that the host would have to have for this service, and what it has instead. */
  readonly lacks?: string;
}

/** Everything that advice for one service depends on. Two equal inputs give equal advice; nothing is read from a clock. */
export interface RecommendInput {
  readonly service: Service;
  readonly facts: Facts;
  readonly factOrigin?: (fact: FactName) => Origin | undefined;
  readonly policy?: PackagingPolicy;
  /** `aws`, or any other name where there is none. */
  readonly platform: string;
  /** Where the config says so for all of it. */
  readonly platformOrigin?: Origin;
  /** The cloud that the fleet's own files are for, where nobody declares one and it is not AWS. */
  readonly elsewhere?: Elsewhere;
  /** ISO date. */
  readonly today: string;
  /** Errors between this service and those that it would share a host with, at the fleet's level. */
  readonly conflicts: readonly Conflict[];
  /** Errors that are over because services of the other side leave the declared host. */
  readonly ended?: readonly { readonly conflict: Conflict; readonly leaving: readonly ServiceId[] }[];
  readonly sharing: Sharing;
  /** By function, the layers of this repository that it names: their bytes count with the service's own. */
  readonly layers?: readonly (readonly Service[])[];
  /** Whether functions here name it as a layer. */
  readonly isLayer?: boolean;
  /** Whether images of other services take all of it. */
  readonly isPartOfImages?: boolean;
  /** Manifest groups that are deployed besides the runtime scope. */
  readonly groups?: readonly string[];
  /** Whether a worker of another service here runs on this package. */
  readonly isWorkedByOthers?: (dependency: Dependency) => boolean;
}

/** Whatever cloud a fact names: Lambda and Fargate are AWS's alone. */
export function lacksAws(platform: string): boolean {
  return platform.trim().toLowerCase() !== 'aws';
}

/** Overrides need a reason. */
export function isReasoned(policy: PackagingPolicy): boolean {
  return (policy.reason ?? '').trim() !== '';
}

/** The policy that is used: it has a reason, does not contradict itself, and its last day is not over. The rest is told. */
export function activePolicy({ policy, today }: Pick<RecommendInput, 'policy' | 'today'>): PackagingPolicy | undefined {
  if (policy === undefined || !isReasoned(policy) || policy.recommend === policy.forbid) return undefined;
  return policy.until !== undefined && policy.until < today ? undefined : policy;
}
