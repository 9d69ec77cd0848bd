/** The package as users get it: linted, packed, installed into an empty directory, and run from there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const work = mkdtempSync(join(tmpdir(), 'cohost-pack-'));

/** Standard output of a command that has to succeed. */
function output(command: string, args: readonly string[], cwd: string): string {
  const run = spawnSync(command, [...args], { cwd, encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 1 << 28 });
  if (run.status !== 0)
    throw new Error(`${command} ${args.join(' ')} exited ${run.status}: ${(run.stderr || run.stdout).slice(0, 500)}`);
  return run.stdout;
}

/** The files that a document links beside it. */
function linksOf(document: string): readonly string[] {
  return [...readFileSync(document, 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) =>
    posix.join(posix.dirname(document), to),
  );
}

try {
  const { messages, pkg } = await publint({ pkgDir: resolve('.'), strict: true });
  for (const message of messages) console.error(formatMessage(message, pkg) ?? message.code);
  if (messages.some((message) => message.type === 'error')) throw new Error('publint found errors');

  const [packed]: readonly { filename: string; files: readonly { path: string }[]; size: number }[] = JSON.parse(
    output('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], resolve('.')),
  );
  if (packed === undefined) throw new Error('npm pack gave nothing');
  // What this Node's V8 compiled is for whoever built it.
  const strays = packed.files.filter(
    ({ path }) => !/^(dist(?!\/code\/)|docs)\/|^(package\.json|[A-Z]+\.md|LICENSE|action\.yml|ci\/gitlab\.yml)$/.test(path),
  );
  if (strays.length > 0) throw new Error(`packed, but not meant to be: ${strays.map(({ path }) => path).join(', ')}`);
  const paths = new Set(packed.files.flatMap(({ path }) => [path, posix.dirname(path)]));
  const lost = [...paths].filter((path) => path.endsWith('.md')).flatMap((path) => linksOf(path).filter((to) => !paths.has(to)));
  if (lost.length > 0) throw new Error(`linked, but not packed: ${lost.join(', ')}`);

  const home = mkdtempSync(join(work, 'home-'));
  writeFileSync(join(home, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
  output('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(work, packed.filename)], home);
  const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
  const bin = join(home, 'node_modules', '.bin', 'cohost');
  const said = output(bin, ['--version'], home).trim();
  if (said !== version) throw new Error(`the installed cohost says ${said}, not ${version}`);
  const report: { schemaVersion: number; services: readonly unknown[] } = JSON.parse(
    output(bin, ['check', resolve('fixtures/fleet'), '--json', '--quiet', '--fail-on', 'never'], home),
  );
  if (report.schemaVersion !== 1 || report.services.length < 9) throw new Error('the installed cohost misread the example fleet');
  writeFileSync(
    join(home, 'use.mjs'),
    "import { analyze, loadConfig, memoryTree } from 'cohost';\nconst tree = memoryTree({ 'a/requirements.txt': 'flask==1.0\\n', 'b/requirements.txt': 'flask>=2\\n' });\nconst { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });\nif (report.conflicts.length !== 1) throw new Error('the library found ' + report.conflicts.length + ' conflicts');\n",
  );
  output(process.execPath, ['use.mjs'], home);
  // Its types hold where nobody installed Node's, and with all of them checked.
  writeFileSync(
    join(home, 'use.ts'),
    "import { analyze, openDirectories, type Report } from 'cohost';\nconst opened = openDirectories(['.']);\nif (!opened.ok) throw new Error(opened.message);\nconst { report }: { readonly report: Report } = await analyze({ ...opened.opened, today: '2026-11-25' });\nexport const lines: readonly number[] = report.conflicts.flatMap(({ demands }) => demands.map(({ origin }) => origin.line));\n",
  );
  const strictly = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2022'];
  output(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...strictly, 'use.ts'], home);
  // Each Node that we run on can require what is a module.
  output(
    process.execPath,
    ['--no-warnings', '--eval', "if (typeof require('cohost').analyze !== 'function') process.exit(1)"],
    home,
  );
  console.log(
    `${packed.filename}: ${packed.files.length} files, ${(packed.size / 1e6).toFixed(2)} MB packed; installs, runs, imports`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
