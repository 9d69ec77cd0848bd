import { describe, expect, it } from 'vitest';
import { assembleMaven } from '../../../analyzers/jvm/maven/index.ts';
import { targetOf } from '../../target.ts';
import { treeOf } from '../gradle/read.ts';
import { needs, resolverFor } from '../resolve/repository.ts';

const PARENT = '<parent><groupId>o</groupId><artifactId>root</artifactId><version>1</version></parent>';
const root = (modules: readonly string[], body = ''): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>o</groupId><artifactId>root</artifactId><version>1</version><packaging>pom</packaging><modules>${modules.map((one) => `<module>${one}</module>`).join('')}</modules>${body}</project>`;
const child = (name: string, body: string): string =>
  `<project><modelVersion>4.0.0</modelVersion>${PARENT}<artifactId>${name}</artifactId>${body}</project>`;

const circle = (files: Readonly<Record<string, string>>): readonly string[] =>
  assembleMaven(treeOf(files), targetOf()).diagnostics.flatMap(({ code, message, file }) =>
    code === 'maven/module-circle' ? [`${file}: ${message.split(';')[0]}`] : [],
  );

describe('circles of modules, as Maven 3.8 refuses them', () => {
  const both = { 'a/pom.xml': child('a', needs('o:b:1')), 'b/pom.xml': child('b', needs('o:a:1')) };
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'two of one reactor',
      { 'pom.xml': root(['a', 'b']), ...both },
      ['a/pom.xml: modules of one build wait for each other: o:a -> o:b -> o:a'],
    ],
    [
      'by a test',
      { 'pom.xml': root(['a', 'b']), ...both, 'b/pom.xml': child('b', needs('o:a:1:test')) },
      ['a/pom.xml: modules of one build wait for each other: o:a -> o:b -> o:a'],
    ],
    ['two that are built apart', both, []],
    ['another version', { 'pom.xml': root(['a', 'b']), ...both, 'b/pom.xml': child('b', needs('o:a:2')) }, []],
    [
      'a range',
      { 'pom.xml': root(['a', 'b']), ...both, 'b/pom.xml': child('b', needs('o:a:[1,2]')) },
      ['a/pom.xml: modules of one build wait for each other: o:a -> o:b -> o:a'],
    ],
    [
      'a parent that needs its child comes before it',
      { 'pom.xml': root(['a', 'b'], needs('o:a:1')), 'a/pom.xml': child('a', ''), 'b/pom.xml': child('b', '') },
      // Both inherit that; a module that needs itself is refused for that alone.
      [],
    ],
    [
      'through what a parent hands on',
      {
        'pom.xml': root(['a', 'b'], needs('p:a:1')),
        'a/pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>p</groupId><artifactId>a</artifactId><version>1</version>${needs('o:b:1')}</project>`,
        'b/pom.xml': child('b', ''),
      },
      ['a/pom.xml: modules of one build wait for each other: p:a -> o:b -> p:a'],
    ],
  ])('%s', (_, files, wanted) => {
    expect(circle(files)).toEqual(wanted);
  });

  it('keep every module of the reactor from having a class path', async () => {
    const { resolver } = await resolverFor({ 'pom.xml': root(['a', 'b', 'c']), ...both, 'c/pom.xml': child('c', '') }, {});
    const answer = await resolver.resolve(['c']);
    expect(answer).toMatchObject({ kind: 'unknown', because: expect.stringContaining('o:a -> o:b -> o:a; Maven refuses') });
  });
});
