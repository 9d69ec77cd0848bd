import type { Scope } from './manifest.ts';
import type { RealmId } from './realm.ts';
import type { Origin } from './source.ts';

/** Directory of a service relative to the root, `.` for the root itself; or its name from config. */
export type ServiceId = string;

/**
 * What a constraint is made of. Only `range` and `exact` name registry versions;
 * the rest is compared with its own kind alone.
 */
export const CONSTRAINT_KINDS = ['range', 'exact', 'url', 'git', 'path', 'workspace', 'unknown'] as const;
/** The form of a constraint: what its text is to be read as. */
export type ConstraintKind = (typeof CONSTRAINT_KINDS)[number];

/**
 * How firmly a demand stands.
 * `declared`: written in a manifest, has to hold. `locked`: a lock's pin, which may move when resolved anew.
 * `preferred`: a mere preference inside declared bounds (Maven's plain version, an image tag beside a declared range).
 */
export const STRENGTHS = ['declared', 'locked', 'preferred'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** One service's constraint on one name in one realm. Plain data: it survives a snapshot unchanged. */
export interface Demand {
  readonly service: ServiceId;
  readonly realm: RealmId;
  /** The realm's key: normalized PyPI name, npm name, `group:artifact`, module path, `python`, `8080/tcp` … */
  readonly key: string;
  /** What a report calls it: a purl without version, or `runtime:python`, `port:8080/tcp`, `os:libc`, `command:celery`. */
  readonly subject: string;
  /** In the ecosystem's own notation; empty means any version. */
  readonly constraint: string;
  readonly kind: ConstraintKind;
  readonly strength: Strength;
  /** Manifest group; see `Dependency.group`. */
  readonly group: string;
  /** What the group is for; absent means that of the dependencies of the same group. */
  readonly scope?: Scope;
  /** A condition that the target leaves open (a PEP 508 marker, a Maven profile); absent when it always holds. */
  readonly when?: string;
  /** purls with versions from the service's own line to this demand; empty when the line itself demands. */
  readonly via: readonly string[];
  readonly origin: Origin;
  /** Facts that only the realm's own rule reads (scope, extras, exclusions …), as plain strings. */
  readonly detail?: Readonly<Record<string, string>>;
}
