import { addTo, byKey, type Conflict, listed, printable, type Report, type Severity, serviceLabel } from '../../model/index.ts';
import { demandText, fixPhrase } from '../phrases.ts';
import { placesOf } from '../places.ts';
import { bounded, type FormatOptions, liveOf, mainDemand, otherDemands, pathOf, restSentence } from './findings.ts';
import { attributes } from './xml-text.ts';

const LIMIT = 1000;
/** Checkstyle knows no related places, so a finding stands at each of its first ones. */
const MAX_PLACES = 4;
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'info' };

/** Checkstyle XML, which many review tools read: files, and in each its findings. */
export function renderCheckstyle(report: Report, options: FormatOptions = {}): string {
  const { shown, more } = bounded(liveOf(report), options.limit ?? LIMIT);
  const files = new Map<string, { readonly line: number; readonly text: string }[]>();
  for (const conflict of shown) {
    const main = mainDemand(conflict);
    const places = main === undefined ? [] : [main, ...otherDemands(conflict, MAX_PLACES - 1)];
    for (const { origin } of places) {
      const path = pathOf(origin, options);
      const text = `    <error${attributes({
        line: origin.line,
        ...(origin.column === undefined ? {} : { column: origin.column }),
        severity: conflict.status === 'existing' ? 'info' : SEVERITY[conflict.severity],
        message: messageOf(conflict),
        source: `cohost.${conflict.rule.replaceAll('/', '.')}`,
      })}/>\n`;
      addTo(files, path, { line: origin.line, text });
    }
  }
  const blocks = [...files].sort(byKey).map(([name, found]) => {
    const errors = found.sort((a, b) => a.line - b.line).map(({ text }) => text);
    return `  <file${attributes({ name })}>\n${errors.join('')}  </file>\n`;
  });
  const rest = more === 0 ? '' : `  <!-- ${restSentence(more).replaceAll('--', '- -')} -->\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="10.0">\n${blocks.join('')}${rest}</checkstyle>\n`;
}

function messageOf(conflict: Conflict): string {
  const asked = placesOf(conflict, MAX_PLACES).shown.map(
    ({ demand, services }) => `${listed(services.map(serviceLabel), 3)}: ${demandText(demand)}`,
  );
  const fix = conflict.fixes.find(({ kind }) => kind !== 'isolate') ?? conflict.fixes[0];
  const parts = [
    `${conflict.message} (${asked.join('; ')})`,
    ...(fix === undefined ? [] : [`Way out: ${fixPhrase(fix)}`]),
    conflict.id,
  ];
  return printable(parts.join('. '));
}
