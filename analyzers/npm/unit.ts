/** One package.json, the workspace around it and its lock → one unit of the model. */
import semver from 'semver';
import { isDockerfileName } from '../../src/formats/dockerfile-name.ts';
import { remember } from '../../src/formats/remember.ts';
import { behindScripts, commandsOf, lastStep } from '../../src/formats/scripts.ts';
import {
  baseName,
  commandDemand,
  type Demand,
  type Dependency,
  directoryOf,
  inDirectory,
  isReadFailure,
  joinPath,
  libcDemand,
  libraryDemand,
  type Project,
  pathBelow,
  platformDemand,
  type RuntimeConstraint,
  runtimeDemand,
  type Unit,
} from '../../src/model/index.ts';
import { archivedFacts } from './archived.ts';
import { isPeer, kept, nested } from './demand-source.ts';
import type { LockFacts } from './locked.ts';
import { hostsNode, looksAtDevEngines } from './manifests/dev-engines.ts';
import { FIELDS, type PackageJson, readPackageJson } from './manifests/manifest.ts';
import { nativeNeeds } from './natives.ts';
import { nodeRange } from './node-rule.ts';
import { purlOf } from './notation/purl.ts';
import { type Loaders, withLoaders } from './placement.ts';
import { type NodePlatform, namesSystem, neededPlatform, runsOn } from './platforms.ts';
import { onlyBuilds } from './programs/building.ts';
import { defaultPorts } from './programs/default-ports.ts';
import { isForDevices } from './programs/devices.ts';
import { askedFor, demandOf, keepsCopies, namesOf, type ReadEntry, type Reading, TEXT_KINDS } from './reading.ts';
import { LOCK_TOOLS } from './workspaces/package-manager.ts';
import type { Structure, WorkspaceRoot } from './workspaces/workspaces.ts';

function dependencyOf({ entry, spec, effective, archive }: ReadEntry, resolved: string | undefined): Dependency {
  const { group, scope } = FIELDS[entry.field];
  const target = TEXT_KINDS.has(spec.kind) ? spec.target : (archive?.manifest.name ?? entry.name);
  return {
    ecosystem: 'npm',
    name: entry.name,
    purl: purlOf(target),
    constraint: effective,
    kind: spec.kind,
    direct: true,
    group,
    scope,
    via: [],
    origin: entry.origin,
    ...(resolved === undefined ? {} : { resolved }),
  };
}

export interface UnitContext {
  readonly project: Project;
  readonly structure: Structure;
  readonly platform: NodePlatform;
  readonly loaders: Loaders;
}

/** npm leaves an optional dependency out that does not run on the target: nothing of it can be in anybody's way. */
function isInstalled({ entry, spec }: ReadEntry, platform: NodePlatform, lock: LockFacts | undefined): boolean {
  if (entry.field !== 'optionalDependencies') return true;
  return lock?.elsewhere.has(entry.name) !== true && runsOn(neededPlatform(spec.target, undefined), platform);
}

const NOTHING_HELD: ReadonlySet<string> = new Set();

