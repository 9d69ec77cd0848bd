import { type BuildTree, entryPath, fileMember, linesIn } from './build-tree.ts';
import { type BlockRunner, BUILDERS, built, filled, lengthened } from './builders.ts';
import { methodOf } from './methods.ts';
import { calledIn, closureIn, handlerAround, OPAQUE } from './scopes.ts';
import {
  type Args,
  type Closure,
  type Handler,
  handlerValue,
  isOutside,
  NOTHING,
  number,
  type Scope,
  text,
  textOf,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

const EACH_LINE = new Set(['eachLine', 'forEachLine']);

/** More often nobody repeats anything in a build script. */
const MOST_REPEATED = 1000;

const CONSTANT = /^[A-Z]+(?:_[A-Z]+)+$/;

/** Blocks of the DSL that a call on a project or a container of it takes. */
const CONFIGURING = new Set(['with', 'apply', 'also', 'run', 'let', 'tap', 'configure', 'invoke', 'all', 'each']);

/** Who runs what is called. */
export interface Caller extends BlockRunner {
  undecided: number;
  /** The tree that the build lies in. */
  readonly tree: BuildTree;
  /** Work that is done beside statements and expressions counts as well. */
  spend(steps: number): void;
  /** A call by its name alone. */
  callHandlers(name: string, args: Args, scope: Scope): Value | undefined;
}

export class Calls {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Kotlin's own functions that take a block. */
  plain(name: string, { positional, closure }: Args): Value | undefined {
    const [first] = positional;
    if (closure === undefined || first === undefined) return undefined;
    if (name === 'with' && first !== closure && (first.kind === 'text' || first.kind === 'list' || first.kind === 'map'))
      return this.#caller.invoke(closure, [], undefined, undefined, first);
    if (name === 'repeat' && first.kind === 'text') return this.#repeat(Number(first.text), closure);
    if (first === closure && Object.hasOwn(BUILDERS, name)) return built(this.#caller, BUILDERS[name] ?? 'list', closure);
    return undefined;
  }

  #repeat(times: number, closure: Closure): Value {
    if (!Number.isInteger(times) || times > MOST_REPEATED) return UNKNOWN_VALUE;
    for (let turn = 0; turn < times; turn++) this.#caller.invoke(closure, [number(turn)]);
    return NOTHING;
  }

  /** A call that nothing here knows: its blocks are read for what they hold, in doubt; a lone coordinate comes through. */
  unknown(args: Args, scope: Scope): Value {
    for (const value of args.positional)
      if (value.kind === 'closure') this.#caller.invoke({ ...value, scope: value.scope ?? scope }, [], OPAQUE);
    const [first] = args.positional;
    if (args.positional.length === 1 && first?.kind === 'text' && /^[\w.-]+:[\w.-]+(:|$)/.test(first.text)) return first;
    return UNKNOWN_VALUE;
  }

  ofValue(object: Value, name: string, args: Args, scope: Scope): Value {
    if (object.kind === 'handler') return this.#methodOfHandler(object.handler, name, args, scope);
    // Something whose nature is unknown: assignments and blocks inside are still seen by the blocks around.
    const known =
      (object.kind === 'text' ? this.#methodOfText(object, name, args) : undefined) ??
      (object.kind === 'map' ? this.#methodOfMap(object, name, args, scope) : undefined) ??
      this.#lengthening(object, name, args) ??
      methodOf(object, name, args, (closure, given, self) => this.#caller.invoke(closure, given, undefined, undefined, self)) ??
      this.#extension(object, name, args, scope) ??
      (object.kind === 'dependencies' && object.of !== undefined ? object.of.call?.(name, args) : undefined) ??
      calledIn(scope, `*.${name}`, args);
    if (known !== undefined) return known;
    const made = this.unknown(args, scope);
    if (isOutside(object) && made.kind === 'unknown') return object;
    // What is made of files are files.
    return object.kind === 'nothing' ? NOTHING : made;
  }

  #methodOfHandler(handler: Handler, name: string, args: Args, scope: Scope): Value {
    // Kotlin's `JavaPlugin.API_CONFIGURATION_NAME("a:b:1")`: the text that it is names what is called.
    const constant = CONSTANT.test(name) ? textOf(handler.get?.(name, args.at)) : undefined;
    const called = constant === undefined ? undefined : this.#caller.callHandlers(constant, args, scope);
    return (
      called ??
      this.#handlerMethod(handler, name, args) ??
      this.#heldClosure(handler, name, args, scope) ??
      this.unknown(args, scope)
    );
  }

  /** What a number repeats, and what the file or directory of a path gives. */
  #methodOfText({ text: own, number: isNumber }: Extract<Value, { kind: 'text' }>, name: string, args: Args): Value | undefined {
    const { closure } = args;
    if (isNumber === true && name === 'times' && closure !== undefined) return this.#repeat(Number(own), closure);
    const ofFile = this.ofFile(own, name);
    if (ofFile !== undefined || closure === undefined) return ofFile;
    if (EACH_LINE.has(name) && own.startsWith('/')) return this.#eachLine(own, closure);
    return name === 'eachDir' ? this.#eachDirectory(own, closure) : undefined;
  }

  /** A closure that a map holds, and blocks that fill it. */
  #methodOfMap(map: Extract<Value, { kind: 'map' }>, name: string, args: Args, scope: Scope): Value | undefined {
    const own = map.entries.get(name);
    if (own?.kind === 'closure') return this.#caller.invoke(own, args.positional, handlerAround(scope), args.named);
    return args.closure !== undefined && (name === 'apply' || name === 'tap')
      ? filled(this.#caller, map, args.closure)
      : undefined;
  }

  #lengthening(object: Value, name: string, { closure }: Args): Value | undefined {
    if (object.kind !== 'list' || closure === undefined || (name !== 'also' && name !== 'apply')) return undefined;
    return lengthened(this.#caller, object, name, closure);
  }

  /** `rootProject.ext.dep('b')`: a closure that a property holds. */
  #heldClosure(handler: Handler, name: string, args: Args, scope: Scope): Value | undefined {
    const held = handler.get?.(name, args.at);
    return held?.kind === 'closure' ? this.#caller.invoke(held, args.positional, handlerAround(scope), args.named) : undefined;
  }

  /** A function of the script that is called on a value: `"a:b".at("1")`. */
  #extension(object: Value, name: string, args: Args, scope: Scope): Value | undefined {
    if (object.kind !== 'text' && object.kind !== 'list' && object.kind !== 'map') return undefined;
    const own = closureIn(scope, name, ({ node }) => node.isFunction === true);
    return own === undefined ? undefined : this.#caller.invoke(own, args.positional, handlerAround(scope), args.named, object);
  }

  /** What a file or directory of the tree says of itself. */
  ofFile(path: string, name: string): Value | undefined {
    const value = fileMember(this.#caller.tree, path, name);
    if (name === 'listFiles' && value?.kind === 'list') this.#caller.spend(value.items.length);
    return value;
  }

  #eachLine(path: string, closure: Closure): Value {
    const lines = linesIn(this.#caller.tree, path);
    if (lines === undefined) return this.#unknownBlock(closure);
    for (const line of lines) this.#caller.invoke(closure, [text(line)]);
    return NOTHING;
  }

  #unknownBlock(closure: Closure): Value {
    this.#caller.undecided++;
    this.#caller.invoke(closure, []);
    this.#caller.undecided--;
    return UNKNOWN_VALUE;
  }

  /** Directories of the tree, which stand there as the build's own text does. */
  #eachDirectory(path: string, closure: Closure): Value {
    for (const name of this.#caller.tree.folders(path)) this.#caller.invoke(closure, [text(entryPath(path, name))]);
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
    this.#caller.invoke(args.closure, [], handler);
    return handlerValue(handler);
  }
}
