import { describe, expect, it } from 'vitest';
import { concerns } from '../../../analyzers/jvm/maven/enforcer.ts';
import type { Resolution } from '../../../src/model/index.ts';
import { needs, pom, resolverFor } from './repository.ts';

const REPOSITORY = Object.fromEntries([
  pom('g:lib:1.0'),
  pom('g:lib:1.1'),
  pom('g:lib:2.0'),
  pom('log.old:old:1.2'),
  pom('g:holds:1', needs('g:lib:1.1')),
  pom('g:brings:1', needs('log.old:old:1.2')),
]);

const NOTHING = '';

interface Around {
  readonly managed?: boolean;
  /** Of the execution, and of the plugin. */
  readonly configuration?: string;
  readonly common?: string;
  readonly phase?: string;
  readonly goal?: string;
}

function enforcer(rules: string, around: Around = {}): string {
  const phase = around.phase === undefined ? '' : `<phase>${around.phase}</phase>`;
  const common = around.common === undefined ? '' : `<configuration>${around.common}</configuration>`;
  const plugin = `<plugin><artifactId>maven-enforcer-plugin</artifactId><executions><execution>${phase}<goals><goal>${around.goal ?? 'enforce'}</goal></goals><configuration>${around.configuration ?? ''}<rules>${rules}</rules></configuration></execution></executions>${common}</plugin>`;
  const plugins = `<plugins>${plugin}</plugins>`;
  return `<build>${around.managed === true ? `<pluginManagement>${plugins}</pluginManagement>` : plugins}</build>`;
}

