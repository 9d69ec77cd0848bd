import { fileOf } from './file.ts';
import { why } from './notes.ts';
import { shellWord, systemdText, systemdWords } from './quoting.ts';
import { type EmittedFile, isRootsPort, type Subject } from './subject.ts';
import { memberNotes, writerOf } from './writers.ts';

/** An environment of its own on a shared host, and the unit that runs it within limits. */

export function hostFiles(subject: Subject): readonly EmittedFile[] {
  const { site, install } = writerOf(subject);
  if (subject.site !== undefined && site !== undefined) return [fileOf(subject, 'install.sh', site(subject, subject.site), true)];
  const script = [
    '#!/usr/bin/env bash',
    why(subject, '#', memberNotes(subject)),
    'set -euo pipefail',
    `# Usage: install.sh [PREFIX]; run it in the service directory.`,
    `prefix="\${1:-/opt/${subject.slug}}"`,
    'install -d "$prefix"',
    ...install(subject),
    ...contentsOnHost(subject),
  ];
  return [fileOf(subject, 'install.sh', script, true), systemd(subject)];
}

/** The files that the start command names, where today's image has them. */
function contentsOnHost({ contents, member }: Subject): readonly string[] {
  if (contents === undefined) return [];
  const own = shellWord(member === undefined ? 'app' : `app/${member.path}`);
  return [`cp -R "$prefix/"${own}/${shellWord(contents)}/. "$prefix/"${own}/`];
}

/** Below the prefix: where its own files lie, or what is around them, where its command names its modules from there. */
function workingDirectory(subject: Subject): string {
  const { member } = subject;
  return member === undefined || writerOf(subject).startsAround?.(subject) === true ? '/app' : systemdText(`/app/${member.path}`);
}

function systemd(subject: Subject): EmittedFile {
  const prefix = `/opt/${subject.slug}`;
  const { isScripted, start, environment } = writerOf(subject);
  const isJob = subject.role === 'job';
  const started =
    subject.schedule === undefined
      ? 'Start it by hand or from a timer.'
      : `Start it from a timer; today by cron: ${subject.schedule}`;
  return fileOf(subject, `${subject.slug}.service`, [
    why(subject, '#', isJob ? [started] : []),
    '[Unit]',
    `Description=${systemdText(subject.id)} (own environment on a shared host)`,
    'After=network-online.target',
    'Wants=network-online.target',
    '',
    '[Service]',
    `Type=${isJob ? 'oneshot' : 'exec'}`,
    'DynamicUser=yes',
    `WorkingDirectory=${prefix}${isScripted ? workingDirectory(subject) : ''}`,
    `ExecStart=${start(subject, prefix)}`,
    ...(isJob ? [] : ['Restart=on-failure']),
    ...subject.variables.map(([name, value]) => `Environment=${systemdWords([`${name}=${value}`])}`),
    ...(subject.port === undefined ? [] : [`Environment=PORT=${subject.port}`]),
    ...(environment?.(subject, prefix) ?? []),
    ...(isRootsPort(subject.port) ? ['AmbientCapabilities=CAP_NET_BIND_SERVICE'] : []),
    '# Limits: a neighbour that runs wild is stopped before it takes the host.',
    `MemoryMax=${subject.memoryMiB}M`,
    `CPUQuota=${Math.round(subject.task.vcpu * 100)}%`,
    'TasksMax=512',
    'NoNewPrivileges=yes',
    'PrivateTmp=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    ...(subject.stateful ? [`StateDirectory=${subject.slug}`] : []),
    ...(isJob ? [] : ['', '[Install]', 'WantedBy=multi-user.target']),
  ]);
}
