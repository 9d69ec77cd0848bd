import { describe, expect, it } from 'vitest';
import { manages, needs, pom, resolverFor } from './repository.ts';

const moved = (artifact: string) =>
  `<distributionManagement><relocation><artifactId>${artifact}</artifactId></relocation></distributionManagement>`;
const managed = (type: string, rest: string) =>
  `<dependency><groupId>g</groupId><artifactId>leaf</artifactId><version>1</version><type>${type}</type>${rest}</dependency>`;

const listing = (named: string) =>
  `<metadata><versioning>${named}<versions><version>1</version><version>2</version></versions></versioning></metadata>`;

const REPOSITORY = Object.fromEntries([
  pom('g:first:1', moved('second')),
  pom('g:second:1', moved('third')),
  pom('g:second:2'),
  pom('g:third:1'),
  pom('g:low:1', needs('g:second:2')),
  pom('g:leaf:1', needs('g:third:1')),
  pom('g:leaf:2'),
  pom('g:top:1', needs('g:leaf:2')),
  pom('g:orphan:1', '<parent><groupId>g</groupId><artifactId>nowhere</artifactId><version>1</version></parent>'),
  pom('g:broken:1', '<dependencies><dependency><groupId>g</groupId><artifactId>leaf</artifactId></dependency></dependencies>'),
  pom(
    'g:ill:1',
    `${moved('third')}<dependencies><dependency><groupId>g</groupId><artifactId>leaf</artifactId></dependency></dependencies>`,
  ),
  pom('g:lost:1', `${moved('third')}<parent><groupId>g</groupId><artifactId>nowhere</artifactId><version>1</version></parent>`),
  pom('g:itself:1', moved('itself')),
  pom('g:over:1', needs('g:itself:1')),
  pom('g:many:1', needs('g:third:1')),
  pom('g:many:2', needs('g:leaf:2')),
  ['g/many/maven-metadata.xml', listing('<latest>1</latest><release>1</release>')],
  ['g/leaf/maven-metadata.xml', listing('')],
  pom('g:bom:1', `<packaging>pom</packaging>${manages('g:leaf:2')}`),
  ['g/bom/maven-metadata.xml', listing('')],
  pom('g:up:1', '<packaging>pom</packaging>'),
  ['g/up/maven-metadata.xml', '<metadata><versioning><versions><version>1</version></versions></versioning></metadata>'],
]);

