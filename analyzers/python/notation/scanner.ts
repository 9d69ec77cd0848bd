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

/** What a grammar does not admit, and why. A value, no exception: a hostile file holds very many, and unwinding costs more than the parse. */
export class Refusal {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** PEP 508 knows blanks and tabs only. */
export const BLANKS = /[ \t]+/y;
