/**
 * A setup.py followed statement by statement, as far as its values are known without running it: lists and dicts that it
 * builds, functions of its own, tests of the machine as markers, files whose lines it takes. Nothing is executed.
 */
import type { Called } from './calls.ts';
import { importable } from './conditions.ts';
import { isExit, leaves } from './endings.ts';
import { Evaluator } from './evaluate.ts';
import { Memory, TooMuch } from './memory.ts';
import { attributeOf, summed } from './operators.ts';
import { copiedState, joinedState, type Scope } from './state.ts';
import { parsePython } from './syntax/statements.ts';
import type { Block, Expression, Statement } from './syntax/tree.ts';
import {
  both,
  type Condition,
  computed,
  type FunctionValue,
  list,
  merged,
  NONE,
  type TableValue,
  type Truth,
  table,
  type Value,
} from './values.ts';

const MAX_CALLS = 20;
const MAX_LENGTH = 300_000;

/** How a block ended, where not by its last statement. */
type Ending = { readonly kind: 'return'; readonly value: Value } | { readonly kind: 'raise' | 'continue' };

/** The text of a module beside a setup.py, its path from there, and where its offsets start among those of all texts. */
export interface ModuleText {
  readonly path: string;
  readonly text: string;
  readonly start: number;
}

/** Modules beside a setup.py, by their dotted names. */
export type Modules = (name: string) => ModuleText | undefined;

/**
 * The arguments of `setup()`; undefined where it is never called, or following the file takes too long. Where it does
 * with the modules that it imports, it is followed without them.
 */
export function setupArguments(text: string, modules?: Modules): TableValue | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return new Run(modules).arguments(parsePython(text));
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return modules === undefined ? undefined : setupArguments(text);
  }
}

class Run {
  readonly #memory = new Memory();
  readonly #evaluator = new Evaluator(this.#memory, (callee, called, offset) => this.#invoke(callee, called, offset));
  readonly #modules: Modules;
  /** Names of the modules that were imported; those that are being read have none yet. */
  readonly #imported = new Map<string, Scope>();
  #depth = 0;

  constructor(modules: Modules = () => undefined) {
    this.#modules = modules;
  }

  arguments(block: Block): TableValue | undefined {
    this.#block(block);
    const functions = block.flatMap((one) => (one.kind === 'function' ? [one] : []));
    // A call in a function that nothing here calls.
    while (this.#memory.state.calls.length === 0) {
      const one = functions.shift();
      if (one === undefined) break;
      const { parameters, body, offset } = one;
      this.#invoke({ kind: 'function', parameters, body }, { args: [], named: new Map(), isOpen: false }, offset);
    }
    return this.#memory.state.calls[0];
  }

