import { fileOf } from './file.ts';
import { why } from './notes.ts';
import { shellWord } from './quoting.ts';
import { versionNotes } from './release.ts';
import type { EmittedFile, Subject } from './subject.ts';
import { sourceNotes } from './system.ts';
import { memberNotes, writerOf } from './writers.ts';

/** Dockerfiles: a build stage, a small running stage, a numeric user, layers ordered by how rarely they change. */

/** What builds and runs it, without the words before. */
export function containerBody(subject: Subject): string {
  return writerOf(subject).image(subject);
}

export function dockerfile(subject: Subject): readonly EmittedFile[] {
  const body = containerBody(subject);
  return [fileOf(subject, 'Dockerfile', [why(subject, '#', notes(subject)), body]), dockerignore(subject)];
}

function notes(subject: Subject): readonly string[] {
  const { command, workspace, id, site, member } = subject;
  const writer = writerOf(subject);
  const scripted = site === undefined && writer.isScripted;
  return [
    buildNote(subject, armOption(subject)),
    ...versionNotes(subject),
    ...(member === undefined ? [] : memberNotes(subject)),
    ...(writer.notes?.(subject) ?? []),
    ...(scripted && command.length === 0 ? ['No start command was found: set CMD.'] : []),
    ...(scripted ? elsewhereNotes(command) : []),
    ...settingsNotes(subject),
    ...sourceNotes(subject.system),
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

/** What a start or a build cannot do without, and whoever has the image can read. */
function settingsNotes({ settings }: Subject): readonly string[] {
  return settings.length === 0
    ? []
    : [`Its scripts read ${settings.join(', ')}: the image holds what stands there, so keep secrets out of it.`];
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

export function dockerignore(subject: Subject): EmittedFile {
  const writer = writerOf(subject);
  // BuildKit reads the one beside the Dockerfile where another directory is sent; its patterns start there. What is
  // called build or test may be a member or a package.
  if (subject.member !== undefined)
    return fileOf(subject, 'Dockerfile.dockerignore', [
      why(subject, '#'),
      '.git',
      '.github',
      '**/.env',
      '**/.env.*',
      ...subject.settings.map((name) => `!**/${name}`),
      ...writer.leftBehind(subject),
    ]);
  return fileOf(subject, '.dockerignore', [
    why(subject, '#'),
    '.git',
    '.github',
    '.env',
    '.env.*',
    ...subject.settings.map((name) => `!${name}`),
    '*.md',
    // Build back ends read it.
    '!README.md',
    'Dockerfile*',
    'docker-compose*.yml',
    'compose*.yaml',
    'test',
    'tests',
    ...writer.ignored(subject),
  ]);
}
