import type {
  Demand,
  DeploymentFacts,
  Diagnostic,
  EcosystemId,
  FilePattern,
  Fix,
  IsolationLevel,
  Project,
  RealmId,
  Repin,
  ServiceId,
  Severity,
  Target,
  Unit,
} from '../src/model/index.ts';
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

/**
 * How demands on one key of one realm are judged. All functions are pure and take demands of one key only.
 * The engine in src/detect finds the smallest sets with `clash` as its oracle, so `clash` has to be monotone:
 * adding a demand never ends a clash.
 */
export interface RealmRule {
  readonly realm: RealmId;
  /** Only these keys (the runtime realm has one rule per runtime); all keys when absent. */
  readonly keys?: readonly string[];
  readonly clearedBy: IsolationLevel;
  /** The constraint in a normal form: equal meaning, equal text. Used to group demands and in fingerprints. */
  canonical(demand: Demand): string;
  /** Why no single choice suits all demands; undefined when one does or nobody can tell. */
  clash(demands: readonly Demand[], context: RuleContext): Clash | undefined;
  /** One sentence and the steps for a smallest set. */
  describe(demands: readonly Demand[], clash: Clash, context: RuleContext): Description;
  /**
   * Constraints for `demand`'s own line that could end its clash with `others`, nearest first.
   * The engine applies and re-checks each before it is shown.
   */
  suggest?(demand: Demand, others: readonly Demand[], context: RuleContext): readonly string[];
  /** Findings about a key that clashes with nothing: drift between locks, mediation that works, duplicates. */
  remark?(demands: readonly Demand[], context: RuleContext): readonly Remark[];
}

export interface RuleContext {
  readonly target: Target;
  /** Settings of the realm from config, e.g. `{ model: 'flat' }` for npm, `{ build: 'together' }` for go. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Clash {
  /** Rule id, e.g. `version/unsatisfiable`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Facts that `describe` needs, so that nothing is computed twice. */
  readonly facts?: Readonly<Record<string, string>>;
  /** When it differs from the rule's. */
  readonly clearedBy?: IsolationLevel;
}

export interface Description {
  readonly message: string;
  readonly explanation: readonly string[];
}

export interface Remark extends Description {
  readonly rule: string;
  readonly severity: 'warning' | 'note';
  readonly demands: readonly Demand[];
  readonly clearedBy?: IsolationLevel;
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
