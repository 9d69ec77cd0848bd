import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { builtCli } from '../cli.ts';

/** What the built command line says to CI: 0 nothing, 1 conflicts, 2 nothing was concluded, 3 incomplete under --strict. */
const CLI = builtCli();
let work = '';

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'cohost-exit-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

const AGREE: Files = { 'a/requirements.txt': 'flask>=2\n', 'b/requirements.txt': 'flask==2.3.3\n' };
const CLASH: Files = { 'a/requirements.txt': 'flask==1.1.4\n', 'b/requirements.txt': 'flask>=2\n' };
const WARN: Files = {
  'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.9"\n',
  'a/.python-version': '3.9\n',
  'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.11"\n',
};
const BROKEN: Files = { 'c/pyproject.toml': '[project\n' };
const ELSEWHERE: Files = {
  'a/requirements.txt': '-c https://example.org/limits.txt\nflask==1.1.4\n',
  'b/requirements.txt': '-r gone.txt\nflask>=2\n',
};
const BESIDE = 'services: { c: { together: [a] } }\nhosts: [{ name: vm, services: [a, c] }]\n';
const WISH = 'services:\n  a: { together: [b] }\n  b: { apart: [a] }\n';

const GROUP = 'services:\n  a: { groups: [prod] }\n';

const CASES: readonly (readonly [name: string, files: Files, args: readonly string[], status: number])[] = [
  ['agreement', AGREE, ['check'], 0],
  ['a conflict', CLASH, ['check'], 1],
  ['a conflict that nobody fails on', CLASH, ['check', '--fail-on', 'never'], 0],
  ['a conflict that the level ends', CLASH, ['check', '--level', 'process'], 0],
  ['a conflict in another realm than the one asked for', CLASH, ['check', '--realm', 'npm'], 0],
  ['a conflict of services that are not looked at', CLASH, ['check', '--only', 'a'], 0],
  ['a warning', WARN, ['check'], 0],
  ['a warning that fails', WARN, ['check', '--fail-on', 'warning'], 1],
  ['a broken neighbour', { ...AGREE, ...BROKEN }, ['check'], 0],
  ['a broken neighbour under --strict', { ...AGREE, ...BROKEN }, ['check', '--strict'], 3],
  ['a broken neighbour beside a conflict', { ...CLASH, ...BROKEN }, ['check'], 1],
  ['a broken neighbour beside a conflict under --strict', { ...CLASH, ...BROKEN }, ['check', '--strict'], 3],
  ['nothing but what cannot be read', BROKEN, ['check'], 2],
  ['nothing but files of which a part cannot be read', ELSEWHERE, ['check'], 1],
  ['a directory without any manifest', { 'README.md': 'nothing here\n' }, ['check'], 0],
  ['a directory without any manifest under --strict', { 'README.md': 'nothing here\n' }, ['check', '--strict'], 3],
  ['one service alone', { 'a/requirements.txt': 'flask\n' }, ['check'], 0],
  ['a config that cannot be read', { ...AGREE, 'cohost.yaml': 'services: [\n' }, ['check'], 2],
  [
    'facts that are declared twice',
    {
      ...AGREE,
      'cohost.yaml': 'services: { a: { facts: { jobSeconds: 5 } } }\n',
      'cohost.facts.yaml': 'services: { a: { jobSeconds: 9 } }\n',
    },
    ['check'],
    2,
  ],
  [
    'an override without a reason',
    { ...AGREE, 'cohost.yaml': 'services: { a: { packaging: { forbid: fargate } } }\n' },
    ['check'],
    2,
  ],
  ['a target that is no version', AGREE, ['check', '--target', 'python=x'], 2],
  ['a date that no calendar has', AGREE, ['check', '--before', '2026-02-30'], 2],
  ['a date that is none', AGREE, ['check', '--before', '1'], 2],
  ['a baseline until a day that there is not', CLASH, ['baseline', '--until', '2027-02-29'], 2],
  ['a baseline until a day that is over', CLASH, ['baseline', '--until', '2020-01-01'], 2],
  ['a baseline until an hour', CLASH, ['baseline', '--until', '2027-01-01T00:00:00Z'], 2],
  ['a group that a service does not have', { ...CLASH, 'cohost.yaml': GROUP }, ['check'], 0],
  ['a group that a service does not have under --strict', { ...CLASH, 'cohost.yaml': GROUP }, ['check', '--strict'], 3],
  ['a level that is none', AGREE, ['check', '--level', 'vm'], 2],
  ['a service that is not there', AGREE, ['check', '--only', 'nobody'], 2],
  [
    'a config that names services beside the directories that were named',
    { ...AGREE, 'c/requirements.txt': 'flask\n', 'cohost.yaml': BESIDE, 'cohost.facts.yaml': 'services: { c: { gpu: true } }\n' },
    ['check', 'a', 'b'],
    0,
  ],
  [
    'a config that names a service within them that is not there',
    { ...AGREE, 'cohost.yaml': 'services: { a/x: { together: [b] } }\n' },
    ['check', 'a', 'b'],
    2,
  ],
  ['wishes that exclude each other', { ...AGREE, 'cohost.yaml': WISH }, ['check'], 2],
  ['a conflict that is ignored', { ...CLASH, 'cohost.yaml': 'ignore: [{ package: flask, reason: known }]\n' }, ['check'], 0],
  ['a rule that is off', { ...CLASH, 'cohost.yaml': 'rules: { "version/unsatisfiable": "off" }\n' }, ['check'], 0],
  ['a plan within its hosts', AGREE, ['plan', '--max-hosts', '1'], 0],
];

function written(name: string, files: Files): string {
  const root = join(work, name.replaceAll(' ', '-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('exit code', () => {
  it.each(CASES)('%s', (name, files, args, status) => {
    const root = written(name, files);
    const run = spawnSync(process.execPath, [CLI, ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(run.status, `${run.stdout}${run.stderr}`).toBe(status);
  });

  it.each(['text', 'json', 'html'])('tells a conflict though nobody reads the %s to its end', async (format) => {
    const root = written(`unread ${format}`, CLASH);
    const child = spawn(process.execPath, [CLI, 'check', '-f', format], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.destroy();
    const [status] = await once(child, 'exit');
    expect(status).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('ends at once when it is interrupted, in the middle of reading too', async () => {
    const root = written('interrupted', CLASH);
    // As a file that takes for ever: no handler of the process's own runs while it is read.
    const stuck = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      const { openSync } = fs;
      fs.openSync = (path, ...more) => {
        if (!String(path).endsWith('requirements.txt')) return openSync(path, ...more);
        fs.writeSync(2, 'reading');
        for (;;);
      };
      syncBuiltinESMExports();`;
    const args = ['--import', `data:text/javascript,${encodeURIComponent(stuck)}`, CLI, 'check', '--no-progress'];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect(await ended).toEqual([null, 'SIGINT']);
  });
});
