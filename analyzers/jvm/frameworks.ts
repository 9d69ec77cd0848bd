/** Frameworks that exist once per class path. Data, with the reason for each. */

/** Frameworks of which one class path holds one generation: who names it, and how its generation is read. */
export interface Framework {
  readonly id: string;
  readonly name: string;
  /** `group:artifact`, or `group:*`. */
  readonly members: readonly string[];
  /** Generation by the major version, by the namespace that the artifact holds, or by the Scala that it is compiled for. */
  readonly generation: 'major' | 'namespace' | 'scala';
  /** Groups of the parents, BOMs and platforms whose own version tells the generation of members that state none. */
  readonly managers?: readonly string[];
  readonly reason: string;
}

/** Members are told by the ends of their names, see `scalaOf`. */
export const SCALA: Framework = {
  id: 'scala',
  name: 'Code compiled for Scala',
  members: [],
  generation: 'scala',
  reason: 'one class path holds one scala-library, and what is compiled for one binary version does not run with another',
};

export const FRAMEWORKS: readonly Framework[] = [
  SCALA,
  {
    id: 'spring-boot',
    name: 'Spring Boot',
    members: ['org.springframework.boot:*'],
    generation: 'major',
    managers: ['org.springframework.boot'],
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
    generation: 'major',
    managers: ['org.springframework'],
    reason: 'Spring 6 lives on jakarta.*, Spring 5 on javax.*',
  },
  {
    id: 'servlet',
    name: 'The servlet API in the packages',
    members: ['javax.servlet:javax.servlet-api', 'javax.servlet:servlet-api', 'jakarta.servlet:jakarta.servlet-api'],
    generation: 'namespace',
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
    generation: 'major',
    managers: ['org.hibernate.orm'],
    reason: 'both hold org.hibernate; 6 lives on jakarta.persistence',
  },
  {
    id: 'quarkus',
    name: 'Quarkus',
    members: ['io.quarkus:*'],
    generation: 'major',
    managers: ['io.quarkus', 'io.quarkus.platform'],
    reason: 'one class path starts one Quarkus',
  },
  {
    id: 'micronaut',
    name: 'Micronaut',
    members: ['io.micronaut:*'],
    generation: 'major',
    managers: ['io.micronaut', 'io.micronaut.platform'],
    reason: 'one class path starts one Micronaut',
  },
];
