/**
 * A setup.py followed statement by statement, as far as its values are known without running it: lists and dicts that it
 * builds, functions of its own, tests of the machine as markers, files whose lines it takes. Nothing is executed.
 */
import type { Called } from './calls.ts';
import { importable } from './conditions.ts';
import { isExit, leaves } from './endings.ts';
import { Evaluator } from './evaluate.ts';
import { Memory, TooMuch } from './memory.ts';
import { attributeOf, summed } from './operators.ts';
import { copiedState, joinedState, type Scope } from './state.ts';
import { parsePython } from './syntax/statements.ts';
import type { Block, Expression, Statement } from './syntax/tree.ts';
import {
  both,
  type Condition,
  computed,
  type FunctionValue,
  list,
  merged,
  NONE,
  type TableValue,
  type Truth,
  table,
  type Value,
} from './values.ts';

const MAX_CALLS = 20;
const MAX_LENGTH = 300_000;

/** How a block ended, where not by its last statement. */
type Ending = { readonly kind: 'return'; readonly value: Value } | { readonly kind: 'raise' | 'continue' };

/** The arguments of `setup()`; undefined where it is never called, or following the file takes too long. */
export function setupArguments(text: string): TableValue | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return new Run().arguments(parsePython(text));
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

class Run {
  readonly #memory = new Memory();
  readonly #evaluator = new Evaluator(this.#memory, (callee, called, offset) => this.#invoke(callee, called, offset));
  #depth = 0;

  arguments(block: Block): TableValue | undefined {
    this.#block(block);
    const functions = block.flatMap((one) => (one.kind === 'function' ? [one] : []));
    // A call in a function that nothing here calls.
    while (this.#memory.state.calls.length === 0) {
      const one = functions.shift();
      if (one === undefined) break;
      const { parameters, body, offset } = one;
      this.#invoke({ kind: 'function', parameters, body }, { args: [], named: new Map(), isOpen: false }, offset);
    }
    return this.#memory.state.calls[0];
  }

