import type { Instruction } from '../../../src/formats/dockerfile/dockerfile.ts';
import { Lines } from '../../../src/formats/lines.ts';
import { ShellConditions } from '../../../src/formats/shell/conditions.ts';
import { ShellDirectories } from '../../../src/formats/shell/directories.ts';
import { unrolled } from '../../../src/formats/shell/loops.ts';
import { programWords, SHELL, type ShellWord, shellCommands } from '../../../src/formats/shell/shell.ts';

/** The commands that a step of an image runs, with those of shells that it starts. */
export interface Command {
  readonly words: readonly ShellWord[];
  /** Assignments and the like before the program. */
  readonly before: readonly ShellWord[];
  /** Where its line has changed to before. */
  readonly directory: string | undefined;
  /** Whether something decides if it runs at all. */
  readonly isConditional: boolean;
  readonly lineAt: (offset: number) => number;
}

/** Nobody's shell starts a shell in a shell so often. */
const MAX_SHELLS = 5;

/** Of its list of words, the lines of its here-documents, or its own line. */
export function commandsOf({ words, text, heredocs, line: first, lineAt }: Instruction): readonly Command[] {
  if (words !== undefined) {
    const list = words.map((word) => ({ text: word, offset: 0 }));
    const command = { words: list, before: [], directory: undefined, isConditional: false, lineAt: () => first };
    return withShells(command, MAX_SHELLS);
  }
  if (heredocs.length === 0) return commandsIn(text, lineAt);
  return heredocs.flatMap(({ body, line }) => {
    const lines = new Lines(body);
    return commandsIn(body, (offset) => line + lines.at(offset).line - 1);
  });
}

function commandsIn(
  text: string,
  lineAt: Command['lineAt'],
  { around, shells }: { readonly around?: Command; readonly shells: number } = { shells: MAX_SHELLS },
): readonly Command[] {
  const directories = new ShellDirectories(around?.directory);
  const deciding = new ShellConditions();
  return unrolled(shellCommands(text)).flatMap((written) => {
    const { words, subshell } = written;
    deciding.next(written);
    const isConditional = deciding.isAny || around?.isConditional === true;
    const program = programWords(words);
    const before = words.slice(0, words.length - program.length);
    const [name, to] = program;
    if (name?.text === 'cd' && to !== undefined) directories.change(subshell, to.text);
    const directory = directories.in(subshell) || undefined;
    const command = { words: program.map((word) => unredirected(word, text)), before, directory, isConditional, lineAt };
    return withShells(command, shells);
  });
}

/** `bash -lc 'pip install flask'`, `su app -c "…"` */
function withShells(command: Command, shells: number): readonly Command[] {
  const { words, lineAt } = command;
  const at = SHELL.test(words[0]?.text ?? '') ? words.findIndex(({ text }) => /^-[a-z]*c$/.test(text)) : -1;
  const script = at < 0 ? undefined : words[at + 1];
  if (script === undefined || shells === 0) return [command];
  return commandsIn(script.text, () => lineAt(script.offset), { around: command, shells: shells - 1 });
}

/** Outside of quotes the shell takes `>` and what follows it for a file. */
function unredirected(word: ShellWord, line: string): ShellWord {
  const isQuoted = /["'\\]/.test(line.slice(word.offset, word.offset + word.text.length + 2));
  return isQuoted ? word : { ...word, text: word.text.replace(/(?<=\w)[<>].*$/s, '') };
}
