import { type Conflict, plural, printable, type Report, type SeverityCount } from '../../model/index.ts';
import { demandText, fixPhrase, headlineOf, ignoredWords } from '../phrases.ts';
import { placesOf, speaksFor } from '../places.ts';
import { restates } from '../terminal/conflict-text.ts';
import { bounded, type FormatOptions, liveOf, pathOf } from './findings.ts';
import { code, escapeMarkdown } from './markdown-text.ts';

/** A bot finds its own comment by this line and updates it. */
export const PULL_REQUEST_MARKER = '<!-- cohost:pull-request -->';

const LIMIT = 10;
const MAX_PLACES = 6;
const MAX_RESOLVED = 10;
/** GitHub takes 65,536 characters in a comment. */
const MAX_CHARACTERS = 60_000;

/** A comment for a pull request: one line that says it all, then what is new, folded; never longer than a comment may be. */
export function renderPullRequest(report: Report, options: FormatOptions = {}): string {
  const { comparison } = report;
  const live = liveOf(report).filter(({ severity }) => severity !== 'note');
  const fresh = comparison === undefined ? live : live.filter(({ status }) => status === 'new');
  const resolved = report.conflicts.filter(({ status, severity }) => status === 'resolved' && severity !== 'note');
  const { shown, more } = bounded(fresh, options.limit ?? LIMIT);
  const head = [PULL_REQUEST_MARKER, `### ${headline(report, fresh)}`, '', ...context(report)];
  const tail = [
    ...(resolved.length === 0 ? [] : ['', ...resolvedBlock(resolved)]),
    '',
    `<sub>cohost ${report.tool.version} · ${plural(report.summary.services, 'service')} · depth ${report.options.depth} · <code>cohost explain ID</code> tells the chain behind a finding</sub>`,
    '',
  ];
  const blocks: string[] = [];
  let size = [...head, ...tail].join('\n').length;
  let left = more;
  for (const [index, conflict] of shown.entries()) {
    const block = details(conflict, options, index === 0 && shown.length < 4);
    if (size + block.length > MAX_CHARACTERS) left++;
    else {
      blocks.push(block);
      size += block.length;
    }
  }
  const rest = left === 0 ? [] : ['', `… and ${left} more: \`cohost check -f json\` lists all of them.`];
  return [...head, ...blocks, ...rest, ...tail].join('\n');
}

function headline(report: Report, fresh: readonly Conflict[]): string {
  const errors = fresh.filter(({ severity }) => severity === 'error').length;
  const warnings = fresh.length - errors;
  const parts = [
    ...(errors > 0 ? [plural(errors, 'conflict')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ].join(' and ');
  if (report.comparison === undefined)
    return fresh.length === 0
      ? '✅ cohost: nothing says that these services cannot share a host'
      : `${errors > 0 ? '❌' : '⚠️'} cohost: ${parts}`;
  const resolved = total(report.comparison.resolved);
  const also = resolved > 0 ? `, ${resolved} resolved` : '';
  if (fresh.length === 0) return `✅ cohost: this change adds no conflict${also}`;
  return `${errors > 0 ? '❌' : '⚠️'} cohost: this change adds ${parts}${also}`;
}

function total(count: SeverityCount): number {
  return count.error + count.warning;
}

function context(report: Report): readonly string[] {
  const { comparison } = report;
  const [bottom] = report.ladder;
  const hosts = bottom === undefined ? '' : ` Hosts needed when everything is shared: ${bottom.hosts}.`;
  if (comparison === undefined)
    return [`${plural(report.summary.services, 'service')}, ${plural(report.summary.manifests, 'manifest')}.${hosts}`, ''];
  const stay = total(comparison.existing);
  const base =
    comparison.base === undefined
      ? ''
      : ` Compared with \`${comparison.base.commit.slice(0, 12)}\` (merge base with ${code(comparison.base.ref)}).`;
  const baseline =
    comparison.baseline === undefined
      ? ''
      : ` ${plural(comparison.baseline.removable, 'accepted entry', 'accepted entries')} of ${code(comparison.baseline.file)} can be removed.`;
  const ignored = ignoredWords(report).map((words) => ` ${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`);
  return [
    `${stay === 0 ? 'Nothing was there before.' : `${plural(stay, 'existing one remains', 'existing ones remain')}.`}${ignored.join('')}${base}${baseline}${hosts}`,
    '',
  ];
}

function details(conflict: Conflict, options: FormatOptions, open: boolean): string {
  const mark = conflict.severity === 'error' ? '❌' : '⚠️';
  const { shown, more } = placesOf(conflict, MAX_PLACES);
  const places = shown.map(
    (place) =>
      `- ${code(`${pathOf(place.demand.origin, options)}:${place.demand.origin.line}`)} ${prose(speaksFor(place))}${code(demandText(place.demand))}`,
  );
  const steps = conflict.explanation.filter((step) => !restates(step, conflict.demands)).slice(0, 6);
  const fixes = conflict.fixes.slice(0, 3).map((fix) => `- ${prose(fixPhrase(fix))}`);
  return [
    `<details${open ? ' open' : ''}><summary>${mark} ${escapeHtml(headlineOf(conflict))}</summary>`,
    '',
    ...places,
    ...(more.length > 0 ? [`- … and ${more.length} more`] : []),
    '',
    ...steps.map((step) => `${prose(step)}  `),
    ...(fixes.length === 0 ? [] : ['', '**Ways out**', '', ...fixes]),
    '',
    `${code(conflict.id)} · ${code(conflict.rule)}`,
    '',
    '</details>',
    '',
  ].join('\n');
}

function resolvedBlock(resolved: readonly Conflict[]): readonly string[] {
  const more = resolved.length - MAX_RESOLVED;
  return [
    `<details><summary>✅ ${plural(resolved.length, 'finding')} resolved</summary>`,
    '',
    ...resolved.slice(0, MAX_RESOLVED).map((conflict) => `- ${prose(headlineOf(conflict))}`),
    ...(more > 0 ? [`- … and ${more} more`] : []),
    '',
    '</details>',
  ];
}

/** Text of others in prose: no markup, and an at-sign calls nobody. */
function prose(text: string): string {
  return escapeMarkdown(text).replaceAll('@', '@\u200b');
}

/** Inside of an HTML block Markdown is not read. */
function escapeHtml(text: string): string {
  return printable(text.replaceAll(/[\r\n]+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('`', '&#96;')
    .replaceAll('@', '@\u200b');
}
