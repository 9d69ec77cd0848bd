import { Command, Option } from 'commander';
import { type Analysis, renderJson, renderMarkdown, renderText } from '../index.ts';
import { type CommonOptions, exitCode, runAnalysis, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { type Streams, writeResult } from './streams.ts';

interface CheckOptions extends CommonOptions {
  readonly failOn: 'error' | 'warning' | 'never';
  readonly format?: readonly string[];
  readonly limit: string;
}

type Renderer = (
  analysis: Analysis,
  context: { readonly streams: Streams; readonly verbose: boolean; readonly limit: number },
) => string;

/** Formats by the name that `-f` takes. */
const FORMATS: Readonly<Record<string, Renderer>> = {
  text: ({ report }, { streams, verbose, limit }) => renderText(report, { style: streams.outStyle, verbose, limit }),
  json: ({ report }) => renderJson(report),
  markdown: ({ report }) => renderMarkdown(report),
};

export function checkCommand(): Command {
  return withCommonOptions(new Command('check'))
    .description('conflicts between services, for people and for CI')
    .argument('[directories...]', 'directories that hold the services', [])
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on').choices(['error', 'warning', 'never']).default('error'),
    )
    .addOption(
      new Option(
        '-f, --format <format[:file]>',
        `${Object.keys(FORMATS).join(', ')}; repeatable, each to stdout or its file`,
      ).argParser(collect),
    )
    .option('--limit <count>', 'findings shown in text', '50')
    .action(async (directories: string[], options: CheckOptions) => {
      const formats = (options.format ?? [options.json === true ? 'json' : 'text']).map(readFormat);
      const { analysis, streams } = await runAnalysis(directories, options);
      const context = { streams, verbose: options.verbose === true, limit: Number(options.limit) || 50 };
      for (const { render, file } of formats) {
        const text = render(analysis, context);
        if (file === undefined) streams.out(text);
        else writeResult(file, text);
      }
      process.exitCode = exitCode(analysis, options, options.failOn);
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function readFormat(text: string): { readonly render: Renderer; readonly file?: string } {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const render = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (render === undefined) throw new UsageError(`unknown format "${name}"; formats are ${Object.keys(FORMATS).join(', ')}`);
  return colon < 0 ? { render } : { render, file: text.slice(colon + 1) };
}
