/**
 * Gradle's graph: of every module the highest version that the graph as a whole asks for, under strict versions, platforms,
 * rejects and exclusions. Reference: Gradle User Manual, "Understanding dependency resolution".
 *
 * Choosing a version changes what is asked for, so the graph is walked again with what was chosen until nothing changes.
 */

import { requestedVersion } from '../blocks/resolution-rules.ts';
import { matchesAny } from '../locks/pins.ts';
import type { Candidate, Refusal, SelectionRule } from '../model.ts';
import { ANY_VERSION, type Declared, type RichVersion, selectVersion } from '../versions/rich-version.ts';
import { accepts, isDynamic, parseSelector, type Selector } from '../versions/version.ts';
import { type Component, type Edge, keyOf } from './component.ts';

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

/** What the resolving build decides for its whole class path. */
export interface BuildRules {
  /** `group:name` → version of `force`. */
  readonly forced: ReadonlyMap<string, string>;
  /** The version of Spring's dependency management, which replaces what is asked for, and what is forced. */
  readonly managed: (edge: Edge) => string | undefined;
  /** `group:module` with `*` for any. */
  readonly excluded: readonly string[];
  /** `group:name` → what Spring's dependency management leaves out below it. */
  readonly exclusions: ReadonlyMap<string, readonly string[]>;
  /** What of the versions of a module may be chosen. */
  readonly judge: SelectionRule['judge'];
  /** Which module is taken of several that provide one capability; undefined where Gradle refuses them. */
  readonly provider: (capability: string, candidates: readonly Candidate[]) => Candidate | 'open' | undefined;
  /** `group:name` → the module that takes its place where both are asked for. */
  readonly replacements: ReadonlyMap<string, string>;
  readonly refuses: ReadonlySet<Refusal>;
  /** A project stands for its name whatever higher version of it a repository has. */
  readonly prefersProjects: boolean;
  /** `group:name` → version of a lenient lock: what `1.+` and ranges take where they accept it. */
  readonly remembered: ReadonlyMap<string, string>;
  /** What its resolution rules take in the place of what is asked for. */
  readonly substitute: (edge: Edge) => Edge;
}

export const NO_RULES: BuildRules = {
  forced: new Map(),
  managed: () => undefined,
  excluded: [],
  exclusions: new Map(),
  judge: () => 'kept',
  provider: () => undefined,
  replacements: new Map(),
  refuses: new Set(),
  prefersProjects: false,
  remembered: new Map(),
  substitute: (edge) => edge,
};

