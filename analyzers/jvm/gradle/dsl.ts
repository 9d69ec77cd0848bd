import type { Interpreter } from './interpret.ts';
import type { GradleDependency, PluginUse, Problem, ProjectModel } from './model.ts';
import { type DependencyKind, type Draft, draft, parseNotation } from './notation.ts';
import type { RichVersion } from './rich-version.ts';
import type { Position } from './syntax.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  NULL,
  text,
  textOf,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts'; // prettier-ignore

/** What the blocks of one project's scripts need of the build around them. */
export interface Context {
  readonly interpreter: Interpreter;
  readonly model: ProjectModel;
  /** All project paths of the build, for `projects.core.api`, and the root's name, which may stand before them. */
  readonly projectPaths: readonly string[];
  readonly rootName: string;
  /** The path of the project itself. */
  readonly path: string;
}

export function report(
  context: Context,
  problem: Omit<Problem, 'file' | 'incomplete'> & { readonly incomplete?: boolean },
): void {
  context.model.problems.push({
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
    line: problem.line,
    column: problem.column,
    file: context.interpreter.file,
    incomplete: problem.incomplete ?? false,
  });
}

function record(context: Context, configuration: string, one: Draft, at: Position): GradleDependency {
  return {
    ...one,
    configuration,
    file: context.interpreter.file,
    line: at.line,
    column: at.column,
    conditional: context.interpreter.undecided > 0,
  };
}

function known(value: string | undefined): string | undefined {
  return value === undefined || value.includes(UNKNOWN) ? undefined : value;
}

/** Leaves out what a version can't be known from, and marks the dependency. */
function settled(one: Draft): Draft {
  const parts = [one.version.require, one.version.strictly, one.version.prefer];
  if (!parts.some((part) => part?.includes(UNKNOWN))) return one;
  return { ...one, version: {}, dynamic: true };
}

/** Dependencies that a value stands for; undefined where it is none that this reader knows. */
function draftsOf(context: Context, value: Value, at: Position): readonly Draft[] | undefined {
  switch (value.kind) {
    case 'text': {
      const made = parseNotation(value.text);
      return made === undefined ? undefined : [made];
    }
    case 'map':
      return [fromNamed(value.entries)];
    case 'list':
      return value.items.flatMap((item) => draftsOf(context, item, at) ?? unread(context, at));
    case 'dependencies':
      return value.drafts.map((one) => ({ ...one, exclusions: [...one.exclusions], capabilities: [...one.capabilities] }));
    case 'catalog':
      return fromCatalog(context, value, at);
    case 'nothing':
      return [];
    case 'handler':
      return value.handler.draft === undefined ? undefined : [{ ...value.handler.draft }];
    default:
      return undefined;
  }
}

function fromCatalog(context: Context, value: Extract<Value, { kind: 'catalog' }>, at: Position): readonly Draft[] {
  const found = value.catalog.drafts(value.path);
  if (found !== undefined) return found.map((one) => ({ ...one, exclusions: [], capabilities: [] }));
  if (value.catalog.open) return unread(context, at);
  report(context, {
    code: 'gradle/unknown-alias',
    severity: 'error',
    message: `the version catalog has no library or bundle "${value.path}"`,
    incomplete: true,
    ...at,
  });
  return [];
}

function fromNamed(entries: ReadonlyMap<string, Value>): Draft {
  const of = (key: string) => textOf(entries.get(key));
  const version = of('version');
  const made = draft(of('group'), of('name'), version === undefined || version === '' ? {} : { require: version });
  const [classifier, ext] = [of('classifier'), of('ext')];
  if (classifier !== undefined) made.classifier = classifier;
  if (ext !== undefined) {
    made.ext = ext;
    made.transitive = false;
  }
  if (of('transitive') === 'false') made.transitive = false;
  if (of('changing') === 'true') made.changing = true;
  return made;
}

function unread(context: Context, at: Position): readonly Draft[] {
  report(context, {
    code: 'gradle/dynamic',
    severity: 'warning',
    message:
      'this dependency is computed when the build runs and is not known; write its coordinates, or lock them (gradle.lockfile)',
    incomplete: true,
    line: at.line,
    column: at.column,
  });
  return [];
}

