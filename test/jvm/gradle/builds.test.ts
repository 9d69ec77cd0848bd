import { describe, expect, it } from 'vitest';
import { assembled, builds, type Files, projectAt, shown } from './read.ts';

function paths(files: Files): readonly string[] {
  return builds(files).flatMap((build) => build.projects.map(({ path, directory }) => `${path} ${directory}`));
}

describe('settings', () => {
  it.each<{ what: string; files: Files; expected: readonly string[] }>([
    {
      what: 'includes in all their forms, with projects in between',
      files: { 'settings.gradle': "include 'a', 'b:c'\ninclude(':d')\n['e', 'f'].each { include it }\nincludeFlat 'g'\n" },
      expected: [': .', ':a a', ':b b', ':d d', ':e e', ':f f', ':g g', ':b:c b/c'],
    },
    {
      what: 'project directories and names',
      files: {
        'settings.gradle.kts': `rootProject.name = "shop"
include(":web", ":api")
project(":web").projectDir = file("frontend/web")
project(":api").apply { projectDir = File(rootDir, "backend/api") }`,
      },
      expected: [': .', ':api backend/api', ':web frontend/web'],
    },
    {
      what: 'includes that only a run would know: scripts below count',
      files: {
        'settings.gradle': "file('services.txt').eachLine { include it }\n",
        'services/a/build.gradle': '',
        'services/b/build.gradle.kts': '',
        'other/settings.gradle': '',
        'other/build.gradle': '',
      },
      expected: [': .', ':services services', ':services:a services/a', ':services:b services/b', ': other'],
    },
    {
      what: 'directories of the tree',
      files: {
        'settings.gradle': "file('services').eachDir { d -> if (!d.name.startsWith('x')) include \"services:${d.name}\" }\n",
        'services/a/build.gradle': '',
        'services/xtra/build.gradle': '',
      },
      expected: [': .', ':services services', ':services:a services/a', ': services/xtra'],
    },
    {
      what: 'another name is another path',
      files: {
        'settings.gradle': `include 'core', 'web:api'
rootProject.children.each { it.name = "shop-\${it.name}" }
project(':web:api').name = 'web-api'`,
      },
      expected: [': .', ':shop-core core', ':shop-web web', ':web:web-api web/api'],
    },
    {
      what: 'scripts named after their directories, under settings that search for them',
      files: {
        'settings.gradle':
          "fileTree(rootDir) { include '**/*.gradle' }.each { add(it) }\ndef add(file) { include(':' + file.name) }",
        'core/shop-core.gradle': '',
        'core/other.gradle': '',
        'gradle/gradle.gradle': '',
      },
      expected: [': .', ':shop-core core'],
    },
    {
      what: 'a build script without settings is a build of its own',
      files: { 'x/build.gradle': '', 'y/build.gradle': '' },
      expected: [': x', ': y'],
    },
    {
      what: 'a build below another one',
      files: { 'settings.gradle': "include 'a'", 'tools/settings.gradle': "include 'a'", 'tools/a/build.gradle': '' },
      expected: [': .', ':a a', ': tools', ':a tools/a'],
    },
  ])('$what', ({ files, expected }) => {
    expect(paths(files)).toEqual(expected);
  });

  it('catalogs in settings: own, imported, overruled versions', () => {
    const files: Files = {
      'settings.gradle.kts': `
dependencyResolutionManagement {
  versionCatalogs {
    create("libs") {
      from(files("deps/libs.versions.toml"))
      version("netty", "4.1.111.Final")
      library("own", "a:own:1")
      library("byParts", "a", "parts").versionRef("netty")
      library("free", "a", "free").withoutVersion()
      bundle("all", listOf("own", "netty"))
    }
    register("tools") { plugin("p", "a.p").version("3"); library("strict", "a", "strict").version { strictly("[1,2["); prefer("1.1") } }
  }
}`,
      'deps/libs.versions.toml':
        '[versions]\nnetty = "4.1.1.Final"\n[libraries]\nnetty = { module = "io.netty:netty-all", version.ref = "netty" }\n',
      'build.gradle.kts': `dependencies {
        implementation(libs.netty)
        implementation(libs.byParts)
        implementation(libs.free)
        api(libs.bundles.all)
        api(tools.strict)
      }`,
    };
    expect(projectAt(files).model.dependencies.map(shown)).toEqual([
      'implementation io.netty:netty-all:4.1.111.Final',
      'implementation a:parts:4.1.111.Final',
      'implementation a:free',
      'api a:own:1',
      'api io.netty:netty-all:4.1.111.Final',
      'api a:strict:[1,2[!! prefer=1.1',
    ]);
  });

  it('a catalog from elsewhere leaves its aliases unknown, which is no error', () => {
    const { diagnostics } = assembled({
      'settings.gradle': 'dependencyResolutionManagement { versionCatalogs { libs { from("a:catalog:1") } } }',
      'build.gradle': 'dependencies { implementation libs.some.thing }',
    });
    expect(diagnostics.map(({ code, severity, line }) => `${severity} ${code} ${line}`)).toEqual([
      'note gradle/catalog-outside 1',
      'warning gradle/dynamic 1',
    ]);
  });
});

