import { baseName } from '../../../model/index.ts';
import { contentLines, copyOwn, dataLines, exec, flavour, listens, setupLines, workdir } from '../docker-lines.ts';
import { copyWords } from '../quoting.ts';
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

/** An environment that one stage fills and the other runs; `venv` makes it. */
export function pythonStages(subject: Subject<'python'>, directory: string, venv: readonly string[]): readonly string[] {
  const { system } = subject;
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
    workdir(directory, subject),
    'COPY --from=build /venv /venv',
    ...linkedProjects(subject).map((path) => `COPY --from=build ${copyWords(`${directory}/${path}`, `${directory}/${path}`)}`),
    ...setupLines(system),
    copyOwn(subject, './'),
    ...contentLines(subject, subject.member === undefined ? '' : `${subject.member.path}/`),
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