/** What `exclude` names: `group:module` with `*` for what is left open; a plain string or alias names both. */
function exclusion(args: Args): string | undefined {
  const [first, second] = args.positional;
  const map = first?.kind === 'map' ? first.entries : undefined;
  const of = (key: string) => textOf(args.named.get(key) ?? map?.get(key));
  const group = of('group') ?? textOf(first?.kind === 'text' ? first : undefined);
  const module = of('module') ?? textOf(second);
  // Spring's plug-in takes both in one text.
  if (module === undefined && group?.includes(':') === true) return group;
  return group === undefined && module === undefined ? undefined : `${group ?? '*'}:${module ?? '*'}`;
}

/** The block after a dependency. */
function detailHandler(context: Context, drafts: readonly Draft[]): Handler {
  const each = (change: (one: Draft) => void): Value => {
    drafts.forEach(change);
    return NOTHING;
  };
  const versions = (change: (version: RichVersion) => RichVersion): Value =>
    each((one) => {
      one.version = change(one.version);
    });
  const versionHandler: Handler = {
    call(name, args) {
      const value = textOf(args.positional[0]);
      switch (name) {
        case 'strictly':
          return value === undefined ? NOTHING : versions(({ require: _, ...rest }) => ({ ...rest, strictly: value }));
        case 'require':
          return value === undefined ? NOTHING : versions((version) => ({ ...version, require: value }));
        case 'prefer':
          return value === undefined ? NOTHING : versions((version) => ({ ...version, prefer: value }));
        case 'reject': {
          const more = args.positional.flatMap((one) => textOf(one) ?? []);
          return versions((version) => ({ ...version, reject: [...(version.reject ?? []), ...more] }));
        }
        case 'rejectAll':
          return versions((version) => ({ ...version, reject: ['+'] }));
        default:
          return undefined;
      }
    },
  };
  return {
    call(name, args) {
      switch (name) {
        case 'exclude': {
          const named = exclusion(args);
          return named === undefined ? NOTHING : each((one) => one.exclusions.push(named));
        }
        case 'version':
          if (args.closure !== undefined) return context.interpreter.invoke(args.closure, [], versionHandler);
          return NOTHING;
        case 'because':
          return NOTHING;
        case 'classifier': {
          const classifier = textOf(args.positional[0]);
          return each((one) => {
            if (classifier !== undefined) one.classifier = classifier;
          });
        }
        case 'setTransitive':
          return each((one) => {
            const given = textOf(args.positional[0]);
            if (given === 'false' || given === 'true') one.transitive = given === 'true';
          });
        case 'capabilities':
          return args.closure === undefined ? NOTHING : context.interpreter.invoke(args.closure, [], this);
        case 'requireCapability':
        case 'requireCapabilities': {
          const names = args.positional.flatMap((one) => textOf(one) ?? []);
          return each((one) => one.capabilities.push(...names));
        }
        case 'artifact':
          return args.closure === undefined ? NOTHING : context.interpreter.invoke(args.closure, [], this);
        case 'attributes':
          return NOTHING;
        default:
          return undefined;
      }
    },
    set(name, value) {
      const shown = textOf(value);
      switch (name.replace(/^\*\./, '')) {
        case 'transitive':
        case 'isTransitive':
          each((one) => {
            if (shown === 'false' || shown === 'true') one.transitive = shown === 'true';
          });
          return true;
        case 'changing':
        case 'isChanging':
          each((one) => {
            if (shown === 'true') one.changing = true;
          });
          return true;
        case 'classifier':
          each((one) => {
            if (shown !== undefined) one.classifier = shown;
          });
          return true;
        default:
          return false;
      }
    },
  };
}

const KIND_CALLS: ReadonlyMap<string, DependencyKind> = new Map([
  ['platform', 'platform'],
  ['enforcedPlatform', 'enforcedPlatform'],
]);

