import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { benchFleet } from '../bench/fleet.ts';
import { builtCli } from '../cli.ts';

const work = mkdtempSync(join(tmpdir(), 'cohost-start-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs `cohost schema`, or another command, as a user with an empty home; whether compiled code lies there afterwards. */
function leavesCode(name: string, settings: Readonly<Record<string, string>>, command: readonly string[] = ['schema']): boolean {
  const home = join(work, name);
  const { CI: _, COHOST_CACHE_DIR: __, NODE_DISABLE_COMPILE_CACHE: ___, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, USERPROFILE: home, XDG_CACHE_HOME: home, LOCALAPPDATA: home, ...settings };
  expect(spawnSync(process.execPath, [builtCli(), ...command], { env }).status).toBe(0);
  return ['cohost/code', 'cohost/cache/code', 'Library/Caches/cohost/code', 'code'].some((path) => existsSync(join(home, path)));
}

describe('the compiled program', () => {
  it('is kept for the next run of the user', () => expect(leavesCode('user', {})).toBe(true));
  it('is the build’s for a first check', () =>
    expect(leavesCode('first', {}, ['check', 'fixtures/fleet', '--quiet', '--fail-on', 'never'])).toBe(false));
  it('is the build’s for a first check of hundreds of services, too', () => {
    const fleet = join(work, 'fleet');
    for (const [path, text] of Object.entries(benchFleet(400))) {
      mkdirSync(dirname(join(fleet, path)), { recursive: true });
      writeFileSync(join(fleet, path), text);
    }
    expect(leavesCode('large', {}, ['check', fleet, '--quiet', '--fail-on', 'never'])).toBe(false);
  });
  it('is not kept on a CI machine', () => expect(leavesCode('ci', { CI: 'true' })).toBe(false));
  it('is not kept where Node keeps none either', () =>
    expect(leavesCode('off', { NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(false));
  it('is not kept in a directory that may be the project’s', () =>
    expect(leavesCode('named', { COHOST_CACHE_DIR: join(work, 'named') })).toBe(false));
});
