import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSet, parseRange, readBySemver } from '../../analyzers/npm/range.ts';

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
