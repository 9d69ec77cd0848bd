import { type Conflict, printable, type Report, serviceLabel } from '../../model/index.ts';
import { headlineOf } from '../phrases.ts';
import { bounded, type FormatOptions, findingText, liveOf, restSentence, title } from './findings.ts';
import { attributes, escapeXml } from './xml-text.ts';

const LIMIT = 1000;

/**
 * JUnit XML as Jenkins and GitLab read it: a suite of the services, each passing when no error concerns it, and a suite
 * of the findings. Errors fail; warnings and notes pass and tell; what was accepted or there before is skipped.
 * Places stand in the text: the schema of Jenkins has no attribute for them.
 */
export function renderJunit(report: Report, options: FormatOptions = {}): string {
  const limit = options.limit ?? LIMIT;
  const live = liveOf(report);
  const { shown, more } = bounded(live, limit);
  const failing = new Set(live.filter(isFailure).flatMap((conflict) => conflict.services));
  const sound = report.services.map(({ id }) => id).filter((id) => !failing.has(id));
  const services = sound
    .slice(0, limit)
    .map((id) => testcase('cohost.services', `${serviceLabel(id)} is in no conflict that fails`));
  const findings = shown.map((conflict) => findingCase(conflict, options));
  const closing = more === 0 ? '' : `    <system-out>${escapeXml(restSentence(more))}</system-out>\n`;
  const counts = {
    tests: services.length + findings.length,
    failures: shown.filter(isFailure).length,
    errors: 0,
  };
  const skipped = shown.filter((conflict) => conflict.status === 'existing').length;
  const suite = (name: string, cases: readonly string[], count: { failures: number; skipped: number }, end: string): string =>
    `  <testsuite${attributes({ name, tests: cases.length, errors: 0, ...count, time: '0' })}>\n${cases.join('')}${end}  </testsuite>\n`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites${attributes({ name: 'cohost', ...counts, time: '0' })}>\n`,
    suite('cohost.services', services, { failures: 0, skipped: 0 }, ''),
    suite('cohost.findings', findings, { failures: counts.failures, skipped }, closing),
    '</testsuites>\n',
  ].join('');
}

function isFailure(conflict: Conflict): boolean {
  return conflict.severity === 'error' && conflict.status !== 'existing';
}

function testcase(classname: string, name: string, content = ''): string {
  const head = `    <testcase${attributes({ classname, name, time: '0' })}`;
  return content === '' ? `${head}/>\n` : `${head}>\n${content}    </testcase>\n`;
}

function findingCase(conflict: Conflict, options: FormatOptions): string {
  const text = escapeXml(findingText(conflict, options));
  const type = attributes({ message: printable(headlineOf(conflict)), type: conflict.rule });
  const content = isFailure(conflict)
    ? `      <failure${type}>${text}</failure>\n`
    : conflict.status === 'existing'
      ? `      <skipped${attributes({ message: printable(`there before: ${headlineOf(conflict)}`) })}/>\n`
      : `      <system-out>${text}</system-out>\n`;
  return testcase(`cohost.${conflict.severity}`, `${title(conflict)} (${conflict.id})`, content);
}
