import { Choices } from './choices.ts';
import { NO_COMMAND } from './cursor.ts';
import { fixed } from './literals.ts';
import type { Argument, Expression, Position } from './syntax-tree.ts';
import type { Token } from './tokens.ts';

const BINARY: Readonly<Record<string, number>> = {
  '?:': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '===': 4,
  '!==': 4,
  '==~': 4,
  '=~': 4,
  '<=>': 4,
  '<': 5,
  '>': 5,
  '<=': 5,
  '>=': 5,
  in: 5,
  '!in': 5,
  is: 5,
  instanceof: 5,
  as: 9,
  '..': 6,
  '..<': 6,
  until: 5.5,
  downTo: 5.5,
  step: 5.5,
  and: 5.5,
  or: 5.5,
  xor: 5.5,
  '<<': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
};

/** Kotlin's functions that stand between two numbers, a range and a number, or two conditions. */
const INFIX = new Set(['until', 'downTo', 'step', 'and', 'or', 'xor']);

/** Reads expressions: operators, calls with and without parentheses, what stands behind a dot. */
export abstract class Expressions extends Choices {
  /** An expression that may be a command without parentheses: `implementation 'a:b:1'`, `id 'x' version '1' apply false`. */
  protected command(): Expression {
    return this.deeper<Expression>(() => {
      let expression = this.expression();
      for (;;) {
        const longer = this.#chained(expression) ?? this.#furtherArguments(expression) ?? this.#calledWithout(expression);
        if (longer === undefined) return expression;
        expression = longer;
      }
    }, this.opaque(this.place()));
  }

