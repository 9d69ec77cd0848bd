import { describe, expect, it } from 'vitest';
import { CLASS_FAMILIES } from '../../analyzers/jvm/class-families.ts';
import { classPathRule } from '../../analyzers/jvm/rule.ts';
import { familyOf, virtualDemands } from '../../analyzers/jvm/virtual-keys.ts';
import { type Demand, type Dependency, groupBy } from '../../src/model/index.ts';
import { TARGET } from './resolve/repository.ts';

/** The demands of two services, of which each asks for one artifact: `group:artifact:version`, `group:artifact` for one unknown. */
function demandsOf(artifacts: readonly string[]): ReadonlyMap<string, readonly Demand[]> {
  const all = artifacts.flatMap((artifact, index) => {
    const [groupId = '', artifactId = '', constraint = ''] = artifact.split(':');
    const name = `${groupId}:${artifactId}`;
    const asked = {
      ...{ constraint, kind: constraint === '' ? ('unknown' as const) : ('exact' as const) },
      ...{ group: 'default', via: [], origin: { file: `s${index}/pom.xml`, line: 1 } },
    };
    const purl = `pkg:maven/${groupId}/${artifactId}`;
    const dependency: Dependency = { ...asked, ecosystem: 'jvm', name, purl, direct: true, scope: 'runtime' };
    const demand: Demand = { ...asked, service: `s${index}`, realm: 'jvm', key: name, subject: purl, strength: 'declared' };
    return virtualDemands(dependency, demand, { managers: new Map(), classifier: undefined });
  });
  return groupBy(all, ({ key }) => key);
}

/** Families of which one class path should not hold all of these. */
function families(...artifacts: readonly string[]): readonly string[] {
  return [...demandsOf(artifacts)].flatMap(([key, demands]) => {
    const { id } = familyOf(key) ?? {};
    const clash = classPathRule.clash(demands, { target: TARGET, settings: {} });
    return id === undefined || clash?.rule !== 'jvm/duplicate-classes' ? [] : [id];
  });
}

