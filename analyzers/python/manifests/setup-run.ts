/**
 * A setup.py followed statement by statement, as far as its values are known without running it: lists and dicts that it
 * builds, functions of its own, tests of the machine as markers, files whose lines it takes. Nothing is executed.
 */
import { append } from '../../../src/model/index.ts';
import { parsePython } from './python-syntax.ts';
import type { Argument, Block, Expression, Loop, Statement } from './python-tree.ts';
import { type Called, callOutside, methodOf } from './setup-calls.ts';
import { beginning, compared, importable } from './setup-conditions.ts';
import { isExit, leaves } from './setup-endings.ts';
import { attributeOf, indexOf, summed } from './setup-operators.ts';
import { copiedState, joinedState, type Scope, type State, type Step } from './setup-state.ts';
import {
  asValue,
  both,
  type Condition,
  computed,
  conditioned,
  either,
  type Item,
  itemsOf,
  list,
  merged,
  NONE,
  opposite,
  type TableValue,
  type Truth,
  table,
  truthOf,
  type Value,
} from './setup-values.ts';

/** Steps and copied values, all in all: far more than any setup.py takes. */
const MAX_STEPS = 300_000;
const MAX_CALLS = 20;
/** Of expressions in expressions, also along chains (`a.b.c`, `a + b + c`). */
const MAX_NESTING = 400;
const MAX_LENGTH = 300_000;

