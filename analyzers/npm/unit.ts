/** One package.json, the workspace around it and its lock → one unit of the model. */
import semver from 'semver';
import { remember } from '../../src/formats/remember.ts';
import { AT_INSTALLATION, preparesPackage, setsUpHooks } from '../../src/formats/scripts.ts';
import {
  baseName,
  commandDemand,
  type Demand,
  type Dependency,
  directoryOf,
  inDirectory,
  isReadFailure,
  joinPath,
  libcDemand,
  libraryDemand,
  type Project,
  pathBelow,
  platformDemand,
  type RuntimeConstraint,
  runtimeDemand,
  type Unit,
} from '../../src/model/index.ts';
import { archivedFacts } from './archived.ts';
import { type Loaders, withLoaders } from './copies/placement.ts';
import { isPeer, kept, nested } from './demand-source.ts';
import type { LockFacts } from './locked.ts';
import { hostsNode, looksAtDevEngines } from './manifests/dev-engines.ts';
import { FIELDS, type PackageJson, readPackageJson } from './manifests/manifest.ts';
import { nativeNeeds } from './natives.ts';
import { nodeRange } from './node-rule.ts';
import { purlOf } from './notation/purl.ts';
import { type NodePlatform, neededPlatform, runsOn } from './platforms.ts';
import { defaultPorts } from './programs/default-ports.ts';
import { STARTS } from './programs/scripts.ts';
import { askedFor, demandOf, keepsCopies, type ReadEntry, type Reading, TEXT_KINDS } from './reading.ts';
import { roleOf } from './role.ts';
import { LOCK_TOOLS } from './workspaces/tools.ts';
import type { Structure, WorkspaceRoot } from './workspaces/workspaces.ts';

function dependencyOf({ entry, spec, effective, archive }: ReadEntry, resolved: string | undefined): Dependency {
  const { group, scope } = FIELDS[entry.field];
  const target = TEXT_KINDS.has(spec.kind) ? spec.target : (archive?.manifest.name ?? entry.name);
  return {
    ecosystem: 'npm',
    name: entry.name,
    purl: purlOf(target),
    constraint: effective,
    kind: spec.kind,
    direct: true,
    group,
    scope,
    via: [],
    origin: entry.origin,
    ...(resolved === undefined ? {} : { resolved }),
  };
}

export interface UnitContext {
  readonly project: Project;
  readonly structure: Structure;
  readonly platform: NodePlatform;
  readonly loaders: Loaders;
}

/** npm leaves an optional dependency out that does not run on the target: nothing of it can be in anybody's way. */
function isInstalled({ entry, spec }: ReadEntry, platform: NodePlatform, lock: LockFacts | undefined): boolean {
  if (entry.field !== 'optionalDependencies') return true;
  return lock?.elsewhere.has(entry.name) !== true && runsOn(neededPlatform(spec.target, undefined), platform);
}

const NOTHING_HELD: ReadonlySet<string> = new Set();

