import type { ShellCommand, ShellWord, Subshell } from './shell.ts';

const OPENS: ReadonlySet<string> = new Set(['if', 'case', 'for', 'while', 'until', 'select']);
const CLOSES: ReadonlySet<string> = new Set(['fi', 'esac', 'done']);
const OTHERWISE: ReadonlySet<string> = new Set(['elif', 'else']);
/** Behind them stand commands that decide about the branch. */
const ASKS: ReadonlySet<string> = new Set(['if', 'elif', 'while', 'until']);
const BEGINS: ReadonlySet<string> = new Set(['then', 'do']);
const TESTS: ReadonlySet<string> = new Set(['[', '[[', 'test']);

/** A file that has to be there for a command to run; undefined where something else decides, which nobody here knows. */
type Condition = string | undefined;

const SOMETHING: readonly Condition[] = [undefined];

/** Nobody's line asks so much, or has groups in groups so often. */
const MAX_TESTS = 20;
const MAX_GROUPS = 200;

/** Commands in a list of their own: a script, a branch, a group. */
interface Scope {
  readonly opened: 'script' | 'branch' | 'braces' | 'parentheses';
  /** The innermost group in parentheses that it is in. */
  readonly shell: Subshell | undefined;
  /** What decides about all of it. */
  conditions: readonly Condition[];
  /** Whether its commands still tell what decides (`if a && b; then`). */
  isAsking: boolean;
  /** What decides, besides, about the command of it that was told last. */
  current: readonly Condition[];
  /** What has to hold for its list (`a && b`) to have succeeded so far. */
  success: readonly Condition[];
  /** What has to hold for it to have failed. */
  failure: readonly Condition[];
}

/**
 * What decides whether the commands of a line run, told one command after the other (POSIX, "Shell Command Language",
 * 2.9). A command that is no test is taken to succeed.
 */
export class ShellConditions {
  readonly #fill: (word: string) => string;
  readonly #scopes: Scope[] = [];
  /** The groups in parentheses that are open. */
  readonly #shells = new Set<Subshell | undefined>([undefined]);
  /** How many of those that hold ask for a file. */
  readonly #files = new Map<string, number>();
  #unknown = 0;
  #scope: Scope;

  /** `fill` puts values in the place of variables. */
  constructor(fill: (word: string) => string = (word) => word) {
    this.#fill = fill;
    this.#scope = {
      opened: 'script',
      shell: undefined,
      conditions: [],
      isAsking: false,
      current: [],
      success: [],
      failure: SOMETHING,
    };
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

  next({ words, subshell, joined }: ShellCommand): void {
    const begins = !this.#shells.has(subshell);
    while (this.#scope.shell !== innermostOpen(subshell, this.#shells)) this.#leave();
    if (begins) {
      this.#join(joined);
      this.#open('parentheses', [], subshell);
    }
    this.#take(words, begins ? undefined : joined);
  }

  #take(words: readonly ShellWord[], joined: ShellCommand['joined']): void {
    const [head, ...rest] = words;
    const text = head?.text ?? '';
    const isElse = OTHERWISE.has(text) && this.#isIn('branch');
    if (text === '}') this.#close('braces');
    else if (CLOSES.has(text) || isElse) this.#close('branch');
    if (BEGINS.has(text)) {
      this.#scope.isAsking = false;
      this.#behind(rest);
    } else if (text === '{') {
      this.#join(joined);
      this.#open('braces', []);
      this.#behind(rest);
    } else if (OPENS.has(text) || isElse) {
      if (!isElse) this.#join(joined);
      this.#open('branch', [ASKS.has(text) ? this.#fileTested(rest) : undefined]);
      this.#scope.isAsking = ASKS.has(text);
      if (text === 'else') this.#behind(rest);
    } else if (!CLOSES.has(text) && text !== '}') this.#simple(words, joined);
  }

