/** One package.json, the workspace around it and its lock → one unit of the model. */
import semver from 'semver';
import {
  commandDemand,
  type Demand,
  type Dependency,
  type Diagnostic,
  libcDemand,
  libraryDemand,
  type Manifest,
  type Project,
  type RuntimeConstraint,
  runtimeDemand,
  type Unit,
} from '../../src/model/index.ts';
import { type Entry, FIELDS, type Override, type PackageJson } from './manifest.ts';
import { nativeNeeds } from './natives.ts';
import { nodeRange } from './node-rule.ts';
import { purlOf } from './purl.ts';
import { satisfies } from './range.ts';
import { type ClassifiedSpec, classifySpec } from './spec.ts';
import type { Structure, WorkspaceRoot } from './workspaces.ts';

/** An entry with what it means: after catalogs, workspace links and overrides. */
export interface ReadEntry {
  readonly entry: Entry;
  readonly spec: ClassifiedSpec;
  /** Text that the tool really resolves: of the catalog or the override where one applies. */
  readonly effective: string;
  /** Version of the local package that a link leads to. */
  readonly version?: string;
}

export interface Reading {
  readonly manifest: PackageJson;
  readonly directory: string;
  readonly root: WorkspaceRoot | undefined;
  readonly entries: readonly ReadEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all entries of one package.json in the light of its workspace. */
export function readEntries(directory: string, manifest: PackageJson, structure: Structure): Reading {
  const root = structure.rootOf.get(directory) ?? structure.roots.get(directory);
  const diagnostics: Diagnostic[] = [];
  const rootManifest = root === undefined ? manifest : (structure.packages.get(root.directory) ?? manifest);
  const replaced = replacements(rootManifest.overrides, root);
  const members = root === undefined ? undefined : namesOf(root, structure);
  const entries = manifest.entries.map((entry) => {
    const override = entry.field === 'peerDependencies' ? undefined : replaced.get(entry.name);
    return readEntry(entry, override, { directory, root, members, structure, diagnostics });
  });
  for (const { value, name, origin } of manifest.engines) {
    if (name === 'node' && value.trim() !== '' && nodeRange(value) === undefined)
      diagnostics.push({
        code: 'npm/engines-not-a-range',
        severity: 'warning',
        message: `engines.node "${value}" is no version range, so it binds nothing (npm takes no version for it)`,
        ...origin,
      });
  }
  return { manifest, directory, root, entries, diagnostics };
}

interface Surroundings {
  readonly directory: string;
  readonly root: WorkspaceRoot | undefined;
  readonly members: ReadonlyMap<string, string> | undefined;
  readonly structure: Structure;
  readonly diagnostics: Diagnostic[];
}

function readEntry(entry: Entry, override: string | undefined, around: Surroundings): ReadEntry {
  const { directory, structure } = around;
  let effective = override ?? entry.raw;
  let spec = classifySpec(entry.name, effective, directory === '.' ? '' : directory);
  if (spec.catalog !== undefined) {
    const found = catalogEntry(around.root, structure, directory, spec.catalog, entry.name);
    if (found === undefined) {
      around.diagnostics.push({
        code: 'npm/unknown-catalog',
        severity: 'error',
        message: `${entry.name} is taken from the catalog "${spec.catalog}", which has no such entry; add it to the workspace's catalogs`,
        ...entry.origin,
        incomplete: true,
      });
      return { entry, spec, effective };
    }
    effective = found;
    spec = classifySpec(entry.name, found, directory === '.' ? '' : directory);
  }
  if (spec.problem !== undefined) around.diagnostics.push(unreadSpec(entry, spec.problem));
  return linked({ entry, spec, effective }, around);
}

/** A protocol of a plug-in is nobody's mistake, but what it stands for is not known. */
function unreadSpec({ name, raw, origin }: Entry, problem: string): Diagnostic {
  const protocol = /^[a-z][a-z0-9+.-]*:/i.exec(raw)?.[0];
  if (protocol !== undefined && problem.startsWith('Unsupported URL Type'))
    return {
      code: 'npm/unknown-protocol',
      severity: 'warning',
      message: `${name} is taken by "${protocol}", which only a plug-in of its package manager understands; it is not compared`,
      ...origin,
      incomplete: true,
    };
  return {
    code: 'npm/invalid-spec',
    severity: 'error',
    message: `npm cannot read ${name}@${raw} (${problem}); correct it`,
    ...origin,
    incomplete: true,
  };
}

/** Members of one workspace find each other by name when the version suits; paths may lead to a package of this project. */
function linked(read: ReadEntry, { members, structure }: Surroundings): ReadEntry {
  const { spec } = read;
  const target = spec.kind === 'path' ? (spec.locator ?? '') : members?.get(spec.target);
  if (target === undefined) return read;
  const version = structure.packages.get(target)?.version;
  const withVersion = version === undefined ? {} : { version };
  if (spec.kind === 'path') return { ...read, ...withVersion };
  if (spec.kind === 'workspace') return { ...read, spec: { ...spec, locator: target }, ...withVersion };
  if (spec.range === undefined || spec.target !== read.entry.name) return read;
  const fits =
    version === undefined ? /^(?:\*|x|latest)?$/.test(spec.range) : satisfies(version, spec.range) || spec.range === '*';
  return fits ? { ...read, spec: { kind: 'workspace', target: spec.target, locator: target }, ...withVersion } : read;
}

const nameCache = new WeakMap<WorkspaceRoot, ReadonlyMap<string, string>>();

/** Directories of a workspace's members by package name. */
function namesOf(root: WorkspaceRoot, structure: Structure): ReadonlyMap<string, string> {
  const known = nameCache.get(root);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const directory of [root.directory, ...root.members]) {
    const name = structure.packages.get(directory)?.name;
    if (name !== undefined) names.set(name, directory);
  }
  nameCache.set(root, names);
  return names;
}

