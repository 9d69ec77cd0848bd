import { byText, groupBy, plural, printable } from '../model/index.ts';
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
function plainGraph(graph: DemandGraph): PlainGraph {
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

/** Mermaid draws nothing of a diagram with more text or more arrows than this, unless whoever shows it says otherwise. */
const MERMAID_TEXT = 50_000;
const MERMAID_EDGES = 500;
/** Room for the sentence about what was left out. */
const MERMAID_REST = 300;

/** Mermaid flowchart with numbered ids; labels are escaped as HTML entities. What is too large to be drawn is drawn in part, and says so. */
export function graphToMermaid(graph: DemandGraph): string {
  const whole = plainGraph(graph);
  const ids = new Map(whole.nodes.map((node, index) => [node.id, `n${index}`]));
  const text = mermaidOf(whole, ids);
  if (whole.edges.length <= MERMAID_EDGES && text.length <= MERMAID_TEXT) return text;
  const part = drawablePart(whole, ids);
  const left = (['package', 'service'] as const).flatMap((kind) => {
    const count =
      whole.nodes.filter((node) => node.kind === kind).length - part.nodes.filter((node) => node.kind === kind).length;
    return count === 0 ? [] : [plural(count, kind)];
  });
  const rest = `… and ${left.join(' and ')} more, which Mermaid could not draw; all of them: cohost graph -f dot`;
  return mermaidOf(part, ids, [`  rest["${entity(rest)}"]`, '  style rest stroke-dasharray:4']);
}

const MERMAID_SHAPE = { service: ['[', ']'], manifest: ['[/', '/]'], package: ['(', ')'] } as const;

function mermaidOf({ nodes, edges }: PlainGraph, ids: ReadonlyMap<string, string>, rest: readonly string[] = []): string {
  const clashing = nodes.flatMap((node) => (node.conflicts.length > 0 ? [ids.get(node.id) ?? ''] : []));
  const style =
    clashing.length === 0 ? [] : ['  classDef clash stroke:#c0392b,stroke-width:3px', `  class ${clashing.join(',')} clash`];
  return [
    'flowchart LR',
    ...nodes.map((node) => mermaidNode(node, ids)),
    ...edges.map((edge) => mermaidEdge(edge, ids)),
    ...rest,
    ...style,
    '',
  ].join('\n');
}

function mermaidNode(node: PlainGraph['nodes'][number], ids: ReadonlyMap<string, string>): string {
  const [open, close] = MERMAID_SHAPE[node.kind];
  return `  ${ids.get(node.id)}${open}"${entity(node.label)}"${close}`;
}

function mermaidEdge({ from, to, constraint }: PlainGraph['edges'][number], ids: ReadonlyMap<string, string>): string {
  return `  ${ids.get(from)} -->${constraint === '' ? '' : `|"${entity(constraint)}"|`} ${ids.get(to)}`;
}

/** As many packages as can be drawn, each with all who ask for it: first those that most conflicts are about, then those that most ask for. */
function drawablePart(whole: PlainGraph, ids: ReadonlyMap<string, string>): PlainGraph {
  const into = groupBy(whole.edges, ({ to }) => to);
  const nodes = new Map(whole.nodes.map((node) => [node.id, node]));
  const askers = (id: string): number => into.get(id)?.length ?? 0;
  const packages = whole.nodes
    .filter(({ kind }) => kind === 'package')
    .sort((a, b) => b.conflicts.length - a.conflicts.length || askers(b.id) - askers(a.id) || byText(a.id, b.id));
  const edges = new Set<PlainGraph['edges'][number]>();
  const drawn = new Set<string>();
  // A clashing node costs its id a second time, in the line that colours it.
  const cost = (id: string): number => {
    const node = nodes.get(id);
    return node === undefined ? 0 : mermaidNode(node, ids).length + 1 + (ids.get(id)?.length ?? 0) + 1;
  };
  let size = mermaidOf({ nodes: [], edges: [] }, ids).length + MERMAID_REST;
  for (const { id } of packages) {
    const asking = into.get(id) ?? [];
    const more = new Set([...asking, ...asking.flatMap(({ from }) => into.get(from) ?? [])].filter((edge) => !edges.has(edge)));
    const met = new Set([...more].flatMap(({ from, to }) => [from, to]).filter((one) => !drawn.has(one)));
    const added = [...met].map(cost).concat([...more].map((edge) => mermaidEdge(edge, ids).length + 1));
    const grown = size + added.reduce((sum, one) => sum + one, 0);
    if (edges.size + more.size > MERMAID_EDGES || grown > MERMAID_TEXT) continue;
    size = grown;
    for (const edge of more) edges.add(edge);
    for (const one of met) drawn.add(one);
  }
  return {
    nodes: whole.nodes.filter(({ id }) => drawn.has(id)),
    edges: whole.edges.filter((edge) => edges.has(edge)),
  };
}

function entity(text: string): string {
  return text.replaceAll(/[^\w\s./@:^~*+-]/gu, (character) => `#${character.codePointAt(0)};`).replaceAll(/\s+/g, ' ');
}
