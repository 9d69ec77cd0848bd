import { type Conflict, type Diagnostic, plural, type Report, serviceLabel, shortPurl } from '../../model/index.ts';
import {
  demandText,
  endsPhrase,
  fixPhrase,
  hostWords,
  isAlone,
  leadingReasons,
  RUNG_NAMES,
  summarySentences,
  TARGET_WORDS,
  targetParts,
} from '../phrases.ts';
import { placesOf, speaksFor } from '../places.ts';
import { restates } from '../terminal/conflict-text.ts';
import { code, escapeMarkdown, inCell } from './markdown-text.ts';

/** The whole picture as Markdown. Text from manifests goes into code spans or is escaped. */
export function renderMarkdown(report: Report): string {
  const { error, warning, note } = report.summary.conflicts;
  const shown = report.conflicts.filter((conflict) => conflict.status !== 'ignored');
  const target = targetParts(report).map(({ name, because }) => `${name} (${because})`);
  return [
    '# Can these services share a host?',
    '',
    summarySentences(report).map(escapeMarkdown).join(' '),
    '',
    `${plural(report.summary.services, 'service')}, ${plural(report.summary.manifests, 'manifest')}: ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}. Depth: ${report.options.depth}. Target: ${target.join(', ')}.`,
    '',
    ...(isAlone(report) ? [] : sharingSections(report)),
    '## Conflicts',
    '',
    ...(shown.length === 0 ? ['None.', ''] : shown.flatMap(conflictSection)),
    '## Recommendations',
    '',
    '| service | target | confidence | because |',
    '| --- | --- | --- | --- |',
    ...report.recommendations.map((one) => {
      const [reason] = leadingReasons(one.reasons);
      return `| ${inCell(code(one.process === undefined ? serviceLabel(one.service) : `${serviceLabel(one.service)} (${one.process})`))} | ${TARGET_WORDS[one.target] ?? one.target} | ${one.confidence} | ${escapeMarkdown(reason?.text ?? '')} |`;
    }),
    '',
    ...(report.diagnostics.length === 0
      ? []
      : [
          '## Diagnostics',
          '',
          ...report.diagnostics.slice(0, MAX_DIAGNOSTICS).map(diagnosticLine),
          ...(report.diagnostics.length > MAX_DIAGNOSTICS
            ? [`- … and ${report.diagnostics.length - MAX_DIAGNOSTICS} more; all of them: cohost check --json`]
            : []),
          '',
        ]),
  ].join('\n');
}

function sharingSections(report: Report): readonly string[] {
  return [
    '## The ladder',
    '',
    '| isolation | hosts | errors ended | errors left |',
    '| --- | ---: | ---: | ---: |',
    ...report.ladder.map(
      (rung) =>
        `| ${RUNG_NAMES[rung.level]} | ${rung.hosts}${rung.optimal ? '' : ' (best found)'} | ${rung.clears.length} | ${rung.remaining.length} |`,
    ),
    '',
    `## Hosts, ${RUNG_NAMES[report.placement.level]}`,
    '',
    ...report.placement.hosts.map(
      (host) => `- **${host.id}** (${hostWords(host, report)}): ${host.services.map(serviceLabel).map(code).join(', ')}`,
    ),
    '',
  ];
}

const MAX_DIAGNOSTICS = 200;
const MAX_PLACES = 20;

function diagnosticLine({ severity, file, line, message }: Diagnostic): string {
  const place = file === undefined ? '' : `${code(line === undefined ? file : `${file}:${line}`)} `;
  return `- ${severity}: ${place}${escapeMarkdown(message)}`;
}

function conflictSection(conflict: Conflict): readonly string[] {
  const { shown, more } = placesOf(conflict, MAX_PLACES);
  return [
    `### ${conflict.severity}${conflict.status === undefined ? '' : ` (${conflict.status})`}: ${escapeMarkdown(conflict.message)}`,
    '',
    `${code(conflict.id)} · ${conflict.rule} · ${code(shortPurl(conflict.subject))} · ends ${endsPhrase(conflict)}`,
    '',
    ...shown.map(
      (place) =>
        `- ${code(`${place.demand.origin.file}:${place.demand.origin.line}`)} ${escapeMarkdown(speaksFor(place))}${code(demandText(place.demand))}`,
    ),
    ...(more.length > 0 ? [`- … and ${more.length} more`] : []),
    '',
    ...conflict.explanation
      .filter((step) => !restates(step, conflict.demands))
      .map((step, index) => `${index + 1}. ${escapeMarkdown(step)}`),
    ...(conflict.fixes.length === 0
      ? []
      : ['', 'Ways out:', ...conflict.fixes.map((fix) => `- ${escapeMarkdown(fixPhrase(fix))}`)]),
    '',
  ];
}
