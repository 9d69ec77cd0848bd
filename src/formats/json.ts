import type { Diagnostic, Severity } from '../model/index.ts';
import { Lines, type Position } from './lines.ts';

/**
 * JSON with positions. Every value knows the offset at which it starts, so that a dependency can name its line, and
 * what editors write into package.json although JSON forbids it (comments, trailing commas) is reported and read on:
 * nothing that can be understood is lost.
 */
export type JsonNode = JsonObject | JsonArray | JsonText | JsonLiteral;

export interface JsonObject {
  readonly kind: 'object';
  readonly at: number;
  /** In order, with keys that stand twice. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyAt: number;
  readonly value: JsonNode;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly at: number;
  readonly items: readonly JsonNode[];
}

export interface JsonText {
  readonly kind: 'text';
  readonly at: number;
  readonly value: string;
}

export interface JsonLiteral {
  readonly kind: 'literal';
  readonly at: number;
  readonly value: number | boolean | null;
}

export interface JsonProblem {
  /** `syntax` ends what could be read; the others lose nothing. */
  readonly kind: 'comment' | 'trailing-comma' | 'duplicate-key' | 'syntax';
  readonly at: number;
  readonly message: string;
}

export interface JsonDocument {
  /** What could be read; undefined when there is no value at all. */
  readonly root: JsonNode | undefined;
  readonly problems: readonly JsonProblem[];
  /** Line and column of an offset; both count from 1. */
  position(offset: number): Position;
}

/**
 * What keeps a file from being JSON, in the same words wherever one is read. `effect`: what its reader does without it.
 * Comments and trailing commas are refused by most readers of JSON, and nothing is lost here by them.
 */
export function jsonDiagnostic(
  file: string,
  { kind, message, at }: JsonProblem,
  position: JsonDocument['position'],
  severity: Severity,
  effect: string,
): Diagnostic {
  const { line, column } = position(at);
  const code = kind === 'duplicate-key' ? 'json/duplicate-key' : 'json/syntax';
  const told = { code, severity, message: `${message}; ${effect}`, file, line, column };
  return kind === 'syntax' ? { ...told, incomplete: true } : told;
}

/** Deeper nesting than any manifest has is refused, so that no input exhausts the stack. */
const MAX_DEPTH = 500;

/** Reads JSON with places; what editors write although JSON forbids it comes as problems and is read on. Never throws. */
export function parseJson(text: string): JsonDocument {
  const reader = new Reader(text);
  const root = reader.document();
  const lines = new Lines(text);
  return { root, problems: reader.problems, position: (offset) => lines.at(offset) };
}

/** The value of an object's key, the last one where it stands twice, as JSON.parse takes it. */
export function member(node: JsonNode | undefined, key: string): JsonMember | undefined {
  if (node?.kind !== 'object') return undefined;
  for (let i = node.members.length - 1; i >= 0; i--) {
    const one = node.members[i];
    if (one?.key === key) return one;
  }
  return undefined;
}

/** The value of an object's key; undefined of anything else. */
export function childOf(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return member(node, key)?.value;
}

/** Texts of an object by their keys; what is no text is left out. */
export function textsIn(node: JsonNode | undefined): ReadonlyMap<string, string> {
  if (node?.kind !== 'object') return new Map();
  return new Map(node.members.flatMap(({ key, value }) => (value.kind === 'text' ? [[key, value.value] as const] : [])));
}

/** Texts of a list. */
export function listIn(node: JsonNode | undefined): readonly string[] {
  return node?.kind === 'array' ? node.items.flatMap((item) => textOf(item) ?? []) : [];
}

export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'text' ? node.value : undefined;
}

/** Thrown inside the reader only: ends it where nothing more can be understood. */
class Stop extends Error {}

/** The key under which people write comments where there are none, each line of them anew. */
export const COMMENT_KEY = '//';

