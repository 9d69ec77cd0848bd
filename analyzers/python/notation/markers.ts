import { addTo, normalizeName, type Target } from '../../../src/model/index.ts';
import { intersect, isEmpty, type VersionRange } from './range.ts';
import { BLANKS, Refusal, Scanner } from './scanner.ts';
import { admits, parseSpecifier, parseSpecifierSet, rangeOfSet } from './specifier.ts';

/**
 * Environment markers (PEP 508), as `packaging` parses and evaluates them:
 *
 *     marker = and ('or' and)*    and = atom ('and' atom)*    atom = '(' marker ')' | operand operator operand
 */
export type Marker =
  | { readonly kind: 'or' | 'and'; readonly parts: readonly Marker[] }
  | { readonly kind: 'group'; readonly inner: Marker }
  | Comparison;

interface Comparison {
  readonly kind: 'compare';
  readonly left: Operand;
  readonly operator: string;
  readonly right: Operand;
}

interface Operand {
  readonly kind: 'variable' | 'value';
  readonly text: string;
}

/** Values by variable; sets for `extras` and `dependency_groups` of lock files (PEP 751). */
export type MarkerEnvironment = Readonly<Record<string, string | ReadonlySet<string>>>;

export type MarkerAnswer = { readonly ok: true; readonly marker: Marker } | { readonly ok: false; readonly message: string };

const VARIABLE =
  /(?<!\w)(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;
const QUOTED = /'[^']*'|"[^"]*"/y;
const OPERATOR = /===|==|~=|!=|<=|>=|<|>/y;
const OR_AND = /(?<!\w)(?:or|and)\b/y;
const IN = /(?<!\w)in\b/y;
const NOT = /(?<!\w)not\b/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;

/** Nobody nests markers; the limit ends hostile ones. */
const MAX_DEPTH = 100;

/** Reads a whole marker. */
export function parseMarker(text: string): MarkerAnswer {
  const scanner = new Scanner(text);
  const marker = markerAt(scanner);
  if (marker instanceof Refusal) return { ok: false, message: marker.message };
  if (scanner.atEnd) return { ok: true, marker };
  return { ok: false, message: `"${text.slice(scanner.position)}" is left over behind the marker` };
}

/** Reads a marker at the scanner's position. */
export function markerAt(scanner: Scanner, depth = 0): Marker | Refusal {
  if (depth > MAX_DEPTH) return new Refusal('the marker is nested too deeply');
  const alternatives: Marker[][] = [];
  for (let word: string | undefined = 'or'; word !== undefined; word = scanner.take(OR_AND)) {
    const atom = atomAt(scanner, depth);
    if (atom instanceof Refusal) return atom;
    if (word === 'or') alternatives.push([atom]);
    else alternatives.at(-1)?.push(atom);
  }
  return combined(
    'or',
    alternatives.map((parts) => combined('and', parts)),
  );
}

