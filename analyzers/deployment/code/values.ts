/** Values as they stand in a source: literals, names and calls of names; everything else is left open. */
import type { TemplatePart, Token } from './tokens.ts';

export type Value =
  | { readonly kind: 'text' | 'number'; readonly text: string; readonly at: number }
  /** `lambda.Runtime.NODEJS_22_X` */
  | { readonly kind: 'name'; readonly names: readonly string[]; readonly at: number }
  | Call
  /** One text of several: a template, or `'a' + b`. */
  | { readonly kind: 'joined'; readonly parts: readonly Value[]; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly spread: readonly Value[]; readonly at: number }
  | { readonly kind: 'object'; readonly fields: Fields; readonly at: number }
  | FunctionValue
  /** `[…].filter(…)`, `Path(…).parent`, `Path(…).parents[1]` */
  | { readonly kind: 'method'; readonly of: Value; readonly name: string; readonly args: readonly Value[]; readonly at: number }
  | { readonly kind: 'open'; readonly at: number };

/** Of a TypeScript object or of Python's keyword arguments, by a name that both languages spell alike. */
export interface Fields {
  readonly values: ReadonlyMap<string, Value>;
  /** The names as they are written. */
  readonly written: ReadonlyMap<string, string>;
  /** What is spread into it. */
  readonly spread: readonly Value[];
  readonly isOpen: boolean;
}

/** `({ name, port: number }) => ({ … })`: of each parameter its name, or by the fields of what it is given theirs. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly parameters: readonly (string | ReadonlyMap<string, string>)[];
  readonly body: Value;
  readonly at: number;
}

/** What the parameters of a function are called in it, with what it is given for them. */
export function boundTo(parameters: FunctionValue['parameters'], args: readonly Value[]): ReadonlyMap<string, Value> {
  return new Map(
    parameters.flatMap((parameter, index): readonly (readonly [string, Value])[] => {
      const arg = args[index];
      if (arg === undefined) return [];
      if (typeof parameter === 'string') return [[parameter, arg]];
      const fields = arg.kind === 'object' ? arg.fields.values : new Map<string, Value>();
      return [...parameter].flatMap(([field, name]) => {
        const one = fields.get(field);
        return one === undefined ? [] : [[name, one] as const];
      });
    }),
  );
}

export interface Call {
  readonly kind: 'call';
  readonly names: readonly string[];
  readonly args: readonly Value[];
  readonly named: Fields;
  readonly at: number;
}

/** `memorySize`, `memory_size` */
export function fieldName(text: string): string {
  return text.replaceAll('_', '').toLowerCase();
}

/** The field of an object that members lead to, one within the other. */
export function memberOf(value: Value | undefined, members: readonly string[]): Value | undefined {
  return members.reduce(
    (of: Value | undefined, member) => (of?.kind === 'object' ? of.fields.values.get(fieldName(member)) : undefined),
    value,
  );
}

/** Fields with those that are spread into them; what stands there itself counts first. `open`: what is spread and not known. */
export function withFields(own: Fields, spread: readonly Fields[], open: readonly Value[]): Fields {
  return {
    values: new Map([...spread.flatMap((one) => [...one.values]), ...own.values]),
    written: new Map([...spread.flatMap((one) => [...one.written]), ...own.written]),
    spread: open,
    isOpen: open.length > 0 || spread.some(({ isOpen }) => isOpen),
  };
}

export type Name = Extract<Value, { readonly kind: 'name' }>;

/** A call with something else in the place of names in it, and of those in what it is given. */
export function withNames(call: Call, replaced: (name: Name) => Value): Call {
  return {
    ...call,
    args: call.args.map((arg) => namesReplaced(arg, replaced)),
    named: fieldsReplaced(call.named, replaced),
  };
}

export function namesReplaced(value: Value, replaced: (name: Name) => Value): Value {
  switch (value.kind) {
    case 'name':
      return replaced(value);
    case 'call':
      return calledOn(withNames(value, replaced), replaced);
    case 'joined':
      return { ...value, parts: value.parts.map((part) => namesReplaced(part, replaced)) };
    case 'method':
      return { ...value, of: namesReplaced(value.of, replaced) };
    case 'object':
      return { ...value, fields: fieldsReplaced(value.fields, replaced) };
    default:
      return value;
  }
}

