/**
 * What moved from javax.* to jakarta.*, and at which version. Data: taken from the published POMs (which `*-api` each side asks
 * for), and from the jars where artifacts of two names hold the same classes.
 *
 * Only what cannot stand beside its other side is here: versions of one artifact, modules that are released together, and
 * artifacts that hold classes of the same names. Two APIs under different names live on one class path.
 */
import type { Side } from '../class-families/family.ts';
import type { Framework } from './framework.ts';

const JAVAX = 'javax.*';
const JAKARTA = 'jakarta.*';

/** javax.* below this version, jakarta.* from it on. */
function movedAt(version: string): readonly Side[] {
  return [
    ['0', JAVAX],
    [version, JAKARTA],
  ];
}

/** The artifact never moved: its successor has another name, or it is that successor. */
const ALWAYS_JAVAX: readonly Side[] = [['0', JAVAX]];
const ALWAYS_JAKARTA: readonly Side[] = [['0', JAKARTA]];

function each(artifacts: readonly string[], sides: readonly Side[]): Readonly<Record<string, readonly Side[]>> {
  return Object.fromEntries(artifacts.map((one) => [one, sides]));
}

/** APIs that kept their name when their packages got another: one class path holds one version, so one of the two. */
const APIS: readonly (readonly [artifact: string, moved: string, packages: string])[] = [
  ['com.sun.activation:jakarta.activation', '2', 'activation'],
  ['jakarta.activation:jakarta.activation-api', '2', 'activation'],
  ['jakarta.annotation:jakarta.annotation-api', '2', 'annotation'],
  ['jakarta.authentication:jakarta.authentication-api', '2', 'security.auth.message'],
  ['jakarta.authorization:jakarta.authorization-api', '2', 'security.jacc'],
  ['jakarta.batch:jakarta.batch-api', '2', 'batch'],
  ['jakarta.ejb:jakarta.ejb-api', '4', 'ejb'],
  ['jakarta.el:jakarta.el-api', '4', 'el'],
  ['jakarta.enterprise:jakarta.enterprise.cdi-api', '3', 'enterprise'],
  ['jakarta.enterprise.concurrent:jakarta.enterprise.concurrent-api', '2', 'enterprise.concurrent'],
  ['jakarta.faces:jakarta.faces-api', '3', 'faces'],
  ['jakarta.inject:jakarta.inject-api', '2', 'inject'],
  ['jakarta.interceptor:jakarta.interceptor-api', '2', 'interceptor'],
  ['jakarta.jms:jakarta.jms-api', '3', 'jms'],
  ['jakarta.json:jakarta.json-api', '2', 'json'],
  ['jakarta.json.bind:jakarta.json.bind-api', '2', 'json.bind'],
  ['jakarta.jws:jakarta.jws-api', '3', 'jws'],
  ['jakarta.mail:jakarta.mail-api', '2', 'mail'],
  ['jakarta.persistence:jakarta.persistence-api', '3', 'persistence'],
  ['jakarta.resource:jakarta.resource-api', '2', 'resource'],
  ['jakarta.security.enterprise:jakarta.security.enterprise-api', '2', 'security.enterprise'],
  ['jakarta.servlet.jsp:jakarta.servlet.jsp-api', '3', 'servlet.jsp'],
  ['jakarta.servlet.jsp.jstl:jakarta.servlet.jsp.jstl-api', '2', 'servlet.jsp.jstl'],
  ['jakarta.transaction:jakarta.transaction-api', '2', 'transaction'],
  ['jakarta.validation:jakarta.validation-api', '3', 'validation'],
  ['jakarta.websocket:jakarta.websocket-api', '2', 'websocket'],
  ['jakarta.ws.rs:jakarta.ws.rs-api', '3', 'ws.rs'],
  ['jakarta.xml.bind:jakarta.xml.bind-api', '3', 'xml.bind'],
  ['jakarta.xml.soap:jakarta.xml.soap-api', '2', 'xml.soap'],
  ['jakarta.xml.ws:jakarta.xml.ws-api', '3', 'xml.ws'],
];

