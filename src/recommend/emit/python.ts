import { addTo, directoryOf, isWithin } from '../../model/index.ts';
import { GLIBC, LAMBDA_RUNTIMES } from '../data/runtimes.ts';
import { copyAll } from './docker-lines.ts';
import { copyWords, shellWord } from './quoting.ts';
import { rootAbove, type Subject } from './subject.ts';

/** How Python's tools install: into images, bundles and environments of a host. */

const UV = 'uv==0.13.9';

/** What runs in production, by the lock where there is one. */
function uvLocked({ isLocked }: Subject): string {
  return isLocked ? '--frozen --no-dev' : '--no-dev';
}

/** Nothing stays linked to sources that lie elsewhere when it runs. */
function uvSync(subject: Subject): string {
  return `sync ${uvLocked(subject)} --no-editable`;
}

/** Paths that uv exports begin at the root of its workspace. */
function atRoot({ projectRoot }: Subject): string {
  return projectRoot === '.' ? '' : ` --directory ${projectRoot}`;
}

const UNLOCKED = '# Without uv.lock two builds may differ: commit one.';

function unlocked({ tool, isLocked }: Subject): readonly string[] {
  return tool === 'uv' && !isLocked ? [UNLOCKED] : [];
}

/** Variables that tools find in the stage that fills an environment. */
export function environmentOf({ tool }: Pick<Subject, 'tool'>): string {
  // uv would take another interpreter where .python-version names one, and make the environment anew.
  return `VIRTUAL_ENV=/venv PIP_DISABLE_PIP_VERSION_CHECK=1${tool === 'uv' ? ' UV_PYTHON=/venv/bin/python' : ''}`;
}

/** Requirements and what they include, by the directories that they lie in. */
function copyRequirements({ requirementFiles }: Subject): readonly string[] {
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
function indexFirst(subject: Subject, root: string, uv: string): readonly string[] {
  const { isLocked, member, projectRoot } = subject;
  const sync = `${uvSync(subject)} --no-install-local --active --inexact`;
  if (!isLocked) return [];
  if (member === undefined) return ['COPY pyproject.toml uv.lock ./', `RUN ${uv} ${sync}`];
  if (member.name === undefined || projectRoot !== rootAbove(subject)) return [];
  return [`COPY pyproject.toml uv.lock ${root}/`, `RUN ${uv}${atRoot(subject)} ${sync} --package ${shellWord(member.name)}`];
}

/** Lines that install what Python code needs into the environment that is active. */
export function pythonInstall(subject: Subject, root: string): readonly string[] {
  const { tool, requirements, member, local } = subject;
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
    case 'pyproject':
      return [copyAll(subject, root), 'RUN pip install --no-cache-dir .'];
    default:
      return [
        ...(member === undefined && local.length === 0 ? copyRequirements(subject) : [copyAll(subject, root)]),
        `RUN pip install --no-cache-dir -r ${shellWord(requirements)}`,
      ];
  }
}

/** Local projects outside of its own directory, to which links of pip lead; as seen from the root that it is built from. */
export function linkedProjects({ tool, local, member }: Subject): readonly string[] {
  return tool === 'pip' && member !== undefined ? local.filter((path) => !isWithin(path, member.path)) : [];
}

/** As seen from the service's own directory. */
function localFromHere({ local, member }: Subject): readonly string[] {
  const above = rootAbove({ member }) ?? '.';
  return local.map((path) => shellWord(path === (member?.path ?? '.') ? '.' : `${above}/${path}`));
}

/** Lines of an image that install everything into one directory, as functions find it. */
export function pythonTarget(subject: Subject, directory: string): readonly string[] {
  const { tool, requirements } = subject;
  switch (tool) {
    case 'uv':
      return [
        ...unlocked(subject),
        `RUN pip install --no-cache-dir ${UV} && uv export ${uvLocked(subject)} --no-editable --quiet -o /tmp/all.lock && uv${atRoot(subject)} pip install --no-deps --target ${directory} -r /tmp/all.lock`,
      ];
    case 'pyproject':
      return [`RUN pip install --no-cache-dir --target ${directory} .`];
    default: {
      const paths = localFromHere(subject).join(' ');
      // What `-e` left as a link becomes files: nothing follows links in a function's directory.
      const files = paths === '' ? '' : ` && pip install --no-cache-dir --no-deps --upgrade --target ${directory} ${paths}`;
      return [`RUN pip install --no-cache-dir --target ${directory} -r ${shellWord(requirements)}${files}`];
    }
  }
}

