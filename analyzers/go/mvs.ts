import { compareGo, DEFAULT_GO_VERSION, STRICT_VERSION } from './gover.ts';
import type { ModuleVersion } from './modfile.ts';
import { importPathProblem } from './paths.ts';
import {
  conflictingReplacements,
  type MainModule,
  type ReplacementConflict,
  Replacements,
  type WorkSettings,
} from './replacements.ts';
import { isLoadFailure, type LoadFailure, type ModuleSource, type Summary, summaryOf, supportsPruning } from './summaries.ts';
import { compareVersions } from './versions.ts';

/**
 * Minimal version selection with graph pruning (Go Modules Reference, "Minimal version selection", "Module graph pruning"
 * and "Workspaces"): the build list that `go list -m all` prints.
 *
 * The graph's edges are the requirements of go.mod files; each module is selected at the highest version that any
 * reachable file requires. Pruning decides which files are reachable: below a dependency at go 1.17 or later only its
 * own requirements count, below an older one everything does.
 */

export type BuildList =
  | {
      readonly kind: 'list';
      /** Selected versions by module path, main modules left out. */
      readonly versions: ReadonlyMap<string, string>;
      /** Replacements of the selected versions: a module with its version, or a directory. */
      readonly replaced: ReadonlyMap<string, ModuleVersion>;
    }
  | { readonly kind: 'failure'; readonly problem: MvsProblem };

export type MvsProblem =
  | { readonly kind: 'conflicting-replacements'; readonly conflict: ReplacementConflict }
  | { readonly kind: 'duplicate-member'; readonly path: string; readonly members: readonly MainModule[] }
  | { readonly kind: 'work-too-old'; readonly member: MainModule; readonly needs: string; readonly has: string }
  | { readonly kind: 'toolchain-too-old'; readonly what: string; readonly needs: string; readonly chain: readonly string[] }
  | { readonly kind: 'bad-module'; readonly member: MainModule; readonly message: string }
  | { readonly kind: 'wrong-path'; readonly module: ModuleVersion; readonly declares: string; readonly chain: readonly string[] }
  | { readonly kind: 'load'; readonly module: ModuleVersion; readonly failure: LoadFailure; readonly chain: readonly string[] };

export interface BuildOptions {
  /** Present for a workspace; absent for one module by itself. */
  readonly work?: WorkSettings;
  /** The newest go line that may be built, e.g. `1.26.8`; absent when any may. */
  readonly toolchain?: string;
}

/** A module version, one object for all graphs. Main modules have the version '' and are above all others. */
interface Node {
  readonly path: string;
  readonly version: string;
}

/** go.mod summaries shared by all graphs of a run. */
export class ModuleCache {
  readonly #source: ModuleSource;
  readonly #nodes = new Map<string, Map<string, Node>>();
  readonly #summaries = new Map<Node, CachedSummary | LoadFailure>();

  constructor(source: ModuleSource) {
    this.#source = source;
  }

  node(path: string, version: string): Node {
    let versions = this.#nodes.get(path);
    if (versions === undefined) {
      versions = new Map();
      this.#nodes.set(path, versions);
    }
    let node = versions.get(version);
    if (node === undefined) {
      node = { path, version };
      versions.set(version, node);
    }
    return node;
  }

  /** Undefined until `load` has brought it. */
  summary(node: Node): CachedSummary | LoadFailure | undefined {
    return this.#summaries.get(node);
  }

  async load(nodes: readonly Node[]): Promise<void> {
    await eachAtOnce(nodes, LOADS_AT_ONCE, async (node) => {
      const loaded = await this.#source.load(node);
      this.#summaries.set(node, isLoadFailure(loaded) ? loaded : this.cached(loaded));
    });
  }

  cached(summary: Summary): CachedSummary {
    return {
      path: summary.path,
      go: summary.go,
      pruned: supportsPruning(summary.go),
      requires: summary.requires.map(({ path, version }) => this.node(path, version)),
    };
  }
}

interface CachedSummary {
  readonly path: string;
  readonly go: string;
  readonly pruned: boolean;
  readonly requires: readonly Node[];
}

const LOADS_AT_ONCE = 24;

