/** Whether npm can install what several services ask for, and what the tree would hold: each question is answered once. */
import type { RuleContext, ServiceId } from '../../../src/model/index.ts';
import { AmendedSource } from './amended-source.ts';
import type { Archives } from './archives.ts';
import { minimalCore } from './core.ts';
import { linesNamed } from './explanation.ts';
import { factsOf, ROOT_PLACE, type TreeFacts } from './facts.ts';
import { specOf } from './fixes.ts';
import { type MergeContext, mergeLines, type NameClash } from './merge.ts';
import { type ManifestSource, NpmError, type Packuments, PreferringSource } from './packuments.ts';
import { type RootSettings, settingsFor } from './root-settings.ts';
import type { NpmLine, NpmService } from './services.ts';
import { buildTree, type ProjectJson } from './tree-builder.ts';

export type Model = 'flat' | 'hoisted';

export type JointAnswer =
  | { readonly kind: 'ok'; readonly facts: TreeFacts }
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
  /** Take versions of the services' locks wherever they suit. */
  readonly preferLocks?: boolean;
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
  readonly before?: string;
  readonly legacyPeers: boolean;
  readonly strictPeers: boolean;
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
  readonly #context: JointContext;
  readonly #merging: MergeContext;
  readonly #answers = new Map<string, Promise<JointAnswer>>();
  /** Whether lines fail together, by what they say: whoever says the same has the same answer. */
  readonly #failures = new Map<string, Promise<boolean>>();
  readonly #cores: (readonly string[])[] = [];
  /** Whether a workspace's root can be installed by itself, by its directory. */
  readonly #standing = new Map<string, Promise<boolean>>();

  constructor(context: JointContext) {
    const { packuments, rules, before } = context;
    this.#context = context;
    this.engineStrict = context.engineStrict;
    this.#merging = {
      rules,
      packument: (name) => packuments.get(name),
      tagged: async (name, tag) => (await packuments.pick(name, tag)).version,
      ...(before === undefined ? {} : { before }),
    };
  }

  answer(question: Question): Promise<JointAnswer> {
    const { services, model, preferLocks = false, withSettings = false } = question;
    const key = [model, preferLocks, withSettings, ...services.map(({ service }) => service)].join('\n');
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = model === 'flat' ? this.#flat(question) : this.#hoisted(question);
      this.#answers.set(key, known);
    }
    return known;
  }

  /**
   * The smallest set of lines that npm refuses together. Lines that say the same in two services count once each, so that
   * the core names the services that it needs.
   */
  async core(asked: Asked, error: NpmFailure | undefined): Promise<readonly NpmLine[]> {
    const { services, model } = asked;
    const lines = services.flatMap((service) => service.lines.filter(({ source }) => source.kind === 'registry'));
    const named = linesNamed(error?.cause);
    const hints = [...(model === 'flat' ? this.#known(lines) : []), lines.filter(({ name }) => named.has(name))];
    const settings = settingsOf(services, false);
    const fails = (some: readonly NpmLine[]): Promise<boolean> =>
      model === 'flat' ? this.#fail(some, settings) : this.#hoistedFails(some, services);
    const core = await minimalCore(lines, hints, fails);
    const across = new Set(core.map(({ service }) => service)).size;
    if (model === 'flat' && across > 1) this.#cores.push(core.map(textOf));
    return core;
  }

  /** Cores that were found before, among these lines. */
  #known(lines: readonly NpmLine[]): readonly (readonly NpmLine[])[] {
    const byText = new Map(lines.map((line) => [textOf(line), line]));
    return this.#cores.flatMap((texts) => {
      const own = texts.flatMap((text) => byText.get(text) ?? []);
      return own.length === texts.length ? [own] : [];
    });
  }

  /** What a set of lines resolves to, with one of them set to something else. */
  async changed({ services, model }: Asked, line: NpmLine, spec: string): Promise<TreeFacts | undefined> {
    const replaced = services.map((service) => ({
      ...service,
      lines: service.lines.map((one) => (one === line ? respelled(one, spec) : one)),
    }));
    const question = { services: replaced, model };
    const answer = await (model === 'flat' ? this.#flat(question) : this.#hoisted(question));
    return answer.kind === 'ok' ? answer.facts : undefined;
  }

  /** npm's error for these lines alone. */
  async errorOf(lines: readonly NpmLine[], { services, model }: Asked): Promise<NpmFailure | undefined> {
    const answer = model === 'flat' ? await this.#merged(lines, services) : await this.#hoistedOf(lines, services);
    return answer.kind === 'conflict' ? answer.error : undefined;
  }

  async #merged(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer> {
    const { project } = await mergeLines(lines, this.#merging);
    return this.#build(project, [], settingsOf(services, false), this.#context.packuments);
  }

  #hoistedOf(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer> {
    const kept = new Set(lines);
    const isKept = (line: NpmLine): boolean => line.source.kind !== 'registry' || kept.has(line);
    const reduced = services.map((service) => ({ ...service, lines: service.lines.filter(isKept) }));
    return this.#hoisted({ services: reduced, model: 'hoisted' });
  }

  async #hoistedFails(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<boolean> {
    return (await this.#hoistedOf(lines, services)).kind === 'conflict';
  }

  #fail(lines: readonly NpmLine[], settings: RootSettings): Promise<boolean> {
    const key = [JSON.stringify(settings), ...lines.map(textOf).sort()].join('\n');
    let known = this.#failures.get(key);
    if (known === undefined) {
      known = this.#failsNow(lines, settings);
      this.#failures.set(key, known);
    }
    return known;
  }

  async #failsNow(lines: readonly NpmLine[], settings: RootSettings): Promise<boolean> {
    const { project, clashes } = await mergeLines(lines, this.#merging);
    if (clashes.length > 0) return true;
    const answer = await this.#build(project, [], settings, this.#context.packuments);
    return answer.kind === 'conflict';
  }

  async #flat(question: Question): Promise<JointAnswer> {
    const { services, withSettings = false } = question;
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
    // What a linked package wants of those that are merged is there: they link to each other in a loop.
    const roots = new Set(services.map(({ service }) => service));
    const members = this.#linked(services).map((member) => withoutLinks(member, roots));
    return this.#build(project, members, settingsOf(services, withSettings), this.#source(question));
  }

  /** Members of one root, each with the packages of the project that it links to, below what the root asks for itself. */
  async #hoisted(question: Question): Promise<JointAnswer> {
    const { services, withSettings = false } = question;
    const root = await this.#rootAbove(services);
    const members = [...services, ...this.#linked(services)].filter(({ service }) => service !== root?.service);
    // Overrides of members count for nothing; those of the root that all of them share do.
    const [first] = services.filter(({ service }) => service !== root?.service);
    return root === undefined || first === undefined
      ? this.#build(NO_ROOT, members, settingsOf(services, withSettings), this.#source(question))
      : this.#build(asProject(root), members, first.settings, this.#source({ ...question, services: [...services, root] }), true);
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

  /** Members are linked by their names, whatever the root says of them; other directories are nobody's service here. */
  #besideMembers(root: NpmService, lines: readonly NpmLine[]): readonly NpmLine[] {
    const names = new Set([...this.#context.locals.values()].filter((one) => one.root === root.service).map(({ name }) => name));
    return lines.filter(({ source, name }) => source.kind === 'registry' && !names.has(name));
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
    const project = asProject({ ...root, lines });
    let told: JointAnswer | undefined;
    for (const preferLocks of [true, false]) {
      const source = this.#source({ services: [root], model: 'hoisted', preferLocks });
      const answer = await this.#build(project, [], root.settings, source);
      if (answer.kind === 'ok') return true;
      told = answer;
    }
    if (told !== undefined && told.kind !== 'ok') this.#context.leftOut(root, told);
    return false;
  }

  /** Packages of the project that these services link to and do not include, however deep. */
  #linked(services: readonly NpmService[]): readonly NpmService[] {
    const seen = new Set<ServiceId>(services.map(({ service }) => service));
    const found: NpmService[] = [];
    const open = [...services];
    for (let service = open.pop(); service !== undefined; service = open.pop()) {
      for (const { source } of service.lines) {
        const local = source.kind === 'local' ? this.#context.locals.get(source.directory) : undefined;
        if (local === undefined || seen.has(local.service)) continue;
        seen.add(local.service);
        found.push(local.root === service.root ? local : withoutPeers(local));
        open.push(local);
      }
    }
    return found.sort((a, b) => (a.service < b.service ? -1 : 1));
  }

  #source({ services, preferLocks = false }: Question): ManifestSource {
    const { packuments } = this.#context;
    if (!preferLocks) return packuments;
    const preferred = new Map<string, readonly string[]>();
    for (const { locked } of services)
      for (const [name, versions] of locked.all) preferred.set(name, [...(preferred.get(name) ?? []), ...versions]);
    return new PreferringSource(packuments, preferred);
  }

  async #build(
    project: ProjectJson,
    members: readonly NpmService[],
    { overrides, amendments, isInherited }: RootSettings,
    source: ManifestSource,
    omitsDevelopment = false,
  ): Promise<JointAnswer> {
    const root = overrides === undefined ? project : { ...project, overrides };
    const manifests = amendments === undefined ? source : new AmendedSource(source, amendments);
    const { archives, node, legacyPeers, strictPeers, revisitsPeers } = this.#context;
    const placed = distinctNames(members);
    try {
      const tree = await buildTree(root, placed, {
        manifests,
        archives,
        node,
        legacyPeers,
        strictPeers,
        revisitsPeers,
        inheritsOverrides: isInherited === true,
      });
      return { kind: 'ok', facts: factsOf(tree, [...placed.keys()], omitsDevelopment) };
    } catch (error) {
      const failure = failureOf(error);
      const code = CONFLICT_CODES.get(failure.code);
      return code === undefined ? { kind: 'unknown', failure } : { kind: 'conflict', code, clashes: [], error: failure };
    }
  }
}

