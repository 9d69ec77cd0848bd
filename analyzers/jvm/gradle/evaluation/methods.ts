/** What methods of texts, lists, maps and catalogs give, as far as text alone tells. */
import { exclusion } from './exclusion.ts';
import { listMethod } from './list-methods.ts';
import { entryOf, viewOf } from './operators.ts';
import { asNumber, decided, type Invoke, textMethod } from './text-methods.ts';
import {
  type Args,
  type Closure,
  flag,
  isOutside,
  NOTHING,
  NULL,
  number,
  SETTERS,
  text,
  textOf,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

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

const TO_NUMBER = new Set(['toInteger', 'toInt', 'intValue']);

/** What is given instead where nothing stands there. */
const FALLING_BACK = new Set(['orElse', 'getOrElse']);

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
  const common = commonMethod(object, name, args.positional[0]);
  if (common !== undefined) return common;
  const scoped =
    args.closure !== undefined && HELD.has(object.kind) ? scopedMethod(object, name, args.closure, invoke) : undefined;
  return scoped ?? ownMethod(object, name, args, invoke);
}

/** Methods that mean the same on values of several kinds. */
function commonMethod(object: Value, name: string, first: Value | undefined): Value | undefined {
  if (object.kind === 'text' && TO_NUMBER.has(name)) return asNumber(object);
  if (object.kind === 'catalog' && TO_NUMBER.has(name)) return asNumber({ kind: 'text', text: textOf(object) ?? UNKNOWN });
  if (object.kind === 'text' && name === 'trim') return { ...object, text: object.text.trim() };
  if (PASSING.has(name) && (name !== 'get' || first === undefined)) return object;
  if (name === 'to' && first !== undefined) return { kind: 'list', items: [object, first] };
  if (FALLING_BACK.has(name)) return isOutside(object) || object.kind === 'null' ? (first ?? object) : object;
  if (SETTERS.has(name)) return first ?? object;
  return object.kind === 'null' && name === 'orEmpty' ? text('') : undefined;
}

function ownMethod(object: Value, name: string, args: Args, invoke: Invoke): Value | undefined {
  switch (object.kind) {
    case 'list':
      return listMethod(object, name, args, invoke);
    case 'map':
      return mapMethod(object, name, args, invoke);
    case 'catalog':
      return catalogMethod(object, name, args, invoke);
    case 'text':
      return textMethod(object.text, name, args, invoke);
    case 'flag':
      return flagMethod(object.value, name, args.positional[0]);
    case 'dependencies':
      return dependenciesMethod(object, name, args);
    case 'closure':
      return name === 'call' || name === 'invoke' ? invoke(object, args.positional) : undefined;
    default:
      return undefined;
  }
}

function dependenciesMethod(object: Extract<Value, { kind: 'dependencies' }>, name: string, args: Args): Value | undefined {
  const excluded = name === 'exclude' ? exclusion(args) : undefined;
  if (excluded === undefined) return undefined;
  // What has been declared already holds the same list.
  for (const one of object.drafts) one.exclusions.push(excluded);
  return object;
}

/** Kotlin's for what holds or does not. */
function flagMethod(own: boolean, name: string, given: Value | undefined): Value | undefined {
  if (name === 'not') return flag(!own);
  const other = given === undefined ? undefined : truth(given);
  switch (name) {
    case 'and':
      return own ? decided(other) : flag(false);
    case 'or':
      return own ? flag(true) : decided(other);
    case 'xor':
      return decided(other === undefined ? undefined : own !== other);
    default:
      return undefined;
  }
}

function mapMethod(map: Extract<Value, { kind: 'map' }>, name: string, args: Args, invoke: Invoke): Value | undefined {
  const { closure } = args;
  if (name === 'withDefault') return map;
  if (closure !== undefined) return overMap(map, name, args, closure, invoke);
  const view = args.positional.length === 0 ? viewOf(map.entries, name) : undefined;
  if (view !== undefined) return view;
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
function overMap(
  map: Extract<Value, { kind: 'map' }>,
  name: string,
  args: Args,
  closure: Closure,
  invoke: Invoke,
): Value | undefined {
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
    case 'filterKeys':
    case 'filterValues':
      return {
        kind: 'map',
        entries: new Map(
          pairs.filter(([key, value]) => truth(invoke(closure, [name === 'filterKeys' ? text(key) : value])) !== false),
        ),
      };
    case 'mapValues':
      return { kind: 'map', entries: new Map(pairs.map((pair) => [pair[0], run(pair)])) };
    case 'flatMap':
    case 'mapNotNull':
    case 'any':
    case 'all':
    case 'none':
      return listMethod({ kind: 'list', items: pairs.map(([key, value]) => entryOf(key, value)) }, name, args, invoke);
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
