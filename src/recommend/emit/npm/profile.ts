import { directoryOf, type Service, type Unit } from '../../../model/index.ts';
import { type Member, memberBelow } from '../context.ts';
import type { Profile } from '../profile.ts';
import type { BuildTool } from '../tool.ts';
import { builtHandler } from './built-handler.ts';
import { nodeBuildTool } from './tool.ts';

export const npm: Profile = {
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
  tool: nodeBuildTool,
  isLocked: ({ manifests }) => manifests.some(({ role }) => role === 'lock'),
  context: ({ service, unit }, tool) => ({ workspace: unit?.workspace, member: memberOf(service, unit, tool), local: [] }),
};

/** Tools that know members by their names alone. */
const BY_NAME: ReadonlySet<BuildTool> = new Set(['yarn', 'yarn-berry', 'rush']);

/** A member with a lock of its own is installed by that, as today. */
function memberOf(service: Service, unit: Unit | undefined, tool: BuildTool): Member | undefined {
  if (unit?.installer === undefined) return undefined;
  const lock = unit.manifests.find(({ role }) => role === 'lock');
  const isAtRoot = lock === undefined || tool === 'rush' || directoryOf(lock.path) === unit.workspace;
  const isNamed = unit.name !== undefined || !BY_NAME.has(tool);
  return isAtRoot && isNamed ? memberBelow(service, unit, unit.workspace) : undefined;
}
