import { describe, expect, it } from 'vitest';
import { assembled, type Files } from './read.ts';

describe('versions that stand elsewhere', () => {
  const unit = (files: Files, path = '.') => assembled(files).units.find((one) => one.path === path);
  const versions = (files: Files, path = '.') =>
    unit(files, path)?.dependencies.map(
      ({ name, constraint, kind, resolved }) => `${name} ${constraint} ${kind}${resolved === undefined ? '' : ` = ${resolved}`}`,
    );

  it('constraints give one, and lift a lower one', () => {
    expect(
      versions({
        'build.gradle': `dependencies {
          constraints { implementation 'a:b:2'; implementation 'c:d:3'; implementation('e:f') { version { strictly '1.0' } } }
          implementation 'a:b'; implementation 'c:d:1'; implementation 'e:f'
        }`,
      }),
    ).toEqual(['a:b 2 exact', 'c:d 3 exact', 'e:f 1.0 range']);
  });

  it('a platform of the same build', () => {
    expect(
      versions(
        {
          'settings.gradle': "include 'bom', 'app'",
          'bom/build.gradle': "plugins { id 'java-platform' }\ndependencies { constraints { api 'a:b:2'; runtime 'c:d:3' } }",
          'app/build.gradle':
            "apply plugin: 'java'\ndependencies { implementation platform(project(':bom')); implementation 'a:b'; runtimeOnly 'c:d' }",
          'app/src/main/java/A.java': '',
        },
        'app',
      ),
    ).toEqual(['root:bom unspecified workspace', 'a:b 2 exact', 'c:d 3 exact']);
  });

  describe('platforms and constraints of a project that runs with it (compared with Gradle 8.11)', () => {
    const BOM = "plugins { id 'java-platform' }\ndependencies { constraints { api 'a:b:2' } }";
    const TAKEN = "implementation project(':lib'); implementation 'a:b'";
    it.each<[string, string, string, string]>([
      ['an api', "api platform(project(':bom'))", TAKEN, 'a:b 2 exact'],
      ['an implementation', "implementation platform(project(':bom'))", TAKEN, 'a:b 2 exact'],
      ['a constraint', "constraints { implementation 'a:b:3' }", TAKEN, 'a:b 3 exact'],
      [
        'a higher one lifts',
        "api platform(project(':bom'))",
        "implementation project(':lib'); implementation 'a:b:1'",
        'a:b 2 exact',
      ],
      ['for a line of that project', "api platform(project(':bom')); api 'a:b'", "implementation project(':lib')", 'a:b 2 exact'],
      ['of what only compiles it', "compileOnly platform(project(':bom'))", TAKEN, 'a:b  unknown'],
      ['of what only tests it', "testImplementation platform(project(':bom'))", TAKEN, 'a:b  unknown'],
      [
        'of a project without what it depends on',
        "api platform(project(':bom'))",
        "implementation(project(':lib')) { transitive = false }; implementation 'a:b'",
        'a:b  unknown',
      ],
      [
        'of a project without this module',
        "api platform(project(':bom'))",
        "implementation(project(':lib')) { exclude group: 'a', module: 'b' }; implementation 'a:b'",
        'a:b  unknown',
      ],
      [
        'of a project that only compiles',
        "api platform(project(':bom'))",
        "compileOnly project(':lib'); implementation 'a:b'",
        'a:b  unknown',
      ],
    ])('%s', (_, lib, app, expected) => {
      const files = {
        'settings.gradle': "include 'bom', 'lib', 'app'",
        'bom/build.gradle': BOM,
        'lib/build.gradle': `plugins { id 'java-library' }\ndependencies { ${lib} }`,
        'app/build.gradle': `plugins { id 'java' }\ndependencies { ${app} }`,
        'app/src/main/java/A.java': '',
      };
      expect(versions(files, 'app')?.find((one) => one.startsWith('a:b'))).toBe(expected);
    });

    it('what only builds needs none', () => {
      const { diagnostics } = assembled({
        'build.gradle': "plugins { id 'java' }\ndependencies { annotationProcessor 'a:processor'; implementation 'a:b' }",
      });
      expect(diagnostics.map(({ message }) => /^\S+/.exec(message)?.[0])).toEqual(['a:b']);
    });

    it('one from elsewhere is named as what may give versions', () => {
      const { diagnostics } = assembled({
        'settings.gradle': "include 'lib', 'app'",
        'lib/build.gradle': "plugins { id 'java-library' }\ndependencies { api platform('a:bom:1') }",
        'app/build.gradle': "plugins { id 'java' }\ndependencies { implementation project(':lib'); implementation 'a:b' }",
      });
      expect(diagnostics.map(({ code }) => code)).toEqual(['gradle/platform-unknown']);
    });
  });

  it("Spring's managed versions, forced ones, and Kotlin's own", () => {
    expect(
      versions({
        'build.gradle': `plugins {
          id 'io.spring.dependency-management' version '1.1.5'
          id 'org.jetbrains.kotlin.jvm' version '2.0.0'
        }
        dependencyManagement { dependencies { dependency 'a:b:2' } }
        configurations.all { resolutionStrategy.force 'c:d:1.5' }
        dependencies {
          implementation 'a:b'
          implementation 'c:d:9'
          implementation 'org.jetbrains.kotlin:kotlin-reflect'
          implementation 'x:y'
        }`,
      }),
    ).toEqual(['a:b 2 exact', 'c:d 1.5 exact', 'org.jetbrains.kotlin:kotlin-reflect 2.0.0 exact', 'x:y  unknown']);
  });

  it('a lock pins, and what it holds besides is known as transitive', () => {
    const files: Files = {
      'build.gradle': "dependencies { implementation 'a:b:1.+'; implementation 'c:d'; testImplementation 't:u:latest.release' }",
      'gradle.lockfile':
        '# g\na:b:1.9=compileClasspath,runtimeClasspath\nc:d:2=runtimeClasspath\ne:f:3=runtimeClasspath,testRuntimeClasspath\nt:u:4=testRuntimeClasspath\nt:v:5=testRuntimeClasspath\nempty=annotationProcessor\n',
    };
    expect(versions(files)).toEqual([
      'a:b 1.+ range = 1.9',
      'c:d  unknown = 2',
      't:u latest.release range = 4',
      'e:f 3 exact = 3',
      't:v 5 exact = 5',
    ]);
    expect(
      unit(files)?.demands.map(({ key, constraint, strength, scope }) => `${key} ${constraint} ${strength} ${scope}`),
    ).toEqual([
      'a:b [1,2) declared runtime',
      'c:d 2 locked runtime',
      't:u  declared test',
      'e:f 3 locked runtime',
      't:v 5 locked test',
    ]);
  });

  it('verification metadata tells where one version only is verified', () => {
    const component = (group: string, name: string, version: string) =>
      `<component group="${group}" name="${name}" version="${version}"><artifact name="x"/></component>`;
    expect(
      versions({
        'build.gradle': "dependencies { implementation 'a:b'; implementation 'c:d' }",
        'gradle/verification-metadata.xml': `<verification-metadata><components>${component('a', 'b', '7')}${component('c', 'd', '1')}${component('c', 'd', '2')}</components></verification-metadata>`,
      }),
    ).toEqual(['a:b  unknown = 7', 'c:d  unknown']);
  });

  it('a lock without its build script is a unit', () => {
    const { units, diagnostics } = assembled({ 'svc/gradle.lockfile': 'a:b:1=runtimeClasspath\nnonsense\n' });
    expect(units.map(({ path, dependencies }) => [path, dependencies.length])).toEqual([['svc', 1]]);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['gradle/lock-line 2', 'gradle/lock-alone 1']);
  });
});

