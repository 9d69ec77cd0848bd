import type { LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Diagnostic, Service, ServiceId } from '../model/index.ts';
import { serviceNames } from './declared.ts';
import type { Sharing } from './input.ts';
import { admits, constraintsOf } from './runtime.ts';

type HostConfig = NonNullable<Config['hosts']>[number];

/** Which declared host each service may share, and with whom. */
export interface SharingPlan {
  readonly of: (service: Service) => Sharing;
  readonly diagnostics: readonly Diagnostic[];
}

const NOBODY: Sharing = { cotenants: [] };

/** The first declared host that allows sharing and lists the service is its host; a host without a list takes anybody. */
export function sharingPlan(services: readonly Service[], { config, file, lineOf }: LoadedConfig): SharingPlan {
  const named = serviceNames(services);
  const diagnostics: Diagnostic[] = [];
  const place = (...path: readonly (string | number)[]): { readonly file: string; readonly line: number } | undefined =>
    file === undefined ? undefined : { file, line: lineOf(['hosts', ...path]) };
  const hosts = (config.hosts ?? []).map((host, index) => {
    for (const [at, name] of (host.services ?? []).entries()) {
      if (named(name).length > 0) continue;
      diagnostics.push({
        code: 'config/unknown-service',
        severity: 'error',
        message: `host "${host.name}" lists "${name}", which is not in this fleet; services are: ${services
          .slice(0, 10)
          .map((service) => service.id)
          .join(', ')}${services.length > 10 ? ' …' : ''}`,
        ...place(index, 'services', at),
      });
    }
    const tenants = host.services === undefined ? services.map((service) => service.id) : host.services.flatMap(named);
    return { host, tenants: new Set(tenants), origin: place(index) };
  });
  const allowing = hosts.filter(({ host }) => host.share !== 'forbid');
  const of = (service: Service): Sharing => {
    const own = allowing.find(({ tenants }) => tenants.has(service.id));
    if (own === undefined) return NOBODY;
    const lacks = missingRuntime(service, own.host);
    return {
      host: own.host.name,
      cotenants: without(own.tenants, service.id),
      ...(own.origin === undefined ? {} : { origin: own.origin }),
      ...(lacks === undefined ? {} : { lacks }),
    };
  };
  return { of, diagnostics };
}

function without(tenants: ReadonlySet<ServiceId>, service: ServiceId): readonly ServiceId[] {
  return [...tenants].filter((one) => one !== service);
}

const RUNTIMES = ['python', 'node', 'jdk'] as const;

/** A host that says which versions it has runs only what one of them admits. */
function missingRuntime(service: Service, host: HostConfig): string | undefined {
  for (const runtime of RUNTIMES) {
    const installed = host[runtime];
    if (installed === undefined) continue;
    const constraints = constraintsOf(service, runtime);
    if (installed.some((version) => constraints.every(({ constraint }) => admits(runtime, constraint, version)))) continue;
    const wanted = constraints.map(({ constraint }) => constraint).join(', ');
    return `${service.id} needs ${runtime} ${wanted}, ${host.name} has ${installed.join(', ') || 'none'}`;
  }
  return undefined;
}
