/** Which of several settings beside each other decide a port: by precedence, by profiles, by what they import. */
import {
  addTo,
  append,
  byText,
  directoryOf,
  inDirectory,
  isReadFailure,
  joinPath,
  type Project,
  type ReadFailure,
} from '../../../src/model/index.ts';
import { type PortUse, portDemand } from '../demands.ts';
import type { FileFacts } from '../file-facts.ts';
import { isSettingsFile, MAX_LOCATIONS, profilePortsOf, readSettings, type SettingsDocument } from './application-settings.ts';
import { SERVERS } from './server-ports.ts';
import { unplaced } from './settings-keys.ts';
import { settingsProblems } from './settings-problems.ts';

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

/** What Spring Cloud and Micronaut read first: what the application's own settings say goes before it. */
function isBootstrap(name: string): boolean {
  return name.startsWith('bootstrap');
}
