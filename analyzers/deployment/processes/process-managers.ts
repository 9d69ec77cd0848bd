/** Descriptors of what starts processes on one host: systemd's services, Supervisor's and Circus' programs, scripts of s6 and runit. */

import { commandWords, splitWords } from '../../../src/formats/shell/shell.ts';
import {
  baseName,
  byText,
  type Demand,
  directoryOf,
  groupBy,
  inDirectory,
  isReadFailure,
  type Project,
  type ReadFailure,
  type RunProcess,
  type SourceFile,
  type Trait,
} from '../../../src/model/index.ts';
import { environmentFile } from '../compose/dotenv.ts';
import { shortMapping } from '../compose/mappings.ts';
import { bindingsOf, type PortUse, portDemand, rangeOf } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { isForeignImage } from '../foreign.ts';
import type { Part } from '../part.ts';
import { portInValue } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';
import { byService, programPlace } from '../programs/program-places.ts';
import { headerProblems, type Setting, settingsOf } from '../settings/settings.ts';
import { type Program, saidOf } from './started-programs.ts';

const SYSTEMD = 'systemd passes it over';

const ASSIGNMENT =
  /"([A-Za-z_]\w*)=([^"]*)"|'([A-Za-z_]\w*)=([^']*)'|(?:^|[\s,])([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s,"']*))/g;

/** `A=1 "B=x y" C="z"`, as systemd writes an environment; Supervisor puts commas between. */
function assignments(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(ASSIGNMENT)].map(([, one, inDouble, other, inSingle, plain, double, single, bare]) => [
    one ?? other ?? plain ?? '',
    inDouble ?? inSingle ?? double ?? single ?? bare ?? '',
  ]);
}

interface PlacedSetting extends Setting {
  readonly file: string;
}

/** A unit's section with what drop-ins beside it say (systemd.unit(5)); they come after it, in the order of their names. */
function unitSettings(project: Project, file: SourceFile, section: string): readonly PlacedSetting[] {
  const dropIns = `${file.path}.d`;
  const more = [...project.list(dropIns)]
    .filter((name) => name.endsWith('.conf'))
    .sort(byText)
    .flatMap((name) => {
      const read = project.read(inDirectory(dropIns, name));
      return isReadFailure(read) ? [] : [read];
    });
  return [file, ...more].flatMap(({ path, text }) =>
    settingsOf(text, 'backslash').flatMap((one) => (one.section === section ? [{ ...one, file: path }] : [])),
  );
}

/** All that is said of a key; an empty value resets what was said before it (systemd.exec(5), systemd.service(5)). */
function saidUnder(settings: readonly PlacedSetting[], key: string): readonly PlacedSetting[] {
  const said = settings.filter((one) => one.key === key);
  return said.slice(said.findLastIndex(({ value }) => value === '') + 1);
}

/** What a unit's programs run with: files go before what the unit says itself (systemd.exec(5), "EnvironmentFile="). */
function unitEnvironment(project: Project, unit: string, settings: readonly PlacedSetting[]): ReadonlyMap<string, string> {
  const own = new Map(saidUnder(settings, 'Environment').flatMap(({ value }) => assignments(value)));
  for (const { value } of saidUnder(settings, 'EnvironmentFile').slice(0, MAX_ENVIRONMENT_FILES)) {
    const file = inTree(project, directoryOf(unit), value.replace(/^-/, ''));
    for (const [name, text] of environmentFile(project, file, () => undefined)) own.set(name, text);
  }
  return own;
}

const MAX_ENVIRONMENT_FILES = 20;

/** Variables of one command that are filled in. */
const MAX_FILLED_IN = 20;

/** `$NAME` as a word by itself stands for as many words as its value has (systemd.service(5), "COMMAND LINES"). */
function splitVariables(words: readonly string[], environment: ReadonlyMap<string, string>): readonly string[] {
  let filled = 0;
  return words.flatMap((word) => {
    const value = environment.get(/^\$([A-Za-z_]\w*)$/.exec(word)?.[1] ?? '');
    return value === undefined || filled++ >= MAX_FILLED_IN ? [word] : commandWords(value);
  });
}

/**
 * The file of the tree that a path of the host means: the longest end of it that lies beside the unit or in a directory
 * around. Its name alone does beside the unit only.
 */
