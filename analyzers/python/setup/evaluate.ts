/** What expressions of a setup.py come to, as far as that is known without running it. */
import { append } from '../../../src/model/index.ts';
import { type Called, callOutside, methodOf } from './calls.ts';
import { beginning, compared } from './conditions.ts';
import type { Memory } from './memory.ts';
import { attributeOf, indexOf, summed } from './operators.ts';
import type { Argument, Expression, Loop } from './syntax/tree.ts';
import {
  asValue,
  both,
  type Condition,
  computed,
  conditioned,
  either,
  type FunctionValue,
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
} from './values.ts';

export class Evaluator {
  readonly #memory: Memory;
  readonly #invoke: (callee: FunctionValue, called: Called, offset: number) => Value;

  /** `invoke` follows a function of the file. */
  constructor(memory: Memory, invoke: (callee: FunctionValue, called: Called, offset: number) => Value) {
    this.#memory = memory;
    this.#invoke = invoke;
  }

  value(expression: Expression): Value {
    const value = this.#memory.deeper(() => this.#valueOf(expression));
    this.#memory.step(value.kind === 'list' ? value.items.length + 1 : 1);
    return value;
  }

  truth(test: Expression): Truth {
    if (test.kind === 'not') return opposite(this.truth(test.of));
    if (test.kind === 'binary' && test.operator === 'and') return both(this.truth(test.left), this.truth(test.right));
    if (test.kind === 'binary' && test.operator === 'or') return either(this.truth(test.left), this.truth(test.right));
    return truthOf(this.value(test));
  }

  /** What a loop takes one by one; undefined where that is not known. */
  items(value: Value): readonly Item[] | undefined {
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

  assign(target: Expression, value: Value): void {
    if (target.kind === 'name') this.#memory.bind(target.name, value);
    else if (target.kind === 'list') {
      const items = value.kind === 'list' && value.items.length === target.items.length ? value.items : [];
      for (const [index, one] of target.items.entries())
        this.assign(one, value.kind === 'lines' ? value : (items[index]?.value ?? computed(one.offset)));
    } else if (target.kind === 'index') {
      const [of, at] = [this.value(target.of), target.at === undefined ? NONE : this.value(target.at)];
      if (of.kind === 'table' && at.kind === 'text') of.entries.set(at.text, value);
      else if (of.kind === 'table') of.isOpen = true;
      else if (of.kind === 'list') of.items = [{ value: computed(target.offset) }];
    }
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
          .map((piece) => this.value(piece))
          .map((piece): Value => (piece.kind === 'number' ? { kind: 'text', text: String(piece.value), offset } : piece))
          .reduce((whole, piece) => summed('+', whole, piece, offset), { kind: 'text', text: '', offset });
      case 'name':
        return this.#memory.named(expression.name) ?? builtin(expression.name, offset);
      case 'list':
        return list(
          expression.items.flatMap((item) => this.#itemsIn(item)),
          offset,
        );
      case 'table':
        return this.#table(expression);
      case 'attribute':
        return attributeOf(this.value(expression.of), expression.name, offset);
      case 'index': {
        const [of, at, to] = [expression.of, expression.at, expression.to].map((one) =>
          one === undefined ? undefined : this.value(one),
        );
        return indexOf(of ?? NONE, at, expression.isSlice ? (to ?? NONE) : undefined, offset);
      }
      case 'call':
        return this.#call(expression);
      case 'not':
        return asValue(this.truth(expression), offset);
      case 'binary':
        return this.#binary(expression);
      case 'choice': {
        const truth = this.truth(expression.test);
        if (typeof truth === 'boolean') return this.value(truth ? expression.yes : expression.no);
        const then = this.value(expression.yes);
        return truth === 'some' ? then : merged(then, this.value(expression.no), truth, offset);
      }
      case 'each':
        return this.#each(expression);
      default:
        return computed(offset);
    }
  }

  #itemsIn(item: Expression): readonly Item[] {
    if (item.kind !== 'star') return itemsOf(this.value(item));
    const value = this.value(item.of);
    return this.items(value) ?? [{ value: computed(item.offset) }];
  }

  #table({ entries, offset }: Extract<Expression, { kind: 'table' }>): TableValue {
    const made = table([], offset);
    for (const [key, of] of entries) {
      const [name, value] = [key === undefined ? undefined : this.value(key), this.value(of)];
      if (name?.kind === 'text') made.entries.set(name.text, value);
      else if (name === undefined && value.kind === 'table') {
        for (const [key, entry] of value.entries) made.entries.set(key, entry);
        made.isOpen ||= value.isOpen;
      } else made.isOpen = true;
    }
    return made;
  }

  #binary({ operator, left, right, offset }: Extract<Expression, { kind: 'binary' }>): Value {
    const one = this.value(left);
    if (operator === 'and' || operator === 'or') {
      const truth = truthOf(one);
      if (typeof truth === 'boolean') return truth === (operator === 'or') ? one : this.value(right);
      const other = this.value(right);
      if (one.kind === 'condition') return asValue((operator === 'or' ? either : both)(truth, truthOf(other)), offset);
      const decided = truth === 'some' ? 'unknown' : truth;
      return operator === 'or' ? merged(one, other, decided, offset) : merged(other, one, decided, offset);
    }
    const other = this.value(right);
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
        const value = this.value(item);
        const name = key === undefined ? undefined : this.value(key);
        append(items.items, itemsOf(value, when));
        if (name?.kind === 'text' && when === undefined) entries.entries.set(name.text, value);
        else entries.isOpen = true;
        return;
      }
      const all = this.items(this.value(loop.of));
      if (all === undefined) return unsure();
      for (const one of all) {
        this.assign(loop.target, one.value);
        const truth = loop.tests.reduce<Truth>((so, test) => both(so, this.truth(test)), true);
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
      const base = this.value(of.of);
      if (base.kind === 'machine' && of.name === 'startswith' && called.args[0]?.kind === 'text')
        return asValue(beginning(base.variable, called.args[0].text), offset);
      const own = base.kind === 'table' ? base.entries.get(of.name) : undefined;
      if (own?.kind === 'function') return this.#invoke(own, called, offset);
      if (base.kind !== 'outside') return methodOf(base, of.name, called, offset);
      if (of.name === 'setup') return this.#setup(called, offset);
      return callOutside(base.name, of.name, called, offset);
    }
    const callee = this.value(of);
    if (callee.kind === 'function') return this.#invoke(callee, called, offset);
    if (callee.kind !== 'outside') return computed(offset);
    return callee.name === 'setup' ? this.#setup(called, offset) : callOutside('', callee.name, called, offset);
  }

  #called(args: readonly Argument[]): Called {
    const called = { args: [] as Value[], named: new Map<string, Value>(), isOpen: false };
    for (const { name, value: of } of args) {
      const value = this.value(of);
      if (name === undefined) called.args.push(value);
      else if (name === '*')
        append(
          called.args,
          (this.items(value) ?? [{ value: computed(of.offset) }]).map((one) => one.value),
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
    this.#memory.state.calls.push({ ...table(named, offset), isOpen });
    return NONE;
  }
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
