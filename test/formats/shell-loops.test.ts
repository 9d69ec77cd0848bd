import { describe, expect, it } from 'vitest';
import { unrolled } from '../../src/formats/shell/loops.ts';
import { shellCommands } from '../../src/formats/shell/shell.ts';

const run = (text: string): readonly string[] =>
  unrolled(shellCommands(text)).map(({ words }) => words.map((word) => word.text).join(' '));

describe('loops over words', () => {
  it.each<[title: string, text: string, expected: readonly string[]]>([
    ['once for each word', 'for f in a b; do pip install -r $f.txt; done', ['pip install -r a.txt', 'pip install -r b.txt']],
    [
      'in braces and quotes',
      'for f in "a" b\ndo\n  pip install -r "${f}.txt"\ndone',
      ['pip install -r a.txt', 'pip install -r b.txt'],
    ],
    ['what is around', 'set -e; for f in a; do x $f; done && y', ['set -e', 'x a', 'y']],
    ['not a longer name', 'for f in a; do x $foo $f; done', ['x $foo a']],
    ['loops in loops', 'for a in 1 2; do for b in 3 4; do x $a$b; done; done', ['x 13', 'x 14', 'x 23', 'x 24']],
    ['conditions in loops', 'for a in 1; do if [ $a ]; then x $a; fi; done', ['if [ 1 ]', 'then x 1', 'fi']],
    ['not over a pattern', 'for f in *.txt; do x $f; done', ['for f in *.txt', 'do x $f', 'done']],
    ['not over what a program says', 'for f in $(ls); do x $f; done', ['for f in $(ls', 'do x $f', 'done']],
    ['over what a variable holds', 'A="a b"\nfor f in $A c; do x $f; done', ['A=a b', 'x a', 'x b', 'x c']],
    ['over an array', 'A=(a\n  b)\nfor f in "${A[@]}"; do x $f; done', ['A=(a\n  b)', 'x a', 'x b']],
    ['not over what is set twice', 'A=a; A=b; for f in $A; do x; done', ['A=a', 'A=b', 'for f in $A', 'do x', 'done']],
    ['not over what is computed', 'A=$(ls); for f in $A; do x; done', ['A=$(ls', 'for f in $A', 'do x', 'done']],
    ['not over what one command gets', 'A=a ls; for f in $A; do x; done', ['A=a ls', 'for f in $A', 'do x', 'done']],
    ['over nothing', 'for f in; do x $f; done; y', ['y']],
    ['not without an end', 'for f in a; do x $f', ['for f in a', 'do x $f']],
    ['of another kind', 'while read f; do x $f; done', ['while read f', 'do x $f', 'done']],
  ])('%s', (_, text, expected) => {
    expect(run(text)).toEqual(expected);
  });

  it('stays as it is where loops multiply', () => {
    const words = Array.from({ length: 300 }, (_, at) => at).join(' ');
    const nested = `${`for a in ${words}; do `.repeat(6)} x ${'; done'.repeat(6)}`;
    expect(run(nested)).toHaveLength(13);
  });

  it('reads tens of thousands of loops in no time', () => {
    expect(run('for f in a b; do x $f; done;'.repeat(50_000))).toHaveLength(150_000);
    expect(run('for f in a b; do '.repeat(50_000))).toHaveLength(50_001);
  });
});
