import { dataLines, exec } from '../docker-lines.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { isForServer, javaBuild, javaCommand, runsScript, SCRIPT_OPTIONS } from './build.ts';

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
    ...(isForServer(subject.build) ? serverStage(subject) : javaStage(subject, '/app')),
    ...(subject.port === undefined ? [] : [`EXPOSE ${subject.port}`]),
    ...(isForServer(subject.build) ? [] : startLines(subject)),
  ].join('\n');
}

function startLines(subject: Subject<'jvm'>): readonly string[] {
  return [...(runsScript(subject) ? [`ENV ${SCRIPT_OPTIONS}`] : []), `ENTRYPOINT ${exec(javaCommand(subject, '/app'))}`];
}

/** Tomcat 10 has the classes of Jakarta EE, Tomcat 9 those of Java EE. It writes below its own directory. */
function serverStage(subject: Subject<'jvm'>): readonly string[] {
  const { version, system, isJavaEe } = subject;
  if (subject.build.makes === 'ear') return fullServerStage(subject);
  return [
    `FROM tomcat:${isJavaEe ? '9.0' : '10.1'}-jre${version}-temurin`,
    ...installPackages('debian', system.run),
    'COPY --from=build /out/app.war /usr/local/tomcat/webapps/ROOT.war',
    'RUN chown -R 10001:10001 /usr/local/tomcat',
    'USER 10001:10001',
  ];
}

type ServerImage = readonly [java: number, tag: string];

/** Of Payara 5 the images without a release of Java in their names have 8. */
const PAYARA: Readonly<Record<'javaEe' | 'jakartaEe', readonly [ServerImage, ...ServerImage[]]>> = {
  javaEe: [
    [8, '5.2022.5'],
    [11, '5.2022.5-jdk11'],
  ],
  jakartaEe: [
    [11, '6.2024.6-jdk11'],
    [17, '6.2024.6-jdk17'],
    [21, '6.2024.6-jdk21'],
  ],
};

/** Servlet containers take no enterprise archives: Payara 6 has the classes of Jakarta EE, Payara 5 those of Java EE. */
function fullServerStage({ version, system, isJavaEe }: Subject<'jvm'>): readonly string[] {
  const images = isJavaEe ? PAYARA.javaEe : PAYARA.jakartaEe;
  const [java, tag] = images.find(([one]) => one >= Number(version)) ?? images.at(-1) ?? images[0];
  return [
    ...(java < Number(version) ? [`# This server runs on Java ${java} at most: let the build compile for it.`] : []),
    `FROM payara/server-full:${tag}`,
    ...(system.run.length === 0 ? [] : ['USER root', ...installPackages('debian', system.run)]),
    // The image's own user, by its number: clusters that refuse root take no name for it.
    'USER 1000:1000',
    'COPY --from=build --chown=1000:1000 /out/app.ear /opt/payara/deployments/',
  ];
}
