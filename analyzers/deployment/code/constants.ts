/** What the constants of a source hold, where they stand there as values. */
import { addTo } from '../../../src/model/index.ts';
import type { Language, Token } from './tokens.ts';
import { type Call, type Fields, type Name, namesReplaced, type Value, ValueReader, withFields, withNames } from './values.ts';

/** Nothing is declared in more; what does not end would be read to the end of the file, each time anew. */
export const MAX_TOKENS = 1000;

/** Where `const` and `let` declare each name, and where Python's assignments do. */
export function declarationsIn(tokens: readonly Token[], language: Language): ReadonlyMap<string, readonly number[]> {
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

/** Where `function name(…) {` begins, for each name that has one. */
export function functionsIn(tokens: readonly Token[]): ReadonlyMap<string, number> {
  return new Map(
    tokens.flatMap(({ kind, text }, index) => {
      const name = kind === 'name' && text === 'function' ? tokens[index + 1] : undefined;
      return name?.kind === 'name' ? [[name.text, index] as const] : [];
    }),
  );
}

/** `HERE = os.path.dirname(__file__)`; `self.here = …` is another thing, and so is a comparison. */
function isAssigned(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.text !== '.' && tokens[at + 1]?.text === '=' && tokens[at + 2]?.text !== '=';
}

/** Between a variable's name and its value stands at most its type. */
const MAX_TYPE = 24;

/** The object with which `const props: FunctionProps = {` declares a variable, the last one before a place. */
export function objectOf(tokens: readonly Token[], declared: readonly number[] | undefined, before: number): Fields | undefined {
  const start = valueAt(tokens, declared, before);
  return start === undefined ? undefined : new ValueReader(tokens.slice(start, start + MAX_TOKENS)).object();
}

/** Where the value of a variable begins, of the last declaration before a place. */
function valueAt(tokens: readonly Token[], declared: readonly number[] | undefined, before: number): number | undefined {
  const at = declared?.findLast((one) => one < before);
  if (at === undefined) return undefined;
  const type = tokens.slice(at + 1, at + 1 + MAX_TYPE);
  const end = type.findIndex(({ text, kind }) => kind === 'mark' && (text === '=' || text === ';'));
  return type[end]?.text === '=' ? at + 2 + end : undefined;
}

/** A name stands for a name for a name …; no function is made of more constants. */
const MAX_NESTED = 4;
const MAX_LOOKUPS = 100;

/** What a path of Python's is asked for: `HERE.parent`, `HERE.parents[1]`. */
const AROUND = /^(?:parents?|\d+)$/;

function membersOf(value: Value, members: readonly string[]): Value {
  return members.reduce((of: Value, name): Value => {
    const { at } = of;
    return of.kind === 'method' && of.name === 'parents' && of.args.length === 0
      ? { kind: 'method', of: of.of, name: of.name, args: [{ kind: 'number', text: name, at }], at }
      : { kind: 'method', of, name, args: [], at };
  }, value);
}

/** A call with what the constants of its source hold in the place of their names. */
export function withConstants(call: Call, valueNamed: (name: string) => Value | undefined): Call {
  let left = MAX_LOOKUPS;
  const held =
    (depth: number) =>
    (written: Name): Value => {
      const [name = '', ...members] = written.names;
      const isHeld = members.every((one) => AROUND.test(one));
      const value = name === '' || !isHeld || depth >= MAX_NESTED || left-- <= 0 ? undefined : valueNamed(name);
      return value === undefined || value.kind === 'object' || value.kind === 'open'
        ? written
        : { ...membersOf(namesReplaced(value, held(depth + 1)), members), at: written.at };
    };
  return withNames(call, held(0));
}

/** Fields with those of the constants that are spread into them (`...defaults`); what stands there itself counts first. */
export function withSpread(fields: Fields, objectNamed: (name: string) => Fields | undefined, depth = 0): Fields {
  const known = fields.spread.map((one) => (depth >= MAX_NESTED ? undefined : spreadFields(one, objectNamed)));
  const from = known.flatMap((one) => (one === undefined ? [] : [withSpread(one, objectNamed, depth + 1)]));
  const open = fields.spread.filter((_, index) => known[index] === undefined);
  return from.length === 0 ? fields : withFields(fields, from, open);
}

function spreadFields(value: Value, objectNamed: (name: string) => Fields | undefined): Fields | undefined {
  if (value.kind === 'object') return value.fields;
  const [name, ...members] = value.kind === 'name' ? value.names : [];
  return name === undefined || members.length > 0 ? undefined : objectNamed(name);
}

/** What `const code = lambda.Code.fromAsset(…)` gives a variable, the last one before a place; in Python, the only one. */
export function constantOf(
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
