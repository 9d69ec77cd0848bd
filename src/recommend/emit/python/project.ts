import { directoryOf, normalizeName, pathBelow, printable, type Service } from '../../../model/index.ts';
import { type BuildContext, contextAround, rootAbove } from '../context.ts';
import { ownImages } from '../own-images.ts';
import { type Asked, type Part, rootOfWorkspace } from '../profile.ts';
import { broughtBeside } from '../start.ts';
import { condaFileOf, namedByImage, ownRequirements, requirementPaths, requirementsOf, uvFileOf } from './files.ts';
import { hasLockOf, type PythonBuildTool, pythonBuildTool } from './tool.ts';

/** What has to be known of a project of Python's to install it. */
export interface PythonProject extends BuildContext {
  readonly tool: PythonBuildTool;
  /** The requirements file that pip installs, the pylock.toml or script that uv does, or conda's environment, relative to the service. */
  readonly requirements: string;
  /** What pip installs instead where only its Dockerfile says it. */
  readonly named: readonly string[];
  /** The requirements file and what it includes of its own directory. */
  readonly requirementFiles: readonly string[];
  /** Requirements of directories beside its own that its image brings, as seen from the service. */
  readonly besideFiles: readonly string[];
  /** Whether the tool finds its lock. */
  readonly isLocked: boolean;
  /** Extras of the project that are deployed. */
  readonly extras: readonly string[];
  /** Groups of its developers' that are. */
  readonly groups: readonly string[];
  /** Whether an installation of it installs the project itself. */
  readonly packaged: boolean;
  /** Whether its image installs the project beside a list of requirements, so that its modules are found. */
  readonly besideRequirements: boolean;
  /** The root of uv's workspace, as seen from the service: `.` where it is alone. */
  readonly projectRoot: string;
}

export function pythonProject(part: Part, { start, deployed }: Asked): PythonProject {
  const { service, unit, manifests } = part;
  const tool = pythonBuildTool(part);
  const context = contextAround(service, unit, [
    ...(tool === 'uv' && unit?.workspace !== undefined ? [unit.workspace] : []),
    ...(tool === 'pip' ? requirementPaths(service).map(directoryOf) : []),
    ...broughtBeside(service).map(({ path }) => path),
  ]);
  return {
    ...context,
    tool,
    requirements: fileOf(service, tool, start),
    named: namedByImage(service),
    requirementFiles: ownRequirements(service),
    besideFiles: besideFiles(service, context),
    isLocked: hasLockOf(tool, manifests),
    ...deployedParts(part, deployed),
    packaged: unit?.packaged ?? false,
    besideRequirements: tool === 'pip' && unit?.packaged === true && isInstalledToday(service),
    projectRoot: rootOfWorkspace(part),
  };
}

function isInstalledToday(service: Service): boolean {
  return ownImages(service).some(({ traits }) => traits.some(({ kind }) => kind === 'installs-project'));
}

/** `../../shared/requirements.txt`, which the image of today installs as well. */
function besideFiles(service: Service, { workspace, member }: BuildContext): readonly string[] {
  const up = rootAbove({ member });
  if (up === undefined || workspace === undefined) return [];
  const directories = broughtBeside(service).map(({ path }) => path);
  return requirementPaths(service)
    .filter((file) => directories.some((directory) => pathBelow(directory, file) !== undefined))
    .flatMap((file) => pathBelow(workspace, file) ?? [])
    .map((file) => `${up}/${file}`);
}

function fileOf(service: Service, tool: PythonBuildTool, start: readonly string[]): string {
  if (tool === 'conda') return condaFileOf(service);
  return tool === 'uv-pip' ? uvFileOf(service, start) : requirementsOf(service);
}

/** What its tool is to be asked for besides what it installs anyway. A requirements file is no group of a project. */
function deployedParts({ service, manifests }: Part, deployed: readonly string[]): Pick<PythonProject, 'extras' | 'groups'> {
  const files = new Set(
    manifests.filter(({ kind }) => kind === 'pip-requirements' || kind === 'pip-compile').map(({ group }) => group),
  );
  const known = new Set(service.units.flatMap(({ extras = [] }) => extras).map(normalizeName));
  const named = deployed.filter((group) => group !== 'default' && !files.has(group) && printable(group) === group);
  return {
    extras: named.filter((group) => known.has(normalizeName(group))),
    groups: named.filter((group) => !known.has(normalizeName(group))),
  };
}
