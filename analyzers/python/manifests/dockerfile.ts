import { type Instruction, parseInstructions } from '../../../src/formats/dockerfile/dockerfile.ts';
import { deployedStage, type Stage, type Step, stagesBehind, stagesOf } from '../../../src/formats/dockerfile/stages.ts';
import { expanded } from '../../../src/formats/dockerfile/words.ts';
import type { ShellWord } from '../../../src/formats/shell/shell.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import { baseName, type Diagnostic, directoryOf, normalizeName, type Origin, type SourceFile } from '../../../src/model/index.ts';
import { type Declared, declare, INSTALLERS, invalidRequirement, type ManifestFacts, NOTHING } from '../declared.ts';
import { parseRequirement } from '../notation/requirement.ts';
import { environmentsIn } from './image-environments.ts';
import { type Command, commandsOf } from './image-shell.ts';
import { resolvePath } from './pip/requirement.ts';

/**
 * What an image installs by name (`RUN pip install fastapi==0.63.0 uvicorn`): where no manifest says what a program
 * needs, its Dockerfile does. Of the stage that runs, and of those that it is built on or takes files from.
 */
export interface ImageFacts extends ManifestFacts {
  /** Whether it installs from files or projects as well. */
  readonly hasOthers: boolean;
  /**
   * What it installs by name where its manifests are installed, too: in the stage that runs, whatever happens, by the pip of
   * the same environment, from no index of its own.
   */
  readonly besides: readonly Declared[];
  /** Those of them that commands behind all others install: of two versions pip leaves the one that was asked for last. */
  readonly later: readonly Declared[];
  /** What it takes of its context, without `./`. */
  readonly copied: readonly string[];
  /** Files that it takes under another name, and that name: `COPY requirements/prod.txt requirements.txt`. */
  readonly renamed: readonly (readonly [source: string, name: string])[];
  /** Where in the image what it takes of its context lies. */
  readonly copies: readonly ImageCopy[];
  readonly commands: readonly ImageCommand[];
  /** Whether a command has Pipenv work by the Pipfile; `pipenv requirements` only writes its lock out. */
  readonly runsPipenv: boolean;
  /** Names of lists that its own commands write out of what a project says: what is there under such a name is none of the tree. */
  readonly exported: readonly string[];
}

/** Most images of a fleet are of other languages. */
const INSTALLS = /\b(?:pip(?:[\d.]*|tools)|uv|poetry|pdm|pipenv|conda|(?:micro)?mamba)\b/;

