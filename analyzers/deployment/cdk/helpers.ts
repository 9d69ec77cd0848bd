/**
 * Functions and methods of a source that make a construct of what they are given: `this.handler('Orders', 'orders.ts')`.
 * One construct stands there for each of their calls.
 */
import { MAX_TOKENS } from '../code/constants.ts';
import { nesting, type Token } from '../code/tokens.ts';
import {
  boundTo,
  type Call,
  type FunctionValue,
  memberOf,
  type Name,
  type Value,
  ValueReader,
  withNames,
} from '../code/values.ts';

/** Nobody calls one more often in one source, nor are more functions made of all. */
const MAX_CALLS = 200;
const MAX_MADE = 2000;
/** Between the parameters of a function and its body stands at most the type of what it gives. */
const MAX_TYPE = 40;

interface Helper {
  readonly name: string;
  readonly parameters: FunctionValue['parameters'];
  readonly from: number;
  readonly to: number;
}

const STATEMENTS: ReadonlySet<string> = new Set(['if', 'for', 'while', 'switch', 'catch', 'function', 'constructor', 'super']);

/** Reads the helpers of a source once, and the calls of each when a construct asks for them. */
export class Helpers {
  readonly #tokens: readonly Token[];
  readonly #closing: ReadonlyMap<number, number>;
  readonly #helpers: readonly Helper[];
  readonly #calls = new Map<string, readonly Call[]>();
  #left = MAX_MADE;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#closing = closingIn(tokens);
    this.#helpers = helpersIn(tokens, this.#closing);
  }

  /** One call for each of the calls of the helper around it that gives what it is made of; the call as it is where there is none. */
  unrolled(call: Call, index: number): readonly Call[] {
    const around = this.#helpers.findLast(({ from, to }) => from < index && index < to);
    if (around === undefined) return [call];
    const names = new Set(around.parameters.flatMap((one) => (typeof one === 'string' ? [one] : [...one.values()])));
    let isGiven = false;
    withNames(call, (name) => {
      isGiven ||= names.has(name.names[0] ?? '');
      return name;
    });
    const made = isGiven ? this.#callsOf(around).map((one) => bound(call, around, one)) : [];
    if (made.length === 0 || made.length > this.#left) return [call];
    this.#left -= made.length;
    return made;
  }

  #callsOf({ name, from }: Helper): readonly Call[] {
    const known = this.#calls.get(name);
    if (known !== undefined) return known;
    const found: Call[] = [];
    for (const [index, token] of this.#tokens.entries()) {
      const isCall = token.kind === 'name' && token.text === name && this.#tokens[index + 1]?.text === '(';
      const before = this.#tokens[index - 1]?.text;
      const isOwn = before !== '.' || this.#tokens[index - 2]?.text === 'this';
      if (!isCall || !isOwn || before === 'function' || this.#isDeclared(index, from)) continue;
      const call = new ValueReader(this.#tokens.slice(index, index + MAX_TOKENS)).call();
      if (call !== undefined) found.push(call);
      if (found.length >= MAX_CALLS) break;
    }
    this.#calls.set(name, found);
    return found;
  }

  /** Where the helper itself stands: its parameters lead to its body. */
  #isDeclared(index: number, from: number): boolean {
    const close = this.#closing.get(index + 1);
    return close !== undefined && close < from && bodyAfter(this.#tokens, close) === from;
  }
}

/** A call with what a helper was given in the place of its parameters; it stands where the helper is called. */
function bound(call: Call, { parameters }: Helper, { args, at }: Call): Call {
  const given = boundTo(parameters, args);
  const held = (written: Name): Value => memberOf(given.get(written.names[0] ?? ''), written.names.slice(1)) ?? written;
  return { ...withNames(call, held), at };
}

function helpersIn(tokens: readonly Token[], closing: ReadonlyMap<number, number>): readonly Helper[] {
  const found: Helper[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'mark' || text !== '(') continue;
    const name = nameBefore(tokens, index);
    const close = name === undefined ? undefined : closing.get(index);
    const from = close === undefined ? undefined : bodyAfter(tokens, close);
    const to = from === undefined ? undefined : endOf(tokens, from, closing);
    if (name === undefined || close === undefined || from === undefined || to === undefined) continue;
    const parameters = new ValueReader(tokens.slice(index, close + 1)).parameters();
    if (parameters !== undefined) found.push({ name, parameters, from, to });
  }
  return found;
}

/** `name(`, `const name = (`, `const name = async (` */
function nameBefore(tokens: readonly Token[], bracket: number): string | undefined {
  const before = tokens[bracket - 1];
  const isArrow = before?.text === '=' || before?.text === 'async';
  const equals = before?.text === 'async' ? bracket - 2 : bracket - 1;
  const name = isArrow && tokens[equals]?.text === '=' ? tokens[equals - 1] : before;
  return name?.kind === 'name' && !STATEMENTS.has(name.text) && name.text !== 'async' ? name.text : undefined;
}

/** Where the body behind the parameters begins: `{`, `: Type {`, `=> {`, `=> new …`. */
function bodyAfter(tokens: readonly Token[], close: number): number | undefined {
  const next = tokens[close + 1]?.text;
  if (next !== '{' && next !== '=>' && next !== ':') return undefined;
  for (let at = close + 1; at < close + MAX_TYPE; at++) {
    const text = tokens[at]?.kind === 'mark' ? tokens[at]?.text : undefined;
    if (text === '{' || (text === '=>' && tokens[at + 1]?.text !== '{')) return at;
    if (text === ';' || text === ')' || text === '?') return undefined;
  }
  return undefined;
}

/** Of a block its bracket, of a value the end of its statement. */
function endOf(tokens: readonly Token[], from: number, closing: ReadonlyMap<number, number>): number | undefined {
  if (tokens[from]?.text === '{') return closing.get(from);
  let depth = 0;
  for (let at = from + 1; at < Math.min(tokens.length, from + MAX_TOKENS); at++) {
    const token = tokens[at];
    if (token === undefined) return undefined;
    const { text } = token;
    depth += nesting(token);
    if (depth < 0 || (depth === 0 && (text === ';' || text === 'const' || text === 'let'))) return at;
  }
  return undefined;
}

/** By the index of each opening bracket, that of the one that closes it. */
function closingIn(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const step = nesting(token);
    if (step > 0) open.push(index);
    const start = step < 0 ? open.pop() : undefined;
    if (start !== undefined) found.set(start, index);
  }
  return found;
}
