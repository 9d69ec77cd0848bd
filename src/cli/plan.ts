import { Command } from 'commander';
import { renderJson, renderPlan } from '../index.ts';
import { type CommonOptions, exitCode, runAnalysis, withCommonOptions } from './common.ts';

export function planCommand(): Command {
  return withCommonOptions(new Command('plan'))
    .description('who shares a host, who is isolated, who fits Lambda')
    .argument('[directories...]', 'directories that hold the services', [])
    .action(async (directories: string[], options: CommonOptions) => {
      const { analysis, streams } = await runAnalysis(directories, options);
      streams.out(
        options.json === true
          ? renderJson(analysis.report)
          : renderPlan(analysis.report, streams.outStyle, options.verbose === true),
      );
      process.exitCode = exitCode(analysis, options, 'never');
    });
}
