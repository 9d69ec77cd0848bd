import { lineCount } from '../lines.ts';

/**
 * The part of YAML in which pnpm, yarn, pixi and conda-lock write their locks: block maps, lists of scalars and of maps,
 * flow maps on one line, quoted and block scalars. A lock of megabytes is read in a tenth of the time that a full YAML
 * reader takes, and every entry knows its line. Time and memory are linear in the text; there are no aliases to blow up.
 */
export interface BlockNode {
  readonly line: number;
  readonly text: string | undefined;
  readonly map: ReadonlyMap<string, BlockNode>;
  /** Scalars of a list. */
  readonly items: readonly string[];
  /** Maps of a list. */
  readonly maps: readonly BlockNode[];
}

const NO_ENTRIES: ReadonlyMap<string, BlockNode> = new Map();
const NOTHING: readonly never[] = [];

/** Nearly all nodes are scalars, and a map takes ten times the memory of its node: each has what something was added to. */
class GrowingNode implements BlockNode {
  readonly line: number;
  readonly text: string | undefined;
  #map: Map<string, BlockNode> | undefined;
  #items: string[] | undefined;
  #maps: BlockNode[] | undefined;

  constructor(line: number, text?: string) {
    this.line = line;
    this.text = text;
  }

  get map(): ReadonlyMap<string, BlockNode> {
    return this.#map ?? NO_ENTRIES;
  }

  get items(): readonly string[] {
    return this.#items ?? NOTHING;
  }

  get maps(): readonly BlockNode[] {
    return this.#maps ?? NOTHING;
  }

  set(key: string, node: BlockNode): void {
    this.#map ??= new Map();
    this.#map.set(key, node);
  }

  addItem(item: string): void {
    this.#items ??= [];
    this.#items.push(item);
  }

  addMap(node: BlockNode): void {
    this.#maps ??= [];
    this.#maps.push(node);
  }

  forget(): void {
    this.#map = undefined;
  }
}

interface Open {
  readonly indent: number;
  readonly node: GrowingNode;
}

/** The tree of a file of indented `key: value` lines. Never throws: what is none of it is passed over. */
export function readBlocks(text: string): BlockNode {
  const root = new GrowingNode(1);
  const stack: Open[] = [{ indent: -1, node: root }];
  let skipDeeperThan = Number.POSITIVE_INFINITY;
  let line = 0;
  for (let start = 0; start <= text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    line++;
    let at = start;
    while (at < end && text.charCodeAt(at) === 32) at++;
    const indent = at - start;
    const content = text.slice(at, end).trimEnd();
    start = end + 1;
    if (content === '' || content.startsWith('#')) continue;
    // pnpm 11 and later write what they need themselves into a document before that of the project.
    if (indent === 0 && content === '---') {
      root.forget();
      stack.length = 1;
      skipDeeperThan = Number.POSITIVE_INFINITY;
      continue;
    }
    if (indent > skipDeeperThan) continue;
    skipDeeperThan = Number.POSITIVE_INFINITY;
    if (take(stack, indent, content, line)) skipDeeperThan = indent;
  }
  return root;
}

/** Lists in lists of one line; no package manager writes one. */
const MAX_DEPTH = 200;

/** Adds one line to the innermost open node that it belongs to; says whether a block scalar follows. */
function take(stack: Open[], indent: number, content: string, line: number): boolean {
  const isItem = content.startsWith('- ') || content === '-';
  while (stack.length > 1 && isInside(stack.at(-1), indent, isItem)) stack.pop();
  const parent = stack.at(-1)?.node;
  if (parent === undefined) return false;
  if (isItem) {
    const item = content.slice(1).trim();
    if (keyEnd(item) < 0) {
      parent.addItem(unquoted(item));
      return false;
    }
    const node = item.startsWith('{') ? valueNode(item, line) : new GrowingNode(line);
    parent.addMap(node);
    if (item.startsWith('{')) return false;
    stack.push({ indent, node });
    if (stack.length > MAX_DEPTH) return false;
    return take(stack, indent + content.length - content.slice(1).trimStart().length, item, line);
  }
  // `? key` with `: value` on the next line: how long keys are written.
  if (content.startsWith('? ')) {
    const node = new GrowingNode(line);
    parent.set(unquoted(content.slice(2).trim()), node);
    stack.push({ indent, node });
    return false;
  }
  if (content.startsWith(': : ')) return false;
  if (content.startsWith(': ') && parent !== stack[0]?.node) return take(stack, indent + 2, content.slice(2).trim(), line);
  const cut = keyEnd(content);
  if (cut < 0) return false;
  const key = unquoted(content.slice(0, cut));
  const value = content.slice(cut + 1).trim();
  const isBlock = /^[|>][-+]?\d*$/.test(value);
  const node = value === '' || isBlock ? new GrowingNode(line) : valueNode(value, line);
  parent.set(key, node);
  stack.push({ indent, node });
  return isBlock;
}

