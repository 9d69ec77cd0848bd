/** Whether npm can install what several services ask for, and what the tree would hold: each question is answered once. */
import { createHash } from 'node:crypto';
import type { RuleContext, ServiceId } from '../../../src/model/index.ts';
import type { ProjectArchive } from '../manifests/project-archives.ts';
import { AmendedSource } from './amended-source.ts';
import type { Archives } from './archives.ts';
import { minimalCore } from './core.ts';
import { linesNamed } from './explanation.ts';
import { factsOf, type TreeFacts } from './facts.ts';
import {
  alone,
  asProject,
  commonRoot,
  isBelow,
  linksTo,
  NO_MEMBERS,
  NO_ROOT,
  namedApart,
  siteOf,
  withoutLinks,
} from './layout.ts';
import { type MergeContext, mergeLines, type NameClash } from './merge.ts';
import { type ManifestSource, NpmError, type Packuments, PreferringSource } from './packuments.ts';
import { keptAsLocked } from './pins.ts';
import { type RootSettings, settingsAt, settingsFor, withPeersLetBe } from './root-settings.ts';
import type { NpmLine, NpmService } from './services.ts';
import type { TreeSwitches } from './settings.ts';
import { buildTree, type Workspace } from './tree-builder.ts';

export type Model = 'flat' | 'hoisted';

export type JointAnswer =
  | {
      readonly kind: 'ok';
      readonly facts: TreeFacts;
      /** Packages left out because the registry could not be asked about them; what they say might end this. */
      readonly unasked: readonly string[];
    }
  | {
      readonly kind: 'conflict';
      /** npm's code; `NONRANGE` where one package.json cannot even state the question. */
      readonly code: 'ETARGET' | 'ERESOLVE' | 'NONRANGE' | 'EOVERRIDE';
      /** Lines on one name that exclude each other, found before any tree was built. */
      readonly clashes: readonly NameClash[];
      /** npm's own error, where the tree failed. */
      readonly error?: NpmFailure;
    }
  | { readonly kind: 'unknown'; readonly failure: NpmFailure };

/** What the tree builder threw. */
export interface NpmFailure {
  readonly code: string;
  readonly message: string;
  /** The package that could not be had, where one is to blame. */
  readonly package?: string;
  readonly cause: unknown;
}

export interface Question {
  readonly services: readonly NpmService[];
  readonly model: Model;
  /**
   * What the services' locks are worth. `preferred`: their versions are taken wherever they suit; `kept`: besides, lines that
   * they agree on stay where they are (model `flat`).
   */
  readonly locks?: 'preferred' | 'kept';
  /** Keep what each service's root sets for itself, as a merged package.json could. */
  readonly withSettings?: boolean;
}

/** Of whom a set of lines is, and how they are installed. */
export type Asked = Pick<Question, 'services' | 'model'>;

export interface JointContext {
  readonly packuments: Packuments;
  readonly archives: Archives;
  readonly rules: RuleContext;
  readonly node: string;
  readonly switches: TreeSwitches;
  readonly revisitsPeers: boolean;
  /** Of no weight for a tree, but for whether it is installed. */
  readonly engineStrict: boolean;
  /** Packages of the project by directory: those that lines link to, and roots of workspaces. */
  readonly locals: ReadonlyMap<string, NpmService>;
  /** A workspace's root that npm cannot install as it stands: its members are asked about without its lines. */
  readonly leftOut: (root: NpmService, why: Exclude<JointAnswer, { kind: 'ok' }>) => void;
}

const CONFLICT_CODES: ReadonlyMap<string, 'ETARGET' | 'ERESOLVE' | 'EOVERRIDE'> = new Map([
  ['ETARGET', 'ETARGET'],
  ['ENOVERSIONS', 'ETARGET'],
  ['ERESOLVE', 'ERESOLVE'],
  ['EOVERRIDE', 'EOVERRIDE'],
]);

