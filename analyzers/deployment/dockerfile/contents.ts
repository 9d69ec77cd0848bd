/** What an image has where its command starts: the files of the repository that it names. */
import type { BuildSettings, Stage } from '../../../src/formats/dockerfile/stages.ts';
import { baseName, type RunProcess } from '../../../src/model/index.ts';
import { startedPart } from './builds.ts';
import { isFunction } from './lambda.ts';
import { type Context, type Layout, layoutsOf, Search } from './layout.ts';
import { builtStages } from './stages.ts';
import type { ParsedDockerfile } from './started.ts';

const FILE_WORD = /^(?!\/)[\w./-]+\.(?:py|[cm]?js|sh)$/;
const MODULE_WORD = /^[A-Za-z_]\w*(?:\.\w+)*(?=$|:)/;
const MAX_WORDS = 50;

/** Files that a command may start: its scripts, and what modules of Python are called. */
function namedFiles(words: readonly string[]): readonly string[] {
  return partsOf(words).flatMap((word) => {
    if (FILE_WORD.test(word)) return [bare(word)];
    const module = MODULE_WORD.exec(word)?.[0].replaceAll('.', '/');
    return module === undefined ? [] : [`${module}.py`, `${module}/__init__.py`, `${module}/__main__.py`];
  });
}

/** What may hold the handler that Lambda calls: `handler.main` is `main` of `handler.py`, or of `handler.js`. */
function handlerFiles(words: readonly string[]): readonly string[] {
  const [, file = ''] = /^([\w/.-]+)\.\w+$/.exec(words.at(-1) ?? '') ?? [];
  return file === '' ? [] : [`${file}.py`, `${file}.js`, `${file}.mjs`];
}

/** Those of them that it names by their paths, or as modules of packages to a program that loads such. */
function startedScripts(words: readonly string[]): readonly string[] {
  return LOADS_MODULES.test(baseName(words[0] ?? ''))
    ? namedFiles(words)
    : partsOf(words).flatMap((word) => (FILE_WORD.test(word) ? [bare(word)] : []));
}

const LOADS_MODULES = /^(?:python[\d.]*|uvicorn|gunicorn|hypercorn|daphne|celery|granian)$/;

function partsOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => word.slice(0, 10_000).split(/\s+/)).slice(0, MAX_WORDS);
}

function bare(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

/** What an image has where its command starts: that the repository has in a directory below, or from where it names its files. */
export function withContents(
  process: RunProcess | undefined,
  target: Stage,
  stages: readonly Stage[],
  search: Search,
): RunProcess | undefined {
  const { command = [] } = process ?? {};
  const files = [...namedFiles(command), ...(isFunction(target) ? handlerFiles(command) : [])];
  const layout = files.length === 0 ? undefined : lastLayout(target, stages, search);
  if (process === undefined || layout === undefined) return process;
  const brought = layout.brought();
  const beside = brought.length === 0 ? {} : { beside: brought };
  const contents = layout.contentsWith(files);
  if (contents !== undefined) return { ...process, ...beside, contentsOf: contents };
  const startsIn = startedScripts(command).flatMap((file) => beginningOf(layout.find(layout.absolute(file)), file) ?? [])[0];
  return { ...process, ...beside, ...(startsIn === undefined ? {} : { startsIn }) };
}

/** `apps/api` of `apps/api/scripts/start.sh`, where a command names `scripts/start.sh`. */
function beginningOf(found: string | undefined, file: string): string | undefined {
  if (found === file) return '.';
  return found?.endsWith(`/${file}`) === true ? found.slice(0, -file.length - 1) : undefined;
}

function lastLayout(target: Stage, stages: readonly Stage[], search: Search): Layout | undefined {
  let last: Layout | undefined;
  layoutsOf(target, stages, search, (_, layout, stage) => {
    if (stage === target) last = layout;
  });
  return last;
}

/** The same for the words by which somebody else starts the image, where its own command would. */
export function contentsOf(
  parsed: ParsedDockerfile,
  words: readonly string[],
  context: Context,
  build: BuildSettings,
): string | undefined {
  const { stages, target } = builtStages(parsed, build);
  const files = namedFiles(words);
  if (target === undefined || files.length === 0) return undefined;
  return lastLayout(target, stages, new Search(context))?.contentsWith(files);
}

/** The part of the tree whose program these words start, where the image's commands build several. */
export function partStarted(
  parsed: ParsedDockerfile,
  words: readonly string[],
  context: Context,
  build: BuildSettings,
): string | undefined {
  const { stages, target } = builtStages(parsed, build);
  return target === undefined ? undefined : startedPart(words, target, stages, new Search(context), build.args);
}
