/** Which part of the tree the commands of an image build, whatever directory its Dockerfile lies in. */

import type { BuildSettings, Stage, Step } from '../../../src/formats/dockerfile/stages.ts';
import { isReachable } from '../../../src/formats/paths.ts';
import { ShellDirectories } from '../../../src/formats/shell/directories.ts';
import { programWords, shellCommands, shellScript } from '../../../src/formats/shell/shell.ts';
import { append, baseName, directoriesAround, directoryOf, inDirectory, joinPath, pathBelow } from '../../../src/model/index.ts';
import { shellTexts } from './commands.ts';
import { type Context, copiedPaths, type Layout, layoutsOf, type Search } from './layout.ts';

/** What a build tool was asked for: a directory of the image, or a name that its manifest gives; `makes`: the program's name. */
type Asked = { readonly path: string; readonly makes?: string } | { readonly name: string };

export interface BuiltParts {
  /** Relative to the root. */
  readonly directories: readonly string[];
  /** Of packages, modules or programs. */
  readonly names: readonly string[];
  /** Directories of Go's main packages, relative to the root. */
  readonly programs?: readonly string[];
  /** The program that is started, where it was compiled elsewhere and is only copied in. */
  readonly binary?: string;
}

/** Values of arguments that who builds the image gives. */
type Given = BuildSettings['args'];

/** Of the stage that is built and those that it takes files from. `program` is the one that it starts. */
export function builtParts(
  target: Stage,
  stages: readonly Stage[],
  program: string | undefined,
  search: Search,
  given: Given,
): BuiltParts {
  const { context } = search;
  const directories = new Set<string>();
  const names = new Set<string>();
  const programs = new Set<string>();
  const isPythons = runsPython(target, program);
  let last: Layout | undefined;
  layoutsOf(target, stages, search, (step, layout, stage) => {
    if (stage === target) last = layout;
    if (step.instruction.name !== 'RUN') return;
    for (const { home, asked, manifests } of selections(step, given)) {
      // What a server in Python hands out was built beside it.
      if (isPythons && manifests === OF_NODE && !target.steps.includes(step)) continue;
      const main = goProgramIn(layout, asked, home, manifests);
      if (main !== undefined) programs.add(main);
      const found = directoryIn(layout, asked, home, manifests) ?? main;
      if (found !== undefined) directories.add(found);
      else if ('name' in asked) names.add(asked.name);
    }
  });
  // A build of everything names no module; what is taken of it does.
  for (const path of last?.archived() ?? []) directories.add(path);
  const binary = program === undefined ? undefined : broughtBinary(program, target, stages, context);
  for (const name of broughtArchives(target, stages, context)) names.add(name);
  return {
    directories: [...directories],
    names: [...names],
    ...(programs.size === 0 ? {} : { programs: [...programs] }),
    ...(binary === undefined ? {} : { binary }),
  };
}

/**
 * The part of the tree, of several that the commands of an image build, whose program the words start: `shop-web` of
 * `go build -o /out/web ./services/web` and `COPY --from=build /out/web /bin/shop-web`.
 */
export function startedPart(
  words: readonly string[],
  target: Stage,
  stages: readonly Stage[],
  search: Search,
  given: Given,
): string | undefined {
  const started = new Set(programsOf(words).map((program) => nameBefore(baseName(program), target)));
  const found = new Set<string>();
  layoutsOf(target, stages, search, (step, layout) => {
    if (step.instruction.name !== 'RUN') return;
    for (const { home, asked, manifests } of selections(step, given)) {
      const isStarted = 'makes' in asked && asked.makes !== undefined && started.has(asked.makes);
      const directory = isStarted ? directoryIn(layout, asked, home, manifests) : undefined;
      if (directory !== undefined) found.add(directory);
    }
  });
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

function programsOf(words: readonly string[]): readonly string[] {
  const script = shellScript(words);
  if (script === undefined) return words.slice(0, 1);
  return shellCommands(script).flatMap((one) => programWords(one.words)[0]?.text ?? []);
}

/** What a program is called in the stage that the target takes it from. */
function nameBefore(name: string, { steps }: Stage): string {
  for (const { instruction, words } of steps) {
    const [source = '', ...others] = words.slice(0, -1);
    const isRenamed = instruction.name === 'COPY' && instruction.flags.has('from') && others.length === 0;
    if (isRenamed && baseName(words.at(-1) ?? '') === name) return baseName(source);
  }
  return name;
}

/** Whether the image that is built installs for Python, or starts what is written in it. */
function runsPython({ steps }: Stage, program = ''): boolean {
  return (
    SERVES_PYTHON.test(baseName(program)) ||
    steps.some(({ instruction: { name, text } }) => name === 'RUN' && INSTALLS_PYTHON.test(text))
  );
}

const SERVES_PYTHON = /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|uwsgi|celery|flask)$/;
const INSTALLS_PYTHON =
  /(?<![\w-])(?:pip[\d.]*\s+install\s(?:[^;&|\n]*\s)?(?:-r|--requirement)[\s=\w]|uv\s+sync\b|poetry\s+install\b|pipenv\s+(?:install|sync)\b|pdm\s+(?:install|sync)\b)/;

