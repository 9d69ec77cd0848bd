import { describe, expect, it } from 'vitest';
import { expanded, writtenWords } from '../../src/formats/dockerfile/words.ts';

const VALUES: ReadonlyMap<string, string> = new Map([
  ['V', '1.2.3'],
  ['EMPTY', ''],
  ['PATHS', '/a/b/a'],
]);

/** A word as written, and what BuildKit makes of it. */
const CASES: readonly (readonly [written: string, text: string])[] = [
  ['plain', 'plain'],
  ['$V-${V}', '1.2.3-1.2.3'],
  ["'$V'", '$V'],
  ['"$V x"', '1.2.3 x'],
  ['\\$V', '$V'],
  ['"\\$V \\"q\\" \\n"', '$V "q" \\n'],
  ['x"y z"w', 'xy zw'],
  [`'it'"'"'s'`, "it's"],
  ['a\\ b', 'a b'],
  ['$', '$'],
  ['5$', '5$'],
  ['${NO:-d}${NO-e}${EMPTY:-f}${EMPTY-g}', 'def'],
  ['${V:+p}${NO:+p}${EMPTY+q}${EMPTY:+q}', 'pq'],
  ['${NO:-"q r"}${NO:-${V}}', 'q r1.2.3'],
  ['${V#*.}', '2.3'],
  ['${V##*.}', '3'],
  ['${V%.*}', '1.2'],
  ['${V%%.*}', '1'],
  ['${V#x}', '1.2.3'],
  ['${PATHS/a/x}', '/x/b/a'],
  ['${PATHS//a/x}', '/x/b/x'],
  ['${PATHS/\\/b*/}', '/a'],
  ['${V?}', '1.2.3'],
  // The builder refuses these: they stay as they are.
  ['${V', '${V'],
  ['"open', '"open'],
  ['${}', '${}'],
];

describe('words of Dockerfiles', () => {
  it.each(CASES)('%s', (written, text) => {
    expect(expanded(written, (name) => VALUES.get(name)).text).toBe(text);
  });
  it('tell what was used and what has no value', () => {
    const { unset, used } = expanded('$V:$NO:${OTHER:-x}', (name) => VALUES.get(name));
    expect({ unset, used }).toEqual({ unset: ['NO'], used: ['V', 'NO', 'OTHER'] });
  });
  it('are parted at blanks outside of quotes', () => {
    expect(writtenWords(`A="x y" B='z w'\\ v\n  C=1`)).toEqual(['A="x y"', `B='z w'\\ v`, 'C=1']);
  });
  it('take time in proportion to their length, whatever is nested or left open', () => {
    for (const part of ['${A:-', '"', '${V#*', "'"]) {
      const open = part.repeat(20_001);
      expect(expanded(open, (name) => VALUES.get(name)).text).toBe(open);
    }
    const stars = `\${LONG#${'*a'.repeat(400)}b}`;
    expect(expanded(stars, () => 'a'.repeat(1000)).text).toBe('a'.repeat(1000));
  });
});
