/** Functions that a loop or a method makes of objects which stand in the same source: `entry: service.entry`. */

import { MAX_TOKENS } from '../code/constants.ts';
import type { Token } from '../code/tokens.ts';
import { type Call, memberOf, type Value, ValueReader, withNames } from '../code/values.ts';
import { dottedBefore } from './events.ts';
import { CODE_FIELDS } from './properties.ts';

/** Nobody writes more functions down in one source. */
const MAX_OBJECTS = 200;
/** Nor are more made of them in all. */
const MAX_MADE = 2000;

/** A variable of which a call takes fields, and the first of them that says where code lies. */
interface Variable {
  readonly name: string;
  readonly field: string;
}

/** Reads the objects of a source once for each field that calls take from them. */
export class Loops {
  readonly #tokens: readonly Token[];
  readonly #objects = new Map<string, readonly Value[]>();
  #left = MAX_MADE;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** One call for each object that its variable may stand for; the call as it is where there is none. */
  unrolled(call: Call, isKnown: (name: string) => boolean): readonly Call[] {
    const variable = variableOf(call, isKnown);
    const objects = variable === undefined ? [] : this.#with(variable.field);
    if (variable === undefined || objects.length === 0 || objects.length > this.#left) return [call];
    this.#left -= objects.length;
    return objects.map((object) => filledFrom(call, variable.name, object));
  }

  #with(field: string): readonly Value[] {
    const found = this.#objects.get(field) ?? objectsWith(this.#tokens, field).filter((one) => isCode(memberOf(one, [field])));
    this.#objects.set(field, found);
    return found;
  }
}

function variableOf({ args, named }: Call, isKnown: (name: string) => boolean): Variable | undefined {
  const given = args.flatMap((arg) => (arg.kind === 'object' ? [arg.fields] : []));
  for (const { values } of [...given, named])
    for (const name of CODE_FIELDS) {
      const found = memberIn(values.get(name), isKnown);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** `service.entry` in a value, where the name is neither imported nor declared. */
function memberIn(value: Value | undefined, isKnown: (name: string) => boolean): Variable | undefined {
  switch (value?.kind) {
    case 'name': {
      const [name = '', field = '', ...more] = value.names;
      const isOwn = field !== '' && more.length === 0 && !/^(?:this|props|process|path)$/.test(name) && !isKnown(name);
      return isOwn ? { name, field } : undefined;
    }
    case 'call':
      return firstOf(value.args, isKnown);
    case 'joined':
      return firstOf(value.parts, isKnown);
    default:
      return undefined;
  }
}

function firstOf(values: readonly Value[], isKnown: (name: string) => boolean): Variable | undefined {
  for (const value of values) {
    const found = memberIn(value, isKnown);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Objects with a field of that name that are nobody's properties: `new Function(this, 'A', {` has its own. */
function objectsWith(tokens: readonly Token[], field: string): readonly Value[] {
  const open: number[] = [];
  const starts = new Set<number>();
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'mark' && /^[([{]$/.test(text)) open.push(index);
    else if (kind === 'mark' && /^[)\]}]$/.test(text)) open.pop();
    else if ((kind === 'name' || kind === 'text') && text === field && tokens[index + 1]?.text === ':') {
      const start = open.at(-1);
      if (start !== undefined && tokens[start]?.text === '{' && !isConstructed(tokens, open.at(-2))) starts.add(start);
    }
    if (starts.size >= MAX_OBJECTS) break;
  }
  return [...starts].flatMap((start) => {
    const fields = new ValueReader(tokens.slice(start, start + MAX_TOKENS)).object();
    return fields === undefined ? [] : [{ kind: 'object', fields, at: tokens[start]?.at ?? 0 } as const];
  });
}

/** Whether a bracket holds the arguments of `new lambda.Function(`. */
function isConstructed(tokens: readonly Token[], bracket: number | undefined): boolean {
  if (bracket === undefined || tokens[bracket]?.text !== '(') return false;
  return tokens[dottedBefore(tokens, bracket).from - 1]?.text === 'new';
}

/** A text, or what makes one; types and shorthands say nothing. */
function isCode(value: Value | undefined): boolean {
  return value?.kind === 'text' || value?.kind === 'call' || value?.kind === 'joined';
}

function filledFrom(call: Call, variable: string, object: Value): Call {
  return withNames(call, (value) => {
    const [name, field = '', ...more] = value.names;
    return (name === variable && more.length === 0 ? memberOf(object, [field]) : undefined) ?? value;
  });
}
