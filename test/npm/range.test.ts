import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { nodeRule } from '../../analyzers/npm/node-rule.ts';
import { engineAdmits } from '../../analyzers/npm/notation/engines.ts';
import { formatSet, intersect, intersectRanges, isEmpty, parseRange, readBySemver } from '../../analyzers/npm/notation/range.ts';
import { runtimeDemand } from '../../src/model/index.ts';
import { TARGET } from './assemble.ts';
import { witness } from './witness.ts';

const RULES = { target: TARGET, settings: {} };

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

/** Few numbers and prereleases that lie close to each other, so that ranges often touch; now and then the largest there are. */
const HUGE = ['9007199254740990', '9007199254740991', '9007199254740992'];
const few = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('0', '1', '2') },
  { weight: 1, arbitrary: fc.constantFrom(...HUGE, '01') },
);
const identifier = fc.constantFrom('0', '1', '10', '9007199254740993', 'a', 'b', 'alpha10', 'alpha9', '-', 'x-y', '0a', 'A');
const prerelease = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.array(identifier, { minLength: 1, maxLength: 3 }).map((all) => `-${all.join('.')}`) },
);
const version = fc
  .tuple(few, few, few, prerelease, fc.constantFrom('', '', '+b1', '+001.x'))
  .map(([major, minor, patch, ...rest]) => `${[major, minor, patch].join('.')}${rest.join('')}`);
const any = fc.constantFrom('x', 'X', '*');
const dotted = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((all) => all.join('.'));
const partial = fc.oneof(
  { weight: 4, arbitrary: version },
  ...[few, any, dotted(few, few), dotted(few, any), dotted(few, few, any), dotted(few, any, any)].map((arbitrary) => ({
    weight: 1,
    arbitrary,
  })),
);
const OPERATORS = ['', '', '^', '~', '~>', '>', '>=', '<', '<=', '=', '> ', '>=  ', '^v', 'v', '=v'];
const comparator = fc.tuple(fc.constantFrom(...OPERATORS), partial).map((parts) => parts.join(''));
const conjunction = fc.oneof(
  { weight: 4, arbitrary: fc.array(comparator, { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')) },
  { weight: 1, arbitrary: fc.tuple(partial, partial).map((ends) => ends.join(' - ')) },
  { weight: 1, arbitrary: fc.tuple(partial, partial, comparator).map(([low, high, more]) => `${low} - ${high} ${more}`) },
);
const disjunction = fc.array(conjunction, { minLength: 1, maxLength: 3 }).map((all) => all.join(' || '));

/** Tuples that differ from this one in one number by one, and what lies below and above those. */
function besideTuple(tuple: readonly number[]): readonly string[] {
  const moved = tuple.flatMap((number, place) =>
    [number - 1, number + 1]
      .filter((one) => one >= 0 && Number.isSafeInteger(one))
      .flatMap((one) =>
        [tuple, [0, 0, 0], [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]].map((rest) =>
          [...tuple.slice(0, place), one, ...rest.slice(place + 1)].join('.'),
        ),
      ),
  );
  return [tuple.join('.'), ...moved];
}

/** The version itself, prereleases just below and above its own, and all of these for its neighbours. */
function beside({ major, minor, patch, prerelease: own }: semver.SemVer): readonly string[] {
  const text = own.join('.');
  const last = own.at(-1);
  const before = own.slice(0, -1);
  const next =
    typeof last === 'number' ? [last + 1, Math.max(0, last - 1)].map((one) => [...before, one].join('.')) : [`${text}-`];
  const prereleases = own.length === 0 ? ['0', 'zz'] : ['0', 'zz', text, `${text}.0`, `${text}.a`, before.join('.'), ...next];
  return besideTuple([major, minor, patch]).flatMap((tuple) => [
    tuple,
    ...prereleases.filter((one) => one !== '').map((one) => `${tuple}-${one}`),
  ]);
}

/** Versions at which the membership of a range may change. */
function candidates(ranges: readonly string[]): readonly string[] {
  const bounds = ranges.flatMap((range) => new semver.Range(range, { loose: true }).set.flat().map((one) => one.semver));
  const near = bounds.flatMap((bound) => (bound instanceof semver.SemVer ? beside(bound) : []));
  return [...new Set(['0.0.0', '0.0.0-0', '1.1.1', ...near])].filter((one) => semver.valid(one, true) !== null);
}

const EMPTY = { stable: [], prerelease: new Map() };
const several = fc.array(disjunction, { minLength: 1, maxLength: 5 });
const isRange = (text: string): boolean => semver.validRange(text, true) !== null;

describe('what several ranges have in common', () => {
  it('is what node-semver admits to every one of them, and is empty where it admits nothing', () => {
    fc.assert(
      fc.property(several, (ranges) => {
        const common = intersectRanges(ranges);
        if (common === undefined || !ranges.every(isRange)) return common === undefined && !ranges.every(isRange);
        const admitted = (one: string): boolean => ranges.every((range) => semver.satisfies(one, range, { loose: true }));
        const lowest = witness(common);
        const isTrue = isEmpty(common) ? lowest === undefined : lowest !== undefined && admitted(lowest);
        return (
          isTrue && candidates(ranges).every((one) => !isEmpty(intersect(common, parseRange(one) ?? common)) === admitted(one))
        );
      }),
      { numRuns: 120 },
    );
  });

  it.each([
    ['>9007199254740991.9007199254740991.9007199254740991', undefined],
    ['>1.9007199254740991.9007199254740991', '2.0.0'],
  ])('above the highest numbers there are: %s', (range, lowest) =>
    expect(witness(intersectRanges([range]) ?? EMPTY)).toBe(lowest),
  );

  it('of engines is a stable Node.js wherever npm, which compares its prereleases as well, admits one', () => {
    fc.assert(
      fc.property(several, (texts) => {
        const ranges = texts.filter((range) => semver.validRange(range) !== null && !/\d{9}/.test(range));
        const demands = ranges.map((constraint) =>
          runtimeDemand('a', { name: 'node', constraint, origin: { file: 'f', line: 1 } }),
        );
        const admitted = candidates(ranges).some(
          (one) => semver.prerelease(one) === null && ranges.every((range) => engineAdmits(one, range)),
        );
        // A range of prereleases alone binds nobody; it is left out here.
        const isOpen = ranges.some((range) => parseRange(range)?.stable.length === 0);
        return isOpen || ranges.length === 0 || (nodeRule.clash(demands, RULES) === undefined) === admitted;
      }),
      { numRuns: 100 },
    );
  });
});
