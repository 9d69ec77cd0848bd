import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic, Severity } from '../../model/index.ts';
import { Lines, type Position } from '../lines.ts';
import { mergeMarker } from '../merge-markers.ts';
import { indentOpened } from './indents.ts';

/**
 * A value with its place. Aliases are the very node that they name and merge keys (`<<`) are taken in, so a file of nested
 * aliases stays as small as it is written; who walks a whole tree has to bound the walk, who asks for paths need not.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar;

interface Placed {
  /** Offset in the text; `YamlFile.place` makes a position of it. */
  readonly offset: number;
  /** A tag of the document's own, as `!Ref` or `!Sub`. */
  readonly tag?: string;
}

export interface YamlMap extends Placed {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  /** Offset of the key. */
  readonly offset: number;
  readonly value: YamlNode;
}

export interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends Placed {
  readonly kind: 'scalar';
  /** Resolved by the core schema of YAML 1.2. */
  readonly value: string | number | boolean | null;
  /** As written, without quotes: `0022`, `3.10` and `1e3` stay what they are. */
  readonly text: string;
  readonly quoted: boolean;
}

export interface YamlProblem extends Position {
  readonly kind: 'syntax' | 'duplicate-key' | 'limit';
  readonly message: string;
  /** Nothing of it is wrong: it is YAML once it is filled in. */
  readonly isTemplate?: true;
}

export interface YamlFile {
  /** The roots of all documents that have any content. */
  readonly documents: readonly YamlNode[];
  /** Sorted by place. A document with a syntax problem holds what could be read before it. */
  readonly problems: readonly YamlProblem[];
  place(at: { readonly offset: number }): Position;
}

const CODES = { syntax: 'yaml/syntax', 'duplicate-key': 'yaml/duplicate-key', limit: 'yaml/limit' } as const;
const ADVICE = {
  syntax: 'correct it, what stands after it may be missing here',
  'duplicate-key': 'the last one counts; remove the other',
  limit: 'nothing was taken from it',
} as const;
const RENDER = 'what stands after it may be missing here; render it into the repository to have it compared';

/** A problem of a file, in the same words wherever YAML is read. `effect`: what its reader does without it. */
export function yamlDiagnostic(
  file: string,
  { kind, message, line, column, isTemplate }: YamlProblem,
  severity: Severity,
  effect: string = isTemplate === true ? RENDER : ADVICE[kind],
): Diagnostic {
  const told = { code: CODES[kind], severity, message: `${message}; ${effect}`, file, line, column };
  return kind === 'duplicate-key' ? told : { ...told, incomplete: true };
}

/** Longer texts are generated (lock files have readers of their own). */
const MAX_LENGTH = 4_000_000;
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 20;
/** Open brackets, dashes of one line or indents that end the reading before the library starts: its stack does not bear more. */
const MAX_RAW_DEPTH = 500;
/** Nodes that one file may come to once merge keys are taken in. */
const MAX_ENTRIES = 500_000;

/** Reads every document of a YAML file. Never throws: what is wrong comes as problems. */
export function parseYaml(written: string): YamlFile {
  let lines = new Lines(written);
  const place = ({ offset }: { readonly offset: number }): Position => lines.at(offset);
  if (written.length > MAX_LENGTH) {
    const message = `the file has ${written.length} characters, more than the ${MAX_LENGTH} that are read`;
    return { documents: [], problems: [{ kind: 'limit', message, line: 1, column: 1 }], place };
  }
  const deep = tooDeep(written);
  if (deep !== undefined) {
    const problem = { kind: 'limit', message: 'nested too deeply to be read', ...lines.at(deep) } as const;
    return { documents: [], problems: [problem], place };
  }
  let reader: Reader | undefined;
  try {
    const { text, documents } = readAsOthers(written);
    // Lines have the same numbers as in the file.
    lines = new Lines(text);
    const own = new Reader(lines);
    reader = own;
    const roots = documents.flatMap((document) => own.document(document));
    return { documents: roots, problems: withOneCause(own.problems(), written), place };
  } catch (error) {
    // The library descends by recursion; only nesting that nobody writes by hand exhausts the stack.
    const message = error instanceof RangeError ? 'nested too deeply to be read' : firstLine(String(error));
    const problems = reader?.problems() ?? [];
    return { documents: [], problems: [...problems, { kind: 'limit', message, line: 1, column: 1 }], place };
  }
}