/** Trees of several services as one package.json or one workspace; where none can be, a smallest set of lines at fault. */
export class JointTrees {
  readonly engineStrict: boolean;
  readonly force: boolean;
  readonly #context: JointContext;
  readonly #merging: MergeContext;
  readonly #answers = new Map<string, Promise<JointAnswer>>();
  /** By what was built. */
  readonly #built = new Map<string, Promise<JointAnswer>>();
  /** Numbers of services as they were read, or with a line changed. */
  readonly #numbers = new WeakMap<NpmService, number>();
  #numbered = 0;
  /** Whether lines fail together, by what they say: whoever says the same has the same answer. */
  readonly #failures = new Map<string, Promise<boolean>>();
  readonly #cores: (readonly string[])[] = [];
  /** Archives of the project that lines lead to, by path. */
  readonly #packed: ReadonlyMap<string, ProjectArchive>;
  /** Whether a workspace's root can be installed by itself, by its directory. */
  readonly #standing = new Map<string, Promise<boolean>>();

  constructor(context: JointContext) {
    const { packuments, rules, locals } = context;
    this.#context = context;
    this.#packed = new Map(
      [...locals.values()].flatMap(({ lines, development }) =>
        [...lines, ...development].flatMap(({ source }) =>
          source.kind === 'archive' ? [[source.archive.path, source.archive] as const] : [],
        ),
      ),
    );
    this.engineStrict = context.engineStrict;
    this.force = context.switches.force;
    this.#merging = {
      rules,
      packument: (name) => packuments.get(name),
      tagged: async (name, tag) => (await packuments.pick(name, tag)).version,
      published: (packument) => packuments.published(packument),
    };
  }

  answer(question: Question): Promise<JointAnswer> {
    const { services, model, locks = '', withSettings = false } = question;
    const key = [model, locks, withSettings, ...services.map((service) => this.#numberOf(service))].join('\n');
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = model === 'flat' ? this.#flat(question) : this.#hoisted(question);
      this.#answers.set(key, known);
    }
    return known;
  }

  #numberOf(service: NpmService): number {
    const number = this.#numbers.get(service) ?? ++this.#numbered;
    this.#numbers.set(service, number);
    return number;
  }

  /**
   * The smallest set of lines that npm refuses together. Lines that say the same in two services count once each, so that
   * the core names the services that it needs.
   */
  async core(asked: Asked, error: NpmFailure | undefined): Promise<readonly NpmLine[]> {
    const { model } = asked;
    const lines = linesOf(asked);
    const named = linesNamed(error?.cause);
    const hints = [...(model === 'flat' ? this.#known(lines) : []), lines.filter(({ name }) => named.has(name))];
    const core = await minimalCore(lines, hints, this.#failing(asked));
    if (model === 'flat' && !isOfOne(core)) this.#cores.push(core.map(textOf));
    return core;
  }

  #failing({ services, model }: Asked): (some: readonly NpmLine[]) => Promise<boolean> {
    const settings = settingsInPlaceOf(services, false);
    return (some) => (model === 'flat' ? this.#fail(some, services, settings) : this.#hoistedFails(some, services));
  }

  /**
   * The core as it parts services. npm's verdict is not monotone: some lines of a service may fail although all of them
   * resolve, and say nothing of why it fails beside others. Then what is left of each service has to resolve by itself.
   */
  async parting(core: readonly NpmLine[], asked: Asked): Promise<readonly NpmLine[]> {
    const { services, model } = asked;
    if (services.length < 2 || !isOfOne(core)) return core;
    const lines = linesOf(asked);
    const fails = this.#failing(asked);
    const failsAlone = async (service: NpmService, some: readonly NpmLine[]): Promise<boolean> => {
      const own = some.filter((line) => line.service === service.service);
      if (own.length === 0) return false;
      return model === 'flat'
        ? this.#fail(own, [service], settingsInPlaceOf([service], false))
        : this.#hoistedFails(own, [service]);
    };
    const sound: NpmService[] = [];
    for (const service of services) if (!(await failsAlone(service, lines))) sound.push(service);
    return minimalCore(lines, [], async (some) => {
      if (!(await fails(some))) return false;
      for (const service of sound) if (await failsAlone(service, some)) return false;
      return true;
    });
  }

  /** Cores that were found before, among these lines. */
  #known(lines: readonly NpmLine[]): readonly (readonly NpmLine[])[] {
    const byText = new Map(lines.map((line) => [textOf(line), line]));
    return this.#cores.flatMap((texts) => {
      const own = texts.flatMap((text) => byText.get(text) ?? []);
      return own.length === texts.length ? [own] : [];
    });
  }

  /** npm's error for these lines alone. */
  async errorOf(lines: readonly NpmLine[], { services, model }: Asked): Promise<NpmFailure | undefined> {
    const answer = model === 'flat' ? await this.#mergedOf(lines, services) : await this.#hoistedOf(lines, services);
    return answer.kind === 'conflict' ? answer.error : undefined;
  }

  async #mergedOf(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer> {
    const { project } = await mergeLines(lines, this.#merging);
    return this.#build(
      this.#mergedAs(project, withLines(services, lines)),
      settingsInPlaceOf(services, false),
      this.#context.packuments,
    );
  }

  #hoistedOf(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer> {
    const kept = new Set(lines);
    const isKept = (line: NpmLine): boolean => !isAsked(line) || kept.has(line);
    const reduced = services.map((service) => ({ ...service, lines: service.lines.filter(isKept) }));
    return this.#hoisted({ services: reduced, model: 'hoisted' });
  }

  async #hoistedFails(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<boolean> {
    return (await this.#hoistedOf(lines, services)).kind === 'conflict';
  }

  #fail(lines: readonly NpmLine[], services: readonly NpmService[], settings: RootSettings): Promise<boolean> {
    const key = [JSON.stringify(settings), ...lines.map(textOf).sort()].join('\n');
    let known = this.#failures.get(key);
    if (known === undefined) {
      known = this.#failsNow(lines, services, settings);
      this.#failures.set(key, known);
    }
    return known;
  }

  async #failsNow(lines: readonly NpmLine[], services: readonly NpmService[], settings: RootSettings): Promise<boolean> {
    const { project, clashes } = await mergeLines(lines, this.#merging);
    if (clashes.length > 0) return true;
    const workspace = this.#mergedAs(project, withLines(services, lines));
    const answer = await this.#build(workspace, settings, this.#context.packuments);
    return answer.kind === 'conflict';
  }

  /** The merged package.json, with the packages of the project that its services link to. */
  #mergedAs(project: Workspace['root'], services: readonly NpmService[]): Workspace {
    // What a linked package wants of those that are merged is there: they link to each other in a loop.
    const roots = new Set(services.map(({ service }) => service));
    const linked = this.#linked(services, (local, user) => isBelow(user.root, local));
    const members = linked.map((member) => withoutLinks(member, roots));
    return { ...alone(project), members: namedApart(members, siteOf(members)) };
  }

  async #flat(question: Question): Promise<JointAnswer> {
    const { locks, withSettings = false } = question;
    const services = locks === 'kept' ? keptAsLocked(question.services) : question.services;
    if (locks === 'kept' && services === question.services) return this.answer({ ...question, locks: 'preferred' });
    const lines = services.flatMap((service) => service.lines);
    let merged: Awaited<ReturnType<typeof mergeLines>>;
    try {
      merged = await mergeLines(lines, this.#merging);
    } catch (error) {
      return { kind: 'unknown', failure: failureOf(error) };
    }
    const { project, clashes } = merged;
    if (clashes.length > 0) {
      const code = clashes.some((clash) => clash.code === 'NONRANGE') ? 'NONRANGE' : 'ETARGET';
      return { kind: 'conflict', code, clashes };
    }
    return this.#build(this.#mergedAs(project, services), settingsInPlaceOf(services, withSettings), this.#source(question));
  }

  /** Members of one root, each with the packages of the project that it links to, below what the root asks for itself. */
  async #hoisted(question: Question): Promise<JointAnswer> {
    const { services, withSettings = false } = question;
    const root = await this.#rootAbove(services);
    const below = services.filter(({ service }) => service !== root?.service);
    const [first] = below;
    // Above services of several roots one is made up, and all of the project lies below it.
    const asking = [...services, ...(root === undefined ? [] : [root])];
    const linked = this.#linked(asking, (local) => root === undefined || isBelow(root.service, local));
    const isMember = (local: NpmService): boolean => root !== undefined && local.root === root.service;
    const members = [...below, ...linked.filter(isMember)];
    const site = siteOf(members, root);
    const workspace = {
      members: namedApart(members, site),
      links: linksTo(
        linked.filter((local) => !isMember(local)),
        site,
      ),
    };
    // Overrides of members count for nothing; those of the root that all of them share do.
    return root === undefined || first === undefined
      ? this.#build({ ...workspace, root: NO_ROOT }, settingsOf(services, withSettings), this.#source(question))
      : this.#build(
          { ...workspace, root: asProject(root, site) },
          settingsBelow(root, first.settings),
          this.#source({ ...question, services: asking }),
          true,
        );
  }

  /** The package above the members of one workspace, with all of its lines as far as npm can install them by themselves. */
  async #rootAbove(services: readonly NpmService[]): Promise<NpmService | undefined> {
    const directory = commonRoot(services);
    const root = directory === undefined ? undefined : this.#context.locals.get(directory);
    if (root === undefined) return undefined;
    const asked = services.find(({ service }) => service === directory);
    const stands = await this.#stands(root);
    const lines = [...(asked?.lines ?? (stands ? root.lines : [])), ...(stands ? root.development : [])];
    return { ...root, lines: this.#besideMembers(root, lines) };
  }

  /** Members are linked by their names, whatever the root says of them. */
  #besideMembers(root: NpmService, lines: readonly NpmLine[]): readonly NpmLine[] {
    const members = [...this.#context.locals.values()].filter((one) => one.root === root.service);
    const names = new Set(members.map(({ name }) => name));
    const directories = new Set(members.map(({ service }) => service));
    return lines.filter(
      ({ source, name }) => !names.has(name) && !(source.kind === 'local' && directories.has(source.directory)),
    );
  }

  #stands(root: NpmService): Promise<boolean> {
    let known = this.#standing.get(root.service);
    if (known === undefined) {
      known = this.#standsNow(root);
      this.#standing.set(root.service, known);
    }
    return known;
  }

  async #standsNow(root: NpmService): Promise<boolean> {
    const lines = this.#besideMembers(root, [...root.lines, ...root.development]);
    if (lines.length === 0) return true;
    const whole = { ...root, lines };
    const links = this.#linked([whole], (local) => isBelow(root.service, local));
    const site = siteOf([], root);
    const workspace = { root: asProject(whole, site), members: NO_MEMBERS, links: linksTo(links, site) };
    let told: JointAnswer | undefined;
    for (const locks of ['preferred', undefined] as const) {
      const source = this.#source({ services: [root], model: 'hoisted', ...(locks === undefined ? {} : { locks }) });
      const answer = await this.#build(workspace, root.settings, source);
      if (answer.kind === 'ok') return true;
      told = answer;
    }
    if (told !== undefined && told.kind !== 'ok') this.#context.leftOut(root, told);
    return false;
  }

  /** Packages of the project that these services link to and do not include, however deep. */
  #linked(services: readonly NpmService[], isInside: (local: NpmService, user: NpmService) => boolean): readonly NpmService[] {
    const seen = new Set<ServiceId>(services.map(({ service }) => service));
    const found: NpmService[] = [];
    const open = [...services];
    for (let service = open.pop(); service !== undefined; service = open.pop()) {
      for (const { source } of service.lines) {
        const local = source.kind === 'local' ? this.#context.locals.get(source.directory) : undefined;
        if (local === undefined || seen.has(local.service)) continue;
        seen.add(local.service);
        // npm installs nothing for what is linked from outside of the project's directory (arborist, `#resolveLinks`).
        const linked = isInside(local, service) ? local : { ...local, lines: [] };
        found.push(linked);
        open.push(linked);
      }
    }
    return found.sort((a, b) => (a.service < b.service ? -1 : 1));
  }

  #source({ services, locks }: Question): ManifestSource {
    const { packuments } = this.#context;
    if (locks === undefined) return packuments;
    const preferred = new Map<string, readonly string[]>();
    for (const { locked } of services)
      for (const [name, versions] of locked.all) preferred.set(name, [...(preferred.get(name) ?? []), ...versions]);
    return new PreferringSource(packuments, preferred);
  }

  /** Services of one making are merged into the same package.json over and over: that is built once. */
  #build(workspace: Workspace, settings: RootSettings, source: ManifestSource, hasRoot = false): Promise<JointAnswer> {
    if (source !== this.#context.packuments) return this.#buildNow(workspace, settings, source, hasRoot);
    const { root, members, links } = workspace;
    const text = JSON.stringify([root, [...members], [...links], settings, hasRoot]);
    const key = createHash('sha256').update(text).digest('base64');
    const known = this.#built.get(key) ?? this.#buildNow(workspace, settings, source, hasRoot);
    this.#built.set(key, known);
    return known;
  }

  async #buildNow(
    { root, ...below }: Workspace,
    { overrides, amendments, isInherited, strictPeers }: RootSettings,
    source: ManifestSource,
    hasRoot: boolean,
  ): Promise<JointAnswer> {
    const workspace = overrides === undefined ? { root, ...below } : { root: { ...root, overrides }, ...below };
    const manifests = amendments === undefined ? source : new AmendedSource(source, amendments);
    const { archives, node, switches, revisitsPeers } = this.#context;
    try {
      const { root: tree, unasked } = await buildTree(workspace, {
        manifests,
        archives,
        projectArchives: this.#packed,
        node,
        switches: strictPeers === true ? { ...switches, strictPeers } : switches,
        revisitsPeers,
        overridesAre: isInherited !== true ? 'own' : hasRoot ? 'above' : 'applied',
      });
      return { kind: 'ok', facts: factsOf(tree, [...below.members.keys()], hasRoot), unasked };
    } catch (error) {
      const failure = failureOf(error);
      const code = CONFLICT_CODES.get(failure.code);
      return code === undefined ? { kind: 'unknown', failure } : { kind: 'conflict', code, clashes: [], error: failure };
    }
  }
}

