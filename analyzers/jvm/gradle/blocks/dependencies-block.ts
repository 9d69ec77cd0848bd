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
import { projectAccessor, projectValue } from './project-notation.ts';

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
  return new DependenciesBlock(context, named, sink, constraints);
}

/** A call as a block reads it. */
interface Call {
  readonly name: string;
  readonly args: Args;
  /** On something that nobody knows: the block is asked for what stands inside. */
  readonly isWithin: boolean;
  /** Also as an argument of another call: nothing there is a configuration. */
  readonly isElsewhere: boolean;
}

class DependenciesBlock implements Handler {
  readonly #context: Context;
  readonly #named: (configuration: string) => string;
  readonly #sink: (dependency: GradleDependency) => void;
  readonly #constraints: boolean;

  constructor(
    context: Context,
    named: (configuration: string) => string,
    sink: (dependency: GradleDependency) => void,
    constraints: boolean,
  ) {
    this.#context = context;
    this.#named = named;
    this.#sink = sink;
    this.#constraints = constraints;
  }

  call(written: string, args: Args): Value | undefined {
    const isWithin = written.startsWith('*.');
    const name = isWithin ? written.slice(2) : written;
    const call: Call = { name, args, isWithin, isElsewhere: isWithin || this.#context.interpreter.argument > 0 };
    return this.#inner(call) ?? broughtBy(this.#context, call) ?? this.#declaration(call);
  }

  get(name: string): Value | undefined {
    if (name === 'projects') return handlerValue(projectAccessor(this.#context, ''));
    if (name === 'dependencies') return handlerValue(this);
    if (name === 'constraints') return handlerValue(this.#constraintsBlock());
    if (RULES.has(name)) return handlerValue(rulesHandler(this.#context, name));
    return name === 'compose' ? handlerValue(composeHandler()) : undefined;
  }

  #constraintsBlock(): Handler {
    return dependenciesHandler(this.#context, this.#named, this.#sink, true);
  }

  /** Blocks inside this one. */
  #inner({ name, args: { closure, at }, isElsewhere }: Call): Value | undefined {
    if (closure === undefined) return undefined;
    const { interpreter } = this.#context;
    if (name === 'constraints') return interpreter.invoke(closure, [], this.#constraintsBlock());
    if (isElsewhere) return undefined;
    if (name === 'modules') return interpreter.invoke(closure, [], modulesHandler(this.#context));
    if (RULES.has(name)) reportRule(this.#context, name, at);
    return undefined;
  }

  #declaration(call: Call): Value | undefined {
    return call.name === 'add' || call.name === 'addProvider' ? this.#adding(call) : this.#configuration(call);
  }

  /** `add('implementation', …)`. */
  #adding({ args, isWithin }: Call): Value | undefined {
    const context = this.#context;
    const [first, ...rest] = args.positional;
    const configuration = textOf(first);
    if (configuration !== undefined) return this.#add(configuration, args, rest);
    // Whatever it is, to a configuration that only a run would name.
    if (!isWithin && rest.length > 0)
      for (const one of unread(context, args.at)) context.model.unread.push(record(context, 'runtimeClasspath', one, args.at));
    return undefined;
  }

  /** `implementation …`: any name that means nothing else. */
  #configuration({ name, args, isElsewhere }: Call): Value | undefined {
    const isOther = NO_CONFIGURATION.has(name) && !isExtended(this.#context, name);
    if (name === 'invoke' || isElsewhere || isOther || isConstructor(name)) return undefined;
    const values = args.positional.filter((value) => value.kind !== 'closure');
    return values.length === 0 && args.named.size === 0 ? undefined : this.#add(name, args, values);
  }

  /** What a configuration gets: lines of dependencies, jars, and other configurations that it extends. */
  #add(configuration: string, given: Args, all: readonly Value[]): Value {
    const context = this.#context;
    const { model, interpreter } = context;
    const name = this.#named(configuration);
    const { args, values, parents } = apart(given, all);
    if (parents.length > 0) extendConfiguration(model, name, parents);
    const jars = values.flatMap((value) => (value.kind === 'nothing' ? (value.jars ?? []) : []));
    if (jars.length > 0 && scopeOf(name, model.extends) === 'runtime') reportJars(context, jars, args.at);
    const drafts = coordinates(context, args, values).map((one) => settled(this.#constraints ? constraintOn(one) : one));
    if (args.closure !== undefined) interpreter.invoke(args.closure, [], detailHandler(context, drafts));
    const places = placesOf(args, values, drafts.length);
    for (const [index, one] of drafts.entries()) this.#declare(name, one, places[index] ?? args.at);
    return { kind: 'dependencies', drafts };
  }

  #declare(configuration: string, draft: Draft, at: Position): void {
    const context = this.#context;
    if (draft.unread === true) {
      context.model.unread.push(record(context, configuration, draft, at));
      return;
    }
    if (isComputed(draft)) reportComputed(context, draft, at);
    this.#sink(record(context, configuration, draft, at));
  }
}

/** What calls that name no configuration bring: jars, nothing, projects, other notations. */
function broughtBy(context: Context, call: Call): Value | undefined {
  const { name, args } = call;
  if (name === 'files' || name === 'fileTree') return { kind: 'nothing', jars: jarsOf(context, name, args) };
  if (LOCAL.has(name) || ABOUT_MODULES.has(name)) return NOTHING;
  if (name === 'project') return projectValue(context, args);
  const drafts = notationCall(context, call);
  return drafts === undefined ? undefined : { kind: 'dependencies', drafts };
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
function notationCall(context: Context, { name, args, isWithin }: Call): readonly Draft[] | undefined {
  const kind = KIND_CALLS.get(name);
  if (kind !== undefined) return coordinates(context, args, args.positional).map((one): Draft => ({ ...one, kind }));
  if (name === 'kotlin') return [kotlinDraft(args)];
  // Inside another call's arguments nothing is a configuration: a wrapper hands its coordinates on.
  const isWrapper =
    context.interpreter.argument > 0 && !isWithin && !NO_CONFIGURATION.has(name) && args.positional.some(isCoordinates);
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

function kotlinDraft(args: Args): Draft {
  const [module, version] = [textOf(args.positional[0]), textOf(args.positional[1] ?? args.named.get('version'))];
  return draft('org.jetbrains.kotlin', `kotlin-${module ?? UNKNOWN}`, version === undefined ? {} : { require: version });
}
