/** Three columns whose rows are ordered so that few lines cross. */

export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
}

/** Sweeps of the barycentre method: each node goes to the mean place of its neighbours in the column next to it. */
export function orderColumns(
  columns: readonly (readonly string[])[],
  edges: readonly LayoutEdge[],
  sweeps = 6,
): readonly (readonly string[])[] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const place = new Map<string, number>();
  const settle = (column: readonly string[]): void => {
    for (const [index, node] of column.entries()) place.set(node, column.length < 2 ? 0.5 : index / (column.length - 1));
  };
  const ordered = columns.map((column) => [...column]);
  for (const column of ordered) settle(column);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const order = sweep % 2 === 0 ? ordered : [...ordered].reverse();
    for (const [index, column] of order.entries()) {
      const beside = new Set(order[index - 1] ?? []);
      if (index === 0) continue;
      const weight = new Map(
        column.map((node, at) => [node, mean(neighbours.get(node) ?? [], beside, place) ?? place.get(node) ?? at]),
      );
      column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
      settle(column);
    }
  }
  return ordered;
}

function mean(nodes: readonly string[], within: ReadonlySet<string>, place: ReadonlyMap<string, number>): number | undefined {
  let sum = 0;
  let number = 0;
  for (const node of nodes) {
    if (!within.has(node)) continue;
    sum += place.get(node) ?? 0;
    number++;
  }
  return number === 0 ? undefined : sum / number;
}
