import { describe, expect, it } from 'vitest';
import { jvm } from '../../analyzers/jvm/index.ts';
import { type Files, treeOf } from './gradle/read.ts';
import { TARGET } from './resolve/repository.ts';

/** What a service runs on, by its own classes and by those of its frameworks, whose own pages and jars say it. */

const line = (group: string, artifact: string, version = '', more = ''): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${version === '' ? '' : `<version>${version}</version>`}${more}</dependency>`;
const pom = (dependencies: string, head = '', release = ''): Files => {
  const level = release === '' ? '' : `<properties><maven.compiler.release>${release}</maven.compiler.release></properties>`;
  return {
    's/pom.xml': `<project><modelVersion>4.0.0</modelVersion>${head}<groupId>g</groupId><artifactId>s</artifactId><version>1</version>${level}<dependencies>${dependencies}</dependencies></project>`,
  };
};
const gradle = (plugins: string, rest: string): Files => ({
  's/settings.gradle': '',
  's/build.gradle': `plugins { id 'java'${plugins} }\n${rest}`,
});
const BOOT = 'org.springframework.boot';
const boot = (version: string): string =>
  `<parent><groupId>${BOOT}</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version><relativePath/></parent>`;
const starter = line(BOOT, 'spring-boot-starter-web');
const spring = (scope: string): string => line('org.springframework', 'spring-context', '6.1.0', `<scope>${scope}</scope>`);

const CASES: Readonly<Record<string, readonly [Files, readonly string[]]>> = {
  'Spring Boot 3, and nothing of a level': [pom(starter, boot('3.2.0')), ['>=17 s/pom.xml']],
  'Spring Boot 2': [pom(starter, boot('2.7.18')), []],
  'a level below it': [pom(starter, boot('3.2.0'), '11'), ['>=17 s/pom.xml']],
  'a level above it': [pom(starter, boot('3.2.0'), '21'), ['>=21 s/pom.xml']],
  'Spring 6 alone': [pom(spring('compile'), '', '11'), ['>=17 s/pom.xml']],
  'Spring 5': [pom(line('org.springframework', 'spring-context', '5.3.1'), '', '11'), ['>=11 s/pom.xml']],
  'what it is only compiled against': [pom(spring('provided'), '', '11'), ['>=11 s/pom.xml']],
  'what it is only tested with': [pom(spring('test'), '', '11'), ['>=11 s/pom.xml']],
  'a project with numbers of its own, for Spring 5': [
    pom(line('org.springframework.integration', 'spring-integration-core', '5.5.1')),
    [],
  ],
  'and for Spring 6': [pom(line('org.springframework.kafka', 'spring-kafka', '3.0.1')), ['>=17 s/pom.xml']],
  'Quarkus 3.6': [pom(line('io.quarkus', 'quarkus-arc', '3.6.0')), ['>=11 s/pom.xml']],
  'Quarkus 3.15': [pom(line('io.quarkus', 'quarkus-arc', '3.15.1')), ['>=17 s/pom.xml']],
  'Helidon 4 above Spring 6': [
    pom(spring('compile') + line('io.helidon.webserver', 'helidon-webserver', '4.0.0')),
    ['>=21 s/pom.xml'],
  ],
  'a Gradle project': [
    gradle('', `sourceCompatibility = '11'\ndependencies { implementation '${BOOT}:spring-boot-starter:3.2.0' }`),
    ['>=17 s/build.gradle'],
  ],
  'a Gradle project on a condition': [
    gradle(
      '',
      `sourceCompatibility = '11'\nif (three()) { dependencies { implementation '${BOOT}:spring-boot-starter:3.2.0' } }`,
    ),
    ['>=11 s/build.gradle'],
  ],
  'a library of another service, which may have it for some alone': [
    {
      ...pom(spring('compile'), '', '8'),
      'app/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>app</artifactId><version>1</version><dependencies><dependency><groupId>g</groupId><artifactId>s</artifactId><version>1</version></dependency></dependencies></project>',
    },
    ['>=17 s/pom.xml', '>=8 s/pom.xml'],
  ],
};

describe('the least Java that a service runs on', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    const { units } = jvm.read(treeOf(files))(TARGET);
    const asked = units.flatMap(({ runtimes }) => runtimes.map(({ constraint, origin }) => `${constraint} ${origin.file}`));
    expect(asked.sort()).toEqual([...expected].sort());
  });
});
