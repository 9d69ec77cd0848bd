/** The words of Go templates (text/template, "Actions" and "Text and spaces"). */

export interface Token {
  readonly kind: 'word' | 'field' | 'variable' | 'string' | 'number' | 'sign';
  readonly text: string;
  /** Whether it stands right behind what is before it: `$x.a` is one thing, `$x .a` are two. */
  readonly joined: boolean;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'action'; readonly tokens: readonly Token[]; readonly line: number };

/** What is wrong with a template, by the line. */
export class TemplateProblem extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const TOKEN =
  /(?<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<char>'(?:[^'\\\n]|\\.)+')|(?<number>[+-]?(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+))|(?<variable>\$\w*)|(?<field>\.[A-Za-z_]\w*)|(?<word>[A-Za-z_]\w*)|(?<sign>:=|[.|(),=])/y;

/** Text and actions; what a dash trims is gone. Comments are nothing. */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let line = 1;
  let trimmed = false;
  while (at < template.length) {
    const open = template.indexOf('{{', at);
    const raw = template.slice(at, open < 0 ? template.length : open);
    const trims = open >= 0 && /^\{\{-\s/.test(template.slice(open, open + 4));
    const start = trimmed ? raw.length - raw.trimStart().length : 0;
    const text = trims ? raw.slice(start).trimEnd() : raw.slice(start);
    if (text !== '') pieces.push({ kind: 'text', text, line: line + newlines(raw.slice(0, start)) });
    line += newlines(raw);
    if (open < 0) break;
    const inner = open + (trims ? 3 : 2);
    const end = endOf(template, inner, line);
    const body = template.slice(inner, end);
    trimmed = /\s-$/.test(body) || (body.trimStart().startsWith('/*') && body.endsWith('-'));
    const code = (trimmed ? body.slice(0, -1) : body).trim();
    if (!code.startsWith('/*')) pieces.push({ kind: 'action', tokens: tokensOf(code, line), line });
    line += newlines(template.slice(open, end));
    at = end + 2;
  }
  return pieces;
}

/** Where `}}` closes an action: quoted text and comments may hold braces. */
function endOf(template: string, from: number, line: number): number {
  const comment = /\s*\/\*/y;
  comment.lastIndex = from;
  if (comment.test(template)) {
    const closed = template.indexOf('*/', from);
    const end = closed < 0 ? -1 : template.indexOf('}}', closed);
    if (end >= 0) return end;
    throw new TemplateProblem('a comment has no end', line);
  }
  const step = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|\}\}|[\s\S]/y;
  step.lastIndex = from;
  for (let match = step.exec(template); match !== null; match = step.exec(template)) {
    if (match[0] === '}}') return match.index;
    if (/^["`']$/.test(match[0])) throw new TemplateProblem('a quoted text has no end', line);
  }
  throw new TemplateProblem('an action has no end', line);
}

function tokensOf(code: string, line: number): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < code.length) {
    const space = /\s*/y;
    space.lastIndex = at;
    const from = at + (space.exec(code)?.[0].length ?? 0);
    if (from >= code.length) break;
    TOKEN.lastIndex = from;
    const match = TOKEN.exec(code);
    if (match === null) throw new TemplateProblem(`"${code.slice(from, from + 20)}" is no part of a template`, line);
    const [text] = match;
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? ['sign'];
    tokens.push({ ...tokenOf(kind, text), joined: from === at && at > 0 });
    at = from + text.length;
  }
  return tokens;
}

function tokenOf(kind: string, text: string): Pick<Token, 'kind' | 'text'> {
  switch (kind) {
    case 'string':
      return { kind, text: text.startsWith('`') ? text.slice(1, -1) : unescaped(text.slice(1, -1)) };
    case 'char':
      return { kind: 'number', text: String(unescaped(text.slice(1, -1)).codePointAt(0) ?? 0) };
    case 'number':
    case 'variable':
    case 'word':
      return { kind, text };
    case 'field':
      return { kind, text: text.slice(1) };
    default:
      return { kind: 'sign', text };
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

function unescaped(text: string): string {
  return text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|(.))/gi, (_, hex: string, code: string, sign: string) =>
    hex === undefined && code === undefined
      ? (ESCAPES.get(sign) ?? sign)
      : String.fromCodePoint(Number.parseInt(hex ?? code, 16)),
  );
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
