import type { DeploymentFacts, Diagnostic } from '../../src/model/index.ts';

/** What a descriptor that stands for the directory it lies in says. */
export interface FileFacts
  extends Partial<Pick<DeploymentFacts, 'processes' | 'functions' | 'images' | 'demands' | 'traits' | 'profilePorts'>> {
  readonly diagnostics: readonly Diagnostic[];
}
