/** Statements of Python, as far as the lists of a setup.py need them; the rest is passed over by name. */
import { append } from '../../../../src/model/index.ts';
import { ExpressionParser, MAX_DEPTH, UNREAD } from './expressions.ts';
import type { Token } from './tokens.ts';
import type { Argument, Block, Expression, Statement } from './tree.ts';

/** The statements of a source; what is not understood is `unread`, and ends with its line. */
export function parsePython(text: string): Block {
  return new StatementParser(text).block(-1, 0);
}

class StatementParser extends ExpressionParser {
  /** What does not begin its line has nothing below it. */
  #columnOf({ offset, isFirst }: Token): number {
    if (!isFirst) return Number.POSITIVE_INFINITY;
    let start = offset;
    while (start > 0 && !'\n\r'.includes(this.source[start - 1] ?? '')) start--;
    return offset - start;
  }

  /** All lines that are indented further than the one around. */
  block(around: number, depth: number): Block {
    const statements: Statement[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end' || (token.isFirst && this.#columnOf(token) <= around)) return statements;
      const before = this.position;
      statements.push(this.#statement(depth));
      this.#endLine();
      if (this.position === before) this.position++;
    }
  }

  /** Passes over what is left of a line that was not understood, and the semicolon between two statements. */
  #endLine(): void {
    while (!this.peek().isFirst && !this.is(';') && this.peek().kind !== 'end') this.position++;
    if (!this.peek().isFirst) this.take(';');
  }

  /** What follows a colon: a block below, or statements on the same line. */
  #body(column: number, depth: number): Block {
    while (!this.is(':') && !this.peek().isFirst && this.peek().kind !== 'end') this.position++;
    if (!this.is(':') || depth > MAX_DEPTH) return [];
    this.position++;
    if (this.peek().isFirst) return this.block(column, depth + 1);
    const statements: Statement[] = [];
    while (!this.peek().isFirst && this.peek().kind !== 'end') {
      const before = this.position;
      statements.push(this.#statement(depth + 1));
      this.#endLine();
      if (this.position === before) this.position++;
    }
    return statements;
  }

  #statement(depth: number): Statement {
    const token = this.peek();
    const { offset } = token;
    const column = this.#columnOf(token);
    if (token.kind !== 'name') return this.#simple(depth);
    const next = (): void => {
      this.position++;
    };
    switch (token.text) {
      case 'if':
        next();
        return this.#if(column, depth, offset);
      case 'for': {
        next();
        const target = this.targets(depth);
        this.take('in');
        const of = this.several(depth);
        const body = this.#body(column, depth);
        this.#otherwise(column, depth);
        return { kind: 'for', target, of, body, offset };
      }
      case 'while':
        next();
        this.expression(depth);
        return { kind: 'while', body: this.#body(column, depth), offset };
      case 'def':
        next();
        return this.#function(column, depth, offset);
      case 'class': {
        next();
        const name = this.peek().text;
        return { kind: 'class', name, body: this.#body(column, depth), offset };
      }
      case 'try':
        next();
        return this.#try(column, depth, offset);
      case 'with': {
        next();
        const of = this.expression(depth);
        const as = this.take('as') ? this.targets(depth) : undefined;
        return { kind: 'with', of, ...(as === undefined ? {} : { as }), body: this.#body(column, depth), offset };
      }
      case 'return': {
        next();
        return this.peek().isFirst ? { kind: 'return', offset } : { kind: 'return', value: this.several(depth), offset };
      }
      case 'raise':
        return { kind: 'leave', how: 'raise', offset };
      case 'continue':
      case 'break':
        return { kind: 'leave', how: 'continue', offset };
      case 'import':
      case 'from':
        next();
        return { kind: 'import', names: this.#imports(token.text === 'from'), offset };
      case 'del':
        next();
        return { kind: 'delete', of: this.expression(depth), offset };
      case 'global':
      case 'nonlocal': {
        next();
        const names: string[] = [];
        while (this.peek().kind === 'name' && !this.peek().isFirst) {
          names.push(this.peek().text);
          next();
          this.take(',');
        }
        return { kind: 'global', names, offset };
      }
      default:
        return this.#simple(depth);
    }
  }

  #simple(depth: number): Statement {
    const { offset } = this.peek();
    const first = this.several(depth);
    const targets: Expression[] = [];
    let value = first;
    if (this.is(':') && !this.peek().isFirst) {
      // An annotation: `NAMES: list[str] = …`
      this.position++;
      this.expression(depth);
      if (!this.is('=')) return { kind: 'pass', offset };
    }
    for (const operator of ['+', '|', '-', '*', '%'])
      if (this.isSigns(`${operator}=`)) {
        this.position += 2;
        return { kind: 'grow', target: first, operator, value: this.several(depth), offset };
      }
    while (this.is('=') && !this.isSigns('==')) {
      this.position++;
      targets.push(value);
      value = this.several(depth);
    }
    return targets.length === 0 ? { kind: 'expression', value, offset } : { kind: 'assign', targets, value, offset };
  }

  #if(column: number, depth: number, offset: number): Statement {
    const test = this.expression(depth);
    const body = this.#body(column, depth);
    return { kind: 'if', test, body, other: this.#otherwise(column, depth), offset };
  }

  #otherwise(column: number, depth: number): Block {
    const token = this.peek();
    if (!token.isFirst || this.#columnOf(token) !== column || depth > MAX_DEPTH) return [];
    if (this.take('else')) return this.#body(column, depth);
    return this.take('elif') ? [this.#if(column, depth + 1, token.offset)] : [];
  }

  #function(column: number, depth: number, offset: number): Statement {
    const name = this.peek().text;
    this.position++;
    const parameters: Argument[] = [];
    if (this.take('('))
      while (!this.is(')') && this.peek().kind !== 'end') {
        const star = this.is('*') ? (this.isSigns('**') ? '**' : '*') : '';
        this.position += star.length;
        const token = this.peek();
        if (token.kind === 'name') this.position++;
        if (this.take(':')) this.expression(depth);
        const value = this.take('=') ? this.expression(depth) : UNREAD;
        parameters.push({ name: star + token.text, value });
        if (!this.take(',') && !this.is(')')) this.position++;
      }
    this.take(')');
    return { kind: 'function', name, parameters, body: this.#body(column, depth), offset };
  }

  #try(column: number, depth: number, offset: number): Statement {
    const body = [...this.#body(column, depth)];
    const handlers: { of: string; body: Block }[] = [];
    for (;;) {
      const token = this.peek();
      if (!token.isFirst || this.#columnOf(token) !== column) break;
      if (this.take('except')) {
        const start = this.peek().offset;
        while (!this.is(':') && !this.peek().isFirst) this.position++;
        handlers.push({ of: this.source.slice(start, this.peek().offset).trim(), body: this.#body(column, depth) });
      } else if (this.take('else') || this.take('finally')) append(body, this.#body(column, depth));
      else break;
    }
    return { kind: 'try', body, handlers, offset };
  }

  #imports(isFrom: boolean): readonly { readonly from: string; readonly name: string; readonly as: string }[] {
    const dotted = (): string => {
      let path = '';
      while (!this.peek().isFirst && (this.is('.') || (this.peek().kind === 'name' && !this.is('import') && !this.is('as')))) {
        path += this.peek().text;
        this.position++;
      }
      return path;
    };
    const from = isFrom ? dotted() : '';
    if (isFrom) this.take('import');
    this.take('(');
    const names: { from: string; name: string; as: string }[] = [];
    if (isFrom && this.take('*')) names.push({ from, name: '*', as: '*' });
    while (this.peek().kind === 'name' && !this.peek().isFirst) {
      const name = dotted();
      const as = this.take('as') ? dotted() : isFrom ? name : (name.split('.')[0] ?? name);
      names.push({ from, name, as });
      if (!this.take(',')) break;
    }
    this.take(')');
    return names;
  }
}
