/** Expressions of Python; what is not understood is `unread`, and ends with its brackets or its line. */
import { append } from '../../../../src/model/index.ts';
import { type Token, tokenize } from './tokens.ts';
import type { Argument, Expression, Loop } from './tree.ts';

export const MAX_DEPTH = 60;

const BINARY: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '<=', '>=', '<', '>', 'in', 'not in', 'is', 'is not'],
  ['|'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads one expression after the other; statements are read by what extends it. */
export class ExpressionParser {
  protected readonly source: string;
  readonly #tokens: readonly Token[];
  protected position = 0;

  constructor(source: string) {
    this.source = source;
    this.#tokens = tokenize(source);
  }

  /** The expression that a text is. */
  whole(): Expression {
    return this.expression(0);
  }

  protected peek(ahead = 0): Token {
    return this.#tokens[this.position + ahead] ?? { kind: 'end', text: '', offset: this.source.length, isFirst: true };
  }

  protected is(text: string, ahead = 0): boolean {
    const { kind, text: own } = this.peek(ahead);
    return (kind === 'sign' || kind === 'name') && own === text;
  }

  /** A sign of several characters, which the tokenizer gives one by one. */
  protected isSigns(signs: string): boolean {
    return [...signs].every((sign, ahead) => {
      const token = this.peek(ahead);
      return token.kind === 'sign' && token.text === sign && token.offset === this.peek().offset + ahead;
    });
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.position++;
    return true;
  }

  /** An expression, or a tuple without parentheses. */
  protected several(depth: number): Expression {
    const first = this.#item(depth);
    if (!this.is(',') || this.peek().isFirst) return first;
    const items = [first];
    while (!this.peek().isFirst && this.take(',')) if (!this.#isAtEnd()) items.push(this.#item(depth));
    return { kind: 'list', items, isTuple: true, offset: first.offset };
  }

  #isAtEnd(): boolean {
    const { kind, text, isFirst } = this.peek();
    return kind === 'end' || isFirst || (kind === 'sign' && ')]}=:;'.includes(text));
  }

  /** One target, or several with commas. */
  protected targets(depth: number): Expression {
    const first = this.postfix(depth);
    if (!this.is(',')) return first;
    const items = [first];
    while (this.take(',')) if (!this.is('in') && !this.is(')')) items.push(this.postfix(depth));
    return { kind: 'list', items, isTuple: true, offset: first.offset };
  }

  #item(depth: number): Expression {
    const { offset } = this.peek();
    return this.take('*') ? { kind: 'star', of: this.expression(depth), offset } : this.expression(depth);
  }

  protected expression(depth: number): Expression {
    const { offset } = this.peek();
    if (depth > MAX_DEPTH) return this.#passOver();
    if (this.is('lambda')) return this.#passOver();
    const value = this.#binary(0, depth + 1);
    if (this.is('if') && !this.peek().isFirst) {
      this.position++;
      const test = this.#binary(0, depth + 1);
      if (!this.take('else')) return { kind: 'unread', offset };
      return { kind: 'choice', test, yes: value, no: this.expression(depth + 1), offset };
    }
    if (this.isSigns(':=')) {
      this.position += 2;
      return this.expression(depth + 1);
    }
    return value;
  }

  /** Everything up to the comma or bracket that ends it. */
  #passOver(): Expression {
    const { offset } = this.peek();
    for (let open = 0; ; this.position++) {
      const { kind, text, isFirst } = this.peek();
      if (kind === 'end' || isFirst) break;
      if (kind !== 'sign') continue;
      if (open === 0 && (text === ',' || ')]}'.includes(text))) break;
      open += '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
    }
    return { kind: 'unread', offset };
  }

  #operator(level: number): string | undefined {
    if (this.peek().isFirst) return undefined;
    for (const operator of BINARY[level] ?? []) {
      const words = operator.split(' ');
      const isWord = /^[a-z]/.test(operator);
      const isHere = isWord ? words.every((word, ahead) => this.is(word, ahead)) : this.isSigns(operator);
      if (!isHere || (operator === 'is' && this.is('not', 1))) continue;
      if (!isWord && operator.length === 1 && (this.isSigns(`${operator}=`) || (operator === '*' && this.isSigns('**'))))
        continue;
      this.position += isWord ? words.length : operator.length;
      return operator;
    }
    return undefined;
  }

  #binary(level: number, depth: number): Expression {
    const { offset } = this.peek();
    if (depth > MAX_DEPTH) return this.#passOver();
    if (level === 2 && this.take('not')) return { kind: 'not', of: this.#binary(2, depth + 1), offset };
    if (level === BINARY.length) return this.postfix(depth);
    let left = this.#binary(level + 1, depth);
    for (;;) {
      const operator = this.#operator(level);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1, depth), offset };
    }
  }

  protected postfix(depth: number): Expression {
    let value = this.#atom(depth);
    for (;;) {
      const { offset, isFirst } = this.peek();
      if (isFirst) return value;
      if (this.is('.') && this.peek(1).kind === 'name') {
        value = { kind: 'attribute', of: value, name: this.peek(1).text, offset };
        this.position += 2;
      } else if (this.is('(')) value = { kind: 'call', of: value, args: this.#arguments(depth), offset: value.offset };
      else if (this.is('[')) value = this.#subscript(value, depth);
      else return value;
    }
  }

  /** `[at]` or `[at:to]` behind a value; a step, and more indices, are passed over. */
  #subscript(of: Expression, depth: number): Expression {
    const { offset } = this.peek();
    this.position++;
    const at = this.is(':') ? undefined : this.expression(depth + 1);
    const isSlice = this.take(':');
    const to = isSlice && !this.is(']') && !this.is(':') ? this.expression(depth + 1) : undefined;
    while (!this.is(']') && this.peek().kind !== 'end') {
      const before = this.position;
      this.#passOver();
      if (!this.take(',') && this.position === before) this.position++;
    }
    this.take(']');
    return { kind: 'index', of, isSlice, ...(at === undefined ? {} : { at }), ...(to === undefined ? {} : { to }), offset };
  }

  #arguments(depth: number): readonly Argument[] {
    const args: Argument[] = [];
    this.position++;
    while (!this.is(')') && this.peek().kind !== 'end') {
      const before = this.position;
      const stars = this.isSigns('**') ? '**' : this.is('*') ? '*' : '';
      this.position += stars.length;
      const isNamed = this.peek().kind === 'name' && this.is('=', 1) && !this.is('=', 2);
      const name = isNamed ? this.peek().text : stars;
      if (isNamed) this.position += 2;
      const value = this.expression(depth + 1);
      args.push({ ...(name === '' ? {} : { name }), value: isNamed || stars !== '' ? value : this.#generated(value, depth) });
      if (!this.take(',') && !this.is(')')) this.#passOver();
      if (this.position === before) this.position++;
    }
    this.take(')');
    return args;
  }

  /** `x for x in …` behind its item. */
  #generated(item: Expression, depth: number, key?: Expression): Expression {
    const loops: Loop[] = [];
    while (this.is('for') && loops.length < 5) {
      this.position++;
      const target = this.targets(depth + 1);
      this.take('in');
      const of = this.#binary(0, depth + 1);
      const tests: Expression[] = [];
      while (this.take('if')) tests.push(this.#binary(0, depth + 1));
      loops.push({ target, of, tests });
    }
    return loops.length === 0 ? item : { kind: 'each', ...(key === undefined ? {} : { key }), item, loops, offset: item.offset };
  }

  #atom(depth: number): Expression {
    const token = this.peek();
    const { offset } = token;
    if (depth > MAX_DEPTH) return this.#passOver();
    if (token.kind === 'text' || token.kind === 'format') return this.#texts(depth);
    if (token.kind === 'number') {
      this.position++;
      return { kind: 'number', value: Number(token.text.replaceAll('_', '')), offset };
    }
    if (token.kind === 'name') {
      this.position++;
      return { kind: 'name', name: token.text, offset };
    }
    if (this.take('-')) {
      const inner = this.#atom(depth + 1);
      return inner.kind === 'number' ? { ...inner, value: -inner.value } : { kind: 'unread', offset };
    }
    if (this.is('[') || this.is('(')) return this.#list(depth, token.text === '[' ? ']' : ')');
    return this.is('{') ? this.#table(depth) : { kind: 'unread', offset };
  }

  /** Texts one behind the other are one. */
  #texts(depth: number): Expression {
    const { offset } = this.peek();
    const pieces: Expression[] = [];
    for (let token = this.peek(); token.kind === 'text' || token.kind === 'format'; token = this.peek()) {
      if (pieces.length > 0 && token.isFirst) break;
      if (token.kind === 'text') pieces.push({ kind: 'text', text: token.text, offset: token.offset });
      else append(pieces, formatted(token, depth));
      this.position++;
    }
    const plain = pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
    return plain.length === pieces.length ? { kind: 'text', text: plain.join(''), offset } : { kind: 'format', pieces, offset };
  }

  #list(depth: number, close: string): Expression {
    const { offset } = this.peek();
    this.position++;
    const items: Expression[] = [];
    let commas = 0;
    while (!this.is(close) && this.peek().kind !== 'end') {
      const before = this.position;
      const item = this.#generated(this.#item(depth + 1), depth);
      if (item.kind === 'each') {
        this.take(close);
        return item;
      }
      items.push(item);
      if (this.take(',')) commas++;
      else if (!this.is(close)) items.push(this.#passOver());
      if (this.position === before) this.position++;
    }
    this.take(close);
    const [only] = items;
    // Parentheses around one thing without a comma are no tuple.
    if (close === ')' && items.length === 1 && commas === 0 && only !== undefined) return only;
    return { kind: 'list', items, isTuple: close === ')', offset };
  }

  /** A dict, or a set, which is as good as a list. */
  #table(depth: number): Expression {
    const { offset } = this.peek();
    this.position++;
    const entries: (readonly [Expression | undefined, Expression])[] = [];
    const items: Expression[] = [];
    while (!this.is('}') && this.peek().kind !== 'end') {
      const before = this.position;
      if (this.isSigns('**')) {
        this.position += 2;
        entries.push([undefined, this.expression(depth + 1)]);
      } else {
        const key = this.#item(depth + 1);
        const value = this.take(':') ? this.expression(depth + 1) : undefined;
        const each = this.#generated(value ?? key, depth, value === undefined ? undefined : key);
        if (each.kind === 'each') {
          this.take('}');
          return each;
        }
        if (value === undefined) items.push(key);
        else entries.push([key, value]);
      }
      if (!this.take(',') && !this.is('}')) this.#passOver();
      if (this.position === before) this.position++;
    }
    this.take('}');
    return items.length > 0 && entries.length === 0
      ? { kind: 'list', items, isTuple: false, offset }
      : { kind: 'table', entries, offset };
  }
}

export const UNREAD: Expression = { kind: 'unread', offset: 0 };

/** `{name}` in a formatted text; what has a conversion or a format of its own is unread. */
function formatted({ text, offset }: Token, depth: number): readonly Expression[] {
  return text.split(/(\{\{|\}\}|\{[^{}]*\})/).flatMap((piece): readonly Expression[] => {
    if (piece === '') return [];
    if (piece === '{{' || piece === '}}') return [{ kind: 'text', text: piece.slice(1), offset }];
    if (!piece.startsWith('{')) return [{ kind: 'text', text: piece, offset }];
    const inner = piece.slice(1, -1);
    if (/[!:=]/.test(inner) || depth > MAX_DEPTH) return [{ kind: 'unread', offset }];
    return [{ ...new ExpressionParser(inner).whole(), offset }];
  });
}
