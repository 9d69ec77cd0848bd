import type { EcosystemId, Service } from '../../model/index.ts';
import { go } from './go/profile.ts';
import { jvm } from './jvm/profile.ts';
import { npm } from './npm/profile.ts';
import type { Part, Profile } from './profile.ts';
import { python } from './python/profile.ts';

/** The ecosystems whose services files are written for: one may be judged before it can be packaged. */
export const WRITTEN = ['python', 'npm', 'jvm', 'go'] as const satisfies readonly EcosystemId[];
export type WrittenEcosystem = (typeof WRITTEN)[number];

export const PROFILES: Readonly<Record<WrittenEcosystem, Profile>> = { python, npm, jvm, go };

export function partOf(service: Service, ecosystem: WrittenEcosystem): Part {
  const units = service.units.filter((unit) => unit.ecosystem === ecosystem);
  return { service, unit: units[0], manifests: units.flatMap(({ manifests }) => manifests) };
}
