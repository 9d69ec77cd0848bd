import { byShell } from '../docker-lines.ts';
import type { Subject } from '../subject.ts';
import type { Writer } from '../writer.ts';
import { goCommand, goSettings } from './build.ts';
import { goBundle, goClient, goFunction } from './function.ts';
import { goImage } from './image.ts';

export const go: Writer<'go'> = {
  isScripted: false,
  notes: ({ isMainKnown }) =>
    isMainKnown ? [] : ['Nothing shows where the main package lies: the last word of go build names its directory.'],
  leftBehind: () => [],
  ignored: () => ['bin'],
  image: goImage,
  health: ({ system }, port) => (system.linked || system.run.length > 0 ? byShell(port) : undefined),
  startSeconds: 60,
  functionImage: goFunction,
  clientImage: goClient,
  bundle: goBundle,
  install: goInstall,
  start: (_, prefix) => `${prefix}/app`,
};

function goInstall(subject: Subject<'go'>): readonly string[] {
  return [
    ...goSettings(subject),
    subject.system.linked
      ? '# Linked against C: build it on the host or on one with the same libc.'
      : '# A static binary shares no library.',
    goCommand(subject, '"$prefix/app"'),
  ];
}
