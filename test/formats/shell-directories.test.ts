import { expect, it } from 'vitest';
import { ShellDirectories } from '../../src/formats/shell/directories.ts';
import { programWords, shellCommands } from '../../src/formats/shell/shell.ts';

/** Each command of a line behind the directory that it runs in. */
function placed(text: string): readonly string[] {
  const directories = new ShellDirectories();
  return shellCommands(text).flatMap(({ words, subshell }) => {
    const [program, to] = programWords(words).map((word) => word.text);
    if (program !== 'cd' || to === undefined) return [`${directories.in(subshell)}: ${program ?? ''}`];
    directories.change(subshell, to);
    return [];
  });
}

it.each<[title: string, text: string, expected: readonly string[]]>([
  ['a line', 'x; cd a && y; cd b; z', [': x', 'a: y', 'a/b: z']],
  ['a group goes back', '(cd a && x) && y', ['a: x', ': y']],
  ['groups beside each other', '(cd a && x); (cd b && y); z', ['a: x', 'b: y', ': z']],
  ['a group begins where the line is', 'cd a; (x; cd b; y); z', ['a: x', 'a/b: y', 'a: z']],
  ['groups in groups', '(cd a; (cd b; x); y); z', ['a/b: x', 'a: y', ': z']],
  ['what a program says', '(cd a; echo $(cd b; x); y); z', ['a: echo', 'a: x', 'a: y', ': z']],
  ['where a program says', 'cd $(x); y', ['$(x: y']],
  ['parentheses of a text', 'cd a; echo "(" \\) ; x', ['a: echo', 'a: x']],
  ['braces are no shell', '{ cd a; x; }; y', ['a: x', 'a: }', 'a: y']],
  ['more ends than begins', 'cd a) ; x', ['a: x']],
])('%s', (_, text, expected) => {
  expect(placed(text)).toEqual(expected);
});

it('ends on groups of any depth', () => {
  expect(placed(`${'('.repeat(50_000)}${'(x)'.repeat(50_000)}`)).toHaveLength(50_000);
  expect(placed('(cd a; x; '.repeat(100)).at(-1)).toMatch(/^(?:a\/)+a: x$/);
});