/** References are left to npm where it finds their lines: it looks for some of them in members, and refuses them there. */
function settingsBelow({ lines }: NpmService, settings: RootSettings): RootSettings {
  const { written } = settings;
  const isHeld = (name: string): boolean => lines.some((line) => line.name === name && line.source.kind === 'registry');
  return written?.references.every(isHeld) === true ? { ...settings, overrides: written.overrides } : settings;
}

/** Of one member what its root says of packages below it comes first. */
function settingsInPlaceOf(services: readonly NpmService[], joined: boolean): RootSettings {
  const settings = settingsOf(services, joined);
  const [only, ...others] = services;
  return only === undefined || others.length > 0 ? settings : settingsAt(only, settings);
}

function settingsOf(services: readonly NpmService[], joined: boolean): RootSettings {
  const settings = settingsFor(
    services.map((service) => service.settings),
    joined,
  );
  return withPeersLetBe(
    settings,
    services.flatMap(({ letBe = [] }) => letBe),
  );
}

function failureOf(error: unknown): NpmFailure {
  const message = error instanceof Error ? error.message : String(error);
  const own = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';
  // npm gives this one no code.
  const code = message.startsWith('Unable to resolve reference $') ? 'EOVERRIDE' : own;
  // npm-pick-manifest puts the package's name where errors have their class's.
  const picked = error instanceof Error && (code === 'ETARGET' || code === 'ENOVERSIONS') ? error.name : undefined;
  const culprit = error instanceof NpmError ? error.package : picked;
  return { code, message, cause: error, ...(culprit === undefined ? {} : { package: culprit }) };
}

