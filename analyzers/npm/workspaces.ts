import { parse as parseYaml } from 'yaml';
import { childOf, parseJson, textOf } from '../../src/formats/json.ts';
import { type Diagnostic, isReadFailure, type Project, type SourceFile } from '../../src/model/index.ts';
import { matchesInOrder, matchesUnlessNegated } from './globs.ts';
import { type PackageJson, readPackageJson } from './manifest.ts';
import { baseOf, directoryOf, inDirectory } from './paths.ts';

/** Names of versions that several packages share, by catalog name (`default` is the plain one). */
export type Catalogs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A directory whose tool installs several packages together. */
export interface WorkspaceRoot {
  readonly directory: string;
  readonly tool: 'npm' | 'pnpm' | 'lerna' | 'rush';
  /** Directories of its members, sorted; the root's own is not among them. */
  readonly members: readonly string[];
  readonly catalogs: Catalogs;
  /** Overrides of pnpm-workspace.yaml. */
  readonly overrides: ReadonlyMap<string, string>;
}

export interface Structure {
  readonly packages: ReadonlyMap<string, PackageJson>;
  readonly roots: ReadonlyMap<string, WorkspaceRoot>;
  /** The root that a member's directory belongs to. */
  readonly rootOf: ReadonlyMap<string, WorkspaceRoot>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every package.json and everything that joins some of them: by directory. */
export function readStructure(project: Project): Structure {
  const packages = new Map<string, PackageJson>();
  for (const path of project.files) {
    if (baseOf(path) !== 'package.json') continue;
    const manifest = project.parse(path, readPackageJson);
    if (!isReadFailure(manifest)) packages.set(directoryOf(path), manifest);
  }
  const diagnostics = [...packages.values()].flatMap((manifest) => manifest.diagnostics);
  const roots = new Map<string, WorkspaceRoot>();
  for (const found of [...declaredRoots(project, packages, diagnostics)].sort((a, b) => a.priority - b.priority)) {
    if (roots.has(found.directory)) continue;
    const members = [...packages.keys()].filter((directory) => isMember(found, directory)).sort();
    roots.set(found.directory, {
      directory: found.directory,
      tool: found.tool,
      members,
      catalogs: found.catalogs,
      overrides: found.overrides,
    });
  }
  return { packages, roots, rootOf: assignRoots(roots), diagnostics };
}

interface DeclaredRoot extends Omit<WorkspaceRoot, 'members'> {
  readonly patterns: readonly string[];
  /** Of two declarations in one directory the lower number is what its tool reads. */
  readonly priority: number;
}

const NO_OVERRIDES: ReadonlyMap<string, string> = new Map();

function declaredRoots(
  project: Project,
  packages: ReadonlyMap<string, PackageJson>,
  diagnostics: Diagnostic[],
): readonly DeclaredRoot[] {
  const found: DeclaredRoot[] = [];
  for (const path of project.files) {
    const read = READERS.get(baseOf(path));
    if (read === undefined) continue;
    const answer = project.parse(path, read);
    if (isReadFailure(answer)) continue;
    diagnostics.push(...answer.diagnostics);
    if (answer.root !== undefined) found.push({ ...answer.root, directory: directoryOf(path) });
  }
  for (const [directory, manifest] of packages) {
    if (manifest.workspaces === undefined) continue;
    const yarn = project.has(inDirectory(directory, '.yarnrc.yml'))
      ? project.parse(inDirectory(directory, '.yarnrc.yml'), readYarnrc)
      : undefined;
    const catalogs =
      yarn === undefined || isReadFailure(yarn) ? manifest.catalogs : new Map([...manifest.catalogs, ...yarn.catalogs]);
    found.push({ directory, tool: 'npm', patterns: manifest.workspaces, catalogs, overrides: NO_OVERRIDES, priority: 1 });
  }
  return found;
}

function isMember({ directory, patterns, tool }: DeclaredRoot, candidate: string): boolean {
  if (candidate === directory) return false;
  const relative =
    directory === '.' ? candidate : candidate.startsWith(`${directory}/`) ? candidate.slice(directory.length + 1) : undefined;
  if (relative === undefined) return false;
  const matches = tool === 'npm' ? matchesInOrder : matchesUnlessNegated;
  return matches(patterns, relative);
}

/** The innermost root that lists a directory has it. */
function assignRoots(roots: ReadonlyMap<string, WorkspaceRoot>): ReadonlyMap<string, WorkspaceRoot> {
  const assigned = new Map<string, WorkspaceRoot>();
  for (const root of [...roots.values()].sort((a, b) => a.directory.length - b.directory.length)) {
    for (const member of root.members) assigned.set(member, root);
  }
  return assigned;
}

interface RootFile {
  readonly root?: Omit<DeclaredRoot, 'directory'>;
  readonly diagnostics: readonly Diagnostic[];
}

const READERS: ReadonlyMap<string, (file: SourceFile) => RootFile> = new Map([
  ['pnpm-workspace.yaml', readPnpmWorkspace],
  ['lerna.json', readLerna],
  ['rush.json', readRush],
]);

/** pnpm-workspace.yaml: `packages`, `catalog`, `catalogs`, `overrides`. */
function readPnpmWorkspace(file: SourceFile): RootFile {
  const answer = yamlTable(file);
  if ('code' in answer) return { diagnostics: [answer] };
  return {
    root: {
      tool: 'pnpm',
      patterns: texts(answer.value.get('packages')),
      catalogs: catalogsOf(answer.value),
      overrides: textMap(answer.value.get('overrides')),
      priority: 0,
    },
    diagnostics: [],
  };
}

/** .yarnrc.yml of berry 4.10 and later: `catalog` and `catalogs`. */
export function readYarnrc(file: SourceFile): { readonly catalogs: Catalogs; readonly diagnostics: readonly Diagnostic[] } {
  const answer = yamlTable(file);
  if ('code' in answer) return { catalogs: new Map(), diagnostics: [answer] };
  return { catalogs: catalogsOf(answer.value), diagnostics: [] };
}

function catalogsOf(table: Table): Catalogs {
  const catalogs = new Map<string, ReadonlyMap<string, string>>();
  if (table.has('catalog')) catalogs.set('default', textMap(table.get('catalog')));
  for (const [name, entries] of asTable(table.get('catalogs'))) catalogs.set(name, textMap(entries));
  return catalogs;
}

/** lerna.json without `useWorkspaces`: its own list; by default `packages/*`. */
function readLerna(file: SourceFile): RootFile {
  const { root, problems, position } = parseJson(file.text);
  const bad = problems.find(({ kind }) => kind === 'syntax');
  if (bad !== undefined) return { diagnostics: [unreadable(file, bad.message, position(bad.at))] };
  const list = childOf(root, 'packages');
  const patterns = list?.kind === 'array' ? list.items.flatMap((item) => textOf(item) ?? []) : ['packages/*'];
  return { root: { tool: 'lerna', patterns, catalogs: new Map(), overrides: NO_OVERRIDES, priority: 2 }, diagnostics: [] };
}

/** rush.json (with comments, as Rush allows): `projects[].projectFolder`. */
function readRush(file: SourceFile): RootFile {
  const { root, problems, position } = parseJson(file.text);
  const bad = problems.find(({ kind }) => kind === 'syntax');
  if (bad !== undefined) return { diagnostics: [unreadable(file, bad.message, position(bad.at))] };
  const projects = childOf(root, 'projects');
  const patterns = projects?.kind === 'array' ? projects.items.flatMap((one) => textOf(childOf(one, 'projectFolder')) ?? []) : [];
  return { root: { tool: 'rush', patterns, catalogs: new Map(), overrides: NO_OVERRIDES, priority: 3 }, diagnostics: [] };
}

type Table = ReadonlyMap<string, unknown>;

function yamlTable(file: SourceFile): { readonly value: Table } | Diagnostic {
  try {
    const value: unknown = parseYaml(file.text, { maxAliasCount: 100, logLevel: 'error', mapAsMap: true });
    return { value: asTable(value) };
  } catch (error) {
    const place = error instanceof Error && 'linePos' in error && Array.isArray(error.linePos) ? error.linePos[0] : undefined;
    return unreadable(file, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), place);
  }
}

function unreadable(
  file: SourceFile,
  message: string,
  place: { line: number; col?: number; column?: number } | undefined,
): Diagnostic {
  const column = place?.column ?? place?.col;
  return {
    code: 'npm/unreadable',
    severity: 'error',
    message: `${baseOf(file.path)} cannot be read (${message}); its members are judged as packages of their own`,
    file: file.path,
    line: place?.line ?? 1,
    ...(column === undefined ? {} : { column }),
    incomplete: true,
  };
}

function asTable(value: unknown): Table {
  if (!(value instanceof Map)) return new Map();
  return new Map([...value].map(([key, inner]) => [String(key), inner]));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function textMap(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    [...asTable(value)].flatMap(([key, inner]) =>
      typeof inner === 'string' || typeof inner === 'number' ? [[key, String(inner)] as const] : [],
    ),
  );
}
