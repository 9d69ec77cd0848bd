/**
 * Files that show what a service does at run time beside how it is deployed: contracts that it serves (`*.proto`), and
 * application settings of Spring, Quarkus and Micronaut: message consumers, and the port that the service listens on.
 */
import {
  addTo,
  append,
  baseName,
  byText,
  directoryOf,
  groupBy,
  inDirectory,
  isReadFailure,
  joinPath,
  type ProfilePort,
  type Project,
  type ReadFailure,
  type SourceFile,
  type Trait,
} from '../../src/model/index.ts';
import { type PortRole, type PortUse, portDemand } from './demands.ts';
import type { FileFacts } from './file-facts.ts';
import { isPort, OPTION_VARIABLES } from './ports.ts';
import { type Key, keysOf } from './settings/settings-keys.ts';
import { settingsProblems } from './settings/settings-problems.ts';

/** Contracts of gRPC services, and what is generated from them where only that is kept, by how the file is called. */
const CONTRACTS: readonly (readonly [name: RegExp, service: RegExp])[] = [
  [/\.proto$/, /^service\s+([A-Za-z_]\w*)/],
  [/_pb2_grpc\.py$/, /^class\s+([A-Za-z_]\w*)Servicer\b/],
  [/_grpc\.pb\.go$/, /^func\s+Register([A-Z]\w*)Server\(/],
];

export function isContractFile(path: string): boolean {
  return CONTRACTS.some(([name]) => name.test(path));
}

export const CONTRACT_FILES: readonly string[] = ['*.proto', '*_pb2_grpc.py', '*_grpc.pb.go'];

/** Settings of servers; those in YAML are asked for anyway. */
export const SERVER_SETTINGS_FILES: readonly string[] = [
  ...['application', 'bootstrap'].flatMap((name) => [`${name}.properties`, `${name}-*.properties`]),
  'application.conf',
];

export function readContractFile(file: SourceFile): FileFacts {
  return { traits: readContract(file), diagnostics: [] };
}

/** `application.yml`, `application-prod.properties` …: the port stands in the file that decides it for those beside it. */
export function settingsFacts(project: Project, path: string): FileFacts | ReadFailure {
  const settings = project.parse(path, readSettings);
  if (isReadFailure(settings)) return settings;
  const ports = decidedPorts(project, path);
  const problems = project.parse(path, settingsProblems);
  const profilePorts = settings.documents.flatMap(profilePortsOf);
  return {
    traits: settings.traits,
    demands: ports.map(portDemand),
    ...(profilePorts.length === 0 ? {} : { profilePorts }),
    diagnostics: isReadFailure(problems) ? [] : problems,
  };
}

/** A profile that several are joined to by anything but a comma is one that nobody can name alone. */
export function profilePortsOf({ profile = '', ports }: SettingsDocument): readonly ProfilePort[] {
  return [...ports.values()].flatMap((port) => {
    if (port === 'any') return [];
    return profile.split(',').map((one) => ({ profile: one.trim(), demand: portDemand(port) }));
  });
}

export interface Settings {
  readonly traits: readonly Trait[];
  readonly documents: readonly SettingsDocument[];
  /** `spring.application.name`, as it is known here. */
  readonly application?: string;
  /** Where a config server looks for the settings that it serves, as written. */
  readonly served: readonly string[];
  /** Whether Quarkus reads them. */
  readonly isQuarkus: boolean;
}

/** A file, or what stands between two `---` of it. */
export interface SettingsDocument {
  /** The profile without which it says nothing. */
  readonly profile?: string;
  /** The profiles that are active unless whoever starts it names others. */
  readonly active: readonly string[];
  /** Profiles that another one makes active with it. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** By server: absent where it does not speak of its port; `any` for a free one, none at all, or one that is not known here. */
  readonly ports: ReadonlyMap<Server, PortUse | 'any'>;
  /** Settings that it takes in, as written: they go before its own. */
  readonly imported: readonly string[];
}

type Server = 'own' | PortRole;

export function readSettings(file: SourceFile): Settings {
  const keys = keysOf(file);
  const lines = file.text.split('\n');
  const named = /^(?:application|bootstrap)-(.+)\.\w+$/.exec(baseName(file.path))?.[1];
  const documents = [...groupBy(keys, ({ document }) => document).values()].flatMap((own) =>
    documentsOf(file, own, named, lines),
  );
  const name = keys.find(({ key }) => key === 'spring.application.name')?.value ?? '';
  const application = /^[\w.-]+$/.exec(unplaced(name))?.[0];
  return {
    traits: [...consumerTraits(file, keys), ...webServerTraits(file, keys, named)],
    documents,
    served: servedFrom(file, keys),
    isQuarkus: keys.some(({ key }) => QUARKUS_KEY.test(key)),
    ...(application === undefined ? {} : { application }),
  };
}

/** Spring Cloud Config, "File System Backend" and "Git Backend". */
const SERVED = /^spring\.cloud\.config\.server\.(?:native\.search-?locations|git\.search-?paths)(?:\[\d+\])?$/i;
const NATIVE = /(?:^|,)native(?:,|$)/;
/** Where Spring Boot itself looks, if a server that serves files is told nothing. */
const SERVED_BY_DEFAULT = ['classpath:/', 'classpath:/config', 'file:./', 'file:./config'];

function servedFrom({ text }: SourceFile, keys: readonly Key[]): readonly string[] {
  const locations = keys.filter(({ key }) => SERVED.test(key));
  if (locations.length === 0) {
    const isNative = keys.some(({ key, value }) => ACTIVE.test(key) && NATIVE.test(unplaced(value).replaceAll(' ', '')));
    return isNative ? SERVED_BY_DEFAULT : [];
  }
  return listedUnder(locations, text.split('\n'));
}

/** What these keys are set to, as a text with commas, a list in brackets, or the items below them. */
function listedUnder(keys: readonly Key[], lines: readonly string[]): readonly string[] {
  return keys.flatMap(({ value, line }) => {
    if (value !== '')
      return unplaced(value)
        .replace(/^\[|\]$/g, '')
        .split(',');
    const items = lines
      .slice(line, line + MAX_LOCATIONS)
      .map((one) => /^\s*-\s+(\S.*)/.exec(one)?.[1]?.split(/\s#/, 1)[0]?.trim());
    const end = items.indexOf(undefined);
    return items.slice(0, end < 0 ? items.length : end).flatMap((one) => one ?? []);
  });
}

const MAX_LOCATIONS = 20;

/** `%prod.quarkus.http.port`, `"%{prod,dev}"`: what holds under a profile (Quarkus, "Profiles"). */
const UNDER_PROFILE = /^["']?%\{?([\w,-]+)\}?["']?\.(.+)$/;
const QUARKUS_KEY = /^(?:["']?%\{?[\w,-]+\}?["']?\.)?quarkus\./;

/** Each is compared with all that holds without it. */
const MAX_PROFILES = 50;

/** One document, and what it says of Quarkus' profiles: each is a document over it. */
function documentsOf(
  file: SourceFile,
  keys: readonly Key[],
  named: string | undefined,
  lines: readonly string[],
): readonly SettingsDocument[] {
  const always: Key[] = [];
  const profiles = new Map<string, Key[]>();
  for (const one of keys) {
    const [, profile, key] = UNDER_PROFILE.exec(one.key) ?? [];
    if (profile === undefined || key === undefined) always.push(one);
    else addTo(profiles, profile, { ...one, key });
  }
  return [
    documentOf(file, always, [], named, lines),
    ...[...profiles].slice(0, MAX_PROFILES).map(([profile, own]) => documentOf(file, own, always, profile, lines)),
  ];
}

/** `beneath` is what holds where it says nothing itself. */
function documentOf(
  file: SourceFile,
  keys: readonly Key[],
  beneath: readonly Key[],
  named: string | undefined,
  lines: readonly string[],
): SettingsDocument {
  const profile = keys.find(({ key, value }) => ON_PROFILE.test(key) && value !== '')?.value ?? named;
  const listed = (setting: RegExp): readonly string[] =>
    listedUnder(
      keys.filter(({ key }) => setting.test(key)),
      lines,
    ).flatMap((one) => unquoted(one) || []);
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const name = GROUP.exec(key.key)?.[1];
    if (name !== undefined) for (const one of listedUnder([key], lines)) addTo(groups, name, unquoted(one));
  }
  return {
    active: [...listed(INCLUDED), ...listed(ACTIVE)],
    groups,
    ...(profile === undefined ? {} : { profile: unquoted(profile) }),
    ports: serverPorts(file, keys, beneath),
    imported: listed(IMPORTED),
  };
}

/** Spring Boot, "Profile-specific files" and "Activation properties"; `spring.profiles` is what 2.3 and older call it. */
const ON_PROFILE = /^spring\.(?:config\.activate\.on-profile|profiles)$/;
const ACTIVE = /^(?:spring\.profiles\.(?:active|default)(?:\[\d+\])?|quarkus\.profile)$/;
/** Spring Boot, "Importing Additional Data". */
const IMPORTED = /^spring\.config\.import(?:\[\d+\])?$/;
/** Spring Boot, "Adding Active Profiles" (before those that are active) and "Profile Groups". */
const INCLUDED = /^spring\.profiles\.include(?:\[\d+\])?$/;
const GROUP = /^spring\.profiles\.group\.([\w-]+)(?:\[\d+\])?$/;

/** `${VARIABLE:value}` without its variable. */
export function unplaced(value: string): string {
  return value.replace(/^["']|["']$/g, '').replace(/^\$\{[\w.-]+:(.*)\}$/, '$1');
}

/** A document of one of the files in a directory, or of one that such a file imports. */
interface Placed {
  readonly document: SettingsDocument;
  readonly from: string;
}

/** By directory: every file of it asks. */
const DECIDED = new WeakMap<Project, Map<string, ReadonlyMap<string, readonly PortUse[]>>>();

/** What the settings at `path` decide among those of their directory. */
function decidedPorts(project: Project, path: string): readonly PortUse[] {
  const directory = directoryOf(path);
  const known = DECIDED.get(project) ?? new Map<string, ReadonlyMap<string, readonly PortUse[]>>();
  DECIDED.set(project, known);
  const decided = known.get(directory) ?? decidedIn(project, directory);
  known.set(directory, decided);
  return decided.get(path) ?? [];
}

/**
 * Of the settings in one directory, by the file that decides it: an active profile goes before what holds always, the last
 * of several before the others.
 */
function decidedIn(project: Project, directory: string): ReadonlyMap<string, readonly PortUse[]> {
  const read = project.list(directory).flatMap((name) => {
    const from = inDirectory(directory, name);
    const settings = isSettingsFile(from) ? project.parse(from, readSettings) : undefined;
    return settings === undefined || isReadFailure(settings) ? [] : [{ name, from, settings }];
  });
  const isQuarkus = read.some(({ settings }) => settings.isQuarkus);
  let imports = 0;
  const placed = read
    .sort((a, b) => precedenceOf(a.name, isQuarkus) - precedenceOf(b.name, isQuarkus) || byText(a.name, b.name))
    .flatMap(({ from, settings }) =>
      settings.documents.flatMap((document): readonly Placed[] => {
        imports += document.imported.length;
        const imported = imports > MAX_LOCATIONS ? [] : importedBy(project, directory, document);
        return [document, ...imported].map((one) => ({ document: one, from }));
      }),
    );
  const owners = new Map<PortUse | 'any', Set<string>>();
  for (const { document, from } of placed)
    for (const port of document.ports.values()) owners.set(port, (owners.get(port) ?? new Set()).add(from));
  const documents = placed.map(({ document }) => document);
  const decided = new Map<string, PortUse[]>();
  for (const port of portsAmong(documents, activeAmong(documents, isQuarkus)))
    for (const path of owners.get(port) ?? []) addTo(decided, path, port);
  return decided;
}

/**
 * What a document imports of the tree (Spring Boot, "Importing Additional Data"): a place in the class path, or beside it.
 * What whoever runs the program has is not known, nor is what a server hands out.
 */
function importedBy(project: Project, directory: string, { imported, profile }: SettingsDocument): readonly SettingsDocument[] {
  return imported.flatMap((written) => {
    const location = unplaced(written).replace(/^optional:/, '');
    const inResources = location.startsWith('classpath:');
    const path = location.replace(/^classpath:\/*/, '').replace(/\[\.\w+\]$/, '');
    if (/[:{}$*]/.test(path) || !/\.(?:ya?ml|properties)$/.test(path)) return [];
    const home = inResources ? directory.replace(/(^|\/)resources\/config$/, '$1resources') : directory;
    const at = joinPath(home, path);
    const settings = at === undefined || !project.has(at) ? undefined : project.parse(at, readSettings);
    if (settings === undefined || isReadFailure(settings)) return [];
    return settings.documents.map((one) => (one.profile === undefined && profile !== undefined ? { ...one, profile } : one));
  });
}

/**
 * What Spring Cloud and Micronaut read first; of two files of an application the properties go before YAML (Spring Boot,
 * "External Application Properties"), or YAML before the properties (Quarkus, "Configuration Reference: YAML").
 */
function precedenceOf(name: string, isQuarkus: boolean): number {
  if (isBootstrap(name)) return 0;
  return name.endsWith('.properties') === isQuarkus ? 1 : 2;
}

/** Profiles that these documents make active where nobody names others; a group's come after the profile that brings them. */
function activeAmong(documents: readonly SettingsDocument[], isQuarkus: boolean): readonly string[] {
  const always = documents.filter(({ profile }) => profile === undefined);
  const groups = new Map(always.flatMap((one) => [...one.groups]));
  const active = new Set<string>();
  const waiting = always.flatMap((one) => one.active).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (active.has(next)) continue;
    active.add(next);
    append(waiting, [...(groups.get(next) ?? [])].reverse());
  }
  // Spring Boot, "Profile Specific Files": without an active profile it is the one called `default`. Quarkus, "Profiles": an
  // application that is built runs with `prod`.
  return active.size === 0 ? [isQuarkus ? 'prod' : 'default'] : [...active];
}

/** What of these documents holds under these profiles, of servers of which a number is said. */
export function portsAmong(documents: readonly SettingsDocument[], active: readonly string[]): readonly PortUse[] {
  const ranks = new Map(active.map((profile, index) => [profile, index + 1]));
  const ranked = documents.map((one) => ({ one, rank: rankOf(one.profile, ranks) }));
  return SERVERS.flatMap(({ server }) => {
    let [best, port]: [number, PortUse | 'any' | undefined] = [0, undefined];
    for (const { one, rank } of ranked) {
      const said = rank === undefined || rank < best ? undefined : one.ports.get(server);
      if (rank !== undefined && said !== undefined) [best, port] = [rank, said];
    }
    return port === undefined || port === 'any' ? [] : [port];
  });
}

/** The place of the last active profile that a document is for; 0 where it needs none, undefined where it does not hold. */
function rankOf(profile: string | undefined, ranks: ReadonlyMap<string, number>): number | undefined {
  if (profile === undefined) return 0;
  let last: number | undefined;
  for (const text of profile.split(',')) {
    const one = text.trim();
    const rank = one.startsWith('!') ? (ranks.has(one.slice(1)) ? undefined : 0) : ranks.get(one);
    if (rank !== undefined && rank >= (last ?? 0)) last = rank;
  }
  return last;
}

/** Source sets of tests: `src/test`, and as the guides of Maven and Gradle call others (`src/it`, `src/integrationTest`). */
const OF_TESTS = /(?:^|\/)(?:test|src\/(?:it|testFixtures|\w+(?:Test|-tests?)))\//;

export function isSettingsFile(path: string): boolean {
  return (
    /^(?:(?:application|bootstrap)(?:-[\w.-]+)?\.(?:ya?ml|properties)|application\.conf)$/.test(baseName(path)) &&
    !OF_TESTS.test(path)
  );
}

/** What Spring Cloud and Micronaut read first: what the application's own settings say goes before it. */
function isBootstrap(name: string): boolean {
  return name.startsWith('bootstrap');
}

/**
 * Servers that frameworks start, by the settings that tell them their ports. References: Spring Boot, "Actuator: Customizing
 * the Management Server Port"; Quarkus, "Management interface reference" and "gRPC" ; Micronaut, "Management & Monitoring";
 * Dropwizard, "Configuration Reference: Servers"; Ktor, "Server configuration in a file"; Play, "Production configuration".
 */
const SERVERS: readonly { readonly server: Server; readonly key: RegExp }[] = [
  {
    server: 'own',
    key: /^(?:server\.port|(?:quarkus\.http|micronaut\.server|ktor\.deployment|play\.server\.http|server\.applicationConnectors|server\.connector)\.port)$/,
  },
  {
    server: 'management',
    key: /^(?:management(?:\.server)?|quarkus\.management|endpoints\.all|server\.adminConnectors)\.port$/,
  },
  { server: 'grpc', key: /^(?:spring\.|quarkus\.)?grpc\.server\.port$/ },
];

const MANAGED: Required<Setting> = { key: /^quarkus\.management\.enabled$/, value: 'true' };

/** What others of the settings make of no effect, or another server's. */
const UNHEEDED: readonly { readonly port: RegExp; readonly unless?: Setting; readonly where?: Setting }[] = [
  { port: /^quarkus\.management\./, unless: MANAGED },
  { port: /^quarkus\.grpc\./, where: { key: /^quarkus\.grpc\.server\.use-separate-server$/, value: 'false' } },
  { port: /^endpoints\./, where: { key: /^endpoints\.all\.enabled$/, value: 'false' } },
  // Where a client connects, in settings of a program's own making.
  { port: /^grpc\.server\./, where: { key: /^grpc\.server\.host$/ } },
];

interface Setting {
  readonly key: RegExp;
  readonly value?: string;
}

function says({ key, value }: Key, setting: Setting): boolean {
  return setting.key.test(key) && (setting.value === undefined || unplaced(value) === setting.value);
}

function isUnheeded({ key: port }: Key, keys: readonly Key[]): boolean {
  const stands = (setting: Setting): boolean => keys.some((key) => says(key, setting));
  return UNHEEDED.some(
    (one) =>
      one.port.test(port) &&
      ((one.unless !== undefined && !stands(one.unless)) || (one.where !== undefined && stands(one.where))),
  );
}

/** Port 0 is any free one, and -1 no server at all. */
function serverPorts(file: SourceFile, own: readonly Key[], beneath: readonly Key[]): ReadonlyMap<Server, PortUse | 'any'> {
  const ports = new Map<Server, PortUse | 'any'>();
  const names = new Set(own.map(({ key }) => key));
  const keys = [...own, ...beneath.filter(({ key }) => !names.has(key))];
  for (const { server, key: name } of SERVERS) {
    const isSwitched = server === 'management' && own.some((key) => says(key, MANAGED));
    const found = (isSwitched ? keys : own).find(({ key }) => name.test(key));
    if (found !== undefined && isUnheeded(found, keys)) continue;
    const said = found ?? (isSwitched ? managementOf(own) : undefined);
    if (said === undefined) continue;
    const { digits, settable } = portIn(said.value, keys);
    const port = Number(digits ?? 0);
    const use: PortUse = {
      port,
      protocol: 'tcp',
      bind: 'listens',
      told: 'image',
      origin: { file: file.path, line: said.line },
      ...(settable === undefined ? {} : { settable }),
      ...(server === 'own' ? {} : { role: server }),
    };
    ports.set(server, isPort(port) ? use : 'any');
  }
  return ports;
}

/** Quarkus, "Management interface reference": the port of a server that is only switched on. */
function managementOf(keys: readonly Key[]): Key | undefined {
  const enabled = keys.find((key) => says(key, MANAGED));
  return enabled === undefined ? undefined : { ...enabled, value: '9000' };
}

/** `${PORT}`, `${PORT:8080}`, Dropwizard's `${PORT:-8080}`; Ktor's `$PORT:8080`. */
const PLACEHOLDER = /^\$\{([\w.-]+)(?::-?(.*))?\}$/;
const BARE_PLACEHOLDER = /^\$(\w+):(.+)$/;
const MAX_PLACEHOLDERS = 8;

/** The number in a setting's value, through what placeholders stand for: other settings of the file, or their own defaults. */
function portIn(value: string, keys: readonly Key[]): { readonly digits?: string; readonly settable?: string } {
  let text = unquoted(value);
  let settable: string | undefined;
  for (let steps = 0; steps < MAX_PLACEHOLDERS; steps++) {
    const [, name, byDefault = ''] = PLACEHOLDER.exec(text) ?? BARE_PLACEHOLDER.exec(text) ?? [];
    if (name === undefined) break;
    const own = keys.find(({ key }) => key === name);
    // A setting of another name is as fixed as the port's own; a variable goes before what the file says of it.
    if (own === undefined || /^[A-Z][A-Z\d_]*$/.test(name)) settable ??= name;
    text = unquoted(own?.value ?? byDefault);
  }
  return /^\d{1,5}$/.test(text) ? { digits: text, ...(settable === undefined ? {} : { settable }) } : {};
}

function unquoted(value: string): string {
  return value.trim().replace(/^["']|["']$/g, '');
}

/** Copies of other people's contracts lie in such directories. */
const FOREIGN = /(?:^|\/)(?:third_party|vendor|googleapis|google|node_modules)\//;

/** `service NAME {` declarations of a proto file, comments left out. */
function readContract(file: SourceFile): readonly Trait[] {
  const service = CONTRACTS.find(([called]) => called.test(file.path))?.[1];
  if (service === undefined || FOREIGN.test(file.path)) return [];
  const traits: Trait[] = [];
  let inComment = false;
  for (const [index, raw] of file.text.split('\n').entries()) {
    const line = raw.trim();
    if (inComment) {
      inComment = !line.includes('*/');
      continue;
    }
    if (line.startsWith('/*')) {
      inComment = !line.includes('*/');
      continue;
    }
    const name = service.exec(line)?.[1];
    if (name !== undefined) traits.push({ kind: 'grpc-service', value: name, origin: { file: file.path, line: index + 1 } });
  }
  return traits;
}

/**
 * Keys that only a consumer sets: Spring Kafka and Spring Cloud Stream groups, Rabbit and JMS listeners, reactive messaging.
 * Quarkus puts its profiles before a key (`%prod.`, `"%dev,prod"`); what tests set says nothing.
 */
const CONSUMER_KEY =
  /^(?:["']?%(?!test["'.])[\w,-]+["']?\.)?(?:spring\.kafka\.(?:consumer|listener|streams)\b|spring\.rabbitmq\.listener\b|spring\.jms\.listener\b|mp\.messaging\.incoming\.|spring\.cloud\.stream\.bindings\.[^.]+-in-\d+|kafka\.consumer\b|micronaut\.kafka\.consumer|.*\.group-?id$)/i;

/** Spring Boot, "SpringApplication: Web Environment" and the key that 1.x has for it: the program serves nothing by HTTP. */
const WITHOUT_SERVER: readonly Required<Setting>[] = [
  { key: /^spring\.main\.web-?application-?type$/i, value: 'none' },
  { key: /^spring\.main\.web-?environment$/i, value: 'false' },
];

/** Where no profile has to be active for it. */
function webServerTraits({ path }: SourceFile, keys: readonly Key[], named: string | undefined): readonly Trait[] {
  if (named !== undefined) return [];
  const told = keys.find(({ key, value }) =>
    WITHOUT_SERVER.some((one) => one.key.test(key) && unplaced(value).toLowerCase() === one.value),
  );
  if (told === undefined || keys.some(({ key, document }) => document === told.document && ON_PROFILE.test(key))) return [];
  return [{ kind: 'no-web-server', origin: { file: path, line: told.line } }];
}

const GROUP_VARIABLE = /(?:^|_)(?:KAFKA|CONSUMER)_(?:\w+_)?GROUP(?:_?ID|_?NAME)?$/i;

/** Spring Boot, Micronaut and Quarkus: who starts a service names the profiles that are active, and the file's own choice is void. */
const PROFILE_VARIABLE = /^(?:SPRING_PROFILES_ACTIVE|MICRONAUT_ENVIRONMENTS|QUARKUS_PROFILE)$/;
const PROFILE_OPTION = /(?:-D|--)(?:spring\.profiles\.active|micronaut\.environments|quarkus\.profile)=["']?([\w.,-]+)/;

/** The profiles that an environment or a command names, as written; undefined where it names none, or what only a run knows. */
export function activeProfiles(
  environment: Iterable<readonly [name: string, value: string]>,
  command: readonly string[] = [],
): string | undefined {
  const told = PROFILE_OPTION.exec(command.join(' '))?.[1];
  if (told !== undefined) return told;
  for (const [name, value] of environment) {
    const named = PROFILE_VARIABLE.test(name) ? value : OPTION_VARIABLES.has(name) ? PROFILE_OPTION.exec(value)?.[1] : undefined;
    if (named !== undefined && /^[\w., -]+$/.test(named)) return named;
  }
  return undefined;
}

/** A variable that names the group under which it takes messages; producers have none. */
export function groupOf(environment: Iterable<readonly [name: string, value: string]>): string | undefined {
  for (const [name, value] of environment) if (value !== '' && GROUP_VARIABLE.test(name)) return value;
  return undefined;
}

function consumerTraits(file: SourceFile, keys: readonly Key[]): readonly Trait[] {
  const found = keys.find(({ key, value }) => CONSUMER_KEY.test(key) && (value !== '' || !/\.group-?id$/i.test(key)));
  return found === undefined
    ? []
    : [
        {
          kind: 'consumer-group',
          value: found.value === '' ? found.key : found.value,
          origin: { file: file.path, line: found.line },
        },
      ];
}
