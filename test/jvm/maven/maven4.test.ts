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

  it('a child of model 4.0.0 below a parent of 4.1.0, whose version it leaves out', () => {
    const files = tree('4.1.0');
    const child = files['a/pom.xml'].replace('xmlns="http://maven.apache.org/POM/4.1.0">', '><modelVersion>4.0.0</modelVersion>');
    const { problems } = read({ ...files, 'a/pom.xml': child.replace(needs('g:x', 'o:b'), needs('g:x')) });
    expect(problems).toEqual([]);
  });

  it('a dependency on a module of the tree takes its group', () => {
    const files = tree('4.1.0');
    const { units } = read({
      ...files,
      'a/pom.xml': files['a/pom.xml'].replace('<groupId>o</groupId><artifactId>b<', '<artifactId>b<'),
    });
    expect(units).toContain('a o:a in .: g:x 1.5 exact, o:b 2.0 workspace');
  });

  it('an import leaves out what it excludes', () => {
    const exclusions = '<exclusions><exclusion><groupId>g</groupId><artifactId>x</artifactId></exclusion></exclusions>';
    const imports = `<dependencyManagement><dependencies><dependency><groupId>o</groupId><artifactId>bom</artifactId><version>2.0</version><type>pom</type><scope>import</scope>${exclusions}</dependency></dependencies></dependencyManagement>`;
    const files = (version: string) => ({
      'bom/pom.xml': project(
        version,
        `<modelVersion>${version}</modelVersion><groupId>o</groupId><artifactId>bom</artifactId><version>2.0</version><packaging>pom</packaging><dependencyManagement>${needs('g:x:1', 'g:y:1')}</dependencyManagement>`,
      ),
      'a/pom.xml': project(
        version,
        `<modelVersion>${version}</modelVersion><groupId>o</groupId><artifactId>a</artifactId><version>1</version>${imports}${needs('g:x', 'g:y')}`,
      ),
    });
    expect(read(files('4.0.0')).units).toContain('a o:a in a: g:x 1 exact, g:y 1 exact');
    expect(read(files('4.1.0')).units).toContain('a o:a in a: g:x  unknown, g:y 1 exact');
  });

  const alone = (body: string) =>
    assembleMaven(
      treeOf({ 'pom.xml': project('4.1.0', `<groupId>o</groupId><artifactId>a</artifactId><version>1</version>${body}`) }),
      targetOf(),
    ).units[0];
  const one = (name: string, more: string): string =>
    `<dependency><groupId>g</groupId><artifactId>${name}</artifactId><version>1</version>${more}</dependency>`;
  const profile = (activation: string, name: string): string =>
    `<profile><id>${name}</id><activation>${activation}</activation>${needs(`g:${name}:1`)}</profile>`;

  it('its scopes and types: what is only compiled against, tested with, or run in the compiler is not deployed', () => {
    const scopes = ['compile-only', 'none', 'test-only', 'test-runtime', 'runtime'];
    const types = ['processor', 'classpath-processor', 'modular-processor', 'classpath-jar', 'modular-jar'];
    const lines = [
      ...scopes.map((scope) => one(scope, `<scope>${scope}</scope>`)),
      ...types.map((type) => one(type, `<type>${type}</type>`)),
    ];
    const unit = alone(`<dependencies>${lines.join('')}</dependencies>`);
    expect(unit?.dependencies.filter(({ scope }) => scope === 'runtime').map(({ name }) => name)).toEqual([
      'g:runtime',
      'g:classpath-jar',
      'g:modular-jar',
    ]);
  });

  it('profiles by the packaging of what is built', () => {
    const both = [profile('<packaging>jar</packaging>', 'jar'), profile('<packaging>war</packaging>', 'war')].join('');
    expect(alone(`<profiles>${both}</profiles>`)?.dependencies.map(({ name }) => name)).toEqual(['g:jar']);
  });

  it('the Java that its sources are compiled for', () => {
    const source = (scope: string, version: string): string =>
      `<source><scope>${scope}</scope><targetVersion>${version}</targetVersion></source>`;
    const unit = alone(`<build><sources>${source('test', '24')}${source('main', '21')}</sources></build>${needs('g:x:1')}`);
    expect(unit?.runtimes.map(({ constraint }) => constraint)).toEqual(['>=21']);
  });
});
