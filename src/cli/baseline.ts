import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { makeBaseline, type OlderBaseline, renderBaseline, renderDiagnostics } from '../index.ts';
import {
  type CommonOptions,
  directoriesArgument,
  exitCode,
  readDay,
  runAnalysis,
  todayOf,
  unlisted,
  withCommonOptions,
} from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { openBaseline } from './outputs.ts';
import type { Streams } from './streams.ts';
import { writeResult } from './writing.ts';

interface BaselineOptions extends CommonOptions {
  readonly output: string;
  readonly reason: string;
  readonly owner?: string;
  readonly until?: string;
}

export function baselineCommand(): Command {
  return unlisted(withCommonOptions(new Command('baseline')), ['fresh', 'pairs', 'json', 'aws'])
    .description('accept the conflicts of today, so that check --baseline fails only on new ones')
    .addArgument(directoriesArgument())
    .option('-o, --output <file>', 'file to write; an existing one is updated and keeps its notes', 'cohost.baseline.yaml')
    .option('--reason <text>', 'why the new entries are accepted', 'there before the check was introduced')
    .option('--owner <name>', 'owner of the new entries')
    .addOption(new Option('--until <date>', 'the new entries fail after this date').argParser(readDay))
    .action(async (directories: string[], options: BaselineOptions) => {
      const today = todayOf(options);
      if (options.until !== undefined && options.until < today)
        throw new UsageError(
          `--until ${options.until} is over (today is ${today}): what it accepts would fail at once; give a later day`,
        );
      const { analysis, streams } = await runAnalysis(directories, options);
      const broken = exitCode(analysis, options, 'never');
      if (broken !== EXIT.ok) {
        process.exitCode = broken;
        return;
      }
      const notes = {
        reason: options.reason,
        ...(options.owner === undefined ? {} : { owner: options.owner }),
        ...(options.until === undefined ? {} : { until: options.until.slice(0, 10) }),
      };
      const fleet = new Set(analysis.fleet.services.map(({ id }) => id));
      const written = makeBaseline(analysis.report.conflicts, olderBaseline(options.output, streams), notes, fleet);
      const { kept, added, removed } = written;
      writeResult(options.output, renderBaseline(written.baseline, options.output));
      streams.out(`${options.output}: ${kept + added} accepted (${kept} kept, ${added} added, ${removed} removed)\n`);
    });
}

/** A baseline that cannot be read is not overwritten: somebody wrote reasons into it. */
function olderBaseline(file: string, streams: Streams): OlderBaseline {
  if (!existsSync(file)) return { accepted: [], services: [] };
  const older = openBaseline(file);
  if (older.diagnostics.length === 0) return older;
  streams.err(renderDiagnostics(older.diagnostics, streams.errStyle));
  throw new UsageError(
    `${file} is not a baseline that this version reads, so it stays as it is; correct it, or write another file`,
  );
}