  /** `id('x') version '1'`, Kotlin's infix calls; `substitute(module('a:b')) using(module('a:c:1'))`. */
  #chained(expression: Expression): Expression | undefined {
    const token = this.peek();
    if ((expression.kind !== 'call' && expression.kind !== 'string') || token.kind !== 'word' || NO_COMMAND.has(token.text))
      return undefined;
    const callee: Expression = { kind: 'property', object: expression, name: token.text, ...this.place(token) };
    if (this.startsArgument(1)) {
      this.at++;
      return { kind: 'call', callee, args: this.commandArguments(true), ...this.place(token) };
    }
    if (!this.is('(', 1)) return undefined;
    this.at++;
    return this.postfix(callee);
  }

  /** Parentheses after a blank hold but the first argument: `implementation ('a:b:' + v), 'c:d:1'`. */
  #furtherArguments(expression: Expression): Expression | undefined {
    if (this.dialect !== 'groovy' || expression.kind !== 'call' || expression.spaced !== true || !this.is(',')) return undefined;
    this.at++;
    this.skipNewlines();
    return { ...expression, args: [...expression.args, ...this.commandArguments(false)], spaced: false };
  }

  /** Groovy's calls without parentheses; it calls by the name that a text gives, too: `"$configuration" 'a:b:1'`. */
  #calledWithout(callee: Expression): Expression | undefined {
    const isCallee = isPath(callee) || (callee.kind === 'string' && this.peek().spaced);
    if (this.dialect !== 'groovy' || !isCallee || !this.startsArgument(0)) return undefined;
    return { kind: 'call', callee, args: this.commandArguments(false), line: callee.line, column: callee.column };
  }

  protected startsArgument(ahead: number): boolean {
    const token = this.peek(ahead);
    if (!token.spaced) return token.kind === 'string' && this.dialect === 'groovy';
    if (token.kind === 'string' || token.kind === 'number') return true;
    if (token.kind === 'word') return !NO_COMMAND.has(token.text);
    if (token.text === '[') return true;
    if (token.text === '(' && ahead > 0) return true;
    return (token.text === '-' || token.text === '!') && !this.peek(ahead + 1).spaced && this.dialect === 'groovy';
  }

  protected commandArguments(single: boolean): Argument[] {
    // Kotlin's infix calls take one operand and associate to the left.
    if (single && this.dialect === 'kotlin') return [{ value: this.expression() }];
    const args: Argument[] = [];
    for (;;) {
      args.push(this.argument());
      if (!this.is(',')) return args;
      this.at++;
      this.skipNewlines();
    }
  }

  protected argument(): Argument {
    const token = this.peek();
    const named = (token.kind === 'word' || token.kind === 'string') && this.is(':', 1) && this.dialect === 'groovy';
    const assigned = token.kind === 'word' && this.is('=', 1) && this.dialect === 'kotlin';
    if (named || assigned) {
      const name = token.kind === 'string' ? fixed(token.pieces ?? []) : token.text;
      this.at += 2;
      this.skipNewlines();
      return { ...(name === undefined ? {} : { name }), value: this.expression() };
    }
    if (this.is('*')) this.at++;
    return { value: this.nestedCommand() };
  }

  /** Inside arguments Groovy lets a call without parentheses follow only in the last place; Kotlin knows infix calls. */
  protected nestedCommand(): Expression {
    const expression = this.expression();
    const token = this.peek();
    if (this.dialect === 'kotlin' && token.kind === 'word' && !NO_COMMAND.has(token.text) && this.startsArgument(1)) {
      this.at++;
      const callee: Expression = { kind: 'property', object: expression, name: token.text, ...this.place(token) };
      return { kind: 'call', callee, args: [{ value: this.expression() }], ...this.place(token) };
    }
    return expression;
  }

  expression(): Expression {
    return this.deeper<Expression>(() => {
      const test = this.binary(0);
      const mark = this.at;
      this.skipNewlines();
      if (!(this.is('?') && this.dialect === 'groovy')) {
        this.at = mark;
        return test;
      }
      this.at++;
      this.skipNewlines();
      const yes = this.expression();
      this.skipNewlines();
      if (!this.take(':')) return this.opaque(test);
      this.skipNewlines();
      return { kind: 'choice', test, yes, no: this.expression(), line: test.line, column: test.column };
    }, this.opaque(this.place()));
  }

  protected binary(least: number): Expression {
    let left = this.unary();
    for (;;) {
      const mark = this.at;
      this.skipNewlines();
      const token = this.peek();
      // On a new line only these go on with the expression; `-` and the like begin another one.
      if (this.at > mark && !(token.kind === 'mark' && ['?:', '&&', '||'].includes(token.text))) {
        this.at = mark;
        return left;
      }
      let op = token.kind === 'mark' || token.kind === 'word' ? token.text : '';
      if (op === '!' && this.is('in', 1)) op = '!in';
      const isName = INFIX.has(op) && this.dialect !== 'kotlin';
      const power = !isName && Object.hasOwn(BINARY, op) ? (BINARY[op] ?? 0) : 0;
      if (power === 0 || power <= least) {
        this.at = mark;
        return left;
      }
      this.at += op === '!in' ? 2 : 1;
      this.skipNewlines();
      if (op === 'as') {
        this.take('?');
        this.type();
        continue;
      }
      const right = this.binary(power);
      left = { kind: 'binary', op, left, right, line: left.line, column: left.column };
    }
  }

  protected unary(): Expression {
    const position = this.place();
    if (this.take('!'))
      return this.deeper<Expression>(() => ({ kind: 'not', operand: this.unary(), ...position }), this.opaque(position));
    if (this.is('-') || this.is('+') || this.is('*') || this.is('++') || this.is('--')) this.at++;
    return this.postfix(this.primary());
  }

  protected primary(): Expression {
    const token = this.peek();
    const position = this.place(token);
    switch (token.kind) {
      case 'string':
        this.at++;
        return this.stringOf(token.pieces ?? [], position);
      case 'number':
        this.at++;
        return { kind: 'number', text: token.text, ...position };
      case 'word':
        return this.wordOf(token, position);
      case 'mark':
        if (token.text === '(') {
          if (this.dialect === 'groovy' && this.cast()) return this.unary();
          this.at++;
          const inner = this.closing(this.command(), ')');
          return inner;
        }
        if (token.text === '[') return this.listOrMap(position);
        if (token.text === '{') return this.closure();
        if (token.text === '::' && this.peek(1).kind === 'word') return this.#reference(position);
        if (token.text === '@') {
          this.annotations();
          return this.opaque(position);
        }
        return this.opaque(position);
      default:
        return this.opaque(position);
    }
  }

  protected wordOf(token: Token, position: Position): Expression {
    if (token.text === 'if' && this.is('(', 1)) return this.ifExpression(position);
    if (['when', 'switch', 'try'].includes(token.text) && (this.is('{', 1) || this.is('(', 1))) {
      const body = token.text === 'try' ? undefined : this.choices(position);
      // Its value is that of the branch that is taken.
      if (body !== undefined)
        return { kind: 'call', callee: { kind: 'closure', params: [], body, ...position }, args: [], ...position };
      this.at++;
      if (this.is('(')) this.skipBalanced();
      if (this.is('{')) this.skipBalanced();
      return this.opaque(position);
    }
    if (token.text === 'fun' && this.is('(', 1)) return this.anonymousFunction(position);
    this.at++;
    if (token.text === 'true' || token.text === 'false') return { kind: 'constant', value: token.text === 'true', ...position };
    if (token.text === 'null') return { kind: 'constant', value: null, ...position };
    if (token.text === 'new') {
      const made = this.postfix(this.primary());
      return made.kind === 'call' ? made : this.opaque(position);
    }
    return { kind: 'name', name: token.text, ...position };
  }

  /** Kotlin's function without a name, from its keyword on. */
  protected abstract anonymousFunction(position: Position): Expression;

  protected ifExpression(position: Position): Expression {
    this.at += 2;
    const test = this.closing(this.expression(), ')');
    const yes = this.branch();
    this.skipNewlines();
    if (!this.take('else')) return this.opaque(position);
    return { kind: 'choice', test, yes, no: this.branch(), ...position };
  }

  protected branch(): Expression {
    this.skipNewlines();
    const position = this.place();
    if (!this.take('{')) return this.expression();
    const last = this.statements(true).at(-1);
    return last?.kind === 'expression' ? last.expression : this.opaque(position);
  }

  protected postfix(start: Expression): Expression {
    let expression = start;
    for (;;) {
      const mark = this.at;
      if (expression.kind !== 'opaque') this.skipNewlines();
      const newline = this.at > mark;
      const token = this.peek();
      if (token.kind !== 'mark' || (newline && token.text !== '.' && token.text !== '?.')) {
        this.at = mark;
        return expression;
      }
      const next = this.postfixStep(expression, token);
      if (next === undefined) {
        this.at = mark;
        return expression;
      }
      expression = next;
    }
  }

  protected postfixStep(expression: Expression, token: Token): Expression | undefined {
    const position = { line: expression.line, column: expression.column };
    switch (token.text) {
      case '.':
      case '?.':
      case '*.':
      case '::': {
        this.at++;
        this.skipNewlines();
        const name = this.peek();
        if (name.kind !== 'word' && name.kind !== 'string') return this.opaque(position);
        this.at++;
        const text = name.kind === 'string' ? (fixed(name.pieces ?? []) ?? '') : name.text;
        const safe = token.text === '?.' ? ({ safe: true } as const) : {};
        return { kind: 'property', object: expression, name: text, ...safe, ...this.place(name) };
      }
      case '!!':
        this.at++;
        return expression;
      case '++':
      case '--':
        this.at++;
        return expression;
      case '(':
        if (token.spaced && !isPath(expression) && !(this.dialect === 'groovy' && expression.kind === 'string')) return undefined;
        return { kind: 'call', callee: expression, args: this.callArguments(), spaced: token.spaced, ...position };
      case '[': {
        if (token.spaced) return undefined;
        this.at++;
        const index = this.closing(this.expression(), ']');
        return { kind: 'index', object: expression, index, ...position };
      }
      case '{': {
        if (expression.kind !== 'call' && !isPath(expression) && expression.kind !== 'string') return undefined;
        const value = this.closure();
        if (expression.kind === 'call') return { ...expression, args: [...expression.args, { value }] };
        return { kind: 'call', callee: expression, args: [{ value }], ...position };
      }
      case '<':
        if (this.dialect === 'groovy' || token.spaced || !isPath(expression)) return undefined;
        return this.#typed(expression);
      default:
        return undefined;
    }
  }

  /** Kotlin's `::implementation`: a block that calls what it names. */
  #reference(position: Position): Expression {
    const callee: Expression = { kind: 'name', name: this.peek(1).text, ...position };
    this.at += 2;
    const expression: Expression = {
      kind: 'call',
      callee,
      args: [{ value: { kind: 'name', name: 'it', ...position } }],
      ...position,
    };
    return { kind: 'closure', params: [], body: [{ kind: 'expression', expression, ...position }], ...position };
  }

  /** `the<JavaPluginExtension>()`: the type is kept where a name has one. */
  #typed(expression: Expression): Expression | undefined {
    // Of a name with its package the last part.
    let end = 1;
    while (this.is('.', end + 1) && this.peek(end + 2).kind === 'word') end += 2;
    const type = this.peek(end).text;
    if (!this.typeArguments()) return undefined;
    return expression.kind === 'name' || expression.kind === 'property' ? { ...expression, type } : expression;
  }

  protected callArguments(): Argument[] {
    this.at++;
    const args: Argument[] = [];
    while (!this.is(')') && this.peek().kind !== 'end') {
      const before = this.at;
      args.push(this.argument());
      this.skipNewlines();
      if (this.take(',')) continue;
      if (this.is(')')) break;
      if (this.is('}')) return args;
      // Something that is not understood: leave it out, keep what follows the next comma.
      if (this.at === before) this.at++;
      while (!this.is(',') && !this.is(')') && !this.is('}') && this.peek().kind !== 'end') {
        if (this.is('(') || this.is('[') || this.is('{')) this.skipBalanced();
        else this.at++;
      }
    }
    this.take(')');
    return args;
  }

  protected closing(expression: Expression, mark: string): Expression {
    if (this.take(mark)) return expression;
    // Something in the brackets was not understood: go to their end.
    let depth = 1;
    for (; this.peek().kind !== 'end'; this.at++) {
      const token = this.peek();
      if (token.kind !== 'mark') continue;
      if (token.text === '(' || token.text === '[' || token.text === '{') depth++;
      if ((token.text === ')' || token.text === ']' || token.text === '}') && --depth === 0) break;
    }
    this.take(mark);
    return this.opaque(expression);
  }
}

/** A name, or a property of anything: what stands before a dot is closed in itself. */
function isPath(expression: Expression): boolean {
  return expression.kind === 'name' || (expression.kind === 'property' && expression.object.kind !== 'opaque');
}
