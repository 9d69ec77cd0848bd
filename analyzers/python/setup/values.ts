/** Values of a setup.py, as far as they are known without running it, and conditions that its target decides. */
import type { Argument, Block } from './syntax/tree.ts';

export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly is: boolean }
  | { readonly kind: 'none' }
  | ListValue
  | TableValue
  /** The lines of a file, or some of them, or one; whatever is done to them. */
  | { readonly kind: 'lines'; readonly path: string; readonly offset: number }
  /** Relative to the directory of setup.py. */
  | { readonly kind: 'path'; readonly path: string }
  | FunctionValue
  /** What is imported, by its last name, and what is taken of it. */
  | { readonly kind: 'outside'; readonly name: string; readonly offset: number }
  /** A property of the machine that markers know, by their name for it; `release` is Python's as numbers, so many of them. */
  | { readonly kind: 'machine'; readonly variable: string }
  | { readonly kind: 'release'; readonly numbers: number }
  | { readonly kind: 'condition'; readonly condition: Condition }
  /** One or the other, as a condition has it. */
  | { readonly kind: 'choice'; readonly condition: Condition; readonly yes: Value; readonly no: Value }
  /** Anything that only running it would tell. */
  | { readonly kind: 'computed'; readonly offset: number };

export interface ListValue {
  readonly kind: 'list';
  items: Item[];
  readonly offset: number;
}

/** What stands in a list, where its condition holds. */
export interface Item {
  readonly value: Value;
  readonly when?: Condition;
}

/** A function of the file itself, or of a module beside it. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly parameters: readonly Argument[];
  readonly body: Block;
  /** The names of its module, where that is another. */
  readonly outer?: ReadonlyMap<string, Value>;
}

export interface TableValue {
  readonly kind: 'table';
  readonly entries: Map<string, Value>;
  /** Whether there may be entries under keys that are not known. */
  isOpen: boolean;
  readonly offset: number;
}

/** A marker and its opposite: markers know no `not`. */
export interface Condition {
  readonly is: string;
  readonly not: string;
}

/** `some`: a test of the lines of a file, which holds for some of them. */
export type Truth = boolean | Condition | 'some' | 'unknown';

/** No value lies deeper in others: a list may hold itself. */
export const MAX_INSIDE = 20;

export const NONE: Value = { kind: 'none' };

export function computed(offset: number): Value {
  return { kind: 'computed', offset };
}

export function list(items: readonly Item[], offset: number): ListValue {
  return { kind: 'list', items: [...items], offset };
}

export function table(entries: Iterable<readonly [string, Value]>, offset: number): TableValue {
  return { kind: 'table', entries: new Map(entries), isOpen: false, offset };
}

export function offsetOf(value: Value, otherwise: number): number {
  return 'offset' in value ? value.offset : otherwise;
}

function negated({ is, not }: Condition): Condition {
  return { is: not, not: is };
}

export function both(one: Truth, other: Truth): Truth {
  if (one === false || other === false) return false;
  if (one === true) return other;
  if (other === true) return one;
  if (one === 'some' || other === 'some') return 'some';
  if (one === 'unknown' || other === 'unknown' || isLong(one, other)) return 'unknown';
  return { is: `(${one.is}) and (${other.is})`, not: `(${one.not}) or (${other.not})` };
}

const MAX_MARKER = 4000;

function isLong(one: Condition, other: Condition): boolean {
  return one.is.length + one.not.length + other.is.length + other.not.length > MAX_MARKER;
}

export function opposite(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : typeof truth === 'string' ? truth : negated(truth);
}

export function either(one: Truth, other: Truth): Truth {
  return opposite(both(opposite(one), opposite(other)));
}

function bothWhen(one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  if (one === undefined || other === undefined || one.is === other.is) return one ?? other;
  return { is: `(${one.is}) and (${other.is})`, not: `(${one.not}) or (${other.not})` };
}

export function conditioned({ value, when }: Item, also: Condition | undefined): Item {
  if (when !== undefined && also !== undefined && isLong(when, also)) return { value: computed(offsetOf(value, 0)) };
  const whole = bothWhen(also, when);
  return whole === undefined ? { value } : { value, when: whole };
}

/** What a value gives to a list that takes it in: each option of a choice under its condition. */
export function itemsOf(value: Value, when?: Condition): readonly Item[] {
  if (value.kind !== 'choice') return [conditioned({ value }, when)];
  return [...itemsOf(value.yes, bothWhen(when, value.condition)), ...itemsOf(value.no, bothWhen(when, negated(value.condition)))];
}