interface Parsed {
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
}

/** Times that a file is read again at most, for one opening of each document, and characters that this comes to. */
const MAX_PASSES = 8;
const MAX_READ_AGAIN = 1_000_000;

/** Quoted texts and brackets that other readers take as they are count as they do there, unless a document is broken all the same. */
function readAsOthers(written: string): Parsed {
  const first: Parsed = { text: written, documents: documentsOf(written) };
  let last = first;
  for (let pass = 0, read = 0; pass < MAX_PASSES && read < MAX_READ_AGAIN; pass++, read += last.text.length) {
    const openings = last.documents.flatMap((document) => openingIn(document) ?? []);
    // From the end, so that those before it stay where they are.
    const text = openings.reduceRight((so, opening) => indentOpened(so, opening) ?? so, last.text);
    if (text === last.text) break;
    last = { text, documents: documentsOf(text) };
  }
  return broken(last) < broken(first) ? last : first;
}

function broken({ documents }: Parsed): number {
  return documents.filter(({ errors }) => errors.length > 0).length;
}

/** Where the first quoted text or bracket of a document begins that has no end to the library. */
function openingIn(document: Document.Parsed): number | undefined {
  const ends = new Set(
    document.errors.flatMap(({ message, pos }) => (OPEN.test(message) || OUTSIDE.test(message) ? [pos[0]] : [])),
  );
  if (ends.size === 0) return undefined;
  let opening: number | undefined;
  const endsThere = (range: Node['range'], isOpening: boolean): symbol | undefined => {
    if (!isOpening || !ends.has(range?.[1] ?? -1)) return undefined;
    opening = range?.[0];
    return visit.BREAK;
  };
  visit(document, {
    Scalar: (_, { range, type }) => endsThere(range, type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'),
    Collection: (_, { range, flow }) => endsThere(range, flow === true),
  });
  return opening;
}

const OPEN = /^Missing closing .quote/;
/** A bracket's items stand no further in than its key. */
const OUTSIDE = /^Flow (?:map|sequence) in block collection/;

/** The library's errors are objects of Error: a broken template has hundreds, whose stacks would take longer than the reading. */
function documentsOf(text: string): readonly Document.Parsed[] {
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return [...parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false, merge: true })];
  } finally {
    Error.stackTraceLimit = frames;
  }
}

