import type { LoadedConfig } from '../config/load.ts';
import type { Conflict, Diagnostic, Fleet, Placement, Recommendation } from '../model/index.ts';

export interface AdviceRequest {
  readonly fleet: Fleet;
  readonly conflicts: readonly Conflict[];
  readonly placement: Placement;
  readonly config: LoadedConfig;
  readonly platform: 'aws' | 'any';
  /** ISO date. */
  readonly today: string;
}

export interface FleetAdvice {
  readonly recommendations: readonly Recommendation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One recommendation per service (and process). */
export function recommendAll(_request: AdviceRequest): FleetAdvice {
  return { recommendations: [], diagnostics: [] };
}
