import {
  type Conflict,
  type Demand,
  isLive,
  listed,
  placeText,
  plural,
  printable,
  type Report,
  serviceLabel,
  shortPurl,
} from '../../model/index.ts';
import { shellWord } from '../../recommend/emit/quoting.ts';
import { demandText, fixPhrase, headlineOf } from '../phrases.ts';
import { placesOf } from '../places.ts';
import { restates } from '../terminal/conflict-text.ts';

/** What every format for machines needs of a run beside the report. */
export interface FormatOptions {
  /** Findings at most; each format has a limit of its own that its readers can take. */
  readonly limit?: number;
  /** Path of the analysed root below the directory that the reader counts from, without slashes at its ends; `` for that itself. */
  readonly prefix?: string;
  /** Where docs/ is published, without a slash at the end; rules are linked there. */
  readonly docs?: string;
}

export interface Listed {
  readonly shown: readonly Conflict[];
  /** Left out by the limit. */
  readonly more: number;
}

/** Findings that count, the weightiest first; new ones before what was there. */
export function bounded(conflicts: readonly Conflict[], limit: number): Listed {
  const fresh = conflicts.filter((conflict) => conflict.status !== 'existing');
  const stale = conflicts.filter((conflict) => conflict.status === 'existing');
  const ordered = [...fresh, ...stale];
  return { shown: ordered.slice(0, limit), more: Math.max(0, ordered.length - limit) };
}

/** Conflicts that nothing resolved or accepted. */
export function liveOf(report: Report): readonly Conflict[] {
  return report.conflicts.filter(isLive);
}

/** Where a finding is shown first: the line to change, if there is one, else the first line that asks directly. */
export function mainDemand(conflict: Conflict): Demand | undefined {
  const fix = conflict.fixes.find((one) => one.kind !== 'isolate' && one.file !== undefined);
  return (
    conflict.demands.find((demand) => demand.origin.file === fix?.file && demand.origin.line === fix.line) ??
    conflict.demands.find((demand) => demand.via.length === 0) ??
    conflict.demands[0]
  );
}

/** The other places of a finding, each line once, at most `limit`. */
export function otherDemands(conflict: Conflict, limit: number): readonly Demand[] {
  const main = mainDemand(conflict);
  const seen = new Set(main === undefined ? [] : [placeText(main.origin)]);
  return placesOf(conflict, limit + 1)
    .shown.map(({ demand }) => demand)
    .filter(({ origin }) => {
      const key = placeText(origin);
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .slice(0, limit);
}

/** A file's path from where the run began: below `prefix` where the root is not there. */
export function pathOf(origin: { readonly file: string }, options: FormatOptions): string {
  const { prefix = '' } = options;
  return prefix === '' ? origin.file : `${prefix}/${origin.file}`;
}

const MAX_PLACES = 6;

/** Plain text of several lines: the sentence, who asks for what where, why, the ways out. */
export function findingText(conflict: Conflict, options: FormatOptions): string {
  const { shown, more } = placesOf(conflict, MAX_PLACES);
  const places = shown.map(
    ({ demand, services }) =>
      `${pathOf(demand.origin, options)}:${demand.origin.line} ${listed(services.map(serviceLabel), 3)}: ${demandText(demand)}`,
  );
  return plainText([
    sentence(conflict),
    ...places,
    ...(more.length > 0 ? [`and ${more.length} more`] : []),
    ...conflict.explanation.filter((step) => !restates(step, conflict.demands)),
    ...conflict.fixes.slice(0, 3).map((fix) => `Way out: ${fixPhrase(fix)}`),
    explainCommand(conflict, options),
  ]);
}

/** As it is given where the run began. */
function explainCommand({ id }: Conflict, { prefix = '' }: FormatOptions): string {
  return `cohost explain ${id}${prefix === '' ? '' : ` --in ${shellWord(prefix)}`}`;
}

export function sentence(conflict: Conflict): string {
  const message = headlineOf(conflict);
  return `${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}

/** Lines for people: a name in them can neither break a line nor turn its direction around. */
export function plainText(lines: readonly string[]): string {
  return lines.map(printable).join('\n');
}

/** Where the rest is, once a limit cut a list. */
export function restSentence(more: number): string {
  return `${plural(more, 'more finding is', 'more findings are')} not listed here; all of them: cohost check -f json, or --limit`;
}

export function title(conflict: Conflict): string {
  return printable(`${conflict.rule}: ${shortPurl(conflict.subject)}`);
}
