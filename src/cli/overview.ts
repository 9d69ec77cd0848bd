import { renderOverview } from '../index.ts';
import { exitCode, remembering, runJudged } from './common.ts';
import { textOptions } from './terminal.ts';

/** `cohost` without a word more: what is here, how it stands, and what to do next. Nothing that it finds makes it fail. */
export async function overview(): Promise<void> {
  const options = { progress: true, aws: true };
  const run = await runJudged([], options, {
    judge: (request, root) => remembering(options)({ ...request, advice: false }, root),
  });
  run.streams.out(renderOverview(run.analysis.report, textOptions(run, false, 0, [])));
  process.exitCode = exitCode(run.analysis, options, 'never');
}
