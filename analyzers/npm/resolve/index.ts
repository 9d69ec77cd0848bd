/** Joint resolution of npm's services: verdicts of npm's own tree builder over the user's registries. */

import {
  LAST_OF_LINE,
  type LineChange,
  NEWEST,
  type Repin,
  type Resolution,
  type Resolver,
  type Retried,
  type RuleContext,
  type ServiceId,
} from '../../../src/model/index.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { resolverOver } from '../../../src/resolve/services.ts';
import { modelOf } from '../demand-source.ts';
import { purlOf } from '../notation/purl.ts';
import { satisfies } from '../notation/range.ts';
import type { RefusedOverride } from '../overrides/overrides.ts';
import { type NodePlatform, nodePlatform } from '../platforms.ts';
import { agedAt, type ReleaseAge, sharedAge } from '../release-age.ts';
import { settle, withoutOwnRefusals } from './attempts.ts';
import { doubtfulConflict, foreignDoubt, rootLeftOut, unanswered, unaskedDoubt, unopened } from './doubts.ts';
import { linesNamed } from './explanation.ts';
import { memberOverrideFinding, nameFinding, sharedFindings, treeFinding } from './findings.ts';
import { changedBy, proposeFixes, respelled, rewritten } from './fixes.ts';
import { type Installation, type InstallChecks, installChecks } from './install-checks.ts';
import { Archives } from './registry/archives.ts';
import { Packuments } from './registry/packuments.ts';
import { npmSettings, type SettingsFile } from './registry/settings.ts';
import { type ProjectFiles, settingsFiles } from './registry/settings-files.ts';
import type { NpmLine, NpmService } from './services.ts';
import { installedVersions, type OwnTree, type TreeFacts } from './trees/facts.ts';
import { JointTrees } from './trees/joint.ts';
import { memberDirectory, placesOf } from './trees/layout.ts';
import type { Asked, JointAnswer, Model, NpmFailure } from './trees/question.ts';

/** Opens the registries of the services' settings; every set is resolved by npm's own tree builder. */
export async function createNpmResolver(
  services: ReadonlyMap<ServiceId, NpmService>,
  project: ProjectFiles,
  environment: ResolveEnvironment,
): Promise<Resolver> {
  const trees = new NpmResolver(services, project, environment);
  return resolverOver(
    services,
    (chosen) => trees.resolve(chosen),
    (chosen, change) => trees.retry(chosen, change),
  );
}

/** Changes that are tried in one run: each costs some trees. */
const MAX_RETRIES = 60;

type Conflict = Extract<JointAnswer, { kind: 'conflict' }>;
type Conflicting = Extract<Resolution, { kind: 'conflict' }>;
/** What a service is by itself: its tree, or why there is none. */
type Own = OwnTree | Exclude<Resolution, { kind: 'resolved' }>;

/** What services are each by themselves. */
interface Apart {
  readonly alone: ReadonlyMap<ServiceId, OwnTree>;
  /** Those that cannot be installed by themselves, and why the first of them cannot. */
  readonly broken: ReadonlySet<NpmService>;
  readonly failing: Conflicting | undefined;
  /** What leaves open whether they can share. */
  readonly doubt: Resolution | undefined;
  /** Whether `failing` is the answer, whatever the services would be together. */
  readonly isSettled: boolean;
}

class NpmResolver {
  readonly #services: ReadonlyMap<ServiceId, NpmService>;
  readonly #project: ProjectFiles;
  readonly #environment: ResolveEnvironment;
  readonly #rules: RuleContext;
  readonly #model: Model;
  readonly #node: string;
  readonly #platform: NodePlatform;
  readonly #trees = new Map<string, Promise<JointTrees>>();
  readonly #aloneIn = new WeakMap<JointTrees, Map<NpmService, Promise<Own>>>();
  readonly #easedIn = new WeakMap<JointTrees, Map<NpmService, Promise<NpmService | undefined>>>();
  #read = 0;
  #retried = 0;

