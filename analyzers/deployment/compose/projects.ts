/** Which compose files run together as one project, and what is set around them. */

import { localPath } from '../../../src/formats/paths.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import { yamlAt, yamlEntries, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import {
  addTo,
  baseName,
  DEVELOPMENT,
  directoryOf,
  inDirectory,
  isForProduction,
  isReadFailure,
  type Project,
  SAMPLES,
  TESTS,
  wordIn,
} from '../../../src/model/index.ts';
import { readDescriptor } from '../yaml-facts.ts';
import { environmentFile } from './dotenv.ts';
import { startedFrom } from './started-from.ts';

/** Files that are read as layers of one project, the base first. */
export interface ComposeProject {
  readonly files: readonly string[];
  /** What relative paths of its files start from. */
  readonly directory: string;
  /** What its files are filled in with: `.env`, beside which nothing is known of the shell. */
  readonly lookup: Lookup;
  /** Beside others of its directory, none of which is their base. */
  readonly isVariant?: true;
}

/** The names that nobody gives to anything else. */
export const COMPOSE_PATTERNS: readonly string[] = ['docker-compose', 'compose', 'podman-compose', 'docker-stack'].flatMap(
  (name) => [`${name}*.yml`, `${name}*.yaml`],
);

/** Taken by itself where its base is, unless settings for production take its place. */
export const OVERRIDE_PATTERNS: readonly string[] = ['*.override.yml', '*.override.yaml'];

/** `prod` of `docker-compose.prod.yml`; '' for the base file. */
function variantOf(path: string): string {
  const name = baseName(path).toLowerCase();
  return (
    /^(?:(?:docker-|podman-)?compose|docker-stack)[.-](.+)\.ya?ml$/.exec(name)?.[1] ??
    /^(.+)[.-]docker-compose/.exec(name)?.[1] ??
    ''
  );
}

/** What a project is started with for another purpose than to deploy it. */
const isAside = wordIn([
  DEVELOPMENT,
  TESTS,
  SAMPLES,
  'lint build builder watch override minimal arm arm64',
  'integration it bench load loadtest perf',
  'infra tools monitoring tracing logging db database zipkin jaeger kafka',
]);

/** Projects of the compose files of a tree, those that they include behind them, each file once. */
export function projectsOf(project: Project, paths: readonly string[]): readonly ComposeProject[] {
  const byDirectory = new Map<string, string[]>();
  for (const path of paths) addTo(byDirectory, directoryOf(path), path);
  const places = [...byDirectory].map(([directory, files]) => {
    const values = environmentFile(project, inDirectory(directory, '.env'), nothing);
    const lookup: Lookup = (name) => values.get(name);
    return { directory, files, lookup, chosen: chosenFiles(project, directory, lookup) };
  });
  const taken = new Set(places.flatMap(({ chosen }) => chosen));
  const all = places.flatMap(({ directory, files, lookup, chosen }): readonly ComposeProject[] => {
    const groups = chosen.length > 0 ? [chosen] : runTogether(files.filter((path) => !taken.has(path)));
    const isVariant = groups.length > 1 ? { isVariant: true as const } : {};
    return groups.map((group) => ({ files: group, directory, lookup, ...isVariant }));
  });
  const standing = withLayersBelow(project, all).map((one) =>
    taken.has(one.files[0] ?? '') ? one : fromWhereStarted(project, one),
  );
  return withIncluded(project, standing);
}

/** With the directory from which it is started, and what is set there. */
function fromWhereStarted(project: Project, one: ComposeProject): ComposeProject {
  const directory = startedFrom(project, one.files, one.directory, one.lookup);
  if (directory === one.directory) return one;
  const values = environmentFile(project, inDirectory(directory, '.env'), nothing);
  return { ...one, directory, lookup: (name) => values.get(name) ?? one.lookup(name) };
}

/**
 * Files in folders of their own that only add to the services of a base further up (`-f compose.yaml -f deploy/prod.yaml`):
 * those for production are its last layer, in the place of its override; others are for somebody's own ends.
 */
function withLayersBelow(project: Project, all: readonly ComposeProject[]): readonly ComposeProject[] {
  const bases = new Map(all.flatMap((one) => (one.isVariant === true ? [] : [[one.directory, one] as const])));
  const layers = new Map<ComposeProject, string>();
  const set = new Set<ComposeProject>();
  for (const one of all) {
    const [path, ...more] = one.files;
    const added = path === undefined || more.length > 0 ? [] : addedTo(project, path);
    const base = path === undefined || added.length === 0 ? undefined : baseAbove(project, one.directory, bases, added);
    if (path === undefined || base === undefined) continue;
    set.add(one);
    if (isForProduction(variantOf(path)) || isForProduction(baseName(one.directory))) layers.set(base, path);
  }
  return all.flatMap((one) => {
    const layer = layers.get(one);
    if (set.has(one)) return [];
    return layer === undefined ? [one] : [{ ...one, files: [...one.files.slice(0, 1), layer] }];
  });
}

