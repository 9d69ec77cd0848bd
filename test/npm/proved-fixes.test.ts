import { describe, expect, it } from 'vitest';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { fixesOf } from '../proved-fixes.ts';
import { FAKE_ENVIRONMENT, fakeRegistry } from './fake-registry.ts';

/** Fixes that files alone propose, with a registry at hand: what npm installs is proved, what it refuses is gone. */

const WORLD = `
react 17.0.2:
react 18.3.1:
grid 1.0.0: peer react ^17
grid 2.0.0: peer react ^18
util 1.0.0:
util 2.0.0:
secret 1.0.0:
core 1.0.0:
core 2.0.0-rc.1:
`;

type Lines = Readonly<Record<string, string>>;

function proved(
  services: Readonly<Record<string, Lines>>,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const files = Object.entries(services).map(([name, dependencies]) => [
    `${name}/package.json`,
    JSON.stringify({ name, version: '1.0.0', private: true, dependencies }, null, 2),
  ]);
  const { client } = fakeRegistry(WORLD, { secret: 'offline' });
  return fixesOf({ ...Object.fromEntries(files), ...more }, async (target) =>
    createResolveEnvironment({ target, offline: false, env: FAKE_ENVIRONMENT, home: '/nowhere', client }),
  );
}

const AGREE = 'then both services that ask for';

describe('fixes of declared conflicts', () => {
  it.each<[name: string, services: Readonly<Record<string, Lines>>, expected: readonly string[]]>([
    [
      'are proved',
      { a: { react: '^17.0.0' }, b: { react: '^18.0.0' } },
      [
        `a: ^17.0.0 → ^18.0.0 true: ${AGREE} react agree, which resolves with react 18.3.1`,
        `b: ^18.0.0 → ^17.0.0 true: ${AGREE} react agree, which resolves with react 17.0.2`,
      ],
    ],
    [
      'are left out where a peer of the service itself does not follow',
      { a: { react: '^17.0.0', grid: '^1.0.0' }, b: { react: '^18.0.0' } },
      [`b: ^18.0.0 → ^17.0.0 true: ${AGREE} react agree, which resolves with react 17.0.2`],
    ],
    [
      'are not proved where more stands between the services',
      { a: { react: '^17.0.0', util: '^1.0.0' }, b: { react: '^18.0.0', util: '^2.0.0' } },
      ['react', 'util'].flatMap((name) => {
        const [low, high] = name === 'react' ? ['^17.0.0', '^18.0.0'] : ['^1.0.0', '^2.0.0'];
        const effect = `${AGREE} ${name} agree (not proved: other lines of theirs clash as well)`;
        return [`a: ${low} → ${high} false: ${effect}`, `b: ${high} → ${low} false: ${effect}`];
      }),
    ],
    [
      'are not proved where too little is known',
      { a: { react: '^17.0.0', secret: '1' }, b: { react: '^18.0.0' } },
      [
        `a: ^17.0.0 → ^18.0.0 false: ${AGREE} react agree (not proved: a: secret: offline in the test)`,
        `b: ^18.0.0 → ^17.0.0 false: ${AGREE} react agree (not proved: a: secret: offline in the test)`,
      ],
    ],
    [
      'lead to releases before prereleases',
      { a: { core: '^1.0.0' }, b: { core: '^2.0.0-rc.1' } },
      [
        `b: ^2.0.0-rc.1 → ^1.0.0 true: ${AGREE} core agree, which resolves with core 1.0.0`,
        `a: ^1.0.0 → ^2.0.0-rc.1 true: ${AGREE} core agree (^2.0.0-rc.1 begins before a release), which resolves with core 2.0.0-rc.1`,
      ],
    ],
    [
      'keep what an alias leads to',
      { a: { host: 'npm:react@^17.0.0' }, b: { host: 'npm:react@^18.0.0' } },
      [
        `a: npm:react@^17.0.0 → npm:react@^18.0.0 true: ${AGREE} host agree, which resolves with host 18.3.1`,
        `b: npm:react@^18.0.0 → npm:react@^17.0.0 true: ${AGREE} host agree, which resolves with host 17.0.2`,
      ],
    ],
  ])('%s', async (_, services, expected) => {
    expect(await proved(services)).toEqual(expected);
  });
});
