import { describe, expect, it } from 'vitest';
import { type Files, groovy, kotlin, projectAt, shown } from './read.ts';

interface Shape {
  readonly what: string;
  readonly script: string;
  readonly files?: Files;
  readonly expected: readonly string[];
}

const CATALOG: Files = {
  'gradle/libs.versions.toml': `
[versions]
jackson = "2.17.1"
spring-boot = { strictly = "[3.2, 3.3[", prefer = "3.2.5" }
junit5 = "5.10.2"

[libraries]
jackson-core = { module = "com.fasterxml.jackson.core:jackson-core", version.ref = "jackson" }
jackson-databind = { group = "com.fasterxml.jackson.core", name = "jackson-databind", version.ref = "jackson" }
jackson = { module = "com.fasterxml.jackson:jackson-base", version = "2.17.0" }
jackson_bom = { module = "com.fasterxml.jackson:jackson-bom", version.ref = "jackson" }
boot-web = { module = "org.springframework.boot:spring-boot-starter-web", version.ref = "spring-boot" }
managed = { module = "org.example:managed" }
commonsLang = "org.apache.commons:commons-lang3:3.14.0"
rejecting = { module = "org.example:rej", version = { require = "1.4", reject = ["1.4.1", "1.4.2"] } }

[bundles]
json = ["jackson-core", "jackson-databind"]
web-all = ["boot-web", "commonsLang"]

[plugins]
boot = { id = "org.springframework.boot", version.ref = "junit5" }
short = "com.example.tool:1.4"
`,
};

