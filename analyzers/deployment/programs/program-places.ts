/** Which part of the tree a command line starts its program in, where its file speaks of several: a Procfile at the root. */

import { localPath } from '../../../src/formats/paths.ts';
import { ShellDirectories } from '../../../src/formats/shell/directories.ts';
import { programWords, type Subshell, shellCommands, shellScript } from '../../../src/formats/shell/shell.ts';
import { baseName, type DeploymentFacts, directoryOf, inDirectory, isWithin, type Project } from '../../../src/model/index.ts';

/** What begins a part of a tree of its own. */
const MANIFEST =
  /^(?:package\.json|pyproject\.toml|requirements[\w.-]*\.txt|setup\.(?:py|cfg)|Pipfile|environment\.ya?ml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?)$/;

/** Options by which programs are told the directory that they run in. */
const DIRECTORY_OPTION = /^(?:-C|--(?:app-dir|chdir|cwd|dir|directory|prefix|project|pythonpath))$/;
/** Programs of Python that are told a module. */
const MODULE_RUNNER = /^(?:-m|-A|--app|celery|daphne|gunicorn|granian|hypercorn|uvicorn|waitress-serve)$/;
const MODULE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?::.*)?$/;

/** Commands of a line, and their words, that are looked at. */
const MAX_COMMANDS = 50;
const MAX_WORDS = 200;

/**
 * The directory with a manifest of its own that a command line changes to, or names: by an option, by the path of what it
 * runs, by a module. `home`: of the file, `told`: where that says the program runs. Undefined for what runs in `home`.
 */
export function programPlace(project: Project, home: string, words: readonly string[], told?: string): string | undefined {
  const from = told === undefined ? undefined : directoryIn(project, home, told);
  const start = from ?? home;
  const directories = new ShellDirectories();
  let at = '';
  let named: string | undefined;
  for (const { command, shell } of commandsOf(words)) {
    const [program = '', target = ''] = command;
    if (program === 'cd' || program === 'pushd') directories.change(shell, target);
    else named = partNamed(project, directoryIn(project, start, directories.in(shell)) ?? start, command) ?? named;
    at = directories.in(shell);
  }
  const place = named ?? (at === '' ? undefined : partAround(project, directoryIn(project, start, at), home)) ?? from;
  return place === undefined ? undefined : partAround(project, place, home);
}

/** How package managers and task runners are told the member of a workspace. */
const MEMBERS: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/^npm$/, /^(?:-w|--workspace)$/],
  [/^(?:pnpm|turbo|bun)$/, /^(?:-F|--filter)$/],
  [/^yarn$/, /^workspace$/],
  [/^lerna$/, /^--scope$/],
  [/^nx$/, /^(?:serve|start|run)$/],
];
const RUNNER = /^(?:npx|pnpx|bunx|exec|dlx|yarn|pnpm)$/;

/** Programs by how the service of each is found: by the part of the tree, or by the member, that its command line names. */
export function byService<T>(
  project: Project,
  home: string,
  programs: readonly T[],
  told: (one: T) => { readonly words: readonly string[]; readonly directory?: string },
): readonly { readonly join: DeploymentFacts['join']; readonly programs: readonly T[] }[] {
  const found = new Map<string, { readonly join: DeploymentFacts['join']; readonly programs: T[] }>();
  for (const one of programs) {
    const { words, directory } = told(one);
    const place = programPlace(project, home, words, directory);
    const member = place === undefined ? memberOf(words) : undefined;
    const join = { directory: place ?? home, ...(member === undefined ? {} : { name: member }) };
    const key = `${join.directory}\n${member ?? ''}`;
    const group = found.get(key);
    if (group === undefined) found.set(key, { join, programs: [one] });
    else group.programs.push(one);
  }
  return [...found.values()];
}

