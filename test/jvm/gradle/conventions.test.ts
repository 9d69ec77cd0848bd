import { describe, expect, it } from 'vitest';
import { assembled, builds, type Files, groovy, kotlin, projectAt, shown } from './read.ts';

const CATALOG = `[libraries]
bom = "org.ui:ui-bom:5.1"
tooling = { module = "org.ui:tooling" }

[plugins]
shop-ui = { id = "shop.ui" }
`;

const REGISTERED = `plugins { \`kotlin-dsl\` }
dependencies { implementation("org.tool:tool-plugin:1") }
gradlePlugin {
  plugins {
    register("java") { id = "shop.java"; implementationClass = "org.shop.JavaPlugin" }
    register("ui") {
      id = libs.plugins.shop.ui.get().pluginId
      implementationClass = "UiPlugin"
    }
  }
}
`;

const KOTLIN: Files = {
  'settings.gradle.kts': 'pluginManagement { includeBuild("build-logic") }\ninclude(":web")',
  'gradle/libs.versions.toml': CATALOG,
  'build-logic/settings.gradle.kts':
    'dependencyResolutionManagement { versionCatalogs { create("libs") { from(files("../gradle/libs.versions.toml")) } } }\ninclude(":convention")',
  'build-logic/convention/build.gradle.kts': REGISTERED,
  'build-logic/convention/src/main/kotlin/org/shop/JavaPlugin.kt': `package org.shop
class JavaPlugin : Plugin<Project> {
  override fun apply(target: Project) = with(target) {
    pluginManager.apply("java")
    extensions.configure<JavaPluginExtension> { sourceCompatibility = JavaVersion.VERSION_17 }
    dependencies { add("implementation", "a:base:1") }
  }
}
`,
  'build-logic/convention/src/main/kotlin/UiPlugin.kt': `
class UiPlugin : Plugin<Project> {
  override fun apply(target: Project) {
    with(target) {
      apply(plugin = "shop.java")
      val extension = extensions.getByType<LibraryExtension>()
      configureUi(extension)
    }
  }
}
`,
  'build-logic/convention/src/main/kotlin/Ui.kt': `
internal fun Project.configureUi(extension: CommonExtension) {
  extension.apply {
    buildFeatures.apply { ui = true }
    dependencies {
      val bom = libs.findLibrary("bom").get()
      "implementation"(platform(bom))
      "debugImplementation"(libs.findLibrary("tooling").get())
    }
  }
}
val Project.libs get(): VersionCatalog = extensions.getByType<VersionCatalogsExtension>().named("libs")
`,
  'web/build.gradle.kts': 'plugins { alias(libs.plugins.shop.ui) }\ndependencies { implementation("a:web:2") }',
};

describe('convention plug-ins that are classes', () => {
  it('Kotlin: registered by the build of an included one, through each other and through functions', () => {
    const { model } = projectAt(KOTLIN, 'web');
    expect(model.dependencies.map(shown)).toEqual([
      'implementation a:base:1',
      'implementation platform org.ui:ui-bom:5.1',
      'debugImplementation org.ui:tooling',
      'implementation a:web:2',
    ]);
    expect(model.javaLevels.map(({ version }) => version)).toEqual(['17']);
    expect(model.dependencies[0]?.file).toBe('build-logic/convention/src/main/kotlin/org/shop/JavaPlugin.kt');
  });

  it.each<{ what: string; path: string; source: string }>([
    {
      what: 'Groovy',
      path: 'buildSrc/src/main/groovy/org/shop/JavaPlugin.groovy',
      source: `package org.shop
import org.gradle.api.*
class JavaPlugin implements Plugin<Project> {
  void apply(Project project) {
    project.plugins.apply('java')
    project.dependencies { implementation 'a:base:1' }
    project.dependencies.add('runtimeOnly', 'a:more:2')
  }
}`,
    },
    {
      what: 'Java',
      path: 'buildSrc/src/main/java/org/shop/JavaPlugin.java',
      source: `package org.shop;
public class JavaPlugin implements Plugin<Project> {
  @Override
  public void apply(Project project) {
    project.getPluginManager().apply("java");
    project.getDependencies().add("implementation", "a:base:1");
    project.getDependencies().add("runtimeOnly", "a:more:2");
  }
}`,
    },
  ])('$what', ({ path, source }) => {
    const { model } = projectAt({
      'buildSrc/build.gradle':
        "gradlePlugin { plugins { conventions { id = 'shop.java'; implementationClass = 'org.shop.JavaPlugin' } } }",
      [path]: source,
      'build.gradle': "plugins { id 'shop.java' }",
    });
    expect(model.dependencies.map(shown)).toEqual(['implementation a:base:1', 'runtimeOnly a:more:2']);
  });

  it('a class that applies itself comes to an end', () => {
    const { model } = projectAt({
      'buildSrc/build.gradle.kts': 'gradlePlugin { plugins { create("a") { id = "a"; implementationClass = "A" } } }',
      'buildSrc/src/main/kotlin/A.kt':
        'class A : Plugin<Project> { override fun apply(target: Project) { target.pluginManager.apply("a"); target.dependencies.add("api", "a:b:1") } }',
      'build.gradle.kts': 'plugins { id("a") }',
    });
    expect(model.dependencies.map(shown)).toEqual(['api a:b:1']);
  });
});

