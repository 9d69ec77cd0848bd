/** What a build that resolves a class path says of it: forced and managed versions, exclusions, rules, refusals. */
import type { Candidate, Refusal, SelectionRule } from '../model.ts';
import type { Edge } from './component.ts';

/** What the resolving build decides for its whole class path. */
export interface BuildRules {
  /** `group:name` → version of `force`. */
  readonly forced: ReadonlyMap<string, string>;
  /** The version of Spring's dependency management, which replaces what is asked for, and what is forced. */
  readonly managed: (edge: Edge) => string | undefined;
  /** `group:module` with `*` for any. */
  readonly excluded: readonly string[];
  /** `group:name` → what Spring's dependency management leaves out below it. */
  readonly exclusions: ReadonlyMap<string, readonly string[]>;
  /** What of the versions of a module may be chosen. */
  readonly judge: SelectionRule['judge'];
  /** Which module is taken of several that provide one capability; undefined where Gradle refuses them. */
  readonly provider: (capability: string, candidates: readonly Candidate[]) => Candidate | 'open' | undefined;
  /** `group:name` → the module that takes its place where both are asked for. */
  readonly replacements: ReadonlyMap<string, string>;
  readonly refuses: ReadonlySet<Refusal>;
  /** A project stands for its name whatever higher version of it a repository has. */
  readonly prefersProjects: boolean;
  /** `group:name` → version of a lenient lock: what `1.+` and ranges take where they accept it. */
  readonly remembered: ReadonlyMap<string, string>;
  /** What its resolution rules take in the place of what is asked for. */
  readonly substitute: (edge: Edge) => Edge;
}

export const NO_RULES: BuildRules = {
  forced: new Map(),
  managed: () => undefined,
  excluded: [],
  exclusions: new Map(),
  judge: () => 'kept',
  provider: () => undefined,
  replacements: new Map(),
  refuses: new Set(),
  prefersProjects: false,
  remembered: new Map(),
  substitute: (edge) => edge,
};
