/**
 * Same classes in different artifacts. Data, with the reason for each.
 * Checked by listing the jars themselves where versions are named (`--jars` does the same for any pair).
 */

/**
 * An artifact as `group:artifact`, with a version range in Maven's notation where it holds only for some versions
 * (`jakarta.mail:jakarta.mail-api (,2)`): such a member counts only when its version is known.
 */
export type Member = string;

export interface ClassFamily {
  readonly id: string;
  /** Of these one class path should hold one. */
  readonly members: readonly Member[];
  /** Pieces of what each of `members` holds as a whole: they go together, but not with a member. */
  readonly parts?: readonly Member[];
  /** What two of them do, in place of "hold the same classes". */
  readonly clash?: string;
  readonly reason: string;
}

export const CLASS_FAMILIES: readonly ClassFamily[] = [
  {
    id: 'commons-logging',
    members: [
      'commons-logging:commons-logging',
      'commons-logging:commons-logging-api',
      'org.slf4j:jcl-over-slf4j',
      'org.slf4j:jcl104-over-slf4j',
      'org.springframework:spring-jcl',
    ],
    reason: 'all hold org.apache.commons.logging; which one answers depends on class path order',
  },
  {
    id: 'log4j-1',
    members: ['log4j:log4j', 'ch.qos.reload4j:reload4j', 'org.slf4j:log4j-over-slf4j', 'org.apache.logging.log4j:log4j-1.2-api'],
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
      'org.slf4j:slf4j-jcl',
      'org.apache.logging.log4j:log4j-slf4j-impl',
      'org.apache.logging.log4j:log4j-slf4j2-impl',
      'org.tinylog:slf4j-tinylog',
    ],
    clash: 'answer for SLF4J, which takes one of them',
    reason: 'SLF4J takes one binding per class path and picks arbitrarily among several',
  },
  {
    id: 'log4j-slf4j-loop',
    members: ['org.apache.logging.log4j:log4j-to-slf4j'],
    parts: ['org.apache.logging.log4j:log4j-slf4j-impl', 'org.apache.logging.log4j:log4j-slf4j2-impl'],
    clash: 'route log records to each other',
    reason: 'one routes Log4j to SLF4J, the other SLF4J to Log4j: together every record circles until the stack ends',
  },
  {
    id: 'log4j-1-loop',
    members: ['org.slf4j:log4j-over-slf4j'],
    parts: ['org.slf4j:slf4j-log4j12', 'org.slf4j:slf4j-reload4j'],
    clash: 'route log records to each other',
    reason: 'one routes Log4j 1 to SLF4J, the other SLF4J to Log4j 1',
  },
  {
    id: 'jcl-slf4j-loop',
    members: ['org.slf4j:jcl-over-slf4j', 'org.slf4j:slf4j-jcl'],
    clash: 'route log records to each other',
    reason: 'one routes Commons Logging to SLF4J, the other back',
  },
  {
    id: 'jul-slf4j-loop',
    members: ['org.slf4j:jul-to-slf4j', 'org.slf4j:slf4j-jdk14'],
    clash: 'route log records to each other',
    reason: 'one routes java.util.logging to SLF4J, the other back',
  },
  {
    id: 'javax-servlet',
    members: [
      'javax.servlet:javax.servlet-api',
      'javax.servlet:servlet-api',
      'org.eclipse.jetty.toolchain:jetty-servlet-api',
      'org.apache.tomcat:tomcat-servlet-api (,10)',
      'jakarta.servlet:jakarta.servlet-api (,5)',
      'org.apache.tomcat.embed:tomcat-embed-core (,10)',
    ],
    reason: 'all hold javax.servlet',
  },
  {
    id: 'jakarta-servlet',
    members: [
      'org.eclipse.jetty.toolchain:jetty-jakarta-servlet-api',
      'org.apache.tomcat:tomcat-servlet-api [10,)',
      'jakarta.servlet:jakarta.servlet-api [5,)',
      'org.apache.tomcat.embed:tomcat-embed-core [10,)',
    ],
    reason: 'all hold jakarta.servlet',
  },
  {
    id: 'javax-annotation',
    members: [
      'javax.annotation:javax.annotation-api',
      'javax.annotation:jsr250-api',
      'jakarta.annotation:jakarta.annotation-api (,2)',
      'org.apache.tomcat:tomcat-annotations-api (,10)',
    ],
    reason: 'all hold javax.annotation.PostConstruct and its kin',
  },
  {
    id: 'jaxb-api',
    members: ['javax.xml.bind:jaxb-api', 'jakarta.xml.bind:jakarta.xml.bind-api (,3)'],
    reason: 'both hold javax.xml.bind',
  },
  {
    id: 'jaxb-runtime',
    members: ['com.sun.xml.bind:jaxb-impl', 'org.glassfish.jaxb:jaxb-runtime'],
    reason: 'both hold com.sun.xml.bind.v2 (org.glassfish.jaxb.runtime from 3 on)',
  },
  {
    id: 'activation',
    members: [
      'javax.activation:activation',
      'javax.activation:javax.activation-api',
      'com.sun.activation:javax.activation',
      'jakarta.activation:jakarta.activation-api (,2)',
      'com.sun.activation:jakarta.activation (,2)',
    ],
    reason: 'all hold javax.activation',
  },
  {
    id: 'jax-rs',
    members: ['javax.ws.rs:javax.ws.rs-api', 'javax.ws.rs:jsr311-api', 'jakarta.ws.rs:jakarta.ws.rs-api (,3)'],
    reason: 'all hold javax.ws.rs; JAX-RS 1 lacks what 2 calls',
  },
  {
    id: 'persistence',
    members: [
      'javax.persistence:javax.persistence-api',
      'javax.persistence:persistence-api',
      'jakarta.persistence:jakarta.persistence-api (,3)',
      'org.hibernate.javax.persistence:hibernate-jpa-2.1-api',
      'org.hibernate.javax.persistence:hibernate-jpa-2.0-api',
      'org.eclipse.persistence:javax.persistence',
    ],
    reason: 'all hold javax.persistence',
  },
  {
    id: 'validation',
    members: ['javax.validation:validation-api', 'jakarta.validation:jakarta.validation-api (,3)'],
    reason: 'both hold javax.validation',
  },
  {
    id: 'inject',
    members: [
      'javax.inject:javax.inject',
      'jakarta.inject:jakarta.inject-api (,2)',
      'org.glassfish.hk2.external:javax.inject',
      'org.glassfish.hk2.external:jakarta.inject (,3)',
    ],
    reason: 'all hold javax.inject',
  },
  {
    id: 'mail',
    members: [
      'javax.mail:mail',
      'javax.mail:javax.mail-api',
      'com.sun.mail:javax.mail',
      'com.sun.mail:jakarta.mail (,2)',
      'jakarta.mail:jakarta.mail-api (,2)',
    ],
    reason: 'all hold javax.mail',
  },
  {
    id: 'jakarta-mail',
    members: ['com.sun.mail:jakarta.mail [2,)', 'org.eclipse.angus:jakarta.mail', 'jakarta.mail:jakarta.mail-api [2,)'],
    reason: 'all hold jakarta.mail',
  },
  {
    id: 'transaction',
    members: [
      'javax.transaction:jta',
      'javax.transaction:javax.transaction-api',
      'jakarta.transaction:jakarta.transaction-api (,2)',
    ],
    reason: 'all hold javax.transaction',
  },
  {
    id: 'el',
    members: [
      'javax.el:javax.el-api',
      'javax.el:el-api',
      'org.glassfish:javax.el',
      'jakarta.el:jakarta.el-api (,4)',
      'org.glassfish:jakarta.el (,4)',
      'org.apache.tomcat.embed:tomcat-embed-el (,10)',
    ],
    reason: 'all hold javax.el',
  },
  {
    id: 'websocket',
    members: [
      'javax.websocket:javax.websocket-api',
      'jakarta.websocket:jakarta.websocket-api (,2)',
      'org.apache.tomcat.embed:tomcat-embed-websocket (,10)',
    ],
    reason: 'all hold javax.websocket',
  },
  {
    id: 'json-p',
    members: [
      'javax.json:javax.json-api',
      'org.glassfish:javax.json',
      'jakarta.json:jakarta.json-api (,2)',
      'org.glassfish:jakarta.json (,2)',
    ],
    reason: 'all hold javax.json',
  },
  {
    id: 'findbugs-annotations',
    members: ['com.google.code.findbugs:annotations'],
    parts: ['com.google.code.findbugs:jsr305', 'com.github.spotbugs:spotbugs-annotations', 'net.jcip:jcip-annotations'],
    reason: 'the one holds the annotations of the other',
  },
  {
    id: 'guava',
    members: ['com.google.guava:guava', 'com.google.guava:guava-jdk5', 'com.google.collections:google-collections'],
    parts: ['com.google.guava:listenablefuture (,9999)'],
    reason: 'all hold com.google.common; the old ones lack methods that others call',
  },
  {
    id: 'netty',
    members: ['io.netty:netty-all (,4.1.52)'],
    parts: [
      'io.netty:netty-buffer',
      'io.netty:netty-codec',
      'io.netty:netty-codec-http',
      'io.netty:netty-codec-http2',
      'io.netty:netty-common',
      'io.netty:netty-handler',
      'io.netty:netty-resolver',
      'io.netty:netty-transport',
    ],
    reason: 'netty-all up to 4.1.51 holds the classes of all its parts',
  },
  { id: 'netty-3', members: ['io.netty:netty', 'org.jboss.netty:netty'], reason: 'both hold org.jboss.netty' },
  {
    id: 'hamcrest',
    members: ['org.hamcrest:hamcrest', 'org.hamcrest:hamcrest-all'],
    parts: ['org.hamcrest:hamcrest-core (,2)', 'org.hamcrest:hamcrest-library (,2)'],
    reason: 'Hamcrest 2 holds in one jar what core and library held',
  },
  {
    id: 'bouncycastle',
    members: [
      'org.bouncycastle:bcprov-jdk14',
      'org.bouncycastle:bcprov-jdk15',
      'org.bouncycastle:bcprov-jdk15on',
      'org.bouncycastle:bcprov-jdk15to18',
      'org.bouncycastle:bcprov-jdk16',
      'org.bouncycastle:bcprov-jdk18on',
      'org.bouncycastle:bcprov-ext-jdk15on',
      'org.bouncycastle:bc-fips',
    ],
    reason: 'all hold org.bouncycastle; signed jars refuse to mix',
  },
  {
    id: 'bouncycastle-pkix',
    members: [
      'org.bouncycastle:bcpkix-jdk15on',
      'org.bouncycastle:bcpkix-jdk15to18',
      'org.bouncycastle:bcpkix-jdk18on',
      'org.bouncycastle:bcpkix-fips',
    ],
    reason: 'all hold org.bouncycastle.cert',
  },
  { id: 'xml-apis', members: ['xml-apis:xml-apis', 'xerces:xmlParserAPIs'], reason: 'both hold org.w3c.dom and javax.xml' },
  { id: 'stax', members: ['stax:stax-api', 'javax.xml.stream:stax-api'], reason: 'both hold javax.xml.stream' },
  {
    id: 'asm',
    members: ['asm:asm', 'asm:asm-all', 'org.ow2.asm:asm', 'org.ow2.asm:asm-all'],
    reason: 'all hold org.objectweb.asm',
  },
  { id: 'cglib', members: ['cglib:cglib', 'cglib:cglib-nodep'], reason: 'both hold net.sf.cglib' },
  {
    id: 'mysql',
    members: ['mysql:mysql-connector-java (,8.0.31)', 'com.mysql:mysql-connector-j'],
    reason: 'one is the other under its new name: both hold com.mysql',
  },
  {
    id: 'aws-sdk-1',
    members: ['com.amazonaws:aws-java-sdk-bundle'],
    parts: ['com.amazonaws:aws-java-sdk-core', 'com.amazonaws:aws-java-sdk-s3', 'com.amazonaws:aws-java-sdk-dynamodb'],
    reason: 'the bundle holds all parts',
  },
  {
    id: 'intellij-annotations',
    members: ['org.jetbrains:annotations', 'org.jetbrains:annotations-java5', 'com.intellij:annotations'],
    reason: 'all hold org.jetbrains.annotations',
  },
  {
    id: 'jackson-asl',
    members: ['org.codehaus.jackson:jackson-mapper-asl', 'org.codehaus.jackson:jackson-mapper-lgpl'],
    reason: 'both hold org.codehaus.jackson.map',
  },
  {
    id: 'junit',
    members: ['junit:junit', 'junit:junit-dep'],
    reason: 'both hold org.junit',
  },
  {
    id: 'aop-alliance',
    members: ['aopalliance:aopalliance', 'org.glassfish.hk2.external:aopalliance-repackaged'],
    reason: 'both hold org.aopalliance',
  },
];
