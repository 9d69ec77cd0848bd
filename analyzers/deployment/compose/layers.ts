/**
 * Compose files of a directory as `docker compose` puts them together: base, override, `extends`.
 * Reference: the Compose Specification ("Merge", "Extends", "Interpolation") and `docker compose`'s own choice of files.
 */

import {
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlAt,
  yamlEntries,
  yamlItems,
  yamlText,
} from '../../../src/formats/yaml.ts';
import { baseName, type Diagnostic, directoryOf, inDirectory, isReadFailure, type Project } from '../../../src/model/index.ts';
import { localPath } from '../paths.ts';
import { type Lookup, substitute } from '../substitute.ts';
import { isForProduction } from '../variants.ts';
import { type Descriptor, originIn, readDescriptor, textsOf } from '../yaml-facts.ts';

/** One file's part of a service, lowest first. */
export interface Layer {
  readonly descriptor: Descriptor;
  readonly node: YamlMap;
}

export interface ComposeService {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Where the service stands in the file that is read last. */
  readonly at: { readonly descriptor: Descriptor; readonly offset: number };
}

const NAME = /^(?:docker-|podman-)?compose(?:[.-].*)?\.ya?ml$|^(?:.+[.-])?docker-compose\.ya?ml$/i;

/** The names that nobody gives to anything else. */
export const COMPOSE_PATTERNS: readonly string[] = ['docker-compose', 'compose', 'podman-compose'].flatMap((name) => [
  `${name}*.yml`,
  `${name}*.yaml`,
]);

export function isComposeFile(path: string): boolean {
  return NAME.test(baseName(path));
}

/** `prod` of `docker-compose.prod.yml`; '' for the base file. */
function variantOf(path: string): string {
  const name = baseName(path).toLowerCase();
  return /^(?:docker-|podman-)?compose[.-](.+)\.ya?ml$/.exec(name)?.[1] ?? /^(.+)[.-]docker-compose/.exec(name)?.[1] ?? '';
}

const ASIDE =
  /(?:^|[._-])(?:dev|devel|development|test|tests|testing|ci|debug|local|e2e|lint|build|builder|integration|it|bench|load|perf|loadtest|sample|example|infra|minimal|tools|monitoring|tracing|logging|db|database|zipkin|jaeger|kafka|arm64|arm|watch|override)(?:$|[._-])/;

/**
 * Files of one directory that run together: settings for production over the base (`-f compose.yaml -f compose.prod.yaml`),
 * else what `docker compose up` takes by itself, which is the base and its override. Other files beside a base are for
 * somebody's own ends. Without a base each stands for itself, those for development only where nothing else is there.
 */
export function projectsOf(paths: readonly string[]): readonly (readonly string[])[] {
  const base =
    ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'].flatMap((name) =>
      paths.filter((path) => baseName(path) === name),
    )[0] ?? paths.find((path) => variantOf(path) === '');
  if (base !== undefined) {
    const overrides = paths.filter((path) => variantOf(path) === 'override');
    const production = paths.filter((path) => isForProduction(variantOf(path)));
    return [[base, ...(production.length > 0 ? production : overrides).slice(0, 1)]];
  }
  const real = paths.filter((path) => !ASIDE.test(variantOf(path)));
  return (real.length > 0 ? real : paths.slice(0, 1)).map((path) => [path]);
}

