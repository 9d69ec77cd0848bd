import type { Conflict, Recommendation, Report, Rung } from '../model/index.ts';
import { printable, type Style } from './style.ts';
import { headline, shortPurl } from './text.ts';

const RUNG_WORDS = {
  environment: 'sharing everything',
  process: 'own environments',
  container: 'own containers',
  machine: 'own machines',
} as const;

/** `cohost plan` for people: the ladder, the hosts, a recommendation each. */
export function renderPlan(report: Report, style: Style, verbose: boolean): string {
  const byId = new Map(report.conflicts.map((conflict) => [conflict.id, conflict]));
  return [
    headline(report, style),
    '',
    ...ladderLines(report.ladder, byId, style),
    '',
    ...hostLines(report, style),
    '',
    ...report.recommendations.flatMap((one) => adviceLines(one, style, verbose)),
    '',
  ].join('\n');
}

function ladderLines(rungs: readonly Rung[], byId: ReadonlyMap<string, Conflict>, style: Style): readonly string[] {
  const enough = rungs.find((rung) => rung.remaining.length === 0);
  const lines = rungs.map((rung) => {
    const needed = enough === undefined || rungs.indexOf(rung) <= rungs.indexOf(enough);
    const hosts = needed ? `${rung.hosts}${rung.optimal ? '' : '*'}` : '–';
    const subjects = [...new Set(rung.clears.flatMap((id) => shortPurl(byId.get(id)?.subject ?? '')))];
    const ends = !needed
      ? 'nothing left to end'
      : subjects.length === 0
        ? '–'
        : `${subjects.slice(0, 6).join(', ')}${subjects.length > 6 ? ` and ${subjects.length - 6} more` : ''}`;
    return `${RUNG_WORDS[rung.level].padEnd(20)}  ${hosts.padStart(5)}   ${printable(ends)}${rung === enough ? style.green('   ← enough') : ''}`;
  });
  return [style.dim(`${''.padEnd(20)}  hosts   what ends`), ...lines];
}

function hostLines(report: Report, style: Style): readonly string[] {
  return report.placement.hosts.flatMap((host) => {
    const runtimes = Object.entries(host.runtimes).map(([name, version]) => `${name} ${version}`);
    const repins = host.repins.map(
      (repin) => `         repin: ${repin.service} ${shortPurl(repin.subject)} ${repin.from} → ${repin.to}`,
    );
    return [
      `${style.bold(host.id.padEnd(8))} ${printable(host.services.join(' · '))}   ${style.dim([host.verdict, ...runtimes].join(', '))}`,
      ...repins,
    ];
  });
}

function adviceLines(one: Recommendation, style: Style, verbose: boolean): readonly string[] {
  const name = one.process === undefined ? one.service : `${one.service} (${one.process})`;
  const reasons = one.reasons.filter((reason) => reason.effect !== 'note' || verbose).slice(0, verbose ? undefined : 3);
  const change = one.wouldChangeIf.slice(0, verbose ? undefined : 2);
  return [
    `${style.bold(printable(name))}  ${style.cyan(one.target)}  ${style.dim(`${one.confidence} confidence`)}`,
    ...reasons.map(
      (reason) =>
        `    ${reason.effect === 'blocks' ? '✗' : reason.effect === 'against' ? '-' : '+'} ${printable(reason.text)}${place(reason.evidence[0])}`,
    ),
    ...(change.length === 0 ? [] : [style.dim(`    would change: ${printable(change.join('; '))}`)]),
    ...(one.alternatives.length === 0
      ? []
      : [style.dim(`    instead: ${printable(`${one.alternatives[0]?.target}: ${one.alternatives[0]?.because}`)}`)]),
  ];
}

function place(evidence: { readonly file: string; readonly line: number } | undefined): string {
  return evidence === undefined ? '' : `  (${printable(evidence.file)}:${evidence.line})`;
}