async function runsWith(body: string, model = '4.0.0'): Promise<readonly string[]> {
  const text = `<project><modelVersion>${model}</modelVersion><groupId>own</groupId><artifactId>a</artifactId><version>1</version>${body}</project>`;
  const { resolver } = await resolverFor({ 'a/pom.xml': text }, REPOSITORY);
  const answer = await resolver.resolve(['a']);
  if (answer.kind === 'unknown') return [answer.because];
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

  it('of two ways to one artifact the wider scope counts, in either order', async () => {
    expect(await runsWith(needs('g:top:1:provided', 'g:third:1'))).toEqual(['g:third:1']);
    expect(await runsWith(needs('g:top:1:provided', 'g:many:2'))).toEqual(['g:leaf:2', 'g:many:2']);
    expect(await runsWith(needs('g:many:2', 'g:top:1:provided'))).toEqual(['g:many:2', 'g:leaf:2']);
  });

  it.each([
    ['h:leaf', ['g:top:1', 'g:leaf:2']],
    ['g:top', ['g:top:1', 'g:leaf:2']],
    ['g:leaf', ['g:top:1']],
    ['*:leaf', ['g:top:1']],
    ['g:*', ['g:top:1']],
    ['*:*', ['g:top:1']],
  ])('an exclusion of %s', async (excluded, left) => {
    const [group, artifact] = excluded.split(':');
    const exclusion = `<exclusions><exclusion><groupId>${group}</groupId><artifactId>${artifact}</artifactId></exclusion></exclusions>`;
    expect(await runsWith(needs('g:top:1').replace('</dependency>', `${exclusion}</dependency>`))).toEqual(left);
  });

  it('a managed scope holds below what is provided', async () => {
    const compiled = managed('jar', '<scope>compile</scope>');
    const management = `<dependencyManagement><dependencies>${compiled}</dependencies></dependencyManagement>`;
    expect(await runsWith(management + needs('g:top:1:provided', 'g:third:1'))).toEqual(['g:leaf:1', 'g:third:1']);
  });

  it('what is managed of one classifier says nothing of another', async () => {
    const management = (more: string): string =>
      `<dependencyManagement><dependencies>${managed('jar', `<scope>test</scope>${more}`)}</dependencies></dependencyManagement>`;
    expect(await runsWith(management('') + needs('g:top:1'))).toEqual(['g:top:1']);
    expect(await runsWith(management('<classifier>x</classifier>') + needs('g:top:1'))).toEqual(['g:top:1', 'g:leaf:2']);
  });

  it('a POM whose parent is nowhere cannot be read: Maven gives up; an invalid one is a leaf', async () => {
    expect(await runsWith(needs('g:orphan:1'))).toEqual([
      'parent g:nowhere:1 is in no repository that was asked; g:orphan:1 needs it; a needs it',
    ]);
    expect(await runsWith(needs('g:broken:1'))).toEqual(['g:broken:1']);
  });

  it('nor does an invalid POM say where its artifact went, or one without its parent', async () => {
    expect(await runsWith(needs('g:ill:1'))).toEqual(['g:ill:1']);
    expect(await runsWith(needs('g:lost:1'))).toEqual([
      'parent g:nowhere:1 is in no repository that was asked; g:lost:1 needs it; a needs it',
    ]);
  });

  it('a relocation to itself is one all the same: what management says of it comes first', async () => {
    const management = managed('jar', '<scope>test</scope>').replace('leaf', 'itself');
    const managing = `<dependencyManagement><dependencies>${management}</dependencies></dependencyManagement>`;
    expect(await runsWith(needs('g:over:1'))).toEqual(['g:over:1', 'g:itself:1']);
    expect(await runsWith(managing + needs('g:over:1'))).toEqual(['g:over:1']);
  });

  it('LATEST and RELEASE are what the repository says, not the highest of its list', async () => {
    expect(await runsWith(needs('g:many:LATEST'))).toEqual(['g:many:1', 'g:third:1']);
    expect(await runsWith(needs('g:many:RELEASE'))).toEqual(['g:many:1', 'g:third:1']);
    expect(await runsWith(needs('g:leaf:RELEASE'))).toEqual(['no repository says what RELEASE of g:leaf is; a needs it']);
  });

  it.each([
    [
      'a range for the version of a BOM',
      '4.0.0',
      'BOM g:bom has the range [1,2) for a version, which no Maven before 4 reads; a needs it',
    ],
    ['… of which Maven 4 takes the highest', '4.1.0', 'g:leaf:2'],
  ])('%s', async (_, model, wanted) => {
    const bom =
      '<dependency><groupId>g</groupId><artifactId>bom</artifactId><version>[1,2)</version><type>pom</type><scope>import</scope></dependency>';
    const body = `<dependencyManagement><dependencies>${bom}</dependencies></dependencyManagement>${needs('g:leaf:1').replace('<version>1</version>', '')}`;
    expect(await runsWith(body, model)).toEqual([wanted]);
  });

  it('what Maven refuses has no class path', async () => {
    expect(await runsWith(needs('g:leaf:1').replace('<version>1</version>', ''))).toEqual([
      "Maven refuses a/pom.xml:1: 'dependencies.dependency.version' for g:leaf:jar is missing",
    ]);
    expect(
      await runsWith(
        `<parent><groupId>g</groupId><artifactId>up</artifactId><version>[1,)</version></parent>${needs('g:leaf:1')}`,
      ),
    ).toEqual(["Maven refuses a/pom.xml:1: the requested parent version range '[1,)' does not specify an upper bound"]);
  });
});
