/**
 * Functions of templates that need nothing but their arguments: those of text/template, of Sprig, and Helm's own
 * ("Template Function List"). What is given something unknown is unknown, and so is what only a run could tell.
 */
import { createHash } from 'node:crypto';
import { satisfies, valid } from 'semver';
import { parseYaml } from '../../../src/formats/yaml.ts';
import {
  copyOf,
  type Dict,
  Files,
  finite,
  isDict,
  isList,
  isTrue,
  type List,
  Method,
  mergedInto,
  plainOf,
  sortedEntries,
  textOf,
  UNKNOWN,
  type Value,
  valueFrom,
  yamlOf,
} from './values.ts';

/** Why Helm would not render it. */
export class Refused extends Error {
  /** Where, in the file that is rendered. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** Longer texts than any descriptor has: nothing of a chart may fill the memory. */
const MAX_TEXT = 1_000_000;
const MAX_ITEMS = 10_000;

/** Sprig's `strval`: nil prints as nothing. */
function text(value: Value): string {
  return value === undefined ? '' : textOf(value);
}

function int(value: Value): number {
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : 0;
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}

function float(value: Value): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : int(value);
  return Number.isNaN(number) ? 0 : number;
}

function list(value: Value): List {
  return isList(value) ? value : [];
}

function dict(value: Value): Dict {
  return isDict(value) ? value : new Map();
}

function bounded(made: string): string {
  if (made.length > MAX_TEXT) throw new Refused('a text becomes longer than any descriptor');
  return made;
}

function indented(spaces: Value, value: Value): string {
  const pad = ' '.repeat(Math.min(Math.max(int(spaces), 0), 1000));
  return bounded(pad + text(value).replaceAll('\n', `\n${pad}`));
}

/** Go's `%q` is what JSON writes, for what charts hold. */
function quoted(values: List): string {
  return values.flatMap((value) => (value === undefined ? [] : JSON.stringify(textOf(value)))).join(' ');
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['number', 'float64'],
  ['bigint', 'int'],
  ['boolean', 'bool'],
]);

function kindOf(value: Value): string {
  if (isDict(value)) return 'map';
  return isList(value) ? 'slice' : (KINDS.get(typeof value) ?? 'invalid');
}

function typeOf(value: Value): string {
  if (isDict(value)) return 'map[string]interface {}';
  return isList(value) ? '[]interface {}' : (KINDS.get(typeof value) ?? '<nil>');
}

/** text/template's `eq`: what is of different kinds is no two values but a mistake. */
function same(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (isDict(a) || isDict(b) || isList(a) || isList(b)) throw new Refused('maps and lists are compared');
  if (typeof a !== typeof b) throw new Refused(`a ${kindOf(a)} and a ${kindOf(b)} are compared`);
  return a === b;
}

function order(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [a, b].map((one) => (typeof one === 'number' || typeof one === 'bigint' ? Number(one) : undefined));
  if (left === undefined || right === undefined || typeof a !== typeof b)
    throw new Refused(`a ${kindOf(a)} and a ${kindOf(b)} are compared`);
  return left - right;
}

function deepSame(a: Value, b: Value): boolean {
  return JSON.stringify(plainOf(a)) === JSON.stringify(plainOf(b)) && kindOf(a) === kindOf(b);
}

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

