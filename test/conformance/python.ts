import { markerText } from '../../analyzers/python/manifests/pip/requirement.ts';
import { type PipSettings, parseRequirementsFile } from '../../analyzers/python/manifests/pip/requirements.ts';
import { type PipLine, type PipTree, readPipTree } from '../../analyzers/python/manifests/pip/tree.ts';
import { evaluateMarker, formatMarker, type MarkerEnvironment, parseMarker } from '../../analyzers/python/notation/markers.ts';
import { describeRange, equals, equalTo, intersect } from '../../analyzers/python/notation/range.ts';
import { parseRequirement } from '../../analyzers/python/notation/requirement.ts';
import {
  admits,
  formatSpecifier,
  isUnsatisfiable,
  joinSets,
  parseSpecifierSet,
  type SpecifierSet,
  select,
} from '../../analyzers/python/notation/specifier.ts';
import { compareVersions, formatVersion, parseVersion } from '../../analyzers/python/notation/version.ts';
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

/** The greatest of a list that the set admits. */
function best(set: SpecifierSet, versions: readonly string[], prereleases: boolean | undefined): string | undefined {
  return select(set, versions, prereleases)
    .flatMap((text) => {
      const version = parseVersion(text);
      return version === undefined ? [] : [{ text, version }];
    })
    .sort((a, b) => compareVersions(b.version, a.version))[0]?.text;
}

/** Single versions are compared as versions: `1.0` and `1.0.0` are one; what `===` spells, whatever its case. */
function theory(asked: string, expected: unknown, set: SpecifierSet | undefined): Check {
  const got = verdict(set);
  const single = typeof expected === 'string' && expected.startsWith('single:') ? expected.slice(7) : undefined;
  const same =
    single !== undefined &&
    got.startsWith('single:') &&
    (parseVersion(single)?.key ?? single.toLowerCase()) === (parseVersion(got.slice(7))?.key ?? got.slice(7).toLowerCase());
  return { ok: same || got === expected, asked, expected, got };
}

function verdict(set: SpecifierSet | undefined): string {
  if (set === undefined) return 'error';
  if (isUnsatisfiable(set)) return 'empty';
  const [spelled] = set.arbitrary;
  if (spelled !== undefined) return `single:${spelled}`;
  const [lowest = ''] = describeRange(set.range).split('..');
  const first = parseVersion(lowest === '' ? '0.dev0' : lowest);
  const sole = first !== undefined && equals(intersect(set.range, equalTo(first)), set.range) ? first : undefined;
  return sole === undefined ? 'nonempty' : `single:${formatVersion(sole)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function environmentOf(value: unknown): MarkerEnvironment {
  if (!isRecord(value)) return {};
  // Markers are evaluated for no extra unless one is given, as in packaging's Marker.evaluate().
  const environment = Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
  return { extra: '', ...environment };
}

/** `error` and `undefined` may both be read as invalid. */
function markers(row: Row): readonly Check[] {
  const answer = parseMarker(String(row.marker));
  const got = answer.ok ? (evaluateMarker(answer.marker, environmentOf(row.env)) ?? 'undefined') : 'error';
  return [check(`${row.marker}`, row.expect, got)];
}

function requirements(row: Row): readonly Check[] {
  if (row.op === 'pep508') return [check(`pep508 ${row.line}`, row.expect, pep508(String(row.line)))];
  if (row.op === 'reqline') {
    const files = new Map(texts(row.tree).map((path) => [path, new Uint8Array()]));
    files.set('requirements.txt', Buffer.from(`${row.line}\n`));
    const tree = readTree(files, 'requirements.txt', {});
    return [check(`reqline ${row.line}`, row.expect, tree.problems.length > 0 ? 'error' : tree.lines.map(lineShown))];
  }
  if (row.op === 'reqfile') {
    const entry = String(row.entry);
    const tree = readTree(contentsOf(row.files), entry, environmentTexts(row.env));
    const got =
      tree.problems.length > 0
        ? 'error'
        : {
            requirements: tree.lines.map((line) => ({ ...lineShown(line), file: line.place.file, line: line.place.line })),
            options: optionsShown(tree.settings, [...contentsOf(row.files).keys()]),
          };
    return [check(`reqfile ${JSON.stringify(row.files)}`, row.expect, got)];
  }
  return [{ ok: false, asked: String(row.op), expected: 'reqline, reqfile or pep508', got: 'an operation that is not known' }];
}

function contentsOf(value: unknown): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of isRecord(value) ? Object.entries(value) : []) {
    if (typeof content === 'string') files.set(path, Buffer.from(content));
    else if (isRecord(content) && typeof content.base64 === 'string') files.set(path, Buffer.from(content.base64, 'base64'));
  }
  return files;
}

function environmentTexts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    isRecord(value) ? Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])) : [],
  );
}

/** A requirements file of a table through the product's own reader. */
function readTree(files: ReadonlyMap<string, Uint8Array>, entry: string, environment: Readonly<Record<string, string>>): PipTree {
  const paths = [...files.keys()];
  return readPipTree(entry, ['.'], {
    isFile: (path) => files.has(path),
    isDirectory: (path) => path === '.' || paths.some((one) => one.startsWith(`${path}/`)),
    entries(path) {
      const bytes = files.get(path);
      return bytes === undefined ? `${path} does not exist` : parseRequirementsFile(bytes, environment);
    },
  });
}

function lineShown({ requirement, isEditable, isConstraint, hashes, refused }: PipLine) {
  const { name, extras, specifiers: set, source } = requirement;
  return {
    name: name ?? null,
    extras,
    specifier: set.specifiers.map(formatSpecifier).sort(),
    marker: markerText(requirement) ?? null,
    url: source.kind === 'index' ? null : source.kind === 'path' ? fileUrl(source.path) : source.url,
    hashes: Object.fromEntries(hashes),
    editable: isEditable,
    constraint: isConstraint,
    ...(refused === undefined ? {} : { invalid_constraint: true }),
  };
}

function fileUrl(path: string): string {
  return path === '.' ? 'file://{ROOT}' : `file://{ROOT}/${path.split('/').map(quoted).join('/')}`;
}

/** As Python's urllib.parse.quote() has it. */
function quoted(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** pip makes a path absolute only where it exists beside the file. */
function linkShown(link: string, paths: readonly string[]): string {
  const path = link
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  return paths.some((one) => one === path || one.startsWith(`${path}/`)) ? `{ROOT}/${link}` : link;
}

function optionsShown(settings: PipSettings, paths: readonly string[]) {
  return {
    index_urls: settings.noIndex ? [] : [settings.indexUrl ?? 'DEFAULT_INDEX', ...settings.extraIndexUrls],
    find_links: settings.findLinks.map((link) => linkShown(link, paths)),
    no_index: settings.noIndex,
    no_binary: settings.noBinary,
    only_binary: settings.onlyBinary,
    pre_all: settings.allReleases,
    prefer_binary: settings.preferBinary,
    trusted_hosts: settings.trustedHosts,
    require_hashes: settings.requireHashes,
  };
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