export function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind !== other.kind) return false;
  if (one.kind === 'text' && other.kind === 'text') return one.text === other.text;
  if (one.kind === 'number' && other.kind === 'number') return one.value === other.value;
  if (one.kind === 'truth' && other.kind === 'truth') return one.is === other.is;
  if (one.kind === 'lines' && other.kind === 'lines') return one.path === other.path;
  if (one.kind === 'path' && other.kind === 'path') return one.path === other.path;
  if (one.kind === 'outside' && other.kind === 'outside') return one.name === other.name;
  if (one.kind === 'function' && other.kind === 'function') return one.body === other.body;
  return one.kind === 'none';
}

/** A value that is one where a condition holds and another where it does not; what only one way knows is that. */
export function merged(
  one: Value | undefined,
  other: Value | undefined,
  condition: Condition | 'unknown',
  offset: number,
  depth = 0,
): Value {
  if (depth > MAX_INSIDE) return computed(offset);
  if (one === undefined || other === undefined) return one ?? other ?? computed(offset);
  if (isSame(one, other)) return one;
  if (one.kind === 'list' && other.kind === 'list') return mergedLists(one, other, condition);
  if (one.kind === 'table' && other.kind === 'table') {
    const keys = new Set([...one.entries.keys(), ...other.entries.keys()]);
    const nothing = list([], offset);
    const entries = [...keys].map((key) => {
      const [a, b] = [one.entries.get(key), other.entries.get(key)];
      // A key that one way alone has: its list is empty the other way.
      const isList = (a ?? b)?.kind === 'list';
      return [
        key,
        merged(a ?? (isList ? nothing : undefined), b ?? (isList ? nothing : undefined), condition, offset, depth + 1),
      ] as const;
    });
    return { ...table(entries, one.offset), isOpen: one.isOpen || other.isOpen };
  }
  return condition === 'unknown' ? computed(offset) : { kind: 'choice', condition, yes: one, no: other };
}

function mergedLists(one: ListValue, other: ListValue, condition: Condition | 'unknown'): ListValue {
  const counts = new Tally();
  for (const item of other.items) counts.add(keyOf(item), 1);
  const items: Item[] = [];
  const common = new Tally();
  const under = (item: Item, when: Condition | undefined): void => {
    items.push(when === undefined ? { value: computed(offsetOf(item.value, one.offset)) } : conditioned(item, when));
  };
  const [is, not] = condition === 'unknown' ? [] : [condition, negated(condition)];
  const rest = new Set(other.items);
  for (const item of one.items) {
    const key = keyOf(item);
    if (!rest.has(item) && counts.of(key) <= 0) {
      under(item, is);
      continue;
    }
    items.push(item);
    rest.delete(item);
    counts.add(key, -1);
    common.add(key, 1);
  }
  for (const item of other.items) {
    const key = keyOf(item);
    if (common.of(key) > 0) common.add(key, -1);
    else if (key !== undefined || rest.has(item)) under(item, not);
  }
  return list(items, one.offset);
}

/** What makes items of two lists the same one; of a value that says nothing by itself there is no other. */
function keyOf({ value, when }: Item): string | undefined {
  const condition = when?.is ?? '';
  if (value.kind === 'text') return `${condition} ${value.text}`;
  return value.kind === 'lines' ? `${condition} file ${value.path}` : undefined;
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(key: string | undefined, more: number): void {
    if (key !== undefined) this.#counts.set(key, this.of(key) + more);
  }

  of(key: string | undefined): number {
    return key === undefined ? 0 : (this.#counts.get(key) ?? 0);
  }
}

export function truthOf(value: Value): Truth {
  switch (value.kind) {
    case 'truth':
      return value.is;
    case 'condition':
      return value.condition;
    case 'none':
      return false;
    case 'text':
      return value.text !== '';
    case 'number':
      return value.value !== 0;
    case 'list':
      return value.items.some(({ when }) => when === undefined) || (value.items.length === 0 ? false : 'unknown');
    case 'table':
      return value.entries.size > 0 || (value.isOpen ? 'unknown' : false);
    case 'lines':
      return 'some';
    case 'path':
      return true;
    case 'choice': {
      const [then, other] = [truthOf(value.yes), truthOf(value.no)];
      return either(both(value.condition, then), both(negated(value.condition), other));
    }
    default:
      return 'unknown';
  }
}

export function asValue(truth: Truth, offset: number): Value {
  if (typeof truth === 'boolean') return { kind: 'truth', is: truth };
  if (typeof truth === 'object') return { kind: 'condition', condition: truth };
  return truth === 'some' ? { kind: 'lines', path: '', offset } : computed(offset);
}
