import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchFleet } from '../bench/fleet.ts';
import { builtCli } from '../cli.ts';

/** The built command line, run as users run it. */
const CLI = builtCli();
const FLEET = resolve('fixtures/fleet');
let work = '';

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'cohost-e2e-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function cohost(args: readonly string[], cwd = FLEET, env: NodeJS.ProcessEnv = {}): Answer {
  const run = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    maxBuffer: 1 << 28,
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

function validatorOf(which: string): (value: unknown) => string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(cohost(['schema', which]).stdout));
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`));
}

describe('cohost check', () => {
  it('fails on errors, and not when told so', () => {
    expect(cohost(['check']).status).toBe(1);
    expect(cohost(['check', '--fail-on', 'never']).status).toBe(0);
  });

  it('writes JSON that its own schema accepts, the same bytes each time', () => {
    const first = cohost(['check', '--json']);
    expect(validatorOf('report')(JSON.parse(first.stdout))).toEqual([]);
    expect(cohost(['check', '-f', 'json']).stdout).toBe(first.stdout);
  });

  it('writes several formats at once, each where it belongs', () => {
    const file = join(work, 'out', 'report.json');
    const run = cohost(['check', '--fail-on', 'never', '-f', 'text', '-f', `json:${file}`]);
    expect(run.stdout).toMatch(/^cohost \d/);
    expect(JSON.parse(readFileSync(file, 'utf8')).schemaVersion).toBe(1);
  });

  it('mixes no document with another format on stdout; --json is one of them', () => {
    const mixed = cohost(['check', '-f', 'json', '-f', 'text']);
    expect([mixed.status, mixed.stdout]).toEqual([2, '']);
    expect(mixed.stderr).toContain('json and text would be mixed on stdout; name a file for one of them: -f json:FILE');
    const sarif = join(work, 'out', 'report.sarif');
    const both = cohost(['check', '--fail-on', 'never', '--json', '-f', `sarif:${sarif}`]);
    expect(JSON.parse(both.stdout).schemaVersion).toBe(1);
    expect(JSON.parse(readFileSync(sarif, 'utf8')).version).toBe('2.1.0');
    expect(cohost(['check', '--fail-on', 'never', '-f', 'text', '-f', 'github']).status).toBe(0);
    const twice = cohost(['check', '-f', `json:${sarif}`, '-f', `sarif:${join(work, 'out', '.', 'report.sarif')}`]);
    expect([twice.status, twice.stdout]).toEqual([2, '']);
    expect(twice.stderr).toContain('json and sarif would be written to the same file');
  });

  it('says what a run found that writes into files alone', () => {
    const file = join(work, 'alone.sarif');
    const { status, stdout, stderr } = cohost(['check', '-f', `sarif:${file}`]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^\d+ errors?, \d+ warnings?; wrote .*alone\.sarif$/m);
    expect(cohost(['check', '--quiet', '-f', `sarif:${file}`]).stderr).toBe('');
  });

  it('writes the matrix of all pairs and leaves the JSON beside it as it is', () => {
    const [json, csv] = ['beside.json', 'beside.csv'].map((name) => join(work, name));
    cohost(['check', '--fail-on', 'never', '-f', `csv:${csv}`, '-f', `json:${json}`]);
    expect(readFileSync(json ?? '', 'utf8')).toBe(cohost(['check', '--json']).stdout);
    const [head = '', ...rows] = readFileSync(csv ?? '', 'utf8')
      .trim()
      .split('\r\n');
    expect(rows.length).toBe(head.split(',').length - 1);
    expect(cohost(['report', '-o', join(work, 'again.csv')]).status).toBe(0);
    expect(readFileSync(join(work, 'again.csv'), 'utf8')).toBe(readFileSync(csv ?? '', 'utf8'));
  });

  it.each([
    [['report', '-o', '-'], ['report']],
    [['graph', '-o', '-'], ['graph']],
    [
      ['check', '-f', 'sarif:-'],
      ['check', '-f', 'sarif'],
    ],
  ])('takes - for stdout, in %j as well', (asked, plain) => {
    const [dash, none] = [cohost(asked), cohost(plain)];
    expect(dash.stdout).toBe(none.stdout);
    expect(dash.stdout).not.toBe('');
    expect(existsSync('-')).toBe(false);
  });

  it('says that a config further up is not read', () => {
    mkdirSync(join(work, 'above', 'services', 'cart'), { recursive: true });
    writeFileSync(join(work, 'above', 'cohost.yaml'), 'level: process\n');
    writeFileSync(join(work, 'above', 'services', 'cart', 'requirements.txt'), 'flask\n');
    expect(cohost(['check', 'services'], join(work, 'above')).stderr).toContain('../cohost.yaml lies above');
    expect(cohost(['check', '.'], join(work, 'above')).stderr).toBe('');
    expect(cohost(['check', 'services', '--config', 'cohost.yaml'], join(work, 'above')).stderr).toBe('');
  });

  it('has no colour codes in a pipe', () => {
    expect(cohost(['check']).stdout).not.toContain('\u001b');
  });

  it.each([
    [['check', 'no-such-directory'], /does not exist/],
    [['check', '--level', 'galaxy'], /environment, process, container, machine/],
    [['chekc'], /check/],
    [['check', '-f', 'yaml'], /unknown format/],
  ])('exits 2 on wrong usage: %j', (args, message) => {
    const run = cohost(args);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stdout).toBe('');
  });

  it('exits 2 on a config with an unknown key, and names the nearest', () => {
    const root = join(work, 'typo');
    cpSync(FLEET, root, { recursive: true });
    writeFileSync(join(root, 'cohost.yaml'), 'servces:\n  services/cart: {}\n');
    const run = cohost(['check'], root);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/cohost\.yaml:1.*services/);
  });

  it('judges nothing by what is not there or is wrong: where people read, that is told alone', () => {
    const root = join(work, 'no-config');
    cpSync(FLEET, root, { recursive: true });
    writeFileSync(join(root, 'other.yaml'), 'servces: {}\n');
    const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
      [['check', '--config', 'othr.yml'], /othr\.yml does not exist; did you mean other\.yaml\?/],
      [['check', '--json', '--config', 'othr.yml'], /did you mean/],
      [['plan', '--config', 'gone/other.yaml'], /neither does gone/],
      [['report', '--config', 'apps'], /apps is not a regular file/],
      [['merge', 'apps', '--config', 'unheard-of.yaml'], /does not exist; cohost init/],
      [['check', '--config', 'other.yaml'], /other\.yaml:1: unknown key/],
      [['plan', '--quiet', '--config', 'other.yaml'], /other\.yaml:1: unknown key/],
      [['check', '--baseline', 'other.yaml'], /correct the baseline first:\n.*other\.yaml:1/],
      [['check', '--only', 'services/crt'], /names no service .*"services\/cart"/],
      [['merge', 'jvm'], /no snapshot \(\.json\) lies in jvm/],
      [['merge', 'other.yaml'], /correct the snapshot first/],
      [['explain', '--in', 'apps', 'react'], /--in takes every word after it: name what is meant before it/],
      [['package', 'services/crt', '-o', 'out'], /did you mean "services\/cart"/],
      [['package', 'services/cart'], /say with -o where to write, or with --dry-run/],
    ];
    for (const [args, said] of cases) {
      const run = cohost(args, root);
      expect(run, args.join(' ')).toMatchObject({ status: 2, stdout: '' });
      expect(run.stderr).toMatch(said);
    }
    const data = cohost(['check', '--json', '--config', 'other.yaml'], root);
    expect(data.status).toBe(2);
    expect(JSON.parse(data.stdout).diagnostics).toContainEqual(expect.objectContaining({ code: 'config/unknown-key' }));
  });

  it('exits 3 under --strict when something could not be read', () => {
    const root = join(work, 'broken');
    cpSync(FLEET, root, { recursive: true });
    writeFileSync(join(root, 'apps', 'shop', 'package.json'), '{ "name": "shop", "dependencies": { ');
    expect(cohost(['check', '--fail-on', 'never'], root).status).toBe(0);
    expect(cohost(['check', '--fail-on', 'never', '--strict'], root).status).toBe(3);
  });
});

describe('other commands', () => {
  it('print the version without loading anything', () => {
    expect(cohost(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('explain a pair, a package, a service and a conflict', () => {
    const report = JSON.parse(cohost(['check', '--json']).stdout);
    const id: string = report.conflicts[0].id;
    for (const subjects of [['services/cart', 'services/web'], ['flask'], ['services/cart'], [id]]) {
      const run = cohost(['explain', ...subjects]);
      expect(run.status, run.stderr).toBe(0);
      expect(run.stdout.length).toBeGreaterThan(40);
    }
    expect(cohost(['explain', 'flaks']).stderr).toMatch(/did you mean "flask"/);
    expect(cohost(['explain', 'c_0123456789ab']).stderr).toContain('with the directories that are named');
  });

  it('explain rules of conflicts and of packaging, by the name that reports give them', () => {
    expect(cohost(['explain-rule', 'version/unsatisfiable']).stdout).toContain('How to ignore it');
    expect(cohost(['explain-rule', 'PK001']).stdout).toContain('celery');
    expect(cohost(['explain-rule', 'packaging/pk001']).stdout).toBe(cohost(['explain-rule', 'PK001']).stdout);
    expect(cohost(['explain-rule', 'PK999'])).toMatchObject({ status: 2, stdout: '' });
    for (const rule of ['version/unsatisfiable', 'PK001'])
      expect(cohost(['explain', rule]).stdout).toBe(cohost(['explain-rule', rule]).stdout);
  });

  it('merge says why it does not resolve, and what does', () => {
    expect(cohost(['merge', '.', '--resolve'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('cohost check --resolve'),
    });
  });

  it('merge fails over a number of hosts, by its older name too', () => {
    const snapshot = join(work, 'hosts.json');
    cohost(['scan', '-o', snapshot, '--quiet']);
    const status = (...options: readonly string[]) => cohost(['merge', snapshot, '--fail-on', 'never', ...options]).status;
    expect([status('--fail-over-hosts', '1'), status('--fail-over-hosts', '2'), status('--max-hosts', '1')]).toEqual([1, 0, 1]);
  });

  it('plan within a number of hosts, or say that none will do', () => {
    expect(cohost(['plan', '--max-hosts', '1']).stdout).toMatch(/container|machine/);
    expect(cohost(['plan']).stdout).toMatch(/hosts · sharing everything/);
  });

  it('plan within a number of hosts, and tell of wishes only where the plan cannot keep them', () => {
    const fleet = join(work, 'wishes');
    for (const [name, version] of [
      ['a', '1'],
      ['b', '2'],
    ] as const) {
      mkdirSync(join(fleet, name), { recursive: true });
      writeFileSync(join(fleet, name, 'requirements.txt'), `flask==${version}\n`);
    }
    writeFileSync(join(fleet, 'cohost.yaml'), 'services:\n  a: { together: [b] }\n');
    const plain = cohost(['plan', fleet]);
    expect(plain.stderr).toContain('placement/impossible');
    expect(plain.stdout).toContain('what config wishes of hosts cannot all be had');
    const within = cohost(['plan', fleet, '--max-hosts', '1']);
    expect(within).toMatchObject({ status: 0, stderr: '' });
    expect(within.stdout).toContain('hosts · own environments');
    writeFileSync(join(fleet, 'cohost.yaml'), 'services:\n  a: { apart: [b] }\n');
    expect(cohost(['plan', fleet, '--max-hosts', '1']).stderr).toContain('on 1 host; the fewest are 2');
  });

  it.each(['dot', 'mermaid', 'json'])('draw the graph as %s', (format) => {
    const run = cohost(['graph', '-f', format]);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('services/cart');
  });

  it('write a config that they accept, and never over one', () => {
    const root = join(work, 'init');
    cpSync(FLEET, root, { recursive: true });
    expect(cohost(['init'], root).stderr).toMatch(/exists already/);
    rmSync(join(root, 'cohost.yaml'));
    expect(cohost(['init'], root).status).toBe(0);
    expect(cohost(['check', '--fail-on', 'never'], root)).toMatchObject({ status: 0, stderr: '' });
  });

  it('report as Markdown, with the advice, as check does', () => {
    const file = join(work, 'fleet.md');
    expect(cohost(['report', '-o', file]).status).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^# [\s\S]*^\| `services\/web` \| \w+/m);
    expect(cohost(['check', '-f', 'markdown']).stdout).toBe(text);
  });
});

describe('cohost alone', () => {
  it('names the services and the commands to go on with, and fails on nothing', () => {
    const run = cohost([]);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^ {2}services\/cart +python: requirements\.txt$/m);
    for (const command of ['check', 'plan', 'report -o fleet.html', 'init']) expect(run.stdout).toContain(`  cohost ${command} `);
  });

  it('says of a directory without services what one is; init writes nothing there', () => {
    const root = join(work, 'nothing');
    mkdirSync(root);
    expect(cohost([], root).stdout).toContain('No services were found here');
    expect(cohost(['init'], root)).toMatchObject({ status: 2, stdout: '' });
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('cohost package --dry-run', () => {
  it('shows a diff relative to where it would write, which need not be said', () => {
    const said = cohost(['package', 'services/cart', '--as', 'container', '--dry-run']);
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toMatch(/^\+\+\+ b\/[^/]/m);
    const elsewhere = cohost(['package', 'services/cart', '--as', 'container', '--dry-run', '-o', join(work, 'packaged')]);
    expect(elsewhere.stdout).toBe(said.stdout);
    expect(existsSync(join(work, 'packaged'))).toBe(false);
  });
});

describe('an unchanged fleet', () => {
  it('gets the same answer again in every format, and another one once it has changed', () => {
    const fleet = join(work, 'large');
    for (const [path, text] of Object.entries(benchFleet(36))) {
      mkdirSync(dirname(join(fleet, path)), { recursive: true });
      writeFileSync(join(fleet, path), text);
    }
    const env = { COHOST_CACHE_DIR: join(work, 'cache') };
    // Entries, not the folders they lie in: two of them may share one.
    const kept = (): number => {
      const directory = join(work, 'cache', 'report');
      if (!existsSync(directory)) return 0;
      return readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
    };
    const commands = [['check'], ['check', '-f', 'sarif'], ['report'], ['plan'], ['explain', 'python', '--in', '.']];
    const all = (...more: string[]): readonly Answer[] => commands.map((command) => cohost([...command, ...more], fleet, env));
    const anew = all('--fresh');
    expect(kept()).toBe(0);
    expect(all()).toEqual(anew);
    // check asks for no advice, the others for all of it.
    expect(kept()).toBe(2);
    expect(all()).toEqual(anew);
    writeFileSync(join(fleet, 'cohost.yaml'), 'level: machine\n');
    expect(cohost(['check'], fleet, env).stdout).toBe(cohost(['check', '--fresh'], fleet, env).stdout);
    expect(cohost(['check'], fleet, env).stdout).not.toBe(anew[0]?.stdout);
  });
});
