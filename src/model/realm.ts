/** Ecosystems whose packages cohost understands. */
export const ECOSYSTEMS = ['python', 'npm', 'jvm', 'go'] as const;
export type EcosystemId = (typeof ECOSYSTEMS)[number];

/** A space that tenants of one host share and in which one name can mean one thing only. */
export const REALMS = [...ECOSYSTEMS, 'runtime', 'os', 'port', 'command'] as const;
export type RealmId = (typeof REALMS)[number];

/** How much tenants share, from everything to nothing. */
export const LEVELS = ['environment', 'process', 'container', 'machine'] as const;
export type IsolationLevel = (typeof LEVELS)[number];

/** Whether a conflict with this clearing level is still there when services are isolated at `level`. */
export function isActiveAt(clearedBy: IsolationLevel, level: IsolationLevel): boolean {
  return LEVELS.indexOf(clearedBy) > LEVELS.indexOf(level);
}

export const RUNTIMES = ['python', 'node', 'jdk', 'go'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** Runtimes that a host has installed; what Go builds brings its own. */
export const HOST_RUNTIMES = ['python', 'node', 'jdk'] as const satisfies readonly RuntimeName[];

/** How a verdict was reached: manifests alone, with lockfiles, or by joint resolution over registry metadata. */
export const DEPTHS = ['declared', 'locked', 'resolved'] as const;
export type Depth = (typeof DEPTHS)[number];
