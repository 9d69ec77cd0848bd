/** Frameworks that exist once per class path. Data, with the reason for each. */
import type { Side } from '../class-families/family.ts';
import type { Framework } from './framework.ts';
import { NAMESPACE_MOVES } from './namespaces.ts';

/** Members are told by the ends of their names, see `scalaOf`. */
export const SCALA: Framework = {
  id: 'scala',
  name: 'Code compiled for Scala',
  reason: 'one class path holds one scala-library, and what is compiled for one binary version does not run with another',
};

/** The major that is built for Spring 5, and the next two, each for the next Spring. */
function springOf(major: number): readonly Side[] {
  return [0, 1, 2].map((step) => [String(major + step), String(5 + step)] as const);
}

function servletMovedAt(version: string): readonly Side[] {
  return [
    ['0', 'javax.servlet'],
    [version, 'jakarta.servlet'],
  ];
}

export const FRAMEWORKS: readonly Framework[] = [
  SCALA,
  {
    id: 'spring-boot',
    name: 'Spring Boot',
    members: ['org.springframework.boot:*'],
    managers: ['org.springframework.boot'],
    java: [['3', 17]],
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
      'org.springframework:spring-aop',
      'org.springframework:spring-expression',
      'org.springframework:spring-context-support',
      'org.springframework:spring-tx',
      'org.springframework:spring-jdbc',
      'org.springframework:spring-orm',
      'org.springframework:spring-jms',
      'org.springframework:spring-messaging',
      'org.springframework:spring-websocket',
      'org.springframework:spring-webflux',
    ],
    managers: ['org.springframework'],
    java: [['6', 17]],
    reason: 'Spring 6 lives on jakarta.*, Spring 5 on javax.*',
  },
  {
    id: 'spring-framework',
    name: 'Spring Framework',
    // Projects of their own numbers, by the Spring that each is built for.
    sides: {
      'org.springframework.amqp:*': springOf(2),
      'org.springframework.batch:*': springOf(4),
      'org.springframework.hateoas:*': springOf(1),
      'org.springframework.integration:*': springOf(5),
      'org.springframework.kafka:*': springOf(2),
      'org.springframework.security:*': springOf(5),
      'org.springframework.session:*': springOf(2),
      'org.springframework.ws:*': springOf(3),
    },
    reason: 'each is built for one Spring; Spring 6 lives on jakarta.*, Spring 5 on javax.*',
  },
  {
    id: 'servlet',
    name: 'The servlet API in the packages',
    sides: {
      'javax.servlet:javax.servlet-api': [['0', 'javax.servlet']],
      'javax.servlet:servlet-api': [['0', 'javax.servlet']],
      'jakarta.servlet:jakarta.servlet-api': servletMovedAt('5'),
    },
    whenProvided: {
      'javax:javaee-api': [['0', 'javax.servlet']],
      'javax:javaee-web-api': [['0', 'javax.servlet']],
      'jakarta.platform:jakarta.jakartaee-api': servletMovedAt('9'),
      'jakarta.platform:jakarta.jakartaee-web-api': servletMovedAt('9'),
    },
    reason: 'one container serves either javax.servlet or jakarta.servlet',
  },
  {
    id: 'hibernate',
    name: 'Hibernate ORM',
    // Modules of one release carry its version; 6 took away hibernate-entitymanager and hibernate-ehcache.
    members: [
      'org.hibernate:hibernate-core',
      'org.hibernate:hibernate-entitymanager',
      'org.hibernate:hibernate-envers',
      'org.hibernate:hibernate-ehcache',
      'org.hibernate:hibernate-c3p0',
      'org.hibernate:hibernate-hikaricp',
      'org.hibernate:hibernate-jcache',
      'org.hibernate:hibernate-spatial',
      'org.hibernate.orm:hibernate-core',
      'org.hibernate.orm:hibernate-envers',
      'org.hibernate.orm:hibernate-c3p0',
      'org.hibernate.orm:hibernate-hikaricp',
      'org.hibernate.orm:hibernate-jcache',
      'org.hibernate.orm:hibernate-spatial',
    ],
    sides: { 'org.hibernate:hibernate-core-jakarta': [['5', '5 on jakarta.persistence']] },
    managers: ['org.hibernate.orm'],
    reason: 'both hold org.hibernate; 6 lives on jakarta.persistence',
  },
  {
    id: 'quarkus',
    name: 'Quarkus',
    members: ['io.quarkus:*'],
    managers: ['io.quarkus', 'io.quarkus.platform'],
    java: [
      ['2', 11],
      ['3.7', 17],
    ],
    reason: 'one class path starts one Quarkus',
  },
  {
    id: 'micronaut',
    name: 'Micronaut',
    members: ['io.micronaut:*'],
    managers: ['io.micronaut', 'io.micronaut.platform'],
    java: [['4', 17]],
    reason: 'one class path starts one Micronaut',
  },
  {
    id: 'helidon',
    name: 'Helidon',
    members: ['io.helidon.*:*'],
    managers: ['io.helidon', 'io.helidon.applications'],
    java: [
      ['2', 11],
      ['3', 17],
      ['4', 21],
    ],
    reason: 'one class path starts one Helidon: 2 lives on javax.*, 3 on jakarta.*, 4 has another web server',
  },
  {
    id: 'dropwizard',
    name: 'Dropwizard',
    members: ['io.dropwizard:*'],
    managers: ['io.dropwizard'],
    java: [
      ['3', 11],
      ['5', 17],
    ],
    reason: 'one class path starts one Dropwizard: 2 and 3 differ in their packages, 4 lives on jakarta.*',
  },
  ...NAMESPACE_MOVES,
];
