import type { Expression, Position, Statement } from './syntax-tree.ts';
import {
  type Args,
  type Closure,
  flag,
  type Handler,
  handlerValue,
  NOTHING,
  NULL,
  type Scope,
  text,
  textOf,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts'; // prettier-ignore

/**
 * Walks a script's tree with values as far as text alone gives them. It runs nothing: no method of the build is ever
 * called, loops go over literal lists only, and steps are bounded.
 */
export class Interpreter {
  /** How many conditions that nobody can decide stand around the current statement. */
  undecided = 0;
  /** The script whose statements run right now. */
  file = '';
  /** How many calls around the current expression take it as an argument (blocks begin anew). */
  argument = 0;
  private steps = 0;
  private depth = 0;
  private tooDeep = false;
  private readonly limit: number;
  private readonly unreadable: (message: string, at: Position) => void;

  constructor(limit: number, unreadable: (message: string, at: Position) => void) {
    this.limit = limit;
    this.unreadable = unreadable;
  }

  private spent(at: Position): boolean {
    this.steps++;
    if (this.steps === this.limit) this.unreadable('the build does too much to be followed; the rest of it is not read', at);
    if (this.depth <= MAX_DEPTH) return this.steps >= this.limit;
    if (!this.tooDeep) this.unreadable('calls nest too deep to be followed; what lies below is not read', at);
    this.tooDeep = true;
    return true;
  }

  /** Runs a script's statements in its own file. */
  script(file: string, statements: readonly Statement[], scope: Scope): Value {
    const [before, argument] = [this.file, this.argument];
    this.file = file;
    this.argument = 0;
    const { value } = this.run(statements, scope);
    this.file = before;
    this.argument = argument;
    return value;
  }

  /** Runs statements; the value is that of the last expression or of `return`. */
  run(statements: readonly Statement[], scope: Scope): { readonly value: Value; readonly returned: boolean } {
    let value: Value = NOTHING;
    // Functions may be called above the place where they stand.
    for (const statement of statements)
      if (statement.kind === 'declare' && statement.value?.kind === 'closure' && statement.by === undefined)
        for (const name of statement.names)
          scope.variables.set(name, { kind: 'closure', node: statement.value, scope, file: this.file });
    for (const statement of statements) {
      if (this.spent(statement)) break;
      this.depth++;
      const done = this.statement(statement, scope);
      this.depth--;
      value = done.value;
      if (done.returned) return done;
    }
    return { value, returned: false };
  }

  private statement(statement: Statement, scope: Scope): { readonly value: Value; readonly returned: boolean } {
    switch (statement.kind) {
      case 'expression':
        return { value: this.evaluate(statement.expression, scope), returned: false };
      case 'return':
        return { value: this.evaluate(statement.value, scope), returned: true };
      case 'declare':
        this.declare(statement, scope);
        break;
      case 'assign':
        this.assign(statement.target, this.evaluate(statement.value, scope), statement.op, scope);
        break;
      case 'if':
        return this.branch(statement, scope);
      case 'for': {
        const items = itemsOf(this.evaluate(statement.items, scope));
        if (items === undefined) return this.doubtful(statement.body, scope);
        for (const item of items) {
          const values = statement.names.length > 1 ? (componentsOf(item) ?? []) : [item];
          const named = statement.names.map((name, index): [string, Value] => [name, values[index] ?? UNKNOWN_VALUE]);
          this.run(statement.body, { variables: new Map(named), parent: scope });
        }
        break;
      }
      case 'object': {
        const variables = new Map<string, Value>();
        this.run(statement.body, { variables, parent: scope });
        scope.variables.set(statement.name, { kind: 'map', entries: variables });
        break;
      }
      case 'plugin': {
        const variables = new Map<string, Value>();
        this.run(statement.body, { variables, parent: scope });
        scope.variables.set(statement.name, { kind: 'map', entries: new Map(variables) });
        // Inside the class `apply` means the project's.
        variables.delete('apply');
        break;
      }
      case 'opaque':
        return this.doubtful(statement.body, scope);
    }
    return { value: NOTHING, returned: false };
  }

  private branch(
    statement: Extract<Statement, { kind: 'if' }>,
    scope: Scope,
  ): { readonly value: Value; readonly returned: boolean } {
    const test = truth(this.evaluate(statement.test, scope));
    const inner = (): Scope => ({ variables: new Map(), parent: scope });
    if (test === true) return this.run(statement.yes, inner());
    if (test === false) return this.run(statement.no, inner());
    this.doubtful(statement.yes, inner());
    return this.doubtful(statement.no, inner());
  }

  private doubtful(body: readonly Statement[], scope: Scope): { readonly value: Value; readonly returned: boolean } {
    this.undecided++;
    this.run(body, scope);
    this.undecided--;
    return { value: UNKNOWN_VALUE, returned: false };
  }

  private declare(statement: Extract<Statement, { kind: 'declare' }>, scope: Scope): void {
    const [name] = statement.names;
    if (name === undefined) return;
    if (statement.by === true && statement.value !== undefined) {
      scope.variables.set(name, this.delegated(name, statement.value, scope));
      return;
    }
    const value = statement.value === undefined ? NULL : this.evaluate(statement.value, scope);
    if (statement.names.length === 1) scope.variables.set(name, value);
    else
      statement.names.forEach((one, index) => {
        scope.variables.set(one, value.kind === 'list' ? (value.items[index] ?? NULL) : UNKNOWN_VALUE);
      });
  }

  /** Kotlin's delegated properties: `by extra(…)`, `by project`, `by getting { … }`, `by lazy { … }`. */
  private delegated(name: string, by: Expression, scope: Scope): Value {
    const callee = by.kind === 'call' ? by.callee : by;
    const word = callee.kind === 'property' ? callee.name : callee.kind === 'name' ? callee.name : '';
    const args = by.kind === 'call' ? this.args(by, scope) : undefined;
    if (word === 'extra' || word === 'lazy') {
      if (args === undefined) return this.lookup(name, scope, by) ?? UNKNOWN_VALUE;
      const first = args.positional[0] ?? NULL;
      const value = first.kind === 'closure' ? this.invoke(first, []) : first;
      if (word === 'extra') this.assign(callee, value, '=', scope, name);
      return value;
    }
    if (word === 'project' || word === 'rootProject' || word === 'settings') return this.lookup(name, scope, by) ?? UNKNOWN_VALUE;
    if (['getting', 'creating', 'registering', 'existing'].includes(word)) {
      const owner = callee.kind === 'property' ? this.evaluate(callee.object, scope) : undefined;
      const given: Args = args ?? { positional: [], named: new Map(), closure: undefined, nodes: [], at: by };
      const made = owner?.kind === 'handler' ? owner.handler.call?.(name, given) : this.callHandlers(name, given, scope);
      return made ?? UNKNOWN_VALUE;
    }
    return UNKNOWN_VALUE;
  }

  private assign(target: Expression, value: Value, op: '=' | '+=', scope: Scope, key?: string): void {
    if (key !== undefined) {
      const owner = this.evaluate(target, scope);
      if (owner.kind === 'handler') owner.handler.set?.(key, value, target);
      return;
    }
    if (target.kind === 'name') {
      for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
        if (at.variables.has(target.name)) {
          const before = at.variables.get(target.name) ?? NULL;
          at.variables.set(target.name, this.doubted(before, op === '+=' ? plus(before, value) : value));
          return;
        }
        const known = this.undecided > 0 || op === '+=' ? at.handler?.get?.(target.name, target) : undefined;
        const next = op === '+=' ? added(known, value) : value;
        if (at.handler?.set?.(target.name, this.doubted(known ?? NULL, next), target) === true) return;
      }
      return;
    }
    const member =
      target.kind === 'property' ? target.name : target.kind === 'index' ? textOf(this.evaluate(target.index, scope)) : undefined;
    if ((target.kind !== 'property' && target.kind !== 'index') || member === undefined) return;
    const owner = this.evaluate(target.object, scope);
    const before = (handler: Handler) => (op === '+=' ? handler.get?.(member, target) : undefined);
    if (owner.kind === 'map') owner.entries.set(member, this.doubted(owner.entries.get(member) ?? NULL, value));
    else if (owner.kind === 'handler' && owner.handler.set?.(member, added(before(owner.handler), value), target) === true)
      return;
    else this.offer(member, value, target, scope);
  }

  /** Under a condition that nobody can decide a value that would change is one that nobody knows. */
  private doubted(before: Value, value: Value): Value {
    if (this.undecided === 0 || before.kind === 'null' || before.kind === 'unknown') return value;
    return textOf(before) === textOf(value) && textOf(value) !== undefined ? value : UNKNOWN_VALUE;
  }

  /** Lets the blocks around see an assignment to something unknown (`options.release = 17`). */
  private offer(name: string, value: Value, at: Position, scope: Scope): void {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
      if (outer.handler?.set?.(`*.${name}`, value, at) === true) return;
  }

  lookup(name: string, scope: Scope, at: Position): Value | undefined {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const value = outer.variables.get(name) ?? outer.handler?.get?.(name, at);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private callHandlers(name: string, args: Args, scope: Scope): Value | undefined {
    // What the scripts themselves define comes first: blocks take nearly every name for one of theirs.
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const own = outer.variables.get(name);
      if (own?.kind === 'closure') return this.invoke(own, args.positional, handlerAround(scope), args.named);
    }
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const value = outer.handler?.call?.(name, args);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Calls a closure with arguments and, for a block of the DSL, with what the block offers. */
  invoke(closure: Closure, given: readonly Value[], handler?: Handler, named?: ReadonlyMap<string, Value>): Value {
    if (this.spent(closure.node)) return UNKNOWN_VALUE;
    const variables = new Map<string, Value>();
    const { params } = closure.node;
    // One value for several names is taken apart: pairs, entries of maps, lists.
    const parts = params.length > 1 && given.length === 1 ? componentsOf(given[0]) : undefined;
    const values = parts ?? given;
    params.forEach((name, index) => {
      variables.set(name, named?.get(name) ?? values[index] ?? (handler === undefined ? UNKNOWN_VALUE : handlerValue(handler)));
    });
    if (params.length === 0) {
      const it = given[0] ?? (handler === undefined ? undefined : handlerValue(handler));
      if (it !== undefined) variables.set('it', it);
    }
    this.depth++;
    const scope: Scope = { variables, parent: closure.scope, ...(handler === undefined ? {} : { handler }) };
    const value = this.script(closure.file, closure.node.body, scope);
    this.depth--;
    return value;
  }

  private args(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Args {
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
    return { positional, named, closure: last?.kind === 'closure' ? last : undefined, nodes: call.args, at: call };
  }

  evaluate(expression: Expression, scope: Scope): Value {
    if (this.spent(expression)) return UNKNOWN_VALUE;
    this.depth++;
    const value = this.evaluateHere(expression, scope);
    this.depth--;
    return value;
  }

  private evaluateHere(expression: Expression, scope: Scope): Value {
    switch (expression.kind) {
      case 'string':
        return text(
          expression.parts
            .map((part) => (typeof part === 'string' ? part : (textOf(this.evaluate(part, scope)) ?? UNKNOWN)))
            .join(''),
        );
      case 'number':
        return text(expression.text.replaceAll('_', '').replace(/[lLfFdDgGiI]$/, ''));
      case 'constant':
        return expression.value === null ? NULL : flag(expression.value);
      case 'name':
        return this.lookup(expression.name, scope, expression) ?? UNKNOWN_VALUE;
      case 'closure':
        return { kind: 'closure', node: expression, scope, file: this.file };
      case 'list':
        return { kind: 'list', items: expression.items.map((item) => this.evaluate(item, scope)) };
      case 'map':
        return {
          kind: 'map',
          entries: new Map(
            expression.entries.map(({ key, value }) => [
              textOf(this.evaluate(key, scope)) ?? UNKNOWN,
              this.evaluate(value, scope),
            ]),
          ),
        };
      case 'property':
        return this.property(this.evaluate(expression.object, scope), expression.name, expression);
      case 'index': {
        const object = this.evaluate(expression.object, scope);
        const index = textOf(this.evaluate(expression.index, scope));
        if (index === undefined) return UNKNOWN_VALUE;
        if (object.kind === 'list') return object.items.at(Number(index)) ?? NULL;
        return this.property(object, index, expression);
      }
      case 'not': {
        const value = truth(this.evaluate(expression.operand, scope));
        return value === undefined ? UNKNOWN_VALUE : flag(!value);
      }
      case 'choice': {
        const test = truth(this.evaluate(expression.test, scope));
        if (test === undefined) return UNKNOWN_VALUE;
        return this.evaluate(test ? expression.yes : expression.no, scope);
      }
      case 'binary':
        return this.binary(expression, scope);
      case 'call':
        return this.call(expression, scope);
      case 'opaque':
        return UNKNOWN_VALUE;
    }
  }

  private property(object: Value, name: string, at: Position): Value {
    if (object.kind === 'map') return object.entries.get(name) ?? NULL;
    if (object.kind === 'catalog') {
      const part = name.replaceAll(/[-_]/g, '.');
      return { ...object, path: object.path === '' ? part : `${object.path}.${part}` };
    }
    if (object.kind === 'handler') return object.handler.get?.(name, at) ?? UNKNOWN_VALUE;
    // What a project's own source sets put out is no module of a repository.
    if (object.kind === 'nothing' || (object.kind === 'dependencies' && name === 'sourceSets')) return NOTHING;
    if (object.kind === 'list' && (name === 'first' || name === 'last'))
      return object.items.at(name === 'first' ? 0 : -1) ?? NULL;
    if (name === 'majorVersion') return object;
    return UNKNOWN_VALUE;
  }

  private binary(expression: Extract<Expression, { kind: 'binary' }>, scope: Scope): Value {
    const left = this.evaluate(expression.left, scope);
    const known = truth(left);
    switch (expression.op) {
      case '?:':
        if (known === undefined && left.kind !== 'text') return this.fallback(left, expression.right, scope);
        return known === false ? this.evaluate(expression.right, scope) : left;
      case '&&': {
        if (known === false) return flag(false);
        const right = truth(this.evaluate(expression.right, scope));
        return right === false ? flag(false) : known === true && right === true ? flag(true) : UNKNOWN_VALUE;
      }
      case '||': {
        if (known === true) return flag(true);
        const right = truth(this.evaluate(expression.right, scope));
        return right === true ? flag(true) : known === false && right === false ? flag(false) : UNKNOWN_VALUE;
      }
      case '+':
        return plus(left, this.evaluate(expression.right, scope));
      case '==':
      case '!=':
      case '===':
      case '!==': {
        const equal = equals(left, this.evaluate(expression.right, scope));
        return equal === undefined ? UNKNOWN_VALUE : flag(equal === expression.op.startsWith('='));
      }
      case 'in':
      case '!in': {
        const items = this.evaluate(expression.right, scope);
        if (items.kind !== 'list') return UNKNOWN_VALUE;
        const found = items.items.some((item) => equals(left, item) === true);
        return flag(found === (expression.op === 'in'));
      }
      case '<<':
        this.evaluate(expression.right, scope);
        return left;
      default:
        return UNKNOWN_VALUE;
    }
  }

  /** What an environment variable or the like would overrule falls back to what the build gives itself. */
  private fallback(left: Value, right: Expression, scope: Scope): Value {
    return left.kind === 'unknown' || left.kind === 'nothing' ? this.evaluate(right, scope) : left;
  }

  private call(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    const { callee } = call;
    if (callee.kind === 'name' || callee.kind === 'string') {
      const name = callee.kind === 'name' ? callee.name : textOf(this.evaluate(callee, scope));
      const args = this.args(call, scope);
      const value = name === undefined ? undefined : this.callHandlers(name, args, scope);
      return value ?? this.unknownCall(args, scope);
    }
    if (callee.kind === 'property') {
      const object = this.evaluate(callee.object, scope);
      const args = this.args(call, scope);
      const property = lastName(callee.object);
      // `release.set(17)` is an assignment to the property that stands before it.
      if (SETTERS.has(callee.name) && object.kind !== 'handler' && property !== undefined && args.positional[0] !== undefined)
        this.offer(property, args.positional[0], callee, scope);
      return this.method(object, callee.name, args, scope);
    }
    const target = this.evaluate(callee, scope);
    const args = this.args(call, scope);
    if (target.kind === 'closure') return this.invoke(target, args.positional);
    return this.unknownCall(args, scope);
  }

  /** A call that nothing here knows: its blocks are read for what they hold, in doubt; a lone coordinate comes through. */
  private unknownCall(args: Args, scope: Scope): Value {
    for (const value of args.positional)
      if (value.kind === 'closure') this.invoke({ ...value, scope: value.scope ?? scope }, [], OPAQUE);
    const [first] = args.positional;
    if (args.positional.length === 1 && first?.kind === 'text' && /^[\w.-]+:[\w.-]+(:|$)/.test(first.text)) return first;
    return UNKNOWN_VALUE;
  }

  private method(object: Value, name: string, args: Args, scope: Scope): Value {
    const [first] = args.positional;
    const closure = args.closure;
    if (object.kind === 'handler') {
      const value = object.handler.call?.(name, args);
      if (value !== undefined) return value;
      if ((name === 'set' || name === 'convention') && first !== undefined) return NOTHING;
      const getter = args.positional.length === 0 ? /^get([A-Z])(.*)$/.exec(name) : null;
      const got = getter === null ? undefined : object.handler.get?.(`${getter[1]?.toLowerCase()}${getter[2]}`, args.at);
      if (got !== undefined) return got;
      if (
        ['with', 'apply', 'also', 'run', 'let', 'tap', 'configure', 'invoke', 'all', 'each'].includes(name) &&
        closure !== undefined
      )
        return this.invoke(closure, [], object.handler) && object;
      return this.unknownCall(args, scope);
    }
    if (PASSING.has(name)) return object;
    if (name === 'to' && first !== undefined) return { kind: 'list', items: [object, first] };
    if (name === 'orElse' || name === 'getOrElse')
      return object.kind === 'unknown' || object.kind === 'null' ? (first ?? object) : object;
    if (name === 'set' || name === 'value' || name === 'convention') {
      return first === undefined ? object : first;
    }
    if (object.kind === 'list' && closure !== undefined) return this.overList(object.items, name, closure);
    if (object.kind === 'list' && (name === 'contains' || name === 'size')) return UNKNOWN_VALUE;
    if (object.kind === 'map') {
      if (closure !== undefined && (name === 'each' || name === 'forEach')) {
        for (const [key, value] of object.entries) {
          this.invoke(closure, closure.node.params.length > 1 ? [text(key), value] : [entryOf(key, value)]);
        }
        return object;
      }
      const member = object.entries.get(name);
      if (member?.kind === 'closure') return this.invoke(member, args.positional);
      const key = textOf(first);
      if (key !== undefined && (name === 'get' || name === 'getValue')) return object.entries.get(key) ?? NULL;
      if (key !== undefined && name === 'containsKey') return flag(object.entries.has(key));
    }
    if (object.kind === 'catalog') return this.catalogCall(object, name, first);
    if (object.kind === 'text') {
      const other = textOf(first);
      if (name === 'replace' && other !== undefined)
        return text(object.text.replaceAll(other, textOf(args.positional[1]) ?? UNKNOWN));
      if (object.text.includes(UNKNOWN)) return UNKNOWN_VALUE;
      if (name === 'startsWith' && other !== undefined) return flag(object.text.startsWith(other));
      if (name === 'endsWith' && other !== undefined) return flag(object.text.endsWith(other));
      if (name === 'contains' && other !== undefined) return flag(object.text.includes(other));
      if (name === 'isEmpty' || name === 'isBlank') return flag(object.text.trim() === '');
      if (name === 'plus' && other !== undefined) return text(object.text + other);
      if (name === 'equals' && other !== undefined) return flag(object.text === other);
      if ((name === 'map' || name === 'let') && closure !== undefined) return this.invoke(closure, [object]);
      if (name === 'lastIndexOf' && other !== undefined) return text(String(object.text.lastIndexOf(other)));
      if (name === 'indexOf' && other !== undefined) return text(String(object.text.indexOf(other)));
      if (name === 'substring' && other !== undefined) {
        const end = textOf(args.positional[1]);
        return text(object.text.slice(Number(other), end === undefined ? undefined : Number(end)));
      }
      if (name === 'split' && other !== undefined) return { kind: 'list', items: object.text.split(other).map(text) };
    }
    if (object.kind === 'closure' && (name === 'call' || name === 'invoke')) return this.invoke(object, args.positional);
    // Something whose nature is unknown: assignments and blocks inside are still seen by the blocks around.
    const seen = this.callUnknown(name, args, scope);
    return seen ?? this.unknownCall(args, scope);
  }

  private callUnknown(name: string, args: Args, scope: Scope): Value | undefined {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const value = outer.handler?.call?.(`*.${name}`, args);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private catalogCall(object: Extract<Value, { kind: 'catalog' }>, name: string, first: Value | undefined): Value {
    const alias = textOf(first)?.replaceAll(/[-_]/g, '.');
    const prefix = FINDERS.get(name);
    return prefix === undefined || alias === undefined ? object : { ...object, path: prefix + alias };
  }

  private overList(items: readonly Value[], name: string, closure: Closure): Value {
    switch (name) {
      case 'each':
      case 'forEach':
      case 'all':
      case 'configureEach':
        for (const item of items) this.invoke(closure, [item]);
        return { kind: 'list', items };
      case 'collect':
      case 'map':
        return { kind: 'list', items: items.map((item) => this.invoke(closure, [item])) };
      case 'findAll':
      case 'filter':
        return { kind: 'list', items: items.filter((item) => truth(this.invoke(closure, [item])) !== false) };
      case 'eachWithIndex':
      case 'forEachIndexed':
        items.forEach((item, index) => {
          this.invoke(closure, name === 'eachWithIndex' ? [item, text(String(index))] : [text(String(index)), item]);
        });
        return { kind: 'list', items };
      default:
        return UNKNOWN_VALUE;
    }
  }
}

const MAX_DEPTH = 600;

/** A block whose own names mean nothing here; what stands around it is still reached. */
const OPAQUE: Handler = { set: (name) => OWN_NAMES.has(name) };

/** Names that nearly every block has as its own: an assignment to them is no matter of the project. */
const OWN_NAMES = new Set(['name', 'group', 'version', 'description', 'url', 'id', 'enabled']);

/** An extension function's own calls mean the block from which it is called; blocks that nobody knows are passed by. */
function handlerAround(scope: Scope): Handler | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
    if (outer.handler !== undefined && outer.handler !== OPAQUE) return outer.handler;
  return undefined;
}

const SETTERS = new Set(['set', 'value', 'convention']);

/** Look-ups of a catalog by alias, and where its accessors have them. */
const FINDERS: ReadonlyMap<string, string> = new Map([
  ['findLibrary', ''],
  ['findVersion', 'versions.'],
  ['findBundle', 'bundles.'],
  ['findPlugin', 'plugins.'],
]);

/** Methods that hand on what they are called on. */
const PASSING = new Set([
  'get',
  'getOrNull',
  'toString',
  'trim',
  'toInteger',
  'toInt',
  'asProvider',
  'orNull',
  'asString',
  'toVersion',
  'requiredVersion',
  'displayName',
  'intValue',
  'forUseAtConfigurationTime',
]); // prettier-ignore

function lastName(expression: Expression): string | undefined {
  return expression.kind === 'name' || expression.kind === 'property' ? expression.name : undefined;
}

function entryOf(key: string, value: Value): Value {
  const entries = new Map([
    ['key', text(key)],
    ['value', value],
  ]);
  return { kind: 'map', entries };
}

/** What a loop goes over; undefined where only a run would know. */
function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items;
  return value.kind === 'map' ? [...value.entries].map(([key, one]) => entryOf(key, one)) : undefined;
}

/** The parts of a pair, a list or a map's entry. */
function componentsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'list') return value.items;
  const [key, one] = value?.kind === 'map' ? [value.entries.get('key'), value.entries.get('value')] : [];
  return key === undefined || one === undefined ? undefined : [key, one];
}

/** `+=` on something that grows; on anything else the new value is all that is known. */
function added(before: Value | undefined, value: Value): Value {
  return before?.kind === 'list' || before?.kind === 'map' ? plus(before, value) : value;
}

function plus(left: Value, right: Value): Value {
  if (left.kind === 'list') return { kind: 'list', items: [...left.items, ...(right.kind === 'list' ? right.items : [right])] };
  if (left.kind === 'map' && right.kind === 'map') return { kind: 'map', entries: new Map([...left.entries, ...right.entries]) };
  const [a, b] = [textOf(left), textOf(right)];
  if (a === undefined && b === undefined) return UNKNOWN_VALUE;
  return text((a ?? UNKNOWN) + (b ?? UNKNOWN));
}

function equals(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'null' && right.kind === 'null') return true;
  const [a, b] = [textOf(left), textOf(right)];
  if (left.kind === 'null' || right.kind === 'null') return (a ?? b) === undefined ? undefined : false;
  if (a === undefined || b === undefined || a.includes(UNKNOWN) || b.includes(UNKNOWN)) return undefined;
  return a === b;
}
