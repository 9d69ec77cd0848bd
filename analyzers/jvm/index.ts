import type { Analyzer } from '../analyzer.ts';
import { read } from './builds.ts';
import { GRADLE_FILES } from './gradle/index.ts';
import { mavenCommand } from './maven/native.ts';
import { classPathRule, jdkRule } from './rule.ts';
import { UNREAD } from './unread.ts';

/** Maven and Gradle: one realm, one class path. */
export const jvm: Analyzer<'jdk'> = {
  id: 'jvm',
  files: ['pom.xml', 'maven.config', 'jvm.config', ...GRADLE_FILES],
  unread: UNREAD,
  // Scripts for what a property of the command line asks for: `if (project.hasProperty('prod')) { apply from: … }`.
  named: { files: ['gradle/*.gradle', 'gradle/*.gradle.kts'], by: 'an `apply from` whose condition holds' },
  axis: 'jdk',
  read,
  rules: [classPathRule, jdkRule],
  native: mavenCommand,
};
