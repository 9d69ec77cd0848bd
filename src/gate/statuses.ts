import type { Analysis } from '../analyze.ts';
import type { Conflict, Diagnostic, Report } from '../model/index.ts';

type Against = Omit<NonNullable<Report['comparison']>, 'new' | 'existing' | 'resolved' | 'ignored'>;

/** The analysis with a status on each of its conflicts, the resolved ones after them, and the counts. */
export function withStatuses(
  analysis: Analysis,
  conflicts: readonly Conflict[],
  resolved: readonly Conflict[],
  against: Against,
  diagnostics: readonly Diagnostic[] = [],
): Analysis {
  const earlier = analysis.report.comparison;
  const count = (status: Conflict['status'], list: readonly Conflict[]) => {
    const of = list.filter((conflict) => conflict.status === status);
    return {
      error: of.filter(({ severity }) => severity === 'error').length,
      warning: of.filter(({ severity }) => severity === 'warning').length,
      note: of.filter(({ severity }) => severity === 'note').length,
    };
  };
  const all = [...conflicts, ...resolved];
  return {
    ...analysis,
    conflicts,
    report: {
      ...analysis.report,
      conflicts: all,
      diagnostics: [...analysis.report.diagnostics, ...diagnostics],
      comparison: {
        ...earlier,
        ...against,
        new: count('new', all),
        existing: count('existing', all),
        resolved: count('resolved', all),
        ignored: count('ignored', all),
      },
    },
  };
}
