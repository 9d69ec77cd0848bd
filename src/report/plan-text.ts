import {
  type Conflict,
  type Host,
  listed,
  plural,
  printable,
  type Recommendation,
  type Report,
  type Rung,
  shortPurl,
} from '../model/index.ts';
import { columnsOf, hang, hyperlink, pad } from './columns.ts';
import type { TextOptions } from './conflict-text.ts';
import { changePhrase, EACH, hostWords, RUNG_NAMES, TARGET_WORDS } from './phrases.ts';
import type { Style } from './style.ts';
import { headline } from './text.ts';

const LABEL = 20;
/** Services whose advice is shown without --verbose. */
const SHOWN = 40;

/** `cohost plan` for people: the ladder, the hosts, a recommendation each. */
export function renderPlan(report: Report, options: Omit<TextOptions, 'limit' | 'sources'>): string {
  const { style } = options;
  const byId = new Map(report.conflicts.map((conflict) => [conflict.id, conflict]));
  return [
    ...headline(report, style),
    '',
    ...ladderLines(report.ladder, byId, style),
    ...ladderSentences(report.ladder, byId).flatMap((sentence) => ['', ...hang('', printable(sentence), style.width)]),
    '',
    ...report.placement.hosts.flatMap((host) => hostLines(host, style)),
    ...leastLines(report, style),
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
        `${EACH[level]} clears ${last && total > 1 ? `all ${total}` : `${clears.length} of ${total}`} ${total === 1 ? 'error' : 'errors'}`,
      );
    left = remaining.length;
    if (last) break;
    told.push(`${subjects(remaining)} ${remaining.length === 1 ? 'remains' : 'remain'}`);
  }
  const [first = '', ...rest] = told;
  const sentence = rest.reduce((text, part, index) => `${text}${index % 2 === 0 ? '; ' : ': '}${part}`, first);
  return [`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`];
}

function hostLines(host: Host, style: Style): readonly string[] {
  const runtimes = Object.entries(host.runtimes).map(([name, version]) => `${name} ${version}`);
  const label = pad(host.id, 8);
  const indent = ' '.repeat(9);
  const repins = host.repins.flatMap((repin) =>
    hang(`${indent}repin  `, printable(`${repin.service} ${shortPurl(repin.subject)} ${repin.from} → ${repin.to}`), style.width),
  );
  const last = host.services.length - 1;
  const names = host.services.map((service, index) => (index === last ? service : `${service} ·`));
  const services = hang(`${label} `, printable(names.join(' ')), style.width);
  return [
    ...services.map((line, index) => (index === 0 ? style.bold(label) + line.slice(label.length) : line)),
    ...hang(indent, [hostWords(host), ...runtimes].join(' · '), style.width).map(style.dim),
    ...repins,
  ];
}

/** Who shares and who is packaged apart, as one answer: one line for each service that leaves. */
function leastLines({ leastIsolation }: Report, style: Style): readonly string[] {
  if (leastIsolation === undefined || leastIsolation.apart.length === 0) return [];
  const { apart, together } = leastIsolation;
  const rest = together.length < 2 ? [] : [`then the other ${together.length} can share one host`];
  return [
    '',
    style.bold(`least isolation · ${plural(apart.length, 'service')} apart`),
    ...[...apart.slice(0, SHOWN).map((one) => one.because), ...rest].flatMap((text) =>
      hang('  · ', printable(text), style.width),
    ),
    ...(apart.length > SHOWN ? [style.dim(`  … and ${apart.length - SHOWN} more: --json`)] : []),
  ];
}

function adviceLines(report: Report, options: Omit<TextOptions, 'limit' | 'sources'>): readonly string[] {
  const { style, verbose } = options;
  const all = report.recommendations;
  if (all.length === 0) return [];
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one.target, (counts.get(one.target) ?? 0) + 1);
  const tally = [...counts].sort((a, b) => b[1] - a[1]).map(([target, count]) => `${count} ${TARGET_WORDS[target] ?? target}`);
  const shown = verbose ? all : all.slice(0, SHOWN);
  const name = Math.min(36, Math.max(...shown.map((one) => columnsOf(nameOf(one)))));
  const target = Math.max(...shown.map((one) => columnsOf(TARGET_WORDS[one.target] ?? one.target)));
  return [
    ...hang('', [plural(all.length, 'recommendation'), ...tally].join(' · '), style.width).map((line, index) =>
      index === 0 ? line.replace(/^[^·]*(?= ·)/, style.bold) : line,
    ),
    '',
    ...shown.flatMap((one) => recommendation(one, { name, target }, options)),
    ...(shown.length === all.length
      ? []
      : ['', style.dim(`… and ${all.length - shown.length} more: cohost plan --verbose, or cohost report -o fleet.html`)]),
  ];
}

