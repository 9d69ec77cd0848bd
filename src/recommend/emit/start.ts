import { commandsOf } from '../../formats/scripts.ts';
import { shellScript } from '../../formats/shell/shell.ts';
import {
  isFixedPort,
  isWithin,
  type PortBinding,
  pathBelow,
  printable,
  type RunProcess,
  type Service,
} from '../../model/index.ts';
import type { Facts } from '../input.ts';
import { type ProcessView, scriptWords } from '../processes.ts';
import { type ProcessRole, watchesSources } from '../roles.ts';
import { startWords } from './command.ts';
import type { BuildContext } from './context.ts';

/** How a process is started, and where it listens. */

export interface Start {
  readonly port: number | undefined;
  /** Whether a descriptor or a fact names the port, so that who does not listen there is not well. */
  readonly isPortKnown: boolean;
  /** Words of the start command; empty when nothing names one. */
  readonly command: readonly string[];
  /** Programs that it names, and the script that it runs. */
  readonly runs: readonly string[];
  /** The programs at the beginning of its commands: its own and those of the script that it runs. */
  readonly starts: readonly string[];
  /** Variables that the command needs, as the image of today sets them. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** Variables that have it listen on all interfaces of its container, as today's descriptors set them. */
  readonly addresses: readonly (readonly [name: string, value: string])[];
  /** Files of variables that its scripts name, below the service's directory. */
  readonly settings: readonly string[];
  /** The directory whose files the image of today has where the command starts, as seen from the service's own. */
  readonly contents: string | undefined;
  /** Directories beside its own that the image of today has, each as seen from where its command starts. */
  readonly beside: NonNullable<RunProcess['beside']>;
  /** The directory from which the image of today names the files of its command. */
  readonly startsIn: string | undefined;
}

/** A process by what is declared, what its descriptors say, and what its manifests start. */
export function startOf(service: Service, process: ProcessView | undefined, facts: Facts, isWeb: boolean): Start {
  const known = facts.ports?.[0] ?? ownPort(service, process);
  const role = process?.role ?? 'unknown';
  const scripts = scriptsOf(service);
  const names = new Set([service.path, ...service.units.flatMap(({ name }) => name ?? [])]);
  const command = startWords(commandOf(service, process), scripts, names);
  const [program, verb, name] = command;
  const script = program === 'npm' ? (scripts.get((verb === 'run' ? name : verb) ?? '') ?? '') : '';
  const said = (shellScript(command) ?? command.join(' ')).replace(/^exec\s+/, '');
  return {
    port: known ?? (isServer(role) && isWeb ? (portInText(service) ?? 8080) : undefined),
    isPortKnown: known !== undefined,
    command,
    runs: [...command, ...script.split(/\s+/)],
    // What only sets variables is a program that has to be there as well.
    starts: [said, script, ...commandsOf(said), ...commandsOf(script)].map((one) => one.trim().split(/\s+/, 1)[0] ?? ''),
    settings: settingsIn([said, script, scripts.get('build') ?? '']),
    ...asToday(service, startedBy(service, process)),
  };
}

/** `env-cmd -f .env.production next start`, `dotenv -e .env -- node server.js`, `node --env-file=.env server.js`. */
function settingsIn(scripts: readonly string[]): readonly string[] {
  const found = scripts.flatMap((script) => [
    ...script.slice(0, MAX_SCRIPT).matchAll(/(?<=^|[\s=])(?:\.\/)?(\.env(?:\.[\w-]+){0,4})(?=\s|$)/g),
  ]);
  return [...new Set(found.map(([, name = '']) => name))];
}

/** Characters of a script that are looked through. */
const MAX_SCRIPT = 10_000;

/** Directories beside a service's own that the one image takes which it has: code that others have as well. */
export function broughtBeside({ path, deployments }: Service): NonNullable<RunProcess['beside']> {
  const [image, ...others] = deployments.filter(({ facts }) => facts.tool === 'dockerfile');
  const beside = others.length > 0 ? [] : (image?.facts.processes.flatMap((process) => process.beside ?? []) ?? []);
  return beside.filter((one) => !isWithin(one.path, path) && !isWithin(path, one.path) && printable(one.path) === one.path);
}

/** The same as seen from the root that a member of it is built from; nothing where that is not known. */
export function besideInRoot({
  member,
  workspace,
  beside,
}: Pick<BuildContext, 'member' | 'workspace'> & Pick<Start, 'beside'>): readonly {
  readonly from: string;
  readonly to: string;
}[] {
  if (member === undefined || workspace === undefined) return [];
  return beside.flatMap(({ path, to }) => {
    const from = pathBelow(workspace, path);
    return from === undefined ? [] : [{ from, to }];
  });
}

/** Whatever command starts the one image that a service has finds the same there. */
function asToday(
  service: Service,
  started: readonly RunProcess[],
): Pick<Start, 'variables' | 'addresses' | 'contents' | 'beside' | 'startsIn'> {
  const { path, deployments } = service;
  const [image, ...others] = deployments.filter(({ facts }) => facts.tool === 'dockerfile');
  const all = image === undefined || others.length > 0 ? started : [...image.facts.processes, ...started];
  const [contents] = all.flatMap(({ contentsOf }) => (contentsOf === undefined ? [] : (pathBelow(path, contentsOf) ?? [])));
  return {
    variables: [...new Map(all.flatMap(({ variables = {} }) => Object.entries(variables)))],
    addresses: [...new Map(all.flatMap(({ addresses = {} }) => Object.entries(addresses)))],
    startsIn: all.flatMap(({ startsIn }) => startsIn ?? [])[0],
    beside: broughtBeside(service),
    contents: contents === undefined || printable(contents) !== contents ? undefined : contents,
  };
}

