import { addTo, directoryOf, isWithin } from '../../../model/index.ts';
import { GLIBC, LAMBDA_RUNTIMES } from '../../data/runtimes.ts';
import { rootAbove } from '../context.ts';
import { copyAll, workdir } from '../docker-lines.ts';
import { copyWords, shellWord } from '../quoting.ts';
import { besideInRoot } from '../start.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { condaHost, isCondas, NO_CONDA } from './conda.ts';
import type { PythonBuildTool, PythonLockTool } from './tool.ts';

/** How Python's tools install: into images, bundles and environments of a host. */

const UV = 'uv==0.13.9';

/** What runs in production, by the lock where there is one. */
function uvLocked(subject: Subject<'python'>): string {
  return `${subject.isLocked ? '--frozen ' : ''}--no-dev${uvParts(subject)}`;
}

function uvParts({ extras, groups }: Subject<'python'>): string {
  return `${named(' --extra ', extras)}${named(' --group ', groups)}`;
}

function named(option: string, names: readonly string[]): string {
  return names.map((name) => `${option}${shellWord(name)}`).join('');
}

/** How a tool writes its lock, or a lock that it makes, as requirements. It refuses a lock that its manifest has left behind. */
interface Exporter {
  /** As an image installs it: it writes conditions for every interpreter, so its own needs not be the service's. */
  readonly packages: string;
  readonly manifest: string;
  readonly lock: string;
  readonly makeLock: string;
  /** Where the command that writes does not look itself. */
  readonly check?: string;
  /** Before the name of the file. Hashes bar directories. */
  readonly write: (subject: Subject<'python'>) => string;
}

const EXPORTERS: Readonly<Record<PythonLockTool, Exporter>> = {
  poetry: {
    packages: 'poetry==2.5.1 poetry-plugin-export==1.10.1',
    manifest: 'pyproject.toml',
    lock: 'poetry.lock',
    makeLock: 'poetry lock',
    write: (subject) =>
      `poetry export --only ${shellWord(['main', ...subject.groups].join(','))}${named(' --extras ', subject.extras)}${withoutHashes(subject)} -o`,
  },
  pdm: {
    // It fails with hishel 2, which its own range admits.
    packages: 'pdm==2.29.4 "hishel<2"',
    manifest: 'pyproject.toml',
    lock: 'pdm.lock',
    makeLock: 'pdm lock -G :all',
    check: 'pdm lock --check',
    // With groups that are named it leaves those for developers out by itself, and admits no --prod.
    write: (subject) =>
      `pdm export${subject.groups.length > 0 ? '' : ' --prod'}${named(' -G ', [...subject.extras, ...subject.groups])}${withoutHashes(subject)} -o`,
  },
  pipenv: {
    packages: 'pipenv==2026.10.3',
    manifest: 'Pipfile',
    lock: 'Pipfile.lock',
    makeLock: 'pipenv lock',
    check: 'pipenv verify',
    write: ({ local, groups }) => {
      const categories = groups.length > 0 ? ` --categories ${shellWord(['packages', ...groups].join(' '))}` : '';
      return `pipenv requirements${local.length > 0 ? '' : ' --hash'}${categories} >`;
    },
  },
};

function withoutHashes({ local }: Subject<'python'>): string {
  return local.length > 0 ? ' --without-hashes' : '';
}

function exporterOf(tool: PythonBuildTool): Exporter | undefined {
  return tool === 'poetry' || tool === 'pdm' || tool === 'pipenv' ? EXPORTERS[tool] : undefined;
}

function writeLocked({ makeLock, check, write }: Exporter, subject: Subject<'python'>, file: string): readonly string[] {
  const before = subject.isLocked ? check : makeLock;
  return [...(before === undefined ? [] : [before]), `${write(subject)} ${file}`];
}

/** Where an image keeps the requirements that a lock became. */
const LOCKED = '/tmp/locked.txt';

/** Pipenv makes a lock for the interpreter that it finds, and runs on 3.10 and later; the others make one for all. */
function lockingPython({ tool, isLocked, version }: Subject<'python'>): string {
  return tool === 'pipenv' && !isLocked && /^3\.[1-9]\d$/.test(version) ? version : '3.13';
}

