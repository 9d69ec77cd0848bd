/** Settings of Spring, Quarkus, Micronaut and their like, as documents: each holds always, or under a profile. */
import { addTo, baseName, groupBy, type ProfilePort, type SourceFile, type Trait } from '../../../src/model/index.ts';
import { type PortUse, portDemand } from '../demands.ts';
import { ACTIVE, GROUP, IMPORTED, INCLUDED, ON_PROFILE } from './profiles.ts';
import { type Server, serverPorts } from './server-ports.ts';
import { type Key, keysOf, unplaced, unquoted } from './settings-keys.ts';
import { settingsTraits } from './settings-traits.ts';

/** Settings of servers; those in YAML are asked for anyway. */
export const SERVER_SETTINGS_FILES: readonly string[] = [
  ...['application', 'bootstrap'].flatMap((name) => [`${name}.properties`, `${name}-*.properties`]),
  'application.conf',
];

/** Source sets of tests: `src/test`, and as the guides of Maven and Gradle call others (`src/it`, `src/integrationTest`). */
const OF_TESTS = /(?:^|\/)(?:test|src\/(?:it|testFixtures|\w+(?:Test|-tests?)))\//;

export function isSettingsFile(path: string): boolean {
  return (
    /^(?:(?:application|bootstrap)(?:-[\w.-]+)?\.(?:ya?ml|properties)|application\.conf)$/.test(baseName(path)) &&
    !OF_TESTS.test(path)
  );
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
    traits: settingsTraits(file, keys, named),
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

export const MAX_LOCATIONS = 20;

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