/** Files that make a directory a package of Node.js. */
const OF_NODE: readonly string[] = ['package.json'];

interface Selection {
  /** Directory of the image that the command runs in, as far as its line changes it. */
  readonly home: string;
  readonly asked: Asked;
  /** Files that make a directory a part of its own for this tool. */
  readonly manifests: readonly string[];
}

/** A value that only a build knows tells nothing where none says it; a default is anybody's. */
const OPEN = /[$`]/;

/** `$APP`, `${APP}`, and what stands in for it or is said where nobody gives it: `${APP:-api}`, `${APP:?is missing}`. */
const ARGUMENT = /\$(?:(\w+)|\{(\w+)(?::?[-?][^{}]*)?\})/g;

function filled(word: string, { lookup }: Step, given: Given): string {
  return word.replaceAll(ARGUMENT, (written, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? '';
    return (given.has(name) ? lookup(name) : undefined) ?? written;
  });
}

function selections(step: Step, given: Given): readonly Selection[] {
  const found: Selection[] = [];
  for (const { text } of shellTexts(step)) {
    const directories = new ShellDirectories();
    for (const { words, subshell } of shellCommands(text)) {
      const [program = '', ...args] = programWords(words).map((word) => filled(word.text, step, given));
      if (program === 'cd') directories.change(subshell, args[0] ?? '');
      const home = directories.in(subshell);
      const tool = TOOLS.find(({ program: names }) => names.test(program));
      if (tool === undefined || OPEN.test(home)) continue;
      const asked = tool.asked(args).filter((one) => !OPEN.test('path' in one ? one.path : one.name));
      append(
        found,
        asked.map((one) => ({ home, asked: one, manifests: tool.manifests })),
      );
    }
  }
  return found;
}

/** Tools that build one of several parts of a tree, and how their command lines name it. */
const TOOLS: readonly {
  readonly program: RegExp;
  readonly manifests: readonly string[];
  readonly asked: (args: readonly string[]) => readonly Asked[];
}[] = [
  { program: /^(?:.*\/)?go$/, manifests: ['go.mod'], asked: goPackages },
  {
    program: /^(?:.*\/)?mvnw?$/,
    manifests: ['pom.xml'],
    asked: (args) => lists(args, /^(?:-pl|--projects)(?:=|$)/).flatMap(mavenModule),
  },
  {
    program: /^(?:.*\/)?gradlew?$/,
    manifests: ['build.gradle', 'build.gradle.kts'],
    asked: (args) => args.flatMap(gradleProject),
  },
  {
    program: /^npm$/,
    manifests: OF_NODE,
    asked: (args) => lists(args, /^(?:-w|--workspace)(?:=|$)/).flatMap(npmMember),
  },
  { program: /^pnpm$/, manifests: OF_NODE, asked: (args) => lists(args, /^(?:-F|--filter)(?:=|$)/).flatMap(npmMember) },
  { program: /^yarn$/, manifests: OF_NODE, asked: (args) => lists(args, /^workspace$/).flatMap(npmMember) },
  { program: /^(?:npx|turbo|bunx)$/, manifests: OF_NODE, asked: (args) => turboMembers(args).flatMap(npmMember) },
];

/** Values of an option, as `--projects a,b`, `--projects=a,b` or several times. */
function lists(args: readonly string[], option: RegExp): readonly string[] {
  return args.flatMap((word, index): readonly string[] => {
    const [match] = option.exec(word) ?? [];
    if (match === undefined) return [];
    return (match.endsWith('=') ? word.slice(match.length) : (args[index + 1] ?? '')).split(',').filter((one) => one !== '');
  });
}

/** `go build ./cmd/x`, `go install .`; what is fetched by its import path is no part of the tree. */
function goPackages([command = '', ...args]: readonly string[]): readonly Asked[] {
  if (command !== 'build' && command !== 'install') return [];
  const directory = lists(args, /^-C(?:=|$)/).at(-1);
  const named = args.filter((word) => /^\.\.?(?:$|\/)|\.go$/.test(word));
  const isFetched = named.length === 0 && args.some((word) => /^[^-=.]*\.[^-=/]*\/[^@]*@/.test(word));
  if (isFetched) return [];
  const paths =
    named.length === 0 ? ['.'] : named.map((word) => (word.endsWith('.go') ? directoryOf(word) : word.replace(/\/?\.{3}$/, '')));
  const output = lists(args, /^-o(?:=|$)/).at(-1) ?? '';
  const isOne = named.length === 1 && !args.some((word) => word.endsWith('...'));
  return paths.map((path) => ({
    path: directory === undefined ? path : `${directory}/${path}`,
    ...(isOne ? { makes: baseName(output === '' || output.endsWith('/') ? path.replace(/\/+$/, '') : output) } : {}),
  }));
}

/** `-pl services/cart`, `-pl :cart`; what begins with `!` or `-` is left out of the build. */
function mavenModule(word: string): readonly Asked[] {
  if (/^[!-]/.test(word)) return [];
  const colon = word.lastIndexOf(':');
  return [colon < 0 ? { path: word } : { name: word.slice(colon + 1) }];
}

/** `:services:cart:bootJar` means the project in `services/cart`. */
function gradleProject(word: string): readonly Asked[] {
  const parts = /^:?(?:[\w.-]+:)+\w+$/.test(word) ? word.replace(/^:/, '').split(':').slice(0, -1) : [];
  return parts.length === 0 ? [] : [{ path: parts.join('/') }];
}

function turboMembers(args: readonly string[]): readonly string[] {
  const prune = args.indexOf('prune');
  const pruned = prune < 0 ? undefined : args.slice(prune + 1).find((word) => !word.startsWith('-'));
  return [...(pruned === undefined ? [] : [pruned]), ...lists(args, /^--(?:filter|scope)(?:=|$)/)];
}

/** `web`, `@shop/web`, `./apps/web`, `{apps/web}`, with `...` for what they depend on; `!web` is left out. */
function npmMember(word: string): readonly Asked[] {
  if (word.startsWith('!')) return [];
  const bare = word.replaceAll(/\.{3}|\^|\[[^[\]]*\]/g, '').replace(/^\{(.*)\}$/, '$1');
  if (bare === '' || bare.includes('*')) return [];
  return [/^\.?\.?\//.test(bare) || (bare.includes('/') && !bare.startsWith('@')) ? { path: bare } : { name: bare }];
}

/** The directory of the repository that a path of the image is the copy of: that of the manifest there, for Go of the nearest. */
export function directoryIn(layout: Layout, asked: Asked, home: string, manifests: readonly string[]): string | undefined {
  const from = layout.absolute(home === '' ? '.' : home);
  const inner = layout.absolute('path' in asked ? asked.path : asked.name, from);
  if (!isReachable(inner)) return undefined;
  const isGo = manifests.includes('go.mod');
  for (let at = inner; ; at = directoryOf(at) === '' ? '/' : directoryOf(at)) {
    const found = manifests.map((name) => layout.find(layout.absolute(name, at))).find((one) => one !== undefined);
    if (found !== undefined) return directoryOf(found);
    if (!isGo || at === '/') return undefined;
  }
}

/** The directory of the program that is built: whose it is where go.mod came with the base image, and only its sources are copied. */
function goProgramIn(layout: Layout, asked: Asked, home: string, manifests: readonly string[]): string | undefined {
  if (!manifests.includes('go.mod') || !('path' in asked)) return undefined;
  const main = layout.find(layout.absolute('main.go', layout.absolute(asked.path, layout.absolute(home === '' ? '.' : home))));
  return main === undefined ? undefined : directoryOf(main);
}

/** `cart-1.2.0-SNAPSHOT.jar` is called after the module `cart`; no file has a longer name. */
const ARCHIVE = /^(?=.{1,255}$)([A-Za-z][\w.-]*?)(?:-v?\d[\w.]*(?:-[\w.]+)*)?\.[jw]ar$/;
const MANIFESTS = ['pom.xml', 'build.gradle', 'build.gradle.kts'];

/** Modules whose archives somebody brings to an image beside no module: `COPY jar/shop-cart.jar app.jar`. */
function broughtArchives(target: Stage, stages: readonly Stage[], context: Context): readonly string[] {
  return copiedPaths(target, stages).flatMap((path) => {
    const name = ARCHIVE.exec(baseName(path))?.[1];
    const own = joinPath(context.directory, path);
    return name === undefined || OPEN.test(path) || own === undefined || isMade(own, context) ? [] : [name];
  });
}

/** Whether a file is there, or is made where a module's own archives are: that directory tells more than its name. */
function isMade(path: string, context: Context): boolean {
  if (context.has(path)) return true;
  const isModule = (at: string): boolean => MANIFESTS.some((name) => context.has(inDirectory(at, name)));
  return directoriesAround(path).some((at) => ARCHIVES_OF_MODULE.test(pathBelow(at, path) ?? '') && isModule(at));
}

/** Beside the manifest, or where the build puts it: whatever lies deeper in a root's tree is not the root's. */
const ARCHIVES_OF_MODULE = /^(?:(?:target|build|dist|out|libs?)\/.*)?[^/]+$/;

/** A program that was built elsewhere and is only copied in: `COPY shop /usr/bin/`, `CMD ["shop"]`. */
function broughtBinary(program: string, target: Stage, stages: readonly Stage[], context: Context): string | undefined {
  const name = baseName(program);
  if (OPEN.test(name) || name.includes('.')) return undefined;
  const brought = copiedPaths(target, stages).filter((path) => baseName(path) === name);
  const isThere = (path: string): boolean => {
    const own = joinPath(context.directory, path);
    return own !== undefined && context.has(own);
  };
  return brought.length > 0 && !brought.some(isThere) ? name : undefined;
}
