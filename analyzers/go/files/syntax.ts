/**
 * The syntax that go.mod and go.work share (Go Modules Reference, "Lexical elements" and "Grammar"): lines of tokens,
 * some of them gathered in `verb ( … )` blocks, with `//` comments that belong to the line they follow or precede.
 */

import type { Position } from '../../../src/formats/lines.ts';

/** Columns count characters (code points). */
export type { Position };

export interface Token {
  readonly kind: 'word' | 'string' | 'punctuation';
  readonly text: string;
  readonly at: Position;
}

export interface SyntaxLine {
  readonly tokens: readonly Token[];
  readonly at: Position;
  /** Whole-line comments above; an empty one stands for a blank line within a block. */
  readonly before: readonly string[];
  /** The comment at the end of the line. */
  readonly suffix?: string;
}

export interface SyntaxBlock {
  /** What stands before the parenthesis. */
  readonly tokens: readonly Token[];
  readonly at: Position;
  readonly before: readonly string[];
  readonly lines: readonly SyntaxLine[];
}

export type Statement = { readonly line: SyntaxLine } | { readonly block: SyntaxBlock };

export interface SyntaxProblem {
  readonly at: Position;
  readonly message: string;
}

export interface Syntax {
  /** All statements, or those before the problem. */
  readonly statements: readonly Statement[];
  readonly problem?: SyntaxProblem;
}

type Lexeme =
  | Token
  | { readonly kind: 'newline' | 'end'; readonly at: Position }
  | { readonly kind: 'comment' | 'line-end-comment'; readonly text: string; readonly at: Position };

class SyntaxFailure extends Error {
  readonly at: Position;
  constructor(at: Position, message: string) {
    super(message);
    this.at = at;
  }
}

const PUNCTUATION = '()[]{},';
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
/** A run of a word: printable characters but for punctuation, where `/` must not begin a comment. */
const WORD_RUN = /[!-'*+\-.0-Z\\^-z|~]+|\/(?![/*])|(?:(?![!-~])[\p{L}\p{M}\p{N}\p{P}\p{S}])/uy;

class Lexer {
  readonly #text: string;
  #offset = 0;
  #line = 1;
  #lineStart = 0;
  /** The last column that was asked for, from which the next one of the line is counted. */
  #known = { offset: 0, column: 1 };
  #next: Lexeme;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#read();
  }

  peek(): Lexeme {
    return this.#next;
  }

  take(): Lexeme {
    const lexeme = this.#next;
    this.#next = this.#read();
    return lexeme;
  }

  /** Where the lexer stands: behind the lexeme that `peek` shows. */
  position(): Position {
    let { offset, column } = this.#known;
    while (offset < this.#offset) {
      offset += (this.#text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
      column++;
    }
    this.#known = { offset, column };
    return { line: this.#line, column };
  }

  fail(message: string, at: Position = this.position()): never {
    throw new SyntaxFailure(at, message);
  }

  #character(): string {
    const code = this.#text.codePointAt(this.#offset);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #newline(): void {
    this.#offset++;
    this.#line++;
    this.#lineStart = this.#offset;
    this.#known = { offset: this.#offset, column: 1 };
  }

  #read(): Lexeme {
    this.#skipBlanks();
    const at = this.position();
    const character = this.#character();
    if (character === '') return { kind: 'end', at };
    if (this.#text.startsWith('//', this.#offset)) return this.#comment(at);
    this.#refuseBlockComment();
    if (character === '\n') {
      this.#newline();
      return { kind: 'newline', at };
    }
    if (PUNCTUATION.includes(character)) {
      this.#offset++;
      return { kind: 'punctuation', text: character, at };
    }
    if (character === '"' || character === '`') return this.#string(character, at);
    return this.#word(at);
  }

  #skipBlanks(): void {
    for (;;) {
      const character = this.#text[this.#offset];
      if (character !== ' ' && character !== '\t' && character !== '\r') return;
      this.#offset++;
    }
  }

  #refuseBlockComment(): void {
    if (this.#text.startsWith('/*', this.#offset)) {
      this.fail('mod files must use // comments (not /* */ comments)');
    }
  }

  #comment(at: Position): Lexeme {
    const follows = this.#text.slice(this.#lineStart, this.#offset).trim() !== '';
    const end = this.#text.indexOf('\n', this.#offset);
    const stop = end === -1 ? this.#text.length : end;
    const text = this.#text.slice(this.#offset, stop).replace(/\r$/, end === -1 ? '\r' : '');
    this.#offset = stop;
    if (end !== -1) this.#newline();
    return { kind: follows ? 'line-end-comment' : 'comment', text, at };
  }

  #string(quote: string, at: Position): Lexeme {
    const start = this.#offset++;
    for (;;) {
      const character = this.#character();
      if (character === '') this.fail('unexpected EOF in string', at);
      if (character === '\n') this.fail('unexpected newline in string');
      this.#offset += character.length;
      if (character === quote) break;
      if (character === '\\' && quote === '"') this.#escaped(at);
    }
    return { kind: 'string', text: this.#text.slice(start, this.#offset), at };
  }

  #escaped(at: Position): void {
    const character = this.#character();
    if (character === '') this.fail('unexpected EOF in string', at);
    if (character === '\n') this.#newline();
    else this.#offset += character.length;
  }

  #word(at: Position): Lexeme {
    const start = this.#offset;
    WORD_RUN.lastIndex = start;
    for (;;) {
      const match = WORD_RUN.exec(this.#text);
      if (match === null) break;
      this.#offset += match[0].length;
    }
    this.#refuseBlockComment();
    if (this.#offset === start) this.fail(`unexpected input character ${quoteCharacter(this.#character())}`);
    return { kind: 'word', text: this.#text.slice(start, this.#offset), at };
  }
}

function quoteCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const named: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 11: '\\v', 12: '\\f' };
  const short = named[code];
  if (short !== undefined) return `'${short}'`;
  if (PRINTABLE.test(character)) return `'${character}'`;
  if (code < 0x80) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return code <= 0xffff ? `'\\u${code.toString(16).padStart(4, '0')}'` : `'\\U${code.toString(16).padStart(8, '0')}'`;
}

