/** Images that recipes of make build (GNU make, "Recipe Syntax" and "How to Use Variables"). */
import { directoryOf, type SourceFile } from '../../model/index.ts';
import { type CommandBuild, commandOf, scriptBuilds } from './docker-commands.ts';

export function isMakefile(path: string): boolean {
  return /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[\w.-]+\.mk)$/.test(path);
}

const ASSIGNMENT = /^ *(?:export +|override +)*([\w.-]+) *(?:::?|\?)?= *(.*?) *(?:#.*)?$/;

/** Each line of a recipe is a shell of its own, where the file lies. */
export function readMakefile({ path, text }: SourceFile): readonly CommandBuild[] {
  if (!/\bbuild\b/.test(text)) return [];
  const lines = text.replaceAll(/\\\r?\n[ \t]*/g, ' ').split(/\r?\n/);
  const values = new Map(
    lines.flatMap((line): readonly (readonly [string, string])[] => {
      const [, name, value = ''] = ASSIGNMENT.exec(line) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
  return lines
    .filter((line) => line.startsWith('\t'))
    .map((line) => expanded(line.replace(/^[\t @+-]+/, ''), values, 0))
    .flatMap((line) => (/\bbuild\b/.test(line) ? scriptBuilds(line, directoryOf(path)) : []))
    .map(commandOf);
}

/** Variables that name others are followed so far, and no line grows longer. */
const MAX_DEPTH = 10;
const MAX_LENGTH = 10_000;

/** What make's functions, its automatic variables and the shell's give keeps its `$`. */
function expanded(text: string, values: ReadonlyMap<string, string>, depth: number): string {
  if (depth > MAX_DEPTH || text.length > MAX_LENGTH) return '$';
  return text.replaceAll(
    /\$(?:\(([^()]*)\)|\{([^{}]*)\}|\$\{[^{}]*\}|\$\([^()]*\)|\$?\w+|.)/g,
    (_, round?: string, curly?: string) => {
      const value = values.get((round ?? curly ?? '').trim());
      return value === undefined ? '$' : expanded(value, values, depth + 1);
    },
  );
}
