import { type Conflict, plural, type Report, shortPurl } from '../model/index.ts';
import { code, escapeMarkdown, inCell } from './markdown-text.ts';
import { demandText, endsPhrase, fixPhrase, hostWords, summarySentences } from './phrases.ts';
import { placesOf, speaksFor } from './places.ts';

/** The whole picture as Markdown. Text from manifests goes into code spans or is escaped. */
export function renderMarkdown(report: Report): string {
  const { error, warning, note } = report.summary.conflicts;
  const shown = report.conflicts.filter((conflict) => conflict.status !== 'ignored');
  const target = Object.entries(report.options.target).map(
    ([name, value]) => `${name} ${value} (${report.options.targetBecause[name] ?? ''})`,
  );
  return [
    '# Can these services share a host?',
    '',
    summarySentences(report).map(escapeMarkdown).join(' '),
    '',
    `${plural(report.summary.services, 'service')}, ${plural(report.summary.manifests, 'manifest')}: ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}. Depth: ${report.options.depth}. Target: ${target.join(', ')}.`,
    '',
    '## The ladder',
    '',
    '| isolation | hosts | errors ended | errors left |',
    '| --- | ---: | ---: | ---: |',
    ...report.ladder.map(
      (rung) =>
        `| ${rung.level} | ${rung.hosts}${rung.optimal ? '' : ' (best found)'} | ${rung.clears.length} | ${rung.remaining.length} |`,
    ),
    '',
    '## Hosts',
    '',
    ...report.placement.hosts.map((host) => `- **${host.id}** (${hostWords(host)}): ${host.services.map(code).join(', ')}`),
    '',
    '## Conflicts',
    '',
    ...(shown.length === 0 ? ['None.', ''] : shown.flatMap(conflictSection)),
    '## Recommendations',
    '',
    '| service | target | confidence | because |',
    '| --- | --- | --- | --- |',
    ...report.recommendations.map((one) => {
      const reason = one.reasons.find((candidate) => candidate.effect !== 'note');
      return `| ${inCell(code(one.process === undefined ? one.service : `${one.service} (${one.process})`))} | ${one.target} | ${one.confidence} | ${escapeMarkdown(reason?.text ?? '')} |`;
    }),
    '',
    ...(report.diagnostics.length === 0
      ? []
      : [
          '## Diagnostics',
          '',
          ...report.diagnostics
            .slice(0, 200)
            .map((one) => `- ${one.severity}: ${code(`${one.file ?? ''}:${one.line ?? 1}`)} ${escapeMarkdown(one.message)}`),
          '',
        ]),
  ].join('\n');
}

const MAX_PLACES = 20;

function conflictSection(conflict: Conflict): readonly string[] {
  const { shown, more } = placesOf(conflict, MAX_PLACES);
  return [
    `### ${conflict.severity}: ${escapeMarkdown(conflict.message)}`,
    '',
    `${code(conflict.id)} · ${conflict.rule} · ${code(shortPurl(conflict.subject))} · ends ${endsPhrase(conflict)}`,
    '',
    ...shown.map(
      (place) =>
        `- ${code(`${place.demand.origin.file}:${place.demand.origin.line}`)} ${escapeMarkdown(speaksFor(place))}${code(demandText(place.demand))}`,
    ),
    ...(more.length > 0 ? [`- … and ${more.length} more`] : []),
    '',
    ...conflict.explanation.map((step, index) => `${index + 1}. ${escapeMarkdown(step)}`),
    ...(conflict.fixes.length === 0
      ? []
      : ['', 'Ways out:', ...conflict.fixes.map((fix) => `- ${escapeMarkdown(fixPhrase(fix))}`)]),
    '',
  ];
}