// Character codes: comparing them is what makes reading megabytes of locks quick.
const LINE_FEED = 10;
const QUOTE = 34;
const STAR = 42;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** White space of JSON, and the byte order mark that some editors leave. */
function isBlank(code: number): boolean {
  return code === 32 || code === LINE_FEED || code === 13 || code === 9 || code === 0xfeff;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class Reader {
  readonly problems: JsonProblem[] = [];
  readonly #text: string;
  #at = 0;
  #commented = false;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode | undefined {
    const holder: JsonNode[] = [];
    try {
      this.#value(0, (node) => holder.push(node));
      this.#blank();
      if (this.#at < this.#text.length) this.#report('syntax', this.#at, 'something follows the end of the document');
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    return holder[0];
  }

  /** `take` gets containers before they are filled: what was read up to a syntax error is kept. */
  #value(depth: number, take: (node: JsonNode) => void): void {
    this.#blank();
    const at = this.#at;
    switch (this.#text.charCodeAt(at)) {
      case OPEN_BRACE:
        return this.#object(depth, at, take);
      case OPEN_BRACKET:
        return this.#array(depth, at, take);
      case QUOTE:
        return take({ kind: 'text', at, value: this.#string() });
      default:
        return take({ kind: 'literal', at, value: this.#literal() });
    }
  }

  #object(depth: number, at: number, take: (node: JsonNode) => void): void {
    const members: JsonMember[] = [];
    take({ kind: 'object', at, members });
    const seen = new Set<string>();
    this.#items(depth, CLOSE_BRACE, () => {
      const keyAt = this.#at;
      if (this.#text.charCodeAt(keyAt) !== QUOTE) this.#fail('a key in double quotes is expected here');
      const key = this.#string();
      if (seen.has(key) && key !== COMMENT_KEY)
        this.#report('duplicate-key', keyAt, `the key "${key}" stands twice; the last one counts`);
      seen.add(key);
      this.#blank();
      if (this.#text.charCodeAt(this.#at) !== COLON) this.#fail('a colon is expected here');
      this.#at++;
      this.#value(depth + 1, (value) => members.push({ key, keyAt, value }));
    });
  }

  #array(depth: number, at: number, take: (node: JsonNode) => void): void {
    const items: JsonNode[] = [];
    take({ kind: 'array', at, items });
    this.#items(depth, CLOSE_BRACKET, () => this.#value(depth + 1, (node) => items.push(node)));
  }

  #items(depth: number, end: number, item: () => void): void {
    if (depth > MAX_DEPTH) this.#fail(`nested more than ${MAX_DEPTH} deep`);
    this.#at++;
    this.#blank();
    if (this.#text.charCodeAt(this.#at) === end) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#blank();
      const next = this.#text.charCodeAt(this.#at);
      if (next === end) {
        this.#at++;
        return;
      }
      if (next !== COMMA) this.#fail(`a comma or ${end === CLOSE_BRACE ? '}' : ']'} is expected here`);
      const comma = this.#at++;
      this.#blank();
      if (this.#text.charCodeAt(this.#at) !== end) continue;
      this.#report('trailing-comma', comma, 'a comma before the closing bracket is not allowed in JSON');
      this.#at++;
      return;
    }
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return escaped ? this.#unescaped(start, at + 1) : text.slice(start + 1, at);
      }
      if (code === BACKSLASH) {
        escaped = true;
        at++;
      } else if (code === LINE_FEED) break;
    }
    return this.#fail('this string has no end');
  }

  #unescaped(start: number, end: number): string {
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end));
      if (typeof value === 'string') return value;
    } catch {
      // What is wrong is reported below, with its place.
    }
    this.#at = start;
    return this.#fail('this string has an escape that JSON does not know');
  }

  #literal(): number | boolean | null {
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return Number(number);
    }
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    const value = WORDS.get(word);
    if (value === undefined) return this.#fail('a value is expected here');
    this.#at += word.length;
    return value;
  }

  #blank(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (isBlank(code)) this.#at++;
      else if (code === SLASH) this.#comment();
      else return;
    }
  }

  #comment(): void {
    const start = this.#at;
    const second = this.#text.charCodeAt(start + 1);
    if (second !== SLASH && second !== STAR) this.#fail('a value is expected here');
    const end = second === SLASH ? this.#text.indexOf('\n', start) : this.#text.indexOf('*/', start + 2);
    this.#at = end < 0 ? this.#text.length : second === SLASH ? end : end + 2;
    if (!this.#commented) this.#report('comment', start, 'comments are not allowed in JSON');
    this.#commented = true;
  }

  #report(kind: JsonProblem['kind'], at: number, message: string): void {
    if (this.problems.length < 50) this.problems.push({ kind, at, message });
  }

  #fail(message: string): never {
    const atEnd = this.#at >= this.#text.length;
    this.#report('syntax', this.#at, atEnd ? `${message}, but the file ends` : message);
    throw new Stop();
  }
}