  /** What stands behind a word that opens something is the first command in it. */
  #behind(words: readonly ShellWord[]): void {
    if (words.length > 0) this.#take(words, undefined);
  }

  #simple(words: readonly ShellWord[], joined: ShellCommand['joined']): void {
    if (this.#scope.isAsking) this.#askMore(words, joined);
    else {
      this.#join(joined);
      if (joined === '|') return;
      const isTest = TESTS.has(words[words[0]?.text === '!' ? 1 : 0]?.text ?? '');
      // `[ ! -f a ] || b` runs `b` where the file is there.
      this.#scope.failure = isTest && joined === undefined ? [this.#fileTested(withoutNot(words))] : SOMETHING;
      if (isTest) this.#scope.success = this.#with(this.#scope.success, words, joined);
      else if (joined === '||') this.#scope.success = [];
    }
  }

  /** `if [ -f a ] && [ -f b ]` asks for both files; of anything else it is not known what it asks. */
  #askMore(words: readonly ShellWord[], joined: ShellCommand['joined']): void {
    this.#count(this.#scope.conditions, -1);
    this.#scope.conditions = this.#with(this.#scope.conditions, words, joined ?? '||');
    this.#count(this.#scope.conditions, 1);
  }

  #with(before: readonly Condition[], words: readonly ShellWord[], joined: ShellCommand['joined']): readonly Condition[] {
    const isKnown = (joined === '&&' || joined === undefined) && before.length < MAX_TESTS;
    return isKnown ? [...before, this.#fileTested(words)] : SOMETHING;
  }

  /** What decides about a command, group or branch by what joins it to the one before; a pipe's all run or none. */
  #join(joined: ShellCommand['joined']): void {
    const scope = this.#scope;
    if (joined === '|' || scope.isAsking) return;
    if (joined === undefined) {
      scope.success = [];
      scope.failure = SOMETHING;
    }
    this.#count(scope.current, -1);
    scope.current = joined === '||' ? scope.failure : scope.success;
    this.#count(scope.current, 1);
  }

  #open(opened: Scope['opened'], conditions: readonly Condition[], shell = this.#scope.shell): void {
    this.#scopes.push(this.#scope);
    this.#shells.add(shell);
    this.#scope = { opened, shell, conditions, isAsking: false, current: [], success: [], failure: SOMETHING };
    this.#count(conditions, 1);
  }

  #close(opened: Scope['opened']): void {
    if (this.#isIn(opened)) this.#leave();
  }

  #isIn(opened: Scope['opened']): boolean {
    return this.#scope.opened === opened;
  }

  #leave(): void {
    const around = this.#scopes.pop();
    if (around === undefined) return;
    this.#count(this.#scope.conditions, -1);
    this.#count(this.#scope.current, -1);
    if (around.shell !== this.#scope.shell) this.#shells.delete(this.#scope.shell);
    this.#scope = around;
  }

  #count(conditions: readonly Condition[], by: 1 | -1): void {
    for (const condition of conditions) {
      if (condition === undefined) this.#unknown += by;
      else {
        const count = (this.#files.get(condition) ?? 0) + by;
        if (count > 0) this.#files.set(condition, count);
        else this.#files.delete(condition);
      }
    }
  }

  /** Of `[ -f list.txt ]`: a list that is not there is installed by nobody, whatever the branch does. */
  #fileTested(words: readonly ShellWord[]): Condition {
    const [test, operator, path, close] = words.slice(0, 5).map(({ text }) => text);
    const isWhole = TESTS.has(test ?? '') && (close === undefined || /^\]{1,2}$/.test(close));
    return isWhole && path !== undefined && /^-[efrs]$/.test(operator ?? '') ? this.#fill(path) : undefined;
  }
}

/** Of a test that asks for the contrary, what it would ask; nothing of any other. */
function withoutNot([first, second, ...rest]: readonly ShellWord[]): readonly ShellWord[] {
  if (first?.text === '!' && second !== undefined) return [second, ...rest];
  return first !== undefined && second?.text === '!' ? [first, ...rest] : [];
}

/** The innermost group around a command that is open. */
function innermostOpen(shell: Subshell | undefined, open: ReadonlySet<Subshell | undefined>): Subshell | undefined {
  let one = shell;
  for (let depth = 0; one !== undefined && !open.has(one); depth++) one = depth < MAX_GROUPS ? one.around : undefined;
  return one;
}
