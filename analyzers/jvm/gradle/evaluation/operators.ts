/** What operators and loops make of values, as far as text alone gives them. */
import { compareGradleVersions } from '../versions/version.ts';
import { matchOf } from './patterns.ts';
import {
  flag,
  isOutside,
  listOfAll,
  number,
  text,
  textOf,
  textOfAll,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

export function plus(left: Value, right: Value): Value {
  if (left.kind === 'list') return listOfAll([left.items, right.kind === 'list' ? right.items : [right]]);
  if (left.kind === 'map' && right.kind === 'map') return { kind: 'map', entries: new Map([...left.entries, ...right.entries]) };
  if (isNumber(left) && isNumber(right)) return arithmetic('+', left, right);
  const [a, b] = [textOf(left), textOf(right)];
  // Of files and a configuration the configuration alone brings modules.
  if (left.kind === 'nothing' && right.kind === 'handler' && right.handler.configuration !== undefined) return right;
  if (a === undefined && b === undefined) return UNKNOWN_VALUE;
  return textOfAll([left, right]);
}

function isNumber(value: Value): boolean {
  return value.kind === 'text' && value.number === true;
}

function isOfGradle(value: Value): boolean {
  return value.kind === 'text' && value.gradle === true;
}

const SUMS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** Of whole numbers, where the result is whole: what else comes out is not the same in Groovy and Kotlin. */
function arithmetic(op: string, left: Value, right: Value): Value {
  const [a, b] = [Number(textOf(left)), Number(textOf(right))];
  const result = Object.hasOwn(SUMS, op) && Number.isInteger(a) && Number.isInteger(b) ? SUMS[op]?.(a, b) : undefined;
  return result === undefined || !Number.isSafeInteger(result) ? UNKNOWN_VALUE : number(result);
}

/** Several parts of a list or a text: `list[1..2]`, `text[0..2]`. */
export function partsOf(object: Value, indices: readonly Value[]): Value {
  const places = indices.map((one) => Number(textOf(one) ?? Number.NaN));
  if (places.some((one) => !Number.isInteger(one))) return UNKNOWN_VALUE;
  if (object.kind === 'list') return { kind: 'list', items: places.map((one) => object.items.at(one) ?? UNKNOWN_VALUE) };
  if (object.kind !== 'text' || object.text.includes(UNKNOWN)) return UNKNOWN_VALUE;
  return text(places.map((one) => object.text.at(one) ?? '').join(''));
}

/** A list without what another value, or a list of them, holds: `subprojects - project(':bom')`. */
export function minus(left: Value, right: Value): Value {
  if (isNumber(left) && isNumber(right)) return arithmetic('-', left, right);
  const [own, part] = [textOf(left), textOf(right)];
  // Groovy takes the first occurrence out of a text.
  if (left.kind === 'text' && own !== undefined && part !== undefined)
    return own.includes(UNKNOWN) || part.includes(UNKNOWN) ? UNKNOWN_VALUE : text(own.replace(part, () => ''));
  if (left.kind !== 'list') return UNKNOWN_VALUE;
  const taken = right.kind === 'list' ? right.items : [right];
  return { kind: 'list', items: left.items.filter((item) => !taken.some((one) => isSame(item, one))) };
}

function isSame(left: Value, right: Value): boolean {
  if (left.kind === 'handler' || right.kind === 'handler')
    return left.kind === 'handler' && right.kind === 'handler' && left.handler === right.handler;
  return equals(left, right) === true;
}

/** `+=` on something that grows; on anything else the new value is all that is known. */
export function added(before: Value | undefined, value: Value): Value {
  return before?.kind === 'list' || before?.kind === 'map' ? plus(before, value) : value;
}

/** What is there, whatever it says. */
const THINGS: ReadonlySet<Value['kind']> = new Set(['handler', 'list', 'map', 'closure', 'dependencies']);

/** The path of a project, which no two of a build have. */
function projectPath(value: Value): string | undefined {
  const handler = value.kind === 'handler' ? value.handler : value.kind === 'dependencies' ? value.of : undefined;
  return handler?.draft?.kind === 'project' ? handler.draft.path : undefined;
}

function equals(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'null' && right.kind === 'null') return true;
  const [project, other] = [projectPath(left), projectPath(right)];
  if (project !== undefined && other !== undefined) return project === other;
  const [a, b] = [textOf(left), textOf(right)];
  if (left.kind === 'null' || right.kind === 'null') {
    const { kind } = left.kind === 'null' ? right : left;
    return (a ?? b) === undefined && !THINGS.has(kind) ? undefined : false;
  }
  if (a === undefined || b === undefined || a.includes(UNKNOWN) || b.includes(UNKNOWN)) return undefined;
  return a === b;
}

/** Texts compare letter by letter; of digits only, which may be numbers or texts, it is known where both ways agree. */
function orderOf(left: Value, right: Value): number | undefined {
  const [a, b] = [textOf(left), textOf(right)];
  if (a === undefined || b === undefined || a.includes(UNKNOWN) || b.includes(UNKNOWN)) return undefined;
  if (isNumber(left) && isNumber(right)) return Math.sign(Number(a) - Number(b));
  if (isOfGradle(left) && isOfGradle(right)) return Math.sign(compareGradleVersions(a, b));
  const asText = a < b ? -1 : Number(a > b);
  if (!/^\d+(?:\.\d+)?$/.test(a) || !/^\d+(?:\.\d+)?$/.test(b)) return asText;
  const asNumber = Math.sign(Number(a) - Number(b));
  return asNumber === asText ? asText : undefined;
}

/** More than this nobody goes over in a build script. */
const LONGEST_RANGE = 1000;

