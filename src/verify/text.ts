import { plural, printable } from '../model/index.ts';
import type { Style } from '../report/style.ts';
import type { PlannedTool, VerifyPlan } from './plan.ts';
import type { Verified } from './verify.ts';

/** What is about to run, in the words of a shell: said before anything does. */
export function renderVerifyPlan({ tools, absent }: VerifyPlan, style: Style): string {
  const lines = tools.flatMap((tool) => [
    `${style.bold(tool.ecosystem)}  ${printable(tool.version)}`,
    `  ${printable(commandLine(tool))}`,
    `  ${count(tool)} in a temporary directory each; builds and runs nothing of the services${tool.left > 0 ? `; ${tool.left} more pairs are beyond the limit (--max-pairs)` : ''}`,
  ]);
  const missing = absent.map(({ ecosystem, because }) => style.dim(`${ecosystem}  not asked: ${because}`));
  return `${[...lines, ...missing].join('\n')}\n`;
}

function count({ pairs }: PlannedTool): string {
  const asked = pairs.filter(({ question }) => !('unasked' in question)).length;
  return plural(asked, 'pair');
}

function commandLine({ command, pairs }: PlannedTool): string {
  for (const { question } of pairs) if (!('unasked' in question)) return [command, ...question.args].join(' ');
  return `${command}: there is no pair to ask it about`;
}

const SIGNS: Readonly<Record<Verified['outcome'], string>> = { agrees: '=', differs: '≠', open: '?' };

/** One line a pair; where the two differ, the tool's own words below it. */
export function renderVerified({ services, verdict, answer, outcome, because }: Verified, style: Style): string {
  const said = answer === undefined || answer.kind === 'failed' ? '' : `tool ${answer.kind}`;
  const line = [SIGNS[outcome], services.join(' · '), `cohost ${verdict ?? 'none'}`, said, because ?? ''].filter(
    (part) => part !== '',
  );
  const words = outcome === 'agrees' ? [] : (answer?.words ?? []).map((word) => style.dim(`      ${printable(word)}`));
  return `${[`  ${printable(line.join('  '))}`, ...words].join('\n')}\n`;
}

/** The last line: how many verdicts agree, differ, or could not be asked for. */
export function renderVerifySummary(all: readonly Verified[]): string {
  const of = (outcome: Verified['outcome']): number => all.filter((one) => one.outcome === outcome).length;
  return `${of('agrees')} agree, ${of('differs')} differ, ${of('open')} open\n`;
}
