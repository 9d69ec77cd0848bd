import { describe, expect, it } from 'vitest';
import { jvm } from '../../analyzers/jvm/index.ts';
import { type Expected, type Files, observed, reportOf } from '../fleets/fleet.ts';
import { treeOf } from './gradle/read.ts';
import { manages, needs, pom, resolverFor, TARGET } from './resolve/repository.ts';

/** A module is judged where it runs: on the class paths of what carries it along. */

/** The POM of a module of the tree. */
const module = (name: string, body: string): string => pom(`g:${name}:1`, body)[1];

const SPRING = 'org.springframework:spring-core';
const SERVLET = ['javax.servlet:javax.servlet-api:4.0.1:provided', 'jakarta.servlet:jakarta.servlet-api:6.0.0:provided'] as const;
const GENERATION = 'jvm/framework-generation pkg:maven/org.springframework/spring-core';
const LIB = 'version/unsatisfiable pkg:maven/x/lib';

const SETTINGS = "include 'app', 'common', 'other'";
const gradle = (...lines: readonly string[]): string =>
  `plugins { id 'java' }\ndependencies {\n${lines.map((line) => `  implementation ${line}\n`).join('')}}\n`;
const strictly = (version: string): string => `('x:lib') { version { strictly '${version}' } }`;

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'a module whose versions its service manages otherwise': [
    {
      'app/pom.xml': module('app', manages(`${SPRING}:6.1.0`) + needs('g:common:1')),
      'common/pom.xml': module('common', needs(`${SPRING}:5.3.1`)),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'and its ranges': [
    {
      'app/pom.xml': module('app', manages('x:lib:[3]') + needs('g:common:1')),
      'common/pom.xml': module('common', needs('x:lib:[2]')),
    },
    { errors: [] },
  ],
  'one that only the container of its service tells otherwise': [
    {
      'app/pom.xml': module('app', needs('g:common:1', SERVLET[1])),
      'common/pom.xml': module('common', needs(SERVLET[0])),
    },
    { errors: [] },
  ],
  'nor does it part a third service from itself': [
    {
      'app/pom.xml': module('app', manages(`${SPRING}:6.1.0`) + needs('g:common:1')),
      'common/pom.xml': module('common', needs(`${SPRING}:5.3.1`)),
      'other/pom.xml': module('other', needs(`${SPRING}:6.1.0`)),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'what another service runs as the module says stays': [
    {
      'app/pom.xml': module('app', manages(`${SPRING}:6.1.0`) + needs('g:common:1')),
      'common/pom.xml': module('common', needs(`${SPRING}:5.3.1`)),
      'other/pom.xml': module('other', needs('g:common:1')),
    },
    { errors: [`${GENERATION}: app, common, other`], hosts: [2, 1, 1] },
  ],
  'what its service does not change stays': [
    {
      'app/pom.xml': module('app', needs('g:common:1')),
      'common/pom.xml': module('common', needs(`${SPRING}:5.3.1`)),
      'other/pom.xml': module('other', needs(`${SPRING}:6.1.0`)),
    },
    { errors: [`${GENERATION}: app, common, other`] },
  ],
  'a module that is only tested with is not carried along': [
    {
      'app/pom.xml': module('app', manages('x:lib:[3]') + needs('g:common:1:test', 'x:lib:[3]')),
      'common/pom.xml': module('common', needs('x:lib:[2]')),
    },
    { errors: [`${LIB}: app, common`] },
  ],
  'a project of Gradle whose strict version its service overrides': [
    {
      'settings.gradle': SETTINGS,
      'app/build.gradle': gradle("project(':common')", strictly('3.0')),
      'common/build.gradle': gradle(strictly('2.0')),
    },
    { errors: [] },
  ],
  'a version on a condition overrides nothing': [
    {
      'settings.gradle': SETTINGS,
      'app/build.gradle': gradle("project(':common')").replace('}\n', `  if (fast()) { implementation${strictly('3.0')} }\n}\n`),
      'common/build.gradle': gradle(strictly('2.0')),
      'other/build.gradle': gradle(strictly('3.0')),
    },
    { errors: [`${LIB}: app, common, other`] },
  ],
  'two that carry each other along part as before': [
    {
      'app/pom.xml': module('app', needs('g:common:1', 'x:lib:[3]')),
      'common/pom.xml': module('common', needs('g:app:1', 'x:lib:[2]')),
    },
    { errors: [`${LIB}: app, common`] },
  ],
};

describe('a library of the tree', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  const files = {
    'app/pom.xml': module('app', manages('x:lib:[3]') + needs('g:common:1')),
    'common/pom.xml': module('common', needs('x:lib:[2]')),
    'other/pom.xml': module('other', needs('x:lib:[3]')),
  };
  const list = '<metadata><versioning><versions><version>2</version><version>3</version></versions></versioning></metadata>';
  const contents = Object.fromEntries([pom('x:lib:2'), pom('x:lib:3'), ['x/lib/maven-metadata.xml', list] as const]);

  it.each([
    [['app', 'common'], 'resolved 3'],
    [['common', 'app'], 'resolved 3'],
    [['common', 'other'], 'conflict'],
  ])('%s resolve together as they run', async (services, expected) => {
    const { resolver } = await resolverFor(files, contents);
    const answer = await resolver.resolve(services);
    expect(answer.kind === 'resolved' ? `resolved ${answer.versions.get('x:lib')?.join()}` : answer.kind).toBe(expected);
  });

  it('in several services, with thousands of lines, ends', () => {
    const lines = needs(...Array.from({ length: 5_000 }, (_, at) => `x:d${at}:1`));
    const own = manages(...Array.from({ length: 5_000 }, (_, at) => `x:d${at}:2`));
    const apps = Array.from({ length: 10 }, (_, at) => [`a${at}/pom.xml`, module(`a${at}`, own + needs('g:common:1'))]);
    const tree = treeOf({ ...Object.fromEntries(apps), 'common/pom.xml': module('common', lines) });
    const units = jvm.read(tree)(TARGET).units;
    expect(units.find(({ path }) => path === 'common')?.demands).toEqual([]);
  });

  it('in a long chain of them ends', () => {
    const chain = Array.from({ length: 250 }, (_, at) => [
      `m${at}/pom.xml`,
      module(`m${at}`, needs(`x:l${at}:1`, ...(at < 249 ? [`g:m${at + 1}:1`] : []))),
    ]);
    const units = jvm.read(treeOf(Object.fromEntries(chain)))(TARGET).units;
    expect(units[0]?.demands).toHaveLength(250);
  });
});
