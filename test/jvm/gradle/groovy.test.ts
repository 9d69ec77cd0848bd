import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { groovy } from './read.ts';
import type { Shape } from './shape.ts';

const GROOVY: readonly Shape[] = [
  {
    what: 'lists that grow, ranges, sums and joins',
    script: `def list = []
      list << 'a:b:1'
      list += 'c:d:1'
      [5].each { list.add("e:f:$it") }
      dependencies {
        api list
        (1..2).each { runtimeOnly "g:n$it:1" }
        compileOnly "h:i:\${1 + 1}"
        compileOnly "j:k:\${[1, 2, 3].join('.')}"
      }`,
    expected: [
      'api a:b:1',
      'api c:d:1',
      'api e:f:5',
      'runtimeOnly g:n1:1',
      'runtimeOnly g:n2:1',
      'compileOnly h:i:2',
      'compileOnly j:k:1.2.3',
    ],
  },
  {
    what: 'the set behind a configuration',
    script: "configurations.api.dependencies.add(dependencies.create('a:b:1') { transitive = false })",
    expected: ['api a:b:1 intransitive'],
  },
  {
    what: 'parts of a catalog library, system properties of gradle.properties, what else is null',
    script: `def scala = System.getProperty('scalaVersion') != null ? System.getProperty('scalaVersion') : System.getProperty('defaultScala')
      dependencies {
        implementation "\${libs.jackson.core.get().module}:\${libs.jackson.core.get().getVersion()}:tests"
        implementation "a:b_$scala:\${libs.jackson.core.get().versionConstraint.requiredVersion}"
      }`,
    files: { ...CATALOG, 'gradle.properties': 'systemProp.defaultScala=2.13\n' },
    expected: [
      'implementation com.fasterxml.jackson.core:jackson-core:2.17.1 classifier=tests',
      'implementation a:b_2.13:2.17.1',
    ],
  },
  {
    what: 'files of projects, and what is made of them',
    script: `dependencies {
      implementation rootProject.fileTree(dir: 'drivers', include: '*.jar')
      implementation sourceSets.main.allJava.filter { file -> !file.path.contains('x') }
      implementation 'a:b:1'
    }`,
    expected: ['implementation a:b:1'],
  },
  {
    what: 'a block that ends early, lists without members and in order',
    script: `def all = ['a:b:1', 'c:d:1', 'e:f:1'] - 'c:d:1'
      dependencies {
        all.sort { it }.each {
          if (it.startsWith('a')) return
          api it
        }
      }`,
    expected: ['api e:f:1'],
  },
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

describe('Groovy build scripts', () => {
  it.each(GROOVY)('$what', ({ script, files, expected }) => {
    expect(groovy(script, files)).toEqual(expected);
  });
});
