/** Ports of one compose service: its command's, its environment's, `ports` and `expose`. */
import { type YamlNode, yamlAt, yamlText } from '../../../src/formats/yaml/yaml.ts';
import { type PortUse, rangeOf, withoutLeftovers } from '../demands.ts';
import { besidePorts, commandUses, optionPorts, portRange, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { numberOf, originIn } from '../yaml-facts.ts';
import { type Mapping, mappingOf, shortMapping } from './mappings.ts';
import type { Reading } from './reading.ts';

/** Where it listens and what of it the host publishes. */
export function composePorts(reading: Reading): readonly PortUse[] {
  if (replicasOf(reading) === 0) return [];
  const { environment } = reading;
  const command = reading.words();
  const commanded = commandUses(command.words, reading.originOf(command.node), environment);
  const told = toldPorts(environment);
  const uses: readonly PortUse[] = [
    ...commanded,
    ...optionPorts(environment).map((one) => listening({ ...one.told, origin: reading.originOfVariable(one.variable) })),
    ...mappedPorts(reading),
    ...exposedPorts(reading),
    ...[...told].map(([port, variable]) => listening({ port, origin: reading.originOfVariable(variable) })),
    ...besidePorts(environment).map((one) => listening({ ...one, origin: reading.originOfVariable(one.settable) })),
  ];
  const set = settablePorts(environment, reading.service.name, commanded);
  const profiles = reading.runsUnder();
  const under = profiles.length === 0 ? {} : { profiles };
  return withoutLeftovers(uses.map((use) => ({ ...asTold(use, told, set), ...under })));
}

function listening(use: Omit<PortUse, 'bind' | 'protocol'> & Partial<Pick<PortUse, 'protocol'>>): PortUse {
  return { protocol: 'tcp', ...use, bind: 'listens' };
}

/** What the environment says of a port that lines name: that it is listened on indeed, and by which variable it is set. */
function asTold({ listed, ...use }: PortUse, told: ReadonlyMap<number, string>, set: ReadonlyMap<number, string>): PortUse {
  if (use.bind === 'published') return use;
  const settable = use.settable ?? set.get(use.port);
  const isListed = listed !== undefined && !told.has(use.port);
  return { ...use, ...(isListed ? { listed } : {}), ...(settable === undefined ? {} : { settable }) };
}

/** `ports`: the container's, and those of the host that lead there. */
function mappedPorts(reading: Reading): readonly PortUse[] {
  // On the host's own network there is nothing to map: Docker discards the published side.
  const isMapped = yamlText(reading.last('network_mode')) !== 'host';
  return reading.all('ports').flatMap(([node, { descriptor }]) => {
    const origin = originIn(descriptor, node);
    return mappingsOf(reading, node).flatMap(({ container, published, protocol, address, variable }): readonly PortUse[] => {
      const shared = { protocol, origin };
      const host = {
        ...(address === undefined ? {} : { address }),
        ...(variable === undefined ? {} : { settable: variable }),
        ...rangeOf(published),
      };
      return [
        ...container.map((port) => listening({ port, ...shared, listed: 'descriptor', ...rangeOf(container) })),
        ...(isMapped ? published : []).map((port): PortUse => ({ port, ...shared, bind: 'published', ...host })),
      ];
    });
  });
}

function exposedPorts(reading: Reading): readonly PortUse[] {
  return reading.all('expose').flatMap(([node, { descriptor }]) => {
    const [range = '', protocol] = (reading.text(node) ?? '').split('/', 2);
    const shared = { protocol: protocolOf(protocol), origin: originIn(descriptor, node), listed: 'descriptor' as const };
    return (portRange(range) ?? []).map((port) => listening({ port, ...shared }));
  });
}

/** How many containers `docker compose up` starts, where that is said. */
export function replicasOf(reading: Reading): number | undefined {
  return numberOf(reading.last('deploy', 'replicas') ?? reading.last('scale'));
}

function mappingsOf(reading: Reading, node: YamlNode): readonly Mapping[] {
  if (node.kind === 'map') {
    const published = reading.substituted(yamlAt(node, 'published'));
    const address = reading.text(yamlAt(node, 'host_ip'));
    return [mappingOf(reading.text(yamlAt(node, 'target')) ?? '', published, reading.text(yamlAt(node, 'protocol')), address)];
  }
  const text = reading.substituted(node);
  return text === undefined ? [] : shortMapping(text);
}

/** A port that several lines of one service name is told once each for listening and publishing. */
export function uniquePorts(ports: readonly PortUse[]): readonly PortUse[] {
  const unique = new Map<string, PortUse>();
  for (const use of ports) {
    const key = `${use.port}/${use.protocol} ${use.bind} ${use.address ?? ''}`;
    if (!unique.has(key)) unique.set(key, use);
  }
  return [...unique.values()];
}
