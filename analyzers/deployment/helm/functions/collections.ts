/** Functions of lists and maps. */
import { copyOf, type Dict, finite, isDict, isList, isTrue, type List, mergedInto, UNKNOWN, type Value } from '../values.ts';
import { dict, int, list, type Plain, text } from './arguments.ts';
import { deepSame } from './kinds.ts';
import { Refused } from './refused.ts';

/** `index x 1 "a"` */
function at(value: Value, keys: List): Value {
  return keys.reduce((from: Value, key): Value => {
    if (from === UNKNOWN) return UNKNOWN;
    if (isDict(from)) return from.get(text(key));
    if (!isList(from)) throw new Refused('something that is neither a map nor a list is indexed');
    const place = int(key);
    if (place < 0 || place >= from.length) throw new Refused(`a list of ${from.length} has nothing at ${place}`);
    return from[place];
  }, value);
}

function dictOf(pairs: List): Dict {
  const made: Dict = new Map();
  for (let index = 0; index < pairs.length; index += 2)
    made.set(text(pairs[index]), pairs[index + 1] ?? (index + 1 < pairs.length ? undefined : ''));
  return made;
}

function merge(dicts: List, overwrites: boolean): Value {
  const [first, ...others] = dicts;
  if (!isDict(first)) throw new Refused('what is merged is no map');
  for (const other of others) if (isDict(other)) mergedInto(first, finite(other), overwrites);
  return first;
}

function dig(args: List): Value {
  const source = args.at(-1);
  const fallback = args.at(-2);
  let found: Value = source;
  for (const key of args.slice(0, -2)) {
    if (!isDict(found) || !found.has(text(key))) return fallback;
    found = found.get(text(key));
  }
  return found;
}

export const COLLECTIONS: Readonly<Record<string, Plain>> = {
  len: (value) => {
    if (typeof value === 'string') return BigInt(Buffer.byteLength(value));
    if (isList(value)) return BigInt(value.length);
    if (isDict(value)) return BigInt(value.size);
    throw new Refused('what has no length is measured');
  },
  index: (value, ...keys) => at(value, keys),
  slice: (value, from, to) =>
    isList(value)
      ? value.slice(int(from), to === undefined ? undefined : int(to))
      : text(value).slice(int(from), to === undefined ? undefined : int(to)),
  list: (...values) => values,
  tuple: (...values) => values,
  first: (values) => list(values)[0],
  last: (values) => list(values).at(-1),
  rest: (values) => list(values).slice(1),
  initial: (values) => list(values).slice(0, -1),
  append: (values, value) => [...list(values), value],
  prepend: (values, value) => [value, ...list(values)],
  concat: (...lists) => lists.flatMap(list),
  has: (value, values) => list(values).some((one) => deepSame(one, value)),
  without: (values, ...unwanted) => list(values).filter((one) => !unwanted.some((other) => deepSame(one, other))),
  uniq: (values) => list(values).filter((one, index, all) => all.findIndex((other) => deepSame(one, other)) === index),
  compact: (values) => list(values).filter(isTrue),
  reverse: (values) => [...list(values)].reverse(),
  sortAlpha: (values) =>
    list(values)
      .map(text)
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  toStrings: (values) => list(values).map(text),
  dict: (...pairs) => dictOf(pairs),
  get: (from, key) => dict(from).get(text(key)) ?? '',
  set: (into, key, value) => dict(into).set(text(key), value),
  unset: (from, key) => {
    dict(from).delete(text(key));
    return from;
  },
  hasKey: (from, key) => dict(from).has(text(key)),
  keys: (...dicts) => dicts.flatMap((one) => [...dict(one).keys()]),
  values: (from) => [...dict(from).values()],
  pluck: (key, ...dicts) => dicts.flatMap((one) => (dict(one).has(text(key)) ? [dict(one).get(text(key))] : [])),
  pick: (from, ...keys) => new Map([...dict(from)].filter(([key]) => keys.map(text).includes(key))),
  omit: (from, ...keys) => new Map([...dict(from)].filter(([key]) => !keys.map(text).includes(key))),
  merge: (...dicts) => merge(dicts, false),
  mergeOverwrite: (...dicts) => merge(dicts, true),
  deepCopy: (value) => copyOf(value),
  dig: (...args) => dig(args),
  // Nothing is installed yet, as for `helm template`.
  lookup: () => new Map(),
};
