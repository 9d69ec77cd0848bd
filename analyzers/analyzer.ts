import type {
  DeploymentFacts,
  Diagnostic,
  EcosystemId,
  FilePattern,
  Project,
  RealmRule,
  Resolver,
  Target,
  Unit,
} from '../src/model/index.ts';

export type {
  Clash,
  Description,
  RealmRule,
  Remark,
  Resolution,
  ResolvedFinding,
  Resolver,
  RuleContext,
} from '../src/model/index.ts';

import type { ResolveEnvironment } from '../src/registry/client.ts';

/** All that knows an ecosystem (or the deployment descriptors) stands behind this interface. */
export interface Analyzer {
  readonly id: EcosystemId | 'deployment';
  /** What discovery has to look for. */
  readonly files: readonly FilePattern[];
  /** Names of directories that this ecosystem's tools generate and discovery never enters. */
  readonly generated: readonly string[];
  /** The parts of the target that `assemble` reads: when another part changes, what was assembled still holds. */
  readonly targets: readonly Exclude<keyof Target, 'because'>[];
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
