/** What the settings of a build say, while they are read. */
import { joinPath } from '../../../../src/model/index.ts';
import type { Interpreter } from '../evaluation/interpret.ts';
import type { Closure, Handler, Value } from '../evaluation/values.ts';
import type { IncludedBuild, Problem, Repository } from '../model.ts';
import type { Catalog } from '../versions/catalog.ts';

/** One project of a build as its settings describe it. */
export interface ProjectDescriptor {
  /** `:` for the root, `:a:b` below. */
  path: string;
  name: string;
  directory: string;
  buildFile?: string;
}

/** Collects what the settings say while they are read. */
export class Settings {
  readonly projects = new Map<string, ProjectDescriptor>();
  readonly catalogs = new Map<string, Catalog>();
  /** Notations of those that lie in a repository. */
  readonly publishedCatalogs: string[] = [];
  readonly included: IncludedBuild[] = [];
  readonly pluginVersions = new Map<string, string>();
  readonly repositories: Repository[] = [];
  readonly extra = new Map<string, Value>();
  /** `gradle.ext`, which projects see as well. */
  readonly gradle = new Map<string, Value>();
  /** Includes that only a run would know. */
  open = false;
}

/** A plug-in by its id, by the name of its class, or as a class that the script holds. */
export type PluginName = { readonly id: string } | { readonly class: string } | { readonly apply: Closure };

/** Contents of version catalogs that were fetched, by their notation. */
export type PublishedCatalogs = ReadonlyMap<string, string>;

export interface SettingsContext {
  readonly directory: string;
  /** Of the wrapper that starts the build. */
  readonly gradleVersion: string | undefined;
  readonly interpreter: Interpreter;
  readonly settings: Settings;
  /** `gradle`, whose blocks are for the projects to come. */
  readonly gradle: Handler;
  report(problem: Omit<Problem, 'file' | 'incomplete'> & { readonly incomplete?: boolean }): void;
  /** Runs another script of the tree as part of the settings; false when there is none at the path. */
  apply(given: string | undefined): boolean;
  /** Runs a settings plug-in that an included build holds, by its id or its class; false when none does. */
  applyPlugin(named: PluginName): boolean;
  /** Fills a catalog from a TOML file of the tree; false when there is none. */
  importCatalog(path: string, into: Catalog): boolean;
  /** Fills a catalog from one that was published; false where nobody has fetched it. */
  importPublished(notation: string, into: Catalog): boolean;
  property(name: string): Value | undefined;
  /** The pairs of a properties file of the tree. */
  properties(path: string): ReadonlyMap<string, Value> | undefined;
}

export function parentOf(path: string): string {
  const cut = path.lastIndexOf(':');
  return cut <= 0 ? ':' : path.slice(0, cut);
}

/** Directories that lie deeper are not searched, so no project is that deep. */
const MAX_PARTS = 64;

/** Adds a project and, as Gradle does, every project above it. */
export function includeProject(settings: Settings, given: string): ProjectDescriptor | undefined {
  const path = given.startsWith(':') ? given : `:${given}`;
  if (path === ':' || path.endsWith(':') || path.includes('::')) return settings.projects.get(':');
  const known = settings.projects.get(path);
  if (known !== undefined) return known;
  if (path.split(':').length > MAX_PARTS) return undefined;
  const parent = includeProject(settings, parentOf(path));
  const name = path.slice(path.lastIndexOf(':') + 1);
  const directory = parent === undefined ? undefined : joinPath(parent.directory, name);
  if (directory === undefined) return undefined;
  const made: ProjectDescriptor = { path, name, directory };
  settings.projects.set(path, made);
  return made;
}

/** Another name is another path (`DefaultProjectDescriptor.setName`); projects below keep theirs. */
export function rename(settings: Settings, project: ProjectDescriptor, name: string): void {
  project.name = name;
  if (project.path === ':') return;
  settings.projects.delete(project.path);
  const parent = parentOf(project.path);
  project.path = parent === ':' ? `:${name}` : `${parent}:${name}`;
  settings.projects.set(project.path, project);
}

/** Values and those of the lists among them. */
export function flat(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (value.kind === 'list' ? flat(value.items) : [value]));
}
