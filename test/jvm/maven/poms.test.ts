import { describe, expect, it } from 'vitest';
import { assembleMaven } from '../../../analyzers/jvm/maven/index.ts';
import { activationFor } from '../../../analyzers/jvm/maven/model/activation.ts';
import { buildEffective } from '../../../analyzers/jvm/maven/model/effective.ts';
import { parsePomText } from '../../../analyzers/jvm/maven/model/pom.ts';
import { runSync } from '../../../analyzers/jvm/maven/workspace.ts';
import { targetOf } from '../../target.ts';
import { treeOf } from '../gradle/read.ts';

const HEAD = '<modelVersion>4.0.0</modelVersion><groupId>shop</groupId><artifactId>cart</artifactId><version>1</version>';

function effective(body: string, jdk = '17') {
  const pom = parsePomText(`<project>${HEAD}${body}</project>`, 'pom.xml');
  const context = { activation: activationFor({ jdk, platform: 'linux-x86_64' }), exists: () => false, imports: new Map() };
  return runSync(buildEffective(pom, true, context), () => undefined);
}

const dependency = (rest: string) => `<dependency><groupId>g</groupId><artifactId>a</artifactId>${rest}</dependency>`;

describe('effective models', () => {
  it('manages versions and scopes of direct dependencies, first managed first', () => {
    const model = effective(
      `<dependencyManagement><dependencies>${dependency('<version>1</version><scope>test</scope>')}</dependencies></dependencyManagement>
       <dependencies>${dependency('')}</dependencies>`,
    );
    expect(model.dependencies[0]).toMatchObject({ version: '1', scope: 'test' });
  });

  it.each([
    ['17', '17'],
    ['11', 'none'],
  ])('switches profiles by the JDK of the target: %s', (jdk, version) => {
    const model = effective(
      `<properties><v>none</v></properties><profiles><profile><id>new</id><activation><jdk>[17,)</jdk></activation>
       <properties><v>17</v></properties></profile></profiles><dependencies>${dependency(`<version>${'$'}{v}</version>`)}</dependencies>`,
      jdk,
    );
    expect(model.dependencies[0]?.version).toBe(version);
  });

  it.each([
    ['maven.build.timestamp', false],
    ['user.home', false],
    ['env.BUILD_ID', false],
    ['project.basedir', false],
    ['own.name', true],
  ])('a property that only hands on what it is called by, %s: a cycle, %s', (name, cyclic) => {
    const model = effective(`<properties><${name}>${'$'}{${name}}</${name}></properties>`);
    expect(model.problems.some(({ message }) => message.includes('cycle'))).toBe(cyclic);
  });

  it('a property that is its own value is told once, where it stands, and the command line may end it', () => {
    const parent = `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>p</artifactId><version>1</version><packaging>pom</packaging>
      <modules><module>a</module><module>b</module></modules>
      <properties><secret>${'$'}{secret}</secret></properties></project>`;
    const child = (name: string): string =>
      `<project><modelVersion>4.0.0</modelVersion><parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version></parent><artifactId>${name}</artifactId></project>`;
    const { diagnostics } = assembleMaven(
      treeOf({ 'pom.xml': parent, 'a/pom.xml': child('a'), 'b/pom.xml': child('b') }),
      targetOf(),
    );
    expect(diagnostics).toMatchObject([
      {
        ...{ code: 'maven/invalid-pom', file: 'pom.xml', line: 3 },
        message: "recursive expression cycle in 'secret', unless -Dsecret=… gives it; Maven refuses this POM",
      },
    ]);
  });

  it('names a missing parent instead of failing', () => {
    const model = effective('<parent><groupId>p</groupId><artifactId>q</artifactId><version>3</version></parent>');
    expect(model.missing).toMatchObject([{ kind: 'parent', artifactId: 'q', version: '3' }]);
  });
});

describe('hostile POMs', () => {
  it.each([
    ['entities of a document type', '<!DOCTYPE project [<!ENTITY x "y">]><project><name>&x;</name></project>'],
    ['external entities', '<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><name>&x;</name></project>'],
    ['deep nesting', `<project>${'<a>'.repeat(10_000)}`],
    ['an open tag', '<project><name>'],
    ['two roots', '<project/><project/>'],
  ])('%s are a problem with a place', (_, source) => {
    const parsed = parsePomText(source, 'pom.xml');
    expect(parsed.model).toBeUndefined();
    expect(parsed.problems[0]?.place.line).toBe(1);
  });

  it('ends property bombs and cycles', () => {
    const bomb = Array.from({ length: 40 }, (_, i) => `<p${i}>${'$'}{p${i + 1}}${'$'}{p${i + 1}}</p${i}>`).join('');
    const model = effective(`<properties>${bomb}<p40>x</p40><c>${'$'}{c}</c></properties>`);
    expect(model.problems.some(({ message }) => message.includes("cycle in 'c'"))).toBe(true);
  });
});
