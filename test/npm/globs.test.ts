import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesUnlessNegated, npmPatterns } from '../../analyzers/npm/workspaces/globs.ts';

const PATHS = ['a', 'b', 'x-1', 'x-2', 'apps/a', 'apps/.hidden', 'packages/a', 'packages/a/deep', '.hidden', '.hidden/a'];

/** As @npmcli/map-workspaces 5.0.3 finds them on a disk. */
describe('directories of members', () => {
  it.each<[string, readonly string[]]>([
    ['*', ['a', 'b', 'x-1', 'x-2']],
    ['?', ['a', 'b']],
    ['./a/', ['a']],
    ['x-[12]', ['x-1', 'x-2']],
    ['x-[!1]', ['x-2']],
    ['{a,x-{1,3}}', ['a', 'x-1']],
    ['x-{1..2}', ['x-1', 'x-2']],
    ['@(apps|packages)/*', ['apps/a', 'packages/a']],
    ['x?(-1)', ['x-1']],
    ['x-+(1|2)', ['x-1', 'x-2']],
    ['+(apps|packages)/*', ['apps/a', 'packages/a']],
    ['x-*(1)', ['x-1']],
    ['*(a|b)', ['a', 'b']],
    ['+(x|-|[0-1])', ['x-1']],
    ['@(x-@(1|3)|b)', ['b', 'x-1']],
    ['x-!(1)', ['x-2']],
    ['@(packages/a|apps)/deep', ['packages/a/deep']],
    ['+(.hidden|b)', ['b', '.hidden']],
    ['!(a|x-*)', ['b']],
    ['packages/!(b)', ['packages/a']],
    ['**', ['a', 'b', 'x-1', 'x-2', 'apps/a', 'packages/a', 'packages/a/deep']],
    ['packages/**', ['packages/a', 'packages/a/deep']],
    ['**/deep', ['packages/a/deep']],
    ['.hidden', ['.hidden']],
    ['.*/a', ['.hidden/a']],
    ['apps/.*', ['apps/.hidden']],
  ])('%s', (pattern, matched) => {
    expect(PATHS.filter((path) => matchesGlob(pattern, path))).toEqual(matched);
  });

  it.each<[readonly string[], readonly string[]]>([
    [
      ['*', '!x-*', 'x-2'],
      ['a', 'b', 'x-1', 'x-2'],
    ],
    [
      ['!x-*', '*'],
      ['a', 'b'],
    ],
    [
      ['*', '!x-1', 'x-*'],
      ['a', 'b', 'x-2'],
    ],
    [['packages/**', '!packages/*'], []],
    [['!!packages/*', '!./packages/b'], ['packages/a']],
    [['!(a)', 'b'], ['b']],
    [['apps/*', 'apps/.hidden', '!apps/*'], []],
    [['.hidden/*', '.hidden', '!*'], ['.hidden/a']],
    [
      ['*', '!**/b', '!x-1', './x-1'],
      ['a', 'x-1', 'x-2'],
    ],
  ])('are taken away and given back by npm: %j', (patterns, matched) => {
    expect(PATHS.filter((path) => matchesUnlessNegated(npmPatterns(patterns), path))).toEqual(matched);
  });

  it.each<[readonly string[], readonly string[]]>([
    [
      ['*', '!x-*', 'x-2'],
      ['a', 'b'],
    ],
    [
      ['!x-*', '*'],
      ['a', 'b'],
    ],
    [['!(a|x-*)'], ['b']],
    [['.hidden', 'a', '!*'], []],
  ])('are taken away for good by others: %j', (patterns, matched) => {
    expect(PATHS.filter((path) => matchesUnlessNegated(patterns, path))).toEqual(matched);
  });

  it('are found without delay, whatever the pattern', () => {
    expect(matchesGlob(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false);
    expect(matchesGlob(`${'+(a|aa|*)'.repeat(200)}b`, 'a'.repeat(200))).toBe(false);
    expect(matchesGlob(`${'!('.repeat(200)}a${')'.repeat(200)}`, 'a'.repeat(200))).toBeTypeOf('boolean');
    expect(matchesGlob('{a,b}'.repeat(40), 'a'.repeat(40))).toBeTypeOf('boolean');
    expect(matchesGlob('{1..999999}', '7')).toBe(true);
  });
});
