/**
 * The constructs of functions in one source of a CDK app (CDK API reference: aws-lambda, aws-lambda-nodejs,
 * aws-lambda-python-alpha, aws-lambda-go-alpha), in TypeScript and Python, as far as they stand there literally.
 */
import { Lines } from '../../../src/formats/lines.ts';
import { addTo, groupBy, type Origin, type SourceFile } from '../../../src/model/index.ts';
import { assignedTo, type EventAdded, eventsAdded, eventsGiven } from './events.ts';
import { type Imported, importsOf } from './imports.ts';
import { Loops } from './loops.ts';
import { textOf } from './properties.ts';
import { type Language, type Token, tokensOf } from './tokens.ts';
import { type Call, type Fields, type Name, namesReplaced, type Value, ValueReader, withNames } from './values.ts';

/** Constructs that make one function each. */
export type Construct = 'Function' | 'DockerImageFunction' | 'NodejsFunction' | 'PythonFunction' | 'GoFunction';
const CONSTRUCTS: readonly Construct[] = ['Function', 'DockerImageFunction', 'NodejsFunction', 'PythonFunction', 'GoFunction'];

export interface FunctionCall {
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
  /** Whether that class is a stack, which is made of whole resources and wraps none. */
  readonly isInStack?: true;
}

/** A class of another source here that is constructed as functions are. */
export interface LocalClass {
  readonly module: string;
  readonly name: string;
  readonly called: Omit<FunctionCall, 'construct'>;
}

/** Layers are made as functions are, and functions name the variables that hold them. */
const LAYERS: ReadonlySet<string> = new Set(['LayerVersion', 'PythonLayerVersion']);

export interface LayerCall {
  readonly variable: string;
  readonly props: Fields | undefined;
}

interface Source {
  readonly calls: readonly FunctionCall[];
  readonly layers: readonly LayerCall[];
  readonly ofLocalClasses: readonly LocalClass[];
}

/** No function is declared in more; what does not end would be read to the end of the file, each time anew. */
const MAX_TOKENS = 1000;

/** For `Project.parse`: the constructs of functions in one source. */
export function readSource(file: SourceFile): Source {
  // Most sources below a cdk.json declare none.
  if (!/aws[-_]cdk/.test(file.text) || !/lambda/i.test(file.text)) return { calls: [], layers: [], ofLocalClasses: [] };
  const language: Language = file.path.endsWith('.py') ? 'python' : 'typescript';
  const tokens = tokensOf(file.text, language);
  const imports = importsOf(tokens, language);
  const declared = declarationsIn(tokens, language);
  const lines = new Lines(file.text);
  const place = (at: number): Origin => ({ file: file.path, ...lines.at(at) });
  const calls: FunctionCall[] = [];
  const layers: LayerCall[] = [];
  const ofLocalClasses: LocalClass[] = [];
  const loops = new Loops(tokens);
  let within: string | undefined;
  let isInStack = false;
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]?.text;
    if (token.kind === 'name' && before === 'class') {
      within = token.text;
      isInStack = extendsStack(tokens, index);
    }
    const isStart = token.kind === 'name' && before !== '.' && (language === 'python' || before === 'new');
    const imported = isStart ? imports.get(token.text) : undefined;
    if (imported === undefined) continue;
    const read = new ValueReader(tokens.slice(index, index + MAX_TOKENS)).call();
    if (read === undefined) continue;
    const constant = (name: string): Value | undefined => constantOf(tokens, declared.get(name), index, language);
    const call = withConstants(read, constant);
    const made = lambdaClass(call, imports);
    const construct = CONSTRUCTS.find((one) => one === made);
    const variable = assignedTo(tokens, language === 'python' ? index : index - 1);
    const calledAs = (one: Call): Omit<FunctionCall, 'construct' | 'name'> & { readonly name: string | undefined } => ({
      ...calledWith(one, language, (name) => objectOf(tokens, declared.get(name), index)),
      at: call.at,
      language,
      place,
      events: [],
      ...(variable === undefined ? {} : { variable }),
      ...(within === undefined ? {} : { within }),
      ...(isInStack ? { isInStack: true as const } : {}),
    });
    const [module = '', name] = imported;
    if (made !== undefined && LAYERS.has(made) && variable !== undefined) layers.push({ variable, props: calledAs(call).props });
    else if (construct !== undefined) {
      const isKnown = (one: string): boolean =>
        imports.has(one) || (declared.get(one) ?? []).some((at) => /^[=:]$/.test(tokens[at + 1]?.text ?? ''));
      for (const each of loops.unrolled(call, isKnown)) {
        const called = calledAs(each === call ? call : withConstants(each, constant));
        calls.push({ ...called, name: called.name ?? construct, construct });
      }
    } else if (language === 'typescript' && module.startsWith('.') && name !== undefined && call.names.length === 1) {
      const called = calledAs(call);
      ofLocalClasses.push({ module, name, called: { ...called, name: called.name ?? name } });
    }
  }
  const added = eventsAdded(tokens);
  return { calls: withEvents(calls, added), layers, ofLocalClasses };
}

