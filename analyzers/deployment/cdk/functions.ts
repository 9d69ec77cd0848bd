/**
 * Functions that AWS CDK code declares (CDK API reference: aws-lambda, aws-lambda-nodejs, aws-lambda-python-alpha,
 * aws-lambda-go-alpha), in TypeScript and Python. Code is never run: what stands there literally is read, the rest is told.
 */
import { Lines } from '../../../src/formats/lines.ts';
import {
  baseName,
  capitalized,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  groupBy,
  isReadFailure,
  isWithin,
  type Origin,
  type Project,
  type ServerlessFunction,
  type SourceFile,
} from '../../../src/model/index.ts';
import { lambdaRuntime } from '../cloudformation.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { type Part, partsTogether } from '../part.ts';
import { localPath } from '../paths.ts';
import { assignedTo, type EventAdded, eventsAdded, eventsGiven } from './events.ts';
import { type Imported, importsOf } from './imports.ts';
import { type Language, tokensOf } from './tokens.ts';
import { type Call, type Fields, type Value, ValueReader } from './values.ts';

/** By the names that `cdk init` and habit give to stacks, constructs and their folders; other sources are not opened. */
export const CDK_SOURCES: readonly string[] = [
  ...['stack', 'construct'].flatMap((word) => {
    const title = capitalized(word);
    return [`*${word}.ts`, `*${title}.ts`, `*${word}s.ts`, `*${title}s.ts`, `*${word}.py`, `*${word}s.py`];
  }),
  ...['ts', 'py'].flatMap((ending) => [
    ...['app', 'index', 'main'].map((name) => `${name}.${ending}`),
    ...['bin', 'cdk', 'constructs', 'infra', 'infrastructure', 'lib', 'stack', 'stacks'].map((folder) => `${folder}/*.${ending}`),
  ]),
];

export const CDK_FILES: readonly string[] = ['cdk.json', ...CDK_SOURCES];

/** Sources of CDK apps: below the directory of a cdk.json. */
export function assembleCdk(project: Project): Part {
  const homes = project.files
    .filter((path) => baseName(path) === 'cdk.json')
    .map(directoryOf)
    .sort((a, b) => b.length - a.length);
  const sources = project.files.flatMap((path) => {
    const home = homes.find((one) => isWithin(path, one));
    if (home === undefined || !/\.(?:ts|py)$/.test(path) || /\.(?:d|test|spec)\.ts$/.test(path)) return [];
    const source = project.parse(path, readSource);
    return isReadFailure(source) ? [] : [{ path, home, source }];
  });
  const wrapped = sources.flatMap(({ path, home, source }) =>
    source.ofLocalClasses.flatMap((call) => {
      const wrapper = wrapperOf(call, path, project);
      return wrapper === undefined ? [] : [{ path, home, call: filledIn(call, wrapper), wrapper }];
    }),
  );
  const wrappers = new Set(wrapped.map(({ wrapper }) => wrapper));
  const own = sources.flatMap(({ path, home, source }) =>
    source.calls.filter((call) => !wrappers.has(call)).map((call) => ({ path, home, call })),
  );
  return partsTogether([...own, ...wrapped].map(({ call, path, home }) => partOf(call, path, home)));
}

/** The function that a class of another source makes with what it is given (`...props`). */
function wrapperOf({ module, name }: LocalClass, path: string, project: Project): FunctionCall | undefined {
  const found = localPath(directoryOf(path), module.replace(/\.[jt]s$/, ''));
  const files = found === undefined ? [] : [`${found}.ts`, `${found}/index.ts`].filter((file) => project.has(file));
  for (const file of files) {
    const source = project.parse(file, readSource);
    const call = isReadFailure(source)
      ? undefined
      : source.calls.find((one) => one.within === name && one.props?.isOpen === true);
    if (call !== undefined) return call;
  }
  return undefined;
}

