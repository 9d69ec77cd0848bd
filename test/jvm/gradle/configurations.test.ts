import { describe, expect, it } from 'vitest';
import { projectAt } from './read.ts';

interface Said {
  readonly forced?: readonly string[];
  readonly excluded?: readonly string[];
  readonly told?: readonly string[];
}

const MAIN = ['implementation', 'runtimeOnly', 'compileOnly', 'annotationProcessor', 'runtimeClasspath', 'compileClasspath'];
const PATHS = ['runtimeClasspath', 'compileClasspath', 'testRuntimeClasspath', 'testCompileClasspath'];

const CASES: Readonly<Record<string, readonly [script: string, said: Said]>> = {
  'a condition on the name': [
    "configurations.all { if (name == 'testRuntimeClasspath') { resolutionStrategy.force 'a:b:1' } }",
    { forced: ['testRuntimeClasspath a:b:1'] },
  ],
  'an early end by the name': [
    "configurations.all { c -> if (c.name.contains('test')) return\n c.exclude group: 'g' }",
    { excluded: MAIN.map((name) => `${name} g:*`) },
  ],
  'one that is matched': [
    "configurations.matching { it.name == 'runtimeClasspath' }.all { resolutionStrategy { force 'a:b:1' } }",
    { forced: ['runtimeClasspath a:b:1'] },
  ],
  'a pattern that is not followed': [
    'configurations.matching { it.name ==~ /(x.)*/ }.all {\n exclude module: "q" }',
    { excluded: ['* *:q'], told: ['gradle/configuration-predicate:1'] },
  ],
  'a pattern that is': [
    'configurations.matching { it.name ==~ /run.*Classpath/ }.all {\n exclude module: "q" }',
    { excluded: ['runtimeClasspath *:q'] },
  ],
  'those that are found': [
    "configurations.findAll { it.name.toLowerCase().endsWith('classpath') }.each { it.exclude module: 'm' }",
    { excluded: PATHS.map((name) => `${name} *:m`) },
  ],
  'those that can be resolved': [
    "configurations.configureEach { if (it.canBeResolved && !it.name.startsWith('test')) { resolutionStrategy.force 'a:b:1' } }",
    { forced: ['annotationProcessor a:b:1', 'runtimeClasspath a:b:1', 'compileClasspath a:b:1'] },
  ],
  'a condition that only a run decides': [
    "configurations.all {\n if (System.getenv('CI')) {\n resolutionStrategy.force 'a:b:1'\n exclude group: 'g' } }",
    { told: ['gradle/conditional-rule:3', 'gradle/conditional-rule:4'] },
  ],
  'a name that a block inside is not given': [
    "configurations.all { c -> ['a'].each { if (c.name == 'runtimeClasspath') c.resolutionStrategy.force 'a:b:1' } }",
    { forced: ['runtimeClasspath a:b:1'] },
  ],
  'all of them': [
    "configurations*.exclude(group: 'g')\nconfigurations.all*.exclude(group: 'h')",
    { excluded: ['* g:*', '* h:*'] },
  ],
};

describe('which configurations a block means', () => {
  it.each(Object.entries(CASES))('%s', (_, [script, { forced = [], excluded = [], told = [] }]) => {
    const { model } = projectAt({ 'build.gradle': script });
    expect(model.forced.map(({ configuration, notation }) => `${configuration} ${notation}`)).toEqual(forced);
    expect(model.globalExclusions.map(([configuration, pattern]) => `${configuration} ${pattern}`)).toEqual(excluded);
    expect(model.problems.map(({ code, line }) => `${code}:${line}`)).toEqual(told);
  });

  it('what a strategy forces may be computed by functions', () => {
    const { model } = projectAt({
      'gradle.properties': 'v=1\n',
      'build.gradle.kts': `configurations.all { resolutionStrategy {
        force("a:b:\${property("v")}", listOf("c:d:2"))
        force(*arrayOf("e:f:3"))
        listOf("g").forEach { force("h:$it:4") }
      } }`,
    });
    expect(model.forced.map(({ notation }) => notation)).toEqual(['a:b:1', 'c:d:2', 'e:f:3', 'h:g:4']);
  });

  it('names of projects, asked in a block inside, are no names of configurations', () => {
    const each = 'rootProject.subprojects.each { if (it.name != \'a\') force "g:${it.name}:1" }';
    const { model } = projectAt({
      'settings.gradle': "include 'a', 'b'",
      'build.gradle': `configurations.all { resolutionStrategy { ${each}\n ${each.replaceAll('it.name', 'p.name').replace('{ ', '{ p -> ')} } }`,
    });
    expect(model.forced.map(({ configuration, notation }) => `${configuration} ${notation}`)).toEqual(['* g:b:1', '* g:b:1']);
  });

  it('names by a predicate, in Kotlin', () => {
    const { model } = projectAt({
      'build.gradle.kts': 'configurations.named { it.endsWith("Classpath") }.configureEach { exclude(group = "g") }',
    });
    expect(model.globalExclusions).toEqual(PATHS.map((name) => [name, 'g:*']));
  });
});
