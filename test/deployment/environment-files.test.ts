import { describe, expect, it } from 'vitest';
import { parseEnvironmentFile } from '../../analyzers/deployment/compose/dotenv.ts';

const OUTSIDE: ReadonlyMap<string, string> = new Map([['HOME', '/root']]);

/** Text, and what Compose's own reader makes of it. */
const CASES: readonly (readonly [text: string, values: Readonly<Record<string, string>>])[] = [
  ['A=1\nexport B=2\nC: 3\n  D = 4 \n', { A: '1', B: '2', C: '3', D: '4' }],
  ['# A=1\n\nB=2 # why\nC=v#x\nD=# none\n', { B: '2', C: 'v#x', D: '# none' }],
  ['A="v 2" # c\nB=\'m\'\nC=""\nD=\n', { A: 'v 2', B: 'm', C: '', D: '' }],
  ['A="l1\nl2"\nB=3\n', { A: 'l1\nl2', B: '3' }],
  ['A=\'$X ${Y}\'\nB="${A}!"\nC=$A\nD="\\$A"\nE=$$A\n', { A: '$X ${Y}', B: '$X ${Y}!', C: '$X ${Y}', D: '$A', E: '$A' }],
  ['A="a\\tb\\\\n\\"q\\""\nB=\'it\\\'s\'\nC=a\\tb\n', { A: 'a\tb\\n"q"', B: "it's", C: 'a\\tb' }],
  ['A="\\0101"\n', { A: 'A' }],
  ['A=${NOPE:-d}${A}\nB=${HOME}/x\nHOME\nNOBODY\n', { A: 'd', B: '/root/x', HOME: '/root' }],
  ['A=1\r\nB="2"\r\n', { A: '1', B: '2' }],
  ['\uFEFFA=1\nA=2\n', { A: '2' }],
  ['A=a=b\nB.C-D=1\n', { A: 'a=b', 'B.C-D': '1' }],
  // Compose refuses these files; what can be read of them counts.
  ['two words=1\nB=2\n', { B: '2' }],
  ['A="open\nB=2\n', { A: '"open', B: '2' }],
];

describe('environment files', () => {
  it.each(CASES)('%j', (text, values) => {
    expect(Object.fromEntries(parseEnvironmentFile(text, (name) => OUTSIDE.get(name)))).toEqual(values);
  });
});
