/**
 * Where programs of a package listen by their own text. Of sources only those are read that programs begin with: the file
 * that the package's start script names, and of several applications in one package those that `nest-cli.json` lists, or
 * that Nx keeps in `apps`. References: Node.js `net.Server.listen`; NestJS "Workspaces" and "Microservices"; Fastify, hapi
 * and Apollo Server on how each is started.
 */
import { exists } from '../../../src/formats/script-modules.ts';
import { commandsOf } from '../../../src/formats/scripts.ts';
import { type Demand, inDirectory, isReadFailure, joinPath, type Project, sourcePortDemand } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import { type FindModule, modulesOf } from './modules.ts';
import { listenedPorts, type OwnPort } from './own-ports.ts';
import { type Source, sourceOf } from './sources.ts';

/** Of a package that is started by itself: what its program takes where nothing else says a port. */
export function ownPorts(project: Project, directory: string, manifest: PackageJson): readonly Demand[] {
  const programs = programsOf(project, directory);
  if (programs.length > 1) {
    return programs.flatMap(({ name, path }) =>
      portsIn(project, directory, path, '').map((demand) => ({
        ...demand,
        detail: { ...demand.detail, process: name, beside: 'applications' },
      })),
    );
  }
  for (const { file, script } of startsOf(manifest)) {
    const path = candidatesOf(file).find((one) => exists(project, directory, one));
    if (path !== undefined) return portsIn(project, directory, path, script);
  }
  return manifest.scripts.some(({ name }) => STARTS.includes(name)) ? [] : unnamedPorts(project, directory, manifest);
}

/**
 * Without a start script `npm start` runs `server.js` (npm, "scripts", "Default values"), and images and process managers
 * start what begins the package: a library's first file listens at no port that stands there.
 */
