import { pathMajorProblem, splitPath } from '../paths.ts';
import { canonicalVersion } from '../versions.ts';
import { fields, trimSpace } from './space.ts';
import { type Position, parseSyntax, type Statement, type SyntaxLine, type Token, unquote } from './syntax.ts';

/** go.mod as the go command reads it (Go Modules Reference, "go.mod files"). */

export interface ModuleVersion {
  readonly path: string;
  /** Empty where a directive names every version, or a directory. */
  readonly version: string;
}

export interface Requirement extends ModuleVersion {
  readonly indirect: boolean;
  readonly at: Position;
}

export interface Replacement {
  readonly old: ModuleVersion;
  /** A module and its version, or a directory (then without a version). */
  readonly new: ModuleVersion;
  readonly at: Position;
}

export interface Retraction {
  readonly low: string;
  readonly high: string;
  readonly rationale: string;
  readonly at: Position;
}

/** A directive with one value. */
export interface Setting {
  readonly value: string;
  readonly at: Position;
}

export interface GoMod {
  readonly module?: { readonly path: string; readonly deprecated: string; readonly at: Position };
  readonly go?: Setting;
  readonly toolchain?: Setting;
  readonly godebug: readonly { readonly key: string; readonly value: string; readonly at: Position }[];
  readonly require: readonly Requirement[];
  readonly exclude: readonly (ModuleVersion & { readonly at: Position })[];
  readonly replace: readonly Replacement[];
  readonly retract: readonly Retraction[];
  readonly tool: readonly Setting[];
  readonly ignore: readonly Setting[];
}

export interface ModProblem {
  readonly at: Position;
  readonly message: string;
}

/** What could be read, and what could not: the go command accepts the file only if `problems` is empty. */
export interface ParsedMod {
  readonly file: GoMod;
  readonly problems: readonly ModProblem[];
}

/**
 * `strict` as a main module's file; `lax` as a dependency's, where unknown directives and those that only
 * a main module may use are skipped, so that newer files stay readable.
 */
export type Strictness = 'strict' | 'lax';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft {
  module?: Mutable<NonNullable<GoMod['module']>>;
  go?: Setting;
  toolchain?: Setting;
  readonly godebug: { readonly key: string; readonly value: string; readonly at: Position }[];
  readonly require: Requirement[];
  readonly exclude: (ModuleVersion & { readonly at: Position })[];
  readonly replace: Replacement[];
  readonly retract: Retraction[];
  readonly tool: Setting[];
  readonly ignore: Setting[];
}

/** One line of a directive, without its verb. */
export interface Entry {
  readonly verb: string;
  readonly args: readonly Token[];
  readonly at: Position;
  readonly line: SyntaxLine;
  /** Comments of the block around it. */
  readonly blockComments: readonly string[];
  readonly strict: boolean;
}

/** Adds an entry to the draft, or answers why it cannot. */
type Directive = (draft: Draft, entry: Entry) => string | undefined;

