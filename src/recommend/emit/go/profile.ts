import { contextAround } from '../context.ts';
import type { Profile } from '../profile.ts';

export const go: Profile = {
  runtime: 'go',
  family: 'provided',
  functions: /^(?:provided|go)/,
  releases: ['1.27', '1.26', '1.25', '1.24', '1.23', '1.22', '1.21'],
  handler: 'bootstrap',
  isHandlerFixed: true,
  isHandlerPath: false,
  architecture: 'arm64',
  functionMemoryMiB: 512,
  fetchesByGit: false,
  isStatic: true,
  namesLibraries: false,
  tool: () => 'go',
  isLocked: () => false,
  context: ({ service, unit }) => contextAround(service, unit, unit?.workspace === undefined ? [] : [unit.workspace]),
};