/** One package.json as a unit; undefined where it asks for nothing and runs nothing. */
export function unitOf(
  reading: Reading,
  { project, structure, platform, loaders }: UnitContext,
  lock: LockFacts | undefined,
): Unit | undefined {
  const { manifest, directory, entries, root } = reading;
  const role = roleOf(reading, project, structure);
  if (role === undefined) return undefined;
  const engines = manifest.engines.filter(({ name, value }) => name === 'node' && value.trim() !== '');
  const runtimes = engines.map(({ value, origin }): RuntimeConstraint => ({ name: 'node', constraint: value, origin }));
  const dependencies = entries.map((entry) =>
    dependencyOf(entry, lock?.direct.get(entry.entry.name) ?? entry.archive?.manifest.version),
  );
  const archived = archivedFacts(reading, lock?.held ?? NOTHING_HELD);
  const natives = [...nativeNeeds(manifest, entries), ...(lock?.natives ?? [])];
  const isKeeping = keepsCopies(reading);
  const packages = withFirmPeers([
    ...askedFor(entries)
      .filter((entry) => isInstalled(entry, platform, lock))
      .map((entry) => demandOf(entry, directory))
      .map((demand) => (isKeeping ? kept(demand) : demand))
      .map((demand) => (isKeeping || reading.home?.isolates === true ? withLoaders(demand, loaders) : demand)),
    ...(lock?.demands ?? []),
    ...archived.demands,
  ]);
  return {
    ecosystem: 'npm',
    path: directory,
    role,
    manifests: [
      { path: manifest.file, kind: 'package-json', role: 'manifest', group: 'default' },
      ...(lock === undefined ? [] : [lock.manifest]),
    ],
    dependencies: [...dependencies, ...(lock?.transitive ?? []), ...archived.transitive],
    demands: [
      ...(role === 'library' ? packages.map(nested) : packages),
      ...engines.filter(({ value }) => nodeRange(value) !== undefined).map((one) => nodeDemand(directory, one, 'declared')),
      ...developersNode(reading, structure, lock).map((one) => nodeDemand(directory, one, 'declared')),
      ...voltaPin(manifest, project).map((one) => nodeDemand(directory, one, 'preferred')),
      // Commands that an installation puts on the path.
      ...commandsIn(manifest, directory, project).map(({ name, origin }) =>
        commandDemand(directory, name, manifest.name ?? directory, origin),
      ),
      ...[...manifest.libc, ...manifest.platforms, ...developersPlatforms(reading, structure, lock)].flatMap((one) =>
        machineDemand(directory, one),
      ),
      ...natives.flatMap(({ library, origin, purl }) =>
        library === undefined ? [] : [libraryDemand(directory, library, origin, purl)],
      ),
      ...(role === 'service' ? defaultPorts(project, directory, manifest) : []),
    ],
    runtimes,
    natives,
    ...(manifest.name === undefined ? {} : { name: manifest.name }),
    ...(root === undefined || root.directory === directory ? {} : { workspace: root.directory }),
    ...localsOf(reading),
    ...hooksOf(reading, structure),
    ...installerOf(reading, lock),
    ...entryPointsOf(manifest),
  };
}

/** What is an optional peer binds as firmly as any other where the service has the package itself (arborist, `Edge.error`). */
function withFirmPeers(demands: readonly Demand[]): readonly Demand[] {
  if (!demands.some((one) => one.detail?.peer === 'optional')) return demands;
  const own = new Set(demands.filter((one) => !isPeer(one) && one.group === 'default').map(({ key }) => key));
  return demands.map((one) =>
    one.detail?.peer === 'optional' && own.has(one.key) ? { ...one, detail: { ...one.detail, peer: 'required' } } : one,
  );
}

/** Tools that write git hooks, as their READMEs have them in `prepare`. */
const HOOKS = /(?:^|[;&|]\s*)(?:npx\s+)?(?:husky|lefthook|simple-git-hooks|is-ci)\b/;

/** npm and pnpm run `prepare` of the package that they are told to install, which is the workspace's root. */
function hooksOf({ directory, home }: Reading, { packages }: Structure): Pick<Unit, 'installsHooks'> {
  const scripts = packages.get(home?.directory ?? directory)?.scripts ?? [];
  return scripts.some(({ name, value }) => name === 'prepare' && HOOKS.test(value)) ? { installsHooks: true } : {};
}

/** Directories and archives outside of its own that an installation links or unpacks as they lie there (npm, "Local Paths"). */
function localsOf({ directory, entries }: Reading): Pick<Unit, 'builtWith'> {
  const read = entries.flatMap(({ entry, spec }): readonly string[] => {
    if (spec.kind !== 'path' || entry.field === 'peerDependencies') return [];
    const path = joinPath('.', spec.locator ?? directory);
    return path === undefined || pathBelow(directory, path) !== undefined || path === directory ? [] : [path];
  });
  return read.length === 0 ? {} : { builtWith: [...new Set(read)].sort() };
}

/** A hundred services say the same few; node-semver pays an exception for what is no version. */
const isVersion = remember((text: string): boolean => semver.valid(text, true) !== null);

