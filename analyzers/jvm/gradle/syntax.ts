/** Scripts as statements. Reading never fails: what fits nothing becomes `opaque`. */
import { NO_COMMAND } from './cursor.ts';
import { Expressions } from './expressions.ts';
import type { Expression, Position, Script, Statement } from './syntax-tree.ts';
import { type Dialect, type Token, tokenize } from './tokens.ts';

/** Reads a script; never throws, whatever the text. */
export function parseScript(text: string, dialect: Dialect): Script {
  const { tokens, problems } = tokenize(text, dialect);
  const parser = new Parser(tokens, dialect, 0);
  const statements = parser.statements(false);
  return { statements, package: parser.package, problems: [...problems, ...parser.problems] };
}

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

class Parser extends Expressions {
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

  private statement(): Statement | undefined {
    return this.deeper<Statement | undefined>(() => this.statementHere(), undefined);
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
      case 'when':
      case 'switch': {
        const body = this.is('(', 1) || this.is('{', 1) ? this.choices(position) : undefined;
        if (body !== undefined)
          return { kind: 'if', test: { kind: 'constant', value: true, ...position }, yes: body, no: [], ...position };
        break;
      }
      case 'while':
      case 'try':
      case 'do':
      case 'finally':
      case 'else':
      case 'catch':
        if (this.is('{', 1) || this.is('(', 1)) return this.keywordBlock(position);
        break;
      case 'class':
      case 'interface':
        return this.classStatement(position);
      case 'object':
        return this.objectStatement(position);
      case 'fun':
        return this.kotlinFunction(position);
      case 'case':
        if (this.dialect !== 'groovy') break;
        this.at++;
        this.expression();
        this.take(':');
        return undefined;
      case 'default':
        if (!this.is(':', 1)) break;
        this.at += 2;
        return undefined;
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

  protected block(): Statement[] {
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

  /** Of classes only plug-ins matter (`class X : Plugin<Project>`, `implements Plugin<Project>`): their `apply` can be followed. */
  private classStatement(position: Position): Statement | undefined {
    this.at++;
    const name = this.peek().text;
    let isPlugin = false;
    while (!this.is('{') && this.peek().kind !== 'newline' && this.peek().kind !== 'end') {
      isPlugin ||= this.peek().text === 'Plugin' && this.is('<', 1);
      if (this.is('(')) this.skipBalanced();
      else this.at++;
    }
    if (isPlugin && this.take('{')) return { kind: 'plugin', name, body: this.statements(true), ...position };
    if (this.is('{')) this.skipBalanced();
    return undefined;
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
    const defaults = new Map<string, Expression>();
    const params = this.parameterList(defaults);
    if (this.take(':')) this.type();
    const body = this.functionBody();
    return { kind: 'declare', names: [name], value: { kind: 'closure', params, defaults, body, ...position }, ...position };
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

  /** `defaults` takes what stands for arguments that are left out. */
  private parameterList(defaults = new Map<string, Expression>()): string[] {
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
          this.at++;
          defaults.set(name, this.expression());
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

  private declaration(position: Position): Statement {
    this.at++;
    if (this.is('<')) this.typeArguments();
    if (this.is('(')) {
      const names = this.parameterList();
      const value = this.take('=') ? this.command() : undefined;
      return { kind: 'declare', names, ...(value === undefined ? {} : { value }), ...position };
    }
    // Groovy: `def String name`; Kotlin: `val Project.name`.
    const typed = () => this.dialect === 'groovy' && this.peek(1).kind === 'word' && !NO_COMMAND.has(this.peek(1).text);
    while (typed() || this.is('.', 1)) this.at += this.is('.', 1) ? 2 : 1;
    return this.declarationOf(position);
  }

  private declarationOf(position: Position): Statement {
    const name = this.peek().text;
    this.at++;
    if (this.dialect === 'groovy' && this.is('(')) {
      const defaults = new Map<string, Expression>();
      const params = this.parameterList(defaults);
      return {
        kind: 'declare',
        names: [name],
        value: { kind: 'closure', params, defaults, body: this.functionBody(), ...position },
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
    const value = this.command();
    const [names, values] = [[name], [value]];
    // Groovy declares several at once: `def a = 1, b = 2`.
    while (this.dialect === 'groovy' && this.is(',') && this.peek(1).kind === 'word' && this.is('=', 2)) {
      names.push(this.peek(1).text);
      this.at += 3;
      this.skipNewlines();
      values.push(this.command());
    }
    if (names.length === 1) return { kind: 'declare', names, value, ...position };
    return { kind: 'declare', names, value: { kind: 'list', items: values, ...position }, ...position };
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
}
