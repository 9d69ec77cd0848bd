import { isDockerfileName } from '../../../src/formats/dockerfile/file-name.ts';
import {
  addTo,
  baseName,
  directoryOf,
  isReadFailure,
  type Project,
  SAMPLES,
  type Scope,
  wordIn,
} from '../../../src/model/index.ts';
import { scopeByName } from '../declared.ts';

/** Which files belong together: the Python files of one directory, as the home of one service. */

export type FileKind =
  | 'requirements'
  | 'requirements-in'
  | 'constraints'
  | 'pyproject'
  | 'setup-cfg'
  | 'setup-py'
  | 'pipfile'
  | 'conda'
  | 'pixi'
  | 'script'
  | 'dockerfile'
  | 'uv-toml'
  | 'hatch-toml'
  | 'pipfile-lock'
  | 'poetry-lock'
  | 'uv-lock'
  | 'pdm-lock'
  | 'pylock'
  | 'pixi-lock'
  | 'conda-lock';

/** What discovery looks for. */
export const FILES: readonly string[] = [
  // pip reads the name that it is given, and many write it in capitals.
  ...['requirements*.txt', 'Requirements*.txt', 'REQUIREMENTS*.txt'],
  '*requirements.txt',
  'requirements/**/*.txt',
  'requirements*.in',
  '*requirements.in',
  ...['requirements.lock', 'requirements-dev.lock'],
  'requirements/**/*.in',
  'requirements*.pip',
  'constraints*.txt',
  '*constraints.txt',
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'uv.toml',
  'hatch.toml',
  'Pipfile',
  'Pipfile.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pylock.toml',
  'pylock.*.toml',
  ...['environment*', 'conda*', 'env', 'env-*', 'env_*'].flatMap((name) => [`${name}.yml`, `${name}.yaml`]),
  'pixi.toml',
  'pixi.lock',
  '*.conda-lock.yml',
];

const BY_NAME: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ['pyproject.toml', 'pyproject'],
  ['setup.cfg', 'setup-cfg'],
  ['setup.py', 'setup-py'],
  ['Pipfile', 'pipfile'],
  ['Pipfile.lock', 'pipfile-lock'],
  ['poetry.lock', 'poetry-lock'],
  ['uv.lock', 'uv-lock'],
  ['pdm.lock', 'pdm-lock'],
  ['pylock.toml', 'pylock'],
  ['uv.toml', 'uv-toml'],
  ['hatch.toml', 'hatch-toml'],
  ['pixi.toml', 'pixi'],
  ['pixi.lock', 'pixi-lock'],
]);

/** Files that say nothing of what is needed. */
export const ASIDE: ReadonlySet<FileKind> = new Set<FileKind>(['uv-toml', 'hatch-toml', 'constraints']);

/** conda-lock writes `conda-lock.yml`, and with a name before it one that a name chooses. */
const CONDA_LOCK = /^(?:.+\.)?conda-lock\.ya?ml$/;

export function fileKind(path: string): FileKind {
  const name = baseName(path);
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  if (name.startsWith('pylock.')) return 'pylock';
  if (CONDA_LOCK.test(name)) return 'conda-lock';
  if (/\.ya?ml$/.test(name)) return 'conda';
  if (name.endsWith('.py')) return 'script';
  if (isDockerfileName(name)) return 'dockerfile';
  // As uv locks a script.
  if (name.endsWith('.py.lock')) return 'uv-lock';
  if (/constraints?\b/i.test(name) && !/requirements/i.test(name)) return 'constraints';
  return name.endsWith('.in') ? 'requirements-in' : 'requirements';
}

export interface Home {
  readonly directory: string;
  readonly files: ReadonlyMap<FileKind, readonly string[]>;
}

/** Files by directory; a directory called `requirements`, with those below it, belongs to the one around it. `placed`: files whose homes are known. */
export function homesOf(paths: readonly string[], placed: ReadonlyMap<string, readonly string[]> = new Map()): readonly Home[] {
  const homes = new Map<string, Map<FileKind, string[]>>();
  for (const path of paths) {
    const kind = fileKind(path);
    for (const directory of placed.get(path) ?? [homeOf(path, kind)]) {
      const home = homes.get(directory) ?? new Map<FileKind, string[]>();
      homes.set(directory, home);
      addTo(home, kind, path);
    }
  }
  return [...homes].map(([directory, files]) => ({ directory, files })).sort((a, b) => (a.directory < b.directory ? -1 : 1));
}

/** Helm 2 locked the dependencies of a chart in a file that is called so, too. */
export function isCharts(project: Pick<Project, 'list' | 'read'>, path: string): boolean {
  if (baseName(path) !== 'requirements.lock' || !project.list(directoryOf(path)).includes('Chart.yaml')) return false;
  const file = project.read(path);
  return !isReadFailure(file) && /^dependencies:/m.test(file.text);
}

export function homeOf(path: string, kind: FileKind): string {
  const directory = directoryOf(path);
  const isLoose = kind === 'requirements' || kind === 'requirements-in' || kind === 'constraints';
  const lists = isLoose ? LISTS.exec(`/${directory}/`) : null;
  return lists === null || isShown(folderOf(path)) ? directory : `/${directory}`.slice(1, lists.index) || '.';
}

const LISTS = /\/requirements\//;
/** A package of that name has samples of what it reads below it. */
const isShown = wordIn([SAMPLES, 'testdata test-data fixtures?'], '/');

