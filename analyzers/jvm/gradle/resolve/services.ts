/** The Gradle services of a tree, each resolved by itself, and sets of them as one build that depends on all. */

import type { ServiceId } from '../../../../src/model/index.ts';
import { type Alone, type Trouble, versionedPurl } from '../../alone.ts';
import type { EffectiveModel } from '../../maven/model/effective-model.ts';
import type { PomDependency, PomRepository } from '../../maven/model/pom.ts';
import type { Descriptors } from '../../maven/resolve/descriptor.ts';
import { RESOLUTION_RULE } from '../blocks/drafts.ts';
import { classPathLevel } from '../blocks/java-level.ts';
import { appliesMultiplatform } from '../build/targets.ts';
import { contradictionText, lockContradictions, lockGap } from '../locks/lock-contradictions.ts';
import { type Fleet, localTarget, type Member } from '../members.ts';
import type { BuildRules } from './build-rules.ts';
import { type Component, type Edge, keyOf, PLAIN_EDGE } from './component.ts';
import { type ClassPathJava, RepositoryComponents } from './components.ts';
import { type Graph, resolveGraph } from './graph.ts';
import { ANY_JDK } from './module-metadata.ts';
import {
  askedConfigurations,
  givenComponent,
  localComponents,
  localKey,
  lockedVersions,
  managedBoms,
  openDependency,
  repositoriesOf,
  rootComponent,
  rulesOf,
  unaskedOf,
  withLocked,
} from './service.ts';

/** Class paths of services that Gradle builds: each alone, and as the POM that stands for it on a shared class path. */
export class GradleServices {
  readonly #descriptors: Descriptors;
  readonly #members: ReadonlyMap<ServiceId, Member>;
  readonly #fleet: Fleet;
  readonly #jdk: number;
  readonly #locals = new Map<string, Component>();
  readonly #known = new Map<string, Promise<Component | undefined>>();
  readonly #brought = new Map<ServiceId, Promise<Graph>>();

  /** `members`: the services that Gradle builds, by id. */
  constructor(descriptors: Descriptors, fleet: Fleet, members: ReadonlyMap<ServiceId, Member>, jdk: string) {
    this.#descriptors = descriptors;
    this.#members = members;
    this.#fleet = fleet;
    this.#jdk = Number(/^(?:1\.)?(\d+)/.exec(jdk)?.[1] ?? 21);
    const asked = askedConfigurations(fleet);
    for (const member of fleet.members)
      for (const [key, component] of localComponents(member, fleet, asked)) this.#locals.set(key, component);
  }

  has(id: ServiceId): boolean {
    return this.#members.has(id);
  }

  file(id: ServiceId): string {
    const member = this.#members.get(id);
    return member?.project.scripts[0] ?? member?.locks[0]?.path ?? id;
  }

