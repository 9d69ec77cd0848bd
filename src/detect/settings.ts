import type { Config } from '../config/schema.ts';
import type { Conflict, Diagnostic } from '../model/index.ts';

export interface Applied {
  readonly conflicts: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
}

type Ignore = NonNullable<Config['ignore']>[number];

/** Config's `rules` change severities or silence rules; `ignore` marks single conflicts, until their date. */
export function applyRuleSettings(conflicts: readonly Conflict[], config: Config, today: string): Applied {
  const kept = conflicts.flatMap((conflict): readonly Conflict[] => {
    const setting = config.rules?.[conflict.rule];
    if (setting === 'off') return [];
    return [setting === undefined ? conflict : { ...conflict, severity: setting }];
  });
  const ignores = config.ignore ?? [];
  const expired = ignores.filter((ignore) => ignore.until !== undefined && ignore.until < today);
  const live = ignores.filter((ignore) => !expired.includes(ignore));
  return {
    conflicts: kept.map((conflict) =>
      live.some((ignore) => matches(ignore, conflict)) ? { ...conflict, status: 'ignored' as const } : conflict,
    ),
    diagnostics: expired.map((ignore) => ({
      code: 'config/ignore-expired',
      severity: 'error' as const,
      message: `an ignore entry (${describe(ignore)}) ended on ${ignore.until}; remove it, or give it a later date and a reason`,
    })),
  };
}

/** An entry matches when every property that it states does; one that states none matches nothing. */
function matches(ignore: Ignore, conflict: Conflict): boolean {
  const tests = [
    ignore.id === undefined ? undefined : ignore.id === conflict.id,
    ignore.rule === undefined ? undefined : ignore.rule === conflict.rule,
    ignore.package === undefined
      ? undefined
      : conflict.subject === ignore.package || conflict.subject.endsWith(`/${ignore.package}`),
    ignore.services === undefined ? undefined : ignore.services.every((service) => conflict.services.includes(service)),
  ].filter((test) => test !== undefined);
  return tests.length > 0 && tests.every((test) => test);
}

function describe(ignore: Ignore): string {
  return ignore.id ?? ignore.rule ?? ignore.package ?? ignore.services?.join(', ') ?? 'empty';
}