/** The folder below `requirements/` in which a file lies: `edx` of `requirements/edx/base.txt`. */
function folderOf(path: string): string {
  const lists = LISTS.exec(`/${path}`);
  return lists === null ? '' : directoryOf(`/${path}`.slice(lists.index + lists[0].length)).replace(/^\.$/, '');
}

/** What is left of `requirements-dev.txt`, `dev-requirements.in`, `requirements/dev.txt`: `dev`. */
export function suffixOf(path: string): string {
  return baseName(path)
    .replace(/\.(?:txt|in|pip|lock)$/i, '')
    .replace(/requirements?/i, '')
    .replace(/^[-_.]+|(?<![-_.])[-_.]+$/g, '');
}

/** Files of these names hold what runs, or the lock of it. */
const MAIN =
  /^(?:base|main|prod|production|common|core|app|default|runtime|server|deploy|deployment|live|all|minimal|min|install|project|service|web|api|full|lock|locked|frozen|freeze|pinned|compiled|hashes|hashed|docker|dockerfile|container|containerfile|image)$/i;

export interface FileGroup {
  readonly group: string;
  readonly scope: Scope;
  /** Of the interpreters for which it is there. */
  readonly marker?: string;
}

const RUNTIME: FileGroup = { group: 'default', scope: 'runtime' };

/** The group that a requirements file makes, by its name. */
export function groupOf(path: string): FileGroup {
  return groupCalled(suffixOf(path));
}

function groupCalled(suffix: string): FileGroup {
  if (suffix === '' || MAIN.test(suffix)) return RUNTIME;
  return { group: suffix.toLowerCase(), scope: scopeByName(suffix) ?? 'optional' };
}

/** `py3.10-requirements.txt`, `requirements-python38.txt`, `requirements_3.9.txt`; `airflow-2.10` and `django-3.2` are no interpreters. */
const OF_PYTHON =
  /(?:^|[-_.])(?:(?:py|python|cp)[-_]?([23])(?:\.?(\d{1,2}))?|(2(?=\.[67](?!\d))|3(?=\.(?:[3-9]|\d\d)(?!\d)))\.(\d{1,2}))(?=[-_.]|$)/i;

/**
 * Lists of one thing for several interpreters, and none for all: each holds from its own on up to the next, the oldest
 * for what is older, too.
 */
export function byInterpreter(paths: readonly string[]): ReadonlyMap<string, FileGroup> {
  const families = new Map<string, { path: string; suffix: string; version?: readonly [number, number] }[]>();
  for (const path of paths) {
    const whole = suffixOf(path);
    const found = OF_PYTHON.exec(whole);
    const suffix = (found === null ? whole : whole.replace(found[0], '')).replace(/^[-_.]+/, '');
    const [, major, minor, dottedMajor, dottedMinor] = found ?? [];
    const version = [Number(major ?? dottedMajor), Number(minor ?? dottedMinor ?? 0)] as const;
    addTo(families, `${directoryOf(path)}/${suffix}`, { path, suffix, ...(found === null ? {} : { version }) });
  }
  const groups = new Map<string, FileGroup>();
  for (const family of families.values()) {
    const versions = [...new Map(family.flatMap(({ version }) => (version === undefined ? [] : [[version.join('.'), version]])))];
    if (versions.length < 2 || family.some(({ version }) => version === undefined)) continue;
    versions.sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
    const texts = versions.map(([text]) => text);
    for (const { path, suffix, version = [] } of family) {
      const at = texts.indexOf(version.join('.'));
      const [from, to] = [at === 0 ? undefined : texts[at], texts[at + 1]];
      const bounds = [
        ...(from === undefined ? [] : [`python_version >= "${from}"`]),
        ...(to === undefined ? [] : [`python_version < "${to}"`]),
      ];
      groups.set(path, { ...groupCalled(suffix), marker: bounds.join(' and ') });
    }
  }
  return groups;
}

/**
 * A folder of lists is a group where its name says which, or where others lie beside it: `requirements/web/base.txt` and
 * `requirements/worker/base.txt` are two environments.
 */
function withFolders(files: readonly (readonly [path: string, group: FileGroup])[]): typeof files {
  const folders = new Set(files.flatMap(([path, { scope }]) => (scope === 'runtime' ? [folderOf(path)] : [])));
  return files.map(([path, group]) => {
    const folder = folderOf(path);
    const scope = folder === '' ? undefined : scopeByName(baseName(folder));
    const isGroup = scope !== undefined || (folder !== '' && folders.size > 1 && group.scope === 'runtime');
    return [path, isGroup ? { ...group, group: folder.toLowerCase(), scope: scope ?? 'optional' } : group];
  });
}

/**
 * Groups of all requirements files of a home. Where no file holds what runs by its name, those whose names say nothing
 * do: a directory's only `requirements-lambda.txt` is its service's.
 */
export function groupsOf(paths: readonly string[], hasOther: boolean): ReadonlyMap<string, FileGroup> {
  const ofPython = byInterpreter(paths);
  const groups = new Map(withFolders(paths.map((path) => [path, ofPython.get(path) ?? groupOf(path)] as const)));
  const isMissing = !hasOther && ![...groups.values()].some(({ scope }) => scope === 'runtime');
  if (!isMissing) return groups;
  return new Map(
    [...groups].map(([path, one]) => [path, one.scope === 'optional' ? { ...one, scope: 'runtime' as const } : one]),
  );
}
