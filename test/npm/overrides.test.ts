import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';

type Json = Readonly<Record<string, unknown>>;

/** What npm 11.19.1 says of these with `npm install --package-lock-only`. */
const ROOTS: readonly (readonly [what: string, refused: boolean, manifest: Json])[] = [
  ['another range', true, { dependencies: { a: '^1.0.0' }, overrides: { a: '1.2.0' } }],
  ['the same text', false, { dependencies: { a: '^1.0.0' }, overrides: { a: '^1.0.0' } }],
  ['a reference to itself', false, { dependencies: { a: '^1.0.0' }, overrides: { a: '$a' } }],
  ['a reference to another', true, { dependencies: { a: '^1.0.0', b: '^2.0.0' }, overrides: { a: '$b' } }],
  ['a reference to nothing', true, { dependencies: { a: '^1.0.0' }, overrides: { a: '$b' } }],
  ['of a development dependency', true, { devDependencies: { a: '^1.0.0' }, overrides: { a: '2' } }],
  ['of a peer', true, { peerDependencies: { a: '^1.0.0' }, overrides: { a: '2' } }],
  ['of other versions', false, { dependencies: { a: '^1.0.0' }, overrides: { 'a@2': '2.1.0' } }],
  ['of versions that the line may get', true, { dependencies: { a: '^1.0.0' }, overrides: { 'a@1': '1.2.0' } }],
  ['of versions of what is asked for by tag', true, { dependencies: { a: 'next' }, overrides: { 'a@2': '2.1.0' } }],
  ['below it alone', false, { dependencies: { a: '^1.0.0' }, overrides: { a: { b: '1' } } }],
  ['of itself and below', true, { dependencies: { a: '^1.0.0' }, overrides: { a: { '.': '2', b: '1' } } }],
  ['below versions of it', true, { dependencies: { a: '^1.0.0' }, overrides: { 'a@1': { b: '1' } } }],
  ['of nobody', false, { dependencies: { a: '^1.0.0' }, overrides: { c: '1' } }],
  ['where pnpm installs', false, { packageManager: 'pnpm@9.0.0', dependencies: { a: '^1.0.0' }, overrides: { a: '2' } }],
  ['of yarn', false, { dependencies: { a: '^1.0.0' }, resolutions: { a: '2' } }],
];

describe('an override of a direct dependency', () => {
  it.each(ROOTS)('%s: refused %s', (_, refused, manifest) => {
    const files = { 'package.json': { name: 'app', version: '1.0.0', scripts: { start: 'node .' }, ...manifest } };
    const { diagnostics } = assemble(files);
    expect(diagnostics.some(({ code }) => code === 'npm/refused-override')).toBe(refused);
  });
});
