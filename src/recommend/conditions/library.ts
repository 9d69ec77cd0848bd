import { FACTS } from '../data/facts.ts';
import type { FactName, Facts, RecommendInput } from '../input.ts';

export const TELLING_FACTS: readonly FactName[] = [
  'role',
  'jobSeconds',
  'requestSeconds',
  'requestsPerMonth',
  'traffic',
  'gpu',
  'statefulDisk',
  'payloadMiB',
];

/** Whether a declared fact says how the service runs, what it does, or that no function could hold it. */
export function isTold(facts: Facts): boolean {
  const { memoryMiB = 0 } = facts;
  return memoryMiB > FACTS.memory.value || TELLING_FACTS.some((fact) => facts[fact] !== undefined);
}

/** A module that others of its build are made with: nothing starts it, and no descriptor deploys it. */
export function isLibrary({ service, sharing }: RecommendInput): boolean {
  const { units, deployments } = service;
  if (sharing.host !== undefined || units.length === 0 || !units.every(({ role }) => role === 'library')) return false;
  return deployments.every(({ facts }) => facts.processes.length + facts.functions.length + facts.images.length === 0);
}
