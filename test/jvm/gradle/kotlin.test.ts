import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { kotlin } from './read.ts';
import type { Shape } from './shape.ts';

const KOTLIN: readonly Shape[] = [
  {
    what: "Compose Multiplatform's own names",
    script: `kotlin { sourceSets { commonMain.dependencies {
        implementation(compose.runtime)
        implementation(compose.components.resources)
      }
      val jvmMain by getting { dependencies { implementation(compose.desktop.currentOs) } } } }`,
    expected: [
      'commonMainImplementation org.jetbrains.compose.runtime:runtime',
      'commonMainImplementation org.jetbrains.compose.components:components-resources',
      'jvmMainImplementation org.jetbrains.compose.desktop:desktop-jvm',
    ],
  },
  {
    what: 'named arguments in any order',
    script: `dependencies {
      implementation(name = "b", group = "a", version = "1")
      runtimeOnly(group = "c", name = "d", version = "2", classifier = "linux")
    }`,
    expected: ['implementation a:b:1', 'runtimeOnly c:d:2 classifier=linux'],
  },
  {
    what: 'kotlin helpers, projects and platforms',
    script: `plugins { kotlin("jvm") version "2.0.0" }
    dependencies {
      implementation(kotlin("stdlib"))
      testImplementation(kotlin("test-junit5", "1.9.24"))
      implementation(project(":lib"))
      implementation(project(path = ":other"))
      implementation(platform("a:bom:1"))
      api(enforcedPlatform(project(":platform")))
    }`,
    files: { 'settings.gradle.kts': 'include(":lib", ":other", ":platform")' },
    expected: [
      'implementation org.jetbrains.kotlin:kotlin-stdlib',
      'testImplementation org.jetbrains.kotlin:kotlin-test-junit5:1.9.24',
      'implementation project :lib',
      'implementation project :other',
      'implementation platform a:bom:1',
      'api enforcedPlatform :platform',
    ],
  },
  {
    what: 'extra properties in all their forms',
    script: `val a by extra("1")
    val b: String by extra { "2" }
    extra["c"] = "3"
    extra.set("d", "4")
    val given: String by project
    dependencies {
      implementation("g:a:$a")
      implementation("g:b:\${b}")
      implementation("g:c:\${project.extra["c"]}")
      implementation("g:d:\${rootProject.extra.get("d") as String}")
      implementation("g:e:\${property("eVersion")}")
      implementation("g:f:$given")
    }`,
    files: { 'gradle.properties': 'eVersion=5\ngiven=6\n' },
    expected: [
      'implementation g:a:1',
      'implementation g:b:2',
      'implementation g:c:3',
      'implementation g:d:4',
      'implementation g:e:5',
      'implementation g:f:6',
    ],
  },
  {
    what: 'version blocks, exclusions and because',
    script: `dependencies {
      implementation("a:b") {
        version { strictly("[1,2["); prefer("1.5") }
        exclude(group = "x")
        exclude("y", "z")
        because("it breaks")
        isTransitive = false
      }
    }`,
    expected: ['implementation a:b:[1,2[!! prefer=1.5 intransitive -x:* -y:z'],
  },
  {
    what: 'named configurations as strings and by add',
    script: `val agent by configurations.creating
    val more = configurations.create("more")
    dependencies {
      "developmentOnly"("a:b:1")
      agent("c:d:2")
      more("e:f:3")
      add("implementation", "g:h:4")
      "kapt"(group = "i", name = "j", version = "5")
    }`,
    expected: ['developmentOnly a:b:1', 'agent c:d:2', 'more e:f:3', 'implementation g:h:4', 'kapt i:j:5'],
  },
  {
    what: 'loops, lists and when',
    script: `val names = listOf("a", "b")
    val pinned = mapOf("x" to "1", "y" to "2")
    dependencies {
      names.forEach { implementation("g:$it:1") }
      for ((name, version) in pinned) runtimeOnly("h:$name:$version")
      pinned.forEach { (name, version) -> api("i:$name:$version") }
    }`,
    expected: [
      'implementation g:a:1',
      'implementation g:b:1',
      'runtimeOnly h:x:1',
      'runtimeOnly h:y:2',
      'api i:x:1',
      'api i:y:2',
    ],
  },
  {
    what: 'functions and extension functions',
    script: `fun spring(module: String, version: String = "6") = "org.springframework:spring-$module:6.1"
    fun DependencyHandlerScope.tests() {
      testImplementation("a:t:1")
    }
    dependencies {
      implementation(spring("core"))
      tests()
    }`,
    expected: ['implementation org.springframework:spring-core:6.1', 'testImplementation a:t:1'],
  },
  {
    what: 'raw strings and templates',
    script: `val dollar = "$"
    dependencies {
      implementation("""a:b:1""")
      implementation("c:d:\${"2" + ".0"}")
      implementation("e:f:\${if (true) "3" else "4"}")
    }`,
    expected: ['implementation a:b:1', 'implementation c:d:2.0', 'implementation e:f:3'],
  },
  {
    what: 'constants of buildSrc',
    script: `dependencies { implementation(Deps.jackson); implementation("a:b:\${Versions.Nested.b}"); api("c:d:$TOP") }`,
    files: {
      'buildSrc/src/main/kotlin/Deps.kt': `
object Versions {
  const val jackson = "2.17.0"
  object Nested { val b = "1.1" }
}
object Deps { const val jackson = "com.fasterxml.jackson.core:jackson-databind:\${Versions.jackson}" }
const val TOP = "9"
`,
    },
    expected: ['implementation com.fasterxml.jackson.core:jackson-databind:2.17.0', 'implementation a:b:1.1', 'api c:d:9'],
  },
  {
    what: 'constants of buildSrc that are made of those of sources after them',
    script: 'import acme.Deps\ndependencies { implementation(Deps.jackson); api(Deps.core) }',
    files: {
      'buildSrc/src/main/kotlin/acme/Deps.kt': `package acme
object Deps {
  const val core = "com.fasterxml.jackson.core:jackson-core:\${Libs.version}"
  const val jackson = "com.fasterxml.jackson.core:jackson-databind:\${Versions.jackson}"
}
`,
      'buildSrc/src/main/kotlin/acme/Libs.kt': 'package acme\nobject Libs { val version = Versions.jackson }\n',
      'buildSrc/src/main/kotlin/acme/Versions.kt': 'package acme\nobject Versions { const val jackson = "2.17.0" }\n',
    },
    expected: [
      'implementation com.fasterxml.jackson.core:jackson-databind:2.17.0',
      'api com.fasterxml.jackson.core:jackson-core:2.17.0',
    ],
  },
  {
    what: 'properties that a script loads from a file of the tree',
    script: `val own = Properties().apply { load(rootProject.file("versions.properties").inputStream()) }
    val same = java.util.Properties()
    file("versions.properties").inputStream().use { same.load(it) }
    dependencies {
      implementation("a:one:\${own.getProperty("one")}")
      implementation("a:two:\${same["two.x"]}")
    }`,
    files: { 'versions.properties': 'one=1.1\ntwo.x=2.2\n' },
    expected: ['implementation a:one:1.1', 'implementation a:two:2.2'],
  },
  {
    what: 'plug-ins of the catalog as dependencies, a project as a platform',
    script: `dependencies {
      implementation(libs.plugins.boot.map { "\${it.pluginId}:\${it.pluginId}.gradle.plugin:\${it.version}" })
      implementation(libs.commonsLang.map { if (documented) it else null })
      implementation(platform(project(":bom")))
    }`,
    files: CATALOG,
    expected: [
      'implementation org.springframework.boot:org.springframework.boot.gradle.plugin:5.10.2',
      'implementation org.apache.commons:commons-lang3:3.14.0',
      'implementation platform :bom',
    ],
  },
  {
    what: 'names from around the source sets, which would take any name for a set',
    script: `plugins { kotlin("multiplatform") }
    val ver = "1.5"
    kotlin {
      sourceSets {
        val commonMain by getting { dependencies { implementation(libs.jackson.core); api("a:around:$ver") } }
        val jvmMain by getting
        commonMain.dependencies { implementation(libs.commonsLang) }
        jvmMain.dependencies { implementation("a:later:$ver") }
      }
    }`,
    files: CATALOG,
    expected: [
      'commonMainImplementation com.fasterxml.jackson.core:jackson-core:2.17.1',
      'commonMainApi a:around:1.5',
      'commonMainImplementation org.apache.commons:commons-lang3:3.14.0',
      'jvmMainImplementation a:later:1.5',
    ],
  },
  {
    what: 'multiplatform source sets',
    script: `plugins { kotlin("multiplatform") }
    kotlin {
      jvm()
      js { browser() }
      sourceSets {
        val commonMain by getting { dependencies { implementation("a:common:1") } }
        commonTest.dependencies { implementation(kotlin("test")) }
        named("jvmMain") { dependencies { api("a:jvm:2"); runtimeOnly("a:run:3") } }
        getByName("jsMain").dependencies { implementation(npm("react", "18.0.0")) }
      }
    }`,
    expected: [
      'commonMainImplementation a:common:1',
      'commonTestImplementation org.jetbrains.kotlin:kotlin-test',
      'jvmMainApi a:jvm:2',
      'jvmMainRuntimeOnly a:run:3',
    ],
  },
  {
    what: 'catalog accessors in Kotlin',
    script: `dependencies {
      implementation(libs.jackson.asProvider())
      implementation(libs.bundles.json) { exclude(module = "m") }
      implementation(platform(libs.jackson.bom))
      implementation(libs.managed) { version { require("1.2") } }
      implementation(variantOf(libs.commonsLang) { classifier("tests") })
      implementation(libs.findLibrary("jackson-core").get())
    }`,
    files: CATALOG,
    expected: [
      'implementation com.fasterxml.jackson:jackson-base:2.17.0',
      'implementation com.fasterxml.jackson.core:jackson-core:2.17.1 -*:m',
      'implementation com.fasterxml.jackson.core:jackson-databind:2.17.1 -*:m',
      'implementation platform com.fasterxml.jackson:jackson-bom:2.17.1',
      'implementation org.example:managed:1.2',
      'implementation org.apache.commons:commons-lang3:3.14.0 classifier=tests',
      'implementation com.fasterxml.jackson.core:jackson-core:2.17.1',
    ],
  },
  {
    what: 'nested comments and annotations',
    script: `@file:Suppress("UnstableApiUsage")
    /* outer /* inner */ implementation("no:no:1") */
    @Suppress("x")
    dependencies {
      implementation("a:b:1") // implementation("no:no:2")
    }`,
    expected: ['implementation a:b:1'],
  },
  {
    what: 'test suites',
    script: `testing {
      suites {
        val test by getting(JvmTestSuite::class) { useJUnitJupiter() }
        register<JvmTestSuite>("integrationTest") {
          dependencies { implementation(project()); implementation("a:it:1") }
        }
      }
    }`,
    expected: ['integrationTestImplementation project :', 'integrationTestImplementation a:it:1'],
  },
];

describe('Kotlin build scripts', () => {
  it.each(KOTLIN)('$what', ({ script, files, expected }) => {
    expect(kotlin(script, files)).toEqual(expected);
  });
});
