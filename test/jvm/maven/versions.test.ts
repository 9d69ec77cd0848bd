import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareComparable } from '../../../analyzers/jvm/maven/versions/comparable-version.ts';
import {
  contains,
  formatIntervals,
  intersect,
  parseArtifactConstraint,
  parseConstraint,
} from '../../../analyzers/jvm/maven/versions/range.ts';
import { compareVersions, isPrerelease } from '../../../analyzers/jvm/maven/versions/version.ts';

const version = fc
  .array(fc.constantFrom('0', '1', '2', '10', 'alpha', 'rc', 'SNAPSHOT', 'sp', 'jre', 'ga'), { minLength: 1, maxLength: 5 })
  .chain((parts) => fc.constantFrom('.', '-').map((separator) => parts.join(separator)));

describe('orders of versions', () => {
  it.each([
    ['1.0', '1', 0],
    ['1.0-rc2', '1.0', -1],
    ['1.0.RELEASE', '1.0', 0],
    ['2.0-SNAPSHOT', '2.0', -1],
    ['1.10', '1.9', 1],
    ['32.1.3-jre', '32.1.3-android', 1],
    ['99999999999', '9', 1],
  ])('resolver: %s and %s', (a, b, order) => {
    expect(compareVersions(a, b)).toBe(order);
  });

  it.each([
    ['1.10', '1.9', 1],
    ['1', '1.0', 0],
    ['1', '1.ga', 0],
    ['1-1', '1', 1],
    ['1-1', '1.1', -1],
    ['1-sp', '1', 1],
    ['1-xyz', '1-sp', 1],
    ['1.0-alpha', '1.0', -1],
    ['123456789012345678901234567890', '9', 1],
    ['0000000000.1', '20230115', 1],
    ['1.0000000000', '1', 0],
  ])('ComparableVersion: %s and %s', (a, b, order) => {
    expect(compareComparable(a, b)).toBe(order);
  });

  it.each([compareVersions, compareComparable])('is antisymmetric and reflexive', (compare) => {
    fc.assert(fc.property(version, version, (a, b) => compare(a, b) + compare(b, a) === 0 && compare(a, a) === 0));
  });
});

it.each([
  ['3.0.0-M4', true],
  ['4.1.0.Beta2', true],
  ['6.0.0.CR1', true],
  ['2.0-SNAPSHOT', true],
  ['1.0-20240101.010203-4', true],
  ['5.0.0-alpha.14', true],
  ['1.0.0rc2', true],
  ['Hoxton.M3', true],
  ['33.2.1-android', false],
  ['5.6.15.Final', false],
  ['2.2.6.RELEASE', false],
  ['3.0.1-b06', false],
  ['1.8.0.RELEASE_1.2', false],
  ['9999.0-empty-to-avoid-conflict-with-guava', false],
])('%s is a pre-release: %s', (one, expected) => {
  expect(isPrerelease(one)).toBe(expected);
});

/**
 * The resolver's order is Maven's own and no order at all where words meet numbers: `rc` = `0` = `ga`, and yet `rc` < `ga`.
 * Bounds can be compared with each other only where it is one.
 */
function isOrdered(versions: readonly string[]): boolean {
  return versions.every((a) =>
    versions.every((b) =>
      versions.every((c) => compareVersions(a, b) > 0 || compareVersions(b, c) > 0 || compareVersions(a, c) <= 0),
    ),
  );
}

