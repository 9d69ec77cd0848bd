import { standsBetween } from '../../explain.ts';
import {
  type Conflict,
  clashesAmong,
  type Diagnostic,
  groupBy,
  type Host,
  isLive,
  listed,
  plural,
  printable,
  type Report,
  serviceLabel,
  shortPurl,
} from '../../model/index.ts';
import { shellWord } from '../../recommend/emit/quoting.ts';
import { ignoredWords, isAlone, leftOutWords, RUNG_EACH, summarySentences, tally } from '../phrases.ts';
import { columnsOf, hang, pad, wrap } from './columns.ts';
import { conflictBlock, type TextOptions } from './conflict-text.ts';
import { fewest, type Selection, selectShown } from './selection.ts';
import type { Style } from './style.ts';

/** `cohost check` for people. */
export function renderText(report: Report, options: TextOptions): string {
  const { style } = options;
  if (report.summary.services === 0) return nothingText(report, style);
  const { shown, folded, dropped } = selectShown(report, options);
  const told = new Set<string>();
  return [
    ...headline(report, style),
    '',
    ...groupsOf(shown, folded, dropped, report).flatMap(({ title, conflicts }) => [
      style.bold(title),
      '',
      ...conflicts.flatMap((conflict) => [
        ...conflictBlock(conflict, options, told),
        ...foldedLines(conflict, folded.get(conflict) ?? [], options),
        '',
      ]),
    ]),
    ...restLines(dropped, shown.length + [...folded.values()].flat().length + dropped.length, options),
    ...diagnosticLines(report.diagnostics, options),
    ...closing(report, options),
    '',
  ].join('\n');
}

/** Names of packages that a folded line tells, and findings of one package that have a line of their own. */
const NAMED = 4;

function foldedLines(first: Conflict, others: readonly Conflict[], options: TextOptions): readonly string[] {
  const { style } = options;
  if (others.length === 0) return [];
  const names = [...new Set(others.map(({ subject }) => printable(shortPurl(subject))))];
  if (others.every(({ subject }) => subject === first.subject)) return alsoLines(others, names, options);
  const services = askedTogether([first, ...others])
    .map(shellWord)
    .join(' ');
  const isSame = others.every((one) => one.services.join('\0') === first.services.join('\0'));
  const who = isSame ? 'between the same services' : `between ${listed(fewest(first).map(serviceLabel), 2)} and others`;
  const text = `… and ${tally(others)} more like it ${who}, over ${listed(names, NAMED)}: ${explainCommand(services, options)}`;
  return ['', ...hang('  ', text, style.width).map(style.dim)];
}

/** Of the services that all of these findings share, the two that stand apart in each; else one, whose findings hold all of them. */
function askedTogether(alike: readonly Conflict[]): readonly string[] {
  const services = alike[0]?.services ?? [];
  for (const [index, one] of services.entries())
    for (const other of services.slice(index + 1))
      if (alike.every((conflict) => standsBetween(conflict, [one, other]))) return [one, other];
  return services.slice(0, 1);
}

