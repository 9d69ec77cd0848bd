/** What images run of npm and its like. */
import type { Instruction } from '../../../src/formats/dockerfile/dockerfile.ts';
import { programWords, type ShellWord, shellCommands } from '../../../src/formats/shell/shell.ts';

/** Commands of npm that build the tree of a project, and their other names (npm, `cmd-list`). */
export const NPM_INSTALLS: ReadonlySet<string | undefined> = new Set([
  ...['install', 'i', 'in', 'ins', 'inst', 'add', 'install-test', 'it', 'update', 'up', 'upgrade', 'prune', 'dedupe'],
  ...['ci', 'clean-install', 'ic', 'install-clean', 'install-ci-test', 'cit'],
]);

const GLOBAL: ReadonlySet<string> = new Set(['-g', '--global', '--location=global']);

/** Whether a word makes an installation a global one, which is of another project. */
export function isGlobal(word: string): boolean {
  return GLOBAL.has(word);
}

/** The commands of a RUN instruction, in exec or in shell form, each with what is set before its program. */
export function writtenCommands({ name, text, words, heredocs }: Instruction): readonly (readonly ShellWord[])[] {
  if (name !== 'RUN') return [];
  if (words !== undefined) return [words.map((word) => ({ text: word, offset: 0 }))];
  const lines = heredocs.length > 0 ? heredocs.map(({ body }) => body) : [text];
  return lines.flatMap(shellCommands).map((command) => command.words);
}

/** The same from the program on. */
export function runCommands(instruction: Instruction): readonly (readonly string[])[] {
  return writtenCommands(instruction).map((words) => programWords(words).map(({ text }) => text));
}
