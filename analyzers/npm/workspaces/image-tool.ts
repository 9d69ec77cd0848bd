/** Which tool the images of a directory install with, where locks of several lie there. */

import { type Instruction, parseInstructions } from '../../../src/formats/dockerfile/dockerfile.ts';
import { isDockerfileName } from '../../../src/formats/dockerfile/file-name.ts';
import { writtenWords } from '../../../src/formats/dockerfile/words.ts';
import {
  baseName,
  directoryOf,
  inDirectory,
  isReadFailure,
  joinPath,
  type Project,
  type SourceFile,
} from '../../../src/model/index.ts';
import { isGlobal, NPM_INSTALLS, runCommands } from './image-commands.ts';
import { LOCK_TOOLS, type Tool } from './tools.ts';

interface Installing {
  /** The locks that it takes by name: the folder that they are taken from, and whose they are. */
  readonly taken: readonly (readonly [folder: string, tool: Tool])[];
  /** What its commands install with, each in the image's own directory. */
  readonly run: ReadonlySet<Tool>;
}

/** What all images of the directory that tell it install with: the only one of these tools that an image runs, else whose lock it takes. */
export function toolOfImages(
  directory: string,
  tools: ReadonlySet<Tool>,
  project: Pick<Project, 'list' | 'parse'>,
): Tool | undefined {
  const said = project.list(directory).flatMap((name) => {
    const found = isDockerfileName(name) ? project.parse(inDirectory(directory, name), installing) : undefined;
    return found === undefined || isReadFailure(found) ? [] : (toolOf(found, directory, tools) ?? []);
  });
  return only(said);
}

function toolOf({ taken, run }: Installing, directory: string, tools: ReadonlySet<Tool>): Tool | undefined {
  // The context may be a directory further up.
  const own = taken.filter(([folder]) => folder === '.' || `/${directory}`.endsWith(`/${folder}`)).map(([, tool]) => tool);
  return only([...run].filter((tool) => tools.has(tool))) ?? only(own.filter((tool) => tools.has(tool)));
}

function only(tools: readonly Tool[]): Tool | undefined {
  const [first, ...others] = new Set(tools);
  return others.length === 0 ? first : undefined;
}

function installing({ text }: SourceFile): Installing {
  const { list } = parseInstructions(text);
  return { taken: list.flatMap(locksTaken), run: new Set(list.flatMap(toolsRun)) };
}

/** `COPY package*.json ./` takes npm's lock, `COPY package.json yarn.lock* ./` yarn's. */
function locksTaken({ name, text, words, flags }: Instruction): Installing['taken'] {
  if ((name !== 'COPY' && name !== 'ADD') || flags.has('from')) return [];
  const sources = (words ?? writtenWords(text)).slice(0, -1).flatMap((path) => joinPath('.', path.replace(/^\/+/, '')) ?? []);
  return sources.flatMap((path) =>
    [...LOCK_TOOLS].flatMap(([lock, tool]): Installing['taken'] =>
      isMeant(baseName(path), lock) ? [[directoryOf(path), tool]] : [],
    ),
  );
}

/** A pattern that everything matches says nothing. */
function isMeant(pattern: string, lock: string): boolean {
  const [start = '', ...ends] = pattern.split('*');
  const end = ends.at(-1);
  if (end === undefined) return pattern === lock;
  return start !== '' && ends.length === 1 && lock.startsWith(start) && lock.slice(start.length).endsWith(end);
}

/** Commands of the others that build a project's tree; yarn alone does so without one. */
const INSTALLS: Readonly<Record<string, { readonly tool: Tool; readonly commands: ReadonlySet<string | undefined> }>> = {
  npm: { tool: 'npm', commands: NPM_INSTALLS },
  pnpm: { tool: 'pnpm', commands: new Set(['install', 'i', 'ci', 'fetch']) },
  yarn: { tool: 'yarn', commands: new Set([undefined, 'install']) },
  yarnpkg: { tool: 'yarn', commands: new Set([undefined, 'install']) },
  bun: { tool: 'bun', commands: new Set(['install', 'i', 'ci']) },
};

/** Options that send an installation to another directory. */
const ELSEWHERE = /^(?:--prefix|--cwd|--dir|-C)(?:=|$)/;

/** Of commands that go nowhere else first. */
function toolsRun(instruction: Instruction): readonly Tool[] {
  const commands = runCommands(instruction);
  return commands.some(([program]) => program === 'cd') ? [] : commands.flatMap(toolRun);
}

function toolRun([program = '', ...own]: readonly string[]): readonly Tool[] {
  const name = baseName(program);
  const known = Object.hasOwn(INSTALLS, name) ? INSTALLS[name] : undefined;
  if (known === undefined || own.some((word) => isGlobal(word) || ELSEWHERE.test(word))) return [];
  return known.commands.has(own.find((word) => !word.startsWith('-'))) ? [known.tool] : [];
}
