/** Go templates as trees (text/template). */
import type { SourceFile } from '../../../src/model/index.ts';
import { type Piece, piecesOf, TemplateProblem, type Token } from './lexer.ts';
import type { Value } from './values.ts';

export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'action'; readonly pipe: Pipe; readonly line: number }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipe: Pipe;
      readonly body: Body;
      readonly otherwise: Body;
      readonly line: number;
    }
  | { readonly kind: 'template'; readonly name: string; readonly pipe?: Pipe; readonly line: number }
  | { readonly kind: 'break' | 'continue' };
export type Body = readonly Node[];

export interface Pipe {
  /** Variables that it sets: one, or for `range` the index before the value. */
  readonly variables: readonly string[];
  /** `=` sets a variable that is there already. */
  readonly assigns: boolean;
  readonly commands: readonly (readonly Operand[])[];
}

/** A value with the fields that are asked of it. */
export interface Operand {
  readonly base:
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'dot' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'function'; readonly name: string }
    | { readonly kind: 'pipe'; readonly pipe: Pipe };
  readonly fields: readonly string[];
}

export interface Template {
  readonly body: Body;
  readonly defines: ReadonlyMap<string, Body>;
  readonly problem?: { readonly message: string; readonly line: number };
}

/** For `Project.parse`: a file of templates. What does not parse has a problem and nothing else. */
export function readTemplate({ text }: SourceFile): Template {
  return templateOf(text);
}

export function templateOf(text: string): Template {
  try {
    const parser = new Parser(piecesOf(text));
    const body = parser.all();
    return { body, defines: parser.defines };
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    return { body: [], defines: new Map(), problem: { message: error.message, line: error.line } };
  }
}

/** Blocks within blocks; nobody writes as many by hand. */
const MAX_DEPTH = 200;

type Opener = 'if' | 'with' | 'range' | 'define' | 'block';
const OPENERS: ReadonlySet<string> = new Set<Opener>(['if', 'with', 'range', 'define', 'block']);

class Parser {
  readonly defines = new Map<string, Body>();
  readonly #pieces: readonly Piece[];
  #at = 0;
  #depth = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  all(): Body {
    const { body, end, line } = this.#body();
    if (end !== undefined) throw new TemplateProblem(`{{${end}}} closes nothing`, line);
    return body;
  }

  /** Up to the action that ends it, which is taken. */
  #body(): {
    readonly body: Body;
    readonly end: 'end' | 'else' | undefined;
    readonly rest: readonly Token[];
    readonly line: number;
  } {
    if (++this.#depth > MAX_DEPTH) throw new TemplateProblem('nested too deeply to be read', this.#pieces[this.#at]?.line ?? 1);
    const body: Node[] = [];
    for (let piece = this.#pieces[this.#at]; piece !== undefined; piece = this.#pieces[this.#at]) {
      this.#at++;
      const { line } = piece;
      if (piece.kind === 'text') {
        body.push(piece);
        continue;
      }
      const [first, ...rest] = piece.tokens;
      if (first?.kind === 'word' && (first.text === 'end' || first.text === 'else')) {
        this.#depth--;
        return { body, end: first.text, rest, line };
      }
      const node = this.#action(piece.tokens, line);
      if (node !== undefined) body.push(node);
    }
    this.#depth--;
    return { body, end: undefined, rest: [], line: 1 };
  }

  #action(tokens: readonly Token[], line: number): Node | undefined {
    const [first, ...rest] = tokens;
    if (first === undefined) throw new TemplateProblem('an action says nothing', line);
    if (first.kind === 'word' && OPENERS.has(first.text)) return this.#block(first.text, rest, line);
    if (first.kind === 'word' && (first.text === 'break' || first.text === 'continue')) return { kind: first.text };
    if (first.kind === 'word' && first.text === 'template') {
      const [name, ...context] = rest;
      if (name?.kind !== 'string') throw new TemplateProblem('a template is called by no name', line);
      return { kind: 'template', name: name.text, line, ...(context.length === 0 ? {} : { pipe: pipeOf(context, line) }) };
    }
    return { kind: 'action', pipe: pipeOf(tokens, line), line };
  }

  #block(opener: string, tokens: readonly Token[], line: number): Node | undefined {
    if (opener === 'define' || opener === 'block') {
      const [name, ...context] = tokens;
      if (name?.kind !== 'string') throw new TemplateProblem(`a ${opener} has no name`, line);
      this.defines.set(name.text, this.#closed(line));
      return opener === 'define' ? undefined : { kind: 'template', name: name.text, pipe: pipeOf(context, line), line };
    }
    const kind = opener === 'if' || opener === 'with' ? opener : 'range';
    const pipe = pipeOf(tokens, line);
    const { body, end, rest } = this.#body();
    if (end === undefined) throw new TemplateProblem(`{{${kind}}} has no {{end}}`, line);
    return { kind, pipe, body, otherwise: end === 'end' ? [] : this.#otherwise(rest, line), line };
  }

  /** `else`, and `else if` or `else with`, which the one `end` closes too. */
  #otherwise(rest: readonly Token[], line: number): Body {
    const [next, ...tokens] = rest;
    if (next === undefined) return this.#closed(line);
    const node = this.#block(next.text, tokens, line);
    return node === undefined ? [] : [node];
  }

  #closed(line: number): Body {
    const { body, end } = this.#body();
    if (end !== 'end') throw new TemplateProblem('a block has no {{end}}', line);
    return body;
  }
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

