/** How a Dockerfile is built. */

import type { BuildSettings } from '../../../src/formats/dockerfile/stages.ts';

/** How a compose file (or another builder) builds a Dockerfile. */
export interface Build {
  readonly context: string;
  readonly settings: BuildSettings;
  /** Of the image that is made. */
  readonly name?: string;
}

/** What is built of each Dockerfile, by its path: in no way that is known, in one, or in several that make images of their own. */
export type Builds = ReadonlyMap<string, readonly Build[]>;

export interface ContextBuild extends Build {
  readonly dockerfile: string;
}

/** Builds that make the same. */
export function wayOf({ dockerfile, context, settings: { args, target = '' } }: ContextBuild): string {
  return JSON.stringify([dockerfile, context, target, [...args].sort()]);
}