/** `HERE.joinpath('a')` as a method of what the name before it stands for. */
function calledOn(call: Call, replaced: (name: Name) => Value): Value {
  const { names, args, at } = call;
  if (names.length < 2) return call;
  const of = replaced({ kind: 'name', names: names.slice(0, -1), at });
  return of.kind === 'name' ? call : { kind: 'method', of, name: names.at(-1) ?? '', args, at };
}

function fieldsReplaced(fields: Fields, replaced: (name: Name) => Value): Fields {
  return {
    ...fields,
    values: new Map([...fields.values].map(([name, value]) => [name, namesReplaced(value, replaced)])),
    spread: fields.spread.map((one) => namesReplaced(one, replaced)),
  };
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Nobody nests the arguments of a function deeper, nor writes a longer type. */
const MAX_DEPTH = 20;
const MAX_TYPE = 60;

function valueOfPart(part: TemplatePart, at: number): Value {
  return 'text' in part ? { kind: 'text', text: part.text, at } : { kind: 'name', names: part.names, at };
}

/** Reads values from tokens, each up to the comma or bracket behind it. */
export class ValueReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #peek(ahead = 0): string {
    const token = this.#tokens[this.#at + ahead];
    return token === undefined || token.kind === 'text' || token.kind === 'open' ? '' : token.text;
  }

  /** A call, where one begins here: `lambda.Function(`. */
  call(depth = 0): Call | undefined {
    const value = this.#primary(depth);
    return value.kind === 'call' ? value : undefined;
  }

  /** An object, where one begins here. */
  object(): Fields | undefined {
    const value = this.#primary(0);
    return value.kind === 'object' ? value.fields : undefined;
  }

  /** What a variable is given here: nothing of it stands behind. */
  constant(): Value {
    const value = this.#given(0);
    const next = this.#tokens[this.#at];
    return next === undefined || next.kind === 'name' || [';', '}', '@'].includes(next.text)
      ? value
      : { kind: 'open', at: value.at };
  }

  #value(depth: number): Value {
    const start = this.#at;
    const value = this.#given(depth);
    const isWhole = this.#at > start && (this.#at >= this.#tokens.length || [',', ')', ']', '}'].includes(this.#peek()));
    if (isWhole) return value;
    this.#skip();
    return { kind: 'open', at: value.at };
  }

  /** `props.runtime ?? Runtime.NODEJS_22_X`, `process.env.PORT || 3000`: what it is unless somebody gives another. */
  #given(depth: number): Value {
    const first = this.#sum(depth);
    const isGiven = first.kind === 'name' && /^[?|]$/.test(this.#peek()) && this.#peek() === this.#peek(1);
    if (!isGiven) return first;
    this.#at += 2;
    return this.#primary(depth);
  }

  #sum(depth: number): Value {
    const first = this.#chained(depth);
    const parts = [first];
    while (/^[+/]$/.test(this.#peek()) && first.kind !== 'open') {
      // `Path(…) / 'handlers'`
      if (this.#peek() === '/') parts.push({ kind: 'text', text: '/', at: first.at });
      this.#at++;
      parts.push(this.#chained(depth));
    }
    return parts.length === 1 ? first : { kind: 'joined', parts, at: first.at };
  }

  /** A value, and the methods and members of what a list or a call is. */
  #chained(depth: number): Value {
    let value = this.#primary(depth);
    while (
      /^(?:list|call|method|joined)$/.test(value.kind) &&
      this.#peek() === '.' &&
      this.#tokens[this.#at + 1]?.kind === 'name'
    ) {
      const name = this.#peek(1);
      this.#at += 2;
      const closing = CLOSING[this.#peek()];
      const args = closing === undefined || closing === '}' ? [] : this.#list(closing, depth).args;
      value = { kind: 'method', of: value, name, args, at: value.at };
    }
    return value;
  }

  #primary(depth: number): Value {
    const token = this.#tokens[this.#at];
    const at = token?.at ?? 0;
    if (token === undefined || depth > MAX_DEPTH) return { kind: 'open', at };
    if (token.kind === 'text' || token.kind === 'number') {
      this.#at++;
      return { kind: token.kind, text: token.text, at };
    }
    if (token.parts !== undefined) {
      this.#at++;
      return { kind: 'joined', parts: token.parts.map((part) => valueOfPart(part, at)), at };
    }
    if (token.text === '{' && token.kind === 'mark') return { kind: 'object', fields: this.#list('}', depth).named, at };
    if (token.text === '[' && token.kind === 'mark') {
      const { args, named } = this.#list(']', depth);
      return { kind: 'list', items: args, spread: named.spread, at };
    }
    const arrow = this.#function(depth);
    if (arrow !== undefined) return arrow;
    if (token.text === '(' && token.kind === 'mark') return this.#bracketed(depth);
    // `+env('PORT')`: a number of it.
    if (token.text === 'new' || token.text === '+') this.#at++;
    const names = this.#names(depth);
    if (names.length === 0) return { kind: 'open', at };
    if (this.#peek() !== '(') return { kind: 'name', names, at };
    return { kind: 'call', names, ...this.#list(')', depth), at };
  }

  /** A value in brackets of its own. */
  #bracketed(depth: number): Value {
    const start = this.#at++;
    const value = this.#value(depth + 1);
    if (this.#peek() === ')') {
      this.#at++;
      return value;
    }
    this.#at = start;
    return { kind: 'open', at: value.at };
  }

  /** An arrow function, or `function` with its parameters, whose body is one value; where none begins here nothing is moved over. */
  #function(depth: number): FunctionValue | undefined {
    const start = this.#at;
    const at = this.#tokens[start]?.at ?? 0;
    if (this.#peek() === 'function') this.#at += this.#tokens[this.#at + 1]?.kind === 'name' ? 2 : 1;
    const parameters = this.parameters();
    this.#type('=>', '{');
    const isArrow = this.#peek() === '=>';
    if (parameters === undefined || (!isArrow && this.#peek() !== '{')) {
      this.#at = start;
      return undefined;
    }
    if (isArrow) this.#at++;
    const body = this.#peek() === '{' ? this.#returned(depth) : this.#given(depth + 1);
    if (body !== undefined) return { kind: 'function', parameters, body, at };
    this.#at = start;
    return undefined;
  }

  /** `{ return value; }` */
  #returned(depth: number): Value | undefined {
    if (this.#peek(1) !== 'return') return undefined;
    this.#at += 2;
    const value = this.#given(depth + 1);
    if (this.#peek() === ';') this.#at++;
    if (this.#peek() !== '}') return undefined;
    this.#at++;
    return value;
  }

  /** The parameters of a function, where they begin here: `name =>`, `(id: string, { entry, memory = 128 }: Props)`. */
  parameters(): FunctionValue['parameters'] | undefined {
    const first = this.#tokens[this.#at];
    if (first?.kind === 'name' && this.#peek(1) === '=>') {
      this.#at++;
      return [first.text];
    }
    if (this.#peek() !== '(') return undefined;
    this.#at++;
    const found: (string | ReadonlyMap<string, string>)[] = [];
    while (this.#peek() !== ')') {
      const token = this.#tokens[this.#at];
      if (this.#peek() === '...') {
        // What is left of the arguments is no one of them.
        found.push('');
        this.#at += 2;
      } else if (token?.kind === 'name') {
        found.push(token.text);
        this.#at++;
      } else {
        const fields = this.#destructured();
        if (fields === undefined) return undefined;
        found.push(fields);
      }
      this.#type(',', ')', '=');
      if (this.#peek() === '=') this.#skip();
      if (this.#peek() === ',') this.#at++;
      else if (this.#peek() !== ')') return undefined;
    }
    this.#at++;
    return found;
  }

  /** A type, where one stands here, up to what ends it. */
  #type(...ends: readonly string[]): void {
    if (this.#peek() === '?') this.#at++;
    if (this.#peek() !== ':') return;
    let depth = 0;
    for (const start = this.#at; this.#at < Math.min(this.#tokens.length, start + MAX_TYPE); this.#at++) {
      const text = this.#peek();
      if (depth === 0 && ends.includes(text)) return;
      if (/^[<[({]$/.test(text)) depth++;
      else if (/^[>\])}]$/.test(text)) depth--;
    }
  }

  /** `{ name, port: number = 80 }`: the parameter's fields, and what the body calls them. */
  #destructured(): ReadonlyMap<string, string> | undefined {
    if (this.#peek() !== '{') return undefined;
    this.#at++;
    const found = new Map<string, string>();
    while (this.#peek() !== '}') {
      const token = this.#tokens[this.#at];
      const renamed = this.#peek(1) === ':' ? this.#tokens[this.#at + 2] : token;
      if (token?.kind === 'name' && renamed?.kind === 'name') found.set(fieldName(token.text), renamed.text);
      // A default, or fields of fields.
      this.#skip();
      if (this.#peek() === ',') this.#at++;
      else if (this.#peek() !== '}') return undefined;
    }
    this.#at++;
    return found;
  }

  /** `process.env.PORT`, `process.env['PORT']`; what only a run knows is a member without a name. */
  #names(depth: number): readonly string[] {
    const names: string[] = [];
    while (this.#tokens[this.#at]?.kind === 'name') {
      names.push(this.#tokens[this.#at]?.text ?? '');
      this.#at++;
      const start = this.#at;
      if (this.#peek() === '[') {
        this.#at++;
        const member = this.#value(depth + 1);
        names.push(member.kind === 'text' || member.kind === 'number' ? member.text : '');
        if (this.#peek() === ']') this.#at++;
        else this.#at = start;
      }
      if (this.#peek() !== '.') break;
      this.#at++;
    }
    return names;
  }

  /** What stands between brackets: values, and values with names. */
  #list(closing: string, depth: number): Pick<Call, 'args' | 'named'> {
    const args: Value[] = [];
    const values = new Map<string, Value>();
    const written = new Map<string, string>();
    const spread: Value[] = [];
    this.#at++;
    while (this.#at < this.#tokens.length && this.#peek() !== closing) {
      const start = this.#at;
      if (this.#peek() === '...' || this.#peek() === '**') {
        this.#at++;
        spread.push(this.#value(depth + 1));
      } else {
        const named = this.#name(closing);
        const value = named === undefined || named.isAlone ? undefined : this.#value(depth + 1);
        if (named !== undefined) written.set(named.name, named.written);
        // A field that is called like the variable that fills it.
        if (named?.isAlone === true) values.set(named.name, { kind: 'name', names: [named.written], at: named.at });
        else if (named !== undefined && value !== undefined) values.set(named.name, value);
        else args.push(this.#value(depth + 1));
      }
      if (this.#peek() === ',' || this.#at === start) this.#at++;
    }
    this.#at++;
    return { args, named: { values, written, spread, isOpen: spread.length > 0 } };
  }

  /** `name:` of an object, `name=` of a call in Python, moved over. */
  #name(
    closing: string,
  ): { readonly name: string; readonly written: string; readonly at: number; readonly isAlone: boolean } | undefined {
    const token = this.#tokens[this.#at];
    const next = this.#peek(1);
    if (token === undefined || (token.kind !== 'name' && token.kind !== 'text')) return undefined;
    const name = fieldName(token.text);
    const isNamed = closing === '}' ? next === ':' : token.kind === 'name' && next === '=' && this.#peek(2) !== '=';
    if (isNamed) {
      this.#at += 2;
      return { name, written: token.text, at: token.at, isAlone: false };
    }
    if (closing !== '}' || (next !== ',' && next !== '}')) return undefined;
    this.#at++;
    return { name, written: token.text, at: token.at, isAlone: true };
  }

  /** To the comma or the bracket that ends what stands here. */
  #skip(): void {
    const closing: string[] = [];
    for (; this.#at < this.#tokens.length; this.#at++) {
      const text = this.#peek();
      if (closing.length === 0 && [',', ')', ']', '}'].includes(text)) return;
      if (Object.hasOwn(CLOSING, text)) closing.push(CLOSING[text] ?? '');
      else if (text === closing.at(-1)) closing.pop();
    }
  }
}
