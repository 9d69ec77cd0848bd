import { describe, expect, it } from 'vitest';
import { fixesOf, isDeclared } from '../../proved-fixes.ts';
import { manages, needs, pom, resolveEnvironment } from './repository.ts';

/** Fixes that files alone propose, with a repository at hand: what resolves is proved, what does not is gone. */

const metadata = (name: string, ...versions: readonly string[]): readonly [string, string] => [
  `g/${name}/maven-metadata.xml`,
  `<metadata><versioning><versions>${versions.map((one) => `<version>${one}</version>`).join('')}</versions></versioning></metadata>`,
];

const REPOSITORY = Object.fromEntries([
  pom('g:leaf:1.0'),
  pom('g:leaf:1.5'),
  pom('g:leaf:2.0'),
  metadata('leaf', '1.0', '1.5', '2.0'),
  pom('g:other:1.0'),
  pom('g:other:2.0'),
  metadata('other', '1.0', '2.0'),
  pom('g:firm:1.0', needs('g:leaf:[1.0,1.5]')),
  pom('g:old:1.0', needs('g:leaf:1.0')),
  pom('g:bom:1.0', manages('g:leaf:1.5')),
  pom('g:user:1.0', needs('g:leaf:2.0')),
  pom('g:friend:1.0', needs('g:other:2.0')),
  pom('g:wide:1.0'),
  pom('g:wide:2.0', needs('g:other:1.0')),
  pom('g:wider:1.0', needs('g:wide:2.0')),
  ...['1.0', '2.0-RC1', '2.0', '3.0'].map((version) => pom(`g:early:${version}`)),
  metadata('early', '1.0', '2.0-RC1', '2.0', '3.0'),
  ...['1.0', '2.0-M1', '2.0-M2'].map((version) => pom(`g:bold:${version}`)),
  metadata('bold', '1.0', '2.0-M1', '2.0-M2'),
  pom('g:brave:1.0', needs('g:bold:2.0-M1')),
  pom('g:keen:1.0', needs('g:early:2.0-RC1')),
  pom('g:far:1.0', needs('g:friend:1.0')),
]);

function proved(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return fixesOf(files, async () => resolveEnvironment(REPOSITORY).environment, isDeclared);
}

const maven = (name: string, ...dependencies: readonly string[]): readonly [string, string] => [
  `${name}/pom.xml`,
  pom(`own:${name}:1`, needs(...dependencies))[1],
];
const gradle = (name: string, ...lines: readonly string[]): readonly (readonly [string, string])[] => [
  [`${name}/settings.gradle`, `rootProject.name = '${name}'\n`],
  [`${name}/build.gradle`, `plugins { id 'java' }\ndependencies {\n${lines.join('\n')}\n}\n`],
];
const strictly = (module: string, version: string): string => `implementation('${module}') { version { strictly '${version}' } }`;

