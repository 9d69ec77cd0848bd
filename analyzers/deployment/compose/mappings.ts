/** Ports of containers and of the host as compose files write them (Compose Specification, "ports"). */

import type { Substituted } from '../../../src/formats/variables.ts';
import type { PortUse } from '../demands.ts';
import { portRange, protocolOf } from '../ports.ts';

export interface Mapping {
  readonly container: readonly number[];
  readonly published: readonly number[];
  readonly protocol: PortUse['protocol'];
  readonly address?: string;
  /** The variable that sets the published port. */
  readonly variable?: string;
}

export function mappingOf(
  target: string,
  published: Substituted | undefined,
  protocol: string | undefined,
  address: string | undefined,
): Mapping {
  const variable = published?.used[0];
  const everywhere = address === undefined || address === '' || address === '0.0.0.0' || address === '[::]' || address === '::';
  const container = portRange(target) ?? [];
  const host = portRange(published?.text ?? '') ?? [];
  return {
    container,
    // Of a range for one port of the container Docker takes one that is free.
    published: container.length === 1 && host.length > 1 ? [] : host,
    protocol: protocolOf(protocol),
    ...(everywhere ? {} : { address }),
    ...(variable === undefined ? {} : { variable }),
  };
}

/** `[address:][published:]target[/protocol]`; an IPv6 address stands in brackets. */
export function shortMapping({ text, used, unset }: Substituted): readonly Mapping[] {
  const [ports = '', protocol] = text.split('/', 2);
  const match = /^(?:(\[[^\]]*\]|[^:[]*):(?=[^:]*:))?(?:([^:]*):)?([^:]*)$/.exec(ports);
  if (match === null) return [];
  const [, address, published, target = ''] = match;
  return [mappingOf(target, published === undefined ? undefined : { text: published, used, unset }, protocol, address)];
}
