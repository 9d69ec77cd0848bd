import type { Conflict, Demand, Diagnostic, Report, Severity } from '../model/index.ts';
import { columnsOf, cut, hang, hyperlink, pad } from './columns.ts';
import { demandText, endsPhrase, fixPhrase, isLive, listed, RUNG_EACH, shortPurl } from './phrases.ts';
import { frameOf, NO_SOURCES, type SourceLines } from './sources.ts';
import { plural, printable, type Style } from './style.ts';

export interface TextOptions {
  readonly style: Style;
  readonly verbose: boolean;
  /** Findings to show at most; the rest is counted. */
  readonly limit: number;
  /** The manifests' lines, where they are known. */
  readonly sources?: SourceLines;
  /** What a place in a file opens, for terminals that follow links. */
  readonly linkTo?: (file: string, line: number) => string;
}

export const MARKS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: '·' };

/** `cohost check` for people. */
export function renderText(report: Report, options: TextOptions): string {
  const { style } = options;
  if (report.summary.services === 0) return `${[headline(report, style), '', ...nothingFound(report)].join('\n')}\n`;
  const live = report.conflicts.filter(isLive);
  const shown = options.verbose ? live : live.filter((conflict) => conflict.severity !== 'note');
  const kept = shown.slice(0, options.limit);
  return [
    headline(report, style),
    '',
    ...groupsOf(kept, report).flatMap(({ title, conflicts }) => [
      style.bold(title),
      '',
      ...conflicts.flatMap((conflict) => [...conflictBlock(conflict, options), '']),
    ]),
    ...restLines(shown.slice(kept.length), shown.length, style),
    ...diagnosticLines(report.diagnostics, options),
    ...closing(report, style),
    '',
  ].join('\n');
}

export function headline(report: Report, style: Style): string {
  const ecosystems = [...new Set(report.services.flatMap((service) => service.ecosystems))].join(', ');
  const depth = {
    declared: 'declared (nothing fetched; --resolve proves more)',
    locked: 'declared + locked (nothing fetched; --resolve proves more)',
    resolved: 'resolved',
  };
  const parts = [
    plural(report.summary.services, 'service'),
    plural(report.summary.manifests, 'manifest'),
    ecosystems,
    depth[report.options.depth],
  ];
  return `${style.bold(`cohost ${report.tool.version}`)} ${style.dim(`· ${parts.filter((part) => part !== '').join(' · ')}`)}`;
}

function nothingFound(report: Report): readonly string[] {
  return [
    'No services were found here. A service is a directory with a manifest: requirements.txt, pyproject.toml,',
    'package.json, pom.xml, build.gradle(.kts), go.mod and others; below the directories that are named, or here.',
    ...leftOutLines(report),
    '',
  ];
}

interface Group {
  readonly title: string;
  readonly conflicts: readonly Conflict[];
}

/** Errors first: they keep services apart. What remains stands by the host it concerns, since there it matters. */
function groupsOf(conflicts: readonly Conflict[], report: Report): readonly Group[] {
  const hostOf = new Map(report.placement.hosts.flatMap((host) => host.services.map((service) => [service, host] as const)));
  const groups = new Map<string, Conflict[]>();
  const add = (title: string, conflict: Conflict): void => {
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [conflict]);
    else group.push(conflict);
  };
  for (const conflict of conflicts) {
    const hosts = new Set(conflict.services.map((service) => hostOf.get(service)));
    const [host] = hosts;
    if (conflict.severity === 'error') add('Cannot share', conflict);
    else if (conflict.services.length === 1) add('Within one service', conflict);
    else if (hosts.size === 1 && host !== undefined) add(`On ${host.id} (${plural(host.services.length, 'service')})`, conflict);
    else add('Between services that are on different hosts anyway', conflict);
  }
  return [...groups].map(([title, list]) => ({ title: `${title} · ${tally(list)}`, conflicts: list }));
}

function tally(conflicts: readonly Conflict[]): string {
  const severities: readonly Severity[] = ['error', 'warning', 'note'];
  return severities
    .flatMap((severity) => {
      const count = conflicts.filter((conflict) => conflict.severity === severity).length;
      return count === 0 ? [] : [plural(count, severity)];
    })
    .join(', ');
}

