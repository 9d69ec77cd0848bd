import { describe, expect, test } from 'vitest';
import { world } from './world.ts';

const REGISTRY = `
plain 1.0.0:
plain 2.0.0:
inner 1.0.0:
inner 2.0.0:
other 1.0.0: inner ^2.0.0
bundler 1.0.0 bundled=plain@1.0.0,plain/inner@1.0.0: plain ^1.0.0 & inner ^2.0.0
altered 1.0.0 bundled=plain@1.0.0 altered: plain ^1.0.0
locked 1.0.0 shrinkwrap=plain@1.0.0 locked-os=nowhere: plain *
alias-user 1.0.0: other npm:bundler@1.0.0
`;

type Dependencies = Readonly<Record<string, string>>;

async function versionsOf(dependencies: Dependencies, broken = {}) {
  const { resolver, asked, warned } = await world(REGISTRY, { a: { name: 'a', dependencies } }, { broken });
  const answer = await resolver.resolve(['a']);
  const versions = answer.kind === 'resolved' ? Object.fromEntries(answer.versions) : answer;
  return { versions, archives: asked.filter((url) => url.endsWith('.tgz')), codes: warned.map(({ code }) => code) };
}

describe('what published archives bring along', () => {
  test.each<[string, Dependencies, Readonly<Record<string, readonly string[]>>]>([
    [
      'bundled packages, those inside them too',
      { bundler: '*' },
      { bundler: ['1.0.0'], inner: ['1.0.0', '2.0.0'], plain: ['1.0.0'] },
    ],
    [
      'beside what others need',
      { bundler: '*', plain: '2' },
      { bundler: ['1.0.0'], inner: ['1.0.0', '2.0.0'], plain: ['1.0.0', '2.0.0'] },
    ],
    ['under another name', { x: 'npm:bundler@1' }, { bundler: ['1.0.0'], inner: ['1.0.0', '2.0.0'], plain: ['1.0.0'] }],
    [
      'deeper down',
      { 'alias-user': '1' },
      { 'alias-user': ['1.0.0'], bundler: ['1.0.0'], inner: ['1.0.0', '2.0.0'], plain: ['1.0.0'] },
    ],
    ['what a lock in it says', { locked: '1' }, { locked: ['1.0.0'], plain: ['1.0.0'] }],
    ['that lock for what is below alone', { locked: '1', plain: '2' }, { locked: ['1.0.0'], plain: ['1.0.0', '2.0.0'] }],
  ])('%s', async (_, dependencies, versions) => {
    expect(await versionsOf(dependencies)).toMatchObject({ versions, codes: [] });
  });

  test('are not asked for where nothing is bundled', async () => {
    expect(await versionsOf({ plain: '1', other: '1' })).toMatchObject({ archives: [], codes: [] });
  });

  test.each<[string, Dependencies, Readonly<Record<string, string>>, Readonly<Record<string, readonly string[]>>]>([
    ['offline', { bundler: '1' }, { '-/bundler-1.0.0.tgz': 'offline' }, { bundler: ['1.0.0'], inner: ['2.0.0'] }],
    ['altered on the way', { altered: '1' }, {}, { altered: ['1.0.0'] }],
    ['without its lock', { locked: '1' }, { '-/locked-1.0.0.tgz': 'network' }, { locked: ['1.0.0'], plain: ['2.0.0'] }],
  ])('that cannot be had are said once, and the tree is built: %s', async (_, dependencies, broken, versions) => {
    expect(await versionsOf(dependencies, broken)).toEqual({
      versions,
      archives: [expect.any(String)],
      codes: ['npm/archive-unavailable'],
    });
  });
});
