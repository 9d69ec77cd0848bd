/** Ports as descriptors and command lines write them. */

import { type ShellWord, shellCommands, shellScript, splitWords } from '../../src/formats/shell/shell.ts';
import { baseName, type Origin } from '../../src/model/index.ts';
import type { PortRole, PortUse, Protocol } from './demands.ts';

const MAX_RANGE = 100;

export function protocolOf(text: string | undefined): Protocol {
  const name = text?.toLowerCase();
  return name === 'udp' || name === 'sctp' ? name : 'tcp';
}

export const HIGHEST_PORT = 65_535;

/** Whether a number is one that can be listened on. */
export function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= HIGHEST_PORT;
}

/** `8080` or `8000-8010` → its ports; undefined for what is no port. Of a very long range the first hundred. */
export function portRange(text: string): readonly number[] | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (first < 1 || last > HIGHEST_PORT || last < first) return undefined;
  return Array.from({ length: Math.min(last - first + 1, MAX_RANGE) }, (_, index) => first + index);
}

/** Names of variables by which programs are told where to listen. */
const PORT_VARIABLE =
  /^(?:(?:APP|HTTP|HTTPS|REST|RPC|GRPC|GRAPHQL|WS|WEBSOCKET|TCP|METRICS|ADMIN|MANAGEMENT|HEALTH|HEALTHCHECK|PROBE|DEBUG|PPROF|SERVER|LISTEN|LISTENING|WEB|API|SERVICE|NODE|FLASK_RUN|STREAMLIT_SERVER|GRADIO_SERVER|UVICORN|GUNICORN|GRANIAN|CHAINLIT|JUPYTER|NUXT|NITRO|VITE|MICRONAUT_SERVER|QUARKUS_HTTP|SERVER_HTTP|DEFAULT|CONTAINER|MY|BIND|INTERNAL)_)*PORT$|^(?:ASPNETCORE_(?:URLS|HTTP_PORTS)|LISTEN(?:_ADDR|_ADDRESS)?|BIND(?:_ADDR|_ADDRESS)?|(?:HTTP|SERVER)_ADDR(?:ESS)?|GUNICORN_CMD_ARGS|PORT_.*)$/;

/** Whether a service called `owner` reads its own port from this variable: `PORT`, `SERVER_PORT`, `CART_PORT` for cart. */
export function isOwnPortVariable(name: string, owner: string | undefined): boolean {
  if (PORT_VARIABLE.test(name)) return true;
  if (owner === undefined || !/_(?:PORT|ADDR|HTTP_PORT|SERVICE_PORT)$/.test(name)) return false;
  const stem = name.replace(/_(?:HTTP_|SERVICE_)?(?:PORT|ADDR)$/, '');
  return normal(stem) === normal(owner);
}

function normal(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(?:service|svc|app)$/, '');
}

/** The port in a variable's value: `8080`, `:8080`, `0.0.0.0:8080`, `http://+:8080`. */
export function portInValue(value: string): number | undefined {
  const digits = /^(?:https?:\/\/)?(?:[\w.*+[\]-]*:)?(\d{2,5})\/?$/.exec(value.trim())?.[1];
  const port = digits === undefined ? 0 : Number(digits);
  return isPort(port) ? port : undefined;
}

/** Own ports that an environment sets, by number, with the variable; a number on the command line goes before what it says. */
export function settablePorts(
  environment: Iterable<readonly [string, string]>,
  owner: string | undefined,
  commanded: readonly CommandPort[] = [],
): ReadonlyMap<number, string> {
  const fixed = fixedPorts(commanded);
  return new Map([...portsSet(environment, (name) => isOwnPortVariable(name, owner))].filter(([port]) => !fixed.has(port)));
}

/** Ports that a command line says in digits, but for a debugger's and those of servers beside the program's own. */
export function fixedPorts(commanded: readonly CommandPort[]): ReadonlySet<number> {
  const isOwn = ({ settable, debugger: inspects, role }: CommandPort): boolean =>
    settable === undefined && inspects === undefined && role === undefined;
  return new Set(commanded.flatMap((one) => (isOwn(one) ? [one.port] : [])));
}

/** Names that tell a program its own port and hardly ever another program's. */
const LISTENING_VARIABLE =
  /^(?:(?:APP|HTTP|SERVER|LISTEN|LISTENING|FLASK_RUN|STREAMLIT_SERVER|GRADIO_SERVER|UVICORN|GRANIAN|CHAINLIT|JUPYTER|NUXT|NITRO|MICRONAUT_SERVER|QUARKUS_HTTP|SERVER_HTTP|CONTAINER|BIND)_)?PORT$|^(?:ASPNETCORE_(?:URLS|HTTP_PORTS)|LISTEN_ADDR(?:ESS)?|BIND_ADDR(?:ESS)?)$/;

