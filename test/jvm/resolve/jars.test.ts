import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classNames } from '../../../analyzers/jvm/jars/classes.ts';
import { ZIP_TAIL, zipDirectory, zipEntries, zipEntry } from '../../../src/formats/archives/zip.ts';
import { classFor, jar, jarOf, needs, pom, resolverFor } from './repository.ts';

describe('zip', () => {
  it('lists what an archive holds', () => {
    const bytes = jar('a/A.class', 'META-INF/MANIFEST.MF', 'b/B$1.class');
    const found = zipDirectory(bytes);
    expect(found).toBeDefined();
    const entries = found === undefined ? undefined : zipEntries(bytes.subarray(found.offset, found.offset + found.size));
    expect(entries?.map(({ name }) => name)).toEqual(['a/A.class', 'META-INF/MANIFEST.MF', 'b/B$1.class']);
  });

  it('never fails on bytes that are no archive, nor on damaged ones', () => {
    const sound = jar('a/A.class', 'b/B.class');
    const damaged = fc
      .tuple(fc.nat(sound.length - 1), fc.nat(255), fc.nat(sound.length))
      .map(([at, value, cut]) =>
        Buffer.concat([sound.subarray(0, at), Buffer.from([value]), sound.subarray(at + 1)]).subarray(0, cut),
      );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged), (bytes) => {
        const found = zipDirectory(bytes);
        if (found !== undefined) zipEntries(bytes.subarray(found.offset, found.offset + found.size));
        zipEntry(bytes, 'a/A.class', 1000);
      }),
    );
  });

  it('classes are those that every release of Java loads', () => {
    const names = [
      'a/A.class',
      'module-info.class',
      'a/package-info.class',
      'META-INF/versions/11/a/A.class',
      'a/a.txt',
      'a/A$1.class',
    ];
    expect(classNames(names.map((name) => ({ name })))).toEqual(['a.A$1', 'a.A']);
  });
});

const REPOSITORY = {
  ...Object.fromEntries([pom('g:one:1'), pom('g:two:1'), pom('g:three:1'), pom('g:java:17'), pom('g:java:21')]),
  'g/one/1/one-1.jar': jar('p/A.class', 'p/B.class'),
  'g/two/1/two-1.jar': jar('p/B.class', 'q/C.class'),
  'g/java/17/java-17.jar': jarOf([['j/J.class', classFor(17)]]),
  'g/java/21/java-21.jar': jarOf(
    [
      ['META-INF/versions/25/j/J.class', classFor(25)],
      ['j/J.class', classFor(21)],
      ['j/K.class', classFor(21)],
    ],
    true,
  ),
  'g/three/1/three-1.jar': jar(...Array.from({ length: 3000 }, (_, index) => `r/${'x'.repeat(40)}${index}.class`)),
};

function service(name: string, ...list: readonly string[]): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>${name}</artifactId><version>1</version>${needs(...list)}</project>`;
}

describe('--jars', () => {
  it('finds what the sharing puts beside each other', async () => {
    const { resolver } = await resolverFor(
      { 'a/pom.xml': service('a', 'g:one:1'), 'b/pom.xml': service('b', 'g:two:1') },
      REPOSITORY,
      { jars: true },
    );
    expect((await resolver.resolve(['a'])).kind).toBe('resolved');
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer.kind === 'resolved' && answer.findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'g:one 1 and g:two 1 hold 1 of the same classes (p)'],
    ]);
  });

  it('what one service has alone is not added by the sharing', async () => {
    const { resolver } = await resolverFor(
      { 'a/pom.xml': service('a', 'g:one:1', 'g:two:1'), 'b/pom.xml': service('b', 'g:three:1') },
      REPOSITORY,
      { jars: true },
    );
    const [alone, both] = [await resolver.resolve(['a']), await resolver.resolve(['a', 'b'])];
    expect(alone.kind === 'resolved' && alone.findings).toHaveLength(1);
    expect(both.kind === 'resolved' && both.findings).toEqual([]);
  });

  it('asks for parts of a jar, and for no more than the end, the list and the heads of two classes', async () => {
    const { resolver, urls } = await resolverFor({ 'a/pom.xml': service('a', 'g:three:1') }, REPOSITORY, { jars: true });
    await resolver.resolve(['a']);
    expect(REPOSITORY['g/three/1/three-1.jar'].length).toBeGreaterThan(ZIP_TAIL);
    expect(urls.filter((url) => url.endsWith('.jar'))).toHaveLength(4);
  });

  it('reads none without the option', async () => {
    const { resolver, urls } = await resolverFor({ 'a/pom.xml': service('a', 'g:one:1') }, REPOSITORY);
    await resolver.resolve(['a']);
    expect(urls.some((url) => url.endsWith('.jar'))).toBe(false);
  });

  it.each([
    ['17', []],
    ['21', ['g:java 21 is compiled for Java 21, and the fleet runs on 17']],
  ])('classes for Java %s on a JDK 17', async (version, messages) => {
    const { resolver } = await resolverFor({ 'a/pom.xml': service('a', `g:java:${version}`) }, REPOSITORY, { jars: true });
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' && answer.findings.map(({ message }) => message)).toEqual(messages);
  });

  it('what one service runs with anyway is not added by the sharing', async () => {
    const { resolver } = await resolverFor(
      { 'a/pom.xml': service('a', 'g:java:21'), 'b/pom.xml': service('b', 'g:one:1') },
      REPOSITORY,
      { jars: true },
    );
    expect((await resolver.resolve(['a', 'b'])).kind).toBe('resolved');
  });
});
