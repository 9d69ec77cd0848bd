import { remember } from '../../../src/formats/remember.ts';
import { append } from '../../../src/model/index.ts';
import { EMPTY, intersectAll, isEmpty, union, type VersionRange } from './range.ts';
import {
  isUnsatisfiable,
  joinSets,
  parseSpecifierSet,
  pinnedVersion,
  rangeOfSet,
  type SpecifierSet,
  setOf,
} from './specifier.ts';
import { formatVersion, parseVersion, stripSpace, successor, type Version, versionOf } from './version.ts';

/**
 * A version constraint as any Python manifest writes it: PEP 440 specifier sets, and beside them the notation of Poetry
 * and PDM (`^1.2`, `~1.2`, `1.*`, a bare version, blanks for commas, alternatives with `||`).
 * Whatever is a PEP 440 set is read as one.
 */
export interface Constraint {
  /** Alternatives of which one has to hold; at least one. */
  readonly alternatives: readonly SpecifierSet[];
}

export type ConstraintAnswer =
  | { readonly ok: true; readonly constraint: Constraint }
  | { readonly ok: false; readonly message: string };

/** Reads a constraint; empty text and `*` admit any version. */
export const parseConstraint = remember(parseFresh);

function parseFresh(text: string): ConstraintAnswer {
  const alternatives: SpecifierSet[] = [];
  const parts = text.split(/\|\|?/);
  for (const part of parts) {
    if (parts.length > 1 && stripSpace(part) === '') return { ok: false, message: `"${text}" has an empty alternative` };
    const plain = parseSpecifierSet(part);
    const answer = plain.ok ? plain : parseSpecifierSet(toSpecifiers(part) ?? '*');
    if (!answer.ok) return plain.ok ? answer : { ok: false, message: plain.message };
    alternatives.push(answer.set);
  }
  return { ok: true, constraint: { alternatives } };
}

/** One comparison of Poetry's notation; an operator may be missing, a star may stand for the rest. */
const PIECE = /^(\^|~(?!=)|~=|===|==|!=|<=|>=|<|>|=)?\s*((?:v?\d+!)?[^\s<>=!~^]+)$/;

/** Translates one alternative of Poetry's notation to PEP 440 specifiers; undefined when it is none. */
function toSpecifiers(text: string): string | undefined {
  const pieces = stripSpace(text)
    .replace(/(\^|~=|~|===|==|!=|<=|>=|<|>|=)\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((piece) => piece !== '');
  const specifiers: string[] = [];
  for (const piece of pieces) {
    const match = PIECE.exec(piece);
    const specifier = match === null ? undefined : translated(match[1] ?? '', match[2] ?? '');
    if (specifier === undefined) return undefined;
    if (specifier !== '') specifiers.push(specifier);
  }
  return specifiers.join(',');
}

function translated(operator: string, operand: string): string | undefined {
  if (operand === '*') return operator === '' || operator === '==' || operator === '=' ? '' : undefined;
  const star = /^v?(\d+(?:\.\d+)*)\.(?:\*|x|X)(?:\.(?:\*|x|X))*$/.exec(operand)?.[1];
  if (star !== undefined) return stars(operator, star);
  const version = parseVersion(operand);
  if (version === undefined) return undefined;
  if (operator === '' || operator === '=' || operator === '==') return `==${operand}`;
  if (operator === '!=' || operator === '===') return `${operator}${operand}`;
  const bare = formatVersion({ ...version, local: undefined });
  const isWhole = operator === '~=' && version.release.length === 1;
  if (operator === '^') return `>=${bare},<${formatVersion(caretEnd(version))}`;
  if (operator === '~' || isWhole) return `>=${bare},<${formatVersion(next(version, Math.min(version.release.length, 2) - 1))}`;
  // PEP 440 orders by public versions alone: what lies below a local version includes its public one.
  return `${operator === '<' && version.local !== undefined ? '<=' : operator}${bare}`;
}

function stars(operator: string, release: string): string | undefined {
  if (operator === '' || operator === '=' || operator === '==') return `==${release}.*`;
  if (operator === '!=') return `!=${release}.*`;
  if (operator === '^' || operator === '~' || operator === '~=') return translated(operator === '~=' ? '~' : operator, release);
  return operator === '>=' || operator === '<' ? `${operator}${release}` : undefined;
}

/** `^`: up to the next change of the leftmost number that is not zero; of the first three, as Poetry counts. */
function caretEnd(version: Version): Version {
  const release = version.release.slice(0, 3);
  const at = release.findIndex((number) => number !== 0);
  return next(version, at < 0 ? release.length - 1 : at);
}

function next({ epoch, release }: Version, position: number): Version {
  return versionOf({ epoch, release: [...release.slice(0, position), successor(release[position] ?? 0)] });
}

/** All versions that the constraint admits; `===` counts as the version that it spells. */
export function rangeOf({ alternatives }: Constraint): VersionRange {
  return alternatives.reduce<VersionRange>((range, set) => union(range, rangeOfSet(set)), EMPTY);
}

/** Whether no version at all can satisfy all of the constraints together. */
export function areDisjoint(constraints: readonly Constraint[]): boolean {
  const sets: SpecifierSet[] = [];
  for (const { alternatives } of constraints) append(sets, alternatives);
  if (sets.length > constraints.length) return isEmpty(jointRange(constraints));
  if (sets.some(({ arbitrary }) => arbitrary.length > 0)) return isUnsatisfiable(joinSets(sets));
  return isEmpty(intersectAll(sets.map(({ range }) => range)));
}

/** All versions that satisfy every constraint. */
export function jointRange(constraints: readonly Constraint[]): VersionRange {
  return intersectAll(constraints.map(rangeOf));
}

/** The version that a constraint pins, if it pins one. */
export function pinOf({ alternatives }: Constraint): string | undefined {
  const [only] = alternatives;
  return alternatives.length === 1 && only !== undefined ? pinnedVersion(only) : undefined;
}

/** A constraint that admits any version. */
export const ANY: Constraint = { alternatives: [setOf([])] };
