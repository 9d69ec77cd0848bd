/** The top level of a project's scripts: what `build.gradle(.kts)` and the scripts that it applies can say. */
import type { Catalog } from './catalog.ts';
import { commonHandler, gradleHandler } from './common.ts';
import { configurationsHandler } from './configurations-block.ts';
import { dependenciesHandler } from './dependencies-block.ts';
import { type Context, report } from './drafts.ts';
import type { Interpreter } from './interpret.ts';
import { dependencyManagementHandler } from './management-block.ts';
import type { JavaLevel, ProjectModel } from './model.ts';
import { draft } from './notation.ts';
import { pluginsHandler } from './plugins-block.ts';
import { repositoriesHandler } from './repositories.ts';
import { sourceSetsHandler } from './source-sets-block.ts';
import type { Position } from './syntax-tree.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts'; // prettier-ignore

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
}

/** What projects need of their build. */
export interface BuildAccess {
  readonly directory: string;
  readonly interpreter: Interpreter;
  readonly projects: ReadonlyMap<string, ProjectState>;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** `gradle.ext`, which settings and projects share. */
  readonly extra: Map<string, Value>;
  /** Versions that the settings give to plug-ins. */
  readonly pluginVersions: ReadonlyMap<string, string>;
  /** Runs the convention plugin of this id in the project when the build holds its script; false when it holds none. */
  applyPlugin(project: ProjectState, id: string, at: Position): boolean;
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

function all(project: ProjectState): readonly ProjectState[] {
  return [project, ...below(project)];
}

function below(project: ProjectState): readonly ProjectState[] {
  return project.children.flatMap(all);
}

/** Assignments that say for which Java a project is built; `from` names the way. */
const LEVELS: ReadonlyMap<string, JavaLevel['from']> = new Map([
  ['release', 'release'],
  ['sourceCompatibility', 'sourceCompatibility'],
  ['targetCompatibility', 'targetCompatibility'],
  ['languageVersion', 'toolchain'],
  ['jvmTarget', 'jvmTarget'],
  ['jvmToolchain', 'toolchain'],
]);

/** Tasks that compile or run tests: what they are set to is not what the service needs. */
const TEST_TASK = /test/i;

const BOOT_PLUGIN = 'org.springframework.boot';

/** Tasks that build fat jars: their `dependencies` block says what goes in, and asks for nothing. */
const SHADOW_TASK = /shadow/i;
const SHADOW: Handler = { call: (name) => (name === 'dependencies' ? NOTHING : undefined) };

/** Takes every assignment, so that nothing around hears of it. */
const DEAF: Handler = {
  set: () => true,
  call: (name) => (LEVELS.has(name.replace(/^\*\./, '')) ? NOTHING : undefined),
};

export class ProjectScripts {
  readonly #handlers = new Map<ProjectState, Handler>();
  readonly #build: BuildAccess;

  constructor(build: BuildAccess) {
    this.#build = build;
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

  #find(project: ProjectState, path: string | undefined): ProjectState | undefined {
    if (path === undefined) return undefined;
    const full = path.startsWith(':') ? path : project.path === ':' ? `:${path}` : `${project.path}:${path}`;
    return this.#build.projects.get(full);
  }

  #root(): ProjectState | undefined {
    return this.#build.projects.get(':');
  }

