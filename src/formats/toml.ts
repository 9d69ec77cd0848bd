import { parse, TomlError } from 'smol-toml';
import type { Diagnostic, Severity } from '../model/index.ts';
import { Lines, type Position } from './lines.ts';

export type TomlPath = readonly (string | number)[];

export interface TomlDocument {
  readonly ok: true;
  /** Plain data; dates are `Date` objects. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Position of a key, a table header or an array's element; undefined when the document has no such path. */
  at(path: TomlPath): Position | undefined;
}

export type NoToml = { readonly ok: false; readonly message: string } & Position;
export type TomlAnswer = TomlDocument | NoToml;

/** A file that is no TOML, in the same words wherever one is read. `effect`: what its reader does without it. */
export function tomlDiagnostic(
  file: string,
  { message, line, column }: NoToml,
  severity: Severity,
  effect = 'nothing was read from this file',
): Required<Diagnostic> {
  return {
    code: 'toml/syntax',
    severity,
    message: `not valid TOML: ${message}; correct it, ${effect}`,
    file,
    line,
    column,
    incomplete: true,
  };
}

/**
 * Reads TOML. Values come from the library; positions, which it does not give, from a scan of the text that is made when
 * the first one is asked for.
 */
export function parseToml(text: string): TomlAnswer {
  try {
    const value = parse(text);
    let index: PositionIndex | undefined;
    return {
      ok: true,
      value,
      at(path) {
        index ??= new PositionIndex(text);
        return index.at(path);
      },
    };
  } catch (error) {
    if (error instanceof TomlError)
      return { ok: false, message: firstLine(error.message), line: error.line, column: error.column };
    return { ok: false, message: error instanceof Error ? firstLine(error.message) : String(error), line: 1, column: 1 };
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/^Invalid TOML document: /, '');
}

