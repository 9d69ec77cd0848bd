/**
 * `npm run sweep -- --corpus DIR`: the built command line on every repository of a directory and on the whole. Prints
 * what was found and how long it took, and names every file that looks like a manifest, was neither read nor told of.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { looksLikeSample } from '../../src/discover/samples.ts';
import { type Analysis, analyze, type FileTree, openDirectories } from '../../src/index.ts';
import { builtCli } from '../cli.ts';

const at = process.argv.indexOf('--corpus');
const corpus = at < 0 ? undefined : process.argv[at + 1];
if (corpus === undefined) throw new Error('usage: npm run sweep -- --corpus DIR');
const CLI = builtCli();

/** What anybody would take for a manifest or a lock by its name; on purpose not the patterns that discovery uses. */
const MANIFEST =
  /(?:^|\/)(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lockb?|[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements\/[\w.-]+\.(?:txt|in)|constraints[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pdm\.lock|pylock[\w.]*\.toml|environment\.ya?ml|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|[\w.-]+\.versions\.toml|gradle\.lockfile|go\.(?:mod|sum|work|work\.sum)|(?:docker-)?compose[\w.-]*\.ya?ml|(?:[\w.-]+\.)?(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?|serverless\.ya?ml|Procfile|\.nvmrc|\.python-version|\.tool-versions|runtime\.txt)$/;

interface Row {
  readonly name: string;
  readonly status: number | null;
  readonly seconds: number;
  readonly analysis: Analysis;
  readonly missed: readonly string[];
}

async function sweep(directory: string): Promise<Row> {
  const from = performance.now();
  const run = spawnSync(process.execPath, [CLI, 'check', directory, '--json', '--fail-on', 'never', '--quiet', '--strict'], {
    maxBuffer: 2 ** 31,
    encoding: 'buffer',
  });
  const seconds = (performance.now() - from) / 1000;
  const opened = openDirectories([directory]);
  if (!opened.ok) throw new Error(opened.message);
  const asked = new Set<string>();
  const tree = opened.opened.tree;
  const seen = new Set<string>();
  const recording: FileTree = {
    entries(path) {
      const entries = tree.entries(path);
      if (Array.isArray(entries))
        for (const { name, kind } of entries) if (kind === 'file') seen.add(path === '.' ? name : `${path}/${name}`);
      return entries;
    },
    read(path) {
      asked.add(path);
      return tree.read(path);
    },
  };
  const analysis = await analyze({ ...opened.opened, tree: recording, today: '2026-11-25' });
  const { diagnostics } = analysis.report;
  const told = new Set(diagnostics.flatMap(({ file }) => file ?? []));
  // Files of one directory that only a command names are told of together, each by its name.
  const unused = diagnostics.filter(({ code }) => code === 'file/unused');
  const isNamed = (path: string): boolean =>
    unused.some(({ file = '', message }) => dirname(file) === dirname(path) && message.includes(basename(path)));
  const silent = [...seen].filter((path) => MANIFEST.test(path) && !asked.has(path) && !told.has(path) && !isNamed(path)).sort();
  // One note speaks for all that lies among samples, and names some.
  const isSample = (path: string): boolean => looksLikeSample(dirname(path));
  const areSamplesTold = diagnostics.some(({ code, file }) => code === 'file/unused' && file !== undefined && isSample(file));
  const missed = areSamplesTold ? silent.filter((path) => !isSample(path)) : silent;
  return { name: basename(directory), status: run.status, seconds, analysis, missed };
}

const HEADS = ['repository', 'exit', 'seconds', 'services', 'manifests', 'errors', 'warnings', 'notes', 'diagnostics', 'missed'];

/** Nothing fails the run where nothing may, so it ends well (0) or incomplete (3). */
function isFine(status: number | null): boolean {
  return status === 0 || status === 3;
}

function cells({ name, status, seconds, analysis, missed }: Row): readonly string[] {
  const { summary, diagnostics } = analysis.report;
  const { error, warning, note } = summary.conflicts;
  const numbers = [summary.services, summary.manifests, error, warning, note, diagnostics.length, missed.length];
  return [name, isFine(status) ? String(status) : `CRASH ${status}`, seconds.toFixed(1), ...numbers.map(String)];
}

const root = resolve(corpus);
const repositories = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(root, name));
console.log(`| ${HEADS.join(' | ')} |\n|${' --- |'.repeat(HEADS.length)}`);
let trouble = 0;
for (const directory of [...repositories, root]) {
  const row = await sweep(directory);
  console.log(`| ${cells(row).join(' | ')} |`);
  for (const path of row.missed) console.log(`    ${path} is neither read nor told of`);
  if (row.missed.length > 0 || !isFine(row.status)) trouble++;
}
console.log(trouble === 0 ? 'nothing crashed, nothing was missed' : `${trouble} of ${repositories.length + 1} need a look`);
process.exitCode = trouble === 0 ? 0 : 1;
