/** Shapes in which a build speaks of the module `g:m`, and the repository that they look in. */
import { manages, pom } from '../resolve/repository.ts';

/** Name, lines of `dependencies`, and what stands outside of it. */
export type RichShape = readonly [name: string, lines: readonly string[], outside?: string];

export const RICH_SHAPES: readonly RichShape[] = [
  ['none', ["implementation 'g:m'"]],
  ['p1', ["implementation 'g:m:1.0'"]],
  ['p1.5', ["implementation 'g:m:1.5'"]],
  ['p2', ["implementation 'g:m:2.0'"]],
  ['p3', ["implementation 'g:m:3.0'"]],
  ['r1-2', ["implementation 'g:m:[1.0,2.0)'"]],
  ['r1.5-3', ["implementation 'g:m:[1.5,3.0]'"]],
  ['r1+', ["implementation 'g:m:1.+'"]],
  ['r2up', ["implementation 'g:m:[2.0,)'"]],
  ['latest', ["implementation 'g:m:latest.release'"]],
  ['s1', ["implementation('g:m') { version { strictly '1.0' } }"]],
  ['s1.5bang', ["implementation 'g:m:1.5!!'"]],
  ['s2', ["implementation('g:m') { version { strictly '2.0' } }"]],
  ['s1-2', ["implementation('g:m') { version { strictly '[1.0,2.0)' } }"]],
  ['s1-2p1.5', ["implementation('g:m') { version { strictly '[1.0,2.0)'; prefer '1.5' } }"]],
  ['s1.5-3p2', ["implementation('g:m') { version { strictly '[1.5,3.0]'; prefer '2.0' } }"]],
  ['s2up', ["implementation('g:m') { version { strictly '[2.0,)' } }"]],
  ['sr1-2bang', ["implementation 'g:m:[1.0,2.0[!!1.2'"]],
  ['prefer1', ["implementation('g:m') { version { prefer '1.0' } }"]],
  ['prefer2', ["implementation('g:m') { version { prefer '2.0' } }"]],
  ['req1-3p1.5', ["implementation('g:m') { version { require '[1.0,3.0]'; prefer '1.5' } }"]],
  ['p1rej2', ["implementation('g:m') { version { require '1.0'; reject '2.0' } }"]],
  ['p1rej2up', ["implementation('g:m') { version { require '1.0'; reject '[2.0,)' } }"]],
  ['p2rej2.5', ["implementation('g:m') { version { require '2.0'; reject '2.5' } }"]],
  ['p2rej1', ["implementation('g:m') { version { require '2.0'; reject '1.0', '1.5' } }"]],
  ['r1-3rej2', ["implementation('g:m') { version { require '[1.0,3.0]'; reject '2.0', '3.0' } }"]],
  ['rejAll', ["implementation('g:m') { version { rejectAll() } }"]],
  ['c-rejAll', ["constraints { implementation('g:m') { version { rejectAll() } } }"]],
  ['c-rej2', ["constraints { implementation('g:m') { version { reject '2.0' } } }"]],
  ['c-rej2up', ["constraints { implementation('g:m') { version { reject '[2.0,)' } } }"]],
  ['c-rejto1.5', ["constraints { implementation('g:m') { version { reject '(,1.5]' } } }"]],
  ['c2', ["constraints { implementation('g:m') { version { require '2.0' } } }"]],
  ['c3', ["constraints { implementation('g:m') { version { require '3.0' } } }"]],
  ['c-s1', ["constraints { implementation('g:m') { version { strictly '1.0' } } }"]],
  ['c-s2', ["constraints { implementation('g:m') { version { strictly '2.0' } } }"]],
  ['c-s1-2', ["constraints { implementation('g:m') { version { strictly '[1.0,2.0)' } } }"]],
  ['c-pref2', ["constraints { implementation('g:m') { version { prefer '2.0' } } }"]],
  ['none+c-s1', ["constraints { implementation('g:m') { version { strictly '1.0' } } }", "implementation 'g:m'"]],
  ['none+c2', ["constraints { implementation('g:m') { version { require '2.0' } } }", "implementation 'g:m'"]],
  ['p1+c2', ["constraints { implementation('g:m') { version { require '2.0' } } }", "implementation 'g:m:1.0'"]],
  ['p1+c-rej2', ["constraints { implementation('g:m') { version { reject '2.0' } } }", "implementation 'g:m:1.0'"]],
  ['p1+c-s1-2', ["constraints { implementation('g:m') { version { strictly '[1.0,2.0)' } } }", "implementation 'g:m:1.0'"]],
  ['bom1', ["implementation platform('g:bom:1.0')"]],
  ['bom2', ["implementation platform('g:bom:2.0')"]],
  ['bom2+none', ["implementation platform('g:bom:2.0')", "implementation 'g:m'"]],
  ['bom3', ["implementation platform('g:bom:3.0')"]],
  ['ebom1', ["implementation enforcedPlatform('g:bom:1.0')"]],
  ['ebom2', ["implementation enforcedPlatform('g:bom:2.0')"]],
  ['ebom1+none', ["implementation enforcedPlatform('g:bom:1.0')", "implementation 'g:m'"]],
  ['ebom1+p2', ["implementation enforcedPlatform('g:bom:1.0')", "implementation 'g:m:2.0'"]],
  ['ebom2+p1', ["implementation enforcedPlatform('g:bom:2.0')", "implementation 'g:m:1.0'"]],
  ['ex1+none', ["implementation enforcedPlatform('g:bomx:1.0')", "implementation 'g:m'"]],
  ['ex2', ["implementation enforcedPlatform('g:bomx:2.0')"]],
  ['s1w', ["implementation('g:m') { version { strictly '1.0'; reject '1.0' } }"]],
  ['p1.5rej1.5', ["implementation('g:m') { version { require '1.5'; reject '1.5' } }"]],
  ['force1+p1', ["implementation 'g:m:1.0'"], "configurations.all { resolutionStrategy.force 'g:m:1.0' }"],
  ['force1+p2', ["implementation 'g:m:2.0'"], "configurations.all { resolutionStrategy.force 'g:m:1.0' }"],
  ['force3+p2', ["implementation 'g:m:2.0'"], "configurations.all { resolutionStrategy.force 'g:m:3.0' }"],
  [
    'force1+s2',
    ["implementation('g:m') { version { strictly '2.0' } }"],
    "configurations.all { resolutionStrategy.force 'g:m:1.0' }",
  ],
  ['fovc+p1', ["implementation 'g:m:1.0'"], 'configurations.all { resolutionStrategy.failOnVersionConflict() }'],
  ['twoforce', ["implementation 'g:m:2.0'"], "configurations.all { resolutionStrategy.force 'g:m:1.0', 'g:m:1.5' }"],
];

const VERSIONS = ['1.0', '1.2', '1.5', '1.8', '2.0', '2.5', '3.0'];

function listed(versions: readonly string[]): string {
  const all = versions.map((version) => `<version>${version}</version>`).join('');
  return `<metadata><versioning><versions>${all}</versions></versioning></metadata>`;
}

export const RICH_REPOSITORY: Readonly<Record<string, string>> = Object.fromEntries([
  ...VERSIONS.map((version) => pom(`g:m:${version}`)),
  ...['1.0', '1.5', '2.0', '3.0'].map((version) => pom(`g:bom:${version}`, manages(`g:m:${version}`))),
  ...['1.0', '2.0'].map((version) => pom(`g:bomx:${version}`, manages(`g:m:${version}`))),
  ['g/m/maven-metadata.xml', listed(VERSIONS)],
]);

export function scriptOf([, lines, outside]: RichShape): string {
  return `${outside ?? ''}\ndependencies {\n  ${lines.join('\n  ')}\n}\n`;
}