function catalogEntry(
  root: WorkspaceRoot | undefined,
  structure: Structure,
  directory: string,
  catalog: string,
  name: string,
): string | undefined {
  const own = structure.packages.get(directory)?.catalogs;
  return root?.catalogs.get(catalog)?.get(name) ?? own?.get(catalog)?.get(name);
}

/**
 * What the root's overrides make of direct dependencies: pnpm and yarn replace them; npm wants its overrides to equal
 * what the root asks for, so they change nothing here.
 */
function replacements(overrides: readonly Override[], root: WorkspaceRoot | undefined): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>(root?.overrides ?? []);
  for (const { tool, path, value } of overrides) {
    const [name] = path;
    if (tool !== 'npm' && path.length === 1 && name !== undefined && !value.startsWith('$') && value !== '-')
      replaced.set(name, value);
  }
  return replaced;
}

const TEXT_KINDS = new Set(['range', 'exact']);

/** What a direct entry asks of the realm. */
export function demandOf({ entry, spec, effective, version }: ReadEntry, service: string): Demand {
  const { group, scope } = FIELDS[entry.field];
  const constraint = TEXT_KINDS.has(spec.kind) ? (spec.range ?? effective) : effective;
  const detail: Record<string, string> = {};
  if (entry.field === 'peerDependencies') detail.peer = entry.optional ? 'optional' : 'required';
  if (spec.tag === true) detail.tag = 'true';
  if (TEXT_KINDS.has(spec.kind) && spec.target !== entry.name) detail.target = spec.target;
  if (spec.locator !== undefined) detail.locator = spec.locator;
  if (version !== undefined) detail.version = version;
  if (entry.raw !== constraint) detail.raw = entry.raw;
  if (entry.raw !== effective) detail[entry.raw.startsWith('catalog:') ? 'catalog' : 'override'] = effective;
  return {
    service,
    realm: 'npm',
    key: entry.name,
    subject: purlOf(entry.name),
    constraint,
    kind: spec.kind,
    strength: 'declared',
    group,
    scope,
    via: [],
    origin: entry.origin,
    ...(Object.keys(detail).length === 0 ? {} : { detail }),
  };
}

