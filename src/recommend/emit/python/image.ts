import { baseName, pathBelow } from '../../../model/index.ts';
import { contentLines, copyOwn, dataLines, exec, flavour, listens, scriptLines, setupLines, workdir } from '../docker-lines.ts';
import { copyWords } from '../quoting.ts';
import { besideInRoot } from '../start.ts';
import type { Subject } from '../subject.ts';
import { envLines, installPackages } from '../system.ts';
import { condaStages, isCondas } from './conda.ts';
import { environmentOf, linkedProjects, lockStage, pythonInstall } from './install.ts';

/** Images of services in Python. */

/** Where servers of Python would listen on the loopback alone (uvicorn, "Settings"; Flask, "Command Line Interface"). */
const OWN_VARIABLES = {
  uvicorn: ' UVICORN_HOST=0.0.0.0 UVICORN_PORT=$port',
  flask: ' FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=$port',
} as const;

const PYTHON_SERVERS = ['uvicorn', 'flask'] as const;

function ownVariables({ command, port }: Subject<'python'>): string {
  const server = PYTHON_SERVERS.find((name) => command.some((word) => baseName(word) === name));
  return server === undefined ? '' : OWN_VARIABLES[server].replaceAll('$port', String(port));
}

/**
 * Where its own files lie when it starts: in the directory that it starts from, or below that, where its command names its
 * modules from a directory around its own (`python -m cart` with the files of `services/cart`), as the image of today has it.
 */
function placeOf(subject: Subject<'python'>, directory: string): { readonly workdir: string; readonly copy: string } {
  const { startsIn, path, packaged, contents } = subject;
  const below = startsIn === undefined || packaged || contents !== undefined ? '' : (pathBelow(startsIn, path) ?? '');
  if (!PLAIN_PATH.test(below)) return { workdir: workdir(directory, subject), copy: copyOwn(subject, './') };
  return { workdir: `WORKDIR ${directory}`, copy: copyOwn(subject, `./${below}/`) };
}

/** Directories beside its own that it imports, where it starts as the image of today has them: `home` is written around each. */
export function besideLines(subject: Subject<'python'>, home = (to: string): string => `./${to}/`): readonly string[] {
  if (subject.contents !== undefined) return [];
  return besideInRoot(subject).flatMap(({ from, to }) =>
    PLAIN_PATH.test(to) ? [`COPY ${copyWords(`${from}/`, home(to))}`] : [],
  );
}

/** As folders of packages are called; none but such can be named by a command. */
const PLAIN_PATH = /^\w[\w./-]*$/;

/** An environment that one stage fills and the other runs; `venv` makes it. */
export function pythonStages(subject: Subject<'python'>, directory: string, venv: readonly string[]): readonly string[] {
  const { system } = subject;
  const place = placeOf(subject, directory);
  const image = `python:${subject.version}-${flavour(system, 'python')}`;
  return [
    ...lockStage(subject, directory),
    `FROM ${image} AS build`,
    ...installPackages(system.distribution, [...system.fetch, ...system.build]),
    `ENV PATH="/venv/bin:$PATH" ${environmentOf(subject)}`,
    ...venv,
    workdir(directory, subject),
    ...pythonInstall(subject, directory),
    '',
    `FROM ${image}`,
    ...installPackages(system.distribution, system.run),
    'ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    ...envLines(system),
    place.workdir,
    'COPY --from=build /venv /venv',
    ...linkedProjects(subject).map((path) => `COPY --from=build ${copyWords(`${directory}/${path}`, `${directory}/${path}`)}`),
    ...setupLines(system),
    place.copy,
    ...besideLines(subject),
    ...contentLines(subject, subject.member === undefined ? '' : `${subject.member.path}/`),
    ...scriptLines(subject),
    ...dataLines(subject, '10001'),
    'USER 10001:10001',
  ];
}

export function pythonImage(subject: Subject<'python'>): string {
  return [
    ...(isCondas(subject.tool)
      ? [...condaStages(subject, '/app'), ...setupLines(subject.system), ...dataLines(subject, '10001'), 'USER 10001:10001']
      : pythonStages(subject, '/app', ['RUN python -m venv /venv'])),
    ...listens(subject, ownVariables(subject)),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['python', '-m', 'app'])}`,
  ].join('\n');
}
