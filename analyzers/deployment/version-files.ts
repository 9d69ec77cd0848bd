/**
 * Files by which version managers (nvm, pyenv, asdf, mise, SDKMAN, jenv) and buildpacks choose a runtime.
 * They name one exact version for developers' machines; what a host needs of it is its release line.
 */

import { goPin, jdkOf, nodeCodename, nodePin, pythonPin } from '../../src/formats/dockerfile/base-images.ts';
import { listAt, valueAt } from '../../src/formats/foreign-data.ts';
import { childOf, jsonDiagnostic, parseJson, textOf } from '../../src/formats/json.ts';
import { parseToml, tomlDiagnostic } from '../../src/formats/toml.ts';
import {
  baseName,
  type Diagnostic,
  directoryOf,
  type Origin,
  type Project,
  type ReadFailure,
  type RuntimeName,
  type SourceFile,
} from '../../src/model/index.ts';
import { runtimeDemand } from './demands.ts';
import type { FileFacts } from './file-facts.ts';

interface Choice {
  readonly name: RuntimeName;
  readonly version: string;
  readonly line: number;
  readonly column?: number;
}

type Reader = (file: SourceFile) => readonly Choice[] | Diagnostic;

const SEVERAL_PYTHONS = '.python-versions';

const READERS: Readonly<Record<string, Reader>> = {
  '.nvmrc': (file) => firstWord(file, 'node'),
  '.node-version': (file) => firstWord(file, 'node'),
  '.python-version': (file) => firstLine(file, 'python'),
  // uv takes the first of these as well, where no .python-version is.
  [SEVERAL_PYTHONS]: (file) => firstLine(file, 'python'),
  '.java-version': (file) => firstWord(file, 'jdk'),
  '.go-version': (file) => firstWord(file, 'go'),
  'runtime.txt': (file) => lines(file, /^python-(\d[\w.]*)$/, () => 'python'),
  'system.properties': (file) => lines(file, /^java\.runtime\.version\s*[=:]\s*(\S+)$/, () => 'jdk'),
  '.sdkmanrc': (file) => lines(file, /^java\s*=\s*(\S+)$/, () => 'jdk'),
  '.tool-versions': (file) => lines(file, /^(python|nodejs|node|java|golang|go)\s+(\S+)/, (tool) => TOOLS[tool]),
  'mise.toml': miseTools,
  '.mise.toml': miseTools,
  '.prototools': prototools,
  'devbox.json': devboxPackages,
  'project.toml': buildpackVersions,
};

/** mise reads its settings from these folders as well (mise, "Configuration"). */
const MISE_FOLDERS = /(?:^|\/)(?:\.config\/mise|\.config|\.mise|mise)\/(?:config|mise)\.toml$/;

export const VERSION_FILES: readonly string[] = [...Object.keys(READERS), 'mise/config.toml', '.mise/config.toml'];

export function isVersionFile(path: string): boolean {
  return MISE_FOLDERS.test(path) || Object.hasOwn(READERS, baseName(path));
}

/** The directory for which a version file speaks: the one around a folder of settings. */
export function homeOfVersionFile(path: string): string {
  const folder = MISE_FOLDERS.exec(path);
  return folder === null ? directoryOf(path) : folder.index === 0 ? '.' : path.slice(0, folder.index);
}

const TOOLS: Readonly<Record<string, RuntimeName>> = {
  python: 'python',
  nodejs: 'node',
  node: 'node',
  java: 'jdk',
  golang: 'go',
  go: 'go',
};

export function versionFileFacts(project: Project, path: string): FileFacts | ReadFailure {
  const unheard = baseName(path) === SEVERAL_PYTHONS && project.list(directoryOf(path)).includes('.python-version');
  return unheard ? { demands: [], diagnostics: [] } : project.parse(path, readVersionFile);
}

