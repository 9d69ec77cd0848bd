import type { FilePattern } from './project.ts';

/** A format that is known and not read. */
export interface UnreadFormat {
  readonly files: readonly FilePattern[];
  /** What its text has to hold where others use the name as well, or where it says nothing otherwise. */
  readonly holds?: RegExp;
  /** What is not compared, as the end of "a/build.sbt …": "is read by sbt alone, so …". */
  readonly why: string;
  /** What to do about it. */
  readonly instead: string;
  /** It adds to what a manifest beside it says; otherwise the one beside it counts and nothing is lost. */
  readonly beside?: true;
}
