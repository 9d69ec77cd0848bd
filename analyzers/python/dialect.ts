import type { Target } from '../../src/model/index.ts';

/**
 * PEP 440 and 508 as the solver's side needs them: over version texts that an index lists, many at a time.
 */

interface Parts {
  readonly text: string;
  readonly epoch: number;
  readonly release: readonly number[];
  /** a, b, rc as 0, 1, 2 with their number. */
  readonly pre?: readonly [number, number];
  readonly post?: number;
  readonly dev?: number;
  readonly local?: readonly (string | number)[];
}

const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?([-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/u;

const PRE: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

const parsed = new Map<string, Parts | undefined>();

function parse(text: string): Parts | undefined {
  let parts = parsed.get(text);
  if (parts === undefined && !parsed.has(text)) {
    parts = parseFresh(text);
    parsed.set(text, parts);
  }
  return parts;
}

function parseFresh(text: string): Parts | undefined {
  const match = VERSION.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [, epoch, release = '0', pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] = match;
  return {
    text,
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    ...(pre === undefined ? {} : { pre: [PRE[pre] ?? 2, Number(preNumber || 0)] as const }),
    ...(implicitPost !== undefined || post !== undefined ? { post: Number(implicitPost ?? (postNumber || 0)) } : {}),
    ...(dev === undefined ? {} : { dev: Number(devNumber || 0) }),
    ...(local === undefined
      ? {}
      : { local: local.split(/[-_.]/u).map((segment) => (/^\d+$/u.test(segment) ? Number(segment) : segment)) }),
  };
}

function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const INFINITE = Number.POSITIVE_INFINITY;

function comparePublic(a: Parts, b: Parts): number {
  const stage = ({ pre, post, dev }: Parts): readonly [number, number] =>
    pre ?? (post === undefined && dev !== undefined ? [-1, 0] : [INFINITE, 0]);
  const [a0, a1] = stage(a);
  const [b0, b1] = stage(b);
  return (
    a.epoch - b.epoch ||
    compareReleases(a.release, b.release) ||
    (a0 === b0 ? a1 - b1 : a0 < b0 ? -1 : 1) ||
    (a.post ?? -1) - (b.post ?? -1) ||
    ((a.dev ?? INFINITE) === (b.dev ?? INFINITE) ? 0 : (a.dev ?? INFINITE) - (b.dev ?? INFINITE))
  );
}

function compareLocals(a: Parts['local'], b: Parts['local']): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    if (typeof x === 'number') return typeof y === 'number' ? x - y : 1;
    if (typeof y === 'number') return -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

function compare(a: Parts, b: Parts): number {
  return comparePublic(a, b) || compareLocals(a.local, b.local);
}

export function compareVersionTexts(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  return x === undefined || y === undefined ? (x === undefined ? -1 : 1) : compare(x, y);
}

export function versionsEqual(a: string, b: string): boolean {
  const [x, y] = [parse(a), parse(b)];
  return (
    x !== undefined &&
    y !== undefined &&
    comparePublic(x, y) === 0 &&
    (y.local === undefined || compareLocals(x.local, y.local) === 0)
  );
}

/** The version in its normal form (PEP 440), undefined when it is none. */
export function normalizeVersion(text: string): string | undefined {
  const parts = parse(text);
  if (parts === undefined) return undefined;
  const { epoch, release, pre, post, dev, local } = parts;
  return [
    epoch === 0 ? '' : `${epoch}!`,
    release.join('.'),
    pre === undefined ? '' : `${['a', 'b', 'rc'][pre[0]] ?? 'rc'}${pre[1]}`,
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local === undefined ? '' : `+${local.join('.')}`,
  ].join('');
}

function isPrerelease({ pre, dev }: Parts): boolean {
  return pre !== undefined || dev !== undefined;
}

export function isPrereleaseText(text: string): boolean {
  const parts = parse(text);
  return parts !== undefined && isPrerelease(parts);
}

type Test = (version: Parts) => boolean;

interface Clause {
  readonly operator: string;
  readonly operand: string;
}

function clausesOf(specifier: string): readonly Clause[] | undefined {
  const clauses: Clause[] = [];
  for (const piece of specifier.replace(/^\s*\(|\)\s*$/gu, '').split(',')) {
    if (piece.trim() === '') continue;
    const match = /^\s*(===|~=|==|!=|<=|>=|<|>)\s*(\S+)\s*$/u.exec(piece);
    if (match === null) return undefined;
    const [, operator = '', operand = ''] = match;
    clauses.push({ operator, operand });
  }
  return clauses;
}

function prefixTest(operand: string): Test | undefined {
  const prefix = parse(operand.slice(0, -2));
  if (prefix === undefined || prefix.dev !== undefined || prefix.local !== undefined) return undefined;
  return (version) => {
    if (version.epoch !== prefix.epoch) return false;
    for (const [i, number] of prefix.release.entries()) if ((version.release[i] ?? 0) !== number) return false;
    if (prefix.pre !== undefined && (version.pre?.[0] !== prefix.pre[0] || version.pre[1] !== prefix.pre[1])) return false;
    return prefix.post === undefined || version.post === prefix.post;
  };
}

function testOf({ operator, operand }: Clause): Test | undefined {
  if (operator === '===')
    return (version) => version.text.toLowerCase() === operand.toLowerCase() || versionsEqual(version.text, operand);
  if ((operator === '==' || operator === '!=') && operand.endsWith('.*')) {
    const test = prefixTest(operand);
    return test === undefined || operator === '==' ? test : (version) => !test(version);
  }
  const bound = parse(operand);
  if (bound === undefined) return undefined;
  const sameRelease = (version: Parts) => version.epoch === bound.epoch && compareReleases(version.release, bound.release) === 0;
  const tests: Readonly<Record<string, Test | undefined>> = {
    '==': (version) =>
      comparePublic(version, bound) === 0 && (bound.local === undefined || compareLocals(version.local, bound.local) === 0),
    '!=': (version) =>
      !(comparePublic(version, bound) === 0 && (bound.local === undefined || compareLocals(version.local, bound.local) === 0)),
    '<=': (version) => comparePublic(version, bound) <= 0,
    '>=': (version) => comparePublic(version, bound) >= 0,
    '<': (version) => {
      if (comparePublic(version, bound) >= 0) return false;
      if (isPrerelease(bound) || !isPrerelease(version) || !sameRelease(version)) return true;
      return bound.post !== undefined && !(version.post === bound.post && version.dev !== undefined);
    },
    '>': (version) => {
      if (comparePublic(version, bound) <= 0) return false;
      return !(bound.post === undefined && version.post !== undefined && sameRelease(version) && samePre(version, bound));
    },
    '~=': compatibleTest(bound),
  };
  return tests[operator];
}

function samePre(a: Parts, b: Parts): boolean {
  return a.pre?.[0] === b.pre?.[0] && a.pre?.[1] === b.pre?.[1];
}

function compatibleTest(bound: Parts): Test | undefined {
  if (bound.release.length < 2) return undefined;
  const prefix = prefixTest(`${bound.epoch}!${bound.release.slice(0, -1).join('.')}.*`);
  return (version) => comparePublic(version, bound) >= 0 && (prefix?.(version) ?? false);
}

const NEVER = () => false;

/** Tests versions against a specifier set; prereleases are in where the order admits them. An invalid set admits nothing. */
export function matcher(specifier: string): (version: string) => boolean {
  const tests = clausesOf(specifier)?.map(testOf);
  if (tests === undefined) return NEVER;
  const sound = tests.filter((test): test is Test => test !== undefined);
  if (sound.length !== tests.length) return NEVER;
  return (text) => {
    const version = parse(text);
    return version !== undefined && sound.every((test) => test(version));
  };
}

/** Versions read once, so that many specifiers can be held against them. */
export type ReadVersions = readonly (Parts | undefined)[];

export function readVersions(texts: readonly string[]): ReadVersions {
  return texts.map(parse);
}

/** Positions of the versions that a specifier set admits; see `matcher`. */
export function admittedPositions(specifier: string, versions: ReadVersions): readonly number[] {
  const tests = clausesOf(specifier)?.map(testOf) ?? [undefined];
  const sound = tests.filter((test): test is Test => test !== undefined);
  if (sound.length !== tests.length) return [];
  const positions: number[] = [];
  for (let position = 0; position < versions.length; position++) {
    const version = versions[position];
    if (version !== undefined && sound.every((test) => test(version))) positions.push(position);
  }
  return positions;
}

/** Whether a clause names a prerelease, which lets prereleases of the package in. */
export function namesPrerelease(specifier: string): boolean {
  return (clausesOf(specifier) ?? []).some(({ operand }) => isPrereleaseText(operand.replace(/\.\*$/u, '')));
}

/** The version that a specifier set of one clause pins (`==`, `===`). */
export function exactVersion(specifier: string): string | undefined {
  const [first, ...rest] = clausesOf(specifier) ?? [];
  if (first === undefined || rest.length > 0 || first.operand.endsWith('.*')) return undefined;
  return first.operator === '==' || first.operator === '===' ? first.operand : undefined;
}

/** Published metadata holds specifiers that were never valid; clients mend the known kinds, and so has to be done here. */
function lenientSpecifier(specifier: string): string {
  return specifier
    .replace(/["']/gu, '')
    .replace(/(\d)\s+(?=[<>=!~])/gu, '$1,')
    .replace(/([<>]=?|~=)(\s*[\d.]+?)\.?\*/gu, '$1$2')
    .replace(/(==|!=)(\s*\d[\d.]*\d|\s*\d)\*/gu, '$1$2.*')
    .replace(/!=~|=~/gu, '!=')
    .replace(/,\s*(?=,|$)/gu, '')
    .replace(/=>/gu, '>=')
    .replace(/>=?\s*dev\b/gu, '>=0.0.0.dev0');
}

export function satisfiesRequiresPython(specifier: string, python: string): boolean {
  if (specifier.trim() === '') return true;
  return matcher(clausesOf(specifier)?.every((clause) => testOf(clause) !== undefined) ? specifier : lenientSpecifier(specifier))(
    python,
  );
}

/** `3.11` is read as 3.11.0. */
export function fullPythonVersion(python: string): string {
  return python.split('.').length < 3 ? `${python}.0` : python;
}

export interface ParsedRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: string;
  readonly url?: string;
  readonly marker?: string;
}

function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/gu, '-');
}

/** A `Requires-Dist` line (PEP 508), its specifier mended where it was published broken. */
export function lenientRequirement(line: string): ParsedRequirement | undefined {
  const match = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*)$/su.exec(line);
  if (match === null) return undefined;
  const [, name = '', extraText = '', rest = ''] = match;
  const extras = extraText
    .split(',')
    .map((extra) => normalizeName(extra.trim()))
    .filter((extra) => extra !== '');
  const url = /^@\s*(\S+)/u.exec(rest)?.[1];
  const semicolon = url === undefined ? rest.indexOf(';') : rest.indexOf(' ;');
  const marker =
    semicolon < 0
      ? undefined
      : rest
          .slice(semicolon)
          .replace(/^[\s;]+/u, '')
          .trim();
  const head = url === undefined ? (semicolon < 0 ? rest : rest.slice(0, semicolon)) : '';
  const bare = head
    .trim()
    .replace(/^\(|\)$/gu, '')
    .trim();
  const clauses = clausesOf(bare);
  const specifier = clauses?.every((clause) => testOf(clause) !== undefined) ? bare : lenientSpecifier(bare);
  if (clausesOf(specifier)?.every((clause) => testOf(clause) !== undefined) !== true) return undefined;
  return {
    name: normalizeName(name),
    extras,
    specifier: specifier.replace(/\s+/gu, ''),
    ...(url === undefined ? {} : { url }),
    ...(marker ? { marker } : {}),
  };
}

