import {
  addOnce,
  type ConstraintKind,
  type Demand,
  type Dependency,
  type EntryPoint,
  inDirectory,
  isReadFailure,
  type Manifest,
  type NativeNeed,
  type Project,
  type RuntimeConstraint,
  type TargetFor,
  type Unit,
} from '../../src/model/index.ts';
import { cgoOf } from './cgo.ts';
import { buildDemands } from './demands.ts';
import type { SumEntry } from './files/gosum.ts';
import type { Requirement } from './files/modfile.ts';
import { fromToolchain } from './gover.ts';
import { type Module, readSum, type Tree } from './modules.ts';
import { purlOf } from './paths.ts';
import { buildsProgram, isEmpty } from './programs.ts';
import { joinDirectory, Replacements } from './replacements.ts';
import { compareVersions } from './versions.ts';

/** Modules → units: what each requires, what its locks say about that, what it starts and which toolchain builds it. */

/** Zip hashes of a go.sum by module: the versions whose sources a build has used. */
type Used = ReadonlyMap<string, readonly string[]>;

/** A unit for each main module of the tree. */
export function unitsOf(project: Project, tree: Tree, target: TargetFor<null>): readonly Unit[] {
  const byPath = new Map([...tree.modules.values()].map((module) => [module.path, module]));
  const consumed = new Set<string>();
  for (const { path, mod } of tree.modules.values()) {
    for (const required of mod.require) if (required.path !== path && byPath.has(required.path)) consumed.add(required.path);
  }
  return [...tree.modules.values()].map((module) => unitOf(project, module, consumed, target, builtWith(module, tree)));
}

/**
 * Directories whose go.mod a build of this module reads: all members of its workspace, and what replaces modules by a
 * path. A vendor directory holds what would be replaced.
 */
function builtWith({ directory, mod, vendored, workspace }: Module, { modules }: Tree): readonly string[] {
  const members = workspace?.members ?? [directory];
  const replacing = [
    ...(workspace?.replace ?? []).map(({ new: target }) => joinDirectory(workspace?.directory ?? '.', target.path)),
    ...members.flatMap(
      (member) =>
        (member === directory ? mod : modules.get(member)?.mod)?.replace.map(({ new: target }) =>
          joinDirectory(member, target.path),
        ) ?? [],
    ),
  ];
  const isVendored = workspace === undefined && vendored !== undefined;
  const read = new Set(isVendored ? [] : [...members, ...replacing]);
  return [...read].filter((path) => path !== directory && modules.has(path)).sort();
}

function unitOf(
  project: Project,
  module: Module,
  consumed: ReadonlySet<string>,
  target: TargetFor<null>,
  local: readonly string[],
): Unit {
  const isImported = consumed.has(module.path);
  const entryPoints = entryPointsOf(project, module, isImported);
  const starts = entryPoints.length > 0 || (buildsProgram(project, module, isImported) ?? !isImported);
  const dependencies = dependenciesOf(project, module);
  const runtimes = runtimesOf(module);
  return {
    ecosystem: 'go',
    path: module.directory,
    role: bringsThemes(project, module) ? 'aggregator' : starts ? 'service' : 'library',
    manifests: manifestsOf(module),
    dependencies,
    demands: [...buildDemands(module), ...toolchainDemands(module, runtimes)],
    runtimes,
    natives: nativesOf(dependencies, target),
    ...(module.path === '' ? {} : { name: module.path }),
    ...(module.workspace === undefined ? {} : { workspace: module.workspace.directory }),
    ...(local.length === 0 ? {} : { builtWith: local }),
    ...(entryPoints.length === 0 ? {} : { entryPoints }),
  };
}

/** A site of Hugo names its themes in a go.mod, and nothing of it is Go (Hugo, "Use Hugo Modules"). */
function bringsThemes(project: Project, { directory }: Module): boolean {
  const names = project.list(directory);
  const hasOneOf = (file: RegExp): boolean => names.some((name) => file.test(name));
  const isSite =
    hasOneOf(/^hugo\.(?:toml|ya?ml|json)$/) || (hasOneOf(/^content$/) && hasOneOf(/^config(?:\.(?:toml|ya?ml|json))?$/));
  return isSite && buildsProgram(project, { directory }) === undefined;
}

function manifestsOf({ file, sum, vendored, directory, workspace }: Module): readonly Manifest[] {
  const manifest = (path: string, kind: Manifest['kind'], role: Manifest['role']): Manifest => ({
    path,
    kind,
    role,
    group: 'default',
  });
  return [
    manifest(file, 'go-mod', 'manifest'),
    ...(sum === undefined ? [] : [manifest(sum, 'go-sum', 'lock')]),
    ...(vendored === undefined ? [] : [manifest(inDirectory(directory, 'vendor/modules.txt'), 'go-vendor', 'lock')]),
    ...(workspace === undefined ? [] : [manifest(workspace.file, 'go-work', 'manifest')]),
    ...(workspace?.vendored === undefined || workspace.directory === directory
      ? []
      : [manifest(workspace.vendored, 'go-vendor', 'lock')]),
  ];
}

/**
 * Commands by Go's layout: `main.go` beside go.mod, and the directories under `cmd` that are no modules of their own. No Go
 * file is read for it.
 */
