import { Command } from 'commander';
import {
  type Analysis,
  type AnalyzeRequest,
  type Answer,
  analyze,
  analyzeAgainstBase,
  applyBaseline,
  type LoadedBaseline,
  listed,
  plural,
} from '../index.ts';
import { directoriesArgument, exitCode, refuseBroken, remembering, runJudged, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { isData, type OutputOptions, openBaseline, outputsOf, showsAdvice, withOutputOptions, writeOutput } from './outputs.ts';

interface CheckOptions extends OutputOptions {
  readonly base?: string;
}

export function checkCommand(): Command {
  return withOutputOptions(withCommonOptions(new Command('check')))
    .description('conflicts between services, for people and for CI')
    .addArgument(directoriesArgument())
    .option('--base <ref>', 'only what changed since the merge base with this branch, tag or commit can fail')
    .action(async (directories: string[], options: CheckOptions) => {
      const outputs = outputsOf(options);
      const baseline = options.baseline === undefined ? undefined : openBaseline(options.baseline);
      if (baseline !== undefined && !isData(outputs)) refuseBroken(baseline, 'baseline');
      const advice = showsAdvice(outputs);
      const run = await runJudged(directories, options, {
        judge: (request, root) => judgeChange({ ...request, advice }, root, options, baseline),
        asData: isData(outputs),
      });
      // Beforehand: whoever reads the output may stop in the middle.
      process.exitCode = exitCode(run.analysis, options, options.failOn);
      for (const output of outputs) await writeOutput(output, run, options);
      const files = outputs.flatMap(({ file }) => file ?? []);
      if (files.length === outputs.length) run.streams.err(`${countOf(run.analysis)}; wrote ${listed(files)}\n`);
    });
}

async function judgeChange(
  request: AnalyzeRequest,
  root: string,
  options: CheckOptions,
  baseline: LoadedBaseline | undefined,
): Promise<Answer> {
  if (options.base === undefined && baseline === undefined) return remembering(options)(request, root);
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

/** For whoever has all of it in files, and would see an exit code alone. */
function countOf({ report: { summary, comparison } }: Answer): string {
  const { error, warning } = comparison?.new ?? summary.conflicts;
  const kind = comparison === undefined ? '' : 'new ';
  return `${plural(error, `${kind}error`)}, ${plural(warning, `${kind}warning`)}`;
}
