import type { SumContradiction } from '../files/gosum.ts';
import { isLoadFailure, type LoadFailure, type ModuleSource, type Summary, supportsPruning } from './summaries.ts';

/** A module version, one object for all graphs. Main modules have the version '' and are above all others. */
export interface Node {
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
      contradictions: summary.contradictions,
    };
  }
}

export interface CachedSummary {
  readonly path: string;
  readonly go: string;
  readonly pruned: boolean;
  readonly requires: readonly Node[];
  readonly contradictions: readonly SumContradiction[] | undefined;
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