export interface ComposeServices {
  readonly services: readonly ComposeService[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Services of files that are read in this order, with what they extend. */
export function composeServices(project: Project, paths: readonly string[]): ComposeServices {
  const services = new Map<string, { layers: Layer[]; at: ComposeService['at'] }>();
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const descriptor = project.parse(path, readDescriptor);
    if (isReadFailure(descriptor)) continue;
    for (const [name, { offset, value }] of serviceEntries(descriptor)) {
      const known = services.get(name);
      const layers = value.kind === 'map' ? layersOf(project, { descriptor, name, node: value }, [], diagnostics) : [];
      services.set(name, { layers: [...(known?.layers ?? []), ...layers], at: { descriptor, offset } });
    }
  }
  return { services: [...services].map(([name, service]) => ({ name, ...service })), diagnostics };
}

/** `services:` of the Compose Specification; in the first format the services were the file. */
function serviceEntries({ yaml }: Descriptor): readonly (readonly [string, YamlEntry])[] {
  const [root] = yaml.documents;
  const services = yamlAt(root, 'services');
  if (services !== undefined) return yamlEntries(services);
  const isFirstFormat = (node: YamlNode): boolean => ['image', 'build', 'extends'].some((key) => yamlAt(node, key) !== undefined);
  return yamlEntries(root).filter(([, { value }]) => isFirstFormat(value));
}

interface Extending extends Layer {
  readonly name: string;
}

/** What a service extends, the base first. `below` are the services that led here: one of them again would go on for ever. */
function layersOf(project: Project, own: Extending, below: readonly YamlMap[], diagnostics: Diagnostic[]): readonly Layer[] {
  const extended = own.node.entries.get('extends')?.value;
  if (extended === undefined) return [own];
  const base = baseOf(project, own, extended);
  const inCircle = base !== undefined && [own.node, ...below].includes(base.node);
  if (base !== undefined && !inCircle) return [...layersOf(project, base, [own.node, ...below], diagnostics), own];
  const { line, column, file } = originIn(own.descriptor, extended);
  const why = inCircle ? 'extends itself by way of others' : 'extends a service that is not there';
  diagnostics.push({
    code: 'compose/extends',
    severity: 'warning',
    message: `${own.name} ${why}, so what it would take from there is missing; correct service and file of the extends`,
    file,
    line,
    incomplete: true,
    ...(column === undefined ? {} : { column }),
  });
  return [own];
}

function baseOf(project: Project, { descriptor }: Layer, extended: YamlNode): Extending | undefined {
  const name = yamlText(extended) ?? yamlText(yamlAt(extended, 'service'));
  const file = yamlText(yamlAt(extended, 'file'));
  const path = file === undefined ? descriptor.path : localPath(directoryOf(descriptor.path), file);
  const source = path === undefined ? undefined : path === descriptor.path ? descriptor : project.parse(path, readDescriptor);
  if (name === undefined || source === undefined || isReadFailure(source)) return undefined;
  const node = serviceEntries(source).find(([one]) => one === name)?.[1].value;
  return node?.kind === 'map' ? { descriptor: source, name, node } : undefined;
}

/** Variables of a `.env` file (Compose Specification, "Env_file format"); none where it cannot be read. */
export function envFile(project: Project, path: string | undefined): ReadonlyMap<string, string> {
  const file = path === undefined ? undefined : project.read(path);
  const values = new Map<string, string>();
  if (file === undefined || isReadFailure(file)) return values;
  for (const raw of file.text.split('\n')) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/s.exec(raw);
    if (match === null) continue;
    const value = (match[2] ?? '')
      .trim()
      .replace(/^"(.*)"$|^'(.*)'$/, '$1$2')
      .replace(/\s#.*$/s, '')
      .trimEnd();
    values.set(match[1] ?? '', substitute(value, (name) => values.get(name), '$$').text);
  }
  return values;
}

/** Variables of the `.env` file beside a compose file. */
export function dotEnv(project: Project, directory: string): Lookup {
  const values = envFile(project, inDirectory(directory, '.env'));
  return (name) => values.get(name);
}

/** Files that compose files take in (`include`), as groups that are merged each in itself; those of them that are there. */
export function includedBy(project: Project, paths: readonly string[]): readonly (readonly string[])[] {
  return paths.flatMap((path) => {
    const descriptor = project.parse(path, readDescriptor);
    if (isReadFailure(descriptor)) return [];
    return yamlItems(yamlAt(descriptor.yaml.documents[0], 'include')).map((item) =>
      textsOf(item.kind === 'map' ? yamlAt(item, 'path') : item).flatMap((one) => {
        const found = localPath(directoryOf(path), one);
        return found === undefined || isReadFailure(project.read(found)) ? [] : [found];
      }),
    );
  });
}
