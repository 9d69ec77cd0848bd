import { preparesPackage } from '../../../formats/scripts.ts';
import { directoryOf, inDirectory, type Service, type Unit } from '../../../model/index.ts';
import { type BuildContext, contextAround, type Member, memberBelow } from '../context.ts';
import { ownImages } from '../own-images.ts';
import type { Asked, Part } from '../profile.ts';
import { writesClient } from './sisters.ts';
import { INSTALLS_AGAIN, type NodeBuildTool, nodeBuildTool } from './tool.ts';

/** What has to be known of a package of Node.js to install and build it. */
export interface NodeProject extends BuildContext {
  readonly tool: NodeBuildTool;
  /** Of that tool, where the project names it. */
  readonly toolMajor: number | undefined;
  /** Whether the tool finds its lock. */
  readonly isLocked: boolean;
  /** Whether a script has to build before anything starts. */
  readonly builds: boolean;
  /** Whether its tool is told the service's directory, and knows no workspace around it. */
  readonly standsAlone: boolean;
  /** Whether a script would set up git hooks after each installation, with a tool that production has not. */
  readonly installsHooks: boolean;
  /** Whether an installation runs a script of the package's own, which may need its files and the tools of its developers. */
  readonly preparesItself: boolean;
  /** What has its image write a client that the package imports, where nothing else writes it and what it wrote stays. */
  readonly generates: string | undefined;
  /** Whether what a build has Prisma write goes with all that was installed to build. */
  readonly losesClient: boolean;
  /** Whether its build script makes an image by itself, which no build of an image can run. */
  readonly makesImage: boolean;
  /** Members that have to be built before it starts, itself last; none where it stands alone. */
  readonly toBuild: readonly Member[];
}

export function nodeProject(part: Part, { sisters }: Asked): NodeProject {
  const { service, unit, manifests } = part;
  const tool = nodeBuildTool(part);
  const ofWorkspace = memberOf(service, unit, tool);
  // What it links to by a path lies around it, though it is installed by itself.
  const alone = ofWorkspace === undefined ? contextAround(service, unit, []) : undefined;
  const member = ofWorkspace ?? alone?.member;
  const scripts = service.units.flatMap(({ entryPoints = [] }) => entryPoints.filter(({ name }) => name === 'build'));
  const makesImage = scripts.some(({ command }) => MAKES_IMAGE.test(command));
  const hasBuild = scripts.length > 0 && !makesImage;
  const toBuild = member === undefined ? [] : [...(ofWorkspace === undefined ? [] : sisters), ...(hasBuild ? [member] : [])];
  const prepares = preparesItself(unit, tool, ofWorkspace !== undefined);
  const keepsWritten = KEEPS_WRITTEN.has(tool) && (member === undefined || (prepares && !INSTALLS_AGAIN.has(tool)));
  const writes = prepares || service.units.some(writesClient) || toBuild.some((one) => one.writesClient === true);
  return {
    workspace: alone === undefined ? unit?.workspace : alone.workspace,
    member,
    local: [],
    tool,
    toolMajor: unit?.installer?.major,
    isLocked: manifests.some(({ role }) => role === 'lock'),
    standsAlone: ofWorkspace === undefined && member !== undefined,
    makesImage,
    installsHooks: unit?.installsHooks === true,
    preparesItself: prepares,
    generates: member === undefined && KEEPS_WRITTEN.has(tool) ? generates(service) : undefined,
    losesClient: writes && tool !== 'rush' && !keepsWritten,
    builds: hasBuild || toBuild.length > 0,
    toBuild,
  };
}

/** Tools that leave what is no package of theirs in `node_modules` when those of developers go. */
const KEEPS_WRITTEN: ReadonlySet<NodeBuildTool> = new Set<NodeBuildTool>(['npm', 'npm-no-lock', 'pnpm']);

function generates(service: Service): string | undefined {
  const scripts = service.units.flatMap(({ entryPoints = [] }) => entryPoints.map(({ command }) => command));
  if (scripts.some((script) => /\bprisma\s+generate\b/.test(script))) return undefined;
  const traits = ownImages(service).flatMap((facts) => facts.traits);
  return traits.find(({ kind }) => kind === 'generates-client')?.value;
}

/** At a workspace's root those of the root count: Bun and newer Yarn leave them out where they install one member. */
const RUNS_ROOTS: ReadonlySet<NodeBuildTool> = new Set<NodeBuildTool>(['npm', 'npm-no-lock', 'pnpm', 'yarn']);

function preparesItself(unit: Unit | undefined, tool: NodeBuildTool, isMember: boolean): boolean {
  if (tool === 'rush') return false;
  const isRoots = isMember && unit?.rootPrepares === true && RUNS_ROOTS.has(tool);
  return isRoots || preparesPackage(unit?.entryPoints ?? []);
}

/** A command line of Docker or Podman among those of a script. */
const MAKES_IMAGE = /(?:^|[;&|(]\s*)(?:docker|podman|docker-compose)\s/;

/** Tools that know members by their names alone. */
const BY_NAME: ReadonlySet<NodeBuildTool> = new Set(['yarn', 'yarn-berry', 'rush']);

/** A member with a lock of its own is installed by that, as today. */
function memberOf(service: Service, unit: Unit | undefined, tool: NodeBuildTool): Member | undefined {
  if (unit?.installer === undefined) return undefined;
  const lock = unit.manifests.find(({ role }) => role === 'lock');
  const isAtRoot = lock === undefined || tool === 'rush' || directoryOf(lock.path) === unit.workspace;
  const isNamed = unit.name !== undefined || !BY_NAME.has(tool);
  const member = isAtRoot && isNamed ? memberBelow(service, unit, unit.workspace) : undefined;
  return member === undefined || !usesRoots(unit) ? member : { ...member, usesRoots: true };
}

/** Whether it is installed with lines of its workspace's root, as Nx has it. */
function usesRoots({ workspace, dependencies }: Unit): boolean {
  const roots = workspace === undefined ? undefined : inDirectory(workspace, 'package.json');
  return dependencies.some(({ direct, origin }) => direct && origin.file === roots);
}
