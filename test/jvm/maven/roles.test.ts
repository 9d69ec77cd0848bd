import { describe, expect, it } from 'vitest';
import { jvm } from '../../../analyzers/jvm/index.ts';
import { targetOf } from '../../target.ts';
import { treeOf } from '../gradle/read.ts';

function pom(name: string, body: string): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>shop</groupId><artifactId>${name}</artifactId><version>1</version>${body}</project>`;
}

const USER = pom(
  'cart',
  '<dependencies><dependency><groupId>shop</groupId><artifactId>common</artifactId><version>1</version></dependency></dependencies>',
);

function plugin(group: string, artifact: string, rest = ''): string {
  return `<plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${rest}</plugin>`;
}

const build = (plugins: string): string => `<build><plugins>${plugins}</plugins></build>`;
const configured = (settings: string): string => `<configuration>${settings}</configuration>`;
const property = (name: string, value: string): string => `<properties><${name}>${value}</${name}></properties>`;

const BOOT = 'org.springframework.boot';

describe('a module that another one depends on', () => {
  it.each([
    ['is a library', '', 'library'],
    ['starts', build(plugin(BOOT, 'spring-boot-maven-plugin')), 'service'],
    ['starts nothing: skip', build(plugin(BOOT, 'spring-boot-maven-plugin', configured('<skip>true</skip>'))), 'library'],
    [
      'starts nothing: skip of an execution',
      build(
        plugin(
          BOOT,
          'spring-boot-maven-plugin',
          `<executions><execution><id>repackage</id>${configured('<skip>true</skip>')}</execution></executions>`,
        ),
      ),
      'library',
    ],
    [
      'starts nothing: a property',
      property('spring-boot.repackage.skip', 'true') + build(plugin(BOOT, 'spring-boot-maven-plugin')),
      'library',
    ],
    [
      'starts although a property says otherwise',
      property('spring-boot.repackage.skip', 'true') +
        build(plugin(BOOT, 'spring-boot-maven-plugin', configured('<skip>false</skip>'))),
      'service',
    ],
    [
      'starts nothing by expression',
      property('no.app', 'true') +
        build(plugin('com.google.cloud.tools', 'jib-maven-plugin', configured(`<skip>${'$'}{no.app}</skip>`))),
      'library',
    ],
    [
      'starts nothing: no assembly',
      build(plugin('org.apache.maven.plugins', 'maven-assembly-plugin', configured('<skipAssembly>true</skipAssembly>'))),
      'library',
    ],
  ])('%s', (_, body, role) => {
    const { units } = jvm.assemble(
      treeOf({ 'cart/pom.xml': USER, 'common/pom.xml': pom('common', body), 'common/src/main/java/Common.java': '' }),
      targetOf(),
    );
    expect(units.find(({ path }) => path === 'common')?.role).toBe(role);
  });
});

describe('a module that packs others', () => {
  it.each([
    ['holds a Dockerfile alone', 'src/main/docker/Dockerfile', 'aggregator'],
    ['has a program of its own', 'src/main/java/Main.java', 'service'],
  ])('%s', (_, file, role) => {
    const { units } = jvm.assemble(
      treeOf({ 'image/pom.xml': pom('image', '<packaging>pom</packaging>'), [`image/${file}`]: '' }),
      targetOf(),
    );
    expect(units.find(({ path }) => path === 'image')?.role).toBe(role);
  });
});
