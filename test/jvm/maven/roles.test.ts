import { describe, expect, it } from 'vitest';
import type { Assembly } from '../../../analyzers/analyzer.ts';
import { jvm } from '../../../analyzers/jvm/index.ts';
import { targetOf } from '../../target.ts';
import { type Files, treeOf } from '../gradle/read.ts';

function pom(name: string, body: string): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>shop</groupId><artifactId>${name}</artifactId><version>1</version>${body}</project>`;
}

const assembled = (files: Files): Assembly => jvm.read(treeOf(files))(targetOf());

const USER = pom(
  'cart',
  '<dependencies><dependency><groupId>shop</groupId><artifactId>common</artifactId><version>1</version></dependency></dependencies>',
);

const WEB =
  '<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.3.0</version></dependency></dependencies>';

function plugin(group: string, artifact: string, rest = ''): string {
  return `<plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${rest}</plugin>`;
}

const build = (plugins: string): string => `<build><plugins>${plugins}</plugins></build>`;
const configured = (settings: string): string => `<configuration>${settings}</configuration>`;
const executed = (goal: string): string => `<executions><execution><goals><goal>${goal}</goal></goals></execution></executions>`;
const property = (name: string, value: string): string => `<properties><${name}>${value}</${name}></properties>`;

const BOOT = 'org.springframework.boot';

describe('a module that another one depends on', () => {
  it.each([
    ['is a library', '', 'library'],
    ['starts', build(plugin(BOOT, 'spring-boot-maven-plugin', executed('repackage'))), 'service'],
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
        build(plugin(BOOT, 'spring-boot-maven-plugin', configured('<skip>false</skip>') + executed('repackage'))),
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
      build(
        plugin(
          'org.apache.maven.plugins',
          'maven-assembly-plugin',
          configured('<skipAssembly>true</skipAssembly>') + executed('single'),
        ),
      ),
      'library',
    ],
    ['starts nothing: no execution', build(plugin('org.apache.maven.plugins', 'maven-shade-plugin')), 'library'],
    ['starts: an execution', build(plugin('org.apache.maven.plugins', 'maven-shade-plugin', executed('shade'))), 'service'],
    [
      'starts: an execution that is managed',
      `<build><pluginManagement><plugins>${plugin('org.apache.maven.plugins', 'maven-shade-plugin', executed('shade'))}</plugins></pluginManagement><plugins>${plugin('org.apache.maven.plugins', 'maven-shade-plugin')}</plugins></build>`,
      'service',
    ],
    [
      'may start: a parent that is not here may manage executions',
      `<parent><groupId>elsewhere</groupId><artifactId>parent</artifactId><version>1</version></parent>${build(plugin('org.apache.maven.plugins', 'maven-shade-plugin'))}`,
      'service',
    ],
    [
      'starts once it is released',
      `<profiles><profile><id>release</id>${build(plugin(BOOT, 'spring-boot-maven-plugin', executed('repackage')))}</profile></profiles>`,
      'service',
    ],
  ])('%s', (_, body, role) => {
    const { units } = assembled({
      'cart/pom.xml': USER,
      'common/pom.xml': pom('common', body),
      'common/src/main/java/Common.java': 'public static void main(String[] args) {}',
    });
    expect(units.find(({ path }) => path === 'common')?.role).toBe(role);
  });
});

describe('a module that others share, with a plug-in that starts what has a main class', () => {
  const PLAIN = build(plugin(BOOT, 'spring-boot-maven-plugin'));
  const REPACKAGED = build(plugin(BOOT, 'spring-boot-maven-plugin', executed('repackage')));

  it.each([
    ['begins', PLAIN, 'CatalogApplication.java', 'public static void main(String[] args) {}', 'service'],
    ['begins in what is called otherwise', PLAIN, 'Catalog.kt', 'fun main(args: Array<String>) {}', 'service'],
    ['is only called like a program', PLAIN, 'ResultGenerator.java', 'class ResultGenerator {}', 'library'],
    ['begins nowhere', PLAIN, 'Result.java', 'class Result {}', 'library'],
    ['begins nowhere, and is packed', REPACKAGED, 'Result.java', 'class Result {}', 'library'],
    ['begins, and is packed', REPACKAGED, 'Catalog.java', 'static void main(String[] args) {}', 'service'],
    [
      'starts a class from elsewhere',
      `<properties><start-class>shop.Main</start-class></properties>${REPACKAGED}`,
      'Result.java',
      'class Result {}',
      'service',
    ],
  ])('%s', (_, body, name, text, role) => {
    const { units } = assembled({
      'cart/pom.xml': USER,
      'common/pom.xml': pom('common', WEB + body),
      [`common/src/main/java/shop/${name}`]: text,
    });
    const common = units.find(({ path }) => path === 'common');
    expect(common?.role).toBe(role);
    // What starts has its framework's port.
    expect(common?.demands.some(({ realm }) => realm === 'port')).toBe(role === 'service');
  });
});

describe('a module that others share, with what its parent makes images or applications with', () => {
  const MICRONAUT = build(plugin('io.micronaut.maven', 'micronaut-maven-plugin'));
  const jib = (settings = ''): string => build(plugin('com.google.cloud.tools', 'jib-maven-plugin', settings));

  it.each([
    ['begins nowhere', MICRONAUT, 'class Info {}', 'library'],
    ['begins', MICRONAUT, 'static void main(String[] args) {}', 'service'],
    ['begins nowhere, with images', jib(), 'class Info {}', 'library'],
    ['begins, with images', jib(), 'static void main(String[] args) {}', 'service'],
    [
      'whose image begins with a class of others',
      jib(configured('<container><mainClass>shop.Main</mainClass></container>')),
      'class Info {}',
      'service',
    ],
  ])('%s', (_, body, text, role) => {
    const { units } = assembled({
      'cart/pom.xml': USER,
      'common/pom.xml': pom('common', body),
      'common/src/main/java/shop/Info.java': text,
    });
    expect(units.find(({ path }) => path === 'common')?.role).toBe(role);
  });
});

describe('a module that others share, with the plug-in of Quarkus', () => {
  const QUARKUS = build(plugin('io.quarkus.platform', 'quarkus-maven-plugin', executed('build')));

  it.each([
    ['is a part of them', 'src/main/resources/META-INF/beans.xml', 'class Info {}', 'library'],
    ['has settings of its own', 'src/main/resources/application.properties', 'class Info {}', 'service'],
    ['has an image of its own', 'src/main/docker/Dockerfile.jvm', 'class Info {}', 'service'],
    ['begins', 'src/main/resources/META-INF/beans.xml', 'static void main(String[] args) {}', 'service'],
  ])('%s', (_, file, text, role) => {
    const { units } = assembled({
      'cart/pom.xml': USER,
      'common/pom.xml': pom('common', QUARKUS),
      'common/src/main/java/shop/Info.java': text,
      [`common/${file}`]: '',
    });
    expect(units.find(({ path }) => path === 'common')?.role).toBe(role);
  });
});

describe('a module that nothing depends on and that makes no program', () => {
  it.each([
    ['holds tests alone', ['src/test/java/shop/CartTest.java', 'src/test/resources/cart.json'], 'example'],
    ['holds code as well', ['src/test/java/shop/CartTest.java', 'src/main/java/shop/Cart.java'], 'service'],
    ['holds settings as well', ['src/test/java/shop/CartTest.java', 'src/main/resources/cart.yml'], 'service'],
    ['holds code of its own layout', ['src/test/java/shop/CartTest.java', 'src/shop/Cart.java'], 'service'],
    ['shows none of its code', ['src/test/resources/cart.json'], 'service'],
  ])('%s', (_, files, role) => {
    const { units } = assembled({
      'cart/pom.xml': pom('cart', WEB),
      ...Object.fromEntries(files.map((one) => [`cart/${one}`, ''])),
    });
    expect(units.find(({ path }) => path === 'cart')?.role).toBe(role);
  });
});

describe('a module that packs others', () => {
  it.each([
    ['holds a Dockerfile alone', 'src/main/docker/Dockerfile', 'aggregator'],
    ['has a program of its own', 'src/main/java/Main.java', 'service'],
  ])('%s', (_, file, role) => {
    const { units } = assembled({ 'image/pom.xml': pom('image', '<packaging>pom</packaging>'), [`image/${file}`]: '' });
    expect(units.find(({ path }) => path === 'image')?.role).toBe(role);
  });
});

describe('a module that nothing here depends on, beside one that starts', () => {
  const STARTED = pom('web', build(plugin(BOOT, 'spring-boot-maven-plugin')));
  const ALL = pom('all', '<packaging>pom</packaging><modules><module>web</module><module>part</module></modules>');
  const CODE = 'src/main/java/shop/audit/AuditFilter.java';

  it.each([
    ['is a part of others', STARTED, '', CODE, 'library'],
    ['has a program', STARTED, '', 'src/main/java/shop/audit/AuditMain.java', 'service'],
    ['has one of several programs', STARTED, '', 'src/main/java/shop/audit/AuditConsumer1.java', 'service'],
    ['has a handler that a platform calls', STARTED, '', 'src/main/kotlin/AuditHandler.kt', 'service'],
    ['is packed by a plug-in', STARTED, build(plugin('io.fabric8', 'docker-maven-plugin')), CODE, 'service'],
    [
      'names the class that it begins with',
      STARTED,
      build(
        plugin(
          'org.apache.maven.plugins',
          'maven-jar-plugin',
          configured('<archive><manifest><mainClass>shop.Audit</mainClass></manifest></archive>'),
        ),
      ),
      CODE,
      'service',
    ],
    ['shows no sources', STARTED, '', 'src/main/resources/audit.properties', 'service'],
    ['nothing of the reactor starts', pom('web', ''), '', CODE, 'service'],
  ])('%s', (_, web, body, file, role) => {
    const { units } = assembled({ 'pom.xml': ALL, 'web/pom.xml': web, 'part/pom.xml': pom('part', body), [`part/${file}`]: '' });
    expect(units.find(({ path }) => path === 'part')?.role).toBe(role);
  });

  it('is a library where its line in the list of modules was taken out', () => {
    const all = pom('all', '<packaging>pom</packaging><modules><module>web</module></modules>');
    const parent = '<parent><groupId>shop</groupId><artifactId>all</artifactId><version>1</version></parent>';
    const files = { 'pom.xml': all, 'web/pom.xml': STARTED, 'part/pom.xml': pom('part', parent), [`part/${CODE}`]: '' };
    expect(assembled(files).units.find(({ path }) => path === 'part')?.role).toBe('library');
  });

  it('has a program that is called otherwise', () => {
    const files = { 'pom.xml': ALL, 'web/pom.xml': STARTED, 'part/pom.xml': pom('part', '') };
    const source = 'class Audit { public static void main(String[] args) {} }';
    const { units } = assembled({ ...files, 'part/src/main/java/shop/Audit.java': source });
    expect(units.find(({ path }) => path === 'part')?.role).toBe('service');
  });

  it('is a library where another one takes it in a profile', () => {
    const user = pom(
      'cart',
      '<profiles><profile><id>demo</id><dependencies><dependency><groupId>shop</groupId><artifactId>demo</artifactId><version>1</version></dependency></dependencies></profile></profiles>',
    );
    const { units } = assembled({ 'cart/pom.xml': user, 'demo/pom.xml': pom('demo', '') });
    expect(units.find(({ path }) => path === 'demo')?.role).toBe('library');
  });
});

describe('what an enterprise archive packs', () => {
  const taken = (artifact: string, type: string): string =>
    `<dependency><groupId>shop</groupId><artifactId>${artifact}</artifactId><version>1</version><type>${type}</type></dependency>`;
  const ear = pom('all', `<packaging>ear</packaging><dependencies>${taken('web', 'war')}${taken('beans', 'ejb')}</dependencies>`);
  const { units } = assembled({
    'all/pom.xml': ear,
    'web/pom.xml': pom(
      'web',
      '<packaging>war</packaging><dependencies><dependency><groupId>javax</groupId><artifactId>javaee-api</artifactId><version>8.0</version><scope>provided</scope></dependency></dependencies>',
    ),
    'beans/pom.xml': pom('beans', '<packaging>ejb</packaging>'),
    'alone/pom.xml': pom('alone', '<packaging>war</packaging>'),
  });

  it('is deployed as a part of it', () => {
    expect(units.map(({ path, role }) => `${path} ${role}`).sort()).toEqual([
      'all service',
      'alone service',
      'beans library',
      'web library',
    ]);
    expect(units.find(({ path }) => path === 'all')?.build?.makes).toBe('ear');
  });

  it('asks for its server what its modules ask for', () => {
    const expected = units.find(({ path }) => path === 'all')?.dependencies.filter(({ scope }) => scope === 'provided');
    expect(expected?.map(({ name, via }) => `${name} ${via.length}`)).toEqual(['javax:javaee-api 1']);
  });
});

describe('modules of separate builds that are called alike', () => {
  const parent = pom('all', '<packaging>pom</packaging><modules><module>client</module><module>server</module></modules>');
  const needs = (artifact: string): string =>
    `<dependencies><dependency><groupId>shop</groupId><artifactId>${artifact}</artifactId><version>1</version></dependency></dependencies>`;
  const { units } = assembled({
    'a/pom.xml': parent,
    'a/client/pom.xml': pom('client', needs('server')),
    'a/server/pom.xml': pom('server', needs('of-a')),
    'b/server/pom.xml': pom('server', needs('of-b')),
  });

  it('a dependency means the one of its own build', () => {
    const client = units.find(({ path }) => path === 'a/client');
    expect(client?.dependencies.map(({ name }) => name)).toEqual(['shop:server', 'shop:of-a']);
  });

  it('the others are used by nobody', () => {
    expect(units.map(({ path, role }) => `${path} ${role}`).sort()).toEqual([
      'a aggregator',
      'a/client service',
      'a/server library',
      'b/server service',
    ]);
  });
});

describe('a parent that the tree holds', () => {
  const CHILD = (path: string) =>
    `<project><modelVersion>4.0.0</modelVersion><parent><groupId>shop</groupId><artifactId>base</artifactId><version>1</version>${path}</parent><artifactId>cart</artifactId></project>`;
  const BASE = pom('base', '<packaging>pom</packaging>');

  it.each([
    ['by its path', '<relativePath>../base</relativePath>', []],
    ['by its coordinates alone', '<relativePath/>', ['maven/parent-apart']],
    ['beside a path that leads elsewhere', '', ['maven/parent-apart']],
  ])('is found %s', (_, path, codes) => {
    const files = { 'base/pom.xml': BASE, 'cart/pom.xml': CHILD(path), 'pom.xml': pom('root', '<packaging>pom</packaging>') };
    const { diagnostics, units } = assembled(files);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(units.map(({ name }) => name)).toContain('shop:cart');
  });

  /** Maven 3.9 refuses all but the first where no repository has the parent; 4.0.0-rc-5 reads them. */
  it.each([
    ['${revision}', '${revision}', []],
    ['${revision}', '1', ['maven/parent-apart']],
    ['${revision}${changelist}', '${revision}', ['maven/parent-apart']],
    ['1', '${revision}', ['maven/parent-apart']],
    ['2', '${revision}', ['maven/parent-unknown']],
  ])('whose version is written %s, is found by %s where both come to the same', (version, wanted, codes) => {
    const properties = '<properties><revision>1</revision><changelist/></properties>';
    const files = {
      'pom.xml': BASE.replace('<version>1</version>', `<version>${version}</version>${properties}`),
      'cart/pom.xml': CHILD('').replace('<version>1</version>', `<version>${wanted}</version>`),
    };
    const { diagnostics, units } = assembled(files);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(units.map(({ name }) => name)).toContain('shop:cart');
  });

  it('by a version that .mvn/jvm.config gives: of POMs that have none of their own', () => {
    const needs =
      '<dependencies><dependency><groupId>g</groupId><artifactId>x</artifactId><version>${revision}.${x}</version></dependency></dependencies>';
    const { units } = assembled({
      '.mvn/jvm.config': '-Xmx512m "-Drevision=3" -Dx=9\n-Dy\n',
      'pom.xml': BASE.replace('<version>1</version>', '<version>${revision}</version><properties><x>1</x></properties>'),
      'cart/pom.xml': CHILD('')
        .replace('<version>1</version>', '<version>${revision}</version>')
        .replace('</project>', `${needs}</project>`),
    });
    expect(units.find(({ path }) => path === 'cart')?.dependencies.map(({ constraint }) => constraint)).toEqual(['3.1']);
  });
});
