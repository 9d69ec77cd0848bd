/** `configurations { … }`. */
import { type Context, draftsOf, exclusion, record, report } from './drafts.ts';
import { addRule, substitutionHandler } from './resolution-rules.ts';
import type { Position } from './syntax-tree.ts';
import { type Closure, type Handler, handlerValue, NOTHING, text, textOf, type Value } from './values.ts';

/** `configurations`: exclusions and forced versions for all or one, and what extends what. */
export function configurationsHandler(context: Context): Handler {
  const one = (name: string): Value => handlerValue(configurationHandler(context, name));
  const configure = (name: string, closure: Closure | undefined): Value => {
    const handler = configurationHandler(context, name);
    if (closure !== undefined) context.interpreter.invoke(closure, [], handler);
    return handlerValue(handler);
  };
  const handler: Handler = {
    get: (name) => (name === 'configurations' ? handlerValue(handler) : name === 'all' ? one('*') : undefined),
    any: one,
    call(name, args) {
      const first = textOf(args.positional[0]);
      // Groovy's `configurations*.exclude(…)`.
      if (name === 'exclude') return configurationHandler(context, '*').call?.(name, args);
      if (['all', 'configureEach', 'each', 'forEach', 'matching', 'withType'].includes(name)) return configure('*', args.closure);
      if (['named', 'create', 'register', 'getByName', 'maybeCreate'].includes(name))
        return first === undefined ? undefined : configure(first, args.closure);
      if (name.startsWith('*.') || (args.closure === undefined && args.positional.length > 0)) return undefined;
      return configure(name, args.closure);
    },
  };
  return handler;
}

function configurationHandler(context: Context, name: string): Handler {
  const force = (values: readonly Value[], at: Position): Value => {
    for (const value of values.flatMap((one) => (one.kind === 'list' ? one.items : [one])))
      for (const made of draftsOf(context, value, at) ?? [])
        context.model.forced.push({ ...record(context, name, made, at), notation: textOf(value) ?? '' });
    return NOTHING;
  };
  const strategy: Handler = {
    get: (property) => (property === 'dependencySubstitution' ? handlerValue(substitutionHandler(context, name)) : undefined),
    set(property, value, at) {
      if (property !== 'forcedModules') return false;
      force([value], at);
      return true;
    },
    call(method, args) {
      if (method === 'force') return force(args.positional, args.at);
      if (method === 'eachDependency' && args.closure !== undefined) addRule(context, name, args.closure, args.at);
      else if (method === 'dependencySubstitution') {
        const substitution = substitutionHandler(context, name);
        if (args.closure === undefined) return handlerValue(substitution);
        context.interpreter.invoke(args.closure, [], substitution);
      } else if (method === 'eachDependency' || method === 'componentSelection')
        report(context, {
          code: 'gradle/resolution-rule',
          severity: 'note',
          message: `versions are changed by a rule (${method}) when the build runs; what it does is not known`,
          line: args.at.line,
          column: args.at.column,
        });
      return NOTHING;
    },
  };
  const handler: Handler = {
    call(method, args) {
      if (method === 'exclude') {
        const named = exclusion(args);
        if (named !== undefined) context.model.globalExclusions.push([name, named]);
        return NOTHING;
      }
      if (method === 'resolutionStrategy') {
        return args.closure === undefined ? handlerValue(strategy) : context.interpreter.invoke(args.closure, [], strategy);
      }
      if (method === 'extendsFrom') {
        const parents = args.nodes.flatMap(({ value }) =>
          value.kind === 'name' || value.kind === 'property' ? [value.name] : value.kind === 'call' ? [lastCallName(value)] : [],
        );
        context.model.extends.set(name, [...(context.model.extends.get(name) ?? []), ...parents]);
        return NOTHING;
      }
      return undefined;
    },
    get: (property) => {
      if (property === 'resolutionStrategy') return handlerValue(strategy);
      return property === 'name' ? text(name) : undefined;
    },
    set: () => false,
  };
  return handler;
}

function lastCallName(call: { readonly callee: { readonly kind: string; readonly name?: string } }): string {
  return call.callee.name ?? '';
}