function combined(kind: 'or' | 'and', parts: readonly Marker[]): Marker {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function atomAt(scanner: Scanner, depth: number): Marker | Refusal {
  scanner.take(BLANKS);
  if (scanner.take(OPEN) !== undefined) return groupAt(scanner, depth);
  const left = operandAt(scanner);
  if (left instanceof Refusal) return left;
  scanner.take(BLANKS);
  const operator = operatorAt(scanner);
  if (operator instanceof Refusal) return operator;
  scanner.take(BLANKS);
  const right = operandAt(scanner);
  if (right instanceof Refusal) return right;
  scanner.take(BLANKS);
  return normalized({ kind: 'compare', left, operator, right });
}

function groupAt(scanner: Scanner, depth: number): Marker | Refusal {
  scanner.take(BLANKS);
  const inner = markerAt(scanner, depth + 1);
  if (inner instanceof Refusal) return inner;
  scanner.take(BLANKS);
  if (scanner.take(CLOSE) === undefined) return new Refusal('a parenthesis of the marker is not closed');
  scanner.take(BLANKS);
  return { kind: 'group', inner };
}

const ALIASES: Readonly<Record<string, string>> = { python_implementation: 'platform_python_implementation' };

function operandAt(scanner: Scanner): Operand | Refusal {
  const name = scanner.take(VARIABLE)?.replaceAll('.', '_');
  if (name !== undefined) return { kind: 'variable', text: ALIASES[name] ?? name };
  const quoted = scanner.take(QUOTED);
  const text = quoted === undefined ? undefined : pythonString(quoted.slice(1, -1));
  if (text === undefined) {
    const rest = scanner.text.slice(scanner.position, scanner.position + 30);
    return new Refusal(
      rest === ''
        ? 'the marker ends where a variable or a quoted text is missing'
        : `"${rest}" is neither a marker variable nor quoted text`,
    );
  }
  return { kind: 'value', text };
}

function operatorAt(scanner: Scanner): string | Refusal {
  if (scanner.take(IN) !== undefined) return 'in';
  if (scanner.take(NOT) !== undefined) {
    if (scanner.take(BLANKS) === undefined || scanner.take(IN) === undefined) return new Refusal('"in" is missing behind "not"');
    return 'not in';
  }
  const operator = scanner.take(OPERATOR);
  if (operator === undefined) return new Refusal('a marker compares by <=, <, !=, ==, >=, >, ~=, ===, in or not in');
  return operator;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

/** A Python string literal's content, because markers are read as such; undefined when Python would refuse it. */
function pythonString(body: string): string | undefined {
  if (/[\n\r\0]/.test(body.replaceAll('\\\n', ''))) return undefined;
  if (!body.includes('\\')) return body;
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(body) || /\\[xuUN](?![0-9a-fA-F])/.test(body.replaceAll('\\\\', ''))) return undefined;
  return body.replace(ESCAPE, (whole, x?: string, u?: string, long?: string, octal?: string, other?: string) => {
    const hex = x ?? u ?? long;
    if (hex !== undefined) return Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : whole;
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[other ?? ''] ?? whole;
  });
}

const NAME_VARIABLES: ReadonlySet<string> = new Set(['extra', 'extras', 'dependency_groups']);

/** Names of extras and groups are compared in their normal form (PEP 685). */
function normalized(comparison: Comparison): Comparison {
  const { left, right } = comparison;
  if (left.kind === 'variable' && left.text === 'extra' && right.kind === 'value')
    return { ...comparison, right: { kind: 'value', text: normalizeName(right.text) } };
  if (right.kind === 'variable' && NAME_VARIABLES.has(right.text) && left.kind === 'value')
    return { ...comparison, left: { kind: 'value', text: normalizeName(left.text) } };
  return comparison;
}

/** The marker in the form in which `packaging` prints it. */
export function formatMarker(marker: Marker, isTop = true): string {
  if (marker.kind === 'compare') return `${operandText(marker.left)} ${marker.operator} ${operandText(marker.right)}`;
  if (marker.kind !== 'group') return marker.parts.map((part) => formatMarker(part, false)).join(` ${marker.kind} `);
  const { inner } = marker;
  if (inner.kind === 'group' || inner.kind === 'compare' || isTop) return formatMarker(inner, isTop);
  return `(${formatMarker(inner, false)})`;
}

function operandText({ kind, text }: Operand): string {
  return kind === 'variable' ? text : text.includes('"') ? `'${text}'` : `"${text}"`;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  in: 'not in',
  'not in': 'in',
};

/** The marker that holds where this one does not; undefined where PEP 508 has no words for it (`~=`, `===`). */
export function opposite(marker: Marker): Marker | undefined {
  if (marker.kind === 'compare') {
    const operator = OPPOSITES[marker.operator];
    return operator === undefined ? undefined : { ...marker, operator };
  }
  if (marker.kind === 'group') {
    const inner = opposite(marker.inner);
    return inner === undefined ? undefined : { kind: 'group', inner };
  }
  const parts = marker.parts.map(opposite);
  if (parts.some((part) => part === undefined)) return undefined;
  const known = parts.filter((part) => part !== undefined);
  return { kind: 'group', inner: combined(marker.kind === 'and' ? 'or' : 'and', known) };
}

/** Compared as versions where the other side is one. */
const VERSION_VARIABLES: ReadonlySet<string> = new Set([
  'implementation_version',
  'platform_release',
  'python_full_version',
  'python_version',
]);

/**
 * Whether a marker holds. `undefined` where the comparison is not defined (an ordering of texts that only `~=` would
 * need, a variable that the environment does not have): clients refuse such a requirement when they meet it.
 */
export function evaluateMarker(marker: Marker, environment: MarkerEnvironment): boolean | undefined {
  if (marker.kind === 'group') return evaluateMarker(marker.inner, environment);
  if (marker.kind === 'compare') return compare(marker, environment);
  const values = marker.parts.map((part) => evaluateMarker(part, environment));
  if (values.includes(undefined)) return undefined;
  return marker.kind === 'and' ? !values.includes(false) : values.includes(true);
}

function compare({ left, operator, right }: Comparison, environment: MarkerEnvironment): boolean | undefined {
  const isLeft = left.kind === 'variable';
  const variable = isLeft ? left.text : right.text;
  const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return isLeft ? undefined : isMember(left.text, operator, value);
  const known = variable === 'python_full_version' && value.endsWith('+') ? `${value}local` : value;
  const lookedUp = variable === 'extra' && known !== '' ? normalizeName(known) : known;
  return isLeft ? compareTexts(lookedUp, operator, right.text, variable) : compareTexts(left.text, operator, lookedUp, variable);
}

function isMember(name: string, operator: string, names: ReadonlySet<string>): boolean | undefined {
  const found = [...names].some((one) => normalizeName(one) === normalizeName(name));
  return operator === 'in' ? found : operator === 'not in' ? !found : undefined;
}

function compareTexts(left: string, operator: string, right: string, variable: string): boolean | undefined {
  if (VERSION_VARIABLES.has(variable)) {
    // `python_version in "3.8"` is no version comparison: there is no such specifier.
    const specifier = parseSpecifier(`${operator}${right}`);
    if (specifier !== undefined) {
      const set = parseSpecifierSet(`${operator}${right}`);
      return set.ok && set.set.specifiers.length === 1 ? admits(set.set, left, true) : false;
    }
  }
  return TEXT_OPERATORS[operator]?.(left, right);
}

/** Texts are not ordered: `<` and `>` never hold, `<=` and `>=` mean equality. */
const TEXT_OPERATORS: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  in: (left, right) => right.includes(left),
  'not in': (left, right) => !right.includes(left),
  '<': () => false,
  '<=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>=': (left, right) => left === right,
  '>': () => false,
};

