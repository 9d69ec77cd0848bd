import type { SumContradiction } from '../files/gosum.ts';
import type { ModuleVersion } from '../files/modfile.ts';
import { compareGo, STRICT_VERSION } from '../gover.ts';
import type { MainModule, ReplacementConflict, Replacements } from '../replacements.ts';
import { compareVersions } from '../versions.ts';
import type { CachedSummary, ModuleCache, Node } from './cache.ts';
import type { LoadFailure } from './summaries.ts';

/** The module graph: which go.mod files are read, what they require, and the highest version of each module among that. */

export type MvsProblem =
  | { readonly kind: 'conflicting-replacements'; readonly conflict: ReplacementConflict }
  | { readonly kind: 'duplicate-member'; readonly path: string; readonly members: readonly MainModule[] }
  | { readonly kind: 'member-replaced'; readonly member: MainModule }
  | { readonly kind: 'work-too-old'; readonly member: MainModule; readonly needs: string; readonly has: string }
  | { readonly kind: 'toolchain-too-old'; readonly what: string; readonly needs: string; readonly chain: readonly string[] }
  | { readonly kind: 'bad-module'; readonly member: MainModule; readonly message: string }
  | { readonly kind: 'wrong-path'; readonly module: ModuleVersion; readonly declares: string; readonly chain: readonly string[] }
  | { readonly kind: 'load'; readonly module: ModuleVersion; readonly failure: LoadFailure; readonly chain: readonly string[] };

/** How far the requirements below a module count; `workspace` is for the members themselves. */
export type Pruning = 'pruned' | 'unpruned' | 'workspace';
const PRUNING_BIT: Readonly<Record<Pruning, number>> = { pruned: 1, unpruned: 2, workspace: 4 };

export type Pending = readonly [node: Node, pruning: Pruning];

/**
 * The module graph of one build, grown breadth first, and for each module the highest version that was reached (Go modules
 * reference, "Minimal version selection").
 */
export class Graph {
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
    const { toolchain, sums } = this.#settings;
    const contradiction = summary.contradictions?.find(({ file }) => sums.has(file));
    if (contradiction !== undefined) {
      const failure = { failure: 'wrong-hash', message: mismatch(actual, contradiction) } as const;
      return { kind: 'load', module: actual, failure, chain: this.chain(node) };
    }
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
    const by = [first.directory, second.directory] as const;
    const conflict = { old: node, first: target(first), second: target(second), by };
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

export interface GraphSettings {
  readonly mains: ReadonlyMap<string, CachedSummary>;
  readonly members: readonly MainModule[];
  readonly replacements: Replacements;
  readonly excluded: ReadonlySet<Node>;
  readonly toolchain: string | undefined;
  /** The go.sum files that this build reads. */
  readonly sums: ReadonlySet<string>;
}

function mismatch(module: ModuleVersion, { file, recorded, actual }: SumContradiction): string {
  return `verifying ${nameOf(module)}/go.mod: checksum mismatch: downloaded ${actual}, ${file} has ${recorded}`;
}

function nameOf({ path, version }: ModuleVersion): string {
  return version === '' ? path : `${path}@${version}`;
}

/** By version; a main module, which has none, is above all. */
export function compareNodes(a: Node, b: Node): number {
  if (a === b) return 0;
  if (a.version === '' || b.version === '') return Number(a.version === '') - Number(b.version === '');
  return compareVersions(a.version, b.version);
}