/** Runs `work` for all items, at most `limit` at a time. */
export async function eachAtOnce<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** How far the requirements below a module count; `workspace` is for the members themselves. */
type Pruning = 'pruned' | 'unpruned' | 'workspace';
const PRUNING_BIT: Readonly<Record<Pruning, number>> = { pruned: 1, unpruned: 2, workspace: 4 };

type Pending = readonly [node: Node, pruning: Pruning];

class Graph {
  readonly #cache: ModuleCache;
  readonly #settings: GraphSettings;
  readonly #required = new Map<Node, readonly Node[]>();
  readonly #selected = new Map<string, Node>();
  readonly #enqueued = new Map<Node, number>();
  /** Who first required a module: the chain of an explanation. */
  readonly #requiredBy = new Map<Node, Node>();
  problem: MvsProblem | undefined;

  constructor(cache: ModuleCache, settings: GraphSettings) {
    this.#cache = cache;
    this.#settings = settings;
  }

  selected(path: string): Node | undefined {
    return this.#selected.get(path);
  }

  all(): Iterable<Node> {
    return this.#selected.values();
  }

  requiredBy(node: Node): readonly Node[] {
    return this.#required.get(node) ?? [];
  }

  raise(node: Node): void {
    const current = this.#selected.get(node.path);
    if (current === undefined || compareNodes(current, node) < 0) this.#selected.set(node.path, node);
  }

  require(node: Node, requires: readonly Node[]): void {
    this.#required.set(node, requires);
    for (const one of requires) {
      if (!this.#requiredBy.has(one)) this.#requiredBy.set(one, node);
      this.raise(one);
    }
  }

  /** Loads breadth first, wave by wave, so that all files of a wave are fetched together. */
  async load(start: readonly Pending[]): Promise<void> {
    let wave = start.filter((pending) => this.#enter(pending));
    while (wave.length > 0) {
      const missing = new Set<Node>();
      for (const [node] of wave) {
        const actual = this.#actual(node);
        if (this.#summaryOf(node, actual) === undefined) missing.add(actual);
      }
      if (missing.size > 0) await this.#cache.load([...missing]);
      const next: Pending[] = [];
      for (const pending of wave) this.#expand(pending, next);
      wave = next;
    }
  }

  #enter([node, pruning]: Pending): boolean {
    const seen = this.#enqueued.get(node) ?? 0;
    const bit = PRUNING_BIT[pruning];
    if ((seen & bit) !== 0) return false;
    this.#enqueued.set(node, seen | bit);
    return true;
  }

  #actual(node: Node): Node {
    const replacement = this.#settings.replacements.of(node.path, node.version);
    return replacement === undefined || node.version === '' ? node : this.#cache.node(replacement.path, replacement.version);
  }

  #summaryOf(node: Node, actual: Node): CachedSummary | LoadFailure | undefined {
    return node.version === '' ? this.#settings.mains.get(node.path) : this.#cache.summary(actual);
  }

  #expand([node, pruning]: Pending, next: Pending[]): void {
    const actual = this.#actual(node);
    const summary = this.#summaryOf(node, actual);
    if (summary === undefined) return;
    const problem = this.#problemOf(node, actual, summary);
    if (problem !== undefined || 'failure' in summary) {
      this.problem ??= problem;
      return;
    }
    let requires = this.#required.get(node);
    if (requires === undefined) {
      const { excluded } = this.#settings;
      requires = excluded.size === 0 ? summary.requires : summary.requires.filter((one) => !excluded.has(one));
      this.require(node, requires);
    }
    if (pruning === 'pruned' && summary.pruned) return;
    const below: Pruning = pruning === 'unpruned' || !summary.pruned ? 'unpruned' : 'pruned';
    for (const one of requires) {
      const pending: Pending = [one, below];
      if (this.#enter(pending)) next.push(pending);
    }
  }

  #problemOf(node: Node, actual: Node, summary: CachedSummary | LoadFailure): MvsProblem | undefined {
    if (this.#settings.replacements.disagrees(node.path, node.version)) return this.#disagreement(node);
    if ('failure' in summary) return { kind: 'load', module: actual, failure: summary, chain: this.chain(node) };
    if (node.version === '') return undefined;
    const { toolchain } = this.#settings;
    if (toolchain !== undefined && compareGo(summary.go, STRICT_VERSION) >= 0 && compareGo(summary.go, toolchain) > 0) {
      return { kind: 'toolchain-too-old', what: nameOf(node), needs: summary.go, chain: this.chain(node) };
    }
    if (actual.version === '' || summary.path === node.path || summary.path === actual.path) return undefined;
    return { kind: 'wrong-path', module: actual, declares: summary.path, chain: this.chain(node) };
  }