const GO_LINE = /^([1-9][0-9]*)\.(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?([a-z]+[0-9]+)?$/;
const LAX_GO_LINE = /^v?(([1-9][0-9]*)\.(0|[1-9][0-9]*))([^0-9].*)$/;
const TOOLCHAIN_LINE = /^default$|^go1($|\.)/;

/** Verbs that may open a block; `go` and `toolchain` may not. */
const BLOCKS = new Set(['module', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool', 'ignore']);
const LAX_VERBS = new Set(['go', 'module', 'retract', 'require', 'ignore']);

const DIRECTIVES: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['module', addModule],
  ['go', addGo],
  ['toolchain', addToolchain],
  ['godebug', addGodebug],
  ['require', addRequire],
  ['exclude', addExclude],
  ['replace', addReplace],
  ['retract', addRetract],
  ['tool', addPath('tool')],
  ['ignore', addPath('ignore')],
]);

/** Parses a go.mod. `file` is the name that messages about unterminated blocks repeat. */
export function parseGoMod(text: string, strictness: Strictness = 'strict', file = 'go.mod'): ParsedMod {
  const strict = strictness === 'strict';
  const draft: Draft = { godebug: [], require: [], exclude: [], replace: [], retract: [], tool: [], ignore: [] };
  const { statements, problem } = parseSyntax(text, file);
  const problems = applyDirectives(statements, draft, { directives: DIRECTIVES, blocks: BLOCKS, skips: LAX_VERBS, strict });
  return { file: draft, problems: problem === undefined ? problems : [problem, ...problems] };
}

export interface Grammar<D> {
  readonly directives: ReadonlyMap<string, (draft: D, entry: Entry) => string | undefined>;
  readonly blocks: ReadonlySet<string>;
  /** The verbs that a lax reading keeps. */
  readonly skips: ReadonlySet<string>;
  readonly strict: boolean;
}

/** Runs each line's directive; answers the problems, at the position of the line's first token. */
export function applyDirectives<D>(statements: readonly Statement[], draft: D, grammar: Grammar<D>): readonly ModProblem[] {
  const problems: ModProblem[] = [];
  const add = (verb: string, args: readonly Token[], line: SyntaxLine, blockComments: readonly string[]): void => {
    if (!grammar.strict && !grammar.skips.has(verb)) return;
    const directive = grammar.directives.get(verb);
    const entry = { verb, args, at: line.at, line, blockComments, strict: grammar.strict };
    const message = directive === undefined ? `unknown directive: ${verb}` : directive(draft, entry);
    if (message !== undefined) problems.push({ at: line.at, message });
  };
  for (const statement of statements) {
    if ('line' in statement) {
      const [verb, ...args] = statement.line.tokens;
      add(verb?.text ?? '', args, statement.line, []);
      continue;
    }
    const { block } = statement;
    const verb = block.tokens.map((token) => token.text).join(' ');
    if (block.tokens.length === 1 && grammar.blocks.has(verb)) {
      for (const line of block.lines) add(verb, line.tokens, line, block.before);
    } else if (grammar.strict) {
      problems.push({ at: block.at, message: `unknown block type: ${verb}` });
    }
  }
  return problems;
}

/** A token's value, or undefined where quotes are malformed. Raw strings are no values: the go command refuses them. */
function stringOf(token: Token | undefined): string | undefined {
  if (token === undefined) return undefined;
  if (token.text.startsWith('"')) return unquote(token.text);
  return /["'`]/.test(token.text) ? undefined : token.text;
}

function badString(token: Token | undefined): string {
  const reason = token?.text.startsWith('"') === true ? 'invalid syntax' : 'unquoted string cannot contain quote';
  return `invalid quoted string: ${reason}`;
}

function addModule(draft: Draft, { args, at, line, blockComments }: Entry): string | undefined {
  if (draft.module !== undefined) return 'repeated module statement';
  const deprecated = deprecationIn(commentText(line, blockComments));
  draft.module = { path: '', deprecated, at };
  if (args.length !== 1) return 'usage: module module/path';
  const path = stringOf(args[0]);
  if (path === undefined) return badString(args[0]);
  draft.module.path = path;
  return undefined;
}

/** Shared with go.work, which knows no lax form. */
export function addGo(draft: { go?: Setting }, { args, at, strict }: Entry): string | undefined {
  if (draft.go !== undefined) return 'repeated go statement';
  const [argument] = args;
  if (argument === undefined || args.length !== 1) return 'go directive expects exactly one argument';
  const version = GO_LINE.test(argument.text) ? argument.text : strict ? undefined : LAX_GO_LINE.exec(argument.text)?.[1];
  if (version === undefined) return `invalid go version '${argument.text}': must match format 1.23.0`;
  draft.go = { value: version, at };
  return undefined;
}

export function addToolchain(draft: { toolchain?: Setting }, { args, at }: Entry): string | undefined {
  if (draft.toolchain !== undefined) return 'repeated toolchain statement';
  const [argument] = args;
  if (argument === undefined || args.length !== 1) return 'toolchain directive expects exactly one argument';
  if (!TOOLCHAIN_LINE.test(argument.text)) {
    return `invalid toolchain version '${argument.text}': must match format go1.23.0 or default`;
  }
  draft.toolchain = { value: argument.text, at };
  return undefined;
}

export function addGodebug(draft: Pick<Draft, 'godebug'>, { args, at }: Entry): string | undefined {
  const [argument] = args;
  const equals = argument?.text.indexOf('=') ?? -1;
  if (argument === undefined || args.length !== 1 || equals === -1 || /["`',]/.test(argument.text)) {
    return 'usage: godebug key=value';
  }
  draft.godebug.push({ key: argument.text.slice(0, equals), value: argument.text.slice(equals + 1), at });
  return undefined;
}

function addRequire(draft: Draft, entry: Entry): string | undefined {
  const read = readModuleVersion(entry);
  if (typeof read === 'string') return read;
  draft.require.push({ ...read, indirect: isIndirect(entry.line.suffix), at: entry.at });
  return undefined;
}

function addExclude(draft: Draft, entry: Entry): string | undefined {
  const read = readModuleVersion(entry);
  if (typeof read === 'string') return read;
  draft.exclude.push({ ...read, at: entry.at });
  return undefined;
}

function readModuleVersion({ verb, args }: Entry): ModuleVersion | string {
  if (args.length !== 2) return `usage: ${verb} module/path v1.2.3`;
  const path = stringOf(args[0]);
  if (path === undefined) return badString(args[0]);
  const version = readVersion(verb, path, args[1]);
  if ('problem' in version) return version.problem;
  const { major, ok } = splitPath(path);
  if (!ok) return 'invalid module path';
  const problem = pathMajorProblem(version.value, major);
  return problem === undefined ? { path, version: version.value } : `${verb} ${path}: ${problem}`;
}

type VersionRead = { readonly value: string } | { readonly problem: string };

/** Short versions are completed; what the go command would have to look up (branches, revisions) is refused. */
function readVersion(verb: string, path: string, token: Token | undefined): VersionRead {
  const text = stringOf(token);
  const subject = path === '' ? verb : `${verb} ${path}`;
  if (text === undefined) {
    const reason = badString(token).slice('invalid quoted string: '.length);
    return { problem: `${subject}: version ${JSON.stringify(token?.text ?? '')} invalid: ${reason}` };
  }
  const value = canonicalVersion(text);
  if (value !== '') return { value };
  return { problem: `${subject}: version ${JSON.stringify(text)} invalid: must be of the form v1.2.3` };
}

/** `// indirect`, or `// indirect; why`. */
function isIndirect(suffix: string | undefined): boolean {
  const words = fields(suffix?.slice(2) ?? '');
  return words.length === 1 ? words[0] === 'indirect' : words[0] === 'indirect;';
}

const REPLACE_USAGE =
  'usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory';

export function addReplace(draft: Pick<Draft, 'replace'>, { args, at }: Entry): string | undefined {
  const arrow = args[1]?.text === '=>' ? 1 : 2;
  const rest = args.length - arrow - 1;
  if (args[arrow]?.text !== '=>' || rest < 1 || rest > 2) return REPLACE_USAGE;
  const old = readReplaced(args, arrow);
  if (typeof old === 'string') return old;
  const target = readReplacement(args.slice(arrow + 1));
  if (typeof target === 'string') return target;
  draft.replace.push({ old, new: target, at });
  return undefined;
}

function readReplaced(args: readonly Token[], arrow: number): ModuleVersion | string {
  const path = stringOf(args[0]);
  if (path === undefined) return badString(args[0]);
  const { major, ok } = splitPath(path);
  if (!ok) return `replace ${path}: invalid module path`;
  if (arrow === 1) return { path, version: '' };
  const version = readVersion('replace', path, args[1]);
  if ('problem' in version) return version.problem;
  const problem = pathMajorProblem(version.value, major);
  return problem === undefined ? { path, version: version.value } : `replace ${path}: ${problem}`;
}

function readReplacement([where, version]: readonly Token[]): ModuleVersion | string {
  const path = stringOf(where);
  if (path === undefined) return badString(where);
  if (version === undefined) {
    if (isDirectoryPath(path)) {
      const windows = path.includes('\\');
      return windows ? 'replacement directory appears to be Windows path (on a non-windows system)' : { path, version: '' };
    }
    if (path.includes('@')) return "replacement module must match format 'path version', not 'path@version'";
    return 'replacement module without version must be directory path (rooted or starting with . or ..)';
  }
  const read = readVersion('replace', path, version);
  if ('problem' in read) return read.problem;
  if (isDirectoryPath(path)) return `replacement module directory path ${JSON.stringify(path)} cannot have version`;
  return { path, version: read.value };
}

/** Whether a replacement names a directory: rooted, or beginning with `.` or `..`, in Unix or Windows spelling. */
function isDirectoryPath(path: string): boolean {
  return /^\.{1,2}$|^\.{0,2}[/\\]|^[A-Za-z]:/.test(path);
}

function addRetract(draft: Draft, { args, at, line, blockComments, strict }: Entry): string | undefined {
  const read = readInterval(args);
  // A later go command may allow more kinds of intervals; in a dependency they are no reason to fail.
  if (typeof read === 'string') return strict ? read : undefined;
  if (read.rest.length > 0 && strict) return `unexpected token after version: ${JSON.stringify(read.rest[0]?.text ?? '')}`;
  draft.retract.push({ low: read.low, high: read.high, rationale: commentText(line, blockComments), at });
  return undefined;
}

interface Interval {
  readonly low: string;
  readonly high: string;
  readonly rest: readonly Token[];
}

/** `v1.2.3` or `[v1.0.0, v1.9.9]`; versions stay as written, since canonical ones are needed only to apply them. */
function readInterval(args: readonly Token[]): Interval | string {
  const [first] = args;
  if (first === undefined || first.text === '(') return "expected '[' or version";
  if (first.text !== '[') {
    const value = stringOf(first);
    return value === undefined ? retractProblem(first) : { low: value, high: value, rest: args.slice(1) };
  }
  const [, low, comma, high, close] = args;
  if (low === undefined) return "expected version after '['";
  const lowValue = stringOf(low);
  if (lowValue === undefined) return retractProblem(low);
  if (comma?.text !== ',') return "expected ',' after version";
  if (high === undefined) return "expected version after ','";
  const highValue = stringOf(high);
  if (highValue === undefined) return retractProblem(high);
  if (close?.text !== ']') return "expected ']' after version";
  return { low: lowValue, high: highValue, rest: args.slice(5) };
}

function retractProblem(token: Token): string {
  return `retract: version ${JSON.stringify(token.text)} invalid: ${badString(token).slice('invalid quoted string: '.length)}`;
}

function addPath(verb: 'tool' | 'ignore'): Directive {
  return (draft, { args, at }) => {
    if (args.length !== 1) return `${verb} directive expects exactly one argument`;
    const path = stringOf(args[0]);
    if (path === undefined) return badString(args[0]);
    draft[verb].push({ value: path, at });
    return undefined;
  };
}

/** A quoted or plain path of a `use` line. */
export function readPath(entry: Entry, usage: string): { readonly path: string } | string {
  if (entry.args.length !== 1) return usage;
  const path = stringOf(entry.args[0]);
  return path === undefined ? badString(entry.args[0]) : { path };
}

/** A directive's comments, above and behind; the block's where the line has none of its own. */
function commentText(line: SyntaxLine, blockComments: readonly string[]): string {
  const own = [...line.before, ...(line.suffix === undefined ? [] : [line.suffix])];
  return (own.length === 0 ? blockComments : own)
    .filter((comment) => comment.startsWith('//'))
    .map((comment) => trimSpace(comment.slice(2)))
    .join('\n');
}

/** The message of the first paragraph that begins with `Deprecated:`. */
function deprecationIn(text: string): string {
  return /(?:^|\n\n)Deprecated: *([\s\S]*?)(?:$|\n\n)/.exec(text)?.[1] ?? '';
}
