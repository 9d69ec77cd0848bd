import { Argument, Command } from 'commander';
import { closest, RULES, renderRuleIndexText, renderRuleText } from '../index.ts';
import { UsageError } from './exit.ts';
import { openStreams } from './streams.ts';

export function explainRuleCommand(): Command {
  return new Command('explain-rule')
    .description('what a rule finds, why it matters, how to fix and how to ignore it')
    .addArgument(new Argument('[rule]', 'its id, as version/unsatisfiable; without it all rules are listed'))
    .option('--json', 'the entry as JSON')
    .action((id: string | undefined, options: { readonly json?: boolean }) => {
      const { out, outStyle } = openStreams({ progress: false, quiet: false });
      if (id === undefined) {
        out(options.json === true ? `${JSON.stringify(RULES, null, 2)}\n` : renderRuleIndexText(outStyle));
        return;
      }
      const rule = RULES.find((one) => one.id === id);
      if (rule === undefined) throw new UsageError(unknown(id));
      out(options.json === true ? `${JSON.stringify(rule, null, 2)}\n` : renderRuleText(rule, outStyle));
    });
}

/** The rule that was meant: by spelling, or by the part after the slash. */
function unknown(id: string): string {
  const ids = RULES.map((rule) => rule.id);
  const meant = closest(id, ids) ?? ids.find((one) => one.endsWith(`/${id}`) || one.includes(id));
  return `there is no rule "${id}"${meant === undefined ? '' : `; did you mean "${meant}"?`} cohost explain-rule lists all of them`;
}
