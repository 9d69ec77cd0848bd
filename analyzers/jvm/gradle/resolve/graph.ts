/**
 * Gradle's graph: of every module the highest version that the graph as a whole asks for, under strict versions, platforms,
 * rejects and exclusions. Reference: Gradle User Manual, "Understanding dependency resolution".
 *
 * Choosing a version changes what is asked for, so the graph is walked again with what was chosen until nothing changes.
 */

import { requestedVersion } from '../blocks/resolution-rules.ts';
import type { Candidate } from '../model.ts';
import { ANY_VERSION, type Declared, type RichVersion } from '../versions/rich-version.ts';
import { accepts, isDynamic, parseSelector } from '../versions/version.ts';
import { type BuildRules, NO_RULES } from './build-rules.ts';
import { type Asked, chooseVersion, needsList, refusalOf, type Supply, type Trouble } from './choice.ts';
import { type Component, type Edge, keyOf } from './component.ts';
import { idOf, isCutOff, type Visit, walk } from './walk.ts';

export interface ComponentRequest extends Pick<Component, 'group' | 'name' | 'version'> {
  readonly platform: boolean;
  /** What its variant has to provide; none for the module's own. */
  readonly capabilities: readonly string[];
}

/** Where components come from. */
export interface Components {
  component(wanted: ComponentRequest): Promise<Component | undefined>;
  /** All versions of a module; asked for ranges and rejects only. */
  versions(group: string, name: string): Promise<readonly string[]>;
  local(key: string): Component | undefined;
}

export interface ClassPath {
  readonly kind: 'resolved';
  /** `group:name[:classifier]` → version, in the order in which a walk meets them. */
  readonly versions: ReadonlyMap<string, string>;
  /** Where each was met first: the `group:name` above it, none below the root. */
  readonly above: ReadonlyMap<string, string>;
  /** Capabilities that several modules provide: Gradle refuses these. */
  readonly capabilities: ReadonlyMap<string, readonly string[]>;
  /** `group:name` of the platforms in it. */
  readonly platforms: ReadonlySet<string>;
}

export type Graph = ClassPath | Trouble;

/** More rounds than any real graph needs: each settles at least one level of depth. */
const ROUNDS = 150;

class Resolution {
  readonly #root: Component;
  readonly #components: Components;
  readonly #rules: BuildRules;
  readonly #loaded = new Map<string, Component | undefined>();
  readonly #ruled = new Map<Component, readonly Edge[]>();
  readonly #lists = new Map<string, readonly string[]>();
  /** Modules that others stand for: `group:name` → what is asked for in its place. */
  readonly #replaced = new Map<string, Pick<Edge, 'group' | 'name' | 'version'>>();
  #selected = new Map<string, string>();
  /** Projects whose name is asked for as a module, too. */
  #contested = new Map<string, Component>();

  constructor(root: Component, components: Components, rules: BuildRules) {
    this.#root = root;
    this.#components = components;
    this.#rules = rules;
  }

  async run(): Promise<Graph> {
    for (let round = 0; round < ROUNDS; round++) {
      const visits = this.#walk();
      const asked = this.#asked(visits);
      this.#contested = new Map(
        [...asked].flatMap(([key, { project }]) => (project === undefined ? [] : [[key, project] as const])),
      );
      await this.#list(asked);
      const { chosen, trouble } = this.#choose(asked);
      const changed = chosen.size !== this.#selected.size || [...chosen].some(([key, one]) => this.#selected.get(key) !== one);
      this.#selected = chosen;
      const fetched = await this.#load(visits);
      // What clashes on the way there may be gone at the end.
      if (changed || fetched) continue;
      const answer = trouble ?? this.#answer(visits);
      const replaced = answer.kind === 'resolved' ? this.#replace(answer, visits) : 'none';
      if (replaced === 'none') return answer.kind === 'resolved' ? (this.#refusal(visits) ?? answer) : answer;
      if (replaced !== 'some') return replaced;
      this.#ruled.clear();
    }
    return { kind: 'open', because: 'the versions that its modules ask for do not settle' };
  }

