import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { groovy } from './read.ts';
import type { Shape } from './shape.ts';

const NOTATIONS: readonly Shape[] = [
  {
    what: 'the set behind a configuration',
    script: "configurations.api.dependencies.add(dependencies.create('a:b:1') { transitive = false })",
    expected: ['api a:b:1 intransitive'],
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
      runtimeOnly libs.rejectingAll
      runtimeOnly group: 'a', name: 'b', version: '1', ext: 'zip', transitive: true
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
      'runtimeOnly org.example:all reject=+',
      'runtimeOnly a:b:1 @zip',
    ],
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
      'testImplementation project :core capability=test-fixtures',
      'runtimeOnly project :web intransitive -x:*',
      'implementation project :lib-util',
    ],
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

describe('Groovy build scripts: what they declare', () => {
  it.each(NOTATIONS)('$what', ({ script, files, expected }) => {
    expect(groovy(script, files)).toEqual(expected);
  });
});
