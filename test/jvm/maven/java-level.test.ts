import { describe, expect, it } from 'vitest';
import { assembleMaven } from '../../../analyzers/jvm/maven/index.ts';
import { targetOf } from '../../target.ts';
import { treeOf } from '../gradle/read.ts';

/** What the classes of a Maven project run on. Reference: maven-compiler-plugin, goals compile and testCompile. */

const compiler = (body: string, artifact = 'maven-compiler-plugin', group = 'org.apache.maven.plugins'): string =>
  `<build><plugins><plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${body}</plugin></plugins></build>`;
const settings = (body: string): string => `<configuration>${body}</configuration>`;
const execution = (id: string, goal: string, body: string, phase = ''): string =>
  `<execution><id>${id}</id>${phase}<goals><goal>${goal}</goal></goals>${body === '' ? '' : settings(body)}</execution>`;
const executions = (...list: readonly string[]): string => `<executions>${list.join('')}</executions>`;
const OFF = '<execution><id>default-compile</id><phase>none</phase></execution>';
const EIGHT = settings('<source>1.8</source><target>1.8</target>');

function levelOf(body: string, config = ''): readonly string[] {
  const pom = `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>${body}</project>`;
  const files = { 'pom.xml': pom, ...(config === '' ? {} : { '.mvn/maven.config': config }) };
  return assembleMaven(treeOf(files), targetOf()).units.flatMap(({ runtimes }) => runtimes.map(({ constraint }) => constraint));
}

describe('the Java level of a Maven project', () => {
  it.each([
    [
      'the module descriptor is for newer ones',
      EIGHT + executions(execution('descriptor', 'compile', '<release>9</release>')),
      8,
    ],
    ['tests are for newer ones', EIGHT + executions(execution('default-testCompile', 'testCompile', '<release>21</release>')), 8],
    ['classes for newer JVMs beside', EIGHT + executions(execution('java21', 'compile', '<release>21</release>')), 8],
    [
      'the default execution counts first',
      EIGHT + executions(execution('default-compile', 'compile', '<release>17</release>')),
      17,
    ],
    [
      'without the default execution others compile',
      EIGHT + executions(OFF, execution('java', 'compile', '<release>11</release>')),
      11,
    ],
    [
      'an execution that is off compiles nothing',
      EIGHT + executions(OFF, execution('java', 'compile', '<release>11</release>', '<phase>none</phase>')),
      8,
    ],
  ])('%s', (_, body, wanted) => {
    expect(levelOf(compiler(body))).toEqual([`>=${wanted}`]);
  });

  it('a release that a property gives stands over a configured target', () => {
    expect(levelOf(`<properties><maven.compiler.release>21</maven.compiler.release></properties>${compiler(EIGHT)}`)).toEqual([
      '>=21',
    ]);
    expect(levelOf(`<properties><maven.compiler.source>21</maven.compiler.source></properties>${compiler(EIGHT)}`)).toEqual([
      '>=8',
    ]);
  });

  it('the command line has the word before the POM', () => {
    const properties = '<properties><maven.compiler.release>21</maven.compiler.release></properties>';
    expect(levelOf(properties, '-Dmaven.compiler.release=11\n')).toEqual(['>=11']);
    expect(levelOf('', '-Dmaven.compiler.target=11\n')).toEqual(['>=11']);
  });

  it("Kotlin's tests say nothing of what runs", () => {
    const kotlin = (list: string): string => compiler(list, 'kotlin-maven-plugin', 'org.jetbrains.kotlin');
    const tests = execution('test-compile', 'test-compile', '<jvmTarget>21</jvmTarget>');
    expect(levelOf(kotlin(executions(tests, execution('compile', 'compile', '<jvmTarget>17</jvmTarget>'))))).toEqual(['>=17']);
    expect(levelOf(kotlin(executions(tests)))).toEqual([]);
  });
});
