/** What is known while a setup.py is followed: its names, what it has called, and how far it may still be followed. */
import type { Scope, State, Step } from './state.ts';
import type { Value } from './values.ts';

/** Steps and copied values, all in all: far more than any setup.py takes. */
const MAX_STEPS = 300_000;
/** Of expressions in expressions, also along chains (`a.b.c`, `a + b + c`). */
const MAX_NESTING = 400;

export class TooMuch extends Error {}

export class Memory {
  state: State = { scopes: [new Map()], calls: [] };
  #globals = new Set<string>();
  #steps = 0;
  #nesting = 0;

  readonly step: Step = (count = 1) => {
    this.#steps += count;
    if (this.#steps > MAX_STEPS) throw new TooMuch();
  };

  /** Goes one level further in. */
  deeper<T>(go: () => T): T {
    if (++this.#nesting > MAX_NESTING) throw new TooMuch();
    const result = go();
    this.#nesting--;
    return result;
  }

  named(name: string): Value | undefined {
    return this.state.scopes.at(-1)?.get(name) ?? this.state.scopes[0]?.get(name);
  }

  bind(name: string, value: Value): void {
    const [globals] = this.state.scopes;
    const scope = this.#globals.has(name) ? globals : this.state.scopes.at(-1);
    scope?.set(name, value);
  }

  /** The function that is being followed means the module's name by this one. */
  declareGlobal(name: string): void {
    this.#globals.add(name);
  }

  /** Names of a function stand before those of the module while it is followed. */
  within<T>(scope: Scope, go: () => T): T {
    const outer = this.#globals;
    this.#globals = new Set();
    this.state.scopes.push(scope);
    const result = go();
    this.state.scopes.pop();
    this.#globals = outer;
    return result;
  }
}