const API_MOVES: readonly Framework[] = APIS.map(([artifact, moved, packages]) => ({
  id: `namespace-${artifact}`,
  name: artifact,
  runsOnly: true,
  sides: {
    [artifact]: [
      ['0', `javax.${packages}`],
      [moved, `jakarta.${packages}`],
    ],
  },
  reason: `up to the move it holds javax.${packages}, from ${moved} on jakarta.${packages}: code for the other one finds no class`,
}));

interface Move {
  readonly id: string;
  readonly name: string;
  readonly sides: Readonly<Record<string, readonly Side[]>>;
  readonly managers?: readonly string[];
  readonly reason: string;
}

/** Libraries and servers. `g.*:*` means a group and those below it. */
const MOVES: readonly Move[] = [
  {
    id: 'jersey',
    name: 'Jersey',
    sides: each(
      ['core', 'containers', 'connectors', 'ext', 'inject', 'media', 'security', 'bundles'].map(
        (part) => `org.glassfish.jersey.${part}.*:*`,
      ),
      movedAt('3'),
    ),
    managers: ['org.glassfish.jersey'],
    reason: 'both hold org.glassfish.jersey; 2 serves javax.ws.rs, 3 jakarta.ws.rs',
  },
  {
    id: 'hk2',
    name: 'HK2',
    sides: each(
      ['hk2', 'hk2-api', 'hk2-core', 'hk2-locator', 'hk2-runlevel', 'hk2-utils', 'spring-bridge', 'guice-bridge'].map(
        (one) => `org.glassfish.hk2:${one}`,
      ),
      movedAt('3'),
    ),
    reason: 'both hold org.glassfish.hk2; 2 injects by javax.inject, 3 by jakarta.inject',
  },
  {
    id: 'resteasy',
    name: 'RESTEasy',
    sides: {
      ...each(
        [
          'client',
          'client-api',
          'core',
          'core-spi',
          'cdi',
          'jackson2-provider',
          'jackson-provider',
          'jaxb-provider',
          'json-binding-provider',
          'json-p-provider',
          'multipart-provider',
          'netty4',
          'servlet-initializer',
          'undertow',
          'validator-provider',
          'vertx',
        ].map((one) => `org.jboss.resteasy:resteasy-${one}`),
        movedAt('6'),
      ),
      'org.jboss.resteasy:resteasy-jaxrs': ALWAYS_JAVAX,
    },
    managers: ['org.jboss.resteasy'],
    reason: 'all hold org.jboss.resteasy; up to 5 it serves javax.ws.rs, from 6 on jakarta.ws.rs',
  },
  {
    id: 'cxf',
    name: 'Apache CXF',
    sides: each(['org.apache.cxf:*', 'org.apache.cxf.services.*:*'], movedAt('4')),
    managers: ['org.apache.cxf'],
    reason: 'both hold org.apache.cxf; 3 lives on javax.*, 4 on jakarta.*',
  },
  {
    id: 'activemq',
    name: 'ActiveMQ',
    sides: {
      ...each(
        [
          'all',
          'broker',
          'client',
          'http',
          'jaas',
          'jdbc-store',
          'jms-pool',
          'kahadb-store',
          'pool',
          'ra',
          'spring',
          'stomp',
          'web',
        ].map((one) => `org.apache.activemq:activemq-${one}`),
        movedAt('6'),
      ),
      'org.apache.activemq:activemq-client-jakarta': ALWAYS_JAKARTA,
    },
    reason: 'all hold org.apache.activemq; up to 5 it speaks javax.jms, activemq-client-jakarta and 6 speak jakarta.jms',
  },
  {
    id: 'artemis-jms',
    name: 'The JMS client of Artemis',
    sides: {
      ...each(
        ['client', 'server'].map((one) => `org.apache.activemq:artemis-jms-${one}`),
        ALWAYS_JAVAX,
      ),
      ...each(
        ['client', 'server'].map((one) => `org.apache.activemq:artemis-jakarta-${one}`),
        ALWAYS_JAKARTA,
      ),
      'org.apache.activemq:artemis-jms-client-all': ALWAYS_JAVAX,
      'org.apache.activemq:artemis-jakarta-client-all': ALWAYS_JAKARTA,
    },
    reason: 'artemis-jms-* and artemis-jakarta-* hold classes of the same names, over javax.jms and over jakarta.jms',
  },
  {
    id: 'qpid-jms',
    name: 'Qpid JMS',
    sides: { 'org.apache.qpid:qpid-jms-client': movedAt('2') },
    reason: '1 speaks javax.jms, 2 jakarta.jms',
  },
  {
    id: 'pooled-jms',
    name: 'Pooled JMS',
    sides: { 'org.messaginghub:pooled-jms': movedAt('3') },
    reason: 'up to 2 it pools javax.jms, from 3 on jakarta.jms',
  },
  {
    id: 'rabbitmq-jms',
    name: 'The JMS client of RabbitMQ',
    sides: { 'com.rabbitmq.jms:rabbitmq-jms': movedAt('3') },
    reason: 'up to 2 it speaks javax.jms, from 3 on jakarta.jms',
  },
  {
    id: 'sqs-jms',
    name: 'The JMS client of SQS',
    sides: { 'com.amazonaws:amazon-sqs-java-messaging-lib': movedAt('2') },
    reason: '1 speaks javax.jms, 2 jakarta.jms',
  },
  {
    id: 'hibernate-validator',
    name: 'Hibernate Validator',
    sides: {
      ...each(
        ['hibernate-validator', 'hibernate-validator-cdi', 'hibernate-validator-annotation-processor'].map(
          (one) => `org.hibernate.validator:${one}`,
        ),
        movedAt('7'),
      ),
      // Its older name, under which every later version is as well.
      'org.hibernate:hibernate-validator': movedAt('7'),
    },
    managers: ['org.hibernate.validator'],
    reason: 'all hold org.hibernate.validator; up to 6 it validates by javax.validation, from 7 on by jakarta.validation',
  },
  {
    id: 'hibernate-search',
    name: 'Hibernate Search over Hibernate ORM',
    sides: { 'org.hibernate.search:hibernate-search-mapper-orm': movedAt('7') },
    managers: ['org.hibernate.search'],
    reason: '6 lives on javax.persistence, 7 on jakarta.persistence',
  },
  {
    id: 'eclipselink',
    name: 'EclipseLink',
    sides: each(
      [
        'eclipselink',
        ...['core', 'jpa', 'jpa.jpql', 'moxy', 'oracle', 'antlr', 'extension', 'dbws'].map(
          (one) => `org.eclipse.persistence.${one}`,
        ),
      ].map((one) => `org.eclipse.persistence:${one}`),
      movedAt('3'),
    ),
    reason: 'all hold org.eclipse.persistence; 2 lives on javax.persistence, 3 on jakarta.persistence',
  },
  {
    id: 'openjpa',
    name: 'OpenJPA',
    sides: each(
      ['openjpa', 'openjpa-all', 'openjpa-jdbc', 'openjpa-kernel', 'openjpa-persistence', 'openjpa-persistence-jdbc'].map(
        (one) => `org.apache.openjpa:${one}`,
      ),
      movedAt('4'),
    ),
    reason: 'up to 3 it lives on javax.persistence, from 4 on jakarta.persistence',
  },
  // com.sun.xml.bind and org.glassfish.jaxb hold other classes than each other across the move: each is judged by itself.
  {
    id: 'jaxb-runtime',
    name: 'The JAXB runtime',
    sides: { 'org.glassfish.jaxb:jaxb-runtime': movedAt('3') },
    managers: ['org.glassfish.jaxb'],
    reason: '2 binds by javax.xml.bind, 3 by jakarta.xml.bind',
  },
  {
    id: 'jaxb-impl',
    name: 'The JAXB implementation',
    sides: { 'com.sun.xml.bind:jaxb-impl': movedAt('3') },
    managers: ['com.sun.xml.bind'],
    reason: '2 binds by javax.xml.bind, 3 by jakarta.xml.bind',
  },
  {
    id: 'jaxws-rt',
    name: 'Metro (JAX-WS)',
    sides: each(['com.sun.xml.ws:jaxws-rt', 'com.sun.xml.ws:rt'], movedAt('3')),
    reason: '2 serves javax.xml.ws, 3 jakarta.xml.ws',
  },
  {
    id: 'saaj',
    name: 'SAAJ',
    sides: { 'com.sun.xml.messaging.saaj:saaj-impl': movedAt('2') },
    reason: '1 implements javax.xml.soap, 2 jakarta.xml.soap',
  },
  {
    id: 'wss4j',
    name: 'WSS4J',
    sides: each(
      ['common', 'dom', 'stax', 'policy'].map((one) => `org.apache.wss4j:wss4j-ws-security-${one}`),
      movedAt('3'),
    ),
    reason: '2 binds by javax.xml.bind, 3 by jakarta.xml.bind',
  },
  {
    id: 'axis2',
    name: 'Axis2',
    sides: each(
      ['adb', 'jaxws', 'kernel', 'transport-http', 'transport-local'].map((one) => `org.apache.axis2:axis2-${one}`),
      movedAt('2'),
    ),
    reason: '1 lives on javax.*, 2 on jakarta.*',
  },
  {
    id: 'jetty',
    name: 'The server of Jetty',
    sides: {
      ...each(
        ['jetty-server', 'jetty-security', 'jetty-deploy', 'jetty-annotations', 'jetty-plus'].map(
          (one) => `org.eclipse.jetty:${one}`,
        ),
        [
          ['0', JAVAX],
          ['11', JAKARTA],
          ['12', 'the core of 12'],
        ],
      ),
      ...each(
        ['jetty-servlet', 'jetty-servlets', 'jetty-webapp'].map((one) => `org.eclipse.jetty:${one}`),
        movedAt('11'),
      ),
      'org.eclipse.jetty:jetty-session': [['12', 'the core of 12']],
      ...each(
        ['ee8', 'ee9', 'ee10', 'ee11'].map((one) => `org.eclipse.jetty.${one}.*:*`),
        [['0', 'the core of 12']],
      ),
    },
    managers: ['org.eclipse.jetty'],
    reason:
      'one class path holds one jetty-server: up to 10 over javax.servlet, 11 over jakarta.servlet, 12 over neither, with other handlers',
  },
  {
    id: 'tomcat',
    name: 'Tomcat',
    sides: each(
      [
        'org.apache.tomcat.embed:tomcat-embed-core',
        'org.apache.tomcat.embed:tomcat-embed-jasper',
        'org.apache.tomcat.embed:tomcat-embed-websocket',
        'org.apache.tomcat:tomcat-catalina',
        'org.apache.tomcat:tomcat-coyote',
        'org.apache.tomcat:tomcat-jasper',
        'org.apache.tomcat:tomcat-websocket',
      ],
      movedAt('10'),
    ),
    reason: 'all hold org.apache.catalina or what runs in it; 9 serves javax.servlet, 10 jakarta.servlet',
  },
  {
    id: 'tomcat-el',
    name: 'The expression language of Tomcat',
    sides: each(['org.apache.tomcat.embed:tomcat-embed-el', 'org.apache.tomcat:tomcat-jasper-el'], movedAt('10')),
    reason: 'both hold org.apache.el; 9 implements javax.el, 10 jakarta.el',
  },
  {
    id: 'undertow-servlet',
    name: 'The servlets of Undertow',
    sides: each(['io.undertow:undertow-servlet', 'io.undertow:undertow-websockets-jsr'], movedAt('2.3')),
    reason: 'up to 2.2 it serves javax.servlet, from 2.3 on jakarta.servlet',
  },
  {
    id: 'grizzly-servlet',
    name: 'The servlets of Grizzly',
    sides: { 'org.glassfish.grizzly:grizzly-http-servlet': movedAt('3') },
    reason: '2 serves javax.servlet, 3 jakarta.servlet',
  },
  {
    id: 'tyrus',
    name: 'Tyrus',
    sides: each(['org.glassfish.tyrus:*', 'org.glassfish.tyrus.bundles:*'], movedAt('2')),
    managers: ['org.glassfish.tyrus'],
    reason: '1 speaks javax.websocket, 2 jakarta.websocket',
  },
  {
    id: 'faces',
    name: 'Mojarra',
    sides: {
      'org.glassfish:jakarta.faces': movedAt('3'),
      ...each(['org.glassfish:javax.faces', 'com.sun.faces:jsf-impl'], ALWAYS_JAVAX),
    },
    reason: 'all hold com.sun.faces; jakarta.faces serves jakarta.* from 3 on, the others javax.*',
  },
  {
    id: 'myfaces',
    name: 'MyFaces',
    sides: each(['org.apache.myfaces.core:myfaces-api', 'org.apache.myfaces.core:myfaces-impl'], movedAt('3')),
    reason: '2 serves javax.faces, 3 jakarta.faces',
  },
  {
    id: 'weld',
    name: 'Weld',
    sides: each(
      [
        'org.jboss.weld:weld-api',
        'org.jboss.weld:weld-core-impl',
        'org.jboss.weld:weld-spi',
        'org.jboss.weld.environment:weld-environment-common',
        'org.jboss.weld.se:weld-se-core',
        'org.jboss.weld.se:weld-se-shaded',
        'org.jboss.weld.servlet:weld-servlet-core',
        'org.jboss.weld.servlet:weld-servlet-shaded',
      ],
      movedAt('4'),
    ),
    managers: ['org.jboss.weld'],
    reason: 'all hold org.jboss.weld; 3 injects by javax.*, 4 by jakarta.*',
  },
  {
    id: 'openwebbeans',
    name: 'OpenWebBeans',
    sides: each(
      ['impl', 'se', 'spi', 'web'].map((one) => `org.apache.openwebbeans:openwebbeans-${one}`),
      movedAt('4'),
    ),
    reason: '2 injects by javax.*, 4 by jakarta.*',
  },
  {
    id: 'guice',
    name: 'Guice',
    // 6 takes both, and lives with those who need either.
    sides: {
      'com.google.inject:guice': [
        ['0', JAVAX],
        ['6', undefined],
        ['7', JAKARTA],
      ],
      'com.google.inject.extensions:guice-servlet': movedAt('7'),
      'com.google.inject.extensions:guice-persist': movedAt('7'),
    },
    managers: ['com.google.inject'],
    reason: 'up to 5 it injects by javax.inject alone, from 7 on by jakarta.inject alone',
  },
  {
    id: 'json-p',
    name: 'The JSON-P implementation',
    sides: { 'org.glassfish:jakarta.json': movedAt('2'), 'org.glassfish:javax.json': ALWAYS_JAVAX },
    reason: 'both hold org.glassfish.json; jakarta.json implements jakarta.json from 2 on, javax.json only javax.json',
  },
  {
    id: 'el',
    name: 'The expression language of GlassFish',
    sides: { 'org.glassfish:jakarta.el': movedAt('4'), 'org.glassfish:javax.el': ALWAYS_JAVAX },
    reason: 'both hold com.sun.el; jakarta.el implements jakarta.el from 4 on, javax.el only javax.el',
  },
  {
    id: 'yasson',
    name: 'Yasson',
    sides: { 'org.eclipse:yasson': movedAt('2') },
    reason: '1 binds by javax.json.bind, 2 by jakarta.json.bind',
  },
  {
    id: 'johnzon',
    name: 'Johnzon',
    sides: each(
      ['core', 'jaxrs', 'jsonb', 'mapper'].map((one) => `org.apache.johnzon:johnzon-${one}`),
      movedAt('2'),
    ),
    reason: '1 reads by javax.json, 2 by jakarta.json',
  },
  {
    id: 'mail',
    name: 'The mail implementation',
    sides: {
      ...each(['com.sun.mail:jakarta.mail', 'com.sun.mail:mailapi', 'com.sun.mail:smtp', 'com.sun.mail:imap'], movedAt('2')),
      ...each(['com.sun.mail:javax.mail', 'javax.mail:mail'], ALWAYS_JAVAX),
    },
    reason: 'all hold com.sun.mail; up to 1 over javax.mail, from 2 on over jakarta.mail',
  },
  {
    id: 'jstl',
    name: 'The tags of JSTL',
    sides: { 'org.glassfish.web:jakarta.servlet.jsp.jstl': movedAt('2'), 'javax.servlet:jstl': ALWAYS_JAVAX },
    reason: 'both hold org.apache.taglibs.standard, for javax.servlet.jsp and for jakarta.servlet.jsp',
  },
  {
    id: 'narayana',
    name: 'Narayana',
    sides: { 'org.jboss.narayana.jta:narayana-jta': movedAt('6') },
    reason: '5 commits by javax.transaction, 6 by jakarta.transaction',
  },
  {
    id: 'soteria',
    name: 'Soteria',
    sides: { 'org.glassfish.soteria:jakarta.security.enterprise': movedAt('2') },
    reason: '1 implements javax.security.enterprise, 2 jakarta.security.enterprise',
  },
  {
    id: 'deltaspike',
    name: 'DeltaSpike',
    sides: each(['org.apache.deltaspike.core:*', 'org.apache.deltaspike.modules:*'], movedAt('2')),
    reason: '1 lives on javax.*, 2 on jakarta.*',
  },
  {
    id: 'struts',
    name: 'Struts',
    sides: each(
      ['core', 'convention-plugin', 'json-plugin', 'spring-plugin', 'tiles-plugin'].map(
        (one) => `org.apache.struts:struts2-${one}`,
      ),
      movedAt('7'),
    ),
    managers: ['org.apache.struts'],
    reason: 'up to 6 it serves javax.servlet, from 7 on jakarta.servlet',
  },
  {
    id: 'wicket',
    name: 'Wicket',
    sides: each(
      ['core', 'extensions', 'spring', 'auth-roles'].map((one) => `org.apache.wicket:wicket-${one}`),
      movedAt('10'),
    ),
    reason: 'up to 9 it serves javax.servlet, from 10 on jakarta.servlet',
  },
  {
    id: 'vaadin',
    name: 'Vaadin Flow',
    sides: { 'com.vaadin:flow-server': movedAt('24') },
    reason: 'up to 23 it serves javax.servlet, from 24 on jakarta.servlet',
  },
  {
    id: 'atmosphere',
    name: 'Atmosphere',
    sides: { 'org.atmosphere:atmosphere-runtime': movedAt('3') },
    reason: '2 serves javax.servlet, 3 jakarta.servlet',
  },
  {
    id: 'camel',
    name: 'Camel over APIs of Java EE',
    sides: each(
      ['jms', 'sjms', 'servlet', 'jetty', 'mail', 'jpa', 'cxf-soap', 'cxf-rest'].map((one) => `org.apache.camel:camel-${one}`),
      movedAt('4'),
    ),
    managers: ['org.apache.camel', 'org.apache.camel.springboot'],
    reason: 'all need one camel-support; 3 lives on javax.*, 4 on jakarta.*',
  },
  {
    id: 'swagger-core',
    name: 'Swagger Core',
    sides: {
      ...each(
        ['core', 'jaxrs2', 'integration'].map((one) => `io.swagger.core.v3:swagger-${one}`),
        ALWAYS_JAVAX,
      ),
      ...each(
        ['core', 'jaxrs2', 'integration'].map((one) => `io.swagger.core.v3:swagger-${one}-jakarta`),
        ALWAYS_JAKARTA,
      ),
    },
    reason: 'both hold io.swagger.v3, over javax.xml.bind and over jakarta.xml.bind',
  },
];

/** Libraries and APIs of which one class path holds one namespace. */
export const NAMESPACE_MOVES: readonly Framework[] = [
  ...MOVES.map((move): Framework => ({ ...move, id: `namespace-${move.id}`, runsOnly: true })),
  ...API_MOVES,
];
