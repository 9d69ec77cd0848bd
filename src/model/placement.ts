import type { Repin, Verdict } from './conflict.ts';
import type { ServiceId } from './demand.ts';
import type { IsolationLevel, RuntimeName } from './realm.ts';
import type { Origin } from './source.ts';

/** Services that share one host, and what that takes: the verdict of the whole set, runtimes by name, versions that move. */
export interface Host {
  readonly id: string;
  readonly services: readonly ServiceId[];
  readonly verdict: Verdict;
  readonly runtimes: Readonly<Partial<Record<RuntimeName, string>>>;
  readonly repins: readonly Repin[];
}

/** All services on the fewest hosts that their conflicts allow at a level. */
export interface Placement {
  readonly level: IsolationLevel;
  readonly hosts: readonly Host[];
  /** No placement can do with fewer hosts than this. */
  readonly lowerBound: number;
  readonly optimal: boolean;
}

/** One rung of the ladder: what isolating everything at `level` costs in hosts and ends in conflicts. */
export interface Rung {
  readonly level: IsolationLevel;
  readonly hosts: number;
  readonly optimal: boolean;
  /** Ids of the errors that this level ends and the one below it does not. */
  readonly clears: readonly string[];
  /** Ids of the errors that remain. */
  readonly remaining: readonly string[];
}

/**
 * Conflicts and packaging as one answer: who leaves, with the lightest packaging that ends its conflicts, and who stays
 * together then.
 */
export interface LeastIsolation {
  readonly apart: readonly {
    readonly service: ServiceId;
    readonly packaging: 'lambda-zip' | 'lambda-image' | 'own-environment' | 'own-container' | 'own-machine';
    /** Ids of the errors that its leaving ends. */
    readonly conflicts: readonly string[];
    readonly because: string;
  }[];
  readonly together: readonly ServiceId[];
}

/** Where a service may run. */
export const PACKAGINGS = ['shared-host', 'container', 'fargate', 'lambda-zip', 'lambda-image'] as const;

/** How a service is advised to run; `insufficient-evidence` where nothing decisive is known of it. */
export type RecommendationTarget = (typeof PACKAGINGS)[number] | 'insufficient-evidence';

/** `high`: a rule of high confidence decides and no single undeclared fact changes it; `low`: a default or a weak rule decides. */
export type Confidence = 'high' | 'medium' | 'low';

/** A line that a reason rests on. */
export interface Evidence {
  readonly file: string;
  readonly line: number;
  readonly text?: string;
}

/** A rule of packaging that fired for a service: what it says of which targets, and on what evidence. */
export interface Reason {
  readonly rule: string;
  /** The rule's theme: `long-running-consumer`, `package-size` … */
  readonly theme: string;
  readonly effect: 'blocks' | 'for' | 'against' | 'note';
  readonly targets: readonly RecommendationTarget[];
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Where the rule or fact comes from, with its date. */
  readonly source: string;
}

/** What would lead to another target: a rule that no longer holds, or a fact that is declared. */
export interface Change {
  readonly when: string;
  readonly target: RecommendationTarget;
  /** The rule without which it would be so. */
  readonly rule?: string;
  /** What to declare, where one declaration does it. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** The advice for one service, or for one process of it: target, reasons, and what would change it. */
export interface Recommendation {
  readonly service: ServiceId;
  /** Set where one service runs several processes and each gets its own verdict. */
  readonly process?: string;
  readonly target: RecommendationTarget;
  readonly confidence: Confidence;
  readonly reasons: readonly Reason[];
  readonly alternatives: readonly { readonly target: RecommendationTarget; readonly because: string }[];
  readonly unknowns: readonly string[];
  /** `changes` as sentences: `a GPU (facts.gpu: true): container`. */
  readonly wouldChangeIf: readonly string[];
  readonly changes: readonly Change[];
  readonly size?: SizeEstimate;
  /** Set where config decided: its target (which is `target` above), why, and the verdict that it replaced. */
  readonly override?: {
    readonly target: RecommendationTarget;
    readonly reason: string;
    readonly replaced?: RecommendationTarget;
    readonly origin?: Origin;
  };
}

/** Unzipped size of what a service installs, in bytes; null where too little is known. */
export interface SizeEstimate {
  readonly unzippedBytes: number | null;
  readonly method: 'lock' | 'measured-table' | 'mixed' | 'unknown';
  /** Packages whose size is not known. */
  readonly missing: readonly string[];
  readonly largest: readonly { readonly purl: string; readonly bytes: number }[];
}
