/** Versions of Alpine's packages and what bounds admit (apk-package(5), "Version comparison"; apk-world(5)). */

interface ApkVersion {
  readonly digits: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly (readonly [place: number, digits: string])[];
  readonly revision: string;
}

const VERSION = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:-r(\d+))?$/;
/** Behind and before what has no suffix, whose place is 0. */
const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['alpha', -4],
  ['beta', -3],
  ['pre', -2],
  ['rc', -1],
  ['cvs', 1],
  ['svn', 2],
  ['git', 3],
  ['hg', 4],
  ['p', 5],
]);
const MAX_LENGTH = 100;

function parsed(text: string): ApkVersion | undefined {
  const [, digits, letter = '', suffixed = '', revision = '-'] = (text.length > MAX_LENGTH ? null : VERSION.exec(text)) ?? [];
  if (digits === undefined) return undefined;
  const suffixes = [...suffixed.matchAll(/_([a-z]+)(\d*)/g)].map(
    ([, name = '', number = '']) => [SUFFIXES.get(name), number] as const,
  );
  const known = suffixes.flatMap(([place, number]) => (place === undefined ? [] : [[place, number] as const]));
  return known.length < suffixes.length ? undefined : { digits: digits.split('.'), letter, suffixes: known, revision };
}

/** Numbers of any length; what is absent is less. */
function compareDigits(a: string | undefined, b: string | undefined): number {
  const [left, right] = [a, b].map((one) => (one === undefined || one === '-' ? -1 : Number(one || 0)));
  return Math.sign((left ?? 0) - (right ?? 0));
}

function compare(a: ApkVersion, b: ApkVersion): number {
  const parts = Math.max(a.digits.length, b.digits.length);
  for (let at = 0; at < parts; at++) {
    const order = compareDigits(a.digits[at], b.digits[at]);
    if (order !== 0) return order;
  }
  if (a.letter !== b.letter) return a.letter < b.letter ? -1 : 1;
  for (let at = 0; at < Math.max(a.suffixes.length, b.suffixes.length); at++) {
    const [[place, number], [other, second]] = [a.suffixes[at] ?? [0, ''], b.suffixes[at] ?? [0, '']];
    const order = Math.sign(place - other) || compareDigits(number, second);
    if (order !== 0) return order;
  }
  return compareDigits(a.revision, b.revision);
}

interface Bound {
  readonly text: string;
  readonly version: ApkVersion;
  readonly isIn: boolean;
  /** What begins with it is in as well: `~8.5`. */
  readonly isOpen: boolean;
}

interface Span {
  readonly lower?: Bound;
  readonly upper?: Bound;
}

function spanOf(constraint: string): Span | undefined {
  const [, operator = '', text = ''] = /^([<>=~]{1,8})([^<>=~].*)$/.exec(constraint) ?? [];
  const version = parsed(text);
  if (version === undefined) return undefined;
  const bound: Bound = { text, version, isIn: /[=~]/.test(operator), isOpen: operator.includes('~') };
  const [below, above] = [operator.includes('<'), operator.includes('>')];
  if (below && above) return undefined;
  return { ...(below ? {} : { lower: bound }), ...(above ? {} : { upper: bound }) };
}

/** Whether one version may be in both; undefined where one of the two is no constraint that is compared. */
export function apkAgree(a: string, b: string): boolean | undefined {
  const [left, right] = [spanOf(a), spanOf(b)];
  if (left === undefined || right === undefined) return undefined;
  return reaches(left.lower, right.upper) && reaches(right.lower, left.upper);
}

function reaches(lower: Bound | undefined, upper: Bound | undefined): boolean {
  if (lower === undefined || upper === undefined) return true;
  const order = compare(lower.version, upper.version);
  if (order !== 0) return order < 0 || (upper.isOpen && begins(lower.text, upper.text));
  return (lower.isIn && upper.isIn) || (upper.isOpen && upper.isIn);
}

function begins(version: string, prefix: string): boolean {
  return version.startsWith(prefix) && !/^\d/.test(version.slice(prefix.length));
}
