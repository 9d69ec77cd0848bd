import {
  type Conflict,
  type Demand,
  type Diagnostic,
  type Host,
  printable,
  type Report,
  type Severity,
  shortPurl,
} from '../model/index.ts';
import { columnsOf, cut, hang, hyperlink, pad, wrap } from './columns.ts';
import { constraintText, demandText, endsPhrase, fixPhrase, isLive, listed, RUNG_EACH } from './phrases.ts';
import { placesOf } from './places.ts';
import { frameOf, NO_SOURCES, type SourceLines } from './sources.ts';
import { plural, type Style } from './style.ts';

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
  if (report.summary.services === 0) return `${[...headline(report, style), '', ...nothingFound(report)].join('\n')}\n`;
  const { shown, folded, dropped } = selectShown(report, options);
  return [
    ...headline(report, style),
    '',
    ...groupsOf(shown, folded, report).flatMap(({ title, conflicts }) => [
      style.bold(title),
      '',
      ...conflicts.flatMap((conflict) => [
        ...conflictBlock(conflict, options),
        ...foldedLines(folded.get(conflict) ?? [], style),
        '',
      ]),
    ]),
    ...restLines(dropped, shown.length + [...folded.values()].flat().length + dropped.length, style),
    ...diagnosticLines(report.diagnostics, options),
    ...closing(report, style),
    '',
  ].join('\n');
}

export interface Selection {
  readonly shown: readonly Conflict[];
  /** Findings that are like one that is shown, by the one below which they are counted. */
  readonly folded: ReadonlyMap<Conflict, readonly Conflict[]>;
  /** What the limit left out. */
  readonly dropped: readonly Conflict[];
}

/** What is shown of a report: everything with `verbose`, else no notes and a few of each kind, up to the limit. */
export function selectShown(report: Report, { verbose, limit }: Pick<TextOptions, 'verbose' | 'limit'>): Selection {
  const live = report.conflicts.filter((conflict) => isLive(conflict) && (verbose || conflict.severity !== 'note'));
  const folded = verbose ? new Map<Conflict, readonly Conflict[]>() : foldAlike(live);
  const hidden = new Set([...folded.values()].flat());
  const open = live.filter((conflict) => !hidden.has(conflict));
  const shown = open.slice(0, limit);
  const dropped = open.slice(limit);
  const below = new Set(shown);
  return {
    shown,
    folded: new Map([...folded].filter(([conflict]) => below.has(conflict))),
    dropped: [...dropped, ...[...folded].flatMap(([conflict, list]) => (below.has(conflict) ? [] : list))],
  };
}

/** What makes findings alike, and how many of each kind are told in full before the others are counted. */
const ALIKE: readonly { readonly keep: number; readonly by: (conflict: Conflict) => readonly string[] }[] = [
  // A family of packages (every part of Angular) between the very same services.
  { keep: 1, by: ({ severity, rule, realm, services }) => [severity, rule, realm, ...services] },
  { keep: 2, by: ({ severity, rule, subject }) => [severity, rule, subject] },
];

