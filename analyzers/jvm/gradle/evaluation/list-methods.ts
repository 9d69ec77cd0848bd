/** What methods of a list give. */
import { holds, minus, plus } from './operators.ts';
import { decided, type Invoke, joined } from './text-methods.ts';
import {
  type Args,
  type Closure,
  flag,
  listOfAll,
  NULL,
  number,
  textOf,
  textOfAll,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** Methods of a list that give the same members, in another order or form. */
const SAME_MEMBERS = new Set([
  'sort',
  'toSorted',
  'sorted',
  'sortBy',
  'sortedBy',
  'unique',
  'distinct',
  'reverse',
  'reversed',
  'toList',
  'toSet',
]);

/** Methods of a list without a block that change its order, or leave out what comes again. */
const ORDERS: Readonly<Record<string, (items: readonly Value[]) => readonly Value[]>> = {
  sort: sorted,
  toSorted: sorted,
  sorted,
  reverse: (items) => [...items].reverse(),
  reversed: (items) => [...items].reverse(),
  unique: distinct,
  distinct,
  toSet: distinct,
};

function sorted(items: readonly Value[]): readonly Value[] {
  const texts = items.map((item) => textOf(item));
  if (texts.includes(undefined) || items.some((item) => item.kind === 'text' && item.number === true)) return items;
  return [...items].sort((a, b) => ((textOf(a) ?? '') < (textOf(b) ?? '') ? -1 : 1));
}

function distinct(items: readonly Value[]): readonly Value[] {
  const texts = items.map((item) => textOf(item));
  return items.filter((_, index) => texts[index] === undefined || texts.indexOf(texts[index]) === index);
}

export function listMethod(list: Extract<Value, { kind: 'list' }>, name: string, args: Args, invoke: Invoke): Value | undefined {
  const { items } = list;
  const [first] = args.positional;
  const order = args.closure === undefined && Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
  if (order !== undefined) return { kind: 'list', items: order(items) };
  if (SAME_MEMBERS.has(name)) return list;
  if (name === 'join') return joined(items, textOf(first) ?? '');
  if (name === 'joinToString') return joinedToString(items, args, invoke);
  if (name === 'plus' && first !== undefined) return plus(list, first);
  if (name === 'minus' && first !== undefined) return minus(list, first);
  return args.closure === undefined ? partOf(items, name, first) : overList(items, name, args.closure, invoke);
}

/** Kotlin's, with what may stand before, between and behind. */
function joinedToString(items: readonly Value[], { positional, named, closure }: Args, invoke: Invoke): Value {
  const given = (key: string, at: number, otherwise: string): string => {
    const one = named.get(key) ?? positional[at];
    return one === undefined || one.kind === 'closure' ? otherwise : (textOf(one) ?? UNKNOWN);
  };
  const [limit, truncated] = [named.get('limit') ?? positional[3], named.get('truncated') ?? positional[4]];
  if ((limit ?? closure) !== closure || (truncated ?? closure) !== closure) return UNKNOWN_VALUE;
  const transform = named.get('transform') ?? closure;
  const parts = transform?.kind === 'closure' ? items.map((item) => invoke(transform, [item])) : items;
  return textOfAll([given('prefix', 1, ''), textOfAll(parts, given('separator', 0, ', ')), given('postfix', 2, '')]);
}

/** Methods that give one member of a list. */
const MEMBERS: Readonly<Record<string, (items: readonly Value[]) => Value | undefined>> = {
  first: (items) => items[0],
  head: (items) => items[0],
  last: (items) => items.at(-1),
  single: (items) => (items.length === 1 ? items[0] : undefined),
  firstOrNull: (items) => items[0] ?? NULL,
  lastOrNull: (items) => items.at(-1) ?? NULL,
};

function partOf(items: readonly Value[], name: string, first: Value | undefined): Value | undefined {
  if (Object.hasOwn(MEMBERS, name)) return MEMBERS[name]?.(items) ?? UNKNOWN_VALUE;
  if (name === 'size' || name === 'count') return number(items.length);
  if (name === 'isEmpty') return flag(items.length === 0);
  if (name === 'isNotEmpty') return flag(items.length > 0);
  if (name === 'flatten') return listOfAll(items.map((item) => (item.kind === 'list' ? item.items : [item])));
  if (name === 'withIndex') return { kind: 'list', items: items.map((item, index) => pair(number(index), item)) };
  if (name === 'toMap') return mapOfPairs(items);
  if (first === undefined) return undefined;
  if (name === 'zip' && first.kind === 'list') {
    const length = Math.min(items.length, first.items.length);
    return {
      kind: 'list',
      items: items.slice(0, length).map((item, index) => pair(item, first.items[index] ?? UNKNOWN_VALUE)),
    };
  }
  if (name === 'take' || name === 'drop') return part(items, name, Number(textOf(first) ?? Number.NaN));
  if (name === 'getOrNull') return items[Number(textOf(first))] ?? NULL;
  if (name === 'get' || name === 'getAt') return items.at(Number(textOf(first))) ?? UNKNOWN_VALUE;
  return name === 'contains' ? decided(holds(items, first)) : undefined;
}

function part(items: readonly Value[], name: 'take' | 'drop', count: number): Value {
  if (!Number.isInteger(count)) return UNKNOWN_VALUE;
  return { kind: 'list', items: name === 'take' ? items.slice(0, count) : items.slice(count) };
}

function pair(one: Value, other: Value): Value {
  return { kind: 'list', items: [one, other] };
}

function mapOfPairs(pairs: readonly Value[]): Value {
  const entries = new Map<string, Value>();
  for (const one of pairs) {
    const [key, value] = one.kind === 'list' ? one.items : [];
    const shown = textOf(key);
    if (shown === undefined || value === undefined) return UNKNOWN_VALUE;
    entries.set(shown, value);
  }
  return { kind: 'map', entries };
}

/** A map of what a block makes of each: a pair, or the value beside the member. */
function associated(items: readonly Value[], name: 'associate' | 'associateWith', closure: Closure, invoke: Invoke): Value {
  const made = items.map((item) => invoke(closure, [item]));
  return mapOfPairs(name === 'associate' ? made : made.map((value, index) => pair(items[index] ?? UNKNOWN_VALUE, value)));
}

function overList(items: readonly Value[], name: string, closure: Closure, invoke: Invoke): Value | undefined {
  switch (name) {
    case 'each':
    case 'forEach':
    case 'configureEach':
    case 'all':
      // Of projects and their like it is a block for each, of anything else Kotlin asks whether it holds for all.
      if (name === 'all' && items.some(({ kind }) => kind !== 'handler')) return overList(items, 'every', closure, invoke);
      for (const item of items) invoke(closure, [item]);
      return { kind: 'list', items };
    case 'collect':
    case 'map':
      return { kind: 'list', items: items.map((item) => invoke(closure, [item])) };
    case 'findAll':
    case 'filter':
      return { kind: 'list', items: items.filter((item) => truth(invoke(closure, [item])) !== false) };
    case 'find':
    case 'firstOrNull':
    case 'first':
    case 'single':
      return items.find((item) => truth(invoke(closure, [item])) !== false) ?? NULL;
    case 'mapIndexed':
      return { kind: 'list', items: items.map((item, index) => invoke(closure, [number(index), item])) };
    case 'mapNotNull':
      return { kind: 'list', items: items.map((item) => invoke(closure, [item])).filter(({ kind }) => kind !== 'null') };
    case 'associate':
    case 'associateWith':
      return associated(items, name, closure, invoke);
    case 'onEach':
      for (const item of items) invoke(closure, [item]);
      return { kind: 'list', items };
    case 'any':
    case 'none':
    case 'every': {
      const answers = items.map((item) => truth(invoke(closure, [item])));
      const decisive = name !== 'every';
      if (answers.includes(decisive)) return flag(name === 'any');
      return answers.includes(undefined) ? UNKNOWN_VALUE : flag(name !== 'any');
    }
    case 'collectMany':
    case 'flatMap':
      return listOfAll(
        items.map((item) => {
          const made = invoke(closure, [item]);
          return made.kind === 'list' ? made.items : [made];
        }),
      );
    case 'filterNot':
      return { kind: 'list', items: items.filter((item) => truth(invoke(closure, [item])) !== true) };
    case 'eachWithIndex':
    case 'forEachIndexed':
      items.forEach((item, index) => {
        invoke(closure, name === 'eachWithIndex' ? [item, number(index)] : [number(index), item]);
      });
      return { kind: 'list', items };
    default:
      return undefined;
  }
}
