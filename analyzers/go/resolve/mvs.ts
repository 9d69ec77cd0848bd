import { byText } from '../../../src/model/index.ts';
import type { ModuleVersion } from '../files/modfile.ts';
import { compareGo, DEFAULT_GO_VERSION, STRICT_VERSION } from '../gover.ts';
import { importPathProblem } from '../paths.ts';
import { conflictingReplacements, type MainModule, Replacements, type WorkSettings } from '../replacements.ts';
import type { ModuleCache, Node } from './cache.ts';
import { compareNodes, Graph, type GraphSettings, type MvsProblem, type Pending, type Pruning } from './graph.ts';
import { summaryOf } from './summaries.ts';

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

export interface BuildOptions {
  /** Present for a workspace; absent for one module by itself. */
  readonly work?: WorkSettings;
  /** The newest go line that may be built, e.g. `1.26.8`; absent when any may. */
  readonly toolchain?: string;
  /** The go.sum files that the go command would read: hashes of go.mod files have to be theirs. */
  readonly sums?: ReadonlySet<string>;
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
    sums: options.sums ?? new Set(),
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
    const message = badPathOf(member);
    if (message !== undefined) return { kind: 'bad-module', member, message };
  }
  const conflict = conflictingReplacements(mains, work);
  const twin = mains.find((main, index) => mains.findIndex(({ path }) => path === main.path) < index);
  if (twin !== undefined) {
    return { kind: 'duplicate-member', path: twin.path, members: mains.filter(({ path }) => path === twin.path) };
  }
  const everywhere = new Set(work?.replace.flatMap(({ old }) => (old.version === '' ? [old.path] : [])));
  const replaced = mains.find(({ path }) => everywhere.has(path));
  if (replaced !== undefined) return { kind: 'member-replaced', member: replaced };
  return conflict === undefined ? undefined : { kind: 'conflicting-replacements', conflict };
}

/** A path of a main module's own that the go command refuses: the module's, or a tool's. */
function badPathOf({ path, mod }: MainModule): string | undefined {
  const module = importPathProblem(path);
  if (module !== undefined) return `module path ${JSON.stringify(path)}: ${module}`;
  const tool = mod.tool.find(({ value }) => importPathProblem(value) !== undefined);
  return tool === undefined ? undefined : `tool path ${JSON.stringify(tool.value)}: ${importPathProblem(tool.value)}`;
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
  nodes.sort((a, b) => byText(a.path, b.path));
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
