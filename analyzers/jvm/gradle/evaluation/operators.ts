/** What operators and loops make of values, as far as text alone gives them. */
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
  if (a === undefined && b === undefined) return UNKNOWN_VALUE;
  return textOfAll([left, right]);
}

function isNumber(value: Value): boolean {
  return value.kind === 'text' && value.number === true;
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

export function equals(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'null' && right.kind === 'null') return true;
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

/** `left op right`; the right side is worked out only where it counts. */
export function binary(op: string, left: Value, right: () => Value): Value {
  const known = truth(left);
  switch (op) {
    case '?:': {
      // What an environment variable or the like would overrule falls back to what the build gives itself.
      const open = isOutside(left) || left.kind === 'nothing';
      return open || known === false ? right() : left;
    }
    case '&&': {
      if (known === false) return flag(false);
      const other = truth(right());
      return other === false ? flag(false) : known === true && other === true ? flag(true) : UNKNOWN_VALUE;
    }
    case '||': {
      if (known === true) return flag(true);
      const other = truth(right());
      return other === true ? flag(true) : known === false && other === false ? flag(false) : UNKNOWN_VALUE;
    }
    case '+':
      return plus(left, right());
    case '-':
      return minus(left, right());
    case '*':
    case '/':
    case '%': {
      const other = right();
      return isNumber(left) && isNumber(other) ? arithmetic(op, left, other) : UNKNOWN_VALUE;
    }
    case '==':
    case '!=':
    case '===':
    case '!==': {
      const equal = equals(left, right());
      return equal === undefined ? UNKNOWN_VALUE : flag(equal === op.startsWith('='));
    }
    case '..':
    case '..<':
      return range(left, right(), op === '..');
    case 'until':
      return range(left, right(), false);
    case 'downTo':
      return reversed(range(right(), left, true));
    case 'step':
      return stepped(left, Number(textOf(right()) ?? Number.NaN));
    case 'in':
    case '!in': {
      const items = right();
      const held = items.kind === 'list' ? holds(items.items, left) : undefined;
      return held === undefined ? UNKNOWN_VALUE : flag(held === (op === 'in'));
    }
    case '<':
    case '>':
    case '<=':
    case '>=': {
      const order = orderOf(left, right());
      return order === undefined
        ? UNKNOWN_VALUE
        : flag(op.startsWith('<') ? order < 0 || (order === 0 && op === '<=') : order > 0 || (order === 0 && op === '>='));
    }
    case 'is':
    case 'instanceof': {
      const type = textOf(right());
      return left.kind === 'handler' && left.handler.type !== undefined && type !== undefined
        ? flag(left.handler.type === type)
        : UNKNOWN_VALUE;
    }
    case '<<':
      right();
      return left;
    default:
      return UNKNOWN_VALUE;
  }
}
