import { baseName } from '../../model/index.ts';
import { fileOf } from './file.ts';
import { goCommand, goSettings } from './go.ts';
import {
  COPY_DEPENDENCIES,
  gradleRun,
  isWar,
  javaCommand,
  javaNotes,
  javaTask,
  largest,
  mavenHere,
  oneScript,
  runsClasses,
  runsScript,
  SCRIPT_OPTIONS,
} from './java.ts';
import { copyWorkspace, nodeTool, programDirectories, rushDeploy } from './node.ts';
import { memberNotes, why } from './notes.ts';
import { pythonHost } from './python.ts';
import { systemdText, systemdWords } from './quoting.ts';
import { type EmittedFile, rootAbove, type Subject } from './subject.ts';

/** An environment of its own on a shared host, and the unit that runs it within limits. */

export function hostFiles(subject: Subject): readonly EmittedFile[] {
  if (subject.site !== undefined) return [fileOf(subject, 'install.sh', siteScript(subject, subject.site), true)];
  const body = { python: pythonHost, npm: nodeInstall, jvm: javaInstall, go: goInstall }[subject.ecosystem](subject);
  const script = [
    '#!/usr/bin/env bash',
    why(subject, '#', memberNotes(subject)),
    'set -euo pipefail',
    `# Usage: install.sh [PREFIX]; run it in the service directory.`,
    `prefix="\${1:-/opt/${subject.slug}}"`,
    'install -d "$prefix"',
    ...body,
  ];
  return [fileOf(subject, 'install.sh', script, true), systemd(subject)];
}

/** Files for browsers run nowhere: whatever serves HTTP on the host hands them out. */
function siteScript(subject: Subject, output: string): readonly string[] {
  const { all, build, setting } = nodeTool(subject);
  const above = rootAbove(subject);
  const building = `${all} && ${build}`;
  return [
    '#!/usr/bin/env bash',
    why(subject, '#', ['Point the root of a web server of the host at PREFIX.']),
    'set -euo pipefail',
    '# Usage: install.sh [PREFIX]; run it in the service directory.',
    `prefix="\${1:-/srv/${subject.slug}}"`,
    ...(setting === undefined ? [] : [`export ${setting}`]),
    above === undefined ? building : `(cd ${above} && ${building})`,
    'install -d "$prefix"',
    `cp -R ${output}/. "$prefix"`,
  ];
}

function nodeInstall(subject: Subject): readonly string[] {
  if (subject.tool === 'rush' && subject.member !== undefined)
    return [
      '# What Rush leaves for production alone: no package is shared with the neighbours.',
      `(cd ${rootAbove(subject) ?? '.'} && ${rushDeploy(subject, '"$prefix/app"')} --overwrite)`,
    ];
  const { all, build, production, prune, setting } = nodeTool(subject);
  const above = rootAbove(subject);
  const copied =
    above === undefined
      ? ['cp -R . "$prefix/app"']
      : ['# A member of a workspace is installed at its root, so all of it is copied.', copyWorkspace(subject, '"$prefix/app"')];
  return [
    '# node_modules of its own: no package is shared with the neighbours.',
    'install -d "$prefix/app"',
    ...copied,
    ...(setting === undefined ? [] : [`export ${setting}`]),
    `(cd "$prefix/app" && ${subject.builds ? `${all} && ${build} && ${prune}` : production})`,
  ];
}

function javaInstall(subject: Subject): readonly string[] {
  const { tool, build, isQuarkus } = subject;
  const own = '# Its class path is its own.';
  const notes = javaNotes(subject).map((line) => `# ${line}`);
  if (runsClasses(subject))
    return [
      ...notes,
      own,
      mavenHere(subject, COPY_DEPENDENCIES),
      'rm -rf "$prefix/app"',
      'install -d "$prefix/app" target/dependency',
      'cp -R target/classes "$prefix/app/classes"',
      'cp -R target/dependency "$prefix/app/lib"',
    ];
  if (runsScript(subject))
    return [
      ...notes,
      own,
      gradleRun(subject, ['installDist'], 'service', ' -q'),
      'rm -rf "$prefix/app"',
      'install -d "$prefix/app"',
      'cp -R build/install/*/. "$prefix/app"',
      oneScript('"$prefix/app"'),
    ];
  const task = javaTask(subject);
  const run = tool === 'gradle' ? gradleRun(subject, [task], 'service', ' -q') : mavenHere(subject);
  const where = tool === 'maven' ? 'target' : isQuarkus ? 'build' : 'build/libs';
  return [
    ...notes,
    own,
    isQuarkus ? `${run} -Dquarkus.package.jar.type=uber-jar` : run,
    `archive=$(${largest(where, build)})`,
    `install -m 0644 "$archive" "$prefix/${isWar(build) ? 'app.war' : 'app.jar'}"`,
  ];
}

function goInstall(subject: Subject): readonly string[] {
  return [
    ...goSettings(subject),
    subject.system.linked
      ? '# Linked against C: build it on the host or on one with the same libc.'
      : '# A static binary shares no library.',
    goCommand(subject, '"$prefix/app"'),
  ];
}

/** On a host Quarkus packs one jar. */
function hostJava(subject: Subject): Subject {
  return subject.isQuarkus ? { ...subject, build: { ...subject.build, makes: 'main-jar' } } : subject;
}

function runsOneFile(subject: Subject): boolean {
  return !runsClasses(subject) && !runsScript(subject);
}

function startCommand(subject: Subject): string {
  const prefix = `/opt/${subject.slug}`;
  switch (subject.ecosystem) {
    case 'python': {
      const [program = 'python', ...rest] = subject.command.length > 0 ? subject.command : ['python', '-m', 'app'];
      return systemdWords([program === 'sh' ? '/bin/sh' : `${prefix}/venv/bin/${baseName(program)}`, ...rest]);
    }
    case 'npm': {
      const [program = 'node', ...rest] = subject.command.length > 0 ? subject.command : ['node', 'index.js'];
      return systemdWords(program === 'sh' ? ['/bin/sh', ...rest] : ['/usr/bin/env', program, ...rest]);
    }
    case 'jvm':
      return systemdWords(javaCommand(hostJava(subject), runsOneFile(subject) ? prefix : `${prefix}/app`, '/usr/bin/java'));
    case 'go':
      return `${prefix}/app`;
  }
}

/** A start command of a package's finds its program where npm would have put it before the others. */
function programsLine(prefix: string, subject: Subject): readonly string[] {
  const programs = subject.ecosystem === 'npm' ? programDirectories(`${prefix}/app`, subject) : [];
  if (programs.length === 0) return [];
  return [
    `Environment="PATH=${systemdText([...programs, '/usr/local/bin', '/usr/bin', '/bin'].join(':')).replaceAll(/["\\]/g, '\\$&')}"`,
  ];
}

/** Below the prefix. */
function workingDirectory({ ecosystem, member }: Subject): string {
  if (ecosystem !== 'python' && ecosystem !== 'npm') return '';
  return member === undefined ? '/app' : systemdText(`/app/${member.path}`);
}

function systemd(subject: Subject): EmittedFile {
  const prefix = `/opt/${subject.slug}`;
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
    `WorkingDirectory=${prefix}${workingDirectory(subject)}`,
    `ExecStart=${startCommand(subject)}`,
    ...(isJob ? [] : ['Restart=on-failure']),
    ...(subject.port === undefined ? [] : [`Environment=PORT=${subject.port}`]),
    ...(subject.ecosystem === 'jvm' && runsScript(subject) ? [`Environment=${SCRIPT_OPTIONS}`] : []),
    ...programsLine(prefix, subject),
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
