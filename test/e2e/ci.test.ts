import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ANALYZERS } from '../../src/analyzers.ts';
import { PULL_REQUEST_MARKER } from '../../src/report/formats/pull-request.ts';
import { builtCli } from '../cli.ts';
import { packageJson, Repo, runGit } from '../gate/repository.ts';
import { areInstalled } from '../installed.ts';

const withTools = describe.skipIf(!areInstalled('git', 'bash'));

/** The files that other people's CI reads, and their shell steps run as a runner runs them. */
const CI = resolve('ci');
const CLI = builtCli();

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

let work = '';
let origin: Repo;
let clone = '';

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'cohost-ci-'));
  origin = new Repo(join(work, 'origin'))
    .write({
      'apps/a/package.json': packageJson('a', { react: '^17.0.0' }),
      'apps/b/package.json': packageJson('b', { react: '^18.0.0' }),
      'apps/c d/package.json': packageJson('c', { vue: '3.1.0' }),
    })
    .commit('base');
  origin.git('checkout', '--quiet', '-b', 'feature');
  origin.write({ 'apps/e/package.json': packageJson('e', { vue: '2.0.0' }) }).commit('adds a clash');
  origin.git('checkout', '--quiet', 'main');
  origin.write({ 'README.md': 'main moved on\n' }).commit('main');
  clone = join(work, 'clone');
  runGit(work, 'clone', '--quiet', '--depth=1', '--branch=feature', `file://${origin.path}`, clone);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

let runs = 0;

function step(script: string, env: Readonly<Record<string, string>>, cwd = clone): Ran {
  const temp = join(work, `runner-${runs++}`);
  mkdirSync(temp);
  const files = { output: join(temp, 'output'), summary: join(temp, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', join(CI, script)], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      ...env,
    },
  });
  const outputs = readFileSync(files.output, 'utf8').trimEnd().split('\n');
  return {
    status: run.status,
    stdout: run.stdout + run.stderr,
    outputs: new Map(outputs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
    summary: readFileSync(files.summary, 'utf8'),
  };
}

