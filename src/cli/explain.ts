import { Command } from 'commander';
import { closest, explain, renderExplanation } from '../index.ts';
import { type CommonOptions, exitCode, runAnalysis, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';

interface ExplainOptions extends CommonOptions {
  readonly in?: readonly string[];
}

export function explainCommand(): Command {
  return withCommonOptions(new Command('explain'))
    .description('why: a conflict id, a package, a service, or two services')
    .argument('<subject...>', 'what to explain')
    .option('--in <directories...>', 'directories that hold the services (default: here)')
    .action(async (subjects: string[], options: ExplainOptions) => {
      const { analysis, streams } = await runAnalysis(options.in ?? [], options);
      const found = explain(analysis.report, subjects);
      if (found.kind === 'unknown') {
        const meant = closest(found.word, found.candidates);
        throw new UsageError(
          `"${found.word}" is no conflict, package or service here${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
        );
      }
      streams.out(
        options.json === true
          ? `${JSON.stringify(found, null, 2)}\n`
          : renderExplanation(found, analysis.report, streams.outStyle),
      );
      process.exitCode = exitCode(analysis, options, 'never');
    });
}