/** A root that only joins members. */
const NO_ROOT: ProjectJson = { name: 'cohost-root', version: '1.0.0', private: true };

/** The directory of the one workspace that services belong to, of which at least one is a member. */
function commonRoot(services: readonly NpmService[]): ServiceId | undefined {
  const [root, ...others] = new Set(services.map((service) => service.root));
  return others.length === 0 && services.some(({ service }) => service !== root) ? root : undefined;
}

/** Where the own lines of services stand in the tree of a workspace of them: the root's own at its top, each member's below. */
export function placesOf(services: readonly NpmService[]): (service: ServiceId) => string {
  const root = commonRoot(services);
  return (service) => (service === root ? ROOT_PLACE : memberDirectory(service));
}

function withoutLinks(service: NpmService, to: ReadonlySet<ServiceId>): NpmService {
  const isLink = ({ source }: NpmLine): boolean => source.kind === 'local' && to.has(source.directory);
  return service.lines.some(isLink) ? { ...service, lines: service.lines.filter((line) => !isLink(line)) } : service;
}

/** npm installs nothing for a package that is linked from outside the workspace, and asks nothing of its peers either. */
function withoutPeers(service: NpmService): NpmService {
  return { ...service, lines: service.lines.filter(({ field }) => field !== 'peerDependencies') };
}

