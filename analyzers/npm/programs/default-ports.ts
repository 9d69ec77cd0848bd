/**
 * The port that a web server opens which a package's `start` script runs, where nothing else says another. References:
 * Next.js, "next CLI"; Nuxt, "nuxi start"; Remix and React Router, their `serve` packages; fastify-cli; the READMEs of serve
 * and http-server.
 */
import { commandsOf } from '../../../src/formats/scripts.ts';
import { type Demand, defaultPortDemand, isReadFailure, joinPath, type Project } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import { ownPorts } from './own-servers.ts';

interface WebServer {
  readonly command: RegExp;
  readonly port: number;
  /** The variable that sets another one. */
  readonly variable: string;
  /** Its options that do. */
  readonly options: RegExp;
}

const SERVERS: readonly WebServer[] = [
  { command: /^(?:next|nuxt|nuxi)\s+start\b/, port: 3000, variable: 'PORT', options: /\s(?:-p|--port)(?:\s+|=)(\S+)/ },
  { command: /^(?:remix-serve|react-router-serve)\s/, port: 3000, variable: 'PORT', options: /\s--port(?:\s+|=)(\S+)/ },
  { command: /^fastify\s+start\b/, port: 3000, variable: 'FASTIFY_PORT', options: /\s(?:-p|--port)(?:\s+|=)(\S+)/ },
  { command: /^serve(?:\s|$)/, port: 3000, variable: 'PORT', options: /\s(?:-l|-p|--listen|--port)(?:\s+|=)(\S+)/ },
  { command: /^http-server(?:\s|$)/, port: 8080, variable: 'PORT', options: /\s(?:-p|--port)(?:\s+|=)(\S+)/ },
];

/** Files of platforms that run what is built by themselves, on no port of a host. */
const PLATFORM = /^(?:vercel\.json|netlify\.toml|amplify\.yml|wrangler\.(?:toml|jsonc?)|(?:open-next|sst)\.config\.[cm]?[jt]s)$/;
const ADAPTER = /^(?:@opennextjs\/|@netlify\/|@cloudflare\/next-on-pages$|@vercel\/remix$|serverless-)/;

/** A build that is files alone: `next start` refuses it (Next.js, "Static Exports"; React Router, "SPA Mode"). */
const STATIC_EXPORTS: readonly { readonly settings: RegExp; readonly asks: RegExp }[] = [
  { settings: /^next\.config\.[cm]?[jt]s$/, asks: /^[^/\n\r\u2028\u2029]*\boutput\s*:\s*['"]export['"]/m },
  { settings: /^react-router\.config\.[jt]s$/, asks: /^[^/\n\r\u2028\u2029]*\bssr\s*:\s*false\b/m },
];

/** Of a package that is started by itself. */
export function defaultPorts(project: Project, directory: string, manifest: PackageJson): readonly Demand[] {
  if (isElsewhere(project, directory, manifest.entries)) return [];
  const framework = frameworkPorts(directory, manifest);
  return framework.length > 0 ? framework : ownPorts(project, directory, manifest);
}

function frameworkPorts(directory: string, { scripts }: PackageJson): readonly Demand[] {
  const start = scripts.find(({ name }) => name === 'start');
  if (start === undefined) return [];
  const commands = commandsOf(start.value);
  for (const server of SERVERS) {
    const command = commands.find((one) => server.command.test(one));
    if (command === undefined) continue;
    const said = server.options.exec(command)?.[1] ?? setting(server.variable).exec(start.value)?.[1];
    const { port, variable } = said === undefined ? server : told(said);
    return port === undefined ? [] : [defaultPortDemand(directory, port, variable, start.origin)];
  }
  return [];
}

/** `PORT=3001` before the command. */
function setting(variable: string): RegExp {
  return new RegExp(`(?:^|\\s)${variable}=(\\S+)`);
}

/** `3001`, `tcp://0.0.0.0:3001`, `${PORT:-3001}`; a variable without a value leaves the port open. */
function told(text: string): { readonly port?: number; readonly variable?: string } {
  const [, variable, byDefault] = /\$\{?(\w+)(?::?-(\d+))?\}?/.exec(text) ?? [];
  const digits = variable === undefined ? /(?:^|:)(\d{1,5})['"]?$/.exec(text.replace(/^['"]/, ''))?.[1] : byDefault;
  const port = digits === undefined ? undefined : Number(digits);
  if (port === undefined || port < 1 || port > 65_535) return {};
  return { port, ...(variable === undefined ? {} : { variable }) };
}

function isElsewhere(project: Project, directory: string, entries: PackageJson['entries']): boolean {
  const names = project.list(directory);
  return (
    names.some((name) => PLATFORM.test(name)) ||
    entries.some(({ name }) => ADAPTER.test(name)) ||
    names.some((name) =>
      STATIC_EXPORTS.some(
        ({ settings, asks }) => settings.test(name) && isExported(project, joinPath(directory, name) ?? name, asks),
      ),
    )
  );
}

function isExported(project: Project, path: string, asks: RegExp): boolean {
  const file = project.read(path);
  return !isReadFailure(file) && asks.test(file.text);
}
