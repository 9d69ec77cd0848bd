/** Tokens of Python sources, as far as literals need them. */

export interface Token {
  /** `format` is a formatted text (`f'…'`), with what stands in it as written. */
  readonly kind: 'name' | 'text' | 'format' | 'sign' | 'number' | 'end';
  readonly text: string;
  readonly offset: number;
  /** At the beginning of a line, outside of brackets. */
  readonly isFirst: boolean;
}

const MAX_LENGTH = 1_000_000;

const BLANK = /(?:[ \t\f]|\\\r?\n)+/y;

const COMMENT = /#[^\n]*/y;

const NEWLINE = /\r?\n|\r/y;

const NAME = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*/y;

const NUMBER = /\d[\w.]*/y;

const STRING = /([rRbBuUfF]{0,2})('''|"""|'|")/y;

export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let depth = 0;
  let isFirst = true;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found !== null) position += found[0].length;
    return found;
  };
  const end = Math.min(text.length, MAX_LENGTH);
  while (position < end) {
    if (match(BLANK) !== null || match(COMMENT) !== null) continue;
    if (match(NEWLINE) !== null) {
      isFirst ||= depth === 0;
      continue;
    }
    const offset = position;
    const string = match(STRING);
    const word = string === null ? match(NAME) : null;
    const number = string === null && word === null ? match(NUMBER) : null;
    if (string !== null) {
      const [, prefix = '', quote = "'"] = string;
      const close = closing(text, position, quote);
      tokens.push({ ...stringToken(prefix, text.slice(position, close)), offset, isFirst });
      position = Math.min(close + quote.length, text.length);
    } else if (word !== null) tokens.push({ kind: 'name', text: word[0], offset, isFirst });
    else if (number !== null) tokens.push({ kind: 'number', text: number[0], offset, isFirst });
    else {
      const sign = text[position++] ?? '';
      if ('([{'.includes(sign)) depth++;
      if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
      tokens.push({ kind: 'sign', text: sign, offset, isFirst });
    }
    isFirst = false;
  }
  tokens.push({ kind: 'end', text: '', offset: text.length, isFirst: true });
  return tokens;
}

function stringToken(prefix: string, body: string): Pick<Token, 'kind' | 'text'> {
  return { kind: /f/i.test(prefix) ? 'format' : 'text', text: /r/i.test(prefix) ? body : unescaped(body) };
}

function closing(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at;
    else if (quote.length === 1 && text[at] === '\n') return at;
  }
  return text.length;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescaped(body: string): string {
  return body.replace(/\\([\s\S])/g, (_, character: string) => ESCAPES[character] ?? character);
}