/** `3.11` is read as 3.11.0. */
export function fullPythonVersion(python: string): string {
  return python.split('.').length < 3 ? `${python}.0` : python;
}

const SYSTEMS: Readonly<Record<string, { readonly os: string; readonly sys: string; readonly platform: string }>> = {
  linux: { os: 'posix', sys: 'linux', platform: 'Linux' },
  darwin: { os: 'posix', sys: 'darwin', platform: 'Darwin' },
  macos: { os: 'posix', sys: 'darwin', platform: 'Darwin' },
  windows: { os: 'nt', sys: 'win32', platform: 'Windows' },
};

/** What the target fixes for CPython. The kernel's release and version stay open. */
export function targetEnvironment(target: Pick<Target, 'python' | 'platform'>): MarkerEnvironment {
  // Asked of the target when a marker asks for it: what no marker asks for holds for other versions, too.
  const full = (): string => fullPythonVersion(target.python);
  const { platform } = target;
  const dash = platform.indexOf('-');
  const name = dash < 0 ? platform : platform.slice(0, dash);
  const machine = dash < 0 ? 'x86_64' : platform.slice(dash + 1);
  const system = (Object.hasOwn(SYSTEMS, name) ? SYSTEMS[name] : undefined) ?? { os: 'posix', sys: name, platform: name };
  return {
    get python_version() {
      return full().split('.').slice(0, 2).join('.');
    },
    get python_full_version() {
      return full();
    },
    get implementation_version() {
      return full();
    },
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    os_name: system.os,
    sys_platform: system.sys,
    platform_system: system.platform,
    platform_machine: system.os === 'nt' && machine === 'x86_64' ? 'AMD64' : machine,
    extra: '',
  };
}

