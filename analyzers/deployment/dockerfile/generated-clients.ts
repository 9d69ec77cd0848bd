/** Clients that an image has a tool write beside what it installs. */
import { type Stage, type Step, stagesBehind } from '../../../src/formats/dockerfile/stages.ts';
import { ShellDirectories } from '../../../src/formats/shell/directories.ts';
import { programWords, type ShellWord, shellCommands } from '../../../src/formats/shell/shell.ts';
import { joinPath, type Trait } from '../../../src/model/index.ts';
import { shellTexts } from './commands.ts';
import type { Context } from './layout.ts';
import { originOf } from './started.ts';

/**
 * Prisma's client is code that its own command writes (Prisma, "Generating Prisma Client"): with which variables and options
 * a step of the image, or of a stage that it takes files from, has it written of what lies in the context.
 */
export function generatedClients(target: Stage, stages: readonly Stage[], file: string, context: Context): readonly Trait[] {
  for (const step of stagesBehind(target, stages).flatMap(({ own }) => own)) {
    const value = step.instruction.name === 'RUN' ? generation(step, context) : undefined;
    if (value !== undefined) return [{ kind: 'generates-client', value, origin: originOf(step, file) }];
  }
  return [];
}

function generation(step: Step, context: Context): string | undefined {
  for (const { text } of shellTexts(step)) {
    const directories = new ShellDirectories();
    for (const { words, subshell } of shellCommands(text)) {
      const [program = '', ...args] = programWords(words).map((word) => word.text);
      if (program === 'cd') directories.change(subshell, args[0] ?? '');
      const options = OF_PRISMA.exec([program, ...args].join(' '))?.[1]?.split(' ');
      const home = directories.in(subshell);
      // Of a part of what is copied, whoever copies something else has none.
      if (options === undefined || (home !== '' && !home.startsWith('/'))) continue;
      const variables = assignments(words);
      if (variables !== undefined && isThere(options, context))
        return [...variables, 'npx prisma generate', ...options.slice(1)].join(' ');
    }
  }
  return undefined;
}

/** By whatever runs a package's command; options are words that no shell changes. */
const OF_PRISMA =
  /^(?:(?:npx|bunx|bun x|pnpm(?: exec| dlx)?|yarn(?: run)?|npm exec) (?:(?:--yes|-y|--) )?)?(?:\.\/node_modules\/\.bin\/)?prisma generate((?: --[a-z-]+(?:(?:=| (?!-))[\w./-]+)?)*)$/;

/** Variables that are set for a command alone; undefined where only the build knows a value. */
function assignments(words: readonly ShellWord[]): readonly string[] | undefined {
  const all = words.map(({ text }) => text);
  const set = all.slice(0, all.length - programWords(words).length).filter((word) => /^\w+=/.test(word));
  return set.every((word) => /^[A-Z_][A-Z0-9_]*=[\w:/@.?=-]*$/.test(word))
    ? set.map((word) => word.replace('=', '="').concat('"'))
    : undefined;
}

/** Whether the schema that is named lies in the context; without a name the tool finds it. */
function isThere(options: readonly string[], { directory, has, holds }: Context): boolean {
  const at = options.findIndex((word) => /^--schema(?:=|$)/.test(word));
  if (at < 0) return true;
  const named = options[at] === '--schema' ? options[at + 1] : options[at]?.slice('--schema='.length);
  const path = named === undefined || named.startsWith('/') ? undefined : joinPath(directory, named);
  return path !== undefined && (has(path) || holds?.(path) === true);
}