/** `1..3`, as far as both ends are known numbers. */
function range(from: Value, to: Value, inclusive: boolean): Value {
  const [first, last] = [Number(textOf(from) ?? Number.NaN), Number(textOf(to) ?? Number.NaN) - (inclusive ? 0 : 1)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > LONGEST_RANGE) return UNKNOWN_VALUE;
  return {
    kind: 'list',
    items: Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => number(first + index)),
  };
}

function reversed(value: Value): Value {
  return value.kind === 'list' ? { kind: 'list', items: [...value.items].reverse() } : value;
}

/** Every so many of a range. */
function stepped(value: Value, step: number): Value {
  if (value.kind !== 'list' || !Number.isInteger(step) || step < 1) return UNKNOWN_VALUE;
  return { kind: 'list', items: value.items.filter((_, index) => index % step === 0) };
}

/** Whether a list holds a value; undefined where only a run would know. */
export function holds(items: readonly Value[], wanted: Value): boolean | undefined {
  const equal = items.map((item) => equals(item, wanted));
  return equal.includes(true) ? true : equal.includes(undefined) ? undefined : false;
}

export function entryOf(key: string, value: Value): Value {
  const entries = new Map([
    ['key', text(key)],
    ['value', value],
  ]);
  return { kind: 'map', entries };
}

/** Kotlin's views of a map, as lists. */
export function viewOf(entries: ReadonlyMap<string, Value>, name: string): Value | undefined {
  if (name === 'values') return { kind: 'list', items: [...entries.values()] };
  if (name === 'keys' || name === 'keySet') return { kind: 'list', items: [...entries.keys()].map(text) };
  if (name !== 'entries' && name !== 'entrySet') return undefined;
  return { kind: 'list', items: [...entries].map(([key, value]) => entryOf(key, value)) };
}

/** What a loop goes over; undefined where only a run would know. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items;
  return value.kind === 'map' ? [...value.entries].map(([key, one]) => entryOf(key, one)) : undefined;
}

/** The parts of a pair, a list or a map's entry. */
export function componentsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'list') return value.items;
  const [key, one] = value?.kind === 'map' ? [value.entries.get('key'), value.entries.get('value')] : [];
  return key === undefined || one === undefined ? undefined : [key, one];
}

type Operator = (left: Value, right: () => Value, op: string) => Value;

const equality: Operator = (left, right, op) => {
  const equal = equals(left, right());
  return equal === undefined ? UNKNOWN_VALUE : flag(equal === op.startsWith('='));
};

const calculation: Operator = (left, right, op) => {
  const other = right();
  return isNumber(left) && isNumber(other) ? arithmetic(op, left, other) : UNKNOWN_VALUE;
};

const membership: Operator = (left, right, op) => {
  const items = right();
  const held = items.kind === 'list' ? holds(items.items, left) : undefined;
  return held === undefined ? UNKNOWN_VALUE : flag(held === (op === 'in'));
};

const typeTest: Operator = (left, right) => {
  const type = textOf(right());
  const own = left.kind === 'handler' ? left.handler.type : undefined;
  const isOne = left.kind === 'handler' && type !== undefined ? left.handler.is?.(type) : undefined;
  if (isOne !== undefined) return flag(isOne);
  return own === undefined || type === undefined ? UNKNOWN_VALUE : flag(own === type);
};

function comparison(holdsFor: (order: number) => boolean): Operator {
  return (left, right) => {
    const order = orderOf(left, right());
    return order === undefined ? UNKNOWN_VALUE : flag(holdsFor(order));
  };
}

/** `&&` is settled by a side that is false, `||` by one that is true. */
function junction(settling: boolean): Operator {
  return (left, right) => {
    const known = truth(left);
    if (known === settling) return flag(settling);
    const other = truth(right());
    if (other === settling) return flag(settling);
    return known === undefined || other === undefined ? UNKNOWN_VALUE : flag(!settling);
  };
}

const difference: Operator = (left, right) => {
  const [one, other] = [truth(left), truth(right())];
  return one === undefined || other === undefined ? UNKNOWN_VALUE : flag(one !== other);
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  // What an environment variable or the like would overrule falls back to what the build gives itself.
  ['?:', (left, right) => (isOutside(left) || left.kind === 'nothing' || truth(left) === false ? right() : left)],
  ['&&', junction(false)],
  ['||', junction(true)],
  ['and', junction(false)],
  ['or', junction(true)],
  ['xor', difference],
  ['+', (left, right) => plus(left, right())],
  ['-', (left, right) => minus(left, right())],
  ['*', calculation],
  ['/', calculation],
  ['%', calculation],
  ['==', equality],
  ['!=', equality],
  ['===', equality],
  ['!==', equality],
  ['..', (left, right) => range(left, right(), true)],
  ['..<', (left, right) => range(left, right(), false)],
  ['until', (left, right) => range(left, right(), false)],
  ['downTo', (left, right) => reversed(range(right(), left, true))],
  ['step', (left, right) => stepped(left, Number(textOf(right()) ?? Number.NaN))],
  ['in', membership],
  ['!in', membership],
  ['<', comparison((order) => order < 0)],
  ['>', comparison((order) => order > 0)],
  ['<=', comparison((order) => order <= 0)],
  ['>=', comparison((order) => order >= 0)],
  ['=~', (left, right) => matchOf(textOf(left), textOf(right()), false)],
  ['==~', (left, right) => matchOf(textOf(left), textOf(right()), true)],
  ['is', typeTest],
  ['instanceof', typeTest],
  [
    '<<',
    (left, right) => {
      right();
      return left;
    },
  ],
]);

/** `left op right`; the right side is worked out only where it counts. */
export function binary(op: string, left: Value, right: () => Value): Value {
  return OPERATORS.get(op)?.(left, right, op) ?? UNKNOWN_VALUE;
}
