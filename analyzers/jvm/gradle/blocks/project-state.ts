/** What is known of a project while its build is read. */

import type { Interpreter } from '../evaluation/interpret.ts';
import { type Closure, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { ProjectModel } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import type { Catalog } from '../versions/catalog.ts';

/** A project while its build is read. */
export interface ProjectState {
  readonly path: string;
  readonly name: string;
  readonly directory: string;
  readonly parent: ProjectState | undefined;
  readonly children: ProjectState[];
  readonly model: ProjectModel;
  /** `ext` properties, which scripts set. */
  readonly extra: Map<string, Value>;
  /** From `gradle.properties`. */
  readonly properties: ReadonlyMap<string, Value>;
  group: Value | undefined;
  version: Value | undefined;
  /** `afterEvaluate` blocks, run when the project's own script has been read. */
  readonly deferred: (() => void)[];
  readonly applied: Set<string>;
  /** Its own script is being read or has been: until then it may still apply any plug-in. */
  begun: boolean;
}

/** What projects need of their build. */
export interface BuildAccess {
  readonly directory: string;
  /** Of the wrapper that starts the build. */
  readonly gradleVersion: string | undefined;
  readonly interpreter: Interpreter;
  readonly projects: ReadonlyMap<string, ProjectState>;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** Versions that the settings give to plug-ins. */
  readonly pluginVersions: ReadonlyMap<string, string>;
  /** Runs the convention plugin of this id in the project when the build holds its script; false when it holds none. */
  applyPlugin(project: ProjectState, id: string, at: Position): boolean;
  /** The pairs of a properties file of the tree. */
  properties(path: string): ReadonlyMap<string, Value> | undefined;
  /** Runs the `apply` of a plug-in class. */
  runPlugin(project: ProjectState, apply: Closure): void;
  /** Runs the `apply` of a plug-in class that the build holds; false when it holds none of that name. */
  applyClass(project: ProjectState, name: string): boolean;
  /** Ids of the convention plug-ins that the build holds. */
  ownPlugins(): Iterable<string>;
  /** Reads a project's own script now, if that was not done before. */
  evaluate(project: ProjectState): void;
  /** `gradle`: the build itself, as scripts see it. */
  gradle(): Value;
  /** Runs another script of the tree in the project; false when there is none at the path. */
  applyScript(project: ProjectState, given: string | undefined): boolean;
}

/** What `name` stands for as a project's property: extra properties, then `gradle.properties`, then the parent's. */
export function propertyOf(project: ProjectState, name: string): Value | undefined {
  for (let at: ProjectState | undefined = project; at !== undefined; at = at.parent) {
    const value = at.extra.get(name) ?? at.properties.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The project and all below it. */
export function all(project: ProjectState): readonly ProjectState[] {
  return [project, ...below(project)];
}

export function below(project: ProjectState): readonly ProjectState[] {
  return project.children.flatMap(all);
}

/** What a project says, or Gradle's default: the names of the projects above it. Neither group nor version is inherited. */
export function groupOf(project: ProjectState): string {
  const own = textOf(project.group ?? project.properties.get('group'));
  if (own !== undefined && !own.includes(UNKNOWN)) return own;
  const names: string[] = [];
  for (let at = project.parent; at !== undefined; at = at.parent) names.unshift(at.name);
  return names.join('.');
}

/** The path of a project as one at `base` names it; colons at the end, or twice, say nothing more. */
export function pathFrom(base: string, given: string): string {
  const parts = (given.startsWith(':') ? given : `${base}:${given}`).split(':').filter((part) => part !== '');
  return `:${parts.join(':')}`;
}