/** What Jinja, Helm, cookiecutter and their like fill in before anybody reads the file as YAML. */
const TEMPLATE = /\{\{|\{%/;

/** The troubles of a template, and those of a merge that is not ended, have one cause. */
function withOneCause(problems: readonly YamlProblem[], text: string): readonly YamlProblem[] {
  const first = problems.find(({ kind }) => kind === 'syntax');
  if (first === undefined) return problems;
  const marker = mergeMarker(text);
  if (marker !== undefined)
    return [{ kind: 'syntax', message: 'git markers of a merge that nobody resolved stand here', ...new Lines(text).at(marker) }];
  if (!TEMPLATE.test(text)) return problems;
  const message = 'this is a template: what stands in {{…}} or {%…%} is filled in before it is YAML';
  return [{ ...first, message, isTemplate: true }];
}

/** Where nesting passes the limit, by a scan that knows no quotes: it may count too much, never too little. */
function tooDeep(text: string): number | undefined {
  const indents: number[] = [];
  let brackets = 0;
  let dashes = 0;
  for (let at = 0; at < text.length; at++) {
    if (at === 0 || text.charCodeAt(at - 1) === LINE_FEED) {
      const start = at;
      while (text.charCodeAt(at) === SPACE) at++;
      dashes = 0;
      if (text.charCodeAt(at) !== LINE_FEED && at < text.length) enter(indents, at - start);
    }
    const code = text.charCodeAt(at);
    const opened = opens(code);
    if (opened !== 0) brackets = Math.max(0, brackets + opened);
    else if (code === DASH || code === QUESTION) dashes++;
    else if (code !== SPACE) dashes = 0;
    if (Math.max(brackets, dashes, indents.length) > MAX_RAW_DEPTH) return at;
  }
  return undefined;
}

/** How many more brackets are open behind a letter. */
function opens(code: number): -1 | 0 | 1 {
  if (code === SQUARE_OPEN || code === CURLY_OPEN) return 1;
  return code === SQUARE_CLOSE || code === CURLY_CLOSE ? -1 : 0;
}

/** Leaves the levels that lie further in than a line, and opens one for it. */
function enter(indents: number[], indent: number): void {
  while ((indents.at(-1) ?? -1) > indent) indents.pop();
  if ((indents.at(-1) ?? -1) < indent) indents.push(indent);
}

const LINE_FEED = 10;
const SPACE = 32;
const DASH = 45;
const QUESTION = 63;
const SQUARE_OPEN = 91;
const SQUARE_CLOSE = 93;
const CURLY_OPEN = 123;
const CURLY_CLOSE = 125;

/** What is left once quoted texts are read as other readers do. */
const OPEN_QUOTE = 'a quoted text has no end, or its next lines are not indented more than its key';

/** Turns the library's nodes into ours. */
class Reader {
  readonly #lines: Lines;
  readonly #problems: YamlProblem[] = [];
  #entries = 0;
  #anchors = new Map<string, YamlNode>();

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  problems(): readonly YamlProblem[] {
    return this.#problems.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  document(document: Document.Parsed): readonly YamlNode[] {
    // What follows a syntax problem is mostly its consequence.
    const [first] = document.errors;
    if (first !== undefined) this.#syntax(first);
    this.#anchors = new Map();
    const root = document.contents;
    if (root === null || (isScalar(root) && root.value === null)) return [];
    return [this.#node(root, 0)];
  }

  #syntax(error: YAMLError): void {
    const message = OPEN.test(error.message) ? OPEN_QUOTE : firstLine(error.message);
    this.#problem('syntax', error.pos[0], message);
  }

  #problem(kind: YamlProblem['kind'], offset: number, message: string): void {
    if (this.#problems.length >= MAX_PROBLEMS || (kind === 'limit' && this.#problems.some((one) => one.kind === 'limit'))) return;
    this.#problems.push({ kind, message, ...this.#lines.at(offset) });
  }

  #node(node: Node, depth: number): YamlNode {
    const offset = node.range?.[0] ?? 0;
    if (depth > MAX_DEPTH || this.#entries > MAX_ENTRIES) {
      this.#problem('limit', offset, depth > MAX_DEPTH ? 'nested too deeply to be read' : 'too many entries to be read');
      return missing(offset);
    }
    if (isAlias(node)) {
      const known = this.#anchors.get(node.source);
      if (known === undefined) this.#problem('syntax', offset, `nothing before this line is called &${node.source}`);
      return known ?? missing(offset);
    }
    const made = this.#collectionOrScalar(node, offset, depth);
    // An anchor counts from the end of its node on: a node cannot hold itself.
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, made);
    return made;
  }

  #collectionOrScalar(node: Node, offset: number, depth: number): YamlNode {
    const tag = typeof node.tag === 'string' && !node.tag.startsWith('tag:yaml.org') ? { tag: node.tag } : {};
    if (isMap<Node, Node | null>(node)) return { kind: 'map', entries: this.#map(node, depth), offset, ...tag };
    if (isSeq<Node | null>(node)) {
      const items = node.items.map((item) => (item === null ? missing(offset) : this.#node(item, depth + 1)));
      this.#entries += items.length;
      return { kind: 'list', items, offset, ...tag };
    }
    if (!isScalar(node)) return missing(offset);
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const value = plainValue(node.value);
    const text = quoted || block || node.source === undefined ? String(value ?? '') : node.source;
    return { kind: 'scalar', value, text, quoted: quoted || block, offset, ...tag };
  }

  /** Keys that stand twice are told, and the last one counts, as in the tools that read such files at all. */
  #map(map: YAMLMap<Node, Node | null>, depth: number): ReadonlyMap<string, YamlEntry> {
    const own = new Map<string, YamlEntry>();
    const merged: YamlNode[] = [];
    const again: { readonly name: string; readonly offset: number }[] = [];
    for (const { key, value } of map.items) {
      const offset = key.range?.[0] ?? 0;
      const made = value === null ? missing(offset) : this.#node(value, depth + 1);
      const name = isScalar(key) ? keyText(key.source, key.value) : this.#complexKey(offset);
      if (name === '<<') {
        merged.push(made);
        continue;
      }
      if (name === undefined) continue;
      if (own.has(name)) again.push({ name, offset });
      own.set(name, { offset, value: made });
    }
    this.#twice(again);
    this.#entries += own.size;
    return merged.length === 0 ? own : this.#withMerged(own, merged);
  }

  /** Many at once are documents that nothing parts: told once. */
  #twice(again: readonly { readonly name: string; readonly offset: number }[]): void {
    const [first, ...others] = again;
    if (first === undefined) return;
    const said = ({ name, offset }: typeof first, more = ''): void =>
      this.#problem('duplicate-key', offset, `the key "${name}" stands here a second time${more}`);
    if (others.length > 1)
      said(first, `, as ${others.length} more of the same mapping do further down, where a line "---" may be missing`);
    else for (const one of again) said(one);
  }

  #complexKey(offset: number): undefined {
    this.#problem('syntax', offset, 'a list or a map as a key is not understood');
  }

  /** What the map says itself comes first, then earlier merged maps before later ones (YAML merge type). */
  #withMerged(own: ReadonlyMap<string, YamlEntry>, merged: readonly YamlNode[]): ReadonlyMap<string, YamlEntry> {
    const all = new Map(own);
    for (const source of merged.flatMap((one) => (one.kind === 'list' ? one.items : [one]))) {
      if (source.kind !== 'map') continue;
      this.#entries += source.entries.size;
      if (this.#entries > MAX_ENTRIES) break;
      for (const [name, entry] of source.entries) if (!all.has(name)) all.set(name, entry);
    }
    return all;
  }
}

