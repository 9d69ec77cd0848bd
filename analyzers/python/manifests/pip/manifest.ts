import { baseName, type Diagnostic, directoryOf, isReadFailure, type Project, type Scope } from '../../../../src/model/index.ts';
import { type Declared, kindOf, type ManifestFacts, NOTHING, sourceOf, specifierText } from '../../declared.ts';
import type { ProjectIndexes } from '../../indexes/indexes.ts';
import { policyWith } from '../../indexes/release-policy.ts';
import { isOutside, markerText, type PathFacts } from './requirement.ts';
import { type PipSettings, parseRequirementsSource } from './requirements.ts';
import { type PipFiles, type PipLine, type PipProblem, readPipTree } from './tree.ts';

/** A requirements file, with what it includes, as declarations of one group. */

/** Looks at paths through the project. */
export function pathFacts(project: Project, directories: ReadonlySet<string>): PathFacts {
  const isFile = (path: string): boolean => (isOutside(path) ? baseName(path) === 'pyproject.toml' : project.has(path));
  return {
    isFile,
    isDirectory: (path) =>
      isOutside(path) || directories.has(path) || isFile(`${path}/pyproject.toml`) || isFile(`${path}/setup.py`),
  };
}

export interface RequirementsFacts extends ManifestFacts {
  /** Every file that was read, the entry first. */
  readonly files: readonly string[];
  readonly lines: number;
  readonly bad: number;
}

/** Where pip may be run, which is what its relative paths start from: `home`, the file's own directory, those above it. */
function startsOf(file: string, home: string): readonly string[] {
  const starts = new Set([home]);
  for (let directory = directoryOf(file); directory !== '.'; directory = directoryOf(directory)) starts.add(directory);
  return [...starts.add('.')];
}

/** What a requirements file is of. */
export interface RequirementsUse {
  /** The directory from which pip would be run. */
  readonly home: string;
  readonly group: string;
  readonly scope: Scope;
  readonly compiledFrom?: PipFiles['compiledFrom'];
}

/** Reads a requirements file from where pip would be run. */
export function readRequirements(
  project: Project,
  paths: PathFacts,
  file: string,
  { home, group, scope, compiledFrom }: RequirementsUse,
): RequirementsFacts {
  const files: PipFiles = {
    ...paths,
    ...(compiledFrom === undefined ? {} : { compiledFrom }),
    entries(path) {
      if (isOutside(path)) return `${path} lies outside of the analysed root and is not read`;
      const entries = project.parse(path, parseRequirementsSource);
      return isReadFailure(entries) ? entries.message : entries;
    },
  };
  const tree = readPipTree(file, startsOf(file, home), files);
  // Why the file itself cannot be read, whoever reads files tells.
  const told = tree.problems.filter(({ kind }) => kind !== 'entry');
  const diagnostics = [...told, ...tree.lines.flatMap(refusal)].map(diagnosticOf);
  const declared: Declared[] = [];
  const constraints: Declared[] = [];
  for (const line of tree.lines.filter(({ refused }) => refused === undefined))
    (line.isConstraint ? constraints : declared).push(declaredOf(line, home, group, scope));
  const indexes = indexesOf(tree.settings);
  return {
    ...NOTHING,
    kind: 'pip-requirements',
    isProject: true,
    declared,
    constraints,
    diagnostics,
    ...(indexes === undefined ? {} : { indexes }),
    ...(tree.settings.allReleases.length === 0 ? {} : { prereleases: tree.settings.allReleases }),
    policy: policyWith({ noBinary: tree.settings.noBinary, onlyBinary: tree.settings.onlyBinary }),
    ...unread(tree.problems),
    files: tree.files,
    lines: tree.lines.length,
    bad: tree.problems.filter(({ kind }) => kind === 'line').length,
  };
}

function unread(problems: readonly PipProblem[]): { readonly unknown?: string } {
  if (problems.some(({ kind }) => kind === 'entry')) return { unknown: 'its requirements file could not be read' };
  return problems.some(({ kind }) => kind === 'include') ? { unknown: 'a file that it includes could not be read' } : {};
}

function refusal({ refused, place }: PipLine): readonly PipProblem[] {
  return refused === undefined ? [] : [{ kind: 'line', message: refused, place }];
}

const CODES = {
  line: 'pip/invalid-line',
  include: 'pip/unreadable-include',
  entry: 'pip/unreadable-include',
  cycle: 'pip/circular-include',
} as const;

function diagnosticOf({ kind, message, place }: PipProblem): Diagnostic {
  const isOutOfRoot = kind === 'include' && message.includes('outside');
  const told = kind === 'line' ? `${message}; pip refuses this line, so it is left out here` : message;
  return {
    code: isOutOfRoot ? 'path/outside-root' : CODES[kind],
    severity: isOutOfRoot ? 'warning' : 'error',
    message: told,
    ...place,
    incomplete: true,
  };
}

function declaredOf(line: PipLine, home: string, group: string, scope: Scope): Declared {
  const { name, extras, specifiers, source } = line.requirement;
  const marker = markerText(line.requirement);
  const constraint = specifierText(specifiers);
  return {
    extras,
    group,
    scope,
    origin: line.place,
    ...(name === undefined ? {} : { name }),
    ...placeOf(source, constraint, home),
    ...(marker === undefined ? {} : { marker }),
  };
}

function placeOf(
  source: PipLine['requirement']['source'],
  constraint: string,
  home: string,
): Pick<Declared, 'constraint' | 'kind' | 'from'> {
  if (source.kind === 'index') return { constraint, kind: kindOf(constraint) };
  if (source.kind === 'path') return { constraint, kind: 'path', from: source.path };
  return { constraint, ...sourceOf(source.url, home) };
}

function indexesOf(settings: PipSettings): ProjectIndexes | undefined {
  const { indexUrl, extraIndexUrls, noIndex, findLinks } = settings;
  if (indexUrl === undefined && extraIndexUrls.length === 0 && !noIndex && findLinks.length === 0) return undefined;
  return {
    ...(indexUrl === undefined ? {} : { indexUrl }),
    ...(extraIndexUrls.length === 0 ? {} : { extraIndexUrls, isPips: true }),
    ...(noIndex ? { noIndex } : {}),
    ...(findLinks.length === 0 ? {} : { findLinks }),
  };
}
