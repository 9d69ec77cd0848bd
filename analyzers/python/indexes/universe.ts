import { append } from '../../../src/model/index.ts';
import type { RegistryClient } from '../../../src/registry/client.ts';
import { firstIn, INDEX_SETS, type IndexSet, indexSet } from '../../../src/resolve/index-set.ts';
import type { Needs, Requirement, Soon } from '../../../src/resolve/source.ts';
import { fileNameOf } from '../manifests/pip/link.ts';
import { formatMarker } from '../notation/markers.ts';
import { formatSpecifier } from '../notation/specifier.ts';
import { isPrerelease, parseVersion, type Version } from '../notation/version.ts';
import { fetchSourceMetadata } from '../source-metadata.ts';
import { fetchCandidates, onlyWheel } from './candidates.ts';
import { endOf } from './cutoff.ts';
import type { IndexSettings } from './indexes.ts';
import { type DistributionFacts, fetchMetadata } from './metadata.ts';
import {
  admitsPython,
  admittedPositions,
  type MarkerTester,
  publishedRequirement,
  type ReadVersions,
  readVersions,
} from './published.ts';
import { beforeFor, formatsFor, type ReleasePolicy, statedFor } from './release-policy.ts';
import type { Candidates, CandidateView } from './releases.ts';
import { parseWheelName } from './wheel-tags.ts';

/** What the indexes have of one package: versions newest first; a version is its position in the list. */
export interface KnownPackage {
  readonly name: string;
  readonly versions: readonly string[];
  /** Wheel of each version. */
  readonly wheels: readonly string[];
  readonly candidates?: Candidates;
  /** Why there are no versions to speak of; `missing` when the indexes say that the package does not exist. */
  readonly trouble?: { readonly missing: boolean; readonly reason: string };
  readonly yanked: IndexSet;
  /** Versions that exist as source only. */
  readonly sources: IndexSet;
  readonly prereleases: IndexSet;
  /** All but prereleases, and all but sources. */
  readonly finals: IndexSet;
  readonly withWheel: IndexSet;
  readonly parsed: ReadVersions;
  /** What a specifier pins exactly; filled as questions ask. */
  readonly pins: Map<string, IndexSet>;
  readonly sets: Map<string, IndexSet>;
}

/** The solver's name of a package with one of its extras, which is a package of its own (`name[extra]`). */
export function withExtra(name: string, extra: string): string {
  return `${name}[${extra}]`;
}

/** `flask` of `flask[async]`: a package with extras is solved for as one of its own. */
export function baseOf(name: string): string {
  const at = name.indexOf('[');
  return at < 0 ? name : name.slice(0, at);
}

/** A requirement of a distribution whose marker holds for the target. */
export interface LiveRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: string;
}

/** More than reading a file takes, less than asking a server. */
const WAIT_MS = 15;

/** Source archives are large, and few of them tell anything without a build. */
const MAX_SOURCES = 100;

function shaped(name: string, versions: readonly string[], yanked: IndexSet, sources: IndexSet): KnownPackage {
  const parsed = readVersions(versions);
  const prereleases = indexSet(
    parsed.flatMap((version, position) => (version !== undefined && isPrerelease(version) ? [position] : [])),
  );
  return {
    name,
    versions,
    wheels: [],
    yanked,
    sources,
    prereleases,
    finals: INDEX_SETS.complement(prereleases),
    withWheel: INDEX_SETS.complement(sources),
    parsed,
    pins: new Map(),
    sets: new Map(),
  };
}

/** An interpreter that is no version admits nothing that asks for one. */
function interpreter(python: string): Version {
  const version = parseVersion(python);
  if (version === undefined) throw new RangeError(`"${python}" is no Python version`);
  return version;
}

/** Versions that no interpreter but those that they name may have, newest first. */
export interface OtherPython {
  readonly python: string;
  readonly versions: readonly string[];
}

/** Versions that are not taken, newest first: withdrawn, as source, before the release, for other platforms or in other formats. */
export interface KeptBack {
  readonly why: 'yanked' | 'source' | 'prerelease' | 'elsewhere';
  readonly versions: readonly string[];
}

const KEPT_BACK: readonly (readonly [
  why: KeptBack['why'],
  which: (known: Pick<KnownPackage, 'yanked' | 'sources' | 'prereleases'>) => IndexSet,
])[] = [
  ['yanked', ({ yanked }) => yanked],
  ['source', ({ sources }) => sources],
  ['prerelease', ({ prereleases }) => prereleases],
];

