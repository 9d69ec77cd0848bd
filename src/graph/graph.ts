import { Graph } from '@dagrejs/graphlib';
import { addOnce, type Conflict, type Demand, type Origin, type RealmId, type Service } from '../model/index.ts';

export type NodeKind = 'service' | 'manifest' | 'package';

export interface GraphNode {
  readonly kind: NodeKind;
  readonly label: string;
  readonly realm?: RealmId;
  /** Ids of the conflicts that the node takes part in. */
  readonly conflicts: readonly string[];
}

export interface GraphEdge {
  readonly kind: 'declares' | 'requires';
  readonly constraint: string;
  readonly origins: readonly Origin[];
}

/** Services → their manifests → the names that these demand. Node ids are `service:ID`, `manifest:PATH` and subjects. */
export type DemandGraph = Graph<undefined, GraphNode, GraphEdge>;

/** One cross-service graph of the demands that count, with the conflicts marked on it. */
export function buildGraph(
  services: readonly Service[],
  demands: readonly Demand[],
  conflicts: readonly Conflict[],
): DemandGraph {
  const graph: DemandGraph = new Graph({ directed: true });
  const marked = new Map<string, string[]>();
  for (const conflict of conflicts) {
    addOnce(marked, conflict.subject, conflict.id);
    for (const service of conflict.services) addOnce(marked, `service:${service}`, conflict.id);
  }
  const node = (id: string, kind: NodeKind, label: string, realm?: RealmId): void => {
    if (!graph.hasNode(id))
      graph.setNode(id, { kind, label, conflicts: marked.get(id) ?? [], ...(realm === undefined ? {} : { realm }) });
  };
  for (const service of services) node(`service:${service.id}`, 'service', service.id);
  for (const demand of demands) {
    const manifest = `manifest:${demand.origin.file}`;
    node(manifest, 'manifest', demand.origin.file);
    node(demand.subject, 'package', demand.subject, demand.realm);
    graph.setEdge(`service:${demand.service}`, manifest, { kind: 'declares', constraint: '', origins: [] });
    const before = graph.hasEdge(manifest, demand.subject) ? graph.edge(manifest, demand.subject) : undefined;
    const constraints = new Set([...(before?.constraint.split(' ; ') ?? []), demand.constraint].filter((one) => one !== ''));
    graph.setEdge(manifest, demand.subject, {
      kind: 'requires',
      constraint: [...constraints].join(' ; '),
      origins: [...(before?.origins ?? []), demand.origin],
    });
  }
  return graph;
}
