import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnalyzeRequest, analyze, analyzeRemembering, loadConfig, memoryTree, type ReportMemory } from '../../src/index.ts';
import { benchFleet } from '../bench/fleet.ts';

type Files = Readonly<Record<string, string>>;

const FLEET: Files = { ...benchFleet(36), 'cohost.yaml': 'level: environment\n' };
const NOW = Date.parse('2026-11-28T12:00:00Z');
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cohost-memo-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function requestFor(files: Files, changed: Partial<AnalyzeRequest> = {}): AnalyzeRequest {
  const tree = memoryTree(files);
  return { tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-28', ...changed };
}

function memory(changed: Partial<ReportMemory> = {}): ReportMemory {
  return { directory, build: 'one', root: '/fleet', now: NOW, ...changed };
}

/** The answer as JSON, and whether it was known. */
async function ask(request: AnalyzeRequest, kept = memory()): Promise<{ readonly json: string; readonly known: boolean }> {
  let known = true;
  const onStage = (): void => {
    known = false;
  };
  const { report } = await analyzeRemembering({ ...request, onStage }, kept);
  return { json: JSON.stringify(report), known };
}

function entries(): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const without = (path: string): Files => Object.fromEntries(Object.entries(FLEET).filter(([one]) => one !== path));
const [PYPROJECT = ''] = Object.keys(FLEET).filter((path) => path.endsWith('pyproject.toml'));
const [PACKAGE = ''] = Object.keys(FLEET).filter((path) => path.endsWith('package.json'));

describe('what is known', () => {
  it('is told again as it was, pairs included', async () => {
    const first = await ask(requestFor(FLEET));
    const again = await ask(requestFor(FLEET));
    expect([first.known, again.known]).toEqual([false, true]);
    expect(again.json).toBe(first.json);
    const { decidedPairs } = await analyzeRemembering(requestFor(FLEET), memory());
    expect(await decidedPairs()).toEqual((await analyze(requestFor(FLEET))).decidedPairs());
  });

  const CHANGES: Readonly<Record<string, Files>> = {
    'a requirement': { ...FLEET, [PYPROJECT]: `${FLEET[PYPROJECT]}# changed\n` },
    'a file more': { ...FLEET, 'python/svc-0/uv.lock': 'version = 1\n' },
    'a file less': without(PACKAGE),
    'a directory more': { ...FLEET, 'new/package.json': '{ "name": "new" }' },
    'what is ignored': { ...FLEET, '.gitignore': '/npm/svc-1/\n' },
    'the config': { ...FLEET, 'cohost.yaml': 'level: container\n' },
    'lines of the config': { ...FLEET, 'cohost.yaml': '# why\nlevel: environment\n' },
    'a config less': without('cohost.yaml'),
    'declared facts': { ...FLEET, 'cohost.facts.yaml': 'services: {}\n' },
    'rules of the user': { ...FLEET, 'cohost.rules.tsv': '' },
  };
  it.each(Object.entries(CHANGES))('is judged anew after a change of %s', async (_, files) => {
    await ask(requestFor(FLEET));
    const { known, json } = await ask(requestFor(files));
    expect(known).toBe(false);
    expect(json).toBe(JSON.stringify((await analyze(requestFor(files))).report));
    expect((await ask(requestFor(files))).known).toBe(true);
  });

  const ASKED: Readonly<Record<string, Partial<AnalyzeRequest>>> = {
    level: { level: 'container' },
    target: { target: { python: '3.12' } },
    realms: { realms: ['python'] },
    only: { only: ['python/svc-0'] },
    groups: { groups: ['dev'] },
    allPairs: { allPairs: true },
    today: { today: '2026-11-29' },
    includeSamples: { includeSamples: true },
    platform: { platform: 'any' },
    advice: { advice: false },
  };
  it.each(Object.entries(ASKED))('is no answer to another %s', async (_, changed) => {
    await ask(requestFor(FLEET));
    expect((await ask(requestFor(FLEET, changed))).known).toBe(false);
  });

  it('is no answer for another build of the program, or another root', async () => {
    await ask(requestFor(FLEET));
    expect((await ask(requestFor(FLEET), memory({ build: 'two' }))).known).toBe(false);
    expect((await ask(requestFor(FLEET), memory({ root: '/other' }))).known).toBe(false);
  });

  it('equals what is found anew, whatever was edited', async () => {
    const paths = Object.keys(FLEET);
    const edit = fc.record({
      path: fc.constantFrom(...paths),
      from: fc.nat(200),
      to: fc.nat(200),
      text: fc.string({ maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 2 }), async (edits) => {
        const files: Record<string, string> = { ...FLEET };
        for (const { path, from, to, text } of edits) {
          const before = files[path] ?? '';
          files[path] = before.slice(0, from) + text + before.slice(from + to);
        }
        const { json } = await ask(requestFor(files));
        expect(json).toBe(JSON.stringify((await analyze(requestFor(files))).report));
      }),
      { numRuns: 8 },
    );
  });
});

describe('what is kept', () => {
  it('is one entry for one way to ask, however often the fleet changes', async () => {
    await ask(requestFor(FLEET));
    await ask(requestFor(without(PACKAGE)));
    expect(entries()).toHaveLength(1);
    await ask(requestFor(FLEET, { level: 'container' }));
    expect(entries()).toHaveLength(2);
  });

  it('is nothing of a small fleet, which is judged as fast', async () => {
    await ask(requestFor(benchFleet(4)));
    expect(entries()).toEqual([]);
  });

  it('is nothing where registries are asked', async () => {
    const failing = (): Promise<never> => Promise.reject(new Error('no registry'));
    await expect(ask(requestFor(FLEET, { resolve: failing }))).rejects.toThrow('no registry');
    expect(entries()).toEqual([]);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
    ['altered', (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('environment', 'environmenT'), 'latin1')],
    ['empty', () => Buffer.alloc(0)],
  ])('is not believed when it is %s', async (_, damage) => {
    const { json } = await ask(requestFor(FLEET));
    const [entry = ''] = entries();
    writeFileSync(entry, damage(readFileSync(entry)));
    expect(await ask(requestFor(FLEET))).toEqual({ json, known: false });
  });

  it('goes when it is too old to answer anybody', async () => {
    await ask(requestFor(FLEET));
    const [entry = ''] = entries();
    const old = NOW / 1000 - 3 * 24 * 60 * 60;
    utimesSync(entry, old, old);
    await ask(requestFor(FLEET, { level: 'container' }));
    expect(entries()).toHaveLength(1);
    expect(entries()).not.toContain(entry);
  });

  it('is nothing where nobody may write, and nobody is told', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const kept = memory({ directory: join(file, 'below') });
    const first = await ask(requestFor(FLEET), kept);
    expect(await ask(requestFor(FLEET), kept)).toEqual(first);
  });
});