function foldAlike(live: readonly Conflict[]): Map<Conflict, readonly Conflict[]> {
  const folded = new Map<Conflict, readonly Conflict[]>();
  const taken = new Set<Conflict>();
  for (const { keep, by } of ALIKE) {
    for (const kind of groupBy(live, (conflict) => by(conflict).join('\0'))) {
      const free = kind.filter((conflict) => !taken.has(conflict) && !folded.has(conflict));
      const last = free[keep - 1];
      // One more is as short as the line that counts it.
      if (last === undefined || free.length <= keep + 1) continue;
      folded.set(last, free.slice(keep));
      for (const conflict of free.slice(keep)) taken.add(conflict);
    }
  }
  return folded;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Names of packages that a folded line tells. */
const NAMED = 4;

function foldedLines(conflicts: readonly Conflict[], style: Style): readonly string[] {
  const [first] = conflicts;
  if (first === undefined) return [];
  const names = [...new Set(conflicts.map(({ subject }) => printable(shortPurl(subject))))];
  const [name = ''] = names;
  const services = [...new Set(conflicts.flatMap((conflict) => conflict.services))];
  const text =
    names.length === 1
      ? `… and ${tally(conflicts)} more like it over ${name}, of ${plural(services.length, 'service')}: cohost explain ${name}`
      : `… and ${tally(conflicts)} more like it between the same services, over ${listed(names, NAMED)}: cohost explain ${services.slice(0, 2).map(printable).join(' ')}`;
  return ['', ...hang('  ', text, style.width).map(style.dim)];
}

export function headline(report: Report, style: Style): readonly string[] {
  const ecosystems = [...new Set(report.services.flatMap((service) => service.ecosystems))].join(', ');
  const depth = {
    declared: 'declared (nothing fetched; --resolve proves more)',
    locked: 'declared + locked (nothing fetched; --resolve proves more)',
    resolved: 'resolved',
  };
  const name = `cohost ${report.tool.version}`;
  const parts = [
    name,
    plural(report.summary.services, 'service'),
    plural(report.summary.manifests, 'manifest'),
    ecosystems,
    depth[report.options.depth],
  ];
  const [first = '', ...rest] = wrap(parts.filter((part) => part !== '').join(' · '), style.width);
  return [style.bold(name) + style.dim(first.slice(name.length)), ...rest.map(style.dim)];
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
function groupsOf(conflicts: readonly Conflict[], folded: Selection['folded'], report: Report): readonly Group[] {
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
    if (conflict.severity === 'error') add(APART, conflict);
    else if (conflict.services.length === 1) add(ALONE, conflict);
    else if (hosts.size === 1 && host !== undefined) add(titleOf(host), conflict);
    else add(ELSEWHERE, conflict);
  }
  const order = [APART, ...report.placement.hosts.map(titleOf), ELSEWHERE, ALONE];
  return order.flatMap((title) => {
    const list = groups.get(title);
    return list === undefined
      ? []
      : [{ title: `${title} · ${tally([...list, ...list.flatMap((one) => folded.get(one) ?? [])])}`, conflicts: list }];
  });
}

const APART = 'Cannot share';
const ALONE = 'Within one service';
const ELSEWHERE = 'Between services that are on different hosts anyway';

function titleOf(host: Host): string {
  return `On ${host.id} (${plural(host.services.length, 'service')})`;
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
    ...(options.verbose ? frames(conflict, options) : demandLines(conflict, options)),
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
/** Of the line, the most that places may take. */
const PLACE_SHARE = 0.55;
const GAP = 3;
const INDENT = 4;

/** One line a place: where, and what the manifest says there; a longer place has a line of its own. */
function demandLines(conflict: Conflict, options: TextOptions): readonly string[] {
  const { style } = options;
  const { shown, more } = placesOf(conflict, MAX_PLACES);
  const most = Math.floor((style.width - INDENT - GAP) * PLACE_SHARE);
  const width = Math.min(most, Math.max(0, ...shown.map((demand) => columnsOf(placeOf(demand)))));
  const room = Math.max(24, style.width - width - GAP - INDENT);
  const lines = shown.flatMap((demand) => {
    const place = placeOf(demand);
    const says = cut(printable(saysThere(demand, options.sources ?? NO_SOURCES, room)), room);
    const start = `${' '.repeat(INDENT)}${style.cyan(linked(demand, pad(place, width), options))}`;
    return columnsOf(place) <= width ? [start + ' '.repeat(GAP) + says] : [start, ' '.repeat(INDENT + width + GAP) + says];
  });
  if (more.length === 0) return lines;
  const others = [...new Set(more.map((demand) => demand.service))];
  const text = `… and ${more.length} more, of ${printable(listed(others, 3))}`;
  return [...lines, ...hang(' '.repeat(INDENT), text, style.width).map(style.dim)];
}

function placeOf(demand: Demand): string {
  return printable(`${demand.origin.file}:${demand.origin.line}`);
}

/** The manifest's own line where it says it all, else the demand in words; without the name where that takes too much room. */
function saysThere(demand: Demand, sources: SourceLines, room: number): string {
  const [line, ...more] = frameOf(demand, sources);
  const name = shortPurl(demand.subject).split(/[/:]/).at(-1) ?? '';
  const whole = line !== undefined && more.length === 0 && demand.via.length === 0;
  const own = demand.service === '.' || demand.origin.file.startsWith(`${demand.service}/`);
  // A descriptor at the root speaks for several services: say for which.
  const who = own ? '' : `${demand.service}: `;
  const texts = [
    ...(whole && line.text.includes(demand.constraint) && line.text.includes(name) ? [line.text.trim()] : []),
    who + demandText(demand),
    who + constraintText(demand),
  ];
  return texts.find((text) => columnsOf(text) <= room) ?? texts.at(-1) ?? '';
}

const MAX_FRAMES = 12;

/** Each demand in full: the service, the lines of its manifest, and the chain from there to what is demanded. */
export function frames(conflict: Conflict, options: TextOptions): readonly string[] {
  const { style } = options;
  const sources = options.sources ?? NO_SOURCES;
  const { shown, more } = placesOf(conflict, options.verbose ? conflict.demands.length : MAX_FRAMES);
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
  return more.length === 0 ? blocks : [...blocks, style.dim(`    … and ${more.length} more (--verbose shows them)`)];
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
