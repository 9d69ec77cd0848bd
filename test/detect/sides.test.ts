import { expect, it } from 'vitest';
import { mergeTwins } from '../../src/detect/sides/sides.ts';

/** Items that clash in `sets`, those of each group agreeing among themselves; conflicts as their sides: `0 | 1,2`. */
it.each<[what: string, sets: readonly (readonly number[])[], agreeing: readonly string[], conflicts: readonly string[]]>([
  [
    'who agree are one side',
    [
      [0, 1],
      [0, 2],
    ],
    ['12'],
    ['0 | 1,2'],
  ],
  [
    'who do not are two conflicts',
    [
      [0, 1],
      [0, 2],
    ],
    [],
    ['0 | 1', '0 | 2'],
  ],
  [
    'of three one that agrees with one of the others only',
    [
      [0, 1],
      [0, 2],
      [0, 3],
    ],
    ['12', '13'],
    ['0 | 1,2', '0 | 3'],
  ],
  [
    'in sets of three as well',
    [
      [0, 1, 2],
      [0, 1, 3],
    ],
    ['23'],
    ['0 | 1 | 2,3'],
  ],
  [
    'who clash with others are none',
    [
      [0, 1],
      [0, 2],
      [2, 3],
    ],
    ['12', '13', '03'],
    ['0 | 1', '0 | 2', '2 | 3'],
  ],
  [
    'where any two clash nobody agrees',
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ],
    ['01', '02', '12'],
    ['0 | 1', '0 | 2', '1 | 2'],
  ],
])('twins: %s', (_, sets, agreeing, conflicts) => {
  const agree = (a: number, b: number): boolean => agreeing.includes([a, b].sort().join(''));
  const told = mergeTwins(4, sets, agree).map(({ sides }) => sides.map((side) => side.join()).join(' | '));
  expect(told).toEqual(conflicts);
});
