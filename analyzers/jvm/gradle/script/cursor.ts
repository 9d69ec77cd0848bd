import type { Expression, Position } from './syntax-tree.ts';
import { type Dialect, MAX_DEPTH, type Token } from './tokens.ts';

/** Words after which no argument of a call begins. */
export const NO_COMMAND = new Set(['in', 'as', 'is', 'instanceof', 'else', 'by', 'step', 'until', 'downTo']);

/** A place among the tokens of a script, and what every reader of them needs: looking ahead, taking, skipping. */
export class Cursor {
  readonly problems: { message: string; line: number }[] = [];
  protected at = 0;
  protected depth = 0;
  protected readonly tokens: readonly Token[];
  protected readonly dialect: Dialect;
  protected readonly nesting: number;
  protected readonly last: Token;

  constructor(tokens: readonly Token[], dialect: Dialect, nesting: number) {
    this.tokens = tokens;
    this.dialect = dialect;
    this.nesting = nesting;
    this.last = tokens.at(-1) ?? { kind: 'end', text: '', line: 1, column: 1, spaced: true };
  }

  protected peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.last;
  }

  protected is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === 'mark' || token.kind === 'word');
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected skipNewlines(): void {
    while (this.peek().kind === 'newline') this.at++;
  }

  protected deeper<T>(read: () => T, otherwise: T): T {
    if (this.depth >= MAX_DEPTH * 2) {
      this.at = this.tokens.length;
      this.problems.push({ message: 'expressions are nested too deeply to be read', line: this.peek().line });
      return otherwise;
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  protected place(token: Token = this.peek()): Position {
    return { line: token.line, column: token.column };
  }

  protected opaque(position: Position): Expression {
    return { kind: 'opaque', ...position };
  }

  protected annotations(): void {
    while (this.is('@') && this.peek(1).kind === 'word') {
      this.at += 2;
      while (this.is('.') || this.is(':')) this.at += 2;
      if (this.is('(')) this.skipBalanced();
      this.skipNewlines();
    }
  }

  protected skipBalanced(): void {
    let depth = 0;
    for (; this.peek().kind !== 'end'; this.at++) {
      const token = this.peek();
      if (token.kind !== 'mark') continue;
      if (token.text === '(' || token.text === '[' || token.text === '{') depth++;
      if (token.text === ')' || token.text === ']' || token.text === '}') depth--;
      if (depth === 0) {
        this.at++;
        return;
      }
    }
  }

  protected skipToLineEnd(): void {
    while (this.peek().kind !== 'newline' && this.peek().kind !== 'end' && !this.is(';')) this.at++;
  }

  protected endsHere(): boolean {
    return this.peek().kind === 'newline' || this.peek().kind === 'end' || this.is(';') || this.is('}') || this.is(')');
  }

  /** Skips a type as Kotlin writes it after a colon. */
  protected type(): void {
    if (this.is('(')) this.skipBalanced();
    while (this.peek().kind === 'word' || this.is('.')) {
      this.at++;
      if (this.is('<')) this.typeArguments();
      while (this.take('?') || this.take('!!'));
      if (!this.is('.')) break;
    }
    if (this.take('->')) this.type();
  }

  /** Skips `<A, B<C>>` when that is what stands here; otherwise stays. */
  protected typeArguments(): boolean {
    const from = this.at;
    let depth = 0;
    for (; this.at - from < 60; this.at++) {
      const token = this.peek();
      if (this.is('<')) depth++;
      else if (this.is('<<')) depth += 2;
      else if (this.is('>')) {
        if (--depth === 0) {
          this.at++;
          return true;
        }
      } else if (
        !(token.kind === 'word' || ['.', ',', '?', '*', '(', ')', '->', '@'].includes(token.text)) ||
        token.kind === 'end'
      )
        break;
    }
    this.at = from;
    return false;
  }

  /** Skips Groovy's `(Type)` before a value. */
  protected cast(): boolean {
    const from = this.at;
    const type = this.peek(1);
    if (type.kind !== 'word' || !/^(?:[A-Z]|def$|int$|long$|boolean$|java$)/.test(type.text)) return false;
    this.at += 2;
    while (this.is('.') && this.peek(1).kind === 'word') this.at += 2;
    if (this.is('<')) this.typeArguments();
    if (this.is('[') && this.is(']', 1)) this.at += 2;
    const next = this.peek(1);
    const value = next.kind === 'word' || next.kind === 'string' || next.kind === 'number' || ['(', '['].includes(next.text);
    if (this.is(')') && value && !NO_COMMAND.has(next.text)) {
      this.at++;
      return true;
    }
    this.at = from;
    return false;
  }
}
