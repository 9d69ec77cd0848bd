import { describe, expect, it } from 'vitest';
import { ShellConditions } from '../../src/formats/shell/conditions.ts';
import { shellCommands } from '../../src/formats/shell/shell.ts';

/** What decides about each command of a line that begins with `run`. */
function decided(line: string): readonly string[] {
  const deciding = new ShellConditions((word) => word.replace('$LIST', 'list.txt'));
  return shellCommands(line).flatMap((command) => {
    deciding.next(command);
    const isRun = command.words.some(({ text }) => text === 'run');
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
    ['test -n "$X" && run; run', ['something', 'nothing']],
    ['[ -n "$X" ] && run && run || run && run', ['something', 'something', 'something', 'nothing']],
    ['run || run; run', ['nothing', 'something', 'nothing']],
    ['! [ -f a ] && run', ['something']],
    ['[ ! -f a ] || run; [ -f a ] || run; ! test -e a || run', ['a', 'something', 'a']],
    ['[ ! -f a ] || x || run', ['something']],
    ['[ ! -f a ]; { x; } || run', ['something']],
    ['[ -f a ] || [ -f b ] && run', ['something']],
    ['if [ -f a ] && [ "$DEV" ]; then run; fi; run', ['something', 'nothing']],
    ['if [ -f a ] && [ -f b ]; then run; fi', ['a,b']],
    ['if [ -f a ] || [ -f b ]; then run; fi', ['something']],
    ['if pip list | grep -q x; then run; fi', ['something']],
    ['if x; then run; [ -f a ] && run; fi', ['something', 'something']],
    ['[ -f a ] && { run; run; }; run', ['a', 'a', 'nothing']],
    ['[ -f a ] && (cd a && run; run); (run)', ['a', 'a', 'nothing']],
    ['[ -f a ] && (run) && run; run', ['a', 'a', 'nothing']],
    ['x | run && run', ['nothing', 'nothing']],
    ['[ -f a ] && \n run', ['a']],
    ['for x in a; do run; done; run', ['something', 'nothing']],
    ['(x || run) && run', ['something', 'nothing']],
    ['[ "$X" ] && if y; then z; fi; run', ['nothing']],
    ['fi; else; run', ['nothing']],
  ])('%s', (line, expected) => {
    expect(decided(line)).toEqual(expected);
  });

  it('are told of a line without end in time', () => {
    const words = [...'[ -f x ]'.split(' ')].map((text) => ({ text, offset: 0 }));
    const deciding = new ShellConditions();
    for (let at = 0; at < 300_000; at++) {
      deciding.next({ words, joined: '&&' });
      if (!deciding.isAny && at > 0) throw new Error('nothing decides');
    }
  });

  it.each(['(x;', '{ x;', 'if x; then ', '((x)&&'])('are told of %s without end in time', (piece) => {
    expect(decided(`${piece.repeat(20_000)} run`)).toHaveLength(1);
  });
});
