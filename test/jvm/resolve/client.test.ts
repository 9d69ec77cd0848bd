import { describe, expect, it } from 'vitest';
import { needs, pom, resolverFor, SETTINGS } from './repository.ts';

const SERVICE = {
  'a/pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>a</artifactId><version>1</version>${needs('g:one:1')}</project>`,
};
const REPOSITORY = Object.fromEntries([pom('g:one:1', needs('g:two:1')), pom('g:two:1')]);

function settings(more: string): string {
  return SETTINGS.replace('</settings>', `${more}</settings>`);
}

/** What Maven 3.8.7 makes of `-D` options in POMs of repositories: properties of the system, which a POM's own come before. */
describe('.mvn/maven.config', () => {
  const contents = Object.fromEntries([
    pom('g:own:1', `<properties><v>1</v></properties>${needs('g:two:${v}')}`),
    pom('g:open:1', needs('g:two:${v}')),
    pom(
      'g:profiled:1',
      `<profiles><profile><activation><property><name>v</name></property></activation>${needs('g:two:2')}</profile></profiles>`,
    ),
    pom('g:two:1'),
    pom('g:two:2'),
  ]);
  it.each([
    ['own', '1'],
    ['open', '2'],
    ['profiled', '2'],
  ])('%s', async (name, version) => {
    const files = { 'a/pom.xml': (SERVICE['a/pom.xml'] ?? '').replace('one', name), 'a/.mvn/maven.config': '-Dv=2\n' };
    const { resolver } = await resolverFor(files, contents);
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'resolved' && answer.versions.get('g:two')).toEqual([version]);
  });
});

describe("the user's Maven client", () => {
  it("sends a mirror's login, and to nobody else", async () => {
    const seen: (string | undefined)[] = [];
    const { resolver } = await resolverFor(SERVICE, REPOSITORY, {
      settings: settings('<servers><server><id>own</id><username>me</username><password>secret</password></server></servers>'),
      answer: ({ headers }) => {
        seen.push(headers?.authorization);
        return undefined;
      },
    });
    await resolver.resolve(['a']);
    expect(new Set(seen)).toEqual(new Set([`Basic ${Buffer.from('me:secret').toString('base64')}`]));
  });

  it.each([
    [
      'an encrypted password',
      '<servers><server><id>own</id><username>me</username><password>{abc=}</password></server></servers>',
      'maven/encrypted-password',
    ],
    ['a proxy', '<proxies><proxy><host>proxy.example</host><port>3128</port></proxy></proxies>', 'maven/proxy'],
  ])('%s is told', async (_, more, code) => {
    const { warnings } = await resolverFor(SERVICE, REPOSITORY, { settings: settings(more) });
    expect(warnings.map((one) => one.code)).toEqual([code]);
  });

  it('plain http is told', async () => {
    const { resolver, warnings } = await resolverFor(SERVICE, REPOSITORY, { settings: SETTINGS.replace('https:', 'http:') });
    await resolver.resolve(['a']);
    expect(warnings.map((one) => one.code)).toEqual(['maven/plain-http']);
  });

  it('the local repository is read before any other is asked', async () => {
    const [path, text] = pom('g:one:1', needs('g:two:1'));
    const { resolver, urls } = await resolverFor(SERVICE, REPOSITORY, {
      userFiles: { [`/home/user/.m2/repository/${path}`]: text },
    });
    expect((await resolver.resolve(['a'])).kind).toBe('resolved');
    expect(urls.some((url) => url.includes('/one/'))).toBe(false);
  });

  it('a document without its checksum is none', async () => {
    const { resolver } = await resolverFor(
      {
        'a/pom.xml': SERVICE['a/pom.xml'].replace(
          '<dependencies>',
          '<parent><groupId>g</groupId><artifactId>two</artifactId><version>1</version></parent><dependencies>',
        ),
      },
      REPOSITORY,
      {
        answer: ({ url }) =>
          url.endsWith('two-1.pom.sha1')
            ? { ok: true, status: 200, url, headers: {}, body: Buffer.from('0'.repeat(40)), fromCache: false }
            : undefined,
      },
    );
    expect((await resolver.resolve(['a'])).kind).toBe('unknown');
  });

  it('relocations that lead in a circle end', async () => {
    const to = (name: string) =>
      `<distributionManagement><relocation><artifactId>${name}</artifactId></relocation></distributionManagement>`;
    const { resolver } = await resolverFor(SERVICE, Object.fromEntries([pom('g:one:1', to('two')), pom('g:two:1', to('one'))]));
    expect((await resolver.resolve(['a'])).kind).toBe('resolved');
  });

  it('a repository that is down leaves everything open', async () => {
    const { resolver } = await resolverFor(SERVICE, REPOSITORY, {
      answer: ({ url }) =>
        url.includes('/two/') ? { ok: false, failure: { kind: 'network', url, message: 'connection refused' } } : undefined,
    });
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'unknown' && answer.because).toBe('g/two/1/two-1.pom cannot be read from own: connection refused');
  });

  it('a POM that is nowhere is a leaf, as Maven has it', async () => {
    const [path, text] = pom('g:one:1', needs('g:two:1'));
    const { resolver } = await resolverFor(SERVICE, { [path]: text });
    expect((await resolver.resolve(['a'])).kind).toBe('resolved');
  });

  it.each([
    ['that settings.xml blocks', 'http://old.example/m2', 'unknown'],
    ['that nothing blocks', 'https://new.example/m2', 'resolved'],
  ])('a POM that is nowhere, beside a repository %s', async (_, url, kind) => {
    const repositories = `<repositories><repository><id>old</id><url>${url}</url></repository></repositories>`;
    const [path, text] = pom('g:one:1', needs('g:two:1'));
    const { resolver } = await resolverFor(
      { 'a/pom.xml': SERVICE['a/pom.xml'].replace('<dependencies>', `${repositories}<dependencies>`) },
      { [path]: text },
      {
        settings: SETTINGS.replace(
          '<mirror>',
          '<mirror><id>block</id><mirrorOf>old</mirrorOf><url>http://0.0.0.0/</url><blocked>BLOCKED</blocked></mirror><mirror>',
        ).replace('BLOCKED', String(url.startsWith('http:'))),
      },
    );
    const answer = await resolver.resolve(['a']);
    expect(answer.kind).toBe(kind);
    if (answer.kind === 'unknown')
      expect(answer.because).toBe('g:two:1 is in no other repository than perhaps old, which settings.xml blocks; a needs it');
  });

  it('without any repository nothing is claimed', async () => {
    const { resolver } = await resolverFor(SERVICE, REPOSITORY, { settings: '<settings/>' });
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'unknown' && answer.because).toContain('no Maven repository is configured');
  });
});
