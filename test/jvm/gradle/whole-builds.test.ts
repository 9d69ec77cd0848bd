import { describe, expect, it } from 'vitest';
import { assembled, builds, type Files, projectAt, shown } from './read.ts';

interface Whole {
  readonly what: string;
  readonly files: Files;
  /** Directory, then the dependency in the notation of `shown`. */
  readonly expected: readonly string[];
}

/** What Gradle 8.11 itself says of the same files; what needs buildSrc or Kotlin compiled is from its reference alone. */
const WHOLE: readonly Whole[] = [
  {
    what: 'scripts that settings apply, seen from the script that names them',
    files: {
      'settings.gradle': "apply from: 'gradle/projects.gradle'\n",
      'gradle/projects.gradle':
        "include 'a', 'b:c'\nproject(':a').projectDir = new File(settingsDir, 'services/a')\napply from: 'more.gradle'\n",
      'gradle/more.gradle': "include 'd'\n",
      'services/a/build.gradle': "apply plugin: 'java'\ndependencies { implementation project(':d') }\n",
      'd/build.gradle': "apply plugin: 'java'\n",
    },
    expected: ['services/a implementation project :d'],
  },
  {
    what: 'blocks of the build for each of its projects',
    files: {
      'settings.gradle': `include 'a'
gradle.allprojects { p -> p.ext.v = '1' }
gradle.beforeProject { p -> p.apply plugin: 'java'; p.dependencies { implementation 'g:before:1' } }
gradle.afterProject { p -> p.dependencies { implementation 'g:after:1' } }
gradle.rootProject { ext.w = '4' }
gradle.projectsLoaded { it.rootProject.allprojects { ext.x = '2' } }
`,
      'build.gradle': 'dependencies { implementation "g:b:$w" }\n',
      'a/build.gradle': 'dependencies { implementation "g:a:$v", "g:x:$x" }\n',
    },
    expected: [
      '. implementation g:before:1',
      '. implementation g:b:4',
      '. implementation g:after:1',
      'a implementation g:before:1',
      'a implementation g:a:1',
      'a implementation g:x:2',
      'a implementation g:after:1',
    ],
  },
  {
    what: 'projects that settings look for in folders',
    files: {
      'settings.gradle': `def add(String path, File dir) {
  if (!new File(dir, 'build.gradle').exists()) return
  if (findProject(dir) != null) return
  String name = "$path:$dir.name"
  include name
  project(name).projectDir = dir
  for (File inner : dir.listFiles()) { if (inner.isDirectory()) add(name, inner) }
}
add('', file('top'))
`,
      'top/build.gradle': "apply plugin: 'java'\n",
      'top/in/build.gradle': "apply plugin: 'java'\ndependencies { implementation project(':top') }\n",
      'top/out/a.txt': '',
    },
    expected: ['top/in implementation project :top'],
  },
  {
    what: 'projects that lie deeper than their paths say, by names of their own',
    files: {
      'settings.gradle':
        "include 'apps/cart'\nproject(':apps/cart').name = 'cart'\ninclude 'libs/core'\nproject(':libs/core').name = 'core'\n",
      'apps/cart/build.gradle': "apply plugin: 'java'\ndependencies { implementation project(':core') }\n",
      'libs/core/build.gradle': "apply plugin: 'java'\n",
    },
    expected: ['apps/cart implementation project :core'],
  },
  {
    what: 'projects without a colon are seen from the project itself',
    files: {
      'settings.gradle': "include 'app', 'app:core', 'core'\n",
      'app/build.gradle':
        "apply plugin: 'java'\ndependencies { implementation project('core'); runtimeOnly project(path: 'core'); implementation project('::core:') }\n",
      'app/core/build.gradle': "apply plugin: 'java'\n",
      'core/build.gradle': "apply plugin: 'java'\n",
    },
    expected: ['app implementation project :app:core', 'app runtimeOnly project :app:core', 'app implementation project :core'],
  },
  {
    what: 'a project that is evaluated before its turn',
    files: {
      'settings.gradle': "include 'a', 'b'\n",
      'a/build.gradle':
        "apply plugin: 'java'\ndef b = evaluationDependsOn(':b')\ndependencies { implementation \"g:a:${b.v}\" }\n",
      'b/build.gradle': "ext.v = '5'\n",
    },
    expected: ['a implementation g:a:5'],
  },
  {
    what: 'plug-in classes of the script',
    files: {
      'build.gradle': `class Conventions implements Plugin<Project> {
  void apply(Project p) { p.plugins.apply(JavaLibraryPlugin); p.dependencies { api 'g:inline:1' } }
}
apply plugin: Conventions
plugins.apply(Conventions)
apply plugin: WarPlugin
`,
    },
    expected: ['. api g:inline:1'],
  },
  {
    what: 'plug-in classes of buildSrc by name, and by the id that is registered for them',
    files: {
      'settings.gradle': "include 'a'\n",
      'buildSrc/src/main/groovy/com/acme/Own.groovy': `package com.acme
class Own implements Plugin<Project> {
  void apply(Project project) { project.pluginManager.apply('java'); project.dependencies.add('runtimeOnly', 'g:own:2') }
}
`,
      'buildSrc/src/main/resources/META-INF/gradle-plugins/com.acme.own.properties': 'implementation-class=com.acme.Own\n',
      'build.gradle': 'import com.acme.Own\napply plugin: Own\n',
      'a/build.gradle': "plugins { id 'com.acme.own' }\n",
    },
    expected: ['. runtimeOnly g:own:2', 'a runtimeOnly g:own:2'],
  },
  {
    what: 'Kotlin: plug-in classes by type, script plug-ins by accessor',
    files: {
      'settings.gradle.kts': 'include("a")\n',
      'buildSrc/src/main/kotlin/Own.kt':
        'class Own : Plugin<Project> {\n  override fun apply(target: Project) { target.dependencies.add("api", "g:own:1") }\n}\n',
      'buildSrc/src/main/kotlin/acme.java-conventions.gradle.kts': 'dependencies { implementation("g:dotted:1") }\n',
      'buildSrc/src/main/kotlin/conventions.gradle.kts': 'dependencies { implementation("g:plain:1") }\n',
      'build.gradle.kts': 'apply<Own>()\n',
      'a/build.gradle.kts': 'plugins {\n  acme.`java-conventions`\n  conventions\n}\n',
    },
    expected: ['. api g:own:1', 'a implementation g:dotted:1', 'a implementation g:plain:1'],
  },
  {
    what: 'a catalog that is called as the block of extra properties is',
    files: {
      'settings.gradle': "dependencyResolutionManagement { versionCatalogs { extra { from(files('other/deps.toml')) } } }\n",
      'other/deps.toml': '[libraries]\nleaf = "g:leaf:1.5"\nsolo-all = "g:solo:1.0"\n[bundles]\nduo = ["leaf", "solo-all"]\n',
      'build.gradle':
        "apply plugin: 'java'\next.own = '2'\ndependencies { implementation extra.bundles.duo; runtimeOnly extra.solo.all, \"g:own:$ext.own\" }\n",
    },
    expected: ['. implementation g:leaf:1.5', '. implementation g:solo:1.0', '. runtimeOnly g:solo:1.0', '. runtimeOnly g:own:2'],
  },
  {
    what: 'an imported catalog that the settings add to: versions of the settings count, its own libraries and bundles stay',
    files: {
      'settings.gradle': `dependencyResolutionManagement { versionCatalogs { create('own') {
  version('leaf', '2.0'); library('solo', 'g:solo:9')
  from(files('own.toml'))
  bundle('duo', ['solo']); bundle('more', ['solo', 'leaf']); library('fresh', 'g:fresh:1.0')
} } }
`,
      'own.toml':
        '[versions]\nleaf = "1.5"\n[libraries]\nleaf = { module = "g:leaf", version.ref = "leaf" }\nsolo = "g:solo:1.0"\n[bundles]\nduo = ["leaf", "solo"]\n',
      'build.gradle':
        "apply plugin: 'java'\ndependencies { implementation own.bundles.duo; runtimeOnly own.bundles.more, own.fresh }\n",
    },
    expected: [
      '. implementation g:leaf:2.0',
      '. implementation g:solo:1.0',
      '. runtimeOnly g:solo:1.0',
      '. runtimeOnly g:leaf:2.0',
      '. runtimeOnly g:fresh:1.0',
    ],
  },
  {
    what: 'a bundle, one by one',
    files: {
      'gradle/libs.versions.toml': '[libraries]\nleaf = "g:leaf:1.5"\nsolo = "g:solo:1.0"\n[bundles]\nduo = ["leaf", "solo"]\n',
      'build.gradle': `apply plugin: 'java'
dependencies {
  libs.bundles.duo.get().each { implementation(it) { transitive = false } }
  runtimeOnly libs.bundles.duo.get().collect { "\${it.module}:9" }
  compileOnly libs.bundles.duo.get().first()
  testImplementation libs.bundles.duo.get()[1]
}
`,
    },
    expected: [
      '. implementation g:leaf:1.5 intransitive',
      '. implementation g:solo:1.0 intransitive',
      '. runtimeOnly g:leaf:9',
      '. runtimeOnly g:solo:9',
      '. compileOnly g:leaf:1.5',
      '. testImplementation g:solo:1.0',
    ],
  },
  {
    what: 'look-ups in a catalog that find something, or nothing',
    files: {
      'gradle/libs.versions.toml': '[libraries]\nleaf = "g:leaf:1.5"\nsolo = "g:solo:1.0"\n[bundles]\nduo = ["leaf", "solo"]\n',
      'build.gradle': `apply plugin: 'java'
def found = extensions.getByType(VersionCatalogsExtension).named('libs')
dependencies {
  found.findBundle('duo').ifPresent { implementation it }
  found.findLibrary('nope').ifPresent { implementation 'g:never:1' }
  if (found.findLibrary('nope').isPresent()) { implementation 'g:never:2' }
  if (found.findLibrary('leaf').isPresent()) { runtimeOnly found.findLibrary('leaf').get() }
}
`,
    },
    expected: ['. implementation g:leaf:1.5', '. implementation g:solo:1.0', '. runtimeOnly g:leaf:1.5'],
  },
  {
    what: 'lists and maps of extra properties that grow',
    files: {
      'build.gradle': `apply plugin: 'java'
ext.libs = []
ext.libs << 'g:one:1'
ext.libs.add('g:two:1')
ext.versions = [:]
ext.versions.put('k', '7')
ext.versions << [n: '9']
dependencies { implementation libs; implementation "g:k:\${versions.k}", "g:n:\${versions.n}" }
`,
    },
    expected: ['. implementation g:one:1', '. implementation g:two:1', '. implementation g:k:7', '. implementation g:n:9'],
  },
  {
    what: 'a provider of a property sees that of the build, a project its own',
    files: {
      'settings.gradle': "include 'a'\n",
      'gradle.properties': 'v=1\n',
      'a/gradle.properties': 'v=2\n',
      'a/build.gradle':
        'apply plugin: \'java\'\ndependencies { implementation "g:a:${providers.gradleProperty(\'v\').get()}", "g:b:$v" }\n',
    },
    expected: ['a implementation g:a:1', 'a implementation g:b:2'],
  },
  {
    what: 'an artifact of another type of what a catalog names',
    files: {
      'gradle/libs.versions.toml': '[libraries]\nplain = "g:plain:2"\n',
      'build.gradle':
        "apply plugin: 'java'\ndependencies { runtimeOnly variantOf(libs.plain) { classifier('cls'); artifactType('zip') } }\n",
    },
    expected: ['. runtimeOnly g:plain:2 classifier=cls @zip intransitive'],
  },
  {
    what: 'the default catalog under another name',
    files: {
      'settings.gradle': "dependencyResolutionManagement { defaultLibrariesExtensionName = 'deps' }\n",
      'gradle/libs.versions.toml': '[libraries]\nplain = "g:plain:2"\n',
      'build.gradle': "plugins { id 'java' }\ndependencies { implementation deps.plain }\n",
    },
    expected: ['. implementation g:plain:2'],
  },
];

