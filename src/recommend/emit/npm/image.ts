import { inDirectory } from '../../../model/index.ts';
import {
  contentLines,
  dataLines,
  directoryIn,
  dockerText,
  exec,
  flavour,
  listens,
  scriptLines,
  setupLines,
  workdir,
} from '../docker-lines.ts';
import { copyWords, shellWord } from '../quoting.ts';
import { besideInRoot } from '../start.ts';
import type { Subject } from '../subject.ts';
import { envLines, installPackages } from '../system.ts';
import { buildLines, copyPages, installLines, needsTools, programDirectories, programLines, rushDeploy } from './commands.ts';

/** Images of services in Node.js. */

/** Files for browsers need a web server and nothing of Node. It listens on 8080 and runs as nobody in particular. */
function site(subject: Subject<'npm'>, output: string): string {
  const built = `${directoryIn('/app', subject)}/${output}`;
  return [
    `FROM node:${subject.version}-slim AS build`,
    ...installPackages('debian', subject.system.fetch),
    'WORKDIR /app',
    ...buildLines(subject, 'everything'),
    ...(subject.isSiteNested ? [`RUN mkdir /site && ${copyPages(subject, shellWord(built), '/site')}`] : []),
    '',
    'FROM nginxinc/nginx-unprivileged:1.29-alpine',
    `COPY --from=build ${copyWords(subject.isSiteNested ? '/site' : built, '/usr/share/nginx/html')}`,
    'USER 101:101',
    'EXPOSE 8080',
  ].join('\n');
}

/** Node.js with packages of its distribution; `as` names the stage. */
export function nodeStage(
  { version, system }: Subject<'npm'>,
  packages: readonly string[],
  directory: string,
  as = '',
): readonly string[] {
  return [
    `FROM node:${version}-${flavour(system, 'node')}${as}`,
    ...installPackages(system.distribution, packages),
    ...envLines(system),
    `WORKDIR ${directory}`,
  ];
}

/** Whether the start command names files as the member's root sees them. */
function startsAtRoot({ member, command, startsIn, path }: Subject<'npm'>): boolean {
  if (member === undefined) return false;
  if (startsIn !== undefined && inDirectory(startsIn, member.path) === path) return true;
  return command.some((word) => word.split(/[\s"']+/).some((part) => part.replace(/^\.\//, '').startsWith(`${member.path}/`)));
}

/** Directories beside its own that today's image has where it starts, in the service's own directory: schemas, templates. */
function besideLines(subject: Subject<'npm'>): readonly string[] {
  if (subject.startsIn !== subject.path) return [];
  return besideInRoot(subject).map(({ from, to }) => `COPY --from=build ${copyWords(`/app/${from}/`, `./${to}/`)}`);
}

export function nodeImage(subject: Subject<'npm'>): string {
  if (subject.site !== undefined) return site(subject, subject.site);
  const { system, member, tool } = subject;
  const isRush = tool === 'rush' && member !== undefined;
  const isMade = needsTools(subject);
  const isWhole = isMade || member !== undefined;
  const programs = programDirectories('/app', subject);
  return [
    ...nodeStage(subject, [...system.fetch, ...system.build], isRush ? '/src' : '/app', ' AS build'),
    ...(isRush
      ? ['COPY . .', `RUN ${rushDeploy(subject, '/app')}`]
      : isMade
        ? buildLines(subject, 'production')
        : installLines(subject)),
    '',
    ...nodeStage(subject, system.run, '/app'),
    `ENV NODE_ENV=production${programs.length === 0 ? '' : ` PATH="${programs.map(dockerText).join(':')}:$PATH"`}`,
    ...dataLines(subject, '1000'),
    ...(isWhole ? ['COPY --from=build /app ./'] : ['COPY --from=build /app/node_modules ./node_modules', 'COPY . .']),
    ...(member === undefined || startsAtRoot(subject) ? [] : [workdir('/app', subject)]),
    ...(isWhole ? contentLines(subject, `${directoryIn('/app', subject)}/`, '--from=build ') : contentLines(subject, '')),
    ...besideLines(subject),
    ...setupLines(system),
    ...programLines(subject),
    ...scriptLines(subject),
    'USER 1000:1000',
    ...listens(subject),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['node', 'index.js'])}`,
  ].join('\n');
}