function nodeDemand(service: string, { value, origin }: PackageJson['engines'][number], strength: Demand['strength']): Demand {
  const constraint = value.trim();
  const kind = isVersion(value) ? 'exact' : 'range';
  return { ...runtimeDemand(service, { name: 'node', constraint, origin }), kind, strength };
}

/** npm goes by the package.json of the directory in which it installs: a member's own says nothing. */
function developersNode(reading: Reading, { packages }: Structure, lock: LockFacts | undefined): PackageJson['engines'] {
  const { directory, home } = reading;
  const stated = packages.get(home?.directory ?? directory)?.developersNode;
  const { tool, major } = installerOf(reading, lock).installer ?? {};
  if (stated === undefined || tool !== 'npm') return [];
  return [{ ...stated, value: hostsNode(stated.value, major) }];
}

/** As `developersNode`, where the project names an npm that looks. */
function developersPlatforms(reading: Reading, { packages }: Structure, lock: LockFacts | undefined): PackageJson['platforms'] {
  const { directory, home } = reading;
  const { tool, major } = installerOf(reading, lock).installer ?? {};
  if (tool !== 'npm' || !looksAtDevEngines(major)) return [];
  return packages.get(home?.directory ?? directory)?.developersPlatforms ?? [];
}

/** Of several C libraries that will do nothing is known. */
function machineDemand(service: string, { name, value, origin }: PackageJson['platforms'][number]): readonly Demand[] {
  if (name === 'libc') return value.includes(' || ') ? [] : [libcDemand(service, value, origin)];
  return [platformDemand(service, name === 'os' ? 'system' : 'processor', value, origin)];
}

/** Rush installs and links by itself, whatever it does that with; Lerna without workspaces links what each package installs. */
function installerOf({ root, home }: Reading, lock: LockFacts | undefined): Pick<Unit, 'installer'> {
  if (root?.tool === 'rush') return { installer: { tool: 'rush', ...rushNode(root) } };
  if (root?.tool === 'lerna') return {};
  const tool = home?.manager?.tool ?? LOCK_TOOLS.get(baseName(lock?.manifest.path ?? '')) ?? 'npm';
  const major = home?.manager?.major;
  return { installer: { tool, ...(major === undefined ? {} : { major }) } };
}

/** Rush stops on another Node.js, whatever its projects run on. */
function rushNode({ node }: WorkspaceRoot): { readonly node?: string } {
  return node === undefined || semver.validRange(node) === null ? {} : { node };
}

/** Volta, "Workspaces": a member takes from the file that it extends what it does not say itself. */
function voltaPin({ file, pins }: PackageJson, project: Project, hops = 0): PackageJson['pins'] {
  const own = pins.filter(({ name }) => name === 'node');
  const extended = pins.find(({ name }) => name === 'extends');
  const path = extended === undefined ? undefined : joinPath(directoryOf(file), extended.value);
  if (own.length > 0 || path === undefined || hops > MAX_HOPS) return own;
  const other = project.parse(path, readPackageJson);
  return isReadFailure(other) ? [] : voltaPin(other, project, hops + 1);
}

const MAX_HOPS = 8;

/** Commands by name, or files of the directory that holds nothing else (npm, "package.json": `directories.bin`). */
function commandsIn({ commands, commandFolder }: PackageJson, directory: string, project: Project): PackageJson['commands'] {
  const folder = commandFolder === undefined ? undefined : joinPath(directory, commandFolder.value);
  if (commandFolder === undefined || folder === undefined) return commands;
  const files = project
    .list(folder)
    .filter((name) => !name.startsWith('.') && project.list(inDirectory(folder, name)).length === 0);
  return files.map((name) => ({ ...commandFolder, name, value: name }));
}

/** The script that starts a package where it is deployed. */
const STARTS_ITSELF = /^start(?::prod(?:uction)?)?$/;

/** Scripts that start something, and the one that has to run before. */
const STARTS = /^(?:start(?::.*)?|.*:start|serve|worker(?::.*)?|consumer|scheduler|cron|web|server|dev|develop|build)$/;

/** Scripts of its own that an installation runs (npm, "Life Cycle Scripts"). */
const AT_INSTALLATION = /^(?:(?:pre|post)?install|prepare)$/;

