import { baseName } from '../../model/index.ts';
import type { Distribution } from '../data/system-packages.ts';
import { condaStages, isCondas } from './conda.ts';
import { copyOwn, directoryIn, dockerText, workdir } from './docker-lines.ts';
import { fileOf } from './file.ts';
import { goCommand, goSources } from './go.ts';
import { javaBuild, javaCommand, javaNotes, runsScript, SCRIPT_OPTIONS } from './java.ts';
import { buildLines, installLines, programDirectories, programLines, rushDeploy } from './node.ts';
import { memberNotes, why } from './notes.ts';
import { environmentOf, linkedProjects, lockStage, pythonInstall } from './python.ts';
import { copyWords, shellWord } from './quoting.ts';
import { versionNotes } from './release.ts';
import type { EmittedFile, Subject } from './subject.ts';
import { envLines, installPackages, type SystemNeeds } from './system.ts';

/** Dockerfiles: a build stage, a small running stage, a numeric user, layers ordered by how rarely they change. */

/** What builds and runs it, without the words before. */
export function containerBody(subject: Subject): string {
  return BODIES[subject.ecosystem](subject);
}

export function dockerfile(subject: Subject): readonly EmittedFile[] {
  const body = containerBody(subject);
  return [fileOf(subject, 'Dockerfile', [why(subject, '#', notes(subject)), body]), dockerignore(subject)];
}

function notes(subject: Subject): readonly string[] {
  const { ecosystem, command, workspace, id, site, member } = subject;
  const scripted = site === undefined && (ecosystem === 'python' || ecosystem === 'npm');
  return [
    buildNote(subject, armOption(subject)),
    ...versionNotes(subject),
    ...(member === undefined ? [] : memberNotes(subject)),
    ...(ecosystem === 'jvm' ? javaNotes(subject) : []),
    ...(scripted && command.length === 0 ? ['No start command was found: set CMD.'] : []),
    ...(scripted ? elsewhereNotes(command) : []),
    ...(ecosystem === 'go' && !subject.isMainKnown
      ? ['Nothing shows where the main package lies: the last word of go build names its directory.']
      : []),
    ...(workspace === undefined || workspace === id || member !== undefined
      ? []
      : [`A member of the workspace in ${workspace}: its lock and sisters lie there, so build with that directory as context.`]),
  ];
}

/** Where every image has programs, and this one its environment. */
const PLACED = /^\/(?:bin|sbin|usr|venv|app|dev|etc|tmp)(?:\/|$)/;

/** Files that the image of today has in a directory of its own. */
function elsewhereNotes(command: readonly string[]): readonly string[] {
  const paths = command.filter((word) => /^\/[\w.-]+\/[\w./-]+$/.test(word) && !PLACED.test(word));
  return paths.length === 0
    ? []
    : [`The start command names ${paths.join(', ')}, as the image of today has it: here the files lie below /app.`];
}

/** Where the file belongs, and how an image is made of it there. */
export function buildNote({ id, workspace, member }: Subject, options: string): string {
  const root = workspace === '.' ? 'the root' : workspace;
  const from = member === undefined ? '.' : `-f ${shellWord(`${member.path}/Dockerfile`)} .`;
  return `It belongs ${id === '.' ? 'at the root' : `in ${id}`}. Build${member === undefined ? '' : `, in ${root}`}: docker build${options} ${from}`;
}

/** A task on arm64 does not start what was built for another machine. */
function armOption({ architecture, recommendation: { target } }: Subject): string {
  return architecture === 'arm64' && target === 'fargate' ? ' --platform linux/arm64' : '';
}

/** What no build of a part of a workspace needs, and what is never a member's or a package's name. */
const LEFT_BEHIND: Readonly<Record<Subject['ecosystem'], readonly string[]>> = {
  python: ['**/__pycache__', '**/*.pyc', '**/.venv', '**/.pixi'],
  npm: ['**/node_modules'],
  jvm: ['**/.gradle'],
  go: [],
};