/** A stage that writes the lock as requirements, at the path that it is installed at: directories are written with theirs. */
export function lockStage(subject: Subject<'python'>, root: string): readonly string[] {
  const exporter = exporterOf(subject.tool);
  if (exporter === undefined) return [];
  const { manifest, lock, packages } = exporter;
  return [
    `FROM python:${lockingPython(subject)}-slim AS lock`,
    ...installPackages('debian', subject.system.fetch),
    `RUN pip install --no-cache-dir ${packages}`,
    workdir(root, subject),
    ...unlocked(subject),
    subject.member === undefined && subject.local.length === 0
      ? `COPY ${manifest}${subject.isLocked ? ` ${lock}` : ''} ./`
      : copyAll(subject, root),
    `RUN ${writeLocked(exporter, subject, LOCKED).join(' && ')}`,
    '',
  ];
}

/** The project itself, as pip takes it. */
function ownProject({ extras }: Pick<Subject<'python'>, 'extras'>): string {
  return extras.length === 0 ? '.' : shellWord(`.[${extras.join(',')}]`);
}

/** What pip is asked for: files, or what stands nowhere else. */
function asked({ named, requirements, besideFiles, tool }: Subject<'python'>): string {
  if (isCondas(tool)) return '-r requirements.txt';
  return named.length > 0
    ? named.map(shellWord).join(' ')
    : [...besideFiles, requirements].map((file) => `-r ${shellWord(file)}`).join(' ');
}

/** Nothing stays linked to sources that lie elsewhere when it runs. */
function uvSync(subject: Subject<'python'>): string {
  return `sync ${uvLocked(subject)} --no-editable`;
}

/** Paths that uv exports begin at the root of its workspace. */
function atRoot({ projectRoot }: Subject<'python'>): string {
  return projectRoot === '.' ? '' : ` --directory ${projectRoot}`;
}

function unlocked({ tool, isLocked }: Subject<'python'>): readonly string[] {
  if (isLocked || tool === 'pip') return [];
  const lock = tool === 'uv' ? 'uv.lock' : (exporterOf(tool)?.lock ?? 'a lock');
  return [`# Without ${lock} two builds may differ: commit one.`];
}

/** Variables that tools find in the stage that fills an environment. */
export function environmentOf({ tool }: Pick<Subject<'python'>, 'tool'>): string {
  // uv would take another interpreter where .python-version names one, and make the environment anew.
  return `VIRTUAL_ENV=/venv PIP_DISABLE_PIP_VERSION_CHECK=1${tool === 'uv' ? ' UV_PYTHON=/venv/bin/python' : ''}`;
}

/** Requirements and what they include, by the directories that they lie in. */
function copyRequirements({ requirementFiles }: Subject<'python'>): readonly string[] {
  const directories = new Map<string, string[]>();
  for (const file of requirementFiles) addTo(directories, directoryOf(file), file);
  return [...directories].flatMap(([directory, files]) =>
    // A file in a directory of its own may name its neighbours.
    directory === '.'
      ? files.map((file) => `COPY ${copyWords(file, './')}`)
      : [`COPY ${copyWords(`${directory}/`, `./${directory}/`)}`],
  );
}

/** What comes from an index changes rarely, and is known by the lock and the manifest beside it. */
function indexFirst(subject: Subject<'python'>, root: string, uv: string): readonly string[] {
  const { isLocked, member, projectRoot } = subject;
  const sync = `${uvSync(subject)} --no-install-local --active --inexact`;
  if (!isLocked) return [];
  if (member === undefined) return ['COPY pyproject.toml uv.lock ./', `RUN ${uv} ${sync}`];
  if (member.name === undefined || projectRoot !== rootAbove(subject)) return [];
  return [`COPY pyproject.toml uv.lock ${root}/`, `RUN ${uv}${atRoot(subject)} ${sync} --package ${shellWord(member.name)}`];
}

/** What comes from an index before the sources, where it does not take them. */
function lockedInstall({ local, packaged }: Subject<'python'>, sources: string): readonly string[] {
  const index = `pip install --no-cache-dir --no-deps -r ${LOCKED}`;
  const own = 'pip install --no-cache-dir --no-deps .';
  if (local.length > 0) return [sources, `RUN ${index}${packaged ? ` && ${own}` : ''}`];
  return [`RUN ${index}`, ...(packaged ? [sources, `RUN ${own}`] : [])];
}

