/** A position in a text that patterns are tried at, one after the other. Patterns have to be sticky. */
export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** What the pattern matches here, without moving on. */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0];
  }

  /** What the pattern matches here; moves behind it. */
  take(pattern: RegExp): string | undefined {
    const found = this.peek(pattern);
    if (found !== undefined) this.position += found.length;
    return found;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }
}

/** Input that a grammar does not admit; thrown inside a parser and caught at its door. */
export class SyntaxProblem extends Error {}

/** PEP 508 knows blanks and tabs only. */
export const BLANKS = /[ \t]+/y;
