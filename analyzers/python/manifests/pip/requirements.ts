import { addTo, append, type SourceFile } from '../../../../src/model/index.ts';
import { trustedHost } from './link.ts';
import { type LineOptions, parseOptions, splitLine } from './options.ts';
import { decodeRequirements, logicalLines } from './text.ts';

/** Requirements and constraints files in pip's own format ("Requirements File Format" of pip's reference). */

export interface RequirementLine {
  readonly kind: 'requirement';
  /** Without options and comment; not yet known whether it is a name, a URL or a path. */
  readonly text: string;
  readonly isEditable: boolean;
  /** Digests by algorithm. */
  readonly hashes: ReadonlyMap<string, readonly string[]>;
}

export type RequirementsEntry = { readonly line: number; readonly column: number } & Entry;

/** Everything that one file states, in order; nothing is followed. Bad lines are entries of their own. */
export function parseRequirementsFile(
  bytes: Uint8Array,
  environment: Readonly<Record<string, string | undefined>> = {},
): readonly RequirementsEntry[] {
  const decoded = decodeRequirements(bytes);
  if (!decoded.ok) return [{ kind: 'problem', line: 1, column: 1, message: decoded.message }];
  return logicalLines(decoded.text, environment).map(({ line, column, text }) => ({ line, column, ...entryOf(text) }));
}

/** A list is read as what it may be: the lock that a tool compiled, and lines to install. */
const ENTRIES = new WeakMap<SourceFile, readonly RequirementsEntry[]>();

/** For `Project.parse`, and for what reads more out of the entries: variables stay as they are written. */
export function parseRequirementsSource(file: SourceFile): readonly RequirementsEntry[] {
  const entries = ENTRIES.get(file) ?? parseRequirementsFile(file.bytes);
  ENTRIES.set(file, entries);
  return entries;
}

type Entry = (
  | RequirementLine
  | { readonly kind: 'include'; readonly path: string; readonly isConstraint: boolean }
  | { readonly kind: 'options'; readonly options: LineOptions }
  | { readonly kind: 'problem'; readonly message: string }
) & {
  /** Options that act on the whole file although the line is a requirement or names another file. */
  readonly controls?: LineOptions;
};

/** pip applies these as it reads them, whatever else stands on the line. */
const CONTROLS: readonly string[] = ['no-binary', 'only-binary', 'all-releases', 'only-final'];

function entryOf(text: string): Entry {
  const split = splitLine(text);
  const answer = parseOptions(split.options);
  if (!answer.ok) return { kind: 'problem', message: answer.message };
  const { options } = answer;
  const entry = statedBy(split.requirement, options);
  const isControlled = entry.kind !== 'options' && CONTROLS.some((name) => options.values.has(name));
  return isControlled ? { ...entry, controls: options } : entry;
}

function statedBy(requirement: string, options: LineOptions): Entry {
  const [editable] = options.values.get('editable') ?? [];
  const hashes = hashesOf(options.values.get('hash') ?? []);
  if (requirement !== '') return { kind: 'requirement', text: requirement, isEditable: editable !== undefined, hashes };
  if (editable !== undefined) return { kind: 'requirement', text: editable, isEditable: true, hashes: new Map() };
  // Of several files on one line pip reads the first only.
  const [requirements] = options.values.get('requirement') ?? [];
  if (requirements !== undefined) return { kind: 'include', path: requirements, isConstraint: false };
  const [constraints] = options.values.get('constraint') ?? [];
  if (constraints !== undefined) return { kind: 'include', path: constraints, isConstraint: true };
  const host = (options.values.get('trusted-host') ?? []).find((one) => trustedHost(one) === undefined);
  if (host !== undefined) return { kind: 'problem', message: `--trusted-host "${host}": write a host, or HOST:PORT` };
  return { kind: 'options', options };
}

function hashesOf(values: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const hashes = new Map<string, string[]>();
  for (const value of values) {
    const colon = value.indexOf(':');
    const algorithm = value.slice(0, colon);
    addTo(hashes, algorithm, value.slice(colon + 1));
  }
  return hashes;
}

