import { listed, printable, type Report, type ReportService, serviceLabel } from '../../model/index.ts';
import { columnsOf, hang, pad } from './columns.ts';
import type { TextOptions } from './conflict-text.ts';
import { commandLines, headline, nothingText, summaryLines } from './text.ts';

/** Services that are listed; those of a larger fleet stand in the report. */
const LISTED = 40;

/** `cohost` alone: which services are here, how they stand, and what to do next. */
export function renderOverview(report: Report, options: TextOptions): string {
  const { style } = options;
  if (report.summary.services === 0) return nothingText(report, style);
  const isFree = report.conflicts.every(({ severity }) => severity === 'note');
  return [
    ...headline(report, style),
    '',
    ...serviceLines(report.services, options),
    '',
    // Notes are shown by the commands below, and not by this one.
    ...summaryLines(report, { ...options, verbose: true }),
    '',
    ...commandLines(
      [
        ['cohost check', isFree ? 'what was looked at, and every note' : 'each conflict with its lines, and what ends it'],
        ['cohost plan', 'who shares, who is isolated, who fits Lambda'],
        ['cohost report -o fleet.html', 'the whole picture as one page'],
        ['cohost init', 'a cohost.yaml for what no manifest knows'],
      ],
      options,
    ),
    '',
  ].join('\n');
}

/** Manifests that are named. */
const NAMED = 3;

function madeOf({ path, ecosystems, manifests }: ReportService): string {
  const files = manifests.map((one) => (one.path.startsWith(`${path}/`) ? one.path.slice(path.length + 1) : one.path));
  return `${ecosystems.join(' + ')}: ${printable(listed(files, NAMED))}`;
}

function serviceLines(services: readonly ReportService[], { style }: TextOptions): readonly string[] {
  const shown = services
    .slice(0, LISTED)
    .map((service) => ({ name: printable(serviceLabel(service.id)), made: madeOf(service) }));
  const width = Math.max(0, ...shown.map(({ name }) => columnsOf(name)));
  const more = services.length - shown.length;
  return [
    ...shown.flatMap(({ name, made }) => hang(`  ${pad(name, width)}   `, made, style.width)),
    ...(more === 0 ? [] : [style.dim(`  … and ${more} more; cohost plan shows them all`)]),
  ];
}
