import { exec } from '../docker-lines.ts';
import { CLIENT, SIZE_CHECK } from '../function-lines.ts';
import { shellWord } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { COPY_DEPENDENCIES, gradleRun, javaTool, LIBS_TASK, mavenHere, mavenRun, runsScript, writeLibsTask } from './build.ts';
import { javaStage } from './image.ts';

/** Functions on the JVM: bundles and images. */

/** The runtime interface client, as Maven Central had it on 2026-11-27. */
const RUNTIME_CLIENT = 'com.amazonaws:aws-lambda-java-runtime-interface-client:2.10.1';

export function javaBundle(subject: Subject<'jvm'>): readonly string[] {
  // One run for both: a sister's jar is where the same run has built it.
  const maven = [
    'rm -rf target/dependency',
    mavenHere(subject, COPY_DEPENDENCIES),
    'mkdir -p target/dependency "$build/lib"',
    'cp -R target/dependency/. "$build/lib/"',
    'cp -R target/classes/. "$build/"',
  ];
  const isDistribution = runsScript(subject) && subject.build.makes !== 'jar';
  // The distribution has its own jar among those that it needs.
  const distribution = [
    gradleRun(subject, ['installDist'], 'service', ' -q'),
    'mkdir -p "$build/lib"',
    'cp build/install/*/lib/*.jar "$build/lib/"',
  ];
  const gradle = [
    writeLibsTask('"$build/libs.gradle"'),
    gradleRun(subject, ['classes', LIBS_TASK], 'service', ' -q -I "$build/libs.gradle"'),
    'rm "$build/libs.gradle"',
    'mkdir -p "$build/lib"',
    'cp build/lib/*.jar "$build/lib/"',
    'for classes in build/classes/*/main; do cp -R "$classes/." "$build/"; done',
    'if [ -d build/resources/main ]; then cp -R build/resources/main/. "$build/"; fi',
  ];
  if (subject.isQuarkus)
    return [
      '# Quarkus packs the function itself, with the code that it generates.',
      subject.tool === 'gradle' ? gradleRun(subject, ['quarkusBuild'], 'service', ' -q') : mavenHere(subject),
      `unzip -q ${subject.tool === 'gradle' ? 'build' : 'target'}/function.zip -d "$build"`,
      ...SIZE_CHECK,
      '(cd "$build" && zip -qr "$out" .)',
    ];
  return [
    '# Jars stay jars under lib/: an exploded or shaded jar is two to three times as large.',
    ...(subject.tool === 'maven' ? maven : isDistribution ? distribution : gradle),
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

/** Classes and the jars that they need, side by side: a function's class path. */
function functionBuild(subject: Subject<'jvm'>): readonly string[] {
  const own = subject.member === undefined ? '' : `${shellWord(subject.member.path)}/`;
  if (subject.tool === 'maven')
    return [
      ...javaTool(subject),
      'COPY . .',
      `RUN ${mavenRun(subject, COPY_DEPENDENCIES)} && mkdir /out && mv ${own}target/classes /out/classes && mkdir -p ${own}target/dependency && mv ${own}target/dependency /out/lib`,
    ];
  if (runsScript(subject) && subject.build.makes !== 'jar')
    return [
      ...javaTool(subject),
      'COPY . .',
      `RUN ${gradleRun(subject, ['installDist'], 'root')} && mkdir -p /out/classes && mv ${own}build/install/*/lib /out/lib`,
    ];
  return [
    ...javaTool(subject),
    'COPY . .',
    `RUN ${writeLibsTask('/tmp/libs.gradle')} && ${gradleRun(subject, ['classes', LIBS_TASK], 'root', ' -I /tmp/libs.gradle')} && mkdir -p /out/classes && for classes in ${own}build/classes/*/main; do cp -R "$classes/." /out/classes/; done && if [ -d ${own}build/resources/main ]; then cp -R ${own}build/resources/main/. /out/classes/; fi && mv ${own}build/lib /out/lib`,
  ];
}

/** A function on AWS's own base image. */
export function javaFunction(subject: Subject<'jvm'>): string {
  return [
    ...functionBuild(subject),
    '',
    `FROM amazon/aws-lambda-java:${subject.version}`,
    ...installPackages('amazon', subject.system.amazon),
    'COPY --from=build /out/classes "${LAMBDA_TASK_ROOT}/"',
    'COPY --from=build /out/lib "${LAMBDA_TASK_ROOT}/lib/"',
    'USER 10001:10001',
    `CMD ${exec([subject.handler])}`,
  ].join('\n');
}

/** A function on the distribution that has what it loads. */
export function javaClient(subject: Subject<'jvm'>): string {
  return [
    ...functionBuild(subject),
    '',
    CLIENT,
    `# It has to be among the dependencies: ${RUNTIME_CLIENT}`,
    ...javaStage(subject, '/function'),
    'ENTRYPOINT ["java", "-cp", "/function/classes:/function/lib/*", "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"]',
    `CMD ${exec([subject.handler])}`,
  ].join('\n');
}
