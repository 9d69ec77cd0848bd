import { behindScripts, lastStep } from '../formats/scripts.ts';
import {
  append,
  baseName,
  type DeploymentFacts,
  ECOSYSTEM_FACTS,
  type EntryPoint,
  groupBy,
  isInJobFolder,
  isLambdaBase,
  type Origin,
  type RunProcess,
  type Service,
  type Unit,
} from '../model/index.ts';
import { isAside, isForDevelopers, isWorkerByName, namesAside, type ProcessRole, roleOf, startsServer } from './roles.ts';
import { type SourceProgram, sourcePrograms } from './source-programs.ts';

/** One way in which a service runs, merged over its descriptors. */
export interface ProcessView {
  /** The descriptor's name, else the role. */
  readonly name: string;
  readonly role: ProcessRole;
  readonly commands: readonly string[];
  /** Words of the first command that is known; empty where none is. */
  readonly start: readonly string[];
  readonly evidence: readonly { readonly origin: Origin; readonly text: string }[];
  /** Whether a descriptor runs it (a manifest's start script is weaker). */
  readonly deployed: boolean;
  /** Whether whatever starts it waits for its end, whatever it is called. */
  readonly ends: boolean;
}

/** What runs only around a deployment or in development says nothing of the service itself. */
export function isBeside({ processes }: DeploymentFacts): boolean {
  return processes.length > 0 && processes.every(({ kind, name }) => kind !== 'job' && isAside(name));
}

/** Processes of a service: those that descriptors run, else what its manifests start. Merged by role. */
export function processesOf(service: Service): readonly ProcessView[] {
  const described = describedProcesses(service);
  const found = [...described, ...programsBySource(service, described).map(sourceProcess)];
  if (found.length === 0) append(found, startScripts(service).map(scriptProcess));
  if (found.length === 0 && isInJobFolder(service.path)) found.push(jobByPlace(service));
  return merge(found);
}

function describedProcesses(service: Service): readonly Found[] {
  const roleIn = rolesIn(service);
  const isOfDevelopers = besideFunctions(service);
  const goesOn = service.deployments.some(({ facts }) => facts.processes.some(({ kind }) => kind === 'process'));
  return service.deployments.flatMap(({ facts }) => [
    ...(isOfDevelopers(facts) ? [] : facts.processes)
      .filter((process) => !runsBeside(process, facts, goesOn))
      .map((process) => ({ ...processView(process, roleIn(facts, process)), isByPlace: facts.tool === 'dockerfile' })),
    ...facts.functions.map(functionView),
  ]);
}

/**
 * What runs around a deployment, by its name: a release phase, what compose waits for before it starts another program of the
 * same service (`airflow-init`).
 */
function runsBeside({ name, kind }: RunProcess, { tool }: DeploymentFacts, goesOn: boolean): boolean {
  if (kind !== 'job' || tool === 'procfile') return isAside(name);
  return tool === 'compose' && goesOn && namesAside(name);
}

function processView({ name, kind, command, origin }: RunProcess, role: ProcessRole): ProcessView {
  const text = command.join(' ');
  return {
    name,
    role,
    commands: text === '' ? [] : [text],
    start: command,
    evidence: [{ origin, text: text === '' ? name : text }],
    deployed: true,
    ends: kind === 'job' || kind === 'scheduled',
  };
}

function functionView({ name, handler, runtime, origin }: DeploymentFacts['functions'][number]): ProcessView {
  const commands = handler === undefined ? [] : [handler];
  const text = [handler, runtime].filter(Boolean).join(' ') || name;
  return { name, role: 'function', commands, start: commands, evidence: [{ origin, text }], deployed: true, ends: false };
}

/** A process before those of one role are merged. */
interface Found extends ProcessView {
  /** Whether its name is that of the folder or file of its Dockerfile, which several images may share. */
  readonly isByPlace?: boolean;
}

