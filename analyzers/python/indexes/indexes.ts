import { isTable, type Table, textAt } from '../../../src/formats/foreign-data.ts';
import { parseToml } from '../../../src/formats/toml.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { targetEnvironment } from '../notation/markers.ts';
import { type PackageIndex, withEnvironmentLogin, withoutLogin, withVariables } from './index-logins.ts';
import { MarkerTester } from './published.ts';

/**
 * `first-index`: a package comes from the first index that has it (uv's default, safe against dependency confusion).
 * `union`: versions of all indexes count (pip).
 */
type IndexStrategy = 'first-index' | 'union';

export interface IndexSettings {
  readonly indexes: readonly PackageIndex[];
  readonly strategy: IndexStrategy;
  /** Names of the only indexes that a package may come from. */
  readonly assigned?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pages with links to files of any package (`--find-links`). */
  readonly linkPages?: readonly string[];
}

/** A package and the name of the only index that it comes from, under a marker or for one extra or group where it has one. */
export interface Assignment {
  readonly name: string;
  readonly index: string;
  readonly marker?: string;
  readonly group?: string;
  /** As uv has it, which refuses one package of two indexes whatever they hold. */
  readonly isExclusive?: true;
}

/** What a project's own files say about indexes; it stands before the user's configuration. */
export interface ProjectIndexes {
  /** `[[tool.uv.index]]`, `--extra-index-url`, Poetry's and PDM's sources, in order. */
  readonly indexes?: readonly (PackageIndex & { readonly isDefault?: boolean })[];
  /** Packages that come from one index only, by that index's name (`[tool.uv.sources]`, Poetry's `source`). */
  readonly assigned?: readonly Assignment[];
  /** `--index-url` of a requirements file. */
  readonly indexUrl?: string;
  readonly extraIndexUrls?: readonly string[];
  readonly noIndex?: boolean;
  /** `--find-links` of a requirements file. */
  readonly findLinks?: readonly string[];
  readonly strategy?: IndexStrategy;
  /** Options of a requirements file that nothing says uv reads: pip takes the best release of all indexes. */
  readonly isPips?: true;
}

/** What several files, or several services, say together. Further default indexes are asked like extra ones. */
export function mergedIndexes(all: readonly ProjectIndexes[]): ProjectIndexes {
  const [indexUrl, ...others] = [...new Set(all.flatMap((one) => one.indexUrl ?? []))];
  const indexes = all.flatMap((one) => one.indexes ?? []);
  // What one of them asks before its default stays before the defaults of others, which may have the same packages.
  const extraIndexUrls = [...new Set([...all.flatMap((one) => one.extraIndexUrls ?? []), ...others])];
  const assigned = all.flatMap((one) => one.assigned ?? []);
  const findLinks = [...new Set(all.flatMap((one) => one.findLinks ?? []))];
  return {
    ...(indexUrl === undefined ? {} : { indexUrl }),
    ...(indexes.length === 0 ? {} : { indexes: [...new Map(indexes.map((index) => [index.url, index])).values()] }),
    ...(extraIndexUrls.length === 0 ? {} : { extraIndexUrls }),
    ...(assigned.length === 0 ? {} : { assigned }),
    ...(findLinks.length === 0 ? {} : { findLinks }),
    ...(all.some((one) => one.noIndex) ? { noIndex: true } : {}),
    ...(all.some((one) => one.isPips === true) ? { isPips: true } : {}),
    ...strategyIn(all.map((one) => one.strategy)),
  };
}

/** What one of them needs all indexes for, only all of them have. */
function strategyIn(all: readonly (IndexStrategy | undefined)[]): Pick<ProjectIndexes, 'strategy'> {
  const strategy = all.includes('union') ? 'union' : all.find((one) => one !== undefined);
  return strategy === undefined ? {} : { strategy };
}

/** One place of configuration: what it says about the default index, and those asked before it. */
interface Layer {
  readonly default?: PackageIndex;
  readonly extra: readonly PackageIndex[];
  readonly strategy?: IndexStrategy;
  readonly noIndex?: boolean;
}

/**
 * Indexes as uv and pip would ask them: project files, then environment, then the user's files. Each place may name
 * the default index and others, which are asked before it. Where no place names the default, it is the one that is
 * built into the installed client (its help says which); empty when there is none to ask.
 */
