import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import {
  analyzeSnapshots,
  applyBaseline,
  type LoadedConfig,
  loadConfig,
  loadNamedConfig,
  localTree,
  memoryTree,
  readNamed,
  readSnapshots,
  SNAPSHOT_LIMIT,
  type SnapshotSource,
} from '../index.ts';
import { exitCode, readCount, refuseBroken, requestOf, tellDiagnostics, withJudgingOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { isData, type OutputOptions, openBaseline, outputsOf, showsAdvice, withOutputOptions, writeOutput } from './outputs.ts';
import { openStreams, progressLine } from './streams.ts';

interface MergeOptions extends OutputOptions {
  readonly failOverHosts?: number;
  readonly maxHosts?: number;
}

export function mergeCommand(): Command {
  return (
    withOutputOptions(withJudgingOptions(new Command('merge')))
      .description('the verdicts of one run over many repositories, from their snapshots (see cohost scan)')
      .argument('<files...>', 'snapshots, or directories that hold them')
      .addOption(
        new Option('--fail-over-hosts <count>', 'exit 1 when the placement needs more hosts than this').argParser(readCount),
      )
      // The older name of that, which means something else in plan.
      .addOption(new Option('--max-hosts <count>').argParser(readCount).hideHelp())
      // Known, so that whoever looks for it reads why it is not here.
      .addOption(new Option('--resolve').hideHelp())
      .action(merge)
  );
}

/** Indexes, overrides, parents and replacements stand in files, and a snapshot holds what follows from them only. */
const NO_RESOLVE =
  'snapshots hold what manifests and locks demand, not the registries, overrides, parents and replacements that a resolution reads as well, so merge proves nothing by --resolve; check the repositories out beside each other and run: cohost check --resolve REPOSITORY…';

async function merge(paths: string[], options: MergeOptions): Promise<void> {
  if (options.resolve === true) throw new UsageError(NO_RESOLVE);
  const outputs = outputsOf(options);
  const baseline = options.baseline === undefined ? undefined : openBaseline(options.baseline);
  const streams = openStreams({ progress: options.progress, quiet: options.quiet === true });
  const line = progressLine(streams);
  const files = paths.flatMap(snapshotFiles);
  if (files.length === 0)
    throw new UsageError(`no snapshot (.json) lies in ${paths.join(', ')}; write one with: cohost scan -o FILE`);
  const merged = readSnapshots(sources(files, line.update));
  const config = fleetConfig(options.config);
  if (!isData(outputs)) {
    refuseBroken(config);
    if (baseline !== undefined) refuseBroken(baseline, 'baseline');
    if (merged.snapshots.length === 0) refuseBroken(merged, files.length === 1 ? 'snapshot' : 'snapshots');
  }
  const request = { ...requestOf(options, line.update, config), config, advice: showsAdvice(outputs) };
  const judged = await analyzeSnapshots(merged, request);
  const analysis = baseline === undefined ? judged : applyBaseline(judged, baseline, request.today);
  line.end();
  tellDiagnostics(analysis, options, streams);
  // There are no files here whose lines could be shown.
  const run = { analysis, streams, root: resolve('.'), tree: memoryTree({}), directories: [] };
  for (const output of outputs) await writeOutput(output, run, options);
  const { hosts } = analysis.report.placement;
  const most = options.failOverHosts ?? options.maxHosts;
  const tooMany = most !== undefined && hosts.length > most;
  if (tooMany) streams.err(`the placement needs ${hosts.length} hosts, more than ${most}\n`);
  const code = merged.snapshots.length === 0 ? EXIT.usage : exitCode(analysis, options, options.failOn);
  process.exitCode = code === EXIT.ok && tooMany ? EXIT.conflicts : code;
}

function* sources(
  files: readonly string[],
  progress: (phase: string, done: number, total?: number) => void,
): Iterable<SnapshotSource> {
  for (const [index, file] of files.entries()) {
    progress('reading snapshots', index, files.length);
    yield { file, content: readNamed(file, SNAPSHOT_LIMIT) };
  }
}

/** A directory stands for all `.json` files below it, as CI unpacks artifacts. */
function snapshotFiles(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(path, name));
  } catch {
    throw new UsageError(`${path} does not exist; write it with: cohost scan -o ${path}`);
  }
}

/** What holds for all repositories stands where they are merged. */
function fleetConfig(file: string | undefined): LoadedConfig {
  if (file === undefined) return loadConfig(localTree('.'));
  const named = loadNamedConfig(file);
  if (!named.ok) throw new UsageError(named.message);
  return named.config;
}
