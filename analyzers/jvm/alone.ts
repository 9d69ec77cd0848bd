/** One service's class path by itself, whichever tool builds it. */

import type { Origin, ServiceId } from '../../src/model/index.ts';
import type { Component } from './gradle/resolve/component.ts';
import type { ClassPathRule } from './maven/enforcer.ts';
import type { EffectiveModel } from './maven/model/effective-model.ts';
import type { PomRepository } from './maven/model/pom.ts';

/** How an artifact comes onto a class path: the service's own line, and what lies between. */
export interface Trace {
  readonly origin: Origin;
  /** purls with versions. */
  readonly via: readonly string[];
}

export function versionedPurl(group: string, artifact: string, version: string): string {
  return `pkg:maven/${encodeURIComponent(group)}/${encodeURIComponent(artifact)}@${encodeURIComponent(version)}`;
}

export interface Alone {
  readonly kind: 'resolved';
  readonly id: ServiceId;
  readonly trace: (key: string) => Trace;
  /** Versions that run, by `group:artifact[:classifier]`. */
  readonly runs: ReadonlyMap<string, string>;
  readonly repositories: readonly PomRepository[];
  /** The service as an artifact that a POM depends on: what Maven sees of it. */
  readonly artifact: EffectiveModel;
  /** What its build refuses on a class path. */
  readonly refuses: readonly ClassPathRule[];
  /** The service as a project that a Gradle build depends on, where Gradle builds it. */
  readonly component?: Component;
}

export type Trouble =
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'conflict'; readonly key: string; readonly problem: string };