describe('configurations', () => {
  it.each([
    ['implementation', 'runtime', 'default'],
    ['api', 'runtime', 'default'],
    ['runtimeOnly', 'runtime', 'default'],
    ['compile', 'runtime', 'default'],
    ['compileOnly', 'provided', 'compileOnly'],
    ['providedRuntime', 'provided', 'providedRuntime'],
    ['annotationProcessor', 'build', 'annotationProcessor'],
    ['kaptTest', 'test', 'kaptTest'],
    ['kspJvm', 'build', 'kspJvm'],
    ['testImplementation', 'test', 'testImplementation'],
    ['integrationTestRuntimeOnly', 'test', 'integrationTestRuntimeOnly'],
    ['jvmTestImplementation', 'test', 'jvmTestImplementation'],
    ['jmhImplementation', 'test', 'jmhImplementation'],
    ['developmentOnly', 'dev', 'developmentOnly'],
    ['commonMainImplementation', 'runtime', 'default'],
    ['jsMainImplementation', 'optional', 'jsMainImplementation'],
    ['checkstyle', 'build', 'checkstyle'],
    ['bundled', 'runtime', 'default'],
    ['smoke', 'build', 'smoke'],
    ['shadow', 'provided', 'shadow'],
  ])('%s is %s', (configuration, scope, group) => {
    const { units } = assembled({
      'build.gradle': `configurations { implementation.extendsFrom bundled\n smoke { extendsFrom implementation } }\ndependencies { add('${configuration}', 'a:b:1') }`,
    });
    expect(units[0]?.dependencies.map((one) => [one.scope, one.group])).toEqual([[scope, group]]);
  });

  it('may be called as something else is, where another takes it', () => {
    const { units } = assembled({
      'build.gradle':
        "plugins { id 'java' }\nconfigurations { extra; implementation.extendsFrom(extra) }\ndependencies { extra 'a:b:1' }",
    });
    expect(units[0]?.dependencies.map(({ name, scope }) => `${name} ${scope ?? ''}`)).toEqual(['a:b runtime']);
  });

  it.each([
    ['sourceSets { main.runtimeClasspath += configurations.fat }', 'runtime'],
    ['sourceSets { main { runtimeClasspath += configurations.fat } }', 'runtime'],
    ['sourceSets.main.runtimeClasspath = sourceSets.main.output + configurations.fat', 'runtime'],
    ['sourceSets { main.compileClasspath += configurations.fat }', 'provided'],
    ['sourceSets { test.runtimeClasspath += configurations.fat }', 'build'],
  ])('one that a class path takes: %s', (script, scope) => {
    const { units } = assembled({
      'build.gradle': `plugins { id 'java' }\nconfigurations { fat }\ndependencies { fat 'a:b:1' }\n${script}`,
    });
    expect(units[0]?.dependencies.map((one) => one.scope)).toEqual([scope]);
  });
});

