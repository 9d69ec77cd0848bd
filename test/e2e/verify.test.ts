import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../cli.ts';

/** `cohost verify` as users run it, beside a go command that answers what the environment tells it. */
const CLI = builtCli();
const FAKE_GO =
  '#!/bin/sh\nif [ "$1" = version ]; then echo "go version go1.26.8"; exit 0; fi\necho "$GO_SAYS" >&2\nexit "$GO_EXIT"\n';
const REFUSAL = 'go: conflicting replacements for example.org/lib';
let work = '';

function put(path: string, text: string): string {
  const file = join(work, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'cohost-e2e-'));
  chmodSync(put('bin/go', FAKE_GO), 0o755);
  const mod = (name: string, ...lines: readonly string[]) => `module example.org/${name}\n\ngo 1.22\n${lines.join('\n')}\n`;
  put('fleet/cart/go.mod', mod('cart', 'replace example.org/lib => example.org/fork v1.0.0'));
  put('fleet/web/go.mod', mod('web', 'replace example.org/lib => example.org/fork v1.1.0'));
  put('fleet/api/go.mod', mod('api'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function verify(words: readonly string[], says = '', exit = 0, path = join(work, 'bin')) {
  const env = {
    PATH: path,
    HOME: work,
    XDG_CACHE_HOME: join(work, 'cache'),
    NO_COLOR: '1',
    GO_SAYS: says,
    GO_EXIT: String(exit),
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'verify', '--offline', ...words], {
    cwd: join(work, 'fleet'),
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32')('cohost verify', () => {
  it('says what it would run, and runs nothing unasked', () => {
    const { status, stdout, stderr } = verify([]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('go list -m all');
    expect(stderr).toContain('--yes');
  });

  it.each([
    ['agrees with a refusal', ['cart', 'web'], REFUSAL, 1, 0, '1 agree, 0 differ, 0 open'],
    ['agrees with a yes', ['api', 'web'], '', 0, 0, '1 agree, 0 differ, 0 open'],
    ['differs', ['api', 'web'], REFUSAL, 1, 1, `      ${REFUSAL}`],
    ['stays open', ['api', 'web'], 'go: no network', 1, 0, 'go: no network'],
    ['stays open, which --strict minds', ['api', 'web', '--strict'], 'go: no network', 1, 3, '0 agree, 0 differ, 1 open'],
    ['compares one service with all others', ['api'], '', 0, 0, '2 agree, 0 differ, 0 open'],
  ])('%s', (_, words, says, exit, status, text) => {
    const run = verify(['--yes', ...words], says, exit);
    expect(run.stdout).toContain(text);
    expect(run.status).toBe(status);
  });

  it('writes JSON', () => {
    const answers: unknown = JSON.parse(verify(['--yes', '--json', 'cart', 'web'], REFUSAL, 1).stdout);
    expect(answers).toMatchObject([
      { ecosystem: 'go', services: ['cart', 'web'], verdict: 'separate', outcome: 'agrees', answer: { words: [REFUSAL] } },
    ]);
  });

  it.each([
    ['a name that means no service', ['shop'], 'no service is called shop; there are: api, cart and web', 'bin'],
    ['a directory', ['../fleet'], 'no service is called ../fleet; for what that directory holds, say --in ../fleet', 'bin'],
    ['a path below a file', [`${CLI}/api`], '/api; there are: api, cart and web', 'bin'],
    ['a word that is no path', ['a'.repeat(5000)], 'there are: api, cart and web', 'bin'],
    ['no tool', [], 'go is not installed', 'nowhere'],
  ])('%s is wrong usage', (_, words, message, bin) => {
    const { status, stderr } = verify(['--yes', ...words], '', 0, join(work, bin));
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
