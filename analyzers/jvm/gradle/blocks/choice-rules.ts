/**
 * What a build's rules say of versions and modules that could be chosen: `componentSelection`, `capabilitiesResolution`,
 * modules that replace others, and what it refuses to choose at all. Text like the rest, each is read anew for what it is
 * asked of. Reference: Gradle User Manual, "Controlling component selection", "Selecting between candidates".
 */

import { Interpreter } from '../evaluation/interpret.ts';
import { type Args, type Closure, type Handler, handlerValue, NOTHING, text, textOf, type Value } from '../evaluation/values.ts';
import type { Candidate, CapabilityRule, SelectionRule } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { parseNotation } from '../versions/notation.ts';
import { type Context, RESOLUTION_RULE, report } from './drafts.ts';

/** Steps that one rule may take for one candidate. */
const STEPS = 3_000;

/** Reads a rule's block; `doubtful` tells whether what is met now stands under a condition that only a run would decide. */
function ask(context: Context, closure: Closure, details: (doubtful: () => boolean) => Handler): 'done' | 'gave up' {
  let outcome: 'done' | 'gave up' = 'done';
  const interpreter = new Interpreter(STEPS, () => {
    outcome = 'gave up';
  });
  const handler = details(() => interpreter.undecided > 0 || context.interpreter.undecided > 0);
  interpreter.invoke(closure, [handlerValue(handler)], handler);
  return outcome;
}

function values(entries: Readonly<Record<string, string>>): (name: string) => Value | undefined {
  return (name) => (Object.hasOwn(entries, name) ? text(entries[name] ?? '') : undefined);
}

function candidateHandler({ group, name, version }: Candidate): Handler {
  return {
    type: 'ModuleComponentIdentifier',
    get: values({ group, module: name, name, version, displayName: `${group}:${name}:${version}` }),
  };
}

/** `all { … }` and `withModule('g:a') { … }` of `componentSelection`. */
export function selectionHandler(context: Context, configuration: string): Handler {
  const add = (module: string | undefined, closure: Closure, { line, column }: Position): void => {
    const judge: SelectionRule['judge'] = (candidate) => {
      if (module !== undefined && module !== `${candidate.group}:${candidate.name}`) return 'kept';
      let verdict: ReturnType<SelectionRule['judge']> = 'kept';
      const shown = handlerValue(candidateHandler(candidate));
      // A POM says nothing of its status: Maven knows releases and snapshots.
      const status = candidate.version.endsWith('-SNAPSHOT') ? 'integration' : 'release';
      const metadata = handlerValue({ get: values({ status }) });
      const outcome = ask(context, closure, (doubtful) => ({
        call(name) {
          if (name !== 'reject') return undefined;
          verdict = doubtful() ? 'open' : 'rejected';
          return NOTHING;
        },
        get: (name) => (name === 'candidate' ? shown : name === 'metadata' ? metadata : undefined),
      }));
      return outcome === 'gave up' ? 'open' : verdict;
    };
    context.model.selections.push({ configuration, judge, file: context.interpreter.file, line, column });
  };
  return {
    call(name, { positional, closure, at }) {
      if (closure === undefined) return undefined;
      const module = name === 'withModule' ? textOf(positional[0]) : undefined;
      if (name !== 'all' && module === undefined) return undefined;
      add(module, closure, at);
      return NOTHING;
    },
  };
}

/** `group:name`, from one text or two. */
function named({ positional: [first, second] }: Args): string | undefined {
  const [group, name] = [textOf(first), textOf(second)];
  if (group?.includes(':') === true) return group.split(':').slice(0, 2).join(':');
  return group === undefined || name === undefined ? undefined : `${group}:${name}`;
}

function highest(candidates: readonly Candidate[], compare: (a: string, b: string) => number): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || compare(one.capability, best.capability) > 0 ? one : best),
    undefined,
  );
}

/** `all { … }` and `withCapability('g:a') { … }` of `capabilitiesResolution`. */
export function capabilitiesHandler(context: Context, configuration: string, compare: (a: string, b: string) => number): Handler {
  const add = (capability: string | undefined, closure: Closure, { line, column }: Position): void => {
    const choose: CapabilityRule['choose'] = (asked, candidates) => {
      if (capability !== undefined && capability !== asked) return undefined;
      let chosen: Candidate | 'open' | undefined;
      const shown = candidates.map((one) => ({ one, id: candidateHandler(one) }));
      const items = shown.map(({ one, id }): { readonly one: Candidate; readonly handler: Handler } => ({
        one,
        handler: { get: (name) => (name === 'id' ? handlerValue(id) : name === 'variantName' ? text('runtime') : undefined) },
      }));
      const among = (value: Value | undefined): Candidate | undefined => {
        const handler = value?.kind === 'handler' ? value.handler : undefined;
        const module = parseNotation(textOf(value) ?? '');
        return items.find(({ one, handler: own }) => own === handler || (module?.group === one.group && module.name === one.name))
          ?.one;
      };
      const outcome = ask(context, closure, (doubtful) => ({
        call(name, { positional: [first] }) {
          if (name === 'because') return NOTHING;
          if (name !== 'select' && name !== 'selectHighestVersion') return undefined;
          const found = name === 'select' ? among(first) : highest(candidates, compare);
          chosen = doubtful() || found === undefined ? 'open' : found;
          return NOTHING;
        },
        get: (name) => {
          if (name === 'candidates') return { kind: 'list', items: items.map(({ handler }) => handlerValue(handler)) };
          return name === 'ModuleComponentIdentifier' || name === 'ProjectComponentIdentifier' ? text(name) : undefined;
        },
      }));
      return outcome === 'gave up' ? 'open' : chosen;
    };
    context.model.capabilityRules.push({ configuration, choose, file: context.interpreter.file, line, column });
  };
  return {
    call(name, args) {
      const { closure, at } = args;
      const capability = name === 'withCapability' ? named(args) : undefined;
      if (closure === undefined || (name !== 'all' && capability === undefined)) return undefined;
      add(capability, closure, at);
      return NOTHING;
    },
  };
}

/** `modules { module('g:old') { replacedBy('g:new') } }`. */
export function modulesHandler(context: Context): Handler {
  return {
    call(name, args) {
      const old = name === 'module' ? named(args) : undefined;
      if (old === undefined || args.closure === undefined) return undefined;
      const handler: Handler = {
        call(method, { positional: [first], at }) {
          if (method !== 'replacedBy') return undefined;
          const by = textOf(first);
          if (by === undefined || context.interpreter.undecided > 0)
            report(context, {
              code: RESOLUTION_RULE,
              severity: 'note',
              message: `what replaces ${old} is known only when the build runs`,
              line: at.line,
              column: at.column,
            });
          else context.model.replacements.set(old, by);
          return NOTHING;
        },
      };
      return context.interpreter.invoke(args.closure, [handlerValue(handler)], handler);
    },
  };
}
