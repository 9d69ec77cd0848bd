import { append, capitalized } from '../../../../src/model/index.ts';
import { type Expression, lastName, type Position, REST, type Statement } from '../script/syntax-tree.ts';
import { methodOf } from './methods.ts';
import { binary, componentsOf, partsOf, plus, viewOf } from './operators.ts';
import {
  type Args,
  type Closure,
  flag,
  type Handler,
  handlerValue,
  isOutside,
  isTooLong,
  NOTHING,
  NULL,
  number,
  PACKAGE_TYPE,
  type Scope,
  text,
  textOf,
  textOfAll,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

const MAX_DEPTH = 600;

/** Names that nearly every block has as its own: an assignment to them is no matter of the project. */
const OWN_NAMES = new Set(['name', 'group', 'version', 'description', 'url', 'id', 'enabled']);

/** A block whose own names mean nothing here, assigned or called (`task x { group 'build' }`); what stands around it is still reached. */
const OPAQUE: Handler = {
  set: (name) => OWN_NAMES.has(name),
  call: (name, { positional: [first], closure }) =>
    OWN_NAMES.has(name) && first !== undefined && closure === undefined ? NOTHING : undefined,
};

/** Members of a pair, or of a list. */
const PLACES: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, last: -1 };

/** Kotlin's builders, and what they make. */
const BUILDERS: Readonly<Record<string, 'text' | 'list'>> = { buildString: 'text', buildList: 'list', buildSet: 'list' };
/** Words for what a block is of: Kotlin's and Groovy's. */
const IN_CHARGE = new Set(['this', 'delegate']);
/** What changes a map. */
const CHANGING = new Set([
  'put',
  'putAll',
  'putIfAbsent',
  'computeIfAbsent',
  'getOrPut',
  'remove',
  'clear',
  'set',
  'compute',
  'merge',
]);
const ADDING = new Set(['append', 'appendLine', 'add', 'addAll']);

/** What is asked of a path: which kinds of things answer yes. */
const KINDS: ReadonlyMap<string, readonly ('file' | 'directory')[]> = new Map([
  ['exists', ['file', 'directory']],
  ['isFile', ['file']],
  ['isDirectory', ['directory']],
]);
const TEXTS = new Set(['text', 'getText', 'readText']);
/** A file by its path, and a path as a file. */
const PATHS = new Set(['path', 'absolutePath', 'canonicalPath', 'asFile', 'absoluteFile', 'canonicalFile']);
const EACH_LINE = new Set(['eachLine', 'forEachLine']);
/** Files that scripts take words from are short. */
const LONGEST_FILE = 100_000;

/** More often nobody repeats anything in a build script. */
const MOST_REPEATED = 1000;

/** What a version constraint of a catalog says of itself: the version. */
const CONSTRAINT_NAMES = new Set(['requiredVersion', 'displayName']);

const CONSTANT = /^[A-Z]+(?:_[A-Z]+)+$/;

const SETTERS = new Set(['set', 'value', 'convention']);

/** Blocks of the DSL that a call on a project or a container of it takes. */
const CONFIGURING = new Set(['with', 'apply', 'also', 'run', 'let', 'tap', 'configure', 'invoke', 'all', 'each']);

/** What lies under a path of the tree. */
export type PathKind = 'file' | 'directory' | 'none';

/** The values of expressions: names by their scopes, calls by the blocks around them. */
export abstract class Evaluator {
  /** How many conditions that nobody can decide stand around the current statement. */
  undecided = 0;
  /** The script whose statements run right now. */
  file = '';
  /** How many calls around the current expression take it as an argument (blocks begin anew). */
  argument = 0;
  /** Names of the directories in a directory of the tree, which a text names, and of all that lies in one. */
  folders: (path: string) => readonly string[] = () => [];
  names: (directory: string) => readonly string[] = () => [];
  /** What a text names in the tree, and what a file of it holds. */
  kind: (path: string) => PathKind | undefined = () => undefined;
  content: (path: string) => string | undefined = () => undefined;
  entries: (path: string) => readonly string[] = () => [];
  /** What a function returns from a block inside it, until it has been left. */
  protected leaving: Value | undefined;
  #steps = 0;
  protected depth = 0;
  #tooDeep = false;
  /** How often each block or function is being run right now. */
  readonly #calling = new Map<Closure['node'], number>();
  #isTooLong = false;
  #isSpent = false;
  #limit: number;
  readonly #unreadable: (message: string, at: Position) => void;

