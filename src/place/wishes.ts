import type { LoadedConfig } from '../config/load.ts';
import { unknownService } from '../config/unknown-service.ts';
import { meantOr } from '../formats/closest.ts';
import { addTo, append, type Diagnostic, listed, type Service, type ServiceId, serviceNames } from '../model/index.ts';
import type { Wishes } from './constraints.ts';
import { ascending, type Bound, HOST, hostNode, type Tenant, type Tie, Ties, tenantsOf } from './ties.ts';

export interface ReadWishes {
  readonly wishes: Wishes;
  /** Services that config keeps on one host, with the lines that say so. */
  readonly bound: readonly Bound[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Apart {
  readonly services: readonly [ServiceId, ServiceId];
  readonly line: number;
}

interface Pin {
  readonly service: ServiceId;
  readonly host: string;
  readonly line: number;
}

/** A service with a machine of its own. */
interface Loner {
  readonly service: ServiceId;
  readonly line: number;
}

/** What config wishes of the placement; wishes that exclude each other are errors that name the lines of both. */
export function readWishes(services: readonly Service[], setAside: readonly Service[], loaded: LoadedConfig): ReadWishes {
  const { config } = loaded;
  const problems = new Problems(loaded);
  const all = serviceNames(services);
  const { together, apart, pins, loners } = statedIn(loaded, finder(services, setAside, loaded, problems));
  const ties = new Ties([
    ...together,
    ...pins.map(({ service, host, line }): Tie => ({ ends: [service, hostNode(host)], line })),
  ]);
  checkApart(apart, ties, problems);
  checkLoners(loners, ties, problems);
  checkPins(pins, ties, all, loaded, problems);
  checkCapacity(ties, loaded, problems);
  const limit = config.maxServicesPerHost;
  return {
    wishes: {
      together: together.map(({ ends }) => ends),
      apart: [...apart.map((one) => one.services), ...strangers(pins, services, all, loaded)],
      pins: new Map(pins.map(({ service, host }) => [service, host])),
      ...(limit === undefined ? {} : { maxServicesPerHost: limit }),
    },
    bound: ties.groups().filter((group) => group.services.length > 1),
    diagnostics: problems.list,
  };
}

/** The service that config means by a name, or by its own other name for it; where there is none, that is told. */
type Find = (name: string, path: readonly (string | number)[], alias?: string) => ServiceId | undefined;

/** What was set aside is known, but has no place; neither has what lies elsewhere. */
function finder(
  services: readonly Service[],
  setAside: readonly Service[],
  { liesElsewhere = () => false }: LoadedConfig,
  problems: Problems,
): Find {
  const named = oneOf(serviceNames(services));
  const absent = oneOf(serviceNames(setAside));
  return (name, path, alias = name) => {
    const found = named(name) ?? named(alias);
    const isKnown = (found ?? absent(name) ?? absent(alias)) !== undefined || liesElsewhere(name);
    if (!isKnown) problems.unknownService(name, services, path);
    return found;
  };
}

interface Stated {
  readonly together: readonly Tie[];
  readonly apart: readonly Apart[];
  readonly pins: readonly Pin[];
  readonly loners: readonly Loner[];
}

/** The wishes as config states them, each with its line. */
function statedIn({ config, lineOf }: LoadedConfig, find: Find): Stated {
  const together: Tie[] = [];
  const apart: Apart[] = [];
  const pins: Pin[] = [];
  const loners: Loner[] = [];
  for (const [name, settings] of Object.entries(config.services ?? {})) {
    const self = find(name, ['services', name], settings.name);
    const others = (wish: 'together' | 'apart'): readonly (readonly [ServiceId, number])[] =>
      (settings[wish] ?? []).flatMap((other, index) => {
        const path = ['services', name, wish, index];
        const id = find(other, path);
        return id === undefined ? [] : [[id, lineOf(path)] as const];
      });
    const [near, far] = [others('together'), others('apart')];
    if (self === undefined) continue;
    append(
      together,
      near.map(([other, line]): Tie => ({ ends: [self, other], line })),
    );
    append(
      apart,
      far.map(([other, line]): Apart => ({ services: [self, other], line })),
    );
    if (settings.level === 'machine') loners.push({ service: self, line: lineOf(['services', name, 'level']) });
    if (settings.pin !== undefined) pins.push({ service: self, host: settings.pin, line: lineOf(['services', name, 'pin']) });
  }
  for (const [index, host] of (config.hosts ?? []).entries())
    for (const [at, name] of (host.services ?? []).entries()) find(name, ['hosts', index, 'services', at]);
  return { together, apart, pins, loners };
}

/** A declared host takes the services that it lists, or nobody beside its tenant: everybody else is apart from who is pinned there. */
function strangers(
  pins: readonly Pin[],
  services: readonly Service[],
  named: Names,
  { config }: LoadedConfig,
): readonly (readonly [ServiceId, ServiceId])[] {
  return pins.flatMap((pin) => {
    const host = config.hosts?.find(({ name }) => name === pin.host);
    if (host === undefined || (host.share !== 'forbid' && host.services === undefined)) return [];
    const listed = host.share === 'forbid' ? [] : (host.services ?? []).flatMap(named);
    return services.filter(({ id }) => id !== pin.service && !listed.includes(id)).map(({ id }) => [pin.service, id] as const);
  });
}

type Names = ReturnType<typeof serviceNames>;
type Named = (name: string) => ServiceId | undefined;

/** A wish is about one service: a name that several have is nobody's. */
function oneOf(named: Names): Named {
  return (name) => onlyOne(named(name));
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

class Problems {
  readonly list: Diagnostic[] = [];
  readonly #file: string | undefined;
  readonly #originOf: LoadedConfig['originOf'];

  constructor({ file, originOf }: LoadedConfig) {
    this.#file = file;
    this.#originOf = originOf;
  }

  contradiction(line: number, message: string): void {
    this.#add('config/contradiction', line, message);
  }

  unknownService(name: string, services: readonly Service[], path: readonly (string | number)[]): void {
    this.list.push({ ...unknownService('config names the service', name, services), ...this.#originOf(path) });
  }

  unknownHost({ service, host, line }: Pin, known: readonly string[]): void {
    const hint = meantOr(host, known, `hosts are: ${listed(known, MANY)}`);
    this.#add('config/unknown-host', line, `${service} is pinned to "${host}", which is none of config's hosts; ${hint}`);
  }

  #add(code: string, line: number, message: string): void {
    const place = this.#file === undefined ? {} : { file: this.#file, line };
    this.list.push({ code, severity: 'error', message, ...place });
  }
}

function checkApart(apart: readonly Apart[], ties: Ties, problems: Problems): void {
  const told = new Set<string>();
  for (const { services, line } of apart) {
    const [a, b] = services;
    const chain = ties.between(a, b);
    const key = [...services].sort().join(HOST);
    if (chain === undefined || told.has(key)) continue;
    told.add(key);
    if (a === b) problems.contradiction(line, `${a} is wanted apart from itself (line ${line})`);
    else {
      const together = `${howTied(chain)} (${lines(chain.map((tie) => tie.line))})`;
      const first = Math.min(line, ...chain.map((tie) => tie.line));
      problems.contradiction(first, `${a} and ${b} are wanted apart (line ${line}) and ${together}; drop one of the two`);
    }
  }
}

function checkLoners(loners: readonly Loner[], ties: Ties, problems: Problems): void {
  const groups = ties.groups();
  for (const { service, line } of loners) {
    const group = groups.find(({ services }) => services.includes(service));
    const others = group?.services.filter((one) => one !== service) ?? [];
    if (group === undefined || others.length === 0) continue;
    problems.contradiction(
      Math.min(line, ...group.lines),
      `${service} has a machine of its own (line ${line}), but belongs on one host with ${listed(others, MANY)} (${lines(group.lines)}); drop one of the two`,
    );
  }
}

function howTied(chain: readonly Tie[]): string {
  const host = chain.flatMap(({ ends }) => ends).find((end) => end.startsWith(HOST));
  return host === undefined ? 'together' : `both on ${host.slice(HOST.length)}`;
}

function checkPins(pins: readonly Pin[], ties: Ties, named: Names, { config, lineOf }: LoadedConfig, problems: Problems): void {
  const hosts = config.hosts ?? [];
  const pinned = new Map<string, Pin[]>();
  for (const pin of pins) addTo(pinned, pin.host, pin);
  const names = [...pinned.keys()];
  for (const [index, name] of names.entries()) {
    for (const other of names.slice(index + 1)) {
      const chain = ties.between(hostNode(name), hostNode(other));
      if (chain === undefined) continue;
      const involved = chain.flatMap(({ ends }) => ends).filter((end) => !end.startsWith(HOST));
      const first = Math.min(...chain.map((tie) => tie.line));
      problems.contradiction(
        first,
        `${listed([...new Set(involved)], MANY)} belong on one host, but are pinned to ${name} and to ${other} (${lines(chain.map((tie) => tie.line))}); pin them to one`,
      );
    }
  }
  for (const [name, own] of pinned) {
    const index = hosts.findIndex((host) => host.name === name);
    const host = hosts[index];
    const [first] = own;
    if (first === undefined) continue;
    if (host === undefined) {
      if (hosts.length > 0)
        problems.unknownHost(
          first,
          hosts.map((one) => one.name),
        );
      continue;
    }
    checkTenants(tenantsOf(name, ties), { host, index, named, lineOf, problems });
  }
}

interface TenantsOf {
  readonly host: NonNullable<LoadedConfig['config']['hosts']>[number];
  readonly index: number;
  readonly named: Names;
  readonly lineOf: LoadedConfig['lineOf'];
  readonly problems: Problems;
}

/** Who belongs on a declared host, against what the host says of itself. */
function checkTenants(tenants: readonly Tenant[], { host, index, named, lineOf, problems }: TenantsOf): void {
  const linesOf = (some: readonly Tenant[]): readonly number[] =>
    ascending(some.flatMap(({ chain }) => chain.map((tie) => tie.line)));
  if (host.share === 'forbid' && tenants.length > 1) {
    const services = listed(
      tenants.map(({ service }) => service),
      MANY,
    );
    const how = tenants.every(({ chain }) => chain.length === 1) ? 'are pinned to' : 'belong on';
    const own = linesOf(tenants);
    problems.contradiction(
      own[0] ?? 1,
      `${services} ${how} ${host.name} (${lines(own)}), which is not to be shared (line ${lineOf(['hosts', index, 'share'])})`,
    );
  }
  const allowed = host.services?.flatMap(named);
  for (const tenant of tenants) {
    if (allowed === undefined || allowed.includes(tenant.service)) continue;
    const how = tenant.chain.length === 1 ? 'is pinned to' : 'belongs on';
    const own = linesOf([tenant]);
    problems.contradiction(
      own[0] ?? 1,
      `${tenant.service} ${how} ${host.name} (${lines(own)}), whose list of services does not name it (line ${lineOf(['hosts', index])})`,
    );
  }
}

function checkCapacity(ties: Ties, { config, lineOf }: LoadedConfig, problems: Problems): void {
  const limit = config.maxServicesPerHost;
  if (limit === undefined) return;
  for (const group of ties.groups()) {
    if (group.services.length <= limit) continue;
    const line = lineOf(['maxServicesPerHost']);
    problems.contradiction(
      line,
      `${listed(group.services, MANY)} belong on one host (${lines(group.lines)}), but maxServicesPerHost is ${limit} (line ${line})`,
    );
  }
}

const MANY = 10;

/** `line 3`, `lines 3 and 5`. */
export function lines(numbers: Iterable<number>): string {
  const sorted = ascending(numbers);
  return `${sorted.length === 1 ? 'line' : 'lines'} ${listed(sorted.map(String), MANY)}`;
}