/** Lines that install what Python code needs into the environment that is active. */
export function pythonInstall(subject: Subject<'python'>, root: string): readonly string[] {
  const { tool, member, local } = subject;
  switch (tool) {
    case 'uv': {
      // Beside the environment, out of which uv takes what no lock names; and the client of functions has to stay in.
      const uv = '/uv/bin/uv';
      return [
        ...unlocked(subject),
        `RUN pip install --no-cache-dir --target /uv ${UV}`,
        ...indexFirst(subject, root, uv),
        copyAll(subject, root),
        `RUN ${uv} ${uvSync(subject)} --active --inexact`,
      ];
    }
    case 'uv-pip':
      return [
        `RUN pip install --no-cache-dir --target /uv ${UV}`,
        ...(local.length === 0 ? [`COPY ${copyWords(subject.requirements, './')}`] : [copyAll(subject, root)]),
        `RUN /uv/bin/uv pip install --no-cache -r ${shellWord(subject.requirements)}${uvParts(subject)}`,
      ];
    case 'poetry':
    case 'pdm':
    case 'pipenv':
      return [`COPY --from=lock ${LOCKED} ${LOCKED}`, ...lockedInstall(subject, copyAll(subject, root))];
    case 'pyproject':
      return [...unlocked(subject), copyAll(subject, root), `RUN pip install --no-cache-dir ${ownProject(subject)}`];
    default: {
      const isCopied = member !== undefined || local.length > 0;
      return [
        ...(isCondas(tool) ? [NO_CONDA] : []),
        ...(isCopied ? [copyAll(subject, root)] : copyRequirements(subject)),
        `RUN pip install --no-cache-dir ${asked(subject)}`,
        ...(subject.besideRequirements && !isCopied ? [copyAll(subject, root)] : []),
        ...(subject.besideRequirements ? [`RUN pip install --no-cache-dir ${ownProject(subject)}`] : []),
      ];
    }
  }
}

/** Local projects outside of its own directory, to which links of pip lead; as seen from the root that it is built from. */
export function linkedProjects({ tool, local, member }: Subject<'python'>): readonly string[] {
  return (tool === 'pip' || exporterOf(tool) !== undefined) && member !== undefined
    ? local.filter((path) => !isWithin(path, member.path))
    : [];
}

/** As seen from the service's own directory; itself where its lock's tool would install it too. */
function localFromHere(subject: Subject<'python'>): readonly string[] {
  const { local, member, tool, packaged } = subject;
  const above = rootAbove({ member }) ?? '.';
  const paths = local.map((path) => shellWord(path === (member?.path ?? '.') ? '.' : `${above}/${path}`));
  return packaged && exporterOf(tool) !== undefined && !paths.includes('.') ? [...paths, '.'] : paths;
}

/** Lines of an image that install everything into one directory, as functions find it. */
export function pythonTarget(subject: Subject<'python'>, directory: string): readonly string[] {
  const { tool } = subject;
  switch (tool) {
    case 'uv':
      return [
        ...unlocked(subject),
        `RUN pip install --no-cache-dir ${UV} && uv export ${uvLocked(subject)} --no-editable --quiet -o /tmp/all.lock && uv${atRoot(subject)} pip install --no-deps --target ${directory} -r /tmp/all.lock`,
      ];
    case 'uv-pip':
      return [
        `RUN pip install --no-cache-dir ${UV} && uv pip install --no-cache --target ${directory} -r ${shellWord(subject.requirements)}${uvParts(subject)}`,
      ];
    case 'pyproject':
      return [...unlocked(subject), `RUN pip install --no-cache-dir --target ${directory} ${ownProject(subject)}`];
    default: {
      const paths = localFromHere(subject).join(' ');
      const isExported = exporterOf(tool) !== undefined;
      // What `-e` left as a link becomes files: nothing follows links in a function's directory.
      const files = paths === '' ? '' : ` && pip install --no-cache-dir --no-deps --upgrade --target ${directory} ${paths}`;
      return [
        ...(isCondas(tool) ? [NO_CONDA] : []),
        ...(isExported ? [`COPY --from=lock ${LOCKED} ${LOCKED}`] : []),
        `RUN pip install --no-cache-dir --target ${directory} ${isExported ? `--no-deps -r ${LOCKED}` : asked(subject)}${files}`,
      ];
    }
  }
}

