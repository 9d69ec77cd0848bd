/** The one package.json that asks for all that several services ask for: what model `flat` installs. */
import { byKey, type RuleContext } from '../../../../src/model/index.ts';
import type { Field } from '../../manifests/manifest.ts';
import { compareVersions, isAny, joinRanges, satisfies } from '../../notation/range.ts';
import { npmRule } from '../../rule.ts';
import type { Packument } from '../registry/documents.ts';
import type { NpmLine } from '../services.ts';
import type { ProjectJson } from './tree-builder.ts';

/** Lines on one name of which npm's package.json cannot hold all: the smallest set of them. */
export interface NameClash {
  /** `NONRANGE`: they come from different places. `ETARGET`: no published version lies in all of their ranges. */
  readonly code: 'NONRANGE' | 'ETARGET';
  readonly name: string;
  readonly lines: readonly NpmLine[];
}

export interface Merged {
  /** What is left when the lines of `clashes` are put aside. */
  readonly project: ProjectJson;
  readonly clashes: readonly NameClash[];
}

export interface MergeContext {
  readonly rules: RuleContext;
  readonly packument: (name: string) => Promise<Packument>;
  /** The version that npm takes for a tag. */
  readonly tagged: (name: string, tag: string) => Promise<string>;
  /** The versions of a package that may be taken. */
  readonly published: (packument: Packument) => readonly string[];
}

/** Whoever needs a package most firmly says where it stands. */
const SECTIONS: readonly Field[] = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Local and foreign lines are no part of it. Rejects with npm's own errors when a package cannot be looked up. */
export async function mergeLines(lines: readonly NpmLine[], context: MergeContext): Promise<Merged> {
  const byName = new Map<string, NpmLine[]>();
  // Of one service's fields the later one replaces the earlier one, as in npm; lines come in that order.
  for (const line of lines) {
    const others = (byName.get(line.name) ?? []).filter(({ service }) => service !== line.service);
    byName.set(line.name, [...others, line]);
  }
  const sections = new Map<Field, Map<string, string>>();
  const optionalPeers = new Set<string>();
  const clashes: NameClash[] = [];
  const merged = await Promise.all([...byName].map(([name, own]) => mergeName(name, own, context)));
  for (const one of merged) {
    if ('code' in one) clashes.push(one);
    else if (one.spec !== undefined) {
      sections.set(one.section, (sections.get(one.section) ?? new Map()).set(one.name, one.spec));
      if (one.isOptionalPeer) optionalPeers.add(one.name);
    }
  }
  const isOwnFile = new Set(lines.map(({ service }) => service)).size < 2;
  return { project: projectOf(sections, optionalPeers, isOwnFile), clashes };
}

interface MergedName {
  readonly name: string;
  readonly section: Field;
  /** Undefined when nothing of the registry is asked for, or installed. */
  readonly spec?: string;
  readonly isOptionalPeer: boolean;
}

async function mergeName(name: string, lines: readonly NpmLine[], context: MergeContext): Promise<MergedName | NameClash> {
  const clash = npmRule.clash(
    lines.map(({ demand }) => demand),
    context.rules,
  );
  const section = SECTIONS.find((one) => lines.some(({ field }) => field === one)) ?? 'dependencies';
  const place = { name, section, isOptionalPeer: lines.every(({ isOptionalPeer }) => isOptionalPeer) };
  if (clash?.rule === 'npm/mixed-sources')
    return { code: 'NONRANGE', name, lines: smallest(lines, (some) => clashes(some, context)) };
  const specs = [...new Set(lines.flatMap(({ source }) => (source.kind === 'registry' ? [source.spec] : [])))];
  // What suits an archive of the project is met by it: ranges that do not suit its version came out above.
  const [archived] = lines.flatMap(({ source }) => (source.kind === 'archive' ? [source.archive.path] : []));
  if (archived !== undefined) return { ...place, spec: `file:${archived}` };
  const [only, ...others] = specs;
  if (only === undefined || others.length === 0) return { ...place, ...(only === undefined ? {} : { spec: only }) };
  return mergeRanges(lines, place, context);
}