withTools('action.yml', () => {
  const action: Action = parse(readFileSync('action.yml', 'utf8'));

  it('uses each input, and no text of a pull request inside a script', () => {
    const text = readFileSync('action.yml', 'utf8');
    expect(action.runs.steps.some(({ run }) => run !== undefined)).toBe(true);
    expect(Object.keys(action.inputs)).not.toEqual([]);
    for (const name of Object.keys(action.inputs)) expect(text, name).toMatch(new RegExp(`inputs\\.${name}\\b`));
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
  });

  it('gives the scripts what they read, and takes from them what they write', () => {
    const given = new Set(action.runs.steps.flatMap(({ env }) => Object.keys(env ?? {})));
    const scripts = ['check.sh', 'comment.sh'].map((name) => readFileSync(join(CI, name), 'utf8')).join('');
    const read = new Set([...scripts.matchAll(/\$\{?(COHOST_\w+)/g)].map(([, name = '']) => name));
    expect([...read].filter((name) => !given.has(name))).toEqual([]);
    expect([...given].filter((name) => name.startsWith('COHOST_') && !read.has(name))).toEqual([]);
    const judged = step('check.sh', { COHOST_TARGET_BRANCH: 'main' });
    expect([...judged.outputs.keys()].sort()).toEqual(Object.keys(action.outputs).sort());
  });

  it('judges a pull request from a shallow checkout: annotations, summary, files, and the exit code for later', () => {
    const { status, stdout, outputs, summary } = step('check.sh', {
      COHOST_TARGET_BRANCH: 'main',
      COHOST_REPORT: join(work, 'fleet.html'),
    });
    expect(status, stdout).toBe(0);
    expect(outputs.get('exit-code')).toBe('1');
    expect(stdout).toMatch(/^::error file=apps\/(?:c d|e)\/package\.json,line=\d+,/m);
    expect(stdout).not.toMatch(/::error file=apps\/[ab]\//);
    const comment = readFileSync(outputs.get('comment-file') ?? '', 'utf8');
    expect(comment).toMatch(/^<!-- cohost:pull-request -->\n### ❌ cohost: this change adds 1 conflict\n/);
    expect(summary).toBe(comment);
    expect(JSON.parse(readFileSync(outputs.get('sarif') ?? '', 'utf8')).version).toBe('2.1.0');
    expect(JSON.parse(readFileSync(outputs.get('json') ?? '', 'utf8')).comparison.base.ref).toBe('origin/main');
    expect(readFileSync(join(work, 'fleet.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('judges everything where there is nothing to compare with, in the directories that were named', () => {
    const all = step('check.sh', {});
    expect(all.outputs.get('exit-code')).toBe('1');
    const some = step('check.sh', { COHOST_DIRECTORIES: 'apps/a\napps/c d\n', COHOST_ARGS: '--strict\n' });
    expect(some.outputs.get('exit-code'), some.stdout).toBe('0');
    expect(some.stdout).toContain('2 services');
    const quiet = step('check.sh', { COHOST_FAIL_ON: 'never' });
    expect(quiet.outputs.get('exit-code')).toBe('0');
  });

  it('hands on that nothing could be concluded', () => {
    const { status, outputs, stdout } = step('check.sh', { COHOST_BASE: 'no-such-branch' });
    expect([status, outputs.get('exit-code')]).toEqual([0, '2']);
    expect(stdout).toContain('does not know "no-such-branch"');
    expect(outputs.has('sarif')).toBe(false);
  });

  it('updates its own comment, or writes the first one', () => {
    const bin = join(work, 'bin');
    mkdirSync(bin);
    const log = join(work, 'gh.log');
    const body = join(work, 'body.md');
    writeFileSync(body, `${PULL_REQUEST_MARKER}\nhello\n`);
    for (const [found, call] of [
      ['', 'api --silent --method POST repos/o/r/issues/7/comments'],
      ['12\n34\n', 'api --silent --method PATCH repos/o/r/issues/comments/12'],
    ] as const) {
      writeFileSync(
        join(bin, 'gh'),
        `#!/usr/bin/env bash\necho "$@" >>'${log}'\ncase "$*" in *--paginate*) printf '%b' '${found.replaceAll('\n', '\\n')}';; esac\n`,
      );
      chmodSync(join(bin, 'gh'), 0o755);
      writeFileSync(log, '');
      const { status, stdout } = step('comment.sh', {
        PATH: `${bin}:${process.env.PATH ?? ''}`,
        COHOST_REPOSITORY: 'o/r',
        COHOST_PULL_REQUEST: '7',
        COHOST_COMMENT: body,
      });
      expect(status, stdout).toBe(0);
      const [asked, done] = readFileSync(log, 'utf8').trimEnd().split('\n');
      expect(asked).toContain(PULL_REQUEST_MARKER);
      expect(done).toBe(`${call} --field body=@${body}`);
    }
  });
});

withTools('GitLab template', () => {
  const template: {
    readonly cohost: {
      readonly script: readonly string[];
      readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
    };
  } = parse(readFileSync(join(CI, 'gitlab.yml'), 'utf8'));

  it.each([
    ['a merge request', { CI_MERGE_REQUEST_DIFF_BASE_SHA: 'HEAD' }, 0],
    ['a branch', {}, 1],
  ])('runs for %s, and writes the reports that it names', (_, env, expected) => {
    const bin = mkdtempSync(join(work, 'npx-'));
    writeFileSync(join(bin, 'npx'), `#!/bin/sh\n[ "$1 $2" = "--yes cohost@0.1" ] || exit 9\nshift 2\nexec node '${CLI}' "$@"\n`);
    chmodSync(join(bin, 'npx'), 0o755);
    const run = spawnSync('sh', ['-ec', template.cohost.script.join('\n')], {
      cwd: clone,
      encoding: 'utf8',
      env: { ...process.env, ...env, NO_COLOR: '1', COHOST: 'cohost@0.1', PATH: `${bin}:${process.env.PATH ?? ''}` },
    });
    expect(run.status, run.stderr).toBe(expected);
    for (const file of Object.values(template.cohost.artifacts.reports)) {
      expect(readFileSync(join(clone, file), 'utf8').length).toBeGreaterThan(0);
      rmSync(join(clone, file));
    }
  });
});

withTools('pre-commit hook', () => {
  const [hook]: readonly { readonly id: string; readonly entry: string; readonly files: string }[] = parse(
    readFileSync('.pre-commit-hooks.yaml', 'utf8'),
  );
  const files = new RegExp(hook?.files.replace('(?x)', '').replaceAll(/\s/g, '') ?? '');

  it('looks at all that analyzers look for, but for program texts', () => {
    const names = ANALYZERS.flatMap(({ files: patterns, sources = [] }) => patterns.filter((one) => !sources.includes(one)));
    expect(names.map((name) => `a/${name.replaceAll('*', 'x')}`).filter((name) => !files.test(name))).toEqual([]);
  });

  it.each(['svc/Dockerfile.prod', 'dev.env.yaml', '.env', 'cohost.yaml', 'cohost.facts.yaml', 'cohost.rules.tsv'])(
    'looks at %s',
    (file) => expect(file).toMatch(files),
  );

  it.each(['README.md', 'src/app.py', 'a/package.json.bak', 'web/page.tsx'])('is not run for %s', (file) =>
    expect(file).not.toMatch(files),
  );

  it('fails on what is about to be committed, also as the first commit', () => {
    const repo = new Repo(join(work, 'hooked'));
    const check = (more: readonly string[] = [], env: NodeJS.ProcessEnv = {}): number | null =>
      spawnSync(process.execPath, [CLI, ...(hook?.entry.split(' ').slice(1) ?? []), ...more], {
        cwd: repo.path,
        encoding: 'utf8',
        env: { ...process.env, ...env },
      }).status;
    repo.write({
      'a/package.json': packageJson('a', { react: '^17.0.0' }),
      'b/package.json': packageJson('b', { react: '^18.0.0' }),
    });
    repo.git('add', '--all');
    expect(check()).toBe(1);
    repo.commit();
    expect(check()).toBe(0);
    repo.write({ 'c/package.json': packageJson('c', { react: '^16.0.0' }) });
    repo.git('add', '--all');
    expect(check()).toBe(1);
    // What git tells its hooks is relative to the top, and holds for a directory below it too.
    const variables = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index' };
    expect(check([], variables)).toBe(1);
    expect(check(['a'], variables)).toBe(0);
  });
});
