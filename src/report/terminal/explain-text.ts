import { type Explanation, isNamed } from '../../explain.ts';
import {
  type Conflict,
  clashesAmong,
  isLive,
  LEVELS,
  listed,
  plural,
  printable,
  type Report,
  type ReportPackage,
  type ReportService,
  serviceLabel,
  shortPurl,
} from '../../model/index.ts';
import { EACH, endsPhrase, fixPhrase, programWords, TARGET_WORDS } from '../phrases.ts';
import { columnsOf, hang, pad } from './columns.ts';
import { conflictHead, frames, restates, type TextOptions } from './conflict-text.ts';
import type { Style } from './style.ts';
import { explainCommand } from './text.ts';

type Found = Exclude<Explanation, { kind: 'unknown' }>;

/** `cohost explain` for people: each conflict with its chain from the service's own line, its steps and every way out. */
export function renderExplanation(found: Found, report: Report, options: TextOptions): string {
  const shown = found.conflicts.slice(0, options.limit);
  const more = found.conflicts.length - shown.length;
  return `${[
    ...(found.kind === 'service' ? serviceLines(found.service, report, options.style) : []),
    ...(found.kind === 'between' && found.conflicts.length > 0
      ? [...hang('', betweenSentence(found), options.style.width), '']
      : []),
    ...(found.conflicts.length === 0 ? nothing(found, report, options.style) : []),
    ...shown.flatMap((conflict) => [...explainConflict(conflict, options, found.kind === 'between' ? found.services : []), '']),
    ...(more > 0
      ? [options.style.dim(`… and ${plural(more, 'conflict')} more; --limit ${found.conflicts.length} shows all`), '']
      : []),
  ].join('\n')}\n`;
}

/** By what a descriptor was found to speak of a service. */
const JOINS: Readonly<Record<string, string>> = {
  directory: 'its directory',
  'build-context': 'its build context',
  path: 'a directory around it',
  name: 'its name',
};

const NAMED = 6;

/** The answer about two or more services, before the reasons. */
function betweenSentence({ title, services, conflicts }: Extract<Found, { kind: 'between' }>): string {
  const errors = conflicts.filter((conflict) => isLive(conflict) && conflict.severity === 'error');
  const parting = errors.filter((conflict) => parts(conflict, services));
  const names = (list: readonly Conflict[]): string =>
    printable(listed([...new Set(list.map(({ subject }) => shortPurl(subject)))], NAMED));
  if (parting.length > 0) {
    const level = LEVELS.findLast((one) => parting.some(({ clearedBy }) => clearedBy === one)) ?? 'machine';
    const end = level === 'machine' ? 'no isolation on one host ends that' : `with ${EACH[level]} they can be on one host`;
    return `${printable(title)} cannot share everything, because of ${names(parting)}; ${end}.`;
  }
  if (errors.length > 0) return `${printable(title)} agree with each other, but not together with others, over ${names(errors)}.`;
  return `Nothing separates ${printable(title)}; what concerns both is below.`;
}

/** Whether all that it takes to clash is among the services: two sides, or every side of a larger set. */
function parts(conflict: Conflict, services: readonly string[]): boolean {
  return clashesAmong(conflict, (service) => services.includes(service));
}

/** Where the service stands: its host, who else is there, and what is recommended. */
function serviceLines(id: string, report: Report, style: Style): readonly string[] {
  const service = report.services.find((one) => one.id === id);
  const host = report.placement.hosts.find((one) => one.services.includes(id));
  const others = host?.services.filter((one) => one !== id) ?? [];
  const company = others.length === 0 ? 'alone' : `with ${listed(others.map(serviceLabel), 6)}`;
  const advice = report.recommendations
    .filter((one) => one.service === id)
    .map((one) => `${one.process === undefined ? '' : `${one.process}: `}${TARGET_WORDS[one.target] ?? one.target}`);
  const blocking = report.conflicts.filter((one) => isLive(one) && one.severity === 'error' && one.services.includes(id)).length;
  const facts = [
    ['from', listed(service?.manifests.map((manifest) => manifest.path) ?? [], 4)],
    [
      'asks',
      service === undefined
        ? ''
        : `${plural(service.packages.filter((one) => one.direct).length, 'direct dependency', 'direct dependencies')}, ${service.packages.length} known`,
    ],
    [
      'runs',
      listed([...new Set(service?.descriptors.map(({ path, joinedBy }) => `${path} (by ${JOINS[joinedBy] ?? joinedBy})`))], 5),
    ],
    ['start', programWords(service?.programs ?? [], 8)],
    ['host', host === undefined ? '' : `${host.id}, ${company}`],
    ['run', advice.join(', ')],
    ['parts', blocking === 0 ? '' : `${plural(blocking, 'error')} below`],
  ] as const;
  return [
    style.bold(printable(serviceLabel(id))),
    ...facts
      .filter(([, text]) => text !== '')
      .flatMap(([label, text]) => hang(`  ${label.padEnd(6)}`, printable(text), style.width)),
    '',
  ];
}

