/** Images that recipes of make build (GNU make, "Recipe Syntax" and "How to Use Variables"). */
import { directoryOf, type SourceFile } from '../../model/index.ts';
import { type CommandBuild, commandOf, scriptBuilds } from './docker-commands.ts';

export function isMakefile(path: string): boolean {
  return /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[\w.-]+\.mk)$/.test(path);
}

const ASSIGNMENT = /^ *(?:export +|override +)*([\w.-]+) *(?:::?|\?)?=(.*)$/;

/** Each line of a recipe is a shell of its own, where the file lies. */
export function readMakefile({ path, text }: SourceFile): readonly CommandBuild[] {
  if (!/\bbuild\b/.test(text)) return [];
  const lines = text.replaceAll(/\\\r?\n[ \t]*/g, ' ').split(/\r?\n/);
  const values = new Map(
    lines.flatMap((line): readonly (readonly [string, string])[] => {
      const [, name, value = ''] = ASSIGNMENT.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.split('#', 1)[0]?.trim() ?? '']];
    }),
  );
  return lines
    .filter((line) => line.startsWith('\t'))
    .map((line) => expanded(line.replace(/^[\t @+-]+/, ''), values))
    .flatMap((line) => (/\bbuild\b/.test(line) ? scriptBuilds(line, directoryOf(path)) : []))
    .map(commandOf);
}

/** What variables may add to a line; nobody's is longer, nor as long. */
const MAX_LENGTH = 10_000;

/** What make's functions, its automatic variables and the shell's give keeps its `$`. */
function expanded(line: string, values: ReadonlyMap<string, string>): string {
  let room = MAX_LENGTH;
  const expand = (text: string): string =>
    text.replaceAll(VARIABLE, (_, round?: string, curly?: string) => {
      const value = values.get((round ?? curly ?? '').trim());
      // Variables that name each other add something with each step.
      room -= (value?.length ?? 0) + STEP;
      return value === undefined || room < 0 ? '$' : expand(value);
    });
  return line.length > MAX_LENGTH ? '$' : expand(line);
}

const STEP = 10;

/** `$(NAME)`, `${NAME}`, `$@`; `$$NAME` and the like are the shell's. */
const VARIABLE = /\$(?:\(([^()]*)\)|\{([^{}]*)\}|\$\{[^{}]*\}|\$\([^()]*\)|\$?\w+|.)/g;
