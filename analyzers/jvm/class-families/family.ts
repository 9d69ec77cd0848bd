/**
 * An artifact as `group:artifact`, with a version range in Maven's notation where it holds only for some versions
 * (`jakarta.mail:jakarta.mail-api (,2)`): such a member counts only when its version is known.
 */
export type Member = string;

/** From a version on (its first numbers), an artifact is of this generation; of none, where nothing is named. */
export type Side = readonly [from: string, generation: string | undefined];

export interface ClassFamily {
  readonly id: string;
  /** Of these one class path should hold one. */
  readonly members: readonly Member[];
  /** Pieces of what each of `members` holds as a whole: they go together, but not with a member. */
  readonly parts?: readonly Member[];
  /** Names whose classes change at certain versions, ascending: two of different generations leave each other alone. */
  readonly generations?: Readonly<Record<string, readonly Side[]>>;
  /** What two of them do, in place of "hold the same classes". */
  readonly clash?: string;
  readonly reason: string;
}