  #make(project: ProjectState): Handler {
    const { interpreter } = this.#build;
    const { model } = project;
    const projectPaths = [...this.#build.projects.keys()];
    const context: Context = { interpreter, model, projectPaths, rootName: this.#root()?.name ?? '', path: project.path };
    const common = commonHandler(project.directory, this.#build.directory, (name) => this.#property(project, name));
    const dependencies = dependenciesHandler(
      context,
      (name) => name,
      (one) => model.dependencies.push(one),
    );
    const buildscriptDependencies = dependenciesHandler(
      context,
      (name) => name,
      (one) => model.buildscript.push(one),
    );
    const extra: Handler = {
      get: (name) => (name === 'properties' ? handlerValue(extra) : propertyOf(project, name)),
      set: (name, value) => project.extra.set(name, value) !== undefined,
      call: (name, args) => {
        const key = textOf(args.positional[0]);
        if (key === undefined) return undefined;
        if (name === 'set') project.extra.set(key, args.positional[1] ?? NOTHING);
        if (name === 'get') return propertyOf(project, key) ?? UNKNOWN_VALUE;
        if (name === 'has' || name === 'contains') return { kind: 'flag', value: propertyOf(project, key) !== undefined };
        return name === 'set' ? NOTHING : undefined;
      },
    };
    const buildscript: Handler = {
      call: (name, args) => {
        if (args.closure === undefined) return undefined;
        if (name === 'dependencies') return interpreter.invoke(args.closure, [], buildscriptDependencies);
        return name === 'repositories' || name === 'configurations' ? NOTHING : undefined;
      },
      get: (name) => (name === 'dependencies' ? handlerValue(buildscriptDependencies) : undefined),
    };
    const sourceSets = sourceSetsHandler(context);
    const kotlin: Handler = {
      call: (name, args) => {
        if (name === 'sourceSets' && args.closure !== undefined) return interpreter.invoke(args.closure, [], sourceSets);
        // A JVM target by another name: its source set is what runs.
        const target = name === 'jvm' ? textOf(args.positional[0]) : undefined;
        if (target !== undefined) {
          const buckets = ['Implementation', 'Api', 'RuntimeOnly'].map((bucket) => `${target}Main${bucket}`);
          model.extends.set('runtimeClasspath', [...(model.extends.get('runtimeClasspath') ?? []), ...buckets]);
        }
        return undefined;
      },
      get: (name) => (name === 'sourceSets' ? handlerValue(sourceSets) : undefined),
    };
    const testing: Handler = {
      call: (name, args) =>
        name === 'suites' && args.closure !== undefined ? interpreter.invoke(args.closure, [], sourceSets) : undefined,
      get: (name) => (name === 'suites' ? handlerValue(sourceSets) : undefined),
    };
    const blocks: Readonly<Record<string, Handler>> = {
      dependencies,
      buildscript,
      configurations: configurationsHandler(context),
      sourceSets,
      kotlin,
      testing,
      dependencyManagement: dependencyManagementHandler(context),
      repositories: repositoriesHandler(interpreter, model.repositories),
      ext: extra,
      extra,
      tasks: this.#tasks(),
    };
    const handler: Handler = {
      draft: { ...draft(undefined, undefined), kind: 'project', path: project.path },
      call: (name, args) => this.#call(project, context, blocks, name, args) ?? common.call?.(name, args),
      get: (name, at) => this.#get(project, blocks, name) ?? common.get?.(name, at) ?? this.#property(project, name),
      set: (name, value, at) => this.#set(project, name, value, at),
    };
    return handler;
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

  #tasks(): Handler {
    const { interpreter } = this.#build;
    const own = (task: string): Handler | undefined =>
      TEST_TASK.test(task) ? DEAF : SHADOW_TASK.test(task) ? SHADOW : undefined;
    const block = (task: string, { closure }: Args): Value | undefined => {
      const handler = own(task);
      return handler === undefined || closure === undefined ? undefined : interpreter.invoke(closure, [], handler);
    };
    return {
      call: (name, args) => {
        const task = textOf(args.positional[0]);
        const [type] = args.nodes;
        if (name === 'withType' && type?.value.kind === 'name') return block(type.value.name, args);
        if (['named', 'getByName', 'register', 'create', 'maybeCreate'].includes(name) && task !== undefined)
          return block(task, args);
        return block(name, args);
      },
      get: (name) => {
        const handler = own(name);
        return handler === undefined ? undefined : handlerValue(handler);
      },
    };
  }

  #call(
    project: ProjectState,
    context: Context,
    blocks: Readonly<Record<string, Handler>>,
    name: string,
    args: Args,
  ): Value | undefined {
    const { interpreter } = this.#build;
    const { closure } = args;
    const [first] = args.positional;
    const given = textOf(first);
    const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
    if (block !== undefined) return closure === undefined ? handlerValue(block) : interpreter.invoke(closure, [], block);
    switch (name) {
      case 'plugins': {
        if (closure === undefined) return NOTHING;
        const before = project.model.plugins.length;
        interpreter.invoke(closure, [], pluginsHandler(context));
        for (const { id, applied, line, column } of project.model.plugins.slice(before))
          if (applied) this.#plugin(project, id, { line, column });
        return NOTHING;
      }
      case 'apply':
        return this.#apply(project, context, args);
      case 'allprojects':
        return this.#configure(all(project), closure);
      case 'subprojects':
        return this.#configure(below(project), closure);
      case 'rootProject': {
        const root = this.#root();
        return root === undefined ? undefined : this.#configure([root], closure);
      }
      case 'project':
      case 'findProject': {
        const found = args.positional.length === 0 ? project : this.#find(project, textOf(args.named.get('path')) ?? given);
        if (found === undefined) return UNKNOWN_VALUE;
        this.#configure([found], closure);
        return this.value(found);
      }
      case 'configure': {
        if (closure === undefined) return NOTHING;
        const targets = first?.kind === 'list' ? first.items : first === undefined || first === closure ? [] : [first];
        for (const target of targets) if (target.kind === 'handler') interpreter.invoke(closure, [target], target.handler);
        return targets.length === 0 ? interpreter.invoke(closure, []) : NOTHING;
      }
      case 'afterEvaluate':
      case 'beforeEvaluate':
        if (closure !== undefined)
          project.deferred.push(() => {
            interpreter.invoke(closure, [this.value(project)], this.handler(project));
          });
        return NOTHING;
      case 'evaluationDependsOn':
      case 'evaluationDependsOnChildren':
        return NOTHING;
      case 'the':
        return this.#catalog('libs');
      case 'sourceCompatibility':
      case 'targetCompatibility':
      case 'jvmToolchain':
      case 'jvmTarget':
      case '*.jvmToolchain':
        if (first !== undefined && first.kind !== 'closure') this.#level(project, name.replace('*.', ''), first, args.at);
        return closure === undefined ? NOTHING : undefined;
      case 'compileTestJava':
      case 'compileTestKotlin':
      case 'compileTestGroovy':
      case 'test':
      case 'integrationTest':
        return closure === undefined ? undefined : interpreter.invoke(closure, [], DEAF);
      case 'shadowJar':
        return closure === undefined ? undefined : interpreter.invoke(closure, [], SHADOW);
      case 'group':
      case 'version':
        if (given !== undefined) this.#set(project, name, text(given), args.at);
        return NOTHING;
      default:
        return undefined;
    }
  }

  #get(project: ProjectState, blocks: Readonly<Record<string, Handler>>, name: string): Value | undefined {
    const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
    if (block !== undefined) return handlerValue(block);
    switch (name) {
      case 'project':
        return this.value(project);
      case 'rootProject': {
        const root = this.#root();
        return root === undefined ? undefined : this.value(root);
      }
      case 'parent':
        return project.parent === undefined ? undefined : this.value(project.parent);
      case 'subprojects':
        return this.#list(below(project));
      case 'allprojects':
        return this.#list(all(project));
      case 'gradle':
        return handlerValue(gradleHandler(this.#build.extra));
      case 'SpringBootPlugin':
        return handlerValue({ get: (constant) => (constant === 'BOM_COORDINATES' ? this.#bootBom(project) : undefined) });
      case 'javaToolchains':
        return handlerValue({ call: () => NOTHING });
      case 'pluginManager':
      case 'plugins':
        return handlerValue(this.#pluginManager(project));
      case 'versionCatalogs':
      case 'extensions':
        return handlerValue(this.#extensions());
      default:
        return this.#build.catalogs.has(name) ? this.#catalog(name) : undefined;
    }
  }

  /** The Boot plug-in's constant: its BOM in the plug-in's own version. */
  #bootBom(project: ProjectState): Value {
    let version = this.#build.pluginVersions.get(BOOT_PLUGIN) ?? null;
    for (let at: ProjectState | undefined = project; at !== undefined; at = at.parent)
      version = at.model.plugins.find(({ id }) => id === BOOT_PLUGIN)?.version ?? version;
    return text(`org.springframework.boot:spring-boot-dependencies${version === null ? '' : `:${version}`}`);
  }

  #catalog(name: string): Value | undefined {
    const catalog = this.#build.catalogs.get(name);
    return catalog === undefined ? undefined : { kind: 'catalog', catalog, path: '' };
  }

  /** `extensions.getByType<VersionCatalogsExtension>().named("libs")`, `versionCatalogs.named("libs")`. */
  #extensions(): Handler {
    const handler: Handler = {
      call: (name, args) => {
        const given = textOf(args.positional[0]);
        if (given !== undefined && (name === 'named' || name === 'find' || name === 'getByName'))
          return this.#catalog(given) ?? UNKNOWN_VALUE;
        return name === 'getByType' ? handlerValue(handler) : undefined;
      },
    };
    return handler;
  }

  #pluginManager(project: ProjectState): Handler {
    const apply = (args: Args): Value => {
      const id = textOf(args.positional[0]);
      if (id !== undefined) this.#used(project, id, args.at);
      return NOTHING;
    };
    return {
      call: (name, args) => {
        if (name === 'apply') return apply(args);
        if (name !== 'withId' && name !== 'withPlugin' && name !== 'hasPlugin') return undefined;
        const id = textOf(args.positional[0]) ?? '';
        if (name === 'hasPlugin') return { kind: 'flag', value: project.applied.has(id) };
        if (args.closure !== undefined && project.applied.has(id)) this.#build.interpreter.invoke(args.closure, []);
        return NOTHING;
      },
    };
  }

  #used(project: ProjectState, id: string, { line, column }: Position): void {
    const file = this.#build.interpreter.file;
    project.model.plugins.push({ id, version: null, applied: true, file, line, column });
    this.#plugin(project, id, { line, column });
  }

  #plugin(project: ProjectState, id: string, at: Position): void {
    if (project.applied.has(id)) return;
    project.applied.add(id);
    this.#build.applyPlugin(project, id, at);
  }

  #apply(project: ProjectState, context: Context, args: Args): Value {
    const map = args.positional[0]?.kind === 'map' ? args.positional[0].entries : args.named;
    const plugin = textOf(map.get('plugin'));
    if (plugin !== undefined) this.#used(project, plugin, args.at);
    if (map.has('from')) this.#script(project, context, textOf(map.get('from')), args.at);
    if (args.closure !== undefined) {
      const inner: Handler = {
        call: (name, own) => {
          const given = textOf(own.positional[0]);
          if (name === 'plugin' && given !== undefined) this.#used(project, given, own.at);
          else if (name === 'from') this.#script(project, context, given, own.at);
          else return undefined;
          return NOTHING;
        },
      };
      this.#build.interpreter.invoke(args.closure, [], inner);
    }
    return NOTHING;
  }

