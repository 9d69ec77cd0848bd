/** `dependencies { … }`: calls of configurations, and what stands among them. */
import { baseName, directoryOf, joinPath, plural } from '../../../../src/model/index.ts';
import { flat } from '../build/settings-model.ts';
import { extendConfiguration, scopeOf } from '../configurations.ts';
import { pathIn } from '../evaluation/common.ts';
import { type Args, type Handler, handlerValue, NOTHING, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { GradleDependency } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { type DependencyKind, type Draft, draft, parseNotation } from '../versions/notation.ts';
import { modulesHandler } from './choice-rules.ts';
import { composeHandler } from './compose-accessors.ts';
import { detailHandler } from './detail-block.ts';
import { type Context, draftsOf, fromNamed, known, record, report, reportRule, settled, unread } from './drafts.ts';
import { pathFrom } from './project-state.ts';

const KIND_CALLS: ReadonlyMap<string, DependencyKind> = new Map([
  ['platform', 'platform'],
  ['enforcedPlatform', 'enforcedPlatform'],
]);

/** Calls that bring no module of a repository. */
const LOCAL = new Set([
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
]);
/** Calls that hand on the module that they are given. */
const WRAPPERS = new Set(['testFixtures', 'create', 'module', 'dependency', 'variantOf', 'gradlePlugin']);

function isCoordinates(value: Value): boolean {
  if (value.kind === 'dependencies') return true;
  if (value.kind === 'catalog') return !value.path.startsWith('versions.');
  return value.kind === 'text' && parseNotation(value.text) !== undefined;
}

/** Blocks that are about modules and ask for none. */
const ABOUT_MODULES = new Set(['modules', 'components', 'artifactTypes', 'attributesSchema', 'registerTransform']);

/** Those that change what is resolved: component metadata rules. */
const RULES = new Set(['components']);

const NO_CONFIGURATION = new Set([
  'println',
  'print',
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
  'sequenceOf',
  'listOfNotNull',
  'arrayListOf',
  'linkedSetOf',
  'hashSetOf',
  'linkedMapOf',
  'hashMapOf',
  'mutableSetOf',
  'emptySet',
  'emptyMap',
  'Pair',
  'Triple',
  'maxOf',
  'minOf',
  'repeat',
  'sprintf',
  'with',
  'run',
  'repositories',
  'subprojects',
  'allprojects',
  'dependencies',
]);

/** `StringBuilder("a:b")`: a class, which no configuration is named like. */
function isConstructor(name: string): boolean {
  return /^[A-Z]\w*$/.test(name);
}

/** A constraint is on versions alone: what a notation says of artifacts is dropped. */
function constraintOn({ classifier: _classifier, ext: _ext, transitive: _transitive, ...one }: Draft): Draft {
  return { ...one, kind: 'constraint' };
}

/** The `dependencies` block; `named` turns a configuration as written into its full name (source sets add theirs). */
export function dependenciesHandler(
  context: Context,
  named: (configuration: string) => string,
  sink: (dependency: GradleDependency) => void,
  constraints = false,
): Handler {
  const add = (configuration: string, given: Args, all: readonly Value[]): Value => {
    const { args, values, parents } = apart(given, all);
    if (parents.length > 0) extendConfiguration(context.model, named(configuration), parents);
    const jars = values.flatMap((value) => (value.kind === 'nothing' ? (value.jars ?? []) : []));
    if (jars.length > 0 && scopeOf(named(configuration), context.model.extends) === 'runtime') reportJars(context, jars, args.at);
    const drafts = coordinates(context, args, values).map((one) => settled(constraints ? constraintOn(one) : one));
    if (args.closure !== undefined) context.interpreter.invoke(args.closure, [], detailHandler(context, drafts));
    const places = placesOf(args, values, drafts.length);
    for (const [index, one] of drafts.entries()) {
      const at = places[index] ?? args.at;
      if (one.unread === true) {
        context.model.unread.push(record(context, named(configuration), one, at));
        continue;
      }
      if (isComputed(one)) reportComputed(context, one, at);
      sink(record(context, named(configuration), one, at));
    }
    return { kind: 'dependencies', drafts };
  };
  const constraintsHandler = () => dependenciesHandler(context, named, sink, true);
  const handler: Handler = {
    call(written, args) {
      const name = written.startsWith('*.') ? written.slice(2) : written;
      const elsewhere = context.interpreter.argument > 0 || written.startsWith('*.');
      if (name === 'constraints' && args.closure !== undefined)
        return context.interpreter.invoke(args.closure, [], constraintsHandler());
      if (name === 'modules' && !elsewhere && args.closure !== undefined)
        return context.interpreter.invoke(args.closure, [], modulesHandler(context));
      if (RULES.has(name) && !elsewhere && args.closure !== undefined) reportRule(context, name, args.at);
      if (name === 'files' || name === 'fileTree') return { kind: 'nothing', jars: jarsOf(context, name, args) };
      if (LOCAL.has(name) || ABOUT_MODULES.has(name)) return NOTHING;
      if (name === 'project') return projectValue(context, args);
      const made = notationCall(context, written, name, args);
      if (made !== undefined) return { kind: 'dependencies', drafts: made };
      if (name === 'add' || name === 'addProvider') {
        const configuration = textOf(args.positional[0]);
        if (configuration !== undefined) return add(configuration, args, args.positional.slice(1));
        // Whatever it is, to a configuration that only a run would name.
        if (!written.startsWith('*.') && args.positional.length > 1)
          for (const one of unread(context, args.at))
            context.model.unread.push(record(context, 'runtimeClasspath', one, args.at));
        return undefined;
      }
      const isOther = NO_CONFIGURATION.has(name) && !isExtended(context, name);
      if (name === 'invoke' || elsewhere || isOther || isConstructor(name)) return undefined;
      const values = args.positional.filter((value) => value.kind !== 'closure');
      if (values.length === 0 && args.named.size === 0) return undefined;
      return add(name, args, values);
    },
    get(name) {
      if (name === 'projects') return handlerValue(projectAccessor(context, ''));
      if (name === 'dependencies') return handlerValue(handler);
      if (name === 'constraints') return handlerValue(constraintsHandler());
      if (RULES.has(name)) return handlerValue(rulesHandler(context, name));
      if (name === 'compose') return handlerValue(composeHandler());
      return undefined;
    },
  };
  return handler;
}

/** Whether the build has made a configuration of this name a part of another, whatever else the name means. */
function isExtended({ model }: Context, name: string): boolean {
  return [...model.extends.values()].some((parents) => parents.includes(name));
}

/** `components.all(X)`: as its block would be. */
function rulesHandler(context: Context, name: string): Handler {
  return {
    call(_rule, { at }) {
      reportRule(context, name, at);
      return NOTHING;
    },
  };
}

/** Calls that make a notation of their arguments (`platform(…)`, `project(…)`) and name no configuration. */
function notationCall(context: Context, written: string, name: string, args: Args): readonly Draft[] | undefined {
  const kind = KIND_CALLS.get(name);
  if (kind !== undefined) return coordinates(context, args, args.positional).map((one): Draft => ({ ...one, kind }));
  if (name === 'kotlin') return [kotlinDraft(args)];
  // Inside another call's arguments nothing is a configuration: a wrapper hands its coordinates on.
  const isWrapper =
    context.interpreter.argument > 0 &&
    !written.startsWith('*.') &&
    !NO_CONFIGURATION.has(name) &&
    args.positional.some(isCoordinates);
  if (!WRAPPERS.has(name) && !isWrapper) return undefined;
  const drafts = coordinates(context, args, args.positional);
  if (name === 'testFixtures') for (const one of drafts) one.capabilities.push('test-fixtures');
  if (args.closure !== undefined) context.interpreter.invoke(args.closure, [], detailHandler(context, [...drafts]));
  return drafts;
}

/** `implementation configurations.shared`: what another configuration holds is on this one's class path, too. */
function apart(
  args: Args,
  values: readonly Value[],
): { readonly args: Args; readonly values: readonly Value[]; readonly parents: readonly string[] } {
  const parents = values.flatMap(configurationsIn);
  if (parents.length === 0) return { args, values, parents };
  const rest = values.filter((value) => configurationsIn(value).length === 0);
  const nodes = args.nodes.filter((_, index) => {
    const value = args.positional[index];
    return value === undefined || configurationsIn(value).length === 0;
  });
  return { args: { ...args, nodes }, values: rest, parents };
}

function configurationsIn(value: Value): readonly string[] {
  if (value.kind === 'list') return value.items.flatMap(configurationsIn);
  return value.kind === 'handler' && value.handler.configuration !== undefined ? [value.handler.configuration] : [];
}

function isComputed({ dynamic, path, kind, group, name }: Draft): boolean {
  if (dynamic === true) return true;
  return path === undefined && kind !== 'project' && (known(group) === undefined || known(name) === undefined);
}

function reportComputed(context: Context, draft: Draft, { line, column }: Position): void {
  const [group, name] = [known(draft.group), known(draft.name)];
  const what = group === undefined && name === undefined ? 'this dependency' : `${group ?? '?'}:${name ?? '?'}`;
  report(context, {
    code: 'gradle/dynamic-version',
    severity: 'warning',
    message: `the version of ${what} is computed when the build runs and is not known; write it out, or lock it (gradle.lockfile), to have it compared`,
    incomplete: true,
    line,
    column,
  });
}

/** The jars of the tree that `files('a.jar')` names, or that lie in the directory of `fileTree('libs')`. */
function jarsOf({ interpreter, directory }: Context, name: 'files' | 'fileTree', { positional, named }: Args): readonly string[] {
  const given = named.get('dir') ?? positional[0];
  const map = given?.kind === 'map' ? given.entries.get('dir') : undefined;
  const texts = name === 'fileTree' ? [map ?? given] : flat(positional);
  const paths = texts.flatMap((one) => pathIn(directory, textOf(one)) ?? []);
  if (name === 'files')
    return paths.filter((path) => JAR.test(path) && interpreter.tree.names(directoryOf(path)).includes(baseName(path)));
  return paths.flatMap((path) =>
    interpreter.tree.names(path).flatMap((file) => (JAR.test(file) ? (joinPath(path, file) ?? []) : [])),
  );
}

const JAR = /\.jar$/;

function reportJars(context: Context, jars: readonly string[], { line, column }: Position): void {
  const [first, ...rest] = jars;
  const more = rest.length === 0 ? ' is' : ` and ${plural(rest.length, 'more jar', 'more jars')} are`;
  report(context, {
    code: 'gradle/local-jar',
    severity: 'note',
    message: `${first}${more} put on the class path as a file, so what it holds is compared with nothing; name the module that it is to have it compared`,
    line,
    column,
  });
}

/** Several dependencies in one call stand where their own values stand. */
function placesOf(args: Args, values: readonly Value[], count: number): readonly Position[] {
  const nodes = args.nodes.filter((node) => node.name === undefined && node.value.kind !== 'closure').map(({ value }) => value);
  const [only] = nodes;
  if (count > 1 && nodes.length === 1 && only?.kind === 'list' && only.items.length === count) return only.items;
  const own = nodes.slice(nodes.length - values.length);
  return count > 1 && own.length === count ? own : [];
}

export function coordinates(context: Context, args: Args, values: readonly Value[]): readonly Draft[] {
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

/** `project(':b')` is a dependency, and the project: `project(':b').ext.x`. */
function projectValue(context: Context, args: Args): Value {
  const made = projectDraft(context, args);
  const of = made.path === undefined ? undefined : context.projectAt(made.path);
  return { kind: 'dependencies', drafts: [made], ...(of === undefined ? {} : { of }) };
}

function projectDraft(context: Context, args: Args): Draft {
  if (args.positional.length === 0 && args.named.size === 0)
    return { ...draft(undefined, undefined), kind: 'project', path: context.path };
  const [first] = args.positional;
  const map = first?.kind === 'map' ? first.entries : undefined;
  const given = textOf(args.named.get('path') ?? map?.get('path') ?? first);
  // Without a colon before it a path is seen from the project itself.
  const path = given === undefined ? undefined : pathFrom(context.path, given);
  const configuration = textOf(args.named.get('configuration') ?? map?.get('configuration') ?? args.positional[1]);
  return {
    ...draft(undefined, undefined),
    kind: 'project',
    ...(path === undefined ? {} : { path }),
    ...(configuration === undefined ? {} : { targetConfiguration: configuration }),
  };
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
  const projectOf = (at: string): Value => {
    const of = context.projectAt(at);
    const drafts = [{ ...draft(undefined, undefined), kind: 'project' as const, path: at }];
    return { kind: 'dependencies', drafts, ...(of === undefined ? {} : { of }) };
  };
  return {
    get(name) {
      if (name === 'dependencyProject' && context.projectPaths.includes(path)) return projectOf(path);
      const next = `${path}:${name}`;
      const match = context.projectPaths.find((one) => squeezed(one) === squeezed(next));
      const longer = context.projectPaths.some((one) => squeezed(one).startsWith(`${squeezed(next)}:`));
      if (match === undefined && !longer && path === '' && squeezed(name) === squeezed(context.rootName))
        return handlerValue(projectAccessor(context, ''));
      if (match !== undefined && !longer) return projectOf(match);
      return handlerValue(projectAccessor(context, next));
    },
    // A project with projects below it is one itself.
    ...(context.projectPaths.includes(path) ? { draft: { ...draft(undefined, undefined), kind: 'project' as const, path } } : {}),
  };
}
