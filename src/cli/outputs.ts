import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Answer,
  BASELINE_LIMIT,
  CHECK_FORMAT_NAMES,
  CHECK_FORMATS,
  type CheckFormat,
  decode,
  type FormatOptions,
  groupBy,
  isReadFailure,
  jsonChunks,
  type LoadedBaseline,
  MATRIX_FORMAT_NAMES,
  MATRIX_FORMATS,
  type MatrixFormat,
  onlyNew,
  pageAssets,
  readBaseline,
  readNamed,
  renderChange,
  renderHtml,
  renderPlan,
  renderText,
  selectShown,
  shellWord,
} from '../index.ts';
import { type CommonOptions, type Run, readCount } from './common.ts';
import { UsageError } from './exit.ts';
import { isStdout, writePieces } from './streams.ts';
import { sourcesOf, textOptions } from './terminal.ts';
import { appendResult, writeResult } from './writing.ts';

/** Options of the commands whose result a build is decided by. */
export interface OutputOptions extends CommonOptions {
  readonly failOn: 'error' | 'warning' | 'never';
  readonly format?: readonly string[];
  readonly limit?: number;
  readonly baseline?: string;
  readonly docsUrl?: string;
}

type Format = 'text' | 'plan' | 'html' | CheckFormat | MatrixFormat;

export interface Output {
  readonly format: Format;
  readonly file?: string;
}

const TEXT_LIMIT = 50;
export const FORMAT_NAMES: readonly Format[] = ['text', 'plan', 'html', ...CHECK_FORMAT_NAMES, ...MATRIX_FORMAT_NAMES];

export function withOutputOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 at this severity or above')
        .choices(['error', 'warning', 'never'])
        .default('error'),
    )
    .addOption(
      new Option(
        '-f, --format <format[:file]>',
        `output format, to stdout or to a file; repeatable: ${FORMAT_NAMES.join(', ')}`,
      ).argParser(collect),
    )
    .option('--baseline <file>', 'conflicts that this file accepts do not fail (written by cohost baseline)')
    .addOption(new Option('--limit <count>', 'findings shown at most (text: 50; others: see docs/ci.md)').argParser(readCount))
    .addOption(
      new Option('--docs-url <url>', 'where the docs folder is published; SARIF links its rules there')
        .env('COHOST_DOCS_URL')
        .argParser(readUrl),
    );
}

const WITH_ADVICE: ReadonlySet<Format> = new Set(['json', 'markdown', 'html', 'plan']);

/** Whether any output shows recommendations. */
export function showsAdvice(outputs: readonly Output[]): boolean {
  return outputs.some(({ format }) => WITH_ADVICE.has(format));
}

/** Whether any output is for programs. */
export function isData(outputs: readonly Output[]): boolean {
  return outputs.some(({ format }) => format !== 'text' && format !== 'plan');
}

/** An empty variable is none. */
function readUrl(value: string): string | undefined {
  if (value === '') return undefined;
  if (!/^https?:\/\//.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError('Write a URL that begins with https://.');
  return value.replace(/\/+$/, '');
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Formats that are a document of their own: a reader of stdout would find something else before or behind it. */
const DOCUMENTS: ReadonlySet<Format> = new Set(['html', 'json', 'sarif', 'gitlab', 'junit', 'checkstyle', 'csv', 'tsv']);

export function outputsOf({ json, format = [] }: OutputOptions): readonly Output[] {
  const asked = [...(json === true ? ['json'] : []), ...format];
  const outputs = (asked.length === 0 ? ['text'] : asked).map(readFormat);
  const printed = [...new Set(outputs.filter(({ file }) => file === undefined).map((output) => output.format))];
  const whole = printed.find((one) => DOCUMENTS.has(one));
  if (whole !== undefined && printed.length > 1)
    throw new UsageError(`${printed.join(' and ')} would be mixed on stdout; name a file for one of them: -f ${whole}:FILE`);
  for (const [file, [first, second]] of groupBy(outputs, ({ file }) => (file === undefined ? '' : resolve(file))))
    if (file !== '' && first !== undefined && second !== undefined && first.format !== second.format)
      throw new UsageError(`${first.format} and ${second.format} would be written to the same file, ${second.file}`);
  return outputs;
}

export function openBaseline(file: string): LoadedBaseline {
  const bytes = readNamed(file, BASELINE_LIMIT);
  if (!isReadFailure(bytes)) return readBaseline(file, decode(bytes));
  throw new UsageError(
    bytes.reason === 'missing' ? `${bytes.message}; write it with: cohost baseline -o ${shellWord(file)}` : bytes.message,
  );
}

function readFormat(text: string): Output {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const format = FORMAT_NAMES.find((one) => one === name);
  if (format === undefined) throw new UsageError(`unknown format "${name}"; formats are ${FORMAT_NAMES.join(', ')}`);
  if (colon === text.length - 1) throw new UsageError(`"${text}" names no file; write -f ${format} or -f ${format}:FILE`);
  const file = colon < 0 ? undefined : text.slice(colon + 1);
  return isStdout(file) ? { format } : { format, file };
}

export async function writeOutput({ format, file }: Output, run: Run, options: OutputOptions): Promise<void> {
  const { analysis, streams, root } = run;
  const settings: FormatOptions = {
    prefix: prefixOf(root),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.docsUrl === undefined ? {} : { docs: options.docsUrl }),
  };
  if (format === 'json') {
    await writePieces(file, jsonChunks(analysis.report));
    return;
  }
  const text = await render(format, run, options, settings);
  if (file === undefined) streams.out(text);
  else writeResult(file, text);
  // GitHub shows this file on the run's page; other steps may have written to it before.
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (format === 'github' && summary !== undefined && summary !== '')
    appendResult(summary, CHECK_FORMATS.pr(analysis.report, settings));
}

async function render(format: Format, run: Run, options: OutputOptions, settings: FormatOptions): Promise<string> {
  const { report } = run.analysis;
  if (format === 'text') return asText(run, options);
  if (format === 'plan') return renderPlan(report, textOptions(run, options.verbose === true, 0, []));
  if (format === 'html') return renderHtml(report, await pageAssets(), sourcesOf(run, report.conflicts));
  if (isMatrix(format)) return matrixOf(run.analysis, format);
  return CHECK_FORMATS[format](report, settings);
}

function isMatrix(format: string): format is MatrixFormat {
  return MATRIX_FORMAT_NAMES.some((name) => name === format);
}

/** Over this many services a table of all pairs is more than a spreadsheet or a string holds. */
const MATRIX_LIMIT = 5000;

/** The verdict of every pair, whichever of them the report lists. */
export async function matrixOf({ report, decidedPairs }: Answer, format: MatrixFormat): Promise<string> {
  const { length } = report.services;
  if (length > MATRIX_LIMIT)
    throw new UsageError(
      `a table of ${length} services by ${length} is too large to write; name up to ${MATRIX_LIMIT} with --only`,
    );
  return MATRIX_FORMATS[format]({ services: report.services, compatibility: await decidedPairs() });
}

/** CI counts paths from where it runs, the report from the analysed root. */
function prefixOf(root: string): string {
  const path = relative(realpathSync('.'), root).split(sep).join('/');
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? '' : path;
}

function asText(run: Run, options: OutputOptions): string {
  const { report } = run.analysis;
  const verbose = options.verbose === true;
  const limit = options.limit ?? TEXT_LIMIT;
  const { shown } = selectShown(report.comparison === undefined ? report : onlyNew(report), { verbose, limit });
  const text = textOptions(run, verbose, limit, shown);
  return report.comparison === undefined ? renderText(report, text) : renderChange(report, text);
}
