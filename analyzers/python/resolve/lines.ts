import type { Demand, Origin, ServiceId } from '../../../src/model/index.ts';
import { kindOf } from '../declared.ts';
import type { ProjectIndexes } from '../indexes/indexes.ts';
import type { ReleasePolicy } from '../indexes/release-policy.ts';
import type { LocalProject, RootLine } from './question.ts';

/** What joint resolution is asked about: the lines of services. */

/** One requirement line of a service, as its manifests state it. */
export interface PythonLine {
  /** Normalized (PEP 503). */
  readonly name: string;
  readonly extras: readonly string[];
  /** PEP 440 specifier set; empty admits any version. */
  readonly specifier: string;
  /** From there and not from an index (a URL, VCS or local path). */
  readonly url?: string;
  readonly marker?: string;
  /** From a constraints file: it restricts, but brings nothing in. */
  readonly constraint: boolean;
  readonly group: string;
  /** Local projects that lead to it, as purls; empty for a line of the service's own. */
  readonly via: readonly string[];
  readonly origin: Origin;
}

/** What joint resolution needs to know of one service. Groups that are not deployed are left out already. */
export interface PythonService {
  readonly service: ServiceId;
  readonly lines: readonly PythonLine[];
  /** They replace what packages require of each other; `lines` come with them applied. */
  readonly overrides: readonly PythonLine[];
  /** Pins of the service's lock: normalized name to version. */
  readonly locked: ReadonlyMap<string, string>;
  readonly indexes?: ProjectIndexes;
  /** Packages of which prereleases count like final releases; `:all:` for all. */
  readonly prereleases?: readonly string[];
  readonly policy?: ReleasePolicy;
  readonly projects?: readonly LocalProject[];
  /** The environments of a service that keeps several: what never meets is not asked about together. */
  readonly apart?: readonly PythonService[];
  /** Of an environment among those, which it is. */
  readonly part?: number;
  /** What could not be read, so that nothing can be proved about this service (a computed list in setup.py). */
  readonly unreadable?: string;
}

export interface ServiceLine extends RootLine {
  readonly service: ServiceId;
  readonly line: PythonLine;
}

/** A line as the model's demand. */
export function demandOf({ service, line, specifier }: ServiceLine): Demand {
  return {
    service,
    realm: 'python',
    key: line.name,
    subject: `pkg:pypi/${line.name}`,
    constraint: specifier,
    kind: kindOf(specifier),
    strength: 'declared',
    group: line.group,
    via: line.via,
    origin: line.origin,
  };
}
