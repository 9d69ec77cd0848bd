/** `settings.gradle(.kts)`: which projects a build has, where they lie, its catalogs and included builds. */
import { joinPath } from '../../../../src/model/index.ts';
import { absentScript } from '../blocks/applying.ts';
import { unknownRule } from '../blocks/drafts.ts';
import { className } from '../blocks/plugin-ids.ts';
import { repositoriesHandler } from '../blocks/repositories.ts';
import { commonHandler, directoryText, pathIn } from '../evaluation/common.ts';
import { extraHandler } from '../evaluation/extra-block.ts';
import {
  type Args,
  type Handler,
  handlerValue,
  NOTHING,
  NULL,
  text,
  textOf,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from '../evaluation/values.ts';
import type { Position } from '../script/syntax-tree.ts';
import { catalogsHandler, importByPlugin } from './settings-catalogs.ts';
import { flat, includeProject, type ProjectDescriptor, parentOf, rename, type SettingsContext } from './settings-model.ts';

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

/** `include 'a', 'b:c'`; a slash parts no projects, and is to be renamed (`DefaultSettings.include`, `NameValidator`). */
function include(context: SettingsContext, { positional, at }: Args): Value {
  const { settings } = context;
  for (const value of flat(positional)) {
    const path = textOf(value);
    const known = path !== undefined && !path.includes(UNKNOWN);
    if (known && includeProject(settings, path) !== undefined) continue;
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
}

/** `includeFlat 'a'`: a project beside the root. */
function includeFlat({ settings, directory }: SettingsContext, { positional }: Args): Value {
  for (const value of flat(positional)) {
    const name = textOf(value);
    const made = name === undefined ? undefined : includeProject(settings, name);
    if (made !== undefined) made.directory = joinPath(directory, `../${made.name}`) ?? made.directory;
  }
  return NOTHING;
}

/** `{ dependencySubstitution { substitute module('a:b') using project(':x') } }` of an included build. */
function includedHandler(interpreter: SettingsContext['interpreter'], into: Map<string, string>): Handler {
  const substitution: Handler = {
    call(name, { positional: [first] }) {
      if (name === 'module' || name === 'project') return first;
      const module = textOf(first)?.split(':').slice(0, 2).join(':');
      if (name !== 'substitute' || module === undefined) return undefined;
      const answer: Handler = {
        call(word, { positional: [target] }) {
          const path = textOf(target);
          if ((word === 'using' || word === 'with') && path !== undefined)
            into.set(module, path.startsWith(':') ? path : `:${path}`);
          return handlerValue(answer);
        },
      };
      return handlerValue(answer);
    },
  };
  return {
    call: (name, { closure }) =>
      name === 'dependencySubstitution' && closure !== undefined ? interpreter.invoke(closure, [], substitution) : undefined,
    set: (name) => name === 'name',
  };
}

function includeBuild(
  { directory, settings, interpreter }: SettingsContext,
  { positional, closure, at }: Args,
  plugins: boolean,
): Value {
  const path = pathIn(directory, textOf(positional[0]));
  const substitutes = new Map<string, string>();
  if (closure !== undefined) interpreter.invoke(closure, [], includedHandler(interpreter, substitutes));
  if (path !== undefined) settings.included.push({ directory: path, plugins, substitutes, line: at.line, column: at.column });
  return NOTHING;
}

/** `apply from: 'x.gradle'`, `apply plugin: 'x'`. */
function apply(context: SettingsContext, { named, positional: [first], nodes, type, at: { line, column } }: Args): Value {
  const map = first?.kind === 'map' ? first.entries : named;
  const given = textOf(map.get('from'));
  if (map.has('from') && !context.apply(given)) context.report({ ...absentScript(given), line, column });
  const plugin = map.get('plugin');
  const own = plugin?.kind === 'map' ? plugin.entries.get('apply') : undefined;
  const id = textOf(plugin);
  const name = type ?? className(nodes.find((node) => node.name === 'plugin'));
  if (own?.kind === 'closure') context.applyPlugin({ apply: own });
  else if (id !== undefined) context.applyPlugin({ id });
  else if (name !== undefined) context.applyPlugin({ class: name });
  return NOTHING;
}

/** `plugins { id('x') }` of settings: those that an included build holds are read, others bring no projects, but some a catalog. */
function pluginsHandler(context: SettingsContext): Handler {
  return {
    call(name, { positional: [first], at }) {
      const id = textOf(first);
      if (name !== 'id' || id === undefined) return undefined;
      if (!context.applyPlugin({ id })) importByPlugin(context, id, at);
      return NOTHING;
    },
  };
}

function projectAt(context: SettingsContext, path: string | undefined): Value {
  const full = path === undefined || path === '' || path.startsWith(':') ? path || ':' : `:${path}`;
  const found = path === undefined ? undefined : context.settings.projects.get(full);
  return found === undefined ? UNKNOWN_VALUE : handlerValue(descriptorHandler(context, found));
}

/** By its path, or by the directory in which it lies. */
function foundProject(context: SettingsContext, given: string | undefined): Value {
  if (given === undefined || given.includes(UNKNOWN)) return UNKNOWN_VALUE;
  if (!given.startsWith('/')) return asNone(projectAt(context, given));
  const directory = pathIn(context.directory, given);
  const projects = context.settings.projects;
  context.interpreter.spend(projects.size);
  const found = [...projects.values()].find((one) => one.directory === directory);
  return found === undefined ? NULL : handlerValue(descriptorHandler(context, found));
}

function asNone(value: Value): Value {
  return value.kind === 'unknown' ? NULL : value;
}

/** `plugins { id('x') version '1' }` of `pluginManagement`. */
function pluginVersionsHandler({ settings }: SettingsContext): Handler {
  return {
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
}

function pluginManagementHandler(context: SettingsContext): Handler {
  return {
    call(name, args) {
      if (name === 'includeBuild') return includeBuild(context, args, true);
      if (name === 'plugins' && args.closure !== undefined)
        return context.interpreter.invoke(args.closure, [], pluginVersionsHandler(context));
      return name === 'repositories' ? NOTHING : undefined;
    },
  };
}

const DEFAULT_NAME = 'defaultLibrariesExtensionName';

/** `dependencyResolutionManagement { versionCatalogs { … }; repositories { … } }`. */
function resolutionHandler(context: SettingsContext): Handler {
  const { interpreter, settings } = context;
  const rule = (at: Position): Value => {
    context.report(unknownRule('components', at));
    return NOTHING;
  };
  return {
    call(name, { closure, at }) {
      if (closure === undefined) return undefined;
      if (name === 'components') return rule(at);
      if (name === 'versionCatalogs') return interpreter.invoke(closure, [], catalogsHandler(context));
      if (name === 'repositories')
        return interpreter.invoke(closure, [], repositoriesHandler(interpreter, settings.repositories));
      return undefined;
    },
    get(name) {
      if (name === 'components') return handlerValue({ call: (_rule, { at }) => rule(at) });
      return name === 'versionCatalogs' ? handlerValue(catalogsHandler(context)) : undefined;
    },
    set(name, value) {
      const given = textOf(value);
      if (name.replace(/^\*\./, '') !== DEFAULT_NAME) return false;
      // The catalog of `gradle/libs.versions.toml` under another name.
      const catalog = settings.catalogs.get('libs');
      if (catalog !== undefined && given !== undefined && !given.includes(UNKNOWN)) {
        settings.catalogs.delete('libs');
        settings.catalogs.set(given, catalog);
      }
      return true;
    },
  };
}

/** Blocks that say nothing of the projects. */
const OTHER_BLOCKS = new Set(['buildscript', 'buildCache', 'enableFeaturePreview']);

/** The top level of a settings script. */
export function settingsHandler(context: SettingsContext): Handler {
  const { settings, directory, interpreter, property: look, properties } = context;
  const common = commonHandler({ directory, buildRoot: directory, gradle: context.gradleVersion, look, properties });
  const extra = extraHandler(settings.extra, (name) => settings.extra.get(name));
  const resolution = resolutionHandler(context);
  const block =
    (inner: Handler) =>
    ({ closure }: Args): Value =>
      closure === undefined ? NOTHING : interpreter.invoke(closure, [], inner);
  const calls: Readonly<Record<string, (args: Args) => Value>> = {
    include: (args) => include(context, args),
    includeFlat: (args) => includeFlat(context, args),
    includeBuild: (args) => includeBuild(context, args, false),
    apply: (args) => apply(context, args),
    project: ({ positional }) => projectAt(context, textOf(positional[0])),
    findProject: ({ positional }) => foundProject(context, textOf(positional[0])),
    plugins: block(pluginsHandler(context)),
    pluginManagement: block(pluginManagementHandler(context)),
    dependencyResolutionManagement: block(resolution),
    ext: block(extra),
  };
  const own: Readonly<Record<string, () => Value>> = {
    rootProject: () => projectAt(context, ':'),
    settings: () => handlerValue(handler),
    gradle: () => handlerValue(context.gradle),
    ext: () => handlerValue(extra),
    extra: () => handlerValue(extra),
    dependencyResolutionManagement: () => handlerValue(resolution),
  };
  const handler: Handler = {
    call(name, args) {
      if (OTHER_BLOCKS.has(name)) return NOTHING;
      return Object.hasOwn(calls, name) ? calls[name]?.(args) : common.call?.(name, args);
    },
    get(name, at) {
      if (Object.hasOwn(own, name)) return own[name]?.();
      return common.get?.(name, at) ?? settings.extra.get(name) ?? look(name);
    },
    set: () => false,
  };
  return handler;
}
