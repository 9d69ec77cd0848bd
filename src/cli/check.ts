import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { Command, Option } from 'commander';
import {
  type Analysis,
  type AnalyzeRequest,
  analyze,
  analyzeAgainstBase,
  applyBaseline,
  CHECK_FORMAT_NAMES,
  CHECK_FORMATS,
  type CheckFormat,
  type FormatOptions,
  isLive,
  type LoadedBaseline,
  MATRIX_FORMATS,
  readBaseline,
  renderChange,
  renderText,
} from '../index.ts';
import { type CommonOptions, exitCode, type Run, readCount, runAnalysis, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { appendResult, writeResult } from './streams.ts';
import { textOptions } from './terminal.ts';

interface CheckOptions extends CommonOptions {
  readonly failOn: 'error' | 'warning' | 'never';
  readonly format?: readonly string[];
  readonly limit?: number;
  readonly base?: string;
  readonly baseline?: string;
}

const TEXT_LIMIT = 50;
const FORMAT_NAMES: readonly ('text' | CheckFormat)[] = ['text', ...CHECK_FORMAT_NAMES];

export function checkCommand(): Command {
  return withCommonOptions(new Command('check'))
    .description('conflicts between services, for people and for CI')
    .argument('[directories...]', 'directories that hold the services', [])
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on').choices(['error', 'warning', 'never']).default('error'),
    )
    .addOption(
      new Option('-f, --format <format[:file]>', `${FORMAT_NAMES.join(', ')}; repeatable, each to stdout or its file`).argParser(
        collect,
      ),
    )
    .option('--base <ref>', 'only what changed since the merge base with this branch, tag or commit can fail')
    .option('--baseline <file>', 'conflicts that this file accepts do not fail (written by cohost baseline)')
    .addOption(new Option('--limit <count>', 'findings shown at most (text: 50; others: see docs/ci.md)').argParser(readCount))
    .action(async (directories: string[], options: CheckOptions) => {
      const outputs = (options.format ?? [options.json === true ? 'json' : 'text']).map(readFormat);
      const baseline = options.baseline === undefined ? undefined : openBaseline(options.baseline);
      const matrix = outputs.some(({ format }) => MATRIX_FORMATS.has(format));
      const asked = matrix ? { ...options, pairs: 'all' as const } : options;
      const run = await runAnalysis(directories, asked, (request, root) => judgeChange(request, root, options, baseline));
      for (const output of outputs) write(output, run, options);
      process.exitCode = exitCode(run.analysis, options, options.failOn);
    });
}

async function judgeChange(
  request: AnalyzeRequest,
  root: string,
  options: CheckOptions,
  baseline: LoadedBaseline | undefined,
): Promise<Analysis> {
  const analysis = await judgeSince(request, root, options);
  return baseline === undefined ? analysis : applyBaseline(analysis, baseline, request.today);
}

async function judgeSince(request: AnalyzeRequest, root: string, options: CheckOptions): Promise<Analysis> {
  if (options.base === undefined) return analyze(request);
  const judged = await analyzeAgainstBase({
    ...request,
    root,
    base: options.base,
    sameConfig: options.config !== undefined,
    ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
  });
  if (!judged.ok) throw new UsageError(judged.message);
  return judged.value;
}

function openBaseline(file: string): LoadedBaseline {
  try {
    return readBaseline(file, readFileSync(file, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(
      missing ? `${file} does not exist; write it with: cohost baseline -o ${file}` : `${file} cannot be read: ${String(error)}`,
    );
  }
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

interface Output {
  readonly format: 'text' | CheckFormat;
  readonly file?: string;
}

function readFormat(text: string): Output {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const format = FORMAT_NAMES.find((one) => one === name);
  if (format === undefined) throw new UsageError(`unknown format "${name}"; formats are ${FORMAT_NAMES.join(', ')}`);
  if (colon === text.length - 1) throw new UsageError(`"${text}" names no file; write -f ${format} or -f ${format}:FILE`);
  return colon < 0 ? { format } : { format, file: text.slice(colon + 1) };
}

function write({ format, file }: Output, run: Run, options: CheckOptions): void {
  const { analysis, streams, root } = run;
  const { report } = analysis;
  const settings: FormatOptions = { prefix: prefixOf(root), ...(options.limit === undefined ? {} : { limit: options.limit }) };
  const text = format === 'text' ? asText(run, options) : CHECK_FORMATS[format](report, settings);
  if (file === undefined) streams.out(text);
  else writeResult(file, text);
  // GitHub shows this file on the run's page; other steps may have written to it before.
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (format === 'github' && summary !== undefined && summary !== '') appendResult(summary, CHECK_FORMATS.pr(report, settings));
}

/** CI counts paths from where it runs, the report from the analysed root. */
function prefixOf(root: string): string {
  const path = relative(realpathSync('.'), root).split(sep).join('/');
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? '' : path;
}

function asText(run: Run, options: CheckOptions): string {
  const { report } = run.analysis;
  const verbose = options.verbose === true;
  const weighty = report.conflicts.filter((conflict) => isLive(conflict) && (verbose || conflict.severity !== 'note'));
  const text = textOptions(run, verbose, options.limit ?? TEXT_LIMIT, weighty);
  return report.comparison === undefined ? renderText(report, text) : renderChange(report, text);
}
