import type { LoadedConfig } from '../config/load.ts';
import type { ServiceConfig } from '../config/schema.ts';
import { unknownService } from '../config/unknown-service.ts';
import { addTo, append, type Diagnostic, type Origin, type Service, type ServiceId, serviceNames } from '../model/index.ts';
import { FACT_NAMES, type FactName, type Facts, type PackagingPolicy } from './input.ts';

/** What config and facts file say about one service, each fact with the line that declares it. */
export interface Declared {
  readonly facts: Facts;
  readonly factOrigin: (fact: FactName) => Origin | undefined;
  readonly policy?: PackagingPolicy;
  readonly level?: ServiceConfig['level'];
  readonly groups?: readonly string[];
}

export interface Declarations {
  readonly of: (service: ServiceId) => Declared;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: Declared = { facts: {}, factOrigin: () => undefined };

/** One place that speaks of a service: an entry of the config, or of the facts file. */
interface Entry {
  readonly service: string;
  readonly facts: Facts;
  readonly place: (fact: FactName) => Origin | undefined;
  readonly settings?: ServiceConfig;
}

/** Declarations of a fleet. Two that contradict each other are an error with both lines; neither is silently taken. */
export function declarations(
  services: readonly Service[],
  loaded: LoadedConfig,
  setAside: readonly Service[] = [],
): Declarations {
  const named = serviceNames(services);
  const absent = serviceNames(setAside);
  const entries = new Map<ServiceId, Entry[]>();
  const diagnostics: Diagnostic[] = [];
  for (const entry of [...fromConfig(loaded), ...fromFactsFile(loaded)]) {
    const ids = idsOf(entry.service, services, named);
    for (const id of ids) addTo(entries, id, entry);
    if (ids.length > 0 || entry.settings !== undefined || loaded.liesElsewhere?.(entry.service) === true) continue;
    if (absent(entry.service).length === 0) diagnostics.push(undeclared(entry, services, loaded));
  }
  const declared = new Map<ServiceId, Declared>();
  for (const [id, own] of entries) {
    declared.set(id, merged(own, loaded));
    append(diagnostics, contradicting(id, own));
  }
  return { of: (service) => declared.get(service) ?? NOTHING, diagnostics };
}

/** Facts of the root's own file are about the one service of a tree that has no other. */
function idsOf(name: string, services: readonly Service[], named: (name: string) => readonly ServiceId[]): readonly ServiceId[] {
  const ids = named(name);
  const [only, ...more] = services;
  return ids.length === 0 && name === '.' && only !== undefined && more.length === 0 ? [only.id] : ids;
}

function fromConfig(loaded: LoadedConfig): readonly Entry[] {
  return Object.entries(loaded.config.services ?? {}).map(([service, settings]) => ({
    service,
    facts: settings.facts ?? {},
    place: (fact) => loaded.originOf(['services', service, 'facts', fact]),
    settings,
  }));
}

function fromFactsFile({ factsFile }: LoadedConfig): readonly Entry[] {
  if (factsFile === undefined) return [];
  return Object.entries(factsFile.services).map(([service, facts]) => ({
    service,
    facts,
    place: (fact) => ({ file: factsFile.file, line: factsFile.lineOf(service, fact) }),
  }));
}

function merged(entries: readonly Entry[], loaded: LoadedConfig): Declared {
  const facts: Facts = Object.assign({}, ...entries.map((entry) => entry.facts).reverse());
  const configured = entries.filter((entry) => entry.settings !== undefined);
  const settings: ServiceConfig = Object.assign({}, ...configured.map((entry) => entry.settings).reverse());
  const policy = policyOf(configured, loaded);
  return {
    facts,
    factOrigin: (fact) => entries.find((entry) => entry.facts[fact] !== undefined)?.place(fact),
    ...(policy === undefined ? {} : { policy }),
    ...(settings.level === undefined ? {} : { level: settings.level }),
    ...(settings.groups === undefined ? {} : { groups: settings.groups }),
  };
}

function policyOf(entries: readonly Entry[], { originOf }: LoadedConfig): PackagingPolicy | undefined {
  const entry = entries.find((one) => one.settings?.packaging !== undefined);
  const packaging = entry?.settings?.packaging;
  if (entry === undefined || packaging === undefined) return undefined;
  const { recommend, forbid, reason, until } = packaging;
  const origin = originOf(['services', entry.service, 'packaging']);
  return {
    ...(recommend === undefined ? {} : { recommend }),
    ...(forbid === undefined ? {} : { forbid }),
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The same fact declared twice with different values. */
function contradicting(service: ServiceId, entries: readonly Entry[]): readonly Diagnostic[] {
  return FACT_NAMES.flatMap((fact): readonly Diagnostic[] => {
    const given = entries.filter((entry) => entry.facts[fact] !== undefined);
    const [first] = given;
    const other = given.find((entry) => String(entry.facts[fact]) !== String(first?.facts[fact]));
    if (first === undefined || other === undefined) return [];
    const say = (entry: Entry): string => {
      const place = entry.place(fact);
      return `${String(entry.facts[fact])}${place === undefined ? '' : ` (${place.file}:${place.line})`}`;
    };
    return [
      {
        code: 'facts/contradiction',
        severity: 'error',
        message: `${service}: ${fact} is declared twice, as ${say(first)} and as ${say(other)}; keep one`,
        ...at(other.place(fact)),
      },
    ];
  });
}

function undeclared({ service }: Entry, services: readonly Service[], { factsFile }: LoadedConfig): Diagnostic {
  return {
    ...unknownService('facts are declared for', service, services),
    ...(factsFile === undefined ? {} : { file: factsFile.file, line: factsFile.lineOf(service) }),
  };
}

export function at(origin: Origin | undefined): Pick<Diagnostic, 'file' | 'line'> {
  return origin === undefined ? {} : { file: origin.file, line: origin.line };
}