/** What a descriptor's process is, by itself and by what else runs the service. */
function rolesIn(service: Service): (facts: DeploymentFacts, process: RunProcess) => ProcessRole {
  const all = service.deployments.map(({ facts }) => facts);
  const isEndless = all.some((facts) => facts.processes.some((one) => neverEnds(facts, one)));
  const opened = all.some((facts) => facts.processes.some(opensPort));
  const named = roleByImage(service, opened);
  const isCalled = all.some(({ functions }) =>
    functions.some(({ provider, packageType }) => provider === 'aws' && packageType === 'image'),
  );
  const roleOfImage = (facts: DeploymentFacts, process: RunProcess): ProcessRole | undefined => {
    if (!isImageRun(process, facts)) return undefined;
    // The server of an image that a template names as a function's is that function (Lambda Web Adapter).
    return isCalled && facts.traits.some(({ kind }) => kind === 'lambda-adapter') ? 'function' : named;
  };
  const commands = imageCommands(all);
  return (facts, process) => {
    const command = process.command.length > 0 ? process.command : (commands.get(facts.join.dockerfile ?? '') ?? []);
    return roleOfImage(facts, process) ?? roleOfProcess({ ...process, command }, facts, service, { isEndless, opened });
  };
}

/** What the image of each Dockerfile starts, where it is made in one way. */
function imageCommands(all: readonly DeploymentFacts[]): ReadonlyMap<string, readonly string[]> {
  const images = all.filter(({ tool }) => tool === 'dockerfile');
  return new Map(
    [...groupBy(images, ({ descriptor }) => descriptor.path)].flatMap(([path, [image, ...others]]) => {
      const [process, ...more] = image?.processes ?? [];
      return process === undefined || more.length + others.length > 0 ? [] : [[path, process.command] as const];
    }),
  );
}

/**
 * Beside functions that a template deploys, the compose file in which developers start the same code, with the image that it
 * builds for that, is no process of its own; nor is such an image alone.
 */
function besideFunctions({ deployments, units }: Service): (facts: DeploymentFacts) => boolean {
  const facts = deployments.map((one) => one.facts);
  const scripts = new Map(units.flatMap(({ entryPoints = [] }) => entryPoints.map(({ name, command }) => [name, command])));
  const isDevelopers = (command: string): boolean =>
    isForDevelopers(command) || isForDevelopers(behindScripts(command, (name) => scripts.get(name), lastStep));
  const commandsOf = (some: readonly DeploymentFacts[]): readonly string[] =>
    some.flatMap(({ processes }) => processes.map(({ command }) => command.join(' ')));
  const images = commandsOf(facts.filter((one) => one.tool === 'dockerfile' && !isLambdasImage(one)));
  const composed = commandsOf(facts.filter(({ tool }) => tool === 'compose'));
  // What names no command starts its image's.
  const started = (composed.length === 0 ? [''] : composed).flatMap((command) => (command === '' ? images : [command]));
  const isBeside =
    started.length > 0 &&
    started.every(isDevelopers) &&
    facts.some(({ functions }) => functions.some(({ provider }) => provider === 'aws')) &&
    facts.every(({ tool, processes }) => processes.length === 0 || tool === 'compose' || tool === 'dockerfile');
  return (one) => isBeside && (one.tool === 'compose' || (one.tool === 'dockerfile' && !isLambdasImage(one)));
}

/** What says nothing of its command starts its image's. */
function isImageRun({ kind, command }: RunProcess, { tool }: DeploymentFacts): boolean {
  return kind === 'process' && (tool === 'dockerfile' || ((tool === 'compose' || tool === 'kubernetes') && command.length === 0));
}

/**
 * The role of an image's command and of what starts it under a name, which are one process: a server that is known by its
 * own name serves, as does one that opens a port; `node server.js` is whatever its workload is called after, and so is a
 * program of which its command tells nothing, whatever ports its image documents. Nothing where there is more than one image,
 * command or meaning.
 */
