import { describe, expect, it } from 'vitest';
import { classPathRule } from '../../analyzers/jvm/rule.ts';
import type { Demand } from '../../src/model/index.ts';
import { TARGET } from './resolve/repository.ts';

/** What services ask of one module, each in a file of its own: `[1,2)` binds, `1.0` recommends. */
function asked(key: string, constraints: readonly string[], file = 'pom.xml'): readonly Demand[] {
  return constraints.map((constraint, index) => ({
    service: `s${index}`,
    realm: 'jvm',
    key,
    subject: `pkg:maven/${key.replace(':', '/')}`,
    constraint,
    kind: /^[[(]/.test(constraint) ? 'range' : 'exact',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `s${index}/${file}`, line: 1 },
  }));
}

function told(key: string, constraints: readonly string[]): string {
  const clash = classPathRule.clash(asked(key, constraints), { target: TARGET, settings: {} });
  return clash === undefined ? '' : `${clash.severity} ${clash.rule} ${clash.facts?.wins ?? ''} < ${clash.facts?.needs ?? ''}`;
}

describe('a module of a class path', () => {
  it.each([
    ['plain versions of one generation', ['1.0', '1.9'], ''],
    ['plain versions of two', ['1.0', '2.0'], 'warning jvm/below-required 1.0 < 2.0'],
    ['the lowest and the highest of three', ['2.0', '1.0', '3.1'], 'warning jvm/below-required 1.0 < 3.1'],
    ['the first that a later one breaks', ['1.0', '1.5', '2.0'], 'warning jvm/below-required 1.0 < 2.0'],
    ['a single version', ['1.0', '1.0'], ''],
    ['ranges without a common version', ['[1,2)', '[2,3)'], 'error version/unsatisfiable  < '],
    ['ranges that meet', ['[1,2]', '[2,3)'], ''],
    ['a range below a plain version', ['[1,2)', '2.0'], 'error jvm/below-required [1,2) < 2.0'],
    ['below the first of its generation', ['[1.0,2.0.0)', '2.0'], 'error jvm/below-required [1.0,2.0.0) < 2.0'],
    ['a range that ends in the generation', ['[1,2.5)', '2.9'], ''],
    ['a range that holds the generation', ['[1,2]', '2.9'], ''],
    ['an open range', ['[1,)', '5.0'], ''],
    ['a range above a plain version', ['[3,4)', '1.0'], ''],
    ['ranges of which one lies above', ['[1,1.5],[3,4)', '2.0'], ''],
    ['ranges that all lie below', ['[1,1.5],[1.7,1.9]', '2.0'], 'error jvm/below-required [1,1.5],[1.7,1.9] < 2.0'],
    ['the first plain version that is beaten', ['[1,2)', '3.0', '2.0'], 'error jvm/below-required [1,2) < 2.0'],
    ['nothing below the first generation', ['(,0)', '0.5'], ''],
    ['years for versions', ['2020.1', '2023.1'], ''],
  ])('%s', (_, constraints, expected) => {
    expect(told('g:m', constraints)).toBe(expected);
    expect(told('g:m', [...constraints].reverse())).toBe(expected);
  });

  it.each([
    ['two generations of a framework are told once, of the framework', 'org.springframework:spring-core', ['5.3.0', '6.1.0'], ''],
    ['one that keeps its API', 'org.jetbrains:annotations', ['13.0', '24.0'], ''],
    ['one that has kept it for long', 'com.google.guava:guava', ['21.0', '33.0-jre'], ''],
    [
      'one that has not always kept it',
      'com.google.guava:guava',
      ['19.0', '33.0-jre'],
      'warning jvm/below-required 19.0 < 33.0-jre',
    ],
    [
      'a flavour that lacks something',
      'com.google.guava:guava',
      ['33.0-android', '33.1-jre'],
      'warning jvm/below-required 33.0-android < 33.1-jre',
    ],
  ])('%s', (_, key, constraints, expected) => {
    expect(told(key, constraints)).toBe(expected);
  });
});