/** What the call says, and what the class sets where it says nothing. */
function filledIn({ called }: LocalClass, { construct, props: set }: FunctionCall): FunctionCall {
  const { props } = called;
  if (props === undefined || set === undefined) return { ...called, construct };
  const all: Fields = { values: new Map([...set.values, ...props.values]), isOpen: props.isOpen };
  return { ...called, construct, props: all, events: eventsGiven(all) };
}

/** Constructs that make one function each. */
type Construct = 'Function' | 'DockerImageFunction' | 'NodejsFunction' | 'PythonFunction' | 'GoFunction';
const CONSTRUCTS: readonly Construct[] = ['Function', 'DockerImageFunction', 'NodejsFunction', 'PythonFunction', 'GoFunction'];

interface FunctionCall {
  readonly construct: Construct;
  readonly name: string;
  /** Undefined where the properties are made elsewhere. */
  readonly props: Fields | undefined;
  readonly at: number;
  readonly language: Language;
  /** The variable that holds it, as the code writes it. */
  readonly variable?: string;
  readonly events: readonly string[];
  readonly place: (at: number) => Origin;
  /** The class whose code makes it. */
  readonly within?: string;
}

/** A class of another source here that is constructed as functions are. */
interface LocalClass {
  readonly module: string;
  readonly name: string;
  readonly called: Omit<FunctionCall, 'construct'>;
}

interface Source {
  readonly calls: readonly FunctionCall[];
  readonly ofLocalClasses: readonly LocalClass[];
}

/** No function is declared in more; what does not end would be read to the end of the file, each time anew. */
const MAX_TOKENS = 1000;

/** For `Project.parse`: the constructs of functions in one source. */
function readSource(file: SourceFile): Source {
  // Most sources below a cdk.json declare none.
  if (!/aws[-_]cdk/.test(file.text) || !/lambda/i.test(file.text)) return { calls: [], ofLocalClasses: [] };
  const language: Language = file.path.endsWith('.py') ? 'python' : 'typescript';
  const tokens = tokensOf(file.text, language);
  const imports = importsOf(tokens, language);
  const lines = new Lines(file.text);
  const place = (at: number): Origin => ({ file: file.path, ...lines.at(at) });
  const calls: FunctionCall[] = [];
  const ofLocalClasses: LocalClass[] = [];
  let within: string | undefined;
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]?.text;
    if (token.kind === 'name' && before === 'class') within = token.text;
    const isStart = token.kind === 'name' && before !== '.' && (language === 'python' || before === 'new');
    const imported = isStart ? imports.get(token.text) : undefined;
    if (imported === undefined) continue;
    const call = new ValueReader(tokens.slice(index, index + MAX_TOKENS)).call();
    if (call === undefined) continue;
    const construct = constructOf(call, imports);
    const variable = assignedTo(tokens, language === 'python' ? index : index - 1);
    const called = {
      ...calledWith(call, language),
      at: call.at,
      language,
      place,
      events: [],
      ...(variable === undefined ? {} : { variable }),
      ...(within === undefined ? {} : { within }),
    };
    const [module = '', name] = imported;
    if (construct !== undefined) calls.push({ ...called, name: called.name ?? construct, construct });
    else if (language === 'typescript' && module.startsWith('.') && name !== undefined && call.names.length === 1)
      ofLocalClasses.push({ module, name, called: { ...called, name: called.name ?? name } });
  }
  const added = eventsAdded(tokens);
  return { calls: withEvents(calls, added), ofLocalClasses };
}

/** The name and the properties that a construct is given. */
function calledWith(call: Call, language: Language): { readonly name: string | undefined; readonly props: Fields | undefined } {
  const [, id, third] = call.args;
  return {
    name: textOf(language === 'python' ? (id ?? call.named.values.get('id')) : id),
    props: language === 'python' ? call.named : third?.kind === 'object' ? third.fields : undefined,
  };
}

/** A source belongs to the function that its variable was given last. */
function withEvents(calls: readonly FunctionCall[], added: readonly EventAdded[]): readonly FunctionCall[] {
  const events = groupBy(added, ({ owner, at }) => calls.findLast((one) => one.variable === owner && one.at < at));
  return calls.map((call) => ({
    ...call,
    events: [...new Set([...eventsGiven(call.props), ...(events.get(call) ?? []).map(({ event }) => event)])],
  }));
}

