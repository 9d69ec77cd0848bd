import { describe, expect, it } from 'vitest';
import { jvm } from '../../analyzers/jvm/index.ts';
import { targetOf } from '../target.ts';
import { type Files, treeOf } from './gradle/read.ts';

/** What a service's own build says of the image that it makes: `jdk 17 pom.xml:3`. */
function said(files: Files): readonly string[] {
  const { units } = jvm.read(treeOf(files))(targetOf());
  return units.flatMap(({ demands }) =>
    demands
      .filter(({ strength, realm }) => strength === 'preferred' && (realm === 'runtime' || realm === 'os'))
      .map(({ key, constraint, origin }) => `${key} ${constraint} ${origin.file}:${origin.line}`),
  );
}

/** What the build says that its images are called. */
function called(files: Files): readonly string[] {
  const { units } = jvm.read(treeOf({ 'src/main/java/A.java': 'class A {}', ...files }))(targetOf());
  return units.flatMap(({ build }) => build?.images ?? []);
}

describe('images that Maven makes without a Dockerfile', () => {
  const pom = (plugin: string, more = ''): string => `<project><modelVersion>4.0.0</modelVersion>
<groupId>shop</groupId><artifactId>cart</artifactId><version>1</version>${more}
<build><plugins>${plugin}</plugins></build></project>`;
  const plugin = (group: string, artifact: string, configuration: string): string =>
    `<plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId><configuration>${configuration}</configuration></plugin>`;
  const jib = (from: string): string =>
    plugin(
      'com.google.cloud.tools',
      'jib-maven-plugin',
      `<from><image>${from}</image></from><to><image>shop/cart:21</image></to>`,
    );
  const UBUNTU = ['distribution ubuntu pom.xml:3', 'libc glibc pom.xml:3'];
  it.each<[string, string, readonly string[]]>([
    ['Jib', pom(jib('eclipse-temurin:17-jre')), ['jdk 17 pom.xml:3', ...UBUNTU]],
    ['by way of a daemon', pom(jib('docker://eclipse-temurin:17-jre')), ['jdk 17 pom.xml:3', ...UBUNTU]],
    ['of a tar file', pom(jib('tar://target/base.tar')), []],
    [
      'by a property of the POM',
      pom(jib(`\${base}:21-jre`), '<properties><base>eclipse-temurin</base></properties>'),
      ['jdk 21 pom.xml:3', ...UBUNTU],
    ],
    ['by what only a run tells', pom(jib(`\${base.image}`)), []],
    [
      "by Jib's property",
      pom(
        '<plugin><groupId>com.google.cloud.tools</groupId><artifactId>jib-maven-plugin</artifactId></plugin>',
        '<properties><jib.from.image>eclipse-temurin:11-jre</jib.from.image></properties>',
      ),
      ['jdk 11 pom.xml:3', ...UBUNTU],
    ],
    [
      "fabric8's plug-in",
      pom(
        plugin(
          'io.fabric8',
          'docker-maven-plugin',
          '<images><image><name>shop/cart</name><build><from>openjdk:8-jre-alpine</from></build></image></images>',
        ),
      ),
      ['jdk 8 pom.xml:3', 'distribution alpine pom.xml:3', 'libc musl pom.xml:3'],
    ],
    [
      "Spotify's",
      pom(plugin('com.spotify', 'docker-maven-plugin', '<baseImage>eclipse-temurin:17</baseImage>')),
      ['jdk 17 pom.xml:3', ...UBUNTU],
    ],
    [
      'buildpacks',
      pom(
        plugin(
          'org.springframework.boot',
          'spring-boot-maven-plugin',
          '<image><env><BP_JVM_VERSION>17.*</BP_JVM_VERSION></env></image>',
        ),
      ),
      ['jdk 17 pom.xml:3'],
    ],
  ])('%s', (_, text, expected) => {
    expect(said({ 'pom.xml': text, 'src/main/java/A.java': 'class A { public static void main(String[] a) {} }' })).toEqual(
      expected,
    );
  });

  const boot = (configuration = ''): string => plugin('org.springframework.boot', 'spring-boot-maven-plugin', configuration);
  it.each<[string, string, readonly string[]]>([
    ['Jib', pom(jib('eclipse-temurin:17-jre')), ['cart']],
    ['Spring Boot', pom(boot('<image><name>shop/basket:1</name></image>')), ['basket']],
    [
      'Spring Boot, by a property',
      pom(
        boot(),
        `<properties><spring-boot.build-image.imageName>\${REPOSITORY}/shop-\${project.artifactId}</spring-boot.build-image.imageName></properties>`,
      ),
      ['shop-cart'],
    ],
    ['a property without its plug-in', pom('', '<properties><jib.to.image>shop/basket</jib.to.image></properties>'), []],
    [
      'docker-maven-plugin',
      pom(plugin('io.fabric8', 'docker-maven-plugin', '<images><image><name>shop/x-%a:%l</name></image></images>')),
      ['x-cart'],
    ],
    ["Spotify's", pom(plugin('com.spotify', 'docker-maven-plugin', `<imageName>\${prefix}/basket</imageName>`)), ['basket']],
    ['what only a run tells', pom(boot(`<image><name>shop/\${name}</name></image>`)), []],
  ])('%s: it is called %s', (_, text, expected) => {
    expect(called({ 'pom.xml': text })).toEqual(expected);
  });

  it('a Dockerfile beside it makes the image that runs', () => {
    expect(said({ 'pom.xml': pom(jib('eclipse-temurin:17-jre')), Dockerfile: 'FROM eclipse-temurin:21-jre\n' })).toEqual([]);
  });
});

