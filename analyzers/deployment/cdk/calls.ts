/**
 * The constructs of functions in one source of a CDK app (CDK API reference: aws-lambda, aws-lambda-nodejs,
 * aws-lambda-python-alpha, aws-lambda-go-alpha), in TypeScript and Python, as far as they stand there literally.
 */
import { Lines } from '../../../src/formats/lines.ts';
import { groupBy, type Origin, type SourceFile } from '../../../src/model/index.ts';
import { constantOf, declarationsIn, MAX_TOKENS, objectOf, withConstants, withSpread } from '../code/constants.ts';
import { textOf } from '../code/places.ts';
import { Resolver } from '../code/resolve.ts';
import { type Language, type Token, tokensOf } from '../code/tokens.ts';
import { type Call, type Fields, type Value, ValueReader } from '../code/values.ts';
import { assignedTo, type EventAdded, eventsAdded, eventsGiven } from './events.ts';
import { Helpers } from './helpers.ts';
import { type Imported, importsOf } from './imports.ts';
import { Loops } from './loops.ts';
import { CODE_FIELDS } from './properties.ts';

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

/** For `Project.parse`: the constructs of functions in one source. */
export function readSource(file: SourceFile): Source {
  // Most sources below a cdk.json declare none.
  if (!/aws[-_]cdk/.test(file.text) || !/lambda/i.test(file.text)) return { calls: [], layers: [], ofLocalClasses: [] };
  return new SourceReader(file).read();
}

/** Where in a source a construct is made. */
interface Site {
  readonly index: number;
  readonly imported: Imported;
  readonly within: Pick<FunctionCall, 'within' | 'isInStack'>;
}

type Called = Omit<FunctionCall, 'construct' | 'name'> & { readonly name: string | undefined };

class SourceReader {
  readonly #language: Language;
  readonly #tokens: readonly Token[];
  readonly #imports: ReadonlyMap<string, Imported>;
  readonly #declared: ReadonlyMap<string, readonly number[]>;
  readonly #place: (at: number) => Origin;
  readonly #loops: Loops;
  readonly #calls: FunctionCall[] = [];
  readonly #layers: LayerCall[] = [];
  readonly #ofLocalClasses: LocalClass[] = [];
  #helpers: Helpers | undefined;
  #resolver: Resolver | undefined;

  constructor(file: SourceFile) {
    this.#language = file.path.endsWith('.py') ? 'python' : 'typescript';
    this.#tokens = tokensOf(file.text, this.#language);
    this.#imports = importsOf(this.#tokens, this.#language);
    this.#declared = declarationsIn(this.#tokens, this.#language);
    this.#loops = new Loops(this.#tokens);
    const lines = new Lines(file.text);
    this.#place = (at) => ({ file: file.path, ...lines.at(at) });
  }

  read(): Source {
    let within: Site['within'] = {};
    for (const [index, token] of this.#tokens.entries()) {
      const before = this.#tokens[index - 1]?.text;
      if (token.kind === 'name' && before === 'class')
        within = { within: token.text, ...(extendsStack(this.#tokens, index) ? { isInStack: true } : {}) };
      const isStart = token.kind === 'name' && before !== '.' && (this.#language === 'python' || before === 'new');
      const imported = isStart ? this.#imports.get(token.text) : undefined;
      if (imported !== undefined) this.#construct({ index, imported, within });
    }
    const calls = withEvents(this.#calls, eventsAdded(this.#tokens));
    return { calls, layers: this.#layers, ofLocalClasses: this.#ofLocalClasses };
  }

  #construct(site: Site): void {
    const { index, imported } = site;
    const read = new ValueReader(this.#tokens.slice(index, index + MAX_TOKENS)).call();
    if (read === undefined) return;
    const call = withConstants(read, (name) => this.#constant(name, index));
    const made = lambdaClass(call, this.#imports);
    const construct = CONSTRUCTS.find((one) => one === made);
    const [module = '', name] = imported;
    if (made !== undefined && LAYERS.has(made)) {
      const { variable, props } = this.#called(call, site);
      if (variable !== undefined) this.#layers.push({ variable, props });
    } else if (construct !== undefined) this.#functions(read, call, construct, site);
    else if (this.#language === 'typescript' && module.startsWith('.') && name !== undefined && call.names.length === 1) {
      const called = this.#called(call, site);
      this.#ofLocalClasses.push({ module, name, called: { ...called, name: called.name ?? name } });
    }
  }

  /** One function, or those that a helper or a loop around makes; `call` has the constants of the source in it. */
  #functions(read: Call, call: Call, construct: Construct, site: Site): void {
    const isKnown = (one: string): boolean =>
      this.#imports.has(one) || (this.#declared.get(one) ?? []).some((at) => /^[=:]$/.test(this.#tokens[at + 1]?.text ?? ''));
    for (const one of this.#byHelpers(read, site.index)) {
      const whole = one === read ? call : withConstants(one, (name) => this.#constant(name, this.#tokens.length));
      for (const each of this.#loops.unrolled(whole, isKnown)) {
        const held = each === whole ? whole : withConstants(each, (name) => this.#constant(name, site.index));
        const called = this.#called(held, site);
        this.#calls.push({ ...called, name: called.name ?? construct, construct });
      }
    }
  }

  #byHelpers(read: Call, index: number): readonly Call[] {
    if (this.#language === 'python') return [read];
    this.#helpers ??= new Helpers(this.#tokens);
    return this.#helpers.unrolled(read, index);
  }

  #called(call: Call, { index, within }: Site): Called {
    const variable = assignedTo(this.#tokens, this.#language === 'python' ? index : index - 1);
    const objectNamed = (name: string): Fields | undefined => objectOf(this.#tokens, this.#declared.get(name), index);
    const { name, props } = calledWith(call, this.#language, objectNamed);
    return {
      name,
      props: props === undefined ? undefined : this.#withPlaces(props),
      at: call.at,
      language: this.#language,
      place: this.#place,
      events: [],
      ...(variable === undefined ? {} : { variable }),
      ...within,
    };
  }

  /** `Code.fromAsset(codeOf('orders'))`: where code lies, a function of the source may say that only gives a path back. */
  #withPlaces(props: Fields): Fields {
    const made = [...props.values].filter(([name, value]) => CODE_FIELDS.includes(name) && value.kind === 'call');
    if (this.#language === 'python' || made.length === 0) return props;
    this.#resolver ??= new Resolver(this.#tokens, this.#language);
    const resolver = this.#resolver;
    return {
      ...props,
      values: new Map([...props.values, ...made.map(([name, value]) => [name, resolver.resolved(value)] as const)]),
    };
  }

  #constant(name: string, before: number): Value | undefined {
    return constantOf(this.#tokens, this.#declared.get(name), before, this.#language);
  }
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
  if (third?.kind === 'object') return { name: textOf(id), props: withSpread(third.fields, objectNamed) };
  const [variable, ...members] = third?.kind === 'name' ? third.names : [];
  const named = variable === undefined || members.length > 0 ? undefined : objectNamed(variable);
  return { name: textOf(id), props: named === undefined ? undefined : withSpread(named, objectNamed) };
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
