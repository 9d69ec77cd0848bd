/** Installs that a shell line runs, whatever happens: those in a condition's branch are left out. */

import { changedDirectory } from '../../../src/formats/paths.ts';
import { programWords, type ShellWord, shellCommands } from '../../../src/formats/shell.ts';
import { unrolled } from '../../../src/formats/shell-loops.ts';
import { append } from '../../../src/model/index.ts';
import { type InstallCommand, pythonInstall } from './python.ts';

export interface InstallLine extends InstallCommand {
  /** The directory where the command runs, as far as the line itself changes it. */
  readonly workingDirectory?: string;
  readonly command: string;
  /** Of the program in the line. */
  readonly offset: number;
}

const SHELL = /^(?:.*\/)?(?:ba|da|a|z)?sh$/;
const OPENS: ReadonlySet<string> = new Set(['if', 'case', 'for', 'while', 'until']);
const CLOSES: ReadonlySet<string> = new Set(['fi', 'esac', 'done']);
const TESTS: ReadonlySet<string> = new Set(['[', '[[', 'test']);

/** `fill` puts values in the place of variables. */
export function installsInShell(text: string, fill: (word: string) => string = (word) => word): readonly InstallLine[] {
  const found: InstallLine[] = [];
  let workingDirectory: string | undefined;
  let depth = 0;
  for (const { words } of unrolled(shellCommands(text))) {
    const [head] = words;
    if (head === undefined) continue;
    if (OPENS.has(head.text)) depth++;
    if (CLOSES.has(head.text)) depth = Math.max(0, depth - 1);
    // What a test decides, nobody here knows.
    if (TESTS.has(head.text) && depth === 0) break;
    if (depth > 0) continue;
    const own = programWords(words).map((word) => ({ ...word, text: fill(word.text) }));
    const [program, first] = own;
    if (program === undefined) continue;
    if (program.text === 'cd') workingDirectory = changedDirectory(workingDirectory ?? '', first?.text ?? '') || undefined;
    append(
      found,
      installsIn(own, fill).map((line) => within(line, workingDirectory)),
    );
  }
  return found;
}

function within(line: InstallLine, workingDirectory: string | undefined): InstallLine {
  if (workingDirectory === undefined) return line;
  return { ...line, workingDirectory: joined(workingDirectory, line.workingDirectory ?? '') };
}

function joined(directory: string | undefined, next: string): string {
  return directory === undefined || next.startsWith('/') ? next : `${directory}/${next}`;
}

/** Of one command, or of the line that a shell is given. */
export function installsIn(words: readonly ShellWord[], fill?: (word: string) => string): readonly InstallLine[] {
  const [program] = words;
  if (program === undefined) return [];
  const texts = words.map(({ text }) => text);
  if (SHELL.test(program.text)) {
    const at = texts.findIndex((text) => /^-[a-z]*c$/.test(text));
    const line = at < 0 ? undefined : words[at + 1];
    return line === undefined ? [] : installsInShell(line.text, fill).map((one) => ({ ...one, offset: line.offset }));
  }
  const install = pythonInstall(texts);
  return install === undefined ? [] : [{ ...install, command: texts.map(quoted).join(' '), offset: program.offset }];
}

/** Words as they would be written. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `"${word}"`;
}
