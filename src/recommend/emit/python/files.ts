import { baseName, inDirectory, type Manifest, pathBelow, printable, type Service } from '../../../model/index.ts';
import { isRequirements } from './tool.ts';

/** Which of a service's files the tools of Python are given. */

/** Manifests and locks of a kind below the fleet's root, those whose names a line can hold. */
function pathsOf({ units }: Service, isWanted: (one: Manifest) => boolean): readonly string[] {
  return units
    .flatMap(({ manifests }) => manifests)
    .filter((one) => isWanted(one) && printable(one.path) === one.path)
    .map(({ path }) => path);
}

/** Files that an installation of what is deployed reads, below the fleet's root. */
export function requirementPaths(service: Service): readonly string[] {
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
