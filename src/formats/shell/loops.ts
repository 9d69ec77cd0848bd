import { programWords, type ShellCommand, type ShellWord } from './shell.ts';

/**
 * The commands of `for NAME in WORDS; do …; done` once for each of its words, with the word filled in, instead of the
 * loop (POSIX, "Shell Command Language", 2.9.4). Words may stand in a variable or in an array of Bash that the script sets
 * once. Loops over what only the shell knows (a pattern, the output of a program) stay as they are.
 */
export function unrolled(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  if (!commands.some((one) => loopOf(one) !== undefined)) return commands;
  const unroller = new Unroller(commands);
  return unroller.run() ? unroller.found : commands;
}

/** Nobody's script runs so many; loops in loops multiply. */
const MAX_STEPS = 5000;
const MAX_DEPTH = 10;

interface Loop {
  readonly name: string;
  readonly words: readonly string[];
}

type Values = ReadonlyMap<string, string>;

class Unroller {
  readonly found: ShellCommand[] = [];
  readonly #commands: readonly ShellCommand[];
  /** Where the loop that begins at a command ends. */
  readonly #ends: ReadonlyMap<number, number>;
  readonly #lists: ReadonlyMap<string, readonly string[]>;
  #steps = 0;

  constructor(commands: readonly ShellCommand[]) {
    this.#commands = commands;
    this.#ends = endsOf(commands);
    this.#lists = listsIn(commands);
  }

  /** Whether it stayed within the bounds. */
  run(): boolean {
    return this.#between(0, this.#commands.length, new Map(), 0);
  }

  #between(start: number, end: number, values: Values, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    for (let at = start; at < end; at++) {
      if (++this.#steps > MAX_STEPS) return false;
      const written = this.#commands[at];
      if (written === undefined) break;
      const command = filled(written, values);
      if (command.words.length === 0) continue;
      const close = this.#ends.get(at);
      const loop = close === undefined ? undefined : loopOf(command);
      const each = loop?.words.flatMap((word) => this.#lists.get(word) ?? [word]);
      if (close === undefined || loop === undefined || each === undefined || each.some(isOpen)) {
        this.found.push(command);
        continue;
      }
      for (const word of each) if (!this.#between(at + 1, close, new Map(values).set(loop.name, word), depth + 1)) return false;
      at = close;
    }
    return true;
  }
}

/**
 * What variables hold that are set once, by the words that stand for all of it: `NAMES="a b"` by `$NAMES`, `NAMES=(a b)`
 * by `${NAMES[@]}` (Bash, "Arrays").
 */
function listsIn(commands: readonly ShellCommand[]): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  for (const { words } of commands) {
    const [, name = '', value = ''] = /^([A-Za-z_]\w*)\+?=(.*)$/s.exec(words[0]?.text ?? '') ?? [];
    if (name === '') continue;
    const isArray = value.startsWith('(');
    const meant = isArray ? [`\${${name}[@]}`, `\${${name}[*]}`] : [`$${name}`, `\${${name}}`];
    // What stands before a command is set for that one alone.
    const isSet = words.length === 1 && !seen.has(name);
    const items = (isArray ? value.slice(1, -1) : value).split(/\s+/).filter((item) => item !== '');
    for (const word of meant)
      if (isSet) lists.set(word, items);
      else lists.delete(word);
    seen.add(name);
  }
  return lists;
}

/** What only the shell that runs it knows. */
function isOpen(word: string): boolean {
  return /[$`*?[\]{}~]/.test(word);
}

function loopOf({ words }: ShellCommand): Loop | undefined {
  const [keyword, name, within, ...values] = programWords(words).map(({ text }) => text);
  if (keyword !== 'for' || within !== 'in' || name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  return { name, words: values };
}

const BEGINS: ReadonlySet<string> = new Set(['for', 'while', 'until', 'select']);

function endsOf(commands: readonly ShellCommand[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [at, { words }] of commands.entries()) {
    const keyword = programWords(words)[0]?.text ?? '';
    if (BEGINS.has(keyword)) open.push(at);
    const begin = keyword === 'done' ? open.pop() : undefined;
    if (begin !== undefined) ends.set(begin, at);
  }
  return ends;
}

/** In a loop that is gone, `do` says nothing. */
function filled(command: ShellCommand, values: Values): ShellCommand {
  if (values.size === 0) return command;
  const { words } = command;
  const own = words[0]?.text === 'do' ? words.slice(1) : words;
  return { ...command, words: own.map((word) => filledWord(word, values)) };
}

function filledWord({ text, offset }: ShellWord, values: Values): ShellWord {
  const value = (whole: string, braced?: string, plain?: string): string => values.get(braced ?? plain ?? '') ?? whole;
  return { text: text.replace(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g, value), offset };
}
