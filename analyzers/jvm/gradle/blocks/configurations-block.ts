/** `configurations { … }`. */

import { capitalized } from '../../../../src/model/index.ts';
import { extendConfiguration, scopeOf } from '../configurations.ts';
import { exclusion } from '../evaluation/exclusion.ts';
import {
  type Args,
  type Closure,
  flag,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  truth,
  UNKNOWN_VALUE,
  type Value,
} from '../evaluation/values.ts';
import { lastName, type Position } from '../script/syntax-tree.ts';
import { CHOOSING_NAMED } from './containers.ts';
import { type Context, isDoubtful, report, reportRule } from './drafts.ts';
import { recordAskedJava } from './java-level.ts';
import { membersHandler } from './members-block.ts';
import { pluginId } from './plugin-ids.ts';
import { isRuntime } from './resolution-rules.ts';
import { strategyHandler } from './resolution-strategy.ts';

/** Those of Java's main and test sources; others are known once the build names them. */
const STANDARD = ['', 'test'].flatMap((set) =>
  ['implementation', 'runtimeOnly', 'compileOnly', 'annotationProcessor', 'runtimeClasspath', 'compileClasspath'].map((name) =>
    set === '' ? name : `${set}${capitalized(name)}`,
  ),
);

/** Plug-ins with which a project tells its API from the rest. */
const API_MAKERS = new Set(['java-library', 'java-gradle-plugin', 'org.jetbrains.kotlin.jvm', 'kotlin']);

const EACH = new Set(['all', 'configureEach', 'each', 'forEach', 'withType']);
const MAKING = new Set([
  ...['named', 'create', 'register', 'getByName', 'maybeCreate'],
  ...['dependencyScope', 'resolvable', 'consumable'].flatMap((role) => [role, `${role}Unlocked`]),
]);

/** What a block may ask of the configuration that it is given, so that it means another thing for each. */
const OWN_TRAITS = new Set(['name', 'canBeResolved', 'isCanBeResolved', 'canBeConsumed', 'isCanBeConsumed']);

const asking = new WeakMap<object, boolean>();

/** Whether a block asks which configuration it is given. */
function asksForTraits({ node }: Closure): boolean {
  const known = asking.get(node) ?? hasTrait(node.body, NONE_SHADOWED);
  asking.set(node, known);
  return known;
}

const NONE_SHADOWED: ReadonlySet<string> = new Set();

/** `shadowed`: what blocks inside are given themselves, `it` where they name nothing: its name is another thing's. */
function hasTrait(node: unknown, shadowed: ReadonlySet<string>): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (isTrait(node, shadowed)) return true;
  const given = 'kind' in node && node.kind === 'closure' ? parametersOf(node) : [];
  const inside = given.every((name) => shadowed.has(name)) ? shadowed : new Set([...shadowed, ...given]);
  return Object.values(node).some((one) => hasTrait(one, inside));
}

function parametersOf(node: object): readonly string[] {
  const params: readonly unknown[] = 'params' in node && Array.isArray(node.params) ? node.params : [];
  return params.length === 0 ? ['it'] : params.filter((one) => typeof one === 'string');
}

function isTrait(node: object, shadowed: ReadonlySet<string>): boolean {
  if (!('kind' in node && 'name' in node) || typeof node.name !== 'string' || !OWN_TRAITS.has(node.name)) return false;
  if (node.kind !== 'property' || !('object' in node)) return node.kind === 'name';
  const { object } = node;
  const holder = typeof object === 'object' && object !== null && 'kind' in object && object.kind === 'name' ? object : undefined;
  return !(holder !== undefined && 'name' in holder && typeof holder.name === 'string' && shadowed.has(holder.name));
}

