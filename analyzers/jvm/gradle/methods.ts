/** What methods of texts, lists, maps and catalogs give, as far as text alone tells. */
import { entryOf, holds, minus, plus, viewOf } from './operators.ts';
import {
  type Args,
  type Closure,
  flag,
  NULL,
  number,
  text,
  textOf,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** Runs a closure with arguments. */
type Invoke = (closure: Closure, given: readonly Value[]) => Value;

/** Methods that hand on what they are called on. */
const PASSING = new Set([
  'get',
  'getOrNull',
  'toString',
  'trim',
  'asProvider',
  'orNull',
  'asString',
  'toVersion',
  'requiredVersion',
  'displayName',
  'forUseAtConfigurationTime',
  // A file's content is asked for where its path is known.
  'inputStream',
  'newInputStream',
  'newDataInputStream',
  'reader',
  'newReader',
  'bufferedReader',
]);

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

/** Blocks that are given the object itself: what they hand on. */
const SCOPED: ReadonlyMap<string, 'result' | 'object'> = new Map([
  ['with', 'result'],
  ['let', 'result'],
  ['run', 'result'],
  ['tap', 'object'],
  ['also', 'object'],
  ['apply', 'object'],
]);

/** Look-ups of a catalog by alias, and where its accessors have them. */
const FINDERS: ReadonlyMap<string, string> = new Map([
  ['findLibrary', ''],
  ['findVersion', 'versions.'],
  ['findBundle', 'bundles.'],
  ['findPlugin', 'plugins.'],
]);

/** Undefined where the method means nothing here. */
export function methodOf(object: Value, name: string, args: Args, invoke: Invoke): Value | undefined {
  const [first] = args.positional;
  if (object.kind === 'text' && (name === 'toInteger' || name === 'toInt' || name === 'intValue')) return asNumber(object);
  if (PASSING.has(name) && (name !== 'get' || first === undefined)) return object;
  if (name === 'to' && first !== undefined) return { kind: 'list', items: [object, first] };
  if (name === 'orElse' || name === 'getOrElse')
    return object.kind === 'unknown' || object.kind === 'null' ? (first ?? object) : object;
  if (name === 'set' || name === 'value' || name === 'convention') return first ?? object;
  if (args.closure !== undefined && (object.kind === 'list' || object.kind === 'map') && SCOPED.has(name)) {
    const made = invoke(args.closure, [object]);
    return SCOPED.get(name) === 'result' ? made : object;
  }
  switch (object.kind) {
    case 'list':
      return listMethod(object, name, args, invoke);
    case 'map':
      return mapMethod(object, name, args, invoke);
    case 'catalog':
      return catalogMethod(object, name, args, invoke);
    case 'text':
      return textMethod(object.text, name, args, invoke);
    case 'closure':
      return name === 'call' || name === 'invoke' ? invoke(object, args.positional) : undefined;
    default:
      return undefined;
  }
}

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

function listMethod(list: Extract<Value, { kind: 'list' }>, name: string, args: Args, invoke: Invoke): Value | undefined {
  const { items } = list;
  const [first] = args.positional;
  const order = args.closure === undefined && Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
  if (order !== undefined) return { kind: 'list', items: order(items) };
  if (SAME_MEMBERS.has(name)) return list;
  if (name === 'join' || name === 'joinToString') return joined(items, textOf(first) ?? (name === 'join' ? '' : ', '));
  if (name === 'plus' && first !== undefined) return plus(list, first);
  if (name === 'minus' && first !== undefined) return minus(list, first);
  return args.closure === undefined ? partOf(items, name, first) : overList(items, name, args.closure, invoke);
}

/** Methods that give one member of a list. */
const MEMBERS: Readonly<Record<string, (items: readonly Value[]) => Value | undefined>> = {
  first: (items) => items[0],
  head: (items) => items[0],
  last: (items) => items.at(-1),
};

function partOf(items: readonly Value[], name: string, first: Value | undefined): Value | undefined {
  if (Object.hasOwn(MEMBERS, name)) return MEMBERS[name]?.(items) ?? UNKNOWN_VALUE;
  if (name === 'size' || name === 'count') return number(items.length);
  if (name === 'isEmpty') return flag(items.length === 0);
  if (name === 'flatten') return { kind: 'list', items: items.flatMap((item) => (item.kind === 'list' ? item.items : [item])) };
  if (first === undefined) return undefined;
  if (name === 'get' || name === 'getAt') return items.at(Number(textOf(first))) ?? UNKNOWN_VALUE;
  return name === 'contains' ? decided(holds(items, first)) : undefined;
}

function joined(items: readonly Value[], separator: string): Value {
  return text(items.map((item) => textOf(item) ?? UNKNOWN).join(separator));
}

function asNumber(value: Extract<Value, { kind: 'text' }>): Value {
  return /^\s*-?\d+\s*$/.test(value.text) ? number(Number(value.text)) : UNKNOWN_VALUE;
}

function decided(value: boolean | undefined): Value {
  return value === undefined ? UNKNOWN_VALUE : flag(value);
}

function mapMethod(map: Extract<Value, { kind: 'map' }>, name: string, args: Args, invoke: Invoke): Value | undefined {
  const { closure } = args;
  if (name === 'withDefault') return map;
  if (closure !== undefined) return overMap(map, name, closure, invoke);
  const view = args.positional.length === 0 ? viewOf(map.entries, name) : undefined;
  if (view !== undefined) return view;
  const member = map.entries.get(name);
  if (member?.kind === 'closure') return invoke(member, args.positional);
  const key = textOf(args.positional[0]);
  if (key === undefined) return undefined;
  const [, put] = args.positional;
  if (put !== undefined && (name === 'put' || name === 'set')) {
    map.entries.set(key, put);
    return NULL;
  }
  if (name === 'get' || name === 'getValue') return map.entries.get(key) ?? NULL;
  return name === 'containsKey' ? flag(map.entries.has(key)) : undefined;
}

/** What a block makes of a map's pairs: it takes the key and the value, or the entry. */
function overMap(map: Extract<Value, { kind: 'map' }>, name: string, closure: Closure, invoke: Invoke): Value {
  const pairs = [...map.entries];
  const isWide = closure.node.params.length > (name === 'eachWithIndex' ? 2 : 1);
  const given = ([key, value]: [string, Value]) => (isWide ? [text(key), value] : [entryOf(key, value)]);
  const run = (pair: [string, Value]): Value => invoke(closure, given(pair));
  const only = (kept: (answer: boolean | undefined) => boolean): Value => ({
    kind: 'map',
    entries: new Map(pairs.filter((pair) => kept(truth(run(pair))))),
  });
  switch (name) {
    case 'each':
    case 'forEach':
      pairs.forEach(run);
      return map;
    case 'eachWithIndex':
      pairs.forEach((pair, index) => {
        invoke(closure, [...given(pair), number(index)]);
      });
      return map;
    case 'collect':
    case 'map':
      return { kind: 'list', items: pairs.map(run) };
    case 'findAll':
    case 'filter':
      return only((answer) => answer !== false);
    case 'filterNot':
      return only((answer) => answer !== true);
    default:
      return UNKNOWN_VALUE;
  }
}

function catalogMethod(catalog: Extract<Value, { kind: 'catalog' }>, name: string, args: Args, invoke: Invoke): Value {
  if (args.closure !== undefined && (name === 'map' || name === 'let')) {
    const made = invoke(args.closure, [catalog]);
    return made.kind === 'unknown' ? catalog : made;
  }
  const getter = args.positional.length === 0 ? /^get([A-Z])(\w*)$/.exec(name) : null;
  if (getter !== null) return { ...catalog, path: `${catalog.path}.${getter[1]?.toLowerCase()}${getter[2]}` };
  const alias = textOf(args.positional[0])?.replaceAll(/[-_]/g, '.');
  const prefix = FINDERS.get(name);
  return prefix === undefined || alias === undefined ? catalog : { ...catalog, path: prefix + alias };
}

/** Methods that hand the text, or the file that it names, to a block. */
const TAKING = new Set(['map', 'let', 'use', 'withInputStream', 'withReader']);

/** Methods of a text without arguments, and those that take another text. */
const PLAIN: Readonly<Record<string, (own: string) => Value>> = {
  isEmpty: (own) => flag(own.trim() === ''),
  isBlank: (own) => flag(own.trim() === ''),
  toLowerCase: (own) => text(own.toLowerCase()),
  lowercase: (own) => text(own.toLowerCase()),
  toUpperCase: (own) => text(own.toUpperCase()),
  uppercase: (own) => text(own.toUpperCase()),
  readLines: (own) => ({ kind: 'list', items: own.split(/\r?\n/).map(text) }),
  lines: (own) => ({ kind: 'list', items: own.split(/\r?\n/).map(text) }),
  toBoolean: (own) => flag(['true', 'y', '1'].includes(own.trim().toLowerCase())),
  toBooleanStrict: (own) => flag(own === 'true'),
  capitalize: (own) => text(own.charAt(0).toUpperCase() + own.slice(1)),
  length: (own) => number(own.length),
  size: (own) => number(own.length),
  tokenize: (own) => tokens(own, ' \t\n\r\f'),
};
const WITH_TEXT: Readonly<Record<string, (own: string, other: string, end: string | undefined) => Value>> = {
  startsWith: (own, other) => flag(own.startsWith(other)),
  endsWith: (own, other) => flag(own.endsWith(other)),
  contains: (own, other) => flag(own.includes(other)),
  plus: (own, other) => text(own + other),
  equals: (own, other) => flag(own === other),
  equalsIgnoreCase: (own, other) => flag(own.toLowerCase() === other.toLowerCase()),
  lastIndexOf: (own, other) => text(String(own.lastIndexOf(other))),
  indexOf: (own, other) => text(String(own.indexOf(other))),
  substring: (own, from, end) => text(own.slice(Number(from), end === undefined ? undefined : Number(end))),
  split: (own, separator) => ({ kind: 'list', items: own.split(separator.replaceAll(/\\(\W)/g, '$1')).map(text) }),
  tokenize: tokens,
  take: (own, count) => text(own.slice(0, Number(count))),
  drop: (own, count) => text(own.slice(Number(count))),
  minus: (own, other) => text(own.replace(other, () => '')),
  concat: (own, other) => text(own + other),
  compareTo: (own, other) => text(String(own < other ? -1 : Number(own > other))),
};

/** The parts between any of some characters, without the empty ones (Groovy's `tokenize`). */
function tokens(own: string, separators: string): Value {
  const parts: string[] = [''];
  for (const letter of own)
    if (separators.includes(letter)) parts.push('');
    else parts.push(`${parts.pop()}${letter}`);
  return { kind: 'list', items: parts.filter((part) => part !== '').map(text) };
}

function textMethod(own: string, name: string, args: Args, invoke: Invoke): Value | undefined {
  const [first, second] = args.positional;
  const other = textOf(first);
  if (name === 'replace' && other !== undefined) return text(own.replaceAll(other, textOf(second) ?? UNKNOWN));
  if (own.includes(UNKNOWN)) return UNKNOWN_VALUE;
  if (args.closure !== undefined && TAKING.has(name)) return invoke(args.closure, [text(own)]);
  if (other !== undefined && Object.hasOwn(WITH_TEXT, name)) return WITH_TEXT[name]?.(own, other, textOf(second));
  return Object.hasOwn(PLAIN, name) ? PLAIN[name]?.(own) : undefined;
}

function overList(items: readonly Value[], name: string, closure: Closure, invoke: Invoke): Value {
  switch (name) {
    case 'each':
    case 'forEach':
    case 'all':
    case 'configureEach':
      for (const item of items) invoke(closure, [item]);
      return { kind: 'list', items };
    case 'collect':
    case 'map':
      return { kind: 'list', items: items.map((item) => invoke(closure, [item])) };
    case 'findAll':
    case 'filter':
      return { kind: 'list', items: items.filter((item) => truth(invoke(closure, [item])) !== false) };
    case 'find':
      return items.find((item) => truth(invoke(closure, [item])) !== false) ?? NULL;
    case 'any':
    case 'every': {
      const answers = items.map((item) => truth(invoke(closure, [item])));
      if (answers.includes(name === 'any')) return flag(name === 'any');
      return answers.includes(undefined) ? UNKNOWN_VALUE : flag(name === 'every');
    }
    case 'collectMany':
    case 'flatMap':
      return {
        kind: 'list',
        items: items.flatMap((item) => {
          const made = invoke(closure, [item]);
          return made.kind === 'list' ? made.items : [made];
        }),
      };
    case 'filterNot':
      return { kind: 'list', items: items.filter((item) => truth(invoke(closure, [item])) !== true) };
    case 'eachWithIndex':
    case 'forEachIndexed':
      items.forEach((item, index) => {
        invoke(closure, name === 'eachWithIndex' ? [item, number(index)] : [number(index), item]);
      });
      return { kind: 'list', items };
    default:
      return UNKNOWN_VALUE;
  }
}