const GROOVY: readonly Shape[] = [
  {
    what: 'properties that a script loads from a file of the tree',
    script: `Properties own = new Properties()
      file("$projectDir/versions.properties").withInputStream { own.load(it) }
      def other = new Properties()
      other.load(new FileInputStream(file('elsewhere.properties')))
      ext.one = own.getProperty('one')
      dependencies {
        implementation "a:one:$one", "a:two:\${own['two.x']}", "a:none:\${own.none ?: '3'}", "a:other:\${other.one}"
      }`,
    files: { 'versions.properties': 'one=1.1\ntwo.x=2.2\n' },
    expected: [
      'implementation a:one:1.1',
      'implementation a:two:2.2',
      'implementation a:none:3',
      'implementation a:other dynamic',
    ],
  },
  {
    what: 'views of maps, spread arguments, closures that properties hold, defaults of parameters',
    script: `ext.own = [x: 'm:x:1', y: 'm:y:2']
      ext.shared = { -> dependencies { api 'by:closure:1' } }
      def at(String name, String version = '3') { "at:$name:$version" }
      dependencies {
        own.values().each { implementation it }
        implementation(*['s:a:1', 's:b:2'])
        implementation at('one'), at('two', '4')
        implementation "p:q:\${getProperty('pv')}"
      }
      shared()`,
    files: { 'gradle.properties': 'pv=9' },
    expected: [
      'implementation m:x:1',
      'implementation m:y:2',
      'implementation s:a:1',
      'implementation s:b:2',
      'implementation at:one:3',
      'implementation at:two:4',
      'implementation p:q:9',
      'api by:closure:1',
    ],
  },
  {
    what: 'every case of a switch, in doubt',
    script: `dependencies { switch (level) { case '1': implementation 'a:one:1'; break
      case '2':
        implementation 'a:two:1'
        break
      default: implementation 'a:else:1' } }`,
    expected: ['implementation a:one:1 conditional', 'implementation a:two:1 conditional', 'implementation a:else:1 conditional'],
  },
  {
    what: 'blocks about modules ask for none',
    script: `dependencies {
      modules { module('a:old') { replacedBy('a:new', 'moved') } }
      components { withModule('a:odd') { } }
      implementation 'a:b:1'
    }`,
    expected: ['implementation a:b:1'],
  },
  {
    what: 'no blank before a string',
    script: `dependencies { implementation'a:b:1'
      runtimeOnly"a:c:1" }`,
    expected: ['implementation a:b:1', 'runtimeOnly a:c:1'],
  },
  {
    what: 'several variables in one declaration',
    script: `def group = 'g', name = 'n'
      String one = '1', two = '2'
      dependencies { implementation "$group:$name:$one", "$group:other:$two" }`,
    expected: ['implementation g:n:1', 'implementation g:other:2'],
  },
  {
    what: 'a call over several lines with a trailing closure',
    script: `dependencies {
      implementation(
        'org.apache.kafka:kafka-clients:3.7.0'
      ) {
        because 'the broker is old'
        exclude group: 'org.lz4', module: 'lz4-java'
      }
    }`,
    expected: ['implementation org.apache.kafka:kafka-clients:3.7.0 -org.lz4:lz4-java'],
  },
  {
    what: 'a map in brackets and a list of maps',
    script: `dependencies {
      implementation([group: 'org.a', name: 'b', version: '1'])
      runtimeOnly([group: 'org.c', name: 'd', version: '2'], [group: 'org.e', name: 'f'])
    }`,
    expected: ['implementation org.a:b:1', 'runtimeOnly org.c:d:2', 'runtimeOnly org.e:f'],
  },
  {
    what: 'a map whose values are variables and a GString',
    script: `def v = '5.3.39'
    ext.grp = 'org.springframework'
    dependencies { implementation group: grp, name: "spring-\${'core'}", version: v }`,
    expected: ['implementation org.springframework:spring-core:5.3.39'],
  },
  {
    what: 'build-script dependencies stay apart',
    script: `buildscript {
      ext { bootVersion = '2.7.18' }
      repositories { mavenCentral() }
      dependencies { classpath "org.springframework.boot:spring-boot-gradle-plugin:$bootVersion" }
    }
    dependencies { implementation "org.springframework.boot:spring-boot-starter:\${bootVersion}" }`,
    expected: ['implementation org.springframework.boot:spring-boot-starter:2.7.18'],
  },
  {
    what: 'a rich version with all its parts',
    script: `dependencies {
      implementation('org.ow2.asm:asm') {
        version { strictly('[9,10['); prefer '9.6'; reject '9.3', '9.4' }
      }
      api('org.ow2.asm:asm-util') { version { require '9.5'; rejectAll() } }
    }`,
    expected: ['implementation org.ow2.asm:asm:[9,10[!! prefer=9.6 reject=9.3,9.4', 'api org.ow2.asm:asm-util reject=+'],
  },
  {
    what: 'interpolated coordinates',
    script: `def group = 'io.netty'
    def name = 'netty-all'
    def version = '4.1.110.Final'
    dependencies { implementation "$group:$name:$version" }`,
    expected: ['implementation io.netty:netty-all:4.1.110.Final'],
  },
  {
    what: 'comments everywhere',
    script: `dependencies { // implementation 'x:y:1'
      /* a */ implementation /* b */ 'org.a:b:1' /* implementation 'x:y:2' */
      // "runtimeOnly 'x:z:1'"
      api( /* why */ 'org.c:d:2' // because
      )
      def url = 'https://example.org/a//b' // not a comment inside
      testImplementation "org.e:f:3" }`,
    expected: ['implementation org.a:b:1', 'api org.c:d:2', 'testImplementation org.e:f:3'],
  },
  {
    what: 'statements on one line',
    script: `dependencies { implementation 'a:b:1'; api 'c:d:2' ; runtimeOnly('e:f:3') { transitive = false } }`,
    expected: ['implementation a:b:1', 'api c:d:2', 'runtimeOnly e:f:3 intransitive'],
  },
  {
    what: 'a catalog: accessors, bundles, versions, platforms',
    script: `dependencies {
      implementation libs.jackson.core
      implementation libs.jackson
      implementation(libs.bundles.web.all)
      implementation platform(libs.jackson.bom)
      api "org.example:thing:\${libs.versions.jackson.get()}"
      compileOnly libs.managed
      runtimeOnly(libs.rejecting) { exclude module: 'x' }
    }`,
    files: CATALOG,
    expected: [
      'implementation com.fasterxml.jackson.core:jackson-core:2.17.1',
      'implementation com.fasterxml.jackson:jackson-base:2.17.0',
      'implementation org.springframework.boot:spring-boot-starter-web:[3.2, 3.3[!! prefer=3.2.5',
      'implementation org.apache.commons:commons-lang3:3.14.0',
      'implementation platform com.fasterxml.jackson:jackson-bom:2.17.1',
      'api org.example:thing:2.17.1',
      'compileOnly org.example:managed',
      'runtimeOnly org.example:rej:1.4 reject=1.4.1,1.4.2 -*:x',
    ],
  },
  {
    what: 'gradle.properties with its escapes and continuation lines',
    script: `dependencies { implementation "a:b:\${bVersion}"; implementation "c:d:$dVersion"; api "e:f:" + project.property('fVersion') }`,
    files: { 'gradle.properties': '# versions\nbVersion : 1.\\\n   2\ndVersion=\\u0033.0\n! more\nfVersion 4\n' },
    expected: ['implementation a:b:1.2', 'implementation c:d:3.0', 'api e:f:4'],
  },
  {
    what: 'constraints with reasons',
    script: `dependencies {
      constraints {
        implementation('org.apache.logging.log4j:log4j-core') {
          version { strictly '[2.17, 3['; prefer '2.20.0' }
          because 'CVE-2021-44228'
        }
        runtimeOnly 'a:b:2'
      }
      implementation 'org.apache.logging.log4j:log4j-core'
    }`,
    expected: [
      'implementation constraint org.apache.logging.log4j:log4j-core:[2.17, 3[!! prefer=2.20.0',
      'runtimeOnly constraint a:b:2',
      'implementation org.apache.logging.log4j:log4j-core',
    ],
  },
  {
    what: 'properties of this project: ext as a map, by index, by set and in a closure',
    script: `ext['v1'] = '1'
    ext.set('v2', '2')
    project.ext { v3 = '3' }
    ext { set('v4', "4") ; v5 = "\${v1}.\${v2}" }
    dependencies {
      implementation "a:one:\${v1}"
      implementation "a:two:$v2"
      implementation "a:three:\${project.ext.v3}"
      implementation "a:four:\${rootProject.ext['v4']}"
      implementation "a:five:\${ext.v5}"
    }`,
    expected: [
      'implementation a:one:1',
      'implementation a:two:2',
      'implementation a:three:3',
      'implementation a:four:4',
      'implementation a:five:1.2',
    ],
  },
  {
    what: 'findProperty with a default, and environment variables with one',
    script: `def a = findProperty('set') ?: '0'
    def b = project.findProperty("unset") ?: "2"
    def c = System.getenv('C_VERSION') ?: '3'
    def d = project.hasProperty('set') ? project.getProperty('set') : '9'
    def e = providers.gradleProperty('unset').getOrElse('5')
    dependencies { api "g:a:$a"; api "g:b:$b"; api "g:c:$c"; api "g:d:$d"; api "g:e:$e" }`,
    files: { 'gradle.properties': 'set=1\n' },
    expected: ['api g:a:1', 'api g:b:2', 'api g:c:3', 'api g:d:1', 'api g:e:5'],
  },
  {
    what: 'loops over lists and maps',
    script: `def modules = ['core', 'web']
    def versions = [alpha: '1', beta: '2']
    dependencies {
      modules.each { implementation "org.s:s-\${it}:6" }
      for (m in modules) { runtimeOnly "org.t:t-$m:7" }
      versions.each { name, v -> api "org.u:\${name}:\${v}" }
      modules.collect { "org.v:v-$it:8" }.each { testImplementation it }
    }`,
    expected: [
      'implementation org.s:s-core:6',
      'implementation org.s:s-web:6',
      'runtimeOnly org.t:t-core:7',
      'runtimeOnly org.t:t-web:7',
      'api org.u:alpha:1',
      'api org.u:beta:2',
      'testImplementation org.v:v-core:8',
      'testImplementation org.v:v-web:8',
    ],
  },
  {
    what: 'methods and closures of the script',
    script: `def spring(String module) { return "org.springframework:spring-\${module}:6.1.8" }
    def common = { scope -> dependencies.add(scope, 'org.slf4j:slf4j-api:2.0.13') }
    dependencies { implementation spring('web') ; implementation(spring("context")) }
    common('api')`,
    expected: [
      'implementation org.springframework:spring-web:6.1.8',
      'implementation org.springframework:spring-context:6.1.8',
      'api org.slf4j:slf4j-api:2.0.13',
    ],
  },
  {
    what: 'things that are no modules',
    script: `dependencies {
      implementation files('libs/a.jar', 'libs/b.jar')
      implementation fileTree(dir: 'libs', include: ['*.jar'])
      compileOnly gradleApi()
      implementation localGroovy()
      runtimeOnly 'a:b:1'
    }`,
    expected: ['runtimeOnly a:b:1'],
  },
  {
    what: 'projects: by path, by map, with a configuration, test fixtures',
    script: `dependencies {
      implementation project(':core')
      api project(path: ':api', configuration: 'shadow')
      testImplementation(testFixtures(project(':core')))
      runtimeOnly(project(':web')) { exclude group: 'x' ; transitive = false }
      implementation projects.libUtil
    }`,
    files: { 'settings.gradle': "include 'core', 'api', 'web', 'lib-util'\n" },
    expected: [
      'implementation project :core',
      'api project :api',
      'testImplementation project :core',
      'runtimeOnly project :web intransitive -x:*',
      'implementation project :lib-util',
    ],
  },
  {
    what: 'a condition that the build itself decides, and one that it does not',
    script: `def legacy = false
    dependencies {
      if (legacy) { implementation 'no:no:1' } else { implementation 'yes:yes:1' }
      if (!legacy && '17'.startsWith('1')) api 'yes:too:1'
      if (System.getenv('CI')) { runtimeOnly 'maybe:so:1' }
    }`,
    expected: ['implementation yes:yes:1', 'api yes:too:1', 'runtimeOnly maybe:so:1 conditional'],
  },
  {
    what: 'a value that a doubtful branch changes is not known',
    script: `def v = '1'
    if (System.getenv('NEXT') == 'yes') { v = '2' }
    dependencies { implementation "a:b:$v" }`,
    expected: ['implementation a:b dynamic'],
  },
  {
    what: 'a version that is computed',
    script: `dependencies { implementation "a:b:\${new Date().format('yyyy')}"; api "c:d:\${readVersion()}" }`,
    expected: ['implementation a:b dynamic', 'api c:d dynamic'],
  },
  {
    what: 'classifier, ext and their maps',
    script: `dependencies {
      runtimeOnly 'io.netty:netty-transport-native-epoll:4.1.110.Final:linux-x86_64'
      implementation group: 'a', name: 'b', version: '1', classifier: 'tests', transitive: false
      implementation('c:d:2:sources@jar') { transitive = true }
    }`,
    expected: [
      'runtimeOnly io.netty:netty-transport-native-epoll:4.1.110.Final classifier=linux-x86_64',
      'implementation a:b:1 classifier=tests intransitive',
      'implementation c:d:2 classifier=sources @jar',
    ],
  },
  {
    what: 'capabilities',
    script: `dependencies {
      implementation('org.glassfish:jersey:1') { capabilities { requireCapability 'org.glassfish:jersey-ext' } }
    }`,
    expected: ['implementation org.glassfish:jersey:1 capability=org.glassfish:jersey-ext'],
  },
  {
    what: 'unicode escapes, slashy and dollar strings',
    script: `def slashy = /a:b:1/
    def dollar = $/c:d:2/$
    dependencies { implementation slashy; implementation dollar; api "e\\u003af:3" }`,
    expected: ['implementation a:b:1', 'implementation c:d:2', 'api e:f:3'],
  },
  {
    what: 'casts, as, safe navigation and spread',
    script: `def all = ['a:b:1', 'c:d:2']
    def map = [v: '3'] as Map
    dependencies { implementation(*all); api "e:f:\${map?.v}"; runtimeOnly((String) 'g:h:4') }`,
    expected: ['implementation a:b:1', 'implementation c:d:2', 'api e:f:3', 'runtimeOnly g:h:4'],
  },
  {
    what: 'a block that some plug-in offers keeps what lies inside',
    script: `someExtension { nested { thing = true } }
    allOpen { annotation('javax.inject.Singleton') }
    dependencies { implementation 'a:b:1' }`,
    expected: ['implementation a:b:1'],
  },
  {
    what: 'dependencies in blocks that come later',
    script: `afterEvaluate { dependencies { runtimeOnly "a:late:$late" } }
    dependencies { implementation 'a:early:1' }
    ext.late = '2'`,
    expected: ['implementation a:early:1', 'runtimeOnly a:late:2'],
  },
  {
    what: 'source sets of their own',
    script: `sourceSets { integrationTest { java.srcDir 'src/it' } }
    dependencies {
      integrationTestImplementation 'a:b:1'
      integrationTestRuntimeOnly('c:d:2')
    }`,
    expected: ['integrationTestImplementation a:b:1', 'integrationTestRuntimeOnly c:d:2'],
  },
];