function inTree(project: Project, from: string, path: string): string | undefined {
  const segments = path.split('/').filter((one) => one !== '');
  if (segments.length > MAX_SEGMENTS || /[*?[%]/.test(path)) return undefined;
  for (let base = from; ; base = directoryOf(base)) {
    const longest = segments.length - (base === from ? 1 : 2);
    for (let at = 0; at <= longest; at++) {
      const file = inDirectory(base, segments.slice(at).join('/'));
      if (project.has(file)) return file;
    }
    if (base === '.') return undefined;
  }
}

const MAX_SEGMENTS = 12;

/** Folders in which s6-overlay, s6-rc and runit find services, each a folder with a script `run` (s6 "Service directories", runsv(8)). */
const RUN_HOMES = ['etc/service', 'runit', 's6-rc.d', 'services.d', 'sv'];
export const RUN_SCRIPTS: readonly string[] = RUN_HOMES.map((home) => `${home}/**/run`);
const RUN_SCRIPT = new RegExp(`(?:^|/)(?:${RUN_HOMES.join('|').replaceAll('.', '\\.')})/(?:[^/]+/)*([^/]+)/run$`);
/** The file system of an image, or of a host, that such a folder lies in. */
const ROOT_OF_IMAGE = /(?:^|\/)(?:(?:rootfs|root|overlay)\/)?(?:etc\/)?(?:s6-overlay\/|s6\/)?$/;
/** What runs beside a service and writes down what it says. */
const LOGGER = /(?:^|[-_])log(?:ger)?$/;

export function isRunScript(path: string): boolean {
  const name = RUN_SCRIPT.exec(path)?.[1];
  return name !== undefined && !LOGGER.test(name);
}

/** Nobody writes so much to start one program. */
const MAX_SCRIPT = 50_000;

/** The script of one supervised program, in a shell's language or execline's, which has the words of a command alike. */
export function readRunScript(project: Project, path: string): Part | ReadFailure {
  const file = project.read(path);
  if (isReadFailure(file)) return file;
  const script = file.text.slice(0, MAX_SCRIPT).replace(/^#!.*\n/, '');
  const name = baseName(directoryOf(path));
  const home = path.slice(0, RUN_SCRIPT.exec(path)?.index ?? 0);
  const around = `${home}/`.replace(ROOT_OF_IMAGE, '') || '.';
  const words = ['sh', '-c', script];
  const program: Program = { name, kind: 'process', words, environment: new Map(), origin: { file: path, line: 1 } };
  const deployments = byService(project, around, [program], () => ({ words })).map(({ join, programs }) =>
    deploymentFacts(path, 'process-manager', 'other', { ...join, name: join.name ?? name }, saidOf(programs)),
  );
  return { deployments, diagnostics: [] };
}

/** A unit of systemd. Reference: systemd.service(5); the prefixes of a command are none of its words. */
export function readSystemd(project: Project, file: SourceFile): Part {
  const settings = unitSettings(project, file, 'Service');
  const name = baseName(file.path).replace(/@?\.service$/, '');
  const environment = unitEnvironment(project, file.path, settings);
  const isJob = settings.some(({ key, value }) => key === 'Type' && value === 'oneshot');
  const programs = saidUnder(settings, 'ExecStart').map(
    (one): Program => ({
      name,
      kind: isJob ? 'job' : 'process',
      words: splitVariables(commandWords(one.value.replace(/^[@:!+|-]+/, '')), environment),
      environment,
      origin: { file: one.file, line: one.line },
    }),
  );
  const diagnostics = headerProblems(file, SYSTEMD);
  if (programs.length === 0) return { deployments: [], diagnostics };
  const told = saidUnder(settings, 'WorkingDirectory').at(-1)?.value.replace(/^-/, '');
  const [directory] = programs.flatMap(({ words }) => programPlace(project, directoryOf(file.path), words, told) ?? []);
  // As with an image, a name that is nobody's is somebody else's program, wherever the unit lies.
  const join = directory === undefined ? { name, image: name } : { name, directory };
  const said = { ...saidOf(programs), traits: capabilitiesOf(settings) };
  return { deployments: [deploymentFacts(file.path, 'process-manager', 'other', join, said)], diagnostics };
}

/** What a program is given beyond its user's rights (systemd.exec(5), "AmbientCapabilities="). */
function capabilitiesOf(settings: readonly PlacedSetting[]): readonly Trait[] {
  return saidUnder(settings, 'AmbientCapabilities').flatMap(({ value, file, line }) =>
    value.startsWith('~') ? [] : [{ kind: 'capabilities', value, origin: { file, line } }],
  );
}

/** A socket that systemd opens for the service of its name, by whatever it is then read. Reference: systemd.socket(5). */
export function readSocket(file: SourceFile): Part {
  const name = baseName(file.path).replace(/@?\.socket$/, '');
  const protocols = { ListenStream: 'tcp', ListenDatagram: 'udp' } as const;
  const demands = settingsOf(file.text, 'backslash').flatMap(({ section, key, value, line }) => {
    if (section !== 'Socket' || (key !== 'ListenStream' && key !== 'ListenDatagram')) return [];
    const port = portInValue(value);
    const origin = { file: file.path, line };
    return port === undefined ? [] : [portDemand({ port, protocol: protocols[key], bind: 'listens', origin })];
  });
  const diagnostics = headerProblems(file, SYSTEMD);
  if (demands.length === 0) return { deployments: [], diagnostics };
  const join = { name, image: name };
  return { deployments: [deploymentFacts(file.path, 'process-manager', 'other', join, { demands })], diagnostics };
}

/** A container that Podman runs as a unit of systemd. Reference: podman-systemd.unit(5). */
export function readQuadlet(file: SourceFile): Part {
  const settings = settingsOf(file.text, 'backslash').filter(({ section }) => section === 'Container');
  const of = (key: string) => settings.filter((one) => one.key === key);
  const [image] = of('Image');
  const diagnostics = headerProblems(file, SYSTEMD);
  if (image === undefined) return { deployments: [], diagnostics };
  const join = isForeignImage(image.value) ? {} : { name: baseName(file.path).replace(/@?\.container$/, ''), image: image.value };
  const ports = of('PublishPort').flatMap(({ value, line }): readonly PortUse[] => {
    const origin = { file: file.path, line };
    // As `podman run --publish` has it, which takes what Docker does.
    return shortMapping({ text: value, used: [], unset: [] }).flatMap(({ container, published, protocol, address }) => [
      ...container.map(
        (port): PortUse => ({ port, bind: 'listens', listed: 'descriptor', protocol, origin, ...rangeOf(container) }),
      ),
      ...published.map(
        (port): PortUse => ({
          port,
          bind: 'published',
          protocol,
          origin,
          ...(address === undefined ? {} : { address }),
          ...rangeOf(published),
        }),
      ),
    ]);
  });
  const [command] = of('Exec');
  const process: RunProcess = {
    name: join.name ?? '',
    kind: 'process',
    command: commandWords(command?.value ?? ''),
    ports: bindingsOf(ports),
    origin: { file: file.path, line: image.line },
  };
  const said = { processes: [process], demands: listeningDemands(ports, [process]) };
  return { deployments: [deploymentFacts(file.path, 'process-manager', 'other', join, said)], diagnostics };
}

/** How a manager's file of sections says what it starts, and where. */
interface Manager {
  readonly section: RegExp;
  readonly command: string;
  readonly directory: string;
  /** A value as the program of that name has it. */
  readonly expanded: (value: string, program: string) => string;
  /** What it does with a file that it cannot read. */
  readonly refuses: string;
}

const EXPRESSION = /%(?:%|\((?:(here)|(program_name)|ENV_(\w+))\)s)/g;

/** Supervisor's documentation, "Configuration File", "File Format"; the directory of the file is where paths begin. */
function expandedBySupervisor(value: string, program: string): string {
  return value.replaceAll(EXPRESSION, (_, here?: string, name?: string, variable?: string) => {
    if (here !== undefined) return '.';
    if (name !== undefined) return program;
    return variable === undefined ? '%' : `\${${variable}}`;
  });
}

/** Reference: Supervisor's documentation, "[program:x] Section Settings". */
const SUPERVISOR: Manager = {
  section: /^program:(.+)$/,
  command: 'command',
  directory: 'directory',
  expanded: expandedBySupervisor,
  refuses: 'Supervisor refuses the file',
};
/** Reference: Circus' documentation, "Configuration". */
const CIRCUS: Manager = {
  section: /^watcher:(.+)$/,
  command: 'cmd',
  directory: 'working_dir',
  expanded: (value) => value,
  refuses: 'Circus refuses the file',
};

export function readSupervisor(project: Project, path: string): Part | ReadFailure {
  return readSections(project, path, SUPERVISOR);
}

export function readCircus(project: Project, path: string): Part | ReadFailure {
  return readSections(project, path, CIRCUS);
}

/** Programs of a file of sections, by the part of the tree that each is started in. */
function readSections(project: Project, path: string, manager: Manager): Part | ReadFailure {
  const file = project.read(path);
  if (isReadFailure(file)) return file;
  const sections = groupBy(settingsOf(file.text, 'indentation'), ({ section }) => section);
  const started: { readonly program: Program; readonly directory: string | undefined }[] = [];
  for (const [section, own] of sections) {
    const name = manager.section.exec(section)?.[1];
    const command = own.find(({ key }) => key === manager.command);
    if (name === undefined || command === undefined) continue;
    const told = (key: string): readonly string[] =>
      own.flatMap((one) => (one.key === key ? [manager.expanded(one.value, name)] : []));
    const words = [...commandWords(manager.expanded(command.value, name)), ...told('args').flatMap(splitWords)];
    const around = (sections.get(`env:${name}`) ?? []).map(({ key, value }) => [key, value] as const);
    const environment = new Map([...told('environment').flatMap(assignments), ...around]);
    const origin = { file: path, line: command.line };
    const program: Program = { name, kind: 'process', words, environment, origin };
    started.push({ program, directory: told(manager.directory)[0] });
  }
  const server = (sections.get('inet_http_server') ?? []).find(({ key }) => key === 'port');
  const port = portInValue(server?.value ?? '');
  // Supervisor does not start without it.
  const own: readonly Demand[] =
    server === undefined || port === undefined
      ? []
      : [
          portDemand({
            port,
            protocol: 'tcp',
            bind: 'listens',
            role: 'management',
            origin: { file: path, line: server.line },
          }),
        ];
  const services = byService(project, directoryOf(path), started, ({ program: { words }, directory }) => ({
    words,
    ...(directory === undefined ? {} : { directory }),
  }));
  const deployments = services.map(({ join, programs }, index) => {
    const said = saidOf(programs.map(({ program }) => program));
    const demands = index === 0 ? [...said.demands, ...own] : said.demands;
    return deploymentFacts(path, 'process-manager', 'other', join, { ...said, demands });
  });
  return { deployments, diagnostics: headerProblems(file, manager.refuses) };
}
