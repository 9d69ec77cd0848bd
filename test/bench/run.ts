/** `npm run bench -- [services]`: time and memory by stage over an invented fleet, beside merely reading the same files. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyze, openDirectories, type Stage } from '../../src/index.ts';
import { CLI } from '../cli.ts';
import { benchFleet } from './fleet.ts';

const count = Number(process.argv[2] ?? 500);
if (!Number.isInteger(count) || count < 1) throw new Error('usage: npm run bench -- [number of services]');

const root = mkdtempSync(join(tmpdir(), 'cohost-bench-'));
const files = Object.entries(benchFleet(count));
for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const started = performance.now();
let bytes = 0;
for (const [path] of files) bytes += readFileSync(join(root, path)).length;
const bare = performance.now() - started;

const opened = openDirectories([root]);
if (!opened.ok) throw new Error(opened.message);
const stages = new Map<Stage, number>();
const { report } = await analyze({
  ...opened.opened,
  today: '2026-11-25',
  onStage: (stage, milliseconds) => stages.set(stage, (stages.get(stage) ?? 0) + milliseconds),
});

const row = (name: string, value: string): void => console.log(`${name.padEnd(28)}${value.padStart(14)}`);
const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
console.log(`${count} services, ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
row('bare read', milliseconds(bare));
for (const [stage, time] of stages) row(stage, milliseconds(time));
row('advice per 1,000 services', milliseconds(((stages.get('recommend') ?? 0) * 1000) / count));
row('all stages', milliseconds([...stages.values()].reduce((sum, time) => sum + time, 0)));
row('peak memory', `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
const { error, warning, note } = report.summary.conflicts;
row('services found', String(report.summary.services));
row('conflicts', `${error} + ${warning} + ${note}`);

const CHECK = ['check', root, '--json', '--fail-on', 'never', '--quiet'];
const COLD: readonly (readonly [string, readonly string[]])[] = [
  ['cohost --version', ['--version']],
  ['cohost check, the very first', CHECK],
  ['cohost check', [...CHECK, '--fresh']],
  ['the same again, unchanged', CHECK],
];
if (existsSync(CLI)) {
  const home = mkdtempSync(join(tmpdir(), 'cohost-bench-home-'));
  const { CI: _, COHOST_CACHE_DIR: __, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, XDG_CACHE_HOME: home, LOCALAPPDATA: home };
  for (const [name, args] of COLD) {
    const from = performance.now();
    const run = spawnSync(process.execPath, [CLI, ...args], { maxBuffer: 1 << 30, env });
    row(name, `${milliseconds(performance.now() - from)}${run.status === 0 ? '' : ` (exit ${run.status})`}`);
  }
  rmSync(home, { recursive: true, force: true });
}
rmSync(root, { recursive: true, force: true });