  #block(block: Block): Ending | undefined {
    for (const [index, statement] of block.entries()) {
      this.#memory.step();
      if (statement.kind === 'if') {
        const rest = leaves(statement.body) || leaves(statement.other) ? block.slice(index + 1) : [];
        const { ending, isWhole } = this.#if(statement, rest);
        if (ending !== undefined || isWhole) return ending;
        continue;
      }
      const ending = this.#statement(statement);
      if (ending !== undefined) return ending;
    }
    return undefined;
  }

  /** `rest` follows in both branches, where one of them may leave early; then `isWhole` says that it was done. */
  #if(
    { test, body, other, offset }: Extract<Statement, { kind: 'if' }>,
    rest: Block,
  ): { readonly ending: Ending | undefined; readonly isWhole: boolean } {
    const truth = this.#evaluator.truth(test);
    if (typeof truth === 'boolean') return { ending: this.#block(truth ? body : other), isWhole: false };
    if (truth === 'some') {
      // Of the lines of a file each way takes its own.
      const endings = [this.#block(body), this.#block(other)];
      return { ending: endings.every((one) => one !== undefined) ? endings[0] : undefined, isWhole: false };
    }
    const ending = this.#branches(
      truth,
      () => this.#block([...body, ...rest]),
      () => this.#block([...other, ...rest]),
      offset,
    );
    return { ending, isWhole: rest.length > 0 };
  }

  /** Goes both ways from here and takes what came of each under its condition. */
  #branches(
    truth: Condition | 'unknown',
    then: () => Ending | undefined,
    other: () => Ending | undefined,
    offset: number,
  ): Ending | undefined {
    const memory = this.#memory;
    const [one, first, two] = memory.deeper(() => {
      const before = copiedState(memory.state, memory.step);
      const ending = then();
      const after = memory.state;
      memory.state = before;
      return [ending, after, other()];
    });
    if (two?.kind === 'raise' && one?.kind !== 'raise') {
      memory.state = first;
      return one;
    }
    if (one?.kind === 'raise') return two;
    memory.state = joinedState(first, memory.state, truth, offset, memory.step);
    if (one?.kind === 'return' || two?.kind === 'return') {
      const [a, b] = [one, two].map((ending) => (ending?.kind === 'return' ? ending.value : NONE));
      return { kind: 'return', value: merged(a, b, truth, offset) };
    }
    return one !== undefined && two !== undefined ? one : undefined;
  }

  #statement(statement: Statement): Ending | undefined {
    const { offset } = statement;
    switch (statement.kind) {
      case 'expression':
        if (isExit(statement.value)) return { kind: 'raise' };
        this.#evaluator.value(statement.value);
        return undefined;
      case 'assign': {
        const value = this.#evaluator.value(statement.value);
        for (const target of statement.targets) this.#evaluator.assign(target, value);
        return undefined;
      }
      case 'grow':
        this.#grow(statement);
        return undefined;
      case 'for':
        return this.#for(statement);
      case 'while':
        return this.#branches(
          'unknown',
          () => this.#block(statement.body),
          () => undefined,
          offset,
        );
      case 'function': {
        const { parameters, body } = statement;
        this.#memory.bind(statement.name, { kind: 'function', parameters, body });
        return undefined;
      }
      case 'return':
        return { kind: 'return', value: statement.value === undefined ? NONE : this.#evaluator.value(statement.value) };
      case 'leave':
        return { kind: statement.how };
      case 'try':
        return this.#try(statement);
      case 'with': {
        const value = this.#evaluator.value(statement.of);
        if (statement.as !== undefined) this.#evaluator.assign(statement.as, value);
        return this.#block(statement.body);
      }
      case 'import':
        for (const { from, name, as } of statement.names) this.#memory.bind(as, imported(from, name, offset));
        return undefined;
      case 'delete':
        this.#delete(statement.of);
        return undefined;
      case 'global':
        for (const name of statement.names) this.#memory.declareGlobal(name);
        return undefined;
      default:
        return undefined;
    }
  }

  #for({ target, of, body, offset }: Extract<Statement, { kind: 'for' }>): Ending | undefined {
    const items = this.#evaluator.items(this.#evaluator.value(of));
    if (items === undefined) {
      this.#evaluator.assign(target, computed(offset));
      return this.#branches(
        'unknown',
        () => this.#block(body),
        () => undefined,
        offset,
      );
    }
    for (const { value, when } of items) {
      const once = (): Ending | undefined => {
        this.#evaluator.assign(target, value);
        return this.#block(body);
      };
      const ending = when === undefined ? once() : this.#branches(when, once, () => undefined, offset);
      if (ending !== undefined && ending.kind !== 'continue') return ending;
    }
    return undefined;
  }

  /** A handler counts for an import that fails; other failures are no part of a build that works. */
  #try({ body, handlers, offset }: Extract<Statement, { kind: 'try' }>): Ending | undefined {
    const modules = body.flatMap((one) => (one.kind === 'import' ? one.names.map(({ from, name }) => from || name) : []));
    const handler = handlers.find(({ of }) => of === '' || /Import|ModuleNotFound|Exception/.test(of));
    if (handler === undefined || modules.length === 0) return this.#block(body);
    const truth = modules.reduce<Truth>((all, one) => both(all, importable(one)), true);
    if (truth === true || truth === 'some') return this.#block(body);
    return this.#branches(
      truth === false ? 'unknown' : truth,
      () => this.#block(body),
      () => this.#block(handler.body),
      offset,
    );
  }

  #grow({ target, operator, value: added, offset }: Extract<Statement, { kind: 'grow' }>): void {
    // In this order: a call may part the ways, and lists are others then.
    const value = this.#evaluator.value(added);
    const old = this.#evaluator.value(target);
    const whole = summed(operator, old, value, offset);
    // Lists and dicts grow where they are, whatever else they are called.
    if (old.kind === 'list' && whole.kind === 'list') old.items = whole.items;
    else if (old.kind === 'table' && whole.kind === 'table') {
      for (const [key, entry] of whole.entries) old.entries.set(key, entry);
      old.isOpen ||= whole.isOpen;
    } else this.#evaluator.assign(target, whole);
  }

  #delete(of: Expression): void {
    if (of.kind !== 'index') return;
    const [whole, at] = [this.#evaluator.value(of.of), of.at === undefined ? NONE : this.#evaluator.value(of.at)];
    if (whole.kind === 'table' && at.kind === 'text') whole.entries.delete(at.text);
    else if (whole.kind === 'table') whole.isOpen = true;
    else if (whole.kind === 'list') whole.items = [{ value: computed(of.offset) }];
  }

  #invoke({ parameters, body }: FunctionValue, called: Called, offset: number): Value {
    if (this.#depth >= MAX_CALLS) return computed(offset);
    const scope: Scope = new Map();
    const rest = [...called.args];
    const named = new Map(called.named);
    for (const { name = '', value } of parameters) {
      if (name === '*') continue;
      if (name.startsWith('**')) scope.set(name.slice(2), { ...table(named, offset), isOpen: called.isOpen });
      else if (name.startsWith('*'))
        scope.set(
          name.slice(1),
          list(
            rest.splice(0).map((one) => ({ value: one })),
            offset,
          ),
        );
      else {
        scope.set(name, rest.shift() ?? named.get(name) ?? this.#evaluator.value(value));
        named.delete(name);
      }
    }
    this.#depth++;
    const ending = this.#memory.within(scope, () => this.#block(body));
    this.#depth--;
    return ending?.kind === 'return' ? ending.value : NONE;
  }
}

function imported(from: string, name: string, offset: number): Value {
  const last = (path: string): string => path.split('.').at(-1) ?? path;
  return from === ''
    ? { kind: 'outside', name: last(name), offset }
    : attributeOf({ kind: 'outside', name: last(from), offset }, name, offset);
}
