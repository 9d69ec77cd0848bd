import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../../src/model/index.ts';
import { manages, needs, pom, resolverFor } from './repository.ts';

const REPOSITORY: Readonly<Record<string, string>> = Object.fromEntries([
  pom('g:low:1', needs('g:leaf:1.0')),
  pom('g:high:1', needs('g:leaf:2.0')),
  pom('g:ranged:1', needs('g:leaf:[1.0,2.0)')),
  pom('g:leaf:1.0'),
  pom('g:leaf:1.5', needs('g:only:1')),
  pom('g:leaf:2.0'),
  pom('g:only:1'),
  pom('g:optional:1', needs('g:leaf:2.0').replace('<scope>', '<optional>true</optional><scope>')),
  pom('g:bom:1', manages('g:leaf:1.5', 'g:only:1')),
  pom('g:bom:2', manages('g:leaf:2.0')),
  pom(
    'g:old:1',
    '<distributionManagement><relocation><artifactId>leaf</artifactId><version>2.0</version></relocation></distributionManagement>',
  ),
  pom('g:multi:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:multi-jvm:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:aligned:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:featured:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:asking:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:levels:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:strict-bom:1', '<!-- do_not_remove: published-with-gradle-metadata --><packaging>pom</packaging>'),
  pom('g:twin:1', '<!-- do_not_remove: published-with-gradle-metadata -->'),
  pom('g:app:1', needs('g:provided:1:provided', 'g:tested:1:test', 'g:running:1:runtime')),
  pom('g:running:1'),
]);

function module(variants: readonly object[]): string {
  return JSON.stringify({ formatVersion: '1.1', variants });
}

const RUNTIME = { 'org.gradle.usage': 'java-runtime', 'org.gradle.category': 'library' };
const METADATA: Readonly<Record<string, string>> = {
  'g/leaf/maven-metadata.xml':
    '<metadata><versioning><versions><version>1.0</version><version>1.5</version><version>2.0</version></versions></versioning></metadata>',
  'g/multi/1/multi-1.module': module([
    {
      name: 'js',
      attributes: { ...RUNTIME, 'org.jetbrains.kotlin.platform.type': 'js' },
      dependencies: [{ group: 'g', module: 'js-only' }],
    },
    {
      name: 'jvm',
      attributes: { ...RUNTIME, 'org.jetbrains.kotlin.platform.type': 'jvm' },
      'available-at': { url: '../..', group: 'g', module: 'multi-jvm', version: '1' },
    },
  ]),
  'g/multi-jvm/1/multi-jvm-1.module': module([
    { name: 'api', attributes: { 'org.gradle.usage': 'java-api' }, dependencies: [] },
    { name: 'runtime', attributes: RUNTIME, dependencies: [{ group: 'g', module: 'leaf', version: { requires: '1.5' } }] },
  ]),
  'g/aligned/1/aligned-1.module': module([
    {
      name: 'runtime',
      attributes: RUNTIME,
      dependencies: [
        { group: 'g', module: 'bom', version: { requires: '1' }, attributes: { 'org.gradle.category': 'platform' } },
        { group: 'g', module: 'leaf' },
      ],
    },
  ]),
  'g/featured/1/featured-1.module': module([
    { name: 'runtime', attributes: RUNTIME },
    {
      name: 'extra',
      attributes: RUNTIME,
      capabilities: [{ group: 'g', name: 'featured-extra', version: '1' }],
      dependencies: [{ group: 'g', module: 'leaf', version: { requires: '1.5' } }],
    },
  ]),
  'g/asking/1/asking-1.module': module([
    {
      name: 'runtime',
      attributes: RUNTIME,
      dependencies: [
        {
          group: 'g',
          module: 'featured',
          version: { requires: '1' },
          requestedCapabilities: [{ group: 'g', name: 'featured-extra' }],
        },
      ],
    },
  ]),
  'g/levels/1/levels-1.module': module(
    ['1.0', '1.5'].map((version, index) => ({
      name: `java${version}`,
      attributes: { ...RUNTIME, 'org.gradle.jvm.version': [11, 21][index] },
      dependencies: [{ group: 'g', module: 'leaf', version: { requires: version } }],
    })),
  ),
  'g/strict-bom/1/strict-bom-1.module': module([
    {
      name: 'runtime',
      attributes: { 'org.gradle.usage': 'java-runtime', 'org.gradle.category': 'platform' },
      dependencyConstraints: [{ group: 'g', module: 'leaf', version: { strictly: '1.0', requires: '1.0' } }],
    },
  ]),
  'g/twin/1/twin-1.module': module([
    {
      name: 'runtime',
      attributes: RUNTIME,
      capabilities: [
        { group: 'g', name: 'twin', version: '1' },
        { group: 'g', name: 'leaf', version: '1' },
      ],
    },
  ]),
};

async function resolved(dependencies: string, more = '', name = 'build.gradle'): Promise<string> {
  const plugins = name === 'build.gradle' ? "id 'java'" : 'java';
  const script = `plugins { ${plugins} }\ndependencies {\n${dependencies}\n}\n${more}`;
  const { resolver } = await resolverFor({ [`a/${name}`]: script }, { ...REPOSITORY, ...METADATA });
  return shownAnswer(await resolver.resolve(['a']));
}

function shownAnswer(answer: Resolution): string {
  if (answer.kind === 'unknown') return `unknown: ${answer.because}`;
  if (answer.kind === 'conflict') return `conflict: ${answer.findings[0]?.message}`;
  return [...answer.versions]
    .map(([key, [version]]) => `${key}:${version}`)
    .sort()
    .join(' ');
}

