import { closest } from '../../../src/formats/closest.ts';
import {
  addOnce,
  addTo,
  append,
  byKey,
  type Diagnostic,
  type LineChange,
  type Place,
  type Repin,
  type Resolution,
  type ResolvedFinding,
  type Resolver,
  type Retried,
  type ServiceId,
  withoutTrailing,
} from '../../../src/model/index.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { resolverOver } from '../../../src/resolve/services.ts';
import { withIndexLogins, withoutLogin } from '../indexes/index-logins.ts';
import { indexSettings, mergedIndexes, type ProjectIndexes } from '../indexes/indexes.ts';
import { MarkerTester } from '../indexes/published.ts';
import { bansOf, DEFAULT_MODE, datedFrom, jointPolicy, type ReleasePolicy } from '../indexes/release-policy.ts';
import { Universe } from '../indexes/universe.ts';
import { SupportedTags } from '../indexes/wheel-tags.ts';
import { wheelVersion } from '../manifests/pip-link.ts';
import { fullPythonVersion, targetEnvironment } from '../notation/markers.ts';
import { isPrerelease, parseVersion } from '../notation/version.ts';
import { resolveApart, retryApart } from './apart.ts';
import { describeConflict, describeIndexes, impliedPython, withOthers } from './conflict-report.ts';
import { proposeFixes } from './fixes.ts';
import type { PythonLine, PythonService, ServiceLine } from './lines.ts';
import {
  answer,
  isPlain,
  isStrict,
  type JointAnswer,
  type JointQuestion,
  type LocalProject,
  mentions,
  pinsYanked,
  type RootLine,
} from './question.ts';

/** Joint resolution of Python services over the indexes that the user's own clients are configured with. */
export async function createPythonResolver(
  services: readonly PythonService[],
  environment: ResolveEnvironment,
): Promise<Resolver> {
  // as the indexes are seen, so their cutoffs are counted
  const moment = environment.before ?? environment.now;
  const dated = services.map((one) => (one.policy === undefined ? one : { ...one, policy: datedFrom(one.policy, moment) }));
  const resolver = new PythonResolver(dated, environment);
  const byId = new Map(dated.map((service) => [service.service, service]));
  return resolverOver(
    byId,
    (chosen) => resolveApart(chosen, (some) => resolver.resolve(some)),
    (chosen, change) => retryApart(chosen, (some) => resolver.retry(some, change)),
  );
}

/** A smallest set that was found once; whoever has all of these lines has the conflict. */
interface KnownConflict {
  readonly contents: readonly string[];
  readonly answer: JointAnswer<ServiceLine> & { readonly kind: 'impossible' };
  readonly universe: Universe;
}

/** URLs of wheels by the package that comes from one alone. */
type Wheels = ReadonlyMap<string, string>;

/** Where a service takes a package from. */
interface Taken {
  readonly service: ServiceId;
  readonly url: string;
  readonly isExclusive: boolean;
}

interface OddIndexes {
  readonly name: string;
  readonly one: Taken;
  readonly other: Taken;
}

class PythonResolver {
  /** Names of packages that any service asks for, to guess what a mistyped one means. */
  readonly #names: readonly string[];
  readonly #environment: ResolveEnvironment;
  readonly #markers: MarkerTester;
  readonly #universes = new Map<string, Promise<Universe>>();
  readonly #answers = new Map<string, Promise<JointAnswer<ServiceLine>>>();
  readonly #conflicts = new Map<string, KnownConflict[]>();
  #read = 0;

  constructor(services: readonly PythonService[], environment: ResolveEnvironment) {
    this.#names = services.flatMap(({ lines }) => lines.map(({ name }) => name));
    this.#environment = environment;
    this.#markers = new MarkerTester(targetEnvironment(environment.target));
  }

