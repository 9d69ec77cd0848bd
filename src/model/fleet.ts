import type { ServiceId } from './demand.ts';
import type { DeploymentFacts } from './deployment.ts';
import type { Service } from './service.ts';
import type { Diagnostic } from './source.ts';
import type { Target } from './target.ts';

/** Facts of the fleet before any judgement, for one target; a snapshot stores the units and descriptors of all targets. */
export interface Fleet {
  readonly services: readonly Service[];
  /** Directories left out because they look like sample or test material. */
  readonly leftOut: readonly string[];
  /** Services that nobody asked to look at: they exist, and are judged by nothing. */
  readonly setAside?: readonly Service[];
  /** Descriptors that belong to no service here (infrastructure, other repositories). */
  readonly unjoined: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
  readonly target: Target;
  /** How many manifests and locks the services have. */
  readonly manifests: number;
}

/** Services of which a manifest could not be read at all, and why. */
export function unreadServices(fleet: Pick<Fleet, 'services' | 'diagnostics'>): ReadonlyMap<ServiceId, string> {
  const unread = new Map<ServiceId, string>();
  const broken = new Map(
    fleet.diagnostics.flatMap((one) =>
      one.severity === 'error' && one.incomplete === true && one.file !== undefined ? [[one.file, one.message] as const] : [],
    ),
  );
  for (const service of fleet.services) {
    for (const unit of service.units) {
      for (const manifest of unit.manifests) {
        const message = broken.get(manifest.path);
        if (message !== undefined) unread.set(service.id, message);
      }
    }
  }
  return unread;
}
