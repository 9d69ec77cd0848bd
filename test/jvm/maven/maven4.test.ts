import { describe, expect, it } from 'vitest';
import { assembleMaven } from '../../../analyzers/jvm/maven/index.ts';
import { targetOf } from '../../target.ts';
import { treeOf } from '../gradle/read.ts';

/** What Maven 4 reads of model 4.1.0 (Maven 4, "What's new": subprojects, parents and versions that are inferred). */

const project = (version: string, body: string, attributes = ''): string =>
  `<project xmlns="http://maven.apache.org/POM/${version}"${attributes}>${body}</project>`;
const needs = (...names: readonly string[]): string => {
  const one = (name: string): string => {
    const [groupId, artifactId, version] = name.split(':');
    return `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId>${version === undefined ? '' : `<version>${version}</version>`}</dependency>`;
  };
  return `<dependencies>${names.map(one).join('')}</dependencies>`;
};

const tree = (version: string) => ({
  'pom.xml': project(
    version,
    `<modelVersion>${version}</modelVersion><groupId>o</groupId><artifactId>root</artifactId><version>2.0</version><packaging>pom</packaging><subprojects><subproject>a</subproject><subproject>b</subproject></subprojects><dependencyManagement>${needs('g:x:1.5')}</dependencyManagement>`,
    ' root="true"',
  ),
  'a/pom.xml': project(
    version,
    `<parent><groupId>o</groupId><artifactId>root</artifactId></parent><artifactId>a</artifactId>${needs('g:x', 'o:b')}`,
  ),
  'b/pom.xml': project(version, `<parent/><artifactId>b</artifactId>${needs('g:x')}`),
});

function read(files: Readonly<Record<string, string>>) {
  const { units, diagnostics } = assembleMaven(treeOf(files), targetOf());
  return {
    units: units.map(
      ({ path, name, workspace, dependencies }) =>
        `${path} ${name} in ${workspace ?? path}: ${dependencies.map((one) => `${one.name} ${one.constraint} ${one.kind}`).join(', ')}`,
    ),
    problems: diagnostics.map(({ message }) => message),
  };
}

describe('model 4.1.0', () => {
  it('subprojects, parents by their place, versions of modules, the version of the model by the namespace', () => {
    expect(read(tree('4.1.0'))).toEqual({
      units: ['a o:a in .: g:x 1.5 exact, o:b 2.0 workspace', 'b o:b in .: g:x 1.5 exact', '. o:root in .: '],
      problems: [],
    });
  });

  it('4.0.0 has none of it', () => {
    const { problems } = read(tree('4.0.0'));
    expect(problems).toContainEqual(expect.stringContaining("unrecognised tag: 'subprojects'"));
    expect(problems).toContainEqual(expect.stringContaining("'parent.groupId', 'parent.artifactId' and 'parent.version'"));
    expect(problems).toContainEqual(expect.stringContaining("'modelVersion' is missing"));
  });

  it('POMs that name each other as parents end', () => {
    const other = (name: string, parent: string) =>
      project('4.1.0', `<parent><relativePath>../${parent}</relativePath></parent><artifactId>${name}</artifactId>`);
    expect(read({ 'a/pom.xml': other('a', 'b'), 'b/pom.xml': other('b', 'a') }).problems.length).toBeGreaterThan(0);
  });
});