/** CloudFront and others have functions too: the module tells. */
function constructOf({ names }: Call, imports: ReadonlyMap<string, Imported>): Construct | undefined {
  const [local = '', ...members] = names;
  const path = [...(imports.get(local) ?? []), ...members];
  const module = path.slice(0, -1).join('/');
  return /aws[-_]cdk.*lambda/.test(module) ? CONSTRUCTS.find((one) => one === path.at(-1)) : undefined;
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

/** What the code says of one property: a value, nothing, or something that only a run knows. */
type Said<T> = { readonly value: T; readonly at: number } | 'open' | undefined;

function said<T>(props: Fields | undefined, name: string, read: (value: Value) => T | undefined): Said<T> {
  if (props === undefined) return 'open';
  const written = props.values.get(name);
  if (written === undefined) return props.isOpen ? 'open' : undefined;
  const value = read(written);
  return value === undefined ? 'open' : { value, at: written.at };
}

function known<T>(one: Said<T>): T | undefined {
  return one === undefined || one === 'open' ? undefined : one.value;
}

/** What stands for runtime and handler where the code is an image. */
const FROM_IMAGE = 'FROM_IMAGE';

/** `Runtime.NODEJS_22_X`, `new Runtime('nodejs22.x')` → the name that Lambda has for it. */
function runtimeName(value: Value): string | undefined {
  if (value.kind === 'call' && value.names.at(-1) === 'Runtime') return textOf(value.args[0]);
  if (value.kind !== 'name' || value.names.at(-2) !== 'Runtime') return undefined;
  if (value.names.at(-1) === FROM_IMAGE) return FROM_IMAGE;
  const [, family, version = ''] = /^(NODEJS|PYTHON|JAVA|RUBY|DOTNET|PROVIDED|GO)_(\w+)$/.exec(value.names.at(-1) ?? '') ?? [];
  if (family === undefined || version === 'LATEST') return undefined;
  const text = version.toLowerCase();
  switch (family) {
    case 'NODEJS':
      return `nodejs${text.replace(/_x$/, '.x').replace('_', '.')}`;
    case 'JAVA':
      return text === '8_corretto' ? 'java8.al2' : `java${text}`;
    case 'PROVIDED':
      return `provided.${text}`;
    case 'GO':
      return 'go1.x';
    default:
      return `${family.toLowerCase()}${text.replace(/^core_/, 'core').replace('_', '.')}`;
  }
}

/** A directory or a file that the code names: from where it stands, or from where the app is run. */
interface Place {
  readonly path: string;
  readonly isBesideCode: boolean;
}

const JOINS: ReadonlySet<string> = new Set(['path.join', 'path.resolve', 'join', 'resolve', 'os.path.join']);

/** `'lambda'`, `path.join(__dirname, '..', 'lambda')`, `os.path.join(os.path.dirname(__file__), "lambda")`. */
function placeOf(value: Value): Place | undefined {
  if (value.kind === 'text') return { path: value.text, isBesideCode: false };
  if (value.kind !== 'call' || !JOINS.has(value.names.join('.'))) return undefined;
  const [first, ...rest] = value.args;
  const isBesideCode = first !== undefined && isOwnDirectory(first);
  const parts = isBesideCode ? rest : value.args;
  const texts = parts.flatMap((part) => textOf(part) ?? []);
  return texts.length === parts.length && texts.length > 0 ? { path: texts.join('/'), isBesideCode } : undefined;
}

function isOwnDirectory(value: Value): boolean {
  if (value.kind === 'name') return value.names.join('.') === '__dirname';
  const [file] = value.kind === 'call' && value.names.join('.') === 'os.path.dirname' ? value.args : [];
  return file?.kind === 'name' && file.names.join('.') === '__file__';
}

/** Where the code comes from; `elsewhere`: a bucket, a registry, a text in the template. */
type Code = { readonly place: Place; readonly dockerfile?: string } | 'elsewhere';

/** Methods of `Code` and `DockerImageCode`, and the classes that they make. */
const ASSETS: ReadonlySet<string> = new Set([
  'fromasset',
  'asset',
  'assetcode',
  'fromimageasset',
  'fromassetimage',
  'assetimagecode',
  'fromdockerbuild',
]);
const ELSEWHERE: ReadonlySet<string> = new Set([
  'frominline',
  'inline',
  'inlinecode',
  'frombucket',
  'frombucketv2',
  's3code',
  'fromecr',
  'fromecrimage',
  'ecrimagecode',
]);

function codeOf(value: Value): Code | undefined {
  if (value.kind !== 'call') return undefined;
  const method = (value.names.at(-1) ?? '').replaceAll('_', '').toLowerCase();
  if (ELSEWHERE.has(method)) return 'elsewhere';
  const [directory, options] = value.args;
  const written = directory ?? value.named.values.get('path') ?? value.named.values.get('directory');
  const place = ASSETS.has(method) && written !== undefined ? placeOf(written) : undefined;
  if (place === undefined) return undefined;
  const fields = options?.kind === 'object' ? options.fields : value.named;
  const file = textOf(fields.values.get('file'));
  return { place, ...(file === undefined ? {} : { dockerfile: file }) };
}

const numberIn = (value: Value): number | undefined => (value.kind === 'number' ? Number(value.text) : undefined);
const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60 };

