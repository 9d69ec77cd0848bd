import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

interface Line {
  readonly id: string;
  readonly version: string;
  readonly scope?: string;
}

function pom(name: string, lines: readonly Line[], release = '17', more = ''): string {
  const dependencies = lines.map(({ id, version, scope }) => {
    const [group = '', artifact = ''] = id.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${scope === undefined ? '' : `<scope>${scope}</scope>`}</dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>${name}</artifactId><version>1</version><properties><maven.compiler.release>${release}</maven.compiler.release></properties>${more}<dependencies>${dependencies.join('')}</dependencies></project>`;
}

function banning(name: string, ...patterns: readonly string[]): string {
  const excludes = patterns.map((one) => `<exclude>${one}</exclude>`).join('');
  const rules = `<rules><bannedDependencies><excludes>${excludes}</excludes></bannedDependencies></rules>`;
  const plugin = `<plugin><artifactId>maven-enforcer-plugin</artifactId><executions><execution><goals><goal>enforce</goal></goals><configuration>${rules}</configuration></execution></executions></plugin>`;
  return pom(name, [], '17', `<build><plugins>${plugin}</plugins></build>`);
}

function bootParent(name: string, version: string): string {
  const parent = `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version><relativePath/></parent>`;
  const starter =
    '<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>';
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>${parent}<artifactId>${name}</artifactId><dependencies>${starter}</dependencies></project>`;
}

const ALL = `<groupId>org.example</groupId><artifactId>all</artifactId><version>${'$'}{revision}</version>`;

function bom(head: string, version: string): string {
  const lib = `<dependency><groupId>org.example</groupId><artifactId>lib</artifactId><version>${version}</version></dependency>`;
  return `<project><modelVersion>4.0.0</modelVersion>${head}<packaging>pom</packaging><dependencyManagement><dependencies>${lib}</dependencies></dependencyManagement></project>`;
}

function importing(name: string, from: string): string {
  const wanted = `<dependency><groupId>org.example</groupId><artifactId>${from}</artifactId><version>${'$'}{project.version}</version><type>pom</type><scope>import</scope></dependency>`;
  const lib = '<dependency><groupId>org.example</groupId><artifactId>lib</artifactId></dependency>';
  return `<project><modelVersion>4.0.0</modelVersion><parent>${ALL}</parent><artifactId>${name}</artifactId><dependencyManagement><dependencies>${wanted}</dependencies></dependencyManagement><dependencies>${lib}</dependencies></project>`;
}

function gradle(...lines: readonly string[]): string {
  return `plugins { id 'java' }\ndependencies {\n${lines.map((line) => `  implementation ${line}\n`).join('')}}\n`;
}

/** With Boot's plug-in, and Spring's management by which it gives versions. */
function boot(version: string, line = ''): string {
  const plugins = `id 'java'; id 'org.springframework.boot' version '${version}'; id 'io.spring.dependency-management' version '1.1.7'`;
  return `plugins { ${plugins} }\ndependencies {\n  ${line}\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}\n`;
}

const strictly = (version: string): string => `('org.example:lib') { version { strictly '${version}' } }`;
const plain = (version: string): string => `'org.example:lib:${version}'`;
const LIB = 'version/unsatisfiable pkg:maven/org.example/lib: a, b';
const APART: Expected = { errors: [LIB], hosts: [2, 1, 1] };
const lib = (version: string): string => pom('x', [{ id: 'org.example:lib', version }]);

const BOOT_CONFLICT = 'jvm/framework-generation pkg:maven/org.springframework.boot/spring-boot-starter-web: a, b';

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'a file around several services that chooses an older Java for each of them': [
    {
      '.java-version': '8\n',
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}/pom.xml`, pom(name, [])])),
      'e/pom.xml': pom('e', [], '11'),
      'f/pom.xml': pom('f', [], '8'),
    },
    {
      errors: [],
      warnings: [],
      notes: ['service/contradiction runtime:jdk: a, b, c, d', 'service/contradiction runtime:jdk: e'],
      hosts: [1, 1, 1],
    },
  ],
  'a parent that is elsewhere tells the generation of its starters': [
    { 'a/pom.xml': bootParent('a', '2.7.18'), 'b/pom.xml': bootParent('b', '3.2.4') },
    { errors: [BOOT_CONFLICT], hosts: [2, 1, 1] },
  ],
  'parents of one generation': [
    { 'a/pom.xml': bootParent('a', '3.1.0'), 'b/pom.xml': bootParent('b', '3.2.4') },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a plug-in tells the generation as well': [
    {
      'a/pom.xml': bootParent('a', '2.7.18'),
      'b/build.gradle':
        "plugins { id 'java'; id 'org.springframework.boot' version '3.2.4'; id 'io.spring.dependency-management' version '1.1.4' }\ndependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}\n",
    },
    { errors: [BOOT_CONFLICT], hosts: [2, 1, 1] },
  ],
  'Spring’s management decides before a platform that a library brings': [
    {
      'settings.gradle': "include 'lib', 'a', 'b'\n",
      'lib/build.gradle':
        "plugins { id 'java-library' }\ndependencies {\n  api platform('org.springframework.boot:spring-boot-dependencies:3.4.3')\n}\n",
      'a/build.gradle': boot('4.0.3', "implementation project(':lib')"),
      'b/build.gradle': boot('4.0.3'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'what a project imports itself goes before what Boot’s plug-in does': [
    {
      'a/build.gradle': `${boot('3.4.3')}dependencyManagement { imports { mavenBom 'org.springframework.boot:spring-boot-dependencies:4.0.3' } }\n`,
      'b/build.gradle': boot('4.0.3'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'the highest of Gradle’s platforms counts, wherever it comes from': [
    {
      'settings.gradle': "include 'lib', 'a', 'b'\n",
      'lib/build.gradle':
        "plugins { id 'java-library' }\ndependencies {\n  api platform('org.springframework.boot:spring-boot-dependencies:4.0.3')\n}\n",
      'a/build.gradle': gradle(
        "project(':lib')",
        "platform('org.springframework.boot:spring-boot-dependencies:3.4.3')",
        "'org.springframework.boot:spring-boot-starter-web'",
      ),
      'b/build.gradle': boot('4.0.3'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Hibernate by any of its modules': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.hibernate:hibernate-entitymanager', version: '5.4.33' }]),
      'b/pom.xml': pom('b', [{ id: 'org.hibernate.orm:hibernate-core', version: '6.4.4.Final' }]),
    },
    { errors: ['jvm/framework-generation pkg:maven/org.hibernate/hibernate-entitymanager: a, b'], hosts: [2, 1, 1] },
  ],
  'Spring by any of its modules': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.springframework:spring-orm', version: '5.3.39' }]),
      'b/pom.xml': pom('b', [{ id: 'org.springframework:spring-jdbc', version: '6.1.6' }]),
    },
    { errors: ['jvm/framework-generation pkg:maven/org.springframework/spring-orm: a, b'], hosts: [2, 1, 1] },
  ],
  'javax and jakarta by versions of one artifact, and by modules that are released together': [
    {
      'a/pom.xml': pom('a', [
        { id: 'org.glassfish.jersey.core:jersey-client', version: '2.47' },
        { id: 'jakarta.xml.bind:jakarta.xml.bind-api', version: '2.3.3' },
        { id: 'io.undertow:undertow-servlet', version: '2.2.36.Final' },
      ]),
      'b/pom.xml': pom('b', [
        { id: 'org.glassfish.jersey.media:jersey-media-json-jackson', version: '3.0.0-M1' },
        { id: 'jakarta.xml.bind:jakarta.xml.bind-api', version: '4.0.2' },
        { id: 'io.undertow:undertow-servlet', version: '2.3.0.Final' },
      ]),
    },
    {
      errors: [
        'jvm/framework-generation pkg:maven/io.undertow/undertow-servlet: a, b',
        'jvm/framework-generation pkg:maven/jakarta.xml.bind/jakarta.xml.bind-api: a, b',
        'jvm/framework-generation pkg:maven/org.glassfish.jersey.core/jersey-client: a, b',
      ],
      hosts: [2, 1, 1],
    },
  ],
  'javax and jakarta in classes of the same names': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.apache.activemq:artemis-jms-client', version: '2.37.0' }]),
      'b/pom.xml': pom('b', [{ id: 'org.apache.activemq:artemis-jakarta-client', version: '2.37.0' }]),
    },
    { errors: ['jvm/framework-generation pkg:maven/org.apache.activemq/artemis-jms-client: a, b'], hosts: [2, 1, 1] },
  ],
  'a BOM tells on which side of the move its modules are': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.apache.cxf:cxf-rt-frontend-jaxws', version: '3.6.4' }]),
      'b/build.gradle': gradle("platform('org.apache.cxf:cxf-bom:4.0.5')", "'org.apache.cxf:cxf-rt-transports-http'"),
    },
    { errors: ['jvm/framework-generation pkg:maven/org.apache.cxf/cxf-rt-frontend-jaxws: a, b'], hosts: [2, 1, 1] },
  ],
  'javax and jakarta under two names, in one namespace, by what takes both, and only compiled against': [
    {
      'a/pom.xml': pom('a', [
        { id: 'javax.ws.rs:javax.ws.rs-api', version: '2.1.1' },
        { id: 'org.hibernate.validator:hibernate-validator', version: '7.0.5.Final' },
        { id: 'com.google.inject:guice', version: '6.0.0' },
        { id: 'com.sun.xml.bind:jaxb-impl', version: '2.3.9' },
        { id: 'jakarta.annotation:jakarta.annotation-api', version: '1.3.5', scope: 'provided' },
        { id: 'org.eclipse.jetty:jetty-util', version: '9.4.56.v20240826' },
      ]),
      'b/pom.xml': pom('b', [
        { id: 'jakarta.ws.rs:jakarta.ws.rs-api', version: '3.1.0' },
        { id: 'org.hibernate.validator:hibernate-validator', version: '8.0.1.Final' },
        { id: 'com.google.inject:guice', version: '7.0.0' },
        { id: 'org.glassfish.jaxb:jaxb-runtime', version: '4.0.5' },
        { id: 'jakarta.annotation:jakarta.annotation-api', version: '2.1.1' },
        { id: 'org.eclipse.jetty.ee10:jetty-ee10-servlet', version: '12.0.14' },
      ]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'what an artifact holds under a classifier, and one that goes by its older name': [
    {
      'a/build.gradle': gradle("'org.apache.johnzon:johnzon-core:1.2.21:jakarta'"),
      'b/pom.xml': pom('b', [
        { id: 'org.apache.johnzon:johnzon-core', version: '2.0.1' },
        { id: 'org.hibernate:hibernate-validator', version: '8.0.1.Final' },
      ]),
      'c/pom.xml': pom('c', [{ id: 'org.hibernate.validator:hibernate-validator', version: '8.0.1.Final' }]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'the platform that a server provides': [
    {
      'a/pom.xml': pom('a', [{ id: 'javax:javaee-api', version: '8.0', scope: 'provided' }]),
      'b/pom.xml': pom('b', [{ id: 'jakarta.platform:jakarta.jakartaee-api', version: '10.0.0', scope: 'provided' }]),
    },
    { errors: ['jvm/framework-generation pkg:maven/javax/javaee-api: a, b'], hosts: [2, 1, 1] },
  ],
  'a platform that each brings along': [
    {
      'a/pom.xml': pom('a', [{ id: 'javax:javaee-api', version: '8.0' }]),
      'b/pom.xml': pom('b', [{ id: 'jakarta.platform:jakarta.jakartaee-api', version: '10.0.0' }]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'projects of Spring by the Spring that they are built for': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.springframework.kafka:spring-kafka', version: '2.9.13' }]),
      'b/pom.xml': pom('b', [{ id: 'org.springframework:spring-context', version: '6.1.13' }]),
      'c/pom.xml': pom('c', [{ id: 'org.springframework.security:spring-security-web', version: '5.8.15' }]),
    },
    {
      errors: ['jvm/framework-generation pkg:maven/org.springframework.kafka/spring-kafka: a, b, c'],
      hosts: [2, 1, 1],
    },
  ],
  'Helidon, in any of its groups': [
    {
      'a/pom.xml': pom('a', [{ id: 'io.helidon.webserver:helidon-webserver', version: '3.2.10' }]),
      'b/pom.xml': pom('b', [{ id: 'io.helidon.config:helidon-config-yaml', version: '4.1.2' }]),
    },
    { errors: ['jvm/framework-generation pkg:maven/io.helidon.webserver/helidon-webserver: a, b'], hosts: [2, 1, 1] },
  ],
  'what is compiled for two versions of Scala': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.example:lib_2.12', version: '1' }]),
      'b/build.gradle': gradle("'org.example:other_2.13:1'"),
    },
    { errors: ['jvm/framework-generation pkg:maven/org.example/lib_2.12: a, b'], hosts: [2, 1, 1] },
  ],
  'Scala by its own library': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.scala-lang:scala-library', version: '2.12.18' }]),
      'b/pom.xml': pom('b', [{ id: 'org.example:other_2.13', version: '1' }]),
    },
    { errors: ['jvm/framework-generation pkg:maven/org.scala-lang/scala-library: a, b'], hosts: [2, 1, 1] },
  ],
  'Scala 3, which runs with the library of 2.13, and what a cluster provides': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.example:lib_3', version: '1' }]),
      'b/pom.xml': pom('b', [
        { id: 'org.example:other_2.13', version: '1' },
        { id: 'org.scala-lang:scala-library', version: '2.13.12' },
      ]),
      'c/pom.xml': pom('c', [{ id: 'org.example:jobs_2.12', version: '1', scope: 'provided' }]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'what one build bans and another declares': [
    { 'a/pom.xml': banning('a', 'log4j:log4j'), 'b/pom.xml': pom('b', [{ id: 'log4j:log4j', version: '1.2.17' }]) },
    { errors: ['jvm/banned-dependency pkg:maven/log4j/log4j: a, b'], hosts: [2, 1, 1] },
  ],
  'a ban on a whole group, and a Gradle build': [
    { 'a/pom.xml': banning('a', 'log4j'), 'b/build.gradle': gradle("'log4j:log4j:1.2.17'") },
    { errors: ['jvm/banned-dependency pkg:maven/log4j/log4j: a, b'], hosts: [2, 1, 1] },
  ],
  'a ban on what a module of the class path has for itself alone': [
    {
      'a/pom.xml': banning('a', 'org.web:*').replace(
        '<dependencies>',
        '<dependencies><dependency><groupId>org.example</groupId><artifactId>core</artifactId><version>1</version></dependency>',
      ),
      'core/pom.xml': pom('core', [{ id: 'org.web:pages', version: '1' }]).replace(
        '</dependency>',
        '<optional>true</optional></dependency>',
      ),
    },
    { errors: [] },
  ],
  'a BOM of the project whose version is a property, its own or one of its parent': [
    {
      'pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>all</artifactId><version>${'$'}{revision}</version><packaging>pom</packaging><properties><revision>3</revision></properties></project>`,
      'bom/pom.xml': bom(`<parent>${ALL}</parent><artifactId>bom</artifactId>`, '[1,2)'),
      'own/pom.xml': bom(
        `<groupId>org.example</groupId><artifactId>own</artifactId><version>${'$'}{own}</version><properties><own>3</own></properties>`,
        '[2,3)',
      ),
      'a/pom.xml': importing('a', 'bom'),
      'b/pom.xml': importing('b', 'own'),
    },
    { errors: [LIB], silent: ['maven/bom-unknown'] },
  ],
  'a ban of a module that a build of this fleet runs beside what it bans': [
    {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>api</module><module>app</module><module>other</module></modules></project>',
      'api/pom.xml': banning('api', 'log4j'),
      'app/pom.xml': pom('app', [
        { id: 'org.example:api', version: '1' },
        { id: 'log4j:log4j', version: '1.2.17' },
      ]),
      'other/pom.xml': pom('other', [{ id: 'log4j:apache-log4j-extras', version: '1.2.17' }]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'bans on lower versions, on what tests use, and on what both ban': [
    {
      'a/pom.xml': banning('a', 'log4j:log4j:(,1.2.17)', 'junit:junit'),
      'b/pom.xml': pom('b', [
        { id: 'log4j:log4j', version: '1.2.17' },
        { id: 'junit:junit', version: '4.13', scope: 'test' },
      ]),
      'c/pom.xml': banning('c', 'log4j:log4j:(,1.2.17)'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'soft versions of one major: one of them wins': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.slf4j:slf4j-api', version: '2.0.9' }]),
      'b/pom.xml': pom('b', [{ id: 'org.slf4j:slf4j-api', version: '2.0.13' }]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'hard versions that do not meet': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.apache.commons:commons-text', version: '[1.9,1.10)' }]),
      'b/pom.xml': pom('b', [{ id: 'org.apache.commons:commons-text', version: '[1.11,2)' }]),
    },
    { errors: ['version/unsatisfiable pkg:maven/org.apache.commons/commons-text: a, b'], hosts: [2, 1, 1] },
  ],
  'test scope does not reach the class path': [
    {
      'a/pom.xml': pom('a', [{ id: 'org.mockito:mockito-core', version: '[4]', scope: 'test' }]),
      'b/pom.xml': pom('b', [{ id: 'org.mockito:mockito-core', version: '[5]', scope: 'test' }]),
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'a Java level is a minimum': [
    { 'a/pom.xml': pom('a', [], '8'), 'b/pom.xml': pom('b', [], '21') },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: strict against strict': [
    {
      'a/build.gradle.kts':
        'plugins { java }\ndependencies {\n  implementation("org.example:lib") { version { strictly("1.4") } }\n}\n',
      'b/build.gradle': "plugins { id 'java' }\ndependencies {\n  implementation('org.example:lib:2.0!!')\n}\n",
    },
    { errors: ['version/unsatisfiable pkg:maven/org.example/lib: a, b'], hosts: [2, 1, 1] },
  ],
  'Gradle: compile-only and annotation processors stay out': [
    {
      'a/build.gradle':
        "plugins { id 'java' }\ndependencies {\n  annotationProcessor 'org.mapstruct:mapstruct-processor:1.4!!'\n}\n",
      'b/build.gradle':
        "plugins { id 'java' }\ndependencies {\n  annotationProcessor 'org.mapstruct:mapstruct-processor:1.5!!'\n}\n",
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: a strict version below what another asks for': [
    { 'a/build.gradle': gradle(strictly('1.4')), 'b/build.gradle': gradle(plain('1.5')) },
    APART,
  ],
  'Gradle: a strict version above it': [
    { 'a/build.gradle': gradle(strictly('1.5')), 'b/build.gradle': gradle(plain('1.4')) },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: a strict range that reaches it': [
    { 'a/build.gradle': gradle(strictly('[1.0, 2.0[')), 'b/build.gradle': gradle(plain('1.5')) },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: a strict range that ends below it': [
    { 'a/build.gradle': gradle(strictly('[1.0, 2.0[')), 'b/build.gradle': gradle(plain('2.0')) },
    APART,
  ],
  'Gradle: ranges that bind nobody from above': [
    { 'a/build.gradle': gradle(plain('[1.0,1.5)')), 'b/build.gradle': gradle(plain('[2.0,3.0)')) },
    { errors: [], warnings: ['jvm/convergence pkg:maven/org.example/lib: a, b'], hosts: [1, 1, 1] },
  ],
  'Gradle: plain versions of two majors, of which the higher one wins': [
    { 'a/build.gradle': gradle(plain('1.5')), 'b/build.gradle': gradle(plain('2.0')) },
    { errors: [], warnings: ['jvm/convergence pkg:maven/org.example/lib: a, b'], hosts: [1, 1, 1] },
  ],
  'Gradle: a strict version in a catalogue': [
    {
      'a/settings.gradle': "rootProject.name = 'a'\n",
      'a/gradle/libs.versions.toml': '[libraries]\nlib = { module = "org.example:lib", version = { strictly = "1.4" } }\n',
      'a/build.gradle': gradle('libs.lib'),
      'b/build.gradle': gradle(plain('1.5')),
    },
    APART,
  ],
  'Gradle: what one pins and another rejects': [
    { 'a/build.gradle': gradle("('org.example:lib:1.4') { version { reject '2.0' } }"), 'b/build.gradle': gradle(plain('2.0')) },
    APART,
  ],
  'Gradle: a higher version than the one that is rejected': [
    { 'a/build.gradle': gradle("('org.example:lib:1.4') { version { reject '2.0' } }"), 'b/build.gradle': gradle(plain('2.1')) },
    { errors: [], warnings: ['jvm/convergence pkg:maven/org.example/lib: a, b'], hosts: [1, 1, 1] },
  ],
  'Gradle: strict versions of which every one is rejected': [
    {
      'a/build.gradle': gradle(strictly('[1.0, 1.5]')),
      'b/build.gradle': gradle("('org.example:lib') { version { reject '(,1.2]' } }"),
      'c/build.gradle': gradle("('org.example:lib') { version { reject '(1.2,1.5]' } }"),
    },
    { errors: ['version/unsatisfiable pkg:maven/org.example/lib: a, b, c'], hosts: [2, 1, 1] },
  ],
  'Gradle: a constraint of a service that does not use the module itself': [
    {
      'a/build.gradle':
        "plugins { id 'java' }\ndependencies {\n  constraints { implementation('org.example:lib') { version { strictly '[1.0, 2.0[' } } }\n  implementation 'org.example:other:1'\n}\n",
      'b/build.gradle': gradle(plain('2.0')),
    },
    APART,
  ],
  'Gradle: constraints that nothing brings into play': [
    {
      'a/build.gradle':
        "plugins { id 'java' }\ndependencies {\n  constraints { implementation('org.example:lib:1.0!!') }\n  implementation 'org.example:other:1'\n}\n",
      'b/build.gradle':
        "plugins { id 'java' }\ndependencies {\n  constraints { implementation('org.example:lib:2.0!!') }\n  implementation 'org.example:other:1'\n}\n",
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: two versions of an enforced platform': [
    {
      'a/build.gradle': gradle("enforcedPlatform('org.example:bom:1')"),
      'b/build.gradle': gradle("enforcedPlatform('org.example:bom:2')"),
    },
    { errors: ['version/unsatisfiable pkg:maven/org.example/bom: a, b'], hosts: [2, 1, 1] },
  ],
  'Gradle: an enforced platform and a lower one that is not': [
    {
      'a/build.gradle': gradle("enforcedPlatform('org.example:bom:2')"),
      'b/build.gradle': gradle("platform('org.example:bom:1')"),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: an enforced platform of the tree keeps another a major below': [
    {
      'settings.gradle': "include 'bom', 'a', 'b'\n",
      'bom/build.gradle': "plugins { id 'java-platform' }\ndependencies { constraints { api 'org.example:lib:1.4' } }\n",
      'a/build.gradle': gradle("enforcedPlatform(project(':bom'))", "'org.example:lib'"),
      'b/build.gradle': gradle(plain('2.0')),
    },
    { errors: ['jvm/below-required pkg:maven/org.example/lib: a, b'], hosts: [2, 1, 1] },
  ],
  'Gradle: an enforced platform of the tree overrules what its own project and those that depend on it ask for': [
    {
      'settings.gradle': "include 'bom', 'low', 'a', 'b', 'c'\n",
      'bom/build.gradle': "plugins { id 'java-platform' }\ndependencies { constraints { api 'org.example:lib:1.4' } }\n",
      'low/build.gradle': "plugins { id 'java-library' }\ndependencies { api enforcedPlatform(project(':bom')) }\n",
      'low/src/main/java/Low.java': '',
      'a/build.gradle': gradle("enforcedPlatform(project(':bom'))", plain('2.0')),
      'b/build.gradle': gradle("project(':low')", plain('2.0')),
      'c/build.gradle': gradle(strictly('2.0')),
    },
    { errors: ['version/unsatisfiable pkg:maven/org.example/lib: a, b, c, low'], notes: [], hosts: [2, 1, 1] },
  ],
  'Gradle: what a line excludes of an enforced platform of the tree keeps nobody': [
    {
      'settings.gradle': "include 'bom', 'a', 'b'\n",
      'bom/build.gradle': "plugins { id 'java-platform' }\ndependencies { constraints { api 'org.example:lib:1.4' } }\n",
      'a/build.gradle': gradle("(enforcedPlatform(project(':bom'))) { exclude module: 'lib' }", "'org.example:other:1'"),
      'b/build.gradle': gradle(plain('2.0')),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Gradle: a forced version binds its own build alone': [
    {
      'a/build.gradle': `configurations.all { resolutionStrategy.force 'org.example:lib:1.4' }\n${gradle(plain('1.4'))}`,
      'b/build.gradle': gradle(plain('2.0')),
    },
    { errors: [], warnings: ['jvm/convergence pkg:maven/org.example/lib: a, b'], hosts: [1, 1, 1] },
  ],
  'Gradle: a preference binds nobody': [
    { 'a/build.gradle': gradle("('org.example:lib') { version { prefer '2.0' } }"), 'b/build.gradle': gradle(strictly('1.4')) },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Maven: ranges that meet': [
    { 'a/pom.xml': lib('[1,2)'), 'b/pom.xml': lib('[1.5,3)') },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'Maven: two hard versions': [{ 'a/pom.xml': lib('[1.0]'), 'b/pom.xml': lib('[1.1]') }, APART],
  'Maven: a hard version beats a plain one of its major': [
    { 'a/pom.xml': lib('[1.0]'), 'b/pom.xml': lib('1.1') },
    { errors: [], warnings: ['jvm/convergence pkg:maven/org.example/lib: a, b'], hosts: [1, 1, 1] },
  ],
  'Maven: a hard version beats a plain one of the next major': [
    { 'a/pom.xml': lib('[1.0]'), 'b/pom.xml': lib('2.0') },
    { errors: ['jvm/below-required pkg:maven/org.example/lib: a, b'], hosts: [2, 1, 1] },
  ],
  'Maven: plain versions of two majors': [
    { 'a/pom.xml': lib('1.0'), 'b/pom.xml': lib('2.0') },
    { errors: [], warnings: ['jvm/below-required pkg:maven/org.example/lib: a, b'], hosts: [1, 1, 1] },
  ],
  'Maven: builds of one snapshot are one version': [
    { 'a/pom.xml': lib('1.1-SNAPSHOT'), 'b/pom.xml': lib('1.1-20260102.030405-6') },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'Maven: unions of ranges': [
    { 'a/pom.xml': lib('[1,2],[3,4]'), 'b/pom.xml': lib('[2,3]'), 'c/pom.xml': lib('[1,1.5],[3.5,5]') },
    { errors: ['version/unsatisfiable pkg:maven/org.example/lib: b, c'], hosts: [2, 1, 1] },
  ],
  'Maven: three ranges of which every two meet': [
    { 'a/pom.xml': lib('[1,2],[3,4]'), 'b/pom.xml': lib('[2,3]'), 'c/pom.xml': lib('(2,3),(3,3.5]') },
    { errors: ['version/unsatisfiable pkg:maven/org.example/lib: a, b, c'], hosts: [2, 1, 1] },
  ],
  'Maven: what a parent manages': [
    {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><properties><lib>[1.0]</lib></properties><dependencyManagement><dependencies><dependency><groupId>org.example</groupId><artifactId>lib</artifactId><version>${lib}</version></dependency></dependencies></dependencyManagement></project>',
      'a/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.example</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>a</artifactId><dependencies><dependency><groupId>org.example</groupId><artifactId>lib</artifactId></dependency></dependencies></project>',
      'b/pom.xml': lib('[1.1]'),
    },
    APART,
  ],
  'Maven and Gradle on one class path': [{ 'a/build.gradle': gradle(strictly('1.4')), 'b/pom.xml': lib('[1.5,2)') }, APART],
  'provided and optional libraries of the platform': [
    {
      'a/pom.xml': pom('a', [{ id: 'javax.servlet:javax.servlet-api', version: '[3]', scope: 'provided' }]),
      'b/pom.xml': pom('b', [{ id: 'javax.servlet:javax.servlet-api', version: '[4]', scope: 'provided' }]),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'services below a directory called src': [
    {
      'src/cart/pom.xml': pom('cart', []),
      'src/ui/build.gradle': "plugins { id 'java' }\ndependencies {\n  implementation 'org.example:lib:1.0'\n}\n",
      'src/ui/src/test/resources/sample/pom.xml': pom('sample', []),
    },
    { errors: [], services: ['src/cart', 'src/ui'] },
  ],
  'scenarios for a whole fleet are no service, though their code is a module’s own; those of a service’s tests say nothing': [
    {
      'cart/pom.xml': pom('cart', [
        { id: 'org.example:lib', version: '[3]' },
        { id: 'io.cucumber:cucumber-java', version: '7.18.1', scope: 'test' },
      ]),
      'automation/pom.xml': pom('automation', [
        { id: 'org.example:lib', version: '[2]' },
        { id: 'io.cucumber:cucumber-java', version: '7.18.1' },
      ]),
    },
    { errors: [], services: ['cart'] },
  ],
  'a parent with modules is no service': [
    {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>a</module><module>b</module></modules></project>',
      'a/pom.xml': pom('a', []),
      'b/pom.xml': pom('b', []),
    },
    { errors: [], services: ['a', 'b'] },
  ],
};

describe('jvm fleets', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('a contradiction within one service names both versions', async () => {
    const bill = (version: string): string =>
      `plugins { id 'java-platform' }\ndependencies { constraints { api 'org.example:lib:${version}' } }\n`;
    const { conflicts } = await reportOf({
      'settings.gradle': "include 'one', 'two', 'a', 'b'\n",
      'one/build.gradle': bill('1.4'),
      'two/build.gradle': bill('1.5'),
      'a/build.gradle': gradle("enforcedPlatform(project(':one'))", "enforcedPlatform(project(':two'))", plain('3.0')),
      'b/build.gradle': gradle(plain('3.0')),
    });
    expect(conflicts.map(({ message }) => message)).toEqual([
      'within a alone: org.example:lib 1.4 of a may win over the 3.0 that a needs (shared class path)',
    ]);
  });
});