  constructor(services: ReadonlyMap<ServiceId, NpmService>, project: ProjectFiles, environment: ResolveEnvironment) {
    this.#services = services;
    this.#project = project;
    this.#environment = environment;
    this.#rules = { target: environment.target, settings: environment.settings.npm ?? {} };
    this.#model = modelOf(this.#rules);
    this.#node = fullNodeVersion(environment.target.node);
    this.#platform = nodePlatform(environment.target.platform);
  }

  async resolve(all: readonly NpmService[]): Promise<Resolution> {
    const services = this.#sharing(all);
    if (services.length === 0) return { kind: 'resolved', versions: new Map(), repins: [], findings: [] };
    return this.#decide(await this.#treesFor(services), services, true);
  }

  /** The services with lines changed. A clash that is there without any line on the key was there before. */
  async retry(all: readonly NpmService[], change: LineChange): Promise<Retried> {
    const services = this.#sharing(all);
    const { key } = change;
    const changed = rewritten(services, changedBy(change));
    if (changed.every((service) => services.includes(service)))
      return { kind: 'open', because: 'its line is not one that npm looks up' };
    if (services.some(({ settings }) => settings.written?.references.includes(key) === true))
      return { kind: 'open', because: `an override refers to the line of ${key}` };
    if (++this.#retried > MAX_RETRIES) return { kind: 'open', because: 'too many to ask' };
    const trees = await this.#treesFor(services);
    const after = await this.#decide(trees, changed, false);
    if (after.kind === 'unknown') return { kind: 'open', because: after.because };
    if (after.kind === 'resolved') {
      const version = await this.#rootVersion(trees, changed, key);
      return { kind: 'resolved', ...(version === undefined ? {} : { version }) };
    }
    const without = rewritten(services, (line) => (line.name === key ? undefined : line));
    const others = await this.#decide(trees, without, false);
    return others.kind === 'resolved' ? { kind: 'refuted' } : { kind: 'open', because: 'other lines of theirs clash as well' };
  }

  /** Among others a library of a workspace is a dependency of those that use it, and adds no line to what they share. */
  #sharing(all: readonly NpmService[]): readonly NpmService[] {
    return this.#model === 'hoisted' || all.length === 1 ? all : all.filter(({ isLibrary }) => !isLibrary);
  }

  /** The version that lies at the root under a name, of services that resolve. */
  async #rootVersion(trees: JointTrees, services: readonly NpmService[], name: string): Promise<string | undefined> {
    const joint = await settle(trees, services, this.#model);
    return joint.kind === 'ok' ? joint.facts.root.get(name) : undefined;
  }

  /** `explains`: whether anybody asks which lines are at fault, and how to end it, which costs many trees more. */
  async #decide(trees: JointTrees, services: readonly NpmService[], explains: boolean): Promise<Resolution> {
    const refused = this.#refusedMember(services);
    if (refused !== undefined) return refused;
    const apart = await this.#apart(trees, services, explains);
    const { failing } = apart;
    if (apart.isSettled && failing !== undefined) return failing;
    if (failing !== undefined && this.#model === 'flat')
      return (explains ? await this.#besideOthers(trees, services, apart.broken) : undefined) ?? failing;
    const [only, ...others] = services;
    if (only !== undefined && others.length === 0) return apart.doubt ?? this.#own(trees, only, apart.alone.get(only.service));
    return this.#together(trees, services, apart, explains);
  }

  /** A service whose workspace's root refuses the overrides of a member that it needs. */
  #refusedMember(services: readonly NpmService[]): Conflicting | undefined {
    for (const service of services) {
      const findings = this.#refusedFor(service).map((refused) => ({ ...memberOverrideFinding(service, refused), fixes: [] }));
      if (findings.length > 0) return { kind: 'conflict', findings, alone: service.service };
    }
    return undefined;
  }

  /** Each service by itself, up to the first with which all is said. */
  async #apart(trees: JointTrees, services: readonly NpmService[], explains: boolean): Promise<Apart> {
    const alone = new Map<ServiceId, OwnTree>();
    const broken = new Set<NpmService>();
    let failing: Conflicting | undefined;
    let doubt: Resolution | undefined;
    for (const service of services) {
      const own = await this.#alone(trees, service, explains);
      if (own.kind === 'unknown') doubt ??= own;
      else if (own.kind === 'conflict') {
        // Members beside each other may be installed although one of them alone is not: versions are shared, and peers with them.
        const isSettled = services.length === 1 || (this.#model === 'flat' && own.putAside !== true);
        if (isSettled) return { alone, broken, failing: own, doubt, isSettled };
        failing ??= own;
        broken.add(service);
      } else {
        alone.set(service.service, own);
        doubt ??= unaskedDoubt([service], own.unasked);
      }
      doubt ??= foreignDoubt(service);
    }
    return { alone, broken, failing, doubt, isSettled: false };
  }

