/** What methods of texts, lists, maps and catalogs give, as far as text alone tells. */
import { exclusion } from './exclusion.ts';
import { formatted } from './formatted.ts';
import { entryOf, holds, minus, plus, viewOf } from './operators.ts';
import {
  type Args,
  type Closure,
  flag,
  isOutside,
  listOfAll,
  NOTHING,
  NULL,
  number,
  text,
  textOf,
  textOfAll,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** Runs a closure with arguments, `this` being what it is called on. */
type Invoke = (closure: Closure, given: readonly Value[], self?: Value) => Value;

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

/** What is asked of the libraries of a bundle, one by one. */
const OF_LISTS = new Set([
  'each',
  'forEach',
  'collect',
  'findAll',
  'filter',
  'find',
  'first',
  'last',
  'size',
  'any',
  'all',
  'every',
]);

/** What a block may be given as it is. */
const HELD = new Set<Value['kind']>(['text', 'flag', 'list', 'map']);

/** `let`, `also` and their like; `takeIf` and `takeUnless` hand on what their block approves of. */
function scopedMethod(object: Value, name: string, closure: Closure, invoke: Invoke): Value | undefined {
  const wanted = TAKEN.get(name);
  if (wanted !== undefined) {
    const held = truth(invoke(closure, [object], object));
    return held === undefined ? UNKNOWN_VALUE : held === wanted ? object : NULL;
  }
  const handed = SCOPED.get(name);
  if (handed === undefined || isUnknownText(object)) return undefined;
  const made = invoke(closure, [object], object);
  return handed === 'result' ? made : object;
}

const TAKEN: ReadonlyMap<string, boolean> = new Map([
  ['takeIf', true],
  ['takeUnless', false],
]);

function isUnknownText(value: Value): boolean {
  return value.kind === 'text' && value.text.includes(UNKNOWN);
}

/** Undefined where the method means nothing here. */
export function methodOf(object: Value, name: string, args: Args, invoke: Invoke): Value | undefined {
  const [first] = args.positional;
  if (object.kind === 'catalog' && (name === 'toInt' || name === 'toInteger'))
    return asNumber({ kind: 'text', text: textOf(object) ?? UNKNOWN });
  if (object.kind === 'text' && (name === 'toInteger' || name === 'toInt' || name === 'intValue')) return asNumber(object);
  if (PASSING.has(name) && (name !== 'get' || first === undefined)) return object;
  if (name === 'to' && first !== undefined) return { kind: 'list', items: [object, first] };
  if (name === 'orElse' || name === 'getOrElse') return isOutside(object) || object.kind === 'null' ? (first ?? object) : object;
  if (name === 'set' || name === 'value' || name === 'convention') return first ?? object;
  if (args.closure !== undefined && HELD.has(object.kind)) {
    const scoped = scopedMethod(object, name, args.closure, invoke);
    if (scoped !== undefined) return scoped;
  }
  if (object.kind === 'null' && name === 'orEmpty') return text('');
  switch (object.kind) {
    case 'list':
      return listMethod(object, name, args, invoke);
    case 'map':
      return mapMethod(object, name, args, invoke);
    case 'catalog':
      return catalogMethod(object, name, args, invoke);
    case 'text':
      return textMethod(object.text, name, args, invoke);
    case 'dependencies': {
      const excluded = name === 'exclude' ? exclusion(args) : undefined;
      if (excluded === undefined) return undefined;
      // What has been declared already holds the same list.
      for (const one of object.drafts) one.exclusions.push(excluded);
      return object;
    }
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
  if (first === undefined) return undefined;
  if (name === 'take' || name === 'drop') return part(items, name, Number(textOf(first) ?? Number.NaN));
  if (name === 'getOrNull') return items[Number(textOf(first))] ?? NULL;
  if (name === 'get' || name === 'getAt') return items.at(Number(textOf(first))) ?? UNKNOWN_VALUE;
  return name === 'contains' ? decided(holds(items, first)) : undefined;
}

function part(items: readonly Value[], name: 'take' | 'drop', count: number): Value {
  if (!Number.isInteger(count)) return UNKNOWN_VALUE;
  return { kind: 'list', items: name === 'take' ? items.slice(0, count) : items.slice(count) };
}

function joined(items: readonly Value[], separator: string): Value {
  return textOfAll(items, separator);
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
  if (key === undefined) return args.positional.length === 0 ? sizeOf(map.entries, name) : undefined;
  const [, put] = args.positional;
  if (put !== undefined && (name === 'put' || name === 'set')) {
    map.entries.set(key, put);
    return NULL;
  }
  if (name === 'get' || name === 'getValue') return map.entries.get(key) ?? NULL;
  return name === 'containsKey' ? flag(map.entries.has(key)) : undefined;
}

function sizeOf(entries: ReadonlyMap<string, Value>, name: string): Value | undefined {
  if (name === 'size' || name === 'count') return number(entries.size);
  if (name === 'isEmpty') return flag(entries.size === 0);
  return name === 'isNotEmpty' ? flag(entries.size > 0) : undefined;
}

/** What a block makes of a map's pairs: it takes the key and the value, or the entry. */
function overMap(map: Extract<Value, { kind: 'map' }>, name: string, closure: Closure, invoke: Invoke): Value | undefined {
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
      return undefined;
  }
}

function catalogMethod(catalog: Extract<Value, { kind: 'catalog' }>, name: string, args: Args, invoke: Invoke): Value {
  if (args.closure !== undefined && (name === 'map' || name === 'let')) {
    const made = invoke(args.closure, [catalog]);
    return made.kind === 'unknown' ? catalog : made;
  }
  const members = OF_LISTS.has(name) ? catalog.catalog.members(catalog.path) : undefined;
  if (members !== undefined) {
    const items = members.map((path): Value => ({ ...catalog, path }));
    return listMethod({ kind: 'list', items }, name, args, invoke) ?? UNKNOWN_VALUE;
  }
  const isThere = catalog.catalog.holds(catalog.path);
  if (args.closure !== undefined && name === 'ifPresent') {
    if (isThere !== false) invoke(args.closure, [catalog]);
    return NOTHING;
  }
  if (name === 'isPresent' || name === 'isEmpty')
    return isThere === undefined ? UNKNOWN_VALUE : flag(isThere === (name === 'isPresent'));
  const getter = args.positional.length === 0 ? /^get([A-Z])(\w*)$/.exec(name) : null;
  if (getter !== null) return { ...catalog, path: `${catalog.path}.${getter[1]?.toLowerCase()}${getter[2]}` };
  const alias = textOf(args.positional[0])?.replaceAll(/[-_]/g, '.');
  const prefix = FINDERS.get(name);
  return prefix === undefined || alias === undefined ? catalog : { ...catalog, path: prefix + alias };
}

/** Methods that hand the text, or the file that it names, to a block. */
const TAKING = new Set(['map', 'let', 'use', 'withInputStream', 'withReader']);

/** Lines of a text; of a file, whose path begins with a slash, what it holds is not read. */
function lines(own: string): Value {
  return own.startsWith('/') ? UNKNOWN_VALUE : { kind: 'list', items: own.split(/\r?\n/).map(text) };
}

/** Kotlin's own: the blank first and last line go, and the indent that all others share. */
function trimIndent(own: string): string {
  const all = own.split(/\r?\n/);
  const indents = all.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return withoutBlankEnds(all)
    .map((line) => line.slice(least))
    .join('\n');
}

function trimMargin(own: string): string {
  return withoutBlankEnds(own.split(/\r?\n/))
    .map((line) => line.replace(/^\s*\|/, ''))
    .join('\n');
}

function withoutBlankEnds(all: readonly string[]): readonly string[] {
  return all.filter((line, index) => (index > 0 && index < all.length - 1) || line.trim() !== '');
}

/** What stands before or behind a separator; the text itself, or what is given, where it has none. */
function beside(side: 'before' | 'after', found: (own: string, separator: string) => number) {
  return (own: string, separator: string, otherwise: string | undefined): Value => {
    const at = found(own, separator);
    if (at < 0) return text(otherwise ?? own);
    return text(side === 'before' ? own.slice(0, at) : own.slice(at + separator.length));
  };
}

const firstOf = (own: string, separator: string): number => own.indexOf(separator);
const lastOf = (own: string, separator: string): number => own.lastIndexOf(separator);

/** Methods of a text without arguments, and those that take another text. */
const PLAIN: Readonly<Record<string, (own: string) => Value>> = {
  isEmpty: (own) => flag(own.trim() === ''),
  isBlank: (own) => flag(own.trim() === ''),
  toLowerCase: (own) => text(own.toLowerCase()),
  lowercase: (own) => text(own.toLowerCase()),
  toUpperCase: (own) => text(own.toUpperCase()),
  uppercase: (own) => text(own.toUpperCase()),
  readLines: lines,
  lines,
  lineSequence: lines,
  trimIndent: (own) => text(trimIndent(own)),
  trimMargin: (own) => text(trimMargin(own)),
  isNotEmpty: (own) => flag(own !== ''),
  isNotBlank: (own) => flag(own.trim() !== ''),
  orEmpty: text,
  trimStart: (own) => text(own.trimStart()),
  trimEnd: (own) => text(own.trimEnd()),
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
  substringBefore: beside('before', firstOf),
  substringAfter: beside('after', firstOf),
  substringBeforeLast: beside('before', lastOf),
  substringAfterLast: beside('after', lastOf),
  removePrefix: (own, other) => text(own.startsWith(other) ? own.slice(other.length) : own),
  removeSuffix: (own, other) => text(own.endsWith(other) ? own.slice(0, own.length - other.length) : own),
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
  if (name === 'replace' && other !== undefined) return textOfAll(own.split(other), textOf(second) ?? UNKNOWN);
  if (own.includes(UNKNOWN)) return UNKNOWN_VALUE;
  if (name === 'format' || name === 'formatted') return formatted(own, args.positional);
  if (args.closure !== undefined && (name === 'ifEmpty' || name === 'ifBlank'))
    return (name === 'ifEmpty' ? own : own.trim()) === '' ? invoke(args.closure, []) : text(own);
  if (args.closure !== undefined && TAKING.has(name)) return invoke(args.closure, [text(own)]);
  if (other !== undefined && Object.hasOwn(WITH_TEXT, name)) return WITH_TEXT[name]?.(own, other, textOf(second));
  return Object.hasOwn(PLAIN, name) ? PLAIN[name]?.(own) : undefined;
}

/** A map of what a block makes of each: a pair, or the value beside the member. */
function associated(items: readonly Value[], name: 'associate' | 'associateWith', closure: Closure, invoke: Invoke): Value {
  const entries = new Map<string, Value>();
  for (const item of items) {
    const made = invoke(closure, [item]);
    const [key, value] = name === 'associateWith' ? [item, made] : made.kind === 'list' ? made.items : [];
    const shown = textOf(key);
    if (shown === undefined || value === undefined) return UNKNOWN_VALUE;
    entries.set(shown, value);
  }
  return { kind: 'map', entries };
}

function overList(items: readonly Value[], name: string, closure: Closure, invoke: Invoke): Value | undefined {
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
    case 'every': {
      const answers = items.map((item) => truth(invoke(closure, [item])));
      if (answers.includes(name === 'any')) return flag(name === 'any');
      return answers.includes(undefined) ? UNKNOWN_VALUE : flag(name === 'every');
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
