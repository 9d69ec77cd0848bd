import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/model/index.ts';
import { assemble } from './assemble.ts';

const member = (name: string, dependencies: object, more: object = {}): object => ({
  name,
  version: '1.0.0',
  scripts: { start: 'node .' },
  dependencies,
  ...more,
});

/** A lock as Rush keeps it: importers are named from the folder in which it installs. */
function rushLock(importers: Readonly<Record<string, Readonly<Record<string, string>>>>, ...packages: readonly string[]): string {
  const lines = Object.entries(importers).map(([folder, lines]) =>
    Object.entries(lines).reduce(
      (text, [name, version]) =>
        `${text}      ${name}:\n        specifier: ${version.startsWith('link:') ? 'workspace:*' : '*'}\n        version: ${version}\n`,
      `\n  ${folder}:\n    dependencies:\n`,
    ),
  );
  const listed = packages.map((id) => `\n  ${id}:\n    resolution: {integrity: sha512-x}\n`).join('');
  const below = packages.map((id) => `\n  ${id}: {}\n`).join('');
  return `lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n${lines.join('')}\npackages:\n${listed}\nsnapshots:\n${below}`;
}

describe('Rush', () => {
  const rush = (...projects: readonly object[]): object => ({ rushVersion: '5.120.0', pnpmVersion: '9.1.0', projects });
  const held = (units: ReadonlyMap<string, Unit>, path: string): readonly string[] =>
    (units.get(path)?.dependencies ?? []).map(({ name, resolved }) => `${name} ${resolved}`);

  it('keeps the lock among its settings, and names projects from where it installs', () => {
    const { units, told } = assemble({
      'rush.json': rush({ projectFolder: 'apps/a' }, { projectFolder: 'libs/b' }),
      'common/config/rush/pnpm-lock.yaml': rushLock(
        { '../../apps/a': { b: 'link:../../libs/b', odd: '1.2.0' }, '../../libs/b': { even: '2.0.0' } },
        'even@2.0.0',
        'odd@1.2.0',
      ),
      'apps/a/package.json': member('a', { b: 'workspace:*', odd: '*' }),
      'libs/b/package.json': member('b', { even: '*' }),
    });
    expect(held(units, 'apps/a')).toEqual(['b 1.0.0', 'odd 1.2.0', 'even 2.0.0']);
    expect(told).toEqual([]);
  });

  it('has autoinstallers, which are nobody’s service', () => {
    const { units } = assemble({
      'rush.json': rush({ projectFolder: 'apps/a' }),
      'apps/a/package.json': member('a', {}),
      'common/autoinstallers/format/package.json': member('format', { prettier: '3.3.0' }),
      'other/common/autoinstallers/format/package.json': member('format', { prettier: '3.3.0' }),
    });
    expect(['common', 'other/common'].map((path) => units.get(`${path}/autoinstallers/format`)?.role)).toEqual([
      'aggregator',
      'service',
    ]);
  });

  it('installs subspaces apart, each with its own lock, settings and catalogs', () => {
    const { units, direct, told } = assemble({
      'rush.json': rush({ projectFolder: 'a' }, { projectFolder: 'b', subspaceName: 'pay' }, { projectFolder: 'c' }),
      'common/config/rush/pnpm-config.json': {
        globalOverrides: { odd: '1.0.0' },
        globalCatalogs: { default: { even: '1.0.0' } },
      },
      'common/config/subspaces/default/pnpm-lock.yaml': rushLock(
        { '../../../a': { b: 'link:../b', odd: '1.0.0' }, '../../../c': { odd: '1.0.0' } },
        'odd@1.0.0',
      ),
      'common/config/subspaces/pay/pnpm-config.json': {
        globalOverrides: { odd: '2.0.0' },
        globalCatalogs: { default: { even: '2.0.0' } },
      },
      'common/config/subspaces/pay/pnpm-lock.yaml': rushLock(
        { '../../../b': { odd: '2.0.0', even: '2.0.0' } },
        'even@2.0.0',
        'odd@2.0.0',
      ),
      'a/package.json': member('a', { b: 'workspace:*', odd: '*' }),
      'b/package.json': member('b', { odd: '*', even: 'catalog:' }),
      'c/package.json': member('c', { odd: '*' }, { devDependencies: { even: 'catalog:' } }),
    });
    expect(held(units, 'b')).toEqual(['odd 2.0.0', 'even 2.0.0']);
    expect(held(units, 'a')).toEqual(['b 1.0.0', 'odd 1.0.0', 'odd 2.0.0', 'even 2.0.0']);
    expect(direct('b')).toEqual(['odd 2.0.0 exact', 'even 2.0.0 exact']);
    expect(direct('c')).toEqual(['odd 1.0.0 exact', 'even 1.0.0 exact']);
    expect(told).toEqual(['npm/lock-out-of-date c/package.json:11:5']);
  });

  it('has catalogs beside its settings of pnpm', () => {
    const { direct, told } = assemble({
      'rush.json': { pnpmVersion: '10.0.0', projects: [{ packageName: 'a', projectFolder: 'a' }] },
      'common/config/rush/pnpm-config.json': { globalCatalogs: { default: { odd: '^1.0.0' }, old: { odd: '0.1.0' } } },
      'a/package.json': member('a', { odd: 'catalog:' }, { devDependencies: { even: 'catalog:old' } }),
    });
    expect(direct('a')).toEqual(['odd ^1.0.0 range', 'even catalog:old unknown']);
    expect(told).toEqual(['npm/unknown-catalog a/package.json:11:5']);
  });
});
