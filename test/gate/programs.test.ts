import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyzeAgainstBase } from '../../src/gate/base.ts';
import { openDirectories } from '../../src/open.ts';
import { areInstalled } from '../installed.ts';
import { packageJson, Repo, runGit } from './repository.ts';

const withGit = describe.skipIf(!areInstalled('git'));

/** A repository's config may name programs; reading it runs none of them. */

let it: Repo;
let ran = '';

beforeEach(() => {
  it = new Repo().write({
    'apps/a/package.json': packageJson('a', { react: '^17.0.0' }),
    'apps/b/package.json': packageJson('b', { react: '^18.0.0' }),
    'apps/c/package.json': packageJson('c', {}),
  });
  it.commit();
  ran = join(it.path, '.git/ran');
});
afterEach(() => it.dispose());

/** Conflicts with their status, or why there are none; what ran while the test was laid out does not count. */
async function compared(path = it.path): Promise<readonly string[] | string> {
  rmSync(ran, { force: true });
  const opened = openDirectories([path]);
  if (!opened.ok) throw new Error(opened.message);
  const judged = await analyzeAgainstBase({ ...opened.opened, base: 'HEAD', sameConfig: false, today: '2026-11-25' });
  return judged.ok ? judged.value.report.conflicts.map(({ status, subject }) => `${status} ${subject}`) : judged.message;
}

/** Leaves a file behind when it runs, and hands on what it reads. */
const traced = (): string => `sh -c 'touch ${ran}; cat'`;

/** Files that git has to look into: one touched, one moved and edited. */
function change(): void {
  utimesSync(join(it.path, 'apps/a/package.json'), 1, 1);
  it.remove('apps/c/package.json').write({ 'apps/d/package.json': packageJson('c', { vue: '3.1.0' }) });
  it.git('add', '--intent-to-add', 'apps/d/package.json');
}

withGit('check --base runs no', () => {
  test.each(['clean', 'process', 'smudge'])('filter (%s)', async (kind) => {
    it.write({ '.gitattributes': '*.json filter=Ev.il\n' }).commit();
    change();
    it.git('config', `filter.Ev.il.${kind}`, traced());
    it.git('config', 'filter.Ev.il.required', 'true');
    expect(await compared()).toEqual(['existing pkg:npm/react']);
    expect(existsSync(ran)).toBe(false);
  });

  test('filter whose name would hide it', async () => {
    it.write({ '.git/info/attributes': '*.json filter=e=vil\n' });
    it.git('config', 'filter.e=vil.clean', traced());
    change();
    expect(await compared()).toMatch(/^git's filter "e=vil" would run a program of the repository's; rename it/);
    expect(existsSync(ran)).toBe(false);
  });

  test.each([
    ['a file system monitor', 'core.fsmonitor'],
    ['a differ', 'diff.external'],
    ['a differ by attribute', 'diff.evil.command'],
    ['a conversion for people', 'diff.evil.textconv'],
    ['a pager', 'core.pager'],
  ])('%s', async (_, setting) => {
    it.write({ '.gitattributes': '*.json diff=evil\n' }).commit();
    it.git('config', setting, traced());
    change();
    expect(await compared()).toEqual(['existing pkg:npm/react']);
    expect(existsSync(ran)).toBe(false);
  });

  test('hook', async () => {
    it.write({ 'hooks/post-index-change': `#!/bin/sh\ntouch ${ran}\n` }).commit();
    it.git('update-index', '--chmod=+x', 'hooks/post-index-change');
    it.git('checkout', '--quiet', '--', '.');
    it.git('config', 'core.hooksPath', join(it.path, 'hooks'));
    change();
    expect(await compared()).toEqual(['existing pkg:npm/react']);
    expect(existsSync(ran)).toBe(false);
  });

  test('transport for what a partial clone lacks', async () => {
    it.git('config', 'uploadpack.allowFilter', 'true');
    const clone = mkdtempSync(join(tmpdir(), 'cohost-partial-'));
    runGit(clone, 'clone', '--quiet', '--filter=blob:none', '--no-checkout', `file://${it.path}`, '.');
    runGit(clone, 'config', 'remote.origin.url', `ext::sh -c touch% ${ran}`);
    runGit(clone, 'config', 'protocol.ext.allow', 'always');
    expect(await compared(clone)).toContain('this partial clone does not hold');
    rmSync(clone, { recursive: true });
    expect(existsSync(ran)).toBe(false);
  });

  test("program of a submodule's", async () => {
    const inner = new Repo().write({ 'package.json': packageJson('inner', {}), '.gitattributes': '* filter=evil\n' }).commit();
    it.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'inner');
    it.commit();
    const module = join(it.path, 'inner');
    runGit(module, 'config', 'filter.evil.clean', traced());
    utimesSync(join(module, 'package.json'), 1, 1);
    change();
    expect(await compared()).toEqual(['existing pkg:npm/react']);
    inner.dispose();
    expect(existsSync(ran)).toBe(false);
  });
});
