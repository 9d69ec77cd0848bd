/**
 * Settings of Go programs, in the files that their frameworks lay out and read: go-zero's `etc`, Kratos' `configs`,
 * GoFrame's `manifest/config`, Beego's `conf/app.conf`, those of Kitex and Hertz, and what programs read with a library for
 * such files (Viper and its like). They belong to the module that they lie in, as its go.mod says by what it requires.
 */
import {
  addTo,
  append,
  baseName,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isForDevelopment,
  isForProduction,
  isReadFailure,
  type Project,
  SAMPLES,
  type SourceFile,
  TESTS,
  TOOLS,
  wordIn,
} from '../../../src/model/index.ts';
import { type PortUse, portDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { isPort } from '../ports.ts';
import { settingsOf } from './settings.ts';
import { type Key, keysOf, unquoted } from './settings-keys.ts';
import { settingsProblems } from './settings-problems.ts';

const FOLDERS = ['etc', 'conf', 'config', 'configs'];

/** What is no YAML, which is asked for anyway. */
export const GO_SETTINGS_FILES: readonly string[] = [
  'app.conf',
  ...['toml', 'json'].flatMap((ending) => [`config.${ending}`, ...FOLDERS.map((folder) => `${folder}/*.${ending}`)]),
];

/** In one of the folders, in one of an environment below it, or beside go.mod. */
const CANDIDATE =
  /(?:^|\/)(?:etc|conf|configs?)\/(?:[\w-]+\/)?[\w.-]+\.(?:ya?ml|toml|json|conf)$|(?:^|\/)(?:config|app)\.(?:ya?ml|toml|json|conf)$/;

/** From such a folder on. */
const IN_FOLDER = /(?:^|\/)(?:etc|conf|configs?)(?:\/.*)?$/;

interface Layout {
  /** What go.mod has to require. */
  readonly library: RegExp;
  /** What it has to require beside that, if no program of it starts a server of the standard library. */
  readonly server?: RegExp;
  /** Its files, by their path below the module. */
  readonly file: RegExp;
  /** Keys under which it is told where to listen itself, in lower case. */
  readonly keys: RegExp;
  /** Whether keys are called so by the program's own choice: only an address on all interfaces is surely its own. */
  readonly open?: true;
}

/** The first that a module requires reads a file. */
const LAYOUTS: readonly Layout[] = [
  // go-zero, "Configuration": RestConf and RpcServerConf; keys in any case.
  {
    library: /^github\.com\/(?:zeromicro|tal-tech)\/go-zero$/,
    file: /(?:^|\/)etc\/[^/]+\.(?:ya?ml|toml|json)$/,
    keys: /^(?:port|listenon)$/,
  },
  // Kratos, "Project layout" and "Configuration".
  {
    library: /^github\.com\/go-kratos\/kratos\/v2$/,
    file: /(?:^|\/)configs?\/[^/]+\.(?:ya?ml|toml|json)$/,
    keys: /^server\.(?:http|grpc)\.addr$/,
  },
  // GoFrame, "Server configuration".
  {
    library: /^github\.com\/gogf\/gf(?:\/v2)?$/,
    file: /(?:^|\/)config(?:\/config)?\.(?:ya?ml|toml)$/,
    keys: /^server\.address$/,
  },
  // Beego, "Config module": what stands without a section holds in every run mode.
  {
    library: /^github\.com\/(?:beego|astaxie)\/beego(?:\/v2)?$/,
    file: /(?:^|\/)conf\/app\.conf$/,
    keys: /^httpport$/,
  },
  // The templates of `cwgo` and `kitex`: conf/<GO_ENV>/conf.yaml.
  {
    library: /^github\.com\/cloudwego\/(?:kitex|hertz)$/,
    file: /(?:^|\/)conf\/[\w-]+\/conf\.ya?ml$/,
    keys: /^(?:kitex|hertz)\.address$/,
  },
  {
    library:
      /^github\.com\/(?:spf13\/viper|knadh\/koanf(?:\/v2)?|ilyakaznacheev\/cleanenv|jinzhu\/configor|BurntSushi\/toml|pelletier\/go-toml(?:\/v2)?|goccy\/go-yaml|zhufuyi\/sponge|go-dev-frame\/sponge)$|^gopkg\.in\/(?:yaml\.v[23]|ini\.v1)$/,
    server:
      /^github\.com\/(?:gin-gonic\/gin|labstack\/echo(?:\/v\d)?|gofiber\/fiber(?:\/v\d)?|go-chi\/chi(?:\/v\d)?|gorilla\/mux|julienschmidt\/httprouter|kataras\/iris(?:\/v\d+)?|valyala\/fasthttp)$|^google\.golang\.org\/grpc$|^connectrpc\.com\/connect$/,
    file: /(?:^|\/)(?:(?:etc|conf|configs?)\/[^/]+|(?:config|app))\.(?:ya?ml|toml|json)$/,
    keys: /^(?:(?:server|app|application|service|system)\.)?(?:(?:http|grpc|rpc|rest|web|gin)(?:[_-]?server)?\.)?(?:(?:http|grpc|server|listen|bind)[_-]?)?(?:port|addr|address|listen)$/,
    open: true,
  },
];

/** Directories of what shows, tests or makes something. */
const isAside = wordIn([TESTS, SAMPLES, TOOLS, 'testdata vendor'], '/');
/** What is written beside the file that a program reads where nobody names another. */
const isShown = wordIn([SAMPLES, 'templates? tmpl tpl docker k8s'], '/._-');

interface Settings {
  readonly path: string;
  /** Its name as far as the kind of file, with the environment's folder. */
  readonly called: string;
  readonly uses: readonly PortUse[];
}

/** Ports that the settings of Go modules say, a descriptor for each file that counts. */
export function assembleGoSettings(project: Project): Part {
  const modules = new Map<string, Map<string, Settings[]>>();
  const diagnostics: Diagnostic[] = [];
  const homes = new Map<string, string | undefined>();
  for (const path of project.files.filter((one) => CANDIDATE.test(one))) {
    const module = moduleAround(project, directoryOf(path), homes);
    const below = module === undefined || module === '.' ? path : path.slice(module.length + 1);
    if (module === undefined || isAside(directoryOf(below).replace(IN_FOLDER, ''))) continue;
    const layout = layoutOf(project, module, below);
    const settings = layout === undefined ? undefined : settingsIn(project, path, layout);
    if (settings === undefined) continue;
    const problems = project.parse(path, settingsProblems);
    if (!isReadFailure(problems)) append(diagnostics, problems);
    const own = modules.get(module) ?? new Map<string, Settings[]>();
    modules.set(module, own);
    addTo(own, /\/conf\/[^/]+\/conf\.ya?ml$/.test(`/${below}`) ? directoryOf(directoryOf(path)) : directoryOf(path), settings);
  }
  const deployments = [...modules].flatMap(([module, places]) => {
    const counted = [...places.values()].flatMap(countedOf);
    return onceEach(counted).map(({ path, uses }): DeploymentFacts => {
      const said = { demands: uses.map(portDemand) };
      return deploymentFacts(path, 'application-settings', 'other', { directory: module }, said);
    });
  });
  return { deployments, diagnostics };
}

/** The directory of the go.mod around it; asked once for each directory. */
function moduleAround(project: Project, from: string, known: Map<string, string | undefined>): string | undefined {
  const passed: string[] = [];
  let at = from;
  let found: string | undefined;
  for (;;) {
    if (known.has(at)) {
      found = known.get(at);
      break;
    }
    passed.push(at);
    if (project.list(at).includes('go.mod')) {
      found = at;
      break;
    }
    if (at === '.') break;
    at = directoryOf(at);
  }
  for (const one of passed) known.set(one, found);
  return found;
}

function layoutOf(project: Project, module: string, below: string): Layout | undefined {
  const required = project.parse(inDirectory(module, 'go.mod'), requiredLayouts);
  if (isReadFailure(required)) return undefined;
  const { layout, isServed } = required.find((one) => one.layout.file.test(below)) ?? {};
  return isServed === false && !startsServer(project, module) ? undefined : layout;
}

interface Required {
  readonly layout: Layout;
  /** Whether the module requires a server where it has to. */
  readonly isServed: boolean;
}

/** What a go.mod requires for code of its own. */
function requiredLayouts({ text }: SourceFile): readonly Required[] {
  const paths = new Set(text.split('\n').flatMap(requiredModule));
  const isRequired = (one: RegExp): boolean => [...paths].some((path) => one.test(path));
  return LAYOUTS.filter(({ library }) => isRequired(library)).map((layout) => ({
    layout,
    isServed: layout.server === undefined || isRequired(layout.server),
  }));
}

function requiredModule(line: string): readonly string[] {
  const [path, version = ''] = line
    .trim()
    .split(/\s/, MAX_WORDS)
    .filter((word) => word !== '' && word !== 'require');
  return path === undefined || !version.startsWith('v') || line.includes('indirect') ? [] : [path];
}

const MAX_WORDS = 10;

/** Whether a program of the module starts a server of the standard library. */
function startsServer(project: Project, module: string): boolean {
  const commands = inDirectory(module, 'cmd');
  const homes = [module, commands, ...project.list(commands).map((name) => inDirectory(commands, name))];
  return homes.slice(0, MAX_PROGRAMS).some((home) => {
    const isThere = project.list(home).includes('main.go') && project.parse(inDirectory(home, 'main.go'), listensAndServes);
    return isThere === true;
  });
}

const MAX_PROGRAMS = 30;

function listensAndServes({ text }: SourceFile): boolean {
  return /\.(?:ListenAndServe(?:TLS)?|Serve)\(/.test(text);
}

function settingsIn(project: Project, path: string, { keys: own, open }: Layout): Settings | undefined {
  const keys = project.parse(path, goKeys);
  if (isReadFailure(keys)) return undefined;
  const values = new Map(keys.map(({ key, value }) => [key, value]));
  const uses = keys.flatMap((key) => {
    if (!own.test(key.key) || (open === true && isElsewhere(key.key, values))) return [];
    return key.value.split(',').flatMap((value) => portUse(value, open === true && !key.key.endsWith('port'), path, key.line));
  });
  const called = baseName(path).replace(/\.\w+$/, '');
  const folder = baseName(directoryOf(path));
  return uses.length === 0 ? undefined : { path, called: FOLDERS.includes(folder) ? called : `${folder}.${called}`, uses };
}

/** Keys of YAML and JSON, of TOML and of Beego's file, as Go's libraries compare them: without case. */
function goKeys(file: SourceFile): readonly Key[] {
  const keys = /\.(?:ya?ml|json)$/.test(file.path)
    ? keysOf(file).filter(({ document }) => document === 0)
    : settingsOf(file.text, 'backslash').map(
        ({ section, key, value, line }): Key => ({
          key: section === '' ? key : `${section}.${key}`,
          value: value.split(/\s[#;]/, 1).join(''),
          line,
          document: 0,
        }),
      );
  return keys.map((one) => ({ ...one, key: one.key.toLowerCase() }));
}

/** Whether a port stands beside the name of another host. */
function isElsewhere(key: string, values: ReadonlyMap<string, string>): boolean {
  const around = key.slice(0, key.lastIndexOf('.') + 1);
  return ['host', 'addr', 'address'].some((name) => {
    const host = values.get(`${around}${name}`);
    if (host === undefined || key === `${around}${name}`) return false;
    const written = unquoted(host).replace(/:\d*$/, '');
    const isOwn = written === '' || written === '0.0.0.0' || written === '[::]';
    return !(isOwn || (LOCAL.test(written) && !/(?:grpc|rpc)/.test(around)));
  });
}

const LOCAL = /^(?:localhost|127\.0\.0\.1)$/;
/** Kratos' `${PORT:8000}`, Beego's `${PORT||8080}`, a shell's `${PORT:-8080}`; what no default follows is not known. */
const VARIABLE = /\$\{([A-Za-z_][\w.]*)(?:(?::-?|\|\|)([^{}]*))?\}$/;
const ADDRESS = /^(?:(?:tcp|https?):\/\/)?(?:(0\.0\.0\.0|\[::\]|\*|)|(?:localhost|127\.0\.0\.1|\[::1\])):(\d{1,5})$/;

function portUse(value: string, onlyEverywhere: boolean, file: string, line: number): readonly PortUse[] {
  const written = unquoted(value);
  const [placeholder = '', settable, byDefault = ''] = VARIABLE.exec(written) ?? [];
  const text = settable === undefined ? written : written.slice(0, -placeholder.length) + byDefault;
  const [, everywhere, digits] = ADDRESS.exec(/^\d+$/.test(text) ? `:${text}` : text) ?? [];
  const port = Number(digits);
  if (digits === undefined || !isPort(port) || (onlyEverywhere && everywhere === undefined)) return [];
  const told = { port, protocol: 'tcp', bind: 'listens', told: 'image', origin: { file, line } } as const;
  return [settable === undefined ? told : { ...told, settable }];
}

/**
 * Of the files of one folder those that are read where nobody names another: not the variants of one (`order-prod.yaml`
 * beside `order.yaml`). Where there are variants alone, those for production, as far as they agree.
 */
function countedOf(files: readonly Settings[]): readonly Settings[] {
  const plain = files.filter(({ called }) => !isForDevelopment(called) && !isForProduction(called) && !isShown(called));
  if (plain.length > 0) return plain.filter(({ called }) => !isVariantAmong(called, plain));
  const shown = files.filter(({ called }) => !isShown(called));
  const production = shown.filter(({ called }) => isForProduction(called));
  const [first, ...others] = production.length > 0 ? production : shown;
  if (first === undefined) return [];
  const told = others.map(({ uses }) => new Set(uses.map(({ port }) => port)));
  const isAgreed = ({ port }: PortUse): boolean => told.every((ports) => ports.has(port));
  return [{ ...first, uses: first.uses.filter(isAgreed) }];
}

/** A name that goes on from another's: of few files in a folder, so all are compared with all of them. */
function isVariantAmong(called: string, plain: readonly Settings[]): boolean {
  return (
    plain.length <= MAX_COMPARED &&
    plain.some((one) => /^[._-]/.test(called.slice(one.called.length)) && called.startsWith(one.called))
  );
}

const MAX_COMPARED = 100;

/** A port that several programs of one module take is one of samples, or of containers: which of them runs is not known. */
function onceEach(settings: readonly Settings[]): readonly Settings[] {
  const homes = new Map<number, Set<string>>();
  for (const { path, uses } of settings)
    for (const { port } of uses) homes.set(port, (homes.get(port) ?? new Set()).add(directoryOf(path)));
  return settings.flatMap((one) => {
    const uses = one.uses.filter(({ port }) => (homes.get(port)?.size ?? 0) < 2);
    return uses.length === 0 ? [] : [{ ...one, uses }];
  });
}