  /** The Java that a project's class path asks variants for; of several the newest. */
  #javaOf(members: readonly Member[]): ClassPathJava {
    const each = members.map(({ project: { model } }): ClassPathJava => {
      const level = appliesMultiplatform(model) ? undefined : classPathLevel(model);
      if (level === undefined) return { jdk: this.#jdk };
      if (level === 'any') return { jdk: ANY_JDK };
      return { jdk: level.release, because: `${level.at.file}:${level.at.line}` };
    });
    return each.sort((a, b) => b.jdk - a.jdk)[0] ?? { jdk: this.#jdk };
  }

  #components(repositories: readonly PomRepository[], java: ClassPathJava): RepositoryComponents {
    return new RepositoryComponents(this.#descriptors, repositories, java, (key) => this.#locals.get(key), this.#known);
  }

  async alone(id: ServiceId): Promise<Alone | Trouble> {
    const member = this.#members.get(id);
    const variant = member === undefined ? undefined : this.#locals.get(localKey(member));
    if (member === undefined || variant === undefined)
      return { kind: 'unknown', because: `${id} has no build script that can be read` };
    const open = openDependency(member);
    if (open !== undefined)
      return { kind: 'unknown', because: `only a run of the build tells what ${open.file}:${open.line} depends on` };
    const said = [...member.project.model.problems, ...member.build.problems];
    const rule = said.find(({ code }) => code === RESOLUTION_RULE);
    if (rule !== undefined)
      return { kind: 'unknown', because: `a rule of the build changes versions when it runs (${rule.file}:${rule.line})` };
    const [contradiction] = lockContradictions(member);
    if (contradiction !== undefined)
      return { kind: 'conflict', key: contradiction.key, problem: contradictionText(contradiction) };
    const repositories = repositoriesOf(member);
    const rules = await this.#rules(member, repositories);
    const root = withLocked(rootComponent(member, this.#fleet), member);
    const components = this.#components(repositories, this.#javaOf([member]));
    const graph = await resolveGraph(root, components, rules);
    if (graph.kind === 'conflict') return graph;
    const gap = graph.kind === 'resolved' ? lockGap(member, graph) : undefined;
    if (gap !== undefined) return { kind: 'conflict', ...gap };
    const isLenient = member.project.model.locking.lenient;
    const locked = lockedVersions(member, (kind) => kind === 'gradle-lockfile' && !(isLenient && graph.kind === 'resolved'));
    if (graph.kind === 'open' && locked.size === 0)
      return { kind: 'unknown', because: `${graph.because} (${id})${unaskedOf(member)}` };
    const refused = graph.kind === 'resolved' ? [...graph.capabilities][0] : undefined;
    if (refused !== undefined)
      return { kind: 'conflict', key: refused[0], problem: `${refused[1].join(' and ')} both provide ${refused[0]}` };
    // A lock is what Gradle builds with, also what plug-ins ask for; what it need not name the graph tells.
    const chosen = graph.kind === 'resolved' ? new Map([...graph.versions, ...locked]) : locked;
    const given = givenComponent(member, this.#fleet);
    const runs = given === undefined ? chosen : withoutGiven(chosen, given, await resolveGraph(given, components, rules));
    // What a lock holds is all that there is.
    const { open: _, ...known } = variant;
    const component = withVersions(locked.size > 0 ? known : variant, chosen);
    return {
      kind: 'resolved',
      id,
      trace: this.#tracer(member, id, graph.kind === 'resolved' ? graph.above : new Map(), runs),
      runs,
      repositories,
      component,
      refuses: [],
      artifact: asPom(component, id, (key) => this.#locals.get(key), runs, repositories),
    };
  }

  #tracer(member: Member, id: ServiceId, above: ReadonlyMap<string, string>, runs: ReadonlyMap<string, string>): Alone['trace'] {
    return (key) => {
      const way: string[] = [];
      const start = key.split(':').slice(0, 2).join(':');
      for (let at: string | undefined = start; at !== undefined && at !== '' && !way.includes(at); at = above.get(at))
        way.unshift(at);
      const [first] = way;
      const own = member.project.model.dependencies.find((one) => {
        const target = localTarget(one, member, this.#fleet);
        return `${target?.project.group ?? one.group ?? ''}:${target?.project.name ?? one.name}` === first;
      });
      const pin = member.locks.flatMap(({ path, lock }) =>
        lock.modules.filter(({ group, name }) => `${group}:${name}` === start).map(({ line }) => ({ file: path, line })),
      )[0];
      return {
        origin:
          own === undefined ? (pin ?? { file: this.file(id), line: 1 }) : { file: own.file, line: own.line, column: own.column },
        via: way.slice(0, -1).map((one) => {
          const [group = '', name = ''] = one.split(':');
          return versionedPurl(group, name, runs.get(one) ?? 'unspecified');
        }),
      };
    };
  }

  async #rules(member: Member, repositories: readonly PomRepository[]): Promise<BuildRules> {
    // Properties of the project override those of the same name in the BOM. Reference: dependency management plug-in, "Overriding versions".
    const user = new Map([...member.project.properties, ...member.project.model.bomProperties]);
    const boms = managedBoms(member);
    const models = await Promise.all(
      boms.map(({ group, name, version }) =>
        this.#descriptors.model({ groupId: group, artifactId: name, version }, repositories, user),
      ),
    );
    return rulesOf(member, this.#fleet, models.flatMap((model) => (model === undefined ? [] : [model.managed])).reverse());
  }

  /** What a build that depends on each alone would run with. */
  async brought(parts: readonly Alone[]): Promise<ReadonlyMap<ServiceId, ReadonlyMap<string, string>>> {
    const graphs = await Promise.all(parts.map((part) => this.#broughtBy(part)));
    return new Map(
      parts.flatMap(({ id }, index) => {
        const graph = graphs[index];
        return graph?.kind === 'resolved' ? [[id, graph.versions] as const] : [];
      }),
    );
  }

  #broughtBy(part: Alone): Promise<Graph> {
    const known = this.#brought.get(part.id) ?? this.joint([part]);
    this.#brought.set(part.id, known);
    return known;
  }

  /** What a build that depends on all of these would run with; each service's own rules stay with its own build. */
  joint(parts: readonly Alone[]): Promise<Graph> {
    const locals = new Map(this.#locals);
    const edges = parts.flatMap(({ id, component }): readonly Edge[] => {
      if (component === undefined) return [];
      locals.set(`service ${id}`, component);
      return [{ ...PLAIN_EDGE, group: 'service', name: id, version: {}, local: `service ${id}` }];
    });
    const root: Component = { group: '', name: 'all', version: '', edges, capabilities: [] };
    const repositories = parts.flatMap((part) => part.repositories);
    const java = this.#javaOf(parts.flatMap(({ id }) => this.#members.get(id) ?? []));
    return resolveGraph(
      root,
      new RepositoryComponents(this.#descriptors, repositories, java, (key) => locals.get(key), this.#known),
    );
  }
}

/** Of what was chosen, the files that a container gives are left out; where nothing tells them all, at least those that are named. */
function withoutGiven(chosen: ReadonlyMap<string, string>, given: Component, graph: Graph): ReadonlyMap<string, string> {
  const named = new Set(given.edges.map(keyOf));
  const isGiven = (key: string, version: string): boolean =>
    graph.kind === 'resolved' ? graph.versions.get(key) === version : named.has(key);
  return new Map([...chosen].filter(([key, version]) => !isGiven(key, version)));
}

/** Direct dependencies that leave their version to the build's rules, with the version that these gave. */
function withVersions(component: Component, runs: ReadonlyMap<string, string>): Component {
  const edges = component.edges.map((edge) => {
    const version = runs.get(keyOf(edge));
    const isOpen = !edge.constraint && edge.kind === 'library' && Object.keys(edge.version).length === 0;
    return isOpen && version !== undefined ? { ...edge, version: { require: version } } : edge;
  });
  return { ...component, edges };
}

/** A service as the POM that Gradle would publish of it, projects of the tree as part of it; strict versions stay strict. */
function asPom(
  component: Component,
  id: ServiceId,
  local: (key: string) => Component | undefined,
  runs: ReadonlyMap<string, string>,
  repositories: readonly PomRepository[],
): EffectiveModel {
  const dependencies = new Map<string, PomDependency>();
  for (const edge of librariesOf(component, local)) {
    const key = keyOf(edge);
    const version = runs.get(key);
    if (version !== undefined && !dependencies.has(key)) dependencies.set(key, asDependency(edge, version, id));
  }
  return {
    groupId: 'gradle',
    artifactId: id.replaceAll(/[^\w.-]/g, '_'),
    version: component.version,
    packaging: 'jar',
    properties: new Map(),
    dependencies: [...dependencies.values()],
    managed: [],
    repositories,
    modules: [],
    plugins: [],
    managedPlugins: [],
    lineage: [],
    activeProfiles: [],
    problems: [],
    missing: [],
    expand: (text) => text,
  };
}

/** The libraries that a component asks for itself or through projects of the tree, in order. */
function librariesOf(component: Component, local: (key: string) => Component | undefined): readonly Edge[] {
  const visited = new Set<Component>();
  const of = (one: Component): readonly Edge[] => {
    if (visited.has(one)) return [];
    visited.add(one);
    return one.edges.flatMap((edge) => {
      if (edge.constraint || edge.kind !== 'library') return [];
      const inner = edge.local === undefined ? undefined : local(edge.local);
      return inner === undefined ? [edge] : of(inner);
    });
  };
  return of(component);
}

function asDependency(edge: Edge, version: string, file: string): PomDependency {
  return {
    groupId: edge.group,
    artifactId: edge.name,
    version: edge.version.strictly === undefined ? version : `[${version}]`,
    type: 'jar',
    ...(edge.classifier === undefined ? {} : { classifier: edge.classifier }),
    scope: 'compile',
    exclusions: edge.exclusions.map((pattern) => {
      const [groupId = '*', artifactId = '*'] = pattern.split(':');
      return { groupId, artifactId };
    }),
    file,
    place: { line: 1, column: 1 },
  };
}
