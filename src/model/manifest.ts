/** Files that state dependencies or how a service runs, and what their groups are for. */

/** What a group of dependencies is for. Only `runtime`, `optional` when asked for, and `peer` reach a deployed service by default. */
export const SCOPES = ['runtime', 'optional', 'peer', 'provided', 'dev', 'test', 'build'] as const;
export type Scope = (typeof SCOPES)[number];

/** `manifest` declares, `lock` pins, `descriptor` says how the service runs. */
export type ManifestRole = 'manifest' | 'lock' | 'descriptor';

export interface Manifest {
  readonly path: string;
  /** Format: `pip-requirements`, `pyproject`, `package-json`, `pom`, `gradle`, `go-mod`, `uv-lock`, `dockerfile` … */
  readonly kind: string;
  readonly role: ManifestRole;
  readonly group: string;
}
