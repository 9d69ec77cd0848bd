import type { DeploymentFacts } from '../../src/model/index.ts';

/** Facts of one descriptor or of one entry of it, with what it does not say left empty. */
export function deploymentFacts(
  path: string,
  kind: string,
  tool: DeploymentFacts['tool'],
  join: DeploymentFacts['join'],
  said: Partial<Pick<DeploymentFacts, 'processes' | 'functions' | 'images' | 'demands' | 'traits'>> = {},
): DeploymentFacts {
  return {
    descriptor: { path, kind, role: 'descriptor', group: 'default' },
    tool,
    join,
    processes: said.processes ?? [],
    functions: said.functions ?? [],
    images: said.images ?? [],
    demands: said.demands ?? [],
    traits: said.traits ?? [],
  };
}
