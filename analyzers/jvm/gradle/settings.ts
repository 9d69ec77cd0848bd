/** `settings.gradle(.kts)`: which projects a build has, where they lie, its catalogs and included builds. */
import { joinPath } from '../../../src/model/index.ts';
import { Catalog, normalizeAlias } from './catalog.ts';
import { commonHandler, directoryText, gradleHandler, pathIn } from './common.ts';
import type { Interpreter } from './interpret.ts';
import type { IncludedBuild, Problem, Repository } from './model.ts';
import { parseNotation } from './notation.ts';
import { repositoriesHandler } from './repositories.ts';
import type { RichVersion } from './rich-version.ts';
import { parseVersionNotation } from './rich-version.ts';
import { richVersionHandler } from './rich-version-block.ts';
import type { Position } from './syntax-tree.ts';
import { type Args, type Handler, handlerValue, NOTHING, text, textOf, UNKNOWN, UNKNOWN_VALUE, type Value } from './values.ts';

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
  readonly included: IncludedBuild[] = [];
  readonly pluginVersions = new Map<string, string>();
  readonly repositories: Repository[] = [];
  readonly extra = new Map<string, Value>();
  /** `gradle.ext`, which projects see as well. */
  readonly gradle = new Map<string, Value>();
  /** Includes that only a run would know. */
  open = false;
}

export interface SettingsContext {
  readonly directory: string;
  readonly interpreter: Interpreter;
  readonly settings: Settings;
  report(problem: Omit<Problem, 'file' | 'incomplete'>): void;
  /** Fills a catalog from a TOML file of the tree; false when there is none. */
  importCatalog(path: string, into: Catalog): boolean;
  property(name: string): Value | undefined;
  /** The pairs of a properties file of the tree. */
  properties(path: string): ReadonlyMap<string, Value> | undefined;
}

function parentOf(path: string): string {
  const cut = path.lastIndexOf(':');
  return cut <= 0 ? ':' : path.slice(0, cut);
}

/** Adds a project and, as Gradle does, every project above it. */
export function includeProject(settings: Settings, given: string): ProjectDescriptor | undefined {
  const path = given.startsWith(':') ? given : `:${given}`;
  if (path === ':' || path.endsWith(':') || path.includes('::')) return settings.projects.get(':');
  const known = settings.projects.get(path);
  if (known !== undefined) return known;
  const parent = includeProject(settings, parentOf(path));
  const name = path.slice(path.lastIndexOf(':') + 1);
  const directory = parent === undefined ? undefined : joinPath(parent.directory, name);
  if (directory === undefined) return undefined;
  const made: ProjectDescriptor = { path, name, directory };
  settings.projects.set(path, made);
  return made;
}

/** Another name is another path (`DefaultProjectDescriptor.setName`); projects below keep theirs. */
function rename(settings: Settings, project: ProjectDescriptor, name: string): void {
  project.name = name;
  if (project.path === ':') return;
  settings.projects.delete(project.path);
  const parent = parentOf(project.path);
  project.path = parent === ':' ? `:${name}` : `${parent}:${name}`;
  settings.projects.set(project.path, project);
}

function flat(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (value.kind === 'list' ? flat(value.items) : [value]));
}

function descriptorHandler(context: SettingsContext, project: ProjectDescriptor): Handler {
  const { settings, directory } = context;
  return {
    get(name) {
      switch (name) {
        case 'name':
          return text(project.name);
        case 'path':
          return text(project.path);
        case 'projectDir':
          return text(directoryText(project.directory));
        case 'children': {
          const own = [...settings.projects.values()].filter(({ path }) => path !== ':' && parentOf(path) === project.path);
          return { kind: 'list', items: own.map((one) => handlerValue(descriptorHandler(context, one))) };
        }
        default:
          return undefined;
      }
    },
    set(name, value) {
      const given = textOf(value);
      if (given === undefined || given.includes(UNKNOWN)) return ['name', 'projectDir', 'buildFileName'].includes(name);
      if (name === 'name') rename(settings, project, given);
      else if (name === 'buildFileName') project.buildFile = given;
      else if (name === 'projectDir') project.directory = pathIn(directory, given) ?? project.directory;
      else return false;
      return true;
    },
  };
}

