import type { ShellWord } from './shell.ts';

const OPENS: ReadonlySet<string> = new Set(['if', 'case', 'for', 'while', 'until']);
const CLOSES: ReadonlySet<string> = new Set(['fi', 'esac', 'done']);
const OTHERWISE: ReadonlySet<string> = new Set(['elif', 'else']);
/** What may stand before a command that opens a branch of its own. */
const LEADS: ReadonlySet<string> = new Set(['then', 'do', '{', '!']);
const TESTS: ReadonlySet<string> = new Set(['[', '[[', 'test']);

/** A file that has to be there for a command to run; undefined where something else decides, which nobody here knows. */
type Condition = string | undefined;

/** What decides whether the commands of a line run, told one command after the other (POSIX, "Shell Command Language", 2.9). */
export class ShellConditions {
  readonly #fill: (word: string) => string;
  readonly #branches: Condition[] = [];
  /** How many of those that hold ask for a file. */
  readonly #files = new Map<string, number>();
  #unknown = 0;

  /** `fill` puts values in the place of variables. */
  constructor(fill: (word: string) => string = (word) => word) {
    this.#fill = fill;
  }

  /** Whether anything decides about the command that was told last. */
  get isAny(): boolean {
    return this.isUnknown || this.#files.size > 0;
  }

  /** Whether something decides about it that nobody here knows. */
  get isUnknown(): boolean {
    return this.#unknown > 0;
  }

  /** The files that have to be there for it. */
  get files(): Iterable<string> {
    return this.#files.keys();
  }

  next(command: readonly ShellWord[]): void {
    const first = command.findIndex(({ text }) => !LEADS.has(text));
    const words = first > 0 ? command.slice(first) : command;
    const head = words[0]?.text ?? '';
    const isElse = OTHERWISE.has(head) && this.#branches.length > 0;
    if (CLOSES.has(head) || isElse) this.#close();
    if (OPENS.has(head) || isElse) this.#branches.push(this.#add(this.#fileTested(words)));
    else if (TESTS.has(head) && this.#branches.length === 0) this.#add(this.#fileTested(words));
    if (head === 'else' && OPENS.has(words[1]?.text ?? '')) this.next(words.slice(1));
  }

  #add(condition: Condition): Condition {
    if (condition === undefined) this.#unknown++;
    else this.#files.set(condition, (this.#files.get(condition) ?? 0) + 1);
    return condition;
  }

  #close(): void {
    if (this.#branches.length === 0) return;
    const condition = this.#branches.pop();
    const left = condition === undefined ? 0 : (this.#files.get(condition) ?? 0) - 1;
    if (condition === undefined) this.#unknown--;
    else if (left > 0) this.#files.set(condition, left);
    else this.#files.delete(condition);
  }

  /** Of `[ -f list.txt ]`: a list that is not there is installed by nobody, whatever the branch does. */
  #fileTested(words: readonly ShellWord[]): Condition {
    const texts = words.slice(0, 6).map(({ text }) => text);
    const start = texts.findIndex((text) => TESTS.has(text));
    const [operator, path, close] = texts.slice(start + 1);
    const isWhole = start >= 0 && start <= 1 && (close === undefined || /^\]{1,2}$/.test(close));
    return isWhole && path !== undefined && /^-[efrs]$/.test(operator ?? '') ? this.#fill(path) : undefined;
  }
}
