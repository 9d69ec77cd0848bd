import { describe, expect, it } from 'vitest';
import { ShellConditions } from '../../src/formats/shell/conditions.ts';
import { shellCommands } from '../../src/formats/shell/shell.ts';

/** What decides about each command of a line that begins with `run`. */
function decided(line: string): readonly string[] {
  const deciding = new ShellConditions((word) => word.replace('$LIST', 'list.txt'));
  return shellCommands(line).flatMap(({ words }) => {
    deciding.next(words);
    const isRun = words.some(({ text }) => text === 'run');
    return isRun ? [deciding.isUnknown ? 'something' : deciding.isAny ? [...deciding.files].join() : 'nothing'] : [];
  });
}

describe('conditions of shell lines', () => {
  it.each<[string, readonly string[]]>([
    ['run; run && run', ['nothing', 'nothing', 'nothing']],
    ['if x; then run; fi; run', ['something', 'nothing']],
    ['if [ -f a ]; then run; else run; fi; run', ['a', 'something', 'nothing']],
    ['if [ -f a ]; then if [ -e a ]; then run; fi; run; fi; run', ['a', 'a', 'nothing']],
    ['if x; then y; else if z; then run; fi; run; fi; run', ['something', 'something', 'nothing']],
    ['case $X in a) run ;; esac; run', ['something', 'nothing']],
    ['[ -f $LIST ] && run', ['list.txt']],
    ['test -n "$X" && run; run', ['something', 'something']],
    ['fi; else; run', ['nothing']],
  ])('%s', (line, expected) => {
    expect(decided(line)).toEqual(expected);
  });

  it('are told of a line without end in time', () => {
    const words = [...'[ -f x ]'.split(' ')].map((text) => ({ text, offset: 0 }));
    const deciding = new ShellConditions();
    for (let at = 0; at < 300_000; at++) {
      deciding.next(words);
      if (!deciding.isAny) throw new Error('nothing decides');
    }
    expect([...deciding.files]).toEqual(['x']);
  });
});