function conflictBlock(conflict: Conflict, options: TextOptions): readonly string[] {
  const { style } = options;
  const { width } = style;
  const steps = conflict.explanation.filter((step) => options.verbose || !restates(step, conflict.demands));
  const why = (options.verbose ? steps : steps.slice(0, 2)).flatMap((step, index) =>
    hang(index === 0 ? '  why   ' : '        ', printable(step), width),
  );
  const ends = conflict.severity === 'note' ? [] : hang('  ends  ', endsPhrase(conflict), width);
  const changes = conflict.fixes.filter((fix) => fix.kind !== 'isolate');
  const fixes = (options.verbose ? conflict.fixes : changes.slice(0, 1)).flatMap((fix, index) =>
    hang(index === 0 ? '  fix   ' : '   or   ', printable(fixPhrase(fix)), width),
  );
  return [
    ...conflictHead(conflict, style),
    ...(options.verbose ? frames(conflict.demands, options) : demandLines(conflict.demands, options)),
    ...[...why, ...ends, ...fixes].map((line) => line.replace(/^ {2,3}(?:why|ends|fix|or)/, style.dim)),
  ];
}

/** The sentence, and at the right edge the id to ask about. */
export function conflictHead(conflict: Conflict, style: Style): readonly string[] {
  const tint = conflict.severity === 'error' ? style.red : conflict.severity === 'warning' ? style.yellow : style.dim;
  const status = conflict.status === undefined ? '' : ` [${conflict.status}]`;
  const room = style.width - conflict.id.length - 2;
  const [first = '', ...rest] = hang('  ', printable(conflict.message) + status, room);
  const head = `${tint(MARKS[conflict.severity])} ${style.bold(first.slice(2))}`;
  const gap = ' '.repeat(Math.max(2, style.width - columnsOf(first) - conflict.id.length));
  return [`${head}${gap}${style.dim(conflict.id)}`, ...rest.map((line) => `  ${style.bold(line.slice(2))}`)];
}

/** Whether a step only says again what the lines above it show. */
export function restates(step: string, demands: readonly Demand[]): boolean {
  return demands.some(({ origin }) => step.includes(`${origin.file}:${origin.line}`));
}

const MAX_PLACES = 8;
const PLACE_COLUMNS = 52;

/** One line a place: where, and what the manifest says there. */
function demandLines(demands: readonly Demand[], options: TextOptions): readonly string[] {
  const { style } = options;
  const rows = new Map<string, Demand>();
  for (const demand of demands) rows.set(`${placeOf(demand)} ${demandText(demand)}`, demand);
  const all = [...rows.values()];
  const shown = all.slice(0, MAX_PLACES);
  const width = Math.min(PLACE_COLUMNS, Math.max(0, ...shown.map((demand) => columnsOf(placeOf(demand)))));
  const lines = shown.map((demand) => {
    const place = linked(demand, pad(placeOf(demand), width), options);
    const room = Math.max(24, style.width - Math.max(width, columnsOf(placeOf(demand))) - 7);
    return `    ${style.cyan(place)}   ${cut(printable(saysThere(demand, options.sources ?? NO_SOURCES)), room)}`;
  });
  if (all.length === shown.length) return lines;
  const others = [...new Set(all.slice(MAX_PLACES).map((demand) => demand.service))];
  return [...lines, style.dim(`    … and ${all.length - shown.length} more, of ${printable(listed(others, 3))}`)];
}

function placeOf(demand: Demand): string {
  return printable(`${demand.origin.file}:${demand.origin.line}`);
}

/** The manifest's own line where it says it all, else the demand in words. */
function saysThere(demand: Demand, sources: SourceLines): string {
  const [line, ...more] = frameOf(demand, sources);
  const name = shortPurl(demand.subject).split(/[/:]/).at(-1) ?? '';
  const whole = line !== undefined && more.length === 0 && demand.via.length === 0;
  if (whole && line.text.includes(demand.constraint) && line.text.includes(name)) return line.text.trim();
  // A descriptor at the root speaks for several services: say for which.
  const own = demand.service === '.' || demand.origin.file.startsWith(`${demand.service}/`);
  return own ? demandText(demand) : `${demand.service}: ${demandText(demand)}`;
}

const MAX_FRAMES = 12;