/** `%s %d %v %q` and `%%`, with widths; a verb that is none of these leaves the whole unknown. */
function printf(format: string, values: List): Value {
  let next = 0;
  let open = false;
  const made = format.replace(
    /%([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string, digits: string, verb: string) => {
      if (verb === '%') return '%';
      const value = values[next++];
      const shown = formatted(verb, value, digits);
      if (shown === undefined) open = true;
      const pad = flags.includes('0') && verb !== 's' ? '0' : ' ';
      const size = Math.min(Number(width || 0), 1000);
      return flags.includes('-') ? (shown ?? '').padEnd(size) : (shown ?? '').padStart(size, pad);
    },
  );
  return open ? UNKNOWN : bounded(made);
}

function formatted(verb: string, value: Value, digits: string | undefined): string | undefined {
  switch (verb) {
    case 's':
      return value === undefined
        ? '%!s(<nil>)'
        : typeof value === 'string' || isList(value) || isDict(value)
          ? textOf(value)
          : `%!s(${typeOf(value)}=${textOf(value)})`;
    case 'v':
      return textOf(value);
    case 'd':
      return typeof value === 'bigint' ? String(value) : `%!d(${typeOf(value)}=${textOf(value)})`;
    case 'q':
      return JSON.stringify(textOf(value));
    case 't':
      return typeof value === 'boolean' ? String(value) : undefined;
    case 'f':
      return float(value).toFixed(Number(digits ?? 6));
    default:
      return undefined;
  }
}

/** Go's `Sprint`: a space between two operands of which neither is a text. */
function printed(values: List): string {
  return values
    .map((value, index) => {
      const isApart = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
      return `${isApart ? ' ' : ''}${textOf(value)}`;
    })
    .join('');
}

function titled(value: string): string {
  return value.replace(/(^|[\s-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** Patterns of one piece: others may take as long as their writer wants here. */
const PLAIN_PATTERN = /^\^?(?:[\w./:@ -]|\\[.\-/dws])*(?:\[\^?(?:[\w.\-/: @]|\\[.\-/dws])+\]|\\[dws])?[+*]?\$?$/;

function patternOf(value: Value, flags = ''): RegExp | undefined {
  const source = text(value);
  return PLAIN_PATTERN.test(source) ? compiled(source, flags) : undefined;
}

/** Undefined for what is no pattern. */
function compiled(source: string, flags = ''): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** What a release of Kubernetes that Helm assumes admits (Masterminds/semver; a prerelease counts where the range has one). */
function admits(constraint: string, version: string): Value {
  const plain = version.replace(/^v/, '');
  if (valid(plain) === null) return UNKNOWN;
  return satisfies(plain, constraint.replaceAll(/-0\b/g, '').replaceAll(',', ' '), { includePrerelease: true });
}

function until(from: number, to: number, step: number): List {
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((to - from) / step));
  if (count > MAX_ITEMS) throw new Refused('a list becomes longer than any descriptor');
  return Array.from({ length: count }, (_, index) => BigInt(from + index * step));
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

function parsed(source: string): Value {
  const { documents, problems } = parseYaml(source);
  return problems.some(({ kind }) => kind !== 'duplicate-key') ? UNKNOWN : valueFrom(documents[0]);
}

function hash(name: string, value: Value): string {
  return createHash(name).update(text(value)).digest('hex');
}

function random(length: Value): string {
  return 'x'.repeat(Math.min(Math.max(int(length), 0), 1000));
}

function certificate(): Value {
  return new Map([
    ['Cert', ''],
    ['Key', ''],
  ]);
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

function arithmetic(step: (a: number, b: number) => number): Plain {
  return (...args) => BigInt(Math.trunc(args.map(int).reduce((a, b) => step(a, b))));
}

/** Division by nothing is Go's panic. */
function divisor(value: number): number {
  if (value === 0) throw new Refused('something is divided by zero');
  return value;
}

type Plain = (...args: readonly Value[]) => Value;

const COMPARING: Readonly<Record<string, Plain>> = {
  eq: (first, ...others) => others.some((other) => same(first, other)),
  ne: (a, b) => !same(a, b),
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
  not: (value) => !isTrue(value),
  empty: (value) => !isTrue(value),
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  coalesce: (...values) => values.find(isTrue),
  ternary: (yes, no, condition) => (condition === true ? yes : no),
  all: (...values) => values.every(isTrue),
  any: (...values) => values.some(isTrue),
  kindOf,
  kindIs: (kind, value) => kindOf(value) === text(kind),
  typeOf,
  typeIs: (type, value) => typeOf(value) === text(type),
  typeIsLike: (type, value) => typeOf(value) === text(type),
  deepEqual: deepSame,
  semverCompare: (constraint, version) => admits(text(constraint), text(version)),
  required: (message, value) => {
    if (value === undefined || value === '') throw new Refused(text(message));
    return value;
  },
  fail: (message) => {
    throw new Refused(text(message));
  },
};

const TEXTS: Readonly<Record<string, Plain>> = {
  print: (...values) => printed(values),
  println: (...values) => `${values.map(textOf).join(' ')}\n`,
  printf: (format, ...values) => printf(text(format), values),
  quote: (...values) => quoted(values),
  squote: (...values: List) => values.flatMap((value) => (value === undefined ? [] : `'${textOf(value)}'`)).join(' '),
  toString: (value: Value) => text(value),
  indent: indented,
  nindent: (spaces, value) => `\n${indented(spaces, value)}`,
  trunc: (length, value) => {
    const count = int(length);
    return count < 0 ? text(value).slice(count) : text(value).slice(0, count);
  },
  trim: (value) => text(value).trim(),
  trimAll: (signs, value) => trimmed(text(value), text(signs), true, true),
  trimLeft: (signs, value) => trimmed(text(value), text(signs), true, false),
  trimRight: (signs, value) => trimmed(text(value), text(signs), false, true),
  trimSuffix: (end, value) =>
    text(end) !== '' && text(value).endsWith(text(end)) ? text(value).slice(0, -text(end).length) : text(value),
  trimPrefix: (start, value) => (text(value).startsWith(text(start)) ? text(value).slice(text(start).length) : text(value)),
  nospace: (value) => text(value).replaceAll(/\s/g, ''),
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  title: (value) => titled(text(value)),
  untitle: (value) =>
    text(value).replace(/(^|\s)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLowerCase()),
  replace: (from, to, value) => bounded(text(value).replaceAll(text(from), () => text(to))),
  contains: (part, value) => text(value).includes(text(part)),
  hasPrefix: (start, value) => text(value).startsWith(text(start)),
  hasSuffix: (end, value) => text(value).endsWith(text(end)),
  repeat: (count, value) => bounded(text(value).repeat(Math.min(Math.max(int(count), 0), MAX_ITEMS))),
  substr: (from, to, value) => text(value).slice(Math.max(int(from), 0), int(to) < 0 ? undefined : int(to)),
  cat: (...values) => values.flatMap((value) => (value === undefined ? [] : textOf(value))).join(' '),
  join: (separator, values) =>
    bounded((isList(values) ? values : [values]).flatMap((one) => (one === undefined ? [] : textOf(one))).join(text(separator))),
  split: (separator, value) =>
    new Map(
      text(value)
        .split(text(separator))
        .map((part, index) => [`_${index}`, part]),
    ),
  splitList: (separator, value) => text(value).split(text(separator)),
  kebabcase: (value) =>
    text(value)
      .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
      .replaceAll(/[\s_]+/g, '-')
      .toLowerCase(),
  snakecase: (value) =>
    text(value)
      .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
      .replaceAll(/[\s-]+/g, '_')
      .toLowerCase(),
  camelcase: (value) => text(value).replaceAll(/(?:^|[\s_-]+)(\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
  regexMatch: (pattern, value) => patternOf(pattern)?.test(text(value)) ?? UNKNOWN,
  regexFind: (pattern, value) => {
    const found = patternOf(pattern);
    return found === undefined ? UNKNOWN : (found.exec(text(value))?.[0] ?? '');
  },
  regexReplaceAll: (pattern, value, to) => {
    const found = patternOf(pattern, 'g');
    return found === undefined || text(to).includes('$') ? UNKNOWN : text(value).replace(found, () => text(to));
  },
  b64enc: (value) => Buffer.from(text(value)).toString('base64'),
  b64dec: (value) => Buffer.from(text(value), 'base64').toString(),
  sha256sum: (value) => hash('sha256', value),
  sha1sum: (value) => hash('sha1', value),
  // Checksums and secrets are never what a service asks of a host.
  adler32sum: (value) => hash('sha1', value).slice(0, 8),
  randAlphaNum: random,
  randAlpha: random,
  randNumeric: (length) => '0'.repeat(random(length).length),
  randAscii: random,
  // Neither are times.
  now: () => '',
  date: () => '',
  dateInZone: () => '',
  htmlDate: () => '',
  unixEpoch: () => '',
  genCA: certificate,
  genSelfSignedCert: certificate,
  genSignedCert: certificate,
  genPrivateKey: () => '',
  htpasswd: () => '',
  uuidv4: () => '00000000-0000-4000-8000-000000000000',
  base: (value) => text(value).split('/').at(-1) ?? '',
  dir: (value) => text(value).split('/').slice(0, -1).join('/') || '.',
  ext: (value) => /\.[^./]*$/.exec(text(value))?.[0] ?? '',
  toYaml: (value) => bounded(yamlOf(value)),
  toJson: (value) => bounded(JSON.stringify(plainOf(value))),
  toRawJson: (value) => bounded(JSON.stringify(plainOf(value))),
  toPrettyJson: (value) => bounded(JSON.stringify(plainOf(value), null, 2)),
  fromYaml: (value) => parsed(text(value)) ?? new Map(),
  fromYamlArray: (value) => parsed(text(value)) ?? [],
  fromJson: (value) => parsed(text(value)) ?? new Map(),
  fromJsonArray: (value) => parsed(text(value)) ?? [],
};

function trimmed(value: string, signs: string, atStart: boolean, atEnd: boolean): string {
  let from = 0;
  let to = value.length;
  while (atStart && from < to && signs.includes(value.charAt(from))) from++;
  while (atEnd && to > from && signs.includes(value.charAt(to - 1))) to--;
  return value.slice(from, to);
}

const NUMBERS: Readonly<Record<string, Plain>> = {
  int: (value) => BigInt(int(value)),
  int64: (value) => BigInt(int(value)),
  atoi: (value) => BigInt(int(value)),
  float64: float,
  add: arithmetic((a, b) => a + b),
  add1: (value) => BigInt(int(value) + 1),
  sub: arithmetic((a, b) => a - b),
  mul: arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => a / divisor(b)),
  mod: arithmetic((a, b) => a % divisor(b)),
  max: arithmetic(Math.max),
  min: arithmetic(Math.min),
  addf: (...values) => values.map(float).reduce((a, b) => a + b, 0),
  mulf: (...values) => values.map(float).reduce((a, b) => a * b, 1),
  divf: (a, b) => float(a) / divisor(float(b)),
  floor: (value) => Math.floor(float(value)),
  ceil: (value) => Math.ceil(float(value)),
  round: (value, places) => Number(float(value).toFixed(Math.min(Math.max(int(places), 0), 20))),
  until: (count) => until(0, int(count), 1),
  untilStep: (from, to, step) => until(int(from), int(to), int(step)),
};

const COLLECTIONS: Readonly<Record<string, Plain>> = {
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

const ALL: ReadonlyMap<string, Plain> = new Map(
  [COMPARING, TEXTS, NUMBERS, COLLECTIONS].flatMap((table) =>
    Object.entries(table).flatMap(([name, run]) => [
      [name, run] as const,
      // Sprig's functions that fail where their likes give nothing.
      [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, run] as const,
    ]),
  ),
);

/** What is asked of something unknown and known all the same. */
const OF_ANYTHING: ReadonlySet<string> = new Set([
  'list',
  'dict',
  'tuple',
  'set',
  'append',
  'prepend',
  'concat',
  'deepCopy',
  'merge',
  'mergeOverwrite',
]);

/** What a function gives; unknown for one that is not known here. */
export function called(name: string, args: List): Value {
  const run = ALL.get(name);
  if (run === undefined || (args.includes(UNKNOWN) && !OF_ANYTHING.has(name))) return UNKNOWN;
  return run(...args);
}

/** The entries of what `range` goes through. */
export function entriesOf(value: Value): readonly (readonly [index: Value, value: Value])[] {
  if (value === undefined) return [];
  if (isDict(value)) return sortedEntries(value);
  if (isList(value)) return value.map((one, index) => [BigInt(index), one] as const);
  if (value instanceof Files) return value.names.map((name) => [name, value.read(name)] as const);
  if (typeof value === 'bigint') return until(0, Number(value), 1).map((one) => [one, one] as const);
  throw new Refused('something that is no list is gone through');
}

function fileField(files: Files, field: string): Value {
  const texts = (): readonly (readonly [name: string, text: string])[] =>
    files.names.map((path) => [path.split('/').at(-1) ?? path, files.read(path)]);
  switch (field) {
    case 'Get':
    case 'GetBytes':
      return new Method(([name]) => files.text(text(name)));
    case 'Lines':
      return new Method(([name]) => files.text(text(name)).replace(/\n$/, '').split('\n'));
    case 'Glob':
      return new Method(([pattern]) => globbed(files, text(pattern)));
    case 'AsConfig':
      return yamlOf(new Map(texts()));
    case 'AsSecrets':
      return yamlOf(new Map(texts().map(([name, content]) => [name, Buffer.from(content).toString('base64')])));
    default:
      return undefined;
  }
}

/** A few stars are all that charts use; more of them could take long to match. */
const MAX_STARS = 3;

function globbed(files: Files, pattern: string): Value {
  if ((pattern.match(/\*+/g) ?? []).length > MAX_STARS || /[[\]!\\]/.test(pattern)) return UNKNOWN;
  const source = pattern.replaceAll(/\*\*|[*?{},.+^$()|]/g, (sign) => GLOBS.get(sign) ?? `\\${sign}`);
  const wanted = compiled(`^${source}$`);
  return wanted === undefined ? UNKNOWN : files.named((name) => wanted.test(name));
}

const GLOBS: ReadonlyMap<string, string> = new Map([
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
  ['{', '(?:'],
  ['}', ')'],
  [',', '|'],
]);

export function fieldOf(value: Value, field: string): Value {
  if (value === UNKNOWN) return UNKNOWN;
  if (value instanceof Files) return fileField(value, field);
  if (isDict(value)) return value.get(field);
  if (value instanceof Method) return fieldOf(value.call([]), field);
  throw new Refused(value === undefined ? `${field} is asked of nothing` : `${field} is asked of what is no map`);
}
