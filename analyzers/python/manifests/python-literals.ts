/** Literals of Python source, read without running anything: enough for the arguments of `setup()`. */
import { append } from '../../../src/model/index.ts';
import { type Token, tokenize } from './python-tokens.ts';

export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly offset: number }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly offset: number }
  | { readonly kind: 'table'; readonly entries: readonly (readonly [Value, Value])[]; readonly offset: number }
  /** Anything that only running it would tell. */
  | { readonly kind: 'computed'; readonly offset: number };

const MAX_DEPTH = 50;

/** No path is joined of more tokens. */
const MAX_PIECES = 20;

/** Calls that hand on the items of a list as they are. */
const COPIES: ReadonlySet<string> = new Set(['list', 'tuple', 'sorted', 'set']);

type Make = (before: Value, value: Value) => Value;

const MUTATION = /^(?:append|extend|update|insert|remove|pop|setdefault|clear|sort|reverse)$/;

/** What a statement adds to the name that it begins with, by the tokens behind that: how many lead to the value. */
function additionAt([one, two, three, four, five]: readonly Token[]):
  | { readonly length: number; readonly make: Make; readonly close?: string }
  | undefined {
  if (one?.text === '+' && two?.text === '=') return { length: 2, make: joined };
  if (one?.text === '.' && two?.text === 'append' && three?.text === '(') return { length: 3, make: appended, close: ')' };
  if (one?.text === '.' && two?.text === 'extend' && three?.text === '(') return { length: 3, make: joined, close: ')' };
  const isKey = one?.text === '[' && two?.kind === 'text' && three?.text === ']' && four?.text === '=' && five?.text !== '=';
  return isKey ? { length: 4, make: (table, value) => entered(table, two, value) } : undefined;
}

function appended(list: Value, item: Value): Value {
  return joined(list, { kind: 'list', items: [item], offset: item.offset });
}

function entered(table: Value, { text, offset }: Token, value: Value): Value {
  if (table.kind !== 'table') return { kind: 'computed', offset };
  const others = table.entries.filter(([key]) => key.kind !== 'text' || key.text !== text);
  return { ...table, entries: [...others, [{ kind: 'text', text, offset }, value]] };
}

const NO_ENTRIES: ReadonlyMap<string, Value> = new Map();

