import { closest } from '../../../src/formats/closest.ts';
import {
  addOnce,
  append,
  byKey,
  type Diagnostic,
  type LineChange,
  type Place,
  type Repin,
  type Resolution,
  type Resolver,
  type Retried,
  type ServiceId,
} from '../../../src/model/index.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { resolverOver } from '../../../src/resolve/services.ts';
import { MarkerTester } from '../indexes/published.ts';
import { bansOf, DEFAULT_MODE, datedFrom } from '../indexes/release-policy.ts';
import { targetEnvironment } from '../notation/markers.ts';
import { isPrerelease, parseVersion } from '../notation/version.ts';
import { resolveApart, retryApart } from './apart.ts';
import { describeConflict, impliedPython, withOthers } from './conflict-report.ts';
import { proposeFixes } from './fixes.ts';
import { KnownConflicts } from './known-conflicts.ts';
import type { PythonService, ServiceLine } from './lines.ts';
import { answer, isPlain, isStrict, type JointAnswer, type JointQuestion, mentions } from './question.ts';
import { TargetLines, type Wheels } from './target-lines.ts';
import { policyOf, Universes } from './universes.ts';

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

class PythonResolver {
  /** Names of packages that any service asks for, to guess what a mistyped one means. */
  readonly #names: readonly string[];
  readonly #environment: ResolveEnvironment;
  readonly #target: TargetLines;
  readonly #universes: Universes;
  readonly #answers = new Map<string, Promise<JointAnswer<ServiceLine>>>();
  readonly #conflicts = new KnownConflicts();

  constructor(services: readonly PythonService[], environment: ResolveEnvironment) {
    this.#names = services.flatMap(({ lines }) => lines.map(({ name }) => name));
    this.#environment = environment;
    const markers = new MarkerTester(targetEnvironment(environment.target));
    this.#target = new TargetLines(markers);
    this.#universes = new Universes(environment, markers);
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
    const refused = this.#target.refusedIndexes(services);
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
    const wheels = this.#target.wheels(services);
    const universe = await this.#universes.of(services, wheels);
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
    const doubt = this.#target.doubtOf(services, wheels);
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
    const wheels = this.#target.wheels(services);
    const universe = await this.#universes.of(services, wheels);
    const question = await this.#question(services, wheels);
    const doubt = this.#target.doubtOf(services, wheels);
    const merged = services.length > 1 && doubt === undefined ? await this.#merged(services, question) : undefined;
    if (merged !== undefined) return merged;
    const isKept = isPlain(question) && !isStrict(question.mode);
    if (isKept) {
      const before = this.#conflicts.find(universe, question);
      if (before !== undefined) return before;
    }
    const result = await answer(universe, question);
    if (result.kind === 'impossible') {
      const whole = { ...result, lines: [...result.lines, ...(await this.#wheelsBehind(services, question, result.lines))] };
      if (isKept && !mentions(whole, question.projects)) this.#conflicts.keep(universe, whole);
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
    const indexed = await this.#universes.of(services, new Map());
    const without = await answer(indexed, { ...question, lines: found.filter((line) => !placed.includes(line)) });
    return without.kind === 'solved' ? others : [];
  }

  /** All that is known of what the services ask for together. */
  async #question(services: readonly PythonService[], wheels: Wheels): Promise<JointQuestion<ServiceLine>> {
    const all = services.flatMap((service) => this.#target.linesOf(service, service.lines));
    const elsewhere = new Set(all.flatMap(({ name, line }) => (line.url === undefined || wheels.has(name) ? [] : [name])));
    const overrides = await this.#overridesAmong(services);
    const replacing = new Map<string, string>();
    const held = new Set(overrides.map(({ name }) => name));
    // Those whose marker does not hold take the package away.
    const left = services.flatMap((service) => {
      const own = new Set(this.#target.linesOf(service, service.overrides).map(({ name }) => name));
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
      projects: this.#target.projects(services),
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
      const own = this.#target.linesOf(service, service.overrides);
      const alone = services.length === 1 || own.length === 0 ? undefined : await this.#answer([service]);
      append(all, alone?.kind === 'solved' ? own.filter(({ name }) => alone.versions.has(name)) : own);
    }
    return all;
  }

  /** Setting `sources` of the realm: `static` unless it says `never`. */
  #sources(): 'never' | 'static' {
    return this.#environment.settings.python?.sources === 'never' ? 'never' : 'static';
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
    const wheels = this.#target.wheels(services);
    const universe = await this.#universes.of(services, wheels);
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
}

function isPrereleaseOf(name: string, versions: ReadonlyMap<string, string>): boolean {
  const version = parseVersion(versions.get(name) ?? '');
  return version !== undefined && isPrerelease(version);
}
