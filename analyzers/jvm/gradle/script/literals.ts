import { Cursor } from './cursor.ts';
import { type Expression, type Position, REST, type Statement } from './syntax-tree.ts';
import { type Piece, type Token, tokenize } from './tokens.ts';

/** Marks that the types of parameters are made of. */
const OF_TYPES = new Set([':', '.', '<', '>', '?', '(', ')']);

/** Reads what has a value by itself: strings with what they interpolate, lists and maps, closures. */
export abstract class Literals extends Cursor {
  /** Statements up to the end, or up to the brace that closes a block (which is taken). */
  abstract statements(block: boolean): Statement[];
  /** The expression that a string interpolates. */
  protected abstract nested(tokens: readonly Token[]): Expression;

  abstract expression(): Expression;

  protected stringOf(pieces: readonly Piece[], position: Position): Expression {
    const parts = pieces.map((piece): string | Expression => {
      if ('text' in piece) return piece.text;
      if (this.nesting >= 8) return this.opaque(position);
      const { tokens } = tokenize(piece.code, this.dialect, piece.line, piece.column);
      return this.nested(tokens);
    });
    return { kind: 'string', parts, ...position };
  }

  protected listOrMap(position: Position): Expression {
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

  protected closure(): Expression {
    return this.deeper<Expression>(() => {
      const position = this.place();
      this.at++;
      const defaults = new Map<string, Expression>();
      const params = this.#closureParameters(defaults);
      const given = defaults.size === 0 ? {} : { defaults };
      return { kind: 'closure', params, ...given, body: this.statements(true), ...position };
    }, this.opaque(this.place()));
  }

  /** `defaults` takes the literals that stand for arguments that are left out: `{ name, version = '1' -> … }`. */
  #closureParameters(defaults: Map<string, Expression>): string[] {
    const from = this.at;
    const params: string[] = [];
    this.skipNewlines();
    let name = '';
    let rest = '';
    for (let steps = 0; steps < 60; steps++, this.at++) {
      const token = this.peek();
      const isEnd = this.is('->');
      if (isEnd || this.is(',')) {
        if (name !== '') params.push(rest + name);
        name = '';
        if (!isEnd) continue;
        this.at++;
        return params;
      }
      if (this.is(REST)) rest = REST;
      else if (this.is('=') && name !== '' && (this.is(',', 2) || this.is('->', 2))) {
        this.at++;
        defaults.set(name, this.expression());
        this.at--;
      } else if (token.kind === 'word') {
        if (this.dialect === 'groovy' || name === '') name = token.text;
      } else if (token.kind !== 'mark' || !OF_TYPES.has(token.text)) break;
    }
    this.at = from;
    return [];
  }
}

/** The text of a string that interpolates nothing. */
export function fixed(pieces: readonly Piece[]): string | undefined {
  return pieces.every((piece) => 'text' in piece)
    ? pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')
    : undefined;
}

function keyOf(key: Expression): Expression {
  return key.kind === 'name' ? { kind: 'string', parts: [key.name], line: key.line, column: key.column } : key;
}
