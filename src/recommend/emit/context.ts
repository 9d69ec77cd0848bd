import {
  baseName,
  directoryOf,
  inDirectory,
  isWithin,
  type Manifest,
  pathBelow,
  printable,
  type Service,
  type Unit,
} from '../../model/index.ts';
import type { WrittenEcosystem } from './ecosystem.ts';
import { type BuildTool, isRequirements } from './tool.ts';

/** A member of a workspace or a build, as its root names it. */
export interface Member {
  /** Below the root. */
  readonly path: string;
  readonly name?: string;
}

/** Where a service is built: in its own directory, or in the nearest one above it that holds all that its build reads. */
export interface BuildContext {
  /** The directory that the build is sent, below the fleet's root; of a workspace where there is one. */
  readonly workspace: string | undefined;
  /** The service as seen from there; undefined where that is its own directory. */
  readonly member: Member | undefined;
  /** Paths of local projects and other directories that the build reads, as seen from there; `.` is the directory itself. */
  readonly local: readonly string[];
}

export function contextOf(service: Service, ecosystem: WrittenEcosystem, tool: BuildTool): BuildContext {
  const unit = service.units.find((one) => one.ecosystem === ecosystem);
  switch (ecosystem) {
    case 'npm':
      return { workspace: unit?.workspace, member: npmMember(service, unit, tool), local: [] };
    case 'jvm':
      return { workspace: unit?.workspace, member: memberBelow(service, unit, unit?.workspace), local: [] };
    default:
      return commonContext(service, unit, tool);
  }
}

/** Nothing but the lowest directory that is around all of it is known of what lies side by side. */
function commonContext(service: Service, unit: Unit | undefined, tool: BuildTool): BuildContext {
  const local = (unit?.builtWith ?? []).filter((path) => printable(path) === path);
  const inWorkspace = (tool === 'uv' || tool === 'go') && unit?.workspace !== undefined ? [unit.workspace] : [];
  const listed = tool === 'pip' ? requirementPaths(service).map(directoryOf) : [];
  const root = [...local, ...inWorkspace, ...listed].reduce(around, service.path);
  const member = memberBelow(service, unit, root);
  const base = member === undefined ? service.path : root;
  return {
    workspace: member === undefined ? undefined : root,
    member,
    local: local.flatMap((path) => (path === base ? ['.'] : (pathBelow(base, path) ?? []))),
  };
}

/** The lowest directory that both lie in. */
function around(directory: string, path: string): string {
  let common = directory;
  while (common !== '.' && !isWithin(path, common)) common = directoryOf(common);
  return common;
}

/** A line end in a directory's name would begin a line of its own in what is written. */
function memberBelow({ path }: Service, unit: Unit | undefined, root: string | undefined): Member | undefined {
  const below = root === undefined ? undefined : pathBelow(root, path);
  if (below === undefined || printable(below) !== below) return undefined;
  return { path: below, ...(unit?.name === undefined ? {} : { name: unit.name }) };
}

/** Tools that know members by their names alone. */
const BY_NAME: ReadonlySet<BuildTool> = new Set(['yarn', 'yarn-berry', 'rush']);

/** A member with a lock of its own is installed by that, as today. */
function npmMember(service: Service, unit: Unit | undefined, tool: BuildTool): Member | undefined {
  if (unit?.installer === undefined) return undefined;
  const lock = unit.manifests.find(({ role }) => role === 'lock');
  const isAtRoot = lock === undefined || tool === 'rush' || directoryOf(lock.path) === unit.workspace;
  const isNamed = unit.name !== undefined || !BY_NAME.has(tool);
  return isAtRoot && isNamed ? memberBelow(service, unit, unit.workspace) : undefined;
}

/** Manifests and locks of a kind below the fleet's root, those whose names a line can hold. */
function pathsOf({ units }: Service, isWanted: (one: Manifest) => boolean): readonly string[] {
  return units
    .flatMap(({ manifests }) => manifests)
    .filter((one) => isWanted(one) && printable(one.path) === one.path)
    .map(({ path }) => path);
}

/** Files that an installation of what is deployed reads, below the fleet's root. */
function requirementPaths(service: Service): readonly string[] {
  return pathsOf(service, (one) => isRequirements(one) || (one.kind === 'pip-constraints' && one.group === 'default'));
}

/** The same, as seen from its directory: only those that lie in it, and not what others were compiled from. */
export function ownRequirements(service: Service): readonly string[] {
  const isCompiled = service.units.some(({ manifests }) => manifests.some((one) => isRequirements(one) && one.role === 'lock'));
  return requirementPaths(service)
    .filter((path) => !isCompiled || !path.endsWith('.in'))
    .flatMap((path) => pathBelow(service.path, path) ?? []);
}

function namedBelow(service: Service, kind: Manifest['kind']): readonly string[] {
  return pathsOf(service, (one) => one.kind === kind).flatMap((path) => pathBelow(service.path, path) ?? []);
}

/** The file that uv is given: the script that the command starts, of several; else the pylock.toml. */
export function uvFileOf(service: Service, command: readonly string[]): string {
  const scripts = namedBelow(service, 'python-script');
  return scripts.find((path) => command.some((word) => baseName(word) === path)) ?? scripts[0] ?? pylockOf(service);
}

/** The file that conda's tools are given: the lock before the environment, the usual name before others. */
export function condaFileOf(service: Service): string {
  const [lock] = namedBelow(service, 'conda-lock');
  const environments = namedBelow(service, 'conda');
  return lock ?? environments.find((path) => /^environment\.ya?ml$/.test(path)) ?? environments[0] ?? 'environment.yml';
}

/** The lock without a name of its own before others (PEP 751, "File Name"). */
function pylockOf(service: Service): string {
  const locks = namedBelow(service, 'pylock');
  return locks.find((path) => path === 'pylock.toml') ?? locks[0] ?? 'pylock.toml';
}

/**
 * The file that pip is given: one that was compiled before those that it was compiled from; `requirements.txt` where
 * there is one, else the first whose name a line can hold.
 */
export function requirementsOf(service: Service): string {
  const asked = service.units.flatMap(({ manifests }) => manifests.filter(isRequirements));
  const compiled = asked.filter(({ role }) => role === 'lock');
  const paths = new Set((compiled.length > 0 ? compiled : asked).map(({ path }) => path));
  const files = ownRequirements(service).filter((path) => paths.has(inDirectory(service.path, path)));
  return files.includes('requirements.txt') ? 'requirements.txt' : (files[0] ?? 'requirements.txt');
}

/** What its Dockerfile installs by name, where that is the manifest. */
export function namedByImage({ units }: Service): readonly string[] {
  return units
    .filter(({ manifests }) => manifests.some(({ kind, role }) => kind === 'dockerfile' && role === 'manifest'))
    .flatMap(({ dependencies }) => dependencies.filter(({ direct, scope }) => direct && scope === 'runtime'))
    .map(({ name, extras = [], constraint }) => `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${constraint}`);
}
