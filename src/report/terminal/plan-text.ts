import {
  type Conflict,
  capitalized,
  groupBy,
  type Host,
  listed,
  plural,
  printable,
  type Reason,
  type Recommendation,
  type Report,
  type Rung,
  serviceLabel,
  shortPurl,
} from '../../model/index.ts';
import {
  changePhrase,
  EACH,
  EFFECT_MARKS,
  hostFacts,
  isAlone,
  leadingReasons,
  leastSentences,
  programWords,
  RUNG_NAMES,
  reasonWords,
  severalPrograms,
  summarySentences,
  TARGET_WORDS,
  unmetWishes,
} from '../phrases.ts';
import { linesOf } from '../places.ts';
import { columnsOf, hang, hyperlink, pad } from './columns.ts';
import type { TextOptions } from './conflict-text.ts';
import type { Style } from './style.ts';
import { headline, nothingText } from './text.ts';

const LABEL = 20;
/** Blocks of advice that are shown without --verbose. */
const SHOWN = 40;

/** `cohost plan` for people: the ladder, the hosts, a recommendation each. */
export function renderPlan(report: Report, options: PlanOptions): string {
  const { style } = options;
  if (report.summary.services === 0) return nothingText(report, style);
  const byId = new Map(report.conflicts.map((conflict) => [conflict.id, conflict]));
  return [
    ...headline(report, style),
    '',
    ...(isAlone(report)
      ? summarySentences(report)
      : [
          ...ladderLines(report.ladder, byId, style),
          ...ladderSentences(report.ladder, byId).flatMap((sentence) => ['', ...hang('', printable(sentence), style.width)]),
          '',
          style.bold(`hosts · ${RUNG_NAMES[report.placement.level]}`),
          ...report.placement.hosts.flatMap((host) => hostLines(host, report, style)),
          ...unmetWishes(report).flatMap((text) => hang('  · ', text, style.width)),
          ...leastLines(report, style),
        ]),
    '',
    ...adviceLines(report, options),
    '',
  ].join('\n');
}

/** Does not break inside. */
const ENOUGH = '←\u00a0enough';

function ladderLines(rungs: readonly Rung[], byId: ReadonlyMap<string, Conflict>, style: Style): readonly string[] {
  const enough = rungs.find((rung) => rung.remaining.length === 0);
  const lines = rungs.flatMap((rung) => {
    const needed = enough === undefined || rungs.indexOf(rung) <= rungs.indexOf(enough);
    const hosts = needed ? `${rung.optimal ? '' : '≤ '}${rung.hosts}` : '–';
    const subjects = [...new Set(rung.clears.map((id) => shortPurl(byId.get(id)?.subject ?? '')))];
    const ends = !needed ? 'nothing left to end' : subjects.length === 0 ? '–' : listed(subjects, 6);
    const start = `${pad(RUNG_NAMES[rung.level], LABEL)}  ${hosts.padStart(5)}   `;
    const text = hang(start, `${printable(ends)}${rung === enough ? `   ${ENOUGH}` : ''}`, style.width);
    if (rung === enough) return text.map((line) => line.replace(ENOUGH, style.green('← enough')));
    return needed ? text : text.map(style.dim);
  });
  return [style.dim(`${''.padEnd(LABEL)}  hosts   what ends`), ...lines];
}

/** `A virtualenv each clears 14 of 17 errors; python and port 8080 remain: a container each clears them.` */
function ladderSentences(rungs: readonly Rung[], byId: ReadonlyMap<string, Conflict>): readonly string[] {
  const [bottom, ...steps] = rungs;
  const total = bottom?.remaining.length ?? 0;
  if (total === 0) return [];
  const subjects = (ids: readonly string[]): string =>
    listed([...new Set(ids.map((id) => shortPurl(byId.get(id)?.subject ?? '')))], 4);
  const told: string[] = [];
  let left = total;
  for (const { level, clears, remaining } of steps) {
    if (clears.length === 0) continue;
    const last = remaining.length === 0;
    if (told.length > 0) told.push(`${EACH[level]} clears ${last ? (left === 1 ? 'it' : 'them') : subjects(clears)}`);
    else
      told.push(
        `${EACH[level]} clears ${total === 1 ? 'the error' : `${last ? `all ${total}` : `${clears.length} of ${total}`} errors`}`,
      );
    left = remaining.length;
    if (last) break;
    told.push(`${subjects(remaining)} ${remaining.length === 1 ? 'remains' : 'remain'}`);
  }
  const [first = '', ...rest] = told;
  const sentence = rest.reduce((text, part, index) => `${text}${index % 2 === 0 ? '; ' : ': '}${part}`, first);
  return [`${capitalized(sentence)}.`];
}