/** One package.json as a unit; undefined where it asks for nothing and runs nothing. */
export function unitOf(
  reading: Reading,
  { project, structure, platform, loaders }: UnitContext,
  lock: LockFacts | undefined,
): Unit | undefined {
  const { manifest, directory, entries, root } = reading;
  const role = roleOf(reading, project, structure);
  if (role === undefined) return undefined;
  const engines = manifest.engines.filter(({ name, value }) => name === 'node' && value.trim() !== '');
  const runtimes = engines.map(({ value, origin }): RuntimeConstraint => ({ name: 'node', constraint: value, origin }));
  const dependencies = entries.map((entry) =>
    dependencyOf(entry, lock?.direct.get(entry.entry.name) ?? entry.archive?.manifest.version),
  );
  const archived = archivedFacts(reading, lock?.held ?? NOTHING_HELD);
  const natives = [...nativeNeeds(manifest, entries), ...(lock?.natives ?? [])];
  const isKeeping = keepsCopies(reading);
  const packages = withFirmPeers([
    ...askedFor(entries)
      .filter((entry) => isInstalled(entry, platform, lock))
      .map((entry) => demandOf(entry, directory))
      .map((demand) => (isKeeping ? kept(demand) : demand))
      .map((demand) => (isKeeping || reading.home?.isolates === true ? withLoaders(demand, loaders) : demand)),
    ...(lock?.demands ?? []),
    ...archived.demands,
  ]);
  return {
    ecosystem: 'npm',
    path: directory,
    role,
    manifests: [
      { path: manifest.file, kind: 'package-json', role: 'manifest', group: 'default' },
      ...(lock === undefined ? [] : [lock.manifest]),
    ],
    dependencies: [...dependencies, ...(lock?.transitive ?? []), ...archived.transitive],
    demands: [
      ...(role === 'library' ? packages.map(nested) : packages),
      ...engines.filter(({ value }) => nodeRange(value) !== undefined).map((one) => nodeDemand(directory, one, 'declared')),
      ...developersNode(reading, structure, lock).map((one) => nodeDemand(directory, one, 'declared')),
      ...voltaPin(manifest, project).map((one) => nodeDemand(directory, one, 'preferred')),
      // Commands that an installation puts on the path.
      ...commandsIn(manifest, directory, project).map(({ name, origin }) =>
        commandDemand(directory, name, manifest.name ?? directory, origin),
      ),
      ...[...manifest.libc, ...manifest.platforms, ...developersPlatforms(reading, structure, lock)].flatMap((one) =>
        machineDemand(directory, one),
      ),
      ...natives.flatMap(({ library, origin, purl }) =>
        library === undefined ? [] : [libraryDemand(directory, library, origin, purl)],
      ),
      ...(role === 'service' ? defaultPorts(project, directory, manifest) : []),
    ],
    runtimes,
    natives,
    ...(manifest.name === undefined ? {} : { name: manifest.name }),
    ...(root === undefined || root.directory === directory ? {} : { workspace: root.directory }),
    ...localsOf(reading),
    ...scriptsAtRoot(reading, structure),
    ...installerOf(reading, lock),
    ...entryPointsOf(manifest),
  };
}

/** What is an optional peer binds as firmly as any other where the service has the package itself (arborist, `Edge.error`). */
function withFirmPeers(demands: readonly Demand[]): readonly Demand[] {
  if (!demands.some((one) => one.detail?.peer === 'optional')) return demands;
  const own = new Set(demands.filter((one) => !isPeer(one) && one.group === 'default').map(({ key }) => key));
  return demands.map((one) =>
    one.detail?.peer === 'optional' && own.has(one.key) ? { ...one, detail: { ...one.detail, peer: 'required' } } : one,
  );
}

/** Tools run scripts of the package that they are told to install, which is the workspace's root. */
function scriptsAtRoot({ directory, home }: Reading, { packages }: Structure): Pick<Unit, 'installsHooks' | 'rootPrepares'> {
  const scripts = packages.get(home?.directory ?? directory)?.scripts ?? [];
  const isMember = home !== undefined && home.directory !== directory;
  return {
    ...(scripts.some(({ name, value }) => setsUpHooks(name, value)) ? { installsHooks: true } : {}),
    ...(isMember && preparesPackage(scripts.map(({ name, value }) => ({ name, command: value }))) ? { rootPrepares: true } : {}),
  };
}

/** Directories and archives outside of its own that an installation links or unpacks as they lie there (npm, "Local Paths"). */
function localsOf({ directory, entries }: Reading): Pick<Unit, 'builtWith'> {
  const read = entries.flatMap(({ entry, spec }): readonly string[] => {
    if (spec.kind !== 'path' || entry.field === 'peerDependencies') return [];
    const path = joinPath('.', spec.locator ?? directory);
    return path === undefined || pathBelow(directory, path) !== undefined || path === directory ? [] : [path];
  });
  return read.length === 0 ? {} : { builtWith: [...new Set(read)].sort() };
}

/** A hundred services say the same few; node-semver pays an exception for what is no version. */
const isVersion = remember((text: string): boolean => semver.valid(text, true) !== null);

