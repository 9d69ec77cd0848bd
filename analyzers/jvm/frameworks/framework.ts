/** What a framework is that exists once per class path. */
import type { Side } from '../class-families/family.ts';

/**
 * Frameworks of which one class path holds one generation: who names it, and how its generation is read. Members are
 * `group:artifact`, `group:*`, or `group.*:*` with the groups below.
 */
export interface Framework {
  readonly id: string;
  readonly name: string;
  /** Members whose generation is the first number of their version. */
  readonly members?: readonly string[];
  /** Members whose generation changes at certain versions, ascending. */
  readonly sides?: Readonly<Record<string, readonly Side[]>>;
  /** Such members that count only where what runs the service provides them. */
  readonly whenProvided?: Readonly<Record<string, readonly Side[]>>;
  /** Groups of the parents, BOMs and platforms whose own version tells the generation of members that state none. */
  readonly managers?: readonly string[];
  /** What is only compiled against (`provided`) is not counted; of other frameworks a server provides one generation. */
  readonly runsOnly?: true;
  /** From a version of a member on, ascending, the release of Java that its classes are compiled for; none before the first. */
  readonly java?: readonly (readonly [from: string, release: number])[];
  readonly reason: string;
}