function pipeOf(tokens: readonly Token[], line: number): Pipe {
  const reader = new PipeReader(tokens, line);
  const pipe = reader.pipe();
  reader.end();
  return pipe;
}

const LITERALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['nil', undefined],
]);

class PipeReader {
  readonly #tokens: readonly Token[];
  readonly #line: number;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], line: number) {
    this.#tokens = tokens;
    this.#line = line;
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#wrong();
  }

  pipe(): Pipe {
    if (++this.#depth > MAX_DEPTH) throw new TemplateProblem('nested too deeply to be read', this.#line);
    const { variables, assigns } = this.#declared();
    const commands = [this.#command()];
    while (isSign(this.#tokens[this.#at], '|')) {
      this.#at++;
      commands.push(this.#command());
    }
    this.#depth--;
    return { variables, assigns, commands };
  }

  /** `$x :=`, `$x =`, `$i, $x :=` */
  #declared(): Pick<Pipe, 'variables' | 'assigns'> {
    const [first, sign, second, last] = this.#tokens.slice(this.#at, this.#at + 4);
    if (first?.kind === 'variable' && (isSign(sign, ':=') || isSign(sign, '='))) {
      this.#at += 2;
      return { variables: [first.text], assigns: isSign(sign, '=') };
    }
    if (
      first?.kind === 'variable' &&
      isSign(sign, ',') &&
      second?.kind === 'variable' &&
      (isSign(last, ':=') || isSign(last, '='))
    ) {
      this.#at += 4;
      return { variables: [first.text, second.text], assigns: isSign(last, '=') };
    }
    return { variables: [], assigns: false };
  }

  #command(): readonly Operand[] {
    const operands: Operand[] = [];
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (isSign(token, '|') || isSign(token, ')')) break;
      operands.push(this.#operand(token));
    }
    if (operands.length === 0) this.#wrong();
    return operands;
  }

  #operand(token: Token): Operand {
    this.#at++;
    const own = token.kind === 'field' ? [token.text] : [];
    const base = this.#base(token);
    const fields: string[] = [];
    for (let next = this.#tokens[this.#at]; next?.kind === 'field' && next.joined; next = this.#tokens[this.#at]) {
      fields.push(next.text);
      this.#at++;
    }
    return { base, fields: [...own, ...fields] };
  }

  #base({ kind, text }: Token): Operand['base'] {
    switch (kind) {
      case 'field':
        return { kind: 'dot' };
      case 'variable':
        return { kind, name: text };
      case 'string':
        return { kind: 'literal', value: text };
      case 'number':
        return { kind: 'literal', value: numberOf(text) };
      case 'word':
        return LITERALS.has(text) ? { kind: 'literal', value: LITERALS.get(text) } : { kind: 'function', name: text };
      case 'sign': {
        if (text === '.') return { kind: 'dot' };
        if (text !== '(') return this.#wrong();
        const pipe = this.pipe();
        if (!isSign(this.#tokens[this.#at], ')')) this.#wrong();
        this.#at++;
        return { kind: 'pipe', pipe };
      }
    }
  }

  #wrong(): never {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1);
    throw new TemplateProblem(`"${token?.text ?? ''}" is not expected here`, this.#line);
  }
}

/** Whole numbers stay whole. */
function numberOf(text: string): bigint | number {
  const digits = text.replaceAll('_', '');
  return /^[+-]?(?:0[xX][\da-fA-F]+|\d+)$/.test(digits) ? whole(digits) : Number(digits);
}

function whole(digits: string): bigint {
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace(/^\+/, ''));
}
