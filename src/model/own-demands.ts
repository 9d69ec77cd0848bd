import type { Demand, ServiceId } from './demand.ts';
import type { Scope } from './manifest.ts';
import type { RuntimeConstraint } from './service.ts';
import type { Origin } from './source.ts';

/** What a service asks of its host by itself, rather than for one of its packages. */
const OWN = { strength: 'declared', group: 'default', scope: 'runtime', via: [] } as const;

/** The interpreter or machine that runs a service, or that builds it. */
export function runtimeDemand(
  service: ServiceId,
  { name, constraint, origin }: RuntimeConstraint,
  scope: Scope = 'runtime',
): Demand {
  const group = scope === 'runtime' ? OWN.group : scope;
  return {
    service,
    realm: 'runtime',
    key: name,
    subject: `runtime:${name}`,
    constraint,
    kind: 'range',
    group,
    scope,
    origin,
    strength: OWN.strength,
    via: OWN.via,
  };
}

/** A command that an installation puts on the path; `target` is what it starts, or the package that brings it. */
export function commandDemand(service: ServiceId, name: string, target: string, origin: Origin): Demand {
  return { service, realm: 'command', key: name, subject: `command:${name}`, constraint: target, kind: 'exact', origin, ...OWN };
}

/** A C library that native parts of a service are bound to. */
export function libcDemand(service: ServiceId, libc: string, origin: Origin): Demand {
  return { service, realm: 'os', key: 'libc', subject: 'os:libc', constraint: libc, kind: 'exact', origin, ...OWN };
}

/** What a host can be, in Node's words: `process.platform` and `process.arch`. */
export type PlatformKey = 'system' | 'processor';

/** The systems or processors that a service is made for: `darwin || linux`, or `!win32` for all but one. */
export function platformDemand(service: ServiceId, key: PlatformKey, list: string, origin: Origin): Demand {
  return { service, realm: 'os', key, subject: `os:${key}`, constraint: list, kind: 'range', origin, ...OWN };
}

/**
 * Whether a list admits a value: none of the excluded ones (`!win32`), and one of the others where there are any
 * (npm-install-checks, `checkPlatform`).
 */
export function admitsPlatform(list: readonly string[], value: string): boolean {
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((entry) => entry.startsWith('!'));
}

/** A library of the operating system that one of a service's packages loads: any version of it, under its own name. */
export function libraryDemand(service: ServiceId, library: string, origin: Origin, purl: string): Demand {
  const [key, subject] = [`library:${library}`, `os:${library}`];
  return { service, realm: 'os', key, subject, constraint: '', kind: 'range', origin, detail: { package: purl }, ...OWN };
}

/** Where a program listens by its framework's default; `variable` sets another port. */
export function defaultPortDemand(
  service: ServiceId,
  port: number,
  variable: string | undefined,
  origin: Origin,
  listed: 'default' | 'source' = 'default',
): Demand {
  const key = `${port}/tcp`;
  return {
    service,
    realm: 'port',
    key,
    subject: `port:${key}`,
    constraint: 'listens',
    kind: 'range',
    origin,
    detail: { listed, ...(variable === undefined ? {} : { settable: variable }) },
    ...OWN,
  };
}

/** Where a program listens by its own text, which asks `variable` first: whoever starts it can tell it another port. */
export function sourcePortDemand(service: ServiceId, port: number, variable: string | undefined, origin: Origin): Demand {
  return defaultPortDemand(service, port, variable, origin, 'source');
}

/** A number in the text of the program that is started, which nothing moves. */
export function isFixedPort({ detail }: Demand): boolean {
  return detail?.fixed !== undefined && detail.program !== undefined;
}