function readVersionFile(file: SourceFile): FileFacts {
  const reader = MISE_FOLDERS.test(file.path) ? miseTools : READERS[baseName(file.path)];
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
function pinOf(name: RuntimeName, written: string): string | undefined {
  // mise: the newest release that begins so.
  const version = written.replace(/^prefix:/, '');
  if (name === 'go') return goPin(version);
  if (name === 'python') return pythonChoice(version);
  if (name === 'node') {
    const codename = /^lts[/-]([a-z]+)$/i.exec(version)?.[1];
    return nodePin(codename === undefined ? version : (nodeCodename(codename) ?? ''));
  }
  return jdkOf(version);
}

/**
 * `3.12`, `3.12-dev`, with an implementation before it, or what uv takes as well: `312`, `cp312` and specifiers
 * (`>=3.11,<3.13`). Conda's distributions of pyenv name their own version, and Python's before it since 2019.
 */
function pythonChoice(written: string): string | undefined {
  if (/^[<>=!~]/.test(written)) return written.replaceAll(/\s/g, '');
  const [version = ''] = written.split(/\s+/);
  const told = version.replace(/^(?:cpython|pypy|python|cp|pp|mini(?:conda|forge)3(?=-\d\.\d+-))[@-]?/, '');
  const [, major, minor] = /^([23])(\d{1,2})(?![\d.])/.exec(told) ?? [];
  return pythonPin(major === undefined ? told : `${major}.${minor}`);
}

function firstLine(file: SourceFile, name: RuntimeName): readonly Choice[] {
  for (const [index, raw] of file.text.split('\n').entries()) {
    const line = raw.split('#', 1)[0]?.trim() ?? '';
    if (line !== '') return [{ name, version: line, line: index + 1, column: raw.search(/\S/) + 1 }];
  }
  return [];
}

function firstWord(file: SourceFile, name: RuntimeName): readonly Choice[] {
  return firstLine(file, name).map((one) => ({ ...one, version: one.version.split(/\s+/)[0] ?? '' }));
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

/** proto: `python = "3.12"` at the top. */
function prototools(file: SourceFile): readonly Choice[] | Diagnostic {
  const document = parseToml(file.text);
  if (!document.ok) return tomlDiagnostic(file.path, document, 'warning');
  return Object.entries(document.value).flatMap(([tool, version]: [string, unknown]): readonly Choice[] => {
    const name = Object.hasOwn(TOOLS, tool) ? TOOLS[tool] : undefined;
    if (name === undefined || typeof version !== 'string') return [];
    return [{ name, version, ...(document.at([tool]) ?? { line: 1 }) }];
  });
}

/** Packages of Nix as Devbox writes them: `python@3.12`, `nodejs_20`, `jdk17`, in a list or as keys. */
const NIX = /^(python|nodejs|jdk|openjdk|go)[@_-]?(\d[\w.]*)(?:@.*)?$/;
const NIX_RUNTIMES: Readonly<Record<string, RuntimeName>> = {
  python: 'python',
  nodejs: 'node',
  jdk: 'jdk',
  openjdk: 'jdk',
  go: 'go',
};

function devboxPackages(file: SourceFile): readonly Choice[] | Diagnostic {
  const { root, problems, position } = parseJson(file.text);
  const broken = problems.find(({ kind }) => kind === 'syntax');
  if (broken !== undefined)
    return jsonDiagnostic(file.path, broken, position, 'warning', 'correct it, nothing was read from this file');
  const packages = childOf(root, 'packages');
  const listed =
    packages?.kind === 'array'
      ? packages.items.flatMap((one) => (one.kind === 'text' ? [[one.value, one.at] as const] : []))
      : [];
  const keyed =
    packages?.kind === 'object'
      ? packages.members.map(
          ({ key, keyAt, value }) => [`${key}@${textOf(value) ?? textOf(childOf(value, 'version')) ?? ''}`, keyAt] as const,
        )
      : [];
  return [...listed, ...keyed].flatMap(([text, at]): readonly Choice[] => {
    const [, tool = '', version = ''] = NIX.exec(text) ?? [];
    const name = Object.hasOwn(NIX_RUNTIMES, tool) ? NIX_RUNTIMES[tool] : undefined;
    // `python311` is 3.11.
    const dotted = tool === 'python' && /^\d\d+$/.test(version) ? `${version.charAt(0)}.${version.slice(1)}` : version;
    return name === undefined ? [] : [{ name, version: dotted, ...position(at) }];
  });
}

const BUILDPACK_VARIABLES: Readonly<Record<string, RuntimeName>> = {
  BP_CPYTHON_VERSION: 'python',
  BP_NODE_VERSION: 'node',
  BP_JVM_VERSION: 'jdk',
  BP_GO_VERSION: 'go',
};

/** Cloud Native Buildpacks' project descriptor: variables of the build, in either version of the schema. */
function buildpackVersions(file: SourceFile): readonly Choice[] | Diagnostic {
  if (!file.text.includes('BP_')) return [];
  const document = parseToml(file.text);
  if (!document.ok) return tomlDiagnostic(file.path, document, 'warning');
  const tables = [
    ['io', 'buildpacks', 'build', 'env'],
    ['io', 'buildpacks', 'env', 'build'],
    ['build', 'env'],
  ];
  return tables.flatMap((path) =>
    listAt(document.value, ...path).flatMap((one, index): readonly Choice[] => {
      const variable = valueAt(one, 'name');
      const version = valueAt(one, 'value');
      const name =
        typeof variable === 'string' && Object.hasOwn(BUILDPACK_VARIABLES, variable) ? BUILDPACK_VARIABLES[variable] : undefined;
      if (name === undefined || typeof version !== 'string') return [];
      return [{ name, version, ...(document.at([...path, index, 'value']) ?? document.at(path) ?? { line: 1 }) }];
    }),
  );
}
