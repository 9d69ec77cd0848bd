/** Why Helm would not render it. */
export class Refused extends Error {
  /** Where, in the file that is rendered. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** Longer texts than any descriptor has: nothing of a chart may fill the memory. */
const MAX_TEXT = 1_000_000;

export function bounded(made: string): string {
  if (made.length > MAX_TEXT) throw new Refused('a text becomes longer than any descriptor');
  return made;
}
