import {
  append,
  type Diagnostic,
  directoryOf,
  type EntryPoint,
  normalizeName,
  type Origin,
  type SourceFile,
} from '../../../src/model/index.ts';
import { type Declared, declareAll, type ManifestFacts, type NamedFile, NOTHING, scopeByName } from '../declared.ts';
import { parseConstraint } from '../notation/constraint.ts';
import { type IniLine, type IniOption, parseIni } from './ini.ts';
import { resolvePath } from './pip/requirement.ts';
import { withOwnExtras } from './pyproject.ts';

/** For `Project.parse`: setuptools' declarative configuration. */
export function readSetupCfg(file: SourceFile): ManifestFacts {
  const { sections, problems } = parseIni(file);
  const option = (section: string, name: string): IniOption | undefined => optionNamed(sections.get(section), name);
  const metadataName = option('metadata', 'name');
  const name = firstLine(metadataName);
  const version = firstLine(option('metadata', 'version'));
  const extras = [...(sections.get('options.extras_require') ?? [])];
  const main = option('options', 'install_requires');
  const isProject = sections.has('options') || metadataName !== undefined;
  const diagnostics: Diagnostic[] = isProject
    ? problems.map(({ message, origin }) => invalid(`${message}; setuptools refuses the file`, origin))
    : [];
  const read = (found: IniOption | undefined, group: string, scope: Declared['scope']): readonly Declared[] => {
    const answer = declareAll(requirementsOf(found), directoryOf(file.path), group, scope);
    append(diagnostics, [...ambiguities(found), ...answer.diagnostics]);
    return answer.declared;
  };
  const declared = [
    ...read(main, 'default', 'runtime'),
    ...extras.flatMap(([extra, found]) => read(found, extra, scopeByName(extra) ?? 'optional')),
    ...read(option('options', 'tests_require'), 'test', 'test'),
    ...read(option('options', 'setup_requires'), 'build-system', 'build'),
  ];
  const files = [
    ...filesOf(main, 'default', directoryOf(file.path)),
    ...extras.flatMap(([extra, found]) => filesOf(found, extra, directoryOf(file.path))),
  ];
  return {
    ...NOTHING,
    kind: 'setup-cfg',
    isProject: isProject || declared.length > 0,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined || /^(?:attr|file):/.test(version) ? {} : { version }),
    declared: withOwnExtras(declared, name === undefined ? undefined : normalizeName(name), diagnostics),
    pythons: pythonsOf(option('options', 'python_requires'), diagnostics),
    entryPoints: ['console_scripts', 'gui_scripts'].flatMap((kind) => entryPointsOf(option('options.entry_points', kind))),
    diagnostics,
    ...(files.length === 0 ? {} : { namedFiles: files }),
    extras: extras.map(([extra]) => normalizeName(extra)),
  };
}

/** Names of options may be written with `-` for `_` and in any case (setuptools' `warn_dash_deprecation`, `make_option_lowercase`). */
function optionNamed(section: ReadonlyMap<string, IniOption> | undefined, name: string): IniOption | undefined {
  return section?.get(name) ?? [...(section ?? [])].find(([key]) => key.toLowerCase().replaceAll('-', '_') === name)?.[1];
}

const FILE = /^file:(.*)$/s;

/**
 * The requirements of a list: one a line, or several between `;` where the value stands on the option's own line; a line
 * that ends in a backslash goes on (setuptools' `_parse_list_semicolon`, `_reqs.parse`).
 */
function requirementsOf(option: IniOption | undefined): readonly IniLine[] {
  const [first, ...more] = option?.lines ?? [];
  if (option === undefined || first === undefined || FILE.test(first.text)) return [];
  const isInline = more.length === 0 && first.origin.line === option.origin.line;
  const items = isInline ? splitInline(first) : option.lines;
  const joined: IniLine[] = [];
  let open: IniLine | undefined;
  for (const { text, origin } of items) {
    const bare = text.replace(/ #.*$/s, '').trim();
    const line: IniLine = open === undefined ? { text: bare, origin } : { text: `${open.text} ${bare}`, origin: open.origin };
    open = line.text.endsWith('\\') ? { ...line, text: line.text.slice(0, -1).trim() } : undefined;
    if (open === undefined && line.text !== '') joined.push(line);
  }
  return open === undefined ? joined : [...joined, open];
}

const MARKER = /^(?:python_version|python_full_version|os_name|sys_platform|platform_\w+|implementation_\w+|extra)\b/;

/** Two of which the second reads like a marker are one with its marker, as they were meant; `ambiguities` tells of it. */
function splitInline(line: IniLine): readonly IniLine[] {
  if (isAmbiguous(line)) return [line];
  return line.text.split(';').map((text) => ({ text: text.trim(), origin: line.origin }));
}

function isAmbiguous({ text }: IniLine): boolean {
  const [, second, ...more] = text.split(';');
  return second !== undefined && more.length === 0 && MARKER.test(second.trim());
}

/** setuptools' `_warn_accidental_env_marker_misconfig`. */
function ambiguities(option: IniOption | undefined): readonly Diagnostic[] {
  const [first, ...more] = option?.lines ?? [];
  if (first === undefined || more.length > 0 || first.origin.line !== option?.origin.line || !isAmbiguous(first)) return [];
  return [
    invalid(`setuptools takes "${first.text}" for two requirements; put it on a line below the option's name`, first.origin),
  ];
}

/** `file: requirements.txt, more.txt` (setuptools, "Declarative config"). */
function filesOf(option: IniOption | undefined, group: string, directory: string): readonly NamedFile[] {
  return (option?.lines ?? []).flatMap(({ text, origin }) => {
    const names = FILE.exec(text)?.[1]?.split(',') ?? [];
    return names.flatMap((name) => (name.trim() === '' ? [] : [{ path: resolvePath(directory, name.trim()), group, origin }]));
  });
}

function firstLine(option: IniOption | undefined): string | undefined {
  const text = option?.lines[0]?.text;
  return text === undefined || text === '' ? undefined : text;
}

function pythonsOf(option: IniOption | undefined, diagnostics: Diagnostic[]): ManifestFacts['pythons'] {
  const constraint = firstLine(option);
  if (option === undefined || constraint === undefined) return [];
  const answer = parseConstraint(constraint);
  if (answer.ok) return [{ constraint, origin: option.origin }];
  diagnostics.push(invalid(`python_requires: ${answer.message}`, option.origin));
  return [];
}

function invalid(message: string, origin: Origin): Diagnostic {
  return { code: 'python/invalid-setup-cfg', severity: 'warning', message, ...origin };
}

function entryPointsOf(option: IniOption | undefined): readonly EntryPoint[] {
  return (option?.lines ?? []).flatMap(({ text, origin }) => {
    const [name, command] = text.split('=').map((part) => part.trim());
    return name !== undefined && command !== undefined && name !== '' ? [{ name, command, origin }] : [];
  });
}