interface Foreign {
  /** As wheels name it. */
  readonly machine: 'aarch64' | 'x86_64';
  readonly os: 'AL2' | 'AL2023';
  readonly version: string;
}

function foreignOf({ architecture, lambdaRuntime }: Subject<'python'>): Foreign {
  return {
    machine: architecture === 'arm64' ? 'aarch64' : 'x86_64',
    os: LAMBDA_RUNTIMES.find((runtime) => runtime.name === lambdaRuntime)?.os === 'AL2' ? 'AL2' : 'AL2023',
    version: lambdaRuntime.replace('python', ''),
  };
}

/** Shell: the packages of a zip, for the machine that runs it, into `$build/package`. */
export function pythonPackages(subject: Subject<'python'>): readonly string[] {
  switch (subject.tool) {
    case 'uv':
      return uvPackages(subject);
    case 'uv-pip':
      return uvPipPackages(subject);
    default:
      return pipPackages(subject);
  }
}

/** Where uv puts what a function runs, and for which machine. */
function uvInto(subject: Subject<'python'>): string {
  const { machine, os, version } = foreignOf(subject);
  return `--target "$build/package" --python-platform ${machine}-${os === 'AL2' ? 'manylinux_2_17' : 'manylinux_2_34'} --python-version ${version}`;
}

function uvPipPackages(subject: Subject<'python'>): readonly string[] {
  return [
    `# ${subject.lambdaRuntime} has glibc ${GLIBC[foreignOf(subject).os]}.`,
    `uv pip install ${uvInto(subject)} --quiet --only-binary :all: -r ${shellWord(subject.requirements)}${uvParts(subject)}`,
  ];
}

/** uv knows which older tags a platform admits. */
function uvPackages(subject: Subject<'python'>): readonly string[] {
  const { os } = foreignOf(subject);
  const locked = uvLocked(subject);
  return [
    ...unlocked(subject),
    `uv export ${locked} --no-emit-local --quiet -o "$build/index.lock"`,
    `uv export ${locked} --only-emit-local --no-editable --quiet -o "$build/local.lock"`,
    `# ${subject.lambdaRuntime} has glibc ${GLIBC[os]}. What is built here, its own package and its sisters, has to be pure Python.`,
    `into=(${uvInto(subject)} --no-deps --quiet)`,
    'uv pip install "${into[@]}" --only-binary :all: -r "$build/index.lock"',
    `uv${atRoot(subject)} pip install "\${into[@]}" -r "$build/local.lock"`,
  ];
}

function ownWheel({ extras }: Subject<'python'>): string {
  return extras.length === 0 ? '"$build"/wheel/*.whl' : `"$(echo "$build"/wheel/*.whl)[${extras.join(',')}]"`;
}

/**
 * pip takes a platform tag as it is and does not try older ones: without the whole ladder it picks old versions in
 * silence, or fails. Amazon Linux 2 runtimes have glibc 2.26, so they stop at manylinux2014.
 */
function pipPackages(subject: Subject<'python'>): readonly string[] {
  const { machine, os, version } = foreignOf(subject);
  const tags = os === 'AL2023' ? ['manylinux_2_34', 'manylinux_2_28'] : ['manylinux_2_26'];
  const ladder = [...tags, 'manylinux_2_17', 'manylinux2014'].map((tag) => `  --platform ${tag}_${machine} \\`);
  const end = `  --implementation cp --python-version ${version} --only-binary=:all: --no-compile`;
  const isOwn = subject.tool === 'pyproject';
  const exporter = exporterOf(subject.tool);
  const locals = isOwn ? [] : localFromHere(subject);
  const what = isOwn ? ownWheel(subject) : exporter === undefined ? asked(subject) : '--no-deps -r "$build/locked.txt"';
  return [
    ...(isCondas(subject.tool) ? [NO_CONDA] : unlocked(subject)),
    ...(isOwn ? ['python -m pip wheel --quiet --no-deps --wheel-dir "$build/wheel" .'] : []),
    ...(exporter === undefined ? [] : writeLocked(exporter, subject, '"$build/locked.txt"')),
    `# ${subject.lambdaRuntime} has glibc ${GLIBC[os]}: newest tag first, down to manylinux2014; pip never widens a --platform itself.`,
    `python -m pip install ${what} --target "$build/package" \\`,
    ...ladder,
    end,
    ...(locals.length === 0
      ? []
      : [
          '# A link to a local project becomes its files.',
          `python -m pip wheel --quiet --no-deps --wheel-dir "$build/wheel" ${locals.join(' ')}`,
          'python -m pip install --quiet --no-deps --upgrade "$build"/wheel/*.whl --target "$build/package" \\',
          ...ladder,
          end,
        ]),
  ];
}

