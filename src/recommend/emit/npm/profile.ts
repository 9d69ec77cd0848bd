import type { ProfileOf } from '../profile.ts';
import { builtHandler } from './built-handler.ts';
import { type NodeProject, nodeProject } from './project.ts';
import { sistersToBuild } from './sisters.ts';

export const npm: ProfileOf<NodeProject> = {
  runtime: 'node',
  family: 'node',
  functions: /^node/,
  programs: /^(?:node|npm|npx|pnpm|yarn|bun|next|tsx|pm2(?:-runtime)?)$/,
  releases: ['24', '26', '22', '20', '18', '16'],
  handler: 'index.handler',
  isHandlerFixed: false,
  isHandlerPath: true,
  builtHandler,
  architecture: 'x86_64',
  functionMemoryMiB: 512,
  fetchesByGit: true,
  isStatic: false,
  namesLibraries: false,
  namesGroups: false,
  sisters: sistersToBuild,
  project: nodeProject,
};
