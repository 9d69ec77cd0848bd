import { groupBy, listed, plural, printable } from '../model/index.ts';
import type { Style } from '../report/terminal/style.ts';
import type { PlannedTool, VerifyPlan } from './plan.ts';
import type { Verified } from './verify.ts';

/** What is about to run, in the words of a shell: said before anything does. */
export function renderVerifyPlan({ tools, absent }: VerifyPlan, style: Style): string {
  const lines = tools.flatMap((tool) => [
    `${style.bold(tool.ecosystem)}  ${printable(tool.version)}`,
    ...whatIsAsked(tool),
    ...(tool.left > 0 ? [`  ${tool.left} more of its pairs are beyond the limit (--max-pairs)`] : []),
  ]);
  const missing = absent.map(({ ecosystem, because }) => style.dim(`${ecosystem}  not asked: ${because}`));
  return `${[...lines, ...missing].join('\n')}\n`;
}

function whatIsAsked({ command, pairs }: PlannedTool): readonly string[] {
  const asked = pairs.flatMap(({ question }) => ('unasked' in question ? [] : [question]));
  const [first] = asked;
  if (first === undefined) return ['  runs nothing: it cannot be asked about any of the pairs'];
  return [
    `  ${printable([command, ...first.args].join(' '))}`,
    `  ${plural(asked.length, 'pair')} in a temporary directory each; builds and runs nothing of the services`,
  ];
}

const SIGNS: Readonly<Record<Verified['outcome'], string>> = { agrees: '=', differs: '≠', open: '?' };

/** What is the same for several pairs of an ecosystem is said once, with the tool's own words below where the two differ. */
export function renderVerified(found: readonly Verified[], style: Style, named = PAIRS_NAMED): string {
  return [...groupBy(found, whatIsSaid).values()].map((alike) => renderAlike(alike, style, named)).join('');
}

/**
 * Each verdict as soon as it is known: a tool may take minutes for a pair. Its own words are said once, and pairs that no
 * tool is asked about wait for the end, where they stand together.
 */
export class VerifiedLines {
  readonly #style: Style;
  readonly #named: number | undefined;
  readonly #said = new Set<string>();
  readonly #unasked: Verified[] = [];

  constructor(style: Style, named?: number) {
    this.#style = style;
    this.#named = named;
  }

  next(one: Verified): string {
    if (one.answer === undefined) {
      this.#unasked.push(one);
      return '';
    }
    const key = whatIsSaid(one);
    const isKnown = this.#said.has(key);
    this.#said.add(key);
    return renderAlike([one], this.#style, 1, !isKnown);
  }

  rest(): string {
    return renderVerified(this.#unasked, this.#style, this.#named);
  }
}

/** Pairs that a line names at most. */
const PAIRS_NAMED = 3;

function whatIsSaid({ ecosystem, verdict, answer, outcome, because }: Verified): string {
  return JSON.stringify([ecosystem, outcome, verdict, answer?.kind, because, outcome === 'agrees' ? [] : answer?.words]);
}

function renderAlike(alike: readonly Verified[], style: Style, named: number, withWords = true): string {
  const [first] = alike;
  if (first === undefined) return '';
  const { verdict, answer, outcome, because } = first;
  const said = answer === undefined || answer.kind === 'failed' ? '' : `tool ${answer.kind}`;
  const pairs = alike.map(({ services }) => services.join(' · '));
  const line = [SIGNS[outcome], listed(pairs, named), `cohost ${verdict ?? 'none'}`, said, because ?? ''].filter(
    (part) => part !== '',
  );
  const words =
    outcome === 'agrees' || !withWords ? [] : (answer?.words ?? []).map((word) => style.dim(`      ${printable(word)}`));
  return `${[`  ${printable(line.join('  '))}`, ...words].join('\n')}\n`;
}

/** The last line: how many verdicts agree, differ, or could not be asked for. */
export function renderVerifySummary(all: readonly Verified[]): string {
  const of = (outcome: Verified['outcome']): number => all.filter((one) => one.outcome === outcome).length;
  return `${of('agrees')} agree, ${of('differs')} differ, ${of('open')} open\n`;
}
