import type { Diagnostic, Origin } from '../../../src/model/index.ts';

/** Groups and extras that bring each other end here. */
const MAX_DEPTH = 100;
/** Lines that the groups, or the extras, of one file may bring each other. */
const MAX_LINES = 100_000;

/** How much groups and extras that bring each other have brought: their lines may double with each of them. */
export class Bringing {
  readonly #what: string;
  readonly #diagnostics: Diagnostic[];
  #left = MAX_LINES;
  #isTold = false;

  constructor(what: string, diagnostics: Diagnostic[]) {
    this.#what = what;
    this.#diagnostics = diagnostics;
  }

  /** Whether so many more lines, so deep below the first, are left out; the first time it is told. */
  isOver(lines: number, depth: number, from: Origin): boolean {
    this.#left -= lines;
    if (this.#left >= 0 && depth <= MAX_DEPTH) return false;
    const message = `${this.#what} bring each other more than can be followed; what this line brings is left out: list the requirements themselves`;
    if (!this.#isTold) this.#diagnostics.push({ code: 'python/too-much', severity: 'error', message, ...from, incomplete: true });
    this.#isTold = true;
    return true;
  }
}