function endsLine(lexeme: Lexeme): boolean {
  return lexeme.kind === 'newline' || lexeme.kind === 'end' || lexeme.kind === 'line-end-comment';
}

function isToken(lexeme: Lexeme): lexeme is Token {
  return lexeme.kind === 'word' || lexeme.kind === 'string' || lexeme.kind === 'punctuation';
}

function isPunctuation(lexeme: Lexeme, text: string): boolean {
  return lexeme.kind === 'punctuation' && lexeme.text === text;
}

/** Reads a file; a syntax error ends it, with the go command's own position and the statements read so far. */
export function parseSyntax(text: string, file = 'go.mod'): Syntax {
  const statements: Statement[] = [];
  try {
    readStatements(new Lexer(text), file, statements);
    return { statements };
  } catch (error) {
    if (error instanceof SyntaxFailure) return { statements, problem: { at: error.at, message: error.message } };
    throw error;
  }
}

function readStatements(lexer: Lexer, file: string, statements: Statement[]): void {
  let comments: string[] = [];
  for (;;) {
    const lexeme = lexer.peek();
    if (lexeme.kind === 'end') return;
    if (lexeme.kind === 'newline' || lexeme.kind === 'line-end-comment') {
      lexer.take();
      comments = [];
    } else if (lexeme.kind === 'comment') {
      lexer.take();
      comments.push(lexeme.text);
    } else {
      statements.push(readStatement(lexer, file, comments));
      comments = [];
    }
  }
}

