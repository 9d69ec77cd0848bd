/**
 * Same classes in different artifacts, and frameworks that exist once per class path. Data, with the reason for each.
 * A family's members are artifacts (`group:artifact`, or `group:*`) of which one class path should hold one.
 */
export interface ClassFamily {
  readonly id: string;
  readonly members: readonly string[];
  readonly reason: string;
}

export const CLASS_FAMILIES: readonly ClassFamily[] = [
  {
    id: 'commons-logging',
    members: [
      'commons-logging:commons-logging',
      'org.slf4j:jcl-over-slf4j',
      'org.springframework:spring-jcl',
      'commons-logging:commons-logging-api',
    ],
    reason: 'all hold org.apache.commons.logging; which one answers depends on class path order',
  },
  {
    id: 'log4j-1',
    members: ['log4j:log4j', 'org.slf4j:log4j-over-slf4j', 'ch.qos.reload4j:reload4j', 'org.apache.logging.log4j:log4j-1.2-api'],
    reason: 'all hold org.apache.log4j; a bridge beside the original sends records in circles or nowhere',
  },
  {
    id: 'slf4j-binding',
    members: [
      'ch.qos.logback:logback-classic',
      'org.slf4j:slf4j-simple',
      'org.slf4j:slf4j-log4j12',
      'org.slf4j:slf4j-reload4j',
      'org.slf4j:slf4j-jdk14',
      'org.slf4j:slf4j-nop',
      'org.apache.logging.log4j:log4j-slf4j-impl',
      'org.apache.logging.log4j:log4j-slf4j2-impl',
      'org.slf4j:slf4j-jcl',
      'org.tinylog:slf4j-tinylog',
    ],
    reason: 'SLF4J takes one binding per class path and picks arbitrarily among several',
  },
  {
    id: 'log4j-slf4j-loop',
    members: [
      'org.apache.logging.log4j:log4j-to-slf4j',
      'org.apache.logging.log4j:log4j-slf4j-impl',
      'org.apache.logging.log4j:log4j-slf4j2-impl',
    ],
    reason: 'one routes Log4j to SLF4J, the other SLF4J to Log4j: together every record circles until the stack ends',
  },
  {
    id: 'jcl-slf4j-loop',
    members: ['org.slf4j:jcl-over-slf4j', 'org.slf4j:slf4j-jcl'],
    reason: 'one routes Commons Logging to SLF4J, the other back',
  },
  {
    id: 'javax-servlet',
    members: [
      'javax.servlet:javax.servlet-api',
      'javax.servlet:servlet-api',
      'org.apache.tomcat:tomcat-servlet-api',
      'jakarta.servlet:jakarta.servlet-api',
      'org.apache.tomcat.embed:tomcat-embed-core',
    ],
    reason: 'all hold the servlet API',
  },
  {
    id: 'javax-annotation',
    members: [
      'javax.annotation:javax.annotation-api',
      'javax.annotation:jsr250-api',
      'jakarta.annotation:jakarta.annotation-api',
    ],
    reason: 'both hold javax.annotation up to Jakarta 1.3',
  },
  {
    id: 'jaxb-api',
    members: ['javax.xml.bind:jaxb-api', 'jakarta.xml.bind:jakarta.xml.bind-api'],
    reason: 'both hold javax.xml.bind up to Jakarta 2.3',
  },
  {
    id: 'activation',
    members: [
      'javax.activation:activation',
      'javax.activation:javax.activation-api',
      'com.sun.activation:javax.activation',
      'jakarta.activation:jakarta.activation-api',
      'com.sun.activation:jakarta.activation',
    ],
    reason: 'all hold javax.activation up to Jakarta 1.2',
  },
  {
    id: 'jsr311',
    members: ['javax.ws.rs:javax.ws.rs-api', 'javax.ws.rs:jsr311-api', 'jakarta.ws.rs:jakarta.ws.rs-api'],
    reason: 'all hold javax.ws.rs up to Jakarta 2.1; JAX-RS 1 lacks what 2 calls',
  },
  {
    id: 'persistence',
    members: [
      'javax.persistence:javax.persistence-api',
      'jakarta.persistence:jakarta.persistence-api',
      'org.hibernate.javax.persistence:hibernate-jpa-2.1-api',
      'org.hibernate.javax.persistence:hibernate-jpa-2.0-api',
      'org.eclipse.persistence:javax.persistence',
    ],
    reason: 'all hold javax.persistence up to Jakarta 2.2',
  },
  {
    id: 'validation',
    members: ['javax.validation:validation-api', 'jakarta.validation:jakarta.validation-api'],
    reason: 'both hold javax.validation up to Jakarta 2.0',
  },
  {
    id: 'inject',
    members: ['javax.inject:javax.inject', 'jakarta.inject:jakarta.inject-api', 'org.glassfish.hk2.external:javax.inject'],
    reason: 'both hold javax.inject up to Jakarta 1.0',
  },
  {
    id: 'mail',
    members: [
      'javax.mail:mail',
      'javax.mail:javax.mail-api',
      'com.sun.mail:javax.mail',
      'com.sun.mail:jakarta.mail',
      'jakarta.mail:jakarta.mail-api',
    ],
    reason: 'all hold javax.mail up to Jakarta 1.6',
  },
  {
    id: 'transaction',
    members: ['javax.transaction:jta', 'javax.transaction:javax.transaction-api', 'jakarta.transaction:jakarta.transaction-api'],
    reason: 'all hold javax.transaction up to Jakarta 1.3',
  },
  {
    id: 'el',
    members: [
      'javax.el:javax.el-api',
      'javax.el:el-api',
      'org.glassfish:javax.el',
      'jakarta.el:jakarta.el-api',
      'org.glassfish:jakarta.el',
      'org.apache.tomcat.embed:tomcat-embed-el',
    ],
    reason: 'all hold the expression language API',
  },
  {
    id: 'websocket',
    members: [
      'javax.websocket:javax.websocket-api',
      'jakarta.websocket:jakarta.websocket-api',
      'org.apache.tomcat.embed:tomcat-embed-websocket',
    ],
    reason: 'all hold the WebSocket API',
  },
  {
    id: 'findbugs-annotations',
    members: [
      'com.google.code.findbugs:jsr305',
      'com.google.code.findbugs:annotations',
      'com.github.spotbugs:spotbugs-annotations',
    ],
    reason: 'all hold javax.annotation or edu.umd.cs.findbugs annotations',
  },
  {
    id: 'guava',
    members: ['com.google.guava:guava', 'com.google.guava:guava-jdk5', 'com.google.collections:google-collections'],
    reason: 'all hold com.google.common; the old ones lack methods that others call',
  },
  {
    id: 'listenablefuture',
    members: ['com.google.guava:listenablefuture'],
    reason: 'holds one class of Guava, unless it is the empty 9999.0',
  },
  {
    id: 'netty',
    members: [
      'io.netty:netty-all',
      'io.netty:netty-buffer',
      'io.netty:netty-codec',
      'io.netty:netty-common',
      'io.netty:netty-handler',
      'io.netty:netty-transport',
      'io.netty:netty-codec-http',
      'io.netty:netty-resolver',
    ],
    reason: 'netty-all up to 4.1.51 holds the classes of all parts',
  },
  { id: 'netty-3', members: ['io.netty:netty', 'org.jboss.netty:netty'], reason: 'both hold org.jboss.netty' },
  {
    id: 'hamcrest',
    members: [
      'org.hamcrest:hamcrest',
      'org.hamcrest:hamcrest-core',
      'org.hamcrest:hamcrest-all',
      'org.hamcrest:hamcrest-library',
    ],
    reason: 'hamcrest 2 holds what core and library held',
  },
  {
    id: 'bouncycastle',
    members: [
      'org.bouncycastle:bcprov-jdk14',
      'org.bouncycastle:bcprov-jdk15',
      'org.bouncycastle:bcprov-jdk15on',
      'org.bouncycastle:bcprov-jdk16',
      'org.bouncycastle:bcprov-jdk18on',
      'org.bouncycastle:bcprov-ext-jdk15on',
      'org.bouncycastle:bc-fips',
    ],
    reason: 'all hold org.bouncycastle; signed jars refuse to mix',
  },
  {
    id: 'bouncycastle-pkix',
    members: ['org.bouncycastle:bcpkix-jdk15on', 'org.bouncycastle:bcpkix-jdk18on', 'org.bouncycastle:bcpkix-fips'],
    reason: 'all hold org.bouncycastle.cert',
  },
  {
    id: 'xml-apis',
    members: ['xml-apis:xml-apis', 'xerces:xmlParserAPIs', 'stax:stax-api', 'javax.xml.stream:stax-api'],
    reason: 'repackaged XML APIs; from Java 9 on they split packages of the JDK',
  },
  {
    id: 'asm',
    members: ['asm:asm', 'org.ow2.asm:asm', 'asm:asm-all', 'org.ow2.asm:asm-all'],
    reason: 'all hold org.objectweb.asm',
  },
  { id: 'cglib', members: ['cglib:cglib', 'cglib:cglib-nodep'], reason: 'both hold net.sf.cglib' },
  {
    id: 'mysql',
    members: ['mysql:mysql-connector-java', 'com.mysql:mysql-connector-j'],
    reason: 'one was renamed to the other: both hold com.mysql.cj',
  },
  {
    id: 'jakarta-json',
    members: [
      'javax.json:javax.json-api',
      'org.glassfish:javax.json',
      'jakarta.json:jakarta.json-api',
      'org.glassfish:jakarta.json',
    ],
    reason: 'all hold the JSON-P API',
  },
  {
    id: 'aws-sdk-1',
    members: ['com.amazonaws:aws-java-sdk-bundle', 'com.amazonaws:aws-java-sdk-core'],
    reason: 'the bundle holds all parts',
  },
  {
    id: 'lombok-jsr',
    members: ['org.jetbrains:annotations', 'com.intellij:annotations'],
    reason: 'both hold org.jetbrains.annotations',
  },
  {
    id: 'jackson-asl',
    members: ['org.codehaus.jackson:jackson-mapper-asl', 'org.codehaus.jackson:jackson-mapper-lgpl'],
    reason: 'both hold org.codehaus.jackson.map',
  },
  {
    id: 'zookeeper-curator-guava',
    members: ['org.apache.hadoop.thirdparty:hadoop-shaded-guava'],
    reason: 'shaded: harmless, listed to be told apart from Guava',
  },
];