/** Each demand in full: the service, the lines of its manifest, and the chain from there to what is demanded. */
export function frames(demands: readonly Demand[], options: TextOptions): readonly string[] {
  const { style } = options;
  const sources = options.sources ?? NO_SOURCES;
  const limit = options.verbose ? demands.length : MAX_FRAMES;
  const shown = demands.slice(0, limit);
  const width = Math.max(0, ...shown.map((demand) => columnsOf(printable(demand.service))));
  const blocks = shown.flatMap((demand) => {
    const lines = frameOf(demand, sources);
    const digits = String(lines.at(-1)?.number ?? 0).length;
    const code = lines.map(
      ({ number, text }) =>
        `      ${style.dim(`${String(number).padStart(digits)} │`)} ${marked(cut(printable(text), Math.max(24, style.width - digits - 9)), demand, style)}`,
    );
    const said =
      demand.via.length === 0 && lines.some(({ text }) => demand.constraint !== '' && text.includes(demand.constraint));
    return [
      `    ${style.bold(pad(printable(demand.service), width))}   ${style.cyan(linked(demand, placeOf(demand), options))}`,
      ...code,
      ...(said ? [] : chain(demand, style)),
    ];
  });
  return demands.length === shown.length
    ? blocks
    : [...blocks, style.dim(`    … and ${demands.length - shown.length} more (--verbose shows them)`)];
}

/** Brings out the constraint in a line of code. */
function marked(text: string, demand: Demand, style: Style): string {
  const needle = demand.constraint === '' ? '' : printable(demand.constraint);
  const at = needle === '' ? -1 : text.indexOf(needle);
  return at < 0 ? text : text.slice(0, at) + style.yellow(needle) + text.slice(at + needle.length);
}

/** `flask 1.1.4` needs … needs `werkzeug <2.0`, one step a line. */
function chain(demand: Demand, style: Style): readonly string[] {
  const steps = [...demand.via.map((purl) => versioned(purl)), demandText({ ...demand, via: [] })];
  return steps.map((step, index) => `      ${'  '.repeat(index)}${style.dim(index === 0 ? '→' : '└ needs')} ${printable(step)}`);
}

function versioned(purl: string): string {
  const name = shortPurl(purl);
  const at = name.lastIndexOf('@');
  return at > 0 ? `${name.slice(0, at)} ${name.slice(at + 1)}` : name;
}

function linked(demand: Demand, text: string, options: TextOptions): string {
  return options.linkTo === undefined ? text : hyperlink(text, options.linkTo(demand.origin.file, demand.origin.line));
}

/** What the limit left out: how much, what it is mostly about, and where all of it is. */
function restLines(dropped: readonly Conflict[], total: number, style: Style): readonly string[] {
  if (dropped.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { subject } of dropped) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const mostly = top.map(([subject, count]) => `${shortPurl(subject)}${count > 1 ? ` (${count})` : ''}`).join(', ');
  return [
    `… and ${tally(dropped)} more, over ${printable(mostly)}${counts.size > top.length ? ` and ${counts.size - top.length} others` : ''}`,
    style.dim(`  all of them: cohost check --limit ${total}, cohost check -f json, cohost report -o fleet.html`),
    '',
  ];
}

function diagnosticLines(diagnostics: readonly Diagnostic[], options: TextOptions): readonly string[] {
  const weighty = diagnostics.filter((one) => one.severity !== 'note');
  if (weighty.length === 0 || options.verbose) return [];
  const incomplete = weighty.filter((one) => one.incomplete === true).length;
  const hiding = incomplete === 0 ? 'none hides a dependency' : `${incomplete} may hide something`;
  const text = `${plural(weighty.length, 'place')} in the files not fully understood (${hiding}); --verbose lists them`;
  return hang('', text, options.style.width).map(options.style.dim);
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

function leftOutLines(report: Report): readonly string[] {
  const { leftOut } = report.summary;
  const which =
    leftOut === 1
      ? '1 directory that looks like a sample or a test was'
      : `${leftOut} directories that look like samples or tests were`;
  return leftOut === 0 ? [] : [`${which} left out (--samples counts them)`];
}

function closing(report: Report, style: Style): readonly string[] {
  const { error, warning, note } = report.summary.conflicts;
  const rungs = report.ladder.filter((rung, index) => index === 0 || rung.clears.length > 0);
  const hosts = rungs.map((rung) => `${rung.hosts}${rung.optimal ? '' : ' at most'} ${RUNG_EACH[rung.level]}`).join(' → ');
  const found =
    error + warning + note === 0
      ? 'No conflict was found'
      : [plural(error, 'error'), plural(warning, 'warning'), plural(note, 'note')].join(', ');
  const first = report.conflicts.find((conflict) => isLive(conflict) && conflict.severity !== 'note');
  return [
    ...leftOutLines(report).flatMap((line) => hang('', line, style.width).map(style.dim)),
    style.bold(found),
    ...hang('hosts needed: ', hosts, style.width),
    ...(first === undefined
      ? []
      : [
          style.dim(`  cohost explain ${first.id}   the chain behind a finding; two services work as well`),
          style.dim('  cohost plan                     who shares, who is isolated, who fits Lambda'),
        ]),
  ];
}
