import type { LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { HOST_RUNTIMES, type Origin, type Service, type ServiceId, serviceLabel, serviceNames } from '../model/index.ts';
import type { Sharing } from './input.ts';
import { admits, constraintsOf } from './runtime.ts';

type HostConfig = NonNullable<Config['hosts']>[number];

interface Host {
  readonly host: HostConfig;
  readonly tenants: ReadonlySet<ServiceId>;
  readonly origin: Origin | undefined;
}

const NOBODY: Sharing = { cotenants: [] };

function hostsOf(services: readonly Service[], { config, file, lineOf }: LoadedConfig): readonly Host[] {
  const named = serviceNames(services);
  return (config.hosts ?? []).flatMap((host, index) => {
    if (host.share === 'forbid') return [];
    const tenants = host.services?.flatMap(named) ?? services.map((service) => service.id);
    return [
      { host, tenants: new Set(tenants), origin: file === undefined ? undefined : { file, line: lineOf(['hosts', index]) } },
    ];
  });
}

/** The declared host of each service, where there is one. */
export function hostOf(services: readonly Service[], loaded: LoadedConfig): (service: ServiceId) => HostConfig | undefined {
  const hosts = hostsOf(services, loaded);
  return (service) => hosts.find(({ tenants }) => tenants.has(service))?.host;
}

/**
 * Which declared host each service may share, and with whom: the first one that allows sharing and lists the service. A
 * host without a list takes anybody.
 */
export function sharingOf(services: readonly Service[], loaded: LoadedConfig): (service: Service) => Sharing {
  const hosts = hostsOf(services, loaded);
  return (service) => {
    const own = hosts.find(({ tenants }) => tenants.has(service.id));
    if (own === undefined) return NOBODY;
    const lacks = missingRuntime(service, own.host);
    return {
      host: own.host.name,
      cotenants: without(own.tenants, service.id),
      ...(own.origin === undefined ? {} : { origin: own.origin }),
      ...(lacks === undefined ? {} : { lacks }),
    };
  };
}

function without(tenants: ReadonlySet<ServiceId>, service: ServiceId): readonly ServiceId[] {
  return [...tenants].filter((one) => one !== service);
}

/** A host that says which versions it has runs only what one of them admits. */
function missingRuntime(service: Service, host: HostConfig): string | undefined {
  for (const runtime of HOST_RUNTIMES) {
    const installed = host[runtime];
    if (installed === undefined) continue;
    const constraints = constraintsOf(service, runtime);
    if (installed.some((version) => constraints.every(({ constraint }) => admits(runtime, constraint, version)))) continue;
    const wanted = constraints.map(({ constraint }) => constraint).join(', ');
    return `${serviceLabel(service.id)} needs ${runtime} ${wanted}, ${host.name} has ${installed.join(', ') || 'none'}`;
  }
  return undefined;
}
