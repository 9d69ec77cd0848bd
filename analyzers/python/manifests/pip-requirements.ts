import { addTo, type SourceFile } from '../../../src/model/index.ts';
import { trustedHost } from './pip-link.ts';
import { type LineOptions, parseOptions, splitLine } from './pip-options.ts';
import { decodeRequirements, logicalLines } from './pip-text.ts';

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

/** For `Project.parse`: variables stay as they are written. */
export function parseRequirementsSource(file: SourceFile): readonly RequirementsEntry[] {
  return parseRequirementsFile(file.bytes);
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

export const NO_SETTINGS: PipSettings = {
  extraIndexUrls: [],
  noIndex: false,
  findLinks: [],
  noBinary: [],
  onlyBinary: [],
  allReleases: [],
  preferBinary: false,
  trustedHosts: [],
  requireHashes: false,
};

/** Adds an option line. `findLinks` turns what `--find-links` says into what is meant in this file. */
export function withOptions(settings: PipSettings, options: LineOptions, findLinks: (value: string) => string): PipSettings {
  const values = (name: string): readonly string[] => options.values.get(name) ?? [];
  const noIndex = settings.noIndex || options.flags.has('no-index');
  const stated = values('index-url').at(-1);
  const indexUrl = stated === '' ? undefined : stated;
  const [links] = values('find-links');
  const controlled = withControls(settings, options);
  const { indexUrl: known, ...rest } = controlled;
  const keptUrl = noIndex ? undefined : (indexUrl ?? known);
  return {
    ...rest,
    ...(keptUrl === undefined ? {} : { indexUrl: keptUrl }),
    // A new index URL replaces the list of indexes as it stands.
    extraIndexUrls: noIndex ? [] : [...(indexUrl === undefined ? settings.extraIndexUrls : []), ...values('extra-index-url')],
    noIndex,
    findLinks: links === undefined ? settings.findLinks : [...settings.findLinks, findLinks(links)],
    allReleases: options.flags.has('pre') ? [...new Set([...rest.allReleases, ':all:'])].sort() : rest.allReleases,
    preferBinary: settings.preferBinary || options.flags.has('prefer-binary'),
    trustedHosts: [...new Set([...settings.trustedHosts, ...values('trusted-host').flatMap((one) => trustedHost(one) ?? [])])],
    requireHashes: settings.requireHashes || options.flags.has('require-hashes'),
  };
}

/** Adds of a line only which formats and which releases may be taken. */
export function withControls(settings: PipSettings, options: LineOptions): PipSettings {
  const [noBinary, onlyBinary] = formatControl(settings, options);
  return { ...settings, noBinary, onlyBinary, allReleases: releaseControl(settings, options) };
}

/** `--no-binary` and `--only-binary` take packages away from each other; `:all:` and `:none:` replace what was there. */
function formatControl(settings: PipSettings, options: LineOptions): readonly [readonly string[], readonly string[]] {
  const none = new Set(settings.noBinary);
  const only = new Set(settings.onlyBinary);
  for (const { name, value } of options.ordered) {
    if (name === 'no-binary') exclude(value, none, only);
    if (name === 'only-binary') exclude(value, only, none);
  }
  return [[...none].sort(), [...only].sort()];
}

function releaseControl(settings: PipSettings, options: LineOptions): readonly string[] {
  const all = new Set(settings.allReleases);
  for (const { name, value } of options.ordered) {
    if (name === 'all-releases') exclude(value, all, new Set());
    if (name === 'only-final') exclude(value, new Set(), all);
  }
  return [...all].sort();
}

function exclude(value: string, target: Set<string>, other: Set<string>): void {
  let names = value.split(',');
  for (let all = names.indexOf(':all:'); all >= 0; all = names.indexOf(':all:')) {
    other.clear();
    target.clear();
    target.add(':all:');
    names = names.slice(all + 1);
    if (!names.includes(':none:')) return;
  }
  for (const name of names) {
    if (name === ':none:') {
      target.clear();
      continue;
    }
    const normal = name.replace(/[-_.]+/g, '-').toLowerCase();
    other.delete(normal);
    target.add(normal);
  }
}
