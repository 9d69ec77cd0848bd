/** Registries, scopes, logins and the few switches of .npmrc that change a resolution, as npm reads them. */
import { createRequire } from 'node:module';
import type { ResolveEnvironment } from '../../../../src/registry/client.ts';
import { type Aged, agedAt } from '../../release-age.ts';
import { npmrcLines } from '../../workspaces/npmrc.ts';
import { parseBunfig } from './bun-settings.ts';
import { parseYarnrc, yarnEnvironment } from './yarn-settings.ts';

export interface NpmSettings {
  /** URL of the registry that serves a package; undefined when neither the configuration nor npm itself names one. */
  registryOf(name: string): string | undefined;
  /** Headers with the login that the configuration has for a URL. */
  headersFor(url: string): Readonly<Record<string, string>>;
  /** Where the archive of a package lies that its registry says to lie at `url` (npm, "replace-registry-host"). */
  archiveOf(name: string, url: string): string;
  readonly switches: TreeSwitches;
  readonly engineStrict: boolean;
  /** What is taken in place of `latest` where a range lets it be (npm, "tag"). */
  readonly tag?: string;
  /** Which releases were there long enough. */
  readonly aged?: Aged;
}

/** Switches that decide which trees npm refuses (npm, "config"). */
export interface TreeSwitches {
  readonly legacyPeers: boolean;
  readonly strictPeers: boolean;
  readonly preferDedupe: boolean;
  readonly force: boolean;
  readonly strategy: Strategy;
}

const STRATEGIES = ['hoisted', 'nested', 'shallow', 'linked'] as const;
type Strategy = (typeof STRATEGIES)[number];

const NOTHING: ReadonlyMap<string, string> = new Map();

export const SETTINGS_FILES = ['.npmrc', '.yarnrc.yml', 'bunfig.toml'] as const;

/**
 * A settings file of the project; where there is a .yarnrc.yml, berry installs, whose own settings come first, and so do bun's.
 * Of a Dockerfile the switches that it installs with, in the words of an .npmrc.
 */
export interface SettingsFile {
  readonly kind: (typeof SETTINGS_FILES)[number] | 'Dockerfile';
  readonly text: string;
}

/**
 * The strongest first: environment (`npm_config_*`), the project's .npmrc, the user's, the global one. Of the project only
 * registries and switches are taken: its files are the analysed code's, so they get no say over logins and see no variable
 * of the environment.
 */
export async function npmSettings(environment: ResolveEnvironment, projectFiles: readonly SettingsFile[]): Promise<NpmSettings> {
  const { env, home, readUserFile } = environment;
  const fromEnvironment = new Map<string, string>();
  for (const [key, value] of Object.entries(env)) {
    const name = /^npm_config_(.+)$/i.exec(key)?.[1];
    if (name !== undefined && value) fromEnvironment.set(optionName(name), value);
  }
  const userPath = fromEnvironment.get('userconfig') ?? `${home}/.npmrc`;
  const globalPaths = [
    fromEnvironment.get('globalconfig'),
    env.PREFIX && `${env.PREFIX}/etc/npmrc`,
    fromEnvironment.has('prefix') ? `${fromEnvironment.get('prefix') ?? ''}/etc/npmrc` : undefined,
    '/usr/local/etc/npmrc',
    '/etc/npmrc',
  ];
  const user = parseNpmrc(readUserFile(userPath) ?? '', env);
  const globalText = globalPaths.map((path) => (path ? readUserFile(path) : undefined)).find((text) => text !== undefined);
  const global = parseNpmrc(globalText ?? '', env);
  const ofKind = (wanted: SettingsFile['kind']) => projectFiles.filter(({ kind }) => kind === wanted).map(({ text }) => text);
  const npmrc = ofKind('.npmrc').map((text) => projectPart(parseNpmrc(text, {})));
  const yarnrc = ofKind('.yarnrc.yml').map((text) => projectPart(parseYarnrc(text, {})));
  const images = ofKind('Dockerfile').map((text) => projectPart(parseNpmrc(text, {})));
  const bunfig = ofKind('bunfig.toml').map((text) => projectPart(parseBunfig(text)));
  const isBerry = yarnrc.length > 0;
  const yarnFromEnvironment = isBerry ? yarnEnvironment(env) : NOTHING;
  const yarnUser = isBerry ? parseYarnrc(readUserFile(`${home}/.yarnrc.yml`) ?? '', env) : NOTHING;
  const layers = [yarnFromEnvironment, ...yarnrc, yarnUser, fromEnvironment, ...images, ...bunfig, ...npmrc, user, global];
  const trusted = [yarnFromEnvironment, yarnUser, fromEnvironment, user, global];
  const option = (name: string): string | undefined => layers.find((layer) => layer.has(name))?.get(name);
  const fallback = option('registry') ?? (await askedRegistry(environment));
  const isOn = (name: string): boolean => isTrue(option(name) ?? 'false');
  const tag = option('tag');
  const registryOf = (name: string): string | undefined => {
    const scope = /^(@[^/]+)\//.exec(name)?.[1];
    const own = scope === undefined ? undefined : option(`${scope}:registry`);
    // JSR's packages are in its own registry alone, which pnpm and yarn know without being told.
    return own ?? (scope === JSR ? undefined : fallback);
  };
  const aged = agedBy(layers, environment);
  const replaced = option('replace-registry-host') ?? 'npmjs';
  return {
    registryOf,
    archiveOf: (name, url) => onRegistry(url, registryOf(name), replaced),
    headersFor: (url) => loginFor(url, trusted),
    switches: {
      legacyPeers: isOn('legacy-peer-deps'),
      strictPeers: isOn('strict-peer-deps'),
      preferDedupe: isOn('prefer-dedupe'),
      force: isOn('force'),
      strategy: strategyOf(option, isOn),
    },
    ...(aged === undefined ? {} : { aged }),
    ...(tag ? { tag } : {}),
    engineStrict: isOn('engine-strict'),
  };
}