/** Calls that bring no module of a repository. */
const LOCAL = new Set([
  'files',
  'fileTree',
  'gradleApi',
  'localGroovy',
  'gradleTestKit',
  'gradleKotlinDsl',
  'embeddedKotlin',
  'npm',
  'devNpm',
  'peerNpm',
  'layout',
  'zipTree',
]); // prettier-ignore
/** Calls that hand on the module that they are given. */
const WRAPPERS = new Set(['testFixtures', 'create', 'module', 'dependency', 'variantOf', 'gradlePlugin']);

function isCoordinates(value: Value): boolean {
  if (value.kind === 'dependencies') return true;
  if (value.kind === 'catalog') return !value.path.startsWith('versions.');
  return value.kind === 'text' && parseNotation(value.text) !== undefined;
}

const NO_CONFIGURATION = new Set([
  'println',
  'print',
  'modules',
  'components',
  'artifactTypes',
  'attributesSchema',
  'registerTransform',
  'because',
  'logger',
  'apply',
  'ext',
  'extra',
  'require',
  'check',
  'error',
  'listOf',
  'mapOf',
  'setOf',
  'arrayOf',
  'mutableListOf',
  'mutableMapOf',
  'file',
  'property',
  'findProperty',
  'hasProperty',
  'the',
  'configurations',
  'provider',
  'buildList',
  'System',
  'gradle',
  'uri',
  'pair',
  'requireNotNull',
  'project',
  'rootProject',
  'emptyList',
  'repositories',
  'subprojects',
  'allprojects',
  'dependencies',
]); // prettier-ignore

/** The `dependencies` block; `named` turns a configuration as written into its full name (source sets add theirs). */
export function dependenciesHandler(
  context: Context,
  named: (configuration: string) => string,
  sink: (dependency: GradleDependency) => void,
  constraints = false,
): Handler {
  const add = (configuration: string, args: Args, values: readonly Value[]): Value => {
    const drafts = coordinates(context, args, values).map((one) => settled(constraints ? { ...one, kind: 'constraint' } : one));
    if (args.closure !== undefined) context.interpreter.invoke(args.closure, [], detailHandler(context, drafts));
    const places = placesOf(args, values, drafts.length);
    for (const [index, one] of drafts.entries()) {
      const at = places[index] ?? args.at;
      if (one.dynamic === true || (one.kind !== 'project' && (known(one.group) === undefined || known(one.name) === undefined)))
        report(context, {
          code: 'gradle/dynamic-version',
          severity: 'warning',
          message: `the version of ${known(one.group) ?? '?'}:${known(one.name) ?? '?'} is computed when the build runs and is not known`,
          incomplete: true,
          line: at.line,
          column: at.column,
        });
      sink(record(context, named(configuration), one, at));
    }
    return { kind: 'dependencies', drafts };
  };
  const handler: Handler = {
    call(written, args) {
      const name = written.startsWith('*.') ? written.slice(2) : written;
      const [first] = args.positional;
      const kind = KIND_CALLS.get(name);
      if (kind !== undefined) {
        const drafts = coordinates(context, args, args.positional).map((one): Draft => ({ ...one, kind }));
        return { kind: 'dependencies', drafts };
      }
      if (name === 'constraints' && args.closure !== undefined)
        return context.interpreter.invoke(args.closure, [], dependenciesHandler(context, named, sink, true));
      if (name === 'project') return { kind: 'dependencies', drafts: [projectDraft(context, args)] };
      if (name === 'kotlin') return { kind: 'dependencies', drafts: [kotlinDraft(args)] };
      // Inside another call's arguments nothing is a configuration: a wrapper hands its coordinates on.
      const wrapper = context.interpreter.argument > 0 && !written.startsWith('*.') && args.positional.some(isCoordinates);
      if (WRAPPERS.has(name) || wrapper) {
        const drafts = coordinates(context, args, args.positional);
        if (args.closure !== undefined) context.interpreter.invoke(args.closure, [], detailHandler(context, [...drafts]));
        return { kind: 'dependencies', drafts };
      }
      if (LOCAL.has(name)) return NOTHING;
      if (name === 'add' || name === 'addProvider') {
        const configuration = textOf(first);
        return configuration === undefined ? undefined : add(configuration, args, args.positional.slice(1));
      }
      if (name === 'invoke' || written.startsWith('*.') || NO_CONFIGURATION.has(name)) return undefined;
      const values = args.positional.filter((value) => value.kind !== 'closure');
      if (values.length === 0 && args.named.size === 0) return undefined;
      return add(name, args, values);
    },
    get(name) {
      if (name === 'projects') return handlerValue(projectAccessor(context, ''));
      if (name === 'dependencies') return handlerValue(handler);
      return undefined;
    },
  };
  return handler;
}