describe('ranges', () => {
  it('differ between the two parsers', () => {
    expect(parseConstraint('[5,6],[1,2]').kind).toBe('range');
    expect(parseArtifactConstraint('[5,6],[1,2]').kind).toBe('invalid');
    expect(parseConstraint('3.1').kind).toBe('soft');
    expect(parseConstraint('[3.1').kind).toBe('invalid');
  });

  it.each([
    ['1.0', 'soft'],
    ['', 'soft'],
    ['[1]', 'range'],
    ['[1,2] , [3,4]', 'range'],
    ['[1,2][3,4]', 'range'],
    ['[1,2],', 'range'],
    ['[1,2] ', 'range'],
    ['[1,2],3', 'invalid'],
    ['[1,2],,[3,4]', 'invalid'],
    ['[1,2] x', 'invalid'],
    ['[1,2],[3', 'invalid'],
    ['(1)', 'invalid'],
    ['[1)', 'invalid'],
    ['[1,2,3]', 'invalid'],
    ['[2,1]', 'invalid'],
    ['(1,1)', 'range'],
    [' [1,2]', 'soft'],
  ])("the resolver's: %j is %s", (text, kind) => expect(parseConstraint(text).kind).toBe(kind));

  it.each([
    ['[1.2.*]', '1.2.0', true],
    ['[1.2.*]', '1.2.99', true],
    ['[1.2.*]', '1.3', false],
    ['[1,2)', '2', false],
    ['(1,2]', '1', false],
    ['(1,2]', '2', true],
    ['[1,2],[4,5]', '3', false],
    ['[1,2],[4,5]', '4', true],
    ['(,2]', '0.1', true],
    ['[2,)', '99', true],
    ['[2]', '2.0', true],
  ])('%s holds %s: %s', (text, one, held) => {
    const constraint = parseConstraint(text);
    expect(constraint.kind === 'range' && contains(constraint.intervals, one)).toBe(held);
  });

  it.each([
    ['[1,3]', '[2,4]', '[2,3]'],
    ['[1,3)', '[1,3]', '[1,3)'],
    ['(1,3]', '[1,3]', '(1,3]'],
    ['(1,3)', '[3,4]', ''],
    ['[1,3]', '[3,4]', '[3,3]'],
    ['(,3]', '[1,)', '[1,3]'],
    ['[1]', '[1,2)', '[1,1]'],
    ['[1,2],[4,6]', '[2,5]', '[2,2],[4,5]'],
    ['[1,)', '(2,)', '(2,)'],
  ])('%s and %s share %j', (a, b, shared) => {
    const [left, right] = [parseConstraint(a), parseConstraint(b)];
    const both = left.kind === 'range' && right.kind === 'range' ? intersect(left.intervals, right.intervals) : undefined;
    expect(both && formatIntervals(both)).toBe(shared);
  });

  it.each(['[1],', '(1],'])('of a megabyte of %s are read in one pass', (part) => {
    const text = part.repeat(250_000);
    const constraint = parseConstraint(text);
    expect(constraint.kind === 'range' ? constraint.intervals.length : constraint.kind).toBe(
      part === '[1],' ? 250_000 : 'invalid',
    );
  });

  it('intersect to what both contain', () => {
    const bound = fc.tuple(version, version, fc.boolean(), fc.boolean()).map(([a, b, left, right]) => {
      const [low, high] = compareVersions(a, b) <= 0 ? [a, b] : [b, a];
      return { bounds: [low, high], text: `${left ? '[' : '('}${low},${high}${right ? ']' : ')'}` };
    });
    fc.assert(
      fc.property(bound, bound, version, ({ bounds, text: a }, { bounds: others, text: b }, one) => {
        fc.pre(isOrdered([...bounds, ...others, one]));
        const [left, right] = [parseConstraint(a), parseConstraint(b)];
        if (left.kind !== 'range' || right.kind !== 'range') return false;
        const both = contains(left.intervals, one) && contains(right.intervals, one);
        return contains(intersect(left.intervals, right.intervals), one) === both;
      }),
    );
  });

  it.each([
    ['(,)', 'range'],
    ['[1,1.0]', 'range'],
    ['[1,1.0)', 'invalid'],
    ['[2,1]', 'invalid'],
  ])('maven-artifact: %s is %s', (text, kind) => expect(parseArtifactConstraint(text).kind).toBe(kind));
});
