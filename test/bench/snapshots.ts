/** `npm run bench:merge -- [snapshots]`: writes that many snapshots of one service each, and merges them in a cold process. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryTree, renderSnapshot, scan } from '../../src/index.ts';
import { builtCli } from '../cli.ts';
import { benchFleet } from './fleet.ts';

const count = Number(process.argv[2] ?? 10_000);
if (!Number.isInteger(count) || count < 1) throw new Error('usage: npm run bench:merge -- [number of snapshots]');
const built = builtCli();

const repositories = new Map<string, Record<string, string>>();
for (const [path, text] of Object.entries(benchFleet(count))) {
  const [kind = '', name = '', ...rest] = path.split('/');
  if (rest.length === 0) continue;
  const files = repositories.get(`${kind}-${name}`) ?? {};
  files[rest.join('/')] = text;
  repositories.set(`${kind}-${name}`, files);
}

const root = mkdtempSync(join(tmpdir(), 'cohost-merge-'));
const row = (name: string, value: string): void => console.log(`${name.padEnd(28)}${value.padStart(14)}`);
let bytes = 0;
const started = performance.now();
for (const [name, files] of repositories) {
  const text = renderSnapshot(scan({ tree: memoryTree(files), name }));
  bytes += text.length;
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, 'snapshot.json'), text);
}
row('snapshots', String(repositories.size));
row('bytes each, in the mean', String(Math.round(bytes / repositories.size)));
row('scan of all, in memory', `${((performance.now() - started) / 1000).toFixed(1)} s`);

// The child tells its own peak, of the CPU time as well: on a shared machine the wall clock says little.
const tell = `process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); require('node:fs').writeSync(2, JSON.stringify({ maxRSS, cpu: (userCPUTime + systemCPUTime) / 1e6 })); });`;
const hook = join(root, 'tell.cjs');
writeFileSync(hook, tell);
const from = performance.now();
const run = spawnSync(process.execPath, ['--require', hook, built, 'merge', root, '--json', '--fail-on', 'never', '--quiet'], {
  maxBuffer: 2 ** 31,
  encoding: 'buffer',
});
row('merge', `${((performance.now() - from) / 1000).toFixed(1)} s`);
row('exit code', String(run.status));
const said: unknown = JSON.parse(run.stderr.toString().trim().split('\n').at(-1) ?? '{}');
if (typeof said === 'object' && said !== null && 'maxRSS' in said && 'cpu' in said) {
  row('peak memory', `${(Number(said.maxRSS) / 1024).toFixed(0)} MiB`);
  row('CPU time', `${Number(said.cpu).toFixed(1)} s`);
}
row('JSON report', `${(run.stdout.length / 1e6).toFixed(1)} MB`);
rmSync(root, { recursive: true, force: true });
