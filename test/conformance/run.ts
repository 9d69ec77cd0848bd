import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createOfflineOrOnlineClient } from './client.ts';
import { tables as go } from './go.ts';
import { tables as gradle } from './gradle.ts';
import { tables as jvm } from './jvm.ts';
import { tables as npm } from './npm.ts';
import { tables as npmJoint } from './npm-joint.ts';
import { tables as packaging } from './packaging.ts';
import { tables as python } from './python.ts';
import { tables as pythonJoint } from './python-joint.ts';
import type { Check, Row, RowRunner, TableContext } from './table.ts';

/** `npm run conformance -- [--resolve] [--offline] [--corpus DIR] [--quiet] FILE.jsonl…` */
const RUNNERS: ReadonlyMap<string, RowRunner> = new Map(
  Object.entries({ ...python, ...pythonJoint, ...npm, ...npmJoint, ...go, ...jvm, ...gradle, ...packaging }),
);

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const newTally = (): Tally => ({ passed: 0, failed: 0, skipped: 0 });

function shown({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function clip(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

async function checksOf(row: Row, context: TableContext): Promise<readonly Check[]> {
  const runner = typeof row.table === 'string' ? RUNNERS.get(row.table) : undefined;
  if (runner === undefined)
    return [{ ok: false, asked: 'a table kind that this runner knows', expected: row.table, got: 'unknown' }];
  try {
    return await runner(row, context);
  } catch (error) {
    return [
      { ok: false, asked: `${String(row.op ?? row.table)} ${String(row.id ?? '')}`, expected: 'no crash', got: String(error) },
    ];
  }
}

function parseTable(text: string): { readonly row: Row | undefined; readonly line: number }[] {
  return text
    .split('\n')
    .map((source, index) => ({ source, line: index + 1 }))
    .filter(({ source }) => source.trim() !== '')
    .map(({ source, line }) => {
      const value: unknown = JSON.parse(source);
      return { row: isRow(value) ? value : undefined, line };
    });
}

const NO_ROW: Check = { ok: false, asked: 'an object', expected: 'a row', got: 'no row' };

/** How the checks of one file went, in all and by category; the failed ones are printed. */
async function runTable(
  path: string,
  context: Omit<TableContext, 'directory' | 'root' | 'rows'>,
  quiet: boolean,
): Promise<Tally> {
  const file = resolve(path);
  const parsed = parseTable(readFileSync(file, 'utf8'));
  const rows = parsed.flatMap(({ row }) => (row === undefined ? [] : [row]));
  const table: TableContext = { ...context, directory: dirname(file), root: dirname(dirname(file)), rows };
  const whole = newTally();
  const categories = new Map<string, Tally>();
  for (const { row, line } of parsed)
    for (const one of row === undefined ? [NO_ROW] : await checksOf(row, table)) {
      const outcome = one.skipped !== undefined ? 'skipped' : one.ok ? 'passed' : 'failed';
      whole[outcome]++;
      if (one.category !== undefined) {
        const bucket = categories.get(one.category) ?? newTally();
        bucket[outcome]++;
        categories.set(one.category, bucket);
      }
      if (outcome === 'failed' && !quiet)
        process.stdout.write(`${path}:${line}: ${one.asked}: expected ${clip(one.expected)}, got ${clip(one.got)}\n`);
    }
  for (const [name, bucket] of categories) process.stdout.write(`${path} [${name}]: ${shown(bucket)}\n`);
  process.stdout.write(`${path}: ${shown(whole)}\n`);
  return whole;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      resolve: { type: 'boolean', default: false },
      offline: { type: 'boolean', default: false },
      corpus: { type: 'string', default: '../shared/corpus' },
      quiet: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) {
    process.stderr.write('usage: npm run conformance -- [--resolve] [--offline] [--corpus DIR] [--quiet] FILE.jsonl…\n');
    return 2;
  }
  const client = values.resolve ? await createOfflineOrOnlineClient(values.offline) : undefined;
  const context = { corpus: resolve(values.corpus), ...(client === undefined ? {} : { client }) };
  const total = newTally();
  for (const path of positionals) {
    const tally = await runTable(path, context, values.quiet);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  process.stdout.write(`${shown(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
