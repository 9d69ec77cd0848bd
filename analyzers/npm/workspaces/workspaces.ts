import { childOf, jsonDiagnostic, parseJson, textOf } from '../../../src/formats/json.ts';
import { type YamlNode, yamlAt, yamlDiagnostic, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  append,
  baseName,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  isWithin,
  type Project,
  pathBelow,
  type SourceFile,
} from '../../../src/model/index.ts';
import { type PackageJson, readPackageJson } from '../manifests/manifest.ts';
import { ProjectArchives } from '../manifests/project-archives.ts';
import { matchesUnlessNegated, npmPatterns } from './globs.ts';
import {
  type Catalogs,
  type Home,
  homeAt,
  PLAIN_CATALOG,
  type RootDeclaration,
  rushPnpmPath,
  subspaceFolder,
  yarnrcPaths,
} from './homes.ts';
import { hasLockedMembers, isClassicYarn, type PackageManager, packageManagerAt } from './package-manager.ts';
import { jsonSetting, settingAt, settingTexts, yamlSetting } from './setting.ts';
import { NO_SETTINGS, pnpmSettings, settingNotApplied } from './tool-settings.ts';
import { readYamlRoot } from './yaml-root.ts';

/** A directory whose tool installs several packages together. */
export interface WorkspaceRoot extends RootDeclaration {
  readonly directory: string;
  /** Directories of its members, sorted; the root's own is not among them. */
  readonly members: readonly string[];
  /** Rush: the subspace of each project that names one, by its directory below the root. */
  readonly subspaces?: ReadonlyMap<string, string>;
}

