/** Demands that descriptors make. `service` stays empty until the descriptor is joined to one. */

import { factsOf, type ImageRuntime } from '../../src/formats/dockerfile/base-images.ts';
import type { ImageReference } from '../../src/formats/image-name.ts';
import type { Demand, Origin, PortBinding } from '../../src/model/index.ts';

const COMMON = { service: '', kind: 'range', group: 'default', via: [] } as const;

const BUILD = { group: 'build', scope: 'build', strength: 'declared' } as const;

/** A server of a program's own beside the one that it is there for. */
export type PortRole = 'management' | 'grpc' | 'jmx';

export type Protocol = 'tcp' | 'udp' | 'sctp';

/**
 * How a port is taken. `listens`: a process binds it, inside of its container if it has one. `published`: it is taken on
 * the host itself, with or without a container.
 */
export interface PortUse {
  readonly port: number;
  readonly protocol: Protocol;
  readonly bind: 'listens' | 'published';
  /** The variable that sets it: another value needs no change of code. */
  readonly settable?: string;
  /** Address of the host that it is published on, where it is not all of them. */
  readonly address?: string;
  /** Compose profiles without which it is not taken. */
  readonly profiles?: readonly string[];
  /**
   * Where a list of ports says so, which by itself documents rather than binds: EXPOSE, or a descriptor's mappings; or a file
   * that a server reads, which a number on its command line goes before.
   */
  readonly listed?: 'image' | 'descriptor' | 'settings';
  /** Where the image's own command or environment says so: who starts it may tell it otherwise. */
  readonly told?: 'image';
  /** A debugger's, which says nothing of the other ports. */
  readonly debugger?: true;
  /** What it is for, where that is beside what the program serves: it says nothing of the other ports. */
  readonly role?: PortRole;
  /** Where one line takes several ports in a row: the first and the last of them. */
  readonly range?: string;
  readonly origin: Origin;
}

/**
 * Without what a list names beside a program that is told other ports alone, which is a leftover: a `containerPort` is
 * informational (Kubernetes API reference), and a mapping of a port that nobody opens leads nowhere.
 */
export function withoutLeftovers(uses: readonly PortUse[]): readonly PortUse[] {
  const isOwn = (use: PortUse): boolean =>
    use.bind === 'listens' && use.protocol === 'tcp' && use.debugger !== true && use.role === undefined;
  const isListed = (use: PortUse): boolean => isOwn(use) && use.listed !== undefined;
  const told = new Set(uses.filter((use) => isOwn(use) && !isListed(use)).map(({ port }) => port));
  const isConfirmed = (use: PortUse): boolean => isListed(use) && (told.has(use.port) || use.settable !== undefined);
  return told.size === 0 || uses.some(isConfirmed) ? uses : uses.filter((use) => !isListed(use));
}

/** Of several ports in a row the first and the last, as they are written. */
export function rangeOf(ports: readonly number[]): Pick<PortUse, 'range'> {
  return ports.length < 2 ? {} : { range: `${ports[0]}-${ports.at(-1)}` };
}

export function portDemand(use: PortUse): Demand {
  const { port, protocol, bind, settable, address, profiles, listed, told, range, origin } = use;
  const key = `${port}/${protocol}`;
  return {
    realm: 'port',
    key,
    subject: `port:${key}`,
    constraint: bind,
    strength: 'declared',
    origin,
    detail: {
      ...(settable === undefined ? {} : { settable }),
      ...(address === undefined ? {} : { address }),
      ...(profiles === undefined ? {} : { profiles: profiles.join(' ') }),
      ...(listed === undefined ? {} : { listed }),
      ...(told === undefined ? {} : { told }),
      ...(range === undefined ? {} : { range }),
      ...(use.debugger === true ? { debugger: 'yes' } : {}),
      ...(use.role === undefined ? {} : { role: use.role }),
    },
    ...COMMON,
  };
}

/** What a process listens on, each port once. */
export function bindingsOf(uses: readonly PortUse[]): readonly PortBinding[] {
  const bindings = new Map<string, PortBinding>();
  for (const { port, protocol, bind, origin } of uses)
    if (bind === 'listens' && !bindings.has(`${port}/${protocol}`))
      bindings.set(`${port}/${protocol}`, { container: port, protocol, origin });
  return [...bindings.values()];
}

/** An image tag or a version file prefers a version; what a manifest declares goes first. */
export function runtimeDemand({ name, constraint }: ImageRuntime, origin: Origin): Demand {
  // A Go binary needs no toolchain where it runs: what is chosen is the one that builds it.
  if (name === 'go') return { ...COMMON, ...BUILD, realm: 'runtime', key: name, subject: `runtime:${name}`, constraint, origin };
  return { realm: 'runtime', key: name, subject: `runtime:${name}`, constraint, strength: 'preferred', origin, ...COMMON };
}

/** The toolchain with which an image builds the module in a directory. */
export function buildToolchainDemand(version: string, directory: string, origin: Origin): Demand {
  const name = { realm: 'runtime', key: 'go', subject: 'runtime:go', constraint: version } as const;
  const because = 'official images of Go set GOTOOLCHAIN=local, so no other toolchain is fetched and the build stops';
  return { ...COMMON, ...BUILD, ...name, strength: 'preferred', detail: { builds: directory, because }, origin };
}

/** What the image that runs says of runtimes, distribution and libc. */
export function imageDemands(reference: ImageReference, origin: Origin): readonly Demand[] {
  return factsOf(reference).map(({ realm, key, constraint }) => {
    return { realm, key, subject: `${realm}:${key}`, constraint, strength: 'preferred', origin, ...COMMON };
  });
}

export type PackageManager = 'apk' | 'deb' | 'rpm';

/** A package of the operating system; `constraint` as its manager writes it (`=15.4-0`, `~=3.2`), empty for any. */
export function packageDemand(manager: PackageManager, name: string, constraint: string, origin: Origin): Demand {
  const key = `${manager}:${name}`;
  const kind = constraint === '' ? 'range' : 'exact';
  const { service, group, via } = COMMON;
  return { service, kind, realm: 'os', key, subject: `os:${key}`, constraint, strength: 'declared', group, via, origin };
}
