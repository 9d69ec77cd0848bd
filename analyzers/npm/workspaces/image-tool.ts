/** Which tool the images of a directory install with, where locks of several lie there. */

import { type Instruction, parseInstructions } from '../../../src/formats/dockerfile/dockerfile.ts';
import { isDockerfileName } from '../../../src/formats/dockerfile/file-name.ts';
import { writtenWords } from '../../../src/formats/dockerfile/words.ts';
import { baseName, inDirectory, isReadFailure, type Project, type SourceFile } from '../../../src/model/index.ts';
import { isGlobal, NPM_INSTALLS, runCommands } from './image-commands.ts';
import { LOCK_TOOLS, type Tool } from './tools.ts';

interface Installing {
  /** Whose locks are copied into it by name. */
  readonly taken: ReadonlySet<Tool>;
  /** What its commands install with. */
  readonly run: ReadonlySet<Tool>;
}

/** The only one of these tools whose lock the images take by name, else the only one that they run. */
export function toolOfImages(
  directory: string,
  tools: ReadonlySet<Tool>,
  project: Pick<Project, 'list' | 'parse'>,
): Tool | undefined {
  const images = project.list(directory).flatMap((name) => {
    const found = isDockerfileName(name) ? project.parse(inDirectory(directory, name), installing) : undefined;
    return found === undefined || isReadFailure(found) ? [] : [found];
  });
  const onlyOf = (said: readonly ReadonlySet<Tool>[]): Tool | undefined => {
    const [only, ...others] = new Set(said.flatMap((one) => [...one].filter((tool) => tools.has(tool))));
    return others.length === 0 ? only : undefined;
  };
  return onlyOf(images.map(({ taken }) => taken)) ?? onlyOf(images.map(({ run }) => run));
}

function installing({ text }: SourceFile): Installing {
  const { list } = parseInstructions(text);
  return { taken: new Set(list.flatMap(locksTaken)), run: new Set(list.flatMap(runCommands).flatMap(toolRun)) };
}

/** `COPY package*.json ./` takes npm's lock, `COPY package.json yarn.lock* ./` yarn's. */
function locksTaken({ name, text, words, flags }: Instruction): readonly Tool[] {
  if ((name !== 'COPY' && name !== 'ADD') || flags.has('from')) return [];
  const sources = (words ?? writtenWords(text)).slice(0, -1).map((path) => baseName(path));
  return [...LOCK_TOOLS].flatMap(([lock, tool]) => (sources.some((one) => isMeant(one, lock)) ? [tool] : []));
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

function toolRun([program = '', ...own]: readonly string[]): readonly Tool[] {
  const name = baseName(program);
  const known = Object.hasOwn(INSTALLS, name) ? INSTALLS[name] : undefined;
  if (known === undefined || own.some(isGlobal)) return [];
  return known.commands.has(own.find((word) => !word.startsWith('-'))) ? [known.tool] : [];
}
