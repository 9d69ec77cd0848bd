import type { DeploymentFacts, Diagnostic } from '../../src/model/index.ts';

/** What one way of reading found. */
export interface Part {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
}

export function partsTogether(parts: readonly Part[]): Part {
  return {
    deployments: parts.flatMap(({ deployments }) => deployments),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}