/** For `Project.parse`. */
export function readImage(file: SourceFile): ImageFacts {
  const { list } = INSTALLS.test(file.text) ? parseInstructions(file.text) : { list: [] };
  const steps = runsOf(list).map((run) => ({ ...run, commands: commandsOf(run.instruction) }));
  const environments = environmentsIn(steps);
  const runs = steps.flatMap(({ commands, lookup, isLasting }, step) =>
    commands.map(({ words, isConditional, lineAt }, index) => {
      const placeOf = (offset: number): Origin => ({ file: file.path, line: lineAt(offset) });
      const installed = installedBy(words);
      const environment = environments[step]?.[index];
      return { words, lookup, placeOf, isConditional, isLasting: isLasting && !isConditional, installed, environment };
    }),
  );
  const shared = new Set(runs.flatMap(({ installed, environment }) => (installed?.hasOthers === true ? [environment] : [])));
  const lastOther = runs.findLastIndex(({ installed }) => installed?.hasOthers === true);
  const named = runs.flatMap(({ words, installed, lookup, placeOf, isLasting, environment }, at) => {
    const isShared = isLasting && installed?.index === undefined && (shared.size === 0 || shared.has(environment));
    return (installed?.names ?? []).flatMap((word) => {
      const one = declaredOf(word, lookup, placeOf(word.offset));
      return one === undefined ? [] : [{ one, isBeside: isShared && isForAll(words), isLater: at > lastOther }];
    });
  });
  const found = named.map(({ one }) => one);
  const hasOwnTool = runs.some(({ words }) => isUvRun(words) || installsProject(words.map(({ text }) => text)));
  const [others] = runs.flatMap(({ installed, words, placeOf }) =>
    installed?.hasOthers === true ? [placeOf(words[0]?.offset ?? 0)] : [],
  );
  const [index] = runs.flatMap(({ installed, placeOf }) =>
    installed?.index === undefined ? [] : [placeOf(installed.index.offset)],
  );
  const declared = found.flatMap((one) => ('code' in one ? [] : [one]));
  const besides = hasOwnTool
    ? []
    : named.flatMap(({ one, isBeside, isLater }) => (isBeside && !('code' in one) ? [{ one, isLater }] : []));
  const open = others === undefined ? [] : [`line ${others.line} installs what other files say`];
  if (index !== undefined) open.push(`line ${index.line} names an index of its own`);
  return {
    ...NOTHING,
    kind: 'dockerfile',
    isProject: declared.length > 0,
    declared: [...new Map(declared.map((one) => [`${one.name} ${one.constraint} ${one.from ?? ''}`, one])).values()],
    hasOthers: others !== undefined,
    besides: besides.map(({ one }) => one),
    later: besides.flatMap(({ one, isLater }) => (isLater ? [one] : [])),
    copied: list.flatMap((one) => [...copiedBy(one), ...mountedBy(one).map(([source]) => source)]),
    renamed: list.flatMap((one) => [...renamedBy(one), ...mountedBy(one).filter(isRenamed)]),
    copies: copiesOf(list),
    commands: imageCommands(list, file.path),
    runsPipenv: runs.some(({ words }) => isPipenv(words)),
    exported: runs.flatMap(({ words, isConditional }) => (isConditional ? [] : exportedBy(words.map(({ text }) => text)))),
    diagnostics: found.flatMap((one) => ('code' in one ? [one] : [])),
    ...(open.length === 0 ? {} : { unknown: `of its ${baseName(file.path)}, ${open.join(', and ')}` }),
  };
}

export interface ImageCopy {
  /** As in `copied`. */
  readonly source: string;
  /** Absolute: of a file whether it is put into that or made it, of a directory what holds all that is in it. */
  readonly to: string;
  readonly isInto: boolean;
}

/** A command of an image that installs something of Python, by the words of its line. */
export interface ImageCommand {
  /** Requirements files, and environments of conda; seen from `home` where they are not absolute. */
  readonly files: readonly string[];
  /** Where in the image its step begins. */
  readonly home: string;
  /** Whether it installs the project that it lies in, or packages by name. */
  readonly takes: 'project' | 'names' | undefined;
  /** Projects that it installs from elsewhere in the image. */
  readonly projects: readonly ImageProject[];
  readonly isUvs: boolean;
  readonly constraints: readonly { readonly word: string; readonly origin: Origin }[];
}

/** `pip install /opt/core[fast]` */
export interface ImageProject {
  /** In the image, from its root. */
  readonly path: string;
  readonly extras: readonly string[];
  readonly origin: Origin;
}

/** No image installs in more steps. */
const MAX_COMMANDS = 500;