describe('fixes of declared conflicts on a class path', () => {
  it.each<[name: string, files: readonly (readonly [string, string])[], expected: readonly unknown[]]>([
    [
      'are proved by Maven',
      [maven('a', 'g:leaf:[1.0,1.5]'), maven('b', 'g:leaf:[2.0]')],
      [
        'a: [1.0,1.5] → [2.0] true: then both services that ask for g:leaf agree, which resolves with g:leaf 2.0',
        'b: [2.0] → [1.0,1.5] true: then both services that ask for g:leaf agree, which resolves with g:leaf 1.5',
      ],
    ],
    [
      'are left out where the service itself cannot follow',
      [maven('a', 'g:leaf:[1.0,1.5]', 'g:firm:1.0'), maven('b', 'g:leaf:[2.0]')],
      ['b: [2.0] → [1.0,1.5] true: then both services that ask for g:leaf agree, which resolves with g:leaf 1.5'],
    ],
    [
      'are not proved where more stands between the services',
      [maven('a', 'g:leaf:[1.0,1.5]', 'g:other:[1.0]'), maven('b', 'g:leaf:[2.0]', 'g:other:[2.0]')],
      [
        expect.stringMatching(/^a: \[1.0,1.5\] → \[2.0\] false: .* Maven cannot choose g:other: /),
        expect.stringMatching(/^b: .* false: .* Maven cannot choose g:other: /),
        expect.stringMatching(/^a: .* false: .* Maven cannot choose g:leaf: /),
        expect.stringMatching(/^b: .* false: .* Maven cannot choose g:leaf: /),
      ],
    ],
    [
      'are not proved where too little is known',
      [maven('a', 'g:leaf:[1.0,1.5]', 'g:nowhere:[1,2]'), maven('b', 'g:leaf:[2.0]')],
      [expect.stringMatching(/^a: .* false: .*not proved: /), expect.stringMatching(/^b: .* false: .*not proved: /)],
    ],
    [
      'are proved by Gradle',
      [...gradle('a', strictly('g:leaf', '1.0')), ...gradle('b', strictly('g:leaf', '2.0'))],
      [
        'a: 1.0 → 2.0 true: then both services that ask for g:leaf agree, which resolves with g:leaf 2.0',
        'b: 2.0 → 1.0 true: then both services that ask for g:leaf agree, which resolves with g:leaf 1.0',
      ],
    ],
    [
      'are proved on the constraint that binds',
      [
        ...gradle('a', "implementation 'g:leaf:1.0'", 'constraints {', strictly('g:leaf', '1.0'), '}'),
        ...gradle('b', "implementation 'g:leaf:2.0'"),
      ],
      ['a: 1.0 → 2.0 true: then only a warning is left over g:leaf, which resolves with g:leaf 2.0'],
    ],
    [
      'are left out where an enforced platform of the same build says otherwise',
      [
        ...gradle('a', strictly('g:leaf', '1.5'), "implementation enforcedPlatform('g:bom:1.0')"),
        ...gradle('b', strictly('g:leaf', '2.0')),
      ],
      ['b: 2.0 → 1.5 true: then both services that ask for g:leaf agree, which resolves with g:leaf 1.5'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await proved(Object.fromEntries(files))).toEqual(expected);
  });
});

describe('fixes of clashes that only a joint resolution shows', () => {
  it.each<[name: string, files: readonly (readonly [string, string])[], expected: readonly unknown[]]>([
    [
      'raise the line that wins over what another runs with',
      [maven('a', 'g:leaf:1.0'), maven('b', 'g:user:1.0')],
      ['a: 1.0 → 2.0 true: then all of them share g:leaf 2.0'],
    ],
    ['need a line of their own', [maven('a', 'g:old:1.0'), maven('b', 'g:leaf:2.0', 'g:user:1.0')], []],
    [
      'are not proved where another clash stays',
      [maven('a', 'g:leaf:1.0', 'g:other:1.0'), maven('b', 'g:user:1.0', 'g:friend:1.0')],
      [
        expect.stringMatching(/^a: 1.0 → 2.0 false: then they clash no more over g:leaf .*another place: g:other 1.0 of a wins/),
        expect.stringMatching(/^a: 1.0 → 2.0 false: then they clash no more over g:other .*another place: g:leaf 1.0 of a wins/),
      ],
    ],
    [
      'lead to the release that came of a pre-release',
      [maven('a', 'g:early:1.0'), maven('b', 'g:keen:1.0')],
      ['a: 1.0 → 2.0 true: then all of them share g:early 2.0'],
    ],
    [
      'name a pre-release of which no release came yet, and say that it is one',
      [maven('a', 'g:bold:1.0'), maven('b', 'g:brave:1.0')],
      ['a: 1.0 → 2.0-M1 true: then all of them share g:bold 2.0-M1 (2.0-M1 is a pre-release)'],
    ],
    ['bring no other clash', [maven('a', 'g:wide:1.0'), maven('b', 'g:far:1.0', 'g:wider:1.0')], []],
  ])('%s', async (_, files, expected) => {
    const found = await fixesOf(
      Object.fromEntries(files),
      async () => resolveEnvironment(REPOSITORY).environment,
      ({ depth }) => depth === 'resolved',
    );
    expect(found).toEqual(expected);
  });
});
