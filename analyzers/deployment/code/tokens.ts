/** Tokens of TypeScript and Python, as far as calls with literal arguments need them. Nothing is evaluated. */

export interface Token {
  /** `text`: a string without anything to fill in; `open`: one with, or anything else that only a run would know. */
  readonly kind: 'name' | 'text' | 'number' | 'mark' | 'open';
  readonly text: string;
  readonly at: number;
  /** Of an open text that only names fill in: `${__dirname}/cart`, `f"{HERE}/cart"`. */
  readonly parts?: readonly TemplatePart[];
}

export type TemplatePart = { readonly names: readonly string[] } | { readonly text: string };

export type Language = 'typescript' | 'python';

const NAME = /[A-Za-z_$][\w$]*/y;
const NUMBER = /\d[\d_]*(?:\.\d+)?/y;
const BLANK = /\s+/y;
const MARK = /\.\.\.|=>|\*\*|./sy;
const SKIPPED: Readonly<Record<Language, RegExp>> = {
  typescript: /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y,
  python: /#[^\n]*/y,
};
const TYPESCRIPT_TEXT = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/y;
const PYTHON_TEXT =
  /([A-Za-z]{0,2})('''(?:\\[\s\S]|[^\\])*?'''|"""(?:\\[\s\S]|[^\\])*?"""|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*")/y;
/** A slash behind one of these divides; elsewhere a regular expression begins. */
const OPERAND_END = /^(?:[\w$]+|[)\]}])$/;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

/** Quotes that nothing closes, each looked for to the end: with more of them the source is no program. */
const MAX_UNCLOSED = 200;

/** Reads a whole source; what no rule knows is a mark of one character. */
export function tokensOf(source: string, language: Language): readonly Token[] {
  return new Lexer(source, language).tokens();
}

/** How a token changes the depth of brackets. */
export function nesting({ kind, text }: Token): -1 | 0 | 1 {
  if (kind !== 'mark') return 0;
  return /^[([{]$/.test(text) ? 1 : /^[)\]}]$/.test(text) ? -1 : 0;
}

class Lexer {
  readonly #source: string;
  readonly #language: Language;
  readonly #tokens: Token[] = [];
  #at = 0;
  #unclosed = 0;

  constructor(source: string, language: Language) {
    this.#source = source;
    this.#language = language;
  }

  tokens(): readonly Token[] {
    while (this.#at < this.#source.length) if (!this.#skip()) this.#take();
    return this.#tokens;
  }

  /** White space and comments. */
  #skip(): boolean {
    const skipped = this.#match(BLANK) ?? this.#match(SKIPPED[this.#language]);
    this.#at += skipped?.[0].length ?? 0;
    return skipped !== undefined;
  }

  #take(): void {
    const quoted = this.#quoted();
    if (quoted !== undefined) return this.#push(quoted.kind, quoted.text, quoted.length, quoted.parts);
    const name = this.#match(NAME)?.[0];
    if (name !== undefined) return this.#push('name', name, name.length);
    const number = this.#match(NUMBER)?.[0];
    if (number !== undefined) return this.#push('number', number.replaceAll('_', ''), number.length);
    const regex = this.#isOperand() ? this.#match(REGEX)?.[0] : undefined;
    if (regex !== undefined) return this.#push('open', '', regex.length);
    const mark = this.#match(MARK)?.[0] ?? '';
    if (/["'`]/.test(mark)) this.#unclosed++;
    this.#push('mark', mark, mark.length);
  }

  #quoted(): Text | undefined {
    if (this.#unclosed >= MAX_UNCLOSED) return undefined;
    return this.#language === 'python' ? pythonText(this.#match(PYTHON_TEXT)) : typescriptText(this.#match(TYPESCRIPT_TEXT));
  }

  /** Whether a value may begin here, so that a slash begins a regular expression. */
  #isOperand(): boolean {
    return (
      this.#language === 'typescript' && this.#source[this.#at] === '/' && !OPERAND_END.test(this.#tokens.at(-1)?.text ?? '')
    );
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source) ?? undefined;
  }

  #push(kind: Token['kind'], text: string, length: number, parts?: readonly TemplatePart[]): void {
    this.#tokens.push({ kind, text, at: this.#at, ...(parts === undefined ? {} : { parts }) });
    this.#at += length;
  }
}

interface Text {
  readonly kind: 'text' | 'open';
  readonly text: string;
  readonly length: number;
  readonly parts?: readonly TemplatePart[];
}

/** What fills a text in by a name alone: `${place.name}`, `{place.name}`. */
const FILLED: Readonly<Record<Language, RegExp>> = { typescript: /\$\{([\w$.]+)\}/, python: /\{([\w.]+)\}/ };

/** The parts of a text that names fill in; nothing where something else does. */
function partsOf(body: string, language: Language): Pick<Text, 'parts'> {
  const pieces = body.split(FILLED[language]);
  const isFilled = (at: number): boolean => at % 2 === 1;
  if (pieces.some((piece, at) => !isFilled(at) && /[{}]/.test(piece))) return {};
  const parts = pieces.map((piece, at) => (isFilled(at) ? { names: piece.split('.') } : { text: piece }));
  return { parts: parts.filter((part) => 'names' in part || part.text !== '') };
}

function typescriptText(found: RegExpExecArray | undefined): Text | undefined {
  if (found === undefined) return undefined;
  const [whole] = found;
  const body = whole.slice(1, -1);
  const isFilled = whole.startsWith('`') && body.includes('${');
  const parts = isFilled && isPlain(body) ? partsOf(body, 'typescript') : {};
  return { kind: isPlain(body) && !isFilled ? 'text' : 'open', text: body, length: whole.length, ...parts };
}

function pythonText(found: RegExpExecArray | undefined): Text | undefined {
  if (found === undefined) return undefined;
  const [whole, prefix = '', quoted = ''] = found;
  const quotes = /^(?:'''|""")/.test(quoted) ? 3 : 1;
  const body = quoted.slice(quotes, -quotes);
  const parts = /^f$/i.test(prefix) && isPlain(body) ? partsOf(body, 'python') : {};
  return { kind: isPlain(body) && !/[bf]/i.test(prefix) ? 'text' : 'open', text: body, length: whole.length, ...parts };
}

/** Names of files and handlers have nothing to escape. */
function isPlain(body: string): boolean {
  return !body.includes('\\');
}