interface Foreign {
  /** As wheels name it. */
  readonly machine: 'aarch64' | 'x86_64';
  readonly os: 'AL2' | 'AL2023';
  readonly version: string;
}

function foreignOf({ architecture, lambdaRuntime }: Subject): Foreign {
  return {
    machine: architecture === 'arm64' ? 'aarch64' : 'x86_64',
    os: LAMBDA_RUNTIMES.find((runtime) => runtime.name === lambdaRuntime)?.os === 'AL2' ? 'AL2' : 'AL2023',
    version: lambdaRuntime.replace('python', ''),
  };
}

/** Shell: the packages of a zip, for the machine that runs it, into `$build/package`. */
export function pythonPackages(subject: Subject): readonly string[] {
  return subject.tool === 'uv' ? uvPackages(subject) : pipPackages(subject);
}

/** uv knows which older tags a platform admits. */
function uvPackages(subject: Subject): readonly string[] {
  const { machine, os, version } = foreignOf(subject);
  const locked = uvLocked(subject);
  return [
    ...unlocked(subject),
    `uv export ${locked} --no-emit-local --quiet -o "$build/index.lock"`,
    `uv export ${locked} --only-emit-local --no-editable --quiet -o "$build/local.lock"`,
    `# ${subject.lambdaRuntime} has glibc ${GLIBC[os]}. What is built here, its own package and its sisters, has to be pure Python.`,
    `into=(--target "$build/package" --python-platform ${machine}-${os === 'AL2' ? 'manylinux_2_17' : 'manylinux_2_34'} --python-version ${version} --no-deps --quiet)`,
    'uv pip install "${into[@]}" --only-binary :all: -r "$build/index.lock"',
    `uv${atRoot(subject)} pip install "\${into[@]}" -r "$build/local.lock"`,
  ];
}

/**
 * pip takes a platform tag as it is and does not try older ones: without the whole ladder it picks old versions in
 * silence, or fails. Amazon Linux 2 runtimes have glibc 2.26, so they stop at manylinux2014.
 */
function pipPackages(subject: Subject): readonly string[] {
  const { machine, os, version } = foreignOf(subject);
  const tags = os === 'AL2023' ? ['manylinux_2_34', 'manylinux_2_28'] : ['manylinux_2_26'];
  const ladder = [...tags, 'manylinux_2_17', 'manylinux2014'].map((tag) => `  --platform ${tag}_${machine} \\`);
  const end = `  --implementation cp --python-version ${version} --only-binary=:all: --no-compile`;
  const isOwn = subject.tool === 'pyproject';
  const locals = isOwn ? [] : localFromHere(subject);
  return [
    ...(isOwn ? ['python -m pip wheel --quiet --no-deps --wheel-dir "$build/wheel" .'] : []),
    `# ${subject.lambdaRuntime} has glibc ${GLIBC[os]}: newest tag first, down to manylinux2014; pip never widens a --platform itself.`,
    `python -m pip install ${isOwn ? '"$build"/wheel/*.whl' : `-r ${shellWord(subject.requirements)}`} --target "$build/package" \\`,
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
export function pythonHost(subject: Subject): readonly string[] {
  const { tool, version, member, requirements } = subject;
  const app = shellPath('"$prefix/app"', member?.path);
  const above = rootAbove(subject) ?? '.';
  const neighbours = linkedProjects(subject).flatMap((path) => {
    const around = directoryOf(path);
    const into = shellPath('"$prefix/app"', around === '.' ? undefined : around);
    return [`install -d ${into}`, `cp -R ${shellWord(`${above}/${path}`)} ${into}/`];
  });
  const copied = [...neighbours, `install -d ${app}`, `cp -R . ${app}`];
  const venv = [
    '# A virtualenv of its own: no package is shared with the neighbours.',
    `python${version} -m venv "$prefix/venv"`,
  ];
  if (tool === 'uv') {
    const environment = 'UV_PROJECT_ENVIRONMENT="$prefix/venv" UV_PYTHON="$prefix/venv/bin/python"';
    return [...venv, ...unlocked(subject), `${environment} uv ${uvSync(subject)}`, ...copied];
  }
  const what = tool === 'pyproject' ? '.' : `-r ${shellWord(requirements)}`;
  const install = `"$prefix/venv/bin/pip" install --no-cache-dir ${what}`;
  // pip leaves links to local projects: to those of the copy, where the service runs.
  return subject.local.length === 0 || tool === 'pyproject'
    ? [...venv, install, ...copied]
    : [...venv, ...copied, `(cd ${app} && ${install})`];
}

function shellPath(root: string, path: string | undefined): string {
  return path === undefined ? root : `${root}/${shellWord(path)}`;
}