/** What the image that is built in the end installs, in order. */
function imageCommands(list: readonly Instruction[], file: string): readonly ImageCommand[] {
  const found: ImageCommand[] = [];
  for (const { instruction, lookup, home } of runsOf(list)) {
    for (const command of commandsOf(instruction)) {
      if (found.length === MAX_COMMANDS) return found;
      const one = imageCommand(command, lookup, { file, home });
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

function imageCommand(
  { words, before, directory, lineAt }: Command,
  lookup: Lookup,
  { file, home }: { readonly file: string; readonly home: string },
): ImageCommand | undefined {
  const below = expanded(directory ?? '', lookup).text;
  const isUvs = baseName(words[0]?.text ?? '') === 'uv';
  const fileAt = (text: string): string => {
    const word = expanded(text, lookup).text;
    const isWhole = below === '' || word === '' || word.startsWith('/') || word.includes('://');
    return isWhole ? word : `${below}/${word}`;
  };
  const files = (list: readonly ShellWord[]): readonly string[] => list.map(({ text }) => fileAt(text));
  const nothing = { files: [], home, takes: undefined, projects: [], isUvs, constraints: [] };
  const environments = condaEnvironments(words);
  if (environments.length > 0) return { ...nothing, files: files(environments) };
  const synced = syncedLists(words);
  if (synced !== undefined) return { ...nothing, files: files(synced) };
  const rest = afterPip(words);
  if (rest === undefined) {
    if (!installsProject(words.map(({ text }) => text)) && !isUvRun(words)) return undefined;
    const lists = valuesOf(words, isUvRun(words) ? /^--with-requirements(?:=|$)/ : REQUIREMENTS);
    return { ...nothing, files: files(isUvRun(words) || isPipenv(words) ? lists : []), takes: 'project' };
  }
  const origin = (offset: number): Origin => ({ file, line: lineAt(offset) });
  const given = [...valuesOf(rest, CONSTRAINTS), ...stated(isUvs ? 'UV_CONSTRAINT' : 'PIP_CONSTRAINT', before, lookup)];
  const installed = installedBy(words);
  const paths = rest.filter(({ text }, index) => !text.startsWith('-') && !WITH_VALUE.has(rest[index - 1]?.text ?? ''));
  const isProjects = paths.some(({ text }) => isDirectory(text));
  return {
    ...nothing,
    files: files(valuesOf(rest, REQUIREMENTS)),
    takes: isProjects ? 'project' : (installed?.names.length ?? 0) > 0 ? 'names' : undefined,
    projects: paths.flatMap(({ text, offset }) => projectAt(expanded(text, lookup).text, imagePath(home, below), origin(offset))),
    constraints: given
      .flatMap(({ text, offset }) => text.split(/\s+/).map((word) => ({ word: fileAt(word), origin: origin(offset) })))
      .filter(({ word }) => word !== ''),
  };
}

/** Of `uv pip sync web.txt` and `pip-sync web.txt`, which install what lists say and nothing else. */
function syncedLists(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const [program = '', ...texts] = words.map(({ text }) => text);
  const name = baseName(program);
  const verbs = name === 'pip-sync' ? 1 : name === 'uv' ? 3 : 4;
  const isSync = /^(?:pip-sync|uv pip sync|python[\d.]* -m piptools sync)$/.test([name, ...texts.slice(0, verbs - 1)].join(' '));
  if (!isSync) return undefined;
  const rest = words.slice(verbs);
  return rest.filter(({ text }, index) => !text.startsWith('-') && !WITH_VALUE.has(rest[index - 1]?.text ?? ''));
}

function imagePath(home: string, word: string): string {
  return resolvePath('.', word.startsWith('/') ? word : `${home}/${word}`);
}

function projectAt(word: string, home: string, origin: Origin): readonly ImageProject[] {
  const [, written = '', extras = ''] = /^((?:\.{0,2}\/|[\w-]+\/|\.{1,2}(?=\[|$))[\w./-]*)(?:\[([\w,. -]*)\])?$/.exec(word) ?? [];
  if (written === '' || /\.(?:whl|gz|zip|txt|in|toml|py)$/.test(written)) return [];
  const path = imagePath(home, written);
  return [{ path, extras: extras.split(',').flatMap((one) => (one.trim() === '' ? [] : [normalizeName(one)])), origin }];
}

/** `.`, `..[fast]` */
function isDirectory(word: string): boolean {
  return /^\.{1,2}\/?(?:\[.*)?$/.test(word);
}

/** `conda env create -f prod.yml`, `mamba env update --file=env/prod.yaml`, `micromamba install -y -n base -f /tmp/env.yaml`. */
function condaEnvironments(words: readonly ShellWord[]): readonly ShellWord[] {
  const [program, ...rest] = words.map(({ text }) => text);
  if (!/^(?:conda|(?:micro)?mamba)$/.test(baseName(program ?? ''))) return [];
  if (!rest.some((text) => /^(?:create|update|install)$/.test(text))) return [];
  return valuesOf(words, /^(?:-f|--file)(?:=|$)|^-f(?=[^-])/).filter(({ text }) => /\.ya?ml$/.test(text));
}

/** The variable of the tool, before the command or from an instruction; several files stand apart by blanks. */
function stated(name: string, before: readonly ShellWord[], lookup: Lookup): readonly ShellWord[] {
  const inline = before.find(({ text }) => text.startsWith(`${name}=`));
  if (inline !== undefined) return [{ ...inline, text: inline.text.slice(name.length + 1) }];
  const value = lookup(name);
  return value === undefined ? [] : [{ text: value, offset: 0 }];
}

const CONSTRAINTS = /^(?:-c|--constraints?)(?:=|$)|^-c(?=[^-])/;
/** Flags may be joined: `-qr web.txt`. */
const REQUIREMENTS = /^(?:-[UqvI]*r|--requirements?|--requirements-from-script)(?:=|$)|^-[UqvI]*r(?=[^-])/;

/** `-c file`, `-cfile`, `--constraint=file` */
function valuesOf(words: readonly ShellWord[], option: RegExp): readonly ShellWord[] {
  return words.flatMap((word, index) => {
    const match = option.exec(word.text);
    if (match === null) return [];
    const own = word.text.slice(match[0].length);
    const value = own === '' ? words[index + 1] : { ...word, text: own };
    return value === undefined ? [] : [value];
  });
}

function copiedBy(instruction: Instruction): readonly string[] {
  return taken(instruction).slice(0, -1).map(bare);
}

function copiesOf(instructions: readonly Instruction[]): readonly ImageCopy[] {
  return placedSteps(stagesOf(instructions).stages).flatMap(({ instruction: { name, flags }, words, home }) => {
    const [written = '.', ...sources] = words.toReversed();
    const to = imagePath(home, written);
    if ((name !== 'COPY' && name !== 'ADD') || flags.has('from')) return [];
    const isInto = sources.length > 1 || /(?:^|\/)\.?$/.test(written) || to === home;
    return sources.map((source) => ({ source: bare(source), to, isInto }));
  });
}

/** Of a single source with an ending, under a name with one. */
function renamedBy(instruction: Instruction): ImageFacts['renamed'] {
  const words = taken(instruction);
  const [source] = copiedBy(instruction);
  const name = baseName(words[1] ?? '');
  return words.length === 2 && source !== undefined && isRenamed([source, name]) ? [[source, name]] : [];
}

function isRenamed([source, name]: readonly [source: string, name: string]): boolean {
  return name !== baseName(source) && [source, name].every((one) => /[^./]\.\w+$/.test(one));
}

/** What a step binds of the context, and as what: `RUN --mount=type=bind,source=deps/prod.txt,target=/tmp/reqs.txt`. */
function mountedBy({ name, flags }: Instruction): ImageFacts['renamed'] {
  const mounts = name === 'RUN' ? (flags.get('mount') ?? '').split('\n') : [];
  return mounts.flatMap((mount): ImageFacts['renamed'] => {
    const options = new Map(mount.split(',').map((one) => [one.split('=', 1)[0] ?? '', one.slice(one.indexOf('=') + 1)]));
    const source = options.get('source') ?? options.get('src') ?? '';
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination') ?? '';
    const isBound = (options.get('type') ?? 'bind') === 'bind' && !options.has('from');
    return isBound && source !== '' && target !== '' ? [[bare(source), baseName(target)]] : [];
  });
}

/** Without `./` and what stands for all of a directory. */
function bare(word: string): string {
  return word.replace(/^\.?\/+/, '').replace(/(?<!\/)\/+(?:\*|\.)?$/, '');
}

/** Sources and the destination of what an instruction takes of the context. */
function taken({ name, flags, text, words }: Instruction): readonly string[] {
  return (name !== 'COPY' && name !== 'ADD') || flags.has('from') ? [] : (words ?? text.split(/\s+/));
}

/** The steps that made what is there in the end, in order, and how it is started. */
function runsOf(instructions: readonly Instruction[]): readonly Run[] {
  const { stages } = stagesOf(instructions);
  const target = deployedStage(stages);
  const layers = new Set(target?.layers);
  return placedSteps(stages).flatMap((step): readonly Run[] => {
    const { instruction, stage } = step;
    const runs = instruction.name === 'RUN' || (stage === target && /^(?:CMD|ENTRYPOINT)$/.test(instruction.name));
    return runs ? [{ ...step, isLasting: layers.has(stage) }] : [];
  });
}

interface Run extends PlacedStep {
  /** Whether it is of the stage that is left in the end, or of one that this is built on. */
  readonly isLasting: boolean;
}

/** A step, its stage, and the directory of the image in which it is. */
interface PlacedStep extends Pick<Step, 'instruction' | 'lookup' | 'words'> {
  readonly stage: Stage;
  readonly home: string;
}

/** Of the stages that made what is there in the end. */
function placedSteps(stages: readonly Stage[]): readonly PlacedStep[] {
  const target = deployedStage(stages);
  const works = new Map<Stage | undefined, string>();
  return (target === undefined ? [] : stagesBehind(target, stages)).flatMap((stage) => {
    let home = works.get(stage.base) ?? '/';
    const steps = stage.own.map(({ instruction, lookup, words }): PlacedStep => {
      const before = home;
      const [written = '.'] = words;
      if (instruction.name === 'WORKDIR') home = imagePath(home, written);
      return { instruction, lookup, words, stage, home: before };
    });
    works.set(stage, home);
    return steps;
  });
}

/** Options of pip and of uv's pip that take a value. */
const WITH_VALUE: ReadonlySet<string> = new Set(
  (
    '-c --constraint -b --build-constraint --override -i --index-url --extra-index-url --index --default-index -f --find-links ' +
    '-t --target --prefix --root --src --cache-dir --log --proxy --retries --timeout -p --python --python-version ' +
    '--python-platform --platform --implementation --abi --no-binary --only-binary --trusted-host --progress-bar ' +
    '--upgrade-strategy -C --config-settings --index-strategy --resolution --prerelease --exclude-newer --link-mode --torch-backend ' +
    '-w --wheel-dir -d --dest --root-user-action --cert --client-cert --global-option --report --keyring-provider --use-feature --no-build-package -P --upgrade-package'
  ).split(' '),
);

const OF_INDEX = /^(?:-i|--index-url|--extra-index-url|--index|--default-index|-f|--find-links)(?:=|$)/;

/** Options whose value is a file or a project that says what is needed. */
const OF_FILES =
  /^(?:-[UqvI]*r|--requirements?|--requirements-from-script|-e|--editable|--group)$|^-(?:[UqvI]*r|e)\S|^--(?:requirements?|requirements-from-script|editable|group)=/;

interface Installed {
  readonly names: readonly ShellWord[];
  readonly hasOthers: boolean;
  /** The option that says where packages come from. */
  readonly index?: ShellWord;
}

/** What a command installs; undefined for a command that installs nothing of Python. */
function installedBy(words: readonly ShellWord[]): Installed | undefined {
  const rest = afterPip(words);
  if (rest === undefined) {
    if (isUvRun(words)) return broughtToRun(words);
    return installsProject(words.map(({ text }) => text)) ? { names: [], hasOthers: true } : undefined;
  }
  const names: ShellWord[] = [];
  let hasOthers = false;
  let source: ShellWord | undefined;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    if (word === undefined) break;
    if (OF_INDEX.test(word.text)) source ??= word;
    if (OF_FILES.test(word.text)) hasOthers = true;
    if (word.text.startsWith('-')) {
      if (WITH_VALUE.has(word.text) || (OF_FILES.test(word.text) && /^(?:-[UqvI]*[re]|--[^=]+)$/.test(word.text))) index++;
      continue;
    }
    if (/^(?:\d?>|&>|<(?!\w))/.test(word.text)) break;
    if (isPath(word.text)) hasOthers = true;
    else names.push(word);
  }
  return { names, hasOthers, ...(source === undefined ? {} : { index: source }) };
}

/** Not got for later (`pip download`), and not into a directory of its own (`--target`). */
function isForAll(words: readonly ShellWord[]): boolean {
  return words.some(({ text }) => text === 'install') && !words.some(({ text }) => /^(?:-t|--target)(?:=|$)/.test(text));
}

function isUvRun([program, verb]: readonly ShellWord[]): boolean {
  return baseName(program?.text ?? '') === 'uv' && verb?.text === 'run';
}

/** `pipenv install`, `python -m pipenv sync`; not what only writes the lock out. */
function isPipenv(words: readonly ShellWord[]): boolean {
  const texts = words.slice(0, 4).map(({ text }) => text);
  const [program = '', verb] = texts[1] === '-m' ? texts.slice(2) : texts;
  return baseName(program) === 'pipenv' && verb !== 'requirements';
}

/** `pipenv requirements > list.txt`, `poetry export -o list.txt`, `uv export --output-file=list.txt`. */
function exportedBy([program = '', verb = '', ...rest]: readonly string[]): readonly string[] {
  const tool = baseName(program);
  const isExport =
    tool === 'pipenv' ? /^(?:requirements|lock)$/.test(verb) : verb === 'export' && /^(?:poetry|uv|pdm)$/.test(tool);
  if (!isExport) return [];
  const [, written] = /(?:^|\s)(?:>|(?:-o|--output(?:-file)?)(?:=|\s))\s*(\S+)/.exec(rest.join(' ')) ?? [];
  return written === undefined ? [] : [baseName(written)];
}

/** What `uv run --with flask,gunicorn --with-requirements list.txt app.py` brings. */
function broughtToRun(words: readonly ShellWord[]): Installed | undefined {
  const names = valuesOf(words, /^--with(?:=|$)/).flatMap(({ text, offset }) =>
    // A comma parts requirements where a name follows it, and not extras.
    text.split(/,(?=\s*[A-Za-z])(?![^[]*\])/).map((one) => ({ text: one.trim(), offset })),
  );
  const files = valuesOf(words, /^--with-(?:requirements|editable)(?:=|$)/);
  if (names.length === 0 && files.length === 0) return undefined;
  const plain = names.filter(({ text }) => !isPath(text));
  return { names: plain, hasOthers: files.length > 0 || plain.length < names.length };
}

/** `pip wheel` and `pip download` get what is installed later, often in another stage. */
const INSTALLING: ReadonlySet<string> = new Set(['install', 'wheel', 'download']);

/** The words behind `pip install`, `python -m pip install`, `uv pip install`. */
function afterPip(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const texts = words.map(({ text }, index) => (index === 0 ? baseName(text).replace(/(?<![\d.])\d+(?:\.\d+)*$/, '') : text));
  const begin =
    texts[0] === 'python' && texts[1] === '-m' && texts[2] === 'pip' ? 3 : texts[0] === 'uv' && texts[1] === 'pip' ? 2 : 1;
  if (begin === 1 && texts[0] !== 'pip') return undefined;
  const verb = texts.findIndex((text, index) => index >= begin && !text.startsWith('-'));
  return INSTALLING.has(texts[verb] ?? '') ? words.slice(verb + 1) : undefined;
}

/** Tools that install what a project's files say. */
function installsProject([program = '', ...rest]: readonly string[]): boolean {
  const tool = baseName(program);
  return (
    (/^(?:poetry|pdm|pipenv)$/.test(tool) && /^(?:install|sync)$/.test(rest[0] ?? '')) || (tool === 'uv' && rest[0] === 'sync')
  );
}

/** Directories, archives, files and addresses, rather than names. */
function isPath(word: string): boolean {
  return word.includes('://') || /^\.{0,2}\/|^\.{1,2}(?:\[|$)|\.(?:whl|tar\.gz|zip|txt)$|^\$\{?\w+\}?\//.test(word);
}

/** A version that only the build knows is left open. */
function declaredOf(word: ShellWord, lookup: Lookup, origin: Origin): Declared | Diagnostic | undefined {
  const { text, unset } = expanded(word.text, lookup);
  const isOpen = unset.length > 0 || /[$`]/.test(text);
  const answer = parseRequirement(isOpen ? (/^[A-Za-z][\w.-]*\w(?:\[[\w,.-]*\])?/.exec(text)?.[0] ?? '') : text);
  if (!answer.ok) return isOpen ? undefined : invalidRequirement(answer.message, origin);
  if (INSTALLERS.has(answer.requirement.name)) return undefined;
  return declare(answer.requirement, directoryOf(origin.file), { group: 'default', scope: 'runtime', origin });
}