export async function indexSettings(environment: ResolveEnvironment, project: ProjectIndexes = {}): Promise<IndexSettings> {
  const layers = [projectLayer(project), environmentLayer(environment.env), uvFileLayer(environment), pipFileLayer(environment)];
  const stated = [strategyOf(environment.settings.python?.indexes), ...layers.map((layer) => layer.strategy)];
  const strategy = stated.find((one) => one !== undefined) ?? (project.isPips === true ? 'union' : 'first-index');
  const noIndex = layers.some((layer) => layer.noIndex);
  const extra = layers.flatMap((layer) => layer.extra);
  const named = layers.find((layer) => layer.default !== undefined)?.default;
  const fallback = named ?? (noIndex ? undefined : await builtIn(environment));
  const all = fallback === undefined || noIndex ? extra : [...extra, fallback];
  const complete = all.map((index) => {
    const url = withSlash(withVariables(index.url, environment.env));
    return withEnvironmentLogin({ ...index, url }, environment.env);
  });
  const byUrl = new Map<string, PackageIndex>();
  for (const index of complete) if (!byUrl.has(withoutLogin(index.url))) byUrl.set(withoutLogin(index.url), index);
  const assigned = assignments(project.assigned ?? [], new MarkerTester(targetEnvironment(environment.target)));
  const linkPages = (project.findLinks ?? [])
    .filter((link) => /^https?:/i.test(link))
    .map((link) => withVariables(link, environment.env));
  return {
    indexes: [...byUrl.values()],
    strategy,
    ...(assigned.size === 0 ? {} : { assigned }),
    ...(linkPages.length === 0 ? {} : { linkPages }),
  };
}

function assignments(
  stated: NonNullable<ProjectIndexes['assigned']>,
  markers: MarkerTester,
): ReadonlyMap<string, ReadonlySet<string>> {
  const assigned = new Map<string, Set<string>>();
  for (const { name, index, marker } of stated)
    if (marker === undefined || markers.holds(marker)) assigned.set(name, (assigned.get(name) ?? new Set()).add(index));
  return assigned;
}

function projectLayer({ indexes = [], indexUrl, extraIndexUrls = [], noIndex, strategy }: ProjectIndexes): Layer {
  const own = indexUrl === undefined ? indexes.find((index) => index.isDefault) : { url: indexUrl };
  return {
    extra: [...indexes.filter((index) => !index.isDefault).map(plainIndex), ...extraIndexUrls.map((url) => ({ url }))],
    ...(own === undefined ? {} : { default: plainIndex(own) }),
    ...(noIndex ? { noIndex } : {}),
    ...(strategy === undefined ? {} : { strategy }),
  };
}

function plainIndex({ url, name, explicit }: PackageIndex): PackageIndex {
  return { url, ...(name === undefined ? {} : { name }), ...(explicit === undefined ? {} : { explicit }) };
}

function environmentLayer(env: ResolveEnvironment['env']): Layer {
  const defaultUrl = env.UV_DEFAULT_INDEX || env.UV_INDEX_URL || env.PIP_INDEX_URL;
  const strategy = strategyOf(env.UV_INDEX_STRATEGY);
  const extra = [env.UV_INDEX, env.UV_EXTRA_INDEX_URL, env.PIP_EXTRA_INDEX_URL].flatMap((list) => words(list));
  return {
    extra: extra.map(withoutName),
    ...(defaultUrl ? { default: withoutName(defaultUrl) } : {}),
    ...(strategy === undefined ? {} : { strategy }),
    ...(env.PIP_NO_INDEX || env.UV_NO_INDEX ? { noIndex: true } : {}),
  };
}

function words(list: string | undefined): readonly string[] {
  return (list ?? '').split(/\s+/u).filter((word) => word !== '');
}

/** `UV_INDEX` may name an index: `name=https://…`. */
function withoutName(text: string): PackageIndex {
  const [, name, url] = /^([A-Za-z0-9._-]+)=(.+)$/u.exec(text) ?? [];
  return name === undefined || url === undefined ? { url: text } : { url, name };
}

function uvFileLayer({ env, home, readUserFile }: ResolveEnvironment): Layer {
  const user = `${env.XDG_CONFIG_HOME || `${home}/.config`}/uv/uv.toml`;
  const paths = env.UV_CONFIG_FILE
    ? [env.UV_CONFIG_FILE]
    : [user, ...(env.APPDATA ? [`${env.APPDATA}\\uv\\uv.toml`] : []), '/etc/uv/uv.toml'];
  for (const path of paths) {
    const text = readUserFile(path);
    if (text !== undefined) return uvLayer(parseTomlTable(text));
  }
  return { extra: [] };
}

function parseTomlTable(text: string): Table {
  const document = parseToml(text);
  return document.ok ? document.value : {};
}

