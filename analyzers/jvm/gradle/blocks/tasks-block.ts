/** `tasks { … }` and tasks by their own names: what some of them are set to is no matter of the service. */

import type { Interpreter } from '../evaluation/interpret.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  truth,
  typeNamed,
  type Value,
} from '../evaluation/values.ts';
import type { ProjectModel } from '../model.ts';
import { CHOOSING_NAMED } from './containers.ts';
import { buildImageHandler, dockerTaskHandler } from './image-block.ts';
import { isLevel } from './java-level.ts';
import { pluginId } from './plugin-ids.ts';

/** Tasks that compile or run tests, or compile a further source set: what they are set to is not what the service needs. */
const OTHER_TASK = /[tT]est|^compile[A-Z]\w*(?:Java|Kotlin|Groovy|Scala)$/;
const FURTHER_COMPILER = /^compile[A-Z]\w*(?:Java|Kotlin|Groovy|Scala)$/;

/** Whether a script's word is the task that compiles tests or a further source set. */
export function isFurtherCompiler(name: string): boolean {
  return FURTHER_COMPILER.test(name);
}

/** What compilers hold their settings in. */
const SETTINGS = new Set(['options', 'compilerOptions', 'kotlinOptions']);

/** Tasks that build fat jars: their `dependencies` block says what goes in, and asks for nothing. */
const SHADOW_TASK = /shadow/i;
const SHADOW: Handler = { call: (name) => (name === 'dependencies' ? NOTHING : undefined) };

/** Takes every assignment, so that nothing around hears of it. */
const DEAF: Handler = {
  set: () => true,
  get: (name) => (SETTINGS.has(name) || isLevel(name) ? handlerValue(DEAF) : undefined),
  call: (name) => (isLevel(name.replace(/^\*\./, '')) ? NOTHING : undefined),
};

/** Tasks of Spring Boot that make what starts, by their names and by their types. */
const BOOT_TASK = /^boot[JW]ar$/i;

/** `bootJar { enabled = false }`: modules that others are built with have Boot's versions, and make no application. */
function bootTask(task: string, { disabled }: ProjectModel): Handler {
  const record = (name: string, value: Value | undefined): boolean => {
    if (!/^(?:\*\.)?(?:enabled|isEnabled|setEnabled)$/.test(name) || value === undefined) return false;
    if (truth(value) === false) disabled.add(task.toLowerCase());
    else disabled.delete(task.toLowerCase());
    return true;
  };
  return {
    call: (name, args) => (record(name, args.positional[0]) ? NOTHING : undefined),
    set: record,
  };
}

/** Its name, and its type. */
const IMAGE_TASK = /^bootBuildImage$/i;
const DOCKER_TASK = /^dockerBuild(?:Native|Crac)?$/;

/** How a task's own block is read where that differs from the rest of the script. */
function ownBlock(task: string, model: ProjectModel, file: () => string): Handler | undefined {
  if (IMAGE_TASK.test(task)) return buildImageHandler(model, file);
  if (DOCKER_TASK.test(task)) return dockerTaskHandler(model);
  if (BOOT_TASK.test(task)) return bootTask(task, model);
  return OTHER_TASK.test(task) ? DEAF : SHADOW_TASK.test(task) ? SHADOW : undefined;
}

/** Tasks that scripts configure by name, outside of `tasks`. */
const NAMED = new Set([
  'test',
  'integrationTest',
  'shadowJar',
  'bootJar',
  'bootWar',
  'bootBuildImage',
  'dockerBuild',
  'dockerBuildNative',
]);

/** Whether a project has a task of this name that its script may configure: those of Spring Boot come with its plug-in. */
export function isTask(name: string, { plugins }: ProjectModel): boolean {
  if (isFurtherCompiler(name)) return true;
  return (
    NAMED.has(name) && (!BOOT_TASK.test(name) || plugins.some(({ id, applied }) => applied && SPRING_BOOT.has(pluginId(id))))
  );
}

/** Tasks whose settings say something of the service: those that compile what runs, with their types, and Spring Boot's. */
const COMPILERS: Readonly<Record<string, readonly string[]>> = {
  compileJava: ['JavaCompile', 'AbstractCompile'],
  compileKotlin: ['KotlinCompile', 'KotlinJvmCompile', 'KotlinCompilationTask'],
  compileGroovy: ['GroovyCompile', 'AbstractCompile'],
  compileScala: ['ScalaCompile', 'AbstractCompile'],
};
const BOOTS: Readonly<Record<string, readonly string[]>> = {
  bootJar: ['BootJar', 'Jar', 'AbstractArchiveTask'],
  bootWar: ['BootWar', 'War', 'Jar', 'AbstractArchiveTask'],
};

