/**
 * Words of a Dockerfile as BuildKit's shell lexer takes them: variables filled in, then quotes and escapes removed.
 * Reference: Dockerfile reference, "Environment replacement".
 */
import { type Lookup, MAX_FILLED, type Substituted } from '../variables.ts';

/** One word, or the rest of a line where the instruction takes it as one. What is written wrong stays as it is written. */
export function expanded(word: string, lookup: Lookup): Substituted {
  if (!/[$'"\\]/.test(word)) return { text: word, unset: [], used: [] };
  const lexer = new Lexer(word, lookup);
  return { text: lexer.upTo(undefined, false) ?? word, unset: lexer.unset, used: lexer.used };
}

/** Words at blanks outside of quotes, each as it is written (`NAME="some words" OTHER=x`). */
export function writtenWords(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\]|["'])+/gs) ?? [];
}

/** Defaults within defaults are filled in as deep as this. */
const MAX_DEPTH = 10;
/** Longer values are not searched for patterns. */
const MAX_VALUE = 1000;
const SPECIAL = /[@*#?\-$!]/;
const LETTER = /[\p{L}\p{N}_]/u;

class Lexer {
  readonly unset: string[] = [];
  readonly used: string[] = [];
  readonly #text: string;
  readonly #lookup: Lookup;
  #at = 0;
  #depth = 0;
  /** Characters that came from values. */
  #filled = 0;

  constructor(text: string, lookup: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  /** What stands before `stop`, or before the end; undefined where it never comes. Patterns keep their escapes. */
  upTo(stop: string | undefined, keepsEscapes: boolean): string | undefined {
    let made = '';
    for (;;) {
      const char = this.#next();
      if (char === undefined) return stop === undefined ? made : undefined;
      if (char === stop) return made;
      const part = this.#part(char, keepsEscapes);
      if (part === undefined) return undefined;
      made += part;
    }
  }

  #next(): string | undefined {
    return this.#text[this.#at++];
  }

  #part(char: string, keepsEscapes: boolean): string | undefined {
    switch (char) {
      case "'":
        return this.#single();
      case '"':
        return this.#double();
      case '$':
        return this.#variable();
      case '\\': {
        const escaped = this.#next() ?? '';
        return keepsEscapes ? `\\${escaped}` : escaped;
      }
      default:
        return char;
    }
  }

  #single(): string | undefined {
    const end = this.#text.indexOf("'", this.#at);
    if (end < 0) return undefined;
    const inner = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return inner;
  }

  #double(): string | undefined {
    let made = '';
    for (;;) {
      const char = this.#next();
      if (char === undefined) return undefined;
      if (char === '"') return made;
      if (char === '\\') {
        const escaped = this.#next() ?? '';
        made += /["$\\]/.test(escaped) ? escaped : `\\${escaped}`;
        continue;
      }
      const part = char === '$' ? this.#variable() : char;
      if (part === undefined) return undefined;
      made += part;
    }
  }

  #variable(): string | undefined {
    if (this.#text[this.#at] !== '{') {
      const name = this.#name();
      return name === '' ? '$' : this.#value(name);
    }
    this.#at++;
    const name = this.#name();
    if (name === '' || ++this.#depth > MAX_DEPTH) return undefined;
    const filled = this.#braced(name);
    this.#depth--;
    return filled;
  }

  #braced(name: string): string | undefined {
    const operator = this.#next();
    if (operator === '}') return this.#value(name);
    const isEmptyUnset = operator === ':';
    const kind = isEmptyUnset ? this.#next() : operator;
    const value = this.#lookup(name);
    const isThere = value !== undefined && !(isEmptyUnset && value === '');
    if (kind === '/') return this.#replaced(name);
    const isTrim = kind === '#' || kind === '%';
    const word = this.upTo('}', isTrim);
    if (word === undefined || kind === undefined) return undefined;
    if (isTrim) {
      const whole = this.#value(name);
      return whole === undefined ? undefined : trimmed(whole, word, kind);
    }
    if (kind === '?') return this.#value(name);
    this.used.push(name);
    if (kind === '-') return isThere ? this.#bounded(value) : word;
    return kind === '+' ? (isThere ? word : '') : undefined;
  }

  #replaced(name: string): string | undefined {
    const isEvery = this.#text[this.#at] === '/';
    if (isEvery) this.#at++;
    const pattern = this.upTo('/', true);
    const replacement = pattern === undefined ? undefined : this.upTo('}', true);
    if (pattern === undefined || replacement === undefined) return undefined;
    const value = this.#value(name);
    return value === undefined ? undefined : this.#bounded(replaced(value, pattern, replacement, isEvery));
  }

  /** Undefined where the word becomes longer than any. */
  #value(name: string): string | undefined {
    const value = this.#lookup(name);
    this.used.push(name);
    if (value === undefined) this.unset.push(name);
    return this.#bounded(value ?? '');
  }

  #bounded(value: string): string | undefined {
    this.#filled += value.length;
    return this.#filled > MAX_FILLED ? undefined : value;
  }

  #name(): string {
    const first = this.#text[this.#at] ?? '';
    if (SPECIAL.test(first)) {
      this.#at++;
      return first;
    }
    const allowed = /\d/.test(first) ? /\d/ : LETTER;
    const start = this.#at;
    while (allowed.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#text.slice(start, this.#at);
  }
}

/** `${X#pattern}`, `${X%pattern}`, the longest match with the sign twice. */
function trimmed(value: string, word: string, sign: string): string {
  if (value.length > MAX_VALUE) return value;
  const isLongest = word.startsWith(sign);
  const pattern = partsOf(isLongest ? word.slice(1) : word);
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  const ordered = isLongest ? lengths.reverse() : lengths;
  const isPrefix = sign === '#';
  const found = ordered.find((length) =>
    matches(pattern, isPrefix ? value.slice(0, length) : value.slice(value.length - length)),
  );
  if (found === undefined) return value;
  return isPrefix ? value.slice(found) : value.slice(0, value.length - found);
}

/** `${X/pattern/replacement}`, the longest match at the first place, everywhere with two slashes. */
function replaced(value: string, word: string, replacement: string, isEvery: boolean): string {
  const pattern = partsOf(word);
  if (value.length > MAX_VALUE || pattern.length === 0) return value;
  let made = '';
  for (let at = 0; at < value.length; ) {
    let end = value.length;
    while (end > at && !matches(pattern, value.slice(at, end))) end--;
    if (end === at) {
      made += value[at++];
      continue;
    }
    made += replacement;
    at = end;
    if (!isEvery) return made + value.slice(at);
  }
  return made;
}

/** Characters of a pattern; a star and a question mark without a backslash before them stand for others. */
function partsOf(pattern: string): readonly string[] {
  return pattern.match(/\\.|[^\\]/gs) ?? [];
}

/** Whether a pattern matches all of a text: linear but for going back to the last star. */
function matches(pattern: readonly string[], text: string): boolean {
  let at = 0;
  let star = -1;
  let from = 0;
  for (let index = 0; index < text.length; ) {
    const part = pattern[at];
    if (part === '*') {
      star = at++;
      from = index;
    } else if (part !== undefined && (part === '?' || part.at(-1) === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++from;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
