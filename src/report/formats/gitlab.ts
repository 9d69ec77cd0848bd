import { printable, type Report, type Severity } from '../../model/index.ts';
import { headlineOf } from '../phrases.ts';
import { bounded, type FormatOptions, findingText, liveOf, mainDemand, otherDemands, pathOf, restSentence } from './findings.ts';

const LIMIT = 2000;
const MAX_OTHERS = 20;
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', note: 'info' };

/** GitLab Code Quality: a list of issues in Code Climate's form. GitLab compares two of these by fingerprint itself. */
export function renderGitlab(report: Report, options: FormatOptions = {}): string {
  const { shown, more } = bounded(liveOf(report), options.limit ?? LIMIT);
  const issues = shown.flatMap((conflict) => {
    const main = mainDemand(conflict);
    if (main === undefined) return [];
    return [
      {
        type: 'issue',
        check_name: conflict.rule,
        description: printable(headlineOf(conflict)),
        content: { body: findingText(conflict, options) },
        categories: ['Compatibility'],
        severity: SEVERITY[conflict.severity],
        fingerprint: conflict.id,
        location: { path: pathOf(main.origin, options), lines: { begin: main.origin.line } },
        other_locations: otherDemands(conflict, MAX_OTHERS).map(({ origin }) => ({
          path: pathOf(origin, options),
          lines: { begin: origin.line },
        })),
      },
    ];
  });
  const first = issues[0];
  const rest =
    more === 0 || first === undefined
      ? []
      : [
          {
            ...first,
            check_name: 'cohost/more',
            description: restSentence(more),
            content: { body: restSentence(more) },
            severity: 'info',
            fingerprint: 'cohost-more',
            other_locations: [],
          },
        ];
  return `${JSON.stringify([...issues, ...rest], null, 2)}\n`;
}