/** `Duration.seconds(30)` */
function secondsIn(value: Value): number | undefined {
  const [amount] = value.kind === 'call' ? value.args : [];
  const unit = value.kind === 'call' && value.names.at(-2) === 'Duration' ? SECONDS[value.names.at(-1) ?? ''] : undefined;
  const count = amount === undefined ? undefined : numberIn(amount);
  return unit === undefined || count === undefined ? undefined : unit * count;
}

/** `Architecture.ARM_64` */
function architectureIn(value: Value): string | undefined {
  return value.kind === 'name' && value.names.at(-2) === 'Architecture'
    ? value.names.at(-1)?.toLowerCase().replace('arm_64', 'arm64')
    : undefined;
}

/** The directory that a function's code lies in, and its handler there. */
interface Located {
  readonly join: DeploymentFacts['join'];
  readonly handler?: string;
  /** What of it only a run would tell. */
  readonly open: readonly string[];
}

type Locate = (call: FunctionCall, from: (place: Place) => string | undefined) => Located;

/** `'app.handler'`, `Handler.FROM_IMAGE` */
function handlerText(value: Value): string | undefined {
  return value.kind === 'name' && value.names.at(-1) === FROM_IMAGE ? FROM_IMAGE : textOf(value);
}

function isOfImage({ construct, props }: Pick<FunctionCall, 'construct' | 'props'>): boolean {
  return construct === 'DockerImageFunction' || known(said(props, 'runtime', runtimeName)) === FROM_IMAGE;
}

/** `Function` and `DockerImageFunction`: a directory of code, or the context of an image. */
const fromCode: Locate = ({ construct, props }, from) => {
  const code = said(props, 'code', codeOf);
  const handler = said(props, 'handler', handlerText);
  const open = [...(code === 'open' ? ['code'] : []), ...(handler === 'open' && construct === 'Function' ? ['handler'] : [])];
  const found = known(code);
  const directory = found === undefined || found === 'elsewhere' ? undefined : from(found.place);
  const text = known(handler);
  const named = text === undefined || text === FROM_IMAGE ? {} : { handler: text };
  if (directory === undefined || found === undefined || found === 'elsewhere') return { join: {}, open, ...named };
  const isImage = isOfImage({ construct, props });
  const dockerfile = isImage ? (localPath(directory, found.dockerfile ?? 'Dockerfile') ?? `${directory}/Dockerfile`) : undefined;
  return { join: { directory, ...(dockerfile === undefined ? {} : { dockerfile }) }, open, ...named };
};