describe('Gradle resolves', () => {
  it.each<[string, string, string]>([
    ['the highest version wins', "implementation 'g:low:1', 'g:high:1'", 'g:high:1 g:leaf:2.0 g:low:1'],
    ['what only an evicted version needs is gone', "implementation 'g:leaf:1.5', 'g:high:1'", 'g:high:1 g:leaf:2.0'],
    ['a range follows a version that lies in it', "implementation 'g:ranged:1', 'g:low:1'", 'g:leaf:1.0 g:low:1 g:ranged:1'],
    ['a range alone takes its highest', "implementation 'g:ranged:1'", 'g:leaf:1.5 g:only:1 g:ranged:1'],
    ['the own strict version beats what comes along', "implementation 'g:high:1', 'g:leaf:1.0!!'", 'g:high:1 g:leaf:1.0'],
    [
      'two strict versions clash',
      "implementation 'g:leaf:1.0!!'\nimplementation('g:leaf') { version { strictly '2.0' } }",
      'conflict: Gradle cannot choose g:leaf: no version satisfies every strict version (the highest asked for is 2.0)',
    ],
    ['a constraint lifts', "implementation 'g:low:1'\nconstraints { implementation 'g:leaf:2.0' }", 'g:leaf:2.0 g:low:1'],
    [
      'a constraint brings nothing by itself',
      "implementation 'g:running:1'\nconstraints { implementation 'g:leaf:2.0' }",
      'g:running:1',
    ],
    ['an optional dependency says nothing', "implementation 'g:optional:1', 'g:low:1'", 'g:leaf:1.0 g:low:1 g:optional:1'],
    ['a platform gives versions', "implementation platform('g:bom:1')\nimplementation 'g:leaf'", 'g:leaf:1.5 g:only:1'],
    ['a platform may be exceeded', "implementation platform('g:bom:1')\nimplementation 'g:high:1'", 'g:high:1 g:leaf:2.0'],
    [
      'an enforced one may not',
      "implementation enforcedPlatform('g:bom:1')\nimplementation 'g:high:1'",
      'g:high:1 g:leaf:1.5 g:only:1',
    ],
    [
      'what a platform says of a module that its line excludes',
      "implementation(platform('g:bom:1')) { exclude module: 'leaf' }\nimplementation 'g:low:1'",
      'g:leaf:1.0 g:low:1',
    ],
    [
      'an enforced one as well',
      "implementation(enforcedPlatform('g:bom:1')) { exclude module: 'leaf' }\nimplementation 'g:high:1'",
      'g:high:1 g:leaf:2.0',
    ],
    [
      'a platform that is not transitive',
      "implementation(platform('g:bom:1')) { transitive = false }\nimplementation 'g:low:1'",
      'g:leaf:1.0 g:low:1',
    ],
    [
      'strict versions that are excluded do not bind',
      "implementation(platform('g:strict-bom:1')) { exclude module: 'leaf' }\nimplementation 'g:high:1'",
      'g:high:1 g:leaf:2.0',
    ],
    [
      'an exclusion on one of two ways',
      "implementation('g:low:1') { exclude module: 'leaf' }\nimplementation 'g:high:1'",
      'g:high:1 g:leaf:2.0 g:low:1',
    ],
    ['an exclusion on every way', "implementation('g:low:1') { exclude module: 'leaf' }", 'g:low:1'],
    ['an intransitive dependency', "implementation('g:low:1') { transitive = false }", 'g:low:1'],
    [
      'a rejected version',
      "implementation 'g:ranged:1'\nconstraints { implementation('g:leaf') { version { reject '1.5' } } }",
      'g:leaf:1.0 g:ranged:1',
    ],
    ['relocation', "implementation 'g:old:1'", 'g:leaf:2.0 g:old:1'],
    ['scopes of a POM', "implementation 'g:app:1'", 'g:app:1 g:running:1'],
    ['variants of another platform are passed over', "implementation 'g:multi:1'", 'g:leaf:1.5 g:multi-jvm:1 g:multi:1 g:only:1'],
    ['platforms of module metadata align', "implementation 'g:aligned:1'", 'g:aligned:1 g:leaf:1.5 g:only:1'],
    [
      'one capability twice',
      "implementation 'g:twin:1', 'g:leaf:1.0'",
      'conflict: Gradle cannot choose g:leaf: g:leaf and g:twin both provide g:leaf',
    ],
    ['nothing gives a version', "implementation 'g:leaf'", 'unknown: nothing that could be read gives g:leaf a version (a)'],
    ['a module that is nowhere', "implementation 'g:nowhere:1'", 'unknown: g:nowhere:1 is in no repository that was asked (a)'],
  ])('%s', async (_, dependencies, expected) => expect(await resolved(dependencies)).toBe(expected));

  it('a forced version overrules everything', async () =>
    expect(await resolved("implementation 'g:high:1'", "configurations.all { resolutionStrategy { force 'g:leaf:1.0' } }")).toBe(
      'g:high:1 g:leaf:1.0',
    ));

  it.each<[string, string, string]>([
    ['by group and name', "if (requested.group == 'g' && requested.name == 'leaf') useVersion '1.0'", 'g:high:1 g:leaf:1.0'],
    ['by group alone', "if (it.requested.group.startsWith('org.')) { it.useVersion '1.0' }", 'g:high:1 g:leaf:2.0'],
    [
      'through a parameter',
      "DependencyResolveDetails d -> if (d.requested.name in ['leaf', 'x']) d.useVersion('1.5')",
      'g:high:1 g:leaf:1.5 g:only:1',
    ],
    ['by version', "if (requested.name == 'leaf' && requested.version == '2.0') useVersion '1.0'", 'g:high:1 g:leaf:1.0'],
    ['another module', "if (requested.name == 'leaf') { useTarget 'g:running:1'; because 'it runs' }", 'g:high:1 g:running:1'],
    [
      'a module as a map',
      "if (requested.name == 'leaf') useTarget group: 'g', name: 'running', version: '1'",
      'g:high:1 g:running:1',
    ],
    [
      'switch',
      "switch (requested.name) {\n case 'low':\n case 'leaf':\n useVersion '1.0'\n break\n case ['high']: break\n default:\n useVersion '9'\n}",
      'g:high:1 g:leaf:1.0',
    ],
    [
      'switch that runs on',
      "switch (requested.name) {\n case 'leaf': useVersion '1.5'\n case 'x': useVersion '1.0'\n}",
      'g:high:1 g:leaf:1.0',
    ],
    ['a module that nobody asks for', "if (requested.name == 'other') useVersion System.getenv('V')", 'g:high:1 g:leaf:2.0'],
    [
      'a version from outside',
      "if (requested.name == 'leaf') useVersion System.getenv('V')",
      'unknown: only a run of the build tells what its rule makes of g:leaf (a/build.gradle:5) (a)',
    ],
    [
      'a condition from outside',
      "if (System.getenv('V') != null) useVersion '1.0'",
      'unknown: only a run of the build tells what its rule makes of g:high (a/build.gradle:5) (a)',
    ],
  ])('eachDependency: %s', async (_, body, expected) =>
    expect(
      await resolved("implementation 'g:high:1'", `configurations.all { resolutionStrategy.eachDependency { ${body} } }`),
    ).toBe(expected),
  );

  it.each<[string, string, string]>([
    ['a version', "substitute module('g:leaf') using module('g:leaf:1.0')", 'g:high:1 g:leaf:1.0'],
    ['a module', "substitute module('g:leaf:2.0') using module('g:running:1') because 'x'", 'g:high:1 g:running:1'],
    ['the old word', "substitute module('g:leaf') with module('g:running:1')", 'g:high:1 g:running:1'],
    ['another version', "substitute module('g:leaf:1.5') using module('g:running:1')", 'g:high:1 g:leaf:2.0'],
    [
      'any component, its module by name',
      "all { if (requested instanceof ModuleComponentSelector && requested.module == 'leaf') useTarget 'g:leaf:1.0' }",
      'g:high:1 g:leaf:1.0',
    ],
  ])('dependencySubstitution: %s', async (_, body, expected) =>
    expect(
      await resolved(
        "implementation 'g:high:1'",
        `configurations.all { resolutionStrategy { dependencySubstitution { ${body} } } }`,
      ),
    ).toBe(expected),
  );

  it.each<[string, string, string]>([
    ['if', 'if (requested.group == "g" && requested.name == "leaf") { useVersion("1.0"); because("x") }', 'g:high:1 g:leaf:1.0'],
    ['when by value', 'when (requested.name) {\n "low", "leaf" -> useVersion("1.0")\n else -> {}\n}', 'g:high:1 g:leaf:1.0'],
    [
      'when by condition',
      'when {\n requested.name == "leaf" -> { useVersion("1.5") }\n requested.group == "g" -> useVersion("1")\n}',
      'g:high:1 g:leaf:1.5 g:only:1',
    ],
    ['when in a list', 'when (requested.name) { in listOf("leaf") -> useVersion("1.0") }', 'g:high:1 g:leaf:1.0'],
    ['when as a value', 'val v = when (requested.name) { "leaf" -> "1.0"; else -> "1" }\nuseVersion(v)', 'g:high:1 g:leaf:1.0'],
  ])('rules in Kotlin: %s', async (_, body, expected) =>
    expect(
      await resolved(
        'implementation("g:high:1")',
        `configurations.all { resolutionStrategy.eachDependency { ${body} } }`,
        'build.gradle.kts',
      ),
    ).toBe(expected),
  );

  it('a substitution in Kotlin', async () =>
    expect(
      await resolved(
        'implementation("g:high:1")',
        'configurations.configureEach { resolutionStrategy.dependencySubstitution { substitute(module("g:leaf")).using(module("g:leaf:1.0")).because("x") } }',
        'build.gradle.kts',
      ),
    ).toBe('g:high:1 g:leaf:1.0'));

  it('a rule overrules what is forced', async () =>
    expect(
      await resolved(
        "implementation 'g:high:1'",
        "configurations.all { resolutionStrategy { force 'g:leaf:1.5'; eachDependency { if (requested.name == 'leaf') useVersion '1.0' } } }",
      ),
    ).toBe('g:high:1 g:leaf:1.0'));

  it('a project stands in for a module', async () => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'a', 'b'",
        'a/build.gradle':
          "plugins { id 'java' }\ndependencies { implementation 'g:high:1' }\nconfigurations.all { resolutionStrategy.dependencySubstitution { substitute module('g:leaf') using project(':b') } }",
        'b/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:running:1' }",
      },
      REPOSITORY,
    );
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' && [...answer.versions.keys()].sort()).toEqual(['g:high', 'g:running']);
  });

  // What Gradle 8.11 said of builds of these shapes.
  it.each<[string, string, string, string]>([
    [
      'a forced version against a strict line, a reject and a range',
      "implementation('g:leaf') { version { strictly '1.0'; reject '2.0' } }\nimplementation 'g:ranged:1'",
      "configurations.all { resolutionStrategy.force 'g:leaf:2.0' }",
      'g:leaf:2.0 g:ranged:1',
    ],
    [
      'a substitution whose second call has parentheses too',
      "implementation 'g:low:1'",
      "configurations.all { resolutionStrategy.dependencySubstitution { substitute(module('g:leaf')) using(module('g:leaf:2.0')).because('x') } }",
      'g:leaf:2.0 g:low:1',
    ],
    [
      'a class path that takes nothing below what is named',
      "implementation 'g:low:1'",
      'configurations { runtimeClasspath { transitive = false } }',
      'g:low:1',
    ],
    [
      'a bucket of which that is said, which changes nothing',
      "implementation 'g:low:1'",
      'configurations { implementation { transitive = false } }',
      'g:leaf:1.0 g:low:1',
    ],
    [
      'what the variant for others excludes stays on the own class path',
      "implementation 'g:low:1'",
      "configurations.runtimeElements.exclude module: 'leaf'",
      'g:leaf:1.0 g:low:1',
    ],
    [
      'a class path that is resolved by another one',
      "implementation 'g:low:1'",
      'java { consistentResolution { useCompileClasspathVersions() } }',
      'unknown: a rule of the build changes versions when it runs (a/build.gradle:5)',
    ],
    [
      'an enforced platform against a strict line of the same build',
      "implementation enforcedPlatform('g:bom:1')\nimplementation('g:leaf') { version { strictly '2.0' } }",
      '',
      'conflict: Gradle cannot choose g:leaf: no version satisfies every strict version (the highest asked for is 1.5)',
    ],
    [
      'one version in brackets',
      "implementation('g:leaf') { version { strictly '[2.0]' } }\nimplementation 'g:low:1'",
      '',
      'g:leaf:2.0 g:low:1',
    ],
    [
      "what Spring's dependency management leaves out, and what it gives beside a constraint",
      "implementation 'g:low', 'g:high', 'g:leaf'\nconstraints { implementation 'g:only:9' }",
      "apply plugin: 'io.spring.dependency-management'\ndependencyManagement { dependencies { dependency('g:low:1') { exclude 'g:leaf' }; dependencySet('g:1') { entry('high') { exclude group: 'g', name: 'leaf' }; entry 'only' }; dependency 'g:leaf:1.5' } }",
      'g:high:1 g:leaf:1.5 g:low:1 g:only:1',
    ],
    [
      'componentSelection refuses versions of a range',
      "implementation 'g:leaf:[1.0,)'",
      "configurations.all { resolutionStrategy { componentSelection { all { s -> if (s.candidate.module == 'leaf' && s.candidate.version.startsWith('2')) s.reject('no') } } } }",
      'g:leaf:1.5 g:only:1',
    ],
    [
      'componentSelection refuses the one that is named',
      "implementation 'g:high:1'",
      "configurations.all { resolutionStrategy { componentSelection { withModule('g:leaf') { if (candidate.version == '2.0') reject('no') } } } }",
      'conflict: Gradle cannot choose g:leaf: a rule of the build rejects version 2.0',
    ],
    [
      'componentSelection refuses one that loses',
      "implementation 'g:low:1', 'g:high:1'",
      "configurations.all { resolutionStrategy { componentSelection { all { s -> if (s.candidate.version == '1.0') s.reject('no') } } } }",
      'g:high:1 g:leaf:2.0 g:low:1',
    ],
    [
      'componentSelection refuses what a range would have taken beside what another names',
      "implementation 'g:low:1', 'g:leaf:1.+'",
      "configurations.all { resolutionStrategy { componentSelection { all { s -> if (s.candidate.version == '1.0') s.reject('no') } } } }",
      'g:leaf:1.5 g:low:1 g:only:1',
    ],
    [
      'componentSelection that asks the environment',
      "implementation 'g:high:1'",
      "configurations.all { resolutionStrategy { componentSelection { withModule('g:leaf') { if (System.getenv('V') == candidate.version) reject('no') } } } }",
      'unknown: only a run of the build tells which versions of g:leaf it admits (a)',
    ],
    [
      "a capability's highest version",
      "implementation 'g:twin:1', 'g:leaf:1.5'",
      "configurations.all { resolutionStrategy { capabilitiesResolution.withCapability('g:leaf') { selectHighestVersion() } } }",
      'g:leaf:1.5 g:only:1',
    ],
    [
      'a candidate for a capability',
      "implementation 'g:twin:1', 'g:leaf:1.5'",
      "configurations.all { resolutionStrategy { capabilitiesResolution { withCapability('g', 'leaf') { def c = candidates.find { it.id.module == 'twin' }; if (c != null) { select(c) } } } } }",
      'g:twin:1',
    ],
    [
      'a module for a capability',
      "implementation 'g:twin:1', 'g:leaf:1.5'",
      "configurations.all { resolutionStrategy { capabilitiesResolution.all { select('g:twin:0'); because 'x' } } }",
      'g:twin:1',
    ],
    [
      'a rule for another capability',
      "implementation 'g:twin:1', 'g:leaf:1.5'",
      "configurations.all { resolutionStrategy { capabilitiesResolution.withCapability('g:other') { selectHighestVersion() } } }",
      'conflict: Gradle cannot choose g:leaf: g:leaf and g:twin both provide g:leaf',
    ],
    [
      'a module that another replaces',
      "implementation 'g:low:1', 'g:running:1'\nmodules { module('g:leaf') { replacedBy('g:running', 'moved') } }",
      '',
      'g:low:1 g:running:1',
    ],
    [
      'a module that another would replace',
      "implementation 'g:low:1'\nmodules { module('g:leaf') { replacedBy 'g:running' } }",
      '',
      'g:leaf:1.0 g:low:1',
    ],
    [
      'failOnVersionConflict',
      "implementation 'g:low:1', 'g:high:1'",
      'configurations.all { resolutionStrategy { failOnVersionConflict() } }',
      'conflict: Gradle cannot choose g:leaf: 1.0 and 2.0 are asked for, and the build refuses to choose (failOnVersionConflict)',
    ],
    [
      'failOnVersionConflict over a range that takes another version than what is named',
      "implementation 'g:ranged:1', 'g:high:1'",
      'configurations.all { resolutionStrategy { failOnVersionConflict() } }',
      'conflict: Gradle cannot choose g:leaf: 1.5 and 2.0 are asked for, and the build refuses to choose (failOnVersionConflict)',
    ],
    [
      'failOnVersionConflict over `1.+`, which looks for itself',
      "implementation 'g:leaf:1.+', 'g:low:1'",
      'configurations.all { resolutionStrategy { failOnVersionConflict() } }',
      'conflict: Gradle cannot choose g:leaf: 1.5 and 1.0 are asked for, and the build refuses to choose (failOnVersionConflict)',
    ],
    [
      'failOnVersionConflict over a range that takes what is named',
      "implementation 'g:ranged:1', 'g:low:1'",
      'configurations.all { resolutionStrategy { failOnVersionConflict() } }',
      'g:leaf:1.0 g:low:1 g:ranged:1',
    ],
    [
      'failOnVersionConflict without one',
      "implementation 'g:low:1', 'g:leaf:1.0'",
      'configurations.all { resolutionStrategy { failOnVersionConflict() } }',
      'g:leaf:1.0 g:low:1',
    ],
    [
      'failOnDynamicVersions where another line names what a range accepts',
      "implementation 'g:ranged:1', 'g:leaf:1.0'",
      'configurations.all { resolutionStrategy { failOnDynamicVersions() } }',
      'g:leaf:1.0 g:ranged:1',
    ],
    [
      'failOnDynamicVersions beside a prefix',
      "implementation 'g:leaf:1.+', 'g:leaf:1.5'",
      'configurations.all { resolutionStrategy { failOnDynamicVersions() } }',
      'conflict: Gradle cannot choose g:leaf: the build refuses dynamic versions and ranges (failOnDynamicVersions)',
    ],
    [
      'failOnDynamicVersions',
      "implementation 'g:leaf:1.+'",
      'configurations.all { resolutionStrategy { failOnDynamicVersions() } }',
      'conflict: Gradle cannot choose g:leaf: the build refuses dynamic versions and ranges (failOnDynamicVersions)',
    ],
    [
      'dependencies that are added late',
      '',
      "configurations.implementation.withDependencies { it.add(project.dependencies.create('g:low:1')) }",
      'g:leaf:1.0 g:low:1',
    ],
    [
      'dependencies that are changed late',
      "implementation 'g:low:1', 'g:running:1'",
      "configurations.implementation.withDependencies { deps -> deps.removeIf { it.name == 'low' } }",
      'g:running:1',
    ],
    [
      'dependencies that are changed late by what nobody knows',
      "implementation 'g:low:1'",
      "configurations.implementation.withDependencies { deps -> deps.removeIf { System.getenv('LEAN') } }",
      'unknown: a rule of the build changes versions when it runs (a/build.gradle:5)',
    ],
    ...(
      [
        ['compiled for an older Java', 'sourceCompatibility = 11', 'g:leaf:1.0 g:levels:1'],
        [
          'by the release',
          'java { targetCompatibility = 11 }\ncompileJava { options.release = 21 }',
          'g:leaf:1.5 g:levels:1 g:only:1',
        ],
        [
          'of a toolchain',
          'java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
          'g:leaf:1.5 g:levels:1 g:only:1',
        ],
        ['that nothing says: the one that Gradle runs on', '', 'g:leaf:1.0 g:levels:1'],
        ['that is not asked for', 'java { targetCompatibility = 8; disableAutoTargetJvm() }', 'g:leaf:1.5 g:levels:1 g:only:1'],
        [
          'by an attribute',
          'configurations.runtimeClasspath { attributes { attribute(TargetJvmVersion.TARGET_JVM_VERSION_ATTRIBUTE, 21) } }',
          'g:leaf:1.5 g:levels:1 g:only:1',
        ],
        [
          'that no variant is for',
          'java { sourceCompatibility = JavaVersion.VERSION_1_8 }',
          'conflict: Gradle cannot choose g:levels: levels 1 is for Java 11 and newer, and the class path is for Java 8 (a/build.gradle:5)',
        ],
        ['that only a run tells', "sourceCompatibility = 8\nsourceCompatibility = System.getenv('J')", 'g:leaf:1.0 g:levels:1'],
      ] as const
    ).map(([what, more, expected]): [string, string, string, string] => [
      `variants for a Java: ${what}`,
      "implementation 'g:levels:1'",
      more,
      expected,
    ]),
    [
      'a platform endorses what it makes strict',
      "implementation platform('g:strict-bom:1')\nimplementation 'g:high:1'",
      '',
      'g:high:1 g:leaf:1.0',
    ],
    [
      'a platform that is told not to',
      "implementation(platform('g:strict-bom:1')) { doNotEndorseStrictVersions() }\nimplementation 'g:high:1'",
      '',
      'conflict: Gradle cannot choose g:leaf: no version satisfies every strict version (the highest asked for is 2.0)',
    ],
    [
      'a feature of the main source set runs with the project',
      "implementation 'g:running:1'\nextraRuntimeOnly 'g:low:1'",
      "java { registerFeature('extra') { usingSourceSet(sourceSets.main) } }",
      'g:leaf:1.0 g:low:1 g:running:1',
    ],
    [
      'dependencies by providers',
      "implementation provider { 'g:low:1' }\naddProvider('runtimeOnly', providers.provider { '1' }.map { \"g:running:$it\" })",
      '',
      'g:leaf:1.0 g:low:1 g:running:1',
    ],
    [
      'a configuration that is made for its role',
      '',
      "def made = configurations.dependencyScope('own')\nconfigurations.implementation.extendsFrom(made.get())\ndependencies { own 'g:low:1' }",
      'g:leaf:1.0 g:low:1',
    ],
    [
      'a substitution by a variant of its own',
      "implementation 'g:featured:1'",
      "configurations.all { resolutionStrategy.dependencySubstitution { substitute module('g:featured') using variant(module('g:featured:1')) { capabilities { requireCapability('g:featured-extra') } } } }",
      'unknown: only a run of the build tells what its rule makes of g:featured (a/build.gradle:5) (a)',
    ],
    [
      'what only a run would name',
      "implementation 'g:low:1', System.getenv('X')",
      '',
      'unknown: only a run of the build tells what a/build.gradle:3 depends on (a)',
    ],
    ['the same for tests alone', "implementation 'g:low:1'\ntestImplementation System.getenv('X')", '', 'g:leaf:1.0 g:low:1'],
    [
      'a strict constraint does not take away what brings the module',
      "implementation 'g:high:1'\nconstraints { implementation('g:leaf') { version { strictly '1.0' } } }",
      '',
      'g:high:1 g:leaf:1.0',
    ],
    [
      'forcedModules names all that is forced',
      "implementation 'g:high:1'\nimplementation 'g:only:1'",
      "configurations.all { resolutionStrategy { force 'g:leaf:1.0'; forcedModules = ['g:only:1']; forcedModules += ['g:leaf:1.5'] } }",
      'g:high:1 g:leaf:1.5 g:only:1',
    ],
    [
      'what is no longer forced',
      "implementation 'g:high:1'",
      "configurations.all { resolutionStrategy { force 'g:leaf:1.0'; setForcedModules(['g:only:1']) } }",
      'g:high:1 g:leaf:2.0',
    ],
  ])('%s', async (_, dependencies, more, expected) => expect(await resolved(dependencies, more)).toBe(expected));

  it('a platform of the same build: what it makes strict is strict for who uses it', async () => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'a', 'p'",
        'p/build.gradle':
          "plugins { id 'java-platform' }\ndependencies { constraints { api('g:leaf') { version { strictly '1.0' } }\n runtime 'g:running:1' } }",
        'a/build.gradle':
          "plugins { id 'java' }\ndependencies { implementation platform(project(':p'))\n implementation 'g:high:1'\n implementation 'g:leaf'\n runtimeOnly 'g:running' }",
      },
      { ...REPOSITORY, ...METADATA },
    );
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' && Object.fromEntries(answer.versions)).toMatchObject({
      'g:leaf': ['1.0'],
      'g:running': ['1'],
    });
  });

  // What Gradle 8.11 said of builds of these shapes.
  it.each<[what: string, files: Readonly<Record<string, string>>, expected: string]>([
    [
      'a project of a composite stands for a module below others too',
      {
        'a/settings.gradle':
          "includeBuild('../lib') { dependencySubstitution { substitute module('g:leaf') using project(':') } }",
        'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:low:1' }",
        'lib/settings.gradle': "rootProject.name = 'lib'",
        'lib/build.gradle': "plugins { id 'java-library' }\ndependencies { api 'g:running:1' }",
      },
      'g:low:1 g:running:1',
    ],
    [
      'a configuration by its provider',
      {
        'a/build.gradle.kts':
          'plugins { java }\nval shared: Configuration = configurations.create("shared")\nconfigurations { runtimeOnly.get().extendsFrom(shared) }\ndependencies { shared("g:low:1") }',
      },
      'g:leaf:1.0 g:low:1',
    ],
    [
      'dependencies and constraints that are put into a configuration',
      {
        'a/build.gradle':
          "plugins { id 'java' }\nconfigurations.runtimeOnly.dependencies << dependencies.create('g:low:1')\nconfigurations.implementation.dependencyConstraints.add(dependencies.constraints.create('g:leaf:2.0'))",
      },
      'g:leaf:2.0 g:low:1',
    ],
    [
      'projects without projects below them',
      {
        'settings.gradle': "include 'a', 'a:b'",
        'build.gradle':
          "subprojects { p -> apply plugin: 'java'; dependencies { implementation p.childProjects.isEmpty() ? 'g:low:1' : 'g:running:1' } }",
        'a/build.gradle': '',
        'a/b/build.gradle': '',
      },
      'g:running:1',
    ],
    [
      'what a lock need not name',
      {
        'a/build.gradle':
          "plugins { id 'java' }\ndependencyLocking { lockAllConfigurations(); ignoredDependencies.add('g:running') }\ndependencies { implementation 'g:ranged:1', 'g:running:1' }",
        'a/gradle.lockfile': 'g:ranged:1=runtimeClasspath\ng:leaf:1.0=runtimeClasspath\nempty=\n',
      },
      'g:leaf:1.0 g:ranged:1 g:running:1',
    ],
    [
      'what a lock names and need not',
      {
        'a/build.gradle':
          "plugins { id 'java' }\ndependencyLocking { lockAllConfigurations(); ignoredDependencies.addAll(['g:ru*', 'x:*']) }\ndependencies { implementation 'g:ranged:1', 'g:running:1' }",
        'a/gradle.lockfile': 'g:ranged:1=runtimeClasspath\ng:leaf:1.0=runtimeClasspath\ng:running:9=runtimeClasspath\nempty=\n',
      },
      'g:leaf:1.0 g:ranged:1 g:running:1',
    ],
    ...[
      ["implementation project(':b')", 'g:high:1 g:leaf:1.0'],
      [
        "implementation project(':b')\nconstraints { implementation 'g:high:1' }",
        'conflict: Gradle cannot choose g:leaf: no version satisfies every strict version (the highest asked for is 2.0)',
      ],
      [
        "implementation(project(':b')) { endorseStrictVersions() }\nconstraints { implementation 'g:high:1' }",
        'conflict: Gradle cannot choose g:leaf: no version satisfies every strict version (the highest asked for is 2.0)',
      ],
      [
        "implementation project(':b')\nconstraints { implementation 'g:high:1'; implementation 'g:leaf:1.0!!' }",
        'g:high:1 g:leaf:1.0',
      ],
    ].map(([dependencies, expected = '']): [string, Readonly<Record<string, string>>, string] => [
      `what a library makes strict below a module on which its user has a constraint: ${dependencies}`,
      {
        'settings.gradle': "include 'a', 'b'",
        'a/build.gradle': `plugins { id 'java' }\ndependencies { ${dependencies} }`,
        'b/build.gradle':
          "plugins { id 'java' }\ndependencies { implementation 'g:high:1'\n implementation('g:leaf') { version { strictly '1.0' } } }",
      },
      expected,
    ]),
    [
      'what the class path of a project extends stays with it',
      {
        'settings.gradle': "include 'a', 'b'",
        'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation project(':b') }",
        'b/build.gradle':
          "plugins { id 'java' }\nconfigurations { own; runtimeClasspath.extendsFrom own }\ndependencies { own 'g:low:1'; implementation 'g:running:1' }",
      },
      'g:running:1',
    ],
    [
      'what only a run would name, below a project',
      {
        'settings.gradle': "include 'a', 'b'",
        'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation project(':b') }",
        'b/build.gradle': "plugins { id 'java' }\ndependencies { implementation System.getenv('X') }",
      },
      'unknown: only a run of the build tells what b/build.gradle:2 depends on (a)',
    ],
    [
      'a lock that lies elsewhere',
      {
        'build.gradle': '',
        'a/build.gradle':
          'plugins { id "java" }\ndependencyLocking { lockAllConfigurations()\n lockFile = file("$rootDir/locks/${project.name}.lockfile") }\ndependencies { implementation "g:ranged:1" }',
        'settings.gradle': "include 'a'",
        'locks/a.lockfile': 'g:ranged:1=runtimeClasspath\ng:leaf:1.0=runtimeClasspath\nempty=\n',
      },
      'g:leaf:1.0 g:ranged:1',
    ],
    [
      'a lenient lock, as what is taken at least',
      {
        'a/build.gradle':
          "plugins { id 'java' }\ndependencyLocking { lockAllConfigurations(); lockMode = LockMode.LENIENT }\ndependencies { implementation 'g:leaf:2.0', 'g:low:1' }",
        'a/gradle.lockfile': 'g:leaf:1.0=runtimeClasspath\ng:gone:1.0=runtimeClasspath\nempty=\n',
      },
      'g:leaf:2.0 g:low:1',
    ],
    [
      'a lock that excludes what the build asks for',
      {
        'a/build.gradle':
          "plugins { id 'java' }\ndependencyLocking { lockAllConfigurations() }\ndependencies { implementation 'g:leaf:2.0' }",
        'a/gradle.lockfile': 'g:leaf:1.0=runtimeClasspath\nempty=\n',
      },
      'conflict: Gradle cannot choose g:leaf: a/gradle.lockfile:1 locks g:leaf at 1.0, and a/build.gradle:3 asks for 2.0',
    ],
    [
      'a lock above what the build asks for',
      {
        'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:leaf:1.0' }",
        'a/gradle.lockfile': 'g:leaf:2.0=runtimeClasspath\nempty=\n',
      },
      'g:leaf:2.0',
    ],
    [
      'what the Java that Gradle runs with always has',
      {
        'a/build.gradle':
          "plugins { id 'java' }\nif (!JavaVersion.current().isJava8Compatible()) { dependencies { implementation System.getenv('X') } }\ndependencies { implementation 'g:running:1' }",
      },
      'g:running:1',
    ],
    [
      'a rule sees projects as the modules that they are published as',
      {
        'settings.gradle': "include 'a', 'leaf', 'b'",
        'build.gradle': "subprojects { apply plugin: 'java'; group = 'g' }",
        'a/build.gradle':
          "configurations.all { resolutionStrategy.eachDependency { d -> if (d.requested.group == 'g' && d.requested.name == 'leaf') d.useVersion('1.5') } }\ndependencies { implementation project(':leaf'), project(':b') }",
        'leaf/build.gradle': "dependencies { implementation 'g:high:1' }",
        'b/build.gradle': "dependencies { implementation 'g:running:1' }",
      },
      'g:leaf:1.5 g:only:1 g:running:1',
    ],
    [
      'rules that only a run would follow, in settings',
      {
        'a/settings.gradle': 'dependencyResolutionManagement { components { all(Rule) } }',
        'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:low:1' }",
      },
      'unknown: a rule of the build changes versions when it runs (a/settings.gradle:1)',
    ],
    [
      'and by a class',
      { 'a/build.gradle': "plugins { id 'java' }\ndependencies { components.all(Rule)\n implementation 'g:low:1' }" },
      'unknown: a rule of the build changes versions when it runs (a/build.gradle:2)',
    ],
  ])('%s', async (_, files, expected) => {
    const { resolver } = await resolverFor(files, { ...REPOSITORY, ...METADATA });
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  // As Gradle 8.11 resolves them.
  it.each<[rules: string, dependencies: string, expected: string, more?: string]>([
    ["force 'g:leaf:2.0'; eachDependency { if (it.requested.name == 'leaf') it.useVersion '1.0' }", "'g:leaf:1.0'", 'g:leaf:1.0'],
    ["eachDependency { if (it.requested.name == 'leaf') it.useVersion '1.0' }; force 'g:leaf:2.0'", "'g:leaf:1.0'", 'g:leaf:1.0'],
    ["force 'g:leaf:2.0'; eachDependency { if (it.target.version == '2.0') it.useVersion '1.0' }", "'g:leaf:1.5'", 'g:leaf:1.0'],
    [
      "force 'g:leaf:2.0'; dependencySubstitution { substitute module('g:leaf') using module('g:leaf:1.0') }",
      "'g:leaf:1.0'",
      'g:leaf:1.0',
    ],
    [
      "eachDependency { if (it.requested.name == 'running') it.useTarget 'g:leaf:1.0' }; eachDependency { if (it.target.name == 'leaf') it.useVersion '2.0' }",
      "'g:running:1'",
      'g:leaf:2.0',
    ],
    [
      "dependencySubstitution { substitute module('g:running') using module('g:leaf:1.0') }; eachDependency { if (it.requested.name == 'running') it.useVersion '2.0' }",
      "'g:running:1'",
      'g:leaf:2.0',
    ],
    [
      "eachDependency { if (it.requested.name == 'leaf') it.useTarget 'g:running:1' }",
      "('g:low:1') { exclude group: 'g', module: 'leaf' }",
      'g:low:1',
    ],
    [
      "dependencySubstitution { substitute module('g:leaf') using module('g:running:1') }",
      "('g:low:1') { exclude group: 'g', module: 'running' }",
      'g:low:1',
    ],
    [
      "dependencySubstitution { substitute module('g:leaf') using module('g:running:1') }",
      "'g:leaf:1.0', 'g:low:1'",
      'g:low:1',
      "configurations.all { exclude group: 'g', module: 'leaf' }",
    ],
  ])('rules that follow each other: %s %s', async (rules, dependencies, expected, more = '') =>
    expect(
      await resolved(`implementation ${dependencies}`, `configurations.all { resolutionStrategy { ${rules} } }\n${more}`),
    ).toBe(expected),
  );

  // As Gradle 8.11 resolves them.
  it.each<[line: string, expected: string]>([
    ["implementation(project(path = ':lib', configuration = 'own'))", 'g:running:1'],
    ["implementation(project(':lib', 'own'))", 'g:running:1'],
    ["implementation(project(mapOf('path' to ':lib', 'configuration' to 'own')))", 'g:running:1'],
    ["implementation(project(':lib', 'both'))", 'g:leaf:1.0 g:low:1 g:running:1'],
    ["implementation(project(':lib', 'tests'))", 'g:leaf:2.0 g:low:1 g:high:1'],
    ["implementation(project(':lib', 'archives'))", ''],
    ["implementation(project(':lib', 'runtimeElements'))", 'g:leaf:1.0 g:low:1'],
    ["implementation(project(':lib'))\nruntimeOnly(project(':lib', 'own'))", 'g:leaf:1.0 g:low:1 g:running:1'],
    ["implementation(project(':lib')) { targetConfiguration = 'own' }", 'g:running:1'],
    ["implementation(project(':lib', 'plugin made it'))", 'g:leaf:1.0 g:low:1'],
  ])('configurations of projects: %s', async (line, expected) => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle.kts': 'include("a", "lib")',
        'lib/build.gradle': `plugins { id 'java-library' }
configurations { own; both { extendsFrom own, implementation }; tests { extendsFrom testImplementation } }
dependencies { api 'g:low:1'; own 'g:running:1'; testImplementation 'g:high:1' }`,
        'a/build.gradle.kts': `plugins { java }\ndependencies {\n${line.replaceAll("'", '"')}\n}`,
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(
      shownAnswer(await resolver.resolve(['a']))
        .split(' ')
        .sort(),
    ).toEqual(expected.split(' ').sort());
  });

  // What Gradle 8.11 said of builds of these shapes.
  it.each<[line: string, expected: string]>([
    ["implementation(project(':lib')) { capabilities { requireCapability('acme:lib-mongo') } }", 'g:leaf:2.0'],
    [
      "implementation(project(':lib')) { capabilities { requireFeature('mongo') } }\nruntimeOnly project(':lib')",
      'g:leaf:2.0 g:low:1',
    ],
    ["implementation(project(':lib')) { capabilities { requireCapability('acme:special') } }", 'g:running:1'],
    ["implementation testFixtures(project(':lib'))", 'g:high:1 g:leaf:2.0 g:low:1'],
    ["implementation(project(':lib')) { capabilities { requireCapability('acme:lib') } }", 'g:leaf:1.0 g:low:1'],
    [
      "implementation(project(':lib')) { capabilities { requireFeature('other') } }",
      'unknown: no variant that the build of acme:lib shows provides what a/build.gradle:3 asks for (a)',
    ],
    [
      "implementation('g:featured:1') { capabilities { requireCapability('g:featured-extra') } }",
      'g:featured:1 g:leaf:1.5 g:only:1',
    ],
    ["implementation 'g:featured:1'", 'g:featured:1'],
    ["implementation 'g:asking:1'", 'g:asking:1 g:featured:1 g:leaf:1.5 g:only:1'],
    [
      "implementation testFixtures('g:featured:1')",
      'conflict: Gradle cannot choose g:featured: no variant of 1 provides g:featured-test-fixtures',
    ],
    [
      "implementation('g:leaf:1.0') { capabilities { requireFeature('x') } }",
      'conflict: Gradle cannot choose g:leaf: no variant of 1.0 provides g:leaf-x',
    ],
  ])('variants of projects and modules: %s', async (line, expected) => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'a', 'lib'",
        'lib/build.gradle': `plugins { id 'java-library'; id 'java-test-fixtures' }
group = 'acme'
sourceSets { mongo; other2 }
java {
  registerFeature('mongo') { usingSourceSet(sourceSets.mongo) }
  registerFeature('odd') { usingSourceSet(sourceSets.other2); capability('acme', 'special', '1.0') }
}
dependencies { api 'g:low:1'; mongoImplementation 'g:leaf:2.0'; other2Api 'g:running:1'; testFixturesApi 'g:high:1' }`,
        'a/build.gradle': `apply plugin: 'java'\ndependencies {\n${line}\n}`,
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  const LOCK = ['g:low:1=runtimeClasspath', 'g:leaf:1.0=runtimeClasspath', 'empty='];
  const lockAll = 'dependencyLocking { lockAllConfigurations() }';
  const lenient = 'dependencyLocking { lockAllConfigurations(); lockMode = LockMode.LENIENT }';
  const strict = 'dependencyLocking { lockAllConfigurations(); lockMode = LockMode.STRICT }';
  const refused = (key: string, why: string) => `conflict: Gradle cannot choose ${key}: ${why}`;

  // What Gradle 8.11 said of builds of these shapes.
  it.each<[what: string, dependencies: string, more: string, lock: readonly string[] | undefined, expected: string]>([
    ['all of the class path', "implementation 'g:low:1'", lockAll, LOCK, 'g:leaf:1.0 g:low:1'],
    [
      'less',
      "implementation 'g:low:1'",
      lockAll,
      LOCK.filter((line) => !line.includes('leaf')),
      refused('g:leaf', 'the class path holds g:leaf, and a/gradle.lockfile does not: write the lock anew'),
    ],
    [
      'less, which nobody says to be locked',
      "implementation 'g:low:1'",
      '',
      LOCK.filter((line) => !line.includes('leaf')),
      'g:leaf:1.0 g:low:1',
    ],
    [
      'more',
      "implementation 'g:low:1'",
      lockAll,
      ['g:only:1=runtimeClasspath', ...LOCK],
      refused('g:only', 'a/gradle.lockfile:1 locks g:only, which nothing brings: write the lock anew'),
    ],
    [
      'more, where a plug-in may bring it',
      "implementation 'g:low:1'",
      `apply plugin: 'io.quarkus'\n${lockAll}`,
      ['g:only:1=runtimeClasspath', ...LOCK],
      'g:leaf:1.0 g:low:1 g:only:1',
    ],
    [
      'another version than what is forced',
      "implementation 'g:low:1'",
      `${lockAll}\nconfigurations.all { resolutionStrategy.force 'g:leaf:2.0' }`,
      LOCK,
      refused('g:leaf', 'a/gradle.lockfile:2 locks g:leaf at 1.0, and the build forces 2.0'),
    ],
    [
      'a version that no range takes',
      "implementation 'g:low:1'\nimplementation 'g:leaf:[1.5,2.0)'",
      lockAll,
      LOCK,
      refused('g:leaf', 'no version satisfies every strict version (the highest asked for is 1.5)'),
    ],
    [
      'none, which is strict',
      "implementation 'g:low:1'",
      strict,
      undefined,
      refused('g:low', 'LockMode.STRICT wants a lock of runtimeClasspath, and there is none'),
    ],
    [
      'leniently what a range takes',
      "implementation 'g:ranged:1'",
      lenient,
      ['g:leaf:1.0=runtimeClasspath', 'empty='],
      'g:leaf:1.0 g:ranged:1',
    ],
    ['leniently less than a line', "implementation 'g:leaf:2.0'", lenient, LOCK, 'g:leaf:2.0'],
    [
      'leniently more than a line',
      "implementation 'g:low:1'",
      lenient,
      ['g:leaf:2.0=runtimeClasspath', 'empty='],
      'g:leaf:2.0 g:low:1',
    ],
  ])('a lock that holds %s', async (_, dependencies, more, lock, expected) => {
    const { resolver } = await resolverFor(
      {
        'a/build.gradle': `plugins { id 'java' }\ndependencies {\n${dependencies}\n}\n${more}`,
        ...(lock === undefined ? {} : { 'a/gradle.lockfile': lock.join('\n') }),
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  it.each([
    ["configurations.api.exclude module: 'leaf'", 'g:low:1'],
    ["configurations.all { exclude module: 'leaf' }", 'g:low:1'],
    ["configurations.runtimeElements.exclude module: 'leaf'", 'g:low:1'],
    ["configurations.runtimeClasspath.exclude module: 'leaf'", 'g:leaf:1.0 g:low:1'],
    ['configurations.runtimeElements.transitive = false', 'g:low:1'],
    ['configurations.api.transitive = false', 'g:leaf:1.0 g:low:1'],
  ])('what a project says of its configurations, for those who depend on it: %s', async (line, expected) => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'a', 'lib'",
        'lib/build.gradle': `plugins { id 'java-library' }\n${line}\ndependencies { api 'g:low:1' }`,
        'a/build.gradle': "apply plugin: 'java'\ndependencies { implementation project(':lib') }",
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  it('a configuration that is asked for by its name and takes nothing below', async () => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'a', 'lib'",
        'lib/build.gradle':
          "plugins { id 'java-library' }\nconfigurations { more; slim { transitive = false; extendsFrom more } }\ndependencies { slim 'g:low:1'; more 'g:high:1' }",
        'a/build.gradle': "apply plugin: 'java'\ndependencies { implementation project(path: ':lib', configuration: 'slim') }",
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe('g:high:1 g:low:1');
  });

  it('a repository that Gradle knows by name and Maven by no address', async () =>
    expect(await resolved("implementation 'g:nowhere:1'", 'repositories { google(); mavenCentral() }')).toBe(
      'unknown: g:nowhere:1 is in no repository that was asked (a); the build looks in google() too: name its address as a mirror or a repository in settings.xml',
    ));

  it("Spring's dependency management replaces what others ask for, and properties what the BOM says", async () => {
    const [path, text] = pom(
      'g:boot:1',
      `<properties><leaf.version>1.5</leaf.version></properties>${manages('g:leaf:${leaf.version}')}`,
    );
    const script = (more: string, managed = "imports { mavenBom 'g:boot:1' }", lines = '') =>
      `plugins { id 'java'; id 'io.spring.dependency-management' version '1.1.0' }\n${more}\ndependencyManagement { ${managed} }\ndependencies { implementation 'g:high:1'\n${lines} }`;
    const { resolver } = await resolverFor(
      {
        'a/build.gradle': script(''),
        'b/build.gradle': script("ext['leaf.version'] = '1.0'"),
        'c/build.gradle': script('', "imports { mavenBom('g:boot:1') { bomProperty 'leaf.version', '1.0' } }"),
        // What a line states is managed as well, below what others ask for too; unless it is told not to be.
        'd/build.gradle': script('', '', "implementation 'g:leaf:1.0'"),
        'e/build.gradle': script(
          '',
          "overriddenByDependencies = false; imports { mavenBom 'g:boot:1' }",
          "implementation 'g:leaf:2.0'",
        ),
      },
      { ...REPOSITORY, [path]: text },
    );
    const versionOf = async (id: string) => {
      const answer = await resolver.resolve([id]);
      return answer.kind === 'resolved' ? answer.versions.get('g:leaf')?.[0] : answer.kind;
    };
    expect(await versionOf('a')).toBe('1.5');
    expect(await versionOf('b')).toBe('1.0');
    expect(await versionOf('c')).toBe('1.0');
    expect(await versionOf('d')).toBe('1.0');
    expect(await versionOf('e')).toBe('1.5');
  });

  // As version 1.1.7 of the plug-in has it, under Gradle 8.11.
  it.each<[what: string, management: string, dependencies: string, expected: string, more?: string]>([
    [
      'ends a force',
      "dependencies { dependency 'g:leaf:1.5' }",
      "'g:low:1'",
      'g:leaf:1.5 g:low:1 g:only:1',
      "force 'g:leaf:2.0'",
    ],
    [
      'comes before other rules',
      "dependencies { dependency 'g:leaf:1.5' }",
      "'g:low:1'",
      'g:leaf:1.0 g:low:1',
      "eachDependency { if (it.target.version == '1.5') it.useVersion '1.0' }",
    ],
    ['takes the last of two stated versions', '', "'g:leaf:2.0', 'g:leaf:1.0'", 'g:leaf:1.0'],
    ['a version that is stated overrules what is forced', '', "'g:leaf:1.0'", 'g:leaf:1.0', "force 'g:leaf:2.0'"],
    ['leaves ranges of what the build names to Gradle', '', "'g:ranged:1', 'g:leaf:1.5'", 'g:leaf:1.5 g:only:1 g:ranged:1'],
    [
      'of a BOM that is imported twice takes the last alone',
      "imports { mavenBom 'g:bom:1'; mavenBom 'g:bom:2' }",
      "'g:low:1', 'g:multi2:1'",
      'g:leaf:1.0 g:low:1 g:multi2:1',
    ],
    [
      'takes no platform for an import',
      "imports { mavenBom 'g:bom:2' }",
      "'g:high:1', platform('g:bom:1')",
      'g:high:1 g:leaf:2.0',
    ],
    [
      'gives versions to enforced platforms',
      "dependencies { dependency 'g:leaf:1.0' }",
      "'g:high:1', enforcedPlatform('g:bom:1')",
      'g:high:1 g:leaf:1.0',
    ],
    ['a version of runtimeOnly yields to one of implementation', '', "'g:leaf:1.0'\n runtimeOnly 'g:leaf:2.0'", 'g:leaf:1.0'],
    ['by classifier says nothing of the module', "imports { mavenBom 'g:bom:3' }", "'g:high:1'", 'g:high:1 g:leaf:2.0'],
  ])("Spring's dependency management %s", async (_, management, dependencies, expected, rules = '') => {
    const script = `plugins { id 'java'; id 'io.spring.dependency-management' version '1.1.7' }
dependencyManagement { ${management} }
dependencies { implementation ${dependencies} }
configurations.all { resolutionStrategy { ${rules} } }`;
    const contents = Object.fromEntries([
      pom('g:bom:2', manages('g:only:1')),
      pom('g:bom:3', manages('g:leaf:1.0').replace('<scope>', '<classifier>sources</classifier><scope>')),
      pom('g:multi2:1'),
    ]);
    const { resolver } = await resolverFor({ 'a/build.gradle': script }, { ...REPOSITORY, ...METADATA, ...contents });
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  it.each([
    ["api 'g:leaf:[1.0,1.5]'", "'g:high:1'", 'g:high:1 g:leaf:1.5 g:only:1'],
    ["api 'g:leaf:1.+'", "'g:leaf'", 'g:leaf:1.5 g:only:1'],
    ["api 'g:leaf:[1.0,2.0]'", "'g:low:1'", 'g:leaf:1.0 g:low:1'],
  ])(
    'a range of a project that is an enforced platform overrules what lies outside of it: %s, %s',
    async (range, asked, expected) => {
      const { resolver } = await resolverFor(
        {
          'settings.gradle': "include 'p', 'a'",
          'p/build.gradle': `plugins { id 'java-platform' }\ndependencies { constraints { ${range} } }`,
          'a/build.gradle': `plugins { id 'java' }\ndependencies { implementation ${asked}, enforcedPlatform(project(':p')) }`,
        },
        { ...REPOSITORY, ...METADATA },
      );
      expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
    },
  );

  // What Gradle 8.11 said, of projects whose dependencies take nothing below.
  it.each([
    ["prefer '1.5'", '1.0', 'g:leaf:1.0'],
    ["prefer '1.5'", '2.0', 'g:leaf:1.5'],
    ["prefer '1.5'", 'latest.release', 'g:leaf:1.5'],
    ["prefer '[1.0,1.9]'", '2.0', 'g:leaf:1.5'],
    ["require '[1.0,2.0]'; prefer '1.5'", '2.0', 'g:leaf:1.5'],
    ["strictly '[1.0,2.0]'; prefer '1.5'", '1.0', 'g:leaf:1.0'],
    ["strictly '[1.0,2.0]'; prefer '1.5'", '2.0', 'g:leaf:1.5'],
    ["require '1.0'; prefer '1.5'", '2.0', 'g:leaf:1.0'],
  ])('a preference of an enforced platform: %s beside %s', async (said, asked, expected) => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'p', 'a'",
        'p/build.gradle': `plugins { id 'java-platform' }\ndependencies { constraints { api('g:leaf') { version { ${said} } } } }`,
        'a/build.gradle': `plugins { id 'java' }\ndependencies { implementation enforcedPlatform(project(':p'))\n implementation('g:leaf:${asked}') { transitive = false } }`,
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  it.each([
    ['1', '2', 'g:leaf:1.5 g:only:1'],
    ['2', '1', 'g:leaf:2.0'],
  ])('an enforced platform overrules those of the projects below it: %s over %s', async (own, below, expected) => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "include 'p', 'a'",
        'p/build.gradle': `plugins { id 'java' }\ndependencies { runtimeOnly enforcedPlatform('g:bom:${below}') }`,
        'a/build.gradle': `plugins { id 'java' }\ndependencies { implementation project(':p'), enforcedPlatform('g:bom:${own}'), 'g:leaf:1.0' }`,
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  // What Gradle 8.11 said of a project beside what a repository has under its name.
  it.each<[what: string, version: string, dependencies: string, expected: string, more?: string]>([
    ['a higher version of the repository', "'1.0'", "implementation 'g:leaf:2.0'", 'g:leaf:2.0'],
    ['the same version', "'2.0'", "implementation 'g:leaf:2.0'", 'g:running:1'],
    ['a lower one', "'9.0'", "implementation 'g:high:1'", 'g:high:1 g:running:1'],
    ['a range', "'1.7'", "implementation 'g:leaf:[1.0,2.0)'", 'g:running:1'],
    ['a constraint, and a project without a version', "''", "constraints { implementation 'g:leaf:2.0' }", 'g:leaf:2.0'],
    ['a strict version', "'1.0'", "implementation 'g:leaf:2.0!!'", 'g:leaf:2.0'],
    [
      'a strict constraint below it',
      "'9.0'",
      "constraints { implementation 'g:leaf:2.0!!' }",
      'conflict: Gradle cannot choose g:leaf: no version satisfies every strict version (the highest asked for is 9.0)',
    ],
    [
      'what is forced for both',
      "'9.0'",
      "implementation 'g:leaf:1.0'",
      'g:leaf:2.0',
      "configurations.all { resolutionStrategy.force 'g:leaf:2.0' }",
    ],
    [
      'what is forced without another',
      "'1.0'",
      '',
      'g:running:1',
      "configurations.all { resolutionStrategy.force 'g:leaf:2.0' }",
    ],
    [
      'a build that prefers its projects',
      "'1.0'",
      "implementation 'g:leaf:2.0'",
      'g:running:1',
      'configurations.all { resolutionStrategy.preferProjectModules() }',
    ],
    [
      'a version that is computed',
      'scm.version',
      "implementation 'g:leaf:2.0'",
      "unknown: g:leaf is a project and a module that is asked for, and only a run of the build tells the project's version (a)",
    ],
  ])('a project beside a module of its name: %s', async (_, version, dependencies, expected, more = '') => {
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "rootProject.name = 'own'\ninclude 'a', 'leaf'",
        'leaf/build.gradle': `plugins { id 'java-library' }\ngroup = 'g'\n${version === "''" ? '' : `version = ${version}`}\ndependencies { api 'g:running:1' }`,
        'a/build.gradle': `plugins { id 'java' }\ndependencies { implementation project(':leaf')\n${dependencies} }\n${more}`,
      },
      { ...REPOSITORY, ...METADATA },
    );
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  it('what a lock pins is what runs', async () => {
    const { resolver } = await resolverFor(
      {
        'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:ranged:1' }",
        'a/gradle.lockfile': 'g:ranged:1=runtimeClasspath\ng:leaf:1.0=runtimeClasspath\nempty=\n',
      },
      { ...REPOSITORY, ...METADATA },
    );
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' && answer.versions.get('g:leaf')).toEqual(['1.0']);
  });

  it.each<[string, string]>([
    ['dependencies.lock', '{ "runtimeClasspath": { "g:leaf": { "locked": "1.5" } } }'],
    ['versions.lock', 'g:leaf:1.5 (1 constraints: 9d14d4a0)\n'],
  ])('what plug-ins lock (%s) is the version of what is asked for, and need not hold all that runs', async (name, lock) => {
    const { resolver } = await resolverFor(
      { 'a/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:low:1' }", [`a/${name}`]: lock },
      { ...REPOSITORY, ...METADATA },
    );
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' && ['g:low', 'g:leaf'].map((key) => answer.versions.get(key))).toEqual([['1'], ['1.5']]);
  });
});

describe('on one class path', () => {
  const plain = (line: string) => `plugins { id 'java' }\ndependencies { implementation ${line} }`;
  const maven = (body: string) =>
    `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>m</artifactId><version>1</version>${body}</project>`;

  it.each<[string, string, string, readonly string[]]>([
    ['a constraint', "constraints { implementation 'g:leaf:1.5' }", 'resolved', ['b 1.0 1.5']],
    ['a platform', "implementation platform('g:bom:1')", 'resolved', ['b 1.0 1.5']],
    ['a forced version', '}\nconfigurations.all { resolutionStrategy.force "g:leaf:1.5" ', 'resolved', []],
    ['an enforced platform, a major below', "implementation enforcedPlatform('g:bom:1')", 'conflict', ['g:leaf 1.5 of a']],
  ])('%s of one moves what only the other runs with', async (what, lines, kind, expected) => {
    const own = what.startsWith('an enforced') ? 'g:leaf:2.0' : 'g:leaf:1.0';
    const { resolver } = await resolverFor(
      {
        'a/build.gradle': `plugins { id 'java' }\ndependencies {\nimplementation 'g:only:1'\n${lines}\n}\n`,
        'b/build.gradle': `plugins { id 'java' }\ndependencies {\nimplementation '${own}'\n}\n`,
      },
      { ...REPOSITORY, ...METADATA },
    );
    const answer = await resolver.resolve(['a', 'b']);
    const told =
      answer.kind === 'resolved'
        ? answer.repins.map(({ service, from, to }) => `${service} ${from} ${to}`)
        : answer.kind === 'conflict'
          ? answer.findings.map(({ message }) => message.slice(0, 15))
          : [answer.because];
    expect([answer.kind, told]).toEqual([kind, expected]);
  });

  it('two Gradle services take the highest; one of them moves', async () => {
    const { resolver } = await resolverFor(
      { 'a/build.gradle': plain("'g:low:1'"), 'b/build.gradle': plain("'g:high:1'") },
      REPOSITORY,
    );
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer.kind === 'resolved' && answer.repins).toEqual([
      { service: 'a', subject: 'pkg:maven/g/leaf', from: '1.0', to: '2.0' },
    ]);
  });

  it("one's strict version against another's need is a conflict, and neither alone has it", async () => {
    const { resolver } = await resolverFor(
      { 'a/build.gradle': plain("'g:low:1', 'g:leaf:1.0!!'"), 'b/build.gradle': plain("'g:high:1'") },
      REPOSITORY,
    );
    expect((await resolver.resolve(['a'])).kind).toBe('resolved');
    expect((await resolver.resolve(['b'])).kind).toBe('resolved');
    expect((await resolver.resolve(['a', 'b'])).kind).toBe('conflict');
  });

  it('Maven and Gradle together are judged as a POM that depends on both: the nearest wins', async () => {
    const { resolver } = await resolverFor(
      { 'm/pom.xml': maven(needs('g:leaf:1.0')), 'g/build.gradle': plain("'g:high:1'") },
      REPOSITORY,
    );
    const answer = await resolver.resolve(['m', 'g']);
    expect(answer.kind).toBe('conflict');
    expect(answer.kind === 'conflict' && answer.findings.map(({ message }) => message)).toEqual([
      'g:leaf 1.0 of m wins over the 2.0 that g runs with (shared class path)',
    ]);
  });

  it('a finding starts at the own line and tells the way', async () => {
    const { resolver } = await resolverFor(
      { 'a/build.gradle': plain("'g:low:1'"), 'm/pom.xml': maven(`\n${needs('g:high:1')}`) },
      REPOSITORY,
    );
    const answer = await resolver.resolve(['m', 'a']);
    const demands = answer.kind === 'resolved' ? answer.findings.flatMap((finding) => finding.demands) : [];
    expect(
      demands.map(({ service, constraint, via, origin }) => [service, constraint, via, `${origin.file}:${origin.line}`]),
    ).toEqual([
      ['m', '2.0', ['pkg:maven/g/high@1'], 'm/pom.xml:2'],
      ['a', '1.0', ['pkg:maven/g/low@1'], 'a/build.gradle:2'],
    ]);
  });

  it('a strict version stays strict against a Maven range', async () => {
    const { resolver } = await resolverFor(
      { 'm/pom.xml': maven(needs('g:leaf:[2.0]')), 'g/build.gradle': plain("'g:leaf:1.0!!'") },
      { ...REPOSITORY, ...METADATA },
    );
    const answer = await resolver.resolve(['m', 'g']);
    expect(answer.kind === 'conflict' && answer.findings[0]?.rule).toBe('version/unsatisfiable');
  });
});

describe('what a container gives to a web archive has its say, and is not in it', () => {
  it.each<[string, string, string]>([
    ['a higher version than others bring', "providedCompile 'g:leaf:2.0'; implementation 'g:low:1'", 'g:low:1'],
    ['what it brings besides', "providedRuntime 'g:low:1'", ''],
    ['the same file as a line of its own', "providedRuntime 'g:low:1'; implementation 'g:leaf:1.0'", ''],
    ['another version than the archive has', "providedCompile 'g:low:1'; implementation 'g:high:1'", 'g:high:1 g:leaf:2.0'],
    [
      'what no repository has',
      "providedCompile 'g:nowhere:1'; implementation 'g:low:1'",
      'unknown: g:nowhere:1 is in no repository that was asked (a)',
    ],
  ])('%s', async (_, dependencies, expected) => {
    const script = `plugins { id 'war' }\ndependencies { ${dependencies} }`;
    const { resolver } = await resolverFor({ 'a/build.gradle': script }, { ...REPOSITORY, ...METADATA });
    expect(shownAnswer(await resolver.resolve(['a']))).toBe(expected);
  });

  it('without the plug-in a configuration of that name says nothing', async () => {
    const script = "plugins { id 'java' }\ndependencies { implementation 'g:low:1'; providedCompile 'g:leaf:2.0' }";
    const { resolver } = await resolverFor({ 'a/build.gradle': script }, { ...REPOSITORY, ...METADATA });
    expect(shownAnswer(await resolver.resolve(['a']))).toBe('g:leaf:1.0 g:low:1');
  });
});

describe('a published version catalog', () => {
  const CATALOG = `[versions]
leaf = "1.5"
[libraries]
low = "g:low:1"
leaf = { module = "g:leaf", version.ref = "leaf" }
[bundles]
both = ["low", "leaf"]
`;
  const build = (settings: string, dependencies: string) => ({
    'settings.gradle': `dependencyResolutionManagement { versionCatalogs { company { ${settings} } } }`,
    'build.gradle': `plugins { id 'java' }\ndependencies { ${dependencies} }`,
  });
  const IN = 'from("g:catalog:1")';
  it.each<[string, string, string, string]>([
    ['an alias', IN, 'implementation company.low', 'g:leaf:1.0 g:low:1'],
    ['a bundle', IN, 'implementation company.bundles.both', 'g:leaf:1.5 g:low:1 g:only:1'],
    ['a version that settings overrule', `${IN}; version("leaf", "2.0")`, 'implementation company.leaf', 'g:leaf:2.0'],
    [
      'one that no repository has',
      'from("g:nothing:1")',
      'implementation company.low',
      'unknown: only a run of the build tells what build.gradle:2 depends on (.)',
    ],
  ])('%s', async (_, settings, dependencies, expected) => {
    const contents = { ...REPOSITORY, 'g/catalog/1/catalog-1.toml': CATALOG };
    const { resolver } = await resolverFor(build(settings, dependencies), contents);
    expect(shownAnswer(await resolver.resolve(['.']))).toBe(expected);
  });

  it('one that a plug-in of settings brings', async () => {
    const catalog = '[libraries]\nlow = "g:low:1"\n';
    const path = 'io/micronaut/platform/micronaut-platform/4.5.1/micronaut-platform-4.5.1.toml';
    const { resolver } = await resolverFor(
      {
        'settings.gradle': "plugins { id 'io.micronaut.platform.catalog' version '4.4.2' }",
        'gradle.properties': 'micronautVersion=4.5.1',
        'build.gradle': "plugins { id 'java' }\ndependencies { implementation mn.low }",
      },
      { ...REPOSITORY, [path]: catalog },
    );
    expect(shownAnswer(await resolver.resolve(['.']))).toBe('g:leaf:1.0 g:low:1');
  });
});
