/** `sourceSets { … }`, and the blocks of Kotlin and of test suites that hold such sets. */

import { capitalized } from '../../../../src/model/index.ts';
import { recordTarget } from '../build/targets.ts';
import { extendConfiguration } from '../configurations.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  truth,
  type Value,
} from '../evaluation/values.ts';
import { CHOOSING } from './containers.ts';
import { dependenciesHandler } from './dependencies-block.ts';
import type { Context } from './drafts.ts';

/** Files that a source set stands for where it is used as a dependency. */
const FILES = new Set(['output', 'runtimeClasspath', 'compileClasspath', 'allSource', 'allJava', 'java', 'resources']);

const CLASS_PATHS = new Set(['runtimeClasspath', 'compileClasspath']);

const MULTIPLATFORM = new Set(['multiplatform', 'org.jetbrains.kotlin.multiplatform']);
const EACH = new Set(['all', 'configureEach', 'forEach']);
const ONE = new Set(['named', 'create', 'register', 'getByName', 'maybeCreate', 'findByName', 'get']);

/** What a source set takes from those that it refines. Reference: Kotlin multiplatform, "Hierarchical project structure". */
const REFINED = ['Api', 'Implementation', 'RuntimeOnly', 'CompileOnly'];

/**
 * Source sets of Kotlin multiplatform and test suites: `commonMain { dependencies { implementation(…) } }`. A block for each
 * of them is one for `main`, or for what stands for all.
 */
export function sourceSetsHandler(context: Context, main: 'main' | 'test' = 'main'): Handler {
  const made = new Set<string>();
  const all = (): readonly string[] => {
    const isMultiplatform = context.model.plugins.some(({ id }) => MULTIPLATFORM.has(id));
    return [...new Set([...(isMultiplatform ? ['commonMain', 'jvmMain'] : [main]), ...made])];
  };
  const sourceSet = (name: string): Handler => {
    const named = (configuration: string) => (name === 'main' ? configuration : `${name}${capitalized(configuration)}`);
    const inner = dependenciesHandler(context, named, (dependency) => context.model.dependencies.push(dependency));
    made.add(name);
    return {
      call(method, args) {
        if (method === 'dependsOn') return refine(name, args);
        // A provider of it gives it.
        if (method === 'get') return handlerValue(sourceSet(name));
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
      // `runtimeClasspath += configurations.bundled`: what runs, though no project that depends on this one gets it.
      set(property, value) {
        if (name !== 'main' || !CLASS_PATHS.has(property)) return false;
        const configuration = value.kind === 'handler' ? value.handler.configuration : undefined;
        if (configuration !== undefined) extendConfiguration(context.model, property, [configuration]);
        return true;
      },
    };
  };
  const refine = (name: string, { positional, at }: Args): Value => {
    for (const value of positional) {
      const other = value.kind === 'handler' ? textOf(value.handler.get?.('name', at)) : undefined;
      if (other !== undefined)
        for (const bucket of REFINED) extendConfiguration(context.model, `${name}${bucket}`, [`${other}${bucket}`]);
    }
    return NOTHING;
  };
  /** Those for which a predicate holds, and those of which only a run would tell. */
  const chosen = (predicate: Closure): Handler => {
    const names = all().filter((name) => {
      const handler = sourceSet(name);
      return truth(context.interpreter.invoke(predicate, [handlerValue(handler)], handler)) !== false;
    });
    return {
      call: (method, { closure }) => {
        if (!EACH.has(method)) return undefined;
        for (const name of names) configure(name, closure);
        return NOTHING;
      },
    };
  };
  const configure = (name: string, closure: Closure | undefined): Value => {
    const handler = sourceSet(name);
    if (closure !== undefined) context.interpreter.invoke(closure, [handlerValue(handler)], handler);
    return handlerValue(handler);
  };
  const handler: Handler = {
    any: (name) => handlerValue(sourceSet(name)),
    call(name, args) {
      const first = textOf(args.positional[0]);
      if (ONE.has(name)) return first === undefined ? undefined : configure(first, args.closure);
      if (EACH.has(name) || name === 'withType') return configure(main, args.closure);
      if (CHOOSING.has(name) && args.closure !== undefined) return handlerValue(chosen(args.closure));
      if (name.startsWith('*.')) return undefined;
      return args.closure === undefined ? undefined : configure(name, args.closure);
    },
  };
  return handler;
}

/** What runs of a source set. */
const RUNNING = ['Api', 'Implementation', 'RuntimeOnly'];

/** `java { registerFeature('mongo') { usingSourceSet(sourceSets.mongo) } }`: one of the main source set runs with the project. */
export function registerFeature({ interpreter, model }: Context, args: Args): Value {
  const name = textOf(args.positional[0]);
  if (name === undefined) return NOTHING;
  let prefix = name;
  const capabilities: string[] = [];
  const handler: Handler = {
    call(method, { positional: [first, second], at }) {
      if (method === 'usingSourceSet') {
        const own = first?.kind === 'handler' ? textOf(first.handler.get?.('name', at)) : undefined;
        if (own === 'main')
          extendConfiguration(
            model,
            'runtimeClasspath',
            RUNNING.map((bucket) => `${name}${bucket}`),
          );
        else if (own !== undefined) prefix = own;
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
      recordTarget(model, name);
      const target = name === 'jvm' ? textOf(args.positional[0]) : undefined;
      if (target !== undefined) {
        const buckets = RUNNING.map((bucket) => `${target}Main${bucket}`);
        for (const heir of ['runtimeClasspath', 'runtimeElements']) extendConfiguration(model, heir, buckets);
      }
      return undefined;
    },
    get: (name) => (name === 'sourceSets' ? handlerValue(sourceSets) : undefined),
  };
}

/** `testing { suites { … } }`. */
export function testingHandler(context: Context): Handler {
  const { interpreter } = context;
  const suites = sourceSetsHandler(context, 'test');
  return {
    call: (name, { closure }) =>
      name === 'suites' && closure !== undefined ? interpreter.invoke(closure, [], suites) : undefined,
    get: (name) => (name === 'suites' ? handlerValue(suites) : undefined),
  };
}
