/** `resolutionStrategy { … }` of a configuration (Gradle DSL Reference, `ResolutionStrategy`). */
import { type Args, type Handler, handlerValue, NOTHING, text, textOf, type Value } from '../evaluation/values.ts';
import type { Refusal } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { compareGradleVersions } from '../versions/version.ts';
import { capabilitiesHandler, selectionHandler } from './choice-rules.ts';
import { type Context, draftsOf, isDoubtful, record, reportRule } from './drafts.ts';
import { addRule, isRuntime, substitutionHandler } from './resolution-rules.ts';

/** What a method of the strategy of the configuration `name` does, and gives. */
type Method = (context: Context, name: string, args: Args) => Value;

/** What counts only where it is certain that it is said. */
function saying(say: (context: Context, name: string) => void): Method {
  return (context, name, { at }) => {
    if (!isDoubtful(context, 'rule', at)) say(context, name);
    return NOTHING;
  };
}

function refusing(refusal: Refusal): Method {
  return saying(({ model }, name) => model.refusals.push([name, refusal]));
}

const METHODS: Readonly<Record<string, Method>> = {
  failOnVersionConflict: refusing('version-conflict'),
  failOnDynamicVersions: refusing('dynamic-version'),
  failOnNonReproducibleResolution: refusing('dynamic-version'),
  preferProjectModules: saying(({ model }, name) => model.preferProjects.add(name)),
  activateDependencyLocking: saying((context, name) => setLocking(context, name, true)),
  deactivateDependencyLocking: saying((context, name) => setLocking(context, name, false)),
  force: (context, name, { positional, at }) => force(context, name, positional, at),
  setForcedModules: (context, name, { positional, at }) => forceOnly(context, name, positional, at),
  eachDependency(context, name, { closure, at }) {
    if (closure === undefined) reportRule(context, 'eachDependency', at);
    else addRule(context, name, closure, at);
    return NOTHING;
  },
  dependencySubstitution(context, name, { closure }) {
    const substitution = substitutionHandler(context, name);
    if (closure === undefined) return handlerValue(substitution);
    context.interpreter.invoke(closure, [], substitution);
    return NOTHING;
  },
};

/** What else is the strategy's own, and changes no version. */
const OTHER_METHODS = /^(?:fail|prefer|cache|sortArtifacts|activate|deactivate|disable|enable|use)/;

/** Blocks of a strategy that hold rules on what may be chosen. */
function choosing(context: Context, name: string): Readonly<Record<string, Handler>> {
  return {
    componentSelection: selectionHandler(context, name),
    capabilitiesResolution: capabilitiesHandler(context, name, compareGradleVersions),
  };
}

export function strategyHandler(context: Context, name: string): Handler {
  const blocks = choosing(context, name);
  const blockOf = (called: string): Handler | undefined => (Object.hasOwn(blocks, called) ? blocks[called] : undefined);
  return {
    get: (property) => {
      if (property === 'forcedModules') return forcedOf(context, name);
      if (property === 'dependencySubstitution') return handlerValue(substitutionHandler(context, name));
      const block = blockOf(property);
      return block === undefined ? undefined : handlerValue(block);
    },
    set(property, value, at) {
      if (property !== 'forcedModules') return false;
      forceOnly(context, name, [value], at);
      return true;
    },
    call(method, args) {
      const block = blockOf(method);
      if (block !== undefined && args.closure !== undefined)
        return context.interpreter.invoke(args.closure, [handlerValue(block)], block);
      if (block !== undefined) return handlerValue(block);
      const own = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
      // What is not the strategy's own (`listOf(…)`, `property(…)`) is for the blocks around it.
      return own?.(context, name, args) ?? (OTHER_METHODS.test(method) ? NOTHING : undefined);
    },
  };
}

function force(context: Context, name: string, values: readonly Value[], at: Position): Value {
  if (isDoubtful(context, 'forced version', at)) return NOTHING;
  for (const value of values.flatMap((one) => (one.kind === 'list' ? one.items : [one])))
    for (const made of (draftsOf(context, value, at) ?? []).filter((one) => one.unread !== true))
      context.model.forced.push({ ...record(context, name, made, at), notation: textOf(value) ?? '' });
  return NOTHING;
}

/** `forcedModules = […]`: what was forced before is forced no more. */
function forceOnly(context: Context, name: string, values: readonly Value[], at: Position): Value {
  if (context.interpreter.undecided === 0)
    context.model.forced = context.model.forced.filter(({ configuration }) => configuration !== name);
  return force(context, name, values, at);
}

/** What is forced already, for `forcedModules += …`. */
function forcedOf(context: Context, name: string): Value {
  const own = context.model.forced.filter(({ configuration }) => configuration === name);
  return { kind: 'list', items: own.map(({ notation }) => text(notation)) };
}

/** A build that locks another configuration by name, and says nothing of the class path that runs, leaves that one open. */
function setLocking({ model: { locking } }: Context, name: string, active: boolean): void {
  if (isRuntime(name)) locking.active = active;
  else if (active) locking.active ??= false;
}