function dependencyOf({ entry, spec, effective }: ReadEntry, resolved: string | undefined): Dependency {
  const { group, scope } = FIELDS[entry.field];
  return {
    ecosystem: 'npm',
    name: entry.name,
    purl: purlOf(TEXT_KINDS.has(spec.kind) ? spec.target : entry.name),
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

/** What a lock adds to a unit. */
export interface LockFacts {
  readonly manifest: Manifest;
  /** Versions of the direct dependencies by installed name. */
  readonly direct: ReadonlyMap<string, string>;
  readonly transitive: readonly Dependency[];
  readonly demands: readonly Demand[];
  readonly natives: Unit['natives'];
}

export function unitOf(reading: Reading, project: Project, structure: Structure, lock: LockFacts | undefined): Unit | undefined {
  const { manifest, directory, entries, root } = reading;
  const role = roleOf(reading, project, structure);
  if (role === undefined) return undefined;
  const engines = manifest.engines.filter(({ name, value }) => name === 'node' && value.trim() !== '');
  const runtimes = engines.map(({ value, origin }): RuntimeConstraint => ({ name: 'node', constraint: value, origin }));
  const dependencies = entries.map((entry) => dependencyOf(entry, lock?.direct.get(entry.entry.name)));
  const natives = [...nativeNeeds(manifest, entries), ...(lock?.natives ?? [])];
  return {
    ecosystem: 'npm',
    path: directory,
    role,
    manifests: [
      { path: manifest.file, kind: 'package-json', role: 'manifest', group: 'default' },
      ...(lock === undefined ? [] : [lock.manifest]),
    ],
    dependencies: [...dependencies, ...(lock?.transitive ?? [])],
    demands: [
      ...entries.map((entry) => demandOf(entry, directory)),
      ...engines.filter(({ value }) => nodeRange(value) !== undefined).map((one) => nodeDemand(directory, one, 'declared')),
      ...manifest.pins.map((one) => nodeDemand(directory, one, 'preferred')),
      // Commands that an installation puts on the path.
      ...manifest.commands.map(({ name, origin }) => commandDemand(directory, name, manifest.name ?? directory, origin)),
      ...manifest.libc.map(({ value, origin }) => libcDemand(directory, value, origin)),
      ...natives.flatMap(({ library, origin, purl }) =>
        library === undefined ? [] : [libraryDemand(directory, library, origin, purl)],
      ),
      ...(lock?.demands ?? []),
    ],
    runtimes,
    natives,
    ...(manifest.name === undefined ? {} : { name: manifest.name }),
    ...(root === undefined || root.directory === directory ? {} : { workspace: root.directory }),
    ...entryPointsOf(manifest),
  };
}

function nodeDemand(service: string, { value, origin }: PackageJson['engines'][number], strength: Demand['strength']): Demand {
  const constraint = value.trim();
  const kind = semver.valid(value, true) === null ? 'range' : 'exact';
  return { ...runtimeDemand(service, { name: 'node', constraint, origin }), kind, strength };
}

/** Scripts that start something, and the one that has to run before. */
const STARTS = /^(?:start(?::.*)?|.*:start|serve|worker(?::.*)?|consumer|scheduler|cron|web|server|dev|develop|build)$/;

function entryPointsOf(manifest: PackageJson): Pick<Unit, 'entryPoints'> {
  const entryPoints = manifest.scripts
    .filter(({ name }) => STARTS.test(name))
    .map(({ name, value, origin }) => ({ name, command: value, origin }));
  return entryPoints.length === 0 ? {} : { entryPoints };
}

const CODE = /^(?:src|app|lib|server|pages|api|functions|(?:index|server|app|main|handler)\.(?:[cm]?[jt]sx?))$/;

/** Undefined for a file that only marks a directory (`{"type": "module"}`) and is no package. */
function roleOf({ manifest, directory, root }: Reading, project: Project, structure: Structure): Unit['role'] | undefined {
  const declares = manifest.entries.length > 0 || manifest.engines.length > 0;
  if (!manifest.readable) return 'service';
  if (
    !declares &&
    manifest.scripts.length === 0 &&
    manifest.workspaces === undefined &&
    (manifest.name === undefined || (manifest.version === undefined && !runsHere(directory, project)))
  )
    return structure.roots.has(directory) ? 'aggregator' : undefined;
  const deploys = manifest.entries.some(({ field }) => field !== 'devDependencies');
  const starts = manifest.scripts.some(({ name }) => name === 'start');
  const hasCode = manifest.isImportable || project.list(directory).some((name) => CODE.test(name));
  const own = structure.roots.get(directory);
  if (own !== undefined && own.members.length > 0) return hasCode && deploys ? 'service' : 'aggregator';
  // Tools of a repository (linters, hooks) above the packages that hold the code.
  if (!deploys && !starts && !hasCode && holdsOthers(directory, structure)) return 'aggregator';
  if (root !== undefined && !starts && manifest.commands.length === 0 && isConsumed(manifest, root, structure)) return 'library';
  return 'service';
}

/** Something beside the manifest that is run with it: code, or a file that chooses the Node.js it runs on. */
function runsHere(directory: string, project: Project): boolean {
  return project
    .list(directory)
    .some((name) => CODE.test(name) || name === '.nvmrc' || name === '.node-version' || name === 'Dockerfile');
}

function holdsOthers(directory: string, structure: Structure): boolean {
  for (const other of structure.packages.keys()) {
    if (other !== directory && (directory === '.' || other.startsWith(`${directory}/`))) return true;
  }
  return false;
}

const consumedCache = new WeakMap<WorkspaceRoot, ReadonlySet<string>>();

/** Whether another member of the workspace depends on this one. */
function isConsumed(manifest: PackageJson, root: WorkspaceRoot, structure: Structure): boolean {
  let consumed = consumedCache.get(root);
  if (consumed === undefined) {
    const names = namesOf(root, structure);
    consumed = new Set(
      [root.directory, ...root.members].flatMap((directory) =>
        (structure.packages.get(directory)?.entries ?? []).filter(({ name }) => names.has(name)).map(({ name }) => name),
      ),
    );
    consumedCache.set(root, consumed);
  }
  return manifest.name !== undefined && consumed.has(manifest.name);
}