/** Several dependencies in one call stand where their own values stand. */
function placesOf(args: Args, values: readonly Value[], count: number): readonly Position[] {
  const nodes = args.nodes.filter((node) => node.name === undefined && node.value.kind !== 'closure').map(({ value }) => value);
  const [only] = nodes;
  if (count > 1 && nodes.length === 1 && only?.kind === 'list' && only.items.length === count) return only.items;
  const own = nodes.slice(nodes.length - values.length);
  return count > 1 && own.length === count ? own : [];
}

function coordinates(context: Context, args: Args, values: readonly Value[]): readonly Draft[] {
  const given = values.filter((value) => value.kind !== 'closure');
  if (args.named.size > 0 && (args.named.has('name') || args.named.has('group') || args.named.has('module')))
    return [{ ...fromNamed(args.named) }];
  const texts = given.map((value) => textOf(value));
  const [group, name, version] = texts;
  // Kotlin: implementation("group", "name", "version").
  if (given.length >= 2 && given[0]?.kind === 'text' && group !== undefined && !group.includes(':') && name !== undefined)
    return [draft(group, name, version === undefined ? {} : { require: version })];
  const at = { line: args.at.line, column: args.at.column };
  return given.flatMap((value) => draftsOf(context, value, at) ?? unread(context, at));
}

function projectDraft(context: Context, args: Args): Draft {
  if (args.positional.length === 0 && args.named.size === 0)
    return { ...draft(undefined, undefined), kind: 'project', path: context.path };
  const [first] = args.positional;
  const map = first?.kind === 'map' ? first.entries : undefined;
  const path = textOf(args.named.get('path') ?? map?.get('path') ?? first);
  return { ...draft(undefined, undefined), kind: 'project', ...(path === undefined ? {} : { path }) };
}

function kotlinDraft(args: Args): Draft {
  const [module, version] = [textOf(args.positional[0]), textOf(args.positional[1] ?? args.named.get('version'))];
  return draft('org.jetbrains.kotlin', `kotlin-${module ?? UNKNOWN}`, version === undefined ? {} : { require: version });
}

function squeezed(path: string): string {
  return path.replaceAll(/[-_]/g, '').toLowerCase();
}

/** `projects.core.api`: type-safe accessors write paths in camel case. */
function projectAccessor(context: Context, path: string): Handler {
  return {
    get(name) {
      const next = `${path}:${name}`;
      const match = context.projectPaths.find((one) => squeezed(one) === squeezed(next));
      const longer = context.projectPaths.some((one) => squeezed(one).startsWith(`${squeezed(next)}:`));
      if (match === undefined && !longer && path === '' && squeezed(name) === squeezed(context.rootName))
        return handlerValue(projectAccessor(context, ''));
      if (match !== undefined && !longer)
        return { kind: 'dependencies', drafts: [{ ...draft(undefined, undefined), kind: 'project', path: match }] };
      return handlerValue(projectAccessor(context, next));
    },
    // A project with projects below it is one itself.
    ...(context.projectPaths.includes(path) ? { draft: { ...draft(undefined, undefined), kind: 'project' as const, path } } : {}),
  };
}

/** `configurations`: exclusions and forced versions for all or one, and what extends what. */
export function configurationsHandler(context: Context): Handler {
  const one = (name: string): Value => handlerValue(configurationHandler(context, name));
  const configure = (name: string, closure: Closure | undefined): Value => {
    const handler = configurationHandler(context, name);
    if (closure !== undefined) context.interpreter.invoke(closure, [], handler);
    return handlerValue(handler);
  };
  const handler: Handler = {
    get: (name) => (name === 'configurations' ? handlerValue(handler) : one(name === 'all' ? '*' : name)),
    call(name, args) {
      const first = textOf(args.positional[0]);
      if (['all', 'configureEach', 'each', 'forEach', 'matching', 'withType'].includes(name)) return configure('*', args.closure);
      if (['named', 'create', 'register', 'getByName', 'maybeCreate'].includes(name))
        return first === undefined ? undefined : configure(first, args.closure);
      if (name.startsWith('*.') || (args.closure === undefined && args.positional.length > 0)) return undefined;
      return configure(name, args.closure);
    },
  };
  return handler;
}

