/** What lock files of a Gradle build say, whoever wrote them. */
import type { Diagnostic, ManifestKind } from '../../../../src/model/index.ts';

/** In the place of a configuration: a version that holds wherever the module is asked for, by whatever configuration. */
export const EVERYWHERE = '*';

export interface LockedModule {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly configurations: readonly string[];
  readonly line: number;
  /** Asked for by the project itself, where the lock says so. */
  readonly direct?: boolean;
}

/** A project of the same build that a lock names among what a configuration holds. */
export interface LockedProject {
  readonly group: string;
  readonly name: string;
  readonly configuration: string;
  readonly line: number;
}

export interface Lockfile {
  readonly modules: readonly LockedModule[];
  readonly projects: readonly LockedProject[];
  /** Configurations that are locked and hold nothing. */
  readonly empty: readonly string[];
  readonly problems: readonly Diagnostic[];
}

export interface ProjectLock {
  readonly path: string;
  readonly kind: Extract<ManifestKind, 'gradle-lockfile' | 'nebula-lock' | 'versions-lock'>;
  readonly lock: Lockfile;
}