  async #together(
    trees: JointTrees,
    services: readonly NpmService[],
    { alone, failing, doubt }: Apart,
    explains: boolean,
  ): Promise<Resolution> {
    const joint = await settle(trees, services, this.#model);
    if (failing !== undefined && joint.kind !== 'ok') return failing;
    // Whatever is not known of a service can only add to what excludes the others: a conflict stands.
    if (joint.kind === 'conflict')
      return doubtfulConflict(services, joint) ?? this.#conflict(trees, { services, model: this.#model }, joint, explains);
    if (doubt !== undefined) return doubt;
    if (joint.kind === 'unknown') return unanswered(services, joint.failure, this.#services.values());
    const unasked = unaskedDoubt(services, joint.unasked);
    if (unasked !== undefined) return unasked;
    const shared = this.#shared(trees, services, joint.facts, alone);
    return shared.kind === 'conflict' ? (failing ?? shared) : shared;
  }

  /** What is refused of services even where that is put aside for which npm refuses some of them by themselves. */
  async #besideOthers(
    trees: JointTrees,
    services: readonly NpmService[],
    broken: ReadonlySet<NpmService>,
  ): Promise<Resolution | undefined> {
    const eased: NpmService[] = [];
    for (const service of services) {
      const own = broken.has(service) ? await this.#eased(trees, service) : service;
      if (own === undefined) return undefined;
      eased.push(own);
    }
    const joint = await settle(trees, eased, 'flat');
    if (joint.kind !== 'conflict') return undefined;
    const doubtful = doubtfulConflict(eased, joint);
    if (doubtful !== undefined) return doubtful;
    // No line that ends it ends what one of them has alone.
    return this.#conflict(trees, { services: eased, model: 'flat' }, joint, 'lines');
  }

  /** The service without that for which npm refuses it by itself: peers let be, and lines left out that lead to no published version. */
  #eased(trees: JointTrees, service: NpmService): Promise<NpmService | undefined> {
    return once(this.#easedIn, trees, service, () => withoutOwnRefusals(trees, service));
  }

  /** Overrides of members that this one installs or names: its workspace's root is refused wherever they are. */
  #refusedFor(service: NpmService): readonly RefusedOverride[] {
    const members = [...this.#services.values()].filter(
      ({ root, refusedFor }) => root === service.root && refusedFor !== undefined,
    );
    if (members.length === 0) return [];
    const needed = new Set([service]);
    for (const { service: id, root, lines } of needed) {
      for (const one of this.#services.values()) {
        const isNamed = lines.some((line) => isLinkedTo(line, one));
        if (one.root === service.root && (id === root || isNamed)) needed.add(one);
      }
    }
    return members.filter((member) => needed.has(member)).flatMap(({ refusedFor }) => refusedFor ?? []);
  }

  #alone(trees: JointTrees, service: NpmService, explains: boolean): Promise<Own> {
    if (!explains) return this.#aloneNow(trees, service, false);
    return once(this.#aloneIn, trees, service, () => this.#aloneNow(trees, service, true));
  }

  async #aloneNow(trees: JointTrees, service: NpmService, explains: boolean): Promise<Own> {
    const member = this.#ownMember(service);
    const model = member === undefined ? 'flat' : 'hoisted';
    const own = await settle(trees, [service], model);
    if (own.kind === 'unknown') return unanswered([service], own.failure, this.#services.values());
    if (own.kind === 'conflict') {
      const refusal = { ...(await this.#conflict(trees, { services: [service], model }, own, explains)), alone: service.service };
      const eased = explains && model === 'flat' ? await this.#eased(trees, service) : undefined;
      return eased === undefined ? refusal : { ...refusal, putAside: true };
    }
    const tree: OwnTree = { kind: 'own', facts: own.facts, member, unasked: own.unasked };
    const { refused } = this.#checks(trees, ownInstallation(service, tree));
    return refused.length > 0 ? { kind: 'conflict', findings: refused, alone: service.service } : tree;
  }

  /**
   * A member of a workspace has two places for what it needs, the root's node_modules and its own, so npm installs peers for
   * it that one directory could not hold (arborist, `PlaceDep`: up from the member to the root).
   */
  #ownMember({ service, root }: NpmService): string | undefined {
    return this.#model === 'hoisted' && root !== service ? memberDirectory(service) : undefined;
  }

  #checks(trees: JointTrees, installation: Installation): InstallChecks {
    // Services of which one refuses and another does not are installed by somebody who may do either.
    const { force } = trees;
    const engineStrict = !force && (trees.engineStrict || installation.services.every((service) => service.engineStrict));
    return installChecks(installation, { node: this.#node, platform: this.#platform, engineStrict, force });
  }

  #own(trees: JointTrees, service: NpmService, tree: OwnTree | undefined): Resolution {
    return {
      kind: 'resolved',
      versions: tree === undefined ? new Map() : installedVersions(tree.facts),
      repins: [],
      findings: tree === undefined ? [] : this.#checks(trees, ownInstallation(service, tree)).warned,
    };
  }

  #shared(
    trees: JointTrees,
    services: readonly NpmService[],
    joint: TreeFacts,
    alone: ReadonlyMap<ServiceId, OwnTree>,
  ): Resolution {
    const memberOf = this.#model === 'flat' ? () => undefined : placesOf(services);
    const { refused, warned } = this.#checks(trees, {
      services,
      tree: joint,
      memberOf,
      known: [...alone.values()].map(({ facts }) => facts),
    });
    if (refused.length > 0) return { kind: 'conflict', findings: refused };
    return {
      kind: 'resolved',
      versions: installedVersions(joint),
      repins: services.flatMap((service) => {
        const member = memberOf(service.service);
        return repinsOf(service, chosenBy(joint, member), alone.get(service.service));
      }),
      findings: [...sharedFindings({ services, joint, alone, memberOf }), ...warned],
    };
  }

  async #conflict(
    trees: JointTrees,
    { services, model }: Asked,
    answer: Conflict,
    explains: boolean | 'lines',
  ): Promise<Conflicting> {
    if (explains === false) return { kind: 'conflict', findings: [] };
    if (answer.clashes.length > 0) {
      const findings = answer.clashes.map((clash) => ({ fixes: [], ...nameFinding(clash, this.#rules) }));
      return { kind: 'conflict', findings };
    }
    const asked = { services, model };
    const { refusals } = trees;
    const smallest = await refusals.core(asked, answer.error);
    const core = await refusals.parting(smallest, asked);
    const failure = (await refusals.errorOf(core, asked)) ?? answer.error;
    if (failure === undefined) throw new Error('a refusal without a reason');
    const nests = services.length > 1 && (await trees.answer({ services, model: 'hoisted' })).kind === 'ok';
    const finding = treeFinding(core, failure, {
      nests,
      isOwn: core !== smallest,
      isMerged: model === 'flat',
      beside: model === 'flat' ? [] : this.#rootLines(services, core, failure),
    });
    if (explains === 'lines') return { kind: 'conflict', findings: [{ ...finding, fixes: [] }] };
    const fixes = await proposeFixes(core, async (line, range) => {
      const changed = rewritten(services, (one) => (one === line ? respelled(one, range) : one));
      const after = await this.#decide(trees, changed, false);
      return after.kind === 'resolved' ? this.#rootVersion(trees, changed, line.name) : undefined;
    });
    return { kind: 'conflict', findings: [{ ...finding, fixes }] };
  }

  /** What the root above members asks for itself, as far as a refusal speaks of it. */
  #rootLines(services: readonly NpmService[], core: readonly NpmLine[], { cause }: NpmFailure): readonly NpmLine[] {
    const root = this.#services.get(services[0]?.root ?? '');
    const named = linesNamed(cause);
    return [...(root?.lines ?? []), ...(root?.development ?? [])].filter(
      ({ name, service }) => named.has(name) && !core.some((line) => line.service === service),
    );
  }

  /** Services with the same registries share what was learned; a set with different ones reads all of their settings. */
  #treesFor(services: readonly NpmService[]): Promise<JointTrees> {
    const files = settingsFiles(services, this.#project);
    const age = sharedAge(services.map(({ releaseAge }) => releaseAge));
    const key = JSON.stringify([files, age]);
    let known = this.#trees.get(key);
    if (known === undefined) {
      known = this.#openTrees(files, age);
      this.#trees.set(key, known);
    }
    return known;
  }

  async #openTrees(files: readonly SettingsFile[], age: ReleaseAge | undefined): Promise<JointTrees> {
    const { client, progress, warn, before, now } = this.#environment;
    const settings = await npmSettings(this.#environment, files);
    const aged = age === undefined ? settings.aged : agedAt(age, before ?? now);
    const packuments = new Packuments({
      client,
      settings,
      node: this.#node,
      progress: () => progress({ phase: 'npm packages', done: ++this.#read }),
      ...(before === undefined ? {} : { before }),
      ...(aged === undefined ? {} : { aged }),
    });
    const archives = new Archives({ client, settings, failed: (failure) => warn(unopened(failure)) });
    return new JointTrees({
      packuments,
      archives,
      rules: { ...this.#rules, settings: { ...this.#rules.settings, model: 'flat' } },
      node: this.#node,
      switches: settings.switches,
      revisitsPeers: true,
      engineStrict: settings.engineStrict,
      locals: this.#services,
      // Where members are merged, a root above them is asked about for an explanation alone.
      leftOut: (root, why) => {
        if (this.#model === 'hoisted') warn(rootLeftOut(root, why));
      },
    });
  }
}

/** What is made of a service in these trees, the first time that it is asked for. */
function once<T>(made: WeakMap<JointTrees, Map<NpmService, T>>, trees: JointTrees, service: NpmService, make: () => T): T {
  const known = made.get(trees) ?? new Map<NpmService, T>();
  made.set(trees, known);
  const own = known.get(service) ?? make();
  known.set(service, own);
  return own;
}

/** Also where an override leads the line elsewhere: npm refuses before it comes to that. */
function isLinkedTo({ name, source, demand }: NpmLine, { service, name: member, version }: NpmService): boolean {
  if (source.kind === 'local') return source.directory === service;
  const { override, raw } = demand.detail ?? {};
  return name === member && override !== undefined && raw !== undefined && satisfies(version, raw);
}

function ownInstallation(service: NpmService, { facts, member }: OwnTree): Installation {
  return { services: [service], tree: facts, memberOf: () => member, known: [] };
}

/** What the own lines of the root, or of a member, lead to. */
function chosenBy(tree: TreeFacts, member: string | undefined): ReadonlyMap<string, string> {
  return member === undefined ? tree.root : (tree.members.get(member) ?? tree.root);
}

/** Direct dependencies whose version is another one once the services share. */
function repinsOf(
  { service, lines, locked }: NpmService,
  chosen: ReadonlyMap<string, string>,
  alone: OwnTree | undefined,
): readonly Repin[] {
  const before = alone === undefined ? undefined : chosenBy(alone.facts, alone.member);
  return lines.flatMap((line) => {
    if (line.source.kind !== 'registry') return [];
    const from = locked.direct.get(line.name) ?? before?.get(line.name);
    const to = chosen.get(line.name);
    return from === undefined || to === undefined || from === to
      ? []
      : [{ service, subject: purlOf(line.source.target), from, to }];
  });
}

/** `20` and `20.19` are read as the newest release of that line known. */
function fullNodeVersion(text: string): string {
  const wanted = text.replace(/^v/, '');
  if (/^\d+\.\d+\.\d+/.test(wanted)) return wanted;
  const releases = [...NEWEST.node, ...LAST_OF_LINE.node];
  const known = releases.filter((version) => version === wanted || version.startsWith(`${wanted}.`)).at(-1);
  return known ?? [...wanted.split('.'), '0', '0'].slice(0, 3).join('.');
}
