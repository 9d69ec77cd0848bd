/** A variable's value; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

export interface Substituted {
  readonly text: string;
  /** Variables that had no value and no default; their places are empty. */
  readonly unset: readonly string[];
  /** Variables whose value or default was taken. */
  readonly used: readonly string[];
}

/** Linux hands no longer value to a program (MAX_ARG_STRLEN); values made of values grow without an end. */
export const MAX_FILLED = 128 * 1024;
