import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { builtCli } from '../cli.ts';

/** The built command line over trees that no honest project has. */
const CLI = builtCli();
let home = '';
vi.setConfig({ testTimeout: 300_000 });

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cohost-hostile-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

function tree(name: string, files: Files): string {
  const root = join(home, name);
  mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

function cohost(...args: readonly string[]) {
  const run = spawnSync(process.execPath, [CLI, ...args], {
    cwd: home,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  });
  // A stack trace is a crash, whatever the exit code is.
  expect(run.stderr).not.toMatch(/^\s+at /m);
  expect([0, 1, 2, 3]).toContain(run.status);
  return run;
}

interface Told {
  readonly services: readonly { readonly id: string }[];
  readonly diagnostics: readonly { readonly code: string; readonly file?: string; readonly line?: number }[];
}

function told(...args: readonly string[]): Told & { readonly status: number | null } {
  const run = cohost('check', ...args, '--json', '--quiet');
  const report: Told = JSON.parse(run.stdout);
  return { ...report, status: run.status };
}

const PYTHON = { 'good/requirements.txt': 'flask==1.0\n' };

describe('exit codes', () => {
  it('0 with a sound fleet, 1 with a clash', () => {
    expect(cohost('check', tree('sound', PYTHON)).status).toBe(0);
    expect(cohost('check', tree('clash', { ...PYTHON, 'other/requirements.txt': 'flask==2.0\n' })).status).toBe(1);
  });

  it('2 where nothing can be read, 3 where something cannot and --strict asks', () => {
    const nothing = tree('nothing', { 'a/package.json': '{"dependencies": ' });
    expect(cohost('check', nothing).status).toBe(2);
    const some = tree('some', { ...PYTHON, 'a/package.json': '{"dependencies": ' });
    expect(cohost('check', some).status).toBe(0);
    expect(cohost('check', some, '--strict').status).toBe(3);
    expect(cohost('check', join(home, 'absent')).status).toBe(2);
    expect(cohost('check', some, '--no-such-option').status).toBe(2);
  });
});

/** What a terminal would act on; line ends are ours. */
const ACTING = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
/** What a CI runner obeys where it stands in a log; our own annotations are of other kinds. */
const OBEYED = /^\s*::stop-commands::|##vso\[/m;
/** Markup is read by programs that turn nothing around. */
const CONTROL = /(?![\n\t])\p{Cc}/u;
const FORMATS: readonly (readonly [string, RegExp])[] = [
  ...['text', 'plan', 'github', 'pr', 'markdown'].map((format) => [format, ACTING] as const),
  ...['junit', 'checkstyle', 'html'].map((format) => [format, CONTROL] as const),
];

describe('the file system', () => {
  it('links that loop or leave the root, directories, pipes and sockets with the names of manifests', async () => {
    const root = tree('links', { ...PYTHON, 'loop/package.json': '{}', 'deep/pom.xml/file': '' });
    tree('outside', { 'requirements.txt': 'secret==1\n' });
    symlinkSync('..', join(root, 'loop/up'));
    symlinkSync('self', join(root, 'self'));
    mkdirSync(join(root, 'out'));
    symlinkSync('../../outside/requirements.txt', join(root, 'out/requirements.txt'));
    symlinkSync('../outside', join(root, 'whole'));
    symlinkSync('/etc/passwd', join(root, 'out/package.json'));
    symlinkSync('nowhere', join(root, 'out/pyproject.toml'));
    const { status: piped } = spawnSync('mkfifo', [join(root, 'loop/go.mod')]);
    const server = createServer().listen(join(root, 'out/go.mod'));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const report = told(root);
    expect(report.services.map(({ id }) => id)).toContain('good');
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(JSON.stringify(report)).not.toContain('root:x');
    expect(report.diagnostics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'file/outside-root', file: 'out/requirements.txt', line: 1 }),
        expect.objectContaining({ code: 'file/missing', file: 'out/pyproject.toml', line: 1 }),
        expect.objectContaining({ code: 'file/not-a-file', file: 'out/go.mod', line: 1 }),
        ...(piped === 0 ? [expect.objectContaining({ code: 'file/not-a-file', file: 'loop/go.mod', line: 1 })] : []),
      ]),
    );
  });

  it('a link to settings of one machine, which nobody commits, hides nothing of what is there', () => {
    const root = tree('machine', { ...PYTHON, 'web/compose.yaml': 'services: { web: { build: ., ports: ["80:${PORT}"] } }\n' });
    symlinkSync('../../.env', join(root, 'web/.env'));
    const report = told(root, '--strict');
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'file/missing', severity: 'note', file: 'web/.env' }),
    );
    expect(report.status).toBe(0);
  });

  it.skipIf(process.getuid?.() === 0)('files and directories that may not be read', () => {
    const root = tree('locked', { ...PYTHON, 'a/package.json': '{}', 'b/package.json': '{}' });
    chmodSync(join(root, 'a/package.json'), 0o000);
    chmodSync(join(root, 'b'), 0o000);
    const codes = told(root).diagnostics.map(({ code }) => code);
    chmodSync(join(root, 'b'), 0o755);
    expect(codes).toEqual(expect.arrayContaining(['file/unreadable', 'directory/unreadable']));
  });

  it('files over the limit', () => {
    const root = tree('huge', { ...PYTHON, 'big/package.json': Buffer.alloc(21 * 1024 * 1024, ' ') });
    const report = told(root, '--strict');
    expect(report.status).toBe(3);
    expect(report.diagnostics).toEqual([expect.objectContaining({ code: 'file/too-large', file: 'big/package.json', line: 1 })]);
  });

  it('names with line ends, escapes and other directions are written without them', () => {
    const names = [
      'line\nend',
      'esc\u001b[31mred',
      'rtl\u202egnp',
      'bell\u0007',
      'quote"\'`',
      '<b>&amp;',
      '-rf',
      '__proto__',
      'a|b',
      '::stop-commands::x',
      '##vso[task.complete]y',
    ];
    const files = Object.fromEntries(
      names.map((name, index) => [`${name}/package.json`, `{"dependencies":{"react":"${index + 1}"}}`]),
    );
    const root = tree('names', files);
    for (const [format, hostile] of FORMATS) {
      const run = cohost('check', root, '-f', format, '--verbose', '--fail-on', 'never');
      expect(run.status).toBe(0);
      for (const text of [run.stdout, run.stderr]) {
        expect([format, hostile.exec(text)?.[0]]).toEqual([format, undefined]);
        if (hostile === ACTING) expect([format, OBEYED.exec(text)?.[0]]).toEqual([format, undefined]);
      }
    }
    for (const args of [
      ['explain', 'nobody', '--in', root],
      ['package', 'nobody', '--in', root],
      ['package', ...names.slice(0, 4), '--as', 'container', '--dry-run', '--in', root],
    ]) {
      const { stdout, stderr } = cohost(...args);
      expect([args, ACTING.exec(stdout + stderr)?.[0], OBEYED.exec(stdout + stderr)?.[0]]).toEqual([args, undefined, undefined]);
    }
    const { services } = told(root);
    expect(services.map(({ id }) => id).sort()).toEqual([...names].sort());
  });

  it('names that differ in case alone are two services', () => {
    const root = tree('case', {
      'Cart/package.json': '{"name":"a","dependencies":{"b":"1"}}',
      'cart/package.json': '{"name":"c","dependencies":{"b":"1"}}',
      'PACKAGE.JSON': '{',
    });
    if (existsSync(join(root, 'CART'))) return;
    expect(told(root).services.map(({ id }) => id)).toEqual(['Cart', 'cart']);
  });
});

