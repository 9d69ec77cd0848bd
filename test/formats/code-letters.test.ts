import { describe, expect, it } from 'vitest';
import { codeLetters } from '../../src/formats/code-letters.ts';

describe('letters of code outside of quotes', () => {
  it.each([
    ['a(b)', '', 'a0(0b1)0'],
    ['([{}])', '', '(0[1{2}2]1)0'],
    ['a) b', '', 'a0)-1 -1b-1'],
    [`x "a, (" y`, '', 'x0 0 0y0'],
    [`"a\\"b",c`, '', ',0c0'],
    [`'a"',c`, '', ',0c0'],
    ['`a\\`,b', '`', ',0b0'],
    ['`a\\`,b', '', ''],
    ['a "b', '', 'a0 0'],
  ])('%s (raw: %s)', (text, raw, expected) => {
    const letters = [...codeLetters(text, 0, text.length, '"\'`', raw)];
    expect(letters.map(({ letter, depth }) => `${letter}${depth}`).join('')).toBe(expected);
    expect(letters.map(({ at }) => text[at]).join('')).toBe(letters.map(({ letter }) => letter).join(''));
  });

  it('ends where it is told to', () => {
    expect([...codeLetters('a"b"c', 0, 3, '"')].map(({ letter }) => letter)).toEqual(['a']);
    expect([...codeLetters('abc', 1, 99, '"')].map(({ letter }) => letter)).toEqual(['b', 'c']);
  });
});
