import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { assembled, builds, type Files, kotlin, projectAt } from './read.ts';
import type { Shape } from './shape.ts';

/** As Gradle 8.11's own classes declare them when the script is compiled and run. */
const IDIOMS: readonly Shape[] = [
  {
    what: 'ranges with an end left out, backwards, in steps; repeat',
    script: `dependencies {
      for (n in 1 until 3) api("a:until$n:1")
      for (n in 3 downTo 2) api("a:down$n:1")
      for (n in 0..4 step 2) api("a:step$n:1")
      repeat(2) { api("a:repeat$it:1") }
    }`,
    expected: [
      'api a:until1:1',
      'api a:until2:1',
      'api a:down3:1',
      'api a:down2:1',
      'api a:step0:1',
      'api a:step2:1',
      'api a:step4:1',
      'api a:repeat0:1',
      'api a:repeat1:1',
    ],
  },
  {
    what: 'conditions that stand between others by their names',
    script: `val a = true
    val b = false
    val c = a and !b
    dependencies {
      if (a and !b) api("a:both:1")
      if (c) api("a:named:1")
      if (!a or b) api("a:neither:1")
      if (a and b && !a) api("a:first:1")
      if (!(a and b)) api("a:not:1")
      if (a xor (a or b)) api("a:apart:1")
    }`,
    expected: ['api a:both:1', 'api a:named:1', 'api a:not:1'],
  },
  {
    what: 'what leaves a loop, a turn of it, a block or a function',
    script: `fun first(): String {
      for (one in listOf("1", "2")) { if (one == "2") return one }
      return "0"
    }
    fun found(name: String): String {
      listOf("a" to "1", "b" to "2").forEach { (key, value) -> if (key == name) return value }
      return "0"
    }
    dependencies {
      implementation("a:loop:\${first()}")
      implementation("a:block:\${found("b")}")
      for (m in listOf("x", "y", "z")) { if (m == "y") continue; if (m == "z") break; implementation("a:$m:1") }
      listOf("p", "q").forEach { if (it == "p") return@forEach; implementation("a:$it:1") }
    }`,
    expected: ['implementation a:loop:2', 'implementation a:block:2', 'implementation a:x:1', 'implementation a:q:1'],
  },
  {
    what: 'a function that the environment may leave earlier gives no version that is known',
    script: `fun pick(): String { if (System.getenv("CI") != null) return "7"
      return "8" }
    dependencies { implementation("a:b:\${pick()}") }`,
    expected: ['implementation a:b dynamic'],
  },
  {
    what: 'calls on nothing',
    script: `val none: String? = null
    val some: String? = "2"
    dependencies {
      none?.let { api("a:never:$it") }
      some?.let { api("a:some:$it") }
      api("a:empty\${none.orEmpty()}")
      api("a:other\${none?.let { ":$it" } ?: ":3"}")
    }`,
    expected: ['api a:some:2', 'api a:empty', 'api a:other:3'],
  },
  {
    what: 'configurations that a variable or a text names',
    script: `val inner = configurations.getByName("implementation")
    val outer = configurations["api"]
    val name = "runtimeOnly"
    dependencies {
      inner("a:b:1")
      outer("a:c:1")
      name("a:d:1")
      listOf("api", "compileOnly").forEach { it("a:e:1") }
      listOf("f").map { "a:$it:1" }.forEach(::implementation)
      add(sourceSets["it"].compileOnlyConfigurationName, "a:g:1")
    }`,
    expected: [
      'implementation a:b:1',
      'api a:c:1',
      'runtimeOnly a:d:1',
      'api a:e:1',
      'compileOnly a:e:1',
      'implementation a:f:1',
      'itCompileOnly a:g:1',
    ],
  },
  {
    what: 'constraints without a block of their own',
    script: `dependencies { constraints.implementation("a:b:1"); constraints.add("api", "a:c:2") }`,
    expected: ['implementation constraint a:b:1', 'api constraint a:c:2'],
  },
  {
    what: 'exclusions of what has been declared',
    script: `dependencies {
      (implementation("a:b:1") as ModuleDependency).exclude(group = "x")
      add("api", (create("a:c:1") as ModuleDependency).exclude(module = "y"))
    }`,
    expected: ['implementation a:b:1 -x:*', 'api a:c:1 -*:y'],
  },
  {
    what: 'functions on texts, lists and maps',
    script: `fun String.of(version: String) = "$this:$version"
    infix fun String.at(version: String) = "$this:$version"
    fun Map<String, String>.pick(key: String) = this[key] ?: "none"
    val named = fun(name: String): String { return "a:$name:4" }
    dependencies {
      api("a:b".of("1")); api("a:c" at "2"); api("a:d:\${mapOf("x" to "5").pick("y")}"); api(named("e"))
    }`,
    expected: ['api a:b:1', 'api a:c:2', 'api a:d:none', 'api a:e:4'],
  },
  {
    what: "what holds or does not, by Kotlin's functions",
    script: `val isOpen = true
    dependencies {
      if (isOpen.not()) api("a:not:1")
      if (isOpen.and(isOpen.not())) api("a:and:1")
      if (isOpen.not().or(isOpen)) api("a:or:1")
      if (isOpen.xor(isOpen.not())) api("a:xor:1")
      if (isOpen.and(project.hasProperty("x").not())) api("a:chained:1")
    }`,
    expected: ['api a:or:1', 'api a:xor:1', 'api a:chained:1'],
  },
  {
    what: 'blocks that are given a value, and builders',
    script: `val kept = "x".takeIf { it == "x" } ?: "none"
    val dropped = "x".takeUnless { it == "x" } ?: "none"
    val own = "1".run { "a:run:$this" }
    val other = with("7") { "a:with:$this" }
    val built = buildString { append("a:"); append("built").append(":").append(2) }
    val more = mutableListOf("a:m1:1").also { it.add("a:m2:1") }.apply { add("a:m3:1") }
    dependencies {
      api("a:$kept:1"); api("a:$dropped:1"); api(own); api(other); api(built); more.forEach { api(it) }
      buildList { add("a:l1:1"); addAll(listOf("a:l2:1")) }.forEach { api(it) }
    }`,
    expected: [
      'api a:x:1',
      'api a:none:1',
      'api a:run:1',
      'api a:with:7',
      'api a:built:2',
      'api a:m1:1',
      'api a:m2:1',
      'api a:m3:1',
      'api a:l1:1',
      'api a:l2:1',
    ],
  },
  {
    what: 'parts of texts and lists',
    script: `dependencies {
      api("a:b:\${"1.2.3-x".substringBefore('-')}"); api("a:c:\${"1.2.3".substringBeforeLast(".")}")
      api("a:d:\${"v1.2".removePrefix("v")}"); api("a:e:\${"1.2.3".split(".").take(2).joinToString(".")}")
      api("a:f:\${listOf("a", "b").joinToString(separator = "-", prefix = "1") { it + it }}"); api("a:g:\${"12"[1]}")
      """
        a:h:1
        a:i:2
      """.trimIndent().lines().forEach { api(it) }
    }`,
    expected: [
      'api a:b:1.2.3',
      'api a:c:1.2',
      'api a:d:1.2',
      'api a:e:1.2',
      'api a:f:1aa-bb',
      'api a:g:2',
      'api a:h:1',
      'api a:i:2',
    ],
  },
  {
    what: 'blocks for plug-ins that a type names, where they are applied',
    script: `plugins { application }
    plugins.withType<JavaPlugin> { dependencies { "implementation"("a:java:1") } }
    plugins.withType<JavaLibraryPlugin> { dependencies { "api"("a:library:1") } }
    plugins.withType(ApplicationPlugin::class) { dependencies { "runtimeOnly"("a:application:1") } }`,
    expected: ['implementation a:java:1', 'runtimeOnly a:application:1'],
  },
  {
    what: 'functions of an object by the names of their parameters',
    script: `object Libs { fun ktor(module: String, version: String = "2") = "io.ktor:ktor-$module:$version" }
    dependencies { api(Libs.ktor("core")); api(Libs.ktor(module = "netty", version = "3")) }`,
    expected: ['api io.ktor:ktor-core:2', 'api io.ktor:ktor-netty:3'],
  },
  {
    what: 'parts of maps, and questions about all of a list',
    script: `val versions = mapOf("a:x" to "1", "b:y" to "2")
    dependencies {
      versions.filterKeys { it.startsWith("a") }.map { (k, v) -> "$k:$v" }.forEach { api(it) }
      versions.filterValues { it == "2" }.forEach { (k, v) -> api("$k:$v") }
      versions.mapValues { (_, v) -> "$v.0" }.forEach { (k, v) -> compileOnly("$k:$v") }
      for ((i, n) in listOf("m", "n").withIndex()) runtimeOnly("a:$n:$i")
      listOf("r").zip(listOf("3")).toMap().forEach { (n, v) -> runtimeOnly("a:$n:$v") }
      if (listOf("p", "q").all { it == "p" }) api("a:all:1")
      if (listOf("p", "q").none { it == "r" }) api("a:none:1")
    }`,
    expected: [
      'api a:x:1',
      'api b:y:2',
      'compileOnly a:x:1.0',
      'compileOnly b:y:2.0',
      'runtimeOnly a:m:0',
      'runtimeOnly a:n:1',
      'runtimeOnly a:r:3',
      'api a:none:1',
    ],
  },
  {
    what: 'constants that name configurations',
    script: `dependencies {
      JavaPlugin.API_CONFIGURATION_NAME("a:b:1")
      add(JavaPlugin.RUNTIME_ONLY_CONFIGURATION_NAME, "a:c:1")
      (JavaPlugin.IMPLEMENTATION_CONFIGURATION_NAME)("a:d:1")
    }`,
    expected: ['api a:b:1', 'runtimeOnly a:c:1', 'implementation a:d:1'],
  },
  {
    what: 'properties that may be none',
    script: `val missing: String? by project
    val given: String? by project
    dependencies {
      missing?.let { api("a:b:$it") } ?: api("a:none:1")
      if (missing != null) api("a:c:1")
      given?.let { api("a:d:$it") }
    }`,
    files: { 'gradle.properties': 'given=2\n' },
    expected: ['api a:none:1', 'api a:d:2'],
  },
  {
    what: 'projects by their accessors, outside of dependencies too',
    script: `val core = projects.core.dependencyProject
    dependencies { api(core); runtimeOnly(projects.core.inner.dependencyProject); compileOnly(projects.core) }`,
    files: { 'settings.gradle.kts': 'include("core", "core:inner")' },
    expected: ['api project :core', 'runtimeOnly project :core:inner', 'compileOnly project :core'],
  },
  {
    what: 'source sets that others refine, that a predicate or a search finds',
    script: `plugins { kotlin("multiplatform") }
    kotlin { sourceSets {
      val serverMain by creating { dependencies { implementation("a:server:1") } }
      val jvmMain by getting { dependsOn(serverMain) }
      matching { it.name.endsWith("jvmMain") }.all { dependencies { implementation("a:matching:1") } }
      findByName("jvmMain")?.apply { dependencies { api("a:find:1") } }
      val same = this["jvmMain"]
      same.dependencies { runtimeOnly("a:index:1") }
    } }
    testing { suites { withType<JvmTestSuite> { dependencies { implementation("a:suite:1") } } } }`,
    expected: [
      'serverMainImplementation a:server:1',
      'jvmMainImplementation a:matching:1',
      'jvmMainApi a:find:1',
      'jvmMainRuntimeOnly a:index:1',
      'testImplementation a:suite:1',
    ],
  },
  {
    what: 'variables that count, lists that lose members',
    script: `var n = 0
    listOf("a", "b").forEach { n++ }
    var m = 5
    m -= 2
    val names = mutableListOf("x", "y")
    names.remove("x")
    dependencies { api("a:b:$n"); api("a:c:$m"); names.forEach { api("a:$it:1") } }`,
    expected: ['api a:b:2', 'api a:c:3', 'api a:?:1'],
  },
  {
    what: 'a value that is not understood is none, whatever would stand in its place',
    script: `val odd = listOf("b").sumOf { it.length }.toString() ?: "1"
    val env = System.getenv("VERSION") ?: "2"
    dependencies { api("a:b:$odd"); api("a:c:$env") }`,
    expected: ['api a:b dynamic', 'api a:c:2'],
  },
  {
    what: 'texts in the places of a pattern',
    script: `dependencies { api("a:%s:%s".format("b", 1)) }`,
    expected: ['api a:b:1'],
  },
  {
    what: 'what a file of the tree holds, its path not taken for it',
    script: `dependencies {
        api("a:b:\${file("version.txt").readLines().first()}")
        api("a:c:\${layout.projectDirectory.file("version.txt").asFile.readText().trim()}")
        api("a:d:\${file("made.txt").readLines().first()}")
      }`,
    files: { 'version.txt': '4.5\n' },
    expected: ['api a:b:4.5', 'api a:c:4.5', 'api a:d dynamic'],
  },
  {
    what: 'what lies in the tree, and what does not; around it nobody knows',
    script: `if (file("here.txt").exists()) dependencies { api("a:file:1") } else dependencies { api("a:none:1") }
      if (rootProject.file("sub").isDirectory) dependencies { api("a:folder:1") }
      if (file("sub").isFile) dependencies { api("a:no-file:1") }
      if (File(projectDir, "gone").exists()) dependencies { api("a:gone:1") }
      if (file("../outside").exists()) dependencies { api("a:perhaps:1") }`,
    files: { 'here.txt': '', 'sub/x.gradle': '' },
    expected: ['api a:file:1', 'api a:folder:1', 'api a:perhaps:1 conditional'],
  },
  {
    what: 'functions of one name, told apart by what they are given',
    script: `fun v(name: String) = v(name, "1")
      fun v(name: String, version: String) = "a:$name:$version"
      dependencies { api(v("x")); api(v("y", "2")) }`,
    expected: ['api a:x:1', 'api a:y:2'],
  },
  {
    what: 'functions of one name, told apart by the types of what they are given',
    script: `fun DependencyHandler.add(name: String) = add(listOf(name))
      fun DependencyHandler.add(names: List<String>) { names.forEach { api("a:$it:1") } }
      fun DependencyHandler.add(names: Map<String, String>) { names.forEach { (name, version) -> api("b:$name:$version") } }
      fun DependencyHandler.add(block: () -> String) { add(block()) }
      dependencies { add("x"); add(listOf("y", "z")); add(mapOf("u" to "2")); add { "w" } }`,
    expected: ['api a:x:1', 'api a:y:1', 'api a:z:1', 'api b:u:2', 'api a:w:1'],
  },
  {
    what: 'maps that a block fills',
    script: `val m = mutableMapOf("e" to "1").apply { put("f", "2"); this["g"] = "3"; putAll(mapOf("h" to "4")) }
      dependencies { m.forEach { (name, version) -> api("a:$name:$version") } }`,
    expected: ['api a:e:1', 'api a:f:2', 'api a:g:3', 'api a:h:4'],
  },
  {
    what: 'a map from which a block takes something: nobody knows what it holds',
    script: `val m = mutableMapOf("e" to "1").apply { remove("e") }
      dependencies { m.forEach { (name, version) -> api("a:$name:$version") } }`,
    expected: ['api a:? dynamic'],
  },
];

