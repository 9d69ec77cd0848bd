import type { ProfileOf } from '../profile.ts';
import { type GoProject, goProject } from './project.ts';

export const go: ProfileOf<GoProject> = {
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
  namesGroups: false,
  project: goProject,
};
