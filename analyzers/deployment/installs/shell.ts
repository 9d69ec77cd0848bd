/** Installs that a shell line runs, whatever happens: those in a branch are left out, but for lists that it asks to be there. */

import { ShellConditions } from '../../../src/formats/shell/conditions.ts';
import { ShellDirectories } from '../../../src/formats/shell/directories.ts';
import { unrolled } from '../../../src/formats/shell/loops.ts';
import { programWords, SHELL, type ShellWord, shellCommands } from '../../../src/formats/shell/shell.ts';
import { append } from '../../../src/model/index.ts';
import { type InstallCommand, pythonInstall } from './python.ts';

export interface InstallLine extends InstallCommand {
  /** The directory where the command runs, as far as the line itself changes it. */
  readonly workingDirectory?: string;
  readonly command: string;
  /** Of the program in the line. */
  readonly offset: number;
}

/** `fill` puts values in the place of variables. */
export function installsInShell(text: string, fill: (word: string) => string = (word) => word): readonly InstallLine[] {
  const found: InstallLine[] = [];
  const directories = new ShellDirectories();
  const deciding = new ShellConditions(fill);
  for (const command of unrolled(shellCommands(text))) {
    const { words, subshell } = command;
    deciding.next(command);
    if (deciding.isUnknown) continue;
    const own = programWords(words).map((word) => ({ ...word, text: fill(word.text) }));
    const [program, first] = own;
    if (program === undefined) continue;
    if (program.text === 'cd' && !deciding.isAny) directories.change(subshell, first?.text ?? '');
    const workingDirectory = directories.in(subshell) || undefined;
    append(
      found,
      installsIn(own, fill)
        .filter((line) => installsAll(line, deciding.files))
        .map((line) => within(line, workingDirectory)),
    );
  }
  return found;
}

function installsAll({ asks }: InstallCommand, files: Iterable<string>): boolean {
  for (const path of files) if (!asks.some((one) => one.kind === 'file' && one.name === path)) return false;
  return true;
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
