/** Tokens of Groovy and Kotlin build scripts, read tolerantly: a character that fits nothing becomes a token of its own. */

export type Dialect = 'groovy' | 'kotlin';

/** A piece of a string: fixed text, or the code of an interpolation with its position. */
export type Piece = { readonly text: string } | { readonly code: string; readonly line: number; readonly column: number };

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'mark' | 'newline' | 'end';
  readonly text: string;
  readonly pieces?: readonly Piece[];
  readonly line: number;
  readonly column: number;
  /** Whether white space stands before it: `foo [1]` and `foo[1]` differ in Groovy. */
  readonly spaced: boolean;
}

const MARKS = [
  '...',
  '===',
  '!==',
  '==~',
  '<=>',
  '**=',
  '?.',
  '::',
  '->',
  '==',
  '=~',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '?:',
  '+=',
  '-=',
  '*=',
  '/=',
  '!!',
  '++',
  '--',
  '..',
  '<<',
  '*.',
];

const BLANKS = new Set([' ', '\t', '\r', '\u00a0', '\f']);
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** More than this is no build script that a person wrote. */
const MAX_TOKENS = 400_000;

export const MAX_DEPTH = 200;

export interface Tokens {
  readonly tokens: readonly Token[];
  /** What could not be read to its end, with the line. */
  readonly problems: readonly { readonly message: string; readonly line: number }[];
}

/** How a kind of string is read. */
interface StringRule {
  readonly escapes: boolean;
  readonly interpolates: boolean;
  readonly multiline: boolean;
}

/** Reads the tokens of `text` in linear time. Newlines count outside of parentheses and brackets only. */
export function tokenize(text: string, dialect: Dialect, firstLine = 1, firstColumn = 1): Tokens {
  return new Reader(text, dialect, firstLine, firstColumn).read();
}

class Reader {
  readonly #tokens: Token[] = [];
  readonly #problems: { message: string; line: number }[] = [];
  readonly #open: { readonly mark: string; readonly line: number }[] = [];
  #at = 0;
  #line: number;
  #lineStart: number;
  #spaced = true;
  readonly #text: string;
  readonly #dialect: Dialect;

  constructor(text: string, dialect: Dialect, line: number, column: number) {
    this.#text = text;
    this.#dialect = dialect;
    this.#line = line;
    this.#lineStart = 1 - column;
  }

  read(): Tokens {
    if (this.#text.startsWith('#!')) this.#skipLine();
    while (this.#at < this.#text.length && this.#tokens.length < MAX_TOKENS) this.#next();
    if (this.#at < this.#text.length)
      this.#problems.push({ message: 'the script is too long to be read to its end', line: this.#line });
    else this.#unclosed(0);
    this.#push('end', '');
    return { tokens: this.#tokens, problems: this.#problems.sort((a, b) => a.line - b.line) };
  }

  /** Of several, the first: the others mostly follow from it. */
  #unclosed(from: number): void {
    const first = this.#open[from];
    if (first !== undefined) this.#problems.push({ message: `nothing closes this "${first.mark}"`, line: first.line });
  }

  #push(kind: Token['kind'], text: string, pieces?: readonly Piece[], line = this.#line, column = this.#column()): void {
    this.#tokens.push({ kind, text, line, column, spaced: this.#spaced, ...(pieces === undefined ? {} : { pieces }) });
    this.#spaced = false;
  }

  #column(at = this.#at): number {
    return at - this.#lineStart + 1;
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #newline(): void {
    this.#line++;
    this.#at++;
    this.#lineStart = this.#at;
  }

  #next(): void {
    const char = this.#text.charAt(this.#at);
    const following = this.#text.charAt(this.#at + 1);
    if (char === '\n') return this.#endOfLine();
    if (BLANKS.has(char)) return this.#blank();
    if (char === '\\' && (following === '\n' || following === '\r')) return this.#continuedLine();
    if (char === '/' && following === '/') return this.#skipLine();
    if (char === '/' && following === '*') return this.#comment();
    if (char === '"' || char === "'") return this.#quoted(char);
    if (char === '`') return this.#backticks();
    if (this.#dialect === 'groovy' && char === '/' && this.#startsValue()) return this.#slashy('/', '/');
    if (this.#dialect === 'groovy' && char === '$' && following === '/') return this.#slashy('$/', '/$');
    if (char >= '0' && char <= '9') return this.#number();
    if (isWordStart(char)) return this.#word();
    this.#mark();
  }

  #blank(): void {
    this.#at++;
    this.#spaced = true;
  }

  /** A backslash at its end joins a line to the next one. */
  #continuedLine(): void {
    this.#at++;
    if (this.#text.charAt(this.#at) === '\r') this.#at++;
    if (this.#text.charAt(this.#at) === '\n') this.#newline();
    this.#spaced = true;
  }

  #endOfLine(): void {
    const inside = this.#open.at(-1)?.mark;
    if (inside === undefined || inside === '{') this.#push('newline', '\n');
    this.#newline();
    this.#spaced = true;
  }

  #comment(): void {
    const line = this.#line;
    let depth = 1;
    this.#at += 2;
    while (this.#at < this.#text.length && depth > 0) {
      const char = this.#text.charAt(this.#at);
      const following = this.#text.charAt(this.#at + 1);
      if (char === '*' && following === '/') {
        depth--;
        this.#at += 2;
      } else if (this.#dialect === 'kotlin' && char === '/' && following === '*') {
        depth++;
        this.#at += 2;
      } else if (char === '\n') this.#newline();
      else this.#at++;
    }
    if (depth > 0) this.#problems.push({ message: 'a comment has no end', line });
    this.#spaced = true;
  }

