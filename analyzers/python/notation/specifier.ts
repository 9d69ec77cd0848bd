import { remember } from '../../../src/formats/remember.ts';
import {
  after,
  afterPosts,
  before,
  between,
  complement,
  contains,
  EMPTY,
  equalTo,
  FULL,
  intersect,
  intersectAll,
  isEmpty,
  singleton,
  type VersionRange,
} from './range.ts';
import { BLANK_CHARACTERS, isPrerelease, parseVersion, stripSpace, successor, type Version, versionOf } from './version.ts';

/** Version specifiers and sets of them, as PEP 440 ("Version specifiers") and the `packaging` library understand them. */

export type Operator = '===' | '~=' | '==' | '!=' | '<=' | '>=' | '<' | '>';

export interface Specifier {
  readonly operator: Operator;
  /** As written, without white space around it; of `==1.*` with the star. */
  readonly operand: string;
  /** Absent for `===`, whose operand may be any text. */
  readonly version?: Version;
  readonly range: VersionRange;
}

export interface SpecifierSet {
  readonly specifiers: readonly Specifier[];
  /** What all but `===` admit together; prereleases are in wherever the order puts them. */
  readonly range: VersionRange;
  /** Operands of `===` in lower case. */
  readonly arbitrary: readonly string[];
  /** Whether a specifier names a prerelease, which lets prereleases in. */
  readonly namesPrerelease: boolean;
}

export type SpecifierAnswer =
  | { readonly ok: true; readonly set: SpecifierSet }
  | { readonly ok: false; readonly message: string };

const SPACE = `[${BLANK_CHARACTERS}]*`;
const RELEASE = 'v?(?:\\d+!)?\\d+(?:\\.\\d+)*';
const SUFFIXES = {
  pre: '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\\d*)?',
  post: '(?:-\\d+|[-_.]?(?:post|rev|r)[-_.]?\\d*)?',
  dev: '(?:[-_.]?dev[-_.]?\\d*)?',
  local: '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?',
} as const;
const TAIL = SUFFIXES.pre + SUFFIXES.post + SUFFIXES.dev;

/** Grammar of one specifier, to be used sticky in a parser or anchored by itself; flags `i`. */
export const SPECIFIER_PATTERN = [
  `===${SPACE}[^${BLANK_CHARACTERS};)]*`,
  `(?:==|!=)${SPACE}${RELEASE}(?:\\.\\*|${TAIL}${SUFFIXES.local})`,
  `~=${SPACE}v?(?:\\d+!)?\\d+(?:\\.\\d+)+${TAIL}`,
  `(?:<=|>=|<|>)${SPACE}${RELEASE}${TAIL}`,
].join('|');

const WHOLE = new RegExp(`^(?:${SPECIFIER_PATTERN})$`, 'i');

const OPERATORS: readonly Operator[] = ['===', '~=', '==', '!=', '<=', '>=', '<', '>'];

/** Reads one specifier; undefined when it is none. */
export function parseSpecifier(text: string): Specifier | undefined {
  const bare = stripSpace(text);
  if (bare.length > 4096 || !WHOLE.test(bare)) return undefined;
  const operator = OPERATORS.find((one) => bare.startsWith(one));
  if (operator === undefined) return undefined;
  const operand = stripSpace(bare.slice(operator.length));
  if (operator === '===') return { operator, operand, range: FULL };
  const isPrefix = operand.endsWith('.*');
  const version = parseVersion(isPrefix ? operand.slice(0, -2) : operand);
  if (version === undefined) return undefined;
  const range = isPrefix ? prefixRange(version) : RANGES[operator](version);
  return { operator, operand, version, range: isPrefix && operator === '!=' ? complement(range) : range };
}

/** `==1.2.*`: from 1.2.dev0 up to 1.3.dev0. */
function prefixRange({ epoch, release }: Version): VersionRange {
  const next = [...release.slice(0, -1), successor(release.at(-1) ?? 0)];
  return between(before(versionOf({ epoch, release, dev: 0 })), before(versionOf({ epoch, release: next, dev: 0 })));
}

/** What each operator admits, by the sections of PEP 440 that define it. */
const RANGES: Readonly<Record<Exclude<Operator, '==='>, (version: Version) => VersionRange>> = {
  '>=': (version) => between(before(version)),
  // A specifier without local label ignores those of candidates.
  '<=': (version) => between('', after(version)),
  // Post-releases of the version are excluded unless it is one itself; its local versions always.
  '>': (version) => between(version.dev === undefined && version.post === undefined ? afterPosts(version) : after(version)),
  // Prereleases of the version are excluded unless it is one itself.
  '<': (version) => between('', before(isPrerelease(version) ? version : versionOf({ ...version, dev: 0 }))),
  '==': equalTo,
  '!=': (version) => complement(equalTo(version)),
  '~=': (version) => {
    const { epoch, release } = version;
    const upper = prefixRange(versionOf({ epoch, release: release.slice(0, -1) })).cuts[1];
    return between(before(version), upper);
  },
};

/** White space and empty members are passed over, as `packaging` does. */
export const parseSpecifierSet = remember(parseFresh);