export function dockerignore(subject: Subject): EmittedFile {
  // BuildKit reads the one beside the Dockerfile where another directory is sent; its patterns start there. What is
  // called build or test may be a member or a package.
  if (subject.member !== undefined)
    return fileOf(subject, 'Dockerfile.dockerignore', [
      why(subject, '#'),
      '.git',
      '.github',
      '**/.env',
      '**/.env.*',
      ...LEFT_BEHIND[subject.ecosystem],
      ...(subject.tool === 'rush' ? ['common/temp', 'common/deploy'] : []),
    ]);
  const own = {
    python: ['__pycache__', '*.pyc', '.venv', 'venv', ...(subject.tool === 'pixi' ? ['.pixi'] : []), '.pytest_cache'],
    npm: ['node_modules', 'coverage'],
    jvm: ['target', 'build', '.gradle'],
    go: ['bin'],
  }[subject.ecosystem];
  return fileOf(subject, '.dockerignore', [
    why(subject, '#'),
    '.git',
    '.github',
    '.env',
    '.env.*',
    '*.md',
    // Build back ends read it.
    '!README.md',
    'Dockerfile*',
    'docker-compose*.yml',
    'compose*.yaml',
    'test',
    'tests',
    ...own,
  ]);
}

export function exec(words: readonly string[]): string {
  return JSON.stringify(words).replaceAll('","', '", "');
}

const FLAVOUR: Readonly<Record<Distribution, string>> = { debian: 'slim', alpine: 'alpine' };

/** Where servers of Python would listen on the loopback alone (uvicorn, "Settings"; Flask, "Command Line Interface"). */
const OWN_VARIABLES = {
  uvicorn: ' UVICORN_HOST=0.0.0.0 UVICORN_PORT=$port',
  flask: ' FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=$port',
} as const;
const PYTHON_SERVERS = ['uvicorn', 'flask'] as const;

/** Servers read PORT by convention; gunicorn does by itself, others read their own variables. */
function listens({ port, command, ecosystem }: Subject): readonly string[] {
  if (port === undefined) return [];
  const server =
    ecosystem === 'python' ? PYTHON_SERVERS.find((name) => command.some((word) => baseName(word) === name)) : undefined;
  const variables = server === undefined ? '' : OWN_VARIABLES[server];
  return [`ENV PORT=${port}${variables.replaceAll('$port', String(port))}`, `EXPOSE ${port}`];
}

/** A volume begins with the owner of what the image has there; without it root alone could write. */
function dataLines({ stateful }: Subject, user: string): readonly string[] {
  return stateful ? [`RUN install -d -o ${user} -g ${user} /data`] : [];
}

/** What packages install by a command of their own, where nobody but root may. */
export function setupLines({ setup }: SystemNeeds): readonly string[] {
  return setup.map((command) => `RUN ${command}`);
}

/** An environment that one stage fills and the other runs; `venv` makes it. */
export function pythonStages(subject: Subject, directory: string, venv: readonly string[]): readonly string[] {
  const { system } = subject;
  const image = `python:${subject.version}-${FLAVOUR[system.distribution]}`;
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
    ...dataLines(subject, '10001'),
    'USER 10001:10001',
  ];
}

function python(subject: Subject): string {
  return [
    ...(isCondas(subject.tool)
      ? [...condaStages(subject, '/app'), ...setupLines(subject.system), ...dataLines(subject, '10001'), 'USER 10001:10001']
      : pythonStages(subject, '/app', ['RUN python -m venv /venv'])),
    ...listens(subject),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['python', '-m', 'app'])}`,
  ].join('\n');
}

/** Files for browsers need a web server and nothing of Node. It listens on 8080 and runs as nobody in particular. */
function site(subject: Subject, output: string): string {
  return [
    `FROM node:${subject.version}-slim AS build`,
    ...installPackages('debian', subject.system.fetch),
    'WORKDIR /app',
    ...buildLines(subject, 'everything'),
    '',
    'FROM nginxinc/nginx-unprivileged:1.29-alpine',
    `COPY --from=build ${copyWords(`${directoryIn('/app', subject)}/${output}`, '/usr/share/nginx/html')}`,
    'USER 101:101',
    'EXPOSE 8080',
  ].join('\n');
}

/** Node.js with packages of its distribution; `as` names the stage. */
export function nodeStage(
  { version, system }: Subject,
  packages: readonly string[],
  directory: string,
  as = '',
): readonly string[] {
  return [
    `FROM node:${version}-${FLAVOUR[system.distribution]}${as}`,
    ...installPackages(system.distribution, packages),
    ...envLines(system),
    `WORKDIR ${directory}`,
  ];
}

/** Whether the start command names files of the member as its root sees them. */
function startsAtRoot({ member, command }: Subject): boolean {
  return (
    member !== undefined &&
    command.some((word) => word.split(/[\s"']+/).some((part) => part.replace(/^\.\//, '').startsWith(`${member.path}/`)))
  );
}

function node(subject: Subject): string {
  if (subject.site !== undefined) return site(subject, subject.site);
  const { system, builds, member, tool } = subject;
  const isRush = tool === 'rush' && member !== undefined;
  const isWhole = builds || member !== undefined;
  const programs = programDirectories('/app', subject);
  return [
    ...nodeStage(subject, [...system.fetch, ...system.build], isRush ? '/src' : '/app', ' AS build'),
    ...(isRush
      ? ['COPY . .', `RUN ${rushDeploy(subject, '/app')}`]
      : builds
        ? buildLines(subject, 'production')
        : installLines(subject)),
    '',
    ...nodeStage(subject, system.run, '/app'),
    `ENV NODE_ENV=production${programs.length === 0 ? '' : ` PATH="${programs.map(dockerText).join(':')}:$PATH"`}`,
    ...dataLines(subject, '1000'),
    ...(isWhole ? ['COPY --from=build /app ./'] : ['COPY --from=build /app/node_modules ./node_modules', 'COPY . .']),
    ...(member === undefined || startsAtRoot(subject) ? [] : [workdir('/app', subject)]),
    ...setupLines(system),
    ...programLines(subject),
    'USER 1000:1000',
    ...listens(subject),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['node', 'index.js'])}`,
  ].join('\n');
}