function memberOf(words: readonly string[]): string | undefined {
  for (const { command } of commandsOf(words)) {
    const own = command.slice(0, MAX_WORDS);
    const first = own.findIndex((word) => MEMBERS.some(([program]) => program.test(word)) || !RUNNER.test(word));
    for (const [program, option] of MEMBERS) {
      const at = own.findIndex((word, index) => index <= first + 1 && program.test(word));
      if (at < 0) continue;
      const stated = own.findIndex((word, index) => index > at && option.test(word.split('=', 1)[0] ?? ''));
      const word = own[stated];
      const value = word === undefined ? undefined : word.includes('=') ? word.slice(word.indexOf('=') + 1) : own[stated + 1];
      const name = value?.split(':', 1)[0] ?? '';
      if (/^@?[\w./-]+$/.test(name)) return name;
    }
  }
  return undefined;
}

/** The words of each command that a line runs, with the group of the shell that it stands in. */
function commandsOf(words: readonly string[]): readonly { readonly command: readonly string[]; readonly shell?: Subshell }[] {
  const script = shellScript(words);
  if (script === undefined) return [{ command: words }];
  return shellCommands(script)
    .slice(0, MAX_COMMANDS)
    .map(({ words: own, subshell }) => ({
      command: programWords(own).map(({ text }) => text),
      ...(subshell === undefined ? {} : { shell: subshell }),
    }));
}

/** The part that the words of one command name. */
function partNamed(project: Project, home: string, command: readonly string[]): string | undefined {
  const words = command.slice(0, MAX_WORDS);
  const runsModules = words.some((word) => MODULE_RUNNER.test(baseName(word)));
  for (const [index, word] of words.entries()) {
    const equals = word.indexOf('=');
    const option = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? (words[index + 1] ?? '') : word.slice(equals + 1);
    const given = DIRECTORY_OPTION.test(option) ? directoryIn(project, home, value) : undefined;
    const part = given ?? (word.startsWith('-') ? undefined : placeOfWord(project, home, word, runsModules));
    const around = part === undefined ? undefined : partAround(project, part, home);
    if (around !== undefined) return around;
  }
  return undefined;
}

function placeOfWord(project: Project, home: string, word: string, runsModules: boolean): string | undefined {
  if (runsModules && MODULE.test(word)) {
    const [module = ''] = word.split(':', 1);
    return existing(project, localPath(home, directoryOf(module.replaceAll('.', '/'))), home);
  }
  if (!word.includes('/') || /[$`*]|:\/\//.test(word)) return undefined;
  // What is built is often not there yet.
  if (!word.startsWith('/')) return existing(project, localPath(home, word), home);
  let at = directoryOf(word);
  for (let up = 0; up < MAX_BUILT && at.length > 1; up++, at = directoryOf(at)) {
    const found = directoryIn(project, home, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Directories of what is built, below the one that lies in the tree: `target/classes`. */
const MAX_BUILT = 4;

/** The nearest directory of the tree around a path, below `home`. */
function existing(project: Project, path: string | undefined, home: string): string | undefined {
  for (let at = path ?? home; at !== home && at !== '.'; at = directoryOf(at)) if (project.list(at).length > 0) return at;
  return undefined;
}

/** A directory of the tree that a path means; of one of an image or a host the longest end that lies below the file's home, or around. */
function directoryIn(project: Project, home: string, path: string): string | undefined {
  if (path === '' || /[$`*]/.test(path)) return undefined;
  if (!path.startsWith('/')) {
    const found = localPath(home, path);
    return found !== undefined && project.list(found).length > 0 ? found : undefined;
  }
  const segments = path.split('/').filter((one) => one !== '');
  if (segments.length > MAX_SEGMENTS) return undefined;
  for (let base = home; ; base = directoryOf(base)) {
    for (let at = 0; at < segments.length; at++) {
      const found = inDirectory(base, segments.slice(at).join('/'));
      if (project.list(found).length > 0) return found;
    }
    if (base === '.') return undefined;
  }
}

const MAX_SEGMENTS = 12;

/** The nearest directory with a manifest at or around a place that is another part than `home`. */
function partAround(project: Project, place: string | undefined, home: string): string | undefined {
  if (place === undefined) return undefined;
  for (let at = place; at !== home && at !== '.' && !isWithin(home, at); at = directoryOf(at))
    if (project.list(at).some((name) => MANIFEST.test(name))) return at;
  return undefined;
}