function entryPointsOf(manifest: PackageJson): Pick<Unit, 'entryPoints'> {
  const entryPoints = manifest.scripts
    .filter(({ name }) => STARTS.test(name) || AT_INSTALLATION.test(name))
    .map(({ name, value, origin }) => ({ name, command: value, origin }));
  return entryPoints.length === 0 ? {} : { entryPoints };
}

const CODE = /^(?:src|app|lib|server|pages|api|functions|handlers|lambdas?|(?:index|server|app|main|handler)\.(?:[cm]?[jt]sx?))$/;

/** What a script that only starts others begins with: scripts of a shell, Compose, tools of workspaces. */
const HANDS_ON =
  /^(?:cd|sh|bash|make|docker|docker-compose|podman|concurrently|run-[ps]|npm-run-all2?|npm|yarn|pnpm|bun|lerna|turbo|nx|rush|wireit|foreman|overmind|tilt|skaffold)\s|^\.\/[\w./-]*\.sh\b/;

/** What a script that starts members of its workspace says. */
const STARTS_MEMBERS =
  /^(?:concurrently|run-[ps]|npm-run-all2?|lerna|turbo|nx|rush)\s|^(?:npm|yarn|pnpm|bun)\s(?:.*\s)?(?:workspaces?|--workspaces?|--filter|-[Frw]|--recursive)(?:[\s=]|$)/;

/** A menu, a setup, a build: what lies among a repository's scripts is its developers'. */
const RUNS_TOOL = /^(?:node|tsx|ts-node|bun|deno|(?:ba)?sh)\s+(?:-\S+\s+)*(?:\.\/)?(?:scripts|tools|hack)\//;

/** Where a script ends through those that it names: `npm run all`, which is `cross-env A=b nx run-many …`. */
function stepBehind(script: string, scripts: PackageJson['scripts']): string {
  return behindScripts(
    script,
    (called) => scripts.find(({ name }) => name === called)?.value,
    (one) => commandsOf(lastStep(one)).at(-1) ?? one,
  );
}

/** Frameworks that start a server of their own, whatever the script is called. */
const SERVES = /^(?:next|nuxt|nest|remix-serve|react-router-serve|strapi|medusa)\s+start\b/;

/** What ng-packagr makes a library of, to be published from its output (ng-packagr's README, "Usage"). */
const NG_PACKAGE = /^ng-package\.js(?:on)?$/;

/** Undefined for a file that is no package. */
function roleOf({ manifest, directory, root }: Reading, project: Project, structure: Structure): Unit['role'] | undefined {
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
  const starts = starting.length > 0;
  const hasOwn = project.list(directory).some((name) => isOwnCode(name, directory, project, structure));
  const hasCode = manifest.isImportable || hasOwn;
  const own = structure.roots.get(directory);
  if (own !== undefined && own.members.length > 0) {
    const startsItself = starting.some(({ value }) => {
      const step = stepBehind(value, manifest.scripts);
      return !STARTS_MEMBERS.test(step) && !RUNS_TOOL.test(step);
    });
    const isOwn = hasOwn || startsItself || namesCode(manifest, directory, project);
    return deploys && isOwn && !isForDevelopersAlone(manifest, directory, project) ? 'service' : 'aggregator';
  }
  const beside = (folder: string): readonly string[] => project.list(joinPath(directory, folder) ?? directory);
  if (isForDevices(manifest, beside)) return 'device';
  if (isAutoinstaller(directory, structure)) return 'aggregator';
  if (!starts && !hasOwn && isNativePart(manifest)) return 'aggregator';
  if (isStray(manifest) && !hasOwn && holdsOthers(directory, project, structure)) return 'aggregator';
  const isLed = !hasOwn && !namesCode(manifest, directory, project) && !isDeployedItself(manifest, directory, project);
  if (isLed && startsContainers(manifest)) return 'aggregator';
  const below = starting.filter(({ value }) => startsBelow(value, directory, structure));
  if (isLed && below.length > 0 && starting.every((one) => below.includes(one) || STARTS_MEMBERS.test(lastStep(one.value))))
    return 'aggregator';
  // Tools of a repository (linters, hooks) above what holds the code, in whatever language that is.
  const isTools = !deploys && !starts && !hasCode;
  if (isTools && (holdsOthers(directory, project, structure) || isToolsOfAll(manifest, directory, project))) return 'aggregator';
  const serves = manifest.scripts.some(({ value }) => SERVES.test(value));
  const runs = starts || serves || manifest.commands.length > 0 || project.list(directory).some(isDockerfileName);
  const isPacked = project.list(directory).some((name) => NG_PACKAGE.test(name));
  const isForOthers = manifest.isPublished || isPacked || (root !== undefined && isConsumed(manifest, root, structure));
  return !runs && isForOthers ? 'library' : 'service';
}