/** `version("x", "1")`, `version("x") { strictly(…) }`. */
function versionGiven(context: SettingsContext, args: Args, from: number): RichVersion | undefined {
  const given = textOf(args.positional[from]);
  if (given !== undefined) return given.includes(UNKNOWN) ? {} : parseVersionNotation(given);
  if (args.closure === undefined) return undefined;
  let version: RichVersion = {};
  context.interpreter.invoke(
    args.closure,
    [],
    richVersionHandler((next) => {
      version = next(version);
    }),
  );
  return version;
}

/** What follows `library(…)` and `plugin(…)`: `.version("1")`, `.versionRef("x")`, `.withoutVersion()`. */
function versionChain(
  context: SettingsContext,
  store: (version: { readonly version: RichVersion; readonly ref?: string }) => void,
): Value {
  store({ version: {} });
  return handlerValue({
    call(name, args) {
      const given = textOf(args.positional[0]);
      if (name === 'versionRef' && given !== undefined) store({ version: {}, ref: given });
      else if (name === 'version') store({ version: versionGiven(context, args, 0) ?? {} });
      else if (name !== 'withoutVersion') return undefined;
      return NOTHING;
    },
  });
}

function catalogHandler(context: SettingsContext, catalog: Catalog): Handler {
  const library = (alias: string, given: readonly (string | undefined)[]): Value => {
    const [first, second] = given;
    const made = second === undefined ? parseNotation(first ?? '') : undefined;
    const group = made?.group ?? first;
    const name = made?.name ?? second;
    if (group === undefined || name === undefined) return NOTHING;
    if (made !== undefined && made.version.require !== undefined) {
      catalog.libraries.set(normalizeAlias(alias), { group, name, version: made.version });
      return NOTHING;
    }
    return versionChain(context, (version) => catalog.libraries.set(normalizeAlias(alias), { group, name, ...version }));
  };
  return {
    call(name, args) {
      const alias = textOf(args.positional[0]);
      const rest = args.positional.slice(1).map(textOf);
      if (name === 'from') return importInto(context, catalog, args);
      if (alias === undefined) return undefined;
      switch (name) {
        case 'version': {
          const version = versionGiven(context, args, 1);
          if (version !== undefined) catalog.versions.set(normalizeAlias(alias), version);
          return text(alias);
        }
        case 'library':
          return library(alias, rest);
        case 'alias':
          return handlerValue({
            call: (method, inner) => {
              if (method === 'to') return library(alias, inner.positional.map(textOf));
              return method === 'toPluginId' ? plugin(alias, textOf(inner.positional[0])) : undefined;
            },
          });
        case 'bundle':
          catalog.bundles.set(
            normalizeAlias(alias),
            flat(args.positional.slice(1)).flatMap((one) => textOf(one) ?? []),
          );
          return NOTHING;
        case 'plugin':
          return plugin(alias, rest[0]);
        default:
          return undefined;
      }
    },
  };

  function plugin(alias: string, id: string | undefined): Value {
    if (id === undefined) return NOTHING;
    return versionChain(context, (version) => catalog.plugins.set(normalizeAlias(alias), { id, ...version }));
  }
}

function importInto(context: SettingsContext, catalog: Catalog, args: Args): Value {
  for (const value of flat(args.positional)) {
    const given = textOf(value);
    const path = given?.endsWith('.toml') === true ? pathIn(context.directory, given) : undefined;
    if (path !== undefined && context.importCatalog(path, catalog)) continue;
    catalog.open = true;
    context.report({
      code: 'gradle/catalog-outside',
      severity: 'note',
      message: `the version catalog ${given === undefined || given.includes(UNKNOWN) ? '' : `${given} `}is not in this repository; versions that it holds are unknown`,
      line: args.at.line,
      column: args.at.column,
    });
  }
  return NOTHING;
}

function catalogsHandler(context: SettingsContext): Handler {
  const configure = (name: string, args: Args): Value => {
    const catalog = context.settings.catalogs.get(name) ?? new Catalog();
    context.settings.catalogs.set(name, catalog);
    const handler = catalogHandler(context, catalog);
    if (args.closure !== undefined) context.interpreter.invoke(args.closure, [], handler);
    return handlerValue(handler);
  };
  return {
    call(name, args) {
      const given = textOf(args.positional[0]);
      if (['create', 'register', 'named', 'maybeCreate', 'getByName'].includes(name))
        return given === undefined ? undefined : configure(given, args);
      return args.closure === undefined ? undefined : configure(name, args);
    },
  };
}