function roleByImage({ deployments }: Service, opened: boolean): ProcessRole | undefined {
  const all = deployments.flatMap(({ facts }) =>
    facts.processes.flatMap((process) => (isImageRun(process, facts) && !isAside(process.name) ? [{ process, facts }] : [])),
  );
  const [image, ...others] = all.filter(({ facts }) => facts.tool === 'dockerfile');
  if (image === undefined || others.length > 0 || isLambdasImage(image.facts)) return undefined;
  if (startsToEndAlone(deployments.map(({ facts }) => facts))) return 'job';
  const workloads = all.filter(({ facts }) => facts.tool !== 'dockerfile').map(({ process }) => process);
  const command = image.process.command.join(' ');
  const byCommand = roleOf(command, '');
  const [byName, ...more] = new Set(workloads.map(({ name }) => roleOf('', name)));
  if (byName === undefined || more.length > 0 || byName === 'unknown') return undefined;
  if (byCommand === 'unknown') return opened && workloads.some(({ name }) => isWorkerByName(command, name)) ? 'web' : byName;
  const isFirm = byCommand !== 'web' || startsServer(command) || workloads.some(({ ports }) => ports.length > 0);
  return isFirm ? byCommand : byName;
}

/** Whether whoever starts the image's own command waits for it to end: that command is the job that they start. */
function startsToEndAlone(all: readonly DeploymentFacts[]): boolean {
  const started = all.flatMap(({ tool, processes }) => (tool === 'compose' || tool === 'kubernetes' ? processes : []));
  const plain = started.filter(({ command }) => command.length === 0);
  return plain.length > 0 && plain.every(({ kind }) => kind === 'job' || kind === 'scheduled');
}

/** Of what only its name calls a worker: others are to reach it. */
function opensPort({ name, command, ports }: RunProcess): boolean {
  return ports.length > 0 && isWorkerByName(command.join(' '), name);
}

/** Whoever lists what runs without end by itself: a Deployment of Kubernetes runs a batch server and no batch. */
function neverEnds({ tool }: DeploymentFacts, { kind }: RunProcess): boolean {
  return tool === 'kubernetes' && kind === 'process';
}

function roleOfProcess(
  process: RunProcess,
  facts: DeploymentFacts,
  { path }: Service,
  { isEndless, opened }: { readonly isEndless: boolean; readonly opened: boolean },
): ProcessRole {
  const { name, kind, command, ports } = process;
  // What Lambda starts is a handler, whatever words its name has.
  if (facts.tool === 'dockerfile' && isLambdasImage(facts)) return 'function';
  const role = roleOf(command.join(' '), name, kind);
  if (role === 'worker' && opened && isWorkerByName(command.join(' '), name)) return 'web';
  if (role === 'job' && kind === 'process' && isEndless) return ports.length > 0 ? 'web' : 'unknown';
  if (role !== 'unknown') return role;
  return ports.length > 0 ? 'web' : isInJobFolder(path) && !isEndless ? 'job' : 'unknown';
}

function isLambdasImage({ images, traits }: DeploymentFacts): boolean {
  return images.some(({ final, name }) => final && isLambdaBase(name)) || traits.some(({ kind }) => kind === 'lambda-client');
}

/** Of a job that something outside of the files starts, its place alone tells, unless its name says more. */
function jobByPlace({ path }: Service): ProcessView {
  const told = roleOf('', baseName(path));
  return {
    name: '',
    role: told === 'unknown' ? 'job' : told,
    commands: [],
    start: [],
    evidence: [],
    deployed: false,
    ends: true,
  };
}

const START = /^(?:start|start:.*|serve|worker|worker:.*|consumer|web|main|.*:start|scheduler|cron)$/;

/** What starts so deploys functions, or plays their host for a developer: none of it is a process of the service. */
const DEPLOYS =
  /^(?:(?:npx|yarn|pnpm|pnpx|bunx)\s+(?:exec\s+|dlx\s+)?)?(?:claudia|sls|serverless|sam|sst|cdk|cdklocal|samlocal)\s/;

/** Shows an app to who develops it, on phones and in browsers (Expo CLI, Metro): what is deployed is an export of it. */
const SHOWS_APP = /\b(?:expo|react-native)\s+start\b/;

