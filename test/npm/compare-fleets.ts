import { gzipSync } from 'node:zlib';
import semver from 'semver';
import { npmRule } from '../../analyzers/npm/rule.ts';
import type { Demand, Resolution } from '../../src/model/index.ts';
import { byKey, groupBy } from '../../src/model/index.ts';
import { tar } from '../formats/make-tar.ts';
import { assemble, TARGET } from './assemble.ts';
import { type Npm, type NpmAnswer, type NpmQuestion, npmAt, type ProjectFiles, type Verdict } from './npm-builder.ts';
import {
  type LibraryJson,
  type Overrides,
  type RandomFleet,
  type RootJson,
  randomFleet,
  type ServiceJson,
} from './random-fleets.ts';
import { serveRegistry } from './serve-registry.ts';
import { world } from './world.ts';

/**
 * `npx tsx test/npm/compare-fleets.ts [--npm PATH] [--from SEED] [--count N]`: services of invented registries, alone, merged
 * into one package.json and as members of one workspace, each built by npm and resolved by us. What the manifests alone
 * exclude must not be what npm installs. Where the two differ, the program itself is asked.
 */

const NODE = process.version.slice(1);

function ours({ kind }: Resolution): Verdict {
  return kind === 'resolved' ? 'fits' : kind === 'conflict' ? 'does not fit' : 'not known';
}

