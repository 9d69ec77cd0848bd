import { byKey } from '../../../src/model/index.ts';
import { countIn, firstIn, INDEX_SETS, type IndexSet, indexSet, lastIn } from '../../../src/resolve/index-set.ts';
import { type MinimalConflict, minimise } from '../../../src/resolve/minimal.ts';
import { stepsOf } from '../../../src/resolve/report.ts';
import { type Question, type Solution, solve } from '../../../src/resolve/solver.ts';
import type { Needs, PackageSource, Requirement, RootDemand, Soon } from '../../../src/resolve/source.ts';
import { admittedPositions, readVersions } from '../indexes/published.ts';
import type { Oldest, PrereleaseMode } from '../indexes/release-policy.ts';
import { baseOf, type KnownPackage, type Universe, withExtra } from '../indexes/universe.ts';
import { parseConstraint } from '../notation/constraint.ts';
import { contains, equalTo } from '../notation/range.ts';
import { isPrerelease, parseVersion, type Version } from '../notation/version.ts';

/** One line of a service's own files, after its marker was found to hold for the target. */
export interface RootLine {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: string;
  /** From a constraints file: it restricts, but brings nothing in. */
  readonly constraint: boolean;
}

/** A local project that is installed from its directory; what it needs itself stands among the lines. */
export interface LocalProject {
  readonly name: string;
  /** In normal form; absent where only a build would tell. */
  readonly version?: string;
  readonly marker?: string;
  /** It replaces what packages require of it, whatever they say of the version. */
  readonly isOverride?: true;
}

export interface JointQuestion<L extends RootLine> {
  readonly lines: readonly L[];
  /** Specifiers that replace what packages require of each other; lines come with their own overrides applied. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Packages that nobody's requirements bring in: their override holds elsewhere only. */
  readonly dropped: ReadonlySet<string>;
  /** Packages that come from somewhere else than an index: what asks for them cannot be judged, and is passed over. */
  readonly elsewhere: ReadonlySet<string>;
  /** Local projects: there is one version of each, and what it needs stands among the lines. */
  readonly projects: ReadonlyMap<string, LocalProject>;
  readonly mode: PrereleaseMode;
  /** Versions are tried from the oldest to the newest. */
  readonly oldest?: Oldest;
  /** Packages of which prereleases count like final releases besides those that lines name; `:all:` for all. */
  readonly prereleases: ReadonlySet<string>;
  /** Versions to be kept where they can be: locks, and what services resolve to by themselves. */
  readonly preferred: ReadonlyMap<string, readonly string[]>;
  /**
   * What becomes of versions that have no wheel: they do not exist (`never`), or they are asked for their static metadata
   * when nothing else is left (`static`), and where that does not tell, nothing is proved.
   */
  readonly sources: 'never' | 'static';
}

/** Whether packages bring in just what they require. */
export function isPlain({ overrides, dropped, elsewhere }: JointQuestion<RootLine>): boolean {
  return overrides.size === 0 && dropped.size === 0 && elsewhere.size === 0;
}

export type JointAnswer<L extends RootLine> =
  /** Versions by normalized name. */
  | { readonly kind: 'solved'; readonly versions: ReadonlyMap<string, string> }
  | { readonly kind: 'impossible'; readonly conflict: MinimalConflict<IndexSet>; readonly lines: readonly L[] }
  | { readonly kind: 'unknown'; readonly reason: string; readonly missing?: string };

/**
 * Solves the lines together, over whatever the universe knows. Local projects matter where a line or a package of an
 * index asks for them by name, which few do: the rest is answered as without them.
 */
export async function answer<L extends RootLine>(universe: Universe, asked: JointQuestion<L>): Promise<JointAnswer<L>> {
  const { projects, lines } = asked;
  if (projects.size === 0) return solved(universe, asked);
  if (!lines.some(({ name }) => projects.has(name))) {
    const plain = await solved(universe, { ...asked, projects: new Map() });
    if (plain.kind !== 'unknown' && !mentions(plain, projects)) return plain;
  }
  return solved(universe, asked);
}

/** Whether an answer chose, or rests on, one of the packages. */
export function mentions(
  found: JointAnswer<RootLine> & { readonly kind: 'solved' | 'impossible' },
  names: Pick<ReadonlyMap<string, unknown>, 'has'>,
): boolean {
  if (found.kind === 'solved') return [...found.versions.keys()].some((name) => names.has(name));
  return found.conflict.steps.some(
    ({ fact, incompatibility }) =>
      incompatibility.terms.some((term) => names.has(baseOf(term.package))) ||
      (fact.kind === 'dependency' && names.has(baseOf(fact.dependency))),
  );
}

