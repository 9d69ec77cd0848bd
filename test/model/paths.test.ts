import { describe, expect, test } from 'vitest';
import { cleanPath, joinPath } from '../../src/model/index.ts';

describe('paths', () => {
  test.each([
    ['a/./b//c', 'a/b/c'],
    ['a/../b', 'b'],
    ['a/..', '.'],
    ['a/../../b', undefined],
    ['/etc/passwd', undefined],
    ['C:\\Windows', undefined],
    ['we\\ird/..\\x', 'we\\ird/..\\x'],
  ])('%j relative to the root is %j', (path, clean) => {
    expect(cleanPath(path)).toBe(clean);
  });

  test.each([
    ['.', 'a', 'a'],
    ['a/b', '../c', 'a/c'],
    ['a', '..\\lib\\x', 'lib/x'],
    ['we\\ird', 'lib', 'we\\ird/lib'],
    ['a', '../../x', undefined],
    ['a', '/x', undefined],
    ['a', '\\x', undefined],
    ['a', 'c:\\x', undefined],
  ])('from %j, %j is %j', (directory, written, joined) => {
    expect(joinPath(directory, written)).toBe(joined);
  });
});
