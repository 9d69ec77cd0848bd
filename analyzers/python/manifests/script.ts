import { locator, type Table, valueAt } from '../../../src/formats/foreign-data.ts';
import { parseToml } from '../../../src/formats/toml.ts';
import { type Diagnostic, directoryOf, type SourceFile } from '../../../src/model/index.ts';
import { type ManifestFacts, NOTHING, noToml } from '../declared.ts';
import { requiresPython } from './pyproject.ts';
import { listed, type Reading } from './reading.ts';
import { uvConstraints, uvOverrides, uvPolicy } from './uv-settings.ts';
import { readIndexes, readUvSources, withUvSources } from './uv-sources.ts';

/** What a Python file says of its own requirements (PEP 723, "Inline script metadata"). */

const OPENING = '# /// script';
const CLOSING = '# ///';
const COMMENT = /^#(?: .*)?$/;

/** For `Project.parse`: a script's block as the manifest that it is; no project without one. */
export function readScript(file: SourceFile): ManifestFacts {
  if (!file.text.includes(OPENING)) return { ...NOTHING, kind: 'python-script' };
  const block = blockOf(file.text.split(/\r?\n/));
  if (typeof block === 'string') return block === '' ? { ...NOTHING, kind: 'python-script' } : factsOf(file.path, block);
  return { ...NOTHING, kind: 'python-script', isProject: true, unknown: block.message, diagnostics: [invalid(file.path, block)] };
}

interface Fault {
  readonly message: string;
  readonly line: number;
}

/**
 * The TOML of the block, its lines where the file has them; empty where there is none. It ends at the last closing line
 * of the comment that it stands in; two blocks, or one without an end, are refused.
 */
function blockOf(lines: readonly string[]): string | Fault {
  const start = lines.indexOf(OPENING);
  if (start < 0) return '';
  let behind = start + 1;
  while (COMMENT.test(lines[behind] ?? '')) behind++;
  const end = lines.lastIndexOf(CLOSING, behind - 1);
  if (end <= start) return { message: `its "${OPENING}" block has no "${CLOSING}" that ends it`, line: start + 1 };
  const again = lines.indexOf(OPENING, end);
  if (again >= 0) return { message: `it has a second "${OPENING}" block`, line: again + 1 };
  return lines.map((line, index) => (index > start && index < end ? line.slice(2) : '')).join('\n');
}

function factsOf(file: string, toml: string): ManifestFacts {
  const document = parseToml(toml);
  if (!document.ok) return noToml('python-script', file, document);
  const { dependencies, 'requires-python': python } = document.value;
  const root: Table = {
    project: {
      ...(dependencies === undefined ? {} : { dependencies }),
      ...(python === undefined ? {} : { 'requires-python': python }),
    },
    tool: valueAt(document.value, 'tool'),
  };
  const locate = locator(file, document.at);
  const reading: Reading = {
    file,
    directory: directoryOf(file),
    root,
    locate: (path) => {
      const place = locate(path[0] === 'project' ? path.slice(1) : path);
      // What makes a comment of the line stands before its TOML.
      return place.column === undefined ? place : { ...place, column: place.column + 2 };
    },
    diagnostics: [],
  };
  const sources = readUvSources(root, reading.directory);
  const indexes = readIndexes(root, [], new Map());
  return {
    ...NOTHING,
    kind: 'python-script',
    isProject: true,
    declared: withUvSources(listed(reading, ['project', 'dependencies'], 'default', 'runtime'), sources),
    constraints: uvConstraints(reading),
    overrides: uvOverrides(reading),
    pythons: requiresPython(reading),
    policy: uvPolicy(reading),
    diagnostics: reading.diagnostics,
    ...(sources.size === 0 ? {} : { sources }),
    ...(indexes === undefined ? {} : { indexes }),
  };
}

function invalid(file: string, { message, line }: Fault): Diagnostic {
  return {
    code: 'python/invalid-script',
    severity: 'error',
    message: `${message}; uv refuses to run such a script, so nothing is taken from it`,
    file,
    line,
    incomplete: true,
  };
}
