/**
 * A small strict XML reader for project files. Own code because Maven's strictness has to be matched (which entities
 * resolve, that a document type may declare but never supply any, where reading stops), every element needs its position,
 * and a corpus of thousands of files has to be read in a second. It never opens anything: external entities and document
 * types are skipped, and entities that a document type declares do not resolve, so nothing can expand.
 */
import { markedEncoding } from '../model/index.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text and CDATA of the element itself, joined, entities resolved; comments left out. */
  readonly text: string;
  /** Index of the `<` in the document's text. */
  readonly offset: number;
}

export type XmlDocument =
  | { readonly ok: true; readonly root: XmlElement; readonly source: string }
  | { readonly ok: false; readonly problem: string; readonly offset: number; readonly source: string };

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (element === undefined) return undefined;
  for (const one of element.children) if (one.name === name) return one;
  return undefined;
}

/** The text of the first child of that name, without white space around it; undefined where there is no such child. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}

/** The same, empty where there is no such child. */
export function textIn(element: XmlElement | undefined, name: string): string {
  return childText(element, name) ?? '';
}

/** The `item` children of the first child that is called `list`. */
export function itemsOf(element: XmlElement | undefined, list: string, item: string): readonly XmlElement[] {
  return childOf(element, list)?.children.filter((one) => one.name === item) ?? [];
}

/** Deeper nesting than any real file has; more is refused before it costs a stack. */
const MAX_DEPTH = 500;

const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const OTHERS: Readonly<Record<string, number>> = {
  OElig: 338,
  oelig: 339,
  Scaron: 352,
  scaron: 353,
  Yuml: 376,
  circ: 710,
  tilde: 732,
  ensp: 8194,
  emsp: 8195,
  thinsp: 8201,
  zwnj: 8204,
  zwj: 8205,
  lrm: 8206,
  rlm: 8207,
  ndash: 8211,
  mdash: 8212,
  lsquo: 8216,
  rsquo: 8217,
  sbquo: 8218,
  ldquo: 8220,
  rdquo: 8221,
  bdquo: 8222,
  dagger: 8224,
  Dagger: 8225,
  permil: 8240,
  lsaquo: 8249,
  rsaquo: 8250,
  euro: 8364,
  fnof: 402,
  bull: 8226,
  hellip: 8230,
  prime: 8242,
  Prime: 8243,
  oline: 8254,
  frasl: 8260,
  trade: 8482,
  larr: 8592,
  uarr: 8593,
  rarr: 8594,
  darr: 8595,
  harr: 8596,
  minus: 8722,
  infin: 8734,
  asymp: 8776,
  ne: 8800,
  le: 8804,
  ge: 8805,
};
const GREEK =
  'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ...LATIN.split(' ').map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]),
  ...Object.entries(OTHERS).map(([name, code]): [string, string] => [name, String.fromCharCode(code)]),
  ...GREEK.split(' ').flatMap((name, index): [string, string][] => [
    [name, String.fromCharCode(913 + index)],
    [name.toLowerCase(), String.fromCharCode(945 + index)],
  ]),
]);

/** Bytes → text by byte order mark, else by the XML declaration's encoding, else UTF-8 with U+FFFD for what is none. */
export function decodeXml(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return decode(bytes, marked);
  const [a, b] = bytes;
  if (a === 0x3c && b === 0) return decode(bytes, 'utf-16le');
  if (a === 0 && b === 0x3c) return decode(bytes, 'utf-16be');
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  const label = /^<\?xml[^>]{0,150}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? 'utf-8';
  return decode(bytes, label);
}

function decode(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

class XmlProblem extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly offset: number;
  text: string;
}

/** Parses a whole document; the first thing that is not well-formed is the answer otherwise. */
export function parseXml(source: string): XmlDocument {
  try {
    return { ok: true, root: new Reader(source).document(), source };
  } catch (error) {
    if (error instanceof XmlProblem) return { ok: false, problem: error.message, offset: error.offset, source };
    throw error;
  }
}