  #disagreement(node: Node): MvsProblem | undefined {
    const [first, ...rest] = this.#settings.members.filter(({ mod }) => mod.replace.some(({ old }) => old.path === node.path));
    const second = rest.at(-1);
    if (first === undefined || second === undefined) return undefined;
    const target = (main: MainModule): ModuleVersion =>
      main.mod.replace.find(({ old }) => old.path === node.path && (old.version === '' || old.version === node.version))?.new ??
      node;
    const conflict = { old: node, first: target(first), second: target(second), members: [first, second] } as const;
    return { kind: 'conflicting-replacements', conflict };
  }

  /** Module versions from a main module to `node`, itself included. */
  chain(node: Node): readonly string[] {
    const chain: string[] = [];
    const seen = new Set<Node>();
    for (let at: Node | undefined = node; at !== undefined && !seen.has(at); at = this.#requiredBy.get(at)) {
      seen.add(at);
      chain.unshift(nameOf(at));
    }
    return chain;
  }
}

interface GraphSettings {
  readonly mains: ReadonlyMap<string, CachedSummary>;
  readonly members: readonly MainModule[];
  readonly replacements: Replacements;
  readonly excluded: ReadonlySet<Node>;
  readonly toolchain: string | undefined;
}

function nameOf({ path, version }: ModuleVersion): string {
  return version === '' ? path : `${path}@${version}`;
}

function compareNodes(a: Node, b: Node): number {
  if (a === b) return 0;
  if (a.version === '' || b.version === '') return Number(a.version === '') - Number(b.version === '');
  return compareVersions(a.version, b.version);
}

/** The build list of one main module, or of several as the members of one workspace. */
export async function buildList(
  cache: ModuleCache,
  mains: readonly MainModule[],
  options: BuildOptions = {},
): Promise<BuildList> {
  const problem = problemOfMains(mains, options);
  if (problem !== undefined) return { kind: 'failure', problem };
  const settings: GraphSettings = {
    mains: new Map(mains.map((main) => [main.path, cache.cached(summaryOf(main.mod))])),
    members: mains,
    replacements: new Replacements(mains, options.work),
    excluded: new Set(mains.flatMap(({ mod }) => mod.exclude.map(({ path, version }) => cache.node(path, version)))),
    toolchain: options.toolchain,
  };
  const graph =
    options.work === undefined ? await moduleGraph(cache, settings, mains) : await workspaceGraph(cache, settings, mains);
  return graph.problem === undefined ? listOf(graph, settings) : { kind: 'failure', problem: graph.problem };
}

/** What fails before any requirement is read. */
function problemOfMains(mains: readonly MainModule[], { work, toolchain }: BuildOptions): MvsProblem | undefined {
  for (const member of mains) {
    const go = member.mod.go?.value ?? DEFAULT_GO_VERSION;
    if (toolchain !== undefined && compareGo(go, toolchain) > 0) {
      return { kind: 'toolchain-too-old', what: 'go.mod', needs: go, chain: [member.path] };
    }
    if (work !== undefined && compareGo(go, work.go) > 0 && compareGo(go, STRICT_VERSION) >= 0) {
      return { kind: 'work-too-old', member, needs: go, has: work.go };
    }
    const message = importPathProblem(member.path);
    if (message !== undefined) return { kind: 'bad-module', member, message };
  }
  const conflict = conflictingReplacements(mains, work);
  const twin = mains.find((main, index) => mains.findIndex(({ path }) => path === main.path) < index);
  if (twin !== undefined) {
    return { kind: 'duplicate-member', path: twin.path, members: mains.filter(({ path }) => path === twin.path) };
  }
  return conflict === undefined ? undefined : { kind: 'conflicting-replacements', conflict };
}

/**
 * One module: its requirements are the roots. In a pruned graph a root that turns out too low is raised, and what
 * the higher version requires may raise others, until every root is the selected version.
 */
