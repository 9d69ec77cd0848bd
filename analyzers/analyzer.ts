import type {
  DeployedGroups,
  DeploymentFacts,
  Diagnostic,
  EcosystemId,
  FilePattern,
  Project,
  RealmRule,
  Resolver,
  RuntimeName,
  Target,
  TargetFor,
  Unit,
  UnreadFormat,
} from '../src/model/index.ts';
import type { ResolveEnvironment } from '../src/registry/client.ts';

/** All that knows an ecosystem (or the deployment descriptors) stands behind this interface. */
export interface Analyzer<Axis extends RuntimeName | null = RuntimeName | null> {
  readonly id: EcosystemId | 'deployment';
  /** What discovery has to look for. */
  readonly files: readonly FilePattern[];
  /** Those of `files` that are text or settings of programs: read where another file says what they are, and nobody's loss where none does. */
  readonly sources?: readonly FilePattern[];
  /** Files that say what this ecosystem's services need in a form that is not read: told, so that nothing is lost in silence. */
  readonly unread?: readonly UnreadFormat[];
  /** Files that count only where somebody names them, and by what. */
  readonly named?: { readonly files: readonly FilePattern[]; readonly but?: readonly FilePattern[]; readonly by: string };
  /** What goes by the name of such files and is about them (a text, a licence): of no use to anybody, and not told. */
  readonly about?: readonly FilePattern[];
  /** The runtime whose version assembling may look at, besides the platform; a snapshot holds what it gives for each of them. */
  readonly axis: Axis;
  /**
   * Reads everything of this ecosystem once; what it gives back makes units of it for a target: parents, workspaces,
   * includes and locks. Pure but for `project`; never throws on content, never drops a dependency without a diagnostic.
   */
  read(project: Project): Assemble<Axis>;
  /** What is wrong with units on the fleet's target once it is chosen; units may come from snapshots. */
  doubts?(units: readonly Unit[], target: Target): readonly Diagnostic[];
  /** How demands in the realms that this analyzer owns are judged. */
  readonly rules: readonly RealmRule[];
  /** How the ecosystem's own tool is asked for a verdict; absent where none answers without building or running anything. */
  readonly native?: NativeTool;
}

/** An installed tool that knows whether services fit together. Asked by `cohost verify` only. */
export interface NativeTool {
  /** Commands that can answer, best first, each with the words that make it say its version. */
  readonly programs: readonly { readonly command: string; readonly version: readonly string[] }[];
  /** Settings of the realm under which cohost's verdict is about the same thing as the tool's. */
  readonly settings: Readonly<Record<string, string>>;
  /** How many of it may run side by side. */
  readonly atOnce: number;
}

/** Why a tool cannot be asked about services. */
export interface Unasked {
  readonly unasked: string;
}

export interface NativeContext {
  /** The one of `programs` that is installed, and what it says of its version. */
  readonly command: string;
  readonly version: string;
  readonly target: Target;
  readonly isDeployed: DeployedGroups;
  readonly offline: boolean;
  readonly before?: string;
}

export interface NativeQuestion {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What had to be left out: a tool that is content without it proves nothing, one that refuses does. */
  readonly without?: string;
  /** What the tool says when the services do not fit; a failure without it says nothing about them. */
  readonly refusal: RegExp;
  /** What a tool that ends well says against the services all the same, line by line; nothing when they fit. */
  refused?(output: string): readonly string[];
}

export type Assemble<Axis extends RuntimeName | null = RuntimeName | null> = (target: TargetFor<Axis>) => Assembly;

export interface Assembly {
  readonly units: readonly Unit[];
  /** Descriptors; only the deployment analyzer gives any. */
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  /** Joint resolution over registry metadata; keeps the ecosystem's own facts to itself. Loaded only when asked for. */
  readonly resolver?: (environment: ResolveEnvironment, isDeployed: DeployedGroups) => Promise<Resolver>;
  /**
   * The question that the ecosystem's own tool is asked about units, by their paths: files for an empty directory and a
   * command that builds and runs nothing of them; or why it cannot be asked.
   */
  readonly nativeQuestion?: (paths: readonly string[], context: NativeContext) => NativeQuestion | Unasked;
}
