/**
 * Commands of Python's installers, as far as they choose among a project's extras, groups and requirements files.
 * Sources: pip, "pip install"; uv, "Commands"; Poetry, "Commands"; PDM, "CLI reference"; Pipenv, "Commands"; Hatch, "CLI reference"; Pixi, "CLI".
 */
import { baseName, directoryOf, type GroupReference, type Installation } from '../../../src/model/index.ts';
import {
  asking,
  leaving,
  type Option,
  type Options,
  options,
  readWords,
  references,
  type Said,
  together,
  VALUE,
  type Words,
} from './options.ts';

/** What a command says before it is known where its files lie. */
export interface InstallCommand extends Pick<Installation, 'program' | 'asks' | 'leavesOut'> {
  readonly directory?: string;
  readonly name?: string;
}

interface Tool {
  /** First positionals that install, or make what is installed later. */
  readonly verbs: readonly string[];
  readonly options: Options;
  /** Positionals after the verb. */
  readonly positional?: (word: string) => Said;
  /** Positionals in all, where what follows is another program's command. */
  readonly limit?: number;
  /** Whether a command that names no group counts: it installs the project as usual. */
  readonly usual: boolean;
}

const directory: Option = (value) => ({ directory: value });

/** Requirements files that are named leave those aside that are not. */
function filesOf(value: string): Said {
  return { asks: references('file', value), leavesOut: [{ kind: 'file' }] };
}

/** `.[db]`, `/app[a,b]`, `./lib[x]`, `dist/shop-1.0-py3-none-any.whl[db]`, `shop[db]==1.0`, `shop[db] @ file:///app`. */
function projectOf(word: string): Said {
  const match = /^([^[\]]*)\[([^[\]]*)\](.*)$/s.exec(word);
  if (match === null) return {};
  const [, target = '', extras = '', rest = ''] = match;
  const asks = references('extra', extras);
  const url = /^\s*@\s*(\S+)/.exec(rest)?.[1] ?? target;
  const local = /^file:(?:\/\/(?:localhost)?)?(.*)$/i.exec(url)?.[1] ?? url;
  if (/^[\w.-]*\w$/.test(target) && !/[/\\]/.test(local)) return { asks, name: target };
  if (/\.(?:whl|tar\.gz|zip)$/.test(local)) {
    const name = /^([\w.]+)-\d/.exec(baseName(local))?.[1];
    return { asks, ...(name === undefined ? {} : { name }) };
  }
  return { asks, directory: local };
}

/** Named groups and nothing else: no other group, and not what the project itself needs. */
function onlyGroups(asks: readonly GroupReference[]): Said {
  return { asks, leavesOut: [{ kind: 'group' }, DEFAULT] };
}

/** The project's own dependencies, as every installer brings them where it is not told otherwise. */
const DEFAULT: GroupReference = { kind: 'group', name: 'default' };

const PIP_OPTIONS: Options = {
  ...options('-r --requirement --requirements', filesOf),
  ...options('-e --editable', projectOf),
  // `--group path:name` reads another project's groups.
  '--group': (value) => (value.includes(':') ? {} : { asks: references('group', value) }),
  '--extra': asking('extra'),
  '--all-extras': { asks: [{ kind: 'extra' }] },
  '--no-deps': { alone: true },
  ...options('-c --constraint -b --build-constraint --override -i --index-url --extra-index-url --index --default-index', VALUE),
  ...options('-f --find-links -t --target --prefix --root --src --cache-dir --log --proxy --retries --timeout', VALUE),
  ...options('-p --python --python-version --python-platform --platform --implementation --abi --no-binary', VALUE),
  ...options('--only-binary --trusted-host --progress-bar --upgrade-strategy -C --config-settings -w --wheel-dir -d', VALUE),
};

const PIP: Tool = { verbs: ['install', 'wheel', 'download'], options: PIP_OPTIONS, positional: projectOf, usual: false };

/** Files are all that they install. */
const PIP_SYNC: Tool = { verbs: [], options: PIP_OPTIONS, positional: filesOf, usual: false };

/** It writes out what is installed then; its positionals are what it reads, beside lists that the installation names. */
const COMPILE: Tool = {
  verbs: [],
  options: { ...PIP_OPTIONS, ...options('-o --output-file', VALUE) },
  usual: false,
};

