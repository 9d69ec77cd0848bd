import { describe, expect, it } from 'vitest';
import { CLASS_FAMILIES } from '../../analyzers/jvm/class-families.ts';
import { contains, parseConstraint } from '../../analyzers/jvm/maven/versions/range.ts';

function holds(member: string, artifact: string): boolean {
  const [name, range] = member.split(' ');
  const at = artifact.lastIndexOf(':');
  if (name !== artifact.slice(0, at)) return false;
  const constraint = parseConstraint(range ?? '[0,)');
  return constraint.kind === 'range' && contains(constraint.intervals, artifact.slice(at + 1));
}

/** Families of which one class path should not hold both: two members, or a member and a part. */
function families(a: string, b: string): readonly string[] {
  return CLASS_FAMILIES.filter(({ members, parts = [] }) => {
    const whole = (artifact: string) => members.some((member) => holds(member, artifact));
    const any = (artifact: string) => whole(artifact) || parts.some((part) => holds(part, artifact));
    return (whole(a) && any(b)) || (whole(b) && any(a));
  }).map(({ id }) => id);
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
  ])('%s and %s', (a, b, wanted) => {
    expect(families(a, b)).toEqual(wanted);
  });
});
