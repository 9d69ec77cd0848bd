import { MAX_FILLED } from '../../../../src/formats/variables.ts';
import { type Argument, type Expression, lastName, type Position } from '../script/syntax-tree.ts';
import type { Catalog } from '../versions/catalog.ts';
import type { Draft } from '../versions/notation.ts';

/** Stands inside a text for a part that only a run of Gradle would know. */
export const UNKNOWN = '\u0000';

export interface Closure {
  readonly kind: 'closure';
  readonly node: Extract<Expression, { kind: 'closure' }>;
  readonly scope: Scope;
  /** The script in which it stands, whoever calls it. */
  readonly file: string;
  /** Functions of the same name before it: the arguments of a call choose among them. */
  readonly others?: readonly Closure[];
}

export type Value =
  /** `number`: it was written as a number, or worked out of such. `gradle`: a version of Gradle, which has an order of its own. */
  | { readonly kind: 'text'; readonly text: string; readonly number?: true; readonly gradle?: true }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: Map<string, Value> }
  | Closure
  /** `of`: the project that is depended on, whose own names may be asked for. */
  | { readonly kind: 'dependencies'; readonly drafts: readonly Draft[]; readonly of?: Handler }
  | { readonly kind: 'catalog'; readonly catalog: Catalog; readonly path: string }
  | { readonly kind: 'java'; readonly version: string }
  | { readonly kind: 'handler'; readonly handler: Handler }
  /** `jars`: what lies in the tree and is put on a class path as it is. */
  | { readonly kind: 'nothing'; readonly jars?: readonly string[] }
  /** `outside`: what the environment or the like says, if it says anything. */
  | { readonly kind: 'unknown'; readonly outside?: true };

export const NULL: Value = { kind: 'null' };
export const NOTHING: Value = { kind: 'nothing' };
export const UNKNOWN_VALUE: Value = { kind: 'unknown' };
export const OUTSIDE: Value = { kind: 'unknown', outside: true };

/** Whether what a build gives itself stands where this is asked for: nothing overrules it in a plain checkout. */
export function isOutside(value: Value): boolean {
  return value.kind === 'unknown' && value.outside === true;
}

/** Values made of values grow without an end; no build has such, and whoever evaluates one tells it. */
const TOO_LONG: Value = { kind: 'unknown' };

/** More items than any build lists, and deeper lists of lists. */
const MAX_ITEMS = 100_000;
const MAX_NESTED = 100;

interface Extent {
  readonly size: number;
  readonly depth: number;
}

const EXTENTS = new WeakMap<Value, Extent>();

/** How much a list holds with the lists in it, which may be the same one again and again. */
function extentOf(value: Value): Extent {
  if (value.kind !== 'list') return { size: 1, depth: 0 };
  const known = EXTENTS.get(value);
  if (known !== undefined) return known;
  let [size, depth] = [1, 0];
  for (const one of value.items.map(extentOf)) {
    size += one.size;
    depth = Math.max(depth, one.depth + 1);
  }
  EXTENTS.set(value, { size, depth });
  return { size, depth };
}

/** A few lines of a script may build lists of any size: beyond the limit no value is known. */
export function isTooLong(value: Value): boolean {
  if (value.kind !== 'list') return value === TOO_LONG;
  const { size, depth } = extentOf(value);
  return size > MAX_ITEMS || depth > MAX_NESTED;
}

export function text(value: string): Value {
  return value.length > MAX_FILLED ? TOO_LONG : { kind: 'text', text: value };
}

/** A text of parts; what is not known of it is marked within. */
export function textOfAll(parts: readonly (string | Value)[], separator = ''): Value {
  const texts = parts.map((part) => (typeof part === 'string' ? part : (textOf(part) ?? UNKNOWN)));
  const length = texts.reduce((sum, part) => sum + part.length + separator.length, 0);
  return length > MAX_FILLED + separator.length ? TOO_LONG : text(texts.join(separator));
}

/** A list of all that several lists hold. */
export function listOfAll(parts: readonly (readonly Value[])[]): Value {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length > MAX_ITEMS ? TOO_LONG : { kind: 'list', items: parts.flat() };
}

export function number(value: number): Value {
  return { kind: 'text', text: String(value), number: true };
}

export function flag(value: boolean): Value {
  return { kind: 'flag', value };
}

/** A call's arguments; closures stand among the positional ones too. */
export interface Args {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly closure: Closure | undefined;
  readonly nodes: readonly Argument[];
  /** What stands between angle brackets. */
  readonly type?: string;
  readonly at: Position;
}

/** The type that a call is about: `withType<Jar>()`, `withType(org.gradle.jvm.tasks.Jar)`. */
export function typeNamed({ type, nodes: [written] }: Args): string | undefined {
  return type ?? lastName(written?.value);
}

/** Methods of a property that give it its value (Gradle, `Property`). */
export const SETTERS: ReadonlySet<string> = new Set(['set', 'value', 'convention']);

/** `org.example`: what a class may be named behind. */
export const PACKAGE_TYPE = 'package';

/** What a block of the DSL offers; `undefined` means: not mine, ask the one outside. */
export interface Handler {
  /** What it stands for as a dependency: projects may be depended on. */
  readonly draft?: Draft;
  /** The configuration that it is: what is called on it goes there. */
  readonly configuration?: string;
  /** The name of its type, for `is` and `instanceof`. */
  readonly type?: string;
  /** Whether it is of a type, where it is of several. */
  is?(type: string): boolean | undefined;
  call?(name: string, args: Args): Value | undefined;
  get?(name: string, at: Position): Value | undefined;
  set?(name: string, value: Value, at: Position): boolean;
  /** What a container holds under any name; asked where nothing around knows the name. */
  any?(name: string): Value;
}

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly handler?: Handler;
  readonly parent?: Scope;
}

export function handlerValue(handler: Handler): Value {
  return { kind: 'handler', handler };
}

/** The text of a value; undefined where it has none. Unknown parts stay inside as `UNKNOWN`. */
export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'text') return value.text;
  if (value?.kind === 'java') return value.version;
  if (value?.kind === 'flag') return String(value.value);
  if (value?.kind === 'catalog') return value.catalog.textAt(value.path);
  return undefined;
}

/** Groovy's truth; undefined where nobody can tell. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'flag':
      return value.value;
    case 'null':
      return false;
    case 'text':
      return value.text.includes(UNKNOWN) ? undefined : value.text !== '';
    case 'list':
      return value.items.length > 0;
    case 'map':
      return value.entries.size > 0;
    case 'unknown':
    case 'nothing':
      return undefined;
    default:
      return true;
  }
}