function entryPointsOf(project: Project, { directory, file, path }: Module, isImported: boolean): readonly EntryPoint[] {
  const names = project.list(directory);
  const main = inDirectory(directory, 'main.go');
  const own =
    names.includes('main.go') && !(isImported && isEmpty(project, main))
      ? [{ name: binaryName(path), command: 'go run .', file: main }]
      : [];
  const within = (below: string): readonly string[] => {
    const inner = project.list(inDirectory(directory, below));
    return inner.includes('go.mod') ? [] : inner;
  };
  const commands = names.includes('cmd') ? within('cmd') : [];
  const under = commands
    .filter((name) => within(`cmd/${name}`).some((inner) => inner.endsWith('.go')))
    .map((name) => ({ name, command: `go run ./cmd/${name}`, file }));
  const single = commands.includes('main.go') ? [{ name: binaryName(path), command: 'go run ./cmd', file }] : [];
  return [...own, ...single, ...under].map(({ name, command, file: at }) => ({ name, command, origin: { file: at, line: 1 } }));
}

/** The name that `go build` gives: the last element of the path, or the one before a major version. */
function binaryName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  return /^v[2-9][0-9]*$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
}

function dependenciesOf(project: Project, module: Module): readonly Dependency[] {
  const replacements = new Replacements([module], module.workspace);
  const used = usedVersions(project, module);
  const siblings = new Set(module.workspace?.members);
  const declared = module.mod.require.map((required): Dependency => {
    const { path, version, indirect, at } = required;
    const replacement = replacements.of(path, version);
    const isDirectory = replacement !== undefined && replacement.version === '';
    const kind: ConstraintKind = !isDirectory ? 'range' : siblings.has(replacement.path) ? 'workspace' : 'path';
    const resolved = isDirectory ? undefined : resolvedOf(required, module, used, replacement?.version);
    return {
      ecosystem: 'go',
      name: path,
      purl: purlOf(path),
      constraint: version,
      kind,
      direct: !indirect,
      group: 'default',
      scope: 'runtime',
      via: [],
      origin: { file: module.file, line: at.line, column: at.column },
      ...(resolved === undefined ? {} : { resolved }),
    };
  });
  return [...declared, ...vendoredOnly(module, new Set(declared.map(({ name }) => name)))];
}

/** Modules that only the vendor list knows: indirect ones of a go.mod before 1.17. */
function vendoredOnly({ vendored, directory }: Module, known: ReadonlySet<string>): readonly Dependency[] {
  const file = inDirectory(directory, 'vendor/modules.txt');
  return [...(vendored?.modules.values() ?? [])]
    .filter(({ path, version, used }) => used && version !== '' && !known.has(path))
    .map(({ path, version, line }) => ({
      ecosystem: 'go',
      name: path,
      purl: purlOf(path),
      constraint: version,
      kind: 'range',
      resolved: version,
      direct: false,
      group: 'default',
      scope: 'runtime',
      via: [],
      origin: { file, line, column: 1 },
    }));
}

/**
 * What a lock says about a requirement: the vendored version; else, in go.sum, the one version at or above the
 * required one whose sources were ever used. Several leave it open: go.sum keeps hashes of versions that are gone.
 */
function resolvedOf(
  { path, version }: Requirement,
  { vendored }: Module,
  used: Used,
  replacedBy: string | undefined,
): string | undefined {
  if (replacedBy !== undefined) return undefined;
  const locked = vendored?.modules.get(path)?.version;
  // An older one is none that could be built.
  if (locked !== undefined && locked !== '' && compareVersions(locked, version) >= 0) return locked;
  const possible = (used.get(path) ?? []).filter((one) => compareVersions(one, version) >= 0);
  return possible.length === 1 ? possible[0] : undefined;
}

function usedVersions(project: Project, { sum, workspace }: Module): Used {
  const used = new Map<string, string[]>();
  for (const path of new Set([sum, workspace?.sum])) {
    const parsed = path === undefined ? undefined : project.parse(path, readSum);
    if (parsed === undefined || isReadFailure(parsed)) continue;
    for (const entry of parsed.entries) noteUsed(used, entry);
  }
  return used;
}

function noteUsed(used: Map<string, string[]>, { path, version, goMod }: SumEntry): void {
  if (!goMod) addOnce(used, path, version);
}

/** The toolchain that builds: a go line is its least version. Nothing of it is needed where the binary runs. */
function runtimesOf({ mod, file }: Module): readonly RuntimeConstraint[] {
  if (mod.go === undefined) return [];
  const { value, at } = mod.go;
  return [{ name: 'go', constraint: `>=${value}`, origin: { file, line: at.line, column: at.column } }];
}

function toolchainDemands({ mod, file, directory }: Module, runtimes: readonly RuntimeConstraint[]): readonly Demand[] {
  const base = { service: directory, realm: 'runtime', key: 'go', subject: 'runtime:go', kind: 'range', via: [] } as const;
  // Scope `build`: a static binary needs no Go where it runs, so no host ever has to offer it.
  const group = { group: 'build', scope: 'build' } as const;
  const suggested = mod.toolchain === undefined ? '' : fromToolchain(mod.toolchain.value);
  const declared = runtimes.map(
    ({ constraint, origin }): Demand => ({
      ...base,
      ...group,
      constraint,
      strength: 'declared',
      origin,
    }),
  );
  if (mod.toolchain === undefined || suggested === '') return declared;
  const { line, column } = mod.toolchain.at;
  return [
    ...declared,
    { ...base, ...group, constraint: `>=${suggested}`, strength: 'preferred', origin: { file, line, column } },
  ];
}

function nativesOf(dependencies: readonly Dependency[], { platform }: TargetFor<null>): readonly NativeNeed[] {
  return dependencies.flatMap(({ name, purl, kind, origin }): NativeNeed[] => {
    const need = kind === 'path' || kind === 'workspace' ? undefined : cgoOf(name, platform);
    if (need === undefined) return [];
    return [{ purl, kind: 'cgo', origin, ...(need.library === undefined ? {} : { library: need.library }) }];
  });
}
