import type {
  Demand,
  DeploymentFacts,
  Description,
  Diagnostic,
  EcosystemId,
  FilePattern,
  Fix,
  IsolationLevel,
  Project,
  RealmId,
  RealmRule,
  Repin,
  ServiceId,
  Severity,
  Target,
  Unit,
} from '../src/model/index.ts';

export type { Clash, Description, RealmRule, Remark, RuleContext } from '../src/model/index.ts';

import type { ResolveEnvironment } from '../src/registry/client.ts';

/** All that knows an ecosystem (or the deployment descriptors) stands behind this interface. */
export interface Analyzer {
  readonly id: EcosystemId | 'deployment';
  /** What discovery has to look for. */
  readonly files: readonly FilePattern[];
  /** Names of directories that this ecosystem's tools generate and discovery never enters. */
  readonly generated: readonly string[];
  /**
   * Reads and assembles everything of this ecosystem: parents, workspaces, includes and locks become units.
   * Pure but for `project`; never throws on content, never drops a dependency without a diagnostic.
   */
  assemble(project: Project, target: Target): Assembly;
  /** How demands in the realms that this analyzer owns are judged. */
  readonly rules: readonly RealmRule[];
}

export interface Assembly {
  readonly units: readonly Unit[];
  /** Descriptors; only the deployment analyzer gives any. */
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** Joint resolution over registry metadata; keeps the ecosystem's own facts to itself. Loaded only when asked for. */
  readonly resolver?: (environment: ResolveEnvironment) => Promise<Resolver>;
}

/** Depth `resolved`: verdicts that equal the ecosystem's own tool. One resolver serves a whole run and shares what it learned. */
export interface Resolver {
  /** Resolves one service by itself (a one-element set) or a set of services in one environment. Never rejects. */
  resolve(services: readonly ServiceId[]): Promise<Resolution>;
}

export type Resolution =
  | {
      readonly kind: 'resolved';
      /** Chosen version by key; several where copies may nest. */
      readonly versions: ReadonlyMap<string, readonly string[]>;
      readonly repins: readonly Repin[];
      /** Warnings and notes that only the sharing adds (what a service has alone is not here). */
      readonly findings: readonly ResolvedFinding[];
    }
  | {
      readonly kind: 'conflict';
      /** At least one, each over a smallest set of demands. */
      readonly findings: readonly ResolvedFinding[];
      /** Proved already for the one-element set: the service's own trouble, not the sharing's. */
      readonly alone?: ServiceId;
    }
  | { readonly kind: 'unknown'; readonly because: string; readonly diagnostics: readonly Diagnostic[] };

export interface ResolvedFinding extends Description {
  readonly rule: string;
  readonly severity: Severity;
  readonly realm: RealmId;
  readonly subject: string;
  readonly demands: readonly Demand[];
  readonly clearedBy: IsolationLevel;
  readonly fixes: readonly Fix[];
}
