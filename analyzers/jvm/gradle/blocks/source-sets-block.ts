/** `sourceSets { … }`, and the blocks of Kotlin and of test suites that hold such sets. */
import { capitalized } from '../../../../src/model/index.ts';
import { extendConfiguration } from '../configurations.ts';
import { type Args, type Closure, type Handler, handlerValue, NOTHING, text, textOf, type Value } from '../evaluation/values.ts';
import { dependenciesHandler } from './dependencies-block.ts';
import type { Context } from './drafts.ts';

/** Files that a source set stands for where it is used as a dependency. */
const FILES = new Set(['output', 'runtimeClasspath', 'compileClasspath', 'allSource', 'allJava', 'java', 'resources']);

/** Source sets of Kotlin multiplatform and test suites: `commonMain { dependencies { implementation(…) } }`. */
export function sourceSetsHandler(context: Context): Handler {
  const sourceSet = (name: string): Handler => {
    const named = (configuration: string) => (name === 'main' ? configuration : `${name}${capitalized(configuration)}`);
    const inner = dependenciesHandler(context, named, (dependency) => context.model.dependencies.push(dependency));
    return {
      call(method, args) {
        if (method !== 'dependencies' || args.closure === undefined) return undefined;
        return context.interpreter.invoke(args.closure, [], inner);
      },
      get: (property) => {
        if (property === 'dependencies') return handlerValue(inner);
        const bucket = /^(\w+)ConfigurationName$/.exec(property)?.[1];
        if (bucket !== undefined) return text(named(bucket));
        if (property === 'name') return text(name);
        return FILES.has(property) ? NOTHING : undefined;
      },
    };
  };
  const configure = (name: string, closure: Closure | undefined): Value => {
    const handler = sourceSet(name);
    if (closure !== undefined) context.interpreter.invoke(closure, [], handler);
    return handlerValue(handler);
  };
  const handler: Handler = {
    any: (name) => handlerValue(sourceSet(name)),
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

/** `java { registerFeature('mongo') { usingSourceSet(sourceSets.mongo) } }`. */
export function registerFeature({ interpreter, model }: Context, args: Args): Value {
  const name = textOf(args.positional[0]);
  if (name === undefined) return NOTHING;
  let prefix = name;
  const capabilities: string[] = [];
  const handler: Handler = {
    call(method, { positional: [first, second], at }) {
      if (method === 'usingSourceSet') {
        const own = first?.kind === 'handler' ? textOf(first.handler.get?.('name', at)) : undefined;
        if (own !== undefined && own !== 'main') prefix = own;
      } else if (method === 'capability') capabilities.push(`${textOf(first) ?? ''}:${textOf(second) ?? ''}`);
      return NOTHING;
    },
  };
  if (args.closure !== undefined) interpreter.invoke(args.closure, [handlerValue(handler)], handler);
  model.features.push({ name, prefix, capabilities });
  return NOTHING;
}

/** `kotlin { sourceSets { … } }`, and JVM targets by another name: their source set is what runs. */
export function kotlinHandler(context: Context, sourceSets: Handler): Handler {
  const { interpreter, model } = context;
  return {
    call: (name, args) => {
      if (name === 'sourceSets' && args.closure !== undefined) return interpreter.invoke(args.closure, [], sourceSets);
      const target = name === 'jvm' ? textOf(args.positional[0]) : undefined;
      if (target !== undefined) {
        const buckets = ['Implementation', 'Api', 'RuntimeOnly'].map((bucket) => `${target}Main${bucket}`);
        extendConfiguration(model, 'runtimeClasspath', buckets);
      }
      return undefined;
    },
    get: (name) => (name === 'sourceSets' ? handlerValue(sourceSets) : undefined),
  };
}

/** `testing { suites { … } }`. */
export function testingHandler({ interpreter }: Context, suites: Handler): Handler {
  return {
    call: (name, { closure }) =>
      name === 'suites' && closure !== undefined ? interpreter.invoke(closure, [], suites) : undefined,
    get: (name) => (name === 'suites' ? handlerValue(suites) : undefined),
  };
}
