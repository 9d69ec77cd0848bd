import { Command } from 'commander';
import { renderJson, renderMarkdown } from '../index.ts';
import { type CommonOptions, exitCode, runAnalysis, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { writeResult } from './streams.ts';

interface ReportOptions extends CommonOptions {
  readonly output?: string;
}

export function reportCommand(): Command {
  return withCommonOptions(new Command('report'))
    .description('the whole picture, as Markdown or JSON')
    .argument('[directories...]', 'directories that hold the services', [])
    .option('-o, --output <file>', 'FILE.md or FILE.json; Markdown on stdout without it')
    .action(async (directories: string[], options: ReportOptions) => {
      const render = rendererFor(options);
      const { analysis, streams } = await runAnalysis(directories, options);
      const text = render(analysis.report);
      if (options.output === undefined) streams.out(text);
      else writeResult(options.output, text);
      process.exitCode = exitCode(analysis, options, 'never');
    });
}

function rendererFor(options: ReportOptions): typeof renderJson {
  const { output } = options;
  if (output === undefined) return options.json === true ? renderJson : renderMarkdown;
  if (output.endsWith('.json')) return renderJson;
  if (output.endsWith('.md')) return renderMarkdown;
  throw new UsageError(`the ending of ${output} names no format; use .md or .json`);
}