async function solved<L extends RootLine>(universe: Universe, asked: JointQuestion<L>): Promise<JointAnswer<L>> {
  const { lines } = asked;
  universe.foresee(lines.filter((line) => !line.constraint));
  await Promise.all(lines.map((line) => universe.package(line.name)));
  const policy = await policyOf(universe, asked);
  const demands: RootDemand<IndexSet>[] = [];
  const owner: number[] = [];
  for (const [index, line] of lines.entries()) {
    const project = asked.projects.get(line.name);
    for (const demand of project === undefined ? await demandsOfLine(universe, line) : demandsOnProject(project, line)) {
      demands.push(demand);
      owner.push(index);
    }
  }
  const over = (sources: boolean): Question<IndexSet, number> => ({
    sets: INDEX_SETS,
    source: new QuestionSource(universe, policy, asked, sources),
    demands,
    rootVersion: 0,
  });
  const wantsSources = (steps: Steps): boolean => asked.sources === 'static' && wouldSourcesMatter(universe, steps);
  const isCertain = (steps: Steps): boolean => doubtIn(universe, steps) === undefined;
  const wheels = over(false);
  const first = await solve(wheels);
  if (first.ok) return { kind: 'solved', versions: namedVersions(universe, first.versions) };
  let conflict = wantsSources(stepsOf(first.proof))
    ? undefined
    : await smallest(wheels, first, (steps) => isCertain(steps) && !wantsSources(steps));
  if (conflict === undefined || wantsSources(conflict.steps)) {
    const sources = over(true);
    const second = await solve(sources);
    if (second.ok) return { kind: 'solved', versions: namedVersions(universe, second.versions) };
    conflict = await smallest(sources, second, isCertain);
  }
  const doubt = doubtIn(universe, conflict.steps);
  if (doubt !== undefined) return doubt;
  const used = [...new Set(conflict.demands.map((demand) => owner[demand] ?? 0))];
  return { kind: 'impossible', conflict: { ...conflict, demands: used }, lines: used.flatMap((index) => lines[index] ?? []) };
}

type Steps = MinimalConflict<IndexSet>['steps'];

/**
 * A proof that stands would shrink to one that does not where some of the lines lack something else besides; one that
 * does not stand may shrink to any other.
 */
function smallest(
  question: Question<IndexSet, number>,
  refused: Solution<IndexSet, number> & { readonly ok: false },
  stands: (steps: Steps) => boolean,
): Promise<MinimalConflict<IndexSet>> {
  return minimise(question, refused, stands(stepsOf(refused.proof)) ? stands : undefined);
}

/** Whether the refusal ran out of versions of a package of which sources would have offered more. */
function wouldSourcesMatter(universe: Universe, steps: Steps): boolean {
  return steps.some(({ fact, incompatibility }) => {
    if (fact.kind !== 'no-versions') return false;
    const known = universe.peek(fact.package);
    const set = incompatibility.terms[0]?.set;
    return known !== undefined && set !== undefined && !INDEX_SETS.isDisjoint(known.sources, set);
  });
}

async function demandsOfLine(universe: Universe, line: RootLine): Promise<readonly RootDemand<IndexSet>[]> {
  const { specifier } = line;
  const known = await universe.package(line.name);
  const set = universe.positions(known, specifier);
  if (line.constraint) return [{ package: line.name, set, text: `${line.name}${specifier}`, constraint: true }];
  return [line.name, ...line.extras.map((extra) => withExtra(line.name, extra))].map((name) => ({
    package: name,
    set,
    text: `${name}${specifier}`,
  }));
}

/** A project that is what the line wants is there already; any other version of it there is none of. */
function demandsOnProject(project: LocalProject, { name, specifier, constraint }: RootLine): readonly RootDemand<IndexSet>[] {
  if (isMet(project, specifier)) return [];
  const demand = { package: name, set: INDEX_SETS.empty, text: `${name}${specifier}` };
  return [constraint ? { ...demand, constraint } : demand];
}

/** Whether it has the version, as far as one is known. */
function isMet({ version }: LocalProject, specifier: string): boolean {
  return specifier === '' || version === undefined || admittedPositions(specifier, readVersions([version])).length > 0;
}

/**
 * A refusal that rests on something that could not be read proves nothing.
 * A package that does not exist at all is a doubt as well: a private index may be missing here.
 */
function doubtIn(universe: Universe, steps: Steps): (JointAnswer<never> & { readonly kind: 'unknown' }) | undefined {
  for (const { fact } of steps) {
    if (fact.kind === 'unusable' && fact.uncertain) return { kind: 'unknown', reason: `${fact.package}: ${fact.reason}` };
    if (fact.kind !== 'no-versions') continue;
    const trouble = universe.peek(fact.package)?.trouble;
    const name = baseOf(fact.package);
    if (trouble !== undefined) {
      return { kind: 'unknown', reason: `${name}: ${trouble.reason}`, ...(trouble.missing ? { missing: name } : {}) };
    }
  }
  return undefined;
}