/** The running stage around what a build stage left in /out. */
export function javaStage(subject: Subject, directory: string): readonly string[] {
  const { distribution, run } = subject.system;
  const { version } = subject;
  return [
    `FROM eclipse-temurin:${version}-jre${distribution === 'alpine' ? '-alpine' : ''}`,
    ...installPackages(distribution, run),
    `WORKDIR ${directory}`,
    'COPY --from=build /out ./',
    ...dataLines(subject, '10001'),
    'USER 10001:10001',
  ];
}

function java(subject: Subject): string {
  return [
    ...javaBuild(subject),
    '',
    ...(subject.build.makes === 'war' ? serverStage(subject) : javaStage(subject, '/app')),
    ...(subject.port === undefined ? [] : [`EXPOSE ${subject.port}`]),
    ...(subject.build.makes === 'war' ? [] : startLines(subject)),
  ].join('\n');
}

function startLines(subject: Subject): readonly string[] {
  return [...(runsScript(subject) ? [`ENV ${SCRIPT_OPTIONS}`] : []), `ENTRYPOINT ${exec(javaCommand(subject, '/app'))}`];
}

/** Tomcat 10 has the classes of Jakarta EE, Tomcat 9 those of Java EE. It writes below its own directory. */
function serverStage({ version, system, isJavaEe }: Subject): readonly string[] {
  return [
    `FROM tomcat:${isJavaEe ? '9.0' : '10.1'}-jre${version}-temurin`,
    ...installPackages('debian', system.run),
    'COPY --from=build /out/app.war /usr/local/tomcat/webapps/ROOT.war',
    'RUN chown -R 10001:10001 /usr/local/tomcat',
    'USER 10001:10001',
  ];
}

/** Builds the main package into `out`. */
export function goBuild(subject: Subject, out: string, tags = ''): readonly string[] {
  return [
    `FROM golang:${subject.version} AS build`,
    ...installPackages('debian', subject.system.build),
    ...goSources(subject, '/src'),
    '# The last word is the directory of the main package.',
    `RUN ${goCommand(subject, out, tags)}`,
  ];
}

/** What a binary asks of the image that runs it. */
export function goStage(out: string, program: string): readonly string[] {
  return [
    'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
    `COPY --from=build ${out} ${program}`,
    'USER 65532:65532',
  ];
}

function go(subject: Subject): string {
  const { linked, run } = subject.system;
  // A binary that is linked against C runs on a glibc no older than the one that it was built with.
  const base =
    linked || run.length > 0
      ? ['FROM debian:13-slim', ...installPackages('debian', run)]
      : ['# A static binary needs no userland; certificates come from the build stage.', 'FROM scratch'];
  // Nothing in an empty image could make the directory: one of the build stage that is empty becomes it.
  const data = subject.stateful ? ['COPY --from=build --chown=65532:65532 /srv /data'] : [];
  return [
    ...goBuild(subject, '/out/app'),
    '',
    ...base,
    ...data,
    ...goStage('/out/app', '/app'),
    ...listens(subject),
    'ENTRYPOINT ["/app"]',
  ].join('\n');
}

const BODIES = { python, npm: node, jvm: java, go } as const;
