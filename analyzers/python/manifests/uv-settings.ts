import { listAt, locator, type Table, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { parseToml } from '../../../src/formats/toml.ts';
import { type Diagnostic, directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import { type Declared, noToml } from '../declared.ts';
import { endOf, spanOf } from '../indexes/cutoff.ts';
import type { ProjectIndexes } from '../indexes/indexes.ts';
import { modeOf, oldestOf, policyWith, type ReleasePolicy, type StatedMetadata } from '../indexes/release-policy.ts';
import { formatVersion, parseVersion } from '../notation/version.ts';
import { listed, type Reading } from './reading.ts';
import { readIndexes, readUvSources, withUvSources } from './uv-sources.ts';

/** What uv is told by `[tool.uv]` of a pyproject.toml, or by a uv.toml of its own, as far as it changes what is resolved. */

/** For `Project.parse`: uv.toml, which holds the same keys as `[tool.uv]` (uv, "Configuration files"). */
export interface UvSettings {
  readonly constraints: readonly Declared[];
  readonly overrides: readonly Declared[];
  readonly indexes?: ProjectIndexes;
  readonly policy: ReleasePolicy;
  readonly diagnostics: readonly Diagnostic[];
}

export function readUvToml(file: SourceFile): UvSettings {
  const document = parseToml(file.text);
  if (!document.ok) {
    const { diagnostics } = noToml('uv-toml', file.path, document);
    return { constraints: [], overrides: [], policy: {}, diagnostics };
  }
  const root: Table = { tool: { uv: document.value } };
  const locate = locator(file.path, document.at);
  const reading: Reading = {
    file: file.path,
    directory: directoryOf(file.path),
    root,
    locate: ([, , ...path]) => locate(path),
    diagnostics: [],
  };
  const indexes = readIndexes(root, [], new Map());
  return {
    constraints: uvConstraints(reading),
    overrides: uvOverrides(reading),
    policy: uvPolicy(reading),
    diagnostics: reading.diagnostics,
    ...(indexes === undefined ? {} : { indexes }),
  };
}

export function uvConstraints(reading: Reading): readonly Declared[] {
  return listed(reading, ['tool', 'uv', 'constraint-dependencies'], 'default', 'runtime');
}

export function uvOverrides(reading: Reading): readonly Declared[] {
  const overrides = listed(reading, ['tool', 'uv', 'override-dependencies'], 'default', 'runtime');
  return [
    ...withUvSources(overrides, readUvSources(reading.root, reading.directory)),
    ...excluded(reading, 'uv', 'exclude-dependencies'),
  ];
}

/** Settings that choose among releases; `[tool.uv.pip]` says the same for `uv pip` alone. */
export function uvPolicy(reading: Reading): ReleasePolicy {
  const uv = tableAt(reading.root, 'tool', 'uv') ?? {};
  const pip = tableAt(uv, 'pip') ?? {};
  const names = (list: readonly string[]): readonly string[] =>
    list.map((name) => (name.startsWith(':') ? name : normalizeName(name)));
  const all = (key: string): readonly string[] => (valueAt(uv, key) === true ? [':all:'] : []);
  return policyWith({
    prerelease: modeOf(textAt(uv, 'prerelease') ?? textAt(pip, 'prerelease')),
    oldest: oldestOf(textAt(uv, 'resolution') ?? textAt(pip, 'resolution')),
    before: cutoffAt(reading, 'exclude-newer'),
    beforeOf: Object.keys(tableAt(uv, 'exclude-newer-package') ?? {}).flatMap((name) => {
      const before =
        valueAt(uv, 'exclude-newer-package', name) === false ? false : cutoffAt(reading, 'exclude-newer-package', name);
      return before === undefined ? [] : [[normalizeName(name), before] as const];
    }),
    noBinary: [...all('no-binary'), ...names([...textsAt(uv, 'no-binary-package'), ...textsAt(pip, 'no-binary')])],
    onlyBinary: [...all('no-build'), ...names([...textsAt(uv, 'no-build-package'), ...textsAt(pip, 'only-binary')])],
    metadata: listAt(uv, 'dependency-metadata').flatMap(statedMetadata),
  });
}

/** A date, or a span of time that is counted back once it is known from when; uv goes on without what is neither. */
function cutoffAt({ root, locate, diagnostics }: Reading, ...keys: readonly string[]): string | undefined {
  const path = ['tool', 'uv', ...keys];
  const text = textAt(root, ...path);
  if (text === undefined || Number.isFinite(endOf(text)) || spanOf(text) !== undefined) return text;
  diagnostics.push({
    code: 'python/invalid-cutoff',
    severity: 'warning',
    message: `${keys.join('.')} = "${text}" is neither a date nor a span of time that uv takes (1 week, PT24H) and is not applied`,
    ...locate(path),
  });
  return undefined;
}

function statedMetadata(entry: unknown): readonly StatedMetadata[] {
  const name = textAt(entry, 'name');
  if (name === undefined) return [];
  const version = parseVersion(textAt(entry, 'version') ?? '');
  const requiresPython = textAt(entry, 'requires-python');
  return [
    {
      name: normalizeName(name),
      requires: textsAt(entry, 'requires-dist'),
      ...(version === undefined ? {} : { version: formatVersion(version) }),
      ...(requiresPython === undefined ? {} : { requiresPython }),
    },
  ];
}

/** uv's and PDM's lists of packages that what requires them goes without, as under an override that never holds. */
export function excluded(reading: Reading, ...keys: readonly string[]): readonly Declared[] {
  const never = 'python_version < "0"';
  return listed(reading, ['tool', ...keys], 'default', 'runtime').map((one) => ({ ...one, marker: never }));
}

/** What the project itself declares to be incompatible is shown as declared. */
export function conflictNotes({ root, locate }: Reading): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [index, set] of listAt(root, 'tool', 'uv', 'conflicts').entries()) {
    if (!Array.isArray(set)) continue;
    const names = set.flatMap((one: unknown) => {
      const kind = ['extra', 'group', 'package'].find((key) => textAt(one, key) !== undefined);
      const owner = textAt(one, 'package');
      return kind === undefined
        ? []
        : [`${kind} ${textAt(one, kind)}${owner === undefined || kind === 'package' ? '' : ` of ${owner}`}`];
    });
    if (names.length < 2) continue;
    diagnostics.push({
      code: 'python/declared-conflict',
      severity: 'note',
      message: `uv is told that ${names.join(', ')} cannot be installed together`,
      ...locate(['tool', 'uv', 'conflicts', index]),
    });
  }
  return diagnostics;
}