const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** What is known of a package without asking npm: its versions, and those that tags lead to. */
interface Published {
  readonly versions: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** As `fakeRegistry` has it. */
function publishedIn(registry: string): ReadonlyMap<string, Published> {
  const releases = registry.split('\n').map((line) => line.slice(0, line.indexOf(':')).trim().split(/\s+/u));
  const byName = groupBy(releases, ([name = '']) => name);
  return new Map(
    [...byName].map(([name, own]) => {
      const versions = own.map(([, version = '']) => version);
      const last = versions.findLast((version) => !version.includes('-')) ?? versions[0] ?? '';
      const tagged = own.flatMap(([, version = '', ...flags]): readonly (readonly [string, string])[] =>
        flags.includes('latest') ? [['latest', version]] : flags.includes('tag=next') ? [['next', version]] : [],
      );
      return [name, { versions, tags: new Map([['latest', last], ...tagged]) }] as const;
    }),
  );
}

/** One package.json that asks for all of it, its lines in the order that npm writes; undefined where two lines on one name cannot be one text. */
function merged(services: readonly ServiceJson[], published: ReadonlyMap<string, Published>): object | undefined {
  const lines = new Map<string, { spec: string; section: number; optional: boolean }>();
  for (const service of services) {
    for (const [section, field] of SECTIONS.entries()) {
      for (const [name, spec] of Object.entries(service[field] ?? {})) {
        if (isReplaced(service, name, field)) continue;
        const before = lines.get(name);
        // A peer is content with what stands under its name, whatever package that is.
        const alias = before === undefined || section < 2 ? undefined : /^npm:@?[^@]+@/.exec(before.spec)?.[0];
        const aliased = before?.section === 2 ? /^npm:@?[^@]+@/.exec(spec)?.[0] : undefined;
        const joined =
          before === undefined ? spec : joinedSpec(name, `${aliased ?? ''}${before.spec}`, `${alias ?? ''}${spec}`, published);
        if (joined === undefined) return undefined;
        const optional = section === 2 && service.peerDependenciesMeta?.[name]?.optional === true && (before?.optional ?? true);
        lines.set(name, { spec: joined, section: Math.min(section, before?.section ?? section), optional });
      }
    }
  }
  const entries = (section: number) =>
    [...lines]
      .filter(([, line]) => line.section === section)
      .map(([name, { spec }]) => [name, spec] as const)
      .sort(byKey);
  return {
    name: 'merged',
    version: '1.0.0',
    private: true,
    ...Object.fromEntries(SECTIONS.map((field, section) => [field, Object.fromEntries(entries(section))])),
    peerDependenciesMeta: Object.fromEntries(
      [...lines].flatMap(([name, { optional }]) => (optional ? [[name, { optional: true }]] : [])),
    ),
  };
}

/** npm: of one name in several fields that of the optional ones counts, then the plain one. */
function isReplaced(service: ServiceJson, name: string, field: (typeof SECTIONS)[number]): boolean {
  const has = (other: (typeof SECTIONS)[number]): boolean => Object.hasOwn(service[other] ?? {}, name);
  return (
    field !== 'optionalDependencies' && (has('optionalDependencies') || (field === 'peerDependencies' && has('dependencies')))
  );
}

function joinedSpec(name: string, a: string, b: string, published: ReadonlyMap<string, Published>): string | undefined {
  const [, aliasA = '', textA = ''] = /^(npm:@?[^@]+@)?(.*)$/.exec(a.replace(`npm:${name}@`, '')) ?? [];
  const [, aliasB = '', textB = ''] = /^(npm:@?[^@]+@)?(.*)$/.exec(b.replace(`npm:${name}@`, '')) ?? [];
  if (aliasA !== aliasB) return undefined;
  if (textA === textB || textB === '*') return a;
  if (textA === '*') return b;
  const own = published.get(aliasA === '' ? name : aliasA.slice('npm:'.length, -1));
  const [rangeA, rangeB] = [textA, textB].map((text) => own?.tags.get(text) ?? text);
  // A tag that the package does not have is nothing that npm finds.
  if (semver.validRange(rangeA) === null || semver.validRange(rangeB) === null) return undefined;
  if (rangeA === undefined || rangeB === undefined) return undefined;
  // npm reads `1.0.0 - 2.0.0` only where it stands alone.
  const alternatives = (range: string): readonly string[] => new semver.Range(range).range.split('||');
  const joined = alternatives(rangeA)
    .flatMap((one) => alternatives(rangeB).map((other) => `${one} ${other}`))
    .join(' || ');
  // Side by side, a prerelease that one range names is let in although the other takes none.
  const suit = (own?.versions ?? []).filter((version) => semver.satisfies(version, rangeA) && semver.satisfies(version, rangeB));
  const isSame = suit.length === (own?.versions ?? []).filter((version) => semver.satisfies(version, joined)).length;
  return aliasA + (isSame ? joined : semver.rsort([...suit]).join(' || ') || NONE);
}

/** A range that no version lies in. */
const NONE = '<0.0.0-0';

/** What lies beside the services. */
function besides({ libraries, archives }: RandomFleet): ProjectFiles {
  return {
    ...Object.fromEntries(libraries.map((library) => [`${library.name}/package.json`, library])),
    ...Object.fromEntries([...archives].map(([file, json]) => [file, archiveOf(json)])),
  };
}

function archiveOf(json: LibraryJson): Buffer {
  return gzipSync(tar([{ path: 'package/package.json', text: JSON.stringify(json) }]));
}

function workspace(services: readonly ServiceJson[], more: Partial<RootJson> = {}): ProjectFiles {
  const root = { name: 'root', version: '1.0.0', private: true, workspaces: services.map(({ name }) => name), ...more };
  return { 'package.json': root, ...Object.fromEntries(services.map((service) => [`${service.name}/package.json`, service])) };
}

/** Lines of a root that lead to members are no others when those are away. */
function withoutLines({ devDependencies = {}, ...root }: RootJson, names: readonly string[]): RootJson {
  const left = Object.entries(devDependencies).filter(([name]) => !names.includes(name));
  return { ...root, devDependencies: Object.fromEntries(left) };
}

function withLinked(some: readonly ServiceJson[], all: readonly ServiceJson[]): readonly ServiceJson[] {
  const isLinked = ({ name, version }: ServiceJson): boolean =>
    some.some((user) =>
      SECTIONS.some((field) => !isReplaced(user, name, field) && semver.satisfies(version, user[field]?.[name] ?? NONE)),
    );
  const linked = all.filter((one) => !some.includes(one) && isLinked(one));
  return linked.length === 0 ? some : withLinked([...some, ...linked], all);
}

/** Whether the manifests alone exclude each other. */
function declaredClash(services: readonly ServiceJson[]): boolean {
  const { units } = assemble(Object.fromEntries(services.map((service) => [`${service.name}/package.json`, service])));
  const demands = [...units.values()].flatMap((unit): readonly Demand[] => unit.demands.filter(({ realm }) => realm === 'npm'));
  const context = { target: TARGET, settings: {} };
  return [...groupBy(demands, ({ key }) => key).values()].some((own) => npmRule.clash(own, context)?.severity === 'error');
}

interface Outcome {
  readonly question: string;
  readonly ours: Verdict;
  readonly theirs: NpmAnswer;
}

class Comparison {
  readonly #fleet: RandomFleet;
  readonly #npm: Npm;
  readonly #address: string;
  readonly #published: ReadonlyMap<string, Published>;
  readonly #outcomes: Outcome[] = [];

