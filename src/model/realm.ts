/** Ecosystems whose packages cohost understands. */
export type EcosystemId = 'python' | 'npm' | 'jvm' | 'go';

/** A space that tenants of one host share and in which one name can mean one thing only. */
export type RealmId = EcosystemId | 'runtime' | 'os' | 'port' | 'command';

export const REALMS: readonly RealmId[] = ['python', 'npm', 'jvm', 'go', 'runtime', 'os', 'port', 'command'];

/** How much tenants share, from everything to nothing. */
export const LEVELS = ['environment', 'process', 'container', 'machine'] as const;
export type IsolationLevel = (typeof LEVELS)[number];

/** Whether a conflict with this clearing level is still there when services are isolated at `level`. */
export function isActiveAt(clearedBy: IsolationLevel, level: IsolationLevel): boolean {
  return LEVELS.indexOf(clearedBy) > LEVELS.indexOf(level);
}

export type RuntimeName = 'python' | 'node' | 'jdk' | 'go';

/** How a verdict was reached: manifests alone, with lockfiles, or by joint resolution over registry metadata. */
export type Depth = 'declared' | 'locked' | 'resolved';