/** Whether a marker holds as far as the environment tells: `open` where it depends on what the environment leaves out. */
export function decideMarker(marker: Marker, environment: MarkerEnvironment): boolean | 'open' {
  if (marker.kind === 'group') return decideMarker(marker.inner, environment);
  if (marker.kind === 'compare') return compare(marker, environment) ?? 'open';
  const values = marker.parts.map((part) => decideMarker(part, environment));
  const [strong, weak] = marker.kind === 'and' ? [false, true] : [true, false];
  if (values.includes(strong)) return strong;
  return values.includes('open') ? 'open' : weak;
}

/**
 * Whether no environment that agrees with the given one lets all the markers hold together. Conservative: false where
 * the markers are too large to be compared.
 */
export function areExclusive(markers: readonly Marker[], environment: MarkerEnvironment): boolean {
  const conjunctions = alternativesOf(combined('and', markers), environment);
  return conjunctions?.every((atoms) => isContradictory(atoms)) ?? false;
}

const MAX_ALTERNATIVES = 256;

/** Disjunctive normal form over the atoms that stay open; undefined when it grows too large. */
function alternativesOf(marker: Marker, environment: MarkerEnvironment): readonly (readonly Comparison[])[] | undefined {
  if (marker.kind === 'group') return alternativesOf(marker.inner, environment);
  if (marker.kind === 'compare') {
    const value = compare(marker, environment);
    return value === undefined ? [[marker]] : value ? [[]] : [];
  }
  let all: readonly (readonly Comparison[])[] = marker.kind === 'and' ? [[]] : [];
  for (const part of marker.parts) {
    const own = alternativesOf(part, environment);
    if (own === undefined) return undefined;
    all = marker.kind === 'or' ? [...all, ...own] : all.flatMap((left) => own.map((right) => [...left, ...right]));
    if (all.length > MAX_ALTERNATIVES) return undefined;
  }
  return all;
}

function isContradictory(atoms: readonly Comparison[]): boolean {
  const byVariable = new Map<string, Comparison[]>();
  for (const atom of atoms) {
    const variable = atom.left.kind === 'variable' ? atom.left.text : atom.right.text;
    addTo(byVariable, variable, atom);
  }
  return [...byVariable].some(([variable, own]) => !isPossible(variable, own));
}

/** Whether one value of the variable can satisfy all comparisons; yes when in doubt. */
function isPossible(variable: string, atoms: readonly Comparison[]): boolean {
  const values = atoms.flatMap(({ left, operator, right }) =>
    operator === '==' ? (left.kind === 'value' ? [left.text] : right.kind === 'value' ? [right.text] : []) : [],
  );
  const direct = atoms.filter(({ left, right }) => left.kind === 'variable' && right.kind === 'value');
  if (VERSION_VARIABLES.has(variable)) {
    const ranges: VersionRange[] = direct.flatMap(({ operator, right }) => {
      const answer = operator.includes('in') ? undefined : parseSpecifierSet(`${operator}${right.text}`);
      return answer?.ok === true && answer.set.arbitrary.length === 0 ? [rangeOfSet(answer.set)] : [];
    });
    const [first, ...rest] = ranges;
    return first === undefined || !isEmpty(rest.reduce(intersect, first));
  }
  const [value] = values;
  if (value === undefined) return true;
  return direct.every((atom) => compare(atom, { [variable]: value }) !== false);
}
