import { Command, Option } from 'commander';
import { explain, listed, meantOr, renderExplanation, renderRuleText } from '../index.ts';
import { type CommonOptions, directoryHint, exitCode, readCount, runReport, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { rulePage } from './explain-rule.ts';
import { textOptions } from './terminal.ts';

interface ExplainOptions extends CommonOptions {
  readonly in?: readonly string[];
  readonly limit: number;
}

const NAMED = 5;

/** Candidates that hold the word are meant, however long they are. */
function hintFor(word: string, candidates: readonly string[]): string {
  if (/^c_[0-9a-f]{4,}$/.test(word))
    return 'ids change with the constraints, and with the directories that are named: give those of the run that told it (--in DIR…)';
  const holding = candidates.every((one) => one.toLowerCase().includes(word.toLowerCase()));
  if (candidates.length > 0 && holding) return `did you mean ${listed(candidates, NAMED)}?`;
  return meantOr(word, candidates, 'cohost check --json lists them');
}

export function explainCommand(): Command {
  return withCommonOptions(new Command('explain'))
    .description('why: a conflict id, a package, a service, two services, or a rule')
    .argument('<subject...>', 'what to explain')
    .option('--in <directories...>', 'directories that hold the services (default: here)')
    .addOption(new Option('--limit <count>', 'conflicts explained at most').argParser(readCount).default(20))
    .action(async (subjects: string[], options: ExplainOptions) => {
      const run = await runReport(options.in ?? [], options);
      const { analysis, streams } = run;
      const found = explain(analysis.report, subjects);
      if (found.kind === 'unknown') {
        const page = subjects.length === 1 ? rulePage(found.word) : undefined;
        if (page !== undefined) {
          streams.out(options.json === true ? `${JSON.stringify(page, null, 2)}\n` : renderRuleText(page, streams.outStyle));
          return;
        }
        if (found.isAmbiguous === true)
          throw new UsageError(`"${found.word}" is a name of several services, ${listed(found.candidates, NAMED)}: say which`);
        const hint = directoryHint(found.word) ?? hintFor(found.word, found.candidates);
        throw new UsageError(`"${found.word}" is not a conflict, package or service here; ${hint}`);
      }
      streams.out(
        options.json === true
          ? `${JSON.stringify(found, null, 2)}\n`
          : renderExplanation(found, analysis.report, textOptions(run, options.verbose === true, options.limit, found.conflicts)),
      );
      process.exitCode = exitCode(analysis, options, 'never');
    });
}
