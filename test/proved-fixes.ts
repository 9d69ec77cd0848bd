import { analyze } from '../src/analyze.ts';
import { loadConfig } from '../src/config/load.ts';
import { memoryTree } from '../src/discover/memory-tree.ts';
import type { Conflict } from '../src/model/index.ts';
import type { AnalyzeRequest } from '../src/request.ts';

/** What `--resolve` says of the fixes that change a line, of the errors that `counts` admits. */
export async function fixesOf(
  files: Readonly<Record<string, string>>,
  resolve: NonNullable<AnalyzeRequest['resolve']>,
  counts: (conflict: Conflict) => boolean = () => true,
): Promise<readonly string[]> {
  const tree = memoryTree(files);
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25', resolve });
  return report.conflicts
    .filter((conflict) => conflict.severity === 'error' && counts(conflict))
    .flatMap(({ fixes }) => fixes.filter(({ kind }) => kind !== 'isolate'))
    .map(({ service, from, to, proved, effect }) => `${service}: ${from} → ${to} ${proved}: ${effect}`);
}

/** Those that files alone show. */
export const isDeclared = ({ depth }: Conflict): boolean => depth !== 'resolved';
