import type { LoadedConfig } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import {
  type Conflict,
  type Diagnostic,
  meansPackage,
  type Service,
  type ServiceId,
  serviceNames,
  servicesBySide,
  sidesToClash,
} from '../../model/index.ts';

export interface Applied {
  readonly conflicts: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
}

type Ignore = NonNullable<Config['ignore']>[number];

/** An entry of the list, with the services that each of its names means. */
interface Entry {
  readonly ignore: Ignore;
  readonly meant?: readonly (readonly ServiceId[])[];
}

/** Config's `rules` change severities or silence rules; `ignore` marks single conflicts, until their date. */
export function applyRuleSettings(
  conflicts: readonly Conflict[],
  services: readonly Service[],
  loaded: Pick<LoadedConfig, 'config' | 'file' | 'lineOf'>,
  today: string,
): Applied {
  const { config } = loaded;
  const rules = new Map(Object.entries(config.rules ?? {}));
  const kept = conflicts.flatMap((conflict): readonly Conflict[] => {
    const setting = rules.get(conflict.rule);
    if (setting === 'off') return [];
    return [setting === undefined ? conflict : { ...conflict, severity: setting }];
  });
  const named = serviceNames(services);
  const entries = (config.ignore ?? []).map(
    (ignore): Entry => (ignore.services === undefined ? { ignore } : { ignore, meant: ignore.services.map(named) }),
  );
  const live = entries.filter(({ ignore }) => !isOver(ignore, today));
  return {
    conflicts: kept.map((conflict) => (isIgnored(conflict, live) ? { ...conflict, status: 'ignored' as const } : conflict)),
    diagnostics: entries.flatMap((entry, index): readonly Diagnostic[] => {
      const { ignore } = entry;
      const place = loaded.file === undefined ? {} : { file: loaded.file, line: loaded.lineOf(['ignore', index]) };
      if (!kept.some((conflict) => concerns(entry, conflict))) return [{ ...unused(ignore), ...place }];
      if (isOver(ignore, today)) return [{ ...ended(ignore), ...place }];
      return hasReason(ignore) ? [] : [{ ...unexplained(ignore), ...place }];
    }),
  };
}

function isOver({ until }: Ignore, today: string): boolean {
  return until !== undefined && until < today;
}

function ended(ignore: Ignore): Diagnostic {
  return {
    code: 'ignore/expired',
    severity: 'error',
    message: `the ignore entry (${describe(ignore)}) ended on ${ignore.until}${ignore.owner === undefined ? '' : `, owner ${ignore.owner}`}; solve what it hides, or give it a later date and a reason`,
  };
}

/** Whoever silences a finding has to say why. */
export function hasReason({ reason = '' }: { readonly reason?: string | undefined }): boolean {
  return reason.trim() !== '';
}

function unexplained(ignore: Ignore): Diagnostic {
  return {
    code: 'ignore/no-reason',
    severity: 'warning',
    message: `the ignore entry (${describe(ignore)}) does not say why; give it a reason, and an owner and a date (until) where it is meant to end`,
  };
}

function unused(ignore: Ignore): Diagnostic {
  return {
    code: 'ignore/removable',
    severity: 'note',
    message: `the ignore entry (${describe(ignore)}) matches no finding; remove it`,
  };
}

/** An ignore by services covers the pairs that it names: a conflict is ignored when no pair of it is left over. */
function isIgnored(conflict: Conflict, entries: readonly Entry[]): boolean {
  const own = entries.filter((entry) => concerns(entry, conflict));
  if (own.length === 0) return false;
  if (own.some(({ meant }) => meant === undefined)) return true;
  const lists = own.map(({ meant }) => meant ?? []);
  const sides = servicesBySide(conflict);
  const whole = sides.length < 2 || (sidesToClash(conflict) > 2 && conflict.severity === 'error');
  if (whole) return lists.some((list) => coversAll(list, conflict.services));
  return sides.every((left, index) =>
    sides
      .slice(index + 1)
      .every((right) => left.every((a) => right.every((b) => a === b || lists.some((list) => coversAll(list, [a, b]))))),
  );
}

/** One name stands for everything that concerns that service; several for what is between these. */
function coversAll(meant: readonly (readonly ServiceId[])[], services: readonly ServiceId[]): boolean {
  const isListed = (service: ServiceId): boolean => meant.some((ids) => ids.includes(service));
  return meant.length === 1 ? services.some(isListed) : services.every(isListed);
}

/** An entry concerns a conflict when every property that it states fits; one that states none concerns nothing. */
function concerns({ ignore, meant }: Entry, conflict: Conflict): boolean {
  const tests = [
    ignore.id === undefined ? undefined : ignore.id === conflict.id,
    ignore.rule === undefined ? undefined : ignore.rule === conflict.rule,
    ignore.package === undefined ? undefined : isAbout(ignore.package, conflict),
    meant === undefined ? undefined : meant.every((ids) => ids.some((id) => conflict.services.includes(id))),
  ].filter((test) => test !== undefined);
  return tests.length > 0 && tests.every((test) => test);
}

/** A purl, or what means the package in its realm. */
function isAbout(name: string, { subject, realm, demands }: Conflict): boolean {
  return name === subject || meansPackage(realm, name, demands[0]?.key ?? '');
}

function describe(ignore: Ignore): string {
  const parts = [ignore.id, ignore.rule, ignore.package, ignore.services?.join(' + ')].filter((part) => part !== undefined);
  return parts.length === 0 ? 'empty' : parts.join(', ');
}