describe('images that Gradle makes without a Dockerfile', () => {
  const JIB = "plugins { id 'application'; id 'com.google.cloud.tools.jib' version '3.4.3' }\n";
  const BOOT = "plugins { id 'java'; id 'org.springframework.boot' version '3.3.0' }\n";
  const KOTLIN = 'plugins { java; id("org.springframework.boot") version "3.3.0" }\n';
  it.each<[string, string, readonly string[]]>([
    ['build.gradle', `${JIB}jib { from { image = 'amazoncorretto:17' } }`, ['jdk 17', 'distribution amazonlinux', 'libc glibc']],
    ['build.gradle', `${JIB}jib.from.image = 'amazoncorretto:17'`, ['jdk 17', 'distribution amazonlinux', 'libc glibc']],
    ['build.gradle', `${JIB}jib { to { image = 'shop/java:17' } }`, []],
    ['build.gradle', `${JIB}jib { from { image = System.getenv('BASE') } }`, []],
    ['build.gradle', `${BOOT}bootBuildImage { environment = ['BP_JVM_VERSION': '17'] }`, ['jdk 17']],
    ['build.gradle.kts', `${KOTLIN}tasks.bootBuildImage { environment.set(mapOf("BP_JVM_VERSION" to "21")) }`, ['jdk 21']],
    [
      'build.gradle.kts',
      `${KOTLIN}tasks.named<BootBuildImage>("bootBuildImage") { environment.put("BP_JVM_VERSION", "21"); environment.put("BP_X", "1") }`,
      ['jdk 21'],
    ],
  ])('%s: %s', (file, text, expected) => {
    expect(
      said({ [file]: text, 'src/main/java/A.java': 'class A {}' }).map((one) => one.split(' ').slice(0, 2).join(' ')),
    ).toEqual(expected);
  });

  it.each([
    [`${JIB}jib { to { image = 'shop/basket:17' } }`, ['basket']],
    [`${JIB}jib.to.image = "shop/x-${'$'}{project.name}"`, ['x-root']],
    [`${JIB}jib.to.image = "shop/${'$'}{System.getenv('NAME')}"`, []],
    [`${BOOT}bootBuildImage { imageName = 'registry.example.org:5000/shop/basket' }`, ['basket']],
    [`${BOOT}tasks.named('bootBuildImage') { imageName.set('basket:1') }`, ['basket']],
    [
      "plugins { id 'io.micronaut.application' version '4.4.0' }\ndockerBuild { images = ['shop/basket', 'shop/basket-jvm'] }",
      ['basket', 'basket-jvm'],
    ],
    [
      "plugins { id 'io.micronaut.application' version '4.4.0' }\ntasks.named('dockerBuildNative') { images.add('shop/basket') }",
      ['basket'],
    ],
  ])('%s: it is called %s', (text, expected) => {
    expect(called({ 'settings.gradle': "rootProject.name = 'root'", 'build.gradle': text })).toEqual(expected);
  });
});
