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
  const place = address === undefined ? undefined : hostAddress(address);
  const container = portRange(target) ?? [];
  const host = portRange(published?.text ?? '') ?? [];
  return {
    container,
    // Of a range for one port of the container Docker takes one that is free.
    published: container.length === 1 && host.length > 1 ? [] : host,
    protocol: protocolOf(protocol),
    ...(place === undefined ? {} : { address: place }),
    ...(variable === undefined ? {} : { variable }),
  };
}

/**
 * `[address:][published:]target[/protocol]`; what stands before the last two colons is the address, an IPv6 one in brackets
 * or without (go-connections, `nat.splitParts`).
 */
export function shortMapping({ text, used, unset }: Substituted): readonly Mapping[] {
  const [ports = '', protocol] = text.split('/', 2);
  const parts = ports.split(':');
  const target = parts.pop() ?? '';
  const published = parts.pop();
  const address = parts.length === 0 ? undefined : parts.join(':');
  return [mappingOf(target, published === undefined ? undefined : { text: published, used, unset }, protocol, address)];
}

/** An address of the host as all write it: IPv6 without brackets and in its short form. Undefined for all of them. */
export function hostAddress(written: string): string | undefined {
  const text = written.replace(/^\[|\]$/g, '');
  if (text === '') return undefined;
  if (!text.includes(':')) return text;
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : text;
}
