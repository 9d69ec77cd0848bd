/** Commands that build images: `docker build`, alone or in a script. */
import { append, joinPath } from '../../model/index.ts';
import type { BuildSettings } from '../dockerfile/stages.ts';
import { ShellDirectories } from '../shell/directories.ts';
import { unrolled } from '../shell/loops.ts';
import { shellCommands } from '../shell/shell.ts';

/** Names as they are written; what only a run knows keeps its `$`. */
export interface CommandBuild {
  readonly image: string;
  readonly context: string;
  /** From the root, unlike in a compose file: `docker build -f` counts from where it is run. */
  readonly dockerfile: string | undefined;
  readonly settings: BuildSettings;
}

/** As it is written, before expressions are filled in. */
export interface WrittenBuild extends Omit<CommandBuild, 'settings'> {
  /** `NAME=value`, by lines. */
  readonly args: string;
  readonly target: string | undefined;
}

/** Docker, "docker buildx build"; Kaniko, "Flags". */
export function settingsIn(values: Options['values']): Pick<WrittenBuild, 'args' | 'target'> {
  const args = values.flatMap(([option, value]) => (option === '--build-arg' ? [value] : []));
  return { args: args.join('\n'), target: values.findLast(([option]) => option === '--target')?.[1] };
}

export function scriptBuilds(script: string, home: string): readonly WrittenBuild[] {
  const found: WrittenBuild[] = [];
  const directories = new ShellDirectories(home === '.' ? '' : home);
  for (const { words, subshell } of unrolled(shellCommands(script))) {
    const texts = words.map(({ text }) => text);
    const target = texts[0] === 'cd' ? texts[1] : undefined;
    const at = directories.in(subshell);
    if (target === undefined) append(found, commandBuilds(texts, at || '.'));
    else if (!at.includes('$')) directories.change(subshell, target);
  }
  return found;
}

/** Options of `docker build` without a value (Docker, "docker buildx build"); each other one takes a word. */
export const NO_VALUE: ReadonlySet<string> = new Set(
  '--no-cache --pull --push --load --quiet -q --rm --force-rm --squash --compress --debug -D --check --disable-content-trust'.split(
    ' ',
  ),
);

/** `docker build -t shop/cart:1 -f docker/cart.Dockerfile .` */
export function commandBuilds(words: readonly string[], home: string): readonly WrittenBuild[] {
  const start = words.findIndex((word) => /^(?:docker|podman)$/.test(word));
  if (start < 0) return [];
  let first = start + 1;
  if (words[first] === 'buildx' || words[first] === 'image') first++;
  if (words[first] !== 'build') return [];
  const { values, positionals } = optionsOf(words.slice(first + 1), NO_VALUE);
  const given = positionals.at(-1);
  if (given === undefined || given === '-') return [];
  const context = inHome(home, given);
  const file = values.findLast(([option]) => option === '-f' || option === '--file')?.[1];
  const made = { context, dockerfile: file === undefined ? undefined : inHome(home, file), ...settingsIn(values) };
  return values.filter(([option]) => option === '-t' || option === '--tag').map(([, image]) => ({ image, ...made }));
}

export interface Options {
  readonly values: readonly (readonly [option: string, value: string])[];
  readonly positionals: readonly string[];
}

export function optionsOf(words: readonly string[], alone: ReadonlySet<string>): Options {
  const values: (readonly [string, string])[] = [];
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const equals = word.indexOf('=');
    if (!word.startsWith('-') || word === '-') positionals.push(word);
    else if (equals > 0) values.push([word.slice(0, equals), word.slice(equals + 1)]);
    else if (!alone.has(word)) values.push([word, words[++index] ?? '']);
  }
  return { values, positionals };
}

/** Where a step's own directory is open, so is all that counts from it. */
export function inHome(home: string, path: string): string {
  if (home.includes('$')) return home;
  if (path.includes('$') || home === '.') return path;
  return joinPath(home, path) ?? path;
}

/** What is given without a value is taken from the environment of whoever builds (Docker, "docker buildx build"). */
function argsIn(text: string): BuildSettings['args'] {
  return new Map(
    text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
      const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(line.trim()) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
}

/** What nothing fills in. */
export function commandOf({ image, context, dockerfile, args, target = '' }: WrittenBuild): CommandBuild {
  return { image, context, dockerfile, settings: { args: argsIn(args), ...(target === '' ? {} : { target }) } };
}
