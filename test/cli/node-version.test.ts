import { readFileSync } from 'node:fs';
import semver from 'semver';
import { expect, test } from 'vitest';
import { unsuitedNode } from '../../src/cli/node-version.ts';

const { engines }: { readonly engines: { readonly node: string } } = JSON.parse(readFileSync('package.json', 'utf8'));

test.each([
  ...['16.20.2', '18.20.8', '20.0.0', '20.18.3', '20.19.0', '20.20.1', '21.7.3', '22.2.0', '22.11.0', '22.12.0', '22.23.3'],
  ...['23.0.0', '24.0.0', '26.10.0'],
])('Node %s', (version) => {
  expect(unsuitedNode(version) === undefined).toBe(semver.satisfies(version, engines.node));
});

test('an older one is named beside what is needed', () => {
  expect(unsuitedNode('18.20.8')).toBe('cohost needs Node 20.19, 22.12 or newer; this is 18.20.8');
});