const UV_OPTIONS: Options = {
  '--extra': asking('extra'),
  '--all-extras': { asks: [{ kind: 'extra' }] },
  '--no-extra': leaving('extra'),
  '--group': asking('group'),
  '--all-groups': { asks: [{ kind: 'group' }] },
  '--no-group': leaving('group'),
  '--no-default-groups': { leavesOut: [{ kind: 'group' }] },
  '--no-dev': { leavesOut: [{ kind: 'group', name: 'dev' }] },
  '--only-group': (value) => onlyGroups(references('group', value)),
  '--only-dev': onlyGroups(references('group', 'dev')),
  ...options('--project --directory', directory),
  '--package': (name) => ({ name }),
  '--with-requirements': filesOf,
  ...options('-p --python --with --with-editable --env-file --cache-dir --config-file -i', VALUE),
  ...options('--index --default-index --index-url --extra-index-url -f --find-links --index-strategy --resolution', VALUE),
  ...options('--prerelease --exclude-newer --link-mode -o --output-file --format --no-emit-package --prune', VALUE),
  ...options('--no-install-package --no-binary-package --no-build-package --refresh-package -P --upgrade-package -C', VALUE),
};

const POETRY_OPTIONS: Options = {
  '--with': asking('group'),
  '--without': leaving('group'),
  '--only': (value) => {
    const groups = references('group', value);
    const others = groups.filter(({ name }) => name !== 'main');
    return others.length === groups.length ? onlyGroups(others) : { asks: others, leavesOut: [{ kind: 'group' }] };
  },
  ...options('--no-dev', { leavesOut: [{ kind: 'group', name: 'dev' }] }),
  ...options('-E --extras', asking('extra')),
  '--all-extras': { asks: [{ kind: 'extra' }] },
  '--all-groups': { asks: [{ kind: 'group' }] },
  ...options('-C --directory -P --project', directory),
  ...options('-f --format -o --output', VALUE),
};

/** PDM's groups are extras and dependency groups alike. */
const pdmGroups: Option = (value) =>
  value === ':all' ? { asks: [{ kind: 'extra' }] } : { asks: [...references('extra', value), ...references('group', value)] };

const PDM_OPTIONS: Options = {
  ...options('-G --group --with', pdmGroups),
  '--without': (value) => ({ leavesOut: [...references('extra', value), ...references('group', value)] }),
  ...options('--prod --production --no-dev', { leavesOut: [{ kind: 'group' }] }),
  '--no-default': { leavesOut: [DEFAULT] },
  ...options('-p --project', directory),
  ...options('-L --lockfile -f --format -o --output -c --config', VALUE),
};

const PIPENV_OPTIONS: Options = {
  ...options('-d --dev --dev-only', { asks: [{ kind: 'group', name: 'dev' }] }),
  '--categories': asking('group'),
  ...options('-r --requirements', filesOf),
  ...options('--python -i --index --pypi-mirror --extra-pip-args', VALUE),
};

const hatchEnvironment: Option = (name) => ({ asks: [{ kind: 'group', name: `hatch-${name}` }] });

const HATCH_OPTIONS: Options = { ...options('-e --env', hatchEnvironment), ...options('-p --project', VALUE) };

const HATCH_ENV: Tool = {
  verbs: ['create'],
  options: HATCH_OPTIONS,
  positional: (name) => ({ asks: [{ kind: 'group', name: `hatch-${name}` }] }),
  usual: false,
};

/** `hatch run prod:serve` */
const HATCH_RUN: Tool = {
  verbs: ['run'],
  options: HATCH_OPTIONS,
  positional: (command) => {
    const name = /^([\w.-]+):/.exec(command)?.[1];
    return name === undefined ? {} : { asks: [{ kind: 'group', name: `hatch-${name}` }] };
  },
  limit: 2,
  usual: false,
};

/** Pixi's environments; what it always installs is the one called `default`. */
const PIXI_OPTIONS: Options = {
  ...options('-e --environment', (name) => ({ asks: name === 'default' ? [] : [{ kind: 'group', name }] })),
  '--manifest-path': (path) => ({ directory: /\.toml$/.test(path) ? directoryOf(path) : path }),
  ...options('--pypi-keyring-provider --concurrent-downloads --concurrent-solves --skip --platform', VALUE),
};

