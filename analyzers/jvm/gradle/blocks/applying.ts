/** Plug-ins and scripts that a project applies. */
import { addTo } from '../../../../src/model/index.ts';
import { extendConfiguration } from '../configurations.ts';
import {
  type Args,
  type Closure,
  flag,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from '../evaluation/values.ts';
import type { Position } from '../script/syntax-tree.ts';
import { type Context, report } from './drafts.ts';
import { className, PACKED, pluginId, pluginOfClass, withImplied } from './plugin-ids.ts';
import { pluginsHandler } from './plugins-block.ts';
import type { BuildAccess, ProjectState } from './project-state.ts';

const BOOT_PLUGIN = 'org.springframework.boot';

/** The Boot plug-in's constant `BOM_COORDINATES`: its BOM in the plug-in's own version. */
export function bootBom({ pluginVersions }: BuildAccess, project: ProjectState): Value {
  let version = pluginVersions.get(BOOT_PLUGIN) ?? null;
  for (let at: ProjectState | undefined = project; at !== undefined; at = at.parent)
    version = at.model.plugins.find(({ id }) => id === BOOT_PLUGIN)?.version ?? version;
  return text(`org.springframework.boot:spring-boot-dependencies${version === null ? '' : `:${version}`}`);
}

const EACH = new Set(['all', 'configureEach', 'whenPluginAdded']);

function isRemote(given: string | undefined): boolean {
  return given !== undefined && /^https?:/.test(given);
}

/** What to say of a script that is applied and cannot be read. */
export function absentScript(given: string | undefined) {
  const remote = isRemote(given);
  const shown = given === undefined || given.includes(UNKNOWN) ? 'a script whose place is computed' : given;
  return {
    code: remote ? 'gradle/remote-script' : 'gradle/script-not-found',
    severity: 'warning',
    message: `${shown} is applied here, but ${remote ? 'scripts from elsewhere are never fetched' : 'it is not in this repository'}; what it adds is unknown, a copy in the repository tells`,
    incomplete: true,
  } as const;
}

/** A plug-in by its id, or by the class that a script names. */
function askedFor({ positional: [first], nodes: [node], type }: Args): string | undefined {
  const id = textOf(first);
  if (id !== undefined) return pluginId(id);
  const name = type ?? className(node);
  return name === undefined ? undefined : pluginOfClass(name);
}

/** `apply plugin:`, `apply from:` and what waits for a plug-in, for one project. */
export class Applying {
  readonly #build: BuildAccess;
  readonly #project: ProjectState;
  readonly #context: Context;
  /** Blocks for plug-ins that are not applied yet, by id. */
  readonly #waiting = new Map<string, Closure[]>();

  constructor(build: BuildAccess, project: ProjectState, context: Context) {
    this.#build = build;
    this.#project = project;
    this.#context = context;
  }

  /** `plugins { … }`: which of them are applied is known at its end. */
  plugins(closure: Closure): Value {
    const { plugins } = this.#project.model;
    const before = plugins.length;
    this.#context.interpreter.invoke(closure, [], pluginsHandler(this.#context, [...this.#build.ownPlugins()]));
    for (const { id, applied, line, column } of plugins.slice(before)) if (applied) this.#apply(id, { line, column });
    return NOTHING;
  }

  /** `apply plugin: 'x'`, `apply from: 'x.gradle'`, `apply { plugin("x") }`. */
  apply(args: Args): Value {
    const map = args.positional[0]?.kind === 'map' ? args.positional[0].entries : args.named;
    const given = map.get('plugin');
    const plugin = textOf(given);
    if (plugin !== undefined) this.#used(plugin, args.at);
    else if (given !== undefined) this.#usedClass(className(args.nodes.find(({ name }) => name === 'plugin')), given, args.at);
    // Kotlin's `apply<JavaPlugin>()`.
    if (args.type !== undefined) this.#usedClass(args.type, UNKNOWN_VALUE, args.at);
    if (map.has('from')) this.#script(textOf(map.get('from')), args.at);
    if (args.closure !== undefined) {
      const inner: Handler = {
        call: (name, own) => {
          const given = textOf(own.positional[0]);
          if (name === 'plugin' && given !== undefined) this.#used(given, own.at);
          else if (name === 'plugin') this.#usedClass(className(own.nodes[0]), own.positional[0], own.at);
          else if (name === 'from') this.#script(given, own.at);
          else return undefined;
          return NOTHING;
        },
      };
      this.#context.interpreter.invoke(args.closure, [], inner);
    }
    return NOTHING;
  }

  /** `pluginManager`, `plugins` as a container. */
  manager(): Handler {
    return {
      call: (name, args) => {
        const id = askedFor(args);
        switch (name) {
          case 'apply':
            if (id !== undefined) this.#used(id, args.at);
            else this.#usedClass(className(args.nodes[0]), args.positional[0], args.at);
            return NOTHING;
          case 'hasPlugin':
            return this.#project.applied.has(id ?? '') ? flag(true) : this.#project.begun ? flag(false) : UNKNOWN_VALUE;
          case 'withId':
          case 'withPlugin':
          case 'withType':
            if (id === undefined) return undefined;
            if (args.closure !== undefined) this.#with(id, args.closure);
            return handlerValue({
              call: (each, { closure }) => (closure === undefined || !EACH.has(each) ? undefined : this.#with(id, closure)),
            });
          default:
            return undefined;
        }
      },
    };
  }

  /** Runs a block now or when the plug-in comes: `plugins.withId('java') { … }`. */
  #with(id: string, closure: Closure): Value {
    if (this.#project.applied.has(id)) this.#context.interpreter.invoke(closure, []);
    else addTo(this.#waiting, id, closure);
    return NOTHING;
  }

  /** A plug-in that is named by its class: one of Gradle's own, of this script, or of the build's own logic. */
  #usedClass(name: string | undefined, given: Value | undefined, at: Position): void {
    const id = name === undefined ? undefined : pluginOfClass(name);
    if (id !== undefined) return this.#used(id, at);
    const key = `class ${name ?? ''}`;
    if (name === undefined || this.#project.applied.has(key)) return;
    this.#project.applied.add(key);
    const apply = given?.kind === 'map' ? given.entries.get('apply') : undefined;
    if (apply?.kind === 'closure') this.#build.runPlugin(this.#project, apply);
    else this.#build.applyClass(this.#project, name);
  }

  #used(id: string, { line, column }: Position): void {
    const { file } = this.#context.interpreter;
    this.#project.model.plugins.push({ id, version: null, applied: true, file, line, column });
    this.#apply(id, { line, column });
  }

  #apply(id: string, at: Position): void {
    const fresh = withImplied(pluginId(id)).filter((one) => !this.#project.applied.has(one));
    for (const one of fresh) {
      this.#project.applied.add(one);
      const packed = Object.hasOwn(PACKED, one) ? PACKED[one] : undefined;
      if (packed !== undefined) extendConfiguration(this.#project.model, 'runtimeClasspath', packed);
    }
    if (!fresh.includes(pluginId(id))) return;
    this.#build.applyPlugin(this.#project, id, at);
    for (const one of fresh) {
      const blocks = this.#waiting.get(one) ?? [];
      this.#waiting.delete(one);
      for (const block of blocks) this.#context.interpreter.invoke(block, []);
    }
  }

  #script(given: string | undefined, { line, column }: Position): void {
    if (!isRemote(given) && this.#build.applyScript(this.#project, given)) return;
    report(this.#context, { ...absentScript(given), line, column });
  }
}
