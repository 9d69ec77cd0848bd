/**
 * Files by which version managers (nvm, pyenv, asdf, mise, SDKMAN, jenv) and buildpacks choose a runtime.
 * They name one exact version for developers' machines; what a host needs of it is its release line.
 */
import { parseToml, tomlDiagnostic } from '../../src/formats/toml.ts';
import { baseName, type Diagnostic, type Origin, type RuntimeName, type SourceFile } from '../../src/model/index.ts';
import { runtimeDemand } from './demands.ts';
import type { FileFacts } from './file-facts.ts';
import { goPin, jdkPin, nodeCodename, nodePin, pythonPin } from './images.ts';

interface Choice {
  readonly name: RuntimeName;
  readonly version: string;
  readonly line: number;
  readonly column?: number;
}

type Reader = (file: SourceFile) => readonly Choice[] | Diagnostic;

const READERS: Readonly<Record<string, Reader>> = {
  '.nvmrc': (file) => firstWord(file, 'node'),
  '.node-version': (file) => firstWord(file, 'node'),
  '.python-version': (file) => firstWord(file, 'python'),
  '.java-version': (file) => firstWord(file, 'jdk'),
  '.go-version': (file) => firstWord(file, 'go'),
  'runtime.txt': (file) => lines(file, /^python-(\d[\w.]*)$/, () => 'python'),
  'system.properties': (file) => lines(file, /^java\.runtime\.version\s*[=:]\s*(\S+)$/, () => 'jdk'),
  '.sdkmanrc': (file) => lines(file, /^java\s*=\s*(\S+)$/, () => 'jdk'),
  '.tool-versions': (file) => lines(file, /^(python|nodejs|node|java|golang|go)\s+(\S+)/, (tool) => TOOLS[tool]),
  'mise.toml': miseTools,
  '.mise.toml': miseTools,
};

export const VERSION_FILES: readonly string[] = Object.keys(READERS);

const TOOLS: Readonly<Record<string, RuntimeName>> = {
  python: 'python',
  nodejs: 'node',
  node: 'node',
  java: 'jdk',
  golang: 'go',
  go: 'go',
};

export function readVersionFile(file: SourceFile): FileFacts {
  const reader = READERS[baseName(file.path)];
  const found = reader?.(file) ?? [];
  if (!isChoices(found)) return { demands: [], diagnostics: [found] };
  const demands = found.flatMap(({ name, version, line, column }) => {
    const constraint = pinOf(name, version);
    const origin: Origin = { file: file.path, line, ...(column === undefined ? {} : { column }) };
    return constraint === undefined ? [] : [runtimeDemand({ name, constraint }, origin)];
  });
  return { demands, diagnostics: [] };
}

function isChoices(found: readonly Choice[] | Diagnostic): found is readonly Choice[] {
  return Array.isArray(found);
}

/** `lts/*`, `stable`, `system` and names of virtual environments bind nobody. */
function pinOf(name: RuntimeName, version: string): string | undefined {
  if (name === 'go') return goPin(version);
  if (name === 'python') return pythonPin(version.replace(/^(?:cpython|pypy|python)[@-]?/, '').replace(/^(\d)(?=-)/, '$1'));
  if (name === 'node') {
    const codename = /^lts[/-]([a-z]+)$/i.exec(version)?.[1];
    return nodePin(codename === undefined ? version : (nodeCodename(codename) ?? ''));
  }
  return jdkPin(/(?:^|[-@a-z])(\d[\d.]*)/i.exec(version.replace(/^openjdk64|^corretto64|^zulu64/, ''))?.[1] ?? '');
}

function firstWord(file: SourceFile, name: RuntimeName): readonly Choice[] {
  for (const [index, raw] of file.text.split('\n').entries()) {
    const line = raw.split('#', 1)[0]?.trim() ?? '';
    if (line === '') continue;
    return [{ name, version: line.split(/\s+/)[0] ?? '', line: index + 1, column: raw.search(/\S/) + 1 }];
  }
  return [];
}

/** Lines of a pattern whose last group is the version; the group before it, where there is one, names the tool. */
function lines(file: SourceFile, pattern: RegExp, nameOf: (tool: string) => RuntimeName | undefined): readonly Choice[] {
  return file.text.split('\n').flatMap((raw, index): readonly Choice[] => {
    const match = pattern.exec(raw.trim());
    if (match === null) return [];
    const name = nameOf(match[1] ?? '');
    return name === undefined ? [] : [{ name, version: match.at(-1) ?? '', line: index + 1, column: 1 }];
  });
}

/** `[tools] python = "3.12"`, a list of which the first counts, or a table with `version`. */
function miseTools(file: SourceFile): readonly Choice[] | Diagnostic {
  const document = parseToml(file.text);
  if (!document.ok) return tomlDiagnostic(file.path, document, 'warning');
  const tools = document.value.tools;
  if (typeof tools !== 'object' || tools === null) return [];
  return Object.entries(tools).flatMap(([tool, value]: [string, unknown]): readonly Choice[] => {
    const name = Object.hasOwn(TOOLS, tool) ? TOOLS[tool] : undefined;
    const first: unknown = Array.isArray(value) ? value[0] : value;
    const version: unknown = typeof first === 'object' && first !== null && 'version' in first ? first.version : first;
    if (name === undefined || (typeof version !== 'string' && typeof version !== 'number')) return [];
    return [{ name, version: String(version), ...(document.at(['tools', tool]) ?? { line: 1 }) }];
  });
}