/** What Rush installs for commands and hooks of its own (Rush, "Autoinstallers"). */
function isAutoinstaller(directory: string, { roots }: Structure): boolean {
  const found = /^(?:(.*)\/)?common\/autoinstallers\/[^/]+$/.exec(directory);
  return found !== null && roots.get(found[1] ?? '.')?.tool === 'rush';
}

/** A package's native part, of which npm installs the one that suits (napi-rs, esbuild): the program is added when it is published. */
function isNativePart({ entries, platforms, commands, name = '' }: PackageJson): boolean {
  return entries.length === 0 && platforms.length > 0 && commands.length === 0 && namesSystem(name);
}

/** What starts containers, of whatever the repository holds. */
const CONTAINERS = /^(?:docker|docker-compose|podman|podman-compose|nerdctl|skaffold|tilt|kubectl|helm|minikube)\s/;

/** A manifest without code whose scripts start containers: all of them are somebody else's, what it depends on is for them. */
function startsContainers({ scripts }: PackageJson): boolean {
  const starting = scripts.filter(({ name }) => STARTS_ITSELF.test(name));
  return starting.length > 0 && starting.every(({ value }) => CONTAINERS.test(stepBehind(value, scripts)));
}

const RUNS_SOURCE = /^(?:ts-node(?:-dev|-esm)?|tsx|nodemon|node|bun)\s/;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** `ts-node src/local.ts` of a package that has others but no such source: the line came along with a copied manifest. */
function startsNothing(script: string, directory: string, project: Project): boolean {
  const step = lastStep(script);
  if (!RUNS_SOURCE.test(step)) return false;
  const source = step.split(/\s+/).find((word) => !word.startsWith('-') && /[^.]\.[cm]?tsx?$/.test(word));
  const path = source === undefined ? undefined : joinPath(directory, source);
  if (path === undefined) return false;
  const beside = project.list(directoryOf(path));
  // A tree of manifests alone shows no sources at all.
  return beside.some((name) => SOURCE.test(name)) && !beside.includes(baseName(path));
}

/** `cd backend && npm start`, `npm --prefix backend start`: what runs is a package below. */
function startsBelow(script: string, directory: string, structure: Structure): boolean {
  const folder = (/^cd\s+([\w./-]+?)\/?\s*&&/.exec(script) ??
    /^(?:npm|yarn|pnpm)\s(?:.*\s)?(?:--prefix|-C|--cwd|--dir)[\s=]([\w./-]+?)\/?(?:\s|$)/.exec(script))?.[1];
  const path = folder === undefined ? undefined : joinPath(directory, folder);
  return path !== undefined && path !== directory && structure.packages.has(path);
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

/** Starts a file, and is no framework that its host starts in its own way. */
const PLAIN_START = /^(?:node|nodemon|tsx|ts-node(?:-dev)?|bun)\s/;

/** What `npm install` leaves above the packages for one of which it was meant: dependencies, and no package. */
function isStray({ name, version, scripts, commands, isImportable }: PackageJson): boolean {
  return name === undefined && version === undefined && scripts.length + commands.length === 0 && !isImportable;
}

/** `npm init` writes `main: index.js` whether there is such a file or not; what a build makes lies in a directory of its own. */
function namesCode({ isImportable, main }: PackageJson, directory: string, project: Project): boolean {
  const file = main?.replace(/^\.\//, '');
  return isImportable && (file === undefined || file.includes('/') || project.list(directory).includes(file));
}

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
