import { serviceNames } from '../model/index.ts';
import type { FactsFile, LoadedConfig } from './load.ts';
import type { Config } from './schema.ts';

/**
 * Config and facts file with the path of each service as its key, whatever of its names stands there (`cart`, `./shop/cart/`):
 * what looks a service up by its path or id would pass the entry over. A word that means several stays, and so does one that
 * config itself gives to a service.
 */
export function keyedByPath(loaded: LoadedConfig, paths: readonly string[]): LoadedConfig {
  const { config, factsFile } = loaded;
  const given = new Set(Object.values(config.services ?? {}).map(({ name }) => name));
  const named = serviceNames(paths.map((path) => ({ id: path, path })));
  const pathOf = (key: string): string => {
    const [path = key, ...others] = given.has(key) ? [] : named(key);
    return others.length === 0 ? path : key;
  };
  const renamed = renamedKeys(config.services ?? {}, pathOf);
  const stated = renamedKeys(factsFile?.services ?? {}, pathOf);
  if (renamed.size + stated.size === 0) return loaded;
  return {
    ...loaded,
    ...(renamed.size === 0 ? {} : withServices(loaded, renamed)),
    ...(factsFile === undefined ? {} : { factsFile: factsNamed(factsFile, stated) }),
  };
}

/** The key in the file by the path that it means, where the two differ; one that stands there as a path itself comes first. */
function renamedKeys(entries: Readonly<Record<string, unknown>>, pathOf: (key: string) => string): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(entries)
      .reverse()
      .flatMap((key) => {
        const path = pathOf(key);
        return path === key || Object.hasOwn(entries, path) ? [] : [[path, key] as const];
      }),
  );
}

function withServices(
  { config, lineOf, originOf }: LoadedConfig,
  renamed: ReadonlyMap<string, string>,
): Pick<LoadedConfig, 'config' | 'lineOf' | 'originOf'> {
  const inFile: (path: Parameters<typeof lineOf>[0]) => Parameters<typeof lineOf>[0] = (path) => {
    const [section, key, ...rest] = path;
    return section === 'services' ? [section, renamed.get(String(key)) ?? key ?? '', ...rest] : path;
  };
  const services: Config['services'] = inPlace(config.services ?? {}, renamed);
  return {
    config: { ...config, services },
    lineOf: (path) => lineOf(inFile(path)),
    originOf: (path) => originOf(inFile(path)),
  };
}

function factsNamed(factsFile: FactsFile, renamed: ReadonlyMap<string, string>): FactsFile {
  return {
    ...factsFile,
    services: inPlace(factsFile.services, renamed),
    lineOf: (service, fact) => factsFile.lineOf(renamed.get(service) ?? service, fact),
  };
}

function inPlace<T>(entries: Readonly<Record<string, T>>, renamed: ReadonlyMap<string, string>): Readonly<Record<string, T>> {
  const paths = new Map([...renamed].map(([path, key]) => [key, path]));
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [paths.get(key) ?? key, value]));
}