describe('snapshots', () => {
  it('that cannot be read are told of; 2 when none can', () => {
    const root = tree('snapshots', {
      'repo/requirements.txt': 'flask==1\n',
      'bad/x.json': '{"cohostSnapshot": 99}',
      'bad/y.json': '\0',
    });
    expect(cohost('scan', join(root, 'repo'), '-o', join(root, 'good/s.json')).status).toBe(0);
    expect(cohost('merge', join(root, 'good'), join(root, 'bad')).status).toBe(0);
    expect(cohost('merge', join(root, 'good'), join(root, 'bad'), '--strict').status).toBe(3);
    const run = cohost('merge', join(root, 'bad'));
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('snapshot version 99 and this cohost reads version 1');
    expect(cohost('merge', join(root, 'absent.json')).status).toBe(2);
  });
});

describe('files that are named on the command line', () => {
  const fleet = (name: string) => tree(name, { ...PYTHON, 'other/requirements.txt': 'flask==2.0\n', '.keep/empty': '' });

  it('devices that never end and pipes that nobody writes to are refused, and what to do is said', () => {
    const root = fleet('endless');
    const pipe = join(root, '.keep/pipe');
    const { status: piped } = spawnSync('mkfifo', [pipe]);
    const endless = ['/dev/zero', ...(piped === 0 ? [pipe] : [])].filter((path) => existsSync(path));
    for (const path of endless) {
      for (const args of [
        ['check', root, '--baseline', path],
        ['baseline', root, '-o', path],
        ['check', root, '--config', path],
        ['merge', path],
      ]) {
        const { status, stderr } = cohost(...args);
        expect([args, status]).toEqual([args, 2]);
        expect([args, stderr]).toEqual([args, expect.stringContaining(path)]);
        expect([args, stderr]).toEqual([args, expect.stringMatching(/; (put|is|write|name|give)/)]);
      }
    }
  });

  it('what the system does not let us write is told in a line, with the reason', () => {
    const root = tree('taken', { 'a/requirements.txt': 'flask\n', 'out.md/x': '' });
    for (const [args, reason] of [
      [['report', root, '-o', join(root, 'out.md')], 'out.md: a directory has that name'],
      [['check', root, '-f', `sarif:${join(root, 'a/requirements.txt/x.sarif')}`], 'on the way there is a file'],
      [['scan', root, '-o', join(root, 'n'.repeat(300))], 'the name is too long'],
    ] as const) {
      const { status, stderr } = cohost(...args);
      expect([args, status]).toEqual([args, 2]);
      expect([args, stderr]).toEqual([args, expect.stringContaining(reason)]);
      expect([args, stderr.trim().split('\n').length]).toEqual([args, 1]);
    }
  });

  it.skipIf(!existsSync('/dev/full') || !existsSync('/bin/bash'))('a full disk is told, for stdout and for a file', () => {
    const root = fleet('full');
    for (const rest of ['check --json > /dev/full', 'check -f json:/dev/full', 'check > /dev/full']) {
      const script = `"${process.execPath}" "${CLI}" ${rest.replace('check', `check "${root}"`)}`;
      const run = spawnSync('/bin/bash', ['-c', script], { cwd: home, encoding: 'utf8' });
      expect([rest, run.status]).toEqual([rest, 2]);
      expect([rest, run.stderr]).toEqual([
        rest,
        expect.stringMatching(/^cohost: cannot write .*: no space is left on its device\n$/m),
      ]);
    }
  });

  it('a link to elsewhere is followed, a baseline that is too large is not read', () => {
    const root = fleet('linked');
    const outside = tree('named-elsewhere', { 'cohost.yaml': 'rules: { version/unsatisfiable: "off" }\n' });
    symlinkSync(join(outside, 'cohost.yaml'), join(root, '.keep/cohost.yaml'));
    expect(cohost('check', root, '--config', join(root, '.keep/cohost.yaml')).status).toBe(0);
    const large = join(outside, 'large.yaml');
    writeFileSync(large, '');
    truncateSync(large, 101 * 1024 * 1024);
    const { status, stderr } = cohost('check', root, '--baseline', large);
    expect(status).toBe(2);
    expect(stderr).toContain('is larger than 104857600 bytes');
  });

  it.skipIf(!existsSync('/bin/bash'))('what another program writes is read through a pipe', () => {
    const root = fleet('piped');
    expect(cohost('baseline', root, '-o', join(root, '.keep/accepted.yaml')).status).toBe(0);
    const script = `"${process.execPath}" "${CLI}" check "${root}" --baseline <(sleep 0.3; cat "${join(root, '.keep/accepted.yaml')}")`;
    const run = spawnSync('/bin/bash', ['-c', script], { cwd: home, encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(cohost('check', root).status).toBe(1);
  });
});
