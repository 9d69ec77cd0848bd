/** Shell lines that a Dockerfile's steps run. */
import type { Step } from '../../../src/formats/dockerfile/stages.ts';

export interface ShellText {
  readonly text: string;
  /** Line of an offset in it. */
  lineAt(offset: number): number;
}

const WITH_COMMAND: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT']);

/** Of a RUN step, and of what starts; the exec form is a line of its words, or the line that it hands to a shell. */
export function shellTexts({ instruction }: Step): readonly ShellText[] {
  if (!WITH_COMMAND.has(instruction.name)) return [];
  const { words, text, lineAt, heredocs } = instruction;
  const isShell = words === undefined || /^-[a-z]*c$/.test(words.at(-2) ?? '');
  const own = words === undefined ? text : isShell ? (words.at(-1) ?? '') : words.map(quoted).join(' ');
  return [
    { text: own, lineAt },
    ...heredocs.map(({ body, line }) => ({
      text: body,
      lineAt: (offset: number) => line + newlinesBefore(body, offset),
    })),
  ];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function newlinesBefore(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
