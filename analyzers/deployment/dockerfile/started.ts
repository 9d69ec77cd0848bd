/** What an image starts, and where its Dockerfile says so. */
import { type Instructions, parseInstructions } from '../../../src/formats/dockerfile/dockerfile.ts';
import type { Stage, Step } from '../../../src/formats/dockerfile/stages.ts';
import { commandWords } from '../../../src/formats/shell/shell.ts';
import type { Origin, SourceFile } from '../../../src/model/index.ts';

export interface ParsedDockerfile {
  readonly path: string;
  readonly instructions: Instructions;
}

/** For `Project.parse`: the instructions alone; what they mean depends on who builds them. */
export function readDockerfile(file: SourceFile): ParsedDockerfile {
  return { path: file.path, instructions: parseInstructions(file.text) };
}

/** Where a stage names its image: in the Dockerfile that makes what it is built on, where another one does. */
export function fromOf(stage: Stage, file: string): Origin {
  const [{ from, file: own = file } = stage] = stage.layers.filter((one) => one.file !== undefined);
  return { file: own, line: from.line, column: from.column };
}

export function originOf(step: Step, file: string, offset = 0): Origin {
  return { file: step.file ?? file, line: step.instruction.lineAt(offset), column: step.instruction.column };
}

export interface Started {
  readonly words: readonly string[];
  readonly step: Step;
  /** Those of the words that whoever starts the image with a command of its own keeps. */
  readonly entrypoint?: readonly string[];
}

/** ENTRYPOINT and CMD together, as `docker run` without arguments starts them. */
export function commandOf(stage: Stage): Started | undefined {
  const { steps, own } = stage;
  const entrypoint = steps.findLast(({ instruction }) => instruction.name === 'ENTRYPOINT');
  const last = steps.findLast(({ instruction }) => instruction.name === 'CMD');
  // An ENTRYPOINT of this stage forgets the CMD that came with the stage below it.
  const command =
    last !== undefined && entrypoint !== undefined && !own.includes(last) && own.includes(entrypoint) ? undefined : last;
  if (entrypoint === undefined) return command === undefined ? undefined : { words: wordsOf(command), step: command };
  if (entrypoint.instruction.words === undefined) return { words: wordsOf(entrypoint), step: entrypoint };
  const { words } = entrypoint.instruction;
  return { words: [...words, ...(command === undefined ? [] : wordsOf(command))], step: entrypoint, entrypoint: words };
}

function wordsOf({ instruction }: Step): readonly string[] {
  return instruction.words ?? commandWords(instruction.text);
}