  constructor(fleet: RandomFleet, npm: Npm, address: string) {
    this.#fleet = fleet;
    this.#npm = npm;
    this.#address = address;
    this.#published = publishedIn(fleet.registry);
  }

  async outcomes(): Promise<readonly Outcome[]> {
    const { registry, services, root } = this.#fleet;
    if (root !== undefined) return this.#membersOf(root);
    const locks = new Map<string, object>();
    for (const service of services) {
      const lock = await this.#lockOf(this.#apart(service.name, service));
      if (lock !== undefined) locks.set(service.name, lock);
    }
    // One lock among services without could be kept when they are merged, and npm has no way to be asked that.
    if (locks.size < services.length) locks.clear();
    const files = {
      ...Object.fromEntries(services.map((service) => [service.name, { ...service }])),
      ...besides(this.#fleet),
      ...Object.fromEntries([...locks].map(([name, lock]) => [`${name}/package-lock.json`, JSON.stringify(lock)])),
      ...this.#settings(services.map(({ name }) => `${name}/`)),
    };
    const flat = (await world(registry, files, { node: NODE })).resolver;
    for (const service of services) {
      const lock = locks.get(service.name);
      const verdict = ours(await flat.resolve([service.name]));
      await this.#compare(service.name, verdict, [withLock(this.#apart(service.name, service), lock)]);
    }
    if (this.#outcomes.some((one) => one.ours === 'does not fit' || one.theirs.verdict !== 'fits')) return this.#outcomes;
    const hoisted = (await world(registry, files, { node: NODE, model: 'hoisted' })).resolver;
    for (const some of setsOf(services)) {
      const names = some.map(({ name }) => name);
      const merged = await this.#questions(this.#mergedProjects(some));
      const members = await this.#questions(this.#madeWorkspaces(some));
      await this.#compare(`${names.join('+')} flat`, ours(await flat.resolve(names)), merged);
      await this.#compare(`${names.join('+')} hoisted`, ours(await hoisted.resolve(names)), members);
      if (declaredClash(some)) await this.#compare(`${names.join('+')} declared`, 'does not fit', merged);
    }
    return this.#outcomes;
  }

  /** Members of one root from the start, alone and together, each set with what it links to. */
  async #membersOf(root: RootJson): Promise<readonly Outcome[]> {
    const { registry, services } = this.#fleet;
    // What the root itself asks for is nobody's service.
    const above = (some: readonly ServiceJson[]): ProjectFiles => {
      const absent = services.filter((service) => !some.includes(service)).map(({ name }) => name);
      return { ...workspace(some, withoutLines(root, absent)), ...besides(this.#fleet) };
    };
    if ((await this.#npm.build(this.#question(above([])))).verdict !== 'fits') return [];
    const packages = Object.entries({ ...workspace(services, root), ...besides(this.#fleet) });
    const texts = packages.map(([path, json]) => [path, Buffer.isBuffer(json) ? json : JSON.stringify(json)] as const);
    const files = { ...Object.fromEntries(texts), ...this.#settings(['']) };
    const { resolver } = await world(registry, files, { node: NODE, model: 'hoisted' });
    for (const some of [...services.map((one) => [one]), ...setsOf(services)]) {
      const names = some.map(({ name }) => name);
      const verdict = ours(await resolver.resolve(names));
      await this.#compare(`${names.join('+')} below a root`, verdict, [this.#question(above(withLinked(some, services)))]);
    }
    return this.#outcomes;
  }

  #settings(directories: readonly string[]): Readonly<Record<string, string>> {
    const lines = Object.entries(this.#fleet.settings).map(([key, value]) => `${key}=${value}\n`);
    return lines.length === 0 ? {} : Object.fromEntries(directories.map((directory) => [`${directory}.npmrc`, lines.join('')]));
  }

  async #lockOf(question: NpmQuestion): Promise<object | undefined> {
    const { lockedAt } = this.#fleet;
    return lockedAt === undefined ? undefined : this.#npm.lock({ ...question, before: lockedAt });
  }

  #question(files: ProjectFiles): NpmQuestion {
    return { files, registry: this.#address, settings: this.#fleet.settings };
  }

  /** A project in a directory of its own, beside the libraries. */
  #apart(directory: string, json: object): NpmQuestion {
    return { ...this.#question({ [`${directory}/package.json`]: json, ...besides(this.#fleet) }), at: directory };
  }

  #mergedProjects(services: readonly ServiceJson[]): readonly NpmQuestion[] {
    const one = merged(services, this.#published);
    if (one === undefined) return [];
    const projects = [one, ...joinedOverrides(services).map((overrides) => ({ ...one, overrides }))];
    return projects.map((json) => this.#apart('merged', json));
  }

  /** A root that there is none of yet may keep what its members override for themselves. */
  #madeWorkspaces(services: readonly ServiceJson[]): readonly NpmQuestion[] {
    const roots = [{}, ...joinedOverrides(services).map((overrides) => ({ overrides }))];
    return roots.map((root) => this.#question({ ...workspace(services, root), ...besides(this.#fleet) }));
  }

  /** By themselves, and with a lock of the day of their own locks: what was installed then is kept where it suits. */
  async #questions(attempts: readonly NpmQuestion[]): Promise<readonly NpmQuestion[]> {
    const asked: NpmQuestion[] = [];
    for (const attempt of attempts) {
      const lock = await this.#lockOf(attempt);
      asked.push(attempt, ...(lock === undefined ? [] : [withLock(attempt, lock)]));
    }
    return asked;
  }

  /** Any of the attempts that npm installs is a solution. */
  async #compare(question: string, verdict: Verdict, attempts: readonly NpmQuestion[]): Promise<void> {
    const attempted = async (ask: (question: NpmQuestion) => Promise<NpmAnswer>): Promise<NpmAnswer> => {
      let told: NpmAnswer | undefined;
      for (const attempt of attempts) {
        const answer = await ask(attempt);
        if (answer.verdict === 'fits') return answer;
        told ??= answer;
      }
      return told ?? { verdict: 'does not fit', reason: 'no common line' };
    };
    const built = await attempted((one) => this.#npm.build(one));
    const theirs = built.verdict === verdict ? built : await attempted((one) => this.#npm.install(one));
    this.#outcomes.push({ question, ours: verdict, theirs });
  }
}

function withLock({ files, at, ...rest }: NpmQuestion, lock: object | undefined): NpmQuestion {
  const path = at === undefined ? 'package-lock.json' : `${at}/package-lock.json`;
  return { ...rest, files: lock === undefined ? files : { ...files, [path]: lock }, ...(at === undefined ? {} : { at }) };
}

/** All of them, and every two where there are more. */
function setsOf(services: readonly ServiceJson[]): readonly (readonly ServiceJson[])[] {
  const pairs = services.flatMap((one, index) => services.slice(index + 1).map((other) => [one, other]));
  return services.length > 2 ? [...pairs, services] : [services];
}

function joinedOverrides(services: readonly ServiceJson[]): readonly Overrides[] {
  const all = services.flatMap(({ overrides = {} }) => Object.entries(overrides));
  const distinct = new Map(all.map(([selector, value]) => [selector, JSON.stringify(value)]));
  const agree = all.every(([selector, value]) => distinct.get(selector) === JSON.stringify(value));
  return all.length > 0 && agree ? [Object.fromEntries(all)] : [];
}

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return (at < 0 ? undefined : process.argv[at + 1]) ?? fallback;
}

const npm = await npmAt(option('npm', 'npm'));
const from = Number(option('from', '1'));
const counts = { agree: 0, differ: 0, unknown: 0 };
for (let seed = from; seed < from + Number(option('count', '50')); seed++) {
  const fleet = randomFleet(seed);
  const { address, close } = await serveRegistry(fleet.registry);
  for (const { question, ours: own, theirs } of await new Comparison(fleet, npm, address).outcomes()) {
    const kind = theirs.verdict === 'not known' ? 'unknown' : own === theirs.verdict ? 'agree' : 'differ';
    counts[kind]++;
    if (kind === 'differ' || kind === 'unknown')
      console.log(`seed ${seed}, ${question}: we say ${own}, npm ${theirs.verdict} (${theirs.reason})`);
  }
  close();
}
console.log(`npm ${npm.version}: ${counts.agree} verdicts agree, ${counts.differ} differ, ${counts.unknown} are not npm's`);
process.exitCode = counts.differ === 0 && counts.agree > 0 ? 0 : 1;