function nodeDemand(service: string, { value, origin }: PackageJson['engines'][number], strength: Demand['strength']): Demand {
  const constraint = value.trim();
  const kind = isVersion(value) ? 'exact' : 'range';
  return { ...runtimeDemand(service, { name: 'node', constraint, origin }), kind, strength };
}

/** npm goes by the package.json of the directory in which it installs: a member's own says nothing. */
function developersNode(reading: Reading, { packages }: Structure, lock: LockFacts | undefined): PackageJson['engines'] {
  const { directory, home } = reading;
  const stated = packages.get(home?.directory ?? directory)?.developersNode;
  const { tool, major } = installerOf(reading, lock).installer ?? {};
  if (stated === undefined || tool !== 'npm') return [];
  return [{ ...stated, value: hostsNode(stated.value, major) }];
}

/** As `developersNode`, where the project names an npm that looks. */
function developersPlatforms(reading: Reading, { packages }: Structure, lock: LockFacts | undefined): PackageJson['platforms'] {
  const { directory, home } = reading;
  const { tool, major } = installerOf(reading, lock).installer ?? {};
  if (tool !== 'npm' || !looksAtDevEngines(major)) return [];
  return packages.get(home?.directory ?? directory)?.developersPlatforms ?? [];
}

/** Of several C libraries that will do nothing is known. */
function machineDemand(service: string, { name, value, origin }: PackageJson['platforms'][number]): readonly Demand[] {
  if (name === 'libc') return value.includes(' || ') ? [] : [libcDemand(service, value, origin)];
  return [platformDemand(service, name === 'os' ? 'system' : 'processor', value, origin)];
}

/** Rush installs and links by itself, whatever it does that with; Lerna without workspaces links what each package installs. */
function installerOf({ root, home }: Reading, lock: LockFacts | undefined): Pick<Unit, 'installer'> {
  if (root?.tool === 'rush') return { installer: { tool: 'rush', ...rushNode(root) } };
  if (root?.tool === 'lerna') return {};
  const tool = home?.manager?.tool ?? LOCK_TOOLS.get(baseName(lock?.manifest.path ?? '')) ?? 'npm';
  const major = home?.manager?.major;
  return { installer: { tool, ...(major === undefined ? {} : { major }) } };
}

/** Rush stops on another Node.js, whatever its projects run on. */
function rushNode({ node }: WorkspaceRoot): { readonly node?: string } {
  return node === undefined || semver.validRange(node) === null ? {} : { node };
}

/** Volta, "Workspaces": a member takes from the file that it extends what it does not say itself. */
function voltaPin({ file, pins }: PackageJson, project: Project, hops = 0): PackageJson['pins'] {
  const own = pins.filter(({ name }) => name === 'node');
  const extended = pins.find(({ name }) => name === 'extends');
  const path = extended === undefined ? undefined : joinPath(directoryOf(file), extended.value);
  if (own.length > 0 || path === undefined || hops > MAX_HOPS) return own;
  const other = project.parse(path, readPackageJson);
  return isReadFailure(other) ? [] : voltaPin(other, project, hops + 1);
}

const MAX_HOPS = 8;

/** Commands by name, or files of the directory that holds nothing else (npm, "package.json": `directories.bin`). */
function commandsIn({ commands, commandFolder }: PackageJson, directory: string, project: Project): PackageJson['commands'] {
  const folder = commandFolder === undefined ? undefined : joinPath(directory, commandFolder.value);
  if (commandFolder === undefined || folder === undefined) return commands;
  const files = project
    .list(folder)
    .filter((name) => !name.startsWith('.') && project.list(inDirectory(folder, name)).length === 0);
  return files.map((name) => ({ ...commandFolder, name, value: name }));
}

function entryPointsOf(manifest: PackageJson): Pick<Unit, 'entryPoints'> {
  const entryPoints = manifest.scripts
    .filter(({ name }) => STARTS.test(name) || AT_INSTALLATION.test(name))
    .map(({ name, value, origin }) => ({ name, command: value, origin }));
  return entryPoints.length === 0 ? {} : { entryPoints };
}
