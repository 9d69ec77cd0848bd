import { describe, expect, it } from 'vitest';
import { npmRule } from '../../analyzers/npm/rule.ts';
import { assemble, type Files, TARGET } from './assemble.ts';

const json = (name: string, version: string | undefined, dependencies: object = {}, more: object = {}): object => ({
  name,
  ...(version === undefined ? {} : { version }),
  private: true,
  scripts: { start: 'node .' },
  dependencies,
  ...more,
});

/** Where `a/package.json` gets its one dependency from, and what is told. */
function linked(tool: string, spec: string, version: string | undefined, files: Files = {}): string {
  const { units, diagnostics } = assemble({
    'package.json': { name: 'root', private: true, packageManager: tool, workspaces: ['a', 'b'] },
    ...(tool.startsWith('pnpm') ? { 'pnpm-workspace.yaml': 'packages: [a, b]\n' } : {}),
    'a/package.json': json('a', '1.0.0', { b: spec }),
    'b/package.json': json('b', version),
    ...files,
  });
  const [{ detail } = {}] = units.get('a')?.demands.filter(({ realm }) => realm === 'npm') ?? [];
  const told = diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`);
  return [`${detail?.locator ?? '-'} ${detail?.version ?? '-'}`, ...told].join(', ');
}

describe('what workspace: leads to', () => {
  const told = 'npm/not-in-workspace a/package.json:9';

  // By pnpm 7 to 10, yarn 4 and bun 1 themselves.
  it.each<[string, string, string | undefined, string]>([
    ['pnpm@9.15.9', 'workspace:*', '2.0.0', 'b 2.0.0'],
    ['pnpm@9.15.9', 'workspace:^', undefined, 'b -'],
    ['pnpm@9.15.9', 'workspace:^2.0.0', '2.1.0', 'b 2.1.0'],
    ['pnpm@9.15.9', 'workspace:^1.0.0', '2.0.0', `b 2.0.0, ${told}`],
    ['pnpm@10.34.9', 'workspace:^1.0.0', '2.0.0', 'b 2.0.0'],
    ['yarn@4.9.0', 'workspace:^1.0.0', '2.0.0', `b 2.0.0, ${told}`],
    ['bun@1.3.0', 'workspace:1.0.0', '2.0.0', `b 2.0.0, ${told}`],
    ['bun@1.3.0', 'workspace:^2.0.0', '2.0.0-beta.1', `b 2.0.0-beta.1, ${told}`],
    ['bun@1.3.0', 'workspace:*', '2.0.0-beta.1', 'b 2.0.0-beta.1'],
    ['pnpm@9.15.9', 'workspace:^0.0.0', undefined, 'b -'],
    ['pnpm@9.15.9', 'workspace:^1.0.0', undefined, `b -, ${told}`],
    ['pnpm@10.34.9', 'workspace:latest', '2.0.0', 'b 2.0.0'],
    ['pnpm@10.34.9', 'workspace:', '2.0.0', 'b 2.0.0'],
    ['pnpm@10.34.9', 'workspace:../b', '2.0.0', 'b 2.0.0'],
    ['yarn@4.9.0', 'workspace:b', '2.0.0', 'b 2.0.0'],
    ['pnpm@10.34.9', 'workspace:c@*', '2.0.0', `* -, ${told}`],
  ])('%s: %s where the member is %s', (tool, spec, version, expected) => {
    expect(linked(tool, spec, version)).toBe(expected);
  });

  it('a lock that pnpm 10 may have written tells of no refusal', () => {
    const files = { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n", 'pnpm-workspace.yaml': 'packages: [a, b]\n' };
    expect(linked('', 'workspace:^1.0.0', '2.0.0', files)).toBe('b 2.0.0');
  });

  it('a path leads to a member of any name', () => {
    expect(linked('pnpm@10.34.9', 'workspace:../b', '2.0.0', { 'b/package.json': json('other', '3.0.0') })).toBe('b 3.0.0');
    expect(linked('pnpm@10.34.9', 'workspace:../nowhere', '2.0.0')).toBe(`../nowhere -, ${told}`);
  });

  it('what is for development, or is a peer, keeps nobody from running', () => {
    const files = {
      'pnpm-workspace.yaml': 'packages: [a]\n',
      'a/package.json': json('a', '1.0.0', {}, { devDependencies: { x: 'workspace:*' }, peerDependencies: { y: 'workspace:^' } }),
    };
    expect(assemble(files).told).toEqual([]);
  });

  it('of several members by one name the newest counts, wherever it lies', () => {
    const files = (first: string, second: string): Files => ({
      'pnpm-workspace.yaml': 'packages: [a, b, c]\n',
      'b/package.json': json('b', first),
      'c/package.json': json('b', second),
    });
    expect(linked('pnpm@10.34.9', 'workspace:*', '', files('1.0.0', '2.0.0'))).toBe('c 2.0.0');
    expect(linked('pnpm@10.34.9', 'workspace:*', '', files('2.0.0', '1.0.0'))).toBe('b 2.0.0');
  });
});

describe('paths in overrides', () => {
  it.each<[string, object, Files]>([
    [
      'pnpm',
      { packageManager: 'pnpm@10.0.0', pnpm: { overrides: { fork: 'link:./libs/fork' } } },
      { 'pnpm-workspace.yaml': 'packages: [a, deep/b]\n' },
    ],
    ['yarn', { packageManager: 'yarn@4.9.0', resolutions: { fork: 'portal:./libs/fork' } }, {}],
    ['npm', { packageManager: 'npm@11.0.0', overrides: { fork: 'file:./libs/fork' } }, {}],
  ])('%s: they begin where the settings stand, so that members in different directories get one package', (_, root, files) => {
    const { units, told } = assemble({
      'package.json': { name: 'root', private: true, workspaces: ['a', 'deep/b'], ...root },
      'a/package.json': json('a', '1.0.0', { fork: '^1.0.0' }),
      'deep/b/package.json': json('b', '1.0.0', { fork: '^1.0.0' }),
      'libs/fork/package.json': json('fork', '7.0.0'),
      ...files,
    });
    const demands = ['a', 'deep/b'].flatMap((path) => units.get(path)?.demands.filter(({ key }) => key === 'fork') ?? []);
    expect(demands.map(({ detail }) => `${detail?.locator} ${detail?.version}`)).toEqual(['libs/fork 7.0.0', 'libs/fork 7.0.0']);
    expect(npmRule.clash(demands, { target: TARGET, settings: {} })).toBeUndefined();
    expect(told).toEqual([]);
  });
});

describe('entries of catalogs', () => {
  it.each(['workspace:*', 'link:./b', 'file:./b'])('pnpm takes no %s from one', (entry) => {
    const { told } = assemble({
      'pnpm-workspace.yaml': `packages: [a, b]\ncatalog:\n  b: "${entry}"\n`,
      'a/package.json': json('a', '1.0.0', { b: 'catalog:' }),
      'b/package.json': json('b', '1.0.0'),
    });
    expect(told).toEqual(['npm/unknown-catalog a/package.json:9:5']);
  });

  it('a line that an override replaces is no line of a catalog', () => {
    const { units } = assemble({
      'pnpm-workspace.yaml': 'packages: [a]\ncatalog:\n  b: ^6.0.0\noverrides:\n  b: 5.0.0\n',
      'a/package.json': json('a', '1.0.0', { b: 'catalog:' }),
    });
    expect(units.get('a')?.demands.find(({ key }) => key === 'b')?.detail).toEqual({ raw: 'catalog:', override: '5.0.0' });
  });
});
