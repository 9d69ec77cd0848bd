/**
 * What a build's rules do to the modules that its class paths ask for: `eachDependency`, `dependencySubstitution`. They are
 * text like the rest, so each is read anew for every module that is asked for. Reference: Gradle User Manual, "Using
 * resolution rules".
 */

import { Interpreter } from '../evaluation/interpret.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  UNKNOWN_VALUE,
  type Value,
} from '../evaluation/values.ts';
import type { ProjectModel, Requested, RequestedModule, ResolutionRule, Target } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { type Draft, draft } from '../versions/notation.ts';
import { type RichVersion, requiredVersion } from '../versions/rich-version.ts';
import { coordinates } from './dependencies-block.ts';
import { type Context, fromNamed, known } from './drafts.ts';

/** Steps that one rule may take for one module. */
const STEPS = 3_000;

const KEPT: Target = { kind: 'kept' };
const OPEN: Target = { kind: 'open' };

/** What Gradle shows of a rich version as the version that is requested. */
export function requestedVersion(version: RichVersion): string {
  return requiredVersion(version) ?? version.strictly ?? version.prefer ?? '';
}

export function requestedOf(one: { readonly group: string; readonly name: string; readonly version: RichVersion }): Requested {
  return { kind: 'module', group: one.group, name: one.name, version: requestedVersion(one.version) };
}

/** Whether a rule for a configuration (`*`: for all) is one for what runs. */
export function isRuntime(configuration: string): boolean {
  return configuration === '*' || /^(?:productionR|r)untimeClasspath$/.test(configuration);
}

/** Those that the class path of what runs is resolved with. */
export function runtimeRules({ rules }: ProjectModel): readonly ResolutionRule[] {
  return rules.filter(({ configuration }) => isRuntime(configuration));
}

function isSame(a: Requested, b: Requested): boolean {
  if (a.kind === 'project' || b.kind === 'project') return a.kind === 'project' && b.kind === 'project' && a.path === b.path;
  return a.group === b.group && a.name === b.name && (a.version === '' || a.version === b.version);
}

/**
 * Rules follow each other: all see what was asked for at first, and each what those before it made of it, a forced version
 * to begin with. What is made the same as it was asked for stays as it is written, but for a force that it ends.
 */
export function targetOf(
  rules: readonly ResolutionRule[],
  requested: Requested,
  forced?: string,
): { readonly target: Target; readonly rule?: ResolutionRule } {
  const isForced = forced !== undefined && requested.kind === 'module';
  let current: Requested | undefined = isForced ? { ...requested, version: forced } : requested;
  let last: ResolutionRule | undefined;
  for (const rule of rules) {
    const target = rule.targetOf(requested, current);
    if (target.kind === 'kept') continue;
    current = target.kind === 'open' ? undefined : target;
    last = rule;
  }
  if (last === undefined || (current !== undefined && !isForced && isSame(current, requested))) return { target: KEPT };
  return { target: current ?? OPEN, rule: last };
}

type Ask = ResolutionRule['targetOf'];

function shownAs(one: Requested | undefined): string {
  if (one === undefined) return '';
  return one.kind === 'project' ? one.path : `${one.group}:${one.name}:${one.version}`;
}

/** Each module is asked once. */
function remembered(ask: Ask): Ask {
  const answers = new Map<string, Target>();
  return (requested, current) => {
    const key = `${shownAs(requested)} ${shownAs(current)}`;
    const answer = answers.get(key) ?? ask(requested, current);
    answers.set(key, answer);
    return answer;
  };
}

function add(context: Context, configuration: string, at: Position, ask: Ask): void {
  const { file, undecided } = context.interpreter;
  const doubtful = (target: Target): Target => (undecided > 0 && target.kind !== 'kept' ? OPEN : target);
  const targetOf = remembered((requested, current) => doubtful(ask(requested, current)));
  context.model.rules.push({ file, configuration, targetOf, line: at.line, column: at.column });
}

function asTarget(one: Draft | undefined): Target {
  if (one?.path !== undefined) return { kind: 'project', path: one.path.startsWith(':') ? one.path : `:${one.path}` };
  const [group, name] = [known(one?.group), known(one?.name)];
  const version = requestedVersion(one?.version ?? {});
  return group === undefined || name === undefined || known(version) === undefined
    ? OPEN
    : { kind: 'module', group, name, version };
}

/** `eachDependency { … }`, and `all { … }` of substitutions. */
export function addRule(
  context: Context,
  configuration: string,
  closure: Closure,
  at: Position,
  selector: Selector = 'version',
): void {
  add(context, configuration, at, (requested, before) => {
    let target = KEPT;
    let current = before;
    const interpreter = new Interpreter(STEPS, () => {
      target = OPEN;
    });
    const inside: Context = { ...context, interpreter };
    const choose = (chosen: Target): Value => {
      target = interpreter.undecided > 0 ? OPEN : chosen;
      current = target.kind === 'module' || target.kind === 'project' ? target : undefined;
      return NOTHING;
    };
    const details = detailsOf(inside, { requested, current: () => current, selector, choose });
    interpreter.invoke(closure, [handlerValue(details)], details);
    return target;
  });
}