function namedVersions(universe: Universe, chosen: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const [name, position] of chosen) {
    const version = universe.peek(name)?.versions[position];
    if (!name.includes('[') && version !== undefined) versions.set(name, version);
  }
  return new Map([...versions].sort(byKey));
}

/** What the lines themselves allow beyond the default: prereleases by package, yanked versions by name and version. */
interface Policy {
  readonly prereleases: ReadonlySet<string>;
  /** No other prereleases come in where no final release is left (uv's `disallow` and `explicit`). */
  readonly isStrict: boolean;
  readonly yanked: ReadonlyMap<string, IndexSet>;
}

/**
 * Prereleases count like final releases when a line of the services themselves names one for the package; otherwise
 * they are taken only where no final release is left (PEP 440, "Handling of pre-releases"). A yanked version qualifies
 * when a line pins exactly it (PEP 592); what packages ask of each other does not let it in.
 */
async function policyOf(
  universe: Universe,
  { lines, overrides, mode, prereleases: asked }: JointQuestion<RootLine>,
): Promise<Policy> {
  const stated = [...lines, ...[...overrides].map(([name, specifier]) => ({ name, specifier }))];
  const named =
    mode === 'disallow' || mode === 'if-necessary' ? [] : stated.filter(({ specifier }) => namesPrerelease(specifier));
  const all = mode === 'allow' ? [':all:'] : [];
  const prereleases = new Set([...asked, ...all, ...named.map(({ name }) => name)]);
  const yanked = new Map<string, IndexSet>();
  for (const { name, specifier } of stated) {
    const known = await universe.package(name);
    if (INDEX_SETS.isEmpty(known.yanked)) continue;
    const pinned = pinnedBy(known, specifier);
    if (INDEX_SETS.isEmpty(pinned)) continue;
    yanked.set(name, INDEX_SETS.union(yanked.get(name) ?? INDEX_SETS.empty, pinned));
  }
  return { prereleases, isStrict: isStrict(mode), yanked };
}

/** Modes in which prereleases are no last resort: another line may let in what one lacks. */
export function isStrict(mode: JointQuestion<RootLine>['mode']): boolean {
  return mode === 'disallow' || mode === 'explicit';
}

/** The version that a constraint pins: its only specifier is `==` without a star, or `===`. */
function exactVersion(specifier: string): Version | undefined {
  const answer = parseConstraint(specifier);
  const [set, ...others] = answer.ok ? answer.constraint.alternatives : [];
  const [only, ...rest] = set?.specifiers ?? [];
  if (only === undefined || others.length > 0 || rest.length > 0 || only.operand.endsWith('.*')) return undefined;
  return only.operator === '==' || only.operator === '===' ? parseVersion(only.operand) : undefined;
}

/** Whether any operand is a prerelease, whatever its operator: that lets prereleases of the package in. */
function namesPrerelease(specifier: string): boolean {
  const answer = parseConstraint(specifier);
  if (!answer.ok) return false;
  return answer.constraint.alternatives.some(({ specifiers }) =>
    specifiers.some(({ operand }) => {
      const version = parseVersion(operand.replace(/\.\*$/, ''));
      return version !== undefined && isPrerelease(version);
    }),
  );
}

/** Versions that a specifier set pins exactly (by `==` or `===` alone). */
function pinnedBy(known: KnownPackage, specifier: string): IndexSet {
  let pinned = known.pins.get(specifier);
  if (pinned === undefined) {
    const exact = exactVersion(specifier);
    const range = exact === undefined ? undefined : equalTo(exact);
    const positions = known.parsed.flatMap((version, position) =>
      range !== undefined && version !== undefined && contains(range, version) ? [position] : [],
    );
    pinned = indexSet(positions);
    known.pins.set(specifier, pinned);
  }
  return pinned;
}

/** Whether a line pins a version that was yanked: it alone lets that version in, for every requirement of the question. */
export function pinsYanked(universe: Universe, { name, specifier }: RootLine): boolean {
  const known = universe.peek(name);
  return known !== undefined && !INDEX_SETS.isDisjoint(known.yanked, pinnedBy(known, specifier));
}

/** The universe under the policy, the overrides and the preferences of one question. */
class QuestionSource implements PackageSource<IndexSet, number> {
  readonly #universe: Universe;
  readonly #policy: Policy;
  readonly #sources: boolean;
  readonly #asked: JointQuestion<RootLine>;
  readonly #eligible = new Map<string, IndexSet>();
  readonly #preferred = new Map<string, readonly number[]>();
  readonly #tries = new Map<string, number>();