/** Types of all or most tasks, which tell nothing of one. */
const BASES = new Set(['Task', 'DefaultTask', 'ConventionTask', 'SourceTask', 'HasCompileOptions', 'UsesKotlinJavaToolchain']);

function factsOf(task: string, types: readonly string[]): Handler {
  return {
    is: (type) => (BASES.has(type) ? undefined : types.includes(type)),
    get: (name) => (name === 'name' ? text(task) : undefined),
  };
}

/** What a condition may ask of a task, and the types that it names. */
function askedOf(task: string, types: readonly string[]): Handler {
  const facts = factsOf(task, types);
  return { ...facts, get: (name, at) => facts.get?.(name, at) ?? (/^[A-Z]\w*[a-z]/.test(name) ? text(name) : undefined) };
}

const CONFIGURES = new Set(['configure', 'configureEach', 'all', 'each']);

const SPRING_BOOT = new Set(['org.springframework.boot', 'spring-boot']);

const FINDING = new Set(['named', 'getByName', 'getByPath']);
const MAKING = new Set(['register', 'create', 'maybeCreate']);

export function tasksHandler(interpreter: Interpreter, model: ProjectModel): Handler {
  const file = (): string => interpreter.file;
  /** What `named` and `withType` give without a block of their own: it comes after (Gradle, `TaskProvider`, `TaskCollection`). */
  const provided = (handler: Handler): Handler => ({
    ...handler,
    call: (name, args) => {
      if (name === 'get' && args.positional.length === 0) return handlerValue(handler);
      return CONFIGURES.has(name) && args.closure !== undefined
        ? interpreter.invoke(args.closure, [handlerValue(handler)], handler)
        : handler.call?.(name, args);
    },
  });
  const block = (task: string, { closure }: Args): Value | undefined => {
    const handler = ownBlock(task, model, file);
    if (handler === undefined) return undefined;
    return closure === undefined
      ? handlerValue(provided(handler))
      : interpreter.invoke(closure, [handlerValue(handler)], handler);
  };
  /** Tasks of a type, or of all, that a condition chooses, by themselves or (`named { … }`) by their names alone. */
  const chosen = (predicate: Closure, isOfNames: boolean, type?: string): Value => {
    const holds = ([task, types]: readonly [string, readonly string[]]): boolean | undefined => {
      if (type !== undefined && !types.includes(type)) return false;
      const facts = askedOf(task, types);
      return truth(interpreter.invoke(predicate, [isOfNames ? text(task) : handlerValue(facts)], isOfNames ? undefined : facts));
    };
    const boots = Object.entries(BOOTS)
      .filter((one) => holds(one) === true)
      .map(([task]) => bootTask(task, model));
    const rest = Object.entries(COMPILERS).some((one) => holds(one) !== false) ? undefined : DEAF;
    return handlerValue(
      provided({
        call: (name, args) => {
          const heard = boots.map((boot) => boot.call?.(name, args));
          return heard.includes(NOTHING) ? NOTHING : rest?.call?.(name, args);
        },
        get: (name, at) => rest?.get?.(name, at),
        set: (name, value, at) =>
          boots.map((boot) => boot.set?.(name, value, at)).includes(true) || rest?.set?.(name, value, at) === true,
      }),
    );
  };
  const choice = (name: string, { closure, positional: [first] }: Args, type?: string): Value | undefined =>
    CHOOSING_NAMED.has(name) && closure !== undefined && textOf(first) === undefined
      ? chosen(closure, name === 'named', type)
      : undefined;
  /** Tasks of a type: of compilers the one that compiles what runs. */
  const ofType = (type: string, args: Args): Value | undefined => {
    const [compiler] = Object.entries(COMPILERS).filter(([, types]) => types.includes(type));
    if (compiler === undefined) return block(type, args);
    const facts = factsOf(...compiler);
    if (args.closure !== undefined) return interpreter.invoke(args.closure, [handlerValue(facts)], facts);
    return handlerValue(provided({ ...facts, call: (name, inner) => choice(name, inner, type) }));
  };
  return {
    call: (name, args) => {
      const task = textOf(args.positional[0]);
      const type = typeNamed(args);
      if (name === 'withType' && type !== undefined) return ofType(type, args);
      const found = choice(name, args);
      if (found !== undefined) return found;
      if (MAKING.has(name) && task !== undefined) model.tasks.add(task);
      if ((FINDING.has(name) || MAKING.has(name)) && task !== undefined)
        return block(task, args) ?? (args.closure === undefined ? NOTHING : undefined);
      return block(name, args);
    },
    // A task stands for what it makes: files.
    any: () => NOTHING,
    get: (name) => {
      const handler = ownBlock(name, model, file);
      return handler === undefined ? undefined : handlerValue(handler);
    },
  };
}