/** Parts of a dotted key. */
const MAX_PARTS = 100;
const BARE_KEY = /[^\s=.\]"'#,{}[]+/y;
const SCALAR = /[^,\]}\n#]+/y;
const BLANK = /[ \t]+/y;
const SPACE = /(?:[ \t\r\n]|#[^\n]*(?:\n|$))+/y;
const STRING = /"(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"|'(?!'')[^'\n]*'/y;
const BETWEEN_BRACKETS = /[^[\]{}"'#]+/y;

/**
 * Offsets of keys and elements by their path; those inside of a value from when one of them is asked for, as locks consist of
 * lists that nobody asks about. Trusts that the text is valid TOML; otherwise it ends early.
 */
class PositionIndex {
  readonly #text: string;
  readonly #offsets = new Map<string, number>();
  /** Where the lists and inline tables begin that were only passed over, by their path. */
  readonly #passed = new Map<string, number>();
  /** How many tables each array of tables has so far. */
  readonly #arrays = new Map<string, number>();
  readonly #lines: Lines;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new Lines(text);
    this.#scan();
  }

  at(path: TomlPath): Position | undefined {
    const offset = this.#offsets.get(keyOf(path)) ?? this.#insideOf(path);
    return offset === undefined ? undefined : this.#lines.at(offset);
  }

  #insideOf(path: TomlPath): number | undefined {
    for (let end = path.length - 1; end > 0; end--) {
      const outer = path.slice(0, end);
      const start = this.#passed.get(keyOf(outer));
      if (start === undefined) continue;
      this.#passed.delete(keyOf(outer));
      this.#position = start;
      this.#value(outer, 0);
      return this.#offsets.get(keyOf(path));
    }
    return undefined;
  }

  #scan(): void {
    let table: TomlPath = [];
    for (;;) {
      this.#skip(SPACE);
      if (this.#position >= this.#text.length) return;
      const start = this.#position;
      if (this.#text[start] === '[') table = this.#header(start);
      else this.#assignment(table, 0);
      if (this.#position === start) return;
    }
  }

  #header(start: number): TomlPath {
    const isArray = this.#text[start + 1] === '[';
    this.#position += isArray ? 2 : 1;
    const keys = this.#dottedKey();
    this.#position += isArray ? 2 : 1;
    const path: (string | number)[] = [];
    for (const [depth, key] of keys.entries()) {
      path.push(key);
      const name = keyOf(path);
      const count = this.#arrays.get(name);
      if (isArray && depth === keys.length - 1) {
        this.#arrays.set(name, (count ?? 0) + 1);
        if (count === undefined) this.#record(path, start);
        path.push(count ?? 0);
      } else {
        this.#record(path, start);
        if (count !== undefined) path.push(count - 1);
      }
    }
    this.#record(path, start);
    return path;
  }

  #assignment(table: TomlPath, depth: number): void {
    const start = this.#position;
    const keys = this.#dottedKey();
    for (let end = 1; end <= keys.length; end++) this.#record([...table, ...keys.slice(0, end)], start);
    this.#skip(BLANK);
    if (this.#text[this.#position] !== '=') return;
    this.#position++;
    this.#skip(BLANK);
    const path = [...table, ...keys];
    const opening = this.#text[this.#position];
    if (depth > 0 || (opening !== '[' && opening !== '{')) this.#value(path, depth);
    else {
      this.#passed.set(keyOf(path), this.#position);
      this.#passOver();
    }
  }

  /** A list or an inline table. */
  #passOver(): void {
    let open = 0;
    do {
      this.#skip(BETWEEN_BRACKETS);
      const next = this.#text[this.#position];
      if (next === undefined) return;
      if (next === '"' || next === "'") this.#string();
      else if (next === '#') this.#skip(SPACE);
      else {
        open += next === '[' || next === '{' ? 1 : -1;
        this.#position++;
      }
    } while (open > 0);
  }

  /** The places of what lies deeper are not asked for. */
  #dottedKey(): readonly string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skip(BLANK);
      const quote = this.#text[this.#position];
      const isQuoted = quote === '"' || quote === "'";
      const key = isQuoted ? this.#string() : this.#take(BARE_KEY);
      if (key === '' && !isQuoted) return keys;
      if (keys.length < MAX_PARTS) keys.push(key);
      this.#skip(BLANK);
      if (this.#text[this.#position] !== '.') return keys;
      this.#position++;
    }
  }

  #value(path: TomlPath, depth: number): void {
    // The library has refused anything nested deeper.
    if (depth > 1000) return;
    const first = this.#text[this.#position];
    if (first === '"' || first === "'") this.#string();
    else if (first === '[') this.#array(path, depth);
    else if (first === '{') this.#inlineTable(path, depth);
    else this.#take(SCALAR);
  }

  #array(path: TomlPath, depth: number): void {
    this.#position++;
    for (let element = 0; ; ) {
      this.#skip(SPACE);
      const next = this.#text[this.#position];
      if (next === undefined) return;
      if (next === ']') {
        this.#position++;
        return;
      }
      if (next === ',') {
        this.#position++;
        element++;
        continue;
      }
      const start = this.#position;
      const own = [...path, element];
      this.#record(own, start);
      this.#value(own, depth + 1);
      if (this.#position === start) return;
    }
  }

  #inlineTable(path: TomlPath, depth: number): void {
    this.#position++;
    for (;;) {
      this.#skip(SPACE);
      const next = this.#text[this.#position];
      if (next === undefined) return;
      if (next === '}') {
        this.#position++;
        return;
      }
      if (next === ',') {
        this.#position++;
        continue;
      }
      const start = this.#position;
      this.#assignment(path, depth + 1);
      if (this.#position === start) return;
    }
  }

  /** A string of any of the four kinds; gives its content, which matters for keys only. */
  #string(): string {
    const text = this.#text;
    const quote = text[this.#position] ?? '"';
    const line = this.#take(STRING);
    if (line !== '') return unescaped(line.slice(1, -1), quote);
    let end = this.#position + 3;
    while (end < text.length && !text.startsWith(quote.repeat(3), end)) end += quote === '"' && text[end] === '\\' ? 2 : 1;
    end += 3;
    // Up to two quotes may stand before the closing three.
    while (text[end] === quote && end < text.length) end++;
    this.#position = end;
    return '';
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#position += found.length;
    return found;
  }

  #skip(pattern: RegExp): void {
    this.#take(pattern);
  }

  #record(path: TomlPath, offset: number): void {
    const name = keyOf(path);
    if (!this.#offsets.has(name)) this.#offsets.set(name, offset);
  }
}

function unescaped(body: string, quote: string): string {
  if (quote === "'" || !body.includes('\\')) return body;
  try {
    const value: unknown = JSON.parse(`"${body}"`);
    return typeof value === 'string' ? value : body;
  } catch {
    return body;
  }
}

function keyOf(path: TomlPath): string {
  return path.map((part) => (typeof part === 'number' ? `#${part}` : `.${part}`)).join('\0');
}
