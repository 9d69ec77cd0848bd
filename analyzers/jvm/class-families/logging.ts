/** Loggers, their bridges and bindings. */
import type { ClassFamily, Side } from './family.ts';

/** SLF4J 1 calls one class by its name, SLF4J 2 (and 1.8 before it) what is registered as a service; neither sees the other's. */
const BY_SLF4J: readonly Side[] = [
  ['0', '1'],
  ['1.8', '2'],
];
const OF_SLF4J_1: readonly Side[] = [['0', '1']];
const OF_SLF4J_2: readonly Side[] = [['0', '2']];

export const LOGGING_FAMILIES: readonly ClassFamily[] = [
  {
    id: 'commons-logging',
    members: [
      'commons-logging:commons-logging',
      'commons-logging:commons-logging-api',
      'org.slf4j:jcl-over-slf4j',
      'org.slf4j:jcl104-over-slf4j',
      'org.springframework:spring-jcl',
      'org.jboss.logging:commons-logging-jboss-logging',
    ],
    reason: 'all hold org.apache.commons.logging; which one answers depends on class path order',
  },
  {
    id: 'commons-logging-adapters',
    members: ['commons-logging:commons-logging'],
    parts: ['commons-logging:commons-logging-adapters'],
    reason: 'the one holds the adapters that the other is',
  },
  {
    id: 'log4j-1',
    members: [
      'log4j:log4j',
      'ch.qos.reload4j:reload4j',
      'org.slf4j:log4j-over-slf4j',
      'org.apache.logging.log4j:log4j-1.2-api',
      'org.jboss.logmanager:log4j-jboss-logmanager',
    ],
    parts: ['log4j:apache-log4j-extras'],
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
      'org.apache.logging.log4j:log4j-slf4j18-impl',
      'org.jboss.slf4j:slf4j-jboss-logmanager',
      'org.slf4j:slf4j-android',
    ],
    generations: {
      'ch.qos.logback:logback-classic': [
        ['0', '1'],
        ['1.3', '2'],
      ],
      'org.slf4j:slf4j-simple': BY_SLF4J,
      'org.slf4j:slf4j-log4j12': BY_SLF4J,
      'org.slf4j:slf4j-reload4j': BY_SLF4J,
      'org.slf4j:slf4j-jdk14': BY_SLF4J,
      'org.slf4j:slf4j-nop': BY_SLF4J,
      'org.slf4j:slf4j-jcl': OF_SLF4J_1,
      'org.apache.logging.log4j:log4j-slf4j-impl': OF_SLF4J_1,
      'org.apache.logging.log4j:log4j-slf4j2-impl': OF_SLF4J_2,
      'org.apache.logging.log4j:log4j-slf4j18-impl': OF_SLF4J_2,
      'org.slf4j:slf4j-android': OF_SLF4J_1,
      // From these versions on they answer for both.
      'org.tinylog:slf4j-tinylog': [
        ['0', '1'],
        ['2.4', undefined],
      ],
      'org.jboss.slf4j:slf4j-jboss-logmanager': [
        ['0', '1'],
        ['2', undefined],
      ],
    },
    clash: 'answer for SLF4J, which takes one of them',
    reason: 'SLF4J takes one binding per class path and picks arbitrarily among several',
  },
  {
    id: 'log4j-slf4j',
    members: [
      'org.apache.logging.log4j:log4j-slf4j-impl',
      'org.apache.logging.log4j:log4j-slf4j2-impl',
      'org.apache.logging.log4j:log4j-slf4j18-impl',
    ],
    reason: 'all hold org.apache.logging.slf4j, each for another SLF4J',
  },
  {
    id: 'log4j-slf4j-loop',
    members: ['org.apache.logging.log4j:log4j-to-slf4j'],
    parts: [
      'org.apache.logging.log4j:log4j-slf4j-impl',
      'org.apache.logging.log4j:log4j-slf4j2-impl',
      'org.apache.logging.log4j:log4j-slf4j18-impl',
    ],
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
    id: 'log4j-jul-loop',
    members: ['org.apache.logging.log4j:log4j-to-jul', 'org.apache.logging.log4j:log4j-jul'],
    clash: 'route log records to each other',
    reason: 'one routes Log4j to java.util.logging, the other back',
  },
];