const JSR = '@jsr';

/** Only these words are no (npm, `parseField`): a zero is a text like any other. */
function isTrue(text: string): boolean {
  return !['false', 'null', 'undefined'].includes(text);
}

/** Options that are on or off. */
const SWITCHES: ReadonlySet<string> = new Set([
  'legacy-peer-deps',
  'strict-peer-deps',
  'prefer-dedupe',
  'force',
  'global-style',
  'legacy-bundling',
  'engine-strict',
]);

/** Whether an option decides which trees npm refuses. */
export function isSwitch(name: string): boolean {
  return SWITCHES.has(name) || name === 'install-strategy';
}

/** `npm_config_legacy_peer_deps` and `legacy-peer-deps` are one option; keys of registries keep their text. */
function optionName(name: string): string {
  return name.startsWith('//') || name.startsWith('@') ? name : name.toLowerCase().replaceAll('_', '-').replace(/^-/, '_');
}

/** Older names of two strategies still say them; `global-style` is read first. */
function strategyOf(option: (name: string) => string | undefined, isOn: (name: string) => boolean): Strategy {
  if (isOn('global-style')) return 'shallow';
  if (isOn('legacy-bundling')) return 'nested';
  return STRATEGIES.find((one) => one === option('install-strategy')) ?? 'hoisted';
}

const DAY = 24 * 3600 * 1000;

/** `--before` comes first, as in npm; of one file's `before` and `min-release-age` the date. */
function agedBy(layers: readonly ReadonlyMap<string, string>[], { before, now }: ResolveEnvironment): Aged | undefined {
  if (before !== undefined) return undefined;
  const names = layers.find((layer) => layer.has(EXCEPT))?.get(EXCEPT);
  // Names alone stand here (npm, "min-release-age-exclude").
  const rest = { except: names === undefined ? [] : names.split('\n').map((pattern) => ({ pattern })), yields: false };
  for (const layer of layers) {
    const date = layer.get('before');
    if (date !== undefined && !Number.isNaN(Date.parse(date))) return { ...rest, before: new Date(date).toISOString() };
    const age = Number(layer.get('min-release-age') ?? Number.NaN);
    if (!Number.isNaN(age)) return agedAt({ ...rest, milliseconds: age * DAY }, now);
  }
  return undefined;
}

const EXCEPT = 'min-release-age-exclude';

const PROJECT_KEYS = new RegExp(
  `^(?:${[
    'registry',
    '@[^:]+:registry',
    ...SWITCHES,
    'install-strategy',
    'before',
    'min-release-age',
    EXCEPT,
    'replace-registry-host',
    'tag',
  ].join('|')})$`,
);

function projectPart(options: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...options].filter(([key, value]) => PROJECT_KEYS.test(key) && !value.includes('${')));
}

