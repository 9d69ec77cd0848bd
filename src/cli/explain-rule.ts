import { Argument, Command } from 'commander';
import {
  closest,
  conflictRulePage,
  DIAGNOSTICS,
  diagnosticPage,
  packagingRulePages,
  RULES,
  type RulePage,
  renderRuleIndexText,
  renderRuleText,
} from '../index.ts';
import { UsageError } from './exit.ts';
import { openStreams } from './streams.ts';

export function explainRuleCommand(): Command {
  return new Command('explain-rule')
    .description('what a rule finds, why it matters, how to fix and how to ignore it')
    .addArgument(
      new Argument(
        '[rule]',
        'its id, as version/unsatisfiable or PK001, or the code of a diagnostic; without it all rules are listed',
      ),
    )
    .option('--json', 'the entry as JSON')
    .action((id: string | undefined, options: { readonly json?: boolean }) => {
      const { out, outStyle } = openStreams({ progress: false, quiet: false });
      if (id === undefined) {
        const all = [...RULES, ...packagingRulePages()];
        out(options.json === true ? `${JSON.stringify(all, null, 2)}\n` : renderRuleIndexText(packagingRulePages(), outStyle));
        return;
      }
      const page = rulePage(id);
      if (page === undefined) throw new UsageError(unknown(id));
      out(
        options.json === true
          ? `${JSON.stringify(RULES.find((one) => one.id === id) ?? page, null, 2)}\n`
          : renderRuleText(page, outStyle),
      );
    });
}

/** What there is to say of a rule or of the code of a diagnostic; undefined of any other word. */
export function rulePage(id: string): RulePage | undefined {
  const rule = RULES.find((one) => one.id === id);
  return rule === undefined ? (packagingPage(id) ?? diagnosticPage(id)) : conflictRulePage(rule);
}

/** Reports name these rules without their area. */
function packagingPage(id: string): RulePage | undefined {
  const wanted = id.toLowerCase().replace(/^packaging\//, '');
  return packagingRulePages().find((one) => one.id.toLowerCase() === `packaging/${wanted}`);
}

/** The rule that was meant: by spelling, or by the part after the slash. */
function unknown(id: string): string {
  const ids = [...[...RULES, ...packagingRulePages()].map((rule) => rule.id), ...Object.keys(DIAGNOSTICS)];
  const meant = closest(id, ids) ?? ids.find((one) => one.endsWith(`/${id}`) || one.includes(id));
  const guess = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `there is no rule "${id}"${guess}\ncohost explain-rule lists all of them`;
}