async function moduleGraph(cache: ModuleCache, settings: GraphSettings, mains: readonly MainModule[]): Promise<Graph> {
  const [main] = mains;
  const graph = new Graph(cache, settings);
  const own = main === undefined ? undefined : settings.mains.get(main.path);
  if (main === undefined || own === undefined) return graph;
  const node = cache.node(main.path, '');
  let roots: readonly Node[] = own.requires.filter((one) => !settings.excluded.has(one));
  // Without a go line the go command writes its own, and takes the complete list as roots: nothing is pruned.
  const pruning: Pruning = own.pruned ? 'pruned' : 'unpruned';
  if (pruning === 'pruned') roots = highestRoots(roots, main.path);
  for (;;) {
    const attempt = new Graph(cache, settings);
    attempt.raise(node);
    attempt.require(node, roots);
    await attempt.load(roots.map((root): Pending => [root, pruning]));
    const raised = roots.map((root) => attempt.selected(root.path) ?? root);
    const settled = raised.every((root, index) => root === roots[index]);
    if (settled || pruning === 'unpruned' || attempt.problem !== undefined) return attempt;
    roots = raised;
  }
}

/** Each module once, at the highest version required; a requirement on the main module itself means nothing. */
function highestRoots(roots: readonly Node[], mainPath: string): readonly Node[] {
  const highest = new Map<string, Node>();
  for (const root of roots) {
    const known = highest.get(root.path);
    if (root.path !== mainPath && (known === undefined || compareNodes(known, root) < 0)) highest.set(root.path, root);
  }
  return [...highest.values()];
}

/**
 * A workspace: its members are the roots. Pruning hides what a dependency needs at the version that the workspace
 * selects when each member asks for a lower one; so dependencies that were raised are read again as if members
 * required them at that version, until nothing moves.
 */
async function workspaceGraph(cache: ModuleCache, settings: GraphSettings, mains: readonly MainModule[]): Promise<Graph> {
  const graph = new Graph(cache, settings);
  const members = mains.map(({ path }) => cache.node(path, ''));
  for (const member of members) graph.raise(member);
  await graph.load(members.map((member): Pending => [member, 'workspace']));
  const relevant = new Set(members.map(({ path }) => path));
  const seen = new Set<Node>();
  for (;;) {
    const raised = raisedDependencies(graph, relevant, seen);
    if (raised.size === 0 || graph.problem !== undefined) return graph;
    for (const node of raised) {
      seen.add(node);
      relevant.add(node.path);
    }
    await graph.load([...raised].map((node): Pending => [node, 'workspace']));
  }
}

function raisedDependencies(graph: Graph, relevant: ReadonlySet<string>, seen: ReadonlySet<Node>): ReadonlySet<Node> {
  const raised = new Set<Node>();
  for (const path of relevant) {
    const node = graph.selected(path);
    if (node === undefined) continue;
    if (!seen.has(node)) {
      raised.add(node);
      continue;
    }
    for (const required of graph.requiredBy(node)) {
      const selected = graph.selected(required.path);
      if (selected !== undefined && !seen.has(selected) && compareNodes(selected, required) > 0) raised.add(selected);
    }
  }
  return raised;
}

function listOf(graph: Graph, { replacements }: GraphSettings): BuildList {
  const versions = new Map<string, string>();
  const replaced = new Map<string, ModuleVersion>();
  const nodes = [...graph.all()].filter(({ version }) => version !== '');
  nodes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { path, version } of nodes) {
    versions.set(path, version);
    const replacement = replacements.of(path, version);
    if (replacement !== undefined) replaced.set(path, replacement);
  }
  return { kind: 'list', versions, replaced };
}

export interface Shift {
  readonly path: string;
  readonly from: string;
  /** Undefined where the joint list no longer holds the module: whoever required it was raised to a version that does not. */
  readonly to: string | undefined;
}

/** What becomes of one service's own build list in a joint one: every module that is there at another version, or not at all. */
export function shiftsOf(alone: ReadonlyMap<string, string>, joint: ReadonlyMap<string, string>): readonly Shift[] {
  return [...alone].flatMap(([path, from]) => {
    const to = joint.get(path);
    return to === from ? [] : [{ path, from, to }];
  });
}