describe('Java levels', () => {
  it.each([
    ['toolchain', 'java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }', '>=17', 1],
    ['toolchain by set', 'java {\n toolchain {\n languageVersion.set(JavaLanguageVersion.of(21)) } }', '>=21', 3],
    ['sourceCompatibility', "sourceCompatibility = '11'", '>=11', 1],
    ['numbers', 'sourceCompatibility = 1.8\ntargetCompatibility = 1.8', '>=8', 2],
    [
      'an enum',
      'java { sourceCompatibility = JavaVersion.VERSION_1_8\n targetCompatibility = JavaVersion.VERSION_17 }',
      '>=17',
      2,
    ],
    ['toVersion', 'targetCompatibility = JavaVersion.toVersion("21")', '>=21', 1],
    [
      'release before target',
      'targetCompatibility = 21\ntasks.withType(JavaCompile).configureEach { options.release = 17 }',
      '>=17',
      2,
    ],
    ['release by set', 'compileJava { options.release.set(11) }', '>=11', 1],
    ['jvmTarget of Kotlin', "compileKotlin { kotlinOptions { jvmTarget = '17' } }\nsourceCompatibility = 11", '>=17', 1],
    ['compilerOptions', 'kotlin { compilerOptions { jvmTarget.set(JvmTarget.JVM_21) } }', '>=21', 1],
    ['jvmToolchain', 'kotlin { jvmToolchain(17) }', '>=17', 1],
    [
      'jvmTarget below the toolchain that compiles',
      "plugins { id 'org.jetbrains.kotlin.jvm' version '2.0.21' }\nkotlin { jvmToolchain(21)\n compilerOptions { jvmTarget.set(org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_17) } }",
      '>=17',
      3,
    ],
    [
      'a further source set of the same archive does not count',
      "targetCompatibility = 11\ntasks.named('compileJava21Java') { options.release = 21 }",
      '>=11',
      1,
    ],
    [
      "a test's own level does not count",
      "targetCompatibility = 11\ncompileTestJava { options.release = 21 }\ntasks.named('compileTestKotlin') { kotlinOptions.jvmTarget = '21' }",
      '>=11',
      1,
    ],
    [
      "a launcher's does not either",
      'targetCompatibility = 11\ntest { javaLauncher = javaToolchains.launcherFor { languageVersion = JavaLanguageVersion.of(21) } }',
      '>=11',
      1,
    ],
    ['both in one line', "sourceCompatibility = targetCompatibility = '11'", '>=11', 1],
    ['valueOf', "java { sourceCompatibility = JavaVersion.valueOf('VERSION_1_8') }", '>=8', 1],
    [
      'the compiler of a tool chain',
      'compileJava { javaCompiler = javaToolchains.compilerFor { languageVersion = JavaLanguageVersion.of(17) } }',
      '>=17',
      1,
    ],
    ...[
      "compileJava { options.compilerArgs += ['-Xlint', '--release', '11'] }",
      "compileJava { options.compilerArgs.addAll(['--release', '11']) }",
      "compileJava { options.compilerArgs.addAll '--release', '11' }",
      "compileJava { options.compilerArgs << '--release' << '11' }",
      "tasks.withType(JavaCompile).configureEach { options.compilerArgs = ['--release', '11'] }",
      "compileJava.options.compilerArgs.addAll(['--release', '11'])",
      "tasks.matching { it.name == 'compileJava' }.configureEach { options.release = 11 }",
      'tasks.matching { it instanceof JavaCompile }.all { options.release = 11 }',
      'tasks.withType(JavaCompile) { options.release = JavaVersion.VERSION_11.majorVersion }',
      "tasks.withType(JavaCompile).matching { !it.name.contains('Test') }.configureEach { it.options.release = 11 }",
    ].map((script): [string, string, string, number] => [script, `targetCompatibility = 8\n${script}`, '>=11', 2]),
    ...[
      'compileJava21Java { options.release = 21 }',
      'compileTestJava.options.release = 21',
      'tasks.compileTestJava.options.release = 21',
      "compileTestJava { options.compilerArgs.addAll(['--release', '21']) }",
      'tasks.compileJava21Java.options.release.set(21)',
      "tasks.matching { it.name == 'compileTestJava' }.configureEach { options.release = 21 }",
      "tasks.matching { it.name.startsWith('compileTest') }.all { options.release = 21 }",
      "tasks.named { it == 'compileTestJava' }.configureEach { options.release = 21 }",
      "tasks.withType(JavaCompile).matching { it.name == 'compileTestJava' }.configureEach { options.release = 21 }",
      "tasks.withType(JavaCompile).configureEach { t -> if (t.name == 'compileTestJava') t.options.release = 21 }",
      "tasks.withType(JavaCompile) { if (name.contains('Test')) options.release = 21 }",
      'tasks.matching { it instanceof Test }.all { options.release = 21 }',
    ].map((script): [string, string, string, number] => [script, `targetCompatibility = 11\n${script}`, '>=11', 1]),
    [
      "Kotlin's language version is another thing",
      "targetCompatibility = 11\ncompileKotlin { kotlinOptions { languageVersion = '1.9' } }",
      '>=11',
      1,
    ],
  ])('%s', (_, script, constraint, line) => {
    const { units } = assembled({ 'build.gradle': `${script}\ndependencies { implementation 'a:b:1' }` });
    expect(units[0]?.runtimes).toEqual([
      { name: 'jdk', constraint, origin: { file: 'build.gradle', line, column: expect.any(Number) } },
    ]);
    expect(units[0]?.demands.find(({ key }) => key === 'jdk')).toMatchObject({ realm: 'runtime', constraint, scope: 'runtime' });
  });
});