/** The literals of a Python file, and names of the module that are bound to one. Nothing is evaluated. */
export class PythonLiterals {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  /** Names that are bound once, to a literal, with what the module's own statements add to it. */
  readonly #names = new Map<string, Value>();
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
    this.#bind();
  }

  place(offset: number): { readonly line: number; readonly column: number } {
    const before = this.#text.slice(0, offset);
    const start = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length, column: offset - start + 1 };
  }

  /** Every text that is written in the file, wherever it stands; pieces of one path as that path. */
  texts(): readonly { readonly text: string; readonly offset: number }[] {
    const texts: { text: string; offset: number }[] = [];
    for (let at = 0; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token?.kind !== 'text') continue;
      const pieces = [token.text];
      for (const sign = this.#isInJoin(at) ? ',' : '/'; ; at += 2) {
        const next = this.#tokens[at + 2];
        if (this.#tokens[at + 1]?.text !== sign || next?.kind !== 'text') break;
        pieces.push(next.text);
      }
      texts.push({ text: pieces.join('/'), offset: token.offset });
    }
    return texts;
  }

  /** Whether a text is among the arguments of `os.path.join(here, 'requirements', …)`. */
  #isInJoin(at: number): boolean {
    let open = at - 1;
    while (open > at - MAX_PIECES && /^[\w.,]/.test(this.#tokens[open]?.text ?? '')) open--;
    return this.#tokens[open]?.text === '(' && /^join(?:path)?$/.test(this.#tokens[open - 1]?.text ?? '');
  }

  /** Keyword arguments of the first call of a function of this name (`setup(…)`, `setuptools.setup(…)`). */
  call(name: string): ReadonlyMap<string, Value> | undefined {
    for (let at = 0; at + 1 < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      const before = this.#tokens[at - 1];
      if (token?.kind !== 'name' || token.text !== name || this.#tokens[at + 1]?.text !== '(') continue;
      if (before?.kind === 'name' && before.text === 'def') continue;
      this.#position = at + 2;
      return this.#arguments();
    }
    return undefined;
  }

  /**
   * `name = literal` and what is added to it by statements of the module itself, in their order (`+=`, `.append`,
   * `.extend`, `name['key'] = …`). A name that is bound again, or changed in any other way or place, is not literal.
   */
  #bind(): void {
    const bound = new Set<string>();
    const changed = new Set<string>();
    const atMargin = new Set<string>();
    for (let at = 0; at + 1 < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token?.kind !== 'name') continue;
      const { text: name, isFirst } = token;
      const [one, two] = [this.#tokens[at + 1], this.#tokens[at + 2]];
      const isStatement = isFirst && this.#isAtMargin(token);
      const isAdded = isStatement && atMargin.has(name) && !changed.has(name);
      const addition = isAdded ? additionAt(this.#tokens.slice(at + 1, at + 6)) : undefined;
      const isAssigned = one?.text === '=' && two?.text !== '=';
      if (isAssigned && isFirst && !bound.has(name)) {
        bound.add(name);
        this.#name(name, at + 2, (_, value) => value);
        if (isStatement) atMargin.add(name);
      } else if (isAssigned && (isFirst || this.#tokens[at - 1]?.text === ':')) changed.add(name);
      else if (addition !== undefined) this.#name(name, at + 1 + addition.length, addition.make, addition.close);
      else if (one?.text === '+' && two?.text === '=') changed.add(name);
      else if (one?.text === '.' && MUTATION.test(two?.text ?? '')) changed.add(name);
      else if (isFirst && one?.text === '[') changed.add(name);
    }
    for (const name of changed) this.#names.delete(name);
  }

  #isAtMargin({ offset }: Token): boolean {
    return offset === 0 || this.#text[offset - 1] === '\n' || this.#text[offset - 1] === '\r';
  }

  /** Binds the name to what is made of its value and of the one that stands there; to nothing where that is no whole literal. */
  #name(name: string, at: number, make: Make, close?: string): void {
    this.#position = at;
    const value = this.#value(0);
    const isClosed = close === undefined || this.#peek().text === close;
    if (isClosed && close !== undefined) this.#position++;
    const next = this.#peek();
    const before: Value = this.#names.get(name) ?? { kind: 'computed', offset: value.offset };
    if (isClosed && (next.isFirst || next.text === ';' || next.kind === 'end')) this.#names.set(name, make(before, value));
    else this.#names.delete(name);
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? { kind: 'end', text: '', offset: this.#text.length, isFirst: true };
  }

  #arguments(): ReadonlyMap<string, Value> {
    const found = new Map<string, Value>();
    while (this.#peek().kind !== 'end' && this.#peek().text !== ')') {
      const token = this.#peek();
      if (token.text === ',') {
        this.#position++;
        continue;
      }
      if (token.text === '*' && this.#tokens[this.#position + 1]?.text === '*') {
        this.#position += 2;
        const spread = this.#value(0);
        for (const [key, value] of spread.kind === 'table' ? spread.entries : [])
          if (key.kind === 'text' && !found.has(key.text)) found.set(key.text, value);
        continue;
      }
      const isKeyword = token.kind === 'name' && this.#tokens[this.#position + 1]?.text === '=';
      if (isKeyword) this.#position += 2;
      const before = this.#position;
      const value = this.#value(0);
      if (isKeyword) found.set(token.text, value);
      if (this.#position === before) this.#position++;
    }
    return found.size === 0 ? NO_ENTRIES : found;
  }

  /** A sum of literals, or a union of sets, up to a comma, a closing bracket or the end of the line. */
  #value(depth: number): Value {
    const start = this.#peek();
    let value = this.#atom(depth);
    while (!this.#isAtEnd()) {
      if (this.#isJoint()) {
        this.#position++;
        value = joined(value, this.#atom(depth));
      } else {
        this.#skip();
        value = { kind: 'computed', offset: start.offset };
      }
    }
    return value;
  }

  #isJoint(): boolean {
    const { kind, text } = this.#peek();
    return kind === 'sign' && (text === '+' || text === '|');
  }

  #isAtEnd(): boolean {
    const { kind, text, isFirst } = this.#peek();
    return kind === 'end' || isFirst || (kind === 'sign' && (text === ',' || text === ':' || ')]};'.includes(text)));
  }

  /** Passes over the rest of an expression that is not literal. */
  #skip(): void {
    let open = 0;
    for (;;) {
      const { kind, text, isFirst } = this.#peek();
      if (kind === 'end' || (open === 0 && (isFirst || (kind === 'sign' && (text === ',' || ')]}'.includes(text)))))) return;
      if (kind === 'sign' && '([{'.includes(text)) open++;
      if (kind === 'sign' && ')]}'.includes(text)) open--;
      this.#position++;
    }
  }

  #atom(depth: number): Value {
    const token = this.#peek();
    const { offset } = token;
    const computed: Value = { kind: 'computed', offset };
    if (depth > MAX_DEPTH || token.kind === 'end') return computed;
    if (token.kind === 'text') {
      let text = '';
      while (this.#peek().kind === 'text' && (text === '' || !this.#peek().isFirst)) {
        text += this.#peek().text;
        this.#position++;
        if (text === '' && this.#peek().kind !== 'text') break;
      }
      return this.#isAtEnd() || this.#isJoint() ? { kind: 'text', text, offset } : computed;
    }
    if (token.text === '[' || token.text === '(') return this.#list(depth, token.text === '[' ? ']' : ')');
    if (token.text === '{') return this.#table(depth);
    if (token.kind === 'name') {
      const known = this.#names.get(token.text);
      this.#position++;
      if (token.text === 'dict' && this.#peek().text === '(') return this.#dictCall(offset);
      if (COPIES.has(token.text) && this.#peek().text === '(') return this.#copied();
      if (known?.kind === 'table' && this.#peek().text === '[') return this.#entry(known) ?? computed;
      if (known === undefined) this.#passOver();
      return known ?? computed;
    }
    return computed;
  }

  /** Passes over what is called or taken of a name: `.read(…)[0]`. */
  #passOver(): void {
    for (;;) {
      const { kind, text } = this.#peek();
      if (kind === 'sign' && text === '.' && this.#tokens[this.#position + 1]?.kind === 'name') this.#position += 2;
      else if (kind === 'sign' && (text === '(' || text === '[')) {
        let open = 0;
        do {
          const { kind, text } = this.#peek();
          if (kind === 'end') return;
          if (kind === 'sign') open += '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
          this.#position++;
        } while (open > 0);
      } else return;
    }
  }

  /** `list(…)` of a list is that list. */
  #copied(): Value {
    const [start, { offset }] = [this.#position, this.#peek()];
    this.#position++;
    const value = this.#value(1);
    if (value.kind === 'list' && this.#peek().text === ')') {
      this.#position++;
      return value;
    }
    this.#position = start;
    return { kind: 'computed', offset };
  }

  /** `name['key']` */
  #entry({ entries }: Value & { readonly kind: 'table' }): Value | undefined {
    const [key, close] = [this.#tokens[this.#position + 1], this.#tokens[this.#position + 2]];
    if (key?.kind !== 'text' || close?.text !== ']') return undefined;
    this.#position += 3;
    return entries.find(([name]) => name.kind === 'text' && name.text === key.text)?.[1];
  }

  #dictCall(offset: number): Value {
    this.#position++;
    const entries = [...this.#arguments()].map(
      ([name, value]) => [{ kind: 'text', text: name, offset: value.offset }, value] as const,
    );
    if (this.#peek().text === ')') this.#position++;
    return { kind: 'table', entries, offset };
  }

  #list(depth: number, close: string): Value {
    const { offset } = this.#peek();
    this.#position++;
    const items: Value[] = [];
    let commas = 0;
    while (this.#peek().kind !== 'end' && this.#peek().text !== close) {
      if (this.#peek().text === ',') {
        commas++;
        this.#position++;
        continue;
      }
      const before = this.#position;
      if (this.#peek().text === '*') this.#position++;
      items.push(this.#value(depth + 1));
      if (this.#position === before) this.#position++;
    }
    if (this.#peek().text === close) this.#position++;
    const [only] = items;
    // Parentheses around one thing without a comma are no tuple.
    return close === ')' && items.length === 1 && commas === 0 && only !== undefined ? only : { kind: 'list', items, offset };
  }

  /** A dict, or a set, which is as good as a list. */
  #table(depth: number): Value {
    const { offset } = this.#peek();
    this.#position++;
    const entries: (readonly [Value, Value])[] = [];
    const items: Value[] = [];
    while (this.#peek().kind !== 'end' && this.#peek().text !== '}') {
      if (this.#peek().text === ',') {
        this.#position++;
        continue;
      }
      if (this.#peek().text === '*' && this.#tokens[this.#position + 1]?.text === '*') {
        this.#position += 2;
        const spread = this.#value(depth + 1);
        if (spread.kind === 'table') append(entries, spread.entries);
        else entries.push([spread, spread]);
        continue;
      }
      const before = this.#position;
      const key = this.#value(depth + 1);
      if (this.#peek().text === ':') {
        this.#position++;
        entries.push([key, this.#value(depth + 1)]);
      } else items.push(key);
      if (this.#position === before) this.#position++;
    }
    if (this.#peek().text === '}') this.#position++;
    return items.length > 0 && entries.length === 0 ? { kind: 'list', items, offset } : { kind: 'table', entries, offset };
  }
}

function joined(a: Value, b: Value): Value {
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', items: [...a.items, ...b.items], offset: a.offset };
  if (a.kind === 'text' && b.kind === 'text') return { kind: 'text', text: a.text + b.text, offset: a.offset };
  if (a.kind === 'table' && b.kind === 'table') return { kind: 'table', entries: [...a.entries, ...b.entries], offset: a.offset };
  // What is literal of a list stays known beside what is computed.
  if (a.kind === 'list') return { kind: 'list', items: [...a.items, b], offset: a.offset };
  return b.kind === 'list' ? { kind: 'list', items: [a, ...b.items], offset: a.offset } : { kind: 'computed', offset: a.offset };
}