  /** A slash begins a string only where a value may begin. */
  #startsValue(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined || last.kind === 'newline') return true;
    if (last.kind === 'mark') return ![')', ']', '}', '++', '--'].includes(last.text);
    if (last.kind !== 'word') return false;
    const end = this.#text.indexOf('\n', this.#at + 1);
    const close = this.#text.indexOf('/', this.#at + 1);
    return this.#spaced && close > 0 && (end < 0 || close < end) && this.#text.charAt(this.#at + 1) !== ' ';
  }

  #quoted(quote: string): void {
    const triple = this.#text.startsWith(quote.repeat(3), this.#at);
    const end = triple ? quote.repeat(3) : quote;
    const raw = triple && this.#dialect === 'kotlin';
    this.#string(end.length, end, { escapes: !raw, interpolates: quote === '"', multiline: triple });
  }

  #slashy(start: string, end: string): void {
    this.#string(start.length, end, { escapes: false, interpolates: true, multiline: true });
  }

  #string(skip: number, end: string, rule: StringRule): void {
    const [line, column] = [this.#line, this.#column()];
    const pieces: Piece[] = [];
    let run = '';
    this.#at += skip;
    while (!this.#endsString(end, rule, line)) {
      const piece = rule.interpolates && this.#text.charAt(this.#at) === '$' ? this.#interpolation() : undefined;
      if (piece === undefined) {
        run += this.#letter(end, rule);
        continue;
      }
      if (run !== '') pieces.push({ text: run });
      run = '';
      pieces.push(piece);
    }
    if (run !== '' || pieces.length === 0) pieces.push({ text: run });
    this.#push('string', '', pieces, line, column);
  }

  /** Whether a string that began on a line ends here, be it for want of an end. */
  #endsString(end: string, { multiline }: StringRule, line: number): boolean {
    if (this.#at >= this.#text.length) {
      this.#problems.push({ message: 'a string has no end', line });
      return true;
    }
    if (this.#text.startsWith(end, this.#at)) {
      // Of more quotes than three Kotlin takes the last three for the end.
      const isEarly = multiline && this.#dialect === 'kotlin' && this.#text.charAt(this.#at + end.length) === end.charAt(0);
      if (!isEarly) this.#at += end.length;
      return !isEarly;
    }
    const isCut = !multiline && this.#text.charAt(this.#at) === '\n';
    if (isCut) this.#problems.push({ message: 'a string has no end on its line', line });
    return isCut;
  }

  /** The next character that a string stands for. */
  #letter(end: string, { escapes }: StringRule): string {
    const char = this.#text.charAt(this.#at);
    if (char === '\n') {
      this.#newline();
      return char;
    }
    if (char === '\\' && escapes) return this.#escape();
    // A slashy string escapes its own end alone.
    const isSlash = char === '\\' && end === '/' && this.#text.charAt(this.#at + 1) === '/';
    this.#at += isSlash ? 2 : 1;
    return isSlash ? '/' : char;
  }

  #escape(): string {
    const next = this.#text.charAt(this.#at + 1);
    if (next === 'u') {
      const hex = this.#text.slice(this.#at + 2, this.#at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(hex)) {
        this.#at += 6;
        return String.fromCharCode(Number.parseInt(hex, 16));
      }
    }
    this.#at += 1;
    if (next === '\n') {
      this.#newline();
      return '';
    }
    this.#at += 1;
    return Object.hasOwn(ESCAPES, next) ? (ESCAPES[next] ?? next) : next;
  }

  /** `$name`, in Groovy `$name.property` too, or `${code}`; undefined where the dollar is just a dollar. */
  #interpolation(): Piece | undefined {
    const start = this.#at + 1;
    if (this.#text.charAt(start) === '{') return this.#braced(start + 1);
    if (!isWordStart(this.#text.charAt(start)) || this.#text.charAt(start) === '$') return undefined;
    let end = start;
    for (;;) {
      while (isWordPart(this.#text.charAt(end)) && this.#text.charAt(end) !== '$') end++;
      const next = this.#text.charAt(end + 1);
      const dotted = this.#text.charAt(end) === '.' && isWordStart(next) && next !== '$' && this.#dialect === 'groovy';
      if (!dotted) break;
      end++;
    }
    const piece = { code: this.#text.slice(start, end), line: this.#line, column: this.#column(start) };
    this.#at = end;
    return piece;
  }

  #braced(start: number): Piece {
    const [line, column] = [this.#line, this.#column(start)];
    let depth = 1;
    let quote = '';
    this.#at = start;
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at);
      if (quote !== '') {
        if (char === '\\') this.#at++;
        else if (char === quote) quote = '';
      } else if (char === '"' || char === "'") quote = char;
      else if (char === '{') depth++;
      else if (char === '}' && --depth === 0) break;
      if (this.#text.charAt(this.#at) === '\n') this.#newline();
      else this.#at++;
    }
    // `${-> x}` is worked out late, to the same.
    const code = this.#text.slice(start, this.#at).replace(/^\s*->/, '');
    this.#at++;
    return { code, line, column };
  }

  #backticks(): void {
    const end = this.#text.indexOf('`', this.#at + 1);
    const lineEnd = this.#text.indexOf('\n', this.#at);
    if (end < 0 || (lineEnd >= 0 && end > lineEnd)) {
      this.#at++;
      return;
    }
    this.#push('word', this.#text.slice(this.#at + 1, end));
    this.#at = end + 1;
  }

  #number(): void {
    const start = this.#at;
    const column = this.#column();
    while (/[0-9A-Za-z_]/.test(this.#text.charAt(this.#at))) this.#at++;
    if (this.#text.charAt(this.#at) === '.' && /[0-9]/.test(this.#text.charAt(this.#at + 1))) {
      this.#at++;
      while (/[0-9A-Za-z_]/.test(this.#text.charAt(this.#at))) this.#at++;
    }
    this.#push('number', this.#text.slice(start, this.#at), undefined, this.#line, column);
  }

  #word(): void {
    const start = this.#at;
    const column = this.#column();
    while (this.#at < this.#text.length && isWordPart(this.#text.charAt(this.#at))) this.#at++;
    this.#push('word', this.#text.slice(start, this.#at), undefined, this.#line, column);
  }

  #mark(): void {
    const text = MARKS.find((mark) => this.#text.startsWith(mark, this.#at)) ?? this.#text.charAt(this.#at);
    this.#push('mark', text);
    this.#at += text.length;
    if (CLOSING[text] !== undefined) {
      this.#open.push({ mark: text, line: this.#line });
      if (this.#open.length <= MAX_DEPTH) return;
      this.#problems.push({ message: `brackets are nested deeper than ${MAX_DEPTH}`, line: this.#line });
      this.#at = this.#text.length;
    }
    if (text === ')' || text === ']' || text === '}') {
      const from = this.#open.findLastIndex(({ mark }) => CLOSING[mark] === text);
      if (from >= 0) {
        this.#unclosed(from + 1);
        this.#open.length = from;
      } else this.#problems.push({ message: `"${text}" closes nothing`, line: this.#line });
    }
  }
}

function isWordStart(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || char === '_' || char === '$' || char > '\u00bf';
}

function isWordPart(char: string): boolean {
  return isWordStart(char) || (char >= '0' && char <= '9');
}
