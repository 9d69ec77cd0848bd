import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../../src/model/index.ts';
import { needs, pom, resolverFor } from './repository.ts';

const REPOSITORY = Object.fromEntries([
  ...['g:lib:1.0', 'g:lib:2.0', 'g:other:1.0', 'g:other:2.0'].map((one) => pom(one)),
  ...['5.3.39', '6.1.13'].flatMap((version) => [
    pom(`org.springframework:spring-core:${version}`),
    pom(`org.springframework:spring-tx:${version}`, needs(`org.springframework:spring-core:${version}`)),
    pom(`g:on-spring:${version}`, needs(`org.springframework:spring-tx:${version}`)),
  ]),
  ...['2.47', '3.1.10'].flatMap((version) => {
    const api = `jakarta.ws.rs:jakarta.ws.rs-api:${version === '2.47' ? '2.1.6' : '3.1.0'}`;
    return [
      ...(version === '2.47' ? [pom(api)] : [pom(api), pom('org.eclipse.angus:angus-mail:2.0.3')]),
      pom(`org.glassfish.jersey.core:jersey-common:${version}`, needs(api)),
      pom(`g:on-jersey:${version}`, needs(`org.glassfish.jersey.core:jersey-common:${version}`)),
    ];
  }),
  pom('com.sun.mail:jakarta.mail:1.6.7'),
  pom('com.sun.mail:jakarta.mail:2.0.1'),
  ...['2.12.18', '2.13.14'].flatMap((version) => [
    pom(`org.scala-lang:scala-library:${version}`),
    pom(`g:on-scala:${version}`, needs(`org.scala-lang:scala-library:${version}`)),
  ]),
  pom('g:old:1', needs('g:lib:1.0')),
  pom('g:new:1', needs('g:lib:2.0')),
]);

function service(name: string, ...list: readonly string[]): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>${name}</artifactId><version>1</version>${needs(...list)}</project>`;
}

/** What the services of these dependencies are told together, by the names that they get. */
async function together(names: readonly string[], lists: readonly (readonly string[])[]): Promise<readonly string[]> {
  const poms = names.map((name, index): [string, string] => [`${name}/pom.xml`, service(name, ...(lists[index] ?? []))]);
  const { resolver } = await resolverFor(Object.fromEntries(poms), REPOSITORY);
  const answer: Resolution = await resolver.resolve([...names].sort());
  if (answer.kind === 'unknown') throw new Error(answer.because);
  return [answer.kind, ...answer.findings.map(({ rule, severity, subject }) => `${severity} ${rule} ${subject}`)];
}

describe('what services are told together does not hang on their names', () => {
  it.each([
    [
      'at equal depth some order suits all',
      [['g:lib:1.0'], ['g:lib:2.0']],
      ['resolved', 'warning jvm/convergence pkg:maven/g/lib'],
    ],
    ['the lower version is nearer', [['g:lib:1.0'], ['g:new:1']], ['conflict', 'error jvm/below-required pkg:maven/g/lib']],
    [
      'no order suits all',
      [
        ['g:lib:1.0', 'g:other:2.0'],
        ['g:lib:2.0', 'g:other:1.0'],
      ],
      ['conflict', 'error jvm/below-required pkg:maven/g/lib'],
    ],
    [
      'two generations of a framework, which others bring, whatever wins',
      [['g:on-spring:5.3.39'], ['g:on-spring:6.1.13']],
      ['conflict', 'error jvm/framework-generation pkg:maven/org.springframework/spring-tx'],
    ],
    [
      'and of Scala',
      [['g:on-scala:2.12.18'], ['g:on-scala:2.13.14']],
      ['conflict', 'error jvm/framework-generation pkg:maven/org.scala-lang/scala-library'],
    ],
    [
      'two namespaces, which others bring: the nearest artifact says so for all that stand on the same sides',
      [['g:on-jersey:2.47'], ['g:on-jersey:3.1.10']],
      ['conflict', 'error jvm/framework-generation pkg:maven/org.glassfish.jersey.core/jersey-common'],
    ],
    [
      'two namespaces that part no more than the generation of their framework does',
      [
        ['g:on-spring:5.3.39', 'com.sun.mail:jakarta.mail:1.6.7'],
        ['g:on-spring:6.1.13', 'com.sun.mail:jakarta.mail:2.0.1'],
      ],
      ['conflict', 'error jvm/framework-generation pkg:maven/org.springframework/spring-tx'],
    ],
    ['mail of two names', [['com.sun.mail:jakarta.mail:1.6.7'], ['org.eclipse.angus:angus-mail:2.0.3']], ['resolved']],
    [
      'three, of which one has to come first',
      [['g:old:1'], ['g:lib:1.0'], ['g:lib:2.0']],
      ['resolved', 'warning jvm/convergence pkg:maven/g/lib'],
    ],
  ])('%s', async (_name, lists, wanted) => {
    const names = ['a', 'b', 'c'].slice(0, lists.length);
    for (const order of [names, [...names].reverse(), [...names.slice(1), ...names.slice(0, 1)]])
      expect(await together(order, lists)).toEqual(wanted);
  });
});
