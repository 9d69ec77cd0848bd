import type { LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Conflict, Diagnostic, ServiceId } from '../model/index.ts';

export interface Applied {
  readonly conflicts: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
}

type Ignore = NonNullable<Config['ignore']>[number];

/** Config's `rules` change severities or silence rules; `ignore` marks single conflicts, until their date. */
export function applyRuleSettings(
  conflicts: readonly Conflict[],
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
  const ignores = config.ignore ?? [];
  const expired = new Set(ignores.filter((ignore) => ignore.until !== undefined && ignore.until < today));
  const live = ignores.filter((ignore) => !expired.has(ignore));
  const used = new Set(ignores.filter((ignore) => kept.some((conflict) => concerns(ignore, conflict))));
  const tell = (ignore: Ignore): Pick<Diagnostic, 'file' | 'line'> =>
    loaded.file === undefined ? {} : { file: loaded.file, line: loaded.lineOf(['ignore', ignores.indexOf(ignore)]) };
  return {
    conflicts: kept.map((conflict) => (isIgnored(conflict, live) ? { ...conflict, status: 'ignored' as const } : conflict)),
    diagnostics: ignores.flatMap((ignore): readonly Diagnostic[] => {
      if (!used.has(ignore)) return [{ ...unused(ignore), ...tell(ignore) }];
      return expired.has(ignore) ? [{ ...ended(ignore), ...tell(ignore) }] : [];
    }),
  };
}

function ended(ignore: Ignore): Diagnostic {
  return {
    code: 'ignore/expired',
    severity: 'error',
    message: `the ignore entry (${describe(ignore)}) ended on ${ignore.until}${ignore.owner === undefined ? '' : `, owner ${ignore.owner}`}; solve what it hides, or give it a later date and a reason`,
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
function isIgnored(conflict: Conflict, ignores: readonly Ignore[]): boolean {
  const own = ignores.filter((ignore) => concerns(ignore, conflict));
  if (own.length === 0) return false;
  if (own.some(({ services }) => services === undefined)) return true;
  const lists = own.map(({ services }) => services ?? []);
  const sides = conflict.sides.map((side) => [...new Set(side.flatMap((index) => conflict.demands[index]?.service ?? []))]);
  const whole = sides.length < 2 || (sides.length > 2 && conflict.anyTwo !== true && conflict.severity === 'error');
  if (whole) return lists.some((list) => coversAll(list, conflict.services));
  return sides.every((left, index) =>
    sides
      .slice(index + 1)
      .every((right) => left.every((a) => right.every((b) => a === b || lists.some((list) => coversAll(list, [a, b]))))),
  );
}

/** One name stands for everything that concerns that service; several for what is between these. */
function coversAll(names: readonly string[], services: readonly ServiceId[]): boolean {
  const isListed = (service: ServiceId): boolean => names.some((name) => isNamed(service, name));
  return names.length === 1 ? services.some(isListed) : services.every(isListed);
}

function isNamed(service: ServiceId, name: string): boolean {
  const clean = name.replace(/^\.\//, '').replace(/\/+$/, '');
  return service === clean || service.endsWith(`/${clean}`);
}

/** An entry concerns a conflict when every property that it states fits; one that states none concerns nothing. */
function concerns(ignore: Ignore, conflict: Conflict): boolean {
  const tests = [
    ignore.id === undefined ? undefined : ignore.id === conflict.id,
    ignore.rule === undefined ? undefined : ignore.rule === conflict.rule,
    ignore.package === undefined ? undefined : isAbout(ignore.package, conflict),
    ignore.services === undefined
      ? undefined
      : ignore.services.every((name) => conflict.services.some((service) => isNamed(service, name))),
  ].filter((test) => test !== undefined);
  return tests.length > 0 && tests.every((test) => test);
}

/** A purl, the realm's own name of it, a PyPI name in any spelling, or a Maven artifact without its group. */
function isAbout(name: string, conflict: Conflict): boolean {
  const key = conflict.demands[0]?.key ?? '';
  if (name === conflict.subject || name === key) return true;
  if (conflict.realm === 'python') return name.toLowerCase().replaceAll(/[-_.]+/g, '-') === key;
  return conflict.realm === 'jvm' && key.endsWith(`:${name}`);
}

function describe(ignore: Ignore): string {
  const parts = [ignore.id, ignore.rule, ignore.package, ignore.services?.join(' + ')].filter((part) => part !== undefined);
  return parts.length === 0 ? 'empty' : parts.join(', ');
}
