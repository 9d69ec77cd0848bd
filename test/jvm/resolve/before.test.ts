import { describe, expect, it } from 'vitest';
import { needs, pom, type RepositoryOptions, resolverFor } from './repository.ts';

const VERSIONS = ['1.0', '1.1', '1.2'];

function metadata(lastUpdated: string): string {
  return `<metadata><versioning><versions>${VERSIONS.map((one) => `<version>${one}</version>`).join('')}</versions><lastUpdated>${lastUpdated}</lastUpdated></versioning></metadata>`;
}

const MODIFIED = {
  'g/lib/1.0/lib-1.0.pom': 'Mon, 04 Mar 2024 10:00:00 GMT',
  'g/lib/1.1/lib-1.1.pom': 'Tue, 04 Mar 2025 10:00:00 GMT',
  'g/lib/1.2/lib-1.2.pom': 'Wed, 04 Mar 2026 10:00:00 GMT',
};

async function chosen(version: string, options: RepositoryOptions, lastUpdated = '20260304100000') {
  const own = `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>a</artifactId><version>1</version>${needs(`g:lib:${version}`)}</project>`;
  const { resolver, warnings, urls } = await resolverFor(
    { 'pom.xml': own },
    {
      ...Object.fromEntries(VERSIONS.map((one) => pom(`g:lib:${one}`))),
      'g/lib/maven-metadata.xml': metadata(lastUpdated),
    },
    options,
  );
  const answer = await resolver.resolve(['.']);
  const versions = answer.kind === 'resolved' ? [...answer.versions.values()].flat() : [answer.kind];
  return { versions, warnings: warnings.map(({ message }) => message), urls };
}

describe('--before', () => {
  it.each([
    ['[1.0,2)', undefined, '1.2'],
    ['[1.0,2)', '2026-01-01T00:00:00Z', '1.1'],
    ['[1.0,2)', '2025-01-01T00:00:00Z', '1.0'],
    ['LATEST', '2026-01-01T00:00:00Z', '1.1'],
    ['[1.0,2)', '2020-01-01T00:00:00Z', 'conflict'],
    // What a build names is what it gets.
    ['1.2', '2020-01-01T00:00:00Z', '1.2'],
  ])('%s as of %s', async (version, before, wanted) => {
    const { versions, warnings } = await chosen(version, { modified: MODIFIED, ...(before === undefined ? {} : { before }) });
    expect(versions).toEqual([wanted]);
    expect(warnings).toEqual([]);
  });

  it('a list that has not changed since needs no dates', async () => {
    const { versions, warnings } = await chosen('[1.0,2)', { before: '2026-06-01' });
    expect(versions).toEqual(['1.2']);
    expect(warnings).toEqual([]);
  });

  it('versions without a date stay, and are told', async () => {
    const { versions, warnings } = await chosen('[1.0,2)', {
      before: '2026-01-01',
      modified: { 'g/lib/1.2/lib-1.2.pom': MODIFIED['g/lib/1.2/lib-1.2.pom'] },
    });
    expect(versions).toEqual(['1.1']);
    expect(warnings).toEqual(['no repository says when g:lib 1.0 and 1.1 were published; --before leaves them in']);
  });

  const snapshot = (timestamp: string) =>
    `<metadata><versioning><snapshot><timestamp>${timestamp}</timestamp><buildNumber>7</buildNumber></snapshot></versioning></metadata>`;
  const repositories =
    '<repositories><repository><id>snapshots</id><url>https://snapshots.example/m2</url></repository></repositories>';

  async function snapshotAt(timestamp: string, before: string, userFiles: Readonly<Record<string, string>> = {}) {
    const own = `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>a</artifactId><version>1</version>${needs('g:lib:1-SNAPSHOT')}${repositories}</project>`;
    const [, text] = pom('g:lib:1-SNAPSHOT', needs('g:leaf:1'));
    const contents = {
      'g/lib/1-SNAPSHOT/maven-metadata.xml': snapshot(timestamp),
      [`g/lib/1-SNAPSHOT/lib-1-${timestamp}-7.pom`]: text,
    };
    const { resolver } = await resolverFor({ 'pom.xml': own }, timestamp === '' ? {} : contents, { before, userFiles });
    const answer = await resolver.resolve(['.']);
    return answer.kind === 'resolved' ? [...answer.versions.keys()] : answer.kind === 'unknown' ? answer.because : answer.kind;
  }

  it('a SNAPSHOT that was deployed again since is not known as it stood', async () => {
    expect(await snapshotAt('20250304.100000', '2026-01-01')).toEqual(['g:lib', 'g:leaf']);
    expect(await snapshotAt('20260304.100000', '2026-01-01')).toBe(
      'g:lib:1-SNAPSHOT was deployed to own again since: how it stood at the date of --before is not known; . needs it',
    );
  });

  it('nor is one that only the local repository has', async () => {
    const [, text] = pom('g:lib:1-SNAPSHOT');
    const local = { '/home/user/.m2/repository/g/lib/1-SNAPSHOT/lib-1-SNAPSHOT.pom': text };
    expect(await snapshotAt('', '2026-01-01', local)).toBe(
      'g:lib:1-SNAPSHOT lies in the local repository alone, without a date: how it stood at the date of --before is not known; . needs it',
    );
  });
});
