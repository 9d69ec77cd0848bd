/** Values of Go templates as Helm has them: what YAML reads becomes 64-bit floats, what templates count is whole numbers. */
import { stringify } from 'yaml';
import { type YamlNode, yamlEntries } from '../../../src/formats/yaml/yaml.ts';

/** `undefined` is Go's nil; a bigint is a whole number, a number a float; see `Method` and `Unknown`. */
export type Value = undefined | boolean | bigint | number | string | List | Dict | Method | Files | Unknown;
export type List = readonly Value[];
/** Templates change dictionaries in place (`set`). */
export type Dict = Map<string, Value>;

/** What only a release or a cluster knows; it prints nothing. */
class Unknown {
  readonly isUnknown = true;
}

export const UNKNOWN = new Unknown();

/** What is said of a chart that lies elsewhere: its own values, which Helm takes in as well, are not known here. */
export class Elsewhere extends Map<string, Value> {}

/** What Go calls as a method: `.Capabilities.APIVersions.Has`. */
export class Method {
  readonly call: (args: List) => Value;

  constructor(call: (args: List) => Value) {
    this.call = call;
  }
}

/** Helm, "Accessing Files Inside Templates": files of a chart, read when they are asked for. */
export class Files {
  readonly names: readonly string[];
  readonly read: (name: string) => string;

  constructor(names: readonly string[], read: (name: string) => string) {
    this.names = names;
    this.read = read;
  }

  named(isMeant: (name: string) => boolean): Files {
    return new Files(this.names.filter(isMeant), this.read);
  }

  text(name: string): string {
    return this.names.includes(name) ? this.read(name) : '';
  }
}

export function isDict(value: Value): value is Dict {
  return value instanceof Map;
}

export function isList(value: Value): value is List {
  return Array.isArray(value);
}

/** text/template, "if pipeline": what is false, zero, nil or empty. */
export function isTrue(value: Value): boolean {
  if (isDict(value)) return value.size > 0;
  if (isList(value)) return value.length > 0;
  if (value instanceof Files) return value.names.length > 0;
  return Boolean(value);
}

function isObject(value: Value): value is Unknown | Method | Files {
  return value instanceof Unknown || value instanceof Method || value instanceof Files;
}

/** Templates may put a map into itself, or one list twice into the next, and so on: such a value has no end. */
const MAX_PARTS = 200_000;

/** Throws a RangeError for a value of more parts than any chart has. */
export function finite<T extends Value>(value: T): T {
  const open: Value[] = [value];
  let parts = 0;
  for (let one = open.pop(); open.length > 0 || one !== undefined; one = open.pop()) {
    if (++parts > MAX_PARTS) throw new RangeError('a value has no end');
    if (isList(one)) for (const part of one) open.push(part);
    else if (isDict(one)) for (const part of one.values()) open.push(part);
  }
  return value;
}

/** As Go's `%v` prints it. */
export function textOf(value: Value): string {
  return printed(finite(value));
}

function printed(value: Value): string {
  if (value === undefined) return '<nil>';
  if (typeof value === 'number') return floatText(value);
  if (isObject(value)) return '';
  if (isList(value)) return `[${value.map(printed).join(' ')}]`;
  if (isDict(value))
    return `map[${sortedEntries(value)
      .map(([key, one]) => `${key}:${printed(one)}`)
      .join(' ')}]`;
  return String(value);
}

/** `%v` of a float: `1e+06` from a million on, as `strconv.FormatFloat` with the shortest precision does it. */
function floatText(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Go goes through a map by its sorted keys. */
export function sortedEntries(dict: Dict): readonly (readonly [string, Value])[] {
  return [...dict].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Helm reads values by YAML 1.1. */
const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
]);

export function valueFrom(node: YamlNode | undefined): Value {
  if (node === undefined) return undefined;
  if (node.kind === 'list') return node.items.map(valueFrom);
  if (node.kind === 'map') return new Map(yamlEntries(node).map(([key, { value }]) => [key, valueFrom(value)]));
  const { value, text, quoted } = node;
  if (value === null) return quoted ? '' : undefined;
  if (typeof value === 'string' && !quoted) return SWITCHES.get(text.toLowerCase()) ?? value;
  return value;
}

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** For what writes JSON and YAML; what is not known becomes null. */
export function plainOf(value: Value): Plain {
  return plain(finite(value));
}

function plain(value: Value): Plain {
  if (isList(value)) return value.map(plain);
  if (isDict(value)) return Object.fromEntries(sortedEntries(value).map(([key, one]) => [key, plain(one)]));
  if (typeof value === 'bigint') return Number(value);
  return value === undefined || isObject(value) ? null : value;
}

export function yamlOf(value: Value): string {
  return stringify(plainOf(value), { lineWidth: 0, version: '1.1', aliasDuplicateObjects: false }).replace(/\n$/, '');
}

export function copyOf(value: Value): Value {
  return copied(finite(value));
}

function copied(value: Value): Value {
  if (isList(value)) return value.map(copied);
  return isDict(value) ? new Map([...value].map(([key, one]) => [key, copied(one)])) : value;
}

/** Whether `over` or `into` wins where both have a value that is no dictionary. */
export function mergedInto(into: Dict, over: Dict, overwrites: boolean): Dict {
  for (const [key, value] of over) {
    const known = into.get(key);
    if (isDict(known) && isDict(value)) mergedInto(known, value, overwrites);
    else if (overwrites || !isTrue(known)) into.set(key, copyOf(value));
  }
  return into;
}
