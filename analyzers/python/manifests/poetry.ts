import {
  isTable,
  type Locate,
  listAt,
  type Table,
  tableAt,
  textAt,
  textsAt,
  valueAt,
} from '../../../src/formats/foreign-data.ts';
import { addTo, append, type Diagnostic, directoryOf, normalizeName, type Origin, type Scope } from '../../../src/model/index.ts';
import { bothMarkers, type Declared, invalidRequirement, scopeByName, tablePlace, versioned } from '../declared.ts';
import type { ProjectIndexes } from '../indexes/indexes.ts';
import { parseConstraint } from '../notation/constraint.ts';
import { parseMarker } from '../notation/markers.ts';
import { formatSpecifier } from '../notation/specifier.ts';

/** `[tool.poetry]` of a pyproject.toml (Poetry's "Dependency specification" and "Managing dependencies"). */
export interface PoetryFacts {
  /** The main dependencies: those always installed, and those that only extras bring. */
  readonly required: readonly Declared[];
  readonly optional: readonly Declared[];
  /** The other groups, without what they include. */
  readonly groups: readonly PoetryGroup[];
  readonly pythons: readonly { readonly constraint: string; readonly origin: Origin }[];
  readonly indexes: NonNullable<ProjectIndexes['indexes']>;
  /** Package to the name of the source that it is taken from. */
  readonly assigned: ReadonlyMap<string, string>;
  /** Packages with `allow-prereleases`. */
  readonly prereleases: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A group as Poetry's own table writes it. */
export interface PoetryGroup {
  readonly name: string;
  readonly isOptional: boolean;
  /** Names of other groups. */
  readonly includes: readonly string[];
  readonly path: readonly string[];
  readonly declared: readonly Declared[];
}

interface Group extends Omit<PoetryGroup, 'declared'> {
  readonly isMain: boolean;
  readonly scope: Scope;
  readonly table: Table;
}

/** One variant of one line of a group: a dependency may be a list of tables for different targets. */
interface Entry {
  readonly group: Group;
  readonly written: string;
  readonly name: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** `[tool.poetry]`: dependencies, groups, extras and sources, carets and multiple constraints translated. */
export function readPoetry(poetry: Table, file: string, locate: Locate): PoetryFacts {
  const groups = groupsOf(poetry);
  const entries = [...entriesOf(groups, locate)];
  const pythons = entries.filter(isPython).flatMap(({ value, origin }) => {
    const constraint = typeof value === 'string' ? value : textAt(value, 'version');
    return constraint === undefined ? [] : [{ constraint, origin }];
  });
  const extras = extrasOf(poetry);
  const required: Declared[] = [];
  const optional: Declared[] = [];
  const grouped = new Map<Group, Declared[]>(groups.map((group) => [group, []]));
  const assigned = new Map<string, string>();
  const prereleases = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const entry of entries) {
    if (isPython(entry)) continue;
    const { name, value } = entry;
    const answer = readDependency(name, value, file);
    if (typeof answer === 'string') {
      diagnostics.push(invalidRequirement(`${entry.written}: ${answer}`, entry.origin));
      continue;
    }
    const source = textAt(value, 'source');
    if (source !== undefined) assigned.set(name, source);
    if (valueAt(value, 'allow-prereleases') === true) prereleases.add(name);
    const list = entry.group.isMain ? (isOptional(entry) ? optional : required) : grouped.get(entry.group);
    append(list ?? [], placed(entry, answer, extras));
  }
  return {
    required,
    optional,
    groups: [...grouped].map(([group, declared]) => ({ ...group, declared })),
    pythons,
    indexes: sourcesOf(poetry),
    assigned,
    prereleases: [...prereleases],
    diagnostics,
  };
}

function* entriesOf(groups: readonly Group[], locate: Locate): Generator<Entry> {
  for (const group of groups) {
    for (const [written, value] of Object.entries(group.table)) {
      const path = [...group.path, written];
      const name = normalizeName(written);
      if (!Array.isArray(value)) yield { group, written, name, value, origin: locate(path) };
      else
        for (const [index, one] of value.entries()) yield { group, written, name, value: one, origin: locate([...path, index]) };
    }
  }
}

/** The interpreter stands among the main dependencies. */
function isPython({ name, group }: Entry): boolean {
  return name === 'python' && group.isMain;
}

function isOptional({ value }: Entry): boolean {
  return valueAt(value, 'optional') === true;
}

/** A dependency in its group; an optional one in every extra that brings it. */
function placed(entry: Entry, dependency: Dependency, extras: ReadonlyMap<string, readonly string[]>): readonly Declared[] {
  const { name, group, origin } = entry;
  const tool = 'poetry';
  if (!isOptional(entry)) return [{ ...dependency, group: group.name, scope: group.scope, tool, origin }];
  return (extras.get(name) ?? ['optional']).map((extra) => ({
    ...dependency,
    group: extra,
    scope: scopeByName(extra) ?? 'optional',
    tool,
    origin,
  }));
}

/** The main dependencies, Poetry 1's development dependencies, and the groups, `main` among them. */
function groupsOf(poetry: Table): readonly Group[] {
  const groupAt = (name: string, path: readonly string[], table: unknown, group?: unknown): readonly Group[] => {
    if (!isTable(table) && !isTable(group)) return [];
    const isMain = name === 'main';
    const isOptional = valueAt(group, 'optional') === true;
    return [
      {
        name: isMain ? 'default' : name,
        isMain,
        isOptional,
        scope: isMain ? 'runtime' : (scopeByName(name) ?? (isOptional ? 'optional' : 'runtime')),
        includes: textsAt(group, 'include-groups'),
        table: isTable(table) ? table : {},
        path: ['tool', 'poetry', ...path],
      },
    ];
  };
  return [
    ...groupAt('main', ['dependencies'], valueAt(poetry, 'dependencies')),
    ...groupAt('dev', ['dev-dependencies'], valueAt(poetry, 'dev-dependencies')),
    ...Object.entries(tableAt(poetry, 'group') ?? {}).flatMap(([name, group]) =>
      groupAt(name, ['group', name, 'dependencies'], valueAt(group, 'dependencies'), group),
    ),
  ];
}

/** Package to the extras that bring it. */
function extrasOf(poetry: Table): ReadonlyMap<string, readonly string[]> {
  const extras = new Map<string, string[]>();
  for (const extra of Object.keys(tableAt(poetry, 'extras') ?? {})) {
    for (const written of textsAt(poetry, 'extras', extra)) {
      const name = normalizeName(written.replace(/[[<>=!~ ;].*$/s, ''));
      addTo(extras, name, extra);
    }
  }
  return extras;
}

type Dependency = Omit<Declared, 'group' | 'scope' | 'origin'>;

/** One variant of a dependency; a message when it cannot be understood. */
function readDependency(name: string, value: unknown, file: string): Dependency | string {
  if (typeof value === 'string') return versioned(name, value, [], undefined);
  if (!isTable(value)) return 'a dependency is a version or a table';
  const extras = textsAt(value, 'extras').map(normalizeName);
  const marker = markerOf(value);
  if (typeof marker === 'object') return marker.problem;
  const source = tablePlace(value, directoryOf(file), ['path', 'file']);
  if (source === undefined) return versioned(name, textAt(value, 'version') ?? '*', extras, marker);
  return { name, extras, constraint: '', ...source, ...(marker === undefined ? {} : { marker }) };
}

/** `python`, `platform` and `markers` of a table as one PEP 508 marker. */
function markerOf(value: Table): string | undefined | { readonly problem: string } {
  const parts: string[] = [];
  const python = textAt(value, 'python');
  if (python !== undefined && python.trim() !== '*') {
    const text = pythonMarker(python);
    if (text === undefined) return { problem: `python = "${python}" is not a version constraint` };
    if (text !== '') parts.push(text);
  }
  const platform = textAt(value, 'platform');
  if (platform !== undefined && platform.trim() !== '*') parts.push(platformMarker(platform));
  const markers = textAt(value, 'markers');
  if (markers !== undefined && markers.trim() !== '') {
    const answer = parseMarker(markers);
    if (!answer.ok) return { problem: answer.message };
    parts.push(markers);
  }
  const [only] = parts;
  return parts.length < 2 ? only : parts.map((part) => `(${part})`).join(' and ');
}

/** A platform, several (`linux || darwin`), or all but some (`!=win32,!=cygwin`). */
function platformMarker(platform: string): string {
  const alternatives = platform.split(/\|\|?/).map((alternative) =>
    alternative
      .split(/[,\s]+/)
      .filter((one) => one !== '')
      .map((one) => `sys_platform ${one.startsWith('!=') ? '!=' : '=='} "${one.replace(/^[!=]=/, '')}"`)
      .join(' and '),
  );
  return alternatives.join(' or ');
}

/** A constraint on Python as a marker; empty when it admits all. */
function pythonMarker(constraint: string): string | undefined {
  const answer = parseConstraint(constraint);
  if (!answer.ok) return undefined;
  const alternatives = answer.constraint.alternatives.map(({ specifiers }) =>
    specifiers
      .map((one) => {
        const { operator, operand } = one;
        // Poetry compares with the whole version: 3.11.4 is above 3.11, though `python_version` is not.
        const isRelease = /^\d+(?:\.\d+)?(?:\.\*)?$/.test(operand);
        const isWhole = !isRelease || (!operand.endsWith('*') && (operator === '>' || operator === '<='));
        const variable = isWhole ? 'python_full_version' : 'python_version';
        // `python_version == "3.8.*"` is true of 3.8 only where the star may stand for nothing, which PEP 440 allows.
        return `${variable} ${operator} "${formatSpecifier(one).slice(operator.length)}"`;
      })
      .join(' and '),
  );
  return alternatives.some((text) => text === '')
    ? ''
    : alternatives.length === 1
      ? alternatives[0]
      : alternatives.map((text) => `(${text})`).join(' or ');
}

/** `[[tool.poetry.source]]`; the priority `default` (and, without one, nothing) replaces the public index. */
function sourcesOf(poetry: Table): NonNullable<ProjectIndexes['indexes']> {
  return listAt(poetry, 'source').flatMap((source) => {
    const url = textAt(source, 'url');
    const name = textAt(source, 'name');
    const priority = textAt(source, 'priority')?.toLowerCase();
    if (url === undefined) return [];
    return [
      {
        url,
        ...(name === undefined ? {} : { name }),
        ...(priority === 'explicit' ? { explicit: true } : {}),
        ...(priority === 'default' || valueAt(source, 'default') === true ? { isDefault: true } : {}),
      },
    ];
  });
}

/**
 * What `[project]` or a group of PEP 735 asks for, with what Poetry's own table of it says besides: versions and
 * conditions hold together, and a place counts where the standard names none. What the standard does not ask for is not
 * installed (poetry-core's `DependencyGroup.dependencies_for_locking`).
 */
export function enriched(standard: readonly Declared[], poetry: readonly Declared[]): readonly Declared[] {
  const byName = new Map<string | undefined, Declared[]>();
  for (const one of poetry) addTo(byName, one.name, one);
  return standard.flatMap((one) => {
    const besides = one.name === undefined ? [] : (byName.get(one.name) ?? []);
    if (besides.length === 0) return [one];
    return besides.flatMap((other): readonly Declared[] => {
      const marker = bothMarkers(one.marker, other.marker);
      const condition = marker === undefined ? {} : { marker };
      const isPlaced = one.from !== undefined || other.from === undefined;
      const placed = isPlaced ? one : { ...one, constraint: '', kind: other.kind, from: other.from };
      const narrows = one.from === undefined && other.from === undefined && other.constraint !== '';
      return [
        { ...placed, ...condition },
        ...(narrows ? [{ ...other, ...condition, extras: one.extras, group: one.group, scope: one.scope }] : []),
      ];
    });
  });
}
