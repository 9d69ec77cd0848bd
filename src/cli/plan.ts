import { Command, Option } from 'commander';
import { plural, renderJson, renderPlan } from '../index.ts';
import {
  type CommonOptions,
  directoriesArgument,
  exitCode,
  type Run,
  readCount,
  runReport,
  tellDiagnostics,
  withCommonOptions,
} from './common.ts';
import { EXIT } from './exit.ts';
import { textOptions } from './terminal.ts';

interface PlanOptions extends CommonOptions {
  readonly maxHosts?: number;
}

export function planCommand(): Command {
  return withCommonOptions(new Command('plan'))
    .description('who shares a host, who is isolated, who fits Lambda')
    .addArgument(directoriesArgument())
    .addOption(
      new Option('--max-hosts <count>', 'plan at the least isolation that needs no more hosts than this').argParser(readCount),
    )
    .action(async (directories: string[], options: PlanOptions) => {
      const { run, fits } = await planWithin(directories, options);
      const { analysis, streams } = run;
      streams.out(
        options.json === true
          ? renderJson(analysis.report)
          : renderPlan(analysis.report, textOptions(run, options.verbose === true, 0, [])),
      );
      if (!fits) {
        const fewest = Math.min(...analysis.report.ladder.map((rung) => rung.hosts));
        streams.err(
          `no level of isolation puts this fleet on ${plural(options.maxHosts ?? 0, 'host')}; the fewest are ${fewest}\n`,
        );
      }
      const possible = analysis.report.diagnostics.every(({ code }) => code !== 'placement/impossible');
      process.exitCode = fits && possible ? exitCode(analysis, options, 'never') : EXIT.conflicts;
    });
}

/** The plan at the asked level, or at the first one above it that keeps within `--max-hosts`. */
async function planWithin(directories: readonly string[], options: PlanOptions): Promise<{ run: Run; fits: boolean }> {
  const most = options.maxHosts;
  const run = await runReport(directories, options, { isUntold: most !== undefined });
  if (most === undefined) return { run, fits: true };
  const { ladder, placement } = run.analysis.report;
  const fits = placement.hosts.length <= most;
  const above = ladder.slice(ladder.findIndex((rung) => rung.level === placement.level) + 1);
  const enough = fits ? undefined : above.find((rung) => rung.hosts <= most);
  if (enough !== undefined) return { run: await runReport(directories, { ...options, level: enough.level }), fits: true };
  tellDiagnostics(run.analysis, options, run.streams);
  return { run, fits };
}
