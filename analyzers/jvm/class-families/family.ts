/**
 * An artifact as `group:artifact`, with a version range in Maven's notation where it holds only for some versions
 * (`jakarta.mail:jakarta.mail-api (,2)`): such a member counts only when its version is known.
 */
export type Member = string;

export interface ClassFamily {
  readonly id: string;
  /** Of these one class path should hold one. */
  readonly members: readonly Member[];
  /** Pieces of what each of `members` holds as a whole: they go together, but not with a member. */
  readonly parts?: readonly Member[];
  /** What two of them do, in place of "hold the same classes". */
  readonly clash?: string;
  readonly reason: string;
}
