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
      ['conflict', 'error jvm/framework-generation pkg:maven/org.springframework/spring-core'],
    ],
    [
      'and of Scala',
      [['g:on-scala:2.12.18'], ['g:on-scala:2.13.14']],
      ['conflict', 'error jvm/framework-generation pkg:maven/org.scala-lang/scala-library'],
    ],
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
