import { describe, expect, it } from 'vitest';
import { written } from './written.ts';

/** Images and hosts build by the project's own tool, and run what its build makes. */

const SETTINGS = 'rootProject.name = "shop"\ninclude(":apps:orders", ":libs:money")\n';
const plugins = (...ids: readonly string[]): string => `plugins {\n${ids.map((id) => `  id("${id}")`).join('\n')}\n}\n`;
const DEPENDS = 'dependencies { implementation("com.google.guava:guava:33.0.0-jre") }\n';

function gradle(script: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { 'apps/orders/build.gradle.kts': script, 'apps/orders/src/main/java/a/Main.java': '', ...more };
}

function wrapper(directory: string, version: string): Readonly<Record<string, string>> {
  return {
    [`${directory}gradlew`]: '#!/bin/sh\n',
    [`${directory}gradle/wrapper/gradle-wrapper.jar`]: 'PK',
    [`${directory}gradle/wrapper/gradle-wrapper.properties`]: `distributionUrl=https\\://services.gradle.org/distributions/gradle-${version}-bin.zip\n`,
  };
}

const BUILD = {
  'settings.gradle.kts': SETTINGS,
  'libs/money/build.gradle.kts': plugins('java-library'),
};

describe('what a Gradle build makes', () => {
  it.each([
    ['Spring Boot', ['java', 'org.springframework.boot'], 'bootJar', '-jar", "/app/app.jar"]'],
    ['a web archive of Spring Boot', ['war', 'org.springframework.boot'], 'bootWar', '-jar", "/app/app.war"]'],
    ['Shadow', ['java', 'com.gradleup.shadow'], 'shadowJar', '-jar", "/app/app.jar"]'],
    ['Quarkus', ['java', 'io.quarkus'], 'quarkusBuild', '-jar", "/app/quarkus-run.jar"]'],
    ['the application plug-in', ['application'], 'installDist', 'ENTRYPOINT ["/app/bin/start"]'],
  ])('with %s', async (_, ids, task, start) => {
    const image = (await written(gradle(plugins(...ids) + DEPENDS), 'container'))('orders/Dockerfile');
    expect(image).toMatch(new RegExp(`RUN gradle --no-daemon :${task} && `));
    expect(image).toContain(start);
    expect(image).not.toContain('Nothing in the build');
  });

  it('is nothing that starts where it compiles alone', async () => {
    const of = await written(gradle(plugins('java') + DEPENDS), 'container');
    expect(of('orders/Dockerfile')).toContain('Needs: plugins { application } and application { mainClass = ');
    expect((await written(gradle(plugins('java') + DEPENDS), 'shared-host'))('install.sh')).toContain('# Nothing in the build');
  });

  it.each([
    ['a:b:1', '10.1'],
    ['javax.servlet:javax.servlet-api:4.0.1', '9.0'],
    ['javax:javaee-web-api:8.0.1', '9.0'],
    ['jakarta.servlet:jakarta.servlet-api:4.0.4', '9.0'],
    ['jakarta.servlet:jakarta.servlet-api:6.0.0", "javax.cache:cache-api:1.1.1', '10.1'],
    ['org.glassfish.jersey.core:jersey-server:2.41', '9.0'],
    ['org.acme.spec.javax.servlet:acme-servlet-api_3.1_spec:1.0', '9.0'],
  ])('is started by a server where it is a web archive: %s', async (needs, tomcat) => {
    const script = `${plugins('war')}dependencies { providedCompile("${needs}") }\n`;
    expect((await written(gradle(script), 'container'))('orders/Dockerfile')).toMatch(
      new RegExp(`FROM tomcat:${tomcat}-jre\\d+-temurin\\nCOPY --from=build /out/app\\.war `),
    );
  });

  it.each([
    ['javax:javaee-api:8.0', 8, 'payara/server-full:5.2022.5'],
    ['javax:javaee-api:8.0', 17, 'payara/server-full:5.2022.5-jdk11'],
    ['jakarta.platform:jakarta.jakartaee-api:10.0.0', 17, 'payara/server-full:6.2024.6-jdk17'],
    ['a:b:1', 25, 'payara/server-full:6.2024.6-jdk21'],
  ])('is started by an application server where it is an enterprise archive: %s, Java %i', async (needs, java, server) => {
    const script = `${plugins('java', 'ear')}java { toolchain { languageVersion = JavaLanguageVersion.of(${java}) } }\ndependencies { earlib("${needs}") }\n`;
    const of = await written(gradle(script), 'container');
    expect(of('orders/Dockerfile')).toMatch(/RUN gradle --no-daemon :ear && [^\n]*-name '\*\.ear' /);
    expect(of('orders/Dockerfile')).toContain(
      `FROM ${server}\nUSER 1000:1000\nCOPY --from=build --chown=1000:1000 /out/app.ear /opt/payara/deployments/`,
    );
    expect(of('orders/Dockerfile').includes('at most: let the build compile for it')).toBe(
      java === 25 || (java === 17 && server.endsWith('jdk11')),
    );
  });

  it('keeps its start script on a host', async () => {
    const of = await written(gradle(plugins('application') + DEPENDS), 'shared-host');
    expect(of('install.sh')).toMatch(/gradle --no-daemon -q :installDist\n[\s\S]*cp -R build\/install\/\*\/\. "\$prefix\/app"\n/);
    expect(of('orders.service')).toMatch(
      /ExecStart=\/opt\/orders\/app\/bin\/start\n[\s\S]*Environment=JAVA_OPTS=-XX:MaxRAMPercentage=75\n/,
    );
  });

  it('is on the class path of a function', async () => {
    const of = await written(gradle(plugins('application') + DEPENDS), 'lambda-zip');
    expect(of('bundle.sh')).toContain(':installDist\nmkdir -p "$build/lib"\ncp build/install/*/lib/*.jar "$build/lib/"\n');
  });
});

