import { directoryOf, type Service, type Unit } from '../../../model/index.ts';
import { type BuildContext, type Member, memberBelow } from '../context.ts';
import type { Asked, Part } from '../profile.ts';
import { type NodeBuildTool, nodeBuildTool } from './tool.ts';

/** What has to be known of a package of Node.js to install and build it. */
export interface NodeProject extends BuildContext {
  readonly tool: NodeBuildTool;
  /** Of that tool, where the project names it. */
  readonly toolMajor: number | undefined;
  /** Whether the tool finds its lock. */
  readonly isLocked: boolean;
  /** Whether a script has to build before anything starts. */
  readonly builds: boolean;
  /** Members that have to be built before it starts, itself last; none where it stands alone. */
  readonly toBuild: readonly Member[];
}

export function nodeProject(part: Part, { sisters }: Asked): NodeProject {
  const { service, unit, manifests } = part;
  const tool = nodeBuildTool(part);
  const member = memberOf(service, unit, tool);
  const hasBuild = service.units.some(({ entryPoints = [] }) => entryPoints.some(({ name }) => name === 'build'));
  const toBuild = member === undefined ? [] : [...sisters, ...(hasBuild ? [member] : [])];
  return {
    workspace: unit?.workspace,
    member,
    local: [],
    tool,
    toolMajor: unit?.installer?.major,
    isLocked: manifests.some(({ role }) => role === 'lock'),
    builds: hasBuild || toBuild.length > 0,
    toBuild,
  };
}

/** Tools that know members by their names alone. */
const BY_NAME: ReadonlySet<NodeBuildTool> = new Set(['yarn', 'yarn-berry', 'rush']);

/** A member with a lock of its own is installed by that, as today. */
function memberOf(service: Service, unit: Unit | undefined, tool: NodeBuildTool): Member | undefined {
  if (unit?.installer === undefined) return undefined;
  const lock = unit.manifests.find(({ role }) => role === 'lock');
  const isAtRoot = lock === undefined || tool === 'rush' || directoryOf(lock.path) === unit.workspace;
  const isNamed = unit.name !== undefined || !BY_NAME.has(tool);
  return isAtRoot && isNamed ? memberBelow(service, unit, unit.workspace) : undefined;
}
