import type { DeploymentFacts, Diagnostic } from '../../src/model/index.ts';

/** What a descriptor that stands for the directory it lies in says. */
export interface FileFacts
  extends Partial<Pick<DeploymentFacts, 'processes' | 'functions' | 'images' | 'demands' | 'traits' | 'profilePorts'>> {
  readonly diagnostics: readonly Diagnostic[];
}

const TESTS = /(?:^|\/)(?:tests?|__tests__|specs?)\//;

/** A source that tests bring: what it would start starts nowhere. */
export function isOfTests(path: string): boolean {
  return TESTS.test(path);
}