/** The other groups that part over the same package. */
function alsoLines(others: readonly Conflict[], [name = '']: readonly string[], options: TextOptions): readonly string[] {
  const { style } = options;
  const shown = others.length === NAMED + 1 ? others : others.slice(0, NAMED);
  const more = others.slice(shown.length);
  const services = [...new Set(more.flatMap((conflict) => conflict.services))];
  return [
    ...shown.flatMap(({ message, id }) => hang('  also  ', `${printable(message)}  ${id}`, style.width)),
    ...(more.length === 0
      ? []
      : hang(
          '        ',
          `… and ${tally(more)} more like it over ${name}, of ${plural(services.length, 'service')}: ${explainCommand(name, options)}`,
          style.width,
        )),
  ].map(style.dim);
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

const NOTHING =
  'No services were found here. A service is a directory with a manifest: requirements.txt, pyproject.toml, package.json, pom.xml, build.gradle(.kts), go.mod and others; below the directories that are named, or here.';

/** All that is to say of a fleet without services. */
export function nothingText(report: Report, style: Style): string {
  return [
    ...headline(report, style),
    '',
    ...hang('', NOTHING, style.width),
    ...leftOutLines(report),
    ...workloadLines(report, style),
    '',
    '',
  ].join('\n');
}

interface Group {
  readonly title: string;
  readonly conflicts: readonly Conflict[];
}

/**
 * Errors first: they keep services apart. What remains stands by the host it concerns, since there it matters. What the limit
 * leaves out is counted in the titles.
 */
function groupsOf(
  shown: readonly Conflict[],
  folded: Selection['folded'],
  dropped: readonly Conflict[],
  report: Report,
): readonly Group[] {
  const hostOf = new Map(report.placement.hosts.flatMap((host) => host.services.map((service) => [service, host] as const)));
  const titleFor = (conflict: Conflict): string => {
    if (conflict.severity === 'error') return APART;
    // What several have wrong alike, each has wrong alone.
    if (conflict.services.length === 1 || conflict.rule === 'service/contradiction') return ALONE;
    const hosts = [...new Set(conflict.services.map((service) => hostOf.get(service)))];
    const host = hosts.find((one) => clashesAmong(conflict, (service) => hostOf.get(service) === one));
    return host === undefined ? ELSEWHERE : titleOf(host);
  };
  const groups = groupBy(shown, titleFor);
  const more = groupBy(dropped, titleFor);
  const order = [APART, ...report.placement.hosts.map(titleOf), ELSEWHERE, ALONE];
  return order.flatMap((title) => {
    const conflicts = groups.get(title);
    if (conflicts === undefined) return [];
    const all = [...conflicts, ...conflicts.flatMap((one) => folded.get(one) ?? []), ...(more.get(title) ?? [])];
    return [{ title: `${title} · ${tally(all)}`, conflicts }];
  });
}

const APART = 'Cannot share';
const ALONE = 'Within one service';
const ELSEWHERE = 'Between services that are on different hosts anyway';

function titleOf(host: Host): string {
  return `On ${host.id} (${plural(host.services.length, 'service')})`;
}

/** What the limit left out: how much, what it is mostly about, and where all of it is. */
function restLines(dropped: readonly Conflict[], total: number, options: TextOptions): readonly string[] {
  const { style } = options;
  const check = `cohost check${whereOf(options)}`;
  if (dropped.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { subject } of dropped) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const mostly = top.map(([subject, count]) => `${shortPurl(subject)}${count > 1 ? ` (${count})` : ''}`).join(', ');
  const others = counts.size > top.length ? ` and ${counts.size - top.length} others` : '';
  const commands = `${check} --limit ${total}, ${check} -f json, cohost report${whereOf(options)} -o fleet.html`;
  return [
    ...hang('', `… and ${tally(dropped)} more, over ${printable(mostly)}${others}`, style.width),
    ...hang('  all of them: ', commands, style.width).map(style.dim),
    '',
  ];
}

/** What is said of our own files is told by itself: it is about no place that was read. */
const OWN = /^(?:baseline|config|facts|ignore|packaging|placement|snapshot)\//;

function diagnosticLines(diagnostics: readonly Diagnostic[], options: TextOptions): readonly string[] {
  const weighty = diagnostics.filter(({ severity, code }) => severity !== 'note' && !OWN.test(code));
  if (weighty.length === 0 || options.verbose) return [];
  const incomplete = weighty.filter((one) => one.incomplete === true).length;
  const hiding = incomplete === 0 ? 'none hides a dependency' : `${incomplete} may hide something`;
  const text = `${plural(weighty.length, 'diagnostic')} about the files (${hiding}); --verbose lists ${weighty.length === 1 ? 'it' : 'them'}`;
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
  return report.summary.leftOut === 0 ? [] : [`${leftOutWords(report)} (--samples counts them)`];
}

/** Notes that say what of the fleet no finding speaks of. */
const WORKLOADS: ReadonlySet<string> = new Set(['service/no-manifest', 'service/other-repository']);

function workloadLines({ diagnostics }: Report, style: Style): readonly string[] {
  return diagnostics
    .filter(({ code }) => WORKLOADS.has(code))
    .flatMap(({ message }) => hang('', printable(message), style.width).map(style.dim));
}

/** The directories that a command to go on with has to be told, after a blank. */
function whereOf({ directories = [] }: TextOptions): string {
  return directories.map((one) => ` ${printable(one)}`).join('');
}

export function explainCommand(subject: string, options: TextOptions): string {
  const where = whereOf(options);
  return `cohost explain ${subject}${where === '' ? '' : ` --in${where}`}`;
}

/** Of the line, the most that a command may take for its purpose to stand beside it. */
const ROOM = 0.6;

/** Commands to go on with, and what each is for. */
export function commandLines(
  commands: readonly (readonly [command: string, purpose: string])[],
  { style }: TextOptions,
): readonly string[] {
  const width = 2 + Math.max(...commands.map(([command]) => columnsOf(command)));
  // Beside a long command nothing has room.
  if (width > style.width * ROOM) return commands.map(([command]) => style.dim(`  ${command}`));
  return commands.flatMap(([command, purpose]) => hang(`${pad(`  ${command}`, width)}   `, purpose, style.width).map(style.dim));
}

/** What to run next. */
function nextLines({ id }: Conflict, options: TextOptions): readonly string[] {
  return commandLines(
    [
      [explainCommand(id, options), 'the chain behind a finding; two services work as well'],
      [`cohost plan${whereOf(options)}`, 'who shares, who is isolated, who fits Lambda'],
    ],
    options,
  );
}

/** How many findings there are, and how many hosts the fleet needs. */
export function summaryLines(report: Report, options: TextOptions): readonly string[] {
  const { style } = options;
  const { error, warning, note } = report.summary.conflicts;
  const rungs = report.ladder.filter((rung, index) => index === 0 || rung.clears.length > 0);
  const hosts = rungs.map((rung) => `${rung.hosts}${rung.optimal ? '' : ' at most'} ${RUNG_EACH[rung.level]}`).join(' → ');
  const found =
    error + warning + note === 0
      ? 'No conflict was found.'
      : [plural(error, 'error'), plural(warning, 'warning'), plural(note, 'note')].join(', ');
  const hidden = options.verbose || note === 0 ? '' : style.dim(' (--verbose shows notes, too)');
  return [
    ...leftOutLines(report).flatMap((line) => hang('', line, style.width).map(style.dim)),
    ...(options.verbose ? [] : workloadLines(report, style)),
    // A comparison counts what is new and what was there before.
    ...(report.comparison === undefined ? [style.bold([found, ...ignoredWords(report)].join(' · ')) + hidden] : []),
    ...(isAlone(report) ? summarySentences(report) : hang('hosts needed: ', hosts, style.width)),
  ];
}

/** With `--verbose`, what the config passes over, in a line each. */
export function ignoredLines({ conflicts }: Report, { style, verbose }: TextOptions): readonly string[] {
  const ignored = verbose ? conflicts.filter(({ status }) => status === 'ignored') : [];
  return ignored.flatMap(({ message, id }) => hang(`${style.dim('· ignored')}   `, `${printable(message)}  ${id}`, style.width));
}

function closing(report: Report, options: TextOptions): readonly string[] {
  const first = report.conflicts.find((conflict) => isLive(conflict) && conflict.severity !== 'note');
  return [
    ...ignoredLines(report, options),
    ...summaryLines(report, options),
    ...(first === undefined ? [] : nextLines(first, options)),
  ];
}