/** Those of which a refusal may speak. */
function linesOf({ services, model }: Asked): readonly NpmLine[] {
  const isOne = (line: NpmLine): boolean => isAsked(line) || (model === 'flat' && line.source.kind === 'local');
  return services.flatMap(({ lines }) => lines.filter(isOne));
}

function withLines(services: readonly NpmService[], lines: readonly NpmLine[]): readonly NpmService[] {
  const kept = new Set(lines);
  return services.map((service) => ({ ...service, lines: service.lines.filter((line) => kept.has(line)) }));
}

function isOfOne(lines: readonly NpmLine[]): boolean {
  return new Set(lines.map(({ service }) => service)).size < 2;
}

/** Packages of the project that are linked have lines of their own. */
function isAsked({ source }: NpmLine): boolean {
  return source.kind === 'registry' || source.kind === 'archive';
}

function placeOf(source: Exclude<NpmLine['source'], { kind: 'registry' | 'archive' }>): string {
  return source.kind === 'local' ? `link ${source.directory}` : source.kind;
}

function textOf({ name, field, source, isOptionalPeer }: NpmLine): string {
  const spec = source.kind === 'registry' ? source.spec : source.kind === 'archive' ? source.archive.path : placeOf(source);
  return `${field}${isOptionalPeer ? '?' : ''} ${name} ${spec}`;
}