  #block(block: Block): Ending | undefined {
    for (const [index, statement] of block.entries()) {
      this.#memory.step();
      if (statement.kind === 'if') {
        const rest = leaves(statement.body) || leaves(statement.other) ? block.slice(index + 1) : [];
        const { ending, isWhole } = this.#if(statement, rest);
        if (ending !== undefined || isWhole) return ending;
        continue;
      }
      const ending = this.#statement(statement);
      if (ending !== undefined) return ending;
    }
    return undefined;
  }

  /** `rest` follows in both branches, where one of them may leave early; then `isWhole` says that it was done. */
  #if(
    { test, body, other, offset }: Extract<Statement, { kind: 'if' }>,
    rest: Block,
  ): { readonly ending: Ending | undefined; readonly isWhole: boolean } {
    const truth = this.#evaluator.truth(test);
    if (typeof truth === 'boolean') return { ending: this.#block(truth ? body : other), isWhole: false };
    if (truth === 'some') {
      // Of the lines of a file each way takes its own.
      const endings = [this.#block(body), this.#block(other)];
      return { ending: endings.every((one) => one !== undefined) ? endings[0] : undefined, isWhole: false };
    }
    const ending = this.#branches(
      truth,
      () => this.#block([...body, ...rest]),
      () => this.#block([...other, ...rest]),
      offset,
    );
    return { ending, isWhole: rest.length > 0 };
  }

  /** Goes both ways from here and takes what came of each under its condition. */
  #branches(
    truth: Condition | 'unknown',
    then: () => Ending | undefined,
    other: () => Ending | undefined,
    offset: number,
  ): Ending | undefined {
    const memory = this.#memory;
    const [one, first, two] = memory.deeper(() => {
      const before = copiedState(memory.state, memory.step);
      const ending = then();
      const after = memory.state;
      memory.state = before;
      return [ending, after, other()];
    });
    if (two?.kind === 'raise' && one?.kind !== 'raise') {
      memory.state = first;
      return one;
    }
    if (one?.kind === 'raise') return two;
    memory.state = joinedState(first, memory.state, truth, offset, memory.step);
    if (one?.kind === 'return' || two?.kind === 'return') {
      const [a, b] = [one, two].map((ending) => (ending?.kind === 'return' ? ending.value : NONE));
      return { kind: 'return', value: merged(a, b, truth, offset) };
    }
    return one !== undefined && two !== undefined ? one : undefined;
  }

  #statement(statement: Statement): Ending | undefined {
    const { offset } = statement;
    switch (statement.kind) {
      case 'expression':
        if (isExit(statement.value)) return { kind: 'raise' };
        this.#evaluator.value(statement.value);
        return undefined;
      case 'assign': {
        const value = this.#evaluator.value(statement.value);
        for (const target of statement.targets) this.#evaluator.assign(target, value);
        return undefined;
      }
      case 'grow':
        this.#grow(statement);
        return undefined;
      case 'for':
        return this.#for(statement);
      case 'while':
        return this.#branches(
          'unknown',
          () => this.#block(statement.body),
          () => undefined,
          offset,
        );
      case 'function': {
        const { parameters, body } = statement;
        this.#memory.bind(statement.name, { kind: 'function', parameters, body });
        return undefined;
      }
      case 'class':
        this.#memory.bind(statement.name, this.#classOf(statement));
        return undefined;
      case 'return':
        return { kind: 'return', value: statement.value === undefined ? NONE : this.#evaluator.value(statement.value) };
      case 'leave':
        return { kind: statement.how };
      case 'try':
        return this.#try(statement);
      case 'with': {
        const value = this.#evaluator.value(statement.of);
        if (statement.as !== undefined) this.#evaluator.assign(statement.as, value);
        return this.#block(statement.body);
      }
      case 'import':
        for (const one of statement.names) this.#import(one, offset);
        return undefined;
      case 'delete':
        this.#delete(statement.of);
        return undefined;
      case 'global':
        for (const name of statement.names) this.#memory.declareGlobal(name);
        return undefined;
      default:
        return undefined;
    }
  }

  #for({ target, of, body, offset }: Extract<Statement, { kind: 'for' }>): Ending | undefined {
    const items = this.#evaluator.items(this.#evaluator.value(of));
    if (items === undefined) {
      this.#evaluator.assign(target, computed(offset));
      return this.#branches(
        'unknown',
        () => this.#block(body),
        () => undefined,
        offset,
      );
    }
    for (const { value, when } of items) {
      const once = (): Ending | undefined => {
        this.#evaluator.assign(target, value);
        return this.#block(body);
      };
      const ending = when === undefined ? once() : this.#branches(when, once, () => undefined, offset);
      if (ending !== undefined && ending.kind !== 'continue') return ending;
    }
    return undefined;
  }

  /** A handler counts for an import that fails; other failures are no part of a build that works. */
  #try({ body, handlers, offset }: Extract<Statement, { kind: 'try' }>): Ending | undefined {
    const modules = body.flatMap((one) => (one.kind === 'import' ? one.names.map(({ from, name }) => from || name) : []));
    const handler = handlers.find(({ of }) => of === '' || /Import|ModuleNotFound|Exception/.test(of));
    if (handler === undefined || modules.length === 0) return this.#block(body);
    const truth = modules.reduce<Truth>((all, one) => both(all, this.#modules(one) !== undefined || importable(one)), true);
    if (truth === true || truth === 'some') return this.#block(body);
    return this.#branches(
      truth === false ? 'unknown' : truth,
      () => this.#block(body),
      () => this.#block(handler.body),
      offset,
    );
  }

  /** What a class holds by name (`Requires.web`); what its methods do is not followed. */
  #classOf({ body, offset }: Extract<Statement, { kind: 'class' }>): Value {
    const scope: Scope = new Map();
    const names = this.#memory.within(scope, () => {
      this.#block(body);
      return this.#memory.state.scopes.at(-1) ?? scope;
    });
    for (const [name, { kind }] of names) if (kind === 'function') names.set(name, computed(offset));
    return moduleOf(names, offset);
  }

  #grow({ target, operator, value: added, offset }: Extract<Statement, { kind: 'grow' }>): void {
    // In this order: a call may part the ways, and lists are others then.
    const value = this.#evaluator.value(added);
    const old = this.#evaluator.value(target);
    const whole = summed(operator, old, value, offset);
    // Lists and dicts grow where they are, whatever else they are called.
    if (old.kind === 'list' && whole.kind === 'list') old.items = whole.items;
    else if (old.kind === 'table' && whole.kind === 'table') {
      for (const [key, entry] of whole.entries) old.entries.set(key, entry);
      old.isOpen ||= whole.isOpen;
    } else this.#evaluator.assign(target, whole);
  }

  #delete(of: Expression): void {
    if (of.kind !== 'index') return;
    const [whole, at] = [this.#evaluator.value(of.of), of.at === undefined ? NONE : this.#evaluator.value(of.at)];
    if (whole.kind === 'table' && at.kind === 'text') whole.entries.delete(at.text);
    else if (whole.kind === 'table') whole.isOpen = true;
    else if (whole.kind === 'list') whole.items = [{ value: computed(of.offset) }];
  }

  /** Of a module beside setup.py what it makes of the name; of others the name itself. */
  #import({ from, name, as }: { readonly from: string; readonly name: string; readonly as: string }, offset: number): void {
    const scope = this.#namesOf(from === '' ? name : from);
    if (from === '') {
      // `import a.b` means a, and that is another module.
      const isItself = scope !== undefined && (as === name || as !== name.split('.')[0]);
      return this.#memory.bind(as, isItself ? moduleOf(scope, offset) : imported(from, name, offset));
    }
    if (name === '*') {
      for (const [one, value] of scope ?? []) if (!one.startsWith('_')) this.#memory.bind(one, value);
      return;
    }
    const below = scope?.has(name) === true ? undefined : this.#namesOf(`${from}.${name}`);
    const own = below === undefined ? scope?.get(name) : moduleOf(below, offset);
    this.#memory.bind(as, own ?? imported(from, name, offset));
  }

  /** The names of a module after its own statements; undefined for one that is not here. */
  #namesOf(name: string): Scope | undefined {
    const known = this.#imported.get(name);
    if (known !== undefined) return known;
    const module = this.#depth < MAX_CALLS ? this.#modules(name) : undefined;
    if (module === undefined) return undefined;
    const before: Scope = new Map<string, Value>([
      ['__file__', { kind: 'path', path: module.path }],
      ['__name__', { kind: 'text', text: name, offset: module.start }],
    ]);
    this.#imported.set(name, before);
    this.#depth++;
    // In front of its text as many empty lines as there are characters before it: its offsets are its own.
    const names = this.#memory.within(before, () => {
      this.#block(parsePython('\n'.repeat(module.start) + module.text));
      return this.#memory.state.scopes.at(-1) ?? before;
    });
    this.#depth--;
    this.#imported.set(name, names);
    for (const [key, value] of names) if (value.kind === 'function') names.set(key, { ...value, outer: value.outer ?? names });
    return names;
  }

  #invoke({ parameters, body, outer }: FunctionValue, called: Called, offset: number): Value {
    if (this.#depth >= MAX_CALLS) return computed(offset);
    const scope: Scope = new Map(outer);
    const rest = [...called.args];
    const named = new Map(called.named);
    for (const { name = '', value } of parameters) {
      if (name === '*') continue;
      if (name.startsWith('**')) scope.set(name.slice(2), { ...table(named, offset), isOpen: called.isOpen });
      else if (name.startsWith('*'))
        scope.set(
          name.slice(1),
          list(
            rest.splice(0).map((one) => ({ value: one })),
            offset,
          ),
        );
      else {
        scope.set(name, rest.shift() ?? named.get(name) ?? this.#evaluator.value(value));
        named.delete(name);
      }
    }
    this.#depth++;
    const ending = this.#memory.within(scope, () => this.#block(body));
    this.#depth--;
    return ending?.kind === 'return' ? ending.value : NONE;
  }
}

function moduleOf(names: Scope, offset: number): Value {
  return { kind: 'table', entries: names, isOpen: true, offset };
}

function imported(from: string, name: string, offset: number): Value {
  const last = (path: string): string => path.split('.').at(-1) ?? path;
  return from === ''
    ? { kind: 'outside', name: last(name), offset }
    : attributeOf({ kind: 'outside', name: last(from), offset }, name, offset);
}