function configurationHandler(context: Context, name: string): Handler {
  const strategy: Handler = {
    call(method, args) {
      if (method === 'force') {
        for (const value of args.positional)
          for (const made of draftsOf(context, value, args.at) ?? [])
            context.model.forced.push({ ...record(context, name, made, args.at), notation: textOf(value) ?? '' });
        return NOTHING;
      }
      if (method === 'eachDependency' || method === 'dependencySubstitution' || method === 'componentSelection')
        report(context, {
          code: 'gradle/resolution-rule',
          severity: 'note',
          message: `versions are changed by a rule (${method}) when the build runs; what it does is not known`,
          line: args.at.line,
          column: args.at.column,
        });
      return NOTHING;
    },
  };
  const handler: Handler = {
    call(method, args) {
      if (method === 'exclude') {
        const named = exclusion(args);
        if (named !== undefined) context.model.globalExclusions.push([name, named]);
        return NOTHING;
      }
      if (method === 'resolutionStrategy') {
        return args.closure === undefined ? handlerValue(strategy) : context.interpreter.invoke(args.closure, [], strategy);
      }
      if (method === 'extendsFrom') {
        const parents = args.nodes.flatMap(({ value }) =>
          value.kind === 'name' || value.kind === 'property' ? [value.name] : value.kind === 'call' ? [lastCallName(value)] : [],
        );
        context.model.extends.set(name, [...(context.model.extends.get(name) ?? []), ...parents]);
        return NOTHING;
      }
      return undefined;
    },
    get: (property) => {
      if (property === 'resolutionStrategy') return handlerValue(strategy);
      return property === 'name' ? text(name) : undefined;
    },
    set: () => false,
  };
  return handler;
}

function lastCallName(call: { readonly callee: { readonly kind: string; readonly name?: string } }): string {
  return call.callee.name ?? '';
}

/** Source sets of Kotlin multiplatform and test suites: `commonMain { dependencies { implementation(…) } }`. */
export function sourceSetsHandler(context: Context): Handler {
  const sourceSet = (name: string): Handler => {
    const named = (configuration: string) =>
      name === 'main' ? configuration : `${name}${configuration.charAt(0).toUpperCase()}${configuration.slice(1)}`;
    const inner = dependenciesHandler(context, named, (dependency) => context.model.dependencies.push(dependency));
    return {
      call(method, args) {
        if (method !== 'dependencies' || args.closure === undefined) return undefined;
        return context.interpreter.invoke(args.closure, [], inner);
      },
      get: (property) => (property === 'dependencies' ? handlerValue(inner) : undefined),
    };
  };
  const configure = (name: string, closure: Closure | undefined): Value => {
    const handler = sourceSet(name);
    if (closure !== undefined) context.interpreter.invoke(closure, [], handler);
    return handlerValue(handler);
  };
  const handler: Handler = {
    get: (name) => handlerValue(sourceSet(name)),
    call(name, args) {
      const first = textOf(args.positional[0]);
      if (['named', 'create', 'register', 'getByName', 'maybeCreate'].includes(name))
        return first === undefined ? undefined : configure(first, args.closure);
      if (name === 'all' || name === 'configureEach') return configure('main', args.closure);
      if (name.startsWith('*.')) return undefined;
      return args.closure === undefined ? undefined : configure(name, args.closure);
    },
  };
  return handler;
}

