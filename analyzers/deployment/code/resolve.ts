/** What values of one source come to: names by its constants, what is spread, templates, and functions that only give a value back. */
import { constantOf, declarationsIn, functionsIn } from './constants.ts';
import { textOf } from './places.ts';
import type { Language, Token } from './tokens.ts';
import { boundTo, type Fields, type FunctionValue, memberOf, type Value, ValueReader, withFields } from './values.ts';

type Scope = ReadonlyMap<string, Value>;

const NOTHING: Scope = new Map();
/** A name stands for a name for a name …, and functions are given what functions make. */
const MAX_DEPTH = 12;
/** Nobody writes down what comes to more values; what multiplies itself would have no end. */
const MAX_VALUES = 20_000;

export class Resolver {
  readonly #tokens: readonly Token[];
  readonly #language: Language;
  readonly #declared: ReadonlyMap<string, readonly number[]>;
  readonly #functions: ReadonlyMap<string, number>;
  readonly #constants = new Map<string, Value | undefined>();
  #left = MAX_VALUES;

  constructor(tokens: readonly Token[], language: Language) {
    this.#tokens = tokens;
    this.#language = language;
    this.#declared = declarationsIn(tokens, language);
    this.#functions = functionsIn(tokens);
  }

  /** What begins at a token. */
  at(index: number): Value {
    return this.resolved(new ValueReader(this.#tokens.slice(index)).constant());
  }

  resolved(value: Value, scope: Scope = NOTHING, depth = 0): Value {
    if (depth > MAX_DEPTH || this.#left-- <= 0) return { kind: 'open', at: value.at };
    const next = (one: Value): Value => this.resolved(one, scope, depth + 1);
    switch (value.kind) {
      case 'name':
        return this.#member(value.names, scope, depth) ?? value;
      case 'joined': {
        const parts = value.parts.map(next);
        const text = textOf({ ...value, parts: parts.map(asText) });
        return text === undefined ? { ...value, parts } : { kind: 'text', text, at: value.at };
      }
      case 'list':
        return {
          ...value,
          items: [
            ...value.items.map(next),
            ...value.spread.map(next).flatMap((one) => (one.kind === 'list' ? one.items : [one])),
          ],
          spread: [],
        };
      case 'object':
        return { ...value, fields: this.#filled(value.fields, next) };
      case 'call':
        return this.#called(value, next, scope, depth);
      case 'method':
        return this.#over(next(value.of), value.name, value.args, next, depth) ?? { kind: 'open', at: value.at };
      default:
        return value;
    }
  }

  #filled(fields: Fields, next: (one: Value) => Value): Fields {
    const from = fields.spread.map(next);
    const objects = from.flatMap((one) => (one.kind === 'object' ? [one.fields] : []));
    const values = new Map([...fields.values].map(([name, one]) => [name, next(one)]));
    return withFields(
      { ...fields, values },
      objects,
      from.filter(({ kind }) => kind !== 'object'),
    );
  }

  /** `ports.api`: a constant, or what a function is given, and the field of it that is meant. */
  #member([name = '', ...members]: readonly string[], scope: Scope, depth: number): Value | undefined {
    return memberOf(scope.get(name) ?? this.#constant(name, depth), members);
  }

  #constant(name: string, depth: number): Value | undefined {
    if (this.#constants.has(name)) return this.#constants.get(name);
    // What stands for itself comes to nothing.
    this.#constants.set(name, undefined);
    const start = this.#functions.get(name);
    const read =
      start === undefined
        ? constantOf(this.#tokens, this.#declared.get(name), this.#tokens.length, this.#language)
        : new ValueReader(this.#tokens.slice(start)).constant();
    const value = read === undefined ? undefined : this.resolved(read, NOTHING, depth + 1);
    this.#constants.set(name, value);
    return value;
  }

  /** A function of the source with what it is given, or a method of a constant list; any other call with its arguments. */
  #called(value: Extract<Value, { readonly kind: 'call' }>, next: (one: Value) => Value, scope: Scope, depth: number): Value {
    const own = this.#member(value.names, scope, depth);
    if (own?.kind === 'function') return this.#made(own, value.args.map(next), depth);
    const list = this.#member(value.names.slice(0, -1), scope, depth);
    const made = list === undefined ? undefined : this.#over(list, value.names.at(-1) ?? '', value.args, next, depth);
    return made ?? { ...value, args: value.args.map(next) };
  }

  /** A list by its method: what each of its items is made, those that a condition may leave out, and others behind them. */
  #over(list: Value, method: string, args: readonly Value[], next: (one: Value) => Value, depth: number): Value | undefined {
    if (list.kind !== 'list') return undefined;
    const given = args.map(next);
    const [each] = given;
    switch (method) {
      case 'map':
        return each?.kind === 'function'
          ? { ...list, items: list.items.map((one) => this.#made(each, [one], depth)) }
          : undefined;
      case 'filter':
        return list;
      case 'concat':
        return { ...list, items: [...list.items, ...given.flatMap((one) => (one.kind === 'list' ? one.items : [one]))] };
      default:
        return undefined;
    }
  }

  #made({ parameters, body }: FunctionValue, args: readonly Value[], depth: number): Value {
    return this.resolved(body, boundTo(parameters, args), depth + 1);
  }
}

/** A number where a text is put together. */
function asText(value: Value): Value {
  return value.kind === 'number' ? { kind: 'text', text: value.text, at: value.at } : value;
}
