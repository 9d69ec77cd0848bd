import { describe, expect, it } from 'vitest';
import { needs, pom, resolverFor } from './repository.ts';

const moved = (artifact: string) =>
  `<distributionManagement><relocation><artifactId>${artifact}</artifactId></relocation></distributionManagement>`;
const managed = (type: string, rest: string) =>
  `<dependency><groupId>g</groupId><artifactId>leaf</artifactId><version>1</version><type>${type}</type>${rest}</dependency>`;

const REPOSITORY = Object.fromEntries([
  pom('g:first:1', moved('second')),
  pom('g:second:1', moved('third')),
  pom('g:second:2'),
  pom('g:third:1'),
  pom('g:low:1', needs('g:second:2')),
  pom('g:leaf:1', needs('g:third:1')),
  pom('g:leaf:2'),
  pom('g:top:1', needs('g:leaf:2')),
]);

async function runsWith(body: string): Promise<readonly string[]> {
  const text = `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>a</artifactId><version>1</version>${body}</project>`;
  const { resolver } = await resolverFor({ 'a/pom.xml': text }, REPOSITORY);
  const answer = await resolver.resolve(['a']);
  return answer.kind === 'resolved' ? [...answer.versions].map(([name, [version]]) => `${name}:${version}`) : [answer.kind];
}

describe('collecting as maven-resolver does', () => {
  it('all artifacts of a chain of relocations are one: the nearest stays', async () => {
    expect(await runsWith(needs('g:first:1', 'g:low:1'))).toEqual(['g:third:1', 'g:low:1']);
  });

  it('managed types of one file extension add up: version, scope and exclusions', async () => {
    const exclusion = '<exclusions><exclusion><groupId>g</groupId><artifactId>third</artifactId></exclusion></exclusions>';
    const entries = managed('ejb', exclusion) + managed('jar', '<scope>test</scope>');
    const management = `<dependencyManagement><dependencies>${entries}</dependencies></dependencyManagement>`;
    expect(await runsWith(management + needs('g:top:1'))).toEqual(['g:top:1']);
    expect(await runsWith(management.replace('<scope>test</scope>', '') + needs('g:top:1'))).toEqual(['g:top:1', 'g:leaf:1']);
  });
});
