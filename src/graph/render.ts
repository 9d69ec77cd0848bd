import { byText, printable } from '../model/index.ts';
import type { DemandGraph, GraphNode } from './graph.ts';

interface PlainGraph {
  readonly nodes: readonly (GraphNode & { readonly id: string })[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: string;
    readonly constraint: string;
    readonly origins: readonly unknown[];
  }[];
}

/** Nodes and edges in a stable order. */
export function plainGraph(graph: DemandGraph): PlainGraph {
  const nodes = [...graph.nodes()].sort().flatMap((id) => {
    const label = graph.node(id);
    return label === undefined ? [] : [{ id, ...label }];
  });
  const edges = [...graph.edges()]
    .map(({ v, w }) => ({ from: v, to: w, edge: graph.edge(v, w) }))
    .sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to))
    .map(({ from, to, edge }) => ({
      from,
      to,
      kind: edge?.kind ?? 'requires',
      constraint: edge?.constraint ?? '',
      origins: edge?.origins ?? [],
    }));
  return { nodes, edges };
}

/** `{ nodes: [{ id, kind, label, conflicts }], edges: [{ from, to, kind, constraint, origins }] }`, in a stable order. */
export function graphToJson(graph: DemandGraph): string {
  return `${JSON.stringify(plainGraph(graph), null, 2)}\n`;
}

const SHAPES = { service: 'box', manifest: 'note', package: 'ellipse' } as const;

/** Graphviz. Every text from a manifest is quoted, so that no name can end a string. */
export function graphToDot(graph: DemandGraph): string {
  const { nodes, edges } = plainGraph(graph);
  const lines = nodes.map((node) => {
    const clash = node.conflicts.length > 0 ? ', color="#c0392b", penwidth=2' : '';
    return `  ${quote(node.id)} [label=${quote(node.label)}, shape=${SHAPES[node.kind]}${clash}];`;
  });
  const arrows = edges.map(
    (edge) => `  ${quote(edge.from)} -> ${quote(edge.to)}${edge.constraint === '' ? '' : ` [label=${quote(edge.constraint)}]`};`,
  );
  return ['digraph cohost {', '  rankdir=LR;', '  node [fontname="sans-serif"];', ...lines, ...arrows, '}', ''].join('\n');
}

function quote(text: string): string {
  return `"${printable(text.replaceAll(/[\r\n]+/g, ' '))
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')}"`;
}

/** Mermaid flowchart with numbered ids; labels are escaped as HTML entities. */
export function graphToMermaid(graph: DemandGraph): string {
  const { nodes, edges } = plainGraph(graph);
  const ids = new Map(nodes.map((node, index) => [node.id, `n${index}`]));
  const shape = { service: ['[', ']'], manifest: ['[/', '/]'], package: ['(', ')'] } as const;
  const lines = nodes.map((node) => `  ${ids.get(node.id)}${shape[node.kind][0]}"${entity(node.label)}"${shape[node.kind][1]}`);
  const arrows = edges.map(
    (edge) => `  ${ids.get(edge.from)} -->${edge.constraint === '' ? '' : `|"${entity(edge.constraint)}"|`} ${ids.get(edge.to)}`,
  );
  const clashing = nodes.flatMap((node) => (node.conflicts.length > 0 ? [ids.get(node.id) ?? ''] : []));
  const style =
    clashing.length === 0 ? [] : ['  classDef clash stroke:#c0392b,stroke-width:3px', `  class ${clashing.join(',')} clash`];
  return ['flowchart LR', ...lines, ...arrows, ...style, ''].join('\n');
}

function entity(text: string): string {
  return text.replaceAll(/[^\w\s./@:^~*+-]/g, (character) => `#${character.codePointAt(0)};`).replaceAll(/\s+/g, ' ');
}
