import type { ShellWord } from './shell.ts';

const OPENS: ReadonlySet<string> = new Set(['if', 'case', 'for', 'while', 'until']);
const CLOSES: ReadonlySet<string> = new Set(['fi', 'esac', 'done']);
const OTHERWISE: ReadonlySet<string> = new Set(['elif', 'else']);
const TESTS: ReadonlySet<string> = new Set(['[', '[[', 'test']);

/** A file that has to be there for a command to run; undefined where something else decides, which nobody here knows. */
export type Condition = string | undefined;

/** What decides whether the commands of a line run, told one command after the other (POSIX, "Shell Command Language", 2.9). */
export class ShellConditions {
  readonly #fill: (word: string) => string;
  readonly #branches: Condition[] = [];
  readonly #tests: Condition[] = [];

  /** `fill` puts values in the place of variables. */
  constructor(fill: (word: string) => string = (word) => word) {
    this.#fill = fill;
  }

  /** Of the next command; none where it runs whatever happens. */
  of(words: readonly ShellWord[]): readonly Condition[] {
    const head = words[0]?.text ?? '';
    if (OPENS.has(head)) this.#branches.push(this.#fileTested(words));
    if (OTHERWISE.has(head)) this.#branches.splice(-1, 1, this.#fileTested(words));
    if (CLOSES.has(head)) this.#branches.pop();
    if (TESTS.has(head) && this.#branches.length === 0) this.#tests.push(this.#fileTested(words));
    return [...this.#branches, ...this.#tests];
  }

  /** Of `[ -f list.txt ]`: a list that is not there is installed by nobody, whatever the branch does. */
  #fileTested(words: readonly ShellWord[]): Condition {
    const texts = words.map(({ text }) => text);
    const start = texts.findIndex((text) => TESTS.has(text));
    const [operator, path, close] = texts.slice(start + 1);
    const isWhole = start >= 0 && start <= 1 && (close === undefined || /^\]{1,2}$/.test(close));
    return isWhole && path !== undefined && /^-[efrs]$/.test(operator ?? '') ? this.#fill(path) : undefined;
  }
}
