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
  const tokens: Token[] = [];
  let at = 0;
  let unclosed = 0;
  const taken = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source) ?? undefined;
  };
  const push = (kind: Token['kind'], text: string, length: number, parts?: readonly TemplatePart[]): void => {
    tokens.push({ kind, text, at, ...(parts === undefined ? {} : { parts }) });
    at += length;
  };
  while (at < source.length) {
    const skipped = taken(BLANK) ?? taken(SKIPPED[language]);
    if (skipped !== undefined) {
      at += skipped[0].length;
      continue;
    }
    const quoted = unclosed < MAX_UNCLOSED ? taken(language === 'python' ? PYTHON_TEXT : TYPESCRIPT_TEXT) : undefined;
    const text = language === 'python' ? pythonText(quoted) : typescriptText(quoted);
    const name = text === undefined ? taken(NAME) : undefined;
    const number = text === undefined ? taken(NUMBER) : undefined;
    const isRegex = language === 'typescript' && source[at] === '/' && !OPERAND_END.test(tokens.at(-1)?.text ?? '');
    const regex = isRegex ? taken(REGEX) : undefined;
    if (text !== undefined) push(text.kind, text.text, text.length, text.parts);
    else if (name !== undefined) push('name', name[0], name[0].length);
    else if (number !== undefined) push('number', number[0].replaceAll('_', ''), number[0].length);
    else if (regex !== undefined) push('open', '', regex[0].length);
    else {
      const mark = taken(MARK)?.[0] ?? '';
      if (/["'`]/.test(mark)) unclosed++;
      push('mark', mark, mark.length);
    }
  }
  return tokens;
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