  async resolve(services: readonly PythonService[]): Promise<Resolution> {
    let doubt: Resolution | undefined;
    let broken: (() => Promise<Resolution>) | undefined;
    for (const service of services) {
      const alone = await this.#answer([service]);
      if (alone.kind === 'impossible')
        broken ??= async () => ({ ...(await this.#conflict([service], alone)), alone: service.service });
      if (alone.kind === 'unknown') doubt ??= this.#unknown(service, alone);
    }
    // What another lets in (a yanked version that it pins, its local project) may be all that one of them lacks.
    if (broken !== undefined && (services.length === 1 || (await this.#answer(services)).kind !== 'solved')) return broken();
    if (doubt !== undefined && services.length === 1) return doubt;
    const refused = this.#refusedIndexes(services);
    if (refused !== undefined) return { kind: 'conflict', findings: [refused] };
    const joint = await this.#answer(services);
    // Whatever is not known of a service can only add to what excludes the others: a conflict stands.
    if (joint.kind === 'impossible') return this.#conflict(services, joint);
    if (doubt !== undefined) return doubt;
    if (joint.kind === 'unknown') return { kind: 'unknown', because: joint.reason, diagnostics: [] };
    return {
      kind: 'resolved',
      versions: new Map([...joint.versions].map(([name, version]) => [name, [version]])),
      repins: (await Promise.all(services.map((service) => this.#repins(service, joint.versions)))).flat(),
      findings: [],
    };
  }

  /** The services with lines changed. A clash that no line on the key has a part in was there before. */
  async retry(services: readonly PythonService[], { key, places, to, freed = [] }: LineChange): Promise<Retried> {
    const wheels = this.#wheels(services);
    const universe = await this.#universe(services, wheels);
    const question = await this.#question(services, wheels);
    const isAmong = (some: readonly Place[], { line: { origin } }: ServiceLine): boolean =>
      some.some(({ file, line }) => file === origin.file && line === origin.line);
    const lines = question.lines.map((one) => {
      if (one.name === key) return isAmong(places, one) ? { ...one, specifier: to } : one;
      return isAmong(freed, one) ? { ...one, specifier: '' } : one;
    });
    const changed = await answer(universe, { ...question, lines });
    if (changed.kind === 'impossible')
      return changed.lines.some(({ name }) => name === key)
        ? { kind: 'refuted' }
        : { kind: 'open', because: 'other lines of theirs clash as well' };
    if (changed.kind === 'unknown') return { kind: 'open', because: changed.reason };
    const doubt = this.#doubtOf(services, wheels);
    if (doubt !== undefined) return { kind: 'open', because: doubt.reason };
    const version = changed.versions.get(key);
    return { kind: 'resolved', versions: changed.versions, ...(version === undefined ? {} : { version }) };
  }

  #answer(services: readonly PythonService[]): Promise<JointAnswer<ServiceLine>> {
    const key = services.map(({ service, part = '' }) => `${service}\t${part}`).join('\n');
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = this.#compute(services);
      this.#answers.set(key, known);
    }
    return known;
  }

  async #compute(services: readonly PythonService[]): Promise<JointAnswer<ServiceLine>> {
    const wheels = this.#wheels(services);
    const universe = await this.#universe(services, wheels);
    const question = await this.#question(services, wheels);
    const doubt = this.#doubtOf(services, wheels);
    const merged = services.length > 1 && doubt === undefined ? await this.#merged(services, question) : undefined;
    if (merged !== undefined) return merged;
    const isKept = isPlain(question) && !isStrict(question.mode);
    if (isKept) {
      const before = this.#knownConflict(universe, question);
      if (before !== undefined) return before;
    }
    const result = await answer(universe, question);
    if (result.kind === 'impossible') {
      const whole = { ...result, lines: [...result.lines, ...(await this.#wheelsBehind(services, question, result.lines))] };
      if (isKept && !mentions(whole, question.projects)) this.#keepConflict(universe, whole);
      return whole;
    }
    return doubt ?? result;
  }

  /** Lines that name wheels by URL, where what was found excludes itself only because no other version may be chosen. */
  async #wheelsBehind(
    services: readonly PythonService[],
    question: JointQuestion<ServiceLine>,
    found: readonly ServiceLine[],
  ): Promise<readonly ServiceLine[]> {
    const placed = question.lines.filter(({ line }) => line.url !== undefined);
    const others = placed.filter((line) => !found.includes(line));
    if (others.length === 0) return [];
    const indexed = await this.#universe(services, new Map());
    const without = await answer(indexed, { ...question, lines: found.filter((line) => !placed.includes(line)) });
    return without.kind === 'solved' ? others : [];
  }

  /** All that is known of what the services ask for together. */
  async #question(services: readonly PythonService[], wheels: Wheels): Promise<JointQuestion<ServiceLine>> {
    const all = services.flatMap((service) => this.#linesOf(service, service.lines));
    const elsewhere = new Set(all.flatMap(({ name, line }) => (line.url === undefined || wheels.has(name) ? [] : [name])));
    const overrides = await this.#overridesAmong(services);
    const replacing = new Map<string, string>();
    const held = new Set(overrides.map(({ name }) => name));
    // Those whose marker does not hold take the package away.
    const left = services.flatMap((service) => {
      const own = new Set(this.#linesOf(service, service.overrides).map(({ name }) => name));
      return service.overrides.flatMap(({ name }) => (own.has(name) ? [] : [name]));
    });
    for (const { name, line, specifier } of overrides) {
      if (line.url !== undefined) elsewhere.add(name);
      const before = replacing.get(name);
      replacing.set(name, before === undefined || before === specifier ? specifier : `${before},${specifier}`);
    }
    const { prerelease = DEFAULT_MODE, oldest } = policyOf(services);
    return {
      lines: all.filter(({ name }) => !elsewhere.has(name)),
      overrides: replacing,
      dropped: new Set(left.filter((name) => !held.has(name))),
      elsewhere,
      projects: this.#projects(services),
      mode: prerelease,
      ...(oldest === undefined ? {} : { oldest }),
      prereleases: new Set([...services.flatMap(({ prereleases }) => prereleases ?? []), ...wheels.keys()]),
      preferred: await this.#preferences(services),
      sources: this.#sources(),
    };
  }

  /** Beside others an override holds for what its own service brings: for nothing where it has no such package by itself. */
  async #overridesAmong(services: readonly PythonService[]): Promise<readonly ServiceLine[]> {
    const all: ServiceLine[] = [];
    for (const service of services) {
      const own = this.#linesOf(service, service.overrides);
      const alone = services.length === 1 || own.length === 0 ? undefined : await this.#answer([service]);
      append(all, alone?.kind === 'solved' ? own.filter(({ name }) => alone.versions.has(name)) : own);
    }
    return all;
  }

  /** By name; one that overrides what packages require of it goes before one that lines name. */
  #projects(services: readonly PythonService[]): ReadonlyMap<string, LocalProject> {
    const all = services
      .flatMap(({ projects = [] }) => projects)
      .filter(({ marker }) => marker === undefined || this.#markers.holds(marker));
    return new Map([...all].sort((a, b) => Number(a.isOverride ?? 0) - Number(b.isOverride ?? 0)).map((one) => [one.name, one]));
  }

  /** Packages that come from a wheel by its URL, each from one: wheels are read like those of an index. */
  #wheels(services: readonly PythonService[]): Wheels {
    const placed = services
      .flatMap((service) => this.#linesOf(service, service.lines))
      .filter(({ line }) => line.url !== undefined);
    const replaced = new Set(services.flatMap(({ overrides }) => overrides.map(({ name }) => name)));
    const places = new Map<string, Set<string>>();
    for (const { name, line } of placed)
      places.set(name, (places.get(name) ?? new Set()).add(line.url?.replace(/#.*$/s, '') ?? ''));
    return new Map(
      [...places].flatMap(([name, [url = '', ...others]]) =>
        others.length > 0 || replaced.has(name) || wheelVersion(url) === undefined ? [] : [[name, url]],
      ),
    );
  }

  /** What keeps the services from being proved to resolve, however well the rest of them does. */
  #doubtOf(services: readonly PythonService[], wheels: Wheels): (JointAnswer<never> & { readonly kind: 'unknown' }) | undefined {
    for (const service of services) {
      if (service.unreadable !== undefined) return { kind: 'unknown', reason: service.unreadable };
      const elsewhere = this.#linesOf(service, service.lines).find(
        ({ name, line }) => line.url !== undefined && !wheels.has(name),
      );
      if (elsewhere !== undefined) return this.#fromElsewhere(elsewhere);
      const override = this.#linesOf(service, service.overrides).find(({ line }) => line.url !== undefined);
      if (override !== undefined) return this.#fromElsewhere(override);
    }
    const index = this.#indexesAtOdds(services);
    if (index !== undefined) return { kind: 'unknown', reason: index };
    const projects = this.#projects(services);
    const unversioned = services
      .flatMap((service) => this.#linesOf(service, service.lines))
      .find(({ name, specifier }) => specifier !== '' && projects.get(name)?.version === undefined && projects.has(name));
    return unversioned === undefined ? undefined : onlyBuilt(unversioned);
  }

  /** A package that services take from different indexes: what either has says nothing of the other. */
  #indexesAtOdds(services: readonly PythonService[]): string | undefined {
    const [odds] = this.#oddIndexes(services);
    if (odds === undefined) return undefined;
    const { name, one, other } = odds;
    return `${one.service} takes ${name} from ${one.url} and ${other.service} from ${other.url}; one environment holds one of them`;
  }

  /** uv refuses lines on one package that come from two indexes. */
  #refusedIndexes(services: readonly PythonService[]): ResolvedFinding | undefined {
    for (const { name, one, other } of this.#oddIndexes(services)) {
      const sides = [one, other].flatMap(({ service, url, isExclusive }) => {
        const owner = services.find((each) => each.service === service);
        const lines = owner === undefined || !isExclusive ? [] : this.#linesOf(owner, owner.lines);
        const line = lines.find((each) => each.name === name && !each.constraint);
        return line === undefined ? [] : [{ line, url }];
      });
      if (sides.length === 2) return describeIndexes(name, sides);
    }
    return undefined;
  }

  #oddIndexes(services: readonly PythonService[]): readonly OddIndexes[] {
    const taken = new Map<string, Taken>();
    const odds: OddIndexes[] = [];
    for (const { service, indexes } of services) {
      for (const { name, index, marker, isExclusive = false } of indexes?.assigned ?? []) {
        if (marker !== undefined && !this.#markers.holds(marker)) continue;
        const url = withoutLogin(indexes?.indexes?.find((each) => each.name === index)?.url ?? index);
        const own: Taken = { service, url, isExclusive };
        const before = taken.get(name);
        const isOdd = before !== undefined && before.service !== service && bare(before.url) !== bare(url);
        if (isOdd) odds.push({ name, one: before, other: own });
        else taken.set(name, own);
      }
    }
    return odds;
  }

  /** Setting `sources` of the realm: `static` unless it says `never`. */
  #sources(): 'never' | 'static' {
    return this.#environment.settings.python?.sources === 'never' ? 'never' : 'static';
  }

  #fromElsewhere({ line }: ServiceLine): JointAnswer<never> & { readonly kind: 'unknown' } {
    return {
      kind: 'unknown',
      reason: `it takes ${line.name} from ${line.url ?? ''} (${line.origin.file}:${line.origin.line}); what it needs is not known without fetching and building it`,
    };
  }

  /** Lines whose markers hold for the target. */
  #linesOf(service: PythonService, lines: readonly PythonLine[]): readonly ServiceLine[] {
    return lines
      .filter((line) => line.marker === undefined || this.#markers.holds(line.marker))
      .map((line) => ({
        service: service.service,
        line,
        name: line.name,
        extras: line.extras,
        specifier: specifierOf(line),
        constraint: line.constraint,
      }));
  }

  /**
   * Services that resolved by themselves to the same versions wherever they meet need no search: both solutions
   * together are one, as long as no constraint, override or local project of one speaks of a package of another.
   */
  async #merged(
    services: readonly PythonService[],
    { lines, projects }: JointQuestion<ServiceLine>,
  ): Promise<JointAnswer<ServiceLine> | undefined> {
    if (services.some((service) => service.overrides.length > 0)) return undefined;
    const banned = new Set(services.map(({ policy }) => JSON.stringify(bansOf(policy ?? {}))));
    if (banned.size > 1) return undefined;
    const versions = new Map<string, string>();
    const owners = new Map<string, Set<ServiceId>>();
    for (const service of services) {
      const own = await this.#answer([service]);
      if (own.kind !== 'solved') return undefined;
      for (const [name, version] of own.versions) {
        const before = versions.get(name);
        if (projects.has(name) || (before !== undefined && before !== version)) return undefined;
        versions.set(name, version);
        owners.set(name, (owners.get(name) ?? new Set()).add(service.service));
      }
    }
    for (const { constraint, name, service } of lines) {
      const owner = owners.get(name);
      if (constraint && owner !== undefined && !owner.has(service)) return undefined;
    }
    return { kind: 'solved', versions: new Map([...versions].sort(byKey)) };
  }

  #knownConflict(universe: Universe, { lines, projects }: JointQuestion<ServiceLine>): JointAnswer<ServiceLine> | undefined {
    const byContent = new Map(lines.map((line) => [contentOf(line), line]));
    // A yanked version that one line lets in could undo a conflict among the others.
    const admitting = lines.filter((line) => pinsYanked(universe, line)).map(contentOf);
    for (const content of byContent.keys()) {
      for (const known of this.#conflicts.get(content) ?? []) {
        if (known.universe !== universe || (projects.size > 0 && mentions(known.answer, projects))) continue;
        if (admitting.some((one) => !known.contents.includes(one))) continue;
        const own = known.contents.flatMap((one) => byContent.get(one) ?? []);
        if (own.length === known.contents.length) return { ...known.answer, lines: own };
      }
    }
    return undefined;
  }

  #keepConflict(universe: Universe, found: JointAnswer<ServiceLine> & { readonly kind: 'impossible' }): void {
    const contents = found.lines.map(contentOf);
    const [first] = contents;
    if (first === undefined) return;
    addTo(this.#conflicts, first, { contents, answer: found, universe });
  }

  /** Locks first, then what each service resolves to by itself: what need not move does not move. */
  async #preferences(services: readonly PythonService[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const preferred = new Map<string, string[]>();
    for (const { locked } of services) for (const [name, version] of locked) addOnce(preferred, name, version);
    if (services.length > 1) {
      for (const service of services) {
        const own = await this.#answer([service]);
        if (own.kind === 'solved') for (const [name, version] of own.versions) addOnce(preferred, name, version);
      }
    }
    return preferred;
  }

  async #repins(service: PythonService, joint: ReadonlyMap<string, string>): Promise<readonly Repin[]> {
    const own = await this.#answer([service]);
    const today = service.locked.size > 0 ? service.locked : own.kind === 'solved' ? own.versions : new Map<string, string>();
    return [...today].flatMap(([name, from]) => {
      const to = joint.get(name);
      return to === undefined || to === from ? [] : [{ service: service.service, subject: `pkg:pypi/${name}`, from, to }];
    });
  }

  async #conflict(
    services: readonly PythonService[],
    found: JointAnswer<ServiceLine> & { readonly kind: 'impossible' },
  ): Promise<Resolution & { readonly kind: 'conflict' }> {
    const wheels = this.#wheels(services);
    const universe = await this.#universe(services, wheels);
    const question = await this.#question(services, wheels);
    const lines = await this.#withOverridesOfOthers(services, found.lines);
    const told = describeConflict(universe, found.conflict, lines, new Set(question.overrides.keys()), question.projects);
    const finding = withOthers(told, services);
    const fixes = await proposeFixes(found.lines, finding.subject, async (line) => {
      const lines = question.lines.map((one) => (one.line === line.line ? { ...one, specifier: '' } : one));
      const relaxed = { ...question, lines };
      const solved = await answer(universe, relaxed);
      if (solved.kind !== 'solved') return undefined;
      if (!isPrereleaseOf(line.name, solved.versions)) return solved.versions;
      // That prereleases may come in does not say that a line has to move to one while a final release would do.
      const final = await answer(universe, {
        ...relaxed,
        mode: 'if-necessary',
        prereleases: new Set(wheels.keys()),
        preferred: new Map(),
      });
      return final.kind === 'solved' && !isPrereleaseOf(line.name, final.versions) ? final.versions : solved.versions;
    });
    const implied = await impliedPython(universe, found.conflict, lines);
    return { kind: 'conflict', findings: [{ ...finding, fixes, ...(implied === undefined ? {} : { implied }) }] };
  }

  /** Where all lines are one service's, which resolves by itself, what others override has a part in it. */
  async #withOverridesOfOthers(
    services: readonly PythonService[],
    lines: readonly ServiceLine[],
  ): Promise<readonly ServiceLine[]> {
    const [only, ...others] = new Set(lines.map(({ service }) => service));
    if (services.length === 1 || only === undefined || others.length > 0) return lines;
    return [...lines, ...(await this.#overridesAmong(services)).filter(({ service }) => service !== only)];
  }

  #unknown(service: PythonService, { reason, missing }: JointAnswer<ServiceLine> & { readonly kind: 'unknown' }): Resolution {
    const line = missing === undefined ? undefined : service.lines.find(({ name }) => name === missing);
    if (line === undefined) return { kind: 'unknown', because: `${service.service}: ${reason}`, diagnostics: [] };
    const guess = closest(
      line.name,
      this.#names.filter((name) => name !== line.name),
    );
    const hint = guess === undefined ? '' : ` Did you mean ${guess}?`;
    const diagnostic: Diagnostic = {
      code: 'python/package-not-found',
      severity: 'error',
      message: `${service.service} asks for ${line.name}, which no configured index has.${hint}`,
      file: line.origin.file,
      line: line.origin.line,
      incomplete: true,
      ...(line.origin.column === undefined ? {} : { column: line.origin.column }),
    };
    return { kind: 'unknown', because: diagnostic.message, diagnostics: [diagnostic] };
  }

  /** Services with the same indexes and wheels share one universe; a set with different indexes asks all of them. */
  #universe(services: readonly PythonService[], wheels: Wheels): Promise<Universe> {
    const project = mergedIndexes(services.flatMap(({ indexes }) => indexes ?? []));
    const policy = policyOf(services);
    const key = JSON.stringify([project, [...wheels], { ...policy, prerelease: undefined, oldest: undefined }]);
    let known = this.#universes.get(key);
    if (known === undefined) {
      known = this.#openUniverse(project, wheels, policy);
      this.#universes.set(key, known);
    }
    return known;
  }

