import { byKey } from '../../src/model/index.ts';
import type { RegistryClient } from '../../src/registry/client.ts';

/** One row of a table, as JSON gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** One thing that a row asks. A row with several verdicts gives several checks. */
export interface Check {
  readonly ok: boolean;
  readonly asked: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** Not judged, and why (rows that the tables themselves mark as such). */
  readonly skipped?: string;
  /** Counted in a line of its own, e.g. `wheel_policy`. */
  readonly category?: string;
}

export interface TableContext {
  /** Directory of the table's file: frozen metadata may lie beside it. */
  readonly directory: string;
  /** Where `owner__name/path` rows find their files. */
  readonly corpus: string;
  /** All rows of the file, for tables whose rows refer to each other. */
  readonly rows: readonly Row[];
  /** Directory of the conformance tables as a whole (the parent of `directory`), for tables that refer to others. */
  readonly root: string;
  /** Present under `--resolve` only. */
  readonly client?: RegistryClient;
}

export type RowRunner = (row: Row, context: TableContext) => readonly Check[] | Promise<readonly Check[]>;

/** Runners by the row's `table`. */
export type Tables = Readonly<Record<string, RowRunner>>;

/** Structural equality of JSON values; the order of object keys does not count. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

export function check(asked: string, expected: unknown, got: unknown): Check {
  return { ok: same(expected, got), asked, expected, got };
}