  /** Runs a script's statements in its own file. */
  abstract script(file: string, statements: readonly Statement[], scope: Scope, isFunction?: boolean): Value;

  constructor(limit: number, unreadable: (message: string, at: Position) => void) {
    this.#limit = limit;
    this.#unreadable = unreadable;
  }

  /** More to do: the blocks of a build are run for each of its projects. */
  grant(steps: number): void {
    this.#limit += steps;
  }

  /** Work that is done beside statements and expressions counts as well. */
  spend(steps: number): void {
    this.#steps += steps;
  }

  protected spent(at: Position): boolean {
    this.#steps++;
    if (this.#steps >= this.#limit && !this.#isSpent) {
      this.#isSpent = true;
      this.#unreadable('the build does too much to be followed; the rest of it is not read', at);
    }
    if (this.depth <= MAX_DEPTH) return this.#steps >= this.#limit;
    if (!this.#tooDeep) this.#unreadable('calls nest too deep to be followed; what lies below is not read', at);
    this.#tooDeep = true;
    return true;
  }

  /** Lets the blocks around see an assignment to something unknown (`options.release = 17`). */
  protected offer(name: string, value: Value, at: Position, scope: Scope): void {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
      if (outer.handler?.set?.(`*.${name}`, value, at) === true) return;
  }

  lookup(name: string, scope: Scope, at: Position): Value | undefined {
    return this.#known(name, scope, at) ?? this.contained(name, scope);
  }

  #known(name: string, scope: Scope, at: Position): Value | undefined {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const value = outer.variables.get(name) ?? outer.handler?.get?.(name, at);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** What the nearest container around holds under the name. */
  protected contained(name: string, scope: Scope): Value | undefined {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
      if (outer.handler?.any !== undefined) return outer.handler.any(name);
    return undefined;
  }

  protected callHandlers(name: string, args: Args, scope: Scope): Value | undefined {
    // What the scripts themselves define comes first: blocks take nearly every name for one of theirs.
    let called = name;
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const own = outer.variables.get(name);
      if (own?.kind === 'closure') return this.invoke(own, args.positional, handlerAround(scope), args.named);
      // Kotlin's `it("a:b:1")`: a configuration, or the text of its name, is called.
      const configuration = own === undefined || args.positional.length === 0 ? undefined : configurationOf(own);
      if (configuration !== undefined) called = configuration;
      if (own !== undefined) break;
    }
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const value = outer.handler?.call?.(called, args);
      if (value !== undefined) return value;
    }
    // A closure that a property holds is called like a method.
    const held = this.#known(name, scope, args.at);
    return held?.kind === 'closure' ? this.invoke(held, args.positional, handlerAround(scope), args.named) : undefined;
  }

  /** Calls a closure with arguments and, for a block of the DSL, with what the block offers. */
  invoke(closure: Closure, given: readonly Value[], handler?: Handler, named?: ReadonlyMap<string, Value>, self?: Value): Value {
    if (this.spent(closure.node) || this.leaving !== undefined) return UNKNOWN_VALUE;
    const called = chosen(closure, given, named, ({ node }) => (this.#calling.get(node) ?? 0) > 0);
    if (called === undefined) return UNKNOWN_VALUE;
    const depth = this.#calling.get(called.node) ?? 0;
    // Where nobody knows whether a function calls itself again, nobody knows when it ends.
    if (depth > 0 && this.undecided > 0) return UNKNOWN_VALUE;
    const variables = new Map<string, Value>();
    const { params } = called.node;
    // One value for several names is taken apart: pairs, entries of maps, lists.
    const parts = params.length > 1 && given.length === 1 ? componentsOf(given[0]) : undefined;
    const values = parts ?? given;
    const missing = handler === undefined ? UNKNOWN_VALUE : handlerValue(handler);
    params.forEach((name, index) => {
      if (name.startsWith(REST)) {
        const more = given.slice(index);
        const isList = more.length === 1 && more[0]?.kind === 'list';
        variables.set(name.slice(REST.length), isList ? (more[0] ?? NULL) : { kind: 'list', items: more });
        return;
      }
      const otherwise = called.node.defaults?.get(name);
      const value = named?.get(name) ?? values[index];
      variables.set(
        name,
        value ?? (otherwise === undefined ? missing : this.evaluate(otherwise, { variables, parent: called.scope })),
      );
    });
    if (self !== undefined) variables.set('this', self);
    if (params.length === 0) {
      const it = given[0] ?? (handler === undefined ? undefined : handlerValue(handler));
      if (it !== undefined) variables.set('it', it);
    }
    this.depth++;
    const scope: Scope = { variables, parent: called.scope, ...(handler === undefined ? {} : { handler }) };
    this.#calling.set(called.node, depth + 1);
    const value = this.script(called.file, called.node.body, scope, called.node.isFunction === true);
    this.#calling.set(called.node, depth);
    this.depth--;
    return value;
  }

  protected args(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Args {
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    this.argument++;
    for (const argument of call.args) {
      const value = this.evaluate(argument.value, scope);
      if (argument.name === undefined) positional.push(value);
      else named.set(argument.name, value);
    }
    this.argument--;
    const last = positional.at(-1);
    return {
      positional,
      named,
      closure: last?.kind === 'closure' ? last : undefined,
      nodes: call.args,
      at: call,
      ...typeOf(call.callee),
    };
  }

  evaluate(expression: Expression, scope: Scope): Value {
    if (this.spent(expression)) return UNKNOWN_VALUE;
    this.depth++;
    const value = this.#evaluateHere(expression, scope);
    this.depth--;
    return isTooLong(value) ? this.#tooLong(expression) : value;
  }

  #tooLong(at: Position): Value {
    if (!this.#isTooLong) this.#unreadable('values made of values grow longer than can be followed; this one is not read', at);
    this.#isTooLong = true;
    return UNKNOWN_VALUE;
  }

  #evaluateHere(expression: Expression, scope: Scope): Value {
    switch (expression.kind) {
      case 'string':
        return textOfAll(expression.parts.map((part) => (typeof part === 'string' ? part : this.evaluate(part, scope))));
      case 'number':
        return { kind: 'text', text: expression.text.replaceAll('_', '').replace(/[lLfFdDgGiI]$/, ''), number: true };
      case 'constant':
        return expression.value === null ? NULL : flag(expression.value);
      case 'name':
        return this.#named(expression.name, scope, expression);
      case 'closure':
        return { kind: 'closure', node: expression, scope, file: this.file };
      case 'list':
        return { kind: 'list', items: expression.items.map((item) => this.evaluate(item, scope)) };
      case 'map': {
        const entries = expression.entries.map(
          ({ key, value }) => [this.#textOf(key, scope), this.evaluate(value, scope)] as const,
        );
        return { kind: 'map', entries: new Map(entries) };
      }
      case 'property':
        return this.#propertyOf(expression, scope);
      case 'index':
        return this.#member(expression, scope);
      case 'not': {
        const value = truth(this.evaluate(expression.operand, scope));
        return value === undefined ? UNKNOWN_VALUE : flag(!value);
      }
      case 'choice':
        return this.#choice(expression, scope);
      case 'binary':
        return binary(expression.op, this.evaluate(expression.left, scope), () => this.evaluate(expression.right, scope));
      case 'call':
        return this.#call(expression, scope);
      case 'opaque':
        return UNKNOWN_VALUE;
    }
  }

  /** `this` is what a block or a function was given, else the block's own object. */
  #named(name: string, scope: Scope, at: Position): Value {
    const value = name === 'this' ? this.#known(name, scope, at) : this.lookup(name, scope, at);
    if (value !== undefined) return value;
    const around = IN_CHARGE.has(name) ? handlerAround(scope) : undefined;
    // Groovy takes a method `getLibs()` for the property `libs`.
    const getter = around === undefined ? this.#getter(name, scope) : undefined;
    return getter ?? (around === undefined ? UNKNOWN_VALUE : handlerValue(around));
  }

  #getter(name: string, scope: Scope): Value | undefined {
    const method = `get${capitalized(name)}`;
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const own = outer.variables.get(method);
      const isOne = own?.kind === 'closure' && own.node.params.length === 0 && own.node.body.length > 0;
      // A getter may give the field that has its name.
      if (isOne && (this.#calling.get(own.node) ?? 0) === 0) return this.invoke(own, []);
    }
    return undefined;
  }

  #propertyOf(expression: Extract<Expression, { kind: 'property' }>, scope: Scope): Value {
    const object = this.evaluate(expression.object, scope);
    if (object.kind === 'null' && expression.safe === true) return NULL;
    const isClass = object.kind === 'handler' && object.handler.type === PACKAGE_TYPE && /^[A-Z]/.test(expression.name);
    const value = this.#property(object, expression.name, expression);
    // A class by its full name is the one that an import would name.
    return isClass && value.kind === 'unknown' ? this.#named(expression.name, scope, expression) : value;
  }

  #textOf(expression: Expression, scope: Scope): string {
    return textOf(this.evaluate(expression, scope)) ?? UNKNOWN;
  }

  /** `list[0]`, `list[1..2]`, `map['key']`. */
  #member(expression: Extract<Expression, { kind: 'index' }>, scope: Scope): Value {
    const object = this.evaluate(expression.object, scope);
    const given = this.evaluate(expression.index, scope);
    if (given.kind === 'list') return partsOf(object, given.items);
    const index = textOf(given);
    if (index === undefined) return UNKNOWN_VALUE;
    if (object.kind === 'text' && given.kind === 'text' && given.number === true) return partsOf(object, [given]);
    if (object.kind === 'list') return object.items.at(Number(index)) ?? NULL;
    const path = object.kind === 'catalog' ? object.catalog.members(object.path)?.at(Number(index)) : undefined;
    if (object.kind === 'catalog' && path !== undefined) return { ...object, path };
    return this.#property(object, index, expression);
  }

  #choice(expression: Extract<Expression, { kind: 'choice' }>, scope: Scope): Value {
    const test = truth(this.evaluate(expression.test, scope));
    if (test === undefined) return isNullCheck(expression.test) ? this.#otherwise(expression, scope) : UNKNOWN_VALUE;
    return this.evaluate(test ? expression.yes : expression.no, scope);
  }

  /** `x != null ? x : 'otherwise'`: as with `?:`, what only a run would tell falls back to what the build gives itself. */
  #otherwise({ yes, no }: Extract<Expression, { kind: 'choice' }>, scope: Scope): Value {
    const given = this.evaluate(yes, scope);
    return isOutside(given) || given.kind === 'nothing' ? this.evaluate(no, scope) : UNKNOWN_VALUE;
  }

  #property(object: Value, name: string, at: Position): Value {
    if (object.kind === 'map') return object.entries.get(name) ?? viewOf(object.entries, name) ?? NULL;
    if (object.kind === 'catalog') {
      if (CONSTRAINT_NAMES.has(name) && object.path.startsWith('versions.')) return object;
      const part = name.replaceAll(/[-_]/g, '.');
      return { ...object, path: object.path === '' ? part : `${object.path}.${part}` };
    }
    if (object.kind === 'handler') return object.handler.get?.(name, at) ?? object.handler.any?.(name) ?? UNKNOWN_VALUE;
    // What a project's own source sets put out is no module of a repository.
    if (isOutside(object)) return object;
    if (object.kind === 'text' && object.text.startsWith('/'))
      return this.#ofFile(object.text, name) ?? fileProperty(object.text, name);
    if (object.kind === 'nothing' || (object.kind === 'dependencies' && name === 'sourceSets')) return NOTHING;
    // What a project accessor leads to is the project: `projects.core.dependencyProject`.
    if (object.kind === 'dependencies' && name === 'dependencyProject') return object;
    if (object.kind === 'dependencies') return object.of?.get?.(name, at) ?? UNKNOWN_VALUE;
    if (object.kind === 'list' && Object.hasOwn(PLACES, name)) return object.items.at(PLACES[name] ?? 0) ?? NULL;
    if (object.kind === 'list' && name === 'size') return number(object.items.length);
    // Groovy asks every member of a list.
    if (object.kind === 'list' && object.items.length > 0 && object.items.every(({ kind }) => kind === 'map'))
      return { kind: 'list', items: object.items.map((one) => this.#property(one, name, at)) };
    if (object.kind === 'text' && object.gradle === true && name === 'baseVersion')
      return { ...object, text: object.text.split('-', 1)[0] ?? '' };
    if (name === 'majorVersion') return object;
    return UNKNOWN_VALUE;
  }

  #call(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    const { callee } = call;
    if (callee.kind === 'name' || callee.kind === 'string') {
      const name = callee.kind === 'name' ? callee.name : textOf(this.evaluate(callee, scope));
      const args = this.args(call, scope);
      const value = name === undefined ? undefined : (this.#plain(name, args) ?? this.callHandlers(name, args, scope));
      if (value === undefined && name === 'run' && args.closure !== undefined) return this.invoke(args.closure, [], OPAQUE);
      return value ?? this.#unknownCall(args, scope);
    }
    if (callee.kind === 'property') {
      const object = this.evaluate(callee.object, scope);
      if (object.kind === 'null' && callee.safe === true) return NULL;
      const args = this.args(call, scope);
      const property = lastName(callee.object);
      // `release.set(17)` is an assignment to the property that stands before it.
      if (SETTERS.has(callee.name) && object.kind !== 'handler' && property !== undefined && args.positional[0] !== undefined)
        this.offer(property, args.positional[0], callee, scope);
      return this.#method(object, callee.name, args, scope);
    }
    const target = this.evaluate(callee, scope);
    const args = this.args(call, scope);
    if (target.kind === 'closure') return this.invoke(target, args.positional);
    return this.#unknownCall(args, scope);
  }

  /** Kotlin's own functions that take a block. */
  #plain(name: string, { positional, closure }: Args): Value | undefined {
    const [first] = positional;
    if (closure === undefined || first === undefined) return undefined;
    if (name === 'with' && first !== closure && (first.kind === 'text' || first.kind === 'list' || first.kind === 'map'))
      return this.invoke(closure, [], undefined, undefined, first);
    if (name === 'repeat' && first.kind === 'text') return this.#repeat(Number(first.text), closure);
    if (first === closure && Object.hasOwn(BUILDERS, name)) return this.#built(BUILDERS[name] ?? 'list', closure);
    return undefined;
  }

  #repeat(times: number, closure: Closure): Value {
    if (!Number.isInteger(times) || times > MOST_REPEATED) return UNKNOWN_VALUE;
    for (let turn = 0; turn < times; turn++) this.invoke(closure, [number(turn)]);
    return NOTHING;
  }

  /** `also { it.add(x) }`, `apply { add(x) }`: a list that its block may lengthen. */
  #lengthened(list: Value, name: 'also' | 'apply', closure: Closure): Value {
    if (this.spent(closure.node) || this.leaving !== undefined) return UNKNOWN_VALUE;
    const [it = 'it'] = closure.node.params;
    const held = name === 'also' ? it : 'this';
    const variables = new Map<string, Value>([[held, list]]);
    const undecided = this.undecided;
    const handler: Handler = {
      call: (method, { positional: [first] }) => {
        if (name !== 'apply' || first === undefined || (method !== 'add' && method !== 'addAll')) return undefined;
        const more: Value = method === 'add' ? { kind: 'list', items: [first] } : first;
        const isKnown = this.undecided === undecided && more.kind === 'list';
        variables.set(held, isKnown ? plus(variables.get(held) ?? list, more) : UNKNOWN_VALUE);
        return NOTHING;
      },
    };
    this.depth++;
    this.script(closure.file, closure.node.body, { variables, parent: closure.scope, handler }, false);
    this.depth--;
    return variables.get(held) ?? list;
  }

  /** `apply { put(a, b) }`, `tap { put(a, b) }`: what a block puts into a map; whatever else it does with it nobody knows. */
  #filled(map: Extract<Value, { kind: 'map' }>, closure: Closure): Value {
    let isKnown = true;
    const undecided = this.undecided;
    const handler: Handler = {
      call: (name, { positional: [key, value] }) => {
        if (!CHANGING.has(name)) return undefined;
        const given = textOf(key);
        isKnown &&= this.undecided === undecided;
        if (name === 'putAll' && key?.kind === 'map') for (const [one, of] of key.entries) map.entries.set(one, of);
        else if (name === 'put' && given !== undefined && value !== undefined) map.entries.set(given, value);
        else isKnown = false;
        return NOTHING;
      },
    };
    this.invoke(closure, [map], handler, undefined, map);
    return isKnown ? map : UNKNOWN_VALUE;
  }

  /** `buildString { append(…) }`, `buildList { add(…) }`: what its block adds; in doubt nobody knows what. */
  #built(kind: 'text' | 'list', closure: Closure): Value {
    const items: Value[] = [];
    let isKnown = true;
    const undecided = this.undecided;
    const handler: Handler = {
      call: (name, args) => {
        if (!ADDING.has(name)) return undefined;
        isKnown &&= this.undecided === undecided;
        for (const one of args.positional)
          if (name === 'addAll' && one.kind === 'list') append(items, one.items);
          else if (name === 'addAll') isKnown = false;
          else items.push(one);
        if (name === 'appendLine') items.push(text('\n'));
        return handlerValue(handler);
      },
    };
    this.invoke(closure, [], handler);
    if (!isKnown) return UNKNOWN_VALUE;
    return kind === 'list' ? { kind, items } : textOfAll(items);
  }

  /** A call that nothing here knows: its blocks are read for what they hold, in doubt; a lone coordinate comes through. */
  #unknownCall(args: Args, scope: Scope): Value {
    for (const value of args.positional)
      if (value.kind === 'closure') this.invoke({ ...value, scope: value.scope ?? scope }, [], OPAQUE);
    const [first] = args.positional;
    if (args.positional.length === 1 && first?.kind === 'text' && /^[\w.-]+:[\w.-]+(:|$)/.test(first.text)) return first;
    return UNKNOWN_VALUE;
  }

  #method(object: Value, name: string, args: Args, scope: Scope): Value {
    if (object.kind === 'handler') {
      // Kotlin's `JavaPlugin.API_CONFIGURATION_NAME("a:b:1")`: the text that it is names what is called.
      const constant = CONSTANT.test(name) ? textOf(object.handler.get?.(name, args.at)) : undefined;
      const called = constant === undefined ? undefined : this.callHandlers(constant, args, scope);
      return (
        called ??
        this.#handlerMethod(object.handler, name, args) ??
        this.#heldClosure(object.handler, name, args, scope) ??
        this.#unknownCall(args, scope)
      );
    }
    if (object.kind === 'text' && object.number === true && name === 'times' && args.closure !== undefined)
      return this.#repeat(Number(object.text), args.closure);
    const ofFile = object.kind === 'text' ? this.#ofFile(object.text, name) : undefined;
    if (ofFile !== undefined) return ofFile;
    if (object.kind === 'text' && EACH_LINE.has(name) && args.closure !== undefined && object.text.startsWith('/'))
      return this.#eachLine(object.text, args.closure);
    if (object.kind === 'text' && name === 'eachDir' && args.closure !== undefined)
      return this.#eachDirectory(object.text, args.closure);
    const own = object.kind === 'map' ? object.entries.get(name) : undefined;
    if (own?.kind === 'closure') return this.invoke(own, args.positional, handlerAround(scope), args.named);
    if (object.kind === 'list' && args.closure !== undefined && (name === 'also' || name === 'apply'))
      return this.#lengthened(object, name, args.closure);
    if (object.kind === 'map' && args.closure !== undefined && (name === 'apply' || name === 'tap'))
      return this.#filled(object, args.closure);
    // Something whose nature is unknown: assignments and blocks inside are still seen by the blocks around.
    const known =
      methodOf(object, name, args, (closure, given, self) => this.invoke(closure, given, undefined, undefined, self)) ??
      this.#extension(object, name, args, scope) ??
      (object.kind === 'dependencies' && object.of !== undefined ? object.of.call?.(name, args) : undefined) ??
      this.#callUnknown(name, args, scope);
    if (known !== undefined) return known;
    const made = this.#unknownCall(args, scope);
    if (isOutside(object) && made.kind === 'unknown') return object;
    // What is made of files are files.
    return object.kind === 'nothing' ? NOTHING : made;
  }

  /** `rootProject.ext.dep('b')`: a closure that a property holds. */
  #heldClosure(handler: Handler, name: string, args: Args, scope: Scope): Value | undefined {
    const held = handler.get?.(name, args.at);
    return held?.kind === 'closure' ? this.invoke(held, args.positional, handlerAround(scope), args.named) : undefined;
  }

  /** A function of the script that is called on a value: `"a:b".at("1")`. */
  #extension(object: Value, name: string, args: Args, scope: Scope): Value | undefined {
    if (object.kind !== 'text' && object.kind !== 'list' && object.kind !== 'map') return undefined;
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const own = outer.variables.get(name);
      if (own?.kind === 'closure' && own.node.isFunction === true)
        return this.invoke(own, args.positional, handlerAround(scope), args.named, object);
    }
    return undefined;
  }

  /** What a file or directory of the tree says of itself. What lies around the tree nobody knows. */
  #ofFile(path: string, name: string): Value | undefined {
    if (!path.startsWith('/')) return undefined;
    const asked = KINDS.get(name);
    if (asked !== undefined) {
      const kind = this.kind(path);
      return kind === undefined ? UNKNOWN_VALUE : flag(kind !== 'none' && asked.includes(kind));
    }
    if (name === 'listFiles') return this.#entries(path);
    const isText = TEXTS.has(name);
    if (!isText && name !== 'readLines') return undefined;
    const content = this.content(path);
    if (content === undefined || content.length > LONGEST_FILE) return UNKNOWN_VALUE;
    return isText ? text(content) : { kind: 'list', items: linesOf(content).map(text) };
  }

  /** All that lies in a directory of the tree, by its path. */
  #entries(path: string): Value {
    const kind = this.kind(path);
    if (kind !== 'directory') return kind === undefined ? UNKNOWN_VALUE : NULL;
    const names = this.entries(path);
    this.spend(names.length);
    return { kind: 'list', items: names.map((name) => text(`${path.replace(/\/$/, '')}/${name}`)) };
  }

  #eachLine(path: string, closure: Closure): Value {
    const content = this.content(path);
    if (content === undefined || content.length > LONGEST_FILE) return this.#unknownBlock(closure);
    for (const line of linesOf(content)) this.invoke(closure, [text(line)]);
    return NOTHING;
  }

  #unknownBlock(closure: Closure): Value {
    this.undecided++;
    this.invoke(closure, []);
    this.undecided--;
    return UNKNOWN_VALUE;
  }

  /** Directories of the tree, which stand there as the build's own text does. */
  #eachDirectory(path: string, closure: Closure): Value {
    for (const name of this.folders(path)) this.invoke(closure, [text(`${path.replace(/\/$/, '')}/${name}`)]);
    return NOTHING;
  }

  #handlerMethod(handler: Handler, name: string, args: Args): Value | undefined {
    const value = handler.call?.(name, args);
    if (value !== undefined) return value;
    if ((name === 'set' || name === 'convention') && args.positional.length > 0) return NOTHING;
    const getter = args.positional.length === 0 ? /^get([A-Z])(.*)$/.exec(name) : null;
    const got = getter === null ? undefined : handler.get?.(`${getter[1]?.toLowerCase()}${getter[2]}`, args.at);
    if (got !== undefined) return got;
    if (args.closure === undefined || !CONFIGURING.has(name)) return undefined;
    this.invoke(args.closure, [], handler);
    return handlerValue(handler);
  }

  #callUnknown(name: string, args: Args, scope: Scope): Value | undefined {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const value = outer.handler?.call?.(`*.${name}`, args);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** An extension function's own calls mean the block from which it is called; blocks that nobody knows are passed by. */
