import {
  addTo,
  type Conflict,
  type Diagnostic,
  plural,
  type Reason,
  type Recommendation,
  type Report,
  type ReportProgram,
  serviceLabel,
  shortPurl,
} from '../../model/index.ts';
import {
  changePhrase,
  demandText,
  EFFECT_MARKS,
  endsPhrase,
  fixPhrase,
  headlineOf,
  hostFacts,
  ignoredWords,
  isAlone,
  leadingReasons,
  leastSentences,
  leftOutWords,
  RUNG_NAMES,
  reasonWords,
  severalPrograms,
  summarySentences,
  TARGET_WORDS,
  targetParts,
} from '../phrases.ts';
import { linesOf, placesOf, speaksFor } from '../places.ts';
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
    `${plural(report.summary.services, 'service')}, ${plural(report.summary.manifests, 'manifest')}: ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${[plural(note, 'note'), ...ignoredWords(report)].join(', ')}. Depth: ${report.options.depth}. Target: ${target.join(', ')}.${report.summary.leftOut === 0 ? '' : ` ${leftOutWords(report)} (\`--samples\` counts them).`}`,
    '',
    ...(isAlone(report) ? [] : sharingSections(report)),
    '## Conflicts',
    '',
    ...(shown.length === 0 ? ['None.', ''] : shown.flatMap(conflictSection)),
    ...adviceSection(report.recommendations),
    ...servicesSection(report),
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
    ...report.placement.hosts.flatMap((host) => [
      `- **${host.id}** (${hostFacts(host, report).join(' · ')}): ${host.services.map(serviceLabel).map(code).join(', ')}`,
      ...host.repins.map(
        ({ service, subject, from, to }) =>
          `  - moves: ${code(serviceLabel(service))} ${code(`${shortPurl(subject)} ${from} → ${to}`)}`,
      ),
    ]),
    '',
    ...leastSection(report),
  ];
}

/** Who has to leave the shared environment, and with what. */
function leastSection(report: Report): readonly string[] {
  const { apart, rest } = leastSentences(report, Number.POSITIVE_INFINITY);
  if (apart.length === 0) return [];
  return [
    '## Least isolation',
    '',
    ...[...apart.map(({ because }) => because), ...rest].map((text) => `- ${escapeMarkdown(text)}`),
    '',
  ];
}

function adviceSection(recommendations: readonly Recommendation[]): readonly string[] {
  if (recommendations.length === 0) return [];
  return [
    '## Recommendations',
    '',
    '| service | target | confidence | because |',
    '| --- | --- | --- | --- |',
    ...recommendations.map((one) => {
      const reason = mainReason(one);
      const because = reason === undefined ? '' : reasonWords(reason);
      return `| ${inCell(code(advised(one)))} | ${TARGET_WORDS[one.target] ?? one.target} | ${one.confidence} | ${escapeMarkdown(because)} |`;
    }),
    '',
    '### Why, and what would change it',
    '',
    ...recommendations.flatMap(adviceLines),
    '',
    ...unknownSection(recommendations),
  ];
}

/** What decided: for a container most often what rules out the rest, for anything else what speaks for it. */
function mainReason({ target, reasons }: Recommendation): Reason | undefined {
  const speaking = reasons.find((one) => one.effect === 'for' && one.targets.includes(target));
  const isContainer = target === 'container' || target === 'fargate';
  return (isContainer ? undefined : speaking) ?? leadingReasons(reasons)[0];
}

function advised({ service, process }: Recommendation): string {
  return process === undefined ? serviceLabel(service) : `${serviceLabel(service)} (${process})`;
}

/** What nobody declared is much the same for all: each is told once, with the services it is missing of. */
function unknownSection(recommendations: readonly Recommendation[]): readonly string[] {
  const missing = new Map<string, string[]>();
  for (const one of recommendations) for (const unknown of one.unknowns) addTo(missing, unknown, advised(one));
  if (missing.size === 0) return [];
  const whose = (names: readonly string[]): string =>
    names.length > NAMED ? `${names.length} of ${recommendations.length}` : names.map(code).join(', ');
  return ['### Not known', '', ...[...missing].map(([unknown, names]) => `- ${escapeMarkdown(unknown)}: ${whose(names)}`), ''];
}

const NAMED = 4;
const MAX_EVIDENCE = 3;

function adviceLines(one: Recommendation): readonly string[] {
  const aside = (label: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : [`  - ${label}: ${escapeMarkdown(texts.join('; '))}`];
  return [
    `- ${code(advised(one))}: ${TARGET_WORDS[one.target] ?? one.target}${one.override === undefined ? '' : `, decided in the config: ${escapeMarkdown(one.override.reason)}`}`,
    ...leadingReasons(one.reasons).map((reason) => {
      const places = linesOf(reason)
        .slice(0, MAX_EVIDENCE)
        .map(({ file, line }) => code(`${file}:${line}`));
      return `  - ${[EFFECT_MARKS[reason.effect], escapeMarkdown(reasonWords(reason)), ...places].join(' ')}`;
    }),
    ...aside('would change', one.changes.map(changePhrase)),
    ...aside(
      'instead',
      one.alternatives.map(({ target, because }) => `${TARGET_WORDS[target] ?? target} (${because})`),
    ),
  ];
}

function servicesSection(report: Report): readonly string[] {
  if (report.services.length === 0) return [];
  const hostOf = new Map(report.placement.hosts.flatMap((host) => host.services.map((service) => [service, host.id] as const)));
  const several = severalPrograms(report);
  const alone = isAlone(report);
  return [
    '## Services',
    '',
    `| service | ecosystems | manifests | direct dependencies | runtimes |${alone ? '' : ' host |'}`,
    `| --- | --- | --- | ---: | --- |${alone ? '' : ' --- |'}`,
    ...report.services.map((service) => {
      const runtimes = [...new Set(service.runtimes.map(({ name, constraint }) => `${name} ${constraint}`.trim()))];
      const cells = [
        code(serviceLabel(service.id)),
        service.ecosystems.join(', '),
        service.manifests.map(({ path }) => code(path)).join(', '),
        String(service.packages.filter(({ direct }) => direct).length),
        runtimes.map(code).join(', '),
        ...(alone ? [] : [hostOf.get(service.id) ?? '–']),
      ];
      return `| ${cells.map(inCell).join(' | ')} |`;
    }),
    '',
    ...(several.length === 0
      ? []
      : [
          '### Programs of one manifest, judged as one service',
          '',
          ...several.flatMap(({ id, programs }) => [`- ${code(serviceLabel(id))}`, ...programs.map(programLine)]),
          '',
        ]),
  ];
}

function programLine({ name, command, ports, origin }: ReportProgram): string {
  const parts = [
    code(name),
    ...(command === undefined ? [] : [`runs ${code(command)}`]),
    ...(ports.length === 0 ? [] : [`on ${ports.map(code).join(', ')}`]),
    code(`${origin.file}:${origin.line}`),
  ];
  return `  - ${parts.join(' ')}`;
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
    `### ${conflict.severity}${conflict.status === undefined ? '' : ` (${conflict.status})`}: ${escapeMarkdown(headlineOf(conflict))}`,
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
