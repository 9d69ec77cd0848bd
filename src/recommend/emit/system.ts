import type { EcosystemId, Service } from '../../model/index.ts';
import { SYSTEM_PACKAGES } from '../data/system-packages.ts';
import { productionDependencies } from '../signals.ts';

/** What an image has to install from its distribution. */
export interface SystemNeeds {
  readonly build: readonly string[];
  readonly run: readonly string[];
  /** Whether a Go binary is linked against C, so that neither a static build nor an empty image will do. */
  readonly cgo: boolean;
}

/** By the table, and what the service's own image installs with apt today. */
export function systemNeeds(service: Service, ecosystem: EcosystemId): SystemNeeds {
  const table = SYSTEM_PACKAGES[ecosystem];
  const needs = productionDependencies(service).flatMap(({ name }) => (Object.hasOwn(table, name) ? (table[name] ?? []) : []));
  const words = (stage: 'build' | 'run'): readonly string[] => needs.flatMap((one) => one[stage]?.split(' ') ?? []);
  const own = service.deployments.flatMap(({ facts }) =>
    facts.demands.flatMap(({ realm, key }) => (realm === 'os' && key.startsWith('deb:') ? [key.slice('deb:'.length)] : [])),
  );
  return {
    build: sorted(words('build')),
    run: sorted([...words('run'), ...own]),
    cgo: service.units.some((unit) => unit.ecosystem === 'go' && unit.natives.some(({ kind }) => kind === 'cgo')),
  };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Installs packages and leaves no lists behind; nothing where there is nothing to install. */
export function aptLines(packages: readonly string[]): readonly string[] {
  if (packages.length === 0) return [];
  return [
    // Debian keeps one version of each package in a release, and drops it when it is replaced by a fix.
    '# hadolint ignore=DL3008',
    `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*`,
  ];
}