export interface Structure {
  readonly packages: ReadonlyMap<string, PackageJson>;
  readonly roots: ReadonlyMap<string, WorkspaceRoot>;
  /** The root that a member's directory belongs to. */
  readonly rootOf: ReadonlyMap<string, WorkspaceRoot>;
  /** Roots, and packages that belong to none. */
  readonly homes: ReadonlyMap<string, Home>;
  readonly archives: ProjectArchives;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every package.json and everything that joins some of them: by directory. */
export function readStructure(project: Project): Structure {
  const packages = new Map<string, PackageJson>();
  const diagnostics: Diagnostic[] = [];
  for (const path of project.files) {
    if (baseName(path) !== 'package.json') continue;
    const manifest = project.parse(path, readPackageJson);
    if (isReadFailure(manifest)) continue;
    append(diagnostics, manifest.diagnostics);
    packages.set(directoryOf(path), withYarnCatalogs(manifest, project, diagnostics));
  }
  const roots = new Map<string, WorkspaceRoot>();
  for (const found of [...declaredRoots(project, packages, diagnostics)].sort((a, b) => a.priority - b.priority)) {
    if (roots.has(found.directory)) continue;
    const members = [...packages.keys()].filter((directory) => isMember(found, directory)).sort();
    roots.set(found.directory, {
      directory: found.directory,
      tool: found.tool,
      members,
      catalogs: found.catalogs,
      settings: found.settings,
      ...(found.packageManager === undefined ? {} : { packageManager: found.packageManager }),
      ...(found.subspaces === undefined ? {} : { subspaces: found.subspaces }),
      ...(found.node === undefined ? {} : { node: found.node }),
    });
  }
  joinNested(roots, packages, project);
  const rootOf = assignRoots(roots, project);
  const homes = new Map<string, Home>();
  for (const directory of new Set([...roots.keys(), ...packages.keys()])) {
    if (rootOf.has(directory)) continue;
    const home = homeAt(directory, packages.get(directory), roots.get(directory), project);
    homes.set(directory, home);
    append(diagnostics, home.diagnostics);
  }
  for (const root of new Set(rootOf.values())) {
    const key = homeKey(root);
    if (homes.has(key)) continue;
    const home = homeAt(root.directory, packages.get(root.directory), root, project);
    homes.set(key, home);
    // What is told of the whole workspace's files was told.
    const own = home.diagnostics.filter(({ file }) => file !== undefined && isWithin(file, key));
    append(diagnostics, own);
  }
  return { packages, roots, rootOf, homes, archives: new ProjectArchives(project), diagnostics };
}

/** The installation that a package belongs to. */
export function homeOf(directory: string, { rootOf, homes }: Pick<Structure, 'rootOf' | 'homes'>): Home | undefined {
  const root = rootOf.get(directory);
  return homes.get(root === undefined ? directory : homeKey(root));
}

function homeKey({ directory, subspace }: WorkspaceRoot): string {
  return subspace === undefined ? directory : subspaceFolder(directory, subspace);
}

interface DeclaredRoot extends Omit<WorkspaceRoot, 'members'> {
  readonly patterns: readonly string[];
  /** Of two declarations in one directory the lower number is what its tool reads. */
  readonly priority: number;
}

function declaredRoots(
  project: Project,
  packages: ReadonlyMap<string, PackageJson>,
  diagnostics: Diagnostic[],
): readonly DeclaredRoot[] {
  const found: DeclaredRoot[] = [];
  for (const path of project.files) {
    const read = READERS.get(baseName(path));
    if (read === undefined) continue;
    const answer = project.parse(path, read);
    if (isReadFailure(answer)) continue;
    append(diagnostics, answer.diagnostics);
    if (answer.root === undefined) continue;
    const directory = directoryOf(path);
    const catalogs = answer.root.tool === 'rush' ? rushCatalogs(directory, undefined, project) : answer.root.catalogs;
    found.push({ ...answer.root, catalogs, directory });
  }
  const ofPnpm = new Set(found.flatMap(({ tool, directory }) => (tool === 'pnpm' ? [directory] : [])));
  for (const [directory, { file, workspaces, catalogs, packageManager }] of packages) {
    if (workspaces === undefined || ofPnpm.has(directory)) continue;
    const manager = packageManagerAt(directory, packageManager, false, project);
    if (manager?.tool === 'pnpm' && !hasLockedMembers(directory, project)) {
      if (workspaces.length > 0) diagnostics.push(workspacesNotRead(file));
      continue;
    }
    found.push({
      directory,
      tool: 'npm',
      patterns: patternsFor(manager, workspaces),
      catalogs,
      settings: NO_SETTINGS,
      priority: 1,
    });
  }
  return found;
}

/** pnpm joins what its own file lists and nothing else (by experiment, 8 to 11): it installs the root, and warns. */
function workspacesNotRead(file: string): Diagnostic {
  const instead = 'pnpm reads members in pnpm-workspace.yaml alone, so each package is installed by itself; list them there';
  return settingNotApplied('workspaces', { file, line: 1 }, instead);
}

/** yarn 1 takes nothing away, berry whatever a negated pattern names. */
function patternsFor(manager: PackageManager | undefined, workspaces: readonly string[]): readonly string[] {
  if (manager?.tool !== 'yarn') return npmPatterns(workspaces);
  return isClassicYarn(manager) ? workspaces.filter((pattern) => !pattern.startsWith('!')) : workspaces;
}

function isMember({ directory, patterns }: DeclaredRoot, candidate: string): boolean {
  const relative = pathBelow(directory, candidate);
  return relative !== undefined && matchesUnlessNegated(patterns, relative);
}

/** berry: a member may have members of its own, and all are installed together; every other tool has none within another. */
function joinNested(roots: Map<string, WorkspaceRoot>, packages: ReadonlyMap<string, PackageJson>, project: Project): void {
  for (const outer of [...roots.values()].sort((a, b) => a.directory.length - b.directory.length)) {
    const manager = packageManagerAt(outer.directory, packages.get(outer.directory)?.packageManager, false, project);
    const isBerry = manager?.tool === 'yarn' && !isClassicYarn(manager);
    if (outer.tool !== 'npm' || !isBerry || !roots.has(outer.directory)) continue;
    const members = new Set(outer.members);
    for (const member of members) {
      const inner = roots.get(member);
      if (inner?.tool !== 'npm') continue;
      for (const one of inner.members) members.add(one);
      roots.delete(member);
    }
    roots.set(outer.directory, { ...outer, members: [...members].sort() });
  }
}

/** The innermost root that lists a directory has it. */
function assignRoots(roots: ReadonlyMap<string, WorkspaceRoot>, project: Project): ReadonlyMap<string, WorkspaceRoot> {
  const assigned = new Map<string, WorkspaceRoot>();
  for (const root of [...roots.values()].sort((a, b) => a.directory.length - b.directory.length)) {
    const parts = new Map<string, WorkspaceRoot>();
    for (const member of root.members) assigned.set(member, partOf(root, member, parts, project));
  }
  return assigned;
}

/** Rush: the root as the subspace of a member has it; the root itself where there are no subspaces. */
function partOf(root: WorkspaceRoot, member: string, parts: Map<string, WorkspaceRoot>, project: Project): WorkspaceRoot {
  if (root.subspaces === undefined) return root;
  const subspace = root.subspaces.get(pathBelow(root.directory, member) ?? member) ?? DEFAULT_SUBSPACE;
  const known = parts.get(subspace);
  if (known !== undefined) return known;
  const isKept = project.list(subspaceFolder(root.directory, subspace)).length > 0;
  const part = isKept ? { ...root, subspace, catalogs: rushCatalogs(root.directory, subspace, project) } : root;
  parts.set(subspace, part);
  return part;
}

/** Of projects that name none. */
const DEFAULT_SUBSPACE = 'default';

/** What follows where a file that joins packages cannot be read. */
const APART = 'correct it, its members are judged as packages of their own';

interface RootFile {
  readonly root?: Omit<DeclaredRoot, 'directory'>;
  readonly diagnostics: readonly Diagnostic[];
}

const READERS: ReadonlyMap<string, (file: SourceFile) => RootFile> = new Map([
  ['pnpm-workspace.yaml', readPnpmWorkspace],
  ['lerna.json', readLerna],
  ['rush.json', readRush],
]);

/** pnpm-workspace.yaml: `packages`, `catalog`, `catalogs`, and settings. */
function readPnpmWorkspace(file: SourceFile): RootFile {
  const { root, problem, place } = readYamlRoot(file.text);
  if (problem !== undefined) return { diagnostics: [yamlDiagnostic(file.path, problem, 'error', APART)] };
  return {
    root: {
      tool: 'pnpm',
      patterns: yamlItems(yamlAt(root, 'packages')).flatMap((item) => yamlText(item) ?? []),
      catalogs: catalogsOf(root),
      settings: root === undefined ? NO_SETTINGS : pnpmSettings(yamlSetting(root, file.path, place)),
      priority: 0,
    },
    diagnostics: [],
  };
}

/** .yarnrc.yml beside or above a package.json (berry 4.10 and later): `catalog` and `catalogs`. */
function withYarnCatalogs(manifest: PackageJson, project: Project, diagnostics: Diagnostic[]): PackageJson {
  const catalogs = new Map<string, ReadonlyMap<string, string>>();
  for (const path of yarnrcPaths(directoryOf(manifest.file), '.yarnrc.yml').toReversed()) {
    const read = project.has(path) ? project.parse(path, readYarnCatalogs) : undefined;
    if (read === undefined || isReadFailure(read)) continue;
    append(diagnostics, read.diagnostics);
    for (const [name, entries] of read.catalogs) {
      const outer = catalogs.get(name);
      catalogs.set(name, outer === undefined ? entries : new Map([...outer, ...entries]));
    }
  }
  return catalogs.size === 0 ? manifest : { ...manifest, catalogs: new Map([...manifest.catalogs, ...catalogs]) };
}

function readYarnCatalogs(file: SourceFile): { readonly catalogs: Catalogs; readonly diagnostics: readonly Diagnostic[] } {
  const { root, problem } = readYamlRoot(file.text);
  if (problem !== undefined)
    return {
      catalogs: new Map(),
      diagnostics: [yamlDiagnostic(file.path, problem, 'error', 'correct it, its catalogs are not known')],
    };
  return { catalogs: catalogsOf(root, PLAIN_CATALOG), diagnostics: [] };
}

/** `plain`: the name under which `catalog` goes; pnpm refuses a file that has it and `catalogs.default`. */
function catalogsOf(root: YamlNode | undefined, plain = 'default'): Catalogs {
  const catalogs = new Map<string, ReadonlyMap<string, string>>();
  const own = yamlAt(root, 'catalog');
  if (own !== undefined) catalogs.set(plain, textMap(own));
  for (const [name, { value }] of yamlEntries(yamlAt(root, 'catalogs'))) catalogs.set(name, textMap(value));
  return catalogs;
}

/** lerna.json without `useWorkspaces`: its own list; by default `packages/*`. */
function readLerna(file: SourceFile): RootFile {
  const { root, problems, position } = parseJson(file.text);
  const bad = problems.find(({ kind }) => kind === 'syntax');
  if (bad !== undefined) return { diagnostics: [jsonDiagnostic(file.path, bad, position, 'error', APART)] };
  const list = childOf(root, 'packages');
  const patterns = list?.kind === 'array' ? list.items.flatMap((item) => textOf(item) ?? []) : ['packages/*'];
  return { root: { tool: 'lerna', patterns, catalogs: new Map(), settings: NO_SETTINGS, priority: 2 }, diagnostics: [] };
}

/** rush.json (with comments, as Rush allows): `projects[].projectFolder`, and which tool it installs with. */
function readRush(file: SourceFile): RootFile {
  const { root, problems, position } = parseJson(file.text);
  const bad = problems.find(({ kind }) => kind === 'syntax');
  if (bad !== undefined) return { diagnostics: [jsonDiagnostic(file.path, bad, position, 'error', APART)] };
  const projects = childOf(root, 'projects');
  const listed = projects?.kind === 'array' ? projects.items : [];
  const patterns = listed.flatMap((one) => textOf(childOf(one, 'projectFolder')) ?? []);
  const subspaces = new Map(
    listed.flatMap((one): readonly (readonly [string, string])[] => {
      const folder = textOf(childOf(one, 'projectFolder'));
      const subspace = textOf(childOf(one, 'subspaceName'));
      return folder === undefined || subspace === undefined ? [] : [[folder, subspace]];
    }),
  );
  const [manager] = ['pnpm', 'npm', 'yarn'].flatMap((tool) => {
    const version = textOf(childOf(root, `${tool}Version`));
    return version === undefined ? [] : [`${tool}@${version}`];
  });
  const packageManager = manager === undefined ? {} : { packageManager: manager };
  const rush = { tool: 'rush', patterns, catalogs: new Map(), settings: NO_SETTINGS, priority: 3, ...packageManager } as const;
  const node = textOf(childOf(root, 'nodeSupportedVersionRange'));
  return { root: { ...rush, subspaces, ...(node === undefined ? {} : { node }) }, diagnostics: [] };
}

/** `globalCatalogs` beside Rush's other settings of pnpm (Rush, "pnpm-config.json"). */
function rushCatalogs(directory: string, subspace: string | undefined, project: Project): Catalogs {
  const path = rushPnpmPath(directory, subspace, project);
  const catalogs = project.has(path) ? project.parse(path, readRushCatalogs) : undefined;
  return catalogs === undefined || isReadFailure(catalogs) ? new Map() : catalogs;
}

function readRushCatalogs(file: SourceFile): Catalogs {
  const document = parseJson(file.text);
  const listed =
    document.root === undefined ? undefined : settingAt(jsonSetting(document.root, file.path, document), 'globalCatalogs');
  return new Map(
    (listed?.entries() ?? []).map(([name, entries]) => [
      name,
      new Map(settingTexts(entries).map(([dependency, range]) => [dependency, range])),
    ]),
  );
}

function textMap(node: YamlNode | undefined): ReadonlyMap<string, string> {
  return new Map(
    yamlEntries(node).flatMap(([key, { value }]) => {
      const text = yamlText(value);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}