/** `NodejsFunction`: `entry`, else the source beside this one that is called after both; `handler` is what it exports. */
const fromNodejs: Locate = ({ props, name, place, at, language }, from) => {
  const entry = said(props, 'entry', placeOf);
  const exported = said(props, 'handler', textOf);
  const beside = place(at).file.replace(/\.ts$/, `.${name}.ts`);
  const file =
    entry === undefined && language === 'typescript'
      ? beside
      : entry === 'open' || entry === undefined
        ? undefined
        : from(entry.value);
  const open = [...(entry === 'open' ? ['entry'] : []), ...(exported === 'open' ? ['handler'] : [])];
  if (file === undefined) return { join: {}, open };
  const stem = baseName(file).replace(/\.[mc]?[jt]sx?$/, '');
  return { join: { directory: directoryOf(file) }, open, handler: `${stem}.${known(exported) ?? 'handler'}` };
};

/** `PythonFunction` and `GoFunction`: a directory; Python's file is `index.py` unless it is named. */
const fromDirectory: Locate = ({ construct, props }, from) => {
  const entry = said(props, 'entry', placeOf);
  const index = said(props, 'index', textOf);
  const exported = said(props, 'handler', textOf);
  const open = entry === 'open' ? ['entry'] : [];
  const place = known(entry);
  const directory = place === undefined ? undefined : from(place);
  if (directory === undefined) return { join: {}, open };
  if (construct === 'GoFunction') return { join: { directory }, open, handler: 'bootstrap' };
  const stem = (known(index) ?? 'index.py').replace(/\.py$/, '');
  return { join: { directory }, open, handler: `${stem}.${known(exported) ?? 'handler'}` };
};

const LOCATE: Readonly<Record<Construct, Locate>> = {
  Function: fromCode,
  DockerImageFunction: fromCode,
  NodejsFunction: fromNodejs,
  PythonFunction: fromDirectory,
  GoFunction: fromDirectory,
};

/** One function as a descriptor of what lies where its code does. */
function partOf(call: FunctionCall, path: string, home: string): Part {
  const { construct, name, props, at, place, events } = call;
  const origin = place(at);
  const from = ({ path: given, isBesideCode }: Place): string | undefined =>
    localPath(isBesideCode ? directoryOf(path) : home, given);
  const { join, handler, open } = LOCATE[construct](call, from);
  const isImage = isOfImage(call);
  const runtime = isImage ? undefined : said(props, 'runtime', runtimeName);
  const [memory, timeout, architecture] = [
    known(said(props, 'memorysize', numberIn)),
    known(said(props, 'timeout', secondsIn)),
    known(said(props, 'architecture', architectureIn)),
  ];
  const chosen = known(runtime) ?? (construct === 'GoFunction' ? 'provided.al2023' : undefined);
  const made: ServerlessFunction = {
    name,
    provider: 'aws',
    packageType: isImage ? 'image' : 'zip',
    ...(construct === 'NodejsFunction' ? { bundled: true as const } : {}),
    events,
    layers: [],
    origin,
    ...(handler === undefined ? {} : { handler }),
    ...(chosen === undefined ? {} : { runtime: chosen }),
    ...(memory === undefined ? {} : { memoryMiB: memory }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(architecture === undefined ? {} : { architecture }),
  };
  const needed = lambdaRuntime(chosen);
  const runtimeAt = runtime === undefined || runtime === 'open' ? origin : place(runtime.at);
  const unknown = [...(runtime === 'open' ? ['runtime'] : []), ...open];
  return {
    deployments: [
      deploymentFacts(path, 'cdk', 'cloudformation', join, {
        functions: [made],
        demands: needed === undefined ? [] : [runtimeDemand(needed, runtimeAt)],
      }),
    ],
    diagnostics: unknown.length === 0 ? [] : [notLiteral(name, unknown, origin)],
  };
}

function notLiteral(name: string, properties: readonly string[], origin: Origin): Diagnostic {
  const message = `${properties.join(' and ')} of the function ${name} ${properties.length === 1 ? 'is' : 'are'} made by code, which is not run; write what is meant where the function is declared to have it compared`;
  return { code: 'cdk/not-literal', severity: 'note', message, ...origin };
}
