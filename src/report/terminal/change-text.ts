import { type Conflict, plural, printable, type Report, type SeverityCount } from '../../model/index.ts';
import { headlineOf, ignoredWords } from '../phrases.ts';
import { hang } from './columns.ts';
import type { TextOptions } from './conflict-text.ts';
import { ignoredLines, renderText } from './text.ts';

const MAX_LINES = 20;

/** `cohost check --base` and `--baseline` for people: what is new in full, what went in a line each, what stays as a count. */
export function renderChange(report: Report, options: TextOptions): string {
  const { style } = options;
  const { comparison } = report;
  if (comparison === undefined) return renderText(report, options);
  const told = report.conflicts.filter(({ severity }) => options.verbose || severity !== 'note');
  const resolved = told.filter(({ status }) => status === 'resolved');
  const existing = told.filter(({ status }) => status === 'existing');
  const base =
    comparison.base === undefined ? [] : [`merge base with ${comparison.base.ref}: ${comparison.base.commit.slice(0, 12)}`];
  const baseline =
    comparison.baseline === undefined
      ? []
      : [
          `${comparison.baseline.file}: ${comparison.baseline.accepted} accepted, ${comparison.baseline.removable} removable, ${comparison.baseline.expired} expired`,
        ];
  const moved = (comparison.moved ?? []).map(({ from, to }) => `${from} is ${to} now`);
  return [
    renderText(onlyNew(report), options),
    ...[...base, ...baseline, ...moved.slice(0, MAX_LINES)].map((line) => style.dim(printable(line))),
    ...resolved.slice(0, MAX_LINES).flatMap((conflict) => linesOf(conflict, style.green('✓ resolved'), style.width)),
    ...rest(resolved.length - MAX_LINES),
    ...(options.verbose ? existing.flatMap((conflict) => linesOf(conflict, style.dim('· stays   '), style.width)) : []),
    ...ignoredLines(report, options),
    `${style.bold(`${counts(comparison.new)} new`)} · ${counts(comparison.resolved)} resolved · ${counts(comparison.existing)} there before${
      options.verbose || existing.length === 0 ? '' : style.dim(' (--verbose lists them)')
    }${ignoredWords(report)
      .map((words) => ` · ${words}`)
      .join('')}`,
    '',
  ].join('\n');
}

/** The report without what was there before, is gone or accepted. */
export function onlyNew(report: Report): Report {
  const fresh = report.conflicts.filter(({ status }) => status === 'new');
  return { ...report, conflicts: fresh.map(({ status: _, ...conflict }) => conflict) };
}

function linesOf(conflict: Conflict, mark: string, width: number): readonly string[] {
  return hang(`${mark}  `, `${printable(headlineOf(conflict))}  ${conflict.id}`, width);
}

function rest(more: number): readonly string[] {
  return more > 0 ? [`… and ${more} more; all of them: cohost check --json`] : [];
}

function counts(count: SeverityCount): string {
  const parts = [
    ...(count.error > 0 ? [plural(count.error, 'error')] : []),
    ...(count.warning > 0 ? [plural(count.warning, 'warning')] : []),
    ...(count.note > 0 ? [plural(count.note, 'note')] : []),
  ];
  return parts.length === 0 ? '0' : parts.join(', ');
}