  #script(project: ProjectState, context: Context, given: string | undefined, { line, column }: Position): void {
    const remote = given !== undefined && /^https?:/.test(given);
    if (!remote && this.#build.applyScript(project, given)) return;
    const shown = given === undefined || given.includes(UNKNOWN) ? 'a script whose place is computed' : given;
    report(context, {
      code: remote ? 'gradle/remote-script' : 'gradle/script-not-found',
      severity: 'warning',
      message: `${shown} is applied here, but ${remote ? 'scripts from elsewhere are never fetched' : 'it is not in this repository'}; what it adds is unknown`,
      incomplete: true,
      line,
      column,
    });
  }

  #level(project: ProjectState, name: string, value: Value, { line, column }: Position): boolean {
    const from = LEVELS.get(name);
    const version = textOf(value);
    if (from === undefined) return false;
    // Kotlin's own `languageVersion` is a text; a toolchain's is made by `JavaLanguageVersion.of`.
    if (name === 'languageVersion' && value.kind !== 'java') return true;
    const file = this.#build.interpreter.file;
    if (version !== undefined && !version.includes(UNKNOWN)) project.model.javaLevels.push({ version, from, file, line, column });
    return true;
  }

  #set(project: ProjectState, written: string, value: Value, at: Position): boolean {
    const name = written.replace(/^\*\./, '');
    if (this.#level(project, name, value, at)) return true;
    if (written.startsWith('*.')) return this.#main(project, name, value, at);
    switch (name) {
      case 'group':
        project.group = value;
        return true;
      case 'version':
        project.version = value;
        return true;
      case 'mainClassName':
      case 'mainClass':
        return this.#main(project, name, value, at);
      default:
        // Groovy assigns to an extra property that exists, the parent's too.
        for (let owner: ProjectState | undefined = project; owner !== undefined; owner = owner.parent)
          if (owner.extra.has(name)) {
            owner.extra.set(name, value);
            return true;
          }
        return false;
    }
  }

  #main(project: ProjectState, name: string, value: Value, { line }: Position): boolean {
    if (name !== 'mainClass' && name !== 'mainClassName') return false;
    const main = textOf(value);
    if (main !== undefined && truth(value) === true)
      project.model.mainClasses.push({ name: main, file: this.#build.interpreter.file, line });
    return true;
  }
}

/** What a project says, or Gradle's default: the names of the projects above it. Neither group nor version is inherited. */
function groupOf(project: ProjectState): string {
  const own = textOf(project.group ?? project.properties.get('group'));
  if (own !== undefined && !own.includes(UNKNOWN)) return own;
  const names: string[] = [];
  for (let at = project.parent; at !== undefined; at = at.parent) names.unshift(at.name);
  return names.join('.');
}
