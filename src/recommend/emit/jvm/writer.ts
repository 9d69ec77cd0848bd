import { byShell } from '../docker-lines.ts';
import type { Writer } from '../writer.ts';
import { javaNotes, runsScript, SCRIPT_OPTIONS } from './build.ts';
import { javaBundle, javaClient, javaFunction } from './function.ts';
import { javaInstall, javaStart } from './host.ts';
import { javaImage } from './image.ts';

export const jvm: Writer<'jvm'> = {
  isScripted: false,
  notes: javaNotes,
  leftBehind: () => ['**/.gradle'],
  ignored: () => ['target', 'build', '.gradle'],
  image: javaImage,
  health: ({ system }, port) => (system.distribution === 'alpine' ? ['nc', '-z', '127.0.0.1', String(port)] : byShell(port)),
  startSeconds: 120,
  functionImage: javaFunction,
  clientImage: javaClient,
  bundle: javaBundle,
  template: () => [
    '      # SnapStart restores a started JVM; it acts on published versions, hence the alias.',
    '      SnapStart:',
    '        ApplyOn: PublishedVersions',
    '      AutoPublishAlias: live',
  ],
  install: javaInstall,
  start: javaStart,
  environment: (subject) => (runsScript(subject) ? [`Environment=${SCRIPT_OPTIONS}`] : []),
};
