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
  let helpers: Helpers | undefined;
  let resolver: Resolver | undefined;
  // `Code.fromAsset(codeOf('orders'))`: where code lies, a function may say that only gives a path back.
  const resolved = (value: Value): Value => {
    resolver ??= new Resolver(tokens, language);
    return resolver.resolved(value);
  };
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
      ...withPlaces(
        calledWith(one, language, (name) => objectOf(tokens, declared.get(name), index)),
        language === 'typescript' ? resolved : undefined,
      ),
      at: one.at,
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
      helpers ??= new Helpers(tokens);
      const last = (name: string): Value | undefined => constantOf(tokens, declared.get(name), tokens.length, language);
      for (const one of language === 'typescript' ? helpers.unrolled(read, index) : [read]) {
        const whole = one === read ? call : withConstants(one, last);
        for (const each of loops.unrolled(whole, isKnown)) {
          const called = calledAs(each === whole ? whole : withConstants(each, constant));
          calls.push({ ...called, name: called.name ?? construct, construct });
        }
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

/** What a construct is given, with what the functions of its source make of the places of code. */
function withPlaces(
  called: ReturnType<typeof calledWith>,
  resolved: ((value: Value) => Value) | undefined,
): ReturnType<typeof calledWith> {
  const { props } = called;
  const made = [...(props?.values ?? [])].filter(([name, value]) => CODE_FIELDS.includes(name) && value.kind === 'call');
  if (props === undefined || resolved === undefined || made.length === 0) return called;
  const values = new Map([...props.values, ...made.map(([name, value]) => [name, resolved(value)] as const)]);
  return { ...called, props: { ...props, values } };
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