function nameOf(one: Recommendation): string {
  return printable(one.process === undefined ? one.service : `${one.service} (${one.process})`);
}

const EFFECTS = { blocks: '✗', against: '−', for: '+', note: '·' } as const;
/** What a bundle may unzip to, and an image may hold, in binary units as AWS writes them. */
const LIMITS: Readonly<Record<string, string>> = { 'lambda-zip': 'of 250 MB', 'lambda-image': 'of 10 GB' };

function recommendation(
  one: Recommendation,
  columns: { readonly name: number; readonly target: number },
  options: Omit<TextOptions, 'limit' | 'sources'>,
): readonly string[] {
  const { style, verbose } = options;
  const limit = LIMITS[one.target];
  const bytes = one.size?.unzippedBytes ?? null;
  const size = limit !== undefined && bytes !== null ? [`${Math.round(bytes / 1_048_576)} MB ${limit}`] : [];
  const facts = [
    ...(one.target === 'insufficient-evidence' ? [] : [`${one.confidence} confidence`]),
    ...size,
    ...(one.override === undefined ? [] : [`config: ${one.override.reason}`, ...replacedWords(one.override.replaced)]),
  ];
  const reasons = verbose ? one.reasons : shownReasons(one.reasons);
  const aside = (label: string, text: string): readonly string[] =>
    hang(`    ${label} `, printable(text), style.width).map((line) => style.dim(line));
  const [other] = one.alternatives;
  return [
    `${style.bold(pad(nameOf(one), columns.name))}   ${style.cyan(pad(TARGET_WORDS[one.target] ?? one.target, columns.target))}   ${style.dim(printable(facts.join(' · ')))}`.trimEnd(),
    ...reasons.flatMap((reason) => reasonLines(reason, options)),
    ...(one.wouldChangeIf.length === 0
      ? []
      : aside(
          'would change:',
          one.wouldChangeIf
            .slice(0, verbose ? undefined : 2)
            .map(changePhrase)
            .join('; '),
        )),
    ...(other === undefined ? [] : aside('instead:', `${TARGET_WORDS[other.target] ?? other.target}: ${other.because}`)),
    ...(verbose && one.unknowns.length > 0 ? aside('not known:', one.unknowns.join('; ')) : []),
  ];
}

function replacedWords(target: string | undefined): readonly string[] {
  return target === undefined ? [] : [`instead of ${TARGET_WORDS[target] ?? target}`];
}

/** The strongest reasons; where none weighs, what is worth knowing all the same. */
function shownReasons(reasons: Recommendation['reasons']): Recommendation['reasons'] {
  const weighing = reasons.filter(({ effect }) => effect !== 'note');
  if (weighing.length > 0) return weighing.slice(0, 3);
  return reasons.filter(({ theme }) => theme !== 'shared-host-policy').slice(0, 1);
}

/** What a reason rules out, in short. */
function noTargets(targets: Recommendation['reasons'][number]['targets']): string {
  const zip = targets.includes('lambda-zip');
  const image = targets.includes('lambda-image');
  const words = [
    ...(zip && image ? ['Lambda'] : zip ? ['zip'] : image ? ['Lambda image'] : []),
    ...targets.flatMap((target) =>
      target === 'fargate'
        ? ['Fargate']
        : target === 'container'
          ? ['container']
          : target === 'shared-host'
            ? ['shared host']
            : [],
    ),
  ];
  return `no ${words.join(', ')}`;
}

/** The reason, and after it where it shows. */
function reasonLines(
  reason: Recommendation['reasons'][number],
  options: Omit<TextOptions, 'limit' | 'sources'>,
): readonly string[] {
  const { style, verbose } = options;
  const against = reason.effect === 'blocks' ? `${noTargets(reason.targets)}: ` : '';
  const lines = hang(`    ${EFFECTS[reason.effect]} `, printable(`${against}${reason.text}`), style.width);
  const evidence = [...new Map(reason.evidence.map((one) => [`${one.file}:${one.line}`, one])).values()];
  const places = evidence.slice(0, verbose ? undefined : 2).map(({ file, line }) => {
    const text = printable(`${file}:${line}`);
    return options.linkTo === undefined ? text : hyperlink(text, options.linkTo(file, line));
  });
  if (places.length === 0) return lines;
  const last = lines.at(-1) ?? '';
  const where = `  ${places.join(', ')}`;
  return columnsOf(last) + columnsOf(where) <= style.width
    ? [...lines.slice(0, -1), last + style.dim(where)]
    : [...lines, style.dim(`    ${where}`)];
}
