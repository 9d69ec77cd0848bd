/** Variables and functions that a script declares, in the forms of both languages. */
import { NO_COMMAND } from './cursor.ts';
import { Expressions } from './expressions.ts';
import { type Expression, type Position, REST, type Statement } from './syntax-tree.ts';

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
]);

/** What Kotlin's types of functions are called here, by Gradle's class for a block. */
const FUNCTION_TYPE = 'Closure';

/** Groovy's words before a type. */
const MODIFIERS = new Set(['final', 'def']);

/** Classes, functions, loops and conditions of Groovy and Kotlin, as far as build scripts have them. */
export abstract class Declarations extends Expressions {
  protected anonymousFunction(position: Position): Expression {
    this.at++;
    const defaults = new Map<string, Expression>();
    const params = this.parameterList(defaults);
    if (this.take(':')) this.type();
    return { kind: 'closure', params, defaults, body: this.#functionBody(), isFunction: true, ...position };
  }

  protected kotlinFunction(position: Position): Statement | undefined {
    this.at++;
    if (this.is('<')) this.typeArguments();
    this.#receiver();
    const name = this.peek().text;
    this.at++;
    if (!this.is('(')) {
      this.skipToLineEnd();
      return undefined;
    }
    const defaults = new Map<string, Expression>();
    const types = new Map<string, string>();
    const params = this.parameterList(defaults, types);
    if (this.take(':')) this.type();
    const body = this.#functionBody();
    return {
      kind: 'declare',
      names: [name],
      value: { kind: 'closure', params, defaults, types, body, isFunction: true, ...position },
      method: true,
      ...position,
    };
  }

  /** The type that an extension function is called on, up to its name: `Map<String, String>.`. */
  #receiver(): void {
    for (;;) {
      if (this.is('.', 1) || this.is('?', 1) || this.is('?.', 1)) this.at += 2;
      else if (this.is('<', 1)) {
        this.at++;
        if (!this.typeArguments()) return;
        while (this.is('?') || this.is('.') || this.is('?.')) this.at++;
      } else return;
    }
  }

  #functionBody(): Statement[] {
    if (this.take('=')) {
      this.skipNewlines();
      const position = this.place();
      return [{ kind: 'return', value: this.command(), ...position }];
    }
    this.skipNewlines();
    return this.take('{') ? this.statements(true) : [];
  }

  /** `defaults` takes what stands for arguments that are left out, `types` what parameters are said to be. */
  protected parameterList(defaults = new Map<string, Expression>(), types = new Map<string, string>()): string[] {
    const params: string[] = [];
    this.at++;
    while (!this.is(')') && this.peek().kind !== 'end') {
      const name = this.#parameter(defaults, types);
      if (name !== '') params.push(name);
      this.take(',');
    }
    this.take(')');
    return params;
  }

  /** One parameter, up to what parts it from the next: its name, or none. */
  #parameter(defaults: Map<string, Expression>, types: Map<string, string>): string {
    let name = '';
    let isRest = false;
    let type: string | undefined;
    while (!this.#endsParameter()) {
      // Kotlin: `block: (String) -> Unit`.
      const isFunction = name !== '' && this.is('(');
      if (this.#skipGroup()) {
        if (isFunction) type ??= FUNCTION_TYPE;
        continue;
      }
      if (this.is('<') && this.typeArguments()) continue;
      if (this.is('=')) {
        this.#default(name, defaults);
        break;
      }
      const { kind, text } = this.peek();
      const isVararg = text === 'vararg' && this.dialect === 'kotlin' && name === '';
      isRest ||= isVararg || this.is('...');
      if (kind === 'word') {
        type = this.#typeOf(type, name);
        // Kotlin names come first (`name: Type`), Groovy's last (`Type name = value`).
        if (!isVararg && (this.dialect === 'groovy' || name === '')) name = text;
      }
      this.at++;
    }
    if (type !== undefined && type !== name) types.set(name, type);
    return isRest && name !== '' ? `${REST}${name}` : name;
  }

  /** The value behind a parameter's `=`, and whatever else stands up to the next one. */
  #default(name: string, defaults: Map<string, Expression>): void {
    this.at++;
    defaults.set(name, this.expression());
    while (!this.#endsParameter()) if (!this.#skipGroup()) this.at++;
  }

  #endsParameter(): boolean {
    return this.is(',') || this.is(')') || this.peek().kind === 'end';
  }

  #skipGroup(): boolean {
    const isGroup = this.is('(') || this.is('{') || this.is('[');
    if (isGroup) this.skipBalanced();
    return isGroup;
  }

  /** The type of the parameter whose words these are, once the one that is next has been read; its own arguments are none. */
  #typeOf(known: string | undefined, name: string): string | undefined {
    const { text } = this.peek();
    if (known !== undefined) return this.peek(-1).text === '.' && known === this.peek(-2).text ? text : known;
    const isFirst = this.dialect === 'groovy' ? !MODIFIERS.has(text) : name !== '';
    return isFirst ? text : undefined;
  }

  protected declaration(position: Position): Statement {
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

  protected declarationOf(position: Position): Statement {
    const name = this.peek().text;
    this.at++;
    if (this.dialect === 'groovy' && this.is('(')) {
      const defaults = new Map<string, Expression>();
      const types = new Map<string, string>();
      const params = this.parameterList(defaults, types);
      return {
        kind: 'declare',
        names: [name],
        value: { kind: 'closure', params, defaults, types, body: this.#functionBody(), ...position },
        method: true,
        ...position,
      };
    }
    if (this.take(':')) this.type();
    const nullable = this.peek(-1).text === '?';
    if (this.take('by')) return { kind: 'declare', names: [name], value: this.command(), by: true, nullable, ...position };
    if (!this.take('=')) {
      const mark = this.at;
      this.skipNewlines();
      if (this.is('get') && this.is('(', 1)) {
        this.at++;
        this.skipBalanced();
        if (this.take(':')) this.type();
        const body = this.#functionBody();
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
  protected typedDeclaration(position: Position): Statement | undefined {
    if (this.peek().kind !== 'word' || KEYWORD_STARTS.has(this.peek().text)) return undefined;
    const from = this.at;
    this.at++;
    while (this.is('.') && this.peek(1).kind === 'word') this.at += 2;
    if (this.is('<')) this.typeArguments();
    if (this.is('[') && this.is(']', 1)) this.at += 2;
    if (this.peek().kind === 'word' && this.at > from) {
      const method = this.is('(', 1) && this.#startsMethod();
      if (this.is('=', 1) || method) return this.declarationOf(position);
    }
    this.at = from;
    return undefined;
  }

  /** Whether `name ( … ) {` with nothing but parameters stands here, and the word before looks like a type. */
  #startsMethod(): boolean {
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
