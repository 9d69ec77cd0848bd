/** What part a package plays: a service, a library, or what holds others together. */
import { isDockerfileName } from '../../src/formats/dockerfile/file-name.ts';
import { commandsOf, lastStep } from '../../src/formats/scripts.ts';
import { inDirectory, joinPath, type Project, pathBelow, type Unit } from '../../src/model/index.ts';
import type { PackageJson } from './manifests/manifest.ts';
import { namesSystem } from './platforms.ts';
import { onlyBuilds } from './programs/building.ts';
import { isForDevices } from './programs/devices.ts';
import {
  DEPLOYS_ITSELF,
  HANDS_ON,
  PLAIN_START,
  RUNS_TOOL,
  SERVES,
  STARTS,
  STARTS_ITSELF,
  STARTS_MEMBERS,
  startsBelow,
  startsContainers,
  startsNothing,
  stepBehind,
} from './programs/scripts.ts';
import { namesOf, type Reading } from './reading.ts';
import type { Structure, WorkspaceRoot } from './workspaces/workspaces.ts';

/** A package, and what tells its part. */
interface Candidate extends Pick<Reading, 'manifest' | 'directory' | 'root'> {
  readonly project: Project;
  readonly structure: Structure;
  /** Whether it asks for anything that is deployed. */
  readonly deploys: boolean;
  /** Scripts that start something of its own where it is deployed. */
  readonly starting: PackageJson['scripts'];
  /** Whether code lies beside the manifest. */
  readonly hasOwn: boolean;
}

/** Undefined for a file that is no package. */
export function roleOf({ manifest, directory, root }: Reading, project: Project, structure: Structure): Unit['role'] | undefined {
  if (!manifest.readable) return 'service';
  if (isMark(manifest, directory, project)) return structure.roots.has(directory) ? 'aggregator' : undefined;
  const deploys = manifest.entries.some(({ field }) => field !== 'devDependencies');
  const starting = manifest.scripts.filter(
    ({ name, value }) =>
      STARTS_ITSELF.test(name) &&
      !(!deploys && HANDS_ON.test(value)) &&
      !onlyBuilds(value, manifest.scripts) &&
      !startsNothing(value, directory, project),
  );
  const hasOwn = project.list(directory).some((name) => isOwnCode(name, directory, project, structure));
  const candidate: Candidate = { manifest, directory, root, project, structure, deploys, starting, hasOwn };
  const isAboveMembers = (structure.roots.get(directory)?.members ?? []).length > 0;
  if (isAboveMembers) return runsBesideMembers(candidate) ? 'service' : 'aggregator';
  return ROLES.find(({ holds }) => holds(candidate))?.role ?? 'service';
}

/** Whether a workspace's root is a service itself. */
function runsBesideMembers({ manifest, directory, project, deploys, starting, hasOwn }: Candidate): boolean {
  const startsItself = starting.some(({ value }) => {
    const step = stepBehind(value, manifest.scripts);
    return !STARTS_MEMBERS.test(step) && !RUNS_TOOL.test(step);
  });
  const isOwn = hasOwn || startsItself || namesCode(manifest, directory, project);
  return deploys && isOwn && !isForDevelopersAlone(manifest, directory, project);
}

/** What parts a package may play beside that of a service: the first that holds. */
const ROLES: readonly { readonly role: Unit['role']; readonly holds: (candidate: Candidate) => boolean }[] = [
  {
    role: 'device',
    holds: ({ manifest, directory, project }) =>
      isForDevices(manifest, (folder) => project.list(joinPath(directory, folder) ?? directory)),
  },
  { role: 'aggregator', holds: isAutoinstaller },
  { role: 'aggregator', holds: isNativePart },
  { role: 'aggregator', holds: isStray },
  { role: 'aggregator', holds: leadsOthers },
  { role: 'aggregator', holds: isForTools },
  { role: 'library', holds: isLibrary },
];

/** What ng-packagr makes a library of, to be published from its output (ng-packagr's README, "Usage"). */
const NG_PACKAGE = /^ng-package\.js(?:on)?$/;

/** What Rush installs for commands and hooks of its own (Rush, "Autoinstallers"). */
function isAutoinstaller({ directory, structure: { roots } }: Candidate): boolean {
  const found = /^(?:(.*)\/)?common\/autoinstallers\/[^/]+$/.exec(directory);
  return found !== null && roots.get(found[1] ?? '.')?.tool === 'rush';
}

/** A package's native part, of which npm installs the one that suits (napi-rs, esbuild): the program is added when it is published. */
function isNativePart({ manifest: { entries, platforms, commands, name = '' }, starting, hasOwn }: Candidate): boolean {
  if (starting.length > 0 || hasOwn) return false;
  return entries.length === 0 && platforms.length > 0 && commands.length === 0 && namesSystem(name);
}

/** Whether a command or a file beside it says that it is installed or run as it stands. */
function isDeployedItself({ commands }: PackageJson, directory: string, project: Project): boolean {
  return commands.length > 0 || project.list(directory).some((name) => isDockerfileName(name) || name === 'Procfile');
}

/** A root whose code a developer starts, in front of its members or for them: `dev` is all that starts it, and no image holds it. */
function isForDevelopersAlone(manifest: PackageJson, directory: string, project: Project): boolean {
  const { scripts } = manifest;
  const starting = scripts.filter(({ name }) => STARTS.test(name));
  const isDevelopers = starting.length > 0 && starting.every(({ name, value }) => /^dev/.test(name) && PLAIN_START.test(value));
  return isDevelopers && !isDeployedItself(manifest, directory, project);
}

