import {
  type Diagnostic,
  directoryOf,
  type EntryPoint,
  normalizeName,
  type Origin,
  type SourceFile,
} from '../../../src/model/index.ts';
import { parseConstraint } from '../constraint.ts';
import { type Declared, declareAll, type ManifestFacts, type NamedFile, NOTHING, scopeByName } from '../declared.ts';
import { resolvePath } from './pip-requirement.ts';
import { withOwnExtras } from './pyproject.ts';

/** One option of an ini file: its value's lines with their places. */
interface Option {
  readonly origin: Origin;
  readonly lines: readonly { readonly text: string; readonly origin: Origin }[];
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, Option>>;

/** For `Project.parse`: setuptools' declarative configuration. */
export function readSetupCfg(file: SourceFile): ManifestFacts {
  const sections = parseIni(file);
  const option = (section: string, name: string): Option | undefined => sections.get(section)?.get(name);
  const metadataName = option('metadata', 'name');
  const name = firstLine(metadataName);
  const version = firstLine(option('metadata', 'version'));
  const extras = [...(sections.get('options.extras_require') ?? [])];
  const main = option('options', 'install_requires');
  const diagnostics: Diagnostic[] = [];
  const read = (found: Option | undefined, group: string, scope: Declared['scope']): readonly Declared[] => {
    const items = (found?.lines ?? []).filter(({ text }) => text !== '' && !/^file:/.test(text));
    const answer = declareAll(items, directoryOf(file.path), group, scope);
    diagnostics.push(...answer.diagnostics);
    return answer.declared;
  };
  const declared = [
    ...read(main, 'default', 'runtime'),
    ...extras.flatMap(([extra, found]) => read(found, extra, scopeByName(extra) ?? 'optional')),
    ...read(option('options', 'tests_require'), 'test', 'test'),
    ...read(option('options', 'setup_requires'), 'build-system', 'build'),
  ];
  const files = filesOf(main, directoryOf(file.path));
  return {
    ...NOTHING,
    kind: 'setup-cfg',
    isProject: sections.has('options') || metadataName !== undefined || declared.length > 0,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined || /^(?:attr|file):/.test(version) ? {} : { version }),
    declared: withOwnExtras(declared, name === undefined ? undefined : normalizeName(name)),
    pythons: pythonsOf(option('options', 'python_requires'), diagnostics),
    entryPoints: entryPointsOf(option('options.entry_points', 'console_scripts')),
    diagnostics,
    ...(files.length === 0 ? {} : { namedFiles: files }),
    extras: extras.map(([extra]) => normalizeName(extra)),
  };
}

/** `file: requirements.txt, more.txt` (setuptools, "Declarative config"). */
function filesOf(option: Option | undefined, directory: string): readonly NamedFile[] {
  return (option?.lines ?? []).flatMap(({ text, origin }) => {
    const names = /^file:(.*)$/.exec(text)?.[1]?.split(',') ?? [];
    return names.flatMap((name) =>
      name.trim() === '' ? [] : [{ path: resolvePath(directory, name.trim()), group: 'default', origin }],
    );
  });
}

function firstLine(option: Option | undefined): string | undefined {
  const text = option?.lines[0]?.text;
  return text === undefined || text === '' ? undefined : text;
}

function pythonsOf(option: Option | undefined, diagnostics: Diagnostic[]): ManifestFacts['pythons'] {
  const constraint = firstLine(option);
  if (option === undefined || constraint === undefined) return [];
  const answer = parseConstraint(constraint);
  if (answer.ok) return [{ constraint, origin: option.origin }];
  diagnostics.push({
    code: 'python/invalid-setup-cfg',
    severity: 'warning',
    message: `python_requires: ${answer.message}`,
    ...option.origin,
  });
  return [];
}

function entryPointsOf(option: Option | undefined): readonly EntryPoint[] {
  return (option?.lines ?? []).flatMap(({ text, origin }) => {
    const [name, command] = text.split('=').map((part) => part.trim());
    return name !== undefined && command !== undefined && name !== '' ? [{ name, command, origin }] : [];
  });
}

/** The dialect of Python's configparser that setuptools uses: `#` and `;` begin comment lines, indented lines continue. */
function parseIni({ path, text }: SourceFile): Sections {
  const sections = new Map<string, Map<string, Option>>();
  let section = new Map<string, Option>();
  let current: { origin: Origin; lines: { text: string; origin: Origin }[] } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const column = raw.length - raw.trimStart().length + 1;
    const origin = { file: path, line: index + 1, column };
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (/^\s/.test(raw) && current !== undefined) {
      current.lines.push({ text: line.replace(/\s#.*$/s, '').trim(), origin });
      continue;
    }
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, Option>();
      sections.set(header, section);
      current = undefined;
      continue;
    }
    const cut = line.search(/[=:]/);
    if (cut <= 0) continue;
    const name = line.slice(0, cut).trim().toLowerCase().replaceAll('-', '_');
    const value = line.slice(cut + 1).trim();
    const own = {
      origin,
      lines: value === '' ? [] : [{ text: value, origin: { ...origin, column: column + line.indexOf(value, cut + 1) } }],
    };
    current = own;
    section.set(isExtras(sections, section) ? line.slice(0, cut).trim() : name, own);
  }
  return sections;
}

function isExtras(sections: Sections, section: ReadonlyMap<string, Option>): boolean {
  return sections.get('options.extras_require') === section;
}
