import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Check, Row, Tables } from './table.ts';
import { check } from './table.ts';

/** The date that cases are judged on, where they name none. */
const TODAY = '2026-11-24';

function textMap(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : [])));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** One service in files: the whole pipeline runs over them, and the advice is compared with the expert's. */
async function cases(row: Row): Promise<readonly Check[]> {
  const tree = memoryTree(textMap(row.files));
  const { report } = await analyze({
    tree,
    starts: ['.'],
    config: loadConfig(tree),
    today: typeof row.today === 'string' ? row.today : TODAY,
  });
  const name = String(row.service ?? '.');
  const expect: object = typeof row.expect === 'object' && row.expect !== null ? row.expect : {};
  const expected = new Map<string, unknown>(Object.entries(expect));
  const own = report.recommendations.filter(
    (one) => one.service === name && (typeof row.process !== 'string' || one.process === row.process),
  );
  const [main] = own;
  const themes = new Set(own.flatMap((one) => one.reasons.map((reason) => reason.theme)));
  const id = String(row.id);
  const mentioned = texts(expected.get('must_mention'));
  const unwanted = texts(expected.get('must_not'));
  const told = {
    recommendation: main?.target ?? null,
    missing: mentioned.filter((theme) => !themes.has(theme)),
    unwanted: unwanted.filter((theme) => themes.has(theme)),
  };
  return [check(`${id} ${name}`, { recommendation: expected.get('recommendation'), missing: [], unwanted: [] }, told)];
}

export const tables: Tables = { 'packaging/cases': cases };