function handlerAround(scope: Scope): Handler | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
    if (outer.handler !== undefined && outer.handler !== OPAQUE) return outer.handler;
  return undefined;
}

type Running = (closure: Closure) => boolean;

/**
 * Of several functions of one name the one that takes such arguments, the last of those that are left. Undefined where what is
 * given does not tell it and all of them run already: that one of them calls itself is the least likely.
 */
function chosen(
  closure: Closure,
  values: readonly Value[],
  named: ReadonlyMap<string, Value> | undefined,
  isRunning: Running,
): Closure | undefined {
  if (closure.others === undefined) return closure;
  const given = values.length + (named?.size ?? 0);
  const all = [closure, ...closure.others];
  const takes = ({ node: { params, defaults } }: Closure): boolean =>
    params.at(-1)?.startsWith(REST) === true
      ? given >= params.length - 1
      : given <= params.length && given >= params.length - (defaults?.size ?? 0);
  const exact = all.filter(({ node }) => node.params.length === given);
  const able = exact.length > 0 ? exact : all.filter(takes);
  return able.length === 0 ? closure : bestFor(values, able, isRunning);
}

/** The one whose types say most of these values, of those whose types none of them contradicts. */
function bestFor(values: readonly Value[], all: readonly Closure[], isRunning: Running): Closure | undefined {
  if (all.length === 1) return all[0];
  const fits = all.map((one) => [one, fitOf(values, one)] as const);
  const most = Math.max(...fits.map(([, fit]) => fit));
  const best = fits.flatMap(([one, fit]) => (fit === most ? [one] : []));
  return best.length === 1 ? best[0] : best.find((one) => !isRunning(one));
}