/** Where a program listens because its environment says so, whether a list names that port too or not. */
export function toldPorts(environment: Iterable<readonly [string, string]>): ReadonlyMap<number, string> {
  return portsSet(environment, (name) => LISTENING_VARIABLE.test(name));
}

/** Variables that frameworks read the ports of their other servers from. */
const ROLE_VARIABLES: ReadonlyMap<string, PortRole> = new Map([
  ['MANAGEMENT_SERVER_PORT', 'management'],
  ['QUARKUS_MANAGEMENT_PORT', 'management'],
  ['ENDPOINTS_ALL_PORT', 'management'],
  ['GRPC_SERVER_PORT', 'grpc'],
  ['SPRING_GRPC_SERVER_PORT', 'grpc'],
  ['QUARKUS_GRPC_SERVER_PORT', 'grpc'],
]);

/** Where an environment tells a program's servers for management and gRPC to listen. */
export function besidePorts(
  environment: Iterable<readonly [string, string]>,
): readonly { readonly port: number; readonly settable: string; readonly role: PortRole }[] {
  return [...environment].flatMap(([name, value]) => {
    const role = ROLE_VARIABLES.get(name);
    const port = role === undefined ? undefined : portInValue(value);
    return role === undefined || port === undefined ? [] : [{ port, settable: name, role }];
  });
}

function portsSet(
  environment: Iterable<readonly [string, string]>,
  isMeant: (name: string) => boolean,
): ReadonlyMap<number, string> {
  const ports = new Map<number, string>();
  for (const [name, value] of environment) {
    const port = isMeant(name) ? portInValue(value) : undefined;
    if (port !== undefined && !ports.has(port)) ports.set(port, name);
  }
  return ports;
}

export interface CommandPort {
  readonly port: number;
  readonly settable?: string;
  /** A debugger's, which says nothing of where the service itself listens. */
  readonly debugger?: true;
  /** A server beside what the program serves. */
  readonly role?: PortRole;
}

/** Options whose value is where the program listens, on any program; Go's flags take one dash or two. */
const LISTEN_OPTION =
  /^(?:--?(?:port|http-port|listen|listen-address|addr|address|http)|--server-port|--server\.port|-Dserver\.port|-Dquarkus\.http\.port|--bind|--http\.port|--(?:Server|Notebook|Lab|Jupyter)App\.port)$/;
/** As programs of Go and Java name one of several servers, whose option names a client's target as often. */
const SERVER_OPTION =
  /^--?(?:(?:web|http|https|grpc|server|api|rest)[._-](?:(?:http|grpc)[._-])?(?:listen[._-])?(?:port|addr|address)|(?:listen|bind)[._-](?:port|addr|address))$/;
const OWN_ADDRESS = /^(?:(?:0\.0\.0\.0|\[::\])?:)?(?:\d{2,5}|\$[^:]*)$/;
/** Another host's address is where a client connects. */
const OTHER_HOST = /^(?:https?:\/\/)?(?!localhost:)(?=[\d.-]*[a-z_])[\w.-]+:/i;
/** Programs for which a short option does. */
const SHORT_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['gunicorn', '-b'],
  ['hypercorn', '-b'],
  ['serve', '-l'],
  ['http-server', '-p'],
  ['next', '-p'],
  ['flask', '-p'],
  ['daphne', '-p'],
  ['rails', '-p'],
  ['puma', '-p'],
]);

/** Jupyter takes a port near the one that it is told where that is taken (Jupyter Server, "Config file": `port_retries`). */
const JUPYTER = /^(?:jupyter(?:-\w+)?|start-(?:notebook|singleuser)\.(?:sh|py))$/;
const NO_RETRIES = /port[-_]retries=0\b/;

/** What a command line finds set around it. */
type Environment = Pick<ReadonlyMap<string, string>, 'get'>;

/** Ports that a command line says it listens on; `environment` is what its variables are read from. */
export function commandPorts(words: readonly string[], environment: Environment = new Map()): readonly CommandPort[] {
  const script = shellScript(words);
  if (script === undefined) return listening(words, environment);
  return shellCommands(script).flatMap((one) => listening(one.words.map(textOf), environment));
}

/** The same as what a service does with them. */
export function commandUses(words: readonly string[], origin: Origin, environment?: Environment): readonly PortUse[] {
  return commandPorts(words, environment).map((told) => ({ ...told, protocol: 'tcp', bind: 'listens', origin }));
}

function textOf(word: ShellWord): string {
  return word.text;
}