/** The top level of a settings script. */
export function settingsHandler(context: SettingsContext): Handler {
  const { settings, directory, interpreter } = context;
  const { property: look, properties } = context;
  const common = commonHandler({ directory, buildRoot: directory, look, properties });
  const include = (values: readonly Value[], at: Position): Value => {
    for (const value of flat(values)) {
      const path = textOf(value);
      const known = path !== undefined && !path.includes(UNKNOWN);
      if (known && includeProject(settings, path.replaceAll('/', ':')) !== undefined) continue;
      settings.open = true;
      context.report({
        code: 'gradle/dynamic-include',
        severity: 'note',
        message:
          'which projects this line includes is known only when the build runs; build scripts below this directory count as its projects',
        line: at.line,
        column: at.column,
      });
    }
    return NOTHING;
  };
  const includeBuild = (args: Args, plugins: boolean): Value => {
    const path = pathIn(directory, textOf(args.positional[0]));
    if (path !== undefined) settings.included.push({ directory: path, plugins, line: args.at.line, column: args.at.column });
    return NOTHING;
  };
  const project = (path: string | undefined): Value => {
    const found =
      path === undefined ? undefined : settings.projects.get(path === '' || path.startsWith(':') ? path || ':' : `:${path}`);
    return found === undefined ? UNKNOWN_VALUE : handlerValue(descriptorHandler(context, found));
  };
  const extra: Handler = {
    get: (name) => settings.extra.get(name),
    set: (name, value) => settings.extra.set(name, value) !== undefined,
  };
  const pluginManagement: Handler = {
    call(name, args) {
      if (name === 'includeBuild') return includeBuild(args, true);
      if (name === 'plugins' && args.closure !== undefined) return interpreter.invoke(args.closure, [], pluginVersions);
      return name === 'repositories' ? NOTHING : undefined;
    },
  };
  const pluginVersions: Handler = {
    call(name, args) {
      const given = textOf(args.positional[0]);
      const id = name === 'kotlin' && given !== undefined ? `org.jetbrains.kotlin.${given}` : given;
      if ((name !== 'id' && name !== 'kotlin') || id === undefined) return undefined;
      const chain: Handler = {
        call(method, inner) {
          const version = textOf(inner.positional[0]);
          if (method === 'version' && version !== undefined && !version.includes(UNKNOWN))
            settings.pluginVersions.set(id, version);
          return handlerValue(chain);
        },
      };
      return handlerValue(chain);
    },
  };
  const resolution: Handler = {
    call(name, args) {
      if (args.closure === undefined) return undefined;
      if (name === 'versionCatalogs') return interpreter.invoke(args.closure, [], catalogsHandler(context));
      if (name === 'repositories')
        return interpreter.invoke(args.closure, [], repositoriesHandler(interpreter, settings.repositories));
      return undefined;
    },
    get: (name) => (name === 'versionCatalogs' ? handlerValue(catalogsHandler(context)) : undefined),
  };
  const handler: Handler = {
    call(name, args) {
      switch (name) {
        case 'include':
          return include(args.positional, args.at);
        case 'includeFlat':
          for (const value of flat(args.positional)) {
            const flatName = textOf(value);
            const made = flatName === undefined ? undefined : includeProject(settings, flatName);
            if (made !== undefined) made.directory = joinPath(directory, `../${made.name}`) ?? made.directory;
          }
          return NOTHING;
        case 'includeBuild':
          return includeBuild(args, false);
        case 'project':
        case 'findProject':
          return project(textOf(args.positional[0]));
        case 'pluginManagement':
          return args.closure === undefined ? NOTHING : interpreter.invoke(args.closure, [], pluginManagement);
        case 'dependencyResolutionManagement':
          return args.closure === undefined ? NOTHING : interpreter.invoke(args.closure, [], resolution);
        case 'plugins':
        case 'buildscript':
        case 'buildCache':
        case 'enableFeaturePreview':
          return NOTHING;
        case 'ext':
          return args.closure === undefined ? NOTHING : interpreter.invoke(args.closure, [], extra);
        default:
          return common.call?.(name, args);
      }
    },
    get(name, at) {
      switch (name) {
        case 'rootProject':
          return project(':');
        case 'settings':
          return handlerValue(handler);
        case 'gradle':
          return handlerValue(gradleHandler(settings.gradle));
        case 'ext':
        case 'extra':
          return handlerValue(extra);
        case 'dependencyResolutionManagement':
          return handlerValue(resolution);
        default:
          return common.get?.(name, at) ?? settings.extra.get(name) ?? context.property(name);
      }
    },
    set: () => false,
  };
  return handler;
}