/** How many of the values have the types of the parameters; below zero where one has another. */
function fitOf(values: readonly Value[], { node: { params, types } }: Closure): number {
  let fit = 0;
  for (const [index, value] of values.entries()) {
    const type = types?.get((params[index] ?? '').replace(REST, ''));
    const kinds = type === undefined || !Object.hasOwn(TYPE_KINDS, type) ? undefined : TYPE_KINDS[type];
    if (value.kind === 'unknown' || value.kind === 'null') continue;
    if (kinds?.includes(value.kind) === true) fit++;
    else if (kinds !== undefined && params[index]?.startsWith(REST) !== true) return -1;
  }
  return fit;
}

/** What values of Java's, Groovy's and Kotlin's types are here. */
const TYPE_KINDS: Readonly<Record<string, readonly Value['kind'][]>> = {
  String: ['text', 'catalog'],
  GString: ['text', 'catalog'],
  CharSequence: ['text', 'catalog'],
  int: ['text'],
  Int: ['text'],
  Integer: ['text'],
  File: ['text'],
  boolean: ['flag'],
  Boolean: ['flag'],
  List: ['list'],
  Set: ['list'],
  Collection: ['list'],
  Iterable: ['list'],
  Array: ['list'],
  Map: ['map'],
  Closure: ['closure'],
  Action: ['closure'],
  Provider: ['catalog', 'text'],
  Project: ['handler'],
};

/** The configuration that a value is, or whose name it holds. */
function configurationOf(value: Value): string | undefined {
  if (value.kind === 'handler') return value.handler.configuration;
  return value.kind === 'text' && /^[a-z]\w*$/.test(value.text) ? value.text : undefined;
}

function typeOf(callee: Expression): Pick<Args, 'type'> {
  return (callee.kind === 'name' || callee.kind === 'property') && callee.type !== undefined ? { type: callee.type } : {};
}

function isNullCheck(test: Expression): boolean {
  return test.kind === 'binary' && test.op === '!=' && test.right.kind === 'constant' && test.right.value === null;
}

/** Of a file or directory, which is the text of its path. */
function fileProperty(path: string, name: string): Value {
  const cut = path.lastIndexOf('/');
  if (name === 'name') return text(path.slice(cut + 1));
  if (name === 'parentFile' || name === 'parent') return text(path.slice(0, cut) || '/');
  return PATHS.has(name) ? text(path) : UNKNOWN_VALUE;
}

/** As Java reads lines: none behind the last end of a line. */
function linesOf(content: string): readonly string[] {
  const lines = content.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
