import type { LoadedConfig } from '../../config/load.ts';
import {
  type Conflict,
  type Demand,
  type Diagnostic,
  HOST_RUNTIMES,
  type RuntimeName,
  type Service,
  type ServiceId,
  serviceLabel,
  serviceNames,
} from '../../model/index.ts';
import type { RuleBook } from '../rules.ts';
import { deployedDemands } from './demands.ts';
import type { GroupChoice } from './groups.ts';

type HostConfig = NonNullable<LoadedConfig['config']['hosts']>[number];

/** A declared host with the versions of one runtime that are installed on it. */
interface Installed {
  readonly host: string;
  readonly runtime: RuntimeName;
  readonly versions: readonly string[];
  readonly line: number;
  /** Services that the host takes; all when absent. */
  readonly services?: readonly ServiceId[];
}

function installedRuntimes({ config, lineOf }: LoadedConfig, services: readonly Service[]): readonly Installed[] {
  return (config.hosts ?? []).flatMap((host, index) =>
    HOST_RUNTIMES.flatMap((runtime): readonly Installed[] => {
      const versions = host[runtime];
      if (versions === undefined || versions.length === 0) return [];
      const taken = tenantsOf(host, services, config);
      const line = lineOf(['hosts', index, runtime]);
      return [{ host: host.name, runtime, versions, line, ...(taken === undefined ? {} : { services: taken }) }];
    }),
  );
}

/** Services that a host lists, and those that are pinned to it. */
function tenantsOf(
  host: HostConfig,
  services: readonly Service[],
  config: LoadedConfig['config'],
): readonly ServiceId[] | undefined {
  const pinned = services.filter(({ id, path }) => (config.services?.[path] ?? config.services?.[id])?.pin === host.name);
  if (host.services === undefined) return undefined;
  const listed = host.services.flatMap(serviceNames(services));
  return [...new Set([...listed, ...pinned.map(({ id }) => id)])];
}

/**
 * One host has one default interpreter, unless config says that several are installed: where each service of a conflict
 * finds one that suits it, an environment each (made with the right one) ends it, and no container is needed.
 */
export function withInstalledRuntimes(
  conflicts: readonly Conflict[],
  loaded: LoadedConfig,
  services: readonly Service[],
  rules: RuleBook,
): readonly Conflict[] {
  const installed = installedRuntimes(loaded, services);
  if (installed.length === 0) return conflicts;
  return conflicts.map((conflict) => {
    if (conflict.realm !== 'runtime' || conflict.clearedBy !== 'container') return conflict;
    const key = conflict.demands[0]?.key;
    const host = installed.find(
      (one) =>
        one.runtime === key &&
        conflict.services.every((service) => one.services?.includes(service) ?? true) &&
        conflict.services.every((service) =>
          suits(
            one.versions,
            conflict.demands.filter((demand) => demand.service === service),
            rules,
          ),
        ),
    );
    if (host === undefined) return conflict;
    const step = `${host.host} has ${key} ${host.versions.join(' and ')} installed (${loaded.file ?? 'config'}:${host.line}): an environment each, made with the right one, ends this.`;
    return { ...conflict, clearedBy: 'process' as const, explanation: [...conflict.explanation, step] };
  });
}

function suits(versions: readonly string[], demands: readonly Demand[], rules: RuleBook): boolean {
  return versions.some((version) => demands.every((demand) => admits(version, demand, rules)));
}

function admits(version: string, demand: Demand, rules: RuleBook): boolean {
  return rules.find('runtime', demand.key)?.admits?.(version, demand) ?? true;
}

/** Services that have to be on a host on which no interpreter suits them. */
export function unsuitedTenants(
  loaded: LoadedConfig,
  services: readonly Service[],
  groups: GroupChoice,
  rules: RuleBook,
): readonly Diagnostic[] {
  return installedRuntimes(loaded, services).flatMap(({ host, runtime, versions, line }) =>
    services.flatMap((service): readonly Diagnostic[] => {
      const settings = loaded.config.services?.[service.path] ?? loaded.config.services?.[service.id];
      if (settings?.pin !== host) return [];
      const demands = deployedDemands(service, groups).filter(
        (demand) => demand.realm === 'runtime' && demand.key === runtime && demand.strength === 'declared',
      );
      const [first] = demands.filter((demand) => !suits(versions, [demand], rules));
      if (first === undefined) return [];
      return [
        {
          code: 'config/contradiction',
          severity: 'error',
          message: `${serviceLabel(service.id)} is pinned to ${host}, which has ${runtime} ${versions.join(', ')} (line ${line}), but needs ${runtime} ${first.constraint} (${first.origin.file}:${first.origin.line})`,
          ...loaded.originOf(['services', service.path, 'pin']),
        },
      ];
    }),
  );
}