/** Where a member lies below a made-up root: where it really lies, for npm goes by the order of paths. */
export function memberDirectory(service: ServiceId): string {
  return service === '.' ? 'the-root' : service;
}

const NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;

/** Two members of one name cannot be told apart by npm; the second one, like one without a name, gets one that nobody links to. */
function distinctNames(members: readonly NpmService[]): ReadonlyMap<string, ProjectJson> {
  const taken = new Set<string>();
  return new Map(
    members.map((member, index) => {
      const project = asProject(member);
      const name = taken.has(project.name) || !NAME.test(project.name) ? `cohost-member-${index}` : project.name;
      taken.add(name);
      return [memberDirectory(member.service), { ...project, name }];
    }),
  );
}

/** A service as npm would read it, less what is not deployed or cannot be looked up. */
function asProject({ service, name, version, lines }: NpmService): ProjectJson {
  const sections: Record<NpmLine['field'], [string, string][]> = {
    dependencies: [],
    devDependencies: [],
    optionalDependencies: [],
    peerDependencies: [],
  };
  const optionalPeers: string[] = [];
  for (const { name: line, source, field, isOptionalPeer } of lines) {
    // A package that links to itself asks for nothing, and npm's builder can fall over it.
    if (source.kind === 'foreign' || (source.kind === 'local' && source.directory === service)) continue;
    sections[field].push([line, source.kind === 'local' ? '*' : source.spec]);
    if (isOptionalPeer) optionalPeers.push(line);
  }
  return {
    name,
    version,
    private: true,
    dependencies: Object.fromEntries(sections.dependencies),
    devDependencies: Object.fromEntries(sections.devDependencies),
    optionalDependencies: Object.fromEntries(sections.optionalDependencies),
    peerDependencies: Object.fromEntries(sections.peerDependencies),
    peerDependenciesMeta: Object.fromEntries(optionalPeers.map((line) => [line, { optional: true }])),
  };
}

function settingsOf(services: readonly NpmService[], joined: boolean): RootSettings {
  return settingsFor(
    services.map(({ settings }) => settings),
    joined,
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

function textOf({ name, field, source, isOptionalPeer }: NpmLine): string {
  const spec = source.kind === 'registry' ? source.spec : source.kind;
  return `${field}${isOptionalPeer ? '?' : ''} ${name} ${spec}`;
}

function respelled(line: NpmLine, spec: string): NpmLine {
  if (line.source.kind !== 'registry') return line;
  return {
    ...line,
    source: { ...line.source, spec: specOf(line, spec), isTag: false },
    demand: { ...line.demand, constraint: spec, kind: 'range' },
  };
}