/** `[[index]]`, and the older `index-url` and `extra-index-url`, at the root or under `[pip]`. */
function uvLayer(file: Table): Layer {
  const pip = isTable(file.pip) ? file.pip : {};
  const tables = Array.isArray(file.index) ? file.index.filter(isTable) : [];
  const indexes = tables.flatMap(({ url, name, explicit, default: isDefault }) =>
    typeof url === 'string'
      ? [
          {
            url,
            isDefault: isDefault === true,
            ...(typeof name === 'string' ? { name } : {}),
            ...(explicit === true ? { explicit } : {}),
          },
        ]
      : [],
  );
  const indexUrl = textAt(pip, 'index-url') ?? textAt(file, 'index-url');
  const extraIndexUrls = [pip['extra-index-url'], file['extra-index-url']].flatMap((list) =>
    Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [],
  );
  const strategy = strategyOf(textAt(pip, 'index-strategy') ?? textAt(file, 'index-strategy'));
  const layer = projectLayer({ indexes, extraIndexUrls, ...(indexUrl === undefined ? {} : { indexUrl }) });
  return { ...layer, ...(strategy === undefined ? {} : { strategy }), ...(file['no-index'] === true ? { noIndex: true } : {}) };
}

/** `first` and `union` in our config, `first-index` and `unsafe-…` as uv's `index-strategy` has them. */
export function strategyOf(text: string | undefined): IndexStrategy | undefined {
  if (text === undefined) return undefined;
  return text === 'first' || text === 'first-index'
    ? 'first-index'
    : text === 'union' || text.startsWith('unsafe')
      ? 'union'
      : undefined;
}

/** pip's files, the strongest first; each option is taken from the first that has it. */
function pipFileLayer({ env, home, readUserFile }: ResolveEnvironment): Layer {
  const paths = [
    env.PIP_CONFIG_FILE,
    env.VIRTUAL_ENV && `${env.VIRTUAL_ENV}/pip.conf`,
    `${env.XDG_CONFIG_HOME || `${home}/.config`}/pip/pip.conf`,
    `${home}/.pip/pip.conf`,
    `${home}/Library/Application Support/pip/pip.conf`,
    env.APPDATA && `${env.APPDATA}\\pip\\pip.ini`,
    '/etc/pip.conf',
    '/etc/xdg/pip/pip.conf',
  ];
  const files = paths.flatMap((path) => {
    const text = path ? readUserFile(path) : undefined;
    return text === undefined ? [] : [parsePipConfig(text)];
  });
  const option = (name: string) => files.find((file) => file.has(name))?.get(name);
  const defaultUrl = option('index-url');
  return {
    extra: words(option('extra-index-url')).map((url) => ({ url })),
    ...(defaultUrl ? { default: { url: defaultUrl } } : {}),
    ...(/^(?:1|true|yes|on)$/iu.test(option('no-index') ?? '') ? { noIndex: true } : {}),
  };
}

/** Options of `[global]`, overridden by those of `[install]` and `[download]`; names may use `_` (configparser's ini). */
export function parsePipConfig(text: string): ReadonlyMap<string, string> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split(/\r?\n/u)) {
    if (/^\s*[#;]/u.test(line) || line.trim() === '') continue;
    const header = /^\[([^\]]+)\]/u.exec(line)?.[1];
    const at = line.search(/[=:]/u);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      last = undefined;
    } else if (/^\s/u.test(line) && last !== undefined) {
      section.set(last, `${section.get(last) ?? ''}\n${line.trim()}`.trim());
    } else if (at > 0) {
      last = line.slice(0, at).trim().toLowerCase().replaceAll('_', '-');
      section.set(last, line.slice(at + 1).trim());
    }
  }
  return new Map(['global', 'download', 'install'].flatMap((name) => [...(sections.get(name) ?? [])]));
}

/** Clients whose help names their built-in default index. */
const CLIENTS: readonly (readonly [string, readonly string[]])[] = [
  ['pip', ['download', '--help']],
  ['pip3', ['download', '--help']],
  ['python3', ['-m', 'pip', 'download', '--help']],
  ['uv', ['pip', 'compile', '--help']],
];

async function builtIn({ ask }: ResolveEnvironment): Promise<PackageIndex | undefined> {
  if (ask === undefined) return undefined;
  for (const [command, args] of CLIENTS) {
    const url = builtInIndex((await ask(command, args)) ?? '');
    if (url !== undefined) return { url };
  }
  return undefined;
}

/** The URL after the words "default" in the help for the index option. */
export function builtInIndex(help: string): string | undefined {
  const flat = help.replace(/\s+/gu, ' ').slice(0, 200_000);
  return /-index(?:-url)? <\S+>.{0,300}?default:? <?(https?:\/\/[^\s)>\],]+)/iu.exec(flat)?.[1]?.replace(/[.]$/u, '');
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