describe('projects of one build', () => {
  const SHARED: Files = {
    'settings.gradle': "rootProject.name = 'shop'\ninclude 'lib', 'app', 'web'\n",
    'gradle.properties': 'group=org.shop\nversion=1.2\n',
    'build.gradle': `
plugins { id 'org.springframework.boot' version '3.3.0' apply false }
allprojects { repositories { mavenCentral() } }
subprojects {
  apply plugin: 'java-library'
  ext.common = '4'
  dependencies { implementation 'a:all:1' }
  afterEvaluate { proj -> if (proj.name == 'web') { dependencies { runtimeOnly 'a:web:1' } } }
}
configure(subprojects.findAll { it.name != 'lib' }) {
  dependencies { testImplementation "a:some:$common" }
}
project(':app') { dependencies { implementation project(':lib') } }
`,
    'lib/build.gradle': "dependencies { api 'a:lib:1'; compileOnly 'a:never:1'; implementation 'a:inner:1' }",
    'lib/src/main/java/A.java': '',
    'app/build.gradle':
      "apply plugin: 'application'\napplication { mainClass = 'org.shop.Main' }\ndependencies { runtimeOnly(project(':web')) { exclude module: 'deep' } }",
    'app/src/main/java/Main.java': '',
    'web/build.gradle': "apply plugin: 'war'\ndependencies { implementation 'a:deep:2' }",
    'web/src/main/webapp/x.html': '',
  };

  it('blocks of the root reach them in order', () => {
    expect(projectAt(SHARED, 'web').model.dependencies.map(shown)).toEqual([
      'implementation a:all:1',
      'testImplementation a:some:4',
      'implementation a:deep:2',
      'runtimeOnly a:web:1',
    ]);
    expect(projectAt(SHARED, 'lib').model.dependencies.map(shown)).toEqual([
      'implementation a:all:1',
      'api a:lib:1',
      'compileOnly a:never:1',
      'implementation a:inner:1',
    ]);
  });

  it('become units: roles, names, and what comes through projects', () => {
    const { units } = assembled(SHARED);
    expect(units.map(({ path, name, role }) => [path, name, role])).toEqual([
      ['.', 'org.shop:shop', 'aggregator'],
      ['app', 'org.shop:app', 'service'],
      ['lib', 'org.shop:lib', 'library'],
      ['web', 'org.shop:web', 'service'],
    ]);
    const app = units.find(({ path }) => path === 'app');
    expect(app?.entryPoints).toEqual([{ name: 'main', command: 'org.shop.Main', origin: { file: 'app/build.gradle', line: 2 } }]);
    expect(
      app?.dependencies.map(({ name, kind, constraint, scope, via, origin }) => [
        name,
        kind,
        constraint,
        scope,
        via.join(),
        `${origin.file}:${origin.line}:${origin.column}`,
      ]),
    ).toEqual([
      ['a:all', 'exact', '1', 'runtime', '', 'build.gradle:7:18'],
      ['a:some', 'exact', '4', 'test', '', 'build.gradle:11:18'],
      ['org.shop:lib', 'workspace', '1.2', 'runtime', '', 'build.gradle:13:34'],
      ['org.shop:web', 'workspace', '1.2', 'runtime', '', 'app/build.gradle:3:16'],
      ['a:lib', 'exact', '1', 'runtime', 'pkg:maven/org.shop/lib@1.2', 'lib/build.gradle:1:16'],
      ['a:inner', 'exact', '1', 'runtime', 'pkg:maven/org.shop/lib@1.2', 'lib/build.gradle:1:56'],
      ['a:web', 'exact', '1', 'runtime', 'pkg:maven/org.shop/web@1.2', 'build.gradle:8:68'],
    ]);
    expect(app?.demands.filter(({ realm }) => realm === 'jvm').map(({ key }) => key)).not.toContain('org.shop:lib');
  });

  it('convention plug-ins of buildSrc and included builds are read as text', () => {
    const files: Files = {
      'settings.gradle.kts': 'pluginManagement { includeBuild("build-logic") }\ninclude(":svc")',
      'buildSrc/src/main/groovy/shop.java-conventions.gradle':
        "plugins { id 'java-library' }\ndependencies { implementation 'a:conv:1' }",
      'build-logic/settings.gradle.kts': '',
      'build-logic/build.gradle.kts': 'plugins { `kotlin-dsl` }',
      'build-logic/src/main/kotlin/org/shop/service.gradle.kts':
        'package org.shop\nplugins { id("shop.java-conventions"); application }\ndependencies { runtimeOnly("a:svc:2") }\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
      'svc/build.gradle.kts': 'plugins { id("org.shop.service") }\ndependencies { api("a:own:3") }',
      'svc/src/main/kotlin/A.kt': '',
    };
    const { units } = assembled(files);
    const svc = units.find(({ path }) => path === 'svc');
    expect(svc?.dependencies.map(({ name, origin }) => `${name} ${origin.file}`)).toEqual([
      'a:conv buildSrc/src/main/groovy/shop.java-conventions.gradle',
      'a:svc build-logic/src/main/kotlin/org/shop/service.gradle.kts',
      'a:own svc/build.gradle.kts',
    ]);
    expect(svc?.role).toBe('service');
    expect(svc?.runtimes.map(({ constraint }) => constraint)).toEqual(['>=21']);
    expect(units.find(({ path }) => path === 'build-logic')?.role).toBe('aggregator');
  });

  it('a project of an included build stands for its module', () => {
    const { units } = assembled({
      'settings.gradle': "includeBuild 'lib'",
      'build.gradle': "plugins { id 'application' }\ndependencies { implementation 'org.lib:lib:9' }",
      'src/main/java/A.java': '',
      'lib/settings.gradle': "rootProject.name = 'lib'",
      'lib/build.gradle': "apply plugin: 'java'\ngroup = 'org.lib'\nversion = '2'\ndependencies { implementation 'a:b:1' }",
      'lib/src/main/java/B.java': '',
    });
    expect(units.find(({ path }) => path === '.')?.dependencies.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'org.lib:lib workspace',
      'a:b exact',
    ]);
  });
});

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
  ])('%s is %s', (configuration, scope, group) => {
    const { units } = assembled({
      'build.gradle': `configurations { implementation.extendsFrom bundled\n smoke { extendsFrom implementation } }\ndependencies { add('${configuration}', 'a:b:1') }`,
    });
    expect(units[0]?.dependencies.map((one) => [one.scope, one.group])).toEqual([[scope, group]]);
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
