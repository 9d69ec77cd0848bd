import type { Analyzer } from '../analyzer.ts';
import { assembleMaven } from './maven/index.ts';
import { classPathRule, jdkRule } from './rule.ts';

/** Maven and Gradle: one realm, one class path. */
export const jvm: Analyzer = {
  id: 'jvm',
  files: ['pom.xml', 'maven.config'],
  generated: ['target', '.mvn/repository'],
  assemble: assembleMaven,
  rules: [classPathRule, jdkRule],
};
