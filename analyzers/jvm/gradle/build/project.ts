/** The top level of a project's scripts: what `build.gradle(.kts)` and the scripts that it applies can say. */
import { Applying, bootBom } from '../blocks/applying.ts';
import { buildscriptHandler } from '../blocks/buildscript-block.ts';
import { configurationsHandler } from '../blocks/configurations-block.ts';
import { dependenciesHandler } from '../blocks/dependencies-block.ts';
import { type Context, record, reportRule, unread } from '../blocks/drafts.ts';
import { jibHandler } from '../blocks/image-block.ts';
import { recordAnyJava, recordLevel } from '../blocks/java-level.ts';
import { lockingHandler } from '../blocks/locking-block.ts';
import { dependencyManagementHandler } from '../blocks/management-block.ts';
import { micronautHandler } from '../blocks/micronaut-block.ts';
import { all, type BuildAccess, below, groupOf, type ProjectState, pathFrom, propertyOf } from '../blocks/project-state.ts';
import { repositoriesHandler } from '../blocks/repositories.ts';
import { kotlinHandler, registerFeature, sourceSetsHandler, testingHandler } from '../blocks/source-sets-block.ts';
import { isFurtherCompiler, isTask, tasksHandler } from '../blocks/tasks-block.ts';
import { scopeOf } from '../configurations.ts';
import { commonHandler } from '../evaluation/common.ts';
import { extraHandler } from '../evaluation/extra-block.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  UNKNOWN_VALUE,
  type Value,
} from '../evaluation/values.ts';
import type { GradleDependency, ProjectModel } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { draft } from '../versions/notation.ts';
import { Assignments } from './assignments.ts';
import { catalogValue, Extensions } from './extensions.ts';

/** Dependencies of a configuration are a set: one that is all alike is there already. */
function onceEach(dependencies: GradleDependency[]): (one: GradleDependency) => void {
  const seen = new Set<string>();
  return (one) => {
    const key = JSON.stringify({ ...one, file: '', line: 0, column: 0 });
    if (seen.has(key) && one.dynamic !== true) return;
    seen.add(key);
    dependencies.push(one);
  };
}

/** A project as its own script works on it. */
interface Around {
  readonly project: ProjectState;
  readonly applying: Applying;
  readonly blocks: Readonly<Record<string, Handler>>;
  readonly extensions: Extensions;
}

type Method = (around: Around, args: Args, name: string) => Value | undefined;
type Property = (around: Around, name: string) => Value | undefined;

const NOWHERE: Position = { line: 1, column: 1 };