describe('what asks for no module', () => {
  it.each([
    ["dependencies { testImplementation project(':a').sourceSets.test.output\n implementation 'a:b:1' }"],
    ["dependencies { implementation sourceSets.main.output\n implementation 'a:b:1' }"],
    [
      "dependencies { implementation 'a:b:1' }\nshadowJar { dependencies { project.configurations.shadowed.allDependencies.each { exclude(dependency(it.group + ':' + it.name)) }\n exclude '**/x.proto' } }",
    ],
    ["dependencies { implementation 'a:b:1' }\ntasks.named('shadowJar') { dependencies { include(dependency('c:d:1')) } }"],
    [
      "dependencies { implementation 'a:b:1' }\ntasks.named('shadowJar').configure { dependencies { include(dependency('c:d:1')) } }",
    ],
    [
      "dependencies { implementation 'a:b:1' }\ntasks.withType(com.x.ShadowJar).configureEach { dependencies { include(dependency('c:d')) } }",
    ],
    ["dependencies { implementation 'a:b:1' }\ntasks.withType(ShadowJar) { dependencies { exclude(dependency('c:d:1')) } }"],
  ])('%s', (script) => {
    const files = { 'settings.gradle': "include 'a'", 'build.gradle': script };
    expect(groovy(script, files).filter((one) => !one.includes('project'))).toEqual(['implementation a:b:1']);
    expect(builds(files).flatMap(({ projects }) => projects.flatMap(({ model }) => model.problems))).toEqual([]);
  });
});

describe('values', () => {
  it('maps grow', () => {
    const script = `ext { versions = [:]; libs = [:] }
versions["scala"] = '2.13.15'
versions["short"] = versions.scala.substring(0, versions.scala.lastIndexOf('.'))
versions += [ other: '1' ]
libs += [ core: "s:lib_$versions.short:$versions.scala", other: "o:o:$versions.other" ]
dependencies { implementation libs.core\n implementation libs.other }`;
    expect(groovy(script)).toEqual(['implementation s:lib_2.13:2.13.15', 'implementation o:o:1']);
  });

  it("quotes right before a raw string's end are its own", () => {
    const script =
      'val pattern = Regex("""v\\s*=\\s*"[^"]*"""")\ndependencies { implementation("a:b:1") }\nval other = """"$pattern""""';
    expect(kotlin(script)).toEqual(['implementation a:b:1']);
    expect(builds({ 'build.gradle.kts': script }).flatMap(({ problems }) => problems)).toEqual([]);
  });
});

it('a line without a version is told once, however many projects it reaches', () => {
  const { diagnostics } = assembled({
    'settings.gradle': "include 'a', 'b', 'c'",
    'a/build.gradle': "plugins { id 'java-library' }\ndependencies { api 'x:y' }",
    'b/build.gradle': "plugins { id 'application' }\ndependencies { implementation project(':a') }",
    'c/build.gradle': "plugins { id 'application' }\ndependencies { implementation project(':a') }",
  });
  expect(diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual(['gradle/no-version a/build.gradle:2']);
});

it('jars of the tree on a class path that runs are told', () => {
  const { diagnostics } = assembled({
    'build.gradle': `plugins { id 'java' }
dependencies {
  implementation files('libs/a-1.2.jar', 'libs/none.jar')
  compileOnly files('libs/a-1.2.jar')
  runtimeOnly fileTree(dir: 'libs', include: ['*.jar'])
  implementation fileTree('empty')
}`,
    'kotlin/build.gradle.kts':
      'plugins { java }\ndependencies { implementation(fileTree(mapOf("dir" to "../libs", "include" to listOf("*.jar")))) }',
    'libs/a-1.2.jar': '',
    'libs/b.jar': '',
    'empty/readme.txt': '',
  });
  expect(
    diagnostics.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message.split(' put ')[0]}`).sort(),
  ).toEqual([
    'gradle/local-jar build.gradle:3 libs/a-1.2.jar is',
    'gradle/local-jar build.gradle:5 libs/a-1.2.jar and 1 more jar are',
    'gradle/local-jar kotlin/build.gradle.kts:2 libs/a-1.2.jar and 1 more jar are',
  ]);
});

it('properties of other projects, of the root and of the build', () => {
  const files = {
    'settings.gradle': "gradle.ext.set('four', '4')\ninclude 'a', 'b'",
    'build.gradle': "ext.set('three', '3')",
    'b/build.gradle': "ext.one = '1'\next { map = [two: '2'] }",
    'a/build.gradle': `evaluationDependsOn(':b')
dependencies {
  implementation "g:a:\${project(':b').ext.one}", "g:b:\${project(':b').map.two}", "g:c:\${rootProject.ext.get('three')}"
  implementation "g:d:\${gradle.ext.four}", "g:e:\${project(':b').property('one')}"
  implementation project(':b')
}`,
  };
  expect(projectAt(files, 'a').model.dependencies.map(shown)).toEqual([
    'implementation g:a:1',
    'implementation g:b:2',
    'implementation g:c:3',
    'implementation g:d:4',
    'implementation g:e:1',
    'implementation project :b',
  ]);
});

it("a catalog's version as the constraint that it is, and numbers from texts", () => {
  const files = {
    'gradle/libs.versions.toml': '[versions]\nbb = "1.2"\n',
    'build.gradle': `plugins { id 'java' }
def found = extensions.getByType(VersionCatalogsExtension).named('libs')
compileJava { options.release = Integer.valueOf('11') }
dependencies { implementation "a:b:\${found.findVersion('bb').get().requiredVersion}" }`,
  };
  const { model } = projectAt(files);
  expect(model.dependencies.map(shown)).toEqual(['implementation a:b:1.2']);
  expect(model.javaLevels.map(({ version }) => version)).toEqual(['11']);
});