const OF_PYTHON = /\b(?:python|implementation|platform_python)_/;

/** Whether a line of metadata is on a package, under a marker on the interpreter. */
function isByPython(line: string, name: string): boolean {
  const requirement = line.includes(';') ? publishedRequirement(line) : undefined;
  return requirement?.name === name && requirement.marker !== undefined && OF_PYTHON.test(formatMarker(requirement.marker));
}

function isWheel(url: string): boolean {
  return parseWheelName(fileNameOf(url)) !== undefined;
}

/** Reading ahead may fail; whoever needs the fact will ask again and hear of it. */
function ignore(): void {}

export interface UniverseOptions {
  readonly client: RegistryClient;
  readonly indexes: IndexSettings;
  readonly view: CandidateView;
  readonly markers: MarkerTester;
  /** Packages that come from one wheel alone, by its URL. */
  readonly wheels: ReadonlyMap<string, string>;
  readonly policy: ReleasePolicy;
  readonly progress: (done: number) => void;
}

/**
 * Packages, versions and requirements as the target sees them, each read once per run. Nothing in here depends on
 * who asks: questions over different services share it.
 */
export class Universe {
  readonly #options: UniverseOptions;
  readonly #python: Version;
  readonly #packages = new Map<string, Soon<KnownPackage>>();
  readonly #needs = new Map<string, Soon<Needs<IndexSet>>>();
  readonly #distributions = new Map<string, Promise<DistributionFacts | string>>();
  readonly #foreseen = new Set<string>();
  #read = 0;
  #sourcesRead = 0;
  /** Whether metadata comes from far away just now, so that reading ahead pays. */
  #isWaiting = false;

  constructor(options: UniverseOptions) {
    this.#options = options;
    this.#python = interpreter(options.view.python);
  }

  /** The package, when it has been read already. */
  peek(name: string): KnownPackage | undefined {
    const known = this.#packages.get(baseOf(name));
    return known === undefined || known instanceof Promise ? undefined : known;
  }