function unnamedPorts(project: Project, directory: string, { main }: PackageJson): readonly Demand[] {
  const first = ['server.js', ...(main === undefined ? [] : candidatesOf(main.replace(/^\.\//, ''))), 'index.js', 'app.js'];
  const path = first.find((one) => exists(project, directory, one));
  return path === undefined ? [] : portsIn(project, directory, path, '');
}

interface Start {
  /** Relative to the package, as its script says it. */
  readonly file: string;
  readonly script: string;
}

const STARTS = ['start:prod', 'start:production', 'start'];

function startsOf({ scripts, main }: PackageJson): readonly Start[] {
  const script = (name: string): string | undefined => scripts.find((one) => one.name === name)?.value;
  const texts = STARTS.flatMap((name) => {
    const text = script(name);
    const other = /^(?:npm run|yarn(?: run)?|pnpm(?: run)?|bun run)\s+([\w:.-]+)$/.exec(commandsOf(text ?? '').at(-1) ?? '')?.[1];
    return [text, other === undefined ? undefined : script(other)].flatMap((one) => one ?? []);
  });
  return texts.flatMap((text) =>
    commandsOf(text).flatMap((command) => {
      const file = startedFile(command);
      return file === undefined ? [] : [{ file: file === '.' ? (main ?? 'index.js') : file, script: text }];
    }),
  );
}

const RUNS =
  /^(?:node|nodemon|ts-node(?:-dev|-esm)?|tsnd|tsx|babel-node|node-dev|bun(?: run)?|pm2-runtime(?: start)?|pm2 start)\s/;
/** Options of these whose value is another word. */
const TAKES_VALUE =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-P|--project|--tsconfig|-c|--config|-w|--watch|--ext|-e|-x|--exec|--ignore|--name|-n|-i)$/;

/** `node -r dotenv/config dist/main` → `dist/main`; `nest start` → what Nest begins with. */
function startedFile(command: string): string | undefined {
  if (/^nest start(?!\s+\w)/.test(command)) return 'src/main.ts';
  if (!RUNS.test(command)) return undefined;
  const words = command.replace(RUNS, '').replaceAll(/["']/g, '').split(/\s+/);
  const word = words.find(
    (one, index) =>
      !one.startsWith('-') && !TAKES_VALUE.test(words[index - 1] ?? '') && !/^(?:node|ts-node|tsx|start|watch)$/.test(one),
  );
  return word !== undefined && /^[\w@./-]+$/.test(word) ? word.replace(/^\.\//, '') : undefined;
}

const ENDING = /\.[cm]?[jt]s$/;
const BUILT = /^(?:dist|build|lib|out|output|\.build)\//;

/** The sources that a started file is built from, the likeliest first. */
function candidatesOf(file: string): readonly string[] {
  let source = file.replace(ENDING, '');
  if (!BUILT.test(source))
    return ENDING.test(file) ? [file] : ['.js', '.ts', '/index.js', '/index.ts'].map((end) => source + end);
  while (BUILT.test(source)) source = source.replace(BUILT, '');
  const [, application, rest] = /^(apps\/[\w.-]+)\/(?:src\/)?(.+)$/.exec(source) ?? [];
  const places = application === undefined ? [`src/${source}`, source] : [`${application}/src/${rest}`];
  return places.flatMap((place) => ['.ts', '.mts', '.js', '.mjs'].map((ending) => place + ending));
}

/** Nobody writes so much into the file that starts a server; bundles that are kept are longer. */
const MAX_TEXT = 100_000;

function portsIn(project: Project, directory: string, path: string, script: string): readonly Demand[] {
  const full = joinPath(directory, path);
  const source =
    full === undefined ? undefined : sourceAt(project, full, { left: MAX_SOURCES, find: withSettings(project, directory) });
  if (full === undefined || source === undefined) return [];
  const told = ({ port, variable, line }: OwnPort): readonly Demand[] => {
    const set =
      variable === undefined ? undefined : (setIn(script, variable) ?? setIn(environmentOf(project, directory), variable));
    const taken = set ?? port;
    return taken === undefined ? [] : [sourcePortDemand(directory, taken, variable, { file: full, line })];
  };
  return listenedPorts(source).flatMap(told);
}

/** node-config reads `config/default.json` of the directory in which the program starts. */
function withSettings(project: Project, directory: string): FindModule {
  const find = modulesOf(project, directory);
  const hasSettings = exists(project, directory, 'config/default.json');
  return (path, specifier) =>
    specifier === 'config' && hasSettings ? inDirectory(directory, 'config/default.json') : find(path, specifier);
}

/** Modules that are looked into for one program: what says a port lies near the server. */
const MAX_SOURCES = 20;

interface Sources {
  left: number;
  readonly find: FindModule;
}

function sourceAt(project: Project, path: string, sources: Sources, from?: Pick<Source, 'budget'>): Source | undefined {
  if (sources.left-- <= 0) return undefined;
  const file = project.read(path);
  if (isReadFailure(file) || file.text.length > MAX_TEXT) return undefined;
  const known = new Map<string, Source | undefined>();
  const imported = (specifier: string): Source | undefined => {
    if (!known.has(specifier)) {
      const found = sources.find(path, specifier);
      known.set(specifier, found === undefined ? undefined : sourceAt(project, found, sources, source));
    }
    return known.get(specifier);
  };
  const source = sourceOf(file.text, imported, from?.budget);
  return source;
}

/** `PORT=3001` before a command, or on a line of its own. */
function setIn(text: string, variable: string): number | undefined {
  const digits = new RegExp(`(?:^|\\s)${variable}=["']?(\\d{2,5})["']?(?:\\s|$)`).exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What the program finds set where it starts, as far as that is kept beside it. */
function environmentOf(project: Project, directory: string): string {
  const file = project.list(directory).includes('.env') ? project.read(inDirectory(directory, '.env')) : undefined;
  return file === undefined || isReadFailure(file) ? '' : file.text;
}

interface Program {
  readonly name: string;
  readonly path: string;
}

const MAX_PROGRAMS = 100;

/** Applications that one package holds; those with a package of their own are services of their own. */
function programsOf(project: Project, directory: string): readonly Program[] {
  const names = project.list(directory);
  if (!names.includes('nx.json') && !names.includes('nest-cli.json')) return [];
  const found = project
    .list(inDirectory(directory, 'apps'))
    .slice(0, MAX_PROGRAMS)
    .flatMap((name): readonly Program[] => {
      const home = `apps/${name}`;
      const files = project.list(inDirectory(directory, home));
      const isOwn = !files.includes('package.json') && !name.endsWith('-e2e');
      return isOwn && exists(project, directory, `${home}/src/main.ts`) ? [{ name, path: `${home}/src/main.ts` }] : [];
    });
  return found;
}