class TooMuch extends Error {}

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
  #state: State = { scopes: [new Map()], calls: [] };
  #globals = new Set<string>();
  #steps = 0;
  #depth = 0;
  #nesting = 0;

  arguments(block: Block): TableValue | undefined {
    this.#block(block);
    const functions = block.flatMap((one) => (one.kind === 'function' ? [one] : []));
    // A call in a function that nothing here calls.
    while (this.#state.calls.length === 0) {
      const one = functions.shift();
      if (one === undefined) break;
      const { parameters, body, offset } = one;
      this.#invoke({ kind: 'function', parameters, body }, { args: [], named: new Map(), isOpen: false }, offset);
    }
    return this.#state.calls[0];
  }

  readonly #step: Step = (count = 1) => {
    this.#steps += count;
    if (this.#steps > MAX_STEPS) throw new TooMuch();
  };

  #block(block: Block): Ending | undefined {
    for (const [index, statement] of block.entries()) {
      this.#step();
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
    const truth = this.#truth(test);
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
    if (++this.#nesting > MAX_NESTING) throw new TooMuch();
    const before = copiedState(this.#state, this.#step);
    const one = then();
    const first = this.#state;
    this.#state = before;
    const two = other();
    this.#nesting--;
    if (two?.kind === 'raise' && one?.kind !== 'raise') {
      this.#state = first;
      return one;
    }
    if (one?.kind === 'raise') return two;
    this.#state = joinedState(first, this.#state, truth, offset, this.#step);
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
        this.#value(statement.value);
        return undefined;
      case 'assign': {
        const value = this.#value(statement.value);
        for (const target of statement.targets) this.#assign(target, value);
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
        this.#bind(statement.name, { kind: 'function', parameters, body });
        return undefined;
      }
      case 'return':
        return { kind: 'return', value: statement.value === undefined ? NONE : this.#value(statement.value) };
      case 'leave':
        return { kind: statement.how };
      case 'try':
        return this.#try(statement);
      case 'with': {
        const value = this.#value(statement.of);
        if (statement.as !== undefined) this.#assign(statement.as, value);
        return this.#block(statement.body);
      }
      case 'import':
        for (const { from, name, as } of statement.names) this.#bind(as, imported(from, name, offset));
        return undefined;
      case 'delete':
        this.#delete(statement.of);
        return undefined;
      case 'global':
        for (const name of statement.names) this.#globals.add(name);
        return undefined;
      default:
        return undefined;
    }
  }

  #for({ target, of, body, offset }: Extract<Statement, { kind: 'for' }>): Ending | undefined {
    const items = this.#items(this.#value(of));
    if (items === undefined) {
      this.#assign(target, computed(offset));
      return this.#branches(
        'unknown',
        () => this.#block(body),
        () => undefined,
        offset,
      );
    }
    for (const { value, when } of items) {
      const once = (): Ending | undefined => {
        this.#assign(target, value);
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

  #scope(name: string): Scope {
    const [globals] = this.#state.scopes;
    const own = this.#globals.has(name) ? globals : this.#state.scopes.at(-1);
    return own ?? new Map();
  }

  #bind(name: string, value: Value): void {
    this.#scope(name).set(name, value);
  }

  #named(name: string): Value | undefined {
    return this.#state.scopes.at(-1)?.get(name) ?? this.#state.scopes[0]?.get(name);
  }

  #assign(target: Expression, value: Value): void {
    if (target.kind === 'name') this.#bind(target.name, value);
    else if (target.kind === 'list') {
      const items = value.kind === 'list' && value.items.length === target.items.length ? value.items : [];
      for (const [index, one] of target.items.entries())
        this.#assign(one, value.kind === 'lines' ? value : (items[index]?.value ?? computed(one.offset)));
    } else if (target.kind === 'index') {
      const [of, at] = [this.#value(target.of), target.at === undefined ? NONE : this.#value(target.at)];
      if (of.kind === 'table' && at.kind === 'text') of.entries.set(at.text, value);
      else if (of.kind === 'table') of.isOpen = true;
      else if (of.kind === 'list') of.items = [{ value: computed(target.offset) }];
    }
  }

  #grow({ target, operator, value: added, offset }: Extract<Statement, { kind: 'grow' }>): void {
    // In this order: a call may part the ways, and lists are others then.
    const value = this.#value(added);
    const old = this.#value(target);
    const whole = summed(operator, old, value, offset);
    // Lists and dicts grow where they are, whatever else they are called.
    if (old.kind === 'list' && whole.kind === 'list') old.items = whole.items;
    else if (old.kind === 'table' && whole.kind === 'table') {
      for (const [key, entry] of whole.entries) old.entries.set(key, entry);
      old.isOpen ||= whole.isOpen;
    } else this.#assign(target, whole);
  }

  #delete(of: Expression): void {
    if (of.kind !== 'index') return;
    const [whole, at] = [this.#value(of.of), of.at === undefined ? NONE : this.#value(of.at)];
    if (whole.kind === 'table' && at.kind === 'text') whole.entries.delete(at.text);
    else if (whole.kind === 'table') whole.isOpen = true;
    else if (whole.kind === 'list') whole.items = [{ value: computed(of.offset) }];
  }

  /** What a loop takes one by one; undefined where that is not known. */
  #items(value: Value): readonly Item[] | undefined {
    switch (value.kind) {
      case 'list':
        return [...value.items];
      case 'table':
        return value.isOpen
          ? undefined
          : [...value.entries.keys()].map((text) => ({ value: { kind: 'text', text, offset: value.offset } }));
      case 'lines':
        return [{ value }];
      default:
        return undefined;
    }
  }

  #truth(test: Expression): Truth {
    if (test.kind === 'not') return opposite(this.#truth(test.of));
    if (test.kind === 'binary' && test.operator === 'and') return both(this.#truth(test.left), this.#truth(test.right));
    if (test.kind === 'binary' && test.operator === 'or') return either(this.#truth(test.left), this.#truth(test.right));
    return truthOf(this.#value(test));
  }

  #value(expression: Expression): Value {
    if (++this.#nesting > MAX_NESTING) throw new TooMuch();
    const value = this.#valueOf(expression);
    this.#nesting--;
    this.#step(value.kind === 'list' ? value.items.length + 1 : 1);
    return value;
  }

  #valueOf(expression: Expression): Value {
    const { offset } = expression;
    switch (expression.kind) {
      case 'text':
        return { kind: 'text', text: expression.text, offset };
      case 'number':
        return { kind: 'number', value: expression.value };
      case 'format':
        return expression.pieces
          .map((piece) => this.#value(piece))
          .map((piece): Value => (piece.kind === 'number' ? { kind: 'text', text: String(piece.value), offset } : piece))
          .reduce(
            (whole, piece) => (piece.kind === 'path' ? summed('/', whole, piece, offset) : summed('+', whole, piece, offset)),
            {
              kind: 'text',
              text: '',
              offset,
            },
          );
      case 'name':
        return this.#named(expression.name) ?? builtin(expression.name, offset);
      case 'list':
        return list(
          expression.items.flatMap((item) => this.#itemsIn(item)),
          offset,
        );
      case 'table':
        return this.#table(expression);
      case 'attribute':
        return attributeOf(this.#value(expression.of), expression.name, offset);
      case 'index': {
        const [of, at, to] = [expression.of, expression.at, expression.to].map((one) =>
          one === undefined ? undefined : this.#value(one),
        );
        return indexOf(of ?? NONE, at, expression.isSlice ? (to ?? NONE) : undefined, offset);
      }
      case 'call':
        return this.#call(expression);
      case 'not':
        return asValue(this.#truth(expression), offset);
      case 'binary':
        return this.#binary(expression);
      case 'choice': {
        const truth = this.#truth(expression.test);
        if (typeof truth === 'boolean') return this.#value(truth ? expression.yes : expression.no);
        const then = this.#value(expression.yes);
        return truth === 'some' ? then : merged(then, this.#value(expression.no), truth, offset);
      }
      case 'each':
        return this.#each(expression);
      default:
        return computed(offset);
    }
  }

  #itemsIn(item: Expression): readonly Item[] {
    if (item.kind !== 'star') return itemsOf(this.#value(item));
    const value = this.#value(item.of);
    return this.#items(value) ?? [{ value: computed(item.offset) }];
  }

  #table({ entries, offset }: Extract<Expression, { kind: 'table' }>): TableValue {
    const made = table([], offset);
    for (const [key, of] of entries) {
      const [name, value] = [key === undefined ? undefined : this.#value(key), this.#value(of)];
      if (name?.kind === 'text') made.entries.set(name.text, value);
      else if (name === undefined && value.kind === 'table') {
        for (const [key, entry] of value.entries) made.entries.set(key, entry);
        made.isOpen ||= value.isOpen;
      } else made.isOpen = true;
    }
    return made;
  }

  #binary({ operator, left, right, offset }: Extract<Expression, { kind: 'binary' }>): Value {
    const one = this.#value(left);
    if (operator === 'and' || operator === 'or') {
      const truth = truthOf(one);
      if (typeof truth === 'boolean') return truth === (operator === 'or') ? one : this.#value(right);
      const other = this.#value(right);
      if (one.kind === 'condition') return asValue((operator === 'or' ? either : both)(truth, truthOf(other)), offset);
      const decided = truth === 'some' ? 'unknown' : truth;
      return operator === 'or' ? merged(one, other, decided, offset) : merged(other, one, decided, offset);
    }
    const other = this.#value(right);
    return /^[+|\-*/%]$/.test(operator) ? summed(operator, one, other, offset) : asValue(compared(operator, one, other), offset);
  }

  #each({ key, item, loops, offset }: Extract<Expression, { kind: 'each' }>): Value {
    const [items, entries] = [list([], offset), table([], offset)];
    const unsure = (): void => {
      items.items.push({ value: computed(offset) });
      entries.isOpen = true;
    };
    const go = ([loop, ...more]: readonly Loop[], when: Condition | undefined): void => {
      if (loop === undefined) {
        const value = this.#value(item);
        const name = key === undefined ? undefined : this.#value(key);
        append(items.items, itemsOf(value, when));
        if (name?.kind === 'text' && when === undefined) entries.entries.set(name.text, value);
        else entries.isOpen = true;
        return;
      }
      const all = this.#items(this.#value(loop.of));
      if (all === undefined) return unsure();
      for (const one of all) {
        this.#assign(loop.target, one.value);
        const truth = loop.tests.reduce<Truth>((so, test) => both(so, this.#truth(test)), true);
        if (truth === 'unknown') unsure();
        else if (truth !== false) go(more, conditioned(conditionedBy(one, truth), when).when);
      }
    };
    go(loops, undefined);
    return key === undefined ? items : entries;
  }

  #call({ of, args, offset }: Extract<Expression, { kind: 'call' }>): Value {
    const called = this.#called(args);
    if (of.kind === 'attribute') {
      const base = this.#value(of.of);
      if (base.kind === 'machine' && of.name === 'startswith' && called.args[0]?.kind === 'text')
        return asValue(beginning(base.variable, called.args[0].text), offset);
      if (base.kind !== 'outside') return methodOf(base, of.name, called, offset);
      if (of.name === 'setup') return this.#setup(called, offset);
      return callOutside(base.name, of.name, called, offset);
    }
    const callee = this.#value(of);
    if (callee.kind === 'function') return this.#invoke(callee, called, offset);
    if (callee.kind !== 'outside') return computed(offset);
    return callee.name === 'setup' ? this.#setup(called, offset) : callOutside('', callee.name, called, offset);
  }

  #called(args: readonly Argument[]): Called {
    const called = { args: [] as Value[], named: new Map<string, Value>(), isOpen: false };
    for (const { name, value: of } of args) {
      const value = this.#value(of);
      if (name === undefined) called.args.push(value);
      else if (name === '*')
        append(
          called.args,
          (this.#items(value) ?? [{ value: computed(of.offset) }]).map((one) => one.value),
        );
      else if (name !== '**') called.named.set(name, value);
      else if (value.kind === 'table') {
        for (const [key, entry] of value.entries) called.named.set(key, entry);
        called.isOpen ||= value.isOpen;
      } else called.isOpen = true;
    }
    return called;
  }

  #setup({ named, isOpen }: Called, offset: number): Value {
    this.#state.calls.push({ ...table(named, offset), isOpen });
    return NONE;
  }

  #invoke({ parameters, body }: Extract<Value, { kind: 'function' }>, called: Called, offset: number): Value {
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
        scope.set(name, rest.shift() ?? named.get(name) ?? this.#value(value));
        named.delete(name);
      }
    }
    const outer = this.#globals;
    this.#globals = new Set();
    this.#depth++;
    this.#state.scopes.push(scope);
    const ending = this.#block(body);
    this.#state.scopes.pop();
    this.#depth--;
    this.#globals = outer;
    return ending?.kind === 'return' ? ending.value : NONE;
  }
}

function imported(from: string, name: string, offset: number): Value {
  const last = (path: string): string => path.split('.').at(-1) ?? path;
  return from === ''
    ? { kind: 'outside', name: last(name), offset }
    : attributeOf({ kind: 'outside', name: last(from), offset }, name, offset);
}

function conditionedBy(item: Item, truth: Truth): Item {
  return typeof truth === 'object' ? conditioned(item, truth) : item;
}

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', { kind: 'truth', is: true }],
  ['False', { kind: 'truth', is: false }],
  ['None', NONE],
  ['__file__', { kind: 'path', path: 'setup.py' }],
]);

function builtin(name: string, offset: number): Value {
  if (name === '__name__') return { kind: 'text', text: '__main__', offset };
  return CONSTANTS.get(name) ?? { kind: 'outside', name, offset };
}