/** Services of which a file says neither image nor build: they are another file's. */
function addedTo(project: Project, path: string): readonly string[] {
  const descriptor = project.parse(path, readDescriptor);
  if (isReadFailure(descriptor)) return [];
  return yamlEntries(yamlAt(descriptor.yaml.documents[0], 'services')).flatMap(([name, { value }]) =>
    value.kind === 'map' && !WHOLE.some((key) => value.entries.has(key)) ? [name] : [],
  );
}

const WHOLE = ['image', 'build', 'extends'] as const;

/** The nearest one around that has these services. */
function baseAbove(
  project: Project,
  directory: string,
  bases: ReadonlyMap<string, ComposeProject>,
  names: readonly string[],
): ComposeProject | undefined {
  for (let at = directory; at !== '.'; ) {
    at = directoryOf(at);
    const base = bases.get(at);
    const descriptor = base?.files[0] === undefined ? undefined : project.parse(base.files[0], readDescriptor);
    if (descriptor === undefined || isReadFailure(descriptor)) continue;
    const services = yamlAt(descriptor.yaml.documents[0], 'services');
    if (names.every((name) => yamlAt(services, name) !== undefined)) return base;
  }
  return undefined;
}

/** With what is included, each file once; a file that is a project by itself is filled in as the one that includes it has it. */
function withIncluded(project: Project, standing: readonly ComposeProject[]): readonly ComposeProject[] {
  const all = [...standing];
  const places = new Map(standing.flatMap(({ files }, index) => files.map((path) => [path, index] as const)));
  const seen = new Set<string>();
  for (const one of all)
    for (const included of includedBy(project, one)) {
      const files = included.files.filter((path) => !seen.has(path));
      for (const path of files) seen.add(path);
      const fresh = files.filter((path) => !places.has(path));
      if (fresh.length > 0) all.push({ ...included, files: fresh });
      for (const index of new Set(files.flatMap((path) => places.get(path) ?? []))) {
        const known = all[index];
        if (known !== undefined && known !== one) all[index] = { ...known, lookup: included.lookup };
      }
    }
  return all;
}

function nothing(): undefined {
  return undefined;
}

/** The files that `.env` names in `COMPOSE_FILE` (Docker Compose reference, "Pre-defined environment variables"). */
function chosenFiles(project: Project, directory: string, lookup: Lookup): readonly string[] {
  const names = lookup('COMPOSE_FILE')?.split(lookup('COMPOSE_PATH_SEPARATOR') ?? ':') ?? [];
  return names.flatMap((name) => {
    const path = name === '' ? undefined : localPath(directory, name);
    return path === undefined || isReadFailure(project.read(path)) ? [] : [path];
  });
}

/**
 * Files of one directory that run together: settings for production over the base (`-f compose.yaml -f compose.prod.yaml`),
 * else what `docker compose up` takes by itself, which is the base and its override. Other files beside a base are for
 * somebody's own ends. Without a base each stands for itself, those for development only where nothing else is there.
 */
function runTogether(paths: readonly string[]): readonly (readonly string[])[] {
  const base =
    ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'].flatMap((name) =>
      paths.filter((path) => baseName(path) === name),
    )[0] ?? paths.find((path) => variantOf(path) === '');
  if (base !== undefined) {
    const overrides = paths.filter((path) => variantOf(path) === 'override');
    const production = paths.filter((path) => isForProduction(variantOf(path)));
    return [[base, ...(production.length > 0 ? production : overrides).slice(0, 1)]];
  }
  const real = paths.filter((path) => !isAside(variantOf(path)));
  return (real.length > 0 ? real : paths.slice(0, 1)).map((path) => [path]);
}

/**
 * What a project takes in (`include`): each with a directory of its own and, behind what is set around the including one,
 * environment files of its own (Compose Specification, "Include").
 */
function includedBy(project: Project, { files, directory, lookup }: ComposeProject): readonly ComposeProject[] {
  return files.flatMap((path) => {
    const descriptor = project.parse(path, readDescriptor);
    if (isReadFailure(descriptor)) return [];
    return yamlItems(yamlAt(descriptor.yaml.documents[0], 'include')).flatMap((item): readonly ComposeProject[] => {
      const option = (name: string) => (item.kind === 'map' ? yamlAt(item, name) : undefined);
      const wanted = yamlTexts(option('path') ?? item).flatMap((one) => localPath(directory, one) ?? []);
      const there = wanted.filter((one) => !isReadFailure(project.read(one)));
      const [first] = wanted;
      if (first === undefined || there.length === 0) return [];
      const home = yamlText(option('project_directory'));
      const own = (home === undefined ? undefined : localPath(directory, home)) ?? directoryOf(first);
      const named = yamlTexts(option('env_file')).map((one) => localPath(directory, one));
      const values = (named.length > 0 ? named : [inDirectory(own, '.env')]).map((one) => environmentFile(project, one, lookup));
      const set = new Map(values.flatMap((one) => [...one]));
      return [{ files: there, directory: own, lookup: (name) => lookup(name) ?? set.get(name) }];
    });
  });
}