const ASKERS = 20;

function nothing(found: Found, report: Report, style: Style): readonly string[] {
  const depth =
    report.options.depth === 'resolved'
      ? ''
      : ` Nothing was fetched: --resolve looks further than ${report.options.depth} facts.`;
  const title = printable(found.title);
  const rows = found.kind !== 'conflicts' ? [] : asking(found.topics, report.services);
  const width = Math.min(44, Math.max(0, ...rows.map(({ place }) => columnsOf(place))));
  return [
    ...hang('', `Nothing speaks against it: no conflict is known for ${title}.${depth}`, style.width),
    '',
    ...rows.slice(0, ASKERS).map(({ place, text }) => `    ${style.cyan(pad(place, width))}   ${text}`),
    ...(rows.length > ASKERS ? [style.dim(`    … and ${rows.length - ASKERS} more`)] : []),
  ];
}

interface Asked {
  readonly place: string;
  readonly text: string;
}

/** Who asks for packages, and how; where nobody does, where they come in anyway. */
function asking(names: readonly string[], services: readonly ReportService[]): readonly Asked[] {
  const all = services.flatMap(({ packages }) => packages.filter(({ purl }) => names.some((name) => isNamed(purl, name))));
  const direct = all.filter((one) => one.direct);
  return (direct.length > 0 ? direct : all).map(askedText);
}

function askedText({ purl, constraint, resolved, direct, origin }: ReportPackage): Asked {
  const known = resolved === undefined ? '' : direct ? `  (${resolved} in the lock)` : '';
  const version = direct ? constraint : (resolved ?? constraint);
  const brought = direct ? '' : '  (another package brings it)';
  return {
    place: printable(`${origin.file}:${origin.line}`),
    text: printable(`${shortPurl(purl)}${version === '' ? '' : ` ${version}`}${known}${brought}`),
  };
}

/** `asked`: whose clash it is to explain, where others have part in it too. */
function explainConflict(conflict: Conflict, options: TextOptions, asked: readonly string[]): readonly string[] {
  const { style } = options;
  const steps = conflict.explanation.filter((step) => options.verbose || !restates(step, conflict.demands));
  return [
    ...conflictHead(conflict, style),
    ...hang('  ', `${conflict.rule} · ${conflict.severity} · ends ${endsPhrase(conflict)}`, style.width).map(style.dim),
    '',
    ...askedFrames(conflict, options, asked),
    '',
    ...steps.flatMap((step) => hang('  ', printable(step), style.width)),
    ...(conflict.fixes.length === 0 || steps.length === 0 ? [] : ['']),
    ...conflict.fixes.flatMap((fix, index) =>
      hang(index === 0 ? '  ways out  ' : '            ', printable(fixPhrase(fix)), style.width).map((line) =>
        line.replace('  ways out', style.green('  ways out')),
      ),
    ),
    ...(options.verbose ? ['', style.dim(`  cohost explain-rule ${conflict.rule}`)] : []),
  ];
}

/** The lines of those that were asked about, where they clash without the others: among twenty they would be hard to find. */
function askedFrames(conflict: Conflict, options: TextOptions, asked: readonly string[]): readonly string[] {
  const others = conflict.services.filter((service) => !asked.includes(service));
  if (options.verbose || others.length === 0 || !parts(conflict, asked)) return frames(conflict, options);
  const { style } = options;
  const rest = `… and ${plural(others.length, 'other service')}: ${explainCommand(conflict.id, options)}`;
  return [...frames(amongAsked(conflict, asked), options), ...hang('    ', rest, style.width).map(style.dim)];
}

function amongAsked({ demands, sides }: Conflict, asked: readonly string[]): Pick<Conflict, 'demands' | 'sides'> {
  const kept = demands.filter(({ service }) => asked.includes(service));
  const places = (side: readonly number[]): readonly number[] =>
    side.flatMap((index) => {
      const demand = demands[index];
      return demand === undefined || !kept.includes(demand) ? [] : [kept.indexOf(demand)];
    });
  return { demands: kept, sides: sides.map(places).filter((side) => side.length > 0) };
}
