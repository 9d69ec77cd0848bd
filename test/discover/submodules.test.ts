import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { localTree } from '../../src/discover/local-tree.ts';
import { emptySubmodules } from '../../src/discover/submodules.ts';
import { walk } from '../../src/discover/walk.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function toldOf(modules: string, directories: readonly string[], files: Readonly<Record<string, string>> = {}): string[] {
  const root = mkdtempSync(join(tmpdir(), 'cohost-submodules-'));
  roots.push(root);
  for (const path of directories) mkdirSync(join(root, path), { recursive: true });
  for (const [path, text] of Object.entries({ ...files, '.gitmodules': modules })) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const tree = localTree(root);
  return emptySubmodules(walk(tree, ['.']), tree).map(({ line, message }) => `${line}: ${message}`);
}

const section = (path: string): string => `[submodule "${path}"]\n\tpath = ${path}\n\turl = ../x.git\n`;

test('submodules that are not checked out are told, once and by their places', () => {
  expect(toldOf(section('cart') + section('stock') + section('web'), ['cart', 'stock', 'web'], { 'web/go.mod': '' })).toEqual([
    '2: cart and stock are submodules that are not checked out, so no service there was seen; run `git submodule update --init` first',
  ]);
});

test.each<[name: string, modules: string, directories: string[], files: Record<string, string>]>([
  ['there', section('cart'), [], { 'cart/package.json': '{}' }],
  ['left out by a .gitignore', section('cart'), ['cart'], { '.gitignore': 'cart/\n' }],
  ['of samples', section('examples/cart'), ['examples/cart'], {}],
  ['outside of the tree', section('../cart'), [], {}],
  ['gone', section('cart'), [], {}],
])('nothing is told of submodules that are %s', (_, modules, directories, files) => {
  expect(toldOf(modules, directories, files)).toEqual([]);
});

test('a file of a hundred thousand sections is read at once', () => {
  expect(toldOf(`${section('cart').repeat(100_000)}path = ${' '.repeat(200_000)}`, ['cart'])[0]).toMatch(/^2: cart/);
});
