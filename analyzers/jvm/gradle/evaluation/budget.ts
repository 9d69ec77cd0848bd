import type { Position } from '../script/syntax-tree.ts';
import { UNKNOWN_VALUE, type Value } from './values.ts';

const MAX_DEPTH = 600;

/** How much of a build may be followed, in steps and in depth; that it was too much is told once. */
export class Budget {
  depth = 0;
  #steps = 0;
  #limit: number;
  readonly #told = new Set<string>();
  readonly #unreadable: (message: string, at: Position) => void;

  constructor(limit: number, unreadable: (message: string, at: Position) => void) {
    this.#limit = limit;
    this.#unreadable = unreadable;
  }

  grant(steps: number): void {
    this.#limit += steps;
  }

  /** Work that is done beside statements and expressions counts as well. */
  spend(steps: number): void {
    this.#steps += steps;
  }

  /** One step more: whether it is one too many. */
  spent(at: Position): boolean {
    this.#steps++;
    const isSpent = this.#steps >= this.#limit;
    if (isSpent) this.#tell('the build does too much to be followed; the rest of it is not read', at);
    if (this.depth <= MAX_DEPTH) return isSpent;
    this.#tell('calls nest too deep to be followed; what lies below is not read', at);
    return true;
  }

  tooLong(at: Position): Value {
    this.#tell('values made of values grow longer than can be followed; this one is not read', at);
    return UNKNOWN_VALUE;
  }

  #tell(message: string, at: Position): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#unreadable(message, at);
  }
}
