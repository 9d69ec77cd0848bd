import { type Conflict, type Demand, listed, printable, serviceLabel, shortPurl } from '../../model/index.ts';
import { constraintText, demandText, endsPhrase, fixPhrase, hasVersions, namesAny, SEVERITY_MARKS } from '../phrases.ts';
import { chainsOf, type Place, placesOf, speaksFor } from '../places.ts';
import { frameOf, NO_SOURCES, type SourceLines } from '../sources.ts';
import { columnsOf, cut, hang, hyperlink, pad } from './columns.ts';
import type { Style } from './style.ts';

/** How conflicts are shown in a terminal: each with its sentence, the lines that clash, why, and what ends it. */
export interface TextOptions {
  readonly style: Style;
  readonly verbose: boolean;
  /** Findings to show at most; the rest is counted. */
  readonly limit: number;
  /** The manifests' lines, where they are known. */
  readonly sources?: SourceLines;
  /** Directories as a shell takes them, for commands that are shown to go on with; none for the one that they run in. */
  readonly directories?: readonly string[];
  /** What a place in a file opens, for terminals that follow links. */
  readonly linkTo?: (file: string, line: number) => string;
}

/** All of it; `told` are the sentences that blocks before it have said: what speaks of no service is not said again. */
export function conflictBlock(conflict: Conflict, options: TextOptions, told: Set<string> = new Set()): readonly string[] {
  const { style } = options;
  const { width } = style;
  const short = conflict.explanation.filter((step) => !restates(step, conflict.demands)).slice(0, 2);
  const steps = options.verbose
    ? conflict.explanation
    : short.filter((step) => !told.has(step) || namesAny(step, conflict.services));
  for (const step of steps) told.add(step);
  const why = steps.flatMap((step, index) => hang(index === 0 ? '  why   ' : '        ', printable(step), width));
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
  const head = `${tint(SEVERITY_MARKS[conflict.severity])} ${style.bold(first.slice(2))}`;
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
const BELOW = INDENT + 2;

/** One line a place: where, and what the manifest says there; a longer place has a line of its own. */
function demandLines(conflict: Conflict, options: TextOptions): readonly string[] {
  const { style } = options;
  const { shown, more } = placesOf(conflict, MAX_PLACES);
  const most = Math.floor((style.width - INDENT - GAP) * PLACE_SHARE);
  const width = Math.min(most, Math.max(0, ...shown.map(({ demand }) => columnsOf(placeOf(demand)))));
  const room = Math.max(24, style.width - width - GAP - INDENT);
  // What is said of several packages at once has to name each.
  const isNamed = new Set(conflict.demands.map(({ subject }) => subject)).size === 1 && hasVersions(conflict.realm);
  const lined = shown.map((one) => {
    const place = placeOf(one.demand);
    // A place on a line of its own leaves more room for what it says.
    const isLong = columnsOf(place) > width;
    const wording = { who: speaksFor(one), room: isLong ? roomBelow(style) : room, isNamed };
    const says = printable(saysThere(one, wording, options));
    const start = `${' '.repeat(INDENT)}${style.cyan(linked(one.demand, pad(place, width), options))}`;
    return { one, start, says, isLong, isWide: columnsOf(says) > room };
  });
  // One way for all of a finding that have no room: in the column, or all below their places.
  const isBelow = lined.some(({ isWide }) => isWide);
  const lines = lined.flatMap(({ one, start, says, isLong, isWide }) => {
    if (isWide || (isLong && isBelow)) return [start.trimEnd(), ...below(one, options, isNamed)];
    return isLong ? [start, ' '.repeat(INDENT + width + GAP) + says] : [start + ' '.repeat(GAP) + says];
  });
  if (more.length === 0) return lines;
  const others = [...new Set(more.flatMap(({ services }) => services.map(serviceLabel)))];
  const text = `… and ${more.length} more, of ${printable(listed(others, 3))}`;
  return [...lines, ...hang(' '.repeat(INDENT), text, style.width).map(style.dim)];
}

function roomBelow({ width }: Style): number {
  return Math.max(24, width - BELOW);
}

/** What has no room beside its place stands below it, over two lines at most. */
function below(place: Place, options: TextOptions, isNamed: boolean): readonly string[] {
  const { style } = options;
  const room = roomBelow(style);
  const who = speaksFor(place);
  const says = (names: string): string => printable(saysThere(place, { who: names, room, isNamed }, options));
  // Names may take all of it and leave nothing for what is asked.
  const fits = who === '' || place.services.length === 1 || columnsOf(says(who)) <= 2 * room;
  const text = says(fits ? who : `${place.services.length} services: `);
  return hang(' '.repeat(BELOW), cut(text, 2 * room), style.width);
}

function placeOf(demand: Demand): string {
  return printable(`${demand.origin.file}:${demand.origin.line}`);
}

interface Wording {
  /** The services that speak, as the text begins with them. */
  readonly who: string;
  /** In columns. */
  readonly room: number;
  /** Whether the finding names what the demand is about. */
  readonly isNamed: boolean;
}

/**
 * The manifest's own line where it says it all, else the demand in words; where these take too much room and the finding
 * names what it is about, without the name.
 */
function saysThere({ demand }: Place, { who, room, isNamed }: Wording, { sources = NO_SOURCES }: TextOptions): string {
  const [line, ...more] = frameOf(demand, sources);
  const name = shortPurl(demand.subject).split(/[/:]/).at(-1) ?? '';
  const whole = line !== undefined && more.length === 0 && demand.via.length === 0 && who === '';
  const texts = [
    ...(whole && line.text.includes(demand.constraint) && line.text.includes(name) ? [line.text.trim()] : []),
    who + demandText(demand),
    ...(isNamed ? [who + constraintText(demand)] : []),
  ];
  return texts.find((text) => columnsOf(text) <= room) ?? texts.at(-1) ?? '';
}

const MAX_FRAMES = 12;

/** Each demand in full: the service, the lines of its manifest, and the chain from there to what is demanded. */
export function frames(conflict: Pick<Conflict, 'demands' | 'sides'>, options: TextOptions): readonly string[] {
  const { style } = options;
  const sources = options.sources ?? NO_SOURCES;
  const { shown, more } = chainsOf(conflict, options.verbose ? conflict.demands.length : MAX_FRAMES);
  const names = (place: Place): string =>
    printable(listed(place.services.map(serviceLabel), options.verbose ? place.services.length : 2));
  const most = Math.floor(style.width * PLACE_SHARE);
  const width = Math.min(most, Math.max(0, ...shown.map((place) => columnsOf(names(place)))));
  const blocks = shown.flatMap((place) => {
    const { demand } = place;
    const lines = frameOf(demand, sources);
    const digits = String(lines.at(-1)?.number ?? 0).length;
    const code = lines.map(
      ({ number, text }) =>
        `      ${style.dim(`${String(number).padStart(digits)} │`)} ${marked(cut(printable(text), Math.max(24, style.width - digits - 9)), demand, style)}`,
    );
    const said =
      demand.via.length === 0 && lines.some(({ text }) => demand.constraint !== '' && text.includes(demand.constraint));
    return [
      `    ${style.bold(pad(names(place), width))}   ${style.cyan(linked(demand, placeOf(demand), options))}`,
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

/** `flask 1.1.4` brings … needs `werkzeug <2.0`, one step a line; what a lock settled on is brought, not needed. */
function chain(demand: Demand, style: Style): readonly string[] {
  const steps = [...demand.via.map((purl) => versioned(purl)), demandText({ ...demand, via: [] })];
  const verbOf = (index: number): string => {
    if (index === 0) return '→';
    return index === steps.length - 1 && demand.strength !== 'locked' ? '└ needs' : '└ brings';
  };
  return steps.map((step, index) => `      ${'  '.repeat(index)}${style.dim(verbOf(index))} ${printable(step)}`);
}

function versioned(purl: string): string {
  const name = shortPurl(purl);
  const at = name.lastIndexOf('@');
  return at > 0 ? `${name.slice(0, at)} ${name.slice(at + 1)}` : name;
}

function linked(demand: Demand, text: string, options: TextOptions): string {
  return options.linkTo === undefined ? text : hyperlink(text, options.linkTo(demand.origin.file, demand.origin.line));
}
