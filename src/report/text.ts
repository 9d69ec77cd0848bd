import type { Conflict, Demand, Diagnostic, Fix, IsolationLevel, Report, Severity } from '../model/index.ts';
import { plural, printable, type Style } from './style.ts';

export interface TextOptions {
  readonly style: Style;
  readonly verbose: boolean;
  /** Findings of each severity to show at most; the rest is counted. */
  readonly limit: number;
}

const MARKS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: '·' };

/** `cohost check` for people. */
export function renderText(report: Report, options: TextOptions): string {
  const { style } = options;
  const live = report.conflicts.filter((conflict) => conflict.status !== 'ignored');
  const shown = options.verbose ? live : live.filter((conflict) => conflict.severity !== 'note');
  const { kept, dropped } = bound(shown, options.limit);
  const blocks = kept.map((conflict) => conflictBlock(conflict, options));
  const more =
    dropped > 0 ? [style.dim(`… and ${dropped} more; all of them: cohost check --json, or --limit ${shown.length}`), ''] : [];
  return [
    headline(report, style),
    '',
    ...blocks.flatMap((block) => [...block, '']),
    ...more,
    ...diagnosticLines(report.diagnostics, options),
    ...closing(report, style),
    '',
  ].join('\n');
}

function bound(conflicts: readonly Conflict[], limit: number): { readonly kept: readonly Conflict[]; readonly dropped: number } {
  return { kept: conflicts.slice(0, limit), dropped: Math.max(0, conflicts.length - limit) };
}

export function headline(report: Report, style: Style): string {
  const ecosystems = [...new Set(report.services.flatMap((service) => service.ecosystems))].join(', ');
  const depth = {
    declared: 'declared (nothing fetched; --resolve proves more)',
    locked: 'declared + locked (nothing fetched; --resolve proves more)',
    resolved: 'resolved',
  };
  const parts = [
    style.bold(`cohost ${report.tool.version}`),
    plural(report.summary.services, 'service'),
    plural(report.summary.manifests, 'manifest'),
    ecosystems,
    depth[report.options.depth],
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function conflictBlock(conflict: Conflict, options: TextOptions): readonly string[] {
  const { style } = options;
  const tint = conflict.severity === 'error' ? style.red : conflict.severity === 'warning' ? style.yellow : style.dim;
  const status = conflict.status === undefined ? '' : ` [${conflict.status}]`;
  const head = `${tint(MARKS[conflict.severity])} ${style.bold(printable(conflict.message))}${status}  ${style.dim(conflict.id)}`;
  const places = demandLines(conflict.demands, options);
  const why = (options.verbose ? conflict.explanation : conflict.explanation.slice(0, 2)).map(
    (step, index) => `  ${index === 0 ? 'why   ' : '      '}${printable(step)}`,
  );
  const ends = conflict.severity === 'note' ? [] : [`  ends  ${levelPhrase(conflict.clearedBy)}`];
  const fixes = (options.verbose ? conflict.fixes : conflict.fixes.filter((fix) => fix.kind !== 'isolate').slice(0, 1)).map(
    (fix) => `  fix   ${fixPhrase(fix)}`,
  );
  return [head, ...places, ...why, ...ends, ...fixes];
}

const MAX_PLACES = 8;

function demandLines(demands: readonly Demand[], options: TextOptions): readonly string[] {
  const rows = demands.map((demand) => ({ place: `${demand.origin.file}:${demand.origin.line}`, text: demandText(demand) }));
  const unique = [...new Map(rows.map((row) => [`${row.place} ${row.text}`, row])).values()];
  const shown = options.verbose ? unique : unique.slice(0, MAX_PLACES);
  const width = Math.min(60, Math.max(...shown.map((row) => row.place.length), 0));
  const lines = shown.map((row) => `    ${options.style.cyan(printable(row.place).padEnd(width))}  ${printable(row.text)}`);
  return unique.length > shown.length ? [...lines, options.style.dim(`    … and ${unique.length - shown.length} more`)] : lines;
}

export function demandText(demand: Demand): string {
  const name =
    demand.realm === 'port' || demand.realm === 'runtime' || demand.realm === 'os' || demand.realm === 'command'
      ? demand.subject
      : demand.key;
  const constraint = demand.constraint === '' ? 'any version' : demand.constraint;
  const via = demand.via.length === 0 ? '' : `  (via ${demand.via.map(shortPurl).join(' → ')})`;
  const when = demand.when === undefined ? '' : `  when ${demand.when}`;
  return `${name} ${constraint}${when}${via}`;
}

export function shortPurl(purl: string): string {
  return decodeURIComponent(purl.replace(/^pkg:[a-z]+\//, ''));
}

export function levelPhrase(level: IsolationLevel): string {
  const words: Readonly<Record<IsolationLevel, string>> = {
    environment: 'nowhere',
    process: 'with an environment each (virtualenv, node_modules, class path; process level)',
    container: 'with a container each (container level)',
    machine: 'with a machine each, or another port on the host',
  };
  return words[level];
}

export function fixPhrase(fix: Fix): string {
  const place = fix.file === undefined ? '' : ` ${fix.file}:${fix.line ?? 1}`;
  const change = fix.to === undefined ? '' : ` ${shortPurl(fix.subject)} ${fix.from ?? ''} → ${fix.to}`;
  const who = fix.service === undefined || fix.kind === 'isolate' ? '' : `${fix.service}:`;
  return printable(`${who}${change}${fix.kind === 'isolate' ? fix.effect : ` (${fix.effect};${place})`}`.trim());
}

function diagnosticLines(diagnostics: readonly Diagnostic[], options: TextOptions): readonly string[] {
  const weighty = diagnostics.filter((one) => one.severity !== 'note');
  if (weighty.length === 0 || options.verbose) return [];
  const incomplete = weighty.filter((one) => one.incomplete === true).length;
  return [
    options.style.dim(
      `${plural(weighty.length, 'diagnostic')} on files that were not fully understood (${incomplete} may hide something); --verbose lists them`,
    ),
  ];
}

/** Diagnostics for stderr. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style: Style): string {
  return diagnostics
    .map((one) => {
      const place = one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `;
      const tint = one.severity === 'error' ? style.red : one.severity === 'warning' ? style.yellow : style.dim;
      return `${printable(place)}${tint(one.severity)}: ${printable(one.message)} [${one.code}]\n`;
    })
    .join('');
}

function closing(report: Report, style: Style): readonly string[] {
  const { error, warning, note } = report.summary.conflicts;
  const rungs = report.ladder.filter((rung, index) => index === 0 || rung.clears.length > 0);
  const hosts = rungs
    .map((rung, index) => `${rung.hosts} ${index === 0 ? 'sharing everything' : `with ${rungWord(rung.level)} each`}`)
    .join(' → ');
  const left =
    report.summary.leftOut > 0
      ? [
          style.dim(
            `${plural(report.summary.leftOut, 'directory', 'directories')} that look like samples or tests were left out (--samples counts them)`,
          ),
        ]
      : [];
  const summary = `${plural(error + warning + note, 'finding')}: ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}`;
  return [
    `${style.bold(summary)} · hosts needed: ${hosts}`,
    ...left,
    ...(error + warning > 0
      ? [
          style.dim('  cohost explain A B     the chain behind a pair'),
          style.dim('  cohost plan            who shares, who is isolated, who fits Lambda'),
        ]
      : []),
  ];
}

export function rungWord(level: IsolationLevel): string {
  return { environment: 'nothing', process: 'an environment', container: 'a container', machine: 'a machine' }[level];
}