function hostLines(host: Host, report: Report, style: Style): readonly string[] {
  const label = pad(host.id, 8);
  const indent = ' '.repeat(9);
  const repins = host.repins.flatMap((repin) =>
    hang(
      `${indent}repin  `,
      printable(`${serviceLabel(repin.service)} ${shortPurl(repin.subject)} ${repin.from} → ${repin.to}`),
      style.width,
    ),
  );
  const last = host.services.length - 1;
  const names = host.services.map(serviceLabel).map((name, index) => (index === last ? name : `${name} ·`));
  const services = hang(`${label} `, printable(names.join(' ')), style.width);
  return [
    ...services.map((line, index) => (index === 0 ? style.bold(label) + line.slice(label.length) : line)),
    ...hang(indent, hostFacts(host, report).join(' · '), style.width).map(style.dim),
    ...repins,
  ];
}

/** Who shares and who is packaged apart, as one answer: one line for each service that leaves. */
function leastLines(report: Report, style: Style): readonly string[] {
  const { apart, more, rest } = leastSentences(report, SHOWN);
  if (apart.length === 0) return [];
  return [
    '',
    style.bold(`least isolation · ${plural(apart.length + more, 'service')} apart`),
    ...[...apart.map(({ because }) => because), ...rest].flatMap((text) => hang('  · ', printable(text), style.width)),
    ...(more > 0 ? [style.dim(`  … and ${more} more: --json`)] : []),
  ];
}

function adviceLines(report: Report, options: PlanOptions): readonly string[] {
  const { style, verbose } = options;
  const all = report.recommendations;
  if (all.length === 0) return [];
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one.target, (counts.get(one.target) ?? 0) + 1);
  const tally = [...counts].sort((a, b) => b[1] - a[1]).map(([target, count]) => `${count} ${TARGET_WORDS[target] ?? target}`);
  const shared = verbose ? new Map<string, SharedAdvice>() : sharedAdvice(all);
  const groups = alikeOnes(
    all.map((one) => withoutShared(one, shared.get(one.target))),
    shared,
    options,
  );
  const shown = verbose ? groups : groups.slice(0, SHOWN);
  const left = groups.slice(shown.length).flatMap(({ names }) => names).length;
  const single = shown.filter(({ names }) => names.length === 1);
  const name = Math.min(36, Math.max(0, ...single.map(({ names: [one = ''] }) => columnsOf(one))));
  const target = Math.max(0, ...single.map((one) => columnsOf(one.target)));
  return [
    ...hang('', [plural(all.length, 'recommendation'), ...tally].join(' · '), style.width).map((line, index) =>
      index === 0 ? line.replace(/^[^·]*(?= ·)/, style.bold) : line,
    ),
    '',
    ...shown.flatMap((one) => [...adviceHead(one, { name, target }, options), ...one.body]),
    ...sharedLines(shared, options),
    ...programLines(report, style),
    ...(left === 0 ? [] : ['', style.dim(`… and ${left} more: cohost plan --verbose, or cohost report -o fleet.html`)]),
  ];
}

function programLines(report: Report, style: Style): readonly string[] {
  const several = severalPrograms(report);
  if (several.length === 0) return [];
  return [
    '',
    style.bold('programs of one manifest, judged as one service'),
    ...several.flatMap(({ id, programs }) =>
      hang(`  · ${printable(serviceLabel(id))} starts `, printable(programWords(programs, TOLD_PROGRAMS)), style.width),
    ),
  ];
}

const TOLD_PROGRAMS = 12;

type PlanOptions = Omit<TextOptions, 'limit' | 'sources'>;

/** What holds of every service that is advised the same, told once below all of them. */
interface SharedAdvice {
  /** What weighs, in the same words and from the same places. */
  readonly reasons: readonly Reason[];
  readonly changes: readonly string[];
  readonly instead?: string;
}

/** Fewer services than this are told one by one. */
const SHARED_BY = 3;