  /** Everything that is reached with what has been chosen so far. */
  #walk(): readonly Visit[] {
    return walk(this.#root, this.#rules.excluded, {
      edges: (component) => this.#edges(component),
      target: (edge) => this.#target(edge),
    });
  }

  /** What a component asks for, under the rules of the build. */
  #edges(component: Component): readonly Edge[] {
    const known = this.#ruled.get(component);
    if (known !== undefined) return known;
    const edges = component.edges.map((one) => {
      const edge = this.#inPlace(this.#rules.substitute(one));
      const more = this.#rules.exclusions.get(keyOf(edge));
      return more === undefined ? edge : { ...edge, exclusions: [...edge.exclusions, ...more] };
    });
    this.#ruled.set(component, edges);
    return edges;
  }

  #inPlace(edge: Edge): Edge {
    const other = this.#replaced.get(keyOf(edge));
    if (other === undefined || edge.kind !== 'library') return edge;
    const { local: _local, capabilities: _capabilities, configuration: _configuration, classifier: _classifier, ...plain } = edge;
    return { ...plain, ...other };
  }

  /** Puts modules in the place of others: those that the build names, and of one capability the one that its rules take. */
  #replace({ versions, capabilities }: ClassPath, visits: readonly Visit[]): 'none' | 'some' | Trouble {
    const before = this.#replaced.size;
    for (const [old, by] of this.#rules.replacements) {
      const [group = '', name = ''] = by.split(':');
      if (versions.has(old) && versions.has(by)) this.#replaced.set(old, { group, name, version: {} });
    }
    for (const [capability, keys] of this.#replaced.size > before ? [] : capabilities) {
      const candidates = keys.map((key) => this.#candidate(key, capability, visits));
      const chosen = this.#rules.provider(capability, candidates);
      if (chosen === 'open')
        return { kind: 'open', because: `only a run of the build tells which of ${keys.join(' and ')} provides ${capability}` };
      if (chosen === undefined) continue;
      const { group, name, version } = chosen;
      for (const key of keys) if (key !== keyOf(chosen)) this.#replaced.set(key, { group, name, version: { require: version } });
    }
    return this.#replaced.size > before ? 'some' : 'none';
  }

  #candidate(key: string, capability: string, visits: readonly Visit[]): Candidate {
    const [group = '', name = ''] = key.split(':');
    const version = this.#selected.get(key) ?? '';
    const declared = visits
      .filter(({ component }) => keyOf(component) === key)
      .flatMap(({ component }) => component.capabilities.find((one) => one.name === capability) ?? []);
    return { group, name, version, capability: declared[0]?.version ?? version };
  }

  /** What the build itself refuses of what Gradle chose. */
  #refusal(visits: readonly Visit[]): Trouble | undefined {
    const { refuses } = this.#rules;
    if (refuses.size === 0) return undefined;
    for (const [key, asked] of this.#asked(visits)) {
      const refusal = refusalOf(asked, this.#supply(key), refuses);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** The project that an edge comes to: its own, or the one of its name, where that has the version that was chosen. */
  #projectOf(edge: Edge): Component | undefined {
    const own = edge.local === undefined ? undefined : this.#components.local(edge.local);
    const contested = this.#contested.get(keyOf(edge));
    if (contested === undefined) return own;
    const chosen = this.#selected.get(keyOf(edge)) ?? contested.version;
    return chosen === contested.version ? (own ?? contested) : undefined;
  }

  #target(edge: Edge): Component | undefined {
    const project = this.#projectOf(edge);
    if (project !== undefined) return project;
    const version = this.#selected.get(keyOf(edge));
    return version === undefined ? undefined : this.#loaded.get(loadingKey(edge, version));
  }

  #asked(visits: readonly Visit[]): ReadonlyMap<string, Asked> {
    const asked = new Map<string, Asked>();
    for (const visit of visits)
      for (const edge of this.#edges(visit.component)) if (!isCutOff(edge, visit)) this.#ask(edge, visit, asked);
    for (const [key, { declared, project }] of asked) {
      if (project === undefined) continue;
      if (declared.length === 0) asked.delete(key);
      else declared.splice(0, this.#rules.prefersProjects ? declared.length : 0, { require: project.version });
    }
    return asked;
  }

  /** Adds what one edge asks of its module. */
  #ask(edge: Edge, visit: Visit, asked: Map<string, Asked>): void {
    const key = keyOf(edge);
    // What an enforced platform gives is no less than strict itself.
    const isOverruled = visit.strict.has(key) && !visit.enforced;
    if (isOverruled && edge.constraint) return;
    const project = edge.local === undefined ? undefined : this.#components.local(edge.local);
    if (edge.local !== undefined && (project === undefined || edge.constraint)) return;
    const one: Asked = asked.get(key) ?? { group: edge.group, name: edge.name, declared: [] };
    asked.set(key, one);
    if (project !== undefined) one.project ??= project;
    // It still brings the module, which a strict constraint alone does not.
    else one.declared.push(isOverruled ? { constraint: false } : this.#declared(edge, visit));
  }

  #declared(edge: Edge, visit: Visit): Declared {
    const { forced, managed } = this.#rules;
    const key = keyOf(edge);
    const isRuled = edge.ruled === true;
    const replaced = isRuled ? undefined : managed(edge);
    const instead = isRuled ? undefined : forced.get(key);
    // A forced version stands in the place of whatever is asked for, strict or rejected.
    if (instead !== undefined && (replaced ?? instead) === instead)
      return { require: instead, constraint: edge.constraint, force: instead };
    // The version that is asked for already stays as it is written.
    const stays = replaced === undefined || replaced === requestedVersion(edge.version);
    const version: RichVersion = stays ? edge.version : { require: replaced };
    const { require, strictly, prefer } = version;
    const stated = require ?? strictly ?? (prefer === undefined ? undefined : ANY_VERSION);
    const force = visit.enforced && edge.constraint ? stated : undefined;
    return { ...this.#remembering(key, version), constraint: edge.constraint, ...(force === undefined ? {} : { force }) };
  }

  #remembering(key: string, version: RichVersion): RichVersion {
    const known = this.#rules.remembered.get(key);
    const selector = parseSelector(version.require ?? '');
    if (known === undefined || !isDynamic(selector)) return version;
    return selector.kind === 'latest' || accepts(selector, known) === true ? { ...version, require: known } : version;
  }

  async #list(asked: ReadonlyMap<string, Asked>): Promise<void> {
    const wanted = [...asked].filter(([key, one]) => !this.#lists.has(key) && needsList(one));
    await Promise.all(
      wanted.map(async ([key, { group, name }]) => this.#lists.set(key, await this.#components.versions(group, name))),
    );
  }

  /** A version of every module that is asked for, and the first trouble with one. */
  #choose(asked: ReadonlyMap<string, Asked>): { readonly chosen: Map<string, string>; readonly trouble: Trouble | undefined } {
    const chosen = new Map<string, string>();
    let first: Trouble | undefined;
    for (const [key, one] of asked) {
      const { version, trouble } = chooseVersion(one, this.#supply(key));
      if (version !== undefined) chosen.set(key, version);
      first ??= trouble;
    }
    return { chosen, trouble: first };
  }

  #supply(key: string): Supply {
    return { listed: this.#lists.get(key), before: this.#selected.get(key), judge: this.#rules.judge };
  }

  /** The edges of a component that bring something: no constraints, and nothing that all ways exclude. */
  #bringing(visit: Visit): readonly Edge[] {
    return this.#edges(visit.component).filter((edge) => !edge.constraint && !isCutOff(edge, visit));
  }

  /** Fetches the components that were chosen and not yet read; whether there were any. */
  async #load(visits: readonly Visit[]): Promise<boolean> {
    const wanted = new Map<string, ComponentRequest>();
    for (const edge of visits.flatMap((visit) => this.#bringing(visit))) {
      const { group, name, kind, capabilities = [] } = edge;
      const version = this.#selected.get(keyOf(edge));
      if (version === undefined || this.#projectOf(edge) !== undefined) continue;
      const key = loadingKey(edge, version);
      if (!this.#loaded.has(key)) wanted.set(key, { group, name, version, platform: kind !== 'library', capabilities });
    }
    await Promise.all([...wanted].map(async ([key, one]) => this.#loaded.set(key, await this.#components.component(one))));
    return wanted.size > 0;
  }

  /** The class path of what was chosen, or what of it cannot be had. */
  #answer(visits: readonly Visit[]): Graph {
    const taken: Taken = { versions: new Map(), above: new Map(), platforms: new Set(), providers: new Map() };
    for (const visit of visits) {
      if (visit.component.open !== undefined) return { kind: 'open', because: visit.component.open };
      for (const edge of this.#bringing(visit)) {
        const trouble = this.#take(edge, visit, taken);
        if (trouble !== undefined) return trouble;
      }
    }
    const { providers, ...path } = taken;
    const shared = [...providers].flatMap(([name, all]) => (all.size > 1 ? [[name, [...all].sort()] as const] : []));
    return { kind: 'resolved', ...path, capabilities: new Map(shared) };
  }

  #take(edge: Edge, visit: Visit, { versions, above, platforms, providers }: Taken): Trouble | undefined {
    const key = keyOf(edge);
    if (edge.open !== undefined) return { kind: 'open', because: edge.open };
    const [over = ''] = visit.id.split(' ');
    if (!above.has(key) && over !== key) above.set(key, over);
    if (this.#projectOf(edge) !== undefined) return undefined;
    const version = this.#selected.get(key);
    if (version === undefined) return { kind: 'open', because: `nothing that could be read gives ${key} a version` };
    const component = this.#loaded.get(loadingKey(edge, version));
    if (component === undefined) return { kind: 'open', because: `${key}:${version} is in no repository that was asked` };
    if (component.refused !== undefined) return { kind: 'conflict', key, problem: component.refused };
    if (edge.kind !== 'library') {
      platforms.add(key);
      return undefined;
    }
    versions.set(edge.classifier === undefined ? key : `${key}:${edge.classifier}`, version);
    for (const capability of [key, ...component.capabilities.map(({ name }) => name)])
      providers.set(capability, (providers.get(capability) ?? new Set()).add(key));
    return undefined;
  }
}

/** A class path in the making; `providers`: the modules that provide each capability. */
interface Taken {
  readonly versions: Map<string, string>;
  readonly above: Map<string, string>;
  readonly platforms: Set<string>;
  readonly providers: Map<string, Set<string>>;
}

/** By what an edge asks for of one version. */
function loadingKey(edge: Edge, version: string): string {
  return `${idOf(edge)} ${version}`;
}

/**
 * Resolves one build's runtime class path (Gradle User Manual, "Understanding dependency resolution"). What
 * cannot be had or chosen is in the graph.
 */
export function resolveGraph(root: Component, components: Components, rules: BuildRules = NO_RULES): Promise<Graph> {
  return new Resolution(root, components, rules).run();
}
