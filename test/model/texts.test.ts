import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byKey,
  byText,
  groupBy,
  isMadeOf,
  listed,
  percentDecoded,
  percentEncoded,
  plural,
  printable,
  shortPurl,
  thousands,
  withoutTrailing,
} from '../../src/model/index.ts';

test.each<readonly [text: string, pattern: string, holds: boolean]>([
  ['abc', 'abc', true],
  ['abcd', 'abc', false],
  ['abc', '*', true],
  ['', '*', true],
  ['abc', 'a*', true],
  ['abc', 'b*', false],
  ['abc', '*c', true],
  ['abc', '*b', false],
  ['a', 'a*a', false],
  ['aa', 'a*a', true],
  ['a.x.b.y', 'a*x*y', true],
  ['a.y.x', 'a*x*y', false],
  ['axy', 'a*x*xy', false],
])('%j is made of %j: %j', (text, pattern, holds) => {
  expect(isMadeOf(text, pattern.split('*'))).toBe(holds);
});

describe('words of messages', () => {
  test.each<readonly [names: readonly string[], limit: number | undefined, text: string]>([
    [[], undefined, ''],
    [['a'], undefined, 'a'],
    [['a', 'b'], undefined, 'a and b'],
    [['a', 'b', 'c'], undefined, 'a, b and c'],
    [['a', 'b', 'c'], 3, 'a, b and c'],
    [['a', 'b', 'c', 'd'], 2, 'a, b and 2 more'],
  ])('%j listed to %j: %s', (names, limit, text) => {
    expect(listed(names, limit)).toBe(text);
  });

  test('counts take the plural but for one', () => {
    expect([0, 1, 2].map((count) => plural(count, 'pair'))).toEqual(['0 pairs', '1 pair', '2 pairs']);
    expect(plural(2, 'dependency', 'dependencies')).toBe('2 dependencies');
  });

  test.each([
    ['pkg:npm/%40scope/name', '@scope/name'],
    ['pkg:npm/%40scope/name@1.0.0', '@scope/name@1.0.0'],
    ['pkg:maven/org.example/app', 'org.example:app'],
    ['pkg:golang/example.org/app/v2', 'example.org/app/v2'],
    ['pkg:pypi/100%', '100%'],
    ['runtime:python', 'python'],
    ['port:8080/tcp', 'port 8080/tcp'],
  ])('%s is called %s', (purl, name) => {
    expect(shortPurl(purl)).toBe(name);
  });

  test('nothing that moves a cursor or turns text around is printed', () => {
    expect(printable('a\u001b[31mb\u202ec\n')).toBe('a\\x1b[31mb\\u202ec\\x0a');
    expect(printable('::add-mask::x a ::error file=b::c ##[group]d ##vso[task.complete]e')).toBe(
      '\\x3a:add-mask::x a \\x3a:error file=b::c \\x23#[group]d \\x23#vso[task.complete]e',
    );
    expect(printable('[::1]:80 ::1 com.example.Handler::handle # # a')).toBe('[::1]:80 ::1 com.example.Handler::handle # # a');
  });
});

describe('texts', () => {
  test('percent encoding is undone, and what is none stays', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => percentDecoded(percentEncoded(text)) === text));
    expect(percentDecoded('50%zz')).toBe('50%zz');
    expect(percentDecoded(percentEncoded('\ud800'))).toBe('\ufffd');
  });

  test('order is that of code units, and total', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect([...texts].sort(byText)).toEqual([...texts].sort());
      }),
    );
    expect([...new Map([['b', 1] as const, ['B', 2] as const, ['a', 3] as const])].sort(byKey).map(([key]) => key)).toEqual([
      'B',
      'a',
      'b',
    ]);
  });

  test('groups keep the order of what is in them, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (items) => {
        const groups = groupBy(items, (item) => item % 3);
        expect([...groups.values()].flat().sort()).toEqual([...items].sort());
        for (const [key, group] of groups) expect(group).toEqual(items.filter((item) => item % 3 === key));
      }),
    );
  });

  test('only the end is cut', () => {
    expect(withoutTrailing('/a/b//', '/')).toBe('/a/b');
    expect(withoutTrailing('///', '/')).toBe('');
  });
});

test('numbers are written as English writes them', () => {
  expect([0, 250, 1000, 10_240, 1_234_567, 0.0001, 1234.5678].map(thousands)).toEqual(
    [0, 250, 1000, 10_240, 1_234_567, 0.0001, 1234.5678].map((value) => value.toLocaleString('en')),
  );
});
