import { addTo } from '../../../../src/model/index.ts';
import type { Expression, Leaving, Statement } from '../script/syntax-tree.ts';
import { Evaluator } from './evaluate.ts';
import { added, componentsOf, itemsOf, plus } from './operators.ts';
import { containedIn, offerAround } from './scopes.ts';
import {
  type Args,
  type Closure,
  type Handler,
  NOTHING,
  NULL,
  type Scope,
  textOf,
  truth,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** What running statements came to. */
interface Outcome {
  readonly value: Value;
  /** Set where a statement left them: the block itself, or what is around it. */
  readonly left?: Leaving | 'block';
  /** Set where one may have left them, which only a run would tell. */
  readonly doubt?: Leaving | 'block';
}

/** More functions of one name no script has. */
const MOST_OF_A_NAME = 20;

/** Lists of tasks, which no script holds itself: a project hears what each gets. */
const HEARD = new Set(['compilerArgs']);
const GROWING = new Set(['add', 'addAll', 'putAll', 'leftShift']);
const SHRINKING = new Set(['remove', 'removeAt', 'removeAll', 'removeIf', 'retainAll', 'clear']);

/**
 * Walks a script's tree with values as far as text alone gives them. It runs nothing: no method of the build is ever
 * called, loops go over literal lists only, and steps are bounded.
 */
export class Interpreter extends Evaluator {
  /** Runs a script's statements in its own file. */
  script(file: string, statements: readonly Statement[], scope: Scope, isFunction = true): Value {
    const [before, argument] = [this.file, this.argument];
    this.file = file;
    this.argument = 0;
    const { value, left } = this.run(statements, scope);
    this.file = before;
    this.argument = argument;
    if (left === 'function' && !isFunction) this.leaving = value;
    if (!isFunction || this.leaving === undefined) return value;
    const returned = this.leaving;
    this.leaving = undefined;
    return returned;
  }

  /** Runs statements; the value is that of the last expression or of `return`. */
  run(statements: readonly Statement[], scope: Scope): Outcome {
    let value: Value = NOTHING;
    let doubt: Outcome['doubt'];
    this.#hoist(statements, scope);
    for (const statement of statements) {
      if (this.budget.spent(statement)) break;
      this.budget.depth++;
      const done = this.#statement(statement, scope);
      this.budget.depth--;
      value = done.value;
      // What may have been left already only a run would go on with.
      if (done.doubt !== undefined && doubt === undefined) this.undecided++;
      doubt ??= done.doubt;
      const left = this.leaving === undefined ? done.left : 'function';
      if (left === undefined) continue;
      if (doubt !== undefined) this.undecided--;
      return { value: doubt === undefined ? value : UNKNOWN_VALUE, left, ...(doubt === undefined ? {} : { doubt }) };
    }
    if (doubt === undefined) return { value };
    this.undecided--;
    return { value: UNKNOWN_VALUE, doubt };
  }

  /** Functions may be called above the place where they stand, and several may have one name. */
  #hoist(statements: readonly Statement[], scope: Scope): void {
    const methods = new Map<string, Closure[]>();
    for (const statement of statements) {
      if (statement.kind !== 'declare' || statement.value?.kind !== 'closure' || statement.by !== undefined) continue;
      const closure: Closure = { kind: 'closure', node: statement.value, scope, file: this.file };
      for (const name of statement.names)
        if (statement.method === true) addTo(methods, name, closure);
        else scope.variables.set(name, closure);
    }
    for (const [name, closures] of methods) {
      const [last, ...others] = closures.slice(-MOST_OF_A_NAME).toReversed();
      if (last !== undefined) scope.variables.set(name, others.length === 0 ? last : { ...last, others });
    }
  }

  #statement(statement: Statement, scope: Scope): Outcome {
    switch (statement.kind) {
      case 'expression':
        if (this.#grows(statement.expression, scope)) return { value: NOTHING };
        return { value: this.evaluate(statement.expression, scope) };
      case 'return':
        return { value: this.evaluate(statement.value, scope), left: statement.leaves ?? 'block' };
      case 'declare':
        this.#declare(statement, scope);
        break;
      case 'assign': {
        const value = this.evaluate(statement.value, scope);
        for (const target of statement.also?.toReversed() ?? []) this.#assign(target, value, '=', scope);
        this.#assign(statement.target, value, statement.op, scope);
        break;
      }
      case 'if':
        return this.#branch(statement, scope);
      case 'for':
        return this.#loop(statement, scope);
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
        return this.#doubtful(statement.body, scope);
    }
    return { value: NOTHING };
  }

  #loop(statement: Extract<Statement, { kind: 'for' }>, scope: Scope): Outcome {
    const items = itemsOf(this.evaluate(statement.items, scope));
    if (items === undefined) {
      const { doubt } = this.#doubtful(statement.body, scope);
      return { value: NOTHING, ...outside(doubt) };
    }
    let doubt: Outcome['doubt'];
    for (const item of items) {
      const values = statement.names.length > 1 ? (componentsOf(item) ?? []) : [item];
      const named = statement.names.map((name, index): [string, Value] => [name, values[index] ?? UNKNOWN_VALUE]);
      if (doubt !== undefined) this.undecided++;
      const done = this.run(statement.body, { variables: new Map(named), parent: scope });
      if (doubt !== undefined) this.undecided--;
      if (done.doubt !== undefined && done.doubt !== 'turn') doubt ??= done.doubt;
      if (done.left === undefined || done.left === 'turn') continue;
      if (done.left !== 'loop') return { ...done, ...outside(doubt) };
      break;
    }
    return { value: NOTHING, ...outside(doubt) };
  }

  /** `list << x`, `list.add(x)`, `list.addAll(more)`: a list that the script holds has one more member from here on. */
  #grows(expression: Expression, scope: Scope): boolean {
    const change = changeOf(expression);
    if (change === undefined || !isNamePath(change.target)) return false;
    const { target, added } = change;
    if (added !== undefined && target.kind === 'property' && HEARD.has(target.name)) {
      const items = added.map((one) => this.evaluate(one, scope)).flatMap((one) => (one.kind === 'list' ? one.items : [one]));
      offerAround(scope, target.name, { kind: 'list', items }, expression);
      return true;
    }
    const holder = target.kind === 'name' ? this.lookup(target.name, scope, target) : this.evaluate(target, scope);
    // `configurations.api.dependencies << …`
    if (holder?.kind === 'handler' && expression.kind === 'binary' && added !== undefined) {
      const { handler } = holder;
      const takes = added.map((one) => {
        const nodes = [{ value: one }];
        const args = { positional: [this.evaluate(one, scope)], named: new Map(), closure: undefined, nodes, at: expression };
        return handler.call?.('leftShift', args) !== undefined;
      });
      return takes.every((taken) => taken);
    }
    const held = holder?.kind;
    if (held !== 'list' && held !== 'map') return false;
    // What takes members away, or puts them at a place, is not followed: what is held then nobody knows.
    if (added === undefined) {
      this.#assign(target, UNKNOWN_VALUE, '=', scope);
      return true;
    }
    const values = added.map((one) => this.evaluate(one, scope));
    // A map takes the pairs of another.
    if (held === 'map' && values.some(({ kind }) => kind !== 'map')) return false;
    const [only] = values;
    const value = values.length === 1 && only !== undefined ? only : joined(values);
    this.#assign(target, value, '+=', scope);
    return true;
  }

  #branch(statement: Extract<Statement, { kind: 'if' }>, scope: Scope): Outcome {
    const test = truth(this.evaluate(statement.test, scope));
    const inner = (): Scope => ({ variables: new Map(), parent: scope });
    if (test === true) return this.run(statement.yes, inner());
    if (test === false) return this.run(statement.no, inner());
    const { doubt } = this.#doubtful(statement.yes, inner());
    const other = this.#doubtful(statement.no, inner());
    return doubt === undefined ? other : { value: UNKNOWN_VALUE, doubt };
  }

  #doubtful(body: readonly Statement[], scope: Scope): Outcome {
    this.undecided++;
    const { left, doubt } = this.run(body, scope);
    this.undecided--;
    // Nothing is left for sure here, a function from a block inside it neither.
    this.leaving = undefined;
    const perhaps = left ?? doubt;
    return { value: UNKNOWN_VALUE, ...(perhaps === undefined ? {} : { doubt: perhaps }) };
  }

  #declare(statement: Extract<Statement, { kind: 'declare' }>, scope: Scope): void {
    const [name] = statement.names;
    if (name === undefined || statement.method === true) return;
    if (statement.by === true && statement.value !== undefined) {
      scope.variables.set(name, this.#delegated(name, statement.value, scope, statement.nullable === true));
      return;
    }
    // `def a = 1, b = a`: one after the other.
    if (statement.names.length > 1 && statement.value?.kind === 'list') {
      const { items } = statement.value;
      statement.names.forEach((one, index) => {
        const item = items[index];
        scope.variables.set(one, item === undefined ? NULL : this.evaluate(item, scope));
      });
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
  #delegated(name: string, by: Expression, scope: Scope, nullable: boolean): Value {
    const absent = nullable ? NULL : UNKNOWN_VALUE;
    const callee = by.kind === 'call' ? by.callee : by;
    const word = callee.kind === 'property' ? callee.name : callee.kind === 'name' ? callee.name : '';
    const args = by.kind === 'call' ? this.args(by, scope) : undefined;
    if (word === 'extra' || word === 'lazy') {
      if (args === undefined) return this.lookup(name, scope, by) ?? absent;
      const first = args.positional[0] ?? NULL;
      const value = first.kind === 'closure' ? this.invoke(first, []) : first;
      if (word === 'extra') this.#assign(callee, value, '=', scope, name);
      return value;
    }
    if (word === 'project' || word === 'rootProject' || word === 'settings') return this.lookup(name, scope, by) ?? absent;
    if (['getting', 'creating', 'registering', 'existing'].includes(word)) {
      const owner = callee.kind === 'property' ? this.evaluate(callee.object, scope) : undefined;
      return this.#held(owner, name, args ?? { positional: [], named: new Map(), closure: undefined, nodes: [], at: by }, scope);
    }
    return args === undefined ? this.#memberOf(this.evaluate(by, scope), name, by) : UNKNOWN_VALUE;
  }

  /** `val main by sourceSets.getting { … }`: what the container, or the block around, has or makes under the property's name. */
  #held(owner: Value | undefined, name: string, given: Args, scope: Scope): Value {
    const isContainer = owner?.kind === 'handler';
    const made = isContainer ? owner.handler.call?.(name, given) : this.callHandlers(name, given, scope);
    const held = isContainer ? owner.handler.any?.(name) : containedIn(scope, name);
    return made ?? held ?? UNKNOWN_VALUE;
  }

  /** `val bootJar: BootJar by tasks`: what a container, or a map, has of the property's name. */
  #memberOf(container: Value, name: string, at: Expression): Value {
    if (container.kind === 'map') return container.entries.get(name) ?? UNKNOWN_VALUE;
    if (container.kind !== 'handler') return UNKNOWN_VALUE;
    return container.handler.get?.(name, at) ?? container.handler.any?.(name) ?? UNKNOWN_VALUE;
  }

  #assign(target: Expression, value: Value, op: '=' | '+=', scope: Scope, key?: string): void {
    if (key !== undefined) {
      const owner = this.evaluate(target, scope);
      if (owner.kind === 'handler') owner.handler.set?.(key, value, target);
      return;
    }
    if (target.kind === 'name') this.#assignName(target, value, op, scope);
    else if (target.kind === 'property' || target.kind === 'index') this.#assignMember(target, value, op, scope);
  }

  /** The nearest variable of that name, or the nearest block that takes it. */
  #assignName(target: Extract<Expression, { kind: 'name' }>, value: Value, op: '=' | '+=', scope: Scope): void {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      if (at.variables.has(target.name)) {
        const before = at.variables.get(target.name) ?? NULL;
        at.variables.set(target.name, this.#doubted(before, op === '+=' ? plus(before, value) : value));
        return;
      }
      const known = this.undecided > 0 || op === '+=' ? at.handler?.get?.(target.name, target) : undefined;
      const next = op === '+=' ? added(known, value) : value;
      if (at.handler?.set?.(target.name, this.#doubted(known ?? NULL, next), target) === true) return;
    }
  }

  #assignMember(target: Extract<Expression, { kind: 'property' | 'index' }>, value: Value, op: '=' | '+=', scope: Scope): void {
    const member = target.kind === 'property' ? target.name : textOf(this.evaluate(target.index, scope));
    if (member === undefined) return;
    const owner = this.evaluate(target.object, scope);
    const before = (handler: Handler) => (op === '+=' ? handler.get?.(member, target) : undefined);
    if (owner.kind === 'map') {
      const held = owner.entries.get(member);
      owner.entries.set(member, this.#doubted(held ?? NULL, op === '+=' ? added(held, value) : value));
    } else if (owner.kind === 'handler' && owner.handler.set?.(member, added(before(owner.handler), value), target) === true)
      return;
    else offerAround(scope, member, value, target);
  }

  /** Under a condition that nobody can decide a value that would change is one that nobody knows. */
  #doubted(before: Value, value: Value): Value {
    if (this.undecided === 0 || before.kind === 'null' || before.kind === 'unknown') return value;
    return textOf(before) === textOf(value) && textOf(value) !== undefined ? value : UNKNOWN_VALUE;
  }
}

