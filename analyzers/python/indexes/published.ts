import { remember } from '../../../src/formats/remember.ts';
import { parseConstraint, rangeOf } from '../notation/constraint.ts';
import { evaluateMarker, type Marker, type MarkerEnvironment, parseMarker } from '../notation/markers.ts';
import { between, contains, specifiersOf, type VersionRange } from '../notation/range.ts';
import { parseRequirement, type Requirement } from '../notation/requirement.ts';
import { parseVersion, type Version } from '../notation/version.ts';

/**
 * What indexes and metadata files publish, read as clients do: versions many at a time, and requirements that were never
 * valid but are understood all the same.
 */

/** Versions of a package, read once; undefined where a text is none. */
export type ReadVersions = readonly (Version | undefined)[];

/** Texts of an index as versions, in their order; undefined where a text is none. */
export function readVersions(texts: readonly string[]): ReadVersions {
  return texts.map(parseVersion);
}

/** Positions of the versions that a constraint admits, prereleases included; none when it cannot be read. */
export function admittedPositions(constraint: string, versions: ReadVersions): readonly number[] {
  const answer = parseConstraint(constraint);
  if (!answer.ok) return [];
  const range = rangeOf(answer.constraint);
  const positions: number[] = [];
  for (let position = 0; position < versions.length; position++) {
    const version = versions[position];
    if (version !== undefined && contains(range, version)) positions.push(position);
  }
  return positions;
}

/** Kinds of specifiers that were published although they are invalid, and what clients take them for. */
function mended(specifiers: string): string {
  return specifiers
    .replace(/["']/g, '')
    .replace(/(\d)\s+(?=[<>=!~])/g, '$1,')
    .replace(/([<>]=?|~=)(\s*\d[\d.]*?)\.?\*/g, '$1$2')
    .replace(/(==|!=)(\s*\d[\d.]*\d|\s*\d)\*/g, '$1$2.*')
    .replace(/!=~|=~/g, '!=')
    .replace(/=>/g, '>=')
    .replace(/>=?\s*dev\b/g, '>=0.0.0.dev0')
    .replace(/,\s*(?=,|\)|$)/g, '');
}

/** A `Requires-Dist` line, its specifiers mended where they were published broken; undefined when nobody could read it. */
export function publishedRequirement(line: string): Requirement | undefined {
  const answer = parseRequirement(line.trim());
  if (answer.ok) return answer.requirement;
  const semicolon = line.indexOf(';');
  const head = semicolon < 0 ? line : line.slice(0, semicolon);
  if (head.includes('@')) return undefined;
  const again = parseRequirement(`${mended(head.trim())}${semicolon < 0 ? '' : line.slice(semicolon).trim()}`);
  return again.ok ? again.requirement : undefined;
}

const readPythons = remember((requires): VersionRange | undefined => {
  const plain = parseConstraint(requires.trim());
  const answer = plain.ok ? plain : parseConstraint(mended(requires.trim()));
  return answer.ok ? rangeOf(answer.constraint) : undefined;
});

/**
 * Whether a published `Requires-Python` admits an interpreter; one that nobody can read admits none. With `isOldestOnly`
 * whatever is no older than the oldest one that it names, as in uv (`RequiresPython::is_contained_by`).
 */
export function admitsPython(requires: string, python: Version, isOldestOnly = false): boolean {
  const range = readPythons(requires);
  if (range === undefined) return false;
  return contains(isOldestOnly ? between(range.cuts[0] ?? '') : range, python);
}

/**
 * The interpreters from the oldest to the newest that any of them admits, as a specifier; with `isOldestOnly` without the
 * upper end. Undefined where that is all of them.
 */
export function pythonsOf(requires: readonly string[], isOldestOnly: boolean): string | undefined {
  const cuts = requires.map((one) => readPythons(one)?.cuts ?? ['']);
  const [low = ''] = cuts.map(([first = '']) => first).sort();
  const isOpen = isOldestOnly || cuts.some(({ length }) => length % 2 === 1);
  const high = isOpen
    ? undefined
    : cuts
        .flatMap((one) => one.at(-1) ?? [])
        .sort()
        .at(-1);
  const specifier = specifiersOf(low, high).join(',');
  return specifier === '' ? undefined : specifier;
}

/** Tests markers against one environment; a marker that cannot be read or decided does not hold. */
export class MarkerTester {
  readonly #environment: MarkerEnvironment;
  readonly #known = new Map<string, boolean>();

  /** `environment` fixes what the target fixes; the kernel's release and version count as unknown text. */
  constructor(environment: MarkerEnvironment) {
    this.#environment = { platform_release: '', platform_version: '', ...environment };
  }

  /** A marker as text, with one extra or none (`''`). */
  holds(marker: string, extra = ''): boolean {
    const key = `${extra}\0${marker}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = parseMarker(marker);
    const value = answer.ok && this.test(answer.marker, extra);
    this.#known.set(key, value);
    return value;
  }

  test(marker: Marker, extra = ''): boolean {
    return evaluateMarker(marker, { ...this.#environment, extra }) === true;
  }
}