/** Spring's dependency-management plugin. */
export function dependencyManagementHandler(context: Context): Handler {
  const { interpreter, model } = context;
  const run = (args: Args, handler: Handler): Value =>
    args.closure === undefined ? NOTHING : interpreter.invoke(args.closure, [], handler);
  const keep = (list: GradleDependency[], configuration: string, args: Args): Value => {
    const drafts = coordinates(context, args, args.positional).map(settled);
    if (args.closure !== undefined) interpreter.invoke(args.closure, [], detailHandler(context, drafts));
    for (const one of drafts) list.push(record(context, configuration, one, args.at));
    return NOTHING;
  };
  const imports: Handler = {
    call: (name, args) => (name === 'mavenBom' ? keep(model.managedBoms, 'mavenBom', args) : undefined),
  };
  const entries = (args: Args): Handler => ({
    call(name, inner) {
      if (name !== 'entry') return undefined;
      const set = args.named.size > 0 ? args.named : args.positional[0]?.kind === 'map' ? args.positional[0].entries : undefined;
      const [group, version] =
        set === undefined
          ? (textOf(args.positional[0]) ?? '').split(':')
          : [textOf(set.get('group')), textOf(set.get('version'))];
      const one = draft(group, textOf(inner.positional[0]), version === undefined ? {} : { require: version });
      model.managed.push(record(context, 'dependency', settled(one), inner.at));
      return NOTHING;
    },
  });
  const dependencies: Handler = {
    call(name, args) {
      if (name === 'dependency') return keep(model.managed, 'dependency', args);
      return name === 'dependencySet' ? run(args, entries(args)) : undefined;
    },
  };
  const handler: Handler = {
    call(name, args) {
      if (name === 'imports') return run(args, imports);
      if (name === 'dependencies') return run(args, dependencies);
      return undefined;
    },
    set: () => false,
    get: (name) => (name === 'importedProperties' ? UNKNOWN_VALUE : undefined),
  };
  return handler;
}

/** The `plugins` block. Which plugins are applied is known when it has ended (`version "1" apply false`). */
export function pluginsHandler(context: Context): Handler {
  const used = (id: string, version: string | null, at: Position): Value => {
    const { line, column } = at;
    const use: PluginUse = { id, version, applied: true, file: context.interpreter.file, line, column };
    const index = context.model.plugins.push(use) - 1;
    const change = (part: Partial<PluginUse>) => {
      const before = context.model.plugins[index];
      if (before !== undefined) context.model.plugins[index] = { ...before, ...part };
    };
    const chain: Handler = {
      call(name, args) {
        const given = textOf(args.positional[0]);
        if (name === 'version') change({ version: known(given) ?? null });
        if (name === 'apply') change({ applied: given !== 'false' });
        return name === 'version' || name === 'apply' ? handlerValue(chain) : undefined;
      },
    };
    return handlerValue(chain);
  };
  return {
    call(name, args) {
      const [first] = args.positional;
      const id = textOf(first);
      if (name === 'id' && id !== undefined) return used(id, null, args.at);
      if (name === 'kotlin' && id !== undefined) return used(`org.jetbrains.kotlin.${id}`, null, args.at);
      if (name === 'alias' && first?.kind === 'catalog') {
        const plugin = first.catalog.plugins.get(first.path.replace(/^plugins\./, ''));
        if (plugin === undefined) {
          report(context, {
            code: 'gradle/unknown-alias',
            severity: 'warning',
            message: `the version catalog has no plugin "${first.path}"`,
            line: args.at.line,
            column: args.at.column,
          }); // prettier-ignore
          return NULL;
        }
        const version = first.catalog.versionOf(plugin);
        return used(plugin.id, version.strictly ?? version.require ?? null, args.at);
      }
      return undefined;
    },
    get(name, at) {
      // Kotlin's accessors: `java`, `application`, `java-library` in backticks, `conventions.x`. Catalogs stay what they are.
      if (name === 'libs' || name === 'catalogs') return undefined;
      if (BUILTIN_PLUGINS.has(name) || name.includes('-') || name.includes('.')) return used(name, null, at);
      return undefined;
    },
    set: () => false,
  };
}

const BUILTIN_PLUGINS = new Set([
  'java',
  'application',
  'groovy',
  'scala',
  'war',
  'ear',
  'idea',
  'eclipse',
  'base',
  'checkstyle',
  'pmd',
  'jacoco',
  'signing',
  'antlr',
]); // prettier-ignore
