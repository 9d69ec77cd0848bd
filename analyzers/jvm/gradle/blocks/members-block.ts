/** `configurations.api.dependencies`: the set behind a configuration's name. Reference: Gradle API, DependencySet, DomainObjectCollection. */

import { exclusion } from '../evaluation/exclusion.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  truth,
  typeNamed,
  UNKNOWN_VALUE,
  type Value,
} from '../evaluation/values.ts';
import type { GradleDependency } from '../model.ts';
import { requiredVersion } from '../versions/rich-version.ts';
import { CHOOSING } from './containers.ts';
import { type Context, draftsOf, isDoubtful, record, reportRule, settled, unread } from './drafts.ts';

const ADDING = new Set(['add', 'addAll', 'addLater', 'addAllLater', 'leftShift', 'plusAssign']);
/** Blocks for what is there, and for what comes as well. */
const EACH: Readonly<Record<string, 'now' | 'always'>> = {
  each: 'now',
  forEach: 'now',
  all: 'always',
  configureEach: 'always',
  withType: 'always',
};
const REMOVING = new Set(['remove', 'removeAll', 'removeIf', 'retainAll', 'clear']);

/** Gradle's types of dependencies; those of modules are what a project is, too. */
function isOfType({ kind, path }: GradleDependency, type: string): boolean | undefined {
  const isProject = kind === 'project' || path !== undefined;
  if (type === 'Dependency' || type === 'ModuleDependency') return true;
  if (type === 'ProjectDependency') return isProject;
  return /^External(?:Module)?Dependency$/.test(type) ? !isProject : undefined;
}

type Chosen = (one: GradleDependency) => boolean;

const ALL: Chosen = () => true;

export function membersHandler(context: Context, configuration: string, constraints = false, chosen: Chosen = ALL): Handler {
  const isMember = (one: GradleDependency): boolean =>
    (configuration === '*' || one.configuration === configuration) && (one.kind === 'constraint') === constraints;
  return {
    call(name, args) {
      const when = Object.hasOwn(EACH, name) ? EACH[name] : undefined;
      if (name === 'withType') return ofType(args);
      if (when !== undefined && args.closure !== undefined) return each(args.closure, when, chosen);
      if (CHOOSING.has(name) && args.closure !== undefined) return some(args.closure);
      if (REMOVING.has(name)) return remove(name, args);
      // Groovy's `dependencies*.exclude(…)`
      if (name === 'exclude') {
        for (const index of indices(chosen)) memberHandler(context, index).call?.(name, args);
        return NOTHING;
      }
      return ADDING.has(name) ? add(args) : undefined;
    },
  };

  function indices(of: Chosen): readonly number[] {
    const { dependencies } = context.model;
    context.interpreter.spend(dependencies.length);
    return dependencies.flatMap((one, index) => (isMember(one) && of(one) ? [index] : []));
  }

  function each(closure: Closure, when: 'now' | 'always', of: Chosen): Value {
    const run = (): void => {
      for (const index of indices(of)) {
        const handler = memberHandler(context, index);
        context.interpreter.invoke(closure, [handlerValue(handler)], handler);
      }
    };
    if (when === 'now') run();
    else if (!isDoubtful(context, 'rule', closure.node)) context.later(run);
    return NOTHING;
  }

  function ofType(args: Args): Value {
    const { closure } = args;
    const named = typeNamed(args) ?? '';
    const of: Chosen = (one) => chosen(one) && isOfType(one, named) !== false;
    return closure === undefined
      ? handlerValue(membersHandler(context, configuration, constraints, of))
      : each(closure, 'always', of);
  }

  function holds(predicate: Closure, one: GradleDependency): boolean | undefined {
    const handler = factsOf(one);
    return truth(context.interpreter.invoke(predicate, [handlerValue(handler)], handler));
  }

  function some(predicate: Closure): Value {
    const of: Chosen = (one) => chosen(one) && holds(predicate, one) !== false;
    return handlerValue(membersHandler(context, configuration, constraints, of));
  }

  function remove(name: string, { closure, at }: Args): Value {
    const decided = name === 'clear' || (closure !== undefined && name !== 'retainAll');
    if (!decided || context.interpreter.undecided > 0) {
      reportRule(context, `dependencies.${name}`, at);
      return NOTHING;
    }
    const gone = new Set(indices(chosen));
    const before = context.model.dependencies.splice(0);
    const verdicts = before.map((one, index) => gone.has(index) && (closure === undefined ? true : holds(closure, one)));
    if (verdicts.includes(undefined)) reportRule(context, `dependencies.${name}`, at);
    for (const [index, one] of before.entries()) if (verdicts[index] !== true) context.model.dependencies.push(one);
    return UNKNOWN_VALUE;
  }

  function add(args: Args): Value {
    for (const value of args.positional)
      for (const made of draftsOf(context, value, args.at) ?? unread(context, args.at)) {
        const one = constraints ? { ...made, kind: 'constraint' as const } : made;
        const { dependencies, unread: lost } = context.model;
        (one.unread === true ? lost : dependencies).push(record(context, configuration, settled(one), args.at));
      }
    return NOTHING;
  }
}