/** Whether the open node ends before a line of this indentation; a list may stand at the indentation of its key. */
function isInside(open: Open | undefined, indent: number, isItem: boolean): boolean {
  if (open === undefined) return false;
  return isItem ? open.indent > indent || (open.indent === indent && open.node.map.size > 0) : open.indent >= indent;
}

/** Position of the colon that ends a key; -1 when the line is no `key:`. */
function keyEnd(content: string): number {
  const quote = content[0];
  if (quote === '"' || quote === "'") {
    const close = closingQuote(content, 0);
    return content[close + 1] === ':' ? close + 1 : -1;
  }
  const colon = content.indexOf(': ');
  if (colon >= 0) return colon;
  return content.endsWith(':') ? content.length - 1 : -1;
}

function closingQuote(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at;
    }
  }
  return text.length;
}

/** A scalar's text; of double quotes only the escapes that JSON has as well. */
export function unquoted(text: string): string {
  if (text.startsWith("'") && text.endsWith("'") && text.length > 1) return text.slice(1, -1).replaceAll("''", "'");
  if (!text.startsWith('"') || !text.endsWith('"') || text.length < 2) return text;
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text.slice(1, -1);
  }
}

function valueNode(value: string, line: number): GrowingNode {
  const first = value[0];
  if (first === '{') {
    const node = new GrowingNode(line);
    for (const part of flowParts(value.slice(1, value.endsWith('}') ? -1 : undefined))) {
      const cut = keyEnd(part);
      if (cut >= 0) node.set(unquoted(part.slice(0, cut)), new GrowingNode(line, unquoted(part.slice(cut + 1).trim())));
    }
    return node;
  }
  if (first === '[') {
    const node = new GrowingNode(line);
    for (const item of flowParts(value.slice(1, value.endsWith(']') ? -1 : undefined))) node.addItem(unquoted(item));
    return node;
  }
  return new GrowingNode(line, unquoted(value));
}

/** Splits `a: 1, b: '2, 3'` at its commas; nested brackets stay whole. */
function flowParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") at = closingQuote(text, at);
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}

/**
 * The last line of a text that ends without a line's end, where it cannot be whole: a tool that writes locks ends every line, and
 * a file that was cut off ends anywhere.
 */
export function brokenEnd(text: string): number | undefined {
  if (text === '' || text.endsWith('\n')) return undefined;
  const last = text.slice(text.lastIndexOf('\n') + 1).trim();
  const content = last.replace(/^(?:[-?:] +)+/, '');
  if (content === '' || content.startsWith('#')) return undefined;
  const cut = keyEnd(content);
  const isItem = content !== last;
  return (cut < 0 && !isItem) || isOpen(cut < 0 ? content : content.slice(cut + 1).trim()) ? lineCount(text) : undefined;
}

/** A quote or a bracket that nothing closes. */
function isOpen(value: string): boolean {
  const first = value[0];
  if (first === '"' || first === "'") return closingQuote(value, 0) >= value.length;
  if (first === '{') return !value.endsWith('}');
  return first === '[' && !value.endsWith(']');
}

export function child(node: BlockNode | undefined, key: string): BlockNode | undefined {
  return node?.map.get(key);
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

/** Scalars below a node by key. */
export function textsBelow(node: BlockNode | undefined): ReadonlyMap<string, string> {
  if (node === undefined) return NO_TEXTS;
  const found = new Map<string, string>();
  for (const [key, value] of node.map) if (value.text !== undefined) found.set(key, value.text);
  return found;
}