describe('Kotlin idioms', () => {
  it.each(IDIOMS)('$what', ({ script, files, expected }) => {
    expect(kotlin(script, files).map((line) => line.replaceAll('\u0000', '?'))).toEqual(expected);
  });
});

const LEVELS: readonly { readonly script: string; readonly version: string; readonly files?: Files }[] = [
  { script: 'the<JavaPluginExtension>().toolchain { languageVersion = JavaLanguageVersion.of(21) }', version: '21' },
  { script: 'java.toolchain { languageVersion = JavaLanguageVersion.of(libs.versions.java.get().toInt() + 4) }', version: '21' },
];

describe('the Java of a project', () => {
  it.each(LEVELS)('$script', ({ script, version }) => {
    const files = { ...CATALOG, 'gradle/libs.versions.toml': '[versions]\njava = "17"\n', 'build.gradle.kts': script };
    expect(projectAt(files).model.javaLevels.map((level) => level.version)).toEqual([version]);
  });
});

describe('configurations that only a run would name', () => {
  it('of targets, too', () => {
    const script = `plugins { kotlin("multiplatform") }
    kotlin { targets.first().compilations.getByName("main").defaultSourceSet.dependencies { implementation("a:b:1") } }`;
    const [build] = builds({ 'build.gradle.kts': script });
    expect(build?.projects.flatMap(({ model }) => model.problems.map(({ code, line }) => [code, line]))).toEqual([
      ['gradle/dynamic', 2],
    ]);
  });

  it('a source set that the JVM one refines is on its class path', () => {
    const script = `plugins { kotlin("multiplatform") }
    kotlin { jvm(); sourceSets { val serverMain by creating { dependencies { implementation("a:b:1") } }
      jvmMain { dependsOn(serverMain) } } }`;
    const [project] = assembled({ 'build.gradle.kts': script }).units;
    expect(project?.dependencies.map(({ name, scope }) => [name, scope])).toEqual([['a:b', 'runtime']]);
  });

  it('are told', () => {
    const [build] = builds({ 'build.gradle.kts': 'dependencies { add(nameOf(this), "a:b:1") }' });
    expect(build?.projects.flatMap(({ model }) => model.problems.map(({ code }) => code))).toEqual(['gradle/dynamic']);
  });
});
