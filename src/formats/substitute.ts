import { type Lookup, MAX_FILLED, type Substituted } from './variables.ts';

const NAME = /[A-Za-z_]\w*/y;
const OPERATOR = /:?[-+?]/y;
/** Defaults within defaults are filled in as deep as this; deeper ones stay as they are written. */
const MAX_DEPTH = 10;
/** A brace that is not closed within so many characters opens nothing. */
const MAX_WORD = 500;

/**
 * `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:+value}`, `${X:?message}` as Compose files know them; a default may
 * hold variables itself, and `$$` is a literal `$`.
 */
export function substitute(text: string, lookup: Lookup): Substituted {
  if (!text.includes('$')) return { text, unset: [], used: [] };
  return new Filling(lookup).fill(text, 0);
}

interface Braced {
  readonly name: string;
  /** `:-`, `-`, `:+` …; empty for a plain variable. */
  readonly operator: string;
  readonly word: string;
  /** Behind the closing brace. */
  readonly end: number;
}

class Filling {
  readonly #lookup: Lookup;
  readonly #unset: string[] = [];
  readonly #used: string[] = [];

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  fill(text: string, depth: number): Substituted {
    let filled = '';
    let at = 0;
    while (at < text.length) {
      const next = text.indexOf('$', at);
      if (next < 0) break;
      if (text[next + 1] === '$') {
        filled += `${text.slice(at, next)}$`;
        at = next + 2;
        continue;
      }
      filled += text.slice(at, next);
      const bare = matchAt(NAME, text, next + 1);
      const braced = bare === '' && text[next + 1] === '{' ? bracedAt(text, next + 2) : undefined;
      if (bare === '' && braced === undefined) {
        filled += '$';
        at = next + 1;
        continue;
      }
      const value = this.#value(braced ?? { name: bare, operator: '', word: '', end: 0 }, depth);
      at = braced?.end ?? next + 1 + bare.length;
      filled += filled.length + value.length > MAX_FILLED ? text.slice(next, at) : value;
    }
    return { text: filled + text.slice(at), unset: this.#unset, used: this.#used };
  }

  #value({ name, operator, word }: Braced, depth: number): string {
    const value = this.#lookup(name);
    const there = value !== undefined && !(operator.startsWith(':') && value === '');
    this.#used.push(name);
    if (operator.endsWith('+')) return there ? this.#word(word, depth) : '';
    if (there) return value;
    if (operator.endsWith('-')) return this.#word(word, depth);
    this.#unset.push(name);
    return '';
  }

  #word(word: string, depth: number): string {
    return depth < MAX_DEPTH && word.includes('$') ? this.fill(word, depth + 1).text : word;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** `X:-word}` behind `${`; a brace within the word has to be closed before the variable's own. */
function bracedAt(text: string, start: number): Braced | undefined {
  const name = matchAt(NAME, text, start);
  if (name === '') return undefined;
  const after = start + name.length;
  if (text[after] === '}') return { name, operator: '', word: '', end: after + 1 };
  const operator = matchAt(OPERATOR, text, after);
  if (operator === '') return undefined;
  const from = after + operator.length;
  let open = 1;
  for (let at = from; at < Math.min(text.length, from + MAX_WORD); at++) {
    if (text.startsWith('${', at)) open++;
    else if (text[at] === '}' && --open === 0) return { name, operator, word: text.slice(from, at), end: at + 1 };
  }
  return undefined;
}
