/** Where a server of Python listens that a command line starts without saying a port: by its own documentation. */
import { shellCommands, shellScript } from '../../../src/formats/shell/shell.ts';
import { baseName, type Demand, defaultPortDemand, type RunProcess } from '../../../src/model/index.ts';
import { type PortUse, portDemand } from '../demands.ts';

interface Server {
  readonly port: number;
  /** The variable that it reads its port from. */
  readonly variable?: string;
  /** The word that makes it serve: such programs do other things, too. */
  readonly verb?: RegExp;
  /** Options beside those for a port that tell where it listens, or name a file that may. */
  readonly told?: RegExp;
  /** It serves without any argument; others tell their version or their options. */
  readonly bare?: true;
}

const SERVERS: ReadonlyMap<string, Server> = new Map<string, Server>([
  ['uvicorn', { port: 8000, variable: 'UVICORN_PORT', told: /^--(?:uds|fd|env-file)\b/ }],
  ['gunicorn', { port: 8000, variable: 'PORT', told: /^(?:-c|--config)\b/ }],
  ['hypercorn', { port: 8000, told: /^(?:-c|--config|--insecure-bind|--quic-bind)\b/ }],
  ['daphne', { port: 8000, told: /^(?:-u|-e|--endpoint|--fd|--unix-socket)\b/ }],
  ['granian', { port: 8000, variable: 'GRANIAN_PORT', told: /^--uds\b/ }],
  ['waitress-serve', { port: 8080, told: /^--(?:listen|unix-socket)\b/ }],
  ['fastapi', { port: 8000, variable: 'PORT', verb: /^(?:run|dev)$/ }],
  ['flask', { port: 5000, variable: 'FLASK_RUN_PORT', verb: /^run$/ }],
  ['streamlit', { port: 8501, variable: 'STREAMLIT_SERVER_PORT', verb: /^run$/ }],
  ['chainlit', { port: 8000, variable: 'CHAINLIT_PORT', verb: /^run$/ }],
  ['mlflow', { port: 5000, variable: 'MLFLOW_PORT', verb: /^(?:server|ui)$/ }],
  ['jupyter', { port: 8888, variable: 'JUPYTER_PORT', verb: /^(?:lab|notebook|server)$/ }],
  ['jupyter-lab', { port: 8888, variable: 'JUPYTER_PORT', bare: true }],
  ['jupyter-notebook', { port: 8888, variable: 'JUPYTER_PORT', bare: true }],
  ['http.server', { port: 8000, told: /^\d+$/, bare: true }],
  ['manage.py', { port: 8000, verb: /^runserver$/, told: /^(?:[\w.:[\]]+:)?(?:\d+|\$\S+)$/ }],
]);

const PORT_OPTION = /^(?:-p|-b|--port|--bind|--(?:server|ServerApp|NotebookApp)\.port)(?:$|[=\d:])|^-b\S/;
/** What stands before the server on its line. */
export const RUNNER =
  /^(?:exec|env|python[\d.]*|-m|-u|-O|uv|poetry|pipenv|pdm|hatch|rye|run|--no-sync|--frozen|--no-dev|ddtrace-run|opentelemetry-instrument|newrelic-admin|run-program|tini|dumb-init|--|[A-Z_]+=\S*)$/;

/** Ports that are said, and those that programs take by themselves. */
export function listeningDemands(ports: readonly PortUse[], processes: readonly RunProcess[]): readonly Demand[] {
  return [...ports.map(portDemand), ...commandDefaults(ports, processes)];
}

/** What programs that are started, and are no jobs, take where nothing else tells them a port: a list documents one. */
export function commandDefaults(ports: readonly PortUse[], processes: readonly RunProcess[]): readonly Demand[] {
  const told = new Set(ports.flatMap((use) => (use.protocol === 'tcp' && !isDocumented(use) ? [use.port] : [])));
  return processes.flatMap((process) => {
    const isOpen =
      process.kind === 'process' && !process.ports.some(({ protocol, container }) => protocol === 'tcp' && told.has(container));
    const found = isOpen ? commandsOf(process.command).flatMap((words) => serverOf(words) ?? []) : [];
    return found.map(({ port, variable }) => defaultPortDemand('', port, variable, process.origin));
  });
}

function isDocumented({ listed, told }: PortUse): boolean {
  return (listed === 'image' || listed === 'descriptor') && told === undefined;
}

/** What a command line starts: the commands of its script, where a shell runs one. */
export function commandsOf(command: readonly string[]): readonly (readonly string[])[] {
  const script = shellScript(command);
  return script === undefined ? [command] : shellCommands(script).map(({ words }) => words.map(({ text }) => text));
}

function serverOf(words: readonly string[]): Server | undefined {
  const at = words.findIndex((word) => SERVERS.has(baseName(word)));
  const server = SERVERS.get(baseName(words[at] ?? ''));
  if (server === undefined || !words.slice(0, at).every((word) => RUNNER.test(baseName(word)))) return undefined;
  const rest = words.slice(at + 1);
  if (server.verb !== undefined && !rest.some((word) => server.verb?.test(word))) return undefined;
  const isTold = rest.some((word) => PORT_OPTION.test(word) || server.told?.test(word) === true);
  return isTold || (rest.length === 0 && server.bare !== true) || rest.some((word) => /^(?:--help|--version|-h)$/.test(word))
    ? undefined
    : server;
}
