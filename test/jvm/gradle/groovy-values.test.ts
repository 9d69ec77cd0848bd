import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { groovy } from './read.ts';
import type { Shape } from './shape.ts';

const VALUES: readonly Shape[] = [
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
    what: 'a block so many times, a pattern, and closures that a property holds',
    script: `ext.at = { name -> "g:$name:1" }
      dependencies {
        2.times { implementation "g:\${['a', 'b'][it]}:1" }
        implementation sprintf('g:%s:%s', 'c', '1')
        runtimeOnly project.ext.at('d')
        runtimeOnly rootProject.at('e')
      }`,
    expected: ['implementation g:a:1', 'implementation g:b:1', 'implementation g:c:1', 'runtimeOnly g:d:1', 'runtimeOnly g:e:1'],
  },
  {
    what: 'functions that get the block which calls them',
    script: `def shared(handler) { handler.implementation 'a:b:1' }
      dependencies {
        shared(delegate)
        delegate.api 'c:d:1'
      }`,
    expected: ['implementation a:b:1', 'api c:d:1'],
  },
  {
    what: 'lists that grow more than once in a statement, and values that several names get',
    script: `def list = []
      list << 'a:b:1' << 'c:d:1'
      ext.one = ext.two = '2'
      def three
      three = project.ext.four = '3'
      dependencies {
        api list
        api "e:f:$one", "g:h:$two", "i:j:$three", "k:l:$four"
      }`,
    expected: ['api a:b:1', 'api c:d:1', 'api e:f:2', 'api g:h:2', 'api i:j:3', 'api k:l:3'],
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
    what: 'several variables in one declaration',
    script: `def group = 'g', name = 'n'
      String one = '1', two = '2'
      dependencies { implementation "$group:$name:$one", "$group:other:$two" }`,
    expected: ['implementation g:n:1', 'implementation g:other:2'],
  },
  {
    what: 'a map whose values are variables and a GString',
    script: `def v = '5.3.39'
    ext.grp = 'org.springframework'
    dependencies { implementation group: grp, name: "spring-\${'core'}", version: v }`,
    expected: ['implementation org.springframework:spring-core:5.3.39'],
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
    what: 'gradle.properties with its escapes and continuation lines',
    script: `dependencies { implementation "a:b:\${bVersion}"; implementation "c:d:$dVersion"; api "e:f:" + project.property('fVersion') }`,
    files: { 'gradle.properties': '# versions\nbVersion : 1.\\\n   2\ndVersion=\\u0033.0\n! more\nfVersion 4\n' },
    expected: ['implementation a:b:1.2', 'implementation c:d:3.0', 'api e:f:4'],
  },
  {
    what: 'properties of gradle.properties that a script sets',
    script: `given = '2'
    dependencies { api "g:a:$given"; api "g:b:\${findProperty('given')}" }`,
    files: { 'gradle.properties': 'given=1\n' },
    expected: ['api g:a:2', 'api g:b:2'],
  },
  {
    what: 'a first argument in parentheses after a blank, and more behind it',
    script: `def v = '1'
    dependencies {
      implementation ('g:a:' + v), 'g:b:2', ('g:c:' + 3)
      'runtimeOnly' ('g:d:' + v)
    }`,
    expected: ['implementation g:a:1', 'implementation g:b:2', 'implementation g:c:3', 'runtimeOnly g:d:1'],
  },
  {
    what: 'constraints without the artifacts of their notations',
    script: `dependencies { constraints { api 'g:a:1:sources@zip' } }`,
    expected: ['api constraint g:a:1'],
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
    what: 'texts in the places of a pattern',
    script: `def v = '2'
    dependencies { implementation String.format('a:b:%s.%d', v, 0); api String.format('c:%2$s:%1$s', v, 'd') }`,
    expected: ['implementation a:b:2.0', 'api c:d:2'],
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
];

describe('Groovy build scripts: what names and expressions stand for', () => {
  it.each(VALUES)('$what', ({ script, files, expected }) => {
    expect(groovy(script, files)).toEqual(expected);
  });
});