export type MarkerEnvironment = Readonly<Record<string, string>>;

/** PEP 508 variables for CPython on the target. */
export function markerEnvironment(target: Pick<Target, 'python' | 'platform'>): MarkerEnvironment {
  const full = fullPythonVersion(target.python);
  const [system = 'linux', machine = 'x86_64'] = target.platform.split(/-(.*)/su);
  const windows = system === 'windows';
  const mac = system === 'darwin' || system === 'macos';
  return {
    python_version: full.split('.').slice(0, 2).join('.'),
    python_full_version: full,
    implementation_version: full,
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    os_name: windows ? 'nt' : 'posix',
    sys_platform: windows ? 'win32' : mac ? 'darwin' : 'linux',
    platform_system: windows ? 'Windows' : mac ? 'Darwin' : 'Linux',
    platform_machine: windows && machine === 'x86_64' ? 'AMD64' : machine,
    platform_release: '',
    platform_version: '',
  };
}

const markers = new Map<string, (environment: MarkerEnvironment, extra: string) => boolean>();

/** Whether a marker holds; one that cannot be read does not. */
export function markerHolds(marker: string, environment: MarkerEnvironment, extra: string): boolean {
  let test = markers.get(marker);
  if (test === undefined) {
    test = compileMarker(marker);
    markers.set(marker, test);
  }
  return test(environment, extra);
}