  async #openUniverse(project: ProjectIndexes, wheels: Wheels, policy: ReleasePolicy): Promise<Universe> {
    const { client, target, before, progress } = this.#environment;
    const python = fullPythonVersion(target.python);
    const indexes = await indexSettings(this.#environment, project);
    return new Universe({
      client: withIndexLogins(client, indexes.indexes),
      indexes,
      view: {
        python,
        platform: target.platform,
        tags: new SupportedTags(python, target.platform),
        ...(before === undefined ? {} : { before }),
      },
      markers: this.#markers,
      wheels,
      policy,
      progress: () => progress({ phase: 'python packages', done: ++this.#read }),
    });
  }
}

function policyOf(services: readonly PythonService[]): ReleasePolicy {
  return jointPolicy(services.map(({ policy }) => policy));
}

function bare(url: string): string {
  return withoutTrailing(url, '/');
}

function onlyBuilt({ name, specifier, line: { origin } }: ServiceLine): JointAnswer<never> & { readonly kind: 'unknown' } {
  return {
    kind: 'unknown',
    reason: `${name} comes from a directory, and only a build would tell whether it is ${specifier} (${origin.file}:${origin.line})`,
  };
}

/** What a line says of the version: its own specifier, or the version of the wheel that it names. */
function specifierOf({ specifier, url }: PythonLine): string {
  const version = url === undefined ? undefined : wheelVersion(url);
  return version === undefined ? specifier : `==${version}`;
}

function contentOf({ name, extras, specifier, constraint }: RootLine): string {
  return `${constraint ? '?' : ''}${name}[${[...extras].sort().join(',')}]${specifier}`;
}

function isPrereleaseOf(name: string, versions: ReadonlyMap<string, string>): boolean {
  const version = parseVersion(versions.get(name) ?? '');
  return version !== undefined && isPrerelease(version);
}
