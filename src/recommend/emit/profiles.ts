import type { EcosystemId, Service } from '../../model/index.ts';
import { go } from './go/profile.ts';
import type { GoProject } from './go/project.ts';
import { jvm } from './jvm/profile.ts';
import type { JvmProject } from './jvm/project.ts';
import { npm } from './npm/profile.ts';
import type { NodeProject } from './npm/project.ts';
import type { Part, ProfileOf } from './profile.ts';
import { python } from './python/profile.ts';
import type { PythonProject } from './python/project.ts';

/** The ecosystems whose services files are written for: one may be judged before it can be packaged. */
export const WRITTEN = ['python', 'npm', 'jvm', 'go'] as const satisfies readonly EcosystemId[];
export type WrittenEcosystem = (typeof WRITTEN)[number];

/** What the writer of each has to know of a service. */
export interface Projects {
  readonly python: PythonProject;
  readonly npm: NodeProject;
  readonly jvm: JvmProject;
  readonly go: GoProject;
}

export const PROFILES: { readonly [E in WrittenEcosystem]: ProfileOf<Projects[E]> } = { python, npm, jvm, go };

export function partOf(service: Service, ecosystem: WrittenEcosystem): Part {
  const units = service.units.filter((unit) => unit.ecosystem === ecosystem);
  return { service, unit: units[0], manifests: units.flatMap(({ manifests }) => manifests) };
}