describe('families of classes', () => {
  it('have an id each, and members that can be read', () => {
    expect(new Set(CLASS_FAMILIES.map(({ id }) => id)).size).toBe(CLASS_FAMILIES.length);
    for (const { id, members, parts = [] } of CLASS_FAMILIES) {
      const all = [...members, ...parts];
      expect(all.length, id).toBeGreaterThan(1);
      expect(new Set(all).size, id).toBe(all.length);
      for (const one of all) expect(one, id).toMatch(/^[\w.-]+:[\w.-]+(?: [[(][\d.]*,[\d.]*[\])])?$/);
    }
  });

  // As the jars themselves were listed.
  it.each([
    ['io.netty:netty-all:4.1.68.Final', 'io.netty:netty-transport:4.1.68.Final', ['netty']],
    ['io.netty:netty-all:4.1.69.Final', 'io.netty:netty-transport:4.1.69.Final', []],
    ['com.google.code.findbugs:annotations:1.3.9', 'com.google.code.findbugs:jsr305:3.0.2', []],
    ['com.google.code.findbugs:annotations:1.3.9', 'net.jcip:jcip-annotations:1.0', ['findbugs-annotations']],
    ['com.google.code.findbugs:annotations:2.0.0', 'com.google.code.findbugs:jsr305:3.0.2', ['findbugs-jsr305']],
    ['org.eclipse.angus:angus-mail:1.0.0', 'com.sun.mail:jakarta.mail:2.0.1', ['sun-mail']],
    ['org.eclipse.angus:angus-mail:1.1.0', 'com.sun.mail:javax.mail:1.6.2', ['sun-mail']],
    ['org.eclipse.angus:angus-mail:2.0.3', 'com.sun.mail:jakarta.mail:2.0.1', []],
    ['com.sun.mail:imap:1.6.2', 'com.sun.mail:jakarta.mail:1.6.7', []],
    ['org.codehaus.groovy:groovy:3.0.17', 'org.apache.groovy:groovy:4.0.13', ['groovy']],
    ['org.apache.hadoop:hadoop-client-api:3.3.6', 'org.apache.hadoop:hadoop-common:3.3.6', ['hadoop-client']],
    ['org.apache.hadoop:hadoop-client-api:3.3.6', 'org.apache.hadoop:hadoop-hdfs:3.3.6', []],
    ['software.amazon.awssdk:bundle:2.24.6', 'software.amazon.awssdk:s3:2.27.10', ['aws-sdk-2']],
    ['org.apache.poi:poi-ooxml-schemas:4.1.2', 'org.apache.poi:poi-ooxml-lite:5.3.0', ['ooxml-schemas']],
    ['javax.jms:javax.jms-api:2.0.1', 'jakarta.jms:jakarta.jms-api:2.0.3', ['jms']],
    ['javax.jms:javax.jms-api:2.0.1', 'jakarta.jms:jakarta.jms-api:3.1.0', []],
    ['org.javassist:javassist:3.29.2-GA', 'javassist:javassist:3.12.1.GA', ['javassist']],
    ['com.google.protobuf:protobuf-java:3.25.1', 'com.google.protobuf:protobuf-javalite:3.25.1', ['protobuf']],
    ['org.bouncycastle:bctls-jdk15on:1.70', 'org.bouncycastle:bctls-jdk18on:1.77', ['bouncycastle-tls']],
    ['org.aspectj:aspectjweaver:1.9.19', 'org.aspectj:aspectjrt:1.9.19', ['aspectj']],
    ['com.google.code.findbugs:jsr305:3.0.2', 'com.github.spotbugs:spotbugs-annotations:4.7.3', []],
    ['log4j:log4j:1.2.17', 'org.apache.logging.log4j:log4j-1.2-api:2.20.0', ['log4j-1']],
    ['commons-logging:commons-logging:1.2', 'org.apache.logging.log4j:log4j-jcl:2.20.0', []],
    ['dom4j:dom4j:1.6.1', 'org.dom4j:dom4j:2.1.4', ['dom4j']],
    ['com.sun.xml.bind:jaxb-impl:2.3.3', 'org.glassfish.jaxb:jaxb-runtime:2.3.3', ['jaxb-runtime']],
    ['com.sun.xml.bind:jaxb-impl:2.3.3', 'org.glassfish.jaxb:jaxb-runtime:4.0.5', []],
    ['com.sun.xml.bind:jaxb-core:4.0.2', 'org.glassfish.jaxb:jaxb-core:2.3.0.1', []],
    ['com.sun.xml.bind:jaxb-core:4.0.2', 'org.glassfish.jaxb:jaxb-core:4.0.5', ['jaxb-core']],
    ['com.sun.xml.bind:jaxb-impl', 'org.glassfish.jaxb:jaxb-runtime:4.0.5', ['jaxb-runtime']],
  ])('%s and %s', (a, b, wanted) => {
    expect(families(a, b)).toEqual(wanted);
  });

  // By the class that SLF4J 1 calls and the service that SLF4J 2 looks for, as the jars hold them.
  it.each([
    ['ch.qos.logback:logback-classic:1.2.13', 'org.slf4j:slf4j-simple:1.7.36', ['slf4j-binding']],
    ['ch.qos.logback:logback-classic:1.2.13', 'org.slf4j:slf4j-simple:2.0.9', []],
    ['ch.qos.logback:logback-classic:1.3.0-alpha5', 'org.slf4j:slf4j-simple:1.8.0-beta4', ['slf4j-binding']],
    ['ch.qos.logback:logback-classic:1.5.6', 'org.apache.logging.log4j:log4j-slf4j2-impl', ['slf4j-binding']],
    ['ch.qos.logback:logback-classic:1.5.6', 'org.apache.logging.log4j:log4j-slf4j-impl', []],
    ['ch.qos.logback:logback-classic', 'org.apache.logging.log4j:log4j-slf4j-impl', ['slf4j-binding']],
    ['org.tinylog:slf4j-tinylog:2.3.2', 'ch.qos.logback:logback-classic:1.5.6', []],
    ['org.tinylog:slf4j-tinylog:2.7.0', 'ch.qos.logback:logback-classic:1.5.6', ['slf4j-binding']],
    ['org.tinylog:slf4j-tinylog:2.7.0', 'ch.qos.logback:logback-classic:1.2.13', ['slf4j-binding']],
    ['org.apache.logging.log4j:log4j-slf4j-impl:2.20.0', 'org.apache.logging.log4j:log4j-slf4j2-impl:2.20.0', ['log4j-slf4j']],
  ])('%s and %s answer for one SLF4J: %j', (a, b, wanted) => {
    expect(families(a, b)).toEqual(wanted);
    expect(families(b, a)).toEqual(wanted);
  });

  it('tell two of one generation beside one of another', () => {
    const all = ['ch.qos.logback:logback-classic:1.2.13', 'org.slf4j:slf4j-simple:2.0.9', 'org.slf4j:slf4j-nop:2.0.9'];
    expect(families(...all)).toEqual(['slf4j-binding']);
  });
});