describe('whole builds', () => {
  it('leaves a project with settings of its own to the build around it', () => {
    const files = {
      'settings.gradle': "include 'a', 'b'\n",
      'a/settings.gradle': "rootProject.name = 'a'\n",
      'a/build.gradle': "apply plugin: 'java'\ndependencies { implementation project(':b') }\n",
      'b/build.gradle': "apply plugin: 'java'\n",
    };
    expect(builds(files).map(({ directory }) => directory)).toEqual(['.']);
    expect(assembled(files).diagnostics).toEqual([]);
  });

  it.each(WHOLE)('$what', ({ files, expected }) => {
    const lines = builds(files).flatMap((build) =>
      build.projects.flatMap(({ directory, model }) => model.dependencies.map((one) => `${directory} ${shown(one)}`)),
    );
    expect(new Set(lines)).toEqual(new Set(expected));
  });

  it('takes extensions by their type for the blocks that they are', () => {
    const { model } = projectAt({
      'build.gradle.kts': `configure<DependencyManagementExtension> { imports { mavenBom("o:a:1") } }
the<DependencyManagementExtension>().apply { imports { mavenBom("o:b:1") } }
extensions.configure<io.spring.gradle.dependencymanagement.dsl.DependencyManagementExtension> { imports { mavenBom("o:c:1") } }
the<io.spring.gradle.dependencymanagement.dsl.DependencyManagementExtension>().imports { mavenBom("o:d:1") }
`,
    });
    expect(model.managedBoms.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes what an included build is said to stand for, and nothing else of it', () => {
    const { units } = assembled({
      'settings.gradle':
        "includeBuild('lib') { dependencySubstitution { substitute module('o:thing') using project(':core') } }\n",
      'lib/settings.gradle': "include 'core'\n",
      'lib/core/build.gradle': "apply plugin: 'java'\ngroup = 'org.lib'\ndependencies { implementation 'g:core:1' }\n",
      'build.gradle': "apply plugin: 'java'\ndependencies { implementation 'o:thing:1'; implementation 'org.lib:core:3' }\n",
    });
    const root = units.find(({ path }) => path === '.');
    expect(root?.dependencies.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['org.lib:core workspace', 'g:core exact']);
  });

  it('follows configurations however they are named where one extends them', () => {
    const { units } = assembled({
      'build.gradle': `apply plugin: 'java'
configurations {
  foo
  bar
  implementation.extendsFrom configurations['foo']
  runtimeOnly.extendsFrom(configurations.getByName('bar'))
  runtimeOnly { exclude group: 'x' }
}
dependencies { foo 'g:foo:1'; bar 'g:bar:1'; implementation 'x:gone:1' }
`,
    });
    expect(units[0]?.dependencies.map(({ name, scope }) => `${name} ${scope}`)).toEqual(['g:foo runtime', 'g:bar runtime']);
  });

  it.each([
    ['through one of the build’s own', "shared 'g:a:1'", 'implementation.extendsFrom inner\n inner.extendsFrom shared'],
    ['as a dependency', "shared 'g:a:1'; implementation configurations.shared, 'g:b:1'", ''],
    [
      'as a dependency of one of the build’s own',
      "shared 'g:a:1'; inner configurations.shared; implementation configurations.inner",
      '',
    ],
  ])('a configuration that another one holds: %s', (_, dependencies, extended) => {
    const { units, diagnostics } = assembled({
      'build.gradle': `apply plugin: 'java'\nconfigurations { shared\n inner\n ${extended} }\ndependencies { ${dependencies} }\n`,
    });
    expect(diagnostics).toEqual([]);
    expect(units[0]?.dependencies.find(({ name }) => name === 'g:a')?.scope).toBe('runtime');
  });

  it('tells the line that a lock excludes', () => {
    const { diagnostics } = assembled({
      'build.gradle': "apply plugin: 'java'\ndependencies { implementation 'g:a:2'\n implementation 'g:b:1' }\n",
      'gradle.lockfile': 'g:a:1=runtimeClasspath\ng:b:1.5=runtimeClasspath\n',
    });
    expect(diagnostics.map(({ code, file, line, message }) => [code, file, line, message])).toEqual([
      [
        'gradle/lock-out-of-date',
        'build.gradle',
        2,
        'gradle.lockfile:1 locks g:a at 1, and build.gradle:2 asks for 2: Gradle refuses that; write the lock anew (--write-locks)',
      ],
    ]);
  });

  it.each([
    ['dependencyLocking { lockAllConfigurations() }', true],
    ['configurations.runtimeClasspath.resolutionStrategy.activateDependencyLocking()', true],
    ['', false],
    ["dependencyLocking { lockAllConfigurations(); ignoredDependencies.add('g:*') }", false],
    ['dependencyLocking { lockAllConfigurations(); lockMode = LockMode.LENIENT }', false],
    ["dependencyLocking { lockAllConfigurations() }\nconfigurations.all { exclude module: 'b' }", false],
  ])('a direct line that the lock does not hold: %s', (locking, isTold) => {
    const { diagnostics } = assembled({
      'build.gradle': `apply plugin: 'java'\n${locking}\ndependencies { implementation 'g:a:1', 'g:b:1' }\n`,
      'gradle.lockfile': 'g:a:1=runtimeClasspath\nempty=\n',
    });
    expect(diagnostics.map(({ message }) => message.split(':').slice(0, 4).join(':'))).toEqual(
      isTold ? [expect.stringMatching(/^gradle.lockfile does not hold g:b, which build.gradle:/)] : [],
    );
  });

  it.each([
    ['configurations.runtimeClasspath { resolutionStrategy.deactivateDependencyLocking() }', undefined],
    ['configurations.compileClasspath { resolutionStrategy.activateDependencyLocking() }', undefined],
    [
      'configurations { compileClasspath { resolutionStrategy.activateDependencyLocking() }\n runtimeClasspath { resolutionStrategy.activateDependencyLocking() } }',
      '2',
    ],
    ['configurations.all { resolutionStrategy.activateDependencyLocking() }', '2'],
    ['dependencyLocking { lockAllConfigurations() }', '2'],
  ])('a lock counts where the class path that runs is locked: %s', (locking, resolved) => {
    const { units } = assembled({
      'build.gradle': `apply plugin: 'java'\n${locking}\ndependencies { implementation 'g:a:1' }`,
      'gradle.lockfile': 'g:a:2=runtimeClasspath\nempty=\n',
    });
    expect(units[0]?.dependencies.map((one) => [one.name, one.resolved])).toEqual([['g:a', resolved]]);
  });

  it('reads a lock file of the newer format wherever it lies', () => {
    const { units } = assembled({
      'build.gradle': "apply plugin: 'java'\n",
      'gradle/dependency-locks/gradle.lockfile': 'g:a:1=runtimeClasspath\n',
    });
    expect(units[0]?.dependencies.map(({ name, scope }) => `${name} ${scope}`)).toEqual(['g:a runtime']);
  });

  it.each([
    ['gradle/unknown-project', "dependencies { implementation project(':nope') }"],
    ['gradle/resolution-rule', 'dependencies { components { all { allVariants { } } } }'],
    ['gradle/resolution-rule', "dependencies { modules { module('a:b') { replacedBy(System.getenv('NEW')) } } }"],
    [
      'gradle/resolution-rule',
      "configurations.implementation { withDependencies { it.removeIf { System.getenv('LEAN') } } }\ndependencies { implementation 'a:b:1' }",
    ],
    ['gradle/script-not-found', '', "apply from: 'nowhere.gradle'"],
  ])('tells %s', (code, script, settings = '') => {
    const { diagnostics } = assembled({ 'settings.gradle': settings, 'build.gradle': `apply plugin: 'java'\n${script}\n` });
    expect(diagnostics.map((one) => one.code)).toContain(code);
  });
});