function parseFresh(text: string): SpecifierAnswer {
  const specifiers: Specifier[] = [];
  for (const piece of text.split(',')) {
    if (stripSpace(piece) === '') continue;
    const specifier = parseSpecifier(piece);
    if (specifier === undefined) return { ok: false, message: explain(stripSpace(piece)) };
    specifiers.push(specifier);
  }
  return { ok: true, set: setOf(specifiers) };
}

function explain(piece: string): string {
  if (/^[~<>=!]=?\s*v?\d.*\*$/.test(piece) && !/^(?:==|!=)/.test(piece))
    return `"${piece}": a star is allowed after == and != only`;
  if (/^~=\s*v?\d+$/.test(piece)) return `"${piece}": ~= needs at least two numbers, as in ~=${piece.slice(2).trim()}.0`;
  if (/^=\s*\d/.test(piece)) return `"${piece}" is not a version specifier; did you mean =${piece}?`;
  if (/^v?\d\S*$/.test(piece)) return `"${piece}" has no operator; did you mean ==${piece}?`;
  if (/^[~^]\s*\d/.test(piece)) return `"${piece}" is no PEP 440 specifier (^ and ~ are Poetry's and npm's)`;
  return `"${piece}" is no PEP 440 version specifier`;
}

/** The set that consists of these specifiers. */
export function setOf(specifiers: readonly Specifier[]): SpecifierSet {
  return {
    specifiers,
    range: intersectAll(specifiers.map(({ range }) => range)),
    arbitrary: specifiers.flatMap(({ operator, operand }) => (operator === '===' ? [operand.toLowerCase()] : [])),
    namesPrerelease: specifiers.some(namesPrerelease),
  };
}

/** The set that several sets leave together. */
export function joinSets(sets: readonly SpecifierSet[]): SpecifierSet {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return only;
  return {
    specifiers: sets.flatMap(({ specifiers }) => specifiers),
    range: intersectAll(sets.map(({ range }) => range)),
    arbitrary: sets.flatMap(({ arbitrary }) => arbitrary),
    namesPrerelease: sets.some((one) => one.namesPrerelease),
  };
}

function namesPrerelease({ operator, operand, version }: Specifier): boolean {
  if (operator === '!=' || operand.endsWith('.*')) return false;
  const named = version ?? parseVersion(operand);
  return named !== undefined && isPrerelease(named);
}

/** Whether no version, released or not, can be in the set. `===` compares texts, so two different ones exclude each other. */
export function isUnsatisfiable(set: SpecifierSet): boolean {
  if (isEmpty(set.range)) return true;
  const [first, ...others] = set.arbitrary;
  if (first === undefined) return false;
  if (others.some((other) => other !== first)) return true;
  const version = parseVersion(first);
  if (version !== undefined) return !contains(set.range, version);
  return set.specifiers.some(({ operator }) => operator !== '===');
}

/** Everything that the set admits as a set of versions; `===` counts as the version that it spells, if it spells one. */
export function rangeOfSet(set: SpecifierSet): VersionRange {
  return set.arbitrary.reduce<VersionRange>((range, text) => {
    const version = parseVersion(text);
    return version === undefined ? EMPTY : intersect(range, singleton(version));
  }, set.range);
}

/** Whether prereleases count: always, never, or (undefined) where nothing else is left. */
export type PrereleaseChoice = boolean | undefined;

/** Whether the set admits one version, seen by itself; a prerelease then counts unless it is ruled out. */
export function admits(set: SpecifierSet, version: string, prereleases: PrereleaseChoice): boolean {
  return select(set, [version], prereleases).length > 0;
}

/**
 * The versions of a list that the set admits, in their order. Prereleases are taken when a specifier names one or when
 * nothing final is left (PEP 440, "Handling of pre-releases").
 */
export function select(set: SpecifierSet, versions: readonly string[], prereleases: PrereleaseChoice): readonly string[] {
  const choice = prereleases ?? (set.namesPrerelease ? true : undefined);
  const matching = versions.flatMap((text) => {
    const version = parseVersion(text);
    return matches(set, text, version) ? [{ text, isPrerelease: version !== undefined && isPrerelease(version), version }] : [];
  });
  const finals = matching.filter((one) => !one.isPrerelease);
  const hasFinal = finals.some(({ version }) => version !== undefined);
  const chosen = choice === true || (choice === undefined && !hasFinal) ? matching : finals;
  return chosen.map(({ text }) => text);
}

function matches(set: SpecifierSet, text: string, version: Version | undefined): boolean {
  if (version === undefined) return set.specifiers.every(({ operator }) => operator === '===') && isSpelled(set, text);
  return contains(set.range, version) && isSpelled(set, text);
}

function isSpelled({ arbitrary }: SpecifierSet, text: string): boolean {
  const lower = text.toLowerCase();
  return arbitrary.every((operand) => operand === lower);
}

/** The version that a set pins: exactly one `==` or `===`, no star. */
export function pinnedVersion(set: SpecifierSet): string | undefined {
  const pins = set.specifiers.filter(
    ({ operator, operand }) => operator === '===' || (operator === '==' && !operand.endsWith('.*')),
  );
  return pins.length === 1 ? pins[0]?.operand : undefined;
}

export function formatSpecifier({ operator, operand }: Specifier): string {
  return `${operator}${operand}`;
}
