/** Scripts as statements. Reading never fails: what fits nothing becomes `opaque`. */
import { Declarations } from './declarations.ts';
import type { Expression, Leaving, Position, Script, Statement } from './syntax-tree.ts';
import { type Dialect, type Token, tokenize } from './tokens.ts';

/** Reads a script; never throws, whatever the text. */
export function parseScript(text: string, dialect: Dialect): Script {
  const { tokens, problems } = tokenize(text, dialect);
  const parser = new Parser(tokens, dialect, 0);
  const statements = parser.statements(false);
  return { statements, package: parser.package, problems: [...problems, ...parser.problems] };
}

/** Assignments that work the new value out of the old one. */
const COMPOUND: ReadonlyMap<string, string> = new Map(['-', '*', '/', '%'].map((op) => [`${op}=`, op]));

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
]);

/** The range that a counting loop's condition makes. */
const COUNTING: Readonly<Record<string, string>> = { '<': '..<', '<=': '..' };

class Parser extends Declarations {
  package = '';

  protected nested(tokens: readonly Token[]): Expression {
    return new Parser(tokens, this.dialect, this.nesting + 1).expression();
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
      const statement = this.#statement();
      if (statement !== undefined) statements.push(statement);
      if (this.at === before) this.at++;
      this.#finish(statements);
    }
  }

  /** After a statement only its end may follow; what else stands there is read as statements of their own. */
  #finish(statements: Statement[]): void {
    const token = this.peek();
    if (token.kind === 'newline' || token.kind === 'end' || this.is(';') || this.is('}')) return;
    if (token.kind === 'mark') {
      statements.push({ kind: 'opaque', body: [], line: token.line, column: token.column });
      if (!this.is('{')) this.at++;
    }
  }

  #statement(): Statement | undefined {
    return this.deeper<Statement | undefined>(() => this.#statementHere(), undefined);
  }

  #statementHere(): Statement | undefined {
    this.annotations();
    const start = this.at;
    while (this.peek().kind === 'word' && MODIFIERS.has(this.peek().text) && this.peek(1).kind === 'word') this.at++;
    const position = this.place();
    const read = this.peek().kind === 'word' ? this.#byWord(this.peek().text, position) : undefined;
    if (read !== undefined) return read.statement;
    if (this.dialect === 'groovy') {
      const typed = this.typedDeclaration(position);
      if (typed !== undefined) return typed;
    }
    if (this.at > start && this.is('=', 1)) return this.declarationOf(position);
    return this.#expressionStatement(position);
  }

  /** A statement that begins with a word of the language; undefined where the word is a name like any other. */
  #byWord(word: string, position: Position): { readonly statement: Statement | undefined } | undefined {
    const isBlock = this.is('{', 1) || this.is('(', 1);
    switch (word) {
      case 'if':
        return { statement: this.#ifStatement(position) };
      case 'for':
        return { statement: this.#forStatement(position) };
      case 'when':
      case 'switch': {
        const body = isBlock ? this.choices(position) : undefined;
        return body === undefined ? undefined : { statement: this.#always([...body], position) };
      }
      case 'try':
      case 'finally':
        if (!this.is('{', 1)) return undefined;
        this.at++;
        return { statement: this.#always(this.block(), position) };
      case 'catch':
        return this.is('(', 1) ? { statement: this.#catchBlock() } : undefined;
      case 'while':
      case 'do':
      case 'else':
        return isBlock ? { statement: this.#keywordBlock(position) } : undefined;
      case 'class':
      case 'interface':
        return { statement: this.#classStatement(position) };
      case 'object':
        return { statement: this.#objectStatement(position) };
      case 'fun':
        return { statement: this.kotlinFunction(position) };
      case 'return':
        return { statement: this.#returnStatement(position) };
      case 'break':
      case 'continue':
        return { statement: this.#jump(word === 'break' ? 'loop' : 'turn', position) };
      case 'def':
      case 'val':
      case 'var':
        if (this.peek(1).kind !== 'word' && !this.is('(', 1) && !this.is('<', 1)) return undefined;
        return { statement: this.declaration(position) };
      default:
        return this.#passesBy(word) ? { statement: undefined } : undefined;
    }
  }

  /** What makes no difference to what a script declares; a file's package is kept. */
  #passesBy(word: string): boolean {
    switch (word) {
      case 'import':
      case 'throw':
      case 'assert':
        this.skipToLineEnd();
        return true;
      case 'package': {
        const from = this.at + 1;
        this.skipToLineEnd();
        const name = this.tokens.slice(from, this.at).map((token) => token.text);
        this.package = name.join('');
        return true;
      }
      case 'case':
        if (this.dialect !== 'groovy') return false;
        this.at++;
        this.expression();
        this.take(':');
        return true;
      case 'default':
        if (!this.is(':', 1)) return false;
        this.at += 2;
        return true;
      default:
        return false;
    }
  }

  /** Ends a loop, or one turn of it. */
  #jump(leaves: Leaving, position: Position): Statement {
    this.at++;
    if (this.take('@')) this.at++;
    return { kind: 'return', value: { kind: 'constant', value: null, ...position }, leaves, ...position };
  }

  #returnStatement(position: Position): Statement {
    this.at++;
    // Kotlin: `return@configureEach` leaves a block, `return` the function around it.
    const isLabelled = this.take('@');
    if (isLabelled) this.at++;
    const value: Expression = this.endsHere() ? { kind: 'constant', value: null, ...position } : this.command();
    const leaves = this.dialect === 'kotlin' && !isLabelled ? ({ leaves: 'function' } as const) : {};
    return { kind: 'return', value, ...leaves, ...position };
  }

  #expressionStatement(position: Position): Statement {
    const expression = this.command();
    if ((this.is('=') || this.is('+=')) && !['++', '--'].includes(this.peek(-1).text)) {
      const op = this.peek().text === '+=' ? '+=' : '=';
      this.at++;
      this.skipNewlines();
      return { kind: 'assign', target: expression, op, ...this.#assigned(), ...position };
    }
    return this.#counted(expression, position) ?? { kind: 'expression', expression, ...position };
  }

  /** `c`, or Groovy's `b = c`: what stands behind the first sign of equality. */
  #assigned(): { readonly value: Expression; readonly also?: readonly Expression[] } {
    const also: Expression[] = [];
    let value = this.command();
    while (this.dialect === 'groovy' && this.is('=')) {
      this.at++;
      this.skipNewlines();
      also.push(value);
      value = this.command();
    }
    return also.length === 0 ? { value } : { value, also };
  }

  /** `n -= 2`, `n++`: what else gives a variable another value. */
  #counted(expression: Expression, position: Position): Statement | undefined {
    if (expression.kind !== 'name') return undefined;
    const before = this.peek(-1).text;
    const one: Expression = { kind: 'number', text: '1', ...position };
    if (before === '++' || before === '--') return changed(expression, before.slice(1), one, position);
    const op = COMPOUND.get(this.peek().text);
    if (op === undefined) return undefined;
    this.at++;
    this.skipNewlines();
    return changed(expression, op, this.command(), position);
  }

  protected block(): Statement[] {
    this.skipNewlines();
    if (this.take('{')) return this.statements(true);
    const one = this.#statement();
    return one === undefined ? [] : [one];
  }

  #ifStatement(position: Position): Statement {
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

  #always(body: readonly Statement[], position: Position): Statement {
    return { kind: 'if', test: { kind: 'constant', value: true, ...position }, yes: body, no: [], ...position };
  }

  /** What stands there is for what fails: nothing fails while a script is read. */
  #catchBlock(): undefined {
    this.at++;
    this.skipBalanced();
    this.block();
  }

  #forStatement(position: Position): Statement {
    this.at++;
    if (!this.take('(')) return this.#keywordBody(position);
    while (this.peek().kind === 'word' && this.peek(1).kind === 'word' && !this.is('in', 1)) this.at++;
    const names = this.is('(') ? this.parameterList() : [this.peek().text];
    if (names.length === 1 && this.peek(-1).text !== ')') this.at++;
    if (this.is('=')) return this.#countingFor(names, position);
    if (!(this.is('in') || this.is(':'))) {
      this.closing(this.opaque(position), ')');
      return { kind: 'opaque', body: this.block(), ...position };
    }
    this.at++;
    const items = this.closing(this.expression(), ')');
    return { kind: 'for', names, items, body: this.block(), ...position };
  }

  /** `for (int i = 0; i < 3; i++)` goes over a range. */
  #countingFor(names: readonly string[], position: Position): Statement {
    this.at++;
    const from = this.expression();
    const test = this.take(';') ? this.expression() : undefined;
    const op = test?.kind === 'binary' ? COUNTING[test.op] : undefined;
    const isCounted = test?.kind === 'binary' && test.left.kind === 'name' && test.left.name === names[0] && op !== undefined;
    const steps = this.take(';') && [this.peek().text, this.peek(1).text].includes('++');
    if (steps) this.at += 2;
    const end = this.closing(from, ')');
    if (!isCounted || !steps || end.kind === 'opaque') return { kind: 'opaque', body: this.block(), ...position };
    const items: Expression = { kind: 'binary', op, left: from, right: test.right, ...position };
    return { kind: 'for', names, items, body: this.block(), ...position };
  }

  #keywordBlock(position: Position): Statement {
    this.at++;
    if (this.is('(')) this.skipBalanced();
    return this.#keywordBody(position);
  }

  #keywordBody(position: Position): Statement {
    this.skipNewlines();
    return { kind: 'opaque', body: this.take('{') ? this.statements(true) : [], ...position };
  }

  /** Of classes only plug-ins matter (`class X : Plugin<Project>`, `implements Plugin<Project>`): their `apply` can be followed. */
  #classStatement(position: Position): Statement | undefined {
    this.at++;
    const name = this.peek().text;
    let isPlugin = false;
    while (!this.is('{') && this.peek().kind !== 'newline' && this.peek().kind !== 'end') {
      isPlugin ||= this.peek().text === 'Plugin' && this.is('<', 1);
      if (this.is('(')) this.skipBalanced();
      else this.at++;
    }
    if (isPlugin && this.take('{')) return { kind: 'plugin', name, body: this.statements(true), ...position };
    // Groovy's classes hold versions as Kotlin's objects do: `class Versions { static final KAFKA = '3.7.0' }`.
    if (this.dialect === 'groovy' && this.take('{')) return { kind: 'object', name, body: this.statements(true), ...position };
    if (this.is('{')) this.skipBalanced();
    return undefined;
  }

  #objectStatement(position: Position): Statement | undefined {
    this.at++;
    const name = this.peek().kind === 'word' ? this.peek().text : 'Companion';
    while (!this.is('{') && this.peek().kind !== 'newline' && this.peek().kind !== 'end') this.at++;
    return this.take('{') ? { kind: 'object', name, body: this.statements(true), ...position } : undefined;
  }
}

/** `target = target op value`. */
function changed(target: Expression, op: string, value: Expression, position: Position): Statement {
  return { kind: 'assign', target, op: '=', value: { kind: 'binary', op, left: target, right: value, ...position }, ...position };
}
