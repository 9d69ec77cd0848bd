import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areDisjoint, parseConstraint, rangeOf } from '../../analyzers/python/notation/constraint.ts';
import {
  complement,
  contains,
  describeRange,
  equals,
  intersect,
  isEmpty,
  union,
  type VersionRange,
} from '../../analyzers/python/notation/range.ts';
import {
  admits,
  isUnsatisfiable,
  joinSets,
  parseSpecifierSet,
  type SpecifierSet,
} from '../../analyzers/python/notation/specifier.ts';
import { compareVersions, formatVersion, parseVersion, type Version } from '../../analyzers/python/notation/version.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`${text} is no version`);
  return parsed;
}

function set(text: string): SpecifierSet {
  const answer = parseSpecifierSet(text);
  if (!answer.ok) throw new Error(answer.message);
  return answer.set;
}

function range(text: string): VersionRange {
  const answer = parseConstraint(text);
  if (!answer.ok) throw new Error(answer.message);
  return rangeOf(answer.constraint);
}

/** Small numbers, so that versions meet; now and then one that a double cannot hold. */
const number = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }).map(String) }, fc.constant('9007199254740993'));
const optional = (prefix: string) =>
  fc.option(
    number.map((one) => `${prefix}${one}`),
    { nil: '' },
  );
const publicText = fc
  .tuple(
    fc.constantFrom('', '1!'),
    fc.array(number, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.')),
    fc.oneof(
      fc.constant(''),
      fc.tuple(fc.constantFrom('a', 'b', 'rc'), number).map((parts) => parts.join('')),
    ),
    optional('.post'),
    optional('.dev'),
  )
  .map((parts) => parts.join(''));
const versionText = fc.tuple(publicText, fc.constantFrom('', '', '+1', '+x', '+1.a')).map((parts) => parts.join(''));
const specifier = fc.oneof(
  fc.tuple(fc.constantFrom('>=', '<=', '>', '<'), publicText).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('==', '!='), versionText).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('==', '!='), number, number).map(([operator, major, minor]) => `${operator}${major}.${minor}.*`),
  fc.tuple(number, publicText).map(([major, rest]) => `~=${major}.${rest.replace(/^1!/, '')}`),
);
const specifiers = fc.array(specifier, { maxLength: 3 }).map((parts) => parts.join(','));

const PARTS = /^(?<base>(?:1!)?[\d.]*\d)(?<pre>(?:a|b|rc)\d+)?(?<post>\.post\d+)?(?<dev>\.dev\d+)?(?<local>\+.*)?$/;

/**
 * PEP 440, "Version matching" to "Exclusive ordered comparison", of a bound without a local label. Exclusive comparisons leave
 * out releases after and before the very version that is named, as uv has it.
 */
function holds(operator: string, bound: string, one: string): boolean {
  const [asked, given] = [bound, one].map((text) => PARTS.exec(text)?.groups ?? {});
  const order = compareVersions(version(one), version(bound));
  const publicOrder = compareVersions(version(one.replace(/\+.*/, '')), version(bound));
  const isSame = (...names: readonly string[]): boolean => {
    const [a = '', b = ''] = [asked, given].map((parts) => names.map((name) => parts?.[name] ?? '').join(''));
    return compareVersions(version(a), version(b)) === 0;
  };
  const isEarly = (parts: typeof asked): boolean => parts?.pre !== undefined || parts?.dev !== undefined;
  switch (operator) {
    case '==':
      return publicOrder === 0;
    case '!=':
      return publicOrder !== 0;
    case '<=':
      return publicOrder <= 0;
    case '>=':
      return publicOrder >= 0;
    case '<':
      return (
        order < 0 &&
        (isEarly(asked) || !isEarly(given) || !(asked?.post === undefined ? isSame('base') : isSame('base', 'pre', 'post')))
      );
    default:
      return (
        publicOrder > 0 &&
        !(given?.post !== undefined && asked?.post === undefined && asked?.dev === undefined && isSame('base', 'pre'))
      );
  }
}

