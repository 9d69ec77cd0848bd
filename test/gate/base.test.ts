import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Analysis, analyze, findConflicts } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { analyzeAgainstBase } from '../../src/gate/base.ts';
import { changesSince } from '../../src/gate/changes.ts';
import { compareConflicts } from '../../src/gate/compare.ts';
import { openRepository } from '../../src/gate/git.ts';
import { openDirectories } from '../../src/open.ts';
import type { AnalyzeRequest } from '../../src/request.ts';
import { areInstalled } from '../installed.ts';
import { type Files, packageJson, pom, Repo, runGit } from './repository.ts';

const withGit = describe.skipIf(!areInstalled('git'));

const TODAY = '2026-11-25';
const repos: Repo[] = [];

function repo(files: Files): Repo {
  const made = new Repo().write(files).commit('base');
  repos.push(made);
  return made;
}

afterEach(() => {
  for (const one of repos.splice(0)) one.dispose();
});

async function against(directories: string | readonly string[], base: string): Promise<Analysis | string> {
  const opened = openDirectories([directories].flat());
  if (!opened.ok) throw new Error(opened.message);
  const judged = await analyzeAgainstBase({ ...opened.opened, base, sameConfig: false, today: TODAY });
  return judged.ok ? judged.value : judged.message;
}

async function statuses(directories: string | readonly string[], base: string): Promise<readonly string[]> {
  const analysis = await against(directories, base);
  if (typeof analysis === 'string') throw new Error(analysis);
  return analysis.report.conflicts
    .filter(({ severity }) => severity === 'error')
    .map(({ status, subject, services }) => `${status} ${subject} ${services.join(',')}`)
    .sort();
}

const CLASH: Files = {
  'apps/a/package.json': packageJson('a', { react: '^17.0.0' }),
  'apps/b/package.json': packageJson('b', { react: '^18.0.0' }),
  'apps/c/package.json': packageJson('c', { vue: '3.1.0' }),
};

