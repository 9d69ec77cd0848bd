import { addTo, type Demand } from '../../../src/model/index.ts';

interface Row {
  readonly first: number;
  readonly last: number;
  readonly demands: readonly Demand[];
  /** Who holds its ports, and how. */
  readonly held: string;
}

/** Neighbouring ports that the same ranges take become one key: `8000-8002/tcp`. */
export function joinRanges(keys: ReadonlyMap<string, readonly Demand[]>): ReadonlyMap<string, readonly Demand[]> {
  const joined = new Map<string, readonly Demand[]>();
  const rows = new Map<string, Row[]>();
  for (const [key, demands] of keys) {
    const [number = '', protocol = ''] = key.split('/');
    const port = Number(number);
    const held = heldBy(demands);
    if (held === undefined) joined.set(key, demands);
    else {
      const row = { first: port, last: port, demands, held };
      addTo(rows, protocol, row);
    }
  }
  for (const [protocol, own] of rows) for (const row of joinRows(own)) joined.set(...keyed(row, protocol));
  return joined;
}

function joinRows(rows: readonly Row[]): readonly Row[] {
  const joined: Row[] = [];
  for (const row of [...rows].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    const continues = before !== undefined && before.last + 1 === row.first && before.held === row.held;
    if (continues) joined.splice(-1, 1, { ...before, last: row.last });
    else joined.push(row);
  }
  return joined;
}

/** Undefined where not every line takes several ports in a row. */
function heldBy(demands: readonly Demand[]): string | undefined {
  if (demands.some(({ detail }) => detail?.range === undefined)) return undefined;
  return JSON.stringify(demands.map(({ service, constraint, origin, detail }) => [service, constraint, origin, detail]));
}

function keyed({ first, last, demands }: Row, protocol: string): readonly [string, readonly Demand[]] {
  const key = `${first === last ? first : `${first}-${last}`}/${protocol}`;
  return [key, first === last ? demands : demands.map((demand) => ({ ...demand, key, subject: `port:${key}` }))];
}