/** Shell: a virtualenv below the prefix, and the service's files where its links find their neighbours. */
/** Whether it names its modules as the directory sees them that it is built from: `python -m services.cart`. */
export function startsAround({ member, startsIn, workspace, contents }: Subject<'python'>): boolean {
  return member !== undefined && contents === undefined && startsIn === workspace;
}

/** Directories beside its own that it imports from where it starts. */
function besideOnHost(subject: Subject<'python'>, app: string): readonly string[] {
  if (subject.contents !== undefined) return [];
  const home = startsAround(subject) ? '"$prefix/app"' : app;
  return besideInRoot(subject).flatMap(({ from, to }) => {
    const into = shellPath(home, to);
    return [`install -d ${into}`, `cp -R ${shellWord(`${rootAbove(subject) ?? '.'}/${from}/.`)} ${into}`];
  });
}

export function pythonHost(subject: Subject<'python'>): readonly string[] {
  if (isCondas(subject.tool)) return condaHost(subject);
  const { tool, version, member, requirements } = subject;
  const app = shellPath('"$prefix/app"', member?.path);
  const above = rootAbove(subject) ?? '.';
  const neighbours = linkedProjects(subject).flatMap((path) => {
    const around = directoryOf(path);
    const into = shellPath('"$prefix/app"', around === '.' ? undefined : around);
    return [`install -d ${into}`, `cp -R ${shellWord(`${above}/${path}`)} ${into}/`];
  });
  const copied = [...neighbours, `install -d ${app}`, `cp -R . ${app}`, ...besideOnHost(subject, app)];
  const venv = [
    '# A virtualenv of its own: no package is shared with the neighbours.',
    `python${version} -m venv "$prefix/venv"`,
  ];
  if (tool === 'uv') {
    const environment = 'UV_PROJECT_ENVIRONMENT="$prefix/venv" UV_PYTHON="$prefix/venv/bin/python"';
    return [...venv, ...unlocked(subject), `${environment} uv ${uvSync(subject)}`, ...copied];
  }
  if (tool === 'uv-pip')
    return [
      ...venv,
      `uv pip install --python "$prefix/venv/bin/python" -r ${shellWord(requirements)}${uvParts(subject)}`,
      ...copied,
    ];
  const pip = '"$prefix/venv/bin/pip" install --no-cache-dir';
  const exporter = exporterOf(tool);
  if (exporter !== undefined) {
    const lines = [
      ...writeLocked(exporter, subject, '"$prefix/locked.txt"'),
      `${pip} --no-deps -r "$prefix/locked.txt"`,
      ...(subject.packaged ? [`${pip} --no-deps .`] : []),
    ];
    return [...venv, ...unlocked(subject), ...copied, '(', `  cd ${app}`, ...lines.map((line) => `  ${line}`), ')'];
  }
  const what =
    tool === 'pyproject'
      ? ownProject(subject)
      : `${asked(subject)}${subject.besideRequirements ? ` ${ownProject(subject)}` : ''}`;
  // pip leaves links to local projects: to those of the copy, where the service runs.
  return subject.local.length === 0 || tool === 'pyproject'
    ? [...venv, ...unlocked(subject), `${pip} ${what}`, ...copied]
    : [...venv, ...copied, `(cd ${app} && ${pip} ${what})`];
}

function shellPath(root: string, path: string | undefined): string {
  return path === undefined ? root : `${root}/${shellWord(path)}`;
}