/** What the option lines of a file and its includes set together, in order. */
export interface PipSettings {
  readonly indexUrl?: string;
  readonly extraIndexUrls: readonly string[];
  readonly noIndex: boolean;
  readonly findLinks: readonly string[];
  readonly noBinary: readonly string[];
  readonly onlyBinary: readonly string[];
  /** Packages of which prereleases count; `:all:` for all. */
  readonly allReleases: readonly string[];
  readonly preferBinary: boolean;
  readonly trustedHosts: readonly string[];
  readonly requireHashes: boolean;
}

/** An option line, or another one with options that act on the whole file. */
export interface OptionLine {
  readonly options: LineOptions;
  /** Whether it says only which formats and which releases may be taken. */
  readonly isControl: boolean;
  /** What its `--find-links` says, as it is meant in its file. */
  readonly linksAt: (value: string) => string;
}

/** What option lines set together, in their order. */
export function settingsOf(lines: readonly OptionLine[]): PipSettings {
  let indexUrl: string | undefined;
  let extraIndexUrls: string[] = [];
  let noIndex = false;
  let preferBinary = false;
  let requireHashes = false;
  const findLinks: string[] = [];
  const noBinary = new Set<string>();
  const onlyBinary = new Set<string>();
  const allReleases = new Set<string>();
  const trustedHosts = new Set<string>();
  for (const { options, isControl, linksAt } of lines) {
    controlFormats(options, noBinary, onlyBinary);
    controlReleases(options, allReleases);
    if (isControl) continue;
    const values = (name: string): readonly string[] => options.values.get(name) ?? [];
    const stated = values('index-url').at(-1) || undefined;
    // A new index URL replaces the list of indexes as it stands.
    if (stated !== undefined) extraIndexUrls = [];
    indexUrl = stated ?? indexUrl;
    append(extraIndexUrls, values('extra-index-url'));
    noIndex ||= options.flags.has('no-index');
    if (noIndex) [indexUrl, extraIndexUrls] = [undefined, []];
    const [links] = values('find-links');
    if (links !== undefined) findLinks.push(linksAt(links));
    if (options.flags.has('pre')) allReleases.add(':all:');
    preferBinary ||= options.flags.has('prefer-binary');
    for (const host of values('trusted-host').flatMap((one) => trustedHost(one) ?? [])) trustedHosts.add(host);
    requireHashes ||= options.flags.has('require-hashes');
  }
  return {
    ...(indexUrl === undefined ? {} : { indexUrl }),
    extraIndexUrls,
    noIndex,
    findLinks,
    noBinary: [...noBinary].sort(),
    onlyBinary: [...onlyBinary].sort(),
    allReleases: [...allReleases].sort(),
    preferBinary,
    trustedHosts: [...trustedHosts],
    requireHashes,
  };
}

/** `--no-binary` and `--only-binary` take packages away from each other; `:all:` and `:none:` replace what was there. */
function controlFormats(options: LineOptions, noBinary: Set<string>, onlyBinary: Set<string>): void {
  for (const { name, value } of options.ordered) {
    if (name === 'no-binary') exclude(value, noBinary, onlyBinary);
    if (name === 'only-binary') exclude(value, onlyBinary, noBinary);
  }
}

function controlReleases(options: LineOptions, allReleases: Set<string>): void {
  for (const { name, value } of options.ordered) {
    if (name === 'all-releases') exclude(value, allReleases, new Set());
    if (name === 'only-final') exclude(value, new Set(), allReleases);
  }
}

function exclude(value: string, target: Set<string>, other: Set<string>): void {
  const names = value.split(',');
  const lastNone = names.lastIndexOf(':none:');
  let from = 0;
  for (let all = names.indexOf(':all:'); all >= 0; all = names.indexOf(':all:', from)) {
    other.clear();
    target.clear();
    target.add(':all:');
    from = all + 1;
    if (lastNone < from) return;
  }
  for (const name of names.slice(from)) {
    if (name === ':none:') {
      target.clear();
      continue;
    }
    const normal = name.replace(/[-_.]+/g, '-').toLowerCase();
    other.delete(normal);
    target.add(normal);
  }
}