/** A parenthesis opens a block only at the end of its line; elsewhere it is a token like any other. */
function readStatement(lexer: Lexer, file: string, before: readonly string[]): Statement {
  const tokens: Token[] = [];
  const at = lexer.peek().at;
  for (;;) {
    const lexeme = lexer.take();
    if (!isToken(lexeme)) return { line: { tokens, at, before, ...suffixOf(lexeme) } };
    if (!isPunctuation(lexeme, '(') || tokens.length === 0) {
      tokens.push(lexeme);
      continue;
    }
    const next = lexer.peek();
    if (endsLine(next)) return { block: { tokens, at, before, lines: readBlock(lexer, file, at) } };
    tokens.push(lexeme);
    if (isToken(next) && isPunctuation(next, ')')) {
      lexer.take();
      if (endsLine(lexer.peek())) {
        lexer.take();
        return { block: { tokens: tokens.slice(0, -1), at, before, lines: [] } };
      }
      tokens.push(next);
    }
  }
}

function suffixOf(lexeme: Lexeme): { readonly suffix?: string } {
  return lexeme.kind === 'line-end-comment' ? { suffix: lexeme.text } : {};
}

function readBlock(lexer: Lexer, file: string, start: Position): readonly SyntaxLine[] {
  const lines: SyntaxLine[] = [];
  let comments: string[] = [];
  for (;;) {
    const lexeme = lexer.peek();
    if (lexeme.kind === 'line-end-comment') {
      lexer.take();
    } else if (lexeme.kind === 'newline') {
      lexer.take();
      const blank = comments.length === 0 ? lines.length > 0 : comments.at(-1) !== '';
      if (blank) comments.push('');
    } else if (lexeme.kind === 'comment') {
      lexer.take();
      comments.push(lexeme.text);
    } else if (lexeme.kind === 'end') {
      lexer.fail(`syntax error (unterminated block started at ${file}:${start.line}:${start.column})`);
    } else if (isPunctuation(lexeme, ')')) {
      lexer.take();
      if (!endsLine(lexer.peek())) lexer.fail('syntax error (expected newline after closing paren)');
      lexer.take();
      return lines;
    } else {
      lines.push(readLine(lexer, comments));
      comments = [];
    }
  }
}

function readLine(lexer: Lexer, before: readonly string[]): SyntaxLine {
  const tokens: Token[] = [];
  const at = lexer.peek().at;
  for (;;) {
    const lexeme = lexer.take();
    if (!isToken(lexeme)) return { tokens, at, before, ...suffixOf(lexeme) };
    tokens.push(lexeme);
  }
}

/** Unquotes a Go interpreted string literal (Go specification, "String literals"); undefined when malformed. */
export function unquote(literal: string): string | undefined {
  if (literal.length < 2 || !literal.startsWith('"') || !literal.endsWith('"')) return undefined;
  const body = literal.slice(1, -1);
  if (!body.includes('\\')) return /["\n]/.test(body) ? undefined : body;
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    if (body[at] === '"' || body[at] === '\n') return undefined;
    if (body[at] !== '\\') {
      const end = nextSpecial(body, at);
      chunks.push(Buffer.from(body.slice(at, end)));
      at = end;
      continue;
    }
    const escaped = readEscape(body.slice(at + 1, at + 10));
    if (escaped === undefined) return undefined;
    chunks.push(escaped.bytes);
    at += 1 + escaped.length;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function nextSpecial(body: string, from: number): number {
  let at = from;
  while (at < body.length && body[at] !== '\\' && body[at] !== '"' && body[at] !== '\n') at++;
  return at;
}

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  '"': 34,
};

function readEscape(text: string): { readonly bytes: Buffer; readonly length: number } | undefined {
  const simple = SIMPLE_ESCAPES[text.charAt(0)];
  if (simple !== undefined) return { bytes: Buffer.from([simple]), length: 1 };
  const byte = /^x([0-9a-fA-F]{2})|^([0-7]{3})/.exec(text);
  if (byte !== null) {
    const value = byte[1] === undefined ? Number.parseInt(byte[2] ?? '', 8) : Number.parseInt(byte[1], 16);
    return value > 255 ? undefined : { bytes: Buffer.from([value]), length: byte[0].length };
  }
  const point = /^u([0-9a-fA-F]{4})|^U([0-9a-fA-F]{8})/.exec(text);
  if (point === null) return undefined;
  const value = Number.parseInt(point[1] ?? point[2] ?? '', 16);
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { bytes: Buffer.from(String.fromCodePoint(value)), length: point[0].length };
}
