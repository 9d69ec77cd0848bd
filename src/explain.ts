import type { Conflict, Report } from './model/index.ts';

/** What a user may ask about, and what there is to say. */
export type Explanation =
  | { readonly kind: 'conflicts'; readonly title: string; readonly conflicts: readonly Conflict[] }
  | {
      readonly kind: 'pair';
      readonly title: string;
      readonly pair: readonly [string, string];
      readonly conflicts: readonly Conflict[];
    }
  | { readonly kind: 'service'; readonly title: string; readonly service: string; readonly conflicts: readonly Conflict[] }
  | { readonly kind: 'unknown'; readonly word: string; readonly candidates: readonly string[] };

/** `explain <conflict id>`, `explain <package>`, `explain <service>`, `explain <service> <service>`. */
export function explain(report: Report, subjects: readonly string[]): Explanation {
  const [first, second] = subjects;
  if (first === undefined) return { kind: 'unknown', word: '', candidates: [] };
  const byId = report.conflicts.filter(
    (conflict) => conflict.id === first || (first.length > 4 && conflict.id.startsWith(first)),
  );
  if (byId.length > 0) return { kind: 'conflicts', title: first, conflicts: byId };
  if (second !== undefined) return explainPair(report, first, second);
  const service = findService(report, first);
  if (service !== undefined) {
    return {
      kind: 'service',
      title: service,
      service,
      conflicts: report.conflicts.filter((conflict) => conflict.services.includes(service)),
    };
  }
  const named = report.conflicts.filter((conflict) => isSubject(conflict, first));
  if (named.length > 0) return { kind: 'conflicts', title: first, conflicts: named };
  const known = report.services.some((one) =>
    one.packages.some((dependency) => dependency.purl.endsWith(`/${encodePurlName(first)}`)),
  );
  if (known) return { kind: 'conflicts', title: first, conflicts: [] };
  return { kind: 'unknown', word: first, candidates: candidates(report) };
}

function explainPair(report: Report, a: string, b: string): Explanation {
  const left = findService(report, a);
  const right = findService(report, b);
  if (left === undefined || right === undefined)
    return { kind: 'unknown', word: left === undefined ? a : b, candidates: candidates(report) };
  const between = report.conflicts.filter((conflict) => conflict.services.includes(left) && conflict.services.includes(right));
  return { kind: 'pair', title: `${left} and ${right}`, pair: [left, right], conflicts: between };
}

function findService(report: Report, word: string): string | undefined {
  const clean = word.replace(/^\.\//, '').replace(/\/+$/, '');
  const exact = report.services.find((service) => service.id === clean || service.path === clean);
  if (exact !== undefined) return exact.id;
  const ending = report.services.filter((service) => service.path.endsWith(`/${clean}`));
  return ending.length === 1 ? ending[0]?.id : undefined;
}

function isSubject(conflict: Conflict, word: string): boolean {
  return (
    conflict.subject === word ||
    conflict.subject.endsWith(`/${encodePurlName(word)}`) ||
    conflict.subject.endsWith(`:${word}`) ||
    conflict.demands[0]?.key === word
  );
}

function encodePurlName(name: string): string {
  return name.replace(/^@/, '%40').replace(':', '/');
}

function candidates(report: Report): readonly string[] {
  return [
    ...report.services.map((service) => service.id),
    ...new Set(report.conflicts.flatMap((conflict) => conflict.demands[0]?.key ?? [])),
  ];
}