export type Graph =
  | {
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
  | { readonly kind: 'conflict'; readonly key: string; readonly problem: string }
  | { readonly kind: 'open'; readonly because: string };

/** More rounds than any real graph needs: each settles at least one level of depth. */
const ROUNDS = 150;
/** Ways to a module with exclusions of their own that are told apart. */
const WAYS = 50;

interface Visit {
  readonly id: string;
  readonly component: Component;
  readonly enforced: boolean;
  /** Exclusions along each way here; a dependency or a constraint is gone only where every way excludes it. */
  ways: readonly (readonly string[])[];
  /** Modules whose version every way here has made strict: what is asked for below doesn't count. */
  strict: ReadonlySet<string>;
}

interface Asked {
  readonly group: string;
  readonly name: string;
  readonly declared: Declared[];
  /** The project of that name in the graph: a version of it like any other. */
  project?: Component;
}

/** By the name that is asked for, or by the one that a rule of the build took in its place. */
function isExcluded({ group, name, asked }: Edge, patterns: readonly string[]): boolean {
  return matchesAny(patterns, group, name) || (asked !== undefined && matchesAny(patterns, asked.group, asked.name));
}

/** Adds ways; one that excludes all that another excludes, and more, changes nothing. */
function mergeWays(known: Visit['ways'], added: Visit['ways']): Visit['ways'] {
  let all = known;
  for (const way of added) {
    if (all.some((one) => one.every((pattern) => way.includes(pattern)))) continue;
    all = [...all.filter((one) => !way.every((pattern) => one.includes(pattern))), way];
  }
  return all.slice(0, WAYS);
}

function isStrict({ version }: Edge): boolean {
  return version.strictly !== undefined;
}

/** Versions that are named outright, `[1.5]` among them. */
function exactVersions({ require, strictly, prefer, force }: Declared): readonly string[] {
  return [require, strictly, prefer, force].flatMap((text) => {
    const selector = parseSelector(text ?? '');
    return selector.kind === 'exact' && selector.version !== '' ? [selector.version] : [];
  });
}

/**
 * What `failOnDynamicVersions` refuses: a version that no other selector names, or one beside `1.+` and `latest.release`. A
 * range that accepts what another names asks for nothing that could change (Gradle 8.11, `DependencyGraphBuilder`).
 */
function isUnstable(selectors: readonly Selector[], chosen: string | undefined): boolean {
  const dynamic = selectors.filter(isDynamic);
  if (dynamic.length === 0) return false;
  const isNamed = selectors.some((one) => one.kind === 'exact' && one.version === chosen);
  return !isNamed || dynamic.some(({ kind }) => kind !== 'range');
}

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

  #idOf(edge: Edge): string {
    const kind = edge.kind === 'library' ? [] : [edge.kind];
    return [keyOf(edge), ...kind, ...(edge.capabilities ?? []), edge.configuration ?? ''].join(' ').trim();
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
  #replace({ versions, capabilities }: Graph & { kind: 'resolved' }, visits: readonly Visit[]): 'none' | 'some' | Graph {
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
  #refusal(visits: readonly Visit[]): Graph | undefined {
    const { refuses } = this.#rules;
    if (refuses.size === 0) return undefined;
    for (const [key, { declared }] of this.#asked(visits)) {
      if (declared.every(({ constraint }) => constraint === true)) continue;
      const selectors = declared.flatMap(({ force, require, strictly }) => {
        const asked = force ?? strictly ?? require;
        return asked === undefined ? [] : [parseSelector(asked)];
      });
      const exact = new Set(selectors.flatMap((one) => (one.kind === 'exact' && one.version !== '' ? [one.version] : [])));
      if (refuses.has('dynamic-version') && isUnstable(selectors, this.#selected.get(key)))
        return { kind: 'conflict', key, problem: 'the build refuses dynamic versions and ranges (failOnDynamicVersions)' };
      if (refuses.has('version-conflict') && exact.size > 1 && declared.every(({ force }) => force === undefined))
        return {
          kind: 'conflict',
          key,
          problem: `${[...exact].join(' and ')} are asked for, and the build refuses to choose (failOnVersionConflict)`,
        };
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
    return version === undefined ? undefined : this.#loaded.get(`${this.#idOf(edge)} ${version}`);
  }

  /** Everything that is reached with what has been chosen so far. */
  #walk(): readonly Visit[] {
    const visits = new Map<string, Visit>();
    const start: Visit = { id: '', component: this.#root, enforced: false, ways: [this.#rules.excluded], strict: new Set() };
    visits.set('', start);
    const queue = [start];
    for (let visit = queue.shift(); visit !== undefined; visit = queue.shift()) {
      const all = this.#strictBelow(visit);
      for (const edge of this.#edges(visit.component)) {
        if (edge.constraint) continue;
        // What is endorsed is strict for others, and still says itself what it asks for.
        const below = edge.endorses === true ? this.#strictBelow(visit, edge) : all;
        const admitted = visit.ways.filter((way) => !isExcluded(edge, way));
        const component = admitted.length === 0 ? undefined : this.#target(edge);
        if (component === undefined) continue;
        const ways = admitted.map((way) => (edge.transitive ? [...new Set([...way, ...edge.exclusions])] : ['*:*']));
        const known = visits.get(this.#idOf(edge));
        if (known === undefined) {
          const made: Visit = {
            id: this.#idOf(edge),
            component,
            enforced: edge.kind === 'enforced',
            ways: mergeWays([], ways),
            strict: below,
          };
          visits.set(made.id, made);
          queue.push(made);
          continue;
        }
        const merged = mergeWays(known.ways, ways);
        const strict = new Set([...known.strict].filter((key) => below.has(key)));
        if (
          merged.length === known.ways.length &&
          merged.every((way) => known.ways.includes(way)) &&
          strict.size === known.strict.size
        )
          continue;
        known.ways = merged;
        known.strict = strict;
        if (!queue.includes(known)) queue.push(known);
      }
    }
    return [...visits.values()];
  }

  /** What is strict on every way through this node: inherited, its own, and what is strict in what it endorses. */
  #strictBelow({ component, strict, ways }: Visit, except?: Edge): ReadonlySet<string> {
    const own = this.#edges(component).flatMap((edge) => {
      if (ways.every((way) => isExcluded(edge, way))) return [];
      const isEndorsed = !edge.constraint && edge.endorses === true && edge.transitive && edge !== except;
      const source = isEndorsed ? this.#target(edge) : undefined;
      const endorsed = (source === undefined ? [] : this.#edges(source))
        .filter((one) => isStrict(one) && !isExcluded(one, edge.exclusions))
        .map(keyOf);
      return isStrict(edge) && edge.kind === 'library' ? [keyOf(edge), ...endorsed] : endorsed;
    });
    return own.length === 0 ? strict : new Set([...strict, ...own]);
  }

  #asked(visits: readonly Visit[]): ReadonlyMap<string, Asked> {
    const asked = new Map<string, Asked>();
    for (const visit of visits) {
      for (const edge of this.#edges(visit.component)) {
        const key = keyOf(edge);
        // What an enforced platform gives is no less than strict itself.
        const isOverruled = visit.strict.has(key) && !visit.enforced;
        if (isOverruled && edge.constraint) continue;
        if (visit.ways.every((way) => isExcluded(edge, way))) continue;
        const project = edge.local === undefined ? undefined : this.#components.local(edge.local);
        if (edge.local !== undefined && (project === undefined || edge.constraint)) continue;
        const one: Asked = asked.get(key) ?? { group: edge.group, name: edge.name, declared: [] };
        asked.set(key, one);
        if (project !== undefined) {
          one.project ??= project;
          continue;
        }
        // It still brings the module, which a strict constraint alone does not.
        one.declared.push(isOverruled ? { constraint: false } : this.#declared(edge, visit));
      }
    }
    for (const [key, { declared, project }] of asked) {
      if (project === undefined) continue;
      if (declared.length === 0) asked.delete(key);
      else declared.splice(0, this.#rules.prefersProjects ? declared.length : 0, { require: project.version });
    }
    return asked;
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
    const dynamic = [...asked].filter(
      ([key, { declared }]) =>
        !this.#lists.has(key) &&
        declared.some((one) => one.constraint !== true) &&
        declared.some(
          ({ require, strictly, prefer, reject }) =>
            (reject ?? []).length > 0 ||
            [require, strictly, prefer].some((text) => text !== undefined && isDynamic(parseSelector(text))),
        ),
    );
    await Promise.all(
      dynamic.map(async ([key, { group, name }]) => this.#lists.set(key, await this.#components.versions(group, name))),
    );
  }

  #choose(asked: ReadonlyMap<string, Asked>): { readonly chosen: Map<string, string>; readonly trouble?: Graph } {
    const chosen = new Map<string, string>();
    let trouble: Graph | undefined;
    for (const [key, { declared, project }] of asked) {
      if (declared.every(({ constraint }) => constraint === true)) continue;
      if (project?.isComputed === true)
        trouble ??= {
          kind: 'open',
          because: `${key} is a project and a module that is asked for, and only a run of the build tells the project's version`,
        };
      const exact = declared.flatMap(exactVersions);
      const listed = this.#lists.get(key) ?? [];
      const hasVersion = declared.some((one) => one.require ?? one.strictly ?? one.prefer ?? one.force);
      // A version may still come from what this round brings.
      if (!hasVersion) continue;
      const { kept, open } = this.#admitted(key, [...new Set([...listed, ...exact])]);
      if (open) trouble ??= { kind: 'open', because: `only a run of the build tells which versions of ${key} it admits` };
      const forces = [...new Set(declared.flatMap(({ force, prefer }) => (force === undefined ? [] : [prefer ?? force])))];
      if (forces.length > 1)
        trouble ??= {
          kind: 'open',
          because: `enforced platforms want ${forces.join(' and ')} of ${key}, and which one Gradle takes depends on the order in which it meets them`,
        };
      const selection = selectVersion(declared, kept);
      if (selection.kind === 'selected') chosen.set(key, selection.version);
      if (selection.kind !== 'error') continue;
      const before = this.#selected.get(key) ?? exact[0];
      if (before !== undefined) chosen.set(key, before);
      trouble ??=
        this.#lists.has(key) && listed.length === 0
          ? { kind: 'open', because: `no repository that was asked lists versions of ${key}` }
          : { kind: 'conflict', key, problem: selection.because };
    }
    return { chosen, ...(trouble === undefined ? {} : { trouble }) };
  }

  /** The versions of a module that the build's rules leave. */
  #admitted(key: string, versions: readonly string[]): { readonly kept: readonly string[]; readonly open: boolean } {
    const [group = '', name = ''] = key.split(':');
    const judged = versions.map((version) => ({
      version,
      verdict: this.#rules.judge({ group, name, version, capability: version }),
    }));
    return {
      kept: judged.flatMap(({ version, verdict }) => (verdict === 'rejected' ? [] : [version])),
      open: judged.some(({ verdict }) => verdict === 'open'),
    };
  }

  /** Fetches the components that were chosen and not yet read; whether there were any. */
  async #load(visits: readonly Visit[]): Promise<boolean> {
    const wanted = new Map<string, { readonly edge: Edge; readonly version: string }>();
    for (const visit of visits) {
      for (const edge of this.#edges(visit.component)) {
        const version = this.#selected.get(keyOf(edge));
        if (edge.constraint || version === undefined || visit.ways.every((way) => isExcluded(edge, way))) continue;
        if (this.#projectOf(edge) !== undefined) continue;
        const id = `${this.#idOf(edge)} ${version}`;
        if (!this.#loaded.has(id)) wanted.set(id, { edge, version });
      }
    }
    await Promise.all(
      [...wanted].map(
        async ([
          id,
          {
            edge: { group, name, kind, capabilities = [] },
            version,
          },
        ]) => {
          const platform = kind !== 'library';
          this.#loaded.set(id, await this.#components.component({ group, name, version, platform, capabilities }));
        },
      ),
    );
    return wanted.size > 0;
  }

  #answer(visits: readonly Visit[]): Graph {
    const versions = new Map<string, string>();
    const providers = new Map<string, Set<string>>();
    const above = new Map<string, string>();
    const platforms = new Set<string>();
    for (const visit of visits) {
      if (visit.component.open !== undefined) return { kind: 'open', because: visit.component.open };
      for (const edge of this.#edges(visit.component)) {
        if (edge.constraint || visit.ways.every((way) => isExcluded(edge, way))) continue;
        const key = keyOf(edge);
        if (edge.open !== undefined) return { kind: 'open', because: edge.open };
        const [over = ''] = visit.id.split(' ');
        if (!above.has(key) && over !== key) above.set(key, over);
        if (this.#projectOf(edge) !== undefined) continue;
        const version = this.#selected.get(key);
        if (version === undefined) return { kind: 'open', because: `nothing that could be read gives ${key} a version` };
        const component = this.#loaded.get(`${this.#idOf(edge)} ${version}`);
        if (component === undefined) return { kind: 'open', because: `${key}:${version} is in no repository that was asked` };
        if (component.refused !== undefined) return { kind: 'conflict', key, problem: component.refused };
        if (edge.kind !== 'library') {
          platforms.add(key);
          continue;
        }
        versions.set(edge.classifier === undefined ? key : `${key}:${edge.classifier}`, version);
        for (const capability of [key, ...component.capabilities.map(({ name }) => name)])
          providers.set(capability, (providers.get(capability) ?? new Set()).add(key));
      }
    }
    const capabilities = new Map(
      [...providers].flatMap(([name, all]) => (all.size > 1 ? [[name, [...all].sort()] as const] : [])),
    );
    return { kind: 'resolved', versions, above, capabilities, platforms };
  }
}

/**
 * Resolves one build's runtime class path (Gradle User Manual, "Understanding dependency resolution"). What
 * cannot be had or chosen is in the graph.
 */
export function resolveGraph(root: Component, components: Components, rules: BuildRules = NO_RULES): Promise<Graph> {
  return new Resolution(root, components, rules).run();
}