/** The first port that a descriptor says it listens on; of several processes each has its own. */
function ownPort(service: Service, process: ProcessView | undefined): number | undefined {
  const all = startedBy(service, process).flatMap(({ ports }) => ports);
  return fixedPort(service, all) ?? all[0]?.container;
}

/** The number in the text of the program that the image starts, where that image alone documents another one. */
function fixedPort({ deployments }: Service, documented: readonly PortBinding[]): number | undefined {
  const demands = deployments.flatMap(({ facts }) =>
    facts.demands.filter(({ realm, key }) => realm === 'port' && /^\d+\/tcp$/.test(key)),
  );
  const [fixed, ...others] = new Set(demands.filter(isFixedPort).map(({ key }) => key));
  const said = demands.filter(({ detail }) => detail?.listed !== 'source' && detail?.listed !== 'default');
  if (fixed === undefined || others.length > 0 || said.some(({ detail }) => detail?.listed !== 'image')) return undefined;
  const port = Number.parseInt(fixed, 10);
  return documented.length === 0 || documented.some(({ container }) => container === port) ? undefined : port;
}

/** The one port that its sources and settings name. */
function portInText({ units, deployments }: Service): number | undefined {
  const demands = [...units.flatMap((unit) => unit.demands), ...deployments.flatMap(({ facts }) => facts.demands)];
  const [port, ...others] = new Set(
    demands.flatMap(({ realm, key }) => (realm === 'port' && /^\d+\/tcp$/.test(key) ? [key] : [])),
  );
  return port === undefined || others.length > 0 ? undefined : Number.parseInt(port, 10);
}

/** What descriptors start as this process. */
function startedBy({ deployments }: Service, process: ProcessView | undefined): readonly RunProcess[] {
  const started = deployments.flatMap(({ facts }) => facts.processes);
  if (process === undefined || !process.deployed) return started;
  const own = new Set(process.evidence.map(({ origin }) => origin));
  return started.filter(({ origin }) => own.has(origin));
}

/** What nothing is known of may serve as well. */
function isServer(role: ProcessRole): boolean {
  return role === 'web' || role === 'unknown';
}

/** Whether the reasons or packages of a service show that it serves HTTP. */
export function servesHttp(themes: ReadonlySet<string>, names: readonly string[]): boolean {
  if (['http-adapter-needed', 'websocket', 'grpc', 'web-functions'].some((theme) => themes.has(theme))) return true;
  return names.some((name) => /^(?:flask|django|fastapi|express|fastify|koa)$|starter-web(?:flux)?$|go-chi|gin-gonic/.test(name));
}

/** What runs in production, before what a descriptor for development puts in its place. */
function commandOf(service: Service, process: ProcessView | undefined): readonly string[] {
  const all = startedBy(service, process);
  const [own = []] = [process?.start ?? []].filter(({ length }) => length > 0);
  const known = all.find(({ command }) => command.length > 0 && command.join('\0') === own.join('\0'));
  // An image that has no CMD waits for the words of whoever starts it.
  const isOpen = known?.entrypoint !== undefined && known.command.length === known.entrypoint.length;
  const commands = [
    ...(isOpen ? all.filter(({ keepsEntrypoint }) => keepsEntrypoint).map((one) => wholeOf(service, one)) : []),
    known === undefined ? own : wholeOf(service, known),
    ...all.map((one) => wholeOf(service, one)),
  ].filter(({ length }) => length > 0);
  const script = scriptsOf(service).get('start');
  const started = script === undefined ? [] : scriptWords(script);
  const isOwn = isStandalone(service, script);
  const isPlain = (words: readonly string[]): boolean =>
    words.length > 0 && !watchesSources(words.join(' ')) && !(isOwn && STANDALONE.test(words.join(' ')));
  return commands.find(isPlain) ?? (isPlain(started) || commands.length === 0 ? started : (commands[0] ?? []));
}

/** A command behind the entrypoint of the image that it starts, where there is one such. */
function wholeOf({ deployments }: Service, { command, keepsEntrypoint }: RunProcess): readonly string[] {
  if (keepsEntrypoint !== true || command.length === 0) return command;
  const begins = deployments.flatMap(({ facts: { tool, processes } }) =>
    tool === 'dockerfile' ? processes.map(({ entrypoint = [] }) => entrypoint) : [],
  );
  const [entrypoint = [], ...others] = new Map(begins.map((words) => [words.join('\0'), words])).values();
  return others.length > 0 ? command : [...entrypoint, ...command];
}

/** The server that Next.js writes for an image which takes nothing else of its build (Next.js, "output: standalone"). */
const STANDALONE = /(?:^|[\s/])server\.js(?![\w.])/;

function isStandalone({ units }: Service, start: string | undefined): boolean {
  const isNext = units.some(({ dependencies }) => dependencies.some(({ name, direct }) => direct && name === 'next'));
  return isNext && start !== undefined && /\bnext\s+start\b/.test(start);
}

function scriptsOf({ units }: Service): ReadonlyMap<string, string> {
  return new Map(units.flatMap(({ entryPoints = [] }) => entryPoints).map(({ name, command }) => [name, command]));
}
