/** Names that every script of a build knows: files, versions of Java, providers, values from outside. */
import { joinPath } from '../../../../src/model/index.ts';
import { extraHandler } from './extra-block.ts';
import { formatted } from './formatted.ts';
import { type PropertiesFiles, propertiesObject } from './properties-object.ts';
import {
  type Args,
  type Closure,
  flag,
  type Handler,
  handlerValue,
  NOTHING,
  NULL,
  number,
  OUTSIDE,
  PACKAGE_TYPE,
  text,
  textOf,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** Directories of the tree are texts that begin with a slash: the root of what is analysed is `/`. */
export function directoryText(directory: string): string {
  return directory === '.' ? '/' : `/${directory}`;
}

/** A path as a script gives it, seen from `directory`; undefined when it is unknown or leaves the tree. */
export function pathIn(directory: string, given: string | undefined): string | undefined {
  if (given === undefined || given.includes(UNKNOWN)) return undefined;
  const path = given.replace(/^file:(?:\/\/)?/, '').replaceAll(/\/{2,}/g, '/');
  return path.startsWith('/') ? joinPath('.', path.slice(1)) : joinPath(directory, path);
}

function fileValue(directory: string, args: Args): Value {
  const [first, second] = args.positional.map(textOf);
  if (args.positional.length > 1) {
    const base = pathIn(directory, first);
    const path = base === undefined ? undefined : pathIn(base, second);
    return path === undefined ? UNKNOWN_VALUE : text(directoryText(path));
  }
  const path = pathIn(directory, first);
  return path === undefined ? UNKNOWN_VALUE : text(directoryText(path));
}

/** The Java that Gradle itself runs with: 8 at least, whatever it is. */
const CURRENT_JAVA: Handler = {
  call: (name) => compatible(/^isJava(\d+)Compatible$/.exec(name)?.[1]),
  get: (name) => compatible(/^(?:java|isJava)(\d+)Compatible$/.exec(name)?.[1]),
};

function compatible(version: string | undefined): Value {
  return version !== undefined && Number(version) <= 8 ? flag(true) : UNKNOWN_VALUE;
}

/** `JavaLanguageVersion.of(17)`, `JavaVersion.VERSION_17`, `JavaVersion.toVersion("17")`, `JvmTarget.JVM_17`. */
const JAVA_VERSIONS: Handler = {
  get(name) {
    const version = /^(?:VERSION|JVM)_(?:1_)?(\d+)$/.exec(name)?.[1];
    return version === undefined ? UNKNOWN_VALUE : { kind: 'java', version };
  },
  call(name, args) {
    const given = textOf(args.positional[0]);
    if (name === 'current') return handlerValue(CURRENT_JAVA);
    if (name === 'valueOf') return given === undefined ? UNKNOWN_VALUE : (JAVA_VERSIONS.get?.(given, args.at) ?? UNKNOWN_VALUE);
    if (name === 'of' || name === 'toVersion' || name === 'fromTarget')
      return given === undefined || given.includes(UNKNOWN) ? UNKNOWN_VALUE : { kind: 'java', version: given };
    return UNKNOWN_VALUE;
  },
};

/** `org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_17`, `org.gradle.api.JavaVersion.VERSION_17`: packages in front of a class. */
const PACKAGE: Handler = {
  type: PACKAGE_TYPE,
  get(name) {
    if (name === 'JavaVersion' || name === 'JavaLanguageVersion' || name === 'JvmTarget') return handlerValue(JAVA_VERSIONS);
    return /^[a-z]/.test(name) ? handlerValue(PACKAGE) : undefined;
  },
};

function gradleVersion(version: string | undefined): Value {
  return version === undefined || version.includes(UNKNOWN) ? UNKNOWN_VALUE : { kind: 'text', text: version, gradle: true };
}

/** `GradleVersion.current()`, `GradleVersion.version('8.0')`. */
function gradleVersions(running: string | undefined): Handler {
  return {
    call: (name, args) => {
      if (name === 'current') return gradleVersion(running);
      return name === 'version' ? gradleVersion(textOf(args.positional[0])) : UNKNOWN_VALUE;
    },
  };
}

/** `Boolean.parseBoolean('true')`, `Boolean.valueOf(…)`. */
const BOOLEAN: Handler = {
  call(name, args) {
    const given = textOf(args.positional[0]);
    if (name !== 'parseBoolean' && name !== 'valueOf') return UNKNOWN_VALUE;
    return given === undefined || given.includes(UNKNOWN) ? UNKNOWN_VALUE : flag(given.toLowerCase() === 'true');
  },
};

/** `Integer.valueOf('11')`, `Integer.parseInt(…)`. */
const INTEGER: Handler = {
  call(name, args) {
    const given = textOf(args.positional[0])?.trim();
    const isNumber = given !== undefined && /^-?\d+$/.test(given);
    return isNumber && (name === 'parseInt' || name === 'valueOf') ? number(Number(given)) : UNKNOWN_VALUE;
  },
};

/** `String.format('%s:%s', …)`. */
const STRING: Handler = {
  call(name, { positional: [pattern, ...given] }) {
    const shown = textOf(pattern);
    return name === 'format' && shown !== undefined ? formatted(shown, given) : UNKNOWN_VALUE;
  },
};

/** `provider { 'x' }` gives what its block gives. */
function provided({ closure, positional }: Args, evaluate: Surroundings['evaluate']): Value {
  return closure === undefined ? (positional[0] ?? UNKNOWN_VALUE) : (evaluate?.(closure) ?? UNKNOWN_VALUE);
}

/** Reads `providers.gradleProperty("x")` through `look`; what the environment says is left open. */
function providers(look: (name: string) => Value | undefined, evaluate: Surroundings['evaluate']): Handler {
  return {
    call(name, args) {
      const given = textOf(args.positional[0]);
      if (name === 'gradleProperty') return given === undefined ? UNKNOWN_VALUE : (look(given) ?? NULL);
      return name === 'provider' ? provided(args, evaluate) : OUTSIDE;
    },
  };
}

/** `JavaPlugin.RUNTIME_ONLY_CONFIGURATION_NAME`: the constants of plug-ins that name configurations. */
const CONFIGURATION_NAMES: Handler = {
  get(constant) {
    const words = /^([A-Z]+(?:_[A-Z]+)*)_CONFIGURATION_NAME$/.exec(constant)?.[1]?.toLowerCase();
    return words === undefined ? undefined : text(words.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  },
};

function layout(directory: string, buildRoot: string): Handler {
  const of = (base: string): Value => {
    const handler: Handler = {
      call: (name, args) => (name === 'file' || name === 'dir' ? fileValue(base, args) : undefined),
      get: (name) => (name === 'asFile' ? text(directoryText(base)) : undefined),
    };
    return handlerValue(handler);
  };
  return {
    get(name) {
      if (name === 'projectDirectory') return of(directory);
      if (name === 'rootDirectory' || name === 'settingsDirectory') return of(buildRoot);
      return UNKNOWN_VALUE;
    },
  };
}

/** System properties that `gradle.properties` sets stand there as `systemProp.x`; the environment is left open. */
function system(look: (name: string) => Value | undefined): Handler {
  return {
    get: () => OUTSIDE,
    call: (name, args) => {
      const key = textOf(args.positional[0]);
      if (name !== 'getProperty' || key === undefined) return OUTSIDE;
      return look(`systemProp.${key}`) ?? args.positional[1] ?? OUTSIDE;
    },
  };
}

/** `gradle`: its extra properties are read by their plain names too. */
export function gradleHandler(
  extra: Map<string, Value>,
  hook: (name: string, closure: Closure) => void,
  root: () => Value | undefined,
  version: string | undefined,
): Handler {
  const own = extraHandler(extra, (name) => extra.get(name));
  const handler: Handler = {
    get: (name) => {
      if (name === 'rootProject') return root();
      if (name === 'lifecycle') return handlerValue(handler);
      if (name === 'gradleVersion') return version === undefined ? UNKNOWN_VALUE : text(version);
      return name === 'ext' || name === 'extra' || name === 'extensions' ? handlerValue(own) : extra.get(name);
    },
    call: (name, args) => {
      if (args.closure === undefined) return name === 'getRootProject' ? root() : undefined;
      if (HOOKS.has(name)) hook(name, args.closure);
      return HOOKS.has(name) || DELAYED.has(name) ? NOTHING : undefined;
    },
    set: (name, value) => own.set?.(name, value, { line: 1, column: 1 }) ?? false,
  };
  return handler;
}

/** Blocks that run when something has been built: they hold no dependencies. */
const DELAYED = new Set(['buildFinished', 'taskGraph', 'settingsEvaluated']);

/** Blocks of the build that are for its projects: for each, for the root, or for all at once. */
const HOOKS = new Set(['allprojects', 'beforeProject', 'afterProject', 'rootProject', 'projectsLoaded', 'projectsEvaluated']);

export interface Surroundings {
  /** Where the scripts lie, and the root of their build. */
  readonly directory: string;
  readonly buildRoot: string;
  /** The version of Gradle that the build's wrapper brings. */
  readonly gradle?: string | undefined;
  /** Properties by their names. */
  look(name: string): Value | undefined;
  /** Properties of the build as a whole, where the project has some of its own: `gradle.properties` beside the settings. */
  gradleProperty?(name: string): Value | undefined;
  /** The pairs of a properties file of the tree. */
  properties(path: string): ReadonlyMap<string, Value> | undefined;
  /** What a block gives that is run where it is asked for. */
  evaluate?(closure: Closure): Value;
}

/** `properties['x']`, `properties.get('x')`. */
function propertiesView(look: Surroundings['look']): Handler {
  return {
    get: look,
    call: (method, args) => {
      const key = textOf(args.positional[0]);
      if (key === undefined) return UNKNOWN_VALUE;
      if (method === 'containsKey') return flag(look(key) !== undefined);
      return method === 'get' || method === 'getOrDefault' ? (look(key) ?? args.positional[1] ?? NULL) : UNKNOWN_VALUE;
    },
  };
}

type Call = (args: Args) => Value | undefined;

function list({ positional }: Args): Value {
  return { kind: 'list', items: positional };
}

function firstOf({ positional }: Args): Value | undefined {
  return positional[0];
}

/** Kotlin's and Java's own, the same in every script. */
const PLAIN_CALLS: Readonly<Record<string, Call>> = {
  FileInputStream: firstOf,
  FileReader: firstOf,
  InputStreamReader: firstOf,
  requireNotNull: firstOf,
  checkNotNull: firstOf,
  Regex: firstOf,
  sprintf: (args) => STRING.call?.('format', args) ?? UNKNOWN_VALUE,
  // What its block includes are files.
  fileTree: () => NOTHING,
  listOf: list,
  setOf: list,
  arrayOf: list,
  mutableListOf: list,
  mutableSetOf: list,
  emptyList: list,
  emptySet: list,
  sequenceOf: list,
  arrayListOf: list,
  linkedSetOf: list,
  hashSetOf: list,
  Pair: list,
  Triple: list,
  listOfNotNull: ({ positional }) => ({ kind: 'list', items: positional.filter(({ kind }) => kind !== 'null') }),
  emptyMap: mapOf,
  mapOf,
  mutableMapOf: mapOf,
  linkedMapOf: mapOf,
  hashMapOf: mapOf,
};

/** Files and properties, which hang on where the script stands. */
function placedCalls({ directory, look, properties }: Surroundings): Readonly<Record<string, Call>> {
  const files: PropertiesFiles = (given) => {
    const path = pathIn(directory, given);
    return path === undefined ? undefined : properties(path);
  };
  const asked =
    (answer: (found: Value | undefined) => Value): Call =>
    ({ positional }) => {
      const key = textOf(positional[0]);
      return key === undefined ? UNKNOWN_VALUE : answer(look(key));
    };
  const loaded = () => handlerValue(propertiesObject(files));
  const file: Call = (args) => fileValue(directory, args);
  const property = asked((found) => found ?? UNKNOWN_VALUE);
  return {
    Properties: loaded,
    '*.Properties': loaded,
    file,
    File: file,
    files: (args) => ({
      kind: 'list',
      items: args.positional.map((one) => fileValue(directory, { ...args, positional: [one] })),
    }),
    property,
    getProperty: property,
    findProperty: asked((found) => found ?? NULL),
    hasProperty: asked((found) => flag(found !== undefined)),
  };
}

/** What scripts see besides their own DSL. */
export function commonHandler(surroundings: Surroundings): Handler {
  const { directory, buildRoot, look } = surroundings;
  const calls: Readonly<Record<string, Call>> = {
    ...PLAIN_CALLS,
    ...placedCalls(surroundings),
    provider: (args) => provided(args, surroundings.evaluate),
  };
  const java = () => handlerValue(JAVA_VERSIONS);
  const names: Readonly<Record<string, () => Value>> = {
    rootDir: () => text(directoryText(buildRoot)),
    settingsDir: () => text(directoryText(buildRoot)),
    projectDir: () => text(directoryText(directory)),
    Boolean: () => handlerValue(BOOLEAN),
    Integer: () => handlerValue(INTEGER),
    String: () => handlerValue(STRING),
    JavaPlugin: () => handlerValue(CONFIGURATION_NAMES),
    JavaPlatformPlugin: () => handlerValue(CONFIGURATION_NAMES),
    JavaVersion: java,
    JavaLanguageVersion: java,
    JvmTarget: java,
    GradleVersion: () => handlerValue(gradleVersions(surroundings.gradle)),
    org: () => handlerValue(PACKAGE),
    com: () => handlerValue(PACKAGE),
    io: () => handlerValue(PACKAGE),
    LockMode: () => handlerValue({ get: text }),
    providers: () => handlerValue(providers(surroundings.gradleProperty ?? look, surroundings.evaluate)),
    layout: () => handlerValue(layout(directory, buildRoot)),
    System: () => handlerValue(system(look)),
    properties: () => handlerValue(propertiesView(look)),
  };
  return {
    get: (name) => (Object.hasOwn(names, name) ? names[name]?.() : undefined),
    call: (name, args) => (Object.hasOwn(calls, name) ? calls[name]?.(args) : undefined),
  };
}

/** `mapOf("a" to "b")`: pairs come as lists of two. */
function mapOf(args: Args): Value {
  const entries = new Map<string, Value>();
  for (const pair of args.positional) {
    if (pair.kind !== 'list') return UNKNOWN_VALUE;
    const key = textOf(pair.items[0]);
    if (key !== undefined) entries.set(key, pair.items[1] ?? NULL);
  }
  return { kind: 'map', entries };
}