function sharedAdvice(all: readonly Recommendation[]): ReadonlyMap<string, SharedAdvice> {
  const byTarget = [...groupBy(all, ({ target }) => target)].filter(([, ones]) => ones.length >= SHARED_BY);
  return new Map(
    byTarget.map(([target, ones]) => {
      const [first, ...others] = ones;
      const instead = first?.alternatives[0]?.target;
      const isSame = instead !== undefined && others.every(({ alternatives }) => alternatives[0]?.target === instead);
      const reasons = (first?.reasons ?? []).filter(
        (reason) => reason.effect !== 'note' && others.every((other) => other.reasons.some((one) => isSameReason(one, reason))),
      );
      const told = others.map((other) => new Set(other.changes.map(changeWords)));
      const changes = (first?.changes ?? []).map(changeWords).filter((text) => told.every((one) => one.has(text)));
      return [target, isSame ? { reasons, changes, instead } : { reasons, changes }];
    }),
  );
}

function withoutShared(one: Recommendation, shared: SharedAdvice | undefined): Recommendation {
  if (shared === undefined || shared.reasons.length === 0) return one;
  return { ...one, reasons: one.reasons.filter((reason) => !shared.reasons.some((other) => isSameReason(other, reason))) };
}

function isSameReason(one: Reason, other: Reason): boolean {
  const places = ({ evidence }: Reason): string => evidence.map(({ file, line }) => `${file}:${line}`).join('\0');
  return one.text === other.text && places(one) === places(other);
}

/** What a reason above has named already, where it is more than one name. */
function changeWords(change: Recommendation['changes'][number]): string {
  return changePhrase(
    change.rule === undefined ? change : { ...change, when: change.when.replace(/ \(.*(?:,| and |…).*$/s, '') },
  );
}

function sharedLines(shared: ReadonlyMap<string, SharedAdvice>, options: PlanOptions): readonly string[] {
  const { style } = options;
  return [...shared].flatMap(([target, { reasons, changes, instead }]) => {
    const shown = leadingReasons(reasons).slice(0, SHOWN_REASONS);
    const asides = [
      ...(changes.length === 0
        ? []
        : hang('    would change: ', printable(changes.slice(0, TOLD_CHANGES).join('; ')), style.width)),
      ...(instead === undefined ? [] : [`    instead: ${TARGET_WORDS[instead] ?? instead}`]),
    ];
    const lines = [...shown.flatMap((reason) => reasonLines(reason, options, new Set())), ...asides.map(style.dim)];
    return lines.length === 0 ? [] : ['', style.dim(`For every ${TARGET_WORDS[target] ?? target}:`), ...lines];
  });
}

/** Of what would change the advice, so many are told without --verbose. */
const TOLD_CHANGES = 2;

/** Services of which the very same is to be told: in the same words, and with `--verbose` from the same places. */
interface Alike {
  readonly names: readonly string[];
  readonly target: string;
  readonly facts: string;
  readonly body: readonly string[];
}

function alikeOnes(
  all: readonly Recommendation[],
  shared: ReadonlyMap<string, SharedAdvice>,
  options: PlanOptions,
): readonly Alike[] {
  const { verbose } = options;
  const without = { ...options, style: { ...options.style, width: Number.POSITIVE_INFINITY } };
  const wordsOf = (one: Recommendation): string =>
    [
      one.target,
      factsOf(one),
      ...adviceBody(verbose ? one : withoutPlaces(one), shared.get(one.target), without, new Set()),
    ].join('\n');
  const groups = groupBy(all, wordsOf);
  const told = new Set<string>();
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    return [
      {
        names: group.map(nameOf),
        target: TARGET_WORDS[first.target] ?? first.target,
        facts: factsOf(first),
        body: adviceBody(verbose ? first : withPlacesOf(first, others), shared.get(first.target), options, told),
      },
    ];
  });
}

function withoutPlaces(one: Recommendation): Recommendation {
  return { ...one, reasons: one.reasons.map((reason) => ({ ...reason, evidence: [] })) };
}

/** Of several that are told in the same words, where each of them shows it. */
function withPlacesOf(one: Recommendation, others: readonly Recommendation[]): Recommendation {
  if (others.length === 0) return one;
  const placesOf = (text: string): Recommendation['reasons'][number]['evidence'] =>
    [one, ...others].flatMap(({ reasons }) =>
      reasons.filter((reason) => reason.text === text).flatMap(({ evidence }) => evidence.slice(0, 1)),
    );
  return { ...one, reasons: one.reasons.map((reason) => ({ ...reason, evidence: placesOf(reason.text) })) };
}

/** Names of services that one block speaks of, without --verbose. */
const NAMED = 24;

