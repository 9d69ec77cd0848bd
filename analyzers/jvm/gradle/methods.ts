/** What methods of texts, lists, maps and catalogs give, as far as text alone tells. */
import { entryOf, holds, minus, plus, viewOf } from './operators.ts';
import { type Args, type Closure, flag, NULL, text, textOf, truth, UNKNOWN, UNKNOWN_VALUE, type Value } from './values.ts';

/** Runs a closure with arguments. */
type Invoke = (closure: Closure, given: readonly Value[]) => Value;

/** Methods that hand on what they are called on. */
const PASSING = new Set([
  'get',
  'getOrNull',
  'toString',
  'trim',
  'toInteger',
  'toInt',
  'asProvider',
  'orNull',
  'asString',
  'toVersion',
  'requiredVersion',
  'displayName',
  'intValue',
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
  if (PASSING.has(name)) return object;
  if (name === 'to' && first !== undefined) return { kind: 'list', items: [object, first] };
  if (name === 'orElse' || name === 'getOrElse')
    return object.kind === 'unknown' || object.kind === 'null' ? (first ?? object) : object;
  if (name === 'set' || name === 'value' || name === 'convention') return first ?? object;
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

function listMethod(list: Extract<Value, { kind: 'list' }>, name: string, args: Args, invoke: Invoke): Value | undefined {
  const [first] = args.positional;
  if (SAME_MEMBERS.has(name)) return list;
  if (name === 'join' || name === 'joinToString') return joined(list.items, textOf(first) ?? (name === 'join' ? '' : ', '));
  if (name === 'plus' && first !== undefined) return plus(list, first);
  if (name === 'minus' && first !== undefined) return minus(list, first);
  if (args.closure !== undefined) return overList(list.items, name, args.closure, invoke);
  if (name === 'size') return UNKNOWN_VALUE;
  return name === 'contains' ? decided(first === undefined ? undefined : holds(list.items, first)) : undefined;
}

function joined(items: readonly Value[], separator: string): Value {
  return text(items.map((item) => textOf(item) ?? UNKNOWN).join(separator));
}

function decided(value: boolean | undefined): Value {
  return value === undefined ? UNKNOWN_VALUE : flag(value);
}

function mapMethod(map: Extract<Value, { kind: 'map' }>, name: string, args: Args, invoke: Invoke): Value | undefined {
  const { closure } = args;
  if (closure !== undefined && (name === 'each' || name === 'forEach')) {
    for (const [key, value] of map.entries)
      invoke(closure, closure.node.params.length > 1 ? [text(key), value] : [entryOf(key, value)]);
    return map;
  }
  const view = args.positional.length === 0 ? viewOf(map.entries, name) : undefined;
  if (view !== undefined) return view;
  const member = map.entries.get(name);
  if (member?.kind === 'closure') return invoke(member, args.positional);
  const key = textOf(args.positional[0]);
  if (key === undefined) return undefined;
  if (name === 'get' || name === 'getValue') return map.entries.get(key) ?? NULL;
  return name === 'containsKey' ? flag(map.entries.has(key)) : undefined;
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
  capitalize: (own) => text(own.charAt(0).toUpperCase() + own.slice(1)),
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
  split: (own, separator) => ({ kind: 'list', items: own.split(separator).map(text) }),
};

function textMethod(own: string, name: string, args: Args, invoke: Invoke): Value | undefined {
  const [first, second] = args.positional;
  const other = textOf(first);
  if (name === 'replace' && other !== undefined) return text(own.replaceAll(other, textOf(second) ?? UNKNOWN));
  if (own.includes(UNKNOWN)) return UNKNOWN_VALUE;
  if (args.closure !== undefined && TAKING.has(name)) return invoke(args.closure, [text(own)]);
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name]?.(own);
  return other !== undefined && Object.hasOwn(WITH_TEXT, name) ? WITH_TEXT[name]?.(own, other, textOf(second)) : undefined;
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
    case 'filterNot':
      return { kind: 'list', items: items.filter((item) => truth(invoke(closure, [item])) !== true) };
    case 'eachWithIndex':
    case 'forEachIndexed':
      items.forEach((item, index) => {
        invoke(closure, name === 'eachWithIndex' ? [item, text(String(index))] : [text(String(index)), item]);
      });
      return { kind: 'list', items };
    default:
      return UNKNOWN_VALUE;
  }
}