/** What `npm install` leaves above the packages for one of which it was meant: dependencies, and no package. */
function isStray({ manifest, directory, hasOwn, project, structure }: Candidate): boolean {
  const { name, version, scripts, commands, isImportable } = manifest;
  const isNone = name === undefined && version === undefined && scripts.length + commands.length === 0 && !isImportable;
  return isNone && !hasOwn && holdsOthers(directory, project, structure);
}

/** Nothing of its own, and scripts that start others: containers, or packages below it. */
function leadsOthers({ manifest, directory, project, structure, starting, hasOwn }: Candidate): boolean {
  if (hasOwn || namesCode(manifest, directory, project) || isDeployedItself(manifest, directory, project)) return false;
  if (startsContainers(manifest)) return true;
  const isBelow = ({ value }: PackageJson['scripts'][number]): boolean => startsBelow(value, directory, structure);
  return starting.some(isBelow) && starting.every((one) => isBelow(one) || STARTS_MEMBERS.test(lastStep(one.value)));
}

/** Tools of a repository (linters, hooks) above what holds the code, in whatever language that is. */
function isForTools({ manifest, directory, project, structure, deploys, starting, hasOwn }: Candidate): boolean {
  if (deploys || starting.length > 0 || manifest.isImportable || hasOwn) return false;
  return holdsOthers(directory, project, structure) || isToolsOfAll(manifest, directory, project);
}

/** Nothing that runs, and something for others. */
function isLibrary({ manifest, directory, root, project, structure, starting }: Candidate): boolean {
  const serves = manifest.scripts.some(
    ({ value }) => SERVES.test(value) || commandsOf(value).some((command) => DEPLOYS_ITSELF.test(command)),
  );
  const beside = project.list(directory);
  if (starting.length > 0 || serves || manifest.commands.length > 0 || beside.some(isDockerfileName)) return false;
  const isPacked = beside.some((name) => NG_PACKAGE.test(name));
  return manifest.isPublished || isPacked || (root !== undefined && isConsumed(manifest, root, structure));
}

/** `npm init` writes `main: index.js` whether there is such a file or not; what a build makes lies in a directory of its own. */
function namesCode({ isImportable, main }: PackageJson, directory: string, project: Project): boolean {
  const file = main?.replace(/^\.\//, '');
  return isImportable && (file === undefined || file.includes('/') || project.list(directory).includes(file));
}

const CODE = /^(?:src|app|lib|server|pages|api|functions|handlers|lambdas?|(?:index|server|app|main|handler)\.(?:[cm]?[jt]sx?))$/;

/** Code that lies beside the manifest: a directory of other packages, or of no JavaScript at all, is none, whatever it is called. */
function isOwnCode(name: string, directory: string, project: Project, structure: Structure): boolean {
  if (!CODE.test(name)) return false;
  const path = inDirectory(directory, name);
  if (project.list(path).length === 0 || holdsCode(path, project, 0)) return true;
  return !holdsOthers(path, project, structure) && holdsCode(path, project, DEEP);
}

/** How many directories down code of a package begins at the latest. */
const DEEP = 4;

function holdsCode(directory: string, project: Project, levels: number): boolean {
  const names = project.list(directory);
  if (names.some((name) => /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html|coffee)$/.test(name))) return true;
  return levels > 0 && names.some((name) => holdsCode(`${directory}/${name}`, project, levels - 1));
}

/** The hooks and linters of a whole repository: at its root, above directories, with no script that builds, tests or runs anything. */
function isToolsOfAll({ entries, commands, scripts }: PackageJson, directory: string, project: Project): boolean {
  if (directory !== '.' || project.directories.length < 2 || entries.length === 0 || commands.length > 0) return false;
  return !scripts.some(({ name }) => STARTS.test(name) || name === 'test');
}

/** Something beside the manifest that is run with it: code, or a file that chooses the Node.js it runs on. */
function runsHere(directory: string, project: Project): boolean {
  return project
    .list(directory)
    .some((name) => CODE.test(name) || name === '.nvmrc' || name === '.node-version' || isDockerfileName(name));
}

/** How Prisma calls the client that it writes among the code of a service (Prisma, "Custom output path"). */
const GENERATED = /^prisma-client-[\da-f]{32,}$/;

/** A file that only marks a directory (`{"type": "module"}`), or a part of a package by itself. */
function isMark(manifest: PackageJson, directory: string, project: Project): boolean {
  const { entries, engines, scripts, workspaces, name, version, isImportable } = manifest;
  if (name !== undefined && GENERATED.test(name)) return true;
  if (entries.length > 0 || engines.length > 0 || scripts.length > 0 || workspaces !== undefined) return false;
  return name === undefined || (isImportable && version === undefined && !runsHere(directory, project));
}

function holdsOthers(directory: string, project: Project, structure: Structure): boolean {
  for (const [other, manifest] of structure.packages) {
    if (pathBelow(directory, other) !== undefined && !isMark(manifest, other, project)) return true;
  }
  return false;
}

/** By the list of members, which every part of a workspace shares. */
const consumedCache = new WeakMap<WorkspaceRoot['members'], ReadonlySet<string>>();

/** Whether another member of the workspace depends on this one. */
function isConsumed(manifest: PackageJson, root: WorkspaceRoot, structure: Structure): boolean {
  let consumed = consumedCache.get(root.members);
  if (consumed === undefined) {
    const names = namesOf(root, structure);
    consumed = new Set(
      [root.directory, ...root.members].flatMap((directory) =>
        (structure.packages.get(directory)?.entries ?? []).filter(({ name }) => names.has(name)).map(({ name }) => name),
      ),
    );
    consumedCache.set(root.members, consumed);
  }
  return manifest.name !== undefined && consumed.has(manifest.name);
}
