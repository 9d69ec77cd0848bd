import * as v from 'valibot';
import { told } from '../formats/told.ts';

type Code = number | boolean | null | readonly Code[];

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * Plain data as short JSON: every text and every list of keys is written once and then meant by its number.
 * A text is its index; a whole number is its complement (−1 for 0, −2 for 1 …); a list is `[0, …]`; an object is its
 * shape's number (from 1) and its values. What has no entry here (fractions) stands in the texts as `#1.5`.
 */
export const CompactSchema = v.object({
  texts: told(v.array(v.string()), 'every text of the facts, once'),
  shapes: told(v.array(v.array(index)), 'lists of keys, as indices into texts'),
  data: told(v.unknown(), 'the facts: of numbers that stand for texts, shapes and whole numbers'),
});

export interface Compact {
  readonly texts: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  readonly data: unknown;
}

/** Same data, same bytes: numbers are given in the order of first use. Members that are undefined are left out. */
export function compact(value: unknown): Compact {
  const texts = new Map<string, number>();
  const shapes = new Map<string, { readonly index: number; readonly keys: readonly number[] }>();
  const text = (one: string): number => {
    const known = texts.get(one);
    if (known !== undefined) return known;
    texts.set(one, texts.size);
    return texts.size - 1;
  };
  const encode = (one: unknown): Code => {
    if (one === null || typeof one === 'boolean') return one;
    if (typeof one === 'string') return text(one.startsWith('#') ? `#${one}` : one);
    if (typeof one === 'number') return Number.isSafeInteger(one) && one >= 0 ? -1 - one : text(`#${one}`);
    if (Array.isArray(one)) return [0, ...one.map(encode)];
    if (typeof one !== 'object') return null;
    const entries = Object.entries(one).filter(([, member]) => member !== undefined);
    const keys = entries.map(([key]) => text(key));
    const name = keys.join(' ');
    const shape = shapes.get(name) ?? { index: shapes.size + 1, keys };
    shapes.set(name, shape);
    return [shape.index, ...entries.map(([, member]) => encode(member))];
  };
  const data = encode(value);
  return { texts: [...texts.keys()], shapes: [...shapes.values()].map(({ keys }) => keys), data };
}

/** Facts nest seven deep. */
const MAX_DEPTH = 32;

export type Expanded = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** The data again; `intern` may give one copy for equal texts of many files. */
export function expand(packed: Compact, intern: (text: string) => string = (text) => text): Expanded {
  const texts = packed.texts.map(intern);
  const shapes = packed.shapes.map((keys) => keys.map((key) => texts[key] ?? ''));
  let problem: string | undefined;
  const wrong = (message: string): undefined => {
    problem ??= message;
    return undefined;
  };
  const textOf = (code: number): unknown => {
    const text = texts[code];
    if (text === undefined) return wrong(`there is no text ${code}`);
    return text.startsWith('#') ? (text.startsWith('##') ? text.slice(1) : Number(text.slice(1))) : text;
  };
  const decode = (code: unknown, depth: number): unknown => {
    if (typeof code === 'number') return code < 0 ? -1 - code : textOf(code);
    if (code === null || typeof code === 'boolean') return code;
    if (!Array.isArray(code)) return wrong('something is neither a number nor a list');
    if (depth > MAX_DEPTH) return wrong(`it nests deeper than ${MAX_DEPTH}`);
    const [shape, ...members]: readonly unknown[] = code;
    if (shape === 0) return members.map((member) => decode(member, depth + 1));
    const keys = typeof shape === 'number' ? shapes[shape - 1] : undefined;
    if (keys === undefined || keys.length !== members.length) return wrong('an object has no shape');
    const object: Record<string, unknown> = {};
    for (const [at, key] of keys.entries()) setOwn(object, key, decode(members[at], depth + 1));
    return object;
  };
  const value = decode(packed.data, 0);
  return problem === undefined ? { ok: true, value } : { ok: false, message: problem };
}

function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  // Set as any other, this one would be the object's prototype.
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
