import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { formatSet, intersect, intersectRanges, isEmpty, parseRange, readBySemver, witness } from '../../analyzers/npm/range.ts';

/** Zeros decide what a caret leaves open. */
const number = fc.oneof(fc.constantFrom(0, 1), fc.nat(999_999_999));
const plain = fc
  .tuple(fc.constantFrom('', '^', '~'), fc.array(number, { minLength: 1, maxLength: 3 }))
  .map(([operator, numbers]) => `${operator}${numbers.join('.')}`);

const shown = (set: ReturnType<typeof parseRange>): string => (set === undefined ? 'no range' : formatSet(set));

describe('ranges that most manifests write', () => {
  it('mean what node-semver makes of them', () => {
    fc.assert(fc.property(plain, (range) => shown(parseRange(range)) === shown(readBySemver(range))));
  });

  it.each([
    '^0',
    '^0.0',
    '^0.0.0',
    '~0',
    '0',
    '0.0.0',
    '^0.0.3',
    '~0.0',
    '^00.1',
    '^1.2.3-beta',
    '1.2.3.4',
    '^ 1',
    'v1.2',
    '1.x',
  ])('%s', (range) => expect(shown(parseRange(range))).toBe(shown(readBySemver(range))));
});

/** Few numbers and prereleases that lie close to each other, so that ranges often touch. */
const few = fc.constantFrom('0', '1', '2');
const PRERELEASES = ['', '-0', '-1', '-a', '-a.0', '-a.1', '-a.10', '-b', '-alpha10', '-alpha9', '-x-y'];
const version = fc
  .tuple(few, few, few, fc.constantFrom(...PRERELEASES), fc.constantFrom('', '', '+b1'))
  .map(([major, minor, patch, prerelease, build]) => `${major}.${minor}.${patch}${prerelease}${build}`);
const partial = fc.oneof(
  version,
  few,
  fc.tuple(few, few).map((numbers) => numbers.join('.')),
  few.map((number) => `${number}.x`),
);
const comparator = fc
  .tuple(fc.constantFrom('', '^', '~', '>', '>=', '<', '<=', '=', '> '), fc.oneof(partial, fc.constant('*')))
  .map((parts) => parts.join(''));
const conjunction = fc.oneof(
  fc.array(comparator, { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
  fc.tuple(partial, partial).map((ends) => ends.join(' - ')),
);
const disjunction = fc.array(conjunction, { minLength: 1, maxLength: 3 }).map((all) => all.join(' || '));

/** Every version of the small world, and the neighbours of its prereleases. */
const GRID = ['0', '1', '2', '3'].flatMap((major) =>
  ['0', '1', '2', '3'].flatMap((minor) =>
    ['0', '1', '2', '3'].flatMap((patch) =>
      [...PRERELEASES, ...PRERELEASES.slice(1).map((one) => `${one}.0`)].map((one) => `${major}.${minor}.${patch}${one}`),
    ),
  ),
);

describe('what several ranges have in common', () => {
  it('is what node-semver admits to every one of them, and is empty where it admits nothing', () => {
    fc.assert(
      fc.property(fc.array(disjunction, { minLength: 1, maxLength: 4 }), fc.nat(GRID.length - 8), (ranges, start) => {
        const both = intersectRanges(ranges);
        if (both === undefined) return ranges.some((range) => semver.validRange(range, true) === null);
        const admitted = (one: string): boolean => ranges.every((range) => semver.satisfies(one, range, { loose: true }));
        const lowest = witness(both);
        const isTrue = isEmpty(both) ? !GRID.some(admitted) : lowest !== undefined && admitted(lowest);
        const near = GRID.slice(start, start + 8);
        return isTrue && near.every((one) => !isEmpty(intersect(both, parseRange(one) ?? both)) === admitted(one));
      }),
      { numRuns: 300 },
    );
  });
});
