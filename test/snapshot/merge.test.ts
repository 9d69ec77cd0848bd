import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { type LoadedConfig, loadConfig, NO_CONFIG } from '../../src/config/load.ts';
import { readRepository, withRepositories } from '../../src/config/repositories.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { renderJson } from '../../src/report/formats/json.ts';
import type { Judged } from '../../src/request.ts';
import { renderSnapshot } from '../../src/snapshot/file.ts';
import { analyzeSnapshots, readSnapshots } from '../../src/snapshot/merge.ts';
import { scan } from '../../src/snapshot/scan.ts';
import { below, type Files, fleet } from './fleet.ts';

const TODAY = '2026-11-25';
type Options = Partial<Omit<Judged, 'config'>> & { readonly config?: LoadedConfig };
type Repositories = readonly (readonly [string, Files])[];

async function direct(repositories: Repositories, options: Options = {}): Promise<string> {
  const tree = memoryTree(Object.assign({}, ...repositories.map(([name, files]) => below(name, files))));
  const starts = repositories.map(([name]) => name);
  const config = withRepositories(
    options.config ?? NO_CONFIG,
    starts.map((start) => readRepository(tree, start)),
  );
  const { report } = await analyze({ today: TODAY, ...options, tree, starts, config });
  return renderJson(report);
}

function snapshotOf([name, files]: readonly [string, Files], target = {}): string {
  return renderSnapshot(scan({ tree: memoryTree(files), name, target }));
}

async function merged(repositories: Repositories, options: Options = {}): Promise<string> {
  const sources = repositories.map((one) => ({
    file: `${one[0]}.json`,
    content: Buffer.from(snapshotOf(one, options.target)),
  }));
  const { report } = await analyzeSnapshots(readSnapshots(sources), { today: TODAY, config: NO_CONFIG, ...options });
  return renderJson(report);
}

describe('merged snapshots say what one run over all repositories says', () => {
  const options = fc.constantFrom<Options>(
    {},
    { target: { python: '3.9' } },
    { target: { python: '3.11.4', jdk: '17', platform: 'windows-x86_64' } },
    { level: 'process', allPairs: true },
    { groups: ['dev'], includeSamples: true },
    { target: { go: '1.20' }, realms: ['npm', 'runtime'] },
    { only: ['web', 'shop'] },
  );

  test('byte for byte, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, options, async (repositories, some) => {
        expect(await merged(repositories, some)).toBe(await direct(repositories, some));
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  test('in any order of the files', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, async (repositories) => {
        expect(await merged([...repositories].reverse())).toBe(await merged(repositories));
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  test('with a config of the whole fleet', async () => {
    const config = loadConfig(
      memoryTree({
        'cohost.yaml':
          'services:\n  shop/api: { name: shop-api }\nhosts: [{ name: vm, share: allow }]\ntarget: { python: "3.12" }\nignore: [{ package: lib-a, reason: known }]\n',
      }),
    );
    const repositories: Repositories = [
      ['shop', { 'api/requirements.txt': 'lib-a==1.0\n', 'cohost.yaml': 'services: { api: { level: process } }\n' }],
      ['web', { 'requirements.txt': 'lib-a==2.0\n' }],
    ];
    const text = await merged(repositories, { config });
    expect(text).toBe(await direct(repositories, { config }));
    expect(text).toContain('"id": "shop-api"');
    expect(text).toContain('"status": "ignored"');
  });
});

test('a snapshot is the same whenever it is written, and holds no line of a file', () => {
  const files = { 'requirements.txt': '# the secret of the house\nlib-a==1.0  # and another\n' };
  const text = snapshotOf(['shop', files]);
  expect(text).toBe(snapshotOf(['shop', files]));
  expect(text).not.toContain('secret');
  expect(text).not.toContain('another');
  expect(JSON.parse(text)).toMatchObject({ cohostSnapshot: 1 });
});
