import { copyAll, copyOwn, directoryIn, workdir } from '../docker-lines.ts';
import { copyWords, shellWord } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import { envLines, installPackages } from '../system.ts';
import type { PythonBuildTool } from './tool.ts';

/** Environments of conda's tools: they bring their own interpreter, and what PyPI does not have. */

export function isCondas(tool: PythonBuildTool): tool is 'conda' | 'pixi' {
  return tool === 'conda' || tool === 'pixi';
}

/** The environment of Pixi that is deployed. */
function environmentOf({ groups: [group = 'default'] }: Subject<'python'>): string {
  return group;
}

function pixiInstall(subject: Subject<'python'>): string {
  const environment = environmentOf(subject);
  return `pixi install${subject.isLocked ? ' --locked' : ''}${environment === 'default' ? '' : ` --environment ${shellWord(environment)}`}`;
}

function micromambaCreate({ requirements }: Subject<'python'>, prefix: string): string {
  return `micromamba create --yes --prefix ${prefix} --file ${shellWord(requirements)}`;
}

/** A stage that makes the environment, and one that runs it at the same path: nothing of it may move. */
export function condaStages(subject: Subject<'python'>, directory: string): readonly string[] {
  const { tool, system, isLocked } = subject;
  const own = directoryIn(directory, subject);
  const isPixis = tool === 'pixi';
  const place = isPixis ? `${own}/.pixi/envs/${environmentOf(subject)}` : '/venv';
  return [
    ...(isPixis ? ['FROM ghcr.io/prefix-dev/pixi:latest AS build'] : ['FROM mambaorg/micromamba:2.0.1 AS build', 'USER root']),
    workdir(directory, subject),
    ...(isLocked ? [] : [`# Without ${isPixis ? 'pixi.lock' : 'a lock (conda-lock)'} two builds may differ: commit one.`]),
    copyAll(subject, directory),
    `RUN ${isPixis ? pixiInstall(subject) : `${micromambaCreate(subject, place)} && micromamba clean --all --yes`}`,
    '',
    'FROM debian:12-slim',
    ...installPackages('debian', system.distribution === 'debian' ? system.run : []),
    `ENV PATH="${place}/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1`,
    ...envLines(system),
    workdir(directory, subject),
    `COPY --from=build ${copyWords(place, place)}`,
    copyOwn(subject, './'),
  ];
}

/** Shell: the environment below the prefix, and the service's files. */
export function condaHost(subject: Subject<'python'>): readonly string[] {
  const copied = ['install -d "$prefix/app"', 'cp -R . "$prefix/app"'];
  const own = '# An environment of its own: no package is shared with the neighbours.';
  return subject.tool === 'pixi'
    ? [
        ...copied,
        own,
        `(cd "$prefix/app" && ${pixiInstall(subject)})`,
        `ln -sfn "$prefix/app/.pixi/envs/"${shellWord(environmentOf(subject))} "$prefix/venv"`,
      ]
    : [own, micromambaCreate(subject, '"$prefix/venv"'), ...copied];
}

/** What stands before the lines of a function, which have pip alone. */
export const NO_CONDA =
  "# pip installs here, and nothing of conda: requirements.txt has to list what the function needs, by PyPI's names.";
