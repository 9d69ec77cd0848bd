/** Ports of one compose service: its command's, its environment's, `ports` and `expose`. */
import { type YamlNode, yamlAt, yamlText } from '../../../src/formats/yaml.ts';
import { type PortUse, rangeOf, withoutLeftovers } from '../demands.ts';
import { besidePorts, commandPorts, optionPorts, portRange, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { numberOf, originIn } from '../yaml-facts.ts';
import { type Mapping, mappingOf, shortMapping } from './mappings.ts';
import type { Reading } from './reading.ts';

type Listening = Pick<PortUse, 'protocol' | 'origin' | 'listed' | 'settable' | 'range' | 'debugger' | 'role'>;

/** Where it listens and what of it the host publishes. */
export function composePorts(reading: Reading): readonly PortUse[] {
  if (replicasOf(reading) === 0) return [];
  const found: PortUse[] = [];
  const command = reading.words();
  const commanded = commandPorts(command.words, reading.environment);
  const set = settablePorts(reading.environment, reading.service.name, commanded);
  const profiles = reading.runsUnder();
  const under = profiles.length === 0 ? {} : { profiles };
  const told = toldPorts(reading.environment);
  const listen = (port: number, { listed: by, ...use }: Listening): void => {
    const settable = use.settable ?? set.get(port);
    const listed = by === undefined || told.has(port) ? {} : { listed: by };
    found.push({ ...use, ...listed, ...under, port, bind: 'listens', ...(settable === undefined ? {} : { settable }) });
  };
  for (const one of commanded) listen(one.port, { ...one, protocol: 'tcp', origin: reading.originOf(command.node) });
  for (const { variable, told: one } of optionPorts(reading.environment))
    listen(one.port, { ...one, protocol: 'tcp', origin: reading.originOfVariable(variable) });
  // On the host's own network there is nothing to map: Docker discards the published side.
  const mapped = yamlText(reading.last('network_mode')) !== 'host';
  for (const [node, { descriptor }] of reading.all('ports')) {
    const origin = originIn(descriptor, node);
    for (const { container, published, protocol, address, variable } of mappingsOf(reading, node)) {
      for (const port of container) listen(port, { protocol, origin, listed: 'descriptor', ...rangeOf(container) });
      if (mapped)
        for (const port of published)
          found.push({
            port,
            protocol,
            bind: 'published',
            origin,
            ...(address === undefined ? {} : { address }),
            ...(variable === undefined ? {} : { settable: variable }),
            ...under,
            ...rangeOf(published),
          });
    }
  }
  for (const [node, { descriptor }] of reading.all('expose')) {
    const [range = '', protocol] = (reading.text(node) ?? '').split('/', 2);
    for (const port of portRange(range) ?? [])
      listen(port, { protocol: protocolOf(protocol), origin: originIn(descriptor, node), listed: 'descriptor' });
  }
  for (const [port, variable] of told) listen(port, { protocol: 'tcp', origin: reading.originOfVariable(variable) });
  for (const { port, ...one } of besidePorts(reading.environment))
    listen(port, { ...one, protocol: 'tcp', origin: reading.originOfVariable(one.settable) });
  return withoutLeftovers(found);
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