const NAME = /[\p{L}_:][\p{L}\p{N}_:.\-\u00b7]*/uy;
const SPACE = /[ \t\r\n]*/y;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): XmlElement {
    const open: Open[] = [];
    let root: XmlElement | undefined;
    while (this.#at < this.#source.length && this.#textUpToTag(open.at(-1))) {
      if (this.#isPassedOver(open, root !== undefined)) continue;
      const element = this.#source.startsWith('</', this.#at) ? this.#endTag(open) : this.#start(open, root !== undefined);
      if (element === undefined) continue;
      const parent = open.at(-1);
      if (parent === undefined) root = element;
      else parent.children.push(element);
    }
    const unclosed = open.at(-1);
    if (unclosed !== undefined) this.#fail(`no more data, expected end tag </${unclosed.name}>`);
    return root ?? this.#fail('no root element');
  }

  /** Takes the text before the next tag; false where there is none any more. */
  #textUpToTag(top: Open | undefined): boolean {
    const next = this.#source.indexOf('<', this.#at);
    const end = next < 0 ? this.#source.length : next;
    if (end > this.#at) this.#characters(end, top);
    return next >= 0;
  }

  /** What is no element: comments, instructions, sections of text, the document type. */
  #isPassedOver(open: readonly Open[], hasRoot: boolean): boolean {
    if (this.#skip('<!--', '-->', 'comment') || this.#skip('<?', '?>', 'processing instruction')) return true;
    if (this.#source.startsWith('<![CDATA[', this.#at)) {
      const top = open.at(-1);
      if (top === undefined) this.#fail('character data outside the root element');
      top.text += this.#section();
      return true;
    }
    const isType = this.#source.startsWith('<!DOCTYPE', this.#at);
    if (isType) this.#doctype(open.length > 0 || hasRoot);
    return isType;
  }

  /** An element without content; one with content is open from here on. */
  #start(open: Open[], hasRoot: boolean): XmlElement | undefined {
    if (hasRoot) this.#fail('a second root element');
    const started = this.#startTag();
    if (started.empty) return started.element;
    if (open.length >= MAX_DEPTH) this.#fail(`elements nested more than ${MAX_DEPTH} deep`);
    open.push(started.element);
    return undefined;
  }

  #fail(message: string, offset = this.#at): never {
    throw new XmlProblem(message, offset);
  }

  #skip(start: string, end: string, what: string): boolean {
    if (!this.#source.startsWith(start, this.#at)) return false;
    const close = this.#source.indexOf(end, this.#at + start.length);
    if (close < 0) this.#fail(`${what} is not closed`);
    this.#at = close + end.length;
    return true;
  }

  #section(): string {
    const start = this.#at + 9;
    const close = this.#source.indexOf(']]>', start);
    if (close < 0) this.#fail('CDATA section is not closed');
    this.#at = close + 3;
    return this.#source.slice(start, close);
  }

  #characters(end: number, top: Open | undefined): void {
    const raw = this.#source.slice(this.#at, end);
    if (top === undefined) {
      if (raw.trim() !== '' && raw.trim() !== '\ufeff') this.#fail('text outside the root element');
    } else top.text += this.#resolved(raw);
    this.#at = end;
  }

  #resolved(raw: string): string {
    if (!raw.includes('&')) return raw;
    return raw.replace(/&([^;&\s]{0,64})(;?)/g, (_, name: string, semicolon: string, at: number) => {
      const offset = this.#at + at;
      if (semicolon === '') this.#fail('an entity reference has to end with ;', offset);
      const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number(name.slice(1)) : -1;
      if (name.startsWith('#')) {
        if (!Number.isInteger(code) || code < 1 || code > 0x10ffff) this.#fail(`character reference &${name}; is none`, offset);
        return String.fromCodePoint(code);
      }
      return ENTITIES.get(name) ?? this.#fail(`could not resolve entity named '${name}'`, offset);
    });
  }

  /** Skipped whole, with its internal subset: what it declares is never used. */
  #doctype(late: boolean): void {
    if (late) this.#fail('a document type inside the document');
    let depth = 0;
    let quote = '';
    for (let i = this.#at + 9; i < this.#source.length; i++) {
      const c = this.#source.charAt(i);
      if (quote !== '') {
        if (c === quote) quote = '';
      } else if ((c === '"' || c === "'") && depth > 0) quote = c;
      else if (c === '[' || c === '<') depth++;
      else if (c === ']') depth--;
      else if (c === '>' && depth-- === 0) {
        this.#at = i + 1;
        return;
      }
    }
    this.#fail('the document type is not closed');
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#source)?.[0] ?? this.#fail('a name was expected');
    this.#at += name.length;
    return name;
  }

  #space(): boolean {
    SPACE.lastIndex = this.#at;
    const length = SPACE.exec(this.#source)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }

  #endTag(open: Open[]): XmlElement {
    const offset = this.#at;
    this.#at += 2;
    const name = this.#name();
    this.#space();
    if (this.#source.charAt(this.#at) !== '>') this.#fail(`end tag </${name} is not closed`);
    this.#at++;
    const top = open.pop();
    if (top === undefined) return this.#fail(`end tag </${name}> without a start tag`, offset);
    if (top.name !== name) this.#fail(`end tag name </${name}> must match start tag name <${top.name}>`, offset);
    return top;
  }

  #startTag(): { readonly element: Open; readonly empty: boolean } {
    const offset = this.#at++;
    const name = this.#name();
    let attributes: Map<string, string> | undefined;
    for (;;) {
      const spaced = this.#space();
      const c = this.#source.charAt(this.#at);
      if (c === '>' || c === '/') {
        const empty = c === '/';
        if (empty && this.#source.charAt(this.#at + 1) !== '>') this.#fail('expected > after /');
        this.#at += empty ? 2 : 1;
        return { element: { name, attributes: attributes ?? NO_ATTRIBUTES, children: [], offset, text: '' }, empty };
      }
      if (!spaced) this.#fail(`start tag <${name} is not closed`, offset);
      attributes ??= new Map();
      const key = this.#name();
      if (attributes.has(key)) this.#fail(`attribute ${key} twice`);
      attributes.set(key, this.#attribute(key));
    }
  }

  #attribute(key: string): string {
    this.#space();
    if (this.#source.charAt(this.#at) !== '=') this.#fail(`attribute ${key} has no value`);
    this.#at++;
    this.#space();
    const quote = this.#source.charAt(this.#at);
    const close = quote === '"' || quote === "'" ? this.#source.indexOf(quote, this.#at + 1) : -1;
    if (close < 0) this.#fail(`the value of attribute ${key} is not quoted`);
    const raw = this.#source.slice(this.#at + 1, close);
    if (raw.includes('<')) this.#fail(`< in the value of attribute ${key}`);
    const value = this.#resolved(raw);
    this.#at = close + 1;
    return value;
  }
}