function startScripts(service: Service): readonly EntryPoint[] {
  return service.units.flatMap((unit) => {
    const entries = (unit.entryPoints ?? []).filter(
      ({ name, command }) => !namesAside(name) && !DEPLOYS.test(command) && !SHOWS_APP.test(command),
    );
    return entries.filter(({ name }) => START.test(name) || (hasPrograms(unit, entries) && roleOf('', name) !== 'unknown'));
  });
}

/** A module whose programs are called after what each does: `cmd/api` is one of them where `cmd/worker` is another. */
function hasPrograms({ ecosystem }: Unit, entries: readonly EntryPoint[]): boolean {
  return (
    ECOSYSTEM_FACTS[ecosystem].hasPrograms === true &&
    entries.some(({ name }) => ['worker', 'scheduler'].includes(roleOf('', name)))
  );
}

/** What the sources add to the processes that are known: functions beside a server, and the server beside those. */
function programsBySource(service: Service, known: readonly ProcessView[]): readonly SourceProgram[] {
  if (known.some(({ role }) => role === 'function')) return [];
  const programs = sourcePrograms(service);
  const functions = programs.filter(({ role }) => role === 'function');
  const servers = programs.filter(({ role }) => role === 'web');
  if (functions.length === 0 || (known.length === 0 && servers.length === 0)) return [];
  return [...(known.length === 0 ? servers : []), ...functions];
}

function sourceProcess({ name, role, shown: { value = '', origin } }: SourceProgram): ProcessView {
  return { name: role, role, commands: [name], start: [name], evidence: [{ origin, text: value }], deployed: false, ends: false };
}

function scriptProcess(entry: EntryPoint): ProcessView {
  return {
    name: entry.name,
    role: roleOf(entry.command, entry.name),
    commands: [entry.command],
    start: scriptWords(entry.command),
    evidence: [{ origin: entry.origin, text: entry.command }],
    deployed: false,
    ends: false,
  };
}

/** Words of a script; what needs a shell keeps one. */
export function scriptWords(command: string): readonly string[] {
  const script = command.trim();
  if (/[|&;<>$`"'\\(){}*?\n]/.test(script)) return ['sh', '-c', script];
  return script === '' ? [] : script.split(/\s+/);
}

function asOne(role: ProcessRole, alike: readonly Found[]): ProcessView {
  const named = alike.filter(({ name }) => name !== '');
  return {
    name: (named.find(({ isByPlace }) => isByPlace !== true) ?? named[0])?.name ?? '',
    role,
    commands: alike.flatMap(({ commands }) => commands),
    start: alike.find(({ start }) => start.length > 0)?.start ?? [],
    evidence: alike.flatMap(({ evidence }) => evidence),
    deployed: alike.some(({ deployed }) => deployed),
    ends: alike.some(({ ends }) => ends),
  };
}

/** A Dockerfile's command and the compose service that runs it are one process; so are replicas of one role. */
function merge(found: readonly Found[]): readonly ProcessView[] {
  const byRole = new Map([...groupBy(found, ({ role }) => role)].map(([role, alike]) => [role, asOne(role, alike)]));
  // A process about which nothing is known is the one that the others name, unless all others are workers and jobs.
  const unknown = byRole.get('unknown');
  if (unknown !== undefined && byRole.size > 1) {
    byRole.delete('unknown');
    const main = byRole.get('web') ?? byRole.get('function') ?? [...byRole.values()][0];
    if (main !== undefined) byRole.set(main.role, { ...main, evidence: [...main.evidence, ...unknown.evidence] });
  }
  const order: readonly ProcessRole[] = ['web', 'function', 'unknown', 'worker', 'scheduler', 'job'];
  const sorted = [...byRole.values()].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  // By its name a process is asked for: of two of one name the later is called after what it does.
  const taken = new Set<string>();
  return sorted.map((one) => {
    const isNamed = one.name !== '' && !taken.has(one.name);
    const name = isNamed || one.role === 'unknown' ? one.name : one.role;
    taken.add(name);
    return { ...one, name };
  });
}
