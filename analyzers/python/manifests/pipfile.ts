import { utf16Diagnostic } from '../../../src/formats/encoding.ts';
import { isTable, listAt, locator, type Table, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { parseToml } from '../../../src/formats/toml.ts';
import { type Diagnostic, directoryOf, normalizeName, type Scope, type SourceFile } from '../../../src/model/index.ts';
import {
  type Declared,
  insideOf,
  invalidRequirement,
  type ManifestFacts,
  NOTHING,
  noToml,
  repository,
  scopeByName,
  sourceOf,
  versioned,
} from '../declared.ts';
import type { Assignment } from '../indexes/indexes.ts';
import { parseMarker } from '../notation/markers.ts';
import { resolvePath } from './pip/requirement.ts';

const SETTINGS: ReadonlySet<string> = new Set(['source', 'requires', 'scripts', 'pipenv', 'build-system', 'tool']);

/** For `Project.parse`: Pipenv's manifest. Tables of their own names are package categories. */
export function readPipfile(file: SourceFile): ManifestFacts {
  const document = parseToml(file.text);
  if (!document.ok) return noToml('pipfile', file.path, document);
  const root = document.value;
  const locate = locator(file.path, document.at);
  const declared: Declared[] = [];
  const diagnostics: Diagnostic[] = [...utf16Diagnostic(file, 'Pipenv refuses')];
  const assigned: Assignment[] = [];
  for (const [table, packages] of Object.entries(root)) {
    if (SETTINGS.has(table) || !isTable(packages)) continue;
    const { group, scope } = groupOf(table);
    for (const [written, value] of Object.entries(packages)) {
      const origin = locate([table, written]);
      const answer = dependency(written, value, directoryOf(file.path));
      if (typeof answer === 'string') diagnostics.push(invalidRequirement(`${written}: ${answer}`, origin));
      else declared.push({ ...answer, group, scope, origin });
      const index = textAt(value, 'index');
      if (index !== undefined) assigned.push({ name: normalizeName(written), index });
    }
  }
  const full = textAt(root, 'requires', 'python_full_version');
  const python = full === undefined ? pythonOf(textAt(root, 'requires', 'python_version') ?? '*') : undefined;
  const indexes = listAt(root, 'source').flatMap((source, index) => {
    const url = textAt(source, 'url');
    const name = textAt(source, 'name');
    return url === undefined
      ? []
      : [{ url, ...(name === undefined ? {} : { name }), ...(index === 0 ? { isDefault: true } : {}) }];
  });
  return {
    ...NOTHING,
    kind: 'pipfile',
    isProject: true,
    declared,
    diagnostics,
    pythons: [
      ...(full === undefined ? [] : [{ constraint: `==${full}`, origin: locate(['requires', 'python_full_version']) }]),
      ...(python === undefined ? [] : [{ constraint: python, origin: locate(['requires', 'python_version']) }]),
    ],
    ...(valueAt(root, 'pipenv', 'allow_prereleases') === true ? { prereleases: [':all:'] } : {}),
    ...(indexes.length === 0 ? {} : { indexes: { indexes, ...(assigned.length === 0 ? {} : { assigned }) } }),
  };
}

/** `3.11`, `3.11.*`, `python3.11` and, since 2024, a specifier; `*` is any. */
function pythonOf(written: string): string | undefined {
  const text = written.trim();
  const release = /^(?:python)?(\d+(?:\.\d+)*)(?:\.[*x])?$/.exec(text)?.[1];
  if (release !== undefined) return `==${release}.*`;
  return /^[<>=!~]/.test(text) ? text : undefined;
}

function groupOf(table: string): { readonly group: string; readonly scope: Scope } {
  if (table === 'packages') return { group: 'default', scope: 'runtime' };
  if (table === 'dev-packages') return { group: 'dev', scope: 'dev' };
  return { group: table, scope: scopeByName(table) ?? 'optional' };
}

function dependency(written: string, value: unknown, directory: string): Omit<Declared, 'group' | 'scope' | 'origin'> | string {
  const name = normalizeName(written);
  if (typeof value === 'string') return versioned(name, value, [], undefined);
  if (!isTable(value)) return 'a package is a version or a table';
  const marker = markerOf(value);
  if (marker !== undefined && !parseMarker(marker).ok) return `"${marker}" is not a marker`;
  const extras = textsAt(value, 'extras').map(normalizeName);
  const place = placeOf(value, directory);
  if (place === undefined) return versioned(name, textAt(value, 'version') ?? '*', extras, marker);
  return { name, extras, constraint: '', ...place, ...(marker === undefined ? {} : { marker }) };
}

function placeOf(value: Table, directory: string): Pick<Declared, 'kind' | 'from'> | undefined {
  for (const tool of ['git', 'hg', 'svn', 'bzr']) {
    const url = textAt(value, tool);
    const ref = textAt(value, 'ref');
    if (url !== undefined) return { kind: 'git', from: repository(tool, url.replace(/^[a-z]+\+/, ''), ref) + insideOf(value) };
  }
  const file = textAt(value, 'file') ?? textAt(value, 'url');
  if (file !== undefined && /^[a-z]+:/i.test(file)) return sourceOf(file, directory);
  const path = textAt(value, 'path') ?? file;
  return path === undefined ? undefined : { kind: 'path', from: resolvePath(directory, path) };
}

const VARIABLES: readonly string[] = [
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_version',
  'python_full_version',
  'implementation_name',
  'implementation_version',
];

/** `markers`, and keys that are marker variables (`sys_platform = "== 'win32'"`). */
function markerOf(value: Table): string | undefined {
  const parts = [
    ...(textAt(value, 'markers') === undefined ? [] : [textAt(value, 'markers') ?? '']),
    ...VARIABLES.flatMap((name) => {
      const test = valueAt(value, name);
      return typeof test === 'string' ? [`${name} ${test}`] : [];
    }),
  ].filter((part) => part.trim() !== '');
  return parts.length < 2 ? parts[0] : parts.map((part) => `(${part})`).join(' and ');
}
