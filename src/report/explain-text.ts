import type { Explanation } from '../explain.ts';
import type { Conflict, Report } from '../model/index.ts';
import { printable, type Style } from './style.ts';
import { demandText, fixPhrase, levelPhrase } from './text.ts';

/** `cohost explain` for people: each conflict with its chain from the service's own line, its steps and every way out. */
export function renderExplanation(found: Exclude<Explanation, { kind: 'unknown' }>, report: Report, style: Style): string {
  if (found.conflicts.length === 0) return `${nothing(found, report)}\n`;
  return `${[...found.conflicts].flatMap((conflict) => [...explainConflict(conflict, style), '']).join('\n')}\n`;
}

function nothing(found: Exclude<Explanation, { kind: 'unknown' }>, report: Report): string {
  const depth =
    report.options.depth === 'resolved'
      ? ''
      : ` Nothing was fetched: --resolve looks further than ${report.options.depth} facts.`;
  return `Nothing speaks against it: no conflict is known for ${printable(found.title)}.${depth}`;
}

function explainConflict(conflict: Conflict, style: Style): readonly string[] {
  const width = Math.min(
    70,
    Math.max(0, ...conflict.demands.map((demand) => `${demand.service}  ${demand.origin.file}:${demand.origin.line}`.length)),
  );
  const chains = conflict.demands.flatMap((demand) => {
    const place = `${demand.service}  ${demand.origin.file}:${demand.origin.line}`;
    return [`  ${printable(place).padEnd(width)}  ${style.cyan(printable(demandText(demand)))}`];
  });
  return [
    style.bold(printable(`${conflict.message}.`.replace(/\.\.$/, '.'))),
    style.dim(`${conflict.id} · ${conflict.rule} · ${conflict.severity} · ends ${levelPhrase(conflict.clearedBy)}`),
    '',
    ...chains,
    '',
    ...conflict.explanation.map((step) => `  ${printable(step)}`),
    ...(conflict.fixes.length === 0
      ? []
      : ['', ...conflict.fixes.map((fix) => `  ${style.green('way out')}  ${fixPhrase(fix)}`)]),
  ];
}
