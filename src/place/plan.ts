import type { LoadedConfig } from '../config/load.ts';
import { hostKey, type JointResult } from '../detect/joint.ts';
import type {
  Conflict,
  Diagnostic,
  EcosystemId,
  Fleet,
  Host,
  IsolationLevel,
  Placement,
  Repin,
  Rung,
  RuntimeName,
  Service,
  ServiceId,
  Target,
  Verdict,
} from '../model/index.ts';
import { exclusionsAt, type Wishes } from './constraints.ts';
import { ladder } from './ladder.ts';
import { place } from './place.ts';

export interface Planned {
  readonly placement: Placement;
  readonly ladder: readonly Rung[];
  readonly diagnostics: readonly Diagnostic[];
}

const RUNTIME_OF: Readonly<Record<EcosystemId, RuntimeName | undefined>> = {
  python: 'python',
  npm: 'node',
  jvm: 'jdk',
  go: undefined,
};

/** Wishes from config, the fewest hosts at the asked level, and the ladder over all levels. */
export function planHosts(
  { services, setAside = [] }: Pick<Fleet, 'services' | 'setAside'>,
  conflicts: readonly Conflict[],
  level: IsolationLevel,
  loaded: LoadedConfig,
  targetOf: (members: readonly ServiceId[]) => Target,
  joint: JointResult,
): Planned {
  const ids = services.map((service) => service.id);
  const { wishes, diagnostics } = readWishes(services, setAside, loaded);
  const placed = place(ids, exclusionsAt(conflicts, level), wishes);
  const told = diagnostics.some((one) => one.code === 'config/contradiction');
  const problems = placed.ok || told ? diagnostics : [...diagnostics, contradiction(placed.message, loaded)];
  const assignment = placed.ok ? placed.assignment : { hosts: ids.map((id) => [id]), lowerBound: 0, optimal: false };
  const byId = new Map(services.map((service) => [service.id, service]));
  const hosts = assignment.hosts.map((members, index): Host => {
    const proved = joint.hosts.get(hostKey(members));
    return {
      id: `host-${index + 1}`,
      services: members,
      verdict: hostVerdict(members, proved, level),
      runtimes: runtimesOf(members, byId, targetOf(members)),
      repins: proved ?? [],
    };
  });
  return {
    placement: { level, hosts, lowerBound: assignment.lowerBound, optimal: assignment.optimal },
    ladder: ladder(ids, conflicts, wishes, { level, result: placed }),
    diagnostics: problems,
  };
}

function contradiction(message: string, loaded: LoadedConfig): Diagnostic {
  return {
    code: 'config/contradiction',
    severity: 'error',
    message,
    ...(loaded.file === undefined ? {} : { file: loaded.file, line: loaded.lineOf(['services']) }),
  };
}

function readWishes(
  services: readonly Service[],
  setAside: readonly Service[],
  loaded: LoadedConfig,
): { readonly wishes: Wishes; readonly diagnostics: readonly Diagnostic[] } {
  const { config } = loaded;
  const diagnostics: Diagnostic[] = [];
  const resolve = (name: string, path: readonly (string | number)[]): ServiceId[] => {
    const found = named(services, name);
    if (found !== undefined) return [found.id];
    if (named(setAside, name) !== undefined) return [];
    diagnostics.push({
      code: 'config/unknown-service',
      severity: 'error',
      message: `config names the service "${name}", which is not in this fleet; services are: ${services
        .slice(0, 10)
        .map((service) => service.id)
        .join(', ')}${services.length > 10 ? ' …' : ''}`,
      ...(loaded.file === undefined ? {} : { file: loaded.file, line: loaded.lineOf(path) }),
    });
    return [];
  };
  const together: ServiceId[][] = [];
  const apart: ServiceId[][] = [];
  const pins = new Map<ServiceId, string>();
  for (const [name, settings] of Object.entries(config.services ?? {})) {
    const self = resolve(settings.name ?? name, ['services', name]);
    if (settings.together !== undefined)
      together.push([...self, ...settings.together.flatMap((other) => resolve(other, ['services', name, 'together']))]);
    for (const other of settings.apart ?? []) apart.push([...self, ...resolve(other, ['services', name, 'apart'])]);
    if (settings.pin !== undefined) for (const id of self) pins.set(id, settings.pin);
  }
  for (const pair of apart) {
    const both = together.find((group) => pair.length === 2 && pair.every((service) => group.includes(service)));
    if (both === undefined || loaded.file === undefined) continue;
    const lines = [linesOfWish(loaded, 'together', pair), linesOfWish(loaded, 'apart', pair)];
    diagnostics.push({
      code: 'config/contradiction',
      severity: 'error',
      file: loaded.file,
      line: lines[0] ?? 1,
      message: `${pair.join(' and ')} are wanted together (line ${lines[0] ?? 1}) and apart (line ${lines[1] ?? 1})`,
    });
  }
  const limit = config.maxServicesPerHost;
  return { wishes: { together, apart, pins, ...(limit === undefined ? {} : { maxServicesPerHost: limit }) }, diagnostics };
}

function named(services: readonly Service[], name: string): Service | undefined {
  const exact = services.find((service) => service.id === name || service.path === name);
  return exact ?? onlyOne(services.filter((service) => service.path.endsWith(`/${name}`)));
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function linesOfWish(loaded: LoadedConfig, wish: 'together' | 'apart', pair: readonly ServiceId[]): number {
  for (const [name, settings] of Object.entries(loaded.config.services ?? {})) {
    if (
      settings[wish] !== undefined &&
      pair.some((service) => service === name || service === settings.name || service.endsWith(`/${name}`))
    ) {
      return loaded.lineOf(['services', name, wish]);
    }
  }
  return 1;
}

/** A host is proved when it was resolved as a whole: that every two agree says nothing of three. */
function hostVerdict(members: readonly ServiceId[], proved: readonly Repin[] | undefined, level: IsolationLevel): Verdict {
  if (members.length === 1) return 'share';
  if (level !== 'environment' || proved === undefined) return 'likely';
  return proved.length > 0 ? 'repin' : 'share';
}

function runtimesOf(
  members: readonly ServiceId[],
  byId: ReadonlyMap<ServiceId, Service>,
  target: Target,
): Readonly<Partial<Record<RuntimeName, string>>> {
  const used = new Set(
    members.flatMap((id) => byId.get(id)?.ecosystems.flatMap((ecosystem) => RUNTIME_OF[ecosystem] ?? []) ?? []),
  );
  return Object.fromEntries([...used].sort().map((name) => [name, target[name]]));
}