function service(name: string, build: string, ...list: readonly string[]): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>own</groupId><artifactId>${name}</artifactId><version>1</version>${needs(...list)}${build}</project>`;
}

async function together(a: string, b: string): Promise<Resolution> {
  const { resolver } = await resolverFor({ 'a/pom.xml': a, 'b/pom.xml': b }, REPOSITORY);
  return resolver.resolve(['a', 'b']);
}

async function said(a: string, b: string): Promise<readonly (readonly [string, string, string])[]> {
  const answer = await together(a, b);
  if (answer.kind === 'unknown') throw new Error(answer.because);
  return answer.findings.map(({ rule, severity, message }) => [rule, severity, message]);
}

const CONVERGES = '<dependencyConvergence/>';
const UPPER = '<requireUpperBoundDeps/>';

describe('rules of the enforcer that a project already has', () => {
  it.each([
    ['none', NOTHING, 'warning', ''],
    ['convergence', enforcer(CONVERGES), 'error', '; the build of a refuses that (dependencyConvergence)'],
    ['upper bounds, which another order of the two keeps', enforcer(UPPER), 'warning', ''],
    [
      'excluded',
      enforcer('<requireUpperBoundDeps><excludes><exclude>g:lib</exclude></excludes></requireUpperBoundDeps>'),
      'warning',
      '',
    ],
    [
      'others included',
      enforcer('<dependencyConvergence><includes><include>g:other</include></includes></dependencyConvergence>'),
      'warning',
      '',
    ],
    [
      'included',
      enforcer('<dependencyConvergence><includes><include>g:lib</include></includes></dependencyConvergence>'),
      'error',
      '; the build of a refuses that (dependencyConvergence)',
    ],
    ['a plugin that is only managed', enforcer(CONVERGES, { managed: true }), 'warning', ''],
    ['skipped', enforcer(CONVERGES, { configuration: '<skip>true</skip>' }), 'warning', ''],
    ['fails nothing', enforcer(CONVERGES, { configuration: '<fail>false</fail>' }), 'warning', ''],
    ['skipped by the plugin', enforcer(CONVERGES, { common: '<skip>true</skip>' }), 'warning', ''],
    [
      'skipped by the plugin, but not by the execution',
      enforcer(CONVERGES, { common: '<skip>true</skip>', configuration: '<skip>false</skip>' }),
      'error',
      '; the build of a refuses that (dependencyConvergence)',
    ],
    [
      'the rule of the execution stands for that of the plugin',
      enforcer('<dependencyConvergence><excludes><exclude>g:lib</exclude></excludes></dependencyConvergence>', {
        common: `<rules>${CONVERGES}</rules>`,
      }),
      'warning',
      '',
    ],
    ['bound to no phase', enforcer(CONVERGES, { phase: 'none' }), 'warning', ''],
    [
      'bound to a phase',
      enforcer(CONVERGES, { phase: 'verify' }),
      'error',
      '; the build of a refuses that (dependencyConvergence)',
    ],
    ['a goal that enforces nothing', enforcer(CONVERGES, { goal: 'display-info' }), 'warning', ''],
    ['only warns', enforcer('<dependencyConvergence><level>WARN</level></dependencyConvergence>'), 'warning', ''],
  ])('versions that differ: %s', async (_name, build, severity, refusal) => {
    expect(await said(service('a', build, 'g:lib:1.0'), service('b', NOTHING, 'g:lib:1.1'))).toEqual([
      ['jvm/convergence', severity, `g:lib does not converge: 1.0, 1.1${refusal}`],
    ]);
  });

  it('upper bounds that no order keeps: the lower version is nearer', async () => {
    expect(await said(service('a', enforcer(UPPER), 'g:lib:1.0'), service('b', NOTHING, 'g:holds:1'))).toEqual([
      ['jvm/convergence', 'error', 'g:lib does not converge: 1.0, 1.1; the build of a refuses that (requireUpperBoundDeps)'],
    ]);
  });

  it('the highest version wins: nothing is below its bound', async () => {
    expect(await said(service('a', enforcer(UPPER), 'g:lib:1.1'), service('b', NOTHING, 'g:lib:1.0'))).toEqual([
      ['jvm/convergence', 'warning', 'g:lib does not converge: 1.0, 1.1'],
    ]);
  });

  const banning = (...patterns: readonly string[]): string =>
    enforcer(
      `<bannedDependencies><excludes>${patterns.map((one) => `<exclude>${one}</exclude>`).join('')}</excludes><includes><include>log.old:allowed</include></includes></bannedDependencies>`,
    );

  it.each([['log.old'], ['log.old:old'], ['log.*'], ['*:old:[1.0,1.3)'], ['log.old:old:1.1'], ['log.old:old:*:jar:compile']])(
    'banned as %s',
    async (pattern) => {
      expect(await said(service('a', banning(pattern), 'g:lib:1.0'), service('b', NOTHING, 'g:brings:1'))).toEqual([
        ['jvm/banned-dependency', 'error', 'b brings log.old:old 1.2, which the build of a bans'],
      ]);
    },
  );

  it.each([['log.older'], ['log.old:old:1.3'], ['log.old:old:(,1.2)'], ['log.old:old:*:*:test']])(
    'not banned as %s',
    async (pattern) => {
      expect(await said(service('a', banning(pattern), 'g:lib:1.0'), service('b', NOTHING, 'g:brings:1'))).toEqual([]);
    },
  );

  it('a ban on what the project itself declares says nothing of what others bring', async () => {
    const own = banning('log.old').replace('<excludes>', '<searchTransitive>false</searchTransitive><excludes>');
    expect(await said(service('a', own, 'g:lib:1.0'), service('b', NOTHING, 'g:brings:1'))).toEqual([]);
  });

  it('names the line of the rule and the way to what is banned', async () => {
    const answer = await together(service('a', banning('log.old'), 'g:lib:1.0'), service('b', NOTHING, 'g:brings:1'));
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    expect(answer.findings[0]?.demands.map(({ service: id, origin, via }) => [id, origin.file, via])).toEqual([
      ['a', 'a/pom.xml', []],
      ['b', 'b/pom.xml', ['pkg:maven/g/brings@1']],
    ]);
  });
});

describe('patterns of artifacts', () => {
  const isBanned = (pattern: string, key: string): boolean =>
    concerns({ name: 'bannedDependencies', excludes: [pattern], includes: [], origin: { file: 'pom.xml', line: 1 } }, key, '1.0');

  it.each([
    ['org.*:lib', 'org.a.b:lib:', true],
    ['*:l?b', 'org.a:lib:', true],
    ['*:l?b', 'org.a:lb:', false],
    ['o*a*c', 'o.b.a.b.c:lib:', true],
    ['o*a*c', 'o.b.a.b.d:lib:', false],
    // Characters that mean something in a regular expression mean themselves.
    ['org.a', 'orgxa:lib:', false],
    ['(a|b)', 'a:lib:', false],
  ])('%s and %s', (pattern, key, expected) => {
    expect(isBanned(pattern, key)).toBe(expected);
  });

  // Tried star by star in all ways, this one would not end within the test's time.
  it('are read in time of the product of both lengths', () => {
    expect(isBanned(`${'*a'.repeat(40)}*b`, `${'a'.repeat(400)}:lib:`)).toBe(false);
  });
});