function listening(words: readonly string[], environment: Environment): readonly CommandPort[] {
  const found: CommandPort[] = [];
  const programs = new Set(words.map(baseName));
  for (const [, name = '', value = ''] of leadingSettings(words)) {
    const port = LISTENING_VARIABLE.test(name) ? stated(value, environment)?.port : undefined;
    if (port !== undefined) found.push({ port, settable: name });
  }
  const shorts = new Set([...SHORT_OPTIONS].filter(([program]) => programs.has(program)).map(([, option]) => option));
  for (const [index, word] of words.entries()) {
    const inspected = debuggerPort(word);
    if (inspected !== undefined) found.push({ port: inspected, debugger: true });
    const watched = jmxPort(word);
    if (watched !== undefined) found.push({ port: watched, role: 'jmx' });
    const equals = word.indexOf('=');
    const option = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? words[index + 1] : word.slice(equals + 1);
    const takes =
      LISTEN_OPTION.test(option) ||
      shorts.has(option) ||
      /^(?:runserver|http\.server)$/.test(option) ||
      (SERVER_OPTION.test(option) && OWN_ADDRESS.test(value ?? ''));
    const port = takes && value !== undefined ? stated(value, environment) : undefined;
    if (port !== undefined && !found.some((one) => one.port === port.port)) found.push(port);
  }
  const yields = [...programs].some((one) => JUPYTER.test(one)) && !words.some((word) => NO_RETRIES.test(word));
  return yields ? found.map((one) => ({ settable: '--port', ...one })) : found;
}

/** `PORT=5000 node server.js`, `env PORT=5000 …`: what stands before the program. */
function leadingSettings(words: readonly string[]): readonly (readonly string[])[] {
  const settings: (readonly string[])[] = [];
  for (const word of words) {
    const setting = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (setting !== null) settings.push(setting);
    else if (!/^(?:env|cross-env|exec)$/.test(word)) break;
  }
  return settings;
}

/** `-agentlib:jdwp=…,server=y,address=*:5005` and `-Xrunjdwp:…` of a JVM (JPDA), `--inspect[-brk][=host:port]` of Node. */
function debuggerPort(word: string): number | undefined {
  if (/^-(?:agentlib:jdwp=|Xrunjdwp:)/.test(word) && /\bserver=y\b/.test(word)) {
    return portInValue(/\baddress=([^,]+)/.exec(word)?.[1] ?? '');
  }
  const inspected = /^--inspect(?:-brk|-wait)?(?:=(.*))?$/.exec(word);
  return inspected === null ? undefined : (portInValue(inspected[1] ?? '') ?? 9229);
}

/**
 * Where a JVM is watched: its own agent and that one's RMI registry (Java, "Monitoring and Management Using JMX
 * Technology"), and Prometheus' agent, without whose port the JVM does not start.
 */
function jmxPort(word: string): number | undefined {
  const [, own] = /^-Dcom\.sun\.management\.jmxremote\.(?:rmi\.)?port=(\d{2,5})$/.exec(word) ?? [];
  const [, agents] = /^-javaagent:[^=]*jmx_prometheus[^=]*=(?:[\w.-]*:)?(\d{2,5}):/.exec(word) ?? [];
  return portInValue(own ?? agents ?? '');
}

/**
 * Variables whose words a JVM or Node.js takes as if they stood on its command line: the first three and the last by
 * itself, the others by the scripts that start Java programs (Gradle's, Tomcat's, those of base images).
 */
export const OPTION_VARIABLES: ReadonlySet<string> = new Set([
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'JAVA_OPTS',
  'JAVA_OPTS_APPEND',
  'JAVA_OPTIONS',
  'JVM_OPTS',
  'CATALINA_OPTS',
  'NODE_OPTIONS',
]);

/** Ports that options in an environment name, each with the variable that holds it. */
export function optionPorts(
  environment: Iterable<readonly [string, string]>,
): readonly { readonly variable: string; readonly told: CommandPort }[] {
  return [...environment].flatMap(([variable, value]) =>
    OPTION_VARIABLES.has(variable) ? commandPorts(splitWords(value)).map((told) => ({ variable, told })) : [],
  );
}

/** `8080`, `0.0.0.0:8080`, `:$PORT`, `${PORT:-8080}`, Kubernetes' `$(PORT)`. A variable without a value leaves the port open. */
function stated(value: string, environment: Environment): CommandPort | undefined {
  if (OTHER_HOST.test(value)) return undefined;
  const variable = /\$[{(]?([A-Za-z_]\w*)(?::?-(\d{2,5}))?[})]?\/?$/.exec(value);
  const [, settable, byDefault = ''] = variable ?? [];
  const port = portInValue(settable === undefined ? value : (environment.get(settable) ?? byDefault));
  return port === undefined ? undefined : { port, ...(settable === undefined ? {} : { settable }) };
}