  package(name: string): Soon<KnownPackage> {
    const base = baseOf(name);
    const known = this.#packages.get(base);
    if (known !== undefined) return known;
    const reading = this.#load(base).then((loaded) => {
      this.#packages.set(base, loaded);
      return loaded;
    });
    this.#packages.set(base, reading);
    return reading;
  }

  async #load(name: string): Promise<KnownPackage> {
    const { client, indexes, view, wheels, progress } = this.#options;
    const wheel = wheels.get(name);
    const answer =
      wheel === undefined ? await fetchCandidates(client, indexes, this.#viewOf(name), name) : onlyWheel(wheel, view);
    progress(++this.#read);
    if (!answer.ok) {
      const { empty } = INDEX_SETS;
      return { ...shaped(name, [], empty, empty), trouble: answer };
    }
    const { candidates } = answer;
    const versions = candidates.versions === '' ? [] : candidates.versions.split(' ');
    const known = shaped(name, versions, indexSet(candidates.yanked), indexSet(candidates.sources));
    return { ...known, wheels: candidates.wheels.split(' '), candidates };
  }

  /** What may be chosen of one package. */
  #viewOf(name: string): CandidateView {
    const { view, policy } = this.#options;
    const { oldestPythonOnly } = this;
    const own = beforeFor(policy, name);
    const before = own === undefined || (view.before !== undefined && endOf(view.before) < endOf(own)) ? view.before : own;
    const formats = formatsFor(policy, name);
    return {
      ...view,
      ...(before === undefined ? {} : { before }),
      ...(formats === 'both' ? {} : { formats }),
      ...(oldestPythonOnly ? { oldestPythonOnly } : {}),
    };
  }

  /**
   * Positions of the versions that a specifier admits; prereleases and yanked ones included. Of a package that could not
   * be read it admits whatever there may be: that none is known is no fact about the specifier.
   */
  positions(known: KnownPackage, specifier: string): IndexSet {
    if (specifier === '' || known.trouble !== undefined) return INDEX_SETS.full;
    const before = known.sets.get(specifier);
    if (before !== undefined) return before;
    const set = indexSet(admittedPositions(specifier, known.parsed));
    known.sets.set(specifier, set);
    return set;
  }

  get python(): string {
    return this.#options.view.python;
  }

  /** See `ReleasePolicy`. */
  get oldestPythonOnly(): boolean {
    return this.#options.policy.oldestPythonOnly === true;
  }

  /** Where no version of a package that has been read is both admitted and for this Python: those for others. */
  forOtherPythons(name: string, specifier: string): readonly OtherPython[] {
    const known = this.peek(name);
    if (known?.candidates === undefined || admittedPositions(specifier, known.parsed).length > 0) return [];
    return Object.entries(known.candidates.otherPython).flatMap(([python, text]) => {
      const all = text.split(' ');
      const versions = admittedPositions(specifier, readVersions(all)).flatMap((position) => all[position] ?? []);
      return versions.length === 0 ? [] : [{ python, versions }];
    });
  }

  /** Where a specifier admits nothing of a package that has been read but what is kept back: that, by why it is. */
  keptBack(name: string, specifier: string): readonly KeptBack[] {
    const known = this.peek(name);
    if (known?.candidates === undefined) return [];
    const { versions, parsed, yanked, sources, prereleases, candidates } = known;
    const left = new Set(admittedPositions(specifier, parsed));
    const found = KEPT_BACK.map(([why, which]) => {
      const set = which({ yanked, sources, prereleases });
      const positions = [...left].filter((position) => INDEX_SETS.contains(set, position));
      for (const position of positions) left.delete(position);
      return { why, versions: positions.flatMap((position) => versions[position] ?? []) };
    });
    if (left.size > 0) return [];
    const elsewhere = candidates.otherPlatform === '' ? [] : candidates.otherPlatform.split(' ');
    const admitted = admittedPositions(specifier, readVersions(elsewhere)).flatMap((position) => elsewhere[position] ?? []);
    return [...found, { why: 'elsewhere' as const, versions: admitted }].filter((one) => one.versions.length > 0);
  }

  /** Whether some of what a specifier admits is there for other platforms, or in other formats, only. */
  hasOtherFiles(name: string, specifier: string): boolean {
    const others = this.peek(name)?.candidates?.otherPlatform.split(' ') ?? [];
    return admittedPositions(specifier, readVersions(others)).length > 0;
  }

  /** Whether some of the versions ask for another package by the interpreter: on another one they may not. */
  async asksByPython(name: string, versions: readonly string[], other: string): Promise<boolean> {
    const places = new Map(this.peek(name)?.versions.map((version, position) => [version, position]));
    for (const version of versions) {
      const position = places.get(version);
      const facts = position === undefined ? 'not known' : await this.#facts(name, position);
      if (typeof facts === 'string' || facts.requires.some((line) => isByPython(line, other))) return true;
    }
    return false;
  }

  needs(name: string, position: number): Soon<Needs<IndexSet>> {
    const key = `${name} ${position}`;
    const known = this.#needs.get(key);
    if (known !== undefined) return known;
    const reading = this.#readNeeds(name, position).then((needs) => {
      this.#needs.set(key, needs);
      return needs;
    });
    this.#needs.set(key, reading);
    return reading;
  }

  async #readNeeds(name: string, position: number): Promise<Needs<IndexSet>> {
    const base = baseOf(name);
    const extra = name === base ? undefined : name.slice(base.length + 1, -1);
    const facts = await this.#facts(base, position);
    if (typeof facts === 'string') return { ok: false, reason: facts, uncertain: true };
    if (facts.requiresPython !== undefined && !admitsPython(facts.requiresPython, this.#python, this.oldestPythonOnly)) {
      return { ok: false, reason: `it needs Python ${facts.requiresPython}`, uncertain: false };
    }
    const live = this.#live(facts, extra);
    // What a wheel that was named by its URL asks for by URL is followed by clients, but not here.
    if (typeof live === 'string') return { ok: false, reason: live, uncertain: this.#options.wheels.has(base) };
    await Promise.all(live.map((one) => this.package(one.name)));
    const requirements: Requirement<IndexSet>[] =
      extra === undefined ? [] : [{ package: base, set: indexSet([position]), text: '' }];
    for (const one of live) append(requirements, await this.requirements(one));
    return { ok: true, requirements };
  }

  /** What a requirement means to the solver: the package, and each extra as a package of its own. */
  async requirements({ name, extras, specifier }: LiveRequirement): Promise<readonly Requirement<IndexSet>[]> {
    const known = await this.package(name);
    const set = this.positions(known, specifier);
    const names = [name, ...extras.map((extra) => withExtra(name, extra))];
    return names.map((one) => ({ package: one, set, text: `${one}${specifier}` }));
  }

  #facts(base: string, position: number): Promise<DistributionFacts | string> {
    const key = `${base} ${position}`;
    let known = this.#distributions.get(key);
    if (known === undefined) {
      known = this.#readFacts(base, position);
      this.#distributions.set(key, known);
    }
    return known;
  }

  async #readFacts(base: string, position: number): Promise<DistributionFacts | string> {
    const known = await this.package(base);
    const { candidates, wheels } = known;
    const stated = statedFor(this.#options.policy, base, known.versions[position] ?? '');
    if (stated !== undefined) return { extras: [], ...stated };
    const wheel = wheels[position];
    if (candidates === undefined || wheel === undefined) return 'its files are not known';
    const hash = candidates.hashes?.split(' ')[position];
    if (INDEX_SETS.contains(known.sources, position) && !isWheel(wheel)) {
      if (this.#sourcesRead++ >= MAX_SOURCES) return 'it exists as source only, and enough source archives were read';
      const answer = await fetchSourceMetadata(this.#options.client, wheel);
      return answer.ok ? answer.facts : answer.reason;
    }
    const start = performance.now();
    const answer = await fetchMetadata(this.#options.client, wheel, hash === '-' ? undefined : hash);
    this.#isWaiting = performance.now() - start > WAIT_MS;
    return answer.ok ? answer.facts : `its metadata could not be read: ${answer.reason}`;
  }

  /** Requirements whose markers hold; with an extra, those that only the extra brings. */
  #live(facts: DistributionFacts, extra: string | undefined): readonly LiveRequirement[] | string {
    const { markers } = this.#options;
    const live: LiveRequirement[] = [];
    for (const line of facts.requires) {
      const requirement = publishedRequirement(line);
      if (requirement === undefined) return `its metadata has a requirement that cannot be read: ${line.slice(0, 200)}`;
      const { name, extras, specifiers, url, marker } = requirement;
      const plain = marker === undefined || markers.test(marker);
      const holds = extra === undefined ? plain : !plain && marker !== undefined && markers.test(marker, extra);
      if (!holds) continue;
      if (url !== undefined) return `it needs ${name} from ${url}, which is not an index`;
      live.push({ name, extras, specifier: specifiers.specifiers.map(formatSpecifier).join(',') });
    }
    return live;
  }

  /** Reads the metadata of the newest `count` versions of a set, all at once. Only saves waiting. */
  readAhead(known: KnownPackage, set: IndexSet, count: number): void {
    if (!this.#isWaiting) return;
    let left = count;
    for (let position = 0; position < known.versions.length && left > 0; position++) {
      if (!INDEX_SETS.contains(set, position)) continue;
      left--;
      if (!this.#needs.has(`${known.name} ${position}`)) Promise.resolve(this.needs(known.name, position)).catch(ignore);
    }
  }

  /**
   * Reads ahead what a resolution of these requirements will most likely look at: the newest version that each admits
   * and, from there, what it needs. Only saves waiting; nothing depends on it.
   */
  foresee(wanted: readonly LiveRequirement[]): void {
    for (const one of wanted) {
      const key = `${one.name}[${one.extras.join(',')}]${one.specifier}`;
      if (this.#foreseen.has(key)) continue;
      this.#foreseen.add(key);
      for (const name of [one.name, ...one.extras.map((extra) => withExtra(one.name, extra))])
        this.#foreseeOne(name, one.specifier).catch(ignore);
    }
  }

  async #foreseeOne(name: string, specifier: string): Promise<void> {
    const known = await this.package(name);
    const set = this.positions(known, specifier);
    const usable = INDEX_SETS.intersect(set, INDEX_SETS.complement(INDEX_SETS.union(known.yanked, known.sources)));
    const count = known.versions.length;
    const final = firstIn(INDEX_SETS.intersect(usable, known.finals), count);
    const position = final < 0 ? firstIn(usable, count) : final;
    if (position < 0 || this.#foreseen.has(`${name} ${position}`)) return;
    this.#foreseen.add(`${name} ${position}`);
    const facts = await this.#facts(baseOf(name), position);
    if (typeof facts === 'string') return;
    const extra = name.includes('[') ? name.slice(name.indexOf('[') + 1, -1) : undefined;
    const live = this.#live(facts, extra);
    if (typeof live !== 'string') this.foresee(live);
  }
}
