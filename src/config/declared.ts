import type { Demand, Diagnostic, JoinedDeployment, Origin, Service } from '../model/index.ts';
import type { LoadedConfig } from './load.ts';

interface DeclaredPorts {
  readonly ports: readonly number[];
  readonly originOf: (index: number) => Origin;
}

/** Ports that the config or the facts file declares for a service. */
function declaredPorts({ id, path }: Service, { config, originOf, factsFile }: LoadedConfig): DeclaredPorts | undefined {
  for (const key of [path, id]) {
    const ports = config.services?.[key]?.facts?.ports;
    if (ports !== undefined)
      return {
        ports,
        originOf: (index) => originOf(['services', key, 'facts', 'ports', index]) ?? { file: 'cohost.yaml', line: 1 },
      };
    const stated = factsFile?.services[key]?.ports;
    if (stated !== undefined && factsFile !== undefined)
      return { ports: stated, originOf: () => ({ file: factsFile.file, line: factsFile.lineOf(key, 'ports') }) };
  }
  return undefined;
}

/** Ports that config declares for a service, as one more descriptor of it. */
export function withDeclaredPorts(service: Service, loaded: LoadedConfig): Service {
  const found = declaredPorts(service, loaded);
  if (found === undefined || found.ports.length === 0) return service;
  const { ports, originOf } = found;
  const { file } = originOf(0);
  const declared: JoinedDeployment = {
    joinedBy: 'config',
    facts: {
      descriptor: { path: file, kind: 'config', role: 'descriptor', group: 'default' },
      tool: 'other',
      join: { directory: service.path },
      processes: [],
      functions: [],
      images: [],
      traits: [],
      demands: ports.map(
        (port, index): Demand => ({
          service: service.id,
          realm: 'port',
          key: `${port}/tcp`,
          subject: `port:${port}/tcp`,
          constraint: 'listens',
          kind: 'range',
          strength: 'declared',
          group: 'default',
          via: [],
          origin: originOf(index),
        }),
      ),
    },
  };
  return { ...service, deployments: [...service.deployments, declared] };
}

/** Names that config gives to more than one service, or that another service has already: they would be taken for one. */
export function nameClashes(loaded: LoadedConfig, paths: ReadonlySet<string>): readonly Diagnostic[] {
  const taken = new Map<string, string>();
  return Object.entries(loaded.config.services ?? {}).flatMap(([path, { name }]): readonly Diagnostic[] => {
    if (name === undefined) return [];
    const other = taken.get(name) ?? (name !== path && paths.has(name) ? name : undefined);
    taken.set(name, path);
    if (other === undefined) return [];
    const line = loaded.lineOf(['services', path, 'name']);
    const first = taken.has(name) && other !== name ? ` (line ${loaded.lineOf(['services', other, 'name'])})` : '';
    return [
      {
        code: 'config/contradiction',
        severity: 'error',
        message: `${path} is called "${name}" (line ${line}), and so is ${other}${first}; give each service a name of its own`,
        ...loaded.originOf(['services', path, 'name']),
      },
    ];
  });
}