/** `class Shop extends cdk.Stack {` */
function extendsStack(tokens: readonly Token[], at: number): boolean {
  if (tokens[at + 1]?.text !== 'extends') return false;
  let end = at + 2;
  while (tokens[end + 1]?.text === '.') end += 2;
  return /^(?:Nested)?Stack$/.test(tokens[end]?.text ?? '');
}

/** The name and the properties that a construct is given. */
function calledWith(
  call: Call,
  language: Language,
  objectNamed: (name: string) => Fields | undefined,
): { readonly name: string | undefined; readonly props: Fields | undefined } {
  const [, id, third] = call.args;
  if (language === 'python') return { name: textOf(id ?? call.named.values.get('id')), props: call.named };
  if (third?.kind === 'object') return { name: textOf(id), props: third.fields };
  const [variable, ...members] = third?.kind === 'name' ? third.names : [];
  return { name: textOf(id), props: variable === undefined || members.length > 0 ? undefined : objectNamed(variable) };
}

/** Where `const` and `let` declare each name, and where Python's assignments do. */
function declarationsIn(tokens: readonly Token[], language: Language): ReadonlyMap<string, readonly number[]> {
  const declared = new Map<string, number[]>();
  let depth = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'mark') depth += /[([{]/.test(text) ? 1 : /[)\]}]/.test(text) ? -1 : 0;
    if (kind !== 'name') continue;
    if (language === 'typescript' && (text === 'const' || text === 'let'))
      addTo(declared, tokens[index + 1]?.text ?? '', index + 1);
    if (language === 'python' && depth === 0 && isAssigned(tokens, index)) addTo(declared, text, index);
  }
  return declared;
}

/** `HERE = os.path.dirname(__file__)`; `self.here = …` is another thing, and so is a comparison. */
function isAssigned(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.text !== '.' && tokens[at + 1]?.text === '=' && tokens[at + 2]?.text !== '=';
}

/** Between a variable's name and its value stands at most its type. */
const MAX_TYPE = 8;

/** The object with which `const props: FunctionProps = {` declares a variable, the last one before a place. */
function objectOf(tokens: readonly Token[], declared: readonly number[] | undefined, before: number): Fields | undefined {
  const start = valueAt(tokens, declared, before);
  return start === undefined ? undefined : new ValueReader(tokens.slice(start, start + MAX_TOKENS)).object();
}

/** Where the value of a variable begins, of the last declaration before a place. */
function valueAt(tokens: readonly Token[], declared: readonly number[] | undefined, before: number): number | undefined {
  const at = declared?.findLast((one) => one < before);
  if (at === undefined) return undefined;
  const assigned = tokens.slice(at + 1, at + 1 + MAX_TYPE).findIndex(({ text, kind }) => kind === 'mark' && text === '=');
  return assigned < 0 ? undefined : at + 2 + assigned;
}

/** A name stands for a name for a name …; no function is made of more constants. */
const MAX_NESTED = 4;
const MAX_LOOKUPS = 100;

/** A call with what the constants of its source hold in the place of their names. */
function withConstants(call: Call, valueNamed: (name: string) => Value | undefined): Call {
  let left = MAX_LOOKUPS;
  const held =
    (depth: number) =>
    (written: Name): Value => {
      const [name = '', ...members] = written.names;
      const value = name === '' || members.length > 0 || depth >= MAX_NESTED || left-- <= 0 ? undefined : valueNamed(name);
      return value === undefined || value.kind === 'object' || value.kind === 'open'
        ? written
        : { ...namesReplaced(value, held(depth + 1)), at: written.at };
    };
  return withNames(call, held(0));
}

/** What `const code = lambda.Code.fromAsset(…)` gives a variable, the last one before a place; in Python, the only one. */
function constantOf(
  tokens: readonly Token[],
  declared: readonly number[] = [],
  before: number,
  language: Language,
): Value | undefined {
  const isOnly = language === 'python' && declared.length === 1;
  const constants = isOnly ? declared : declared.filter((one) => tokens[one - 1]?.text === 'const');
  const start = valueAt(tokens, constants, before);
  return start === undefined ? undefined : new ValueReader(tokens.slice(start, start + MAX_TOKENS)).constant();
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
function lambdaClass({ names }: Call, imports: ReadonlyMap<string, Imported>): string | undefined {
  const [local = '', ...members] = names;
  const path = [...(imports.get(local) ?? []), ...members];
  const module = path.slice(0, -1).join('/');
  const library = module.search(/aws[-_]cdk/);
  return library >= 0 && module.includes('lambda', library) ? path.at(-1) : undefined;
}
