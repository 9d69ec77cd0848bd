import { parseToml } from '../../../src/formats/toml.ts';
import { type Diagnostic, directoryOf, type SourceFile } from '../../../src/model/index.ts';
import { type Declared, noToml } from '../declared.ts';
import type { ProjectIndexes } from '../indexes.ts';
import { listed, type Reading } from './reading.ts';
import { readIndexes } from './uv-sources.ts';
import { listAt, locator, type Table, textAt } from './values.ts';

/** What uv is told by `[tool.uv]` of a pyproject.toml, or by a uv.toml of its own, as far as it changes what is resolved. */

/** For `Project.parse`: uv.toml, which holds the same keys as `[tool.uv]` (uv, "Configuration files"). */
export interface UvSettings {
  readonly constraints: readonly Declared[];
  readonly overrides: readonly Declared[];
  readonly indexes?: ProjectIndexes;
  readonly prereleases: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readUvToml(file: SourceFile): UvSettings {
  const document = parseToml(file.text);
  if (!document.ok) {
    const { diagnostics } = noToml('uv-toml', file.path, document);
    return { constraints: [], overrides: [], prereleases: [], diagnostics };
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
    prereleases: uvPrereleases(root),
    diagnostics: reading.diagnostics,
    ...(indexes === undefined ? {} : { indexes }),
  };
}

export function uvConstraints(reading: Reading): readonly Declared[] {
  return listed(reading, ['tool', 'uv', 'constraint-dependencies'], 'default', 'runtime');
}

export function uvOverrides(reading: Reading): readonly Declared[] {
  return [...listed(reading, ['tool', 'uv', 'override-dependencies'], 'default', 'runtime'), ...excluded(reading)];
}

/** `prerelease = "allow"` lets those of all packages in. */
export function uvPrereleases(root: Table): readonly string[] {
  const said = textAt(root, 'tool', 'uv', 'prerelease') ?? textAt(root, 'tool', 'uv', 'pip', 'prerelease');
  return said === 'allow' ? [':all:'] : [];
}

/** uv's exclude-dependencies: what requires them goes without, as under an override that never holds. */
function excluded(reading: Reading): readonly Declared[] {
  const never = 'python_version < "0"';
  return listed(reading, ['tool', 'uv', 'exclude-dependencies'], 'default', 'runtime').map((one) => ({ ...one, marker: never }));
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
