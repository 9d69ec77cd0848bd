import type { Incompatibility } from './incompatibility.ts';
import type { Term } from './term.ts';

/** One line of the partial solution: a version that was decided on, or a term that an incompatibility forced. */
export interface Assignment<S> {
  readonly term: Term<S>;
  /** All that is known of the package once this assignment stands. */
  readonly known: Term<S>;
  /** Position in the partial solution. */
  readonly index: number;
  /** How many decisions stand before and at it. */
  readonly level: number;
  /** Absent on decisions. */
  readonly cause?: Incompatibility<S>;
}