withGit('check --base', () => {
  test('what was there before stays', async () => {
    const it = repo(CLASH);
    expect(await statuses(it.path, 'main')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
  });

  test('work that is not committed counts', async () => {
    const it = repo(CLASH).write({ 'apps/c/package.json': packageJson('c', { vue: '3.1.0', react: '^16.0.0' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['new pkg:npm/react apps/a,apps/b,apps/c']);
    const analysis = await against(it.path, 'HEAD');
    const steps = typeof analysis === 'string' ? [] : analysis.report.conflicts.flatMap(({ explanation }) => explanation);
    expect(steps).toContain('Between apps/a and apps/b it was there before; this change adds apps/c.');
  });

  test('a new file that git does not know yet counts', async () => {
    const it = repo(CLASH).write({ 'apps/d/package.json': packageJson('d', { vue: '2.0.0' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react apps/a,apps/b', 'new pkg:npm/vue apps/c,apps/d']);
  });

  test('what a change solves is resolved', async () => {
    const it = repo(CLASH);
    it.git('checkout', '--quiet', '-b', 'fix');
    it.write({ 'apps/a/package.json': packageJson('a', { react: '^18.2.0' }) }).commit('agree');
    expect(await statuses(it.path, 'main')).toEqual(['resolved pkg:npm/react apps/a,apps/b']);
  });

  test('another version in the same clash is nothing new', async () => {
    const it = repo(CLASH).write({ 'apps/a/package.json': packageJson('a', { react: '^17.0.2' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
  });

  test('only what came since the branches parted counts', async () => {
    const it = repo(CLASH);
    it.git('checkout', '--quiet', '-b', 'feature');
    it.write({ 'README.md': 'more\n' }).commit('feature');
    it.git('checkout', '--quiet', 'main');
    it.write({ 'apps/c/package.json': packageJson('c', { vue: '3.1.0', react: '^15.0.0' }) }).commit('main moves on');
    it.git('checkout', '--quiet', 'feature');
    expect(await statuses(it.path, 'main')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
  });

  test.each(['git mv', 'mv'])('a service that moves (%s) keeps its conflicts', async (how) => {
    const it = repo(CLASH);
    if (how === 'mv') renameSync(join(it.path, 'apps/a'), join(it.path, 'apps/z'));
    else it.git('mv', 'apps/a', 'apps/z');
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react apps/b,apps/z']);
    const analysis = await against(it.path, 'HEAD');
    expect(typeof analysis === 'string' ? analysis : analysis.report.comparison?.moved).toEqual([
      { from: 'apps/a', to: 'apps/z' },
    ]);
  });

  test('a directory of services that is new keeps the conflicts of what moved there', async () => {
    const it = repo({ ...CLASH, 'tool/package.json': packageJson('t', { react: '^15.0.0' }) });
    it.git('mv', 'apps', 'services');
    expect(await statuses(join(it.path, 'services'), 'HEAD')).toEqual(['existing pkg:npm/react a,b']);
    it.commit('moved');
    for (const name of ['a', 'b', 'c']) it.git('mv', `services/${name}`, name);
    it.commit('up');
    it.write({ 'apps/keep.txt': '' });
    for (const name of ['a', 'b', 'c']) it.git('mv', name, `apps/${name}`);
    it.write({ 'apps/c/package.json': packageJson('c', { vue: '3.1.0', react: '^16.0.0' }) });
    expect(await statuses(join(it.path, 'apps'), 'HEAD')).toEqual(['new pkg:npm/react a,b,c']);
    it.write({ 'apps/c/package.json': packageJson('c', { vue: '3.2.0' }) });
    expect(await statuses(join(it.path, 'apps'), 'HEAD')).toEqual(['existing pkg:npm/react a,b']);
  });

  test('a service whose place another takes keeps its conflicts', async () => {
    const it = repo(CLASH);
    it.git('mv', 'apps/b', 'apps/old');
    it.git('mv', 'apps/c', 'apps/b');
    it.commit('moved on');
    expect(await statuses(it.path, 'HEAD~1')).toEqual(['existing pkg:npm/react apps/a,apps/old']);
    it.remove('apps/b').write({ 'apps/b/pom.xml': pom('b', { core: '1.0.0' }) });
    expect(await statuses(it.path, 'HEAD~1')).toEqual(['existing pkg:npm/react apps/a,apps/old']);
  });

  test('a service below a moved directory of several keeps its conflicts, even edited', async () => {
    const it = repo(CLASH);
    it.git('mv', 'apps', 'services');
    it.write({ 'services/b/package.json': packageJson('b', { react: '^18.0.0', lodash: '4.17.21' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react services/a,services/b']);
  });

  test('a directory of the repository is compared by itself', async () => {
    const it = repo(CLASH).write({
      'apps/c/package.json': packageJson('c', { react: '^16.0.0' }),
      'other/package.json': packageJson('o', {}),
    });
    expect(await statuses(join(it.path, 'apps'), 'HEAD')).toEqual(['new pkg:npm/react a,b,c']);
  });

  test('a root that the base does not have is all new', async () => {
    const it = repo({ 'README.md': 'x' }).write(CLASH);
    expect(await statuses(join(it.path, 'apps'), 'HEAD')).toEqual(['new pkg:npm/react a,b']);
  });

  test('names with blanks, quotes and letters of other scripts', async () => {
    const it = repo({
      'a b/package.json': packageJson('a', { react: '1.0.0' }),
      'wärme "x"/package.json': packageJson('w', { react: '2.0.0' }),
    });
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react a b,wärme "x"']);
    it.write({ 'wärme "x"/package.json': packageJson('w', { react: '1.0.0' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['resolved pkg:npm/react a b,wärme "x"']);
  });

  test('a linked manifest is followed in the base as on disk', async () => {
    const it = repo(CLASH).remove('apps/b/package.json');
    symlinkSync('../a/package.json', join(it.path, 'apps/b/package.json'));
    it.commit('link').write({
      'apps/a/package.json': packageJson('a', { react: '^18.0.0' }),
      'apps/c/package.json': packageJson('c', { react: '^17.0.0' }),
    });
    expect(await statuses(it.path, 'HEAD')).toEqual(['new pkg:npm/react apps/a,apps/b,apps/c']);
  });

  test("the base's own facts count, today's policy too", async () => {
    const it = repo({ ...CLASH, 'cohost.yaml': 'services:\n  apps/a: { name: shop }\n' });
    it.write({ 'cohost.yaml': 'services:\n  apps/a: { name: store }\nignore:\n  - { package: react, reason: known }\n' });
    expect(await statuses(it.path, 'HEAD')).toEqual(['ignored pkg:npm/react apps/b,store']);
  });

  test('what the change says about itself counts: groups that are deployed from now on', async () => {
    const dev = (name: string, react: string): string =>
      `${JSON.stringify({ name, version: '1.0.0', devDependencies: { react } }, null, 2)}\n`;
    const it = repo({ 'apps/a/package.json': dev('a', '^17.0.0'), 'apps/b/package.json': dev('b', '^18.0.0') });
    expect(await statuses(it.path, 'HEAD')).toEqual([]);
    it.write({ 'cohost.yaml': 'services:\n  apps/a: { groups: [default, dev] }\n  apps/b: { groups: [default, dev] }\n' });
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
    it.commit('config').write({
      'cohost.yaml': 'services:\n  apps/a: { groups: [default] }\n  apps/b: { groups: [default, dev] }\n',
    });
    expect(await statuses(it.path, 'HEAD')).toEqual(['resolved pkg:npm/react apps/a,apps/b']);
  });

  test('a directory that is named was another one at the base', async () => {
    const it = repo(CLASH);
    it.git('mv', 'apps/b', 'apps/moved');
    const named = ['apps/a', 'apps/moved'].map((path) => join(it.path, path));
    expect(await statuses(named, 'HEAD')).toEqual(['existing pkg:npm/react a,moved']);
  });

  test('a work tree beside the repository, and a HEAD on no branch', async () => {
    const it = repo(CLASH);
    const beside = join(mkdtempSync(join(tmpdir(), 'cohost-beside-')), 'tree');
    it.git('worktree', 'add', '--quiet', '--detach', beside, 'main');
    new Repo(beside, false).write({ 'apps/c/package.json': packageJson('c', { react: '^16.0.0' }) });
    expect(await statuses(beside, 'main')).toEqual(['new pkg:npm/react apps/a,apps/b,apps/c']);
    expect(await statuses(it.path, 'main')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
    rmSync(beside, { recursive: true });
  });

  test('what lies in a submodule is the same on both sides', async () => {
    const module = repo({ 'package.json': packageJson('m', { react: '^16.0.0' }) });
    const it = repo(CLASH);
    it.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module.path, 'apps/m');
    it.commit('module');
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react apps/a,apps/b,apps/m']);
    it.write({ 'apps/c/package.json': packageJson('c', { react: '^15.0.0' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['new pkg:npm/react apps/a,apps/b,apps/c,apps/m']);
  });

  test('what a submodule brings with another commit is new', async () => {
    const inner = repo({ 'package.json': packageJson('n', { lodash: '^4.0.0' }) });
    const module = repo({ 'package.json': packageJson('m', { react: '^16.0.0' }) });
    const it = repo(CLASH);
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
    module.git(...add, inner.path, 'nested');
    module.commit('nested');
    it.git(...add, module.path, 'apps/m');
    it.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive');
    it.commit('module');
    const [inside, deep] = [new Repo(join(it.path, 'apps/m'), false), new Repo(join(it.path, 'apps/m/nested'), false)];
    deep.write({ 'package.json': packageJson('n', { vue: '2.0.0' }) }).commit('other');
    inside.write({ 'package.json': packageJson('m', { react: '^16.1.0' }) }).commit('other');
    const changed = ['existing pkg:npm/react apps/a,apps/b,apps/m', 'new pkg:npm/vue apps/c,apps/m/nested'];
    expect(await statuses(it.path, 'HEAD')).toEqual(changed);
    it.commit('bump');
    expect(await statuses(it.path, 'HEAD~1')).toEqual(changed);
  });

  test('where a submodule has forgotten the commit of the base, that is told', async () => {
    const module = repo({ 'package.json': packageJson('m', { react: '^16.0.0' }) });
    const it = repo(CLASH);
    it.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module.path, 'apps/m');
    it.git('update-index', '--cacheinfo', `160000,${'1'.repeat(40)},apps/m`);
    it.git('commit', '--quiet', '--message', 'elsewhere');
    const analysis = await against(it.path, 'HEAD');
    const told = typeof analysis === 'string' ? [] : analysis.report.diagnostics;
    expect(told.filter(({ code }) => code === 'git/submodule')).toEqual([
      expect.objectContaining({ file: 'apps/m', incomplete: true, message: expect.stringContaining('111111111111') }),
    ]);
  });

  test('what a sparse checkout leaves out is on neither side, and that is told', async () => {
    const it = repo(CLASH);
    it.git('sparse-checkout', 'set', 'apps/a', 'apps/c');
    it.write({ 'apps/c/package.json': packageJson('c', { react: '^16.0.0' }) });
    expect(await statuses(it.path, 'HEAD')).toEqual(['new pkg:npm/react apps/a,apps/c']);
    const analysis = await against(it.path, 'HEAD');
    expect(typeof analysis === 'string' ? [] : analysis.report.diagnostics.map(({ code }) => code)).toContain(
      'git/sparse-checkout',
    );
  });

  test('what moved to where a sparse checkout leaves it out is not resolved', async () => {
    const it = repo({ ...CLASH, 'apps/b/notes.txt': 'one\ntwo\nthree\n' });
    it.remove('apps/b');
    // Changed as it moved, beside what only moved.
    it.write({ 'services/b/package.json': packageJson('b', { react: '^18.3.0', next: '^14.0.0', vue: '3.2.0', vite: '5.0.0' }) });
    it.write({ 'services/b/notes.txt': 'one\ntwo\nthree\n' }).commit('moved');
    it.git('sparse-checkout', 'set', 'apps');
    expect(await statuses(it.path, 'HEAD~1')).toEqual([]);
  });

  test('a manifest that cannot be read now resolves nothing', async () => {
    const it = repo(CLASH).write({ 'apps/b/package.json': '{"name": "b", "dependencies": {' });
    expect(await statuses(it.path, 'HEAD')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
  });

  test('reads only: neither index nor refs nor files change', async () => {
    const it = repo(CLASH).write({ 'apps/a/package.json': packageJson('a', { react: '^16.0.0' }) });
    // Of another time than the index knows, which is what an ordinary diff would write there.
    utimesSync(join(it.path, 'apps/b/package.json'), 1e9, 1e9);
    const before = filesBelow(it.path);
    await against(it.path, 'HEAD');
    expect(filesBelow(it.path)).toEqual(before);
  });

  test('a file that was only touched is the same', () => {
    const it = repo(CLASH).write({ 'apps/a/package.json': packageJson('a', { react: '^16.0.0' }) });
    utimesSync(join(it.path, 'apps/b/package.json'), 1e9, 1e9);
    const repository = openRepository(it.path);
    const changes = repository.ok ? changesSince(repository.value, 'HEAD') : repository;
    expect(changes.ok && [...changes.value.modified]).toEqual(['apps/a/package.json']);
  });
});

withGit('what cannot be compared says what to do', () => {
  test('no repository', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cohost-none-'));
    expect(await against(directory, 'main')).toMatch(/is in no git repository/);
    rmSync(directory, { recursive: true });
  });

  test("another owner's repository, from a directory below its top", async () => {
    const it = repo(CLASH);
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    const told = await against(join(it.path, 'apps'), 'main');
    vi.unstubAllEnvs();
    expect(told).toBe(
      `git refuses to read a repository of another owner; allow it with: git config --global --add safe.directory ${it.path}`,
    );
  });

  test('an unknown branch of a remote', async () => {
    const it = repo(CLASH);
    it.git('remote', 'add', 'origin', 'nowhere.invalid');
    expect(await against(it.path, 'origin/release')).toBe(
      'this clone does not know "origin/release"; fetch it first:\n  git fetch origin +refs/heads/release:refs/remotes/origin/release',
    );
    expect(await against(it.path, 'release')).toMatch(/ {2}git fetch origin .* and give --base origin\/release$/);
  });

  test('a branch that only the remote has here', async () => {
    const it = repo(CLASH);
    it.git('remote', 'add', 'origin', 'nowhere.invalid');
    it.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    expect(await against(it.path, 'trunk')).toBe('this clone does not know "trunk", but origin/trunk; give --base origin/trunk');
  });

  test.each([
    ['origin/main', /^this clone does not know "origin\/main" and has no remote to fetch it from; name a branch/],
    ['0'.repeat(40), /is git's word for no commit, as of a new branch; name a branch/],
  ])('%s, where nothing can be fetched', async (ref, message) => {
    expect(await against(repo(CLASH).path, ref)).toMatch(message);
  });

  test('a name beside HEAD that is not there', async () => {
    const it = repo(CLASH);
    it.git('remote', 'add', 'origin', 'nowhere.invalid');
    expect(await against(it.path, 'HEAD~9')).toBe('this clone does not know "HEAD~9"; name a branch, tag or commit that it has');
  });

  test.each(['blob:none', 'tree:0'])('a clone without all objects (%s) says which command brings them', async (filter) => {
    const origin = repo(CLASH);
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.write({ 'apps/b/package.json': packageJson('b', { react: '^16.0.0' }) }).commit('other');
    const path = mkdtempSync(join(tmpdir(), 'cohost-partial-'));
    runGit(tmpdir(), 'clone', '--quiet', `--filter=${filter}`, `file://${origin.path}`, path);
    const said = await against(path, 'HEAD~1');
    const [, command = ''] = /^this partial clone does not hold .*:\n {2}git (diff --stat [0-9a-f]+)$/.exec(String(said)) ?? [];
    runGit(path, ...command.split(' '));
    expect(await statuses(path, 'HEAD~1')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
    rmSync(path, { recursive: true });
  });

  test('an option in place of a ref is a ref that is not there', async () => {
    expect(await against(repo(CLASH).path, '--output=x')).toMatch(/does not know "--output=x"/);
  });

  test('a shallow clone that does not reach the common ancestor', async () => {
    const origin = repo(CLASH);
    origin.git('checkout', '--quiet', '-b', 'feature');
    origin.write({ 'x.txt': '1' }).commit('one').write({ 'x.txt': '2' }).commit('two');
    origin.git('checkout', '--quiet', 'main');
    origin.write({ 'y.txt': '1' }).commit('three');
    const path = mkdtempSync(join(tmpdir(), 'cohost-shallow-'));
    runGit(tmpdir(), 'clone', '--quiet', '--depth=1', '--branch=feature', `file://${origin.path}`, path);
    const command = 'git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main';
    expect(await against(path, 'origin/main')).toBe(
      `this clone is shallow and does not know "origin/main"; fetch it first:\n  ${command}`,
    );
    runGit(path, 'fetch', '--quiet', '--depth=1', 'origin', '+refs/heads/main:refs/remotes/origin/main');
    expect(await against(path, 'origin/main')).toBe(
      `this clone is shallow and does not reach the common ancestor of HEAD and origin/main; fetch the history first:\n  ${command}`,
    );
    runGit(path, ...command.split(' ').slice(1));
    expect(await statuses(path, 'origin/main')).toEqual(['existing pkg:npm/react apps/a,apps/b']);
    rmSync(path, { recursive: true });
  });

  test('unrelated histories', async () => {
    const it = repo(CLASH);
    it.git('checkout', '--quiet', '--orphan', 'other');
    it.commit('another root');
    expect(await against(it.path, 'main')).toBe('HEAD and main have no common ancestor; is main a branch of this repository?');
  });
});

withGit('a comparison equals two full runs', () => {
  const version = fc.constantFrom('^1.0.0', '^2.0.0', '1.2.3', '>=1', '~2.1.0', '*');
  const name = fc.constantFrom('left', 'right', 'middle');
  const service = fc.dictionary(name, version, { maxKeys: 3, noNullPrototype: true });
  type Write = (id: string, wants: Readonly<Record<string, string>>) => readonly [file: string, text: string];
  const pinned = (wants: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(wants).map(([one, range]) => [one, range.replaceAll(/[^\d.]/g, '') || '1']));
  const manifest: Readonly<Record<'npm' | 'python' | 'maven', Write>> = {
    npm: (id, wants) => [`apps/${id}/package.json`, packageJson(id, wants)],
    python: (id, wants) => [
      `apps/${id}/requirements.txt`,
      Object.entries(pinned(wants)).reduce((text, [one, version]) => `${text}${one}==${version}\n`, ''),
    ],
    maven: (id, wants) => [
      `apps/${id}/pom.xml`,
      pom(id, Object.fromEntries(Object.entries(pinned(wants)).map(([one, version]) => [one, `[${version}]`]))),
    ],
  };
  const fleet = fc
    .tuple(
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), service, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      fc.constantFrom('npm' as const, 'python' as const, 'maven' as const),
      fc.constantFrom<Files>(
        {},
        { 'cohost.yaml': 'level: process\n' },
        { 'cohost.yaml': 'services:\n  apps/a: { name: first }\n' },
      ),
    )
    .map(
      ([services, kind, config]): Files => ({
        ...Object.fromEntries(Object.entries(services).map(([id, wants]) => manifest[kind](id, wants))),
        ...config,
      }),
    );
  const noise = fc.constantFrom<Files>({}, { 'README.md': 'other words\n' }, { 'apps/a/main.js': 'start()\n' });

  /** A config that the change introduces holds for both sides. */
  const whole = (files: Files, now: Files): AnalyzeRequest => {
    const config = loadConfig(memoryTree('cohost.yaml' in files ? files : now));
    return { tree: memoryTree(files), starts: ['.'], config, today: TODAY };
  };

  test('on random fleets', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, fleet, noise, fc.boolean(), async (before, after, other, same) => {
        const it = new Repo().write({ ...before, 'README.md': 'words\n' }).commit('base');
        const now = { ...(same ? before : after), ...other };
        try {
          if (!same) it.remove(...['apps', 'cohost.yaml'].filter((name) => name === 'apps' || name in before));
          it.write(now);
          const analysis = await against(it.path, 'main');
          if (typeof analysis === 'string') throw new Error(analysis);
          const [old, today] = [await findConflicts(whole(before, now)), await analyze(whole(now, now))];
          const moves = new Map((analysis.report.comparison?.moved ?? []).map(({ from, to }) => [from, to]));
          const [was, is] = [old.fleet, today.fleet].map(({ services }) => new Set(services.map(({ id }) => id)));
          const expected = compareConflicts(old.conflicts, today.conflicts, moves, {
            before: was ?? new Set(),
            after: is ?? new Set(),
          });
          const got = analysis.report.conflicts.filter(({ status }) => status !== 'resolved');
          expect(got).toEqual(expected.conflicts);
          expect(analysis.report.conflicts.filter(({ status }) => status === 'resolved').map(({ id }) => id)).toEqual(
            expected.resolved.map(({ id }) => id),
          );
        } finally {
          it.dispose();
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** Every file below a directory with its time and content, so that a difference names its file. */
function filesBelow(directory: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) {
        files[child] = 'directory';
        visit(child);
      } else files[child] = `${statSync(child).mtimeMs} ${createHash('sha256').update(readFileSync(child)).digest('hex')}`;
    }
  };
  visit(directory);
  return files;
}
