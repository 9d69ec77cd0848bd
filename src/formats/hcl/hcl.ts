import { Lines, type Position } from '../lines.ts';

/**
 * HCL's native syntax as Terraform files hold it (HCL Native Syntax Specification): blocks, attributes, and the values that
 * stand there literally. Every other expression stays the text that it is. Tolerant: what makes no sense is skipped.
 */
export type HclValue =
  | { readonly kind: 'text'; readonly text: string; readonly offset: number; readonly heredoc?: true }
  | { readonly kind: 'list'; readonly items: readonly HclValue[]; readonly offset: number }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, HclValue>; readonly offset: number }
  /** A string with `${…}` in it, without its quotes; a heredoc's text begins on the line after its place. */
  | { readonly kind: 'template'; readonly text: string; readonly offset: number; readonly heredoc?: true }
  | { readonly kind: 'expression'; readonly text: string; readonly offset: number; readonly call?: HclCall };

/** An expression that is nothing but one call of a function. */
export interface HclCall {
  readonly name: string;
  readonly args: readonly HclValue[];
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

export interface HclBlock extends HclBody {
  readonly type: string;
  readonly labels: readonly string[];
  readonly offset: number;
}

export interface HclFile extends HclBody {
  /** The first thing that makes no sense; in JSON nothing behind it is read, else what can be. */
  readonly problem?: Position & { readonly message: string };
  place(at: { readonly offset: number }): Position;
}

const MAX_DEPTH = 30;

/** Reads HCL (Terraform) tolerantly: what is not understood is passed over. Never throws; time is linear. */
export function parseHcl(text: string): HclFile {
  const lines = new Lines(text);
  const parser = new Parser(text);
  const body = parser.body(0, 0);
  const problem =
    parser.problem === undefined ? {} : { problem: { message: parser.problem.message, ...lines.at(parser.problem.offset) } };
  return { ...body, place: ({ offset }) => lines.at(offset), ...problem };
}

const SPACE = /(?:[ \t\r\n,]|#[^\n]*(?:\n|$)|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))+/y;
const IDENTIFIER = /[A-Za-z_][\w-]*/y;
const BLANK = /[ \t]+/y;
const HEREDOC = /<<-?([A-Za-z_]\w*)[ \t]*\r?\n/y;
const CALL = /^([a-z]\w*)\(/;
/** A `for` expression makes a list or an object of others. */
const FOR = /^[[{]\s*for\s/;
const LITERAL = /^(?:-?\d[\d.]*(?:[eE][+-]?\d+)?|true|false)$/;

interface Problem {
  readonly offset: number;
  readonly message: string;
}

class Parser {
  readonly #text: string;
  #at = 0;
  /** Behind the last character that the last scan saw and that is neither blank nor comment. */
  #code = 0;

  #problem: Problem | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** The place nearest to the file's beginning is told: what comes after it may follow from it. */
  #tell(offset: number, message: string): void {
    if (this.#problem === undefined || offset < this.#problem.offset) this.#problem = { offset, message };
  }

  /** Attributes and blocks up to the closing brace or the end. `opener`: where the block begins. */
  body(depth: number, opener: number): HclBody {
    const attributes = new Map<string, HclValue>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#blanks();
      if (this.#at >= this.#text.length) {
        if (depth > 0) this.#tell(opener, 'the block that begins here is not closed');
        break;
      }
      if (this.#text[this.#at] === '}') {
        this.#at++;
        if (depth > 0) break;
        this.#tell(this.#at - 1, 'the brace closes nothing');
        continue;
      }
      const offset = this.#at;
      // Quoted names are of Terraform before 0.12.
      const name = this.#text[offset] === '"' ? this.#string() : this.#take(IDENTIFIER);
      this.#take(BLANK);
      if (name === '') {
        this.#tell(offset, 'neither an attribute nor a block begins here');
        this.#skipLine();
      } else if (this.#text[this.#at] === '=') {
        this.#at++;
        attributes.set(name, this.#expression(true, depth));
      } else {
        const block = this.#block(name, offset, depth);
        if (block !== undefined) blocks.push(block);
      }
    }
    return { attributes, blocks };
  }

  #block(type: string, offset: number, depth: number): HclBlock | undefined {
    const labels: string[] = [];
    for (;;) {
      this.#take(BLANK);
      const next = this.#text[this.#at];
      if (next === '{') break;
      const start = this.#at;
      const label = next === '"' ? this.#string() : this.#take(IDENTIFIER);
      if (this.#at === start) {
        this.#tell(offset, `${type} is neither an attribute nor a block`);
        this.#skipLine();
        return undefined;
      }
      labels.push(label);
    }
    this.#at++;
    if (depth < MAX_DEPTH) return { type, labels, offset, ...this.body(depth + 1, offset) };
    this.#at = this.#endOf(this.#at, false);
    return undefined;
  }

  /** A value, up to the end of its line or, within brackets, to the next comma. */
  #expression(endsWithLine: boolean, depth: number): HclValue {
    this.#take(BLANK);
    const offset = this.#at;
    const heredoc = this.#heredoc(offset);
    if (heredoc !== undefined) return heredoc;
    const end = this.#endOf(offset, endsWithLine);
    const raw = this.#text.slice(offset, this.#code);
    this.#at = end;
    if (LITERAL.test(raw)) return { kind: 'text', text: raw, offset };
    if (raw.startsWith('"') && this.#closing(offset) === offset + raw.length)
      return this.#unwrapped(raw, offset, end, depth) ?? stringValue(raw, offset);
    const name = CALL.exec(raw)?.[1] ?? '';
    const opener = offset + name.length;
    const isClosed = depth < MAX_DEPTH && !FOR.test(raw) && this.#bracket(opener) === offset + raw.length;
    if (isClosed && name !== '')
      return { kind: 'expression', text: raw, offset, call: { name, args: this.#items(opener, end, depth) } };
    if (isClosed && raw.startsWith('[')) return { kind: 'list', items: this.#items(offset, end, depth), offset };
    if (isClosed && raw.startsWith('{')) return this.#object(offset, end, depth);
    return { kind: 'expression', text: raw, offset };
  }

  /** A template that is one interpolation and nothing else is its expression (HCL, "Template Interpolation Unwrapping"). */
  #unwrapped(raw: string, offset: number, end: number, depth: number): HclValue | undefined {
    if (!raw.startsWith('"${') || !raw.endsWith('}"') || depth >= MAX_DEPTH) return undefined;
    const limit = offset + raw.length - 1;
    const told = this.#problem;
    const closed = this.#scan(offset + 2, (open, at) => (open === 0 || at >= limit ? at + 1 : undefined));
    this.#problem = told;
    if (closed !== limit) return undefined;
    this.#at = offset + 3;
    const value = this.#expression(false, depth + 1);
    this.#at = end;
    return value;
  }

  /** What stands between the bracket at `offset` and the one before `end`. */
  #items(offset: number, end: number, depth: number): readonly HclValue[] {
    const items: HclValue[] = [];
    this.#at = offset + 1;
    for (;;) {
      this.#take(SPACE);
      if (this.#at >= end || /[\])]/.test(this.#text[this.#at] ?? '')) break;
      const before = this.#at;
      items.push(this.#expression(false, depth + 1));
      if (this.#at === before) this.#at++;
    }
    this.#at = end;
    return items;
  }

  #object(offset: number, end: number, depth: number): HclValue {
    const entries = new Map<string, HclValue>();
    this.#at = offset + 1;
    for (;;) {
      this.#take(SPACE);
      if (this.#at >= end || this.#text[this.#at] === '}') break;
      const key = this.#text[this.#at] === '"' ? this.#string() : this.#take(IDENTIFIER);
      this.#take(BLANK);
      const next = this.#text[this.#at];
      if (key === '' || (next !== '=' && next !== ':')) {
        this.#at++;
        continue;
      }
      this.#at++;
      entries.set(key, this.#expression(true, depth + 1));
    }
    this.#at = end;
    return { kind: 'object', entries, offset };
  }

  #heredoc(offset: number): HclValue | undefined {
    const found = this.#hereText(offset);
    if (found === undefined) return undefined;
    this.#at = found.behind;
    const text = this.#text.slice(found.from, found.end);
    return { kind: /\$\{|%\{/.test(text) ? 'template' : 'text', text, offset, heredoc: true };
  }

  /** Where the text of a here-document begins and ends, and where what follows it does. */
  #hereText(offset: number): { readonly from: number; readonly end: number; readonly behind: number } | undefined {
    HEREDOC.lastIndex = offset;
    const head = HEREDOC.exec(this.#text);
    if (head === null) return undefined;
    const from = HEREDOC.lastIndex;
    const close = new RegExp(`^[ \\t]*${head[1] ?? ''}[ \\t]*\\r?$`, 'gm');
    close.lastIndex = from;
    const found = close.exec(this.#text);
    if (found === null) this.#tell(offset, `the text that begins here has no line that is ${head[1] ?? ''} alone`);
    const end = found?.index ?? this.#text.length;
    return { from, end, behind: end + (found?.[0].length ?? 0) };
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** Blanks and comments. */
  #blanks(): void {
    const start = this.#at;
    const passed = this.#take(SPACE);
    if (this.#at < this.#text.length) return;
    const open = passed.indexOf('/*', passed.lastIndexOf('*/') + 1);
    if (open >= 0 && !/#|\/\//.test(passed.slice(passed.lastIndexOf('\n', open) + 1, open)))
      this.#tell(start + open, 'the comment that begins here is not closed');
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
  }

  #string(): string {
    const end = this.#closing(this.#at);
    const value = stringValue(this.#text.slice(this.#at, end), this.#at);
    this.#at = end;
    return value.text;
  }

  /** Behind the string that begins here; `${"…"}` in it has strings of its own. */
  #closing(start: number): number {
    const open: ('"' | '{')[] = [];
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text[at];
      const inString = open.at(-1) === '"';
      if (char === '\\' && inString) at++;
      else if (char === '\n' && inString) {
        this.#tell(start, 'the string that begins here does not end on its line');
        return at;
      } else if (char === '"') {
        if (inString) open.pop();
        else open.push('"');
        if (open.length === 0) return at + 1;
      } else if (inString && (char === '$' || char === '%') && this.#text[at + 1] === '{') {
        open.push('{');
        at++;
      } else if (!inString && char === '{') open.push('{');
      else if (!inString && char === '}') open.pop();
    }
    return this.#text.length;
  }

  /** Behind the bracket that closes the one here. */
  #bracket(start: number): number {
    return /[[{(]/.test(this.#text[start] ?? '') ? this.#scan(start, (depth, at) => (depth === 0 ? at + 1 : undefined)) : start;
  }

  /** Where an expression ends. */
  #endOf(start: number, endsWithLine: boolean): number {
    return this.#scan(start, (depth, at) => {
      const char = this.#text[at] ?? '';
      if (depth < 0) return at;
      return depth === 0 && (char === ',' || (endsWithLine && char === '\n')) ? at : undefined;
    });
  }

  /** Walks over strings and comments; `stop` is asked behind each other character, with the brackets open by then. */
  #scan(start: number, stop: (depth: number, at: number) => number | undefined): number {
    let depth = 0;
    this.#code = start;
    for (let at = start; at < this.#text.length; at++) {
      const behind = this.#behindText(at);
      if (behind !== undefined) {
        at = behind - 1;
        continue;
      }
      const char = this.#text[at] ?? '';
      if (char === '[' || char === '{' || char === '(') depth++;
      else if (char === ']' || char === '}' || char === ')') depth--;
      const end = stop(depth, at);
      if (end !== undefined) {
        if (end > at) this.#code = end;
        return end;
      }
      if (char.trim() !== '') this.#code = at + 1;
    }
    if (depth > 0) this.#tell(start, 'a bracket of the value that begins here is not closed');
    return this.#text.length;
  }

  /** Where a string, a here-document or a comment ends; undefined where none begins. A comment is no code. */
  #behindText(at: number): number | undefined {
    const char = this.#text[at];
    const next = this.#text[at + 1];
    if (char === '#' || (char === '/' && next === '/')) {
      const end = this.#text.indexOf('\n', at);
      return end < 0 ? this.#text.length : end;
    }
    const behind = char === '"' ? this.#closing(at) : char === '<' && next === '<' ? this.#hereText(at)?.behind : undefined;
    if (behind !== undefined) this.#code = behind;
    return behind;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function stringValue(
  raw: string,
  offset: number,
): { readonly kind: 'text' | 'template'; readonly text: string; readonly offset: number } {
  const inner = raw.slice(1, raw.length > 1 && raw.endsWith('"') ? -1 : raw.length);
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(inner)) return { kind: 'template', text: inner, offset };
  const text = inner.replace(/\\(.)/gs, (whole, char: string) => ESCAPES[char] ?? whole).replace(/([$%])\1\{/g, '$1{');
  return { kind: 'text', text, offset };
}