interface Asking {
  readonly requested: Requested;
  /** What has been made of it so far; undefined where only a run of the build would tell. */
  readonly current: () => Requested | undefined;
  readonly selector: Selector;
  readonly choose: (target: Target) => Value;
}

function moduleOf(one: Requested | undefined): RequestedModule | undefined {
  return one?.kind === 'project' ? one.module : one;
}

function detailsOf(context: Context, { requested, current, selector, choose }: Asking): Handler {
  const useVersion = (value: Value | undefined): Value => {
    const version = known(textOf(value));
    const module = moduleOf(current());
    return choose(version === undefined || module === undefined ? OPEN : { ...module, version });
  };
  const useTarget = (args: Args): Value => {
    const made = coordinates(context, args, args.positional.slice(0, 1));
    return choose(made.length === 1 ? asTarget(made[0]) : OPEN);
  };
  // `eachDependency` sees a project as the module that it is published as.
  const shown = (one: Requested): Value =>
    handlerValue(requestedHandler(selector === 'version' ? (moduleOf(one) ?? one) : one, selector));
  return {
    call(name, args) {
      switch (name) {
        case 'useVersion':
          return useVersion(args.positional[0]);
        case 'useTarget':
          return useTarget(args);
        case 'because':
        case 'artifactSelection':
          return NOTHING;
        default:
          return selectorCall(name, args);
      }
    },
    get: (name) => {
      if (name === 'requested') return shown(requested);
      if (name === 'target') {
        const target = current();
        return target === undefined ? UNKNOWN_VALUE : shown(target);
      }
      return name === 'ModuleComponentSelector' || name === 'ProjectComponentSelector' ? text(name) : undefined;
    },
  };
}

/** What is asked for: `ModuleVersionSelector`, whose `module` is an identifier, or `ModuleComponentSelector`, whose is a name. */
type Selector = 'version' | 'component';

function requestedHandler(requested: Requested, selector: Selector): Handler {
  if (requested.kind === 'project')
    return {
      type: 'ProjectComponentSelector',
      get: (name) => (name === 'projectPath' ? text(requested.path) : undefined),
    };
  const { group, name, version } = requested;
  const module: Handler = {
    get: (property) => (property === 'group' ? text(group) : property === 'name' ? text(name) : undefined),
    call: (method) => (method === 'toString' ? text(`${group}:${name}`) : undefined),
  };
  const own: ReadonlyMap<string, Value> = new Map([
    ['group', text(group)],
    ['name', text(name)],
    ['version', text(version)],
    ['module', selector === 'component' ? text(name) : handlerValue(module)],
    ['displayName', text(`${group}:${name}:${version}`)],
    ['moduleIdentifier', handlerValue(module)],
  ]);
  return {
    type: 'ModuleComponentSelector',
    get: (property) => own.get(property),
    call: (method) => (method === 'toString' ? text(`${group}:${name}:${version}`) : undefined),
  };
}

/** `module('a:b')` and `project(':x')` name what is replaced and what replaces it. */
function selectorCall(name: string, args: Args): Value | undefined {
  const given = textOf(args.positional[0] ?? args.named.get('path'));
  if (name === 'project' && given !== undefined)
    return { kind: 'dependencies', drafts: [{ ...draft(undefined, undefined), kind: 'project', path: given }] };
  if (name !== 'module') return undefined;
  if (args.named.size > 0) return { kind: 'dependencies', drafts: [fromNamed(args.named)] };
  return given === undefined ? { kind: 'dependencies', drafts: [] } : args.positional[0];
}

/** Answers of a selector that say more of it without changing what it names. */
const SAYING_MORE = new Set(['because', 'withoutClassifier', 'withoutArtifactSelectors', 'withClassifier']);

/** `dependencySubstitution { substitute module('a:b') using module('c:d:1') }`. */
export function substitutionHandler(context: Context, configuration: string): Handler {
  const one = (args: Args): { readonly target: Target; readonly isVariant: boolean } => {
    const made = coordinates(context, args, args.positional.slice(0, 1));
    return { target: made.length === 1 ? asTarget(made[0]) : OPEN, isVariant: made.some(({ kind }) => kind === 'platform') };
  };
  const substitute = (of: Args): Value => {
    const { target: replaced, isVariant } = one(of);
    const answer: Handler = {
      call(name, args) {
        if (SAYING_MORE.has(name)) return handlerValue(answer);
        if (name !== 'using' && name !== 'with') return undefined;
        const by = one(args);
        // Which variant is asked for no rule here tells from another.
        const target = isVariant || by.isVariant ? OPEN : by.target;
        add(context, configuration, of.at, (requested) =>
          replaced.kind === 'open' || (replaced.kind !== 'kept' && isSame(replaced, requested)) ? target : KEPT,
        );
        return handlerValue(answer);
      },
    };
    return handlerValue(answer);
  };
  return {
    call(name, args) {
      if (name === 'substitute') return substitute(args);
      if (name === 'all' && args.closure !== undefined) {
        addRule(context, configuration, args.closure, args.at, 'component');
        return NOTHING;
      }
      if (name === 'variant' || name === 'platform') {
        const drafts = coordinates(context, args, args.positional.slice(0, 1));
        return { kind: 'dependencies', drafts: drafts.map((each): Draft => ({ ...each, kind: 'platform' })) };
      }
      return selectorCall(name, args);
    },
  };
}