/** Tools by the words that begin their commands; the first that fits reads the rest. */
const TOOLS: readonly (readonly [beginning: readonly string[], tool: Tool])[] = [
  [['uv', 'pip', 'sync'], PIP_SYNC],
  [['uv', 'pip', 'compile'], COMPILE],
  [['uv', 'pip'], PIP],
  [['uv', 'run'], { verbs: [], options: UV_OPTIONS, limit: 0, usual: false }],
  [['uv'], { verbs: ['sync', 'export'], options: UV_OPTIONS, usual: true }],
  [['pip-sync'], PIP_SYNC],
  [['piptools', 'sync'], PIP_SYNC],
  [['pip-compile'], COMPILE],
  [['piptools', 'compile'], COMPILE],
  [['pip'], PIP],
  [['poetry', 'bundle', 'venv'], { verbs: [], options: POETRY_OPTIONS, usual: true }],
  [['poetry'], { verbs: ['install', 'sync', 'export'], options: POETRY_OPTIONS, usual: true }],
  [['pdm'], { verbs: ['install', 'sync', 'export'], options: PDM_OPTIONS, usual: true }],
  [['pipenv'], { verbs: ['install', 'sync', 'requirements'], options: PIPENV_OPTIONS, usual: true }],
  [['pixi', 'run'], { verbs: [], options: PIXI_OPTIONS, limit: 0, usual: false }],
  [['pixi'], { verbs: ['install', 'shell-hook'], options: PIXI_OPTIONS, usual: true }],
  [['hatch', 'env'], HATCH_ENV],
  [['hatch'], HATCH_RUN],
];

/** What a command installs of a Python project's groups; nothing for commands that say nothing of them. */
export function pythonInstall(words: readonly string[]): InstallCommand | undefined {
  const command = named(words);
  for (const [beginning, tool] of TOOLS) {
    const rest = after(command, beginning, tool.options);
    if (rest === undefined) continue;
    const [program = ''] = beginning;
    return installOf(program, readWords(rest, tool.options, tool.limit), tool);
  }
  return undefined;
}

/** Begins at no digit inside of a number, so that a long one is gone through once. */
const PROGRAM_VERSION = /(?<![\d.])(?:\d+(?:\.\d+)*)?(?:\.exe)?$/;

/** The words with the program by its plain name: `/opt/venv/bin/pip3.11`, `python -m pip`. */
function named(words: readonly string[]): readonly string[] {
  const [first = '', second, third = '', ...rest] = words;
  const program = baseName(first).replace(PROGRAM_VERSION, '');
  return program === 'python' && second === '-m' ? [third, ...rest] : [program, ...words.slice(1)];
}

/** What follows the words of a tool, options between them being skipped over; undefined when it is another command. */
function after(command: readonly string[], beginning: readonly string[], table: Options): readonly string[] | undefined {
  const [program, ...verbs] = beginning;
  if (command[0] !== program) return undefined;
  const { positionals } = readWords(command.slice(1), table, verbs.length);
  if (!verbs.every((verb, index) => positionals[index] === verb)) return undefined;
  const rest = command.slice(1);
  for (const verb of verbs) rest.splice(rest.indexOf(verb), 1);
  return rest;
}

function filesAlone({ asks, leavesOut }: Pick<Installation, 'asks' | 'leavesOut'>): Pick<Installation, 'asks' | 'leavesOut'> {
  const isFile = ({ kind }: GroupReference): boolean => kind === 'file';
  return { asks: asks.filter(isFile), leavesOut: leavesOut.filter(isFile) };
}

function installOf(program: string, { said, positionals }: Words, tool: Tool): InstallCommand | undefined {
  const isVerb = tool.verbs.length > 0;
  if (isVerb && !tool.verbs.includes(positionals[0] ?? '')) return undefined;
  const own = positionals.slice(isVerb ? 1 : 0).map((word) => tool.positional?.(word) ?? {});
  const all = [...said, ...own];
  const whole = together(all);
  // Without what projects need, lists are installed as they stand.
  const { asks, leavesOut } = all.some(({ alone }) => alone) ? filesAlone(whole) : whole;
  if (!tool.usual && asks.length === 0 && leavesOut.length === 0) return undefined;
  const place = all.find((one) => one.directory !== undefined)?.directory;
  const name = all.find((one) => one.name !== undefined)?.name;
  return {
    program,
    asks,
    leavesOut,
    ...(place === undefined ? {} : { directory: place }),
    ...(name === undefined ? {} : { name }),
  };
}
