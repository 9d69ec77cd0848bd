/** Java in images of a plain system, and whether they start something of it. */

import { distributionJava, jdkOf, jdkPin } from '../../../src/formats/dockerfile/base-images.ts';
import type { Step } from '../../../src/formats/dockerfile/stages.ts';
import { programWords, shellCommands, shellScript } from '../../../src/formats/shell/shell.ts';
import { baseName } from '../../../src/model/index.ts';
import type { Installable } from './installed.ts';

/**
 * `openjdk-17-jre-headless` of Debian and Wolfi, `openjdk17-jre` of Alpine, `java-17-openjdk-devel` and `java-1.8.0-openjdk`
 * of Red Hat, `java-21-amazon-corretto`, and the vendors' own: `temurin-21-jre`, `zulu17-jre`, `msopenjdk-17`.
 */
const PACKAGE =
  /^(?:apk|deb|rpm):(?:openjdk-?|java-(?:1\.)?|jdk-(?:1\.)?|temurin-|zulu-?|msopenjdk-|adoptopenjdk-|bellsoft-java|oracle-java|ibm-semeru-[a-z]+-)(\d{1,2})(?!\d)(.*)$/;
/** What comes beside a JVM and holds none. */
const BESIDE = /(?:^|-)(?:doc|docs|dbg|demo|source|src|javadoc|jmods|zip|static-libs|config)(?:$|-)/;

export const JAVA: Installable = {
  name: 'jdk',
  releaseOf: (written) => jdkOf(written.replaceAll(/["']/g, '')),
  ofPackage: (key) => {
    const [, release, rest = ''] = PACKAGE.exec(key) ?? [];
    return release === undefined || BESIDE.test(rest) ? undefined : release;
  },
  fetches: [
    /\bsdk\s+install\s+java\s+([^\s;&|]+)/g,
    /\bamazon-linux-extras\s+(?:install|enable)\s+(?:-\w+\s+)*(?:java-openjdk|corretto)(\d+)/g,
    /\b(?:mise|rtx)\s+(?:use|install)\s+(?:--?[\w-]+\s+)*java@([^\s;&|]+)/g,
  ],
  choices: [/\bsdk\s+(?:default|use)\s+java\s+([^\s;&|]+)/g],
  places:
    /^\/(?:(?:usr\/lib\/jvm|usr\/java|usr\/local\/(?:openjdk|java|jdk|jre)[\w.+-]*|opt\/(?:java|jdk|jre|openjdk|jvm)[\w.+-]*)(?:\/.*)?|(?:root|home\/\w+|usr\/local)\/\.?sdkman\/candidates\/java(?:\/.*)?|jre|jdk)$/,
  // A runtime of those modules alone that the program needs (JDK, "The jlink Command").
  elsewhere: [/\bjlink\b[^;&|]{0,2000}?--output[\s=]+([^\s;&|]+)/g],
  ownPackage: /^deb:default-(?:jre|jdk)(?:-headless)?$/,
  ofDistribution: distributionJava,
  pin: jdkPin,
};

const STARTER = /^(?:java|catalina\.sh|startup\.sh|standalone\.sh)$|\.[jw]ar$/;
/** What Maven and Gradle make, as it is put into an image. */
const MADE = /\.[jw]ar$|(?:^|\/)(?:quarkus-app|build\/(?:libs|install))(?:\/|$)/;

/** Whether an image starts something of the JVM, or takes what a build made for one. */
export function startsJava(command: readonly string[], steps: readonly Step[]): boolean {
  const script = shellScript(command);
  const commands = script === undefined ? [command] : shellCommands(script).map(({ words }) => words.map(({ text }) => text));
  const isStarter = (words: readonly string[]): boolean => {
    const [program] = programWords(words.map((text) => ({ text, offset: 0 })));
    return STARTER.test(baseName(program?.text ?? ''));
  };
  const isTaken = ({ instruction: { name }, words }: Step): boolean =>
    (name === 'COPY' || name === 'ADD') && words.some((word) => MADE.test(word));
  return commands.some(isStarter) || steps.some(isTaken);
}