/** The host of npm's own registry, as npm's library knows it: what npm calls `npmjs`. */
function hostOfNpm(): string {
  const near = createRequire(createRequire(import.meta.url).resolve('@npmcli/arborist'));
  const { pickRegistry }: { pickRegistry(spec: string): string } = near('npm-registry-fetch');
  return new URL(pickRegistry('npm')).hostname;
}

/** As npm does before it fetches (arborist, `#registryResolved`): hosts that are to be replaced give way to the registry. */
function onRegistry(url: string, registry: string | undefined, replaced: string): string {
  if (registry === undefined || replaced === 'never' || !URL.canParse(url) || !URL.canParse(registry)) return url;
  const [address, own] = [new URL(url), new URL(registry)];
  const wanted = replaced === 'npmjs' ? hostOfNpm() : replaced;
  const from = URL.canParse(wanted) ? new URL(wanted) : undefined;
  const below = withoutSlash(from?.pathname ?? '');
  if (wanted !== 'always' && address.hostname !== (from?.hostname ?? wanted)) return url;
  if (!liesBelow(address.pathname, below)) return url;
  const home = withoutSlash(own.pathname);
  const path = below === '' && liesBelow(address.pathname, home) ? address.pathname : home + address.pathname.slice(below.length);
  return new URL(`${path}${address.search}`, own).href;
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}

function liesBelow(path: string, home: string): boolean {
  return home === '' || path === home || path.startsWith(`${home}/`);
}

async function askedRegistry({ ask }: ResolveEnvironment): Promise<string | undefined> {
  const printed = (await ask?.('npm', ['config', 'get', 'registry']))?.trim();
  return printed !== undefined && /^https?:\/\/\S+$/.test(printed) ? printed : undefined;
}

/** Options of an .npmrc, with `${VAR}` from the environment; switches as `true` or `false`. */
function parseNpmrc(text: string, env: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const excepted: string[] = [];
  const options = new Map(
    npmrcLines(text).map(({ key, value }) => {
      const list = key.endsWith('[]') ? key.slice(0, -'[]'.length) : undefined;
      if (list !== undefined && SWITCHES.has(list)) return [list, 'true'];
      const expanded = expand(value, env);
      if (list === EXCEPT) excepted.push(expanded);
      return [key, SWITCHES.has(key) ? String(isSwitchedOn(value, expanded)) : expanded];
    }),
  );
  return excepted.length === 0 ? options : options.set(EXCEPT, excepted.join('\n'));
}

/** npm looks for its words before it replaces variables: what one of them stands for is a text, and a list of whatever is one too. */
function isSwitchedOn(value: string, expanded: string): boolean {
  return value === '' || (isTrue(value) && expanded !== '');
}

/** As npm has it: `${VAR?}` is nothing where there is no such variable, and `\${VAR}` is not one. */
function expand(value: string, env: Readonly<Record<string, string | undefined>>): string {
  return value.replace(/(?<!\\)(\\*)\$\{([^${}?]{1,200})(\?)?\}/g, (whole, escapes: string, name: string, lenient?: string) => {
    if (escapes.length % 2 === 1) return whole.slice((escapes.length + 1) / 2);
    const found = Object.hasOwn(env, name) ? env[name] : undefined;
    return escapes.slice(escapes.length / 2) + (found ?? (lenient === undefined ? `\${${name}}` : ''));
  });
}

/** Logins are kept by URL without its scheme; the longest part of the path that has one wins. */
function loginFor(url: string, layers: readonly ReadonlyMap<string, string>[]): Readonly<Record<string, string>> {
  const { host, pathname } = new URL(url);
  const parts = pathname.split('/').filter((part) => part !== '');
  for (let length = parts.length; length >= 0; length--) {
    const prefix = `//${[host, ...parts.slice(0, length)].join('/')}`;
    for (const layer of layers) {
      const value = (key: string): string | undefined => layer.get(`${prefix}/:${key}`) ?? layer.get(`${prefix}:${key}`);
      const token = value('_authToken');
      if (token !== undefined) return { authorization: `Bearer ${token}` };
      const basic = value('_auth');
      if (basic !== undefined) return { authorization: `Basic ${basic}` };
      const [user, password] = [value('username'), value('_password')];
      if (user !== undefined && password !== undefined) {
        const plain = Buffer.from(password, 'base64').toString('utf8');
        return { authorization: `Basic ${Buffer.from(`${user}:${plain}`).toString('base64')}` };
      }
    }
  }
  return {};
}
