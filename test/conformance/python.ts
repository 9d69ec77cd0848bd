import { evaluateMarker, formatMarker, type MarkerEnvironment, parseMarker } from '../../analyzers/python/markers.ts';
import { soleVersion } from '../../analyzers/python/range.ts';
import { parseRequirement } from '../../analyzers/python/requirement.ts';
import {
  admits,
  best,
  formatSpecifier,
  isUnsatisfiable,
  joinSets,
  parseSpecifierSet,
  rangeOfSet,
  type SpecifierSet,
  select,
} from '../../analyzers/python/specifier.ts';
import { compareVersions, formatVersion, parseVersion } from '../../analyzers/python/version.ts';
import { type Check, check, type Row, type Tables } from './table.ts';

function versions(row: Row): readonly Check[] {
  if (row.op === 'compare') {
    const [a, b] = [parseVersion(String(row.a)), parseVersion(String(row.b))];
    return [check(`${row.a} <=> ${row.b}`, row.expect, a === undefined || b === undefined ? 'invalid' : compareVersions(a, b))];
  }
  const version = parseVersion(String(row.v));
  const got = { valid: version !== undefined, normalized: version === undefined ? null : formatVersion(version) };
  return [check(`valid ${row.v}`, { valid: row.expect, normalized: row.normalized ?? null }, got)];
}

function prereleasesOf(row: Row): boolean | undefined {
  return typeof row.prereleases === 'boolean' ? row.prereleases : undefined;
}

function specifiers(row: Row): readonly Check[] {
  const answer = parseSpecifierSet(String(row.spec));
  if (row.op === 'validspec') return [check(`valid ${row.spec}`, row.expect, answer.ok)];
  const got = answer.ok ? admits(answer.set, String(row.version), prereleasesOf(row)) : 'error';
  return [check(`${row.version} in ${row.spec} (prereleases ${row.prereleases})`, row.expect, got)];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function joined(row: Row): SpecifierSet | undefined {
  const sets: SpecifierSet[] = [];
  for (const text of texts(row.specs)) {
    const answer = parseSpecifierSet(text);
    if (!answer.ok) return undefined;
    sets.push(answer.set);
  }
  return joinSets(sets);
}

function intersections(row: Row): readonly Check[] {
  const set = joined(row);
  const asked = `${row.op} ${texts(row.specs).join(' & ')}`;
  if (row.op === 'theory') return [theory(asked, row.expect, set)];
  const candidates = texts(row.versions);
  const prereleases = prereleasesOf(row);
  const got =
    set === undefined
      ? 'error'
      : { satisfiable: select(set, candidates, prereleases).length > 0, best: best(set, candidates, prereleases) ?? null };
  return [check(asked, row.expect, got)];
}

/** Single versions are compared as versions: `1.0` and `1.0.0` are one. */
function theory(asked: string, expected: unknown, set: SpecifierSet | undefined): Check {
  const got = verdict(set);
  const single = typeof expected === 'string' && expected.startsWith('single:') ? expected.slice(7) : undefined;
  const same =
    single !== undefined &&
    got.startsWith('single:') &&
    (parseVersion(single)?.key ?? single) === (parseVersion(got.slice(7))?.key ?? got.slice(7));
  return { ok: same || got === expected, asked, expected, got };
}

function verdict(set: SpecifierSet | undefined): string {
  if (set === undefined) return 'error';
  if (isUnsatisfiable(set)) return 'empty';
  const [spelled] = set.arbitrary;
  if (spelled !== undefined) return `single:${spelled}`;
  const sole = soleVersion(rangeOfSet(set));
  return sole === undefined ? 'nonempty' : `single:${formatVersion(sole)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function environmentOf(value: unknown): MarkerEnvironment {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])));
}

/** `error` and `undefined` may both be read as invalid. */
function markers(row: Row): readonly Check[] {
  const answer = parseMarker(String(row.marker));
  const got = answer.ok ? (evaluateMarker(answer.marker, environmentOf(row.env)) ?? 'undefined') : 'error';
  return [check(`${row.marker}`, row.expect, got)];
}

function requirements(row: Row): readonly Check[] {
  if (row.op === 'pep508') return [check(`pep508 ${row.line}`, row.expect, pep508(String(row.line)))];
  return [];
}

function pep508(line: string): unknown {
  const answer = parseRequirement(line);
  if (!answer.ok) return 'error';
  const { name, extras, specifiers: set, url, marker } = answer.requirement;
  return {
    name,
    extras,
    specifier: set.specifiers.map(formatSpecifier).sort(),
    marker: marker === undefined ? null : formatMarker(marker),
    url: url ?? null,
  };
}

export const tables: Tables = {
  'python/versions': versions,
  'python/specifiers': specifiers,
  'python/intersect': intersections,
  'python/markers': markers,
  'python/requirements_lines': requirements,
};