/** `configurations`: exclusions and forced versions for all, some or one, and what extends what. */
export function configurationsHandler(context: Context): Handler {
  const container = new Configurations(context);
  const one = (name: string): Value => handlerValue(configurationHandler(context, name));
  const handler: Handler = {
    get: (name) => (name === 'configurations' ? handlerValue(handler) : name === 'all' ? one('*') : undefined),
    any: one,
    call(name, args) {
      const { closure } = args;
      const first = textOf(args.positional[0]);
      // Groovy's `configurations*.exclude(…)`.
      if (name === 'exclude') return configurationHandler(context, '*').call?.(name, args);
      if (EACH.has(name)) return container.each(undefined, closure);
      if (CHOOSING_NAMED.has(name) && first === undefined && closure !== undefined)
        return container.chosen(closure, name === 'named');
      if (MAKING.has(name)) return first === undefined ? undefined : container.configure(first, closure);
      if (name.startsWith('*.') || (closure === undefined && args.positional.length > 0)) return undefined;
      return container.configure(name, closure);
    },
  };
  return handler;
}

/** The configurations that a build has, as far as it names them. */
class Configurations {
  readonly #context: Context;
  readonly #named = new Set(STANDARD);

  constructor(context: Context) {
    this.#context = context;
  }

  configure(name: string, closure: Closure | undefined): Value {
    if (name !== '*') this.#named.add(name);
    const handler = configurationHandler(this.#context, name);
    if (closure !== undefined) this.#context.interpreter.invoke(closure, [handlerValue(handler)], handler);
    return handlerValue(handler);
  }

  /** A block for each of some; of all as one, unless it asks which one it is given. */
  each(names: readonly string[] | undefined, closure: Closure | undefined): Value {
    const each = names ?? (closure !== undefined && asksForTraits(closure) ? this.#all() : ['*']);
    for (const name of each) this.configure(name, closure);
    return this.#some(names);
  }

  /** Those for which a predicate holds: on their names, or on themselves. */
  chosen(predicate: Closure, byName: boolean): Value {
    const names: string[] = [];
    for (const name of this.#all()) {
      const handler = configurationHandler(this.#context, name);
      const given = byName ? text(name) : handlerValue(handler);
      const held = truth(this.#context.interpreter.invoke(predicate, [given], handler));
      // Only a run of the build would tell.
      if (held === undefined) return this.#some(undefined);
      if (held) names.push(name);
    }
    return this.#some(names);
  }

  #all(): readonly string[] {
    const { model } = this.#context;
    const library = model.plugins.some(({ id }) => API_MAKERS.has(pluginId(id))) ? ['api'] : [];
    return [...new Set([...library, ...this.#named, ...model.extends.keys()])];
  }

  /** Some of the configurations; all, which is told at their use, where `names` is undefined. */
  #some(names: readonly string[] | undefined): Value {
    const context = this.#context;
    return handlerValue({
      call: (name, args) => {
        if (names === undefined)
          report(context, {
            code: 'gradle/configuration-predicate',
            severity: 'note',
            message: 'which configurations this means is known only when the build runs; it is read as all of them',
            line: args.at.line,
            column: args.at.column,
          });
        if (EACH.has(name)) return this.each(names, args.closure);
        for (const each of names ?? ['*']) configurationHandler(context, each).call?.(name, args);
        return NOTHING;
      },
    });
  }
}

/** `withDependencies { deps -> … }` runs before the configuration is used, `defaultDependencies` where it is empty then. */
function lateDependencies(context: Context, name: string, method: string, args: Args): Value {
  if (args.closure === undefined) return NOTHING;
  const scope = name === '*' ? 'runtime' : scopeOf(name, context.model.extends);
  if (method === 'defaultDependencies' || name === '*') {
    if (scope === 'runtime') reportRule(context, method, args.at);
    return NOTHING;
  }
  const { closure } = args;
  const members = membersHandler(context, name);
  const run = (): Value => context.interpreter.invoke(closure, [handlerValue(members)], members);
  // What a condition leaves open stays so.
  if (context.interpreter.undecided > 0) return run();
  context.later(run);
  return NOTHING;
}

/** Class paths are resolved, what they are made of is not; of others only the build knows. */
function resolvable(name: string): Value {
  if (/[cC]lasspath$|^annotationProcessor$|AnnotationProcessor$/.test(name)) return flag(true);
  return STANDARD.includes(name) ? flag(false) : UNKNOWN_VALUE;
}

/** `transitive = false`: of what it names, the configuration takes nothing below. */
function setTransitive(context: Context, name: string, value: Value | undefined, at: Position): void {
  const said = value === undefined ? undefined : truth(value);
  if (said === undefined || isDoubtful(context, 'setting', at)) return;
  if (said) context.model.intransitive.delete(name);
  else context.model.intransitive.add(name);
}

/** `attributes { attribute(TargetJvmVersion.TARGET_JVM_VERSION_ATTRIBUTE, 17) }` of what runs. */
function attributesHandler({ interpreter: { file }, model }: Context): Handler {
  return {
    call: (method, { at, nodes: [key], positional: [, value] }) => {
      if (method !== 'attribute') return undefined;
      if (lastName(key?.value) === 'TARGET_JVM_VERSION_ATTRIBUTE') recordAskedJava(model, value, { ...at, file });
      return NOTHING;
    },
  };
}

function configurationHandler(context: Context, name: string): Handler {
  const strategy = strategyHandler(context, name);
  const handler: Handler = {
    ...(name === '*' ? {} : { configuration: name }),
    call(method, args) {
      switch (method) {
        case 'exclude': {
          const excluded = exclusion(args);
          if (excluded !== undefined && !isDoubtful(context, 'exclusion', args.at))
            context.model.globalExclusions.push([name, excluded]);
          return NOTHING;
        }
        case 'resolutionStrategy':
          return args.closure === undefined ? handlerValue(strategy) : context.interpreter.invoke(args.closure, [], strategy);
        case 'withDependencies':
        case 'defaultDependencies':
          return lateDependencies(context, name, method, args);
        case 'extendsFrom':
          extendConfiguration(
            context.model,
            name,
            args.nodes.flatMap((node, index) => parentsIn(node, args.positional[index])),
          );
          return NOTHING;
        case 'transitive':
        case 'setTransitive':
          setTransitive(context, name, args.positional[0], args.at);
          return NOTHING;
        case 'shouldResolveConsistentlyWith':
          if (isRuntime(name)) reportRule(context, method, args.at);
          return NOTHING;
        case 'attributes':
          return isRuntime(name) && args.closure !== undefined
            ? context.interpreter.invoke(args.closure, [], attributesHandler(context))
            : NOTHING;
        // A provider of it gives it.
        case 'get':
          return handlerValue(handler);
        default:
          return undefined;
      }
    },
    get: (property) => {
      if (property === 'resolutionStrategy') return handlerValue(strategy);
      if (property === 'dependencies') return handlerValue(membersHandler(context, name));
      if (property === 'dependencyConstraints') return handlerValue(membersHandler(context, name, true));
      if (/^(?:is)?[cC]anBeResolved$/.test(property)) return resolvable(name);
      return property === 'name' ? text(name) : undefined;
    },
    set(property, value, at) {
      if (property !== 'transitive' && property !== 'isTransitive') return false;
      setTransitive(context, name, value, at);
      return true;
    },
  };
  return handler;
}

/** The configuration that an argument of `extendsFrom` names. */
function parentsIn({ value }: Args['nodes'][number], given: Value | undefined): readonly string[] {
  const configuration = given?.kind === 'handler' ? given.handler.configuration : undefined;
  if (configuration !== undefined) return [configuration];
  const named = value.kind === 'call' ? lastCallName(value) : lastName(value);
  return named === undefined ? [] : [named];
}

function lastCallName(call: { readonly callee: { readonly kind: string; readonly name?: string } }): string {
  return call.callee.name ?? '';
}
