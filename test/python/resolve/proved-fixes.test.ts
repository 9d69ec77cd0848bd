import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/model/index.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { fixesOf, isDeclared } from '../../proved-fixes.ts';
import { FAKE_ENVIRONMENT, fakeIndex } from './fake-index.ts';

/** Fixes that files alone propose, with an index at hand: what resolves is proved, what does not is gone. */

const WORLD = `
web 1.0: core<2
web 1.5: core<2
web 2.0: core>=2
web 3.0: core>=3
core 1.0:
core 2.0:
core 3.0:
other 1.0:
other 2.0:
built 1.0 sdist:
twins 1.0: twins-lib==1.0
twins 2.0: twins-lib==2.0
twins-lib 1.0:
twins-lib 2.0:
`;

function proved(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { client } = fakeIndex(WORLD);
  const resolve = async (target: Target) =>
    createResolveEnvironment({ target, offline: false, env: FAKE_ENVIRONMENT, home: '/nowhere', client });
  return fixesOf(files, resolve, isDeclared);
}

describe('fixes of declared conflicts', () => {
  it.each<[name: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    [
      'are proved',
      { 'a/requirements.txt': 'other==1.0\n', 'b/requirements.txt': 'other==2.0\n' },
      [
        'a: ==1.0 → ==2.0 true: then both services that ask for other agree, which resolves with other 2.0',
        'b: ==2.0 → ==1.0 true: then both services that ask for other agree, which resolves with other 1.0',
      ],
    ],
    [
      'are left out where the service itself cannot follow',
      { 'a/requirements.txt': 'web==1.0\ncore<2\n', 'b/requirements.txt': 'web==3.0\n' },
      ['b: ==3.0 → ==1.0 true: then both services that ask for web agree, which resolves with web 1.0'],
    ],
    [
      'take the pins of their family along',
      { 'a/requirements.txt': 'twins==1.0\ntwins-lib==1.0\n', 'b/requirements.txt': 'twins>=2\n' },
      [
        'a: ==1.0 → >=2 true: then both services that ask for twins agree, which resolves where twins-lib ==1.0 (a/requirements.txt:2) moves to 2.0',
        'b: >=2 → ==1.0 true: then both services that ask for twins agree, which resolves with twins 1.0',
      ],
    ],
    [
      'are not proved where more stands between the services',
      { 'a/requirements.txt': 'web==1.0\nother==1.0\n', 'b/requirements.txt': 'web==2.0\nother==2.0\n' },
      [
        'a: ==1.0 → ==2.0 false: then both services that ask for other agree (not proved: other lines of theirs clash as well)',
        'b: ==2.0 → ==1.0 false: then both services that ask for other agree (not proved: other lines of theirs clash as well)',
        'a: ==1.0 → ==2.0 false: then both services that ask for web agree (not proved: other lines of theirs clash as well)',
        'b: ==2.0 → ==1.0 false: then both services that ask for web agree (not proved: other lines of theirs clash as well)',
      ],
    ],
    [
      'are not proved where too little is known',
      { 'a/requirements.txt': 'other==1.0\nbuilt\n', 'b/requirements.txt': 'other==2.0\n' },
      [expect.stringMatching(/^a: ==1.0 → ==2.0 false: .*not proved: /), expect.stringMatching(/^b: .* false: /)],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await proved(files)).toEqual(expected);
  });

  it('are counted on every line that they change', async () => {
    const line = 'other==1.0\n';
    const fixes = await proved({ 'a/requirements.txt': line, 'b/requirements.txt': line, 'c/requirements.txt': 'other==2.0\n' });
    expect(fixes.every((text) => text.includes(' true: ')) && fixes.length).toBe(2);
  });
});
