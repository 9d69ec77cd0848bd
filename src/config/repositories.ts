import type { FileTree } from '../discover/tree.ts';
import type { Excluded } from '../discover/walk.ts';
import { type Diagnostic, isWithin, joinPath } from '../model/index.ts';
import { type LoadedConfig, loadConfig, type RepositoryConfig } from './load.ts';
import type { Config, ServiceConfig } from './schema.ts';

export interface RepositoryFile {
  readonly repository: RepositoryConfig;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the config in a repository's own directory says of its services, and of what is none. The rest of it (target, hosts, rules …) is for
 * the whole fleet to say, and counts only where the repository is analysed alone.
 */
export function readRepository(tree: FileTree, directory: string, loaded = loadConfig(tree, { directory })): RepositoryFile {
  const { services: _, exclude, ...rest } = loaded.config;
  const repository = { directory, ...servicesOf(loaded), ...(exclude === undefined ? {} : { exclude }) };
  const others = Object.keys(rest);
  const origin = loaded.originOf(others.slice(0, 1));
  if (others.length === 0 || origin === undefined) return { repository, diagnostics: loaded.diagnostics };
  const unheard: Diagnostic = {
    code: 'config/of-one-repository',
    severity: 'note',
    message: `${others.join(', ')} in ${origin.file} counts only where ${directory} is analysed alone; what holds for all repositories belongs in the config of the common run`,
    ...origin,
  };
  return { repository, diagnostics: [...loaded.diagnostics, unheard] };
}

/** Facts may stand in a file of their own; the config's word comes first, as everywhere. */
function servicesOf({ config, factsFile, originOf }: LoadedConfig): Pick<RepositoryConfig, 'services' | 'originOf'> {
  const stated = new Map(Object.entries(config.services ?? {}));
  if (factsFile === undefined) return { services: config.services ?? {}, originOf };
  const all = new Map(stated);
  for (const [key, facts] of Object.entries(factsFile.services))
    all.set(key, { ...stated.get(key), facts: { ...facts, ...stated.get(key)?.facts } });
  return {
    services: Object.fromEntries(all),
    originOf: (path) => {
      const [, key = '', part, fact] = path.map(String);
      const own = stated.get(key)?.facts ?? {};
      const elsewhere = part === 'facts' && fact !== undefined && !Object.hasOwn(own, fact);
      return elsewhere || !stated.has(key) ? { file: factsFile.file, line: factsFile.lineOf(key, fact) } : originOf(path);
    },
  };
}

/** The fleet's config beside those of the repositories in it. */
export function withRepositories(fleet: LoadedConfig, files: readonly RepositoryFile[]): LoadedConfig {
  const repositories = files
    .map(({ repository }) => repository)
    .filter(({ services, exclude }) => Object.keys(services).length > 0 || exclude !== undefined);
  const diagnostics = [...fleet.diagnostics, ...files.flatMap((one) => one.diagnostics)];
  return { ...fleet, diagnostics, ...(repositories.length === 0 ? {} : { repositories }) };
}

/** What config leaves out of the search, by the directory that its patterns start from. */
export function excludedBy({ config, repositories = [] }: LoadedConfig): readonly Excluded[] {
  return [{ directory: '.', exclude: config.exclude }, ...repositories].flatMap(({ directory, exclude = [] }) =>
    exclude.length === 0 ? [] : [{ base: directory, patterns: exclude }],
  );
}

interface Located {
  readonly settings: ServiceConfig;
  readonly repository: RepositoryConfig;
  /** The repository's own name of the service. */
  readonly key: string;
}

/** One config for all: the repositories' names of services become paths, once these are known. The fleet's own word comes first. */
export function locateServices(loaded: LoadedConfig, paths: readonly string[]): LoadedConfig {
  const { repositories = [], ...fleet } = loaded;
  if (repositories.length === 0) return loaded;
  const located = new Map<string, Located>();
  for (const repository of repositories) {
    const own = paths.filter((path) => isWithin(path, repository.directory));
    for (const [key, settings] of Object.entries(repository.services)) {
      const wished = withPaths(settings, own, repository.directory);
      for (const [path, value] of servicesNamed(key, wished, own, repository.directory))
        located.set(path, { settings: { ...located.get(path)?.settings, ...value }, repository, key });
    }
  }
  const said: Config['services'] = fleet.config.services ?? {};
  const entries = [...located].map(([path, { settings }]) => [path, settings] as const);
  const merged = new Map<string, ServiceConfig>(entries);
  for (const [key, settings] of Object.entries(said)) merged.set(key, { ...merged.get(key), ...settings });
  const originOf: LoadedConfig['originOf'] = (path) => {
    const [section, key, ...rest] = path;
    const home = section === 'services' && typeof key === 'string' && !Object.hasOwn(said, key) ? located.get(key) : undefined;
    return home === undefined ? fleet.originOf(path) : home.repository.originOf(['services', home.key, ...rest]);
  };
  return {
    ...fleet,
    config: { ...fleet.config, services: Object.fromEntries(merged) },
    lineOf: (path) => originOf(path)?.line ?? 1,
    originOf,
  };
}

/** By path in the repository, else by last segments; a name that is nobody's stays, so that it is told. */
function servicesNamed(
  key: string,
  settings: ServiceConfig,
  own: readonly string[],
  directory: string,
): readonly (readonly [string, ServiceConfig])[] {
  const exact = joinPath(directory, key) ?? key;
  if (own.includes(exact)) return [[exact, settings]];
  const { name: _, ...shared } = settings;
  const alike = own.filter((path) => path.endsWith(`/${key}`));
  return alike.length === 0 ? [[exact, settings]] : alike.map((path) => [path, shared]);
}

/** Neighbours are meant in the own repository first. */
function withPaths(settings: ServiceConfig, own: readonly string[], directory: string): ServiceConfig {
  const pathOf = (name: string): string => {
    const exact = joinPath(directory, name) ?? name;
    if (own.includes(exact)) return exact;
    const [first, ...others] = own.filter((path) => path.endsWith(`/${name}`));
    return first !== undefined && others.length === 0 ? first : name;
  };
  return {
    ...settings,
    ...(settings.together === undefined ? {} : { together: settings.together.map(pathOf) }),
    ...(settings.apart === undefined ? {} : { apart: settings.apart.map(pathOf) }),
  };
}