describe('versions', () => {
  it('are in the order of PEP 440', () => {
    const order = [
      '1.0.dev1',
      '1.0a1.dev1',
      '1.0a1',
      '1.0a1.post1',
      '1.0rc1',
      '1.0',
      '1.0+x',
      '1.0+1',
      '1.0.post1.dev1',
      '1.0.post1',
      '1.1',
      '1!0',
    ];
    expect([...order].reverse().sort((a, b) => compareVersions(version(a), version(b)))).toEqual(order);
  });

  it.each([
    ['1.0-5', '1.0.post5'],
    ['v1.0ALPHA', '1.0a0'],
    ['2.0.postdev1', '2.0.post0.dev1'],
    [' 1.0-rc.1+Build_5 ', '1.0rc1+build.5'],
    ['00001!01.0', '1!1.0'],
    ['1.99999999999999999999', '1.99999999999999999999'],
  ])('%s is %s', (text, normal) => {
    expect(formatVersion(version(text))).toBe(normal);
  });

  it.each(['1.0-', '2.0.0-0.3.7', '\ufeff1.0', '1.0+', '', 'one', '1..0'])('"%s" is none', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it('are totally ordered, and equal to their normal form', () => {
    fc.assert(
      fc.property(versionText, versionText, versionText, (a, b, c) => {
        const [x, y, z] = [version(a), version(b), version(c)];
        expect(compareVersions(x, y)).toBe(0 - compareVersions(y, x) || 0);
        if (compareVersions(x, y) <= 0 && compareVersions(y, z) <= 0) expect(compareVersions(x, z)).toBeLessThanOrEqual(0);
        expect(compareVersions(x, version(formatVersion(x)))).toBe(0);
      }),
    );
  });
});

describe('sets of versions', () => {
  it('hold what each specifier admits by itself', () => {
    fc.assert(
      fc.property(specifiers, versionText, (text, one) => {
        const each = set(text).specifiers.every(({ operator, operand }) => admits(set(`${operator}${operand}`), one, true));
        expect(contains(set(text).range, version(one))).toBe(each);
      }),
    );
  });

  it('hold what PEP 440 says of two versions, told by their order alone', () => {
    fc.assert(
      fc.property(fc.constantFrom('==', '!=', '<=', '>=', '<', '>'), publicText, versionText, (operator, bound, one) => {
        expect(contains(set(`${operator}${bound}`).range, version(one))).toBe(holds(operator, bound, one));
      }),
      { numRuns: 2000 },
    );
  });

  it('obey the laws of sets, in a normal form', () => {
    fc.assert(
      fc.property(specifiers, specifiers, versionText, (a, b, one) => {
        const [x, y, v] = [range(a), range(b), version(one)];
        expect(contains(complement(x), v)).toBe(!contains(x, v));
        expect(contains(intersect(x, y), v)).toBe(contains(x, v) && contains(y, v));
        expect(contains(union(x, y), v)).toBe(contains(x, v) || contains(y, v));
        expect(complement(complement(x))).toEqual(x);
        expect(intersect(x, y)).toEqual(intersect(y, x));
        expect(equals(union(x, complement(x)), range(''))).toBe(true);
        expect(isEmpty(intersect(x, complement(x)))).toBe(true);
        expect(describeRange(intersect(x, x))).toBe(describeRange(x));
      }),
    );
  });

  it.each([
    ['>1.0a1', '>=1.0a2.dev0'],
    ['>1.0.post1', '>=1.0.post2.dev0'],
    ['>1.0.dev1', '>=1.0.dev2'],
    ['<=1.0', '<1.0.post0.dev0'],
    ['==1.0.post1.dev2', '>=1.0.post1.dev2,<1.0.post1.dev3'],
  ])('are one in whatever words: %s, %s', (one, other) => {
    expect(equals(set(one).range, set(other).range)).toBe(true);
  });

  it('are empty only when no version lies in them', () => {
    fc.assert(
      fc.property(specifiers, versionText, (text, one) => {
        if (isUnsatisfiable(set(text))) expect(contains(set(text).range, version(one))).toBe(false);
      }),
    );
  });

  it.each(['>1.0,<1.0.post1', '>=1.0.dev0,<1.0', '==1.0+x,>1.0', '<0.dev0', '===1.0,===1.0.0', '===foo,>=1'])(
    '%s is empty',
    (text) => {
      expect(isUnsatisfiable(set(text))).toBe(true);
    },
  );

  it.each(['>1.0,<1.1', '>=1.0,<=1.0', '===foo', '==1.0.*,<1.0.1'])('%s is not', (text) => {
    expect(isUnsatisfiable(joinSets([set(text)]))).toBe(false);
  });
});

describe("Poetry's notation", () => {
  it.each([
    ['^1.2.3', '>=1.2.3,<2'],
    ['^0.2.3', '>=0.2.3,<0.3'],
    ['^0.0.3', '>=0.0.3,<0.0.4'],
    ['^0.0', '>=0.0,<0.1'],
    ['^0', '>=0,<1'],
    ['^1.0a1', '>=1.0a1,<2'],
    ['^0.0.0.5', '>=0.0.0.5,<0.0.1'],
    ['^1!2.0', '>=1!2.0,<1!3'],
    ['>=1!2.0 <1!4', '>=1!2.0,<1!4'],
    ['^2.0.1+cu118', '>=2.0.1,<3'],
    ['2.0.1+cu118', '==2.0.1+cu118'],
    ['~=2', '>=2,<3'],
    ['~1.2.3', '>=1.2.3,<1.3'],
    ['~1.2', '>=1.2,<1.3'],
    ['~1', '>=1,<2'],
    ['1.2', '==1.2'],
    ['1.2.*', '==1.2.*'],
    ['!=1.2.*', '!=1.2.*'],
    ['>=1.2.*', '>=1.2'],
    ['<1.2.*', '<1.2'],
    ['~1.2.*', '>=1.2,<1.3'],
    ['^1.2.*', '>=1.2,<2'],
    ['>=1 <2', '>=1,<2'],
    ['>= 1.0, < 2', '>=1.0,<2'],
    ['*', ''],
    ['^1 || ^2', '>=1,<3.dev0'],
  ])('%s means %s', (text, pep440) => {
    // What lies between `<2` and `>=2` of two alternatives are the prereleases of 2.0 alone.
    if (text.includes('||')) expect(contains(range(text), version('2.5')) && contains(range(text), version('1.5'))).toBe(true);
    else expect(describeRange(range(text))).toBe(describeRange(range(pep440)));
  });

  it.each(['^', '~x', '1.*.2', 'latest', '>=1 ||| 2', '^1.2.*.3'])('"%s" is refused', (text) => {
    expect(parseConstraint(text).ok).toBe(false);
  });

  it('alternatives are disjoint only when all of them are', () => {
    const constraint = (text: string) => {
      const answer = parseConstraint(text);
      if (!answer.ok) throw new Error(answer.message);
      return answer.constraint;
    };
    expect(areDisjoint([constraint('^1 || ^3'), constraint('>=2,<3')])).toBe(true);
    expect(areDisjoint([constraint('^1 || ^3'), constraint('>=2,<=3.1')])).toBe(false);
  });
});