describe('a function of a Gradle build', () => {
  it('gets its jars by a task that no build has to add', async () => {
    const bundle = (await written(gradle(plugins('java') + DEPENDS), 'lambda-zip'))('bundle.sh');
    expect(bundle).toContain("p.tasks.register('cohostLibs', Sync) { from p.configurations.runtimeClasspath; ");
    expect(bundle).toContain('gradle --no-daemon -q -I "$build/libs.gradle" :classes :cohostLibs\nrm "$build/libs.gradle"\n');
  });
});

describe('a member of a Gradle build', () => {
  const member = { ...BUILD, ...gradle(plugins('org.springframework.boot', 'java') + DEPENDS) };

  it('is built from the root by its path', async () => {
    const image = (await written(member, 'container'))('orders/Dockerfile');
    expect(image).toMatch(/RUN gradle --no-daemon :apps:orders:bootJar && [^\n]*find apps\/orders\/build\/libs /);
    expect((await written(member, 'shared-host'))('install.sh')).toContain(
      'gradle --no-daemon -q -p ../.. :apps:orders:bootJar\n',
    );
  });

  it('is built by the wrapper of the root', async () => {
    const files = { ...member, ...wrapper('', '8.11.1') };
    const image = (await written(files, 'container'))('orders/Dockerfile');
    expect(image).toMatch(
      /FROM eclipse-temurin:21-jdk AS build\nWORKDIR \/src\nCOPY gradlew \.\/\nCOPY gradle \.\/gradle\nRUN sh gradlew --version\n[\s\S]*RUN sh gradlew --no-daemon :apps:orders:bootJar/,
    );
    expect((await written(files, 'shared-host'))('install.sh')).toContain(
      'sh ../../gradlew --no-daemon -q -p ../.. :apps:orders:bootJar\n',
    );
    expect((await written(files, 'lambda-image'))('orders/Dockerfile')).toContain(
      '&& sh gradlew --no-daemon -I /tmp/libs.gradle :apps:orders:classes :apps:orders:cohostLibs &&',
    );
  });
});

describe('the version of Gradle', () => {
  const script = (java: number): string =>
    `${plugins('java', 'org.springframework.boot')}java { toolchain { languageVersion = JavaLanguageVersion.of(${java}) } }\n${DEPENDS}`;

  it('is the one that a wrapper without its jar names', async () => {
    const files = gradle(script(17), { ...wrapper('apps/orders/', '8.5'), 'apps/orders/gradle/wrapper/other': '' });
    const { 'apps/orders/gradle/wrapper/gradle-wrapper.jar': _, ...without } = files;
    expect((await written(without, 'container'))('orders/Dockerfile')).toContain('FROM gradle:8.5-jdk17 AS build\n');
  });

  it.each([
    [17, '8.5', '17'],
    [21, '8.5', '21'],
    [21, '7.6.4', '17'],
    [11, '9.2.0', '17'],
    [8, '6.9', '8'],
  ])('runs Java %i with %s on %s', async (java, version, expected) => {
    const files = gradle(script(java), wrapper('apps/orders/', version));
    const image = (await written(files, 'container'))('orders/Dockerfile');
    expect(image).toContain(`FROM eclipse-temurin:${expected}-jdk AS build\n`);
    expect(image).toContain(`FROM eclipse-temurin:${java}-jre\n`);
    expect(image.includes('let a toolchain compile')).toBe(java > Number(expected));
  });
});

