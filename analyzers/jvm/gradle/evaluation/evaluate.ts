import { capitalized } from '../../../../src/model/index.ts';
import { type Expression, lastName, type Position, REST, type Statement } from '../script/syntax-tree.ts';
import { Budget } from './budget.ts';
import { type BuildTree, NO_TREE } from './build-tree.ts';
import { Calls } from './calls.ts';
import { binary, componentsOf, partsOf } from './operators.ts';
import { overloadFor } from './overloads.ts';
import { propertyOf } from './property.ts';
import { calledIn, closureIn, containedIn, handlerAround, knownIn, OPAQUE, offerAround } from './scopes.ts';
import {
  type Args,
  type Closure,
  flag,
  type Handler,
  handlerValue,
  isOutside,
  isTooLong,
  NULL,
  PACKAGE_TYPE,
  type Scope,
  SETTERS,
  textOf,
  textOfAll,
  truth,
  UNKNOWN,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** Words for what a block is of: Kotlin's and Groovy's. */
const IN_CHARGE = new Set(['this', 'delegate']);

/** The values of expressions: names by their scopes, calls by the blocks around them. */
export abstract class Evaluator {
  /** How many conditions that nobody can decide stand around the current statement. */
  undecided = 0;
  /** The script whose statements run right now. */
  file = '';
  /** How many calls around the current expression take it as an argument (blocks begin anew). */
  argument = 0;
  /** What a function returns from a block inside it, until it has been left. */
  protected leaving: Value | undefined;
  protected readonly budget: Budget;
  /** How often each block or function is being run right now. */
  readonly #calling = new Map<Closure['node'], number>();
  readonly #calls = new Calls(this);
  /** The tree that the build lies in. */
  readonly tree: BuildTree;

  /** Runs a script's statements in its own file. */
  abstract script(file: string, statements: readonly Statement[], scope: Scope, isFunction?: boolean): Value;

  constructor(limit: number, unreadable: (message: string, at: Position) => void, tree: BuildTree = NO_TREE) {
    this.budget = new Budget(limit, unreadable);
    this.tree = tree;
  }

  /** More to do: the blocks of a build are run for each of its projects. */
  grant(steps: number): void {
    this.budget.grant(steps);
  }

  spend(steps: number): void {
    this.budget.spend(steps);
  }

  lookup(name: string, scope: Scope, at: Position): Value | undefined {
    return knownIn(scope, name, at) ?? containedIn(scope, name);
  }

  callHandlers(name: string, args: Args, scope: Scope): Value | undefined {
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
    const value = calledIn(scope, called, args);
    if (value !== undefined) return value;
    // A closure that a property holds is called like a method.
    const held = knownIn(scope, name, args.at);
    return held?.kind === 'closure' ? this.invoke(held, args.positional, handlerAround(scope), args.named) : undefined;
  }

  /** Calls a closure with arguments and, for a block of the DSL, with what the block offers. */
  invoke(closure: Closure, given: readonly Value[], handler?: Handler, named?: ReadonlyMap<string, Value>, self?: Value): Value {
    if (this.budget.spent(closure.node) || this.leaving !== undefined) return UNKNOWN_VALUE;
    const called = overloadFor(closure, given, named, ({ node }) => (this.#calling.get(node) ?? 0) > 0);
    if (called === undefined) return UNKNOWN_VALUE;
    const depth = this.#calling.get(called.node) ?? 0;
    // Where nobody knows whether a function calls itself again, nobody knows when it ends.
    if (depth > 0 && this.undecided > 0) return UNKNOWN_VALUE;
    const variables = this.#parameters(called, given, handler, named);
    if (self !== undefined) variables.set('this', self);
    this.budget.depth++;
    const scope: Scope = { variables, parent: called.scope, ...(handler === undefined ? {} : { handler }) };
    this.#calling.set(called.node, depth + 1);
    const value = this.script(called.file, called.node.body, scope, called.node.isFunction === true);
    this.#calling.set(called.node, depth);
    this.budget.depth--;
    return value;
  }

  /** What the names of a closure's parameters stand for; a default may ask for those before it. */
  #parameters(
    { node, scope }: Closure,
    given: readonly Value[],
    handler: Handler | undefined,
    named: ReadonlyMap<string, Value> | undefined,
  ): Map<string, Value> {
    const variables = new Map<string, Value>();
    const own = handler === undefined ? undefined : handlerValue(handler);
    // One value for several names is taken apart: pairs, entries of maps, lists.
    const parts = node.params.length > 1 && given.length === 1 ? componentsOf(given[0]) : undefined;
    const values = parts ?? given;
    for (const [index, name] of node.params.entries()) {
      if (name.startsWith(REST)) {
        variables.set(name.slice(REST.length), restOf(given.slice(index)));
        continue;
      }
      const otherwise = node.defaults?.get(name);
      const missing = () =>
        otherwise === undefined ? (own ?? UNKNOWN_VALUE) : this.evaluate(otherwise, { variables, parent: scope });
      variables.set(name, named?.get(name) ?? values[index] ?? missing());
    }
    const it = node.params.length === 0 ? (given[0] ?? own) : undefined;
    if (it !== undefined) variables.set('it', it);
    return variables;
  }

  /** Runs a block with variables of its own; false where there is nothing left to spend on it. */
  block(closure: Closure, variables: Map<string, Value>, handler: Handler): boolean {
    if (this.budget.spent(closure.node) || this.leaving !== undefined) return false;
    this.budget.depth++;
    this.script(closure.file, closure.node.body, { variables, parent: closure.scope, handler }, false);
    this.budget.depth--;
    return true;
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
    if (this.budget.spent(expression)) return UNKNOWN_VALUE;
    this.budget.depth++;
    const value = this.#evaluateHere(expression, scope);
    this.budget.depth--;
    return isTooLong(value) ? this.budget.tooLong(expression) : value;
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
    const value = name === 'this' ? knownIn(scope, name, at) : this.lookup(name, scope, at);
    if (value !== undefined) return value;
    const around = IN_CHARGE.has(name) ? handlerAround(scope) : undefined;
    // Groovy takes a method `getLibs()` for the property `libs`.
    const getter = around === undefined ? this.#getter(name, scope) : undefined;
    return getter ?? (around === undefined ? UNKNOWN_VALUE : handlerValue(around));
  }

  #getter(name: string, scope: Scope): Value | undefined {
    const own = closureIn(
      scope,
      `get${capitalized(name)}`,
      // A getter may give the field that has its name.
      ({ node }) => node.params.length === 0 && node.body.length > 0 && (this.#calling.get(node) ?? 0) === 0,
    );
    return own === undefined ? undefined : this.invoke(own, []);
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
    return propertyOf(object, name, at, (path) => this.#calls.ofFile(path, name));
  }

  #call(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    const { callee } = call;
    if (callee.kind === 'name' || callee.kind === 'string') {
      const name = callee.kind === 'name' ? callee.name : textOf(this.evaluate(callee, scope));
      const args = this.args(call, scope);
      const value = name === undefined ? undefined : (this.#calls.plain(name, args) ?? this.callHandlers(name, args, scope));
      if (value === undefined && name === 'run' && args.closure !== undefined) return this.invoke(args.closure, [], OPAQUE);
      return value ?? this.#calls.unknown(args, scope);
    }
    if (callee.kind === 'property') {
      const object = this.evaluate(callee.object, scope);
      if (object.kind === 'null' && callee.safe === true) return NULL;
      const args = this.args(call, scope);
      const property = lastName(callee.object);
      // `release.set(17)` is an assignment to the property that stands before it.
      if (SETTERS.has(callee.name) && object.kind !== 'handler' && property !== undefined && args.positional[0] !== undefined)
        offerAround(scope, property, args.positional[0], callee);
      return this.#calls.ofValue(object, callee.name, args, scope);
    }
    const target = this.evaluate(callee, scope);
    const args = this.args(call, scope);
    if (target.kind === 'closure') return this.invoke(target, args.positional);
    return this.#calls.unknown(args, scope);
  }
}

/** What a parameter for any number of values holds: these, or the list that stands for them. */
function restOf(values: readonly Value[]): Value {
  const [only] = values;
  return values.length === 1 && only?.kind === 'list' ? only : { kind: 'list', items: values };
}

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
