import { Command, Option } from 'commander';
import { pageAssets, renderHtml, renderJson, renderMarkdown } from '../index.ts';
import { type CommonOptions, directoriesArgument, exitCode, type Run, runReport, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { matrixOf } from './outputs.ts';
import { giveResult, isStdout } from './streams.ts';
import { sourcesOf } from './terminal.ts';

interface ReportOptions extends CommonOptions {
  readonly output?: string;
  readonly format?: string | true;
}

type Renderer = (run: Run) => string | Promise<string>;

const json: Renderer = ({ analysis }) => renderJson(analysis.report);
const markdown: Renderer = ({ analysis }) => renderMarkdown(analysis.report);
const html: Renderer = async (run) => {
  const { report } = run.analysis;
  return renderHtml(report, await pageAssets(), sourcesOf(run, report.conflicts));
};

/** By the ending of the file's name. */
const RENDERERS: ReadonlyMap<string, Renderer> = new Map([
  ['html', html],
  ['htm', html],
  ['md', markdown],
  ['json', json],
  ['csv', ({ analysis }) => matrixOf(analysis, 'csv')],
  ['tsv', ({ analysis }) => matrixOf(analysis, 'tsv')],
]);

const FORMATS_ELSEWHERE =
  'the format of a report is the ending of its file (cohost report -o FILE.html, .md, .json, .csv or .tsv); SARIF, JUnit and the others for CI: cohost check -f FORMAT[:FILE]';

export function reportCommand(): Command {
  return (
    withCommonOptions(new Command('report'))
      .description('the whole picture: one HTML page, Markdown or JSON; the matrix of pairs as CSV or TSV')
      .addArgument(directoriesArgument())
      .option('-o, --output <file>', 'FILE.html, .md, .json, .csv or .tsv; Markdown on stdout without it')
      // Known, so that whoever looks for it reads where it is.
      .addOption(new Option('-f, --format [format]').hideHelp())
      .action(async (directories: string[], options: ReportOptions) => {
        if (options.format !== undefined) throw new UsageError(FORMATS_ELSEWHERE);
        const render = rendererFor(options);
        const run = await runReport(directories, options);
        const text = await render(run);
        giveResult(options.output, text, run.streams);
        process.exitCode = exitCode(run.analysis, options, 'never');
      })
  );
}

function rendererFor({ output, json: asJson }: ReportOptions): Renderer {
  if (isStdout(output)) return asJson === true ? json : markdown;
  const render = RENDERERS.get(endingOf(output));
  if (render === undefined)
    throw new UsageError(`the ending of "${output}" names no format; use .html, .md, .json, .csv or .tsv`);
  return render;
}

function endingOf(file: string): string {
  return file.slice(file.lastIndexOf('.') + 1).toLowerCase();
}