/** What a project's script sees as its own: its properties, blocks and methods. A handler for each project, made once. */
export class ProjectScripts {
  readonly #handlers = new Map<ProjectState, Handler>();
  readonly #build: BuildAccess;
  readonly #assignments: Assignments;
  /** What a script calls of its project, blocks and tasks apart. */
  readonly #methods: ReadonlyMap<string, Method> = new Map<string, Method>([
    ['plugins', ({ applying }, { closure }) => (closure === undefined ? NOTHING : applying.plugins(closure))],
    ['apply', ({ applying }, args) => applying.apply(args)],
    ['allprojects', ({ project }, { closure }) => this.#configure(all(project), closure)],
    ['subprojects', ({ project }, { closure }) => this.#configure(below(project), closure)],
    ['rootProject', (_, { closure }) => this.#ofRoot((root) => this.#configure([root], closure))],
    ['project', ({ project }, args) => this.#other(project, args)],
    ['findProject', ({ project }, args) => this.#other(project, args)],
    ['with', (around, args, name) => this.#configured(around, args, name)],
    ['configure', (around, args, name) => this.#configured(around, args, name)],
    ['afterEvaluate', ({ project }, { closure }) => this.#deferred(project, closure)],
    ['beforeEvaluate', ({ project }, { closure }) => this.#deferred(project, closure)],
    // What a task does when it runs is no matter of what is declared.
    ...['doLast', 'doFirst', '*.doLast', '*.doFirst'].map((name): [string, Method] => [name, () => NOTHING]),
    ['evaluationDependsOn', ({ project }, { positional: [first] }) => this.#evaluatedFirst(project, textOf(first))],
    [
      'evaluationDependsOnChildren',
      ({ project }) => {
        for (const child of project.children) this.#build.evaluate(child);
        return NOTHING;
      },
    ],
    [
      'the',
      // Of other extensions the settings are the project's own here.
      ({ project, extensions }, args) => {
        const extension = extensions.ofType(args);
        if (extension !== undefined) return handlerValue(extension);
        return args.type === undefined || args.type.startsWith('LibrariesFor')
          ? catalogValue(this.#build, 'libs')
          : this.value(project);
      },
    ],
    ...['sourceCompatibility', 'targetCompatibility', 'jvmToolchain', 'jvmTarget', '*.jvmToolchain'].map(
      (level): [string, Method] => [level, (around, args, name) => this.#javaLevel(around, args, name)],
    ),
    [
      'attributes',
      ({ project }, args) => {
        this.#assignments.startsJar(project, args);
        return NOTHING;
      },
    ],
    [
      'application',
      ({ project }, { closure, at }) => {
        if (closure !== undefined) this.#assignments.isApplication(project, at);
        return undefined;
      },
    ],
    ['group', (around, args, name) => this.#named(around, args, name)],
    ['version', (around, args, name) => this.#named(around, args, name)],
  ]);
  /** What a script reads of its project, blocks and catalogs apart. */
  readonly #properties: ReadonlyMap<string, Property> = new Map<string, Property>([
    ...['bootJar', 'bootWar'].map((name): [string, Property] => [name, ({ blocks }) => blocks.tasks?.get?.(name, NOWHERE)]),
    ['project', ({ project }) => this.value(project)],
    ['rootProject', () => this.#ofRoot((root) => this.value(root))],
    ['parent', ({ project: { parent } }) => (parent === undefined ? undefined : this.value(parent))],
    ['childProjects', ({ project: { children } }) => this.#byName(children)],
    ['subprojects', ({ project }) => this.#list(below(project))],
    ['allprojects', ({ project }) => this.#list(all(project))],
    ['gradle', () => this.#build.gradle()],
    ['SpringBootPlugin', ({ project }) => this.#bootConstants(project)],
    ['javaToolchains', () => handlerValue({ call: (method, { closure }) => this.#tool(method, closure) })],
    ['projects', ({ blocks }, name) => catalogValue(this.#build, name) ?? blocks.dependencies?.get?.(name, NOWHERE)],
    ...['pluginManager', 'plugins'].map((name): [string, Property] => [name, ({ applying }) => handlerValue(applying.manager())]),
    ...['versionCatalogs', 'extensions'].map((name): [string, Property] => [
      name,
      ({ extensions }) => handlerValue(extensions.container()),
    ]),
  ]);

  constructor(build: BuildAccess) {
    this.#build = build;
    this.#assignments = new Assignments(build.interpreter);
  }

  handler(project: ProjectState): Handler {
    const known = this.#handlers.get(project);
    if (known !== undefined) return known;
    const made = this.#make(project);
    this.#handlers.set(project, made);
    return made;
  }

  value(project: ProjectState): Value {
    return handlerValue(this.handler(project));
  }

  #configure(projects: readonly ProjectState[], closure: Closure | undefined): Value {
    if (closure !== undefined)
      for (const project of projects) {
        const handler = this.handler(project);
        this.#build.interpreter.invoke(closure, [handlerValue(handler)], handler);
      }
    return this.#list(projects);
  }

  #list(projects: readonly ProjectState[]): Value {
    return { kind: 'list', items: projects.map((project) => this.value(project)) };
  }

  #byName(projects: readonly ProjectState[]): Value {
    return { kind: 'map', entries: new Map(projects.map((one) => [one.name, this.value(one)])) };
  }

  #find(project: ProjectState, path: string | undefined): ProjectState | undefined {
    if (path === undefined) return undefined;
    return this.#build.projects.get(pathFrom(project.path, path));
  }

  #root(): ProjectState | undefined {
    return this.#build.projects.get(':');
  }

  #ofRoot(read: (root: ProjectState) => Value): Value | undefined {
    const root = this.#root();
    return root === undefined ? undefined : read(root);
  }

  #make(project: ProjectState): Handler {
    const { interpreter } = this.#build;
    const { model } = project;
    const context = this.#context(project);
    const common = commonHandler({
      directory: project.directory,
      buildRoot: this.#build.directory,
      gradle: this.#build.gradleVersion,
      look: (name) => this.#property(project, name),
      gradleProperty: (name) => this.#root()?.properties.get(name),
      properties: (path) => this.#build.properties(path),
      evaluate: (closure) => interpreter.invoke(closure, []),
    });
    const blocks = this.#blocks(project, context);
    const applying = new Applying(this.#build, project, context);
    const around: Around = { project, applying, blocks, extensions: new Extensions(this.#build, blocks) };
    return {
      draft: { ...draft(undefined, undefined), kind: 'project', path: project.path },
      call: (name, args) => {
        if (/^(?:\*\.)?registerFeature$/.test(name)) return registerFeature(context, args);
        // Only a resolution of both class paths would tell what the one takes from the other.
        if (name === 'disableAutoTargetJvm') recordAnyJava(model, this.#assignments.here(args.at));
        if (name === 'android' && args.closure !== undefined && interpreter.undecided === 0) model.hasAndroidBlock = true;
        if (name === 'useCompileClasspathVersions') reportRule(context, name, args.at);
        if (name === '*.dependencies' && args.closure !== undefined) return this.#ofUnknown(context, args.closure, args.at);
        return this.#call(around, name, args) ?? common.call?.(name, args);
      },
      get: (name, at) => {
        if (name === 'application') this.#assignments.isApplication(project, at);
        return this.#get(around, name) ?? common.get?.(name, at) ?? this.#property(project, name) ?? taskOf(model, name);
      },
      set: (name, value, at) => this.#assignments.set(project, name, value, at),
    };
  }

  #context(project: ProjectState): Context {
    return {
      interpreter: this.#build.interpreter,
      model: project.model,
      projectPaths: [...this.#build.projects.keys()],
      rootName: this.#root()?.name ?? '',
      path: project.path,
      directory: project.directory,
      later: (run) => project.deferred.push(run),
      projectAt: (path) => {
        const found = this.#build.projects.get(path);
        return found === undefined ? undefined : this.handler(found);
      },
    };
  }

  #blocks(project: ProjectState, context: Context): Readonly<Record<string, Handler>> {
    const { interpreter, model } = context;
    const sink = onceEach(model.dependencies);
    const extra = extraHandler(project.extra, (name) => propertyOf(project, name));
    const sourceSets = sourceSetsHandler(context);
    return {
      dependencies: dependenciesHandler(context, (name) => name, sink),
      buildscript: buildscriptHandler(context),
      configurations: configurationsHandler(context),
      sourceSets,
      kotlin: kotlinHandler(context, sourceSets),
      testing: testingHandler(context),
      dependencyManagement: dependencyManagementHandler(context),
      dependencyLocking: lockingHandler(context),
      micronaut: micronautHandler(context, sink),
      jib: jibHandler(
        model,
        () => interpreter.file,
        (block, closure) => (closure.kind === 'closure' ? interpreter.invoke(closure, [handlerValue(block)], block) : NOTHING),
      ),
      repositories: repositoriesHandler(interpreter, model.repositories),
      ext: extra,
      extra: this.#withCatalog('extra', extra),
      tasks: tasksHandler(interpreter, model),
    };
  }

  /** Dependencies of something that only a run of the build would name: none of them is lost without a word. */
  #ofUnknown(context: Context, closure: Closure, at: Position): Value {
    const lost: GradleDependency[] = [];
    const block = dependenciesHandler(
      context,
      (name) => name,
      (one) => lost.push(one),
    );
    this.#build.interpreter.invoke(closure, [], block);
    if (lost.some(({ configuration }) => scopeOf(configuration, context.model.extends) === 'runtime'))
      for (const one of unread(context, at)) context.model.unread.push(record(context, 'runtimeClasspath', one, at));
    return NOTHING;
  }

  #property(project: ProjectState, name: string): Value | undefined {
    switch (name) {
      case 'group':
        return project.group ?? text(groupOf(project));
      case 'version':
        return project.version ?? project.properties.get('version') ?? text('unspecified');
      case 'name':
        return text(project.name);
      case 'path':
        return text(project.path);
      default:
        return propertyOf(project, name);
    }
  }

  #call(around: Around, name: string, args: Args): Value | undefined {
    const { project, blocks, extensions } = around;
    const block = extensions.block(name);
    if (block !== undefined)
      return args.closure === undefined ? handlerValue(block) : this.#build.interpreter.invoke(args.closure, [], block);
    if (isTask(name, project.model)) return blocks.tasks?.call?.(name, args);
    return this.#methods.get(name)?.(around, args, name);
  }

  /** `configure<X> { … }`, `configure(projects) { … }`, `with(x) { … }`; the latter gives back what its block does. */
  #configured({ extensions }: Around, args: Args, name: string): Value | undefined {
    const { interpreter } = this.#build;
    const {
      closure,
      positional: [first],
    } = args;
    if (closure === undefined) return NOTHING;
    const extension = extensions.ofType(args);
    if (extension !== undefined) return interpreter.invoke(closure, [handlerValue(extension)], extension);
    const targets = first?.kind === 'list' ? first.items : first === undefined || first === closure ? [] : [first];
    // Of what nobody knows the block is read all the same.
    if (targets.some(({ kind }) => kind === 'unknown')) return undefined;
    let value: Value = NOTHING;
    for (const target of targets) if (target.kind === 'handler') value = interpreter.invoke(closure, [target], target.handler);
    return targets.length === 0 ? interpreter.invoke(closure, []) : name === 'with' ? value : NOTHING;
  }

  #other(project: ProjectState, { positional, named, closure }: Args): Value {
    const path = textOf(named.get('path')) ?? textOf(positional[0]);
    const found = positional.length === 0 ? project : this.#find(project, path);
    if (found === undefined) return UNKNOWN_VALUE;
    this.#configure([found], closure);
    return this.value(found);
  }

  #deferred(project: ProjectState, closure: Closure | undefined): Value {
    if (closure !== undefined)
      project.deferred.push(() => {
        this.#build.interpreter.invoke(closure, [this.value(project)], this.handler(project));
      });
    return NOTHING;
  }

  #evaluatedFirst(project: ProjectState, path: string | undefined): Value {
    const found = this.#find(project, path);
    if (found === undefined) return NOTHING;
    this.#build.evaluate(found);
    return this.value(found);
  }

  /** A level of Java that is set by a call. */
  #javaLevel({ project }: Around, { positional: [first], closure, at }: Args, name: string): Value | undefined {
    if (first !== undefined && first.kind !== 'closure')
      recordLevel(project.model, name.replace('*.', ''), first, this.#assignments.here(at));
    return closure === undefined ? NOTHING : undefined;
  }

  #named({ project }: Around, { positional: [first], at }: Args, name: string): Value {
    const given = textOf(first);
    if (given !== undefined) this.#assignments.set(project, name, text(given), at);
    return NOTHING;
  }

  #get(around: Around, name: string): Value | undefined {
    const { blocks, extensions } = around;
    const block = extensions.block(name);
    if (block !== undefined) return handlerValue(block);
    const read = this.#properties.get(name);
    if (read !== undefined) return read(around, name);
    if (isFurtherCompiler(name)) return blocks.tasks?.get?.(name, NOWHERE);
    return catalogValue(this.#build, name);
  }

  #bootConstants(project: ProjectState): Value {
    return handlerValue({ get: (constant) => (constant === 'BOM_COORDINATES' ? bootBom(this.#build, project) : undefined) });
  }

  /** `javaToolchains.compilerFor { languageVersion = … }`: the Java that it is of. */
  #tool(method: string, closure: Closure | undefined): Value {
    if (method !== 'compilerFor' || closure === undefined) return NOTHING;
    let java: Value = NOTHING;
    const spec: Handler = {
      set: (name, value) => {
        if (name.replace(/^\*\./, '') === 'languageVersion') java = value;
        return true;
      },
    };
    this.#build.interpreter.invoke(closure, [handlerValue(spec)], spec);
    return java;
  }

  /** A block whose name a catalog may have as well, as `extra`: what the block does not know stands in that. */
  #withCatalog(name: string, block: Handler): Handler {
    return { ...block, get: (part, at) => block.get?.(part, at) ?? catalogValue(this.#build, name, part) };
  }
}

/** A task by its name stands for what it makes: files. */
function taskOf({ tasks }: ProjectModel, name: string): Value | undefined {
  return tasks.has(name) ? NOTHING : undefined;
}
