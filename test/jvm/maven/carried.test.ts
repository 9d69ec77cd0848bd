import { describe, expect, it } from 'vitest';
import { assembleMaven } from '../../../analyzers/jvm/maven/index.ts';
import { targetOf } from '../../target.ts';
import { treeOf } from '../gradle/read.ts';

/** What a module of the tree brings to a service beside it, as `dependency:tree` of Maven 3.9 has it for a runtime class path. */

function element(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`;
}

/** `artifact[:version[:scope]]` of the group g. */
function dependency(text: string, ...more: readonly string[]): string {
  const [artifact = '', version = '', scope = ''] = text.split(':');
  const optional = [version === '' ? '' : element('version', version), scope === '' ? '' : element('scope', scope)];
  return element('dependency', element('groupId', 'g'), element('artifactId', artifact), ...optional, ...more);
}

const needs = (...list: readonly string[]): string => element('dependencies', ...list);
const manages = (...list: readonly string[]): string => element('dependencyManagement', needs(...list));
const exclusions = (...names: readonly string[]): string =>
  element(
    'exclusions',
    ...names.map((name) => {
      const [group = '', artifact = ''] = name.split(':');
      return element('exclusion', element('groupId', group), element('artifactId', artifact));
    }),
  );
const pom = (artifact: string, ...content: readonly string[]): string =>
  element(
    'project',
    element('modelVersion', '4.0.0'),
    element('groupId', 'g'),
    element('artifactId', artifact),
    element('version', '1'),
    ...content,
  );

/** The runtime class path of `app`, which needs `lib`, which needs `base`; all of them lie in the tree. */
function runs(app: string, lib: string, base = ''): readonly string[] {
  const files = { 'app/pom.xml': pom('app', app), 'lib/pom.xml': pom('lib', lib), 'base/pom.xml': pom('base', base) };
  const unit = assembleMaven(treeOf(files), targetOf()).units.find(({ path }) => path === 'app');
  return (unit?.dependencies ?? [])
    .filter(({ scope }) => scope === 'runtime')
    .map(({ name, constraint, origin }) => `${name.slice(2)} ${constraint} of ${origin.file.split('/')[0]}`);
}

const LIB = 'lib 1 of app';
const lib = needs(dependency('x:5'));

describe('a module that a service brings along', () => {
  it.each<[text: string, app: string, lib: string, expected: readonly string[]]>([
    ['its versions', needs(dependency('lib:1')), lib, ['x 5 of lib']],
    ["the service's management comes before them", manages(dependency('x:6')) + needs(dependency('lib:1')), lib, ['x 6 of app']],
    [
      'and before its ranges',
      manages(dependency('x:6')) + needs(dependency('lib:1')),
      needs(dependency('x:[5]')),
      ['x 6 of app'],
    ],
    [
      'its own management does not come along',
      needs(dependency('lib:1')),
      manages(dependency('x:7')) + needs(dependency('base:1')),
      ['base 1 of lib', 'x 5 of base'],
    ],
    ['a managed scope takes it from the class path', manages(dependency('x:5:test')) + needs(dependency('lib:1')), lib, []],
    [
      'what it only tests with stays out, whatever is managed',
      manages(dependency('x:6:compile')) + needs(dependency('lib:1')),
      needs(dependency('x:5:test')),
      [],
    ],
    ['an exclusion of the service', needs(dependency('lib:1', exclusions('g:x'))), lib, []],
    ['one with a star', needs(dependency('lib:1', exclusions('g:*'))), lib, []],
    ['one of everything', needs(dependency('lib:1', exclusions('*:*'))), needs(dependency('base:1')), []],
    [
      'one that reaches further down',
      needs(dependency('lib:1', exclusions('*:x'))),
      needs(dependency('base:1')),
      ['base 1 of lib'],
    ],
    ['one of its management', manages(dependency('lib:1', exclusions('g:x'))) + needs(dependency('lib')), lib, []],
    ['another one', needs(dependency('lib:1', exclusions('g:y'))), lib, ['x 5 of lib']],
    ['the nearest alone', needs(dependency('lib:1'), dependency('x:6')), lib, ['x 6 of app']],
    ['even where the service only tests with it', needs(dependency('lib:1'), dependency('x:6:test')), lib, []],
    ['or has it given', needs(dependency('lib:1'), dependency('x:6:provided')), lib, []],
    ['the first of two as near', needs(dependency('lib:1'), dependency('base:1')), lib, ['base 1 of app', 'x 5 of lib']],
  ])('%s', (_, app, own, expected) => {
    expect(runs(app, own, needs(dependency('x:5'))).filter((one) => one !== LIB)).toEqual(expected);
  });

  it('thousands of exclusions, managed lines and modules end', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `d${index}`);
    const lines = needs(...many.map((name) => dependency(`${name}:1`)));
    const excluding = dependency('lib:1', exclusions(...many.map((name) => `e:${name}`)));
    const chain = Array.from({ length: 200 }, (_, index) => [
      `m${index}/pom.xml`,
      pom(`m${index}`, needs(dependency(`m${index + 1}:1`, exclusions(`e:e${index}`)))),
    ]);
    const files = {
      'app/pom.xml': pom('app', element('dependencyManagement', lines) + needs(excluding)),
      'lib/pom.xml': pom('lib', lines.replace('</dependencies>', `${dependency('m0:1')}</dependencies>`)),
      ...Object.fromEntries(chain),
    };
    const unit = assembleMaven(treeOf(files), targetOf()).units.find(({ path }) => path === 'app');
    expect(unit?.dependencies.length).toBe(5_000 + 1 + 201);
  });
});
