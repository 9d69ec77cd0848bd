import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';
import { world } from './world.ts';

type Texts = Readonly<Record<string, string>>;

const CLASSIC = { packageManager: 'yarn@1.22.22' };
const BERRY = { packageManager: 'yarn@4.9.0' };
const PNPM = { packageManager: 'pnpm@10.0.0' };
const BUN = { packageManager: 'bun@1.3.0' };

/** As yarn 1.22.22, yarn 4, pnpm 10 and bun 1.3 have them: what becomes of a member's line, and what is refused. */
describe('resolutions of a root, for the line `low ^2.0.0` of its member a', () => {
  it.each<[string, object, Texts, string, readonly string[]]>([
    ['yarn 1: a name', CLASSIC, { low: '1.0.0' }, '1.0.0', []],
    ['yarn 1: a name at any depth', CLASSIC, { '**/low': '1.0.0' }, '1.0.0', []],
    ['yarn 1: a way that begins at the root, which has no such dependency', CLASSIC, { 'a/low': '1.0.0' }, '^2.0.0', []],
    ['yarn 1: below it, wherever it stands', CLASSIC, { '**/a/low': '1.0.0' }, '1.0.0', []],
    ['yarn 1: anywhere below it', CLASSIC, { '**/a/**/low': '1.0.0' }, '1.0.0', []],
    ['yarn 1: below another', CLASSIC, { '**/b/**/low': '1.0.0' }, '^2.0.0', []],
    ['yarn 1: the first one counts', CLASSIC, { '**/low': '1.0.0', '**/a/low': '3.0.0' }, '1.0.0', []],
    [
      'yarn 1: nothing that ends with a glob',
      CLASSIC,
      { '**/low/**': '1.0.0' },
      '^2.0.0',
      ['npm/refused-override package.json:8:5'],
    ],
    ['berry: below it', BERRY, { 'a/low': '1.0.0' }, '1.0.0', []],
    ['berry: the first one counts', BERRY, { low: '3.0.0', 'a/low': '1.0.0' }, '3.0.0', []],
    ['berry: no globs', BERRY, { '**/low': '1.0.0' }, '^2.0.0', ['npm/refused-override package.json:8:5']],
    ['pnpm: no ways', PNPM, { 'a/low': '1.0.0' }, '^2.0.0', ['npm/refused-override package.json:8:5']],
    ['bun: a name at any depth', BUN, { '**/low': '1.0.0' }, '1.0.0', []],
    ['bun: no other globs', BUN, { 'a/**/low': '1.0.0' }, '^2.0.0', []],
  ])('%s', (_, manager, resolutions, constraint, told) => {
    const fleet = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['a'], resolutions, ...manager },
      ...(manager === PNPM ? { 'pnpm-workspace.yaml': 'packages: [a]\n' } : {}),
      'a/package.json': { name: 'a', version: '1.0.0', dependencies: { low: '^2.0.0' } },
    });
    expect(fleet.direct('a').map((line) => line.split(' ')[1])).toEqual([constraint]);
    expect(fleet.told).toEqual(told);
  });
});

describe('resolutions of a root, for its own line `low ^2.0.0`', () => {
  it.each<[string, object, Texts, object, string]>([
    ['yarn 1: none', CLASSIC, { low: '1.0.0' }, {}, '^2.0.0'],
    ['yarn 1: none at any depth', CLASSIC, { '**/low': '1.0.0' }, {}, '^2.0.0'],
    ['yarn 1: in a workspace', CLASSIC, { low: '1.0.0' }, { workspaces: ['a'] }, '1.0.0'],
    ['berry', BERRY, { low: '1.0.0' }, {}, '1.0.0'],
    ['pnpm', PNPM, { low: '1.0.0' }, {}, '1.0.0'],
    ['bun', BUN, { low: '1.0.0' }, {}, '1.0.0'],
    ['nobody knows which', {}, { low: '1.0.0' }, {}, '1.0.0'],
  ])('%s', (_, manager, resolutions, more, constraint) => {
    const scripts = { start: 'node .' };
    const fleet = assemble({
      'package.json': { name: 'root', private: true, scripts, dependencies: { low: '^2.0.0' }, resolutions, ...manager, ...more },
      'index.js': '',
      'a/package.json': { name: 'a', version: '1.0.0' },
    });
    expect(fleet.direct('.').map((line) => line.split(' ')[1])).toEqual([constraint]);
  });
});

describe('resolutions of berry reach packages of the registry', () => {
  it.each(['2.0.0', 'npm:2.0.0', 'npm:^2.0.0', 'npm:latest'])('as %s', async (low) => {
    const registry = 'top 1.0.0: low ^1\nlow 1.0.0:\nlow 2.0.0:';
    const { resolver } = await world(registry, {
      app: { name: 'app', dependencies: { top: '1' }, resolutions: { low }, ...BERRY },
    });
    const answer = await resolver.resolve(['app']);
    expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer).toEqual(['2.0.0']);
  });
});

describe('resolutions of yarn 1 reach packages of the registry', () => {
  const registry = `
top 1.0.0: middle ^1
top 2.0.0: middle ^1 & low ^1.5.0
other 1.0.0: top ^2
same 1.0.0: low ^1
middle 1.0.0: low ^1
low 1.0.0:
low 1.5.0:
low 1.6.0:
`;

  it.each<[string, Texts, readonly string[]]>([
    ['as they are', {}, ['1.6.0']],
    ['anywhere below one', { 'top/**/low': '1.5.0' }, ['1.5.0', '1.6.0']],
    ['directly below one', { '**/middle/low': '1.0.0' }, ['1.0.0', '1.6.0']],
    ['not directly below', { 'top/low': '1.0.0' }, ['1.6.0']],
    ['everywhere but in the root’s own lines', { '**/low': '1.0.0' }, ['1.0.0', '1.6.0']],
    ['along a way', { 'top/middle/low': '1.0.0' }, ['1.0.0', '1.6.0']],
    ['not along another', { 'middle/low': '1.0.0' }, ['1.6.0']],
  ])('%s', async (_, resolutions, versions) => {
    const dependencies = { top: '1', low: '^1.6.0' };
    const { resolver } = await world(registry, { app: { name: 'app', dependencies, resolutions, ...CLASSIC } });
    const answer = await resolver.resolve(['app']);
    expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer).toEqual(versions);
  });

  it('a way begins at the root’s own dependency, not at another copy of it', async () => {
    const dependencies = { top: '1', other: '1' };
    const resolutions = { 'top/low': '1.0.0' };
    const { resolver } = await world(registry, { app: { name: 'app', dependencies, resolutions, ...CLASSIC } });
    const answer = await resolver.resolve(['app']);
    expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer).toEqual(['1.6.0']);
  });

  it('whoever asks for the same text gets the same', async () => {
    const dependencies = { middle: '1', same: '1', low: '^1.6.0' };
    const resolutions = { 'middle/low': '1.0.0' };
    const { resolver } = await world(registry, { app: { name: 'app', dependencies, resolutions, ...CLASSIC } });
    const answer = await resolver.resolve(['app']);
    expect(answer.kind === 'resolved' ? answer.versions.get('low') : answer).toEqual(['1.0.0', '1.6.0']);
  });
});
