import { dataLines, exec } from '../docker-lines.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { javaBuild, javaCommand, runsScript, SCRIPT_OPTIONS } from './build.ts';

/** Images of services on the JVM. */

/** The running stage around what a build stage left in /out. */
export function javaStage(subject: Subject<'jvm'>, directory: string): readonly string[] {
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

export function javaImage(subject: Subject<'jvm'>): string {
  return [
    ...javaBuild(subject),
    '',
    ...(subject.build.makes === 'war' ? serverStage(subject) : javaStage(subject, '/app')),
    ...(subject.port === undefined ? [] : [`EXPOSE ${subject.port}`]),
    ...(subject.build.makes === 'war' ? [] : startLines(subject)),
  ].join('\n');
}

function startLines(subject: Subject<'jvm'>): readonly string[] {
  return [...(runsScript(subject) ? [`ENV ${SCRIPT_OPTIONS}`] : []), `ENTRYPOINT ${exec(javaCommand(subject, '/app'))}`];
}

/** Tomcat 10 has the classes of Jakarta EE, Tomcat 9 those of Java EE. It writes below its own directory. */
function serverStage({ version, system, isJavaEe }: Subject<'jvm'>): readonly string[] {
  return [
    `FROM tomcat:${isJavaEe ? '9.0' : '10.1'}-jre${version}-temurin`,
    ...installPackages('debian', system.run),
    'COPY --from=build /out/app.war /usr/local/tomcat/webapps/ROOT.war',
    'RUN chown -R 10001:10001 /usr/local/tomcat',
    'USER 10001:10001',
  ];
}