const pom = (body: string): string =>
  `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>orders</artifactId><version>1</version><properties><maven.compiler.release>21</maven.compiler.release></properties>${body}</project>`;
const plugin = (artifactId: string, body = ''): string =>
  `<build><plugins><plugin><groupId>org.x</groupId><artifactId>${artifactId}</artifactId>${body}</plugin></plugins></build>`;
const maven = (body: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  'apps/orders/pom.xml': pom(body),
  'apps/orders/src/main/java/a/Main.java': '',
  ...more,
});

describe('what a Maven build makes', () => {
  it.each(['spring-boot-maven-plugin', 'maven-shade-plugin', 'maven-assembly-plugin'])('with %s is one jar', async (name) => {
    const runs = '<executions><execution><phase>package</phase><goals><goal>repackage</goal></goals></execution></executions>';
    const image = (await written(maven(plugin(name, runs)), 'container'))('orders/Dockerfile');
    expect(image).toContain('-jar", "/app/app.jar"]');
    // Sources, tests and plain jars lie beside it.
    expect(image).toMatch(
      /package && mkdir \/out && cp "\$\(find target -maxdepth 1 -name '\*\.jar' -printf '%s %p\\n' \| sort -rn /,
    );
  });

  it('without any of them is its classes and the jars that they need', async () => {
    const main = plugin('exec-maven-plugin', '<configuration><mainClass>a.Main</mainClass></configuration>');
    const image = (await written(maven(main), 'container'))('orders/Dockerfile');
    expect(image).toMatch(/package dependency:copy-dependencies -DincludeScope=runtime && mkdir \/out && mv target\/classes /);
    expect(image).toContain('"-cp", "/app/classes:/app/lib/*", "a.Main"]');
    const host = await written(maven(main), 'shared-host');
    expect(host('install.sh')).toContain('cp -R target/dependency "$prefix/app/lib"\n');
    expect(host('orders.service')).toContain('-cp "/opt/orders/app/classes:/opt/orders/app/lib/*" a.Main\n');
  });

  it('says what is missing', async () => {
    expect((await written(maven(''), 'container'))('orders/Dockerfile')).toContain('No main class was found: com.example.Main');
  });

  it('is made by the version that the wrapper names, on a host by the wrapper', async () => {
    const files = maven(plugin('spring-boot-maven-plugin'), {
      'apps/orders/mvnw': '#!/bin/sh\n',
      'apps/orders/.mvn/wrapper/maven-wrapper.properties':
        'distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.9/apache-maven-3.9.9-bin.zip\n',
    });
    expect((await written(files, 'container'))('orders/Dockerfile')).toContain('FROM maven:3.9.9-eclipse-temurin-21 AS build\n');
    expect((await written(files, 'shared-host'))('install.sh')).toContain('sh mvnw -B -q -DskipTests package\n');
  });

  it('in a module is made from the root', async () => {
    const files = {
      'pom.xml': pom('<packaging>pom</packaging><modules><module>apps/orders</module></modules>').replace('orders</a', 'root</a'),
      ...maven(plugin('spring-boot-maven-plugin')),
      mvnw: '#!/bin/sh\n',
      '.mvn/wrapper/maven-wrapper.properties': 'distributionUrl=https://x/apache-maven-3.6.3-bin.zip\n',
    };
    const image = (await written(files, 'container'))('orders/Dockerfile');
    expect(image).toContain('FROM maven:3.9-eclipse-temurin-21 AS build\n');
    expect(image).toContain('RUN mvn -B -DskipTests -pl apps/orders -am package && ');
    expect((await written(files, 'shared-host'))('install.sh')).toContain(
      'sh ../../mvnw -B -q -DskipTests -f ../../pom.xml -pl apps/orders -am package\n',
    );
  });
});
