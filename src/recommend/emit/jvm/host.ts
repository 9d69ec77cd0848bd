import { systemdWords } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import {
  archiveOf,
  COPY_DEPENDENCIES,
  gradleRun,
  javaCommand,
  javaNotes,
  javaTask,
  largest,
  mavenHere,
  oneScript,
  runsClasses,
  runsScript,
} from './build.ts';

/** Services of the JVM on a shared host. */

export function javaInstall(subject: Subject<'jvm'>): readonly string[] {
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
    `install -m 0644 "$archive" "$prefix/${archiveOf(build)}"`,
  ];
}

/** On a host Quarkus packs one jar. */
function hostJava(subject: Subject<'jvm'>): Subject<'jvm'> {
  return subject.isQuarkus ? { ...subject, build: { ...subject.build, makes: 'main-jar' } } : subject;
}

function runsOneFile(subject: Subject<'jvm'>): boolean {
  return !runsClasses(subject) && !runsScript(subject);
}

export function javaStart(subject: Subject<'jvm'>, prefix: string): string {
  return systemdWords(javaCommand(hostJava(subject), runsOneFile(subject) ? prefix : `${prefix}/app`, '/usr/bin/java'));
}