const KOTLIN: readonly Shape[] = [
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

describe('Groovy build scripts', () => {
  it.each(GROOVY)('$what', ({ script, files, expected }) => {
    expect(groovy(script, files)).toEqual(expected);
  });
});

describe('Kotlin build scripts', () => {
  it.each(KOTLIN)('$what', ({ script, files, expected }) => {
    expect(kotlin(script, files)).toEqual(expected);
  });
});

describe('what stands beside the dependencies', () => {
  it('forces, exclusions of all configurations and what extends what', () => {
    const { model } = projectAt({
      'build.gradle': `configurations.all {
        resolutionStrategy { force 'a:b:1', "c:d:2"; failOnVersionConflict() }
        exclude group: 'g', module: 'm'
      }
      configurations.configureEach { resolutionStrategy.force('e:f:3') }
      configurations {
        smoke.extendsFrom implementation
        runtimeClasspath { exclude group: 'log4j' }
      }
      configurations.implementation.exclude(module: 'x')`,
    });
    expect(model.forced.map(({ notation }) => notation)).toEqual(['a:b:1', 'c:d:2', 'e:f:3']);
    expect(model.globalExclusions).toEqual([
      ['*', 'g:m'],
      ['runtimeClasspath', 'log4j:*'],
      ['implementation', '*:x'],
    ]);
    expect(model.extends.get('smoke')).toEqual(['implementation']);
  });

  it("Spring's dependency management: BOMs, single versions and sets", () => {
    const { model } = projectAt({
      'build.gradle.kts': `plugins { id("io.spring.dependency-management") version "1.1.5" }
      extra["cloud"] = "2023.0.1"
      dependencyManagement {
        imports {
          mavenBom("org.springframework.cloud:spring-cloud-dependencies:\${property("cloud")}")
          mavenBom("a:bom:1") { bomProperty("x.version", "2") }
        }
        dependencies {
          dependency("b:c:3")
          dependency("d:e:4") { exclude("f:g") }
          dependencySet("h:5") { entry("i"); entry("j") { exclude("k:l") } }
        }
      }
      dependencies { implementation("b:c") }`,
    });
    expect(model.managedBoms.map(shown)).toEqual([
      'mavenBom org.springframework.cloud:spring-cloud-dependencies:2023.0.1',
      'mavenBom a:bom:1',
    ]);
    expect(model.managed.map(shown)).toEqual([
      'dependency b:c:3',
      'dependency d:e:4 -f:g',
      'dependency h:i:5',
      'dependency h:j:5',
    ]);
  });

  it('plug-ins with versions, aliases and apply false', () => {
    const { model } = projectAt({
      'build.gradle.kts': `plugins {
        \`java-library\`
        application
        id("a.b") version "1" apply false
        kotlin("jvm") version "2.0.0"
        alias(libs.plugins.boot) apply false
        alias(libs.plugins.short)
      }
      apply(plugin = "c.d")`,
      ...CATALOG,
    });
    expect(model.plugins.map(({ id, version, applied }) => [id, version, applied])).toEqual([
      ['java-library', null, true],
      ['application', null, true],
      ['a.b', '1', false],
      ['org.jetbrains.kotlin.jvm', '2.0.0', true],
      ['org.springframework.boot', '5.10.2', false],
      ['com.example.tool', '1.4', true],
      ['c.d', null, true],
    ]);
  });
});