type MarkerTest = (environment: MarkerEnvironment, extra: string) => boolean;

function compileMarker(text: string): MarkerTest {
  const tokens = text.match(/\(|\)|"[^"]*"|'[^']*'|===|~=|==|!=|<=|>=|<|>|[\w.]+/gu) ?? [];
  let at = 0;
  const value = (): ((environment: MarkerEnvironment, extra: string) => string) => {
    const token = tokens[at++] ?? '';
    if (token.startsWith('"') || token.startsWith("'")) return () => token.slice(1, -1);
    if (token === 'extra') return (_, extra) => extra;
    const name = token.replace('.', '_').replace(/^python_implementation$/u, 'platform_python_implementation');
    return (environment) => environment[name] ?? '';
  };
  const atom = (): MarkerTest => {
    if (tokens[at] === '(') {
      at++;
      const inner = or();
      at++;
      return inner;
    }
    const isExtra = tokens[at] === 'extra' || tokens[at + 2] === 'extra';
    const isVersion =
      /^python_(?:full_)?version$|^implementation_version$/u.test(tokens[at] ?? '') ||
      /^python_(?:full_)?version$|^implementation_version$/u.test(tokens[at + 2] ?? '');
    const left = value();
    let operator = tokens[at++] ?? '';
    if (operator === 'not') operator = `not ${tokens[at++] ?? ''}`;
    const right = value();
    return (environment, extra) =>
      compareMarker(left(environment, extra), operator, right(environment, extra), isExtra, isVersion);
  };
  const and = (): MarkerTest => {
    const parts = [atom()];
    while (tokens[at] === 'and') {
      at++;
      parts.push(atom());
    }
    return parts.length === 1 && parts[0] !== undefined
      ? parts[0]
      : (environment, extra) => parts.every((part) => part(environment, extra));
  };
  const or = (): MarkerTest => {
    const parts = [and()];
    while (tokens[at] === 'or') {
      at++;
      parts.push(and());
    }
    return parts.length === 1 && parts[0] !== undefined
      ? parts[0]
      : (environment, extra) => parts.some((part) => part(environment, extra));
  };
  return or();
}

function compareMarker(left: string, operator: string, right: string, isExtra: boolean, isVersion: boolean): boolean {
  if (isExtra) {
    const same = normalizeName(left) === normalizeName(right);
    return operator === '==' ? same : operator === '!=' ? !same : false;
  }
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  if (isVersion && parse(left) !== undefined) {
    const clause = testOf({ operator, operand: right });
    const version = parse(left);
    if (clause !== undefined && version !== undefined) return clause(version);
  }
  const order: Readonly<Record<string, boolean>> = {
    '==': left === right,
    '===': left === right,
    '!=': left !== right,
    '<': left < right,
    '<=': left <= right,
    '>': left > right,
    '>=': left >= right,
  };
  return order[operator] ?? false;
}