  constructor(universe: Universe, policy: Policy, asked: JointQuestion<RootLine>, sources: boolean) {
    this.#sources = sources;
    this.#universe = universe;
    this.#policy = policy;
    this.#asked = asked;
  }

  choose(name: string, set: IndexSet): Soon<number | undefined> {
    const known = this.#universe.package(name);
    return known instanceof Promise ? known.then((loaded) => this.#chosen(loaded, set)) : this.#chosen(known, set);
  }

  count(name: string, set: IndexSet): number {
    const known = this.#universe.peek(name);
    if (known === undefined) return Number.POSITIVE_INFINITY;
    return countIn(INDEX_SETS.intersect(set, this.#eligibleOf(known)), known.versions.length);
  }

  needs(name: string, position: number): Soon<Needs<IndexSet>> {
    const needs = this.#universe.needs(name, position);
    if (isPlain(this.#asked) && this.#asked.projects.size === 0) return needs;
    return Promise.resolve(needs).then((plain) => this.#overridden(plain));
  }

  #chosen(known: KnownPackage, set: IndexSet): number | undefined {
    const { intersect } = INDEX_SETS;
    const all = intersect(set, this.#eligibleOf(known));
    const final = this.#admitsPrereleases(known.name) ? all : intersect(all, known.finals);
    const orders = [intersect(final, known.withWheel), final, all];
    const usable = orders.find((one) => firstIn(one, known.versions.length) >= 0) ?? all;
    this.#anticipate(known, usable);
    const kept = this.#preferredOf(known).find((position) => INDEX_SETS.contains(usable, position));
    if (kept !== undefined) return kept;
    const first = (this.#fromOldest(known.name) ? lastIn : firstIn)(usable, known.versions.length);
    return first < 0 ? undefined : first;
  }

  #fromOldest(name: string): boolean {
    const { oldest, lines } = this.#asked;
    return oldest === 'all' || (oldest === 'direct' && lines.some((line) => line.name === name && !line.constraint));
  }

  #admitsPrereleases(name: string): boolean {
    const { prereleases } = this.#policy;
    return prereleases.has(':all:') || prereleases.has(name);
  }

  /** A package that is tried again and again is walked downwards: its next versions are read together, ever more of them. */
  #anticipate(known: KnownPackage, usable: IndexSet): void {
    const tries = (this.#tries.get(known.name) ?? 0) + 1;
    this.#tries.set(known.name, tries);
    if (tries >= 3) this.#universe.readAhead(known, usable, Math.min(64, tries * 4));
  }

  #preferredOf(known: KnownPackage): readonly number[] {
    let positions = this.#preferred.get(known.name);
    if (positions === undefined) {
      const wanted = this.#asked.preferred.get(known.name) ?? [];
      positions = wanted.flatMap((version) => {
        const position = known.versions.indexOf(version);
        return position < 0 ? [] : [position];
      });
      this.#preferred.set(known.name, positions);
    }
    return positions;
  }

  #eligibleOf(known: KnownPackage): IndexSet {
    const before = this.#eligible.get(known.name);
    if (before !== undefined) return before;
    const { complement, intersect, union, empty } = INDEX_SETS;
    const allowed = this.#policy.yanked.get(known.name) ?? empty;
    const withdrawn = intersect(known.yanked, complement(allowed));
    const usable = complement(this.#sources ? withdrawn : union(withdrawn, known.sources));
    const eligible = this.#policy.isStrict && !this.#admitsPrereleases(known.name) ? intersect(usable, known.finals) : usable;
    this.#eligible.set(known.name, eligible);
    return eligible;
  }

  async #overridden(needs: Needs<IndexSet>): Promise<Needs<IndexSet>> {
    if (!needs.ok) return needs;
    const requirements = await Promise.all(
      needs.requirements
        .filter((one) => !this.#asked.elsewhere.has(baseOf(one.package)) && !this.#asked.dropped.has(baseOf(one.package)))
        .filter((one) => !this.#isLocal(one))
        .map(async (one) => {
          if (this.#asked.projects.has(baseOf(one.package))) return { ...one, set: INDEX_SETS.empty };
          const specifier = this.#asked.overrides.get(baseOf(one.package));
          if (specifier === undefined || one.text === '') return one;
          const set = this.#universe.positions(await this.#universe.package(one.package), specifier);
          return { ...one, set, text: `${one.package}${specifier}` };
        }),
    );
    return { ok: true, requirements };
  }

  /** A requirement that a local project meets, by its version or as an override. */
  #isLocal({ package: name, text }: Requirement<IndexSet>): boolean {
    const project = this.#asked.projects.get(baseOf(name));
    return project !== undefined && (project.isOverride === true || isMet(project, text.slice(name.length)));
  }
}