/** All at once: a list that is copied for each of its members takes time by their square. */
function joined(values: readonly Value[]): Value {
  if (values.some(({ kind }) => kind === 'unknown')) return UNKNOWN_VALUE;
  const maps = values.flatMap((one) => (one.kind === 'map' ? [...one.entries] : []));
  if (maps.length > 0) return { kind: 'map', entries: new Map(maps) };
  return { kind: 'list', items: values.flatMap((one) => (one.kind === 'list' ? one.items : [one])) };
}

/** What a loop's own jumps leave is the loop. */
function outside(doubt: Outcome['doubt']): Pick<Outcome, 'doubt'> {
  return doubt === undefined || doubt === 'loop' || doubt === 'turn' ? {} : { doubt };
}

/** `libs`, `ext.libs`, `project.ext.libs`. */
function isNamePath(expression: Expression): boolean {
  return expression.kind === 'name' || (expression.kind === 'property' && isNamePath(expression.object));
}

interface Change {
  readonly target: Expression;
  readonly added: readonly Expression[] | undefined;
}

/** A statement that changes a list or a map: which, and what it gets where that is all. */
function changeOf(expression: Expression): Change | undefined {
  if (expression.kind === 'binary' && expression.op === '<<') {
    const added: Expression[] = [];
    let target: Expression = expression;
    // `list << a << b`
    for (; target.kind === 'binary' && target.op === '<<'; target = target.left) added.push(target.right);
    return { target, added: added.reverse() };
  }
  if (expression.kind !== 'call' || expression.callee.kind !== 'property') return undefined;
  const { object: target, name } = expression.callee;
  const isHeard = target.kind === 'property' && HEARD.has(target.name);
  if (GROWING.has(name))
    return { target, added: isHeard || expression.args.length === 1 ? expression.args.map(({ value }) => value) : undefined };
  return SHRINKING.has(name) ? { target, added: undefined } : undefined;
}
