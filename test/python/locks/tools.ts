import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The tools that write locks: how each makes one, and how it says what it would install. */

const run = promisify(execFile);

/** Groups and extras to install besides what is always installed. */
export interface Selection {
  readonly groups: readonly string[];
  readonly extras: readonly string[];
}

type Words = readonly string[];

export interface Tool {
  readonly executable: string;
  /** The lock that is read; the others that the tool leaves are not. */
  readonly file: string;
  readonly lock: readonly Words[];
  /** Prints the selection as a requirements file, for one member of a workspace where one is named. */
  readonly exports: (selection: Selection, member: string | undefined) => Words;
  /** The one place that the lock holds for, where it does not hold for all. */
  readonly onlyHere?: true;
  /** Whether the lock knows nothing but what the export said. */
  readonly isFlat?: true;
}

const each = (option: string, names: readonly string[]): Words => names.flatMap((name) => [option, name]);

const uvExport = ({ groups, extras }: Selection, member: string | undefined): Words => [
  ...['export', '--quiet', '--frozen', '--no-hashes', '--no-header', '--no-annotate', '--no-default-groups'],
  ...each('--group', groups),
  ...each('--extra', extras),
  ...each('--package', member === undefined ? [] : [member]),
];

const pdmExport = ({ groups, extras }: Selection): Words => [
  ...['export', '--no-hashes', ...(groups.length === 0 ? ['--prod'] : [])],
  ...each('--group', [...groups, ...extras]),
];

const PDM_LOCK = ['lock', '--quiet', '--group', ':all'];
const CATEGORIES: Readonly<Record<string, string>> = { dev: 'dev-packages' };

export const TOOLS = {
  uv: { executable: 'uv', file: 'uv.lock', lock: [['lock', '--quiet']], exports: uvExport },
  'uv-pylock': {
    executable: 'uv',
    file: 'pylock.toml',
    lock: [
      ['lock', '--quiet'],
      ['export', '--quiet', '--format', 'pylock.toml', '--no-default-groups', '--output-file', 'pylock.toml'],
    ],
    exports: uvExport,
    isFlat: true,
  },
  poetry: {
    executable: 'poetry',
    file: 'poetry.lock',
    lock: [['lock', '--quiet']],
    exports: ({ groups, extras }) => [
      ...['export', '--without-hashes', '--without-urls'],
      ...each('--with', groups),
      ...each('--extras', extras),
    ],
  },
  pdm: { executable: 'pdm', file: 'pdm.lock', lock: [PDM_LOCK], exports: pdmExport },
  'pdm-pylock': {
    executable: 'pdm',
    file: 'pylock.toml',
    lock: [['config', '--local', 'lock.format', 'pylock'], PDM_LOCK],
    exports: pdmExport,
  },
  pipenv: {
    executable: 'pipenv',
    file: 'Pipfile.lock',
    lock: [['lock', '--quiet']],
    exports: ({ groups }) => {
      const categories = ['packages', ...groups.map((group) => CATEGORIES[group] ?? group)];
      return ['requirements', '--categories', categories.join(' ')];
    },
    onlyHere: true,
  },
} as const satisfies Readonly<Record<string, Tool>>;

export type ToolName = keyof typeof TOOLS;

export function toolOf(name: ToolName): Tool {
  return TOOLS[name];
}

/** The executable in `DIR/NAME/bin`, `DIR/bin` or on the PATH; undefined where it is in none of them. */
export function findTool(name: string, directory: string | undefined): string | undefined {
  const places = [
    ...(directory === undefined ? [] : [join(directory, name, 'bin'), join(directory, 'bin')]),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return places.map((place) => join(place, name)).find((path) => existsSync(path));
}

export async function ask(executable: string, words: Words, cwd: string): Promise<string> {
  const env = { ...process.env, PIPENV_IGNORE_VIRTUALENVS: '1', PIPENV_VENV_IN_PROJECT: '1', PDM_CHECK_UPDATE: '0', CI: '1' };
  const { stdout } = await run(executable, [...words], { cwd, env, maxBuffer: 1 << 26 });
  return stdout;
}
