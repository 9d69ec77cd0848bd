import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { decode } from '../../src/discover/tree.ts';
import { isReadFailure, type Report } from '../../src/model/index.ts';
import { pageAssets } from '../../src/report/html/assets.ts';
import { renderHtml } from '../../src/report/html/render.ts';
import { collectSources, NO_SOURCES, type SourceLines } from '../../src/report/sources.ts';
import { syntheticReport } from '../report/synthetic.ts';

/** What a manifest may hold to become markup; it would set `pwned` on the page. */
export const PAYLOAD = `"'><img src=x onerror=window.pwned=1></script><script>window.pwned=1</script><svg onload=window.pwned=1>`;

/** Members whose values are words of ours, not texts of others. */
const OWN_WORDS = new Set([
  ...['severity', 'level', 'realm', 'verdict', 'target', 'confidence', 'effect', 'kind', 'depth', 'status', 'clearedBy', 'role'],
  ...['strength', 'ecosystems', 'rule', 'targets', 'name', 'method', 'code'],
]);

/** The report with the payload at the end of every text that somebody else may have written. */
function poisoned(value: unknown): unknown {
  if (typeof value === 'string') return `${value}${PAYLOAD}`;
  if (Array.isArray(value)) return value.map(poisoned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, OWN_WORDS.has(key) ? inner : poisoned(inner)]));
}

export interface Pages {
  /** fixtures/fleet, as `cohost report -o FILE.html` writes it. */
  readonly fleet: string;
  /** Two hundred services and six hundred conflicts. */
  readonly large: string;
  /** The fleet again, hostile in every text. */
  readonly hostile: string;
}

export async function writePages(directory: string): Promise<Pages> {
  const tree = localTree('fixtures/fleet');
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
  const sources = collectSources(report.conflicts, (file) => {
    const bytes = tree.read(file);
    return isReadFailure(bytes) ? undefined : decode(bytes);
  });
  const write = async (name: string, one: Report, lines: SourceLines): Promise<string> => {
    const file = join(directory, `${name}.html`);
    writeFileSync(file, renderHtml(one, await pageAssets(), lines));
    return file;
  };
  return {
    fleet: await write('fleet', report, sources),
    large: await write('large', syntheticReport(200, 600), NO_SOURCES),
    hostile: await write('hostile', { ...report, ...Object(poisoned(report)), schemaVersion: 1 }, NO_SOURCES),
  };
}