function missing(offset: number): YamlScalar {
  return { kind: 'scalar', value: null, text: '', quoted: false, offset };
}

function plainValue(value: unknown): YamlScalar['value'] {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined ? null : String(value);
}

function keyText(source: string | undefined, value: unknown): string {
  return typeof value === 'string' ? value : (source ?? String(value));
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

/** The node under a path of keys and indices; undefined where any step is not there. */
export function yamlAt(node: YamlNode | undefined, ...path: readonly (string | number)[]): YamlNode | undefined {
  let current = node;
  for (const step of path) {
    if (current?.kind === 'map') current = current.entries.get(String(step))?.value;
    else if (current?.kind === 'list' && typeof step === 'number') current = current.items[step];
    else return undefined;
  }
  return current;
}

/** A scalar's text; undefined for null, for lists and for maps. */
export function yamlText(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && (node.value !== null || node.quoted) ? node.text : undefined;
}

export function yamlItems(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function yamlEntries(node: YamlNode | undefined): readonly (readonly [string, YamlEntry])[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

/** A list of texts, or a single text as such a list. */
export function yamlTexts(node: YamlNode | undefined): readonly string[] {
  const single = yamlText(node);
  return single === undefined ? yamlItems(node).flatMap((item) => yamlText(item) ?? []) : [single];
}

/** `NAME: value` maps and lists of `NAME=value`; a name without any value has none here. */
export function yamlNamedTexts(node: YamlNode | undefined): readonly (readonly [name: string, value: string | undefined])[] {
  const mapped = yamlEntries(node).map(([name, { value }]) => [name, yamlText(value)] as const);
  const listed = yamlItems(node).flatMap((item): readonly (readonly [string, string | undefined])[] => {
    const text = yamlText(item) ?? '';
    const equals = text.indexOf('=');
    if (equals < 0) return text === '' ? [] : [[text, undefined]];
    return [[text.slice(0, equals), text.slice(equals + 1)]];
  });
  return [...mapped, ...listed];
}