/** Frameworks of which one class path holds one generation: who names it, and how its generation is read. */
export interface Framework {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  /** Generation by the major version, or by who brings it. */
  readonly generation: 'major' | 'namespace';
  readonly reason: string;
}

export const FRAMEWORKS: readonly Framework[] = [
  {
    id: 'spring-boot',
    name: 'Spring Boot',
    members: ['org.springframework.boot:*'],
    generation: 'major',
    reason: 'one class path starts one Spring Boot: auto-configuration of one generation does not run in another',
  },
  {
    id: 'spring-framework',
    name: 'Spring Framework',
    members: [
      'org.springframework:spring-core',
      'org.springframework:spring-context',
      'org.springframework:spring-web',
      'org.springframework:spring-webmvc',
      'org.springframework:spring-beans',
    ],
    generation: 'major',
    reason: 'Spring 6 lives on jakarta.*, Spring 5 on javax.*',
  },
  {
    id: 'servlet',
    name: 'servlet namespace',
    members: ['javax.servlet:javax.servlet-api', 'javax.servlet:servlet-api', 'jakarta.servlet:jakarta.servlet-api'],
    generation: 'namespace',
    reason: 'one container serves either javax.servlet or jakarta.servlet',
  },
  {
    id: 'hibernate',
    name: 'Hibernate ORM',
    members: ['org.hibernate:hibernate-core', 'org.hibernate.orm:hibernate-core'],
    generation: 'major',
    reason: 'both hold org.hibernate; 6 lives on jakarta.persistence',
  },
  { id: 'quarkus', name: 'Quarkus', members: ['io.quarkus:*'], generation: 'major', reason: 'one class path starts one Quarkus' },
  {
    id: 'micronaut',
    name: 'Micronaut',
    members: ['io.micronaut:*'],
    generation: 'major',
    reason: 'one class path starts one Micronaut',
  },
];

/** Every release keeps the older API although the first number moves. */
export const STABLE_ACROSS_MAJORS: ReadonlyMap<string, number> = new Map([
  ['com.google.guava:guava', 21],
  ['com.google.code.findbugs:jsr305', 0],
  ['org.jetbrains:annotations', 0],
  ['org.checkerframework:checker-qual', 0],
]);