/** What a block may ask of a dependency. */
function factsOf(one: GradleDependency): Handler {
  const known: Readonly<Record<string, string | undefined>> = {
    name: one.name,
    group: one.group,
    version: requiredVersion(one.version) ?? undefined,
  };
  return {
    is: (type) => isOfType(one, type),
    get: (name) => {
      if (isOfType(one, name) !== undefined) return text(name);
      if (!Object.hasOwn(known, name)) return undefined;
      const value = known[name];
      return value === undefined ? UNKNOWN_VALUE : text(value);
    },
  };
}

/** A dependency that a build declared before, by its place among them: what its block excludes is its own exclusion. */
function memberHandler(context: Context, index: number): Handler {
  const { dependencies } = context.model;
  let one = dependencies[index];
  let excluded: string[] | undefined;
  const change = (change: Partial<GradleDependency>): void => {
    // A block may have taken it away meanwhile.
    if (one === undefined || dependencies[index] !== one) return;
    one = { ...one, ...change };
    dependencies[index] = one;
  };
  const exclude = (pattern: string): void => {
    if (excluded === undefined) {
      excluded = [...(one?.exclusions ?? []), pattern];
      change({ exclusions: excluded });
    } else excluded.push(pattern);
  };
  const setTransitive = (value: Value | undefined, at: Args['at']): void => {
    const transitive = value === undefined ? undefined : truth(value);
    if (transitive !== undefined && !isDoubtful(context, 'setting', at)) change({ transitive });
  };
  const calls: Readonly<Record<string, (args: Args) => void>> = {
    because: () => {},
    exclude: (args) => {
      const pattern = exclusion(args);
      if (pattern !== undefined && !isDoubtful(context, 'exclusion', args.at)) exclude(pattern);
    },
    setTransitive: ({ positional: [value], at }) => setTransitive(value, at),
    transitive: ({ positional: [value], at }) => setTransitive(value, at),
  };
  return {
    ...(one === undefined ? {} : factsOf(one)),
    call(method, args) {
      if (Object.hasOwn(calls, method)) calls[method]?.(args);
      else if (CHANGING.has(method)) reportRule(context, `dependencies.${method}`, args.at);
      else return undefined;
      return NOTHING;
    },
    set(property, value, at) {
      if (property !== 'transitive' && property !== 'isTransitive') return property === 'force' || property === 'changing';
      setTransitive(value, at);
      return true;
    },
  };
}

/** What a block may do to a dependency that is not followed. */
const CHANGING = new Set(['version', 'capabilities', 'artifact', 'attributes', 'endorseStrictVersions']);
