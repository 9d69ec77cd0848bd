import { type Dialect, MAX_DEPTH, type Piece, type Token, tokenize } from './tokens.ts';

/**
 * The tree of a build script: what Groovy and Kotlin have in common as far as builds use it. What doesn't fit becomes
 * `opaque` and reading goes on at the next line: one odd statement never hides the rest.
 */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Expression = Position &
  (
    | { readonly kind: 'string'; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'constant'; readonly value: boolean | null }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'property'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
    | { readonly kind: 'closure'; readonly params: readonly string[]; readonly body: readonly Statement[] }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
    | { readonly kind: 'binary'; readonly op: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
    | { readonly kind: 'opaque' }
  );

export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

export type Statement = Position &
  (
    | { readonly kind: 'expression'; readonly expression: Expression }
    | { readonly kind: 'declare'; readonly names: readonly string[]; readonly value?: Expression; readonly by?: true }
    | { readonly kind: 'assign'; readonly target: Expression; readonly op: '=' | '+='; readonly value: Expression }
    | { readonly kind: 'if'; readonly test: Expression; readonly yes: readonly Statement[]; readonly no: readonly Statement[] }
    | { readonly kind: 'for'; readonly names: readonly string[]; readonly items: Expression; readonly body: readonly Statement[] }
    | { readonly kind: 'object'; readonly name: string; readonly body: readonly Statement[] }
    | { readonly kind: 'return'; readonly value: Expression }
    | { readonly kind: 'opaque'; readonly body: readonly Statement[] }
  );

export interface Script {
  readonly statements: readonly Statement[];
  /** Kotlin's `package`, part of a precompiled plugin's id. */
  readonly package: string;
  readonly problems: readonly { readonly message: string; readonly line: number }[];
}

/** Reads a script; never throws, whatever the text. */
export function parseScript(text: string, dialect: Dialect): Script {
  const { tokens, problems } = tokenize(text, dialect);
  const parser = new Parser(tokens, dialect, 0);
  const statements = parser.statements(false);
  return { statements, package: parser.package, problems: [...problems, ...parser.problems] };
}

const BINARY: Readonly<Record<string, number>> = {
  '?:': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '===': 4,
  '!==': 4,
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
  '<<': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
}; // prettier-ignore

const MODIFIERS = new Set([
  'final',
  'private',
  'public',
  'protected',
  'internal',
  'const',
  'static',
  'lateinit',
  'override',
  'open',
  'abstract',
  'data',
  'inline',
  'operator',
  'infix',
  'suspend',
  'companion',
  'sealed',
  'enum',
  'annotation',
]); // prettier-ignore
const NO_COMMAND = new Set(['in', 'as', 'is', 'instanceof', 'else', 'by', 'step', 'until', 'downTo']);
const KEYWORD_STARTS = new Set([
  'if',
  'for',
  'while',
  'when',
  'switch',
  'try',
  'class',
  'interface',
  'object',
  'fun',
  'def',
  'val',
  'var',
  'import',
  'package',
  'return',
  'throw',
  'do',
  'else',
  'catch',
  'finally',
]); // prettier-ignore

class Parser {
  package = '';
  readonly problems: { message: string; line: number }[] = [];
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly dialect: Dialect;
  private readonly nesting: number;
  private readonly last: Token;

  constructor(tokens: readonly Token[], dialect: Dialect, nesting: number) {
    this.tokens = tokens;
    this.dialect = dialect;
    this.nesting = nesting;
    this.last = tokens.at(-1) ?? { kind: 'end', text: '', line: 1, column: 1, spaced: true };
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.last;
  }

  private is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === 'mark' || token.kind === 'word');
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private skipNewlines(): void {
    while (this.peek().kind === 'newline') this.at++;
  }

  /** Statements up to the end, or up to the brace that closes a block (which is taken). */
  statements(block: boolean): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      while (this.peek().kind === 'newline' || this.is(';') || this.is(',')) this.at++;
      if (this.peek().kind === 'end') return statements;
      if (this.is('}')) {
        this.at++;
        if (block) return statements;
        continue;
      }
      const before = this.at;
      const statement = this.statement();
      if (statement !== undefined) statements.push(statement);
      if (this.at === before) this.at++;
      this.finish(statements);
    }
  }

  /** After a statement only its end may follow; what else stands there is read as statements of their own. */
  private finish(statements: Statement[]): void {
    const token = this.peek();
    if (token.kind === 'newline' || token.kind === 'end' || this.is(';') || this.is('}')) return;
    if (token.kind === 'mark') {
      statements.push({ kind: 'opaque', body: [], line: token.line, column: token.column });
      if (!this.is('{')) this.at++;
    }
  }

  private deeper<T>(read: () => T, otherwise: T): T {
    if (this.depth >= MAX_DEPTH * 2) {
      this.at = this.tokens.length;
      this.problems.push({ message: 'expressions nest too deep to be read', line: this.peek().line });
      return otherwise;
    }
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  private place(token: Token = this.peek()): Position {
    return { line: token.line, column: token.column };
  }

  private opaque(position: Position): Expression {
    return { kind: 'opaque', ...position };
  }

  private statement(): Statement | undefined {
    return this.deeper<Statement | undefined>(() => this.statementHere(), undefined);
  }

  private annotations(): void {
    while (this.is('@') && this.peek(1).kind === 'word') {
      this.at += 2;
      while (this.is('.') || this.is(':')) this.at += 2;
      if (this.is('(')) this.skipBalanced();
      this.skipNewlines();
    }
  }

  private skipBalanced(): void {
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

  private skipToLineEnd(): void {
    while (this.peek().kind !== 'newline' && this.peek().kind !== 'end' && !this.is(';')) this.at++;
  }

  private statementHere(): Statement | undefined {
    this.annotations();
    const start = this.at;
    while (this.peek().kind === 'word' && MODIFIERS.has(this.peek().text) && this.peek(1).kind === 'word') this.at++;
    const position = this.place();
    const word = this.peek().kind === 'word' ? this.peek().text : '';
    switch (word) {
      case 'import':
        this.skipToLineEnd();
        return undefined;
      case 'package': {
        const from = this.at + 1;
        this.skipToLineEnd();
        this.package = this.tokens
          .slice(from, this.at)
          .map((token) => token.text)
          .join('');
        return undefined;
      }
      case 'if':
        return this.ifStatement(position);
      case 'for':
        return this.forStatement(position);
      case 'while':
      case 'when':
      case 'switch':
        if (this.is('(', 1) || this.is('{', 1)) return this.keywordBlock(position);
        break;
      case 'try':
      case 'do':
      case 'finally':
      case 'else':
      case 'catch':
        if (this.is('{', 1) || this.is('(', 1)) return this.keywordBlock(position);
        break;
      case 'class':
      case 'interface':
        while (!this.is('{') && this.peek().kind !== 'newline' && this.peek().kind !== 'end') {
          if (this.is('(')) this.skipBalanced();
          else this.at++;
        }
        if (this.is('{')) this.skipBalanced();
        return undefined;
      case 'object':
        return this.objectStatement(position);
      case 'fun':
        return this.kotlinFunction(position);
      case 'throw':
      case 'assert':
        this.skipToLineEnd();
        return undefined;
      case 'return': {
        this.at++;
        if (this.endsHere()) return undefined;
        return { kind: 'return', value: this.command(), ...position };
      }
      case 'def':
      case 'val':
      case 'var':
        if (this.peek(1).kind === 'word' || this.is('(', 1) || this.is('<', 1)) return this.declaration(position);
        break;
    }
    if (this.dialect === 'groovy') {
      const typed = this.typedDeclaration(position);
      if (typed !== undefined) return typed;
    }
    if (this.at > start && this.is('=', 1)) return this.declarationOf(position);
    return this.expressionStatement(position);
  }

  private endsHere(): boolean {
    return this.peek().kind === 'newline' || this.peek().kind === 'end' || this.is(';') || this.is('}') || this.is(')');
  }

  private expressionStatement(position: Position): Statement {
    const expression = this.command();
    if (this.is('=') || this.is('+=')) {
      const op = this.peek().text === '+=' ? '+=' : '=';
      this.at++;
      this.skipNewlines();
      return { kind: 'assign', target: expression, op, value: this.command(), ...position };
    }
    return { kind: 'expression', expression, ...position };
  }

  private block(): Statement[] {
    this.skipNewlines();
    if (this.take('{')) return this.statements(true);
    const one = this.statement();
    return one === undefined ? [] : [one];
  }

  private ifStatement(position: Position): Statement {
    this.at++;
    const test = this.take('(') ? this.closing(this.expression(), ')') : this.opaque(position);
    const yes = this.block();
    const mark = this.at;
    this.skipNewlines();
    if (this.take(';')) this.skipNewlines();
    if (!this.take('else')) {
      this.at = mark;
      return { kind: 'if', test, yes, no: [], ...position };
    }
    return { kind: 'if', test, yes, no: this.block(), ...position };
  }

  private closing(expression: Expression, mark: string): Expression {
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

  private forStatement(position: Position): Statement {
    this.at++;
    if (!this.take('(')) return this.keywordBody(position);
    while (this.peek().kind === 'word' && this.peek(1).kind === 'word' && !this.is('in', 1)) this.at++;
    const names = this.is('(') ? this.parameterList() : [this.peek().text];
    if (names.length === 1 && this.peek(-1).text !== ')') this.at++;
    if (!(this.is('in') || this.is(':'))) {
      this.closing(this.opaque(position), ')');
      return { kind: 'opaque', body: this.block(), ...position };
    }
    this.at++;
    const items = this.closing(this.expression(), ')');
    return { kind: 'for', names, items, body: this.block(), ...position };
  }

  private keywordBlock(position: Position): Statement {
    this.at++;
    if (this.is('(')) this.skipBalanced();
    return this.keywordBody(position);
  }

  private keywordBody(position: Position): Statement {
    this.skipNewlines();
    return { kind: 'opaque', body: this.take('{') ? this.statements(true) : [], ...position };
  }

  private objectStatement(position: Position): Statement | undefined {
    this.at++;
    const name = this.peek().kind === 'word' ? this.peek().text : 'Companion';
    while (!this.is('{') && this.peek().kind !== 'newline' && this.peek().kind !== 'end') this.at++;
    return this.take('{') ? { kind: 'object', name, body: this.statements(true), ...position } : undefined;
  }

  private kotlinFunction(position: Position): Statement | undefined {
    this.at++;
    if (this.is('<')) this.typeArguments();
    while (this.is('.', 1) || this.is('?', 1) || this.is('?.', 1)) this.at += 2;
    const name = this.peek().text;
    this.at++;
    if (!this.is('(')) {
      this.skipToLineEnd();
      return undefined;
    }
    const params = this.parameterList();
    if (this.take(':')) this.type();
    const body = this.functionBody();
    return { kind: 'declare', names: [name], value: { kind: 'closure', params, body, ...position }, ...position };
  }

  private functionBody(): Statement[] {
    if (this.take('=')) {
      this.skipNewlines();
      const position = this.place();
      return [{ kind: 'return', value: this.command(), ...position }];
    }
    this.skipNewlines();
    return this.take('{') ? this.statements(true) : [];
  }

  private parameterList(): string[] {
    const params: string[] = [];
    this.at++;
    while (!this.is(')') && this.peek().kind !== 'end') {
      let name = '';
      while (!this.is(',') && !this.is(')') && this.peek().kind !== 'end') {
        if (this.is('(') || this.is('{') || this.is('[')) {
          this.skipBalanced();
          continue;
        }
        const token = this.peek();
        // Kotlin names come first (`name: Type`), Groovy's last (`Type name = value`).
        if (token.kind === 'word' && (this.dialect === 'groovy' || name === '')) name = token.text;
        if (this.is('=')) {
          while (!this.is(',') && !this.is(')') && this.peek().kind !== 'end') {
            if (this.is('(') || this.is('{') || this.is('[')) this.skipBalanced();
            else this.at++;
          }
          break;
        }
        this.at++;
      }
      if (name !== '') params.push(name);
      this.take(',');
    }
    this.take(')');
    return params;
  }

  /** Skips a type as Kotlin writes it after a colon. */
  private type(): void {
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
  private typeArguments(): boolean {
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

  private declaration(position: Position): Statement {
    this.at++;
    if (this.is('<')) this.typeArguments();
    if (this.is('(')) {
      const names = this.parameterList();
      const value = this.take('=') ? this.command() : undefined;
      return { kind: 'declare', names, ...(value === undefined ? {} : { value }), ...position };
    }
    // Groovy: `def String name`; Kotlin: `val Project.name`.
    while ((this.peek(1).kind === 'word' && !NO_COMMAND.has(this.peek(1).text)) || this.is('.', 1))
      this.at += this.is('.', 1) ? 2 : 1;
    return this.declarationOf(position);
  }

  private declarationOf(position: Position): Statement {
    const name = this.peek().text;
    this.at++;
    if (this.dialect === 'groovy' && this.is('(')) {
      const params = this.parameterList();
      return {
        kind: 'declare',
        names: [name],
        value: { kind: 'closure', params, body: this.functionBody(), ...position },
        ...position,
      };
    }
    if (this.take(':')) this.type();
    if (this.take('by')) return { kind: 'declare', names: [name], value: this.command(), by: true, ...position };
    if (!this.take('=')) {
      const mark = this.at;
      this.skipNewlines();
      if (this.is('get') && this.is('(', 1)) {
        this.at++;
        this.skipBalanced();
        if (this.take(':')) this.type();
        const body = this.functionBody();
        const first = body[0];
        if (first?.kind === 'return') return { kind: 'declare', names: [name], value: first.value, ...position };
      } else this.at = mark;
      return { kind: 'declare', names: [name], ...position };
    }
    this.skipNewlines();
    return { kind: 'declare', names: [name], value: this.command(), ...position };
  }

  /** Groovy: `String version = '1'`, `List<String> libs = […]`, `String name(args) {`. */
  private typedDeclaration(position: Position): Statement | undefined {
    if (this.peek().kind !== 'word' || KEYWORD_STARTS.has(this.peek().text)) return undefined;
    const from = this.at;
    this.at++;
    while (this.is('.') && this.peek(1).kind === 'word') this.at += 2;
    if (this.is('<')) this.typeArguments();
    if (this.is('[') && this.is(']', 1)) this.at += 2;
    if (this.peek().kind === 'word' && this.at > from) {
      const method = this.is('(', 1) && this.startsMethod();
      if (this.is('=', 1) || method) return this.declarationOf(position);
    }
    this.at = from;
    return undefined;
  }

  /** Whether `name ( … ) {` with nothing but parameters stands here, and the word before looks like a type. */
  private startsMethod(): boolean {
    const type = this.peek(-1).text;
    if (!/^(?:void|boolean|int|long|[A-Z]\w*|>|\])$/.test(type)) return false;
    const from = this.at;
    this.at++;
    this.skipBalanced();
    const found = this.is('{');
    this.at = from;
    return found;
  }

  /** An expression that may be a command without parentheses: `implementation 'a:b:1'`, `id 'x' version '1' apply false`. */
  private command(): Expression {
    return this.deeper<Expression>(() => {
      let expression = this.expression();
      for (;;) {
        if (expression.kind === 'call' || expression.kind === 'string') {
          // A chain: `id('x') version '1'`, Kotlin's infix calls.
          const token = this.peek();
          if (token.kind === 'word' && !NO_COMMAND.has(token.text) && this.startsArgument(1)) {
            this.at++;
            const callee: Expression = { kind: 'property', object: expression, name: token.text, ...this.place(token) };
            const args = this.commandArguments(true);
            expression = { kind: 'call', callee, args, ...this.place(token) };
            continue;
          }
        }
        if (this.dialect === 'groovy' && isPath(expression) && this.startsArgument(0)) {
          const args = this.commandArguments(false);
          expression = { kind: 'call', callee: expression, args, line: expression.line, column: expression.column };
          continue;
        }
        return expression;
      }
    }, this.opaque(this.place()));
  }

  private startsArgument(ahead: number): boolean {
    const token = this.peek(ahead);
    if (!token.spaced) return false;
    if (token.kind === 'string' || token.kind === 'number') return true;
    if (token.kind === 'word') return !NO_COMMAND.has(token.text);
    if (token.text === '[') return true;
    if (token.text === '(' && ahead > 0) return true;
    return (token.text === '-' || token.text === '!') && !this.peek(ahead + 1).spaced && this.dialect === 'groovy';
  }

  private commandArguments(single: boolean): Argument[] {
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

  private argument(): Argument {
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
  private nestedCommand(): Expression {
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

  private binary(least: number): Expression {
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
      const power = Object.hasOwn(BINARY, op) ? (BINARY[op] ?? 0) : 0;
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

  private unary(): Expression {
    const position = this.place();
    if (this.take('!'))
      return this.deeper<Expression>(() => ({ kind: 'not', operand: this.unary(), ...position }), this.opaque(position));
    if (this.is('-') || this.is('+') || this.is('*') || this.is('++') || this.is('--')) this.at++;
    return this.postfix(this.primary());
  }

  private primary(): Expression {
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
        if (token.text === '@') {
          this.annotations();
          return this.opaque(position);
        }
        return this.opaque(position);
      default:
        return this.opaque(position);
    }
  }

  /** Skips Groovy's `(Type)` before a value. */
  private cast(): boolean {
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

  private wordOf(token: Token, position: Position): Expression {
    if (token.text === 'if' && this.is('(', 1)) return this.ifExpression(position);
    if ((token.text === 'when' || token.text === 'switch' || token.text === 'try') && (this.is('{', 1) || this.is('(', 1))) {
      this.at++;
      if (this.is('(')) this.skipBalanced();
      if (this.is('{')) this.skipBalanced();
      return this.opaque(position);
    }
    this.at++;
    if (token.text === 'true' || token.text === 'false') return { kind: 'constant', value: token.text === 'true', ...position };
    if (token.text === 'null') return { kind: 'constant', value: null, ...position };
    if (token.text === 'new') {
      const made = this.postfix(this.primary());
      return made.kind === 'call' ? made : this.opaque(position);
    }
    return { kind: 'name', name: token.text, ...position };
  }

  private ifExpression(position: Position): Expression {
    this.at += 2;
    const test = this.closing(this.expression(), ')');
    const yes = this.branch();
    this.skipNewlines();
    if (!this.take('else')) return this.opaque(position);
    return { kind: 'choice', test, yes, no: this.branch(), ...position };
  }

  private branch(): Expression {
    this.skipNewlines();
    const position = this.place();
    if (!this.take('{')) return this.expression();
    const last = this.statements(true).at(-1);
    return last?.kind === 'expression' ? last.expression : this.opaque(position);
  }

  private stringOf(pieces: readonly Piece[], position: Position): Expression {
    const parts = pieces.map((piece): string | Expression => {
      if ('text' in piece) return piece.text;
      if (this.nesting >= 8) return this.opaque(position);
      const { tokens } = tokenize(piece.code, this.dialect, piece.line, piece.column);
      return new Parser(tokens, this.dialect, this.nesting + 1).expression();
    });
    return { kind: 'string', parts, ...position };
  }

  private listOrMap(position: Position): Expression {
    this.at++;
    if (this.is(':') && this.is(']', 1)) {
      this.at += 2;
      return { kind: 'map', entries: [], ...position };
    }
    const items: Expression[] = [];
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.is(']') && this.peek().kind !== 'end') {
      const before = this.at;
      if (this.is('*') && this.is(':', 1)) this.at += 2;
      const key = this.expression();
      if (this.take(':')) entries.push({ key: keyOf(key), value: this.expression() });
      else items.push(key);
      if (!this.take(',') && !this.is(']')) {
        if (this.at === before) this.at++;
        if (this.is('}') || this.is(')')) break;
      }
    }
    this.take(']');
    return entries.length > 0 ? { kind: 'map', entries, ...position } : { kind: 'list', items, ...position };
  }

  private closure(): Expression {
    return this.deeper<Expression>(() => {
      const position = this.place();
      this.at++;
      const params = this.closureParameters();
      return { kind: 'closure', params, body: this.statements(true), ...position };
    }, this.opaque(this.place()));
  }

  private closureParameters(): string[] {
    const from = this.at;
    const params: string[] = [];
    this.skipNewlines();
    let name = '';
    for (let steps = 0; steps < 60; steps++, this.at++) {
      const token = this.peek();
      if (this.is('->')) {
        this.at++;
        if (name !== '') params.push(name);
        return params;
      }
      if (this.is(',')) {
        if (name !== '') params.push(name);
        name = '';
      } else if (token.kind === 'word') {
        if (this.dialect === 'groovy' || name === '') name = token.text;
      } else if (![':', '.', '<', '>', '?', '(', ')'].includes(token.text) || token.kind !== 'mark') break;
    }
    this.at = from;
    return [];
  }

  private postfix(start: Expression): Expression {
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

  private postfixStep(expression: Expression, token: Token): Expression | undefined {
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
        return { kind: 'property', object: expression, name: text, ...this.place(name) };
      }
      case '!!':
        this.at++;
        return expression;
      case '++':
      case '--':
        this.at++;
        return expression;
      case '(':
        if (token.spaced && !isPath(expression)) return undefined;
        return { kind: 'call', callee: expression, args: this.callArguments(), ...position };
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
        if (this.dialect === 'groovy' || token.spaced || !isPath(expression) || !this.typeArguments()) return undefined;
        return expression;
      default:
        return undefined;
    }
  }

  private callArguments(): Argument[] {
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
}

function fixed(pieces: readonly Piece[]): string | undefined {
  return pieces.every((piece) => 'text' in piece)
    ? pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
    : undefined;
}

/** A bare word as the key of a map is its text. */
function keyOf(key: Expression): Expression {
  return key.kind === 'name' ? { kind: 'string', parts: [key.name], line: key.line, column: key.column } : key;
}

function isPath(expression: Expression): boolean {
  return expression.kind === 'name' || (expression.kind === 'property' && isChain(expression.object));
}

function isChain(expression: Expression): boolean {
  return expression.kind !== 'opaque' && expression.kind !== 'binary' && expression.kind !== 'choice';
}