/** The service and its target; of several, their names above it. */
function adviceHead(
  { names, target, facts }: Alike,
  columns: { readonly name: number; readonly target: number },
  { style, verbose }: PlanOptions,
): readonly string[] {
  const [only = '', ...others] = names;
  const last = style.dim(printable(facts));
  if (others.length === 0)
    return [`${style.bold(pad(only, columns.name))}   ${style.cyan(pad(target, columns.target))}   ${last}`.trimEnd()];
  const shown = verbose || names.length <= NAMED ? names : [...names.slice(0, NAMED), `${names.length - NAMED} more`];
  return [
    ...hang('', shown.join(' · '), style.width).map(style.bold),
    `    ${style.cyan(target)}, each of these ${names.length}   ${last}`.trimEnd(),
  ];
}

function nameOf(one: Recommendation): string {
  const name = serviceLabel(one.service);
  return printable(one.process === undefined ? name : `${name} (${one.process})`);
}

/** What a bundle may unzip to, and an image may hold, in binary units: other lines count decimal ones. */
const LIMITS: Readonly<Record<string, string>> = { 'lambda-zip': 'of 250 MiB', 'lambda-image': 'of 10 GiB' };

function factsOf(one: Recommendation): string {
  const limit = LIMITS[one.target];
  const bytes = one.size?.unzippedBytes ?? null;
  const size = limit !== undefined && bytes !== null ? [`${Math.round(bytes / 1_048_576)} MiB ${limit}`] : [];
  return [
    ...(one.target === 'insufficient-evidence' ? [] : [`${one.confidence} confidence`]),
    ...size,
    ...(one.override === undefined ? [] : [`config: ${one.override.reason}`, ...replacedWords(one.override.replaced)]),
  ].join(' · ');
}

/** Why, what would change it, and what else there is. `told` are the reasons that stand above already. */
function adviceBody(
  one: Recommendation,
  shared: SharedAdvice | undefined,
  options: PlanOptions,
  told: Set<string>,
): readonly string[] {
  const { style, verbose } = options;
  const reasons = verbose
    ? one.reasons
    : leadingReasons(one.reasons).slice(0, one.target === 'insufficient-evidence' ? 1 : SHOWN_REASONS);
  const aside = (label: string, text: string): readonly string[] =>
    hang(`    ${label} `, printable(text), style.width).map((line) => style.dim(line));
  const other = shared?.instead === undefined ? one.alternatives[0] : undefined;
  const changes = one.changes.map(verbose ? changePhrase : changeWords).filter((text) => shared?.changes.includes(text) !== true);
  return [
    ...reasons.flatMap((reason) => reasonLines(reason, options, told)),
    ...(changes.length === 0 ? [] : aside('would change:', changes.slice(0, verbose ? undefined : TOLD_CHANGES).join('; '))),
    ...(other === undefined ? [] : aside('instead:', `${TARGET_WORDS[other.target] ?? other.target}: ${other.because}`)),
    ...(verbose && one.unknowns.length > 0 ? aside('not known:', one.unknowns.join('; ')) : []),
  ];
}

function replacedWords(target: string | undefined): readonly string[] {
  return target === undefined ? [] : [`instead of ${TARGET_WORDS[target] ?? target}`];
}

const SHOWN_REASONS = 3;
const SHOWN_PLACES = 2;

/** The reason, and after it where it shows. */
function reasonLines(reason: Recommendation['reasons'][number], options: PlanOptions, told: Set<string>): readonly string[] {
  const { style, verbose } = options;
  const words = reasonWords(reason);
  // What to do instead is told once.
  const text = told.has(words) && !verbose ? words.replace(/ – instead: .*$/s, '') : words;
  told.add(words);
  const lines = hang(`    ${EFFECT_MARKS[reason.effect]} `, printable(text), style.width);
  const places = linesOf(reason)
    .slice(0, verbose ? undefined : SHOWN_PLACES)
    .map(({ file, line }) => {
      const place = printable(`${file}:${line}`);
      return options.linkTo === undefined ? place : hyperlink(place, options.linkTo(file, line));
    });
  if (places.length === 0) return lines;
  const last = lines.at(-1) ?? '';
  const where = `  ${places.join(', ')}`;
  return columnsOf(last) + columnsOf(where) <= style.width
    ? [...lines.slice(0, -1), last + style.dim(where)]
    : [...lines, style.dim(`    ${where}`)];
}