/** A range that no version lies in. */
const NONE = '<0.0.0-0';

async function mergeRanges(lines: readonly NpmLine[], place: MergedName, context: MergeContext): Promise<MergedName | NameClash> {
  // A peer is content with what stands under its name, whatever package that is.
  const firmFirst = [...lines].sort((a, b) => SECTIONS.indexOf(a.field) - SECTIONS.indexOf(b.field));
  const target = firmFirst.flatMap(({ source }) => (source.kind === 'registry' ? [source.target] : []))[0] ?? place.name;
  const ranges = new Map<NpmLine, string>();
  for (const line of lines) {
    const { source } = line;
    if (source.kind !== 'registry') continue;
    const wanted = source.spec.startsWith('npm:') ? source.spec.slice(`npm:${target}@`.length) : source.spec;
    ranges.set(line, source.isTag ? await context.tagged(target, wanted) : wanted);
  }
  const packument = await context.packument(target);
  const published = context.published(packument);
  const suits = (some: readonly NpmLine[]): readonly string[] => {
    const asked = some.map((line) => ranges.get(line) ?? '*').filter((range) => !isAny(range));
    return published.filter((version) => asked.every((range) => satisfies(version, range)));
  };
  const firm = [...ranges.keys()];
  const suitable = suits(firm);
  const excludes = suitable.length === 0;
  // Peers that all of them could do without ask for nothing until another package brings what suits none of them, and npm
  // goes on without an optional dependency that it cannot have unless another package needs one of that name firmly.
  if (excludes && !place.isOptionalPeer && place.section !== 'optionalDependencies') {
    // An alias is no range to npm, whatever it leads to.
    const code = firm.some(({ demand }) => demand.detail?.raw?.startsWith(`npm:${target}`)) ? 'NONRANGE' : 'ETARGET';
    return { code, name: place.name, lines: smallest(firm, (some) => suits(some).length === 0) };
  }
  const [first = '*', ...others] = new Set([...ranges.values()].filter((range) => !isAny(range)));
  const joined = others.reduce<string | undefined>(
    (before, range) => (before === undefined ? undefined : joinRanges(before, range)),
    first,
  );
  // Side by side, a prerelease that one range names is let in although the other takes none.
  const isSame =
    joined !== undefined &&
    (others.length === 0 || published.filter((version) => satisfies(version, joined)).length === suitable.length);
  const spec = isSame ? joined : [...suitable].sort(compareVersions).reverse().join(' || ') || NONE;
  return { ...place, spec: target === place.name ? spec : `npm:${target}@${spec}` };
}

function clashes(lines: readonly NpmLine[], context: MergeContext): boolean {
  return (
    npmRule.clash(
      lines.map(({ demand }) => demand),
      context.rules,
    ) !== undefined
  );
}

/** Leaves out one after the other as long as the rest still clashes; lines that say the same count once. */
function smallest(lines: readonly NpmLine[], clash: (some: readonly NpmLine[]) => boolean): readonly NpmLine[] {
  let left = lines;
  for (const line of lines) {
    const rest = left.filter((one) => one !== line);
    if (rest.length > 0 && clash(rest)) left = rest;
  }
  return left;
}

/** npm's builder goes by the order of lines: that of the one file there is, else the order that npm writes them in. */
function projectOf(
  sections: ReadonlyMap<Field, ReadonlyMap<string, string>>,
  optionalPeers: ReadonlySet<string>,
  isOwnFile: boolean,
): ProjectJson {
  const texts = (section: Field): Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>> => {
    const own = [...(sections.get(section) ?? [])];
    const entries = isOwnFile ? own : own.sort(byKey);
    return entries.length === 0 ? {} : { [section]: Object.fromEntries(entries) };
  };
  return {
    name: 'cohost-joint',
    version: '1.0.0',
    private: true,
    ...texts('dependencies'),
    ...texts('optionalDependencies'),
    ...texts('devDependencies'),
    ...texts('peerDependencies'),
    ...(optionalPeers.size === 0
      ? {}
      : { peerDependenciesMeta: Object.fromEntries([...optionalPeers].map((name) => [name, { optional: true }])) }),
  };
}
