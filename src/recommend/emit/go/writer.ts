import { listed, printable } from '../../../model/index.ts';
import { byShell } from '../docker-lines.ts';
import { systemdWords } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import type { Writer } from '../writer.ts';
import { goArguments, goCommand, goSettings, mainNote } from './build.ts';
import { goBundle, goClient, goFunction } from './function.ts';
import { goImage, needsUserland } from './image.ts';

export const go: Writer<'go'> = {
  isScripted: false,
  notes: (subject) => [
    ...(subject.isMainKnown ? [] : ['Nothing shows where the main package lies: the last word of go build names its directory.']),
    ...fileNotes(subject),
    ...broughtNotes(subject),
  ],
  leftBehind: () => [],
  ignored: () => ['bin'],
  image: goImage,
  health: (subject, port) => {
    if (!needsUserland(subject)) return undefined;
    return subject.system.distribution === 'alpine' ? ['nc', '-z', '127.0.0.1', String(port)] : byShell(port);
  },
  startSeconds: 60,
  functionImage: goFunction,
  clientImage: goClient,
  bundle: goBundle,
  install: goInstall,
  start: (subject, prefix) => systemdWords([`${prefix}/app`, ...goArguments(subject)]),
};

/** Files that the program is told of. */
function fileNotes(subject: Subject<'go'>): readonly string[] {
  const paths = goArguments(subject).flatMap(
    (word) => /(?:^|=)(\/?(?:[\w.-]+\/)*[\w-]+\.(?:ya?ml|json|toml|conf|env|ini))$/.exec(word)?.[1] ?? [],
  );
  return paths.length === 0
    ? []
    : [`It reads ${paths.join(', ')}, as the image of today has it: here nothing but the binary is there, so copy or mount it.`];
}

/** Files that a program looks for where it is started. */
function broughtNotes({ brings }: Subject<'go'>): readonly string[] {
  const [first] = brings;
  if (first === undefined) return [];
  const named = listed(
    brings.map(({ value = '' }) => value),
    5,
  );
  const place = `${printable(first.origin.file)}:${first.origin.line}`;
  return [
    `The image of today has more than the program: ${named} (${place}). Here nothing but the binary is there, so copy that as well.`,
  ];
}

function goInstall(subject: Subject<'go'>): readonly string[] {
  return [
    ...goSettings(subject),
    subject.system.linked
      ? '# Linked against C: build it on the host or on one with the same libc.'
      : '# A static binary shares no library.',
    ...mainNote(subject),
    goCommand(subject, '"$prefix/app"'),
  ];
}
